-- Whose rest a mentor's is; a mentor hears of each step the center takes with them; a proposal may be for one program; what
-- somebody noted of their own papers waits for somebody who looks at it.

alter table cairn.mentor_profiles
  -- While paused: whoever paused them. The mentor, or somebody of the center; null: the mentor, by the release before.
  add column paused_by uuid,
  -- Steps taken with them so far: which one a message tells of; and when somebody else took the last.
  add column step integer not null default 0,
  add column stepped_at timestamptz,
  add constraint mentor_profiles_paused_by_fkey
    foreign key (center_id, paused_by) references cairn.members (center_id, id) not valid;

alter table cairn.match_proposals
  -- Null: for everybody who waits.
  add column program_id uuid,
  add constraint match_proposals_program_fkey
    foreign key (center_id, program_id) references cairn.programs (center_id, id) not valid;

alter table cairn.staff_tasks
  drop constraint staff_tasks_kind_check,
  add constraint staff_tasks_kind_check check (kind in (
    'address_failed', 'chat_danger', 'document_waiting', 'readiness_talk', 'discharge_review', 'wants_contact', 'mentor_debrief',
    'cover_unanswered', 'session_missed', 'session_unattended', 'room_unheld', 'contact_overdue',
    'counselor_apart', 'contact_missing', 'offer_unheard', 'client_died', 'mentor_bereaved', 'credential_unseen')) not valid;

alter table cairn.notifications
  drop constraint notifications_kind_check,
  add constraint notifications_kind_check check (kind in (
    'session_booked', 'session_moved', 'session_cancelled', 'session_reminder_24h', 'session_reminder_2h',
    'invitation', 'sign_in_code', 'step_up_code', 'confirm_center', 'security_notice', 'chat_unread',
    'meeting_reminder', 'meeting_moved', 'meeting_cancelled', 'meeting_back', 'place_news', 'duty_asked', 'place_offered',
    'mentorship_news', 'mentorship_offer_ends', 'mentorship_unread', 'credential_expiring', 'pair_check_in',
    'booking_news', 'slot_offered', 'notes_waiting', 'times_changed', 'peer_named', 'waiting_word', 'intake_due',
    'stand_in_asked', 'goal_due', 'contact_wanted', 'mentor_step')) not valid;

-- How somebody wants to be reached; whoever keeps contact hears at once that they are needed; an offer that nobody can have heard
-- of is somebody's to tell; what a death means for those who are left.

-- "Text only, after 5 PM". Sealed; null: nothing was said.
alter table cairn.members add column contact_rule bytea;

alter table cairn.staff_tasks
  drop constraint staff_tasks_kind_check,
  add constraint staff_tasks_kind_check check (kind in (
    'address_failed', 'chat_danger', 'document_waiting', 'readiness_talk', 'discharge_review', 'wants_contact', 'mentor_debrief',
    'cover_unanswered', 'session_missed', 'session_unattended', 'room_unheld', 'contact_overdue', 'counselor_apart', 'contact_missing',
    'offer_unheard', 'client_died', 'mentor_bereaved')) not valid;
-- Whoever is out of the center has their tasks handed on.
create index staff_tasks_of_member on cairn.staff_tasks (center_id, assigned_to) where done_at is null and assigned_to is not null;

alter table cairn.notifications
  drop constraint notifications_kind_check,
  add constraint notifications_kind_check check (kind in (
    'session_booked', 'session_moved', 'session_cancelled', 'session_reminder_24h', 'session_reminder_2h',
    'invitation', 'sign_in_code', 'step_up_code', 'confirm_center', 'security_notice', 'chat_unread',
    'meeting_reminder', 'meeting_moved', 'meeting_cancelled', 'meeting_back', 'place_news', 'duty_asked', 'place_offered',
    'mentorship_news', 'mentorship_offer_ends', 'mentorship_unread', 'credential_expiring', 'pair_check_in',
    'booking_news', 'slot_offered', 'notes_waiting', 'times_changed', 'peer_named', 'waiting_word', 'intake_due',
    'stand_in_asked', 'goal_due', 'contact_wanted')) not valid;

-- The pair ended because the client died: whoever walked with them reads it as that, and not as a goodbye.
alter table cairn.mentorships add column lost_at timestamptz;

-- Who waits, at a glance; who is being covered; what lapsed goes.

-- The last time that somebody who waits was offered, whether or not they took it.
alter table cairn.session_waits
  add column last_offered_at timestamptz,
  add column last_offer_counselor_id uuid,
  add column last_offer_starts_at timestamptz,
  add constraint session_waits_last_offer_check check (
    (last_offered_at is null) = (last_offer_counselor_id is null)
    and (last_offered_at is null) = (last_offer_starts_at is null)) not valid,
  add constraint session_waits_last_offer_counselor_id_fkey
    foreign key (center_id, last_offer_counselor_id) references cairn.members (center_id, id) not valid;

create index session_waits_over on cairn.session_waits (center_id, waiting_since, id) where state in ('booked', 'left');

create index coverings_by_end on cairn.coverings (center_id, ends_at, id);

-- Holds that lapsed named nobody but who held them, and go after a day. Nothing else of this table can be deleted: the policy
-- narrows the one that is there.
grant delete on cairn.sessions to cairn_app;
create policy lapsed_holds on cairn.sessions as restrictive for delete using (state = 'lapsed');
create index sessions_lapsed on cairn.sessions (center_id, updated_at) where state = 'lapsed';
-- Whatever may point to a session is asked before one goes.
create index session_requests_by_session on cairn.session_requests (center_id, session_id) where session_id is not null;
create index session_waits_by_session on cairn.session_waits (center_id, session_id) where session_id is not null;
create index sooner_requests_by_session on cairn.sooner_requests (center_id, session_id) where session_id is not null;
create index cover_answers_by_session on cairn.cover_answers (center_id, session_id);
create index cover_answers_by_instead on cairn.cover_answers (center_id, instead_id) where instead_id is not null;

-- Notes that nobody signed a day after.
alter table cairn.notifications
  drop constraint notifications_kind_check,
  add constraint notifications_kind_check check (kind in (
    'session_booked', 'session_moved', 'session_cancelled', 'session_reminder_24h', 'session_reminder_2h',
    'invitation', 'sign_in_code', 'step_up_code', 'confirm_center', 'security_notice', 'chat_unread',
    'meeting_reminder', 'meeting_moved', 'meeting_cancelled', 'meeting_back', 'place_news', 'duty_asked', 'place_offered',
    'mentorship_news', 'mentorship_offer_ends', 'mentorship_unread', 'credential_expiring', 'pair_check_in',
    'booking_news', 'slot_offered', 'notes_waiting')) not valid;

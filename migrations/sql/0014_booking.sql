-- Booking, complete: kinds of sessions, travel, limits, holds, requests, series, waiting, asking sooner, covering.
create table cairn.session_types (
  center_id uuid not null references directory.centers (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  minutes integer not null check (minutes between 10 and 180),
  places text[] not null check (cardinality(places) between 1 and 2 and places <@ array['in_person', 'online']),
  -- Who may book it by themselves.
  booked_by text[] not null check (cardinality(booked_by) between 1 and 2 and booked_by <@ array['client', 'staff']),
  -- Clients ask for it; whoever counsels says yes.
  needs_approval boolean not null default false,
  -- Instead of the counselor's own; null: as the counselor says.
  buffer_before integer check (buffer_before between 0 and 120),
  buffer_after integer check (buffer_after between 0 and 120),
  -- A name of the palette, never a color: themes and eyes differ.
  color text not null check (color in ('slate', 'blue', 'green', 'amber', 'rose', 'violet', 'teal', 'orange')),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (center_id, id)
);
select cairn.protect('cairn.session_types', 'select, insert, update');

-- Sessions that clients may book with one counselor, on one day and in one week (from Monday); null: as many as fit.
alter table cairn.availability
  add column daily_limit integer check (daily_limit between 1 and 30),
  add column weekly_limit integer check (weekly_limit between 1 and 150);

-- A range may end on the day after (22:00 to 02:00 is 1320 to 1560): it belongs to the day it begins on. The release before
-- reads such ranges as they are meant.
alter table cairn.weekly_hours
  drop constraint weekly_hours_until_minute_check,
  add constraint weekly_hours_until_minute_check check (until_minute between 1 and 2879 and until_minute - from_minute <= 1440);
alter table cairn.hours_exceptions
  drop constraint hours_exceptions_until_minute_check,
  add constraint hours_exceptions_until_minute_check check (until_minute between 1 and 2879 and until_minute - from_minute <= 1440);

-- On these days the counselor's hours are wall-clock times of another zone.
create table cairn.travel_zones (
  center_id uuid not null,
  id uuid not null,
  counselor_id uuid not null,
  from_date date not null,
  -- The last day.
  until_date date not null check (until_date >= from_date),
  zone text not null,
  primary key (center_id, id),
  foreign key (center_id, counselor_id) references cairn.members (center_id, id),
  constraint travel_zones_do_not_overlap exclude using gist (
    center_id with =, counselor_id with =, daterange(from_date, until_date, '[]') with &&)
);
select cairn.protect('cairn.travel_zones', 'select, insert, delete');

create table cairn.session_series (
  center_id uuid not null,
  id uuid not null,
  counselor_id uuid not null,
  client_id uuid not null,
  type_id uuid,
  -- RFC 5545, with count or until: on the wall clock of `zone`, from `local_start` on.
  rule text not null check (length(rule) between 1 and 200),
  local_start timestamp not null,
  zone text not null,
  minutes integer not null check (minutes between 10 and 180),
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, counselor_id) references cairn.members (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, type_id) references cairn.session_types (center_id, id),
  foreign key (center_id, created_by) references cairn.members (center_id, id)
);
select cairn.protect('cairn.session_series', 'select, insert');

-- A held time is a row without client and place: the release before, which reads sessions together with their client, does not
-- see it, and its bookings run into the constraint like everybody's. One that lapsed stays, as every row here does: it names
-- nobody but who held it.
-- The checks are not valid: each allows what the one before it allowed, so no row has to be looked at. The exclusion
-- constraint is built again; booking waits for that.
alter table cairn.sessions
  alter column client_id drop not null,
  alter column place drop not null,
  add column type_id uuid,
  add column series_id uuid,
  -- What the series planned, on the wall clock of its zone: the session's identity in it.
  add column occurrence timestamp,
  add column held_until timestamptz,
  add column hold_hash bytea,
  drop constraint sessions_state_check,
  drop constraint sessions_minutes_check,
  drop constraint sessions_counselor_is_free,
  add constraint sessions_state_check check (state in ('held', 'lapsed', 'booked', 'cancelled')) not valid,
  add constraint sessions_minutes_check check (minutes between 10 and 180) not valid,
  add constraint sessions_hold_check check (
    (state in ('held', 'lapsed')) = (client_id is null) and (client_id is null) = (place is null)
    and (state = 'held') = (held_until is not null)) not valid,
  add constraint sessions_occurrence_check check ((series_id is null) = (occurrence is null)) not valid,
  add constraint sessions_type_id_fkey foreign key (center_id, type_id) references cairn.session_types (center_id, id) not valid,
  add constraint sessions_series_id_fkey
    foreign key (center_id, series_id) references cairn.session_series (center_id, id) not valid,
  add constraint sessions_counselor_is_free exclude using gist (
    center_id with =, counselor_id with =, busy with &&) where (state in ('held', 'booked'));
create index sessions_of_series on cairn.sessions (center_id, series_id, starts_at) where series_id is not null;
create index sessions_held on cairn.sessions (center_id, booked_by) where state = 'held';
create unique index sessions_by_hold on cairn.sessions (center_id, hold_hash) where hold_hash is not null;

-- A time that a client asks for. It keeps nothing free: of two requests for one time the constraint lets one be booked.
create table cairn.session_requests (
  center_id uuid not null,
  id uuid not null,
  counselor_id uuid not null,
  client_id uuid not null,
  type_id uuid,
  starts_at timestamptz not null,
  local_start timestamp not null,
  zone text not null,
  minutes integer not null check (minutes between 10 and 180),
  place text not null check (place in ('in_person', 'online')),
  words bytea,
  state text not null check (state in ('requested', 'approved', 'declined', 'withdrawn', 'expired')),
  answer bytea,
  answered_by uuid,
  session_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  check ((state = 'approved') = (session_id is not null)),
  foreign key (center_id, counselor_id) references cairn.members (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, type_id) references cairn.session_types (center_id, id),
  foreign key (center_id, answered_by) references cairn.members (center_id, id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id)
);
-- Asked twice is asked once.
create unique index session_requests_open on cairn.session_requests (center_id, client_id, counselor_id, starts_at)
  where state = 'requested';
create index session_requests_of_counselor on cairn.session_requests (center_id, counselor_id, created_at, id);
create index session_requests_of_client on cairn.session_requests (center_id, client_id, created_at, id);
select cairn.protect('cairn.session_requests', 'select, insert, update');

-- Who waits for a time that becomes free. An offer keeps it: a held row of `sessions`.
create table cairn.session_waits (
  center_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  -- Null: with anybody who cares for them.
  counselor_id uuid,
  type_id uuid,
  minutes integer not null check (minutes between 10 and 180),
  place text not null check (place in ('in_person', 'online')),
  -- Not useful any more after this day, in the center's zone.
  until_date date,
  state text not null check (state in ('waiting', 'offered', 'booked', 'left')),
  waiting_since timestamptz not null,
  -- Let an offer go: the next ones in line are asked before.
  not_before timestamptz,
  offers_missed integer not null default 0,
  offer_id uuid,
  offered_until timestamptz,
  session_id uuid,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (center_id, id),
  check ((state = 'offered') = (offer_id is not null) and (offer_id is null) = (offered_until is null)),
  check ((state = 'booked') = (session_id is not null)),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, counselor_id) references cairn.members (center_id, id),
  foreign key (center_id, type_id) references cairn.session_types (center_id, id),
  foreign key (center_id, offer_id) references cairn.sessions (center_id, id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id)
);
create index session_waits_in_line on cairn.session_waits (center_id, waiting_since, id) where state in ('waiting', 'offered');
create index session_waits_of_client on cairn.session_waits (center_id, client_id, waiting_since);
create unique index session_waits_by_offer on cairn.session_waits (center_id, offer_id) where offer_id is not null;
select cairn.protect('cairn.session_waits', 'select, insert, update');

-- Whom a client lets be asked when they need somebody sooner. It is theirs to give and to take back.
create table cairn.sooner_circle (
  center_id uuid not null,
  client_id uuid not null,
  peer_id uuid not null check (peer_id <> client_id),
  consented_at timestamptz not null,
  primary key (center_id, client_id, peer_id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, peer_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.sooner_circle', 'select, insert, delete');

create table cairn.sooner_requests (
  center_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  minutes integer not null check (minutes between 10 and 180),
  place text not null check (place in ('in_person', 'online')),
  words bytea,
  state text not null check (state in ('open', 'accepted', 'withdrawn', 'expired')),
  expires_at timestamptz not null,
  accepted_by uuid,
  session_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  check ((state = 'accepted') = (accepted_by is not null) and (accepted_by is null) = (session_id is null)),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, accepted_by) references cairn.members (center_id, id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id)
);
create unique index sooner_requests_open on cairn.sooner_requests (center_id, client_id) where state = 'open';
create index sooner_requests_of_client on cairn.sooner_requests (center_id, client_id, created_at);
select cairn.protect('cairn.sooner_requests', 'select, insert, update');

create table cairn.sooner_asks (
  center_id uuid not null,
  request_id uuid not null,
  peer_id uuid not null,
  declined_at timestamptz,
  primary key (center_id, request_id, peer_id),
  foreign key (center_id, request_id) references cairn.sooner_requests (center_id, id),
  foreign key (center_id, peer_id) references cairn.members (center_id, id)
);
create index sooner_asks_of_peer on cairn.sooner_asks (center_id, peer_id, request_id);
select cairn.protect('cairn.sooner_asks', 'select, insert, update');

-- A counselor is away: everybody they would have met chooses what happens instead.
create table cairn.coverings (
  center_id uuid not null,
  id uuid not null,
  counselor_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  backup_id uuid check (backup_id <> counselor_id),
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, counselor_id) references cairn.members (center_id, id),
  foreign key (center_id, backup_id) references cairn.members (center_id, id),
  foreign key (center_id, created_by) references cairn.members (center_id, id)
);
create index coverings_of_counselor on cairn.coverings (center_id, counselor_id, starts_at);
select cairn.protect('cairn.coverings', 'select, insert');

create table cairn.cover_answers (
  center_id uuid not null,
  id uuid not null,
  covering_id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  -- settled: the session was moved or cancelled by other ways meanwhile.
  state text not null check (state in ('open', 'later', 'backup', 'cancelled', 'settled')),
  answered_by uuid,
  answered_at timestamptz,
  -- The session with the backup.
  instead_id uuid,
  -- The care that the backup was given for it; it ends when the last such session is over.
  assignment_id uuid,
  version integer not null default 1,
  primary key (center_id, id),
  unique (center_id, covering_id, session_id),
  check ((state = 'open') = (answered_at is null)),
  check ((state = 'backup') = (instead_id is not null)),
  foreign key (center_id, covering_id) references cairn.coverings (center_id, id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, answered_by) references cairn.members (center_id, id),
  foreign key (center_id, instead_id) references cairn.sessions (center_id, id),
  foreign key (center_id, assignment_id) references cairn.care_assignments (center_id, id)
);
create index cover_answers_open on cairn.cover_answers (center_id, client_id, session_id) where state = 'open';
create index cover_answers_assigned on cairn.cover_answers (center_id, assignment_id) where assignment_id is not null;
select cairn.protect('cairn.cover_answers', 'select, insert, update');

alter table cairn.staff_tasks
  drop constraint staff_tasks_kind_check,
  add constraint staff_tasks_kind_check check (kind in (
    'address_failed', 'chat_danger', 'document_waiting', 'readiness_talk', 'discharge_review', 'wants_contact', 'mentor_debrief',
    'cover_unanswered'));

alter table cairn.notifications
  drop constraint notifications_kind_check,
  add constraint notifications_kind_check check (kind in (
    'session_booked', 'session_moved', 'session_cancelled', 'session_reminder_24h', 'session_reminder_2h',
    'invitation', 'sign_in_code', 'step_up_code', 'confirm_center', 'security_notice', 'chat_unread',
    'meeting_reminder', 'meeting_moved', 'meeting_cancelled', 'meeting_back', 'place_news', 'duty_asked', 'place_offered',
    'mentorship_news', 'mentorship_offer_ends', 'mentorship_unread', 'credential_expiring', 'pair_check_in',
    'booking_news', 'slot_offered'));

-- Programs, who cares for whom, counselors' hours, sessions.
create table cairn.programs (
  center_id uuid not null references directory.centers (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  created_at timestamptz not null,
  primary key (center_id, id)
);
select cairn.protect('cairn.programs', 'select, insert, update');

create table cairn.enrollments (
  center_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  client_id uuid not null,
  -- Dates in the center's zone.
  started_on date not null,
  ended_on date check (ended_on >= started_on),
  primary key (center_id, id),
  foreign key (center_id, program_id) references cairn.programs (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id)
);
create unique index enrollments_open on cairn.enrollments (center_id, client_id) where ended_on is null;
create index enrollments_by_program on cairn.enrollments (center_id, program_id);
select cairn.protect('cairn.enrollments', 'select, insert, update');

-- The care relationship: what a counselor may see of a client lives and ends with this row.
create table cairn.care_assignments (
  center_id uuid not null,
  id uuid not null,
  counselor_id uuid not null,
  client_id uuid not null check (client_id <> counselor_id),
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, counselor_id) references cairn.members (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id)
);
create unique index care_assignments_open on cairn.care_assignments (center_id, counselor_id, client_id) where ended_at is null;
create index care_assignments_by_client on cairn.care_assignments (center_id, client_id) where ended_at is null;
select cairn.protect('cairn.care_assignments', 'select, insert, update');

create table cairn.availability (
  center_id uuid not null,
  counselor_id uuid not null,
  zone text not null,
  -- Minutes.
  buffer_before integer not null default 0 check (buffer_before between 0 and 120),
  buffer_after integer not null default 0 check (buffer_after between 0 and 120),
  minimum_notice integer not null default 120 check (minimum_notice between 0 and 20160),
  horizon_days integer not null default 60 check (horizon_days between 1 and 365),
  slot_step integer not null default 30 check (slot_step in (5, 10, 15, 20, 30, 60)),
  location bytea,
  online_link bytea,
  version integer not null default 1,
  primary key (center_id, counselor_id),
  foreign key (center_id, counselor_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.availability', 'select, insert, update');

create table cairn.weekly_hours (
  center_id uuid not null,
  id uuid not null,
  counselor_id uuid not null,
  -- ISO: Monday is 1.
  weekday smallint not null check (weekday between 1 and 7),
  -- Minutes of the wall clock since midnight.
  from_minute smallint not null check (from_minute between 0 and 1439),
  until_minute smallint not null check (until_minute between 1 and 1440),
  primary key (center_id, id),
  check (from_minute < until_minute),
  foreign key (center_id, counselor_id) references cairn.availability (center_id, counselor_id),
  constraint weekly_hours_do_not_overlap exclude using gist (
    center_id with =, counselor_id with =, weekday with =,
    int4range(from_minute::integer, until_minute::integer) with &&)
);
select cairn.protect('cairn.weekly_hours', 'select, insert, delete');

-- Hours of one date instead of the weekly ones. A row without minutes: off that day.
create table cairn.hours_exceptions (
  center_id uuid not null,
  id uuid not null,
  counselor_id uuid not null,
  date date not null,
  from_minute smallint check (from_minute between 0 and 1439),
  until_minute smallint check (until_minute between 1 and 1440),
  primary key (center_id, id),
  check ((from_minute is null) = (until_minute is null)),
  check (from_minute < until_minute),
  foreign key (center_id, counselor_id) references cairn.availability (center_id, counselor_id),
  constraint hours_exceptions_do_not_overlap exclude using gist (
    center_id with =, counselor_id with =, date with =,
    int4range(coalesce(from_minute, 0)::integer, coalesce(until_minute, 1440)::integer) with &&)
);
select cairn.protect('cairn.hours_exceptions', 'select, insert, delete');

create table cairn.time_off (
  center_id uuid not null,
  id uuid not null,
  counselor_id uuid not null,
  local_start timestamp not null,
  local_end timestamp not null,
  zone text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (center_id, id),
  check (starts_at < ends_at),
  foreign key (center_id, counselor_id) references cairn.members (center_id, id)
);
create index time_off_by_counselor on cairn.time_off (center_id, counselor_id, ends_at);
select cairn.protect('cairn.time_off', 'select, insert, delete');

create table cairn.sessions (
  center_id uuid not null,
  id uuid not null,
  counselor_id uuid not null,
  client_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- What was planned: wall clock and zone. The instants above follow from them.
  local_start timestamp not null,
  zone text not null,
  minutes integer not null check (minutes in (30, 45, 60)),
  -- With the counselor's buffers.
  busy_from timestamptz not null,
  busy_until timestamptz not null,
  place text not null check (place in ('in_person', 'online')),
  location bytea,
  join_url bytea,
  state text not null default 'booked' check (state in ('booked', 'cancelled')),
  version integer not null default 1,
  booked_by uuid not null,
  cancelled_by uuid,
  cancelled_at timestamptz,
  cancel_reason bytea,
  undo_until timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  busy tstzrange not null generated always as (tstzrange(busy_from, busy_until, '[)')) stored,
  during tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  primary key (center_id, id),
  check (starts_at < ends_at and busy_from <= starts_at and ends_at <= busy_until),
  check (counselor_id <> client_id),
  check ((state = 'cancelled') = (cancelled_at is not null)),
  foreign key (center_id, counselor_id) references cairn.members (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, booked_by) references cairn.members (center_id, id),
  foreign key (center_id, cancelled_by) references cairn.members (center_id, id),
  constraint sessions_counselor_is_free exclude using gist (center_id with =, counselor_id with =, busy with &&) where (state = 'booked'),
  constraint sessions_client_is_free exclude using gist (center_id with =, client_id with =, during with &&) where (state = 'booked')
);
create index sessions_of_counselor on cairn.sessions (center_id, counselor_id, starts_at, id);
create index sessions_of_client on cairn.sessions (center_id, client_id, starts_at, id);
create index sessions_by_start on cairn.sessions (center_id, starts_at, id);
select cairn.protect('cairn.sessions', 'select, insert, update');

-- Programs with phases, cohorts and an intake packet; a client's way through one; the line before it.
alter table cairn.programs
  add column level text not null default 'outpatient' check (level in (
    'early_intervention', 'outpatient', 'intensive_outpatient', 'partial_hospitalization', 'residential',
    'withdrawal_management', 'opioid_treatment', 'recovery_support', 'aftercare')),
  add column about text not null default '' check (length(about) <= 2000),
  -- Whom it is for, in words.
  add column criteria text not null default '' check (length(criteria) <= 2000),
  -- Places; null: as many as come.
  add column capacity integer check (capacity between 1 and 5000),
  -- Days without human contact after which somebody has gone quiet.
  add column quiet_after_days integer not null default 14 check (quiet_after_days between 1 and 365),
  -- How long a freed place is kept for the first in line.
  add column offer_hours integer not null default 72 check (offer_hours between 1 and 336),
  -- How many offers somebody may let go and keep their place in line.
  add column offers_kept integer not null default 2 check (offers_kept between 0 and 10),
  -- Where people go on after discharge: one level, so no circle.
  add column aftercare_program_id uuid check (aftercare_program_id <> id),
  add column state text not null default 'open' check (state in ('draft', 'open', 'closed')),
  add column version integer not null default 1,
  -- Not valid, as all keys of this file on tables that are there already: looking at their rows would need a center.
  add constraint programs_aftercare_program_id_fkey
    foreign key (center_id, aftercare_program_id) references cairn.programs (center_id, id) not valid;

create table cairn.program_phases (
  center_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  position integer not null,
  name text not null check (length(name) between 1 and 120),
  about text not null default '' check (length(about) <= 2000),
  -- Not part of the program any more; whoever was in it was in it.
  retired_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, program_id) references cairn.programs (center_id, id)
);
create index program_phases_of_program on cairn.program_phases (center_id, program_id, position);
select cairn.protect('cairn.program_phases', 'select, insert, update');

create table cairn.phase_criteria (
  center_id uuid not null,
  id uuid not null,
  phase_id uuid not null,
  position integer not null,
  name text not null check (length(name) between 1 and 200),
  retired_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, phase_id) references cairn.program_phases (center_id, id)
);
create index phase_criteria_of_phase on cairn.phase_criteria (center_id, phase_id, position);
select cairn.protect('cairn.phase_criteria', 'select, insert, update');

create table cairn.program_cohorts (
  center_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- 'closed' takes nobody after its start.
  kind text not null check (kind in ('open', 'closed', 'rolling')),
  -- Dates in the center's zone.
  starts_on date,
  ends_on date,
  capacity integer check (capacity between 1 and 5000),
  retired_at timestamptz,
  primary key (center_id, id),
  check (starts_on <= ends_on),
  check ((kind = 'closed') <= (starts_on is not null)),
  foreign key (center_id, program_id) references cairn.programs (center_id, id)
);
create index program_cohorts_of_program on cairn.program_cohorts (center_id, program_id);
select cairn.protect('cairn.program_cohorts', 'select, insert, update');

-- What has to be there when somebody begins.
create table cairn.program_intake_items (
  center_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  position integer not null,
  kind text not null check (kind in ('document', 'form', 'task')),
  name text not null check (length(name) between 1 and 200),
  owner text not null check (owner in ('client', 'staff')),
  due_days integer not null check (due_days between 0 and 365),
  required boolean not null default true,
  retired_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, program_id) references cairn.programs (center_id, id)
);
create index program_intake_items_of_program on cairn.program_intake_items (center_id, program_id, position);
select cairn.protect('cairn.program_intake_items', 'select, insert, update');

-- A client's way: rows that are there are in the program, or were.
alter table cairn.enrollments
  alter column started_on drop not null,
  add column state text not null default 'active',
  -- The day this state began, in the center's zone; null: see `started_on`.
  add column state_on date,
  add column cohort_id uuid,
  add column phase_id uuid,
  -- Sealed: why somebody goes before others is nobody's to read in a table.
  add column priority bytea,
  -- Place in line: among the same priority, earlier goes first.
  add column waiting_since timestamptz,
  add column offered_until timestamptz,
  add column offers_missed integer not null default 0,
  -- Whoever let an offer go is not asked again before.
  add column not_before timestamptz,
  -- Who keeps contact while they wait.
  add column peer_id uuid,
  add column aftercare_program_id uuid,
  add column aftercare_until date,
  add column version integer not null default 1,
  add column created_at timestamptz,
  add constraint enrollments_cohort_id_fkey
    foreign key (center_id, cohort_id) references cairn.program_cohorts (center_id, id) not valid,
  add constraint enrollments_phase_id_fkey
    foreign key (center_id, phase_id) references cairn.program_phases (center_id, id) not valid,
  add constraint enrollments_peer_id_fkey foreign key (center_id, peer_id) references cairn.members (center_id, id) not valid,
  add constraint enrollments_aftercare_program_id_fkey
    foreign key (center_id, aftercare_program_id) references cairn.programs (center_id, id) not valid;
-- Rewriting the table asks no policy.
alter table cairn.enrollments
  alter column state type text using (case when ended_on is null then 'active' else 'closed' end);
alter table cairn.enrollments
  add constraint enrollments_state_check check (state in (
    'inquiry', 'waitlisted', 'offered', 'intake', 'active', 'on_hold', 'discharged', 'aftercare', 'closed')),
  add constraint enrollments_line_check check ((state in ('waitlisted', 'offered')) <= (waiting_since is not null)),
  add constraint enrollments_offer_check check ((state = 'offered') = (offered_until is not null)),
  add constraint enrollments_start_check check ((state in ('intake', 'active', 'on_hold')) <= (started_on is not null));
drop index cairn.enrollments_open;
-- One place a client; one way a client and program. (`ended_on`: the release before ends a place by it alone.)
create unique index enrollments_one_place on cairn.enrollments (center_id, client_id)
  where state in ('intake', 'active', 'on_hold') and ended_on is null;
create unique index enrollments_live on cairn.enrollments (center_id, client_id, program_id)
  where state in ('inquiry', 'waitlisted', 'offered', 'intake', 'active', 'on_hold') and ended_on is null;
create index enrollments_of_client on cairn.enrollments (center_id, client_id);
create index enrollments_of_peer on cairn.enrollments (center_id, peer_id) where state in ('waitlisted', 'offered');

-- Each move, as it happened and as it was written down.
create table cairn.enrollment_moves (
  center_id uuid not null,
  id uuid not null,
  enrollment_id uuid not null,
  number integer not null check (number > 0),
  from_state text,
  to_state text not null,
  -- In the center's zone.
  happened_on date not null,
  recorded_at timestamptz not null,
  -- Null: by itself, because time passed.
  by_id uuid,
  reason text check (reason in (
    'withdrawn', 'declined', 'expired', 'transferred', 'returned', 'aftercare_over', 'account_ended')),
  note bytea,
  primary key (center_id, id),
  unique (center_id, enrollment_id, number),
  foreign key (center_id, enrollment_id) references cairn.enrollments (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.enrollment_moves', 'select, insert');

-- The history of what is there already; a center at a time, because rows are seen from inside one only.
do $$
declare
  center uuid;
begin
  for center in select id from directory.centers loop
    perform set_config('cairn.center_id', center::text, true);
    insert into cairn.enrollment_moves (center_id, id, enrollment_id, number, from_state, to_state, happened_on, recorded_at)
    select e.center_id, gen_random_uuid(), e.id, m.number, m.from_state, m.to_state,
      case when m.number = 1 then e.started_on else e.ended_on end, now()
    from cairn.enrollments e
    cross join (values (1, null, 'active'), (2, 'active', 'discharged'), (3, 'discharged', 'closed')) as m (number, from_state, to_state)
    where e.center_id = center and (m.number = 1 or e.ended_on is not null);
  end loop;
  perform set_config('cairn.center_id', '', true);
end
$$;

create table cairn.enrollment_phases (
  center_id uuid not null,
  id uuid not null,
  enrollment_id uuid not null,
  phase_id uuid not null,
  began_on date not null,
  recorded_at timestamptz not null,
  by_id uuid,
  primary key (center_id, id),
  foreign key (center_id, enrollment_id) references cairn.enrollments (center_id, id),
  foreign key (center_id, phase_id) references cairn.program_phases (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
create index enrollment_phases_of_enrollment on cairn.enrollment_phases (center_id, enrollment_id, recorded_at);
select cairn.protect('cairn.enrollment_phases', 'select, insert');

-- The intake packet of one person.
create table cairn.enrollment_intake_items (
  center_id uuid not null,
  id uuid not null,
  enrollment_id uuid not null,
  item_id uuid not null,
  due_on date not null,
  document_id uuid,
  done_on date,
  done_by uuid,
  primary key (center_id, id),
  unique (center_id, enrollment_id, item_id),
  check ((done_on is null) = (done_by is null)),
  foreign key (center_id, enrollment_id) references cairn.enrollments (center_id, id),
  foreign key (center_id, item_id) references cairn.program_intake_items (center_id, id),
  foreign key (center_id, document_id) references cairn.documents (center_id, id),
  foreign key (center_id, done_by) references cairn.members (center_id, id)
);
select cairn.protect('cairn.enrollment_intake_items', 'select, insert, update');

-- What each side thinks of each criterion.
create table cairn.readiness_marks (
  center_id uuid not null,
  enrollment_id uuid not null,
  criterion_id uuid not null,
  side text not null check (side in ('client', 'staff')),
  ready boolean not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (center_id, enrollment_id, criterion_id, side),
  foreign key (center_id, enrollment_id) references cairn.enrollments (center_id, id),
  foreign key (center_id, criterion_id) references cairn.phase_criteria (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.readiness_marks', 'select, insert, update');

-- How it is, once a week, in one of five words.
create table cairn.enrollment_check_ins (
  center_id uuid not null,
  id uuid not null,
  enrollment_id uuid not null,
  -- The Monday of its week, in the center's zone.
  week_of date not null check (extract(isodow from week_of) = 1),
  word bytea not null,
  note bytea,
  at timestamptz not null,
  primary key (center_id, id),
  unique (center_id, enrollment_id, week_of),
  foreign key (center_id, enrollment_id) references cairn.enrollments (center_id, id)
);
select cairn.protect('cairn.enrollment_check_ins', 'select, insert, update');

-- Somebody was there: a call, a message, a visit.
create table cairn.human_contacts (
  center_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('call', 'message', 'visit', 'in_person')),
  by_id uuid not null,
  happened_on date not null,
  recorded_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
create index human_contacts_of_client on cairn.human_contacts (center_id, client_id, happened_on);
select cairn.protect('cairn.human_contacts', 'select, insert');

create table cairn.discharges (
  center_id uuid not null,
  enrollment_id uuid not null,
  -- The standard reasons (TEDS).
  reason text not null check (reason in (
    'completed', 'left_against_advice', 'terminated_by_facility', 'transferred', 'incarcerated', 'death', 'other', 'unknown')),
  happened_on date not null,
  last_contact_on date,
  overdose_education text check (overdose_education in ('given', 'declined')),
  crisis_plan text check (crisis_plan in ('given', 'declined')),
  -- What the client chose.
  aftercare text not null check (aftercare in ('as_long_as_wanted', 'until', 'no')),
  aftercare_until date,
  note bytea,
  by_id uuid not null,
  recorded_at timestamptz not null,
  -- Ending somebody's treatment against their will is looked at by another pair of eyes first.
  state text not null check (state in ('waiting', 'done', 'refused')),
  reviewed_by uuid,
  reviewed_at timestamptz,
  primary key (center_id, enrollment_id),
  check ((reason <> 'death') <= (overdose_education is not null and crisis_plan is not null)),
  check ((aftercare = 'until') = (aftercare_until is not null)),
  check (last_contact_on <= happened_on),
  check ((state = 'done' and reason = 'terminated_by_facility') <= (reviewed_by is not null and reviewed_by <> by_id)),
  foreign key (center_id, enrollment_id) references cairn.enrollments (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id),
  foreign key (center_id, reviewed_by) references cairn.members (center_id, id)
);
select cairn.protect('cairn.discharges', 'select, insert, update');

-- Tasks for one person, or for those who hold a role; the others are the admins'.
alter table cairn.staff_tasks
  drop constraint staff_tasks_kind_check,
  add column assigned_to uuid,
  add column for_role text check (for_role in ('supervisor')),
  add constraint staff_tasks_kind_check check (kind in (
    'address_failed', 'chat_danger', 'document_waiting', 'readiness_talk', 'discharge_review', 'wants_contact')),
  add constraint staff_tasks_assigned_to_fkey foreign key (center_id, assigned_to) references cairn.members (center_id, id) not valid;

alter table cairn.notifications
  drop constraint notifications_kind_check,
  add constraint notifications_kind_check check (kind in (
    'session_booked', 'session_moved', 'session_cancelled', 'session_reminder_24h', 'session_reminder_2h',
    'invitation', 'sign_in_code', 'step_up_code', 'confirm_center', 'security_notice', 'chat_unread',
    'meeting_reminder', 'meeting_moved', 'meeting_cancelled', 'meeting_back', 'place_news', 'duty_asked', 'place_offered'));

-- The meeting itself, and what remains of it.
-- How far the run sheet is, and whose turn it is; one row while a meeting is live.
create table cairn.meeting_floors (
  center_id uuid not null,
  meeting_id uuid not null,
  -- How sharing goes: the group's format when the meeting began.
  format text not null,
  -- `[{"key":"welcome","minutes":3}, …]`: the group's run sheet when the meeting began.
  steps jsonb not null,
  step integer not null default 0 check (step >= 0),
  -- Since when the clock of the step runs; of no account while `paused`.
  step_began_at timestamptz not null,
  paused boolean not null default false,
  -- Seconds spent in the step before the clock last began to run.
  spent_seconds integer not null default 0 check (spent_seconds >= 0),
  -- Memberships and facilitators: who had a turn in this round, whose turn it is (at `turn`), who is still to come.
  turns uuid[] not null default '{}',
  turn integer not null default 0 check (turn >= 0),
  -- Who let their turn in this round go by; part of nobody's list until they come back.
  passed uuid[] not null default '{}',
  -- Null: nobody has the turn now.
  turn_began_at timestamptz,
  turn_spent_seconds integer not null default 0 check (turn_spent_seconds >= 0),
  -- Seconds a turn lasts; null: as long as it needs.
  turn_seconds integer check (turn_seconds between 30 and 3600),
  version integer not null default 1,
  primary key (center_id, meeting_id),
  foreign key (center_id, meeting_id) references cairn.meetings (center_id, id)
);
select cairn.protect('cairn.meeting_floors', 'select, insert, update, delete');

-- A group's own run sheet; none: the one that comes with its format.
create table cairn.group_run_sheets (
  center_id uuid not null,
  group_id uuid not null,
  steps jsonb not null,
  turn_seconds integer check (turn_seconds between 30 and 3600),
  version integer not null default 1,
  primary key (center_id, group_id),
  foreign key (center_id, group_id) references cairn.groups (center_id, id)
);
select cairn.protect('cairn.group_run_sheets', 'select, insert, update');

create table cairn.attendance (
  center_id uuid not null,
  meeting_id uuid not null,
  membership_id uuid not null,
  status text not null check (status in ('present', 'late', 'left_early', 'absent', 'excused')),
  -- How it was noted: at the door, by the facilitator, by joining online.
  via text not null check (via in ('code', 'facilitator', 'join')),
  mode text not null check (mode in ('in_person', 'online')),
  arrived_at timestamptz,
  left_at timestamptz,
  -- Of the meeting, attended; what service lines of a client count from.
  minutes integer not null check (minutes between 0 and 480),
  noted_at timestamptz not null,
  primary key (center_id, meeting_id, membership_id),
  foreign key (center_id, meeting_id) references cairn.meetings (center_id, id),
  foreign key (center_id, membership_id) references cairn.memberships (center_id, id)
);
create index attendance_by_membership on cairn.attendance (center_id, membership_id, meeting_id);
select cairn.protect('cairn.attendance', 'select, insert, update');

-- A shared part (no membership) and one part for each person, while they are being written.
create table cairn.meeting_note_drafts (
  center_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  membership_id uuid,
  body bytea not null,
  author_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  unique nulls not distinct (center_id, meeting_id, membership_id),
  foreign key (center_id, meeting_id) references cairn.meetings (center_id, id),
  foreign key (center_id, membership_id) references cairn.memberships (center_id, id),
  foreign key (center_id, author_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.meeting_note_drafts', 'select, insert, update, delete');

-- The same, signed. Nobody who works for the application may change or remove what stands here.
create table cairn.meeting_notes (
  center_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  membership_id uuid,
  body bytea not null,
  author_id uuid not null,
  signed_by uuid not null,
  signed_at timestamptz not null,
  primary key (center_id, id),
  unique nulls not distinct (center_id, meeting_id, membership_id),
  foreign key (center_id, meeting_id) references cairn.meetings (center_id, id),
  foreign key (center_id, membership_id) references cairn.memberships (center_id, id),
  foreign key (center_id, author_id) references cairn.members (center_id, id),
  foreign key (center_id, signed_by) references cairn.members (center_id, id)
);
create index meeting_notes_by_membership on cairn.meeting_notes (center_id, membership_id, meeting_id);
select cairn.protect('cairn.meeting_notes', 'select, insert');

-- "I felt I belonged", once a person and meeting. The key is a keyed hash: the answer does not know whose it is.
create table cairn.meeting_pulses (
  center_id uuid not null,
  meeting_id uuid not null,
  answered_by bytea not null check (length(answered_by) = 32),
  belonged smallint not null check (belonged between 0 and 4),
  heard smallint not null check (heard between 0 and 4),
  come_back smallint not null check (come_back between 0 and 4),
  primary key (center_id, meeting_id, answered_by),
  foreign key (center_id, meeting_id) references cairn.meetings (center_id, id)
);
select cairn.protect('cairn.meeting_pulses', 'select, insert, update');

-- What a member released about their attendance, and nothing else. `token_hash`: SHA-256 of what stands in the link.
create table cairn.attendance_proofs (
  center_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  token_hash bytea not null check (length(token_hash) = 32),
  -- The released facts as they are shown, sealed.
  facts bytea not null,
  recipient bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  views integer not null default 0,
  primary key (center_id, id),
  unique (center_id, token_hash),
  foreign key (center_id, member_id) references cairn.members (center_id, id)
);
create index attendance_proofs_by_member on cairn.attendance_proofs (center_id, member_id, created_at desc, id);
select cairn.protect('cairn.attendance_proofs', 'select, insert, update');

-- A proof that its member hands on is a way out like a mail.
alter table cairn.disclosures drop constraint disclosures_kind_check;
alter table cairn.disclosures add constraint disclosures_kind_check
  check (kind in ('mail', 'calendar_file', 'download', 'feed', 'proof'));

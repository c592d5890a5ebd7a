-- Peer groups: what they are, when they meet, who takes part under which name.
create table cairn.groups (
  center_id uuid not null references directory.centers (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- Who it is for and how it goes, in a few sentences.
  about text not null default '' check (length(about) <= 2000),
  -- 'open': whoever wants to is in at once; 'closed': a facilitator lets people in.
  access text not null default 'closed' check (access in ('open', 'closed')),
  format text not null check (format in (
    'discussion', 'topic', 'speaker', 'step_study', 'book_study', 'round_robin', 'pitch', 'timed', 'open_ended',
    'question_and_answer', 'meditation', 'check_in')),
  -- None is better than another; empty: every pathway.
  pathways text[] not null default '{}' check (pathways <@ array[
    'twelve_step', 'smart', 'mindfulness', 'faith', 'secular', 'medication', 'cultural', 'harm_reduction', 'family']),
  -- Empty: everybody.
  audience text[] not null default '{}' check (audience <@ array[
    'women', 'men', 'lgbtq', 'young_adults', 'older_adults', 'parents', 'veterans', 'newcomers', 'people_of_color']),
  -- BCP 47.
  languages text[] not null default '{en}' check (cardinality(languages) between 1 and 5),
  accessibility text[] not null default '{}' check (accessibility <@ array[
    'wheelchair', 'accessible_bathroom', 'asl', 'captions', 'hearing_loop', 'childcare', 'near_transit', 'quiet_space', 'cameras_on_site']),
  -- Places; null: as many as come.
  capacity integer check (capacity between 2 and 500),
  mode text not null check (mode in ('in_person', 'online', 'hybrid')),
  location bytea,
  join_url bytea,
  join_phone bytea,
  chat boolean not null default true,
  -- Days a chat message is kept.
  chat_days integer not null default 30 check (chat_days between 1 and 365),
  -- Only such groups, and only what follows here, ever enter the public feed.
  public boolean not null default false,
  public_slug text check (public_slug ~ '^[a-z0-9](-?[a-z0-9]){1,63}$'),
  public_address text check (length(public_address) <= 255),
  public_url text check (length(public_url) <= 500),
  public_notes text check (length(public_notes) <= 500),
  state text not null default 'draft' check (state in ('draft', 'active', 'paused', 'closed')),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  unique (center_id, public_slug),
  check (public <= (public_slug is not null))
);
create index groups_by_name on cairn.groups (center_id, name, id);
select cairn.protect('cairn.groups', 'select, insert, update');

-- When a group meets: one rule on a wall clock. "This and following" ends one series and begins another.
create table cairn.group_series (
  center_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  -- RFC 5545, without DTSTART: `FREQ=WEEKLY;BYDAY=TU`. Null: once.
  rule text check (length(rule) <= 200),
  zone text not null,
  local_start timestamp not null,
  minutes integer not null check (minutes between 10 and 480),
  -- Wall clock; the series has no occurrence at or after it.
  ends_before timestamp,
  created_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, group_id) references cairn.groups (center_id, id)
);
create index group_series_by_group on cairn.group_series (center_id, group_id);
select cairn.protect('cairn.group_series', 'select, insert, update');

-- Days without meetings: a summer break, a holiday.
create table cairn.group_breaks (
  center_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  from_date date not null,
  until_date date not null,
  reason text not null default '' check (length(reason) <= 120),
  primary key (center_id, id),
  check (from_date <= until_date),
  foreign key (center_id, group_id) references cairn.groups (center_id, id)
);
create index group_breaks_by_group on cairn.group_breaks (center_id, group_id, until_date);
select cairn.protect('cairn.group_breaks', 'select, insert, delete');

-- One occurrence. It keeps its identity (series and planned wall clock) when it is moved.
create table cairn.meetings (
  center_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  series_id uuid not null,
  -- The wall clock the rule gave: RECURRENCE-ID.
  occurrence timestamp not null,
  local_start timestamp not null,
  zone text not null,
  minutes integer not null check (minutes between 10 and 480),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null default 'scheduled' check (state in ('scheduled', 'open', 'live', 'held', 'cancelled', 'no_quorum')),
  -- Changed by hand: a later change of the rule leaves it alone.
  by_hand boolean not null default false,
  mode text check (mode in ('in_person', 'online', 'hybrid')),
  location bytea,
  join_url bytea,
  topic text check (length(topic) <= 120),
  cancel_reason bytea,
  -- Four digits for checking in at the door, made when the meeting opens.
  check_in_code bytea,
  opened_at timestamptz,
  began_at timestamptz,
  held_at timestamptz,
  version integer not null default 1,
  primary key (center_id, id),
  unique (center_id, series_id, occurrence),
  check (starts_at < ends_at),
  foreign key (center_id, group_id) references cairn.groups (center_id, id),
  foreign key (center_id, series_id) references cairn.group_series (center_id, id)
);
create index meetings_of_group on cairn.meetings (center_id, group_id, starts_at, id);
create index meetings_by_start on cairn.meetings (center_id, starts_at, id);
select cairn.protect('cairn.meetings', 'select, insert, update, delete');

-- Who holds the room as a rule; `meeting_duties` says who holds it once.
create table cairn.group_facilitators (
  center_id uuid not null,
  -- UUIDv4, made for this group: how members of the group point at whoever facilitates.
  id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  part text not null check (part in ('facilitator', 'co', 'backup')),
  -- How members of the group know them.
  alias bytea not null,
  -- Hours between two meetings held, at least.
  rest_hours integer not null default 0 check (rest_hours between 0 and 336),
  since timestamptz not null,
  until timestamptz,
  primary key (center_id, id),
  unique (center_id, group_id, member_id),
  foreign key (center_id, group_id) references cairn.groups (center_id, id),
  foreign key (center_id, member_id) references cairn.members (center_id, id)
);
create index group_facilitators_by_member on cairn.group_facilitators (center_id, member_id) where until is null;
select cairn.protect('cairn.group_facilitators', 'select, insert, update');

create table cairn.meeting_duties (
  center_id uuid not null,
  meeting_id uuid not null,
  facilitator_id uuid not null,
  part text not null check (part in ('facilitator', 'co')),
  -- 'asked': a substitute was asked and has not answered; 'released': cannot hold the room, and nobody asks why.
  state text not null check (state in ('planned', 'asked', 'accepted', 'declined', 'released', 'held')),
  at timestamptz not null,
  primary key (center_id, meeting_id, facilitator_id),
  foreign key (center_id, meeting_id) references cairn.meetings (center_id, id),
  foreign key (center_id, facilitator_id) references cairn.group_facilitators (center_id, id)
);
-- One holds the room: of two who accept at once, one wins.
create unique index meeting_duties_one_holds on cairn.meeting_duties (center_id, meeting_id)
  where part = 'facilitator' and state in ('planned', 'accepted', 'held');
create index meeting_duties_by_facilitator on cairn.meeting_duties (center_id, facilitator_id, at);
select cairn.protect('cairn.meeting_duties', 'select, insert, update, delete');

-- The group's agreement with itself. Versions stay.
create table cairn.group_agreements (
  center_id uuid not null,
  group_id uuid not null,
  version integer not null check (version > 0),
  lines text[] not null check (cardinality(lines) between 1 and 30),
  adopted_at timestamptz not null,
  adopted_by uuid not null,
  primary key (center_id, group_id, version),
  foreign key (center_id, group_id) references cairn.groups (center_id, id),
  foreign key (center_id, adopted_by) references cairn.members (center_id, id)
);
select cairn.protect('cairn.group_agreements', 'select, insert');

-- A person's place in a group. Nothing in it leads from the group to the person but `member_id`, which no field shows.
create table cairn.memberships (
  center_id uuid not null,
  -- UUIDv4, made for this group: it tells nothing about any other.
  id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  alias bytea,
  -- Keyed hash of the alias as a reader sees it: two that look the same are the same.
  alias_hash bytea check (length(alias_hash) = 32),
  pronouns bytea,
  state text not null check (state in ('invited', 'applied', 'waitlisted', 'active', 'paused', 'left', 'removed')),
  -- Of the person who asks, for who lets them in.
  words bytea,
  invited_by uuid,
  -- Place in line: earlier goes first.
  waiting_since timestamptz,
  -- A place is kept for them until then.
  offered_until timestamptz,
  joined_at timestamptz,
  paused_until timestamptz,
  ended_at timestamptz,
  removal_reason bytea,
  -- Whoever removed somebody does not decide the appeal alone.
  removed_by uuid,
  appeal bytea,
  appealed_at timestamptz,
  -- The agreement they accepted; below the group's version: to be read again.
  agreement_version integer,
  -- Consent to be seen by the others under the alias (42 CFR 2.31), with the acceptance.
  consented_at timestamptz,
  -- What the group does when they go quiet, chosen by them.
  when_quiet text not null default 'nothing' check (when_quiet in ('nothing', 'wave', 'call')),
  reminders boolean not null default true,
  -- Chat: everything up to this message has been seen.
  read_until uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (center_id, id),
  unique (center_id, group_id, member_id),
  check (offered_until is null or state = 'waitlisted'),
  check ((state in ('active', 'paused')) <= (alias is not null and alias_hash is not null and consented_at is not null)),
  foreign key (center_id, group_id) references cairn.groups (center_id, id),
  foreign key (center_id, member_id) references cairn.members (center_id, id),
  foreign key (center_id, invited_by) references cairn.members (center_id, id),
  foreign key (center_id, removed_by) references cairn.members (center_id, id)
);
create unique index memberships_alias_is_free on cairn.memberships (center_id, group_id, alias_hash)
  where state in ('applied', 'waitlisted', 'active', 'paused');
create index memberships_by_member on cairn.memberships (center_id, member_id, state);
create index memberships_line on cairn.memberships (center_id, group_id, waiting_since, id) where state = 'waitlisted';
create index memberships_of_group on cairn.memberships (center_id, group_id, state);
select cairn.protect('cairn.memberships', 'select, insert, update');

-- What was agreed to stays true, whatever becomes of the membership.
create table cairn.agreement_acceptances (
  center_id uuid not null,
  membership_id uuid not null,
  group_id uuid not null,
  version integer not null,
  accepted_at timestamptz not null,
  primary key (center_id, membership_id, version),
  foreign key (center_id, membership_id) references cairn.memberships (center_id, id),
  foreign key (center_id, group_id, version) references cairn.group_agreements (center_id, group_id, version)
);
select cairn.protect('cairn.agreement_acceptances', 'select, insert');

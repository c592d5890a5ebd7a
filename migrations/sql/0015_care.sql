-- The session itself: who came, when it began and ended, what is written about it, what it counts for, and a member's calendar.

-- What became of a session beside the plan. `state` goes on telling whether it stands or was called off: the release before
-- reads and writes that alone, and the time of whoever came stays taken by the constraints that are there.
alter table cairn.sessions
  add column course text,
  add column arrived_at timestamptz,
  add column started_at timestamptz,
  add column ended_at timestamptz,
  add constraint sessions_course_check check (course in (
    'checked_in', 'in_session', 'completed', 'no_show_client', 'no_show_peer', 'late_cancel')) not valid,
  add constraint sessions_course_fits_check check (course is null or (course = 'late_cancel') = (state = 'cancelled')) not valid,
  add constraint sessions_times_check check (started_at <= ended_at) not valid,
  add constraint sessions_completed_check check (
    (course = 'completed') <= (started_at is not null and ended_at is not null)) not valid;

-- Times that were put right afterwards: what stood there before, and why.
create table cairn.session_corrections (
  center_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  by_id uuid not null,
  at timestamptz not null,
  course text,
  started_at timestamptz,
  ended_at timestamptz,
  reason bytea not null,
  primary key (center_id, id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
create index session_corrections_of_session on cairn.session_corrections (center_id, session_id, at);
select cairn.protect('cairn.session_corrections', 'select, insert');

-- Where the client is during a session at a distance, should help have to find them.
create table cairn.session_whereabouts (
  center_id uuid not null,
  session_id uuid not null,
  -- Both null: asked, and the client did not want to say.
  place bytea,
  phone bytea,
  told_by uuid not null,
  told_at timestamptz not null,
  primary key (center_id, session_id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id),
  foreign key (center_id, told_by) references cairn.members (center_id, id)
);
select cairn.protect('cairn.session_whereabouts', 'select, insert, update');

-- What is being written about a session. Sealed for the place it is going to: signing moves it as it is.
create table cairn.session_note_drafts (
  center_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  template text not null,
  -- `{"prompt": "text", …}`.
  body bytea not null,
  author_id uuid not null,
  version integer not null default 1,
  -- Since when the client may read along and add a line of their own.
  opened_at timestamptz,
  client_line bytea,
  client_line_version integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  unique (center_id, session_id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id),
  foreign key (center_id, author_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.session_note_drafts', 'select, insert, update, delete');

-- Text that came too late for its version: kept beside the newer one until its author has looked.
create table cairn.session_note_copies (
  center_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  body bytea not null,
  author_id uuid not null,
  at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id),
  foreign key (center_id, author_id) references cairn.members (center_id, id)
);
create index session_note_copies_of_session on cairn.session_note_copies (center_id, session_id, at);
select cairn.protect('cairn.session_note_copies', 'select, insert, delete');

-- Signed. Nobody who works for the application may change or remove what stands in these three.
create table cairn.session_notes (
  center_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  template text not null,
  body bytea not null,
  -- The client's own words.
  client_line bytea,
  signed_by uuid not null,
  signed_at timestamptz not null,
  -- Signed more than a day after the session.
  late boolean not null,
  cosign_required boolean not null,
  primary key (center_id, id),
  unique (center_id, session_id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, signed_by) references cairn.members (center_id, id)
);
create index session_notes_of_client on cairn.session_notes (center_id, client_id, signed_at desc, id);
select cairn.protect('cairn.session_notes', 'select, insert');

create table cairn.session_note_cosigns (
  center_id uuid not null,
  note_id uuid not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (center_id, note_id),
  foreign key (center_id, note_id) references cairn.session_notes (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.session_note_cosigns', 'select, insert');

create table cairn.session_note_addenda (
  center_id uuid not null,
  id uuid not null,
  note_id uuid not null,
  body bytea not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, note_id) references cairn.session_notes (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
create index session_note_addenda_of_note on cairn.session_note_addenda (center_id, note_id, at);
select cairn.protect('cairn.session_note_addenda', 'select, insert');

-- Whether notes of peer mentors wait for a supervisor's signature.
alter table cairn.center_settings add column cosign_peer_notes boolean not null default false;

-- Who pays for services, and by which rules from when on. A rule never changes: another one follows it.
create table cairn.service_payers (
  center_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  created_at timestamptz not null,
  primary key (center_id, id)
);
create unique index service_payers_by_name on cairn.service_payers (center_id, lower(name));
select cairn.protect('cairn.service_payers', 'select, insert');

create table cairn.service_rules (
  center_id uuid not null,
  id uuid not null,
  payer_id uuid not null,
  effective_from date not null,
  rules jsonb not null,
  by_id uuid not null,
  created_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, payer_id) references cairn.service_payers (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
create index service_rules_of_payer on cairn.service_rules (center_id, payer_id, effective_from desc, created_at desc);
select cairn.protect('cairn.service_rules', 'select, insert');

-- Who pays for a client, and what that payer wants to be on file.
create table cairn.client_coverages (
  center_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  payer_id uuid not null,
  -- The client's number with the payer.
  number bytea,
  from_on date not null,
  until_on date check (until_on >= from_on),
  -- The payer's minimum age is reached.
  of_age boolean not null default false,
  diagnosis_on_file boolean not null default false,
  ordered_on date,
  planned_on date,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, payer_id) references cairn.service_payers (center_id, id),
  constraint client_coverages_one_a_day exclude using gist (
    center_id with =, client_id with =, daterange(from_on, until_on, '[]') with &&)
);
select cairn.protect('cairn.client_coverages', 'select, insert, update');

create table cairn.service_exports (
  center_id uuid not null,
  id uuid not null,
  payer_id uuid not null,
  by_id uuid not null,
  at timestamptz not null,
  lines integer not null check (lines > 0),
  units integer not null check (units > 0),
  primary key (center_id, id),
  foreign key (center_id, payer_id) references cairn.service_payers (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
create index service_exports_by_time on cairn.service_exports (center_id, at desc, id);
select cairn.protect('cairn.service_exports', 'select, insert');

-- One line a session that took place. While it is open what it counts for is worked out anew each time; what was exported
-- stays as it was.
create table cairn.service_lines (
  center_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  client_id uuid not null,
  provider_id uuid not null,
  -- In the center's zone.
  served_on date not null,
  minutes integer not null check (minutes between 0 and 1440),
  state text not null default 'open' check (state in ('open', 'exported', 'accepted', 'denied')),
  export_id uuid,
  payer_id uuid,
  rules_id uuid,
  code text,
  modifiers text[],
  units integer check (units > 0),
  created_at timestamptz not null,
  primary key (center_id, id),
  unique (center_id, session_id),
  check ((state = 'open') = (export_id is null)),
  check ((export_id is null) = (units is null) and (export_id is null) = (payer_id is null)),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, provider_id) references cairn.members (center_id, id),
  foreign key (center_id, export_id) references cairn.service_exports (center_id, id),
  foreign key (center_id, payer_id) references cairn.service_payers (center_id, id),
  foreign key (center_id, rules_id) references cairn.service_rules (center_id, id)
);
create index service_lines_by_day on cairn.service_lines (center_id, served_on, id);
create index service_lines_of_client on cairn.service_lines (center_id, client_id, served_on);
create index service_lines_of_export on cairn.service_lines (center_id, export_id) where export_id is not null;
select cairn.protect('cairn.service_lines', 'select, insert, update');

-- A member's own calendar behind a link. `token_hash`: SHA-256 of what stands in the link.
create table cairn.calendar_feeds (
  center_id uuid not null,
  member_id uuid not null,
  token_hash bytea not null check (length(token_hash) = 32),
  -- What each entry is called; null: "busy".
  title bytea,
  created_at timestamptz not null,
  revoked_at timestamptz,
  read_at timestamptz,
  primary key (center_id, member_id),
  unique (center_id, token_hash),
  foreign key (center_id, member_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.calendar_feeds', 'select, insert, update');

-- Lines for a payer are a way out of their own, by those who do the center's billing.
alter table cairn.disclosures
  drop constraint disclosures_kind_check,
  add constraint disclosures_kind_check
    check (kind in ('mail', 'calendar_file', 'download', 'feed', 'proof', 'export')) not valid,
  drop constraint disclosures_basis_check,
  add constraint disclosures_basis_check
    check (basis in ('own_data', 'care_within_center', 'own_account', 'billing_within_center')) not valid;

-- Somebody was missed: a warm word, and nothing else, follows.
alter table cairn.staff_tasks
  drop constraint staff_tasks_kind_check,
  add constraint staff_tasks_kind_check check (kind in (
    'address_failed', 'chat_danger', 'document_waiting', 'readiness_talk', 'discharge_review', 'wants_contact', 'mentor_debrief',
    'cover_unanswered', 'session_missed', 'session_unattended')) not valid;

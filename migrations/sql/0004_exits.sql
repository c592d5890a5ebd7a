-- What leaves: disclosures, notifications, documents; and what staff must do when something did not arrive.
create table cairn.disclosures (
  center_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('mail', 'calendar_file', 'download', 'feed')),
  recipient_id uuid not null,
  -- Whom the information is about; empty when it is about nobody in care.
  client_ids uuid[] not null,
  basis text not null check (basis in ('own_data', 'care_within_center', 'own_account')),
  subject_type text not null,
  subject_id uuid not null,
  at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, recipient_id) references cairn.members (center_id, id)
);
create index disclosures_by_recipient on cairn.disclosures (center_id, recipient_id, at);
select cairn.protect('cairn.disclosures', 'select, insert');

-- One message to one member over one channel.
create table cairn.notifications (
  center_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in (
    'session_booked', 'session_moved', 'session_cancelled', 'session_reminder_24h', 'session_reminder_2h',
    'invitation', 'sign_in_code', 'step_up_code', 'confirm_center', 'security_notice')),
  subject_id uuid not null,
  -- The version of the subject this was planned for: a moved session's old reminders are stale by construction.
  subject_version integer not null,
  due_at timestamptz not null,
  -- Not useful any more after this.
  expires_at timestamptz not null,
  state text not null default 'planned' check (state in ('planned', 'sending', 'sent', 'dropped', 'failed')),
  attempts integer not null default 0,
  created_at timestamptz not null,
  sent_at timestamptz,
  -- A code, never a server's words: those may hold an address.
  outcome text,
  primary key (center_id, id),
  unique (center_id, subject_id, subject_version, kind, member_id),
  foreign key (center_id, member_id) references cairn.members (center_id, id)
);
create index notifications_due on cairn.notifications (center_id, due_at) where state in ('planned', 'sending');
create index notifications_by_member on cairn.notifications (center_id, member_id, due_at);
select cairn.protect('cairn.notifications', 'select, insert, update');

create table cairn.staff_tasks (
  center_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('address_failed')),
  member_id uuid not null,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  primary key (center_id, id),
  foreign key (center_id, member_id) references cairn.members (center_id, id),
  foreign key (center_id, done_by) references cairn.members (center_id, id)
);
create unique index staff_tasks_open on cairn.staff_tasks (center_id, kind, member_id) where done_at is null;
create index staff_tasks_by_age on cairn.staff_tasks (center_id, created_at, id);
select cairn.protect('cairn.staff_tasks', 'select, insert, update');

create table cairn.documents (
  center_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  session_id uuid,
  uploaded_by uuid not null,
  name bytea not null,
  content_type text not null,
  -- Bytes.
  size bigint not null check (size between 1 and 26214400),
  sha256 bytea not null check (length(sha256) = 32),
  quarantine_key text not null,
  object_key text,
  state text not null default 'uploading' check (state in ('uploading', 'checking', 'ready', 'rejected', 'deleted')),
  rejection text check (rejection in ('size', 'checksum', 'type', 'malware', 'unreadable')),
  scanned boolean not null default false,
  created_at timestamptz not null,
  upload_expires_at timestamptz not null,
  ready_at timestamptz,
  deleted_at timestamptz,
  primary key (center_id, id),
  check ((state = 'ready') <= (object_key is not null)),
  check ((state = 'rejected') = (rejection is not null)),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, uploaded_by) references cairn.members (center_id, id),
  foreign key (center_id, session_id) references cairn.sessions (center_id, id)
);
create index documents_by_client on cairn.documents (center_id, client_id, created_at desc, id);
create index documents_by_session on cairn.documents (center_id, session_id) where session_id is not null;
select cairn.protect('cairn.documents', 'select, insert, update');

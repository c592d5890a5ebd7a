-- Accounts, proofs of identity, invitations.
create table cairn.members (
  center_id uuid not null references directory.centers (id),
  -- UUIDv4: an id that tells when somebody was admitted would be a disclosure.
  id uuid not null,
  -- Keyed per center: the same address in two centers has nothing in common.
  email_hash bytea not null check (length(email_hash) = 32),
  email bytea not null,
  name bytea not null,
  pronouns bytea,
  roles text[] not null check (
    cardinality(roles) > 0
    and roles <@ array['admin', 'supervisor', 'counselor', 'peer_mentor', 'facilitator', 'client', 'auditor']),
  state text not null check (state in ('invited', 'active', 'suspended', 'ended')),
  locale text not null default 'en' check (locale in ('en', 'es')),
  zone text not null,
  -- argon2id in PHC form; null: signs in by e-mail code only.
  password_hash text,
  email_failed_at timestamptz,
  session_reminders boolean not null default true,
  quiet_from time not null default '21:00',
  quiet_until time not null default '08:00',
  created_at timestamptz not null,
  joined_at timestamptz,
  primary key (center_id, id),
  unique (center_id, email_hash)
);
create index members_by_role on cairn.members using gin (center_id, roles);
select cairn.protect('cairn.members', 'select, insert, update');

create table cairn.sign_ins (
  center_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  -- SHA-256 of the cookie's secret: a copy of this table opens nothing.
  token_hash bytea not null check (length(token_hash) = 32),
  method text not null check (method in ('email_code', 'password', 'invitation')),
  device text not null,
  shared_device boolean not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  -- The last time the person proved who they are; sensitive acts want it fresh.
  proved_at timestamptz not null,
  ended_at timestamptz,
  primary key (center_id, id),
  unique (center_id, token_hash),
  foreign key (center_id, member_id) references cairn.members (center_id, id)
);
create index sign_ins_by_member on cairn.sign_ins (center_id, member_id) where ended_at is null;
select cairn.protect('cairn.sign_ins', 'select, insert, update');

-- A six-digit code that went to an address. Rows exist for unknown addresses too, so that both look the same.
create table cairn.challenges (
  center_id uuid not null,
  id uuid not null,
  email_hash bytea not null,
  member_id uuid,
  purpose text not null check (purpose in ('sign_in', 'step_up', 'confirm_center')),
  code_hash bytea not null,
  -- Sealed, only until the mail with it has left.
  code bytea,
  attempts integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, member_id) references cairn.members (center_id, id)
);
create index challenges_by_email on cairn.challenges (center_id, email_hash, created_at desc);
select cairn.protect('cairn.challenges', 'select, insert, update, delete');

create table cairn.invitations (
  center_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  roles text[] not null,
  invited_by uuid not null,
  token_hash bytea not null check (length(token_hash) = 32),
  -- Sealed, only until the mail with it has left.
  token bytea,
  version integer not null default 1,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (center_id, id),
  unique (center_id, token_hash),
  foreign key (center_id, member_id) references cairn.members (center_id, id),
  foreign key (center_id, invited_by) references cairn.members (center_id, id)
);
create unique index invitations_open on cairn.invitations (center_id, member_id) where accepted_at is null and revoked_at is null;
select cairn.protect('cairn.invitations', 'select, insert, update');

create table cairn.api_tokens (
  center_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  token_hash bytea not null check (length(token_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (center_id, id),
  unique (center_id, token_hash),
  foreign key (center_id, member_id) references cairn.members (center_id, id)
);
create index api_tokens_by_member on cairn.api_tokens (center_id, member_id);
select cairn.protect('cairn.api_tokens', 'select, insert, update');

-- A mutation that books, invites or sends names a key; a retry finds what the first try made.
create table cairn.idempotency_keys (
  center_id uuid not null,
  member_id uuid not null,
  key uuid not null,
  operation text not null,
  -- SHA-256 of the input: the same key with other input is a mistake, not a retry.
  input_hash bytea not null,
  result_id uuid not null,
  created_at timestamptz not null,
  primary key (center_id, member_id, key),
  foreign key (center_id, member_id) references cairn.members (center_id, id)
);
create index idempotency_keys_by_age on cairn.idempotency_keys (center_id, created_at);
select cairn.protect('cairn.idempotency_keys', 'select, insert, delete');

-- The people who run the platform: a realm of their own that sees centers, never people in them.
create table operator.operators (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  created_at timestamptz not null,
  ended_at timestamptz
);
create table operator.challenges (
  id uuid primary key,
  operator_id uuid references operator.operators (id),
  code_hash bytea not null,
  -- Wrapped by the master key, only until the mail with it has left.
  code bytea,
  attempts integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create table operator.sign_ins (
  id uuid primary key,
  operator_id uuid not null references operator.operators (id),
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
-- What an operator did to a center; the center's own chain gets a copy.
create table operator.actions (
  id uuid primary key,
  center_id uuid not null references directory.centers (id),
  operator_id uuid not null references operator.operators (id),
  action text not null check (action in ('suspend_center', 'resume_center')),
  reason text not null,
  at timestamptz not null,
  recorded_at timestamptz
);
create index actions_by_center on operator.actions (center_id, at);
-- Counts without people, written from inside each center.
create table operator.center_usage (
  center_id uuid primary key references directory.centers (id),
  members text not null,
  sessions_this_week text not null,
  last_activity_at timestamptz,
  counted_at timestamptz not null
);
grant select, insert, update on operator.operators, operator.challenges, operator.sign_ins to cairn_operator;
grant select, insert on operator.actions to cairn_operator;
grant select on operator.center_usage to cairn_operator;

alter table operator.actions enable row level security;
create policy operator_all on operator.actions to cairn_operator using (true) with check (true);
create policy app_own on operator.actions to cairn_app
  using (center_id = current_setting('cairn.center_id')::uuid)
  with check (center_id = current_setting('cairn.center_id')::uuid);
grant select, update (recorded_at) on operator.actions to cairn_app;

alter table operator.center_usage enable row level security;
create policy operator_reads on operator.center_usage for select to cairn_operator using (true);
create policy app_own on operator.center_usage to cairn_app
  using (center_id = current_setting('cairn.center_id')::uuid)
  with check (center_id = current_setting('cairn.center_id')::uuid);
grant select, insert, update on operator.center_usage to cairn_app;

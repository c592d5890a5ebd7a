-- Schemas, the center directory and the tool that puts a center table behind its wall.
create extension if not exists btree_gist;
create extension if not exists btree_gin;

revoke create on schema public from public;

create schema cairn;
create schema directory;
create schema operator;
grant usage on schema cairn to cairn_app;
grant usage on schema directory to cairn_app, cairn_operator;
grant usage on schema operator to cairn_app, cairn_operator;

-- Every center table goes through here: row security enabled and forced, one plain policy, named privileges.
-- No setting is an error, not an empty answer; an expression without sub-select also works on a sharded database.
create function cairn.protect(target regclass, privileges text) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy center on %s using (center_id = current_setting(''cairn.center_id'')::uuid)'
    ' with check (center_id = current_setting(''cairn.center_id'')::uuid)', target);
  execute format('grant %s on table %s to cairn_app', privileges, target);
end
$$;
revoke execute on function cairn.protect(regclass, text) from public;

-- The one place where all centers stand together. No people here.
create table directory.centers (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'),
  name text not null check (length(name) between 2 and 120),
  state text not null default 'draft' check (state in ('draft', 'active', 'suspended')),
  zone text not null,
  created_at timestamptz not null,
  live_at timestamptz
);
alter table directory.centers enable row level security;
alter table directory.centers force row level security;
-- Finding a center by its address part comes before any proof; changing one needs to be inside it.
create policy app_reads on directory.centers for select to cairn_app using (true);
create policy app_adds on directory.centers for insert to cairn_app
  with check (id = current_setting('cairn.center_id')::uuid and state = 'draft');
create policy app_changes on directory.centers for update to cairn_app
  using (id = current_setting('cairn.center_id')::uuid)
  with check (id = current_setting('cairn.center_id')::uuid);
create policy operator_all on directory.centers to cairn_operator using (true) with check (true);
create policy owner_all on directory.centers to cairn_owner using (true) with check (true);
grant select, insert on directory.centers to cairn_app;
-- The address part changes only when an abandoned draft gives it back.
grant update (name, slug, state, zone, live_at) on directory.centers to cairn_app;
grant select, update (state) on directory.centers to cairn_operator;
create index centers_by_name on directory.centers (name, id);

-- Generic cell rate limits. Keys are hashes; losing the table in a crash only forgets who was fast.
create unlogged table directory.rate_limits (
  key bytea primary key,
  next_free_at timestamptz not null
);
grant select, insert, update, delete on directory.rate_limits to cairn_app, cairn_operator;

-- Data keys of a center, wrapped by the master key. Destroying them makes the center's people unreadable everywhere.
create table cairn.data_keys (
  center_id uuid not null references directory.centers (id),
  class text not null check (class in ('identity', 'clinical', 'index')),
  version integer not null check (version > 0),
  wrapped bytea not null,
  created_at timestamptz not null,
  primary key (center_id, class, version)
);
select cairn.protect('cairn.data_keys', 'select, insert');

-- Who did what to whom: a chain per center, written as the last statement of the transaction that did it.
create table cairn.audit_heads (
  center_id uuid primary key references directory.centers (id),
  sequence bigint not null,
  prev_hash bytea not null,
  hash bytea not null
);
select cairn.protect('cairn.audit_heads', 'select, insert, update');

create table cairn.audit_events (
  center_id uuid not null,
  sequence bigint not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('member', 'visitor', 'worker', 'operator', 'token')),
  actor_id uuid,
  acting_as text,
  action text not null,
  object_type text not null,
  object_id uuid,
  client_id uuid,
  purpose text not null,
  result text not null check (result in ('done', 'refused')),
  request_id text,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (center_id, sequence),
  foreign key (center_id) references cairn.audit_heads (center_id)
);
create index audit_events_by_client on cairn.audit_events (center_id, client_id, sequence desc) where client_id is not null;
select cairn.protect('cairn.audit_events', 'select, insert');

create table cairn.center_settings (
  center_id uuid primary key references directory.centers (id),
  phone text,
  address text,
  help_phone text,
  help_hours text,
  -- Clients move or cancel by themselves until this long before the start.
  change_cutoff_minutes integer not null default 1440 check (change_cutoff_minutes between 0 and 20160),
  setup_skipped text[] not null default '{}',
  details_at timestamptz,
  version integer not null default 1
);
select cairn.protect('cairn.center_settings', 'select, insert, update');

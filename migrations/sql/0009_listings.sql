-- Meetings of others nearby, imported from Meeting Guide feeds.
create table cairn.feed_imports (
  center_id uuid not null,
  id uuid not null,
  source text not null check (length(source) <= 120),
  state text not null check (state in ('checking', 'checked', 'applying', 'applied', 'undone', 'failed')),
  -- Why it failed: a rule's name.
  failure text,
  rows_total integer not null default 0,
  rows_done integer not null default 0,
  created_by uuid not null,
  created_at timestamptz not null,
  applied_at timestamptz,
  undone_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, created_by) references cairn.members (center_id, id)
);
create index feed_imports_by_age on cairn.feed_imports (center_id, created_at desc, id);
select cairn.protect('cairn.feed_imports', 'select, insert, update');

create table cairn.feed_import_rows (
  center_id uuid not null,
  import_id uuid not null,
  position integer not null,
  slug text,
  name text,
  verdict text not null check (verdict in ('new', 'changed', 'same', 'skipped')),
  -- `[{"rule":"zone_missing","field":"timezone","severity":"warning"}, …]`
  findings jsonb not null default '[]',
  -- The meeting as it would be stored, and as it was before: what undo goes back to.
  listing jsonb,
  before jsonb,
  primary key (center_id, import_id, position),
  foreign key (center_id, import_id) references cairn.feed_imports (center_id, id)
);
select cairn.protect('cairn.feed_import_rows', 'select, insert, update');

create table cairn.listings (
  center_id uuid not null references directory.centers (id),
  id uuid not null,
  slug text not null check (length(slug) between 1 and 64),
  name text not null check (length(name) between 1 and 255),
  -- 0: Sunday; null: by appointment.
  day smallint check (day between 0 and 6),
  starts time,
  ends time,
  zone text,
  types text[] not null default '{}',
  address text,
  region text,
  location text,
  notes text,
  latitude double precision,
  longitude double precision,
  approximate boolean not null default false,
  conference_url text,
  conference_phone text,
  url text,
  source text not null,
  import_id uuid not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  unique (center_id, slug),
  foreign key (center_id, import_id) references cairn.feed_imports (center_id, id)
);
create index listings_by_day on cairn.listings (center_id, day, starts, id);
select cairn.protect('cairn.listings', 'select, insert, update, delete');

-- What a group says to everybody: only such facts, and only of groups that are public, ever enter the feed.
-- A link here is for anybody; the group's own link stays sealed and with its members.
alter table cairn.groups
  add column public_conference_url text check (length(public_conference_url) <= 500),
  add column public_conference_phone text check (length(public_conference_phone) <= 40);
create index groups_public on cairn.groups (center_id, public_slug) where public;

-- Who cared for somebody over time, not only now.
create index care_assignments_of_client on cairn.care_assignments (center_id, client_id, started_at);

-- Meetings of others nearby, imported from Meeting Guide feeds.
create table cairn.feed_imports (
  center_id uuid not null,
  id uuid not null,
  -- Whose meetings these are, in the admin's words.
  source text not null check (length(source) between 1 and 120),
  state text not null check (state in ('uploading', 'checking', 'checked', 'applying', 'applied', 'undone', 'failed')),
  -- Why it failed: a rule's name.
  failure text,
  -- What was announced, and where the bytes wait for the check.
  size integer not null check (size > 0),
  sha256 bytea not null check (length(sha256) = 32),
  quarantine_key text not null,
  upload_expires_at timestamptz not null,
  -- How far the check, then the apply, has come.
  rows_total integer not null default 0,
  rows_done integer not null default 0,
  rows_new integer not null default 0,
  rows_changed integer not null default 0,
  rows_same integer not null default 0,
  rows_skipped integer not null default 0,
  created_by uuid not null,
  created_at timestamptz not null,
  applied_at timestamptz,
  undone_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, created_by) references cairn.members (center_id, id)
);
create index feed_imports_by_age on cairn.feed_imports (center_id, created_at desc, id);
-- One is applied at a time: what came before it has to be sure.
create unique index feed_imports_one_applies on cairn.feed_imports (center_id) where state = 'applying';
select cairn.protect('cairn.feed_imports', 'select, insert, update');

create table cairn.feed_import_rows (
  center_id uuid not null,
  import_id uuid not null,
  -- In the file; the first is 0.
  position integer not null,
  slug text,
  name text,
  verdict text not null check (verdict in ('new', 'changed', 'same', 'skipped')),
  -- Which facts differ from what is listed.
  changes text[] not null default '{}',
  -- `[{"rule":"zone_missing","field":"timezone","severity":"warning"}, …]`
  findings jsonb not null default '[]',
  -- The meeting as it would be listed, and the row it replaced: what undo goes back to.
  listing jsonb,
  before jsonb,
  primary key (center_id, import_id, position),
  foreign key (center_id, import_id) references cairn.feed_imports (center_id, id)
);
select cairn.protect('cairn.feed_import_rows', 'select, insert, update, delete');

create table cairn.listings (
  center_id uuid not null references directory.centers (id),
  id uuid not null,
  slug text not null check (length(slug) between 1 and 64),
  name text not null check (length(name) between 1 and 255),
  -- 0: Sunday; none: by appointment.
  days smallint[] not null default '{}' check (days <@ array[0, 1, 2, 3, 4, 5, 6]::smallint[]),
  starts time,
  ends time,
  zone text not null,
  -- Codes of the Meeting Guide specification.
  types text[] not null default '{}',
  address text,
  region text,
  location text,
  notes text,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  approximate boolean not null default false,
  conference_url text,
  conference_phone text,
  url text,
  -- Whether one can go there now, and how; neither: it is known, and shown to nobody.
  online boolean not null,
  in_person boolean not null,
  source text not null,
  import_id uuid not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  unique (center_id, slug),
  foreign key (center_id, import_id) references cairn.feed_imports (center_id, id)
);
create index listings_by_time on cairn.listings (center_id, coalesce(starts, '24:00'::time), name, id);
select cairn.protect('cairn.listings', 'select, insert, update, delete');

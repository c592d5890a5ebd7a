-- Who waits at any door of a center, the longest first.
create index memberships_asking on cairn.memberships (center_id, waiting_since, id) where state = 'applied';

-- A meeting of others that an admin does not want shown: a new import of its feed changes nothing about that.
alter table cairn.listings add column removed_at timestamptz;

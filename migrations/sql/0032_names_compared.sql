-- By which way of comparing names `alias_hash` was made: what an older one made is made again by the groups' daily round.
-- And since when an import is being checked or listed, so that one that gets nowhere is given up; null: not noted yet.
alter table cairn.memberships add column looks_version smallint not null default 1;
alter table cairn.feed_imports add column begun_at timestamptz;

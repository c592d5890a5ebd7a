-- A counselor's account is paused: everybody they would have met is asked, as for an absence. Nobody knows until when.

alter table cairn.coverings
  add column paused boolean not null default false,
  -- The counselor is back. Other absences are time off, whose row goes.
  add column over_at timestamptz,
  add constraint coverings_over_check check (paused or over_at is null) not valid;
-- Sessions that staff moves to a later day are asked about as long as nobody knows: the absence reaches so far.
grant update (ends_at, over_at) on cairn.coverings to cairn_app;
create unique index coverings_one_pause on cairn.coverings (center_id, counselor_id) where paused and over_at is null;

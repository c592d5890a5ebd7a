-- Supervision that was noted by mistake is taken back: the row stays, and counts no more.
alter table cairn.supervisions add column removed_at timestamptz;
grant update (removed_at) on cairn.supervisions to cairn_app;

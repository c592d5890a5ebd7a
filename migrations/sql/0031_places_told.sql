-- Why a place that somebody asked or waited for came to nothing, so that they are told; null: they went by themselves.
-- And how often a place was kept for somebody in line who did not answer.
alter table cairn.memberships
  add column left_because text,
  add column offers_missed integer not null default 0,
  add constraint memberships_left_because_check check (left_because in ('not_now', 'group_ended', 'unanswered')) not valid;

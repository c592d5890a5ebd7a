-- How long a center lets its groups keep what is written, and rooms that nobody holds.

-- Days a message is kept: what a new group begins with, and what no group goes beyond. Nothing changes for groups as they are.
alter table cairn.center_settings
  add column chat_days_default integer not null default 30 check (chat_days_default between 1 and 365),
  add column chat_days_at_most integer not null default 365 check (chat_days_at_most between 1 and 365);

-- A room that nobody holds is about its group, and about nobody's name. The release before may still name whoever let it go.
alter table cairn.staff_tasks
  drop constraint staff_tasks_subject_check,
  add column group_id uuid,
  add constraint staff_tasks_subject_check check (
    (kind = 'chat_danger') = (moderation_case_id is not null)
    and (group_id is null or kind = 'room_unheld')
    and (kind = 'chat_danger' or group_id is not null) = (member_id is null)) not valid,
  add constraint staff_tasks_group_id_fkey foreign key (center_id, group_id) references cairn.groups (center_id, id) not valid;
-- One a group, however many of its rooms have nobody.
create unique index staff_tasks_open_room on cairn.staff_tasks (center_id, group_id) where done_at is null and group_id is not null;

-- Since when a group rests: its meetings from then on do not happen, and nobody is asked who came.
alter table cairn.groups add column paused_at timestamptz;

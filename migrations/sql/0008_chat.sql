-- Between meetings: the group's chat, by alias, and its care.
create table cairn.chat_messages (
  center_id uuid not null,
  -- UUIDv7: reading order.
  id uuid not null,
  group_id uuid not null,
  -- Null: a facilitator, named by `facilitator_id`.
  membership_id uuid,
  facilitator_id uuid,
  -- Null: its author took it back.
  body bytea,
  reply_to uuid,
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  hidden_at timestamptz,
  -- Null: hidden by flags, until somebody has looked.
  hidden_by uuid,
  primary key (center_id, id),
  check ((membership_id is null) <> (facilitator_id is null)),
  check ((body is null) = (deleted_at is not null)),
  check ((hidden_by is null) or (hidden_at is not null)),
  foreign key (center_id, group_id) references cairn.groups (center_id, id),
  foreign key (center_id, membership_id) references cairn.memberships (center_id, id),
  foreign key (center_id, facilitator_id) references cairn.group_facilitators (center_id, id),
  foreign key (center_id, hidden_by) references cairn.members (center_id, id)
);
create index chat_messages_of_group on cairn.chat_messages (center_id, group_id, id desc);
create index chat_messages_by_age on cairn.chat_messages (center_id, created_at);
select cairn.protect('cairn.chat_messages', 'select, insert, update, delete');

create table cairn.chat_reactions (
  center_id uuid not null,
  message_id uuid not null,
  -- Of a membership or a facilitator: who reacted is shown to nobody, only how many.
  by_id uuid not null,
  reaction text not null check (reaction in ('with_you', 'thank_you', 'me_too', 'strength', 'smile')),
  primary key (center_id, message_id, by_id, reaction),
  foreign key (center_id, message_id) references cairn.chat_messages (center_id, id)
);
select cairn.protect('cairn.chat_reactions', 'select, insert, delete');

-- What one member does not want to read from another. Nobody else learns of it.
create table cairn.chat_mutes (
  center_id uuid not null,
  membership_id uuid not null,
  muted_id uuid not null,
  primary key (center_id, membership_id, muted_id),
  check (membership_id <> muted_id),
  foreign key (center_id, membership_id) references cairn.memberships (center_id, id),
  foreign key (center_id, muted_id) references cairn.memberships (center_id, id)
);
select cairn.protect('cairn.chat_mutes', 'select, insert, delete');

-- Members keep theirs in `memberships.read_until`.
alter table cairn.group_facilitators add column read_until uuid;
-- The moderation queue: one open case a message or appeal, however many flag it.
create table cairn.moderation_cases (
  center_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  kind text not null check (kind in ('message', 'appeal')),
  -- Not a reference: the message goes when its time is over, the case stays until it is closed.
  message_id uuid,
  -- Whom it is about; a facilitator's message is flagged like any other.
  membership_id uuid,
  facilitator_id uuid,
  reason text not null check (reason in ('unkind', 'identity', 'advice', 'substance', 'danger', 'other', 'appeal')),
  flags integer not null default 0 check (flags >= 0),
  -- The text as it was when it was first flagged: an edit or deletion does not take the case away.
  evidence bytea,
  state text not null default 'open' check (state in ('open', 'kept', 'hidden', 'paused', 'removed', 'restored')),
  created_at timestamptz not null,
  handled_at timestamptz,
  handled_by uuid,
  primary key (center_id, id),
  check ((membership_id is null) <> (facilitator_id is null)),
  check ((kind = 'message') = (message_id is not null)),
  check ((kind = 'appeal') = (reason = 'appeal')),
  check ((state = 'open') = (handled_at is null)),
  foreign key (center_id, group_id) references cairn.groups (center_id, id),
  foreign key (center_id, membership_id) references cairn.memberships (center_id, id),
  foreign key (center_id, facilitator_id) references cairn.group_facilitators (center_id, id),
  foreign key (center_id, handled_by) references cairn.members (center_id, id)
);
create unique index moderation_cases_open on cairn.moderation_cases (center_id, message_id) where state = 'open' and message_id is not null;
create unique index moderation_cases_appeal on cairn.moderation_cases (center_id, membership_id) where state = 'open' and kind = 'appeal';
create index moderation_cases_of_message on cairn.moderation_cases (center_id, message_id) where message_id is not null;
create index moderation_cases_queue on cairn.moderation_cases (center_id, created_at, id);
select cairn.protect('cairn.moderation_cases', 'select, insert, update');

create table cairn.moderation_flags (
  center_id uuid not null,
  case_id uuid not null,
  -- Of a membership or a facilitator: who flagged is shown to nobody.
  by_id uuid not null,
  reason text not null check (reason in ('unkind', 'identity', 'advice', 'substance', 'danger', 'other')),
  at timestamptz not null,
  primary key (center_id, case_id, by_id),
  foreign key (center_id, case_id) references cairn.moderation_cases (center_id, id)
);
select cairn.protect('cairn.moderation_flags', 'select, insert');

-- Somebody in a chat may be in danger. The task leads to the case and not to a person: who it is, is a decision of its own.
alter table cairn.staff_tasks
  drop constraint staff_tasks_kind_check,
  alter column member_id drop not null,
  add column moderation_case_id uuid,
  add constraint staff_tasks_kind_check check (kind in ('address_failed', 'chat_danger')),
  add constraint staff_tasks_subject_check check (
    (kind = 'chat_danger') = (moderation_case_id is not null) and (kind = 'chat_danger') = (member_id is null)),
  -- Not valid: older rows have none, and looking at them would need a center.
  add constraint staff_tasks_moderation_case_id_fkey
    foreign key (center_id, moderation_case_id) references cairn.moderation_cases (center_id, id) not valid;
create unique index staff_tasks_open_case on cairn.staff_tasks (center_id, moderation_case_id)
  where done_at is null and moderation_case_id is not null;

-- "There is something new for you": one mail at most waits for a member, however many groups and messages.
alter table cairn.members add column chat_mail boolean not null default true;
alter table cairn.notifications
  drop constraint notifications_kind_check,
  add constraint notifications_kind_check check (kind in (
    'session_booked', 'session_moved', 'session_cancelled', 'session_reminder_24h', 'session_reminder_2h',
    'invitation', 'sign_in_code', 'step_up_code', 'confirm_center', 'security_notice', 'chat_unread',
    'meeting_reminder', 'meeting_moved', 'meeting_cancelled', 'meeting_back', 'place_news', 'duty_asked'));
create unique index notifications_chat_waiting on cairn.notifications (center_id, member_id)
  where kind = 'chat_unread' and state in ('planned', 'sending');
-- Sent, and its reader has not come back since.
create index notifications_chat_sent on cairn.notifications (center_id, member_id)
  where kind = 'chat_unread' and state = 'sent' and outcome = 'accepted';

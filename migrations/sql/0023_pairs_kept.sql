-- Whoever stands in for a mentor is asked themself, and says yes or nothing at all. What two wrote down of their
-- meetings. A goal with a date reminds its owner.

create table cairn.stand_ins (
  center_id uuid not null,
  id uuid not null,
  mentor_id uuid not null,
  backup_id uuid not null check (backup_id <> mentor_id),
  state text not null check (state in ('asked', 'agreed', 'not_this_time')),
  asked_at timestamptz not null,
  answered_at timestamptz,
  version integer not null default 1,
  primary key (center_id, id),
  unique (center_id, mentor_id, backup_id),
  check ((state = 'asked') = (answered_at is null)),
  foreign key (center_id, mentor_id) references cairn.mentor_profiles (center_id, mentor_id),
  foreign key (center_id, backup_id) references cairn.mentor_profiles (center_id, mentor_id)
);
create index stand_ins_of_backup on cairn.stand_ins (center_id, backup_id);
select cairn.protect('cairn.stand_ins', 'select, insert, update');

-- That two who walk together met without a booking: when and how long, and nothing of what was said.
create table cairn.pair_meetings (
  center_id uuid not null,
  id uuid not null,
  mentorship_id uuid not null,
  held_on date not null,
  minutes integer not null check (minutes between 1 and 600),
  noted_by uuid not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, mentorship_id) references cairn.mentorships (center_id, id),
  foreign key (center_id, noted_by) references cairn.members (center_id, id)
);
create index pair_meetings_of_pair on cairn.pair_meetings (center_id, mentorship_id, held_on);
-- Both may say it: it is one meeting.
create unique index pair_meetings_once on cairn.pair_meetings (center_id, mentorship_id, held_on, minutes) where removed_at is null;
select cairn.protect('cairn.pair_meetings', 'select, insert, update');

-- Goals whose day comes are looked for once a day.
create index mentorship_goals_due on cairn.mentorship_goals (center_id, target_on) where state = 'open' and target_on is not null;

alter table cairn.notifications
  drop constraint notifications_kind_check,
  add constraint notifications_kind_check check (kind in (
    'session_booked', 'session_moved', 'session_cancelled', 'session_reminder_24h', 'session_reminder_2h',
    'invitation', 'sign_in_code', 'step_up_code', 'confirm_center', 'security_notice', 'chat_unread',
    'meeting_reminder', 'meeting_moved', 'meeting_cancelled', 'meeting_back', 'place_news', 'duty_asked', 'place_offered',
    'mentorship_news', 'mentorship_offer_ends', 'mentorship_unread', 'credential_expiring', 'pair_check_in',
    'booking_news', 'slot_offered', 'notes_waiting', 'times_changed', 'peer_named', 'waiting_word', 'intake_due',
    'stand_in_asked', 'goal_due')) not valid;

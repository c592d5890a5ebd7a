-- Mentorship: who mentors, what people share, who must never meet, matching, the pair over its whole life, its library.
create table cairn.mentor_profiles (
  center_id uuid not null,
  mentor_id uuid not null,
  state text not null check (state in ('applied', 'training', 'shadowing', 'approved', 'paused', 'ended')),
  about bytea,
  -- BCP 47.
  languages text[] not null default '{en}' check (cardinality(languages) between 1 and 5),
  modes text[] not null default '{}' check (modes <@ array['in_person', 'online', 'phone', 'messages']),
  -- Points: a pair weighs 2 in its first 30 days, then 1; one that needs much weighs 1 more.
  capacity integer not null default 4 check (capacity between 0 and 40),
  background_checked_on date,
  -- Who stands in, when the mentor needs a rest.
  backup_id uuid check (backup_id <> mentor_id),
  supervisor_id uuid,
  -- Paused until; null: until the mentor says so.
  paused_until timestamptz,
  -- Supervision that a mentor is owed, in minutes a month.
  supervision_minutes integer not null default 60 check (supervision_minutes between 0 and 2400),
  version integer not null default 1,
  applied_at timestamptz not null,
  approved_at timestamptz,
  updated_at timestamptz not null,
  primary key (center_id, mentor_id),
  foreign key (center_id, mentor_id) references cairn.members (center_id, id),
  foreign key (center_id, backup_id) references cairn.members (center_id, id),
  foreign key (center_id, supervisor_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.mentor_profiles', 'select, insert, update');

create table cairn.mentor_credentials (
  center_id uuid not null,
  id uuid not null,
  mentor_id uuid not null,
  kind text not null check (length(kind) between 1 and 120),
  issuer text not null check (length(issuer) between 1 and 120),
  number bytea,
  issued_on date not null,
  -- Null: does not run out.
  expires_on date check (expires_on >= issued_on),
  removed_at timestamptz,
  created_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, mentor_id) references cairn.mentor_profiles (center_id, mentor_id)
);
create index mentor_credentials_of_mentor on cairn.mentor_credentials (center_id, mentor_id) where removed_at is null;
select cairn.protect('cairn.mentor_credentials', 'select, insert, update');

create table cairn.mentor_training (
  center_id uuid not null,
  id uuid not null,
  mentor_id uuid not null,
  -- SAMHSA's twelve core competencies of peer workers.
  competency smallint not null check (competency between 1 and 12),
  minutes integer not null check (minutes between 5 and 6000),
  held_on date not null,
  recorded_by uuid not null,
  created_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, mentor_id) references cairn.mentor_profiles (center_id, mentor_id),
  foreign key (center_id, recorded_by) references cairn.members (center_id, id)
);
create index mentor_training_of_mentor on cairn.mentor_training (center_id, mentor_id, held_on);
select cairn.protect('cairn.mentor_training', 'select, insert');

-- What somebody lived through, from a list of words; which word is sealed, whether two are the same one is a keyed hash.
create table cairn.experiences (
  center_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  word bytea not null,
  word_hash bytea not null,
  visibility text not null check (visibility in ('off', 'silent', 'shared', 'full')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  unique (center_id, member_id, word_hash),
  foreign key (center_id, member_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.experiences', 'select, insert, update, delete');

-- Two people who must never be a pair. The smaller id is `one_id`.
create table cairn.pair_conflicts (
  center_id uuid not null,
  id uuid not null,
  one_id uuid not null,
  other_id uuid not null check (one_id < other_id),
  source text not null check (source in ('no_contact', 'relative', 'former_partner', 'household', 'employer', 'court', 'other')),
  reason bytea,
  entered_by uuid not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, one_id) references cairn.members (center_id, id),
  foreign key (center_id, other_id) references cairn.members (center_id, id),
  foreign key (center_id, entered_by) references cairn.members (center_id, id)
);
create unique index pair_conflicts_open on cairn.pair_conflicts (center_id, one_id, other_id, source) where ended_at is null;
create index pair_conflicts_of_other on cairn.pair_conflicts (center_id, other_id) where ended_at is null;
select cairn.protect('cairn.pair_conflicts', 'select, insert, update');

-- A client who would like a mentor. Taking or freeing the client's place locks this row first, then the mentor's profile.
create table cairn.mentor_requests (
  center_id uuid not null,
  client_id uuid not null,
  state text not null check (state in ('waiting', 'matched', 'off')),
  -- What they hope for, for whoever is asked.
  words bytea,
  languages text[] not null default '{en}' check (cardinality(languages) between 1 and 5),
  modes text[] not null default '{}' check (modes <@ array['in_person', 'online', 'phone', 'messages']),
  -- Only somebody who says so of themself: a word of the vocabulary, sealed. Null: anybody.
  only_gender bytea,
  -- By staff: weighs one point more.
  high_need boolean not null default false,
  waiting_since timestamptz,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (center_id, client_id),
  foreign key (center_id, client_id) references cairn.members (center_id, id)
);
create index mentor_requests_waiting on cairn.mentor_requests (center_id, waiting_since, client_id) where state = 'waiting';
select cairn.protect('cairn.mentor_requests', 'select, insert, update');

-- When a client has time, in their own zone. Mentors keep theirs in `weekly_hours`.
create table cairn.free_hours (
  center_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  weekday smallint not null check (weekday between 1 and 7),
  from_minute smallint not null check (from_minute between 0 and 1439),
  until_minute smallint not null check (until_minute between 1 and 1440),
  primary key (center_id, id),
  check (from_minute < until_minute),
  foreign key (center_id, client_id) references cairn.mentor_requests (center_id, client_id),
  constraint free_hours_do_not_overlap exclude using gist (
    center_id with =, client_id with =, weekday with =, int4range(from_minute::integer, until_minute::integer) with &&)
);
select cairn.protect('cairn.free_hours', 'select, insert, delete');

-- A whole program matched at once: looked through, then published.
create table cairn.match_proposals (
  center_id uuid not null,
  id uuid not null,
  state text not null default 'draft' check (state in ('draft', 'published', 'discarded')),
  created_by uuid not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid,
  primary key (center_id, id),
  check ((state = 'draft') = (settled_at is null)),
  foreign key (center_id, created_by) references cairn.members (center_id, id),
  foreign key (center_id, settled_by) references cairn.members (center_id, id)
);
create unique index match_proposals_draft on cairn.match_proposals (center_id) where state = 'draft';
select cairn.protect('cairn.match_proposals', 'select, insert, update');

create table cairn.match_proposal_pairs (
  center_id uuid not null,
  proposal_id uuid not null,
  client_id uuid not null,
  mentor_id uuid not null,
  score integer not null,
  -- What the score was made of; row = client.
  snapshot bytea not null,
  dropped_at timestamptz,
  primary key (center_id, proposal_id, client_id),
  foreign key (center_id, proposal_id) references cairn.match_proposals (center_id, id),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, mentor_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.match_proposal_pairs', 'select, insert, update');

create table cairn.mentorships (
  center_id uuid not null,
  -- UUIDv4: says nothing about when.
  id uuid not null,
  client_id uuid not null check (client_id <> mentor_id),
  mentor_id uuid not null,
  state text not null check (state in ('proposed', 'offered', 'active', 'paused', 'stepping_back', 'closing', 'closed',
    'expired', 'withdrawn', 'not_this_time')),
  way text not null check (way in ('by_admin', 'suggested', 'chosen', 'program', 'handed_over')),
  -- The client's order; the first is asked, then the next.
  rank smallint not null default 1 check (rank between 1 and 12),
  words bytea,
  high_need boolean not null default false,
  score integer not null default 0,
  score_version smallint not null,
  -- What the score was made of.
  snapshot bytea not null,
  proposal_id uuid,
  -- Of whom this one was taken over, or with whom it begins anew.
  after_id uuid,
  proposed_by uuid,
  client_accepted_at timestamptz,
  mentor_accepted_at timestamptz,
  offer_expires_at timestamptz,
  started_at timestamptz,
  -- The agreement that each side has read and accepted.
  agreement_version smallint not null default 1,
  client_agreed_at timestamptz,
  mentor_agreed_at timestamptz,
  -- The client is fine with the mentor's backup taking over.
  backup_consent boolean not null default false,
  paused_until timestamptz,
  paused_by uuid,
  ended_by uuid,
  end_reason text check (end_reason in ('goals_reached', 'time_is_up', 'needs_changed', 'no_fit', 'moved', 'mentor_rests',
    'handed_over', 'center')),
  end_words bytea,
  closing_since timestamptz,
  closed_at timestamptz,
  client_survey bytea,
  mentor_survey bytea,
  client_read_until uuid,
  mentor_read_until uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  check ((state = 'offered') <= (offer_expires_at is not null)),
  foreign key (center_id, client_id) references cairn.members (center_id, id),
  foreign key (center_id, mentor_id) references cairn.members (center_id, id),
  foreign key (center_id, proposal_id) references cairn.match_proposals (center_id, id),
  foreign key (center_id, after_id) references cairn.mentorships (center_id, id),
  foreign key (center_id, proposed_by) references cairn.members (center_id, id),
  foreign key (center_id, paused_by) references cairn.members (center_id, id),
  foreign key (center_id, ended_by) references cairn.members (center_id, id)
);
-- One live pair, whatever races.
create unique index mentorships_live on cairn.mentorships (center_id, mentor_id, client_id)
  where state in ('proposed', 'offered', 'active', 'paused', 'stepping_back', 'closing');
-- And one mentor at a time; the one who says goodbye may overlap with the next.
create unique index mentorships_one_mentor on cairn.mentorships (center_id, client_id)
  where state in ('active', 'paused', 'stepping_back');
create index mentorships_of_client on cairn.mentorships (center_id, client_id, created_at);
create index mentorships_of_mentor on cairn.mentorships (center_id, mentor_id, created_at);
create index mentorships_offers on cairn.mentorships (center_id, offer_expires_at) where state = 'offered';
select cairn.protect('cairn.mentorships', 'select, insert, update');

-- The pair is the care relationship of a mentor: it lives and ends with it.
alter table cairn.care_assignments
  add column mentorship_id uuid,
  add constraint care_assignments_mentorship_id_fkey
    foreign key (center_id, mentorship_id) references cairn.mentorships (center_id, id) not valid;

-- The client's own goals.
create table cairn.mentorship_goals (
  center_id uuid not null,
  id uuid not null,
  mentorship_id uuid not null,
  text bytea not null,
  target_on date,
  state text not null default 'open' check (state in ('open', 'finished', 'let_go')),
  version integer not null default 1,
  created_at timestamptz not null,
  settled_at timestamptz,
  primary key (center_id, id),
  foreign key (center_id, mentorship_id) references cairn.mentorships (center_id, id)
);
create index mentorship_goals_of_pair on cairn.mentorship_goals (center_id, mentorship_id, created_at);
select cairn.protect('cairn.mentorship_goals', 'select, insert, update');

create table cairn.goal_comments (
  center_id uuid not null,
  id uuid not null,
  goal_id uuid not null,
  author_id uuid not null,
  body bytea not null,
  created_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, goal_id) references cairn.mentorship_goals (center_id, id),
  foreign key (center_id, author_id) references cairn.members (center_id, id)
);
create index goal_comments_of_goal on cairn.goal_comments (center_id, goal_id, created_at);
select cairn.protect('cairn.goal_comments', 'select, insert');

-- How a week went. Each part is sealed on its own, and seen by whom its author said.
create table cairn.pair_check_ins (
  center_id uuid not null,
  id uuid not null,
  mentorship_id uuid not null,
  mood bytea not null,
  urge bytea,
  kept bytea,
  note bytea,
  mood_seen_by text not null check (mood_seen_by in ('me', 'mentor', 'care')),
  urge_seen_by text not null check (urge_seen_by in ('me', 'mentor', 'care')),
  kept_seen_by text not null check (kept_seen_by in ('me', 'mentor', 'care')),
  note_seen_by text not null check (note_seen_by in ('me', 'mentor', 'care')),
  -- Hard, and the client said that whoever cares for them may know.
  hard boolean not null default false,
  created_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, mentorship_id) references cairn.mentorships (center_id, id)
);
create index pair_check_ins_of_pair on cairn.pair_check_ins (center_id, mentorship_id, created_at);
select cairn.protect('cairn.pair_check_ins', 'select, insert');

create table cairn.pair_messages (
  center_id uuid not null,
  -- UUIDv7: reading order.
  id uuid not null,
  mentorship_id uuid not null,
  author_id uuid not null,
  -- Null: its author took it back.
  body bytea,
  created_at timestamptz not null,
  deleted_at timestamptz,
  primary key (center_id, id),
  check ((body is null) = (deleted_at is not null)),
  foreign key (center_id, mentorship_id) references cairn.mentorships (center_id, id),
  foreign key (center_id, author_id) references cairn.members (center_id, id)
);
create index pair_messages_of_pair on cairn.pair_messages (center_id, mentorship_id, id desc);
select cairn.protect('cairn.pair_messages', 'select, insert, update, delete');
-- What is not kept any longer is found by its age.
create index pair_messages_by_age on cairn.pair_messages (center_id, created_at);

create table cairn.supervisions (
  center_id uuid not null,
  id uuid not null,
  supervisor_id uuid not null,
  mentor_id uuid not null check (mentor_id <> supervisor_id),
  held_on date not null,
  minutes integer not null check (minutes between 5 and 600),
  way text not null check (way in ('individual', 'group')),
  topics bytea,
  actions bytea,
  created_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, supervisor_id) references cairn.members (center_id, id),
  foreign key (center_id, mentor_id) references cairn.mentor_profiles (center_id, mentor_id)
);
create index supervisions_of_mentor on cairn.supervisions (center_id, mentor_id, held_on);
select cairn.protect('cairn.supervisions', 'select, insert');

-- Coping strategies and recovery stories.
create table cairn.stories (
  center_id uuid not null,
  id uuid not null,
  author_id uuid not null,
  kind text not null check (kind in ('strategy', 'story')),
  state text not null default 'draft' check (state in ('draft', 'in_review', 'published', 'withdrawn')),
  language text not null default 'en' check (length(language) between 2 and 20),
  title bytea not null,
  body bytea not null,
  -- How the author wants to be named; null: not at all.
  byline bytea,
  triggers text[] not null default '{}' check (triggers <@ array['craving', 'stress', 'sleep', 'anger', 'grief', 'loneliness',
    'boredom', 'celebration', 'conflict', 'pain', 'money', 'family', 'work', 'court', 'holiday', 'shame']),
  -- The author read that others will read it, and said yes.
  consented_at timestamptz not null,
  -- Why it came back from review.
  review_words bytea,
  reviewed_by uuid,
  published_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (center_id, id),
  foreign key (center_id, author_id) references cairn.members (center_id, id),
  foreign key (center_id, reviewed_by) references cairn.members (center_id, id)
);
create index stories_by_state on cairn.stories (center_id, state, created_at, id);
create index stories_of_author on cairn.stories (center_id, author_id, created_at);
select cairn.protect('cairn.stories', 'select, insert, update');

create table cairn.story_favourites (
  center_id uuid not null,
  member_id uuid not null,
  story_id uuid not null,
  created_at timestamptz not null,
  primary key (center_id, member_id, story_id),
  foreign key (center_id, member_id) references cairn.members (center_id, id),
  foreign key (center_id, story_id) references cairn.stories (center_id, id)
);
select cairn.protect('cairn.story_favourites', 'select, insert, delete');

-- A mentor asks to talk something over: the task names the mentor, never the client.
alter table cairn.staff_tasks
  drop constraint staff_tasks_kind_check,
  add constraint staff_tasks_kind_check check (kind in (
    'address_failed', 'chat_danger', 'document_waiting', 'readiness_talk', 'discharge_review', 'wants_contact', 'mentor_debrief'));

alter table cairn.notifications
  drop constraint notifications_kind_check,
  add constraint notifications_kind_check check (kind in (
    'session_booked', 'session_moved', 'session_cancelled', 'session_reminder_24h', 'session_reminder_2h',
    'invitation', 'sign_in_code', 'step_up_code', 'confirm_center', 'security_notice', 'chat_unread',
    'meeting_reminder', 'meeting_moved', 'meeting_cancelled', 'meeting_back', 'place_news', 'duty_asked', 'place_offered',
    'mentorship_news', 'mentorship_offer_ends', 'mentorship_unread', 'credential_expiring',
    'pair_check_in'));
create unique index notifications_pair_waiting on cairn.notifications (center_id, member_id)
  where kind = 'mentorship_unread' and state in ('planned', 'sending');

-- Credentials of everybody who sits down with clients, and signed notes that are taken back.

-- A counselor who mentors nobody has papers as well. The table keeps its name, which the numbers in it are sealed for.
alter table cairn.mentor_credentials
  drop constraint mentor_credentials_center_id_mentor_id_fkey,
  add constraint mentor_credentials_holder_fkey
    foreign key (center_id, mentor_id) references cairn.members (center_id, id) not valid,
  -- Who of those who steer has seen it; null: as its holder noted it.
  add column verified_by uuid,
  add column verified_at timestamptz,
  add constraint mentor_credentials_verified_by_fkey
    foreign key (center_id, verified_by) references cairn.members (center_id, id) not valid,
  add constraint mentor_credentials_verified check ((verified_by is null) = (verified_at is null)) not valid;

-- A note that was taken back stands as it was signed, and another one may follow it: one note for each time.
alter table cairn.session_notes add column round integer not null default 1;
create unique index session_notes_one_a_round on cairn.session_notes (center_id, session_id, round);
alter table cairn.session_notes
  drop constraint session_notes_center_id_session_id_key,
  add constraint session_notes_round check (round > 0) not valid;

-- Nobody who works for the application may change or remove what stands here.
create table cairn.session_note_voids (
  center_id uuid not null,
  note_id uuid not null,
  reason bytea not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (center_id, note_id),
  foreign key (center_id, note_id) references cairn.session_notes (center_id, id),
  foreign key (center_id, by_id) references cairn.members (center_id, id)
);
select cairn.protect('cairn.session_note_voids', 'select, insert');

-- A line that went to a payer, and whose note was taken back since.
alter table cairn.service_lines
  add column note_voided_at timestamptz,
  add constraint service_lines_note_voided check (note_voided_at is null or state <> 'open') not valid;

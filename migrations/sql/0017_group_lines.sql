-- What group meetings count for: a line for each client who came, beside those of sessions.

-- A line is of a session or of a meeting. The release before writes sessions alone, and reads no others.
alter table cairn.service_lines
  alter column session_id drop not null,
  add column meeting_id uuid,
  add constraint service_lines_source_check check (num_nonnulls(session_id, meeting_id) = 1) not valid,
  add constraint service_lines_meeting_id_fkey
    foreign key (center_id, meeting_id) references cairn.meetings (center_id, id) not valid;
create unique index service_lines_of_meeting on cairn.service_lines (center_id, meeting_id, client_id) where meeting_id is not null;

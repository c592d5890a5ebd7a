-- A client who is too late to move a session by themselves asks for another time; the session stays until somebody says yes.

alter table cairn.session_requests
  -- The session that goes to the asked time; null: a new one is asked for.
  add column instead_of uuid,
  add constraint session_requests_instead_of_fkey
    foreign key (center_id, instead_of) references cairn.sessions (center_id, id) not valid;
-- One wish for a session at a time.
create unique index session_requests_to_move on cairn.session_requests (center_id, instead_of) where state = 'requested';
create index session_requests_by_instead on cairn.session_requests (center_id, instead_of) where instead_of is not null;

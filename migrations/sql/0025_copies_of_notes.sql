-- What is read of a signed part by whom it goes to, where a name was left out of it. Null: the part as it is.
alter table cairn.meeting_notes add column copy bytea;

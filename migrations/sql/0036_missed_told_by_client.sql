-- The client said themself that nobody came to them: whoever was to come does not turn that round.
alter table cairn.sessions add column missed_told_by_client boolean not null default false;

-- To whose taking over a client said yes: a yes to one person is none to the next.

-- What the release before writes leaves it empty, and an empty one is no yes: the client is asked again, with a name.
alter table cairn.mentorships
  add column backup_consent_for uuid,
  add constraint mentorships_backup_consent_for_fkey
    foreign key (center_id, backup_consent_for) references cairn.members (center_id, id) not valid;

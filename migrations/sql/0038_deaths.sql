-- A death belongs to the person, in a program or out of one. Whoever takes the account up again takes it back.
alter table cairn.members add column died_on date;

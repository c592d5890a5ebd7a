-- When the client said themself what goes on after a program: who has said so is not asked again.
alter table cairn.discharges add column chosen_at timestamptz;

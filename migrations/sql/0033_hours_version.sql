-- Counts how often somebody's absences were written: a booking that looked before one was is told so by the row it locks, and
-- looks again.
alter table cairn.members add column hours_version integer not null default 0;

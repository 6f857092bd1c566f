-- A run that works for a call of another belongs to the run that a person started; that one itself
-- has no root.
alter table run add column root varchar(64);
create index run_root on run (root, started_at, id);

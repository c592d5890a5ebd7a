-- The login roles, made once by a superuser (the embedded cluster and the tests run this file; see docs/operations.md).
-- Passwords are set by whoever runs the database: `alter role cairn_app password '…'`.
do $$
declare
  role text;
begin
  foreach role in array array['cairn_owner', 'cairn_worker', 'cairn_app', 'cairn_operator'] loop
    if not exists (select from pg_roles where rolname = role) then
      execute format('create role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role);
    end if;
  end loop;
end
$$;

-- A request that hangs must not hold others up; a job may take longer, but never forever.
alter role cairn_app set statement_timeout = '5s';
alter role cairn_app set lock_timeout = '2s';
alter role cairn_app set idle_in_transaction_session_timeout = '10s';
alter role cairn_operator set statement_timeout = '5s';
alter role cairn_operator set lock_timeout = '2s';
alter role cairn_operator set idle_in_transaction_session_timeout = '10s';
alter role cairn_worker set lock_timeout = '5s';
alter role cairn_worker set idle_in_transaction_session_timeout = '60s';
alter role cairn_owner set lock_timeout = '3s';
-- Migrations log the tenant setting's absence as errors; values never reach the server's log.
alter role cairn_app set log_min_messages = 'error';

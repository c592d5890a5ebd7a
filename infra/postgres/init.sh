#!/bin/bash
# Run once by the PostgreSQL image on an empty volume: the login roles, their passwords, and the database.
# The same steps by hand, for a PostgreSQL of your own, are in the comment of ../../migrations/roles.sql.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --username=postgres --file=/cairn/roles.sql

for role in owner worker app operator; do
  psql --set=ON_ERROR_STOP=1 --username=postgres --set=password="$(cat "/run/secrets/${role}_password")" <<SQL
alter role cairn_${role} password :'password';
SQL
done

psql --set=ON_ERROR_STOP=1 --username=postgres <<'SQL'
create database cairn owner cairn_owner;
grant create on database cairn to cairn_worker;
revoke connect, temporary on database cairn from public;
grant connect on database cairn to cairn_worker, cairn_app, cairn_operator;
SQL

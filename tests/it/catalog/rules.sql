-- What every center table must be. No rows: all of them are. Run as a superuser.
with rel as (
  select n.nspname || '.' || c.relname as name, c.*
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'cairn'),
tbl as (select * from rel where relkind in ('r', 'p')),
center as (
  select a.attrelid, a.attnum from pg_attribute a
  where a.attname = 'center_id' and a.attnotnull and a.atttypid = 'uuid'::regtype and not a.attisdropped)
select 'row security is not enabled and forced' as rule, name as object, '' as detail from tbl
where not (relrowsecurity and relforcerowsecurity)
union all
select 'no center_id uuid not null', t.name, '' from tbl t
where not exists (select from center where attrelid = t.oid)
union all
-- One permissive policy, for all commands and everybody; a second one would be ORed to it, a restrictive one narrows it.
select 'not exactly the one policy', t.name,
  coalesce((select string_agg(polname || ': ' || pg_get_expr(polqual, polrelid), '; ') from pg_policy p where p.polrelid = t.oid), 'none')
from tbl t
where (select count(*) from pg_policy p where p.polrelid = t.oid and p.polpermissive) <> 1
  or not exists (
    select from pg_policy p
    where p.polrelid = t.oid and p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
      and pg_get_expr(p.polqual, p.polrelid) = '(center_id = (current_setting(''cairn.center_id''::text))::uuid)'
      and pg_get_expr(p.polwithcheck, p.polrelid) = '(center_id = (current_setting(''cairn.center_id''::text))::uuid)')
union all
select 'unique or exclusion does not begin with center_id', t.name, i.indexrelid::regclass::text
from tbl t join pg_index i on i.indrelid = t.oid
where (i.indisunique or i.indisexclusion)
  and not exists (select from center where attrelid = t.oid and attnum = i.indkey[0])
union all
-- Every access path is the center's: an index that leads with something else is scanned across centers.
select 'index does not begin with center_id', t.name, i.indexrelid::regclass::text
from tbl t join pg_index i on i.indrelid = t.oid
where not exists (select from center where attrelid = t.oid and attnum = i.indkey[0])
union all
select 'no primary key', t.name, '' from tbl t
where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)
union all
-- Row security does not cover foreign keys: the key itself has to.
select 'foreign key does not carry center_id', t.name, k.conname || ' -> ' || k.confrelid::regclass
from tbl t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
where not exists (
  select from unnest(k.conkey, k.confkey) as pair (here, there)
  join pg_attribute x on x.attrelid = k.conrelid and x.attnum = pair.here and x.attname = 'center_id'
  join pg_attribute y on y.attrelid = k.confrelid and y.attnum = pair.there
    and y.attname = case when k.confrelid = 'directory.centers'::regclass then 'id' else 'center_id' end)
union all
-- A sharded database refuses set null and set default on these; cascades delete what nobody looked at.
select 'foreign key acts on delete or update', t.name, k.conname
from tbl t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
where k.confdeltype not in ('a', 'r') or k.confupdtype not in ('a', 'r')
union all
select 'foreign key matches partly', t.name, k.conname
from tbl t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f' where k.confmatchtype <> 's'
union all
select 'trigger on a center table', t.name, g.tgname
from tbl t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal
union all
select 'view without security_invoker', name, '' from rel
where relkind = 'v' and not coalesce(reloptions @> array['security_invoker=true'], false)
union all
select 'materialized view', name, '' from rel where relkind = 'm'
union all
select 'shared counter', name, '' from rel where relkind = 'S'
union all
-- Row security does not cover these.
select role || ' may ' || privilege, rel.name, ''
from rel, unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege,
  unnest(array['cairn_app', 'cairn_operator', 'cairn_worker']) as role
where relkind in ('r', 'p') and has_table_privilege(role, rel.oid, privilege)
union all
select role || ' may ' || privilege, rel.name, ''
from rel, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) as privilege,
  unnest(array['cairn_operator', 'cairn_worker']) as role
where relkind in ('r', 'p', 'v', 'm') and (has_table_privilege(role, rel.oid, privilege)
  or (privilege <> 'DELETE' and has_any_column_privilege(role, rel.oid, privilege)))
union all
-- What is written there is evidence.
select 'cairn_app may ' || privilege, rel.name, ''
from rel, unnest(array['UPDATE', 'DELETE']) as privilege
where name in ('cairn.audit_events', 'cairn.disclosures') and (has_table_privilege('cairn_app', rel.oid, privilege)
  or (privilege = 'UPDATE' and has_any_column_privilege('cairn_app', rel.oid, privilege)))
union all
select 'PUBLIC has a privilege', rel.name, rel.relacl::text from rel
where relkind in ('r', 'p', 'v', 'm', 'S') and rel.relacl::text ~ '[{,]=[a-zA-Z]'
union all
select 'not owned by cairn_owner', rel.name, pg_get_userbyid(rel.relowner) from rel
where relkind in ('r', 'p', 'v', 'm', 'S') and pg_get_userbyid(rel.relowner) <> 'cairn_owner'
union all
select 'definer function that anybody may call, or without a pinned path', p.oid::regprocedure::text, pg_get_userbyid(p.proowner)
from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles o on o.oid = p.proowner
where p.prosecdef and n.nspname in ('cairn', 'cairn_jobs', 'directory', 'operator', 'public')
  and (not coalesce(p.proconfig::text ~ 'search_path=', false) or o.rolsuper or o.rolbypassrls
    or has_function_privilege('public', p.oid, 'EXECUTE'))
union all
select 'leakproof or immutable function', p.oid::regprocedure::text, ''
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('cairn', 'cairn_jobs', 'directory', 'operator')
  and (p.proleakproof or (p.provolatile = 'i' and p.prosrc ~ 'current_setting'))
union all
select 'role too strong', r.rolname, '' from pg_roles r
where r.rolname in ('cairn_owner', 'cairn_app', 'cairn_operator', 'cairn_worker')
  and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication)
union all
select 'role is a member of another', m.roleid::regrole::text, m.member::regrole::text from pg_auth_members m
where m.member::regrole::text in ('cairn_owner', 'cairn_app', 'cairn_operator', 'cairn_worker')
union all
select 'role owns an object', c.oid::regclass::text, pg_get_userbyid(c.relowner) from pg_class c
where pg_get_userbyid(c.relowner) in ('cairn_app', 'cairn_operator')
union all
select role || ' may create in a schema', n.nspname, '' from pg_namespace n, unnest(array['cairn_app', 'cairn_operator']) as role
where n.nspname not like 'pg\_temp%' and n.nspname not like 'pg\_toast%' and has_schema_privilege(role, n.oid, 'CREATE')
union all
select role || ' may use a schema that is not its own', n.nspname, ''
from pg_namespace n, (values ('cairn_app', 'graphile_worker'), ('cairn_operator', 'graphile_worker'), ('cairn_operator', 'cairn'),
  ('cairn_worker', 'cairn'), ('cairn_worker', 'directory'), ('cairn_worker', 'operator')) as apart (role, schema)
where n.nspname = apart.schema and has_schema_privilege(role, n.oid, 'USAGE')
union all
select 'an extension that reaches around row security', extname, '' from pg_extension
where extname in ('dblink', 'postgres_fdw', 'file_fdw', 'lo', 'pgcrypto', 'adminpack')
order by 1, 2, 3

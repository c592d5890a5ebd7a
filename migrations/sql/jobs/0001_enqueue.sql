-- Run by cairn_worker, which owns the job schema. Everybody else has this one door.
create schema if not exists cairn_jobs;
revoke all on schema cairn_jobs from public;
grant usage on schema cairn_jobs to cairn_app, cairn_operator;

-- [{"task": "...", "payload": {...}, "run_at": "...", "key": "..."}]; payloads are ids.
create or replace function cairn_jobs.enqueue(jobs jsonb) returns void
language plpgsql security definer set search_path = graphile_worker, pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_jobs(array(
    select row(job.task, job.payload, null, job.run_at, null, job.key, null, null)::graphile_worker.job_spec
    from jsonb_to_recordset(jobs) as job (task text, payload json, run_at timestamptz, key text)));
end
$$;
revoke all on function cairn_jobs.enqueue(jsonb) from public;
grant execute on function cairn_jobs.enqueue(jsonb) to cairn_app, cairn_operator;

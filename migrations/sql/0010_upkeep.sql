-- A paused center is brought back by the operator alone: the application neither pauses nor changes one that is.
alter policy app_changes on directory.centers
  using (id = current_setting('cairn.center_id')::uuid and state <> 'suspended')
  with check (id = current_setting('cairn.center_id')::uuid and state <> 'suspended');

-- Files that nobody could look at for hours: the check is asked for again, and the center's people learn of it.
create index documents_unfinished on cairn.documents (center_id, created_at) where state in ('uploading', 'checking');
alter table cairn.staff_tasks
  drop constraint staff_tasks_kind_check,
  add constraint staff_tasks_kind_check check (kind in ('address_failed', 'chat_danger', 'document_waiting'));

-- A picture with more points than a device that opens it can hold.
alter table cairn.documents
  drop constraint documents_rejection_check,
  add constraint documents_rejection_check
    check (rejection in ('size', 'checksum', 'type', 'malware', 'unreadable', 'dimensions'));

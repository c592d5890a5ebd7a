-- Two who are kept apart: whose counselor must be another, and who waits without anybody who keeps contact, is somebody's to see to.
alter table cairn.staff_tasks
  drop constraint staff_tasks_kind_check,
  add constraint staff_tasks_kind_check check (kind in (
    'address_failed', 'chat_danger', 'document_waiting', 'readiness_talk', 'discharge_review', 'wants_contact', 'mentor_debrief',
    'cover_unanswered', 'session_missed', 'session_unattended', 'room_unheld', 'contact_overdue',
    'counselor_apart', 'contact_missing')) not valid;

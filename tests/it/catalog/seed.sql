-- One row in every center table, for the center named below. Run as a superuser, before the probes.
insert into directory.centers (id, slug, name, state, zone, created_at)
values (:center, :slug, :slug, 'active', 'America/New_York', now());
insert into cairn.data_keys (center_id, class, version, wrapped, created_at) values (:center, 'identity', 1, '\x00', now());
insert into cairn.audit_heads (center_id, sequence, prev_hash, hash) values (:center, 1, '\x00', '\x01');
insert into cairn.audit_events (center_id, sequence, at, actor_kind, action, object_type, purpose, result, prev_hash, hash)
values (:center, 1, now(), 'worker', 'probe', 'probe', 'probe', 'done', '\x00', '\x01');
insert into cairn.center_settings (center_id) values (:center);
insert into cairn.members (center_id, id, email_hash, email, name, roles, state, zone, created_at)
values
  (:center, :counselor, sha256('counselor'), '\x00', '\x00', '{counselor}', 'active', 'UTC', now()),
  (:center, :client, sha256('client'), '\x00', '\x00', '{client}', 'active', 'UTC', now());
insert into cairn.sign_ins (center_id, id, member_id, token_hash, method, device, shared_device, created_at, last_seen_at,
  idle_expires_at, expires_at, proved_at)
values (:center, :thing, :client, sha256('sign-in'), 'password', 'probe', false, now(), now(), now(), now(), now());
insert into cairn.challenges (center_id, id, email_hash, member_id, purpose, code_hash, created_at, expires_at)
values (:center, :thing, sha256('client'), :client, 'sign_in', '\x00', now(), now());
insert into cairn.invitations (center_id, id, member_id, roles, invited_by, token_hash, created_at, expires_at)
values (:center, :thing, :client, '{client}', :counselor, sha256('invitation'), now(), now());
insert into cairn.api_tokens (center_id, id, member_id, name, token_hash, created_at, expires_at)
values (:center, :thing, :counselor, 'probe', sha256('token'), now(), now());
insert into cairn.idempotency_keys (center_id, member_id, key, operation, input_hash, result_id, created_at)
values (:center, :client, :thing, 'probe', '\x00', :thing, now());
insert into cairn.programs (center_id, id, name, created_at) values (:center, :thing, 'probe', now());
insert into cairn.enrollments (center_id, id, program_id, client_id, started_on)
values (:center, :thing, :thing, :client, current_date);
insert into cairn.care_assignments (center_id, id, counselor_id, client_id, started_at)
values (:center, :thing, :counselor, :client, now());
insert into cairn.availability (center_id, counselor_id, zone) values (:center, :counselor, 'UTC');
insert into cairn.weekly_hours (center_id, id, counselor_id, weekday, from_minute, until_minute)
values (:center, :thing, :counselor, 1, 540, 600);
insert into cairn.hours_exceptions (center_id, id, counselor_id, date) values (:center, :thing, :counselor, current_date);
insert into cairn.time_off (center_id, id, counselor_id, local_start, local_end, zone, starts_at, ends_at)
values (:center, :thing, :counselor, now(), now() + interval '1 hour', 'UTC', now(), now() + interval '1 hour');
insert into cairn.sessions (center_id, id, counselor_id, client_id, starts_at, ends_at, local_start, zone, minutes, busy_from,
  busy_until, place, booked_by, created_at, updated_at)
values (:center, :thing, :counselor, :client, now(), now() + interval '30 minutes', now(), 'UTC', 30, now(),
  now() + interval '30 minutes', 'online', :client, now(), now());
insert into cairn.disclosures (center_id, id, kind, recipient_id, client_ids, basis, subject_type, subject_id, at)
values (:center, :thing, 'mail', :client, array[:client]::uuid[], 'own_data', 'probe', :thing, now());
insert into cairn.notifications (center_id, id, member_id, kind, subject_id, subject_version, due_at, expires_at, created_at)
values (:center, :thing, :client, 'session_booked', :thing, 1, now(), now(), now());
insert into cairn.staff_tasks (center_id, id, kind, member_id, created_at) values (:center, :thing, 'address_failed', :client, now());
insert into cairn.documents (center_id, id, client_id, session_id, uploaded_by, name, content_type, size, sha256, quarantine_key,
  created_at, upload_expires_at)
values (:center, :thing, :client, :thing, :client, '\x00', 'application/pdf', 1, sha256('bytes'), 'probe', now(), now());
insert into cairn.groups (center_id, id, name, format, mode, created_at, updated_at)
values (:center, :thing, 'probe', 'discussion', 'online', now(), now());
insert into cairn.group_series (center_id, id, group_id, zone, local_start, minutes, created_at)
values (:center, :thing, :thing, 'UTC', now(), 60, now());
insert into cairn.group_breaks (center_id, id, group_id, from_date, until_date)
values (:center, :thing, :thing, current_date, current_date);
insert into cairn.meetings (center_id, id, group_id, series_id, occurrence, local_start, zone, minutes, starts_at, ends_at)
values (:center, :thing, :thing, :thing, now(), now(), 'UTC', 60, now(), now() + interval '1 hour');
insert into cairn.group_facilitators (center_id, id, group_id, member_id, part, alias, since)
values (:center, :thing, :thing, :counselor, 'facilitator', '\x00', now());
insert into cairn.meeting_duties (center_id, meeting_id, facilitator_id, part, state, at)
values (:center, :thing, :thing, 'facilitator', 'planned', now());
insert into cairn.group_agreements (center_id, group_id, version, lines, adopted_at, adopted_by)
values (:center, :thing, 1, '{probe}', now(), :counselor);
insert into cairn.memberships (center_id, id, group_id, member_id, state, created_at)
values (:center, :thing, :thing, :client, 'invited', now());
insert into cairn.agreement_acceptances (center_id, membership_id, group_id, version, accepted_at)
values (:center, :thing, :thing, 1, now());
insert into cairn.chat_messages (center_id, id, group_id, membership_id, body, created_at)
values (:center, :thing, :thing, :thing, '\x00', now());
insert into cairn.chat_reactions (center_id, message_id, by_id, reaction) values (:center, :thing, :thing, 'smile');
insert into cairn.memberships (center_id, id, group_id, member_id, state, created_at)
values (:center, :counselor, :thing, :counselor, 'invited', now());
insert into cairn.chat_mutes (center_id, membership_id, muted_id) values (:center, :thing, :counselor);
insert into cairn.moderation_cases (center_id, id, group_id, kind, message_id, membership_id, reason, created_at)
values (:center, :thing, :thing, 'message', :thing, :thing, 'other', now());
insert into cairn.moderation_flags (center_id, case_id, by_id, reason, at) values (:center, :thing, :thing, 'other', now());
insert into cairn.feed_imports (center_id, id, source, state, size, sha256, quarantine_key, upload_expires_at, created_by, created_at)
values (:center, :thing, 'probe', 'applied', 1, sha256('feed'), 'probe', now(), :counselor, now());
insert into cairn.feed_import_rows (center_id, import_id, position, verdict) values (:center, :thing, 0, 'skipped');
insert into cairn.listings (center_id, id, slug, name, zone, online, in_person, source, import_id, updated_at)
values (:center, :thing, 'probe', 'probe', 'UTC', true, false, 'probe', :thing, now());
insert into cairn.meeting_floors (center_id, meeting_id, format, steps, step_began_at)
values (:center, :thing, 'discussion', '[]', now());
insert into cairn.group_run_sheets (center_id, group_id, steps) values (:center, :thing, '[]');
insert into cairn.attendance (center_id, meeting_id, membership_id, status, via, mode, minutes, noted_at)
values (:center, :thing, :thing, 'present', 'code', 'online', 60, now());
insert into cairn.meeting_note_drafts (center_id, id, meeting_id, body, author_id, created_at, updated_at)
values (:center, :thing, :thing, '\x00', :counselor, now(), now());
insert into cairn.meeting_notes (center_id, id, meeting_id, body, author_id, signed_by, signed_at)
values (:center, :thing, :thing, '\x00', :counselor, :counselor, now());
insert into cairn.meeting_pulses (center_id, meeting_id, answered_by, belonged, heard, come_back)
values (:center, :thing, sha256('pulse'), 1, 1, 1);
insert into cairn.attendance_proofs (center_id, id, member_id, token_hash, facts, recipient, created_at, expires_at)
values (:center, :thing, :client, sha256('proof'), '\x00', '\x00', now(), now());
insert into cairn.program_phases (center_id, id, program_id, position, name) values (:center, :thing, :thing, 1, 'probe');
insert into cairn.phase_criteria (center_id, id, phase_id, position, name) values (:center, :thing, :thing, 1, 'probe');
insert into cairn.program_cohorts (center_id, id, program_id, name, kind) values (:center, :thing, :thing, 'probe', 'open');
insert into cairn.program_intake_items (center_id, id, program_id, position, kind, name, owner, due_days)
values (:center, :thing, :thing, 1, 'task', 'probe', 'staff', 7);
insert into cairn.enrollment_moves (center_id, id, enrollment_id, number, to_state, happened_on, recorded_at)
values (:center, :thing, :thing, 1, 'active', current_date, now());
insert into cairn.enrollment_phases (center_id, id, enrollment_id, phase_id, began_on, recorded_at)
values (:center, :thing, :thing, :thing, current_date, now());
insert into cairn.enrollment_intake_items (center_id, id, enrollment_id, item_id, due_on)
values (:center, :thing, :thing, :thing, current_date);
insert into cairn.readiness_marks (center_id, enrollment_id, criterion_id, side, ready, by_id, at)
values (:center, :thing, :thing, 'client', true, :client, now());
insert into cairn.enrollment_check_ins (center_id, id, enrollment_id, week_of, word, at)
values (:center, :thing, :thing, date '2026-03-02', '\x00', now());
insert into cairn.human_contacts (center_id, id, client_id, kind, by_id, happened_on, recorded_at)
values (:center, :thing, :client, 'call', :counselor, current_date, now());
insert into cairn.discharges (center_id, enrollment_id, reason, happened_on, overdose_education, crisis_plan, aftercare, by_id,
  recorded_at, state)
values (:center, :thing, 'completed', current_date, 'given', 'given', 'no', :counselor, now(), 'done');
insert into cairn.mentor_profiles (center_id, mentor_id, state, applied_at, updated_at) values (:center, :counselor, 'approved', now(), now());
insert into cairn.mentor_credentials (center_id, id, mentor_id, kind, issuer, issued_on, created_at)
values (:center, :thing, :counselor, 'probe', 'probe', current_date, now());
insert into cairn.mentor_training (center_id, id, mentor_id, competency, minutes, held_on, recorded_by, created_at)
values (:center, :thing, :counselor, 1, 60, current_date, :counselor, now());
insert into cairn.mentor_profiles (center_id, mentor_id, state, applied_at, updated_at) values (:center, :client, 'applied', now(), now());
insert into cairn.stand_ins (center_id, id, mentor_id, backup_id, state, asked_at) values (:center, :thing, :counselor, :client, 'asked', now());
insert into cairn.experiences (center_id, id, member_id, word, word_hash, visibility, created_at, updated_at)
values (:center, :thing, :client, '\x00', '\x00', 'off', now(), now());
insert into cairn.pair_conflicts (center_id, id, one_id, other_id, source, entered_by, created_at)
values (:center, :thing, least(:client::uuid, :counselor::uuid), greatest(:client::uuid, :counselor::uuid), 'relative', :counselor, now());
insert into cairn.mentor_requests (center_id, client_id, state, waiting_since, updated_at) values (:center, :client, 'waiting', now(), now());
insert into cairn.free_hours (center_id, id, client_id, weekday, from_minute, until_minute) values (:center, :thing, :client, 1, 540, 600);
insert into cairn.match_proposals (center_id, id, created_by, created_at) values (:center, :thing, :counselor, now());
insert into cairn.match_proposal_pairs (center_id, proposal_id, client_id, mentor_id, score, snapshot)
values (:center, :thing, :client, :counselor, 1, '\x00');
insert into cairn.mentorships (center_id, id, client_id, mentor_id, state, way, score_version, snapshot, created_at, updated_at)
values (:center, :thing, :client, :counselor, 'active', 'chosen', 1, '\x00', now(), now());
insert into cairn.pair_meetings (center_id, id, mentorship_id, held_on, minutes, noted_by, created_at)
values (:center, :thing, :thing, current_date, 30, :client, now());
insert into cairn.mentorship_goals (center_id, id, mentorship_id, text, created_at) values (:center, :thing, :thing, '\x00', now());
insert into cairn.goal_comments (center_id, id, goal_id, author_id, body, created_at) values (:center, :thing, :thing, :client, '\x00', now());
insert into cairn.pair_check_ins (center_id, id, mentorship_id, mood, mood_seen_by, urge_seen_by, kept_seen_by, note_seen_by, created_at)
values (:center, :thing, :thing, '\x00', 'me', 'me', 'me', 'me', now());
insert into cairn.pair_messages (center_id, id, mentorship_id, author_id, body, created_at)
values (:center, :thing, :thing, :client, '\x00', now());
insert into cairn.supervisions (center_id, id, supervisor_id, mentor_id, held_on, minutes, way, created_at)
values (:center, :thing, :client, :counselor, current_date, 60, 'individual', now());
insert into cairn.stories (center_id, id, author_id, kind, title, body, consented_at, created_at, updated_at)
values (:center, :thing, :counselor, 'story', '\x00', '\x00', now(), now(), now());
insert into cairn.story_favourites (center_id, member_id, story_id, created_at) values (:center, :client, :thing, now());
insert into cairn.session_types (center_id, id, name, minutes, places, booked_by, color, created_at)
values (:center, :thing, 'probe', 45, '{online}', '{client}', 'slate', now());
insert into cairn.travel_zones (center_id, id, counselor_id, from_date, until_date, zone)
values (:center, :thing, :counselor, current_date, current_date, 'UTC');
insert into cairn.session_series (center_id, id, counselor_id, client_id, rule, local_start, zone, minutes, created_by, created_at)
values (:center, :thing, :counselor, :client, 'FREQ=WEEKLY;COUNT=2', now(), 'UTC', 30, :client, now());
insert into cairn.session_requests (center_id, id, counselor_id, client_id, starts_at, local_start, zone, minutes, place, state,
  created_at, updated_at)
values (:center, :thing, :counselor, :client, now(), now(), 'UTC', 30, 'online', 'requested', now(), now());
insert into cairn.session_waits (center_id, id, client_id, minutes, place, state, waiting_since, updated_at)
values (:center, :thing, :client, 30, 'online', 'waiting', now(), now());
insert into cairn.sooner_circle (center_id, client_id, peer_id, consented_at) values (:center, :client, :counselor, now());
insert into cairn.sooner_requests (center_id, id, client_id, minutes, place, state, expires_at, created_at, updated_at)
values (:center, :thing, :client, 30, 'online', 'open', now(), now(), now());
insert into cairn.sooner_asks (center_id, request_id, peer_id) values (:center, :thing, :counselor);
insert into cairn.coverings (center_id, id, counselor_id, starts_at, ends_at, created_by, created_at)
values (:center, :thing, :counselor, now(), now() + interval '1 hour', :client, now());
insert into cairn.cover_answers (center_id, id, covering_id, session_id, client_id, state)
values (:center, :thing, :thing, :thing, :client, 'open');
insert into cairn.session_corrections (center_id, id, session_id, by_id, at, reason) values (:center, :thing, :thing, :counselor, now(), '\x00');
insert into cairn.session_whereabouts (center_id, session_id, told_by, told_at) values (:center, :thing, :client, now());
insert into cairn.session_note_drafts (center_id, id, session_id, template, body, author_id, created_at, updated_at)
values (:center, :thing, :thing, 'probe', '\x00', :counselor, now(), now());
insert into cairn.session_note_copies (center_id, id, session_id, body, author_id, at) values (:center, :thing, :thing, '\x00', :counselor, now());
insert into cairn.session_notes (center_id, id, session_id, client_id, template, body, signed_by, signed_at, late, cosign_required)
values (:center, :thing, :thing, :client, 'probe', '\x00', :counselor, now(), false, false);
insert into cairn.session_note_cosigns (center_id, note_id, by_id, at) values (:center, :thing, :counselor, now());
insert into cairn.session_note_voids (center_id, note_id, reason, by_id, at) values (:center, :thing, '\x00', :counselor, now());
insert into cairn.session_note_addenda (center_id, id, note_id, body, by_id, at) values (:center, :thing, :thing, '\x00', :counselor, now());
insert into cairn.service_payers (center_id, id, name, created_at) values (:center, :thing, 'probe', now());
insert into cairn.service_rules (center_id, id, payer_id, effective_from, rules, by_id, created_at)
values (:center, :thing, :thing, current_date, '{}', :counselor, now());
insert into cairn.client_coverages (center_id, id, client_id, payer_id, from_on, updated_at)
values (:center, :thing, :client, :thing, current_date, now());
insert into cairn.service_exports (center_id, id, payer_id, by_id, at, lines, units) values (:center, :thing, :thing, :counselor, now(), 1, 1);
insert into cairn.service_lines (center_id, id, session_id, client_id, provider_id, served_on, minutes, created_at)
values (:center, :thing, :thing, :client, :counselor, current_date, 30, now());
insert into cairn.calendar_feeds (center_id, member_id, token_hash, created_at) values (:center, :client, sha256('feed'), now());

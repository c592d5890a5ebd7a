//! What must stay hidden of sessions: every way to one, halfway.

use support::{App, Person, TestCenter};
use uuid::Uuid;

/// Every way to a session, halfway.
pub async fn hidden_booking(app: &App, center: &TestCenter<'_>, dana: &Person, ana: &Person) -> Vec<(&'static str, String)> {
    let (center_id, thing) = (center.center.id.0, Uuid::new_v4());
    let (counselor, client) = (dana.member_id.0, ana.member_id.0);
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into cairn.session_types (center_id, id, name, minutes, places, booked_by, color, created_at)
         values ('{center_id}', '{thing}', 'Canary kind', 45, '{{online}}', '{{staff}}', 'slate', now());
         insert into cairn.travel_zones (center_id, id, counselor_id, from_date, until_date, zone)
         values ('{center_id}', '{thing}', '{counselor}', '2027-01-01', '2027-01-02', 'UTC');
         insert into cairn.session_series (center_id, id, counselor_id, client_id, rule, local_start, zone, minutes, created_by, created_at)
         values ('{center_id}', '{thing}', '{counselor}', '{client}', 'FREQ=WEEKLY;COUNT=2', now(), 'UTC', 45, '{client}', now());
         insert into cairn.session_requests (center_id, id, counselor_id, client_id, starts_at, local_start, zone, minutes, place, state,
           created_at, updated_at)
         values ('{center_id}', '{thing}', '{counselor}', '{client}', '2027-03-04 15:00Z', '2027-03-04 10:00', 'UTC', 45, 'online',
           'requested', now(), now());
         insert into cairn.session_waits (center_id, id, client_id, minutes, place, state, waiting_since, updated_at)
         values ('{center_id}', '{thing}', '{client}', 45, 'online', 'waiting', now(), now());
         insert into cairn.sooner_requests (center_id, id, client_id, minutes, place, state, expires_at, created_at, updated_at)
         values ('{center_id}', '{thing}', '{client}', 45, 'online', 'open', '2027-03-04 15:00Z', now(), now());
         insert into cairn.sooner_asks (center_id, request_id, peer_id) values ('{center_id}', '{thing}', '{counselor}');
         insert into cairn.coverings (center_id, id, counselor_id, starts_at, ends_at, created_by, created_at)
         values ('{center_id}', '{thing}', '{counselor}', '2027-03-04 15:00Z', '2027-03-05 15:00Z', '{counselor}', now());
         insert into cairn.cover_answers (center_id, id, covering_id, session_id, client_id, state)
         select '{center_id}', '{thing}', '{thing}', id, '{client}', 'open' from cairn.sessions
         where center_id = '{center_id}' and client_id = '{client}' limit 1"
    )))
    .execute(&mut app.superuser().await)
    .await
    .expect("ways to a session");
    let kinds = [
        ("sessionTypeId", "session_type"),
        ("travelZoneId", "travel_zone"),
        ("seriesId", "session_series"),
        ("sessionRequestId", "session_request"),
        ("sessionWaitId", "session_wait"),
        ("soonerRequestId", "sooner_request"),
        ("coveringId", "covering"),
        ("coverAnswerId", "cover_answer"),
    ];
    kinds.into_iter().map(|(name, kind)| (name, format!("{kind}:{thing}"))).collect()
}

/// What is written about a session, and what it counts for.
pub async fn hidden_hour(
    app: &App,
    center: &TestCenter<'_>,
    session: &str,
    dana: &Person,
    ana: &Person,
) -> Vec<(&'static str, String)> {
    let session = session.split(':').next_back().expect("an id");
    let thing = Uuid::new_v4();
    let (center_id, counselor, client) = (center.center.id.0, dana.member_id.0, ana.member_id.0);
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into cairn.session_notes (center_id, id, session_id, client_id, template, body, signed_by, signed_at, late, cosign_required)
         values ('{center_id}', '{thing}', '{session}', '{client}', 'peer_session', '\\x00', '{counselor}', now(), false, true);
         insert into cairn.session_note_copies (center_id, id, session_id, body, author_id, at)
         values ('{center_id}', '{thing}', '{session}', '\\x00', '{counselor}', now());
         insert into cairn.session_whereabouts (center_id, session_id, told_by, told_at)
         values ('{center_id}', '{session}', '{client}', now());
         insert into cairn.service_payers (center_id, id, name, created_at) values ('{center_id}', '{thing}', 'Canary Health', now());
         insert into cairn.client_coverages (center_id, id, client_id, payer_id, from_on, updated_at)
         values ('{center_id}', '{thing}', '{client}', '{thing}', '2026-01-01', now());
         insert into cairn.service_lines (center_id, id, session_id, client_id, provider_id, served_on, minutes, created_at)
         values ('{center_id}', '{thing}', '{session}', '{client}', '{counselor}', '2026-03-04', 45, now())"
    )))
    .execute(&mut app.superuser().await)
    .await
    .expect("a session's things");
    let wire = |kind: &str| format!("{kind}:{thing}");
    vec![
        ("sessionNoteId", wire("session_note")),
        ("noteCopyId", wire("note_copy")),
        ("payerId", wire("payer")),
        ("coverageId", wire("coverage")),
        ("serviceLineId", wire("service_line")),
    ]
}

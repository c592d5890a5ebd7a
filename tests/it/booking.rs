//! Ways to a session: kinds, holds, requests, series, waiting, asking sooner, covering. And the bugs that others published.

mod bridged;
mod cover;
mod cover_back;
mod cover_free;
mod cover_lent;
mod cover_paused;
mod cover_race;
mod cover_told;
mod holds;
mod hours;
mod kept;
mod kinds;
mod moves_asked;
mod offered;
mod published;
mod requests;
mod series;
mod somebody;
mod sooner;
mod waiting;
mod waits;
mod waits_opened;

use cairn_domain::availability::{self, SetAvailability};
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};
use uuid::Uuid;

const BOOK: &str = r"
mutation Book($input: BookSessionInput!) {
  bookSession(input: $input) {
    session { id startsAt endsAt localStart zone minutes version type { name } }
    problems { __typename code path ... on SlotTaken { alternatives { startsAt } } }
  }
}";
const CANCEL: &str = r"
mutation Cancel($id: ID!, $version: Int!) {
  cancelSession(input: { sessionId: $id, version: $version }) { session { id state version } problems { code path } }
}";

/// A counselor and a client in their care.
async fn pair(center: &TestCenter<'_>) -> (Person, Person) {
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    (dana, ana)
}

/// What is asked for, with a key of its own.
fn input(mut wanted: Json) -> Json {
    wanted["clientMutationId"] = json!(Uuid::new_v4());
    json!({ "input": wanted })
}

async fn book(app: &App, by: &Person, counselor: &Person, client: &Person, starts_at: &str) -> Json {
    let wanted = json!({ "counselorId": counselor.wire_id(), "clientId": client.wire_id(), "startsAt": starts_at,
        "minutes": 45, "place": "ONLINE" });
    app.data(by, BOOK, input(wanted)).await["bookSession"].clone()
}

/// The session of a booking that has to go well.
fn session(payload: &Json) -> &Json {
    assert_eq!(payload["problems"], json!([]), "{payload:#}");
    &payload["session"]
}

/// The code of the first problem; fails when it went well.
fn code(payload: &Json) -> &str {
    payload["problems"][0]["code"].as_str().unwrap_or_else(|| panic!("it went well: {payload:#}"))
}

async fn cancel(app: &App, by: &Person, session: &Json) -> Json {
    let variables = json!({ "id": session["id"], "version": session["version"] });
    app.data(by, CANCEL, variables).await["cancelSession"].clone()
}

/// Other hours than those of an office.
async fn set_hours(app: &App, counselor: &Person, change: impl FnOnce(&mut SetAvailability)) {
    let tx = app.enter(counselor).await;
    let mut hours = SetAvailability { version: 1, ..support::office_hours(counselor) };
    change(&mut hours);
    availability::set(&tx, hours).await.expect("hours");
    tx.commit().await.expect("commit");
}

/// A counselor's Tuesdays at ten, booked; their ids by start.
pub async fn weekly_series(app: &App, counselor: &Person, client: &Person, count: i32) -> Vec<String> {
    let plan = series::weekly(counselor, client, "2026-03-03T10:00", count);
    let planned = series::preview(app, counselor, &plan).await;
    let booked = series::accept(app, counselor, &plan, &planned).await;
    assert_eq!(booked["problems"], json!([]));
    let sessions = booked["sessions"].as_array().expect("sessions");
    sessions.iter().filter_map(|one| one["id"].as_str()).map(str::to_owned).collect()
}

/// Also cared for by this counselor.
pub async fn assign(app: &App, center: &TestCenter<'_>, client: &Person, counselor: &Person) {
    let tx = app.enter(&center.admin).await;
    cairn_domain::members::assign_counselor(&tx, client.member_id, counselor.member_id).await.expect("assign");
    tx.commit().await.expect("commit");
}

/// Starts that a viewer is offered on one day.
async fn offered(app: &App, viewer: &Person, counselor: &Person, day: &str, minutes: i32) -> Vec<String> {
    let query =
        "query($c: ID!, $day: LocalDate!, $m: Int) { slots(counselorId: $c, from: $day, days: 1, minutes: $m) { startsAt } }";
    let found = app.data(viewer, query, json!({ "c": counselor.wire_id(), "day": day, "m": minutes })).await;
    let slots = found["slots"].as_array().expect("slots").clone();
    slots.iter().filter_map(|slot| slot["startsAt"].as_str()).map(str::to_owned).collect()
}

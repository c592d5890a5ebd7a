//! An absence is written while somebody books: nobody's session lands in it unasked.

use cairn_domain::sessions::cover::{CoverAbsence, cover};
use jiff::civil::datetime;
use serde_json::{Value as Json, json};
use support::{App, Person};
use uuid::Uuid;

use super::cover::asked;
use super::waits::{ACCEPT, join, state};
use super::{book, cancel, code, pair, session};

const MOVE: &str = "mutation($input: MoveSessionInput!) {
  moveSession(input: $input) { session { startsAt } problems { __typename code } } }";

/// Writes an absence of March 4, and lets it be seen only once somebody waits for it.
async fn away_meanwhile(app: &App, dana: &Person, waits: impl Future<Output = Json>) -> Json {
    let tx = app.enter(dana).await;
    let absence = CoverAbsence {
        key: Uuid::new_v4(),
        counselor_id: dana.member_id,
        local_start: datetime(2026, 3, 4, 0, 0, 0, 0),
        local_end: datetime(2026, 3, 5, 0, 0, 0, 0),
        backup_id: None,
    };
    cover(&tx, absence).await.expect("an absence");
    let seen = async {
        let waiting =
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')";
        let mut watch = app.superuser().await;
        while !sqlx::query_scalar::<_, bool>(waiting).fetch_one(&mut watch).await.expect("a look") {}
        tx.commit().await.expect("commit");
    };
    tokio::join!(waits, seen).0
}

#[tokio::test]
async fn a_booking_that_looked_before_the_absence_was_written_does_not_land_in_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let refused = away_meanwhile(&app, &dana, book(&app, &ana, &dana, &ana, "2026-03-04T15:00:00Z")).await;
    assert_eq!(code(&refused), "slot_taken");
    let near = refused["problems"][0]["alternatives"].as_array().expect("alternatives");
    assert!(!near.is_empty());
    assert!(near.iter().all(|slot| !slot["startsAt"].as_str().expect("a time").starts_with("2026-03-04")), "{near:?}");
}

#[tokio::test]
async fn a_booking_of_another_day_goes_through_all_the_same() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = away_meanwhile(&app, &dana, book(&app, &ana, &dana, &ana, "2026-03-06T15:00:00Z")).await;
    assert_eq!(session(&booked)["startsAt"], "2026-03-06T15:00:00Z");
    assert_eq!(asked(&app, &ana).await, Json::Null);
}

#[tokio::test]
async fn a_session_is_not_moved_into_an_absence_that_is_being_written() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let booked = session(&book(&app, &ana, &dana, &ana, "2026-03-06T15:00:00Z").await).clone();
    let wanted = json!({ "input": { "clientMutationId": Uuid::new_v4(), "sessionId": booked["id"], "version": 1,
        "startsAt": "2026-03-04T15:00:00Z" } });
    let refused = away_meanwhile(&app, &dana, app.data(&ana, MOVE, wanted)).await;
    assert_eq!(code(&refused["moveSession"]), "slot_taken");
}

#[tokio::test]
async fn a_kept_time_is_not_taken_while_the_absence_that_takes_it_away_is_being_written() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let booked = session(&book(&app, &ana, &dana, &ana, "2026-03-04T15:00:00Z").await).clone();
    let wait = join(&app, &theo, &dana).await;
    cancel(&app, &ana, &booked).await;
    assert_eq!(state(&app, &theo).await["state"], "OFFERED");
    let refused = away_meanwhile(&app, &dana, app.data(&theo, ACCEPT, json!({ "id": wait }))).await;
    assert_eq!(code(&refused["acceptWaitOffer"]), "offer_over");
    assert_eq!(state(&app, &theo).await["state"], "WAITING");
}

//! A time becomes free in other ways than by a cancellation: who waits is offered it all the same.

use cairn_domain::availability::{self, WeeklyRange};
use cairn_domain::db::ClaimedJob;
use cairn_domain::sessions::upkeep;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person};

use super::holds::hold;
use super::requests::{answer, ask, by_approval};
use super::waits::{join, round, state};
use super::{book, code, input, pair, session, set_hours};

const OFF: &str = "mutation($input: AddTimeOffInput!) { addTimeOff(input: $input) {
  availability { timeOff { id } } problems { code } } }";
const BACK: &str = "mutation($id: ID!) { removeTimeOff(timeOffId: $id) { problems { code } } }";

async fn offered_at(app: &App, client: &Person) -> Json {
    let wait = state(app, client).await;
    if wait["state"] == "OFFERED" { wait["offer"]["startsAt"].clone() } else { Json::Null }
}

#[tokio::test]
async fn time_off_that_is_taken_back_is_offered_to_each_who_waits() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let wanted = json!({ "counselorId": dana.wire_id(), "localStart": "2026-03-04T00:00", "localEnd": "2026-03-05T00:00" });
    let off = app.data(&dana, OFF, input(wanted)).await["addTimeOff"].clone();
    join(&app, &ana, &dana).await;
    app.driven().advance(SignedDuration::from_secs(60));
    join(&app, &theo, &dana).await;
    let id = &off["availability"]["timeOff"][0]["id"];
    assert_eq!(app.data(&dana, BACK, json!({ "id": id })).await["removeTimeOff"]["problems"], json!([]));
    // Who waits longest has the first hour of the day, and the next one what is free then.
    assert_eq!(offered_at(&app, &ana).await, "2026-03-04T14:00:00Z");
    assert_eq!(offered_at(&app, &theo).await, "2026-03-04T15:00:00Z");
}

#[tokio::test]
async fn hours_that_grow_are_offered_and_hours_that_shrink_are_not() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    join(&app, &ana, &dana).await;
    set_hours(&app, &dana, |hours| hours.weekly.retain(|range| range.weekday != 5)).await;
    assert_eq!(offered_at(&app, &ana).await, Json::Null);
    set_hours(&app, &dana, |hours| {
        hours.version = 2;
        hours.weekly.retain(|range| range.weekday != 5);
        hours.weekly.push(WeeklyRange { weekday: 6, from: 10 * 60, until: 12 * 60 });
    })
    .await;
    assert_eq!(offered_at(&app, &ana).await, "2026-03-07T15:00:00Z");
}

#[tokio::test]
async fn a_journey_moves_hours_and_what_opens_is_offered() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    join(&app, &ana, &dana).await;
    let tx = app.enter(&dana).await;
    let travel = availability::AddTravel {
        key: uuid::Uuid::new_v4(),
        counselor_id: dana.member_id,
        from: jiff::civil::date(2026, 3, 4),
        until: jiff::civil::date(2026, 3, 4),
        zone: "Europe/Berlin".to_owned(),
    };
    availability::add_travel(&tx, travel).await.expect("a journey");
    tx.commit().await.expect("commit");
    // Nine in the morning in Berlin.
    assert_eq!(offered_at(&app, &ana).await, "2026-03-04T08:00:00Z");
}

#[tokio::test]
async fn a_request_that_is_declined_leaves_its_time_to_somebody_else() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let kind = by_approval(&center).await;
    let plain = super::kinds::kind(&center, json!({ "name": "Check-in", "minutes": 45 })).await;
    // Ana waits too, and longer: but this time was just refused to her.
    for client in [&ana, &theo] {
        let wanted = json!({ "counselorId": dana.wire_id(), "typeId": plain, "place": "ONLINE" });
        let joining = "mutation($input: JoinWaitInput!) { joinSessionWait(input: $input) { problems { code } } }";
        assert_eq!(app.data(client, joining, input(wanted)).await["joinSessionWait"]["problems"], json!([]));
        app.driven().advance(SignedDuration::from_secs(60));
    }
    let asked = ask(&app, &ana, &dana, &kind, "2026-03-04T15:00:00Z").await;
    assert_eq!(answer(&app, &dana, &asked, false).await["sessionRequest"]["state"], "DECLINED");
    assert_eq!(offered_at(&app, &ana).await, Json::Null);
    assert_eq!(offered_at(&app, &theo).await, "2026-03-04T15:00:00Z");
}

#[tokio::test]
async fn whoever_names_nobody_is_asked_for_with_the_least_booked() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    super::assign(&app, &center, &ana, &marcus).await;
    let kind = by_approval(&center).await;
    session(&book(&app, &dana, &dana, &ana, "2026-03-05T15:00:00Z").await);
    let asking = "mutation($input: AskForSessionInput!) { askForSession(input: $input) {
      sessionRequest { counselor { name } } problems { code } } }";
    let wanted = json!({ "startsAt": "2026-03-04T15:00:00Z", "place": "ONLINE", "typeId": kind });
    let asked = app.data(&ana, asking, input(wanted)).await["askForSession"].clone();
    assert_eq!(asked["sessionRequest"]["counselor"]["name"], "Marcus Whitfield", "{asked}");
    let nobody = json!({ "startsAt": "2026-03-08T15:00:00Z", "place": "ONLINE", "typeId": kind });
    assert_eq!(code(&app.data(&ana, asking, input(nobody)).await["askForSession"]), "nobody_free");
}

#[tokio::test]
async fn a_form_that_was_left_open_gives_its_time_to_who_waits_and_its_row_goes() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let time = "2026-03-04T15:00:00Z";
    hold(&app, &ana, &dana, time).await;
    join(&app, &theo, &dana).await;
    // While the form is open, nothing.
    assert_eq!(round(&app, &center).await, 0);
    assert_eq!(offered_at(&app, &theo).await, Json::Null);
    app.driven().advance(SignedDuration::from_secs(301));
    round(&app, &center).await;
    assert_eq!(offered_at(&app, &theo).await, time);
    // A day later nothing of it is left, and nothing else is gone.
    let ids = |state: &'static str| {
        let app = &app;
        async move {
            sqlx::query_scalar::<_, i64>("select count(*) from cairn.sessions where state = $1")
                .bind(state)
                .fetch_one(&mut app.superuser().await)
                .await
                .expect("a count")
        }
    };
    assert_eq!((ids("lapsed").await, ids("held").await), (1, 1));
    app.driven().advance(SignedDuration::from_hours(25));
    let tx = app.db.work(&ClaimedJob { center_id: center.center.id, job_id: 1 }).await.expect("a job");
    assert!(!upkeep::forget_holds(&tx).await.expect("tidied"));
    tx.commit().await.expect("commit");
    assert_eq!((ids("lapsed").await, ids("held").await), (0, 1));
}

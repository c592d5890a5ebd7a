//! Booking somebody without naming them.

use serde_json::{Value as Json, json};
use support::{App, Person};

use super::{assign, book, cancel, code, input, pair, session, set_hours};
use crate::standing::sign_in_again;

const BOOK: &str = r"
mutation Book($input: BookSomebodyInput!) {
  bookSomebody(input: $input) { session { id version startsAt counselor { name } } problems { __typename code path } }
}";

async fn somebody(app: &App, client: &Person, choice: &str, starts_at: &str) -> Json {
    let wanted = json!({ "choice": choice, "startsAt": starts_at, "minutes": 45, "place": "ONLINE" });
    app.data(client, BOOK, input(wanted)).await["bookSomebody"].clone()
}

const MISS: &str =
    "mutation($id: ID!, $by: MissedBy!) { missSession(sessionId: $id, by: $by) { session { state } problems { code } } }";

async fn misses(app: &App, counselor: &Person, session: &Json) {
    let missed = app.data(counselor, MISS, json!({ "id": session["id"], "by": "CLIENT" })).await["missSession"].clone();
    assert_eq!(missed["session"]["state"], "NO_SHOW_CLIENT", "{missed:#}");
}

fn with(payload: &Json) -> String {
    session(payload)["counselor"]["name"].as_str().expect("a name").to_owned()
}

#[tokio::test]
async fn the_same_person_as_last_time_is_found() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    assign(&app, &center, &ana, &marcus).await;
    // Nobody yet.
    assert_eq!(code(&somebody(&app, &ana, "SAME_AS_LAST", "2026-03-03T15:00:00Z").await), "not_found");
    session(&book(&app, &ana, &dana, &ana, "2026-03-03T15:00:00Z").await);
    session(&book(&app, &ana, &marcus, &ana, "2026-03-04T15:00:00Z").await);
    let missed = session(&book(&app, &ana, &dana, &ana, "2026-03-04T16:00:00Z").await).clone();
    // Whom one is to meet next week was not there last time, and neither is anybody before the first time.
    session(&book(&app, &ana, &dana, &ana, "2026-03-10T15:00:00Z").await);
    assert_eq!(code(&somebody(&app, &ana, "SAME_AS_LAST", "2026-03-05T15:00:00Z").await), "not_found");
    let theo = center.client("Theo Lindqvist", &marcus).await;
    app.driven().set("2026-03-04T17:00:00Z".parse().expect("a time"));
    let dana = sign_in_again(&app, &center.center, &dana).await;
    let ana = sign_in_again(&app, &center.center, &ana).await;
    let theo = sign_in_again(&app, &center.center, &theo).await;
    misses(&app, &dana, &missed).await;
    assert_eq!(with(&somebody(&app, &ana, "SAME_AS_LAST", "2026-03-05T15:00:00Z").await), "Marcus Whitfield");
    // Not free is a reason, and nobody else is put in their place.
    session(&book(&app, &theo, &marcus, &theo, "2026-03-06T15:00:00Z").await);
    assert_eq!(code(&somebody(&app, &ana, "SAME_AS_LAST", "2026-03-06T15:00:00Z").await), "slot_taken");
}

/// Load is spread, who is away is not given anybody, and what was called off counts for nothing (calcom #5331, #13606, #15309).
#[tokio::test]
async fn anybody_is_whoever_is_free_and_was_booked_least() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let (marcus, imani) = (center.counselor("Marcus Whitfield").await, center.counselor("Imani Okoye").await);
    for other in [&marcus, &imani] {
        assign(&app, &center, &ana, other).await;
    }
    set_hours(&app, &imani, |hours| hours.weekly.retain(|range| range.weekday == 5)).await;
    let mut counts = std::collections::BTreeMap::new();
    for (day, hour) in [(3, 15), (3, 16), (3, 17), (4, 15), (4, 16), (4, 17)] {
        let booked = somebody(&app, &ana, "ANY", &format!("2026-03-0{day}T{hour}:00:00Z")).await;
        *counts.entry(with(&booked)).or_insert(0) += 1;
    }
    // Imani works on Fridays only.
    assert_eq!(counts, [("Dana Reyes".to_owned(), 3), ("Marcus Whitfield".to_owned(), 3)].into());
    assert_eq!(with(&somebody(&app, &ana, "ANY", "2026-03-06T15:00:00Z").await), "Imani Okoye");
    // What was called off is no reason to be passed over.
    let extra = session(&book(&app, &dana, &dana, &ana, "2026-03-09T15:00:00Z").await).clone();
    cancel(&app, &dana, &extra).await;
    let next = [
        with(&somebody(&app, &ana, "ANY", "2026-03-10T15:00:00Z").await),
        with(&somebody(&app, &ana, "ANY", "2026-03-10T16:00:00Z").await),
    ];
    assert!(next.contains(&"Dana Reyes".to_owned()) && next.contains(&"Marcus Whitfield".to_owned()), "{next:?}");
    assert_eq!(code(&somebody(&app, &ana, "ANY", "2026-03-10T02:00:00Z").await), "nobody_free");
}

#[tokio::test]
async fn when_all_press_at_once_everybody_who_is_free_is_given_somebody() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let marcus = center.counselor("Marcus Whitfield").await;
    let mut clients = Vec::new();
    for number in 0..4 {
        let client = center.client(&format!("Client {number}"), &dana).await;
        assign(&app, &center, &client, &marcus).await;
        clients.push(client);
    }
    let tries = clients.iter().map(|client| somebody(&app, client, "ANY", "2026-03-03T15:00:00Z"));
    let answers = futures::future::join_all(tries).await;
    let mut given: Vec<String> = answers.iter().filter(|answer| answer["session"].is_object()).map(with).collect();
    given.sort();
    assert_eq!(given, ["Dana Reyes", "Marcus Whitfield"]);
    assert!(answers.iter().filter(|answer| answer["session"].is_null()).all(|answer| code(answer) == "nobody_free"));
}

/// Nobody came to two of Dana's sessions: that is no work she has had, and no reason to pass her over.
#[tokio::test]
async fn who_was_stood_up_is_not_counted_as_booked_more() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    assign(&app, &center, &ana, &marcus).await;
    let (theo, nora) = (center.client("Theo Lindqvist", &dana).await, center.client("Nora Quist", &marcus).await);
    let stood_up = [
        session(&book(&app, &dana, &dana, &theo, "2026-03-03T15:00:00Z").await).clone(),
        session(&book(&app, &dana, &dana, &theo, "2026-03-03T16:00:00Z").await).clone(),
    ];
    session(&book(&app, &marcus, &marcus, &nora, "2026-03-03T15:00:00Z").await);
    app.driven().set("2026-03-03T18:00:00Z".parse().expect("a time"));
    let dana = sign_in_again(&app, &center.center, &dana).await;
    let ana = sign_in_again(&app, &center.center, &ana).await;
    for one in &stood_up {
        misses(&app, &dana, one).await;
    }
    assert_eq!(with(&somebody(&app, &ana, "ANY", "2026-03-05T15:00:00Z").await), "Dana Reyes");
    // With one each, whoever was booked longer ago.
    assert_eq!(with(&somebody(&app, &ana, "ANY", "2026-03-05T16:00:00Z").await), "Marcus Whitfield");
}

//! Booking somebody without naming them.

use serde_json::{Value as Json, json};
use support::{App, Person};

use super::{assign, book, cancel, code, input, pair, session, set_hours};

const BOOK: &str = r"
mutation Book($input: BookSomebodyInput!) {
  bookSomebody(input: $input) { session { id version startsAt counselor { name } } problems { __typename code path } }
}";

async fn somebody(app: &App, client: &Person, choice: &str, starts_at: &str) -> Json {
    let wanted = json!({ "choice": choice, "startsAt": starts_at, "minutes": 45, "place": "ONLINE" });
    app.data(client, BOOK, input(wanted)).await["bookSomebody"].clone()
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
    assert_eq!(with(&somebody(&app, &ana, "SAME_AS_LAST", "2026-03-05T15:00:00Z").await), "Marcus Whitfield");
    // Not free is a reason, and nobody else is put in their place.
    let theo = center.client("Theo Lindqvist", &marcus).await;
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

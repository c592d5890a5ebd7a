//! When whoever counted on a counselor hears that they are away.

use jiff::Timestamp;
use serde_json::json;
use support::{App, Person};

use super::{book, code, input, pair, session, set_hours};

/// Messages that say no more than that there is something.
fn questions(app: &App, of: &Person) -> usize {
    app.mail.inbox().mails(Some(&of.email)).iter().filter(|mail| mail.calendar.is_none()).count()
}

/// Monday, 6:00, and her first session is at 8:00: she hears of it before she leaves, and of the others with it.
#[tokio::test]
async fn a_question_that_comes_in_the_night_is_asked() {
    let app = App::at("2026-03-02T11:00:00Z").await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    set_hours(&app, &dana, |hours| hours.weekly.iter_mut().for_each(|range| range.from = 8 * 60)).await;
    for (client, at) in [(&ana, "2026-03-02T13:00:00Z"), (&ana, "2026-03-05T15:00:00Z"), (&theo, "2026-03-05T16:00:00Z")] {
        session(&book(&app, &dana, &dana, client, at).await);
    }
    app.run_jobs().await;
    let before = (questions(&app, &ana), questions(&app, &theo));
    let away = "mutation($input: CoverAbsenceInput!) { coverAbsence(input: $input) { covering { id } problems { code } } }";
    let wanted = json!({ "counselorId": dana.wire_id(), "localStart": "2026-03-02T00:00", "localEnd": "2026-03-06T00:00" });
    let covering = app.data(&dana, away, input(wanted)).await["coverAbsence"].clone();
    assert_eq!(covering["problems"], json!([]));
    app.run_jobs().await;
    assert_eq!(questions(&app, &ana), before.0 + 1);
    // What is days away waits until somebody is up.
    assert_eq!(questions(&app, &theo), before.1);
    app.driven().set("2026-03-02T13:01:00Z".parse::<Timestamp>().expect("a time"));
    app.run_jobs().await;
    assert_eq!((questions(&app, &ana), questions(&app, &theo)), (before.0 + 1, before.1 + 1));
}

/// The first of two sessions is over when the quiet ends: the question is about the other one, too.
#[tokio::test]
async fn a_question_is_of_use_until_the_last_session_it_is_about() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    for at in ["2026-03-03T15:00:00Z", "2026-03-05T15:00:00Z"] {
        session(&book(&app, &dana, &dana, &ana, at).await);
    }
    let away = "mutation($input: CoverAbsenceInput!) { coverAbsence(input: $input) { covering { id } problems { code } } }";
    let wanted = json!({ "counselorId": dana.wire_id(), "localStart": "2026-03-03T00:00", "localEnd": "2026-03-06T00:00" });
    app.data(&dana, away, input(wanted.clone())).await;
    let until: Vec<String> = sqlx::query_scalar(
        "select to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from cairn.notifications where kind = 'booking_news'",
    )
    .fetch_all(&mut app.superuser().await)
    .await
    .expect("messages");
    assert_eq!(until, ["2026-03-05 15:00"]);
    // Days of a journey do not turn time off around.
    let back = json!({ "counselorId": dana.wire_id(), "localStart": "2026-03-06T00:00", "localEnd": "2026-03-03T00:00" });
    assert_eq!(code(&app.data(&dana, away, input(back)).await["coverAbsence"]), "date_order");
}

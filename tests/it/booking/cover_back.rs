//! A cancellation that is taken back while the counselor is away: the question comes back with the session.

use serde_json::{Value as Json, json};
use support::{App, Person};

use super::cover::{answer, asked, cover, three, waiting_for};
use super::{cancel, code, weekly_series};

const UNDO: &str = "mutation($id: ID!) { undoCancelSession(sessionId: $id) { session { state } problems { code } } }";

async fn first(app: &App, person: &Person) -> Json {
    app.data(person, "{ sessions { nodes { id version } } }", json!({})).await["sessions"]["nodes"][0].clone()
}

async fn undo(app: &App, person: &Person, session: &Json) -> Json {
    app.data(person, UNDO, json!({ "id": session["id"] })).await["undoCancelSession"].clone()
}

#[tokio::test]
async fn whoever_takes_a_cancellation_back_is_asked_again() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let marcus = center.counselor("Marcus Whitfield").await;
    cover(&app, &dana, &dana, Some(&marcus)).await;
    let ana = &people[0];
    let (before, session) = (asked(&app, ana).await, first(&app, ana).await);
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&ana.email)).len();
    cancel(&app, ana, &session).await;
    assert_eq!((asked(&app, ana).await, waiting_for(&app, &center).await), (Json::Null, 2));
    assert_eq!(undo(&app, ana, &session).await["session"]["state"], "BOOKED");
    // Asked as before, in the portal and by a mail: whoever undid it from a mail is not in the portal. And the center knows.
    assert_eq!(asked(&app, ana).await, before);
    assert_eq!(waiting_for(&app, &center).await, 3);
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&ana.email)).len(), mails + 1);
    // What they chose as the answer is taken back the same way.
    assert_eq!(answer(&app, ana, &before, "CANCEL", None).await["coverAnswer"]["state"], "CANCELLED");
    assert_eq!(undo(&app, ana, &session).await["session"]["state"], "BOOKED");
    assert_eq!((asked(&app, ana).await, waiting_for(&app, &center).await), (before.clone(), 3));
    // Whoever meets somebody else instead does not get the first one back beside it.
    let elsewhere = answer(&app, ana, &before, "BACKUP", Some("2026-03-05T15:00:00Z")).await;
    assert_eq!(elsewhere["coverAnswer"]["state"], "BACKUP", "{elsewhere:#}");
    assert_eq!(code(&undo(&app, ana, &session).await), "undo_over");
}

#[tokio::test]
async fn a_series_that_comes_back_is_asked_about_where_nobody_will_be_there() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = super::pair(&center).await;
    // Tuesdays from March 3; away on the second one alone.
    let three = weekly_series(&app, &dana, &ana, 3).await;
    let away = "mutation($input: CoverAbsenceInput!) { coverAbsence(input: $input) { covering { id } problems { code } } }";
    let wanted = json!({ "counselorId": dana.wire_id(), "localStart": "2026-03-10T00:00", "localEnd": "2026-03-11T00:00" });
    let covering = app.data(&dana, away, super::input(wanted)).await["coverAbsence"]["covering"]["id"].clone();
    let all = json!({ "input": { "sessionId": three[0], "version": 1, "scope": "ALL" } });
    let cancel = "mutation($input: CancelSessionSeriesInput!) { cancelSessionSeries(input: $input) { problems { code } } }";
    assert_eq!(app.data(&dana, cancel, all).await["cancelSessionSeries"]["problems"], json!([]));
    assert_eq!(waiting_for(&app, &center).await, 0);
    for id in &three {
        assert_eq!(undo(&app, &dana, &json!({ "id": id })).await["session"]["state"], "BOOKED");
    }
    let asked_now = "{ myCoverAnswers { session { startsAt } } }";
    let one = json!([{ "session": { "startsAt": "2026-03-10T14:00:00Z" } }]);
    assert_eq!(app.data(&ana, asked_now, json!({})).await["myCoverAnswers"], one);
    assert_eq!(waiting_for(&app, &center).await, 1);
    // Somebody who is there after all is nothing to ask about, whatever is cancelled and taken back.
    let id = covering.as_str().expect("an id").replace("covering:", "time_off:");
    let back = "mutation($id: ID!) { removeTimeOff(timeOffId: $id) { problems { code } } }";
    assert_eq!(app.data(&dana, back, json!({ "id": id })).await["removeTimeOff"]["problems"], json!([]));
    let session = json!({ "id": three[1], "version": 3 });
    super::cancel(&app, &ana, &session).await;
    assert_eq!(undo(&app, &ana, &session).await["session"]["state"], "BOOKED");
    assert_eq!((asked(&app, &ana).await, waiting_for(&app, &center).await), (Json::Null, 0));
}

#[tokio::test]
async fn whoever_comes_back_into_an_absence_that_just_began_is_asked_as_well() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, people) = three(&center).await;
    let session = first(&app, &people[0]).await;
    cancel(&app, &people[0], &session).await;
    let covering = cover(&app, &dana, &dana, None).await;
    assert_eq!(covering["covering"]["answers"].as_array().map(Vec::len), Some(2));
    assert_eq!(undo(&app, &people[0], &session).await["session"]["state"], "BOOKED");
    assert_eq!(asked(&app, &people[0]).await["session"]["id"], session["id"]);
    assert_eq!(waiting_for(&app, &center).await, 3);
}

//! Somebody waits for a place in a program, and one who facilitates groups keeps contact with them: asking, answering and waiting
//! in line work between the two as between a client and their counselor.

use cairn_domain::actor::Role;
use jiff::SignedDuration;
use serde_json::json;
use support::{App, Person, TestCenter};

use super::requests::{answer, ask, by_approval};
use super::waits::{ACCEPT, join, round, state};
use super::{book, cancel, code, input, session, set_hours};

const TIME: &str = "2026-03-04T15:00:00Z";
const LIST: &str = "{ waitingList { nodes { id client { name } } } }";
const OFFER: &str = "mutation($input: OfferInsteadInput!) { offerInstead(input: $input) {
  sessionRequest { state } problems { code path } } }";

struct Line {
    dana: Person,
    paz: Person,
    ana: Person,
    /// Ana's place in the program's line.
    way: String,
    bea: Person,
}

/// Ana and Bea wait for a full program, and Paz keeps contact with both. Dana counsels them.
async fn line<'a>(app: &App, center: &'a TestCenter<'a>) -> Line {
    let dana = center.counselor("Dana Reyes").await;
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    let (ana, bea) = (center.client("Ana Ruiz", &dana).await, center.client("Bea Lund", &dana).await);
    let inside = center.client("Tyler Beck", &dana).await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    program.begins(&inside, "ACTIVE").await;
    let (way, other) = (program.begins(&ana, "WAITLISTED").await, program.begins(&bea, "WAITLISTED").await);
    for id in [&way, &other] {
        let set = center.does(&dana, "setEnrollmentPeer", json!({ "enrollmentId": id, "peerId": paz.wire_id() })).await;
        assert_eq!(set["problems"], json!([]), "{set}");
    }
    set_hours(app, &paz, |hours| hours.version = 0).await;
    Line { dana, paz, ana, way, bea }
}

#[tokio::test]
async fn a_facilitator_who_keeps_contact_answers_what_is_asked_of_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let Line { paz, ana, .. } = line(&app, &center).await;
    let kind = by_approval(&center).await;
    let asked = ask(&app, &ana, &paz, &kind, TIME).await;
    assert_eq!(asked["problems"], json!([]), "{asked:#}");
    let yes = answer(&app, &paz, &asked, true).await;
    assert_eq!((&yes["problems"], &yes["sessionRequest"]["state"]), (&json!([]), &json!("APPROVED")), "{yes:#}");
    let asked = ask(&app, &ana, &paz, &kind, "2026-03-05T15:00:00Z").await;
    assert_eq!(answer(&app, &paz, &asked, false).await["sessionRequest"]["state"], "DECLINED");
    // Not then, but another time: it is kept, and the yes is hers.
    let asked = ask(&app, &ana, &paz, &kind, "2026-03-06T15:00:00Z").await;
    let wanted = json!({ "sessionRequestId": asked["sessionRequest"]["id"], "startsAt": "2026-03-06T17:00:00Z" });
    let offered = app.data(&paz, OFFER, input(wanted)).await["offerInstead"].clone();
    assert_eq!(offered, json!({ "sessionRequest": { "state": "DECLINED" }, "problems": [] }));
    let wait = state(&app, &ana).await;
    assert_eq!(wait["offer"]["startsAt"], "2026-03-06T17:00:00Z");
    session(&app.data(&ana, ACCEPT, json!({ "id": wait["id"] })).await["acceptWaitOffer"]);
    // Nobody else of that role has a part in it.
    let other = center.invite("Omar Reed", &[Role::Facilitator], None).await;
    assert_eq!(code(&answer(&app, &other, &asked, true).await), "not_found");
}

#[tokio::test]
async fn a_facilitator_who_keeps_contact_says_yes_to_another_time_after_the_cutoff() {
    let app = App::at("2026-03-03T14:00:00Z").await;
    let center = app.center("Harbor House").await;
    let Line { paz, ana, .. } = line(&app, &center).await;
    let booked = session(&book(&app, &paz, &paz, &ana, "2026-03-03T15:00:00Z").await).clone();
    let ask = "mutation($input: AskToMoveSessionInput!) { askToMoveSession(input: $input) {
      sessionRequest { id } problems { code } } }";
    let asked =
        app.data(&ana, ask, input(json!({ "sessionId": booked["id"], "startsAt": TIME }))).await["askToMoveSession"].clone();
    let yes = answer(&app, &paz, &asked, true).await;
    assert_eq!(yes["sessionRequest"]["state"], "APPROVED", "{yes:#}");
    let look = "query($id: ID!) { session(id: $id) { startsAt } }";
    assert_eq!(app.data(&ana, look, json!({ "id": booked["id"] })).await["session"]["startsAt"], TIME);
}

async fn listed(app: &App, person: &Person) -> Vec<String> {
    let nodes = app.data(person, LIST, json!({})).await["waitingList"]["nodes"].clone();
    nodes.as_array().expect("nodes").iter().filter_map(|one| one["client"]["name"].as_str()).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_place_in_line_with_whoever_keeps_contact_is_seen_and_served() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let Line { dana, paz, ana, bea, .. } = line(&app, &center).await;
    let theirs = session(&book(&app, &paz, &paz, &bea, TIME).await).clone();
    join(&app, &ana, &paz).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    app.driven().advance(SignedDuration::from_secs(60));
    join(&app, &theo, &dana).await;
    assert_eq!(listed(&app, &paz).await, ["Ana Ruiz"], "whom she keeps contact with, and nobody else");
    assert_eq!(listed(&app, &dana).await, ["Ana Ruiz", "Theo Lindqvist"]);
    // What is freed is offered to her.
    cancel(&app, &bea, &theirs).await;
    let wait = state(&app, &ana).await;
    assert_eq!((&wait["state"], &wait["offer"]["startsAt"]), (&json!("OFFERED"), &json!(TIME)));
    let taken = app.data(&ana, ACCEPT, json!({ "id": wait["id"] })).await["acceptWaitOffer"].clone();
    assert_eq!(session(&taken)["startsAt"], TIME);
    // One who keeps contact with nobody has an empty list, as a counselor without clients.
    let other = center.invite("Omar Reed", &[Role::Facilitator], None).await;
    assert_eq!(listed(&app, &other).await, Vec::<String>::new());
}

#[tokio::test]
async fn with_the_waiting_for_a_program_ends_the_line_for_that_person_and_not_the_place_in_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let Line { dana, paz, ana, way, .. } = line(&app, &center).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let booked = session(&book(&app, &dana, &dana, &theo, TIME).await).clone();
    join(&app, &ana, &paz).await;
    center.moved(&center.admin, &way, "CLOSED", json!({})).await;
    app.driven().advance(SignedDuration::from_secs(60));
    round(&app, &center).await;
    let mine = "{ sessionWaits { state counselor { name } anybodySince } }";
    let seen = app.data(&ana, mine, json!({})).await["sessionWaits"].clone();
    assert_eq!(seen, json!([{ "state": "WAITING", "counselor": null, "anybodySince": "2026-03-02T15:01:00Z" }]));
    assert_eq!(listed(&app, &paz).await, Vec::<String>::new());
    // Whoever cares for her has a time: it is hers.
    cancel(&app, &theo, &booked).await;
    assert_eq!(state(&app, &ana).await["offer"]["counselor"], json!({ "name": "Dana Reyes" }));
    let on_record: i64 = sqlx::query_scalar("select count(*) from cairn.audit_events where action = 'session_wait.widen'")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("events");
    assert_eq!(on_record, 1);
}

/// Somebody new, whom nobody counsels yet, waits for whoever there is: that is who keeps contact with them.
#[tokio::test]
async fn whom_nobody_counsels_yet_may_wait_for_anybody() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let Line { dana, paz, ana, bea, .. } = line(&app, &center).await;
    let end = "update cairn.care_assignments set ended_at = started_at where client_id = $1 and counselor_id = $2";
    let query = sqlx::query(end).bind(ana.member_id.0).bind(dana.member_id.0);
    query.execute(&mut app.superuser().await).await.expect("nobody counsels her");
    let theirs = session(&book(&app, &paz, &paz, &bea, TIME).await).clone();
    let join = "mutation($input: JoinWaitInput!) { joinSessionWait(input: $input) { sessionWait { state } problems { code } } }";
    let joined = app.data(&ana, join, input(json!({ "minutes": 45, "place": "ONLINE" }))).await["joinSessionWait"].clone();
    assert_eq!(joined, json!({ "sessionWait": { "state": "WAITING" }, "problems": [] }));
    cancel(&app, &bea, &theirs).await;
    assert_eq!(state(&app, &ana).await["offer"]["counselor"], json!({ "name": "Paz Molina" }));
}

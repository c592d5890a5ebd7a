//! A rest is one: while two rest from walking together nothing is booked, and what was planned does not stand there for nobody.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person, TestCenter};

use super::guard::{consents, names_backup};
use crate::standing::sign_in_again;

const PAUSE: &str = "mutation($id: ID!, $until: DateTime) {
  pauseMentorship(input: { mentorshipId: $id, until: $until }) { mentorship { state } problems { code path } } }";
const RESUME: &str = "mutation($id: ID!) { resumeMentorship(mentorshipId: $id) { mentorship { state } problems { code } } }";
const PAUSE_ME: &str =
    "mutation($until: DateTime) { pauseMeAsMentor(until: $until) { handedOver paused problems { code path } } }";

/// Tuesday evenings of three weeks, by a clock that goes forward on the second Sunday of March.
const EVENINGS: [&str; 3] = ["2026-03-03T23:00:00Z", "2026-03-10T22:00:00Z", "2026-03-17T22:00:00Z"];

/// What came of booking a session of 45 minutes.
pub async fn book(app: &App, by: &Person, counselor: &Person, client: &Person, at: &str) -> Json {
    let book =
        "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { id version } problems { code path } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": counselor.wire_id(), "clientId": client.wire_id(),
        "startsAt": at, "minutes": 45, "place": "ONLINE" });
    app.data(by, book, json!({ "input": input })).await["bookSession"].clone()
}

/// When somebody has sessions ahead, the next first.
pub async fn ahead(app: &App, person: &Person) -> Vec<String> {
    let list = "query($now: DateTime) { sessions(state: BOOKED, from: $now) { nodes { startsAt } } }";
    let now = app.clock.now().to_string();
    let found = app.data(person, list, json!({ "now": now })).await["sessions"]["nodes"].clone();
    let nodes = found.as_array().expect("sessions").iter();
    nodes.filter_map(|one| one["startsAt"].as_str()).map(str::to_owned).collect()
}

/// Starts with somebody that the person is offered in the next weeks.
pub async fn offered(app: &App, person: &Person, counselor: &Person) -> usize {
    let query = "query($c: ID!) { slots(counselorId: $c, from: \"2026-03-03\", days: 20, minutes: 45) { startsAt } }";
    let found = app.data(person, query, json!({ "c": counselor.wire_id() })).await["slots"].clone();
    found.as_array().expect("slots").len()
}

async fn evenings(app: &App, client: &Person, mentor: &Person) {
    for at in EVENINGS {
        assert_eq!(book(app, client, mentor, client, at).await["problems"], json!([]));
    }
}

async fn two<'a>(center: &'a TestCenter<'a>) -> (Person, Person, String) {
    let dana = center.counselor("Dana Reyes").await;
    let (ana, marcus) = (center.client("Ana Ruiz", &dana).await, center.mentor("Marcus Hill", 20).await);
    let pair = center.walk_together(&ana, &marcus).await;
    (ana, marcus, pair)
}

#[tokio::test]
async fn while_two_rest_nothing_stands_between_them_and_nothing_is_booked() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, pair) = two(&center).await;
    evenings(&app, &ana, &marcus).await;
    app.run_jobs().await;
    let mails = |person: &Person| app.mail.inbox().mails(Some(&person.email)).len();
    let before = (mails(&ana), mails(&marcus));
    fine(&app.data(&ana, PAUSE, json!({ "id": pair, "until": null })).await, "pauseMentorship");
    assert_eq!((ahead(&app, &ana).await, ahead(&app, &marcus).await), (Vec::<String>::new(), Vec::new()));
    app.run_jobs().await;
    assert!(mails(&ana) > before.0 && mails(&marcus) > before.1, "both hear of it, as of any cancellation");
    // Nobody is named for it, and nobody takes it back by a tap.
    let gone = "{ sessions(state: CANCELLED) { nodes { state cancelledBy { name } cancelReason canChange } } }";
    let gone = app.data(&marcus, gone, json!({})).await["sessions"]["nodes"].clone();
    let one = json!({ "state": "CANCELLED", "cancelledBy": null, "cancelReason": null, "canChange": false });
    assert_eq!(gone, json!([one, one, one]));
    // Whoever of the two or of the center tries, there are no meetings for a while: not offered, and not booked.
    assert_eq!((offered(&app, &ana, &marcus).await, mine(&app, &ana).await), (0, json!([{ "name": "Dana Reyes" }])));
    for by in [&ana, &marcus, &center.admin] {
        let refused = book(&app, by, &marcus, &ana, EVENINGS[1]).await["problems"].clone();
        assert_eq!(refused, json!([{ "code": "pair_rests", "path": ["startsAt"] }]), "{}", by.name);
    }
    fine(&app.data(&marcus, RESUME, json!({ "id": pair })).await, "resumeMentorship");
    assert!(offered(&app, &ana, &marcus).await > 0);
    assert_eq!(book(&app, &ana, &marcus, &ana, EVENINGS[1]).await["problems"], json!([]));
    assert_eq!(ahead(&app, &marcus).await, [EVENINGS[1]]);
}

async fn mine(app: &App, client: &Person) -> Json {
    app.data(client, "{ viewer { counselors { name } } }", json!({})).await["viewer"]["counselors"].clone()
}

#[tokio::test]
async fn a_rest_until_a_day_leaves_what_comes_after_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, pair) = two(&center).await;
    evenings(&app, &ana, &marcus).await;
    let until = json!({ "id": pair, "until": "2026-03-16T12:00:00Z" });
    fine(&app.data(&marcus, PAUSE, until).await, "pauseMentorship");
    assert_eq!(ahead(&app, &ana).await, [EVENINGS[2]]);
    // When the day has come they go on, and meet.
    app.driven().advance(SignedDuration::from_hours(24 * 14));
    app.run_jobs().await;
    let ana = sign_in_again(&app, &center.center, &ana).await;
    assert_eq!(app.data(&ana, "{ myMentorships { state } }", json!({})).await["myMentorships"][0]["state"], "ACTIVE");
    assert_eq!(ahead(&app, &ana).await, [EVENINGS[2]]);
    assert_eq!(book(&app, &ana, &marcus, &ana, "2026-03-18T22:00:00Z").await["problems"], json!([]));
}

#[tokio::test]
async fn pause_me_leaves_the_mentor_nobody_to_meet() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, _) = two(&center).await;
    let dana = center.counselor("Helen Strand").await;
    let (theo, mia) = (center.client("Theo Lind", &dana).await, center.client("Mia Frost", &dana).await);
    let imani = center.mentor("Imani Okoye", 20).await;
    names_backup(&app, &marcus, &imani).await;
    let (with_theo, with_mia) = (center.walk_together(&theo, &marcus).await, center.walk_together(&mia, &marcus).await);
    assert_eq!(consents(&app, &theo, &with_theo, &imani).await["problems"], json!([]));
    let less = "mutation($id: ID!) { stepBackMentorship(mentorshipId: $id) { problems { code } } }";
    fine(&app.data(&mia, less, json!({ "id": with_mia })).await, "stepBackMentorship");
    for (client, at) in [(&ana, EVENINGS[0]), (&theo, EVENINGS[1]), (&mia, EVENINGS[2])] {
        assert_eq!(book(&app, client, &marcus, client, at).await["problems"], json!([]));
    }
    // One rests, one walks with the backup, one is on the way to a goodbye: he meets none of them.
    fine(&app.data(&marcus, PAUSE_ME, json!({ "until": null })).await, "pauseMeAsMentor");
    assert_eq!(ahead(&app, &marcus).await, Vec::<String>::new());
    for client in [&ana, &mia] {
        let refused = book(&app, client, &marcus, client, EVENINGS[1]).await["problems"].clone();
        assert_eq!(refused[0]["code"], "pair_rests", "{}", client.name);
    }
    assert_eq!(
        book(&app, &theo, &imani, &theo, EVENINGS[1]).await["problems"],
        json!([]),
        "with the backup they make their own times"
    );
    // What a rest of the mentor stops, his coming back allows: with whoever does not rest on their own.
    fine(&app.data(&marcus, "mutation { comeBackAsMentor { problems { code } } }", json!({})).await, "comeBackAsMentor");
    assert_eq!(book(&app, &mia, &marcus, &mia, EVENINGS[0]).await["problems"], json!([]));
    assert_eq!(book(&app, &ana, &marcus, &ana, EVENINGS[1]).await["problems"][0]["code"], "pair_rests");
}

#[tokio::test]
async fn after_a_goodbye_nothing_is_left_in_the_calendar() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, pair) = two(&center).await;
    evenings(&app, &ana, &marcus).await;
    let end = "mutation($id: ID!) { endMentorship(input: { mentorshipId: $id, reason: TIME_IS_UP, words: \"Thank you.\" }) {
      mentorship { state } problems { code } } }";
    // A fortnight for a last meeting; what lies behind that can never be.
    fine(&app.data(&ana, end, json!({ "id": pair })).await, "endMentorship");
    assert_eq!(ahead(&app, &ana).await, EVENINGS[..2]);
    // Said back sooner, it is over.
    let closed = fine(&app.data(&marcus, end, json!({ "id": pair })).await, "endMentorship");
    assert_eq!(closed["mentorship"]["state"], "CLOSED");
    assert_eq!((ahead(&app, &ana).await, ahead(&app, &marcus).await), (Vec::<String>::new(), Vec::new()));
    assert_eq!(book(&app, &ana, &marcus, &ana, EVENINGS[1]).await["problems"][0]["code"], "not_found");
}

#[tokio::test]
async fn a_goodbye_that_time_says_leaves_nothing_either() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, pair) = two(&center).await;
    let end = "mutation($id: ID!) { endMentorship(input: { mentorshipId: $id, reason: TIME_IS_UP, words: \"\" }) { problems { code } } }";
    fine(&app.data(&ana, end, json!({ "id": pair })).await, "endMentorship");
    // Booked in the fortnight, for after it.
    assert_eq!(book(&app, &ana, &marcus, &ana, EVENINGS[2]).await["problems"], json!([]));
    app.driven().advance(SignedDuration::from_hours(24 * 14 + 1));
    app.run_jobs().await;
    let ana = sign_in_again(&app, &center.center, &ana).await;
    assert_eq!(app.data(&ana, "{ myMentorships { state } }", json!({})).await["myMentorships"][0]["state"], "CLOSED");
    assert_eq!(ahead(&app, &ana).await, Vec::<String>::new());
}

#[tokio::test]
async fn whoever_counsels_them_as_well_goes_on_meeting_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, pair) = two(&center).await;
    // Whoever was the mentor counsels them from now: longer than the pair.
    let tx = app.enter(&center.admin).await;
    cairn_domain::members::assign_counselor(&tx, ana.member_id, marcus.member_id).await.expect("assign");
    tx.commit().await.expect("commit");
    evenings(&app, &ana, &marcus).await;
    fine(&app.data(&ana, PAUSE, json!({ "id": pair, "until": null })).await, "pauseMentorship");
    assert_eq!(ahead(&app, &ana).await, EVENINGS);
}

#[tokio::test]
async fn no_pair_goes_on_in_the_middle_of_its_mentors_rest() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, pair) = two(&center).await;
    let own = async |person: &Person| {
        let read = "{ myMentorships { state pausedUntil } }";
        app.data(person, read, json!({})).await["myMentorships"][0].clone()
    };
    let at = |day: &str| -> jiff::Timestamp { format!("2026-03-{day}T15:00:00Z").parse().expect("a time") };
    // She rests for some days, and he for longer.
    let until = json!({ "id": pair, "until": at("05").to_string() });
    fine(&app.data(&ana, PAUSE, until).await, "pauseMentorship");
    fine(&app.data(&marcus, PAUSE_ME, json!({ "until": at("10").to_string() })).await, "pauseMeAsMentor");
    assert_eq!(own(&ana).await, json!({ "state": "PAUSED", "pausedUntil": at("10").to_string() }));
    // The day before it is over he is back, and finds that he needs more.
    app.driven().set(at("09"));
    app.run_jobs().await;
    let marcus = sign_in_again(&app, &center.center, &marcus).await;
    fine(&app.data(&marcus, "mutation { comeBackAsMentor { problems { code } } }", json!({})).await, "comeBackAsMentor");
    fine(&app.data(&marcus, PAUSE_ME, json!({ "until": at("30").to_string() })).await, "pauseMeAsMentor");
    app.driven().set(at("11"));
    super::mails::daily(&app).await;
    let ana = sign_in_again(&app, &center.center, &ana).await;
    assert_eq!(own(&ana).await, json!({ "state": "PAUSED", "pausedUntil": at("30").to_string() }));
    let refused = app.data(&ana, RESUME, json!({ "id": pair })).await["resumeMentorship"]["problems"].clone();
    assert_eq!(refused, json!([{ "code": "mentor_away" }]));
    app.driven().set(at("31"));
    app.run_jobs().await;
    let ana = sign_in_again(&app, &center.center, &ana).await;
    assert_eq!(own(&ana).await["state"], "ACTIVE");
    // With the pair he is back, and not the morning after.
    let marcus = sign_in_again(&app, &center.center, &marcus).await;
    let profile = app.data(&marcus, "{ myMentorProfile { state } }", json!({})).await;
    assert_eq!(profile["myMentorProfile"]["state"], "APPROVED");
}

#[tokio::test]
async fn whom_the_center_holds_back_may_still_rest() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, _) = two(&center).await;
    let hold = "mutation($id: ID!, $v: Int!) { setMentorState(input: { mentorId: $id, version: $v, state: PAUSED }) { problems { code } } }";
    let version = app.data(&marcus, "{ myMentorProfile { version } }", json!({})).await["myMentorProfile"]["version"].clone();
    fine(&app.data(&center.admin, hold, json!({ "id": marcus.wire_id(), "v": version })).await, "setMentorState");
    fine(&app.data(&marcus, PAUSE_ME, json!({ "until": null })).await, "pauseMeAsMentor");
    assert_eq!(app.data(&ana, "{ myMentorships { state } }", json!({})).await["myMentorships"][0]["state"], "PAUSED");
    // Whom he takes on again, the center still says.
    let profile = app.data(&marcus, "{ myMentorProfile { state pausedByCenter } }", json!({})).await;
    assert_eq!(profile["myMentorProfile"], json!({ "state": "PAUSED", "pausedByCenter": true }));
}

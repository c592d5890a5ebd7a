//! What a pair keeps of its company: meetings, what there is to read, a day that comes.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person};

use super::mails::{daily, mails};
use crate::standing::sign_in_again;

const MEETINGS: &str = "query($id: ID!) { mentorship(mentorshipId: $id) { meetings { id on startsAt minutes notedByMe } } }";
const NOTE: &str = "mutation($input: NotePairMeetingInput!) { notePairMeeting(input: $input) { problems { code path } } }";
const BACK: &str = "mutation($id: ID!) { takeBackPairMeeting(pairMeetingId: $id) { problems { code } } }";
const UNREAD: &str = "{ myMentorships { unreadMessages } }";

async fn meetings(app: &App, person: &Person, pair: &str) -> Json {
    app.data(person, MEETINGS, json!({ "id": pair })).await["mentorship"]["meetings"].clone()
}

async fn notes(app: &App, person: &Person, pair: &str, on: &str, minutes: i32) -> Json {
    let input = json!({ "mentorshipId": pair, "on": on, "minutes": minutes });
    app.data(person, NOTE, json!({ "input": input })).await["notePairMeeting"]["problems"].clone()
}

#[tokio::test]
async fn meetings_held_are_kept_with_their_length_and_nothing_else() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let book = "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }";
    for at in ["2026-03-03T23:00:00Z", "2026-03-05T23:00:00Z"] {
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": marcus.wire_id(), "clientId": ana.wire_id(),
            "startsAt": at, "minutes": 45, "place": "ONLINE" });
        fine(&app.data(&marcus, book, json!({ "input": input })).await, "bookSession");
    }
    assert_eq!(meetings(&app, &ana, &pair).await, json!([]), "booked is not held");
    app.driven().set("2026-03-04T15:00:00Z".parse().expect("a time"));
    let (ana, marcus) = (sign_in_again(&app, &center.center, &ana).await, sign_in_again(&app, &center.center, &marcus).await);
    // A walk that nobody booked; both write it down, and it is one.
    assert_eq!(notes(&app, &marcus, &pair, "2026-03-02", 30).await, json!([]));
    assert_eq!(notes(&app, &ana, &pair, "2026-03-02", 30).await, json!([]));
    let held = meetings(&app, &ana, &pair).await;
    let walk = &held[1];
    assert_eq!(held.as_array().map(Vec::len), Some(2), "{held:#}");
    assert_eq!(
        held[0],
        json!({ "id": null, "on": "2026-03-03", "startsAt": "2026-03-03T23:00:00Z", "minutes": 45, "notedByMe": false })
    );
    assert_eq!((&walk["on"], &walk["minutes"], &walk["notedByMe"]), (&json!("2026-03-02"), &json!(30), &json!(false)));
    for (on, minutes, code) in
        [("2026-03-05", 30, "in_the_future"), ("2026-03-01", 30, "before_the_pair"), ("2026-03-03", 0, "out_of_range")]
    {
        assert_eq!(notes(&app, &ana, &pair, on, minutes).await[0]["code"], code);
    }
    // By whoever wrote it down; and for nobody but the two.
    let back = async |person: &Person| {
        app.data(person, BACK, json!({ "id": walk["id"] })).await["takeBackPairMeeting"]["problems"].clone()
    };
    assert_eq!(back(&ana).await[0]["code"], "not_found");
    let admin = sign_in_again(&app, &center.center, &center.admin).await;
    assert_eq!(meetings(&app, &admin, &pair).await, json!([]));
    assert_eq!(notes(&app, &admin, &pair, "2026-03-03", 20).await[0]["code"], "not_found");
    let theo = sign_in_again(&app, &center.center, &theo).await;
    assert!(app.data(&theo, MEETINGS, json!({ "id": pair })).await["mentorship"].is_null());
    for _ in 0..2 {
        assert_eq!(back(&marcus).await, json!([]));
    }
    assert_eq!(meetings(&app, &marcus, &pair).await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_there_is_to_read_is_counted_for_each() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let send = "mutation($input: SendPairMessageInput!) { sendPairMessage(input: $input) { message { id } problems { code } } }";
    let mut last = Json::Null;
    for body in ["Hello.", "Are you there?"] {
        // One after the other: what is written in one instant has no order.
        app.driven().advance(SignedDuration::from_secs(1));
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "mentorshipId": pair, "body": body });
        last = fine(&app.data(&ana, send, json!({ "input": input })).await, "sendPairMessage")["message"]["id"].clone();
    }
    let unread = async |person: &Person| app.data(person, UNREAD, json!({})).await["myMentorships"][0]["unreadMessages"].clone();
    assert_eq!((unread(&ana).await, unread(&marcus).await), (json!(0), json!(2)));
    let of_staff = "query($id: ID!) { mentorship(mentorshipId: $id) { unreadMessages } }";
    assert_eq!(app.data(&center.admin, of_staff, json!({ "id": pair })).await["mentorship"]["unreadMessages"], 0);
    let mark =
        "mutation($id: ID!, $m: ID!) { markPairRead(input: { mentorshipId: $id, pairMessageId: $m }) { problems { code } } }";
    fine(&app.data(&marcus, mark, json!({ "id": pair, "m": last })).await, "markPairRead");
    assert_eq!(unread(&marcus).await, 0);
}

#[tokio::test]
async fn a_goal_whose_day_comes_is_told_to_its_owner_once_and_to_nobody_else() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    let (pair, other) = (center.walk_together(&ana, &marcus).await, center.walk_together(&theo, &imani).await);
    let create = "mutation($input: CreateGoalInput!) { createGoal(input: $input) { goal { id } problems { code } } }";
    let goal = async |client: &Person, pair: &str, on: &str| {
        let input = json!({ "mentorshipId": pair, "text": "Call my sister.", "targetOn": on });
        fine(&app.data(client, create, json!({ "input": input })).await, "createGoal")["goal"]["id"].clone()
    };
    // Two on one day are one mail.
    goal(&ana, &pair, "2026-03-06").await;
    goal(&ana, &pair, "2026-03-06").await;
    let reached = goal(&ana, &pair, "2026-03-08").await;
    let set = "mutation($id: ID!) { setGoalState(input: { goalId: $id, state: FINISHED }) { problems { code } } }";
    fine(&app.data(&ana, set, json!({ "id": reached })).await, "setGoalState");
    // He wants no reminders.
    goal(&theo, &other, "2026-03-06").await;
    let choose = "mutation { updateProfile(input: { sessionReminders: false }) { problems { code } } }";
    fine(&app.data(&theo, choose, json!({})).await, "updateProfile");
    app.run_jobs().await;
    let due = "{ myGoalsDue { mentorshipId text targetOn } }";
    assert_eq!(app.data(&ana, due, json!({})).await["myGoalsDue"], json!([]), "the day is far");
    let start = app.clock.now();
    let before = (mails(&app, &ana), mails(&app, &theo), mails(&app, &marcus));
    for (day, told) in [(1, 0), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1)] {
        app.driven().set(start + SignedDuration::from_hours(24 * day));
        daily(&app).await;
        assert_eq!(
            (mails(&app, &ana), mails(&app, &theo), mails(&app, &marcus)),
            (before.0 + told, before.1, before.2),
            "day {day}"
        );
    }
    // And it stands where they come in, for a while, also after the day; for whoever wants to be reminded.
    let (ana, theo) = (sign_in_again(&app, &center.center, &ana).await, sign_in_again(&app, &center.center, &theo).await);
    let one = json!({ "mentorshipId": pair, "text": "Call my sister.", "targetOn": "2026-03-06" });
    assert_eq!(app.data(&ana, due, json!({})).await["myGoalsDue"], json!([one.clone(), one]));
    assert_eq!(app.data(&theo, due, json!({})).await["myGoalsDue"], json!([]));
    let marcus = sign_in_again(&app, &center.center, &marcus).await;
    assert_eq!(app.graphql(&marcus, due, json!({})).await["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

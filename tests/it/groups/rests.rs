//! A group rests, ends, meets again, or at other times: what becomes of its meetings, and what people hear of it.

use http::Request;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use crate::standing::sign_in_again;

const STATE: &str = "mutation($input: SetGroupStateInput!) { setGroupState(input: $input) { problems { code path } } }";
const SCHEDULE: &str = "mutation($input: SetGroupScheduleInput!) { setGroupSchedule(input: $input) { problems { code path } } }";
const JOIN: &str = "mutation($id: ID!) { joinMeeting(meetingId: $id) { url problems { code } } }";
const RENEW: &str = "mutation { renewCalendarFeed(title: \"\") { path problems { code } } }";
const TIMES: &str = "Your times have changed";

struct Circle<'a> {
    center: TestCenter<'a>,
    ana: Person,
    group: String,
}

impl<'a> Circle<'a> {
    async fn new(app: &'a App) -> Self {
        let center = app.center("Harbor House").await;
        let dana = center.counselor("Dana Reyes").await;
        let ana = center.client("Ana Ruiz", &dana).await;
        let group = center.group("Evening circle", json!({})).await;
        center.joins(&ana, &group, "River").await;
        app.run_jobs().await;
        Self { center, ana, group }
    }

    async fn version(&self) -> Json {
        let query = "query($id: ID!) { group(id: $id) { version } }";
        self.center.app.data(&self.center.admin, query, json!({ "id": self.group })).await["group"]["version"].clone()
    }

    async fn becomes(&self, state: &str) {
        let input = json!({ "groupId": self.group, "version": self.version().await, "state": state });
        let done = self.center.app.data(&self.center.admin, STATE, json!({ "input": input })).await;
        assert_eq!(done["setGroupState"]["problems"], json!([]), "{done:#}");
        self.center.app.run_jobs().await;
    }

    async fn meets_at(&self, time: &str) {
        let input = json!({ "groupId": self.group, "version": self.version().await, "rule": "FREQ=WEEKLY;BYDAY=TU",
            "localStart": format!("2026-03-03T{time}"), "zone": "America/New_York", "minutes": 60 });
        let done = self.center.app.data(&self.center.admin, SCHEDULE, json!({ "input": input })).await;
        assert_eq!(done["setGroupSchedule"]["problems"], json!([]), "{done:#}");
        self.center.app.run_jobs().await;
    }

    /// The states of what is to come, each once.
    async fn states(&self) -> Vec<String> {
        let query = "query($id: ID!) { meetings(groupId: $id, first: 50) { nodes { state } } }";
        let data = self.center.app.data(&self.center.admin, query, json!({ "id": self.group })).await;
        let mut states: Vec<String> = data["meetings"]["nodes"]
            .as_array()
            .expect("meetings")
            .iter()
            .map(|meeting| meeting["state"].as_str().expect("a state").to_owned())
            .collect();
        states.dedup();
        states
    }

    /// The subjects of what Ana got, the oldest first.
    fn subjects(&self) -> Vec<String> {
        let mut mails = self.center.app.mail.inbox().mails(Some(&self.ana.email));
        mails.sort_by_key(|mail| mail.id);
        mails.iter().map(|mail| mail.subject.clone()).collect()
    }
}

#[tokio::test]
async fn a_group_that_ends_calls_off_what_was_planned_says_so_once_and_can_come_back() {
    let app = App::start().await;
    let circle = Circle::new(&app).await;
    let before = circle.subjects().len();
    circle.becomes("CLOSED").await;
    assert_eq!(circle.subjects()[before..], ["Cancelled: Tue, Mar 3, 6:00 PM"]);
    assert_eq!(circle.states().await, ["CANCELLED"]);
    // A meeting does not come back alone.
    let restore = "mutation($id: ID!) { restoreMeeting(meetingId: $id, version: 2) { problems { code } } }";
    let meeting = circle.center.next_meeting(&circle.group).await;
    let refused = app.data(&circle.center.admin, restore, json!({ "id": meeting })).await;
    assert_eq!(refused["restoreMeeting"]["problems"][0]["code"], "group_not_open");
    circle.becomes("ACTIVE").await;
    assert_eq!(circle.states().await, ["SCHEDULED"]);
    assert_eq!(circle.subjects()[before + 1..], [TIMES]);
    app.driven().set("2026-03-03T20:00:00Z".parse().expect("a time"));
    app.run_jobs().await;
    assert_eq!(circle.subjects()[before + 2..], ["Today at 6:00 PM"]);
}

#[tokio::test]
async fn a_group_that_rests_reminds_nobody_opens_no_door_and_is_in_no_calendar() {
    let app = App::start().await;
    let circle = Circle::new(&app).await;
    let made = app.data(&circle.ana, RENEW, json!({})).await["renewCalendarFeed"]["path"].clone();
    let feed = async || {
        let request = Request::get(made.as_str().expect("a path")).body(axum::body::Body::empty()).expect("a request");
        app.http(request).await.text().matches("BEGIN:VEVENT").count()
    };
    assert_eq!(feed().await, 13);
    let before = circle.subjects().len();
    circle.becomes("PAUSED").await;
    assert_eq!(circle.subjects()[before..], [TIMES]);
    assert_eq!(feed().await, 0);
    app.driven().set("2026-03-03T20:00:00Z".parse().expect("a time"));
    app.run_jobs().await;
    assert_eq!(circle.subjects().len(), before + 1);
    app.driven().set("2026-03-03T22:50:00Z".parse().expect("a time"));
    let ana = sign_in_again(&app, &circle.center.center, &circle.ana).await;
    let meeting = circle.center.app.data(
        &ana,
        "query($id: ID!) { group(id: $id) { nextMeetings(first: 1) { id canJoinNow } } }",
        json!({ "id": circle.group }),
    );
    let meeting = meeting.await["group"]["nextMeetings"][0].clone();
    assert_eq!(meeting["canJoinNow"], false);
    let shut = app.data(&ana, JOIN, json!({ "id": meeting["id"] })).await["joinMeeting"].clone();
    assert_eq!((&shut["url"], &shut["problems"][0]["code"]), (&Json::Null, &json!("group_not_open")));
}

#[tokio::test]
async fn changed_times_are_told_once_and_remind_anew() {
    let app = App::start().await;
    let circle = Circle::new(&app).await;
    let before = circle.subjects().len();
    circle.meets_at("18:00").await;
    assert_eq!(circle.subjects().len(), before, "the same times are no news");
    circle.meets_at("19:30").await;
    assert_eq!(circle.subjects()[before..], [TIMES]);
    let add =
        "mutation($input: AddGroupBreakInput!) { addGroupBreak(input: $input) { group { breaks { id } } problems { code } } }";
    let input = json!({ "groupId": circle.group, "from": "2026-03-09", "until": "2026-03-13" });
    let added = app.data(&circle.center.admin, add, json!({ "input": input })).await["addGroupBreak"].clone();
    let remove = "mutation($id: ID!) { removeGroupBreak(groupBreakId: $id) { problems { code } } }";
    app.data(&circle.center.admin, remove, json!({ "id": added["group"]["breaks"][0]["id"] })).await;
    app.run_jobs().await;
    assert_eq!(circle.subjects()[before + 1..], [TIMES], "of two changes in a row, one mail");
    app.driven().set("2026-03-03T20:05:00Z".parse().expect("a time"));
    app.run_jobs().await;
    assert_eq!(circle.subjects().len(), before + 2, "the old hour is not true any more");
    app.driven().set("2026-03-03T21:30:00Z".parse().expect("a time"));
    app.run_jobs().await;
    assert_eq!(circle.subjects()[before + 2..], ["Today at 7:30 PM"]);
}

#[tokio::test]
async fn a_pause_that_is_over_is_told_and_on_record() {
    let app = App::start().await;
    let circle = Circle::new(&app).await;
    let people = "query($id: ID!) { groupPeople(groupId: $id) { nodes { person { id } missed whenQuiet } } }";
    let entry = app.data(&circle.center.admin, people, json!({ "id": circle.group })).await["groupPeople"]["nodes"][0].clone();
    assert_eq!((&entry["missed"], &entry["whenQuiet"]), (&json!(0), &json!("NOTHING")));
    let pause = "mutation($input: PauseGroupPersonInput!) { pauseGroupPerson(input: $input) { problems { code } } }";
    let input = json!({ "id": entry["person"]["id"], "until": "2026-03-02T18:00:00Z" });
    let paused = app.data(&circle.center.admin, pause, json!({ "input": input })).await;
    assert_eq!(paused["pauseGroupPerson"]["problems"], json!([]));
    app.run_jobs().await;
    let before = circle.subjects().len();
    app.driven().set("2026-03-02T18:00:00Z".parse().expect("a time"));
    app.run_jobs().await;
    assert_eq!(circle.subjects()[before..], ["Something new for you"]);
    let logged =
        "select count(*) from cairn.audit_events where action = 'group.join' and client_id = $1 and actor_kind = 'worker'";
    let logged: i64 =
        sqlx::query_scalar(logged).bind(circle.ana.member_id.0).fetch_one(&mut app.superuser().await).await.expect("a count");
    assert_eq!(logged, 1);
}

#[tokio::test]
async fn nobody_is_asked_who_came_to_a_meeting_that_was_not_because_the_group_rested() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.facilitator("Marcus Hill").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let group = center.group("Evening circle", json!({})).await;
    center.joins(&ana, &group, "River").await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    let house = center.center.clone();
    let circle = Circle { center, ana, group };
    let first = circle.center.next_meeting(&circle.group).await;
    let query = "query($id: ID!) { meeting(id: $id) { state needsAttendance } }";
    let ask = async |meeting: &str| {
        let marcus = sign_in_again(&app, &house, &marcus).await;
        app.data(&marcus, query, json!({ "id": meeting })).await["meeting"].clone()
    };
    // The first was held before the pause: that is still asked.
    app.driven().set("2026-03-04T15:00:00Z".parse().expect("a time"));
    let mut circle = circle_signed_in(&app, circle).await;
    let second = circle.center.next_meeting(&circle.group).await;
    circle.becomes("PAUSED").await;
    assert_eq!(ask(&first).await, json!({ "state": "SCHEDULED", "needsAttendance": true }));
    app.driven().set("2026-03-11T15:00:00Z".parse().expect("a time"));
    assert_eq!(ask(&second).await, json!({ "state": "SCHEDULED", "needsAttendance": false }));
    circle = circle_signed_in(&app, circle).await;
    circle.becomes("ACTIVE").await;
    assert_eq!(ask(&second).await, json!({ "state": "CANCELLED", "needsAttendance": false }), "it was not held");
}

/// Days have passed: its admin comes back.
async fn circle_signed_in<'a>(app: &App, mut circle: Circle<'a>) -> Circle<'a> {
    circle.center.admin = sign_in_again(app, &circle.center.center, &circle.center.admin).await;
    circle
}

//! A room with people in it, for the tests of what happens in meetings.

use jiff::Timestamp;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

pub const OPEN: &str = "mutation($id: ID!) { openMeeting(meetingId: $id) { meeting { state version } problems { code path } } }";
pub const BEGIN: &str = "mutation($id: ID!) { beginMeeting(meetingId: $id) { meeting { state } problems { code } } }";
pub const END: &str = "mutation($id: ID!, $held: Boolean!) { endMeeting(input: { meetingId: $id, held: $held }) { meeting { state } problems { code } } }";
pub const CHECK_IN: &str = "mutation($id: ID!, $code: String!) { checkIn(input: { meetingId: $id, code: $code }) {
  meeting { state myAttendance { status via mode minutes } } problems { __typename code path } } }";
pub const JOIN: &str = "mutation($id: ID!) { joinMeeting(meetingId: $id) {
  url meeting { state myAttendance { status via mode minutes arrivedAt } } problems { code path } } }";
pub const ROSTER: &str = "query($id: ID!) { roster(meetingId: $id) { came expected checkInCode
  entries { person { id alias me facilitates } attendance { status via mode minutes arrivedAt leftAt } } } }";
pub const TAKE: &str = "mutation($input: TakeAttendanceInput!) { takeAttendance(input: $input) {
  roster { came expected meeting { state } entries { person { id alias } attendance { status via mode minutes arrivedAt leftAt } } }
  problems { code path } } }";

/// A member of the group.
pub struct Guest {
    pub person: Person,
    /// Their place, as on the wire.
    pub place: String,
}

/// A group with a facilitator and members, and its first meeting: Tuesday, 2026-03-03, 18:00 to 19:00 in New York, which is
/// 23:00 to midnight UTC.
pub struct Room<'a> {
    pub app: &'a App,
    pub center: TestCenter<'a>,
    pub dana: Person,
    pub marcus: Person,
    pub guests: Vec<Guest>,
    pub group: String,
    pub meeting: String,
}

impl<'a> Room<'a> {
    /// `people`: legal name and alias.
    pub async fn new(app: &'a App, changes: Json, people: &[(&str, &str)]) -> Room<'a> {
        let center = app.center("Harbor House").await;
        let dana = center.counselor("Dana Reyes").await;
        let marcus = center.facilitator("Marcus Hill").await;
        let group = center.group("Evening circle", changes).await;
        center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
        let mut guests = Vec::new();
        for (name, alias) in people {
            let person = center.client(name, &dana).await;
            let place = center.joins(&person, &group, alias).await;
            guests.push(Guest { person, place });
        }
        let meeting = center.next_meeting(&group).await;
        Room { app, center, dana, marcus, guests, group, meeting }
    }

    /// Sets the clock to a time of the evening of the meeting, UTC.
    pub async fn at(&self, time: &str) {
        self.on(&format!("2026-03-03T{time}:00Z")).await;
    }

    /// Sets the clock; everybody stays signed in meanwhile.
    pub async fn on(&self, instant: &str) {
        self.app.driven().set(instant.parse::<Timestamp>().expect("an instant"));
        let sql = "update cairn.sign_ins set idle_expires_at = $1::timestamptz + interval '1 hour', expires_at = $1::timestamptz + interval '1 day'";
        sqlx::query(sql)
            .bind(instant.parse::<chrono::DateTime<chrono::Utc>>().expect("an instant"))
            .execute(&mut self.app.superuser().await)
            .await
            .expect("sign-ins");
    }

    /// The payload of a mutation about the meeting.
    pub async fn does(&self, person: &Person, mutation: &str, mut variables: Json) -> Json {
        variables["id"] = json!(self.meeting);
        let data = self.app.data(person, mutation, variables).await;
        data.as_object().and_then(|data| data.values().next()).cloned().unwrap_or_else(|| panic!("a payload: {data:#}"))
    }

    /// As [`Self::does`], by the facilitator, and it has to go well.
    pub async fn fine(&self, mutation: &str, variables: Json) -> Json {
        let payload = self.does(&self.marcus, mutation, variables).await;
        assert_eq!(payload["problems"], json!([]), "{payload:#}");
        payload
    }

    pub async fn roster(&self) -> Json {
        self.does(&self.marcus, ROSTER, json!({})).await
    }

    /// The code at the door, as the facilitator shows it.
    pub async fn code(&self) -> String {
        self.roster().await["checkInCode"].as_str().expect("a code").to_owned()
    }

    pub async fn take(&self, everyone: bool, entries: Json) -> Json {
        let input = json!({ "meetingId": self.meeting, "everyone": everyone, "entries": entries });
        self.does(&self.marcus, TAKE, json!({ "input": input })).await
    }

    /// Opens, begins and ends the meeting with everybody there.
    pub async fn held(&self) {
        self.at("22:50").await;
        self.fine(OPEN, json!({})).await;
        self.at("23:00").await;
        self.fine(BEGIN, json!({})).await;
        assert_eq!(self.take(true, json!([])).await["problems"], json!([]));
        self.at("23:59").await;
        self.fine(END, json!({ "held": true })).await;
    }

    /// What the record says of attendance, by alias.
    pub fn of(roster: &Json, alias: &str) -> Json {
        let entries = roster["entries"].as_array().expect("entries");
        entries.iter().find(|entry| entry["person"]["alias"] == alias).unwrap_or_else(|| panic!("{alias}"))["attendance"].clone()
    }

    /// What was noted, in order.
    pub async fn audited(&self, action: &str) -> Vec<(String, Option<uuid::Uuid>)> {
        sqlx::query_as("select result, client_id from cairn.audit_events where action = $1 order by sequence")
            .bind(action)
            .fetch_all(&mut self.app.superuser().await)
            .await
            .expect("events")
    }
}

pub fn code(payload: &Json) -> &str {
    payload["problems"][0]["code"].as_str().unwrap_or("none")
}

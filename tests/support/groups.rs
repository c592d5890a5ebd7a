//! Peer groups for tests, made the way an admin makes them.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};

use crate::people::{Person, TestCenter};

const CREATE: &str =
    "mutation($input: CreateGroupInput!) { createGroup(input: $input) { group { id version } problems { code path } } }";
const SCHEDULE: &str =
    "mutation($input: SetGroupScheduleInput!) { setGroupSchedule(input: $input) { group { version } problems { code path } } }";
const STATE: &str =
    "mutation($input: SetGroupStateInput!) { setGroupState(input: $input) { group { version } problems { code path } } }";
const FACILITATOR: &str = "mutation($input: SetGroupFacilitatorInput!) { setGroupFacilitator(input: $input) { group { version } problems { code path } } }";
const JOIN: &str = "mutation($input: JoinGroupInput!) {
  joinGroup(input: $input) { group { myMembership { id state alias placeInLine } } problems { code path } } }";

/// A group that meets on Tuesdays at six in the evening, New York time, for an hour, online.
pub fn group_details(name: &str) -> Json {
    json!({
        "name": name, "about": "For everybody who walks this way.", "access": "OPEN", "format": "DISCUSSION", "languages": ["en"],
        "mode": "ONLINE", "joinUrl": "https://meet.example/room-7", "capacity": null,
    })
}

fn changed(mut details: Json, changes: &Json) -> Json {
    for (name, value) in changes.as_object().into_iter().flatten() {
        details[name] = value.clone();
    }
    details
}

/// The payload of a mutation that has to go well.
fn fine(data: &Json, field: &str) -> Json {
    assert_eq!(data[field]["problems"], json!([]), "{field}: {data:#}");
    data[field].clone()
}

impl TestCenter<'_> {
    pub async fn facilitator(&self, name: &str) -> Person {
        self.invite(name, &[Role::Facilitator], None).await
    }

    /// An active group with a weekly meeting; `changes` replace details. Answers its id.
    pub async fn group(&self, name: &str, changes: Json) -> String {
        let details = changed(group_details(name), &changes);
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "details": details });
        let made = fine(&self.app.data(&self.admin, CREATE, json!({ "input": input })).await, "createGroup");
        let id = made["group"]["id"].as_str().expect("an id").to_owned();
        let input = json!({ "groupId": id, "version": made["group"]["version"], "rule": "FREQ=WEEKLY;BYDAY=TU",
            "localStart": "2026-03-03T18:00", "zone": "America/New_York", "minutes": 60 });
        let planned = fine(&self.app.data(&self.admin, SCHEDULE, json!({ "input": input })).await, "setGroupSchedule");
        let input = json!({ "groupId": id, "version": planned["group"]["version"], "state": "ACTIVE" });
        fine(&self.app.data(&self.admin, STATE, json!({ "input": input })).await, "setGroupState");
        id
    }

    /// Makes somebody hold a group's room, under an alias.
    pub async fn holds(&self, person: &Person, group: &str, alias: &str, part: &str) {
        let input = json!({ "groupId": group, "memberId": person.wire_id(), "alias": alias, "part": part });
        fine(&self.app.data(&self.admin, FACILITATOR, json!({ "input": input })).await, "setGroupFacilitator");
    }

    /// What came of a client's wish to join.
    pub async fn asks_to_join(&self, person: &Person, group: &str, alias: &str) -> Json {
        let input = json!({ "groupId": group, "alias": alias, "agreementVersion": 1, "showAlias": true });
        self.app.data(person, JOIN, json!({ "input": input })).await["joinGroup"].clone()
    }

    /// A client's place in an open group with room. Answers the membership's id.
    pub async fn joins(&self, person: &Person, group: &str, alias: &str) -> String {
        let joined = self.asks_to_join(person, group, alias).await;
        assert_eq!(joined["problems"], json!([]), "{joined:#}");
        assert_eq!(joined["group"]["myMembership"]["state"], "ACTIVE", "{joined:#}");
        joined["group"]["myMembership"]["id"].as_str().expect("an id").to_owned()
    }

    /// The group's next meeting.
    pub async fn next_meeting(&self, group: &str) -> String {
        let query = "query($id: ID!) { group(id: $id) { nextMeetings(first: 1) { id } } }";
        let data = self.app.data(&self.admin, query, json!({ "id": group })).await;
        data["group"]["nextMeetings"][0]["id"].as_str().unwrap_or_else(|| panic!("a meeting: {data:#}")).to_owned()
    }
}

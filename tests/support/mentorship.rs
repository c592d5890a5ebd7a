//! Mentors, wishes and pairs for tests, made the way people make them.

use cairn_domain::actor::Role;
use cairn_domain::availability::{self, SetAvailability, WeeklyRange};
use serde_json::{Value as Json, json};

use crate::people::{Person, TestCenter, office_hours};

const APPLY: &str =
    "mutation($input: ApplyAsMentorInput!) { applyAsMentor(input: $input) { mentor { id version } problems { code path } } }";
const TERMS: &str =
    "mutation($input: SetMentorTermsInput!) { setMentorTerms(input: $input) { mentor { version } problems { code path } } }";
const MOVE: &str = "mutation($input: SetMentorStateInput!) { setMentorState(input: $input) { mentor { state version } problems { code path } } }";
const WISH: &str = "mutation($input: SetMentorRequestInput!) {
  setMentorRequest(input: $input) { mentorRequest { state } problems { code path } } }";
const ASK: &str = "mutation($input: AskMentorsInput!) {
  askMentors(input: $input) { mentorships { id state rank mentor { name } } problems { code path } } }";
const ACCEPT: &str =
    "mutation($id: ID!) { acceptMentorship(mentorshipId: $id) { mentorship { id state } problems { code path } } }";

/// The payload of a mutation that has to go well.
pub fn fine(data: &Json, field: &str) -> Json {
    assert_eq!(data[field]["problems"], json!([]), "{field}: {data:#}");
    data[field].clone()
}

impl TestCenter<'_> {
    /// Somebody who mentors: applied, trained, shadowed, approved; with room for `capacity` points and evenings free.
    pub async fn mentor(&self, name: &str, capacity: i32) -> Person {
        let person = self.invite(name, &[Role::PeerMentor], None).await;
        self.becomes_mentor(&person, capacity).await;
        person
    }

    /// The way to becoming a mentor, from the first step to the last.
    pub async fn becomes_mentor(&self, person: &Person, capacity: i32) {
        let input = json!({ "about": "I like walking and listening.", "languages": ["en"], "modes": [] });
        let applied = fine(&self.app.data(person, APPLY, json!({ "input": input })).await, "applyAsMentor");
        let id = applied["mentor"]["id"].clone();
        let input = json!({ "mentorId": id, "version": applied["mentor"]["version"], "capacity": capacity,
            "backgroundCheckedOn": "2026-01-15", "supervisorId": null, "supervisionMinutes": 60 });
        let mut version =
            fine(&self.app.data(&self.admin, TERMS, json!({ "input": input })).await, "setMentorTerms")["mentor"]["version"]
                .clone();
        for state in ["TRAINING", "SHADOWING", "APPROVED"] {
            version = self.moves_mentor(person, version, state).await;
        }
        let tx = self.app.enter(person).await;
        // Whoever counsels as well keeps hours already.
        let version = availability::view(&tx, person.member_id).await.expect("hours").version;
        let hours = SetAvailability {
            version,
            weekly: (1..=5).map(|weekday| WeeklyRange { weekday, from: 17 * 60, until: 20 * 60 }).collect(),
            ..office_hours(person)
        };
        availability::set(&tx, hours).await.expect("hours");
        tx.commit().await.expect("commit");
    }

    pub async fn moves_mentor(&self, person: &Person, version: Json, state: &str) -> Json {
        let input = json!({ "mentorId": person.wire_id(), "version": version, "state": state });
        fine(&self.app.data(&self.admin, MOVE, json!({ "input": input })).await, "setMentorState")["mentor"]["version"].clone()
    }

    /// Says that somebody would like a mentor, and has time on Tuesday evenings.
    pub async fn wishes_for_mentor(&self, client: &Person) {
        let input = json!({ "words": "Somebody patient.", "languages": ["en"], "modes": [], "onlyGender": null,
            "freeHours": [{ "weekday": "TUESDAY", "from": "18:00", "until": "20:00" }] });
        fine(&self.app.data(client, WISH, json!({ "input": input })).await, "setMentorRequest");
    }

    /// What came of asking these mentors, in this order.
    pub async fn asks_mentors(&self, client: &Person, mentors: &[&Person]) -> Json {
        let ids: Vec<String> = mentors.iter().map(|mentor| mentor.wire_id()).collect();
        let input = json!({ "mentorIds": ids, "words": "Would you walk with me?" });
        self.app.data(client, ASK, json!({ "input": input })).await["askMentors"].clone()
    }

    pub async fn accepts(&self, person: &Person, mentorship: &str) -> Json {
        fine(&self.app.data(person, ACCEPT, json!({ "id": mentorship })).await, "acceptMentorship")["mentorship"].clone()
    }

    /// Two people who walk together. Answers the id.
    pub async fn walk_together(&self, client: &Person, mentor: &Person) -> String {
        self.wishes_for_mentor(client).await;
        let asked = self.asks_mentors(client, &[mentor]).await;
        assert_eq!(asked["problems"], json!([]), "{asked:#}");
        let id = asked["mentorships"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(self.accepts(mentor, &id).await["state"], "ACTIVE");
        id
    }
}

//! What happens in that center: the circle's first evening, the day after, and somebody new.

use serde_json::json;
use support::Person;
use uuid::Uuid;

use super::world::{CAST, Kind, World};
use crate::groups::room::{BEGIN, END, JOIN, OPEN};

impl World<'_> {
    /// The evening: doors open, all but Jo come, the meeting begins and the first one speaks.
    pub async fn begins(&self) {
        self.opens().await;
        self.meets().await;
    }

    pub async fn opens(&self) {
        self.room.at("22:50").await;
        self.room.fine(OPEN, json!({})).await;
    }

    pub async fn meets(&self) {
        for guest in &self.room.guests[..3] {
            assert_eq!(self.room.does(&guest.person, JOIN, json!({})).await["problems"], json!([]));
        }
        self.room.at("23:00").await;
        self.room.fine(BEGIN, json!({})).await;
        let turn = json!({ "input": { "meetingId": self.room.meeting, "version": 1, "move": "NEXT_TURN" } });
        self.fine(&self.room.marcus, "steerFloor", turn).await;
    }

    /// The day after: held, with notes that are signed, proofs, answers and a flag.
    pub async fn is_over(&mut self) {
        self.room.at("23:59").await;
        self.room.fine(END, json!({ "held": true })).await;
        self.room.on("2026-03-04T12:00:00Z").await;
        let meeting = self.room.meeting.clone();
        let mut parts = vec![(None, "We spoke about trust.".to_owned())];
        for (guest, one) in self.room.guests[..3].iter().zip(&CAST) {
            parts.push((Some(guest.place.clone()), format!("note{} all evening.", one.root)));
        }
        for (place, body) in parts {
            let input = json!({ "meetingId": meeting, "personId": place, "body": body, "version": 0 });
            self.fine(&self.room.marcus, "saveMeetingNote", json!({ "input": input })).await;
        }
        self.fine(&self.room.marcus, "signMeetingNotes", json!({ "meetingId": meeting })).await;
        for (guest, one) in self.room.guests[..3].iter().map(|guest| guest.person.clone()).zip(&CAST).collect::<Vec<_>>() {
            self.keep(&guest, Kind::ForFacilitators, "part of the notes", &format!("note{}", one.root));
            let input = json!({ "meetingId": meeting, "belonged": 4, "heard": 3, "comeBack": 4 });
            self.fine(&guest, "answerPulse", json!({ "input": input })).await;
            self.proves(&guest, one.root).await;
        }
        let flag = json!({ "input": { "messageId": self.said[&self.room.group], "reason": "OTHER" } });
        self.fine(&self.room.guests[2].person, "flagChatMessage", flag).await;
        self.room.app.run_jobs().await;
    }

    async fn proves(&mut self, person: &Person, root: &str) {
        let (judge, shown) = (format!("judge{root}"), format!("shown{root}"));
        let input = json!({ "clientMutationId": Uuid::new_v4(), "groupIds": [self.room.group], "from": "2026-03-01",
            "until": "2026-03-04", "show": ["NAME", "CENTER", "GROUP", "PERIOD", "DATES", "MINUTES", "COUNT"],
            "nameAsShown": shown, "recipient": judge, "days": 30 });
        let made = self.fine(person, "createAttendanceProof", json!({ "input": input })).await;
        let url = made["url"].as_str().expect("a link").to_owned();
        self.proofs.insert(person.member_id.0, url.clone());
        self.keep(person, Kind::Own, "proof", made["proof"]["id"].as_str().expect("an id"));
        for (what, word) in
            [("judge", judge.as_str()), ("name in a proof", &shown), ("link to a proof", url.trim_start_matches("/v/"))]
        {
            self.keep(person, Kind::Own, what, word);
        }
    }

    /// Somebody else who comes into the circle.
    pub async fn newcomer(&mut self) -> Person {
        let person = self.room.center.client("Petronella Novakova", &self.lee).await;
        for name in ["Petronella", "Novakova"] {
            self.keep(&person, Kind::Own, "name", name);
        }
        self.keep(&person, Kind::Own, "mail address", &person.email);
        self.keep(&person, Kind::Own, "account", &person.wire_id());
        for (group, alias, kind) in
            [(self.room.group.clone(), "Featherby", Kind::Circle), (self.morning.clone(), "Emberglow", Kind::Morning)]
        {
            let place = self.room.center.joins(&person, &group, alias).await;
            self.keep(&person, kind, "alias", alias);
            self.keep(&person, kind, "place", &place);
            self.places.insert((group, person.member_id.0), place);
        }
        person
    }
}

//! A center with three groups, and everything about everybody that nobody in the first may learn: each a word of its own.

use std::collections::HashMap;
use std::num::NonZeroU32;

use cairn_api::http::Limits;
use serde_json::{Value as Json, json};
use support::{App, Person, Setup, TestCenter};
use uuid::Uuid;

use super::asking::Asking;
use super::secrets::Secrets;
use crate::documents::{PDF, announcement, create};
use crate::groups::chat::said;
use crate::groups::feed::{ZOOM, published};
use crate::groups::room::{Guest, Room};

/// What a word or an id is of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Legal name, address, account id, pronouns, phone, photo, link of one's own: for nobody of any group.
    Own,
    /// In the evening circle, of which the walkers are.
    Circle,
    /// At noon, where some of them meet under other names.
    Noon,
    /// In the morning, where the walkers are not.
    Morning,
    /// For those who look after the circle.
    ForFacilitators,
}

struct Kept {
    whose: Uuid,
    name: String,
    kind: Kind,
    what: &'static str,
    word: String,
}

/// Legal name; alias in the circle, at noon and in the morning; what their other words are made of.
pub struct Cast {
    name: &'static str,
    pub circle: &'static str,
    pub noon: Option<&'static str>,
    pub morning: Option<&'static str>,
    pub root: &'static str,
}

pub const CAST: [Cast; 4] = [
    Cast { name: "Anahita Ruizmarin", circle: "Riverbend", noon: Some("Brookline"), morning: None, root: "atihana" },
    Cast {
        name: "Tavrik Beckworthy",
        circle: "Skylarkson",
        noon: Some("Driftwood"),
        morning: Some("Thunderstone"),
        root: "kirvat",
    },
    Cast { name: "Meiyun Linfieldt", circle: "Leafgreen", noon: None, morning: Some("Moonharbor"), root: "nuyiem" },
    Cast {
        name: "Jorund Parkhausen",
        circle: "Stonewright",
        noon: Some("Pinecone"),
        morning: Some("Quillfeather"),
        root: "dnuroj",
    },
];

pub struct World<'a> {
    /// The evening circle. Ana, who walks, is the first of its guests.
    pub room: Room<'a>,
    pub asking: Asking,
    /// Holds the circle too, and the two others.
    pub joy: Person,
    /// Ana's counselor is Dana; the others' is Lee.
    pub lee: Person,
    /// Walks with Ana.
    pub mentor: Person,
    pub pair: String,
    pub noon: String,
    pub morning: String,
    /// One message of Tyler's in each group.
    pub said: HashMap<String, String>,
    /// Places by group and member.
    pub places: HashMap<(String, Uuid), String>,
    pub sessions: HashMap<Uuid, String>,
    /// Links to proofs of attendance.
    pub proofs: HashMap<Uuid, String>,
    kept: Vec<Kept>,
}

/// Nothing is held up: whoever walks asks thousands of times.
pub async fn app() -> App {
    let mut setup = Setup::default();
    let plenty = NonZeroU32::new(1_000_000).expect("plenty");
    setup.limits = Limits {
        per_second: plenty,
        burst: plenty,
        member_per_second: plenty,
        member_burst: plenty,
        center_per_second: plenty,
        center_burst: plenty,
        ..setup.limits
    };
    App::with(setup).await
}

impl<'a> World<'a> {
    pub async fn new(app: &'a App) -> World<'a> {
        let center = app.center("Harbor House").await;
        let (dana, lee) = (center.counselor("Dana Reyes").await, center.counselor("Lee Parkman").await);
        let marcus = center.facilitator("Marcelius Hillcrest").await;
        let joy = center.facilitator("Joyeuse Okaforde").await;
        let mentor = center.mentor("Noriko Valentin", 10).await;
        let group = center.group("Evening circle", json!({})).await;
        let (noon, morning) = (center.group("Noon circle", json!({})).await, center.group("Morning circle", json!({})).await);
        for (person, at, alias, part) in [
            (&marcus, &group, "Marcwell", "FACILITATOR"),
            (&joy, &group, "Joybird", "BACKUP"),
            (&joy, &noon, "Lanternfish", "FACILITATOR"),
            (&joy, &morning, "Captaingray", "FACILITATOR"),
        ] {
            center.holds(person, at, alias, part).await;
        }
        let meeting = center.next_meeting(&group).await;
        let mut guests = Vec::new();
        for one in &CAST {
            let counselor = if one.noon == Some("Brookline") { &dana } else { &lee };
            guests.push(Guest { person: center.client(one.name, counselor).await, place: String::new() });
        }
        let pair = center.walk_together(&guests[0].person, &mentor).await;
        let room = Room { app, center, dana, marcus, guests, group, meeting };
        let mut world = World {
            room,
            asking: Asking::new(),
            joy,
            lee,
            mentor,
            pair,
            noon,
            morning,
            said: HashMap::new(),
            places: HashMap::new(),
            sessions: HashMap::new(),
            proofs: HashMap::new(),
            kept: Vec::new(),
        };
        world.accounts();
        for (at, one) in CAST.iter().enumerate() {
            world.comes(at, one).await;
            world.lives(at, one).await;
        }
        world.speak().await;
        let facts = json!({ "name": "Evening circle", "format": "ROUND_ROBIN" });
        let listing = json!({ "slug": "evening", "address": "Portland, ME, USA", "conferenceUrl": ZOOM });
        published(app, &world.room.center, &world.room.group, facts, listing).await;
        app.run_jobs().await;
        world
    }

    pub fn ana(&self) -> &Person {
        &self.room.guests[0].person
    }

    pub fn tyler(&self) -> &Person {
        &self.room.guests[1].person
    }

    pub fn keep(&mut self, person: &Person, kind: Kind, what: &'static str, word: &str) {
        let word = word.to_owned();
        self.kept.push(Kept { whose: person.member_id.0, name: person.name.clone(), kind, what, word });
    }

    /// Everything about everybody but the walker, of these kinds.
    pub fn secrets_from(&self, walker: &Person, kinds: &[Kind]) -> Secrets {
        let mut secrets = Secrets::default();
        for one in self.kept.iter().filter(|one| one.whose != walker.member_id.0 && kinds.contains(&one.kind)) {
            let what = format!("{}'s {}", one.name, one.what);
            if one.word.contains(':') {
                secrets.id(&what, &one.word);
            } else {
                secrets.word(&what, &one.word);
            }
        }
        assert!(secrets.count() > 40, "only {} secrets", secrets.count());
        secrets
    }

    /// Legal names, mail addresses and account ids, of facilitators too.
    fn accounts(&mut self) {
        let people = self.room.guests.iter().map(|guest| guest.person.clone());
        for person in people.chain([self.room.marcus.clone(), self.joy.clone()]).collect::<Vec<_>>() {
            for name in person.name.clone().split(' ') {
                self.keep(&person, Kind::Own, "name", name);
            }
            self.keep(&person, Kind::Own, "mail address", &person.email);
            self.keep(&person, Kind::Own, "account", &person.wire_id());
        }
    }

    /// Into the groups, each time under another name.
    async fn comes(&mut self, at: usize, one: &Cast) {
        let person = self.room.guests[at].person.clone();
        let groups = [
            (self.room.group.clone(), Kind::Circle, Some(one.circle)),
            (self.noon.clone(), Kind::Noon, one.noon),
            (self.morning.clone(), Kind::Morning, one.morning),
        ];
        for (group, kind, alias) in groups {
            let Some(alias) = alias else { continue };
            let why = format!("why{}", one.root);
            let input = json!({ "groupId": group, "alias": alias, "agreementVersion": 1, "showAlias": true, "words": why });
            self.fine(&person, "joinGroup", json!({ "input": input })).await;
            let mine = self.ask(&person, "group", json!({ "id": group })).await["myMembership"].clone();
            assert_eq!(mine["state"], "ACTIVE", "{mine}");
            let place = mine["id"].as_str().expect("an id").to_owned();
            self.keep(&person, kind, "alias", alias);
            self.keep(&person, kind, "place", &place);
            if kind == Kind::Circle {
                self.room.guests[at].place.clone_from(&place);
                self.keep(&person, Kind::ForFacilitators, "words at the door", &why);
            }
            self.places.insert((group, person.member_id.0), place);
        }
    }

    /// What they have outside of groups.
    async fn lives(&mut self, at: usize, one: &Cast) {
        let person = self.room.guests[at].person.clone();
        let counselor = if at == 0 { self.room.dana.clone() } else { self.lee.clone() };
        let (pronouns, lane, photo) = (format!("pron{}", one.root), format!("lane{}", one.root), format!("photo{}", one.root));
        let (title, phone) = (format!("feed{}", one.root), format!("207 555 41{at:02}"));
        self.fine(&person, "updateProfile", json!({ "input": { "pronouns": pronouns } })).await;
        let starts = format!("2026-03-04T1{}:00:00Z", 5 + at);
        let input = json!({ "clientMutationId": Uuid::new_v4(), "counselorId": counselor.wire_id(), "clientId": person.wire_id(),
            "startsAt": starts, "minutes": 45, "place": "ONLINE" });
        let booked = self.fine(&counselor, "bookSession", json!({ "input": input })).await;
        let session = booked["session"]["id"].as_str().expect("an id").to_owned();
        let input = json!({ "sessionId": session, "place": lane, "phone": format!("+1 {phone}") });
        self.fine(&person, "tellWhereabouts", json!({ "input": input })).await;
        let input = announcement(&person, &format!("{photo}.jpg"), "image/jpeg", PDF);
        let file = create(self.room.app, &person, &input).await["document"]["id"].as_str().expect("an id").to_owned();
        let feed = self.fine(&person, "renewCalendarFeed", json!({ "title": title })).await["path"].clone();
        let token = feed.as_str().expect("a path").trim_start_matches("/calendar/").trim_end_matches(".ics").to_owned();
        for (what, word) in [
            ("pronouns", &pronouns),
            ("address", &lane),
            ("phone", &phone),
            ("photo", &photo),
            ("photo's id", &file),
            ("calendar's title", &title),
            ("calendar's link", &token),
            ("session", &session),
        ] {
            self.keep(&person, Kind::Own, what, word);
        }
        self.sessions.insert(person.member_id.0, session);
    }

    /// One message of each in every group they are in; what was said in the morning stays there.
    async fn speak(&mut self) {
        for at in [1, 2, 3, 0] {
            let person = self.room.guests[at].person.clone();
            for (group, kind) in
                [(self.room.group.clone(), Kind::Circle), (self.noon.clone(), Kind::Noon), (self.morning.clone(), Kind::Morning)]
            {
                if !self.places.contains_key(&(group.clone(), person.member_id.0)) {
                    continue;
                }
                let words = format!("said{kind:?}{}", CAST[at].root);
                let message = said(self.room.app, &person, &group, &words).await;
                self.keep(&person, kind, "words in a chat", &words);
                self.keep(&person, kind, "message", &message);
                if at == 1 {
                    self.said.insert(group, message);
                }
            }
        }
    }

    /// The payload of what somebody does.
    pub async fn does(&self, person: &Person, field: &str, variables: Json) -> Json {
        let document = self.asking.document("Mutation", field, &variables, 1);
        self.room.app.data(person, &document, variables).await[field].clone()
    }

    /// As [`Self::does`], and it has to go well.
    pub async fn fine(&self, person: &Person, field: &str, variables: Json) -> Json {
        let payload = self.does(person, field, variables).await;
        assert_eq!(payload["problems"], json!([]), "{field}: {payload:#}");
        payload
    }

    pub async fn ask(&self, person: &Person, field: &str, variables: Json) -> Json {
        let document = self.asking.document("Query", field, &variables, 1);
        self.room.app.data(person, &document, variables).await[field].clone()
    }

    /// What a walker may ask with: everything it can know of a group it is in.
    pub fn known(&self, group: &str, meeting: &str, own: &str, walker: &Person) -> HashMap<&'static str, String> {
        let me = walker.wire_id();
        HashMap::from([
            ("groupId", group.to_owned()),
            ("meetingId", meeting.to_owned()),
            ("membershipId", own.to_owned()),
            ("personId", self.places[&(group.to_owned(), self.tyler().member_id.0)].clone()),
            ("messageId", self.said[group].clone()),
            ("clientId", me.clone()),
            ("memberId", me),
            ("counselorId", self.room.dana.wire_id()),
            ("sessionId", self.sessions[&self.ana().member_id.0].clone()),
            ("mentorshipId", self.pair.clone()),
            ("mentorId", self.mentor.wire_id()),
            ("sessionTypeId", format!("session_type:{}", Uuid::new_v4())),
        ])
    }

    /// A kind of secret is of no use when the walker is where it is open.
    pub fn elsewhere() -> [Kind; 4] {
        [Kind::Own, Kind::Noon, Kind::Morning, Kind::ForFacilitators]
    }

    pub fn center(&self) -> &TestCenter<'a> {
        &self.room.center
    }
}

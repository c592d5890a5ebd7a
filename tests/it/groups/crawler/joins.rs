//! An admin, who reads the audit with names and the people of groups by alias: no two answers, put side by side, tell who is
//! behind an alias. For that there is `revealGroupPerson`, with a fresh proof and on record.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_graphql::parser::types::{FieldDefinition, TypeKind};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};
use support::Person;
use uuid::Uuid;

use super::world::{self, CAST, World};
use crate::sweep::base;

/// Tyler's name where one has to be let in.
const BEHIND_THE_DOOR: &str = "Gullfeather";

/// What somebody is called: by the center, and in groups.
struct Called {
    names: Vec<String>,
    aliases: Vec<String>,
}

/// What stands beside a name, and what beside an alias.
#[derive(Default)]
struct Ledger {
    people: Vec<Called>,
    named: BTreeMap<String, BTreeSet<usize>>,
    aliased: BTreeMap<String, BTreeSet<usize>>,
    at_once: Vec<String>,
}

/// Each entry of each list by itself, with what stands above it.
fn units(value: &Json, above: &[String], out: &mut Vec<Vec<String>>) {
    let (mut here, mut lists) = (above.to_vec(), Vec::new());
    gather(value, &mut here, &mut lists);
    for entry in lists {
        units(entry, &here, out);
    }
    out.push(here);
}

fn gather<'a>(value: &'a Json, here: &mut Vec<String>, lists: &mut Vec<&'a Json>) {
    match value {
        Json::String(text) => here.push(text.clone()),
        Json::Array(entries) => lists.extend(entries),
        Json::Object(fields) => fields.values().for_each(|field| gather(field, here, lists)),
        _ => {}
    }
}

fn moment(milliseconds: i128) -> String {
    format!("moment {milliseconds}")
}

/// An id, and the moment that it tells.
fn of_id(id: Uuid) -> Vec<String> {
    let mut found = vec![format!("id {id}")];
    if id.get_version_num() == 7 {
        found.push(moment(i128::try_from(id.as_u128() >> 80).expect("a moment")));
    }
    found
}

/// By what two texts could be found to speak of the same: ids, moments, cursors, anything long without a space.
fn keys(text: &str) -> Vec<String> {
    if let Some(id) = text.rsplit(':').next().and_then(|id| Uuid::parse_str(id).ok()) {
        return of_id(id);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return vec![moment(at.as_millisecond().into())];
    }
    let cursor = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 24);
    if let Some(bytes) = cursor {
        let at = i64::from_be_bytes(bytes[..8].try_into().expect("eight bytes"));
        let id = Uuid::from_slice(&bytes[8..]).expect("an id");
        return of_id(id).into_iter().chain([moment((at / 1_000).into())]).collect();
    }
    if text.len() > 16 && !text.contains(' ') { vec![format!("text {text}")] } else { Vec::new() }
}

impl Ledger {
    fn hears(&mut self, whence: &str, answer: &Json) {
        let mut found = Vec::new();
        units(answer, &[], &mut found);
        for unit in found {
            let text = unit.join("\n").to_lowercase();
            let who = |words: fn(&Called) -> &Vec<String>| -> BTreeSet<usize> {
                let said = |called: &Called| words(called).iter().any(|word| text.contains(&word.to_lowercase()));
                self.people.iter().enumerate().filter(|(_, called)| said(called)).map(|(at, _)| at).collect()
            };
            let (named, aliased) = (who(|called| &called.names), who(|called| &called.aliases));
            if named.intersection(&aliased).next().is_some() {
                self.at_once.push(format!("{whence}: {text}"));
            }
            for key in unit.iter().flat_map(|text| keys(text)) {
                if !named.is_empty() {
                    self.named.entry(key.clone()).or_default().extend(&named);
                }
                if !aliased.is_empty() {
                    self.aliased.entry(key).or_default().extend(&aliased);
                }
            }
        }
    }

    /// What leads from one alias to one name.
    fn joined(&self) -> Vec<String> {
        let leads = |(key, named): (&String, &BTreeSet<usize>)| {
            let alike = named.len() == 1 && self.aliased.get(key) == Some(named);
            alike.then(|| format!("{key} is {}", self.people[*named.first().expect("one")].names.join(", ")))
        };
        self.named.iter().filter_map(leads).chain(self.at_once.iter().cloned()).collect()
    }
}

#[test]
fn what_stands_beside_a_name_and_beside_an_alias_is_found() {
    let id = Uuid::from_u128(0x1234_5678_9abc_4def_8123_4567_89ab_cdef);
    let ana = Called { names: vec!["Ana Ruiz".to_owned()], aliases: vec!["River".to_owned()] };
    let tyler = Called { names: vec!["Tyler Beck".to_owned()], aliases: vec!["Sky".to_owned()] };
    let at = "2026-03-03T15:00:00.123Z";
    for (one, other, found) in [
        (
            json!({ "objectId": id, "client": { "name": "Ana Ruiz" } }),
            json!({ "person": { "id": format!("membership:{id}"), "alias": "River" } }),
            1,
        ),
        (
            json!({ "at": at, "client": { "name": "Ana Ruiz" } }),
            json!({ "joinedAt": "2026-03-03T10:00:00.123-05:00", "alias": "River" }),
            1,
        ),
        (
            json!({ "at": at, "client": { "name": "Ana Ruiz" } }),
            json!({ "joinedAt": "2026-03-03T05:00:00Z", "alias": "River" }),
            0,
        ),
        (
            json!({ "id": id, "client": { "name": "Ana Ruiz" } }),
            json!([{ "id": id, "alias": "River" }, { "id": id, "alias": "Sky" }]),
            0,
        ),
        (json!([{ "name": "Ana Ruiz" }, { "alias": "River" }]), json!({}), 0),
        (json!({ "name": "Ana Ruiz", "groups": [{ "alias": "River" }] }), json!({}), 1),
    ] {
        let called = |one: &Called| Called { names: one.names.clone(), aliases: one.aliases.clone() };
        let mut ledger = Ledger { people: vec![called(&ana), called(&tyler)], ..Ledger::default() };
        ledger.hears("one", &one);
        ledger.hears("other", &other);
        assert_eq!(ledger.joined().len(), found, "{one} {other}: {:?}", ledger.joined());
    }
}

struct Admin<'a, 'w> {
    world: &'a World<'w>,
    admin: Person,
    ids: HashMap<&'static str, String>,
    ledger: Ledger,
    answered: usize,
}

impl Admin<'_, '_> {
    /// Asks for everything that the answer can hold; less of it where that is too much for one question.
    async fn asks(&mut self, field: &str, variables: Json) -> Json {
        for depth in [3, 2, 1] {
            let document = self.world.asking.document("Query", field, &variables, depth);
            let answer = self.world.room.app.graphql(&self.admin, &document, variables.clone()).await;
            if answer["errors"].is_null() {
                self.answered += 1;
                self.ledger.hears(field, &answer["data"]);
                return answer["data"][field].clone();
            }
        }
        Json::Null
    }

    /// Of what stands beside aliases or names, all there is; and every question that can be asked.
    async fn asks_everything(&mut self) {
        let group = self.ids["groupId"].clone();
        for state in ["APPLIED", "ACTIVE", "WAITLISTED", "INVITED", "PAUSED", "REMOVED", "LEFT"] {
            for group in [&group, &self.world.noon, &self.world.morning] {
                self.asks("groupPeople", json!({ "groupId": group, "state": state, "first": 50 })).await;
            }
        }
        for open in [true, false] {
            self.asks("moderationCases", json!({ "open": open, "first": 50 })).await;
        }
        let mut after = Json::Null;
        loop {
            let page = self.asks("auditEvents", json!({ "first": 100, "after": after })).await;
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] != true {
                break;
            }
        }
        let schema = &self.world.asking.schema;
        let fields: Vec<_> = schema.fields("Query").into_iter().cloned().collect();
        for (number, field) in fields.iter().enumerate() {
            if let Some(variables) = self.variables(field, number) {
                self.asks(field.name.node.as_str(), variables).await;
            }
        }
    }

    /// What has to be said, and as long a page as there is; `None`: it needs an id of something that is not in this center.
    fn variables(&self, field: &FieldDefinition, number: usize) -> Option<Json> {
        let (schema, name) = (&self.world.asking.schema, field.name.node.as_str());
        let mut variables = Map::new();
        for argument in field.arguments.iter().map(|argument| &argument.node) {
            let (label, ty) = (argument.name.node.as_str(), &argument.ty.node);
            let kind = schema.types.get(base(ty)).map(|found| &found.kind);
            let value = if ty.nullable || argument.default_value.is_some() {
                (label == "first").then(|| json!(50))
            } else if base(ty) == "ID" {
                let whose = if label == "id" { format!("{name}Id") } else { label.to_owned() };
                Some(json!(self.ids.get(whose.as_str())?))
            } else if matches!(kind, Some(TypeKind::InputObject(_))) {
                return None;
            } else {
                Some(schema.value(name, label, ty, &self.ids, number))
            };
            if let Some(value) = value {
                variables.insert(label.to_owned(), value);
            }
        }
        Some(Json::Object(variables))
    }
}

/// Each of Tyler's deeds at a moment of its own: with others at the same moment it would tell less. Answers the group at whose door
/// he waits.
async fn lives(world: &World<'_>) -> String {
    let later = || world.room.app.driven().advance(SignedDuration::from_secs(61));
    let (tyler, marcus) = (world.tyler().clone(), world.room.marcus.clone());
    let closed = world.center().group("Behind the door", json!({ "access": "CLOSED" })).await;
    world.center().holds(&marcus, &closed, "Keeper", "FACILITATOR").await;
    later();
    let asked = world.center().asks_to_join(&tyler, &closed, BEHIND_THE_DOOR).await;
    assert_eq!(asked["group"]["myMembership"]["state"], "APPLIED", "{asked:#}");
    later();
    let place = world.room.guests[1].place.clone();
    world.fine(&marcus, "removeGroupPerson", json!({ "input": { "id": place, "reason": "For now." } })).await;
    later();
    world
        .fine(&tyler, "appealRemoval", json!({ "input": { "membershipId": place, "words": "I would like to come back." } }))
        .await;
    later();
    let said = world.said[&world.noon].clone();
    world.fine(world.ana(), "flagChatMessage", json!({ "input": { "messageId": said, "reason": "OTHER" } })).await;
    later();
    closed
}

#[tokio::test]
async fn an_admin_cannot_tell_by_two_answers_who_is_behind_an_alias() {
    let app = world::app().await;
    let mut world = World::new(&app).await;
    world.begins().await;
    world.is_over().await;
    lives(&world).await;
    let tyler = world.tyler().clone();
    let ids = world.known(&world.room.group, &world.room.meeting, &world.room.guests[1].place, &tyler);
    let people = world.room.guests.iter().zip(&CAST).map(|(guest, one)| Called {
        names: guest.person.name.split(' ').map(str::to_owned).chain([guest.person.email.clone()]).collect(),
        aliases: [Some(one.circle), one.noon, one.morning, (one.circle == "Skylarkson").then_some(BEHIND_THE_DOOR)]
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect(),
    });
    let ledger = Ledger { people: people.collect(), ..Ledger::default() };
    let admin = world.center().admin.clone();
    let mut admin = Admin { world: &world, admin, ids, ledger, answered: 0 };
    admin.asks_everything().await;

    // There was something to put side by side.
    let place: Uuid = world.room.guests[1].place.rsplit(':').next().and_then(|id| id.parse().ok()).expect("an id");
    assert_eq!(admin.ledger.aliased[&format!("id {place}")], BTreeSet::from([1]), "Tyler's place, by alias");
    assert!(admin.ledger.named[&format!("id {}", tyler.member_id.0)].contains(&1), "Tyler, by name");
    let only_tyler = |ledger: &BTreeMap<String, BTreeSet<usize>>| {
        ledger.iter().filter(|(key, who)| key.starts_with("moment") && **who == BTreeSet::from([1])).count()
    };
    assert!(only_tyler(&admin.ledger.named) >= 3, "asked, removed, appealed: {:?}", admin.ledger.named);
    assert!(admin.answered > 40, "only {} were answered", admin.answered);
    let told = admin.ledger.joined();
    assert!(told.is_empty(), "{} lead from an alias to a name:\n{}", told.len(), told.join("\n"));
}

const WAITING: &str =
    "query($id: ID!) { groupPeople(groupId: $id, state: APPLIED) { nodes { waitingSince } pageInfo { endCursor } }
  joinRequests { nodes { entry { waitingSince } } } }";

/// Whoever holds the room sees who has waited how long; an admin sees days, and asks page by page all the same.
#[tokio::test]
async fn moments_are_for_those_who_hold_the_room() {
    let app = world::app().await;
    let world = World::new(&app).await;
    let group = lives(&world).await;
    for (person, day) in [(&world.room.marcus, false), (&world.center().admin, true)] {
        let data = app.data(person, WAITING, json!({ "id": group })).await;
        for since in
            [&data["groupPeople"]["nodes"][0]["waitingSince"], &data["joinRequests"]["nodes"][0]["entry"]["waitingSince"]]
        {
            let since: Timestamp = since.as_str().expect("a moment").parse().expect("a timestamp");
            // The center's own midnight, in New York.
            assert_eq!(since == "2026-03-02T05:00:00Z".parse::<Timestamp>().expect("a timestamp"), day, "{since}");
        }
    }
    // Two people of one day are on two pages, each once.
    let list = "query($id: ID!, $after: String) { groupPeople(groupId: $id, first: 1, after: $after) {
      nodes { person { alias } } pageInfo { hasNextPage endCursor } } }";
    for person in [&world.room.marcus, &world.center().admin] {
        let (mut seen, mut after) = (BTreeSet::new(), Json::Null);
        for _ in 0..3 {
            let page = app.data(person, list, json!({ "id": world.room.group, "after": after })).await["groupPeople"].clone();
            seen.insert(page["nodes"][0]["person"]["alias"].as_str().expect("an alias").to_owned());
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen, ["Leafgreen", "Riverbend", "Stonewright"].map(str::to_owned).into());
    }
}

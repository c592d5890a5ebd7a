//! Each path of the schema, six levels deep, before, while and after people meet.

use std::collections::HashMap;

use async_graphql::parser::types::{FieldDefinition, TypeKind};
use serde_json::{Map, Value as Json, json};
use support::App;

use super::walker::{Source, Walker};
use super::world::{self, Kind, World};
use crate::sweep::{Schema, base, type_text};

const DEPTH: usize = 6;

/// A chain of fields with the arguments they need, and everything simple at its end.
#[derive(Clone)]
struct Path {
    /// `group(id: $v0) { nextMeetings {`
    open: String,
    depth: usize,
    kind: String,
    variables: Map<String, Json>,
    declared: String,
}

struct Crawler<'a> {
    schema: &'a Schema,
    ids: HashMap<&'static str, String>,
}

impl Crawler<'_> {
    /// One level further; `None` when it needs an id that a member cannot know.
    fn into(&self, path: &Path, field: &FieldDefinition) -> Option<Path> {
        let name = field.name.node.as_str();
        let mut next = path.clone();
        let mut passed = String::new();
        for argument in &field.arguments {
            let argument = &argument.node;
            let label = argument.name.node.as_str();
            if argument.default_value.is_some() || argument.ty.node.nullable {
                continue;
            }
            let id = match (name, label) {
                ("group", "id") => "groupId",
                ("meeting", "id") => "meetingId",
                ("client", "id") => "clientId",
                ("session", "id") => "sessionId",
                _ => label,
            };
            if base(&argument.ty.node) == "ID" && !self.ids.contains_key(id) {
                return None;
            }
            let variable = format!("v{}", next.variables.len());
            let value = if base(&argument.ty.node) == "ID" {
                json!(self.ids[id])
            } else {
                self.schema.value(name, label, &argument.ty.node, &self.ids, 1)
            };
            next.declared.push_str(&format!("${variable}: {} ", type_text(&argument.ty.node)));
            passed.push_str(&format!("{label}: ${variable} "));
            next.variables.insert(variable, value);
        }
        let passed = if passed.is_empty() { passed } else { format!("({passed})") };
        next.open.push_str(&format!("{name}{passed} {{ "));
        next.depth += 1;
        next.kind = base(&field.ty.node).to_owned();
        Some(next)
    }

    fn query(&self, path: &Path) -> Option<String> {
        let simple = self.schema.selection(&path.kind, 0);
        let declared = if path.declared.is_empty() { String::new() } else { format!("({})", path.declared) };
        (!simple.trim().is_empty())
            .then(|| format!("query Crawl{declared} {{ {} {simple} {}}}", path.open, "} ".repeat(path.depth)))
    }

    /// Every path from the root, each once.
    fn paths(&self) -> Vec<Path> {
        let root =
            Path { open: String::new(), depth: 0, kind: "Query".to_owned(), variables: Map::new(), declared: String::new() };
        let mut found = Vec::new();
        let mut waiting = vec![root];
        while let Some(path) = waiting.pop() {
            for field in self.schema.fields(&path.kind) {
                let to = self.schema.types.get(base(&field.ty.node)).map(|found| &found.kind);
                if path.depth >= DEPTH || !matches!(to, Some(TypeKind::Object(_) | TypeKind::Interface(_))) {
                    continue;
                }
                if let Some(next) = self.into(&path, field) {
                    waiting.push(next.clone());
                    found.push(next);
                }
            }
        }
        found
    }
}

/// Asks every path; `of_group`: only those that begin with something of the group.
async fn walks(app: &App, walker: &mut Walker<'_>, schema: &Schema, ids: HashMap<&'static str, String>, of_group: bool) {
    let crawler = Crawler { schema, ids };
    for path in crawler.paths().iter().filter(|path| !of_group || !path.variables.is_empty()) {
        if let Some(query) = crawler.query(path) {
            walker.asks(app, &query, Json::Object(path.variables.clone())).await;
        }
    }
}

#[tokio::test]
async fn a_member_finds_nobody_by_walking() {
    let app = world::app().await;
    let mut world = World::new(&app).await;
    world.begins().await;
    let (circle, evening, own) = (world.room.group.clone(), world.room.meeting.clone(), world.room.guests[0].place.clone());
    let ana = world.ana().clone();
    let mut walker =
        Walker::new(&ana, world.secrets_from(&ana, &World::elsewhere()), &["Riverbend", "Skylarkson", "Marcwell", "Anahita"]);
    let ids = world.known(&circle, &evening, &own, &ana);
    walks(&app, &mut walker, &world.asking.schema, ids.clone(), false).await;
    walker.found_nobody(&[(Source::Answer, 100), (Source::Refusal, 100)]);
    for word in ["Riverbend", "Skylarkson", "Marcwell", "Anahita"] {
        assert!(walker.met(Source::Answer, word), "{word}");
    }
    world.is_over().await;
    let mut walker = Walker::new(&ana, world.secrets_from(&ana, &World::elsewhere()), &["noteatihana", "shownatihana"]);
    walks(&app, &mut walker, &world.asking.schema, ids, false).await;
    walker.found_nobody(&[(Source::Answer, 100), (Source::Refusal, 100)]);
    for word in ["noteatihana", "shownatihana"] {
        assert!(walker.met(Source::Answer, word), "{word}: her own");
    }

    // At noon Tyler is Driftwood, and nothing there says that Driftwood is Skylarkson.
    let kinds = [Kind::Own, Kind::Circle, Kind::Morning, Kind::ForFacilitators];
    let mut walker = Walker::new(&ana, world.secrets_from(&ana, &kinds), &["Brookline", "Driftwood", "Lanternfish"]);
    let meeting = world.center().next_meeting(&world.noon).await;
    let own = world.places[&(world.noon.clone(), ana.member_id.0)].clone();
    let ids = world.known(&world.noon, &meeting, &own, &ana);
    walks(&app, &mut walker, &world.asking.schema, ids, true).await;
    walker.found_nobody(&[(Source::Answer, 50)]);
    for word in ["Brookline", "Driftwood", "Lanternfish"] {
        assert!(walker.met(Source::Answer, word), "{word}");
    }
}

/// Whoever holds the room knows its people as they know each other, and what running it needs.
#[tokio::test]
async fn a_facilitator_finds_nobody_by_walking() {
    let app = world::app().await;
    let mut world = World::new(&app).await;
    world.begins().await;
    let marcus = world.room.marcus.clone();
    let ids = world.known(&world.room.group, &world.room.meeting, &world.room.guests[1].place, &marcus);
    let secrets = world.secrets_from(&marcus, &[Kind::Own, Kind::Noon, Kind::Morning]);
    let mut walker = Walker::new(&marcus, secrets, &["Skylarkson", "Stonewright", "Marcelius"]);
    walks(&app, &mut walker, &world.asking.schema, ids.clone(), false).await;
    world.is_over().await;
    let secrets = world.secrets_from(&marcus, &[Kind::Own, Kind::Noon, Kind::Morning]);
    let mut after = Walker::new(&marcus, secrets, &["Skylarkson", "notekirvat", "saidCirclekirvat"]);
    walks(&app, &mut after, &world.asking.schema, ids, true).await;
    walker.found_nobody(&[(Source::Answer, 100), (Source::Refusal, 100)]);
    after.found_nobody(&[(Source::Answer, 50)]);
    for word in ["Skylarkson", "Stonewright", "Marcelius"] {
        assert!(walker.met(Source::Answer, word), "{word}: in the roster, expected or there");
    }
    for word in ["notekirvat", "saidCirclekirvat"] {
        assert!(after.met(Source::Answer, word), "{word}");
    }
}

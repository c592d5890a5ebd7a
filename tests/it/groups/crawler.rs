//! A member who tries every way: each path of the schema six levels deep, mails, pages and the feed. Nowhere is there
//! who somebody else is, or what they are called in another group.

use std::collections::HashMap;
use std::num::NonZeroU32;

use async_graphql::parser::types::{FieldDefinition, TypeKind};
use cairn_api::http::Limits;
use serde_json::{Map, Value as Json, json};
use support::{App, Person, Setup};

use super::chat;
use crate::sweep::{Schema, base, type_text};

const DEPTH: usize = 6;

/// What the crawler may ask with: everything it can know of its own group.
async fn known(app: &App, ana: &Person, group: &str, own: &str) -> HashMap<&'static str, String> {
    let query = "query($id: ID!) { group(id: $id) { nextMeetings(first: 1) { id } series { id } }
        chatMessages(groupId: $id) { nodes { id author { id me } } } viewer { account { member { id } } } }";
    let data = app.data(ana, query, json!({ "id": group })).await;
    let text = |value: &Json| value.as_str().expect("an id").to_owned();
    let of_other = data["chatMessages"]["nodes"].as_array().expect("messages").iter().find(|one| one["author"]["me"] == false);
    let of_other = of_other.expect("a message of somebody else");
    let me = text(&data["viewer"]["account"]["member"]["id"]);
    HashMap::from([
        ("groupId", group.to_owned()),
        ("meetingId", text(&data["group"]["nextMeetings"][0]["id"])),
        ("membershipId", own.to_owned()),
        ("personId", text(&of_other["author"]["id"])),
        ("messageId", text(&of_other["id"])),
        ("clientId", me.clone()),
        ("memberId", me.clone()),
        ("counselorId", me),
        ("sessionTypeId", format!("session_type:{}", uuid::Uuid::new_v4())),
    ])
}

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
                _ => label,
            };
            if base(&argument.ty.node) == "ID" && !self.ids.contains_key(id) {
                return None;
            }
            let variable = format!("v{}", next.variables.len());
            let value = if base(&argument.ty.node) == "ID" {
                json!(self.ids[id])
            } else {
                self.schema.value(name, label, &argument.ty.node, &self.ids.iter().map(|(k, v)| (*k, v.clone())).collect(), 1)
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

#[tokio::test]
async fn a_member_finds_nobody_by_walking() {
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
    let app = App::with(setup).await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let tyler = center.client("Tyler Beckworth", &dana).await;
    let mei = center.client("Mei Linfield", &dana).await;
    let marcus = center.facilitator("Marcus Hillcrest").await;
    let group = center.group("Evening circle", json!({})).await;
    center.holds(&marcus, &group, "Marcus", "FACILITATOR").await;
    let own = center.joins(&ana, &group, "River").await;
    center.joins(&tyler, &group, "Sky").await;
    center.joins(&mei, &group, "Leaf").await;
    // Where Ana is not, they are called otherwise.
    let elsewhere = center.group("Morning circle", json!({})).await;
    let hidden = center.joins(&tyler, &elsewhere, "Thunderstone").await;
    chat::said(&app, &tyler, &group, "Good to be here.").await;
    chat::said(&app, &mei, &group, "It is.").await;
    chat::said(&app, &ana, &group, "Welcome.").await;
    chat::said(&app, &tyler, &elsewhere, "A word of the other room.").await;
    app.run_jobs().await;
    let secrets = [
        "Beckworth".to_owned(),
        "Linfield".to_owned(),
        "Hillcrest".to_owned(),
        tyler.email.clone(),
        mei.email.clone(),
        marcus.email.clone(),
        tyler.member_id.0.to_string(),
        mei.member_id.0.to_string(),
        marcus.member_id.0.to_string(),
        "Thunderstone".to_owned(),
        hidden.split(':').nth(1).expect("a uuid").to_owned(),
        "A word of the other room.".to_owned(),
    ];
    let silent = |whence: &str, told: &str| {
        for secret in &secrets {
            assert!(!told.contains(secret.as_str()), "{whence} tells {secret}: {told}");
        }
    };
    let schema = Schema::new();
    let crawler = Crawler { schema: &schema, ids: known(&app, &ana, &group, &own).await };
    let paths = crawler.paths();
    let (mut asked, mut answered) = (0, 0);
    for path in &paths {
        let Some(query) = crawler.query(path) else { continue };
        let answer = app.graphql(&ana, &query, Json::Object(path.variables.clone())).await;
        asked += 1;
        answered += usize::from(answer["errors"].is_null());
        silent(&query, &answer.to_string());
    }
    assert!(asked > 300 && answered > 100, "{asked} asked, {answered} answered, of {}", paths.len());
    for mail in app.mail.inbox().mails(Some(&ana.email)) {
        silent("a mail", &String::from_utf8_lossy(&mail.raw));
    }
    for page in ["", "/help", "/meetings.json", "/me/today", "/me/groups", "/app/groups"] {
        let answer = app.get(&format!("/{}{page}", center.center.slug), Some(&ana)).await;
        silent(page, &answer.text());
    }
}

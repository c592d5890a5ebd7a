//! The proof of isolation over GraphQL: every field of the schema, asked by everybody of another center with ids that
//! are valid here. What they hear is, letter by letter, what they hear for an id that never existed.
//!
//! The questions are made from the schema itself: a new field is asked without anybody remembering it, and an
//! argument whose meaning the sweep does not know fails it.

mod hidden;
mod hidden_sessions;
mod schema;

use std::collections::HashMap;

use async_graphql::parser::types::{FieldDefinition, Type, TypeKind};
use cairn_domain::actor::Role;
use serde_json::{Map, Value as Json, json};
use support::{App, Person};
use uuid::Uuid;

pub use self::hidden::hidden;
pub use self::schema::{Schema, base, type_text};

/// The same kinds of ids, of nothing.
fn nothing(real: &HashMap<&'static str, String>) -> HashMap<&'static str, String> {
    real.iter()
        .map(|(name, wire)| {
            let kind = wire.split(':').next().unwrap_or_default();
            (*name, format!("{kind}:{}", Uuid::new_v4()))
        })
        .collect()
}

const CANARIES: [&str; 8] =
    ["Canary", "canary", "Dana Quill", "Ana Quill", "Quill Harbor", "quill-harbor", "dana.quill", "Room 2"];

struct Sweep<'a> {
    app: &'a App,
    schema: Schema,
    number: usize,
}

impl Sweep<'_> {
    async fn ask(&mut self, kind: &str, field: &FieldDefinition, person: &Person, ids: &HashMap<&'static str, String>) -> Json {
        self.number += 1;
        let name = field.name.node.as_str();
        let mut variables = Map::new();
        let (mut declared, mut passed) = (String::new(), String::new());
        for argument in &field.arguments {
            let argument = &argument.node;
            let label = argument.name.node.as_str();
            declared.push_str(&format!("${label}: {} ", type_text(&argument.ty.node)));
            passed.push_str(&format!("{label}: ${label} "));
            variables.insert(label.to_owned(), self.schema.value(name, label, &argument.ty.node, ids, self.number));
        }
        let selection = self.schema.selection(base(&field.ty.node), 2);
        let selection = if selection.is_empty() { String::new() } else { format!("{{ {selection} }}") };
        let declared = if declared.is_empty() { declared } else { format!("({declared})") };
        let passed = if passed.is_empty() { passed } else { format!("({passed})") };
        let query = format!("{kind} Probe{declared} {{ {name}{passed} {selection} }}");
        self.app.graphql(person, &query, Json::Object(variables)).await
    }
}

fn takes_ids(schema: &Schema, field: &FieldDefinition) -> bool {
    field.arguments.iter().any(|argument| {
        let name = base(&argument.node.ty.node);
        name == "ID"
            || matches!(schema.types.get(name).map(|found| &found.kind), Some(TypeKind::InputObject(input))
                if input.fields.iter().any(|field| base(&field.node.ty.node) == "ID"))
    })
}

fn without_request_id(mut answer: Json) -> String {
    if let Some(errors) = answer.get_mut("errors").and_then(Json::as_array_mut) {
        for error in errors {
            if let Some(extensions) = error.get_mut("extensions").and_then(Json::as_object_mut) {
                extensions.remove("requestId");
            }
        }
    }
    answer.to_string()
}

#[tokio::test]
async fn nobody_of_another_center_learns_that_anything_is_here() {
    let app = App::start().await;
    let harbor = app.center("Quill Harbor").await;
    let dana = harbor.counselor("Dana Quill").await;
    let ana = harbor.client("Ana Quill", &dana).await;
    let real = hidden(&app, &harbor, &dana, &ana).await;
    let none = nothing(&real);

    let sierra = app.center_in("Sierra Commons", "America/New_York").await;
    let beth = sierra.counselor("Beth Harlow").await;
    let strangers = [
        ("admin", sierra.admin.clone()),
        ("counselor", beth.clone()),
        ("client", sierra.client("Tyler Beck", &beth).await),
        ("supervisor", sierra.invite("Helen Strand", &[Role::Supervisor], None).await),
        ("auditor", sierra.invite("Omar Nunez", &[Role::Auditor], None).await),
    ];
    let mut sweep = Sweep { app: &app, schema: Schema::new(), number: 0 };
    let mut asked = 0;
    for (root, kind) in [("Query", "query"), ("Mutation", "mutation")] {
        let fields: Vec<FieldDefinition> = sweep.schema.fields(root).into_iter().cloned().collect();
        for field in fields {
            let name = field.name.node.to_string();
            // Ends the asker's own sign-ins; it takes nobody's id.
            if name == "signOutEverywhere" {
                assert!(field.arguments.is_empty(), "signOutEverywhere takes nobody's id");
                continue;
            }
            for (role, stranger) in &strangers {
                let about_real = sweep.ask(kind, &field, stranger, &real).await;
                asked += 1;
                let heard = without_request_id(about_real);
                for canary in CANARIES {
                    assert!(!heard.contains(canary), "{name} as {role} says {canary:?}: {heard}");
                }
                for wire in real.values() {
                    assert!(!heard.contains(wire.as_str()), "{name} as {role} echoes {wire}: {heard}");
                }
                if takes_ids(&sweep.schema, &field) {
                    let about_nothing = without_request_id(sweep.ask(kind, &field, stranger, &none).await);
                    assert_eq!(heard, about_nothing, "{name} as {role} tells a real id from none");
                }
            }
        }
    }
    assert!(asked > 200, "only {asked} questions were asked");
    // And nothing was changed over there.
    let after = app.data(&dana, "{ sessions { nodes { state version } } }", json!({})).await;
    assert_eq!(after["sessions"]["nodes"], json!([{ "state": "BOOKED", "version": 1 }]));
}

#[tokio::test]
async fn without_a_sign_in_no_field_answers() {
    let app = App::start().await;
    let schema = Schema::new();
    let nobody = Person {
        member_id: cairn_domain::ids::MemberId(Uuid::new_v4()),
        name: String::new(),
        email: String::new(),
        cookie: "x".to_owned(),
        zone: String::new(),
    };
    for field in schema.fields("Query") {
        if field.arguments.iter().any(|argument| !argument.node.ty.node.nullable && argument.node.default_value.is_none()) {
            continue;
        }
        let selection = schema.selection(base(&field.ty.node), 1);
        let answer = app.graphql(&nobody, &format!("{{ {} {{ {selection} }} }}", field.name.node), json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{}", field.name.node);
    }
}

/// Null is the same as nothing, for every argument that may be left out: never a fault of ours.
#[tokio::test]
async fn a_null_argument_is_one_that_was_left_out() {
    let app = App::start().await;
    let center = app.center("Quill Harbor").await;
    let dana = center.counselor("Dana Quill").await;
    let ana = center.client("Ana Quill", &dana).await;
    let ids = hidden(&app, &center, &dana, &ana).await;
    let schema = Schema::new();
    let mut asked = 0;
    // Where in the document it was is not the point.
    let said = |mut answer: Json| {
        for error in answer.get_mut("errors").and_then(Json::as_array_mut).into_iter().flatten() {
            error.as_object_mut().map(|error| error.remove("locations"));
        }
        without_request_id(answer)
    };
    for field in schema.fields("Query") {
        let name = field.name.node.as_str();
        let selection = schema.selection(base(&field.ty.node), 1);
        let may_go = |ty: &Type, has_default: bool| ty.nullable || has_default;
        let (mut declared, mut passed, mut literal, mut needed) = (String::new(), String::new(), String::new(), String::new());
        let (mut required, mut nulls) = (Map::new(), Map::new());
        for argument in &field.arguments {
            let (argument, label) = (&argument.node, argument.node.name.node.as_str());
            let ty = &argument.ty.node;
            if may_go(ty, argument.default_value.is_some()) {
                declared.push_str(&format!("${label}: {} ", type_text(ty).trim_end_matches('!')));
                literal.push_str(&format!("{label}: null "));
                nulls.insert(label.to_owned(), Json::Null);
            } else {
                needed.push_str(&format!("${label}: {} ", type_text(ty)));
                required.insert(label.to_owned(), schema.value(name, label, ty, &ids, 1));
                literal.push_str(&format!("{label}: ${label} "));
            }
            passed.push_str(&format!("{label}: ${label} "));
        }
        if nulls.is_empty() {
            continue;
        }
        let bare = required.keys().map(|label| format!("{label}: ${label} ")).collect::<String>();
        let around = |text: &str| if text.is_empty() { String::new() } else { format!("({text})") };
        let document = |declared: &str, passed: &str| {
            format!("query P{} {{ {name}{} {{ {selection} }} }}", around(declared), around(passed))
        };
        let all = [declared, needed.clone()].concat();
        let sent = [required.clone(), nulls].into_iter().flatten().collect::<Map<_, _>>();
        let required = Json::Object(required);
        let expected = said(app.graphql(&center.admin, &document(&needed, &bare), required.clone()).await);
        for (how, query, variables) in [
            ("null variables", document(&all, &passed), Json::Object(sent)),
            ("variables that were not sent", document(&all, &passed), required.clone()),
            ("null itself", document(&needed, &literal), required.clone()),
        ] {
            let heard = said(app.graphql(&center.admin, &query, variables).await);
            assert!(!heard.contains("INTERNAL"), "{name} with {how}: {heard}");
            // The audit remembers each look at it, so that the next look finds one row more.
            if name != "auditEvents" {
                assert_eq!(heard, expected, "{name} with {how}");
            }
        }
        asked += 1;
    }
    assert!(asked > 8, "only {asked} fields have arguments that may be left out");
    // What is required is missed, not stumbled over.
    let required = "query ($id: ID) { client(id: $id) { member { id } } }";
    let refused = app.graphql(&center.admin, required, json!({ "id": null })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "INVALID_DOCUMENT", "{refused}");
}

//! The schema, as what can be asked of it: selections, and values for arguments.

use std::collections::HashMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, ServiceDocument, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

pub struct Schema {
    pub types: HashMap<String, TypeDefinition>,
}

impl Schema {
    pub fn new() -> Self {
        let document: ServiceDocument = parse_schema(cairn_api::graphql::sdl()).expect("our own SDL");
        let types = document
            .definitions
            .into_iter()
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(found) => Some((found.node.name.node.to_string(), found.node)),
                _ => None,
            })
            .collect();
        Self { types }
    }

    pub fn fields(&self, name: &str) -> Vec<&FieldDefinition> {
        match &self.types.get(name).unwrap_or_else(|| panic!("no type {name}")).kind {
            TypeKind::Object(object) => object.fields.iter().map(|field| &field.node).collect(),
            TypeKind::Interface(interface) => interface.fields.iter().map(|field| &field.node).collect(),
            _ => Vec::new(),
        }
    }

    /// Everything below a type, without arguments, `depth` levels down.
    pub fn selection(&self, name: &str, depth: usize) -> String {
        let mut out = String::new();
        for field in self.fields(name) {
            if field.arguments.iter().any(|argument| !argument.node.ty.node.nullable) {
                continue;
            }
            let base = base(&field.ty.node);
            match &self.types.get(base).map(|found| &found.kind) {
                Some(TypeKind::Object(_) | TypeKind::Interface(_)) if depth > 0 => {
                    let below = self.selection(base, depth - 1);
                    if !below.is_empty() {
                        out.push_str(&format!("{} {{ {below} }} ", field.name.node));
                    }
                }
                Some(TypeKind::Object(_) | TypeKind::Interface(_)) => {}
                _ => out.push_str(&format!("{} ", field.name.node)),
            }
        }
        out
    }

    /// A value for an argument or input field, with ids from `ids`.
    pub fn value(&self, path: &str, name: &str, ty: &Type, ids: &HashMap<&str, String>, number: usize) -> Json {
        match &ty.base {
            BaseType::List(inner) => json!([self.value(path, name, inner, ids, number)]),
            BaseType::Named(named) => match named.as_str() {
                "ID" => json!(ids.get(id_kind(path, name)).unwrap_or_else(|| panic!("no id for {path}.{name}"))),
                "String" => text(path, name, number),
                "Int" => number_of(name),
                "Boolean" => json!(false),
                "DateTime" => json!("2026-03-04T15:00:00Z"),
                "LocalDate" => json!("2026-03-04"),
                "LocalTime" => json!(if name == "until" || name == "quietUntil" { "17:00" } else { "09:00" }),
                "LocalDateTime" => json!(if name == "localEnd" { "2026-03-05T12:00" } else { "2026-03-05T10:00" }),
                "TimeZone" => json!("America/New_York"),
                other => match &self.types.get(other).unwrap_or_else(|| panic!("no type {other}")).kind {
                    TypeKind::Enum(values) => json!(values.values[0].node.value.node.as_str()),
                    TypeKind::InputObject(input) => {
                        let mut object = Map::new();
                        for field in &input.fields {
                            let name = field.node.name.node.as_str();
                            object.insert(name.to_owned(), self.value(other, name, &field.node.ty.node, ids, number));
                        }
                        Json::Object(object)
                    }
                    _ => panic!("cannot make a {other} for {path}.{name}"),
                },
            },
        }
    }
}

pub fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => base(inner),
    }
}

pub fn type_text(ty: &Type) -> String {
    ty.to_string()
}

/// What an id argument names.
fn id_kind<'a>(path: &str, name: &'a str) -> &'a str {
    match (path, name) {
        ("client", "id") => "clientId",
        ("session", "id") => "sessionId",
        ("feedImport", "id") => "feedImportId",
        ("group", "id") => "groupId",
        ("program", "id") => "programId",
        ("enrollment", "id") => "enrollmentId",
        (_, "aftercareProgramId") => "programId",
        (_, "peerId") => "counselorId",
        ("meeting", "id") => "meetingId",
        (
            "AnswerApplicationInput"
            | "PauseGroupPersonInput"
            | "RemoveGroupPersonInput"
            | "restoreGroupPerson"
            | "revealGroupPerson",
            "id",
        ) => "membershipId",
        (_, "replyTo") => "messageId",
        (_, "to" | "people") => "personId",
        (_, "groupIds") => "groupId",
        (_, "mentorIds" | "backupId" | "supervisorId") => "mentorId",
        (_, "otherId") => "memberId",
        (_, "counselorIds" | "peerIds") => "counselorId",
        (_, "typeId") => "sessionTypeId",
        (_, "stay") => "sessionId",
        ("pairMessages", "before") => "pairMessageId",
        (_, name) => name,
    }
}

fn text(path: &str, name: &str, number: usize) -> Json {
    json!(match name {
        "clientMutationId" => Uuid::new_v4().to_string(),
        "email" => format!("probe{number}@mail.example"),
        "sha256" => "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".to_owned(),
        "contentType" => "application/pdf".to_owned(),
        "onlineLink" => "https://meet.example/x".to_owned(),
        "after" | "before" => return Json::Null,
        "code" => "000000".to_owned(),
        "phone" | "helpLinePhone" => "+1 207 555 0100".to_owned(),
        _ => format!("probe {path}").chars().take(40).collect(),
    })
}

fn number_of(name: &str) -> Json {
    json!(match name {
        "minutes" => 30,
        "days" => 7,
        "first" => 10,
        "count" => 3,
        "size" => 1_000,
        "slotStep" => 30,
        "horizonDays" => 30,
        "minimumNotice" => 60,
        "bufferBefore" | "bufferAfter" => 0,
        _ => 1,
    })
}

//! Nothing leads from a group to who somebody is.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition};

fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => base(inner),
    }
}

/// Object types and their fields' types.
fn edges() -> HashMap<String, Vec<(String, String)>> {
    let document = parse_schema(cairn_api::graphql::sdl()).expect("our own SDL");
    let mut edges = HashMap::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(found) = definition else { continue };
        let fields: Vec<FieldDefinition> = match found.node.kind {
            TypeKind::Object(object) => object.fields.into_iter().map(|field| field.node).collect(),
            TypeKind::Interface(interface) => interface.fields.into_iter().map(|field| field.node).collect(),
            _ => continue,
        };
        let fields = fields.iter().map(|field| (field.name.node.to_string(), base(&field.ty.node).to_owned())).collect();
        edges.insert(found.node.name.node.to_string(), fields);
    }
    edges
}

/// Fields that answer with a member, shown to nobody but staff: each is null or refused for members, and tested so.
const FOR_STAFF: [(&str, &str); 1] = [("Group", "settings")];

/// By type: from everything that is about a group, no field leads to a member, however long the way.
#[test]
fn no_field_leads_from_a_group_to_a_member() {
    let edges = edges();
    let people = ["Member", "MemberAccount", "Client", "Viewer"];
    let starts = [
        "Group",
        "Meeting",
        "GroupPerson",
        "Membership",
        "GroupEntry",
        "ChatMessage",
        "ChatChange",
        "ModerationCase",
        "Floor",
        "Roster",
        "MeetingNote",
        "RunSheet",
        "PulseTrend",
        "AttendanceReport",
        "AttendanceProof",
        "ClientGroup",
        "ClientMeeting",
    ];
    let mut seen: HashSet<&str> = HashSet::new();
    let mut waiting: Vec<(&str, String)> = starts.iter().map(|start| (*start, (*start).to_owned())).collect();
    while let Some((kind, path)) = waiting.pop() {
        assert!(!people.contains(&kind), "a way to who somebody is: {path}");
        if !seen.insert(kind) {
            continue;
        }
        for (field, to) in edges.get(kind).into_iter().flatten() {
            if !FOR_STAFF.contains(&(kind, field.as_str())) {
                waiting.push((to, format!("{path}.{field}")));
            }
        }
    }
    assert!(seen.len() > 12, "only {} types were walked", seen.len());
}

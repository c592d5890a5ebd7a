//! Questions made from the schema itself: a new field is asked for without anybody remembering it.

use std::collections::HashMap;
use std::fmt::Write as _;

use async_graphql::parser::types::{FieldDefinition, TypeKind};
use serde_json::{Map, Value as Json};

use crate::sweep::{Schema, base, type_text};

pub struct Asking {
    pub schema: Schema,
}

impl Asking {
    pub fn new() -> Self {
        Self { schema: Schema::new() }
    }

    /// Everything below a type, `depth` levels down, with what its variants add.
    fn everything(&self, kind: &str, depth: usize) -> String {
        let mut out: String = self.schema.fields(kind).into_iter().map(|field| self.one(field, depth)).collect();
        if !matches!(self.schema.types[kind].kind, TypeKind::Interface(_)) {
            return out;
        }
        let common: Vec<&str> = self.schema.fields(kind).iter().map(|field| field.name.node.as_str()).collect();
        out.push_str("__typename ");
        for (name, found) in &self.schema.types {
            let TypeKind::Object(object) = &found.kind else { continue };
            if !object.implements.iter().any(|one| one.node.as_str() == kind) {
                continue;
            }
            let fields = object.fields.iter().map(|field| &field.node);
            let own: String =
                fields.filter(|field| !common.contains(&field.name.node.as_str())).map(|field| self.one(field, depth)).collect();
            if !own.is_empty() {
                let _ = write!(out, "... on {name} {{ {own}}} ");
            }
        }
        out
    }

    fn one(&self, field: &FieldDefinition, depth: usize) -> String {
        let required = |argument: &async_graphql::parser::types::InputValueDefinition| {
            !argument.ty.node.nullable && argument.default_value.is_none()
        };
        if field.arguments.iter().any(|argument| required(&argument.node)) {
            return String::new();
        }
        let (name, to) = (field.name.node.as_str(), base(&field.ty.node));
        match self.schema.types.get(to).map(|found| &found.kind) {
            Some(TypeKind::Object(_) | TypeKind::Interface(_)) if depth > 0 => match self.everything(to, depth - 1) {
                below if below.is_empty() => below,
                below => format!("{name} {{ {below}}} "),
            },
            Some(TypeKind::Object(_) | TypeKind::Interface(_)) => String::new(),
            _ => format!("{name} "),
        }
    }

    pub fn field(&self, root: &str, name: &str) -> &FieldDefinition {
        let found = self.schema.fields(root).into_iter().find(|field| field.name.node.as_str() == name);
        found.unwrap_or_else(|| panic!("no {root}.{name}"))
    }

    /// A question with these variables, for everything that the answer can hold.
    pub fn document(&self, root: &str, name: &str, variables: &Json, depth: usize) -> String {
        let field = self.field(root, name);
        let (mut declared, mut passed) = (String::new(), String::new());
        for argument in &field.arguments {
            let (label, ty) = (argument.node.name.node.as_str(), &argument.node.ty.node);
            if variables.get(label).is_some() {
                let _ = write!(declared, "${label}: {} ", type_text(ty));
                let _ = write!(passed, "{label}: ${label} ");
            }
        }
        let around = |text: &str| if text.is_empty() { String::new() } else { format!("({text})") };
        let kind = base(&field.ty.node);
        let below = match self.schema.types.get(kind).map(|found| &found.kind) {
            Some(TypeKind::Object(_) | TypeKind::Interface(_)) => format!("{{ {}}}", self.everything(kind, depth)),
            _ => String::new(),
        };
        format!("{} Asked{} {{ {name}{} {below} }}", root.to_lowercase(), around(&declared), around(&passed))
    }

    /// A value for every argument of a field, with ids from `ids`.
    pub fn variables(&self, root: &str, name: &str, ids: &HashMap<&'static str, String>, number: usize) -> Json {
        let mut variables = Map::new();
        for argument in &self.field(root, name).arguments {
            let label = argument.node.name.node.as_str();
            let value = self.schema.value(name, label, &argument.node.ty.node, ids, number);
            variables.insert(label.to_owned(), value);
        }
        Json::Object(variables)
    }
}

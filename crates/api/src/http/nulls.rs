//! An argument that is null is an argument that was left out.
//!
//! No argument of ours tells the two apart, and the library does not fall back to an argument's default when a client
//! names a variable for it and sends null, or nothing (which the specification says is the same as leaving it out): it
//! fails inside. So such arguments go before the document is validated; one that is required is then missing, and
//! validation says so.

use std::collections::HashSet;

use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Value, Variables};
use async_graphql_value::Value as InputValue;

/// Leaves out what is null. The guard has bounded the document, so that walking it is cheap.
pub(super) fn leave_out(document: &mut ExecutableDocument, variables: &Variables) {
    let empty: HashSet<Name> = document
        .operations
        .iter()
        .flat_map(|(_, operation)| &operation.node.variable_definitions)
        .map(|definition| &definition.node)
        // A null for a variable that may not be null is for the validation to refuse.
        .filter(|definition| definition.var_type.node.nullable)
        .filter(|definition| match variables.get(&definition.name.node) {
            Some(value) => *value == Value::Null,
            None => definition.default_value.is_none(),
        })
        .map(|definition| definition.name.node.clone())
        .collect();
    let mut pass = Pass { empty, used: HashSet::new() };
    for operation in operations(&mut document.operations) {
        pass.directives(&operation.directives);
        pass.set(&mut operation.selection_set.node);
    }
    for fragment in document.fragments.values_mut() {
        pass.directives(&fragment.node.directives);
        pass.set(&mut fragment.node.selection_set.node);
    }
    // What is declared and not used any more would be an error of its own.
    let Pass { empty, used } = pass;
    for operation in operations(&mut document.operations) {
        operation
            .variable_definitions
            .retain(|definition| !empty.contains(&definition.node.name.node) || used.contains(&definition.node.name.node));
    }
}

fn operations(all: &mut DocumentOperations) -> Vec<&mut OperationDefinition> {
    match all {
        DocumentOperations::Single(one) => vec![&mut one.node],
        DocumentOperations::Multiple(many) => many.values_mut().map(|one| &mut one.node).collect(),
    }
}

struct Pass {
    /// Variables that are null, or not there.
    empty: HashSet<Name>,
    /// Variables that something still names.
    used: HashSet<Name>,
}

impl Pass {
    fn set(&mut self, set: &mut SelectionSet) {
        for item in &mut set.items {
            match &mut item.node {
                Selection::Field(field) => self.field(&mut field.node),
                Selection::InlineFragment(fragment) => {
                    self.directives(&fragment.node.directives);
                    self.set(&mut fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => self.directives(&spread.node.directives),
            }
        }
    }

    fn field(&mut self, field: &mut Field) {
        field.arguments.retain(|(_, value)| match &value.node {
            InputValue::Null => false,
            InputValue::Variable(name) => !self.empty.contains(name),
            _ => true,
        });
        for (_, value) in &field.arguments {
            self.value(&value.node);
        }
        self.directives(&field.directives);
        self.set(&mut field.selection_set.node);
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) {
        for (_, value) in directives.iter().flat_map(|directive| &directive.node.arguments) {
            self.value(&value.node);
        }
    }

    fn value(&mut self, value: &InputValue) {
        match value {
            InputValue::Variable(name) => {
                self.used.insert(name.clone());
            }
            InputValue::List(items) => items.iter().for_each(|item| self.value(item)),
            InputValue::Object(fields) => fields.values().for_each(|field| self.value(field)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    /// The arguments that are left, and the variables that are still declared.
    fn left(text: &str, variables: serde_json::Value) -> (Vec<String>, Vec<String>) {
        let mut document = parse_query(text).unwrap();
        leave_out(&mut document, &Variables::from_json(variables));
        let (_, operation) = document.operations.iter().next().unwrap();
        let Selection::Field(field) = &operation.node.selection_set.node.items[0].node else { panic!("no field") };
        let arguments = field.node.arguments.iter().map(|(name, _)| name.node.to_string()).collect();
        let declared = operation.node.variable_definitions.iter().map(|one| one.node.name.node.to_string()).collect();
        (arguments, declared)
    }

    #[test]
    fn null_is_left_out() {
        let text = "query ($a: Int, $b: String) { f(a: $a, b: $b, c: null, d: 1) { x } }";
        let all = (vec!["a".to_owned(), "b".to_owned(), "d".to_owned()], vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(left(text, json!({ "a": 1, "b": "x" })), all);
        let none = (vec!["d".to_owned()], Vec::new());
        assert_eq!(left(text, json!({ "a": null, "b": null })), none);
        assert_eq!(left(text, json!({})), none);
    }

    #[test]
    fn what_something_else_names_stays_declared() {
        let text = "query ($a: Int, $b: Boolean) { f(a: $a, c: { deep: [$a] }) @include(if: $b) { x } }";
        assert_eq!(left(text, json!({ "a": null, "b": null })), (vec!["c".to_owned()], vec!["a".to_owned(), "b".to_owned()]));
    }

    #[test]
    fn defaults_of_variables_and_required_variables_are_not_touched() {
        let text = "query ($a: Int = 3, $b: Int!) { f(a: $a, b: $b) { x } }";
        let both = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(left(text, json!({})), (both.clone(), both.clone()));
        // A null that overrides the variable's default falls back to the field's.
        assert_eq!(left(text, json!({ "a": null, "b": null })), (vec!["b".to_owned()], vec!["b".to_owned()]));
    }
}

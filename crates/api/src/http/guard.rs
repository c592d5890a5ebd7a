//! What a GraphQL document may cost, decided before the library looks at it: fragments are counted once each, so that
//! a bomb is found in the time it takes to read it.

use std::collections::HashMap;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet};
use async_graphql::{ErrorExtensionValues, Request, Response, ServerError, Variables};

use super::nulls;
use crate::graphql::operator::{self, OperatorSchema};
use crate::graphql::{self, CairnSchema};

/// Upper bounds of one document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    bytes: usize,
    /// Fields after expanding fragments.
    nodes: u64,
    aliases: u64,
    directives: u64,
    depth: u32,
    root_fields: usize,
    fragments: usize,
    /// Whether messages may name types and fields.
    reveal: bool,
}

impl Bounds {
    const SERVE: Self = Self {
        bytes: 16 << 10,
        nodes: 500,
        aliases: 30,
        directives: 30,
        depth: 12,
        root_fields: 20,
        fragments: 30,
        reveal: false,
    };
    /// Room for the introspection that explorers send.
    const DEMO: Self = Self { nodes: 2_000, depth: 20, reveal: true, ..Self::SERVE };

    pub(super) fn of(demo: bool) -> Self {
        if demo { Self::DEMO } else { Self::SERVE }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cost {
    nodes: u64,
    aliases: u64,
    directives: u64,
    depth: u32,
}

impl Cost {
    fn beside(self, other: Self) -> Self {
        Self {
            nodes: self.nodes.saturating_add(other.nodes),
            aliases: self.aliases.saturating_add(other.aliases),
            directives: self.directives.saturating_add(other.directives),
            depth: self.depth.max(other.depth),
        }
    }
}

/// Fragments already counted; `None` while one is being counted, so that meeting it again is a cycle.
type Counted<'a> = HashMap<&'a str, Option<Cost>>;

/// `None`: the fragments go in circles.
fn cost<'a>(document: &'a ExecutableDocument, set: &'a SelectionSet, counted: &mut Counted<'a>) -> Option<Cost> {
    let mut sum = Cost::default();
    for item in &set.items {
        let own = match &item.node {
            Selection::Field(field) => {
                let mut inner = cost(document, &field.node.selection_set.node, counted)?;
                inner.nodes = inner.nodes.saturating_add(1);
                inner.depth = inner.depth.saturating_add(1);
                inner.aliases = inner.aliases.saturating_add(u64::from(field.node.alias.is_some()));
                inner
            }
            Selection::InlineFragment(fragment) => cost(document, &fragment.node.selection_set.node, counted)?,
            Selection::FragmentSpread(spread) => fragment_cost(document, &spread.node.fragment_name.node, counted)?,
        };
        let directives = u64::try_from(item.node.directives().len()).unwrap_or(u64::MAX);
        sum = sum.beside(Cost { directives: own.directives.saturating_add(directives), ..own });
    }
    Some(sum)
}

fn fragment_cost<'a>(document: &'a ExecutableDocument, name: &'a str, counted: &mut Counted<'a>) -> Option<Cost> {
    if let Some(known) = counted.get(name) {
        return *known;
    }
    counted.insert(name, None);
    // An unknown fragment costs nothing here; validation refuses it.
    let known = match document.fragments.get(name) {
        Some(fragment) => cost(document, &fragment.node.selection_set.node, counted)?,
        None => Cost::default(),
    };
    counted.insert(name, Some(known));
    Some(known)
}

/// Whether the document stays within the bounds: one operation, a mutation with one field.
fn is_within(document: &ExecutableDocument, bounds: &Bounds) -> bool {
    let mut operations = document.operations.iter();
    let (Some((_, operation)), None) = (operations.next(), operations.next()) else { return false };
    let roots = &operation.node.selection_set.node.items;
    if document.fragments.len() > bounds.fragments || roots.len() > bounds.root_fields {
        return false;
    }
    if operation.node.ty == OperationType::Mutation
        && !matches!(roots.as_slice(), [only] if matches!(only.node, Selection::Field(_)))
    {
        return false;
    }
    // Fragments that nothing reaches cost the validator as well.
    let mut counted = Counted::new();
    let unreached = document
        .fragments
        .keys()
        .try_fold(Cost::default(), |sum, name| fragment_cost(document, name, &mut counted).map(|own| sum.beside(own)));
    let reached = cost(document, &operation.node.selection_set.node, &mut counted);
    let (Some(unreached), Some(reached)) = (unreached, reached) else { return false };
    unreached.nodes <= bounds.nodes.saturating_mul(4)
        && reached.nodes <= bounds.nodes
        && reached.aliases <= bounds.aliases
        && reached.directives <= bounds.directives
        && reached.depth <= bounds.depth
}

fn coded(code: &'static str, message: &str) -> ServerError {
    let mut error = ServerError::new(message, None);
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code);
    error.extensions = Some(extensions);
    error
}

/// Somebody's own words as they may run: short, parsed, and within bounds.
///
/// In front of the library instead of as an extension of it: with one, every field of every answer takes a detour.
pub(super) fn free(text: String, variables: Variables, bounds: &Bounds) -> Result<Request, ServerError> {
    if text.len() > bounds.bytes {
        return Err(coded("DOCUMENT_TOO_LARGE", "the document is longer than 16 KiB"));
    }
    // The parser's message repeats the document; only the place comes back.
    let parsed = parse_query(&text).map_err(|error| ServerError {
        locations: ServerError::from(error).locations,
        ..coded("PARSE_ERROR", "the document does not parse")
    })?;
    if !is_within(&parsed, bounds) {
        return Err(coded("DOCUMENT_TOO_COMPLEX", "the document asks for too much at once"));
    }
    Ok(ready(Request::new(text), parsed, variables))
}

/// One of our own documents: it was looked at when it was built.
pub(super) fn known(parsed: ExecutableDocument, variables: Variables) -> Request {
    ready(Request::new(""), parsed, variables)
}

fn ready(request: Request, mut parsed: ExecutableDocument, variables: Variables) -> Request {
    nulls::leave_out(&mut parsed, &variables);
    let mut request = request.variables(variables);
    request.set_parsed_query(parsed);
    request
}

/// What the library says of a document that does not fit: it comes before any field, so it names no path.
pub(super) fn told(mut answer: Response, bounds: &Bounds) -> Response {
    let unfit = |error: &ServerError| error.path.is_empty() && super::mask::code(error).is_none();
    if !answer.errors.iter().any(unfit) {
        return answer;
    }
    let masked = |error: ServerError| {
        if !unfit(&error) {
            return error;
        }
        // Naming what does not exist tells what does; explorers of the demo may know.
        let message = if bounds.reveal { shortened(&error.message) } else { "the document does not fit the schema".to_owned() };
        ServerError { locations: error.locations, ..coded("INVALID_DOCUMENT", &message) }
    };
    answer.errors = answer.errors.into_iter().take(super::mask::MOST_ERRORS).map(masked).collect();
    answer
}

fn shortened(message: &str) -> String {
    message.chars().take(300).collect()
}

pub(super) fn center_schema(demo: bool) -> CairnSchema {
    let builder = graphql::builder().limit_directives(4).disable_suggestions();
    if demo { builder.finish() } else { builder.disable_introspection().finish() }
}

pub(super) fn operator_schema(demo: bool) -> OperatorSchema {
    let builder = operator::builder().limit_directives(4).disable_suggestions();
    if demo { builder.finish() } else { builder.disable_introspection().finish() }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::time::{Duration, Instant};

    use super::*;

    fn allowed(text: &str) -> bool {
        is_within(&parse_query(text).unwrap(), &Bounds::SERVE)
    }

    #[test]
    fn an_ordinary_document_passes() {
        assert!(allowed(
            "query Today { viewer { account { member { id name } } } sessions(first: 3) { nodes { id startsAt } } }"
        ));
        assert!(allowed(
            "mutation Book($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }"
        ));
    }

    #[test]
    fn a_fragment_bomb_is_refused_at_once() {
        // 13 levels of 4 spreads: 67 million fields when expanded, 633 bytes when sent.
        let mut text = "query { ...F0 }".to_owned();
        for level in 0..13 {
            let next = level + 1;
            let _ = write!(text, " fragment F{level} on Query {{ ...F{next} ...F{next} ...F{next} ...F{next} }}");
        }
        text.push_str(" fragment F13 on Query { viewer { now } }");
        let start = Instant::now();
        assert!(!allowed(&text));
        assert!(start.elapsed() < Duration::from_millis(50), "took {:?}", start.elapsed());
    }

    #[test]
    fn circles_aliases_depth_and_crowds_are_refused() {
        assert!(!allowed("query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }"));
        assert!(!allowed("query { viewer { now } } fragment A on Query { ...A }"));
        let aliases: String = (0..1000).fold(String::new(), |mut text, n| {
            let _ = write!(text, "a{n}: viewer {{ now }} ");
            text
        });
        assert!(!allowed(&format!("query {{ {aliases} }}")));
        assert!(!allowed(&format!("query {{ a {} b {} }}", "{ a ".repeat(12), "} ".repeat(12))));
        assert!(!allowed("query A { viewer { now } } query B { viewer { now } }"));
        assert!(!allowed(&format!("query {{ {} }}", "viewer @include(if: true) @include(if: true) ".repeat(20))));
    }

    #[test]
    fn a_mutation_does_one_thing() {
        assert!(!allowed("mutation { goLive { problems { code } } signOutEverywhere { problems { code } } }"));
        assert!(!allowed("mutation { ...M } fragment M on Mutation { goLive { problems { code } } }"));
        assert!(allowed("mutation { goLive { problems { code } } }"));
    }
}

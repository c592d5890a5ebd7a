//! The committed schemas are the ones the code serves.

#[test]
fn schema_graphql_is_up_to_date() {
    same("schema.graphql", &cairn_api::graphql::sdl(), "cargo xtask schema");
}

#[test]
fn operator_graphql_is_up_to_date() {
    same("operator.graphql", &cairn_api::graphql::operator::sdl(), "cargo xtask schema");
}

fn same(file: &str, served: &str, cure: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let committed = std::fs::read_to_string(&path).expect("the committed schema");
    assert!(committed.trim() == served.trim(), "{file} is stale: run `{cure}` and look at the difference");
}

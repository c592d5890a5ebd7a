//! What people who meet clients can show for it: one list for mentors and for everybody else.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::{App, Person};

use super::hour::{Hour, code};
use super::lines::LINE;

const ADD: &str = "mutation($input: AddCredentialInput!) { addCredential(input: $input) {
  holder { id mentors credentials { id kind number expired verifiedBy { name } } } mentor { id } problems { code path } } }";
const VERIFY: &str = "mutation($id: ID!) { verifyCredential(credentialId: $id) {
  holder { credentials { verifiedBy { name } verifiedAt } } problems { code path } } }";
const HOLDER: &str = "query($id: ID!) { credentialHolder(memberId: $id) { mentors credentials { kind number } } }";
const HOLDERS: &str = "query($after: String) { credentialHolders(first: 2, after: $after) {
  nodes { member { name } credentials { kind expired } } pageInfo { hasNextPage endCursor } } }";

fn credential(of: &Person, from: &str, until: &str) -> Json {
    json!({ "input": { "memberId": of.wire_id(), "kind": "licensed counselor", "issuer": "State board", "number": "LC-7",
        "issuedOn": from, "expiresOn": until } })
}

async fn added(app: &App, by: &Person, input: Json) -> Json {
    app.data(by, ADD, input).await["addCredential"].clone()
}

#[tokio::test]
async fn a_line_of_a_counselor_who_mentors_nobody_waits_for_a_credential_and_gets_it() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    hour.noted().await;
    let payer = hour.payer("Horizon", "nj_horizon", "2026-01-01").await;
    hour.covers(&payer, json!({})).await;
    hour.rules_with(&payer, "nj_horizon", "2026-01-01", json!({ "credentials": ["Licensed counselor"] })).await;
    let missing = async || hour.does(&hour.dana, LINE, json!({})).await["missing"].clone();
    assert_eq!(missing().await, "CREDENTIAL");
    // One that ended the day before, and one that began the day after, help nothing.
    let admin = &hour.center.admin;
    let first = added(&app, admin, credential(&hour.dana, "2025-01-01", "2026-03-02")).await;
    let noted = json!({ "id": first["holder"]["credentials"][0]["id"], "kind": "licensed counselor", "number": "LC-7",
        "expired": true, "verifiedBy": { "name": admin.name } });
    let expected = json!({ "id": hour.dana.wire_id(), "mentors": false, "credentials": [noted] });
    assert_eq!((&first["holder"], &first["mentor"], &first["problems"]), (&expected, &Json::Null, &json!([])));
    hour.at("2026-03-05T15:00:00Z").await;
    added(&app, admin, credential(&hour.dana, "2026-03-04", "2027-03-04")).await;
    assert_eq!(missing().await, "CREDENTIAL");
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    added(&app, &helen, credential(&hour.dana, "2026-03-03", "2026-03-03")).await;
    assert_eq!(missing().await, Json::Null);
}

#[tokio::test]
async fn credentials_are_kept_by_their_holder_and_by_whoever_steers() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, lee) = (center.counselor("Dana Reyes").await, center.counselor("Lee Park").await);
    let ana = center.client("Ana Ruiz", &dana).await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let own = added(&app, &dana, credential(&dana, "2026-01-01", "2027-01-01")).await;
    assert_eq!(own["holder"]["credentials"][0]["verifiedBy"], Json::Null, "nobody vouches for themself");
    let id = own["holder"]["credentials"][0]["id"].clone();
    for person in [&lee, &ana] {
        assert_eq!(
            code(&added(&app, person, credential(&dana, "2026-01-01", "2027-01-01")).await),
            "not_found",
            "{}",
            person.name
        );
        assert!(app.data(person, HOLDER, json!({ "id": dana.wire_id() })).await["credentialHolder"].is_null());
        let verified = app.data(person, VERIFY, json!({ "id": id })).await["verifyCredential"].clone();
        assert_eq!(code(&verified), "not_found", "{}", person.name);
        let list = app.graphql(person, HOLDERS, json!({})).await;
        assert_eq!(list["errors"][0]["extensions"]["code"], "FORBIDDEN", "{}", person.name);
    }
    // A client meets nobody.
    assert_eq!(code(&added(&app, &helen, credential(&ana, "2026-01-01", "2027-01-01")).await), "not_found");
    assert_eq!(code(&app.data(&dana, VERIFY, json!({ "id": id })).await["verifyCredential"]), "own_case");
    let seen = app.data(&helen, VERIFY, json!({ "id": id })).await["verifyCredential"].clone();
    let expected = json!([{ "verifiedBy": { "name": "Helen Strand" }, "verifiedAt": "2026-03-02T15:00:00Z" }]);
    assert_eq!(seen["holder"]["credentials"], expected);
    let again = app.data(&center.admin, VERIFY, json!({ "id": id })).await["verifyCredential"].clone();
    assert_eq!(again["holder"]["credentials"], expected, "it stays whoever was first");
    let remove = "mutation($id: ID!) { removeCredential(credentialId: $id) { holder { credentials { id } } problems { code } } }";
    assert_eq!(code(&app.data(&lee, remove, json!({ "id": id })).await["removeCredential"]), "not_found");
    let gone = app.data(&helen, remove, json!({ "id": id })).await["removeCredential"].clone();
    assert_eq!(gone["holder"]["credentials"], json!([]));
}

#[tokio::test]
async fn what_runs_out_first_comes_first_in_the_list_of_all() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, lee) = (center.counselor("Dana Reyes").await, center.counselor("Lee Park").await);
    let marcus = center.mentor("Marcus Hill", 4).await;
    center.client("Ana Ruiz", &dana).await;
    added(&app, &center.admin, credential(&lee, "2025-01-01", "2026-02-01")).await;
    added(&app, &center.admin, credential(&marcus, "2025-01-01", "2026-06-01")).await;
    // Renewed: what ended before is no worry.
    added(&app, &center.admin, credential(&dana, "2024-01-01", "2025-01-01")).await;
    added(&app, &center.admin, credential(&dana, "2025-01-01", "2029-01-01")).await;
    let first = app.data(&center.admin, HOLDERS, json!({})).await["credentialHolders"].clone();
    let kind = |expired: bool| json!({ "kind": "licensed counselor", "expired": expired });
    let expected = json!([{ "member": { "name": "Lee Park" }, "credentials": [kind(true)] },
        { "member": { "name": "Marcus Hill" }, "credentials": [kind(false)] }]);
    assert_eq!(first["nodes"], expected);
    let rest = app.data(&center.admin, HOLDERS, json!({ "after": first["pageInfo"]["endCursor"] })).await;
    let expected = json!({ "member": { "name": "Dana Reyes" }, "credentials": [kind(true), kind(false)] });
    assert_eq!(rest["credentialHolders"]["nodes"][0], expected, "before those who have noted nothing");
    assert_eq!(rest["credentialHolders"]["pageInfo"]["hasNextPage"], false);
}

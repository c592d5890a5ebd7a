//! Who is there, who is next, who has gone quiet.

use cairn_domain::Db;
use cairn_domain::members::{self, ClientFilter, ClientOrder, ListClients};
use cairn_domain::paging::PageRequest;
use serde_json::{Value as Json, json};
use support::{App, Person};

use crate::statements::Statements;

const LIST: &str = "query($filter: ClientFilterInput, $order: ClientOrder, $search: String) {
  clients(first: 50, filter: $filter, order: $order, search: $search) { nodes { member { name } } } }";

async fn names(app: &App, person: &Person, variables: Json) -> Vec<String> {
    let data = app.data(person, LIST, variables).await;
    let nodes = data["clients"]["nodes"].as_array().expect("nodes").clone();
    nodes.iter().map(|node| node["member"]["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn a_counselor_finds_whom_to_call() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let evening = center.program("Evening program", json!({})).await;
    let phases = evening.phases(&[("Arriving", &[]), ("Practicing", &[])]).await;
    let day = center.program("Day program", json!({ "quietAfterDays": 1 })).await;
    let (ana, tyler, mei, jo) = (
        center.client("Ana Ruiz", &dana).await,
        center.client("Tyler Beck", &dana).await,
        center.client("Mei Lin", &dana).await,
        center.client("Jo Park", &dana).await,
    );
    evening.begins(&ana, "ACTIVE").await;
    let held = evening.begins(&tyler, "ACTIVE").await;
    center.moved(&dana, &held, "ON_HOLD", json!({})).await;
    day.tries(&mei, "ACTIVE", json!({ "on": "2026-02-10" })).await;
    let _ = jo;
    let log = "mutation($input: LogContactInput!) { logContact(input: $input) { problems { code } } }";
    for (client, on) in [(&ana, "2026-03-01"), (&tyler, "2026-02-01")] {
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": client.wire_id(), "kind": "CALL", "on": on });
        app.data(&dana, log, json!({ "input": input })).await;
    }
    assert_eq!(names(&app, &dana, json!({})).await, ["Ana Ruiz", "Jo Park", "Mei Lin", "Tyler Beck"]);
    let order = json!({ "order": "LAST_CONTACT" });
    assert_eq!(names(&app, &dana, order).await, ["Jo Park", "Mei Lin", "Tyler Beck", "Ana Ruiz"], "whom nobody heard of first");
    for (filter, expected) in [
        (json!({ "programId": evening.id }), vec!["Ana Ruiz", "Tyler Beck"]),
        (json!({ "programId": evening.id, "states": ["ON_HOLD"] }), vec!["Tyler Beck"]),
        (json!({ "phaseId": phases[0]["id"] }), vec!["Ana Ruiz", "Tyler Beck"]),
        (json!({ "phaseId": phases[1]["id"] }), vec![]),
        (json!({ "states": ["ACTIVE"] }), vec!["Ana Ruiz", "Mei Lin"]),
        (json!({ "quiet": true }), vec!["Mei Lin"]),
        (json!({ "quiet": false }), vec!["Ana Ruiz", "Jo Park", "Tyler Beck"]),
        (json!({ "programId": day.id, "quiet": true }), vec!["Mei Lin"]),
    ] {
        assert_eq!(names(&app, &dana, json!({ "filter": filter })).await, expected, "{filter}");
    }
    assert_eq!(names(&app, &dana, json!({ "search": "ty", "filter": { "states": ["ON_HOLD"] } })).await, ["Tyler Beck"]);
    assert!(names(&app, &dana, json!({ "search": "ana", "filter": { "states": ["ON_HOLD"] } })).await.is_empty());
}

async fn statements(db: &Db, log: &Statements, person: &Person) -> (usize, usize) {
    let tx = db.enter(&person.credential(), None).await.expect("enter").expect("a sign-in");
    log.forget();
    let wanted = ListClients {
        search: None,
        filter: ClientFilter::default(),
        order: ClientOrder::LastContact,
        page: PageRequest { first: 100, after: None },
    };
    let page = members::clients(&tx, wanted).await.expect("a page");
    (page.items.len(), log.seen().len())
}

#[tokio::test]
async fn a_long_list_takes_as_many_statements_as_a_short_one() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let program = center.program("Evening program", json!({})).await;
    let (db, log) = Statements::of(&app).await;
    let mut counts = Vec::new();
    for round in 0..3 {
        for number in 0..(2 + round * 5) {
            let client = center.client(&format!("Client R{round}N{number}"), &dana).await;
            program.begins(&client, "ACTIVE").await;
        }
        counts.push(statements(&db, &log, &dana).await);
    }
    let sizes: Vec<usize> = counts.iter().map(|(rows, _)| *rows).collect();
    assert_eq!(sizes, [2, 9, 21]);
    // The first also fetches the center's keys.
    assert_eq!(counts[1].1, counts[2].1, "{counts:?}");
    assert!(counts[2].1 <= 3, "{counts:?}");
}

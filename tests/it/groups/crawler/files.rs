//! Files: one's own can be fetched, and no way leads to somebody else's.

use serde_json::{Value as Json, json};
use support::{App, Person};
use uuid::Uuid;

use super::asking::Asking;
use super::secrets::Secrets;
use super::walker::{Source, Walker};
use crate::documents::{PDF, send, uuid};

/// With the number of the request left out.
fn plain(answer: &Json) -> String {
    let text = answer.to_string();
    let at = text.find("\"requestId\":\"").map(|at| at + 13);
    at.map_or(text.clone(), |at| format!("{}{}", &text[..at], &text[at + 36..]))
}

/// A file of somebody's, checked and ready, with a secret in its bytes.
async fn shared(app: &App, person: &Person, name: &str) -> Json {
    let bytes = [PDF, b"% inside", name.as_bytes()].concat();
    let id = send(app, person, person, &format!("photo{name}.pdf"), "application/pdf", &bytes).await;
    app.run_jobs().await;
    id
}

#[tokio::test]
async fn no_file_of_somebody_else_is_reached() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Anahita Ruizmarin", &dana).await;
    let tyler = center.client("Tavrik Beckworthy", &dana).await;
    let (own, theirs) = (shared(&app, &ana, "atihana").await, shared(&app, &tyler, "kirvat").await);
    let mut secrets = Secrets::default();
    for word in ["Tavrik", "Beckworthy", "photokirvat", "insidekirvat"] {
        secrets.word("Tyler's", word);
    }
    for id in [tyler.wire_id(), theirs.as_str().expect("an id").to_owned()] {
        secrets.id("Tyler's", &id);
    }
    let mut walker = Walker::new(&ana, secrets, &["photoatihana", "insideatihana"]);
    let asking = Asking::new();
    let nothing = |kind: &str| json!(format!("{kind}:{}", Uuid::new_v4()));
    for (root, field, argument, theirs, nothing) in [
        ("Mutation", "createDownload", "documentId", theirs.clone(), nothing("document")),
        ("Mutation", "completeUpload", "documentId", theirs.clone(), nothing("document")),
        ("Mutation", "deleteDocument", "documentId", theirs.clone(), nothing("document")),
        ("Query", "documents", "clientId", json!(tyler.wire_id()), nothing("member")),
    ] {
        let variables = json!({ argument: theirs });
        let document = asking.document(root, field, &variables, 3);
        let of_tyler = walker.asks(&app, &document, variables).await;
        let of_nobody = walker.asks(&app, &document, json!({ argument: nothing })).await;
        assert_eq!(plain(&of_tyler), plain(&of_nobody), "{field}");
    }
    walker.asks(&app, &asking.document("Query", "documents", &json!({}), 4), json!({})).await;
    let download = asking.document("Mutation", "createDownload", &json!({ "documentId": own }), 3);
    let made = walker.asks(&app, &download, json!({ "documentId": own })).await;
    let url = made["data"]["createDownload"]["download"]["url"].as_str().expect("a link").to_owned();
    let keys: (String, String) = sqlx::query_as(
        "select (select object_key from cairn.documents where id = $1), (select object_key from cairn.documents where id = $2)",
    )
    .bind(uuid(&own))
    .bind(uuid(&theirs))
    .fetch_one(&mut app.superuser().await)
    .await
    .expect("keys");
    for (link, reached) in [(url.clone(), true), (url.replace(&keys.0, &keys.1), false)] {
        assert!(reached || link != url, "the key stands in the link");
        let answer = reqwest::get(&link).await.expect("object storage answers");
        assert_eq!(answer.status().is_success(), reached);
        let headers: Vec<String> = answer.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        // What was asked for is known already.
        let told = String::from_utf8_lossy(&answer.bytes().await.expect("bytes")).replace(&keys.1, "");
        walker.hears(Source::File, &link, told.as_bytes());
        walker.hears(Source::File, &link, headers.join("\n").as_bytes());
    }
    walker.found_nobody(&[(Source::Answer, 2), (Source::Refusal, 8), (Source::File, 4)]);
    assert!(walker.met(Source::File, "insideatihana") && walker.met(Source::Answer, "photoatihana"));
}

//! Somebody tries names: nothing says whether there is anybody who is called so.

use serde_json::{Value as Json, json};

use super::world::{self, World};

/// What is there, and what is nowhere; of the same length.
const GUESSES: [(&str, &str); 5] = [
    ("Tavrik Beckworthy", "Tavrok Beckwarthy"),
    ("Beckworthy", "Beckwarthy"),
    ("Marcelius Hillcrest", "Marcelias Hallcrest"),
    ("Thunderstone", "Thunderstane"),
    ("Driftwood", "Driftwald"),
];

/// An answer without the words that were asked with, the ids of what was made, and the number of the request.
fn plain(answer: &Json, words: [&str; 2]) -> String {
    let mut answer = answer.clone();
    strip(&mut answer);
    words.into_iter().fold(answer.to_string(), |text, word| text.replace(word, "*"))
}

fn strip(value: &mut Json) {
    match value {
        Json::Object(object) => {
            for made in ["requestId", "messageId", "sentAt", "id", "url", "endCursor", "startCursor", "cursor"] {
                object.remove(made);
            }
            object.values_mut().for_each(strip);
        }
        Json::Array(all) => all.iter_mut().for_each(strip),
        _ => {}
    }
}

/// Every question of the schema that searches for a text.
fn searches(world: &World<'_>) -> Vec<(&'static str, String, Json)> {
    let mut found = Vec::new();
    for field in world.asking.schema.fields("Query") {
        let has = |name: &str| field.arguments.iter().any(|argument| argument.node.name.node.as_str() == name);
        let name = field.name.node.to_string();
        if has("search") {
            found.push(("Query", name, json!({ "search": "?" })));
        } else if ["groups", "listings"].contains(&name.as_str()) {
            found.push(("Query", name, json!({ "filter": { "search": "?" } })));
        }
    }
    assert!(found.len() >= 5, "{found:?}");
    found
}

#[tokio::test]
async fn nothing_tells_a_name_that_is_there_from_one_that_is_not() {
    let app = world::app().await;
    let mut world = World::new(&app).await;
    world.begins().await;
    world.is_over().await;
    let ana = world.ana().clone();
    let (group, own) = (world.room.group.clone(), world.room.guests[0].place.clone());
    let mut tries = searches(&world);
    let proof = json!({ "clientMutationId": "key", "groupIds": [group], "from": "2026-03-01", "until": "2026-03-04",
        "show": ["NAME", "COUNT"], "nameAsShown": "?", "recipient": "?", "days": 30 });
    for (field, input) in [
        ("updateMembership", json!({ "membershipId": own, "alias": "?", "pronouns": "?" })),
        ("sendChatMessage", json!({ "clientMutationId": "key", "groupId": group, "body": "I know ?." })),
        ("createAttendanceProof", proof),
        ("updateProfile", json!({ "name": "?" })),
    ] {
        tries.push(("Mutation", field.to_owned(), json!({ "input": input })));
    }
    let mut answered = 0;
    for (root, field, variables) in &tries {
        for (there, nowhere) in GUESSES {
            let mut heard = Vec::new();
            for word in [there, nowhere] {
                let key = uuid::Uuid::new_v4().to_string();
                let text = variables.to_string().replace('?', word).replace("\"key\"", &format!("\"{key}\""));
                let variables: Json = serde_json::from_str(&text).expect("JSON");
                let document = world.asking.document(root, field, &variables, 3);
                let answer = app.graphql(&ana, &document, variables).await;
                answered += usize::from(answer["errors"].is_null());
                heard.push(plain(&answer, [there, nowhere]));
            }
            assert_eq!(heard[0], heard[1], "{field} with {there}");
        }
    }
    assert!(answered > 40, "only {answered} were answered");
}

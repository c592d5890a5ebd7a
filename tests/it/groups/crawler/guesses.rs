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

/// Who has to be let in learns by no try, however often, whether somebody known from elsewhere is there.
#[tokio::test]
async fn asking_to_be_let_in_tells_no_name() {
    let app = world::app().await;
    let world = World::new(&app).await;
    let (ana, center) = (world.ana().clone(), world.center());
    let closed = center.group("Behind the door", json!({ "access": "CLOSED" })).await;
    for (guest, alias) in world.room.guests[1..3].iter().zip(["Driftwood", "Thunderstone"]) {
        let asked = center.asks_to_join(&guest.person, &closed, alias).await;
        let answer = json!({ "input": { "id": asked["group"]["myMembership"]["id"], "letIn": true } });
        let let_in = world.fine(&center.admin, "answerApplication", answer).await;
        assert_eq!(let_in["entry"]["state"], "ACTIVE", "{let_in:#}");
    }
    let asks = |alias: &str| json!({ "input": { "groupId": closed, "alias": alias, "agreementVersion": 1, "showAlias": true } });
    let heard = async |field: &str, variables: Json, word: &str| {
        let document = world.asking.document("Mutation", field, &variables, 3);
        plain(&app.graphql(&ana, &document, variables).await, [word, word])
    };
    let place = async || world.ask(&ana, "group", json!({ "id": closed })).await["myMembership"].clone();
    let mut waits = 0;
    for (there, nowhere) in GUESSES {
        let mut joining = Vec::new();
        for word in [there, nowhere] {
            joining.push(heard("joinGroup", asks(word), word).await);
            let mine = place().await;
            waits += usize::from(mine["state"] == "APPLIED");
            world.fine(&ana, "leaveGroup", json!({ "membershipId": mine["id"] })).await;
        }
        assert_eq!(joining[0], joining[1], "asking as {there}");
        world.fine(&ana, "joinGroup", asks("Meadowlark")).await;
        let mine = place().await;
        let mut renaming = Vec::new();
        for word in [there, nowhere] {
            let input = json!({ "input": { "membershipId": mine["id"], "alias": word } });
            renaming.push(heard("updateMembership", input, word).await);
        }
        assert_eq!(renaming[0], renaming[1], "while one waits, as {there}");
        world.fine(&ana, "leaveGroup", json!({ "membershipId": mine["id"] })).await;
    }
    assert_eq!(waits, 2 * GUESSES.len(), "each was heard at the door");
}

//! Every field of the schema, asked by a member with the ids of somebody else of the same center: what it says is what it
//! would say of somebody who never was.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value as Json;
use uuid::Uuid;

use super::walker::{Source, Walker};
use super::world::{self, World};
use crate::sweep::hidden;

/// What members of a center may know by its id: places and people that are there for everybody.
const OPEN: [&str; 15] = [
    "groupId",
    "meetingId",
    "groupBreakId",
    "programId",
    "phaseId",
    "criterionId",
    "cohortId",
    "intakeItemId",
    "sessionTypeId",
    "counselorId",
    "mentorId",
    "listingId",
    "feedImportId",
    "payerId",
    "storyId",
];

/// Ends the walk itself; and coming into a group, which names nobody's id, is looked at where it is done (`answers`) and where names are
/// tried (`guesses`).
const LEFT_OUT: [&str; 2] = ["signOutEverywhere", "joinGroup"];

/// The same places, and nobody and nothing in them.
fn nobody(real: &HashMap<&'static str, String>) -> HashMap<&'static str, String> {
    let other = |(name, wire): (&&'static str, &String)| {
        let kind = wire.split(':').next().unwrap_or_default();
        (*name, if OPEN.contains(name) { wire.clone() } else { format!("{kind}:{}", Uuid::new_v4()) })
    };
    real.iter().map(other).collect()
}

fn plain(mut answer: Json) -> String {
    for error in answer.get_mut("errors").and_then(Json::as_array_mut).into_iter().flatten() {
        if let Some(extensions) = error["extensions"].as_object_mut() {
            extensions.remove("requestId");
        }
    }
    answer.to_string()
}

#[tokio::test]
async fn a_member_who_asks_about_somebody_hears_what_they_would_hear_of_nobody() {
    let app = world::app().await;
    let world = World::new(&app).await;
    let (ana, tyler) = (world.ana().clone(), world.tyler().clone());
    let real = hidden(&app, world.center(), &world.lee, &tyler).await;
    let none = nobody(&real);
    let mut secrets = world.secrets_from(&ana, &World::elsewhere());
    for word in ["Canary River", "canary words", "canary-letter.pdf", "Canary Member", "canary@mail", "Canary Cleo", "Noor Quill"]
    {
        secrets.word("somebody's", word);
    }
    let (known, people): (Vec<_>, Vec<_>) = real.iter().partition(|(name, _)| OPEN.contains(name));
    assert!(known.len() > 8 && people.len() > 30, "{known:?}");
    for (name, wire) in people {
        secrets.id(name, wire);
    }
    let mut walker = Walker::new(&ana, secrets, &["Evening circle", "Anahita"]);
    let mut differing = BTreeSet::new();
    let mut compared = 0;
    for root in ["Query", "Mutation"] {
        let fields: Vec<String> = world.asking.schema.fields(root).iter().map(|field| field.name.node.to_string()).collect();
        for (number, field) in fields.iter().enumerate().filter(|(_, field)| !LEFT_OUT.contains(&field.as_str())) {
            let variables = world.asking.variables(root, field, &real, number);
            let document = world.asking.document(root, field, &variables, 2);
            let of_somebody = plain(walker.asks(&app, &document, variables.clone()).await);
            let names = |ids: &HashMap<&'static str, String>| {
                ids.iter().any(|(name, wire)| !OPEN.contains(name) && variables.to_string().contains(wire.as_str()))
            };
            if !names(&real) {
                continue;
            }
            let variables = world.asking.variables(root, field, &none, number);
            let of_nobody = plain(walker.asks(&app, &document, variables).await);
            compared += 1;
            if of_somebody != of_nobody {
                differing.insert(format!("{root}.{field}:\n  {of_somebody}\n  {of_nobody}"));
            }
        }
    }
    walker.found_nobody(&[(Source::Answer, 20), (Source::Refusal, 150)]);
    assert!(walker.met(Source::Answer, "Evening circle") && walker.met(Source::Answer, "Anahita"));
    assert!(compared > 100, "only {compared} fields were asked about somebody");
    let told: Vec<_> = differing.into_iter().collect();
    assert!(told.is_empty(), "{} tell somebody from nobody: {}", told.len(), told.join("\n"));
}

//! What people type in groups, programs and with a mentor.

use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person, TestCenter};
use uuid::Uuid;

use super::mutate;
use crate::documents::codes;
use crate::groups::chat::circle;

pub async fn groups(app: &App, center: &TestCenter<'_>) {
    let circle = circle(center, json!({})).await;
    let message = |body: String| json!({ "clientMutationId": Uuid::new_v4(), "groupId": circle.group, "body": body });
    written(app, &circle.ana, "sendChatMessage", "SendChatMessageInput", message("kanariechat".to_owned())).await;
    let long = message(format!("kanarielong {}", "x".repeat(70_000)));
    let send = "mutation($input: SendChatMessageInput!) { sendChatMessage(input: $input) { problems { code message path } } }";
    let refused = app.graphql(&circle.ana, send, json!({ "input": long })).await;
    assert!(!refused.to_string().to_lowercase().contains("kanarielong"), "a refusal does not repeat what it refuses");
}

pub async fn programs(app: &App, center: &TestCenter<'_>, client: &Person) {
    let key = || Uuid::new_v4().to_string();
    let input = json!({ "clientMutationId": key(), "name": "Kanarieway", "fromTemplate": "outpatient" });
    let make =
        "mutation($input: CreateProgramInput!) { createProgram(input: $input) { program { id version } problems { code } } }";
    let program = fine(&app.data(&center.admin, make, json!({ "input": input })).await, "createProgram")["program"].clone();
    let opened = json!({ "programId": program["id"], "version": program["version"], "state": "OPEN" });
    assert_eq!(codes(&mutate(app, &center.admin, "setProgramState", "SetProgramStateInput", opened).await), Vec::<String>::new());
    let begun = json!({ "clientMutationId": key(), "clientId": client.wire_id(), "programId": program["id"], "state": "WAITLISTED",
        "note": "kanarieenrollmentnote" });
    mutate(app, &center.admin, "beginEnrollment", "BeginEnrollmentInput", begun).await;
}

pub async fn mentorship(app: &App, center: &TestCenter<'_>, client: &Person) {
    let marcus = center.mentor("Kanariementor Hill", 10).await;
    let pair = center.walk_together(client, &marcus).await;
    let wish = json!({ "words": "kanariewish", "languages": ["en"], "modes": [], "onlyGender": null, "freeHours": [] });
    mutate(app, client, "setMentorRequest", "SetMentorRequestInput", wish).await;
    let message = json!({ "clientMutationId": Uuid::new_v4(), "mentorshipId": pair, "body": "kanariemessage" });
    written(app, client, "sendPairMessage", "SendPairMessageInput", message).await;
    written(app, client, "createGoal", "CreateGoalInput", json!({ "mentorshipId": pair, "text": "kanariegoal" })).await;
    let week = json!({ "mentorshipId": pair, "mood": "LOW", "urge": 8, "note": "kanarieweek", "noteSeenBy": "CARE" });
    written(app, client, "addPairCheckIn", "AddPairCheckInInput", week).await;
    let conflict =
        json!({ "memberId": client.wire_id(), "otherId": center.admin.wire_id(), "source": "OTHER", "reason": "kanariereason" });
    written(app, &center.admin, "enterPairConflict", "EnterPairConflictInput", conflict).await;
    let story = json!({ "kind": "STRATEGY", "language": "en", "title": "Kanarietitle", "body": "kanariebody", "byline": "Kanarieby",
        "triggers": ["CRAVING"], "consent": true });
    written(app, &marcus, "writeStory", "StoryInput", story).await;
    let credential = json!({ "memberId": marcus.wire_id(), "kind": "kanariekind", "issuer": "kanarieissuer", "number": "kanarienumber",
        "issuedOn": "2026-01-01" });
    written(app, &marcus, "addCredential", "AddCredentialInput", credential).await;
    let farewell = json!({ "mentorshipId": pair, "reason": "TIME_IS_UP", "words": "kanarieletter" });
    written(app, client, "endMentorship", "EndMentorshipInput", farewell).await;
}

/// It was taken: what is refused would never come as far as a log.
async fn written(app: &App, person: &Person, field: &str, input_type: &str, input: Json) {
    assert_eq!(codes(&mutate(app, person, field, input_type, input).await), Vec::<String>::new(), "{field}");
}

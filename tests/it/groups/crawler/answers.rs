//! Everything a member can do in a group, answered in full: what goes well, and what is refused.

use serde_json::{Value as Json, json};
use support::App;
use uuid::Uuid;

use super::walker::{Source, Walker};
use super::world::{self, World};

/// Deep enough for whatever a payload leads to.
const DEPTH: usize = 4;

struct Doing<'a, 'p, 'w> {
    world: &'a World<'w>,
    walker: Walker<'p>,
}

impl Doing<'_, '_, '_> {
    /// Does it, hears all that comes back, and answers the code of the first problem.
    async fn does(&mut self, field: &str, variables: Json) -> Json {
        let document = self.world.asking.document("Mutation", field, &variables, DEPTH);
        let answer = self.walker.asks(self.world.room.app, &document, variables).await;
        assert!(answer["errors"].is_null(), "{field}: {answer:#}");
        answer["data"][field].clone()
    }

    async fn fine(&mut self, field: &str, variables: Json) -> Json {
        let payload = self.does(field, variables).await;
        assert_eq!(payload["problems"], json!([]), "{field}");
        payload
    }

    async fn refused(&mut self, field: &str, variables: Json, code: &str) {
        let payload = self.does(field, variables).await;
        assert_eq!(payload["problems"][0]["code"], code, "{field}: {:#}", payload["problems"]);
    }
}

fn message(group: &str, body: &str, to: Option<&str>) -> Json {
    json!({ "input": { "clientMutationId": Uuid::new_v4(), "groupId": group, "body": body, "replyTo": to } })
}

async fn talks(doing: &mut Doing<'_, '_, '_>) {
    let world = doing.world;
    let group = world.room.group.clone();
    let theirs = world.said[&group].clone();
    let sent = doing.fine("sendChatMessage", message(&group, "Thank you for this.", Some(&theirs))).await;
    let own = sent["message"]["id"].clone();
    doing.fine("editChatMessage", json!({ "input": { "messageId": own, "body": "Thank you for that." } })).await;
    for field in ["react", "unreact"] {
        doing.fine(field, json!({ "input": { "messageId": theirs, "reaction": "THANK_YOU" } })).await;
    }
    let person = json!({ "input": { "groupId": group, "personId": world.room.guests[1].place } });
    for field in ["muteGroupPerson", "unmuteGroupPerson"] {
        doing.fine(field, person.clone()).await;
    }
    for reason in ["OTHER", "DANGER"] {
        doing.fine("flagChatMessage", json!({ "input": { "messageId": theirs, "reason": reason } })).await;
    }
    doing.fine("markChatRead", json!({ "groupId": group, "messageId": own })).await;
    doing.fine("deleteChatMessage", json!({ "messageId": own })).await;
    doing.refused("editChatMessage", json!({ "input": { "messageId": theirs, "body": "x" } }), "not_found").await;
    doing.refused("deleteChatMessage", json!({ "messageId": theirs }), "not_found").await;
    doing.refused("sendChatMessage", message(&world.morning, "Hello", None), "not_found").await;
    doing
        .refused("react", json!({ "input": { "messageId": world.said[&world.morning], "reaction": "SMILE" } }), "not_found")
        .await;
    let stranger = &world.places[&(world.morning.clone(), world.tyler().member_id.0)];
    doing.refused("muteGroupPerson", json!({ "input": { "groupId": group, "personId": stranger } }), "not_found").await;
}

/// What only those who look after the group do.
async fn oversteps(doing: &mut Doing<'_, '_, '_>) {
    let world = doing.world;
    let (meeting, theirs) = (world.room.meeting.clone(), world.room.guests[1].place.clone());
    let message = world.said[&world.room.group].clone();
    let case = world.room.app.data(&world.room.marcus, "{ moderationCases { nodes { id } } }", json!({})).await;
    let case = case["moderationCases"]["nodes"][0]["id"].clone();
    let input = |input: Json| json!({ "input": input });
    for (field, variables) in [
        ("answerApplication", input(json!({ "id": theirs, "letIn": false }))),
        ("pauseGroupPerson", input(json!({ "id": theirs }))),
        ("removeGroupPerson", input(json!({ "id": theirs, "reason": "x" }))),
        ("restoreGroupPerson", json!({ "id": theirs })),
        ("revealGroupPerson", json!({ "id": theirs })),
        ("leaveGroup", json!({ "membershipId": theirs })),
        ("acceptPlace", json!({ "membershipId": theirs })),
        ("updateMembership", input(json!({ "membershipId": theirs, "alias": "Mudlark" }))),
        ("appealRemoval", input(json!({ "membershipId": theirs, "words": "x" }))),
        ("takeAttendance", input(json!({ "meetingId": meeting, "everyone": true }))),
        ("steerFloor", input(json!({ "meetingId": meeting, "version": 1, "move": "NEXT_TURN" }))),
        ("setTurns", input(json!({ "meetingId": meeting, "version": 1, "people": [theirs] }))),
        ("openMeeting", json!({ "meetingId": meeting })),
        ("beginMeeting", json!({ "meetingId": meeting })),
        ("endMeeting", input(json!({ "meetingId": meeting, "held": true }))),
        ("saveMeetingNote", input(json!({ "meetingId": meeting, "personId": theirs, "body": "x", "version": 0 }))),
        ("signMeetingNotes", json!({ "meetingId": meeting })),
        ("acceptDuty", json!({ "meetingId": meeting })),
        ("moderateChatMessage", input(json!({ "messageId": message, "verdict": "HIDE" }))),
        ("handleModerationCase", input(json!({ "caseId": case, "verdict": "KEEP" }))),
    ] {
        let payload = doing.does(field, variables).await;
        let code = payload["problems"][0]["code"].as_str().unwrap_or("none");
        assert!(["not_found", "not_allowed", "step_up_required"].contains(&code), "{field}: {payload:#}");
    }
}

async fn comes_and_goes(doing: &mut Doing<'_, '_, '_>) {
    let world = doing.world;
    let (group, own) = (world.room.group.clone(), world.room.guests[0].place.clone());
    let named = |alias: &str| json!({ "input": { "membershipId": own, "alias": alias } });
    for (alias, code) in [("Skylarkson", "alias_taken"), ("Marcwell", "alias_taken"), ("Anahita Ruizmarin", "alias_is_name")] {
        doing.refused("updateMembership", named(alias), code).await;
    }
    doing.fine("updateMembership", json!({ "input": { "membershipId": own, "whenQuiet": "CALL", "reminders": true } })).await;
    doing.fine("acceptGroupAgreement", json!({ "input": { "groupId": group, "version": 1 } })).await;
    doing.fine("leaveGroup", json!({ "membershipId": own })).await;
    let join = |group: &str, alias: &str| json!({ "input": { "groupId": group, "alias": alias, "agreementVersion": 1, "showAlias": true } });
    doing.refused("joinGroup", join(&group, "Stonewright"), "alias_taken").await;
    doing.fine("joinGroup", join(&group, "Riverbend")).await;
    world.fine(&world.room.marcus, "removeGroupPerson", json!({ "input": { "id": own, "reason": "For now." } })).await;
    doing.refused("joinGroup", join(&group, "Riverbend"), "not_allowed").await;
    let appeal = json!({ "input": { "membershipId": own, "words": "I would like to come back." } });
    doing.fine("appealRemoval", appeal.clone()).await;
    doing.refused("appealRemoval", appeal, "appeal_once").await;
}

#[tokio::test]
async fn no_answer_to_what_a_member_does_tells_who_somebody_is() {
    let app: App = world::app().await;
    let mut world = World::new(&app).await;
    world.opens().await;
    let ana = world.ana().clone();
    let open = ["Riverbend", "Skylarkson", "Marcwell"];
    let early = json!({ "meetingId": world.room.meeting, "belonged": 4, "heard": 3, "comeBack": 4 });
    let mut doing = Doing { walker: Walker::new(&ana, world.secrets_from(&ana, &World::elsewhere()), &open), world: &world };
    talks(&mut doing).await;
    oversteps(&mut doing).await;
    doing.refused("answerPulse", json!({ "input": early }), "did_not_come").await;
    doing.refused("checkIn", json!({ "input": { "meetingId": world.room.meeting, "code": "none" } }), "check_in_code").await;
    doing.fine("joinMeeting", json!({ "meetingId": world.room.meeting })).await;
    let elsewhere = world.center().next_meeting(&world.morning).await;
    doing.refused("joinMeeting", json!({ "meetingId": elsewhere }), "not_found").await;
    let first = doing.walker;
    world.meets().await;
    world.is_over().await;

    let mut doing = Doing { walker: Walker::new(&ana, world.secrets_from(&ana, &World::elsewhere()), &open), world: &world };
    doing.fine("answerPulse", json!({ "input": early })).await;
    let proof = |groups: &[&String]| {
        json!({ "input": { "clientMutationId": Uuid::new_v4(), "groupIds": groups, "from": "2026-03-01", "until": "2026-03-04",
            "show": ["COUNT", "DATES"], "recipient": "A judge", "days": 30 } })
    };
    let made = doing.fine("createAttendanceProof", proof(&[&world.room.group])).await;
    doing.refused("createAttendanceProof", proof(&[&world.room.group, &world.morning]), "not_found").await;
    doing.fine("revokeAttendanceProof", json!({ "attendanceProofId": made["proof"]["id"] })).await;
    comes_and_goes(&mut doing).await;
    let second = doing.walker;
    first.found_nobody(&[(Source::Answer, 10), (Source::Refusal, 25)]);
    second.found_nobody(&[(Source::Answer, 8), (Source::Refusal, 7)]);
    for word in open {
        assert!(first.met(Source::Answer, word) || second.met(Source::Answer, word), "{word}");
    }
}

//! What must stay hidden: one of everything, in a center of its own.

use std::collections::HashMap;

use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};
use uuid::Uuid;

use super::hidden_sessions::{hidden_booking, hidden_hour};

/// Ids of real things in the center that must stay hidden.
pub async fn hidden(app: &App, center: &TestCenter<'_>, dana: &Person, ana: &Person) -> HashMap<&'static str, String> {
    let booked = app
        .data(
            dana,
            "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }",
            json!({ "input": { "clientMutationId": Uuid::new_v4(), "counselorId": dana.wire_id(), "clientId": ana.wire_id(),
                "startsAt": "2026-03-03T15:00:00Z", "minutes": 45, "place": "ONLINE" } }),
        )
        .await;
    let off = app
        .data(
            dana,
            "mutation($input: AddTimeOffInput!) { addTimeOff(input: $input) { availability { timeOff { id } } problems { code } } }",
            json!({ "input": { "clientMutationId": Uuid::new_v4(), "counselorId": dana.wire_id(),
                "localStart": "2026-03-10T09:00", "localEnd": "2026-03-10T12:00" } }),
        )
        .await;
    let upload = app
        .data(
            ana,
            "mutation($input: CreateUploadInput!) { createUpload(input: $input) { document { id } problems { code } } }",
            json!({ "input": { "clientMutationId": Uuid::new_v4(), "clientId": ana.wire_id(), "name": "canary-letter.pdf",
                "contentType": "application/pdf", "size": 1000, "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" } }),
        )
        .await;
    let invited = app
        .data(
            &center.admin,
            "mutation($input: InviteMemberInput!) { inviteMember(input: $input) { account { invitation { id } } problems { code } } }",
            json!({ "input": { "clientMutationId": Uuid::new_v4(), "email": "canary@mail.example", "name": "Canary Member", "roles": ["CLIENT"],
                "counselorId": dana.wire_id() } }),
        )
        .await;
    let admin = app.data(&center.admin, "{ programs { id } signIns { id } }", json!({})).await;
    let token = app
        .data(
            &center.admin,
            "mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) { apiToken { id } problems { code } } }",
            json!({ "input": { "clientMutationId": Uuid::new_v4(), "name": "canary token", "days": 7 } }),
        )
        .await;
    let mut queue = app.superuser().await;
    let task = Uuid::new_v4();
    sqlx::query(
        "insert into cairn.staff_tasks (center_id, id, kind, member_id, created_at) values ($1, $2, 'address_failed', $3, now())",
    )
    .bind(center.center.id.0)
    .bind(task)
    .bind(ana.member_id.0)
    .execute(&mut queue)
    .await
    .expect("a staff task");
    let wire = |value: &Json| value.as_str().unwrap_or_else(|| panic!("an id: {value}")).to_owned();
    let mut ids = HashMap::from([
        ("counselorId", dana.wire_id()),
        ("clientId", ana.wire_id()),
        ("memberId", ana.wire_id()),
        ("sessionId", wire(&booked["bookSession"]["session"]["id"])),
        ("timeOffId", wire(&off["addTimeOff"]["availability"]["timeOff"][0]["id"])),
        ("documentId", wire(&upload["createUpload"]["document"]["id"])),
        ("invitationId", wire(&invited["inviteMember"]["account"]["invitation"]["id"])),
        ("programId", wire(&admin["programs"][0]["id"])),
        ("signInId", wire(&admin["signIns"][0]["id"])),
        ("apiTokenId", wire(&token["createApiToken"]["apiToken"]["id"])),
        ("staffTaskId", format!("staff_task:{task}")),
    ]);
    ids.extend(hidden_chat(app, center, ana).await);
    ids.extend(hidden_import(app, center).await);
    ids.extend(hidden_way(app, center, dana).await);
    ids.extend(hidden_pair(app, center, dana).await);
    ids.extend(hidden_booking(app, center, dana, ana).await);
    let session = ids["sessionId"].clone();
    ids.extend(hidden_hour(app, center, &session, dana, ana).await);
    ids
}

/// Two people who walk together, with everything that can be in it.
async fn hidden_pair(app: &App, center: &TestCenter<'_>, dana: &Person) -> Vec<(&'static str, String)> {
    let mentor = center.mentor("Marla Quill", 10).await;
    let client = center.client("Noor Quill", dana).await;
    let pair = center.walk_together(&client, &mentor).await;
    let id = pair.split(':').next_back().expect("an id");
    let thing = Uuid::new_v4();
    let center_id = center.center.id.0;
    let (client_id, mentor_id) = (client.member_id.0, mentor.member_id.0);
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into cairn.mentor_credentials (center_id, id, mentor_id, kind, issuer, issued_on, created_at)
         values ('{center_id}', '{thing}', '{mentor_id}', 'Canary', 'Canary', '2026-01-01', now());
         insert into cairn.experiences (center_id, id, member_id, word, word_hash, visibility, created_at, updated_at)
         values ('{center_id}', '{thing}', '{client_id}', '\\x00', '\\x00', 'full', now(), now());
         insert into cairn.pair_conflicts (center_id, id, one_id, other_id, source, entered_by, created_at)
         values ('{center_id}', '{thing}', least('{client_id}', '{mentor_id}')::uuid, greatest('{client_id}', '{mentor_id}')::uuid, 'other',
           '{mentor_id}', now());
         insert into cairn.match_proposals (center_id, id, created_by, created_at) values ('{center_id}', '{thing}', '{mentor_id}', now());
         insert into cairn.mentorship_goals (center_id, id, mentorship_id, text, created_at)
         values ('{center_id}', '{thing}', '{id}', '\\x00', now());
         insert into cairn.pair_meetings (center_id, id, mentorship_id, held_on, minutes, noted_by, created_at)
         values ('{center_id}', '{thing}', '{id}', '2026-03-02', 30, '{mentor_id}', now());
         insert into cairn.pair_messages (center_id, id, mentorship_id, author_id, created_at, deleted_at)
         values ('{center_id}', '{thing}', '{id}', '{client_id}', now(), now());
         insert into cairn.stories (center_id, id, author_id, kind, title, body, consented_at, created_at, updated_at)
         values ('{center_id}', '{thing}', '{mentor_id}', 'story', '\\x00', '\\x00', now(), now(), now());
         insert into cairn.supervisions (center_id, id, supervisor_id, mentor_id, held_on, minutes, way, created_at)
         values ('{center_id}', '{thing}', '{client_id}', '{mentor_id}', '2026-03-02', 30, 'individual', now())"
    )))
    .execute(&mut app.superuser().await)
    .await
    .expect("a pair's things");
    let wire = |kind: &str| format!("{kind}:{thing}");
    vec![
        ("mentorId", mentor.wire_id()),
        ("mentorshipId", pair),
        ("credentialId", wire("credential")),
        ("experienceId", wire("experience")),
        ("conflictId", wire("conflict")),
        ("matchProposalId", wire("match_proposal")),
        ("goalId", wire("goal")),
        ("pairMessageId", wire("pair_message")),
        ("pairMeetingId", wire("pair_meeting")),
        ("storyId", wire("story")),
        ("supervisionId", wire("supervision")),
    ]
}

/// A message in a group's chat that somebody flagged, and who wrote it.
async fn hidden_chat(app: &App, center: &TestCenter<'_>, ana: &Person) -> Vec<(&'static str, String)> {
    let group = center.group("Canary circle", json!({})).await;
    let marcus = center.facilitator("Marcus Quill").await;
    center.holds(&marcus, &group, "Canary Marc", "FACILITATOR").await;
    let place = center.joins(ana, &group, "Canary River").await;
    let send = "mutation($input: SendChatMessageInput!) { sendChatMessage(input: $input) { message { id } problems { code } } }";
    let input = json!({ "clientMutationId": Uuid::new_v4(), "groupId": group, "body": "canary words" });
    let sent = app.data(ana, send, json!({ "input": input })).await["sendChatMessage"]["message"]["id"].clone();
    let flag = "mutation($input: FlagChatMessageInput!) { flagChatMessage(input: $input) { problems { code } } }";
    app.data(&marcus, flag, json!({ "input": { "messageId": sent, "reason": "OTHER" } })).await;
    let cases = app.data(&marcus, "{ moderationCases { nodes { id } } }", json!({})).await;
    let meeting = center.next_meeting(&group).await;
    let pause =
        "mutation($input: AddGroupBreakInput!) { addGroupBreak(input: $input) { group { breaks { id } } problems { code } } }";
    let input = json!({ "groupId": group, "from": "2026-05-01", "until": "2026-05-31", "reason": "canary" });
    let pause =
        app.data(&center.admin, pause, json!({ "input": input })).await["addGroupBreak"]["group"]["breaks"][0]["id"].clone();
    let proof = Uuid::new_v4();
    sqlx::query(
        "insert into cairn.attendance_proofs (center_id, id, member_id, token_hash, facts, recipient, created_at, expires_at)
         values ($1, $2, $3, sha256('canary'), 'canary', 'canary', now(), now())",
    )
    .bind(center.center.id.0)
    .bind(proof)
    .bind(ana.member_id.0)
    .execute(&mut app.superuser().await)
    .await
    .expect("a proof");
    let wire = |value: &Json| value.as_str().unwrap_or_else(|| panic!("an id: {value}")).to_owned();
    vec![
        ("groupId", group),
        ("meetingId", meeting),
        ("groupBreakId", wire(&pause)),
        ("attendanceProofId", format!("attendance_proof:{proof}")),
        ("membershipId", place.clone()),
        ("personId", place),
        ("messageId", wire(&sent)),
        ("caseId", wire(&cases["moderationCases"]["nodes"][0]["id"])),
    ]
}

/// A program with everything in it, and somebody's way through it.
async fn hidden_way(app: &App, center: &TestCenter<'_>, dana: &Person) -> Vec<(&'static str, String)> {
    let program = center.program("Canary program", json!({})).await;
    let phase = program.phases(&[("Canary phase", &["Canary criterion"])]).await;
    let cohort = program.cohort(json!({ "name": "Canary cohort", "kind": "OPEN" })).await;
    let item = program.intake(&["Canary paper"]).await;
    let cleo = center.client("Canary Cleo", dana).await;
    let way = program.begins(&cleo, "INTAKE").await;
    let query = "query($id: ID!) { enrollment(id: $id) { intakeItems { id } } }";
    let seen = app.data(dana, query, json!({ "id": way })).await;
    let wire = |value: &Json| value.as_str().unwrap_or_else(|| panic!("an id: {value}")).to_owned();
    vec![
        ("phaseId", wire(&phase[0]["id"])),
        ("criterionId", wire(&phase[0]["criteria"][0]["id"])),
        ("cohortId", cohort),
        ("intakeItemId", item[0].clone()),
        ("enrollmentId", way),
        ("enrollmentItemId", wire(&seen["enrollment"]["intakeItems"][0]["id"])),
    ]
}

/// An import that was applied, and the meeting that it brought.
async fn hidden_import(app: &App, center: &TestCenter<'_>) -> [(&'static str, String); 2] {
    let create =
        "mutation($input: CreateFeedImportInput!) { createFeedImport(input: $input) { feedImport { id } problems { code } } }";
    let input = json!({ "clientMutationId": Uuid::new_v4(), "source": "Canary Intergroup", "size": 1000,
        "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" });
    let made = app.data(&center.admin, create, json!({ "input": input })).await;
    sqlx::raw_sql(
        "update cairn.feed_imports set state = 'applied', applied_at = now();
         insert into cairn.listings (center_id, id, slug, name, zone, online, in_person, source, import_id, updated_at)
         select center_id, id, 'canary', 'Canary meeting', 'UTC', true, true, source, id, now() from cairn.feed_imports",
    )
    .execute(&mut app.superuser().await)
    .await
    .expect("a listing");
    let import = made["createFeedImport"]["feedImport"]["id"].as_str().unwrap_or_else(|| panic!("an import: {made}")).to_owned();
    let listing = format!("listing:{}", import.rsplit(':').next().unwrap_or_default());
    [("feedImportId", import), ("listingId", listing)]
}

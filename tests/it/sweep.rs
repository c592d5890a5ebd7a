//! The proof of isolation over GraphQL: every field of the schema, asked by everybody of another center with ids that
//! are valid here. What they hear is, letter by letter, what they hear for an id that never existed.
//!
//! The questions are made from the schema itself: a new field is asked without anybody remembering it, and an
//! argument whose meaning the sweep does not know fails it.

use std::collections::HashMap;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, ServiceDocument, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use cairn_domain::actor::Role;
use serde_json::{Map, Value as Json, json};
use support::{App, Person, TestCenter};
use uuid::Uuid;

pub struct Schema {
    pub types: HashMap<String, TypeDefinition>,
}

impl Schema {
    pub fn new() -> Self {
        let document: ServiceDocument = parse_schema(cairn_api::graphql::sdl()).expect("our own SDL");
        let types = document
            .definitions
            .into_iter()
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(found) => Some((found.node.name.node.to_string(), found.node)),
                _ => None,
            })
            .collect();
        Self { types }
    }

    pub fn fields(&self, name: &str) -> Vec<&FieldDefinition> {
        match &self.types.get(name).unwrap_or_else(|| panic!("no type {name}")).kind {
            TypeKind::Object(object) => object.fields.iter().map(|field| &field.node).collect(),
            TypeKind::Interface(interface) => interface.fields.iter().map(|field| &field.node).collect(),
            _ => Vec::new(),
        }
    }

    /// Everything below a type, without arguments, `depth` levels down.
    pub fn selection(&self, name: &str, depth: usize) -> String {
        let mut out = String::new();
        for field in self.fields(name) {
            if field.arguments.iter().any(|argument| !argument.node.ty.node.nullable) {
                continue;
            }
            let base = base(&field.ty.node);
            match &self.types.get(base).map(|found| &found.kind) {
                Some(TypeKind::Object(_) | TypeKind::Interface(_)) if depth > 0 => {
                    let below = self.selection(base, depth - 1);
                    if !below.is_empty() {
                        out.push_str(&format!("{} {{ {below} }} ", field.name.node));
                    }
                }
                Some(TypeKind::Object(_) | TypeKind::Interface(_)) => {}
                _ => out.push_str(&format!("{} ", field.name.node)),
            }
        }
        out
    }

    /// A value for an argument or input field, with ids from `ids`.
    pub fn value(&self, path: &str, name: &str, ty: &Type, ids: &HashMap<&str, String>, number: usize) -> Json {
        match &ty.base {
            BaseType::List(inner) => json!([self.value(path, name, inner, ids, number)]),
            BaseType::Named(named) => match named.as_str() {
                "ID" => json!(ids.get(id_kind(path, name)).unwrap_or_else(|| panic!("no id for {path}.{name}"))),
                "String" => text(path, name, number),
                "Int" => number_of(name),
                "Boolean" => json!(false),
                "DateTime" => json!("2026-03-04T15:00:00Z"),
                "LocalDate" => json!("2026-03-04"),
                "LocalTime" => json!(if name == "until" || name == "quietUntil" { "17:00" } else { "09:00" }),
                "LocalDateTime" => json!(if name == "localEnd" { "2026-03-05T12:00" } else { "2026-03-05T10:00" }),
                "TimeZone" => json!("America/New_York"),
                other => match &self.types.get(other).unwrap_or_else(|| panic!("no type {other}")).kind {
                    TypeKind::Enum(values) => json!(values.values[0].node.value.node.as_str()),
                    TypeKind::InputObject(input) => {
                        let mut object = Map::new();
                        for field in &input.fields {
                            let name = field.node.name.node.as_str();
                            object.insert(name.to_owned(), self.value(other, name, &field.node.ty.node, ids, number));
                        }
                        Json::Object(object)
                    }
                    _ => panic!("cannot make a {other} for {path}.{name}"),
                },
            },
        }
    }
}

pub fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => base(inner),
    }
}

pub fn type_text(ty: &Type) -> String {
    ty.to_string()
}

/// What an id argument names.
fn id_kind<'a>(path: &str, name: &'a str) -> &'a str {
    match (path, name) {
        ("client", "id") => "clientId",
        ("session", "id") => "sessionId",
        ("feedImport", "id") => "feedImportId",
        ("group", "id") => "groupId",
        ("program", "id") => "programId",
        ("enrollment", "id") => "enrollmentId",
        (_, "aftercareProgramId") => "programId",
        (_, "peerId") => "counselorId",
        ("meeting", "id") => "meetingId",
        (
            "AnswerApplicationInput"
            | "PauseGroupPersonInput"
            | "RemoveGroupPersonInput"
            | "restoreGroupPerson"
            | "revealGroupPerson",
            "id",
        ) => "membershipId",
        (_, "replyTo") => "messageId",
        (_, "to" | "people") => "personId",
        (_, "groupIds") => "groupId",
        (_, "mentorIds" | "backupId" | "supervisorId") => "mentorId",
        (_, "otherId") => "memberId",
        ("pairMessages", "before") => "pairMessageId",
        (_, name) => name,
    }
}

fn text(path: &str, name: &str, number: usize) -> Json {
    json!(match name {
        "clientMutationId" => Uuid::new_v4().to_string(),
        "email" => format!("probe{number}@mail.example"),
        "sha256" => "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".to_owned(),
        "contentType" => "application/pdf".to_owned(),
        "onlineLink" => "https://meet.example/x".to_owned(),
        "after" | "before" => return Json::Null,
        "code" => "000000".to_owned(),
        "phone" | "helpLinePhone" => "+1 207 555 0100".to_owned(),
        _ => format!("probe {path}").chars().take(40).collect(),
    })
}

fn number_of(name: &str) -> Json {
    json!(match name {
        "minutes" => 30,
        "days" => 7,
        "first" => 10,
        "count" => 3,
        "size" => 1_000,
        "slotStep" => 30,
        "horizonDays" => 30,
        "minimumNotice" => 60,
        "bufferBefore" | "bufferAfter" => 0,
        _ => 1,
    })
}

/// Ids of real things in the center that must stay hidden.
async fn hidden(app: &App, center: &TestCenter<'_>, dana: &Person, ana: &Person) -> HashMap<&'static str, String> {
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
    let session = ids["sessionId"].clone();
    ids.extend(hidden_hour(app, center, &session, dana, ana).await);
    ids
}

/// What is written about a session, and what it counts for.
async fn hidden_hour(
    app: &App,
    center: &TestCenter<'_>,
    session: &str,
    dana: &Person,
    ana: &Person,
) -> Vec<(&'static str, String)> {
    let session = session.split(':').next_back().expect("an id");
    let thing = Uuid::new_v4();
    let (center_id, counselor, client) = (center.center.id.0, dana.member_id.0, ana.member_id.0);
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "insert into cairn.session_notes (center_id, id, session_id, client_id, template, body, signed_by, signed_at, late, cosign_required)
         values ('{center_id}', '{thing}', '{session}', '{client}', 'peer_session', '\\x00', '{counselor}', now(), false, true);
         insert into cairn.session_note_copies (center_id, id, session_id, body, author_id, at)
         values ('{center_id}', '{thing}', '{session}', '\\x00', '{counselor}', now());
         insert into cairn.session_whereabouts (center_id, session_id, told_by, told_at)
         values ('{center_id}', '{session}', '{client}', now());
         insert into cairn.service_payers (center_id, id, name, created_at) values ('{center_id}', '{thing}', 'Canary Health', now());
         insert into cairn.client_coverages (center_id, id, client_id, payer_id, from_on, updated_at)
         values ('{center_id}', '{thing}', '{client}', '{thing}', '2026-01-01', now());
         insert into cairn.service_lines (center_id, id, session_id, client_id, provider_id, served_on, minutes, created_at)
         values ('{center_id}', '{thing}', '{session}', '{client}', '{counselor}', '2026-03-04', 45, now())"
    )))
    .execute(&mut app.superuser().await)
    .await
    .expect("a session's things");
    let wire = |kind: &str| format!("{kind}:{thing}");
    vec![
        ("sessionNoteId", wire("session_note")),
        ("noteCopyId", wire("note_copy")),
        ("payerId", wire("payer")),
        ("coverageId", wire("coverage")),
        ("serviceLineId", wire("service_line")),
    ]
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
         insert into cairn.pair_messages (center_id, id, mentorship_id, author_id, created_at, deleted_at)
         values ('{center_id}', '{thing}', '{id}', '{client_id}', now(), now());
         insert into cairn.stories (center_id, id, author_id, kind, title, body, consented_at, created_at, updated_at)
         values ('{center_id}', '{thing}', '{mentor_id}', 'story', '\\x00', '\\x00', now(), now(), now())"
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
        ("storyId", wire("story")),
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

/// The same kinds of ids, of nothing.
fn nothing(real: &HashMap<&'static str, String>) -> HashMap<&'static str, String> {
    real.iter()
        .map(|(name, wire)| {
            let kind = wire.split(':').next().unwrap_or_default();
            (*name, format!("{kind}:{}", Uuid::new_v4()))
        })
        .collect()
}

const CANARIES: [&str; 8] =
    ["Canary", "canary", "Dana Quill", "Ana Quill", "Quill Harbor", "quill-harbor", "dana.quill", "Room 2"];

struct Sweep<'a> {
    app: &'a App,
    schema: Schema,
    number: usize,
}

impl Sweep<'_> {
    async fn ask(&mut self, kind: &str, field: &FieldDefinition, person: &Person, ids: &HashMap<&'static str, String>) -> Json {
        self.number += 1;
        let name = field.name.node.as_str();
        let mut variables = Map::new();
        let (mut declared, mut passed) = (String::new(), String::new());
        for argument in &field.arguments {
            let argument = &argument.node;
            let label = argument.name.node.as_str();
            declared.push_str(&format!("${label}: {} ", type_text(&argument.ty.node)));
            passed.push_str(&format!("{label}: ${label} "));
            variables.insert(label.to_owned(), self.schema.value(name, label, &argument.ty.node, ids, self.number));
        }
        let selection = self.schema.selection(base(&field.ty.node), 2);
        let selection = if selection.is_empty() { String::new() } else { format!("{{ {selection} }}") };
        let declared = if declared.is_empty() { declared } else { format!("({declared})") };
        let passed = if passed.is_empty() { passed } else { format!("({passed})") };
        let query = format!("{kind} Probe{declared} {{ {name}{passed} {selection} }}");
        self.app.graphql(person, &query, Json::Object(variables)).await
    }
}

fn takes_ids(schema: &Schema, field: &FieldDefinition) -> bool {
    field.arguments.iter().any(|argument| {
        let name = base(&argument.node.ty.node);
        name == "ID"
            || matches!(schema.types.get(name).map(|found| &found.kind), Some(TypeKind::InputObject(input))
                if input.fields.iter().any(|field| base(&field.node.ty.node) == "ID"))
    })
}

fn without_request_id(mut answer: Json) -> String {
    if let Some(errors) = answer.get_mut("errors").and_then(Json::as_array_mut) {
        for error in errors {
            if let Some(extensions) = error.get_mut("extensions").and_then(Json::as_object_mut) {
                extensions.remove("requestId");
            }
        }
    }
    answer.to_string()
}

#[tokio::test]
async fn nobody_of_another_center_learns_that_anything_is_here() {
    let app = App::start().await;
    let harbor = app.center("Quill Harbor").await;
    let dana = harbor.counselor("Dana Quill").await;
    let ana = harbor.client("Ana Quill", &dana).await;
    let real = hidden(&app, &harbor, &dana, &ana).await;
    let none = nothing(&real);

    let sierra = app.center_in("Sierra Commons", "America/New_York").await;
    let beth = sierra.counselor("Beth Harlow").await;
    let strangers = [
        ("admin", sierra.admin.clone()),
        ("counselor", beth.clone()),
        ("client", sierra.client("Tyler Beck", &beth).await),
        ("supervisor", sierra.invite("Helen Strand", &[Role::Supervisor], None).await),
        ("auditor", sierra.invite("Omar Nunez", &[Role::Auditor], None).await),
    ];
    let mut sweep = Sweep { app: &app, schema: Schema::new(), number: 0 };
    let mut asked = 0;
    for (root, kind) in [("Query", "query"), ("Mutation", "mutation")] {
        let fields: Vec<FieldDefinition> = sweep.schema.fields(root).into_iter().cloned().collect();
        for field in fields {
            let name = field.name.node.to_string();
            // Ends the asker's own sign-ins; it takes nobody's id.
            if name == "signOutEverywhere" {
                assert!(field.arguments.is_empty(), "signOutEverywhere takes nobody's id");
                continue;
            }
            for (role, stranger) in &strangers {
                let about_real = sweep.ask(kind, &field, stranger, &real).await;
                asked += 1;
                let heard = without_request_id(about_real);
                for canary in CANARIES {
                    assert!(!heard.contains(canary), "{name} as {role} says {canary:?}: {heard}");
                }
                for wire in real.values() {
                    assert!(!heard.contains(wire.as_str()), "{name} as {role} echoes {wire}: {heard}");
                }
                if takes_ids(&sweep.schema, &field) {
                    let about_nothing = without_request_id(sweep.ask(kind, &field, stranger, &none).await);
                    assert_eq!(heard, about_nothing, "{name} as {role} tells a real id from none");
                }
            }
        }
    }
    assert!(asked > 200, "only {asked} questions were asked");
    // And nothing was changed over there.
    let after = app.data(&dana, "{ sessions { nodes { state version } } }", json!({})).await;
    assert_eq!(after["sessions"]["nodes"], json!([{ "state": "BOOKED", "version": 1 }]));
}

#[tokio::test]
async fn without_a_sign_in_no_field_answers() {
    let app = App::start().await;
    let schema = Schema::new();
    let nobody = Person {
        member_id: cairn_domain::ids::MemberId(Uuid::new_v4()),
        name: String::new(),
        email: String::new(),
        cookie: "x".to_owned(),
        zone: String::new(),
    };
    for field in schema.fields("Query") {
        if field.arguments.iter().any(|argument| !argument.node.ty.node.nullable && argument.node.default_value.is_none()) {
            continue;
        }
        let selection = schema.selection(base(&field.ty.node), 1);
        let answer = app.graphql(&nobody, &format!("{{ {} {{ {selection} }} }}", field.name.node), json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{}", field.name.node);
    }
}

/// Null is the same as nothing, for every argument that may be left out: never a fault of ours.
#[tokio::test]
async fn a_null_argument_is_one_that_was_left_out() {
    let app = App::start().await;
    let center = app.center("Quill Harbor").await;
    let dana = center.counselor("Dana Quill").await;
    let ana = center.client("Ana Quill", &dana).await;
    let ids = hidden(&app, &center, &dana, &ana).await;
    let schema = Schema::new();
    let mut asked = 0;
    // Where in the document it was is not the point.
    let said = |mut answer: Json| {
        for error in answer.get_mut("errors").and_then(Json::as_array_mut).into_iter().flatten() {
            error.as_object_mut().map(|error| error.remove("locations"));
        }
        without_request_id(answer)
    };
    for field in schema.fields("Query") {
        let name = field.name.node.as_str();
        let selection = schema.selection(base(&field.ty.node), 1);
        let may_go = |ty: &Type, has_default: bool| ty.nullable || has_default;
        let (mut declared, mut passed, mut literal, mut needed) = (String::new(), String::new(), String::new(), String::new());
        let (mut required, mut nulls) = (Map::new(), Map::new());
        for argument in &field.arguments {
            let (argument, label) = (&argument.node, argument.node.name.node.as_str());
            let ty = &argument.ty.node;
            if may_go(ty, argument.default_value.is_some()) {
                declared.push_str(&format!("${label}: {} ", type_text(ty).trim_end_matches('!')));
                literal.push_str(&format!("{label}: null "));
                nulls.insert(label.to_owned(), Json::Null);
            } else {
                needed.push_str(&format!("${label}: {} ", type_text(ty)));
                required.insert(label.to_owned(), schema.value(name, label, ty, &ids, 1));
                literal.push_str(&format!("{label}: ${label} "));
            }
            passed.push_str(&format!("{label}: ${label} "));
        }
        if nulls.is_empty() {
            continue;
        }
        let bare = required.keys().map(|label| format!("{label}: ${label} ")).collect::<String>();
        let around = |text: &str| if text.is_empty() { String::new() } else { format!("({text})") };
        let document = |declared: &str, passed: &str| {
            format!("query P{} {{ {name}{} {{ {selection} }} }}", around(declared), around(passed))
        };
        let all = [declared, needed.clone()].concat();
        let sent = [required.clone(), nulls].into_iter().flatten().collect::<Map<_, _>>();
        let required = Json::Object(required);
        let expected = said(app.graphql(&center.admin, &document(&needed, &bare), required.clone()).await);
        for (how, query, variables) in [
            ("null variables", document(&all, &passed), Json::Object(sent)),
            ("variables that were not sent", document(&all, &passed), required.clone()),
            ("null itself", document(&needed, &literal), required.clone()),
        ] {
            let heard = said(app.graphql(&center.admin, &query, variables).await);
            assert!(!heard.contains("INTERNAL"), "{name} with {how}: {heard}");
            // The audit remembers each look at it, so that the next look finds one row more.
            if name != "auditEvents" {
                assert_eq!(heard, expected, "{name} with {how}");
            }
        }
        asked += 1;
    }
    assert!(asked > 8, "only {asked} fields have arguments that may be left out");
    // What is required is missed, not stumbled over.
    let required = "query ($id: ID) { client(id: $id) { member { id } } }";
    let refused = app.graphql(&center.admin, required, json!({ "id": null })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "INVALID_DOCUMENT", "{refused}");
}

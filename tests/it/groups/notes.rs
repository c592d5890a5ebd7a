//! Notes of a meeting: nobody's copy names anybody else, whoever writes one learns nothing, and what is signed stays.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use sqlx::{Connection, Executor, PgConnection};
use support::{App, Person};

use super::room::{BEGIN, END, OPEN, Room, code};

const SAVE: &str = "mutation($id: ID!, $person: ID, $body: String!, $version: Int!) {
  saveMeetingNote(input: { meetingId: $id, personId: $person, body: $body, version: $version }) {
    note { id version state authorAlias person { alias } } problems { code path } } }";
const SIGN: &str = "mutation($id: ID!) { signMeetingNotes(meetingId: $id) {
  notes { body namesLeftOut state signedAt person { alias } }
  problems { __typename code message path ... on NamesSomeone { personId alias } } } }";
const NOTES: &str = "query($id: ID!) { meetingNotes(meetingId: $id) { body state person { alias } } }";
const CHART: &str = "query($id: ID!) { clientGroups(clientId: $id) { name state came noted minutes }
  clientMeetings(clientId: $id) { nodes { groupName attendance { status minutes } notes { shared body namesLeftOut } } } }";

const PEOPLE: [(&str, &str); 3] = [("Ana Ruiz", "River"), ("Tyler Beck", "Sky"), ("Mei Lin", "Leaf")];

impl Room<'_> {
    async fn saves(&self, person: Option<&str>, body: &str, version: i32) -> Json {
        self.does(&self.marcus, SAVE, json!({ "person": person, "body": body, "version": version })).await
    }

    async fn signs(&self) -> Json {
        self.does(&self.marcus, SIGN, json!({})).await
    }

    async fn bodies(&self, person: &Person) -> Vec<String> {
        let notes = self.does(person, NOTES, json!({})).await;
        notes.as_array().expect("notes").iter().filter_map(|note| note["body"].as_str().map(str::to_owned)).collect()
    }
}

/// Held, with River and Sky there and Leaf away.
async fn held<'a>(app: &'a App) -> Room<'a> {
    let room = Room::new(app, json!({}), &PEOPLE).await;
    room.at("22:50").await;
    room.fine(OPEN, json!({})).await;
    room.at("23:00").await;
    room.fine(BEGIN, json!({})).await;
    room.take(true, json!([{ "membershipId": room.guests[2].place, "status": "ABSENT" }])).await;
    room.at("23:59").await;
    room.fine(END, json!({ "held": true })).await;
    room
}

#[tokio::test]
async fn drafts_are_kept_by_version_and_signed_all_at_once() {
    let app = App::start().await;
    let room = held(&app).await;
    let river = room.guests[0].place.as_str();
    assert_eq!(code(&room.signs().await), "nothing_to_sign");
    let first = room.saves(None, "We spoke about trust.", 0).await;
    assert_eq!(
        (&first["note"]["version"], &first["note"]["state"], &first["note"]["authorAlias"]),
        (&json!(1), &json!("DRAFT"), &json!("Marcus"))
    );
    let second = room.saves(None, "We spoke about trust and fear.", 1).await;
    assert_eq!(second["note"]["version"], 2);
    // Two windows: the older one hears it, in both ways.
    assert_eq!(code(&room.saves(None, "Older.", 1).await), "conflict");
    assert_eq!(code(&room.saves(None, "From the start.", 0).await), "conflict");
    room.saves(Some(river), "River shared for the first time.", 0).await;
    // Emptied again: nothing of it is signed.
    room.saves(Some(&room.guests[1].place), "", 0).await;
    assert_eq!(room.bodies(&room.guests[0].person).await, Vec::<String>::new(), "a draft is nobody's to read");

    let signed = room.signs().await;
    assert_eq!(signed["problems"], json!([]));
    assert_eq!(signed["notes"].as_array().map(Vec::len), Some(2));
    assert_eq!(code(&room.saves(Some(river), "Something else.", 1).await), "note_signed");
    assert_eq!(code(&room.saves(None, "Something else.", 0).await), "note_signed");
    assert_eq!(code(&room.signs().await), "nothing_to_sign");
    // A part that was forgotten can still follow.
    room.saves(Some(&room.guests[1].place), "Sky listened.", 0).await;
    assert_eq!(room.signs().await["problems"], json!([]));
    let about: Vec<_> = room.audited("meeting.note_sign").await.into_iter().filter_map(|(_, client)| client).collect();
    assert_eq!(about, [room.guests[0].person.member_id.0, room.guests[1].person.member_id.0]);
}

#[tokio::test]
async fn what_names_somebody_else_is_not_signed() {
    let app = App::start().await;
    let room = held(&app).await;
    let (river, sky) = (room.guests[0].place.as_str(), room.guests[1].place.as_str());
    room.saves(None, "RÍVER and leaf.", 0).await;
    room.saves(Some(river), "River thanked sky. River is well.", 0).await;
    room.saves(Some(sky), "Sky came late.", 0).await;
    let refused = room.signs().await;
    let found: Vec<_> = refused["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .map(|problem| {
            assert_eq!((&problem["__typename"], &problem["code"]), (&json!("NamesSomeone"), &json!("names_someone")));
            (problem["personId"].clone(), problem["alias"].clone())
        })
        .collect();
    assert_eq!(found.len(), 3, "{refused:#}");
    for expected in [(Json::Null, json!("River")), (Json::Null, json!("Leaf")), (json!(river), json!("Sky"))] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    // None of them: the good ones wait for the others.
    let notes = room.does(&room.marcus, NOTES, json!({})).await;
    assert!(notes.as_array().expect("notes").iter().all(|note| note["state"] == "DRAFT"));
    room.saves(None, "All well.", 1).await;
    room.saves(Some(river), "River is well.", 1).await;
    assert_eq!(room.signs().await["problems"], json!([]));
}

#[tokio::test]
async fn a_name_from_elsewhere_is_in_nobodys_copy_and_a_guess_is_told_nothing() {
    let app = App::start().await;
    let room = held(&app).await;
    let [ana, tyler, _] = &room.guests[..] else { panic!("three") };
    room.saves(None, "Ana Ruiz opened, and Olga closed.", 0).await;
    room.saves(Some(&ana.place), "River, who is Ana, thanked tyler.", 0).await;
    room.saves(Some(&tyler.place), "Sky listened.", 0).await;
    let signed = room.signs().await;
    assert_eq!(signed["problems"], json!([]));
    // Whoever wrote it reads what they wrote: "Ana", who is there, and "Olga", who is nobody, alike.
    let written = ["Ana Ruiz opened, and Olga closed.", "River, who is Ana, thanked tyler.", "Sky listened."];
    assert_eq!(room.bodies(&room.marcus).await, written);
    assert!(!signed.to_string().contains("\"namesLeftOut\":true"), "{signed}");

    let shared = "[…] opened, and Olga closed.";
    assert_eq!(room.bodies(&tyler.person).await, [shared, "Sky listened."]);
    let own = "River, who is Ana, thanked […].";
    assert_eq!(room.bodies(&ana.person).await, [shared, own]);
    let chart = app.data(&room.dana, CHART, json!({ "id": ana.person.wire_id() })).await;
    assert_eq!(
        chart["clientMeetings"]["nodes"][0]["notes"],
        json!([{ "shared": true, "body": shared, "namesLeftOut": true }, { "shared": false, "body": own, "namesLeftOut": true }])
    );
}

#[tokio::test]
async fn the_database_refuses_to_change_what_is_signed() {
    let app = App::start().await;
    let room = held(&app).await;
    room.saves(None, "We spoke about trust.", 0).await;
    room.signs().await;
    let mut db = PgConnection::connect(&app.database.url("cairn_app")).await.expect("connect");
    for sql in [
        "update cairn.meeting_notes set body = '\\x00'",
        "delete from cairn.meeting_notes",
        "update cairn.meeting_notes set signed_at = now()",
    ] {
        let mut tx = db.begin().await.expect("begin");
        let set = format!("set local cairn.center_id = '{}'", room.center.center.id.0);
        tx.execute(sqlx::AssertSqlSafe(set)).await.expect("set");
        let refused = tx.execute(sql).await.expect_err(sql);
        assert_eq!(refused.as_database_error().and_then(|error| error.code()).as_deref(), Some("42501"), "{sql}");
    }
    let sealed: Vec<u8> =
        sqlx::query_scalar("select body from cairn.meeting_notes").fetch_one(&mut app.superuser().await).await.expect("a body");
    assert!(!String::from_utf8_lossy(&sealed).contains("trust"));
}

#[tokio::test]
async fn each_reads_what_all_share_and_their_own() {
    let app = App::start().await;
    let room = held(&app).await;
    let [ana, tyler, mei] = &room.guests[..] else { panic!("three") };
    room.saves(None, "We spoke about trust.", 0).await;
    room.saves(Some(&ana.place), "Shared for the first time.", 0).await;
    room.saves(Some(&tyler.place), "Listened.", 0).await;
    room.signs().await;
    assert_eq!(room.bodies(&ana.person).await, ["We spoke about trust.", "Shared for the first time."]);
    assert_eq!(room.bodies(&tyler.person).await, ["We spoke about trust.", "Listened."]);
    // Whoever was not there has nothing of it.
    assert_eq!(room.bodies(&mei.person).await, Vec::<String>::new());
    for (who, person) in [("admin", &room.center.admin), ("counselor", &room.dana)] {
        let refused = app.graphql(person, NOTES, json!({ "id": room.meeting })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND", "{who}");
        assert_eq!(code(&room.does(person, SIGN, json!({})).await), "not_found", "{who}");
    }
}

#[tokio::test]
async fn the_chart_leads_from_the_client_to_their_own_copy() {
    let app = App::start().await;
    let room = held(&app).await;
    let [ana, tyler, _] = &room.guests[..] else { panic!("three") };
    room.saves(None, "We spoke about trust.", 0).await;
    room.saves(Some(&ana.place), "Shared for the first time.", 0).await;
    room.saves(Some(&tyler.place), "Listened.", 0).await;
    room.signs().await;
    let helen = room.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let lee = room.center.counselor("Lee Park").await;
    let expected = json!({
        "clientGroups": [{ "name": "Evening circle", "state": "ACTIVE", "came": 1, "noted": 1, "minutes": 59 }],
        "clientMeetings": { "nodes": [{ "groupName": "Evening circle", "attendance": { "status": "PRESENT", "minutes": 59 },
            "notes": [{ "shared": true, "body": "We spoke about trust.", "namesLeftOut": false },
                { "shared": false, "body": "Shared for the first time.", "namesLeftOut": false }] }] },
    });
    for (who, person) in [("client", &ana.person), ("counselor", &room.dana), ("supervisor", &helen)] {
        assert_eq!(app.data(person, CHART, json!({ "id": ana.person.wire_id() })).await, expected, "{who}");
    }
    let looks = room.audited("client.groups").await;
    assert_eq!(looks.iter().filter(|(result, client)| result == "done" && *client == Some(ana.person.member_id.0)).count(), 4);
    for (who, person) in [
        ("admin", &room.center.admin),
        ("another counselor", &lee),
        ("facilitator", &room.marcus),
        ("another client", &tyler.person),
    ] {
        let refused = app.graphql(person, CHART, json!({ "id": ana.person.wire_id() })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND", "{who}");
        assert!(refused["data"].is_null(), "{who}: {refused}");
    }
}

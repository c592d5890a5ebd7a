//! What a group meeting counts for: a line for each client who came, with their own minutes, and nobody else in it.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use super::hour::{Hour, code};
use super::lines::{ANSWER, EXPORT, march};
use super::sheet::parse;
use crate::groups::room::{BEGIN, END, Guest, OPEN, Room};

const LINES: &str = "query($kind: ServiceLineKind) {
  serviceLines(from: \"2026-03-01\", until: \"2026-03-31\", kind: $kind) { nodes {
    id kind sessionId meeting { group { name } } client { name } provider { name } startedAt minutes state ready missing units
    modifiers } } }";
const SAVE: &str = "mutation($id: ID!, $person: ID, $body: String!) {
  saveMeetingNote(input: { meetingId: $id, personId: $person, body: $body, version: 0 }) { note { id } problems { code path } } }";
const SIGN: &str = "mutation($id: ID!) { signMeetingNotes(meetingId: $id) { notes { id } problems { code path } } }";

/// Imani holds the room: a peer mentor, whose hours count. Ana, Tyler and Mei have a place; Dana counsels them.
struct Circle<'a> {
    hour: Hour<'a>,
    room: Room<'a>,
}

impl<'a> Circle<'a> {
    async fn new(app: &'a App) -> Circle<'a> {
        Self::held_by(app, &[Role::PeerMentor]).await
    }

    async fn held_by(app: &'a App, roles: &[Role]) -> Circle<'a> {
        let center = app.center("Harbor House").await;
        let dana = center.counselor("Dana Reyes").await;
        let imani = center.invite("Imani Okoye", roles, None).await;
        let group = center.group("Evening circle", json!({})).await;
        center.holds(&imani, &group, "Im", "FACILITATOR").await;
        let mut guests = Vec::new();
        for (name, alias) in [("Ana Ruiz", "River"), ("Tyler Beck", "Sky"), ("Mei Lin", "Leaf")] {
            let person = center.client(name, &dana).await;
            let place = center.joins(&person, &group, alias).await;
            guests.push(Guest { person, place });
        }
        let meeting = center.next_meeting(&group).await;
        let same = TestCenter { app, center: center.center.clone(), admin: center.admin.clone() };
        let (ana, counselor) = (guests[0].person.clone(), dana.clone());
        let hour = Hour { app, center: same, dana: counselor, ana, session: String::new() };
        Self { hour, room: Room { app, center, dana, marcus: imani, guests, group, meeting } }
    }

    fn entry(&self, guest: usize, status: &str) -> Json {
        json!({ "membershipId": self.room.guests[guest].place, "status": status })
    }

    /// From six to a minute before seven in the evening: Ana twenty minutes late, Tyler all the time, Mei away.
    async fn met(&self) {
        self.began().await;
        self.room.at("23:20").await;
        self.takes(json!([self.entry(0, "LATE"), self.entry(1, "PRESENT"), self.entry(2, "ABSENT")])).await;
        self.ended().await;
    }

    async fn began(&self) {
        self.room.at("22:50").await;
        self.room.fine(OPEN, json!({})).await;
        self.room.at("23:00").await;
        self.room.fine(BEGIN, json!({})).await;
    }

    async fn ended(&self) {
        self.room.at("23:59").await;
        self.room.fine(END, json!({ "held": true })).await;
    }

    async fn takes(&self, entries: Json) {
        let taken = self.room.take(false, entries).await;
        assert_eq!(taken["problems"], json!([]), "{taken:#}");
    }

    async fn noted(&self) {
        self.room.fine(SAVE, json!({ "body": "We spoke about evenings." })).await;
        self.room.fine(SIGN, json!({})).await;
    }

    async fn lines_for(&self, person: &Person, kind: &str) -> Vec<Json> {
        let data = self.room.app.data(person, LINES, json!({ "kind": kind })).await;
        data["serviceLines"]["nodes"].as_array().expect("lines").clone()
    }

    async fn lines(&self) -> Vec<Json> {
        self.lines_for(&self.room.center.admin, "MEETING").await
    }

    async fn of(&self, name: &str) -> Json {
        let lines = self.lines().await;
        lines.into_iter().find(|line| line["client"]["name"] == name).unwrap_or_default()
    }

    /// Pays for Ana; in groups with "HQ".
    async fn paid(&self) -> String {
        let payer = self.hour.payer("County", "nc_8g", "2026-01-01").await;
        self.hour.covers(&payer, json!({})).await;
        payer
    }

    async fn exported(&self, payer: &str) -> Json {
        let input = json!({ "input": march(payer) });
        self.room.app.data(&self.room.center.admin, EXPORT, input).await["exportServiceLines"].clone()
    }
}

#[tokio::test]
async fn whoever_came_has_a_line_that_says_the_one_thing_that_is_missing() {
    let app = App::start().await;
    let circle = Circle::new(&app).await;
    circle.began().await;
    circle.room.at("23:20").await;
    circle.takes(json!([circle.entry(0, "LATE"), circle.entry(1, "PRESENT")])).await;
    assert_eq!(circle.lines().await, Vec::<Json>::new(), "it is not over");
    circle.ended().await;
    let lines = circle.lines().await;
    let short: Vec<_> = lines.iter().map(|line| (line["client"]["name"].clone(), line["minutes"].clone())).collect();
    assert_eq!(short, [(json!("Tyler Beck"), json!(59)), (json!("Ana Ruiz"), json!(39))], "each their own minutes");
    let missing = async || circle.of("Ana Ruiz").await["missing"].clone();
    assert_eq!(missing().await, "ATTENDANCE", "nobody said whether Leaf came");
    circle.takes(json!([circle.entry(2, "ABSENT")])).await;
    assert_eq!(missing().await, "NOTE");
    circle.room.fine(SAVE, json!({ "body": "We spoke about evenings." })).await;
    assert_eq!(missing().await, "NOTE_SIGNATURE");
    circle.room.fine(SIGN, json!({})).await;
    assert_eq!(missing().await, "COVERAGE");
    let payer = circle.paid().await;
    let rules = async |changes: Json| circle.hour.rules_with(&payer, "nc_8g", "2026-01-01", changes).await;
    rules(json!({ "groupRatio": 1 })).await;
    assert_eq!(missing().await, "GROUP_SIZE", "two came to one");
    rules(json!({ "groupRatio": 2, "credentials": ["Certified Peer Specialist"] })).await;
    assert_eq!(missing().await, "CREDENTIAL");
    rules(json!({ "groupRatio": 2, "planRequired": true })).await;
    assert_eq!(missing().await, "PLAN");
    rules(json!({ "groupRatio": 2 })).await;
    let line = circle.of("Ana Ruiz").await;
    let expected = json!({ "id": line["id"], "kind": "MEETING", "sessionId": null, "meeting": null, "client": { "name": "Ana Ruiz" },
        "provider": { "name": "Imani Okoye" }, "startedAt": "2026-03-03T23:20:00Z", "minutes": 39, "state": "OPEN", "ready": true,
        "missing": null, "units": 2, "modifiers": ["HQ"] });
    assert_eq!(line, expected);
    assert_eq!(circle.of("Tyler Beck").await["missing"], "COVERAGE");
    assert_eq!(circle.lines_for(&circle.room.center.admin, "SESSION").await, Vec::<Json>::new());
}

#[tokio::test]
async fn doing_the_billing_tells_nobody_which_group_it_was() {
    let app = App::start().await;
    let circle = Circle::new(&app).await;
    circle.met().await;
    circle.noted().await;
    let center = &circle.room.center;
    let told = app.data(&center.admin, LINES, json!({})).await.to_string();
    for secret in ["Evening circle", "River", "Sky", "Leaf", "Mei Lin", &circle.room.guests[0].place, &circle.room.meeting] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
    // Somebody who may read a client's groups sees it here too, and that is on record.
    let both = center.invite("Helen Strand", &[Role::Admin, Role::Supervisor], None).await;
    let lines = circle.lines_for(&both, "MEETING").await;
    assert!(lines.iter().all(|line| line["meeting"]["group"]["name"] == "Evening circle"), "{lines:#?}");
    assert_eq!(circle.room.audited("client.groups").await.len(), 2);
    // Who counsels one of them: of that one.
    let counsels = center.invite("Noa Adler", &[Role::Admin, Role::Counselor], None).await;
    let lines = circle.lines_for(&counsels, "MEETING").await;
    assert!(lines.len() == 2 && lines.iter().all(|line| line["meeting"].is_null()));
    // Nobody else sees any line: not who held it, not who counsels them, not the client.
    for person in [&circle.room.marcus, &circle.room.dana, &circle.room.guests[0].person] {
        let refused = app.graphql(person, LINES, json!({})).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND", "{}", person.name);
    }
}

#[tokio::test]
async fn what_people_in_recovery_do_among_themselves_counts_for_nothing() {
    let app = App::start().await;
    let circle = Circle::held_by(&app, &[Role::Facilitator]).await;
    circle.met().await;
    circle.noted().await;
    circle.paid().await;
    assert_eq!(circle.lines().await, Vec::<Json>::new());
}

#[tokio::test]
async fn a_meeting_that_nobody_was_named_for_is_of_whoever_wrote_it_down() {
    let app = App::start().await;
    let circle = Circle::new(&app).await;
    sqlx::query("delete from cairn.meeting_duties").execute(&mut app.superuser().await).await.expect("nobody's");
    circle.room.on("2026-03-04T15:00:00Z").await;
    circle.takes(json!([circle.entry(0, "PRESENT"), circle.entry(1, "ABSENT"), circle.entry(2, "ABSENT")])).await;
    let line = circle.of("Ana Ruiz").await;
    assert_eq!((&line["provider"]["name"], &line["minutes"]), (&json!("Imani Okoye"), &json!(60)));
}

#[tokio::test]
async fn lines_follow_the_attendance_until_they_went_to_the_payer() {
    let app = App::start().await;
    let circle = Circle::new(&app).await;
    let admin = circle.room.center.admin.clone();
    circle.met().await;
    circle.noted().await;
    let payer = circle.paid().await;
    let name = |line: &Json| line["client"]["name"].clone();
    circle.room.on("2026-03-04T15:00:00Z").await;
    circle.takes(json!([circle.entry(1, "EXCUSED"), circle.entry(2, "PRESENT")])).await;
    assert_eq!(circle.lines().await.iter().map(name).collect::<Vec<_>>(), ["Mei Lin", "Ana Ruiz"]);
    circle.takes(json!([circle.entry(1, "PRESENT")])).await;
    assert_eq!(circle.lines().await.len(), 3);
    let earlier = json!([{ "membershipId": circle.room.guests[0].place, "status": "LATE", "arrivedAt": "2026-03-03T23:10:00Z" }]);
    circle.takes(earlier.clone()).await;
    let line = circle.of("Ana Ruiz").await;
    assert_eq!((&line["minutes"], &line["units"]), (&json!(49), &json!(3)));

    let sent = circle.exported(&payer).await;
    assert_eq!((&sent["serviceExport"]["lines"], &sent["serviceExport"]["units"]), (&json!(1), &json!(3)), "{sent:#}");
    // What does not touch it goes on; what does waits for the payer.
    circle.takes(json!([circle.entry(1, "EXCUSED")])).await;
    circle.takes(earlier).await;
    let later = json!({ "membershipId": circle.room.guests[0].place, "status": "LATE", "arrivedAt": "2026-03-03T23:30:00Z" });
    for changed in [later, circle.entry(0, "ABSENT")] {
        let refused = circle.room.take(false, json!([changed, circle.entry(1, "PRESENT")])).await;
        assert_eq!((code(&refused), &refused["problems"][0]["path"]), ("attendance_exported", &json!(["entries"])), "{changed}");
    }
    assert_eq!(circle.lines().await.len(), 2, "refused as a whole");
    let says = async |answer: &str| {
        let answered =
            app.data(&admin, ANSWER, json!({ "line": line["id"], "answer": answer })).await["answerServiceLine"].clone();
        assert_eq!(answered["problems"], json!([]), "{answered:#}");
        answered["serviceLine"].clone()
    };
    says("DENIED").await;
    assert_eq!(says("PUT_RIGHT").await, json!({ "state": "OPEN", "ready": true, "units": 3 }));
    circle.takes(json!([circle.entry(0, "ABSENT")])).await;
    assert_eq!(circle.of("Ana Ruiz").await, Json::Null);
    assert_eq!(code(&circle.exported(&payer).await), "nothing_ready");
}

#[tokio::test]
async fn a_day_of_both_is_counted_together_and_leaves_as_one_sheet() {
    let app = App::start().await;
    let mut circle = Circle::new(&app).await;
    circle.hour.session = circle.hour.booked("2026-03-03T15:00:00Z", "IN_PERSON").await;
    circle.hour.held().await;
    circle.hour.noted().await;
    circle.met().await;
    circle.noted().await;
    let payer = circle.paid().await;
    // Three units in the morning; of two in the evening there is room for one.
    circle.hour.rules_with(&payer, "nc_8g", "2026-01-01", json!({ "mostUnitsADay": 4, "distanceModifier": "95" })).await;
    let both = app.data(&circle.room.center.admin, LINES, json!({})).await["serviceLines"]["nodes"].clone();
    let ana = both.as_array().expect("lines").iter().filter(|line| line["client"]["name"] == "Ana Ruiz");
    let counted: Vec<_> = ana.map(|line| (line["kind"].clone(), line["units"].clone(), line["modifiers"].clone())).collect();
    assert_eq!(counted, [(json!("SESSION"), json!(3), json!([])), (json!("MEETING"), json!(1), json!(["HQ", "95"]))]);

    let sent = circle.exported(&payer).await;
    let id = sent["serviceExport"]["id"].as_str().unwrap_or_else(|| panic!("{sent:#}"));
    let path = format!("/{}/app/service-exports/{id}/lines.csv", circle.room.center.center.slug);
    let sheet = app.get(&path, Some(&circle.room.center.admin)).await;
    let text = sheet.text();
    let rows = parse(&text);
    let cells = |row: usize| {
        ["client", "start", "end", "minutes", "modifiers", "units", "place", "provider", "note_signed_on"].map(|name| {
            let place = rows[0].iter().position(|heading| heading == name).unwrap_or_else(|| panic!("no {name}"));
            rows[row][place].as_str()
        })
    };
    assert_eq!(rows.len(), 3, "{text}");
    assert_eq!(cells(1), ["Ana Ruiz", "10:00", "10:45", "45", "", "3", "in_person", "Dana Reyes", "2026-03-03"]);
    assert_eq!(cells(2), ["Ana Ruiz", "18:20", "18:59", "39", "HQ:95", "1", "online", "Imani Okoye", "2026-03-03"]);
    for secret in ["Evening circle", "River", "Tyler", "evenings"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let disclosed: Vec<Vec<uuid::Uuid>> = sqlx::query_scalar("select client_ids from cairn.disclosures where kind = 'export'")
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("disclosures");
    assert_eq!(disclosed, [vec![circle.hour.ana.member_id.0]]);
}

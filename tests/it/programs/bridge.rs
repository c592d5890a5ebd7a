//! Nobody waits alone.

use cairn_domain::actor::Role;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

use crate::standing::sign_in_again;

const LOG: &str = "mutation($input: LogContactInput!) { logContact(input: $input) { client { name } problems { code path } } }";
const TASKS: &str = "{ staffTasks { nodes { id kind member { name } } } }";

async fn logs(app: &App, person: &Person, client: &Person, more: Json) -> Json {
    let mut input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": client.wire_id(), "kind": "CALL" });
    for (name, value) in more.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    app.data(person, LOG, json!({ "input": input })).await["logContact"].clone()
}

/// Ana waits for a full program, with Paz as her peer.
async fn waiting<'a>(center: &'a TestCenter<'a>) -> (Person, Person, Person, String) {
    let dana = center.counselor("Dana Reyes").await;
    let paz = center.invite("Paz Molina", &[Role::Facilitator], None).await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let inside = center.client("Tyler Beck", &dana).await;
    let program = center.program("Evening program", json!({ "capacity": 1, "quietAfterDays": 7 })).await;
    program.begins(&inside, "ACTIVE").await;
    let way = program.begins(&ana, "WAITLISTED").await;
    let set = center.does(&dana, "setEnrollmentPeer", json!({ "enrollmentId": way, "peerId": paz.wire_id() })).await;
    assert_eq!(set["problems"], json!([]), "{set}");
    (dana, paz, ana, way)
}

#[tokio::test]
async fn whoever_waits_has_somebody_and_says_a_word_a_week() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, paz, ana, way) = waiting(&center).await;
    let mine = "{ waitingWithMe { id client { name } lastContact checkIns { weekOf word note } } }";
    let seen = app.data(&paz, mine, json!({})).await["waitingWithMe"].clone();
    assert_eq!(seen, json!([{ "id": way, "client": { "name": "Ana Ruiz" }, "lastContact": null, "checkIns": [] }]));
    let says = async |person: &Person, word: &str, note: Json| {
        let input = json!({ "enrollmentId": way, "word": word, "note": note });
        center.does(person, "checkInWhileWaiting", input).await
    };
    assert_eq!(says(&ana, "TIRED", json!("Long nights")).await["problems"], json!([]));
    assert_eq!(says(&ana, "SHAKY", json!("Longer nights")).await["problems"], json!([]));
    assert_eq!(says(&dana, "STEADY", json!(null)).await["problems"][0]["code"], "not_allowed", "nobody says it for her");
    let seen = app.data(&paz, mine, json!({})).await["waitingWithMe"][0]["checkIns"].clone();
    assert_eq!(seen, json!([{ "weekOf": "2026-03-02", "word": "SHAKY", "note": "Longer nights" }]), "once a week: the last word");
    let admins = "query($id: ID!) { enrollment(id: $id) { checkIns { word } } }";
    let hidden = app.data(&center.admin, admins, json!({ "id": way })).await;
    assert_eq!(hidden["enrollment"]["checkIns"], json!([]), "how somebody is, is for those who care");
    // Whoever needs somebody is not left to a list.
    assert_eq!(app.data(&paz, TASKS, json!({})).await["staffTasks"]["nodes"], json!([]));
    says(&ana, "NEED_SOMEBODY", json!(null)).await;
    let tasks = app.data(&paz, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    assert_eq!((&tasks[0]["kind"], &tasks[0]["member"]["name"]), (&json!("WANTS_CONTACT"), &json!("Ana Ruiz")));
    assert_eq!(app.data(&dana, TASKS, json!({})).await["staffTasks"]["nodes"], json!([]), "it is the peer's");
    assert_eq!(logs(&app, &paz, &ana, json!({})).await["problems"], json!([]));
    assert_eq!(app.data(&paz, TASKS, json!({})).await["staffTasks"]["nodes"], json!([]), "somebody was there");
    // Who has no part in it sees nothing of it.
    let other = center.invite("Omar Reed", &[Role::Facilitator], None).await;
    assert!(center.way(&other, &way).await.is_null());
    assert_eq!(logs(&app, &other, &ana, json!({})).await["problems"][0]["code"], "not_found");
    // A peer is somebody else who does this work.
    for (peer, code) in [(&ana, "peer_unknown"), (&center.admin, "peer_unknown")] {
        let set = center.does(&dana, "setEnrollmentPeer", json!({ "enrollmentId": way, "peerId": peer.wire_id() })).await;
        assert_eq!(set["problems"][0]["code"], code);
    }
    // With the waiting ends the peer's look.
    center.moved(&center.admin, &way, "CLOSED", json!({})).await;
    assert!(center.way(&paz, &way).await.is_null());
}

#[tokio::test]
async fn last_contact_is_what_happened_and_silence_shows() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, _, ana, way) = waiting(&center).await;
    let contact = async |person: &Person| center.way(person, &way).await["lastContact"].clone();
    assert_eq!(contact(&dana).await, json!(null));
    for (on, code) in [("2026-03-03", "in_the_future"), ("2024-03-03", "too_long_ago")] {
        assert_eq!(logs(&app, &dana, &ana, json!({ "on": on })).await["problems"][0]["code"], code);
    }
    logs(&app, &dana, &ana, json!({ "on": "2026-02-27", "kind": "VISIT" })).await;
    assert_eq!(contact(&dana).await, "2026-02-27");
    assert_eq!(logs(&app, &ana, &ana, json!({})).await["problems"][0]["code"], "not_allowed");
    // A session counts when it has been, in the center's days: 21:00 in New York is tomorrow in UTC.
    let book = "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": dana.wire_id(), "clientId": ana.wire_id(),
        "startsAt": "2026-03-03T15:00:00Z", "minutes": 45, "place": "ONLINE" });
    let booked = app.data(&dana, book, json!({ "input": input })).await;
    assert_eq!(booked["bookSession"]["problems"], json!([]));
    assert_eq!(contact(&dana).await, "2026-02-27", "booked is not been");
    let cases =
        "query { clients(first: 5, search: \"Ana\") { nodes { nextContact lastContact quiet enrollment { state since } } } }";
    let row = app.data(&dana, cases, json!({})).await["clients"]["nodes"][0].clone();
    assert_eq!(row["nextContact"], "2026-03-03T15:00:00Z");
    assert_eq!(row["enrollment"], json!({ "state": "WAITLISTED", "since": "2026-03-02" }));
    app.driven().set("2026-03-03T16:00:00Z".parse().expect("a time"));
    let dana = sign_in_again(&app, &center.center, &dana).await;
    assert_eq!(contact(&dana).await, "2026-03-03");
    // Seven days pass without a sign: the eighth shows it.
    for (now, quiet) in [("2026-03-10T20:00:00Z", false), ("2026-03-11T20:00:00Z", true)] {
        app.driven().set(now.parse().expect("a time"));
        let dana = sign_in_again(&app, &center.center, &dana).await;
        let row = app.data(&dana, cases, json!({})).await["clients"]["nodes"][0].clone();
        assert_eq!((&row["quiet"], &row["lastContact"]), (&json!(quiet), &json!("2026-03-03")), "{now}");
        assert_eq!(center.way(&dana, &way).await["quiet"], quiet, "{now}");
    }
}

#[tokio::test]
async fn coming_to_a_meeting_is_contact() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, _, ana, way) = waiting(&center).await;
    // Waiting people go to open groups.
    let group = center.group("Open circle", json!({})).await;
    let place = center.joins(&ana, &group, "River").await;
    let meeting = center.next_meeting(&group).await;
    sqlx::query(
        "insert into cairn.attendance (center_id, meeting_id, membership_id, status, via, mode, minutes, noted_at)
         values ($1, $2::uuid, $3::uuid, 'late', 'facilitator', 'online', 40, now())",
    )
    .bind(center.center.id.0)
    .bind(uuid::Uuid::parse_str(meeting.trim_start_matches("meeting:")).expect("an id"))
    .bind(uuid::Uuid::parse_str(place.trim_start_matches("membership:")).expect("an id"))
    .execute(&mut app.superuser().await)
    .await
    .expect("attendance");
    // Six in the evening on Tuesday the third, in New York.
    assert_eq!(center.way(&dana, &way).await["lastContact"], "2026-03-03");
}

#[tokio::test]
async fn a_facilitator_who_keeps_contact_keeps_hours_and_is_booked_while_somebody_waits() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, paz, ana, way) = waiting(&center).await;
    let other = center.invite("Omar Reed", &[Role::Facilitator], None).await;
    let offered = "{ viewer { permissions } }";
    let permissions = app.data(&paz, offered, json!({})).await["viewer"]["permissions"].clone();
    assert_eq!(permissions, json!(["VIEW_CALENDAR", "BOOK_FOR_CLIENTS", "MANAGE_OWN_HOURS", "WRITE_SESSION_NOTES"]));
    assert_eq!(app.data(&other, offered, json!({})).await["viewer"]["permissions"], json!([]), "nobody waits with him");
    let set = "mutation($input: SetAvailabilityInput!) { setAvailability(input: $input) { availability { version } problems { code path } } }";
    let hours = json!({ "counselorId": paz.wire_id(), "version": 0, "zone": "America/New_York",
        "weekly": [{ "weekday": "TUESDAY", "from": "18:00", "until": "20:00" }], "exceptions": [], "bufferBefore": 0,
        "bufferAfter": 0, "minimumNotice": 0, "horizonDays": 30, "slotStep": 30, "onlineLink": "https://meet.example/paz" });
    let kept = app.data(&paz, set, json!({ "input": hours })).await["setAvailability"].clone();
    assert_eq!(kept["problems"], json!([]), "{kept}");
    // She is among those whom Ana can book, sees the times, and has one; he is not.
    let mine = "{ viewer { counselors { name } } }";
    let names = app.data(&ana, mine, json!({})).await["viewer"]["counselors"].clone();
    assert_eq!(names, json!([{ "name": "Dana Reyes" }, { "name": "Paz Molina" }]));
    let slots = "query($ids: [ID!]!) { openSlots(counselorIds: $ids, from: \"2026-03-03\", until: \"2026-03-03\", minutes: 30, place: ONLINE) {
      counselor { name } slots { startsAt } } }";
    let seen = app.data(&ana, slots, json!({ "ids": [paz.wire_id()] })).await["openSlots"].clone();
    assert_eq!(seen[0]["slots"][0]["startsAt"], "2026-03-03T23:00:00Z", "{seen}");
    let book = "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }";
    let at = |with: &Person, client: &Person, at: &str| {
        json!({ "input": { "clientMutationId": uuid::Uuid::new_v4(),
        "counselorId": with.wire_id(), "clientId": client.wire_id(), "startsAt": at, "minutes": 30, "place": "ONLINE" } })
    };
    assert_eq!(
        app.data(&ana, book, at(&other, &ana, "2026-03-03T23:00:00Z")).await["bookSession"]["problems"][0]["code"],
        "not_found"
    );
    let booked = app.data(&ana, book, at(&paz, &ana, "2026-03-03T23:00:00Z")).await["bookSession"].clone();
    assert_eq!(booked["problems"], json!([]), "{booked}");
    // She books as well, for nobody but those she keeps contact with.
    let theo = center.client("Theo Lind", &dana).await;
    assert_eq!(
        app.data(&paz, book, at(&paz, &theo, "2026-03-10T22:30:00Z")).await["bookSession"]["problems"][0]["code"],
        "not_found"
    );
    assert_eq!(app.data(&paz, book, at(&paz, &ana, "2026-03-10T22:30:00Z")).await["bookSession"]["problems"], json!([]));
    let own = "{ sessions(from: \"2026-03-01T00:00:00Z\", first: 10) { nodes { client { name } } } }";
    assert_eq!(app.data(&paz, own, json!({})).await["sessions"]["nodes"].as_array().map(Vec::len), Some(2));
    // Whoever takes whoever is free gets her too: nobody else has an evening.
    let somebody = "mutation($input: BookSomebodyInput!) { bookSomebody(input: $input) { session { counselor { name } } problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "clientId": ana.wire_id(), "choice": "ANY",
        "startsAt": "2026-03-17T22:30:00Z", "minutes": 30, "place": "ONLINE" });
    let taken = app.data(&ana, somebody, json!({ "input": input })).await["bookSomebody"].clone();
    assert_eq!((&taken["session"]["counselor"]["name"], &taken["problems"]), (&json!("Paz Molina"), &json!([])));
    // The record stays closed, and whoever has sessions ahead does not lose what they stand on.
    let client = "query($id: ID!) { client(id: $id) { lastContact } }";
    assert!(app.data(&paz, client, json!({ "id": ana.wire_id() })).await["client"].is_null());
    let roles = "mutation($input: ChangeRolesInput!) { changeRoles(input: $input) { problems { code } } }";
    let input = json!({ "memberId": paz.wire_id(), "roles": ["AUDITOR"] });
    let refused = app.data(&center.admin, roles, json!({ "input": input })).await["changeRoles"]["problems"].clone();
    assert_eq!(refused[0]["code"], "care_open", "{refused}");
    // With the waiting ends the booking; what was booked stays.
    center.moved(&center.admin, &way, "CLOSED", json!({})).await;
    assert_eq!(
        app.data(&ana, book, at(&paz, &ana, "2026-03-24T22:30:00Z")).await["bookSession"]["problems"][0]["code"],
        "not_found"
    );
    assert_eq!(app.data(&paz, own, json!({})).await["sessions"]["nodes"].as_array().map(Vec::len), Some(3));
}

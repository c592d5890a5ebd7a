//! Somebody died: nothing goes on writing to them or waiting for them, and those who are left are told with care.

use cairn_domain::actor::Role;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use sqlx::Connection;
use support::{App, Person};

use super::line::hourly;
use crate::standing::sign_in_again;

const BOOK: &str = "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }";
const TASKS: &str = "{ staffTasks { nodes { kind member { name } } } }";

fn mails(app: &App, person: &Person) -> usize {
    app.mail.inbox().mails(Some(&person.email)).len()
}

fn death() -> Json {
    json!({ "discharge": { "reason": "DEATH", "aftercare": { "choice": "NO" } } })
}

/// Everything that time does, at one in the night and in each hour.
async fn rounds(app: &App) {
    hourly(app).await;
    let mut db = sqlx::PgConnection::connect(&app.database.url("cairn_worker")).await.expect("connect");
    for job in ["mentorship_daily", "groups_daily", "bookings_hourly"] {
        sqlx::query("select graphile_worker.add_job($1, '{}'::json)").bind(job).execute(&mut db).await.expect("a job");
    }
    app.run_jobs().await;
}

#[tokio::test]
async fn after_a_death_nothing_writes_to_them_and_nothing_waits_for_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let program = center.program("Evening program", json!({})).await;
    let other = center.program("Morning program", json!({ "capacity": 1 })).await;
    let inside = center.client("Tyler Beck", &dana).await;
    other.begins(&inside, "ACTIVE").await;
    let way = program.begins(&ana, "ACTIVE").await;
    let group = center.group("Open circle", json!({})).await;
    center.joins(&ana, &group, "River").await;
    let waiting = other.begins(&ana, "WAITLISTED").await;
    let mut sessions = Vec::new();
    for (who, at) in [(&dana, "2026-03-04T15:00:00Z"), (&dana, "2026-03-11T15:00:00Z"), (&marcus, "2026-03-05T23:00:00Z")] {
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": who.wire_id(), "clientId": ana.wire_id(),
            "startsAt": at, "minutes": 45, "place": "ONLINE" });
        let booked = app.data(who, BOOK, json!({ "input": input })).await["bookSession"].clone();
        assert_eq!(booked["problems"], json!([]), "{booked}");
        sessions.push(booked["session"]["id"].as_str().expect("an id").to_owned());
    }
    app.run_jobs().await;
    let (anas, danas, marcuss) = (mails(&app, &ana), mails(&app, &dana), mails(&app, &marcus));

    let gone = center.moved(&dana, &way, "DISCHARGED", death()).await;
    assert_eq!(gone["state"], "DISCHARGED");
    // The account rests: nobody comes in with it.
    assert!(app.db.enter(&ana.credential(), None).await.expect("enter").is_none());
    let state: String = sqlx::query_scalar("select state from cairn.members where id = $1")
        .bind(ana.member_id.0)
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a member");
    assert_eq!(state, "suspended");
    let read = "query($id: ID!) { session(id: $id) { state } }";
    for (session, who) in sessions.iter().zip([&dana, &dana, &marcus]) {
        assert_eq!(app.data(who, read, json!({ "id": session })).await["session"]["state"], "CANCELLED");
    }
    assert_eq!(center.way(&center.admin, &waiting).await["state"], "CLOSED");
    let places: i64 = sqlx::query_scalar("select count(*) from cairn.memberships where member_id = $1 and state <> 'left'")
        .bind(ana.member_id.0)
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a count");
    assert_eq!(places, 0);
    // Her mentor reads it as what it is, and not as a goodbye; and somebody tells them in person first.
    let own = "query($id: ID!) { mentorship(mentorshipId: $id) { state lost endWords } }";
    let seen = app.data(&marcus, own, json!({ "id": pair })).await["mentorship"].clone();
    assert_eq!(seen, json!({ "state": "CLOSED", "lost": true, "endWords": null }));
    let tasks = app.data(&helen, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    assert_eq!(tasks, json!([{ "kind": "MENTOR_BEREAVED", "member": { "name": "Marcus Hill" } }]));
    let tasks = app.data(&center.admin, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    let about: Vec<&Json> = tasks
        .as_array()
        .expect("tasks")
        .iter()
        .filter(|task| task["member"]["name"] == "Ana Ruiz")
        .map(|task| &task["kind"])
        .collect();
    assert_eq!(about, [&json!("CLIENT_DIED")], "nothing else is left to be done for her");

    app.run_jobs().await;
    app.driven().advance(SignedDuration::from_mins(5));
    app.run_jobs().await;
    assert_eq!(mails(&app, &ana), anas);
    assert!(mails(&app, &dana) > danas, "whoever would have sat down with her hears that the time is free");
    let called_off = mails(&app, &marcus);
    assert!(called_off <= marcuss + 1, "of the loss no mail goes before a day is over");
    app.driven().advance(SignedDuration::from_hours(25));
    app.run_jobs().await;
    let all = app.mail.inbox().mails(Some(&marcus.email));
    assert_eq!(all.len(), called_off + 1);
    let mail = all.iter().max_by_key(|mail| mail.id).expect("a mail");
    let told = format!("{} {} {}", mail.subject, mail.text, mail.html).to_lowercase();
    for word in ["ana ruiz", "died", "death", "loss", "lost", "mentor", "harbor"] {
        assert!(!told.contains(word), "{word}: {told}");
    }
    // Weeks later still not a word.
    for _ in 0..3 {
        app.driven().advance(SignedDuration::from_hours(24 * 8));
        rounds(&app).await;
    }
    assert_eq!(mails(&app, &ana), anas);
}

#[tokio::test]
async fn whoever_cares_for_them_still_reads_the_record_and_a_mistake_can_be_mended() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let program = center.program("Evening program", json!({})).await;
    let way = program.begins(&ana, "ACTIVE").await;
    center.moved(&dana, &way, "DISCHARGED", death()).await;
    let page = "query($id: ID!) { client(id: $id) { member { name } rests enrollments { discharge { reason } } } }";
    let seen = app.data(&dana, page, json!({ "id": ana.wire_id() })).await["client"].clone();
    let there =
        json!({ "member": { "name": "Ana Ruiz" }, "rests": true, "enrollments": [{ "discharge": { "reason": "DEATH" } }] });
    assert_eq!(seen, there);
    // Nothing goes on from there, and no list asks for it.
    let refused = center.moves(&dana, &way, "AFTERCARE", json!({ "aftercare": { "choice": "AS_LONG_AS_WANTED" } })).await;
    assert_eq!(
        refused["problems"],
        json!([{ "code": "illegal_move", "path": ["to"], "from": "DISCHARGED", "legal": ["CLOSED"] }])
    );
    assert_eq!(center.way(&dana, &way).await["nextStates"], json!(["CLOSED"]));
    let back = "mutation($id: ID!) { reactivateMember(memberId: $id) { account { state } problems { code } } }";
    let active = app.data(&center.admin, back, json!({ "id": ana.wire_id() })).await["reactivateMember"].clone();
    assert_eq!(active, json!({ "account": { "state": "ACTIVE" }, "problems": [] }));
    let seen = app.data(&dana, page, json!({ "id": ana.wire_id() })).await["client"].clone();
    assert_eq!(seen["rests"], false);
    assert!(!sign_in_again(&app, &center.center, &ana).await.cookie.is_empty());
    assert_eq!(center.way(&dana, &way).await["nextStates"], json!(["AFTERCARE", "CLOSED"]));
}

#[tokio::test]
async fn somebody_who_never_came_in_has_no_link_left_and_the_last_admin_stays() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let program = center.program("Evening program", json!({})).await;
    let invite = "mutation($input: InviteMemberInput!) { inviteMember(input: $input) {
      account { member { id } invitation { id } } problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "email": "noor@mail.example", "name": "Noor Haddad",
        "roles": ["CLIENT"], "counselorId": dana.wire_id(), "programId": program.id });
    let made = app.data(&center.admin, invite, json!({ "input": input })).await["inviteMember"].clone();
    assert_eq!(made["problems"], json!([]), "{made}");
    let ways = "query($id: ID!) { client(id: $id) { enrollments { id } } }";
    let client = made["account"]["member"]["id"].clone();
    let way = app.data(&dana, ways, json!({ "id": client })).await["client"]["enrollments"][0]["id"].clone();
    center.moved(&dana, way.as_str().expect("a way"), "DISCHARGED", death()).await;
    let open: i64 = sqlx::query_scalar("select count(*) from cairn.invitations where accepted_at is null and revoked_at is null")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a count");
    assert_eq!(open, 0);
    // Nobody locks a center by writing something down.
    let roles = "mutation($input: ChangeRolesInput!) { changeRoles(input: $input) { problems { code } } }";
    let input = json!({ "memberId": center.admin.wire_id(), "roles": ["ADMIN", "CLIENT"] });
    assert_eq!(app.data(&center.admin, roles, json!({ "input": input })).await["changeRoles"]["problems"], json!([]));
    let way = program.begins(&center.admin, "ACTIVE").await;
    let refused = center.moves(&center.admin, &way, "DISCHARGED", death()).await;
    assert_eq!(refused["problems"][0]["code"], "last_admin", "{refused}");
}

const RECORD: &str =
    "mutation($input: RecordDeathInput!) { recordDeath(input: $input) { client { name } problems { code path } } }";

async fn records(app: &App, person: &Person, client: &Person, on: &str) -> Json {
    let input = json!({ "clientId": client.wire_id(), "on": on });
    app.data(person, RECORD, json!({ "input": input })).await["recordDeath"].clone()
}

#[tokio::test]
async fn outside_of_a_program_a_death_ends_as_much() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let kay = center.counselor("Kay Stone").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let theo = center.client("Theo Lindqvist", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let program = center.program("Evening program", json!({ "capacity": 1 })).await;
    let inside = program.begins(&theo, "ACTIVE").await;
    let waiting = program.begins(&ana, "WAITLISTED").await;
    // Whoever does not know her learns nothing; nobody dies tomorrow; what a discharge asks for is not skipped.
    assert_eq!(records(&app, &kay, &ana, "2026-03-01").await["problems"], json!([{ "code": "not_found", "path": ["clientId"] }]));
    let tomorrow = records(&app, &dana, &ana, "2026-03-03").await;
    assert_eq!(tomorrow["problems"], json!([{ "code": "in_the_future", "path": ["on"] }]));
    let in_care = records(&app, &dana, &theo, "2026-03-01").await;
    assert_eq!(in_care["problems"], json!([{ "code": "discharge_first", "path": ["clientId"] }]));
    assert_eq!(center.way(&dana, &inside).await["state"], "ACTIVE");

    let recorded = records(&app, &dana, &ana, "2026-03-01").await;
    assert_eq!(recorded, json!({ "client": { "name": "Ana Ruiz" }, "problems": [] }));
    assert!(app.db.enter(&ana.credential(), None).await.expect("enter").is_none());
    assert_eq!(center.way(&center.admin, &waiting).await["state"], "CLOSED");
    let own = "query($id: ID!) { mentorship(mentorshipId: $id) { state lost } }";
    let seen = app.data(&marcus, own, json!({ "id": pair })).await["mentorship"].clone();
    assert_eq!(seen, json!({ "state": "CLOSED", "lost": true }));
    let page = "query($id: ID!) { client(id: $id) { rests diedOn } }";
    let seen = async |id: String| app.data(&dana, page, json!({ "id": id })).await["client"].clone();
    assert_eq!(seen(ana.wire_id()).await, json!({ "rests": true, "diedOn": "2026-03-01" }));
    let tasks = app.data(&center.admin, TASKS, json!({})).await["staffTasks"]["nodes"].clone();
    let gone = json!({ "kind": "CLIENT_DIED", "member": { "name": "Ana Ruiz" } });
    assert!(tasks.as_array().expect("tasks").contains(&gone), "{tasks}");
    // Written down twice is written down once; a slip of the day is put right.
    assert_eq!(records(&app, &dana, &ana, "2026-03-02").await["problems"], json!([]));
    assert_eq!(seen(ana.wire_id()).await["diedOn"], "2026-03-02");

    let back = "mutation($id: ID!) { reactivateMember(memberId: $id) { problems { code } } }";
    let active = app.data(&center.admin, back, json!({ "id": ana.wire_id() })).await["reactivateMember"].clone();
    assert_eq!(active["problems"], json!([]));
    assert_eq!(seen(ana.wire_id()).await, json!({ "rests": false, "diedOn": null }));
}

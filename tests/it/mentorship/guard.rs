use cairn_domain::actor::Role;
use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person};

/// Says yes to somebody, by name.
pub async fn consents(app: &App, client: &Person, pair: &str, backup: &Person) -> Json {
    let consent =
        "mutation($id: ID!, $backup: ID) { consentToBackup(input: { mentorshipId: $id, consent: true, backupId: $backup }) {
      mentorship { backupConsent backup { name } } problems { code path } } }";
    app.data(client, consent, json!({ "id": pair, "backup": backup.wire_id() })).await["consentToBackup"].clone()
}

/// What somebody says who is asked to stand in for a mentor.
pub async fn says(app: &App, backup: &Person, mentor: &Person, yes: bool) -> Json {
    let answer = "mutation($input: AnswerStandInInput!) { answerStandIn(input: $input) { problems { code } } }";
    let input = json!({ "mentorId": mentor.wire_id(), "yes": yes });
    app.data(backup, answer, json!({ "input": input })).await["answerStandIn"]["problems"].clone()
}

/// A mentor names who stands in for them, and those say yes.
pub async fn names_backup(app: &App, mentor: &Person, backup: &Person) {
    asks_backup(app, mentor, backup).await;
    assert_eq!(says(app, backup, mentor, true).await, json!([]));
}

/// A mentor names who would stand in for them.
pub async fn asks_backup(app: &App, mentor: &Person, backup: &Person) {
    let version = app.data(mentor, "{ myMentorProfile { version } }", json!({})).await["myMentorProfile"]["version"].clone();
    let update = "mutation($input: UpdateMentorProfileInput!) { updateMentorProfile(input: $input) { problems { code path } } }";
    let input = json!({ "version": version, "about": "", "languages": ["en"], "modes": [], "backupId": backup.wire_id() });
    fine(&app.data(mentor, update, json!({ "input": input })).await, "updateMentorProfile");
}

#[tokio::test]
async fn pause_me_in_one_act() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    let profile = app.data(&marcus, "{ myMentorProfile { version } }", json!({})).await["myMentorProfile"]["version"].clone();
    let update = "mutation($input: UpdateMentorProfileInput!) { updateMentorProfile(input: $input) { mentor { backup { name } } problems { code path } } }";
    let about = |backup: &str| json!({ "input": { "version": profile, "about": "", "languages": ["en"], "modes": [], "backupId": backup } });
    assert_eq!(
        app.data(&marcus, update, about(&marcus.wire_id())).await["updateMentorProfile"]["problems"][0]["code"],
        "backup_unknown"
    );
    fine(&app.data(&marcus, update, about(&imani.wire_id())).await, "updateMentorProfile");
    assert_eq!(says(&app, &imani, &marcus, true).await, json!([]));
    let (with_ana, with_theo) = (center.walk_together(&ana, &marcus).await, center.walk_together(&theo, &marcus).await);
    assert_eq!(consents(&app, &marcus, &with_ana, &imani).await["problems"][0]["code"], "not_found");
    assert_eq!(consents(&app, &ana, &with_ana, &imani).await["problems"], json!([]));
    let pause = "mutation { pauseMeAsMentor { handedOver paused problems { code } } }";
    let rested = fine(&app.data(&marcus, pause, json!({})).await, "pauseMeAsMentor");
    assert_eq!((&rested["handedOver"], &rested["paused"]), (&json!([with_ana]), &json!([with_theo])));
    // Who consented walks with the backup at once; the other rests.
    let own = "{ myMentorships { state way mentor { name } } }";
    assert_eq!(
        app.data(&ana, own, json!({})).await["myMentorships"][0],
        json!({ "state": "ACTIVE", "way": "HANDED_OVER", "mentor": { "name": "Imani Okoye" } })
    );
    assert_eq!(app.data(&theo, own, json!({})).await["myMentorships"][0]["state"], "PAUSED");
    assert_eq!(app.data(&marcus, "{ myMentorProfile { state } }", json!({})).await["myMentorProfile"]["state"], "PAUSED");
    let board =
        app.data(&center.admin, "{ mentorshipBoard { client { name } needs { kind } } }", json!({})).await["mentorshipBoard"]
            .clone();
    assert_eq!(board, json!([{ "client": { "name": "Theo Lind" }, "needs": [{ "kind": "MENTOR_RESTS" }] }]));
    let back = "mutation { comeBackAsMentor { problems { code } } }";
    fine(&app.data(&marcus, back, json!({})).await, "comeBackAsMentor");
    assert_eq!(app.data(&marcus, "{ myMentorProfile { state } }", json!({})).await["myMentorProfile"]["state"], "APPROVED");
}

const STANDING: &str = "{ myMentorProfile { state pausedByCenter version } }";
const BACK: &str = "mutation { comeBackAsMentor { problems { code path } } }";

/// What is written about a mentor, from the earliest on.
async fn deeds(app: &App, mentor: &Person) -> Vec<String> {
    sqlx::query_scalar("select action from cairn.audit_events where object_type = 'mentor' and object_id = $1 order by sequence")
        .bind(mentor.member_id.0)
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("the log")
}

#[tokio::test]
async fn what_the_center_pauses_the_center_ends_and_pairs_go_on() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let marcus = center.mentor("Marcus Hill", 10).await;
    center.walk_together(&ana, &marcus).await;
    center.wishes_for_mentor(&theo).await;
    let standing = async || app.data(&marcus, STANDING, json!({})).await["myMentorProfile"].clone();
    let paused = center.moves_mentor(&marcus, standing().await["version"].clone(), "PAUSED").await;
    // Nobody new comes; whoever walks with them reads nothing of it, and nobody on the board needs anything.
    assert_eq!(center.asks_mentors(&theo, &[&marcus]).await["problems"][0]["code"], "not_found");
    let own = "{ myMentorships { state mentorAway } }";
    let walks = json!([{ "state": "ACTIVE", "mentorAway": false }]);
    assert_eq!(app.data(&ana, own, json!({})).await["myMentorships"], walks);
    let board = "{ mentorshipBoard { needs { kind } } }";
    assert_eq!(app.data(&center.admin, board, json!({})).await["mentorshipBoard"], json!([]));
    // The mentor does not lift it, and neither does a day.
    let refused = app.data(&marcus, BACK, json!({})).await["comeBackAsMentor"]["problems"].clone();
    assert_eq!(refused, json!([{ "code": "paused_by_center", "path": ["mentorId"] }]));
    super::mails::daily(&app).await;
    let expected = json!({ "state": "PAUSED", "pausedByCenter": true, "version": paused });
    assert_eq!(standing().await, expected);
    center.moves_mentor(&marcus, paused, "APPROVED").await;
    assert_eq!(standing().await["pausedByCenter"], false);
    assert_eq!(deeds(&app, &marcus).await.split_off(5), ["mentor.pause", "mentor.approve"]);
}

#[tokio::test]
async fn a_rest_of_ones_own_is_ones_own_to_end() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    center.walk_together(&ana, &marcus).await;
    let pause = "mutation($until: DateTime) { pauseMeAsMentor(until: $until) { problems { code } } }";
    fine(&app.data(&marcus, pause, json!({})).await, "pauseMeAsMentor");
    let away = "{ myMentorships { mentorAway } }";
    assert_eq!(app.data(&ana, away, json!({})).await["myMentorships"], json!([{ "mentorAway": true }]));
    assert_eq!(app.data(&marcus, STANDING, json!({})).await["myMentorProfile"]["pausedByCenter"], false);
    fine(&app.data(&marcus, BACK, json!({})).await, "comeBackAsMentor");
    assert_eq!(app.data(&ana, away, json!({})).await["myMentorships"], json!([{ "mentorAway": false }]));
    // Or its day comes.
    fine(&app.data(&marcus, pause, json!({ "until": "2026-03-04T15:00:00Z" })).await, "pauseMeAsMentor");
    app.driven().advance(SignedDuration::from_hours(72));
    super::mails::daily(&app).await;
    let written = deeds(&app, &marcus).await.split_off(5);
    assert_eq!(written, ["mentor.pause", "mentor.come_back", "mentor.pause", "mentor.come_back"], "nobody approves themself");
}

#[tokio::test]
async fn after_a_hard_contact_somebody_sits_down_with_the_mentor() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let ask = "mutation { askForDebrief { problems { code } } }";
    for _ in 0..2 {
        fine(&app.data(&marcus, ask, json!({})).await, "askForDebrief");
    }
    let tasks = "{ staffTasks { nodes { id kind member { name } } } }";
    let open = app.data(&helen, tasks, json!({})).await["staffTasks"]["nodes"].clone();
    assert_eq!(open.as_array().map(Vec::len), Some(1));
    assert_eq!((&open[0]["kind"], &open[0]["member"]["name"]), (&json!("MENTOR_DEBRIEF"), &json!("Marcus Hill")));
    let record = "mutation($input: RecordSupervisionInput!) { recordSupervision(input: $input) { supervisions { minutes } problems { code path } } }";
    let input = json!({ "mentorIds": [marcus.wire_id()], "heldOn": "2026-03-02", "minutes": 45, "way": "INDIVIDUAL",
        "topics": "The call on Sunday.", "actions": "" });
    fine(&app.data(&helen, record, json!({ "input": input })).await, "recordSupervision");
    let hours = "{ supervisionHours(from: \"2026-03-01\", until: \"2026-03-30\") { mentor { name } heldMinutes individualMinutes owedMinutes } }";
    let report = json!([{ "mentor": { "name": "Marcus Hill" }, "heldMinutes": 45, "individualMinutes": 45, "owedMinutes": 58 }]);
    for person in [&helen, &marcus] {
        assert_eq!(app.data(person, hours, json!({})).await["supervisionHours"], report);
    }
    let topics = app.data(&marcus, "{ myMentorProfile { supervisions { topics } } }", json!({})).await;
    assert_eq!(topics["myMentorProfile"]["supervisions"], json!([{ "topics": "The call on Sunday." }]));
    assert_eq!(
        app.data(&marcus, record, json!({ "input": input })).await["recordSupervision"]["problems"][0]["code"],
        "not_found"
    );
    let finish = "mutation($id: ID!) { finishStaffTask(staffTaskId: $id) { staffTask { doneAt } problems { code } } }";
    assert!(
        fine(&app.data(&helen, finish, json!({ "id": open[0]["id"] })).await, "finishStaffTask")["staffTask"]["doneAt"]
            .is_string()
    );
}

#[tokio::test]
async fn supervision_is_owed_for_the_days_that_somebody_mentors_and_a_slip_is_taken_back() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let helen = center.invite("Helen Strand", &[Role::Supervisor], None).await;
    let omar = center.invite("Omar Bell", &[Role::Supervisor], None).await;
    // Since the second of March.
    let marcus = center.mentor("Marcus Hill", 10).await;
    let report = async |from: &str, until: &str| {
        let hours = "query($from: LocalDate!, $until: LocalDate!) { supervisionHours(from: $from, until: $until) { heldMinutes owedMinutes } }";
        app.data(&helen, hours, json!({ "from": from, "until": until })).await["supervisionHours"].clone()
    };
    assert_eq!(report("2026-02-01", "2026-02-28").await, json!([]), "nothing is owed to who did not mentor yet");
    assert_eq!(report("2026-02-01", "2026-03-31").await, json!([{ "heldMinutes": 0, "owedMinutes": 60 }]));
    let record = "mutation($input: RecordSupervisionInput!) { recordSupervision(input: $input) { supervisions { id } problems { code path } } }";
    let input = json!({ "mentorIds": [marcus.wire_id()], "heldOn": "2026-03-02", "minutes": 45, "way": "INDIVIDUAL",
        "topics": "", "actions": "" });
    let noted = fine(&app.data(&helen, record, json!({ "input": input })).await, "recordSupervision");
    let version =
        app.data(&helen, "query($id: ID!) { mentor(mentorId: $id) { version } }", json!({ "id": marcus.wire_id() })).await;
    center.moves_mentor(&marcus, version["mentor"]["version"].clone(), "ENDED").await;
    assert_eq!(
        report("2026-03-01", "2026-03-31").await,
        json!([{ "heldMinutes": 45, "owedMinutes": 2 }]),
        "who stopped is not forgotten"
    );
    let drop = async |person: &Person| {
        let take_back = "mutation($id: ID!) { takeBackSupervision(supervisionId: $id) { mentorId problems { code path } } }";
        app.data(person, take_back, json!({ "id": noted["supervisions"][0]["id"] })).await["takeBackSupervision"].clone()
    };
    for person in [&omar, &marcus] {
        assert_eq!(
            drop(person).await["problems"],
            json!([{ "code": "not_found", "path": ["supervisionId"] }]),
            "{}",
            person.name
        );
    }
    for person in [&helen, &center.admin] {
        assert_eq!(drop(person).await, json!({ "mentorId": marcus.wire_id(), "problems": [] }), "{}", person.name);
    }
    assert_eq!(report("2026-03-01", "2026-03-31").await, json!([{ "heldMinutes": 0, "owedMinutes": 2 }]));
    let held = "query($id: ID!) { mentor(mentorId: $id) { supervisions { id } } }";
    assert_eq!(app.data(&helen, held, json!({ "id": marcus.wire_id() })).await["mentor"]["supervisions"], json!([]));
    let written: i64 = sqlx::query_scalar("select count(*) from cairn.audit_events where action = 'supervision.take_back'")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a log");
    assert_eq!(written, 1);
}

#[tokio::test]
async fn the_board_says_who_may_need_somebody_and_why() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let board = "{ mentorshipBoard { mentorshipId needs { kind number } } }";
    assert_eq!(app.data(&center.admin, board, json!({})).await["mentorshipBoard"], json!([]));
    let add = "mutation($input: AddPairCheckInInput!) { addPairCheckIn(input: $input) { problems { code } } }";
    let hard = |seen: &str| json!({ "input": { "mentorshipId": pair, "mood": "HEAVY", "moodSeenBy": seen } });
    // Told to the mentor alone, it is not the center's to know.
    fine(&app.data(&ana, add, hard("MENTOR")).await, "addPairCheckIn");
    assert_eq!(app.data(&center.admin, board, json!({})).await["mentorshipBoard"], json!([]));
    fine(&app.data(&ana, add, hard("CARE")).await, "addPairCheckIn");
    let needs = app.data(&center.admin, board, json!({})).await["mentorshipBoard"][0]["needs"].clone();
    assert_eq!(needs, json!([{ "kind": "HARD_CHECK_IN", "number": null }]));
    app.driven().advance(SignedDuration::from_hours(24 * 15));
    let admin = crate::standing::sign_in_again(&app, &center.center, &center.admin).await;
    let needs = app.data(&admin, board, json!({})).await["mentorshipBoard"][0]["needs"].clone();
    assert_eq!(needs, json!([{ "kind": "SILENCE", "number": 15 }, { "kind": "NO_AGREEMENT", "number": null }]));
    let heard: Json = app.graphql(&marcus, board, json!({})).await;
    assert!(heard["errors"].is_array());
}

#[tokio::test]
async fn is_this_your_role() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let hints = "query($t: String!) { driftHints(text: $t) }";
    let text = "Stop taking it, I can pick you up tonight. Te presto algo.";
    let found = app.data(&marcus, hints, json!({ "t": text })).await["driftHints"].clone();
    assert_eq!(found, json!(["MEDICATION", "MONEY", "NIGHT_TRANSPORT"]));
    assert_eq!(app.data(&marcus, hints, json!({ "t": "See you on Tuesday." })).await["driftHints"], json!([]));
}

#[tokio::test]
async fn whoever_steers_may_let_a_pair_rest_and_both_hear_of_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let id = center.walk_together(&ana, &marcus).await;
    app.run_jobs().await;
    let mails = |person: &Person| app.mail.inbox().mails(Some(&person.email)).len();
    let before = (mails(&ana), mails(&marcus));
    let pause = "mutation($id: ID!) { pauseMentorship(input: { mentorshipId: $id }) { mentorship { state } problems { code } } }";
    assert_eq!(app.data(&dana, pause, json!({ "id": id })).await["pauseMentorship"]["problems"][0]["code"], "not_found");
    let rests = fine(&app.data(&center.admin, pause, json!({ "id": id })).await, "pauseMentorship");
    assert_eq!(rests["mentorship"]["state"], "PAUSED");
    app.run_jobs().await;
    assert_eq!((mails(&ana), mails(&marcus)), (before.0 + 1, before.1 + 1));
    let resume = "mutation($id: ID!) { resumeMentorship(mentorshipId: $id) { mentorship { state } problems { code } } }";
    let goes_on = fine(&app.data(&center.admin, resume, json!({ "id": id })).await, "resumeMentorship");
    assert_eq!(goes_on["mentorship"]["state"], "ACTIVE");
}

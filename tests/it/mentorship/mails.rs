//! What people who walk together get by mail: that there is something, and nothing else.

use jiff::SignedDuration;
use serde_json::json;
use support::mentorship::fine;
use support::{App, Person};

const TELLING: [&str; 14] = [
    "recovery",
    "sober",
    "addict",
    "counsel",
    "therap",
    "peer",
    "mentor",
    "clinic",
    "pair",
    "offer",
    "credential",
    "marcus",
    "ana ruiz",
    "harbor house",
];

/// How many mails somebody has got; each says nothing in any part of it.
pub fn mails(app: &App, person: &Person) -> usize {
    let mails = app.mail.inbox().mails(Some(&person.email));
    for mail in &mails {
        let told = format!("{} {} {}", mail.subject, mail.text, mail.html).to_lowercase();
        for word in TELLING {
            assert!(!told.contains(word), "{word}: {told}");
        }
    }
    mails.len()
}

#[tokio::test]
async fn asked_reminded_and_nobody_told_of_a_no() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    center.wishes_for_mentor(&ana).await;
    app.run_jobs().await;
    let before = (mails(&app, &ana), mails(&app, &marcus), mails(&app, &imani));
    center.asks_mentors(&ana, &[&marcus, &imani]).await;
    app.run_jobs().await;
    assert_eq!((mails(&app, &ana), mails(&app, &marcus), mails(&app, &imani)), (before.0, before.1 + 1, before.2));
    // A day before it runs out.
    app.driven().advance(SignedDuration::from_hours(48));
    app.run_jobs().await;
    assert_eq!(mails(&app, &marcus), before.1 + 2);
    app.driven().advance(SignedDuration::from_hours(24));
    app.run_jobs().await;
    assert_eq!((mails(&app, &ana), mails(&app, &imani)), (before.0, before.2 + 1), "the next is asked, and she hears of no no");
}

#[tokio::test]
async fn one_mail_for_what_waits_and_none_for_who_is_there() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    app.run_jobs().await;
    let (theo, imani) = (center.client("Theo Lind", &dana).await, center.mentor("Imani Okoye", 10).await);
    let other = center.walk_together(&theo, &imani).await;
    app.run_jobs().await;
    let before = (mails(&app, &ana), mails(&app, &marcus), mails(&app, &imani));
    let send = "mutation($input: SendPairMessageInput!) { sendPairMessage(input: $input) { message { id } problems { code } } }";
    for body in ["Hello.", "Are you there?"] {
        let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "mentorshipId": pair, "body": body });
        fine(&app.data(&ana, send, json!({ "input": input })).await, "sendPairMessage");
    }
    // Imani reads it meanwhile.
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "mentorshipId": other, "body": "Hello." });
    let read = fine(&app.data(&theo, send, json!({ "input": input })).await, "sendPairMessage")["message"]["id"].clone();
    let mark =
        "mutation($id: ID!, $m: ID!) { markPairRead(input: { mentorshipId: $id, pairMessageId: $m }) { problems { code } } }";
    fine(&app.data(&imani, mark, json!({ "id": other, "m": read })).await, "markPairRead");
    app.run_jobs().await;
    assert_eq!(mails(&app, &marcus), before.1, "not at once");
    app.driven().advance(SignedDuration::from_mins(16));
    app.run_jobs().await;
    assert_eq!((mails(&app, &ana), mails(&app, &marcus), mails(&app, &imani)), (before.0, before.1 + 1, before.2));
}

#[tokio::test]
async fn whoever_applies_hears_of_every_step_and_reads_which_one_inside() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let luis = center.client("Luis Vega", &dana).await;
    let apply = "mutation($input: ApplyAsMentorInput!) { applyAsMentor(input: $input) { mentor { version } problems { code } } }";
    let input = json!({ "about": "Two years on this way.", "languages": ["en"], "modes": ["ONLINE"] });
    let applied = fine(&app.data(&luis, apply, json!({ "input": input })).await, "applyAsMentor");
    app.run_jobs().await;
    let before = (mails(&app, &luis), mails(&app, &center.admin));
    let terms =
        "mutation($input: SetMentorTermsInput!) { setMentorTerms(input: $input) { mentor { version } problems { code } } }";
    let input = json!({ "mentorId": luis.wire_id(), "version": applied["mentor"]["version"], "capacity": 4,
        "backgroundCheckedOn": "2026-01-15", "supervisorId": null, "supervisionMinutes": 60 });
    let mut version =
        fine(&app.data(&center.admin, terms, json!({ "input": input })).await, "setMentorTerms")["mentor"]["version"].clone();
    // Further, asked for more, further, approved, paused, on again, let go.
    let steps = ["TRAINING", "SHADOWING", "TRAINING", "SHADOWING", "APPROVED", "PAUSED", "APPROVED", "ENDED"];
    for (taken, state) in (1..).zip(steps) {
        version = center.moves_mentor(&luis, version, state).await;
        app.run_jobs().await;
        assert_eq!((mails(&app, &luis), mails(&app, &center.admin)), (before.0 + taken, before.1), "{state}");
    }
    // Where they come in, they are led to it.
    let inside = "{ myMentorProfile { state steppedAt } }";
    let expected = json!({ "state": "ENDED", "steppedAt": "2026-03-02T15:00:00Z" });
    assert_eq!(app.data(&luis, inside, json!({})).await["myMentorProfile"], expected);
}

#[tokio::test]
async fn of_two_steps_in_one_go_only_the_last_is_told_and_what_else_changes_holds_it_back_from_nobody() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let luis = center.invite("Luis Vega", &[cairn_domain::actor::Role::PeerMentor], None).await;
    app.run_jobs().await;
    let before = mails(&app, &luis);
    center.becomes_mentor(&luis, 4).await;
    // He says something else of himself before the mail is out.
    let update = "mutation($input: UpdateMentorProfileInput!) { updateMentorProfile(input: $input) { problems { code } } }";
    let version = app.data(&luis, "{ myMentorProfile { version } }", json!({})).await["myMentorProfile"]["version"].clone();
    let input = json!({ "version": version, "about": "I listen.", "languages": ["en"], "modes": [], "backupId": null });
    fine(&app.data(&luis, update, json!({ "input": input })).await, "updateMentorProfile");
    app.run_jobs().await;
    assert_eq!(mails(&app, &luis), before + 1);
}

#[tokio::test]
async fn a_credential_that_ends_is_told_of_four_times() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let helen = center.invite("Helen Strand", &[cairn_domain::actor::Role::Supervisor], None).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let add = "mutation($input: AddCredentialInput!) { addCredential(input: $input) { problems { code } } }";
    let input = json!({ "memberId": marcus.wire_id(), "kind": "Peer specialist", "issuer": "State board", "issuedOn": "2024-03-01",
        "expiresOn": "2026-06-05" });
    fine(&app.data(&marcus, add, json!({ "input": input })).await, "addCredential");
    app.run_jobs().await;
    let before = (mails(&app, &marcus), mails(&app, &helen));
    for (day, told) in [(0, 0), (10, 1), (11, 1), (40, 2), (70, 3), (89, 4), (90, 4)] {
        let start: jiff::Timestamp = "2026-03-02T15:00:00Z".parse().expect("a time");
        app.driven().set(start + SignedDuration::from_hours(24 * day));
        daily(&app).await;
        assert_eq!((mails(&app, &marcus), mails(&app, &helen)), (before.0 + told, before.1 + told), "day {day}");
    }
}

#[tokio::test]
async fn whoever_mentors_nobody_hears_of_a_credential_that_ends_as_mentors_do() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let helen = center.invite("Helen Strand", &[cairn_domain::actor::Role::Supervisor], None).await;
    let dana = center.counselor("Dana Reyes").await;
    let add = "mutation($input: AddCredentialInput!) { addCredential(input: $input) { problems { code } } }";
    let input = json!({ "memberId": dana.wire_id(), "kind": "Licensed counselor", "issuer": "State board", "issuedOn": "2024-03-01",
        "expiresOn": "2026-03-08" });
    fine(&app.data(&center.admin, add, json!({ "input": input })).await, "addCredential");
    app.run_jobs().await;
    let before = (mails(&app, &dana), mails(&app, &helen));
    for _ in 0..2 {
        daily(&app).await;
        assert_eq!((mails(&app, &dana), mails(&app, &helen)), (before.0 + 1, before.1 + 1), "each once");
    }
}

#[tokio::test]
async fn once_a_week_how_it_goes_and_no_more_when_nobody_answers() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    app.run_jobs().await;
    let start = app.clock.now();
    let before = (mails(&app, &ana), mails(&app, &marcus));
    for (day, told) in [(6, 0), (7, 1), (8, 1), (14, 2), (15, 2), (16, 2), (22, 3), (29, 4), (36, 5), (43, 5), (50, 5)] {
        app.driven().set(start + SignedDuration::from_hours(24 * day));
        if day == 15 {
            let ana = crate::standing::sign_in_again(&app, &center.center, &ana).await;
            let add = "mutation($input: AddPairCheckInInput!) { addPairCheckIn(input: $input) { problems { code } } }";
            let input = json!({ "mentorshipId": pair, "mood": "OKAY" });
            fine(&app.data(&ana, add, json!({ "input": input })).await, "addPairCheckIn");
        }
        daily(&app).await;
        // The code she signed in with that day is a mail, too.
        let told = told + usize::from(day >= 15);
        assert_eq!((mails(&app, &ana), mails(&app, &marcus)), (before.0 + told, before.1), "day {day}");
    }
}

#[tokio::test]
async fn a_word_between_two_weeks_does_not_ask_twice_in_one() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    app.run_jobs().await;
    let start = app.clock.now();
    let before = mails(&app, &ana);
    for (day, told) in [(7, 1), (10, 1), (16, 1), (17, 2), (21, 2), (24, 3), (28, 3), (31, 4), (35, 4), (42, 4)] {
        app.driven().set(start + SignedDuration::from_hours(24 * day));
        if day == 10 {
            let ana = crate::standing::sign_in_again(&app, &center.center, &ana).await;
            let add = "mutation($input: AddPairCheckInInput!) { addPairCheckIn(input: $input) { problems { code } } }";
            let input = json!({ "mentorshipId": pair, "mood": "OKAY" });
            fine(&app.data(&ana, add, json!({ "input": input })).await, "addPairCheckIn");
        }
        daily(&app).await;
        // The code she signed in with that day is a mail, too.
        let told = told + usize::from(day >= 10);
        assert_eq!(mails(&app, &ana), before + told, "day {day}");
    }
}

/// The daily round.
pub async fn daily(app: &App) {
    sqlx::query("select graphile_worker.add_job('mentorship_daily', '{}'::json, run_at => $1)")
        .bind(chrono::DateTime::from_timestamp(app.clock.now().as_second(), 0))
        .execute(&mut app.superuser().await)
        .await
        .expect("a job");
    app.run_jobs().await;
}

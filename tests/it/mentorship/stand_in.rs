//! Whoever stands in is asked, says yes or nothing at all, and nobody learns who did not want to.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person};

use super::guard::{asks_backup, consents, says};
use super::mails::{daily, mails};
use super::rest::{ahead, book};
use crate::standing::sign_in_again;

const ASKED: &str = "{ standIns { mentor { name } agreed } }";
const STANDING: &str = "{ myMentorProfile { backup { name } backupStanding } }";
const BOARD: &str = "{ mentorshipBoard { client { name } needs { kind } } }";
const PAUSE: &str = "mutation { pauseMeAsMentor { handedOver paused problems { code } } }";

async fn asked(app: &App, person: &Person) -> Json {
    app.data(person, ASKED, json!({})).await["standIns"].clone()
}

async fn standing(app: &App, mentor: &Person) -> Json {
    app.data(mentor, STANDING, json!({})).await["myMentorProfile"]["backupStanding"].clone()
}

async fn backup(app: &App, client: &Person, pair: &str) -> Json {
    let read = "query($id: ID!) { mentorship(mentorshipId: $id) { backup { name } } }";
    app.data(client, read, json!({ "id": pair })).await["mentorship"]["backup"].clone()
}

#[tokio::test]
async fn nobody_takes_over_before_they_have_said_yes_themself() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let (marcus, imani) = (center.mentor("Marcus Hill", 20).await, center.mentor("Imani Okoye", 20).await);
    let (pair, _) = (center.walk_together(&ana, &marcus).await, center.walk_together(&theo, &marcus).await);
    app.run_jobs().await;
    let before = mails(&app, &imani);
    asks_backup(&app, &marcus, &imani).await;
    app.run_jobs().await;
    assert_eq!(mails(&app, &imani), before + 1, "asked by a mail that tells nothing");
    assert_eq!(asked(&app, &imani).await, json!([{ "mentor": { "name": "Marcus Hill" }, "agreed": false }]));
    assert_eq!(standing(&app, &marcus).await, "ASKED");
    // Saying one's profile again asks nobody again.
    asks_backup(&app, &marcus, &imani).await;
    app.run_jobs().await;
    assert_eq!(mails(&app, &imani), before + 1);
    // A client reads no name, and can say yes to none, before it could be.
    assert!(backup(&app, &ana, &pair).await.is_null());
    assert_eq!(consents(&app, &ana, &pair, &imani).await["problems"][0]["code"], "conflict");
    assert_eq!(says(&app, &imani, &marcus, true).await, json!([]));
    assert_eq!(
        (standing(&app, &marcus).await, &backup(&app, &ana, &pair).await["name"]),
        (json!("AGREED"), &json!("Imani Okoye"))
    );
    assert_eq!(consents(&app, &ana, &pair, &imani).await["problems"], json!([]));
    // The yes is hers to take back at any time: then nobody is handed to her, whoever said yes.
    assert_eq!(says(&app, &imani, &marcus, false).await, json!([]));
    let over = "mutation($id: ID!) { handOverMentorship(mentorshipId: $id) { problems { code } } }";
    let refused = app.data(&center.admin, over, json!({ "id": pair })).await["handOverMentorship"]["problems"].clone();
    assert_eq!(refused[0]["code"], "backup_unavailable");
    let rested = fine(&app.data(&marcus, PAUSE, json!({})).await, "pauseMeAsMentor");
    assert_eq!((&rested["handedOver"], rested["paused"].as_array().map(Vec::len)), (&json!([]), Some(2)));
    // She thinks again: whoever said yes too walks with her from this moment.
    assert_eq!(says(&app, &imani, &marcus, true).await, json!([]));
    let own = "{ myMentorships { state mentor { name } } }";
    assert_eq!(
        app.data(&ana, own, json!({})).await["myMentorships"][0],
        json!({ "state": "ACTIVE", "mentor": { "name": "Imani Okoye" } })
    );
    assert_eq!(app.data(&theo, own, json!({})).await["myMentorships"][0]["state"], "PAUSED", "he was not asked, or not yet");
}

#[tokio::test]
async fn a_no_goes_to_whoever_looks_for_somebody_else_and_is_silence_to_the_mentor() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    let sam = center.mentor("Sam Bell", 10).await;
    center.walk_together(&ana, &marcus).await;
    asks_backup(&app, &marcus, &imani).await;
    assert_eq!(app.data(&center.admin, BOARD, json!({})).await["mentorshipBoard"], json!([]), "a question is no worry");
    assert_eq!(says(&app, &sam, &marcus, true).await[0]["code"], "not_found", "nobody asked him");
    assert_eq!(says(&app, &imani, &marcus, false).await, json!([]));
    assert_eq!(asked(&app, &imani).await, json!([]), "and it is not put to her again");
    let board = app.data(&center.admin, BOARD, json!({})).await["mentorshipBoard"].clone();
    assert_eq!(board, json!([{ "client": { "name": "Ana Ruiz" }, "needs": [{ "kind": "NO_STAND_IN" }] }]));
    assert_eq!(standing(&app, &marcus).await, "ASKED", "for him nothing was said");
    let mentor = "query($id: ID!) { mentor(mentorId: $id) { backupStanding } }";
    let seen = app.data(&center.admin, mentor, json!({ "id": marcus.wire_id() })).await["mentor"]["backupStanding"].clone();
    assert_eq!(seen, "MOVED_ON");
    app.driven().advance(SignedDuration::from_hours(72));
    let marcus = sign_in_again(&app, &center.center, &marcus).await;
    assert_eq!(standing(&app, &marcus).await, "MOVED_ON", "as after three days of silence");
    // Somebody else is found by whoever steers, and asked in the same way.
    let admin = sign_in_again(&app, &center.center, &center.admin).await;
    let read = "query($id: ID!) { mentor(mentorId: $id) { version capacity supervisionMinutes } }";
    let now = app.data(&admin, read, json!({ "id": marcus.wire_id() })).await["mentor"].clone();
    let terms = "mutation($input: SetMentorTermsInput!) { setMentorTerms(input: $input) { mentor { backupStanding } problems { code } } }";
    let input = json!({ "mentorId": marcus.wire_id(), "version": now["version"], "capacity": now["capacity"],
        "supervisionMinutes": now["supervisionMinutes"], "backupId": sam.wire_id() });
    assert_eq!(
        fine(&app.data(&admin, terms, json!({ "input": input })).await, "setMentorTerms")["mentor"]["backupStanding"],
        "ASKED"
    );
    let sam = sign_in_again(&app, &center.center, &sam).await;
    assert_eq!(asked(&app, &sam).await, json!([{ "mentor": { "name": "Marcus Hill" }, "agreed": false }]));
    assert_eq!(app.data(&admin, BOARD, json!({})).await["mentorshipBoard"], json!([]));
    // No answer for three days is one to whoever looks for somebody, too.
    app.driven().advance(SignedDuration::from_hours(72));
    let admin = sign_in_again(&app, &center.center, &admin).await;
    assert_eq!(app.data(&admin, BOARD, json!({})).await["mentorshipBoard"][0]["needs"], json!([{ "kind": "NO_STAND_IN" }]));
    // Whoever does not mentor is asked nothing.
    let dana = sign_in_again(&app, &center.center, &dana).await;
    assert_eq!(app.graphql(&dana, ASKED, json!({})).await["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

#[tokio::test]
async fn whoever_was_named_before_anybody_asked_is_asked_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    // As the release before wrote it.
    sqlx::query("update cairn.mentor_profiles set backup_id = $2 where mentor_id = $1")
        .bind(marcus.member_id.0)
        .bind(imani.member_id.0)
        .execute(&mut app.superuser().await)
        .await
        .expect("a name");
    app.run_jobs().await;
    assert_eq!(standing(&app, &marcus).await, Json::Null);
    let before = mails(&app, &imani);
    for _ in 0..2 {
        daily(&app).await;
        assert_eq!(mails(&app, &imani), before + 1);
    }
    assert_eq!(standing(&app, &marcus).await, "ASKED");
    assert_eq!(asked(&app, &imani).await, json!([{ "mentor": { "name": "Marcus Hill" }, "agreed": false }]));
}

/// A week off: the client, asked, would rather meet whoever stands in.
async fn meets_instead(app: &App, away: &Person, backup: &Person, client: &Person) {
    let cover = "mutation($input: CoverAbsenceInput!) { coverAbsence(input: $input) { covering { answers { id } } problems { code path } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": away.wire_id(), "localStart": "2026-03-04T00:00",
        "localEnd": "2026-03-11T00:00", "backupId": backup.wire_id() });
    let asked = fine(&app.data(away, cover, json!({ "input": input })).await, "coverAbsence");
    let answer =
        "mutation($input: AnswerCoverInput!) { answerCover(input: $input) { coverAnswer { state } problems { code path } } }";
    let input = json!({ "coverAnswerId": asked["covering"]["answers"][0]["id"], "choice": "BACKUP", "startsAt": null });
    assert_eq!(fine(&app.data(client, answer, json!({ "input": input })).await, "answerCover")["coverAnswer"]["state"], "BACKUP");
}

#[tokio::test]
async fn whoever_stood_in_for_one_session_can_still_take_over() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    let pair = center.walk_together(&ana, &marcus).await;
    super::guard::names_backup(&app, &marcus, &imani).await;
    assert_eq!(consents(&app, &ana, &pair, &imani).await["problems"], json!([]));
    assert_eq!(book(&app, &ana, &marcus, &ana, "2026-03-04T23:00:00Z").await["problems"], json!([]));
    meets_instead(&app, &marcus, &imani, &ana).await;
    assert_eq!(ahead(&app, &imani).await, ["2026-03-04T23:00:00Z"]);
    // She is still who could go on with her, by name; and when he rests she does, with care of her own.
    assert_eq!(backup(&app, &ana, &pair).await["name"], "Imani Okoye");
    let rested = fine(&app.data(&marcus, PAUSE, json!({})).await, "pauseMeAsMentor");
    assert_eq!(rested["handedOver"], json!([pair]));
    let own: i64 = sqlx::query_scalar(
        "select count(*) from cairn.care_assignments
         where counselor_id = $1 and client_id = $2 and ended_at is null and mentorship_id is not null",
    )
    .bind(imani.member_id.0)
    .bind(ana.member_id.0)
    .fetch_one(&mut app.superuser().await)
    .await
    .expect("a count");
    assert_eq!(own, 1);
    assert_eq!(ahead(&app, &imani).await, ["2026-03-04T23:00:00Z"], "what she stood in for takes place");
}

#[tokio::test]
async fn a_counselor_who_stood_in_stays_a_counselor_to_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, helen) = (center.counselor("Dana Reyes").await, center.counselor("Helen Strand").await);
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    assert_eq!(book(&app, &ana, &dana, &ana, "2026-03-04T15:00:00Z").await["problems"], json!([]));
    meets_instead(&app, &dana, &helen, &ana).await;
    center.becomes_mentor(&helen, 10).await;
    for client in [&ana, &theo] {
        center.wishes_for_mentor(client).await;
    }
    assert_eq!(center.asks_mentors(&ana, &[&helen]).await["problems"][0]["code"], "not_found");
    assert_eq!(center.asks_mentors(&theo, &[&helen]).await["problems"], json!([]), "she never met him");
}

#[tokio::test]
async fn a_yes_while_the_mentor_rests_holds_from_this_moment() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    let pair = center.walk_together(&ana, &marcus).await;
    super::guard::names_backup(&app, &marcus, &imani).await;
    assert_eq!(fine(&app.data(&marcus, PAUSE, json!({})).await, "pauseMeAsMentor")["paused"], json!([pair]));
    assert_eq!(consents(&app, &ana, &pair, &imani).await["problems"], json!([]));
    let own = app.data(&ana, "{ myMentorships { state mentor { name } } }", json!({})).await["myMentorships"].clone();
    assert_eq!(own[0], json!({ "state": "ACTIVE", "mentor": { "name": "Imani Okoye" } }));
    assert_eq!(own[1], json!({ "state": "CLOSING", "mentor": { "name": "Marcus Hill" } }));
}

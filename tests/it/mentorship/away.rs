//! A mentor whose account rests, or who lost the role, is no mentor meanwhile.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person};

use super::guard::{consents, names_backup};

const OWN: &str = "{ myMentorships { state mentorAway mentor { name } } }";
const BOARD: &str = "{ mentorshipBoard { client { name } needs { kind } } }";
pub const PAUSE: &str = "mutation($id: ID!) { pauseMember(memberId: $id) { account { state } problems { code } } }";
const PROPOSE: &str = "mutation($input: ProposeMentorshipInput!) { proposeMentorship(input: $input) { problems { code } } }";
const RESUME: &str = "mutation($id: ID!) { resumeMentorship(mentorshipId: $id) { mentorship { state } problems { code } } }";

pub async fn roles(app: &App, admin: &Person, member: &Person, roles: &[&str]) {
    let change = "mutation($input: ChangeRolesInput!) { changeRoles(input: $input) { problems { code } } }";
    let input = json!({ "memberId": member.wire_id(), "roles": roles });
    fine(&app.data(admin, change, json!({ "input": input })).await, "changeRoles");
}

fn states(own: &Json) -> Vec<(&str, &str)> {
    own["myMentorships"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|pair| (pair["mentor"]["name"].as_str().unwrap_or_default(), pair["state"].as_str().unwrap_or_default()))
        .collect()
}

#[tokio::test]
async fn whoever_is_paused_is_asked_nothing_and_walks_with_nobody() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let (luis, mia) = (center.client("Luis Vega", &dana).await, center.client("Mia Frost", &dana).await);
    let (marcus, imani) = (center.mentor("Marcus Hill", 20).await, center.mentor("Imani Okoye", 20).await);
    names_backup(&app, &marcus, &imani).await;
    let (with_ana, with_theo) = (center.walk_together(&ana, &marcus).await, center.walk_together(&theo, &marcus).await);
    assert_eq!(consents(&app, &ana, &with_ana, &imani).await["problems"], json!([]));
    center.wishes_for_mentor(&luis).await;
    center.asks_mentors(&luis, &[&marcus, &imani]).await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&theo.email)).len();
    fine(&app.data(&center.admin, PAUSE, json!({ "id": marcus.wire_id() })).await, "pauseMember");
    // The question went to the next; who had said yes walks with the backup; the other rests and heard of it.
    let own = app.data(&luis, OWN, json!({})).await;
    assert!(states(&own).contains(&("Imani Okoye", "OFFERED")), "{own:#}");
    assert!(states(&own).contains(&("Marcus Hill", "MOVED_ON")), "{own:#}");
    assert!(states(&app.data(&ana, OWN, json!({})).await).contains(&("Imani Okoye", "ACTIVE")));
    let rests = app.data(&theo, OWN, json!({})).await["myMentorships"][0].clone();
    assert_eq!((&rests["state"], &rests["mentorAway"]), (&json!("PAUSED"), &json!(true)));
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&theo.email)).len(), before + 1);
    let board = app.data(&center.admin, BOARD, json!({})).await["mentorshipBoard"].clone();
    assert_eq!(board, json!([{ "client": { "name": "Theo Lind" }, "needs": [{ "kind": "MENTOR_AWAY" }] }]));
    // Nobody new is brought to them, by whatever way.
    center.wishes_for_mentor(&mia).await;
    assert_eq!(center.asks_mentors(&mia, &[&marcus]).await["problems"][0]["code"], "not_found");
    let input = json!({ "clientId": mia.wire_id(), "mentorId": marcus.wire_id(), "way": "BY_ADMIN" });
    let refused = app.data(&center.admin, PROPOSE, json!({ "input": input })).await;
    assert_eq!(refused["proposeMentorship"]["problems"][0]["code"], "pair_not_possible");
    let refused = app.data(&theo, RESUME, json!({ "id": with_theo })).await;
    assert_eq!(refused["resumeMentorship"]["problems"][0]["code"], "mentor_away");
    let back = "mutation($id: ID!) { reactivateMember(memberId: $id) { problems { code } } }";
    fine(&app.data(&center.admin, back, json!({ "id": marcus.wire_id() })).await, "reactivateMember");
    assert_eq!(
        fine(&app.data(&theo, RESUME, json!({ "id": with_theo })).await, "resumeMentorship")["mentorship"]["state"],
        "ACTIVE"
    );
}

#[tokio::test]
async fn with_the_role_goes_the_mentoring_and_a_rest_does_not_end_by_itself() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    let pair = center.walk_together(&ana, &marcus).await;
    let until = json!({ "id": pair, "until": "2026-03-04T15:00:00Z" });
    let pause = "mutation($id: ID!, $until: DateTime) { pauseMentorship(input: { mentorshipId: $id, until: $until }) { problems { code } } }";
    fine(&app.data(&ana, pause, until).await, "pauseMentorship");
    roles(&app, &center.admin, &marcus, &["FACILITATOR"]).await;
    app.driven().advance(SignedDuration::from_hours(24 * 3));
    app.run_jobs().await;
    let (ana, admin) = (
        crate::standing::sign_in_again(&app, &center.center, &ana).await,
        crate::standing::sign_in_again(&app, &center.center, &center.admin).await,
    );
    assert_eq!(app.data(&ana, OWN, json!({})).await["myMentorships"][0]["state"], "PAUSED", "nobody would be there");
    // Nor do they stand in for anybody.
    let imani = crate::standing::sign_in_again(&app, &center.center, &imani).await;
    let version = app.data(&imani, "{ myMentorProfile { version } }", json!({})).await["myMentorProfile"]["version"].clone();
    let update = "mutation($input: UpdateMentorProfileInput!) { updateMentorProfile(input: $input) { problems { code path } } }";
    let input = json!({ "version": version, "about": "", "languages": ["en"], "modes": [], "backupId": marcus.wire_id() });
    let refused = app.data(&imani, update, json!({ "input": input })).await;
    assert_eq!(refused["updateMentorProfile"]["problems"][0]["code"], "backup_unknown");
    // With the role back, what rested goes on, and the two can meet again.
    roles(&app, &admin, &marcus, &["PEER_MENTOR"]).await;
    assert_eq!(fine(&app.data(&ana, RESUME, json!({ "id": pair })).await, "resumeMentorship")["mentorship"]["state"], "ACTIVE");
    let book = "mutation($input: BookSessionInput!) { bookSession(input: $input) { session { state } problems { code } } }";
    let input = json!({ "clientMutationId": uuid::Uuid::new_v4(), "counselorId": marcus.wire_id(), "clientId": ana.wire_id(),
        "startsAt": "2026-03-09T22:00:00Z", "minutes": 45, "place": "ONLINE" });
    assert_eq!(fine(&app.data(&ana, book, json!({ "input": input })).await, "bookSession")["session"]["state"], "BOOKED");
}

#[tokio::test]
async fn a_yes_is_to_one_person_by_name() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (marcus, imani, sam) =
        (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await, center.mentor("Sam Bell", 10).await);
    let pair = center.walk_together(&ana, &marcus).await;
    let read = "query($id: ID!) { mentorship(mentorshipId: $id) { backupConsent backup { name } } }";
    assert!(app.data(&ana, read, json!({ "id": pair })).await["mentorship"]["backup"].is_null());
    // Nobody stands in yet; and a yes to nobody is none.
    assert_eq!(consents(&app, &ana, &pair, &imani).await["problems"][0]["code"], "conflict");
    let blind = "mutation($id: ID!) { consentToBackup(input: { mentorshipId: $id, consent: true }) { problems { code path } } }";
    let refused = app.data(&ana, blind, json!({ "id": pair })).await["consentToBackup"]["problems"].clone();
    assert_eq!(refused, json!([{ "code": "required", "path": ["backupId"] }]));
    names_backup(&app, &marcus, &imani).await;
    let said = consents(&app, &ana, &pair, &imani).await;
    assert_eq!(said["mentorship"], json!({ "backupConsent": true, "backup": { "name": "Imani Okoye" } }));
    // Somebody else stands in: it was not said to them.
    names_backup(&app, &marcus, &sam).await;
    let now = app.data(&ana, read, json!({ "id": pair })).await["mentorship"].clone();
    assert_eq!(now, json!({ "backupConsent": false, "backup": { "name": "Sam Bell" } }));
    let over = "mutation($id: ID!) { handOverMentorship(mentorshipId: $id) { problems { code } } }";
    let refused = app.data(&center.admin, over, json!({ "id": pair })).await["handOverMentorship"]["problems"].clone();
    assert_eq!(refused, json!([{ "code": "backup_consent_missing" }]));
    // Whom they must not meet is no name they read.
    let enter = "mutation($input: EnterPairConflictInput!) { enterPairConflict(input: $input) { problems { code } } }";
    let input = json!({ "memberId": ana.wire_id(), "otherId": sam.wire_id(), "source": "RELATIVE", "reason": "" });
    fine(&app.data(&center.admin, enter, json!({ "input": input })).await, "enterPairConflict");
    assert!(app.data(&ana, read, json!({ "id": pair })).await["mentorship"]["backup"].is_null());
}

#[tokio::test]
async fn who_is_on_the_way_to_a_goodbye_hears_of_a_rest_too() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let less = "mutation($id: ID!) { stepBackMentorship(mentorshipId: $id) { problems { code } } }";
    fine(&app.data(&marcus, less, json!({ "id": pair })).await, "stepBackMentorship");
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&ana.email)).len();
    fine(&app.data(&marcus, "mutation { pauseMeAsMentor { problems { code } } }", json!({})).await, "pauseMeAsMentor");
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&ana.email)).len(), before + 1);
    let own = app.data(&ana, OWN, json!({})).await["myMentorships"][0].clone();
    assert_eq!((&own["state"], &own["mentorAway"]), (&json!("STEPPING_BACK"), &json!(true)));
    let board = app.data(&center.admin, BOARD, json!({})).await["mentorshipBoard"].clone();
    assert_eq!(board, json!([{ "client": { "name": "Ana Ruiz" }, "needs": [{ "kind": "MENTOR_RESTS" }] }]));
}

#[tokio::test]
async fn whoever_rests_or_is_paused_by_the_center_is_not_asked_meanwhile() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let luis = center.client("Luis Vega", &dana).await;
    let (marcus, imani, sam) =
        (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await, center.mentor("Sam Bell", 10).await);
    center.wishes_for_mentor(&luis).await;
    center.asks_mentors(&luis, &[&marcus, &imani, &sam]).await;
    let said = async |name: &str| {
        let own = app.data(&luis, OWN, json!({})).await;
        states(&own).iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned())
    };
    fine(&app.data(&marcus, "mutation { pauseMeAsMentor { problems { code } } }", json!({})).await, "pauseMeAsMentor");
    assert_eq!((said("Marcus Hill").await.as_deref(), said("Imani Okoye").await.as_deref()), (Some("MOVED_ON"), Some("OFFERED")));
    let own = "{ myMentorProfile { version } }";
    for (mentor, state) in [(&imani, "PAUSED"), (&sam, "ENDED")] {
        assert_eq!(said(&mentor.name).await.as_deref(), Some("OFFERED"));
        let version = app.data(mentor, own, json!({})).await["myMentorProfile"]["version"].clone();
        center.moves_mentor(mentor, version, state).await;
        assert_eq!(said(&mentor.name).await.as_deref(), Some("MOVED_ON"), "{state}");
    }
}

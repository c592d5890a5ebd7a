//! A client who is none any more, or cannot come in, leaves nobody with a question or a pair that they alone still see.

use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person};

use super::away::{PAUSE, roles};
use super::mails::mails;

const OWN: &str = "{ myMentorships { state client { name } } }";
const PROPOSE: &str = "mutation($input: ProposeMentorshipInput!) { proposeMentorship(input: $input) { problems { code } } }";

async fn own(app: &App, mentor: &Person) -> Json {
    app.data(mentor, OWN, json!({})).await["myMentorships"].clone()
}

async fn line(app: &App, admin: &Person) -> Json {
    app.data(admin, "{ mentorRequests { nodes { client { name } } } }", json!({})).await["mentorRequests"]["nodes"].clone()
}

/// What staff hears who has these two in mind.
async fn proposed(app: &App, admin: &Person, client: &Person, mentor: &Person) -> Json {
    let input = json!({ "clientId": client.wire_id(), "mentorId": mentor.wire_id(), "way": "BY_ADMIN" });
    app.data(admin, PROPOSE, json!({ "input": input })).await["proposeMentorship"]["problems"].clone()
}

#[tokio::test]
async fn with_the_role_of_client_end_the_pair_and_the_questions() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    let (marcus, imani) = (center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await);
    center.walk_together(&ana, &marcus).await;
    center.wishes_for_mentor(&theo).await;
    center.asks_mentors(&theo, &[&imani, &marcus]).await;
    app.run_jobs().await;
    let before = (mails(&app, &ana), mails(&app, &marcus), mails(&app, &imani));
    for client in [&ana, &theo] {
        roles(&app, &center.admin, client, &["FACILITATOR"]).await;
    }
    assert_eq!(own(&app, &marcus).await, json!([{ "state": "CLOSED", "client": { "name": "Ana Ruiz" } }]));
    assert_eq!(own(&app, &imani).await, json!([]), "nobody asks her any more");
    assert_eq!(line(&app, &center.admin).await, json!([]));
    app.run_jobs().await;
    // Whoever walked with her hears that there is something; she would find nothing to read.
    let after = (mails(&app, &ana), mails(&app, &marcus), mails(&app, &imani));
    assert_eq!(after, (before.0, before.1 + 1, before.2));
    // With the role back nothing goes on by itself: they ask when they want to.
    roles(&app, &center.admin, &theo, &["CLIENT"]).await;
    assert_eq!(line(&app, &center.admin).await, json!([]));
    assert_eq!(proposed(&app, &center.admin, &ana, &imani).await[0]["code"], "pair_not_possible");
}

#[tokio::test]
async fn while_an_account_rests_nobody_is_asked_for_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let theo = center.client("Theo Lind", &dana).await;
    let imani = center.mentor("Imani Okoye", 10).await;
    center.wishes_for_mentor(&theo).await;
    let asked = center.asks_mentors(&theo, &[&imani]).await["mentorships"][0]["id"].clone();
    fine(&app.data(&center.admin, PAUSE, json!({ "id": theo.wire_id() })).await, "pauseMember");
    assert_eq!(own(&app, &imani).await, json!([]));
    let accept = "mutation($id: ID!) { acceptMentorship(mentorshipId: $id) { problems { code } } }";
    let late = app.data(&imani, accept, json!({ "id": asked })).await["acceptMentorship"]["problems"].clone();
    assert_eq!(late[0]["code"], "not_found");
    assert_eq!(proposed(&app, &center.admin, &theo, &imani).await[0]["code"], "pair_not_possible");
    // The place in line is theirs when they come back.
    let back = "mutation($id: ID!) { reactivateMember(memberId: $id) { problems { code } } }";
    fine(&app.data(&center.admin, back, json!({ "id": theo.wire_id() })).await, "reactivateMember");
    assert_eq!(line(&app, &center.admin).await, json!([{ "client": { "name": "Theo Lind" } }]));
    assert_eq!(proposed(&app, &center.admin, &theo, &imani).await, json!([]));
}

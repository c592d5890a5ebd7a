use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person, TestCenter};

const MINE: &str = "{ myMentorships { id side state rank answeredByMe mentor { name } } }";
const ACCEPT: &str = "mutation($id: ID!) { acceptMentorship(mentorshipId: $id) { mentorship { state } problems { code } } }";
const DECLINE: &str = "mutation($id: ID!) { declineMentorship(mentorshipId: $id) { problems { code } } }";
const PROPOSE: &str = "mutation($input: ProposeMentorshipInput!) {
  proposeMentorship(input: $input) { mentorship { id state } problems { code path } } }";
const END: &str =
    "mutation($input: EndMentorshipInput!) { endMentorship(input: $input) { mentorship { state } problems { code } } }";

async fn state_with(app: &App, person: &Person, mentor: &str) -> Json {
    let own = app.data(person, MINE, json!({})).await["myMentorships"].clone();
    own.as_array()
        .expect("pairs")
        .iter()
        .find(|pair| pair["mentor"]["name"] == mentor)
        .map_or(Json::Null, |pair| pair["state"].clone())
}

async fn people(center: &TestCenter<'_>) -> (Person, Person, Person) {
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    center.wishes_for_mentor(&ana).await;
    (ana, center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await)
}

async fn back(center: &TestCenter<'_>, person: &Person) -> Person {
    crate::standing::sign_in_again(center.app, &center.center, person).await
}

#[tokio::test]
async fn a_silent_no_stays_silent_and_the_next_is_asked() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, imani) = people(&center).await;
    let asked = center.asks_mentors(&ana, &[&marcus, &imani]).await;
    let states: Vec<&Json> = asked["mentorships"].as_array().expect("pairs").iter().map(|pair| &pair["state"]).collect();
    assert_eq!(states, ["OFFERED", "PROPOSED"]);
    // Who is not asked yet hears of nothing.
    assert_eq!(app.data(&imani, MINE, json!({})).await["myMentorships"], json!([]));
    fine(&app.data(&marcus, DECLINE, json!({ "id": asked["mentorships"][0]["id"] })).await, "declineMentorship");
    assert_eq!(state_with(&app, &ana, "Marcus Hill").await, "MOVED_ON");
    assert_eq!(state_with(&app, &ana, "Imani Okoye").await, "OFFERED");
    let theirs = app.data(&imani, MINE, json!({})).await["myMentorships"].clone();
    assert_eq!((&theirs[0]["side"], &theirs[0]["answeredByMe"]), (&json!("MENTOR"), &json!(false)));
    assert_eq!(center.accepts(&imani, theirs[0]["id"].as_str().expect("an id")).await["state"], "ACTIVE");
    assert_eq!(state_with(&app, &ana, "Imani Okoye").await, "ACTIVE");
}

#[tokio::test]
async fn an_offer_has_three_days_to_the_second() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, imani) = people(&center).await;
    let asked = center.asks_mentors(&ana, &[&marcus, &imani]).await;
    let mut db = app.superuser().await;
    sqlx::query("update cairn.mentorships set offer_expires_at = '2026-03-02T15:00:00Z' where state = 'offered'")
        .execute(&mut db)
        .await
        .expect("the last second");
    // At the second at which it runs out it is over, whoever looks first: the mentor, or the job.
    let late = fine(&app.data(&marcus, ACCEPT, json!({ "id": asked["mentorships"][0]["id"] })).await, "acceptMentorship");
    assert_eq!(late["mentorship"]["state"], "MOVED_ON");
    assert_eq!(state_with(&app, &ana, "Marcus Hill").await, "MOVED_ON");
    assert_eq!(state_with(&app, &ana, "Imani Okoye").await, "OFFERED");
    // Nobody looks at this one: the job does.
    app.driven().advance(SignedDuration::from_hours(72));
    app.run_jobs().await;
    let ana = back(&center, &ana).await;
    assert_eq!(state_with(&app, &ana, "Imani Okoye").await, "MOVED_ON");
    // To the two of them a no and a silence are the same; the center's list tells them apart.
    let list = "{ mentorships { nodes { state } } }";
    let admin = back(&center, &center.admin).await;
    assert_eq!(
        app.data(&admin, list, json!({})).await["mentorships"]["nodes"],
        json!([{ "state": "EXPIRED" }, { "state": "EXPIRED" }])
    );
}

#[tokio::test]
async fn a_second_before_the_end_is_in_time() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, _) = people(&center).await;
    let asked = center.asks_mentors(&ana, &[&marcus]).await;
    app.driven().advance(SignedDuration::from_secs(72 * 3600 - 1));
    let marcus = back(&center, &marcus).await;
    assert_eq!(center.accepts(&marcus, asked["mentorships"][0]["id"].as_str().expect("an id")).await["state"], "ACTIVE");
}

#[tokio::test]
async fn two_say_yes_at_once_and_there_is_one_pair() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let mentors =
        [center.mentor("Marcus Hill", 10).await, center.mentor("Imani Okoye", 10).await, center.mentor("Sam Bell", 10).await];
    for round in 0..4 {
        let ana = center.client(&format!("Ana Ruiz {}", ["A", "B", "C", "D"][round]), &dana).await;
        center.wishes_for_mentor(&ana).await;
        let mut offers = Vec::new();
        for mentor in &mentors {
            let input = json!({ "clientId": ana.wire_id(), "mentorId": mentor.wire_id(), "way": "SUGGESTED" });
            let made = fine(&app.data(&center.admin, PROPOSE, json!({ "input": input })).await, "proposeMentorship");
            let id = made["mentorship"]["id"].as_str().expect("an id").to_owned();
            // Staff asks both: the client said yes to each of them.
            assert_eq!(center.accepts(&ana, &id).await["state"], "OFFERED");
            offers.push(id);
        }
        let yes = |index: usize| app.data(&mentors[index], ACCEPT, json!({ "id": offers[index] }));
        let (one, two, three) = futures::join!(yes(0), yes(1), yes(2));
        let active =
            [&one, &two, &three].into_iter().filter(|heard| heard["acceptMentorship"]["mentorship"]["state"] == "ACTIVE");
        assert_eq!(active.count(), 1, "{one} {two} {three}");
        let own = app.data(&ana, MINE, json!({})).await["myMentorships"].clone();
        let count = |state: &str| own.as_array().expect("pairs").iter().filter(|pair| pair["state"] == state).count();
        assert_eq!((count("ACTIVE"), count("MOVED_ON")), (1, 2), "{own}");
    }
}

#[tokio::test]
async fn a_mentors_last_place_is_taken_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let clients = [center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await];
    let marcus = center.mentor("Marcus Hill", 3).await;
    let mut offers = Vec::new();
    for client in &clients {
        center.wishes_for_mentor(client).await;
        offers.push(center.asks_mentors(client, &[&marcus]).await["mentorships"][0]["id"].clone());
    }
    let yes = |id: &Json| app.data(&marcus, ACCEPT, json!({ "id": id }));
    let (one, two) = futures::join!(yes(&offers[0]), yes(&offers[1]));
    let active = [&one, &two].into_iter().filter(|heard| heard["acceptMentorship"]["mentorship"]["state"] == "ACTIVE");
    assert_eq!(active.count(), 1, "{one} {two}");
    let load = app.data(&marcus, "{ myMentorProfile { load capacity pairCount } }", json!({})).await;
    assert_eq!(load["myMentorProfile"], json!({ "load": 2, "capacity": 3, "pairCount": 1 }));
}

#[tokio::test]
async fn both_say_goodbye_at_once_and_it_is_completed() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, _) = people(&center).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let end = |person| {
        let input = json!({ "mentorshipId": pair, "reason": "GOALS_REACHED", "words": "Thank you." });
        app.data(person, END, json!({ "input": input }))
    };
    let (one, two) = futures::join!(end(&ana), end(&marcus));
    for heard in [&one, &two] {
        assert_eq!(heard["endMentorship"]["problems"], json!([]), "{heard}");
    }
    assert_eq!(state_with(&app, &ana, "Marcus Hill").await, "CLOSED");
    assert_eq!(state_with(&app, &marcus, "Marcus Hill").await, "CLOSED");
    // What the mentor could see of her ended with it.
    let record = "query($id: ID!) { client(id: $id) { member { name } } }";
    assert!(app.data(&marcus, record, json!({ "id": ana.wire_id() })).await["client"].is_null());
}

#[tokio::test]
async fn three_ways_live_in_one_center() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, imani) = people(&center).await;
    let suggest = "query($id: ID!) { mentorSuggestions(clientId: $id) { score overlapMinutes mentor { member { name } } } }";
    let found = app.data(&center.admin, suggest, json!({ "id": ana.wire_id() })).await["mentorSuggestions"].clone();
    assert_eq!(found.as_array().map(Vec::len), Some(2));
    assert_eq!(found[0]["overlapMinutes"], 120);
    assert!(found[0]["score"].as_i64().is_some_and(|score| score > 0));
    // She asks one herself; staff brings in the other.
    center.asks_mentors(&ana, &[&marcus]).await;
    let input = json!({ "clientId": ana.wire_id(), "mentorId": imani.wire_id(), "way": "BY_ADMIN" });
    let made = fine(&app.data(&center.admin, PROPOSE, json!({ "input": input })).await, "proposeMentorship");
    let id = made["mentorship"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(center.accepts(&imani, &id).await["state"], "OFFERED", "one yes is not two");
    assert_eq!(center.accepts(&ana, &id).await["state"], "ACTIVE");
    assert_eq!(state_with(&app, &ana, "Marcus Hill").await, "MOVED_ON");
    // Whoever walks with somebody asks nobody else meanwhile.
    assert_eq!(center.asks_mentors(&ana, &[&marcus]).await["problems"][0]["code"], "has_a_mentor");
    // Numbers are for staff.
    let number = "query($id: ID!) { mentorship(mentorshipId: $id) { score highNeed reasons { text } } }";
    let read = app.data(&ana, number, json!({ "id": id })).await["mentorship"].clone();
    assert!(
        read["score"].is_null() && read["highNeed"].is_null() && read["reasons"].as_array().is_some_and(|all| !all.is_empty())
    );
    let read = app.data(&center.admin, number, json!({ "id": id })).await["mentorship"].clone();
    assert!(read["score"].is_i64());
}

#[tokio::test]
async fn whoever_still_says_goodbye_is_not_asked_again_meanwhile() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (ana, marcus, imani) = people(&center).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let another = "mutation($id: ID!) { askForAnotherMentor(mentorshipId: $id) { problems { code } } }";
    fine(&app.data(&ana, another, json!({ "id": pair })).await, "askForAnotherMentor");
    // The other is found, by whoever looks.
    let browse = app.data(&ana, "{ mentorCandidates { mentor { name } } }", json!({})).await;
    assert_eq!(browse["mentorCandidates"], json!([{ "mentor": { "name": "Imani Okoye" } }]));
    let suggest = "query($id: ID!) { mentorSuggestions(clientId: $id) { mentor { member { name } } } }";
    let found = app.data(&center.admin, suggest, json!({ "id": ana.wire_id() })).await["mentorSuggestions"].clone();
    assert_eq!(found, json!([{ "mentor": { "member": { "name": "Imani Okoye" } } }]));
    let propose = "mutation { proposeMatches { matchProposal { pairs { mentor { name } } } problems { code } } }";
    let proposed = fine(&app.data(&center.admin, propose, json!({})).await, "proposeMatches");
    assert_eq!(proposed["matchProposal"]["pairs"], json!([{ "mentor": { "name": "Imani Okoye" } }]));
    // Whoever asks all the same is told that it went to nobody.
    let asked = center.asks_mentors(&ana, &[&marcus, &imani]).await;
    assert_eq!(asked["problems"], json!([{ "code": "pair_not_possible", "path": ["mentorIds"] }]));
    assert_eq!(state_with(&app, &ana, "Imani Okoye").await, Json::Null);
    assert_eq!(center.asks_mentors(&ana, &[&imani]).await["mentorships"][0]["state"], "OFFERED");
}

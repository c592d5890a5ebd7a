//! Every pair of states is tried with the product's own moves; what is not a line of the picture changes nothing.

use serde_json::json;
use support::App;
use support::mentorship::fine;

const MOVES: [(&str, &str); 7] = [
    ("accept", "mutation($id: ID!) { acceptMentorship(mentorshipId: $id) { problems { code } } }"),
    ("decline", "mutation($id: ID!) { declineMentorship(mentorshipId: $id) { problems { code } } }"),
    ("withdraw", "mutation($id: ID!) { withdrawMentorship(mentorshipId: $id) { problems { code } } }"),
    ("pause", "mutation($id: ID!) { pauseMentorship(input: { mentorshipId: $id }) { problems { code } } }"),
    ("resume", "mutation($id: ID!) { resumeMentorship(mentorshipId: $id) { problems { code } } }"),
    ("step_back", "mutation($id: ID!) { stepBackMentorship(mentorshipId: $id) { problems { code } } }"),
    (
        "end",
        "mutation($id: ID!) { endMentorship(input: { mentorshipId: $id, reason: TIME_IS_UP, words: \"\" }) { problems { code } } }",
    ),
];

/// What each move makes of each state, for the client: written down a second time.
fn becomes(state: &str, deed: &str) -> Option<&'static str> {
    match (state, deed) {
        ("proposed" | "offered", "withdraw") => Some("withdrawn"),
        ("offered", "decline") => Some("not_this_time"),
        ("active", "pause") => Some("paused"),
        ("paused", "resume") => Some("active"),
        ("active" | "paused", "step_back") => Some("stepping_back"),
        ("active" | "paused" | "stepping_back", "end") => Some("closing"),
        ("closing", "end") => Some("closed"),
        _ => None,
    }
}

#[tokio::test]
async fn every_move_from_every_state() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 40).await;
    let pair = center.walk_together(&ana, &marcus).await;
    let id: uuid::Uuid = pair.split(':').next_back().and_then(|id| id.parse().ok()).expect("an id");
    let mut db = app.superuser().await;
    let states = [
        "proposed",
        "offered",
        "active",
        "paused",
        "stepping_back",
        "closing",
        "closed",
        "expired",
        "withdrawn",
        "not_this_time",
    ];
    for state in states {
        for (deed, mutation) in MOVES {
            sqlx::query(
                "update cairn.mentorships set state = $2, ended_by = null, way = 'by_admin', client_accepted_at = null,
                   mentor_accepted_at = null, offer_expires_at = case when $2 = 'offered' then timestamptz '2026-03-04' end where id = $1",
            )
            .bind(id)
            .bind(state)
            .execute(&mut db)
            .await
            .expect("a state");
            let heard = app.data(&ana, mutation, json!({ "id": pair })).await;
            let now: String = sqlx::query_scalar("select state from cairn.mentorships where id = $1")
                .bind(id)
                .fetch_one(&mut db)
                .await
                .expect("it");
            let expected = if deed == "accept" && state == "offered" {
                // She has a mentor in the eyes of the line: it moved on.
                "withdrawn"
            } else {
                becomes(state, deed).unwrap_or(state)
            };
            assert_eq!(now, expected, "{deed} from {state}: {heard}");
        }
    }
}

#[tokio::test]
async fn the_wish_waits_and_its_place_in_line_stays() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (ana, theo) = (center.client("Ana Ruiz", &dana).await, center.client("Theo Lind", &dana).await);
    center.wishes_for_mentor(&ana).await;
    app.driven().advance(jiff::SignedDuration::from_mins(5));
    center.wishes_for_mentor(&theo).await;
    app.driven().advance(jiff::SignedDuration::from_mins(5));
    // Other words, the same place.
    center.wishes_for_mentor(&ana).await;
    let list = "query($first: Int, $after: String, $search: String) {
      mentorRequests(first: $first, after: $after, search: $search) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { client { name } asked waitingSince highNeed words freeHours { weekday from until } } } }";
    let line = async |variables| app.data(&center.admin, list, variables).await["mentorRequests"].clone();
    let first = line(json!({ "first": 1 })).await;
    assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(2), &json!(true)));
    let second = line(json!({ "first": 1, "after": first["pageInfo"]["endCursor"] })).await;
    assert_eq!((&second["nodes"][0]["client"]["name"], &second["pageInfo"]["hasNextPage"]), (&json!("Theo Lind"), &json!(false)));
    let found = line(json!({ "search": "lin" })).await;
    assert_eq!((&found["totalCount"], &found["nodes"][0]["client"]["name"]), (&json!(1), &json!("Theo Lind")));
    let waiting = first["nodes"].clone();
    assert_eq!(waiting[0]["asked"], false);
    assert_eq!(waiting[0]["client"]["name"], "Ana Ruiz");
    assert_eq!(waiting[0]["freeHours"], json!([{ "weekday": "TUESDAY", "from": "18:00", "until": "20:00" }]));
    assert_eq!(waiting[0]["highNeed"], false);
    let own = app.data(&ana, "{ myMentorRequest { asked highNeed words } }", json!({})).await;
    assert_eq!(
        own["myMentorRequest"],
        json!({ "asked": null, "highNeed": null, "words": "Somebody patient." }),
        "how staff sees it is not for her"
    );
    let wish = "mutation($input: SetMentorRequestInput!) { setMentorRequest(input: $input) { problems { code path } } }";
    let hours = |from: &str, until: &str| json!({ "weekday": "MONDAY", "from": from, "until": until });
    for (hours, code) in [
        (json!([hours("10:00", "09:00")]), "ends_before_start"),
        (json!([hours("09:00", "11:00"), hours("10:00", "12:00")]), "hours_overlap"),
    ] {
        let input = json!({ "words": "", "languages": ["en"], "modes": [], "freeHours": hours });
        assert_eq!(app.data(&ana, wish, json!({ "input": input })).await["setMentorRequest"]["problems"][0]["code"], code);
    }
    let stop = "mutation { stopMentorRequest { mentorRequest { state waitingSince } problems { code } } }";
    let stopped = fine(&app.data(&theo, stop, json!({})).await, "stopMentorRequest");
    assert_eq!(stopped["mentorRequest"], json!({ "state": "OFF", "waitingSince": null }));
    let names = app.data(&center.admin, "{ mentorRequests { nodes { client { name } } } }", json!({})).await;
    assert_eq!(names["mentorRequests"]["nodes"], json!([{ "client": { "name": "Ana Ruiz" } }]));
}

#[tokio::test]
async fn the_center_finds_somebody_for_whoever_has_not_asked_and_does_not_stand_in_line_by_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let suggest = "query($id: ID!) { mentorSuggestions(clientId: $id) { mentor { member { name } } } }";
    let found = app.data(&center.admin, suggest, json!({ "id": ana.wire_id() })).await["mentorSuggestions"].clone();
    assert_eq!(found, json!([{ "mentor": { "member": { "name": "Marcus Hill" } } }]));
    let nobody = app.graphql(&center.admin, suggest, json!({ "id": dana.wire_id() })).await;
    assert_eq!(nobody["errors"][0]["extensions"]["code"], "NOT_FOUND", "{nobody}");
    let propose =
        "mutation($input: ProposeMentorshipInput!) { proposeMentorship(input: $input) { mentorship { id } problems { code } } }";
    let input = json!({ "clientId": ana.wire_id(), "mentorId": marcus.wire_id(), "way": "SUGGESTED" });
    let made = fine(&app.data(&center.admin, propose, json!({ "input": input })).await, "proposeMentorship");
    let decline = "mutation($id: ID!) { declineMentorship(mentorshipId: $id) { problems { code } } }";
    fine(&app.data(&marcus, decline, json!({ "id": made["mentorship"]["id"] })).await, "declineMentorship");
    let line = "{ mentorRequests { totalCount } }";
    assert_eq!(app.data(&center.admin, line, json!({})).await["mentorRequests"]["totalCount"], 0);
    let wish = app.data(&ana, "{ myMentorRequest { state waitingSince } }", json!({})).await["myMentorRequest"].clone();
    assert_eq!(wish, json!({ "state": "OFF", "waitingSince": null }));
    // She asks herself: now she waits.
    center.wishes_for_mentor(&ana).await;
    assert_eq!(app.data(&center.admin, line, json!({})).await["mentorRequests"]["totalCount"], 1);
}

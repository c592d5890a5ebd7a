use serde_json::{Value as Json, json};
use support::App;
use support::mentorship::fine;

const PROPOSE_ONE: &str = "mutation($program: ID) { proposeMatches(programId: $program) {
  matchProposal { id programId unmatched pairs { client { name } } } problems { code path } } }";
const PROPOSE: &str = "mutation { proposeMatches { matchProposal { id state unmatched pairs { client { id name } mentor { name } score dropped } } problems { code } } }";
const DROP: &str = "mutation($input: DropProposedPairInput!) {
  dropProposedPair(input: $input) { matchProposal { unmatched pairs { dropped } } problems { code } } }";
const PUBLISH: &str = "mutation($id: ID!) { publishMatches(matchProposalId: $id) { matchProposal { state } problems { code } } }";

#[tokio::test]
async fn a_whole_program_is_proposed_looked_through_and_published() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let mut clients = Vec::new();
    for name in ["Ana Ruiz", "Theo Lind", "Priya Nair", "Noah Berg", "Grace Tan"] {
        let client = center.client(name, &dana).await;
        center.wishes_for_mentor(&client).await;
        clients.push(client);
    }
    let (marcus, imani) = (center.mentor("Marcus Hill", 5).await, center.mentor("Imani Okoye", 5).await);
    let proposed = fine(&app.data(&center.admin, PROPOSE, json!({})).await, "proposeMatches")["matchProposal"].clone();
    let pairs = proposed["pairs"].as_array().expect("pairs").clone();
    assert_eq!((pairs.len(), &proposed["unmatched"]), (4, &json!(1)), "two places each, five who wait: {proposed}");
    for mentor in ["Marcus Hill", "Imani Okoye"] {
        assert_eq!(pairs.iter().filter(|pair| pair["mentor"]["name"] == mentor).count(), 2);
    }
    // Nobody is asked before it is published.
    for person in clients.iter().chain([&marcus, &imani]) {
        assert_eq!(app.data(person, "{ myMentorships { id } }", json!({})).await["myMentorships"], json!([]));
    }
    let input = json!({ "matchProposalId": proposed["id"], "clientId": pairs[0]["client"]["id"], "dropped": true });
    let dropped = fine(&app.data(&center.admin, DROP, json!({ "input": input })).await, "dropProposedPair");
    assert_eq!(dropped["matchProposal"]["unmatched"], 2);
    let published = fine(&app.data(&center.admin, PUBLISH, json!({ "id": proposed["id"] })).await, "publishMatches");
    assert_eq!(published["matchProposal"]["state"], "PUBLISHED");
    let mut asked = 0;
    for client in &clients {
        let own = app.data(client, "{ myMentorships { state way } }", json!({})).await["myMentorships"].clone();
        asked += own
            .as_array()
            .expect("pairs")
            .iter()
            .filter(|pair| **pair == json!({ "state": "OFFERED", "way": "PROGRAM" }))
            .count();
    }
    assert_eq!(asked, 3);
    // What is settled does not change any more.
    assert_eq!(
        app.data(&center.admin, DROP, json!({ "input": input })).await["dropProposedPair"]["problems"][0]["code"],
        "proposal_settled"
    );
    for person in [&dana, &clients[0], &marcus] {
        assert_eq!(app.data(person, PROPOSE, json!({})).await["proposeMatches"]["problems"][0]["code"], "not_found");
    }
}

#[tokio::test]
async fn one_program_is_proposed_by_itself() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let (house, evening) = (center.program("House", json!({})).await, center.program("Evening program", json!({})).await);
    let (ana, theo, priya) = (
        center.client("Ana Ruiz", &dana).await,
        center.client("Theo Lind", &dana).await,
        center.client("Priya Nair", &dana).await,
    );
    for client in [&ana, &theo, &priya] {
        center.wishes_for_mentor(client).await;
    }
    house.begins(&ana, "ACTIVE").await;
    evening.begins(&theo, "ACTIVE").await;
    center.mentor("Marcus Hill", 10).await;
    let waiting = "query($program: ID, $search: String) { mentorRequests(programId: $program, search: $search) {
      totalCount nodes { client { name } } } }";
    let who = async |program: Json, search: &str| {
        app.data(&center.admin, waiting, json!({ "program": program, "search": search })).await["mentorRequests"].clone()
    };
    let ana_alone = json!({ "totalCount": 1, "nodes": [{ "client": { "name": "Ana Ruiz" } }] });
    assert_eq!(who(json!(house.id), "").await, ana_alone);
    assert_eq!(who(json!(house.id), "theo").await["totalCount"], 0);
    assert_eq!(who(Json::Null, "").await["totalCount"], 3);
    let nothing = json!(format!("program:{}", uuid::Uuid::new_v4()));
    assert_eq!(who(nothing.clone(), "").await["totalCount"], 0);
    let proposed = fine(&app.data(&center.admin, PROPOSE_ONE, json!({ "program": house.id })).await, "proposeMatches");
    let expected = json!({ "id": proposed["matchProposal"]["id"], "programId": house.id, "unmatched": 0,
        "pairs": [{ "client": { "name": "Ana Ruiz" } }] });
    assert_eq!(proposed["matchProposal"], expected);
    // Whoever waits elsewhere is not counted as left out.
    let input = json!({ "matchProposalId": proposed["matchProposal"]["id"], "clientId": ana.wire_id(), "dropped": true });
    let dropped = fine(&app.data(&center.admin, DROP, json!({ "input": input })).await, "dropProposedPair");
    assert_eq!(dropped["matchProposal"]["unmatched"], 1);
    let everybody = fine(&app.data(&center.admin, PROPOSE_ONE, json!({})).await, "proposeMatches")["matchProposal"].clone();
    assert_eq!((&everybody["programId"], everybody["pairs"].as_array().map(Vec::len)), (&Json::Null, Some(3)));
    let refused = app.data(&center.admin, PROPOSE_ONE, json!({ "program": nothing })).await["proposeMatches"]["problems"].clone();
    assert_eq!(refused, json!([{ "code": "not_found", "path": ["programId"] }]));
}

#[tokio::test]
async fn of_two_who_propose_in_the_same_instant_one_is_told_so() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    center.wishes_for_mentor(&center.client("Ana Ruiz", &dana).await).await;
    center.mentor("Marcus Hill", 10).await;
    let mut other = app.superuser().await;
    sqlx::query("begin").execute(&mut other).await.expect("begin");
    sqlx::query(
        "insert into cairn.match_proposals (center_id, id, created_by, created_at) values ($1, gen_random_uuid(), $2, now())",
    )
    .bind(center.center.id.0)
    .bind(center.admin.member_id.0)
    .execute(&mut other)
    .await
    .expect("somebody else's draft, under way");
    let committed = async {
        let waits =
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')";
        let mut watch = app.superuser().await;
        while !sqlx::query_scalar::<_, bool>(waits).fetch_one(&mut watch).await.expect("a look") {}
        sqlx::query("commit").execute(&mut other).await.expect("commit");
    };
    let (late, ()) = tokio::join!(app.data(&center.admin, PROPOSE_ONE, json!({})), committed);
    assert_eq!(late["proposeMatches"]["problems"], json!([{ "code": "conflict", "path": ["matchProposalId"] }]));
    // Whoever proposes after that replaces it.
    let again = fine(&app.data(&center.admin, PROPOSE_ONE, json!({})).await, "proposeMatches");
    assert_eq!(again["matchProposal"]["pairs"].as_array().map(Vec::len), Some(1));
    let drafts: i64 = sqlx::query_scalar("select count(*) from cairn.match_proposals where state = 'draft'")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("a count");
    assert_eq!(drafts, 1);
}

/// 200 who wait, 80 who mentor: whatever is proposed, nobody carries more than they can, and nobody meets whom they must not.
#[tokio::test]
async fn two_hundred_and_eighty() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(CROWD.replace(":center", &format!("'{}'", center.center.id.0))))
        .execute(&mut app.superuser().await)
        .await
        .expect("a crowd");
    let count = "mutation { proposeMatches { matchProposal { id unmatched } problems { code } } }";
    let proposed = fine(&app.data(&center.admin, count, json!({})).await, "proposeMatches")["matchProposal"].clone();
    assert_eq!(proposed["unmatched"], 40, "80 mentors have room for two each");
    let mut db = app.superuser().await;
    let over: i64 = sqlx::query_scalar(
        "select count(*) from (select mentor_id from cairn.match_proposal_pairs group by mentor_id having count(*) > 2) m",
    )
    .fetch_one(&mut db)
    .await
    .expect("a count");
    let apart: i64 = sqlx::query_scalar(
        "select count(*) from cairn.match_proposal_pairs p join cairn.pair_conflicts c
           on c.one_id = least(p.client_id, p.mentor_id) and c.other_id = greatest(p.client_id, p.mentor_id)",
    )
    .fetch_one(&mut db)
    .await
    .expect("a count");
    assert_eq!((over, apart), (0, 0));
    let wire: Json = proposed["id"].clone();
    assert!(wire.as_str().is_some_and(|id| id.starts_with("match_proposal:")));
}

// Names stay sealed and are never opened here.
const CROWD: &str = "
insert into cairn.members (center_id, id, email_hash, email, name, roles, state, zone, created_at)
select :center, md5('c' || n)::uuid, sha256(('c' || n)::bytea), '\\x00', '\\x00', '{client}', 'active', 'America/New_York', now()
from generate_series(1, 200) n;
insert into cairn.members (center_id, id, email_hash, email, name, roles, state, zone, created_at)
select :center, md5('m' || n)::uuid, sha256(('m' || n)::bytea), '\\x00', '\\x00', '{peer_mentor}', 'active', 'America/Chicago', now()
from generate_series(1, 80) n;
insert into cairn.mentor_profiles (center_id, mentor_id, state, capacity, applied_at, updated_at)
select :center, md5('m' || n)::uuid, 'approved', 4 + n % 2, now(), now() from generate_series(1, 80) n;
insert into cairn.mentor_requests (center_id, client_id, state, waiting_since, updated_at)
select :center, md5('c' || n)::uuid, 'waiting', now() - n * interval '1 hour', now() from generate_series(1, 200) n;
insert into cairn.free_hours (center_id, id, client_id, weekday, from_minute, until_minute)
select :center, md5('f' || n)::uuid, md5('c' || n)::uuid, 1 + n % 7, 540 + (n % 5) * 60, 900 from generate_series(1, 200) n;
insert into cairn.availability (center_id, counselor_id, zone) select :center, md5('m' || n)::uuid, 'America/Chicago' from generate_series(1, 80) n;
insert into cairn.weekly_hours (center_id, id, counselor_id, weekday, from_minute, until_minute)
select :center, md5('w' || n)::uuid, md5('m' || n)::uuid, 1 + n % 7, 540, 1020 from generate_series(1, 80) n;
insert into cairn.pair_conflicts (center_id, id, one_id, other_id, source, entered_by, created_at)
select :center, md5('x' || n)::uuid, least(md5('c' || n)::uuid, md5('m' || (1 + n % 80))::uuid),
  greatest(md5('c' || n)::uuid, md5('m' || (1 + n % 80))::uuid), 'relative', md5('m1')::uuid, now() from generate_series(1, 200) n;";

#[tokio::test]
async fn whoever_did_not_want_to_is_not_proposed_to_the_same_for_a_while() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    center.wishes_for_mentor(&ana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let proposed = fine(&app.data(&center.admin, PROPOSE, json!({})).await, "proposeMatches")["matchProposal"].clone();
    fine(&app.data(&center.admin, PUBLISH, json!({ "id": proposed["id"] })).await, "publishMatches");
    let asked = app.data(&marcus, "{ myMentorships { id } }", json!({})).await["myMentorships"][0]["id"].clone();
    let decline = "mutation($id: ID!) { declineMentorship(mentorshipId: $id) { problems { code } } }";
    fine(&app.data(&marcus, decline, json!({ "id": asked })).await, "declineMentorship");
    let again = fine(&app.data(&center.admin, PROPOSE, json!({})).await, "proposeMatches")["matchProposal"].clone();
    assert_eq!((&again["pairs"], &again["unmatched"]), (&json!([]), &json!(1)));
    app.driven().advance(jiff::SignedDuration::from_hours(24 * 91));
    let admin = crate::standing::sign_in_again(&app, &center.center, &center.admin).await;
    let later = fine(&app.data(&admin, PROPOSE, json!({})).await, "proposeMatches")["matchProposal"].clone();
    assert_eq!(later["pairs"].as_array().map(Vec::len), Some(1));
}

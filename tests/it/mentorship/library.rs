use serde_json::{Value as Json, json};
use support::mentorship::fine;
use support::{App, Person};

const WRITE: &str =
    "mutation($input: StoryInput!) { writeStory(input: $input) { story { id state version } problems { code path } } }";
const SUBMIT: &str = "mutation($id: ID!) { submitStory(storyId: $id) { story { state } problems { code } } }";
const REVIEW: &str = "mutation($id: ID!, $v: Int!, $p: Boolean!, $w: String!) {
  reviewStory(input: { storyId: $id, version: $v, publish: $p, words: $w }) { problems { code path } } }";
const TAKE_DOWN: &str = "mutation($id: ID!, $v: Int!, $w: String!) {
  takeDownStory(input: { storyId: $id, version: $v, words: $w }) { problems { code path } } }";
const CHANGE: &str =
    "mutation($input: ChangeStoryInput!) { changeStory(input: $input) { story { state version } problems { code } } }";
const SHELF: &str = "query($s: StoryShelf!, $t: Trigger) { stories(shelf: $s, trigger: $t) { nodes { id title byline } } }";

fn strategy(consent: bool) -> Json {
    json!({ "input": { "kind": "STRATEGY", "language": "en", "title": "Cold water", "body": "I hold my wrists under it and count.",
        "byline": "M.", "triggers": ["CRAVING", "STRESS"], "consent": consent } })
}

#[tokio::test]
async fn what_helped_is_looked_at_read_kept_and_taken_back() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let pair = center.walk_together(&ana, &marcus).await;
    assert_eq!(app.data(&ana, WRITE, strategy(true)).await["writeStory"]["problems"][0]["code"], "not_allowed");
    assert_eq!(app.data(&marcus, WRITE, strategy(false)).await["writeStory"]["problems"][0]["code"], "consent_required");
    let story = fine(&app.data(&marcus, WRITE, strategy(true)).await, "writeStory")["story"].clone();
    let on = |shelf: &str| json!({ "s": shelf, "t": null });
    let read = "query($id: ID!) { story(storyId: $id) { title } }";
    assert!(app.data(&ana, read, json!({ "id": story["id"] })).await["story"].is_null(), "a draft is its author's");
    assert_eq!(
        fine(&app.data(&marcus, SUBMIT, json!({ "id": story["id"] })).await, "submitStory")["story"]["state"],
        "IN_REVIEW"
    );
    let review = |version: i32, publish: bool, words: &str| json!({ "id": story["id"], "v": version, "p": publish, "w": words });
    assert_eq!(app.data(&marcus, REVIEW, review(2, true, "")).await["reviewStory"]["problems"][0]["code"], "not_found");
    assert_eq!(app.data(&center.admin, REVIEW, review(2, false, "")).await["reviewStory"]["problems"][0]["code"], "required");
    fine(&app.data(&center.admin, REVIEW, review(2, false, "Say how long.")).await, "reviewStory");
    let mine = "{ stories(shelf: MINE) { nodes { state reviewWords } } }";
    let nodes = app.data(&marcus, mine, json!({})).await["stories"]["nodes"].clone();
    assert_eq!(nodes, json!([{ "state": "DRAFT", "reviewWords": "Say how long." }]));
    app.data(&marcus, SUBMIT, json!({ "id": story["id"] })).await;
    fine(&app.data(&center.admin, REVIEW, review(4, true, "")).await, "reviewStory");
    let shown = app.data(&ana, SHELF, json!({ "s": "PUBLISHED", "t": "CRAVING" })).await["stories"]["nodes"].clone();
    assert_eq!((&shown[0]["title"], &shown[0]["byline"]), (&json!("Cold water"), &json!("M.")));
    assert_eq!(app.data(&ana, SHELF, json!({ "s": "PUBLISHED", "t": "GRIEF" })).await["stories"]["nodes"], json!([]));
    // Kept, it comes back when it is needed, and not before.
    let keep = "mutation($id: ID!, $f: Boolean!) { setFavouriteStory(input: { storyId: $id, favourite: $f }) { story { favourite } problems { code } } }";
    fine(&app.data(&ana, keep, json!({ "id": story["id"], "f": true })).await, "setFavouriteStory");
    let check_in = "mutation($id: ID!, $u: Int!) { addPairCheckIn(input: { mentorshipId: $id, mood: OKAY, urge: $u }) { favourites { title } problems { code } } }";
    let calm = fine(&app.data(&ana, check_in, json!({ "id": pair, "u": 6 })).await, "addPairCheckIn");
    assert_eq!(calm["favourites"], json!([]));
    let high = fine(&app.data(&ana, check_in, json!({ "id": pair, "u": 7 })).await, "addPairCheckIn");
    assert_eq!(high["favourites"], json!([{ "title": "Cold water" }]));
    // Taken back, it is gone everywhere at once.
    let withdraw = "mutation($id: ID!) { withdrawStory(storyId: $id) { story { state } problems { code } } }";
    assert_eq!(
        app.data(&center.admin, withdraw, json!({ "id": story["id"] })).await["withdrawStory"]["problems"][0]["code"],
        "not_found"
    );
    fine(&app.data(&marcus, withdraw, json!({ "id": story["id"] })).await, "withdrawStory");
    for shelf in ["PUBLISHED", "FAVOURITES"] {
        assert_eq!(app.data(&ana, SHELF, on(shelf)).await["stories"]["nodes"], json!([]), "{shelf}");
    }
    let again = fine(&app.data(&ana, check_in, json!({ "id": pair, "u": 9 })).await, "addPairCheckIn");
    assert_eq!(again["favourites"], json!([]));
}

#[tokio::test]
async fn what_is_changed_is_looked_at_again() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let story = fine(&app.data(&marcus, WRITE, strategy(true)).await, "writeStory")["story"].clone();
    app.data(&marcus, SUBMIT, json!({ "id": story["id"] })).await;
    fine(&app.data(&center.admin, REVIEW, json!({ "id": story["id"], "v": 2, "p": true, "w": "" })).await, "reviewStory");
    let version = app.data(&marcus, "query($id: ID!) { story(storyId: $id) { version } }", json!({ "id": story["id"] })).await;
    let input = json!({ "storyId": story["id"], "version": version["story"]["version"], "story": strategy(true)["input"] });
    assert_eq!(fine(&app.data(&marcus, CHANGE, json!({ "input": input })).await, "changeStory")["story"]["state"], "DRAFT");
    let stale = app.data(&marcus, CHANGE, json!({ "input": input })).await;
    assert_eq!(stale["changeStory"]["problems"][0]["code"], "conflict");
    // Nobody reviews their own.
    let own = fine(&app.data(&center.admin, WRITE, strategy(true)).await, "writeStory")["story"].clone();
    app.data(&center.admin, SUBMIT, json!({ "id": own["id"] })).await;
    let refused = app.data(&center.admin, REVIEW, json!({ "id": own["id"], "v": 2, "p": true, "w": "" })).await;
    assert_eq!(refused["reviewStory"]["problems"][0]["code"], "own_case");
}

#[tokio::test]
async fn nobody_publishes_a_text_that_they_did_not_see() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let story = fine(&app.data(&marcus, WRITE, strategy(true)).await, "writeStory")["story"].clone();
    app.data(&marcus, SUBMIT, json!({ "id": story["id"] })).await;
    let read = "query($id: ID!) { story(storyId: $id) { version } }";
    let seen = app.data(&center.admin, read, json!({ "id": story["id"] })).await["story"]["version"].clone();
    // Meanwhile its author writes something else, and hands that in.
    let input = json!({ "storyId": story["id"], "version": seen, "story": strategy(true)["input"] });
    fine(&app.data(&marcus, CHANGE, json!({ "input": input })).await, "changeStory");
    app.data(&marcus, SUBMIT, json!({ "id": story["id"] })).await;
    let review = |version: &Json, publish: bool| json!({ "id": story["id"], "v": version, "p": publish, "w": "Thank you." });
    for publish in [true, false] {
        let refused = app.data(&center.admin, REVIEW, review(&seen, publish)).await["reviewStory"]["problems"].clone();
        assert_eq!(refused, json!([{ "code": "conflict", "path": ["version"] }]));
    }
    assert_eq!(app.data(&marcus, SHELF, json!({ "s": "PUBLISHED", "t": null })).await["stories"]["nodes"], json!([]));
    let now = app.data(&center.admin, read, json!({ "id": story["id"] })).await["story"]["version"].clone();
    fine(&app.data(&center.admin, REVIEW, review(&now, true)).await, "reviewStory");
}

#[tokio::test]
async fn what_was_published_is_taken_down_also_where_its_author_is_away() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let marcus = center.mentor("Marcus Hill", 10).await;
    let story = fine(&app.data(&marcus, WRITE, strategy(true)).await, "writeStory")["story"].clone();
    app.data(&marcus, SUBMIT, json!({ "id": story["id"] })).await;
    let take_down = async |person: &Person, version: i32, words: &str| {
        let answer = app.data(person, TAKE_DOWN, json!({ "id": story["id"], "v": version, "w": words })).await;
        answer["takeDownStory"]["problems"].clone()
    };
    let waits = take_down(&center.admin, 2, "It names somebody.").await;
    assert_eq!(waits[0]["code"], "story_state", "it is given back instead");
    fine(&app.data(&center.admin, REVIEW, json!({ "id": story["id"], "v": 2, "p": true, "w": "" })).await, "reviewStory");
    let account = async |state: &str| {
        sqlx::query("update cairn.members set state = $2 where id = $1")
            .bind(marcus.member_id.0)
            .bind(state)
            .execute(&mut app.superuser().await)
            .await
            .expect("an account");
    };
    account("suspended").await;
    for person in [&ana, &dana] {
        assert_eq!(take_down(person, 3, "It names somebody.").await[0]["code"], "not_found", "{}", person.name);
    }
    assert_eq!(take_down(&center.admin, 3, " ").await, json!([{ "code": "required", "path": ["words"] }]));
    assert_eq!(take_down(&center.admin, 2, "It names somebody.").await[0]["code"], "conflict");
    assert_eq!(take_down(&center.admin, 3, "It names somebody.").await, json!([]));
    assert_eq!(app.data(&ana, SHELF, json!({ "s": "PUBLISHED", "t": null })).await["stories"]["nodes"], json!([]));
    account("active").await;
    let mine = "{ stories(shelf: MINE) { nodes { state reviewWords } } }";
    let nodes = app.data(&marcus, mine, json!({})).await["stories"]["nodes"].clone();
    assert_eq!(nodes, json!([{ "state": "DRAFT", "reviewWords": "It names somebody." }]));
    let written: Vec<String> =
        sqlx::query_scalar("select action from cairn.audit_events where object_type = 'story' order by sequence")
            .fetch_all(&mut app.superuser().await)
            .await
            .expect("a log");
    assert_eq!(written, ["story.write", "story.submit", "story.publish", "story.take_down"]);
}

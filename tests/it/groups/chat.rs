//! Between meetings: what people write to each other, by alias.

mod limits;

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};
use uuid::Uuid;

/// Everything of a message but its id.
const MESSAGE: &str = "id author { id alias facilitates me } body state folded replyTo { id author { alias } excerpt }
  reactions { reaction count mine } mine canEdit canDelete flaggedByMe";

pub fn message_fields() -> &'static str {
    MESSAGE
}

async fn change(app: &App, person: &Person, field: &str, kind: &str, input: Json) -> Json {
    let mutation = format!(
        "mutation($input: {kind}!) {{ {field}(input: $input) {{ message {{ {MESSAGE} }} problems {{ __typename code path }} }} }}"
    );
    app.data(person, &mutation, json!({ "input": input })).await[field].clone()
}

pub async fn say(app: &App, person: &Person, group: &str, body: &str) -> Json {
    // Reading order is the clock's.
    app.driven().advance(SignedDuration::from_millis(10));
    let input = json!({ "clientMutationId": Uuid::new_v4(), "groupId": group, "body": body });
    change(app, person, "sendChatMessage", "SendChatMessageInput", input).await
}

/// The id of a message that was sent.
pub async fn said(app: &App, person: &Person, group: &str, body: &str) -> String {
    let sent = say(app, person, group, body).await;
    assert_eq!(sent["problems"], json!([]), "{sent:#}");
    sent["message"]["id"].as_str().expect("an id").to_owned()
}

async fn answer(app: &App, person: &Person, group: &str, body: &str, to: &str) -> Json {
    app.driven().advance(SignedDuration::from_millis(10));
    let input = json!({ "clientMutationId": Uuid::new_v4(), "groupId": group, "body": body, "replyTo": to });
    change(app, person, "sendChatMessage", "SendChatMessageInput", input).await
}

async fn edit(app: &App, person: &Person, message: &str, body: &str) -> Json {
    change(app, person, "editChatMessage", "EditChatMessageInput", json!({ "messageId": message, "body": body })).await
}

pub async fn take_back(app: &App, person: &Person, message: &str) -> Json {
    let mutation = format!(
        "mutation($id: ID!) {{ deleteChatMessage(messageId: $id) {{ message {{ {MESSAGE} }} problems {{ code path }} }} }}"
    );
    app.data(person, &mutation, json!({ "id": message })).await["deleteChatMessage"].clone()
}

async fn react(app: &App, person: &Person, message: &str, reaction: &str, on: bool) -> Json {
    let field = if on { "react" } else { "unreact" };
    change(app, person, field, "ChatReactionInput", json!({ "messageId": message, "reaction": reaction })).await
}

pub async fn page(app: &App, person: &Person, group: &str) -> Vec<Json> {
    let query = format!("query($id: ID!) {{ chatMessages(groupId: $id) {{ nodes {{ {MESSAGE} }} }} }}");
    let data = app.data(person, &query, json!({ "id": group })).await;
    data["chatMessages"]["nodes"].as_array().expect("messages").clone()
}

async fn unread(app: &App, person: &Person, group: &str) -> i64 {
    let data = app.data(person, "{ chatUnread { groupId count } }", json!({})).await;
    let groups = data["chatUnread"].as_array().expect("groups");
    groups.iter().find(|one| one["groupId"] == group).map_or(0, |one| one["count"].as_i64().expect("a count"))
}

async fn mark(app: &App, person: &Person, group: &str, message: &str) -> Json {
    let mutation = "mutation($g: ID!, $m: ID!) { markChatRead(groupId: $g, messageId: $m) { unread { groupId count } problems { code path } } }";
    app.data(person, mutation, json!({ "g": group, "m": message })).await["markChatRead"].clone()
}

async fn mute(app: &App, person: &Person, group: &str, whom: &Json, on: bool) -> Json {
    let field = if on { "muteGroupPerson" } else { "unmuteGroupPerson" };
    let mutation =
        format!("mutation($input: MuteGroupPersonInput!) {{ {field}(input: $input) {{ muted problems {{ code }} }} }}");
    app.data(person, &mutation, json!({ "input": { "groupId": group, "personId": whom } })).await[field].clone()
}

pub fn code(payload: &Json) -> &str {
    payload["problems"][0]["code"].as_str().unwrap_or("fine")
}

/// A group with Marcus in the chair, and two members.
pub struct Circle {
    pub group: String,
    pub marcus: Person,
    pub ana: Person,
    pub tyler: Person,
    /// Their memberships.
    pub river: String,
    pub sky: String,
}

pub async fn circle(center: &TestCenter<'_>, changes: Json) -> Circle {
    let dana = center.counselor("Dana Reyes").await;
    let (ana, tyler) = (center.client("Ana Ruiz", &dana).await, center.client("Tyler Beck", &dana).await);
    let marcus = center.facilitator("Marcus Hill").await;
    let group = center.group("Evening circle", changes).await;
    center.holds(&marcus, &group, "Marc", "FACILITATOR").await;
    let (river, sky) = (center.joins(&ana, &group, "River").await, center.joins(&tyler, &group, "Sky").await);
    Circle { group, marcus, ana, tyler, river, sky }
}

#[tokio::test]
async fn words_are_kept_as_they_are_and_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let html = "<script>alert('x')</script> & <b>hi</b>\n\nGrüße 🌿";
    let input = json!({ "clientMutationId": Uuid::new_v4(), "groupId": circle.group, "body": html });
    let sent = change(&app, &circle.ana, "sendChatMessage", "SendChatMessageInput", input.clone()).await;
    assert_eq!(sent["message"]["body"], html);
    assert_eq!(sent["message"]["author"]["alias"], "River");
    assert_eq!(sent["message"]["author"]["me"], true);
    let again = change(&app, &circle.ana, "sendChatMessage", "SendChatMessageInput", input.clone()).await;
    assert_eq!(again["message"]["id"], sent["message"]["id"], "pressed twice is said once");
    let mut other = input;
    other["body"] = json!("something else");
    assert_eq!(code(&change(&app, &circle.ana, "sendChatMessage", "SendChatMessageInput", other).await), "key_reused");
    let seen = page(&app, &circle.tyler, &circle.group).await;
    assert_eq!(seen.len(), 1);
    assert_eq!((&seen[0]["body"], &seen[0]["author"]["me"], &seen[0]["mine"]), (&json!(html), &json!(false), &json!(false)));
    assert!(!seen[0].to_string().contains("Ana Ruiz"));
    // Whoever facilitates speaks under their name there.
    said(&app, &circle.marcus, &circle.group, "Welcome").await;
    let seen = page(&app, &circle.tyler, &circle.group).await;
    assert_eq!((&seen[1]["author"]["alias"], &seen[1]["author"]["facilitates"]), (&json!("Marc"), &json!(true)));
    // In the database there are no words.
    let stored: Vec<Vec<u8>> =
        sqlx::query_scalar("select body from cairn.chat_messages").fetch_all(&mut app.superuser().await).await.expect("bodies");
    assert!(
        stored.iter().all(|body| !String::from_utf8_lossy(body).contains("script") && !body.windows(7).any(|w| w == b"Welcome"))
    );
}

#[tokio::test]
async fn what_cannot_be_said_is_refused_by_name() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    for (body, expected) in [
        (String::new(), "required"),
        ("  \n ".to_owned(), "required"),
        ("x".repeat(4_001), "too_long"),
        ("x".repeat(60_000), "too_long"),
        ("look \u{202E}here".to_owned(), "message_characters"),
        ("ring\u{7}".to_owned() + "x", "message_characters"),
        ("nul\u{0}x".to_owned(), "message_characters"),
    ] {
        let refused = say(&app, &circle.ana, &circle.group, &body).await;
        assert_eq!(code(&refused), expected, "{:.20}", body);
        assert_eq!(refused["problems"][0]["path"], json!(["body"]));
    }
    said(&app, &circle.ana, &circle.group, &"🌿".repeat(4_000)).await;
    // What is larger than any form is refused at the door.
    let send = "mutation($input: SendChatMessageInput!) { sendChatMessage(input: $input) { problems { code } } }";
    let input = json!({ "clientMutationId": Uuid::new_v4(), "groupId": circle.group, "body": "x".repeat(64 << 10) });
    let refused = app.graphql(&circle.ana, send, json!({ "input": input })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "INVALID_INPUT");
    // Neither who is not in it, nor who runs the center.
    let dana = center.counselor("Lee Park").await;
    let stranger = center.client("Mei Lin", &dana).await;
    for person in [&stranger, &center.admin, &dana] {
        assert_eq!(code(&say(&app, person, &circle.group, "hello").await), "not_found", "{}", person.name);
        let refused = app
            .graphql(person, "query($id: ID!) { chatMessages(groupId: $id) { nodes { id } } }", json!({ "id": circle.group }))
            .await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND", "{}", person.name);
    }
    // A new agreement is read before anything is written; reading goes on.
    let adopt = "mutation($input: AdoptGroupAgreementInput!) { adoptGroupAgreement(input: $input) { problems { code } } }";
    let version = app.data(&center.admin, "query($id: ID!) { group(id: $id) { version } }", json!({ "id": circle.group })).await;
    let input = json!({ "groupId": circle.group, "version": version["group"]["version"], "lines": ["We listen."] });
    assert_eq!(app.data(&center.admin, adopt, json!({ "input": input })).await["adoptGroupAgreement"]["problems"], json!([]));
    assert_eq!(code(&say(&app, &circle.ana, &circle.group, "hello").await), "agreement_first");
    let query = "query($id: ID!) { chatMessages(groupId: $id) { mustReadAgreement keptDays nodes { id } } }";
    let read = app.data(&circle.ana, query, json!({ "id": circle.group })).await["chatMessages"].clone();
    assert_eq!((&read["mustReadAgreement"], &read["keptDays"]), (&json!(true), &json!(30)));
    let accept = "mutation($input: AcceptGroupAgreementInput!) { acceptGroupAgreement(input: $input) { problems { code } } }";
    let accepted = app.data(&circle.ana, accept, json!({ "input": { "groupId": circle.group, "version": 2 } })).await;
    assert_eq!(accepted["acceptGroupAgreement"]["problems"], json!([]));
    said(&app, &circle.ana, &circle.group, "hello").await;
    // A group that rests is read, not written in.
    let state = "mutation($input: SetGroupStateInput!) { setGroupState(input: $input) { problems { code } } }";
    let version = app.data(&center.admin, "query($id: ID!) { group(id: $id) { version } }", json!({ "id": circle.group })).await;
    let input = json!({ "groupId": circle.group, "version": version["group"]["version"], "state": "PAUSED" });
    app.data(&center.admin, state, json!({ "input": input })).await;
    assert_eq!(code(&say(&app, &circle.ana, &circle.group, "hello").await), "group_not_open");
    assert_eq!(page(&app, &circle.ana, &circle.group).await.len(), 2);
}

#[tokio::test]
async fn an_answer_quotes_and_forgets_with_what_it_quotes() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let first = said(&app, &circle.ana, &circle.group, "I made it through the weekend.").await;
    let answered = answer(&app, &circle.tyler, &circle.group, "Well done!", &first).await;
    let quote = json!({ "id": first, "author": { "alias": "River" }, "excerpt": "I made it through the weekend." });
    assert_eq!(answered["message"]["replyTo"], quote);
    take_back(&app, &circle.ana, &first).await;
    let seen = page(&app, &circle.marcus, &circle.group).await;
    assert_eq!((&seen[0]["state"], &seen[0]["body"]), (&json!("DELETED"), &Json::Null));
    assert_eq!(seen[1]["replyTo"]["excerpt"], Json::Null);
    assert_eq!(code(&answer(&app, &circle.tyler, &circle.group, "Still", &first).await), "not_found");
    // Not to what was said elsewhere.
    let other = center.group("Morning circle", json!({})).await;
    center.joins(&circle.ana, &other, "Leaf").await;
    let elsewhere = said(&app, &circle.ana, &other, "Elsewhere").await;
    let refused = answer(&app, &circle.ana, &circle.group, "Carried over", &elsewhere).await;
    assert_eq!((code(&refused), &refused["problems"][0]["path"]), ("not_found", &json!(["replyTo"])));
}

#[tokio::test]
async fn ones_own_words_can_be_changed_for_a_while_and_taken_back_always() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let message = said(&app, &circle.ana, &circle.group, "I was there at nine").await;
    react(&app, &circle.tyler, &message, "WITH_YOU", true).await;
    let edited = edit(&app, &circle.ana, &message, "I was there at ten").await;
    assert_eq!((&edited["message"]["body"], &edited["message"]["state"]), (&json!("I was there at ten"), &json!("EDITED")));
    for person in [&circle.tyler, &circle.marcus, &center.admin] {
        assert_eq!(code(&edit(&app, person, &message, "Something else").await), "not_found", "{}", person.name);
        assert_eq!(code(&take_back(&app, person, &message).await), "not_found", "{}", person.name);
    }
    app.driven().advance(SignedDuration::from_mins(14));
    assert_eq!(code(&edit(&app, &circle.ana, &message, "At eleven").await), "fine");
    app.driven().advance(SignedDuration::from_mins(1));
    assert_eq!(code(&edit(&app, &circle.ana, &message, "At twelve").await), "message_too_old");
    assert_eq!(page(&app, &circle.ana, &circle.group).await[0]["canEdit"], false);
    app.driven().advance(SignedDuration::from_hours(24));
    // The sign-in of a day ago is over; the next one of the same person is as good.
    let again = crate::standing::sign_in_again(&app, &center.center, &circle.ana).await;
    for _ in 0..2 {
        let gone = take_back(&app, &again, &message).await;
        assert_eq!((&gone["message"]["state"], &gone["message"]["reactions"]), (&json!("DELETED"), &json!([])), "{gone:#}");
    }
    assert_eq!(code(&edit(&app, &again, &message, "Back").await), "message_too_old");
    let left: (Option<Vec<u8>>, i64) =
        sqlx::query_as("select body, (select count(*) from cairn.chat_reactions) from cairn.chat_messages")
            .fetch_one(&mut app.superuser().await)
            .await
            .expect("the row");
    assert_eq!(left, (None, 0), "what was taken back is gone");
}

#[tokio::test]
async fn reactions_are_counted_and_nobody_is_named() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let message = said(&app, &circle.ana, &circle.group, "Thirty days today").await;
    for _ in 0..2 {
        react(&app, &circle.tyler, &message, "STRENGTH", true).await;
    }
    react(&app, &circle.marcus, &message, "STRENGTH", true).await;
    let seen = react(&app, &circle.marcus, &message, "WITH_YOU", true).await["message"]["reactions"].clone();
    let expected = json!([
        { "reaction": "WITH_YOU", "count": 1, "mine": true }, { "reaction": "STRENGTH", "count": 2, "mine": true }]);
    assert_eq!(seen, expected);
    react(&app, &circle.marcus, &message, "WITH_YOU", false).await;
    let seen = page(&app, &circle.ana, &circle.group).await[0]["reactions"].clone();
    assert_eq!(seen, json!([{ "reaction": "STRENGTH", "count": 2, "mine": false }]));
    take_back(&app, &circle.ana, &message).await;
    assert_eq!(code(&react(&app, &circle.tyler, &message, "SMILE", true).await), "message_gone");
}

#[tokio::test]
async fn what_was_not_read_is_counted_in_one_statement() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let other = center.group("Morning circle", json!({})).await;
    center.joins(&circle.ana, &other, "Leaf").await;
    center.joins(&circle.tyler, &other, "Moss").await;
    let first = said(&app, &circle.tyler, &circle.group, "one").await;
    let second = said(&app, &circle.marcus, &circle.group, "two").await;
    let elsewhere = said(&app, &circle.tyler, &other, "three").await;
    assert_eq!((unread(&app, &circle.ana, &circle.group).await, unread(&app, &circle.ana, &other).await), (2, 1));
    let places = app.data(&circle.ana, "{ myMemberships { group { id } unread } }", json!({})).await;
    let waiting = |group: &str| {
        places["myMemberships"]
            .as_array()
            .and_then(|all| all.iter().find(|one| one["group"]["id"] == group))
            .map(|one| one["unread"].clone())
    };
    assert_eq!((waiting(&circle.group), waiting(&other)), (Some(json!(2)), Some(json!(1))));
    assert_eq!(unread(&app, &circle.tyler, &circle.group).await, 1, "one's own words are read");
    assert_eq!(unread(&app, &circle.marcus, &circle.group).await, 1, "whoever facilitates, too");
    assert_eq!(code(&mark(&app, &circle.ana, &circle.group, &elsewhere).await), "not_found");
    let left = mark(&app, &circle.ana, &circle.group, &second).await["unread"].clone();
    assert_eq!(left, json!([{ "groupId": other, "count": 1 }]));
    mark(&app, &circle.ana, &circle.group, &first).await;
    assert_eq!(unread(&app, &circle.ana, &circle.group).await, 0, "a mark never goes back");
    mark(&app, &circle.marcus, &circle.group, &second).await;
    assert_eq!(unread(&app, &circle.marcus, &circle.group).await, 0);
    take_back(&app, &circle.tyler, &elsewhere).await;
    assert_eq!(unread(&app, &circle.ana, &other).await, 0, "what was taken back waits for nobody");
    let (db, statements) = crate::statements::Statements::of(&app).await;
    let tx = db.enter(&circle.ana.credential(), None).await.expect("enter").expect("signed in");
    statements.forget();
    cairn_domain::groups::chat::read::unread(&tx).await.expect("counts");
    assert_eq!(statements.seen().len(), 1);
}

#[tokio::test]
async fn a_mute_is_ones_own_and_shows_nobody_anything() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let loud = said(&app, &circle.tyler, &circle.group, "LOUD WORDS").await;
    answer(&app, &circle.marcus, &circle.group, "A calm answer", &loud).await;
    let before = page(&app, &circle.marcus, &circle.group).await;
    let whom = page(&app, &circle.ana, &circle.group).await[0]["author"]["id"].clone();
    assert_eq!(mute(&app, &circle.ana, &circle.group, &whom, true).await, json!({ "muted": true, "problems": [] }));
    mute(&app, &circle.ana, &circle.group, &whom, true).await;
    let seen = page(&app, &circle.ana, &circle.group).await;
    assert_eq!((&seen[0]["folded"], &seen[0]["body"]), (&json!(true), &Json::Null));
    assert_eq!((&seen[1]["folded"], &seen[1]["replyTo"]["excerpt"]), (&json!(false), &Json::Null));
    assert!(!format!("{seen:?}").contains("LOUD"));
    assert_eq!(unread(&app, &circle.ana, &circle.group).await, 1, "what is folded waits for nobody");
    // The others see what they saw.
    assert_eq!(page(&app, &circle.marcus, &circle.group).await, before);
    assert_eq!(page(&app, &circle.tyler, &circle.group).await[0]["folded"], false);
    let holder = before[1]["author"]["id"].clone();
    assert_eq!(code(&mute(&app, &circle.ana, &circle.group, &holder, true).await), "mute_facilitator");
    assert_eq!(code(&mute(&app, &circle.ana, &circle.group, &json!(circle.river), true).await), "mute_yourself");
    // Nobody of another group.
    let other = center.group("Morning circle", json!({})).await;
    let leaf = center.joins(&circle.tyler, &other, "Leaf").await;
    assert_eq!(code(&mute(&app, &circle.ana, &circle.group, &json!(leaf), true).await), "not_found");
    mute(&app, &circle.ana, &circle.group, &whom, false).await;
    assert_eq!(page(&app, &circle.ana, &circle.group).await[0]["body"], "LOUD WORDS");
}

#[tokio::test]
async fn pages_go_back_and_stay_in_their_group() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    for number in 1..=7 {
        said(&app, if number % 2 == 0 { &circle.ana } else { &circle.tyler }, &circle.group, &format!("m{number}")).await;
    }
    let query = "query($id: ID!, $before: String) { chatMessages(groupId: $id, first: 3, before: $before) {
        nodes { body } pageInfo { hasPreviousPage hasNextPage startCursor } } }";
    let (mut before, mut read) = (Json::Null, Vec::new());
    loop {
        let found =
            app.data(&circle.marcus, query, json!({ "id": circle.group, "before": before })).await["chatMessages"].clone();
        let bodies =
            found["nodes"].as_array().expect("messages").iter().map(|one| one["body"].as_str().expect("words").to_owned());
        read.splice(0..0, bodies);
        before = found["pageInfo"]["startCursor"].clone();
        if found["pageInfo"]["hasPreviousPage"] == false {
            break;
        }
    }
    assert_eq!(read, ["m1", "m2", "m3", "m4", "m5", "m6", "m7"]);
    let other = center.group("Morning circle", json!({})).await;
    center.holds(&circle.marcus, &other, "Marc", "CO").await;
    let refused = app.graphql(&circle.marcus, query, json!({ "id": other, "before": before })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "NOT_FOUND", "a cursor of another group");
    let refused = app.graphql(&circle.marcus, query, json!({ "id": circle.group, "before": "AAAA" })).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "INVALID_INPUT");
}

/// The daily round.
pub async fn clean_up(app: &App) {
    sqlx::query("select graphile_worker.add_job('clean_up', '{}'::json)")
        .execute(&mut app.superuser().await)
        .await
        .expect("a job");
    app.run_jobs().await;
}

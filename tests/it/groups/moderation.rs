//! Looking after a chat: flags, the queue, pauses, removals, appeals. By alias.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};
use support::{App, Person};

use super::chat::{circle, clean_up, code, message_fields, page, said, say, take_back};

const CASE: &str =
    "id kind reason flags words person { alias facilitates } place removalReason hidden state handledBy { alias } mayDecide";

async fn flag(app: &App, person: &Person, message: &str, reason: &str) -> Json {
    let mutation = format!(
        "mutation($input: FlagChatMessageInput!) {{ flagChatMessage(input: $input) {{
           message {{ {} }} help {{ emergency lifeline centerLine centerHours centerPhone }} problems {{ code path }} }} }}",
        message_fields()
    );
    app.data(person, &mutation, json!({ "input": { "messageId": message, "reason": reason } })).await["flagChatMessage"].clone()
}

async fn queue(app: &App, person: &Person, open: bool) -> Vec<Json> {
    let query = format!("query($open: Boolean!) {{ moderationCases(open: $open) {{ nodes {{ {CASE} }} }} }}");
    let data = app.data(person, &query, json!({ "open": open })).await;
    data["moderationCases"]["nodes"].as_array().expect("cases").clone()
}

async fn decide(app: &App, person: &Person, case: &Json, more: Json) -> Json {
    let mut input = more;
    input["caseId"] = case["id"].clone();
    let mutation = format!(
        "mutation($input: HandleModerationCaseInput!) {{ handleModerationCase(input: $input) {{ moderationCase {{ {CASE} }} problems {{ code path }} }} }}"
    );
    app.data(person, &mutation, json!({ "input": input })).await["handleModerationCase"].clone()
}

async fn actions(app: &App) -> Vec<String> {
    sqlx::query_scalar("select action from cairn.audit_events where action like 'moderation.%' and action <> 'moderation.view' order by sequence")
        .fetch_all(&mut app.superuser().await)
        .await
        .expect("events")
}

#[tokio::test]
async fn one_case_a_message_and_three_different_flags_hide_it() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let dana = center.counselor("Kim Osei").await;
    let mei = center.client("Mei Lin", &dana).await;
    center.joins(&mei, &circle.group, "Leaf").await;
    let jo = center.client("Jo Park", &dana).await;
    center.joins(&jo, &circle.group, "Moss").await;
    let message = said(&app, &circle.tyler, &circle.group, "You are all weak").await;
    assert_eq!(code(&flag(&app, &circle.tyler, &message, "UNKIND").await), "own_message");
    assert_eq!(code(&flag(&app, &dana, &message, "UNKIND").await), "not_found");
    for _ in 0..2 {
        let flagged = flag(&app, &circle.ana, &message, "UNKIND").await;
        assert_eq!((&flagged["message"]["flaggedByMe"], &flagged["help"]), (&json!(true), &Json::Null), "{flagged:#}");
    }
    assert_eq!(flag(&app, &mei, &message, "ADVICE").await["message"]["state"], "SENT");
    let cases = queue(&app, &circle.marcus, true).await;
    assert_eq!(cases.len(), 1);
    assert_eq!(
        (&cases[0]["flags"], &cases[0]["hidden"], &cases[0]["words"]),
        (&json!(2), &json!(false), &json!("You are all weak"))
    );
    flag(&app, &jo, &message, "OTHER").await;
    let seen = page(&app, &circle.ana, &circle.group).await;
    assert_eq!((&seen[0]["state"], &seen[0]["body"]), (&json!("HIDDEN"), &Json::Null));
    // Whoever looks sees it by alias, and who flagged stays with them.
    for person in [&circle.marcus, &center.admin] {
        let cases = queue(&app, person, true).await;
        assert_eq!(
            (&cases[0]["person"]["alias"], &cases[0]["flags"], &cases[0]["hidden"]),
            (&json!("Sky"), &json!(3), &json!(true))
        );
        for name in ["Tyler", "Ana", "Mei", "River", "Leaf", "Moss"] {
            assert!(!cases[0].to_string().contains(name), "{name}");
        }
    }
    // Nothing wrong with it: it is there again, and the same people do not hide it twice.
    let case = queue(&app, &circle.marcus, true).await[0].clone();
    let kept = decide(&app, &circle.marcus, &case, json!({ "verdict": "KEEP" })).await;
    assert_eq!(
        (&kept["moderationCase"]["state"], &kept["moderationCase"]["handledBy"]["alias"]),
        (&json!("KEPT"), &json!("Marc"))
    );
    assert_eq!(page(&app, &circle.ana, &circle.group).await[0]["body"], "You are all weak");
    assert_eq!(code(&decide(&app, &center.admin, &case, json!({ "verdict": "HIDE" })).await), "conflict");
    for person in [&circle.ana, &mei, &jo] {
        flag(&app, person, &message, "UNKIND").await;
    }
    assert_eq!(queue(&app, &circle.marcus, true).await.len(), 0);
    assert_eq!(actions(&app).await, ["moderation.keep"]);
}

#[tokio::test]
async fn nobody_else_looks_after_a_group() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let other = center.facilitator("Lena Cho").await;
    let message = said(&app, &circle.tyler, &circle.group, "Hello").await;
    flag(&app, &circle.ana, &message, "OTHER").await;
    let case = queue(&app, &circle.marcus, true).await[0].clone();
    assert_eq!(queue(&app, &other, true).await, Vec::<Json>::new(), "facilitates elsewhere");
    for person in [&other, &circle.ana, &circle.tyler] {
        assert_eq!(code(&decide(&app, person, &case, json!({ "verdict": "KEEP" })).await), "not_found", "{}", person.name);
        let one = app.data(person, "query($id: ID!) { moderationCase(caseId: $id) { id } }", json!({ "id": case["id"] })).await;
        assert_eq!(one["moderationCase"], Json::Null);
    }
    let refused = app.graphql(&circle.ana, "{ moderationCases { nodes { id } } }", json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
    // A facilitator's own message is somebody else's to look at, and admins talk to them in person.
    let own = said(&app, &circle.marcus, &circle.group, "Because I say so").await;
    flag(&app, &circle.ana, &own, "UNKIND").await;
    let cases = queue(&app, &circle.marcus, true).await;
    let case = cases.iter().find(|case| case["person"]["facilitates"] == true).expect("the case");
    assert_eq!(case["mayDecide"], false);
    assert_eq!(code(&decide(&app, &circle.marcus, case, json!({ "verdict": "KEEP" })).await), "own_case");
    assert_eq!(
        code(&decide(&app, &center.admin, case, json!({ "verdict": "REMOVE", "reason": "x" })).await),
        "verdict_facilitator"
    );
    assert_eq!(code(&decide(&app, &center.admin, case, json!({ "verdict": "HIDE" })).await), "fine");
    assert_eq!(page(&app, &circle.ana, &circle.group).await[1]["state"], "HIDDEN");
}

#[tokio::test]
async fn danger_is_raised_at_once_and_help_is_shown() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let message = said(&app, &circle.tyler, &circle.group, "I can't do this any more").await;
    flag(&app, &circle.ana, &message, "OTHER").await;
    let tasks = "{ staffTasks { nodes { kind member { name } moderationCaseId } } }";
    assert_eq!(app.data(&center.admin, tasks, json!({})).await["staffTasks"]["nodes"], json!([]));
    for _ in 0..2 {
        let flagged = flag(&app, &circle.ana, &message, "DANGER").await;
        let help = json!({ "emergency": "911", "lifeline": "988", "centerLine": "+1 207 555 0199",
            "centerHours": "Every day, 8 AM to 10 PM", "centerPhone": "+1 207 555 0100" });
        assert_eq!(flagged["help"], help, "{flagged:#}");
        assert_eq!(flagged["message"]["state"], "SENT", "the group goes on reading what somebody needs it to");
    }
    let case = queue(&app, &circle.marcus, true).await[0].clone();
    assert_eq!((&case["reason"], &case["flags"]), (&json!("DANGER"), &json!(1)));
    let raised = app.data(&center.admin, tasks, json!({})).await["staffTasks"]["nodes"].clone();
    assert_eq!(raised, json!([{ "kind": "CHAT_DANGER", "member": null, "moderationCaseId": case["id"] }]));
}

const MINE: &str =
    "query($id: ID!) { group(id: $id) { myMembership { id state pausedUntil removalReason canAppeal appealDeclined } } }";
const APPEAL: &str = "mutation($input: AppealRemovalInput!) { appealRemoval(input: $input) { problems { code } } }";

#[tokio::test]
async fn a_pause_keeps_somebody_away_for_a_while() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let message = said(&app, &circle.tyler, &circle.group, "Get lost").await;
    flag(&app, &circle.ana, &message, "UNKIND").await;
    let case = queue(&app, &circle.marcus, true).await[0].clone();
    for (more, expected) in [
        (json!({ "verdict": "PAUSE" }), "required"),
        (json!({ "verdict": "PAUSE", "pauseDays": 0 }), "pause_days"),
        (json!({ "verdict": "PAUSE", "pauseDays": 91 }), "pause_days"),
        (json!({ "verdict": "RESTORE" }), "case_verdict"),
    ] {
        assert_eq!(code(&decide(&app, &circle.marcus, &case, more.clone()).await), expected, "{more}");
    }
    let paused = decide(&app, &circle.marcus, &case, json!({ "verdict": "PAUSE", "pauseDays": 3 })).await;
    assert_eq!(
        (&paused["moderationCase"]["state"], &paused["moderationCase"]["place"]),
        (&json!("PAUSED"), &json!("PAUSED")),
        "{paused:#}"
    );
    assert_eq!(page(&app, &circle.ana, &circle.group).await[0]["state"], "HIDDEN");
    assert_eq!(code(&say(&app, &circle.tyler, &circle.group, "But").await), "not_found");
    let mine = app.data(&circle.tyler, MINE, json!({ "id": circle.group })).await["group"]["myMembership"].clone();
    assert!(mine["pausedUntil"].as_str().is_some_and(|until| until.starts_with("2026-03-05T15:00")), "{mine}");
    assert_eq!(actions(&app).await, ["moderation.pause"]);
}

#[tokio::test]
async fn a_removal_can_be_appealed_once_and_somebody_else_decides() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let message = said(&app, &circle.tyler, &circle.group, "I know where you live").await;
    flag(&app, &circle.ana, &message, "IDENTITY").await;
    let case = queue(&app, &circle.marcus, true).await[0].clone();
    assert_eq!(code(&decide(&app, &circle.marcus, &case, json!({ "verdict": "REMOVE" })).await), "required");
    let reason = "We keep each other safe here. Talk to us when you are ready.";
    let removed = decide(&app, &circle.marcus, &case, json!({ "verdict": "REMOVE", "reason": reason })).await;
    assert_eq!(removed["moderationCase"]["state"], "REMOVED", "{removed:#}");
    let mine = app.data(&circle.tyler, MINE, json!({ "id": circle.group })).await["group"]["myMembership"].clone();
    assert_eq!((&mine["state"], &mine["removalReason"], &mine["canAppeal"]), (&json!("REMOVED"), &json!(reason), &json!(true)));

    let appeal = json!({ "membershipId": circle.sky, "words": "I am sorry. I was scared." });
    assert_eq!(app.data(&circle.tyler, APPEAL, json!({ "input": appeal })).await["appealRemoval"]["problems"], json!([]));
    let again = app.data(&circle.tyler, APPEAL, json!({ "input": appeal })).await["appealRemoval"].clone();
    assert_eq!(code(&again), "appeal_once");
    // Marcus removed; there is an admin, so he does not decide alone, whichever way he tries.
    let case = queue(&app, &circle.marcus, true).await[0].clone();
    assert_eq!(
        (&case["kind"], &case["words"], &case["mayDecide"]),
        (&json!("APPEAL"), &json!("I am sorry. I was scared."), &json!(false))
    );
    assert_eq!((&case["removalReason"], &case["person"]["alias"]), (&json!(reason), &json!("Sky")));
    for verdict in ["KEEP", "RESTORE"] {
        assert_eq!(code(&decide(&app, &circle.marcus, &case, json!({ "verdict": verdict })).await), "appeal_by_another");
    }
    let restore = "mutation($id: ID!) { restoreGroupPerson(id: $id) { problems { code } } }";
    let around = app.data(&circle.marcus, restore, json!({ "id": circle.sky })).await["restoreGroupPerson"].clone();
    assert_eq!(code(&around), "appeal_by_another");
    assert_eq!(code(&decide(&app, &center.admin, &case, json!({ "verdict": "HIDE" })).await), "case_verdict");
    let restored = decide(&app, &center.admin, &case, json!({ "verdict": "RESTORE" })).await["moderationCase"].clone();
    assert_eq!(
        (&restored["state"], &restored["place"], &restored["handledBy"]),
        (&json!("RESTORED"), &json!("ACTIVE"), &Json::Null)
    );
    said(&app, &circle.tyler, &circle.group, "Thank you").await;
    assert_eq!(actions(&app).await, ["moderation.remove", "moderation.restore"]);
    // Removed anew, they may ask anew; and a removal can stand.
    let remove = "mutation($input: RemoveGroupPersonInput!) { removeGroupPerson(input: $input) { problems { code } } }";
    app.data(&center.admin, remove, json!({ "input": { "id": circle.sky, "reason": "Not again." } })).await;
    assert_eq!(app.data(&circle.tyler, APPEAL, json!({ "input": appeal })).await["appealRemoval"]["problems"], json!([]));
    let case = queue(&app, &circle.marcus, true).await[0].clone();
    let stands = decide(&app, &circle.marcus, &case, json!({ "verdict": "KEEP" })).await["moderationCase"].clone();
    assert_eq!(
        (&stands["state"], &stands["place"], &stands["handledBy"]["alias"]),
        (&json!("KEPT"), &json!("REMOVED"), &json!("Marc"))
    );
    // And they hear so.
    let told = "select count(*) from cairn.notifications where kind = 'place_news' and subject_version =
      (select version from cairn.memberships p where p.id = subject_id) and member_id = $1";
    let told: i64 =
        sqlx::query_scalar(told).bind(circle.tyler.member_id.0).fetch_one(&mut app.superuser().await).await.expect("a count");
    assert_eq!(told, 1);
    let mine = app.data(&circle.tyler, MINE, json!({ "id": circle.group })).await["group"]["myMembership"].clone();
    assert_eq!((&mine["appealDeclined"], &mine["canAppeal"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn what_was_said_stays_with_an_open_case_and_goes_a_month_after() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({ "chatDays": 1 })).await;
    let message = said(&app, &circle.tyler, &circle.group, "Something unkind").await;
    flag(&app, &circle.ana, &message, "UNKIND").await;
    take_back(&app, &circle.tyler, &message).await;
    app.driven().advance(SignedDuration::from_hours(24 * 40));
    clean_up(&app).await;
    let mut db = app.superuser().await;
    let messages: i64 = sqlx::query_scalar("select count(*) from cairn.chat_messages").fetch_one(&mut db).await.expect("count");
    assert_eq!(messages, 0);
    let marcus = crate::standing::sign_in_again(&app, &center.center, &circle.marcus).await;
    let case = queue(&app, &marcus, true).await[0].clone();
    assert_eq!(case["words"], "Something unkind");
    assert_eq!(decide(&app, &marcus, &case, json!({ "verdict": "HIDE" })).await["moderationCase"]["state"], "HIDDEN");
    let kept = "select evidence is not null from cairn.moderation_cases";
    for (days, expected) in [(29, true), (2, false)] {
        app.driven().advance(SignedDuration::from_hours(24 * days));
        clean_up(&app).await;
        let there: bool = sqlx::query_scalar(kept).fetch_one(&mut db).await.expect("the case");
        assert_eq!(there, expected, "{days} days on");
    }
}

#[tokio::test]
async fn whoever_holds_the_room_decides_at_once_and_it_is_kept_like_a_flag() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let circle = circle(&center, json!({})).await;
    let decide = async |person: &Person, message: &str, more: Json| {
        let mut input = more;
        input["messageId"] = json!(message);
        let mutation = format!(
            "mutation($input: ModerateChatMessageInput!) {{ moderateChatMessage(input: $input) {{ message {{ {} }} problems {{ code path }} }} }}",
            message_fields()
        );
        app.data(person, &mutation, json!({ "input": input })).await["moderateChatMessage"].clone()
    };
    let message = said(&app, &circle.tyler, &circle.group, "Call me at 555").await;
    let hide = json!({ "verdict": "HIDE" });
    // Neither members nor admins: they do not hold the room.
    for person in [&circle.ana, &circle.tyler, &center.admin] {
        assert_eq!(code(&decide(person, &message, hide.clone()).await), "not_found", "{}", person.name);
    }
    for verdict in ["KEEP", "RESTORE"] {
        assert_eq!(code(&decide(&circle.marcus, &message, json!({ "verdict": verdict })).await), "case_verdict");
    }
    let hidden = decide(&circle.marcus, &message, hide.clone()).await;
    assert_eq!((&hidden["message"]["state"], &hidden["message"]["body"]), (&json!("HIDDEN"), &Json::Null), "{hidden:#}");
    assert_eq!(page(&app, &circle.ana, &circle.group).await[0]["state"], "HIDDEN");
    let kept = queue(&app, &center.admin, false).await;
    assert_eq!(
        (&kept[0]["state"], &kept[0]["flags"], &kept[0]["words"], &kept[0]["handledBy"]["alias"]),
        (&json!("HIDDEN"), &json!(0), &json!("Call me at 555"), &json!("Marc"))
    );
    // What somebody flagged is the same case.
    let second = said(&app, &circle.tyler, &circle.group, "And again").await;
    flag(&app, &circle.ana, &second, "UNKIND").await;
    assert_eq!(code(&decide(&circle.marcus, &second, json!({ "verdict": "PAUSE" })).await), "required");
    let paused = decide(&circle.marcus, &second, json!({ "verdict": "PAUSE", "pauseDays": 3 })).await;
    assert_eq!(paused["message"]["state"], "HIDDEN", "{paused:#}");
    assert_eq!(queue(&app, &circle.marcus, true).await, Vec::<Json>::new());
    assert_eq!(code(&say(&app, &circle.tyler, &circle.group, "But").await), "not_found");
    let third = said(&app, &circle.ana, &circle.group, "Mine").await;
    let removed = decide(&circle.marcus, &third, json!({ "verdict": "REMOVE", "reason": "We talked about it." })).await;
    assert_eq!(removed["problems"], json!([]), "{removed:#}");
    let own = said(&app, &circle.marcus, &circle.group, "Welcome").await;
    assert_eq!(code(&decide(&circle.marcus, &own, hide.clone()).await), "own_message");
    take_back(&app, &circle.marcus, &own).await;
    assert_eq!(actions(&app).await, ["moderation.hide", "moderation.pause", "moderation.remove"]);
}

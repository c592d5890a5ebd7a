//! Names that are another's, or look like it: who learns of it, and when.

use cairn_domain::db::ClaimedJob;
use cairn_domain::groups::upkeep;
use cairn_domain::ids::{GroupId, WireId};
use serde_json::{Value as Json, json};
use support::{App, Person, TestCenter};

const ANSWER: &str = "mutation($id: ID!) { answerApplication(input: { id: $id, letIn: true }) { entry { state person { alias } } problems { code } } }";
const MINE: &str = "query($id: ID!) { group(id: $id) { myMembership { id state alias } } }";

async fn mine(app: &App, person: &Person, group: &str) -> Json {
    app.data(person, MINE, json!({ "id": group })).await["group"]["myMembership"].clone()
}

async fn let_in(app: &App, admin: &Person, place: &Json) -> Json {
    let answer = app.data(admin, ANSWER, json!({ "id": place })).await["answerApplication"].clone();
    assert_eq!(answer["problems"], json!([]), "{answer:#}");
    answer["entry"].clone()
}

async fn three(center: &TestCenter<'_>) -> [Person; 3] {
    let dana = center.counselor("Dana Reyes").await;
    [center.client("Ana Ruiz", &dana).await, center.client("Tyler Beck", &dana).await, center.client("Mei Lin", &dana).await]
}

fn state(asked: &Json) -> &Json {
    &asked["group"]["myMembership"]["state"]
}

#[tokio::test]
async fn whoever_is_let_in_under_a_name_that_is_anothers_chooses_again() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let [ana, tyler, mei] = three(&center).await;
    let group = center.group("Evening circle", json!({ "access": "CLOSED" })).await;
    // All three may ask by the same name: who is behind the door is not told there.
    let mut places = Vec::new();
    for person in [&ana, &tyler, &mei] {
        let asked = center.asks_to_join(person, &group, "River").await;
        assert_eq!((state(&asked), &asked["problems"]), (&json!("APPLIED"), &json!([])), "{asked:#}");
        places.push(asked["group"]["myMembership"]["id"].clone());
    }
    assert_eq!(let_in(&app, &center.admin, &places[0]).await["state"], "ACTIVE");
    app.run_jobs().await;
    let mails = || app.mail.inbox().mails(Some(&tyler.email)).len();
    let before = mails();
    let entry = let_in(&app, &center.admin, &places[1]).await;
    assert_eq!(
        (&entry["state"], &entry["person"]["alias"]),
        (&json!("INVITED"), &json!("River")),
        "let in, and asked for another"
    );
    app.run_jobs().await;
    assert_eq!(mails(), before + 1, "there is news of their place");
    let invited = mine(&app, &tyler, &group).await;
    assert_eq!((&invited["state"], &invited["alias"]), (&json!("INVITED"), &json!("River")));
    // From here on they are told at once, and need not ask again.
    let again = center.asks_to_join(&tyler, &group, "Rіver").await;
    assert_eq!(again["problems"], json!([{ "code": "alias_taken", "path": ["alias"] }]));
    assert_eq!(state(&center.asks_to_join(&tyler, &group, "Sky").await), "ACTIVE");
    // Who still waits can choose another in time, and is let in as that.
    let update = "mutation($id: ID!) { updateMembership(input: { membershipId: $id, alias: \"Leaf\" }) { problems { code } } }";
    let renamed = app.data(&mei, update, json!({ "id": places[2] })).await;
    assert_eq!(renamed["updateMembership"]["problems"], json!([]));
    let entry = let_in(&app, &center.admin, &places[2]).await;
    assert_eq!((&entry["state"], &entry["person"]["alias"]), (&json!("ACTIVE"), &json!("Leaf")));
    // Inside, names are one person's each.
    let refused = app.data(&mei, &update.replace("Leaf", "Sky"), json!({ "id": places[2] })).await;
    assert_eq!(refused["updateMembership"]["problems"][0]["code"], "alias_taken");
}

/// Somebody who holds the room is seen by everybody who sees the group: their name is refused at the door.
#[tokio::test]
async fn nobody_asks_by_the_name_of_who_holds_the_room() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let [ana, ..] = three(&center).await;
    let carlos = center.facilitator("Carl Hill").await;
    let group = center.group("Evening circle", json!({ "access": "CLOSED" })).await;
    center.holds(&carlos, &group, "Carlos", "FACILITATOR").await;
    for (alias, code) in [
        ("Car|os", "alias_taken"),
        ("Carl∣os", "alias_taken"),
        ("🅲🅰🆁🅻🅾🆂", "alias_taken"),
        ("ᴄᴀʀʟᴏꜱ", "alias_taken"),
        ("Faci|itator", "alias_reserved"),
        ("🅼🅾🅳🅴🆁🅰🆃🅾🆁", "alias_reserved"),
    ] {
        let refused = center.asks_to_join(&ana, &group, alias).await;
        assert_eq!(refused["problems"], json!([{ "code": code, "path": ["alias"] }]), "{alias}");
    }
    assert_eq!(state(&center.asks_to_join(&ana, &group, "Marta").await), "APPLIED");
}

/// Names that were compared by an older release are compared anew by the groups' round, and nobody loses theirs.
#[tokio::test]
async fn names_of_before_are_compared_as_names_are_now() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let [ana, tyler, mei] = three(&center).await;
    let group = center.group("Evening circle", json!({})).await;
    center.joins(&ana, &group, "Carlos").await;
    let older = async || {
        sqlx::raw_sql("update cairn.memberships set looks_version = 1, alias_hash = sha256(id::text::bytea)")
            .execute(&mut app.superuser().await)
            .await
            .expect("as an older release left it");
    };
    let round = async || {
        let tx = app.db.work(&ClaimedJob { center_id: center.center.id, job_id: 1 }).await.expect("a transaction");
        upkeep::round(&tx, GroupId::from_wire(&group).expect("a group's id")).await.expect("a round");
        tx.commit().await.expect("commit");
    };
    older().await;
    // What the older way let through.
    assert_eq!(state(&center.asks_to_join(&tyler, &group, "Car∣os").await), "ACTIVE");
    older().await;
    for _ in 0..2 {
        round().await;
        let refused = center.asks_to_join(&mei, &group, "CARLOS").await;
        assert_eq!(refused["problems"][0]["code"], "alias_taken", "{refused:#}");
    }
    for (person, alias) in [(&ana, "Carlos"), (&tyler, "Car∣os")] {
        let place = mine(&app, person, &group).await;
        assert_eq!((&place["state"], &place["alias"]), (&json!("ACTIVE"), &json!(alias)));
    }
    let old: i64 = sqlx::query_scalar("select count(*) from cairn.memberships where looks_version < 2")
        .fetch_one(&mut app.superuser().await)
        .await
        .expect("count");
    assert_eq!(old, 0);
    assert_eq!(state(&center.asks_to_join(&mei, &group, "Leaf").await), "ACTIVE");
}

//! Proof of attendance: exactly what the member released, for as long as they want.

use http::StatusCode;
use serde_json::{Value as Json, json};
use support::App;
use uuid::Uuid;

use super::room::{Room, code};

const CREATE: &str = "mutation($input: CreateAttendanceProofInput!) { createAttendanceProof(input: $input) {
  url proof { id recipient views revokedAt facts { name center from until groups count minutes meetings { date group minutes } } }
  problems { code path } } }";
const REVOKE: &str =
    "mutation($proof: ID!) { revokeAttendanceProof(attendanceProofId: $proof) { proof { revokedAt } problems { code } } }";
const LIST: &str = "{ attendanceProofs { nodes { id recipient views revokedAt } } }";

const PEOPLE: [(&str, &str); 2] = [("Ana Ruiz", "River"), ("Tyler Beck", "Sky")];

fn input(room: &Room<'_>, show: &[&str]) -> Json {
    json!({ "clientMutationId": Uuid::new_v4(), "groupIds": [room.group], "from": "2026-03-01", "until": "2026-03-31", "show": show,
        "nameAsShown": "A. Ruiz", "recipient": "Judge Ellis", "days": 30 })
}

impl Room<'_> {
    async fn proves(&self, input: Json) -> Json {
        self.app.data(&self.guests[0].person, CREATE, json!({ "input": input })).await["createAttendanceProof"].clone()
    }
}

/// The text of a page without its markup.
fn words(html: &str) -> String {
    let body = html.split("<body").nth(1).unwrap_or(html);
    let mut text = String::new();
    let mut inside = true;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn whoever_has_the_link_reads_what_was_released_and_nothing_else() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &PEOPLE).await;
    room.held().await;
    room.on("2026-03-05T15:00:00Z").await;
    let made = room.proves(input(&room, &["DATES", "MINUTES"])).await;
    assert_eq!(made["problems"], json!([]));
    let facts = &made["proof"]["facts"];
    assert_eq!(facts["meetings"], json!([{ "date": "2026-03-03", "group": null, "minutes": 59 }]));
    assert_eq!(
        (&facts["name"], &facts["groups"], &facts["count"], &facts["center"]),
        (&Json::Null, &json!([]), &Json::Null, &Json::Null)
    );
    let url = made["url"].as_str().expect("a link").to_owned();
    assert!(url.starts_with("/v/") && url.len() == 67, "{url}");

    let page = app.get(&url, None).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), (Some("no-store"), Some("no-referrer")));
    let said = words(&page.text());
    assert!(said.starts_with("class=\"page\"> Attendance confirmed") || said.contains("Attendance confirmed"), "{said}");
    assert!(
        said.contains("Minutes attended 59")
            && said.contains("Tue, Mar 3, 2026 · 59 minutes")
            && said.contains("Issued Thu, Mar 5, 2026"),
        "{said}"
    );
    for hidden in ["Ruiz", "Ana", "River", "Evening", "Harbor", "Ellis", "Cairn", "Marcus", "recovery", "script"] {
        assert!(!page.text().contains(hidden), "{hidden}: {}", page.text());
    }
    assert!(app.get(&format!("{url}?lang=es"), None).await.status.is_redirection());

    // Everything, when that is what they want.
    let all = room.proves(input(&room, &["NAME", "CENTER", "GROUP", "PERIOD", "DATES", "MINUTES", "COUNT"])).await;
    let said = words(&app.get(all["url"].as_str().expect("a link"), None).await.text());
    for shown in ["A. Ruiz", "Harbor House", "Evening circle", "Sun, Mar 1, 2026 to Tue, Mar 31, 2026", "Times attended 1"] {
        assert!(said.contains(shown), "{shown}: {said}");
    }
    assert!(!said.contains("River") && !said.contains("Ellis"), "{said}");
}

#[tokio::test]
async fn unknown_revoked_and_expired_read_the_same_and_each_look_is_noted() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &PEOPLE).await;
    room.held().await;
    room.on("2026-03-05T15:00:00Z").await;
    let ana = &room.guests[0].person;
    let (one, two) = (room.proves(input(&room, &["COUNT"])).await, room.proves(input(&room, &["COUNT"])).await);
    let (first, second) = (one["url"].as_str().expect("a link"), two["url"].as_str().expect("a link"));
    for _ in 0..2 {
        assert_eq!(app.get(first, None).await.status, StatusCode::OK);
    }
    let views = room.audited("attendance_proof.view").await;
    assert_eq!(views, vec![("done".to_owned(), Some(ana.member_id.0)); 2]);
    let list = app.data(ana, LIST, json!({})).await["attendanceProofs"]["nodes"].clone();
    assert_eq!(list.as_array().map(Vec::len), Some(2));
    assert_eq!(list.as_array().expect("proofs").iter().map(|proof| proof["views"].as_i64().unwrap_or(0)).sum::<i64>(), 2);
    assert_eq!(app.data(&room.guests[1].person, LIST, json!({})).await["attendanceProofs"]["nodes"], json!([]));

    let proof = json!({ "proof": one["proof"]["id"] });
    assert_eq!(code(&app.data(&room.guests[1].person, REVOKE, proof.clone()).await["revokeAttendanceProof"]), "not_found");
    let revoked = app.data(ana, REVOKE, proof).await;
    assert_eq!(revoked["revokeAttendanceProof"]["proof"]["revokedAt"], "2026-03-05T15:00:00Z");
    let gone = app.get(first, None).await;
    room.on("2026-04-04T15:00:00Z").await;
    let expired = app.get(second, None).await;
    let mut altered = second.to_owned();
    altered.replace_range(60..61, if &second[60..61] == "A" { "B" } else { "A" });
    let unknown =
        [app.get(&altered, None).await, app.get("/v/AAAA", None).await, app.get(&format!("/v/{}", "A".repeat(64)), None).await];
    let plain = |text: &str| {
        let path = text.split("href=\"/v/").nth(1).and_then(|rest| rest.split('?').next()).unwrap_or_default().to_owned();
        text.replace(&path, "")
    };
    for answer in unknown.iter().chain([&expired]) {
        assert_eq!((answer.status, plain(&answer.text())), (gone.status, plain(&gone.text())));
    }
    assert_eq!(gone.status, StatusCode::GONE);
    assert_eq!(room.audited("attendance_proof.view").await.len(), 2, "what shows nothing is no look");
}

#[tokio::test]
async fn a_proof_is_made_once_of_ones_own_attendance_and_leaves_through_the_gate() {
    let app = App::start().await;
    let room = Room::new(&app, json!({}), &PEOPLE).await;
    let other = room.center.group("Morning circle", json!({})).await;
    room.held().await;
    room.on("2026-03-05T15:00:00Z").await;
    for (change, expected) in [
        (json!({ "show": ["NAME", "GROUP"] }), "proof_says_nothing"),
        (json!({ "show": ["NAME", "COUNT"], "nameAsShown": " " }), "required"),
        (json!({ "until": "2026-02-01" }), "date_order"),
        (json!({ "from": "2025-01-01" }), "range_too_long"),
        (json!({ "days": 181 }), "out_of_range"),
        (json!({ "recipient": "" }), "required"),
        (json!({ "groupIds": [] }), "required"),
        (json!({ "groupIds": [other] }), "not_found"),
        (json!({ "from": "2026-03-04" }), "nothing_to_prove"),
    ] {
        let mut wrong = input(&room, &["COUNT"]);
        for (name, value) in change.as_object().expect("changes") {
            wrong[name] = value.clone();
        }
        assert_eq!(code(&room.proves(wrong).await), expected, "{change}");
    }
    let asked = input(&room, &["COUNT", "DATES"]);
    let made = room.proves(asked.clone()).await;
    let again = room.proves(asked).await;
    assert_eq!((&again["proof"]["id"], &again["url"]), (&made["proof"]["id"], &Json::Null), "the link is shown once");
    let staff = app.data(&room.marcus, CREATE, json!({ "input": input(&room, &["COUNT"]) })).await;
    assert_eq!(code(&staff["createAttendanceProof"]), "not_allowed");
    let mut db = app.superuser().await;
    let released: Vec<(String, Uuid)> = sqlx::query_as("select basis, recipient_id from cairn.disclosures where kind = 'proof'")
        .fetch_all(&mut db)
        .await
        .expect("disclosures");
    assert_eq!(released, [("own_data".to_owned(), room.guests[0].person.member_id.0)]);
    let token = made["url"].as_str().expect("a link").trim_start_matches("/v/").to_owned();
    let kept: String =
        sqlx::query_scalar("select to_jsonb(p)::text from cairn.attendance_proofs p").fetch_one(&mut db).await.expect("a row");
    assert!(!kept.contains(&token) && !kept.contains("Ellis") && !kept.contains("2026-03-03"), "{kept}");
}

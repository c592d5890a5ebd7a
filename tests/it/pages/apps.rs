use cairn_domain::actor::Role;
use http::StatusCode;
use serde_json::json;
use support::App;

use super::visitor::{Visitor, booked, boot, location};

#[tokio::test]
async fn each_app_opens_for_its_audience_in_its_center_only() {
    let app = App::start().await;
    let (dana, ana) = booked(&app).await;
    let other = app.center("Sierra Commons").await;
    let mut client = Visitor::signed_in(&app, &ana);
    let today = client.get("/harbor-house/me/today").await;
    assert_eq!(today.status, StatusCode::OK);
    let text = today.text();
    // Of use without any script: the next session, help, the way out.
    assert!(text.contains("Wed, Mar 4, 11:00 AM–11:45 AM") && text.contains("Dana Reyes"), "{text}");
    assert!(text.contains("href=\"/harbor-house/help\"") && text.contains("action=\"/sign-out\""));
    assert_eq!(boot(&today)["audience"], "portal");
    assert_eq!(boot(&today)["today"], "2026-03-02");
    assert_eq!(location(&client.get("/harbor-house/app").await), "/harbor-house/me/today");
    assert_eq!(
        location(&client.get("/sierra-commons/me/today").await),
        "/sierra-commons/sign-in?next=%2Fsierra-commons%2Fme%2Ftoday"
    );
    assert_eq!(location(&client.get("/ops/centers").await), "/ops/sign-in");
    let mut staff = Visitor::signed_in(&app, &dana);
    assert_eq!(location(&staff.get("/harbor-house/me/today").await), "/harbor-house/app");
    let both = other.invite("Pat Doe", &[Role::Client, Role::PeerMentor], None).await;
    let mut both = Visitor::signed_in(&app, &both);
    assert_eq!(both.get("/sierra-commons/me").await.status, StatusCode::OK);
    assert_eq!(both.get("/sierra-commons/app/anything/below").await.status, StatusCode::OK);
    // The calendar file: one's own only.
    let sessions = app.data(&ana, "{ sessions { nodes { id } } }", json!({})).await;
    let id = sessions["sessions"]["nodes"][0]["id"].as_str().expect("an id").to_owned();
    let file = client.get(&format!("/harbor-house/me/sessions/{id}/calendar.ics")).await;
    assert_eq!(file.header("content-type"), Some("text/calendar; charset=utf-8; method=PUBLISH"));
    let stranger = both.get(&format!("/sierra-commons/me/sessions/{id}/calendar.ics")).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn signing_out_and_leaving_end_the_sign_in() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let mut visitor = Visitor::signed_in(&app, &center.admin);
    let out = visitor.post("/sign-out", &[]).await;
    assert_eq!(location(&out), "/harbor-house");
    assert!(out.header("clear-site-data").is_some());
    assert!(!visitor.cookies.contains_key("__Host-cairn"));
    // The old cookie opens nothing any more.
    let mut old = Visitor::signed_in(&app, &center.admin);
    assert_eq!(old.get("/harbor-house/app").await.status, StatusCode::SEE_OTHER);

    let mut leaving = Visitor::signed_in(&app, &dana);
    let gone = leaving.post("/leave", &[]).await;
    assert!(location(&gone).starts_with("https://www.weather.gov"));
    assert!(gone.header("clear-site-data").is_some_and(|what| what.contains("cookies")));
    let mut old = Visitor::signed_in(&app, &dana);
    assert_eq!(old.get("/harbor-house/app").await.status, StatusCode::SEE_OTHER);
}

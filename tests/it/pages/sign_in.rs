use axum::body::Body;
use http::{Request, StatusCode, header};
use serde_json::json;
use support::{Answer, App, Person};
use uuid::Uuid;

use super::visitor::{Visitor, boot, code, link, location, served};

#[tokio::test]
async fn a_center_signs_up_and_its_admin_is_in() {
    let app = served().await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.get("/start").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("<option value=\"America/Los_Angeles\""));
    let fields = [
        ("name", "Río Claro \"House\" 🌿"),
        ("slug", ""),
        ("zone", "America/Denver"),
        ("adminName", "Inés O'Hara"),
        ("adminEmail", "ines@rio.example"),
    ];
    let sent = visitor.post("/start", &fields).await;
    assert_eq!(location(&sent), "/start/confirm");
    let confirm = visitor.get("/start/confirm").await;
    assert!(confirm.text().contains("ines@rio.example"));

    let wrong = visitor.post("/start/confirm", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("error-summary"), "{}", wrong.text());

    let code = code(&app, "ines@rio.example").await;
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let done = visitor.post("/start/confirm", &[("code", &spaced)]).await;
    assert_eq!(location(&done), "/rio-claro-house/app");
    assert!(visitor.cookies.contains_key("__Host-cairn"));
    let shell = visitor.get("/rio-claro-house/app").await;
    assert_eq!(shell.status, StatusCode::OK);
    let boot = boot(&shell);
    assert_eq!(boot["audience"], "staff");
    assert_eq!(boot["center"]["name"], "Río Claro \"House\" 🌿");
    assert_eq!(boot["viewer"]["roles"], json!(["ADMIN"]));
    assert_eq!(boot["documents"], "trusted");
}

#[tokio::test]
async fn a_taken_address_offers_a_free_one_and_keeps_what_was_typed() {
    let app = served().await;
    app.center("River House").await;
    let mut visitor = Visitor::new(&app);
    visitor.get("/start").await;
    let fields = [
        ("name", "Another"),
        ("slug", "river-house"),
        ("zone", "UTC"),
        ("adminName", "Max"),
        ("adminEmail", "max@other.example"),
    ];
    let again = visitor.post("/start", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = again.text();
    assert!(text.contains("river-house-2"), "{text}");
    assert!(text.contains("value=\"Another\"") && text.contains("value=\"max@other.example\""));
    assert!(text.contains("href=\"#slug\"") && text.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn known_and_unknown_addresses_see_the_same_pages() {
    let app = served().await;
    let center = app.center("Harbor House").await;
    let known = center.admin.email.clone();
    let mut pages = Vec::new();
    for email in [known.as_str(), "nobody@harbor-house.example"] {
        let mut visitor = Visitor::new(&app);
        visitor.get("/harbor-house/sign-in").await;
        let sent = visitor.post("/harbor-house/sign-in", &[("email", email)]).await;
        assert_eq!(location(&sent), "/harbor-house/sign-in/code");
        let entry = visitor.get("/harbor-house/sign-in/code").await;
        let wrong = visitor.post("/harbor-house/sign-in/code", &[("code", "000000")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let password =
            visitor.post("/harbor-house/sign-in/password", &[("email", email), ("password", "not the right one")]).await;
        assert_eq!(password.status, StatusCode::UNPROCESSABLE_ENTITY);
        let same = |answer: &Answer| {
            let token = visitor.cookies["__Host-cairn-form"].clone();
            answer.text().replace(email, "EMAIL").replace(&token, "TOKEN")
        };
        pages.push([same(&entry), same(&wrong), same(&password)]);
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn a_code_signs_in_once_and_leads_where_one_wanted_to_go() {
    let app = served().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let mut visitor = Visitor::new(&app);
    let asked = visitor.get("/harbor-house/app/calendar?view=day").await;
    let sign_in = location(&asked).to_owned();
    assert_eq!(sign_in, "/harbor-house/sign-in?next=%2Fharbor-house%2Fapp%2Fcalendar%3Fview%3Dday");
    visitor.get(&sign_in).await;
    let fields = [("email", dana.email.as_str()), ("next", "/harbor-house/app/calendar?view=day")];
    visitor.post("/harbor-house/sign-in", &fields).await;
    let code = code(&app, &dana.email).await;
    let before = visitor.cookies.clone();
    visitor.get("/harbor-house/sign-in/code").await;
    let done = visitor.post("/harbor-house/sign-in/code", &[("code", &code)]).await;
    assert_eq!(location(&done), "/harbor-house/app/calendar?view=day");
    let cookie = done
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .find_map(|value| value.to_str().ok().filter(|text| text.starts_with("__Host-cairn=")));
    let cookie = cookie.expect("a sign-in cookie");
    for guard in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(guard), "{cookie}");
    }
    // The same code in the browser as it was before: used.
    visitor.cookies = before;
    visitor.get("/harbor-house/sign-in/code").await;
    let again = visitor.post("/harbor-house/sign-in/code", &[("code", &code)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_link_of_a_mail_opens_the_form_but_signs_nobody_in() {
    let app = served().await;
    let center = app.center("Harbor House").await;
    let mut asking = Visitor::new(&app);
    asking.get("/harbor-house/sign-in").await;
    asking.post("/harbor-house/sign-in", &[("email", &center.admin.email)]).await;
    let code = code(&app, &center.admin.email).await;
    let path = link(&app, &center.admin.email, "/c/").await;
    let mut phone = Visitor::new(&app);
    let page = phone.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!phone.cookies.contains_key("__Host-cairn"));
    let done = phone.post(&path, &[("code", &code), ("shared", "yes")]).await;
    assert_eq!(location(&done), "/harbor-house/app");
    let cookie =
        done.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok()).find(|v| v.starts_with("__Host-cairn="));
    assert!(!cookie.expect("a cookie").contains("Max-Age"), "on a shared device it ends with the browser");
    assert_eq!(phone.get("/c/garbage").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn an_invitation_is_looked_at_accepted_and_then_over() {
    let app = served().await;
    let center = app.center("Harbor House").await;
    let query = "mutation($input: InviteMemberInput!) { inviteMember(input: $input) { problems { code } } }";
    let input = json!({ "clientMutationId": Uuid::new_v4(), "email": "mo@harbor.example", "name": "Mo", "roles": ["COUNSELOR"] });
    let token = center_token(&app, &center.admin).await;
    free(&app, &token, query, json!({ "input": input })).await;
    let path = link(&app, "mo@harbor.example", "/i/").await;
    let mut visitor = Visitor::new(&app);
    for _ in 0..3 {
        let page = visitor.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains("Robin Hale") && page.text().contains("Harbor House"));
    }
    let refused = visitor.post(&path, &[("name", ""), ("zone", "America/Chicago"), ("locale", "en")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let name = "<b>Mo</b> \"Q\" עברית";
    let fields = [("name", name), ("pronouns", "they/them"), ("zone", "America/Chicago"), ("locale", "es"), ("password", "")];
    let done = visitor.post(&path, &fields).await;
    assert_eq!(location(&done), "/harbor-house/app");
    assert_eq!(visitor.cookies["lang"], "es");
    let shell = visitor.get("/harbor-house/app").await;
    assert!(shell.text().starts_with("<!doctype html>\n<html lang=\"es\">"));
    assert!(!shell.text().contains("<b>Mo"));
    assert_eq!(boot(&shell)["viewer"]["name"], name);
    let over = Visitor::new(&app).get(&path).await;
    assert_eq!(over.status, StatusCode::GONE);
    assert!(over.text().contains("/harbor-house/sign-in"));
}

/// An API token: in `serve`, free documents need one.
async fn center_token(app: &App, person: &Person) -> String {
    let tx = app.enter(person).await;
    let input = cairn_domain::members::CreateApiToken { key: Uuid::new_v4(), name: "tests".to_owned(), days: 1 };
    let (_, secret) = cairn_domain::members::create_api_token(&tx, input).await.expect("a token");
    tx.commit().await.expect("commit");
    secret.expect("shown once")
}

async fn free(app: &App, token: &str, query: &str, variables: serde_json::Value) -> serde_json::Value {
    let request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-graphql-require-preflight", "1")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::from(json!({ "query": query, "variables": variables }).to_string()))
        .expect("a request");
    let body = app.http(request).await.json();
    assert!(body.get("errors").is_none(), "{body:#}");
    body["data"].clone()
}

#[tokio::test]
async fn an_operator_signs_in_to_their_own_realm() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    cairn_domain::operators::create(&app.operators, "ops@cairn.example").await.expect("an operator");
    let mut visitor = Visitor::new(&app);
    visitor.get("/ops/sign-in").await;
    let unknown = visitor.post("/ops/sign-in", &[("email", "nobody@cairn.example")]).await;
    assert_eq!(location(&unknown), "/ops/sign-in?code");
    visitor.post("/ops/sign-in", &[("email", "ops@cairn.example")]).await;
    visitor.get("/ops/sign-in?code").await;
    let code = code(&app, "ops@cairn.example").await;
    let done = visitor.post("/ops/sign-in", &[("action", "code"), ("code", &code)]).await;
    assert_eq!(location(&done), "/ops", "{}", done.text());
    let shell = visitor.get("/ops/centers").await;
    assert_eq!(boot(&shell)["viewer"]["email"], "ops@cairn.example");
    let request = |cookies: &Visitor<'_>| {
        cookies
            .request("POST", "/ops/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-graphql-require-preflight", "1")
            .body(Body::from(r#"{"query":"{ centers { nodes { name slug } } }"}"#))
            .expect("a request")
    };
    let listed = app.http(request(&visitor)).await;
    assert_eq!(listed.json()["data"]["centers"]["nodes"][0]["slug"], "harbor-house", "{}", listed.text());
    // A center's admin is nobody here, and the operator nobody there.
    assert_eq!(app.http(request(&Visitor::signed_in(&app, &center.admin))).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(visitor.get("/harbor-house/app").await.status, StatusCode::SEE_OTHER);
    visitor.post("/ops/sign-out", &[]).await;
    assert_eq!(location(&visitor.get("/ops").await), "/ops/sign-in");
}

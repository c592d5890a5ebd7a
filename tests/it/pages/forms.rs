use axum::body::Body;
use http::{StatusCode, header};
use support::App;

use super::visitor::{Visitor, location};

type Headers = Vec<(&'static str, &'static str)>;

#[tokio::test]
async fn forms_from_elsewhere_or_without_their_token_are_refused() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let mut visitor = Visitor::new(&app);
    visitor.get("/harbor-house/sign-in").await;
    let body = visitor.form(&[("email", &center.admin.email)]);
    let forged: [(&str, Headers, String); 6] = [
        ("foreign origin", vec![("origin", "https://evil.example")], body.clone()),
        ("cross-site", vec![("sec-fetch-site", "cross-site")], body.clone()),
        ("same-site, not same-origin", vec![("sec-fetch-site", "same-site"), ("origin", "null")], body.clone()),
        ("no token", vec![("origin", support::PUBLIC_URL)], "email=x%40y.example".to_owned()),
        ("another token", vec![("origin", support::PUBLIC_URL)], format!("email=x%40y.example&form={}", "A".repeat(43))),
        ("sandboxed page", vec![("origin", "null")], "email=x%40y.example".to_owned()),
    ];
    for (name, headers, body) in forged {
        let mut request =
            visitor.request("POST", "/harbor-house/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (header, value) in headers {
            request = request.header(header, value);
        }
        let answer = app.http(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
    }
    // Signing somebody out from elsewhere does not work either.
    let signed_in = Visitor::signed_in(&app, &center.admin);
    let forged =
        signed_in.request("POST", "/sign-out").header("sec-fetch-site", "cross-site").body(Body::empty()).expect("a request");
    assert_eq!(app.http(forged).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get("/harbor-house/app", Some(&center.admin)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn pages_speak_both_languages() {
    let app = App::start().await;
    app.center("Harbor House").await;
    let mut visitor = Visitor::new(&app);
    visitor.language = "es-MX,es;q=0.9,en;q=0.5";
    assert!(visitor.get("/harbor-house/sign-in").await.text().contains("<html lang=\"es\">"));
    let switched = visitor.get("/harbor-house/sign-in?next=%2Fharbor-house%2Fme&lang=en").await;
    assert_eq!(location(&switched), "/harbor-house/sign-in?next=%2Fharbor-house%2Fme");
    assert!(visitor.get("/harbor-house/sign-in").await.text().contains("<html lang=\"en\">"));
    assert_eq!(visitor.get("//evil.example/?lang=es").await.status, StatusCode::NOT_FOUND);
    for path in [
        "/",
        "/start",
        "/help",
        "/safety",
        "/privacy",
        "/harbor-house",
        "/harbor-house/sign-in",
        "/nowhere-at-all",
        "/ops/sign-in",
    ] {
        for lang in ["en", "es"] {
            visitor.cookies.insert("lang".to_owned(), lang.to_owned());
            let text = visitor.get(path).await.text();
            assert!(text.contains(&format!("<html lang=\"{lang}\">")), "{path} in {lang}");
            // An id instead of words would show as lower-case-with-dashes alone in an element.
            let bare = text.split('>').map(|rest| rest.split('<').next().unwrap_or_default().trim());
            let id = bare.into_iter().find(|words| {
                words.contains('-') && !words.is_empty() && words.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
            });
            assert_eq!(id, None, "{path} in {lang}");
            assert!(text.contains("/help\""), "{path} has no way to help");
        }
    }
}

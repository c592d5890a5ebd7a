use axum::body::Body;
use http::{Request, StatusCode, header};
use jiff::SignedDuration;
use support::App;

use super::visitor::{Visitor, booked, link, location};

#[tokio::test]
async fn one_session_from_a_mail_is_seen_cancelled_and_brought_back() {
    let app = App::start().await;
    let (dana, ana) = booked(&app).await;
    let path = link(&app, &ana.email, "/s/").await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    assert!(text.contains("Wed, Mar 4") && text.contains("11:00 AM–11:45 AM"), "{text}");
    assert!(text.contains("Dana Reyes"));
    assert!(!text.contains("<title>Dana") && text.contains("<title>Your appointment</title>"));
    let file = visitor.get(&format!("{path}/calendar.ics")).await;
    assert!(
        file.text().contains("BEGIN:VEVENT") && file.header("content-disposition").is_some_and(|name| name.contains("event.ics"))
    );

    let version =
        text.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a version").to_owned();
    let done = visitor.post(&path, &[("action", "cancel"), ("version", &version), ("reason", "a cold")]).await;
    assert_eq!(location(&done), path);
    let cancelled = visitor.get(&path).await.text();
    assert!(cancelled.contains("This is cancelled.") && cancelled.contains("Undo"));
    visitor.post(&path, &[("action", "undo")]).await;
    assert!(!visitor.get(&path).await.text().contains("This is cancelled."));

    // The counselor's own mail tells no client's name to whoever holds the phone.
    let theirs = link(&app, &dana.email, "/s/").await;
    let page = Visitor::new(&app).get(&theirs).await;
    assert!(!page.text().contains("Ana"), "{}", page.text());
    // Another link's token opens nothing here.
    assert_eq!(visitor.get(&path.replacen("/s/", "/c/", 1)).await.status, StatusCode::GONE);
    app.driven().advance(SignedDuration::from_hours(24 * 4));
    assert_eq!(visitor.get(&path).await.status, StatusCode::GONE);
}

/// Told plainly, and without blame; to move it one asks after signing in.
#[tokio::test]
async fn after_the_cutoff_a_mail_still_calls_off() {
    let app = App::start().await;
    let (_, ana) = booked(&app).await;
    let path = link(&app, &ana.email, "/s/").await;
    app.driven().advance(SignedDuration::from_hours(48));
    let mut visitor = Visitor::new(&app);
    let text = visitor.get(&path).await.text();
    assert!(text.contains("noted as cancelled late") && text.contains("Sign in to ask for another time"), "{text}");
    let done = visitor.post(&path, &[("action", "cancel"), ("version", "1")]).await;
    assert_eq!(location(&done), path);
    assert!(visitor.get(&path).await.text().contains("This is cancelled."));
}

#[tokio::test]
async fn reminders_are_chosen_from_a_mail_or_stopped_by_the_mail_program() {
    let app = App::start().await;
    let (_, ana) = booked(&app).await;
    app.driven().advance(SignedDuration::from_hours(26));
    let path = link(&app, &ana.email, "/e/").await;
    let mut visitor = Visitor::new(&app);
    let page = visitor.get(&path).await;
    assert!(page.text().contains("value=\"21:00\""), "{}", page.text());
    let wrong = visitor.post(&path, &[("quietFrom", "late"), ("quietUntil", "07:00")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = visitor.post(&path, &[("sessionReminders", "yes"), ("quietFrom", "22:30"), ("quietUntil", "07:00")]).await;
    assert_eq!(saved.status, StatusCode::OK);
    assert!(visitor.get(&path).await.text().contains("value=\"22:30\""));

    // A mail program has neither cookie nor token, and comes from anywhere.
    let click = Request::post(&path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("List-Unsubscribe=One-Click"))
        .expect("a request");
    let clicked = app.http(click).await;
    assert_eq!(clicked.status, StatusCode::OK);
    let after = visitor.get(&path).await.text();
    assert!(after.contains("name=\"sessionReminders\" value=\"yes\"> "), "{after}");
    // What was switched off, and the way back: in the answer, and to whoever opens the mail's link later.
    for text in [clicked.text(), after] {
        assert!(text.contains("Reminders are switched off") && text.contains("To get them again"), "{text}");
    }
    let all = [("sessionReminders", "yes"), ("chatMail", "yes"), ("quietFrom", "22:30"), ("quietUntil", "07:00")];
    let back = visitor.post(&path, &all).await.text();
    assert!(back.contains("Saved.") && !back.contains("switched off"), "{back}");
    // Anything else without a token is refused.
    let forged = Request::post(&path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("quietFrom=00:00&quietUntil=00:00"))
        .expect("a request");
    assert_eq!(app.http(forged).await.status, StatusCode::FORBIDDEN);
}

//! Help: for everybody, always, in the same order.

use http::StatusCode;
use support::App;

use crate::pages::visitor::Visitor;

/// Where each of these begins, in the order of the page.
fn places(text: &str, marks: &[&str]) -> Vec<usize> {
    marks.iter().map(|mark| text.find(mark).unwrap_or_else(|| panic!("{mark} is missing: {text}"))).collect()
}

#[tokio::test]
async fn help_needs_no_sign_in_and_keeps_its_order() {
    let app = App::start().await;
    app.center("Harbor House").await;
    let mut visitor = Visitor::new(&app);
    for (path, own) in [("/help", false), ("/harbor-house/help", true)] {
        for lang in ["en", "es"] {
            visitor.cookies.insert("lang".to_owned(), lang.to_owned());
            let page = visitor.get(path).await;
            assert_eq!(page.status, StatusCode::OK);
            let text = page.text();
            let mut marks = vec!["href=\"tel:911\"", "href=\"tel:988\"", "href=\"sms:988\"", "https://988lifeline.org/chat"];
            if own {
                marks.push("href=\"tel:+12075550199\"");
            }
            marks.extend(["href=\"tel:18006624357\"", "href=\"tel:18004874889\"", "id=\"people\""]);
            let found = places(&text, &marks);
            assert!(found.is_sorted(), "{path} in {lang}: {found:?}");
            // Nothing here waits for a script.
            assert!(!text.contains("<script"), "{path} runs a script");
        }
    }
}

#[tokio::test]
async fn help_works_while_the_center_is_paused() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let mut superuser = app.superuser().await;
    sqlx::query("update directory.centers set state = 'suspended' where id = $1")
        .bind(center.center.id.0)
        .execute(&mut superuser)
        .await
        .expect("suspend");
    let mut visitor = Visitor::new(&app);
    let page = visitor.get("/harbor-house/help").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("tel:+12075550199"));
    assert!(visitor.get("/harbor-house/sign-in").await.text().contains("paused"));
    // Reading goes on for those who are in.
    assert_eq!(app.get("/harbor-house/app", Some(&center.admin)).await.status, StatusCode::OK);
}

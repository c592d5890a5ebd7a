//! The sheet for the payer's desk: through the gate, and without a formula in it.

use cairn_domain::actor::Role;
use serde_json::json;
use support::App;

use super::hour::Hour;
use super::lines::{EXPORT, march};

/// Rows of cells, by the rules of RFC 4180.
pub fn parse(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match (quoted, sign) {
            (true, '"') if signs.peek() == Some(&'"') => {
                signs.next();
                cell.push('"');
            }
            (_, '"') => quoted = !quoted,
            (false, ',') => row.push(std::mem::take(&mut cell)),
            (false, '\r') if signs.peek() == Some(&'\n') => {
                signs.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (_, sign) => cell.push(sign),
        }
    }
    assert!(cell.is_empty() && row.is_empty() && !quoted, "the last row has an end");
    rows
}

#[tokio::test]
async fn a_sheet_leaves_through_the_gate_to_whoever_does_the_billing() {
    let app = App::start().await;
    let hour = Hour::new(&app, "IN_PERSON").await;
    hour.held().await;
    hour.noted().await;
    let payer = hour.payer("=HYPERLINK(\"http://evil.example\",\"Horizon\")", "nj_horizon", "2026-01-01").await;
    hour.covers(&payer, json!({ "number": "+1-77" })).await;
    // A name can begin like a formula too.
    crate::notifications::change(&app, &hour.ana, |profile| profile.name = Some("@SUM(1+1) Ruiz".to_owned())).await;
    let exported = app.data(&hour.center.admin, EXPORT, json!({ "input": march(&payer) })).await["exportServiceLines"].clone();
    let id = exported["serviceExport"]["id"].as_str().unwrap_or_else(|| panic!("{exported:#}"));
    let path = format!("/{}/app/service-exports/{id}/lines.csv", hour.center.center.slug);
    let helen = hour.center.invite("Helen Strand", &[Role::Supervisor], None).await;
    for person in [&hour.dana, &hour.ana, &helen] {
        assert_eq!(app.get(&path, Some(person)).await.status, 404, "{}", person.name);
    }
    assert_ne!(app.get(&path, None).await.status, 200);
    let answer = app.get(&path, Some(&hour.center.admin)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"lines.csv\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let rows = parse(&answer.text());
    assert_eq!(rows.len(), 2);
    let cell = |name: &str| {
        let place = rows[0].iter().position(|heading| heading == name).unwrap_or_else(|| panic!("no {name}"));
        rows[1][place].as_str()
    };
    for (name, expected) in [
        ("client", "'@SUM(1+1) Ruiz"),
        ("payer_number", "'+1-77"),
        ("payer", "'=HYPERLINK(\"http://evil.example\",\"Horizon\")"),
        ("service_date", "2026-03-03"),
        ("start", "10:00"),
        ("end", "10:45"),
        ("minutes", "45"),
        ("code", "H0038"),
        ("modifiers", "HF"),
        ("units", "3"),
        ("provider", "Dana Reyes"),
        ("note_signed_on", "2026-03-03"),
        ("notice", "42 CFR part 2 prohibits unauthorized use or disclosure of these records."),
    ] {
        assert_eq!(cell(name), expected, "{name}");
    }
    for row in &rows {
        for cell in row {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    // Nothing of what was said is in it.
    assert!(!answer.text().contains("weekend"));
    let disclosed: Vec<(String, uuid::Uuid, Vec<uuid::Uuid>)> =
        sqlx::query_as("select basis, recipient_id, client_ids from cairn.disclosures where kind = 'export'")
            .fetch_all(&mut app.superuser().await)
            .await
            .expect("disclosures");
    let expected = ("billing_within_center".to_owned(), hour.center.admin.member_id.0, vec![hour.ana.member_id.0]);
    assert_eq!(disclosed, [expected]);
}

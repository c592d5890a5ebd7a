//! The gate: the ways out are these, each is guarded, and each release is a row.

use std::path::{Path, PathBuf};

use cairn_domain::db::ClaimedJob;
use cairn_domain::exits::{self, Exit, Kind};
use cairn_domain::ids::MemberId;
use cairn_domain::{Fault, Problem};
use serde_json::json;
use support::{App, TestCenter};
use uuid::Uuid;

use crate::documents::{PDF, download, send};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Path below `crates/`, and content, of every source file.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
                found.push((name, std::fs::read_to_string(&path).expect("text")));
            }
        }
    }
    let root = workspace().join("crates");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    assert!(found.len() > 80, "the sources are not where this test looks");
    found
}

/// Where each way out leaves the product: the port, and how it says that only what was released passes. The compiler
/// keeps it (a `Released` is made by the gate alone); this list is for people, and for the day a way out is added.
fn port(kind: Kind) -> Option<(&'static str, &'static str)> {
    match kind {
        Kind::Mail => Some(("worker/src/mailer.rs", "async fn send(&self, mail: &Released<OutgoingMail>)")),
        Kind::CalendarFile => {
            Some(("api/src/http/state.rs", "fn render(&self, facts: Released<CalendarFacts>) -> Released<String>"))
        }
        Kind::Download => Some(("domain/src/documents/store.rs", "async fn sign_download(&self, spec: &Released<DownloadSpec>,")),
        // The public feed: the gate releases one type only, that of what an admin wrote down for everybody. It has no
        // recipient, so no row names it: no `Exit` of this kind is made.
        Kind::Feed => Some(("api/src/pages/feed.rs", "fn answer(feed: &Released<MeetingGuide>, ")),
        // Kept for the page that shows it to whoever has the link.
        Kind::Proof => Some(("domain/src/groups/proofs.rs", "facts: &Released<ProofFacts>,")),
        Kind::Export => Some(("api/src/http/service_sheet.rs", "fn answer(sheet: &Released<ServiceSheet>)")),
    }
}

#[test]
fn each_way_out_takes_only_what_was_released() {
    let sources = sources();
    for kind in Kind::ALL {
        match port(kind) {
            Some((file, signature)) => {
                let (_, text) = sources.iter().find(|(name, _)| name == file).unwrap_or_else(|| panic!("no {file}"));
                assert!(text.contains(signature), "{kind:?}: {file} does not say `{signature}`");
            }
            None => {
                let used = format!("Kind::{kind:?}");
                let users: Vec<&String> = sources.iter().filter(|(_, text)| text.contains(&used)).map(|(name, _)| name).collect();
                assert_eq!(users, Vec::<&String>::new(), "{kind:?} is used: name its port above");
            }
        }
    }
}

/// Things that send, and the only files that may name them.
const SENDERS: [(&str, &[&str]); 8] = [
    // A release is made in one place.
    ("Released::new(", &["domain/src/exits/"]),
    ("Released {", &["domain/src/exits/"]),
    // SMTP.
    ("lettre::", &["server/src/adapters/smtp", "server/src/config/validate.rs"]),
    // Object storage.
    ("aws_sdk_s3::", &["server/src/adapters/storage"]),
    (".presigned(", &["server/src/adapters/storage"]),
    // Calendar files.
    ("icalendar::", &["worker/src/calendar"]),
    // No other way to the outside: nothing here calls the web.
    ("reqwest::", &[]),
    ("hyper_util::client", &[]),
];

#[test]
fn nothing_else_sends() {
    let mut found = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| !name.ends_with("/tests.rs")) {
        for (sender, allowed) in SENDERS {
            if text.contains(sender) && !allowed.iter().any(|place| name.starts_with(place)) {
                found.push(format!("{name} names {sender}"));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[tokio::test]
async fn the_database_knows_the_same_ways_out() {
    let app = App::start().await;
    let sql = "select pg_get_constraintdef(oid) from pg_constraint where conname = 'disclosures_kind_check'";
    let check: String = sqlx::query_scalar(sql).fetch_one(&mut app.superuser().await).await.expect("the check");
    let mut listed: Vec<&str> = check.split('\'').skip(1).step_by(2).collect();
    let mut known = Kind::ALL.map(Kind::name);
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
}

async fn try_release(app: &App, center: &TestCenter<'_>, recipient: MemberId, clients: &[MemberId]) -> Result<Uuid, Fault> {
    let job = ClaimedJob { center_id: center.center.id, job_id: 1 };
    let tx = app.db.work(&job).await?;
    let exit = Exit { kind: Kind::Mail, recipient, clients: clients.to_vec(), subject_type: "probe", subject_id: Uuid::new_v4() };
    let released = exits::release(&tx, exit, "words").await?;
    tx.commit().await?;
    Ok(released.disclosure_id())
}

/// No basis, no release: neither colleagues, nor other clients, nor a mix of own and others' clients.
#[tokio::test]
async fn without_a_basis_nothing_leaves() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let lee = center.counselor("Lee Park").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let ben = center.client("Ben Ortiz", &lee).await;
    let (dana, lee, ana, ben, admin) = (dana.member_id, lee.member_id, ana.member_id, ben.member_id, center.admin.member_id);
    for (recipient, clients, basis) in [
        (ana, vec![ana], Some("own_data")),
        (dana, vec![ana], Some("care_within_center")),
        (ana, vec![], Some("own_account")),
        (admin, vec![], Some("own_account")),
        (lee, vec![ana], None),
        (ben, vec![ana], None),
        (ana, vec![ana, ben], None),
        (dana, vec![ana, ben], None),
        (admin, vec![ana], None),
    ] {
        let mut db = app.superuser().await;
        match (try_release(&app, &center, recipient, &clients).await, basis) {
            (Ok(disclosure), Some(basis)) => {
                let written: (String, Vec<Uuid>) =
                    sqlx::query_as("select basis, client_ids from cairn.disclosures where id = $1")
                        .bind(disclosure)
                        .fetch_one(&mut db)
                        .await
                        .expect("the row");
                assert_eq!(written, (basis.to_owned(), clients.iter().map(|client| client.0).collect()));
            }
            (Err(Fault::Problems(problems)), None) => assert_eq!(problems, [Problem::NotAllowed]),
            (other, expected) => panic!("{recipient} about {clients:?}: {other:?} instead of {expected:?}"),
        }
    }
}

const BOOK: &str = "mutation ($input: BookSessionInput!) { bookSession(input: $input) { session { id } problems { code } } }";

/// Mails, links and calendar files of an ordinary day: as many rows as things that left, and each names its recipient.
#[tokio::test]
async fn everything_that_leaves_is_a_row() {
    let app = App::now().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let slots = "query ($c: ID!) { nextSlots(counselorId: $c, minutes: 45) { startsAt } }";
    let offered = app.data(&ana, slots, json!({ "c": dana.wire_id() })).await;
    let input = json!({
        "clientMutationId": Uuid::new_v4(), "counselorId": dana.wire_id(), "startsAt": offered["nextSlots"][0]["startsAt"],
        "minutes": 45, "place": "IN_PERSON",
    });
    let booked = app.data(&ana, BOOK, json!({ "input": input })).await["bookSession"].clone();
    let session = booked["session"]["id"].as_str().unwrap_or_else(|| panic!("{booked:#}")).to_owned();
    let document = send(&app, &ana, &ana, "plan.pdf", "application/pdf", PDF).await;
    app.run_jobs().await;
    for person in [&dana, &ana, &dana] {
        assert!(download(&app, person, &document).await["download"]["url"].is_string());
    }
    let file = app.get(&format!("/{}/me/sessions/{session}/calendar.ics", center.center.slug), Some(&ana)).await;
    assert_eq!(file.status, 200, "{}", file.text());

    let mut db = app.superuser().await;
    let rows: Vec<(String, Uuid, i64)> =
        sqlx::query_as("select kind, recipient_id, count(*) from cairn.disclosures group by kind, recipient_id")
            .fetch_all(&mut db)
            .await
            .expect("disclosures");
    let count = |kind: &str, member: Option<MemberId>| -> i64 {
        rows.iter().filter(|row| row.0 == kind && member.is_none_or(|member| member.0 == row.1)).map(|row| row.2).sum()
    };
    assert_eq!((count("download", Some(dana.member_id)), count("download", Some(ana.member_id))), (2, 1));
    assert_eq!((count("calendar_file", None), count("calendar_file", Some(ana.member_id))), (1, 1));
    let sent: i64 = sqlx::query_scalar("select count(*) from cairn.notifications where state = 'sent'")
        .fetch_one(&mut db)
        .await
        .expect("count");
    let mails = i64::try_from(app.mail.inbox().mails(None).len()).expect("a number");
    assert!(mails > 0, "somebody was told");
    assert_eq!((count("mail", None), sent), (mails, mails));
    for person in [&dana, &ana, &center.admin] {
        let got = i64::try_from(app.mail.inbox().mails(Some(&person.email)).len()).expect("a number");
        assert_eq!(count("mail", Some(person.member_id)), got, "{}", person.name);
    }
}

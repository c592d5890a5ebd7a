//! Every mail there is, as it is delivered: what it says, and what it must not say.

use std::collections::BTreeSet;
use std::sync::Arc;

use cairn_domain::actor::Role;
use cairn_domain::availability::{self, SetAvailability};
use cairn_domain::ids::CenterId;
use cairn_domain::language::Locale;
use cairn_domain::members::{self, Invite, sign_in};
use cairn_server::embedded::mail::Mail;
use jiff::SignedDuration;
use support::{App, PUBLIC_URL, Person, caller, office_hours};
use uuid::Uuid;

use crate::notifications::{at, book, cancel, change, pair, reschedule};

/// Words that say what it is about, in both languages; `*` stands for any ending. Names come on top.
const TELLING: &str = "recovery sober* sobri* addict* adicci* adict* rehab* counsel* consejer* therap* terap* group* grupo* peer* \
    mentor* smart mat moud clinic* clínic* treatment* tratamiento* relapse* recaíd* recuperaci* detox* desintoxic* drug* droga* \
    alcohol* substance* sustancia* patient* paciente* client* diagnos* program* session* sesi* center* centro* cairn* \
    house harbor outpatient dana reyes robin hale sam okafor ruiz quay york denver";
/// Only as they are written: in lower case they are ordinary words or parts of identifiers.
const SHORT: [&str; 2] = ["AA", "NA"];

/// What a reader and a program can see of a mail: raw, with the encodings undone, without what is random or the reader's.
fn visible(mail: &Mail) -> String {
    let mut seen = vec![mail.subject.clone(), mail.from.clone(), mail.text.clone(), mail.html.clone()];
    // Their own address is no news to whoever it is sent to; anybody else's would be left here, and found.
    let own = format!("mailto:{}", mail.to[0]);
    let is_own = |line: &&str| line.starts_with("ATTENDEE") && line.ends_with(&own);
    let unfolded = mail.calendar.as_ref().map(|file| file.replace("\r\n ", ""));
    seen.extend(unfolded.iter().flat_map(|file| file.lines()).filter(|line| !is_own(line)).map(str::to_owned));
    for (name, value) in &mail.headers {
        if !name.eq_ignore_ascii_case("to") {
            seen.push(format!("{name}: {value}"));
        }
    }
    // Tokens, hashes and boundaries are long runs of letters and digits; a word in them would be chance.
    let text = seen.join("\n");
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_') && c.is_ascii())
        .filter(|run| run.len() < 28)
        .collect::<Vec<_>>()
        .join(" ")
}

pub fn telling_words(mail: &Mail) -> BTreeSet<String> {
    let text = visible(mail);
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let tells = |word: &str| {
        let lower = word.to_lowercase();
        SHORT.contains(&word)
            || TELLING.split_whitespace().any(|telling| match telling.strip_suffix('*') {
                Some(stem) => lower.starts_with(stem),
                None => lower == telling,
            })
    };
    words.filter(|word| tells(word)).map(str::to_owned).collect()
}

pub fn well_formed(mail: &Mail, person: &str) {
    assert_eq!(mail.to, [person]);
    assert_eq!(mail.from, "Appointments <notify@mail.example>");
    assert_eq!(mail.header("Auto-Submitted"), Some("auto-generated"));
    assert!(
        mail.message_id.as_deref().is_some_and(|id| id.ends_with("@mail.example") && id.len() == 32 + 13),
        "{:?}",
        mail.message_id
    );
    assert!(mail.html.contains(&format!("<title>{}</title>", mail.subject)), "the title is the subject");
    for remote in ["<img", "src=", "url(", "@import", "<link", "<script"] {
        assert!(!mail.html.contains(remote), "{remote} in a mail");
    }
    assert!(mail.links.iter().all(|link| link.starts_with(PUBLIC_URL)), "{:?}", mail.links);
    assert!(
        mail.links.iter().all(|link| mail.html.contains(link.trim_start_matches(PUBLIC_URL))),
        "text and HTML link to the same"
    );
    let unsubscribes = mail.header("List-Unsubscribe").is_some();
    assert_eq!(unsubscribes, mail.links.iter().any(|link| link.contains("/e/")), "one-click exactly on reminders");
    assert_eq!(unsubscribes, mail.header("List-Unsubscribe-Post") == Some("List-Unsubscribe=One-Click"));
}

/// Sends a member each kind of mail that is about sessions and sign-in.
async fn everything(app: &App, center: &support::TestCenter<'_>, dana: &Person, ana: &Person) {
    sign_in::request_code(&app.db, &center.center, &ana.email, caller()).await.expect("a code");
    let tx = app.enter(ana).await;
    sign_in::request_step_up(tx).await.expect("a step-up code");
    let tx = app.enter(ana).await;
    members::set_password(tx, "entirely unremarkable words 42").await.expect("a password");
    let kept = book(app, dana, dana, ana, "2026-03-04T19:00:00Z").await;
    let moved = book(app, dana, dana, ana, "2026-03-05T19:00:00Z").await;
    app.run_jobs().await;
    let moved = reschedule(app, dana, &moved, "2026-03-06T19:00:00Z").await;
    app.run_jobs().await;
    cancel(app, dana, &moved).await;
    let tx = app.enter(dana).await;
    let there = SetAvailability { version: 1, location: Some("Room 5".to_owned()), ..office_hours(dana) };
    availability::set(&tx, there).await.expect("hours");
    tx.commit().await.expect("commit");
    // A day and two hours before the one that is kept.
    for now in ["2026-03-02T15:10:00Z", "2026-03-03T19:00:00Z", "2026-03-04T17:00:00Z"] {
        app.driven().set(at(now));
        app.run_jobs().await;
    }
    assert_eq!(kept.version, 1);
}

async fn invite(app: &App, center: &support::TestCenter<'_>, email: &str, locale: Locale) {
    let tx = app.enter(&center.admin).await;
    let invite = Invite {
        key: Uuid::new_v4(),
        email: email.to_owned(),
        name: "Kim Sober".to_owned(),
        roles: vec![Role::Client],
        locale: Some(locale),
        counselor_id: None,
        program_id: None,
    };
    members::invite(&tx, invite).await.expect("invite");
    tx.commit().await.expect("commit");
}

const SUBJECTS: [(Locale, &[&str]); 2] = [
    (
        Locale::En,
        &[
            "A change to how you sign in",
            "Cancelled: Fri, Mar 6, 2:00 PM",
            "Changed: Fri, Mar 6, 2:00 PM",
            "Somewhere else: Wed, Mar 4, 2:00 PM",
            "Today at 2:00 PM",
            "Tomorrow at 2:00 PM",
            "You have something planned: Thu, Mar 5, 2:00 PM",
            "You have something planned: Wed, Mar 4, 2:00 PM",
            "Your confirmation code",
            "Your sign-in code",
        ],
    ),
    (
        Locale::Es,
        &[
            "Cambio: vie, 6 mar, 14:00",
            "Cancelado: vie, 6 mar, 14:00",
            "En otro lugar: mié, 4 mar, 14:00",
            "Hoy a las 14:00",
            "Mañana a las 14:00",
            "Su código de confirmación",
            "Su código para entrar",
            "Tiene algo planeado: jue, 5 mar, 14:00",
            "Tiene algo planeado: mié, 4 mar, 14:00",
            "Un cambio en su forma de entrar",
        ],
    ),
];

#[tokio::test]
async fn the_catalogue_is_delivered_and_tells_a_stranger_nothing() {
    for (locale, subjects) in SUBJECTS {
        let app = App::start().await;
        let center = app.center("Sober House Relapse Clinic").await;
        let (dana, ana) = pair(&center).await;
        for person in [&dana, &ana] {
            change(&app, person, |profile| profile.locale = Some(locale)).await;
        }
        app.run_jobs().await;
        let first = app.mail.inbox().last_id();
        invite(&app, &center, "kim@mail.example", locale).await;
        everything(&app, &center, &dana, &ana).await;
        let mails = app.mail.inbox().mails(None);
        let hers = mails.iter().filter(|mail| mail.id > first && mail.to == [ana.email.clone()]);
        let hers: BTreeSet<_> = hers.map(|mail| mail.subject.as_str()).collect();
        assert_eq!(hers.into_iter().collect::<Vec<_>>(), subjects, "{locale:?}");
        for mail in &mails {
            well_formed(mail, &mail.to[0]);
            assert_eq!(telling_words(mail), BTreeSet::new(), "{}:\n{}", mail.subject, visible(mail));
            let raw = String::from_utf8_lossy(&mail.raw).to_lowercase();
            for id in [center.center.id.0, dana.member_id.0, ana.member_id.0] {
                assert!(!raw.contains(&id.to_string()) && !raw.contains(&id.simple().to_string()), "an id in a mail");
            }
        }
        let invited = app.mail.inbox().mails(Some("kim@mail.example"));
        assert!(invited[0].links[0].starts_with(&format!("{PUBLIC_URL}/i/")), "{:?}", invited[0].links);
    }
}

#[test]
fn the_word_list_finds_what_it_shall_find() {
    let mail = |subject: &str, html: &str| Mail {
        id: 1,
        received_at: at("2026-03-02T15:00:00Z"),
        to: vec!["a@mail.example".to_owned()],
        envelope_from: String::new(),
        from: String::new(),
        subject: subject.to_owned(),
        text: String::new(),
        html: html.to_owned(),
        calendar: Some("SUMMARY:Grupo de recuperación\r\n".to_owned()),
        calendar_method: None,
        calendar_file: None,
        message_id: None,
        headers: vec![("X-Center".to_owned(), "sober-house".to_owned())],
        links: Vec::new(),
        raw: Vec::new(),
    };
    let found = telling_words(&mail("Your AA meeting", "<a href='http://localhost/relapse-clinic/x'>Counseling</a>"));
    let expected = ["AA", "Center", "Counseling", "Grupo", "clinic", "house", "recuperación", "relapse", "sober"];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn times_are_the_readers_and_the_zone_is_named_when_it_differs() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    change(&app, &ana, |profile| profile.zone = Some("America/Phoenix".to_owned())).await;
    let kim = center.client("Kim Lee", &dana).await;
    change(&app, &kim, |profile| profile.zone = Some("Asia/Kolkata".to_owned())).await;
    book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    book(&app, &dana, &dana, &kim, "2026-03-05T20:00:00Z").await;
    // Kim's confirmation waits for the morning in India.
    app.run_jobs().await;
    app.driven().set(at("2026-03-03T03:00:00Z"));
    app.run_jobs().await;
    let newest = |person: &Person| {
        let mails = app.mail.inbox().mails(Some(&person.email));
        mails.last().expect("a mail").text.replace("\r\n", "\n")
    };
    assert!(newest(&dana).contains("Thu, Mar 5, 3:00 PM\n"), "{}", newest(&dana));
    assert!(newest(&ana).contains("Thu, Mar 5, 12:00 PM (MST)\n"), "{}", newest(&ana));
    assert!(newest(&kim).contains("Fri, Mar 6, 1:30 AM (IST)\n"), "{}", newest(&kim));
}

#[tokio::test]
async fn each_mail_has_a_disclosure_row() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    app.run_jobs().await;
    let mut connection = app.superuser().await;
    let rows: Vec<(String, i64)> =
        sqlx::query_as("select basis, count(*) from cairn.disclosures where kind = 'mail' group by basis order by basis")
            .fetch_all(&mut connection)
            .await
            .expect("disclosures");
    let total: i64 = rows.iter().map(|(_, count)| count).sum();
    assert_eq!(usize::try_from(total).ok(), Some(app.mail.inbox().mails(None).len()));
    let care = rows.iter().find(|(basis, _)| basis == "care_within_center").map(|(_, count)| *count);
    let own = rows.iter().find(|(basis, _)| basis == "own_data").map(|(_, count)| *count);
    assert_eq!((care, own), (Some(1), Some(1)), "{rows:?}");
}

#[tokio::test]
async fn secrets_are_forgotten_once_they_have_left() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (_, ana) = pair(&center).await;
    invite(&app, &center, "kim@mail.example", Locale::En).await;
    sign_in::request_code(&app.db, &center.center, &ana.email, caller()).await.expect("a code");
    app.run_jobs().await;
    let mut connection = app.superuser().await;
    let left: i64 = sqlx::query_scalar(
        "select (select count(*) from cairn.invitations where token is not null and accepted_at is null)
              + (select count(*) from cairn.challenges where code is not null and used_at is null)",
    )
    .fetch_one(&mut connection)
    .await
    .expect("count");
    assert_eq!(left, 0);
    let code = app.mail.inbox().mails(Some(&ana.email)).last().cloned().expect("a mail");
    assert_eq!(code.subject, "Your sign-in code");
    let digits = code.text.lines().map(str::trim).find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()));
    assert!(digits.is_some(), "{}", code.text);
}

#[tokio::test]
async fn a_paused_center_keeps_quiet_about_sessions() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let (dana, ana) = pair(&center).await;
    app.run_jobs().await;
    book(&app, &dana, &dana, &ana, "2026-03-05T19:00:00Z").await;
    pause(&app, center.center.id).await;
    let before = app.mail.inbox().last_id();
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().last_id(), before);
    sign_in::request_code(&app.db, &center.center, &ana.email, caller()).await.expect("a code");
    app.run_jobs().await;
    let after: Vec<Arc<Mail>> = app.mail.inbox().mails(None).into_iter().filter(|mail| mail.id > before).collect();
    assert_eq!(after.len(), 1);
    assert_eq!(after[0].subject, "Your sign-in code");
    app.driven().advance(SignedDuration::from_hours(1));
    app.run_jobs().await;
}

async fn pause(app: &App, center: CenterId) {
    let mut connection = app.superuser().await;
    sqlx::query("update directory.centers set state = 'suspended' where id = $1")
        .bind(center.0)
        .execute(&mut connection)
        .await
        .expect("pause");
}

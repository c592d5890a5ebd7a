//! Signing in, staying signed in, proving it again, and what none of it tells a stranger.

use std::net::IpAddr;

use cairn_domain::actor::Role;
use cairn_domain::centers::{self, CenterRef};
use cairn_domain::db::Credential;
use cairn_domain::ids::ChallengeId;
use cairn_domain::members::sign_in::{self, SignInMethod};
use cairn_domain::members::{self, Browser, Caller, SignedIn, UpdateProfile};
use cairn_domain::operators;
use cairn_domain::{Fault, Outcome, Problem};
use jiff::SignedDuration;
use support::{App, Person, browser, caller};
use uuid::Uuid;

use crate::statements::Statements;

pub const PASSWORD: &str = "tall maple stands by the window";

/// The problems of a refusal.
pub fn refused<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<Problem> {
    match outcome {
        Err(Fault::Problems(problems)) => problems,
        other => panic!("not refused: {other:?}"),
    }
}

/// The code of a refusal that has one problem.
pub fn code_of<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let problems = refused(outcome);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].code().to_owned()
}

/// What the mail would say.
pub async fn mailed_code(app: &App, center: &CenterRef, challenge: ChallengeId) -> String {
    let tx = app.db.visit(center, None).await.expect("visit");
    members::code_to_send(&tx, challenge).await.expect("look").expect("a code").code
}

pub fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000)
}

pub async fn sign_in(app: &App, center: &CenterRef, email: &str, browser: Browser) -> SignedIn {
    let challenge = sign_in::request_code(&app.db, center, email, caller()).await.expect("a challenge");
    let code = mailed_code(app, center, challenge).await;
    sign_in::sign_in_with_code(&app.db, center, challenge, &code, browser).await.expect("sign in")
}

pub async fn still_in(app: &App, cookie: &str) -> bool {
    app.db.enter(&Credential::sign_in(cookie).expect("a credential"), None).await.expect("enter").is_some()
}

pub async fn set_password(app: &App, person: &Person, password: &str) -> Outcome<()> {
    members::set_password(app.enter(person).await, password).await
}

fn from_network(ip: &str) -> Caller {
    Caller { ip: Some(ip.parse::<IpAddr>().expect("an address")), request_id: None }
}

#[tokio::test]
async fn a_code_by_mail_signs_in_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    // Upper case and spaces are the same address.
    let typed = format!("  {} ", dana.email.to_uppercase());
    let challenge = sign_in::request_code(&app.db, &center.center, &typed, caller()).await.expect("a challenge");
    let code = mailed_code(&app, &center.center, challenge).await;
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(Some(&dana.email));
    assert!(mails.iter().any(|mail| format!("{mail:?}").contains(&code)), "the code is in a mail");

    // Typed with a space, as people do.
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let signed_in = sign_in::sign_in_with_code(&app.db, &center.center, challenge, &spaced, browser()).await.expect("sign in");
    assert_eq!(signed_in.member_id, dana.member_id);
    assert_eq!(signed_in.roles, [Role::Counselor]);
    assert!(still_in(&app, &signed_in.cookie).await);
    assert_eq!(code_of(sign_in::sign_in_with_code(&app.db, &center.center, challenge, &code, browser()).await), "expired");
}

#[tokio::test]
async fn a_code_is_right_for_one_of_many_at_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let challenge = sign_in::request_code(&app.db, &center.center, &center.admin.email, caller()).await.expect("a challenge");
    let code = mailed_code(&app, &center.center, challenge).await;
    let tries = (0..30).map(|_| sign_in::sign_in_with_code(&app.db, &center.center, challenge, &code, browser()));
    let outcomes = futures::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(code_of(outcome), "expired");
    }
}

#[tokio::test]
async fn five_wrong_codes_end_it_and_time_does_too() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let challenge = sign_in::request_code(&app.db, &center.center, &center.admin.email, caller()).await.expect("a challenge");
    let code = mailed_code(&app, &center.center, challenge).await;
    for left in (0..5).rev() {
        let outcome = sign_in::sign_in_with_code(&app.db, &center.center, challenge, &wrong(&code), browser()).await;
        assert_eq!(refused(outcome), [Problem::WrongCode { attempts_left: left }]);
    }
    assert_eq!(code_of(sign_in::sign_in_with_code(&app.db, &center.center, challenge, &code, browser()).await), "expired");

    let challenge = sign_in::request_code(&app.db, &center.center, &center.admin.email, caller()).await.expect("a challenge");
    let code = mailed_code(&app, &center.center, challenge).await;
    app.driven().advance(SignedDuration::from_mins(10));
    assert_eq!(code_of(sign_in::sign_in_with_code(&app.db, &center.center, challenge, &code, browser()).await), "expired");
    let never = ChallengeId(Uuid::new_v4());
    assert_eq!(code_of(sign_in::sign_in_with_code(&app.db, &center.center, never, "123456", browser()).await), "expired");
    assert_eq!(code_of(sign_in::sign_in_with_code(&app.db, &center.center, never, "abc", browser()).await), "code_format");
}

/// Wrong tries at once are all counted: nobody gets a sixth.
#[tokio::test]
async fn parallel_guesses_are_five_in_all() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let challenge = sign_in::request_code(&app.db, &center.center, &center.admin.email, caller()).await.expect("a challenge");
    let code = mailed_code(&app, &center.center, challenge).await;
    let guess = wrong(&code);
    let tries = (0..40).map(|_| sign_in::sign_in_with_code(&app.db, &center.center, challenge, &guess, browser()));
    let codes: Vec<String> = futures::future::join_all(tries).await.into_iter().map(code_of).collect();
    assert_eq!(codes.iter().filter(|code| *code == "wrong_code").count(), 5, "{codes:?}");
}

#[tokio::test]
async fn asking_for_a_code_tells_nothing_about_who_is_here() {
    let app = App::start().await;
    let here = app.center("Harbor House").await;
    let elsewhere = app.center("Quiet Creek").await;
    let known = here.counselor("Dana Reyes").await;
    let stranger_here = elsewhere.counselor("Lee Moreau").await;
    let invited = invite_only(&app, &here.admin, "new.colleague@harbor-house.example").await;
    let (db, statements) = Statements::of(&app).await;
    let mut seen = Vec::new();
    // Once before: the first request opens the center's keys.
    sign_in::request_code(&db, &here.center, "warm.up@example.org", caller()).await.expect("a challenge");
    for email in [known.email.as_str(), "nobody@example.org", stranger_here.email.as_str(), invited.as_str()] {
        statements.forget();
        let challenge = sign_in::request_code(&db, &here.center, email, caller()).await.expect("a challenge for everybody");
        let asked = statements.seen();
        let tried = sign_in::sign_in_with_code(&db, &here.center, challenge, "000000", browser()).await;
        seen.push((email.to_owned(), asked, statements.seen(), format!("{:?}", refused(tried))));
    }
    let (_, asked, tried, answer) = &seen[0];
    assert!(asked.len() >= 4, "statements are seen: {asked:?}");
    for (email, other_asked, other_tried, other_answer) in &seen[1..] {
        assert_eq!(asked, other_asked, "{email}");
        assert_eq!(tried, other_tried, "{email}");
        assert_eq!(answer, other_answer, "{email}");
    }
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some("nobody@example.org")).len(), 0);
    assert_eq!(app.mail.inbox().mails(Some(&stranger_here.email)).len(), invitations_of(&app, &stranger_here.email));
}

fn invitations_of(app: &App, email: &str) -> usize {
    app.mail.inbox().mails(Some(email)).iter().filter(|mail| format!("{mail:?}").contains("/i/")).count()
}

async fn invite_only(app: &App, admin: &Person, email: &str) -> String {
    let tx = app.enter(admin).await;
    let invite = members::Invite {
        key: Uuid::new_v4(),
        email: email.to_owned(),
        name: "New Colleague".to_owned(),
        roles: vec![Role::Counselor],
        locale: None,
        counselor_id: None,
        program_id: None,
    };
    members::invite(&tx, invite).await.expect("invite");
    tx.commit().await.expect("commit");
    email.to_owned()
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_the_same() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let passwordless = center.counselor("Kim Osei").await;
    set_password(&app, &dana, PASSWORD).await.expect("set");
    let (db, statements) = Statements::of(&app).await;
    let mut seen = Vec::new();
    let too_long = "x".repeat(100_000);
    let tries = [
        (dana.email.as_str(), "not this one, certainly"),
        ("nobody@example.org", PASSWORD),
        (passwordless.email.as_str(), PASSWORD),
        (passwordless.email.as_str(), ""),
        (dana.email.as_str(), too_long.as_str()),
    ];
    let _ = sign_in::sign_in_with_password(&db, &center.center, "warm.up@example.org", "", browser()).await;
    for (email, password) in tries {
        statements.forget();
        let started = std::time::Instant::now();
        let outcome = sign_in::sign_in_with_password(&db, &center.center, email, password, browser()).await;
        seen.push((statements.seen(), format!("{:?}", refused(outcome)), started.elapsed()));
    }
    for (statements, answer, took) in &seen {
        assert_eq!(statements, &seen[0].0);
        assert_eq!(answer, &seen[0].1);
        assert!(answer.contains("sign_in_failed"), "{answer}");
        // One hash each: far apart would be no hash at all.
        assert!(*took > seen[0].2 / 5, "{took:?} against {:?}", seen[0].2);
    }
    let signed_in = sign_in::sign_in_with_password(&db, &center.center, &dana.email, PASSWORD, browser()).await.expect("sign in");
    assert_eq!(signed_in.member_id, dana.member_id);
    let tx =
        app.db.enter(&Credential::sign_in(&signed_in.cookie).expect("a credential"), None).await.expect("enter").expect("in");
    let methods: Vec<SignInMethod> =
        sign_in::sign_ins(&tx).await.expect("list").into_iter().filter(|one| one.current).map(|one| one.method).collect();
    assert_eq!(methods, [SignInMethod::Password]);
}

#[tokio::test]
async fn too_many_tries_are_refused_for_strangers_and_members_alike() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    // By network: neighbours count together, others do not.
    for number in 0..10 {
        let email = format!("person{number}@example.org");
        sign_in::request_code(&app.db, &center.center, &email, from_network(&format!("192.0.2.{number}")))
            .await
            .expect("a challenge");
    }
    let outcome = sign_in::request_code(&app.db, &center.center, "one.more@example.org", from_network("192.0.2.77")).await;
    assert_eq!(refused(outcome), [Problem::RateLimited { retry_after_seconds: 6 }]);
    sign_in::request_code(&app.db, &center.center, "one.more@example.org", from_network("198.51.100.1"))
        .await
        .expect("another network");
    app.driven().advance(SignedDuration::from_secs(6));
    sign_in::request_code(&app.db, &center.center, "one.more@example.org", from_network("192.0.2.77")).await.expect("later");
    // By address, wherever it comes from.
    for email in [center.admin.email.as_str(), "nobody@example.org"] {
        for number in 0..5 {
            sign_in::request_code(&app.db, &center.center, email, from_network(&format!("203.0.{number}.1")))
                .await
                .expect("a challenge");
        }
        let outcome = sign_in::request_code(&app.db, &center.center, email, from_network("203.0.99.1")).await;
        assert_eq!(refused(outcome), [Problem::RateLimited { retry_after_seconds: 300 }], "{email}");
    }
    // Refused tries are counted too, though their transaction never was.
    for number in 0..5 {
        let browser = Browser { caller: from_network("198.51.100.9"), ..browser() };
        let outcome =
            sign_in::sign_in_with_password(&app.db, &center.center, "a@example.org", &format!("{number}"), browser).await;
        assert_eq!(code_of(outcome), "sign_in_failed");
    }
    let browser = Browser { caller: from_network("198.51.100.9"), ..browser() };
    let outcome = sign_in::sign_in_with_password(&app.db, &center.center, "a@example.org", "6", browser).await;
    assert_eq!(code_of(outcome), "rate_limited");
}

#[tokio::test]
async fn idle_and_old_sign_ins_end() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let shared = sign_in(&app, &center.center, &ana.email, Browser { shared_device: true, ..browser() }).await;
    let staff = sign_in(&app, &center.center, &dana.email, browser()).await;
    let client = sign_in(&app, &center.center, &ana.email, browser()).await;
    let minutes = async |minutes: i64, expected: [bool; 3]| {
        app.driven().advance(SignedDuration::from_mins(minutes));
        let now =
            [still_in(&app, &shared.cookie).await, still_in(&app, &staff.cookie).await, still_in(&app, &client.cookie).await];
        assert_eq!(now, expected, "after {minutes} more minutes");
    };
    minutes(9, [true; 3]).await;
    minutes(1, [false, true, true]).await;
    minutes(4, [false, true, true]).await;
    minutes(1, [false, false, true]).await;
    minutes(14, [false, false, true]).await;
    minutes(1, [false, false, false]).await;

    // Used now and then it stays, up to twelve hours for staff.
    let staff = sign_in(&app, &center.center, &dana.email, browser()).await;
    for _ in 0..(12 * 60 / 10 - 1) {
        app.driven().advance(SignedDuration::from_mins(10));
        let tx =
            app.db.enter(&Credential::sign_in(&staff.cookie).expect("a credential"), None).await.expect("enter").expect("in");
        assert!(sign_in::touch(&tx).await.expect("touch"));
        tx.commit().await.expect("commit");
    }
    let tx = app.db.enter(&Credential::sign_in(&staff.cookie).expect("a credential"), None).await.expect("enter").expect("in");
    assert!(!sign_in::touch(&tx).await.expect("touch"), "at most once a minute");
    drop(tx);
    app.driven().advance(SignedDuration::from_mins(10));
    assert!(!still_in(&app, &staff.cookie).await);
}

#[tokio::test]
async fn a_new_sign_in_ends_the_browsers_former_one_in_any_center() {
    let app = App::start().await;
    let one = app.center("Harbor House").await;
    let two = app.center("Quiet Creek").await;
    let previous = |cookie: &str| Browser { previous: Credential::sign_in(cookie), ..browser() };
    let first = sign_in(&app, &one.center, &one.admin.email, browser()).await;
    let second = sign_in(&app, &one.center, &one.admin.email, previous(&first.cookie)).await;
    assert!(!still_in(&app, &first.cookie).await);
    let third = sign_in(&app, &two.center, &two.admin.email, previous(&second.cookie)).await;
    assert!(!still_in(&app, &second.cookie).await);
    assert!(still_in(&app, &third.cookie).await);
    sign_in::sign_out(&app.db, &Credential::sign_in(&third.cookie).expect("a credential"), None).await.expect("sign out");
    assert!(!still_in(&app, &third.cookie).await);
    sign_in::sign_out(&app.db, &Credential::sign_in(&third.cookie).expect("a credential"), None).await.expect("again is fine");
}

#[tokio::test]
async fn the_same_address_in_two_centers_has_nothing_in_common() {
    let app = App::start().await;
    let one = app.center("Harbor House").await;
    let two = app.center("Quiet Creek").await;
    let email = "robin.hale@example.org";
    for center in [&one, &two] {
        let tx = app.enter(&center.admin).await;
        let invite = members::Invite {
            key: Uuid::new_v4(),
            email: email.to_owned(),
            name: "Robin Hale".to_owned(),
            roles: vec![Role::Counselor],
            locale: None,
            counselor_id: None,
            program_id: None,
        };
        members::invite(&tx, invite).await.expect("invite: one center does not know the other's people");
        tx.commit().await.expect("commit");
    }
    let mut database = app.superuser().await;
    let (hashes, ids, addresses): (i64, i64, i64) = sqlx::query_as(
        "select count(distinct email_hash), count(distinct id), count(distinct email) from cairn.members
         where center_id = any($1) and state = 'invited'",
    )
    .bind(vec![one.center.id.0, two.center.id.0])
    .fetch_one(&mut database)
    .await
    .expect("count");
    assert_eq!((hashes, ids, addresses), (2, 2, 2));

    // A challenge of one is nothing in the other.
    let challenge = sign_in::request_code(&app.db, &one.center, &one.admin.email, caller()).await.expect("a challenge");
    let code = mailed_code(&app, &one.center, challenge).await;
    assert_eq!(code_of(sign_in::sign_in_with_code(&app.db, &two.center, challenge, &code, browser()).await), "expired");
}

#[tokio::test]
async fn in_a_paused_center_people_sign_in_and_read_but_change_nothing() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    operators::create(&app.operators, "ops@example.org").await.expect("an operator");
    let operator = crate::operators::signed_in(&app, "ops@example.org").await;
    operators::suspend(&app.operators, &operator.operator, center.center.id, "unpaid").await.expect("suspend");
    let paused = centers::find_by_id(&app.db, center.center.id).await.expect("find").expect("there");
    let signed_in = sign_in(&app, &paused, &dana.email, browser()).await;
    let credential = Credential::sign_in(&signed_in.cookie).expect("a credential");
    let tx = app.db.enter(&credential, None).await.expect("enter").expect("in");
    members::viewer(&tx).await.expect("reading works");
    let change = UpdateProfile { name: Some("Dana R.".to_owned()), ..UpdateProfile::default() };
    assert_eq!(code_of(members::update_profile(&tx, change).await), "center_suspended");
    sign_in::end_sign_in(&tx, signed_in.sign_in_id).await.expect("leaving works");
    drop(tx);
    let visit = app.db.visit(&paused, None).await.expect("visit");
    let help = centers::public_help(&visit).await.expect("help works");
    assert_eq!(help.help_phone.as_deref(), Some("+1 207 555 0199"));
    drop(visit);
    let tx = app.enter(&center.admin).await;
    let invite = members::Invite {
        key: Uuid::new_v4(),
        email: "late@example.org".to_owned(),
        name: "Late".to_owned(),
        roles: vec![Role::Client],
        locale: None,
        counselor_id: None,
        program_id: None,
    };
    assert_eq!(code_of(members::invite(&tx, invite).await), "center_suspended");
}

//! How a center begins, what it says about itself, and how it opens.

use cairn_domain::actor::{CenterState, Role};
use cairn_domain::centers::{self, SetupStep, StartCenter, StartedCenter, UpdateCenter};
use cairn_domain::db::{CenterRef, Credential};
use cairn_domain::ids::ChallengeId;
use cairn_domain::language::Locale;
use cairn_domain::members::{self, Caller};
use cairn_domain::programs::{self, CreateProgram};
use cairn_domain::{CenterTx, Outcome, Problem, audit, availability};
use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::json;
use support::{App, browser, caller, office_hours};
use uuid::Uuid;

use crate::sign_in::{code_of, refused};

fn wanted(name: &str, slug: &str, email: &str) -> StartCenter {
    StartCenter {
        name: name.to_owned(),
        slug: slug.to_owned(),
        zone: "America/Denver".to_owned(),
        locale: Locale::Es,
        admin_name: "Robin Hale".to_owned(),
        admin_email: email.to_owned(),
        admin_counsels: false,
    }
}

pub async fn start(app: &App, name: &str, slug: &str, email: &str) -> Outcome<StartedCenter> {
    centers::start(&app.db, wanted(name, slug, email), caller()).await
}

async fn code(app: &App, center: &CenterRef, challenge: ChallengeId) -> String {
    let tx = app.db.visit(center, None).await.expect("visit");
    members::code_to_send(&tx, challenge).await.expect("look").expect("a code").code
}

async fn confirmed(app: &App, started: &StartedCenter) -> Credential {
    let code = code(app, &started.center, started.challenge_id).await;
    let signed_in = centers::confirm(&app.db, &started.center, started.challenge_id, &code, browser()).await.expect("confirm");
    Credential::sign_in(&signed_in.cookie).expect("a credential")
}

async fn inside(app: &App, credential: &Credential) -> CenterTx {
    app.db.enter(credential, None).await.expect("enter").expect("in")
}

fn paths(problems: &[Problem]) -> Vec<String> {
    let path = |problem: &Problem| match problem {
        Problem::Invalid { path, rule, .. } => format!("{}: {rule}", path.join(".")),
        other => format!("{other:?}"),
    };
    problems.iter().map(path).collect()
}

#[tokio::test]
async fn a_center_goes_from_nothing_to_open() {
    let app = App::start().await;
    let started = start(&app, " Río  Claro ", "Rio-Claro", "Robin@Example.org").await.expect("start");
    assert_eq!((started.center.slug.as_str(), started.center.name.as_str()), ("rio-claro", "Río Claro"));
    let digits = code(&app, &started.center, started.challenge_id).await;
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(None);
    assert!(mails.iter().any(|mail| format!("{mail:?}").contains(&digits)), "the code came by mail");

    let signed_in = centers::confirm(&app.db, &started.center, started.challenge_id, &digits, browser()).await.expect("confirm");
    let credential = Credential::sign_in(&signed_in.cookie).expect("a credential");
    let tx = inside(&app, &credential).await;
    let viewer = members::viewer(&tx).await.expect("viewer");
    assert_eq!(viewer.account.card.roles, [Role::Admin]);
    assert_eq!((viewer.account.locale, viewer.account.zone.as_str()), (Locale::Es, "America/Denver"));
    assert_eq!(viewer.center.state, CenterState::Draft);

    let setup = centers::setup(&tx).await.expect("setup");
    assert!(setup.items.iter().all(|item| !item.done) && !setup.can_go_live);
    assert_eq!(code_of(centers::go_live(&tx).await), "setup_incomplete");
    assert_eq!(code_of(centers::skip_step(&tx, SetupStep::HelpNumbers).await), "step_required");

    let details = UpdateCenter { version: 1, phone: Some("+1 303 555 0100".to_owned()), ..UpdateCenter::default() };
    let center = centers::update(&tx, details).await.expect("details");
    let help = UpdateCenter { version: center.version, help_phone: Some("988".to_owned()), ..UpdateCenter::default() };
    centers::update(&tx, help).await.expect("help");
    programs::create(&tx, CreateProgram { key: Uuid::new_v4(), name: "Outpatient".to_owned(), from_template: None })
        .await
        .expect("a program");
    let colleague =
        |setup: &centers::Setup| setup.items.iter().find(|item| item.step == SetupStep::InviteColleague).map(|item| item.done);
    assert_eq!(colleague(&centers::setup(&tx).await.expect("setup")), Some(false));
    for _ in 0..2 {
        assert_eq!(colleague(&centers::skip_step(&tx, SetupStep::InviteColleague).await.expect("skip")), Some(true));
    }
    assert_eq!(code_of(centers::go_live(&tx).await), "setup_incomplete", "nobody has hours");
    tx.commit().await.expect("commit");

    open_hours(&app, &started.center, &credential).await;
    let tx = inside(&app, &credential).await;
    let setup = centers::setup(&tx).await.expect("setup");
    assert!(setup.can_go_live && setup.items.iter().all(|item| item.done), "{setup:?}");
    assert_eq!(centers::go_live(&tx).await.expect("go live").state, CenterState::Active);
    tx.commit().await.expect("commit");

    let found = centers::find_by_slug(&app.db, "rio-claro").await.expect("find").expect("there");
    assert_eq!(found.state, CenterState::Active);
    let tx = inside(&app, &credential).await;
    assert_eq!(centers::go_live(&tx).await.expect("again is fine").state, CenterState::Active);
    assert!(matches!(audit::verify(&tx).await.expect("verify"), audit::Finding::Intact { .. }));
}

/// A counselor comes in and says when they work.
async fn open_hours(app: &App, center: &CenterRef, admin: &Credential) {
    let tx = inside(app, admin).await;
    let invite = members::Invite {
        key: Uuid::new_v4(),
        email: "sam@example.org".to_owned(),
        name: "Sam Okafor".to_owned(),
        roles: vec![Role::Counselor],
        locale: None,
        counselor_id: None,
        program_id: None,
    };
    let invitation = members::invite(&tx, invite).await.expect("invite").invitation.expect("an invitation");
    tx.commit().await.expect("commit");
    let tx = app.db.visit(center, None).await.expect("visit");
    let token = members::token_to_send(&tx, invitation.id, 1).await.expect("look").expect("a token").token;
    drop(tx);
    let input = members::AcceptInvitation {
        name: "Sam Okafor".to_owned(),
        pronouns: None,
        locale: Locale::En,
        zone: center.zone.clone(),
        password: None,
    };
    let signed_in = members::accept_invitation(&app.db, &token, input, browser()).await.expect("accept");
    let sam = support::Person {
        member_id: signed_in.member_id,
        name: "Sam Okafor".to_owned(),
        email: "sam@example.org".to_owned(),
        cookie: signed_in.cookie,
        zone: signed_in.zone,
    };
    let tx = app.enter(&sam).await;
    availability::set(&tx, office_hours(&sam)).await.expect("hours");
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn every_bad_field_is_named_at_once() {
    let app = App::start().await;
    let bad = StartCenter {
        name: "x".to_owned(),
        slug: "no spaces".to_owned(),
        zone: "Mars/Olympus".to_owned(),
        locale: Locale::En,
        admin_name: " ".to_owned(),
        admin_email: "nobody".to_owned(),
        admin_counsels: false,
    };
    let problems = refused(centers::start(&app.db, bad, caller()).await);
    let expected =
        ["name: center_name_length", "slug: slug_format", "zone: zone", "adminName: required", "adminEmail: email_format"];
    assert_eq!(paths(&problems), expected);
    assert_eq!(code_of(start(&app, "Help", "help", "a@example.org").await), "slug_reserved");
    for garbage in ["", "..", "a/b", "' or 1=1", "GRAPHQL", &"x".repeat(10_000)] {
        assert!(centers::find_by_slug(&app.db, garbage).await.expect("find").is_none());
    }
}

#[tokio::test]
async fn an_address_part_belongs_to_one_center() {
    let app = App::start().await;
    let started = start(&app, "Quiet Creek", "quiet-creek", "first@example.org").await.expect("start");
    assert_eq!(code_of(start(&app, "Quiet Creek", "quiet-creek", "second@example.org").await), "slug_taken");
    assert_eq!(centers::free_slug(&app.db, "quiet-creek").await.expect("look").as_deref(), Some("quiet-creek-2"));
    assert_eq!(centers::free_slug(&app.db, "other").await.expect("look").as_deref(), Some("other"));
    // Many at once for one address part.
    let starts = (0..10).map(|number| {
        let app = &app;
        async move { start(app, "Tall Pines", "tall-pines", &format!("a{number}@example.org")).await }
    });
    let outcomes = futures::future::join_all(starts).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);

    // Nobody confirmed within a day: free again, and the old draft can never come back under it.
    app.driven().advance(SignedDuration::from_hours(23));
    assert_eq!(code_of(start(&app, "Quiet Creek", "quiet-creek", "second@example.org").await), "slug_taken");
    app.driven().advance(SignedDuration::from_hours(2));
    let second = start(&app, "Quiet Creek", "quiet-creek", "second@example.org").await.expect("free again");
    let old = centers::find_by_id(&app.db, started.center.id).await.expect("find").expect("still there");
    assert!(old.slug.starts_with("gone-"), "{}", old.slug);
    assert!(centers::find_by_slug(&app.db, &old.slug).await.expect("find").is_none(), "no page leads there");

    // Confirmed but not open yet: stays theirs, however long they take.
    confirmed(&app, &second).await;
    app.driven().advance(SignedDuration::from_hours(24 * 30));
    assert_eq!(code_of(start(&app, "Quiet Creek", "quiet-creek", "third@example.org").await), "slug_taken");
}

#[tokio::test]
async fn a_new_code_ends_the_old_one() {
    let app = App::start().await;
    let started = start(&app, "Quiet Creek", "quiet-creek", "first@example.org").await.expect("start");
    let old = code(&app, &started.center, started.challenge_id).await;
    let second =
        centers::resend_confirmation(&app.db, &started.center, started.challenge_id, caller()).await.expect("a new code");
    let outcome = centers::confirm(&app.db, &started.center, started.challenge_id, &old, browser()).await;
    assert_eq!(code_of(outcome), "expired");
    let new = code(&app, &started.center, second).await;
    let wrong = format!("{:06}", (new.parse::<u32>().expect("digits") + 1) % 1_000_000);
    let outcome = centers::confirm(&app.db, &started.center, second, &wrong, browser()).await;
    assert_eq!(refused(outcome), [Problem::WrongCode { attempts_left: 4 }]);
    let mut newest = second;
    for _ in 0..3 {
        newest = centers::resend_confirmation(&app.db, &started.center, newest, caller()).await.expect("a new code");
    }
    let outcome = centers::resend_confirmation(&app.db, &started.center, newest, caller()).await;
    assert_eq!(code_of(outcome), "rate_limited");
    // An expired code can be replaced too.
    app.driven().advance(SignedDuration::from_hours(2));
    let last = centers::resend_confirmation(&app.db, &started.center, newest, caller()).await.expect("a new code");
    let digits = code(&app, &started.center, last).await;
    centers::confirm(&app.db, &started.center, last, &digits, browser()).await.expect("confirm");
    let outcome = centers::resend_confirmation(&app.db, &started.center, last, caller()).await;
    assert_eq!(code_of(outcome), "expired");
    // The code of one center confirms no other.
    let other = start(&app, "Tall Pines", "tall-pines", "other@example.org").await.expect("start");
    let digits = code(&app, &other.center, other.challenge_id).await;
    let outcome = centers::confirm(&app.db, &started.center, other.challenge_id, &digits, browser()).await;
    assert_eq!(code_of(outcome), "expired");
}

#[tokio::test]
async fn five_new_centers_a_network_then_slower() {
    let app = App::start().await;
    let from = || Caller { ip: "192.0.2.1".parse().ok(), request_id: None };
    for number in 0..5 {
        let wanted = wanted("Quiet Creek", &format!("creek-{number}"), "a@example.org");
        centers::start(&app.db, wanted, from()).await.expect("start");
    }
    let outcome = centers::start(&app.db, wanted("Quiet Creek", "creek-6", "a@example.org"), from()).await;
    assert_eq!(code_of(outcome), "rate_limited");
}

#[tokio::test]
async fn settings_change_for_admins_and_one_at_a_time() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let read = "{ viewer { center { name zone phone address helpLine { phone hours } changeCutoffMinutes version } } }";
    let change = "mutation ($input: UpdateCenterInput!) { updateCenter(input: $input) {
        center { name zone phone address helpLine { phone hours } changeCutoffMinutes version } problems { __typename code path } } }";
    let before = app.data(&dana, read, json!({})).await["viewer"]["center"].clone();
    let version = before["version"].as_i64().expect("a version");
    let input = json!({ "version": version, "name": "Harbor \"House\" 🌊", "zone": "America/Chicago", "address": "", "changeCutoffMinutes": 60 });
    let refused = app.data(&dana, change, json!({ "input": input })).await;
    assert_eq!(refused["updateCenter"]["problems"][0]["__typename"], "NotAllowed");
    let done = app.data(&center.admin, change, json!({ "input": input })).await["updateCenter"].clone();
    assert_eq!(done["problems"], json!([]));
    assert_eq!(
        done["center"],
        json!({
            "name": "Harbor \"House\" 🌊", "zone": "America/Chicago", "phone": before["phone"], "address": null,
            "helpLine": before["helpLine"], "changeCutoffMinutes": 60, "version": version + 1,
        })
    );
    // The version that was looked at is not the newest any more.
    let late = app.data(&center.admin, change, json!({ "input": input })).await["updateCenter"].clone();
    assert_eq!(late["center"], json!(null));
    assert_eq!(late["problems"][0]["__typename"], "Conflict");
    let bad =
        json!({ "version": version + 1, "phone": "call me", "helpLinePhone": "1", "changeCutoffMinutes": 20_161, "name": "" });
    let bad = app.data(&center.admin, change, json!({ "input": bad })).await["updateCenter"]["problems"].clone();
    let codes: Vec<_> =
        bad.as_array().expect("problems").iter().map(|one| (one["path"][0].clone(), one["code"].clone())).collect();
    let expected = [
        ("name", "required"),
        ("phone", "phone_format"),
        ("helpLinePhone", "phone_format"),
        ("changeCutoffMinutes", "out_of_range"),
    ];
    assert_eq!(codes, expected.map(|(path, code)| (json!(path), json!(code))));
    // What was refused changed nothing.
    assert_eq!(app.data(&dana, read, json!({})).await["viewer"]["center"], done["center"]);
}

proptest! {
    /// Whatever a center is called: the suggestion is an address part that is accepted, or there is none.
    #[test]
    fn a_suggested_address_part_is_always_a_good_one(name in ".{0,80}") {
        if let Some(slug) = centers::suggest_slug(&name) {
            prop_assert_eq!(centers::check_slug(&slug), Ok(()));
            prop_assert_eq!(centers::suggest_slug(&slug), Some(slug.clone()));
        }
    }

    /// What is accepted fits the database's own rule, and no route of the product.
    #[test]
    fn a_good_address_part_is_plain(slug in "[a-z0-9-]{0,45}") {
        let plain = slug.len() >= 3 && slug.len() <= 40 && !slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--");
        let kept = centers::RESERVED_SLUGS.contains(&slug.as_str()) || slug.starts_with("gone-");
        prop_assert_eq!(centers::check_slug(&slug).is_ok(), plain && !kept);
    }
}

/// A center of one: whoever founds it keeps hours, and goes live without anybody else.
#[tokio::test]
async fn a_founder_who_sees_clients_goes_live_alone() {
    let app = App::start().await;
    let wanted = StartCenter { admin_counsels: true, ..wanted("Small House", "small-house", "robin@small.example") };
    let started = centers::start(&app.db, wanted, caller()).await.expect("start");
    let tx = app.db.visit(&started.center, None).await.expect("visit");
    let code = cairn_domain::members::code_to_send(&tx, started.challenge_id).await.expect("a code").expect("a code").code;
    drop(tx);
    let inside =
        centers::confirm(&app.db, &started.center, started.challenge_id, &code, support::browser()).await.expect("confirm");
    assert_eq!(inside.roles, [cairn_domain::actor::Role::Admin, cairn_domain::actor::Role::Counselor]);
    let founder = support::Person {
        member_id: inside.member_id,
        name: "Robin Hale".to_owned(),
        email: "robin@small.example".to_owned(),
        cookie: inside.cookie,
        zone: "America/Denver".to_owned(),
    };
    let tx = app.enter(&founder).await;
    cairn_domain::availability::set(&tx, support::office_hours(&founder)).await.expect("own hours");
    let setup = centers::setup(&tx).await.expect("setup");
    assert!(setup.items.iter().any(|item| item.step == centers::SetupStep::WeeklyHours && item.done));
}

//! What members do about their own safety: where they are signed in, proving it again, passwords, API tokens.

use cairn_domain::Db;
use cairn_domain::Problem;
use cairn_domain::db::{CenterRef, Credential};
use cairn_domain::ids::{ChallengeId, MemberId};
use cairn_domain::members::sign_in::{self, StepUpProof};
use cairn_domain::members::{self, Browser, CreateApiToken, UpdateProfile};
use cairn_domain::paging::PageRequest;
use jiff::SignedDuration;
use support::{App, Person, browser};
use uuid::Uuid;

use crate::sign_in::{PASSWORD, code_of, mailed_code, refused, set_password, sign_in, still_in, wrong};
use crate::statements::Statements;

#[tokio::test]
async fn members_see_and_end_their_own_sign_ins_only() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let phone =
        Browser { user_agent: "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0".to_owned(), ..browser() };
    let other = sign_in(&app, &center.center, &dana.email, phone).await;
    let admins = app.enter(&center.admin).await;
    let tx = app.enter(&dana).await;
    let seen = sign_in::sign_ins(&tx).await.expect("list");
    assert_eq!(seen.len(), 2);
    assert_eq!(seen.iter().filter(|one| one.current).count(), 1);
    assert!(seen.iter().any(|one| one.device == "Firefox · Android" && !one.current && one.id == other.sign_in_id));
    assert_eq!(code_of(sign_in::end_sign_in(&admins, other.sign_in_id).await), "not_found");
    drop(admins);
    assert_eq!(sign_in::end_sign_in(&tx, other.sign_in_id).await.expect("end"), [other.sign_in_id]);
    tx.commit().await.expect("commit");
    assert!(!still_in(&app, &other.cookie).await);

    let third = sign_in(&app, &center.center, &dana.email, browser()).await;
    let tx = app.enter(&dana).await;
    assert_eq!(sign_in::sign_out_everywhere(&tx).await.expect("end all").len(), 2);
    tx.commit().await.expect("commit");
    assert!(!still_in(&app, &third.cookie).await);
    assert!(!still_in(&app, &dana.cookie).await);
}

#[tokio::test]
async fn sensitive_acts_want_a_fresh_proof() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    set_password(&app, &center.admin, PASSWORD).await.expect("just signed in");
    app.driven().advance(SignedDuration::from_mins(11));
    let stale = set_password(&app, &center.admin, "another tall maple by the river").await;
    assert_eq!(code_of(stale), "step_up_required");
    let token = CreateApiToken { key: Uuid::new_v4(), name: "Reports".to_owned(), days: 30 };
    assert_eq!(code_of(members::create_api_token(&app.enter(&center.admin).await, token.clone()).await), "step_up_required");

    // By mail.
    let sent_to = sign_in::request_step_up(app.enter(&center.admin).await).await.expect("sent");
    assert_eq!(sent_to, "a…@harbor-house.example");
    let code = newest_code(&app, &center.center).await;
    let outcome = sign_in::step_up(app.enter(&center.admin).await, StepUpProof::Code(wrong(&code))).await;
    assert_eq!(refused(outcome), [Problem::WrongCode { attempts_left: 4 }]);
    sign_in::step_up(app.enter(&center.admin).await, StepUpProof::Code(code.clone())).await.expect("a fresh proof");
    let again = sign_in::step_up(app.enter(&center.admin).await, StepUpProof::Code(code)).await;
    assert_eq!(code_of(again), "expired");
    let tx = app.enter(&center.admin).await;
    sign_in::require_fresh(&tx).expect("fresh");
    let viewer = members::viewer(&tx).await.expect("viewer");
    assert_eq!(viewer.step_up_until, viewer.now + SignedDuration::from_mins(10));
    assert!(sign_in::touch(&tx).await.expect("touch"));
    tx.commit().await.expect("commit");

    // By password.
    app.driven().advance(SignedDuration::from_mins(11));
    let outcome = sign_in::step_up(app.enter(&center.admin).await, StepUpProof::Password("no".to_owned())).await;
    assert_eq!(code_of(outcome), "wrong_password");
    sign_in::step_up(app.enter(&center.admin).await, StepUpProof::Password(PASSWORD.to_owned())).await.expect("a fresh proof");
    let tx = app.enter(&center.admin).await;
    members::create_api_token(&tx, token).await.expect("a token");
}

/// The code of the newest challenge of the center.
async fn newest_code(app: &App, center: &CenterRef) -> String {
    let mut database = app.superuser().await;
    let id: Uuid =
        sqlx::query_scalar("select id from cairn.challenges where center_id = $1 order by created_at desc, id desc limit 1")
            .bind(center.id.0)
            .fetch_one(&mut database)
            .await
            .expect("a challenge");
    mailed_code(app, center, ChallengeId(id)).await
}

#[tokio::test]
async fn a_new_password_ends_other_sign_ins_and_is_told_by_mail() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let other = sign_in(&app, &center.center, &dana.email, browser()).await;
    app.run_jobs().await;
    let before = app.mail.inbox().mails(Some(&dana.email)).len();
    for (password, rule) in [
        ("short", "password_too_short"),
        ("harbor house dana", "password_context"),
        ("aaaaaaaaaaaaaaaaaaaaaa", "password_weak"),
        (&"long ".repeat(60), "password_too_long"),
    ] {
        assert_eq!(code_of(set_password(&app, &dana, password).await), rule, "{password}");
    }
    assert!(still_in(&app, &other.cookie).await, "a refused change changes nothing");
    set_password(&app, &dana, PASSWORD).await.expect("set");
    assert!(!still_in(&app, &other.cookie).await);
    assert!(still_in(&app, &dana.cookie).await);
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some(&dana.email)).len(), before + 1);
    let mut database = app.superuser().await;
    let stored: String = sqlx::query_scalar("select password_hash from cairn.members where id = $1")
        .bind(dana.member_id.0)
        .fetch_one(&mut database)
        .await
        .expect("a hash");
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    set_password(&app, &dana, "").await.expect("remove");
    let outcome = sign_in::sign_in_with_password(&app.db, &center.center, &dana.email, PASSWORD, browser()).await;
    assert_eq!(code_of(outcome), "sign_in_failed");
}

#[tokio::test]
async fn an_api_token_acts_for_its_owner_until_it_is_revoked() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let create = CreateApiToken { key: Uuid::new_v4(), name: "Reports".to_owned(), days: 30 };
    assert_eq!(code_of(members::create_api_token(&app.enter(&dana).await, create.clone()).await), "not_allowed");
    for days in [0, 366] {
        let create = CreateApiToken { days, key: Uuid::new_v4(), ..create.clone() };
        assert_eq!(code_of(members::create_api_token(&app.enter(&center.admin).await, create).await), "out_of_range");
    }
    let tx = app.enter(&center.admin).await;
    let (token, secret) = members::create_api_token(&tx, create.clone()).await.expect("a token");
    tx.commit().await.expect("commit");
    let secret = secret.expect("shown once");
    let tx = app.enter(&center.admin).await;
    let (again, shown_again) = members::create_api_token(&tx, create).await.expect("a retry");
    assert_eq!((again.id, shown_again), (token.id, None));
    drop(tx);

    let credential = Credential::api_token(&secret).expect("a credential");
    let tx = app.db.enter(&credential, None).await.expect("enter").expect("in");
    assert_eq!(tx.actor().member_id(), Some(center.admin.member_id));
    members::list(&tx, members::ListMembers { role: None, search: None, page: first_page() }).await.expect("the owner's rights");
    assert_eq!(code_of(sign_in::require_fresh(&tx)), "not_allowed");
    assert_eq!(code_of(sign_in::sign_ins(&tx).await), "not_allowed");
    assert_eq!(code_of(members::update_profile(&tx, UpdateProfile::default()).await), "not_allowed");
    assert!(sign_in::touch(&tx).await.expect("touch"));
    assert_eq!(code_of(members::set_password(tx, PASSWORD).await), "not_allowed");

    let tx = app.enter(&center.admin).await;
    members::revoke_api_token(&tx, token.id).await.expect("revoke");
    tx.commit().await.expect("commit");
    assert!(app.db.enter(&credential, None).await.expect("enter").is_none());
}

fn first_page() -> PageRequest<MemberId> {
    PageRequest { first: 25, after: None }
}

/// The statements of the request that every page begins with.
#[tokio::test]
async fn the_viewer_is_one_statement_for_staff_and_two_for_clients() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    let (db, statements) = Statements::of(&app).await;
    let count = async |db: &Db, person: &Person| {
        let tx = db.enter(&person.credential(), None).await.expect("enter").expect("in");
        members::viewer(&tx).await.expect("keys are warm");
        statements.forget();
        let viewer = members::viewer(&tx).await.expect("viewer");
        (statements.seen().len(), viewer)
    };
    let (staff, viewer) = count(&db, &dana).await;
    assert_eq!((staff, viewer.counselors.len()), (1, 0));
    let (client, viewer) = count(&db, &ana).await;
    assert_eq!((client, viewer.counselors.len()), (2, 1));
    assert_eq!(viewer.counselors[0].name, "Dana Reyes");
    assert_eq!(viewer.today.to_string(), "2026-03-02");
}

//! Invitations: one link, one person, one use, seven days.

use cairn_domain::actor::Role;
use cairn_domain::db::{CenterRef, Credential};
use cairn_domain::ids::InvitationId;
use cairn_domain::language::Locale;
use cairn_domain::members::{self, AcceptInvitation, Invitation, InvitationState, Invite, MemberAccount, MemberState, SignedIn};
use cairn_domain::programs::{self, CreateProgram};
use cairn_domain::{Outcome, Problem};
use jiff::SignedDuration;
use serde_json::json;
use support::{App, Person, browser, caller};
use uuid::Uuid;

use crate::sign_in::{PASSWORD, code_of, refused};

fn whom(email: &str, roles: &[Role]) -> Invite {
    Invite {
        key: Uuid::new_v4(),
        email: email.to_owned(),
        name: "Noor".to_owned(),
        roles: roles.to_vec(),
        locale: None,
        counselor_id: None,
        program_id: None,
    }
}

async fn invite(app: &App, by: &Person, wanted: Invite) -> Outcome<MemberAccount> {
    let tx = app.enter(by).await;
    let account = members::invite(&tx, wanted).await?;
    tx.commit().await?;
    Ok(account)
}

async fn invited(app: &App, by: &Person, wanted: Invite) -> Invitation {
    invite(app, by, wanted).await.expect("invite").invitation.expect("an invitation")
}

async fn token(app: &App, center: &CenterRef, invitation: &Invitation) -> String {
    let tx = app.db.visit(center, None).await.expect("visit");
    members::token_to_send(&tx, invitation.id, invitation.version).await.expect("look").expect("a token").token
}

fn answer() -> AcceptInvitation {
    AcceptInvitation {
        name: "Noor Haddad".to_owned(),
        pronouns: Some("she/her".to_owned()),
        locale: Locale::Es,
        zone: "America/Phoenix".to_owned(),
        password: None,
    }
}

async fn accept(app: &App, token: &str) -> Outcome<SignedIn> {
    members::accept_invitation(&app.db, token, answer(), browser()).await
}

async fn state(app: &App, token: &str) -> Option<InvitationState> {
    members::view_invitation(&app.db, token, caller()).await.expect("look").map(|view| view.state)
}

async fn resend(app: &App, by: &Person, id: InvitationId) -> Outcome<Invitation> {
    let tx = app.enter(by).await;
    let invitation = members::resend_invitation(&tx, id, Uuid::new_v4()).await?;
    tx.commit().await?;
    Ok(invitation)
}

async fn revoke(app: &App, by: &Person, id: InvitationId) -> Outcome<Invitation> {
    let tx = app.enter(by).await;
    let invitation = members::revoke_invitation(&tx, id).await?;
    tx.commit().await?;
    Ok(invitation)
}

#[tokio::test]
async fn an_invited_client_comes_in_with_counselor_and_program() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let tx = app.enter(&center.admin).await;
    let program = programs::create(&tx, CreateProgram { key: Uuid::new_v4(), name: "Evening".to_owned(), from_template: None })
        .await
        .expect("program");
    tx.commit().await.expect("commit");
    let wanted = Invite {
        counselor_id: Some(dana.member_id),
        program_id: Some(program.id),
        locale: Some(Locale::Es),
        ..whom("Noor@Example.org", &[Role::Client])
    };
    let account = invite(&app, &center.admin, wanted).await.expect("invite");
    assert_eq!((account.state, account.locale), (MemberState::Invited, Locale::Es));
    let invitation = account.invitation.expect("an invitation");
    assert_eq!((invitation.state, invitation.invited_by.name.as_str()), (InvitationState::Open, "Robin Hale"));

    // The link is in the mail, and the mail does not say from where or to what.
    let token = token(&app, &center.center, &invitation).await;
    app.run_jobs().await;
    let mails = app.mail.inbox().mails(None);
    assert!(mails.iter().any(|mail| format!("{mail:?}").contains(&format!("/i/{token}"))), "the link came by mail");

    let view = members::view_invitation(&app.db, &token, caller()).await.expect("look").expect("open");
    let open = view.open.expect("open");
    assert_eq!((open.name.as_str(), open.email.as_str(), open.invited_by.as_str()), ("Noor", "Noor@Example.org", "Robin Hale"));
    let signed_in = members::accept_invitation(
        &app.db,
        &token,
        AcceptInvitation { password: Some(PASSWORD.to_owned()), ..answer() },
        browser(),
    )
    .await
    .expect("accept");
    assert_eq!(signed_in.roles, [Role::Client]);

    let credential = Credential::sign_in(&signed_in.cookie).expect("a credential");
    let tx = app.db.enter(&credential, None).await.expect("enter").expect("in");
    let viewer = members::viewer(&tx).await.expect("viewer");
    assert_eq!((viewer.account.card.name.as_str(), viewer.account.card.pronouns.as_deref()), ("Noor Haddad", Some("she/her")));
    assert_eq!((viewer.account.zone.as_str(), viewer.has_password), ("America/Phoenix", true));
    assert_eq!(viewer.counselors.iter().map(|card| card.id).collect::<Vec<_>>(), [dana.member_id]);
    drop(tx);
    let tx = app.enter(&dana).await;
    let client = members::client(&tx, signed_in.member_id).await.expect("look").expect("in her care");
    assert_eq!(client.program.map(|program| program.name).as_deref(), Some("Evening"));
    let view = members::view_invitation(&app.db, &token, caller()).await.expect("look").expect("known");
    assert!(view.state == InvitationState::Accepted && view.open.is_none(), "a used link tells nothing");
}

#[tokio::test]
async fn of_a_hundred_at_once_one_comes_in() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let invitation = invited(&app, &center.admin, whom("noor@example.org", &[Role::Counselor])).await;
    let token = token(&app, &center.center, &invitation).await;
    let outcomes = futures::future::join_all((0..100).map(|_| accept(&app, &token))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    for outcome in outcomes.into_iter().filter(Result::is_err) {
        assert_eq!(code_of(outcome), "expired");
    }
    let mut database = app.superuser().await;
    let sign_ins: i64 = sqlx::query_scalar(
        "select count(*) from cairn.sign_ins where center_id = $1 and method = 'invitation' and member_id = (
            select member_id from cairn.invitations where id = $2)",
    )
    .bind(center.center.id.0)
    .bind(invitation.id.0)
    .fetch_one(&mut database)
    .await
    .expect("count");
    assert_eq!(sign_ins, 1);
}

#[tokio::test]
async fn dead_links_stay_dead() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let admin = &center.admin;
    // Garbage, and another center's id in front of a good secret.
    for garbage in ["", "x", "../../etc/passwd", &"A".repeat(64), &"é".repeat(40), &"A".repeat(100_000)] {
        assert_eq!(code_of(accept(&app, garbage).await), "not_found", "{garbage:.20}");
        assert_eq!(state(&app, garbage).await, None);
    }
    let used = invited(&app, admin, whom("used@example.org", &[Role::Client])).await;
    let used_token = token(&app, &center.center, &used).await;
    let other = app.center("Quiet Creek").await;
    use base64::Engine;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let mut bytes = engine.decode(&used_token).expect("base64");
    bytes[..16].copy_from_slice(other.center.id.0.as_bytes());
    assert_eq!(code_of(accept(&app, &engine.encode(&bytes)).await), "not_found");

    accept(&app, &used_token).await.expect("accept");
    assert_eq!(code_of(accept(&app, &used_token).await), "expired");
    assert_eq!(code_of(resend(&app, admin, used.id).await), "already_accepted");
    assert_eq!(code_of(revoke(&app, admin, used.id).await), "already_accepted");

    // Rotated: the old link never was.
    let rotated = invited(&app, admin, whom("rotated@example.org", &[Role::Client])).await;
    let old = token(&app, &center.center, &rotated).await;
    let rotated = resend(&app, admin, rotated.id).await.expect("resend");
    assert_eq!(rotated.version, 2);
    assert_eq!((code_of(accept(&app, &old).await), state(&app, &old).await), ("not_found".to_owned(), None));
    let new = token(&app, &center.center, &rotated).await;
    accept(&app, &new).await.expect("accept");

    // Revoked.
    let revoked = invited(&app, admin, whom("revoked@example.org", &[Role::Client])).await;
    let link = token(&app, &center.center, &revoked).await;
    assert_eq!(revoke(&app, admin, revoked.id).await.expect("revoke").state, InvitationState::Revoked);
    assert_eq!(
        (code_of(accept(&app, &link).await), state(&app, &link).await),
        ("expired".to_owned(), Some(InvitationState::Revoked))
    );
    assert_eq!(code_of(resend(&app, admin, revoked.id).await), "already_revoked");

    // Expired, to the second.
    let late = invited(&app, admin, whom("late@example.org", &[Role::Client])).await;
    let link = token(&app, &center.center, &late).await;
    app.driven().advance(SignedDuration::from_hours(24 * 7));
    assert_eq!(
        (code_of(accept(&app, &link).await), state(&app, &link).await),
        ("expired".to_owned(), Some(InvitationState::Expired))
    );
}

#[tokio::test]
async fn an_address_is_invited_once_until_that_is_over() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let admin = &center.admin;
    let first = invited(&app, admin, whom("noor@example.org", &[Role::Client])).await;
    let again = invite(&app, admin, whom(" NOOR@example.org", &[Role::Counselor])).await;
    assert_eq!(refused(again), [Problem::invalid("email", "email_in_use")]);
    assert_eq!(
        refused(invite(&app, admin, whom(&admin.email, &[Role::Client])).await),
        [Problem::invalid("email", "email_in_use")]
    );
    let races = futures::future::join_all((0..8).map(|_| invite(&app, admin, whom("race@example.org", &[Role::Client])))).await;
    assert_eq!(races.iter().filter(|outcome| outcome.is_ok()).count(), 1);

    revoke(&app, admin, first.id).await.expect("revoke");
    let second = invite(&app, admin, whom("noor@example.org", &[Role::Counselor])).await.expect("invite again");
    assert_eq!((second.state, second.card.roles.clone()), (MemberState::Invited, vec![Role::Counselor]));
    let link = token(&app, &center.center, second.invitation.as_ref().expect("an invitation")).await;
    assert_eq!(accept(&app, &link).await.expect("accept").roles, [Role::Counselor]);
}

#[tokio::test]
async fn a_retry_invites_once() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let wanted = whom("noor@example.org", &[Role::Client]);
    let first = invite(&app, &center.admin, wanted.clone()).await.expect("invite");
    let second = invite(&app, &center.admin, wanted.clone()).await.expect("a retry");
    assert_eq!(first.card.id, second.card.id);
    let other = Invite { name: "Somebody Else".to_owned(), ..wanted };
    assert_eq!(code_of(invite(&app, &center.admin, other).await), "key_reused");
    app.run_jobs().await;
    assert_eq!(app.mail.inbox().mails(Some("noor@example.org")).len(), 1);
}

#[tokio::test]
async fn what_does_not_fit_is_named_and_only_admins_invite() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let dana = center.counselor("Dana Reyes").await;
    let ana = center.client("Ana Ruiz", &dana).await;
    for person in [&dana, &ana] {
        assert_eq!(code_of(invite(&app, person, whom("noor@example.org", &[Role::Admin])).await), "not_allowed");
    }
    let mutation =
        "mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { account { email } problems { code path } } }";
    let ask = async |input: serde_json::Value| {
        let data = app.data(&center.admin, mutation, json!({ "input": input })).await;
        let problems = data["inviteMember"]["problems"].as_array().expect("problems").clone();
        problems
            .iter()
            .map(|one| format!("{}: {}", one["path"][0].as_str().unwrap_or(""), one["code"].as_str().unwrap_or("")))
            .collect::<Vec<_>>()
    };
    let key = Uuid::new_v4();
    let big = "x".repeat(10_240);
    assert_eq!(
        ask(json!({ "clientMutationId": key, "email": "Dana <dana@example.org>", "name": big, "roles": [] })).await,
        ["email: email_format", "name: too_long", "roles: roles_required"]
    );
    let counselor = dana.wire_id();
    assert_eq!(
        ask(json!({ "clientMutationId": key, "email": "n@example.org", "name": "N", "roles": ["COUNSELOR"], "counselorId": counselor })).await,
        ["counselorId: only_for_clients"]
    );
    assert_eq!(
        ask(json!({ "clientMutationId": key, "email": "n@example.org", "name": "N", "roles": ["CLIENT"], "counselorId": ana.wire_id() })).await,
        ["counselorId: counselor_unknown"]
    );
    let nowhere = format!("program:{}", Uuid::new_v4());
    assert_eq!(
        ask(json!({ "clientMutationId": key, "email": "n@example.org", "name": "N", "roles": ["CLIENT"], "programId": nowhere }))
            .await,
        ["programId: program_unknown"]
    );
    assert_eq!(
        ask(json!({ "clientMutationId": "again", "email": "n@example.org", "name": "N", "roles": ["CLIENT"] })).await,
        ["clientMutationId: uuid"]
    );
    // Another center's counselor is nobody here.
    let other = app.center("Quiet Creek").await;
    assert_eq!(
        ask(json!({ "clientMutationId": key, "email": "n@example.org", "name": "N", "roles": ["CLIENT"], "counselorId": other.admin.wire_id() })).await,
        ["counselorId: counselor_unknown"]
    );
}

#[tokio::test]
async fn names_are_kept_as_people_write_them() {
    let app = App::start().await;
    let center = app.center("Harbor House").await;
    let names = ["\"Doc\" O'Neill <b>", "🙂 Dana 👩‍👩‍👧", "محمد علي", "שרה כהן", "Ngũgĩ wa Thiong'o", "'); drop table members; --"];
    for (number, name) in names.into_iter().enumerate() {
        let invitation = invited(&app, &center.admin, whom(&format!("n{number}@example.org"), &[Role::Client])).await;
        let link = token(&app, &center.center, &invitation).await;
        let input = AcceptInvitation { name: name.to_owned(), ..answer() };
        let signed_in = members::accept_invitation(&app.db, &link, input, browser()).await.expect("accept");
        let tx = app.enter(&center.admin).await;
        let card =
            members::cards(&tx, &[signed_in.member_id]).await.expect("cards").remove(&signed_in.member_id).expect("a card");
        assert_eq!(card.name, name);
        // Nothing of it stands readable in the table.
        let mut database = app.superuser().await;
        let stored: Vec<u8> = sqlx::query_scalar("select name from cairn.members where id = $1")
            .bind(signed_in.member_id.0)
            .fetch_one(&mut database)
            .await
            .expect("a row");
        assert!(!stored.windows(4).any(|part| name.as_bytes().windows(4).any(|other| part == other)));
    }
    let invitation = invited(&app, &center.admin, whom("late@example.org", &[Role::Client])).await;
    let link = token(&app, &center.center, &invitation).await;
    for (name, rule) in
        [("x".repeat(10_240), "too_long"), ("a\u{202E}b".to_owned(), "name_characters"), (" ".to_owned(), "required")]
    {
        let input = AcceptInvitation { name, ..answer() };
        assert_eq!(code_of(members::accept_invitation(&app.db, &link, input, browser()).await), rule);
    }
    let weak = AcceptInvitation { password: Some("harbor house noor".to_owned()), ..answer() };
    assert_eq!(code_of(members::accept_invitation(&app.db, &link, weak, browser()).await), "password_context");
    accept(&app, &link).await.expect("refused tries did not use the link up");
}

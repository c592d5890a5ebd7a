use cairn_domain::actor::Role;
use cairn_domain::availability::{self, SetAvailability, WeeklyRange};
use cairn_domain::centers::{self, StartCenter};
use cairn_domain::db::{CenterRef, Credential};
use cairn_domain::ids::MemberId;
use cairn_domain::language::Locale;
use cairn_domain::members::{self, AcceptInvitation, Browser, Caller, Invite};
use cairn_domain::programs::{self, CreateProgram};

use crate::app::App;

/// A member who is signed in.
#[derive(Clone)]
pub struct Person {
    pub member_id: MemberId,
    pub name: String,
    pub email: String,
    /// Value of the sign-in cookie.
    pub cookie: String,
    pub zone: String,
}

impl Person {
    pub fn credential(&self) -> Credential {
        Credential::sign_in(&self.cookie).expect("a credential")
    }

    /// As on the wire.
    pub fn wire_id(&self) -> String {
        format!("member:{}", self.member_id)
    }
}

/// A live center with its admin.
pub struct TestCenter<'a> {
    pub app: &'a App,
    pub center: CenterRef,
    pub admin: Person,
}

pub fn caller() -> Caller {
    Caller { ip: None, request_id: Some("test".to_owned()) }
}

pub fn browser() -> Browser {
    Browser {
        caller: caller(),
        user_agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".to_owned(),
        shared_device: false,
        previous: None,
    }
}

fn email_of(name: &str, slug: &str) -> String {
    let name = name.to_lowercase();
    let parts: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    format!("{}@{slug}.example", parts.join("."))
}

impl App {
    /// Signs a center up, confirms it, sets it up and goes live, the way an admin does.
    pub async fn center(&self, name: &str) -> TestCenter<'_> {
        self.center_in(name, "America/New_York").await
    }

    pub async fn center_in(&self, name: &str, zone: &str) -> TestCenter<'_> {
        let slug = centers::suggest_slug(name).expect("a slug");
        let email = email_of("admin", &slug);
        let started = centers::start(
            &self.db,
            StartCenter {
                name: name.to_owned(),
                slug: slug.clone(),
                zone: zone.to_owned(),
                locale: Locale::En,
                admin_name: "Robin Hale".to_owned(),
                admin_email: email.clone(),
                admin_counsels: false,
            },
            caller(),
        )
        .await
        .expect("start a center");
        let tx = self.db.visit(&started.center, None).await.expect("visit");
        let code = members::code_to_send(&tx, started.challenge_id).await.expect("a code").expect("a code").code;
        drop(tx);
        let signed_in =
            centers::confirm(&self.db, &started.center, started.challenge_id, &code, browser()).await.expect("confirm");
        let admin = Person {
            member_id: signed_in.member_id,
            name: "Robin Hale".to_owned(),
            email,
            cookie: signed_in.cookie,
            zone: zone.to_owned(),
        };
        let mut center = TestCenter { app: self, center: started.center, admin };
        center.go_live().await;
        center
    }
}

impl TestCenter<'_> {
    async fn go_live(&mut self) {
        let tx = self.app.enter(&self.admin).await;
        let current = centers::read(&tx).await.expect("read");
        centers::update(
            &tx,
            centers::UpdateCenter {
                version: current.version,
                name: None,
                zone: None,
                phone: Some("+1 207 555 0100".to_owned()),
                address: Some("12 Quay Street".to_owned()),
                help_phone: Some("+1 207 555 0199".to_owned()),
                help_hours: Some("Every day, 8 AM to 10 PM".to_owned()),
                change_cutoff_minutes: Some(120),
                ..centers::UpdateCenter::default()
            },
        )
        .await
        .expect("update");
        programs::create(&tx, CreateProgram { key: uuid::Uuid::new_v4(), name: "Outpatient".to_owned(), from_template: None })
            .await
            .expect("program");
        tx.commit().await.expect("commit");
        // Weekly hours of anybody will do for the checklist; a counselor brings them.
        let counselor = self.counselor("Sam Okafor").await;
        let tx = self.app.enter(&self.admin).await;
        centers::skip_step(&tx, centers::SetupStep::InviteColleague).await.expect("skip");
        centers::go_live(&tx).await.expect("go live");
        tx.commit().await.expect("commit");
        self.center = centers::find_by_id(&self.app.db, self.center.id).await.expect("find").expect("the center");
        let _ = counselor;
    }

    /// Invites somebody and accepts for them.
    pub async fn invite(&self, name: &str, roles: &[Role], counselor: Option<&Person>) -> Person {
        let email = email_of(name, &self.center.slug);
        let tx = self.app.enter(&self.admin).await;
        let account = members::invite(
            &tx,
            Invite {
                key: uuid::Uuid::new_v4(),
                email: email.clone(),
                name: name.to_owned(),
                roles: roles.to_vec(),
                locale: Some(Locale::En),
                counselor_id: counselor.map(|person| person.member_id),
                program_id: None,
            },
        )
        .await
        .expect("invite");
        let invitation = account.invitation.expect("an invitation");
        tx.commit().await.expect("commit");
        let tx = self.app.db.visit(&self.center, None).await.expect("visit");
        let token =
            members::token_to_send(&tx, invitation.id, invitation.version).await.expect("a token").expect("a token").token;
        drop(tx);
        let signed_in = members::accept_invitation(
            &self.app.db,
            &token,
            AcceptInvitation {
                name: name.to_owned(),
                pronouns: None,
                locale: Locale::En,
                zone: self.center.zone.clone(),
                password: None,
            },
            browser(),
        )
        .await
        .expect("accept");
        Person {
            member_id: signed_in.member_id,
            name: name.to_owned(),
            email,
            cookie: signed_in.cookie,
            zone: self.center.zone.clone(),
        }
    }

    /// A counselor who works Monday to Friday, 9 to 17, in person and online.
    pub async fn counselor(&self, name: &str) -> Person {
        let person = self.invite(name, &[Role::Counselor], None).await;
        let tx = self.app.enter(&person).await;
        availability::set(&tx, office_hours(&person)).await.expect("hours");
        tx.commit().await.expect("commit");
        person
    }

    /// A client in this counselor's care.
    pub async fn client(&self, name: &str, counselor: &Person) -> Person {
        self.invite(name, &[Role::Client], Some(counselor)).await
    }
}

/// Monday to Friday, 9 to 17; 15 minutes of notice, starts every half hour.
pub fn office_hours(counselor: &Person) -> SetAvailability {
    SetAvailability {
        counselor_id: counselor.member_id,
        version: 0,
        zone: counselor.zone.clone(),
        weekly: (1..=5).map(|weekday| WeeklyRange { weekday, from: 9 * 60, until: 17 * 60 }).collect(),
        exceptions: Vec::new(),
        buffer_before: 0,
        buffer_after: 0,
        minimum_notice: 15,
        horizon_days: 60,
        slot_step: 30,
        daily_limit: None,
        weekly_limit: None,
        location: Some("Room 2".to_owned()),
        online_link: Some("https://meet.example/room".to_owned()),
    }
}

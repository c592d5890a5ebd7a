//! How a center begins: a draft with its keys, its audit chain and one admin, who proves their address by a code.

use jiff::SignedDuration;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::settings::center_name;
use super::slug::{ABANDONED_PREFIX, numbered};
use super::{check_slug, find_by_slug};
use crate::actor::{Actor, CenterState, Role};
use crate::audit::{self, Event};
use crate::db::{At, CenterRef, CenterTx, Db};
use crate::ids::{CenterId, ChallengeId, MemberId};
use crate::language::Locale;
use crate::members::sign_in::{
    self, NewChallenge, Purpose, SignInMethod, SignedIn, Tried, clean_code, create_challenge, limit_network, plan_challenge,
    try_code,
};
use crate::members::{Browser, Caller, EMAIL, NAME, fields};
use crate::problem::{Outcome, Problem, Problems, Surprise};
use crate::rate_limits::{CODE_BY_NETWORK, SIGN_IN_BY_NETWORK, START_BY_NETWORK};
use crate::zones;

/// A draft whose admin did not confirm for this long gives its address part back.
const ABANDONED_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// Codes an hour to a new center's admin.
const CODES_AN_HOUR: i64 = 5;

/// What a new center's first admin typed.
#[derive(Debug, Clone)]
pub struct StartCenter {
    pub name: String,
    pub slug: String,
    /// IANA id.
    pub zone: String,
    pub locale: Locale,
    pub admin_name: String,
    pub admin_email: String,
    /// The founder sees clients too; in a small center nobody else is there to.
    pub admin_counsels: bool,
}

#[derive(Debug, Clone)]
pub struct StartedCenter {
    pub center: CenterRef,
    pub challenge_id: ChallengeId,
}

struct Checked {
    name: String,
    slug: String,
    zone: String,
    locale: Locale,
    admin_name: String,
    counsels: bool,
    email: fields::Email,
}

fn check(input: StartCenter) -> Outcome<Checked> {
    let mut problems = Problems::default();
    let name = problems.take(center_name(&input.name, "name"));
    let slug = input.slug.trim().to_lowercase();
    problems.take(check_slug(&slug));
    problems.take(zones::known(&input.zone, "zone"));
    let admin_name = problems.take(fields::name(&input.admin_name, "adminName"));
    let email = problems.take(fields::email(&input.admin_email, "adminEmail"));
    problems.refuse_if_any()?;
    match (name, admin_name, email) {
        (Some(name), Some(admin_name), Some(email)) => {
            Ok(Checked { name, slug, zone: input.zone, locale: input.locale, admin_name, email, counsels: input.admin_counsels })
        }
        // Their problems were refused above.
        _ => Err(Surprise::Inconsistent("a field without value or problem").into()),
    }
}

/// Makes the draft and sends the code.
pub async fn start(db: &Db, input: StartCenter, from: Caller) -> Outcome<StartedCenter> {
    let checked = check(input)?;
    limit_network(db, &START_BY_NETWORK, &from).await?;
    release_if_abandoned(db, &checked.slug).await?;
    let id = CenterId(db.ids().person());
    let tx = db.begin(id, Actor::Visitor { center_suspended: false }, from.request_id).await?;
    write_center(&tx, &checked).await?;
    let admin = MemberId(tx.ids().person());
    let email_hash = write_admin(&tx, admin, &checked).await?;
    let challenge_id =
        create_challenge(&tx, &NewChallenge { purpose: Purpose::ConfirmCenter, email_hash, member: Some(admin) }).await?;
    plan_challenge(&tx, Purpose::ConfirmCenter, challenge_id, admin, sign_in::lifetime_end(tx.now())?).await?;
    tx.audit(Event::done("center.start", "center", id.0));
    tx.commit().await?;
    let center = CenterRef { id, slug: checked.slug, name: checked.name, zone: checked.zone, state: CenterState::Draft };
    Ok(StartedCenter { center, challenge_id })
}

async fn write_center(tx: &CenterTx, checked: &Checked) -> Outcome<()> {
    let added = tx
        .run(
            "insert into directory.centers (id, slug, name, zone, created_at) values ($1, $2, $3, $4, $5) on conflict (slug) do nothing",
            [checked.slug.clone().into(), checked.name.clone().into(), checked.zone.clone().into(), tx.at().into()],
        )
        .await?;
    if added == 0 {
        return Err(Problem::invalid("slug", "slug_taken").into());
    }
    tx.db().keys.create(tx.center_id().0, tx.ids(), tx.at(), tx).await?;
    audit::begin_chain(tx).await?;
    tx.run("insert into cairn.center_settings (center_id) values ($1)", []).await?;
    Ok(())
}

async fn write_admin(tx: &CenterTx, id: MemberId, checked: &Checked) -> Outcome<[u8; 32]> {
    let email_hash = tx.keys().await?.index("email", checked.email.normal.as_bytes());
    let email = tx.seal(EMAIL, id.0, &checked.email.written).await?;
    let name = tx.seal(NAME, id.0, &checked.admin_name).await?;
    let mut roles = vec![Role::Admin.name().to_owned()];
    if checked.counsels {
        roles.push(Role::Counselor.name().to_owned());
    }
    tx.run(
        "insert into cairn.members (center_id, id, email_hash, email, name, roles, state, locale, zone, created_at)
         values ($1, $2, $3, $4, $5, $6, 'invited', $7, $8, $9)",
        [
            id.0.into(),
            email_hash.to_vec().into(),
            email.into(),
            name.into(),
            roles.into(),
            checked.locale.tag().into(),
            checked.zone.clone().into(),
            tx.at().into(),
        ],
    )
    .await?;
    Ok(email_hash)
}

/// Lets go of an address part that an old draft holds and nobody ever came back for.
async fn release_if_abandoned(db: &Db, slug: &str) -> Outcome<()> {
    let Some(holder) = find_by_slug(db, slug).await?.filter(|center| center.state == CenterState::Draft) else { return Ok(()) };
    let tx = db.visit(&holder, None).await?;
    let released = tx
        .run(
            "update directory.centers set slug = $2
             where id = $1 and state = 'draft' and created_at < $3
               and not exists (select from cairn.members m where m.center_id = $1 and m.state = 'active')",
            [format!("{ABANDONED_PREFIX}{}", holder.id.0.simple()).into(), At(tx.now() - ABANDONED_AFTER).into()],
        )
        .await?;
    if released == 0 {
        return Ok(());
    }
    tx.audit(Event::done("center.release_slug", "center", holder.id.0));
    tx.commit().await
}

/// `wanted` or the first of `wanted-2`, `wanted-3` … that nobody has; `None`: not usable, or very popular.
pub async fn free_slug(db: &Db, wanted: &str) -> Outcome<Option<String>> {
    if check_slug(wanted).is_err() {
        return Ok(None);
    }
    let candidates: Vec<String> = (1..=20).map(|number| numbered(wanted, number)).collect();
    let taken: Vec<(String,)> =
        sqlx::query_as("select slug from directory.centers where slug = any($1)").bind(&candidates).fetch_all(db.pool()).await?;
    Ok(candidates.into_iter().find(|candidate| taken.iter().all(|(slug,)| slug != candidate)))
}

/// The admin proves the address: the account becomes active and the browser is signed in.
pub async fn confirm(db: &Db, center: &CenterRef, challenge: ChallengeId, code: &str, browser: Browser) -> Outcome<SignedIn> {
    let code = clean_code(code)?;
    limit_network(db, &SIGN_IN_BY_NETWORK, &browser.caller).await?;
    let tx = db.visit(center, browser.caller.request_id.clone()).await?;
    match try_code(&tx, Purpose::ConfirmCenter, challenge, &code).await? {
        Tried::Over => Err(Problem::Expired.into()),
        Tried::Wrong { tries_left } => {
            tx.audit(Event::done("center.confirm", "challenge", challenge.0).purpose("sign_in").refused());
            tx.commit().await?;
            Err(Problem::WrongCode { attempts_left: tries_left }.into())
        }
        Tried::Right(admin) => {
            tx.run(
                "update cairn.members set state = 'active', joined_at = $3 where center_id = $1 and id = $2 and state = 'invited'",
                [admin.0.into(), tx.at().into()],
            )
            .await?;
            tx.audit(Event::done("center.confirm", "center", center.id.0).by("member", admin.0));
            let signed_in = sign_in::open(&tx, admin, SignInMethod::EmailCode, &browser).await?;
            tx.commit().await?;
            sign_in::with_other_centers_ended(db, center.id.0, &browser, signed_in).await
        }
    }
}

#[derive(FromQueryResult)]
struct Unconfirmed {
    member_id: Uuid,
    email_hash: Vec<u8>,
    lately: i64,
}

/// A new code for the admin of a draft; the old one ends. Whoever asks holds the id of the old one.
pub async fn resend_confirmation(db: &Db, center: &CenterRef, challenge: ChallengeId, from: Caller) -> Outcome<ChallengeId> {
    limit_network(db, &CODE_BY_NETWORK, &from).await?;
    let tx = db.visit(center, from.request_id).await?;
    let row = tx
        .row::<Unconfirmed>(
            "with old as (
               update cairn.challenges set expires_at = least(expires_at, $3), code = null
               where center_id = $1 and id = $2 and purpose = 'confirm_center' and used_at is null
               returning member_id, email_hash)
             select old.member_id, old.email_hash,
               (select count(*) from cairn.challenges l where l.center_id = $1 and l.member_id = old.member_id
                  and l.created_at > $3::timestamptz - interval '1 hour') as lately
             from old join cairn.members m on m.center_id = $1 and m.id = old.member_id and m.state = 'invited'",
            [challenge.0.into(), tx.at().into()],
        )
        .await?
        .ok_or(Problem::Expired)?;
    if row.lately >= CODES_AN_HOUR {
        return Err(Problem::RateLimited { retry_after_seconds: 3600 }.into());
    }
    let email_hash = row.email_hash.try_into().map_err(|_| Surprise::Inconsistent("an address hash"))?;
    let admin = MemberId(row.member_id);
    let id = create_challenge(&tx, &NewChallenge { purpose: Purpose::ConfirmCenter, email_hash, member: Some(admin) }).await?;
    plan_challenge(&tx, Purpose::ConfirmCenter, id, admin, sign_in::lifetime_end(tx.now())?).await?;
    tx.commit().await?;
    Ok(id)
}

//! The viewer: their account, how they sign in, their API tokens.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use cairn_domain::members::sign_in::{self, SignInInfo, StepUpProof};
use cairn_domain::members::{self as domain, CreateApiToken, UpdateProfile};
use cairn_domain::{Fault, Outcome, Problem as Expected};

use super::centers::Center;
use super::context::{self, RequestContext, id, key, wire};
use super::members::{Locale, Member, MemberAccount};
use super::problems::Problem;
use super::scalars::{DateTime, LocalDate, LocalTime, TimeZone};

/// What the signed-in member may do; decides what is rendered, never what is allowed.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::members::Permission")]
pub enum Permission {
    ManageCenter,
    InviteMembers,
    ManageMembers,
    ViewMembers,
    ViewClients,
    ViewCalendar,
    BookForClients,
    BookForSelf,
    ManageOwnHours,
    ManageAllHours,
    ShareDocuments,
    ViewAudit,
    ManageApiTokens,
    WriteSessionNotes,
    CoSignNotes,
    BillServices,
}

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "cairn_domain::members::sign_in::SignInMethod")]
pub enum SignInMethod {
    EmailCode,
    Password,
    Invitation,
}

/// A browser in which the viewer is signed in.
#[derive(SimpleObject, Clone)]
pub struct SignIn {
    id: ID,
    /// For example `Firefox · Android`.
    device: String,
    method: SignInMethod,
    created_at: DateTime,
    last_seen_at: DateTime,
    expires_at: DateTime,
    /// The one that asks.
    current: bool,
}

impl From<SignInInfo> for SignIn {
    fn from(info: SignInInfo) -> Self {
        Self {
            id: wire(info.id),
            device: info.device,
            method: info.method.into(),
            created_at: DateTime(info.created_at),
            last_seen_at: DateTime(info.last_seen_at),
            expires_at: DateTime(info.expires_at),
            current: info.current,
        }
    }
}

#[derive(SimpleObject, Clone)]
pub struct ReminderSettings {
    session_reminders: bool,
    /// A mail when messages in the member's groups have waited for a quarter of an hour; it says no more than that.
    chat_mail: bool,
    /// Mail that can wait does, from this time …
    quiet_from: LocalTime,
    /// … until this time, in the member's zone.
    quiet_until: LocalTime,
}

/// Whoever is signed in.
#[derive(SimpleObject, Clone)]
pub struct Viewer {
    account: MemberAccount,
    center: Center,
    permissions: Vec<Permission>,
    reminders: ReminderSettings,
    has_password: bool,
    /// For clients: how they want to be reached.
    contact_rule: Option<String>,
    /// Today in the member's zone.
    today: LocalDate,
    /// The server's clock.
    now: DateTime,
    /// Sensitive acts ask for a fresh proof after this instant.
    step_up_until: DateTime,
    /// The client's own counselors.
    counselors: Vec<Member>,
}

impl From<domain::Viewer> for Viewer {
    fn from(viewer: domain::Viewer) -> Self {
        Self {
            account: viewer.account.into(),
            center: viewer.center.into(),
            permissions: viewer.permissions.into_iter().map(Permission::from).collect(),
            reminders: ReminderSettings {
                session_reminders: viewer.session_reminders,
                chat_mail: viewer.chat_mail,
                quiet_from: LocalTime(viewer.quiet_from),
                quiet_until: LocalTime(viewer.quiet_until),
            },
            has_password: viewer.has_password,
            contact_rule: viewer.contact_rule,
            today: LocalDate(viewer.today),
            now: DateTime(viewer.now),
            step_up_until: DateTime(viewer.step_up_until),
            counselors: viewer.counselors.into_iter().map(Member::from).collect(),
        }
    }
}

/// A key for programs, with its owner's rights.
#[derive(SimpleObject, Clone)]
pub struct ApiToken {
    id: ID,
    name: String,
    created_at: DateTime,
    expires_at: DateTime,
    last_used_at: Option<DateTime>,
    revoked_at: Option<DateTime>,
}

impl From<domain::ApiToken> for ApiToken {
    fn from(token: domain::ApiToken) -> Self {
        Self {
            id: wire(token.id),
            name: token.name,
            created_at: DateTime(token.created_at),
            expires_at: DateTime(token.expires_at),
            last_used_at: token.last_used_at.map(DateTime),
            revoked_at: token.revoked_at.map(DateTime),
        }
    }
}

#[derive(Default)]
pub struct AccountQuery;

#[Object]
impl AccountQuery {
    async fn viewer(&self, ctx: &Context<'_>) -> async_graphql::Result<Viewer> {
        viewer(context::of(ctx)?).await
    }

    /// Where the viewer is signed in, the latest first.
    async fn sign_ins(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<SignIn>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let found = request.answer(sign_in::sign_ins(&tx).await)?;
        Ok(found.into_iter().map(SignIn::from).collect())
    }

    /// The viewer's own, the newest first.
    async fn api_tokens(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ApiToken>> {
        let request = context::of(ctx)?;
        let tx = request.tx().await?;
        let found = request.answer(domain::api_tokens(&tx).await)?;
        Ok(found.into_iter().map(ApiToken::from).collect())
    }
}

async fn viewer(request: &RequestContext) -> async_graphql::Result<Viewer> {
    let tx = request.tx().await?;
    Ok(request.answer(domain::viewer(&tx).await)?.into())
}

/// The answer of a domain function that ended its transaction itself.
async fn told<T>(request: &RequestContext, outcome: Outcome<T>) -> async_graphql::Result<(Option<T>, Vec<Problem>)> {
    match outcome {
        Ok(value) => Ok((Some(value), Vec::new())),
        Err(Fault::Problems(expected)) => Ok((None, request.problems(&expected).await)),
        Err(fault) => Err(request.surprise(fault)),
    }
}

/// As [`told`], with the viewer as they are now.
async fn told_viewer(request: &RequestContext, outcome: Outcome<()>) -> async_graphql::Result<(Option<Viewer>, Vec<Problem>)> {
    let (done, problems) = told(request, outcome).await?;
    let now = match done {
        Some(()) => Some(viewer(request).await?),
        None => None,
    };
    Ok((now, problems))
}

/// What is left out stays as it is.
#[derive(InputObject)]
pub struct UpdateProfileInput {
    name: Option<String>,
    /// Empty clears.
    pronouns: Option<String>,
    locale: Option<Locale>,
    zone: Option<TimeZone>,
    session_reminders: Option<bool>,
    chat_mail: Option<bool>,
    quiet_from: Option<LocalTime>,
    quiet_until: Option<LocalTime>,
}

impl From<UpdateProfileInput> for UpdateProfile {
    fn from(input: UpdateProfileInput) -> Self {
        Self {
            name: input.name,
            pronouns: input.pronouns,
            locale: input.locale.map(Into::into),
            zone: input.zone.map(|zone| zone.0),
            session_reminders: input.session_reminders,
            chat_mail: input.chat_mail,
            quiet_from: input.quiet_from.map(|time| time.0),
            quiet_until: input.quiet_until.map(|time| time.0),
        }
    }
}

#[derive(InputObject)]
pub struct SetPasswordInput {
    /// Empty removes the password: sign-in by e-mail code only.
    #[graphql(secret)]
    password: String,
}

#[derive(InputObject)]
pub struct StepUpInput {
    /// The six digits from the mail, or …
    #[graphql(secret)]
    code: Option<String>,
    /// … the password.
    #[graphql(secret)]
    password: Option<String>,
}

impl StepUpInput {
    fn proof(self) -> Result<StepUpProof, Expected> {
        match (self.code, self.password) {
            (Some(code), None) => Ok(StepUpProof::Code(code)),
            (None, Some(password)) => Ok(StepUpProof::Password(password)),
            _ => Err(Expected::invalid("code", "required")),
        }
    }
}

#[derive(InputObject)]
pub struct CreateApiTokenInput {
    /// A UUID made when the form opened: a retry creates once.
    client_mutation_id: String,
    name: String,
    /// 1 to 365
    days: i32,
}

macro_rules! viewer_payloads {
    ($($name:ident),+) => {$(
        #[derive(SimpleObject)]
        pub struct $name {
            viewer: Option<Viewer>,
            problems: Vec<Problem>,
        }
    )+};
}
viewer_payloads!(UpdateProfilePayload, SetPasswordPayload, StepUpPayload);

#[derive(SimpleObject)]
pub struct EndSignInPayload {
    ended_sign_in_ids: Vec<ID>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct RequestStepUpPayload {
    /// Where the code went, masked, for example `d…@example.org`.
    sent_to: Option<String>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct CreateApiTokenPayload {
    api_token: Option<ApiToken>,
    /// Shown once.
    secret: Option<String>,
    problems: Vec<Problem>,
}

#[derive(SimpleObject)]
pub struct RevokeApiTokenPayload {
    api_token: Option<ApiToken>,
    problems: Vec<Problem>,
}

#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    async fn update_profile(&self, ctx: &Context<'_>, input: UpdateProfileInput) -> async_graphql::Result<UpdateProfilePayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = domain::update_profile(&tx, input.into()).await;
        let (done, mut problems) = request.settle(tx, outcome).await?;
        let viewer = if done.is_some() {
            let (viewer, more) = told_viewer(request, Ok(())).await?;
            problems.extend(more);
            viewer
        } else {
            None
        };
        Ok(UpdateProfilePayload { viewer, problems })
    }

    /// Needs a fresh proof. Ends the viewer's other sign-ins.
    async fn set_password(&self, ctx: &Context<'_>, input: SetPasswordInput) -> async_graphql::Result<SetPasswordPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let (viewer, problems) = told_viewer(request, domain::set_password(tx, &input.password).await).await?;
        Ok(SetPasswordPayload { viewer, problems })
    }

    /// Ends one of the viewer's sign-ins.
    async fn end_sign_in(&self, ctx: &Context<'_>, sign_in_id: ID) -> async_graphql::Result<EndSignInPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { sign_in::end_sign_in(&tx, id(&sign_in_id, "signInId")?).await }.await;
        let (ended, problems) = request.settle(tx, outcome).await?;
        Ok(EndSignInPayload { ended_sign_in_ids: ended.unwrap_or_default().into_iter().map(wire).collect(), problems })
    }

    /// Ends all of the viewer's sign-ins, this one too.
    async fn sign_out_everywhere(&self, ctx: &Context<'_>) -> async_graphql::Result<EndSignInPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = sign_in::sign_out_everywhere(&tx).await;
        let (ended, problems) = request.settle(tx, outcome).await?;
        Ok(EndSignInPayload { ended_sign_in_ids: ended.unwrap_or_default().into_iter().map(wire).collect(), problems })
    }

    /// Mails a code for a fresh proof.
    async fn request_step_up(&self, ctx: &Context<'_>) -> async_graphql::Result<RequestStepUpPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let (sent_to, problems) = told(request, sign_in::request_step_up(tx).await).await?;
        Ok(RequestStepUpPayload { sent_to, problems })
    }

    /// Proves again who the viewer is, by code or password.
    async fn step_up(&self, ctx: &Context<'_>, input: StepUpInput) -> async_graphql::Result<StepUpPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { sign_in::step_up(tx, input.proof()?).await }.await;
        let (viewer, problems) = told_viewer(request, outcome).await?;
        Ok(StepUpPayload { viewer, problems })
    }

    /// Needs a fresh proof.
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        input: CreateApiTokenInput,
    ) -> async_graphql::Result<CreateApiTokenPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async {
            let create = CreateApiToken { key: key(&input.client_mutation_id)?, name: input.name, days: input.days };
            domain::create_api_token(&tx, create).await
        };
        let outcome = outcome.await;
        let (made, problems) = request.settle(tx, outcome).await?;
        let (token, secret) = made.unzip();
        Ok(CreateApiTokenPayload { api_token: token.map(ApiToken::from), secret: secret.flatten(), problems })
    }

    async fn revoke_api_token(&self, ctx: &Context<'_>, api_token_id: ID) -> async_graphql::Result<RevokeApiTokenPayload> {
        let request = context::of(ctx)?;
        let tx = request.begin().await?;
        let outcome = async { domain::revoke_api_token(&tx, id(&api_token_id, "apiTokenId")?).await }.await;
        let (token, problems) = request.settle(tx, outcome).await?;
        Ok(RevokeApiTokenPayload { api_token: token.map(ApiToken::from), problems })
    }
}

//! How one gets inside a center: with a proof that is looked up there, as a visitor, or for a job.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{At, CenterTx, Db};
use crate::actor::{Actor, CenterFacts, CenterState, Membership, Proof, parse_roles};
use crate::ids::{ApiTokenId, CenterId, Ids, MemberId, SignInId};
use crate::language::Locale;
use crate::problem::{Outcome, Surprise};

/// A secret somebody showed: where to look it up, and its hash. Not a proof until it was found there.
#[derive(Debug, Clone)]
pub struct Credential {
    center_id: CenterId,
    hash: [u8; 32],
    kind: CredentialKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CredentialKind {
    SignIn,
    ApiToken,
}

/// A fresh secret: the text for its holder, the hash for the database.
#[derive(Clone)]
pub struct Secret {
    /// base64url of center id and 256 random bits.
    pub text: String,
    pub hash: [u8; 32],
}

const API_TOKEN_PREFIX: &str = "cairn_";

fn hash_of(secret: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, secret).as_ref());
    hash
}

impl Secret {
    /// The center's id leads, so that the secret can be looked up where it belongs; it proves nothing.
    pub fn new(center_id: CenterId, ids: &Ids) -> Self {
        let mut bytes = Vec::with_capacity(48);
        bytes.extend_from_slice(center_id.0.as_bytes());
        bytes.extend_from_slice(&ids.bytes::<32>());
        Self { text: URL_SAFE_NO_PAD.encode(&bytes), hash: hash_of(&bytes[16..]) }
    }

    /// As shown to the holder of an API token.
    pub fn api_token_text(&self) -> String {
        format!("{API_TOKEN_PREFIX}{}", self.text)
    }

    /// Center and hash of a secret that came back.
    pub fn parse(text: &str) -> Option<(CenterId, [u8; 32])> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 48)?;
        Some((CenterId(Uuid::from_slice(&bytes[..16]).ok()?), hash_of(&bytes[16..])))
    }
}

impl Credential {
    /// From the sign-in cookie's value.
    pub fn sign_in(cookie: &str) -> Option<Self> {
        let (center_id, hash) = Secret::parse(cookie)?;
        Some(Self { center_id, hash, kind: CredentialKind::SignIn })
    }

    /// Where it leads. It proves nothing.
    pub(crate) fn center_id(&self) -> CenterId {
        self.center_id
    }

    /// The hash to look a sign-in up by; `None` for an API token.
    pub(crate) fn sign_in_hash(&self) -> Option<[u8; 32]> {
        (self.kind == CredentialKind::SignIn).then_some(self.hash)
    }

    /// From an `Authorization: Bearer` value.
    pub fn api_token(bearer: &str) -> Option<Self> {
        let (center_id, hash) = Secret::parse(bearer.strip_prefix(API_TOKEN_PREFIX)?)?;
        Some(Self { center_id, hash, kind: CredentialKind::ApiToken })
    }
}

/// A center somebody may visit: it was found in the directory.
#[derive(Debug, Clone)]
pub struct CenterRef {
    pub id: CenterId,
    pub slug: String,
    pub name: String,
    pub zone: String,
    pub state: CenterState,
}

/// A job that the queue handed to us, and the center it names.
#[derive(Debug, Clone)]
pub struct ClaimedJob {
    pub center_id: CenterId,
    pub job_id: i64,
}

#[derive(FromQueryResult)]
struct ProofRow {
    proof_id: Uuid,
    member_id: Uuid,
    proved_at: At,
    expires_at: At,
    last_seen_at: Option<At>,
    roles: Vec<String>,
    locale: String,
    zone: String,
    slug: String,
    name: String,
    center_zone: String,
    center_state: String,
}

const BY_SIGN_IN: &str = "
select s.id as proof_id, s.member_id, s.proved_at, s.expires_at, s.last_seen_at, m.roles, m.locale, m.zone,
       c.slug, c.name, c.zone as center_zone, c.state as center_state
from cairn.sign_ins s
join cairn.members m on m.center_id = s.center_id and m.id = s.member_id
join directory.centers c on c.id = s.center_id
where s.center_id = $1 and s.token_hash = $2 and s.ended_at is null and s.expires_at > $3 and s.idle_expires_at > $3
  and m.state = 'active'";

const BY_API_TOKEN: &str = "
select t.id as proof_id, t.member_id, t.created_at as proved_at, t.expires_at, t.last_used_at as last_seen_at,
       m.roles, m.locale, m.zone, c.slug, c.name, c.zone as center_zone, c.state as center_state
from cairn.api_tokens t
join cairn.members m on m.center_id = t.center_id and m.id = t.member_id
join directory.centers c on c.id = t.center_id
where t.center_id = $1 and t.token_hash = $2 and t.revoked_at is null and t.expires_at > $3 and m.state = 'active'";

impl Db {
    /// Inside with a proven membership, or `None`: the credential opens nothing (any more). Looked up on each request,
    /// in the request's own transaction, so that ending a sign-in or changing roles works at once.
    pub async fn enter(&self, credential: &Credential, request_id: Option<String>) -> Outcome<Option<CenterTx>> {
        let unproven = Actor::Visitor { center_suspended: true };
        let mut tx = self.begin(credential.center_id, unproven, request_id).await?;
        let sql = match credential.kind {
            CredentialKind::SignIn => BY_SIGN_IN,
            CredentialKind::ApiToken => BY_API_TOKEN,
        };
        let row = tx.row::<ProofRow>(sql, [credential.hash.to_vec().into(), tx.at().into()]).await?;
        let Some(row) = row else { return Ok(None) };
        let membership = membership(row, credential.kind)?;
        tx.become_actor(Actor::Member(Box::new(membership)));
        Ok(Some(tx))
    }

    /// Inside without a proof: signing in, accepting an invitation, the center's public words.
    pub async fn visit(&self, center: &CenterRef, request_id: Option<String>) -> Outcome<CenterTx> {
        let actor = Actor::Visitor { center_suspended: center.state == CenterState::Suspended };
        Ok(self.begin(center.id, actor, request_id).await?)
    }

    /// Inside for a job.
    pub async fn work(&self, job: &ClaimedJob) -> Outcome<CenterTx> {
        Ok(self.begin(job.center_id, Actor::Worker, Some(format!("job-{}", job.job_id))).await?)
    }
}

fn membership(row: ProofRow, kind: CredentialKind) -> Result<Membership, Surprise> {
    let proof = match kind {
        CredentialKind::SignIn => Proof::SignIn {
            id: SignInId(row.proof_id),
            proved_at: row.proved_at.0,
            expires_at: row.expires_at.0,
            last_seen_at: row.last_seen_at.unwrap_or(row.proved_at).0,
        },
        CredentialKind::ApiToken => {
            Proof::ApiToken { id: ApiTokenId(row.proof_id), last_used_at: row.last_seen_at.map(|at| at.0) }
        }
    };
    Ok(Membership {
        member_id: MemberId(row.member_id),
        roles: parse_roles(&row.roles),
        locale: Locale::parse(&row.locale).unwrap_or_default(),
        zone: row.zone,
        proof,
        center: CenterFacts {
            slug: row.slug,
            name: row.name,
            zone: row.center_zone,
            state: CenterState::parse(&row.center_state).ok_or(Surprise::Inconsistent("center state"))?,
        },
    })
}

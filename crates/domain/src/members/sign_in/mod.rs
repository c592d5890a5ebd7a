//! A browser's authenticated state: how it begins, how long it lasts, how it ends.

mod challenge;
mod code;
mod device;
mod list;
mod open;
mod password;
mod step_up;

pub use challenge::plan_code;
pub(crate) use challenge::{
    NewChallenge, Purpose, Tried, clean_code, create as create_challenge, lifetime_end, plan as plan_challenge, try_code,
};
pub use code::{request_code, sign_in_with_code};
pub use list::{SignInInfo, end_sign_in, sign_ins, sign_out, sign_out_everywhere, touch};
pub(crate) use list::{end_all_of, end_others};
pub use open::SignedIn;
pub(crate) use open::{open, with_other_centers_ended};
pub use password::sign_in_with_password;
pub(crate) use step_up::{FRESH, Outside};
pub use step_up::{StepUpProof, request_step_up, require_fresh, step_up};

use crate::db::Db;
use crate::members::Caller;
use crate::problem::Outcome;
use crate::rate_limits::{self, Key, Limit};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInMethod {
    EmailCode,
    Password,
    Invitation,
}

impl SignInMethod {
    pub const ALL: [Self; 3] = [Self::EmailCode, Self::Password, Self::Invitation];

    pub fn name(self) -> &'static str {
        match self {
            Self::EmailCode => "email_code",
            Self::Password => "password",
            Self::Invitation => "invitation",
        }
    }
}

/// Counts a try against the caller's network, when that is known.
pub(crate) async fn limit_network(db: &Db, limit: &Limit, caller: &Caller) -> Outcome<()> {
    match caller.ip {
        Some(ip) => rate_limits::take(db.pool(), limit, &Key::network(limit, ip), db.clock().now()).await,
        None => Ok(()),
    }
}

//! A center: one rehab center and its own world.

mod directory;
mod settings;
mod setup;
mod slug;
mod start;

pub use directory::{find_by_id, find_by_slug};
pub use settings::{Center, PublicHelp, UpdateCenter, public_help, read, update};
pub(crate) use settings::{CenterRow, center_columns};
pub use setup::{Setup, SetupItem, SetupStep, go_live, setup, skip_step};
pub use slug::{RESERVED_SLUGS, check_slug, suggest_slug};
pub use start::{StartCenter, StartedCenter, confirm, free_slug, resend_confirmation, start};

pub use crate::db::CenterRef;

//! Open doors: the center's public groups for everybody's meeting lists, and the meetings of others for its members.
//! Both speak Meeting Guide JSON (https://github.com/code4recovery/spec).

pub mod apply;
pub mod check;
mod facts;
pub mod import;
pub mod listings;
mod meeting_guide;
mod place;
mod publish;
mod read;
mod row;
mod survey;
mod text;
pub mod types;
mod verdict;

pub use facts::{FeedFailure, FeedImportState, FeedRule, FeedVerdict, Finding, ListingFacts, Severity};
pub use meeting_guide::{GuideDay, GuideMeeting, MeetingGuide, of_center, problem};
pub(super) use publish::check as check_listing;
pub use survey::{MOST_ROWS, survey};
pub use verdict::{Judged, judge_all};

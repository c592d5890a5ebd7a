//! Files: metadata here, bytes in object storage.
//!
//! An upload goes to quarantine by a signed address, is checked by a job, and only then can be downloaded, by a link
//! that the exit gate released. Other people see a file once it is ready; until then only who uploaded it does.

mod change;
mod check;
mod download;
mod file_type;
mod name;
mod read;
mod store;
mod upload;

use jiff::Timestamp;

pub use change::delete;
pub use check::{CheckFacts, Fingerprint, Work, ask_again, begin_check, mark_ready, mark_rejected, sweep};
pub use download::create_download;
pub use file_type::FileType;
pub use read::{Of, find, list};
pub use store::{DownloadLink, DownloadSpec, ObjectStore, StoreError, StoredObject, UploadSpec, UploadTicket};
pub use upload::{CreateUpload, UPLOAD_LIFETIME, complete, create};

use crate::ids::{DocumentId, MemberId, SessionId};
use crate::sealed::Place;

const NAME: Place = Place::clinical("documents", "name");

/// The job that brings object storage in line with a document's row.
pub(crate) const CHECK_TASK: &str = "check_document";

/// Largest file, in bytes: 25 MiB.
pub const MAX_SIZE: i64 = 25 * 1024 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentState {
    /// The browser is sending it to quarantine.
    Uploading,
    /// It is there, and waits for the check.
    Checking,
    Ready,
    Rejected,
    Deleted,
}

impl DocumentState {
    pub const ALL: [Self; 5] = [Self::Uploading, Self::Checking, Self::Ready, Self::Rejected, Self::Deleted];

    pub fn name(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Checking => "checking",
            Self::Ready => "ready",
            Self::Rejected => "rejected",
            Self::Deleted => "deleted",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Why a file was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejection {
    /// Not as many bytes as were announced.
    Size,
    /// Not the bytes that were announced.
    Checksum,
    /// Not what it was said to be, or a kind we do not take.
    Type,
    Malware,
    /// It never arrived, or its container is damaged.
    Unreadable,
    /// A picture of more than 40 megapixels.
    Dimensions,
}

impl Rejection {
    pub const ALL: [Self; 6] = [Self::Size, Self::Checksum, Self::Type, Self::Malware, Self::Unreadable, Self::Dimensions];

    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Checksum => "checksum",
            Self::Type => "type",
            Self::Malware => "malware",
            Self::Unreadable => "unreadable",
            Self::Dimensions => "dimensions",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rejection| rejection.name() == name)
    }
}

/// A file as somebody who may see it sees it.
#[derive(Debug, Clone)]
pub struct Document {
    pub id: DocumentId,
    /// Whose record it belongs to.
    pub client_id: MemberId,
    /// The session it was shared in; whether the viewer may see that session is decided there.
    pub session_id: Option<SessionId>,
    pub uploaded_by: MemberId,
    pub name: String,
    pub file_type: FileType,
    /// Bytes.
    pub size: i64,
    pub state: DocumentState,
    /// Set when the state is `Rejected`.
    pub rejection: Option<Rejection>,
    /// A malware scanner looked at it, not only the type check.
    pub scanned: bool,
    pub created_at: Timestamp,
    /// The viewer may delete it.
    pub can_delete: bool,
}

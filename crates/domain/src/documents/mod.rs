//! Files: metadata here, bytes in object storage.

mod store;

pub use store::{DownloadLink, DownloadSpec, ObjectStore, StoreError, StoredObject, UploadSpec, UploadTicket};

//! The port to whatever guards the data keys: a key file now, a key management service later.

use async_trait::async_trait;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Class;

/// Which key is being wrapped; bound into the wrapping, so that a wrapped key copied to another center does not open.
#[derive(Debug, Clone, Copy)]
pub struct KeyContext {
    pub center_id: Uuid,
    pub class: Class,
    pub version: i32,
}

#[derive(Debug, thiserror::Error)]
pub enum WrapError {
    #[error("the data key does not open under this master key")]
    DoesNotOpen,
    #[error("the key service did not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

#[async_trait]
pub trait KeyWrap: Send + Sync {
    async fn wrap(&self, context: &KeyContext, key: &[u8; 32]) -> Result<Vec<u8>, WrapError>;
    async fn unwrap(&self, context: &KeyContext, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, WrapError>;
}

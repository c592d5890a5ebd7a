//! Personal text, encrypted before it reaches the database.
//!
//! AES-256-GCM under the center's data key for the class, bound to center, table, column and row: a ciphertext moved
//! anywhere else does not open. Format: `0x01 | key version, u32 | nonce, 12 bytes | ciphertext and tag`.

mod keys;
mod wrap;

pub use keys::{CenterKeys, KeyRing};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, Value, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, QueryResult, TryGetError, TryGetable};
use uuid::Uuid;
pub use wrap::{KeyContext, KeyWrap, WrapError};

use crate::problem::Surprise;

const FORMAT: u8 = 1;
const HEADER: usize = 1 + 4 + 12;

/// What a data key is for; each class can be destroyed on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Names, addresses, pronouns, codes on their way.
    Identity,
    /// Places, links, reasons, file names.
    Clinical,
    /// No text: keyed hashes for look-up, and mail links.
    Index,
}

impl Class {
    pub const ALL: [Self; 3] = [Self::Identity, Self::Clinical, Self::Index];

    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Clinical => "clinical",
            Self::Index => "index",
        }
    }
}

/// A place for sealed text: which table and column, under which class of key.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub class: Class,
}

impl Place {
    pub const fn identity(table: &'static str, column: &'static str) -> Self {
        Self { table, column, class: Class::Identity }
    }

    pub const fn clinical(table: &'static str, column: &'static str) -> Self {
        Self { table, column, class: Class::Clinical }
    }
}

/// Sealed text as the database sees it. Has no `Display`: opening needs the center's keys and the right place.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// As it is stored, for lists of rows that travel as JSON.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealed(…)")
    }
}

fn aad(center_id: Uuid, place: Place, row: Uuid, version: u32) -> Aad<Vec<u8>> {
    let mut bytes = Vec::with_capacity(96);
    bytes.extend_from_slice(b"v1|");
    bytes.extend_from_slice(center_id.as_bytes());
    for part in [place.table, place.column, place.class.name()] {
        bytes.push(b'|');
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes.push(b'|');
    bytes.extend_from_slice(row.as_bytes());
    bytes.extend_from_slice(&version.to_be_bytes());
    Aad::from(bytes)
}

pub(crate) fn seal(
    key: &LessSafeKey,
    version: u32,
    nonce: [u8; 12],
    center_id: Uuid,
    place: Place,
    row: Uuid,
    text: &str,
) -> Result<Sealed, Surprise> {
    let mut bytes = Vec::with_capacity(HEADER + text.len() + 16);
    bytes.push(FORMAT);
    bytes.extend_from_slice(&version.to_be_bytes());
    bytes.extend_from_slice(&nonce);
    let mut body = text.as_bytes().to_vec();
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad(center_id, place, row, version), &mut body)
        .map_err(|_| Surprise::Sealed("too long"))?;
    bytes.append(&mut body);
    Ok(Sealed(bytes))
}

/// The key version a sealed text was made with.
pub(crate) fn version(sealed: &Sealed) -> Result<u32, Surprise> {
    match sealed.0.as_slice() {
        [FORMAT, a, b, c, d, ..] if sealed.0.len() >= HEADER + 16 => Ok(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => Err(Surprise::Sealed("unknown format")),
    }
}

pub(crate) fn open(key: &LessSafeKey, center_id: Uuid, place: Place, row: Uuid, sealed: &Sealed) -> Result<String, Surprise> {
    let version = version(sealed)?;
    let mut nonce = [0; 12];
    nonce.copy_from_slice(&sealed.0[5..HEADER]);
    let mut body = sealed.0[HEADER..].to_vec();
    let text = key
        .open_in_place(Nonce::assume_unique_for_key(nonce), aad(center_id, place, row, version), &mut body)
        .map_err(|_| Surprise::Sealed("wrong key, place or bytes"))?;
    std::str::from_utf8(text).map(str::to_owned).map_err(|_| Surprise::Sealed("not text"))
}

pub(crate) fn aes_key(bytes: &[u8; 32]) -> Result<LessSafeKey, Surprise> {
    UnboundKey::new(&AES_256_GCM, bytes).map(LessSafeKey::new).map_err(|_| Surprise::Sealed("key length"))
}

impl From<Sealed> for Value {
    fn from(sealed: Sealed) -> Value {
        sealed.0.into()
    }
}

impl TryGetable for Sealed {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        Vec::<u8>::try_get_by(row, index).map(Self)
    }
}

impl ValueType for Sealed {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        <Vec<u8> as ValueType>::try_from(value).map(Self)
    }
    fn type_name() -> String {
        "Sealed".to_owned()
    }
    fn array_type() -> ArrayType {
        <Vec<u8> as ValueType>::array_type()
    }
    fn column_type() -> ColumnType {
        <Vec<u8> as ValueType>::column_type()
    }
}

impl Nullable for Sealed {
    fn null() -> Value {
        <Vec<u8> as Nullable>::null()
    }
}

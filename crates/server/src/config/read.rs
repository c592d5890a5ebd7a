//! Reading texts that may be unset, and secrets that may be in files.

use secrecy::SecretString;
use serde::{Deserialize, Deserializer, de::Error};

pub(super) fn optional<'de, D: Deserializer<'de>, T: From<String>>(from: D) -> Result<Option<T>, D::Error> {
    let text = String::deserialize(from)?;
    Ok((!text.is_empty()).then(|| text.into()))
}

pub(super) fn optional_secret<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SecretString>, D::Error> {
    let text = String::deserialize(from)?;
    let Some(path) = text.strip_prefix("file:") else { return Ok((!text.is_empty()).then(|| text.into())) };
    let read = std::fs::read_to_string(path);
    let read = read.map_err(|error| D::Error::custom(format!("the secret in {path} could not be read ({})", error.kind())))?;
    Ok(Some(read.trim_end().to_owned().into()))
}

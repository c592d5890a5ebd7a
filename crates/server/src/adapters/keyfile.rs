//! The master key in a file, for the demo, tests and small installations; a key management service can stand behind the
//! same port.
//!
//! The file holds one key per line, `<number> <base64 of 32 bytes>`. The highest number wraps, all of them unwrap:
//! to rotate, add a line. A wrapped key is `0x01 | number, u32 | nonce, 12 bytes | ciphertext and tag`.

use std::{
    collections::BTreeMap,
    fs::OpenOptions,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use anyhow::{Context, Result, bail};
use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use cairn_domain::sealed::{KeyContext, KeyWrap, WrapError};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand::{SecureRandom, SystemRandom},
};
use zeroize::Zeroizing;

const FORMAT: u8 = 1;
const HEADER: usize = 1 + 4 + NONCE_LEN;

/// Master keys by number.
pub struct KeyFile {
    keys: BTreeMap<u32, LessSafeKey>,
    random: SystemRandom,
}

impl KeyFile {
    /// Reads the file.
    ///
    /// # Errors
    /// When it is missing, open to others, or not made of keys; the message names the cure and never the contents.
    pub fn open(path: &Path) -> Result<Self> {
        let shown = path.display();
        let meta = std::fs::metadata(path).with_context(|| format!("could not read the key file {shown}"))?;
        if meta.permissions().mode() & 0o077 != 0 {
            bail!("the key file {shown} can be read by others than its owner: run `chmod 600 {shown}`");
        }
        let text = std::fs::read_to_string(path).map(Zeroizing::new);
        let text = text.with_context(|| format!("could not read the key file {shown}"))?;
        let mut keys = BTreeMap::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let (name, key) = parse(line)
                .with_context(|| format!("line {} of the key file {shown} is not `<number> <base64 of 32 bytes>`", number + 1))?;
            if keys.insert(name, key).is_some() {
                bail!("key {name} appears twice in the key file {shown}");
            }
        }
        if keys.is_empty() {
            bail!("the key file {shown} is empty: make one with `echo \"1 $(openssl rand -base64 32)\" > {shown}`");
        }
        Ok(Self { keys, random: SystemRandom::new() })
    }

    /// Reads the file, or makes one with a fresh key that only its owner can read.
    ///
    /// # Errors
    /// As [`KeyFile::open`], and when the file cannot be written.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        if !path.exists() {
            let mut key = Zeroizing::new([0; 32]);
            SystemRandom::new().fill(&mut *key).map_err(|_| anyhow::anyhow!("the system gives no random bytes"))?;
            let line = Zeroizing::new(format!("1 {}\n", STANDARD.encode(*key)));
            let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
            let written = file.and_then(|mut file| file.write_all(line.as_bytes()).and_then(|()| file.sync_all()));
            written.with_context(|| format!("could not make the key file {}", path.display()))?;
        }
        Self::open(path)
    }
}

fn parse(line: &str) -> Option<(u32, LessSafeKey)> {
    let (number, key) = line.trim().split_once(' ')?;
    let key = Zeroizing::new(STANDARD.decode(key.trim()).ok()?);
    let key = UnboundKey::new(&AES_256_GCM, &key).ok()?;
    Some((number.parse().ok()?, LessSafeKey::new(key)))
}

fn bound_to(context: &KeyContext) -> Vec<u8> {
    let mut bound = b"cairn data key\0".to_vec();
    bound.extend_from_slice(context.center_id.as_bytes());
    bound.extend_from_slice(&context.version.to_be_bytes());
    bound.extend_from_slice(context.class.name().as_bytes());
    bound
}

#[async_trait]
impl KeyWrap for KeyFile {
    async fn wrap(&self, context: &KeyContext, key: &[u8; 32]) -> Result<Vec<u8>, WrapError> {
        let (number, master) = self.keys.last_key_value().ok_or(WrapError::DoesNotOpen)?;
        let mut nonce = [0; NONCE_LEN];
        let refused = |_| WrapError::Unavailable("the system gives no random bytes".into());
        self.random.fill(&mut nonce).map_err(refused)?;
        let mut sealed = key.to_vec();
        let nonce_used = Nonce::assume_unique_for_key(nonce);
        let sealing = master.seal_in_place_append_tag(nonce_used, Aad::from(bound_to(context)), &mut sealed);
        sealing.map_err(|_| WrapError::DoesNotOpen)?;
        let mut wrapped = vec![FORMAT];
        wrapped.extend_from_slice(&number.to_be_bytes());
        wrapped.extend_from_slice(&nonce);
        wrapped.append(&mut sealed);
        Ok(wrapped)
    }

    async fn unwrap(&self, context: &KeyContext, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, WrapError> {
        let (header, sealed) = wrapped.split_at_checked(HEADER).ok_or(WrapError::DoesNotOpen)?;
        let number = header[1..5].try_into().map(u32::from_be_bytes).map_err(|_| WrapError::DoesNotOpen)?;
        let nonce = Nonce::try_assume_unique_for_key(&header[5..]).map_err(|_| WrapError::DoesNotOpen)?;
        let master = self.keys.get(&number).filter(|_| header[0] == FORMAT).ok_or(WrapError::DoesNotOpen)?;
        let mut opened = Zeroizing::new(sealed.to_vec());
        let opened =
            master.open_in_place(nonce, Aad::from(bound_to(context)), &mut opened).map_err(|_| WrapError::DoesNotOpen)?;
        <[u8; 32]>::try_from(&*opened).map(Zeroizing::new).map_err(|_| WrapError::DoesNotOpen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cairn_domain::sealed::Class;
    use uuid::Uuid;

    fn context(center: u128, class: Class) -> KeyContext {
        KeyContext { center_id: Uuid::from_u128(center), class, version: 1 }
    }

    #[tokio::test]
    async fn a_wrapped_key_opens_where_it_belongs_only() {
        let folder = std::env::temp_dir().join(format!("cairn-keyfile-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("master.key");
        let file = KeyFile::open_or_create(&path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);

        let wrapped = file.wrap(&context(1, Class::Identity), &[7; 32]).await.unwrap();
        assert_eq!(*file.unwrap(&context(1, Class::Identity), &wrapped).await.unwrap(), [7; 32]);
        for elsewhere in [context(2, Class::Identity), context(1, Class::Clinical)] {
            assert!(matches!(file.unwrap(&elsewhere, &wrapped).await, Err(WrapError::DoesNotOpen)));
        }
        assert!(file.unwrap(&context(1, Class::Identity), b"short").await.is_err());

        // After a rotation the old key still opens, and the new one wraps.
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str(&format!("2 {}\n", STANDARD.encode([9; 32])));
        std::fs::write(&path, text).unwrap();
        let rotated = KeyFile::open_or_create(&path).unwrap();
        assert_eq!(*rotated.unwrap(&context(1, Class::Identity), &wrapped).await.unwrap(), [7; 32]);
        let again = rotated.wrap(&context(1, Class::Identity), &[7; 32]).await.unwrap();
        assert!(file.unwrap(&context(1, Class::Identity), &again).await.is_err());

        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let error = KeyFile::open(&path).err().unwrap().to_string();
        assert!(error.contains("chmod 600"), "{error}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}

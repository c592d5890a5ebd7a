use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use ring::aead::LessSafeKey;
use ring::hmac;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use uuid::Uuid;

use super::{Class, KeyContext, KeyWrap, Place, Sealed, aes_key, open, seal, version};
use crate::db::At;
use crate::ids::Ids;
use crate::problem::Surprise;

/// Opens data keys and keeps them for five minutes, for at most 1,000 centers.
#[derive(Clone)]
pub struct KeyRing {
    wrap: Arc<dyn KeyWrap>,
    opened: Cache<Uuid, Arc<CenterKeys>>,
}

/// The opened keys of one center.
pub struct CenterKeys {
    center_id: Uuid,
    sealing: HashMap<(Class, u32), LessSafeKey>,
    newest: HashMap<Class, u32>,
    index: hmac::Key,
}

#[derive(FromQueryResult)]
struct KeyRow {
    class: String,
    version: i32,
    wrapped: Vec<u8>,
}

impl KeyRing {
    pub fn new(wrap: Arc<dyn KeyWrap>) -> Self {
        Self { wrap, opened: Cache::builder().max_capacity(1_000).time_to_live(Duration::from_secs(300)).build() }
    }

    /// The center's keys; `connection` is inside the center.
    pub(crate) async fn of(&self, center_id: Uuid, connection: &impl ConnectionTrait) -> Result<Arc<CenterKeys>, Surprise> {
        if let Some(keys) = self.opened.get(&center_id).await {
            return Ok(keys);
        }
        let rows = KeyRow::find_by_statement(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "select class, version, wrapped from cairn.data_keys where center_id = $1",
            [center_id.into()],
        ))
        .all(connection)
        .await?;
        let mut sealing = HashMap::new();
        let mut newest = HashMap::new();
        let mut index = None;
        for row in rows {
            let Some(class) = Class::ALL.into_iter().find(|class| class.name() == row.class) else {
                return Err(Surprise::Inconsistent("unknown key class"));
            };
            let key = self.wrap.unwrap(&KeyContext { center_id, class, version: row.version }, &row.wrapped).await?;
            let version = u32::try_from(row.version).map_err(|_| Surprise::Inconsistent("key version"))?;
            if class == Class::Index {
                index = Some(hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()));
            } else {
                sealing.insert((class, version), aes_key(&key)?);
                let highest = newest.entry(class).or_insert(version);
                *highest = version.max(*highest);
            }
        }
        let index = index.ok_or(Surprise::Inconsistent("a center without keys"))?;
        let keys = Arc::new(CenterKeys { center_id, sealing, newest, index });
        self.opened.insert(center_id, keys.clone()).await;
        Ok(keys)
    }

    /// First keys of a new center.
    pub(crate) async fn create(
        &self,
        center_id: Uuid,
        ids: &Ids,
        now: At,
        connection: &impl ConnectionTrait,
    ) -> Result<(), Surprise> {
        for class in Class::ALL {
            let wrapped = self.wrap.wrap(&KeyContext { center_id, class, version: 1 }, &ids.bytes::<32>()).await?;
            connection
                .execute_raw(Statement::from_sql_and_values(
                    DbBackend::Postgres,
                    "insert into cairn.data_keys (center_id, class, version, wrapped, created_at) values ($1, $2, 1, $3, $4)",
                    [center_id.into(), class.name().into(), wrapped.into(), now.into()],
                ))
                .await?;
        }
        Ok(())
    }
}

impl CenterKeys {
    pub fn seal(&self, ids: &Ids, place: Place, row: Uuid, text: &str) -> Result<Sealed, Surprise> {
        let version = *self.newest.get(&place.class).ok_or(Surprise::Sealed("no key for this class"))?;
        let key = self.sealing.get(&(place.class, version)).ok_or(Surprise::Sealed("no key for this class"))?;
        seal(key, version, ids.bytes(), self.center_id, place, row, text)
    }

    pub fn open(&self, place: Place, row: Uuid, sealed: &Sealed) -> Result<String, Surprise> {
        let key = self.sealing.get(&(place.class, version(sealed)?)).ok_or(Surprise::Sealed("key destroyed"))?;
        open(key, self.center_id, place, row, sealed)
    }

    /// A keyed hash for look-up and links: the same input has nothing in common with itself in another center.
    pub fn index(&self, purpose: &str, input: &[u8]) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.index);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(input);
        let mut out = [0; 32];
        out.copy_from_slice(context.sign().as_ref());
        out
    }
}

//! The caught mails: the last thousand, in memory and, for a demo, on disk.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::{Context, Result};
use cairn_domain::clock::Clock;
use tokio::sync::watch;

use super::message::{Envelope, Mail};

const KEPT: usize = 1000;

/// What was caught, oldest first.
pub struct Inbox {
    mails: Mutex<VecDeque<Arc<Mail>>>,
    last_id: watch::Sender<u64>,
    folder: Option<PathBuf>,
    clock: Clock,
}

impl Inbox {
    pub(super) fn open(folder: Option<PathBuf>, clock: Clock) -> Result<Self> {
        let mut mails = VecDeque::new();
        if let Some(folder) = &folder {
            std::fs::create_dir_all(folder).with_context(|| format!("could not make the folder {}", folder.display()))?;
            mails = load(folder)?;
        }
        let last = mails.back().map_or(0, |mail: &Arc<Mail>| mail.id);
        Ok(Self { mails: Mutex::new(mails), last_id: watch::Sender::new(last), folder, clock })
    }

    /// All mails to this address (as in the envelope, case ignored); all mails at all without one.
    #[must_use]
    pub fn mails(&self, to: Option<&str>) -> Vec<Arc<Mail>> {
        let to = to.map(str::to_lowercase);
        let fits = |mail: &&Arc<Mail>| to.as_ref().is_none_or(|to| mail.to.iter().any(|have| have.to_lowercase() == *to));
        self.lock().iter().filter(fits).cloned().collect()
    }

    #[must_use]
    pub fn get(&self, id: u64) -> Option<Arc<Mail>> {
        self.lock().iter().find(|mail| mail.id == id).cloned()
    }

    /// Number of the newest mail, 0 when none ever came.
    #[must_use]
    pub fn last_id(&self) -> u64 {
        *self.last_id.borrow()
    }

    /// The first mail that fits, now or within `patience`.
    pub async fn wait_for(&self, patience: Duration, fits: impl Fn(&Mail) -> bool) -> Option<Arc<Mail>> {
        let mut news = self.last_id.subscribe();
        let look = || self.lock().iter().find(|mail| fits(mail)).cloned();
        let wait = async {
            loop {
                news.mark_unchanged();
                if let Some(mail) = look() {
                    return Some(mail);
                }
                if news.changed().await.is_err() {
                    return None;
                }
            }
        };
        tokio::time::timeout(patience, wait).await.ok().flatten()
    }

    /// Waits until a mail newer than `id` is there, at most `patience`.
    pub(super) async fn wait_after(&self, id: u64, patience: Duration) {
        let mut news = self.last_id.subscribe();
        // Nothing new in time is an answer too.
        let _ = tokio::time::timeout(patience, news.wait_for(|last| *last > id)).await;
    }

    /// Forgets everything, on disk as well.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn clear(&self) -> Result<()> {
        let gone: Vec<Arc<Mail>> = self.lock().drain(..).collect();
        gone.iter().try_for_each(|mail| self.forget(mail.id))
    }

    /// Keeps a mail; it is on disk when this returns.
    pub(super) fn put(&self, from: String, to: Vec<String>, raw: Vec<u8>) -> Result<()> {
        let envelope = Envelope { received_at: self.clock.now(), from, to };
        let mut mails = self.lock();
        let id = *self.last_id.borrow() + 1;
        if let Some(folder) = &self.folder {
            let (eml, json) = files(folder, id);
            std::fs::write(&json, serde_json::to_vec(&envelope)?).context("could not keep a mail")?;
            std::fs::write(&eml, &raw).context("could not keep a mail")?;
        }
        mails.push_back(Arc::new(Mail::read(id, envelope, raw)));
        let oldest = if mails.len() > KEPT { mails.pop_front() } else { None };
        drop(mails);
        self.last_id.send_replace(id);
        oldest.map_or(Ok(()), |mail| self.forget(mail.id))
    }

    fn forget(&self, id: u64) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let (eml, json) = files(folder, id);
        std::fs::remove_file(eml).and_then(|()| std::fs::remove_file(json)).context("could not remove a mail")
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Mail>>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn files(folder: &Path, id: u64) -> (PathBuf, PathBuf) {
    (folder.join(format!("{id:08}.eml")), folder.join(format!("{id:08}.json")))
}

fn load(folder: &Path) -> Result<VecDeque<Arc<Mail>>> {
    let mut ids = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "eml") {
            ids.extend(path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse::<u64>().ok()));
        }
    }
    ids.sort_unstable();
    let newest = &ids[ids.len().saturating_sub(KEPT)..];
    let mut mails = VecDeque::with_capacity(newest.len());
    for id in newest {
        let (eml, json) = files(folder, *id);
        let envelope = serde_json::from_slice(&std::fs::read(&json)?);
        let envelope = envelope.with_context(|| format!("{} is not what the mail catcher wrote", json.display()))?;
        mails.push_back(Arc::new(Mail::read(*id, envelope, std::fs::read(eml)?)));
    }
    Ok(mails)
}

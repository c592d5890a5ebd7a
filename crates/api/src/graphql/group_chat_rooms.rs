//! The chats that somebody has open in this process. One task a chat: it hears what happens, reads it once for all the
//! screens there, and tells each what its viewer may see.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use cairn_domain::Db;
use cairn_domain::db::{Announcement, ChatNews, Credential};
use cairn_domain::groups::chat::hear::{self, Look};
use cairn_domain::ids::{CenterId, GroupId};
use futures::Stream;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, mpsc};
use tokio::task::AbortHandle;

use super::group_chat_live::ChatChange;

/// Changes that a screen may be behind before it is told to look again.
const BEHIND: usize = 64;

type Key = (CenterId, GroupId);

/// By center and group.
#[derive(Clone, Default)]
pub struct Rooms(Arc<Mutex<HashMap<Key, Room>>>);

struct Room {
    screens: Arc<Mutex<HashMap<u64, Screen>>>,
    attendant: AbortHandle,
}

struct Screen {
    credential: Credential,
    tell: mpsc::Sender<ChatChange>,
    behind: Arc<AtomicBool>,
}

static NEXT: AtomicU64 = AtomicU64::new(0);

/// One screen's place in a room; leaving is dropping it. The last one out ends the task.
pub(super) struct Seat {
    rooms: Rooms,
    key: Key,
    number: u64,
    told: mpsc::Receiver<ChatChange>,
    behind: Arc<AtomicBool>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Ok(mut rooms) = self.rooms.0.lock() else { return };
        let Some(room) = rooms.get(&self.key) else { return };
        let empty = room.screens.lock().is_ok_and(|mut screens| {
            screens.remove(&self.number);
            screens.is_empty()
        });
        if empty && let Some(room) = rooms.remove(&self.key) {
            room.attendant.abort();
        }
    }
}

impl Seat {
    /// What this screen is told, until its viewer has no place here any more.
    pub(super) fn changes(self) -> impl Stream<Item = ChatChange> {
        futures::stream::unfold(self, |mut seat| async move {
            let change = seat.told.recv().await?;
            if seat.behind.swap(false, Ordering::AcqRel) {
                // What is still waiting belongs to what has to be looked at again anyway.
                while seat.told.try_recv().is_ok() {}
                return Some((ChatChange::resync(), seat));
            }
            Some((change, seat))
        })
    }
}

impl Rooms {
    /// Takes a seat. From here on nothing is lost; whether its holder may sit there is for the caller to find out.
    pub(super) fn join(&self, key: Key, credential: Credential, db: &Db, said: &broadcast::Sender<Announcement>) -> Option<Seat> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let (tell, told) = mpsc::channel(BEHIND);
        let behind = Arc::new(AtomicBool::new(false));
        let mut rooms = self.0.lock().ok()?;
        let room = rooms.entry(key).or_insert_with(|| {
            let screens = Arc::default();
            let attendant = tokio::spawn(attend(db.clone(), key, said.subscribe(), Arc::clone(&screens)));
            Room { screens, attendant: attendant.abort_handle() }
        });
        room.screens.lock().ok()?.insert(number, Screen { credential, tell, behind: Arc::clone(&behind) });
        drop(rooms);
        Some(Seat { rooms: self.clone(), key, number, told, behind })
    }
}

/// What there is to tell.
enum Heard {
    Message(ChatNews),
    /// Somebody's place changed: who is still in?
    Place,
    /// Nobody heard for a while.
    Missed,
}

async fn attend(db: Db, key: Key, mut said: broadcast::Receiver<Announcement>, screens: Arc<Mutex<HashMap<u64, Screen>>>) {
    loop {
        let heard = match said.recv().await {
            Ok(Announcement::Chat(news)) if (news.center_id, news.group_id) == key => Heard::Message(news),
            Ok(Announcement::Place(news)) if (news.center_id, news.group_id) == key => Heard::Place,
            Ok(Announcement::Missed) | Err(RecvError::Lagged(_)) => Heard::Missed,
            Ok(_) => continue,
            Err(RecvError::Closed) => return,
        };
        tell(&db, key, &heard, &screens).await;
    }
}

async fn tell(db: &Db, (center_id, group_id): Key, heard: &Heard, screens: &Mutex<HashMap<u64, Screen>>) {
    let (numbers, credentials): (Vec<u64>, Vec<Credential>) = {
        let Ok(screens) = screens.lock() else { return };
        screens.iter().map(|(number, screen)| (*number, screen.credential.clone())).unzip()
    };
    let message_id = match heard {
        Heard::Message(news) => Some(news.message_id),
        Heard::Place | Heard::Missed => None,
    };
    let looked = hear::look(db, center_id, group_id, message_id, &credentials).await;
    let Ok(mut screens) = screens.lock() else { return };
    let looks = match looked {
        Ok(looks) => looks,
        Err(fault) => {
            // What could not be read now can be asked for again; that there was something is not lost.
            tracing::error!(error = &fault as &dyn std::error::Error, "a chat could not be read for open screens");
            for screen in screens.values() {
                screen.tell(ChatChange::resync());
            }
            return;
        }
    };
    for (number, look) in numbers.into_iter().zip(looks) {
        match look {
            // Without a sender the stream ends by itself, after what was told before.
            Look::Out => {
                screens.remove(&number);
            }
            Look::In(message) => {
                let change = match heard {
                    Heard::Message(news) => ChatChange::of(news, message),
                    Heard::Missed => ChatChange::resync(),
                    Heard::Place => continue,
                };
                if let Some(screen) = screens.get(&number) {
                    screen.tell(change);
                }
            }
        }
    }
}

impl Screen {
    fn tell(&self, change: ChatChange) {
        if self.tell.try_send(change).is_err() {
            self.behind.store(true, Ordering::Release);
        }
    }
}

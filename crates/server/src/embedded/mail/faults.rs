//! Scripted failures of the mail server, for tests.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// One way to fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answers RCPT with this code and text, such as `451` and `4.3.0 try later`.
    Reply(u16, String),
    /// Says nothing to RCPT for so long, then goes on as if nothing had been.
    Silence(Duration),
    /// Takes the mail, then closes without saying so: the sender cannot know.
    KeepAndDrop,
}

#[derive(Debug)]
struct Scripted {
    fault: Fault,
    /// How often still; `None` is always.
    left: Option<u32>,
}

/// What shall go wrong, per recipient or for everybody.
#[derive(Debug, Default)]
pub struct Faults {
    down: AtomicBool,
    script: Mutex<HashMap<String, Scripted>>,
}

impl Faults {
    /// Down: connections are closed without a word. Mail comes through again after `set_down(false)`.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }

    /// Fails every delivery to this address until [`Faults::clear`].
    pub fn always(&self, recipient: &str, fault: Fault) {
        self.put(recipient, Scripted { fault, left: None });
    }

    /// Fails the next `times` deliveries to this address.
    pub fn next(&self, recipient: &str, times: u32, fault: Fault) {
        self.put(recipient, Scripted { fault, left: Some(times) });
    }

    /// Everything works again.
    pub fn clear(&self) {
        self.set_down(false);
        self.script.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(super) fn is_down(&self) -> bool {
        self.down.load(Ordering::SeqCst)
    }

    /// The fault for one delivery to this address, counted off.
    pub(super) fn take(&self, recipient: &str) -> Option<Fault> {
        let mut script = self.script.lock().unwrap_or_else(PoisonError::into_inner);
        let scripted = script.get_mut(&recipient.to_lowercase())?;
        match &mut scripted.left {
            None => {}
            Some(0) => return None,
            Some(left) => *left -= 1,
        }
        Some(scripted.fault.clone())
    }

    fn put(&self, recipient: &str, scripted: Scripted) {
        self.script.lock().unwrap_or_else(PoisonError::into_inner).insert(recipient.to_lowercase(), scripted);
    }
}

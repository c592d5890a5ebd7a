//! A mail server that delivers to nobody: it keeps what it gets and shows it on an inbox page.
//!
//! Tests script its failures through [`Faults`] and read the delivered bytes from the [`Inbox`].

mod faults;
mod message;
mod page;
mod smtp;
mod store;

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::{Context, Result};
use cairn_domain::clock::Clock;
use tokio::{net::TcpListener, task::JoinHandle};
use tokio_util::sync::CancellationToken;

pub use faults::{Fault, Faults};
pub use message::Mail;
pub use store::Inbox;

/// Where to listen and what to keep.
pub struct Options {
    /// SMTP; loopback, port 0 takes a free one.
    pub smtp: SocketAddr,
    /// For the inbox page, bound already: whoever chose the port must not lose it to another demo that starts now. `None` for
    /// tests that read the [`Inbox`] directly.
    pub http: Option<TcpListener>,
    /// Mails survive a restart in this folder; `None` keeps them in memory only.
    pub folder: Option<PathBuf>,
    /// Stamps each mail with the moment it came.
    pub clock: Clock,
}

/// The running catcher; stops when dropped.
pub struct MailCatcher {
    smtp: SocketAddr,
    http: Option<SocketAddr>,
    inbox: Arc<Inbox>,
    faults: Arc<Faults>,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl MailCatcher {
    /// # Errors
    /// When a port is taken or the folder cannot be used.
    pub async fn start(options: Options) -> Result<Self> {
        let inbox = Arc::new(Inbox::open(options.folder, options.clock)?);
        let faults = Arc::new(Faults::default());
        let stop = CancellationToken::new();
        let listener = TcpListener::bind(options.smtp).await;
        let listener = listener.with_context(|| format!("the mail catcher could not listen on {}", options.smtp))?;
        let smtp = listener.local_addr()?;
        let mut tasks = vec![tokio::spawn(smtp::run(listener, Arc::clone(&inbox), Arc::clone(&faults), stop.clone()))];
        let mut http = None;
        if let Some(listener) = options.http {
            http = Some(listener.local_addr()?);
            tasks.push(tokio::spawn(page::run(listener, Arc::clone(&inbox), stop.clone())));
        }
        Ok(Self { smtp, http, inbox, faults, stop, tasks })
    }

    /// Where to send mail to.
    #[must_use]
    pub fn smtp(&self) -> SocketAddr {
        self.smtp
    }

    /// The address of the inbox page, such as `http://127.0.0.1:8025`.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        self.http.map(|address| format!("http://{address}"))
    }

    /// What was caught.
    #[must_use]
    pub fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
    }

    /// What shall go wrong.
    #[must_use]
    pub fn faults(&self) -> &Arc<Faults> {
        &self.faults
    }

    /// # Errors
    /// When one of its tasks had panicked.
    pub async fn stop(mut self) -> Result<()> {
        self.stop.cancel();
        for task in self.tasks.drain(..) {
            task.await.context("mail catcher")?;
        }
        Ok(())
    }
}

impl Drop for MailCatcher {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

//! Mail by SMTP.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::{Context, Result};
use async_trait::async_trait;
use cairn_domain::exits::Released;
use cairn_worker::mailer::{CalendarPart, MailError, Mailer, OutgoingMail};
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{authentication::Credentials, client::TlsParameters, extension::ClientId},
};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use self::{connections::Connections, trouble::refusal};

mod connections;
mod trouble;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TlsMode {
    /// Plain; only for a server on the same machine or network.
    None,
    /// Plain first, then TLS, and nothing without it (usually port 587).
    StartTls,
    /// TLS from the first byte (usually port 465).
    Implicit,
}

/// How to reach the mail server.
#[derive(Debug, Clone)]
pub struct Options {
    pub host: String,
    pub port: u16,
    pub tls: TlsMode,
    pub login: Option<(String, SecretString)>,
    pub from_name: String,
    pub from_address: String,
    /// Mails on their way at the same time.
    pub connections: usize,
    /// From the first word to the last reply.
    pub timeout: Duration,
}

/// Sends through one server, over a few kept connections.
#[derive(Clone)]
pub struct SmtpMailer {
    connections: Arc<Connections>,
    /// Mails on their way; the others wait their turn.
    slots: Arc<Semaphore>,
    from: Mailbox,
    timeout: Duration,
}

impl SmtpMailer {
    /// Connects to nobody yet.
    ///
    /// # Errors
    /// When the sender's address or the host name is none.
    pub fn new(options: &Options) -> Result<Self> {
        let address: Address = options.from_address.parse().context("mail.from_address is not an e-mail address")?;
        // Our host's name is nobody's business.
        let hello = ClientId::Domain(address.domain().to_owned());
        let tls = match options.tls {
            TlsMode::None => None,
            mode => Some((mode, TlsParameters::new(options.host.clone()).context("mail.host is not a host name")?)),
        };
        let login =
            options.login.as_ref().map(|(user, password)| Credentials::new(user.clone(), password.expose_secret().to_owned()));
        let connections = Connections {
            host: options.host.clone(),
            port: options.port,
            tls,
            login,
            hello,
            timeout: options.timeout,
            kept: options.connections,
            idle: Mutex::default(),
        };
        Ok(Self {
            connections: Arc::new(connections),
            slots: Arc::new(Semaphore::new(options.connections.max(1))),
            from: Mailbox::new(Some(options.from_name.clone()), address),
            timeout: options.timeout,
        })
    }

    /// What [`Mailer::send`] does, once the gate has released the mail.
    async fn deliver(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        // The address was fine when it was stored; if it is none after all, no retry will make it one.
        let to: Address = mail.to.parse().map_err(|_| MailError::AddressRefused { smtp_code: 553 })?;
        let foreign = !mail.to.is_ascii();
        let message = self.compose(to, mail).map_err(|error| MailError::Misconfigured(error.into()))?;
        let _slot = self.slots.acquire().await.map_err(|closed| MailError::Retry(closed.into()))?;
        // lettre's own timeout ends with the connecting.
        match tokio::time::timeout(self.timeout, self.connections.send(&message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(refusal(&error, foreign)),
            Err(late) => Err(MailError::Retry(late.into())),
        }
    }

    fn compose(&self, to: Address, mail: &OutgoingMail) -> Result<Message> {
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&mail.subject)
            .message_id(Some(format!("<{}>", mail.message_id)))
            // RFC 3834: out-of-office robots shall not answer.
            .raw_header(raw("Auto-Submitted", "auto-generated")?);
        if let Some(url) = &mail.unsubscribe_url {
            message = message
                .raw_header(raw("List-Unsubscribe", &format!("<{url}>"))?)
                .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")?);
        }
        let mut parts = MultiPart::alternative()
            .singlepart(SinglePart::plain(mail.text.clone()))
            .singlepart(SinglePart::html(mail.html.clone()));
        if let Some(calendar) = &mail.calendar {
            parts = parts.singlepart(calendar_part(calendar)?);
        }
        let others = mail.calendar.as_ref().and_then(|calendar| calendar.others.as_ref());
        Ok(match others {
            // Neutral like everything else: the name of a file is read on lock screens.
            Some(ics) => {
                let file = Attachment::new("dates.ics".to_owned()).body(ics.clone(), ContentType::parse(CALENDAR_FILE)?);
                message.multipart(MultiPart::mixed().multipart(parts).singlepart(file))?
            }
            None => message.multipart(parts)?,
        })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &Released<OutgoingMail>) -> Result<(), MailError> {
        self.deliver(mail.get()).await
    }

    async fn check(&self) -> Result<(), MailError> {
        match tokio::time::timeout(self.timeout, self.connections.check()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(refusal(&error, false)),
            Err(late) => Err(MailError::Retry(late.into())),
        }
    }
}

const CALENDAR_FILE: &str = "text/calendar; charset=utf-8; method=PUBLISH";

fn calendar_part(calendar: &CalendarPart) -> Result<SinglePart> {
    let kind = format!("text/calendar; charset=utf-8; method={}", calendar.method);
    Ok(SinglePart::builder().header(ContentType::parse(&kind)?).body(calendar.ics.clone()))
}

fn raw(name: &'static str, value: &str) -> Result<HeaderValue> {
    anyhow::ensure!(!value.contains(['\r', '\n']), "a line break in the header {name}");
    Ok(HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned()))
}

#[cfg(test)]
mod tests;

//! The port to SMTP.

use async_trait::async_trait;
use cairn_domain::exits::Released;

/// One mail to one address, composed and released.
#[derive(Debug, Clone)]
pub struct OutgoingMail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Without angle brackets; stable per notification, so that a repeated delivery is recognised as one.
    pub message_id: String,
    pub calendar: Option<CalendarPart>,
    /// RFC 8058 one-click address, on mail the reader may turn off.
    pub unsubscribe_url: Option<String>,
}

/// An iTIP message (RFC 5546) beside the text.
#[derive(Debug, Clone)]
pub struct CalendarPart {
    /// `REQUEST` or `CANCEL`
    pub method: &'static str,
    pub ics: String,
    /// A file to open, with what else the mail tells of.
    pub others: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// 4xx, timeouts, lost connections: the same mail may work later.
    #[error("the mail server could not take it now")]
    Retry(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// 5xx for this recipient: the address is bad until somebody mends it.
    #[error("the mail server refused the address")]
    AddressRefused { smtp_code: u16 },
    /// No TLS where it is demanded, no login: an operator has to act, the address is not to blame.
    #[error("the mail server and our settings do not fit")]
    Misconfigured(#[source] Box<dyn std::error::Error + Send + Sync>),
}

#[async_trait]
pub trait Mailer: Send + Sync {
    async fn send(&self, mail: &Released<OutgoingMail>) -> Result<(), MailError>;
    /// Connects and says hello: for start-up and `doctor`.
    async fn check(&self) -> Result<(), MailError>;
}

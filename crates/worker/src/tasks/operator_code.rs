//! The code an operator signs in with: a realm of its own, with no center in it.

use cairn_domain::operators;
use ring::digest::{SHA256, digest};
use uuid::Uuid;

use super::JobError;
use crate::compose::OperatorMail;
use crate::mailer::MailError;
use crate::worker::Desk;

pub(super) async fn send(desk: &Desk, challenge: Uuid) -> Result<(), JobError> {
    // Nothing to send: used, out of date, or an address that nobody has.
    let Some(code) = operators::code_to_send(&desk.operators, challenge).await? else { return Ok(()) };
    let key = digest(&SHA256, challenge.as_bytes());
    let message_key = key.as_ref()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let facts = code.map(|code| OperatorMail { to: code.email, code: code.code, expires_at: code.expires_at, message_key });
    let mail = desk.composer.operator_mail(facts)?;
    match desk.mailer.send(&mail).await {
        Ok(()) => {}
        // Trying again will not help; `doctor` and the log say so, and the operator can look at the address.
        Err(MailError::AddressRefused { smtp_code }) => {
            tracing::error!(mail.smtp_code = smtp_code, "the mail server refused an operator's address");
        }
        // The queue tries again, until the code has had its time.
        Err(MailError::Retry(_) | MailError::Misconfigured(_)) => return Err(JobError::Mail),
    }
    Ok(operators::code_sent(&desk.operators, challenge).await?)
}

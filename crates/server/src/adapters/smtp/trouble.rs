//! What a refusal means: for the address, for us, or for later.

use cairn_worker::mailer::MailError;
use lettre::transport::smtp::Error;

/// A refusal without the server's text, which likes to quote the recipient.
#[derive(Debug, thiserror::Error)]
#[error("{what}{}{}", .code.map(|code| format!(" ({code})")).unwrap_or_default(), .status.as_ref().map(|status| format!(" {status}")).unwrap_or_default())]
struct Trouble {
    what: &'static str,
    code: Option<u16>,
    /// The enhanced status (RFC 3463), such as `5.1.1`.
    status: Option<String>,
}

/// `foreign` is a recipient with letters outside ASCII, which not every server can take.
pub(super) fn refusal(error: &Error, foreign: bool) -> MailError {
    let text = error.to_string();
    let code = error.status().map(u16::from);
    let status = enhanced(&text);
    let trouble = |what| Box::new(Trouble { what, code, status: status.clone() });
    if error.is_permanent() {
        let smtp_code = code.unwrap_or(550);
        return if blames_address(smtp_code, status.as_deref()) {
            MailError::AddressRefused { smtp_code }
        } else {
            MailError::Misconfigured(trouble("the server refuses us"))
        };
    }
    if error.is_client() {
        // lettre notices before it sends: no STARTTLS, no way to log in, or no SMTPUTF8 for such an address.
        return if foreign && text.contains("SMTPUTF8") {
            MailError::AddressRefused { smtp_code: 553 }
        } else {
            MailError::Misconfigured(trouble("the server lacks what our settings demand"))
        };
    }
    if error.is_tls() {
        return MailError::Misconfigured(trouble("TLS could not be set up"));
    }
    let what = if error.is_transient() { "the server asks us to come again" } else { "the connection failed" };
    MailError::Retry(trouble(what))
}

/// Whether a 5xx is about the recipient. Login (53x), commands (50x), policy (x.7.x), protocol (x.5.x), content (x.6.x)
/// and our own sender address (5.1.7, 5.1.8) are not the recipient's fault: marking people's addresses as bad because
/// of our settings would silence the whole center.
fn blames_address(code: u16, status: Option<&str>) -> bool {
    match status {
        Some("5.1.7" | "5.1.8") => false,
        Some(status) => status.starts_with("5.1.") || status.starts_with("5.2.") || status.starts_with("5.4."),
        None => matches!(code, 550..=553 | 556),
    }
}

/// The first thing that looks like `5.1.1`.
fn enhanced(text: &str) -> Option<String> {
    let looks_right = |word: &&str| {
        let mut numbers = word.split('.');
        let class = matches!(numbers.next(), Some("4" | "5"));
        let rest = numbers.clone().count() == 2
            && numbers.all(|number| matches!(number.len(), 1..=3) && number.bytes().all(|b| b.is_ascii_digit()));
        class && rest
    };
    text.split_whitespace().find(looks_right).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{blames_address, enhanced};

    #[test]
    fn who_is_to_blame() {
        assert!(blames_address(550, None));
        assert!(blames_address(550, Some("5.1.1")));
        assert!(blames_address(552, Some("5.2.2")));
        assert!(!blames_address(550, Some("5.7.1")));
        assert!(!blames_address(553, Some("5.1.8")));
        assert!(!blames_address(535, Some("5.7.8")));
        assert!(!blames_address(535, None));
        assert!(!blames_address(554, None));
        assert!(!blames_address(552, Some("5.3.4")));
    }

    #[test]
    fn enhanced_status() {
        assert_eq!(enhanced("permanent error (550): 5.1.1 <x@10.20.30.40> no").as_deref(), Some("5.1.1"));
        assert_eq!(enhanced("permanent error (550): no such user 10.0.0.1"), None);
    }
}

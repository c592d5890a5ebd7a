//! One caught mail, taken apart.

use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

/// What the envelope said; kept beside the raw mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Envelope {
    pub received_at: Timestamp,
    pub from: String,
    pub to: Vec<String>,
}

/// One mail as it was delivered. The JSON form is what `GET /api/mails` answers.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// Counts up from 1 in the order of arrival.
    pub id: u64,
    pub received_at: Timestamp,
    /// Recipients of the envelope, not of the header.
    pub to: Vec<String>,
    /// Sender of the envelope.
    pub envelope_from: String,
    /// The `From` header with its display name.
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The first `text/calendar` part.
    pub calendar: Option<String>,
    /// The second: a file to open.
    pub calendar_file: Option<String>,
    /// `REQUEST` or `CANCEL`, as the part's content type says.
    pub calendar_method: Option<String>,
    pub message_id: Option<String>,
    /// Name and raw value, in the order of the mail.
    pub headers: Vec<(String, String)>,
    /// The `http` and `https` addresses of the plain text, in order.
    pub links: Vec<String>,
    #[serde(skip)]
    pub raw: Vec<u8>,
}

impl Mail {
    pub(super) fn read(id: u64, envelope: Envelope, raw: Vec<u8>) -> Self {
        let mut mail = Self {
            id,
            received_at: envelope.received_at,
            to: envelope.to,
            envelope_from: envelope.from,
            from: String::new(),
            subject: String::new(),
            text: String::new(),
            html: String::new(),
            calendar: None,
            calendar_file: None,
            calendar_method: None,
            message_id: None,
            headers: Vec::new(),
            links: Vec::new(),
            raw: Vec::new(),
        };
        // What cannot be parsed is still a mail: the raw bytes can be looked at.
        if let Some(message) = MessageParser::default().parse(&raw) {
            mail.fill(&message);
        }
        mail.links = links(&mail.text);
        mail.raw = raw;
        mail
    }

    /// The value of the first header of this name, unfolded.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(have, _)| have.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn fill(&mut self, message: &mail_parser::Message<'_>) {
        self.subject = message.subject().unwrap_or_default().to_owned();
        self.message_id = message.message_id().map(str::to_owned);
        if let Some(sender) = message.from().and_then(|from| from.first()) {
            let address = sender.address().unwrap_or_default();
            self.from = sender.name().map_or_else(|| address.to_owned(), |name| format!("{name} <{address}>"));
        }
        self.headers = message.headers_raw().map(|(name, value)| (name.to_owned(), unfold(value))).collect();
        for part in &message.parts {
            let kind = part.content_type();
            let is_calendar =
                kind.is_some_and(|kind| kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("calendar")));
            match &part.body {
                PartType::Text(text) | PartType::Html(text) if is_calendar && self.calendar.is_some() => {
                    self.calendar_file = Some(text.to_string());
                }
                PartType::Text(text) | PartType::Html(text) if is_calendar => {
                    self.calendar = Some(text.to_string());
                    self.calendar_method = kind.and_then(|kind| kind.attribute("method")).map(str::to_owned);
                }
                PartType::Text(text) if self.text.is_empty() => self.text = text.to_string(),
                PartType::Html(html) if self.html.is_empty() => self.html = html.to_string(),
                _ => {}
            }
        }
    }
}

fn unfold(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn links(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'));
    let links = words.filter(|word| word.starts_with("http://") || word.starts_with("https://"));
    links.map(|link| link.trim_end_matches(['.', ',', ')', ';']).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::links;

    #[test]
    fn links_end_where_the_sentence_does() {
        let text = "Look: http://127.0.0.1:8080/s/abc.\nOr <https://example.org/x?y=1>, or nothing.";
        assert_eq!(links(text), ["http://127.0.0.1:8080/s/abc", "https://example.org/x?y=1"]);
    }
}

//! The search: for words and ids, in whatever clothes they come.

use std::collections::HashSet;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use uuid::Uuid;

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);
/// So short, a run of letters is a word and not something encoded.
const SHORTEST_RUN: usize = 16;

struct Secret {
    /// What it tells, for whoever reads a finding.
    what: String,
    /// Letters and digits alone, in lower case.
    text: String,
    /// An id as it is stored.
    bytes: Option<[u8; 16]>,
}

#[derive(Default)]
pub struct Secrets(Vec<Secret>);

/// Letters and digits alone: what is folded, spaced, escaped or written with other signs between is the same.
fn bare(bytes: &[u8]) -> String {
    bytes.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

impl Secrets {
    /// A word that stands nowhere by chance.
    pub fn word(&mut self, what: &str, word: &str) {
        let text = bare(word.as_bytes());
        assert!(text.len() >= 6, "{word:?} would be found by chance");
        self.0.push(Secret { what: format!("{what} {word:?}"), text, bytes: None });
    }

    /// An id as on the wire.
    pub fn id(&mut self, what: &str, wire: &str) {
        let uuid: Uuid = wire.rsplit(':').next().and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("an id: {wire}"));
        self.0.push(Secret { what: format!("{what} {wire}"), text: uuid.simple().to_string(), bytes: Some(*uuid.as_bytes()) });
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Which of them the bytes tell, in any of their clothes.
    pub fn found_in(&self, bytes: &[u8]) -> Vec<&str> {
        let hidden = decoded(bytes);
        let (addresses, mails) = (percent(bytes), quoted_printable(bytes));
        let faces = [bytes, &addresses, &mails].into_iter().chain(hidden.iter().map(Vec::as_slice));
        // One text is searched faster than many; nothing that is searched for has the sign between them.
        let texts = faces.map(bare).collect::<Vec<_>>().join("|");
        let ids: HashSet<&[u8]> = hidden.iter().flat_map(|face| face.windows(16)).collect();
        let tells = |secret: &&Secret| {
            texts.contains(&secret.text) || secret.bytes.as_ref().is_some_and(|id| ids.contains(id.as_slice()))
        };
        self.0.iter().filter(tells).map(|secret| secret.what.as_str()).collect()
    }
}

/// `%41` and `=41` as in addresses and mails.
fn escaped(bytes: &[u8], sign: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *byte == sign) {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

fn percent(bytes: &[u8]) -> Vec<u8> {
    if bytes.contains(&b'%') { escaped(bytes, b'%') } else { Vec::new() }
}

/// Lines that end with `=` go on in the next.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    if !bytes.contains(&b'=') {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(bytes).replace("=\r\n", "").replace("=\n", "");
    escaped(text.as_bytes(), b'=')
}

fn is_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte)
}

/// What every run of letters would be in Base64: cursors, tokens, headers and the parts of mails, whose lines are one.
fn decoded(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut runs: Vec<Vec<u8>> = bytes.split(|byte| !is_run(*byte)).map(<[u8]>::to_vec).collect();
    let mut part = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.is_empty() && line.iter().all(|byte| is_run(*byte)) {
            part.extend_from_slice(line);
        } else {
            runs.push(std::mem::take(&mut part));
        }
    }
    runs.push(part);
    let encoded = |run: &Vec<u8>| run.len() >= SHORTEST_RUN && Uuid::try_parse_ascii(run).is_err();
    runs.into_iter().filter(encoded).filter_map(|run| decode(&run)).collect()
}

fn decode(run: &[u8]) -> Option<Vec<u8>> {
    let end = run.iter().rposition(|byte| *byte != b'=')? + 1;
    // One letter alone is no byte.
    let end = if end % 4 == 1 { end - 1 } else { end };
    STANDARD.decode(&run[..end]).or_else(|_| URL_SAFE.decode(&run[..end])).ok()
}

#[test]
fn what_is_hidden_is_found_in_whatever_clothes() {
    let id = Uuid::from_u128(0x1234_5678_9abc_4def_8123_4567_89ab_cdef);
    let mut secrets = Secrets::default();
    secrets.word("a name", "Thunderstone");
    secrets.word("a phone", "207 555 4101");
    secrets.id("an id", &format!("membership:{id}"));
    let long = STANDARD.encode("A mail with many words before it comes to what nobody should know: Thunderstone, and more.");
    let (one, two) = long.split_at(76);
    for (clothes, expected) in [
        ("Hello THUNDERSTONE".to_owned(), 1),
        ("SUMMARY:thunder\r\n stone".to_owned(), 1),
        ("thunder=\r\nstone".to_owned(), 1),
        ("=54hunder=73tone, %54hunderstone".to_owned(), 1),
        (format!("Content-Transfer-Encoding: base64\r\n\r\n{one}\r\n{two}\r\n"), 1),
        (format!("=?utf-8?B?{}?=", STANDARD.encode("to Thunderstone")), 1),
        ("(207) 555-4101".to_owned(), 1),
        ("tel:+1-207-555-4101".to_owned(), 1),
        (id.to_string().to_uppercase(), 1),
        (id.simple().to_string(), 1),
        (URL_SAFE.encode(id.as_bytes()), 1),
        (STANDARD.encode([b"2026 ", id.as_bytes().as_slice()].concat()), 1),
        ("thunder and stone".to_owned(), 0),
    ] {
        assert_eq!(secrets.found_in(clothes.as_bytes()).len(), expected, "{clothes}");
    }
}

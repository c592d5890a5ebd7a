//! Is it what it was said to be? Looks at bytes, never at names, and runs nothing that is in them.

use std::io::{self, Cursor, Read};

use cairn_domain::documents::{FileType, Rejection};
use zip::ZipArchive;

/// All magic numbers are at the very beginning.
const HEAD: usize = 8 * 1024;

/// Limits of an office document's container: an honest one has a few dozen parts.
const MAX_ENTRIES: usize = 1_000;
/// Bytes, all parts together.
const MAX_UNPACKED: u64 = 200 * 1024 * 1024;
/// Unpacked to packed, the container as a whole. Small files may be repetitive.
const MAX_RATIO: u64 = 100;
const RATIO_FROM: u64 = 5 * 1024 * 1024;

pub(super) fn inspect(bytes: &[u8], file_type: FileType) -> Result<(), Rejection> {
    match file_type {
        FileType::Text | FileType::Csv => text(bytes),
        FileType::Docx => office(bytes, "word/document.xml"),
        FileType::Xlsx => office(bytes, "xl/workbook.xml"),
        FileType::Pdf => magic(bytes, "application/pdf"),
        FileType::Png => magic(bytes, "image/png"),
        FileType::Jpeg => magic(bytes, "image/jpeg"),
        FileType::Heic => magic(bytes, "image/heif"),
        FileType::Webp => magic(bytes, "image/webp"),
        FileType::M4a => magic(bytes, "audio/m4a"),
        FileType::Mp3 => magic(bytes, "audio/mpeg"),
    }
}

fn magic(bytes: &[u8], expected: &str) -> Result<(), Rejection> {
    let head = &bytes[..bytes.len().min(HEAD)];
    match infer::get(head) {
        Some(found) if found.mime_type() == expected => Ok(()),
        _ => Err(Rejection::Type),
    }
}

/// Text that is text: UTF-8, no control characters, and not a page or drawing that a browser would run.
fn text(bytes: &[u8]) -> Result<(), Rejection> {
    let text = std::str::from_utf8(bytes).map_err(|_| Rejection::Type)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{0C}')) {
        return Err(Rejection::Type);
    }
    // Documents that may be written in plain characters, too.
    let disguised = ["%PDF-", "%!PS", "{\\rtf"].iter().any(|magic| text.starts_with(magic));
    if disguised || markup(text) { Err(Rejection::Type) } else { Ok(()) }
}

/// What browsers and viewers would run or draw.
const ACTIVE: [&str; 28] = [
    "html", "head", "body", "script", "svg", "math", "style", "title", "meta", "link", "base", "iframe", "frame", "frameset",
    "object", "embed", "form", "input", "img", "video", "audio", "table", "div", "font", "p", "a", "br", "h1",
];

/// Begins the way HTML, SVG or XML does, by the rules of browsers (<https://mimesniff.spec.whatwg.org/>) and some more:
/// declarations and comments may come first.
fn markup(text: &str) -> bool {
    let Some(tag) = text.trim_start().strip_prefix('<') else { return false };
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
    tag.starts_with(['!', '?']) || ACTIVE.contains(&name.to_ascii_lowercase().as_str())
}

/// A zip container with the parts of its kind, no macros, nothing that unpacks to more than a computer can bear, and no
/// entry that would be written outside a folder.
fn office(bytes: &[u8], main_part: &str) -> Result<(), Rejection> {
    // Not something else with a container glued to its end.
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(Rejection::Type);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Rejection::Unreadable)?;
    if archive.len() > MAX_ENTRIES {
        return Err(Rejection::Unreadable);
    }
    if archive.index_for_name("[Content_Types].xml").is_none() || archive.index_for_name(main_part).is_none() {
        return Err(Rejection::Type);
    }
    let packed = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let allowed = MAX_UNPACKED.min(packed.saturating_mul(MAX_RATIO).max(RATIO_FROM));
    let mut unpacked = 0;
    for index in 0..archive.len() {
        unpacked += entry(&mut archive, index, allowed - unpacked)?;
    }
    Ok(())
}

/// Unpacks one entry into nothing, because the size it declares may be a lie. Answers its bytes.
fn entry(archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize, allowed: u64) -> Result<u64, Rejection> {
    let mut entry = archive.by_index(index).map_err(|_| Rejection::Unreadable)?;
    let name = entry.name().map_err(|_| Rejection::Unreadable)?.to_ascii_lowercase();
    if entry.is_symlink() || entry.enclosed_name().is_none() || name.starts_with(['/', '\\']) {
        return Err(Rejection::Unreadable);
    }
    if name.ends_with("vbaproject.bin") || name.ends_with(".exe") || name.ends_with(".zip") {
        return Err(Rejection::Type);
    }
    if entry.size() > allowed {
        return Err(Rejection::Unreadable);
    }
    if name == "[content_types].xml" {
        return content_types(&mut entry, allowed);
    }
    let bytes = io::copy(&mut (&mut entry).take(allowed + 1), &mut io::sink()).map_err(|_| Rejection::Unreadable)?;
    if bytes > allowed { Err(Rejection::Unreadable) } else { Ok(bytes) }
}

/// The container's own list of parts: a document with macros says so here.
fn content_types(entry: &mut impl Read, allowed: u64) -> Result<u64, Rejection> {
    const LARGEST: u64 = 1024 * 1024;
    let mut list = Vec::new();
    let bytes = entry.take(LARGEST.min(allowed) + 1).read_to_end(&mut list).map_err(|_| Rejection::Unreadable)?;
    let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
    if bytes > LARGEST.min(allowed) {
        return Err(Rejection::Unreadable);
    }
    let list = String::from_utf8_lossy(&list).to_ascii_lowercase();
    if list.contains("macroenabled") || list.contains("vbaproject") { Err(Rejection::Type) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests;

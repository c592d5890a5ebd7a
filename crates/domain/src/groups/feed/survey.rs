//! A first look over the bytes of a feed: what they are, how deep, how many rows. It builds nothing, so that a hostile file
//! costs no more than reading it once. Pure.

use super::FeedFailure;

/// Meetings of one file.
pub const MOST_ROWS: usize = 20_000;
/// A meeting is three levels deep.
const DEEPEST: usize = 16;

/// Beginnings of packed files: gzip, zip, bzip2, xz, zstd.
const PACKED: [&[u8]; 5] = [&[0x1f, 0x8b], b"PK\x03\x04", b"BZh", b"\xfd7zXZ", &[0x28, 0xb5, 0x2f, 0xfd]];

/// The text without the mark some programs put before it.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// How many rows there are, or why the file is not read.
pub fn survey(bytes: &[u8]) -> Result<usize, FeedFailure> {
    if PACKED.iter().any(|beginning| bytes.starts_with(beginning)) {
        return Err(FeedFailure::Compressed);
    }
    let text = without_mark(bytes);
    if std::str::from_utf8(text).is_err() {
        return Err(FeedFailure::NotJson);
    }
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'[') => {}
        Some(b'{' | b'"') => return Err(FeedFailure::NotArray),
        _ => return Err(FeedFailure::NotJson),
    }
    let rows = count(text)?;
    if rows > MOST_ROWS { Err(FeedFailure::TooManyRows) } else { Ok(rows) }
}

/// Elements of the outermost list.
fn count(text: &[u8]) -> Result<usize, FeedFailure> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let (mut commas, mut any) = (0_usize, false);
    for byte in text {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        any |= depth == 1 && !byte.is_ascii_whitespace() && *byte != b']';
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(FeedFailure::TooDeep);
                }
            }
            b']' | b'}' => depth = depth.checked_sub(1).ok_or(FeedFailure::NotJson)?,
            b',' if depth == 1 => commas += 1,
            _ => {}
        }
    }
    Ok(if any { commas + 1 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_without_reading_them() {
        for (text, rows) in
            [("[]", 0), (" [ \n ] ", 0), ("[1]", 1), (r#"[{"a":",]["},{"b":[1,2,{"c":"\""}]}]"#, 2), ("\u{feff}[{},{}]", 2)]
        {
            assert_eq!(survey(text.as_bytes()), Ok(rows), "{text}");
        }
    }

    #[test]
    fn what_is_no_feed_is_told_apart() {
        assert_eq!(survey(b""), Err(FeedFailure::NotJson));
        assert_eq!(survey(b"<html>"), Err(FeedFailure::NotJson));
        assert_eq!(survey(b"[\xff\xfe]"), Err(FeedFailure::NotJson));
        assert_eq!(survey(b"]"), Err(FeedFailure::NotJson));
        assert_eq!(survey(br#"{"meetings":[]}"#), Err(FeedFailure::NotArray));
        assert_eq!(survey(b"\"[]\""), Err(FeedFailure::NotArray));
        assert_eq!(survey(&[0x1f, 0x8b, 8, 0]), Err(FeedFailure::Compressed));
        assert_eq!(survey(b"PK\x03\x04..."), Err(FeedFailure::Compressed));
        let deep = format!("{}{}", "[".repeat(17), "]".repeat(17));
        assert_eq!(survey(deep.as_bytes()), Err(FeedFailure::TooDeep));
        let bomb = "[".repeat(4_000_000);
        assert_eq!(survey(bomb.as_bytes()), Err(FeedFailure::TooDeep));
        let many = format!("[{}0]", "0,".repeat(MOST_ROWS));
        assert_eq!(survey(many.as_bytes()), Err(FeedFailure::TooManyRows));
        let most = format!("[{}0]", "0,".repeat(MOST_ROWS - 1));
        assert_eq!(survey(most.as_bytes()), Ok(MOST_ROWS));
    }
}

//! HEIC keeps what it tells about itself as items beside the picture, found through a table of places. Moving them
//! would mean writing that table anew; so their bytes are overwritten where they are. How to turn the picture is a
//! property of its own and stays.

use super::{big, slice};

/// Nesting and number are small in honest files.
const MOST_ITEMS: usize = 10_000;

struct Found<'a> {
    /// Where it begins in the file.
    at: usize,
    content: &'a [u8],
}

/// The first box of this kind among those in `content`, which begins at `at`.
fn find<'a>(content: &'a [u8], at: usize, wanted: &[u8; 4]) -> Option<Found<'a>> {
    let mut from = 0;
    while from < content.len() {
        let (mut header, mut size) = (8, big(content, from, 4)?);
        match size {
            0 => size = content.len() - from,
            1 => (header, size) = (16, big(content, from + 8, 8)?),
            _ => {}
        }
        let whole = slice(content, from, size)?;
        let inner = whole.get(header..)?;
        if slice(content, from + 4, 4)? == wanted {
            return Some(Found { at: at + from + header, content: inner });
        }
        from += whole.len();
    }
    None
}

/// Ids of items that describe: EXIF, and XMP (which is a `mime` item).
fn describing(infos: &[u8]) -> Option<Vec<(usize, bool)>> {
    let wide = *infos.first()? != 0;
    let count = big(infos, 4, if wide { 4 } else { 2 })?;
    let mut from = if wide { 8 } else { 6 };
    let mut found = Vec::new();
    for _ in 0..count.min(MOST_ITEMS) {
        let size = big(infos, from, 4)?;
        let info = slice(infos, from, size).filter(|info| info.get(4..8) == Some(b"infe"))?;
        // Version 2 has ids of two bytes, 3 of four; older ones have no kinds and hold no EXIF.
        let width = match *info.get(8)? {
            2 => 2,
            3 => 4,
            _ => return None,
        };
        let kind = slice(info, 14 + width, 4)?;
        if kind == b"Exif" || kind == b"mime" {
            found.push((big(info, 12, width)?, kind == b"mime"));
        }
        from += size;
    }
    Some(found)
}

/// Where the items' bytes are: item, whether inside `idat`, offset, length.
fn places(locations: &[u8]) -> Option<Vec<(usize, bool, usize, usize)>> {
    let version = *locations.first()?;
    let nibble = |at: usize, high: bool| locations.get(at).map(|byte| usize::from(if high { byte >> 4 } else { byte & 15 }));
    let (offset, length, base) = (nibble(4, true)?, nibble(4, false)?, nibble(5, true)?);
    let index = if version > 0 { nibble(5, false)? } else { 0 };
    let width = if version < 2 { 2 } else { 4 };
    let count = big(locations, 6, width)?;
    let mut from = 6 + width;
    let mut found = Vec::new();
    for _ in 0..count.min(MOST_ITEMS) {
        let item = big(locations, from, width)?;
        from += width;
        let mut inside = false;
        if version > 0 {
            inside = big(locations, from, 2)? & 15 == 1;
            from += 2;
        }
        // A data reference: ours are in this file.
        from += 2;
        let begin = big(locations, from, base)?;
        from += base;
        let extents = big(locations, from, 2)?;
        from += 2;
        for _ in 0..extents.min(MOST_ITEMS) {
            from += index;
            let at = begin.checked_add(big(locations, from, offset)?)?;
            found.push((item, inside, at, big(locations, from + offset, length)?));
            from += offset + length;
        }
    }
    Some(found)
}

/// The file with its EXIF and XMP overwritten. `None`: it is not built as it should be.
pub(super) fn blanked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    let meta = find(bytes, 0, b"meta")?;
    // A version and flags come first.
    let inside = Found { at: meta.at + 4, content: meta.content.get(4..)? };
    let Some(infos) = find(inside.content, inside.at, b"iinf") else { return Some(out) };
    let items = describing(infos.content)?;
    if items.is_empty() {
        return Some(out);
    }
    let places = places(find(inside.content, inside.at, b"iloc")?.content)?;
    let data = find(inside.content, inside.at, b"idat").map(|found| found.at);
    for (item, in_data, at, length) in places {
        let Some((_, words)) = items.iter().find(|(id, _)| *id == item) else { continue };
        let from = if in_data { data?.checked_add(at)? } else { at };
        // No length means: to the end of the file, which nobody writes for EXIF.
        let part = out.get_mut(from..from.checked_add(length)?).filter(|part| !part.is_empty())?;
        part.fill(if *words { b' ' } else { 0 });
    }
    Some(out)
}

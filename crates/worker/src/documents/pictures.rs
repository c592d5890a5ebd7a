//! Pictures without what they tell beside the picture: where and when it was taken, with what, by whom.
//!
//! Nothing is decoded: the parts of the file are copied, those that only describe it are left out. What is not built
//! as its kind says is refused, so that nothing unknown slips through between the parts. How to turn the picture
//! is kept, because without it photos lie on their side.

mod heic;
mod orientation;
mod parts;
#[cfg(test)]
mod tests;

use cairn_domain::documents::{FileType, Rejection};

/// More would take the memory of whoever opens it: 40 megapixels.
const MOST_PIXELS: usize = 40_000_000;

/// The bytes that other people may get; `None`: they are fine as they were sent.
pub(super) fn without_metadata(bytes: &[u8], file_type: FileType) -> Result<Option<Vec<u8>>, Rejection> {
    let clean = match file_type {
        FileType::Jpeg => parts::jpeg(bytes),
        FileType::Png => parts::png(bytes),
        FileType::Webp => parts::webp(bytes),
        FileType::Heic => heic::blanked(bytes),
        _ => return Ok(None),
    };
    let clean = clean.ok_or(Rejection::Unreadable)?;
    let size = imagesize::blob_size(&clean).map_err(|_| Rejection::Unreadable)?;
    if size.width == 0 || size.height == 0 {
        return Err(Rejection::Unreadable);
    }
    if size.width.saturating_mul(size.height) > MOST_PIXELS {
        return Err(Rejection::Dimensions);
    }
    Ok((clean != bytes).then_some(clean))
}

/// A part of the file, if it is there.
fn slice(bytes: &[u8], from: usize, length: usize) -> Option<&[u8]> {
    bytes.get(from..from.checked_add(length)?)
}

/// A number in the order of networks, of at most eight bytes.
fn big(bytes: &[u8], from: usize, length: usize) -> Option<usize> {
    if length > 8 {
        return None;
    }
    let value = slice(bytes, from, length)?.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    usize::try_from(value).ok()
}

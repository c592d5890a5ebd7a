//! The one fact of EXIF that a picture needs: which side is up.

/// The tag, and the type of its value (`SHORT`).
const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;

/// 2 to 8; `None` when it lies as it is, or says nothing that can be read.
pub(super) fn read(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II\x2a\0" => true,
        b"MM\0\x2a" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let two: [u8; 2] = super::slice(tiff, at, 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let four: [u8; 4] = super::slice(tiff, 4, 4)?.try_into().ok()?;
    let list = usize::try_from(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()?;
    let entries = usize::from(short(list)?);
    (0..entries).find_map(|number| {
        let at = list.checked_add(2 + number * 12)?;
        let value = (short(at)? == ORIENTATION && short(at + 2)? == SHORT).then(|| short(at + 8))??;
        u8::try_from(value).ok().filter(|value| (2..=8).contains(value))
    })
}

/// EXIF that says this and nothing else.
pub(super) fn write(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    tiff
}

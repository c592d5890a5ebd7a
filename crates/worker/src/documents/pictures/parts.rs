//! JPEG, PNG and WebP are lists of parts. Those that make the picture are named here; the others stay behind.

use super::{big, orientation, slice};

const EXIF: &[u8] = b"Exif\0\0";

/// Segments up to the end of the picture. What comes after that (a second picture, a film) is no part of it.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = slice(bytes, 0, 2).filter(|start| start == b"\xff\xd8")?.to_vec();
    let mut at = 2;
    let mut turned = None;
    loop {
        // Any number of 0xff may come before a marker.
        while *bytes.get(at)? == 0xff && *bytes.get(at + 1)? == 0xff {
            at += 1;
        }
        let marker = (*bytes.get(at)? == 0xff).then(|| bytes.get(at + 1).copied())??;
        if marker == 0xd9 {
            out.extend(b"\xff\xd9");
            return Some(out);
        }
        let length = big(bytes, at + 2, 2).filter(|length| *length >= 2)?;
        let segment = slice(bytes, at, length + 2)?;
        let content = segment.get(4..)?;
        at += segment.len();
        match marker {
            0xe1 if content.starts_with(EXIF) && turned.is_none() => {
                turned = orientation::read(&content[EXIF.len()..]);
                if let Some(value) = turned {
                    exif(&mut out, value);
                }
            }
            _ if is_picture(marker, content) => out.extend(segment),
            // APPn, COM: said about the picture.
            0xe0..=0xef | 0xfe => {}
            _ => return None,
        }
        if marker == 0xda {
            at = scan(bytes, at, &mut out)?;
        }
    }
}

fn exif(out: &mut Vec<u8>, value: u8) {
    let tiff = orientation::write(value);
    let length = u16::try_from(2 + EXIF.len() + tiff.len()).unwrap_or_default();
    out.extend(b"\xff\xe1");
    out.extend(length.to_be_bytes());
    out.extend(EXIF);
    out.extend(tiff);
}

/// Frames, tables, scans; and of the descriptions those without which colors are wrong.
fn is_picture(marker: u8, content: &[u8]) -> bool {
    match marker {
        // SOFn, DHT, DAC; SOS, DQT, DNL, DRI.
        0xc0..=0xcf => marker != 0xc8,
        0xda..=0xdd => true,
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        _ => false,
    }
}

/// Copies coded pixels up to the next marker that is none of theirs; answers where it is.
fn scan(bytes: &[u8], from: usize, out: &mut Vec<u8>) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        // A coded 0xff, a restart, or padding before a marker.
        if !matches!(*bytes.get(at + 1)?, 0x00 | 0xd0..=0xd7 | 0xff) {
            out.extend(slice(bytes, from, at - from)?);
            return Some(at);
        }
        at += if bytes[at + 1] == 0xff { 1 } else { 2 };
    }
}

/// Chunks that a decoder draws from. Everything else is text, time, EXIF, or somebody's own.
const PNG_CHUNKS: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL",
    b"fdAT", b"cICP",
];

pub(super) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = slice(bytes, 0, 8).filter(|start| start == b"\x89PNG\r\n\x1a\n")?.to_vec();
    let mut at = 8;
    loop {
        let length = big(bytes, at, 4)?;
        // Length, kind, content, checksum.
        let chunk = slice(bytes, at, length.checked_add(12)?)?;
        let kind = &chunk[4..8];
        if at == 8 && kind != b"IHDR" {
            return None;
        }
        if PNG_CHUNKS.iter().any(|known| *known == kind) {
            out.extend(chunk);
        }
        at += chunk.len();
        if kind == b"IEND" {
            return Some(out);
        }
    }
}

const WEBP_CHUNKS: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Bits of the first byte of `VP8X`: there is EXIF, there is XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let declared = little(bytes, 4).filter(|_| bytes.starts_with(b"RIFF") && slice(bytes, 8, 4) == Some(b"WEBP"))?;
    let end = declared.checked_add(8).filter(|end| *end <= bytes.len())?;
    let mut out = slice(bytes, 0, 12)?.to_vec();
    let (mut at, mut turned, mut extended) = (12, None, None);
    while at < end {
        let length = little(bytes, at + 4)?;
        // Padded to an even length.
        let chunk = slice(bytes, at, length.checked_add(8)?.checked_add(length % 2)?).filter(|chunk| at + chunk.len() <= end)?;
        let kind = &chunk[..4];
        if kind == b"VP8X" {
            extended = Some(out.len() + 8);
        }
        if WEBP_CHUNKS.iter().any(|known| *known == kind) {
            out.extend(chunk);
        } else if kind == b"EXIF" {
            let content = &chunk[8..8 + length];
            turned = turned.or_else(|| orientation::read(content.strip_prefix(EXIF).unwrap_or(content)));
        }
        at += chunk.len();
    }
    if let Some(flags) = extended.and_then(|at| out.get_mut(at)) {
        *flags &= !(HAS_EXIF | HAS_XMP);
        if let Some(value) = turned {
            *flags |= HAS_EXIF;
            let tiff = orientation::write(value);
            out.extend(b"EXIF");
            out.extend(u32::try_from(tiff.len()).ok()?.to_le_bytes());
            out.extend(tiff);
        }
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Some(out)
}

fn little(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = slice(bytes, at, 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

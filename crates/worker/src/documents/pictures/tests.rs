use cairn_domain::documents::{FileType, Rejection};

use super::{orientation, without_metadata};

const SECRET: &[u8] = b"N43.6591 W70.2568 by Ana Ruiz";

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], length.as_slice(), content].concat()
}

/// Height and width of a frame.
fn frame(height: u16, width: u16) -> Vec<u8> {
    segment(0xc0, &[&[8], height.to_be_bytes().as_slice(), &width.to_be_bytes(), &[1, 1, 0x11, 0]].concat())
}

fn exif(orientation: u8) -> Vec<u8> {
    [b"Exif\0\0", orientation::write(orientation).as_slice(), SECRET].concat()
}

const PIXELS: &[u8] = b"\x12\xff\x00\x34\xff\xd0\x56";

fn jpeg(height: u16, width: u16, said: &[Vec<u8>]) -> Vec<u8> {
    let jfif = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let scan = [segment(0xda, &[1, 1, 0, 0, 63, 0]), PIXELS.to_vec()].concat();
    [b"\xff\xd8".to_vec(), jfif, said.concat(), segment(0xdb, &[0; 65]), frame(height, width), scan, b"\xff\xd9".to_vec()]
        .concat()
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&u32::try_from(content.len()).unwrap().to_be_bytes(), kind.as_slice(), content, b"\0\0\0\0"].concat()
}

fn png(width: u32, height: u32, said: &[Vec<u8>]) -> Vec<u8> {
    let head = [width.to_be_bytes().as_slice(), &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let start = b"\x89PNG\r\n\x1a\n".to_vec();
    [start, chunk(b"IHDR", &head), said.concat(), chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")].concat()
}

fn riff(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let pad = vec![0; content.len() % 2];
    [kind.as_slice(), &u32::try_from(content.len()).unwrap().to_le_bytes(), content, &pad].concat()
}

fn webp(flags: u8, said: &[Vec<u8>]) -> Vec<u8> {
    // 640 × 480
    let extended = riff(b"VP8X", &[flags, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0]);
    let body = [b"WEBP".to_vec(), extended, riff(b"VP8 ", b"pixels!"), said.concat()].concat();
    [b"RIFF".to_vec(), u32::try_from(body.len()).unwrap().to_le_bytes().to_vec(), body].concat()
}

#[test]
fn jpeg_loses_what_it_tells_and_keeps_which_side_is_up() {
    let said =
        [segment(0xe1, &exif(6)), segment(0xe1, SECRET), segment(0xe2, b"MPF\0"), segment(0xed, SECRET), segment(0xfe, SECRET)];
    let mut sent = jpeg(480, 640, &said);
    // A second picture after the end, with a place of its own.
    sent.extend(jpeg(48, 64, &[segment(0xe1, &exif(1))]));
    let clean = without_metadata(&sent, FileType::Jpeg).unwrap().unwrap();
    assert!(!holds(&clean, SECRET) && !holds(&clean, b"MPF"));
    let upright = [b"Exif\0\0", orientation::write(6).as_slice()].concat();
    assert_eq!(clean, jpeg(480, 640, &[]).splice_after_jfif(&segment(0xe1, &upright)));
    assert_eq!(without_metadata(&clean, FileType::Jpeg), Ok(None), "clean is clean");
}

trait Splice {
    fn splice_after_jfif(self, part: &[u8]) -> Vec<u8>;
}

impl Splice for Vec<u8> {
    fn splice_after_jfif(mut self, part: &[u8]) -> Vec<u8> {
        self.splice(20..20, part.iter().copied());
        self
    }
}

#[test]
fn metadata_between_the_scans_goes_too() {
    let plain = jpeg(480, 640, &[]);
    let more = [segment(0xc4, &[0; 19]), segment(0xda, &[1, 1, 0, 0, 63, 0]), PIXELS.to_vec(), b"\xff\xd9".to_vec()].concat();
    let body = &plain[..plain.len() - 2];
    let sent = [body, &segment(0xfe, SECRET), &more].concat();
    assert_eq!(without_metadata(&sent, FileType::Jpeg), Ok(Some([body, &more].concat())));
}

#[test]
fn png_loses_text_time_and_exif() {
    let said = [chunk(b"eXIf", SECRET), chunk(b"tEXt", SECRET), chunk(b"iTXt", SECRET), chunk(b"tIME", SECRET)];
    let mut sent = png(640, 480, &said);
    sent.extend(SECRET);
    assert_eq!(without_metadata(&sent, FileType::Png), Ok(Some(png(640, 480, &[]))));
    assert_eq!(without_metadata(&png(640, 480, &[chunk(b"gAMA", b"\0\0\xb1\x8f")]), FileType::Png), Ok(None));
}

#[test]
fn webp_loses_exif_and_xmp_and_says_so() {
    let said = [riff(b"EXIF", &exif(1)), riff(b"XMP ", SECRET)];
    assert_eq!(without_metadata(&webp(0x0c, &said), FileType::Webp), Ok(Some(webp(0, &[]))));
    let turned = without_metadata(&webp(0x0c, &[riff(b"EXIF", &exif(8)), riff(b"XMP ", SECRET)]), FileType::Webp);
    assert_eq!(turned, Ok(Some(webp(0x08, &[riff(b"EXIF", &orientation::write(8))]))));
}

fn heic_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes(), kind.as_slice(), content].concat()
}

/// A picture item and an EXIF item whose bytes lie in `mdat`.
fn heic(said: &[u8]) -> Vec<u8> {
    let info = |id: u8, kind: &[u8; 4]| heic_box(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind.as_slice(), b"\0"].concat());
    let infos = heic_box(b"iinf", &[vec![0, 0, 0, 0, 0, 2], info(1, b"hvc1"), info(2, b"Exif")].concat());
    let size = heic_box(b"ispe", &[0, 0, 0, 0, 0, 0, 2, 128, 0, 0, 1, 224]);
    let properties = heic_box(b"iprp", &heic_box(b"ipco", &size));
    let start = heic_box(b"ftyp", b"heic\0\0\0\0mif1heic");
    let places = |data: usize| {
        let at = |offset: usize| u32::try_from(offset).unwrap().to_be_bytes();
        let item = |id: u8, offset: usize, length: usize| [&[0, id, 0, 0, 0, 1], at(offset).as_slice(), &at(length)].concat();
        let items = [item(1, data, 6), item(2, data + 6, said.len())].concat();
        heic_box(b"iloc", &[&[0, 0, 0, 0, 0x44, 0, 0, 2], items.as_slice()].concat())
    };
    let meta = |data: usize| heic_box(b"meta", &[vec![0; 4], infos.clone(), places(data), properties.clone()].concat());
    let data = start.len() + meta(0).len() + 8;
    [start, meta(data), heic_box(b"mdat", &[b"pixels", said].concat())].concat()
}

#[test]
fn heic_is_blanked_in_place() {
    let clean = without_metadata(&heic(SECRET), FileType::Heic).unwrap().unwrap();
    assert!(holds(&clean, b"pixels"));
    assert_eq!(clean, heic(&vec![0; SECRET.len()]));
}

#[test]
fn pictures_that_would_fill_a_memory_are_refused() {
    assert_eq!(without_metadata(&png(8_000, 5_000, &[]), FileType::Png), Ok(None));
    assert_eq!(without_metadata(&png(8_001, 5_000, &[]), FileType::Png), Err(Rejection::Dimensions));
    assert_eq!(without_metadata(&jpeg(u16::MAX, u16::MAX, &[]), FileType::Jpeg), Err(Rejection::Dimensions));
    assert_eq!(without_metadata(&png(u32::MAX, u32::MAX, &[]), FileType::Png), Err(Rejection::Dimensions));
}

/// Whatever the bytes: an answer, never a panic, and never more than was sent.
#[test]
fn damaged_pictures_are_refused() {
    let whole = [
        (FileType::Jpeg, jpeg(480, 640, &[segment(0xe1, &exif(6))])),
        (FileType::Png, png(640, 480, &[chunk(b"tEXt", SECRET)])),
        (FileType::Webp, webp(0x0c, &[riff(b"EXIF", &exif(6))])),
        (FileType::Heic, heic(SECRET)),
    ];
    for (file_type, bytes) in whole {
        for end in 0..bytes.len() {
            if let Ok(Some(clean)) = without_metadata(&bytes[..end], file_type) {
                assert!(!holds(&clean, SECRET), "{file_type:?} cut at {end}");
            }
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1 << bit;
                let _ = without_metadata(&damaged, file_type);
            }
        }
    }
    assert_eq!(without_metadata(b"", FileType::Jpeg), Err(Rejection::Unreadable));
    assert_eq!(without_metadata(SECRET, FileType::Pdf), Ok(None));
}

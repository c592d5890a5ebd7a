use std::io::{Cursor, Write};

use cairn_domain::documents::{FileType, Rejection};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::inspect;

fn container(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");
const WORD: (&str, &[u8]) = ("word/document.xml", b"<w:document/>");

fn samples() -> Vec<(FileType, Vec<u8>)> {
    vec![
        (FileType::Pdf, b"%PDF-1.7\n1 0 obj".to_vec()),
        (FileType::Png, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        (FileType::Jpeg, b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec()),
        (FileType::Heic, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        (FileType::Webp, b"RIFF\x24\0\0\0WEBPVP8 ".to_vec()),
        (FileType::M4a, b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom".to_vec()),
        (FileType::Mp3, b"ID3\x04\0\0\0\0\0\0".to_vec()),
        (FileType::Docx, container(&[TYPES, ("_rels/.rels", b"<r/>"), WORD])),
        (FileType::Xlsx, container(&[TYPES, ("xl/workbook.xml", b"<workbook/>")])),
        (FileType::Text, "Día 3: dormí bien 😀\r\n\tbien".as_bytes().to_vec()),
    ]
}

#[test]
fn each_kind_passes_as_itself_and_as_nothing_else() {
    for (is, bytes) in samples() {
        assert_eq!(inspect(&bytes, is), Ok(()), "{is:?}");
        for declared in FileType::ALL {
            let same = is == declared || (is == FileType::Text && declared == FileType::Csv);
            assert_eq!(inspect(&bytes, declared).is_ok(), same, "{is:?} declared as {declared:?}");
        }
    }
}

#[test]
fn programs_pages_and_drawings_pass_as_nothing() {
    let disguised: [&[u8]; 12] = [
        b"MZ\x90\0\x03\0\0\0",
        b"\x7fELF\x02\x01\x01\0",
        b"<!DOCTYPE html><html></html>",
        b"\xef\xbb\xbf  <!-- hi --><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\n<SVG onload=alert(1)>",
        b"<?xml version='1.0'?><x/>",
        b"<script>alert(1)</script>",
        b"<iframe src=x>",
        b"text with a zero\0 byte",
        b"latin-1: d\xeda",
        b"\x1b]0;terminal\x07",
        b"",
    ];
    for bytes in disguised {
        for declared in FileType::ALL {
            let empty_text = bytes.is_empty() && matches!(declared, FileType::Text | FileType::Csv);
            assert_eq!(inspect(bytes, declared).is_err(), !empty_text, "{bytes:?} as {declared:?}");
        }
    }
}

#[test]
fn honest_text_with_angle_brackets_passes() {
    for text in ["<3 to all of you", "2 < 3", "< 5 drinks", "a,b\n<none>,1", "BMI was 24", "GIFT list"] {
        assert_eq!(inspect(text.as_bytes(), FileType::Csv), Ok(()), "{text}");
    }
}

#[test]
fn office_containers_are_bounded() {
    let large = vec![0; 30 * 1024 * 1024];
    let bomb = container(&[TYPES, WORD, ("word/media/a.bin", &large)]);
    assert!(bomb.len() < 100_000);
    assert_eq!(inspect(&bomb, FileType::Docx), Err(Rejection::Unreadable));

    let names: Vec<String> = (0..1_001).map(|n| format!("word/{n}.xml")).collect();
    let mut many = vec![TYPES, WORD];
    many.extend(names.iter().map(|name| (name.as_str(), b"<x/>".as_slice())));
    assert_eq!(inspect(&container(&many), FileType::Docx), Err(Rejection::Unreadable));

    let mut cut = container(&[TYPES, WORD]);
    cut.truncate(cut.len() - 30);
    assert_eq!(inspect(&cut, FileType::Docx), Err(Rejection::Unreadable));
}

/// The size in the container's directory is what the sender says it is.
#[test]
fn a_lie_about_the_unpacked_size_does_not_help() {
    let large = vec![b'x'; 30 * 1024 * 1024];
    let mut bomb = container(&[TYPES, WORD, ("word/media/a.bin", &large)]);
    let honest = u32::try_from(large.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = bomb.windows(4).enumerate().filter(|(_, bytes)| *bytes == honest).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        bomb[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert_eq!(inspect(&bomb, FileType::Docx), Err(Rejection::Unreadable));
}

#[test]
fn macros_programs_and_ways_out_of_a_folder_are_refused() {
    let macros = br#"<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>"#;
    let type_is_wrong = [
        container(&[TYPES, WORD, ("word/vbaProject.bin", b"x")]),
        container(&[("[Content_Types].xml", macros), WORD]),
        container(&[TYPES, WORD, ("word/embeddings/setup.exe", b"MZ")]),
        container(&[TYPES, WORD, ("word/more.zip", b"PK")]),
        container(&[WORD]),
        container(&[("a.txt", b"x")]),
        [b"%PDF-1.7\n".to_vec(), container(&[TYPES, WORD])].concat(),
    ];
    for bytes in type_is_wrong {
        assert_eq!(inspect(&bytes, FileType::Docx), Err(Rejection::Type));
    }
    for name in ["../../evil.xml", "/etc/passwd", "word/../../x"] {
        assert_eq!(inspect(&container(&[TYPES, WORD, (name, b"x")]), FileType::Docx), Err(Rejection::Unreadable), "{name}");
    }
}

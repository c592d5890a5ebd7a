//! The kinds of files we take. Everything else is refused, active content (HTML, SVG, XML, macros) above all.

/// A kind of file, by the content type it is stored and served under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileType {
    Pdf,
    Png,
    Jpeg,
    Heic,
    Webp,
    Docx,
    Xlsx,
    Text,
    Csv,
    M4a,
    Mp3,
}

impl FileType {
    pub const ALL: [Self; 11] = [
        Self::Pdf,
        Self::Png,
        Self::Jpeg,
        Self::Heic,
        Self::Webp,
        Self::Docx,
        Self::Xlsx,
        Self::Text,
        Self::Csv,
        Self::M4a,
        Self::Mp3,
    ];

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Heic => "image/heic",
            Self::Webp => "image/webp",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::M4a => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
        }
    }

    /// Endings that fit; the first is the one given to a name without a fitting one.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Heic => &["heic", "heif"],
            Self::Webp => &["webp"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Text => &["txt", "text", "md", "log"],
            Self::Csv => &["csv"],
            Self::M4a => &["m4a", "mp4"],
            Self::Mp3 => &["mp3"],
        }
    }

    /// As stored.
    pub(crate) fn parse(content_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|file_type| file_type.content_type() == content_type)
    }

    /// What a browser declared. Browsers ask the operating system: the same file has several names, or none at all,
    /// in which case the ending decides. What the bytes are is found out by the check.
    pub fn declared(content_type: &str, name: &str) -> Option<Self> {
        let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let by_name = || {
            let ending = ending_of(name)?;
            Self::ALL.into_iter().find(|file_type| file_type.extensions().contains(&ending.as_str()))
        };
        match essence.as_str() {
            "" | "application/octet-stream" => by_name(),
            // Windows with a spreadsheet program installed.
            "application/vnd.ms-excel" => by_name().filter(|file_type| *file_type == Self::Csv),
            "application/csv" | "text/comma-separated-values" => Some(Self::Csv),
            "text/plain" => Some(by_name().filter(|file_type| *file_type == Self::Csv).unwrap_or(Self::Text)),
            "text/markdown" => Some(Self::Text),
            "image/jpg" | "image/pjpeg" => Some(Self::Jpeg),
            "image/heif" => Some(Self::Heic),
            "audio/m4a" | "audio/x-m4a" | "audio/mp4a-latm" => Some(Self::M4a),
            "audio/mp3" | "audio/x-mp3" => Some(Self::Mp3),
            essence => Self::parse(essence),
        }
    }
}

/// The part after the last dot, in lower case.
pub(super) fn ending_of(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::FileType;

    #[test]
    fn browsers_call_the_same_file_differently() {
        let declared = [
            ("application/pdf", "a.pdf", Some(FileType::Pdf)),
            ("image/jpg", "a.jpg", Some(FileType::Jpeg)),
            ("", "IMG_0001.HEIC", Some(FileType::Heic)),
            ("application/octet-stream", "voice.m4a", Some(FileType::M4a)),
            ("application/vnd.ms-excel", "moods.csv", Some(FileType::Csv)),
            ("application/vnd.ms-excel", "moods.xls", None),
            ("text/plain; charset=utf-8", "a.csv", Some(FileType::Csv)),
            ("TEXT/PLAIN", "a", Some(FileType::Text)),
            ("audio/x-m4a", "a.m4a", Some(FileType::M4a)),
            ("image/svg+xml", "a.svg", None),
            ("text/html", "a.html", None),
            ("text/xml", "a.xml", None),
            ("application/zip", "a.docx", None),
            ("", "a.exe", None),
            ("", "a", None),
        ];
        for (content_type, name, expected) in declared {
            assert_eq!(FileType::declared(content_type, name), expected, "{content_type} {name}");
        }
    }

    #[test]
    fn every_type_is_found_by_what_is_stored() {
        for file_type in FileType::ALL {
            assert_eq!(FileType::parse(file_type.content_type()), Some(file_type));
        }
    }
}

//! File names come from strangers' computers: cleaned once, before they are sealed.

use super::FileType;
use super::file_type::ending_of;
use crate::problem::Problem;

/// Characters, not bytes.
const MAX_LENGTH: usize = 200;

/// A name that cannot leave a folder, end a header, turn the reading direction or pretend to be another kind of file.
pub(super) fn clean(name: &str, file_type: FileType) -> Result<String, Problem> {
    // Old browsers send the whole path.
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !invisible(*c)).collect();
    let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = kept.trim_matches(['.', ' ']);
    if kept.is_empty() {
        return Err(Problem::invalid("name", "name_required"));
    }
    let fits = ending_of(kept).is_some_and(|ending| file_type.extensions().contains(&ending.as_str()));
    let ending = file_type.extensions().first().copied().unwrap_or_default();
    let name = if fits { kept.to_owned() } else { format!("{kept}.{ending}") };
    let limit = i64::try_from(MAX_LENGTH).unwrap_or(i64::MAX);
    if name.chars().count() > MAX_LENGTH { Err(Problem::limit("name", "name_too_long", limit)) } else { Ok(name) }
}

/// Marks that turn the reading direction (`gpj.exe` shown as `exe.jpg`), and characters that show nothing. Joiners
/// stay: some scripts and emoji need them.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::clean;
    use crate::documents::FileType;
    use crate::problem::Problem;

    #[test]
    fn names_are_kept_when_they_are_harmless() {
        for name in ["plan.pdf", "Plan für Mía – 2.pdf", "قائمة.pdf", "👩‍👧 day.pdf", "it's \"ok\".pdf", "a.b.PDF"]
        {
            assert_eq!(clean(name, FileType::Pdf).unwrap(), name);
        }
    }

    #[test]
    fn names_are_cleaned() {
        let cases = [
            ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
            ("../../etc/plan.pdf", "plan.pdf"),
            ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie: b.pdf"),
            ("gpj\u{202E}fdp.pdf", "gpjfdp.pdf"),
            ("  spaced \t out .pdf ", "spaced out .pdf"),
            (".pdf", "pdf.pdf"),
            ("program.exe", "program.exe.pdf"),
            ("scan", "scan.pdf"),
            ("plan.pdf.", "plan.pdf"),
        ];
        for (given, kept) in cases {
            assert_eq!(clean(given, FileType::Pdf).unwrap(), kept, "{given:?}");
        }
    }

    #[test]
    fn empty_and_endless_names_are_refused() {
        for name in ["", "  ", "...", "folder/", "\u{202E}\u{200B}"] {
            assert_eq!(clean(name, FileType::Png).unwrap_err().code(), "name_required", "{name:?}");
        }
        assert!(clean(&format!("{}.png", "x".repeat(196)), FileType::Png).is_ok());
        let too_long = clean(&"y".repeat(10_000), FileType::Png).unwrap_err();
        assert!(matches!(too_long, Problem::Invalid { rule: "name_too_long", limit: Some(200), .. }));
    }
}

//! Texts of strangers, made plain. Pure.
//!
//! The rule: a `<` before a letter, `/`, `!` or `?` begins a tag and everything up to its `>` goes (of `script` and `style`
//! the content too); tags that end a line leave one; entities become their characters. It is done again while it changes
//! something, because many feeds are escaped twice. What stays is text and is shown as text: nothing here makes it safe
//! to be put into a page as HTML, and nobody does.

use unicode_normalization::UnicodeNormalization;

const PASSES: usize = 4;
const LINE_TAGS: [&str; 14] = ["br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"];

/// The text without markup, and whether there was any.
pub(super) fn plain(text: &str) -> (String, bool) {
    let mut current = text.to_owned();
    for _ in 0..PASSES {
        let next = unmarked(&current);
        if next == current {
            break;
        }
        current = next;
    }
    let stripped = current != text;
    (tidy(&current), stripped)
}

/// As [`plain`], on one line.
pub(super) fn plain_line(text: &str) -> (String, bool) {
    let (text, stripped) = plain(text);
    (text.split_whitespace().collect::<Vec<_>>().join(" "), stripped)
}

fn unmarked(text: &str) -> String {
    if !text.contains('<') && !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (said, after) = if rest.starts_with('<') { tag(rest) } else { entity(rest) };
        out.push_str(&said);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What a `<` stands for, and what follows.
fn tag(text: &str) -> (String, &str) {
    let inside = &text[1..];
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return ("<".to_owned(), inside);
    }
    if let Some(comment) = inside.strip_prefix("!--") {
        return (String::new(), comment.split_once("-->").map_or("", |(_, after)| after));
    }
    let (head, after) = inside.split_once('>').unwrap_or((inside, ""));
    let name: String =
        head.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if !head.starts_with('/') && matches!(name.as_str(), "script" | "style") {
        return (String::new(), closing(after, &name).split_once('>').map_or("", |(_, after)| after));
    }
    (if LINE_TAGS.contains(&name.as_str()) { "\n".to_owned() } else { String::new() }, after)
}

/// From the end tag of this name on; nothing is copied, so that a file full of them is read as fast as any.
fn closing<'a>(text: &'a str, name: &str) -> &'a str {
    let ends = |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    text.match_indices("</").map(|(at, _)| at).find(ends).map_or("", |at| &text[at..])
}

/// What a `&` stands for, and what follows.
fn entity(text: &str) -> (String, &str) {
    let found = text[1..].char_indices().take(10).find(|(_, c)| *c == ';');
    let Some((end, _)) = found else { return ("&".to_owned(), &text[1..]) };
    let (name, after) = (&text[1..=end], &text[end + 2..]);
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    let said = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "ndash" => Some('–'),
        "mdash" => Some('—'),
        "rsquo" => Some('’'),
        "lsquo" => Some('‘'),
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        "hellip" => Some('…'),
        _ => number.and_then(char::from_u32),
    };
    match said {
        Some(said) => (said.to_string(), after),
        None => ("&".to_owned(), &text[1..]),
    }
}

/// Control characters (one of which the database refuses), marks that reorder the text around them, and those that are not
/// seen: they are in no text that is kept or shown.
pub(super) fn disturbs(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}')
}

/// One line, with single spaces between its words.
fn one_line(line: &str) -> String {
    // Most lines of most feeds.
    if line.is_ascii() && !line.bytes().any(|byte| byte.is_ascii_control()) {
        return line.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    }
    let seen: String = line.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !disturbs(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// Composed, each line trimmed, no two empty lines.
fn tidy(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = one_line(line);
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The last names of people a row names as contacts; nobody's stands anywhere in a feed.
pub(super) fn last_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let last = |name: &'a str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        let last = words.last().filter(|_| words.len() > 1)?.trim_matches(|c: char| !c.is_alphanumeric());
        (last.chars().count() > 1).then(|| last.to_lowercase())
    };
    names.filter_map(last).collect()
}

/// The text with these last names cut to their first letter, and whether there was one.
pub(super) fn without_last_names(text: &str, names: &[String]) -> (String, bool) {
    let lower = text.to_lowercase();
    if !names.iter().any(|name| lower.contains(name.as_str())) {
        return (text.to_owned(), false);
    }
    let (mut out, mut word, mut found) = (String::with_capacity(text.len()), String::new(), false);
    for c in text.chars().map(Some).chain([None]) {
        if let Some(letter) = c.filter(|c| c.is_alphanumeric()) {
            word.push(letter);
            continue;
        }
        if names.contains(&word.to_lowercase()) {
            found = true;
            out.extend(word.chars().next());
            // `Smith.` needs no second full stop.
            out.push_str(if c == Some('.') { "" } else { "." });
        } else {
            out.push_str(&word);
        }
        word.clear();
        out.extend(c);
    }
    (out, found)
}

/// The text without addresses of electronic mail, and whether there was one.
pub(super) fn without_emails(text: &str) -> (String, bool) {
    let is_email = |word: &&str| word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    if !text.contains('@') || !text.split_whitespace().any(|word| is_email(&word)) {
        return (text.to_owned(), false);
    }
    let line = |line: &str| line.split_whitespace().filter(|word| !is_email(word)).collect::<Vec<_>>().join(" ");
    (tidy(&text.lines().map(line).collect::<Vec<_>>().join("\n")), true)
}

const LONGEST_LINK: usize = 500;

/// A link people can follow: `http` or `https`, a host in plain letters, nothing to hide behind.
pub(super) fn safe_link(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") || text.len() > LONGEST_LINK {
        return None;
    }
    if text.contains(|c: char| c.is_whitespace() || disturbs(c) || matches!(c, '\\' | '<' | '>' | '"' | '`')) {
        return None;
    }
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let label = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let fits = host.contains('.') && host.split('.').all(label) && port.is_none_or(|port| port.parse::<u16>().is_ok());
    fits.then(|| format!("{scheme}://{authority}{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_text_stays() {
        for (written, read) in [
            ("Ring bell<br>Side door", "Ring bell\nSide door"),
            ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
            ("a < b and 3<4", "a < b and 3<4"),
            ("<script>alert('x')</script>Hello", "Hello"),
            ("<SCRIPT src=x>a</ScRiPt >Hello<style>p{}</style>!", "Hello!"),
            ("&lt;b&gt;Bold&lt;/b&gt;", "Bold"),
            ("&amp;lt;script&amp;gt;x&amp;lt;/script&amp;gt;y", "y"),
            ("<img src=x onerror=alert(1)>Hi", "Hi"),
            ("Open <b", "Open"),
            ("AT&T &unknown; &#8217; &#x41;", "AT&T &unknown; ’ A"),
            ("<!-- note --> Yes <![CDATA[x]]>", "Yes"),
            ("co\u{200b}ffee \u{202e}evil", "coffee evil"),
        ] {
            assert_eq!(plain(written).0, read, "{written}");
        }
        assert!(!plain("AT&T, 3 < 4").1);
        assert!(plain("x<br>y").1);
        assert_eq!(plain_line("A<br>B").0, "A B");
        // Not slower for being hostile.
        let hostile = "<".repeat(100_000) + &"&".repeat(100_000);
        assert_eq!(plain(&hostile).0.len(), 200_000);
        assert_eq!(plain(&"<script></SCRIPT>".repeat(50_000)).0, "");
    }

    #[test]
    fn last_names_shrink_to_a_letter() {
        let names = last_names(["Jane Smith", "Bob", "Ana R.", "José Ñandú"].into_iter());
        assert_eq!(names, ["smith", "ñandú"]);
        let (text, found) = without_last_names("Jane Smith's group. Call SMITH. Smithfield, ñandú", &names);
        assert_eq!((text.as_str(), found), ("Jane S.'s group. Call S. Smithfield, ñ.", true));
        assert_eq!(without_last_names("Nobody here", &names), ("Nobody here".to_owned(), false));
    }

    #[test]
    fn addresses_of_people_go() {
        assert_eq!(without_emails("Write to (bob@x.org),\nor come @ 7"), ("Write to\nor come @ 7".to_owned(), true));
        assert_eq!(without_emails("Come @ 7"), ("Come @ 7".to_owned(), false));
    }

    #[test]
    fn links_lead_where_they_say() {
        for good in ["https://zoom.us/j/1?pwd=a#b", "http://aa.example.org", "https://x.example:8443/y"] {
            assert_eq!(safe_link(good).as_deref(), Some(good), "{good}");
        }
        assert_eq!(safe_link(" HTTPS://zoom.us/j/1 ").as_deref(), Some("https://zoom.us/j/1"));
        for bad in [
            "javascript:alert(1)",
            "javascript://x.example/%0aalert(1)",
            "data:text/html,x",
            "//x.example",
            "zoom.us/j/1",
            "https://",
            "https://localhost/x",
            "https://zoom.us@evil.example/j/1",
            "https://zoom.us\\@evil.example/",
            "https://zооm.us/j/1",
            "https://x.example/a b",
            "https://x.example/\u{202e}",
            "https://x..example/",
            "https://x.example:99999/",
        ] {
            assert_eq!(safe_link(bad), None, "{bad}");
        }
        assert_eq!(safe_link(&format!("https://x.example/{}", "a".repeat(500))), None);
    }
}

//! Where a link leads, told by its text: the only place that decides which addresses are let through. Knows nothing of
//! what stands at the other end.

use super::Target;
use super::headings::slug;

/// Why a link is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It begins with something other than `http:` or `https:`.
    Scheme(String),
    /// It begins with `http:` or `https:` and is no address.
    Address(String),
}

enum Kind {
    External(String),
    Relative(String),
}

/// The target of `[[written]]`, without the words behind the pipe.
pub(super) fn wiki(written: &str) -> Target {
    // In a table the pipe has a backslash before it, which the parser leaves with the name.
    let written = written.strip_suffix('\\').unwrap_or(written);
    let (name, heading) = written.split_once('#').unwrap_or((written, ""));
    // Obsidian writes the headings above it too: `[[page#Chapter#Section]]`.
    let heading = heading.rsplit('#').next().unwrap_or_default().trim();
    let heading = (!heading.is_empty()).then(|| slug(heading));
    match (name.trim(), heading) {
        ("", Some(heading)) => Target::Heading(heading),
        (name, heading) => Target::Wiki { name: name.to_owned(), heading },
    }
}

/// The target of `[words](destination)`.
pub(super) fn link(destination: &str) -> Result<Target, Refused> {
    Ok(match kind(destination)? {
        Kind::External(address) => Target::External(address),
        Kind::Relative(written) => {
            let (path, heading) = written.split_once('#').unwrap_or((&written, ""));
            let heading = (!heading.is_empty()).then(|| slug(&percent_decoded(heading)));
            match (path, heading) {
                ("", Some(heading)) => Target::Heading(heading),
                (path, heading) => Target::Path { path: percent_decoded(path), heading },
            }
        }
    })
}

/// The path of `![words](destination)`.
pub(super) fn image(destination: &str) -> Result<String, Refused> {
    Ok(match kind(destination)? {
        Kind::External(address) => address,
        Kind::Relative(path) => percent_decoded(&path),
    })
}

/// Browsers drop control characters and white space before they look for a scheme, so they are dropped here too; and
/// whatever has a colon before the first `/`, `?` or `#` counts as a scheme, known or not.
fn kind(destination: &str) -> Result<Kind, Refused> {
    let clean: String = destination.chars().filter(|c| !is_invisible(*c)).collect();
    let scheme_end = clean.find([':', '/', '\\', '?', '#']).filter(|&at| clean[at..].starts_with(':'));
    if let Some(at) = scheme_end {
        let scheme = clean[..=at].to_lowercase();
        if scheme != "http:" && scheme != "https:" {
            return Err(Refused::Scheme(scheme));
        }
        let rest = &clean[at + 1..];
        let host = rest.strip_prefix("//").unwrap_or_default().split(['/', '?', '#', '\\']).next().unwrap_or_default();
        if host.is_empty() {
            return Err(Refused::Address(clean));
        }
        return Ok(Kind::External(format!("{scheme}{rest}")));
    }
    // `//host` and, to a browser, `\\host` and `/\host` leave the site without saying so.
    let mut first = clean.chars();
    if first.next().is_some_and(is_slash) && first.next().is_some_and(is_slash) {
        return Err(Refused::Scheme("//".to_owned()));
    }
    let relative = destination.trim().chars().filter(|c| !c.is_control()).collect();
    Ok(Kind::Relative(relative))
}

fn is_slash(c: char) -> bool {
    matches!(c, '/' | '\\')
}

/// White space, control characters, and characters without a shape.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// `%20` as the byte it stands for. Text that is no UTF-8 afterwards stays as it was.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let decoded = after.get(..2).filter(|_| byte == b'%').and_then(|hex| {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            u8::try_from(digit(hex[0])? * 16 + digit(hex[1])?).ok()
        });
        bytes.push(decoded.unwrap_or(byte));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::needless_pass_by_value, reason = "the table of cases reads better")]

    use super::*;

    #[test]
    fn only_web_addresses_and_relative_links_pass() {
        fn check(destination: &str, expected: Result<Target, Refused>) {
            assert_eq!(link(destination), expected, "{destination:?}");
        }
        let scheme = |scheme: &str| Err(Refused::Scheme(scheme.to_owned()));
        let external = |url: &str| Ok(Target::External(url.to_owned()));
        let path = |path: &str, heading: Option<&str>| {
            Ok(Target::Path { path: path.to_owned(), heading: heading.map(str::to_owned) })
        };
        check("https://www.ser.nl/a?b=c:d#e", external("https://www.ser.nl/a?b=c:d#e"));
        check(" HTTPS://ser.nl ", external("https://ser.nl"));
        check("javascript:alert(1)", scheme("javascript:"));
        check("jaVa\tscr\nipt:alert(1)", scheme("javascript:"));
        check("\u{1}\u{a0}java\u{200b}script\u{ad}:alert(1)", scheme("javascript:"));
        check("data:text/html;base64,x", scheme("data:"));
        check("mailto:a@b.nl", scheme("mailto:"));
        check("tel:+31", scheme("tel:"));
        check("wat:ever/x", scheme("wat:"));
        check(":x", scheme(":"));
        check("//evil.example", scheme("//"));
        check("/\\evil.example", scheme("//"));
        check("\\ \\evil.example", scheme("//"));
        check("https:evil", Err(Refused::Address("https:evil".to_owned())));
        check("http:///x", Err(Refused::Address("http:///x".to_owned())));
        check("../casussen/a%20b.md#Kop%20een", path("../casussen/a b.md", Some("kop-een")));
        check("/casussen/x/", path("/casussen/x/", None));
        check("a/b:c", path("a/b:c", None));
        check("javascript%3Aalert(1)", path("javascript:alert(1)", None));
        check("%ff%zz%4", path("%ff%zz%4", None));
        check("#kop", Ok(Target::Heading("kop".to_owned())));
        check("", path("", None));
    }

    #[test]
    fn wikilinks_have_a_name_and_a_heading() {
        fn check(written: &str, name: &str, heading: Option<&str>) {
            let heading = heading.map(str::to_owned);
            assert_eq!(wiki(written), Target::Wiki { name: name.to_owned(), heading }, "{written:?}");
        }
        check("a", "a", None);
        check(" Een titel ", "Een titel", None);
        check("a#Wat gebeurde er?", "a", Some("wat-gebeurde-er"));
        check("a#Eén#Twee", "a", Some("twee"));
        check("a\\", "a", None);
        check("a#", "a", None);
        assert_eq!(wiki("#Kop"), Target::Heading("kop".to_owned()));
    }
}

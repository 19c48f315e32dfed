//! Words in running text that a lint cares about, and where they stand: abbreviations, e-mail addresses, telephone
//! numbers. Knows no fields and no other page.

use std::collections::HashMap;
use std::ops::Range;

use crate::read::source::Span;

/// The words of a text, without punctuation.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|word| !word.is_empty())
}

/// Where a name stands in a text as a whole word: `taalles` is not in `vaktaalles`, nor in `taalles-op-maat`.
pub fn find(text: &str, name: &str) -> Option<Range<usize>> {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '-';
    let found = text.match_indices(name).map(|(start, _)| start..start + name.len());
    found
        .filter(|range| !range.is_empty())
        .find(|range| !text[..range.start].ends_with(part_of_word) && !text[range.end..].starts_with(part_of_word))
}

/// Abbreviations in a text, each once, with the first place where it stands in the file from byte `start` on; the start
/// itself for one that Markdown broke up.
pub fn abbreviations(text: &str, file: &str, start: usize) -> Vec<(String, Span)> {
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    let mut found: Vec<(String, Span)> = Vec::new();
    for word in split(text).filter(|word| is_abbreviation(word)) {
        wanted.entry(word).or_insert_with(|| {
            found.push((word.to_owned(), Span::new(start, start)));
            found.len() - 1
        });
    }
    // One walk for all of them: a page may hold thousands.
    let rest = file.get(start..).unwrap_or_default();
    for word in split(rest) {
        if wanted.is_empty() {
            break;
        }
        if let Some(index) = wanted.remove(word) {
            let at = start + (word.as_ptr() as usize - rest.as_ptr() as usize);
            found[index].1 = Span::new(at, at + word.len());
        }
    }
    found
}

/// Three to six capitals: `BUIG`, `VCA`. Two capitals are too often something else.
pub fn is_abbreviation(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(char::is_uppercase)
        && (3..=6).contains(&word.chars().count())
}

/// E-mail addresses and Dutch telephone numbers, anywhere in a file.
pub fn personal(file: &str) -> Vec<(String, Span)> {
    let spans = mail_addresses(file).into_iter().chain(phone_numbers(file));
    let text = |span: Span| file.get(span.start as usize..span.end as usize).unwrap_or_default().to_owned();
    spans.map(|span| (text(span), span)).collect()
}

fn mail_addresses(text: &str) -> Vec<Span> {
    let part = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    let one = |(at, _): (usize, &str)| {
        let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
        let name = before.len() - before.trim_end_matches(part).len();
        let host = after.find(|c: char| !part(c)).unwrap_or(after.len());
        let host = after.get(..host)?.trim_end_matches(['.', '-', '_', '+']);
        let good = name > 0 && !host.starts_with('.') && host.contains('.');
        good.then(|| Span::new(at - name, at + 1 + host.len()))
    };
    text.match_indices('@').filter_map(one).collect()
}

/// Ten digits that begin with one nought, or nine after `+31` or `0031`, in groups or not: `06-12345678`,
/// `+31 6 12 34 56 78`, `(073) 123 45 67`.
fn phone_numbers(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts = |at: usize| {
        // Inside a longer number, a word or an address it is something else.
        let before = at.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
        !before.is_ascii_alphanumeric() && !b"-+./=_#".contains(&before) && before.is_ascii()
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| matches!(b, b'0' | b'+'))) {
        let start = at + next;
        at = start + 1;
        if !starts(start) {
            continue;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let (prefix, wanted) = match rest {
            [b'+', b'3', b'1', ..] => (3, 9),
            [b'0', b'0', b'3', b'1', ..] => (4, 9),
            [b'0', b'1'..=b'9', ..] => (0, 10),
            _ => continue,
        };
        let (mut end, mut count) = (start + prefix, 0);
        while count < wanted {
            // Groups are parted by one of these, a bracket beside it.
            let gap = bytes.get(end..).unwrap_or_default().iter().take_while(|b| b" -()".contains(b)).count();
            if gap > 2 || !digit(end + gap) {
                break;
            }
            // `+31 (0)6`: the nought is not dialled.
            if count == 0
                && prefix > 0
                && gap > 0
                && rest.get(end + gap - start..).is_some_and(|r| r.starts_with(b"0)"))
            {
                end += gap + 1;
                continue;
            }
            end += gap + 1;
            count += 1;
        }
        let goes_on = digit(end) || matches!(bytes.get(end), Some(b'-' | b':')) && digit(end + 1);
        if count == wanted && !goes_on {
            found.push(Span::new(start, end));
            at = end;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_and_mail_addresses_are_told_from_other_numbers() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<String> = personal(text).into_iter().map(|(found, _)| found).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Bel 06 12345678.", &["06 12345678"]);
        check("Bel 06-12345678, of 0612345678!", &["06-12345678", "0612345678"]);
        check(
            "+31 6 12 34 56 78 en +31612345678 en 0031 6 12345678",
            &["+31 6 12 34 56 78", "+31612345678", "0031 6 12345678"],
        );
        check("+31 (0)6 12345678", &["+31 (0)6 12345678"]);
        check("tel. (073) 123 45 67 of 0413-123456", &["073) 123 45 67", "0413-123456"]);
        check("Mail jan.de-vries@gemeente.voorbeeld.nl.", &["jan.de-vries@gemeente.voorbeeld.nl"]);
        check("<p@x.nl>, @handle, a@b, é@ü.nl", &["p@x.nl", "é@ü.nl"]);
        for text in [
            "46.000 euro in 2021-2022 en 1.000.000 in 2023",
            "tussen 0 en 100, of 0,5 tot 0,7 van de 395",
            "ISBN 978-90-12345-67-8 en ISSN 0123-4567",
            "doi 10.1016/0123456789 en https://x.nl/0612345678?a=0612345678",
            "| 0 | 10 | 25 | 1234567 |",
            "nummer 00123456789012345",
            "0900-1234",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn an_abbreviation_is_found_where_it_first_stands() {
        let file = "---\ntitle: BUIG\n---\nDe *BU*IG, de ABUIG en de BUIG, VCA en BUIG.";
        let found = abbreviations("De BUIG, de ABUIG en de BUIG, VCA en BUIG. AOW", file, 20);
        let places: Vec<(&str, usize)> =
            found.iter().map(|(word, span)| (word.as_str(), span.start as usize)).collect();
        let at = |text: &str| file.find(text).unwrap_or_default();
        assert_eq!(places, [("BUIG", at("BUIG,")), ("ABUIG", at("ABUIG")), ("VCA", at("VCA")), ("AOW", 20)]);
    }
}

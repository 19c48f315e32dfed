//! Words in running text that a lint cares about, and where they stand: abbreviations, e-mail addresses, telephone
//! numbers. Knows no fields and no other page.

use crate::read::source::Span;

/// The words of a text, without punctuation.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|word| !word.is_empty())
}

/// Abbreviations in a text, each once, with the first place where it stands in the file from byte `start` on.
pub fn abbreviations(text: &str, file: &str, start: usize) -> Vec<(String, Span)> {
    let mut found: Vec<(String, Span)> = Vec::new();
    for word in split(text).filter(|word| is_abbreviation(word)) {
        if !found.iter().any(|(known, _)| known == word) {
            found.push((word.to_owned(), locate(file, start, word)));
        }
    }
    found
}

/// E-mail addresses and Dutch telephone numbers in a text, with their place in the file.
pub fn personal(text: &str, file: &str, start: usize) -> Vec<(String, Span)> {
    let words = text.split(|c: char| c.is_whitespace() || "()<>[],;\"".contains(c));
    words
        .filter(|word| is_mail(word) || is_phone(word))
        .map(|word| (word.to_owned(), locate(file, start, word)))
        .collect()
}

/// The first place of a whole word in a file; the start when Markdown broke it up.
fn locate(file: &str, start: usize, word: &str) -> Span {
    let rest = file.get(start..).unwrap_or_default();
    let whole = |at: usize| {
        let before = rest[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        before && rest[at + word.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric())
    };
    let found = rest.match_indices(word).map(|(at, _)| at).find(|at| whole(*at));
    found.map_or(Span::new(start, start), |at| Span::new(start + at, start + at + word.len()))
}

/// Three to six capitals: `BUIG`, `VCA`. Two capitals are too often something else.
fn is_abbreviation(word: &str) -> bool {
    (3..=6).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

fn is_mail(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ':', '?', '!']);
    word.split_once('@').is_some_and(|(name, host)| {
        let plain = |c: char| c.is_alphanumeric() || "._-+".contains(c);
        !name.is_empty()
            && name.chars().all(plain)
            && host.contains('.')
            && !host.starts_with('.')
            && host.chars().all(plain)
    })
}

fn is_phone(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let shape = word.chars().all(|c| c.is_ascii_digit() || c == '-' || c == '+' || c == '.');
    let start = word.starts_with("06")
        || word.starts_with("+31")
        || word.starts_with("0031")
        || word.starts_with('0') && word.contains('-');
    shape && start && (10..=13).contains(&digits) && word.matches('.').count() == 0
}

//! Where a sentence ends, in Dutch and English: full stops behind abbreviations do not count. Knows nothing of
//! Markdown.

use std::ops::Range;

/// Longest sentence that is kept around a link, in characters.
pub(super) const MAX_CHARS: usize = 300;
/// How much of a longer sentence is kept before the link.
const BEFORE: usize = 100;

/// Abbreviations with one full stop that does not end a sentence.
#[rustfmt::skip]
const ABBREVIATIONS: [&str; 41] = [
    "aant", "afb", "afd", "art", "bijl", "bijv", "blz", "bv", "ca", "cf", "dhr", "dr", "drs", "evt", "excl", "fig",
    "hfst", "incl", "ing", "ir", "jr", "mevr", "mr", "mrs", "ms", "mw", "nl", "nr", "nrs", "ong", "pag", "par", "pp",
    "prof", "resp", "st", "vgl", "vlg", "vs", "zg", "zgn",
];

/// Abbreviations with full stops inside that often stand at the end of a sentence.
const AT_THE_END: [&str; 5] = ["a.u.b", "e.a", "e.d", "i.d", "o.i.d"];

/// The sentences of a text, without the white space around them. A line break ends a sentence.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    ranges(text).map(|range| &text[range])
}

fn ranges(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + (rest.len() - rest.trim_start().len());
        if start == text.len() {
            return None;
        }
        at = end(text, start);
        Some(start..start + text[start..at].trim_end().len())
    })
}

/// One past the last byte of the sentence that begins at `start`.
fn end(text: &str, start: usize) -> usize {
    let mut at = start;
    while let Some(found) = text[at..].find(['.', '!', '?', '…', '\n']) {
        let stop = at + found;
        if text[stop..].starts_with('\n') {
            return stop;
        }
        let marks = text[stop..].trim_start_matches(['.', '!', '?', '…']);
        let closed = marks.trim_start_matches(['"', '\'', '’', '”', '»', ')', ']']);
        at = text.len() - closed.len();
        let next = closed.trim_start();
        if next.is_empty() {
            return text.len();
        }
        if next.len() == closed.len() {
            continue; // no space: "3.5", "werk.nl"
        }
        // "Mag dat?" vroeg hij.
        let first = next.trim_start_matches(['"', '\'', '‘', '“', '«', '(', '[']).chars().next();
        if first.is_some_and(char::is_lowercase) && !closed.starts_with('\n') {
            continue;
        }
        let single = &text[stop..at] == ".";
        if single && is_abbreviation(&text[start..stop], first.is_some_and(char::is_uppercase)) {
            continue;
        }
        return at;
    }
    text.len()
}

/// Whether the full stop after `before` belongs to its last word.
fn is_abbreviation(before: &str, capital_follows: bool) -> bool {
    let last = before.rsplit(char::is_whitespace).next().unwrap_or(before);
    let word = last.trim_start_matches(|c: char| !c.is_alphanumeric());
    // "1. Werven" at the beginning of a line is the number of an item; "casus 2. Daarna" is an end.
    if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) {
        return last.len() == before.len();
    }
    let mut letters = word.chars();
    let short = letters.next().is_some() && letters.next().is_none();
    if short {
        return word.chars().all(char::is_alphabetic); // an initial, "p. 3", "h. 2"
    }
    let lower = word.to_lowercase();
    if word.contains('.') {
        let parts = word.split('.').all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
        return parts && !(capital_follows && AT_THE_END.contains(&lower.as_str()));
    }
    ABBREVIATIONS.binary_search(&lower.as_str()).is_ok()
}

/// The sentence around each stretch of a text, at most [`MAX_CHARS`] long. The stretches are in order.
pub(super) fn around(text: &str, stretches: &[Range<usize>]) -> Vec<String> {
    if stretches.is_empty() {
        return Vec::new();
    }
    let mut all = ranges(text).peekable();
    let mut found = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        while all.peek().is_some_and(|range| range.end <= stretch.start) {
            all.next();
        }
        let range = all.peek().cloned().unwrap_or_default();
        let (start, end) = (range.start.min(stretch.start), range.end.max(stretch.start));
        found.push(excerpt(text, start..end, stretch.start));
    }
    found
}

/// A sentence of a text, cut on word borders to what stands around `link`.
fn excerpt(text: &str, sentence: Range<usize>, link: usize) -> String {
    let whole = text[sentence.clone()].trim();
    if whole.len() <= MAX_CHARS || whole.char_indices().nth(MAX_CHARS).is_none() {
        return whole.to_owned();
    }
    let before = &text[sentence.start..link];
    let start = match before.char_indices().rev().nth(BEFORE) {
        // Up to the next word; in a text without spaces, here.
        Some((cut, _)) => sentence.start + before[cut..].find(' ').map_or(cut, |space| cut + space + 1),
        None => sentence.start,
    };
    let cut_before = start > sentence.start;
    let room = MAX_CHARS - 1 - usize::from(cut_before);
    let after = &text[start..sentence.end];
    let (kept, cut_after) = match after.char_indices().nth(room) {
        Some((cut, _)) => (&after[..after[..cut].rfind(' ').unwrap_or(cut)], true),
        None => (after, false),
    };
    let mark = |cut: bool| if cut { "…" } else { "" };
    format!("{}{}{}", mark(cut_before), kept.trim(), mark(cut_after))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::single_range_in_vec_init, reason = "one stretch is meant")]

    use super::*;

    #[test]
    fn abbreviations_are_sorted() {
        assert!(ABBREVIATIONS.is_sorted());
    }

    /// The sentences are separated by ` | `.
    #[test]
    fn a_sentence_ends_where_a_reader_says_so() {
        fn check(expected: &str) {
            let text = expected.replace(" | ", " ");
            assert_eq!(sentences(&text).collect::<Vec<_>>().join(" | "), expected);
        }
        check("Zeven van de tien vonden werk. | Drie niet.");
        check("Waarom? | Omdat het kan! | Echt…");
        check("Zie bijv. de tabel op p. 3 en h. 2 van nr. 4. | Daarna meer.");
        check("Partners, o.a. de gemeente, d.w.z. Haarlemmermeer, ca. 12 mensen e.d. | Zij bleven.");
        check("Dat deed mw. J. de Vries, i.p.v. dhr. A. Bos. | Het hielp.");
        check("Het kostte € 3.500 per persoon. | Zie werk.nl voor meer.");
        check("In casus 2. | Daarna in casus 3.");
        check("1. Werven. | 2 mensen kwamen.");
        check("“Mag dat?” vroeg zij. | “Ja.” | Het mocht (zie h. 2.) | En nu?");
        check("De wet (art. 7 Participatiewet) bleef. | ‘Klaar’, zei hij.");
        assert_eq!(sentences("Kop\n\n een. Twee\n").collect::<Vec<_>>(), ["Kop", "een.", "Twee"]);
        assert_eq!(sentences(" \n").count(), 0);
    }

    #[test]
    fn an_excerpt_is_the_sentence_around_the_link() {
        fn check(text: &str, link: &str, expected: &str) {
            let at = text.find(link).unwrap_or_default();
            assert_eq!(around(text, &[at..at + link.len()]), [expected]);
        }
        check("Een. Twee drie. Vier.", "drie", "Twee drie.");
        check("Een. Twee drie. Vier.", "Vier", "Vier.");
        check("Een", "Een", "Een");
    }

    #[test]
    fn a_long_sentence_is_cut_on_word_borders() {
        let text = format!("{}HIER {}", "woord ".repeat(100), "één ".repeat(100));
        let at = text.find("HIER").unwrap_or_default();
        let found = around(&text, &[at..at + 4, at + 5..at + 9]);
        for excerpt in &found {
            assert!(excerpt.chars().count() <= MAX_CHARS, "{excerpt}");
            assert!(excerpt.starts_with("…woord ") && excerpt.ends_with("één…"), "{excerpt}");
        }
        assert!(found[0].contains(" HIER "));
        let solid = "é".repeat(1000);
        assert_eq!(around(&solid, &[500..502])[0].chars().count(), MAX_CHARS);
    }
}

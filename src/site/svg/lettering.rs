//! How wide a text will be and where its lines break, by a fixed table instead of a font: the same everywhere, and a
//! little too wide rather than too narrow. Knows no picture.

use deunicode::deunicode_char;

/// Thousandths of the font size for U+0020 to U+007E: per character the widest of Arial, Roboto and Open Sans.
/// Verdana is about 6 % wider still; the padding of a box takes that.
#[rustfmt::skip]
const WIDTHS: [u16; 95] = [
    278, 278, 401, 646, 572, 889, 730, 221, 342, 348, 552, 584, 278, 333, 278, 413, // space to /
    572, 572, 572, 572, 572, 572, 572, 572, 572, 572, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 729, 667, 611, 778, 738, 279, 552, 667, 556, 903, 754, 779, // @ to O
    667, 779, 722, 667, 611, 728, 667, 944, 667, 667, 611, 329, 411, 329, 542, 556, // P to _
    577, 556, 613, 523, 613, 561, 348, 562, 614, 253, 253, 525, 253, 930, 614, 604, // ` to o
    613, 613, 408, 516, 353, 614, 501, 778, 524, 504, 500, 379, 551, 379, 680, // p to ~
];

/// Bold letters are this much wider.
const BOLD: f64 = 1.08;

/// A way of setting text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Face {
    /// Font size.
    pub(super) size: f64,
    /// From one baseline to the next.
    pub(super) leading: f64,
    /// Semi-bold.
    pub(super) bold: bool,
}

impl Face {
    /// Estimated width of a text on one line.
    pub(super) fn width(self, text: &str) -> f64 {
        let thousandths: u32 = text.chars().map(char_width).sum();
        f64::from(thousandths) * self.size / 1000.0 * if self.bold { BOLD } else { 1.0 }
    }

    /// The baseline of the first line of a text whose top is at `top`.
    pub(super) fn baseline(self, top: f64) -> f64 {
        top + self.leading / 2.0 + self.size * 0.35
    }

    /// Height of so many lines.
    pub(super) fn height(self, lines: usize) -> f64 {
        (0..lines).map(|_| self.leading).sum()
    }

    /// The lines of a text, each at most `limit` wide. Breaks at spaces and after hyphens and slashes; a word that
    /// is too long for a line of its own is hyphenated. A text of nothing but spaces has no lines.
    pub(super) fn wrap(self, text: &str, limit: f64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            for (index, piece) in word.split_inclusive(['-', '/']).enumerate() {
                let space = if index == 0 && !line.is_empty() { " " } else { "" };
                let longer = format!("{line}{space}{piece}");
                if self.width(&longer) <= limit {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                piece.clone_into(&mut line);
                while self.width(&line) > limit && line.chars().nth(1).is_some() {
                    let (head, tail) = self.hyphenate(&line, limit);
                    lines.push(head);
                    line = tail;
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Splits a word so that its first part fits: after a part of a compound if that can be seen, else between two
    /// syllables, else anywhere.
    fn hyphenate(self, word: &str, limit: f64) -> (String, String) {
        let chars: Vec<char> = word.chars().collect();
        let head = |end: usize| {
            let letters = chars[end - 1].is_alphabetic() && chars[end].is_alphabetic();
            chars[..end].iter().chain(letters.then_some(&'-')).collect::<String>()
        };
        let fitting = (1..chars.len()).rev().filter(|&end| self.width(&head(end)) <= limit);
        let fitting: Vec<usize> = fitting.collect();
        let roomy = |least: usize| move |end: &&usize| **end >= least && word.chars().count() - **end >= least;
        let end = fitting
            .iter()
            .filter(roomy(4))
            .find(|&&end| ends_compound_part(&chars[..end]))
            .or_else(|| fitting.iter().filter(roomy(3)).find(|&&end| starts_syllable(&chars, end)))
            .or(fitting.first())
            .map_or(1, |&end| end);
        (head(end), chars[end..].iter().collect())
    }
}

fn char_width(c: char) -> u32 {
    let table = |c: char| u32::from(WIDTHS.get((c as usize).wrapping_sub(0x20)).copied().unwrap_or(0));
    if c.is_ascii() {
        return table(c);
    }
    // An accent hardly widens its letter. What has no Latin look-alike of one letter takes a full square.
    let like = deunicode_char(c).map_or(1000, |latin| latin.chars().map(table).sum());
    let least = if c >= '\u{1100}' && !('\u{1E00}'..='\u{206F}').contains(&c) { 1000 } else { 0 };
    like.clamp(least, 1200)
}

/// Endings after which Dutch joins the next part of a compound: samenwerkings-afspraken.
fn ends_compound_part(head: &[char]) -> bool {
    ["ings", "heids", "teits", "schaps"].iter().any(|part| head.ends_with(&part.chars().collect::<Vec<_>>()))
}

/// Whether a syllable begins at `at`, by the common rule of Dutch: one consonant goes with the vowel that follows it,
/// and so do the clusters that can begin a word.
fn starts_syllable(chars: &[char], at: usize) -> bool {
    const ONSETS: [&str; 21] = [
        "schr", "sch", "str", "ch", "th", "ph", "bl", "br", "dr", "fl", "fr", "gl", "gr", "kl", "kn", "kr", "pl", "pr",
        "tr", "vr", "wr",
    ];
    let vowel = |c: &char| deunicode_char(*c).is_some_and(|l| l.starts_with(|l: char| "aeiouyAEIOUY".contains(l)));
    let Some(consonants) = chars[at..].iter().position(vowel) else { return false };
    let (before, onset) = (&chars[..at], &chars[..at + consonants]);
    let ends_with = |cluster: &&&str| onset.ends_with(&cluster.chars().collect::<Vec<_>>());
    let longest = ONSETS.iter().find(ends_with).map_or(1, |cluster| cluster.len());
    // "ij" is one vowel.
    let splits_ij = before.ends_with(&['i']) && chars[at] == 'j';
    consonants == longest && onset[at].is_alphabetic() && !splits_ij && before.iter().any(vowel)
}

//! Numbers and words as the browser reads them: variable-length integers, postings of a page and a weight, base64 in
//! a classic script, names by content. `decode` in `themes/default/assets/search.js` is the other half. Knows nothing
//! of what is encoded.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

/// A page and how much a word weighs in it, packed: the page's number, then four bits of weight.
pub type Posting = u32;

/// How many weights there are.
const LEVELS: usize = 16;
/// The lightest weight that is kept, and by how much each is heavier than the one before.
const LIGHTEST: f32 = 0.25;
const STEP: f32 = 1.4;

/// The weights that four bits can tell, lightest first. By multiplication alone, so that every machine agrees.
const fn weights() -> [f32; LEVELS] {
    let mut weights = [LIGHTEST; LEVELS];
    let mut at = 1;
    while at < LEVELS {
        weights[at] = weights[at - 1] * STEP;
        at += 1;
    }
    weights
}

const WEIGHTS: [f32; LEVELS] = weights();

/// A weight in four bits.
pub fn level(weight: f32) -> u32 {
    // Half-way between two weights, as a ratio, is the root of the step.
    let above = WEIGHTS.iter().filter(|other| weight * 1.183 >= **other).count();
    u32::try_from(above.saturating_sub(1)).unwrap_or(0)
}

/// A posting.
pub fn posting(page: u32, level: u32) -> Posting {
    page << 4 | level
}

/// The page of a posting.
pub fn page(posting: Posting) -> u32 {
    posting >> 4
}

/// The weight of a posting.
pub fn weight(posting: Posting) -> f32 {
    WEIGHTS[(posting & 15) as usize]
}

/// Seven bits at a time, the lowest first.
pub fn number(out: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        out.push(number as u8 & 127 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A length.
pub fn length(out: &mut Vec<u8>, length: usize) {
    number(out, u32::try_from(length).unwrap_or(u32::MAX));
}

/// A word after another: how many bytes they share, how many follow, and those.
pub fn word(out: &mut Vec<u8>, before: &str, word: &str) {
    let shared = shared(before, word);
    length(out, shared);
    length(out, word.len() - shared);
    out.extend_from_slice(&word.as_bytes()[shared..]);
}

/// How many bytes two words share at their beginning, at most up to the last whole letter.
pub fn shared(a: &str, b: &str) -> usize {
    let mut shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}

/// Postings, each after the one before.
pub fn postings(out: &mut Vec<u8>, postings: &[Posting]) {
    length(out, postings.len());
    let mut before = 0;
    for posting in postings {
        number(out, posting - (before << 4));
        before = page(*posting);
    }
}

/// Rising numbers, each after the one before.
pub fn rising(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut before = 0;
    for one in numbers {
        number(&mut out, one - before);
        before = one;
    }
    out
}

/// Base64 without padding.
pub fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for at in 0..=group.len() {
            out.push(char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]));
        }
    }
    out
}

/// A file of the index: its name, which its content decides, and its bytes.
#[derive(Debug, Clone)]
pub struct File {
    /// Without folder and ending.
    pub name: String,
    /// The script.
    pub bytes: Arc<[u8]>,
}

impl File {
    /// A script that hands over a value: `KB.w("w0123456789ab",…)`. It tells its own name, by which it was asked for.
    pub fn new(kind: char, value: &str) -> Self {
        let name = format!("{kind}{:012x}", xxh3_64(value.as_bytes()) >> 16);
        let bytes = format!("KB.{kind}(\"{name}\",{value})\n").into_bytes().into();
        Self { name, bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_becomes_the_nearest_of_sixteen() {
        let check = |given: f32, expected: u32| assert_eq!(level(given), expected, "{given}");
        check(0.0, 0);
        check(0.25, 0);
        check(0.29, 0);
        check(0.3, 1);
        check(0.35, 1);
        check(1000.0, 15);
        for (at, one) in WEIGHTS.iter().enumerate() {
            check(*one, u32::try_from(at).unwrap_or(0));
            assert!((weight(posting(7, level(*one))) - one).abs() < f32::EPSILON);
        }
    }

    #[test]
    fn bytes_are_written_as_the_browser_reads_them() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(base64(bytes), expected);
        check(b"", "");
        check(b"a", "YQ");
        check(b"ab", "YWI");
        check(b"abc", "YWJj");
        check(&[255, 254, 253, 252], "//79/A");
        let mut out = Vec::new();
        number(&mut out, 300);
        postings(&mut out, &[posting(2, 3), posting(2, 15), posting(300, 1)]);
        assert_eq!(out, [172, 2, 3, 35, 15, 161, 37]);
        assert_eq!(rising([3, 3, 200]), [3, 0, 197, 1]);
        let mut out = Vec::new();
        word(&mut out, "reeks", "reële");
        assert_eq!(out, [2, 4, 195, 171, 108, 101]);
    }
}

//! The files of the index that are cut out of long lists: dictionaries, records of pages, words to mend typing mistakes
//! with. Where a list is cut depends on what stands near, so that a change makes few files anew. Knows no corpus.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::encode::{self, File, base64};
use super::table::{Table, commonness};

/// A dictionary may end when it has as many bytes, and must not have many more.
const SHARD: usize = 6 * 1024;
const LARGEST: usize = 20 * 1024;
/// An entry of this size has a file of its own: who looks for its neighbours should not have to load it.
const ALONE: usize = 6 * 1024;
/// One in so many words may be the last of a dictionary.
const LAST: u64 = 8;

/// Pages per file of records.
pub const RECORDS: usize = 12;

/// A part of the dictionary: the keys from `first` to `last`.
#[derive(Debug, Clone)]
pub struct Shard {
    /// The first key.
    pub first: Box<str>,
    last: Box<str>,
    /// The file.
    pub file: File,
}

/// The dictionary in parts. Those of `old` in which no key of `changed` falls are taken over.
pub fn shards(entries: &BTreeMap<Box<str>, Vec<u8>>, old: Vec<Shard>, changed: &BTreeSet<Box<str>>) -> Vec<Shard> {
    let mut cuts: Vec<(&Box<str>, &Box<str>)> = Vec::new();
    let mut open: Option<(&Box<str>, &Box<str>, usize)> = None;
    for (key, entry) in entries {
        let size = entry.len() + key.len();
        if size > ALONE {
            cuts.extend(open.take().map(|(first, last, _)| (first, last)));
            cuts.push((key, key));
            continue;
        }
        let (first, sum) = open.map_or((key, size), |(first, _, sum)| (first, sum + size));
        if sum > LARGEST || sum > SHARD && xxh3_64(key.as_bytes()).is_multiple_of(LAST) {
            cuts.push((first, key));
            open = None;
        } else {
            open = Some((first, key, sum));
        }
    }
    cuts.extend(open.map(|(first, last, _)| (first, last)));
    let kept: BTreeMap<Box<str>, Shard> = old.into_iter().map(|shard| (shard.first.clone(), shard)).collect();
    cuts.into_par_iter()
        .map(|(first, last)| {
            let range = (Bound::Included(first), Bound::Included(last));
            match kept.get(first) {
                Some(shard) if shard.last == *last && changed.range::<Box<str>, _>(range).next().is_none() => {
                    shard.clone()
                }
                _ => {
                    Shard { first: first.clone(), last: last.clone(), file: shard(entries.range::<Box<str>, _>(range)) }
                }
            }
        })
        .collect()
}

fn shard<'e>(entries: impl Iterator<Item = (&'e Box<str>, &'e Vec<u8>)>) -> File {
    let mut out = Vec::new();
    let mut before: &str = "";
    for (key, entry) in entries {
        encode::word(&mut out, before, key);
        encode::length(&mut out, entry.len());
        out.extend_from_slice(entry);
        before = key;
    }
    File::new('w', &format!("\"{}\"", base64(&out)))
}

/// The records of these pages.
pub fn records<'r>(records: impl Iterator<Item = &'r str>) -> File {
    File::new('d', &format!("[{}]", records.collect::<Vec<_>>().join(",\n")))
}

/// Longest words of each list of words to mend mistakes with; the last takes all that are longer.
pub const BANDS: [usize; 7] = [5, 7, 9, 11, 13, 16, usize::MAX];

/// Shortest word that is mended.
const SHORTEST: usize = 4;
/// On a site with more words than this, a word that stands on one page only is not offered.
const MANY: usize = 40_000;

/// The list that a word of this length is in.
pub fn band(length: usize) -> usize {
    BANDS.iter().position(|longest| length <= *longest).unwrap_or(0)
}

/// Whether there are so many words that those on one page are left out.
pub fn is_rich(table: &Table) -> bool {
    table.words().count() > MANY
}

/// The words of one list, sorted: a capital for how many letters are those of the word before, the other letters, a
/// digit for how common it is.
pub fn vocabulary(table: &Table, band: usize, rich: bool) -> File {
    let longest = BANDS[band];
    let shortest = if band == 0 { SHORTEST } else { BANDS[band - 1] + 1 };
    let plain =
        |word: &str| (shortest..=longest).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let mut words: Vec<(&str, usize)> =
        table.words().filter(|(word, pages)| plain(word) && (*pages > 1 || !rich)).collect();
    words.par_sort_unstable();
    let mut out = String::from("\"");
    let mut before = "";
    for (word, pages) in words {
        let shared = encode::shared(before, word).min(25);
        out.push(char::from(b'A' + u8::try_from(shared).unwrap_or(0)));
        out.push_str(&word[shared..]);
        out.push_str(&commonness(pages).to_string());
        before = word;
    }
    out.push('"');
    File::new('v', &out)
}

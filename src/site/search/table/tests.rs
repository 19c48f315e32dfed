//! An index that was changed page by page equals one that was made at once; what is encoded is what the browser must
//! decode (`tests/search/entries.json`, which `tests/browser/words.test.mjs` reads too).
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::site::search::encode::base64;

/// Numbers that look like chance and are the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

const WORDS: [&str; 24] = [
    "taal",
    "talen",
    "vak",
    "vakken",
    "vaktaal",
    "vaktaaltraining",
    "training",
    "trainingen",
    "taalles",
    "les",
    "lessen",
    "werkt",
    "gewerkt",
    "werk",
    "werkplek",
    "plekken",
    "regie",
    "regisseur",
    "straße",
    "ærø",
    "a1",
    "2021",
    "statushouders",
    "gemeentelijke",
];

fn table() -> Table {
    Table::new(Language::Nl, Compounds::default())
}

/// A page with some of the words.
fn page(chance: &mut Chance) -> Vec<(String, u32)> {
    let count = chance.below(12);
    let words: BTreeMap<String, u32> = (0..count)
        .map(|_| (WORDS[chance.below(24) as usize].to_owned(), u32::try_from(chance.below(16)).unwrap()))
        .collect();
    words.into_iter().collect()
}

fn interned(table: &mut Table, page: &[(String, u32)]) -> Vec<(WordIndex, u32)> {
    let texts: Vec<Box<str>> = page.iter().map(|(word, _)| word.as_str().into()).collect();
    let places = table.intern(&texts);
    let mut words: Vec<(WordIndex, u32)> = places.into_iter().zip(page.iter().map(|(_, level)| *level)).collect();
    words.sort_unstable();
    words
}

/// Every entry, kept up to date as the index does it.
fn take(entries: &mut BTreeMap<Box<str>, Vec<u8>>, table: &mut Table) {
    for key in table.look().keys {
        match table.entry(&key) {
            Some(entry) => entries.insert(key, entry),
            None => entries.remove(&key),
        };
    }
}

#[test]
fn changing_a_page_gives_what_a_fresh_start_gives() {
    let mut chance = Chance(7);
    let mut pages: Vec<Vec<(String, u32)>> = (0..20).map(|_| page(&mut chance)).collect();
    let mut warm = table();
    let mut entries = BTreeMap::new();
    for (number, page) in (0..).zip(&pages) {
        let words = interned(&mut warm, page);
        warm.add(number, &words);
    }
    take(&mut entries, &mut warm);
    for _ in 0..400 {
        let number = chance.below(20) as usize;
        // Now and then nearly all pages are empty, so that words come and go.
        let new = if chance.below(3) == 0 { Vec::new() } else { page(&mut chance) };
        let (old_words, new_words) = (interned(&mut warm, &pages[number]), interned(&mut warm, &new));
        warm.replace(u32::try_from(number).unwrap(), &old_words, &new_words);
        pages[number] = new;
        take(&mut entries, &mut warm);

        let mut cold = table();
        let mut expected = BTreeMap::new();
        for (number, page) in (0..).zip(&pages) {
            let words = interned(&mut cold, page);
            cold.add(number, &words);
        }
        take(&mut expected, &mut cold);
        assert_eq!(entries, expected);
    }
}

/// `WERKZAAM_WRITE=1 cargo test` writes the file anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "the file is shared with the tests of the browser side")]
fn what_is_encoded_is_what_the_browser_decodes() {
    let mut chance = Chance(2025);
    let mut table = table();
    // Page numbers that take one byte, two and three.
    let mut number = 0;
    for _ in 0..60 {
        let page = page(&mut chance);
        let words = interned(&mut table, &page);
        table.add(number, &words);
        number += u32::try_from(1 + chance.below(3) * chance.below(3000)).unwrap();
    }
    let mut bytes = Vec::new();
    let mut entries = serde_json::Map::new();
    let mut before: Box<str> = "".into();
    for key in table.look().keys {
        let Some(entry) = table.entry(&key) else { continue };
        encode::word(&mut bytes, &before, &key);
        encode::length(&mut bytes, entry.len());
        bytes.extend(entry);
        let (own, others) = table.forms(&key);
        let postings = |word: &Word| -> Vec<(u32, u32)> { word.pages.iter().map(|one| (one >> 4, one & 15)).collect() };
        let forms: Vec<_> = own.iter().map(|word| json!([word.text, postings(word)])).collect();
        let names: Vec<_> = others.iter().map(|(word, worth)| json!([word.text, *worth < KIN])).collect();
        let pages: Vec<_> = heaviest(&others).iter().map(|(one, name)| json!([one >> 4, one & 15, name])).collect();
        entries.insert(key.to_string(), json!({ "forms": forms, "names": names, "others": pages }));
        before = key;
    }
    let made = json!({ "shard": base64(&bytes), "entries": entries }).to_string() + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/entries.json");
    if std::env::var_os("WERKZAAM_WRITE").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap_or_default() == made,
        "tests/search/entries.json is of another version"
    );
}

//! The words of all pages, turned round: per word the pages that have it, per key the words that it stands for. Takes
//! a changed page in place, so that an edit costs what it changes; what comes out is the same as after a fresh start.
//! Knows no files and no corpus.

use std::collections::{BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

use super::encode::{self, Posting, posting};
use super::key::{key, stem};
use super::split::{Known, parts};
use crate::locale::Language;

/// Place of a word in [`Table::words`]. Words keep their place as long as the table lives.
type WordIndex = u32;

/// What a form is worth that the stemmer found, and a compound of which the key is a part.
const KIN: f32 = 0.8;
const PART: f32 = 0.6;

#[derive(Debug)]
struct Word {
    text: Box<str>,
    key: Box<str>,
    stem: Box<str>,
    /// Keys of its parts.
    parts: Vec<Box<str>>,
    /// The pages that have it, rising.
    pages: Vec<Posting>,
    /// On how many pages it stood at the last look.
    before: usize,
}

impl Word {
    fn is_used(&self) -> bool {
        !self.pages.is_empty()
    }
}

/// What the author says of compounds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compounds {
    /// Words that compounds consist of, though they stand nowhere by themselves.
    pub parts: BTreeSet<String>,
    /// Words that are no compounds, whatever they look like.
    pub whole: BTreeSet<String>,
}

/// The table.
#[derive(Debug)]
pub struct Table {
    language: Language,
    compounds: Compounds,
    words: Vec<Word>,
    places: HashMap<Box<str>, WordIndex>,
    /// Words in use by key and by stem.
    by_key: HashMap<Box<str>, Vec<WordIndex>>,
    by_stem: HashMap<Box<str>, Vec<WordIndex>>,
    /// Compounds in use by the key of a part.
    by_part: HashMap<Box<str>, Vec<WordIndex>>,
    known: Known,
    /// Words whose pages changed since the last look.
    touched: HashSet<WordIndex>,
}

/// What a look at the table found to be different.
#[derive(Debug, Default)]
pub struct Changes {
    /// Keys of which the entry changed, came or went.
    pub keys: BTreeSet<Box<str>>,
    /// Lengths of words that came, went, or stand on notably more or fewer pages.
    pub lengths: BTreeSet<usize>,
}

/// How often a word occurs, coarsely: 0 for a word on one page, 9 for one on very many.
pub fn commonness(pages: usize) -> u32 {
    pages.checked_ilog2().unwrap_or(0).min(9)
}

impl Table {
    /// An empty table.
    pub fn new(language: Language, compounds: Compounds) -> Self {
        let mut known = Known::default();
        compounds.parts.iter().for_each(|part| known.learn(&key(part, language)));
        Self {
            language,
            compounds,
            words: Vec::new(),
            places: HashMap::new(),
            by_key: HashMap::new(),
            by_stem: HashMap::new(),
            by_part: HashMap::new(),
            known,
            touched: HashSet::new(),
        }
    }

    /// The places of these words, new ones included.
    pub fn intern(&mut self, texts: &[Box<str>]) -> Vec<WordIndex> {
        let language = self.language;
        let fresh: Vec<&Box<str>> = texts.iter().filter(|text| !self.places.contains_key(*text)).collect();
        let made: Vec<Word> = fresh
            .into_par_iter()
            .with_min_len(64)
            .map(|text| Word {
                key: key(text, language).into(),
                stem: stem(text, language).into(),
                text: text.clone(),
                parts: Vec::new(),
                pages: Vec::new(),
                before: 0,
            })
            .collect();
        for word in made {
            let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
            self.places.insert(word.text.clone(), place);
            self.words.push(word);
        }
        texts.iter().filter_map(|text| self.places.get(text).copied()).collect()
    }

    /// Forgets all pages, not the words.
    pub fn clear(&mut self) {
        for (place, word) in (0..).zip(&mut self.words) {
            if word.is_used() {
                word.pages.clear();
                self.touched.insert(place);
            }
        }
    }

    /// Adds a page. Pages are added in the order of their numbers.
    pub fn add(&mut self, page: u32, words: &[(WordIndex, u32)]) {
        for (place, level) in words {
            let pages = &mut self.words[*place as usize].pages;
            if pages.is_empty() {
                self.touched.insert(*place);
            }
            pages.push(posting(page, *level));
        }
    }

    /// Puts other words in the place of those of a page. Both lists are sorted.
    pub fn replace(&mut self, page: u32, old: &[(WordIndex, u32)], new: &[(WordIndex, u32)]) {
        let gone = old.iter().filter(|one| new.binary_search(one).is_err());
        for (place, level) in gone {
            let pages = &mut self.words[*place as usize].pages;
            if let Ok(at) = pages.binary_search(&posting(page, *level)) {
                pages.remove(at);
            }
            self.touched.insert(*place);
        }
        let come = new.iter().filter(|one| old.binary_search(one).is_err());
        for (place, level) in come {
            let pages = &mut self.words[*place as usize].pages;
            let posting = posting(page, *level);
            if let Err(at) = pages.binary_search(&posting) {
                pages.insert(at, posting);
            }
            self.touched.insert(*place);
        }
    }

    /// What is different since the last look.
    pub fn look(&mut self) -> Changes {
        let mut touched: Vec<WordIndex> = std::mem::take(&mut self.touched).into_iter().collect();
        touched.sort_unstable();
        let mut changes = Changes::default();
        // Words that came or went, and the keys that are known because of them, or no longer.
        let mut turned: Vec<WordIndex> = Vec::new();
        let mut learnt: BTreeSet<Box<str>> = BTreeSet::new();
        for &place in &touched {
            let word = &mut self.words[place as usize];
            let (before, now) = (std::mem::replace(&mut word.before, word.pages.len()), word.pages.len());
            if (before == 0) != (now == 0) || commonness(before) != commonness(now) {
                changes.lengths.insert(word.text.chars().count());
            }
            if (before == 0) == (now == 0) {
                continue;
            }
            turned.push(place);
            let words = self.by_key.entry(word.key.clone()).or_default();
            let known = !words.is_empty();
            turn(words, place, now > 0);
            if known == words.is_empty()
                && !self.compounds.parts.iter().any(|part| key(part, self.language) == *word.key)
            {
                if known {
                    self.known.forget(&word.key);
                } else {
                    self.known.learn(&word.key);
                }
                learnt.insert(word.key.clone());
            }
            if words.is_empty() {
                self.by_key.remove(&word.key);
            }
            let kin = self.by_stem.entry(word.stem.clone()).or_default();
            turn(kin, place, now > 0);
            // Those that were kin of a word that is gone must know too.
            changes.keys.extend(kin.iter().map(|other| self.words[*other as usize].key.clone()));
        }
        self.split(&turned, &learnt, &mut changes);
        for place in touched {
            let word = &self.words[place as usize];
            changes.keys.insert(word.key.clone());
            changes.keys.extend(word.parts.iter().cloned());
            let kin = self.by_stem.get(&word.stem).into_iter().flatten();
            changes.keys.extend(kin.map(|other| self.words[*other as usize].key.clone()));
        }
        changes
    }

    /// Splits the words that came, and those in which a key may stand that was learnt or forgotten.
    fn split(&mut self, turned: &[WordIndex], learnt: &BTreeSet<Box<str>>, changes: &mut Changes) {
        let (language, compounds) = (self.language, &self.compounds);
        let beginnings: Vec<&str> = learnt.iter().map(|key| beginning(key)).collect();
        let known = &self.known;
        let came: HashSet<WordIndex> = turned.iter().copied().collect();
        let concerns = |place: u32, word: &Word| {
            came.contains(&place)
                || word.is_used()
                    // Many beginnings at once are in nearly every word.
                    && (beginnings.len() > 100 || beginnings.iter().any(|beginning| word.text.contains(beginning)))
        };
        let split: Vec<(WordIndex, Vec<Box<str>>)> = self
            .words
            .par_iter()
            .with_min_len(256)
            .enumerate()
            .filter_map(|(place, word)| {
                let place = u32::try_from(place).ok()?;
                if !concerns(place, word) {
                    return None;
                }
                let mut keys: Vec<Box<str>> = Vec::new();
                if word.is_used() && !compounds.whole.contains(&*word.text) {
                    let parts = parts(&word.text, language, known);
                    keys.extend(parts.iter().map(|part| Box::from(&*key(part, language))));
                    keys.sort_unstable();
                    keys.dedup();
                }
                (keys != word.parts).then_some((place, keys))
            })
            .collect();
        for (place, keys) in split {
            let old = std::mem::take(&mut self.words[place as usize].parts);
            for key in &old {
                if let Some(words) = self.by_part.get_mut(key) {
                    turn(words, place, false);
                }
            }
            for key in &keys {
                turn(self.by_part.entry(key.clone()).or_default(), place, true);
            }
            changes.keys.extend(old);
            changes.keys.extend(keys.iter().cloned());
            self.words[place as usize].parts = keys;
        }
    }

    /// The entry of a key: each of its forms with its pages, then the kin and the compounds that it is found by, with
    /// theirs. `None` when it stands for nothing any more.
    pub fn entry(&self, key: &str) -> Option<Vec<u8>> {
        let (own, others) = self.forms(key);
        if own.is_empty() && others.is_empty() {
            return None;
        }
        let mut out = Vec::new();
        encode::length(&mut out, own.len());
        for word in own {
            encode::word(&mut out, key, &word.text);
            encode::postings(&mut out, &word.pages);
        }
        merged(&mut out, &others);
        Some(out)
    }

    /// The words with this key, and those that are found by it, each with what it is worth.
    fn forms(&self, key: &str) -> (Vec<&Word>, Vec<(&Word, f32)>) {
        let word = |place: &WordIndex| &self.words[*place as usize];
        let own = sorted(self.by_key.get(key).into_iter().flatten().map(word).collect());
        let kin = own.iter().filter_map(|word| self.by_stem.get(&word.stem)).flatten().map(word);
        // The stemmer takes `taalles` for a form of `taal`; who knows its parts knows better.
        let kin = kin.filter(|word| *word.key != *key && !word.parts.iter().any(|part| **part == *key));
        let kin = sorted(kin.collect());
        let compounds = self.by_part.get(key).into_iter().flatten().map(word).filter(|word| *word.key != *key);
        let compounds = sorted(compounds.collect());
        let others = kin.into_iter().map(|word| (word, KIN)).chain(compounds.into_iter().map(|word| (word, PART)));
        (own, others.collect())
    }

    /// Every word in use, with on how many pages it stands, in no order.
    pub fn words(&self) -> impl Iterator<Item = (&str, usize)> {
        self.words.iter().filter(|word| word.is_used()).map(|word| (&*word.text, word.pages.len()))
    }
}

/// Words in the order of the alphabet, each once.
fn sorted(mut words: Vec<&Word>) -> Vec<&Word> {
    words.sort_unstable_by(|a, b| a.text.cmp(&b.text));
    words.dedup_by(|a, b| a.text == b.text);
    words
}

/// Puts a word into a list, or takes it out.
fn turn(words: &mut Vec<WordIndex>, place: WordIndex, there: bool) {
    match (words.iter().position(|other| *other == place), there) {
        (None, true) => words.push(place),
        (Some(at), false) => {
            words.swap_remove(at);
        }
        _ => {}
    }
}

/// What every word with this key in it holds: the rules for keys change no more than the last two letters.
fn beginning(key: &str) -> &str {
    let end = key.len().saturating_sub(2).clamp(1, 4);
    key.get(..end).unwrap_or(key)
}

/// Several words as one: their names, and per page the weight and the place of the name that weighs most.
fn merged(out: &mut Vec<u8>, words: &[(&Word, f32)]) {
    encode::length(out, words.len());
    let mut before = "";
    for (word, worth) in words {
        encode::word(out, before, &word.text);
        encode::number(out, u32::from(*worth < KIN));
        before = &word.text;
    }
    if words.is_empty() {
        return;
    }
    let pages = heaviest(words);
    encode::postings(out, &pages.iter().map(|(posting, _)| *posting).collect::<Vec<_>>());
    if words.len() > 1 {
        pages.iter().for_each(|(_, name)| encode::length(out, *name));
    }
}

/// Per page the heaviest of several words, and which that is.
fn heaviest(words: &[(&Word, f32)]) -> Vec<(Posting, usize)> {
    let mut all: Vec<(u32, f32, usize)> = Vec::new();
    for (name, (word, worth)) in words.iter().enumerate() {
        all.extend(word.pages.iter().map(|posting| (encode::page(*posting), encode::weight(*posting) * worth, name)));
    }
    // Stable, so that the names of a page stay in their order.
    all.sort_by_key(|(page, ..)| *page);
    let heaviest = |same: &[(u32, f32, usize)]| {
        let best = same.iter().fold(same[0], |best, one| if one.1 > best.1 { *one } else { best });
        (posting(best.0, encode::level(best.1)), best.2)
    };
    all.chunk_by(|a, b| a.0 == b.0).map(heaviest).collect()
}

#[cfg(test)]
mod tests;

//! From the texts of pages to words with weights. Reads a batch of pages with one list of words for all of them, so
//! that a word is looked up once and not copied for every page. Knows no corpus.

use std::collections::{HashMap, HashSet};

use super::encode::level;
use super::page::{Field, Page};
use super::words::{fold, stop_words, words};
use crate::locale::Language;

/// What each field is worth.
const TITLE: f32 = 5.0;
const SYNONYM: f32 = 3.0;
const HEADING: f32 = 2.5;
const SUMMARY: f32 = 2.0;
const LABEL: f32 = 2.0;
/// The most that running text counts, however often it says a word.
const BODY: f32 = 4.0;
/// Longer words are no words.
const LONGEST: usize = 60;

/// A batch of pages as words.
#[derive(Debug, Default)]
pub struct Batch {
    /// The words of all pages of the batch.
    pub words: Vec<Box<str>>,
    /// Per page: the place of each of its words in that list, with its weight in four bits.
    pub pages: Vec<Vec<(u32, u32)>>,
}

/// Reads pages one after another.
#[derive(Debug)]
pub struct Reader {
    batch: Batch,
    places: HashMap<Box<str>, u32>,
    stop: HashSet<&'static str>,
    /// Per word of the batch, for the page at hand: its weight, and how often running text says it.
    sums: Vec<(f32, f32)>,
    touched: Vec<u32>,
}

impl Reader {
    /// A reader that has read nothing.
    pub fn new(language: Language) -> Self {
        Self {
            batch: Batch::default(),
            places: HashMap::new(),
            stop: stop_words(language).split_whitespace().collect(),
            sums: Vec::new(),
            touched: Vec::new(),
        }
    }

    /// Reads a page.
    pub fn read(&mut self, page: &Page<'_>) {
        let mut length = 0;
        for (field, text) in &page.texts {
            let weight = match field {
                Field::Title => title_weight(text),
                Field::Synonym => SYNONYM,
                Field::Heading => HEADING,
                Field::Summary => SUMMARY,
                Field::Label => LABEL,
                Field::Body => 0.0,
            };
            words(&fold(text), |word| {
                if word.len() < 2 && !word.bytes().all(|byte| byte.is_ascii_digit())
                    || word.len() > LONGEST
                    || self.stop.contains(word)
                {
                    return;
                }
                let sum = self.sum(word);
                if *field == Field::Body {
                    sum.1 += 1.0;
                    length += 1;
                } else {
                    sum.0 += weight;
                }
            });
        }
        let norm = norm(length);
        let mut found = Vec::with_capacity(self.touched.len());
        for place in self.touched.drain(..) {
            let (weight, times) = std::mem::take(&mut self.sums[place as usize]);
            found.push((place, level((weight + f32::min(times * norm, BODY)) * page.worth)));
        }
        self.batch.pages.push(found);
    }

    /// What was read.
    pub fn finish(self) -> Batch {
        self.batch
    }

    fn sum(&mut self, word: &str) -> &mut (f32, f32) {
        let place = match self.places.get(word) {
            Some(place) => *place,
            None => {
                let place = u32::try_from(self.sums.len()).unwrap_or(u32::MAX);
                self.places.insert(word.into(), place);
                self.batch.words.push(word.into());
                self.sums.push((0.0, 0.0));
                place
            }
        };
        let sum = &mut self.sums[place as usize];
        if *sum == (0.0, 0.0) {
            self.touched.push(place);
        }
        sum
    }
}

/// A word of a short title says more of the page than one of a long title.
fn title_weight(title: &str) -> f32 {
    let count = title.split_whitespace().count().min(12);
    TITLE * 6.0 / (4.0 + count as f32)
}

/// What a word of running text is worth on a page of this length. In coarse steps, so that a sentence more does not
/// shift every weight of the page.
fn norm(length: u32) -> f32 {
    let mut about = 50.0;
    while about * 1.5 < length as f32 {
        about *= 1.5;
    }
    300.0 / (150.0 + about)
}

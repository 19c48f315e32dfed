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
const BODY: f32 = 3.0;
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

/// What a page says of a word: the best that each field gives for it, and how often running text says it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Sum {
    fields: [f32; 5],
    times: f32,
}

impl Sum {
    fn weight(&self, norm: f32) -> f32 {
        self.fields.iter().sum::<f32>() + f32::min(self.times * norm, BODY)
    }
}

/// Reads pages one after another.
#[derive(Debug)]
pub struct Reader {
    batch: Batch,
    places: HashMap<Box<str>, u32>,
    stop: HashSet<&'static str>,
    /// Per word of the batch, for the page at hand.
    sums: Vec<Sum>,
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
            match field {
                Field::Title => {
                    self.take(text, 0, title_weight(text));
                    let opening = self.opening(text).to_owned();
                    self.take(&opening, 0, title_weight(&opening));
                }
                Field::Synonym => self.take(text, 1, SYNONYM),
                Field::Heading => self.take(text, 2, HEADING),
                Field::Summary => self.take(text, 3, SUMMARY),
                Field::Label => self.take(text, 4, LABEL),
                Field::Body => self.each(text, |sum| {
                    sum.times += 1.0;
                    length += 1;
                }),
            }
        }
        let norm = norm(length);
        let mut found = Vec::with_capacity(self.touched.len());
        for place in self.touched.drain(..) {
            let sum = std::mem::take(&mut self.sums[place as usize]);
            found.push((place, level(sum.weight(norm) * page.worth)));
        }
        self.batch.pages.push(found);
    }

    /// What was read.
    pub fn finish(self) -> Batch {
        self.batch
    }

    /// A field says a word or does not; how often is for running text.
    fn take(&mut self, text: &str, field: usize, weight: f32) {
        self.each(text, |sum| sum.fields[field] = f32::max(sum.fields[field], weight));
    }

    /// Every word of a text that says something.
    fn each(&mut self, text: &str, mut visit: impl FnMut(&mut Sum)) {
        words(&fold(text), |word| {
            let letter = word.len() < 2 && !word.bytes().all(|byte| byte.is_ascii_digit());
            if !letter && word.len() <= LONGEST && !self.stop.contains(word) {
                visit(self.sum(word));
            }
        });
    }

    /// The words that a title begins with, up to the first that only binds: `Proefplaatsing` of `Proefplaatsing met
    /// behoud van uitkering`. They are what the page is about.
    fn opening<'t>(&self, title: &'t str) -> &'t str {
        let mut end = 0;
        for word in title.split_inclusive(' ') {
            let bare = word.trim_end();
            if end > 0 && (bare.starts_with('(') || self.stop.contains(&*fold(bare))) {
                break;
            }
            end += word.len();
            if bare.ends_with([',', ':']) {
                break;
            }
        }
        title[..end].trim_end()
    }

    fn sum(&mut self, word: &str) -> &mut Sum {
        let place = match self.places.get(word) {
            Some(place) => *place,
            None => {
                let place = u32::try_from(self.sums.len()).unwrap_or(u32::MAX);
                self.places.insert(word.into(), place);
                self.batch.words.push(word.into());
                self.sums.push(Sum::default());
                place
            }
        };
        let sum = &mut self.sums[place as usize];
        if *sum == Sum::default() {
            self.touched.push(place);
        }
        sum
    }
}

/// A word of a short title says more of the page than one of a long title; of four words it is worth the plain weight.
fn title_weight(title: &str) -> f32 {
    let count = title.split_whitespace().count().min(12);
    TITLE * 8.0 / (4.0 + count as f32)
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

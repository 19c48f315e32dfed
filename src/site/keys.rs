//! What each page depends on, as a hash: a page whose key did not change shows the same, so its view need not be
//! made again. Keys may change too often, never too seldom; `tests/incremental.rs` holds that. Knows what pages are
//! made of, not how they look.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::scope::Scope;
use super::tools::question;
use crate::model::cmo::Configuration;
use crate::model::corpus::{Backlink, ConfigurationIndex, Corpus, EntryIndex};
use crate::model::evidence::claims_of;

/// Hashes of the parts that pages are made of.
#[derive(Debug)]
pub struct Keys {
    /// Per configuration: itself and the concepts, cases and sources that it names.
    plain: Vec<u64>,
    /// Per configuration: what a card shows of it, so also the strength of its main claim.
    cards: Vec<u64>,
}

/// Hashes what `feed` feeds it.
fn hash(feed: impl FnOnce(&mut Xxh3)) -> u64 {
    let mut hasher = Xxh3::new();
    feed(&mut hasher);
    hasher.finish()
}

impl Keys {
    /// Hashes the parts of a corpus.
    pub fn new(scope: &Scope<'_>) -> Self {
        let corpus = scope.corpus;
        let plain: Vec<u64> = corpus
            .configurations
            .par_iter()
            .zip(&corpus.letters)
            .map(|(home, letters)| {
                hash(|hasher| {
                    home.configuration.id.id.hash(hasher);
                    corpus.entries[home.entry].face.hash(hasher);
                    letters.iter().for_each(|&letter| corpus.entries[letter].face.hash(hasher));
                })
            })
            .collect();
        let cards = corpus
            .configurations
            .par_iter()
            .zip(&plain)
            .map(|(home, plain)| {
                hash(|hasher| {
                    plain.hash(hasher);
                    strength(scope, &home.configuration).hash(hasher);
                })
            })
            .collect();
        Self { plain, cards }
    }

    /// All cards among these configurations.
    pub fn cards(&self, indexes: &[ConfigurationIndex], hasher: &mut Xxh3) {
        indexes.len().hash(hasher);
        indexes.iter().filter_map(|&index| self.cards.get(index)).for_each(|card| card.hash(hasher));
    }

    /// The page of an entry.
    pub fn entry(&self, scope: &Scope<'_>, index: EntryIndex, hasher: &mut Xxh3) {
        let corpus = scope.corpus;
        let Some(entry) = corpus.entries.get(index) else { return };
        (entry.hash, &entry.id, entry.kind).hash(hasher);
        scope.bodies.get(index).map(|html| html.fingerprint).hash(hasher);
        corpus.names_entries[index].iter().for_each(|&named| corpus.entries[named].face.hash(hasher));
        for link in corpus.backlinks.get(index).map_or(&[][..], Vec::as_slice) {
            backlink(corpus, link, hasher);
        }
        for (from, at) in corpus.drawn.get(index).map_or(&[][..], Vec::as_slice) {
            (corpus.entries[*from].face, at).hash(hasher);
        }
        corpus.narrower[index].iter().for_each(|&child| corpus.entries[child].face.hash(hasher));
        self.cards(corpus.uses.get(index).map_or(&[], Vec::as_slice), hasher);
        question::key_of_list(scope, index, hasher);
    }

    /// The page of a configuration.
    pub fn configuration(&self, scope: &Scope<'_>, index: ConfigurationIndex, hasher: &mut Xxh3) {
        let corpus = scope.corpus;
        self.cards([index].as_slice(), hasher);
        for key in claims_of(&corpus.configurations[index].configuration) {
            let Some(claim) = corpus.claims.get(&key) else { continue };
            (claim.level, claim.cases, claim.sources, claim.voices, &claim.remarks).hash(hasher);
            for (other, bearing) in &claim.rows {
                (self.plain[*other], bearing).hash(hasher);
            }
        }
        for link in &corpus.configuration_backlinks[index] {
            backlink(corpus, link, hasher);
        }
    }

    /// A page that lists entries: every entry of the site, what uses it, and every card.
    pub fn everything(&self, scope: &Scope<'_>, hasher: &mut Xxh3) {
        for (entry, uses) in scope.corpus.entries.iter().zip(&scope.corpus.uses) {
            (entry.face, uses.len()).hash(hasher);
        }
        self.cards.hash(hasher);
    }
}

/// Who refers, and the sentence around it with the titles that it shows.
fn backlink(corpus: &Corpus, backlink: &Backlink, hasher: &mut Xxh3) {
    corpus.entries[backlink.from].face.hash(hasher);
    let Some(sentence) = corpus.raw_sentence(backlink) else { return };
    sentence.hash(hasher);
    corpus.titles_in(backlink.from, sentence).for_each(|(_, entry)| entry.face.hash(hasher));
}

fn strength(scope: &Scope<'_>, configuration: &Configuration) -> Option<u64> {
    let key = claims_of(configuration).into_iter().next()?;
    let claim = scope.corpus.claims.get(&key)?;
    Some(hash(|hasher| (claim.level, claim.cases, claim.sources, claim.voices, &claim.remarks).hash(hasher)))
}

//! The corpus: every entry and configuration, with every reference resolved, both ways. It has one constructor,
//! [`resolve`]; whoever holds a corpus whose report has no errors knows that every reference points somewhere. Knows
//! no HTML, templates or disk.

mod frame;
mod texts;

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hash as _;
use std::ops::Deref;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::address;
pub use super::address::join;
use super::cmo::Configuration;
use super::entry::{Data, Entry};
use super::kind::Kind;
use super::words;
use crate::config::Config;
use crate::diagnostic::Report;
use crate::read::markdown::Target;
use crate::read::source::Span;
pub use frame::Frame;
use texts::Texts;

/// Position of an entry in [`Corpus::entries`].
pub type EntryIndex = usize;
/// Position of a configuration in [`Frame::configurations`].
pub type ConfigurationIndex = usize;

/// Where a configuration lives.
#[derive(Clone, Debug)]
pub struct Home {
    /// On which entry.
    pub entry: EntryIndex,
    /// The record.
    pub configuration: Arc<Configuration>,
}

/// What a link in a text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resolved {
    /// An entry, and a heading on it.
    Entry(EntryIndex, Option<String>),
    /// A configuration.
    Configuration(ConfigurationIndex),
    /// A heading on the same page.
    Heading(String),
    /// A page of the generator, by its path.
    Route(String),
    /// A file that is copied.
    Asset(String),
    /// Another site.
    External(String),
    /// Nothing; the report says so.
    Broken,
}

/// Somebody who refers to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// Who.
    pub from: EntryIndex,
    /// Which of the links in its text; `None` when the reference stands in front matter.
    pub link: Option<usize>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An entry.
    Entry(EntryIndex),
    /// A configuration.
    Configuration(ConfigurationIndex),
}

/// Everything, resolved: the frame, and the texts in it.
#[derive(Debug)]
pub struct Corpus {
    /// All entries, sorted by kind and id.
    pub entries: Vec<Arc<Entry>>,
    /// Resolved links of each entry's text, in the order of `body.links`.
    pub links: Vec<Arc<[Resolved]>>,
    /// Who refers to each entry, one a page, in the order of entries.
    pub backlinks: Vec<Vec<Backlink>>,
    /// Who refers to each configuration from elsewhere.
    pub configuration_backlinks: Vec<Vec<Backlink>>,
    frame: Arc<Frame>,
}

impl Deref for Corpus {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.frame
    }
}

impl Corpus {
    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<(EntryIndex, &Arc<Entry>)> {
        let index = self.position(id)?;
        self.entries.get(index).map(|entry| (index, entry))
    }

    /// The configuration with this id.
    pub fn configuration(&self, id: &str) -> Option<(ConfigurationIndex, &Home)> {
        match self.names.get(id)? {
            Thing::Configuration(index) => self.configurations.get(*index).map(|home| (*index, home)),
            Thing::Entry(_) => None,
        }
    }

    /// The path of an entry.
    pub fn address(&self, entry: &Entry) -> String {
        address::entry(entry.kind, &entry.id, self.words)
    }

    /// All entries of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (EntryIndex, &Arc<Entry>)> {
        let start = self.entries.partition_point(|entry| entry.kind < kind);
        let end = self.entries.partition_point(|entry| entry.kind <= kind);
        (start..end).zip(&self.entries[start..end])
    }

    /// The sentence around the link of a backlink as it was written, if it has one.
    pub fn raw_sentence(&self, backlink: &Backlink) -> Option<&str> {
        let link = self.entries.get(backlink.from)?.body.links.get(backlink.link?)?;
        Some(link.sentence.as_str()).filter(|sentence| !sentence.is_empty())
    }

    /// The links without words of their own in a sentence of an entry: the name that was written, and what it names.
    pub fn titles_in<'a>(
        &'a self,
        from: EntryIndex,
        sentence: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a Arc<Entry>)> {
        let links = self.entries[from].body.links.iter().zip(self.links[from].iter());
        links.filter_map(move |(site, target)| match (&site.target, target) {
            (Target::Wiki { name, .. }, Resolved::Entry(to, _))
                if site.label.is_empty() && site.sentence == sentence =>
            {
                Some((name.as_str(), &self.entries[*to]))
            }
            _ => None,
        })
    }

    /// The sentence around the link of a backlink; links without words of their own show titles.
    pub fn sentence(&self, backlink: &Backlink) -> Option<String> {
        let raw = self.raw_sentence(backlink)?;
        let mut text = raw.to_owned();
        for (name, entry) in self.titles_in(backlink.from, raw) {
            let Some(found) = words::find(&text, name) else { continue };
            let begins = found.start == 0;
            let title = if begins { Cow::Borrowed(&*entry.common.title.text) } else { entry.title_inside() };
            text.replace_range(found, &title);
        }
        Some(text)
    }

    fn new(entries: Vec<Arc<Entry>>, frame: Arc<Frame>, links: Vec<Arc<[Resolved]>>) -> Self {
        let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); entries.len()];
        let mut configuration_backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); frame.configurations.len()];
        for (from, links) in links.iter().enumerate() {
            // Pages come in order, so whoever refers twice stands last already.
            let add = |list: &mut Vec<Backlink>, link: Option<usize>| {
                if list.last().is_none_or(|last| last.from != from) {
                    list.push(Backlink { from, link });
                }
            };
            for (link, target) in links.iter().enumerate() {
                match target {
                    Resolved::Entry(to, _) if *to != from => add(&mut backlinks[*to], Some(link)),
                    Resolved::Configuration(to) if frame.configurations[*to].entry != from => {
                        add(&mut configuration_backlinks[*to], Some(link));
                    }
                    _ => {}
                }
            }
            frame.refers_to[from].iter().for_each(|&to| add(&mut backlinks[to], None));
            frame.tells[from].iter().for_each(|&to| add(&mut configuration_backlinks[to], None));
        }
        Self { entries, links, backlinks, configuration_backlinks, frame }
    }
}

/// Brings entries together. `assets` are the paths of files that are copied, for links to them. Drafts are left out
/// unless `drafts`.
pub fn resolve(entries: &[Arc<Entry>], config: &Config, assets: &HashSet<&str>, drafts: bool) -> (Corpus, Report) {
    Memo::default().resolve(entries, config, assets, drafts)
}

/// What was resolved last: after an edit in a text only the links of that text are looked up again.
#[derive(Debug, Default)]
pub struct Memo {
    frame: Option<(u128, Arc<Frame>, Report)>,
    texts: Option<(u128, Vec<Text>)>,
}

/// The links of a text, and what was found about them.
#[derive(Clone, Debug)]
struct Text {
    hash: u128,
    links: Arc<[Resolved]>,
    report: Report,
}

impl Memo {
    /// As [`resolve`].
    pub fn resolve(
        &mut self,
        all: &[Arc<Entry>],
        config: &Config,
        assets: &HashSet<&str>,
        drafts: bool,
    ) -> (Corpus, Report) {
        let key = key(all, config, drafts);
        let (_, frame, found) = match self.frame.take() {
            Some(known) if known.0 == key => self.frame.insert(known),
            _ => {
                let (frame, found) = Frame::new(all, config, drafts);
                self.frame.insert((key, Arc::new(frame), found))
            }
        };
        let (frame, mut report) = (frame.clone(), found.clone());
        let entries: Vec<Arc<Entry>> = frame.order.iter().map(|&index| all[index].clone()).collect();

        // The order of a set is no order: the sum of what is in it is the same each time.
        let files = assets.iter().fold(0_u128, |sum, path| sum.wrapping_add(xxh3_128(path.as_bytes())));
        let key = key ^ files.rotate_left(1);
        let known = self.texts.take().filter(|(old, _)| *old == key).map(|(_, texts)| texts);
        let texts = Texts { frame: &frame, entries: &entries, assets };
        let one = |index: EntryIndex| {
            let hash = entries[index].hash;
            let known = known.as_ref().and_then(|known| known.get(index)).filter(|text| text.hash == hash);
            known.cloned().unwrap_or_else(|| {
                let (links, report) = texts.of(index);
                Text { hash, links: links.into(), report }
            })
        };
        let texts: Vec<Text> = (0..entries.len()).into_par_iter().map(one).collect();
        texts.iter().for_each(|text| report.extend(text.report.iter().cloned()));
        let links = texts.iter().map(|text| text.links.clone()).collect();
        self.texts = Some((key, texts));
        (Corpus::new(entries, frame, links), report)
    }
}

/// Changes with all that the frame and the links of any text depend on: front matter, and the headings of texts.
fn key(all: &[Arc<Entry>], config: &Config, drafts: bool) -> u128 {
    let mut hasher = Xxh3::new();
    (config.hash, drafts).hash(&mut hasher);
    for entry in all {
        (entry.face, &entry.file, entry.stub, entry.flawed).hash(&mut hasher);
        entry.body.headings.iter().for_each(|heading| heading.id.hash(&mut hasher));
    }
    hasher.digest128()
}

/// The wider concept or the larger case of an entry: its id, the field, the place.
pub fn parent_of(entry: &Entry) -> Option<(&str, &'static str, Span)> {
    let broader = match &entry.data {
        Data::ContextFactor(data) => data.broader.as_ref().map(|parent| (parent.id.as_str(), parent.span)),
        Data::Mechanism(data) => data.broader.as_ref().map(|parent| (parent.id.as_str(), parent.span)),
        Data::Intervention(data) => data.broader.as_ref().map(|parent| (parent.id.as_str(), parent.span)),
        Data::Outcome(data) => data.broader.as_ref().map(|parent| (parent.id.as_str(), parent.span)),
        Data::Audience(data) => data.broader.as_ref().map(|parent| (parent.id.as_str(), parent.span)),
        Data::CaseStudy(data) => {
            let parent = data.part_of.as_ref()?;
            return Some((&parent.id, "part_of", parent.span));
        }
        _ => None,
    };
    broader.map(|(id, span)| (id, "broader", span))
}

#[cfg(test)]
mod tests;

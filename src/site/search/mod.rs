//! The search index: which words stand on which pages, what a result shows, by what it can be narrowed. Made of the
//! same corpus as the pages, as classic scripts that the browser loads when it needs them
//! (`themes/default/assets/search.js`). Remembers what it made: an edited page costs what it changes, and the files
//! are the same as after a fresh start.
//!
//! ```text
//! page (texts, record, values) → read (words, weights) → table (postings, keys, compounds) → entries → files, root
//! ```

pub mod encode;
pub mod facets;
pub mod files;
pub mod key;
pub mod page;
pub mod read;
pub mod split;
pub mod synonyms;
pub mod table;
pub mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use self::encode::File;
use self::facets::{Dimension, Value};
use self::files::{BANDS, RECORDS, Shard};
use self::page::{Page, json};
use self::read::{Batch, Reader};
use self::table::{Compounds, Table};
use super::plan::{Planned, Subject};
use super::scope::Scope;
use crate::locale::Language;
use crate::model::address;
use crate::model::kind::Kind;
use crate::model::value::Text;

/// The index of a site as files.
#[derive(Debug)]
pub struct Index {
    /// Path below the root of the site, and bytes.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// The name of the script with which the search page begins, in the folder of that page.
    pub root: String,
}

/// A page as the index holds it.
#[derive(Debug)]
struct Held {
    path: Arc<str>,
    key: u64,
    words: Vec<(u32, u32)>,
    record: String,
    facets: Vec<Value>,
    day: u32,
}

/// A page that the index should hold.
struct Wanted<'p> {
    path: &'p Arc<str>,
    key: u64,
    subject: Subject,
}

/// The index with what it remembers.
#[derive(Debug, Default)]
pub struct Search {
    state: Option<State>,
}

#[derive(Debug)]
struct State {
    language: Language,
    compounds: Compounds,
    table: Table,
    pages: Vec<Arc<Held>>,
    entries: BTreeMap<Box<str>, Vec<u8>>,
    shards: Vec<Shard>,
    records: Vec<File>,
    facets: (u64, Vec<(Dimension, File)>),
    days: Option<File>,
    bands: Vec<File>,
    rich: bool,
}

/// Pages that one thread reads with one list of words.
const BATCH: usize = 256;

impl Search {
    /// The index of these pages.
    pub fn index(&mut self, scope: &Scope<'_>, planned: &[Planned]) -> Index {
        let language = scope.words.language;
        let compounds = compounds(scope);
        let state = match &mut self.state {
            Some(state) if state.language == language && state.compounds == compounds => state,
            state => state.insert(State::new(language, compounds)),
        };
        state.update(scope, &wanted(scope, planned));
        state.files(scope)
    }
}

/// What the author says of compounds, folded as words are.
fn compounds(scope: &Scope<'_>) -> Compounds {
    let folded = |texts: &[Text]| texts.iter().map(|text| words::fold(text).trim().to_owned()).collect();
    let settings = scope.config.settings.search.as_ref();
    settings.map_or_else(Compounds::default, |search| Compounds {
        parts: folded(&search.parts),
        whole: folded(&search.whole),
    })
}

/// The pages to be found, in the order of their numbers: every entry, and after it the configurations that live on it.
fn wanted<'p>(scope: &Scope<'_>, planned: &'p [Planned]) -> Vec<Wanted<'p>> {
    let corpus = scope.corpus;
    let mut entries: Vec<Option<Wanted<'p>>> = Vec::new();
    entries.resize_with(corpus.entries.len(), || None);
    let mut own: Vec<Vec<Wanted<'p>>> = Vec::new();
    own.resize_with(corpus.entries.len(), Vec::new);
    for page in planned {
        let Some(subject) = page.subject() else { continue };
        let one = Wanted { path: &page.path, key: page.key, subject };
        match subject {
            Subject::Entry(index) if !corpus.entries[index].common.draft => entries[index] = Some(one),
            Subject::Configuration(index) => own[corpus.configurations[index].entry].push(one),
            Subject::Entry(_) => {}
        }
    }
    let mut wanted = Vec::with_capacity(planned.len());
    for (entry, own) in entries.into_iter().zip(own) {
        if let Some(entry) = entry {
            wanted.push(entry);
            wanted.extend(own);
        }
    }
    wanted
}

/// A batch of pages, read: words, and what else each page brings.
type Reading = (Batch, Vec<(usize, String, Vec<Value>, u32)>);

fn read(scope: &Scope<'_>, language: Language, wanted: &[(usize, &Wanted<'_>)]) -> Reading {
    let mut reader = Reader::new(language);
    let pages = wanted
        .iter()
        .filter_map(|(number, one)| {
            let page: Page<'_> = match one.subject {
                Subject::Entry(index) => page::of_entry(scope, index, scope.corpus.entries.get(index)?),
                Subject::Configuration(index) => page::of_configuration(scope, scope.corpus.configurations.get(index)?),
            };
            reader.read(&page);
            Some((*number, page.record, page.facets, page.day))
        })
        .collect();
    (reader.finish(), pages)
}

impl State {
    fn new(language: Language, compounds: Compounds) -> Self {
        Self {
            language,
            table: Table::new(language, compounds.clone()),
            compounds,
            pages: Vec::new(),
            entries: BTreeMap::new(),
            shards: Vec::new(),
            records: Vec::new(),
            facets: (0, Vec::new()),
            days: None,
            bands: Vec::new(),
            rich: false,
        }
    }

    /// Brings everything up to the pages that there are now.
    fn update(&mut self, scope: &Scope<'_>, wanted: &[Wanted<'_>]) {
        let mut old = std::mem::take(&mut self.pages);
        let same = old.len() == wanted.len() && old.iter().zip(wanted).all(|(old, new)| old.path == *new.path);
        let mut held: Vec<Option<Arc<Held>>> = if same {
            old.into_iter().map(Some).collect()
        } else {
            let mut known: HashMap<Arc<str>, Arc<Held>> = old.drain(..).map(|page| (page.path.clone(), page)).collect();
            wanted.iter().map(|page| known.remove(page.path)).collect()
        };
        let stale: Vec<(usize, &Wanted<'_>)> = wanted
            .iter()
            .enumerate()
            .filter(|(number, new)| held[*number].as_ref().is_none_or(|old| old.key != new.key))
            .collect();
        let language = self.language;
        let readings: Vec<Reading> = stale.par_chunks(BATCH).map(|batch| read(scope, language, batch)).collect();

        let mut records: BTreeSet<usize> = BTreeSet::new();
        let (mut facets, mut days) = (!same, !same);
        for (batch, pages) in readings {
            let places = self.table.intern(&batch.words);
            for ((number, record, values, day), words) in pages.into_iter().zip(batch.pages) {
                let mut words: Vec<(u32, u32)> =
                    words.into_iter().map(|(word, level)| (places[word as usize], level)).collect();
                words.sort_unstable();
                let path = wanted[number].path.clone();
                let new = Arc::new(Held { path, key: wanted[number].key, words, record, facets: values, day });
                let old = held[number].replace(new);
                let (Some(old), Some(new)) = (old.filter(|_| same), &held[number]) else { continue };
                self.table.replace(u32::try_from(number).unwrap_or(u32::MAX), &old.words, &new.words);
                if old.record != new.record {
                    records.insert(number / RECORDS);
                }
                facets |= old.facets != new.facets;
                days |= old.day != new.day;
            }
        }
        self.pages = held.into_iter().flatten().collect();
        if !same {
            self.table.clear();
            for (number, page) in (0..).zip(&self.pages) {
                self.table.add(number, &page.words);
            }
        }
        if days {
            let days: Vec<String> = self.pages.iter().map(|page| page.day.to_string()).collect();
            self.days = Some(File::new('t', &format!("[{}]", days.join(","))));
        }
        self.turn(same.then_some(&records));
        self.narrow(scope, facets);
    }

    /// The dictionary, the records and the words to mend with, as far as they changed. `records` are the files of
    /// records to be made anew; all when there is none.
    fn turn(&mut self, records: Option<&BTreeSet<usize>>) {
        let changes = self.table.look();
        let table = &self.table;
        let entries: Vec<(&Box<str>, Option<Vec<u8>>)> =
            changes.keys.par_iter().map(|key| (key, table.entry(key))).collect();
        for (key, entry) in entries {
            match entry {
                Some(entry) => self.entries.insert(key.clone(), entry),
                None => self.entries.remove(key),
            };
        }
        self.shards = files::shards(&self.entries, std::mem::take(&mut self.shards), &changes.keys);

        let pages = &self.pages;
        let made = |number: usize| {
            let pages = &pages[number * RECORDS..pages.len().min((number + 1) * RECORDS)];
            files::records(pages.iter().map(|page| page.record.as_str()))
        };
        match records {
            Some(some) => some.iter().for_each(|number| self.records[*number] = made(*number)),
            None => self.records = (0..pages.len().div_ceil(RECORDS)).into_par_iter().map(made).collect(),
        }

        let rich = files::is_rich(table);
        let all = rich != self.rich || self.bands.is_empty();
        self.rich = rich;
        let bands: BTreeSet<usize> = if all {
            self.bands = vec![files::records(std::iter::empty()); BANDS.len()];
            (0..BANDS.len()).collect()
        } else {
            changes.lengths.iter().map(|length| files::band(*length)).collect()
        };
        let made: Vec<(usize, File)> =
            bands.into_par_iter().map(|band| (band, files::vocabulary(table, band, rich))).collect();
        made.into_iter().for_each(|(band, file)| self.bands[band] = file);
    }

    /// The values to narrow by, when those of a page changed, or the words for them.
    fn narrow(&mut self, scope: &Scope<'_>, changed: bool) {
        let mut hasher = Xxh3::new();
        scope.config.hash.hash(&mut hasher);
        let concepts = scope.corpus.entries.iter().filter(|entry| Dimension::of(entry.kind).is_some());
        concepts.for_each(|entry| entry.face.hash(&mut hasher));
        let key = hasher.finish();
        if changed || self.facets.0 != key {
            self.facets = (key, facets::files(scope, self.pages.iter().map(|page| page.facets.as_slice())));
        }
    }

    fn files(&self, scope: &Scope<'_>) -> Index {
        let folder = address::route("search", scope.words);
        let root = self.root(scope);
        let path = |file: &File| format!("{folder}{}.js", file.name);
        let all = self.shards.iter().map(|shard| &shard.file).chain(&self.records).chain(&self.bands);
        let all = all.chain(self.facets.1.iter().map(|(_, file)| file)).chain(&self.days).chain([&root]);
        Index { root: root.name.clone(), files: all.map(|file| (path(file), file.bytes.clone())).collect() }
    }

    /// What the browser must know before it can look for anything.
    fn root(&self, scope: &Scope<'_>) -> File {
        let list = |items: Vec<String>| format!("[{}]", items.join(","));
        let name = |file: &File| format!("\"{}\"", file.name);
        let shards = self.shards.iter().map(|shard| format!("[{},{}]", json(&shard.first), name(&shard.file)));
        let bands =
            BANDS.iter().zip(&self.bands).map(|(longest, file)| format!("[{},{}]", longest.min(&99), name(file)));
        let kinds = Kind::ALL.iter().map(|kind| {
            let path = if *kind == Kind::Page { String::new() } else { address::overview(*kind, scope.words) };
            format!("\"{}\":[{},{}]", kind.key(), json(&scope.kind_word(*kind, "singular")), json(&path))
        });
        let configuration = format!(
            "\"{}\":[{},{}]",
            page::CONFIGURATION,
            json(&scope.word("search", "configuration")),
            json(&address::route("configurations", scope.words))
        );
        let dimensions = self.facets.1.iter().map(|(dimension, file)| {
            let key = dimension.key();
            format!("[{},{},{}]", json(&scope.word("facet-route", key)), json(&scope.word("facet", key)), name(file))
        });
        let words = |table: &str| {
            let words = scope.words.under(table);
            format!(
                "{{{}}}",
                words.iter().map(|(key, text)| format!("\"{key}\":{}", json(text))).collect::<Vec<_>>().join(",")
            )
        };
        let parts = [
            ("language", json(self.language.tag())),
            ("pages", self.pages.len().to_string()),
            ("recordsPerFile", RECORDS.to_string()),
            ("stop", json(words::stop_words(self.language))),
            ("shards", list(shards.collect())),
            ("records", list(self.records.iter().map(name).collect())),
            ("bands", list(bands.collect())),
            ("days", self.days.as_ref().map_or_else(|| "null".to_owned(), name)),
            ("kinds", format!("{{{}}}", kinds.chain([configuration]).collect::<Vec<_>>().join(","))),
            ("dimensions", list(dimensions.collect())),
            ("synonyms", synonyms::json_of(scope)),
            ("effects", words("effect")),
            ("strengths", words("strength")),
            ("words", words("search")),
        ];
        let parts: Vec<String> = parts.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        File::new('r', &format!("{{{}}}", parts.join(",\n")))
    }
}

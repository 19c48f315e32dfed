//! The corpus: every entry and configuration, with every reference resolved, both ways. It has one constructor,
//! [`resolve`]; whoever holds a corpus whose report has no errors knows that every reference points somewhere. Knows
//! no HTML, templates or disk.

mod edges;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

pub use super::address::join;
use super::address::{self, is_file};
use super::cmo::Configuration;
use super::entry::{Data, Entry};
use super::evidence::{self, Claims};
use super::kind::Kind;
use super::value::{Site, Wanted};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Report, nearest};
use crate::locale::Words;
use crate::read::markdown::Target;
use crate::read::source::{Place, Span};
use edges::Edges;

/// Position of an entry in [`Corpus::entries`].
pub type EntryIndex = usize;
/// Position of a configuration in [`Corpus::configurations`].
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlink {
    /// Who.
    pub from: EntryIndex,
    /// The sentence around the link; `None` when the reference stands in front matter.
    pub sentence: Option<String>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An entry.
    Entry(EntryIndex),
    /// A configuration.
    Configuration(ConfigurationIndex),
}

/// Everything, resolved.
#[derive(Debug)]
pub struct Corpus {
    /// All entries, sorted by kind and id.
    pub entries: Vec<Arc<Entry>>,
    /// All configurations, sorted by id.
    pub configurations: Vec<Home>,
    /// The language's words: names of folders are addresses.
    pub words: Words,
    /// Resolved links of each entry's text, in the order of `body.links`.
    pub links: Vec<Vec<Resolved>>,
    /// Who refers to each entry, one a page, in the order of entries.
    pub backlinks: Vec<Vec<Backlink>>,
    /// Who refers to each configuration from elsewhere.
    pub configuration_backlinks: Vec<Vec<Backlink>>,
    /// The configurations that name each entry in a letter, as audience, or in their evidence.
    pub uses: Vec<Vec<ConfigurationIndex>>,
    /// The pages that rest on each source, with the places.
    pub drawn: Vec<Vec<(EntryIndex, String)>>,
    /// What is claimed and how well it is known.
    pub claims: Claims,
    /// The entries that are narrower than each entry, or parts of it.
    pub narrower: Vec<Vec<EntryIndex>>,
    /// Redirects: old path, entry.
    pub aliases: Vec<(String, EntryIndex)>,
    /// Everything could be read and nothing was left out: what nothing here refers to, nothing refers to.
    pub whole: bool,
    names: HashMap<String, Thing>,
}

impl Corpus {
    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<(EntryIndex, &Arc<Entry>)> {
        match self.names.get(id)? {
            Thing::Entry(index) => self.entries.get(*index).map(|entry| (*index, entry)),
            Thing::Configuration(_) => None,
        }
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
}

/// Brings entries together. `assets` are the paths of files that are copied, for links to them. Drafts are left out
/// unless `drafts`.
pub fn resolve(entries: Vec<Arc<Entry>>, config: &Config, assets: &HashSet<&str>, drafts: bool) -> (Corpus, Report) {
    let words = config.language().words();
    let mut report = Report::default();
    let (hidden, shown): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.common.draft && !drafts);
    let mut entries = shown;
    entries.sort_by(|a, b| (a.kind, &a.id, &a.file).cmp(&(b.kind, &b.id, &b.file)));

    let mut names = HashMap::with_capacity(entries.len() * 2);
    let mut places: HashMap<&str, Place> = HashMap::new();
    let mut kept = vec![true; entries.len()];
    // In the order of files, so that the first file keeps the id.
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|&a, &b| entries[a].file.cmp(&entries[b].file));
    for &index in &order {
        let entry = &entries[index];
        let place = entry.place(entry.id_span);
        match places.get(entry.id.as_str()) {
            Some(first) => {
                kept[index] = false;
                report.push(
                    Diagnostic::new(Code::DuplicateId, place).arg("id", &entry.id).related("first", first.clone()),
                );
            }
            None => {
                places.insert(&entry.id, place);
            }
        }
    }
    let mut homes: Vec<(usize, &Arc<Configuration>)> = Vec::new();
    for &index in order.iter().filter(|&&index| kept[index]) {
        let entry = &entries[index];
        for configuration in entry.configurations() {
            let place = entry.place(configuration.id.span);
            match places.get(configuration.id.id.as_str()) {
                Some(first) => report.push(
                    Diagnostic::new(Code::DuplicateId, place)
                        .arg("id", &configuration.id.id)
                        .related("first", first.clone()),
                ),
                None => {
                    places.insert(&configuration.id.id, place);
                    homes.push((index, configuration));
                }
            }
        }
    }
    let left_out = kept.iter().filter(|keep| !**keep).count();
    // Positions after the doubles are gone.
    let mut position = vec![0; entries.len()];
    let mut next = 0;
    for (index, keep) in kept.iter().enumerate() {
        position[index] = next;
        next += usize::from(*keep);
    }
    homes.sort_by(|a, b| a.1.id.id.cmp(&b.1.id.id));
    let configurations: Vec<Home> = homes
        .into_iter()
        .map(|(index, configuration)| Home { entry: position[index], configuration: configuration.clone() })
        .collect();
    drop(places);
    let mut keep = kept.into_iter();
    entries.retain(|_| keep.next().unwrap_or(true));

    for (index, entry) in entries.iter().enumerate() {
        names.insert(entry.id.clone(), Thing::Entry(index));
    }
    for (index, home) in configurations.iter().enumerate() {
        names.insert(home.configuration.id.id.clone(), Thing::Configuration(index));
    }

    let resolver = Resolver {
        hidden: hidden.iter().map(|entry| entry.id.as_str()).collect(),
        hidden_files: hidden.iter().map(|entry| (&*entry.file, entry.id.as_str())).collect(),
        titles: titles(&entries),
        files: entries.iter().enumerate().map(|(index, entry)| (&*entry.file, index)).collect(),
        entries: &entries,
        configurations: &configurations,
        names: &names,
        config,
        assets,
        words,
    };
    let mut links = Vec::with_capacity(entries.len());
    let mut edges = Edges::new(entries.len(), configurations.len());
    for (index, entry) in entries.iter().enumerate() {
        resolver.references(entry, &mut report);
        let resolved = resolver.body(index, entry, &mut report);
        edges.take(index, entry, &resolved, &resolver);
        links.push(resolved);
    }
    resolver.cycles(&mut report);
    let aliases = resolver.addresses(&mut report);
    let Edges { mut backlinks, configuration_backlinks, mut uses, drawn } = edges;
    for list in &mut uses {
        list.sort_unstable();
        list.dedup();
    }
    // A page that lists its configurations needs no second list of the pages that they live on.
    backlinks.iter_mut().for_each(|list| list.sort_by_key(|link| link.from));
    let mut narrower = vec![Vec::new(); entries.len()];
    for (index, entry) in entries.iter().enumerate() {
        if let Some(Thing::Entry(parent)) = parent_of(entry).and_then(|(id, ..)| names.get(id)) {
            narrower[*parent].push(index);
        }
    }
    let claims = evidence::weigh(&entries, &configurations, &names);
    let whole = left_out == 0 && !entries.iter().any(|entry| entry.stub || entry.flawed);
    let corpus = Corpus {
        entries,
        configurations,
        words,
        links,
        backlinks,
        configuration_backlinks,
        uses,
        drawn,
        claims,
        narrower,
        aliases,
        whole,
        names,
    };
    (corpus, report)
}

fn titles(entries: &[Arc<Entry>]) -> HashMap<String, Vec<usize>> {
    let mut titles: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        titles.entry(entry.common.title.to_lowercase()).or_default().push(index);
    }
    titles
}

/// Fields in which a page cannot mean itself.
const NOT_ONESELF: [&str; 6] = ["related", "broader", "part_of", "counts_with", "same_study_as", "cited_through"];

struct Resolver<'a> {
    entries: &'a [Arc<Entry>],
    configurations: &'a [Home],
    names: &'a HashMap<String, Thing>,
    titles: HashMap<String, Vec<usize>>,
    files: HashMap<&'a str, usize>,
    hidden: HashSet<&'a str>,
    hidden_files: HashMap<&'a str, &'a str>,
    config: &'a Config,
    assets: &'a HashSet<&'a str>,
    words: Words,
}

impl Resolver<'_> {
    /// Checks every reference in an entry's front matter.
    fn references(&self, entry: &Entry, report: &mut Report) {
        entry.each_site(|site| {
            if let Some(diagnostic) = self.reference(entry, &site) {
                report.push(diagnostic);
            }
        });
    }

    fn reference(&self, entry: &Entry, site: &Site<'_>) -> Option<Diagnostic> {
        let place = entry.place(site.span);
        if let Wanted::Listed(list) = site.wanted {
            // Which slugs there are is told by a file that could not be read; that finding is enough.
            if self.config.is_broken(list) {
                return None;
            }
            let items = self.config.lists().items(list);
            if items.iter().any(|item| item.slug == site.id) {
                return None;
            }
            let known = items.iter().map(|item| item.slug.as_str());
            return Some(
                Diagnostic::new(Code::NotInList, place).arg("value", site.id).arg("list", list).suggest(site.id, known),
            );
        }
        match (self.names.get(site.id), site.wanted) {
            (Some(Thing::Entry(index)), Wanted::Entry(kinds)) => {
                let found = &self.entries[*index];
                // A configuration may well be about the case that it lives on.
                if found.id == entry.id && NOT_ONESELF.contains(&site.field) {
                    return Some(
                        Diagnostic::new(Code::SelfReference, place).arg("id", site.id).arg("field", site.field),
                    );
                }
                // A stub's kind is true: the folder tells it.
                (!kinds.is_empty() && !kinds.contains(&found.kind))
                    .then(|| self.wrong_kind(place, site.id, found.kind.key(), kinds))
            }
            (Some(Thing::Configuration(_)), Wanted::Configuration | Wanted::Listed(_)) => None,
            (Some(Thing::Configuration(_)), Wanted::Entry(kinds)) => {
                Some(self.wrong_kind(place, site.id, "configuration", kinds))
            }
            (Some(Thing::Entry(index)), _) => {
                let found = self.entries[*index].kind.key();
                Some(
                    Diagnostic::new(Code::WrongKind, place)
                        .arg("id", site.id)
                        .arg("found", format!("name:{found}"))
                        .arg("expected", "name:configuration"),
                )
            }
            (None, _) if self.hidden.contains(site.id) => {
                Some(Diagnostic::new(Code::LinkToDraft, place).arg("id", site.id))
            }
            (None, wanted) => {
                let (kinds, known): (String, Vec<&str>) = match wanted {
                    Wanted::Entry(kinds) => {
                        let fits = |entry: &&Arc<Entry>| kinds.is_empty() || kinds.contains(&entry.kind);
                        (names_of(kinds), self.entries.iter().filter(fits).map(|entry| entry.id.as_str()).collect())
                    }
                    _ => ("name:configuration".to_owned(), self.configuration_ids().collect()),
                };
                let unknown = Diagnostic::new(Code::UnknownReference, place).arg("id", site.id).arg("kinds", kinds);
                Some(unknown.suggest(site.id, known))
            }
        }
    }

    fn configuration_ids(&self) -> impl Iterator<Item = &str> {
        self.configurations.iter().map(|home| home.configuration.id.id.as_str())
    }

    fn wrong_kind(&self, place: Place, id: &str, found: &str, kinds: &[Kind]) -> Diagnostic {
        let known = self.entries.iter().filter(|entry| kinds.contains(&entry.kind)).map(|entry| entry.id.as_str());
        Diagnostic::new(Code::WrongKind, place)
            .arg("id", id)
            .arg("found", format!("name:{found}"))
            .arg("expected", names_of(kinds))
            .suggest(id, known)
    }

    /// Resolves every link and picture in an entry's text.
    fn body(&self, own: EntryIndex, entry: &Entry, report: &mut Report) -> Vec<Resolved> {
        for image in &entry.body.images {
            let path = join(&entry.file, &image.path);
            if !path.as_deref().is_some_and(|path| self.assets.contains(path)) {
                let known = nearest(&image.path, self.assets.iter().copied());
                let mut diagnostic =
                    Diagnostic::new(Code::MissingAsset, entry.place(image.span)).arg("target", &image.path);
                diagnostic.suggestions = known;
                report.push(diagnostic);
            }
        }
        let one = |site: &crate::read::markdown::LinkSite| {
            self.link(own, entry, site.span, &site.target).unwrap_or_else(|diagnostic| {
                report.push(*diagnostic);
                Resolved::Broken
            })
        };
        entry.body.links.iter().map(one).collect()
    }

    fn link(&self, own: EntryIndex, entry: &Entry, span: Span, target: &Target) -> Result<Resolved, Box<Diagnostic>> {
        let place = entry.place(span);
        match target {
            Target::External(url) => Ok(Resolved::External(url.clone())),
            Target::Heading(id) => self.heading(own, id, place).map(|()| Resolved::Heading(id.clone())),
            Target::Wiki { name, heading } => match self.by_name(name.trim(), &place)? {
                Thing::Entry(index) => self.to_entry(own, index, heading.as_ref(), place),
                Thing::Configuration(index) => Ok(Resolved::Configuration(index)),
            },
            Target::Path { path, heading } => {
                let broken = |known: &[&str]| {
                    let known = known.iter().copied();
                    Box::new(Diagnostic::new(Code::BrokenLink, place.clone()).arg("target", path).suggest(path, known))
                };
                if let Some(absolute) = path.strip_prefix('/') {
                    let id = absolute.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                    if self.hidden.contains(id) {
                        return Err(Box::new(Diagnostic::new(Code::LinkToDraft, place).arg("id", id)));
                    }
                    return self.by_address(absolute).ok_or_else(|| broken(&[])).and_then(|found| match found {
                        Resolved::Entry(index, _) => self.to_entry(own, index, heading.as_ref(), place.clone()),
                        other => Ok(other),
                    });
                }
                let joined = join(&entry.file, path).ok_or_else(|| broken(&[]))?;
                if let Some(&index) = self.files.get(joined.as_str()) {
                    return self.to_entry(own, index, heading.as_ref(), place);
                }
                if self.assets.contains(joined.as_str()) {
                    return Ok(Resolved::Asset(joined));
                }
                if let Some(id) = self.hidden_files.get(joined.as_str()) {
                    return Err(Box::new(Diagnostic::new(Code::LinkToDraft, place).arg("id", id)));
                }
                if is_file(&joined) {
                    let missing = Diagnostic::new(Code::MissingAsset, place).arg("target", path);
                    return Err(Box::new(missing.suggest(&joined, self.assets.iter().copied())));
                }
                let files: Vec<&str> = self.files.keys().copied().collect();
                Err(broken(&files))
            }
        }
    }

    fn by_address(&self, path: &str) -> Option<Resolved> {
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let path = if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        let known = path.is_empty() || address::reserved(self.words).contains(&path);
        if known {
            return Some(Resolved::Route(path));
        }
        let id = path.trim_end_matches('/').rsplit('/').next()?;
        match self.names.get(id)? {
            Thing::Entry(index) => {
                let entry = &self.entries[*index];
                (address::entry(entry.kind, &entry.id, self.words) == path).then_some(Resolved::Entry(*index, None))
            }
            Thing::Configuration(index) => {
                (address::configuration(id, self.words) == path).then_some(Resolved::Configuration(*index))
            }
        }
    }

    fn by_name(&self, name: &str, place: &Place) -> Result<Thing, Box<Diagnostic>> {
        if let Some(thing) = self.names.get(name) {
            return Ok(*thing);
        }
        match self.titles.get(&name.to_lowercase()).map(Vec::as_slice) {
            Some([index]) => Ok(Thing::Entry(*index)),
            Some(several) if !several.is_empty() => {
                let ids: Vec<String> = several.iter().map(|&index| format!("`{}`", self.entries[index].id)).collect();
                Err(Box::new(
                    Diagnostic::new(Code::AmbiguousLink, place.clone()).arg("title", name).arg("ids", ids.join(", ")),
                ))
            }
            _ if self.hidden.contains(name) => {
                Err(Box::new(Diagnostic::new(Code::LinkToDraft, place.clone()).arg("id", name)))
            }
            _ => {
                // A title that is its page's id but for the capitals would be proposed twice.
                let titles = self.entries.iter().map(|entry| entry.common.title.text.as_str());
                let titles = titles.filter(|title| !self.names.contains_key(&title.to_lowercase()));
                let known = self.names.keys().map(String::as_str).chain(titles);
                Err(Box::new(Diagnostic::new(Code::BrokenLink, place.clone()).arg("target", name).suggest(name, known)))
            }
        }
    }

    fn to_entry(
        &self,
        own: EntryIndex,
        index: EntryIndex,
        heading: Option<&String>,
        place: Place,
    ) -> Result<Resolved, Box<Diagnostic>> {
        if let Some(id) = heading {
            self.heading(index, id, place)?;
            if index == own {
                return Ok(Resolved::Heading(id.clone()));
            }
        }
        Ok(Resolved::Entry(index, heading.cloned()))
    }

    fn heading(&self, index: EntryIndex, id: &str, place: Place) -> Result<(), Box<Diagnostic>> {
        let entry = &self.entries[index];
        if entry.stub || entry.body.headings.iter().any(|heading| heading.id == id) {
            return Ok(());
        }
        let known = entry.body.headings.iter().map(|heading| heading.id.as_str());
        Err(Box::new(
            Diagnostic::new(Code::BrokenAnchor, place).arg("anchor", id).arg("target", &entry.id).suggest(id, known),
        ))
    }

    /// "A is broader than B is broader than A", and the same for `part_of`.
    fn cycles(&self, report: &mut Report) {
        let mut told: HashSet<usize> = HashSet::new();
        for start in 0..self.entries.len() {
            let mut chain = vec![start];
            let mut at = start;
            while let Some((next, field, span)) = self.parent(at) {
                if next == start {
                    if chain.iter().all(|index| !told.contains(index)) {
                        let ids: Vec<&str> =
                            chain.iter().chain([&start]).map(|&i| self.entries[i].id.as_str()).collect();
                        let entry = &self.entries[at];
                        report.push(
                            Diagnostic::new(Code::Cycle, entry.place(span))
                                .arg("chain", ids.join(" → "))
                                .arg("field", field),
                        );
                    }
                    told.extend(&chain);
                    break;
                }
                if chain.contains(&next) {
                    break; // a cycle that we are not part of: its own members tell it
                }
                chain.push(next);
                at = next;
            }
        }
    }

    fn parent(&self, index: EntryIndex) -> Option<(EntryIndex, &'static str, Span)> {
        let (id, field, span) = parent_of(&self.entries[index])?;
        match self.names.get(id)? {
            // A page that names itself is told as such.
            Thing::Entry(parent) if *parent != index => Some((*parent, field, span)),
            _ => None,
        }
    }

    /// Checks that no two pages want one address, and returns the redirects.
    fn addresses(&self, report: &mut Report) -> Vec<(String, EntryIndex)> {
        let reserved = address::reserved(self.words);
        let mut taken: BTreeMap<String, Option<Place>> = reserved.into_iter().map(|path| (path, None)).collect();
        for entry in self.entries {
            let path = address::entry(entry.kind, &entry.id, self.words);
            let place = entry.place(entry.id_span);
            if taken.contains_key(&path) || address::is_part(&path) {
                report.push(Diagnostic::new(Code::UrlCollision, place.clone()).arg("url", format!("/{path}")));
            }
            taken.insert(path, Some(place));
        }
        for home in self.configurations {
            let id = &home.configuration.id;
            let place = self.entries[home.entry].place(id.span);
            taken.insert(address::configuration(&id.id, self.words), Some(place));
        }
        let mut aliases = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            for text in &entry.common.aliases {
                let place = entry.place(text.span);
                let Some(path) = address::alias(text) else {
                    report.push(Diagnostic::new(Code::BadAlias, place).arg("alias", &**text));
                    continue;
                };
                let first = taken.get(&path);
                if first.is_some() || address::is_part(&path) {
                    let collision = Diagnostic::new(Code::AliasCollision, place).arg("alias", &**text);
                    report.push(match first {
                        Some(Some(first)) => collision.related("first", first.clone()),
                        _ => collision,
                    });
                    continue;
                }
                taken.insert(path.clone(), Some(place));
                aliases.push((path, index));
            }
        }
        aliases.sort();
        aliases
    }
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

fn names_of(kinds: &[Kind]) -> String {
    let names: Vec<String> = kinds.iter().map(|kind| format!("name:{}", kind.key())).collect();
    if names.is_empty() { "name:any".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests;

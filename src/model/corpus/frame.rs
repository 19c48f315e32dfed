//! The frame of the corpus: all that front matter alone decides. Ids and who keeps them, references and whether they
//! point somewhere, what each configuration names, how well each claim is known, old addresses. An edit in a text
//! leaves it as it is. Knows no links in texts.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::address;
use super::{ConfigurationIndex, EntryIndex, Home, Thing, parent_of};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::locale::Words;
use crate::model::cmo::{CmoItem, Configuration};
use crate::model::entry::Entry;
use crate::model::evidence::{self, Claims};
use crate::model::insight::Insight;
use crate::model::kind::Kind;
use crate::model::record::Record as _;
use crate::model::value::{Site, Wanted};
use crate::read::source::{Place, Span};

/// All that front matter decides.
#[derive(Debug)]
pub struct Frame {
    /// All configurations, sorted by id.
    pub configurations: Vec<Home>,
    /// The language's words: names of folders are addresses.
    pub words: Words,
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
    /// What follows from all configurations together.
    pub insight: Insight,
    /// Per entry: every entry that its front matter names, and the homes of configurations that it names.
    pub names_entries: Vec<Vec<EntryIndex>>,
    /// Per configuration: every entry that it names.
    pub letters: Vec<Vec<EntryIndex>>,
    /// Per entry: whom its front matter refers to, for their backlinks.
    pub(super) refers_to: Vec<Vec<EntryIndex>>,
    /// Per entry: the configurations that it tells though they live elsewhere.
    pub(super) tells: Vec<Vec<ConfigurationIndex>>,
    /// Which of the entries that were handed in are in the corpus, in its order.
    pub(super) order: Vec<usize>,
    pub(in crate::model) names: HashMap<String, Thing>,
    pub(super) titles: HashMap<String, Vec<EntryIndex>>,
    pub(super) files: HashMap<Arc<str>, EntryIndex>,
    /// Ids of drafts, which are left out.
    pub(super) hidden: HashSet<String>,
    pub(super) hidden_files: HashMap<Arc<str>, String>,
}

impl Frame {
    /// Reads the front matter of all entries together. Drafts are left out unless `drafts`.
    pub(super) fn new(all: &[Arc<Entry>], config: &Config, drafts: bool) -> (Self, Report) {
        let words = config.language().words();
        let mut report = Report::default();
        let hidden = |entry: &Entry| entry.common.draft && !drafts;
        // In the order of files, so that the first file keeps the id.
        let mut by_file: Vec<usize> = (0..all.len()).filter(|&index| !hidden(&all[index])).collect();
        by_file.sort_by(|&a, &b| all[a].file.cmp(&all[b].file));
        let (kept, homes) = keep(all, &by_file, &mut report);
        let left_out = by_file.len() - kept.len();

        let mut order = kept;
        order.sort_by(|&a, &b| (all[a].kind, &all[a].id).cmp(&(all[b].kind, &all[b].id)));
        let mut position = vec![0; all.len()];
        order.iter().enumerate().for_each(|(index, &from)| position[from] = index);
        let entries: Vec<Arc<Entry>> = order.iter().map(|&index| all[index].clone()).collect();
        let configurations: Vec<Home> = homes
            .into_iter()
            .map(|(index, configuration)| Home { entry: position[index], configuration: configuration.clone() })
            .collect();

        let ids = entries.iter().enumerate().map(|(index, entry)| (entry.id.clone(), Thing::Entry(index)));
        let mut names: HashMap<String, Thing> = ids.collect();
        let ids = configurations.iter().enumerate();
        names.extend(ids.map(|(index, home)| (home.configuration.id.id.clone(), Thing::Configuration(index))));

        let away: Vec<&Arc<Entry>> = all.iter().filter(|entry| hidden(entry)).collect();
        let hidden: HashSet<String> = away.iter().map(|entry| entry.id.clone()).collect();
        let resolver = Resolver {
            entries: &entries,
            configurations: &configurations,
            names: &names,
            hidden: &hidden,
            config,
            words,
        };
        let found: Vec<Report> = entries.par_iter().map(|entry| resolver.references(entry)).collect();
        found.into_iter().for_each(|found| report.extend(found));
        resolver.cycles(&mut report);
        let aliases = resolver.addresses(&mut report);

        let mut narrower = vec![Vec::new(); entries.len()];
        for (index, entry) in entries.iter().enumerate() {
            if let Some(Thing::Entry(parent)) = parent_of(entry).and_then(|(id, ..)| names.get(id)) {
                narrower[*parent].push(index);
            }
        }
        let mut frame = Self {
            words,
            uses: vec![Vec::new(); entries.len()],
            drawn: vec![Vec::new(); entries.len()],
            claims: evidence::weigh(&entries, &configurations, &names),
            narrower,
            insight: Insight::default(),
            aliases,
            whole: left_out == 0 && !entries.iter().any(|entry| entry.stub || entry.flawed),
            names_entries: Vec::with_capacity(entries.len()),
            letters: vec![Vec::new(); configurations.len()],
            refers_to: Vec::with_capacity(entries.len()),
            tells: Vec::with_capacity(entries.len()),
            order,
            titles: titles(&entries),
            files: entries.iter().enumerate().map(|(index, entry)| (entry.file.clone(), index)).collect(),
            hidden,
            hidden_files: away.iter().map(|entry| (entry.file.clone(), entry.id.clone())).collect(),
            names,
            configurations,
        };
        entries.iter().enumerate().for_each(|(index, entry)| frame.take(index, entry));
        for list in &mut frame.uses {
            list.sort_unstable();
            list.dedup();
        }
        frame.insight = Insight::of(&entries, &frame);
        (frame, report)
    }

    /// The position of the entry with this id.
    pub fn position(&self, id: &str) -> Option<EntryIndex> {
        match self.names.get(id)? {
            Thing::Entry(index) => Some(*index),
            Thing::Configuration(_) => None,
        }
    }

    /// Notes whom the front matter of one entry names.
    fn take(&mut self, from: EntryIndex, entry: &Entry) {
        let home = |thing: &Thing| match *thing {
            Thing::Entry(index) => index,
            Thing::Configuration(index) => self.configurations[index].entry,
        };
        let mut named = Vec::new();
        entry.each_site(|site| named.extend(self.names.get(site.id).map(home)));
        self.names_entries.push(named);

        let mut refers_to: Vec<EntryIndex> = Vec::new();
        let mut refer = |id: &str| {
            if let Some(Thing::Entry(to)) = self.names.get(id)
                && *to != from
                && !refers_to.contains(to)
            {
                refers_to.push(*to);
            }
        };
        entry.common.related.iter().for_each(|related| refer(&related.id));
        entry.data.each_site(&mut |site| refer(site.id));
        self.refers_to.push(refers_to);

        for citation in &entry.common.sources {
            if let Some(Thing::Entry(to)) = self.names.get(&citation.source.id)
                && *to != from
            {
                let place = citation.at.as_ref().map(|at| at.text.clone()).unwrap_or_default();
                self.drawn[*to].push((from, place));
            }
        }
        let mut tells = Vec::new();
        for item in &entry.common.cmo {
            let id = match item {
                CmoItem::Own(configuration, _) => &configuration.id.id,
                CmoItem::Elsewhere(reference) => &reference.id,
            };
            let Some(&Thing::Configuration(index)) = self.names.get(id) else { continue };
            self.uses[from].push(index);
            match item {
                CmoItem::Own(configuration, _) => {
                    let mut letters = Vec::new();
                    configuration.each_site(&mut |site| {
                        if let Some(Thing::Entry(to)) = self.names.get(site.id)
                            && matches!(site.wanted, Wanted::Entry(_))
                        {
                            letters.push(*to);
                        }
                    });
                    letters.iter().for_each(|&to| self.uses[to].push(index));
                    self.letters[index] = letters;
                }
                CmoItem::Elsewhere(_) if !tells.contains(&index) => tells.push(index),
                CmoItem::Elsewhere(_) => {}
            }
        }
        self.tells.push(tells);
    }
}

/// Who keeps an id that several want: the first in the order of files; entries before configurations. Configurations
/// come out sorted by id.
fn keep<'a>(
    all: &'a [Arc<Entry>],
    by_file: &[usize],
    report: &mut Report,
) -> (Vec<usize>, Vec<(usize, &'a Arc<Configuration>)>) {
    let mut places: HashMap<&str, Place> = HashMap::new();
    let mut want = |id: &'a str, place: Place| match places.get(id) {
        Some(first) => {
            let double = Diagnostic::new(Code::DuplicateId, place).arg("id", id);
            report.push(double.related("first", first.clone()));
            false
        }
        None => {
            places.insert(id, place);
            true
        }
    };
    let kept: Vec<usize> =
        by_file.iter().copied().filter(|&index| want(&all[index].id, all[index].place(all[index].id_span))).collect();
    let mut homes: Vec<(usize, &Arc<Configuration>)> = Vec::new();
    for &index in &kept {
        let own = all[index].configurations();
        homes.extend(
            own.filter(|own| want(&own.id.id, all[index].place(own.id.span)))
                .map(|configuration| (index, configuration)),
        );
    }
    homes.sort_by(|a, b| a.1.id.id.cmp(&b.1.id.id));
    (kept, homes)
}

fn titles(entries: &[Arc<Entry>]) -> HashMap<String, Vec<EntryIndex>> {
    let mut titles: HashMap<String, Vec<EntryIndex>> = HashMap::new();
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
    hidden: &'a HashSet<String>,
    config: &'a Config,
    words: Words,
}

impl Resolver<'_> {
    /// Checks every reference in an entry's front matter.
    fn references(&self, entry: &Entry) -> Report {
        let mut report = Report::default();
        entry.each_site(|site| report.extend(self.reference(entry, &site)));
        report
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
                if first.is_some() || address::is_part(&path) || address::is_below_route(&path, self.words) {
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

fn names_of(kinds: &[Kind]) -> String {
    let names: Vec<String> = kinds.iter().map(|kind| format!("name:{}", kind.key())).collect();
    if names.is_empty() { "name:any".to_owned() } else { names.join(", ") }
}

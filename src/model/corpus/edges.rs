//! Who refers to whom, collected while references are resolved: backlinks, uses of configurations, what is drawn from
//! sources. Knows what a reference turned out to be, not how.

use std::collections::HashSet;

use super::{Backlink, ConfigurationIndex, EntryIndex, Resolved, Resolver, Thing};
use crate::model::cmo::{CmoItem, Configuration};
use crate::model::entry::Entry;
use crate::model::record::Record as _;
use crate::model::value::Wanted;

/// What is known of every entry and configuration once all have been taken.
pub(super) struct Edges {
    pub(super) backlinks: Vec<Vec<Backlink>>,
    pub(super) configuration_backlinks: Vec<Vec<Backlink>>,
    pub(super) uses: Vec<Vec<ConfigurationIndex>>,
    pub(super) drawn: Vec<Vec<(EntryIndex, String)>>,
}

impl Edges {
    pub(super) fn new(entries: usize, configurations: usize) -> Self {
        Self {
            backlinks: vec![Vec::new(); entries],
            configuration_backlinks: vec![Vec::new(); configurations],
            uses: vec![Vec::new(); entries],
            drawn: vec![Vec::new(); entries],
        }
    }

    pub(super) fn take(&mut self, from: EntryIndex, entry: &Entry, resolved: &[Resolved], resolver: &Resolver<'_>) {
        let mut seen: HashSet<EntryIndex> = HashSet::new();
        for (site, target) in entry.body.links.iter().zip(resolved) {
            let sentence = Some(site.sentence.clone()).filter(|sentence| !sentence.is_empty());
            match target {
                Resolved::Entry(to, _) if *to != from && seen.insert(*to) => {
                    self.backlinks[*to].push(Backlink { from, sentence });
                }
                Resolved::Configuration(to) => {
                    let list = &mut self.configuration_backlinks[*to];
                    if resolver.configurations[*to].entry != from && !list.iter().any(|link| link.from == from) {
                        list.push(Backlink { from, sentence });
                    }
                }
                _ => {}
            }
        }
        let mut front = |id: &str| {
            if let Some(Thing::Entry(to)) = resolver.names.get(id)
                && *to != from
                && seen.insert(*to)
            {
                self.backlinks[*to].push(Backlink { from, sentence: None });
            }
        };
        entry.common.related.iter().for_each(|related| front(&related.id));
        entry.data.each_site(&mut |site| front(site.id));
        for citation in &entry.common.sources {
            if let Some(Thing::Entry(to)) = resolver.names.get(&citation.source.id)
                && *to != from
            {
                let place = citation.at.as_ref().map(|at| at.text.clone()).unwrap_or_default();
                self.drawn[*to].push((from, place));
            }
        }
        for item in &entry.common.cmo {
            match item {
                CmoItem::Own(configuration, _) => {
                    let Some(Thing::Configuration(index)) = resolver.names.get(&configuration.id.id) else { continue };
                    self.uses[from].push(*index);
                    item_sites(configuration, |id| {
                        if let Some(Thing::Entry(to)) = resolver.names.get(id) {
                            self.uses[*to].push(*index);
                        }
                    });
                }
                CmoItem::Elsewhere(reference) => {
                    if let Some(Thing::Configuration(index)) = resolver.names.get(&reference.id) {
                        self.uses[from].push(*index);
                        let list = &mut self.configuration_backlinks[*index];
                        if !list.iter().any(|link| link.from == from) {
                            list.push(Backlink { from, sentence: None });
                        }
                    }
                }
            }
        }
    }
}

fn item_sites(configuration: &Configuration, mut visit: impl FnMut(&str)) {
    configuration.each_site(&mut |site| {
        if matches!(site.wanted, Wanted::Entry(_)) {
            visit(site.id);
        }
    });
}

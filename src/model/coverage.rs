//! What the knowledge base covers and how well: per source what was drawn from it and how much of that can be looked
//! up, and which concepts nothing is known of. Counts only; knows no words.

use std::collections::{BTreeMap, BTreeSet};

use super::cmo::{Basis, Status};
use super::corpus::Corpus;
use super::entry::Data;
use super::kind::Kind;

/// What was drawn from a source, or from all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases that rest on it.
    pub cases: usize,
    /// Configurations with evidence from it.
    pub configurations: usize,
    /// Lessons that rest on it.
    pub lessons: usize,
    /// Pieces of evidence from it.
    pub evidence: usize,
    /// Pieces of evidence that name their place.
    pub placed: usize,
    /// Configurations that it only assumes.
    pub assumed: usize,
    /// Configurations of which at least one mechanism is our own conclusion.
    pub derived: usize,
    /// Figures from it.
    pub figures: usize,
    /// Figures without a date.
    pub undated: usize,
}

/// What the knowledge base covers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Per source, by id.
    pub sources: BTreeMap<String, Tally>,
    /// Everything together, each thing once.
    pub total: Tally,
    /// Concepts that no configuration names: key of their kind, ids.
    pub unnamed: Vec<(&'static str, Vec<String>)>,
}

impl Coverage {
    /// Counts.
    pub fn of(corpus: &Corpus) -> Self {
        let mut coverage = Self::default();
        for (_, source) in corpus.of_kind(Kind::Source) {
            coverage.sources.insert(source.id.clone(), Tally::default());
        }
        for home in &corpus.configurations {
            let configuration = &home.configuration;
            let derived = configuration.mechanism.iter().any(|tag| tag.basis.0 == Basis::Derived);
            let mut told: BTreeMap<&str, bool> = BTreeMap::new();
            for evidence in &configuration.evidence {
                let placed = usize::from(evidence.at.is_some());
                coverage.add(&evidence.source.id, |tally| {
                    tally.evidence += 1;
                    tally.placed += placed;
                });
                let assumed = evidence.status.unwrap_or(configuration.status) == Status::Assumed;
                told.entry(&evidence.source.id).and_modify(|all| *all &= assumed).or_insert(assumed);
            }
            let count = |tally: &mut Tally, assumed: bool| {
                tally.configurations += 1;
                tally.assumed += usize::from(assumed);
                tally.derived += usize::from(derived);
            };
            for (source, assumed) in &told {
                coverage.sources.entry((*source).to_owned()).and_modify(|tally| count(tally, *assumed));
            }
            count(&mut coverage.total, told.values().all(|assumed| *assumed));
        }
        for entry in &corpus.entries {
            let cited: BTreeSet<&str> =
                entry.common.sources.iter().map(|citation| citation.source.id.as_str()).collect();
            let count = |tally: &mut Tally| match entry.kind {
                Kind::CaseStudy => tally.cases += 1,
                Kind::Lesson => tally.lessons += 1,
                _ => {}
            };
            for source in cited {
                coverage.sources.entry(source.to_owned()).and_modify(count);
            }
            count(&mut coverage.total);
            let Data::CaseStudy(case) = &entry.data else { continue };
            for result in &case.results {
                let source = result.source.as_ref().map_or("", |source| source.id.as_str());
                coverage.add(source, |tally| {
                    tally.figures += 1;
                    tally.undated += usize::from(result.date.is_none());
                });
            }
        }
        for kind in Kind::ALL.into_iter().filter(|kind| kind.is_vocabulary()) {
            let unnamed = corpus.of_kind(kind).filter(|(index, _)| corpus.uses[*index].is_empty());
            coverage.unnamed.push((kind.key(), unnamed.map(|(_, entry)| entry.id.clone()).collect()));
        }
        coverage
    }

    /// Counts for a source and for everything together.
    fn add(&mut self, source: &str, count: impl Fn(&mut Tally)) {
        self.sources.entry(source.to_owned()).and_modify(&count);
        count(&mut self.total);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::model::testing::{corpus, page};

    #[test]
    fn what_was_drawn_from_a_source_is_counted_once_each() {
        let cmo = "sources: [{source: x}, {source: x, at: h. 2}]
results:
  - {label: Deelnemers, count: 3, source: x}
  - {label: Werk, count: 1, of: 3, date: 2024, source: y}
cmo:
  - {id: k-1, intervention: [doe], mechanism: [{is: durf, basis: derived}], outcome: [baan], because: B, effect: works,
     status: observed, evidence: [{source: x, at: h. 1}, {source: x}, {source: y, status: assumed}]}
  - {id: k-2, intervention: [doe], mechanism: [durf], outcome: [baan], because: B, effect: fails, status: assumed,
     evidence: [{source: x, at: h. 1}]}";
        let files = [
            ("casussen/a.md", cmo),
            ("lessen/l.md", "sources: [{source: y}]\ncases: [a]"),
            ("instrumenten/doe.md", ""),
            ("instrumenten/laat.md", ""),
            ("mechanismen/durf.md", "levers: [supply]"),
            ("uitkomsten/baan.md", "level: participant\nstage: final"),
            ("bronnen/x.md", "type: report"),
            ("bronnen/y.md", "type: report"),
            ("bronnen/z.md", "type: report"),
        ];
        let texts = files.map(|(path, fields)| (path, page(path, fields, "")));
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let site = "title = 'T'\ndescription = 'D'\nlists = {themes = {t = 'T'}, roles = {r = 'R'}}\n";
        let (corpus, ..) = corpus(site, &files);
        let coverage = Coverage::of(&corpus);
        let x = Tally {
            cases: 1,
            configurations: 2,
            evidence: 3,
            placed: 2,
            assumed: 1,
            derived: 1,
            figures: 1,
            undated: 1,
            ..Tally::default()
        };
        let y = Tally {
            configurations: 1,
            lessons: 1,
            evidence: 1,
            assumed: 1,
            derived: 1,
            figures: 1,
            ..Tally::default()
        };
        let expected = [("x", x), ("y", y), ("z", Tally::default())];
        assert_eq!(coverage.sources, expected.map(|(id, tally)| (id.to_owned(), tally)).into());
        let total = Tally { lessons: 1, evidence: 4, figures: 2, ..x };
        assert_eq!(coverage.total, total);
        let unnamed = coverage.unnamed.iter().flat_map(|(kind, ids)| ids.iter().map(move |id| format!("{kind} {id}")));
        assert_eq!(unnamed.collect::<Vec<_>>(), ["intervention laat"]);
    }
}

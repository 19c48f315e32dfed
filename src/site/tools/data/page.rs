//! One page as data: what a comparison lays beside others and what a document tells of it. Links in its text begin one
//! folder deep, where the pages of tools stand. Knows no script.

use serde::Serialize;

use super::ROOT;
use crate::model::corpus::{EntryIndex, Home};
use crate::model::entry::{Data, Entry};
use crate::model::insight::checklist::Checklist;
use crate::site::cmo;
use crate::site::entry::{configurations, facts, self_check, steps};
use crate::site::plan::Subject;
use crate::site::scope::{Scope, root_of};
use crate::site::tools::compare::{Figure, figure};
use crate::site::tools::selection::KINDS;
use crate::site::view::{Fact, FactValue, SelfCheckView, StepView};

/// A page.
#[derive(Serialize)]
pub(super) struct PageData<'a> {
    id: &'a str,
    kind: &'static str,
    title: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    /// Of a case: key, label, and values with their remarks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<(&'static str, String, Vec<Said>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<SelfCheckView>,
    /// The text as HTML.
    #[serde(skip_serializing_if = "String::is_empty")]
    body: String,
    /// What to do, and whether that may change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<Said>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pitfalls: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    figures: Vec<Figure>,
    /// Ids of building blocks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<&'a str>,
    /// Of a case: id, title, effect, and that in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    configurations: Vec<(&'a str, String, &'static str, String)>,
    /// Of a configuration: its card.
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<&'a str>,
    /// Title, address below the root, place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<(String, String, String)>,
    /// Ids of what to arrange, watch and measure.
    checklist: [Vec<&'a str>; 3],
}

/// A text, and a remark on it.
#[derive(Serialize)]
#[serde(untagged)]
enum Said {
    Plain(String),
    Noted(String, String),
}

impl Said {
    fn new(text: String, note: Option<String>) -> Self {
        match note {
            Some(note) => Said::Noted(text, note),
            None => Said::Plain(text),
        }
    }
}

/// The id under which a page can be collected.
pub(super) fn id<'a>(scope: &Scope<'a>, subject: Subject) -> Option<&'a str> {
    match subject {
        Subject::Entry(index) => scope.entry(index).filter(|entry| KINDS.contains(&entry.kind)).map(|entry| &*entry.id),
        Subject::Configuration(index) => scope.corpus.configurations.get(index).map(|home| &*home.configuration.id.id),
    }
}

/// The data of a page; `cards` of all configurations.
pub(super) fn page<'a>(scope: &Scope<'a>, subject: Subject, cards: &'a [std::sync::Arc<str>]) -> Option<PageData<'a>> {
    let lists = &scope.corpus.insight.checklists;
    match subject {
        Subject::Entry(index) => Some(entry(scope, index, scope.entry(index)?, lists.entries.get(index)?)),
        Subject::Configuration(index) => {
            let home = scope.corpus.configurations.get(index)?;
            Some(configuration(scope, home, cards.get(index)?, lists.configurations.get(index)?))
        }
    }
}

fn entry<'a>(scope: &Scope<'a>, index: EntryIndex, entry: &'a Entry, list: &Checklist) -> PageData<'a> {
    let step = |step: StepView| Said::new(step.text, step.part_label);
    let title = |home: &'a Home| {
        let (configuration, effect) = (&home.configuration, home.configuration.effect.word());
        (&*configuration.id.id, cmo::title(scope, configuration), effect, scope.word("effect", effect))
    };
    let mut data = PageData {
        id: &entry.id,
        kind: entry.kind.key(),
        title: entry.common.title.text.clone(),
        summary: &entry.common.summary,
        facts: Vec::new(),
        check: self_check(entry),
        body: body(scope, index, entry),
        steps: steps(scope, index, entry).into_iter().map(step).collect(),
        pitfalls: Vec::new(),
        figures: Vec::new(),
        blocks: Vec::new(),
        configurations: Vec::new(),
        card: None,
        sources: sources(scope.sources(&entry.common.sources)),
        checklist: checklist(scope, list),
    };
    match &entry.data {
        Data::CaseStudy(case) => {
            data.facts = facts(scope, entry).into_iter().map(fact).collect();
            data.figures = case.results.iter().map(|result| figure(scope, result)).collect();
            data.blocks = case.building_blocks.iter().map(|block| &*block.id).collect();
            let homes = configurations(scope, index).iter().filter_map(|&one| scope.corpus.configurations.get(one));
            data.configurations = homes.map(title).collect();
        }
        Data::BuildingBlock(block) => data.pitfalls = block.pitfalls.iter().map(|text| &*text.text).collect(),
        _ => {}
    }
    data
}

fn configuration<'a>(scope: &Scope<'a>, home: &'a Home, card: &'a str, list: &Checklist) -> PageData<'a> {
    let configuration = &*home.configuration;
    let evidence = configuration.evidence.iter();
    let cited = evidence.map(|one| scope.source(&one.source.id, one.at.as_deref()));
    PageData {
        id: &configuration.id.id,
        kind: "configuration",
        title: cmo::title(scope, configuration),
        summary: "",
        facts: Vec::new(),
        check: None,
        body: String::new(),
        steps: Vec::new(),
        pitfalls: Vec::new(),
        figures: Vec::new(),
        blocks: Vec::new(),
        configurations: Vec::new(),
        card: Some(card),
        sources: sources(cited.collect()),
        checklist: checklist(scope, list),
    }
}

fn fact(fact: Fact) -> (&'static str, String, Vec<Said>) {
    let said = |value: FactValue| Said::new(value.text, value.note);
    (fact.key, fact.label, fact.values.into_iter().map(said).collect())
}

/// The text, with links that begin where the pages of tools stand. In text a quote is escaped, so what looks like the
/// beginning of a link is one.
fn body(scope: &Scope<'_>, index: EntryIndex, entry: &Entry) -> String {
    let text = scope.bodies.get(index).map_or("", |html| html.as_str());
    text.replace(&format!("=\"{}", root_of(&scope.corpus.address(entry))), &format!("=\"{ROOT}"))
}

fn sources(sources: Vec<crate::site::view::SourceView>) -> Vec<(String, String, String)> {
    sources.into_iter().map(|source| (source.link.label, source.link.href, source.at)).collect()
}

fn checklist<'a>(scope: &Scope<'a>, list: &Checklist) -> [Vec<&'a str>; 3] {
    [&list.arrange, &list.watch, &list.measure]
        .map(|indexes| indexes.iter().filter_map(|&index| scope.entry(index)).map(|entry| entry.id.as_str()).collect())
}

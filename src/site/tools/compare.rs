//! Cases beside each other: the page where a reader chooses them, which works with a script, and for every case with
//! parts a page that compares those. What figures must have in common to compare, the model says. Knows no templates.

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::{Page, Show};
use crate::model::address;
use crate::model::cmo::Effect;
use crate::model::corpus::EntryIndex;
use crate::model::entry::{Data, Entry};
use crate::model::insight::comparison::{Traits, doubts, subject, traits};
use crate::model::kind::{CaseResult, CaseStudy, Kind};
use crate::site::cmo;
use crate::site::entry::{configurations, facts, result_row};
use crate::site::keys::Keys;
use crate::site::scope::{Scope, file};
use crate::site::view::{Card, Fact, FactValue, Link, Meta, SourceView};

/// Facts that are compared, in this order.
pub const ASPECTS: [&str; 9] =
    ["status", "period", "places", "sectors", "audiences", "entry_requirements", "duration", "funding", "phases"];
/// Most cases side by side; more than that stand under each other.
const SIDE_BY_SIDE: usize = 4;

/// The page where one chooses.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Compare {
    /// Comparisons that need no script.
    pub comparisons: Vec<Card>,
    /// The facts to compare, for the script: their keys.
    pub aspects: String,
}

/// Cases beside each other.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ComparisonView {
    /// The case that they are parts of.
    pub whole: Link,
    /// `2` to `4`: so many side by side; `many`: under each other.
    pub columns: String,
    /// The cases.
    pub cases: Vec<Card>,
    /// Facts, those of one kind together.
    pub aspects: Vec<Aspect>,
    /// Figures on what more than one case counted.
    pub subjects: Vec<Subject>,
    /// Figures that one case alone gives.
    pub alone: Vec<FigureOf>,
    /// Building blocks, by how many cases share them.
    pub blocks: Vec<SharedGroup>,
    /// Configurations, by how many cases share them.
    pub configurations: Vec<SharedGroup>,
}

/// One fact of all cases.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Aspect {
    /// The key of the fact.
    pub key: &'static str,
    /// In words.
    pub label: String,
    /// What each case says, those that say nothing too when cases stand side by side.
    pub cells: Vec<CellOf>,
}

/// What a case says of a fact.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct CellOf {
    /// The case.
    pub case: Link,
    /// The values.
    pub values: Vec<FactValue>,
}

/// What several cases counted.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Subject {
    /// Anchor.
    pub id: String,
    /// The outcome, or what they say to count.
    pub label: String,
    /// Why they do not simply compare, in words.
    pub doubts: Vec<String>,
    /// The figures.
    pub figures: Vec<FigureOf>,
}

/// A figure with the case that gives it.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct FigureOf {
    /// The case.
    pub case: Link,
    /// The figure.
    pub figure: Figure,
}

/// A figure, as pages and scripts show it.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Figure {
    /// What it is about: an outcome, or what it counts.
    pub subject: String,
    /// That in words.
    pub title: String,
    /// What was counted.
    pub label: String,
    /// `7 van de 10`.
    pub value: String,
    /// `70%`; none when there is no whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// How long its bar is, of a hundred.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bar: Option<u64>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What exactly counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceView>,
    /// What must be the same for it to compare.
    pub traits: Traits,
}

/// Things that the same number of cases share.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SharedGroup {
    /// `all`, `some`, `one`.
    pub key: &'static str,
    /// In words.
    pub label: String,
    /// The things.
    pub items: Vec<Shared>,
}

/// A thing, and the cases that have it.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Shared {
    /// The thing.
    pub link: Link,
    /// What a configuration says: its effect.
    pub effect: Option<&'static str>,
    /// In words.
    pub effect_label: String,
    /// The cases; left out when it is all of them.
    pub cases: Vec<String>,
}

/// Whether there are cases to lay beside each other.
pub fn is_there(scope: &Scope<'_>) -> bool {
    scope.corpus.of_kind(Kind::CaseStudy).nth(1).is_some()
}

/// Where one chooses.
pub fn path(scope: &Scope<'_>) -> String {
    address::route("compare", scope.words)
}

/// Where the parts of a case are compared.
pub fn part_path(scope: &Scope<'_>, index: usize) -> String {
    let whole = scope.corpus.insight.comparisons.get(index).and_then(|one| scope.entry(one.whole));
    whole.map(|whole| format!("{}{}/", path(scope), whole.id)).unwrap_or_default()
}

/// Feeds what the comparison of parts depends on.
pub fn key(scope: &Scope<'_>, keys: &Keys, index: usize, hasher: &mut Xxh3) {
    let Some(comparison) = scope.corpus.insight.comparisons.get(index) else { return };
    keys.entry(scope, comparison.whole, hasher);
    comparison.parts.iter().for_each(|part| keys.entry(scope, *part, hasher));
}

/// The page where one chooses.
pub fn page(scope: &Scope<'_>) -> Page {
    let card = |(index, whole): (usize, &Entry)| Card {
        link: Link { href: file(&part_path(scope, index)), label: title(scope, whole) },
        summary: description(scope, index, whole),
        ..scope.card(whole)
    };
    let comparisons = scope.corpus.insight.comparisons.iter().enumerate();
    let comparisons = comparisons.filter_map(|(index, one)| Some(card((index, scope.entry(one.whole)?))));
    let meta = Meta {
        title: scope.word("route-title", "compare"),
        description: scope.word("compare", "intro"),
        ..Meta::default()
    };
    let show = Compare { comparisons: comparisons.collect(), aspects: ASPECTS.join(" ") };
    Page {
        path: path(scope),
        template: "compare.html",
        words: "compare",
        meta,
        parents: Vec::new(),
        show: Show::Compare(show),
    }
}

fn title(scope: &Scope<'_>, whole: &Entry) -> String {
    scope.words.fill("compare.title_of", &[("title", &whole.common.title)])
}

fn description(scope: &Scope<'_>, index: usize, whole: &Entry) -> String {
    let parts = scope.corpus.insight.comparisons.get(index).map_or(0, |one| one.parts.len());
    scope.words.fill("compare.description_of", &[("n", &parts.to_string()), ("title", &whole.common.title)])
}

/// The page that compares the parts of a case.
pub fn part_page(scope: &Scope<'_>, index: usize) -> Page {
    let comparison = &scope.corpus.insight.comparisons[index];
    let whole = &scope.corpus.entries[comparison.whole];
    let meta = Meta { title: title(scope, whole), description: description(scope, index, whole), ..Meta::default() };
    Page {
        path: part_path(scope, index),
        template: "comparison.html",
        words: "compare",
        meta,
        parents: vec![scope.route("compare")],
        show: Show::Comparison(Box::new(view(scope, whole, &comparison.parts))),
    }
}

fn view(scope: &Scope<'_>, whole: &Entry, parts: &[EntryIndex]) -> ComparisonView {
    let cases: Vec<CaseOf<'_>> = parts
        .iter()
        .filter_map(|&index| {
            let entry = scope.entry(index)?;
            let Data::CaseStudy(case) = &entry.data else { return None };
            Some(CaseOf { index, entry, case, link: scope.link(entry), facts: facts(scope, entry) })
        })
        .collect();
    let beside = cases.len() <= SIDE_BY_SIDE;
    let (subjects, alone) = figures(scope, &cases);
    ComparisonView {
        whole: scope.link(whole),
        columns: if beside { cases.len().to_string() } else { "many".to_owned() },
        cases: cases.iter().map(|case| scope.card(case.entry)).collect(),
        aspects: ASPECTS.into_iter().filter_map(|key| aspect(key, &cases, beside)).collect(),
        subjects,
        alone,
        blocks: shared(scope, &cases, |case| {
            case.case.building_blocks.iter().map(|block| (scope.link_to(&block.id), None)).collect()
        }),
        configurations: shared(scope, &cases, |case| {
            let homes = configurations(scope, case.index).iter().map(|&index| &scope.corpus.configurations[index]);
            let one = |home: &crate::model::corpus::Home| {
                let label = cmo::title(scope, &home.configuration);
                let href = scope.configuration_href(&home.configuration.id.id);
                (Link { href, label }, Some(home.configuration.effect))
            };
            homes.map(one).collect()
        }),
    }
}

struct CaseOf<'a> {
    index: EntryIndex,
    entry: &'a Entry,
    case: &'a CaseStudy,
    link: Link,
    facts: Vec<Fact>,
}

fn aspect(key: &'static str, cases: &[CaseOf<'_>], beside: bool) -> Option<Aspect> {
    let said = |case: &CaseOf<'_>| case.facts.iter().find(|fact| fact.key == key).map(|fact| fact.values.clone());
    let label = cases.iter().flat_map(|case| &case.facts).find(|fact| fact.key == key)?.label.clone();
    let cell = |case: &CaseOf<'_>| CellOf { case: case.link.clone(), values: said(case).unwrap_or_default() };
    let cells = cases.iter().map(cell).filter(|cell| beside || !cell.values.is_empty());
    Some(Aspect { key, label, cells: cells.collect() })
}

/// A figure of a case.
pub fn figure(scope: &Scope<'_>, result: &CaseResult) -> Figure {
    let row = result_row(scope, result);
    let bar = result.of.filter(|of| of.number > 0).map(|of| result.count.number.min(of.number) * 100 / of.number);
    Figure {
        subject: subject(result),
        title: row.outcome.map_or_else(|| row.label.clone(), |outcome| outcome.label),
        label: row.label,
        value: row.value,
        share: row.share,
        bar,
        date: row.date,
        note: row.note,
        source: row.source,
        traits: traits(result),
    }
}

/// Figures by what they are about: what several cases counted, what most of them counted first; and the rest.
fn figures(scope: &Scope<'_>, cases: &[CaseOf<'_>]) -> (Vec<Subject>, Vec<FigureOf>) {
    let mut groups: Vec<(String, Vec<FigureOf>)> = Vec::new();
    for case in cases {
        for result in &case.case.results {
            let figure = FigureOf { case: case.link.clone(), figure: figure(scope, result) };
            match groups.iter_mut().find(|(subject, _)| *subject == figure.figure.subject) {
                Some((_, group)) => group.push(figure),
                None => groups.push((figure.figure.subject.clone(), vec![figure])),
            }
        }
    }
    let count = |group: &[FigureOf]| {
        let mut cases: Vec<&str> = group.iter().map(|one| one.case.href.as_str()).collect();
        cases.dedup();
        cases.len()
    };
    let (mut together, alone): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, group)| count(group) > 1);
    together.sort_by_key(|(_, group)| std::cmp::Reverse(count(group)));
    let subject = |(subject, figures): (String, Vec<FigureOf>)| {
        let given: Vec<(&str, &Traits)> =
            figures.iter().map(|one| (one.case.href.as_str(), &one.figure.traits)).collect();
        let doubts = doubts(&given).into_iter().map(|doubt| scope.word("doubt", doubt.word())).collect();
        let label = figures.first().map(|one| one.figure.title.clone()).unwrap_or_default();
        Subject { id: format!("figures-{subject}"), label, doubts, figures }
    };
    (together.into_iter().map(subject).collect(), alone.into_iter().flat_map(|(_, group)| group).collect())
}

/// What cases share: what all of them have, what some have, what one has.
fn shared(
    scope: &Scope<'_>,
    cases: &[CaseOf<'_>],
    of: impl Fn(&CaseOf<'_>) -> Vec<(Link, Option<Effect>)>,
) -> Vec<SharedGroup> {
    let mut things: Vec<Shared> = Vec::new();
    for case in cases {
        for (link, effect) in of(case) {
            let name = case.link.label.clone();
            match things.iter_mut().find(|thing| thing.link.href == link.href) {
                Some(thing) if thing.cases.contains(&name) => {}
                Some(thing) => thing.cases.push(name),
                None => things.push(Shared {
                    link,
                    effect: effect.map(Effect::word),
                    effect_label: effect.map(|effect| scope.word("effect", effect.word())).unwrap_or_default(),
                    cases: vec![name],
                }),
            }
        }
    }
    things.sort_by_key(|thing| std::cmp::Reverse(thing.cases.len()));
    let group = |key: &'static str, fits: &dyn Fn(usize) -> bool| SharedGroup {
        key,
        label: scope.word("compare", &format!("shared_{key}")),
        items: things.iter().filter(|thing| fits(thing.cases.len())).cloned().collect(),
    };
    let all = cases.len();
    let mut groups = vec![
        group("all", &|count| count == all),
        group("some", &|count| count > 1 && count < all),
        group("one", &|count| count == 1 && count < all),
    ];
    groups.retain(|group| !group.items.is_empty());
    groups
        .iter_mut()
        .filter(|group| group.key == "all")
        .flat_map(|group| &mut group.items)
        .for_each(|item| item.cases.clear());
    groups
}

//! Ripples: what one configuration brings is where the next begins. Per outcome that is a circumstance afterwards the
//! configurations on both sides, with their picture. Knows no templates.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Page, Show};
use crate::model::address;
use crate::model::cmo::{ContextState, Effect, OutcomeState};
use crate::model::corpus::{ConfigurationIndex, Home};
use crate::model::insight::ripple::Ripple;
use crate::site::cmo;
use crate::site::html::Html;
use crate::site::scope::Scope;
use crate::site::svg;
use crate::site::view::{Cell, Column, Diagram, Link, Meta, Table};

/// All ripples.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Ripples {
    /// One section each.
    pub sections: Vec<RippleView>,
}

/// An outcome that is a circumstance.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct RippleView {
    /// Anchor.
    pub id: String,
    /// What comes of it.
    pub outcome: Link,
    /// Its state, unless that is the plain one.
    pub outcome_state: Option<String>,
    /// The circumstance that it is.
    pub context: Link,
    /// Its state, unless that is the plain one.
    pub context_state: Option<String>,
    /// How the first configurations lead to the next.
    pub diagram: Diagram,
    /// How many configurations end with the outcome, and how many begin with the circumstance.
    pub counts: String,
    /// Circumstances further on: ripples that begin with an outcome of the configurations after.
    pub onward: Vec<Link>,
}

/// Most boxes in a column of a picture; the table has them all.
const MOST: usize = 6;

/// Where the page stands.
pub fn path(scope: &Scope<'_>) -> String {
    address::route("ripples", scope.words)
}

/// The page.
pub fn page(scope: &Scope<'_>) -> Page {
    let sections = scope.corpus.insight.ripples.iter().map(|ripple| section(scope, ripple)).collect();
    let meta = Meta {
        title: scope.word("route-title", "ripples"),
        description: scope.word("ripples", "intro"),
        ..Meta::default()
    };
    Page {
        path: path(scope),
        template: "ripples.html",
        words: "ripples",
        meta,
        parents: Vec::new(),
        show: Show::Ripples(Ripples { sections }),
    }
}

fn anchor(scope: &Scope<'_>, ripple: &Ripple) -> String {
    let id = |index: usize| scope.entry(index).map_or("", |entry| entry.id.as_str());
    let (outcome, came) = ripple.outcome;
    let state = if came == OutcomeState::Occurs { "" } else { "-absent" };
    format!("ripple-{}{state}-{}", id(outcome), id(ripple.context.0))
}

fn section(scope: &Scope<'_>, ripple: &Ripple) -> RippleView {
    let link = |index: usize| scope.entry(index).map(|entry| scope.link(entry)).unwrap_or_default();
    let (outcome, came) = ripple.outcome;
    let (context, state) = ripple.context;
    let homes = |indexes: &[ConfigurationIndex]| -> Vec<&Home> {
        indexes.iter().filter_map(|&index| scope.corpus.configurations.get(index)).collect()
    };
    let (before, after) = (homes(&ripple.before), homes(&ripple.after));
    let reached = |next: &&Ripple| {
        let Some(entry) = scope.entry(next.outcome.0) else { return false };
        let ends = |home: &&Home| {
            home.configuration.outcome.iter().any(|tag| tag.is.id == entry.id && tag.state.0 == next.outcome.1)
        };
        next.outcome != ripple.outcome && after.iter().any(ends)
    };
    let onward = scope.corpus.insight.ripples.iter().filter(reached).map(|next| {
        let label = link(next.outcome.0).label;
        Link {
            href: format!("#{}", anchor(scope, next)),
            label: cmo::with_state(scope, "outcome", label, next.outcome.1.word()),
        }
    });
    RippleView {
        id: anchor(scope, ripple),
        outcome: link(outcome),
        outcome_state: (came == OutcomeState::Absent).then(|| scope.state("outcome", came.word())),
        context: link(context),
        context_state: (state == ContextState::Absent).then(|| scope.state("context", state.word())),
        diagram: diagram(scope, ripple, &before, &after),
        counts: scope
            .words
            .fill("ripples.ends_with", &[("before", &before.len().to_string()), ("after", &after.len().to_string())]),
        onward: onward.collect(),
    }
}

/// A line of a diagram: from a column and a box in it to another, and its effect.
type Line = ((usize, usize), (usize, usize), &'static str);
/// A concept in a state, as a box.
type Tag<'a> = (&'a str, &'static str);

/// Boxes by how often they occur, then by id: the same corpus gives the same picture.
fn most<'a>(tags: impl Iterator<Item = Tag<'a>>) -> Vec<(Tag<'a>, u32)> {
    let mut counts: BTreeMap<Tag<'a>, u32> = BTreeMap::new();
    tags.for_each(|tag| *counts.entry(tag).or_default() += 1);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(MOST);
    counts
}

fn done(home: &Home) -> impl Iterator<Item = Tag<'_>> {
    home.configuration.intervention.iter().map(|tag| (tag.is.id.as_str(), tag.state.0.word()))
}

fn came(home: &Home) -> impl Iterator<Item = Tag<'_>> {
    home.configuration.outcome.iter().map(|tag| (tag.is.id.as_str(), tag.state.0.word()))
}

/// What is done, the outcome that is a circumstance, what is done then, and what comes of that.
fn diagram(scope: &Scope<'_>, ripple: &Ripple, before: &[&Home], after: &[&Home]) -> Diagram {
    let id = |index: usize| scope.entry(index).map_or("", |entry| entry.id.as_str());
    let middle = (id(ripple.outcome.0), ripple.outcome.1.word());
    let first = most(before.iter().flat_map(|home| done(home)));
    let then = most(after.iter().flat_map(|home| done(home)));
    let last = most(after.iter().flat_map(|home| came(home)));
    let place = |column: &[(Tag<'_>, u32)], tag: Tag<'_>| column.iter().position(|(one, _)| *one == tag);

    let mut links: BTreeMap<Line, u32> = BTreeMap::new();
    let mut join = |from, to, effect: Effect| *links.entry((from, to, effect.word())).or_default() += 1;
    for home in before {
        let effect = home.configuration.effect;
        done(home).filter_map(|tag| place(&first, tag)).for_each(|at| join((0, at), (1, 0), effect));
    }
    for home in after {
        let effect = home.configuration.effect;
        let steps: Vec<usize> = done(home).filter_map(|tag| place(&then, tag)).collect();
        let ends: Vec<usize> = came(home).filter_map(|tag| place(&last, tag)).collect();
        steps.iter().for_each(|&step| join((1, 0), (2, step), effect));
        for &end in &ends {
            steps.iter().for_each(|&step| join((2, step), (3, end), effect));
            if steps.is_empty() {
                join((1, 0), (3, end), effect);
            }
        }
    }

    let column = |heading: &str, letter: &str, tags: &[(Tag<'_>, u32)]| svg::Column {
        heading: scope.word("ripples", heading),
        nodes: tags.iter().map(|((id, state), count)| cmo::node(scope, letter, id, state, *count)).collect(),
    };
    let outcome = cmo::with_state(scope, "outcome", scope.link_to(middle.0).label, middle.1);
    let caption = scope.words.fill("ripples.diagram", &[("outcome", &outcome)]);
    let svg = svg::chain(&svg::Chain {
        title: scope.word("ripples", "diagram_title"),
        description: caption.clone(),
        id: anchor(scope, ripple),
        columns: [
            column("first", "intervention", &first),
            column("becomes", "outcome", &[(middle, 1)]),
            column("then", "intervention", &then),
            column("last", "outcome", &last),
        ],
        links: links
            .into_iter()
            .map(|((from, to, effect), weight)| svg::Link { from, to, effect: cmo::effect_of(effect), weight })
            .collect(),
        legend: cmo::legend(scope, true),
    });
    Diagram { svg: Html::drawn(svg), caption, table: table(scope, &outcome, before, after) }
}

/// Every configuration on both sides.
fn table(scope: &Scope<'_>, outcome: &str, before: &[&Home], after: &[&Home]) -> Table {
    let column = |key: &str| Column { label: scope.word("ripples", key), numeric: false };
    let row = |home: &&Home, side: &str| {
        let configuration = &home.configuration;
        let text = |text: String| Cell { text, ..Cell::default() };
        vec![
            Cell {
                text: cmo::title(scope, configuration),
                href: Some(scope.configuration_href(&configuration.id.id)),
                sort: None,
            },
            text(scope.word("ripples", side)),
            text(scope.word("effect", configuration.effect.word())),
        ]
    };
    let rows =
        before.iter().map(|home| row(home, "side_before")).chain(after.iter().map(|home| row(home, "side_after")));
    Table {
        caption: scope.words.fill("ripples.table", &[("outcome", outcome)]),
        columns: vec![
            column("configuration"),
            column("side"),
            Column { label: scope.word("text", "effect"), numeric: false },
        ],
        rows: rows.collect(),
    }
}

//! Contradictions and what holds, as pages: both sides of what was seen both ways, with what may explain it; and what
//! was seen in several circumstances and never otherwise. Long lists are cut into parts. Knows no templates.

use serde::Serialize;

use super::matrix::{findings, pair_href};
use super::{Page, Show};
use crate::model::address;
use crate::model::cmo::ContextState;
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::entry::Data;
use crate::model::insight::contradiction::{Circumstance, Contradiction, Party};
use crate::model::insight::pair::Basis;
use crate::model::insight::question::Side;
use crate::model::kind::Stage;
use crate::site::cmo;
use crate::site::lists::{pages, part_path, parts};
use crate::site::scope::{Scope, file};
use crate::site::view::{ConfigurationLine, Link, Meta, Pages};

/// What was seen both ways.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Contradictions {
    /// How many in all.
    pub count: usize,
    /// Those in this part.
    pub items: Vec<ContradictionView>,
    /// The other parts.
    pub pages: Option<Pages>,
    /// Pages on what stands out.
    pub findings: Vec<Link>,
}

/// Something that was seen both ways.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ContradictionView {
    /// What it is about.
    pub pair: PairView,
    /// Who saw the wanted outcome come, and who saw it stay away.
    pub sides: Vec<SideView>,
    /// Where they differ: that named in opposite states first.
    pub differences: Vec<Difference>,
    /// More differences than are shown.
    pub more: Option<String>,
    /// What both sides name.
    pub shared: Vec<Difference>,
    /// That one side names no circumstances at all.
    pub silent: Option<String>,
}

/// An intervention or a mechanism, and an outcome.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PairView {
    /// Anchor.
    pub id: String,
    /// What the first is, in words.
    pub kind_label: String,
    /// The two, with the way to all that was said of them.
    pub link: Link,
}

/// One side of a contradiction.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SideView {
    /// `for`, `against`.
    pub side: &'static str,
    /// In words.
    pub label: String,
    /// What it rests on.
    pub basis: String,
    /// The configurations, in lines.
    pub lines: Vec<ConfigurationLine>,
    /// How many more there are.
    pub more: Option<String>,
}

/// A circumstance, and what is said of it.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Difference {
    /// The circumstance; without address when it has no page.
    pub link: Link,
    /// What is said of it.
    pub text: String,
    /// The two sides name it in opposite states.
    pub is_opposite: bool,
}

/// What holds.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Robustness {
    /// How many in all.
    pub count: usize,
    /// Those in this part.
    pub items: Vec<HoldingView>,
    /// The other parts.
    pub pages: Option<Pages>,
    /// Pages on what stands out.
    pub findings: Vec<Link>,
}

/// Something that holds.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct HoldingView {
    /// What it is about.
    pub pair: PairView,
    /// In how many cases, sources and circumstances.
    pub basis: String,
    /// The configurations, in lines.
    pub lines: Vec<ConfigurationLine>,
    /// How many more there are.
    pub more: Option<String>,
}

/// Contradictions in one part.
const CONTRADICTIONS: usize = 20;
/// Of what holds, in one part.
const HOLDINGS: usize = 40;
/// Most configurations of one side.
const LINES: usize = 6;
/// Most differences of one contradiction.
const DIFFERENCES: usize = 10;

/// How many parts each list has.
pub fn contradiction_parts(scope: &Scope<'_>) -> usize {
    parts(scope.corpus.insight.contradictions.len(), CONTRADICTIONS)
}

/// How many parts each list has.
pub fn robustness_parts(scope: &Scope<'_>) -> usize {
    parts(scope.corpus.insight.holding.len(), HOLDINGS)
}

/// Where a part stands.
pub fn path(scope: &Scope<'_>, key: &str, part: usize) -> String {
    part_path(&address::route(key, scope.words), part)
}

/// Where a contradiction stands.
pub fn href(scope: &Scope<'_>, subject: EntryIndex, outcome: EntryIndex) -> String {
    let all = &scope.corpus.insight.contradictions;
    let at = all.iter().position(|one| (one.subject, one.outcome) == (subject, outcome)).unwrap_or(0);
    format!("{}#{}", file(&path(scope, "contradictions", at / CONTRADICTIONS + 1)), anchor(scope, subject, outcome))
}

fn anchor(scope: &Scope<'_>, subject: EntryIndex, outcome: EntryIndex) -> String {
    let id = |index: EntryIndex| scope.entry(index).map(|entry| entry.id.as_str()).unwrap_or_default();
    format!("{}--{}", id(subject), id(outcome))
}

/// `Proefplaatsing → betaald werk`; `Verwachtingen vastleggen tegen uitval`, when nobody wants the outcome.
pub fn pair_label(scope: &Scope<'_>, subject: EntryIndex, outcome: EntryIndex) -> String {
    let (Some(subject), Some(outcome)) = (scope.entry(subject), scope.entry(outcome)) else { return String::new() };
    let unwanted = matches!(&outcome.data, Data::Outcome(data) if data.stage == Stage::Unwanted);
    let key = if unwanted { "contradictions.pair_unwanted" } else { "contradictions.pair" };
    scope.words.fill(key, &[("subject", &subject.common.title), ("outcome", &outcome.title_inside())])
}

fn pair(scope: &Scope<'_>, subject: EntryIndex, outcome: EntryIndex) -> PairView {
    PairView {
        id: anchor(scope, subject, outcome),
        kind_label: scope.entry(subject).map(|entry| scope.kind_word(entry.kind, "singular")).unwrap_or_default(),
        link: Link { href: pair_href(scope, subject, outcome), label: pair_label(scope, subject, outcome) },
    }
}

/// `2 casussen en 1 bron`.
pub fn basis_text(scope: &Scope<'_>, basis: Basis) -> String {
    scope.enumerate(&[scope.count(basis.cases, "independent-case"), scope.count(basis.sources, "independent-source")])
}

fn rest(scope: &Scope<'_>, of: &[ConfigurationIndex]) -> Option<String> {
    let rest = of.len().saturating_sub(LINES);
    (rest > 0).then(|| scope.words.fill("contradictions.more", &[("n", &rest.to_string())]))
}

/// One part of the contradictions.
pub fn page(scope: &Scope<'_>, part: usize) -> Page {
    let all = &scope.corpus.insight.contradictions;
    let shown = all.iter().skip((part - 1) * CONTRADICTIONS).take(CONTRADICTIONS);
    let view = Contradictions {
        count: all.len(),
        items: shown.map(|one| contradiction(scope, one)).collect(),
        pages: pages(scope, &path(scope, "contradictions", 1), part, contradiction_parts(scope)),
        findings: findings(scope),
    };
    framed(scope, "contradictions", "contradictions.html", part, Show::Contradictions(Box::new(view)))
}

/// One part of what holds.
pub fn robustness_page(scope: &Scope<'_>, part: usize) -> Page {
    let all = &scope.corpus.insight.holding;
    let items = all.iter().skip((part - 1) * HOLDINGS).take(HOLDINGS).map(|one| HoldingView {
        pair: pair(scope, one.subject, one.outcome),
        basis: scope.enumerate(&[
            scope.count(one.basis.cases, "independent-case"),
            scope.count(one.basis.sources, "independent-source"),
            scope.count(one.circumstances, "circumstances"),
        ]),
        lines: cmo::lines(scope, &one.rows, LINES),
        more: rest(scope, &one.rows),
    });
    let view = Robustness {
        count: all.len(),
        items: items.collect(),
        pages: pages(scope, &path(scope, "robustness", 1), part, robustness_parts(scope)),
        findings: findings(scope),
    };
    framed(scope, "robustness", "robustness.html", part, Show::Robustness(Box::new(view)))
}

fn framed(scope: &Scope<'_>, tool: &'static str, template: &'static str, part: usize, show: Show) -> Page {
    let title = scope.word("route-title", tool);
    let title = match part {
        1 => title,
        _ => scope.words.fill("text.part_title", &[("title", &title), ("part", &part.to_string())]),
    };
    let meta = Meta { title, description: scope.word(tool, "intro"), ..Meta::default() };
    Page { path: path(scope, tool, part), template, words: tool, meta, parents: Vec::new(), show }
}

fn contradiction(scope: &Scope<'_>, one: &Contradiction) -> ContradictionView {
    let side = |side: Side, party: &Party| SideView {
        side: side.word(),
        label: scope.word("contradictions", side.word()),
        basis: basis_text(scope, party.basis),
        lines: cmo::lines(scope, &party.rows, LINES),
        more: rest(scope, &party.rows),
    };
    let fill = |key: &str, blanks: &[(&str, &str)]| scope.words.fill(&format!("contradictions.{key}"), blanks);
    let opposite = one.opposite.iter().map(|(factor, state)| {
        let states = match state {
            ContextState::Present => ["present", "absent"],
            ContextState::Absent => ["absent", "present"],
        };
        let [holds, fails] = states.map(|state| scope.state("context", state));
        let text = fill("opposite", &[("for", &holds), ("against", &fails)]);
        Difference { text, is_opposite: true, ..circumstance(scope, &Circumstance::Factor(*factor, *state)) }
    });
    let single = one.single.iter().map(|(side, what, count)| {
        let of = if *side == Side::For { one.holds.rows.len() } else { one.fails.rows.len() };
        let plain = circumstance(scope, what);
        let key = if *side == Side::For { "single_for" } else { "single_against" };
        let said = fill(key, &[("n", &count.to_string()), ("of", &of.to_string())]);
        let text = if plain.text.is_empty() { said } else { format!("{}, {said}", plain.text) };
        Difference { text, ..plain }
    });
    let mut differences: Vec<Difference> = opposite.chain(single).collect();
    let more = differences.len().saturating_sub(DIFFERENCES);
    differences.truncate(DIFFERENCES);
    let silent = match (one.holds.is_silent, one.fails.is_silent) {
        (true, false) => Some("silent_for"),
        (false, true) => Some("silent_against"),
        _ => None,
    };
    ContradictionView {
        pair: pair(scope, one.subject, one.outcome),
        sides: vec![side(Side::For, &one.holds), side(Side::Against, &one.fails)],
        differences,
        more: (more > 0).then(|| fill("more_differences", &[("n", &more.to_string())])),
        shared: one.shared.iter().map(|what| circumstance(scope, what)).collect(),
        silent: silent.map(|key| fill(key, &[])),
    }
}

/// A circumstance with its state, when that is not the plain one.
fn circumstance(scope: &Scope<'_>, what: &Circumstance) -> Difference {
    let link = |index: EntryIndex| scope.entry(index).map(|entry| scope.link(entry)).unwrap_or_default();
    let (link, text) = match what {
        Circumstance::Factor(index, state) => (link(*index), scope.state("context", state.word())),
        Circumstance::Audience(index) => (link(*index), String::new()),
        Circumstance::Sector(slug) => {
            let label = scope.config.lists().label("sectors", slug).to_owned();
            (Link { href: String::new(), label }, String::new())
        }
    };
    Difference { link, text, is_opposite: false }
}

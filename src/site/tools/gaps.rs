//! What these sources do not tell, for whoever has something looked into: the few gaps that matter most, all of them
//! by theme, and a file for a research agenda. Knows no templates.

use std::collections::BTreeMap;

use serde::Serialize;

use super::contradictions::{basis_text, href, pair_label};
use super::matrix::{findings, pair_href};
use super::{Page, Show, csv};
use crate::model::address;
use crate::model::corpus::EntryIndex;
use crate::model::insight::gap::{Gap, Lack};
use crate::model::kind::Kind;
use crate::site::lists::group_of;
use crate::site::scope::Scope;
use crate::site::view::{Link, Meta};

/// What is not known.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Gaps {
    /// How many in all.
    pub count: usize,
    /// Those that matter most.
    pub first: Vec<Group>,
    /// All of them, by kind and theme.
    pub kinds: Vec<KindGaps>,
    /// The same as a file.
    pub sheet: Link,
    /// Pages on what stands out.
    pub findings: Vec<Link>,
}

/// The gaps about one kind of thing.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct KindGaps {
    /// The key of the kind.
    pub kind: &'static str,
    /// In words.
    pub label: String,
    /// Its themes.
    pub themes: Vec<Theme>,
}

/// The gaps on one theme.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Theme {
    /// Its name.
    pub label: String,
    /// How many gaps.
    pub count: usize,
    /// By what is missing.
    pub groups: Vec<Group>,
}

/// Gaps of one sort.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Group {
    /// What is missing, in words.
    pub label: String,
    /// How many.
    pub count: usize,
    /// The gaps.
    pub lines: Vec<Line>,
    /// How many more stand in the file.
    pub more: Option<String>,
}

/// A gap.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Line {
    /// What is not known, with the way to what there is.
    pub link: Link,
    /// What there is.
    pub text: String,
}

/// Most gaps of one sort on one theme.
const MOST: usize = 25;
/// Most gaps of one sort among those that matter most.
const FIRST: usize = 4;

/// Where the page stands.
pub fn path(scope: &Scope<'_>) -> String {
    address::route("gaps", scope.words)
}

fn sheet_path(scope: &Scope<'_>) -> String {
    format!("{}{}.csv", path(scope), scope.words.get("route.gaps"))
}

/// The page.
pub fn page(scope: &Scope<'_>) -> Page {
    let gaps = &scope.corpus.insight.gaps;
    let view = Gaps {
        count: gaps.len(),
        first: first(scope, gaps),
        kinds: kinds(scope, gaps),
        sheet: Link { href: sheet_path(scope), label: scope.word("gaps", "sheet") },
        findings: findings(scope),
    };
    let meta =
        Meta { title: scope.word("route-title", "gaps"), description: scope.word("gaps", "intro"), ..Meta::default() };
    Page {
        path: path(scope),
        template: "gaps.html",
        words: "gaps",
        meta,
        parents: Vec::new(),
        show: Show::Gaps(Box::new(view)),
    }
}

/// Contradictions without a reason, what is advised most and was never seen, final outcomes that fewest looked at.
fn first(scope: &Scope<'_>, gaps: &[Gap]) -> Vec<Group> {
    let of = |lack: Lack| gaps.iter().filter(move |gap| gap.lack == lack);
    let advised = of(Lack::Sight).filter(|gap| gap.is_final && gap.basis.sources > 1);
    let mut unseen: BTreeMap<EntryIndex, usize> = BTreeMap::new();
    of(Lack::Look).filter_map(|gap| gap.outcome).for_each(|outcome| *unseen.entry(outcome).or_default() += 1);
    let mut unseen: Vec<(EntryIndex, usize)> = unseen.into_iter().collect();
    unseen.sort_by_key(|(outcome, count)| (std::cmp::Reverse(*count), *outcome));
    let named = |(index, _): &(EntryIndex, _)| scope.corpus.uses.get(*index).is_some_and(|uses| !uses.is_empty());
    let interventions = scope.corpus.of_kind(Kind::Intervention).filter(named).count().to_string();
    let ends = unseen.iter().filter_map(|(outcome, count)| {
        let blanks = [("n", &*count.to_string()), ("of", &interventions)];
        let text = scope.words.fill("gaps.end", &blanks);
        Some(Line { link: scope.link(scope.entry(*outcome)?), text })
    });
    let group =
        |key: &str, count: usize, lines: Vec<Line>| Group { label: scope.word("gaps", key), count, lines, more: None };
    let lines = |gaps: &mut dyn Iterator<Item = &Gap>| gaps.take(FIRST).filter_map(|gap| line(scope, gap)).collect();
    let groups = [
        group("first_reason", of(Lack::Reason).count(), lines(&mut of(Lack::Reason))),
        group("first_sight", advised.clone().count(), lines(&mut advised.clone())),
        group("first_look", unseen.len(), ends.take(FIRST).collect()),
    ];
    groups.into_iter().filter(|group| !group.lines.is_empty()).collect()
}

/// Where the gaps about a kind stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place(bool, Kind);

/// Kind, rank and name of the theme that a gap belongs to.
fn theme(scope: &Scope<'_>, gap: &Gap) -> Option<(Place, usize, String)> {
    let entry = scope.entry(gap.subject)?;
    let (rank, _, label) =
        group_of(scope, entry).unwrap_or_else(|| (usize::MAX, String::new(), scope.word("text", "other")));
    // What is done comes first: that is what one chooses.
    Some((Place(entry.kind != Kind::Intervention, entry.kind), rank, label))
}

fn kinds(scope: &Scope<'_>, gaps: &[Gap]) -> Vec<KindGaps> {
    let mut themes: BTreeMap<(Place, usize, String), BTreeMap<Lack, Vec<&Gap>>> = BTreeMap::new();
    for gap in gaps {
        let Some(theme) = theme(scope, gap) else { continue };
        themes.entry(theme).or_default().entry(gap.lack).or_default().push(gap);
    }
    let mut kinds: Vec<KindGaps> = Vec::new();
    for ((Place(_, kind), _, label), lacks) in themes {
        let theme = Theme {
            label,
            count: lacks.values().map(Vec::len).sum(),
            groups: lacks.into_iter().map(|(lack, gaps)| group(scope, lack, &gaps)).collect(),
        };
        match kinds.last_mut().filter(|last| last.kind == kind.key()) {
            Some(last) => last.themes.push(theme),
            None => {
                kinds.push(KindGaps { kind: kind.key(), label: scope.kind_word(kind, "plural"), themes: vec![theme] })
            }
        }
    }
    kinds
}

fn group(scope: &Scope<'_>, lack: Lack, gaps: &[&Gap]) -> Group {
    let lines: Vec<Line> = match lack {
        // What nobody looked at takes one line a thing, however many outcomes that are.
        Lack::Look => unseen(scope, gaps),
        _ => gaps.iter().filter_map(|gap| line(scope, gap)).collect(),
    };
    let rest = lines.len().saturating_sub(MOST);
    Group {
        label: scope.word("lack", lack.word()),
        count: gaps.len(),
        lines: lines.into_iter().take(MOST).collect(),
        more: (rest > 0).then(|| scope.words.fill("gaps.more", &[("n", &rest.to_string())])),
    }
}

fn unseen(scope: &Scope<'_>, gaps: &[&Gap]) -> Vec<Line> {
    let mut outcomes: BTreeMap<EntryIndex, Vec<String>> = BTreeMap::new();
    for gap in gaps {
        let outcome = gap.outcome.and_then(|outcome| scope.entry(outcome));
        outcomes.entry(gap.subject).or_default().extend(outcome.map(|entry| entry.title_inside().into_owned()));
    }
    let line = |(subject, outcomes): (EntryIndex, Vec<String>)| {
        let link = scope.link(scope.entry(subject)?);
        Some(Line { link, text: scope.enumerate(&outcomes) })
    };
    outcomes.into_iter().filter_map(line).collect()
}

/// Where what there is on a gap stands, and what the gap is called.
fn link(scope: &Scope<'_>, gap: &Gap) -> Option<Link> {
    let subject = scope.link(scope.entry(gap.subject)?);
    Some(match (gap.lack, gap.outcome) {
        (Lack::Look, _) | (_, None) => subject,
        (Lack::Reason, Some(outcome)) => {
            Link { href: href(scope, gap.subject, outcome), label: pair_label(scope, gap.subject, outcome) }
        }
        (_, Some(outcome)) => {
            Link { href: pair_href(scope, gap.subject, outcome), label: pair_label(scope, gap.subject, outcome) }
        }
    })
}

fn line(scope: &Scope<'_>, gap: &Gap) -> Option<Line> {
    let basis = basis_text(scope, gap.basis);
    let configurations = scope.count(gap.basis.configurations, "configuration");
    let text = match (gap.lack, gap.state) {
        (Lack::Name | Lack::Look, _) => String::new(),
        (Lack::State, Some(state)) => {
            let state = scope.state("context", state.word());
            scope.words.fill("gaps.state", &[("state", &state), ("n", &configurations)])
        }
        (Lack::Sight, _) => {
            scope.words.fill("gaps.sight", &[("n", &scope.count(gap.basis.sources, "independent-source"))])
        }
        (Lack::Reason, _) => {
            let key = if gap.has_hint { "gaps.hint" } else { "gaps.no_hint" };
            scope.words.fill(key, &[("n", &basis)])
        }
        _ => basis,
    };
    Some(Line { link: link(scope, gap)?, text })
}

/// All gaps as a file for spreadsheets.
pub fn sheets(scope: &Scope<'_>) -> Vec<(String, Vec<u8>)> {
    let heading = [
        "lack",
        "kind",
        "theme",
        "subject",
        "outcome",
        "final",
        "state",
        "configurations",
        "cases",
        "sources",
        "address",
    ];
    let mut rows: Vec<Vec<String>> = vec![heading.map(|key| scope.word("gaps", &format!("column_{key}"))).into()];
    for gap in &scope.corpus.insight.gaps {
        let (Some((Place(_, kind), _, theme)), Some(link)) = (theme(scope, gap), link(scope, gap)) else { continue };
        let title = |index: EntryIndex| scope.entry(index).map(|entry| entry.common.title.text.clone());
        let address = match scope.config.base_url() {
            Some(base) => format!("{base}/{}", link.href.replace("index.html", "")),
            None => link.href,
        };
        let mark = |is: bool| if is { scope.word("gaps", "yes") } else { String::new() };
        rows.push(vec![
            scope.word("lack", gap.lack.word()),
            scope.kind_word(kind, "singular"),
            theme,
            title(gap.subject).unwrap_or_default(),
            gap.outcome.and_then(title).unwrap_or_default(),
            mark(gap.is_final),
            gap.state.map(|state| scope.state("context", state.word())).unwrap_or_default(),
            gap.basis.configurations.to_string(),
            gap.basis.cases.to_string(),
            gap.basis.sources.to_string(),
            address,
        ]);
    }
    vec![(sheet_path(scope), csv::file(&rows, scope.words))]
}

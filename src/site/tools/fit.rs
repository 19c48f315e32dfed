//! Does this fit us? The questions of the self-check by group, what one can arrange apart from what is given, and the
//! building blocks with the circumstances on which they turn: a worksheet on paper. A script holds the answers against
//! the configurations; the rule is its own. Knows no templates.

use std::collections::BTreeSet;
use std::hash::Hash as _;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::{Page, Show};
use crate::model::address;
use crate::model::corpus::{EntryIndex, Resolved};
use crate::model::entry::{Data, Entry};
use crate::model::insight::circumstance::is_arrangeable;
use crate::model::kind::{ContextFactor, Influence, Kind};
use crate::site::keys::Keys;
use crate::site::scope::Scope;
use crate::site::view::{Link, Meta};

/// The page.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct FitView {
    /// What one can arrange, and what is given.
    pub parts: Vec<PartView>,
    /// How many questions.
    pub questions: usize,
    /// The building blocks in their own order.
    pub blocks: Vec<BlockView>,
    /// The numbers of the configurations that no building block tells of.
    pub others: String,
}

/// Questions of one nature.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PartView {
    /// `arrange` or `given`.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// What they have in common.
    pub intro: String,
    /// By group.
    pub groups: Vec<GroupView>,
}

/// A group of questions.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct GroupView {
    /// The heading; empty when there are no groups.
    pub title: String,
    /// The questions.
    pub questions: Vec<QuestionView>,
}

/// A question on a circumstance.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct QuestionView {
    /// The id of the circumstance.
    pub id: String,
    /// The circumstance.
    pub link: Link,
    /// The question.
    pub question: String,
    /// What yes means.
    pub yes: String,
    /// What no means.
    pub no: String,
    /// A clause for that it is so: `er krapte is`.
    pub present: String,
    /// A clause for that it is not so.
    pub absent: String,
    /// Building blocks and interventions that help to arrange it.
    pub ways: Vec<Link>,
    /// Cases in which it was in place, and it went well.
    pub cases: Vec<Link>,
}

/// A building block.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct BlockView {
    /// Its id.
    pub id: String,
    /// It.
    pub link: Link,
    /// The ids of its conditions, with spaces between.
    pub conditions: String,
    /// The numbers of its configurations, with spaces between.
    pub configurations: String,
    /// On what it turns.
    pub turns: Vec<TurnView>,
}

/// A circumstance of a building block.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct TurnView {
    /// It.
    pub link: Link,
    /// `voorwaarde; 2 keer aanwezig, 3 keer afwezig`.
    pub note: String,
}

/// Most ways, and most cases, beside one question.
const MOST: usize = 5;

/// Whether there is anything to ask.
pub fn has_questions(scope: &Scope<'_>) -> bool {
    factors(scope).next().is_some() && !scope.corpus.configurations.is_empty()
}

/// Where the page stands.
pub fn path(scope: &Scope<'_>) -> String {
    address::route("fit", scope.words)
}

/// Feeds what the page depends on: front matter, and where the texts of circumstances lead.
pub fn key(scope: &Scope<'_>, keys: &Keys, hasher: &mut Xxh3) {
    keys.everything(scope, hasher);
    for (index, ..) in factors(scope) {
        linked(scope, index).for_each(|to| to.hash(hasher));
    }
}

/// The circumstances that ask a question.
fn factors<'a>(scope: &Scope<'a>) -> impl Iterator<Item = (EntryIndex, &'a Entry, &'a ContextFactor)> {
    let all = scope.corpus.of_kind(Kind::ContextFactor);
    all.filter_map(|(index, entry)| match &entry.data {
        Data::ContextFactor(factor) if factor.self_check.is_some() => Some((index, &**entry, &**factor)),
        _ => None,
    })
}

/// The entries that the text of an entry leads to, in its order.
fn linked<'a>(scope: &Scope<'a>, index: EntryIndex) -> impl Iterator<Item = EntryIndex> + 'a {
    let links = scope.corpus.links.get(index).map_or(&[][..], |links| links);
    links.iter().filter_map(|link| match link {
        Resolved::Entry(to, _) => Some(*to),
        _ => None,
    })
}

/// The page.
pub fn page(scope: &Scope<'_>) -> Page {
    let parts: Vec<PartView> = [("arrange", true), ("given", false)]
        .into_iter()
        .filter_map(|(id, arrange)| part(scope, id, arrange))
        .collect();
    let told: BTreeSet<usize> = scope
        .corpus
        .of_kind(Kind::BuildingBlock)
        .flat_map(|(index, _)| scope.corpus.uses[index].iter().copied())
        .collect();
    let others = (0..scope.corpus.configurations.len()).filter(|index| !told.contains(index));
    let view = FitView {
        questions: parts.iter().flat_map(|part| &part.groups).map(|group| group.questions.len()).sum(),
        parts,
        blocks: blocks(scope),
        others: joined(others.map(|index| index.to_string())),
    };
    let meta =
        Meta { title: scope.word("route-title", "fit"), description: scope.word("fit", "intro"), ..Meta::default() };
    Page {
        path: path(scope),
        template: "fit.html",
        words: "fit",
        meta,
        parents: Vec::new(),
        show: Show::Fit(Box::new(view)),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" ")
}

fn part(scope: &Scope<'_>, id: &'static str, arrange: bool) -> Option<PartView> {
    let all: Vec<_> = factors(scope).filter(|(_, _, factor)| is_arrangeable(factor) == arrange).collect();
    let group_of = |factor: &ContextFactor| factor.group.as_ref().map_or("", |group| &group.id).to_owned();
    let listed = scope.config.lists().items("context-groups").iter();
    let mut titles: Vec<(&str, &str)> = listed.map(|item| (item.slug.as_str(), item.label.as_str())).collect();
    titles.push(("", scope.words.get("fit.other_group")));
    let group = |(slug, title): (&str, &str)| {
        let questions: Vec<QuestionView> = all
            .iter()
            .filter(|(_, _, factor)| group_of(factor) == slug)
            .filter_map(|&(index, entry, factor)| question(scope, index, entry, factor))
            .collect();
        (!questions.is_empty()).then(|| GroupView { title: title.to_owned(), questions })
    };
    let groups: Vec<GroupView> = titles.into_iter().filter_map(group).collect();
    (!groups.is_empty()).then(|| PartView {
        id,
        title: scope.word("fit", id),
        intro: scope.word("fit", &format!("{id}_intro")),
        groups,
    })
}

fn question(scope: &Scope<'_>, index: EntryIndex, entry: &Entry, factor: &ContextFactor) -> Option<QuestionView> {
    let check = factor.self_check.as_ref()?;
    let clause = |own: Option<&str>, key: &str| {
        own.map_or_else(|| scope.words.fill(&format!("fit.{key}"), &[("factor", &entry.common.title)]), str::to_owned)
    };
    let phrases = factor.phrases.as_ref();
    let mut ways: Vec<EntryIndex> = Vec::new();
    if factor.influence != Influence::No {
        let related = entry.common.related.iter().filter_map(|other| scope.corpus.position(&other.id));
        for to in related.chain(linked(scope, index)) {
            let helps = |other: &Entry| matches!(other.kind, Kind::BuildingBlock | Kind::Intervention);
            if scope.entry(to).is_some_and(|other| helps(other)) && !ways.contains(&to) {
                ways.push(to);
            }
        }
    }
    let seen = scope.corpus.insight.circumstances.seen.get(&index).into_iter().flatten().copied();
    let links = |all: &mut dyn Iterator<Item = EntryIndex>| -> Vec<Link> {
        all.filter_map(|to| scope.entry(to)).take(MOST).map(|other| scope.link(other)).collect()
    };
    Some(QuestionView {
        id: entry.id.clone(),
        link: scope.link(entry),
        question: check.question.text.clone(),
        yes: check.yes.text.clone(),
        no: check.no.text.clone(),
        present: clause(phrases.and_then(|phrases| phrases.present.as_deref()), "clause_present"),
        absent: clause(phrases.and_then(|phrases| phrases.absent.as_deref()), "clause_absent"),
        ways: links(&mut ways.into_iter()),
        cases: links(&mut seen.into_iter()),
    })
}

fn blocks(scope: &Scope<'_>) -> Vec<BlockView> {
    let place = |entry: &Entry| match &entry.data {
        Data::BuildingBlock(block) => block.order.map_or(u64::MAX, |order| order.number),
        _ => u64::MAX,
    };
    let mut all: Vec<_> = scope.corpus.of_kind(Kind::BuildingBlock).collect();
    all.sort_by_key(|(index, entry)| (place(entry), *index));
    let one = |(index, entry): (EntryIndex, &std::sync::Arc<Entry>)| {
        let turns = scope.corpus.insight.circumstances.turns.get(&index).map_or(&[][..], Vec::as_slice);
        let conditions = turns.iter().filter(|turn| turn.is_condition).filter_map(|turn| scope.entry(turn.factor));
        let turn = |turn: &crate::model::insight::circumstance::Turn| {
            let mut notes = Vec::new();
            if turn.is_condition {
                notes.push(scope.word("fit", "condition"));
            }
            for (count, key) in [(turn.present, "times_present"), (turn.absent, "times_absent")] {
                if count > 0 {
                    notes.push(scope.words.fill(&format!("fit.{key}"), &[("n", &count.to_string())]));
                }
            }
            Some(TurnView { link: scope.link(scope.entry(turn.factor)?), note: notes.join(", ") })
        };
        BlockView {
            id: entry.id.clone(),
            link: scope.link(entry),
            conditions: joined(conditions.map(|condition| condition.id.clone())),
            configurations: joined(scope.corpus.uses[index].iter().map(ToString::to_string)),
            turns: turns.iter().filter_map(turn).collect(),
        }
    };
    all.into_iter().map(one).collect()
}

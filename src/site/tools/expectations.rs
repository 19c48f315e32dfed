//! Expected and seen: per intervention what projects expected of it beforehand, beside what was seen. Its size is
//! bounded: an intervention with many outcomes leads on to the explorer. Knows no templates.

use serde::Serialize;

use super::{Page, Show, explore};
use crate::model::address;
use crate::model::cmo::OutcomeState;
use crate::model::corpus::EntryIndex;
use crate::model::entry::Entry;
use crate::model::insight::expectation::{Expectation, Row, Verdict};
use crate::site::scope::{Scope, file};
use crate::site::view::{EffectCount, Link, Meta};

/// What was expected and seen.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Expectations {
    /// How many expectations came true, and so on. `effect` holds the key of the verdict.
    pub verdicts: Vec<EffectCount>,
    /// How many expectations.
    pub expected: usize,
    /// One table an intervention.
    pub tables: Vec<ExpectationTable>,
    /// Interventions that are left out, because there are too many.
    pub left_out: usize,
}

/// What was expected and seen of one intervention.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ExpectationTable {
    /// Its id: the anchor.
    pub id: String,
    /// The intervention.
    pub link: Link,
    /// The caption of the table.
    pub caption: String,
    /// What was expected, the most expected first.
    pub rows: Vec<ExpectationRow>,
    /// What was seen though nobody expected it, the most seen first.
    pub others: Vec<ExpectationRow>,
    /// The caption of their table.
    pub others_caption: String,
    /// More than is shown stands there.
    pub more: Option<Link>,
}

/// One outcome.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ExpectationRow {
    /// The question, under the name of the outcome.
    pub link: Link,
    /// That the outcome stays away, in words; none when it comes.
    pub state: Option<String>,
    /// How many expected it.
    pub expected: usize,
    /// What was seen, in words.
    pub seen: Vec<String>,
    /// `came-true`, `partly`, `otherwise`, `not-looked`, `unexpected`.
    pub verdict: &'static str,
    /// In words.
    pub verdict_label: String,
}

/// Most interventions on the page.
const MOST_TABLES: usize = 80;
/// Most outcomes of one intervention.
const MOST_ROWS: usize = 20;

/// Where the page stands.
pub fn path(scope: &Scope<'_>) -> String {
    address::route("expectations", scope.words)
}

/// The page.
pub fn page(scope: &Scope<'_>) -> Page {
    let all = &scope.corpus.insight.expectations;
    let rows = || all.iter().flat_map(|one| &one.rows);
    let count = |verdict: Verdict| EffectCount {
        effect: verdict.word(),
        label: scope.word("verdict", verdict.word()),
        count: rows().filter(|row| row.verdict == verdict).count(),
    };
    let tables: Vec<ExpectationTable> = all
        .iter()
        .take(MOST_TABLES)
        .filter_map(|one| Some(table(scope, one, scope.entry(one.intervention)?)))
        .collect();
    let show = Expectations {
        verdicts: Verdict::ALL.into_iter().map(count).collect(),
        expected: rows().filter(|row| row.verdict != Verdict::Unexpected).count(),
        left_out: all.len() - tables.len(),
        tables,
    };
    let meta = Meta {
        title: scope.word("route-title", "expectations"),
        description: scope.word("expectations", "intro"),
        ..Meta::default()
    };
    Page {
        path: path(scope),
        template: "expectations.html",
        words: "expectations",
        meta,
        parents: Vec::new(),
        show: Show::Expectations(Box::new(show)),
    }
}

fn table(scope: &Scope<'_>, one: &Expectation, intervention: &Entry) -> ExpectationTable {
    let mut order: Vec<&Row> = one.rows.iter().collect();
    // Most expected first; of what nobody expected, most seen first.
    order.sort_by_key(|row| std::cmp::Reverse((row.expected.len(), row.seen.len())));
    let (others, rows): (Vec<&Row>, Vec<&Row>) = order.into_iter().partition(|row| row.expected.is_empty());
    let left = rows.len().saturating_sub(MOST_ROWS) + others.len().saturating_sub(MOST_ROWS);
    let lines = |rows: &[&Row]| -> Vec<ExpectationRow> {
        let rows = rows.iter().take(MOST_ROWS);
        rows.filter_map(|row| Some(line(scope, one.intervention, row, scope.entry(row.outcome)?))).collect()
    };
    let more = (left > 0).then(|| {
        let label = scope.words.fill("expectations.more", &[("n", &left.to_string())]);
        explore::link(scope, &[(intervention.kind, &intervention.id)], label)
    });
    let link = scope.link(intervention);
    let caption = |key: &str| scope.words.fill(&format!("expectations.{key}"), &[("intervention", &link.label)]);
    ExpectationTable {
        id: intervention.id.clone(),
        caption: caption("caption"),
        others_caption: caption("others_caption"),
        rows: lines(&rows),
        others: lines(&others),
        link,
        more,
    }
}

fn line(scope: &Scope<'_>, intervention: EntryIndex, row: &Row, outcome: &Entry) -> ExpectationRow {
    let asked = scope.corpus.insight.question(intervention, row.outcome);
    let question = asked.map(|index| file(&super::question::path(scope, index)));
    let so = if row.expected.is_empty() { "seen_plain" } else { "seen_so" };
    let seen = [(so, &row.seen), ("seen_sometimes", &row.sometimes), ("seen_otherwise", &row.otherwise)];
    let seen = seen.into_iter().filter(|(_, list)| !list.is_empty());
    ExpectationRow {
        link: Link {
            href: question.unwrap_or_else(|| scope.link(outcome).href),
            label: outcome.common.title.text.clone(),
        },
        state: (row.state == OutcomeState::Absent).then(|| scope.state("outcome", row.state.word())),
        expected: row.expected.len(),
        seen: seen
            .map(|(key, list)| scope.words.fill(&format!("expectations.{key}"), &[("n", &list.len().to_string())]))
            .collect(),
        verdict: row.verdict.word(),
        verdict_label: scope.word("verdict", row.verdict.word()),
    }
}

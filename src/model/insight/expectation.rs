//! What did projects expect of an intervention, and what did people see? Per outcome: what was assumed beforehand beside
//! what was observed, tested or refuted. Where an intervention was left out, the outcome is turned round: that dropouts
//! came without a coach says the same as that they stayed away with one. Knows no words.

use std::collections::{BTreeMap, BTreeSet};

use super::Ground;
use super::question::statuses;
use crate::model::cmo::{Configuration, Effect, InterventionState, OutcomeState, Status};
use crate::model::corpus::{ConfigurationIndex, EntryIndex};

/// What became of an expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// What was expected was seen, and nothing else.
    CameTrue,
    /// Sometimes, or in some places.
    Partly,
    /// Only something else was seen.
    Otherwise,
    /// Nobody looked.
    NotLooked,
    /// It was seen though nobody expected anything.
    Unexpected,
}

impl Verdict {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Verdict; 5] =
        [Verdict::CameTrue, Verdict::Partly, Verdict::Otherwise, Verdict::NotLooked, Verdict::Unexpected];

    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::CameTrue => "came-true",
            Verdict::Partly => "partly",
            Verdict::Otherwise => "otherwise",
            Verdict::NotLooked => "not-looked",
            Verdict::Unexpected => "unexpected",
        }
    }
}

/// What was expected of an intervention and what was seen, for one outcome in one state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// The outcome.
    pub outcome: EntryIndex,
    /// Whether it comes where the intervention is used.
    pub state: OutcomeState,
    /// Who expected it.
    pub expected: Vec<ConfigurationIndex>,
    /// Who saw it so.
    pub seen: Vec<ConfigurationIndex>,
    /// Who saw it sometimes.
    pub sometimes: Vec<ConfigurationIndex>,
    /// Who saw the opposite, or looked and did not find it.
    pub otherwise: Vec<ConfigurationIndex>,
    /// What became of it.
    pub verdict: Verdict,
}

/// All that was expected and seen of an intervention.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expectation {
    /// The intervention.
    pub intervention: EntryIndex,
    /// By outcome in the order of the corpus; one that comes before one that stays away.
    pub rows: Vec<Row>,
}

/// How a configuration bears on an outcome in a state.
#[derive(Default)]
struct Told {
    expected: BTreeSet<ConfigurationIndex>,
    seen: BTreeSet<ConfigurationIndex>,
    sometimes: BTreeSet<ConfigurationIndex>,
    refuted: BTreeSet<ConfigurationIndex>,
}

impl Told {
    fn take(&mut self, index: ConfigurationIndex, configuration: &Configuration) {
        for status in statuses(configuration) {
            match status {
                Status::Assumed => {
                    self.expected.insert(index);
                }
                Status::Observed | Status::Tested if configuration.effect == Effect::Mixed => {
                    self.sometimes.insert(index);
                }
                Status::Observed | Status::Tested => {
                    self.seen.insert(index);
                }
                // Nobody checks what nobody holds to be true.
                Status::Refuted => {
                    self.expected.insert(index);
                    self.refuted.insert(index);
                }
            }
        }
    }
}

/// By intervention in the order of the corpus.
pub fn all(ground: Ground<'_>) -> Vec<Expectation> {
    let mut told: BTreeMap<EntryIndex, BTreeMap<(EntryIndex, OutcomeState), Told>> = BTreeMap::new();
    for (index, home) in ground.frame.configurations.iter().enumerate() {
        let configuration = &*home.configuration;
        if configuration.effect == Effect::Unknown {
            continue;
        }
        for intervention in &configuration.intervention {
            for outcome in &configuration.outcome {
                let wanted = (outcome.state.0 == OutcomeState::Occurs) != ground.is_unwanted(&outcome.is.id);
                let state = match (intervention.state.0, wanted) {
                    (InterventionState::Used, _) => outcome.state.0,
                    (InterventionState::Omitted, false) => opposite(outcome.state.0),
                    // That all goes well without it says nothing of what it does.
                    (InterventionState::Omitted, true) => continue,
                };
                if let (Some((from, _)), Some((to, _))) =
                    (ground.entry(&intervention.is.id), ground.entry(&outcome.is.id))
                {
                    told.entry(from).or_default().entry((to, state)).or_default().take(index, configuration);
                }
            }
        }
    }
    told.into_iter().map(|(intervention, told)| Expectation { intervention, rows: rows(&told) }).collect()
}

fn opposite(state: OutcomeState) -> OutcomeState {
    match state {
        OutcomeState::Occurs => OutcomeState::Absent,
        OutcomeState::Absent => OutcomeState::Occurs,
    }
}

fn rows(told: &BTreeMap<(EntryIndex, OutcomeState), Told>) -> Vec<Row> {
    let nothing = Told::default();
    let row = |(&(outcome, state), mine): (&(EntryIndex, OutcomeState), &Told)| {
        let other = told.get(&(outcome, opposite(state))).unwrap_or(&nothing);
        // What nobody expected so stands with what was expected of the same outcome.
        if mine.expected.is_empty() && !other.expected.is_empty() {
            return None;
        }
        let sometimes: BTreeSet<_> = mine.sometimes.union(&other.sometimes).copied().collect();
        let expected = !mine.expected.is_empty();
        let otherwise: BTreeSet<_> =
            if expected { mine.refuted.union(&other.seen).copied().collect() } else { BTreeSet::new() };
        let verdict = match (expected, !mine.seen.is_empty(), !sometimes.is_empty(), !otherwise.is_empty()) {
            (false, ..) => Verdict::Unexpected,
            (true, false, false, false) => Verdict::NotLooked,
            (true, true, false, false) => Verdict::CameTrue,
            (true, false, false, true) => Verdict::Otherwise,
            (true, ..) => Verdict::Partly,
        };
        // Sometimes so is sometimes the other way: without an expectation it is told once, as it was written.
        let sometimes = if expected { sometimes } else { mine.sometimes.clone() };
        let list = |set: &BTreeSet<ConfigurationIndex>| set.iter().copied().collect::<Vec<_>>();
        Some(Row {
            outcome,
            state,
            expected: list(&mine.expected),
            seen: list(&mine.seen),
            sometimes: list(&sometimes),
            otherwise: list(&otherwise),
            verdict,
        })
    };
    told.iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{corpus_of, id_of};

    /// Every row: `outcome state: verdict expected/seen/sometimes/otherwise`.
    fn check(rows: &[&str], expected: &[&str]) {
        let corpus = corpus_of(rows);
        let told: Vec<String> = corpus
            .insight
            .expectations
            .iter()
            .filter(|one| id_of(&corpus, one.intervention) == "doe")
            .flat_map(|one| &one.rows)
            .map(|row| {
                let counts =
                    [&row.expected, &row.seen, &row.sometimes, &row.otherwise].map(|list| list.len().to_string());
                let outcome = id_of(&corpus, row.outcome);
                format!("{outcome} {}: {} {}", row.state.word(), row.verdict.word(), counts.join("/"))
            })
            .collect();
        assert_eq!(told, expected, "{rows:?}");
    }

    #[test]
    fn an_expectation_is_held_against_what_was_seen() {
        let gone = "outcome: [{is: baan, state: absent}]";
        let hope = "status: assumed";
        check(&[hope], &["baan occurs: not-looked 1/0/0/0"]);
        check(&[hope, hope, ""], &["baan occurs: came-true 2/1/0/0"]);
        check(&[hope, gone], &["baan occurs: otherwise 1/0/0/1"]);
        check(&[hope, "", gone], &["baan occurs: partly 1/1/0/1"]);
        check(&[hope, "effect: mixed"], &["baan occurs: partly 1/0/1/0"]);
        check(&[hope, "effect: unknown"], &["baan occurs: not-looked 1/0/0/0"]);
        check(&["status: refuted"], &["baan occurs: otherwise 1/0/0/1"]);
        check(&[hope, "status: tested"], &["baan occurs: came-true 1/1/0/0"]);
    }

    #[test]
    fn what_nobody_expected_is_told_as_such() {
        let gone = "outcome: [{is: baan, state: absent}]";
        check(&[""], &["baan occurs: unexpected 0/1/0/0"]);
        check(&["", gone], &["baan occurs: unexpected 0/1/0/0", "baan absent: unexpected 0/1/0/0"]);
        check(&["effect: mixed"], &["baan occurs: unexpected 0/0/1/0"]);
        check(&["intervention: [help]"], &[]);
    }

    #[test]
    fn both_ways_may_be_expected() {
        check(
            &["status: assumed", "status: assumed, outcome: [{is: baan, state: absent}]", ""],
            &["baan occurs: came-true 1/1/0/0", "baan absent: otherwise 1/0/0/1"],
        );
    }

    #[test]
    fn left_out_turns_the_outcome_round() {
        let without = "intervention: [{is: doe, state: omitted}]";
        check(
            &[&format!("{without}, outcome: [uitval]"), "status: assumed, outcome: [{is: uitval, state: absent}]"],
            &["uitval absent: came-true 1/1/0/0"],
        );
        check(&[without, "status: assumed"], &["baan occurs: not-looked 1/0/0/0"]);
    }

    #[test]
    fn evidence_may_know_it_otherwise() {
        check(
            &["status: assumed | {source: x, status: assumed}, {source: y, status: observed}"],
            &["baan occurs: came-true 1/1/0/0"],
        );
        check(&["| {source: x, status: assumed}"], &["baan occurs: not-looked 1/0/0/0"]);
        check(&["status: assumed | {source: x}, {source: y, status: refuted}"], &["baan occurs: otherwise 1/0/0/1"]);
    }
}

//! Does this intervention bring that outcome? What every configuration that names both says to it, and what that comes
//! to. Mechanisms play no part here: why it works is another question. Knows no words.

use std::collections::BTreeMap;

use super::Ground;
use crate::model::cmo::{Configuration, Effect, InterventionState, OutcomeState, Status};
use crate::model::corpus::{ConfigurationIndex, EntryIndex};

/// What a configuration says to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// It was seen to bring the wanted outcome, or the outcome stayed away where it was left out.
    For,
    /// It was used, and the wanted outcome stayed away or an unwanted one came.
    Against,
    /// Sometimes the one, sometimes the other.
    Mixed,
    /// Nobody saw it: expected, planned or advised.
    Expected,
    /// It leaves the question open.
    Open,
}

impl Side {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Side; 5] = [Side::For, Side::Against, Side::Mixed, Side::Expected, Side::Open];

    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Side::For => "for",
            Side::Against => "against",
            Side::Mixed => "mixed",
            Side::Expected => "expected",
            Side::Open => "open",
        }
    }
}

/// What the configurations on a question come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// All that was seen speaks for it.
    Supported,
    /// It was seen both ways: it depends.
    Depends,
    /// All that was seen speaks against it.
    Contradicted,
    /// Nobody looked yet; it is expected.
    Expected,
    /// Nothing can be said.
    Open,
}

impl Answer {
    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Answer::Supported => "supported",
            Answer::Depends => "depends",
            Answer::Contradicted => "contradicted",
            Answer::Expected => "expected",
            Answer::Open => "open",
        }
    }

    /// What these rows come to.
    pub fn of(rows: &[(ConfigurationIndex, Side)]) -> Self {
        let has = |side: Side| rows.iter().any(|(_, one)| *one == side);
        match (has(Side::For), has(Side::Against), has(Side::Mixed)) {
            (true, false, false) => Answer::Supported,
            (false, true, false) => Answer::Contradicted,
            (false, false, false) if has(Side::Expected) => Answer::Expected,
            (false, false, false) => Answer::Open,
            _ => Answer::Depends,
        }
    }
}

/// An intervention and an outcome, with all that was said of both together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// What is done.
    pub intervention: EntryIndex,
    /// What should come of it.
    pub outcome: EntryIndex,
    /// Every configuration that names both, in the order of the corpus.
    pub rows: Vec<(ConfigurationIndex, Side)>,
    /// What they come to.
    pub answer: Answer,
}

/// Whether somebody saw or checked it.
pub fn is_seen(configuration: &Configuration) -> bool {
    let seen = |status: Status| matches!(status, Status::Observed | Status::Tested);
    let mut evidence = configuration.evidence.iter().peekable();
    if evidence.peek().is_none() {
        return seen(configuration.status);
    }
    evidence.any(|evidence| seen(evidence.status.unwrap_or(configuration.status)))
}

/// What a configuration says to the question whether the intervention brings the outcome; `wanted` is whether what
/// came is what one would want.
pub fn side(configuration: &Configuration, intervention: InterventionState, wanted: bool) -> Side {
    if configuration.status == Status::Refuted {
        return Side::Against;
    }
    if !is_seen(configuration) {
        return Side::Expected;
    }
    match (configuration.effect, intervention, wanted) {
        (Effect::Unknown, ..) => Side::Open,
        (Effect::Mixed, ..) => Side::Mixed,
        (_, InterventionState::Used, true) | (_, InterventionState::Omitted, false) => Side::For,
        (_, InterventionState::Used, false) => Side::Against,
        (_, InterventionState::Omitted, true) => Side::Open,
    }
}

/// All questions that some configuration speaks to, by intervention and outcome in the order of the corpus.
pub fn all(ground: Ground<'_>) -> Vec<Question> {
    let mut rows: BTreeMap<(EntryIndex, EntryIndex), Vec<(ConfigurationIndex, Side)>> = BTreeMap::new();
    for (index, home) in ground.frame.configurations.iter().enumerate() {
        let configuration = &home.configuration;
        for intervention in &configuration.intervention {
            for outcome in &configuration.outcome {
                let (Some((from, _)), Some((to, _))) =
                    (ground.entry(&intervention.is.id), ground.entry(&outcome.is.id))
                else {
                    continue;
                };
                let wanted = (outcome.state.0 == OutcomeState::Occurs) != ground.is_unwanted(&outcome.is.id);
                let side = side(configuration, intervention.state.0, wanted);
                rows.entry((from, to)).or_default().push((index, side));
            }
        }
    }
    let question = |((intervention, outcome), rows): (_, Vec<(ConfigurationIndex, Side)>)| Question {
        intervention,
        outcome,
        answer: Answer::of(&rows),
        rows,
    };
    rows.into_iter().map(question).collect()
}

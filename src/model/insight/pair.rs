//! What is done or why it works, beside what came of it: every configuration that names both, and the side that it
//! takes. Interventions are the questions; mechanisms are asked in the same way. Knows no words.

use std::collections::BTreeMap;

use super::Ground;
use super::question::{Question, Side, side};
use crate::model::cmo::{InterventionState, MechanismState, OutcomeState};
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::evidence::World;

/// An intervention or a mechanism, and an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The intervention or the mechanism.
    pub subject: EntryIndex,
    /// What should come of it.
    pub outcome: EntryIndex,
    /// Every configuration that names both, in the order of the corpus.
    pub rows: Vec<(ConfigurationIndex, Side)>,
}

impl Pair {
    /// The configurations that take this side.
    pub fn taking(&self, side: Side) -> Vec<ConfigurationIndex> {
        let mut taking: Vec<ConfigurationIndex> =
            self.rows.iter().filter(|(_, one)| *one == side).map(|(index, _)| *index).collect();
        taking.dedup();
        taking
    }

    /// Whether some configuration takes this side.
    pub fn has(&self, side: Side) -> bool {
        self.rows.iter().any(|(_, one)| *one == side)
    }

    /// Whether somebody looked.
    pub fn is_seen(&self) -> bool {
        self.has(Side::For) || self.has(Side::Against) || self.has(Side::Mixed)
    }
}

/// What something rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Basis {
    /// Independent cases.
    pub cases: usize,
    /// Independent sources.
    pub sources: usize,
    /// Configurations.
    pub configurations: usize,
}

impl Basis {
    /// What these configurations rest on; what was only assumed counts when `assumed`.
    pub(super) fn of<'a>(ground: Ground<'a>, world: &World<'a>, of: &[ConfigurationIndex], assumed: bool) -> Self {
        let configurations = of.iter().filter_map(|&index| ground.frame.configurations.get(index));
        let (cases, sources) = world.count(configurations.map(|home| &*home.configuration), assumed);
        Self { cases, sources, configurations: of.len() }
    }
}

/// A mechanism is asked as an intervention is: it speaks for a mechanism when the outcome came where it fired, and
/// when the outcome stayed away where it stayed away or turned round. Where the outcome came without it, nothing is
/// said.
fn asked(state: MechanismState) -> InterventionState {
    match state {
        MechanismState::Fires => InterventionState::Used,
        MechanismState::Absent | MechanismState::Reverses => InterventionState::Omitted,
    }
}

/// All pairs that some configuration speaks to: interventions, then mechanisms, in the order of the corpus.
pub fn all(ground: Ground<'_>, questions: &[Question]) -> Vec<Pair> {
    let mut mechanisms: BTreeMap<(EntryIndex, EntryIndex), Vec<(ConfigurationIndex, Side)>> = BTreeMap::new();
    for (index, home) in ground.frame.configurations.iter().enumerate() {
        let configuration = &home.configuration;
        for mechanism in &configuration.mechanism {
            for outcome in &configuration.outcome {
                let (Some((from, _)), Some((to, _))) = (ground.entry(&mechanism.is.id), ground.entry(&outcome.is.id))
                else {
                    continue;
                };
                let wanted = (outcome.state.0 == OutcomeState::Occurs) != ground.is_unwanted(&outcome.is.id);
                let side = side(configuration, asked(mechanism.state.0), wanted);
                mechanisms.entry((from, to)).or_default().push((index, side));
            }
        }
    }
    let interventions = questions.iter().map(|question| Pair {
        subject: question.intervention,
        outcome: question.outcome,
        rows: question.rows.clone(),
    });
    let mechanisms = mechanisms.into_iter().map(|((subject, outcome), rows)| Pair { subject, outcome, rows });
    interventions.chain(mechanisms).collect()
}

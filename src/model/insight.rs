//! What follows from all configurations taken together, beyond how well a single claim is known (that is `evidence`).
//! Each file holds one derivation; each is a function of front matter alone, so that an edit in a text leaves it as it
//! is. Knows no words and no pages.

pub mod checklist;
pub mod circumstance;
pub mod comparison;
pub mod contradiction;
pub mod expectation;
#[cfg(test)]
mod fixtures;
pub mod gap;
pub mod grid;
pub mod pair;
pub mod part;
pub mod question;
pub mod ripple;
pub mod robustness;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::corpus::{EntryIndex, Frame};
use super::entry::{Data, Entry};
use super::evidence::World;
use super::kind::{BuildingBlock, Kind, Stage};
use checklist::Checklists;
use circumstance::Circumstances;
use comparison::Comparison;
use contradiction::Contradiction;
use expectation::Expectation;
use gap::Gap;
use grid::Grid;
use part::Carried;
use question::Question;
use ripple::Ripple;
use robustness::Holding;

/// Position of a question in [`Insight::questions`].
pub type QuestionIndex = usize;

/// All that is derived.
#[derive(Clone, Debug, Default)]
pub struct Insight {
    /// Every pair of intervention and outcome that a configuration speaks about, by the titles' ids.
    pub questions: Vec<Question>,
    /// The questions on an intervention or an outcome, in that order.
    pub asked: HashMap<EntryIndex, Vec<QuestionIndex>>,
    /// What was expected of each intervention, and what was seen of it.
    pub expectations: Vec<Expectation>,
    /// What configurations say of two letters together: a grid each pair of letters, in the order of [`grid::Axes`].
    pub grids: Vec<Grid>,
    /// What was seen both ways, the best known first.
    pub contradictions: Vec<Contradiction>,
    /// What was seen in several circumstances and never otherwise, that seen most widely first.
    pub holding: Vec<Holding>,
    /// What these sources do not tell, by kind; within a kind what matters most first.
    pub gaps: Vec<Gap>,
    /// On which circumstances building blocks turn.
    pub circumstances: Circumstances,
    /// By building block: what is known of each of its steps.
    pub parts: BTreeMap<EntryIndex, Vec<Carried>>,
    /// What every page and configuration gives to arrange, watch and measure.
    pub checklists: Checklists,
    /// Cases with parts that can be laid beside each other.
    pub comparisons: Vec<Comparison>,
    /// Every outcome that is a circumstance for what comes after.
    pub ripples: Vec<Ripple>,
}

impl Insight {
    /// Derives everything.
    pub fn of(entries: &[Arc<Entry>], frame: &Frame) -> Self {
        let ground = Ground { entries, frame };
        let world = World::new(entries, &frame.names);
        let questions = question::all(ground);
        let pairs = pair::all(ground, &questions);
        let contradictions = contradiction::all(ground, &world, &pairs);
        let mut asked: HashMap<EntryIndex, Vec<QuestionIndex>> = HashMap::new();
        for (index, question) in questions.iter().enumerate() {
            for about in [question.intervention, question.outcome] {
                asked.entry(about).or_default().push(index);
            }
        }
        Self {
            grids: grid::all(ground),
            holding: robustness::all(ground, &world, &pairs),
            gaps: gap::all(ground, &world, &pairs, &contradictions),
            circumstances: circumstance::all(ground),
            parts: part::all(ground),
            checklists: checklist::all(ground),
            comparisons: comparison::all(ground),
            ripples: ripple::all(ground),
            contradictions,
            asked,
            expectations: expectation::all(ground),
            questions,
        }
    }

    /// The question on this intervention and this outcome, by its position.
    pub fn question(&self, intervention: EntryIndex, outcome: EntryIndex) -> Option<QuestionIndex> {
        let of = |question: &Question| (question.intervention, question.outcome);
        self.questions.binary_search_by_key(&(intervention, outcome), of).ok()
    }

    /// The grid of two letters.
    pub fn grid(&self, axes: grid::Axes) -> Option<&Grid> {
        self.grids.iter().find(|grid| grid.axes == axes)
    }
}

/// What derivations stand on: the entries in the order of the corpus, and the frame.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// In the order of the corpus.
    pub entries: &'a [Arc<Entry>],
    /// Configurations, claims, ids.
    pub frame: &'a Frame,
}

impl<'a> Ground<'a> {
    /// The entry with this id.
    pub fn entry(self, id: &str) -> Option<(EntryIndex, &'a Entry)> {
        let index = self.frame.position(id)?;
        self.entries.get(index).map(|entry| (index, &**entry))
    }

    /// All entries of a kind.
    pub fn of_kind(self, kind: Kind) -> impl Iterator<Item = (EntryIndex, &'a Entry)> {
        self.entries.iter().enumerate().filter(move |(_, entry)| entry.kind == kind).map(|(at, entry)| (at, &**entry))
    }

    /// Whether an outcome is what it is all for.
    pub fn is_final(self, outcome: EntryIndex) -> bool {
        let data = self.entries.get(outcome).map(|entry| &entry.data);
        matches!(data, Some(Data::Outcome(data)) if data.stage == Stage::Final)
    }

    /// Whether an outcome is one that nobody wants.
    pub fn is_unwanted(self, outcome: &str) -> bool {
        let data = self.entry(outcome).map(|(_, entry)| &entry.data);
        matches!(data, Some(Data::Outcome(data)) if data.stage == Stage::Unwanted)
    }
}

/// The building blocks, in the order of the corpus.
fn blocks(ground: Ground<'_>) -> impl Iterator<Item = (EntryIndex, &BuildingBlock)> {
    ground.entries.iter().enumerate().filter_map(|(index, entry)| match &entry.data {
        Data::BuildingBlock(block) => Some((index, &**block)),
        _ => None,
    })
}

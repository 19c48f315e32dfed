//! What follows from all configurations taken together, beyond how well a single claim is known (that is `evidence`).
//! Each file holds one derivation; each is a function of front matter alone, so that an edit in a text leaves it as it
//! is. Knows no words and no pages.

pub mod checklist;
pub mod comparison;
pub mod question;
pub mod ripple;

use std::sync::Arc;

use super::corpus::{EntryIndex, Frame};
use super::entry::{Data, Entry};
use super::kind::Stage;
use checklist::Checklists;
use comparison::Comparison;
use question::Question;
use ripple::Ripple;

/// All that is derived.
#[derive(Clone, Debug, Default)]
pub struct Insight {
    /// Every pair of intervention and outcome that a configuration speaks about, by the titles' ids.
    pub questions: Vec<Question>,
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
        Self {
            questions: question::all(ground),
            ripples: ripple::all(ground),
            checklists: checklist::all(ground),
            comparisons: comparison::all(ground),
        }
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

    /// Whether an outcome is one that nobody wants.
    pub fn is_unwanted(self, outcome: &str) -> bool {
        let data = self.entry(outcome).map(|(_, entry)| &entry.data);
        matches!(data, Some(Data::Outcome(data)) if data.stage == Stage::Unwanted)
    }
}

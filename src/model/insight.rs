//! What follows from all configurations taken together, beyond how well a single claim is known (that is `evidence`).
//! Each file holds one derivation; each is a function of front matter alone, so that an edit in a text leaves it as it
//! is. Knows no words and no pages.

pub mod expectation;
#[cfg(test)]
mod fixtures;
pub mod question;
pub mod ripple;

use std::collections::HashMap;
use std::sync::Arc;

use super::corpus::{EntryIndex, Frame};
use super::entry::{Data, Entry};
use super::kind::Stage;
use expectation::Expectation;
use question::Question;
use ripple::Ripple;

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
    /// Every outcome that is a circumstance for what comes after.
    pub ripples: Vec<Ripple>,
}

impl Insight {
    /// Derives everything.
    pub fn of(entries: &[Arc<Entry>], frame: &Frame) -> Self {
        let ground = Ground { entries, frame };
        let questions = question::all(ground);
        let mut asked: HashMap<EntryIndex, Vec<QuestionIndex>> = HashMap::new();
        for (index, question) in questions.iter().enumerate() {
            for about in [question.intervention, question.outcome] {
                asked.entry(about).or_default().push(index);
            }
        }
        Self { questions, asked, expectations: expectation::all(ground), ripples: ripple::all(ground) }
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

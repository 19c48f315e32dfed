//! What works for whom? Every question that configurations answer, by what is done; a script adds pickers for all
//! letters. Knows no templates.

use serde::Serialize;

use super::{Page, Show, question};
use crate::model::address;
use crate::site::scope::Scope;
use crate::site::view::{EffectCount, Link, Meta};

/// The questions, by what is done.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Explore {
    /// One group an intervention.
    pub groups: Vec<QuestionGroup>,
    /// How many questions.
    pub questions: usize,
}

/// The questions on one intervention.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct QuestionGroup {
    /// The intervention.
    pub link: Link,
    /// Its questions.
    pub questions: Vec<QuestionLine>,
}

/// A question with its answer in a word.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct QuestionLine {
    /// The question.
    pub link: Link,
    /// `supported`, `depends`, `contradicted`, `expected`, `open`.
    pub answer: &'static str,
    /// In words.
    pub answer_label: String,
    /// How many configurations take which side; sides without any are left out. `effect` holds the key of the side.
    pub sides: Vec<EffectCount>,
}

/// Where the page stands.
pub fn path(scope: &Scope<'_>) -> String {
    address::route("explore", scope.words)
}

/// The page.
pub fn page(scope: &Scope<'_>) -> Page {
    let questions = &scope.corpus.insight.questions;
    let mut groups: Vec<QuestionGroup> = Vec::new();
    for (index, one) in questions.iter().enumerate() {
        let Some(intervention) = scope.entry(one.intervention) else { continue };
        let link = scope.link(intervention);
        if groups.last().is_none_or(|group| group.link != link) {
            groups.push(QuestionGroup { link, questions: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.questions.push(question::line(scope, index));
        }
    }
    let meta = Meta {
        title: scope.word("route-title", "explore"),
        description: scope.word("explore", "intro"),
        ..Meta::default()
    };
    Page {
        path: path(scope),
        template: "explore.html",
        words: "explore",
        meta,
        parents: Vec::new(),
        show: Show::Explore(Explore { groups, questions: questions.len() }),
    }
}

//! A question as a page: does this intervention bring that outcome? The answer in words, and every configuration that
//! speaks for it, against it, or otherwise. Knows no templates.

use std::hash::Hash;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::explore::QuestionLine;
use super::{Page, Show};
use crate::model::address;
use crate::model::entry::{Data, Entry};
use crate::model::insight::question::{Question, Side};
use crate::model::kind::Stage;
use crate::site::cmo;
use crate::site::keys::Keys;
use crate::site::scope::{Scope, file};
use crate::site::view::{ConfigurationCard, EffectCount, Link, Meta};

/// A question and its answer.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct QuestionView {
    /// What is done.
    pub intervention: Link,
    /// What should come of it.
    pub outcome: Link,
    /// `supported`, `depends`, `contradicted`, `expected`, `open`.
    pub answer: &'static str,
    /// The answer in a sentence.
    pub answer_label: String,
    /// The configurations, by the side that they take.
    pub sides: Vec<SideView>,
}

/// The configurations that take one side.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SideView {
    /// `for`, `against`, `mixed`, `expected`, `open`.
    pub side: &'static str,
    /// In words.
    pub label: String,
    /// The configurations.
    pub cards: Vec<ConfigurationCard>,
}

/// Most configurations of one side on the page.
const MOST: usize = 40;

fn entries<'a>(scope: &Scope<'a>, question: &Question) -> Option<(&'a Entry, &'a Entry)> {
    Some((scope.entry(question.intervention)?, scope.entry(question.outcome)?))
}

/// Where the page of a question stands.
pub fn path(scope: &Scope<'_>, index: usize) -> String {
    let question = scope.corpus.insight.questions.get(index);
    let Some((intervention, outcome)) = question.and_then(|question| entries(scope, question)) else {
        return String::new();
    };
    format!("{}{}/{}/", address::route("explore", scope.words), intervention.id, outcome.id)
}

/// Feeds what the page depends on.
pub fn key(scope: &Scope<'_>, keys: &Keys, index: usize, hasher: &mut Xxh3) {
    let Some(question) = scope.corpus.insight.questions.get(index) else { return };
    question.hash(hasher);
    for entry in [question.intervention, question.outcome].into_iter().filter_map(|index| scope.entry(index)) {
        entry.face.hash(hasher);
    }
    question.rows.iter().for_each(|(row, _)| keys.cards(&[*row], hasher));
}

/// The question in words.
fn title(scope: &Scope<'_>, intervention: &Entry, outcome: &Entry) -> String {
    let unwanted = matches!(&outcome.data, Data::Outcome(data) if data.stage == Stage::Unwanted);
    let key = if unwanted { "question.title_unwanted" } else { "question.title" };
    scope.words.fill(key, &[("intervention", &intervention.title_inside()), ("outcome", &outcome.title_inside())])
}

/// The question in a list.
pub fn line(scope: &Scope<'_>, index: usize) -> QuestionLine {
    let question = &scope.corpus.insight.questions[index];
    let label = scope.entry(question.outcome).map(|entry| entry.common.title.text.clone()).unwrap_or_default();
    let count = |side: Side| EffectCount {
        effect: side.word(),
        label: scope.word("side", side.word()),
        count: question.rows.iter().filter(|(_, one)| *one == side).count(),
    };
    QuestionLine {
        link: Link { href: file(&path(scope, index)), label },
        answer: question.answer.word(),
        answer_label: scope.word("answer", question.answer.word()),
        sides: Side::ALL.into_iter().map(count).filter(|side| side.count > 0).collect(),
    }
}

/// The page of a question.
pub fn page(scope: &Scope<'_>, index: usize) -> Page {
    let question = &scope.corpus.insight.questions[index];
    let (intervention, outcome) =
        (&scope.corpus.entries[question.intervention], &scope.corpus.entries[question.outcome]);
    let title = title(scope, intervention, outcome);
    let answer_label = scope.word("question", question.answer.word());
    let side = |side: Side| SideView {
        side: side.word(),
        label: scope.word("side", side.word()),
        cards: question
            .rows
            .iter()
            .filter(|(_, one)| *one == side)
            .take(MOST)
            .map(|(row, _)| cmo::card(scope, &scope.corpus.configurations[*row]))
            .collect(),
    };
    let view = QuestionView {
        intervention: scope.link(intervention),
        outcome: scope.link(outcome),
        answer: question.answer.word(),
        answer_label: answer_label.clone(),
        sides: Side::ALL.into_iter().map(side).filter(|side| !side.cards.is_empty()).collect(),
    };
    let meta = Meta { title, description: answer_label, ..Meta::default() };
    Page {
        path: path(scope, index),
        template: "question.html",
        words: "question",
        meta,
        parents: vec![scope.route("explore")],
        show: Show::Question(Box::new(view)),
    }
}

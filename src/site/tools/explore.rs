//! What works for whom? Every question that configurations answer, by what is done; a script adds pickers for all
//! letters. Knows no templates.

use serde::Serialize;

use super::question::QuestionLine;
use super::{Page, Show, question};
use crate::model::address;
use crate::model::kind::Kind;
use crate::site::scope::{Scope, file};
use crate::site::view::{Link, Meta};

/// The questions, by what is done.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Explore {
    /// One group an intervention.
    pub groups: Vec<QuestionGroup>,
    /// How many questions.
    pub questions: usize,
    /// What was expected, and what was seen.
    pub expectations: Link,
}

/// The questions on one intervention.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct QuestionGroup {
    /// The intervention.
    pub link: Link,
    /// Its questions.
    pub questions: Vec<QuestionLine>,
}

/// Where the page stands.
pub fn path(scope: &Scope<'_>) -> String {
    address::route("explore", scope.words)
}

/// A link to the page with these things picked: the state of the tool stands in the fragment (`explore.js` reads it).
pub fn link(scope: &Scope<'_>, picks: &[(Kind, &str)], label: String) -> Link {
    let pick = |(kind, id): &(Kind, &str)| format!("{}={id}", scope.word("facet-route", kind.key()));
    let picks: Vec<String> = picks.iter().map(pick).collect();
    Link { href: format!("{}#{}", file(&path(scope)), picks.join("&")), label }
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
            group.questions.extend(question::line(scope, index, Kind::Outcome));
        }
    }
    let meta = Meta {
        title: scope.word("route-title", "explore"),
        description: scope.word("explore", "intro"),
        ..Meta::default()
    };
    let show = Explore { groups, questions: questions.len(), expectations: scope.route("expectations") };
    Page {
        path: path(scope),
        template: "explore.html",
        words: "explore",
        meta,
        parents: Vec::new(),
        show: Show::Explore(show),
    }
}

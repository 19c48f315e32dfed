//! Pages that lay configurations beside each other: explore, compare, check the fit. Each tool has a file that says
//! which pages it has and what they show; this one knows only the list of tools, so that the plan need not know any.
//! Every page says all it can without script; what a script adds, it takes from `data`. Knows no templates.

pub mod data;
pub mod expectations;
pub mod explore;
pub mod index;
pub mod question;
pub mod ripples;

use std::collections::BTreeMap;
use std::hash::Hash;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::keys::Keys;
use super::scope::Scope;
use super::view::{Link, Meta};
use crate::model::address;

/// A page of a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// All tools.
    Index,
    /// What works for whom?
    Explore,
    /// What was expected, and what was seen?
    Expectations,
    /// Does this intervention bring that outcome? By its position among the questions.
    Question(usize),
    /// What one configuration brings is where the next begins.
    Ripples,
}

/// What a page of a tool shows.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ToolView {
    /// The words of this tool: the table of its name in the locale.
    pub t: BTreeMap<&'static str, &'static str>,
    /// The script that the data of the tools begin with, below the root; none for a page without script.
    pub data: Option<String>,
    /// Its own part.
    pub show: Show,
}

/// The own part of each tool.
#[derive(Debug, Clone, Serialize, Hash)]
#[serde(untagged)]
pub enum Show {
    /// `tools.html`
    Index(index::Index),
    /// `explore.html`
    Explore(explore::Explore),
    /// `expectations.html`
    Expectations(Box<expectations::Expectations>),
    /// `question.html`
    Question(Box<question::QuestionView>),
    /// `ripples.html`
    Ripples(ripples::Ripples),
}

/// A page before it is framed: where it stands, and what it shows.
#[derive(Debug)]
pub struct Page {
    /// Path below the root, with a slash at the end.
    pub path: String,
    /// The template.
    pub template: &'static str,
    /// Its table of words.
    pub words: &'static str,
    /// For the head.
    pub meta: Meta,
    /// The pages between the list of tools and this one.
    pub parents: Vec<Link>,
    /// What it shows.
    pub show: Show,
}

/// Every page of every tool that this site has something for.
pub fn all(scope: &Scope<'_>) -> Vec<Tool> {
    let mut tools = Vec::new();
    if !scope.corpus.configurations.is_empty() {
        tools.extend([Tool::Index, Tool::Explore, Tool::Expectations]);
    }
    if !scope.corpus.insight.ripples.is_empty() {
        tools.push(Tool::Ripples);
    }
    tools.extend((0..scope.corpus.insight.questions.len()).map(Tool::Question));
    tools
}

impl Tool {
    /// The key of the tool that this page is the way in to; none of a page that lies behind another.
    pub fn entrance(self) -> Option<&'static str> {
        match self {
            Tool::Explore => Some("explore"),
            Tool::Expectations => Some("expectations"),
            Tool::Ripples => Some("ripples"),
            Tool::Index | Tool::Question(_) => None,
        }
    }

    /// The path of the page below the root.
    pub fn path(self, scope: &Scope<'_>) -> String {
        match self {
            Tool::Index => address::route("tools", scope.words),
            Tool::Explore => explore::path(scope),
            Tool::Expectations => expectations::path(scope),
            Tool::Question(index) => question::path(scope, index),
            Tool::Ripples => ripples::path(scope),
        }
    }

    /// Whether the page has a script that works on the data of the tools.
    pub fn has_data(self) -> bool {
        matches!(self, Tool::Explore)
    }

    /// Feeds all that the page depends on.
    pub fn key(self, scope: &Scope<'_>, keys: &Keys, hasher: &mut Xxh3) {
        match self {
            Tool::Question(index) => question::key(scope, keys, index, hasher),
            Tool::Index | Tool::Explore | Tool::Expectations | Tool::Ripples => keys.everything(scope, hasher),
        }
    }

    /// The page.
    pub fn page(self, scope: &Scope<'_>) -> Page {
        match self {
            Tool::Index => index::page(scope),
            Tool::Explore => explore::page(scope),
            Tool::Expectations => expectations::page(scope),
            Tool::Question(index) => question::page(scope, index),
            Tool::Ripples => ripples::page(scope),
        }
    }
}

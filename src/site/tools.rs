//! Pages that lay configurations beside each other: explore, compare, check the fit. Each tool has a file that says
//! which pages it has and what they show; this one knows only the list of tools, so that the plan need not know any.
//! Every page says all it can without script; what a script adds, it takes from `data`. Knows no templates.

pub mod compare;
pub mod contradictions;
mod csv;
pub mod data;
pub mod expectations;
pub mod explore;
pub mod fit;
pub mod gaps;
pub mod index;
pub mod matrix;
pub mod question;
pub mod ripples;
pub mod selection;

use std::collections::BTreeMap;
use std::hash::Hash;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::keys::Keys;
use super::scope::Scope;
use super::view::{Link, Meta};
use crate::model::address;
use crate::model::corpus::EntryIndex;
use crate::model::insight::grid::Axes;

/// A page of a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// All tools.
    Index,
    /// What works for whom?
    Explore,
    /// What was expected, and what was seen?
    Expectations,
    /// Does this fit us?
    Fit,
    /// Does this intervention bring that outcome? By its position among the questions.
    Question(usize),
    /// Cases beside each other: those that the reader chooses.
    Compare,
    /// Parts of one case beside each other. By its position among the comparisons.
    Comparison(usize),
    /// What the reader collected.
    Selection,
    /// What one configuration brings is where the next begins.
    Ripples,
    /// Two letters against each other.
    Matrix(Axes),
    /// A row of a matrix.
    MatrixRow(Axes, EntryIndex),
    /// What was seen both ways: a part of the list.
    Contradictions(usize),
    /// What holds: a part of the list.
    Robustness(usize),
    /// What these sources do not tell.
    Gaps,
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
    /// `fit.html`
    Fit(Box<fit::FitView>),
    /// `question.html`
    Question(Box<question::QuestionView>),
    /// `compare.html`
    Compare(compare::Compare),
    /// `comparison.html`
    Comparison(Box<compare::ComparisonView>),
    /// `selection.html`
    Selection(selection::Selection),
    /// `ripples.html`
    Ripples(ripples::Ripples),
    /// `matrix.html`
    Matrix(Box<matrix::Matrix>),
    /// `matrix-row.html`
    MatrixRow(Box<matrix::RowView>),
    /// `contradictions.html`
    Contradictions(Box<contradictions::Contradictions>),
    /// `robustness.html`
    Robustness(Box<contradictions::Robustness>),
    /// `gaps.html`
    Gaps(Box<gaps::Gaps>),
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
        tools.extend([Tool::Index, Tool::Explore]);
    }
    if fit::has_questions(scope) {
        tools.push(Tool::Fit);
    }
    if compare::is_there(scope) {
        tools.push(Tool::Compare);
    }
    if !scope.corpus.configurations.is_empty() {
        tools.extend(Axes::ALL.map(Tool::Matrix));
        tools.extend((1..=contradictions::contradiction_parts(scope)).map(Tool::Contradictions));
        tools.extend((1..=contradictions::robustness_parts(scope)).map(Tool::Robustness));
        tools.extend([Tool::Gaps, Tool::Expectations]);
    }
    if !scope.corpus.insight.ripples.is_empty() {
        tools.push(Tool::Ripples);
    }
    if selection::is_there(scope) {
        tools.push(Tool::Selection);
    }
    tools.extend((0..scope.corpus.insight.questions.len()).map(Tool::Question));
    tools.extend((0..scope.corpus.insight.comparisons.len()).map(Tool::Comparison));
    tools.extend(matrix::rows(scope).into_iter().map(|(axes, row)| Tool::MatrixRow(axes, row)));
    tools
}

impl Tool {
    /// The key of the tool that this page is the way in to; none of a page that lies behind another.
    pub fn entrance(self) -> Option<&'static str> {
        match self {
            Tool::Explore => Some("explore"),
            Tool::Expectations => Some("expectations"),
            Tool::Fit => Some("fit"),
            Tool::Ripples => Some("ripples"),
            Tool::Matrix(Axes::FIRST) => Some("matrix"),
            Tool::Contradictions(1) => Some("contradictions"),
            Tool::Robustness(1) => Some("robustness"),
            Tool::Gaps => Some("gaps"),
            Tool::Compare => Some("compare"),
            Tool::Selection => Some("selection"),
            Tool::Index | Tool::Question(_) | Tool::Comparison(_) | Tool::Matrix(_) | Tool::MatrixRow(..) => None,
            Tool::Contradictions(_) | Tool::Robustness(_) => None,
        }
    }

    /// The path of the page below the root.
    pub fn path(self, scope: &Scope<'_>) -> String {
        match self {
            Tool::Index => address::route("tools", scope.words),
            Tool::Explore => explore::path(scope),
            Tool::Expectations => expectations::path(scope),
            Tool::Fit => fit::path(scope),
            Tool::Question(index) => question::path(scope, index),
            Tool::Compare => compare::path(scope),
            Tool::Comparison(index) => compare::part_path(scope, index),
            Tool::Selection => selection::path(scope),
            Tool::Ripples => ripples::path(scope),
            Tool::Matrix(axes) => matrix::path(scope, axes),
            Tool::MatrixRow(axes, row) => matrix::row_path(scope, axes, row),
            Tool::Contradictions(part) => contradictions::path(scope, "contradictions", part),
            Tool::Robustness(part) => contradictions::path(scope, "robustness", part),
            Tool::Gaps => gaps::path(scope),
        }
    }

    /// Whether the page has a script that works on the data of the tools.
    pub fn has_data(self) -> bool {
        matches!(self, Tool::Explore | Tool::Fit | Tool::Compare | Tool::Selection)
    }

    /// Feeds all that the page depends on.
    pub fn key(self, scope: &Scope<'_>, keys: &Keys, hasher: &mut Xxh3) {
        match self {
            Tool::Question(index) => question::key(scope, keys, index, hasher),
            Tool::MatrixRow(axes, row) => matrix::row_key(scope, keys, axes, row, hasher),
            Tool::Fit => fit::key(scope, keys, hasher),
            Tool::Comparison(index) => compare::key(scope, keys, index, hasher),
            Tool::Selection => selection::key(scope, hasher),
            _ => keys.everything(scope, hasher),
        }
    }

    /// The page.
    pub fn page(self, scope: &Scope<'_>) -> Page {
        match self {
            Tool::Index => index::page(scope),
            Tool::Explore => explore::page(scope),
            Tool::Expectations => expectations::page(scope),
            Tool::Fit => fit::page(scope),
            Tool::Question(index) => question::page(scope, index),
            Tool::Compare => compare::page(scope),
            Tool::Comparison(index) => compare::part_page(scope, index),
            Tool::Selection => selection::page(scope),
            Tool::Ripples => ripples::page(scope),
            Tool::Matrix(axes) => matrix::page(scope, axes),
            Tool::MatrixRow(axes, row) => matrix::row_page(scope, axes, row),
            Tool::Contradictions(part) => contradictions::page(scope, part),
            Tool::Robustness(part) => contradictions::robustness_page(scope, part),
            Tool::Gaps => gaps::page(scope),
        }
    }

    /// Files that stand beside the page and show the same: path and bytes.
    pub fn beside(self, scope: &Scope<'_>) -> Vec<(String, Vec<u8>)> {
        match self {
            Tool::Matrix(axes) => matrix::sheets(scope, axes),
            Tool::Gaps => gaps::sheets(scope),
            _ => Vec::new(),
        }
    }
}

//! What is said to the author: a code, a place, the values that fill its sentence, and how to print it for people
//! and for machines. Knows no kinds of content: whoever finds a mistake fills in the blanks.

mod code;
mod render;

use std::collections::HashSet;
use std::sync::Arc;

pub use code::{Code, Severity};
pub use render::{Format, Renderer};

use crate::read::source::{Place, Span};

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What kind of finding: decides sentence, severity and explanation.
    pub code: Code,
    /// Where it is.
    pub place: Place,
    /// Values for the blanks (`{name}`) of the code's sentences.
    pub args: Vec<(&'static str, String)>,
    /// Other places that explain it: key of a label in the locale (`label.<key>`), and where.
    pub related: Vec<(&'static str, Place)>,
    /// The nearest right words, best first.
    pub suggestions: Vec<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, place: Place) -> Self {
        Self { code, place, args: Vec::new(), related: Vec::new(), suggestions: Vec::new() }
    }

    /// Fills a blank of the code's sentence.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over numbers, texts and references alike")]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Adds another place that explains it.
    #[must_use]
    pub fn related(mut self, label: &'static str, place: Place) -> Self {
        self.related.push((label, place));
        self
    }

    /// Adds the nearest of the known words, if any is near.
    #[must_use]
    pub fn suggest<'a>(mut self, word: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.suggestions = nearest(word, known);
        self
    }
}

/// All findings of a run or of a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Report {
    findings: Vec<Diagnostic>,
}

impl Report {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.findings.push(diagnostic);
    }

    /// Adds all of another report.
    pub fn extend(&mut self, other: impl IntoIterator<Item = Diagnostic>) {
        self.findings.extend(other);
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Sorted by place, then code; the same finding at the same place once.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.findings.sort_by(|a, b| (&a.place, a.code, &a.args).cmp(&(&b.place, b.code, &b.args)));
        let mut seen = HashSet::new();
        self.findings.retain(|d| seen.insert((d.code, d.place.clone(), d.args.clone())));
        self
    }
}

impl FromIterator<Diagnostic> for Report {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(iter: I) -> Self {
        Self { findings: iter.into_iter().collect() }
    }
}

impl IntoIterator for Report {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.findings.into_iter()
    }
}

/// Collects the findings of one file, so that each finder only names a code and a span.
#[derive(Debug)]
pub struct FileReport {
    /// The file that is looked at.
    pub file: Arc<str>,
    /// What was found so far.
    pub report: Report,
}

impl FileReport {
    /// An empty report on a file.
    pub fn new(file: Arc<str>) -> Self {
        Self { file, report: Report::default() }
    }

    /// The place of a span in this file.
    pub fn place(&self, span: Span) -> Place {
        Place { file: self.file.clone(), span }
    }

    /// Adds a finding; give it its blanks with [`Diagnostic::arg`] inside `fill`.
    pub fn add(&mut self, code: Code, span: Span, fill: impl FnOnce(Diagnostic) -> Diagnostic) {
        let diagnostic = Diagnostic::new(code, self.place(span));
        self.report.push(fill(diagnostic));
    }
}

/// At most three of the known words that are near enough to be meant, best first.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let lower = word.to_lowercase();
    let limit = (lower.chars().count() / 3).clamp(1, 3);
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter_map(|candidate| {
            let plain = candidate.to_lowercase();
            if plain == lower {
                return Some((0, candidate));
            }
            let distance = edit_distance(&lower, &plain, limit);
            // A word that holds the other ("werkgevers" for "werkgevers-vroeg-betrekken") may be meant too.
            let part = lower.len() >= 5 && plain.contains(&lower) || plain.len() >= 5 && lower.contains(&plain);
            distance.or(part.then_some(limit + 1)).map(|d| (d, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(3).map(|(_, candidate)| candidate.to_owned()).collect()
}

/// Damerau-Levenshtein (adjacent transpositions) up to `limit`, else `None`.
fn edit_distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&distance| distance <= limit)
}

//! Which figures may be laid beside each other: two figures compare in a trait when both have it and it is the same. And
//! which parts of a case are worth a comparison. The browser holds the same rule (`tests/compare/doubts.json`). Knows no
//! words.

use super::Ground;
use crate::model::corpus::EntryIndex;
use crate::model::entry::Data;
use crate::model::kind::{CaseResult, Depth};
use crate::model::value::slugify;

/// Why figures do not simply compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// They count different things.
    Counted,
    /// Not each is a part of a whole.
    Whole,
    /// One is set against a target, another is not.
    Target,
    /// They were counted on different dates, or nobody says when.
    Date,
}

impl Doubt {
    /// All of them, in the order of the traits.
    pub const ALL: [Doubt; 4] = [Doubt::Counted, Doubt::Whole, Doubt::Target, Doubt::Date];

    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Doubt::Counted => "counted",
            Doubt::Whole => "whole",
            Doubt::Target => "target",
            Doubt::Date => "date",
        }
    }
}

/// What must be the same for two figures to compare, in the order of the doubts; empty is never the same.
pub type Traits = [String; 4];

/// The traits of a figure.
pub fn traits(result: &CaseResult) -> Traits {
    let is = |yes: bool, word: &str| if yes { word.to_owned() } else { String::new() };
    [
        slugify(&result.label),
        is(result.of.is_some(), "whole"),
        is(true, if result.target.is_some() { "target" } else { "result" }),
        result.date.map(|date| date.iso()).unwrap_or_default(),
    ]
}

/// What figures are about: the outcome that they measure, else what they say to count.
pub fn subject(result: &CaseResult) -> String {
    result.outcome.as_ref().map_or_else(|| slugify(&result.label), |outcome| outcome.id.clone())
}

/// Why these figures do not simply compare; each with the name of its case. The figures of one case are its own business.
pub fn doubts(figures: &[(&str, &Traits)]) -> Vec<Doubt> {
    let Some(((case, first), rest)) = figures.split_first() else { return Vec::new() };
    if rest.iter().all(|(other, _)| other == case) {
        return Vec::new();
    }
    let alike = |place: usize| {
        let same = |traits: &Traits| traits.get(place) == first.get(place);
        first.get(place).is_some_and(|value| !value.is_empty()) && rest.iter().all(|(_, traits)| same(traits))
    };
    Doubt::ALL.into_iter().enumerate().filter(|(place, _)| !alike(*place)).map(|(_, doubt)| doubt).collect()
}

/// A case with the parts of it that have something to compare.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Comparison {
    /// The case.
    pub whole: EntryIndex,
    /// Its parts, in the order of the corpus.
    pub parts: Vec<EntryIndex>,
}

/// The cases of which two or more parts have figures or are described.
pub fn all(ground: Ground<'_>) -> Vec<Comparison> {
    let worth = |part: &EntryIndex| {
        let data = ground.entries.get(*part).map(|entry| &entry.data);
        matches!(data, Some(Data::CaseStudy(case)) if !case.results.is_empty() || case.depth != Depth::Mention)
    };
    let of = |(whole, parts): (EntryIndex, &Vec<EntryIndex>)| {
        let parts: Vec<EntryIndex> = parts.iter().copied().filter(worth).collect();
        (parts.len() > 1).then_some(Comparison { whole, parts })
    };
    ground.frame.narrower.iter().enumerate().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::model::testing::{corpus, page};

    #[test]
    fn the_rule_is_that_of_the_browser() {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/compare/doubts.json"));
        let fixtures: serde_json::Value = serde_json::from_str(text).unwrap();
        for fixture in fixtures.as_array().unwrap() {
            let figures: Vec<(String, Traits)> = serde_json::from_value(fixture["figures"].clone()).unwrap();
            let figures: Vec<(&str, &Traits)> = figures.iter().map(|(case, traits)| (case.as_str(), traits)).collect();
            let found: Vec<&str> = doubts(&figures).into_iter().map(Doubt::word).collect();
            assert_eq!(serde_json::to_value(&found).unwrap(), fixture["doubts"], "{}", fixture["what"]);
        }
    }

    #[test]
    fn traits_come_from_figures_and_parts_from_cases() {
        let results = "part_of: geheel
results:
  - {label: Naar werk, count: 8, of: 10, outcome: baan, date: 2024-06}
  - {label: Betaalde banen!, count: 24, target: 30, date: 2024}
  - {label: Begonnen, count: 10}";
        let files = [
            ("casussen/geheel.md", ""),
            ("casussen/cijfers.md", results),
            ("casussen/kort.md", "part_of: geheel\ndepth: short\ntitle: K"),
            ("casussen/genoemd.md", "part_of: geheel"),
            ("casussen/ander.md", ""),
            ("casussen/deel.md", "part_of: ander\ndepth: full\ntitle: D"),
            ("uitkomsten/baan.md", "level: participant\nstage: final"),
        ];
        // What a file says itself comes after what every case must say.
        let text = |(path, fields): (&'static str, &str)| {
            let text = page(path, fields, "");
            (path, if fields.contains("depth:") { text.replacen("depth: mention\n", "", 1) } else { text })
        };
        let texts = files.map(text);
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (corpus, _, report) = corpus("title = 'T'\ndescription = 'D'\n", &files);
        assert!(report.iter().all(|d| d.code.severity() != crate::diagnostic::Severity::Error), "{report:?}");
        let Data::CaseStudy(case) = &corpus.entry("cijfers").unwrap().1.data else { panic!("no case") };
        let told: Vec<String> =
            case.results.iter().map(|result| format!("{}: {}", subject(result), traits(result).join(" | "))).collect();
        assert_eq!(
            told,
            [
                "baan: naar-werk | whole | result | 2024-06",
                "betaalde-banen: betaalde-banen |  | target | 2024",
                "begonnen: begonnen |  | result | "
            ]
        );
        // Two parts that say something make a comparison; one does not.
        let name = |index: &EntryIndex| corpus.entries[*index].id.as_str();
        let found: Vec<(&str, Vec<&str>)> = corpus
            .insight
            .comparisons
            .iter()
            .map(|one| (name(&one.whole), one.parts.iter().map(name).collect()))
            .collect();
        assert_eq!(found, [("geheel", vec!["cijfers", "kort"])]);
    }
}

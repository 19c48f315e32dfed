//! Which steps of a building block carry a mechanism, so that one had better keep them? Beside what the page itself
//! calls core or adaptable stands what its configurations saw. Knows no words.

use std::collections::{BTreeMap, BTreeSet};

use super::question::is_seen;
use super::{Ground, blocks};
use crate::model::cmo::{Configuration, Effect, MechanismState, Status};
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::kind::{Part, Step};

/// What the configurations of a building block say of one of its steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// The ones in which a mechanism of the step was seen to carry, in the order of the corpus.
    pub seen: Vec<ConfigurationIndex>,
    /// The ones that only expect it to.
    pub expected: Vec<ConfigurationIndex>,
    /// The cases behind the ones that saw it.
    pub cases: BTreeSet<EntryIndex>,
}

/// What to do with a step: what the page says held against what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Advice {
    /// It was seen to carry a mechanism, and nothing says otherwise.
    Keep,
    /// It was seen to carry a mechanism, though the page calls it adaptable.
    KeepAfterAll,
    /// The page calls it core, and no configuration saw it carry a mechanism yet.
    CoreUnseen,
    /// As far as known it may change.
    Change,
}

impl Advice {
    /// All of it, in the order in which it is summed up.
    pub const ALL: [Advice; 4] = [Advice::Keep, Advice::KeepAfterAll, Advice::CoreUnseen, Advice::Change];

    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Advice::Keep => "keep",
            Advice::KeepAfterAll => "keep_after_all",
            Advice::CoreUnseen => "core_unseen",
            Advice::Change => "change",
        }
    }

    /// The advice on a step.
    pub fn on(part: Part, carried: &Carried) -> Self {
        match (part, carried.seen.is_empty()) {
            (Part::Adaptable, false) => Advice::KeepAfterAll,
            (_, false) => Advice::Keep,
            (Part::Core, true) => Advice::CoreUnseen,
            (_, true) => Advice::Change,
        }
    }
}

/// Whether a mechanism carried what came of it: it fired and things went well, at least sometimes, or it stayed away
/// and they went wrong.
fn carries(configuration: &Configuration, mechanism: &str) -> bool {
    let good = matches!(configuration.effect, Effect::Works | Effect::Mixed);
    let mut tags = configuration.mechanism.iter().filter(|tag| tag.is.id == mechanism);
    configuration.status != Status::Refuted
        && tags.any(|tag| match tag.state.0 {
            MechanismState::Fires => good,
            MechanismState::Absent => configuration.effect == Effect::Fails,
            MechanismState::Reverses => false,
        })
}

/// By building block: what is known of each of its steps, in their order.
pub fn all(ground: Ground<'_>) -> BTreeMap<EntryIndex, Vec<Carried>> {
    let of_block = |(index, block): (EntryIndex, &crate::model::kind::BuildingBlock)| {
        let uses = ground.frame.uses.get(index).map_or(&[][..], Vec::as_slice);
        (index, block.steps.iter().map(|step| carried(ground, step, uses)).collect())
    };
    blocks(ground).map(of_block).collect()
}

fn carried(ground: Ground<'_>, step: &Step, uses: &[ConfigurationIndex]) -> Carried {
    let mut found = Carried::default();
    for &index in uses {
        let Some(home) = ground.frame.configurations.get(index) else { continue };
        let configuration = &home.configuration;
        if !step.serves.iter().any(|mechanism| carries(configuration, &mechanism.id)) {
            continue;
        }
        if !is_seen(configuration) {
            found.expected.push(index);
            continue;
        }
        found.seen.push(index);
        let cases = configuration.evidence.iter().flat_map(|evidence| &evidence.cases);
        found.cases.extend(cases.filter_map(|tag| ground.entry(&tag.is.id)).map(|(case, _)| case));
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::model::testing::{corpus, page};

    /// What is known of the steps of a building block with these steps and configurations: `0 1 | 2 | a`.
    fn told(steps: &str, configurations: &[&str]) -> Vec<String> {
        let line = |(n, text): (usize, &&str)| format!("  - {{id: k{n}, because: Zo., {text}}}\n");
        let lines: String = configurations.iter().enumerate().map(line).collect();
        let names = [
            ("mechanismen/trouw.md", ""),
            ("mechanismen/leren.md", ""),
            ("instrumenten/doen.md", ""),
            ("uitkomsten/baan.md", "level: participant\nstage: final"),
            ("casussen/a.md", ""),
            ("casussen/b.md", ""),
            ("bronnen/bron.md", "type: report\nissued: 2024"),
        ];
        let mut pages: Vec<(&str, String)> = names.map(|(path, fields)| (path, page(path, fields, ""))).into();
        pages.push(("bouwstenen/blok.md", page("bouwstenen/blok.md", &format!("steps: {steps}\ncmo:\n{lines}"), "")));
        // One that no page of the building block tells of.
        let other =
            "cmo:\n  - {id: ver, because: Zo., mechanism: [trouw], outcome: [baan], effect: works, status: observed}";
        pages.push(("lessen/les.md", page("lessen/les.md", other, "")));
        let files: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let site = "title = 'T'\ndescription = 'D'\n[lists.themes]\nt = 'T'\n[lists.roles]\nr = 'R'\n";
        let (corpus, _, report) = corpus(site, &files);
        assert!(report.iter().all(|d| d.code.severity() != crate::diagnostic::Severity::Error), "{report:?}");
        let ids = |list: &[ConfigurationIndex]| {
            let ids = list.iter().map(|&index| corpus.configurations[index].configuration.id.id.as_str());
            ids.collect::<Vec<_>>().join(" ")
        };
        let one = |carried: &Carried| {
            let cases: Vec<&str> = carried.cases.iter().map(|&case| corpus.entries[case].id.as_str()).collect();
            format!("{} | {} | {}", ids(&carried.seen), ids(&carried.expected), cases.join(" "))
        };
        corpus.insight.parts[&corpus.position("blok").unwrap()].iter().map(one).collect()
    }

    #[test]
    fn a_step_carries_what_fired_and_went_well_or_stayed_away_and_went_wrong() {
        let check = |mechanism: &str, rest: &str, expected: &str| {
            let text = format!("mechanism: [{mechanism}], intervention: [doen], outcome: [baan], {rest}");
            assert_eq!(told("[{do: Doe., serves: [trouw]}]", &[&text]), [expected], "{text}");
        };
        check("trouw", "effect: works, status: observed", "k0 |  | ");
        check("trouw", "effect: mixed, status: tested", "k0 |  | ");
        check("trouw", "effect: fails, status: observed", " |  | ");
        check("trouw", "effect: unknown, status: observed", " |  | ");
        check("{is: trouw, state: absent}", "effect: fails, status: observed", "k0 |  | ");
        check("{is: trouw, state: absent}", "effect: works, status: observed", " |  | ");
        check("{is: trouw, state: reverses}", "effect: fails, status: observed", " |  | ");
        check("leren", "effect: works, status: observed", " |  | ");
        check("trouw", "effect: works, status: assumed", " | k0 | ");
        check("trouw", "effect: works, status: refuted", " |  | ");
    }

    #[test]
    fn configurations_and_cases_count_once_and_steps_stand_apart() {
        let of = |mechanism: &str, cases: &str| {
            let rest = "intervention: [doen], outcome: [baan], effect: works, status: observed";
            format!("mechanism: [{mechanism}], {rest}, evidence: [{{source: bron, cases: [{cases}]}}]")
        };
        let texts = [of("trouw, leren", "b, a"), of("trouw", "a"), of("leren", "b")];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let steps = "[{do: Een., serves: [trouw, leren]}, {do: Twee., serves: [trouw]}, {do: Drie.}]";
        assert_eq!(told(steps, &texts), ["k0 k1 k2 |  | a b", "k0 k1 |  | a b", " |  | "]);
    }

    #[test]
    fn advice_says_where_page_and_evidence_differ() {
        let seen = Carried { seen: vec![0], ..Carried::default() };
        let expected = Carried { expected: vec![0], ..Carried::default() };
        let check = |part: Part, carried: &Carried, advice: Advice| assert_eq!(Advice::on(part, carried), advice);
        check(Part::Core, &seen, Advice::Keep);
        check(Part::Unsaid, &seen, Advice::Keep);
        check(Part::Adaptable, &seen, Advice::KeepAfterAll);
        check(Part::Core, &expected, Advice::CoreUnseen);
        check(Part::Core, &Carried::default(), Advice::CoreUnseen);
        check(Part::Unsaid, &expected, Advice::Change);
        check(Part::Adaptable, &Carried::default(), Advice::Change);
    }
}

//! On which circumstances does a building block turn, and where was a circumstance in place? Of the rule that holds a
//! reader's own circumstances against this (`themes/default/assets/fit.js`) it knows only what a configuration pleads
//! for. Knows no words.

use std::collections::{BTreeMap, BTreeSet};

use super::question::{Side, is_seen};
use super::{Ground, blocks};
use crate::model::cmo::{Configuration, ContextState, Effect, InterventionState, Status};
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::entry::Data;
use crate::model::kind::{ContextFactor, FactorType, Favourable, Influence};

/// What a configuration says to doing what it names, whatever comes of it. Something that was left out where things
/// went wrong is pleaded for, whatever else was done.
pub fn stance(configuration: &Configuration) -> Side {
    if configuration.status == Status::Refuted {
        return Side::Against;
    }
    if !is_seen(configuration) {
        return Side::Expected;
    }
    let mut states = configuration.intervention.iter().map(|tag| tag.state.0);
    match configuration.effect {
        Effect::Unknown => Side::Open,
        Effect::Mixed => Side::Mixed,
        Effect::Works if states.len() > 0 && states.all(|state| state == InterventionState::Omitted) => Side::Open,
        Effect::Works => Side::For,
        Effect::Fails if states.any(|state| state == InterventionState::Omitted) => Side::For,
        Effect::Fails => Side::Against,
    }
}

/// Whether one can see to it that a circumstance changes.
pub fn is_arrangeable(factor: &ContextFactor) -> bool {
    factor.factor_type == FactorType::Condition && factor.influence != Influence::No
}

/// The state that helps, if there is one.
pub fn needed(factor: &ContextFactor) -> Option<ContextState> {
    match factor.favourable.0 {
        Favourable::Present => Some(ContextState::Present),
        Favourable::Absent => Some(ContextState::Absent),
        Favourable::Neutral => None,
    }
}

/// A circumstance of a building block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Turn {
    /// Which.
    pub factor: EntryIndex,
    /// The block names it as something that must be in place.
    pub is_condition: bool,
    /// In how many of its configurations it was there.
    pub present: usize,
    /// In how many it was not.
    pub absent: usize,
}

/// What building blocks and circumstances have to do with each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// By building block: its circumstances, its conditions first, then the ones that are named most.
    pub turns: BTreeMap<EntryIndex, Vec<Turn>>,
    /// By circumstance: the cases in which it was as it should be, and it went well. Given circumstances that help
    /// neither way have none.
    pub seen: BTreeMap<EntryIndex, BTreeSet<EntryIndex>>,
}

/// Derives it all.
pub fn all(ground: Ground<'_>) -> Circumstances {
    let mut turns = BTreeMap::new();
    for (index, block) in blocks(ground) {
        let mut conditions = Vec::new();
        for condition in block.conditions.iter().filter_map(|condition| ground.entry(&condition.id)) {
            if !conditions.contains(&condition.0) {
                conditions.push(condition.0);
            }
        }
        turns.insert(index, turns_of(ground, &conditions, ground.frame.uses.get(index).map_or(&[], Vec::as_slice)));
    }
    Circumstances { turns, seen: seen(ground) }
}

fn turns_of(ground: Ground<'_>, conditions: &[EntryIndex], uses: &[ConfigurationIndex]) -> Vec<Turn> {
    let plain = |factor: EntryIndex, is_condition: bool| Turn { factor, is_condition, present: 0, absent: 0 };
    let mut turns: BTreeMap<EntryIndex, Turn> =
        conditions.iter().map(|&factor| (factor, plain(factor, true))).collect();
    for tag in
        uses.iter().filter_map(|&use_| ground.frame.configurations.get(use_)).flat_map(|h| &h.configuration.context)
    {
        let Some((factor, _)) = ground.entry(&tag.is.id) else { continue };
        let turn = turns.entry(factor).or_insert_with(|| plain(factor, false));
        match tag.state.0 {
            ContextState::Present => turn.present += 1,
            ContextState::Absent => turn.absent += 1,
        }
    }
    let place = |turn: &Turn| conditions.iter().position(|&factor| factor == turn.factor).unwrap_or(usize::MAX);
    let mut turns: Vec<Turn> = turns.into_values().collect();
    turns.sort_by_key(|turn| (place(turn), std::cmp::Reverse(turn.present + turn.absent), turn.factor));
    turns
}

fn seen(ground: Ground<'_>) -> BTreeMap<EntryIndex, BTreeSet<EntryIndex>> {
    let mut seen: BTreeMap<EntryIndex, BTreeSet<EntryIndex>> = BTreeMap::new();
    let homes = ground.frame.configurations.iter().map(|home| &home.configuration);
    for configuration in
        homes.filter(|configuration| configuration.effect == Effect::Works && stance(configuration) == Side::For)
    {
        let cases = configuration.evidence.iter().flat_map(|evidence| &evidence.cases);
        let cases: Vec<EntryIndex> = cases.filter_map(|tag| ground.entry(&tag.is.id)).map(|(index, _)| index).collect();
        for tag in &configuration.context {
            let Some((factor, entry)) = ground.entry(&tag.is.id) else { continue };
            if matches!(&entry.data, Data::ContextFactor(data) if needed(data) == Some(tag.state.0)) {
                seen.entry(factor).or_default().extend(&cases);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::model::testing::{corpus, page};

    const FACTOR: &str = "level: meso\ninfluence: yes\ntype: condition";
    const NAMES: [(&str, &str); 9] = [
        ("contextfactoren/geld.md", FACTOR),
        ("contextfactoren/tijd.md", FACTOR),
        ("contextfactoren/crisis.md", "level: macro\ninfluence: no\ntype: environment\nfavourable: absent"),
        ("contextfactoren/klein.md", "level: meso\ninfluence: no\ntype: environment\nfavourable: neutral"),
        ("instrumenten/doen.md", ""),
        ("instrumenten/meer.md", ""),
        ("uitkomsten/baan.md", "level: participant\nstage: final"),
        ("casussen/a.md", ""),
        ("casussen/b.md", ""),
    ];

    fn with<R>(block: &str, configurations: &[&str], look: impl FnOnce(&crate::model::corpus::Corpus) -> R) -> R {
        let line = |(n, text): (usize, &&str)| format!("  - {{id: k{n}, because: Zo., {text}}}\n");
        let lines: String = configurations.iter().enumerate().map(line).collect();
        let fields = if lines.is_empty() { block.to_owned() } else { format!("{block}\ncmo:\n{lines}") };
        let block = page("bouwstenen/blok.md", &fields, "");
        let pages = NAMES.map(|(path, fields)| (path, page(path, fields, "")));
        let source = page("bronnen/bron.md", "type: report\nissued: 2024", "");
        let mut files: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (*path, text.as_str())).collect();
        files.extend([("bouwstenen/blok.md", block.as_str()), ("bronnen/bron.md", source.as_str())]);
        let (corpus, _, report) = corpus("title = 'T'\ndescription = 'D'\n", &files);
        assert!(report.iter().all(|d| d.code.severity() != crate::diagnostic::Severity::Error), "{report:?}");
        look(&corpus)
    }

    #[test]
    fn a_configuration_pleads_for_what_was_left_out_where_it_went_wrong() {
        let check = |text: &str, side: Side| {
            let text = format!("{text}, outcome: [baan]");
            let found = with("", &[&text], |corpus| stance(&corpus.configurations[0].configuration));
            assert_eq!(found, side, "{text}");
        };
        check("intervention: [doen], effect: works, status: observed", Side::For);
        check("intervention: [doen], effect: fails, status: observed", Side::Against);
        check("intervention: [{is: doen, state: omitted}], effect: fails, status: tested", Side::For);
        check("intervention: [doen, {is: meer, state: omitted}], effect: fails, status: observed", Side::For);
        check("intervention: [{is: doen, state: omitted}], effect: works, status: observed", Side::Open);
        check("intervention: [doen], effect: mixed, status: observed", Side::Mixed);
        check("intervention: [doen], effect: unknown, status: observed", Side::Open);
        check("intervention: [doen], effect: works, status: assumed", Side::Expected);
        check("intervention: [doen], effect: works, status: refuted", Side::Against);
        check(
            "intervention: [doen], effect: works, status: assumed, evidence: [{source: bron, status: observed}]",
            Side::For,
        );
    }

    #[test]
    fn a_building_block_turns_on_its_conditions_and_on_what_its_configurations_name() {
        let work = "intervention: [doen], outcome: [baan], effect: works, status: observed";
        let check = |block: &str, contexts: &[&str], expected: &[&str]| {
            let texts: Vec<String> = contexts.iter().map(|context| format!("context: [{context}], {work}")).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let told = with(block, &texts, |corpus| {
                let turns = &corpus.insight.circumstances.turns[&corpus.position("blok").unwrap()];
                let one = |turn: &Turn| {
                    let mark = if turn.is_condition { "!" } else { "" };
                    format!("{}{mark} {} {}", corpus.entries[turn.factor].id, turn.present, turn.absent)
                };
                turns.iter().map(one).collect::<Vec<_>>()
            });
            assert_eq!(told, expected, "{block} {contexts:?}");
        };
        check("", &[], &[]);
        check("conditions: [tijd, geld]", &[], &["tijd! 0 0", "geld! 0 0"]);
        check("", &["geld", "crisis", "{is: crisis, state: absent}"], &["crisis 1 1", "geld 1 0"]);
        check("conditions: [tijd]", &["geld", "geld, tijd"], &["tijd! 1 0", "geld 2 0"]);
    }

    #[test]
    fn a_circumstance_was_in_place_where_it_was_as_it_should_be_and_it_went_well() {
        let of = |context: &str, rest: &str, case: &str| {
            let evidence = format!("evidence: [{{source: bron, cases: [{case}]}}]");
            format!("context: [{context}], intervention: [doen], outcome: [baan], {rest}, {evidence}")
        };
        let well = "effect: works, status: observed";
        let texts = [
            of("geld", well, "a"),
            of("{is: crisis, state: absent}, geld", well, "b"),
            of("crisis", well, "a"),
            of("klein", well, "a"),
            of("{is: tijd, state: absent}", well, "a"),
            of("tijd", "effect: works, status: assumed", "b"),
            of("tijd", "effect: fails, status: observed", "b"),
        ];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        with("", &texts, |corpus| {
            let check = |factor: &str, cases: &[&str]| {
                let seen = corpus.insight.circumstances.seen.get(&corpus.position(factor).unwrap());
                let told: Vec<&str> =
                    seen.into_iter().flatten().map(|&case| corpus.entries[case].id.as_str()).collect();
                assert_eq!(told, cases, "{factor}");
            };
            check("geld", &["a", "b"]);
            check("crisis", &["b"]);
            check("klein", &[]);
            check("tijd", &[]);
        });
    }
}

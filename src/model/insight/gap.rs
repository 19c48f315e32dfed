//! What these sources do not tell: seen nowhere, assumed only, resting on one case, named nowhere. A gap in the
//! sources, which is no gap in the world. Knows no words.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Ground;
use super::contradiction::Contradiction;
use super::pair::{Basis, Pair};
use super::question::Side;
use crate::model::cmo::ContextState;
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::evidence::World;
use crate::model::kind::Kind;

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// It was seen both ways, and the sources name no circumstance in opposite states.
    Reason,
    /// It is expected or advised; nobody saw it.
    Sight,
    /// It was seen in one case, or told by one source.
    Spread,
    /// No configuration looks at what it brings.
    Look,
    /// No configuration names it.
    Name,
    /// A circumstance that is known in one state only.
    State,
}

impl Lack {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Lack; 6] = [Lack::Reason, Lack::Sight, Lack::Spread, Lack::Look, Lack::Name, Lack::State];

    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Lack::Reason => "reason",
            Lack::Sight => "sight",
            Lack::Spread => "spread",
            Lack::Look => "look",
            Lack::Name => "name",
            Lack::State => "state",
        }
    }
}

/// Something that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Gap {
    /// What is missing.
    pub lack: Lack,
    /// Of what.
    pub subject: EntryIndex,
    /// For which outcome.
    pub outcome: Option<EntryIndex>,
    /// Whether that outcome is what it is all for.
    pub is_final: bool,
    /// The one state in which a circumstance is known.
    pub state: Option<ContextState>,
    /// Of something that was seen both ways: one side names a circumstance of which the other is silent.
    pub has_hint: bool,
    /// What there is.
    pub basis: Basis,
}

/// Everything that is not known, by what is missing; final outcomes first, then what most configurations speak of.
pub(super) fn all<'a>(
    ground: Ground<'a>,
    world: &World<'a>,
    pairs: &[Pair],
    contradictions: &[Contradiction],
) -> Vec<Gap> {
    let gap = |lack, subject| Gap {
        lack,
        subject,
        outcome: None,
        is_final: false,
        state: None,
        has_hint: false,
        basis: Basis::default(),
    };
    let of_pair = |lack, subject, outcome, basis| Gap {
        outcome: Some(outcome),
        is_final: ground.is_final(outcome),
        basis,
        ..gap(lack, subject)
    };
    let mut gaps: Vec<Gap> = Vec::new();
    for one in contradictions.iter().filter(|one| one.opposite.is_empty()) {
        let rows: Vec<ConfigurationIndex> = one.holds.rows.iter().chain(&one.fails.rows).copied().collect();
        let basis = Basis::of(ground, world, &rows, false);
        let has_hint = one.has_difference();
        gaps.push(Gap { has_hint, ..of_pair(Lack::Reason, one.subject, one.outcome, basis) });
    }
    for pair in pairs {
        let rows = |keep: &dyn Fn(Side) -> bool| -> Vec<ConfigurationIndex> {
            let mut rows: Vec<_> = pair.rows.iter().filter(|(_, side)| keep(*side)).map(|(index, _)| *index).collect();
            rows.dedup();
            rows
        };
        if pair.is_seen() {
            let seen = rows(&|side| matches!(side, Side::For | Side::Against | Side::Mixed));
            let basis = Basis::of(ground, world, &seen, false);
            if basis.cases == 1 || basis.sources == 1 {
                gaps.push(of_pair(Lack::Spread, pair.subject, pair.outcome, basis));
            }
        } else if pair.has(Side::Expected) {
            let expected = rows(&|side| side == Side::Expected);
            let basis = Basis::of(ground, world, &expected, true);
            gaps.push(of_pair(Lack::Sight, pair.subject, pair.outcome, basis));
        }
    }
    let named: BTreeSet<(EntryIndex, EntryIndex)> = pairs.iter().map(|pair| (pair.subject, pair.outcome)).collect();
    let is_used = |entry: EntryIndex| ground.frame.uses.get(entry).is_some_and(|uses| !uses.is_empty());
    let ends: Vec<EntryIndex> =
        ground.of_kind(Kind::Outcome).map(|(outcome, _)| outcome).filter(|&outcome| ground.is_final(outcome)).collect();
    for (intervention, _) in ground.of_kind(Kind::Intervention).filter(|(index, _)| is_used(*index)) {
        let unseen = ends.iter().filter(|&&outcome| !named.contains(&(intervention, outcome)));
        gaps.extend(unseen.map(|&outcome| of_pair(Lack::Look, intervention, outcome, Basis::default())));
    }
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_vocabulary()) {
        gaps.extend(
            ground.of_kind(kind).filter(|(index, _)| !is_used(*index)).map(|(index, _)| gap(Lack::Name, index)),
        );
    }
    gaps.extend(states(ground).into_iter().filter_map(|(factor, (states, rows))| {
        let mut states = states.into_iter();
        let (state, None) = (states.next()?, states.next()) else { return None };
        let basis = Basis::of(ground, world, &rows, true);
        Some(Gap { state: Some(state), basis, ..gap(Lack::State, factor) })
    }));
    gaps.sort_by_key(|gap| {
        let Basis { cases, sources, configurations } = gap.basis;
        let weight = Reverse((gap.is_final, sources, configurations, cases));
        // What nobody looked at has no weight: it stands by what it is about.
        (gap.lack, gap.has_hint, weight, gap.subject, gap.outcome)
    });
    gaps
}

/// In which states configurations name each context factor, and which configurations do.
fn states(ground: Ground<'_>) -> BTreeMap<EntryIndex, (BTreeSet<ContextState>, Vec<ConfigurationIndex>)> {
    let mut states: BTreeMap<EntryIndex, (BTreeSet<ContextState>, Vec<ConfigurationIndex>)> = BTreeMap::new();
    for (index, home) in ground.frame.configurations.iter().enumerate() {
        for tag in &home.configuration.context {
            let Some((factor, _)) = ground.entry(&tag.is.id) else { continue };
            let (states, rows) = states.entry(factor).or_default();
            states.insert(tag.state.0);
            if rows.last() != Some(&index) {
                rows.push(index);
            }
        }
    }
    states
}

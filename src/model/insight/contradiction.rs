//! What was seen both ways: an intervention or a mechanism with which the wanted outcome came, and with which it
//! stayed away. Beside both sides the circumstances that they share, and those in which they differ. A difference is a
//! candidate for the explanation, no more: nobody has checked it. Knows no words.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Ground;
use super::pair::{Basis, Pair};
use super::question::Side;
use crate::model::cmo::{Configuration, ContextState};
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::evidence::World;

/// A circumstance that a configuration names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Circumstance {
    /// A context factor in a state.
    Factor(EntryIndex, ContextState),
    /// For whom.
    Audience(EntryIndex),
    /// In which sector: its slug.
    Sector(String),
}

/// The configurations on one side.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Party {
    /// In the order of the corpus.
    pub rows: Vec<ConfigurationIndex>,
    /// What they rest on.
    pub basis: Basis,
    /// Whether none of them names a circumstance.
    pub is_silent: bool,
}

/// Something that was seen both ways.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Contradiction {
    /// The intervention or the mechanism.
    pub subject: EntryIndex,
    /// The outcome.
    pub outcome: EntryIndex,
    /// Who saw the wanted outcome come.
    pub holds: Party,
    /// Who saw it stay away.
    pub fails: Party,
    /// Circumstances that both sides name.
    pub shared: Vec<Circumstance>,
    /// Context factors in opposite states: the state on the side that holds.
    pub opposite: Vec<(EntryIndex, ContextState)>,
    /// Circumstances that one side names, and how many configurations of that side do; named most often first.
    pub single: Vec<(Side, Circumstance, usize)>,
}

impl Contradiction {
    /// Whether the sides differ in anything that the sources name.
    pub fn has_difference(&self) -> bool {
        !self.opposite.is_empty() || !self.single.is_empty()
    }

    /// The weaker side counts first: a contradiction is known as well as the side that is known least.
    fn rank(&self) -> impl Ord + use<> {
        let (holds, fails) = (self.holds.basis, self.fails.basis);
        Reverse((holds.min(fails), holds.max(fails)))
    }
}

/// The circumstances that a configuration names, each once.
pub fn circumstances(ground: Ground<'_>, configuration: &Configuration) -> BTreeSet<Circumstance> {
    let factors = configuration
        .context
        .iter()
        .filter_map(|tag| Some(Circumstance::Factor(ground.entry(&tag.is.id)?.0, tag.state.0)));
    let audiences =
        configuration.audience.iter().filter_map(|one| Some(Circumstance::Audience(ground.entry(&one.id)?.0)));
    let sectors = configuration.sectors.iter().map(|sector| Circumstance::Sector(sector.id.clone()));
    factors.chain(audiences).chain(sectors).collect()
}

/// Everything that was seen both ways; that of which both sides are known best comes first.
pub(super) fn all<'a>(ground: Ground<'a>, world: &World<'a>, pairs: &[Pair]) -> Vec<Contradiction> {
    let both = pairs.iter().filter(|pair| pair.has(Side::For) && pair.has(Side::Against));
    let mut all: Vec<Contradiction> = both.map(|pair| one(ground, world, pair)).collect();
    all.sort_by_cached_key(|one| (one.rank(), one.subject, one.outcome));
    all
}

fn one<'a>(ground: Ground<'a>, world: &World<'a>, pair: &Pair) -> Contradiction {
    let [for_, against] = [Side::For, Side::Against].map(|side| {
        let rows = pair.taking(side);
        let mut named: BTreeMap<Circumstance, usize> = BTreeMap::new();
        for home in rows.iter().filter_map(|&index| ground.frame.configurations.get(index)) {
            for circumstance in circumstances(ground, &home.configuration) {
                *named.entry(circumstance).or_default() += 1;
            }
        }
        let basis = Basis::of(ground, world, &rows, false);
        (Party { rows, basis, is_silent: named.is_empty() }, named)
    });
    let ((holds, for_), (fails, against)) = (for_, against);
    let (for_states, against_states) = (states(&for_), states(&against));

    let mut single: Vec<(Side, Circumstance, usize)> = Vec::new();
    let sides = [(Side::For, &for_, &against, &against_states), (Side::Against, &against, &for_, &for_states)];
    for (side, own, other, other_states) in sides {
        for (circumstance, count) in own {
            // A factor that both name, in whatever state, is no circumstance of one side.
            let both = match circumstance {
                Circumstance::Factor(factor, _) => other_states.contains_key(factor),
                other_kind => other.contains_key(other_kind),
            };
            if !both {
                single.push((side, circumstance.clone(), *count));
            }
        }
    }
    single.sort_by_key(|(side, circumstance, count)| (*side, Reverse(*count), circumstance.clone()));
    let opposite = for_states.iter().filter_map(|(factor, states)| {
        let opposite = against_states.get(factor).is_some_and(|others| states.is_disjoint(others));
        Some((*factor, *states.first().filter(|_| opposite)?))
    });
    Contradiction {
        subject: pair.subject,
        outcome: pair.outcome,
        opposite: opposite.collect(),
        shared: for_.keys().filter(|circumstance| against.contains_key(circumstance)).cloned().collect(),
        single,
        holds,
        fails,
    }
}

/// In which states each context factor is named.
fn states(named: &BTreeMap<Circumstance, usize>) -> BTreeMap<EntryIndex, BTreeSet<ContextState>> {
    let mut states: BTreeMap<EntryIndex, BTreeSet<ContextState>> = BTreeMap::new();
    for circumstance in named.keys() {
        if let Circumstance::Factor(factor, state) = circumstance {
            states.entry(*factor).or_default().insert(*state);
        }
    }
    states
}

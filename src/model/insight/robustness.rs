//! What holds: an intervention or a mechanism with which the wanted outcome came in several cases or circumstances,
//! and with which nobody saw it stay away. The mirror of `contradiction`. Knows no words.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Ground;
use super::contradiction::{Circumstance, circumstances};
use super::pair::{Basis, Pair};
use super::question::Side;
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::evidence::World;

/// Something that was seen in several circumstances, and never otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Holding {
    /// The intervention or the mechanism.
    pub subject: EntryIndex,
    /// The outcome.
    pub outcome: EntryIndex,
    /// The configurations that speak for it.
    pub rows: Vec<ConfigurationIndex>,
    /// What they rest on.
    pub basis: Basis,
    /// In how many different sets of circumstances it was seen; a configuration that names none adds none.
    pub circumstances: usize,
}

/// All that was seen in at least two cases or two sets of circumstances, and never otherwise.
pub(super) fn all<'a>(ground: Ground<'a>, world: &World<'a>, pairs: &[Pair]) -> Vec<Holding> {
    let unspoken = |pair: &&Pair| pair.has(Side::For) && !pair.has(Side::Against) && !pair.has(Side::Mixed);
    let one = |pair: &Pair| {
        let rows = pair.taking(Side::For);
        let homes = rows.iter().filter_map(|&index| ground.frame.configurations.get(index));
        let sets: BTreeSet<BTreeSet<Circumstance>> = homes
            .map(|home| circumstances(ground, &home.configuration))
            // For whom and in which sector says where one looked; what differs is what was the case there.
            .map(|all| all.into_iter().filter(|one| matches!(one, Circumstance::Factor(..))).collect())
            .filter(|set: &BTreeSet<Circumstance>| !set.is_empty())
            .collect();
        let basis = Basis::of(ground, world, &rows, false);
        Holding { subject: pair.subject, outcome: pair.outcome, rows, basis, circumstances: sets.len() }
    };
    let mut all: Vec<Holding> = pairs.iter().filter(unspoken).map(one).collect();
    all.retain(|one| one.basis.cases > 1 || one.circumstances > 1);
    all.sort_by_key(|one| {
        let Basis { cases, sources, configurations } = one.basis;
        (Reverse((cases, one.circumstances, sources, configurations)), one.subject, one.outcome)
    });
    all
}

//! What configurations say of two letters together: every pair of concepts that some configuration names, with those
//! configurations. What is not there, no configuration names. Knows no words.

use std::collections::{BTreeMap, BTreeSet};

use super::Ground;
use crate::model::cmo::Configuration;
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::kind::Kind;

/// Two letters against each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Axes {
    /// Why, and what came of it.
    MechanismOutcome,
    /// What is done, and why it works.
    InterventionMechanism,
    /// What is done, and what came of it.
    InterventionOutcome,
    /// In which circumstances, and why.
    ContextMechanism,
}

impl Axes {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Axes; 4] =
        [Axes::MechanismOutcome, Axes::InterventionMechanism, Axes::InterventionOutcome, Axes::ContextMechanism];

    /// What one sees first: why, and what came of it.
    pub const FIRST: Axes = Axes::MechanismOutcome;

    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Axes::MechanismOutcome => "mechanism-outcome",
            Axes::InterventionMechanism => "intervention-mechanism",
            Axes::InterventionOutcome => "intervention-outcome",
            Axes::ContextMechanism => "context-mechanism",
        }
    }

    /// The kind of what heads a row.
    pub fn row(self) -> Kind {
        match self {
            Axes::MechanismOutcome => Kind::Mechanism,
            Axes::InterventionMechanism | Axes::InterventionOutcome => Kind::Intervention,
            Axes::ContextMechanism => Kind::ContextFactor,
        }
    }

    /// The kind of what heads a column.
    pub fn column(self) -> Kind {
        match self {
            Axes::MechanismOutcome | Axes::InterventionOutcome => Kind::Outcome,
            Axes::InterventionMechanism | Axes::ContextMechanism => Kind::Mechanism,
        }
    }
}

/// The configurations on each pair of concepts, in the order of the corpus; pairs without any are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Which letters.
    pub axes: Axes,
    /// By row and column.
    pub rows: BTreeMap<EntryIndex, BTreeMap<EntryIndex, Vec<ConfigurationIndex>>>,
}

impl Grid {
    /// Every column that some row fills, with all configurations in it, each once.
    pub fn columns(&self) -> BTreeMap<EntryIndex, BTreeSet<ConfigurationIndex>> {
        let mut columns: BTreeMap<EntryIndex, BTreeSet<ConfigurationIndex>> = BTreeMap::new();
        for (column, configurations) in self.rows.values().flatten() {
            columns.entry(*column).or_default().extend(configurations);
        }
        columns
    }
}

/// The ids that a configuration names under a letter.
fn letter(configuration: &Configuration, kind: Kind) -> Vec<&str> {
    match kind {
        Kind::ContextFactor => configuration.context.iter().map(|tag| tag.is.id.as_str()).collect(),
        Kind::Intervention => configuration.intervention.iter().map(|tag| tag.is.id.as_str()).collect(),
        Kind::Mechanism => configuration.mechanism.iter().map(|tag| tag.is.id.as_str()).collect(),
        Kind::Outcome => configuration.outcome.iter().map(|tag| tag.is.id.as_str()).collect(),
        _ => Vec::new(),
    }
}

/// The grid of every pair of letters.
pub fn all(ground: Ground<'_>) -> Vec<Grid> {
    Axes::ALL.into_iter().map(|axes| one(ground, axes)).collect()
}

fn one(ground: Ground<'_>, axes: Axes) -> Grid {
    let mut rows: BTreeMap<EntryIndex, BTreeMap<EntryIndex, Vec<ConfigurationIndex>>> = BTreeMap::new();
    for (index, home) in ground.frame.configurations.iter().enumerate() {
        for row in letter(&home.configuration, axes.row()) {
            for column in letter(&home.configuration, axes.column()) {
                let (Some((row, _)), Some((column, _))) = (ground.entry(row), ground.entry(column)) else { continue };
                let cell = rows.entry(row).or_default().entry(column).or_default();
                // A concept in two states is still one concept.
                if cell.last() != Some(&index) {
                    cell.push(index);
                }
            }
        }
    }
    Grid { axes, rows }
}

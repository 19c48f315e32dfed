//! By what results can be narrowed: a file per dimension with, for each value, the pages that have it. The browser
//! loads a dimension when it is opened or used. Knows no words.

use std::collections::HashMap;

use super::encode::{File, base64, rising};
use super::page::json;
use crate::model::cmo::Effect;
use crate::model::evidence::Level;
use crate::model::kind::Kind;
use crate::model::value::slugify;
use crate::site::scope::Scope;

/// What pages can be told apart by, in the order in which the page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Kind of page.
    Kind,
    /// What the evidence says.
    Effect,
    /// How good it is.
    Strength,
    /// For whom the practice is.
    Audience,
    /// For whom the lesson is.
    Role,
    /// Theme.
    Theme,
    /// Phase.
    Phase,
    /// Sector.
    Sector,
    /// Place.
    Place,
    /// Circumstances.
    Context,
    /// What is done.
    Intervention,
    /// Why it works.
    Mechanism,
    /// What comes of it.
    Outcome,
    /// Source.
    Source,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Dimension; 14] = [
        Dimension::Kind,
        Dimension::Effect,
        Dimension::Strength,
        Dimension::Audience,
        Dimension::Role,
        Dimension::Theme,
        Dimension::Phase,
        Dimension::Sector,
        Dimension::Place,
        Dimension::Context,
        Dimension::Intervention,
        Dimension::Mechanism,
        Dimension::Outcome,
        Dimension::Source,
    ];

    /// The key of its name in the locale: `facet.<key>`; and of its part of the address: `facet-route.<key>`.
    pub fn key(self) -> &'static str {
        match self {
            Dimension::Kind => "kind",
            Dimension::Effect => "effect",
            Dimension::Strength => "strength",
            Dimension::Audience => "audience",
            Dimension::Role => "role",
            Dimension::Theme => "theme",
            Dimension::Phase => "phase",
            Dimension::Sector => "sector",
            Dimension::Place => "place",
            Dimension::Context => "context",
            Dimension::Intervention => "intervention",
            Dimension::Mechanism => "mechanism",
            Dimension::Outcome => "outcome",
            Dimension::Source => "source",
        }
    }

    /// The dimension that entries of a kind are values of.
    pub fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Audience => Some(Dimension::Audience),
            Kind::ContextFactor => Some(Dimension::Context),
            Kind::Intervention => Some(Dimension::Intervention),
            Kind::Mechanism => Some(Dimension::Mechanism),
            Kind::Outcome => Some(Dimension::Outcome),
            Kind::Source => Some(Dimension::Source),
            _ => None,
        }
    }

    /// The dimension that the slugs of a closed list are values of.
    pub fn of_list(list: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.list() == Some(list))
    }

    /// A value as it stands in an address: words of the language, not of the program.
    fn in_address(self, scope: &Scope<'_>, slug: &str, label: &str) -> String {
        match self {
            Dimension::Kind => scope.word("name", slug),
            Dimension::Effect | Dimension::Strength | Dimension::Place => slugify(label),
            _ => slug.to_owned(),
        }
    }

    fn list(self) -> Option<&'static str> {
        match self {
            Dimension::Role => Some("roles"),
            Dimension::Theme => Some("themes"),
            Dimension::Phase => Some("phases"),
            Dimension::Sector => Some("sectors"),
            _ => None,
        }
    }
}

/// A value that a page has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    /// In which dimension.
    pub dimension: Dimension,
    /// Its slug, as it stands in an address.
    pub slug: Box<str>,
}

impl Value {
    /// A value.
    pub fn new(dimension: Dimension, slug: &str) -> Self {
        Self { dimension, slug: slug.into() }
    }
}

/// A value with the words for it and its rank among the values of its dimension.
fn labelled(scope: &Scope<'_>, value: &Value) -> (usize, String) {
    let words = |table: &str, order: usize| (order, scope.word(table, &value.slug));
    let rank = |all: &[&str]| all.iter().position(|word| **word == *value.slug).unwrap_or(all.len());
    match value.dimension {
        Dimension::Kind => match Kind::ALL.iter().position(|kind| kind.key() == &*value.slug) {
            Some(rank) => (rank, scope.kind_word(Kind::ALL[rank], "plural")),
            None => (Kind::ALL.len(), scope.word("route-title", "configurations")),
        },
        Dimension::Effect => words("effect", rank(Effect::WORDS)),
        Dimension::Strength => {
            let levels =
                [Level::Strong, Level::Fair, Level::First, Level::Assumed, Level::Contradicted, Level::Refuted];
            words("strength", rank(&levels.map(Level::word)))
        }
        Dimension::Place => (0, value.slug.to_string()),
        dimension => match dimension.list() {
            Some(list) => {
                let items = scope.config.lists().items(list);
                let rank = items.iter().position(|item| *item.slug == *value.slug).unwrap_or(items.len());
                (rank, scope.config.lists().label(list, &value.slug).to_owned())
            }
            None => (0, scope.link_to(&value.slug).label),
        },
    }
}

/// A file per dimension that has any value. `pages` are the values of each page, in the order of their numbers.
pub fn files<'v>(scope: &Scope<'_>, pages: impl Iterator<Item = &'v [Value]>) -> Vec<(Dimension, File)> {
    let mut holders: HashMap<&Value, Vec<u32>> = HashMap::new();
    for (number, values) in (0..).zip(pages) {
        values.iter().for_each(|value| holders.entry(value).or_default().push(number));
    }
    let mut all: Vec<_> = holders
        .into_iter()
        .map(|(value, pages)| {
            let (rank, label) = labelled(scope, value);
            (value.dimension, rank, slugify(&label), &*value.slug, label, pages)
        })
        .collect();
    all.sort_unstable();
    all.chunk_by(|a, b| a.0 == b.0)
        .map(|values| {
            let dimension: Dimension = values[0].0;
            let one = |(_, _, _, slug, label, pages): &(_, _, _, &str, String, Vec<u32>)| {
                let slug = dimension.in_address(scope, slug, label);
                format!("[{},{},\"{}\"]", json(&slug), json(label), base64(&rising(pages.iter().copied())))
            };
            let values: Vec<String> = values.iter().map(one).collect();
            (dimension, File::new('f', &format!("[{}]", values.join(","))))
        })
        .collect()
}

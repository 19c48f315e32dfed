//! What a reader collected: the page explains how; a script makes one document of the pages that were chosen, out of the
//! data of each. Knows no templates and no script.

use std::hash::Hash;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::{Page, Show};
use crate::model::address;
use crate::model::kind::Kind;
use crate::site::scope::Scope;
use crate::site::view::{Link, Meta};

/// Ways in for who collected nothing yet.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Selection {
    /// Overviews of what can be collected.
    pub entrances: Vec<Link>,
    /// The kinds in the order in which a document tells them, for the script.
    pub order: String,
}

/// What can be collected, in the order in which a document tells it: what to do, what was learned, where it was seen,
/// and the words in which that is told. Configurations come last.
pub const KINDS: [Kind; 8] = [
    Kind::BuildingBlock,
    Kind::Lesson,
    Kind::CaseStudy,
    Kind::Intervention,
    Kind::ContextFactor,
    Kind::Mechanism,
    Kind::Outcome,
    Kind::Audience,
];

/// Whether there is something to collect.
pub fn is_there(scope: &Scope<'_>) -> bool {
    KINDS.into_iter().any(|kind| scope.corpus.of_kind(kind).next().is_some())
}

/// Where the page stands.
pub fn path(scope: &Scope<'_>) -> String {
    address::route("selection", scope.words)
}

/// Feeds what the page depends on: which kinds there are. What is collected, the script takes from the data.
pub fn key(scope: &Scope<'_>, hasher: &mut Xxh3) {
    KINDS.map(|kind| scope.corpus.of_kind(kind).next().is_some()).hash(hasher);
}

/// The page.
pub fn page(scope: &Scope<'_>) -> Page {
    let filled = KINDS.into_iter().filter(|kind| scope.corpus.of_kind(*kind).next().is_some());
    let order: Vec<&str> = KINDS.into_iter().map(Kind::key).chain(["configuration"]).collect();
    let meta = Meta {
        title: scope.word("route-title", "selection"),
        description: scope.word("selection", "intro"),
        ..Meta::default()
    };
    let show = Selection { entrances: filled.map(|kind| scope.overview(kind)).collect(), order: order.join(" ") };
    Page {
        path: path(scope),
        template: "selection.html",
        words: "selection",
        meta,
        parents: Vec::new(),
        show: Show::Selection(show),
    }
}

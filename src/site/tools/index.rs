//! All tools on one page, and as ways in elsewhere. Knows no templates.

use serde::Serialize;

use super::{Page, Show, Tool};
use crate::model::address;
use crate::site::scope::Scope;
use crate::site::view::{Entrance, Meta};

/// The tools.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Index {
    /// One a tool.
    pub tools: Vec<Entrance>,
}

/// The ways in to the tools that this site has something for, in the order of their list.
pub fn entrances(scope: &Scope<'_>) -> Vec<Entrance> {
    let keys = super::all(scope).into_iter().filter_map(Tool::entrance);
    let entrance =
        |key: &'static str| Entrance { kind: "tool", link: scope.route(key), text: scope.word(key, "intro"), count: 0 };
    keys.map(entrance).collect()
}

/// The page.
pub fn page(scope: &Scope<'_>) -> Page {
    let meta = Meta {
        title: scope.word("route-title", "tools"),
        description: scope.word("tools", "intro"),
        ..Meta::default()
    };
    Page {
        path: address::route("tools", scope.words),
        template: "tools.html",
        words: "tools",
        meta,
        parents: Vec::new(),
        show: Show::Index(Index { tools: entrances(scope) }),
    }
}

//! What every page shows alike: name of the site, menu, foot, words. Given to the theme once, not with every view.
//! Its size is constant: no page lists all pages. Knows no templates.

use std::collections::BTreeMap;

use serde::Serialize;

use super::scope::Scope;
use super::tools::{compare, selection};
use super::view::Link;
use crate::model::kind::Kind;

/// The same on every page.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Globals {
    /// The site.
    pub site: SiteView,
    /// The words of the theme: table `ui` of the locale.
    pub w: BTreeMap<&'static str, &'static str>,
}

/// The site itself.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SiteView {
    /// Its name.
    pub title: String,
    /// What it is.
    pub description: String,
    /// `nl` or `en`.
    pub language: &'static str,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Licence of the content: an address and a name.
    pub license: Option<Link>,
    /// Where it stands, when it knows.
    pub base_url: Option<String>,
    /// The front page.
    pub home: Link,
    /// The menu.
    pub nav: Vec<NavItem>,
    /// Pages in the foot.
    pub footer: Vec<Link>,
    /// The feed.
    pub feed: String,
    /// The search page.
    pub search: Link,
    /// Where cases are laid beside each other, when there are some.
    pub compare: Option<Link>,
    /// What a reader collected, when there is something to collect.
    pub selection: Option<Link>,
}

/// An entrance in the menu.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct NavItem {
    /// The section that it lights up for.
    pub section: &'static str,
    /// Where to.
    pub link: Link,
}

/// What every page shows alike.
pub fn globals(scope: &Scope<'_>) -> Globals {
    const MENU: [Kind; 5] = [Kind::Lesson, Kind::CaseStudy, Kind::BuildingBlock, Kind::Mechanism, Kind::ContextFactor];
    let settings = &scope.config.settings;
    let filled = |kind: &Kind| scope.corpus.of_kind(*kind).next().is_some();
    let item = |kind: Kind| NavItem { section: kind.key(), link: scope.overview(kind) };
    let mut nav: Vec<NavItem> = MENU.into_iter().filter(filled).map(item).collect();
    if !scope.corpus.configurations.is_empty() {
        nav.push(NavItem { section: "configuration", link: scope.route("configurations") });
        nav.push(NavItem { section: "tools", link: scope.route("tools") });
    }
    nav.extend([Kind::Source].into_iter().filter(filled).map(item));
    if [Kind::Term].iter().any(filled) {
        nav.push(item(Kind::Term));
    }
    let footer = settings.footer.iter().filter_map(|id| scope.corpus.entry(id)).map(|(_, entry)| scope.link(entry));
    Globals {
        site: SiteView {
            title: settings.title.text.clone(),
            description: settings.description.text.clone(),
            language: scope.words.language.tag(),
            publisher: settings.publisher.as_ref().map(|text| text.text.clone()),
            license: settings.license.as_ref().map(|license| Link {
                href: license.url.as_ref().map(|url| url.url.clone()).unwrap_or_default(),
                label: license.name.text.clone(),
            }),
            base_url: scope.config.base_url().map(str::to_owned),
            home: scope.home(),
            nav,
            footer: footer.collect(),
            feed: "feed.xml".to_owned(),
            search: scope.route("search"),
            compare: compare::is_there(scope).then(|| scope.route("compare")),
            selection: selection::is_there(scope).then(|| scope.route("selection")),
        },
        w: scope.words.under("ui"),
    }
}

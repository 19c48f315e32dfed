//! Which pages there are, what each depends on and what each shows. Every page is planned on its own, so that all can
//! be planned at once; the list of pages is in a fixed order. Knows no templates and no disk.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::cmo;
use super::entry;
use super::keys::Keys;
use super::lists;
use super::scope::{Scope, file, root_of};
use super::tools::{self, Tool, ToolView};
use super::view::{Content, Link, Meta, PageView};
use crate::model::address;
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::entry::{Data, Entry};
use crate::model::kind::Kind;

/// A page to be planned.
#[derive(Debug, Clone)]
enum Job {
    Home,
    Overview(Kind, usize),
    Configurations(usize),
    Entry(EntryIndex),
    /// The configurations of an entry that do not fit on its page.
    More(EntryIndex, usize),
    Configuration(ConfigurationIndex),
    Glossary,
    Redirect(String, EntryIndex),
    NotFound,
    /// The search page, with the script that its index begins with.
    Search(String),
    /// A page of a tool, with the script that the data of the tools begin with, when it uses them.
    Tool(Tool, Option<String>),
}

/// A page that is to be: where, and a hash of all that it shows.
#[derive(Debug)]
pub struct Planned {
    /// File below the root.
    pub path: Arc<str>,
    /// Changes whenever the view could.
    pub key: u64,
    job: Job,
}

/// What a page is about, when it is about one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An entry.
    Entry(EntryIndex),
    /// A configuration.
    Configuration(ConfigurationIndex),
}

impl Planned {
    /// The entry or configuration that this is the page of.
    pub fn subject(&self) -> Option<Subject> {
        match self.job {
            Job::Entry(index) => Some(Subject::Entry(index)),
            Job::Configuration(index) => Some(Subject::Configuration(index)),
            _ => None,
        }
    }
}

/// The search page, once it is known with which script of the index it begins.
pub fn search_page(scope: &Scope<'_>, root: &str) -> Planned {
    let job = Job::Search(root.to_owned());
    let mut hasher = Xxh3::new();
    (scope.config.hash, scope.config.base_url(), root).hash(&mut hasher);
    for kind in Kind::ALL {
        scope.corpus.of_kind(kind).count().hash(&mut hasher);
    }
    scope.corpus.configurations.len().hash(&mut hasher);
    Planned { path: path(scope, &job).into(), key: hasher.finish(), job }
}

/// The pages of tools with a script, once it is known with which file their data begin.
pub fn tool_pages(scope: &Scope<'_>, keys: &Keys, root: &str) -> Vec<Planned> {
    let tools = tools::all(scope).into_iter().filter(|tool| tool.has_data());
    tools.map(|tool| planned(scope, keys, Job::Tool(tool, Some(root.to_owned())))).collect()
}

fn planned(scope: &Scope<'_>, keys: &Keys, job: Job) -> Planned {
    Planned { path: path(scope, &job).into(), key: key(scope, keys, &job), job }
}

/// Plans every page, in a fixed order, but those that wait for a script. Making the views is for whoever finds that a key changed.
pub fn plan(scope: &Scope<'_>, keys: &Keys) -> Vec<Planned> {
    jobs(scope).into_par_iter().map(|job| planned(scope, keys, job)).collect()
}

/// What a planned page shows.
pub fn view(scope: &Scope<'_>, planned: &Planned) -> PageView {
    make(scope, &planned.job)
}

/// Files that stand beside a planned page and show the same: path and bytes.
pub fn beside(scope: &Scope<'_>, planned: &Planned) -> Vec<(String, Vec<u8>)> {
    match &planned.job {
        Job::Tool(tool, _) => tool.beside(scope),
        _ => Vec::new(),
    }
}

fn path(scope: &Scope<'_>, job: &Job) -> String {
    let words = scope.words;
    let entry = |index: &EntryIndex| scope.entry(*index).map(|entry| scope.corpus.address(entry)).unwrap_or_default();
    match job {
        Job::Home => file(""),
        Job::NotFound => "404.html".to_owned(),
        Job::Glossary => file(&address::route("glossary", words)),
        Job::Overview(kind, part) => file(&lists::part_path(&address::overview(*kind, words), *part)),
        Job::Configurations(part) => file(&lists::part_path(&address::route("configurations", words), *part)),
        Job::Entry(index) => file(&entry(index)),
        Job::More(index, part) => {
            let first = format!("{}{}", entry(index), address::route("configurations", words));
            file(&lists::part_path(&first, *part))
        }
        Job::Configuration(index) => {
            file(&address::configuration(&scope.corpus.configurations[*index].configuration.id.id, words))
        }
        Job::Redirect(path, _) => file(path),
        Job::Search(_) => file(&address::route("search", words)),
        Job::Tool(tool, _) => file(&tool.path(scope)),
    }
}

fn key(scope: &Scope<'_>, keys: &Keys, job: &Job) -> u64 {
    let mut hasher = Xxh3::new();
    // Titles, lists and addresses come out of `site.toml`; a base address may have been given on the command line.
    (scope.config.hash, scope.config.base_url()).hash(&mut hasher);
    match job {
        Job::NotFound | Job::Search(_) => {}
        Job::Home | Job::Glossary => keys.everything(scope, &mut hasher),
        Job::Overview(kind, part) => {
            part.hash(&mut hasher);
            for (index, entry) in scope.corpus.of_kind(*kind) {
                (entry.face, entry::configurations(scope, index).len()).hash(&mut hasher);
            }
        }
        Job::Configurations(part) => {
            let all: Vec<ConfigurationIndex> = (0..scope.corpus.configurations.len()).collect();
            (part, all.len()).hash(&mut hasher);
            keys.cards(lists::part_of(&all, *part), &mut hasher);
        }
        Job::More(index, part) => {
            let uses = entry::configurations(scope, *index);
            (part, uses.len(), scope.entry(*index).map(|entry| entry.face)).hash(&mut hasher);
            keys.cards(lists::part_of(uses, *part), &mut hasher);
        }
        Job::Entry(index) => keys.entry(scope, *index, &mut hasher),
        Job::Configuration(index) => keys.configuration(scope, *index, &mut hasher),
        Job::Redirect(path, index) => (path, scope.entry(*index).map(|entry| entry.face)).hash(&mut hasher),
        Job::Tool(tool, data) => {
            data.hash(&mut hasher);
            tool.key(scope, keys, &mut hasher);
        }
    }
    hasher.finish()
}

fn jobs(scope: &Scope<'_>) -> Vec<Job> {
    let mut jobs = vec![Job::Home, Job::Glossary, Job::NotFound];
    for kind in Kind::ALL {
        if matches!(kind, Kind::Page | Kind::Term) {
            continue;
        }
        let count = scope.corpus.of_kind(kind).count();
        jobs.extend((1..=lists::parts(count, lists::PART)).map(|part| Job::Overview(kind, part)));
    }
    let configurations = scope.corpus.configurations.len();
    jobs.extend((1..=lists::parts(configurations, lists::CONFIGURATION_PART)).map(Job::Configurations));
    for index in 0..scope.corpus.entries.len() {
        jobs.push(Job::Entry(index));
        let uses = entry::configurations(scope, index).len();
        if uses > entry::most_configurations(scope.corpus.entries[index].kind) {
            jobs.extend((1..=lists::parts(uses, lists::CONFIGURATION_PART)).map(|part| Job::More(index, part)));
        }
    }
    jobs.extend((0..configurations).map(Job::Configuration));
    jobs.extend(tools::all(scope).into_iter().filter(|tool| !tool.has_data()).map(|tool| Job::Tool(tool, None)));
    jobs.extend(scope.corpus.aliases.iter().map(|(path, index)| Job::Redirect(path.clone(), *index)));
    jobs
}

/// The path of the configurations of an entry that have pages of their own.
fn more_path(scope: &Scope<'_>, entry: &Entry) -> String {
    format!("{}{}", scope.corpus.address(entry), address::route("configurations", scope.words))
}

fn make(scope: &Scope<'_>, job: &Job) -> PageView {
    let words = scope.words;
    let site = &scope.config.settings;
    match job {
        Job::Home => {
            let meta = Meta { title: String::new(), description: site.description.text.clone(), ..Meta::default() };
            page(scope, "", "home.html", "home", meta, Vec::new(), Content::Home(lists::home(scope)))
        }
        Job::Glossary => {
            let meta = Meta {
                title: scope.kind_word(Kind::Term, "plural"),
                description: scope.kind_word(Kind::Term, "intro"),
                ..Meta::default()
            };
            let content = Content::Glossary(lists::glossary(scope));
            page(scope, &address::route("glossary", words), "glossary.html", "term", meta, Vec::new(), content)
        }
        Job::NotFound => {
            let meta = Meta {
                title: scope.word("text", "not_found"),
                description: scope.word("text", "not_found_text"),
                hidden: true,
                ..Meta::default()
            };
            let mut view = page(scope, "", "404.html", "", meta, Vec::new(), Content::Plain {});
            view.path = "404.html".to_owned();
            view.meta.canonical = None;
            // A host shows this page at any address, so relative links would lead nowhere.
            view.root = base_path(scope.config.base_url());
            view
        }
        Job::Search(root) => {
            let meta = Meta {
                title: scope.word("route-title", "search"),
                description: scope.word("text", "search_intro"),
                ..Meta::default()
            };
            let content = Content::Search(lists::search(scope, root));
            page(scope, &address::route("search", words), "search.html", "search", meta, Vec::new(), content)
        }
        Job::Overview(kind, part) => {
            let first = address::overview(*kind, words);
            let overview = lists::overview(scope, *kind, &first, *part);
            let meta = Meta {
                title: part_title(scope, &overview.title, *part),
                description: overview.intro.clone(),
                ..Meta::default()
            };
            let path = lists::part_path(&first, *part);
            page(scope, &path, "overview.html", kind.key(), meta, Vec::new(), Content::Overview(overview))
        }
        Job::Configurations(part) => {
            let first = address::route("configurations", words);
            let all: Vec<ConfigurationIndex> = (0..scope.corpus.configurations.len()).collect();
            let title = scope.word("route-title", "configurations");
            let overview = lists::configurations(scope, title.clone(), &all, &first, *part, &first);
            let meta = Meta {
                title: part_title(scope, &title, *part),
                description: overview.intro.clone(),
                ..Meta::default()
            };
            let path = lists::part_path(&first, *part);
            page(scope, &path, "overview.html", "configuration", meta, Vec::new(), Content::Overview(overview))
        }
        Job::More(index, part) => {
            let Some(entry) = scope.entry(*index) else { return make(scope, &Job::NotFound) };
            let first = more_path(scope, entry);
            let label = scope.word("route-title", "configurations");
            let title = format!("{label}: {}", entry.common.title.text);
            let uses = entry::configurations(scope, *index);
            let overview = lists::configurations(scope, title.clone(), uses, &first, *part, &first);
            let meta = Meta {
                title: part_title(scope, &title, *part),
                description: overview.intro.clone(),
                ..Meta::default()
            };
            let crumbs = vec![scope.overview(entry.kind), scope.link(entry)];
            let path = lists::part_path(&first, *part);
            page(scope, &path, "overview.html", entry.kind.key(), meta, crumbs, Content::Overview(overview))
        }
        Job::Entry(index) => {
            let Some(entry) = scope.entry(*index) else { return make(scope, &Job::NotFound) };
            entry_page(scope, *index, entry)
        }
        Job::Configuration(index) => {
            let Some(home) = scope.corpus.configurations.get(*index) else { return make(scope, &Job::NotFound) };
            let Some(entry) = scope.entry(home.entry) else { return make(scope, &Job::NotFound) };
            let view = cmo::page(scope, *index, home, entry);
            let meta = Meta {
                title: view.title.clone(),
                description: view.card.sentence.text.clone(),
                kind: scope.word("name", "configuration"),
                modified: entry.common.updated.map(|date| date.0.iso()),
                subjects: view
                    .letters
                    .iter()
                    .flat_map(|letter| &letter.tags)
                    .map(|tag| tag.link.label.clone())
                    .collect(),
                references: view
                    .evidence
                    .iter()
                    .map(|evidence| reference(&evidence.source.link.label, &evidence.source.at))
                    .collect(),
                ..Meta::default()
            };
            let crumbs = vec![scope.route("configurations")];
            let path = address::configuration(&home.configuration.id.id, words);
            page(
                scope,
                &path,
                "configuration.html",
                "configuration",
                meta,
                crumbs,
                Content::Configuration(Box::new(view)),
            )
        }
        Job::Redirect(path, index) => {
            let Some(entry) = scope.entry(*index) else { return make(scope, &Job::NotFound) };
            let link = scope.link(entry);
            let meta = Meta {
                title: link.label.clone(),
                description: entry.common.summary.text.clone(),
                hidden: true,
                ..Meta::default()
            };
            let mut view = page(scope, path, "redirect.html", "", meta, Vec::new(), Content::Redirect(link));
            view.meta.canonical = scope.config.base_url().map(|base| format!("{base}/{}", scope.corpus.address(entry)));
            view
        }
        Job::Tool(tool, data) => {
            let tools::Page { path, template, words: table, meta, mut parents, show } = tool.page(scope);
            if *tool != Tool::Index {
                parents.insert(0, scope.route("tools"));
            }
            let view = ToolView { t: words.under(table), data: data.clone(), show };
            page(scope, &path, template, "tools", meta, parents, Content::Tool(Box::new(view)))
        }
    }
}

fn entry_page(scope: &Scope<'_>, index: EntryIndex, entry: &Entry) -> PageView {
    let uses = entry::configurations(scope, index).len();
    let more = (uses > entry::most_configurations(entry.kind))
        .then(|| Link { href: file(&more_path(scope, entry)), label: scope.count(uses, "all-configurations") });
    let view = entry::view(scope, index, entry, more);
    let places = match &entry.data {
        Data::CaseStudy(case) => case.places.iter().map(|place| place.text.clone()).collect(),
        _ => Vec::new(),
    };
    let subjects: Vec<String> = match &entry.data {
        Data::CaseStudy(case) => scope.values(&case.sectors).into_iter().map(|value| value.text).collect(),
        Data::Lesson(lesson) => scope.values(&lesson.themes).into_iter().map(|value| value.text).collect(),
        _ => entry.synonyms().iter().map(|text| text.text.clone()).collect(),
    };
    let meta = Meta {
        title: view.title.clone(),
        description: view.summary.clone(),
        kind: view.kind_label.clone(),
        modified: entry.common.updated.map(|date| date.0.iso()),
        subjects,
        places,
        references: view.sources.iter().map(|source| reference(&source.link.label, &source.at)).collect(),
        hidden: entry.common.draft,
        ..Meta::default()
    };
    let crumbs = if entry.kind == Kind::Page { Vec::new() } else { vec![scope.overview(entry.kind)] };
    let path = scope.corpus.address(entry);
    page(scope, &path, "entry.html", entry.kind.key(), meta, crumbs, Content::Entry(Box::new(view)))
}

fn reference(title: &str, at: &str) -> String {
    if at.is_empty() { title.to_owned() } else { format!("{title}, {at}") }
}

fn part_title(scope: &Scope<'_>, title: &str, part: usize) -> String {
    if part == 1 {
        return title.to_owned();
    }
    scope.words.fill("text.part_title", &[("title", title), ("part", &part.to_string())])
}

/// The path at which the site stands: `/` or `/kennisbank/`.
pub fn base_path(base_url: Option<&str>) -> String {
    let path = base_url.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
    path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{}/", path.trim_matches('/')))
}

fn page(
    scope: &Scope<'_>,
    path: &str,
    template: &'static str,
    section: &'static str,
    mut meta: Meta,
    parents: Vec<Link>,
    content: Content,
) -> PageView {
    meta.canonical = scope.config.base_url().map(|base| format!("{base}/{path}"));
    let mut breadcrumbs = Vec::new();
    if !path.is_empty() {
        breadcrumbs.push(scope.home());
        breadcrumbs.extend(parents);
        breadcrumbs.push(Link { href: file(path), label: meta.title.clone() });
    }
    PageView { path: file(path), template, root: root_of(path), meta, breadcrumbs, section, content }
}

//! Runs the stages and owns the memo tables. Cold build and rebuild are the same code: a stage looks a value up by the
//! hash of what it is made of, and makes it when it is not there. The tables keep the last generation only. Knows no
//! sockets and no watcher.
//!
//! ```text
//! Sources → parse (per file) → resolve → link bodies (per page) → plan → search → render (per page) → OutputTree
//! ```
//!
//! Search has its place between plan and render: it reads the corpus, adds files to the tree, and says with which of
//! them the search page begins. So have the data of the tools.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::locale::{Language, Words};
use crate::model::address;
use crate::model::corpus::{self, Corpus, EntryIndex, Resolved};
use crate::model::coverage::Coverage;
use crate::model::entry::{self, Entry};
use crate::model::kind::Kind;
use crate::model::lint;
use crate::publish::tree::{Output, OutputTree};
use crate::read::source::{Place, Source, Sources, Span};
use crate::site::feeds::{self, Listing};
use crate::site::globals::globals;
use crate::site::html::{self, Href, Html, Resolve};
use crate::site::keys::Keys;
use crate::site::plan::{Planned, beside, plan, search_page, tool_pages, view};
use crate::site::scope::{Scope, file, root_of};
use crate::site::search::Search;
use crate::site::theme::Theme;
use crate::site::tools::data::ToolData;

/// What a run is asked to do, beside what `site.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Publish drafts too.
    pub drafts: bool,
    /// Where the site will stand, instead of what `site.toml` says.
    pub base_url: Option<String>,
}

/// What a run made.
#[derive(Debug)]
pub struct Built {
    /// All findings, sorted, with the lints that the site switched off left out.
    pub report: Report,
    /// The site; none when there are errors.
    pub tree: Option<OutputTree>,
    /// How much there is.
    pub counts: Counts,
    /// What the knowledge base covers.
    pub coverage: Coverage,
    /// How long each stage took.
    pub times: Vec<(&'static str, Duration)>,
    /// Severities that the site changed.
    pub levels: BTreeMap<Code, Severity>,
    /// The language of the site.
    pub language: Language,
}

impl Built {
    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.report.iter().filter(|d| level(&self.levels, d.code) == severity).count()
    }
}

/// How much there is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries by kind.
    pub kinds: BTreeMap<Kind, usize>,
    /// Configurations.
    pub configurations: usize,
    /// Pages.
    pub pages: usize,
    /// Pages that had to be rendered.
    pub rendered: usize,
    /// Files that had to be parsed.
    pub parsed: usize,
}

#[derive(Debug)]
struct Parsed {
    entry: Option<Arc<Entry>>,
    report: Report,
}

/// A page as it was last made, under the key of all that it shows.
#[derive(Debug)]
struct Rendered {
    key: (u64, u128),
    output: Output,
    listing: Listing,
    /// Files that stand beside it and show the same, by path.
    beside: Vec<(String, Output)>,
}

/// The stages with what they remember.
#[derive(Debug, Default)]
pub struct Pipeline {
    options: Options,
    parsed: HashMap<u128, Arc<Parsed>>,
    resolved: corpus::Memo,
    bodies: HashMap<u128, (u64, Arc<Html>)>,
    rendered: HashMap<Arc<str>, Rendered>,
    feeds: Option<(u64, Vec<(&'static str, Output)>)>,
    theme: Option<(u128, Arc<Theme>, Report)>,
    search: Search,
    tool_data: ToolData,
}

/// Measures stages. Times are shown with `--verbose` and reach no output.
struct Clock {
    since: Instant,
    times: Vec<(&'static str, Duration)>,
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "times are shown to people and reach no output")]
    fn start() -> Self {
        Self { since: Instant::now(), times: Vec::new() }
    }

    #[expect(clippy::disallowed_methods, reason = "times are shown to people and reach no output")]
    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.times.push((stage, now - self.since));
        self.since = now;
    }
}

impl Pipeline {
    /// A pipeline that remembers nothing yet.
    pub fn new(options: Options) -> Self {
        Self { options, ..Self::default() }
    }

    /// Runs every stage. `read` are findings of whoever read the sources. With `render` off it stops after planning,
    /// so that `check` needs no HTML.
    pub fn run(&mut self, sources: &Sources, read: &Report, render: bool) -> Built {
        let mut clock = Clock::start();
        let mut report = Report::default();
        // Of a file that could not be read there is no more to say than that.
        let unread: HashSet<&str> =
            read.iter().map(|d| &*d.place.file).filter(|file| is_empty(sources, file)).collect();

        let (mut config, findings) = config::read(sources.text(config::FILE));
        report.extend(findings);
        if let Some(base) = &self.options.base_url {
            config.settings.base_url = Some(crate::model::value::Url { url: base.clone(), span: Span::default() });
        }
        let words = config.language().words();

        let (parsed, fresh) = self.parse(sources, words);
        let entries: Vec<Arc<Entry>> = parsed.iter().filter_map(|parsed| parsed.entry.clone()).collect();
        report.extend(parsed.iter().flat_map(|parsed| parsed.report.iter().cloned()));
        if entries.is_empty() && read.iter().next().is_none() {
            let place = Place { file: config.file.clone(), span: Span::default() };
            report.push(Diagnostic::new(Code::NoContent, place));
        }
        let mut counts = Counts { parsed: fresh, ..Counts::default() };
        clock.lap("parse");

        let assets: HashSet<&str> = sources.assets.keys().map(|path| &**path).collect();
        let (corpus, findings) = self.resolved.resolve(&entries, &config, &assets, self.options.drafts);
        report.extend(findings);
        clock.lap("resolve");
        report.extend(lint::corpus(&corpus, &config.settings.names));
        report.extend(pages_named(&config, &corpus));
        clock.lap("lint");

        for entry in &corpus.entries {
            *counts.kinds.entry(entry.kind).or_default() += 1;
        }
        counts.configurations = corpus.configurations.len();
        // Whoever makes pages does not ask for it.
        let coverage = if render { Coverage::default() } else { Coverage::of(&corpus) };

        let levels = config.lints();
        let told = report.into_iter().filter(|d| !unread.contains(&*d.place.file)).chain(read.iter().cloned());
        let mut report: Report = told.filter(|d| levels.get(&d.code) != Some(&None)).collect();
        let levels: BTreeMap<Code, Severity> =
            levels.iter().filter_map(|(code, level)| Some((*code, (*level)?))).collect();
        let failed = |report: &Report| report.iter().any(|d| level(&levels, d.code) == Severity::Error);

        let mut tree = None;
        if !failed(&report) {
            let bodies = if render { self.link(&corpus, words) } else { Vec::new() };
            clock.lap("link");
            let scope = Scope { corpus: &corpus, config: &config, words, bodies: &bodies };
            let theme = self.theme(sources, &config, &scope, &mut report);
            clock.lap("theme");
            if render && !failed(&report) {
                let keys = Keys::new(&scope);
                let mut pages = plan(&scope, &keys);
                clock.lap("plan");
                let index = self.search.index(&scope, &pages);
                let (data, findings) = self.tool_data.files(&scope, &keys, &pages, &theme);
                report.extend(findings);
                pages.push(search_page(&scope, &index.root));
                pages.extend(tool_pages(&scope, &keys, &data.root));
                counts.pages = pages.len();
                let scripts: Vec<_> = index.files.into_iter().chain(data.files).collect();
                clock.lap("search");
                let (rendered, findings) = self.render(&scope, &pages, &theme);
                counts.rendered = rendered;
                report.extend(findings);
                clock.lap("render");
                if !failed(&report) {
                    tree = Some(self.collect(&pages, scripts, &theme, sources, &config, words));
                }
                clock.lap("collect");
            }
        }
        Built { report: report.sorted(), tree, counts, coverage, times: clock.times, levels, language: words.language }
    }

    /// Parses what has not been parsed before; says how many files that were.
    fn parse(&mut self, sources: &Sources, words: Words) -> (Vec<Arc<Parsed>>, usize) {
        let files: Vec<&Arc<Source>> = sources
            .texts
            .values()
            .filter(|source| source.path.ends_with(".md") && !source.path.starts_with("theme/"))
            .collect();
        let memo = &self.parsed;
        let parsed: Vec<(u128, Arc<Parsed>)> = files
            .par_iter()
            .map(|source| {
                // The folder names that decide the kind are words of the language.
                let key = source.hash ^ u128::from(words.language as u8);
                (key, memo.get(&key).cloned().unwrap_or_else(|| Arc::new(parse(source, words))))
            })
            .collect();
        let fresh = parsed.iter().filter(|(key, _)| !memo.contains_key(key)).count();
        self.parsed = parsed.iter().cloned().collect();
        (parsed.into_iter().map(|(_, parsed)| parsed).collect(), fresh)
    }

    /// Turns each text into HTML with its links filled in; the same text with the same targets is not made again.
    fn link(&mut self, corpus: &Corpus, words: Words) -> Vec<Arc<Html>> {
        let memo = &self.bodies;
        let indexes: Vec<EntryIndex> = (0..corpus.entries.len()).collect();
        let linked: Vec<(u128, (u64, Arc<Html>))> = indexes
            .into_par_iter()
            .map(|index| {
                let entry = &corpus.entries[index];
                let links = Links { corpus, index, entry, root: root_of(&corpus.address(entry)) };
                let key = links.key();
                let html = match memo.get(&entry.hash) {
                    Some((old, html)) if *old == key => html.clone(),
                    _ => Arc::new(html::body(&entry.body, &links, words)),
                };
                (entry.hash, (key, html))
            })
            .collect();
        self.bodies = linked.iter().cloned().collect();
        linked.into_iter().map(|(_, (_, html))| html).collect()
    }

    /// The theme, loaded anew when it, its tokens or what all pages share has changed.
    fn theme(&mut self, sources: &Sources, config: &Config, scope: &Scope<'_>, report: &mut Report) -> Arc<Theme> {
        let globals = globals(scope);
        let mut hasher = Xxh3::new();
        globals.hash(&mut hasher);
        config.hash.hash(&mut hasher);
        let own = sources.texts.iter().filter(|(path, _)| path.starts_with("theme/"));
        own.for_each(|(_, source)| source.hash.hash(&mut hasher));
        if let Some(tokens) = config.settings.theme.as_ref().and_then(|theme| theme.tokens.as_ref()) {
            sources.text(tokens).map(|source| source.hash).hash(&mut hasher);
        }
        let key = hasher.digest128();
        let (_, theme, findings) = match self.theme.take() {
            Some(loaded) if loaded.0 == key => self.theme.insert(loaded),
            _ => {
                let (theme, findings) = Theme::load(sources, config, &globals);
                self.theme.insert((key, Arc::new(theme), findings))
            }
        };
        report.extend(findings.iter().cloned());
        theme.clone()
    }

    /// Makes and renders the pages of which something changed; says how many those were.
    fn render(&mut self, scope: &Scope<'_>, pages: &[Planned], theme: &Theme) -> (usize, Report) {
        let memo = &self.rendered;
        let made: Vec<(&Planned, Result<Rendered, Diagnostic>)> = pages
            .par_iter()
            .filter_map(|page| {
                let key = (page.key, theme.hash);
                if memo.get(&page.path).is_some_and(|old| old.key == key) {
                    return None;
                }
                let made = catch_unwind(AssertUnwindSafe(|| {
                    let view = view(scope, page);
                    theme.render(&view).map(|html| Rendered {
                        key,
                        output: Output::new(html.into_bytes()),
                        listing: Listing::new(&view),
                        beside: beside(scope, page).into_iter().map(|(at, bytes)| (at, Output::new(bytes))).collect(),
                    })
                }));
                Some((page, made.unwrap_or_else(|panic| Err(internal(&page.path, &*panic)))))
            })
            .collect();
        let mut report = Report::default();
        let fresh = made.len();
        for (page, made) in made {
            match made {
                Ok(rendered) => {
                    self.rendered.insert(page.path.clone(), rendered);
                }
                // A mistake in a template that all pages share is told once.
                Err(diagnostic) if report.iter().all(|told| told.place != diagnostic.place) => report.push(diagnostic),
                Err(_) => {}
            }
        }
        if self.rendered.len() > pages.len() {
            let now: HashSet<&str> = pages.iter().map(|page| &*page.path).collect();
            self.rendered.retain(|path, _| now.contains(&**path));
        }
        (fresh, report)
    }

    /// Every file of the site.
    fn collect(
        &mut self,
        pages: &[Planned],
        scripts: Vec<(String, Arc<[u8]>)>,
        theme: &Theme,
        sources: &Sources,
        config: &Config,
        words: Words,
    ) -> OutputTree {
        let rendered: Vec<(&Arc<str>, &Rendered)> =
            pages.iter().filter_map(|page| self.rendered.get_key_value(&page.path)).collect();
        let listings: Vec<&Listing> = rendered.iter().map(|(_, rendered)| &rendered.listing).collect();
        let mut hasher = Xxh3::new();
        (config.hash, config.base_url(), &listings).hash(&mut hasher);
        let key = hasher.digest();
        let (_, feeds) = match self.feeds.take() {
            Some(made) if made.0 == key => self.feeds.insert(made),
            _ => {
                let made = feeds::all(&listings, config, words).into_iter();
                self.feeds.insert((key, made.map(|(path, bytes)| (path, Output::new(bytes))).collect()))
            }
        };

        let mut tree = OutputTree::default();
        for (path, bytes) in theme.assets() {
            tree.insert(path, Output::new(bytes));
        }
        for (path, asset) in &sources.assets {
            if !path.starts_with("theme/") {
                tree.insert(path.clone(), Output { bytes: asset.bytes.clone(), hash: asset.hash });
            }
        }
        for (path, output) in feeds {
            tree.insert(*path, output.clone());
        }
        for (path, bytes) in scripts {
            tree.insert(path, Output::new(bytes));
        }
        for (path, rendered) in rendered {
            tree.insert(path.clone(), rendered.output.clone());
            for (path, output) in &rendered.beside {
                tree.insert(path.clone(), output.clone());
            }
        }
        tree
    }
}

fn is_empty(sources: &Sources, file: &str) -> bool {
    sources.text(file).is_some_and(|source| source.text.is_empty())
}

fn level(levels: &BTreeMap<Code, Severity>, code: Code) -> Severity {
    levels.get(&code).copied().unwrap_or_else(|| code.severity())
}

/// Parses one file. A panic in one file is a finding, not the end of the run.
fn parse(source: &Source, words: Words) -> Parsed {
    let parsed = catch_unwind(|| {
        let (entry, mut report) = entry::read(source, words);
        if let Some(entry) = &entry {
            report.extend(lint::entry(entry, &source.text));
        }
        Parsed { entry: entry.map(Arc::new), report }
    });
    parsed.unwrap_or_else(|panic| Parsed { entry: None, report: Report::from_iter([internal(&source.path, &*panic)]) })
}

fn internal(file: &Arc<str>, panic: &(dyn std::any::Any + Send)) -> Diagnostic {
    let reason = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let reason = reason.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    let place = Place { file: file.clone(), span: Span::default() };
    Diagnostic::new(Code::Internal, place).arg("reason", reason)
}

/// Ids in the settings that stand for no page.
fn pages_named(config: &Config, corpus: &Corpus) -> Report {
    let named = config.settings.footer.iter().chain(&config.settings.reading_paths);
    let unknown = named.filter(|id| corpus.entry(id).is_none());
    let known = || corpus.of_kind(Kind::Page).map(|(_, entry)| entry.id.as_str());
    let one = |id: &crate::model::value::Text| {
        let place = Place { file: config.file.clone(), span: id.span };
        Diagnostic::new(Code::UnknownReference, place).arg("id", &**id).arg("kinds", "name:page").suggest(id, known())
    };
    unknown.map(one).collect()
}

/// The links of one text, as the HTML writer asks for them.
struct Links<'a> {
    corpus: &'a Corpus,
    index: EntryIndex,
    entry: &'a Entry,
    root: String,
}

impl Links<'_> {
    /// Changes when any target moves or is called differently.
    fn key(&self) -> u64 {
        let mut hasher = Xxh3::new();
        for target in self.corpus.links.get(self.index).map_or(&[][..], |links| &**links) {
            match target {
                Resolved::Entry(to, heading) => {
                    let entry = &self.corpus.entries[*to];
                    (entry.kind, &entry.id, &entry.common.title.text, heading).hash(&mut hasher);
                }
                Resolved::Configuration(to) => self.corpus.configurations[*to].configuration.id.id.hash(&mut hasher),
                Resolved::Heading(text) | Resolved::Route(text) | Resolved::Asset(text) | Resolved::External(text) => {
                    text.hash(&mut hasher);
                }
                Resolved::Broken => hasher.write_u8(0),
            }
        }
        hasher.finish()
    }
}

impl Resolve for Links<'_> {
    fn link(&self, index: usize) -> Href {
        let target = self.corpus.links.get(self.index).and_then(|links| links.get(index)).unwrap_or(&Resolved::Broken);
        let root = &self.root;
        let inside = |path: &str| format!("{root}{}", file(path));
        let mut within = None;
        let (href, title, kind) = match target {
            Resolved::Entry(to, heading) => {
                let entry = &self.corpus.entries[*to];
                let anchor = heading.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
                let href = format!("{}{anchor}", inside(&self.corpus.address(entry)));
                within = Some(entry.title_inside().into_owned());
                (href, Some(entry.common.title.text.clone()), Some(entry.kind.key().to_owned()))
            }
            Resolved::Configuration(to) => {
                let id = &self.corpus.configurations[*to].configuration.id.id;
                let href = inside(&address::configuration(id, self.corpus.words));
                (href, Some(id.clone()), Some("configuration".to_owned()))
            }
            Resolved::Heading(id) => (format!("#{id}"), None, None),
            Resolved::Route(path) => (inside(path), None, None),
            Resolved::Asset(path) => (format!("{root}{path}"), None, None),
            Resolved::External(url) => return Href { href: url.clone(), external: true, ..Href::default() },
            Resolved::Broken => (String::new(), None, None),
        };
        Href { href, title, inside: within, external: false, kind }
    }

    fn image(&self, index: usize) -> Option<String> {
        let image = self.entry.body.images.get(index)?;
        Some(format!("{}{}", self.root, corpus::join(&self.entry.file, &image.path)?))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_panic_in_one_file_is_a_finding_with_its_place() {
        let check = |panic: Box<dyn std::any::Any + Send>, reason: &str| {
            let finding = internal(&"over.md".into(), &*panic);
            assert_eq!((finding.code, &*finding.place.file), (Code::Internal, "over.md"));
            assert_eq!(finding.args, [("reason", reason.to_owned())]);
        };
        check(catch_unwind(|| panic!("een vaste zin")).expect_err("a panic"), "een vaste zin");
        check(catch_unwind(|| panic!("regel {}", 3)).expect_err("a panic"), "regel 3");
    }
}

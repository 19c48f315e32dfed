//! What the scripts of the tools work with: every configuration as letters in a state, with what is known of it, the
//! things that they name, and the cards of configurations as the theme draws them. Written as classic scripts, so that
//! they load under a strict policy and from a folder on disk (`themes/default/assets/tools.js` reads them). Remembers
//! the cards that it drew. Knows no words of its own and no script.
//!
//! ```text
//! assets/data/root-<hash>.js    Tools.data({words, things, configurations, cards, …})
//! assets/data/cards-<hash>.js   Tools.cards(number, ["<li>…</li>", …])      32 configurations each
//! assets/data/words-<hash>.js   Tools.words({table: {key: text}, …})      words that not every tool needs
//! assets/data/checks-<hash>.js  Tools.checks({id: text, …})                 what one asks or sees of a thing
//! assets/data/page/<id>.js      Tools.page({id, kind, title, …})            one page, for comparisons and selections
//! ```

mod page;

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash as _;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::diagnostic::{Diagnostic, Report};
use crate::model::address;
use crate::model::cmo::Configuration;
use crate::model::corpus::{ConfigurationIndex, EntryIndex, Home};
use crate::model::entry::{Data as Fields, Entry};
use crate::model::evidence::claims_of;
use crate::model::insight::circumstance::stance;
use crate::model::insight::question::sides;
use crate::model::kind::{Kind, Stage};
use crate::site::cmo;
use crate::site::entry::check_text;
use crate::site::keys::Keys;
use crate::site::plan::{Planned, Subject};
use crate::site::scope::Scope;
use crate::site::theme::Theme;
use crate::site::tools::question;
use crate::site::tools::selection::KINDS;

/// Where the files stand, below the root of the site.
const FOLDER: &str = "assets/data/";
/// The way from a page of a tool back to the root: those with data stand one folder deep.
const ROOT: &str = "../";
/// Configurations in one file of cards.
const CARDS: usize = 32;
/// The tables of words that every script uses.
const WORDS: &[&str] = &["tools", "state", "effect", "strength", "fit-result"];
/// The tables that only some use: the check of the fit, which has most to load, goes without.
const MORE_WORDS: &[&str] =
    &["explore", "ask", "side", "facet", "facet-route", "compare", "doubt", "selection", "checklist"];

/// The data as files.
#[derive(Debug, Default)]
pub struct Files {
    /// Path below the root of the site, and bytes.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// The path of the script that they begin with.
    pub root: String,
}

/// What was made, by id, under the key of all that it shows.
type Known<T> = HashMap<String, ((u64, u128), Arc<T>)>;

/// The data with what is remembered of them.
#[derive(Debug, Default)]
pub struct ToolData {
    /// By configuration: the key of its page and of the theme, and its card.
    cards: Known<str>,
    /// By page: its key and that of the theme, and its script.
    pages: Known<[u8]>,
    shared: Option<Shared>,
}

/// What front matter alone decides: the cards, and the files that no single page has.
#[derive(Debug)]
struct Shared {
    /// Changes with all that they are made of.
    key: u128,
    /// The card of every configuration, in the order of the corpus.
    cards: Vec<Arc<str>>,
    files: Vec<(String, Arc<[u8]>)>,
    root: String,
}

/// A thing that configurations name.
#[derive(Serialize)]
struct Thing<'a> {
    id: &'a str,
    kind: &'static str,
    title: &'a str,
    /// What a concept is called inside a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    inside: Option<String>,
    /// Of a circumstance: `condition` or `environment`, whether one can influence it, which state helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<[&'static str; 3]>,
    /// Of an outcome: nobody wants it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unwanted: bool,
}

/// A configuration. Letters are numbers of things with their state; a plain state is left out.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a str,
    c: Vec<(usize, &'static str)>,
    i: Vec<(usize, &'static str)>,
    m: Vec<(usize, &'static str)>,
    o: Vec<(usize, &'static str)>,
    audience: Vec<usize>,
    effect: &'static str,
    /// What it says to doing what it names: `for`, `against`, `mixed`, `expected`, `open`.
    side: &'static str,
    status: &'static str,
    /// How well its main claim is known; none when a letter is missing.
    strength: Option<&'static str>,
    /// What it says to each question, by intervention, then by outcome: the first letter of the side.
    sides: String,
    cases: Vec<usize>,
    sources: Vec<usize>,
}

#[derive(Serialize)]
struct Root<'a> {
    words: BTreeMap<&'static str, BTreeMap<&'static str, &'static str>>,
    /// Where the page of a thing stands: the path of its kind, then its id.
    folders: BTreeMap<&'static str, String>,
    things: Vec<Thing<'a>>,
    configurations: Vec<Record<'a>>,
    /// The files of cards, and how many configurations each holds.
    cards: Vec<String>,
    #[serde(rename = "cardsPerFile")]
    cards_per_file: usize,
    /// The file of what one asks or sees of things.
    checks: String,
    /// The file of the words that not every script uses.
    #[serde(rename = "moreWords")]
    more_words: String,
}

impl ToolData {
    /// The data of these pages. What does not hang on the text of a page is made again only when something it shows
    /// changed.
    pub fn files(&mut self, scope: &Scope<'_>, keys: &Keys, planned: &[Planned], theme: &Theme) -> (Files, Report) {
        let mut hasher = Xxh3::new();
        (theme.hash, scope.config.hash).hash(&mut hasher);
        keys.everything(scope, &mut hasher);
        let key = hasher.digest128();
        let mut report = Report::default();
        let shared = match self.shared.take() {
            Some(made) if made.key == key => made,
            _ => {
                let (cards, findings) = self.draw(scope, planned, theme);
                report = findings;
                Shared::new(scope, key, cards)
            }
        };
        let mut files = shared.files.clone();
        files.extend(self.tell(scope, planned, theme, &shared.cards));
        let root = shared.root.clone();
        // A card that could not be drawn is tried again.
        self.shared = Some(shared).filter(|_| report.is_empty());
        (Files { files, root }, report)
    }

    /// The script of every page that can be collected; only those that changed are made.
    fn tell(
        &mut self,
        scope: &Scope<'_>,
        planned: &[Planned],
        theme: &Theme,
        cards: &[Arc<str>],
    ) -> Vec<(String, Arc<[u8]>)> {
        let known = std::mem::take(&mut self.pages);
        let one = |page: &Planned| {
            let (subject, key) = (page.subject()?, (page.key, theme.hash));
            let id = page::id(scope, subject)?;
            let bytes = match known.get(id) {
                Some((old, bytes)) if *old == key => bytes.clone(),
                _ => Arc::from(format!("Tools.page({})", json(&page::page(scope, subject, cards)?)).into_bytes()),
            };
            Some((id.to_owned(), (key, bytes)))
        };
        self.pages = planned.par_iter().filter_map(one).collect();
        self.pages.iter().map(|(id, (_, bytes))| (format!("{FOLDER}page/{id}.js"), bytes.clone())).collect()
    }

    /// The card of every configuration, in the order of the corpus; only those that changed are drawn.
    fn draw(&mut self, scope: &Scope<'_>, planned: &[Planned], theme: &Theme) -> (Vec<Arc<str>>, Report) {
        let known = std::mem::take(&mut self.cards);
        let pages: Vec<(ConfigurationIndex, u64)> = planned
            .iter()
            .filter_map(|page| match page.subject() {
                Some(Subject::Configuration(index)) => Some((index, page.key)),
                _ => None,
            })
            .collect();
        let one = |&(index, key): &(ConfigurationIndex, u64)| {
            let home = &scope.corpus.configurations[index];
            let id = home.configuration.id.id.as_str();
            let key = (key, theme.hash);
            let card = match known.get(id) {
                Some((old, card)) if *old == key => Ok(card.clone()),
                _ => theme.part("configuration-card.html", &cmo::card(scope, home), ROOT).map(Arc::from),
            };
            card.map(|card| (index, id.to_owned(), key, card))
        };
        let drawn: Vec<Result<_, Diagnostic>> = pages.par_iter().map(one).collect();
        let mut report = Report::default();
        let mut cards: Vec<Arc<str>> = vec![Arc::from(""); scope.corpus.configurations.len()];
        for one in drawn {
            match one {
                Ok((index, id, key, card)) => {
                    cards[index] = card.clone();
                    self.cards.insert(id, (key, card));
                }
                Err(diagnostic) if report.iter().all(|told| told.place != diagnostic.place) => report.push(diagnostic),
                Err(_) => {}
            }
        }
        (cards, report)
    }
}

impl Shared {
    fn new(scope: &Scope<'_>, key: u128, cards: Vec<Arc<str>>) -> Self {
        let mut files = Vec::new();
        let mut names = Vec::new();
        for (number, chunk) in cards.chunks(CARDS).enumerate() {
            let texts: Vec<&str> = chunk.iter().map(|card| &**card).collect();
            let (path, bytes) = file("cards", &format!("Tools.cards({number},{})", json(&texts)));
            names.push(path.clone());
            files.push((path, bytes));
        }
        let (checks, bytes) = file("checks", &format!("Tools.checks({})", json(&checks(scope))));
        files.push((checks.clone(), bytes));
        let (more, bytes) = file("words", &format!("Tools.words({})", json(&words(scope, MORE_WORDS))));
        files.push((more.clone(), bytes));
        let (root, bytes) = file("root", &format!("Tools.data({})", json(&root(scope, names, checks, more))));
        files.push((root.clone(), bytes));
        Self { key, cards, files, root }
    }
}

fn json(value: &impl Serialize) -> String {
    // Only maps with keys that are no text cannot be written, and there are none.
    serde_json::to_string(value).unwrap_or_default()
}

fn file(stem: &str, text: &str) -> (String, Arc<[u8]>) {
    (format!("{FOLDER}{stem}-{:016x}.js", xxh3_64(text.as_bytes())), Arc::from(text.as_bytes()))
}

/// The kinds of which scripts know every entry.
fn is_thing(kind: Kind) -> bool {
    kind.is_vocabulary() || matches!(kind, Kind::BuildingBlock | Kind::CaseStudy | Kind::Source)
}

/// The question that one asks of a circumstance, and how one recognises a mechanism, by id.
fn checks<'a>(scope: &Scope<'a>) -> BTreeMap<&'a str, &'a str> {
    let entries = scope.corpus.entries.iter();
    entries.filter_map(|entry| Some((entry.id.as_str(), check_text(entry)?))).collect()
}

/// Tables of words by name.
fn words(scope: &Scope<'_>, tables: &[&'static str]) -> BTreeMap<&'static str, BTreeMap<&'static str, &'static str>> {
    tables.iter().map(|table| (*table, scope.words.under(table))).collect()
}

fn root<'a>(scope: &Scope<'a>, cards: Vec<String>, checks: String, more_words: String) -> Root<'a> {
    let corpus = scope.corpus;
    let entries = corpus.entries.iter().enumerate().filter(|(_, entry)| is_thing(entry.kind));
    let things: Vec<(EntryIndex, Thing<'_>)> = entries.map(|(index, entry)| (index, thing(entry))).collect();
    let numbers: HashMap<EntryIndex, usize> =
        things.iter().enumerate().map(|(number, (index, _))| (*index, number)).collect();
    let number = |id: &str| corpus.position(id).and_then(|index| numbers.get(&index).copied());
    let mut folders: BTreeMap<&'static str, String> = Kind::ALL
        .into_iter()
        .filter(|kind| is_thing(*kind) || KINDS.contains(kind))
        .map(|kind| (kind.key(), address::overview(kind, scope.words)))
        .collect();
    folders.insert("configuration", address::route("configurations", scope.words));
    folders.insert("question", address::route("explore", scope.words));
    Root {
        folders,
        words: words(scope, WORDS),
        more_words,
        configurations: corpus.configurations.iter().map(|home| record(scope, home, &number)).collect(),
        things: things.into_iter().map(|(_, thing)| thing).collect(),
        cards,
        cards_per_file: CARDS,
        checks,
    }
}

fn thing(entry: &Entry) -> Thing<'_> {
    Thing {
        id: &entry.id,
        kind: entry.kind.key(),
        title: &entry.common.title.text,
        inside: entry.kind.is_vocabulary().then(|| question::name_inside(entry)),
        factor: match &entry.data {
            Fields::ContextFactor(data) => {
                Some([data.factor_type.word(), data.influence.word(), data.favourable.0.word()])
            }
            _ => None,
        },
        unwanted: matches!(&entry.data, Fields::Outcome(data) if data.stage == Stage::Unwanted),
    }
}

fn record<'a>(scope: &Scope<'a>, home: &'a Home, number: &impl Fn(&str) -> Option<usize>) -> Record<'a> {
    let (corpus, configuration): (_, &Configuration) = (scope.corpus, &home.configuration);
    let tag = |id: &str, state: &'static str| Some((number(id)?, state));
    let evidence = || configuration.evidence.iter();
    let unique = |ids: &mut dyn Iterator<Item = &str>| {
        let mut numbers: Vec<usize> = ids.filter_map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    let is_unwanted = |id: &str| {
        let data = corpus.entry(id).map(|(_, entry)| &entry.data);
        matches!(data, Some(Fields::Outcome(data)) if data.stage == Stage::Unwanted)
    };
    let claim = claims_of(configuration).into_iter().next().and_then(|key| corpus.claims.get(&key));
    Record {
        id: &configuration.id.id,
        c: configuration.context.iter().filter_map(|t| tag(&t.is.id, t.state.0.word())).collect(),
        i: configuration.intervention.iter().filter_map(|t| tag(&t.is.id, t.state.0.word())).collect(),
        m: configuration.mechanism.iter().filter_map(|t| tag(&t.is.id, t.state.0.word())).collect(),
        o: configuration.outcome.iter().filter_map(|t| tag(&t.is.id, t.state.0.word())).collect(),
        audience: unique(&mut configuration.audience.iter().map(|audience| audience.id.as_str())),
        effect: configuration.effect.word(),
        side: stance(configuration).word(),
        status: configuration.status.word(),
        strength: claim.map(|claim| claim.level.word()),
        sides: sides(configuration, is_unwanted).iter().filter_map(|(.., side)| side.word().chars().next()).collect(),
        cases: unique(&mut evidence().flat_map(|evidence| evidence.cases.iter().map(|case| case.is.id.as_str()))),
        sources: unique(&mut evidence().map(|evidence| evidence.source.id.as_str())),
    }
}

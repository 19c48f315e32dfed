//! What there is to find on a page: its texts with what each is worth, the record that a list of results shows, and
//! the values by which results can be narrowed. Drafts are never asked for. Knows how pages are made of entries and
//! configurations, not how an index is made of pages.

use std::borrow::Cow;

use super::facets::{Dimension, Value};
use crate::model::cmo::Configuration;
use crate::model::corpus::{EntryIndex, Home, Resolved};
use crate::model::entry::{Data, Entry};
use crate::model::evidence::claims_of;
use crate::model::kind::{Kind, Step};
use crate::model::record::Record as _;
use crate::model::value::{Site, Text, Wanted};
use crate::read::markdown::Target;
use crate::site::scope::Scope;
use crate::site::{cmo, sentence};

/// What a text is worth when the word that is looked for stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The title: worth most, and more when it is short.
    Title,
    /// Another word for what the page is about.
    Synonym,
    /// A heading in the text.
    Heading,
    /// The summary.
    Summary,
    /// A concept, role, place or sector of the page.
    Label,
    /// Running text.
    Body,
}

/// A page as it can be found.
#[derive(Debug)]
pub struct Page<'a> {
    /// Its texts.
    pub texts: Vec<(Field, Cow<'a, str>)>,
    /// What a result shows: an array of the kind, the id, the title and the summary; then how many configurations of
    /// its own follow, or of a configuration what the evidence says and how good it is.
    pub record: String,
    /// By what it can be narrowed.
    pub facets: Vec<Value>,
    /// Day of the last change, `yymmdd`; 0 when it is not known.
    pub day: u32,
    /// How much all that it says counts, compared with other pages.
    pub worth: f32,
}

/// Who types a word or two most often wants the page on that thing, where all else about it is listed; a lesson names
/// several things in its title, and a free page tells about the site.
fn worth(kind: Kind) -> f32 {
    match kind {
        Kind::Page => 0.6,
        Kind::Lesson => 0.9,
        kind if kind == Kind::Term || kind.is_vocabulary() => 1.25,
        _ => 1.0,
    }
}

/// Configurations say in short what the page that they live on says in full, and there are many.
const WORTH_OF_CONFIGURATION: f32 = 0.5;
/// Their kind, which is none of the kinds of entries.
pub const CONFIGURATION: &str = "configuration";

/// Fields that say where else to look, not what the page is about.
const ELSEWHERE: [&str; 5] = ["related", "broader", "same_study_as", "cited_through", "counts_with"];

/// The page of an entry.
pub fn of_entry<'a>(scope: &Scope<'a>, index: EntryIndex, entry: &'a Entry) -> Page<'a> {
    let mut page = Page {
        texts: vec![
            (Field::Title, plain(scope, &entry.common.title)),
            (Field::Summary, plain(scope, &entry.common.summary)),
            (Field::Body, body(scope, index, entry)),
        ],
        record: record(scope, entry.kind.key(), &entry.id, &entry.common.title, &entry.common.summary)
            + &format!(",{}]", entry.configurations().count()),
        facets: vec![Value::new(Dimension::Kind, entry.kind.key())],
        day: day(entry),
        worth: worth(entry.kind),
    };
    page.texts.extend(entry.synonyms().iter().map(|text| (Field::Synonym, Cow::Borrowed(&**text))));
    page.texts.extend(entry.body.headings.iter().map(|heading| (Field::Heading, Cow::Borrowed(&*heading.text))));
    page.fields(scope, entry);
    if let Some(dimension) = Dimension::of(entry.kind) {
        page.facets.push(Value::new(dimension, &entry.id));
    }
    entry.each_site(|site| page.site(scope, site));
    let elsewhere = entry.common.cmo.iter().filter_map(|item| match item {
        crate::model::cmo::CmoItem::Elsewhere(reference) => scope.corpus.configuration(&reference.id),
        crate::model::cmo::CmoItem::Own(..) => None,
    });
    for (_, home) in elsewhere {
        home.configuration.each_site(&mut |site| page.site(scope, site));
        page.evidence(scope, &home.configuration);
    }
    for configuration in entry.configurations() {
        page.evidence(scope, configuration);
    }
    page.finish()
}

/// The text of a page. A wikilink without words of its own stands in it by the id of its page, which is not what the
/// reader sees.
fn body<'a>(scope: &Scope<'a>, index: EntryIndex, entry: &'a Entry) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(&*entry.body.text);
    for (link, target) in entry.body.links.iter().zip(scope.corpus.links.get(index).map_or(&[][..], |links| links)) {
        if link.label.is_empty()
            && let Target::Wiki { name, .. } = &link.target
            && let Resolved::Entry(to, _) = target
            && let Some(other) = scope.entry(*to)
            // An id of one word is that word.
            && name.contains('-')
        {
            text = Cow::Owned(text.replace(name.as_str(), &other.title_inside()));
        }
    }
    text
}

/// The page of a configuration.
pub fn of_configuration<'a>(scope: &Scope<'a>, home: &'a Home) -> Page<'a> {
    let configuration = &*home.configuration;
    let title = cmo::title(scope, configuration);
    let sentence = sentence::sentence(scope, configuration).text;
    let record = record(scope, CONFIGURATION, &configuration.id.id, &title, &sentence);
    let mut page = Page {
        record: String::new(),
        texts: vec![
            (Field::Title, Cow::Owned(title)),
            (Field::Summary, Cow::Owned(sentence)),
            (Field::Body, plain(scope, &configuration.because)),
        ],
        facets: vec![Value::new(Dimension::Kind, CONFIGURATION)],
        day: scope.entry(home.entry).map_or(0, |entry| day(entry)),
        worth: WORTH_OF_CONFIGURATION,
    };
    configuration.each_site(&mut |site| page.site(scope, site));
    let strength = page.evidence(scope, configuration);
    page.record = format!("{record},\"{}\",\"{strength}\"]", configuration.effect.word());
    page.finish()
}

impl<'a> Page<'a> {
    fn label(&mut self, text: &'a str) {
        self.texts.push((Field::Label, Cow::Borrowed(text)));
    }

    /// A reference: its label can be found, and narrowed by.
    fn site(&mut self, scope: &Scope<'a>, site: Site<'_>) {
        if ELSEWHERE.contains(&site.field) {
            return;
        }
        match site.wanted {
            Wanted::Listed(list) => {
                if let Some(dimension) = Dimension::of_list(list) {
                    self.facets.push(Value::new(dimension, site.id));
                }
                if let Some(item) = scope.config.lists().items(list).iter().find(|item| item.slug == site.id) {
                    self.label(&item.label);
                }
            }
            Wanted::Entry(_) => {
                let Some((index, _)) = scope.corpus.entry(site.id) else { return };
                let Some(other) = scope.corpus.entries.get(index) else { return };
                if let Some(dimension) = Dimension::of(other.kind) {
                    self.facets.push(Value::new(dimension, &other.id));
                }
                if let Data::CaseStudy(case) = &other.data {
                    self.facets.extend(case.places.iter().map(|place| Value::new(Dimension::Place, place)));
                }
                // A page that rests on a source is not about it.
                if other.kind != Kind::Source {
                    self.label(&other.common.title);
                }
            }
            Wanted::Configuration => {}
        }
    }

    /// What a configuration says, and how well it is known. Returns the last.
    fn evidence(&mut self, scope: &Scope<'a>, configuration: &Configuration) -> &'static str {
        self.facets.push(Value::new(Dimension::Effect, configuration.effect.word()));
        let claim = claims_of(configuration).into_iter().next().and_then(|key| scope.corpus.claims.get(&key));
        let Some(claim) = claim else { return "" };
        self.facets.push(Value::new(Dimension::Strength, claim.level.word()));
        claim.level.word()
    }

    /// The texts that stand in fields.
    fn fields(&mut self, scope: &Scope<'a>, entry: &'a Entry) {
        let mut body = |text: Option<&'a Text>| {
            self.texts.extend(text.map(|text| (Field::Body, plain(scope, text))));
        };
        match &entry.data {
            Data::CaseStudy(case) => {
                case.entry_requirements.iter().for_each(|text| body(Some(text)));
                case.partners.iter().for_each(|partner| body(partner.role.as_ref()));
                body(case.duration.as_ref());
                for funding in &case.funding {
                    body(Some(&funding.from));
                    body(funding.note.as_ref());
                }
                for result in &case.results {
                    body(Some(&result.label));
                    body(result.note.as_ref());
                }
                self.facets.extend(case.places.iter().map(|place| Value::new(Dimension::Place, place)));
                case.places.iter().chain(&case.region).for_each(|text| self.label(text));
                case.partners.iter().for_each(|partner| self.label(&partner.name));
            }
            Data::BuildingBlock(block) => {
                block.steps.iter().for_each(|step: &Step| body(Some(&step.action)));
                block.pitfalls.iter().for_each(|text| body(Some(text)));
            }
            Data::ContextFactor(factor) => {
                if let Some(check) = &factor.self_check {
                    [&check.question, &check.yes, &check.no].into_iter().for_each(|text| body(Some(text)));
                }
            }
            Data::Mechanism(mechanism) => {
                [&mechanism.resource, &mechanism.reasoning, &mechanism.recognise]
                    .into_iter()
                    .for_each(|text| body(text.as_ref()));
            }
            Data::Source(source) => {
                body(source.method.as_ref());
                source.limits.iter().for_each(|text| body(Some(text)));
                body(source.container.as_ref());
                let authors = source.authors.iter().flat_map(|author| [&author.family, &author.name]);
                authors.flatten().chain(&source.publisher).for_each(|text| self.label(text));
            }
            Data::Term(term) => {
                self.texts.extend(term.abbreviation.iter().map(|text| (Field::Synonym, Cow::Borrowed(&**text))));
            }
            _ => {}
        }
    }

    /// Each label and each value once.
    fn finish(mut self) -> Self {
        let mut seen: Vec<Cow<'a, str>> = Vec::new();
        self.texts.retain(|(field, text)| {
            let first = *field != Field::Label || !seen.contains(text);
            if *field == Field::Label && first {
                seen.push(text.clone());
            }
            first
        });
        self.facets.sort_unstable();
        self.facets.dedup();
        self
    }
}

/// What a result of any kind shows, not yet closed.
fn record(scope: &Scope<'_>, kind: &str, id: &str, title: &str, summary: &str) -> String {
    format!("[\"{kind}\",{},{},{}", json(id), json(&plain(scope, title)), json(&plain(scope, summary)))
}

/// A text as JSON.
pub fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The day of the last change, as a number that sorts.
fn day(entry: &Entry) -> u32 {
    entry.common.updated.map_or(0, |date| {
        let date = date.0;
        let part = |number: Option<i8>| u32::try_from(number.unwrap_or(0)).unwrap_or(0);
        u32::try_from(date.year.rem_euclid(100)).unwrap_or(0) * 10_000 + part(date.month) * 100 + part(date.day)
    })
}

/// A text of front matter in plain words: a wikilink is its own words, or the title of its page.
pub fn plain<'a>(scope: &Scope<'_>, text: &'a str) -> Cow<'a, str> {
    if !text.contains("[[") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[[") {
        out.push_str(before);
        let Some((inside, after)) = link.split_once("]]") else {
            out.push_str("[[");
            rest = link;
            continue;
        };
        let (target, label) = inside.split_once('|').unwrap_or((inside, ""));
        let name = target.split('#').next().unwrap_or_default().trim();
        match scope.corpus.entry(name) {
            _ if !label.is_empty() => out.push_str(label.trim()),
            Some((_, entry)) => out.push_str(&entry.title_inside()),
            None => out.push_str(name),
        }
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

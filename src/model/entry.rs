//! One file as a value of the model: front matter decoded by its kind, body as a tree. Reading never fails: a file
//! that cannot be read is a stub that still has its id, so that nothing else stumbles over it.

use std::borrow::Cow;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::cmo::{CmoItem, Configuration};
use super::kind::{
    Audience, BuildingBlock, CaseStudy, Common, ContextFactor, Intervention, Kind, Lesson, Mechanism, Outcome, Page,
    Source, Term,
};
use super::record::Record;
use super::value::{Field, MapReader, Site, Text, is_slug, slugify};
use super::words;
use crate::diagnostic::{Code, FileReport, Report, Severity};
use crate::locale::Words;
use crate::read::frontmatter::{self, Value};
use crate::read::markdown::{self, Body};
use crate::read::source::{self, Place, Span};

macro_rules! kinds {
    ($($kind:ident),+ $(,)?) => {
        /// The fields of a kind.
        #[derive(Clone, Debug)]
        pub enum Data { $(#[doc = "Fields of this kind."] $kind(Box<$kind>),)+ }

        impl Data {
            fn read(kind: Kind, map: &mut MapReader<'_, '_>) -> Self {
                match kind { $(Kind::$kind => Data::$kind(Box::new($kind::read_fields(map))),)+ }
            }

            fn stub(kind: Kind) -> Self {
                match kind { $(Kind::$kind => Data::$kind(Box::default()),)+ }
            }

            /// Every reference in the fields of the kind.
            pub fn each_site<'a>(&'a self, visit: &mut dyn FnMut(Site<'a>)) {
                match self { $(Data::$kind(data) => data.each_site(visit),)+ }
            }
        }

        impl Kind {
            /// The fields of this kind, beside the common ones.
            pub fn fields(self) -> &'static [Field] {
                match self { $(Kind::$kind => $kind::FIELDS,)+ }
            }
        }
    };
}

kinds!(CaseStudy, Lesson, BuildingBlock, ContextFactor, Intervention, Mechanism, Outcome, Audience, Source, Term, Page,);

/// One page of content.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its kind, told by its folder.
    pub kind: Kind,
    /// Its id, unique over the site.
    pub id: String,
    /// Where the id stands, or the first line.
    pub id_span: Span,
    /// Its file.
    pub file: Arc<str>,
    /// The fields that every kind has.
    pub common: Common,
    /// The fields of its kind.
    pub data: Data,
    /// The text.
    pub body: Body,
    /// Offset in the file at which the text begins.
    pub body_start: usize,
    /// Words in capitals in the text, each with its first place: abbreviations that something must explain.
    pub abbreviations: Vec<(String, Span)>,
    /// Its front matter could not be read: only kind, id and file are true.
    pub stub: bool,
    /// Its front matter holds a mistake: what seems to be lacking may be there.
    pub flawed: bool,
    /// xxh3 of the file: the same hash, the same entry.
    pub hash: u128,
    /// xxh3 of kind, id and front matter: all that other pages show of it.
    pub face: u64,
}

impl Entry {
    /// A place in its file.
    pub fn place(&self, span: Span) -> Place {
        Place { file: self.file.clone(), span }
    }

    /// The configurations that live here, but for those without an id: nobody can refer to them.
    pub fn configurations(&self) -> impl Iterator<Item = &Arc<Configuration>> {
        self.common.cmo.iter().filter_map(|item| match item {
            CmoItem::Own(configuration, _) => Some(configuration).filter(|own| !own.id.id.is_empty()),
            CmoItem::Elsewhere(_) => None,
        })
    }

    /// Every reference in its front matter.
    pub fn each_site<'a>(&'a self, mut visit: impl FnMut(Site<'a>)) {
        self.common.each_site(&mut visit);
        self.data.each_site(&mut visit);
    }

    /// The title as it stands inside a sentence: a concept is a word of the language and begins small there, unless it
    /// is written in capitals; the title of anything else is a name.
    pub fn title_inside(&self) -> Cow<'_, str> {
        let title = self.common.title.text.as_str();
        let first = title.split([' ', '-']).next().unwrap_or_default();
        let noun = self.kind.is_vocabulary() || self.kind == Kind::Term;
        if !noun || first.chars().skip(1).any(|c| !c.is_lowercase()) || first.chars().count() < 2 {
            return Cow::Borrowed(title);
        }
        let mut chars = title.chars();
        let small = chars.next().into_iter().flat_map(char::to_lowercase);
        Cow::Owned(small.chain(chars).collect())
    }

    /// Other words for what the page is about.
    pub fn synonyms(&self) -> &[Text] {
        match &self.data {
            Data::ContextFactor(data) => &data.synonyms,
            Data::Mechanism(data) => &data.synonyms,
            Data::Intervention(data) => &data.synonyms,
            Data::Outcome(data) => &data.synonyms,
            Data::Audience(data) => &data.synonyms,
            Data::Term(data) => &data.synonyms,
            _ => &[],
        }
    }
}

/// The kind that a path belongs to, told by its first folder in the language of the site.
pub fn kind_of(path: &str, words: Words) -> Option<Kind> {
    let Some((folder, _)) = path.split_once('/') else { return Some(Kind::Page) };
    Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page).find(|kind| words.get(kind.folder_key()) == folder)
}

/// Reads one Markdown file. `None` when it belongs to no kind; the report says so.
pub fn read(source: &source::Source, language: Words) -> (Option<Entry>, Report) {
    let mut report = FileReport::new(source.path.clone());
    let Some(kind) = kind_of(&source.path, language) else {
        let folder = source.path.split('/').next().unwrap_or_default();
        let folders: Vec<&str> =
            Kind::ALL.iter().filter(|kind| **kind != Kind::Page).map(|kind| language.get(kind.folder_key())).collect();
        report.add(Code::UnknownFolder, Span::default(), |d| {
            d.arg("folder", folder).arg("folders", folders.join(", ")).suggest(folder, folders.iter().copied())
        });
        return (None, report.report);
    };
    let parts = frontmatter::read(&source.text, &mut report);
    let (common, data, stub) = match &parts.map {
        Some(node) => {
            let pairs = match &node.value {
                Value::Map(pairs) => pairs.as_slice(),
                _ => &[],
            };
            // What is missing is told where the front matter opens.
            let mut map = MapReader::new(pairs, node.span, kind.key(), &mut report).at(OPENING);
            let common = Common::read_fields(&mut map);
            let data = Data::read(kind, &mut map);
            map.finish();
            (common, data, false)
        }
        None => (Common::default(), Data::stub(kind), true),
    };
    let flawed = report.report.iter().any(|d| d.code.severity() == Severity::Error);
    let body = markdown::parse(&source.text, parts.body, &mut report);
    let (id, id_span) = match &common.id {
        Some(own) => (own.id.clone(), own.span),
        None => (stem(source, kind, language, &mut report), if stub { Span::default() } else { OPENING }),
    };
    let mut entry = Entry {
        kind,
        id,
        id_span,
        file: source.path.clone(),
        common,
        data,
        abbreviations: words::abbreviations(&body.text, &source.text, parts.body),
        body,
        body_start: parts.body,
        stub,
        flawed,
        hash: source.hash,
        face: 0,
    };
    entry.face = face(&entry, &source.text);
    if stub {
        entry.common.title = Text { text: entry.id.clone(), span: Span::default() };
    } else {
        check_fields(&entry, &mut report);
    }
    (Some(entry), report.report)
}

/// The line `---` that opens the front matter.
const OPENING: Span = Span { start: 0, end: 3 };

/// What other pages show of an entry comes out of its kind, its id and its front matter.
fn face(entry: &Entry, text: &str) -> u64 {
    let front = text.get(..entry.body_start).unwrap_or(text);
    xxh3_64(format!("{} {}\n{front}", entry.kind.key(), entry.id).as_bytes())
}

/// The file's stem as an id; the nearest good id after a finding.
fn stem(source: &source::Source, kind: Kind, language: Words, report: &mut FileReport) -> String {
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let stem = name.strip_suffix(".md").unwrap_or(name);
    if is_slug(stem) {
        return stem.to_owned();
    }
    let id = slugify(stem);
    // Of a name without any letter nothing is left.
    let named = if id.is_empty() { language.get(&format!("name.{}", kind.key())) } else { &id };
    report.add(Code::BadFileName, Span::default(), |d| d.arg("name", name).arg("id", format!("{named}.md")));
    if id.is_empty() { stem.to_owned() } else { id }
}

/// What can be said of the fields of one file without knowing any other.
fn check_fields(entry: &Entry, report: &mut FileReport) {
    let Data::CaseStudy(case) = &entry.data else { return };
    if let Some(period) = &case.period
        && let (Some(from), Some(to)) = (period.from, period.to)
        // "2024" to "2024-03" is no reversal: the year alone leaves it open.
        && (to.year, to.month.unwrap_or(12), to.day.unwrap_or(31))
            < (from.year, from.month.unwrap_or(1), from.day.unwrap_or(1))
    {
        report.add(Code::PeriodReversed, period.span, |d| d.arg("from", from.iso()).arg("to", to.iso()));
    }
    for result in &case.results {
        if let Some(whole) = result.of
            && result.count.number > whole.number
        {
            report.add(Code::CountAboveWhole, result.count.span, |d| {
                d.arg("count", result.count.number).arg("of", whole.number)
            });
        }
    }
}

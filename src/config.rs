//! `site.toml`: what the site is called, in which language, with which closed lists and lint levels. Read with the
//! same reader as front matter, so that mistakes come out with their place and all at once. Knows no kinds of
//! content and no templates.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, FileReport, Report, Severity};
use crate::locale::Language;
use crate::model::kind::LISTS;
use crate::model::record::{Record, choice, record};
use crate::model::value::{MapReader, Or, Readable, Shape, Text, Url, is_slug, wrong_type};
use crate::read::frontmatter::{Key, Node, Value};
use crate::read::source::{Source, Span};

/// The name of the file.
pub const FILE: &str = "site.toml";

choice! {
    /// The language of the site.
    SiteLanguage { #[doc = "Dutch."] Nl = "nl", #[doc = "English."] En = "en", }
}

record! {
    /// What the theme is told.
    ThemeSettings ("theme-settings") {
        /// A CSS file with design tokens, below the content folder.
        tokens: Option<Text>,
    }
}

record! {
    /// The licence of the content.
    License ("license") {
        /// Its name.
        name: Text,
        /// Its address.
        url: Option<Url>,
    }
}

record! {
    /// How the search takes compounds apart.
    SearchSettings ("search-settings") {
        /// Words that compounds consist of, though they stand on no page by themselves.
        parts: Vec<Text>,
        /// Words that are never taken apart.
        whole: Vec<Text>,
    }
}

record! {
    /// Everything that `site.toml` can say.
    Settings ("site") {
        /// Name of the site.
        title: Text,
        /// One or two sentences on what it is.
        description: Text,
        /// Language of the site.
        language: Or<SiteLanguage>,
        /// Where it will stand on the web.
        base_url: Option<Url>,
        /// Who publishes it.
        publisher: Option<Text>,
        /// Licence of the content.
        license: Option<License>,
        /// Names in capitals that need no explanation.
        names: Vec<Text>,
        /// Ids of the pages in the foot of every page, in order.
        footer: Vec<Text>,
        /// Ids of the pages that lead readers through the site, for the front page, in order.
        reading_paths: Vec<Text>,
        /// Theme.
        theme: Option<ThemeSettings>,
        /// Search.
        search: Option<SearchSettings>,
        /// Severities of lints.
        lints: Or<Lints>,
        /// Closed lists.
        lists: Or<Lists>,
    }
}

/// Severities by code; `None` is off.
#[derive(Clone, Debug, Default)]
pub struct Lints(pub BTreeMap<Code, Option<Severity>>);

impl Readable for Lints {
    const SHAPE: Shape = Shape::Record("lints", &[]);
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        let Value::Map(pairs) = &node.value else {
            wrong_type(node, field, Self::SHAPE, report);
            return None;
        };
        let mut lints = BTreeMap::new();
        for (key, value) in pairs {
            let Some(code) = Code::from_number(&key.name).filter(|code| code.severity() != Severity::Error) else {
                let known =
                    Code::ALL.iter().filter(|code| code.severity() != Severity::Error).map(|code| code.number());
                report.add(Code::UnknownChoice, key.span, |d| {
                    d.arg("value", &key.name).arg("field", field).arg("choices", "shape:lint").suggest(&key.name, known)
                });
                continue;
            };
            const LEVELS: [(&str, Option<Severity>); 4] = [
                ("off", None),
                ("notice", Some(Severity::Notice)),
                ("warning", Some(Severity::Warning)),
                ("error", Some(Severity::Error)),
            ];
            let Value::Text(word) = &value.value else {
                wrong_type(value, field, Shape::Choice(&[]), report);
                continue;
            };
            match LEVELS.iter().find(|(name, _)| name == word) {
                Some((_, level)) => {
                    lints.insert(code, *level);
                }
                None => report.add(Code::UnknownChoice, value.span, |d| {
                    let words = LEVELS.map(|(name, _)| name);
                    d.arg("value", word).arg("field", &key.name).arg("choices", words.join(", ")).suggest(word, words)
                }),
            }
        }
        Some(Self(lints))
    }
}

/// An item of a closed list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListItem {
    /// The slug that front matter uses.
    pub slug: String,
    /// The words that readers see.
    pub label: String,
}

/// The closed lists by name, each in the order of the file; `None` for a list that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lists(BTreeMap<&'static str, Option<Vec<ListItem>>>);

impl Lists {
    /// The items of a list.
    pub fn items(&self, list: &str) -> &[ListItem] {
        self.0.get(list).and_then(Option::as_deref).unwrap_or_default()
    }

    /// The label of a slug; the slug itself when the list lacks it.
    pub fn label<'a>(&'a self, list: &str, slug: &'a str) -> &'a str {
        self.items(list).iter().find(|item| item.slug == slug).map_or(slug, |item| &item.label)
    }
}

impl Readable for Lists {
    const SHAPE: Shape = Shape::Record("lists", &[]);
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        let Value::Map(pairs) = &node.value else {
            wrong_type(node, field, Self::SHAPE, report);
            return None;
        };
        let mut lists = BTreeMap::new();
        for (key, value) in pairs {
            let Some(name) = LISTS.iter().find(|name| **name == key.name) else {
                report.add(Code::UnknownField, key.span, |d| {
                    d.arg("field", &key.name)
                        .arg("kind", "name:lists")
                        .arg("fields", LISTS.join(", "))
                        .suggest(&key.name, LISTS.iter().copied())
                });
                continue;
            };
            let Value::Map(items) = &value.value else {
                wrong_type(value, name, Self::SHAPE, report);
                lists.insert(*name, None);
                continue;
            };
            let mut list: Vec<(Span, ListItem)> = Vec::new();
            for (slug, label) in items {
                if !is_slug(&slug.name) {
                    report.add(Code::BadId, slug.span, |d| {
                        d.arg("value", &slug.name).arg("id", crate::model::value::slugify(&slug.name))
                    });
                }
                if let Some(label) = Text::read(label, name, report) {
                    list.push((slug.span, ListItem { slug: slug.name.clone(), label: label.text }));
                }
            }
            list.sort_by_key(|(span, _)| span.start);
            lists.insert(*name, Some(list.into_iter().map(|(_, item)| item).collect()));
        }
        Some(Self(lists))
    }
}

/// The settings of a site, with what they were read from.
#[derive(Clone, Debug)]
pub struct Config {
    /// What the file says.
    pub settings: Settings,
    /// The file, for places in it.
    pub file: Arc<str>,
    /// xxh3 of the file.
    pub hash: u128,
    /// The file is no TOML, or empty as one that could not be read: what it says is known in part.
    broken: bool,
}

impl Config {
    /// The language of the site.
    pub fn language(&self) -> Language {
        match self.settings.language.0 {
            SiteLanguage::Nl => Language::Nl,
            SiteLanguage::En => Language::En,
        }
    }

    /// The closed lists.
    pub fn lists(&self) -> &Lists {
        &self.settings.lists.0
    }

    /// Whether what stands in this closed list could not be read, so that nothing can be said of its slugs.
    pub fn is_broken(&self, list: &str) -> bool {
        self.broken || self.lists().0.get(list).is_some_and(Option::is_none)
    }

    /// Severities that the site changed; `None` is off.
    pub fn lints(&self) -> &BTreeMap<Code, Option<Severity>> {
        &self.settings.lints.0.0
    }

    /// The address of the site without a slash at the end.
    pub fn base_url(&self) -> Option<&str> {
        self.settings.base_url.as_ref().map(|url| url.url.trim_end_matches('/'))
    }
}

/// Reads `site.toml`; without one the site gets a plain name and no closed lists.
pub fn read(source: Option<&Arc<Source>>) -> (Config, Report) {
    let file: Arc<str> = FILE.into();
    let mut report = FileReport::new(file.clone());
    let Some(source) = source else {
        report.add(Code::NoSiteToml, Span::default(), |d| d);
        let mut settings = Settings::default();
        settings.title.text = "Werkzaam".to_owned();
        return (Config { settings, file, hash: 0, broken: false }, report.report);
    };
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        report.add(Code::TomlSyntax, Span::new(range.start, range.end), |d| d.arg("reason", error.message()));
    }
    let pairs = map(table.get_ref());
    // What is read out of half a file is of use, what it seems to lack is not.
    let mut of_half = FileReport::new(file.clone());
    let into = if errors.is_empty() { &mut report } else { &mut of_half };
    let mut reader = MapReader::new(&pairs, Span::default(), Settings::NAME, into).at(Span::default());
    let settings = Settings::read_fields(&mut reader);
    reader.finish();
    (Config { settings, file, hash: source.hash, broken: !errors.is_empty() || source.text.is_empty() }, report.report)
}

/// A TOML table as the pairs that the reader of front matter takes, in the order of the file.
fn map(table: &DeTable<'_>) -> Vec<(Key, Node)> {
    let mut pairs: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| (Key { name: key.get_ref().to_string(), span: span(key.span()) }, node(value)))
        .collect();
    pairs.sort_by_key(|(key, _)| key.span);
    pairs
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    let inner = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Value::Text(number.to_string()), Value::Integer),
        DeValue::Float(number) => {
            number.as_str().parse().map_or_else(|_| Value::Text(number.to_string()), Value::Float)
        }
        DeValue::Boolean(flag) => Value::Bool(*flag),
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(node).collect()),
        DeValue::Table(table) => Value::Map(map(table)),
    };
    Node { value: inner, span: span(value.span()) }
}

fn span(range: std::ops::Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

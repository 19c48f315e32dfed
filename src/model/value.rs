//! The values that a field can have: how each is read from a YAML node, what it is called in the field table, and
//! which references it holds. Knows no field and no kind of content by name, but for what a reference may point at.

use std::collections::HashSet;
use std::marker::PhantomData;
use std::ops::Deref;

use super::kind::Kind;
use crate::diagnostic::{Code, FileReport};
use crate::read::frontmatter::{Key, Node, Value};
use crate::read::source::Span;

/// What a field takes, for the reference, the JSON Schema, the skeletons of `new` and the messages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// `yes` or `no`.
    YesNo,
    /// `YYYY-MM-DD`.
    Date,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    PartialDate,
    /// A web address.
    Url,
    /// An id of our own: lower-case letters, digits and hyphens.
    Id,
    /// The id of an entry of one of these kinds; of any kind when empty.
    Reference(&'static [Kind]),
    /// The id of a configuration.
    ConfigurationId,
    /// A slug of a closed list of `site.toml`.
    Listed(&'static str),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// A map with these fields; the first is the name under which the locale explains them.
    Record(&'static str, &'static [Field]),
    /// One of these.
    Either(&'static [Shape]),
}

impl Shape {
    /// The word for it in the locale: `shape.<name>`.
    pub fn name(&self) -> &'static str {
        match self {
            Shape::Text => "text",
            Shape::Integer => "integer",
            Shape::YesNo => "yesno",
            Shape::Date => "date",
            Shape::PartialDate => "partial-date",
            Shape::Url => "url",
            Shape::Id => "id",
            Shape::Reference(_) | Shape::ConfigurationId | Shape::Listed(_) => "ref",
            Shape::Choice(_) => "choice",
            Shape::List(_) => "list",
            Shape::Record(..) => "map",
            Shape::Either(_) => "either",
        }
    }
}

/// One row of the field table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// The key in front matter.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
}

/// What a reference must point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// An entry of one of these kinds; any kind when empty.
    Entry(&'static [Kind]),
    /// A configuration.
    Configuration,
    /// A slug of this closed list.
    Listed(&'static str),
}

/// A reference with its place, as the resolver wants it.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The id that is referred to.
    pub id: &'a str,
    /// Where.
    pub span: Span,
    /// What it must point at.
    pub wanted: Wanted,
    /// In which field.
    pub field: &'static str,
}

/// A value that can be read from front matter.
pub trait Readable: Sized + Default {
    /// What it takes.
    const SHAPE: Shape;
    /// Whether the field may be left out.
    const OPTIONAL: bool = false;
    /// Reads a node that is there. `None` after a finding.
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self>;
    /// Hands every reference in it to `visit`.
    fn sites<'a>(&'a self, _field: &'static str, _visit: &mut dyn FnMut(Site<'a>)) {}
}

/// A value of another type than the field takes.
pub fn wrong_type(node: &Node, field: &'static str, shape: Shape, report: &mut FileReport) {
    if matches!(node.value, Value::Null) {
        report.add(Code::EmptyValue, node.span, |d| d.arg("field", field));
        return;
    }
    let expected = match (shape, &node.value) {
        // `title: 3.14` and `title: true` lack quotes only.
        (Shape::Text, Value::Float(_) | Value::Bool(_)) => "quoted",
        _ => shape.name(),
    };
    // The words for shapes are looked up when the finding is shown: `shape:` marks a key of the locale.
    report.add(Code::WrongType, node.span, |d| {
        d.arg("field", field)
            .arg("expected", format!("shape:{expected}"))
            .arg("found", format!("shape:{}", node.value.shape()))
    });
}

/// Text with its place. White space around it is gone, line breaks are spaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.text
    }
}

impl Readable for Text {
    const SHAPE: Shape = Shape::Text;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        let text = match &node.value {
            Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            // `volume: 12` and `title: 2021` are meant as text.
            Value::Integer(number) => number.to_string(),
            _ => {
                wrong_type(node, field, Self::SHAPE, report);
                return None;
            }
        };
        if text.is_empty() {
            report.add(Code::EmptyValue, node.span, |d| d.arg("field", field));
            return None;
        }
        if let Value::Text(whole) = &node.value {
            // A YAML or TOML escape can hold what the file itself may not.
            if let Some(c) = whole.chars().find(|c| c.is_control() && !c.is_whitespace()) {
                report.add(Code::ControlCharacter, node.span, |d| d.arg("byte", format!("U+{:04X}", u32::from(c))));
            }
            if whole.trim().contains('\n') {
                report.add(Code::LineBreak, node.span, |d| d.arg("field", field));
            }
        }
        Some(Self { text, span: node.span })
    }
}

impl Readable for bool {
    const SHAPE: Shape = Shape::YesNo;
    const OPTIONAL: bool = true;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        match &node.value {
            Value::Bool(value) => Some(*value),
            Value::Text(word) if word == "yes" => Some(true),
            Value::Text(word) if word == "no" => Some(false),
            _ => {
                wrong_type(node, field, Self::SHAPE, report);
                None
            }
        }
    }
}

/// A whole number that is not negative, with its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub number: u64,
    /// Where it stands.
    pub span: Span,
}

impl Readable for Count {
    const SHAPE: Shape = Shape::Integer;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        match node.value {
            Value::Integer(number) => match u64::try_from(number) {
                Ok(number) => Some(Self { number, span: node.span }),
                Err(_) => {
                    report.add(Code::NegativeNumber, node.span, |d| d.arg("value", number).arg("field", field));
                    None
                }
            },
            _ => {
                wrong_type(node, field, Self::SHAPE, report);
                None
            }
        }
    }
}

/// A date of which the month and the day may be unknown. Sorts by time, the less precise first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: Option<i8>,
    /// The day of the month.
    pub day: Option<i8>,
}

impl PartialDate {
    /// `2024`, `2024-10` or `2024-10-21`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = text.split('-').collect();
        let (year, rest) = parts.split_first()?;
        if !digits(year, 4) || rest.len() > 2 || !rest.iter().all(|part| digits(part, 2)) {
            return None;
        }
        let year: i16 = year.parse().ok()?;
        let month: Option<i8> = rest.first().and_then(|part| part.parse().ok());
        let day: Option<i8> = rest.get(1).and_then(|part| part.parse().ok());
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Some(Self { year, month, day })
    }

    /// As it is written: `2024-10`.
    pub fn iso(self) -> String {
        let mut out = format!("{:04}", self.year);
        for part in [self.month, self.day].into_iter().flatten() {
            out.push_str(&format!("-{part:02}"));
        }
        out
    }
}

impl Readable for PartialDate {
    const SHAPE: Shape = Shape::PartialDate;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        let text = match &node.value {
            Value::Text(text) => text.trim().to_owned(),
            Value::Integer(number) => number.to_string(),
            _ => {
                wrong_type(node, field, Self::SHAPE, report);
                return None;
            }
        };
        let date = Self::parse(&text);
        if date.is_none() {
            report.add(Code::BadDate, node.span, |d| d.arg("value", text).arg("expected", "shape:partial-date"));
        }
        date
    }
}

/// A whole date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub PartialDate);

impl Readable for Date {
    const SHAPE: Shape = Shape::Date;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        if !matches!(node.value, Value::Text(_) | Value::Integer(_)) {
            wrong_type(node, field, Self::SHAPE, report);
            return None;
        }
        let date = PartialDate::read(node, field, report)?;
        if date.day.is_none() {
            report.add(Code::BadDate, node.span, |d| d.arg("value", date.iso()).arg("expected", "shape:date"));
            return None;
        }
        Some(Self(date))
    }
}

/// A web address that starts with `http://` or `https://`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url {
    /// The address.
    pub url: String,
    /// Where it stands.
    pub span: Span,
}

impl Readable for Url {
    const SHAPE: Shape = Shape::Url;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        let text = Text::read(node, field, report)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        if rest
            .is_none_or(|rest| rest.is_empty() || rest.contains(|c: char| c.is_whitespace() || "\"'<>`\\".contains(c)))
        {
            report.add(Code::BadUrl, node.span, |d| d.arg("value", &*text));
            return None;
        }
        Some(Self { url: text.text, span: node.span })
    }
}

/// Longest id, in bytes: it becomes the name of a folder.
const MAX_ID: usize = 100;

/// Whether a text can be an id: `a-z`, `0-9` and single hyphens between them.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_ID
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// The nearest text that can be an id: without accents, lower case, hyphens, cut between words when it would be too
/// long. May be empty.
pub fn slugify(text: &str) -> String {
    let plain = deunicode::deunicode(text).to_lowercase();
    let parts = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let slug = parts.collect::<Vec<_>>().join("-");
    match slug.get(..=MAX_ID) {
        None => slug,
        // Cut between words, unless it is all one word.
        Some(start) => start.rsplit_once('-').map_or(&start[..MAX_ID], |(words, _)| words).to_owned(),
    }
}

/// An id of one's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Id {
    /// The id.
    pub id: String,
    /// Where it stands.
    pub span: Span,
}

impl Readable for Id {
    const SHAPE: Shape = Shape::Id;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        let text = Text::read(node, field, report)?;
        if !is_slug(&text) {
            report.add(Code::BadId, node.span, |d| d.arg("value", &*text).arg("id", slugify(&text)));
            return None;
        }
        Some(Self { id: text.text, span: node.span })
    }
}

/// What a [`Ref`] may point at.
pub trait Target {
    /// The shape for the field table.
    const SHAPE: Shape;
    /// What the resolver must find.
    const WANTED: Wanted;
}

/// The id of something else. That it exists is for the resolver to say.
#[derive(Debug)]
pub struct Ref<T> {
    /// The id.
    pub id: String,
    /// Where it stands.
    pub span: Span,
    target: PhantomData<T>,
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), span: self.span, target: PhantomData }
    }
}

impl<T> Default for Ref<T> {
    fn default() -> Self {
        Self { id: String::new(), span: Span::default(), target: PhantomData }
    }
}

impl<T: Target> Readable for Ref<T> {
    const SHAPE: Shape = T::SHAPE;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        let text = match &node.value {
            Value::Text(text) => text.trim().to_owned(),
            _ => {
                wrong_type(node, field, Self::SHAPE, report);
                return None;
            }
        };
        if text.is_empty() {
            report.add(Code::EmptyValue, node.span, |d| d.arg("field", field));
            return None;
        }
        Some(Self { id: text, span: node.span, target: PhantomData })
    }
    fn sites<'a>(&'a self, field: &'static str, visit: &mut dyn FnMut(Site<'a>)) {
        if !self.id.is_empty() {
            visit(Site { id: &self.id, span: self.span, wanted: T::WANTED, field });
        }
    }
}

impl<T: Readable> Readable for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const OPTIONAL: bool = true;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        T::read(node, field, report).map(Some)
    }
    fn sites<'a>(&'a self, field: &'static str, visit: &mut dyn FnMut(Site<'a>)) {
        if let Some(value) = self {
            value.sites(field, visit);
        }
    }
}

impl<T: Readable> Readable for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
    const OPTIONAL: bool = true;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        let Value::List(items) = &node.value else {
            wrong_type(node, field, Self::SHAPE, report);
            return None;
        };
        let mut seen: HashSet<&str> = HashSet::new();
        for item in items {
            if let Value::Text(text) = &item.value
                && !seen.insert(text)
            {
                report.add(Code::DuplicateItem, item.span, |d| d.arg("value", text).arg("field", field));
            }
        }
        Some(items.iter().filter_map(|item| T::read(item, field, report)).collect())
    }
    fn sites<'a>(&'a self, field: &'static str, visit: &mut dyn FnMut(Site<'a>)) {
        self.iter().for_each(|item| item.sites(field, visit));
    }
}

/// A list that must be there and hold at least one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneOrMore<T>(pub Vec<T>);

impl<T> Deref for OneOrMore<T> {
    type Target = Vec<T>;
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<'a, T> IntoIterator for &'a OneOrMore<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Readable> Readable for OneOrMore<T> {
    const SHAPE: Shape = Vec::<T>::SHAPE;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        if matches!(&node.value, Value::List(items) if items.is_empty()) {
            report.add(Code::EmptyValue, node.span, |d| d.arg("field", field));
        }
        Vec::read(node, field, report).map(Self)
    }
    fn sites<'a>(&'a self, field: &'static str, visit: &mut dyn FnMut(Site<'a>)) {
        self.0.sites(field, visit);
    }
}

/// A value with the place where it stands, for what is found out later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Deref for Placed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Readable> Readable for Placed<T> {
    const SHAPE: Shape = T::SHAPE;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        T::read(node, field, report).map(|value| Self { value, span: node.span })
    }
    fn sites<'a>(&'a self, field: &'static str, visit: &mut dyn FnMut(Site<'a>)) {
        self.value.sites(field, visit);
    }
}

/// A value with a default, so that the field may be left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Or<T>(pub T);

impl<T: Readable> Readable for Or<T> {
    const SHAPE: Shape = T::SHAPE;
    const OPTIONAL: bool = true;
    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        T::read(node, field, report).map(Self)
    }
    fn sites<'a>(&'a self, field: &'static str, visit: &mut dyn FnMut(Site<'a>)) {
        self.0.sites(field, visit);
    }
}

/// Reads the fields of one map and remembers which keys were asked for.
#[derive(Debug)]
pub struct MapReader<'n, 'r> {
    pairs: &'n [(Key, Node)],
    at: Span,
    name: &'static str,
    known: Vec<&'static str>,
    /// Where findings go.
    pub report: &'r mut FileReport,
}

impl<'n, 'r> MapReader<'n, 'r> {
    /// A reader of a map. `name` is the key under which the locale names it (`name.<name>`). What is missing is told
    /// at the first key: the whole map would be underlined.
    pub fn new(pairs: &'n [(Key, Node)], span: Span, name: &'static str, report: &'r mut FileReport) -> Self {
        let at = pairs.first().map_or(span, |(key, _)| key.span);
        Self { pairs, at, name, known: Vec::new(), report }
    }

    /// Tells what is missing at another place.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        Self { at: span, ..self }
    }

    /// The value of a field; a default after a finding when it is required and missing, or cannot be read.
    pub fn take<T: Readable>(&mut self, field: &'static str) -> T {
        self.known.push(field);
        match self.pairs.iter().find(|(key, _)| key.name == field) {
            Some((_, node)) => T::read(node, field, self.report).unwrap_or_default(),
            None => {
                if !T::OPTIONAL {
                    let name = self.name;
                    self.report.add(Code::MissingField, self.at, |d| {
                        d.arg("field", field).arg("kind", format!("name:{name}"))
                    });
                }
                T::default()
            }
        }
    }

    /// Reports every key that nobody asked for.
    pub fn finish(self) {
        for (key, _) in self.pairs.iter().filter(|(key, _)| !self.known.contains(&key.name.as_str())) {
            let fields = self.known.join(", ");
            let name = self.name;
            let known = self.known.iter().copied();
            self.report.add(Code::UnknownField, key.span, |d| {
                d.arg("field", &key.name)
                    .arg("kind", format!("name:{name}"))
                    .arg("fields", fields)
                    .suggest(&key.name, known)
            });
        }
    }
}

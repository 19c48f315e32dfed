//! Front matter: splits it off a file and reads its YAML into a tree in which every key and value keeps its byte
//! range. One file in, one tree and all findings out. Knows no fields: what a key means is the model's business.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Location, Options, Spanned};

use super::source::Span;
use crate::diagnostic::{Code, FileReport};

/// Longest front matter, in bytes.
const MAX_BYTES: usize = 128 * 1024;
/// Deepest nesting of lists and maps.
const MAX_DEPTH: usize = 16;
/// Most scalars, lists and maps together.
const MAX_EVENTS: usize = 20_000;

/// A YAML value with its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// What a YAML value can be. Dates and words such as `no` stay text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: `key:`, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number; its text is not kept.
    Float(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys with their values, in the order of the file.
    Map(Vec<(Key, Node)>),
}

/// A key with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

impl Value {
    /// The word for this type in the locale: `shape.<name>`.
    pub fn shape(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "yesno",
            Value::Integer(_) | Value::Float(_) => "number",
            Value::Text(_) => "text",
            Value::List(_) => "list",
            Value::Map(_) => "map",
        }
    }
}

/// A file cut in two.
#[derive(Debug)]
pub struct Parts {
    /// The front matter as a map; `None` when there is none that can be read (a finding says why).
    pub map: Option<Node>,
    /// Offset of the first byte of the body.
    pub body: usize,
}

/// Splits a file and reads its front matter. Never fails: what cannot be read is reported and left out.
pub fn read(text: &str, report: &mut FileReport) -> Parts {
    let Some(first) = text.strip_prefix("---").map(|rest| rest.trim_start_matches([' ', '\t'])) else {
        report.add(Code::NoFrontMatter, Span::new(0, line_end(text, 0)), |d| d);
        return Parts { map: None, body: 0 };
    };
    if !first.is_empty() && !first.starts_with(['\n', '\r']) {
        report.add(Code::NoFrontMatter, Span::new(0, line_end(text, 0)), |d| d);
        return Parts { map: None, body: 0 };
    }
    let start = line_end(text, 0) + 1;
    let mut at = start;
    while at < text.len() {
        let end = line_end(text, at);
        if text[at..end].trim_end() == "---" {
            let body = (end + 1).min(text.len());
            return Parts { map: yaml(text, start, at, report), body };
        }
        at = end + 1;
    }
    report.add(Code::UnclosedFrontMatter, Span::new(0, 3), |d| d);
    // Without a closing line nothing says where the text begins; taking all of it as text would drown the one
    // finding that matters.
    Parts { map: None, body: text.len() }
}

/// Offset of the line break that ends the line at `from`, or of the end of the text.
fn line_end(text: &str, from: usize) -> usize {
    text[from..].find('\n').map_or(text.len(), |i| from + i)
}

fn yaml(text: &str, start: usize, end: usize, report: &mut FileReport) -> Option<Node> {
    let yaml = text.get(start..end)?;
    let here = Span::new(start, end);
    if yaml.len() > MAX_BYTES {
        report.add(Code::YamlTooLarge, Span::new(start, start), |d| {
            d.arg("reason", format!("{} > {MAX_BYTES} bytes", yaml.len()))
        });
        return None;
    }
    if yaml.trim().is_empty() {
        return Some(Node { value: Value::Map(Vec::new()), span: here });
    }
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(yaml, options()) {
        Ok(raw) => {
            let node = place(raw, start, yaml, report);
            if matches!(node.value, Value::Map(_)) {
                return Some(Node { span: here, ..node });
            }
            report.add(Code::YamlSyntax, node.span, |d| d.arg("reason", "expected `key: value`"));
            None
        }
        Err(error) => {
            let (code, reason) = classify(&error);
            let mut span = error.location().map_or(Span::new(start, start), |at| span_of(at, start, yaml));
            if code == Code::YamlAlias {
                span = from_sign(text, span);
            }
            report.add(code, span, |d| if code == Code::YamlAlias { d } else { d.arg("reason", reason) });
            None
        }
    }
}

/// The reader points at the value; what is wrong is the `&name`, `*name` or `!name` before it.
fn from_sign(text: &str, span: Span) -> Span {
    let line = text.get(..span.start as usize).map_or(0, |before| before.rfind('\n').map_or(0, |i| i + 1));
    let sign = text.get(line..span.start as usize).and_then(|before| before.rfind(['&', '*', '!']));
    sign.map_or(span, |sign| Span::new(line + sign, span.end as usize))
}

fn options() -> Options {
    let mut budget = serde_saphyr::Budget::default();
    budget.max_anchors = 0;
    budget.max_aliases = 0;
    budget.max_events = MAX_EVENTS;
    budget.max_depth = MAX_DEPTH;
    let mut options = Options::default();
    options.budget = Some(budget);
    options.strict_booleans = true;
    options.with_snippet = false;
    options.merge_keys = serde_saphyr::options::MergeKeyPolicy::AsOrdinary;
    options.reject_unsupported_tags = true;
    // `title: .inf` is a value of the wrong type like any other number.
    options.non_finite_float_policy = serde_saphyr::options::NonFiniteFloatPolicy::PassThrough;
    // Gives every pair, so that a double key does not hide the other mistakes; `place` tells of it.
    options.duplicate_keys = serde_saphyr::options::DuplicateKeyPolicy::LastWins;
    options
}

/// The reader's error as one of our codes, with its own words as reason.
fn classify(error: &serde_saphyr::Error) -> (Code, String) {
    if let serde_saphyr::Error::Budget { breach, .. } = error.without_snippet() {
        let reason = match breach {
            BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. } => return (Code::YamlAlias, String::new()),
            BudgetBreach::Depth { .. } => format!("depth > {MAX_DEPTH}"),
            BudgetBreach::Events { .. } => format!("events > {MAX_EVENTS}"),
            other => format!("{other:?}"),
        };
        return (Code::YamlTooLarge, reason);
    }
    let words = error.without_snippet().to_string();
    // The place is ours to tell; the reader repeats it in its sentence.
    let reason = words.split(" at line ").next().unwrap_or(&words).trim().to_owned();
    let lower = reason.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    // The reader's error type has some hundred variants, several of them for one cause; its sentences are fewer.
    let code = if has(&["anchor", "alias", " tag"]) {
        Code::YamlAlias
    } else if has(&["depth", "nesting", "recursion", "too deep", "limit"]) {
        Code::YamlTooLarge
    } else {
        Code::YamlSyntax
    };
    (code, reason)
}

/// The reader's place as a byte range in the file. Syntax errors come with a line and a column only.
fn span_of(at: Location, start: usize, yaml: &str) -> Span {
    if let (Some(offset), length) = (at.span().byte_offset(), at.span().byte_len().unwrap_or(0)) {
        let from = (offset as usize).min(yaml.len());
        let to = (from + length as usize).min(yaml.len());
        return Span::new(start + from, start + to);
    }
    let line = usize::try_from(at.line()).unwrap_or(1).max(1);
    let offset: usize = yaml.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = yaml.get(offset..).unwrap_or_default();
    let column = usize::try_from(at.column()).unwrap_or(1).max(1);
    let inside: usize = rest.chars().take(column - 1).take_while(|&c| c != '\n').map(char::len_utf8).sum();
    Span::new(start + offset + inside, start + offset + inside)
}

/// A value as serde gives it; [`place`] turns it into a [`Node`] with file offsets.
enum Raw {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn place(raw: Spanned<Raw>, start: usize, yaml: &str, report: &mut FileReport) -> Node {
    let mut span = span_of(raw.referenced, start, yaml);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(b) => Value::Bool(b),
        Raw::Integer(i) => Value::Integer(i),
        Raw::Float(f) => Value::Float(f),
        Raw::Text(t) => Value::Text(t),
        Raw::List(items) => {
            let items: Vec<Node> = items.into_iter().map(|item| place(item, start, yaml, report)).collect();
            span = closed(cover(span, items.iter().map(|item| item.span)), start, yaml);
            Value::List(items)
        }
        Raw::Map(pairs) => {
            let mut placed: Vec<(Key, Node)> = Vec::with_capacity(pairs.len());
            for (key, value) in pairs {
                let key = Key { span: span_of(key.referenced, start, yaml), name: key.value };
                let value = place(value, start, yaml, report);
                span = cover(span, [key.span, value.span].into_iter());
                match placed.iter().find(|(first, _)| first.name == key.name) {
                    Some((first, _)) => {
                        let first = report.place(first.span);
                        report.add(Code::DuplicateKey, key.span, |d| d.arg("key", &key.name).related("first", first));
                    }
                    None => placed.push((key, value)),
                }
            }
            span = closed(span, start, yaml);
            Value::Map(placed)
        }
    };
    Node { value, span }
}

/// The reader's place of `[a, b]` and `{a: b}` ends before the bracket that closes it.
fn closed(span: Span, start: usize, yaml: &str) -> Span {
    let (from, to) = (span.start as usize - start, span.end as usize - start);
    let bracket = match yaml.as_bytes().get(from) {
        Some(b'[') => ']',
        Some(b'{') => '}',
        _ => return span,
    };
    let rest = yaml.get(to..).unwrap_or_default();
    let gap = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', ',']).len();
    if rest[gap..].starts_with(bracket) { Span::new(start + from, start + to + gap + 1) } else { span }
}

fn cover(own: Span, parts: impl Iterator<Item = Span>) -> Span {
    parts.fold(own, |a, b| Span { start: a.start.min(b.start), end: a.end.max(b.end) })
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(i64::try_from(value).map_or(Raw::Text(value.to_string()), Raw::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Spanned<Raw>>()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry::<Spanned<String>, Spanned<Raw>>()? {
            pairs.push(pair);
        }
        Ok(Raw::Map(pairs))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn codes(text: &str) -> (Parts, Vec<(Code, String)>) {
        let mut report = FileReport::new("a.md".into());
        let parts = read(text, &mut report);
        let slice = |s: Span| text.get(s.start as usize..s.end as usize).unwrap().to_owned();
        let found = report.report.iter().map(|d| (d.code, slice(d.place.span))).collect();
        (parts, found)
    }

    #[test]
    fn keys_and_values_keep_their_places() {
        let text = "---\ntitle: Één leertraject\ncmo:\n  - id: k-1\n    context: [krapte, {is: x, state: absent}]\n---\n\nTekst";
        let (parts, found) = codes(text);
        assert_eq!(found, []);
        assert_eq!(&text[parts.body..], "\nTekst");
        let mut seen = Vec::new();
        walk(&parts.map.unwrap(), text, &mut seen);
        let expected =
            ["title", "Één leertraject", "cmo", "id", "k-1", "context", "krapte", "is", "x", "state", "absent"];
        assert_eq!(seen, expected);
    }

    fn walk<'a>(node: &Node, text: &'a str, seen: &mut Vec<&'a str>) {
        let slice = |s: Span| &text[s.start as usize..s.end as usize];
        match &node.value {
            Value::Map(pairs) => {
                for (key, value) in pairs {
                    assert_eq!(slice(key.span), key.name);
                    seen.push(slice(key.span));
                    walk(value, text, seen);
                }
            }
            Value::List(items) => items.iter().for_each(|item| walk(item, text, seen)),
            _ => seen.push(slice(node.span)),
        }
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        let check = |text: &str, code: Code, at: &str| {
            let (_, found) = codes(text);
            let start: String = text.chars().take(40).collect();
            assert_eq!(found.len(), 1, "{start:?} gives {found:?}");
            assert_eq!(found[0].0, code, "{start:?} gives {found:?}");
            assert!(found[0].1.contains(at), "{start:?} gives {found:?}");
        };
        check("# Kop\n", Code::NoFrontMatter, "# Kop");
        check("", Code::NoFrontMatter, "");
        check("---\ntitle: a\n", Code::UnclosedFrontMatter, "---");
        check("---\ntitle: a: b\n---\n", Code::YamlSyntax, "");
        check("---\n- a\n---\n", Code::YamlSyntax, "a");
        check("---\ntitle: a\ntitle: b\n---\n", Code::DuplicateKey, "title");
        check("---\na: &x 1\nb: *x\n---\n", Code::YamlAlias, "");
        check(&format!("---\na: {}\n---\n", "[".repeat(100_000)), Code::YamlTooLarge, "");
        check(&format!("---\na: {}{}\n---\n", "[".repeat(40), "]".repeat(40)), Code::YamlTooLarge, "");
        check(&format!("---\na: [{}]\n---\n", "1,".repeat(30_000)), Code::YamlTooLarge, "");
    }

    #[test]
    fn words_and_dates_stay_text() {
        let (parts, _) = codes("---\na: no\nb: 2021-03-04\nc: 2021\nd:\ne: yes\nf: '1'\n---\n");
        let Value::Map(pairs) = parts.map.unwrap().value else { panic!("no map") };
        let values: Vec<Value> = pairs.into_iter().map(|(_, node)| node.value).collect();
        let text = |t: &str| Value::Text(t.to_owned());
        assert_eq!(values, [text("no"), text("2021-03-04"), Value::Integer(2021), Value::Null, text("yes"), text("1")]);
    }
}

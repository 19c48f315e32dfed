//! Diagnostics as text: for people (like rustc's), as JSON lines and as annotations for GitHub. The words come from
//! the locale; the excerpts from the sources.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer as Snippets, Snippet};
use serde_json::json;

use super::{Code, Diagnostic, Report, Severity};
use crate::locale::Words;
use crate::read::source::{Place, Source, Sources};

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With an excerpt of the file and a caret.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
    /// Workflow commands that GitHub shows beside the changed lines.
    Github,
}

/// Writes diagnostics in one language, with excerpts from one set of sources.
#[derive(Clone, Copy, Debug)]
pub struct Renderer<'a> {
    /// The language.
    pub words: Words,
    /// Where the excerpts come from.
    pub sources: &'a Sources,
    /// What stands before each path, so that it can be clicked: the content folder as the author typed it.
    pub root: &'a str,
    /// ANSI colours.
    pub color: bool,
    /// Severities that the site changed, by code.
    pub levels: &'a BTreeMap<Code, Severity>,
}

impl Renderer<'_> {
    /// A whole report in one format. Ends with a line break unless it is empty.
    pub fn report(&self, report: &Report, format: Format) -> String {
        let one = |d: &Diagnostic| match format {
            Format::Human => self.human(d) + "\n\n",
            Format::Json => self.json(d) + "\n",
            Format::Github => self.github(d) + "\n",
        };
        report.iter().map(one).collect()
    }

    /// The severity after the site's own settings.
    pub fn severity(&self, code: Code) -> Severity {
        self.levels.get(&code).copied().unwrap_or_else(|| code.severity())
    }

    /// The sentence that says what is.
    pub fn message(&self, d: &Diagnostic) -> String {
        self.sentence(d, "message").unwrap_or_default()
    }

    /// What to do: the nearest right words, then the advice of the code.
    pub fn help(&self, d: &Diagnostic) -> Option<String> {
        let meant = (!d.suggestions.is_empty()).then(|| {
            let words: Vec<String> = d.suggestions.iter().map(|word| format!("`{word}`")).collect();
            self.words.fill("diagnostic.suggestion", &[("words", &self.either(&words))])
        });
        // A blank that has no value belongs to an advice for another case.
        let advice = self.sentence(d, "help").filter(|text| !text.contains('{'));
        match (meant, advice) {
            (Some(meant), Some(advice)) => Some(format!("{meant} {advice}")),
            (one, other) => one.or(other),
        }
    }

    fn either(&self, words: &[String]) -> String {
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => {
                format!("{} {} {last}", rest.join(", "), self.words.get("list.or"))
            }
            _ => words.join(""),
        }
    }

    fn sentence(&self, d: &Diagnostic, part: &str) -> Option<String> {
        let template = self.words.find(&format!("diagnostic.{}.{part}", d.code.number()))?;
        let spoken: Vec<(&str, String)> = d.args.iter().map(|(key, value)| (*key, self.spoken(value))).collect();
        let (line, column) = self.line_column(d, &d.place);
        let (line, column) = (line.to_string(), column.to_string());
        let own = spoken.iter().map(|(key, value)| (*key, value.as_str()));
        let args: Vec<(&str, &str)> = own.chain([("line", line.as_str()), ("column", column.as_str())]).collect();
        Some(crate::locale::fill(template, &args)).filter(|text| !text.is_empty())
    }

    /// Finders know no words, so they name kinds and types by key: `name:case, name:lesson`, `shape:text`.
    fn spoken(&self, value: &str) -> String {
        let one = |part: &str| match part.split_once(':') {
            Some((table @ ("name" | "shape"), key)) => self.words.find(&format!("{table}.{key}")).map(str::to_owned),
            _ => None,
        };
        let parts: Option<Vec<String>> = value.split(", ").map(one).collect();
        parts.map_or_else(|| value.to_owned(), |parts| self.either(&parts))
    }

    fn path(&self, place: &Place) -> String {
        if self.root.is_empty() { place.file.to_string() } else { format!("{}/{}", self.root, place.file) }
    }

    /// The text of a file, unless there is none to show: it was refused, or it is empty.
    fn source(&self, place: &Place) -> Option<&Source> {
        self.sources.text(&place.file).map(|source| &**source).filter(|source| !source.text.is_empty())
    }

    /// 1-based line and column of a place; for a file whose text was refused, what the diagnostic itself says.
    fn line_column(&self, d: &Diagnostic, place: &Place) -> (u32, u32) {
        if let Some(source) = self.source(place) {
            return source.line_column(place.span.start);
        }
        let number = |name: &str| {
            d.args.iter().find(|(key, _)| *key == name).and_then(|(_, value)| value.parse().ok()).unwrap_or(1)
        };
        (number("line"), number("column"))
    }

    /// Like rustc: title, place, excerpt, help.
    pub fn human(&self, d: &Diagnostic) -> String {
        let level = match self.severity(d.code) {
            Severity::Error => Level::ERROR.with_name(self.words.get("diagnostic.error")),
            Severity::Warning => Level::WARNING.with_name(self.words.get("diagnostic.warning")),
            Severity::Notice => Level::NOTE.with_name(self.words.get("diagnostic.notice")),
        };
        let message = self.message(d);
        let paths: Vec<String> = d.related.iter().map(|(_, place)| self.path(place)).collect();
        let own = self.path(&d.place);
        let title = level.primary_title(&message).id(d.code.number());
        let mut group = match self.source(&d.place) {
            Some(source) => {
                let mut snippet = Snippet::source(&*source.text)
                    .path(&own)
                    .annotation(AnnotationKind::Primary.span(range(&source.text, &d.place)));
                for (label, place) in d.related.iter().filter(|(_, place)| place.file == d.place.file) {
                    let span = range(&source.text, place);
                    snippet = snippet.annotation(AnnotationKind::Context.span(span).label(self.label(label)));
                }
                title.element(snippet)
            }
            None => {
                let (line, column) = self.line_column(d, &d.place);
                title.element(Origin::path(&own).line(line as usize).char_column(column as usize))
            }
        };
        for ((label, place), path) in d.related.iter().zip(&paths).filter(|((_, p), _)| p.file != d.place.file) {
            group = match self.source(place) {
                Some(source) => {
                    let note = AnnotationKind::Context.span(range(&source.text, place)).label(self.label(label));
                    group.element(Snippet::source(&*source.text).path(path).annotation(note))
                }
                None => group.element(Origin::path(path)),
            };
        }
        let help = self.help(d);
        if let Some(help) = &help {
            group = group.element(Level::HELP.with_name(self.words.get("diagnostic.help")).message(help));
        }
        let renderer = if self.color { Snippets::styled() } else { Snippets::plain() };
        let groups: [Group<'_>; 1] = [group];
        renderer.render(&groups)
    }

    fn label(&self, key: &str) -> &'static str {
        self.words.get(&format!("diagnostic.label.{key}"))
    }

    /// One JSON object: version, code, severity, message, path, byte and line/column ranges, related places, help.
    pub fn json(&self, d: &Diagnostic) -> String {
        let at = |place: &Place| {
            let (line, column) = self.line_column(d, place);
            let end = Place {
                file: place.file.clone(),
                span: crate::read::source::Span { start: place.span.end, ..place.span },
            };
            let (end_line, end_column) =
                if self.source(place).is_some() { self.line_column(d, &end) } else { (line, column) };
            json!({
                "path": self.path(place),
                "bytes": { "start": place.span.start, "end": place.span.end },
                "start": { "line": line, "column": column },
                "end": { "line": end_line, "column": end_column },
            })
        };
        let related: Vec<_> =
            d.related.iter().map(|(label, place)| json!({ "label": self.label(label), "place": at(place) })).collect();
        json!({
            "version": 1,
            "code": d.code.number(),
            "severity": severity_name(self.severity(d.code)),
            "message": self.message(d),
            "place": at(&d.place),
            "related": related,
            "suggestions": d.suggestions,
            "help": self.help(d),
        })
        .to_string()
    }

    /// A workflow command: `::error file=…,line=…,col=…,title=E0204::…`.
    pub fn github(&self, d: &Diagnostic) -> String {
        let (line, column) = self.line_column(d, &d.place);
        let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
        let text = match self.help(d) {
            Some(help) => format!("{}\n{help}", self.message(d)),
            None => self.message(d),
        };
        let command = severity_name(self.severity(d.code));
        format!(
            "::{command} file={},line={line},col={column},title={}::{}",
            property(&self.path(&d.place)),
            d.code.number(),
            escape(&text)
        )
    }
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "notice",
    }
}

/// Most bytes of a span that are shown.
const LONGEST: usize = 240;

/// The span as a range that lies inside the text, on character borders, as the excerpt renderer wants it.
fn range(text: &str, place: &Place) -> std::ops::Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(place.span.start as usize);
    // A caret under a line break would be drawn on the next line.
    let end = floor(place.span.end as usize).max(start);
    let end = text.get(start..end).map_or(end, |t| start + t.trim_end_matches(['\n', '\r']).len());
    // What runs on for pages is clear from its beginning.
    let end = if end > start + LONGEST { floor(start + LONGEST) } else { end };
    start..end.max(start)
}

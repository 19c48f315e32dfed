//! What Tera says about templates, as findings with a place. Tera gives a place as a value for syntax and rendering
//! errors, and only as text for the rest; both are read here and nowhere else.

use std::sync::Arc;

use tera::{Error, ErrorKind, ReportError, Tera};

use super::{BUILT_IN, OWN};
use crate::diagnostic::{Code, Diagnostic};
use crate::read::source::{Place, Span};

/// The syntax error of one template, if it has one. What it refers to is not looked at.
pub(super) fn syntax(name: &str, text: &str) -> Option<Diagnostic> {
    let error = Tera::new().add_raw_template(name, text).err()?;
    match error.kind() {
        ErrorKind::SyntaxError(report) => Some(reported(Code::TemplateSyntax, report, name)),
        _ => None,
    }
}

/// A template that could not be filled in.
pub(super) fn rendering(error: &Error, template: &str) -> Diagnostic {
    match error.kind() {
        ErrorKind::RenderingError(report) => reported(Code::TemplateRender, report, template),
        _ => finding(Code::TemplateRender, template, Span::default(), &error.to_string()),
    }
}

/// What is wrong between templates that are each well-formed: names that lead nowhere, circles, duplicates.
pub(super) fn linking(error: &Error, templates: &[(String, &str)]) -> Vec<Diagnostic> {
    let text_of = |name: &str| templates.iter().find(|(known, _)| known == name).map_or("", |(_, text)| *text);
    let at = |name: &str, words: &str, reason: &str| {
        let start = text_of(name).find(words);
        let span = start.map_or_else(Span::default, |start| Span::new(start, start + words.len()));
        finding(Code::TemplateSyntax, name, span, reason)
    };
    let circle = |chain: &[String], word: &str| {
        // The template of the site in the circle is the one that closed it.
        let own = chain.iter().find(|name| !name.starts_with(BUILT_IN));
        at(own.map_or("base.html", String::as_str), word, &format!("Circular {word}: {}", chain.join(" → ")))
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) => vec![reported(Code::TemplateSyntax, report, report.filename())],
        ErrorKind::MissingParent { current, parent } => vec![at(current, parent, &error.to_string())],
        ErrorKind::CircularExtend { inheritance_chain, .. } => vec![circle(inheritance_chain, "extends")],
        ErrorKind::CircularInclude { include_chain, .. } => vec![circle(include_chain, "include")],
        ErrorKind::Msg(text) => {
            let found: Vec<Diagnostic> = text.split("\n\n").filter_map(|part| located(part, &text_of)).collect();
            if !found.is_empty() {
                return found;
            }
            // No place at all: the first template of the site that the message names, for that is what changed.
            let mut own = templates.iter().filter(|(name, _)| !name.starts_with(BUILT_IN));
            let named = own.find(|(name, _)| text.contains(&format!("`{name}`")));
            vec![finding(Code::TemplateSyntax, named.map_or("base.html", |(name, _)| name), Span::default(), text)]
        }
        _ => vec![finding(Code::TemplateSyntax, "base.html", Span::default(), &error.to_string())],
    }
}

/// Reads the place out of a report such as
///
/// ```text
/// error: Unknown filter `x`
///  --> entry.html:1:11
///   |
/// 1 | {{ name | x }}
///   |           ^
/// ```
fn located<'t>(report: &str, text_of: &impl Fn(&str) -> &'t str) -> Option<Diagnostic> {
    let mut lines = report.lines();
    let reason = lines.next()?.strip_prefix("error: ")?;
    let mut place = lines.next()?.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
    let column: usize = place.next()?.parse().ok()?;
    let line: usize = place.next()?.parse().ok()?;
    let name = place.next()?;
    let width = lines.last().map_or(1, |marks| marks.matches('^').count().max(1));

    let text = text_of(name);
    let start_of_line = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum::<usize>();
    let byte = |column: usize| {
        let rest = &text[start_of_line..];
        start_of_line + rest.char_indices().nth(column).map_or(rest.len(), |(index, _)| index)
    };
    let start = column.checked_sub(1)?;
    Some(finding(Code::TemplateSyntax, name, Span::new(byte(start), byte(start + width)), reason))
}

fn reported(code: Code, report: &ReportError, name: &str) -> Diagnostic {
    let name = if report.filename().is_empty() { name } else { report.filename() };
    let range = &report.span().range;
    finding(code, name, Span::new(range.start, range.end), report.message())
}

fn finding(code: Code, name: &str, span: Span, reason: &str) -> Diagnostic {
    let file: Arc<str> = if name.starts_with(BUILT_IN) { name.into() } else { format!("{OWN}{name}").into() };
    // Tera's sentences end with a full stop now and then, ours do not.
    Diagnostic::new(code, Place { file, span }).arg("reason", reason.trim_end_matches('.'))
}

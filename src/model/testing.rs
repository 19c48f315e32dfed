//! Small corpora out of text, for tests: files in, everything resolved out. Knows no disk; what the files say is the
//! business of the test.

use std::collections::HashSet;
use std::sync::Arc;

use super::corpus::{Corpus, resolve};
use super::entry;
use crate::config::{self, Config};
use crate::diagnostic::Report;
use crate::read::source::Source;

/// A corpus with its settings and all that was found in it, sorted.
pub(crate) fn corpus(site: &str, files: &[(&str, &str)]) -> (Corpus, Config, Report) {
    let (config, mut report) = config::read(Some(&Arc::new(Source::new(config::FILE, site))));
    let words = config.language().words();
    let mut entries = Vec::new();
    for (path, text) in files {
        let (entry, found) = entry::read(&Source::new(*path, *text), words);
        entries.extend(entry.map(Arc::new));
        report.extend(found);
    }
    let (corpus, found) = resolve(&entries, &config, &HashSet::new(), false);
    report.extend(found);
    (corpus, config, report.sorted())
}

/// A file that says no more than it must, and what it is given. A description of a case must tell its depth; a lesson
/// must have a theme `t` and a role `r`, which the settings must list.
pub(crate) fn page(path: &str, fields: &str, body: &str) -> String {
    let title = if fields.contains("title:") { "" } else { "title: T\n" };
    let required = match path.split_once('/') {
        Some(("casussen", _)) => "depth: mention\n",
        Some(("lessen", _)) => "themes: [t]\nroles: [r]\n",
        _ => "",
    };
    format!("---\n{title}summary: S.\n{required}{fields}\n---\n\n{body}\n")
}

/// Findings as text: `E0404 casussen/a.md`.
pub(crate) fn findings(report: &Report) -> Vec<String> {
    report.iter().map(|d| format!("{} {}", d.code.number(), d.place.file)).collect()
}

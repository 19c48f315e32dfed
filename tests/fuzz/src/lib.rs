//! What the fuzz targets share: what holds for every report and every piece of HTML, whatever was read. Knows nothing
//! of what a target reads.

// A tool of its own, outside the stages: it reads its seeds and says what it did.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use werkzaam::diagnostic::{Format, Renderer, Report};
use werkzaam::locale::Language;
use werkzaam::read::source::Sources;

/// Makes a program of a check: a fuzzer under `cargo fuzz`, else one that runs the check on the files it is given.
#[macro_export]
macro_rules! target {
    ($check:path) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|text: &str| $check(text));

        #[cfg(not(fuzzing))]
        fn main() {
            $crate::replay($check);
        }
    };
}

/// Runs a check on every file among the arguments, and in the folders among them.
pub fn replay(check: fn(&str)) {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut number = 0;
    while let Some(path) = paths.pop() {
        if let Ok(folder) = path.read_dir() {
            paths.extend(folder.flatten().map(|entry| entry.path()));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            check(&text);
            number += 1;
        }
    }
    println!("{number} texts, no complaint");
}

/// Every finding points into the text, between characters, and can be written in every language and format.
pub fn sound(path: &str, text: &str, report: &Report) {
    for finding in report.iter() {
        let places = std::iter::once(&finding.place).chain(finding.related.iter().map(|(_, place)| place));
        for place in places.filter(|place| *place.file == *path) {
            let (start, end) = (place.span.start as usize, place.span.end as usize);
            assert!(text.get(start..end).is_some(), "{:?} points at {start}..{end}, not a piece of text", finding.code);
        }
    }
    let sources = Sources::from_texts([(path, text)]);
    let levels = BTreeMap::new();
    for language in Language::ALL {
        let renderer =
            Renderer { words: language.words(), sources: &sources, root: "content", color: true, levels: &levels };
        for format in [Format::Human, Format::Json, Format::Github] {
            let written = renderer.report(report, format);
            assert!(!written.contains(['‹', '›']), "a key without words: {written}");
        }
    }
}

/// HTML that cannot run anything: tags that close, of harmless kinds, with quoted attributes of harmless names.
pub fn harmless(html: &str) {
    const VOID: [&str; 5] = ["br", "hr", "img", "col", "wbr"];
    const REFUSED: [&str; 9] = ["script", "style", "iframe", "object", "embed", "form", "base", "meta", "link"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').expect("a tag that ends");
        let (tag, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closes what was not open in {html}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()), "a strange tag <{tag}> in {html}");
        assert!(!REFUSED.contains(&name), "<{tag}> in {html}");
        if !VOID.contains(&name) {
            open.push(name);
        }
        // Values are quoted and hold neither quotes nor tag ends, so every second piece is a value.
        let mut pieces = attributes.split('"');
        while let Some(key) = pieces.next() {
            let key = key.trim().trim_end_matches('=');
            let value = pieces.next().unwrap_or_default().trim_start().to_lowercase();
            let refused = key.starts_with("on") || key == "style" || key == "srcdoc";
            let runs = ["javascript:", "vbscript:", "data:"].iter().any(|scheme| value.starts_with(scheme));
            assert!(!refused && !(runs && matches!(key, "href" | "src")), "<{tag}> in {html}");
        }
    }
    assert!(open.is_empty(), "{open:?} stay open in {html}");
}

//! What holds for any text whatever: reading never panics, and every finding points into the file, between two
//! characters. The texts are noise, words that mean something to the reader in any order, and our own knowledge base
//! with something done to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::sync::{Arc, OnceLock};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use werkzaam::config;
use werkzaam::diagnostic::{FileReport, Report};
use werkzaam::locale::Language;
use werkzaam::model::{address, entry, lint};
use werkzaam::read::frontmatter::{self, Node, Value};
use werkzaam::read::source::{Source, Span};

/// What means something in YAML, TOML, Markdown or to us.
const PIECES: &[&str] = &[
    "---",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "  ",
    "    ",
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "| ",
    "|",
    "> ",
    ">",
    "|-",
    "#",
    " # ",
    "&a ",
    "*a",
    "!x ",
    "!!str ",
    "<<: ",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "'",
    "\"",
    "\\",
    "\\u0000",
    "\\x",
    "%YAML 1.2\n",
    "...\n",
    "~",
    "null",
    "true",
    "no",
    "0",
    "-1",
    "1e999",
    ".inf",
    "2021-02-30",
    "2024",
    "9999999999999999999999",
    "title",
    "title: ",
    "summary: ",
    "id: ",
    "cmo:\n",
    "  - id: k\n",
    "context: [",
    "evidence:\n",
    "results:\n",
    "label: ",
    "count: ",
    "period: ",
    "from: ",
    "sources: ",
    "source: ",
    "aliases: [/",
    "phrases: {",
    "depth: full\n",
    "effect: works\n",
    "title = ",
    "[lists.themes]\n",
    "[lints]\n",
    "W0715 = ",
    "\"off\"",
    "= ",
    "[[",
    "]]",
    "\"\"\"",
    "'''",
    "```",
    "~~~\n",
    "## ",
    "[^1]",
    "[^1]: ",
    "[[velsen]]",
    "![",
    "](",
    ")",
    "<b>",
    "<!--",
    "javascript:",
    "> [!NOTE]\n",
    "| a | b |\n|---|---|\n",
    "\u{301}",
    "é",
    "ß",
    "中",
    "🎉",
    "\u{feff}",
    "\u{202e}",
    "\u{2028}",
    "\u{85}",
    "\0",
    "06 12345678",
    "a@b.nl",
];

fn noise() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "(?s)---\n.{0,200}\n---\n.{0,200}",
        prop::collection::vec(select(PIECES), 0..120).prop_map(|pieces| pieces.concat()),
        prop::collection::vec(select(PIECES), 0..120).prop_map(|pieces| format!("---\n{}\n---\n", pieces.concat())),
    ]
}

/// The files of the shipped knowledge base.
fn content() -> &'static [(String, String)] {
    static FILES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let walk = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap);
        walk.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md" || ending == "toml"))
            .map(|entry| {
                let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                (path, std::fs::read_to_string(entry.path()).unwrap())
            })
            .collect()
    })
}

/// What a slip of the hand does to a text.
#[derive(Clone, Debug)]
enum Slip {
    Delete(Index, usize),
    Insert(Index, String),
    Double(Index, usize),
    Move(Index, Index, usize),
    Cut(Index),
    Windows,
    Indent(Index, usize),
}

fn slip() -> impl Strategy<Value = Slip> {
    prop_oneof![
        4 => (any::<Index>(), 1..40usize).prop_map(|(at, length)| Slip::Delete(at, length)),
        4 => (any::<Index>(), select(PIECES)).prop_map(|(at, piece)| Slip::Insert(at, piece.to_owned())),
        1 => (any::<Index>(), any::<String>()).prop_map(|(at, text)| Slip::Insert(at, text)),
        2 => (any::<Index>(), 1..400usize).prop_map(|(at, length)| Slip::Double(at, length)),
        2 => (any::<Index>(), any::<Index>(), 1..80usize).prop_map(|(from, to, length)| Slip::Move(from, to, length)),
        1 => any::<Index>().prop_map(Slip::Cut),
        1 => Just(Slip::Windows),
        2 => (any::<Index>(), 1..6usize).prop_map(|(at, spaces)| Slip::Indent(at, spaces)),
    ]
}

fn do_it(text: String, slip: &Slip) -> String {
    let border = |text: &str, mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let range = |text: &str, at: &Index, length: usize| {
        let start = border(text, at.index(text.len() + 1));
        start..border(text, start + length)
    };
    let mut text = text;
    match slip {
        Slip::Delete(at, length) => {
            let range = range(&text, at, *length);
            text.replace_range(range, "");
        }
        Slip::Insert(at, piece) => {
            let start = range(&text, at, 0).start;
            text.insert_str(start, piece);
        }
        Slip::Double(at, length) => {
            let range = range(&text, at, *length);
            let part = text[range.clone()].to_owned();
            text.insert_str(range.start, &part);
        }
        Slip::Move(from, to, length) => {
            let from = range(&text, from, *length);
            let part = text[from.clone()].to_owned();
            text.replace_range(from, "");
            let to = range(&text, to, 0).start;
            text.insert_str(to, &part);
        }
        Slip::Cut(at) => text.truncate(range(&text, at, 0).start),
        Slip::Windows => text = text.replace('\n', "\r\n"),
        Slip::Indent(at, spaces) => {
            let start = range(&text, at, 0).start;
            let line = text[..start].rfind('\n').map_or(0, |i| i + 1);
            text.insert_str(line, &" ".repeat(*spaces));
        }
    }
    text
}

/// A file of ours with up to six slips.
fn slipped(ending: &'static str) -> impl Strategy<Value = (String, String)> {
    let files: Vec<&(String, String)> = content().iter().filter(|(path, _)| path.ends_with(ending)).collect();
    (select(files), prop::collection::vec(slip(), 0..6))
        .prop_map(|((path, text), slips)| (path.clone(), slips.iter().fold(text.clone(), do_it)))
}

fn inside(text: &str, span: Span) -> bool {
    text.get(span.start as usize..span.end as usize).is_some()
}

fn assert_places(source: &Source, report: &Report) {
    for d in report.iter() {
        assert_eq!(d.place.file, source.path, "{d:?}");
        for place in [&d.place].into_iter().chain(d.related.iter().map(|(_, place)| place)) {
            assert!(inside(&source.text, place.span), "{d:?} points outside {:?}", source.text);
            let (line, column) = source.line_column(place.span.start);
            assert!(line >= 1 && column >= 1);
        }
    }
}

fn assert_nodes(text: &str, node: &Node) {
    assert!(inside(text, node.span), "{node:?}");
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| assert_nodes(text, item)),
        Value::Map(pairs) => {
            for (key, value) in pairs {
                assert!(inside(text, key.span), "{key:?}");
                assert_nodes(text, value);
            }
        }
        _ => {}
    }
}

fn read_front_matter(text: &str) {
    let source = Source::new("over.md", text);
    let mut report = FileReport::new(source.path.clone());
    let parts = frontmatter::read(text, &mut report);
    assert!(text.is_char_boundary(parts.body));
    match &parts.map {
        Some(node) => assert_nodes(text, node),
        None => assert!(!report.report.is_empty(), "nothing was read and nothing is said of {text:?}"),
    }
    assert_places(&source, &report.report);
}

fn read_entry(path: &str, text: &str) {
    let source = Source::new(path, text);
    let (read, mut report) = entry::read(&source, Language::Nl.words());
    if let Some(entry) = &read {
        report.extend(lint::entry(entry, text));
        entry.each_site(|site| assert!(inside(text, site.span), "{site:?}"));
        assert!(entry.abbreviations.iter().all(|(word, span)| inside(text, *span) && !word.is_empty()));
    }
    assert_places(&source, &report);
}

fn read_settings(text: &str) {
    let source = Arc::new(Source::new(config::FILE, text));
    let (_, report) = config::read(Some(&source));
    assert_places(&source, &report);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn front_matter_of_noise(text in noise()) {
        read_front_matter(&text);
    }

    #[test]
    fn front_matter_after_a_slip((_, text) in slipped(".md")) {
        read_front_matter(&text);
    }

    #[test]
    fn pages_of_noise(folder in select(&["", "casussen/", "mechanismen/", "bronnen/", "weg/"][..]), name in "[a-z]{1,8}|.{1,8}", text in noise()) {
        read_entry(&format!("{folder}{name}.md"), &text);
    }

    #[test]
    fn pages_after_a_slip((path, text) in slipped(".md")) {
        read_entry(&path, &text);
    }

    #[test]
    fn settings_of_noise(text in noise()) {
        read_settings(&text);
    }

    #[test]
    fn settings_after_a_slip((_, text) in slipped(".toml")) {
        read_settings(&text);
    }

    #[test]
    fn an_old_address_stays_below_the_root(text in prop_oneof![any::<String>(), "(/|\\.|\\.\\.|[a-z]{1,3}|%2e|\\\\|index\\.html|\\?|#|é| ){0,12}"]) {
        if let Some(path) = address::alias(&text) {
            prop_assert!(path.ends_with('/') && !path.starts_with('/'), "{path}");
            prop_assert!(path.split_terminator('/').all(|part| !part.is_empty() && !part.starts_with('.')), "{path}");
            prop_assert!(path.is_ascii() && !path.contains(['\\', '%', '?', '#', ' ']), "{path}");
            // Said again it is the same, in each of the ways in which it can be written.
            for again in [format!("/{path}"), format!("/{}", path.trim_end_matches('/')), format!("/{path}index.html")] {
                prop_assert_eq!(address::alias(&again), Some(path.clone()));
            }
        }
    }

    #[test]
    fn every_address_is_a_plain_path(title in any::<String>()) {
        let id = werkzaam::model::value::slugify(&title);
        prop_assert_eq!(&werkzaam::model::value::slugify(&id), &id);
        if !id.is_empty() {
            prop_assert!(werkzaam::model::value::is_slug(&id), "{id}");
            let words = Language::Nl.words();
            for kind in werkzaam::model::kind::Kind::ALL {
                let path = address::entry(kind, &id, words);
                // What is an address of ours can be an old address as well.
                prop_assert_eq!(address::alias(&format!("/{path}")), Some(path));
            }
        }
    }

    #[test]
    fn a_path_from_a_file_never_leads_out(file in "([a-z]{1,4}/){0,3}[a-z]{1,4}\\.md", path in "(/|\\.|\\.\\.|[a-z]{1,3}){0,12}") {
        if let Some(joined) = werkzaam::model::corpus::join(&file, &path) {
            prop_assert!(joined.split('/').all(|part| part != ".." && part != "."), "{joined}");
            prop_assert!(!joined.starts_with('/') && !joined.contains("//"), "{joined}");
        }
    }
}

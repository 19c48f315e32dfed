//! Holds the table of rooms at the top of `src/lib.rs`: which room may know which, and who may go outside. Reads the
//! sources as text; what stands in comments, strings and test modules is left out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What each room may use beside itself; a path stands for all below it. The comment is the column "must not know".
const ROOMS: &[(&str, &[&str])] = &[
    // kinds of content: of these only the names of the closed lists, and how values are read
    ("diagnostic", &["locale", "read::source"]),
    ("locale", &[]),
    (
        "config",
        &[
            "diagnostic",
            "locale",
            "model::kind::LISTS",
            "model::record",
            "model::value",
            "read::frontmatter",
            "read::source",
        ],
    ),
    // CMO, addresses, other files
    ("read", &["diagnostic"]),
    // HTML, templates, disk
    ("model", &["config", "diagnostic", "locale", "read::frontmatter", "read::markdown", "read::source"]),
    // disk, sockets
    ("site", &["config", "diagnostic", "locale", "model", "read::markdown", "read::source"]),
    // what the bytes mean
    ("publish", &[]),
    // the model
    ("serve", &["locale", "publish::tree", "read::scan::is_hidden"]),
    // sockets, watchers
    ("pipeline", &["config", "diagnostic", "locale", "model", "publish::tree", "read::source", "site"]),
    // the stages
    ("scaffold", &["config::Lists", "locale", "model"]),
    ("schema", &["config::Lists", "locale", "model"]),
    // The façade knows where to begin and where to end.
    ("lib", &["pipeline", "read::scan"]),
    // The program: anything below the façade is hidden from it but the names of the kinds.
    (
        "main",
        &[
            "Project",
            "cli",
            "config",
            "diagnostic",
            "locale",
            "model::kind::Kind",
            "pipeline::Built",
            "pipeline::Options",
            "publish::write",
            "read::scan::Hint",
            "report",
            "scaffold",
            "schema",
            "serve",
            "usage",
        ],
    ),
    ("cli", &["diagnostic::Format", "locale", "serve::DEFAULT_PORT", "usage"]),
    ("usage", &["locale"]),
    (
        "report",
        &[
            "Project",
            "diagnostic",
            "locale",
            "model::coverage",
            "pipeline::Built",
            "publish::write",
            "read::source::Sources",
        ],
    ),
];

/// Ways out of the program, and libraries that only one room should know: who may use them, as the beginning of a path
/// below `src/`. What is not listed here is free.
const DOORS: &[(&str, &[&str])] = &[
    ("std::fs", &["publish/write.rs", "read/scan.rs", "scaffold.rs"]),
    ("std::env", &["cli.rs"]),
    ("std::net", &["cli.rs", "serve/"]),
    ("std::process", &["main.rs", "serve/mod.rs"]),
    ("std::thread", &["report.rs", "serve/"]),
    ("std::time::Instant", &["pipeline.rs", "report.rs", "serve/"]),
    ("std::time::SystemTime", &["read/scan.rs"]),
    ("annotate_snippets", &["diagnostic/render.rs"]),
    ("clap", &["cli.rs", "main.rs", "usage.rs"]),
    ("clap_complete", &["cli.rs", "main.rs"]),
    ("jiff", &["model/value.rs"]),
    ("notify", &["serve/watch.rs"]),
    ("pagefind_stem", &["site/search/key.rs"]),
    ("pulldown_cmark", &["read/markdown/"]),
    ("quick_xml", &["site/"]),
    ("rayon", &["model/corpus", "pipeline.rs", "publish/write.rs", "read/scan.rs", "site/"]),
    ("serde_saphyr", &["read/frontmatter.rs"]),
    ("socket2", &["serve/server.rs"]),
    ("tera", &["site/theme"]),
    ("tiny_http", &["serve/server.rs"]),
    ("toml", &["config.rs", "locale/mod.rs"]),
    ("walkdir", &["read/scan.rs"]),
];

/// Files of the program: `crate` means another thing in them than in the library, which they call by its name.
const PROGRAM: [&str; 4] = ["main", "cli", "report", "usage"];

const MOST_LINES: usize = 700;

struct File {
    /// Below `src/`, with `/`.
    path: String,
    text: String,
}

impl File {
    /// `src/site/svg/chain.rs` → `site`, `svg`, `chain`.
    fn module(&self) -> Vec<&str> {
        let path = self.path.strip_suffix(".rs").unwrap();
        let path = path.strip_suffix("/mod").unwrap_or(path);
        path.split('/').collect()
    }

    fn room(&self) -> &str {
        self.module()[0]
    }

    fn is_test(&self) -> bool {
        matches!(self.module().last(), Some(&"tests" | &"testing"))
    }

    /// Every path in the code that begins outside its own module, as seen from the root: `model::kind::Kind`.
    fn paths(&self) -> BTreeSet<String> {
        let code = without_tests(&plain(&self.text));
        let tokens = tokens(&code);
        let mut found = BTreeSet::new();
        let mut at = 0;
        while at < tokens.len() {
            if is_name(&tokens[at]) && tokens.get(at + 1).is_some_and(|next| next == "::") {
                let mut paths = Vec::new();
                at = follow(&tokens, at, &mut Vec::new(), &mut paths);
                found.extend(paths.into_iter().filter_map(|path| self.at_root(&path)));
            } else {
                at += 1;
            }
        }
        found
    }

    fn at_root(&self, path: &[&str]) -> Option<String> {
        let mut base: Vec<&str> = match path.first()? {
            &"crate" | &"werkzaam" => Vec::new(),
            &"super" => self.module(),
            // What stands at the root sees the rooms without a word before them.
            first if ["lib", "main"].contains(&self.room()) && ROOMS.iter().any(|(room, _)| room == first) => {
                Vec::new()
            }
            // Another library.
            other => return Some(std::iter::once(other).chain(&path[1..]).copied().collect::<Vec<_>>().join("::")),
        };
        let mut rest = path;
        while let Some((first, others)) =
            rest.split_first().filter(|(first, _)| ["crate", "werkzaam", "super"].contains(first))
        {
            if *first == "super" {
                base.pop();
            }
            rest = others;
        }
        base.extend(rest.iter().filter(|part| **part != "self"));
        Some(format!("crate::{}", base.join("::")))
    }
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = files.filter(|file| file.path().extension().is_some_and(|end| end == "rs"));
    let read = |file: walkdir::DirEntry| File {
        path: file.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"),
        text: fs::read_to_string(file.path()).unwrap(),
    };
    files.map(read).collect()
}

/// Code without comments, and with empty strings.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") {
            let fence = rest[1..].len() - rest[1..].trim_start_matches('#').len();
            let close = format!("\"{}", "#".repeat(fence));
            let open = fence + 2;
            // `r#type` is a name, not a text.
            if rest[1 + fence..].starts_with('"') {
                rest[open..].find(&close).map_or(rest.len(), |end| open + end + close.len())
            } else {
                0
            }
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if c == '\'' {
            // A letter between quotes; a lifetime has no second quote so near.
            match rest[1..].chars().next() {
                Some('\\') => rest[3..].find('\'').map_or(0, |end| end + 4),
                Some(letter) if rest[1 + letter.len_utf8()..].starts_with('\'') => letter.len_utf8() + 2,
                _ => 0,
            }
        } else {
            0
        };
        // A name that ends in r is no raw text: `char"` does not occur.
        if skip == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.push(' ');
            rest = &rest[skip..];
        }
    }
    out
}

/// Code without its `#[cfg(test)] mod … { … }`.
fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        let item = &rest[at..];
        let (brace, end) = (item.find('{').unwrap_or(item.len()), item.find(';').unwrap_or(item.len()));
        if end < brace {
            rest = &item[end..];
            continue;
        }
        let mut depth = 0;
        let close = item.find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == '}' && depth == 0
        });
        rest = close.map_or("", |close| &item[close + 1..]);
    }
    out + rest
}

/// Names, `::`, and every other sign by itself.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let length = if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        if !c.is_whitespace() {
            tokens.push(rest[..length].to_owned());
        }
        rest = &rest[length..];
    }
    tokens
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Follows a path from the name at `at`, through `{…}` too. Returns where it ends.
fn follow<'t>(tokens: &'t [String], at: usize, way: &mut Vec<&'t str>, paths: &mut Vec<Vec<&'t str>>) -> usize {
    let token = |at: usize| tokens.get(at).map_or("", String::as_str);
    let mut at = at;
    let depth = way.len();
    loop {
        if token(at) == "{" {
            at += 1;
            while !matches!(token(at), "}" | "") {
                at = follow(tokens, at, way, paths);
                // `Thing as Other`
                while !matches!(token(at), "," | "}" | "") {
                    at += 1;
                }
                at += usize::from(token(at) == ",");
            }
            at += 1;
            break;
        }
        if is_name(token(at)) {
            way.push(token(at));
            at += 1;
        }
        if token(at) == "::" && (is_name(token(at + 1)) || token(at + 1) == "{") {
            at += 1;
            continue;
        }
        paths.push(way.clone());
        break;
    }
    way.truncate(depth);
    at
}

fn is_below(path: &str, top: &str) -> bool {
    path == top || path.strip_prefix(top).is_some_and(|rest| rest.starts_with("::"))
}

#[test]
fn a_room_knows_only_what_the_table_lets_it_know() {
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for file in sources().iter().filter(|file| !file.is_test()) {
        let room = file.room();
        let (_, allowed) =
            ROOMS.iter().find(|(name, _)| *name == room).unwrap_or_else(|| panic!("no room for {}", file.path));
        for path in file.paths() {
            let Some(path) = path.strip_prefix("crate::") else { continue };
            if path.is_empty() || is_below(path, room) {
                continue;
            }
            match allowed.iter().find(|top| is_below(path, top)) {
                Some(top) => {
                    used.insert((room.to_owned(), *top));
                }
                None => wrong.push(format!("src/{} uses {path}", file.path)),
            }
        }
    }
    assert_eq!(wrong, [""; 0], "the table of rooms in src/lib.rs does not let them");
    for (room, allowed) in ROOMS {
        for top in *allowed {
            // What only a macro of another room names is not seen here.
            assert!(used.contains(&((*room).to_owned(), top)), "{room} uses {top} no more: strike it here");
        }
    }
}

#[test]
fn who_goes_outside_is_known() {
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for file in sources().iter().filter(|file| !file.is_test()) {
        for path in file.paths() {
            for (door, users) in DOORS.iter().filter(|(door, _)| is_below(&path, door)) {
                match users.iter().find(|user| file.path.starts_with(**user)) {
                    Some(user) => {
                        used.insert((*door, *user));
                    }
                    None => wrong.push(format!("src/{} uses {path}", file.path)),
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0], "that is for others (DOORS in tests/architecture.rs)");
    for (door, users) in DOORS {
        for user in *users {
            assert!(used.contains(&(*door, *user)), "{user} uses {door} no more: strike it here");
        }
    }
}

#[test]
fn the_table_names_every_room() {
    let files = sources();
    let rooms: BTreeSet<&str> = files.iter().map(File::room).collect();
    assert_eq!(rooms, ROOMS.iter().map(|(room, _)| *room).collect());
    let head: String = files
        .iter()
        .find(|file| file.path == "lib.rs")
        .unwrap()
        .text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .collect();
    for room in rooms.iter().filter(|room| **room != "lib" && !PROGRAM.contains(room)) {
        assert!(head.contains(&format!("[`{room}`]")), "src/lib.rs does not tell what `{room}` is");
    }
}

#[test]
fn nothing_is_printed_on_the_way_and_nothing_is_left_to_do() {
    // In two parts, so that this file does not find itself.
    let later = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX")];
    let macros = ["print!", "println!", "eprint!", "eprintln!", "dbg!", "todo!", "unimplemented!"];
    for file in sources() {
        for word in later {
            assert!(!file.text.contains(word), "src/{} has {word}", file.path);
        }
        let code = without_tests(&plain(&file.text));
        let names: Vec<String> = tokens(&code).windows(2).map(|pair| pair.concat()).collect();
        for name in macros.iter().filter(|_| !file.is_test()) {
            assert!(!names.iter().any(|found| found == name), "src/{} has {name}", file.path);
        }
    }
}

#[test]
fn every_file_says_what_it_holds_and_is_not_too_long() {
    for file in sources() {
        assert!(file.text.starts_with("//! "), "src/{} does not open with `//!`", file.path);
        let lines = file.text.lines().count();
        assert!(lines <= MOST_LINES, "src/{} has {lines} lines; {MOST_LINES} is the most", file.path);
    }
}

/// The reader of this test, tested.
#[test]
fn paths_are_found_wherever_they_stand() {
    let check = |path: &str, text: &str, expected: &[&str]| {
        let file = File { path: path.to_owned(), text: text.to_owned() };
        assert_eq!(file.paths().into_iter().collect::<Vec<_>>(), expected, "{text}");
    };
    check("a/b.rs", "use crate::c::D;", &["crate::c::D"]);
    check("a/b.rs", "use super::c::D;", &["crate::a::c::D"]);
    check("a/b.rs", "use super::super::c::D;", &["crate::c::D"]);
    check("a/mod.rs", "use super::c;", &["crate::c"]);
    check("a.rs", "use crate::{b::{self, C}, d::E as F};", &["crate::b", "crate::b::C", "crate::d::E"]);
    check(
        "a.rs",
        "fn f(x: &crate::b::C) -> std::io::Result<()> { crate::d::e::<u8>() }",
        &["crate::b::C", "crate::d::e", "std::io::Result"],
    );
    check("main.rs", "use werkzaam::{Project, serve};", &["crate::Project", "crate::serve"]);
    check(
        "a.rs",
        "// crate::b::C\n/* crate::b::D */ \"crate::b::E\" r#\"crate::b::F\"# '\"' 'x' '\\'' crate::g::H",
        &["crate::g::H"],
    );
    check(
        "a.rs",
        "fn f<'a>(x: &'a str) {} use crate::b::C; #[cfg(test)] mod tests { use crate::d::E; fn f() {} } use crate::f::G;",
        &["crate::b::C", "crate::f::G"],
    );
    check("a.rs", "#[cfg(test)]\nmod tests;\nuse crate::b::C;", &["crate::b::C"]);
    check("a.rs", "macro_rules! m { () => { $crate::b::C } }", &["crate::b::C"]);
}

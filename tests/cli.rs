//! The commands as somebody meets them who types them: `tests/cli/*.md`. There, a `##` heading opens a section with an
//! empty folder of its own, prose says why, and the blocks are carried out from top to bottom. Blocks before the first
//! `##` belong to every section of that file.
//!
//! | Block | Does |
//! |---|---|
//! | `md content/over.md` (or `toml`, …) | writes a file |
//! | `console` | runs what stands behind `$ `, and holds what it says |
//!
//! Below a command come its standard output, its standard error with `! ` before each line, and `? 1` when it ends with
//! another code than 0. Beside `werkzaam` there are `cp -r proef content` (a small knowledge base, `tests/cli/proef/`),
//! `ls`, `cat` and `rm -r`, all ours, so that every system says the same. The language is Dutch, unless `LANG=en` stands
//! before a command. Durations read `[tijd]`, `[..]` stands for anything on a line, and a line `...` for any lines.
//!
//! `UPDATE=1 cargo test --test cli` writes what is said now: read the difference before it is committed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::IntoData as _;
use snapbox::filter::NormalizeToExpected;
use support::document::{Block, sections};

fn documents() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli")
}

#[test]
fn commands_say_what_the_documents_hold() {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value != "0");
    let mut paths: Vec<PathBuf> = fs::read_dir(documents()).unwrap().map(|file| file.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "md"));
    paths.sort();
    assert!(paths.len() > 3);
    let mut differences = String::new();
    for path in paths {
        let document = fs::read_to_string(&path).unwrap();
        let now = carry_out(&document);
        if update && now != document {
            fs::write(&path, &now).unwrap();
        } else if let Err(error) =
            snapbox::Assert::new().try_eq(Some(&path.display()), now.into_data(), document.into_data().raw())
        {
            differences.push_str(&error.to_string());
        }
    }
    assert!(differences.is_empty(), "{differences}\nRun with UPDATE=1 to write what is said now.");
}

/// The document with what its commands say now.
fn carry_out(document: &str) -> String {
    let sections = sections(document);
    let (shared, sections) = sections.split_first().unwrap();
    let mut now = String::with_capacity(document.len());
    let mut copied = 0;
    for section in sections {
        let home = tempfile::tempdir().unwrap();
        let shell = Shell { home: home.path().canonicalize().unwrap() };
        for block in &shared.blocks {
            shell.block(block);
        }
        for block in &section.blocks {
            if let Some(said) = shell.block(block) {
                now.push_str(&document[copied..block.range.start]);
                now.push_str(&said);
                copied = block.range.end;
            }
        }
    }
    now.push_str(&document[copied..]);
    now
}

/// The few commands of the documents, in one folder.
struct Shell {
    home: PathBuf,
}

impl Shell {
    /// Carries a block out; what a console says now.
    fn block(&self, block: &Block<'_>) -> Option<String> {
        if block.language != "console" {
            let path = self.home.join(block.rest);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, block.text).unwrap();
            return None;
        }
        let mut said = String::new();
        for line in block.text.lines().filter_map(|line| line.strip_prefix("$ ")) {
            writeln!(said, "$ {line}").unwrap();
            said.push_str(&self.command(line));
        }
        // What the document leaves open stays open.
        let expected = block.text.into_data();
        Some(NormalizeToExpected::new().redact().normalize(said.into_data(), &expected).to_string())
    }

    fn command(&self, line: &str) -> String {
        let words = words(line);
        let (language, words) = match words[0].strip_prefix("LANG=") {
            Some(language) => (language.to_owned(), &words[1..]),
            None => ("nl_NL.UTF-8".to_owned(), &words[..]),
        };
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        match arguments.as_slice() {
            ["werkzaam", rest @ ..] => self.werkzaam(rest, &language),
            ["cp", "-r", from, to] => {
                copy(&documents().join(from), &self.home.join(to));
                String::new()
            }
            ["cat", path] => fs::read_to_string(self.home.join(path)).unwrap_or_else(|error| panic!("{path}: {error}")),
            ["ls", path] if !self.home.join(path).is_dir() => format!("(no folder {path})\n"),
            ["ls", path] => files(&self.home.join(path)).iter().map(|file| format!("{file}\n")).collect(),
            ["rm", "-r", path] => {
                let path = self.home.join(path);
                if path.is_dir() {
                    fs::remove_dir_all(path).unwrap();
                } else {
                    fs::remove_file(path).unwrap();
                }
                String::new()
            }
            _ => panic!("no such command here: {line}"),
        }
    }

    fn werkzaam(&self, arguments: &[&str], language: &str) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_werkzaam"))
            .args(arguments)
            .current_dir(&self.home)
            .env_clear()
            .env("LANG", language)
            .env("COLUMNS", "100")
            .output()
            .unwrap();
        let mut said = String::from_utf8(output.stdout).unwrap();
        if !said.is_empty() && !said.ends_with('\n') {
            said.push('\n');
        }
        for line in String::from_utf8(output.stderr).unwrap().lines() {
            said.push_str(format!("! {line}").trim_end());
            said.push('\n');
        }
        match output.status.code() {
            Some(0) => {}
            Some(code) => writeln!(said, "? {code}").unwrap(),
            None => panic!("{arguments:?} was ended by a signal"),
        }
        without_times(&said.replace(self.home.to_str().unwrap(), "[map]"))
    }
}

/// The words of a command line; quotes hold a word together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![];
    let (mut word, mut quote, mut begun) = (String::new(), None, false);
    for c in line.chars() {
        match (c, quote) {
            ('"' | '\'', None) => (quote, begun) = (Some(c), true),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (c, _) => {
                word.push(c);
                begun = true;
            }
        }
    }
    assert!(quote.is_none(), "a quote is open: {line}");
    if begun {
        words.push(word);
    }
    words
}

/// `12 ms` and `1.2 s` differ from run to run.
fn without_times(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(at) = rest.find(" ms").into_iter().chain(rest.find(" s)")).min() {
            let (before, after) = rest.split_at(at);
            let number = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            // Columns are as wide as their longest number.
            let blank = number.strip_prefix("! ").is_some_and(|start| start.trim().is_empty());
            out.push_str(if blank { "! " } else { number });
            if number.len() < before.len() {
                out.push_str("[tijd]");
                rest = after.trim_start_matches(" ms").trim_start_matches(" s");
            } else {
                out.push_str(&after[..2]);
                rest = &after[2..];
            }
        }
        out.push_str(rest);
    }
    out
}

fn files(folder: &Path) -> Vec<String> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = walk.filter(|file| file.file_type().is_file());
    files.map(|file| file.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/")).collect()
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&file), target).unwrap();
    }
}

#[test]
fn the_small_knowledge_base_is_faultless() {
    let mut project =
        werkzaam::Project::open(&documents().join("proef"), werkzaam::pipeline::Options::default()).unwrap();
    project.refresh(&werkzaam::read::scan::Hint::Everything);
    let built = project.check();
    assert!(built.report.is_empty(), "{:#?}", built.report);
}

//! Every finding that Werkzaam can report, as an author meets it: `tests/check/*.md`. There, a `##` heading names a rule
//! and opens a section, prose says why, fenced blocks give the files, and a block `report` at the end holds what is
//! said about them. Blocks before the first `##` belong to every section of that file.
//!
//! | Block | Gives |
//! |---|---|
//! | `md casussen/a.md` (or `toml`, `html`, `css`, …) | a file with this text; `png`, `csv`, … a file that is copied |
//! | `none site.toml` | no such file, though the sections have one by themselves |
//! | `bytes over.md` | a file on disk, `\xFF` is one byte, also in its name |
//! | `large over.md` | a file on disk of so many bytes |
//! | `link casussen/a.md` | a symbolic link on disk, to this |
//! | `report` | the findings; `report drafts` when drafts are published too |
//!
//! A section with a block that needs the disk is written to a temporary folder. `UPDATE=1 cargo test --test check`
//! writes what is reported now into the `report` blocks: read the difference before it is committed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use snapbox::IntoData as _;
use support::document::{Block, sections};
use werkzaam::Project;
use werkzaam::diagnostic::{Code, Format, Renderer, Report};
use werkzaam::locale::Language;
use werkzaam::pipeline::{Built, Options, Pipeline};
use werkzaam::read::scan::Hint;
use werkzaam::read::source::{Asset, Sources};

/// The settings of a section that brings none.
const SITE: &str = r#"title = "Proef"
description = "Een kennisbank om mee te proeven."

[lists.themes]
financiering = "Financiering"
samenwerking = "Samenwerking"

[lists.roles]
projectleider = "Projectleider"

[lists.phases]
nazorg = "Nazorg"

[lists.sectors]
zorg = "Zorg"

[lists.context-groups]
geld = "Geld"

[lists.intervention-groups]
taal = "Taal"
"#;

/// What a section's files are said to hold.
struct Outcome {
    sources: Sources,
    built: Built,
}

impl Outcome {
    fn say(&self, language: Language) -> String {
        let renderer = Renderer {
            words: language.words(),
            sources: &self.sources,
            root: "",
            color: false,
            levels: &self.built.levels,
        };
        renderer.report(&self.built.report, Format::Human)
    }
}

fn run(blocks: &[Block<'_>], options: Options) -> Outcome {
    let mut files: BTreeMap<&str, &Block<'_>> = BTreeMap::new();
    for block in blocks {
        files.insert(block.rest, block);
    }
    let none = files.extract_if(.., |_, block| block.language == "none").map(|(path, _)| path).collect::<Vec<_>>();
    let site = (!files.contains_key("site.toml") && !none.contains(&"site.toml")).then_some(SITE);
    if files.values().any(|block| matches!(block.language, "bytes" | "large" | "link")) {
        return run_on_disk(&files, site, options);
    }
    let mut sources = Sources::default();
    for (path, text) in
        files.iter().map(|(path, block)| (*path, block.text)).chain(site.map(|text| ("site.toml", text)))
    {
        let extension = path.rsplit_once('.').expect("a file name with an ending").1;
        if matches!(extension, "md" | "toml" | "html" | "css" | "js" | "txt") {
            sources.insert_text(path, text);
        } else {
            let asset = Asset { bytes: text.as_bytes().into(), hash: xxhash_rust::xxh3::xxh3_128(text.as_bytes()) };
            sources.assets.insert(path.into(), asset);
        }
    }
    let built = Pipeline::new(options).run(&sources, &Report::default(), true);
    Outcome { sources, built }
}

fn run_on_disk(files: &BTreeMap<&str, &Block<'_>>, site: Option<&str>, options: Options) -> Outcome {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("content");
    fs::create_dir_all(&root).unwrap();
    // Something to reach that is not ours.
    fs::create_dir_all(home.path().join("elders")).unwrap();
    fs::write(home.path().join("elders/geheim.md"), "---\ntitle: Geheim\nsummary: Van een ander.\n---\n").unwrap();
    if let Some(text) = site {
        fs::write(root.join("site.toml"), text).unwrap();
    }
    for (path, block) in files {
        let path = root.join(file_name(path));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match block.language {
            "link" => std::os::unix::fs::symlink(block.text.trim(), path).unwrap(),
            "large" => fs::write(path, vec![b'a'; block.text.trim().parse().unwrap()]).unwrap(),
            "bytes" => fs::write(path, bytes(block.text)).unwrap(),
            _ => fs::write(path, block.text).unwrap(),
        }
    }
    let mut project = Project::open(&root, options).unwrap();
    project.refresh(&Hint::Everything);
    let built = project.build();
    Outcome { sources: project.folder().sources().clone(), built }
}

/// The text with every `\xFF` as one byte.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two hexadecimal digits after \\x"));
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    bytes
}

fn file_name(path: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    std::ffi::OsString::from_vec(bytes(path)).into()
}

/// A document, what it would say now, and the outcome of each section.
struct Checked {
    path: PathBuf,
    document: String,
    now: String,
    outcomes: Vec<(String, Outcome)>,
}

fn checked() -> &'static [Checked] {
    static CHECKED: OnceLock<Vec<Checked>> = OnceLock::new();
    CHECKED.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
        let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths.into_iter().map(check).collect()
    })
}

fn check(path: PathBuf) -> Checked {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let document = fs::read_to_string(&path).unwrap();
    let mut now = String::with_capacity(document.len());
    let mut copied = 0;
    let mut outcomes = Vec::new();
    let sections = sections(&document);
    let (shared, sections) = sections.split_first().unwrap();
    for section in sections {
        let title = format!("{name}: {}", section.title);
        let (report, files) = section.blocks.split_last().unwrap_or_else(|| panic!("{title}: no blocks"));
        assert_eq!(report.language, "report", "{title}: the last block must be `report`");
        let options = Options { drafts: report.rest == "drafts", base_url: None };
        let blocks: Vec<Block<'_>> = shared.blocks.iter().chain(files).cloned().collect();
        let outcome = run(&blocks, options);
        let said = outcome.say(outcome.built.language);
        now.push_str(&document[copied..report.range.start]);
        now.push_str(said.trim_end());
        now.push_str(if said.is_empty() { "" } else { "\n" });
        copied = report.range.end;
        outcomes.push((title, outcome));
    }
    now.push_str(&document[copied..]);
    Checked { path, document, now, outcomes }
}

#[test]
fn every_finding_reads_as_its_fixture_says() {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value != "0");
    let mut differences = String::new();
    for checked in checked() {
        if update && checked.now != checked.document {
            fs::write(&checked.path, &checked.now).unwrap();
        } else if let Err(error) = snapbox::Assert::new().try_eq(
            Some(&checked.path.display()),
            checked.now.as_str().into_data(),
            checked.document.as_str().into_data().raw(),
        ) {
            differences.push_str(&error.to_string());
        }
    }
    assert!(differences.is_empty(), "{differences}\nRun with UPDATE=1 to write what is reported now.");
}

#[test]
fn every_code_has_a_fixture() {
    let raised: BTreeSet<Code> = checked()
        .iter()
        .flat_map(|checked| &checked.outcomes)
        .flat_map(|(_, outcome)| outcome.built.report.iter().map(|d| d.code))
        // A mistake of our own cannot be written as a fixture: src/pipeline.rs provokes it.
        .chain([Code::Internal])
        .collect();
    let missing: Vec<&str> = Code::ALL.iter().filter(|code| !raised.contains(code)).map(|code| code.number()).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_finding_has_a_place_in_its_file() {
    for (title, outcome) in checked().iter().flat_map(|checked| &checked.outcomes) {
        for d in outcome.built.report.iter() {
            for place in [&d.place].into_iter().chain(d.related.iter().map(|(_, place)| place)) {
                // A file that was refused has no text to point into.
                let text = outcome.sources.text(&place.file).filter(|source| !source.text.is_empty());
                let Some(source) = text else { continue };
                let range = place.span.start as usize..place.span.end as usize;
                assert!(source.text.get(range).is_some(), "{title}: {} points outside {}", d.code.number(), place.file);
            }
        }
    }
}

#[test]
fn every_sentence_is_whole_in_both_languages() {
    for (title, outcome) in checked().iter().flat_map(|checked| &checked.outcomes) {
        for language in Language::ALL {
            let renderer = Renderer {
                words: language.words(),
                sources: &outcome.sources,
                root: "",
                color: false,
                levels: &outcome.built.levels,
            };
            for d in outcome.built.report.iter() {
                let number = d.code.number();
                let words = language.words();
                let template = words.get(&format!("diagnostic.{number}.message"));
                for blank in template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name) {
                    let filled = matches!(blank, "line" | "column") || d.args.iter().any(|(name, _)| *name == blank);
                    assert!(filled, "{title}: {number} does not fill {{{blank}}}");
                }
                for (name, value) in &d.args {
                    assert!(!value.is_empty(), "{title}: {number} fills {{{name}}} with nothing");
                }
                let text = renderer.human(d);
                assert!(!text.contains('‹'), "{title}: a word is missing:\n{text}");
                for untold in ["name:", "shape:"] {
                    assert!(!renderer.message(d).contains(untold), "{title}: a word is missing:\n{text}");
                }
            }
        }
    }
}

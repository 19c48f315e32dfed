//! A rebuild gives what a cold build gives, byte for byte, whatever happened in between; and the number of threads
//! changes nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod support;

use std::collections::BTreeMap;

use support::{Chance, generate};
use werkzaam::diagnostic::Report;
use werkzaam::pipeline::{Built, Options, Pipeline};
use werkzaam::read::source::Sources;

type Files = BTreeMap<String, String>;

fn build(pipeline: &mut Pipeline, sources: &Sources) -> Built {
    pipeline.run(sources, &Report::default(), true)
}

fn assert_same(warm: &Built, cold: &Built, step: usize, what: &str) {
    assert_eq!(warm.report, cold.report, "reports differ after step {step}: {what}");
    match (&warm.tree, &cold.tree) {
        (None, None) => {}
        (Some(warm), Some(cold)) => {
            let paths = |tree: &werkzaam::publish::tree::OutputTree| {
                tree.iter().map(|(path, _)| path.to_string()).collect::<Vec<_>>()
            };
            assert_eq!(paths(warm), paths(cold), "files differ after step {step}: {what}");
            for ((path, a), (_, b)) in warm.iter().zip(cold.iter()) {
                assert!(a.bytes == b.bytes, "{path} differs after step {step}: {what}");
            }
        }
        _ => panic!("one build failed and the other did not after step {step}: {what}"),
    }
}

/// One thing that an author does. Returns what it was.
fn step(files: &mut Files, original: &Files, chance: &mut Chance) -> String {
    let pages: Vec<String> = files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    let page = chance.pick(&pages).clone();
    let text = files[&page].clone();
    let number = chance.below(1000);
    match chance.below(16) {
        0..=3 => {
            files.insert(page.clone(), format!("{text}\nNog een alinea, nummer {number}.\n"));
            format!("body of {page}")
        }
        4 | 5 => {
            files.insert(page.clone(), text.replacen("title: ", &format!("title: N{number} "), 1));
            format!("title of {page}")
        }
        6 => {
            files.insert(page.clone(), text.replacen("effect: works", "effect: fails", 1));
            format!("effect on {page}")
        }
        7 => {
            files.insert(page.clone(), text.replacen("---\n", "---\nkleur: blauw\n", 1));
            format!("unknown field in {page}")
        }
        8 => {
            files.insert(page.clone(), format!("{text}\nZie [[bestaat-niet-{number}]].\n"));
            format!("broken link in {page}")
        }
        9 => {
            files.insert(page.clone(), text.replacen("---\n", "---\n{{ kapot\n", 1));
            format!("broken YAML in {page}")
        }
        10 => {
            files.remove(&page);
            format!("removed {page}")
        }
        11 => {
            files.remove(&page);
            let moved = page.replace(".md", &format!("-{number}.md"));
            files.insert(moved.clone(), text);
            format!("renamed {page} to {moved}")
        }
        12 => {
            files.insert(page.clone(), text.replacen("---\n", "---\ndraft: yes\n", 1));
            format!("drafted {page}")
        }
        13 => {
            let site = files["site.toml"].clone();
            let site = match chance.below(4) {
                0 => site.replace("Thema een", &format!("Thema {number}")),
                1 => site.replace("title = \"", &format!("title = \"{number} ")),
                2 => format!("{site}\n[lints]\nW0703 = \"off\"\n"),
                _ => original["site.toml"].clone(),
            };
            files.insert("site.toml".to_owned(), site);
            "site.toml".to_owned()
        }
        14 => {
            let path = "theme/404.html".to_owned();
            match chance.below(3) {
                0 => files.remove(&path),
                1 => files.insert(path, "{% extends \"@default/404.html\" %}".to_owned()),
                _ => files.insert(path, "{% if %}".to_owned()),
            };
            "theme/404.html".to_owned()
        }
        // Repairs everything, so that most of the walk is over sites that build.
        _ => {
            files.clone_from(original);
            "repaired".to_owned()
        }
    }
}

#[test]
fn a_rebuild_equals_a_cold_build_byte_for_byte() {
    let steps: usize = std::env::var("WERKZAAM_STEPS").ok().and_then(|n| n.parse().ok()).unwrap_or(2000);
    // A small vocabulary keeps each of the two thousand cold builds cheap.
    let original: Files = small();
    let mut files = original.clone();
    let mut chance = Chance::new(20_250_321);
    let mut warm = Pipeline::new(Options::default());
    let (mut good, mut failed) = (0, 0);
    for number in 0..steps {
        let what = step(&mut files, &original, &mut chance);
        // Most mistakes are mended soon, as authors do.
        if number % 3 == 2 {
            files.clone_from(&original);
        }
        let sources = Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        let rebuilt = build(&mut warm, &sources);
        let cold = build(&mut Pipeline::new(Options::default()), &sources);
        assert_same(&rebuilt, &cold, number, &what);
        if cold.tree.is_some() { good += 1 } else { failed += 1 }
    }
    // The walk must have been over both.
    assert!(good > steps / 4 && failed > steps / 20, "{good} good, {failed} failed");
}

/// A few pages of each kind out of the generated knowledge base, with the references that they hold.
fn small() -> Files {
    let all: Files = generate::files(generate::VOCABULARY + 10, 75, 7).into_iter().collect();
    let mut kept: Files = all
        .iter()
        .filter(|(path, _)| {
            path.starts_with("casussen/") || path.starts_with("lessen/") || path.as_str() == "site.toml"
        })
        .map(|(path, text)| (path.clone(), text.clone()))
        .collect();
    loop {
        let text: String = kept.values().map(String::as_str).collect();
        let missing: Vec<(String, String)> = all
            .iter()
            .filter(|(path, _)| !kept.contains_key(*path))
            .filter(|(path, _)| {
                let id = path.rsplit('/').next().unwrap().trim_end_matches(".md");
                text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|word| word == id)
            })
            .map(|(path, text)| (path.clone(), text.clone()))
            .collect();
        if missing.is_empty() {
            return kept;
        }
        kept.extend(missing);
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let sources = generate::sources(400, 150, 11);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| build(&mut Pipeline::new(Options::default()), &sources))
    };
    let (one, eight) = (with(1), with(8));
    assert!(one.tree.is_some(), "{:?}", one.report.iter().next());
    assert_same(&one, &eight, 0, "threads");
}

#[test]
fn an_edit_renders_only_what_shows_it() {
    let files: Files = generate::files(400, 150, 13).into_iter().collect();
    let mut pipeline = Pipeline::new(Options::default());
    let sources = |files: &Files| Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let first = build(&mut pipeline, &sources(&files));
    assert_eq!(first.counts.rendered, first.counts.pages);
    let mut edited = files;
    edited.get_mut("lessen/les-3.md").unwrap().push_str("\nNog een zin.\n");
    let body = build(&mut pipeline, &sources(&edited));
    // The page itself, and the search page, which names the index.
    assert_eq!((body.counts.parsed, body.counts.rendered), (1, 2));
    let again = build(&mut pipeline, &sources(&edited));
    assert_eq!((again.counts.parsed, again.counts.rendered), (0, 0));
}

/// `WERKZAAM_FOLDER=/tmp/big WERKZAAM_PAGES=10000 cargo test --test incremental -- --ignored write`: a generated
/// knowledge base on disk, to try the command on.
#[test]
#[ignore = "writes a folder for a person"]
fn write_a_generated_knowledge_base() {
    let folder = std::path::PathBuf::from(std::env::var("WERKZAAM_FOLDER").expect("WERKZAAM_FOLDER"));
    let pages = std::env::var("WERKZAAM_PAGES").ok().and_then(|n| n.parse().ok()).unwrap_or(1000);
    for (path, text) in generate::files(pages, 600, 2025) {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

//! How long each stage takes, on generated knowledge bases of 1,000 and 10,000 pages of about 600 words with CMO front
//! matter: `cargo bench`. The figures of one machine stand in the README; compare ratios within one run.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a benchmark, not a library"
)]

#[path = "../support/mod.rs"]
mod support;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use divan::Bencher;
use support::generate;
use werkzaam::config;
use werkzaam::diagnostic::Report;
use werkzaam::locale::Language;
use werkzaam::model::corpus;
use werkzaam::model::entry::{self, Entry};
use werkzaam::pipeline::{Built, Options, Pipeline};
use werkzaam::publish::write::publish;
use werkzaam::read::scan::{Folder, Hint};
use werkzaam::read::source::Sources;
use werkzaam::site::keys::Keys;
use werkzaam::site::plan::plan;
use werkzaam::site::scope::Scope;
use werkzaam::site::search::Search;

const SIZES: [usize; 2] = [1_000, 10_000];
const WORDS: usize = 600;
const SEED: u64 = 2025;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Generated once a size: making ten thousand pages takes longer than building them.
fn sources(size: usize) -> Sources {
    thread_local!(static MADE: RefCell<HashMap<usize, Sources>> = RefCell::default());
    MADE.with_borrow_mut(|made| made.entry(size).or_insert_with(|| generate::sources(size, WORDS, SEED)).clone())
}

fn entries(sources: &Sources) -> Vec<Arc<Entry>> {
    let words = Language::Nl.words();
    let pages = sources.texts.values().filter(|source| source.path.ends_with(".md"));
    pages.filter_map(|source| entry::read(source, words).0).map(Arc::new).collect()
}

/// The corpus of these sources, as the stages after it want it.
fn with_scope(sources: &Sources, look: impl FnOnce(&Scope<'_>)) {
    let (config, _) = config::read(sources.text("site.toml"));
    let (corpus, _) = corpus::resolve(&entries(sources), &config, &HashSet::new(), false);
    look(&Scope { corpus: &corpus, config: &config, words: config.language().words(), bodies: &[] });
}

fn run(pipeline: &mut Pipeline, sources: &Sources) -> Built {
    let built = pipeline.run(sources, &Report::default(), true);
    assert!(built.tree.is_some(), "{:?}", built.report.iter().next());
    built
}

/// A folder on disk with the generated files.
fn on_disk(size: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in generate::files(size, WORDS, SEED) {
        let path: PathBuf = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

mod stage {
    use super::*;

    #[divan::bench(args = SIZES, sample_count = 5)]
    fn read_folder(bencher: Bencher<'_, '_>, size: usize) {
        let folder = on_disk(size);
        bencher.bench_local(|| {
            let mut folder = Folder::open(folder.path()).unwrap();
            folder.refresh(&Hint::Everything);
            folder.sources().texts.len()
        });
    }

    #[divan::bench(args = SIZES, sample_count = 5)]
    fn parse_on_one_core(bencher: Bencher<'_, '_>, size: usize) {
        let sources = sources(size);
        bencher.bench_local(|| entries(&sources).len());
    }

    #[divan::bench(args = SIZES, sample_count = 5)]
    fn resolve(bencher: Bencher<'_, '_>, size: usize) {
        let sources = sources(size);
        let entries = entries(&sources);
        let (config, _) = config::read(sources.text("site.toml"));
        let assets = HashSet::new();
        bencher.bench_local(|| corpus::resolve(&entries, &config, &assets, false));
    }

    #[divan::bench(args = SIZES, sample_count = 5)]
    fn search_index(bencher: Bencher<'_, '_>, size: usize) {
        with_scope(&sources(size), |scope| {
            let planned = plan(scope, &Keys::new(scope));
            bencher.bench_local(|| Search::default().index(scope, &planned));
        });
    }

    /// One page says something else, again and again: what the index of the edited page costs.
    #[divan::bench(args = SIZES, sample_count = 20)]
    fn search_edit(bencher: Bencher<'_, '_>, size: usize) {
        let before = sources(size);
        let mut after = before.clone();
        rewrite(&mut after, "lessen/les-7.md", |text| format!("{text}\nEen nieuwe zin met proefwoorden.\n"));
        with_scope(&before, |before| {
            with_scope(&after, |after| {
                let sides = [(before, plan(before, &Keys::new(before))), (after, plan(after, &Keys::new(after)))];
                let mut search = Search::default();
                search.index(before, &sides[0].1);
                let mut number = 0;
                bencher.bench_local(|| {
                    number += 1;
                    let (scope, planned) = &sides[number % 2];
                    search.index(scope, planned)
                });
            });
        });
    }

    #[divan::bench(args = SIZES, sample_count = 3)]
    fn publish_new(bencher: Bencher<'_, '_>, size: usize) {
        let tree = run(&mut Pipeline::new(Options::default()), &sources(size)).tree.unwrap();
        let content = tempfile::tempdir().unwrap();
        bencher.with_inputs(|| tempfile::tempdir().unwrap()).bench_local_values(|home| {
            publish(&tree, &home.path().join("site"), content.path()).unwrap();
            home
        });
    }

    #[divan::bench(args = SIZES, sample_count = 5)]
    fn publish_unchanged(bencher: Bencher<'_, '_>, size: usize) {
        let tree = run(&mut Pipeline::new(Options::default()), &sources(size)).tree.unwrap();
        let (content, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        publish(&tree, &home.path().join("site"), content.path()).unwrap();
        bencher.bench_local(|| publish(&tree, &home.path().join("site"), content.path()).unwrap());
    }
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn cold_build(bencher: Bencher<'_, '_>, size: usize) {
    let sources = sources(size);
    bencher.bench_local(|| run(&mut Pipeline::new(Options::default()), &sources));
}

/// A warm pipeline that is given edit after edit.
fn edits(bencher: Bencher<'_, '_>, size: usize, edit: impl Fn(&mut Sources, usize)) {
    let mut sources = sources(size);
    let mut pipeline = Pipeline::new(Options::default());
    run(&mut pipeline, &sources);
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        edit(&mut sources, number);
        run(&mut pipeline, &sources)
    });
}

fn rewrite(sources: &mut Sources, path: &str, change: impl Fn(&str) -> String) {
    let text = sources.text(path).unwrap().text.to_string();
    sources.insert_text(path, change(&text));
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn nothing_changed(bencher: Bencher<'_, '_>, size: usize) {
    edits(bencher, size, |_, _| ());
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn body_edit(bencher: Bencher<'_, '_>, size: usize) {
    edits(bencher, size, |sources, number| {
        rewrite(sources, "lessen/les-7.md", |text| format!("{text}\nZin {number}.\n"));
    });
}

#[divan::bench(args = SIZES, sample_count = 20)]
fn title_edit(bencher: Bencher<'_, '_>, size: usize) {
    edits(bencher, size, |sources, number| {
        rewrite(sources, "mechanismen/mechanisme-3.md", |text| {
            let (_, rest) = text.split_once('\n').unwrap();
            let (_, rest) = rest.split_once('\n').unwrap();
            format!("---\ntitle: Mechanisme met naam {number}\n{rest}")
        });
    });
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn template_edit(bencher: Bencher<'_, '_>, size: usize) {
    edits(bencher, size, |sources, number| {
        let text = format!("{{% extends \"@default/entry.html\" %}}\n{{# {number} #}}");
        sources.insert_text("theme/entry.html", text);
    });
}

/// What reading, parsing and writing cost without any of our stages: the floor under every generator.
#[divan::bench(args = SIZES, sample_count = 3)]
fn floor(bencher: Bencher<'_, '_>, size: usize) {
    let folder = on_disk(size);
    bencher.with_inputs(|| tempfile::tempdir().unwrap()).bench_local_values(|home| {
        let mut made: BTreeMap<PathBuf, ()> = BTreeMap::new();
        for file in walkdir::WalkDir::new(folder.path()).into_iter().map(Result::unwrap) {
            if !file.file_type().is_file() {
                continue;
            }
            let text = std::fs::read_to_string(file.path()).unwrap();
            let events = pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::all()).count();
            let target = home.path().join(file.path().strip_prefix(folder.path()).unwrap()).with_extension("");
            std::fs::create_dir_all(&target).unwrap();
            std::fs::write(target.join("index.html"), &text).unwrap();
            made.insert(target, ());
            divan::black_box(events);
        }
        (home, made.len())
    });
}

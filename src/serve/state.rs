//! What the browsers are to see now: the last good site, the problems, and a number for every change, so that whoever
//! looks late still learns what is new. Knows no sockets and no folders.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::json;

use super::{Problem, lock};
use crate::locale::Words;
use crate::publish::tree::{OutputTree, media_type};

/// So many problems fit in an overlay; the terminal has the rest.
const MOST_PROBLEMS: usize = 50;

/// The state, to look at and to wait for.
pub(super) struct State {
    words: Words,
    /// Tells this run of the program from an earlier one at the same address.
    run: u64,
    inner: Mutex<Inner>,
    changed: Condvar,
}

struct Inner {
    now: Now,
    /// How many different sites there have been.
    builds: u64,
    problems: Vec<Problem>,
    /// Style sheets, scripts and pictures that changed during this run, with the build that they came with. A page
    /// that was loaded earlier holds an old one under the same address.
    renewed: BTreeMap<Arc<str>, u64>,
}

/// The state at one moment.
#[derive(Clone)]
pub(super) struct Now {
    /// The last good site.
    pub(super) tree: Option<Arc<OutputTree>>,
    /// Names the run and the build that the tree came from.
    pub(super) build: Arc<str>,
    /// Counts every change, also one of the problems alone.
    pub(super) version: u64,
    /// All that a browser needs to know, as one line of JSON.
    pub(super) told: Arc<str>,
}

impl State {
    pub(super) fn new(words: Words) -> Self {
        let run = RandomState::new().build_hasher().finish();
        let now = Now { tree: None, build: "".into(), version: 0, told: "".into() };
        let mut inner = Inner { now, builds: 0, problems: Vec::new(), renewed: BTreeMap::new() };
        inner.tell(run, words);
        Self { words, run, inner: Mutex::new(inner), changed: Condvar::new() }
    }

    pub(super) fn now(&self) -> Now {
        lock(&self.inner).now.clone()
    }

    /// Takes in what came of a build. No tree keeps the last good one; nothing new tells nobody.
    pub(super) fn publish(&self, tree: Option<Arc<OutputTree>>, problems: &[Problem]) {
        let mut inner = lock(&self.inner);
        let new_tree = tree.is_some_and(|tree| inner.replace(tree));
        if !new_tree && inner.problems == problems {
            return;
        }
        inner.problems = problems.to_vec();
        inner.tell(self.run, self.words);
        self.changed.notify_all();
    }

    /// The state as soon as it differs from version `seen`; `None` when it still does not after `patience`, or when
    /// `enough` holds (see [`State::nudge`]).
    pub(super) fn after(&self, seen: u64, patience: Duration, enough: impl Fn() -> bool) -> Option<Now> {
        let waiting = |inner: &mut Inner| inner.now.version == seen && !enough();
        let (inner, _) = match self.changed.wait_timeout_while(lock(&self.inner), patience, waiting) {
            Ok(woken) => woken,
            Err(poisoned) => poisoned.into_inner(),
        };
        (inner.now.version != seen).then(|| inner.now.clone())
    }

    /// Lets everybody who waits look whether it is enough.
    pub(super) fn nudge(&self) {
        let _held = lock(&self.inner);
        self.changed.notify_all();
    }
}

impl Inner {
    /// Puts another tree in the place of the last. Returns whether it differs.
    fn replace(&mut self, tree: Arc<OutputTree>) -> bool {
        let build = self.builds + 1;
        if let Some(old) = &self.now.tree {
            let is_new = |path: &str, hash| old.get(path).is_none_or(|before| before.hash != hash);
            let other = tree.iter().filter(|(path, output)| is_new(path, output.hash)).map(|(path, _)| path);
            let other: Vec<&Arc<str>> = other.collect();
            if other.is_empty() && old.len() == tree.len() {
                return false;
            }
            let parts = other.into_iter().filter(|path| is_part_of_a_page(path));
            self.renewed.extend(parts.map(|path| (path.clone(), build)));
        }
        self.builds = build;
        self.now.tree = Some(tree);
        true
    }

    fn tell(&mut self, run: u64, words: Words) {
        let problem = |problem: &Problem| {
            let Problem { code, severity, message, place, excerpt } = problem;
            json!({ "code": code, "severity": severity, "message": message, "place": place, "excerpt": excerpt })
        };
        let told = json!({
            "run": format!("{run:x}"),
            "build": self.builds,
            "language": words.language.tag(),
            "words": words.under("serve.page"),
            "problems": self.problems.iter().take(MOST_PROBLEMS).map(problem).collect::<Vec<_>>(),
            "more": self.problems.len().saturating_sub(MOST_PROBLEMS),
            "renewed": self.renewed.iter().map(|(path, build)| (path.to_string(), *build)).collect::<BTreeMap<_, _>>(),
        });
        self.now.version += 1;
        self.now.build = format!("{run:x}.{}", self.builds).into();
        self.now.told = told.to_string().into();
    }
}

fn is_part_of_a_page(path: &str) -> bool {
    let media = media_type(path);
    media.starts_with("image/") || media.starts_with("text/css") || media.starts_with("text/javascript")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::locale::Language;
    use crate::publish::tree::Output;

    fn tree(files: &[(&str, &str)]) -> Option<Arc<OutputTree>> {
        let mut tree = OutputTree::default();
        for (path, text) in files {
            tree.insert(*path, Output::new(text.as_bytes()));
        }
        Some(Arc::new(tree))
    }

    fn told(state: &State) -> serde_json::Value {
        serde_json::from_str(&state.now().told).unwrap()
    }

    #[test]
    fn the_same_site_again_is_no_news() {
        let state = State::new(Language::Nl.words());
        state.publish(tree(&[("a.html", "1")]), &[]);
        let before = state.now();
        state.publish(tree(&[("a.html", "1")]), &[]);
        assert_eq!(state.now().version, before.version);
        state.publish(tree(&[]), &[]);
        assert_ne!(state.now().build, before.build);
    }

    #[test]
    fn what_is_part_of_a_page_is_named_with_its_build() {
        let state = State::new(Language::Nl.words());
        state.publish(tree(&[("a.html", "1"), ("a.css", "1"), ("b.css", "1")]), &[]);
        assert_eq!(told(&state)["renewed"], json!({}), "nobody holds an older one than the first");
        state.publish(tree(&[("a.html", "2"), ("a.css", "2"), ("b.css", "1"), ("c.svg", "1")]), &[]);
        assert_eq!(told(&state)["renewed"], json!({ "a.css": 2, "c.svg": 2 }));
        state.publish(tree(&[("a.html", "2"), ("a.css", "3"), ("b.css", "1"), ("c.svg", "1")]), &[]);
        assert_eq!(told(&state)["renewed"], json!({ "a.css": 3, "c.svg": 2 }));
    }

    #[test]
    fn problems_keep_the_build_and_more_than_fit_are_counted() {
        let state = State::new(Language::En.words());
        state.publish(tree(&[("a.html", "1")]), &[]);
        let before = state.now();
        let problem = |n: usize| Problem {
            code: "E0001".to_owned(),
            severity: "error",
            message: format!("{n}"),
            place: String::new(),
            excerpt: String::new(),
        };
        state.publish(None, &(0..60).map(problem).collect::<Vec<_>>());
        let after = state.now();
        assert_eq!(after.build, before.build);
        assert_ne!(after.version, before.version);
        assert_eq!(told(&state)["problems"].as_array().unwrap().len(), MOST_PROBLEMS);
        assert_eq!(told(&state)["more"], 10);
    }
}

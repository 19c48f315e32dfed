//! When to look again, and where: turns what notify says about folders into one hint after every save. A hint is
//! never the truth: what really changed is for the site to find out by comparing contents. Knows no sockets and no
//! content, only which names are nobody's content.
#![expect(clippy::disallowed_methods, reason = "waits for saves to settle and looks which folders there are")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::{Options, Say, lock};
use crate::locale::Words;
use crate::read::scan::is_hidden;

/// A save is over when nothing has happened for so long: one save is several events.
const QUIET: Duration = Duration::from_millis(30);
/// Who saves without end is served meanwhile.
const LONGEST_QUIET: Duration = Duration::from_millis(200);
/// A folder that appeared is looked at a second time after so long: between its appearing and its being watched,
/// files may have been made in it that nobody told of.
const SECOND_LOOK: Duration = Duration::from_millis(500);
/// How often to look where nothing is told.
const POLL: Duration = Duration::from_secs(1);
/// More paths than this are not worth telling apart.
const MOST_PATHS: usize = 256;

/// Watches folders and says when to look.
pub(super) struct Watch {
    noted: Arc<Noted>,
    places: Arc<Places>,
    source: Source,
    words: Words,
    say: Say,
}

/// Where changes come from.
enum Source {
    /// There is nothing to watch.
    Nothing,
    /// We are told.
    Told { _watcher: RecommendedWatcher },
    /// We look for ourselves; `until_back` when only because a folder is away.
    Polled { until_back: bool },
}

/// Rouses a [`Watch`] from outside.
#[derive(Clone)]
pub(super) struct Signal(Arc<Noted>);

impl Signal {
    pub(super) fn look_again(&self) {
        self.0.note(Notes::everything);
    }

    pub(super) fn stop(&self) {
        self.0.note(|notes| notes.stopping = true);
    }
}

/// What was heard and not yet passed on.
#[derive(Default)]
struct Noted {
    notes: Mutex<Notes>,
    heard: Condvar,
}

#[derive(Default)]
struct Notes {
    everything: bool,
    paths: BTreeSet<PathBuf>,
    /// When the oldest and the newest of these were heard.
    first: Option<Instant>,
    last: Option<Instant>,
    /// Folders to look at for a second time, and when.
    later: Option<(Instant, BTreeSet<PathBuf>)>,
    trouble: Option<Trouble>,
    stopping: bool,
}

/// Why there is nothing more to be heard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// A watched folder itself went away, and its watch with it.
    Lost,
    /// The system refuses to watch (so many folders).
    Refused,
}

impl Noted {
    fn note(&self, write: impl FnOnce(&mut Notes)) {
        write(&mut lock(&self.notes));
        self.heard.notify_all();
    }
}

impl Notes {
    fn add(&mut self, path: &Path) {
        self.touch();
        self.paths.insert(path.to_owned());
        self.everything |= self.paths.len() > MOST_PATHS;
    }

    fn everything(&mut self) {
        self.touch();
        self.everything = true;
    }

    fn touch(&mut self) {
        let now = Instant::now();
        self.first.get_or_insert(now);
        self.last = Some(now);
    }

    fn look_later(&mut self, folder: &Path) {
        let (due, folders) = self.later.get_or_insert_with(|| (Instant::now(), BTreeSet::new()));
        *due = Instant::now() + SECOND_LOOK;
        folders.insert(folder.to_owned());
    }

    /// What is due `now`, or until when to wait; `begun` is when the waiting began.
    fn due(&mut self, now: Instant, begun: Instant, polling: bool) -> Result<Changes, Option<Instant>> {
        if let Some((due, folders)) = self.later.take_if(|(due, _)| *due <= now) {
            self.first.get_or_insert(due);
            self.last.get_or_insert(due);
            self.paths.extend(folders);
        }
        let settled = self.last.zip(self.first).map(|(last, first)| {
            // What was heard during the last build has waited long enough, but the save that is going on has not.
            (last + QUIET).min(first.max(begun) + LONGEST_QUIET)
        });
        let next = [settled, self.later.as_ref().map(|(due, _)| *due), polling.then_some(begun + POLL)];
        match next.into_iter().flatten().min() {
            Some(moment) if moment > now => Err(Some(moment)),
            None => Err(None),
            Some(_) => {
                (self.first, self.last) = (None, None);
                let paths = std::mem::take(&mut self.paths);
                let everything = std::mem::take(&mut self.everything) || paths.is_empty();
                Ok((!everything).then(|| paths.into_iter().collect()))
            }
        }
    }
}

/// The files and folders to look at; `None` means everything.
pub(super) type Changes = Option<Vec<PathBuf>>;

impl Watch {
    /// Begins to watch. What cannot be watched is looked at every second instead.
    pub(super) fn start(options: &Options) -> Self {
        let full = |paths: &[PathBuf]| paths.iter().map(|path| full_path(path)).collect();
        let places = Places { roots: full(&options.watch), ignore: full(&options.ignore) };
        let (words, say) = (options.words, options.say.clone());
        let mut watch = Self { noted: Arc::default(), places: Arc::new(places), source: Source::Nothing, words, say };
        watch.listen();
        watch
    }

    pub(super) fn signal(&self) -> Signal {
        Signal(self.noted.clone())
    }

    /// Waits for something to look at. What happens between two calls is kept. `None`: stopped.
    pub(super) fn next(&mut self) -> Option<Changes> {
        let begun = Instant::now();
        let noted = self.noted.clone();
        let mut notes = lock(&noted.notes);
        let changes = loop {
            if notes.stopping {
                return None;
            }
            if let Some(trouble) = notes.trouble.take() {
                // Not while we hold the notes: the watcher's own thread writes them, and may be waited for.
                drop(notes);
                match trouble {
                    Trouble::Lost => self.source = Source::Polled { until_back: true },
                    Trouble::Refused => self.poll(),
                }
                notes = lock(&noted.notes);
            }
            let polling = matches!(self.source, Source::Polled { .. });
            let patience = match notes.due(Instant::now(), begun, polling) {
                Ok(changes) => break changes,
                Err(moment) => moment.map(|moment| moment.saturating_duration_since(Instant::now())),
            };
            // A day is as good as for ever.
            notes = match noted.heard.wait_timeout(notes, patience.unwrap_or(Duration::from_secs(86_400))) {
                Ok((notes, _)) => notes,
                Err(poisoned) => poisoned.into_inner().0,
            };
        };
        drop(notes);
        if matches!(self.source, Source::Polled { until_back: true })
            && self.places.roots.iter().all(|root| root.is_dir())
        {
            self.listen();
        }
        Some(changes)
    }

    fn listen(&mut self) {
        if self.places.roots.is_empty() {
            return;
        }
        let (noted, places) = (self.noted.clone(), self.places.clone());
        let hear = move |event| places.hear(&noted, event);
        // A link that leads out of the content is refused by whoever reads it, and may lead to the whole disk.
        let config = Config::default().with_follow_symlinks(false);
        let watching = RecommendedWatcher::new(hear, config).and_then(|mut watcher| {
            self.places.roots.iter().try_for_each(|root| watcher.watch(root, RecursiveMode::Recursive))?;
            Ok(watcher)
        });
        match watching {
            Ok(watcher) => self.source = Source::Told { _watcher: watcher },
            Err(_) if !self.places.roots.iter().all(|root| root.is_dir()) => {
                self.source = Source::Polled { until_back: true };
            }
            Err(_) => self.poll(),
        }
    }

    fn poll(&mut self) {
        self.source = Source::Polled { until_back: false };
        (self.say)(self.words.get("serve.polling"));
    }
}

/// The folders that matter, and what in them does not.
struct Places {
    roots: Vec<PathBuf>,
    ignore: Vec<PathBuf>,
}

impl Places {
    /// Takes in one event, on the watcher's thread.
    fn hear(&self, noted: &Noted, event: notify::Result<Event>) {
        let event = match event {
            Ok(event) if event.need_rescan() => return noted.note(Notes::everything),
            Ok(event) => event,
            Err(_) => {
                return noted.note(|notes| {
                    notes.everything();
                    notes.trouble = Some(Trouble::Refused);
                });
            }
        };
        // Whoever reads is heard too, so that a build would wake itself.
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        let renamed = matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
        let came = renamed || matches!(event.kind, EventKind::Create(_));
        let went = renamed || matches!(event.kind, EventKind::Remove(_));
        for path in &event.paths {
            if self.roots.contains(path) {
                noted.note(|notes| {
                    notes.everything();
                    if went {
                        notes.trouble = Some(Trouble::Lost);
                    }
                });
            } else if self.matters(path) {
                let is_new_folder = came && path.is_dir();
                noted.note(|notes| {
                    notes.add(path);
                    if is_new_folder {
                        notes.look_later(path);
                    }
                });
            }
        }
    }

    fn matters(&self, path: &Path) -> bool {
        // Only what is below the folder counts: the folder itself may well stand in a hidden one.
        let seen = |root: &PathBuf| {
            let below = path.strip_prefix(root);
            below.is_ok_and(|below| below.iter().all(|part| part.to_str().is_some_and(|name| !is_hidden(name))))
        };
        self.roots.iter().any(seen) && !self.ignore.iter().any(|ignored| path.starts_with(ignored))
    }
}

/// The one name under which the system speaks of a path, also when it does not exist yet.
fn full_path(path: &Path) -> PathBuf {
    let known = path.canonicalize();
    let named = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    known.ok().or_else(named).or_else(|| std::path::absolute(path).ok()).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use notify::event::{AccessKind, AccessMode, DataChange, Flag, RemoveKind, RenameMode};

    fn heard(kind: EventKind, paths: &[&str]) -> Notes {
        let places = Places { roots: vec!["/k/.werk/content".into()], ignore: vec!["/k/.werk/content/public".into()] };
        let noted = Noted::default();
        let event = paths.iter().fold(Event::new(kind), |event, path| event.add_path(path.into()));
        places.hear(&noted, Ok(event));
        noted.notes.into_inner().unwrap()
    }

    #[test]
    fn only_what_may_be_content_is_heard() {
        let check = |path: &str, expected: bool| {
            let path = format!("/k/.werk/content/{path}");
            let notes = heard(EventKind::Modify(ModifyKind::Data(DataChange::Any)), &[&path]);
            assert_eq!(!notes.paths.is_empty(), expected, "{path}");
            assert!(!notes.everything);
        };
        check("a.md", true);
        check("lessen/a.md", true);
        check("publicaties/a.md", true);
        for ignored in
            ["public/index.html", ".git/index", "lessen/.a.md.swp", "lessen/a.md~", "4913", "#a.md#", "../b.md"]
        {
            check(ignored, false);
        }
    }

    #[test]
    fn reading_is_no_change() {
        for kind in [AccessKind::Open(AccessMode::Any), AccessKind::Close(AccessMode::Write), AccessKind::Read] {
            assert!(heard(EventKind::Access(kind), &["/k/.werk/content/a.md"]).last.is_none());
        }
    }

    #[test]
    fn a_lost_folder_is_looked_for_and_a_lost_event_is_everything() {
        let removed = heard(EventKind::Remove(RemoveKind::Folder), &["/k/.werk/content"]);
        assert!(removed.everything && removed.trouble == Some(Trouble::Lost));
        let moved = heard(EventKind::Modify(ModifyKind::Name(RenameMode::From)), &["/k/.werk/content"]);
        assert!(moved.everything && moved.trouble == Some(Trouble::Lost));
        let noted = Noted::default();
        let places = Places { roots: Vec::new(), ignore: Vec::new() };
        places.hear(&noted, Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        assert!(noted.notes.into_inner().unwrap().everything);
        let noted = Noted::default();
        places.hear(&noted, Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch)));
        assert!(noted.notes.into_inner().unwrap().trouble == Some(Trouble::Refused));
    }

    /// Times in milliseconds since the waiting began; `heard` are the first and the last event.
    #[test]
    fn a_save_is_over_when_it_is_quiet() {
        let check = |heard: Option<(i64, i64)>, now: i64, polling: bool, expected: &str| {
            let zero = Instant::now().checked_add(Duration::from_secs(60)).unwrap();
            let at = |ms: i64| {
                let distance = Duration::from_millis(ms.unsigned_abs());
                if ms < 0 { zero.checked_sub(distance).unwrap() } else { zero + distance }
            };
            let mut notes = Notes { first: heard.map(|h| at(h.0)), last: heard.map(|h| at(h.1)), ..Notes::default() };
            if heard.is_some() {
                notes.paths.insert("a.md".into());
            }
            let got = match notes.due(at(now), zero, polling) {
                Ok(None) => "everything".to_owned(),
                Ok(Some(paths)) => format!("{} path", paths.len()),
                Err(None) => "wait".to_owned(),
                Err(Some(moment)) => format!("until {}", (moment - zero).as_millis()),
            };
            assert_eq!(got, expected, "{heard:?} at {now}");
        };
        check(None, 0, false, "wait");
        check(None, 400, true, "until 1000");
        check(None, 1000, true, "everything");
        check(Some((10, 10)), 20, false, "until 40");
        check(Some((10, 10)), 40, false, "1 path");
        // Saves without end are not waited for.
        check(Some((10, 190)), 195, false, "until 210");
        check(Some((10, 205)), 210, false, "1 path");
        // What came during the last build has waited, but what is still going on has not.
        check(Some((-900, -500)), 0, false, "1 path");
        check(Some((-900, -5)), 0, false, "until 25");
    }

    #[test]
    fn what_cannot_be_watched_is_looked_at_every_second() {
        let (said, hearing) = std::sync::mpsc::channel();
        let mut options =
            Options::new(crate::locale::Language::Nl.words(), move |line| said.send(line.to_owned()).unwrap());
        let folder = tempfile::tempdir().unwrap();
        options.watch = vec![folder.path().to_owned()];
        let mut watch = Watch::start(&options);
        watch.noted.note(|notes| notes.trouble = Some(Trouble::Refused));
        for _ in 0..2 {
            assert_eq!(watch.next(), Some(None));
        }
        assert!(hearing.try_recv().unwrap().contains("elke seconde"));
        assert!(hearing.try_recv().is_err(), "said once");
        watch.signal().stop();
        assert_eq!(watch.next(), None);
    }

    #[test]
    fn a_new_folder_is_looked_at_twice() {
        let folder = std::env::temp_dir();
        let mut notes = Notes::default();
        notes.look_later(&folder);
        let zero = Instant::now();
        let Err(Some(moment)) = notes.due(zero, zero, false) else { panic!("nothing to wait for") };
        let Err(Some(moment)) = notes.due(moment, zero, false) else { panic!("no time to settle") };
        assert_eq!(notes.due(moment, zero, false), Ok(Some(vec![folder])));
        assert_eq!(notes.due(moment, zero, false), Err(None));
    }
}

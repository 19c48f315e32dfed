//! The preview of a real folder: whatever an author or an editor does to it, what is served soon is what is there.
//! Looks only at what is served in the end, never at the order in which a system tells of changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use werkzaam::locale::Language;
use werkzaam::publish::tree::{Output, OutputTree};
use werkzaam::read::scan::{Folder, Hint};
use werkzaam::serve::{Options, Rebuilt, Running, Site, start};

/// Longer than anything here should ever take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A site whose files are those of the folder, read as the real one reads them: only where it is told to look.
struct Mirror {
    folder: Folder,
    asked: Arc<AtomicUsize>,
    built: Arc<AtomicUsize>,
    /// Tells that a build has begun, and waits until it may end.
    gate: Option<(Sender<()>, Receiver<()>)>,
}

impl Site for Mirror {
    fn rebuild(&mut self, changed: Option<&[PathBuf]>) -> Rebuilt {
        self.asked.fetch_add(1, SeqCst);
        let hint = changed.map_or(Hint::Everything, |paths| Hint::Paths(paths.to_vec()));
        if !self.folder.refresh(&hint) {
            return Rebuilt::default();
        }
        self.built.fetch_add(1, SeqCst);
        let mut tree = OutputTree::default();
        for (path, source) in &self.folder.sources().texts {
            tree.insert(path.clone(), Output::new(source.text.as_bytes()));
        }
        if let Some((begun, may_end)) = &self.gate {
            let _ = begun.send(());
            let _ = may_end.recv_timeout(PATIENCE);
        }
        Rebuilt { tree: Some(Arc::new(tree)), changed: true, ..Rebuilt::default() }
    }
}

struct Watched {
    root: PathBuf,
    running: Running,
    asked: Arc<AtomicUsize>,
    built: Arc<AtomicUsize>,
    said: Arc<Mutex<Vec<String>>>,
    _folder: TempDir,
}

impl Watched {
    fn new() -> Self {
        Self::gated(None)
    }

    fn gated(gate: Option<(Sender<()>, Receiver<()>)>) -> Self {
        // The name of such a folder begins with a dot: what is hidden counts from the root.
        let folder = TempDir::new().unwrap();
        let root = folder.path().canonicalize().unwrap().join("content");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("a.md"), "eerst").unwrap();
        let said = Arc::new(Mutex::new(Vec::new()));
        let hearing = said.clone();
        let mut options = Options::new(Language::Nl.words(), move |line| hearing.lock().unwrap().push(line.to_owned()));
        options.port = 0;
        options.watch = vec![root.clone()];
        options.ignore = vec![root.join("public")];
        let (asked, built) = (Arc::default(), Arc::default());
        let mirror =
            Mirror { folder: Folder::open(&root).unwrap(), asked: Arc::clone(&asked), built: Arc::clone(&built), gate };
        let running = start(mirror, options).unwrap();
        Self { root, running, asked, built, said, _folder: folder }
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// In one go, without a moment at which the file is empty.
    fn save(&self, name: &str, text: &str) {
        self.write(".save", text);
        self.rename(".save", name);
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.root.join(from), self.root.join(to)).unwrap();
    }

    /// What is served under a name; `None` when nothing is.
    fn served(&self, name: &str) -> Option<String> {
        let authority = self.running.url().strip_prefix("http://").unwrap().trim_end_matches('/');
        let mut stream = TcpStream::connect(authority).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET /{name} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        head.starts_with("HTTP/1.1 200").then(|| body.to_owned())
    }

    /// Waits until exactly this is served under each name.
    #[track_caller]
    fn soon(&self, expected: &[(&str, Option<&str>)]) {
        let end = Instant::now() + PATIENCE;
        let is_there = |(name, text): &(&str, Option<&str>)| self.served(name).as_deref() == *text;
        while !expected.iter().all(is_there) {
            let served = || expected.iter().map(|(name, _)| (*name, self.served(name))).collect::<Vec<_>>();
            assert!(Instant::now() < end, "expected {expected:?}, served {:?}", served());
            sleep(Duration::from_millis(10));
        }
    }
}

#[track_caller]
fn until(is_true: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_true() {
        assert!(Instant::now() < end, "it never came true");
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_save_is_served() {
    let site = Watched::new();
    site.soon(&[("a.md", Some("eerst"))]);
    site.write("a.md", "daarna");
    site.soon(&[("a.md", Some("daarna"))]);
    site.write("nieuw.md", "nieuw");
    site.soon(&[("nieuw.md", Some("nieuw"))]);
    fs::remove_file(site.root.join("a.md")).unwrap();
    site.soon(&[("a.md", None), ("nieuw.md", Some("nieuw"))]);
    assert!(site.said.lock().unwrap().is_empty());
}

/// As vim, VS Code, JetBrains and others save; every time in a way that makes a watch on the file itself go dead.
#[test]
fn an_atomic_save_is_served_time_and_again() {
    let site = Watched::new();
    for time in 0..5 {
        let text = format!("keer {time}");
        site.write(".a.md.tmp", &text);
        site.rename(".a.md.tmp", "a.md");
        site.soon(&[("a.md", Some(&text)), (".a.md.tmp", None)]);
        let text = format!("reserve {time}");
        site.rename("a.md", "a.md~");
        site.write("a.md", &text);
        site.soon(&[("a.md", Some(&text)), ("a.md~", None)]);
        let text = format!("ander {time}");
        site.write("a.md___jb_tmp___", &text);
        site.rename("a.md", "a.md___jb_old___");
        site.rename("a.md___jb_tmp___", "a.md");
        fs::remove_file(site.root.join("a.md___jb_old___")).unwrap();
        site.soon(&[("a.md", Some(&text))]);
    }
}

#[test]
fn a_file_at_once_in_a_new_folder_is_served() {
    let site = Watched::new();
    for time in 0..20 {
        let (flat, deep) = (format!("map{time}/b.md"), format!("diep{time}/een/twee/c.md"));
        site.write(&flat, "b");
        site.write(&deep, "c");
        site.soon(&[(&flat, Some("b")), (&deep, Some("c"))]);
        // And such a folder is watched from then on.
        site.write(&deep, "d");
        site.soon(&[(&deep, Some("d"))]);
    }
}

#[test]
fn a_folder_that_is_renamed_moves_with_all_in_it() {
    let site = Watched::new();
    site.write("lessen/een/a.md", "a");
    site.write("lessen/b.md", "b");
    site.soon(&[("lessen/een/a.md", Some("a")), ("lessen/b.md", Some("b"))]);
    site.rename("lessen", "oud");
    site.soon(&[
        ("lessen/een/a.md", None),
        ("lessen/b.md", None),
        ("oud/een/a.md", Some("a")),
        ("oud/b.md", Some("b")),
    ]);
    site.write("oud/een/a.md", "nieuw");
    site.soon(&[("oud/een/a.md", Some("nieuw"))]);
    // Out of sight, and back in from elsewhere.
    let elsewhere = site.root.parent().unwrap().join("elders");
    fs::rename(site.root.join("oud"), &elsewhere).unwrap();
    site.soon(&[("oud/een/a.md", None), ("oud/b.md", None)]);
    fs::write(elsewhere.join("b.md"), "elders").unwrap();
    fs::rename(&elsewhere, site.root.join("terug")).unwrap();
    site.soon(&[("terug/een/a.md", Some("nieuw")), ("terug/b.md", Some("elders"))]);
    fs::remove_dir_all(site.root.join("terug")).unwrap();
    site.soon(&[("terug/een/a.md", None), ("terug/b.md", None), ("a.md", Some("eerst"))]);
}

#[test]
fn many_saves_are_few_builds_and_the_last_one_counts() {
    let site = Watched::new();
    site.soon(&[("a.md", Some("eerst"))]);
    let before = site.built.load(SeqCst);
    let begun = Instant::now();
    for time in 0..500 {
        site.write(&format!("map/{}.md", time % 10), &format!("keer {time}"));
    }
    site.write("a.md", "laatst");
    let took = begun.elapsed();
    site.soon(&[("a.md", Some("laatst")), ("map/0.md", Some("keer 490")), ("map/9.md", Some("keer 499"))]);
    // A few; more only if the saving itself was held up, so that every pause may have looked like its end.
    let builds = site.built.load(SeqCst) - before;
    let limit = usize::try_from(took.as_millis() / 30).unwrap() + 5;
    assert!(builds <= limit, "{builds} builds in {took:?}");
}

#[test]
fn what_is_saved_during_a_build_is_built_after_it() {
    let (begun, beginnings) = channel();
    let (end, may_end) = channel();
    end.send(()).unwrap(); // the first build
    let site = Watched::gated(Some((begun, may_end)));
    beginnings.recv_timeout(PATIENCE).unwrap();
    site.write("a.md", "tweede");
    beginnings.recv_timeout(PATIENCE).unwrap(); // it is busy with that
    for time in 0..50 {
        site.write("a.md", &format!("derde {time}"));
        site.write("b.md", "b");
    }
    end.send(()).unwrap();
    beginnings.recv_timeout(PATIENCE).unwrap();
    drop(end);
    site.soon(&[("a.md", Some("derde 49")), ("b.md", Some("b"))]);
}

/// Reading, the output folder and what editors leave behind do not count; nor does a save without a change.
#[test]
fn what_is_no_change_builds_nothing() {
    let site = Watched::new();
    site.soon(&[("a.md", Some("eerst"))]);
    let built = site.built.load(SeqCst);
    let asked = site.asked.load(SeqCst);
    for name in ["public/a.md", ".obsidian/workspace.md", ".a.md.swp", "a.md~", "#a.md#", "4913", ".git/a/b.md"] {
        site.write(name, "niet van ons");
    }
    for _ in 0..20 {
        fs::read(site.root.join("a.md")).unwrap();
        fs::read_dir(&site.root).unwrap().for_each(drop);
    }
    // Something else that does count: what came before it has then been heard.
    site.save("b.md", "b");
    site.soon(&[("b.md", Some("b")), ("public/a.md", None)]);
    assert_eq!(site.built.load(SeqCst) - built, 1);
    assert!(site.asked.load(SeqCst) - asked <= 2, "woken by what does not count");
    site.save("a.md", "eerst");
    until(|| site.asked.load(SeqCst) - asked >= 2);
    site.save("b.md", "c");
    site.soon(&[("b.md", Some("c"))]);
    assert_eq!(site.built.load(SeqCst) - built, 2, "the same text again is no change");
}

#[test]
fn a_content_folder_that_goes_away_and_comes_back_is_found_again() {
    let site = Watched::new();
    for time in 0..2 {
        fs::remove_dir_all(&site.root).unwrap();
        site.soon(&[("a.md", None)]);
        let text = format!("terug {time}");
        site.write("map/a.md", &text);
        site.soon(&[("map/a.md", Some(&text))]);
        let aside = site.root.with_file_name("opzij");
        fs::rename(&site.root, &aside).unwrap();
        site.soon(&[("map/a.md", None)]);
        fs::rename(&aside, &site.root).unwrap();
        site.soon(&[("map/a.md", Some(&text))]);
    }
    site.write("a.md", "weer gewoon");
    site.soon(&[("a.md", Some("weer gewoon"))]);
}

#[test]
fn the_folder_may_be_named_through_a_link_or_with_dots() {
    let folder = TempDir::new().unwrap();
    let real = folder.path().canonicalize().unwrap().join("echt");
    fs::create_dir(&real).unwrap();
    fs::write(real.join("a.md"), "eerst").unwrap();
    let check = |named: &Path| {
        let mut options = Options::new(Language::Nl.words(), |_| ());
        options.port = 0;
        options.watch = vec![named.to_owned()];
        options.ignore = vec![named.join("public")];
        let (asked, built) = (Arc::default(), Arc::default());
        let mirror = Mirror {
            folder: Folder::open(named).unwrap(),
            asked: Arc::clone(&asked),
            built: Arc::clone(&built),
            gate: None,
        };
        let running = start(mirror, options).unwrap();
        let spare = TempDir::new().unwrap();
        let site = Watched { root: real.clone(), running, asked, built, said: Arc::default(), _folder: spare };
        let text = format!("langs {}", named.display());
        site.write("a.md", &text);
        site.soon(&[("a.md", Some(&text))]);
    };
    check(&real.join("../echt/."));
    #[cfg(unix)]
    {
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        check(&link);
    }
}

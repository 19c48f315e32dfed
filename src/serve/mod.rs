//! The preview: builds the site again when a folder changes, serves it from memory and keeps the open browser pages
//! up to date. Gets the site through the [`Site`] trait, so it knows no content, no Markdown, no templates and no
//! pipeline; what it has to say to the author it hands to [`Options::say`], because the terminal is not its own.

mod answer;
mod server;
mod state;
mod watch;

use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use crate::locale::Words;
use crate::publish::tree::OutputTree;
use server::Server;
use state::State;
use watch::{Signal, Watch};

/// The port that is tried first.
pub const DEFAULT_PORT: u16 = 4747;

/// What can be previewed: something that can be brought up to date.
pub trait Site: Send {
    /// Brings the site up to date. `changed` names the files and folders that may have changed, as absolute paths;
    /// a hint, never the truth. `None`: look at everything.
    fn rebuild(&mut self, changed: Option<&[PathBuf]>) -> Rebuilt;
}

/// What came of bringing a site up to date.
#[derive(Clone, Debug, Default)]
pub struct Rebuilt {
    /// The new site. `None`: there were errors, or nothing changed; the last good one stays.
    pub tree: Option<Arc<OutputTree>>,
    /// What stands in the overlay on every page; empty takes the overlay away.
    pub problems: Vec<Problem>,
    /// One line for the author, said when something changed.
    pub line: String,
    /// Whether anything changed at all. If not, the browsers hear nothing and the other fields say nothing.
    pub changed: bool,
}

/// One finding, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its number, such as `E0204`; may be empty.
    pub code: String,
    /// `error`, `warning` or `notice`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// `file:line:column`; may be empty.
    pub place: String,
    /// The lines of the file, as plain text; may be empty.
    pub excerpt: String,
}

/// Something that passes a line on to the author.
pub type Say = Arc<dyn Fn(&str) + Send + Sync>;

/// How to preview.
#[derive(Clone)]
pub struct Options {
    /// The address to listen on. Any other than a loopback address opens the preview to the network.
    pub host: IpAddr,
    /// The first port to try; the next free one is taken. 0 leaves the choice to the system.
    pub port: u16,
    /// Whether to open a browser.
    pub open: bool,
    /// The folders to watch.
    pub watch: Vec<PathBuf>,
    /// Files and folders in them that are not watched, such as the output folder. They need not exist yet.
    pub ignore: Vec<PathBuf>,
    /// The words, for the author and for the overlay.
    pub words: Words,
    /// Hears every line that is meant for the author.
    pub say: Say,
}

impl Options {
    /// On this machine only, watching nothing yet.
    pub fn new(words: Words, say: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: DEFAULT_PORT,
            open: false,
            watch: Vec::new(),
            ignore: Vec::new(),
            words,
            say: Arc::new(say),
        }
    }
}

/// Builds the site, serves it and goes on doing so; returns only when the preview cannot start. `on_ready` gets the
/// address of the front page, after the first build.
///
/// # Errors
/// When no address could be listened on.
pub fn run(site: impl Site + 'static, options: Options, on_ready: impl FnOnce(&str)) -> io::Result<()> {
    let (open, words, say) = (options.open, options.words, options.say.clone());
    let running = start(site, options)?;
    on_ready(running.url());
    if open && open_browser(running.url()).is_err() {
        say(words.get("serve.no_browser"));
    }
    running.wait();
    Ok(())
}

/// Builds the site and serves it in the background until the result is stopped or dropped.
///
/// # Errors
/// When no address could be listened on.
pub fn start(mut site: impl Site + 'static, options: Options) -> io::Result<Running> {
    let state = Arc::new(State::new(options.words));
    // Both before the first build: what is saved while it runs must not be missed, and what cannot be must show at once.
    let server = Server::bind(&options, state.clone())?;
    let mut watch = Watch::start(&options);
    let signal = watch.signal();
    let mut panicked = !build(&mut site, None, &state, &options);
    let server = server.start()?;
    let builder = thread::Builder::new().name("build".to_owned()).spawn(move || {
        while let Some(changed) = watch.next() {
            let paths = changed.as_deref().filter(|_| !panicked);
            panicked = !build(&mut site, paths, &state, &options);
        }
    })?;
    Ok(Running { url: server.url(), server: Some(server), signal, builder: Some(builder) })
}

/// Brings site and browsers up to date. Returns whether the site could; one that panicked must look at everything
/// the next time, because nobody knows what it still remembers rightly.
fn build(site: &mut impl Site, changed: Option<&[PathBuf]>, state: &State, options: &Options) -> bool {
    let rebuilt = catch_unwind(AssertUnwindSafe(|| site.rebuild(changed)));
    let whole = rebuilt.is_ok();
    let rebuilt = rebuilt.unwrap_or_else(|_| Rebuilt {
        line: options.words.get("serve.panic").to_owned(),
        problems: vec![Problem {
            code: String::new(),
            severity: "error",
            message: options.words.get("serve.panic").to_owned(),
            place: String::new(),
            excerpt: String::new(),
        }],
        changed: true,
        tree: None,
    });
    if rebuilt.changed {
        state.publish(rebuilt.tree, &rebuilt.problems);
        if !rebuilt.line.is_empty() {
            (options.say)(&rebuilt.line);
        }
    }
    whole
}

/// A preview that runs in the background.
pub struct Running {
    url: String,
    server: Option<Server>,
    signal: Signal,
    builder: Option<JoinHandle<()>>,
}

impl Running {
    /// The address of the front page.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Looks at everything again, also when no change was noticed.
    pub fn look_again(&self) {
        self.signal.look_again();
    }

    /// Stops it, after the build that may be running.
    pub fn stop(self) {
        drop(self);
    }

    /// Goes on for ever.
    fn wait(mut self) {
        if let Some(builder) = self.builder.take() {
            let _ = builder.join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.signal.stop();
        self.server.take();
        if let Some(builder) = self.builder.take() {
            let _ = builder.join();
        }
    }
}

/// A mutex that goes on after a panic elsewhere: everything behind ours is whole at every moment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open_browser(url: &str) -> io::Result<()> {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(first).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop)
}

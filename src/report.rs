//! What the commands say: findings, summary lines, tables of times, failures. Knows the words and where they go, not
//! how a site is made.
#![expect(
    clippy::disallowed_methods,
    reason = "the terminal belongs to the command: what it says, and how long it took"
)]

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use werkzaam::Project;
use werkzaam::diagnostic::{Code, Format, Renderer, Severity, nearest};
use werkzaam::locale::Words;
use werkzaam::model::coverage::{Coverage, Tally};
use werkzaam::pipeline::Built;
use werkzaam::publish::write::{Refusal, Written};
use werkzaam::read::source::Sources;

/// Most findings for people; machines get them all.
const MOST_FINDINGS: usize = 50;

/// Why a command could not be carried out.
#[derive(Debug)]
pub(crate) enum Failure {
    Open(PathBuf, io::Error),
    Publish(Refusal),
    UnknownCode(String),
    UnknownKind(String, Vec<String>),
    Exists(PathBuf),
    NoId,
    Io(PathBuf, io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Io(PathBuf::new(), error)
    }
}

impl Failure {
    pub(crate) fn say(&self, words: Words) -> String {
        let at = |path: &Path| path.display().to_string();
        let fill = |key: &str, args: &[(&str, &str)]| words.fill(&format!("cli.failure.{key}"), args);
        match self {
            Failure::Open(path, error) if error.kind() == io::ErrorKind::NotFound => {
                fill("no-folder", &[("path", &at(path))])
            }
            Failure::Open(path, error) if error.kind() == io::ErrorKind::NotADirectory => {
                fill("no-directory", &[("path", &at(path))])
            }
            Failure::Open(path, error) => fill("io", &[("path", &at(path)), ("reason", &error.to_string())]),
            Failure::Publish(Refusal::NotOurs(path)) => fill("not-ours", &[("path", &at(path))]),
            Failure::Publish(Refusal::Content(path)) => fill("content", &[("path", &at(path))]),
            Failure::Publish(Refusal::InTheWay(path)) => fill("in-the-way", &[("path", &at(path))]),
            Failure::Publish(Refusal::Io(path, error)) | Failure::Io(path, error) if path.as_os_str().is_empty() => {
                error.to_string()
            }
            Failure::Publish(Refusal::Io(path, error)) | Failure::Io(path, error) => {
                fill("io", &[("path", &at(path)), ("reason", &error.to_string())])
            }
            Failure::UnknownCode(code) => fill("unknown-code", &[("code", code)]),
            Failure::UnknownKind(name, names) => {
                let meant = nearest(name, names.iter().map(String::as_str));
                let said = words.fill("new.unknown-kind", &[("name", name), ("names", &names.join(", "))]);
                match meant.first() {
                    Some(word) => {
                        let meant = words.fill("diagnostic.suggestion", &[("words", &format!("`{word}`"))]);
                        format!("{said}. {meant}")
                    }
                    None => said,
                }
            }
            Failure::NoId => words.get("new.no-id").to_owned(),
            Failure::Exists(path) => words.fill("new.exists", &[("path", &at(path))]),
        }
    }
}

/// Measures what is told to people; reaches no output.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timer(Instant);

impl Timer {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Where output goes: results to stdout, the rest to stderr.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    quiet: bool,
}

impl Screen {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    /// A result.
    pub(crate) fn out(self, text: &str) -> io::Result<()> {
        io::stdout().lock().write_all(text.as_bytes())
    }

    /// Something to know.
    pub(crate) fn text(self, text: &str) -> io::Result<()> {
        if self.quiet { Ok(()) } else { io::stderr().lock().write_all(text.as_bytes()) }
    }

    /// A line to know; nothing when it is empty.
    pub(crate) fn line(self, line: &str) -> io::Result<()> {
        if line.is_empty() { Ok(()) } else { self.text(&format!("{line}\n")) }
    }

    /// The findings of a run: for people to stderr, cut when there are many, and with notices only on request; for
    /// machines to stdout, all of them.
    pub(crate) fn findings(
        self,
        project: &Project,
        content: &Path,
        built: &Built,
        format: Format,
        notices: bool,
    ) -> io::Result<()> {
        let root = content.display().to_string();
        let color = format == Format::Human && io::stderr().is_terminal();
        let renderer = renderer(&root, project.folder().sources(), built, color);
        if format != Format::Human {
            return self.out(&renderer.report(&built.report, format));
        }
        let shown = |severity: Severity| notices || severity != Severity::Notice;
        let mut findings: Vec<_> = built.report.iter().filter(|d| shown(renderer.severity(d.code))).collect();
        // The worst first when they do not all fit.
        if findings.len() > MOST_FINDINGS {
            findings.sort_by_key(|d| renderer.severity(d.code));
        }
        let hidden = findings.len().saturating_sub(MOST_FINDINGS);
        let mut text = String::new();
        for d in findings.into_iter().take(MOST_FINDINGS) {
            text.push_str(&renderer.human(d));
            text.push_str("\n\n");
        }
        if hidden > 0 {
            text.push_str(&built.language.words().fill("cli.more", &[("n", &hidden.to_string())]));
            text.push_str("\n\n");
        }
        io::stderr().lock().write_all(text.as_bytes())
    }

    /// A line that shows that work goes on, on a terminal, when it takes longer than a second. Gone when dropped.
    pub(crate) fn progress(self, words: Words) -> Progress {
        let done = Arc::new(AtomicBool::new(self.quiet || !io::stderr().is_terminal()));
        let flag = done.clone();
        let thread = thread::spawn(move || {
            let timer = Timer::start();
            let mut shown = false;
            while !flag.load(Ordering::Relaxed) {
                thread::park_timeout(Duration::from_millis(100));
                let seconds = timer.elapsed().as_secs();
                if seconds >= 1 && !flag.load(Ordering::Relaxed) {
                    let _ = write!(io::stderr(), "\r{} {seconds} s", words.get("cli.working"));
                    shown = true;
                }
            }
            if shown {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
        });
        Progress { done, thread: Some(thread) }
    }
}

/// A line that shows that work goes on.
#[derive(Debug)]
pub(crate) struct Progress {
    done: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

pub(crate) fn renderer<'a>(root: &'a str, sources: &'a Sources, built: &'a Built, color: bool) -> Renderer<'a> {
    Renderer { words: built.language.words(), sources, root, color, levels: &built.levels }
}

fn counted(words: Words, number: usize, key: &str) -> String {
    let form = if number == 1 { "one" } else { "many" };
    words.fill(&format!("count.{key}.{form}"), &[("n", &number.to_string())])
}

/// `2 fouten, 1 waarschuwing`; notices are named only beside something else.
pub(crate) fn findings_line(built: &Built, words: Words) -> String {
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Notice, "notice")];
    let said: Vec<String> = counts
        .into_iter()
        .map(|(severity, key)| (built.count(severity), key))
        .filter(|(count, _)| *count > 0)
        .map(|(count, key)| counted(words, count, key))
        .collect();
    if said.is_empty() { words.get("cli.clean").to_owned() } else { said.join(", ") }
}

fn seconds(duration: Duration) -> String {
    if duration < Duration::from_secs(1) {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{:.1} s", duration.as_secs_f64())
    }
}

/// What was built, in one line.
pub(crate) fn built_line(built: &Built, written: Written, output: &Path, time: Duration, words: Words) -> String {
    let entries: usize = built.counts.kinds.values().sum();
    words.fill(
        "cli.built",
        &[
            ("pages", &counted(words, built.counts.pages, "page")),
            ("entries", &counted(words, entries, "entry")),
            ("configurations", &counted(words, built.counts.configurations, "configuration")),
            ("output", &output.display().to_string()),
            ("written", &written.written.to_string()),
            ("kept", &written.kept.to_string()),
            ("removed", &written.removed.to_string()),
            ("time", &seconds(time)),
        ],
    )
}

/// What a rebuild of the preview came to, in one line.
pub(crate) fn rebuilt_line(built: &Built, time: Duration, words: Words) -> String {
    let findings = findings_line(built, words);
    let rendered = counted(words, built.counts.rendered, "page");
    let key = if built.tree.is_some() { "cli.rebuilt" } else { "cli.kept" };
    words.fill(key, &[("pages", &rendered), ("time", &seconds(time)), ("findings", &findings)])
}

/// The time of each stage.
pub(crate) fn stages(read: Duration, built: &Built, wrote: Duration, words: Words) -> String {
    let inner = built.times.iter().map(|(stage, time)| (*stage, *time));
    let mut text = String::new();
    for (stage, time) in std::iter::once(("read", read)).chain(inner).chain([("publish", wrote)]) {
        let name = words.get(&format!("cli.stage.{stage}"));
        text.push_str(&format!("{:>9.2} ms  {name}\n", time.as_secs_f64() * 1000.0));
    }
    text
}

/// What the knowledge base covers: a table of sources, and the concepts that no configuration names.
pub(crate) fn coverage(coverage: &Coverage, words: Words) -> String {
    let word = |key: &str| words.get(&format!("cli.coverage.{key}")).to_owned();
    let columns =
        ["source", "cases", "lessons", "configurations", "placed", "assumed", "derived", "figures", "undated"];
    let share =
        |part: usize, whole: usize| (part * 100).checked_div(whole).map_or("–".to_owned(), |n| format!("{n}%"));
    let row = |name: &str, tally: &Tally| {
        let counts = [tally.cases, tally.lessons, tally.configurations].map(|count| count.to_string());
        let shares = [
            share(tally.placed, tally.evidence),
            share(tally.assumed, tally.configurations),
            share(tally.derived, tally.configurations),
        ];
        let figures = [tally.figures, tally.undated].map(|count| count.to_string());
        let cells = std::iter::once(name.to_owned()).chain(counts).chain(shares).chain(figures);
        cells.collect::<Vec<String>>()
    };
    let mut rows = vec![columns.map(word).to_vec()];
    rows.extend(coverage.sources.iter().map(|(id, tally)| row(id, tally)));
    rows.push(row(&word("total"), &coverage.total));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let first = format!("{:<1$}", row[0], widths[0]);
        let rest = row.iter().zip(&widths).skip(1).map(|(cell, width)| format!("  {cell:>width$}"));
        text.push_str(&format!("{first}{}\n", rest.collect::<String>()));
    }
    text.push_str(&format!("\n{}\n", word("unnamed")));
    for (kind, ids) in &coverage.unnamed {
        let ids = if ids.is_empty() { word("none") } else { ids.join(", ") };
        text.push_str(&format!("  {}: {ids}\n", words.get(&format!("kind.{kind}.plural"))));
    }
    text
}

/// The long explanation of a code.
pub(crate) fn explain(code: Code, words: Words) -> String {
    let text = |part: &str| words.get(&format!("diagnostic.{}.{part}", code.number()));
    format!("{}: {}\n\n{}\n", code.number(), text("title"), text("explain"))
}

/// All codes, a line each.
pub(crate) fn codes(words: Words) -> String {
    let line =
        |code: &Code| format!("{}  {}\n", code.number(), words.get(&format!("diagnostic.{}.title", code.number())));
    Code::ALL.iter().map(line).collect()
}

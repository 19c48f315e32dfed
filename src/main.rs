//! The `werkzaam` command: arguments → façade → exit code. 0: clean; 1: errors in the content; 2: wrong usage, or the
//! system refuses.
#![expect(clippy::disallowed_methods, reason = "the terminal belongs to the command")]

mod cli;
mod report;
mod usage;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use cli::{Build, Check, Command, Completions, Deny, New, Schema, Serve};
use report::{Failure, Screen};
use werkzaam::diagnostic::{Code, Diagnostic, Severity};
use werkzaam::locale::Words;
use werkzaam::model::kind::Kind;
use werkzaam::pipeline::{Built, Options};
use werkzaam::publish::write::{guard, publish};
use werkzaam::read::scan::Hint;
use werkzaam::serve::{self, Problem, Rebuilt};
use werkzaam::{Project, config, scaffold, schema};

/// Views and template values are millions of small texts, made on one thread and dropped on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let words = cli::terminal_language().words();
    let cli = match cli::parse(words) {
        Ok(cli) => cli,
        Err((error, typed)) => return misused(&error, typed.as_deref(), words),
    };
    let result = match cli.command {
        Command::Build(args) => build(&args, words),
        Command::Serve(args) => preview(args, words),
        Command::Check(args) => check(&args, words),
        Command::New(args) => new(&args, words),
        Command::Schema(args) => print_schema(&args, words),
        Command::Completions(args) => completions(&args, words),
    };
    match result {
        Ok(code) => code,
        // Whoever reads our output has had enough: no reason to complain.
        Err(Failure::Io(_, error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "werkzaam: {}", failure.say(words));
            ExitCode::from(2)
        }
    }
}

/// Help and version go where clap sends them; a mistake is said in the language of the terminal.
fn misused(error: &clap::Error, typed: Option<&str>, words: Words) -> ExitCode {
    let _ = match usage::wrong(error, typed, words) {
        Some(said) => writeln!(io::stderr(), "werkzaam: {said}"),
        None => error.print(),
    };
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

fn open(content: &Path, options: Options) -> Result<Project, Failure> {
    let mut project = Project::open(content, options).map_err(|error| Failure::Open(content.to_owned(), error))?;
    project.refresh(&Hint::Everything);
    Ok(project)
}

/// Errors, or warnings when they are denied.
fn failed(built: &Built, deny: Option<Deny>) -> bool {
    built.count(Severity::Error) > 0 || deny == Some(Deny::Warnings) && built.count(Severity::Warning) > 0
}

fn exit(failed: bool) -> ExitCode {
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn build(args: &Build, words: Words) -> Result<ExitCode, Failure> {
    let screen = Screen::new(args.quiet);
    let timer = report::Timer::start();
    guard(&args.output, &args.content).map_err(Failure::Publish)?;
    let options = Options { drafts: args.drafts, base_url: args.base_url.clone() };
    let progress = screen.progress(words);
    let mut project = open(&args.content, options)?;
    let read = timer.elapsed();
    let built = project.build();
    drop(progress);
    // What is worth knowing is for who checks; who publishes wants to hear of mistakes.
    screen.findings(&project, &args.content, &built, args.format.into(), args.verbose)?;
    let words = built.language.words();
    let tree = match &built.tree {
        Some(tree) if !failed(&built, args.deny) => tree,
        _ => {
            screen.line(&report::findings_line(&built, words))?;
            screen.line(words.get("cli.untouched"))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let before = timer.elapsed();
    let written = publish(tree, &args.output, &args.content).map_err(Failure::Publish)?;
    let wrote = timer.elapsed() - before;
    if args.verbose {
        screen.text(&report::stages(read, &built, wrote, words))?;
    }
    screen.line(&report::findings_line(&built, words))?;
    screen.line(&report::built_line(&built, written, &args.output, timer.elapsed(), words))?;
    Ok(ExitCode::SUCCESS)
}

fn check(args: &Check, words: Words) -> Result<ExitCode, Failure> {
    let screen = Screen::new(false);
    if let Some(number) = &args.explain {
        let code = Code::from_number(number).ok_or_else(|| Failure::UnknownCode(number.clone()))?;
        screen.out(&report::explain(code, words))?;
        return Ok(ExitCode::SUCCESS);
    }
    if args.codes {
        screen.out(&report::codes(words))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut project = open(&args.content, Options { drafts: args.drafts, base_url: None })?;
    let built = project.check();
    screen.findings(&project, &args.content, &built, args.format.into(), !args.coverage)?;
    if args.coverage {
        screen.out(&report::coverage(&built.coverage, built.language.words()))?;
    }
    screen.line(&report::findings_line(&built, built.language.words()))?;
    Ok(exit(failed(&built, args.deny)))
}

/// The project as the preview wants it.
struct Previewed {
    project: Project,
    content: PathBuf,
    ran: bool,
}

impl serve::Site for Previewed {
    fn rebuild(&mut self, changed: Option<&[PathBuf]>) -> Rebuilt {
        let hint = changed.map_or(Hint::Everything, |paths| Hint::Paths(paths.to_vec()));
        if !self.project.refresh(&hint) && self.ran {
            return Rebuilt::default();
        }
        self.ran = true;
        let timer = report::Timer::start();
        let built = self.project.build();
        let words = built.language.words();
        let line = report::rebuilt_line(&built, timer.elapsed(), words);
        Rebuilt { problems: self.problems(&built), tree: built.tree.map(Arc::new), line, changed: true }
    }
}

impl Previewed {
    /// Errors first; warnings are no reason to cover the page, so they stand in the terminal only.
    fn problems(&self, built: &Built) -> Vec<Problem> {
        let root = self.content.display().to_string();
        let sources = self.project.folder().sources();
        let renderer = report::renderer(&root, sources, built, false);
        let errors = built.report.iter().filter(|d| renderer.severity(d.code) == Severity::Error);
        let problem = |d: &Diagnostic| {
            let (line, column) =
                sources.text(&d.place.file).map_or((1, 1), |source| source.line_column(d.place.span.start));
            Problem {
                code: d.code.number().to_owned(),
                severity: "error",
                message: renderer.message(d),
                place: format!("{}:{line}:{column}", d.place.file),
                excerpt: renderer.human(d),
            }
        };
        errors.map(problem).collect()
    }
}

fn preview(args: Serve, words: Words) -> Result<ExitCode, Failure> {
    let project = Project::open(&args.content, Options { drafts: args.drafts, base_url: None })
        .map_err(|error| Failure::Open(args.content.clone(), error))?;
    let screen = Screen::new(false);
    let root = project.folder().root().to_owned();
    let mut options = serve::Options::new(words, move |line| {
        let _ = screen.line(line);
    });
    (options.host, options.port, options.open, options.watch) = (args.host, args.port, args.open, vec![root]);
    let site = Previewed { project, content: args.content, ran: false };
    let ready = |url: &str| {
        let _ = writeln!(io::stdout(), "{url}");
        let _ = io::stdout().flush();
        let _ = writeln!(io::stderr(), "{}", words.get("cli.watching"));
    };
    serve::run(site, options, ready).map_err(|error| Failure::Io(PathBuf::new(), error))?;
    Ok(ExitCode::SUCCESS)
}

/// The settings of a content folder; defaults when it has none.
fn settings(content: &Path) -> config::Config {
    let mut project = Project::open(content, Options::default()).ok();
    let source = project.as_mut().and_then(|project| {
        project.refresh(&Hint::Paths(vec![PathBuf::from(config::FILE)]));
        project.folder().sources().text(config::FILE).cloned()
    });
    config::read(source.as_ref()).0
}

fn kind(name: &str, words: Words) -> Result<Kind, Failure> {
    let unknown = || Failure::UnknownKind(name.to_owned(), scaffold::names(words));
    scaffold::kind_named(name, words).ok_or_else(unknown)
}

fn new(args: &New, terminal: Words) -> Result<ExitCode, Failure> {
    if !args.content.is_dir() {
        return Err(Failure::Open(args.content.clone(), io::ErrorKind::NotFound.into()));
    }
    let settings = settings(&args.content);
    let words = settings.language().words();
    let kind = kind(&args.kind, words)?;
    let made = scaffold::create(&args.content, kind, &args.title, words, settings.lists());
    let path = made.map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput => Failure::NoId,
        io::ErrorKind::AlreadyExists => Failure::Exists(args.content.join(scaffold::place(kind, &args.title, words))),
        _ => Failure::Io(args.content.clone(), error),
    })?;
    let screen = Screen::new(false);
    screen.out(&format!("{}\n", terminal.fill("new.made", &[("path", &path.display().to_string())])))?;
    Ok(ExitCode::SUCCESS)
}

fn print_schema(args: &Schema, terminal: Words) -> Result<ExitCode, Failure> {
    let settings = settings(&args.content);
    let words = settings.language().words();
    let screen = Screen::new(false);
    let text = |kind: Kind| {
        let schema = schema::schema(kind, words, settings.lists());
        serde_json::to_string_pretty(&schema).map(|text| text + "\n").unwrap_or_default()
    };
    if args.reference {
        screen.out(&schema::reference(terminal, words))?;
    } else if let Some(folder) = &args.output {
        for kind in Kind::ALL {
            scaffold::write(&folder.join(format!("{}.schema.json", kind.key())), &text(kind))
                .map_err(|error| Failure::Io(folder.clone(), error))?;
        }
        let (count, path) = (Kind::ALL.len().to_string(), folder.display().to_string());
        screen.line(&terminal.fill("cli.schemas", &[("n", &count), ("path", &path)]))?;
    } else {
        let name = args.kind.as_deref().unwrap_or("case");
        screen.out(&text(kind(name, words)?))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn completions(args: &Completions, words: Words) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut cli::command(words), "werkzaam", &mut script);
    Screen::new(false).out(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

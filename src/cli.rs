//! What was typed, as types, and the help that goes with it. The words come from the locale, so that help reads in
//! the language of the terminal. Knows nothing of what the commands do.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use werkzaam::locale::{Language, Words};

use crate::usage;

#[derive(Debug, Parser)]
#[command(name = "werkzaam", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Build(Build),
    Serve(Serve),
    Check(Check),
    New(New),
    Schema(Schema),
    Completions(Completions),
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    #[arg(default_value = "content")]
    pub(crate) content: PathBuf,
    #[arg(short, long, default_value = "public", value_name = "DIR")]
    pub(crate) output: PathBuf,
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<String>,
    #[arg(long)]
    pub(crate) drafts: bool,
    #[arg(long, value_name = "LEVEL")]
    pub(crate) deny: Option<Deny>,
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    #[arg(short, long)]
    pub(crate) verbose: bool,
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[arg(default_value = "content")]
    pub(crate) content: PathBuf,
    #[arg(short, long, default_value_t = werkzaam::serve::DEFAULT_PORT)]
    pub(crate) port: u16,
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    pub(crate) host: IpAddr,
    #[arg(long)]
    pub(crate) open: bool,
    #[arg(long)]
    pub(crate) drafts: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[arg(default_value = "content")]
    pub(crate) content: PathBuf,
    #[arg(long, value_name = "LEVEL")]
    pub(crate) deny: Option<Deny>,
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    #[arg(long)]
    pub(crate) drafts: bool,
    #[arg(long, value_name = "CODE")]
    pub(crate) explain: Option<String>,
    #[arg(long, conflicts_with = "explain")]
    pub(crate) codes: bool,
    #[arg(long, conflicts_with_all = ["explain", "codes"])]
    pub(crate) coverage: bool,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    pub(crate) kind: String,
    pub(crate) title: String,
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub(crate) content: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Schema {
    pub(crate) kind: Option<String>,
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub(crate) content: PathBuf,
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["kind", "output"])]
    pub(crate) reference: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    pub(crate) shell: Shell,
}

/// What counts as an error beside errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    Warnings,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Human,
    Json,
    Github,
}

impl From<Format> for werkzaam::diagnostic::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Human => Self::Human,
            Format::Json => Self::Json,
            Format::Github => Self::Github,
        }
    }
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || "\"'<>?#".contains(c)) => {
            Ok(text.to_owned())
        }
        // What is expected instead is said in the locale: `cli.usage.expected.base-url`.
        _ => Err(String::new()),
    }
}

/// The language of the terminal: Dutch when it says so, else English.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the terminal for its language")]
pub(crate) fn terminal_language() -> Language {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    said.filter(|value| !value.is_empty())
        .map(|value| Language::from_tag(&value))
        .next()
        .flatten()
        .unwrap_or(Language::En)
}

/// The command with its help in a language.
pub(crate) fn command(words: Words) -> clap::Command {
    usage::translate(Cli::command(), words)
}

/// Reads the command line.
///
/// # Errors
/// What clap has to say: help and version too, which are no mistakes.
pub(crate) fn parse(words: Words) -> Result<Cli, (clap::Error, Option<String>)> {
    let mut command = command(words);
    let typed = typed(&command);
    let parsed = command.try_get_matches_from_mut(arguments()).and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| (error, typed))
}

/// The subcommand that was typed, for pointing at its help.
fn typed(command: &clap::Command) -> Option<String> {
    let first = arguments().nth(1)?.into_string().ok()?;
    command.find_subcommand(&first).map(|sub| sub.get_name().to_owned())
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the arguments")]
fn arguments() -> std::env::ArgsOs {
    std::env::args_os()
}

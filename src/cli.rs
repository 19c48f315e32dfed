//! What was typed, as types, and the help that goes with it. The words come from the locale, so that help reads in
//! the language of the terminal. Knows nothing of what the commands do.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use werkzaam::locale::{Language, Words};

#[derive(Debug, Parser)]
#[command(name = "werkzaam", version, disable_help_subcommand = true)]
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
        _ => Err("https://…".to_owned()),
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
    let text = |key: &str| words.find(&format!("cli.{key}"));
    let mut command = Cli::command();
    if let Some(about) = text("about") {
        command = command.about(about);
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |mut sub| {
            if let Some(about) = text(&format!("{name}.about")) {
                sub = sub.about(about);
            }
            let arguments: Vec<String> = sub.get_arguments().map(|arg| arg.get_id().to_string()).collect();
            for id in arguments {
                if let Some(help) = text(&format!("{name}.{id}")).or_else(|| text(&format!("arg.{id}"))) {
                    sub = sub.mut_arg(&id, |arg| arg.help(help));
                }
            }
            sub
        });
    }
    command
}

/// Reads the command line; prints help, version or a usage error and ends the program itself.
pub(crate) fn parse(words: Words) -> Cli {
    let matches = command(words).get_matches();
    Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

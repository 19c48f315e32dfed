//! The command line in the language of the terminal: help with the words of the locale, and what is wrong with what
//! was typed in one sentence. clap does the parsing; its own English words stay out of sight. Knows no command.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use werkzaam::locale::Words;

/// Gives a command and its subcommands their words.
pub(crate) fn translate(command: Command, words: Words) -> Command {
    let heading = |key: &str| words.get(&format!("cli.heading.{key}"));
    let template = format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}", heading("usage"));
    let subcommand = heading("command-value");
    let mut command = command
        .about(words.get("cli.about"))
        .help_template(format!("{template}{{after-help}}"))
        .after_help(words.get("cli.start"))
        .override_usage(format!("werkzaam <{subcommand}>"))
        .subcommand_help_heading(heading("commands"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag("help", 'h', ArgAction::Help, words))
        .arg(flag("version", 'V', ArgAction::Version, words));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| {
            let usage = usage(&sub, words);
            let own = |arg: Arg| argument(arg, &name, words);
            sub.about(words.get(&format!("cli.{name}.about")))
                .mut_args(own)
                .override_usage(usage)
                .help_template(template.clone())
                .disable_help_flag(true)
                .arg(flag("help", 'h', ArgAction::Help, words))
        });
    }
    command
}

fn flag(id: &'static str, short: char, action: ArgAction, words: Words) -> Arg {
    let heading = words.get("cli.heading.options");
    Arg::new(id).short(short).long(id).action(action).help_heading(heading).help(words.get(&format!("cli.arg.{id}")))
}

/// One argument with its help, and with what it takes and has by itself said in the same language.
fn argument(arg: Arg, command: &str, words: Words) -> Arg {
    let id = arg.get_id().to_string();
    let find =
        |key: &str| words.find(&format!("cli.{command}.{key}")).or_else(|| words.find(&format!("cli.arg.{key}")));
    let mut help = find(&id).unwrap_or_default().to_owned();
    let values: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let takes = !matches!(arg.get_action(), ArgAction::SetTrue);
    if takes && !values.is_empty() {
        help.push_str(&words.fill("cli.values", &[("values", &values.join(", "))]));
    }
    if let (true, Some(value)) = (takes, arg.get_default_values().first()) {
        help.push_str(&words.fill("cli.default", &[("value", &value.to_string_lossy())]));
    }
    let heading = if arg.is_positional() { "arguments" } else { "options" };
    let name = value_name(&arg, words);
    let arg = arg.help(help).help_heading(words.get(&format!("cli.heading.{heading}")));
    if takes { arg.value_name(name).hide_default_value(true).hide_possible_values(true) } else { arg }
}

fn value_name(arg: &Arg, words: Words) -> &'static str {
    words.get(&format!("cli.value.{}", arg.get_id()))
}

/// `werkzaam build [OPTIES] [MAP]`
fn usage(sub: &Command, words: Words) -> String {
    let mut usage = format!("werkzaam {}", sub.get_name());
    if sub.get_arguments().any(|arg| !arg.is_positional()) {
        usage.push_str(&format!(" [{}]", words.get("cli.heading.options-value")));
    }
    for arg in sub.get_positionals() {
        let name = value_name(arg, words);
        usage.push_str(&if arg.is_required_set() { format!(" <{name}>") } else { format!(" [{name}]") });
    }
    usage
}

/// What is wrong with what was typed, and where to look. `None` when clap had better say it itself: help and version.
pub(crate) fn wrong(error: &clap::Error, typed: Option<&str>, words: Words) -> Option<String> {
    let fill = |key: &str, args: &[(&str, &str)]| words.fill(&format!("cli.usage.{key}"), args);
    let invalid = all(error, ContextKind::InvalidArg);
    let arg = invalid.first().map_or("", String::as_str);
    let said = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return None;
        }
        ErrorKind::InvalidSubcommand => {
            let name = all(error, ContextKind::InvalidSubcommand).concat();
            fill("unknown-command", &[("name", &name)])
        }
        ErrorKind::UnknownArgument if arg.starts_with('-') => fill("unknown-option", &[("arg", arg)]),
        ErrorKind::UnknownArgument => fill("too-much", &[("arg", arg)]),
        ErrorKind::MissingRequiredArgument => fill("missing", &[("args", &invalid.join(" "))]),
        ErrorKind::ArgumentConflict => match all(error, ContextKind::PriorArg) {
            // "Cannot be used with itself" is how clap says "twice".
            others if others.iter().all(|other| other == arg) => fill("twice", &[("arg", arg)]),
            others => fill("conflict", &[("arg", arg), ("other", &others.join(" "))]),
        },
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = all(error, ContextKind::InvalidValue).concat();
            let known = all(error, ContextKind::ValidValue);
            let id = arg.trim_start_matches('-').split([' ', '=']).next().unwrap_or_default();
            match words.find(&format!("cli.usage.expected.{id}")) {
                _ if value.is_empty() => fill("no-value", &[("arg", arg)]),
                Some(expected) => fill("bad-value", &[("value", &value), ("arg", arg), ("expected", expected)]),
                None => fill("bad-choice", &[("value", &value), ("arg", arg), ("values", &known.join(", "))]),
            }
        }
        _ => return None,
    };
    let meant: Vec<String> = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        // clap names the nearest last.
        .flat_map(|kind| all(error, kind).into_iter().rev())
        .map(|word| format!("`{word}`"))
        .collect();
    let or = format!(" {} ", words.get("list.or"));
    let meant = match meant.as_slice() {
        [] => String::new(),
        some => format!(". {}", words.fill("diagnostic.suggestion", &[("words", &some.join(&or))])),
    };
    let command = typed.map_or_else(|| "werkzaam".to_owned(), |name| format!("werkzaam {name}"));
    Some(format!("{said}{meant}\n{}", fill("help", &[("command", &command)])))
}

/// The texts that clap keeps under a kind of context.
fn all(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

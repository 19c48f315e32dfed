//! `new`: a commented skeleton of any kind, made from the field table, so that it can never lack a field or have one
//! too many. One of the three places that touch the disk. Knows no pipeline.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the door through which new files are made")]

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::locale::Words;
use crate::model::cmo::Configuration;
use crate::model::kind::{Common, Kind};
use crate::model::record::Record as _;
use crate::model::value::{Field, MAX_ID, Shape, slugify};

/// The kind that a word on the command line means: its singular, its folder or its key, in any language.
pub fn kind_named(name: &str, words: Words) -> Option<Kind> {
    let name = slugify(name);
    let named = |kind: &Kind| {
        let word = |key: &str| slugify(words.get(&format!("kind.{}.{key}", kind.key())));
        name == kind.key() || ["singular", "folder", "plural"].iter().any(|key| name == word(key))
    };
    // Free pages have no folder: no word at all means nothing.
    Kind::ALL.into_iter().find(named).filter(|_| !name.is_empty())
}

/// The names that [`kind_named`] takes, for messages.
pub fn names(words: Words) -> Vec<String> {
    Kind::ALL.into_iter().map(|kind| slugify(words.get(&format!("kind.{}.singular", kind.key())))).collect()
}

/// The text of a new file. `# ` opens an explanation; a bare `#` can be taken away to use the line behind it.
pub fn text(kind: Kind, title: &str, words: Words) -> String {
    let mut out =
        format!("---\n# {}\n", words.fill("new.head", &[("kind", words.get(&format!("name.{}", kind.key())))]));
    for field in Common::FIELDS.iter().filter(|field| field.name != "cmo") {
        let value = (field.name == "title").then(|| quoted(title));
        row(&mut out, Common::NAME, field, value, words);
    }
    for field in kind.fields() {
        row(&mut out, kind.key(), field, None, words);
    }
    if kind != Kind::Term && kind != Kind::Page {
        out.push_str(&format!("\n# {}\n#cmo:\n", words.get("field.common.cmo")));
        item(&mut out, "  ", Configuration::NAME, Configuration::FIELDS, words);
    }
    out.push_str("---\n\n");
    out.push_str(words.get(&format!("new.body.{}", kind.key())));
    out.push('\n');
    out
}

/// A field that must be filled in stands open; one that may be left out is a comment.
fn row(out: &mut String, record: &str, field: &Field, value: Option<String>, words: Words) {
    let explained = words.get(&format!("field.{record}.{}", field.name));
    let mark = if field.required { "" } else { "#" };
    let value = value.unwrap_or_else(|| example(&field.shape));
    out.push_str(&format!("\n# {explained}\n{mark}{}: {value}\n", field.name));
}

/// A map as an item of a list, a line a field, all of it a comment; what it holds of evidence is written out too.
fn item(out: &mut String, indent: &str, record: &str, fields: &[Field], words: Words) {
    for (index, field) in fields.iter().enumerate() {
        let explained = words.get(&format!("field.{record}.{}", field.name));
        out.push_str(&format!("#{indent}  # {explained}\n"));
        let dash = if index == 0 { "- " } else { "  " };
        match field.shape {
            Shape::List(Shape::Record(part, parts)) => {
                out.push_str(&format!("#{indent}{dash}{}:\n", field.name));
                item(out, &format!("{indent}    "), part, parts, words);
            }
            shape => out.push_str(&format!("#{indent}{dash}{}: {}\n", field.name, example(&shape))),
        }
    }
}

/// An example value of a shape, on one line.
pub fn example(shape: &Shape) -> String {
    match shape {
        Shape::Text => "\"\"".to_owned(),
        Shape::Integer => "0".to_owned(),
        Shape::YesNo => "yes".to_owned(),
        Shape::Date => "2026-01-31".to_owned(),
        Shape::PartialDate => "2026-01".to_owned(),
        Shape::Url => "https://".to_owned(),
        Shape::Id | Shape::Reference(_) | Shape::ConfigurationId | Shape::Listed(_) => "id".to_owned(),
        Shape::Choice(words) => {
            words.first().map_or_else(String::new, |first| format!("{first}   # {}", words.join(" | ")))
        }
        Shape::List(Shape::Either(shapes)) => {
            format!("[{}]", shapes.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
        Shape::List(Shape::Choice(words)) => {
            format!("[{}]   # {}", words.first().copied().unwrap_or_default(), words.join(" | "))
        }
        Shape::List(item) => format!("[{}]", plain(item)),
        Shape::Record(_, fields) => {
            let parts = fields.iter().map(|field| format!("{}: {}", field.name, plain(&field.shape)));
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
        Shape::Either(shapes) => shapes.first().map_or_else(String::new, example),
    }
}

/// An example without its comment, which would swallow the bracket that closes behind it.
fn plain(shape: &Shape) -> String {
    let mut value = example(shape);
    if let Some(comment) = value.find("   #") {
        value.truncate(comment);
    }
    value
}

/// Text on one line as a YAML value that is text whatever it holds.
fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The id that follows from a title, cut between words when it would be too long. Empty when the title has no letter
/// or digit.
fn id(title: &str) -> String {
    let id = slugify(title);
    match id.get(..=MAX_ID) {
        None => id,
        Some(start) => start.rsplit_once('-').map_or(&id[..MAX_ID], |(words, _)| words).to_owned(),
    }
}

/// Where a new file goes, below the content folder.
pub fn place(kind: Kind, title: &str, words: Words) -> PathBuf {
    let file = format!("{}.md", id(title));
    match kind {
        Kind::Page => PathBuf::from(file),
        _ => Path::new(words.get(kind.folder_key())).join(file),
    }
}

/// Writes a new file into the folder of its kind and returns its path. Never replaces a file.
///
/// # Errors
/// When the title gives no id (`InvalidInput`), the file exists (`AlreadyExists`), or the folder cannot be written.
pub fn create(content: &Path, kind: Kind, title: &str, words: Words) -> io::Result<PathBuf> {
    if id(title).is_empty() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let path = content.join(place(kind, title, words));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(&path)?;
    file.write_all(text(kind, title, words).as_bytes())?;
    Ok(path)
}

/// Writes a file that was asked for by name, with the folders above it.
///
/// # Errors
/// When the system refuses.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

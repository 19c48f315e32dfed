//! `new`: a commented skeleton of any kind, made from the field table, so that it can never lack a field or have one
//! too many. One of the three places that touch the disk. Knows no pipeline.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::locale::Words;
use crate::model::cmo::Configuration;
use crate::model::entry::folder_key;
use crate::model::kind::{Common, Kind};
use crate::model::record::Record as _;
use crate::model::value::{Field, Shape, slugify};

/// The kind that a word on the command line means: its singular, its folder or its key, in any language.
pub fn kind_named(name: &str, words: Words) -> Option<Kind> {
    let name = slugify(name);
    Kind::ALL.into_iter().find(|kind| {
        let word = |key: &str| slugify(words.get(&format!("kind.{}.{key}", kind.key())));
        name == kind.key() || name == word("singular") || name == word("folder") || name == word("plural")
    })
}

/// The names that [`kind_named`] takes, for messages.
pub fn names(words: Words) -> Vec<String> {
    Kind::ALL.into_iter().map(|kind| slugify(words.get(&format!("kind.{}.singular", kind.key())))).collect()
}

/// The text of a new file.
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
        let item = |indent: &str, field: &Field| format!("#{indent}{}: {}\n", field.name, example(&field.shape));
        for (index, field) in Configuration::FIELDS.iter().enumerate() {
            out.push_str(&item(if index == 0 { "  - " } else { "    " }, field));
        }
    }
    out.push_str("---\n\n");
    out.push_str(words.get(&format!("new.body.{}", kind.key())));
    out.push('\n');
    out
}

/// A field that must be filled in stands open; one that may be left out is a comment.
fn row(out: &mut String, record: &str, field: &Field, value: Option<String>, words: Words) {
    let key = format!("field.{record}.{}", field.name);
    out.push_str(&format!("\n# {}\n", words.get(&key)));
    match value {
        Some(value) => out.push_str(&format!("{}: {value}\n", field.name)),
        None if field.required => out.push_str(&format!("{}: {}\n", field.name, example(&field.shape))),
        None => out.push_str(&format!("#{}: {}\n", field.name, example(&field.shape))),
    }
}

/// An example value of a shape, on one line.
pub fn example(shape: &Shape) -> String {
    match shape {
        Shape::Text => "\"\"".to_owned(),
        Shape::Integer => "0".to_owned(),
        Shape::YesNo => "no".to_owned(),
        Shape::Date => "2026-01-31".to_owned(),
        Shape::PartialDate => "2026-01".to_owned(),
        Shape::Url => "https://".to_owned(),
        Shape::Id | Shape::Reference(_) | Shape::ConfigurationId | Shape::Listed(_) => "id".to_owned(),
        Shape::Choice(words) => {
            words.first().map_or_else(String::new, |first| format!("{first}   # {}", words.join(" | ")))
        }
        // The comment of a choice would swallow the closing bracket.
        Shape::List(item) => format!("[{}]", example(item).split("   #").next().unwrap_or_default()),
        Shape::Record(_, fields) => {
            let parts = fields.iter().map(|field| {
                let value = example(&field.shape);
                format!("{}: {}", field.name, value.split("   #").next().unwrap_or_default())
            });
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
        Shape::Either(shapes) => shapes.first().map_or_else(String::new, example),
    }
}

/// Text as a YAML value that is text whatever it holds.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Where a new file goes, below the content folder.
pub fn place(kind: Kind, title: &str, words: Words) -> PathBuf {
    let file = format!("{}.md", slugify(title));
    match kind {
        Kind::Page => PathBuf::from(file),
        _ => Path::new(words.get(&folder_key(kind))).join(file),
    }
}

/// Writes a new file into the folder of its kind and returns its path. Never replaces a file.
///
/// # Errors
/// When the title gives no id, the file exists, or the folder cannot be written.
pub fn create(content: &Path, kind: Kind, title: &str, words: Words) -> io::Result<PathBuf> {
    if slugify(title).is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words.get("new.no-id")));
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

//! `new`: a commented skeleton of any kind, made from the field table, so that it can never lack a field or have one
//! too many. One of the three places that touch the disk. Knows no pipeline.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the door through which new files are made")]

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::config::Lists;
use crate::locale::Words;
use crate::model::cmo::Configuration;
use crate::model::kind::{Common, Kind};
use crate::model::record::Record as _;
use crate::model::value::{Field, Shape, slugify};

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
pub fn text(kind: Kind, title: &str, words: Words, lists: &Lists) -> String {
    let head = words.fill("new.head", &[("kind", words.get(&format!("name.{}", kind.key())))]);
    let mut skeleton = Skeleton { out: format!("---\n# {head}\n"), words, lists };
    for field in Common::FIELDS.iter().filter(|field| field.name != "cmo") {
        skeleton.row(Common::NAME, field, (field.name == "title").then(|| quoted(title)));
    }
    for field in kind.fields() {
        skeleton.row(kind.key(), field, None);
    }
    if kind != Kind::Term && kind != Kind::Page {
        skeleton.out.push_str(&format!("\n# {}\n#cmo:\n", words.get("field.common.cmo")));
        skeleton.item("  ", Configuration::NAME, Configuration::FIELDS);
    }
    format!("{}---\n\n{}\n", skeleton.out, words.get(&format!("new.body.{}", kind.key())))
}

struct Skeleton<'a> {
    out: String,
    words: Words,
    lists: &'a Lists,
}

impl Skeleton<'_> {
    /// A field that must be filled in stands open; one that may be left out is a comment.
    fn row(&mut self, record: &str, field: &Field, value: Option<String>) {
        let explained = self.words.get(&format!("field.{record}.{}", field.name));
        let mark = if field.required { "" } else { "#" };
        let value = value.unwrap_or_else(|| match field.shape {
            // What it is about is for the author to say: as long as nothing is chosen, that is an error.
            Shape::List(_) if field.required => self.choices(&field.shape, "[]".to_owned()),
            shape => self.example(&shape),
        });
        self.out.push_str(&format!("\n# {explained}\n{mark}{}: {value}\n", field.name));
    }

    /// A map as an item of a list, a line a field, all of it a comment; what it holds of maps is written out too.
    fn item(&mut self, indent: &str, record: &str, fields: &[Field]) {
        for (index, field) in fields.iter().enumerate() {
            let explained = self.words.get(&format!("field.{record}.{}", field.name));
            let dash = if index == 0 { "- " } else { "  " };
            self.out.push_str(&format!("#{indent}  # {explained}\n#{indent}{dash}{}:", field.name));
            if let Shape::List(Shape::Record(part, parts)) = field.shape {
                self.out.push('\n');
                self.item(&format!("{indent}    "), part, parts);
            } else {
                self.out.push_str(&format!(" {}\n", self.example(&field.shape)));
            }
        }
    }

    /// An example value of a shape, on one line.
    fn example(&self, shape: &Shape) -> String {
        self.choices(shape, self.value(shape))
    }

    /// A value with the words to choose from behind it as a comment.
    fn choices(&self, shape: &Shape, value: String) -> String {
        let choices: Vec<&str> = match shape {
            Shape::Choice(words) | Shape::List(Shape::Choice(words)) => words.to_vec(),
            Shape::Listed(list) | Shape::List(Shape::Listed(list)) => {
                self.lists.items(list).iter().map(|item| item.slug.as_str()).collect()
            }
            _ => Vec::new(),
        };
        if choices.is_empty() { value } else { format!("{value}   # {}", choices.join(" | ")) }
    }

    fn value(&self, shape: &Shape) -> String {
        let joined = |parts: Vec<String>| parts.join(", ");
        match shape {
            Shape::Text => "\"\"".to_owned(),
            Shape::Integer => "0".to_owned(),
            Shape::YesNo => "yes".to_owned(),
            Shape::Date => "2026-01-31".to_owned(),
            Shape::PartialDate => "2026-01".to_owned(),
            Shape::Url => "https://".to_owned(),
            Shape::Id | Shape::Reference(_) | Shape::ConfigurationId => "id".to_owned(),
            Shape::Listed(list) => self.lists.items(list).first().map_or("id", |item| &item.slug).to_owned(),
            Shape::Choice(words) => words.first().copied().unwrap_or_default().to_owned(),
            Shape::List(Shape::Either(shapes)) => {
                format!("[{}]", joined(shapes.iter().map(|one| self.value(one)).collect()))
            }
            Shape::List(item) => format!("[{}]", self.value(item)),
            Shape::Record(_, fields) => {
                let parts = fields.iter().map(|field| format!("{}: {}", field.name, self.value(&field.shape)));
                format!("{{{}}}", joined(parts.collect()))
            }
            Shape::Either(shapes) => shapes.first().map_or_else(String::new, |one| self.value(one)),
        }
    }
}

/// Text on one line as a YAML value that is text whatever it holds.
fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Where a new file goes, below the content folder.
pub fn place(kind: Kind, title: &str, words: Words) -> PathBuf {
    let file = format!("{}.md", slugify(title));
    match kind {
        Kind::Page => PathBuf::from(file),
        _ => Path::new(words.get(kind.folder_key())).join(file),
    }
}

/// Writes a new file into the folder of its kind and returns its path. Never replaces a file.
///
/// # Errors
/// When the title gives no id (`InvalidInput`), the file exists (`AlreadyExists`), or the folder cannot be written.
pub fn create(content: &Path, kind: Kind, title: &str, words: Words, lists: &Lists) -> io::Result<PathBuf> {
    if slugify(title).is_empty() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let path = content.join(place(kind, title, words));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(&path)?;
    file.write_all(text(kind, title, words, lists).as_bytes())?;
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

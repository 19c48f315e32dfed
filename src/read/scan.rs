//! The one door through which a folder of content is read, with its limits: sizes, depth, links, encoding. It
//! remembers what it has read, so that a rebuild reads only what changed. Knows nothing of YAML, Markdown or kinds
//! of content.
#![expect(clippy::disallowed_methods, reason = "the one door through which content is read")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;
use xxhash_rust::xxh3::xxh3_128;

use super::source::{Asset, Place, Source, Sources, Span};
use crate::diagnostic::{Code, Diagnostic, Report};

/// Largest text that is read, in bytes. A page of a knowledge base is a few kilobytes.
pub const MAX_TEXT_BYTES: u64 = 1024 * 1024;
/// Largest picture or other file that is copied, in bytes.
pub const MAX_ASSET_BYTES: u64 = 32 * 1024 * 1024;
/// Deepest folder below the content folder.
pub const MAX_DEPTH: usize = 8;

const TEXT_EXTENSIONS: [&str; 2] = ["md", "toml"];
const ASSET_EXTENSIONS: [&str; 10] = ["png", "jpg", "jpeg", "webp", "avif", "gif", "svg", "pdf", "csv", "ods"];
const THEME_EXTENSIONS: [&str; 5] = ["html", "css", "js", "svg", "txt"];

/// What a watcher or a caller says about the change; a hint, never the truth.
#[derive(Debug, Clone)]
pub enum Hint {
    /// Anything may have changed: look at every file's date and size.
    Everything,
    /// Only these files (absolute, or below the folder) may have changed. A folder among them is walked.
    Paths(Vec<PathBuf>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
}

/// A folder that is read into [`Sources`] and kept up to date.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    stamps: BTreeMap<Arc<str>, Stamp>,
    refused: BTreeMap<Arc<str>, Diagnostic>,
    sources: Sources,
}

enum Found {
    /// A text, and what is wrong with its bytes.
    Text(Source, Option<Diagnostic>),
    Asset(Asset),
    Refused(Diagnostic),
}

impl Folder {
    /// A folder that has not been looked at yet. `root` must be an existing folder.
    ///
    /// # Errors
    /// When `root` does not exist or is no folder.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        let root = fs::canonicalize(root)?;
        if !root.is_dir() {
            return Err(std::io::Error::new(std::io::ErrorKind::NotADirectory, "not a folder"));
        }
        Ok(Self { root, stamps: BTreeMap::new(), refused: BTreeMap::new(), sources: Sources::default() })
    }

    /// The folder, as an absolute path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What is known of the folder now.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Diagnostics of the files that could not be read.
    pub fn report(&self) -> Report {
        self.refused.values().cloned().collect()
    }

    /// Looks again and reads what changed. Returns whether anything did: the same bytes again are no change.
    pub fn refresh(&mut self, hint: &Hint) -> bool {
        match hint {
            Hint::Everything => self.walk(&self.root.clone()),
            Hint::Paths(paths) => {
                let mut changed = false;
                for path in paths {
                    let path = if path.is_absolute() { path.clone() } else { self.root.join(path) };
                    changed |= self.walk(&path);
                }
                changed
            }
        }
    }

    /// Brings everything at or below `start` up to date.
    fn walk(&mut self, start: &Path) -> bool {
        let Some(prefix) = self.relative(start) else { return false };
        // Also the folders above must be ones that we read: an event deep inside `.git` says nothing to us.
        if prefix.split('/').any(is_hidden) {
            return false;
        }
        // A path through a folder that is a link to elsewhere is told when that link is found.
        if !is_link(start) && fs::canonicalize(start).is_ok_and(|real| !real.starts_with(&self.root)) {
            return false;
        }
        let mut seen: BTreeMap<Arc<str>, Stamp> = BTreeMap::new();
        let mut refused: BTreeMap<Arc<str>, Diagnostic> = BTreeMap::new();
        let depth = prefix.split('/').filter(|part| !part.is_empty()).count();
        let walker =
            WalkDir::new(start).follow_links(true).max_depth((MAX_DEPTH + 1).saturating_sub(depth)).into_iter();
        let mut visible = walker.filter_entry(|e| e.depth() == 0 || !e.file_name().to_str().is_some_and(is_hidden));
        while let Some(entry) = visible.next() {
            let refusal = match entry {
                Ok(entry) => {
                    let refusal = self.look_at(&entry, &mut seen);
                    // What lies behind a link to elsewhere is not ours to read.
                    if refusal.is_some() && entry.file_type().is_dir() {
                        visible.skip_current_dir();
                    }
                    refusal
                }
                Err(error) => self.failed(&error, start),
            };
            if let Some(diagnostic) = refusal {
                refused.insert(diagnostic.place.file.clone(), diagnostic);
            }
        }
        self.take_in(&prefix, &seen, refused)
    }

    /// What is wrong with a file or folder, before its text is read. What is to be read goes into `seen`.
    fn look_at(&self, entry: &walkdir::DirEntry, seen: &mut BTreeMap<Arc<str>, Stamp>) -> Option<Diagnostic> {
        let path = entry.path();
        let readable = self.relative(path);
        let file: Arc<str> = match &readable {
            Some(name) => name.as_str().into(),
            None => path.strip_prefix(&self.root).ok()?.to_string_lossy().into(),
        };
        let refuse = |code: Code| Some(Diagnostic::new(code, whole(&file)));
        let is_folder = entry.file_type().is_dir();
        if !is_folder && !(entry.file_type().is_file() && (kind_of(&file).is_some() || misnamed(&file).is_some())) {
            return None;
        }
        if entry.path_is_symlink() && !fs::canonicalize(path).is_ok_and(|real| real.starts_with(&self.root)) {
            return refuse(Code::LinkOutside);
        }
        let name = file.rsplit('/').next().unwrap_or_default();
        if readable.is_none() {
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            let right = if is_folder { plain(name) } else { format!("{}.{ending}", plain(stem)) };
            return refuse(Code::BadFileName).map(|d| d.arg("name", name).arg("id", right));
        }
        if is_folder {
            let depth = file.split('/').filter(|part| !part.is_empty()).count();
            return if depth > MAX_DEPTH { refuse(Code::TooDeep).map(|d| d.arg("limit", MAX_DEPTH)) } else { None };
        }
        if let Some(right) = misnamed(&file) {
            return refuse(Code::BadFileName).map(|d| d.arg("name", name).arg("id", right));
        }
        match entry.metadata() {
            Ok(data) => {
                seen.insert(file, Stamp { modified: data.modified().ok(), length: data.len() });
                None
            }
            Err(error) => refuse(Code::Unreadable).map(|d| d.arg("reason", reason(&error))),
        }
    }

    /// What the walk stumbled over: a link in a circle, a link to nothing, a folder that is locked.
    fn failed(&self, error: &walkdir::Error, start: &Path) -> Option<Diagnostic> {
        let path = error.path().unwrap_or(start);
        if error.io_error().is_some_and(|e| e.kind() == std::io::ErrorKind::NotFound) && !is_link(path) {
            return None; // vanished while we looked
        }
        let file: Arc<str> = self.relative(path)?.into();
        Some(match error.loop_ancestor() {
            Some(above) => {
                let above = self.relative(above).filter(|above| !above.is_empty()).unwrap_or_else(|| ".".to_owned());
                Diagnostic::new(Code::LinkLoop, whole(&file)).arg("reason", above)
            }
            None => Diagnostic::new(Code::Unreadable, whole(&file)).arg("reason", reason(error)),
        })
    }

    /// Replaces all that is known below `prefix` by what was seen, reading only what has another stamp.
    fn take_in(
        &mut self,
        prefix: &str,
        seen: &BTreeMap<Arc<str>, Stamp>,
        refused: BTreeMap<Arc<str>, Diagnostic>,
    ) -> bool {
        let below = |path: &str| {
            prefix.is_empty() || path == prefix || path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'))
        };
        let gone: Vec<Arc<str>> =
            self.stamps.keys().filter(|path| below(path) && !seen.contains_key(*path)).cloned().collect();
        let before: BTreeMap<Arc<str>, Diagnostic> =
            self.refused.iter().filter(|(path, _)| below(path)).map(|(p, d)| (p.clone(), d.clone())).collect();
        self.refused.retain(|path, _| !below(path));
        let mut changed = !gone.is_empty();
        for path in gone {
            self.stamps.remove(&path);
            self.sources.texts.remove(&path);
            self.sources.assets.remove(&path);
        }
        // A named file is always read again: two saves within the clock's grain have the same stamp.
        let named = !prefix.is_empty() && seen.contains_key(prefix);
        let fresh: Vec<(&Arc<str>, &Stamp)> =
            seen.iter().filter(|(path, stamp)| named || self.stamps.get(*path) != Some(stamp)).collect();
        let root = &self.root;
        let read: Vec<(Arc<str>, Found)> =
            fresh.par_iter().map(|(path, stamp)| ((*path).clone(), read(root, path, stamp.length))).collect();
        for (path, stamp) in seen {
            // What was refused before and has not changed keeps its diagnostic.
            if let Some(old) = before.get(path)
                && !named
                && self.stamps.get(path) == Some(stamp)
            {
                self.refused.insert(path.clone(), old.clone());
            }
            self.stamps.insert(path.clone(), *stamp);
        }
        for (path, found) in read {
            changed |= self.replace(&path, found);
        }
        self.refused.extend(refused);
        let after: BTreeMap<Arc<str>, Diagnostic> =
            self.refused.iter().filter(|(path, _)| below(path)).map(|(p, d)| (p.clone(), d.clone())).collect();
        changed || before != after
    }

    fn replace(&mut self, path: &Arc<str>, found: Found) -> bool {
        let old_text = self.sources.texts.get(path).map(|old| old.hash);
        let old_asset = self.sources.assets.get(path).map(|old| old.hash);
        match found {
            Found::Text(source, wrong) => {
                if let Some(diagnostic) = wrong {
                    self.refused.insert(path.clone(), diagnostic);
                }
                let changed = old_text != Some(source.hash);
                if changed {
                    self.sources.texts.insert(path.clone(), Arc::new(source));
                }
                changed
            }
            Found::Asset(asset) if old_asset == Some(asset.hash) => false,
            Found::Asset(asset) => {
                self.sources.assets.insert(path.clone(), asset);
                true
            }
            Found::Refused(diagnostic) => {
                self.refused.insert(path.clone(), diagnostic);
                let asset = self.sources.assets.remove(path).is_some();
                // A page that cannot be read is there all the same: who refers to it is not mistaken.
                let text = matches!(kind_of(path), Some(FileKind::Text));
                let empty = Source::new(path.clone(), "");
                let changed = text && old_text != Some(empty.hash);
                if changed {
                    self.sources.texts.insert(path.clone(), Arc::new(empty));
                }
                asset || changed
            }
        }
    }

    fn relative(&self, path: &Path) -> Option<String> {
        let inside = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }
}

enum FileKind {
    Text,
    Asset,
}

/// Reads `theme/` as text whatever the ending is, the rest by its ending; `None` for what is not content.
fn kind_of(path: &str) -> Option<FileKind> {
    let extension = path.rsplit_once('.')?.1.to_ascii_lowercase();
    let extension = extension.as_str();
    if path.starts_with("theme/") && THEME_EXTENSIONS.contains(&extension) || TEXT_EXTENSIONS.contains(&extension) {
        return Some(FileKind::Text);
    }
    if extension == "css" {
        return Some(FileKind::Text); // a municipality's token file
    }
    ASSET_EXTENSIONS.contains(&extension).then_some(FileKind::Asset)
}

/// The right name for a text whose ending is nearly that of a page: `A.MD` would never become one, and nobody would know.
fn misnamed(path: &str) -> Option<String> {
    let name = path.rsplit('/').next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let nearly = matches!(extension.to_ascii_lowercase().as_str(), "md" | "markdown") && extension != "md";
    (nearly && !path.starts_with("theme/")).then(|| format!("{}.md", plain(stem)))
}

/// A name without what a name cannot hold.
fn plain(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_lowercase()
}

/// Dot files, editors' temporary files and backups are no content.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with('#') || name.ends_with('~') || name.ends_with(".swp") || name == "4913"
}

fn read(root: &Path, path: &Arc<str>, length: u64) -> Found {
    let refuse = |code: Code| Diagnostic::new(code, whole(path));
    let is_text = matches!(kind_of(path), Some(FileKind::Text));
    let limit = if is_text { MAX_TEXT_BYTES } else { MAX_ASSET_BYTES };
    if length > limit {
        return Found::Refused(refuse(Code::TooLarge).arg("size", length).arg("limit", limit));
    }
    let bytes = match fs::read(root.join(&**path)) {
        Ok(bytes) => bytes,
        Err(error) => return Found::Refused(refuse(Code::Unreadable).arg("reason", error)),
    };
    if !is_text {
        let hash = xxh3_128(&bytes);
        return Found::Asset(Asset { bytes: bytes.into(), hash });
    }
    match decode(path, &bytes) {
        Ok((text, wrong)) => Found::Text(Source::new(path.clone(), text), wrong),
        Err(diagnostic) => Found::Refused(*diagnostic),
    }
}

/// Bytes as text: UTF-8 without byte order mark, without control characters that no author types. A text with wrong
/// bytes comes with a diagnostic that points at the first of them, and with something else in their place: so the
/// finding has an excerpt, the other mistakes of the file come out too, and references to it stay whole.
///
/// # Errors
/// A diagnostic when it is no text at all: UTF-16, a picture, a program.
pub fn decode(path: &Arc<str>, bytes: &[u8]) -> Result<(String, Option<Diagnostic>), Box<Diagnostic>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let at = |code: Code, offset: usize, length: usize, what: String| {
        let before = bytes.get(..offset).unwrap_or(bytes);
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
        // When the text cannot be kept, the place is known from these words only.
        Diagnostic::new(code, Place { file: path.clone(), span: Span::new(offset, offset + length) })
            .arg("line", line)
            .arg("column", String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count() + 1)
            .arg("byte", what)
    };
    let (mut text, mut wrong) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let offset = error.valid_up_to();
            let byte = bytes.get(offset).copied().unwrap_or(0);
            // The text shows `\u{fffd}` there.
            let wrong = at(Code::NotUtf8, offset, char::REPLACEMENT_CHARACTER.len_utf8(), format!("0x{byte:02X}"));
            (String::from_utf8_lossy(bytes).into_owned(), Some(wrong))
        }
    };
    let noughts = bytes.iter().filter(|b| **b == 0).count();
    if noughts > 0 && (wrong.is_some() || noughts * 10 > bytes.len()) {
        let first = bytes.iter().position(|b| *b == 0).unwrap_or(0);
        return Err(Box::new(wrong.unwrap_or_else(|| at(Code::NotUtf8, first, 1, "0x00".to_owned()))));
    }
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if let Some((offset, c)) = text.char_indices().find(|(_, c)| odd(*c)) {
        let code_point = format!("U+{:04X}", u32::from(c));
        wrong = wrong.or_else(|| Some(at(Code::ControlCharacter, offset, c.len_utf8(), code_point)));
        // As many spaces as it has bytes, so that every place after it stays true.
        let mut clean = String::with_capacity(text.len());
        for c in text.chars() {
            if odd(c) {
                clean.extend(std::iter::repeat_n(' ', c.len_utf8()));
            } else {
                clean.push(c);
            }
        }
        text = clean;
    }
    Ok((text, wrong))
}

fn whole(file: &Arc<str>) -> Place {
    Place { file: file.clone(), span: Span::default() }
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.file_type().is_symlink())
}

/// What the system says, without the path: that is told already.
fn reason(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn bytes_become_text_or_a_finding_with_a_place() {
        let path: Arc<str> = "a.md".into();
        let check = |bytes: &[u8], text: Option<&str>, code: Option<Code>, at: u32| {
            let (found, wrong) = match decode(&path, bytes) {
                Ok((text, wrong)) => (Some(text), wrong),
                Err(wrong) => (None, Some(*wrong)),
            };
            assert_eq!(found.as_deref(), text, "{bytes:?}");
            assert_eq!(wrong.as_ref().map(|d| d.code), code, "{bytes:?}");
            assert_eq!(wrong.map_or(0, |d| d.place.span.start), at, "{bytes:?}");
        };
        check(b"", Some(""), None, 0);
        check("één\r\n\ttwee".as_bytes(), Some("één\r\n\ttwee"), None, 0);
        check("\u{feff}een".as_bytes(), Some("een"), None, 0);
        check(b"caf\xE9 au lait", Some("caf\u{fffd} au lait"), Some(Code::NotUtf8), 3);
        check("\u{feff}een\u{7}twee".as_bytes(), Some("een twee"), Some(Code::ControlCharacter), 3);
        check("een\u{85}twee".as_bytes(), Some("een  twee"), Some(Code::ControlCharacter), 3);
        check(
            b"een regel met een enkele nul\0 erin",
            Some("een regel met een enkele nul  erin"),
            Some(Code::ControlCharacter),
            28,
        );
        check(b"e\0e\0n\0", None, Some(Code::NotUtf8), 1);
        check(b"\x89PNG\r\n\0\0", None, Some(Code::NotUtf8), 0);
    }

    fn codes(folder: &Folder) -> Vec<(&'static str, String)> {
        folder.report().iter().map(|d| (d.code.number(), d.place.file.to_string())).collect()
    }

    fn paths(folder: &Folder) -> Vec<String> {
        folder.sources().texts.keys().map(ToString::to_string).collect()
    }

    #[test]
    fn a_finding_goes_when_its_file_is_mended_or_gone() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("over.md");
        for everything in [true, false] {
            let mut folder = Folder::open(home.path()).unwrap();
            let hint = if everything { Hint::Everything } else { Hint::Paths(vec!["over.md".into()]) };
            fs::write(&file, b"caf\xE9").unwrap();
            assert!(folder.refresh(&hint));
            assert_eq!(codes(&folder), [("E0101", "over.md".to_owned())]);
            assert!(!folder.refresh(&hint));
            assert_eq!(codes(&folder).len(), 1);
            fs::write(&file, "café, hersteld").unwrap();
            assert!(folder.refresh(&hint));
            assert_eq!(codes(&folder), []);
            fs::write(&file, b"caf\xE9, weer kapot").unwrap();
            assert!(folder.refresh(&hint));
            fs::remove_file(&file).unwrap();
            assert!(folder.refresh(&hint));
            assert_eq!((codes(&folder), paths(&folder)), (vec![], vec![]));
        }
    }

    #[cfg(unix)]
    #[test]
    fn nothing_behind_a_link_to_elsewhere_is_read() {
        let home = tempfile::tempdir().unwrap();
        let (content, elsewhere) = (home.path().join("content"), home.path().join("elders"));
        fs::create_dir_all(elsewhere.join("map")).unwrap();
        fs::create_dir_all(&content).unwrap();
        fs::write(elsewhere.join("map/geheim.md"), "geheim").unwrap();
        fs::write(content.join("over.md"), "over").unwrap();
        std::os::unix::fs::symlink(&elsewhere, content.join("casussen")).unwrap();
        let told = [("E0105", "casussen".to_owned())];
        for hint in [
            Hint::Everything,
            Hint::Paths(vec!["casussen".into()]),
            Hint::Paths(vec!["casussen/map".into(), "casussen/map/geheim.md".into()]),
        ] {
            let mut folder = Folder::open(&content).unwrap();
            folder.refresh(&Hint::Everything);
            folder.refresh(&hint);
            assert_eq!((codes(&folder), paths(&folder)), (told.to_vec(), vec!["over.md".to_owned()]), "{hint:?}");
        }
    }
}

//! Files as values: path, text, hash, where each line starts, and spans that point into them. Knows nothing of
//! the disk (that is `scan`), YAML, Markdown or kinds of content.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_128;

/// A half-open byte range in one file, counted from the first byte of that file (front matter included).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte `start` up to byte `end`.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The same span, `by` bytes further on.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start as usize + by, self.end as usize + by)
    }
}

/// A span in a named file: what a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Path below the content folder (or theme folder), with `/`.
    pub file: Arc<str>,
    /// Byte range in that file.
    pub span: Span,
}

/// One text file.
#[derive(Debug)]
pub struct Source {
    /// Path below the content folder, with `/`.
    pub path: Arc<str>,
    /// The whole text, without a byte order mark and as it stands on disk otherwise.
    pub text: Arc<str>,
    /// xxh3 of path and text: the key under which what is made of it is remembered.
    pub hash: u128,
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// A source made of a path and its text.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let (path, text) = (path.into(), text.into());
        let mut bytes = Vec::with_capacity(path.len() + 1 + text.len());
        bytes.extend_from_slice(path.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(text.as_bytes());
        let hash = xxh3_128(&bytes);
        Self { path, text, hash, lines: OnceLock::new() }
    }

    /// 1-based line and column (in characters) of a byte offset. An offset past the end gives the last place.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let lines = self.lines.get_or_init(|| {
            let starts = self.text.bytes().enumerate().filter(|&(_, b)| b == b'\n');
            std::iter::once(0).chain(starts.map(|(i, _)| u32::try_from(i + 1).unwrap_or(u32::MAX))).collect()
        });
        let offset = (offset as usize).min(self.text.len());
        let line = lines.partition_point(|&start| start as usize <= offset).max(1) - 1;
        let start = lines.get(line).copied().unwrap_or(0) as usize;
        let column = self.text.get(start..offset).map_or(offset - start, |s| s.chars().count());
        (u32::try_from(line + 1).unwrap_or(u32::MAX), u32::try_from(column + 1).unwrap_or(u32::MAX))
    }
}

/// Everything that was read: texts by path, and other files (pictures) by path.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    /// Markdown files and `site.toml`, and the text files of the site's own theme, by path.
    pub texts: BTreeMap<Arc<str>, Arc<Source>>,
    /// Files that are copied as they are, by path.
    pub assets: BTreeMap<Arc<str>, Asset>,
}

/// A file that is copied to the site unread.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// xxh3 of its bytes.
    pub hash: u128,
}

impl Sources {
    /// Sources from memory, as tests and fuzzers use them.
    pub fn from_texts<P: Into<Arc<str>>, T: Into<Arc<str>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let mut sources = Self::default();
        for (path, text) in files {
            sources.insert_text(path, text);
        }
        sources
    }

    /// Adds or replaces one text.
    pub fn insert_text(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) {
        let source = Source::new(path, text);
        self.texts.insert(source.path.clone(), Arc::new(source));
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> Option<&Arc<Source>> {
        self.texts.get(path)
    }
}

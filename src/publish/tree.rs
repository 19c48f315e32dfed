//! The site as a value: every file that is to be published, by path, before any disk or socket sees it. Knows
//! nothing of what the bytes mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_128;

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// xxh3 of its bytes.
    pub hash: u128,
}

impl Output {
    /// A file with these bytes.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let hash = xxh3_128(&bytes);
        Self { bytes, hash }
    }
}

/// Every file of the site by its path below the root: `casussen/haarlemmermeer/index.html`. Paths have `/`, are
/// relative, hold no empty part, no `.` and no `..`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputTree {
    files: BTreeMap<Arc<str>, Output>,
}

impl OutputTree {
    /// Adds a file. Returns the file that stood there before, which is a mistake of the caller.
    pub fn insert(&mut self, path: impl Into<Arc<str>>, output: Output) -> Option<Output> {
        self.files.insert(path.into(), output)
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&Output> {
        self.files.get(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Output)> {
        self.files.iter()
    }

    /// How many files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// The media type of a path, told by its ending.
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

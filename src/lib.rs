//! Werkzaam turns a folder of Markdown with CMO configurations into a static knowledge base.
//!
//! ```text
//! scan → Sources → parse (per file, pure) → Entry + Body → resolve → Corpus → plan → PageViews → render (per page, pure) → OutputTree → publish
//! ```
//!
//! | Room | Holds | Must not know |
//! |---|---|---|
//! | [`diagnostic`], [`locale`], [`config`] | what is said to the author; every word; `site.toml` | kinds of content |
//! | [`read`] | files, front matter as a tree, Markdown as a tree | CMO, addresses, other files |
//! | [`model`] | kinds, configurations, evidence, the corpus | HTML, templates, disk |
//! | [`site`] | pages as views, HTML, the theme | disk, sockets |
//! | [`publish`] | the site as a value, and how it gets to disk | what the bytes mean |
//! | [`serve`] | watching and the preview server | the model |
//! | [`pipeline`] | runs the stages, owns what is remembered | sockets, watchers |
//! | [`scaffold`], [`schema`] | the table of fields for others: new files, editors, the README | the stages |
//!
//! What holds everywhere:
//!
//! - Every stage returns its value and all its findings; none stops at the first mistake.
//! - A [`model::corpus::Corpus`] whose report has no errors points nowhere that is not there.
//! - A page is a pure function of its view and the theme. No template reaches the corpus, the disk or the clock.
//! - Only [`read::scan`], [`publish::write`] and [`scaffold`] touch the disk.
//! - The same input gives the same bytes, whatever the number of threads: order that reaches output is sorted.

pub mod config;
pub mod diagnostic;
pub mod locale;
pub mod model;
pub mod pipeline;
pub mod publish;
pub mod read;
pub mod scaffold;
pub mod schema;
pub mod serve;
pub mod site;

use std::path::Path;

use pipeline::{Built, Options, Pipeline};
use read::scan::{Folder, Hint};

/// A content folder with all that is remembered of it: the façade of the library.
#[derive(Debug)]
pub struct Project {
    folder: Folder,
    pipeline: Pipeline,
}

impl Project {
    /// Opens a content folder. Nothing is read yet.
    ///
    /// # Errors
    /// When the folder does not exist or cannot be looked into.
    pub fn open(root: &Path, options: Options) -> std::io::Result<Self> {
        Ok(Self { folder: Folder::open(root)?, pipeline: Pipeline::new(options) })
    }

    /// Looks at the disk again, as far as the hint says. Returns whether anything changed.
    pub fn refresh(&mut self, hint: &Hint) -> bool {
        self.folder.refresh(hint)
    }

    /// Checks what was read.
    pub fn check(&mut self) -> Built {
        self.pipeline.run(self.folder.sources(), &self.folder.report(), false)
    }

    /// Makes the site of what was read.
    pub fn build(&mut self) -> Built {
        self.pipeline.run(self.folder.sources(), &self.folder.report(), true)
    }

    /// The folder, for excerpts and for guarding it.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }
}

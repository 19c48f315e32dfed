//! The text of a page as a value: Markdown as an owned tree of blocks, with every heading, link and picture in a list
//! of its own and with all its words as plain text. What is refused (HTML, unsafe links) is not in the tree, so
//! whoever writes it out cannot publish it. Knows nothing of other files: whether a link leads somewhere is not asked.

mod build;
mod footnotes;
mod headings;
mod sentences;
mod target;

use std::ops::Range;

use super::source::Span;
use crate::diagnostic::FileReport;

pub use headings::slug;
pub use sentences::sentences;

/// Deepest nesting of lists, quotes and emphasis together.
pub const MAX_DEPTH: usize = 32;

/// The text of a page.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Body {
    /// The tree, footnotes aside.
    pub blocks: Vec<Block>,
    /// Every heading, in the order of the page.
    pub headings: Vec<Heading>,
    /// Every link, in the order of the page.
    pub links: Vec<LinkSite>,
    /// Every picture, in the order of the page.
    pub images: Vec<ImageSite>,
    /// The footnotes that the text refers to, in the order in which it does so first.
    pub footnotes: Vec<Footnote>,
    /// Every reference to a footnote.
    pub references: Vec<Reference>,
    /// Every word of the page, blocks (and cells of a table) separated by `\n`. The tree points into it.
    pub text: String,
    places: Vec<Place>,
}

/// A part of the page that stands by itself.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Words in a list without blank lines: a paragraph without its own space.
    Plain(Vec<Inline>),
    /// A heading: its place in [`Body::headings`], and its words.
    Heading(usize, Vec<Inline>),
    /// A quotation, or a call-out.
    Quote(Option<Alert>, Vec<Block>),
    /// Code: the language (`[a-z0-9+#_-]`, may be empty) and the text.
    Code(String, Piece),
    /// A list: the number of the first item when it is numbered, and the items.
    List(Option<u64>, Vec<Vec<Block>>),
    /// Terms with what they mean.
    Definitions(Vec<Definition>),
    /// A table.
    Table(Table),
    /// A line across the page.
    Rule,
}

/// A term, or what the terms before it mean.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Definition {
    /// The term.
    Term(Vec<Inline>),
    /// The meaning.
    Meaning(Vec<Block>),
}

/// A table. Every row has as many cells as the head.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Table {
    /// How the words of each column are aligned.
    pub aligns: Vec<Align>,
    /// The names of the columns.
    pub head: Vec<Vec<Inline>>,
    /// The rows.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// How the words of a column are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// As the theme does it.
    None,
    /// Left.
    Left,
    /// In the middle.
    Center,
    /// Right, as numbers are.
    Right,
}

/// The kinds of call-outs: those of GitHub and Obsidian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alert {
    /// Worth knowing.
    Note,
    /// Advice.
    Tip,
    /// Needed to reach the goal.
    Important,
    /// Needs attention now.
    Warning,
    /// May have bad consequences.
    Caution,
}

impl Alert {
    /// The key of its title in the locale (`markdown.alert.<key>`).
    pub fn key(self) -> &'static str {
        match self {
            Alert::Note => "note",
            Alert::Tip => "tip",
            Alert::Important => "important",
            Alert::Warning => "warning",
            Alert::Caution => "caution",
        }
    }
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Inline {
    /// Words.
    Text(Piece),
    /// Code.
    Code(Piece),
    /// A line break that the author asked for.
    Break,
    /// Stress.
    Emphasis(Vec<Inline>),
    /// Importance.
    Strong(Vec<Inline>),
    /// What no longer holds.
    Strike(Vec<Inline>),
    /// A link: its place in [`Body::links`], and its words; none for a wikilink without words of its own.
    Link(usize, Vec<Inline>),
    /// A picture: its place in [`Body::images`].
    Image(usize),
    /// A reference to a footnote: its place in [`Body::references`].
    Footnote(usize),
}

/// A stretch of [`Body::text`], in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Piece {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A heading of the page.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Heading {
    /// 2 to 6.
    pub level: u8,
    /// The part after `#` of a link to it; no other heading of the page has it.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A link in the text.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct LinkSite {
    /// Where it leads.
    pub target: Target,
    /// Where it stands.
    pub span: Span,
    /// The words that are shown; empty for a wikilink without words of its own.
    pub label: String,
    /// The sentence around it as plain text, at most 300 characters. A wikilink without words of its own stands in
    /// it as it was written: with the name of the page.
    pub sentence: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// `[[name#heading]]`: the id or title of a page.
    Wiki {
        /// Id or title.
        name: String,
        /// Id of a heading.
        heading: Option<String>,
    },
    /// A relative link: to another file, or to the path of a page.
    Path {
        /// The path, percent-decoded.
        path: String,
        /// Id of a heading.
        heading: Option<String>,
    },
    /// A heading of this page, by id.
    Heading(String),
    /// An address that begins with `http://` or `https://`.
    External(String),
}

/// A picture in the text.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct ImageSite {
    /// The path, percent-decoded; or an address that begins with `http://` or `https://`.
    pub path: String,
    /// What it shows, in words.
    pub alt: String,
    /// Where it stands.
    pub span: Span,
}

/// A footnote that the text refers to.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Footnote {
    /// What it says.
    pub blocks: Vec<Block>,
    /// How often the page refers to it.
    pub references: u32,
}

/// A reference to a footnote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reference {
    /// Place in [`Body::footnotes`].
    pub footnote: usize,
    /// The how manyth reference to that footnote, from 1.
    pub nth: u32,
}

/// Where a stretch of [`Body::text`], up to the next of these, comes from.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
struct Place {
    text: u32,
    span: Span,
    /// The text stands in the file byte for byte.
    exact: bool,
}

impl Body {
    /// The words of a piece.
    pub fn words(&self, piece: Piece) -> &str {
        self.text.get(piece.start as usize..piece.end as usize).unwrap_or_default()
    }

    /// Where in the file a stretch of [`Body::text`] stands; all of an entity or of code that only part of it covers.
    pub fn place(&self, stretch: Range<usize>) -> Span {
        let at = |offset: usize| {
            let after = self.places.partition_point(|place| place.text as usize <= offset);
            let place = self.places.get(after.checked_sub(1)?)?;
            Some((place, place.span.start as usize + (offset - place.text as usize)))
        };
        let Some((first, start)) = at(stretch.start) else { return Span::default() };
        let Some((last, end)) = at(stretch.end.max(stretch.start + 1) - 1) else { return Span::default() };
        let start = if first.exact { start.min(first.span.end as usize) } else { first.span.start as usize };
        let end = if last.exact { (end + 1).min(last.span.end as usize) } else { last.span.end as usize };
        Span::new(start, end)
    }
}

/// Reads the Markdown of a file. `text` is the whole file, its body begins at byte `start`; every span counts from the
/// first byte of the file. Never fails: what is refused is left out and reported.
pub fn parse(text: &str, start: usize, report: &mut FileReport) -> Body {
    build::build(text.get(start..).unwrap_or_default(), start, report)
}

//! From the parser's events to the tree, in one pass: what opens reads up to what closes it. Refuses here what a page
//! may not hold. Knows nothing of other files, and nothing of HTML but that it is refused.

mod inline;

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd};

use super::footnotes::Footnotes;
use super::{Alert, Align, Block, Body, Definition, Heading, Inline, MAX_DEPTH, Piece, Table, headings};
use crate::diagnostic::{Code, Diagnostic, FileReport};
use crate::read::source::Span;

/// How much of a text of the author is repeated in a finding, in characters.
const QUOTED_CHARS: usize = 60;

const ALERTS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_STRIKETHROUGH
}

/// Reads Markdown that begins at byte `start` of its file.
pub(super) fn build(source: &str, start: usize, report: &mut FileReport) -> Body {
    let mut builder = Builder {
        events: Parser::new_ext(source, options()).into_offset_iter().peekable(),
        source,
        start,
        report,
        body: Body { text: String::with_capacity(source.len()), ..Body::default() },
        footnotes: Footnotes::default(),
        depth: 0,
        too_deep: false,
        level: 1,
        prose: None,
        in_link: false,
        moved: Vec::new(),
        cell: None,
        open_tags: 0,
        text_end: 0,
    };
    let blocks = builder.blocks();
    let Builder { mut body, footnotes, report, .. } = builder;
    body.blocks = blocks;
    (body.footnotes, body.references) = footnotes.finish(report);
    headings::give_ids(&mut body.headings, report);
    body
}

struct Builder<'a, 'r> {
    events: Peekable<OffsetIter<'a>>,
    /// The Markdown; the parser's ranges count from its first byte.
    source: &'a str,
    /// Where it begins in the file.
    start: usize,
    report: &'r mut FileReport,
    body: Body,
    footnotes: Footnotes,
    /// Lists, quotes, emphasis and so on that are open.
    depth: usize,
    too_deep: bool,
    /// Level of the last heading.
    level: u8,
    prose: Option<Prose>,
    in_link: bool,
    /// References to footnotes that stood in a link: they are links themselves and come after it.
    moved: Vec<Inline>,
    cell: Option<Cell>,
    /// HTML tags that were reported and not closed.
    open_tags: usize,
    /// Where the last text ended in the source.
    text_end: usize,
}

/// The words of one block, while they are being read.
struct Prose {
    /// Where they begin in the text of the page.
    from: usize,
    /// Their first link.
    link: usize,
    /// Where each link stands in the words.
    stretches: Vec<Range<usize>>,
}

/// The cell of a table that is being read.
struct Cell {
    end: usize,
    /// The last `]]` in it: a `[[` after that is cut.
    last_close: usize,
    told: bool,
}

impl<'a> Builder<'a, '_> {
    fn span(&self, range: &Range<usize>) -> Span {
        let text = self.source.get(range.clone()).unwrap_or_default();
        Span::new(range.start, range.start + text.trim_end().len()).shifted(self.start)
    }

    fn find(&mut self, code: Code, range: &Range<usize>, fill: impl FnOnce(Diagnostic) -> Diagnostic) {
        let span = self.span(range);
        self.report.add(code, span, fill);
    }

    /// Reads what may stand inside one another, unless it is too deep: then the words stay, not the nesting.
    fn deeper<T>(&mut self, range: &Range<usize>, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth == MAX_DEPTH {
            if !self.too_deep {
                self.too_deep = true;
                self.find(Code::NestedTooDeep, range, |d| d.arg("limit", MAX_DEPTH));
            }
            return None;
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        Some(value)
    }

    /// Blocks up to the end of what holds them.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut plain = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if !is_inline(tag.to_end()) => {
                    self.end_plain(&mut plain, &mut blocks);
                    blocks.extend(self.block(tag, &range));
                }
                Event::Rule => {
                    self.end_plain(&mut plain, &mut blocks);
                    blocks.push(Block::Rule);
                }
                event => {
                    if self.prose.is_none() {
                        self.begin_prose();
                    }
                    self.inline(event, &range, &mut plain);
                }
            }
        }
        self.end_plain(&mut plain, &mut blocks);
        blocks
    }

    fn end_plain(&mut self, plain: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
        self.end_prose();
        if !plain.is_empty() {
            blocks.push(Block::Plain(std::mem::take(plain)));
        }
    }

    fn block(&mut self, tag: Tag<'_>, range: &Range<usize>) -> Option<Block> {
        match tag {
            Tag::Paragraph => Some(self.prose()).filter(|words| !words.is_empty()).map(Block::Paragraph),
            Tag::Heading { level, id, .. } => self.heading(level as u8, id.as_deref().unwrap_or_default(), range),
            Tag::CodeBlock(kind) => Some(self.code(&kind)),
            Tag::HtmlBlock => {
                self.html_block(range);
                None
            }
            Tag::Table(alignments) => Some(self.table(&alignments)),
            Tag::BlockQuote(kind) => {
                let alert = kind.map(alert);
                let quote = self.deeper(range, |builder| {
                    if alert.is_none() {
                        builder.check_alert();
                    }
                    Block::Quote(alert, builder.blocks())
                });
                quote.or_else(|| self.flattened())
            }
            Tag::List(first) => self.deeper(range, |b| Block::List(first, b.items())).or_else(|| self.flattened()),
            Tag::DefinitionList => {
                self.deeper(range, |b| Block::Definitions(b.definitions())).or_else(|| self.flattened())
            }
            Tag::FootnoteDefinition(name) => {
                let whole = self.source.get(range.clone()).unwrap_or_default();
                let span = self.span(&(range.start..range.start + whole.find("]:").map_or(whole.len(), |at| at + 1)));
                let read = self.deeper(range, |builder| {
                    let open = builder.footnotes.open(&name, span, builder.report);
                    let blocks = builder.blocks();
                    builder.footnotes.close(open, blocks);
                });
                if read.is_none() { self.flattened() } else { None }
            }
            _ => self.flattened(),
        }
    }

    fn heading(&mut self, level: u8, id: &str, range: &Range<usize>) -> Option<Block> {
        let from = self.body.text.len();
        let words = self.prose();
        let text = self.body.text.get(from..).unwrap_or_default().trim().to_owned();
        if text.is_empty() {
            return None;
        }
        if level == 1 {
            self.find(Code::TopHeading, range, |d| d);
        } else if level > self.level + 1 {
            let above = self.level;
            self.find(Code::SkippedHeading, range, |d| d.arg("from", above).arg("to", level));
        }
        let level = level.max(2);
        self.level = level;
        self.body.headings.push(Heading { level, id: id.to_owned(), text, span: self.span(range) });
        Some(Block::Heading(self.body.headings.len() - 1, words))
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>) -> Block {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default().to_ascii_lowercase(),
            CodeBlockKind::Indented => String::new(),
        };
        let plain = info.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#' | b'_' | b'-'));
        self.separate();
        let start = self.body.text.len();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Text(text) => {
                    self.put(&text, &range);
                }
                _ => {}
            }
        }
        Block::Code(if plain { info } else { String::new() }, piece(start..self.body.text.len()))
    }

    fn html_block(&mut self, range: &Range<usize>) {
        let html = self.source.get(range.clone()).unwrap_or_default();
        let first = quoted(html.trim_start().lines().next().unwrap_or_default());
        self.find(Code::RawHtml, range, |d| d.arg("html", first));
        for (event, _) in self.events.by_ref() {
            if matches!(event, Event::End(_)) {
                break;
            }
        }
    }

    /// The next part of a list or table; `None` at its end.
    fn child(&mut self) -> Option<(Tag<'a>, Range<usize>)> {
        loop {
            match self.events.next()? {
                (Event::Start(tag), range) => return Some((tag, range)),
                (Event::End(_), _) => return None,
                _ => {}
            }
        }
    }

    fn items(&mut self) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while self.child().is_some() {
            items.push(self.blocks());
        }
        items
    }

    fn definitions(&mut self) -> Vec<Definition> {
        let mut definitions = Vec::new();
        while let Some((tag, _)) = self.child() {
            definitions.push(match tag {
                Tag::DefinitionListTitle => Definition::Term(self.prose()),
                _ => Definition::Meaning(self.blocks()),
            });
        }
        definitions
    }

    fn table(&mut self, alignments: &[Alignment]) -> Block {
        let align = |alignment: &Alignment| match alignment {
            Alignment::None => Align::None,
            Alignment::Left => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
        };
        let mut table = Table { aligns: alignments.iter().map(align).collect(), ..Table::default() };
        while let Some((tag, _)) = self.child() {
            let cells = self.cells();
            if tag == Tag::TableHead {
                table.head = cells;
            } else {
                table.rows.push(cells);
            }
        }
        Block::Table(table)
    }

    fn cells(&mut self) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while let Some((_, range)) = self.child() {
            let last_close = self.source.get(range.clone()).and_then(|cell| cell.rfind("]]"));
            let last_close = last_close.map_or(0, |at| range.start + at);
            self.cell = Some(Cell { end: range.end, last_close, told: false });
            cells.push(self.prose());
            self.cell = None;
        }
        cells
    }

    /// A quote that begins like a call-out and is none.
    fn check_alert(&mut self) {
        let Some((Event::Start(Tag::Paragraph), range)) = self.events.peek() else { return };
        let start = range.start;
        let line = self.source.get(start..).and_then(|text| text.lines().next()).unwrap_or_default();
        let Some((name, words)) = line.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else { return };
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
            return;
        }
        // A known kind with words behind it is no call-out either: only the whole line says why.
        let words = words.trim();
        let shown = if words.is_empty() { name.to_owned() } else { quoted(&format!("{name} {words}")) };
        let range = start..start + name.len() + 3;
        self.find(Code::UnknownAlert, &range, |d| d.arg("name", shown).suggest(name, ALERTS));
    }

    /// What is too deep, as words only.
    fn flattened(&mut self) -> Option<Block> {
        self.begin_prose();
        let mut words = Vec::new();
        self.flat(&mut words);
        self.end_prose();
        (!words.is_empty()).then_some(Block::Plain(words))
    }
}

fn is_inline(tag: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(tag, Emphasis | Strong | Strikethrough | Superscript | Subscript | Link | Image)
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn piece(range: Range<usize>) -> Piece {
    Piece { start: length(range.start), end: length(range.end) }
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// What the author wrote, short enough to be repeated in a finding, on one line.
fn quoted(text: &str) -> String {
    let text = text.trim();
    let (shown, more) = match text.char_indices().nth(QUOTED_CHARS) {
        Some((cut, _)) => (&text[..cut], "…"),
        None => (text, ""),
    };
    shown.split_whitespace().collect::<Vec<_>>().join(" ") + more
}

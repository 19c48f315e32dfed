//! From the parser's events to the tree, in one pass: what opens reads up to what closes it. Refuses here what a page
//! may not hold. Knows nothing of other files, and nothing of HTML but that it is refused.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd,
};

use super::footnotes::Footnotes;
use super::target::{self, Refused};
use super::{
    Alert, Align, Block, Body, Definition, Heading, ImageSite, Inline, LinkSite, MAX_DEPTH, Piece, Place, Table,
    Target, headings, sentences,
};
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

    // Blocks

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
        while let Some((event, _)) = self.events.next() {
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

    // Words

    fn separate(&mut self) {
        if !self.body.text.is_empty() && !self.body.text.ends_with('\n') {
            self.body.text.push('\n');
        }
    }

    fn begin_prose(&mut self) {
        self.separate();
        self.open_tags = 0;
        self.prose = Some(Prose { from: self.body.text.len(), link: self.body.links.len(), stretches: Vec::new() });
    }

    /// Gives the links of a block the sentences around them, all at once: a sentence is looked for once.
    fn end_prose(&mut self) {
        let Some(prose) = self.prose.take() else { return };
        let words = self.body.text.get(prose.from..).unwrap_or_default();
        let around = sentences::around(words, &prose.stretches);
        for (link, sentence) in self.body.links[prose.link..].iter_mut().zip(around) {
            link.sentence = sentence;
        }
    }

    /// The words of a block, up to its end.
    fn prose(&mut self) -> Vec<Inline> {
        self.begin_prose();
        let words = self.inlines();
        self.end_prose();
        words
    }

    fn inlines(&mut self) -> Vec<Inline> {
        let mut words = Vec::new();
        self.inlines_into(&mut words);
        words
    }

    fn inlines_into(&mut self, words: &mut Vec<Inline>) {
        while let Some((event, range)) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.inline(event, &range, words);
        }
    }

    fn inline(&mut self, event: Event<'_>, range: &Range<usize>, words: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => {
                if text.starts_with('[') {
                    self.check_bracket(range);
                }
                self.text_end = range.end;
                self.text(&text, range, words);
            }
            Event::Code(code) => {
                let code = self.put(&code, range);
                words.push(Inline::Code(code));
            }
            Event::SoftBreak => self.text(" ", range, words),
            Event::HardBreak => {
                self.put(" ", range);
                words.push(Inline::Break);
            }
            Event::InlineHtml(html) | Event::Html(html) => self.html(&html, range),
            Event::FootnoteReference(name) => {
                let reference = Inline::Footnote(self.footnotes.refer(&name));
                if self.in_link { self.moved.push(reference) } else { words.push(reference) }
            }
            Event::Start(tag) => {
                if self.deeper(range, |builder| builder.nested(tag, range, words)).is_none() {
                    self.flat(words);
                }
            }
            // Rules stand between blocks; mathematics and tasks are not read.
            Event::End(_) | Event::Rule | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn nested(&mut self, tag: Tag<'_>, range: &Range<usize>, words: &mut Vec<Inline>) {
        let wrap = match tag {
            Tag::Link { link_type, dest_url, .. } => return self.link(link_type, &dest_url, range, words),
            Tag::Image { link_type, dest_url, .. } => return self.image(link_type, &dest_url, range, words),
            Tag::Emphasis => Inline::Emphasis,
            Tag::Strong => Inline::Strong,
            Tag::Strikethrough => Inline::Strike,
            _ => return self.inlines_into(words),
        };
        let inner = self.inlines();
        if !inner.is_empty() {
            words.push(wrap(inner));
        }
    }

    fn link(&mut self, kind: LinkType, destination: &str, range: &Range<usize>, words: &mut Vec<Inline>) {
        if self.in_link {
            return self.inlines_into(words); // a link cannot hold another
        }
        let target = match kind {
            LinkType::WikiLink { .. } => Ok(target::wiki(destination)),
            LinkType::Email => Err(Refused::Scheme("mailto:".to_owned())),
            _ => target::link(destination),
        };
        let target = match target {
            Ok(target) => target,
            Err(refused) => {
                self.refuse(refused, range);
                return self.inlines_into(words);
            }
        };
        let index = self.body.links.len();
        let from = self.body.text.len();
        let name = match &target {
            Target::Wiki { name, .. } | Target::Heading(name) => name.clone(),
            _ => String::new(),
        };
        let site = LinkSite { target, span: self.span(range), label: String::new(), sentence: String::new() };
        self.body.links.push(site);
        self.in_link = true;
        let mut inner = Vec::new();
        match kind {
            LinkType::WikiLink { has_pothole: false } => self.skip(),
            _ => self.inlines_into(&mut inner),
        }
        self.in_link = false;
        let mut label = self.body.text.get(from..).unwrap_or_default().trim().to_owned();
        if label.is_empty() && matches!(kind, LinkType::WikiLink { .. }) {
            inner.clear();
            self.put(&name, range);
            label.clear();
        } else if label.is_empty() {
            self.find(Code::EmptyLink, range, |d| d);
        }
        self.body.links[index].label = label;
        if let Some(prose) = &mut self.prose {
            prose.stretches.push(from - prose.from..self.body.text.len() - prose.from);
        }
        self.trim(&mut inner);
        words.push(Inline::Link(index, inner));
        words.append(&mut self.moved);
    }

    /// `[[page| words ]]`: the spaces are not part of the link.
    fn trim(&self, words: &mut [Inline]) {
        if let Some(Inline::Text(first)) = words.first_mut() {
            let text = self.body.words(*first);
            first.start += length(text.len() - text.trim_start().len());
        }
        if let Some(Inline::Text(last)) = words.last_mut() {
            let text = self.body.words(*last);
            last.end -= length(text.len() - text.trim_end().len());
        }
    }

    fn image(&mut self, kind: LinkType, destination: &str, range: &Range<usize>, words: &mut Vec<Inline>) {
        let from = self.body.text.len();
        let mut shown = Vec::new();
        match kind {
            LinkType::WikiLink { has_pothole: false } => self.skip(),
            _ => self.flat(&mut shown),
        }
        let mut alt = self.body.text.get(from..).unwrap_or_default().trim();
        // Obsidian: `![[picture.png|300]]` and `|300x200` say how wide it is, not what it shows.
        let wiki = matches!(kind, LinkType::WikiLink { .. });
        if wiki && alt.bytes().all(|b| b.is_ascii_digit() || b == b'x') {
            alt = "";
        }
        let alt = alt.to_owned();
        let destination = if wiki { destination.trim_end_matches('\\').trim() } else { destination };
        match target::image(destination) {
            Ok(path) => {
                if alt.is_empty() {
                    self.cut(from);
                    self.find(Code::MissingAlt, range, |d| d);
                }
                let span = self.span(range);
                self.body.images.push(ImageSite { path, alt, span });
                words.push(Inline::Image(self.body.images.len() - 1));
            }
            Err(refused) => {
                self.refuse(refused, range);
                words.append(&mut shown);
            }
        }
    }

    fn refuse(&mut self, refused: Refused, range: &Range<usize>) {
        match refused {
            Refused::Scheme(scheme) => self.find(Code::UnsafeScheme, range, |d| d.arg("scheme", quoted(&scheme))),
            Refused::Address(value) => self.find(Code::BadUrl, range, |d| d.arg("value", quoted(&value))),
        }
    }

    /// Inline HTML is left out, the words between the tags stay.
    fn html(&mut self, html: &str, range: &Range<usize>) {
        // A closing tag says nothing new after its opening one.
        if html.starts_with("</") && self.open_tags > 0 {
            self.open_tags -= 1;
            return;
        }
        self.open_tags += 1;
        self.find(Code::RawHtml, range, |d| d.arg("html", quoted(html)));
    }

    /// A bracket that stayed text: a footnote that is not there, or a link that a table cut in two.
    fn check_bracket(&mut self, range: &Range<usize>) {
        let at = range.start;
        let escaped = at
            .checked_sub(1)
            .is_some_and(|before| self.source.as_bytes().get(before) == Some(&b'\\') && self.text_end != at);
        let Some(rest) = self.source.get(at..) else { return };
        if escaped {
            return;
        }
        if let Some(name) = rest.strip_prefix("[^") {
            let name = name.split([']', '[', '\n', '\r']).next().unwrap_or_default();
            let closed = rest.get(2 + name.len()..).is_some_and(|rest| rest.starts_with(']'));
            if closed && !name.is_empty() && name.chars().count() <= QUOTED_CHARS {
                let span = self.span(&(at..at + name.len() + 3));
                self.footnotes.maybe_missing(name, span);
            }
        }
        if let Some(cell) = &mut self.cell
            && rest.starts_with("[[")
            && at >= cell.last_close
            && !cell.told
        {
            cell.told = true;
            let range = at..cell.end;
            let target = quoted(self.source.get(at + 2..cell.end).unwrap_or_default().trim());
            self.find(Code::PipeInTable, &range, |d| d.arg("target", target));
        }
    }

    /// Everything up to the end of what was opened, as words.
    fn flat(&mut self, words: &mut Vec<Inline>) {
        let mut open = 0_usize;
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) if open == 0 => break,
                Event::End(end) => {
                    open -= 1;
                    if !is_inline(end) {
                        self.text(" ", &range, words);
                    }
                }
                Event::Text(text) | Event::Code(text) => self.text(&text, &range, words),
                Event::SoftBreak | Event::HardBreak => self.text(" ", &range, words),
                Event::InlineHtml(html) | Event::Html(html) => self.html(&html, &range),
                _ => {}
            }
        }
    }

    fn skip(&mut self) {
        let mut open = 0_usize;
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) if open == 0 => break,
                Event::End(_) => open -= 1,
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>, words: &mut Vec<Inline>) {
        let added = self.put(text, range);
        match words.last_mut() {
            Some(Inline::Text(last)) if last.end == added.start => last.end = added.end,
            _ if text.is_empty() => {}
            _ => words.push(Inline::Text(added)),
        }
    }

    /// Takes back what was added to the text of the page from here on.
    fn cut(&mut self, from: usize) {
        self.body.text.truncate(from);
        while self.body.places.pop_if(|place| place.text as usize >= from).is_some() {}
    }

    /// Adds to the text of the page, and remembers where it came from.
    fn put(&mut self, text: &str, range: &Range<usize>) -> Piece {
        let added = piece(self.body.text.len()..self.body.text.len() + text.len());
        self.body.text.push_str(text);
        let span = Span::new(range.start, range.end).shifted(self.start);
        let exact = range.len() == text.len();
        match self.body.places.last_mut() {
            Some(last)
                if exact
                    && last.exact
                    && last.span.end == span.start
                    && added.start - last.text == last.span.end - last.span.start =>
            {
                last.span.end = span.end;
            }
            _ => self.body.places.push(Place { text: added.start, span, exact }),
        }
        added
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

/// What the author wrote, short enough to be repeated in a finding.
fn quoted(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(QUOTED_CHARS) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

//! The only place where text becomes HTML. [`Html`] is text that is known to be safe: it comes out of the functions
//! here, which escape every word that an author wrote, and the text of a page comes out of its tree, which holds no
//! HTML. Knows nothing of other pages: where a link leads, it asks.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::locale::Words;
use crate::read::markdown::{Align, Block, Body, Definition, Inline, Piece, Reference, Table, Target};

/// HTML that is safe to put in a page as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Html {
    text: Arc<str>,
    /// A hash of the text.
    pub fingerprint: u64,
}

impl Html {
    /// The HTML as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Several pieces after one another.
    pub fn join<'a>(parts: impl IntoIterator<Item = &'a Html>) -> Self {
        Self::safe(parts.into_iter().map(Html::as_str).collect())
    }

    /// A picture that [`super::svg`] drew; it escapes its labels with [`escape`].
    pub(in crate::site) fn drawn(svg: String) -> Self {
        Self::safe(svg)
    }

    fn safe(text: String) -> Self {
        let fingerprint = xxhash_rust::xxh3::xxh3_64(text.as_bytes());
        Self { text: text.into(), fingerprint }
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// Text as HTML, fit for between tags and for a quoted attribute alike. Control characters, which HTML cannot hold,
/// become U+FFFD.
pub fn escape(text: &str) -> Html {
    let mut out = String::with_capacity(text.len() + 16);
    push_escaped(&mut out, text);
    Html::safe(out)
}

fn push_escaped(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            b'\n' | b'\t' | b' '..=0x7e | 0x80.. => continue,
            _ => "\u{fffd}",
        };
        // Every byte that gets here is a character of its own, so both sides are whole.
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Where links and pictures lead, by their place in the [`Body`].
pub trait Resolve {
    /// The link at `index` of `body.links`.
    fn link(&self, index: usize) -> Href;
    /// The address of the picture at `index` of `body.images`; without one its words are shown.
    fn image(&self, index: usize) -> Option<String>;
}

/// Where a link leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Href {
    /// The address; when it is empty, only the words are shown.
    pub href: String,
    /// The words, when the link has none of its own.
    pub title: Option<String>,
    /// The same inside a sentence, where that differs.
    pub inside: Option<String>,
    /// It leads to another site.
    pub external: bool,
    /// The kind of page, for the theme.
    pub kind: Option<String>,
}

/// The text of a page as HTML.
pub fn body(body: &Body, resolve: &dyn Resolve, words: Words) -> Html {
    let out = String::with_capacity(body.text.len() * 2);
    let mut writer = Writer { body, resolve, words, out, heading: None, tables: HashMap::new() };
    writer.blocks(&body.blocks);
    writer.footnotes();
    Html::safe(writer.out)
}

struct Writer<'a> {
    body: &'a Body,
    resolve: &'a dyn Resolve,
    words: Words,
    out: String,
    /// The words of the last heading.
    heading: Option<&'a str>,
    /// How many tables have each name: two regions with one name are one too many.
    tables: HashMap<String, u32>,
}

impl<'a> Writer<'a> {
    fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        push_escaped(&mut self.out, text);
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.text(value);
        self.raw("\"");
    }

    fn number(&mut self, number: impl std::fmt::Display) {
        // Writing to a String cannot fail.
        let _ = write!(self.out, "{number}");
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Paragraph(words) => self.element("p", words),
            Block::Plain(words) => {
                self.inlines(words);
                self.raw("\n");
            }
            Block::Heading(index, words) => self.heading(*index, words),
            Block::Quote(None, blocks) => {
                self.raw("<blockquote>\n");
                self.blocks(blocks);
                self.raw("</blockquote>\n");
            }
            Block::Quote(Some(alert), blocks) => {
                let key = alert.key();
                let title = self.words.get(&format!("markdown.alert.{key}"));
                // A note is no landmark: there may be more of them with one name.
                self.raw("<aside class=\"alert alert-");
                self.raw(key);
                self.raw("\" role=\"note\"");
                self.attribute("aria-label", title);
                self.raw(">\n<p class=\"alert-title\">");
                self.text(title);
                self.raw("</p>\n");
                self.blocks(blocks);
                self.raw("</aside>\n");
            }
            Block::Code(language, text) => self.code(language, *text),
            Block::List(first, items) => self.list(*first, items),
            Block::Definitions(definitions) => self.definitions(definitions),
            Block::Table(table) => self.table(table),
            Block::Rule => self.raw("<hr>\n"),
        }
    }

    /// An element on a line of its own.
    fn element(&mut self, name: &str, words: &'a [Inline]) {
        self.wrapped(name, words);
        self.raw("\n");
    }

    fn heading(&mut self, index: usize, words: &'a [Inline]) {
        let Some(heading) = self.body.headings.get(index) else { return };
        self.heading = Some(&heading.text);
        self.raw("<h");
        self.number(heading.level);
        self.attribute("id", &heading.id);
        self.raw(">");
        self.inlines(words);
        self.raw("</h");
        self.number(heading.level);
        self.raw(">\n");
    }

    fn code(&mut self, language: &str, text: Piece) {
        // What scrolls sideways must be reachable with the keyboard.
        self.raw("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.raw(">");
        self.text(self.body.words(text));
        self.raw("</code></pre>\n");
    }

    fn list(&mut self, first: Option<u64>, items: &'a [Vec<Block>]) {
        let name = if first.is_some() { "ol" } else { "ul" };
        self.raw("<");
        self.raw(name);
        if let Some(first) = first.filter(|first| *first != 1) {
            self.attribute("start", &first.to_string());
        }
        self.raw(">\n");
        for item in items {
            self.raw("<li>");
            self.held(item);
            self.raw("</li>\n");
        }
        self.raw("</");
        self.raw(name);
        self.raw(">\n");
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        self.raw("<dl>\n");
        for definition in definitions {
            match definition {
                Definition::Term(words) => self.element("dt", words),
                Definition::Meaning(blocks) => {
                    self.raw("<dd>");
                    match blocks.as_slice() {
                        [Block::Paragraph(words)] => self.inlines(words),
                        blocks => self.held(blocks),
                    }
                    self.raw("</dd>\n");
                }
            }
        }
        self.raw("</dl>\n");
    }

    /// Blocks in an item: its first words on the line of the tag, its last without a line break.
    fn held(&mut self, blocks: &'a [Block]) {
        if matches!(blocks.first(), Some(block) if !matches!(block, Block::Plain(_))) {
            self.raw("\n");
        }
        self.blocks(blocks);
        if matches!(blocks, [Block::Plain(_)]) {
            self.out.pop();
        }
    }

    fn table(&mut self, table: &'a Table) {
        let label = match self.heading {
            Some(heading) => self.words.fill("markdown.table-under", &[("heading", heading)]),
            None => self.words.get("markdown.table").to_owned(),
        };
        let count = self.tables.entry(label.clone()).or_insert(0);
        *count += 1;
        let label = if *count == 1 { label } else { format!("{label} ({count})") };
        // A region with a name, because it is a stop for the keyboard.
        self.raw("<section class=\"table-scroll\" tabindex=\"0\"");
        self.attribute("aria-label", &label);
        self.raw(">\n<table>\n<thead>\n<tr>");
        for (column, words) in table.head.iter().enumerate() {
            // A column without a name has no header to announce.
            if words.is_empty() {
                self.raw("<td></td>");
            } else {
                self.cell("<th scope=\"col\"", table, column, words);
                self.raw("</th>");
            }
        }
        self.raw("</tr>\n</thead>\n");
        if !table.rows.is_empty() {
            self.raw("<tbody>\n");
            for row in &table.rows {
                self.raw("<tr>");
                for (column, words) in row.iter().enumerate() {
                    self.cell("<td", table, column, words);
                    self.raw("</td>");
                }
                self.raw("</tr>\n");
            }
            self.raw("</tbody>\n");
        }
        self.raw("</table>\n</section>\n");
    }

    fn cell(&mut self, open: &str, table: &Table, column: usize, words: &'a [Inline]) {
        self.raw(open);
        match table.aligns.get(column) {
            Some(Align::Left) => self.attribute("class", "align-left"),
            Some(Align::Center) => self.attribute("class", "align-center"),
            Some(Align::Right) => self.attribute("class", "align-right"),
            Some(Align::None) | None => {}
        }
        self.raw(">");
        self.inlines(words);
    }

    fn inlines(&mut self, words: &'a [Inline]) {
        for word in words {
            self.inline(word);
        }
    }

    fn inline(&mut self, word: &'a Inline) {
        match word {
            Inline::Text(piece) => self.text(self.body.words(*piece)),
            Inline::Code(piece) => {
                self.raw("<code>");
                self.text(self.body.words(*piece));
                self.raw("</code>");
            }
            Inline::Break => self.raw("<br>\n"),
            Inline::Emphasis(words) => self.wrapped("em", words),
            Inline::Strong(words) => self.wrapped("strong", words),
            Inline::Strike(words) => self.wrapped("s", words),
            Inline::Link(index, words) => self.link(*index, words),
            Inline::Image(index) => self.image(*index),
            Inline::Footnote(index) => self.reference(*index),
        }
    }

    fn wrapped(&mut self, name: &str, words: &'a [Inline]) {
        self.raw("<");
        self.raw(name);
        self.raw(">");
        self.inlines(words);
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    fn link(&mut self, index: usize, words: &'a [Inline]) {
        let Href { href, title, inside, external, kind } = self.resolve.link(index);
        let leads = !href.is_empty();
        let start = self.out.len();
        if leads {
            self.raw("<a");
            self.attribute("href", &href);
            if external {
                self.raw(" rel=\"noopener\"");
            }
            if let Some(kind) = kind {
                self.attribute("data-kind", &kind);
            }
            self.raw(">");
        }
        self.inlines(words);
        let site = self.body.links.get(index);
        // Never a link without words, also when the author forgot them.
        if let Some(site) = site.filter(|site| site.label.is_empty()) {
            let name = match &site.target {
                Target::Wiki { name, .. } => name,
                Target::Heading(id) => {
                    self.body.headings.iter().find(|heading| heading.id == *id).map_or(id, |heading| &heading.text)
                }
                Target::Path { .. } | Target::External(_) => &href,
            };
            let inside = inside.filter(|_| self.is_inside_a_sentence(start));
            self.text(inside.as_ref().or(title.as_ref()).unwrap_or(name));
        }
        if leads {
            self.raw("</a>");
        }
    }

    /// Whether what comes at this place goes on with a sentence that has begun.
    fn is_inside_a_sentence(&self, at: usize) -> bool {
        let mut before = self.out[..at].trim_end();
        while let Some(open) = before.strip_suffix('>').and_then(|text| text.rfind("</")) {
            if !["</strong>", "</em>", "</a>", "</code>", "</del>"].contains(&&before[open..]) {
                break;
            }
            before = &before[..open];
        }
        before.ends_with(|c: char| c.is_alphanumeric() || ",;:(–/".contains(c))
    }

    fn image(&mut self, index: usize) {
        let Some(image) = self.body.images.get(index) else { return };
        match self.resolve.image(index) {
            Some(address) => {
                self.raw("<img");
                self.attribute("src", &address);
                self.attribute("alt", &image.alt);
                self.raw(" loading=\"lazy\" decoding=\"async\">");
            }
            None => self.text(&image.alt),
        }
    }

    fn reference(&mut self, index: usize) {
        let Some(reference) = self.body.references.get(index) else { return };
        let number = (reference.footnote + 1).to_string();
        let label = self.words.fill("markdown.footnote", &[("number", &number)]);
        self.raw("<sup class=\"footnote-ref\"><a href=\"#fn-");
        self.raw(&number);
        self.raw("\"");
        self.attribute("id", &reference_id(*reference));
        self.attribute("aria-label", &label);
        self.raw(">");
        self.raw(&number);
        self.raw("</a></sup>");
    }

    fn footnotes(&mut self) {
        if self.body.footnotes.is_empty() {
            return;
        }
        self.raw("<section class=\"footnotes\"");
        self.attribute("aria-label", self.words.get("markdown.footnotes"));
        self.raw(">\n<ol>\n");
        for (index, footnote) in self.body.footnotes.iter().enumerate() {
            self.raw("<li id=\"fn-");
            self.number(index + 1);
            self.raw("\">\n");
            // The way back stands behind the last words.
            match footnote.blocks.split_last() {
                Some((Block::Paragraph(words) | Block::Plain(words), before)) => {
                    self.blocks(before);
                    self.raw("<p>");
                    self.inlines(words);
                    self.raw(" ");
                }
                _ => {
                    self.blocks(&footnote.blocks);
                    self.raw("<p>");
                }
            }
            for nth in 1..=footnote.references {
                self.back(Reference { footnote: index, nth });
            }
            self.raw("</p>\n</li>\n");
        }
        self.raw("</ol>\n</section>\n");
    }

    fn back(&mut self, reference: Reference) {
        let number = (reference.footnote + 1).to_string();
        let nth = reference.nth.to_string();
        let first = reference.nth == 1;
        let key = if first { "markdown.back" } else { "markdown.back-nth" };
        let label = self.words.fill(key, &[("number", &number), ("nth", &nth)]);
        if !first {
            self.raw(" ");
        }
        self.raw("<a");
        self.attribute("href", &format!("#{}", reference_id(reference)));
        self.raw(" class=\"footnote-back\"");
        self.attribute("aria-label", &label);
        self.raw(">↩");
        if !first {
            self.raw("<sup>");
            self.raw(&nth);
            self.raw("</sup>");
        }
        self.raw("</a>");
    }
}

fn reference_id(reference: Reference) -> String {
    let number = reference.footnote + 1;
    if reference.nth == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{}", reference.nth) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_with_a_meaning_is_escaped() {
        fn check(text: &str, expected: &str) {
            assert_eq!(escape(text).as_str(), expected);
        }
        check("", "");
        check("één & \"twee\" <b>'s", "één &amp; &quot;twee&quot; &lt;b&gt;&#39;s");
        check("a\tb\nc\u{0}\u{1}\r\u{7f}é", "a\tb\nc\u{fffd}\u{fffd}\u{fffd}\u{fffd}é");
    }

    #[test]
    fn html_is_joined_and_serialized_as_text() {
        let html = Html::join(&[escape("a<"), Html::default(), escape("b")]);
        assert_eq!(html.as_str(), "a&lt;b");
        assert_eq!(serde_json::to_value(&html).ok(), Some(serde_json::Value::from("a&lt;b")));
        assert!(Html::default().is_empty() && !html.is_empty());
    }
}

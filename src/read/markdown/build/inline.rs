//! The half of the builder that reads words: links, pictures, emphasis, and what is refused among them. Every word goes
//! into the text of the page, with the place it came from. Knows nothing of the blocks that hold the words.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::{Builder, Prose, QUOTED_CHARS, is_inline, length, piece, quoted};
use crate::diagnostic::Code;
use crate::read::markdown::target::{self, Refused};
use crate::read::markdown::{ImageSite, Inline, LinkSite, Piece, Place, Target, sentences};
use crate::read::source::Span;

impl Builder<'_, '_> {
    pub(super) fn separate(&mut self) {
        if !self.body.text.is_empty() && !self.body.text.ends_with('\n') {
            self.body.text.push('\n');
        }
    }

    pub(super) fn begin_prose(&mut self) {
        self.separate();
        self.open_tags = 0;
        self.prose = Some(Prose { from: self.body.text.len(), link: self.body.links.len(), stretches: Vec::new() });
    }

    /// Gives the links of a block the sentences around them, all at once: a sentence is looked for once.
    pub(super) fn end_prose(&mut self) {
        let Some(prose) = self.prose.take() else { return };
        let words = self.body.text.get(prose.from..).unwrap_or_default();
        let around = sentences::around(words, &prose.stretches);
        for (link, sentence) in self.body.links[prose.link..].iter_mut().zip(around) {
            link.sentence = sentence;
        }
    }

    /// The words of a block, up to its end.
    pub(super) fn prose(&mut self) -> Vec<Inline> {
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

    pub(super) fn inline(&mut self, event: Event<'_>, range: &Range<usize>, words: &mut Vec<Inline>) {
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
            Target::Wiki { name, .. } => name.clone(),
            _ => destination.trim_start_matches('#').trim().to_owned(),
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
    pub(super) fn html(&mut self, html: &str, range: &Range<usize>) {
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
    pub(super) fn flat(&mut self, words: &mut Vec<Inline>) {
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
        for (event, _) in self.events.by_ref() {
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
    pub(super) fn put(&mut self, text: &str, range: &Range<usize>) -> Piece {
        let added = piece(self.body.text.len()..self.body.text.len() + text.len());
        self.body.text.push_str(text);
        let span = Span::new(range.start, range.end).shifted(self.start);
        let exact = self.source.get(range.clone()) == Some(text);
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

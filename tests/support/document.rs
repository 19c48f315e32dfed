//! Tests that read as documents: Markdown in which a `##` heading opens a section and fenced blocks hold what goes in and
//! what must come out. Knows no meaning of a block.

use std::ops::Range;

/// A fenced block with where it stands in the document.
#[derive(Clone)]
pub struct Block<'a> {
    /// First word behind the fence.
    pub language: &'a str,
    /// The other words.
    pub rest: &'a str,
    /// The text inside.
    pub text: &'a str,
    /// Where the text stands in the document.
    pub range: Range<usize>,
}

/// A part of a document: a `##` heading and the blocks below it.
pub struct Section<'a> {
    /// The heading.
    pub title: &'a str,
    /// Its blocks.
    pub blocks: Vec<Block<'a>>,
}

/// The sections of a document; the first, without a title, is what stands before the first `##`.
pub fn sections(document: &str) -> Vec<Section<'_>> {
    let mut sections = vec![Section { title: "", blocks: Vec::new() }];
    let mut open: Option<(&str, &str, usize)> = None;
    let mut at = 0;
    for line in document.split_inclusive('\n') {
        let next = at + line.len();
        let plain = line.trim_end();
        let fence = &plain[..plain.len() - plain.trim_start_matches('`').len()];
        match open {
            Some((opening, info, start)) if plain == opening => {
                let (language, rest) = info.split_once(' ').unwrap_or((info, ""));
                let block = Block { language, rest, text: &document[start..at], range: start..at };
                sections.last_mut().unwrap().blocks.push(block);
                open = None;
            }
            Some(_) => {}
            None if fence.len() >= 3 => open = Some((fence, &plain[fence.len()..], next)),
            None => {
                if let Some(title) = plain.strip_prefix("## ") {
                    sections.push(Section { title, blocks: Vec::new() });
                }
            }
        }
        at = next;
    }
    assert!(open.is_none(), "a block is not closed: {open:?}");
    sections
}

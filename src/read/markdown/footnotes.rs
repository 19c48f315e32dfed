//! Footnotes: which definition belongs to which reference, and their numbers in the order in which a reader meets them.
//! Knows nothing of how they are found or shown.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{Block, Footnote, Reference};
use crate::diagnostic::{Code, FileReport};
use crate::read::source::Span;

/// The footnotes of a page while it is being read.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Place in `definitions` by name, in lower case.
    names: HashMap<String, usize>,
    definitions: Vec<Definition>,
    /// Name and place of what looks like a reference and is none.
    missing: Vec<(String, Span)>,
    /// Name of each reference, and the definition in which it stands.
    references: Vec<(String, Option<usize>)>,
    /// The definition that is being read.
    inside: Option<usize>,
}

struct Definition {
    name: String,
    span: Span,
    blocks: Vec<Block>,
    /// It has the name of an earlier one, which wins.
    second: bool,
}

impl Footnotes {
    /// A reference; returns its place among the references.
    pub(super) fn refer(&mut self, name: &str) -> usize {
        self.references.push((name.to_lowercase(), self.inside));
        self.references.len() - 1
    }

    /// Something that is a reference if a definition has this name.
    pub(super) fn maybe_missing(&mut self, name: &str, span: Span) {
        self.missing.push((name.to_owned(), span));
    }

    /// Opens a definition. What [`Footnotes::close`] wants back.
    pub(super) fn open(&mut self, name: &str, span: Span, report: &mut FileReport) -> (usize, Option<usize>) {
        let index = self.definitions.len();
        let second = match self.names.entry(name.to_lowercase()) {
            Entry::Occupied(first) => {
                let first = report.place(self.definitions[*first.get()].span);
                report.add(Code::DuplicateFootnote, span, |d| d.arg("name", name).related("first", first));
                true
            }
            Entry::Vacant(slot) => {
                slot.insert(index);
                false
            }
        };
        self.definitions.push(Definition { name: name.to_owned(), span, blocks: Vec::new(), second });
        (index, self.inside.replace(index))
    }

    /// Closes a definition.
    pub(super) fn close(&mut self, (index, outside): (usize, Option<usize>), blocks: Vec<Block>) {
        self.definitions[index].blocks = blocks;
        self.inside = outside;
    }

    /// Numbers what is referred to: first by the text, then by the footnotes themselves.
    pub(super) fn finish(mut self, report: &mut FileReport) -> (Vec<Footnote>, Vec<Reference>) {
        for (name, span) in &self.missing {
            if !self.names.contains_key(&name.to_lowercase()) {
                report.add(Code::MissingFootnote, *span, |d| d.arg("name", name));
            }
        }
        // References by where they stand: in the text (0) or in a definition (its place + 1).
        let mut standing: Vec<Vec<usize>> = vec![Vec::new(); self.definitions.len() + 1];
        for (index, (_, inside)) in self.references.iter().enumerate() {
            standing[inside.map_or(0, |definition| definition + 1)].push(index);
        }
        let mut references = vec![Reference::default(); self.references.len()];
        let mut numbers: Vec<Option<usize>> = vec![None; self.definitions.len()];
        let mut footnotes: Vec<Footnote> = Vec::new();
        let mut order: Vec<usize> = Vec::new();
        let mut at = 0;
        loop {
            let room = if at == 0 { Some(0) } else { order.get(at - 1).map(|definition| definition + 1) };
            let Some(room) = room else { break };
            at += 1;
            for &index in &standing[room] {
                let Some(&definition) = self.names.get(&self.references[index].0) else { continue };
                let number = *numbers[definition].get_or_insert_with(|| {
                    let blocks = std::mem::take(&mut self.definitions[definition].blocks);
                    footnotes.push(Footnote { blocks, references: 0 });
                    order.push(definition);
                    footnotes.len() - 1
                });
                footnotes[number].references += 1;
                references[index] = Reference { footnote: number, nth: footnotes[number].references };
            }
        }
        for (definition, number) in self.definitions.iter().zip(&numbers) {
            if number.is_none() && !definition.second {
                report.add(Code::UnusedFootnote, definition.span, |d| d.arg("name", &definition.name));
            }
        }
        (footnotes, references)
    }
}

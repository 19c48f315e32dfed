//! What the links and pictures of a text lead to. Knows the frame of the corpus and the headings of every text; decides
//! nothing about front matter.

use std::collections::HashSet;
use std::sync::Arc;

use super::address::{self, is_file, join};
use super::frame::Frame;
use super::{EntryIndex, Resolved, Thing};
use crate::diagnostic::{Code, Diagnostic, Report, nearest};
use crate::model::entry::Entry;
use crate::read::markdown::Target;
use crate::read::source::{Place, Span};

/// What links may lead to.
pub(super) struct Texts<'a> {
    pub(super) frame: &'a Frame,
    pub(super) entries: &'a [Arc<Entry>],
    /// Paths of files that are copied.
    pub(super) assets: &'a HashSet<&'a str>,
}

impl Texts<'_> {
    /// Resolves every link and picture in an entry's text.
    pub(super) fn of(&self, own: EntryIndex) -> (Vec<Resolved>, Report) {
        let entry = &self.entries[own];
        let mut report = Report::default();
        for image in &entry.body.images {
            let path = join(&entry.file, &image.path);
            if !path.as_deref().is_some_and(|path| self.assets.contains(path)) {
                let known = nearest(&image.path, self.assets.iter().copied());
                let mut diagnostic =
                    Diagnostic::new(Code::MissingAsset, entry.place(image.span)).arg("target", &image.path);
                diagnostic.suggestions = known;
                report.push(diagnostic);
            }
        }
        let one = |site: &crate::read::markdown::LinkSite| {
            self.link(own, entry, site.span, &site.target).unwrap_or_else(|diagnostic| {
                report.push(*diagnostic);
                Resolved::Broken
            })
        };
        let links = entry.body.links.iter().map(one).collect();
        (links, report)
    }

    fn link(&self, own: EntryIndex, entry: &Entry, span: Span, target: &Target) -> Result<Resolved, Box<Diagnostic>> {
        let place = entry.place(span);
        match target {
            Target::External(url) => Ok(Resolved::External(url.clone())),
            Target::Heading(id) => self.heading(own, id, place).map(|()| Resolved::Heading(id.clone())),
            Target::Wiki { name, heading } => match self.by_name(name.trim(), &place)? {
                Thing::Entry(index) => self.to_entry(own, index, heading.as_ref(), place),
                Thing::Configuration(index) => Ok(Resolved::Configuration(index)),
            },
            Target::Path { path, heading } => {
                let broken = |known: &[&str]| {
                    let known = known.iter().copied();
                    Box::new(Diagnostic::new(Code::BrokenLink, place.clone()).arg("target", path).suggest(path, known))
                };
                if let Some(absolute) = path.strip_prefix('/') {
                    let id = absolute.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                    if self.frame.hidden.contains(id) {
                        return Err(Box::new(Diagnostic::new(Code::LinkToDraft, place).arg("id", id)));
                    }
                    return self.by_address(absolute).ok_or_else(|| broken(&[])).and_then(|found| match found {
                        Resolved::Entry(index, _) => self.to_entry(own, index, heading.as_ref(), place.clone()),
                        other => Ok(other),
                    });
                }
                let joined = join(&entry.file, path).ok_or_else(|| broken(&[]))?;
                if let Some(&index) = self.frame.files.get(joined.as_str()) {
                    return self.to_entry(own, index, heading.as_ref(), place);
                }
                if self.assets.contains(joined.as_str()) {
                    return Ok(Resolved::Asset(joined));
                }
                if let Some(id) = self.frame.hidden_files.get(joined.as_str()) {
                    return Err(Box::new(Diagnostic::new(Code::LinkToDraft, place).arg("id", id)));
                }
                if is_file(&joined) {
                    let missing = Diagnostic::new(Code::MissingAsset, place).arg("target", path);
                    return Err(Box::new(missing.suggest(&joined, self.assets.iter().copied())));
                }
                let files: Vec<&str> = self.frame.files.keys().map(|file| &**file).collect();
                Err(broken(&files))
            }
        }
    }

    fn by_address(&self, path: &str) -> Option<Resolved> {
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let path = if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        let known = path.is_empty() || address::reserved(self.frame.words).contains(&path);
        if known {
            return Some(Resolved::Route(path));
        }
        let id = path.trim_end_matches('/').rsplit('/').next()?;
        match self.frame.names.get(id)? {
            Thing::Entry(index) => {
                let entry = &self.entries[*index];
                (address::entry(entry.kind, &entry.id, self.frame.words) == path)
                    .then_some(Resolved::Entry(*index, None))
            }
            Thing::Configuration(index) => {
                (address::configuration(id, self.frame.words) == path).then_some(Resolved::Configuration(*index))
            }
        }
    }

    fn by_name(&self, name: &str, place: &Place) -> Result<Thing, Box<Diagnostic>> {
        if let Some(thing) = self.frame.names.get(name) {
            return Ok(*thing);
        }
        match self.frame.titles.get(&name.to_lowercase()).map(Vec::as_slice) {
            Some([index]) => Ok(Thing::Entry(*index)),
            Some(several) if !several.is_empty() => {
                let ids: Vec<String> = several.iter().map(|&index| format!("`{}`", self.entries[index].id)).collect();
                Err(Box::new(
                    Diagnostic::new(Code::AmbiguousLink, place.clone()).arg("title", name).arg("ids", ids.join(", ")),
                ))
            }
            _ if self.frame.hidden.contains(name) => {
                Err(Box::new(Diagnostic::new(Code::LinkToDraft, place.clone()).arg("id", name)))
            }
            _ => {
                // A title that is its page's id but for the capitals would be proposed twice.
                let titles = self.entries.iter().map(|entry| entry.common.title.text.as_str());
                let titles = titles.filter(|title| !self.frame.names.contains_key(&title.to_lowercase()));
                let known = self.frame.names.keys().map(String::as_str).chain(titles);
                Err(Box::new(Diagnostic::new(Code::BrokenLink, place.clone()).arg("target", name).suggest(name, known)))
            }
        }
    }

    fn to_entry(
        &self,
        own: EntryIndex,
        index: EntryIndex,
        heading: Option<&String>,
        place: Place,
    ) -> Result<Resolved, Box<Diagnostic>> {
        if let Some(id) = heading {
            self.heading(index, id, place)?;
            if index == own {
                return Ok(Resolved::Heading(id.clone()));
            }
        }
        Ok(Resolved::Entry(index, heading.cloned()))
    }

    fn heading(&self, index: EntryIndex, id: &str, place: Place) -> Result<(), Box<Diagnostic>> {
        let entry = &self.entries[index];
        if entry.stub || entry.body.headings.iter().any(|heading| heading.id == id) {
            return Ok(());
        }
        let known = entry.body.headings.iter().map(|heading| heading.id.as_str());
        Err(Box::new(
            Diagnostic::new(Code::BrokenAnchor, place).arg("anchor", id).arg("target", &entry.id).suggest(id, known),
        ))
    }
}

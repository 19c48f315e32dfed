//! What a heading is called in a link: ids made of words, or given by hand, each once on a page. Knows nothing of how a
//! heading is found or shown.

use std::collections::{HashMap, HashSet};

use super::Heading;
use crate::diagnostic::{Code, FileReport};

/// The id that a heading with these words gets: no accents, lower case, hyphens. Never empty, begins with a letter, and
/// is never one of those of footnotes (`fn-1`, `fnref-1`).
pub fn slug(text: &str) -> String {
    let mut id = String::with_capacity(text.len() + 2);
    let plain = if text.is_ascii() { text.to_owned() } else { deunicode::deunicode(text) };
    for part in plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(part);
    }
    id.make_ascii_lowercase();
    let letter = id.starts_with(|c: char| c.is_ascii_lowercase());
    match id.as_str() {
        "" => "h".to_owned(),
        _ if !letter || id.starts_with("fn-") || id.starts_with("fnref-") => format!("h-{id}"),
        _ => id,
    }
}

/// Gives every heading an id of its own. A heading whose `id` is filled in has it by hand; those go first, so that an id
/// that someone chose never moves because of words elsewhere.
pub(super) fn give_ids(headings: &mut [Heading], report: &mut FileReport) {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    for index in 0..headings.len() {
        let heading = &headings[index];
        if heading.id.is_empty() {
            open.push((index, slug(&heading.text)));
            continue;
        }
        let id = slug(&heading.id);
        if let Some(&earlier) = first.get(&id) {
            let earlier = report.place(headings[earlier].span);
            report.add(Code::DuplicateHeading, heading.span, |d| d.arg("id", &id).related("first", earlier));
            open.push((index, id));
        } else {
            first.insert(id.clone(), index);
            taken.insert(id.clone());
            headings[index].id = id;
        }
    }
    let mut counts: HashMap<String, u32> = HashMap::new();
    for (index, wish) in open {
        let count = counts.entry(wish.clone()).or_insert(0);
        headings[index].id = loop {
            *count += 1;
            let id = if *count == 1 { wish.clone() } else { format!("{wish}-{count}") };
            if taken.insert(id.clone()) {
                break id;
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::Span;

    #[test]
    fn ids_are_made_of_words() {
        fn check(text: &str, expected: &str) {
            assert_eq!(slug(text), expected, "{text:?}");
        }
        check("Wat gebeurde er?", "wat-gebeurde-er");
        check("Eén coördinator – vóór alles", "een-coordinator-voor-alles");
        check("C++ & Œuvre", "c-oeuvre");
        check("2024 in cijfers", "h-2024-in-cijfers");
        check("h-2024-in-cijfers", "h-2024-in-cijfers");
        check("Fn 1", "h-fn-1");
        check("…", "h");
        check("", "h");
    }

    #[test]
    fn every_heading_has_an_id_of_its_own() {
        fn check(headings: &[(&str, &str)], expected: &[&str], findings: usize) {
            let heading = |(id, text): &(&str, &str)| Heading {
                level: 2,
                id: (*id).to_owned(),
                text: (*text).to_owned(),
                span: Span::default(),
            };
            let mut headings: Vec<Heading> = headings.iter().map(heading).collect();
            let mut report = FileReport::new("a.md".into());
            give_ids(&mut headings, &mut report);
            assert_eq!(headings.iter().map(|heading| heading.id.as_str()).collect::<Vec<_>>(), expected);
            assert_eq!(report.report.iter().count(), findings);
        }
        check(&[("", "A"), ("", "A"), ("", "A")], &["a", "a-2", "a-3"], 0);
        check(&[("", "A"), ("", "A-2"), ("", "A")], &["a", "a-2", "a-3"], 0);
        check(&[("", "A"), ("a", "B")], &["a-2", "a"], 0);
        check(&[("x", "A"), ("X", "B"), ("x-2", "C")], &["x", "x-3", "x-2"], 1);
    }
}

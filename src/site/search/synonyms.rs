//! Words that a search takes for one another. A term that says so is found by any of its words and finds pages on all
//! of them; another word for a concept leads to the concept, not back. Knows no index: the browser looks them up.

use super::page::{json, plain};
use crate::model::entry::{Data, Entry};
use crate::model::kind::Kind;
use crate::site::scope::Scope;

/// Most words of a title that stands for a concept: a longer one is a description.
const MOST: usize = 3;

/// `[groups, ways]`: words that stand for each other, and words that lead to the first of their list.
pub fn json_of(scope: &Scope<'_>) -> String {
    let mut groups = Vec::new();
    let mut ways = Vec::new();
    let named = |entry: &&std::sync::Arc<Entry>| entry.kind == Kind::Term || !entry.synonyms().is_empty();
    for entry in scope.corpus.entries.iter().filter(named).filter(|entry| !entry.common.draft) {
        let words = names(scope, entry);
        if words.len() < 2 {
            continue;
        }
        let list = format!("[{}]", words.iter().map(|word| json(word)).collect::<Vec<_>>().join(","));
        match &entry.data {
            Data::Term(term) if term.search_synonym => groups.push(list),
            Data::Term(_) => {}
            _ if words[0].split_whitespace().count() <= MOST => ways.push(list),
            _ => {}
        }
    }
    format!("[[{}],[{}]]", groups.join(","), ways.join(","))
}

/// The title without what stands in brackets, the abbreviation and the other words.
fn names(scope: &Scope<'_>, entry: &Entry) -> Vec<String> {
    let title = plain(scope, &entry.common.title);
    let title = title.split('(').next().unwrap_or_default().trim();
    let mut names = vec![title.to_owned()];
    if let Data::Term(term) = &entry.data {
        names.extend(term.abbreviation.iter().map(|text| text.text.clone()));
    }
    for synonym in entry.synonyms() {
        if !names.contains(&synonym.text) {
            names.push(synonym.text.clone());
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

//! Words out of text: folded (marks off, small letters), split, hyphenated words both whole and in parts. The browser
//! does the same in `themes/default/assets/search.js`; `tests/search/words.json` holds both to it. Knows no pages.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::locale::Language;

/// Words that say nothing of what a page is about: not indexed, and passed over in a question.
pub fn stop_words(language: Language) -> &'static str {
    match language {
        Language::Nl => {
            "aan al alle als alsof altijd andere bij daar dan dat de deze die dit doen door dus een eerst en er geen haar had \
             hadden hebben heeft hem het hier hij hoe hun ik in is ja je jij kan kunnen maar me meer men met mij mijn \
             moet moeten na naar niet niets nog nu of om omdat ons ook op over reeds te tegen toch toen tot tussen u uit \
             uw van vanaf vanuit veel vaak via voor waar waarom waardoor was wat we wel welke werd wie wij wil worden \
             wordt zal ze zei zelf zich zij zijn zo zoals zonder zou zodat"
        }
        Language::En => {
            "a about after all also an and any are as at be because been before but by can do does for from had has \
             have he her his how if in into is it its more most no not of on or our she so such than that the their \
             them then there these they this those through to under up was we were what when where which who why will \
             with would you your"
        }
    }
}

/// Text without marks and capitals: `Coördinatie` → `coordinatie`.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    let bare: String = text.nfd().filter(|c| !is_combining_mark(*c) && *c != '\u{ad}').collect();
    Cow::Owned(bare.to_lowercase())
}

/// What holds the parts of one word together: hyphens, and the & of `O&O-fonds`.
fn joins(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '&')
}

/// What drops out of a word: `collega's` → `collegas`.
fn drops(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Every word of a folded text, in order: the parts of a hyphenated word, then the whole.
pub fn words(folded: &str, mut visit: impl FnMut(&str)) {
    let mut whole = String::new();
    let mut rest = folded;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let (group, after) = rest[start..].split_at(group_length(&rest[start..]));
        rest = after;
        if !group.contains(|c| joins(c) || drops(c)) {
            visit(group);
            continue;
        }
        whole.clear();
        let mut part = 0;
        for c in group.chars().filter(|c| !drops(*c)) {
            if joins(c) {
                visit(&whole[part..]);
                part = whole.len();
            } else {
                whole.push(c);
            }
        }
        if part > 0 {
            visit(&whole[part..]);
        }
        visit(&whole);
    }
}

/// How long the word is that the text begins with, with the signs inside it.
fn group_length(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let inside = (joins(c) || drops(c)) && letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !inside {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::site::search::key::key;

    /// The words that the browser is held to as well (`tests/browser/words.test.mjs`).
    const SHARED: &str = include_str!("../../../tests/search/words.json");

    #[test]
    fn words_and_keys_are_those_of_the_browser() {
        let shared: serde_json::Value = serde_json::from_str(SHARED).expect("JSON");
        for pair in shared["words"].as_array().expect("a list") {
            let text = pair[0].as_str().expect("a text");
            let mut found: Vec<String> = Vec::new();
            words(&fold(text), |word| found.push(word.to_owned()));
            assert_eq!(serde_json::json!(found), pair[1], "{text}");
        }
        for language in Language::ALL {
            for pair in shared["keys"][language.tag()].as_array().expect("a list") {
                let word = pair[0].as_str().expect("a word");
                assert_eq!(key(word, language), pair[1].as_str().expect("a key"), "{word}");
            }
        }
    }
}

//! Every word that the tool itself shows, per language: the interface of the site, names of kinds, folders and
//! addresses, fields, diagnostics, the command line. The words stand in `nl.toml`, `nl.tools.toml`,
//! `nl.diagnostics.toml`, `nl.fields.toml` and their English twins; this file only looks them up. Knows nothing of who asks.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// A language that has a complete table of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Dutch.
    #[default]
    Nl,
    /// English.
    En,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 2] = [Language::Nl, Language::En];

    /// The language tag, as in `lang="nl"`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Nl => "nl",
            Language::En => "en",
        }
    }

    /// The language of a tag such as `nl`, `nl-NL` or `nl_NL.UTF-8`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_', '.']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(first))
    }

    /// Its words.
    pub fn words(self) -> Words {
        Words { language: self, table: self.table() }
    }

    fn table(self) -> &'static HashMap<String, String> {
        static TABLES: [OnceLock<HashMap<String, String>>; 2] = [const { OnceLock::new() }; 2];
        let (slot, texts) = match self {
            Language::Nl => (
                &TABLES[0],
                [
                    include_str!("nl.toml"),
                    include_str!("nl.tools.toml"),
                    include_str!("nl.diagnostics.toml"),
                    include_str!("nl.fields.toml"),
                ],
            ),
            Language::En => (
                &TABLES[1],
                [
                    include_str!("en.toml"),
                    include_str!("en.tools.toml"),
                    include_str!("en.diagnostics.toml"),
                    include_str!("en.fields.toml"),
                ],
            ),
        };
        slot.get_or_init(|| {
            let mut flat = HashMap::new();
            // A table that does not parse gives no words at all; `both_languages_have_every_key` would fail first.
            for tree in texts.iter().filter_map(|text| text.parse::<toml::Table>().ok()) {
                flatten(&mut flat, "", &toml::Value::Table(tree));
            }
            flat
        })
    }
}

fn flatten(flat: &mut HashMap<String, String>, prefix: &str, value: &toml::Value) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(flat, &path, value);
            }
        }
        toml::Value::String(text) => {
            // Only the line break that ends a long text: glue such as " en " keeps its spaces.
            flat.insert(prefix.to_owned(), text.trim_end_matches('\n').to_owned());
        }
        other => {
            flat.insert(prefix.to_owned(), other.to_string());
        }
    }
}

/// The words of one language, by key (`ui.skip`, `diagnostic.E0204.message`, …).
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// Which language.
    pub language: Language,
    table: &'static HashMap<String, String>,
}

impl Words {
    /// The words under a key. A key that does not exist gives the key itself between angle quotes, so that the gap
    /// shows (and the tests that look for it fail).
    pub fn get(&self, key: &str) -> &'static str {
        match self.table.get(key) {
            Some(words) => words,
            None => Box::leak(format!("‹{key}›").into_boxed_str()),
        }
    }

    /// The words under a key, if there are any.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        self.table.get(key).map(String::as_str)
    }

    /// The words under a key with the blanks (`{name}`) filled in.
    pub fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        fill(self.get(key), args)
    }

    /// Everything below a prefix, without that prefix: `words.under("ui")` gives `skip`, …
    pub fn under(&self, prefix: &str) -> BTreeMap<&'static str, &'static str> {
        let inside = |key: &'static str| key.strip_prefix(prefix)?.strip_prefix('.');
        self.table.iter().filter_map(|(key, text)| Some((inside(key)?, text.as_str()))).collect()
    }

    /// Every key, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        let mut keys: Vec<&'static str> = self.table.keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys.into_iter()
    }
}

/// A sentence with its blanks filled in. A blank without a value stays as it is.
pub fn fill(sentence: &str, args: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(sentence.len() + 32);
    let mut rest = sentence;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        out.push_str(before);
        let value = after[1..].find('}').and_then(|close| {
            let name = &after[1..=close];
            args.iter().find(|(key, _)| *key == name).map(|(_, value)| (close + 2, *value))
        });
        match value {
            Some((length, value)) => {
                out.push_str(value);
                rest = &after[length..];
            }
            None => {
                out.push('{');
                rest = &after[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_every_key() {
        let keys = |language: Language| language.words().keys().collect::<Vec<_>>();
        assert!(keys(Language::Nl).len() > 100);
        assert_eq!(keys(Language::Nl), keys(Language::En));
    }

    #[test]
    fn both_languages_have_the_same_blanks() {
        let blanks = |text: &str| {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect();
            found.sort();
            found.dedup();
            found
        };
        let (nl, en) = (Language::Nl.words(), Language::En.words());
        for key in nl.keys() {
            assert_eq!(blanks(nl.get(key)), blanks(en.get(key)), "{key}");
        }
    }

    #[test]
    fn blanks_are_filled_and_unknown_ones_stay() {
        assert_eq!(fill("{a} en {b} {c}", &[("a", "1"), ("b", "{c}")]), "1 en {c} {c}");
        assert_eq!(fill("los { teken", &[]), "los { teken");
    }
}

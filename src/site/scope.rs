//! What every maker of views needs at hand: the corpus, the words, the lists, and the small things that are made of
//! them the same way everywhere (links, cards, dates, counts). Knows no templates and no disk.

use std::sync::Arc;

use super::html::Html;
use super::view::{Card, EffectCount, EffectCounts, FactValue, Link, SourceView};
use crate::config::Config;
use crate::locale::Words;
use crate::model::address;
use crate::model::cmo::Effect;
use crate::model::corpus::{ConfigurationIndex, Corpus, EntryIndex};
use crate::model::entry::Entry;
use crate::model::kind::{Citation, Kind};
use crate::model::value::{PartialDate, Ref, Target, Wanted};

/// The corpus and what goes with it.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Everything, resolved.
    pub corpus: &'a Corpus,
    /// The settings of the site.
    pub config: &'a Config,
    /// The words of the site's language.
    pub words: Words,
    /// The text of each entry as HTML, in the order of the corpus.
    pub bodies: &'a [Arc<Html>],
}

/// Links point at files, so that a folder opened from disk works too.
pub fn file(path: &str) -> String {
    format!("{path}index.html")
}

/// The way from a page back to the root.
pub fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

impl<'a> Scope<'a> {
    /// A link to an entry under its title.
    pub fn link(&self, entry: &Entry) -> Link {
        Link { href: file(&self.corpus.address(entry)), label: entry.common.title.text.clone() }
    }

    /// The entry with this position.
    pub fn entry(&self, index: EntryIndex) -> Option<&'a Arc<Entry>> {
        self.corpus.entries.get(index)
    }

    /// A link to the entry with this id; the bare id when there is none (the report says so).
    pub fn link_to(&self, id: &str) -> Link {
        match self.corpus.entry(id) {
            Some((_, entry)) => self.link(entry),
            None => Link { href: String::new(), label: id.to_owned() },
        }
    }

    /// The file of a configuration's page.
    pub fn configuration_href(&self, id: &str) -> String {
        file(&address::configuration(id, self.words))
    }

    /// A link to the overview of a kind.
    pub fn overview(&self, kind: Kind) -> Link {
        let href = match kind {
            Kind::Term => address::route("glossary", self.words),
            _ => address::overview(kind, self.words),
        };
        Link { href: file(&href), label: self.kind_word(kind, "plural") }
    }

    /// A link to a page that the generator makes itself.
    pub fn route(&self, key: &str) -> Link {
        Link { href: file(&address::route(key, self.words)), label: self.word("route-title", key) }
    }

    /// A link to the front page.
    pub fn home(&self) -> Link {
        Link { href: file(""), label: self.words.get("text.home").to_owned() }
    }

    /// A word of the locale: `<table>.<key>`.
    pub fn word(&self, table: &str, key: &str) -> String {
        self.words.get(&format!("{table}.{key}")).to_owned()
    }

    /// The word for a state of a letter: circumstances that are absent, outcomes that stay away.
    pub fn state(&self, letter: &str, state: &str) -> String {
        self.word("state", &format!("{letter}-{state}"))
    }

    /// A word about a kind: `singular`, `plural`, `intro`.
    pub fn kind_word(&self, kind: Kind, key: &str) -> String {
        self.words.get(&format!("kind.{}.{key}", kind.key())).to_owned()
    }

    /// A page in a list.
    pub fn card(&self, entry: &Entry) -> Card {
        Card {
            link: self.link(entry),
            kind: entry.kind.key(),
            kind_label: self.kind_word(entry.kind, "singular"),
            summary: entry.common.summary.text.clone(),
            notes: Vec::new(),
            updated: None,
        }
    }

    /// Cards of the entries with these ids, in this order.
    pub fn cards<'r, T: Target + 'r>(&self, ids: impl IntoIterator<Item = &'r Ref<T>>) -> Vec<Card> {
        let found = ids.into_iter().filter_map(|id| self.corpus.entry(&id.id));
        found.map(|(_, entry)| self.card(entry)).collect()
    }

    /// References as values of a fact: entries with a link, slugs of closed lists with their label.
    pub fn values<'r, T: Target + 'r>(&self, ids: impl IntoIterator<Item = &'r Ref<T>>) -> Vec<FactValue> {
        let one = |reference: &Ref<T>| match T::WANTED {
            Wanted::Listed(list) => {
                FactValue { text: self.config.lists().label(list, &reference.id).to_owned(), ..FactValue::default() }
            }
            _ => {
                let link = self.link_to(&reference.id);
                FactValue { text: link.label, href: Some(link.href).filter(|href| !href.is_empty()), note: None }
            }
        };
        ids.into_iter().map(one).collect()
    }

    /// A source with a place.
    pub fn source(&self, id: &str, at: Option<&str>) -> SourceView {
        SourceView { link: self.link_to(id), at: at.unwrap_or_default().to_owned() }
    }

    /// The sources of a page.
    pub fn sources(&self, citations: &[Citation]) -> Vec<SourceView> {
        let one = |citation: &Citation| self.source(&citation.source.id, citation.at.as_deref());
        citations.iter().map(one).collect()
    }

    /// A date as people write it: `21 oktober 2024`, `oktober 2024`, `2024`.
    pub fn date(&self, date: PartialDate) -> String {
        let month = date.month.map(|month| self.words.get(&format!("month.{month}")));
        let parts = [date.day.map(|day| day.to_string()), month.map(str::to_owned), Some(date.year.to_string())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// A number with the word that goes with it: key `<key>.one` or `<key>.many`.
    pub fn count(&self, number: usize, key: &str) -> String {
        let form = if number == 1 { "one" } else { "many" };
        self.words.fill(&format!("count.{key}.{form}"), &[("n", &number.to_string())])
    }

    /// `a, b en c`.
    pub fn enumerate(&self, items: &[String]) -> String {
        match items.split_last() {
            Some((last, rest)) if !rest.is_empty() => {
                format!("{} {} {last}", rest.join(", "), self.words.get("list.and"))
            }
            _ => items.join(""),
        }
    }

    /// How many of these configurations say what.
    pub fn effects(&self, indexes: &[ConfigurationIndex]) -> EffectCounts {
        let homes = || indexes.iter().filter_map(|&index| self.corpus.configurations.get(index));
        let one = |effect: Effect| EffectCount {
            effect: effect.word(),
            label: self.word("effect", effect.word()),
            count: homes().filter(|home| home.configuration.effect == effect).count(),
        };
        EffectCounts { counts: Effect::ALL.iter().copied().map(one).collect(), total: indexes.len() }
    }
}

/// An amount in euros as the Dutch write it: `46.000`.
pub fn thousands(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::model::testing::corpus;

    fn with_scope(language: &str, look: impl FnOnce(&Scope<'_>)) {
        let site = format!("title = \"T\"\ndescription = \"D\"\nlanguage = \"{language}\"\n");
        let (corpus, config, _) = corpus(&site, &[]);
        look(&Scope { corpus: &corpus, config: &config, words: config.language().words(), bodies: &[] });
    }

    #[test]
    fn thousands_stand_apart() {
        let check = |number: u64, nl: &str, en: &str| {
            assert_eq!((thousands(number, '.').as_str(), thousands(number, ',').as_str()), (nl, en));
        };
        check(0, "0", "0");
        check(7, "7", "7");
        check(999, "999", "999");
        check(1000, "1.000", "1,000");
        check(46_000, "46.000", "46,000");
        check(123_456_789, "123.456.789", "123,456,789");
        check(u64::MAX, "18.446.744.073.709.551.615", "18,446,744,073,709,551,615");
    }

    #[test]
    fn dates_are_as_precise_as_they_are_known() {
        let check = |iso: &str, nl: &str, en: &str| {
            let date = PartialDate::parse(iso).unwrap();
            with_scope("nl", |scope| assert_eq!(scope.date(date), nl));
            with_scope("en", |scope| assert_eq!(scope.date(date), en));
        };
        check("2024", "2024", "2024");
        check("2024-10", "oktober 2024", "October 2024");
        check("2024-03-01", "1 maart 2024", "1 March 2024");
        check("1999-12-31", "31 december 1999", "31 December 1999");
    }

    #[test]
    fn items_are_counted_up_and_numbers_agree() {
        with_scope("nl", |scope| {
            let items = ["a", "b", "c"].map(str::to_owned);
            let texts: Vec<String> = (0..4).map(|many| scope.enumerate(&items[..many])).collect();
            assert_eq!(texts, ["", "a", "a en b", "a, b en c"]);
            let counts: Vec<String> = (0..3).map(|number| scope.count(number, "independent-case")).collect();
            assert_eq!(counts, ["0 casussen", "1 casus", "2 casussen"]);
        });
    }

    #[test]
    fn the_way_back_is_as_long_as_the_way_there() {
        assert_eq!(["", "over/", "casussen/a/"].map(root_of), ["", "../", "../../"]);
        assert_eq!(file("casussen/a/"), "casussen/a/index.html");
    }
}

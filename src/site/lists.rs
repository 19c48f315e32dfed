//! Pages that list other pages: home, an overview per kind, the configurations, the glossary. Their size is bounded: a
//! long list is cut into parts. Knows no templates.

use std::collections::BTreeMap;

use super::cmo;
use super::entry::{period_text, result_value};
use super::scope::{Scope, file};
use super::tools::index;
use super::view::{
    Card, Cell, Column, Entrance, Glossary, GlossaryGroup, GlossaryItem, Group, Home, Link, Overview, Pages, Search,
    Table,
};
use crate::model::cmo::{Effect, Status};
use crate::model::corpus::ConfigurationIndex;
use crate::model::entry::{Data, Entry};
use crate::model::kind::Kind;
use crate::model::value::slugify;

/// Most pages in one part of a list.
pub const PART: usize = 200;
/// Most configurations in one part of a list.
pub const CONFIGURATION_PART: usize = 50;

/// How many parts a list of `count` items is cut into.
pub fn parts(count: usize, size: usize) -> usize {
    count.div_ceil(size).max(1)
}

/// The configurations in one part of a list.
pub fn part_of(indexes: &[ConfigurationIndex], part: usize) -> &[ConfigurationIndex] {
    let from = (part - 1) * CONFIGURATION_PART;
    indexes.get(from..(from + CONFIGURATION_PART).min(indexes.len())).unwrap_or_default()
}

/// The path of a part of a list: the first is the list itself.
pub fn part_path(path: &str, part: usize) -> String {
    if part <= 1 { path.to_owned() } else { format!("{path}{part}/") }
}

/// Where a part stands among the others.
pub fn pages(scope: &Scope<'_>, path: &str, current: usize, total: usize) -> Option<Pages> {
    let link = |part: usize, key: &str| Link { href: file(&part_path(path, part)), label: scope.word("text", key) };
    (total > 1).then(|| Pages {
        current,
        total,
        previous: (current > 1).then(|| link(current - 1, "previous")),
        next: (current < total).then(|| link(current + 1, "next")),
    })
}

/// The search page.
pub fn search(scope: &Scope<'_>, root: &str) -> Search {
    let mut entrances = entrances(scope);
    let terms = scope.corpus.of_kind(Kind::Term).count();
    if terms > 0 {
        entrances.push(Entrance {
            kind: Kind::Term.key(),
            link: scope.overview(Kind::Term),
            text: scope.kind_word(Kind::Term, "intro"),
            count: terms,
        });
    }
    Search { root: root.to_owned(), entrances }
}

/// A way in by each kind of page that the site has.
fn entrances(scope: &Scope<'_>) -> Vec<Entrance> {
    const ENTRANCES: [Kind; 9] = [
        Kind::Lesson,
        Kind::CaseStudy,
        Kind::BuildingBlock,
        Kind::ContextFactor,
        Kind::Intervention,
        Kind::Mechanism,
        Kind::Outcome,
        Kind::Audience,
        Kind::Source,
    ];
    let entrance = |kind: Kind| Entrance {
        kind: kind.key(),
        link: scope.overview(kind),
        text: scope.kind_word(kind, "intro"),
        count: scope.corpus.of_kind(kind).count(),
    };
    let mut entrances: Vec<Entrance> = ENTRANCES.into_iter().map(entrance).filter(|one| one.count > 0).collect();
    let configurations = scope.corpus.configurations.len();
    if configurations > 0 {
        entrances.push(Entrance {
            kind: "configuration",
            link: scope.route("configurations"),
            text: scope.word("text", "configurations_intro"),
            count: configurations,
        });
    }
    entrances
}

/// The front page.
pub fn home(scope: &Scope<'_>) -> Home {
    let configurations = scope.corpus.configurations.len();
    let all: Vec<ConfigurationIndex> = (0..configurations).collect();
    // The best known configuration that works, as an example; the first by id among equals.
    let example = scope
        .corpus
        .configurations
        .iter()
        .filter(|home| home.configuration.effect == Effect::Works && home.configuration.status != Status::Assumed)
        .filter_map(|home| {
            let key = crate::model::evidence::claims_of(&home.configuration).into_iter().next()?;
            let claim = scope.corpus.claims.get(&key)?;
            Some(((claim.level, claim.cases, claim.voices), home))
        })
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, home)| cmo::card(scope, home));
    let paths = scope.config.settings.reading_paths.iter().filter_map(|id| scope.corpus.entry(id));
    Home {
        entrances: entrances(scope),
        tools: index::entrances(scope),
        reading_paths: paths.map(|(_, entry)| scope.card(entry)).collect(),
        newest: newest(scope, 6),
        effects: scope.effects(&all),
        configurations,
        example,
    }
}

/// The pages that were last changed; lessons before cases before the rest among equals.
pub fn newest(scope: &Scope<'_>, most: usize) -> Vec<Card> {
    let rank = |kind: Kind| match kind {
        Kind::Lesson => 0,
        Kind::CaseStudy => 1,
        Kind::BuildingBlock => 2,
        _ => 3,
    };
    let dated = scope.corpus.entries.iter().filter(|entry| entry.common.updated.is_some() && entry.kind != Kind::Page);
    let mut dated: Vec<_> = dated.collect();
    dated.sort_by_key(|entry| (std::cmp::Reverse(entry.common.updated), rank(entry.kind), entry.id.as_str()));
    let one =
        |entry: &Entry| Card { updated: entry.common.updated.map(|date| scope.date(date.0)), ..scope.card(entry) };
    dated.into_iter().take(most).map(|entry| one(entry)).collect()
}

/// One part of the overview of a kind.
pub fn overview(scope: &Scope<'_>, kind: Kind, path: &str, part: usize) -> Overview {
    let mut entries: Vec<&Entry> = scope.corpus.of_kind(kind).map(|(_, entry)| &**entry).collect();
    entries.sort_by_cached_key(|entry| sort_key(entry));
    let count = entries.len();
    let total = parts(count, PART);
    let shown = entries.get((part - 1) * PART..(part * PART).min(count)).unwrap_or_default();
    Overview {
        kind: kind.key(),
        title: scope.kind_word(kind, "plural"),
        intro: scope.kind_word(kind, "intro"),
        count,
        groups: groups(scope, kind, shown),
        table: (kind == Kind::CaseStudy && !shown.is_empty()).then(|| case_table(scope, shown)),
        configurations: Vec::new(),
        pages: pages(scope, path, part, total),
    }
}

/// Building blocks have an order of their own; sources stand with the newest first; the rest by title.
pub fn sort_key(entry: &Entry) -> (u64, String) {
    let rank = match &entry.data {
        Data::BuildingBlock(block) => block.order.map_or(u64::MAX, |order| order.number),
        Data::Source(source) => {
            source.issued.map_or(u64::MAX, |date| 10_000_u64.saturating_sub(u64::try_from(date.year).unwrap_or(0)))
        }
        _ => 0,
    };
    (rank, slugify(&entry.common.title))
}

/// The group that an entry belongs to: theme, group, lever or level. The rank of the group, its key, its heading.
pub fn group_of(scope: &Scope<'_>, entry: &Entry) -> Option<(usize, String, String)> {
    let lists = scope.config.lists();
    let listed = |list: &str, slug: &str| {
        let rank = lists.items(list).iter().position(|item| item.slug == slug).unwrap_or(usize::MAX);
        (rank, slug.to_owned(), lists.label(list, slug).to_owned())
    };
    let fixed = |rank: usize, table: &str, word: &str| (rank, word.to_owned(), scope.word(table, word));
    match &entry.data {
        Data::Lesson(lesson) => lesson.themes.iter().next().map(|theme| listed("themes", &theme.id)),
        Data::ContextFactor(data) => data.group.as_ref().map(|group| listed("context-groups", &group.id)),
        Data::Intervention(data) => data.group.as_ref().map(|group| listed("intervention-groups", &group.id)),
        Data::Mechanism(data) => data.levers.first().map(|lever| fixed(*lever as usize, "lever", lever.word())),
        Data::Outcome(data) => Some(fixed(data.level as usize, "outcome-level", data.level.word())),
        _ => None,
    }
}

/// Pages under headings, by the group that they belong to.
fn groups(scope: &Scope<'_>, kind: Kind, entries: &[&Entry]) -> Vec<Group> {
    let mut grouped: BTreeMap<(usize, String, String), Vec<Card>> = BTreeMap::new();
    for entry in entries {
        let card = overview_card(scope, entry);
        let place = group_of(scope, entry).unwrap_or_else(|| (usize::MAX, String::new(), scope.word("text", "other")));
        grouped.entry(place).or_default().push(card);
    }
    let single = grouped.len() == 1;
    let heading = |title: String| if single { String::new() } else { title };
    grouped
        .into_iter()
        .map(|((_, key, title), cards)| Group { id: format!("{}-{key}", kind.key()), title: heading(title), cards })
        .collect()
}

fn overview_card(scope: &Scope<'_>, entry: &Entry) -> Card {
    let mut card = scope.card(entry);
    if entry.kind.is_vocabulary()
        && let Some((index, _)) = scope.corpus.entry(&entry.id)
    {
        let uses = scope.corpus.uses.get(index).map_or(0, Vec::len);
        card.notes.push(scope.count(uses, "configuration"));
    }
    if let Data::CaseStudy(case) = &entry.data {
        card.notes.push(scope.word("case-status", case.status.0.word()));
        card.notes.extend(case.places.iter().map(|place| place.text.clone()));
    }
    card
}

fn case_table(scope: &Scope<'_>, entries: &[&Entry]) -> Table {
    let column = |key: &str, numeric: bool| Column { label: scope.word("fact", key), numeric };
    let columns = vec![
        column("case", false),
        column("places", false),
        column("period", false),
        column("sectors", false),
        column("status", false),
        column("result", false),
        column("configurations", true),
    ];
    let text = |text: String| Cell { text, ..Cell::default() };
    let rows = entries.iter().filter_map(|entry| {
        let Data::CaseStudy(case) = &entry.data else { return None };
        let link = scope.link(entry);
        let uses =
            scope.corpus.entry(&entry.id).map_or(0, |(index, _)| scope.corpus.uses.get(index).map_or(0, Vec::len));
        let places: Vec<String> = case.places.iter().map(|place| place.text.clone()).collect();
        let sectors: Vec<String> = scope.values(&case.sectors).into_iter().map(|value| value.text).collect();
        let from = case.period.as_ref().and_then(|period| period.from.or(period.to));
        // The figure that says most: how many of how many came to work, else the first that has a whole.
        let work = case.results.iter().filter(|result| result.of.is_some());
        let work =
            work.clone().find(|r| r.outcome.as_ref().is_some_and(|o| o.id == "betaald-werk")).or(work.clone().next());
        let figure = work.map(|result| {
            let (count, of) = (result.count.number, result.of.map_or(0, |of| of.number));
            let value = result_value(scope, result);
            let share = (count * 1000).checked_div(of).unwrap_or(0);
            Cell { text: format!("{}: {value}", &*result.label), href: None, sort: Some(format!("{share:04}")) }
        });
        Some(vec![
            Cell { text: link.label, href: Some(link.href), sort: None },
            text(places.join(", ")),
            Cell {
                text: case.period.as_ref().and_then(|period| period_text(scope, period)).unwrap_or_default(),
                href: None,
                sort: from.map(|date| date.iso()),
            },
            text(sectors.join(", ")),
            text(scope.word("case-status", case.status.0.word())),
            figure.unwrap_or_default(),
            text(uses.to_string()),
        ])
    });
    Table { caption: scope.word("text", "cases_caption"), columns, rows: rows.collect() }
}

/// One part of the list of configurations: of the whole site, or of one concept.
pub fn configurations(
    scope: &Scope<'_>,
    title: String,
    indexes: &[ConfigurationIndex],
    path: &str,
    part: usize,
    first_path: &str,
) -> Overview {
    let count = indexes.len();
    let total = parts(count, CONFIGURATION_PART);
    let shown = part_of(indexes, part);
    let homes = shown.iter().filter_map(|&index| scope.corpus.configurations.get(index));
    let mut pages = pages(scope, path, part, total);
    if let Some(pages) = &mut pages
        && part == 2
        && let Some(previous) = &mut pages.previous
    {
        previous.href = file(first_path);
    }
    Overview {
        kind: "configuration",
        title,
        intro: scope.word("text", "configurations_intro"),
        count,
        groups: Vec::new(),
        table: None,
        configurations: homes.map(|home| cmo::card(scope, home)).collect(),
        pages,
    }
}

/// The glossary: terms, and the words of the vocabulary.
pub fn glossary(scope: &Scope<'_>) -> Glossary {
    let listed = |entry: &&&Entry| entry.kind == Kind::Term || entry.kind.is_vocabulary();
    let entries: Vec<&Entry> = scope.corpus.entries.iter().map(|entry| &**entry).collect();
    let mut groups: BTreeMap<String, Vec<(String, GlossaryItem)>> = BTreeMap::new();
    for entry in entries.iter().filter(listed) {
        let key = slugify(&entry.common.title);
        let letter = key
            .chars()
            .next()
            .filter(char::is_ascii_alphabetic)
            .map_or("#".to_owned(), |c| c.to_ascii_uppercase().to_string());
        let mut synonyms: Vec<String> = entry.synonyms().iter().map(|text| text.text.clone()).collect();
        if let Data::Term(term) = &entry.data {
            synonyms.extend(term.abbreviation.as_ref().map(|text| text.text.clone()));
        }
        let item = GlossaryItem {
            link: scope.link(entry),
            kind_label: scope.kind_word(entry.kind, "singular"),
            meaning: entry.common.summary.text.clone(),
            synonyms,
        };
        groups.entry(letter).or_default().push((key, item));
    }
    let count = groups.values().map(Vec::len).sum();
    let groups = groups.into_iter().map(|(letter, mut items)| {
        items.sort_by(|a, b| a.0.cmp(&b.0));
        let id = if letter == "#" { "letter-0".to_owned() } else { format!("letter-{}", letter.to_lowercase()) };
        GlossaryGroup { letter, id, items: items.into_iter().map(|(_, item)| item).collect() }
    });
    Glossary { intro: scope.kind_word(Kind::Term, "intro"), groups: groups.collect(), count }
}

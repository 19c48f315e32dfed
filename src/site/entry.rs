//! The page of an entry: its facts in the order of the field table, its text, figures, configurations, the pages that
//! belong to it, its sources and who refers to it. Knows no templates.

use std::sync::Arc;

use super::cmo;
use super::html::Html;
use super::scope::{Scope, thousands};
use super::svg;
use super::tools::question;
use super::view::{
    AdviceView, Card, CarriedView, Cell, CheckItem, CheckPart, Column, EntryView, Fact, FactValue, Group, Link,
    ResultRow, ResultsView, SelfCheckView, StepView, Table,
};
use crate::model::corpus::{Backlink, ConfigurationIndex, EntryIndex, Home};
use crate::model::entry::{Data, Entry};
use crate::model::insight::part::{Advice, Carried};
use crate::model::kind::{
    Audience, BuildingBlock, CaseResult, CaseStudy, ContextFactor, Intervention, Kind, Lesson, Mechanism, Outcome,
    Part, Period, Source, Term,
};
use crate::model::value::{Ref, Target, Text};

/// Most configurations on one page; with more than that, all of them stand on pages of their own too.
const MOST_CONFIGURATIONS: usize = 40;
/// Most pages in one list or among the backlinks.
const MOST_CARDS: usize = 60;

/// The view of an entry. `more` leads to the rest of its configurations.
pub fn view(scope: &Scope<'_>, index: EntryIndex, entry: &Entry, more: Option<Link>) -> EntryView {
    let uses = configurations(scope, index);
    let shown = &uses[..uses.len().min(most_configurations(entry.kind))];
    let homes: Vec<&Home> = shown.iter().filter_map(|&i| scope.corpus.configurations.get(i)).collect();
    let drawn = matches!(entry.kind, Kind::CaseStudy | Kind::Mechanism | Kind::BuildingBlock) && !homes.is_empty();
    let body = scope.bodies.get(index).cloned().unwrap_or_else(|| Arc::new(Html::default()));
    let lists = lists(scope, index, entry);
    // Who stands in a list already is named again only for what it says around the link; a footnote to a source says
    // nothing.
    let listed = |from: EntryIndex| {
        let link = scope.entry(from).map(|other| scope.link(other));
        lists.iter().flat_map(|group| &group.cards).any(|card| Some(&card.link) == link.as_ref())
    };
    let says = |link: &&Backlink| {
        scope.corpus.raw_sentence(link).is_some() && entry.kind != Kind::Source || !listed(link.from)
    };
    let links: Vec<Backlink> =
        scope.corpus.backlinks.get(index).map_or(&[][..], Vec::as_slice).iter().filter(says).copied().collect();
    let mut backlinks = cmo::backlinks(scope, &links);
    backlinks.truncate(MOST_CARDS);
    let steps = steps(scope, index, entry);
    let headings = entry.body.headings.iter().filter(|heading| heading.level == 2);
    EntryView {
        kind: entry.kind.key(),
        kind_label: scope.kind_word(entry.kind, "singular"),
        id: entry.id.clone(),
        title: entry.common.title.text.clone(),
        summary: entry.common.summary.text.clone(),
        draft: entry.common.draft,
        facts: facts(scope, entry),
        body,
        contents: headings
            .map(|heading| Link { href: format!("#{}", heading.id), label: heading.text.clone() })
            .collect(),
        results: results(scope, entry),
        figures: figures(scope, index, entry),
        self_check: self_check(entry),
        advice: advice(scope, &steps),
        steps,
        pitfalls: match &entry.data {
            Data::BuildingBlock(block) => block.pitfalls.iter().map(|text| text.text.clone()).collect(),
            _ => Vec::new(),
        },
        questions: question::questions(scope, index, entry),
        checklist: checklist(scope, index, entry),
        diagram: drawn.then(|| cmo::chain(scope, &homes, &entry.id)),
        configurations: cmo::by_effect(scope, shown),
        effects: scope.effects(uses),
        more_configurations: more,
        lists,
        sources: scope.sources(&entry.common.sources),
        backlinks,
        updated: entry.common.updated.map(|date| scope.date(date.0)),
        reviewed: entry.common.reviewed.map(|date| scope.date(date.0)),
    }
}

/// How many configurations stand on the page of an entry itself. A source carries a hundred: its page tells of it, and
/// they stand beside it.
pub fn most_configurations(kind: Kind) -> usize {
    if kind == Kind::Source { 0 } else { MOST_CONFIGURATIONS }
}

/// The configurations of an entry: the ones that name it, live on it or are told by it.
pub fn configurations<'a>(scope: &Scope<'a>, index: EntryIndex) -> &'a [ConfigurationIndex] {
    scope.corpus.uses.get(index).map_or(&[], Vec::as_slice)
}

/// The facts of an entry, in the order of the field table.
pub fn facts(scope: &Scope<'_>, entry: &Entry) -> Vec<Fact> {
    let mut facts = Facts { scope, facts: Vec::new() };
    facts.of(entry);
    facts.facts
}

struct Facts<'s, 'a> {
    scope: &'s Scope<'a>,
    facts: Vec<Fact>,
}

impl Facts<'_, '_> {
    fn of(&mut self, entry: &Entry) {
        match &entry.data {
            Data::CaseStudy(data) => self.case(data),
            Data::Lesson(data) => self.lesson(data),
            Data::BuildingBlock(data) => self.block(data),
            Data::ContextFactor(data) => self.context(data),
            Data::Mechanism(data) => self.mechanism(data),
            Data::Intervention(data) => self.intervention(data),
            Data::Outcome(data) => self.outcome(data),
            Data::Audience(data) => self.audience(data),
            Data::Source(data) => self.source(data),
            Data::Term(data) => self.term(data),
            Data::Page(_) => {}
        }
    }

    fn case(&mut self, case: &CaseStudy) {
        self.choice("status", "case-status", case.status.0.word());
        if let Some(period) = &case.period {
            self.text("period", period_text(self.scope, period));
        }
        self.texts("places", &case.places);
        self.text("region", case.region.as_ref().map(text_of));
        self.refs("sectors", &case.sectors);
        self.refs("audiences", &case.audiences);
        let partner = |partner: &crate::model::kind::Partner| FactValue {
            text: partner.name.text.clone(),
            note: partner.role.as_ref().map(text_of),
            href: None,
        };
        self.add("partners", case.partners.iter().map(partner).collect());
        self.texts("entry_requirements", &case.entry_requirements);
        self.text("duration", case.duration.as_ref().map(text_of));
        let separator = if self.scope.words.language == crate::locale::Language::Nl { '.' } else { ',' };
        let funding = |funding: &crate::model::kind::Funding| FactValue {
            text: match funding.amount {
                Some(amount) => format!("{}: € {}", &*funding.from, thousands(amount.number, separator)),
                None => funding.from.text.clone(),
            },
            note: funding.note.as_ref().map(text_of),
            href: None,
        };
        self.add("funding", case.funding.iter().map(funding).collect());
        self.refs("phases", &case.phases);
        self.refs("building_blocks", &case.building_blocks);
        self.choice("depth", "depth", case.depth.word());
        self.refs("part_of", &case.part_of);
        self.refs("counts_with", &case.counts_with);
    }

    fn lesson(&mut self, lesson: &Lesson) {
        self.refs("themes", &lesson.themes);
        self.refs("roles", &lesson.roles);
        self.refs("phases", &lesson.phases);
        self.refs("cases", &lesson.cases);
        self.refs("building_blocks", &lesson.building_blocks);
    }

    fn block(&mut self, block: &BuildingBlock) {
        self.refs("interventions", &block.interventions);
        self.refs("mechanisms", &block.mechanisms);
        self.refs("conditions", &block.conditions);
        self.refs("cases", &block.cases);
    }

    fn context(&mut self, factor: &ContextFactor) {
        self.choice("type", "factor-type", factor.factor_type.word());
        self.choice("level", "level", factor.level.word());
        self.choice("influence", "influence", factor.influence.word());
        self.refs("group", &factor.group);
        self.choice("favourable", "favourable", factor.favourable.0.word());
        self.texts("synonyms", &factor.synonyms);
        self.refs("broader", &factor.broader);
    }

    fn mechanism(&mut self, mechanism: &Mechanism) {
        let levers = mechanism.levers.iter().map(|lever| self.scope.word("lever", lever.word()));
        let levers = levers.map(|text| FactValue { text, ..FactValue::default() }).collect();
        self.add("levers", levers);
        self.text("resource", mechanism.resource.as_ref().map(text_of));
        self.text("reasoning", mechanism.reasoning.as_ref().map(text_of));
        self.text("recognise", mechanism.recognise.as_ref().map(text_of));
        self.texts("synonyms", &mechanism.synonyms);
        self.refs("broader", &mechanism.broader);
    }

    fn intervention(&mut self, intervention: &Intervention) {
        self.refs("group", &intervention.group);
        self.texts("synonyms", &intervention.synonyms);
        self.refs("broader", &intervention.broader);
    }

    fn outcome(&mut self, outcome: &Outcome) {
        self.choice("level", "outcome-level", outcome.level.word());
        self.choice("stage", "stage", outcome.stage.word());
        let becomes = outcome.becomes.iter().map(|tag| {
            let link = self.scope.link_to(&tag.is.id);
            let text = cmo::with_state(self.scope, "context", link.label, tag.state.0.word());
            FactValue { text, note: None, href: Some(link.href).filter(|href| !href.is_empty()) }
        });
        self.add("becomes", becomes.collect());
        self.texts("synonyms", &outcome.synonyms);
        self.refs("broader", &outcome.broader);
    }

    fn audience(&mut self, audience: &Audience) {
        self.texts("synonyms", &audience.synonyms);
        self.refs("broader", &audience.broader);
    }

    fn source(&mut self, source: &Source) {
        self.choice("type", "source-type", source.source_type.word());
        let authors = authors(source).into_iter().map(|text| FactValue { text, ..FactValue::default() });
        self.add("authors", authors.collect());
        self.text("publisher", source.publisher.as_ref().map(text_of));
        self.text("place", source.place.as_ref().map(text_of));
        self.text("issued", source.issued.map(|date| self.scope.date(date)));
        let parts = [&source.container, &source.volume, &source.issue, &source.pages];
        let parts: Vec<String> = parts.into_iter().flatten().map(text_of).collect();
        self.text("container", Some(parts.join(", ")).filter(|text| !text.is_empty()));
        if let Some(url) = &source.url {
            self.add("url", vec![FactValue { text: url.url.clone(), href: Some(url.url.clone()), note: None }]);
        }
        self.text("method", source.method.as_ref().map(text_of));
        self.texts("limits", &source.limits);
        self.refs("same_study_as", &source.same_study_as);
        self.refs("cited_through", &source.cited_through);
    }

    fn term(&mut self, term: &Term) {
        self.text("abbreviation", term.abbreviation.as_ref().map(text_of));
        self.texts("synonyms", &term.synonyms);
    }

    fn add(&mut self, key: &'static str, values: Vec<FactValue>) {
        if !values.is_empty() {
            self.facts.push(Fact { key, label: self.scope.word("fact", key), values });
        }
    }

    fn text(&mut self, key: &'static str, text: Option<String>) {
        self.add(key, text.into_iter().map(|text| FactValue { text, ..FactValue::default() }).collect());
    }

    fn texts(&mut self, key: &'static str, texts: &[Text]) {
        self.add(key, texts.iter().map(|text| FactValue { text: text_of(text), ..FactValue::default() }).collect());
    }

    fn choice(&mut self, key: &'static str, table: &str, word: &str) {
        self.text(key, Some(self.scope.word(table, word)));
    }

    fn refs<'r, T: Target + 'r>(&mut self, key: &'static str, refs: impl IntoIterator<Item = &'r Ref<T>>) {
        let values = self.scope.values(refs);
        self.add(key, values);
    }
}

fn text_of(text: &Text) -> String {
    text.text.clone()
}

/// `oktober 2023 tot en met februari 2024`, `vanaf 2023`, `tot 2024`.
pub fn period_text(scope: &Scope<'_>, period: &Period) -> Option<String> {
    let from = period.from.map(|date| scope.date(date));
    let to = period.to.map(|date| scope.date(date));
    let fill = |key: &str| {
        let args = [("from", from.as_deref().unwrap_or_default()), ("to", to.as_deref().unwrap_or_default())];
        scope.words.fill(&format!("period.{key}"), &args)
    };
    match (&from, &to) {
        (Some(a), Some(b)) if a == b => from.clone(),
        (Some(_), Some(_)) => Some(fill("both")),
        (Some(_), None) => Some(fill("from")),
        (None, Some(_)) => Some(fill("to")),
        (None, None) => None,
    }
}

/// The authors of a source as names.
pub fn authors(source: &Source) -> Vec<String> {
    let one = |author: &crate::model::kind::Author| match (&author.name, &author.family, &author.given) {
        (Some(name), ..) => name.text.clone(),
        (None, Some(family), Some(given)) => format!("{}, {}", &**family, &**given),
        (None, Some(only), None) | (None, None, Some(only)) => only.text.clone(),
        (None, None, None) => String::new(),
    };
    source.authors.iter().map(one).filter(|name| !name.is_empty()).collect()
}

fn results(scope: &Scope<'_>, entry: &Entry) -> Option<ResultsView> {
    let Data::CaseStudy(case) = &entry.data else { return None };
    if case.results.is_empty() {
        return None;
    }
    let rows: Vec<ResultRow> = case.results.iter().map(|result| result_row(scope, result)).collect();
    let bars: Vec<svg::ResultRow> = case
        .results
        .iter()
        .zip(&rows)
        .filter(|(result, _)| result.of.is_some())
        .map(|(result, row)| svg::ResultRow {
            label: row.label.clone(),
            count: result.count.number,
            of: result.of.map(|of| of.number),
            value_label: row.value.clone(),
        })
        .collect();
    let chart = (!bars.is_empty()).then(|| {
        Html::drawn(svg::results(&svg::Results {
            title: scope.word("text", "chart_title"),
            description: scope.words.fill("text.chart_description", &[("title", &entry.common.title)]),
            id: format!("{}-chart", entry.id),
            rows: bars,
        }))
    });
    Some(ResultsView { chart, rows })
}

/// What cases counted of an outcome.
fn figures(scope: &Scope<'_>, index: EntryIndex, entry: &Entry) -> Option<Table> {
    if entry.kind != Kind::Outcome {
        return None;
    }
    let column = |key: &str| Column { label: scope.word("fact", key), numeric: false };
    let columns = ["case", "figure_label", "figure_value", "figure_date", "figure_note"].map(column).to_vec();
    let text = |text: String| Cell { text, ..Cell::default() };
    let mut rows = Vec::new();
    for case in scope.corpus.backlinks[index].iter().filter_map(|link| scope.entry(link.from)) {
        let Data::CaseStudy(data) = &case.data else { continue };
        let of_this = |result: &&CaseResult| result.outcome.as_ref().is_some_and(|outcome| outcome.id == entry.id);
        for result in data.results.iter().filter(of_this) {
            let link = scope.link(case);
            rows.push(vec![
                Cell { text: link.label, href: Some(link.href), sort: None },
                text(text_of(&result.label)),
                Cell { sort: Some(format!("{:09}", result.count.number)), ..text(result_value(scope, result)) },
                Cell {
                    sort: result.date.map(|date| date.iso()),
                    ..text(result.date.map(|date| scope.date(date)).unwrap_or_default())
                },
                text(result.note.as_ref().map(text_of).unwrap_or_default()),
            ]);
        }
    }
    (!rows.is_empty()).then(|| Table { caption: scope.word("text", "figures_caption"), columns, rows })
}

/// `8 van de 10`, `24 (doel: 30)`.
pub fn result_value(scope: &Scope<'_>, result: &CaseResult) -> String {
    let count = result.count.number.to_string();
    let value = match result.of {
        Some(of) => scope.words.fill("text.count_of", &[("count", &count), ("of", &of.number.to_string())]),
        None => count,
    };
    match result.target {
        Some(target) => {
            scope.words.fill("text.count_target", &[("value", &value), ("target", &target.number.to_string())])
        }
        None => value,
    }
}

/// A figure in words.
pub fn result_row(scope: &Scope<'_>, result: &CaseResult) -> ResultRow {
    let count = result.count.number;
    // Whole percentages: the groups are far too small for more.
    let share =
        result.of.filter(|of| of.number > 0).map(|of| format!("{}%", (count * 200 + of.number) / (of.number * 2)));
    ResultRow {
        label: result.label.text.clone(),
        value: result_value(scope, result),
        share,
        date: result.date.map(|date| scope.date(date)),
        note: result.note.as_ref().map(text_of),
        outcome: result.outcome.as_ref().map(|outcome| scope.link_to(&outcome.id)),
        source: result.source.as_ref().map(|source| scope.source(&source.id, result.at.as_deref())),
    }
}

/// The question of the self-check.
pub fn self_check(entry: &Entry) -> Option<SelfCheckView> {
    let Data::ContextFactor(factor) = &entry.data else { return None };
    let check = factor.self_check.as_ref()?;
    Some(SelfCheckView { question: text_of(&check.question), yes: text_of(&check.yes), no: text_of(&check.no) })
}

/// What to do, step by step.
pub fn steps(scope: &Scope<'_>, index: EntryIndex, entry: &Entry) -> Vec<StepView> {
    let Data::BuildingBlock(block) = &entry.data else { return Vec::new() };
    let known = scope.corpus.insight.parts.get(&index).map_or(&[][..], Vec::as_slice);
    let one = |(place, step): (usize, &crate::model::kind::Step)| {
        let part = Some(step.part.0).filter(|part| *part != Part::Unsaid).map(Part::word);
        StepView {
            text: text_of(&step.action),
            part,
            part_label: part.map(|part| scope.word("part", part)),
            serves: step.serves.iter().map(|mechanism| scope.link_to(&mechanism.id)).collect(),
            carried: known.get(place).map(|carried| carried_view(scope, step.part.0, carried)),
        }
    };
    block.steps.iter().enumerate().map(one).collect()
}

fn carried_view(scope: &Scope<'_>, part: Part, carried: &Carried) -> CarriedView {
    let advice = Advice::on(part, carried);
    let expected = carried.seen.is_empty() && !carried.expected.is_empty();
    let key = match advice {
        Advice::CoreUnseen if expected => "core_expected",
        Advice::Change if expected => "change_expected",
        _ => advice.word(),
    };
    let shown = if expected { &carried.expected } else { &carried.seen };
    let link = |home: &Home| Link {
        href: scope.configuration_href(&home.configuration.id.id),
        label: cmo::title(scope, &home.configuration),
    };
    let mut counts = Vec::new();
    for (number, key) in [(shown.len(), "configuration"), (carried.cases.len(), "independent-case")] {
        if number > 0 {
            counts.push(scope.count(number, key));
        }
    }
    CarriedView {
        advice: advice.word(),
        label: scope.word("parts", key),
        counts: scope.enumerate(&counts),
        configurations: shown.iter().filter_map(|&index| scope.corpus.configurations.get(index)).map(link).collect(),
        cases: carried.cases.iter().filter_map(|&case| scope.entry(case)).map(|case| scope.link(case)).collect(),
    }
}

/// Which steps to keep and which may change, by their numbers.
fn advice(scope: &Scope<'_>, steps: &[StepView]) -> Vec<AdviceView> {
    let one = |advice: Advice| {
        let places = steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.carried.as_ref().is_some_and(|carried| carried.advice == advice.word()));
        let numbers: Vec<String> = places.map(|(place, _)| (place + 1).to_string()).collect();
        let noun = scope.word("parts", if numbers.len() == 1 { "step" } else { "steps" });
        (!numbers.is_empty()).then(|| AdviceView {
            label: scope.word("parts", &format!("{}_sum", advice.word())),
            steps: format!("{noun} {}", scope.enumerate(&numbers)),
        })
    };
    let mut all: Vec<AdviceView> = Advice::ALL.into_iter().filter_map(one).collect();
    if !steps.is_empty() && one(Advice::Change).is_none() {
        all.push(AdviceView { label: scope.word("parts", "none_sum"), steps: String::new() });
    }
    all
}

/// What a building block gives to arrange, watch and measure.
fn checklist(scope: &Scope<'_>, index: EntryIndex, entry: &Entry) -> Vec<CheckPart> {
    let list = scope.corpus.insight.checklists.entries.get(index).filter(|_| entry.kind == Kind::BuildingBlock);
    let Some(list) = list else { return Vec::new() };
    let item = |other: &Arc<Entry>| CheckItem {
        link: scope.link(other),
        text: check_text(other).map(str::to_owned).unwrap_or_default(),
    };
    let part = |part: &'static str, list: &[EntryIndex]| CheckPart {
        part,
        label: scope.word("checklist", part),
        items: list.iter().filter_map(|&index| scope.entry(index)).map(item).collect(),
    };
    let parts = [part("arrange", &list.arrange), part("watch", &list.watch), part("measure", &list.measure)];
    parts.into_iter().filter(|part| !part.items.is_empty()).collect()
}

/// What one asks of a circumstance before the start, and how one recognises a mechanism.
pub fn check_text(entry: &Entry) -> Option<&str> {
    match &entry.data {
        Data::ContextFactor(factor) => factor.self_check.as_ref().map(|check| &*check.question.text),
        Data::Mechanism(mechanism) => mechanism.recognise.as_ref().map(|text| &*text.text),
        _ => None,
    }
}

/// Lists of pages that belong to this one but are told elsewhere.
fn lists(scope: &Scope<'_>, index: EntryIndex, entry: &Entry) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut group = |id: &str, title: String, mut cards: Vec<Card>| {
        if !cards.is_empty() {
            cards.truncate(MOST_CARDS);
            groups.push(Group { id: id.to_owned(), title, cards });
        }
    };
    let titled = |key: &str| scope.word("list-title", key);
    // Whoever refers to this page, by kind.
    let referring = |kind: Kind| -> Vec<Card> {
        let links = scope.corpus.backlinks.get(index).map_or(&[][..], Vec::as_slice);
        let entries = links.iter().filter_map(|link| scope.entry(link.from));
        entries.filter(|other| other.kind == kind).map(|other| scope.card(other)).collect()
    };
    match entry.kind {
        Kind::CaseStudy | Kind::BuildingBlock => group("lessons", titled("lessons"), referring(Kind::Lesson)),
        Kind::Mechanism | Kind::Intervention | Kind::ContextFactor => {
            group("blocks", titled("blocks"), referring(Kind::BuildingBlock));
        }
        Kind::Source => {
            for kind in Kind::ALL {
                let title = scope.words.fill("list-title.drawn", &[("kind", &scope.kind_word(kind, "plural"))]);
                group(&format!("drawn-{}", kind.key()), title, drawn(scope, index, kind));
            }
        }
        _ => {}
    }
    let narrower = scope.corpus.narrower.get(index).map_or(&[][..], Vec::as_slice);
    let narrower = narrower.iter().filter_map(|&child| scope.entry(child)).map(|other| scope.card(other)).collect();
    let key = if entry.kind == Kind::CaseStudy { "parts" } else { "narrower" };
    group(key, titled(key), narrower);
    group("related", titled("related"), scope.cards(&entry.common.related));
    groups
}

/// The pages of a kind that rest on a source: one card a page, with every place under it.
fn drawn(scope: &Scope<'_>, source: EntryIndex, kind: Kind) -> Vec<Card> {
    let mut cards: Vec<(EntryIndex, Card)> = Vec::new();
    for (from, at) in scope.corpus.drawn.get(source).map_or(&[][..], Vec::as_slice) {
        let Some(other) = scope.entry(*from).filter(|other| other.kind == kind) else { continue };
        // The places of one page follow one another.
        if cards.last().is_none_or(|(last, _)| last != from) {
            // The places say what matters here, and a source may carry hundreds of pages.
            cards.push((*from, Card { summary: String::new(), ..scope.card(other) }));
        }
        if let Some((_, card)) = cards.last_mut().filter(|_| !at.is_empty()) {
            card.notes.push(at.clone());
        }
    }
    cards.into_iter().map(|(_, card)| card).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::model::testing::{corpus, page};

    #[test]
    fn an_outcome_shows_what_cases_counted_of_it() {
        let results = "results:
  - {label: Naar werk, count: 8, of: 10, outcome: baan, date: 2024-06}
  - {label: Plekken, count: 24, target: 30, outcome: baan, note: Stages tellen mee.}
  - {label: Gestopt, count: 2, outcome: uitval}
  - {label: Begonnen, count: 10}";
        let files = [
            ("casussen/a.md", results),
            ("casussen/b.md", "related: [baan]"),
            ("uitkomsten/baan.md", "level: participant\nstage: final"),
            ("uitkomsten/leeg.md", "level: participant\nstage: final"),
            ("uitkomsten/uitval.md", "level: participant\nstage: unwanted"),
        ];
        let texts = files.map(|(path, fields)| (path, page(path, fields, "")));
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (corpus, config, report) = corpus("title = 'T'\ndescription = 'D'\n", &files);
        assert!(report.iter().all(|d| d.code.severity() != crate::diagnostic::Severity::Error), "{report:?}");
        let scope = Scope { corpus: &corpus, config: &config, words: config.language().words(), bodies: &[] };
        let check = |id: &str, expected: &[&str]| {
            let (index, entry) = corpus.entry(id).unwrap();
            let rows = figures(&scope, index, entry).map_or_else(Vec::new, |table| table.rows);
            let told: Vec<String> = rows
                .iter()
                .map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | "))
                .collect();
            assert_eq!(told, expected, "{id}");
        };
        check(
            "baan",
            &["T | Naar werk | 8 van de 10 | juni 2024 | ", "T | Plekken | 24 (doel: 30) |  | Stages tellen mee."],
        );
        check("uitval", &["T | Gestopt | 2 |  | "]);
        check("leeg", &[]);
        check("a", &[]);
    }

    #[test]
    fn a_building_block_says_what_may_change() {
        let block = "steps:
  - {do: Een., part: core, serves: [trouw]}
  - {do: Twee., part: adaptable, serves: [trouw]}
  - {do: Drie., part: core, serves: [leren]}
  - {do: Vier., part: adaptable}
  - {do: Vijf., serves: [leren]}
cmo:
  - {id: k, because: Zo., intervention: [doen], mechanism: [trouw], outcome: [baan], effect: works, status: observed, evidence: [{source: bron, cases: [a]}]}
  - {id: l, because: Zo., intervention: [doen], mechanism: [leren], outcome: [baan], effect: works, status: assumed}";
        let files = [
            ("bouwstenen/blok.md", block),
            ("bouwstenen/leeg.md", ""),
            ("bronnen/bron.md", "type: report\nissued: 2024"),
            ("casussen/a.md", ""),
            ("instrumenten/doen.md", ""),
            ("mechanismen/leren.md", ""),
            ("mechanismen/trouw.md", ""),
            ("uitkomsten/baan.md", "level: participant\nstage: final"),
        ];
        let texts = files.map(|(path, fields)| (path, page(path, fields, "")));
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (corpus, config, report) = corpus("title = 'T'\ndescription = 'D'\n", &files);
        assert!(report.iter().all(|d| d.code.severity() != crate::diagnostic::Severity::Error), "{report:?}");
        let scope = Scope { corpus: &corpus, config: &config, words: config.language().words(), bodies: &[] };
        let told = |id: &str| {
            let (index, entry) = corpus.entry(id).unwrap();
            let steps = steps(&scope, index, entry);
            let one = |carried: &CarriedView| format!("{} {}", carried.advice, carried.counts);
            let each: Vec<String> = steps.iter().filter_map(|step| step.carried.as_ref()).map(one).collect();
            let sums: Vec<String> = advice(&scope, &steps).into_iter().map(|advice| advice.steps).collect();
            (each, sums)
        };
        let (each, sums) = told("blok");
        assert_eq!(
            each,
            [
                "keep 1 configuratie en 1 casus",
                "keep_after_all 1 configuratie en 1 casus",
                "core_unseen 1 configuratie",
                "change ",
                "change 1 configuratie",
            ]
        );
        assert_eq!(sums, ["stap 1", "stap 2", "stap 3", "stappen 4 en 5"]);
        assert_eq!(told("leeg"), (Vec::new(), Vec::new()));
    }
}

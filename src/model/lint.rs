//! Lints of the subject itself: what is allowed but probably not meant. They look at a resolved corpus and change
//! nothing. Know no HTML and no disk.

use std::collections::{BTreeMap, HashSet};

use super::cmo::{Configuration, Effect, Status};
use super::corpus::{Corpus, Home};
use super::entry::{Data, Entry};
use super::kind::{Depth, Kind};
use super::value::Text;
use super::words;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::read::markdown::sentences;
use crate::read::source::Span;

/// Longest sentence of a summary, in words.
const MOST_WORDS: usize = 30;
/// Most sentences of a summary.
const MOST_SENTENCES: usize = 2;
/// Most tags for one letter of a configuration.
const MOST_TAGS: usize = 3;

/// What is found in one file on its own; `text` is that file. Memoised with the file.
pub fn entry(entry: &Entry, text: &str) -> Report {
    let mut report = Report::default();
    if entry.stub {
        return report;
    }
    let mut add = |code: Code, span: Span, fill: &dyn Fn(Diagnostic) -> Diagnostic| {
        report.push(fill(Diagnostic::new(code, entry.place(span))));
    };
    let summary = &entry.common.summary;
    let all: Vec<&str> = sentences(summary).collect();
    if all.len() > MOST_SENTENCES {
        add(Code::LongSummary, summary.span, &|d| d.arg("sentences", all.len()));
    }
    if let Some(words) =
        all.iter().map(|sentence| sentence.split_whitespace().count()).find(|words| *words > MOST_WORDS)
    {
        add(Code::LongSentence, summary.span, &|d| d.arg("words", words).arg("limit", MOST_WORDS));
    }
    if let Data::Mechanism(_) = &entry.data
        && reads_like_activity(&entry.common.title)
    {
        add(Code::MechanismIsActivity, entry.common.title.span, &|d| d.arg("title", &*entry.common.title));
    }
    for (word, span) in words::personal(text) {
        add(Code::PersonalData, span, &|d| d.arg("text", &word));
    }
    // What cannot be read is not lacking.
    if !entry.flawed {
        lacking(entry, &mut add);
    }
    report
}

type Add<'a> = &'a mut dyn FnMut(Code, Span, &dyn Fn(Diagnostic) -> Diagnostic);

/// What should be there and is not.
fn lacking(entry: &Entry, add: Add<'_>) {
    for citation in entry.common.sources.iter().filter(|citation| citation.at.is_none()) {
        add(Code::NoPlaceInSource, citation.source.span, &|d| d.arg("source", &citation.source.id));
    }
    let rests_on_sources = matches!(entry.kind, Kind::CaseStudy | Kind::Lesson | Kind::BuildingBlock);
    if rests_on_sources && entry.common.sources.is_empty() {
        add(Code::NoSource, entry.common.title.span, &|d| d.arg("id", &entry.id));
    }
    match &entry.data {
        Data::Lesson(lesson) if lesson.cases.is_empty() => {
            add(Code::LessonWithoutCase, entry.common.title.span, &|d| d);
        }
        Data::CaseStudy(case) => {
            for result in case.results.iter().filter(|result| result.date.is_none()) {
                add(Code::FigureWithoutDate, result.label.span, &|d| d.arg("label", &*result.label));
            }
            for result in case.results.iter().filter(|result| result.source.is_some() && result.at.is_none()) {
                add(Code::NoPlaceInSource, result.label.span, &|d| {
                    d.arg("source", result.source.as_ref().map_or("", |source| &source.id))
                });
            }
        }
        _ => {}
    }
    for (state, missing) in missing_phrases(entry) {
        if missing {
            add(Code::NoPhrase, entry.common.title.span, &|d| d.arg("id", &entry.id).arg("state", state));
        }
    }
    for configuration in entry.configurations() {
        configuration_alone(configuration, add);
    }
}

fn configuration_alone(configuration: &Configuration, add: Add<'_>) {
    let id = &configuration.id;
    if configuration.outcome.is_empty() {
        add(Code::NoOutcome, id.span, &|d| d.arg("id", &id.id));
    }
    if configuration.evidence.is_empty() {
        add(Code::NoEvidence, id.span, &|d| d.arg("id", &id.id));
    }
    if configuration.context.is_empty()
        && configuration.audience.is_empty()
        && configuration.sectors.is_empty()
        && configuration.phases.is_empty()
    {
        add(Code::NoCircumstances, id.span, &|d| d.arg("id", &id.id));
    }
    let letters = [
        ("context", configuration.context.len()),
        ("intervention", configuration.intervention.len()),
        ("mechanism", configuration.mechanism.len()),
        ("outcome", configuration.outcome.len()),
    ];
    for (letter, count) in letters {
        if count > MOST_TAGS {
            add(Code::TooManyTags, id.span, &|d| d.arg("letter", letter).arg("count", count));
        }
    }
    for evidence in configuration.evidence.iter().filter(|evidence| evidence.at.is_none()) {
        add(Code::NoPlaceInSource, evidence.source.span, &|d| d.arg("source", &evidence.source.id));
    }
}

/// A mechanism is what people think or do, not what is organised for them.
fn reads_like_activity(title: &str) -> bool {
    const ACTIVITIES: [&str; 18] = [
        "training",
        "cursus",
        "workshop",
        "bijeenkomst",
        "gesprek",
        "stage",
        "les",
        "lessen",
        "project",
        "subsidie",
        "aanbieden",
        "organiseren",
        "inzetten",
        "regelen",
        "course",
        "meeting",
        "subsidy",
        "project",
    ];
    let title = title.to_lowercase();
    // What stands between brackets explains; it does not name.
    let name = title.split('(').next().unwrap_or_default();
    // The head of the name decides: "leren door les en praktijk" is about learning.
    let head = words::split(name).next().unwrap_or_default();
    ACTIVITIES.contains(&head) || head.ends_with("training")
}

fn missing_phrases(entry: &Entry) -> Vec<(&'static str, bool)> {
    let gone = |text: Option<&Option<Text>>| text.is_none_or(Option::is_none);
    match &entry.data {
        Data::ContextFactor(data) => {
            let phrases = data.phrases.as_ref();
            vec![("present", gone(phrases.map(|p| &p.present))), ("absent", gone(phrases.map(|p| &p.absent)))]
        }
        Data::Intervention(data) => {
            let phrases = data.phrases.as_ref();
            vec![("used", gone(phrases.map(|p| &p.used))), ("omitted", gone(phrases.map(|p| &p.omitted)))]
        }
        Data::Mechanism(data) => {
            let phrases = data.phrases.as_ref();
            vec![
                ("fires", gone(phrases.map(|p| &p.fires))),
                ("absent", gone(phrases.map(|p| &p.absent))),
                ("reverses", gone(phrases.map(|p| &p.reverses))),
            ]
        }
        Data::Outcome(data) => {
            let phrases = data.phrases.as_ref();
            vec![("occurs", gone(phrases.map(|p| &p.occurs))), ("absent", gone(phrases.map(|p| &p.absent)))]
        }
        _ => Vec::new(),
    }
}

/// What is found only when everything is known.
pub fn corpus(corpus: &Corpus, names: &[Text]) -> Report {
    let mut report = Report::default();
    if corpus.whole {
        used(corpus, &mut report);
    }
    contradictions(corpus, &mut report);
    abbreviations(corpus, names, &mut report);
    report
}

fn used(corpus: &Corpus, report: &mut Report) {
    for (index, entry) in corpus.entries.iter().enumerate() {
        let place = || entry.place(entry.common.title.span);
        let linked = corpus.backlinks.get(index).is_some_and(|links| !links.is_empty());
        let uses = corpus.uses.get(index).is_some_and(|uses| !uses.is_empty());
        if entry.kind.is_vocabulary() && !linked && !uses {
            let unused = Diagnostic::new(Code::UnusedTerm, place()).arg("id", &entry.id);
            report.push(unused.arg("kind", format!("name:{}", entry.kind.key())));
        }
        // A mention has too little to learn from.
        if matches!(&entry.data, Data::CaseStudy(case) if case.depth != Depth::Mention) {
            let links = corpus.backlinks.get(index).map_or(&[][..], Vec::as_slice);
            let lesson =
                links.iter().filter_map(|link| corpus.entries.get(link.from)).any(|from| from.kind == Kind::Lesson);
            if !lesson {
                report.push(Diagnostic::new(Code::CaseWithoutLesson, place()).arg("id", &entry.id));
            }
        }
    }
}

/// The same circumstances, intervention and mechanism with the opposite effect.
fn contradictions(corpus: &Corpus, report: &mut Report) {
    let mut groups: BTreeMap<_, Vec<&Home>> = BTreeMap::new();
    for home in &corpus.configurations {
        let configuration = &home.configuration;
        if configuration.status == Status::Assumed
            || configuration.intervention.is_empty()
            || configuration.mechanism.is_empty()
        {
            continue;
        }
        let contexts = configuration.context.iter().map(|tag| (tag.is.id.as_str(), tag.state.0));
        let interventions = configuration.intervention.iter().map(|tag| tag.is.id.as_str());
        let mechanisms = configuration.mechanism.iter().map(|tag| tag.is.id.as_str());
        let key = (sorted(contexts), sorted(interventions), sorted(mechanisms));
        groups.entry(key).or_default().push(home);
    }
    for homes in groups.values() {
        let Some(works) = homes.iter().find(|home| home.configuration.effect == Effect::Works) else { continue };
        for fails in homes.iter().filter(|home| home.configuration.effect == Effect::Fails) {
            let place = |home: &Home| corpus.entries[home.entry].place(home.configuration.id.span);
            report.push(
                Diagnostic::new(Code::Contradiction, place(fails))
                    .arg("id", &fails.configuration.id.id)
                    .arg("other", &works.configuration.id.id)
                    .related("opposite", place(works)),
            );
        }
    }
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort();
    items
}

/// Words in capitals that nothing explains: no term, no synonym, not written out on the same page.
fn abbreviations(corpus: &Corpus, names: &[Text], report: &mut Report) {
    let mut known: HashSet<&str> = names.iter().flat_map(|name| words::split(name)).collect();
    for entry in &corpus.entries {
        let words = entry.synonyms().iter().map(|text| text.text.as_str()).chain([entry.common.title.text.as_str()]);
        // Only words in capitals are looked up.
        known.extend(words.flat_map(words::split).filter(|word| words::is_abbreviation(word)));
        if let Data::Term(term) = &entry.data
            && let Some(abbreviation) = &term.abbreviation
        {
            known.extend(words::split(abbreviation));
        }
    }
    for entry in &corpus.entries {
        for (word, span) in entry.abbreviations.iter().filter(|(word, _)| !known.contains(word.as_str())) {
            let text = &entry.body.text;
            if !text.contains(&format!("({word})")) && !text.contains(&format!("{word} (")) {
                report.push(Diagnostic::new(Code::UnknownAbbreviation, entry.place(*span)).arg("word", word));
            }
        }
    }
}

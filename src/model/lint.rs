//! Lints of the subject itself: what is allowed but probably not meant. They look at a resolved corpus and change
//! nothing. Know no HTML and no disk.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::cmo::{Configuration, Effect, Status};
use super::corpus::{Corpus, Home};
use super::entry::{Data, Entry};
use super::kind::Kind;
use super::value::Text;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::read::markdown::sentences;
use crate::read::source::Span;

/// Longest sentence of a summary, in words.
const MOST_WORDS: usize = 30;
/// Most sentences of a summary.
const MOST_SENTENCES: usize = 2;
/// Most tags for one letter of a configuration.
const MOST_TAGS: usize = 3;

/// What is found in one file on its own. Memoised with the file.
pub fn entry(entry: &Entry) -> Report {
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
    for citation in entry.common.sources.iter().filter(|citation| citation.at.is_none()) {
        // The page of a source cites itself nowhere; everybody else tells where.
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
        Data::Mechanism(_) if reads_like_activity(&entry.common.title) => {
            add(Code::MechanismIsActivity, entry.common.title.span, &|d| d.arg("title", &*entry.common.title));
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
        configuration_alone(configuration, &mut add);
    }
    personal_data(entry, &mut add);
    report
}

type Add<'a> = &'a mut dyn FnMut(Code, Span, &dyn Fn(Diagnostic) -> Diagnostic);

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
    name.split(|c: char| !c.is_alphanumeric()).any(|word| ACTIVITIES.contains(&word) || word.ends_with("training"))
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

/// E-mail addresses and Dutch telephone numbers, anywhere in the file.
fn personal_data(entry: &Entry, add: Add<'_>) {
    let text: &str = &entry.source;
    for span in mail_addresses(text).into_iter().chain(phone_numbers(text)) {
        let found = text.get(span.start as usize..span.end as usize).unwrap_or_default();
        add(Code::PersonalData, span, &|d| d.arg("text", found));
    }
}

fn mail_addresses(text: &str) -> Vec<Span> {
    let part = |c: char| c.is_alphanumeric() || "._-+".contains(c);
    let one = |(at, _): (usize, &str)| {
        let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
        let name = before.len() - before.trim_end_matches(part).len();
        let host = after.find(|c: char| !part(c)).unwrap_or(after.len());
        let host = after.get(..host)?.trim_end_matches(['.', '-', '_', '+']);
        let good = name > 0 && !host.starts_with('.') && host.contains('.');
        good.then(|| Span::new(at - name, at + 1 + host.len()))
    };
    text.match_indices('@').filter_map(one).collect()
}

/// Ten digits that begin with one nought, or nine after `+31` or `0031`, in groups or not: `06-12345678`,
/// `+31 6 12 34 56 78`, `(073) 123 45 67`.
fn phone_numbers(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts = |at: usize| {
        // Inside a longer number, a word or an address it is something else.
        let before = at.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
        !before.is_ascii_alphanumeric() && !b"-+./=_#".contains(&before) && before.is_ascii()
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| matches!(b, b'0' | b'+'))) {
        let start = at + next;
        at = start + 1;
        if !starts(start) {
            continue;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let (prefix, wanted) = match rest {
            [b'+', b'3', b'1', ..] => (3, 9),
            [b'0', b'0', b'3', b'1', ..] => (4, 9),
            [b'0', b'1'..=b'9', ..] => (0, 10),
            _ => continue,
        };
        let (mut end, mut count) = (start + prefix, 0);
        while count < wanted {
            // Groups are parted by one of these, a bracket beside it.
            let gap = bytes.get(end..).unwrap_or_default().iter().take_while(|b| b" -()".contains(b)).count();
            if gap > 2 || !digit(end + gap) {
                break;
            }
            // `+31 (0)6`: the nought is not dialled.
            if count == 0 && prefix > 0 && gap > 0 && rest.get(end + gap - start..).is_some_and(|r| r.starts_with(b"0)")) {
                end += gap + 1;
                continue;
            }
            end += gap + 1;
            count += 1;
        }
        let goes_on = digit(end) || matches!(bytes.get(end), Some(b'-' | b':')) && digit(end + 1);
        if count == wanted && !goes_on {
            found.push(Span::new(start, end));
            at = end;
        }
    }
    found
}

/// What is found only when everything is known.
pub fn corpus(corpus: &Corpus) -> Report {
    let mut report = Report::default();
    used(corpus, &mut report);
    contradictions(corpus, &mut report);
    abbreviations(corpus, &mut report);
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
        if entry.kind == Kind::CaseStudy {
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
    let mut groups: BTreeMap<String, Vec<&Home>> = BTreeMap::new();
    for home in &corpus.configurations {
        let configuration = &home.configuration;
        if configuration.status == Status::Assumed
            || configuration.intervention.is_empty()
            || configuration.mechanism.is_empty()
        {
            continue;
        }
        let mut contexts: Vec<String> =
            configuration.context.iter().map(|tag| format!("{}:{}", tag.is.id, tag.state.0.word())).collect();
        contexts.sort();
        let mut interventions: Vec<&str> = configuration.intervention.iter().map(|tag| tag.is.id.as_str()).collect();
        interventions.sort_unstable();
        let mut mechanisms: Vec<&str> = configuration.mechanism.iter().map(|tag| tag.is.id.as_str()).collect();
        mechanisms.sort_unstable();
        let key = format!("{}|{}|{}", contexts.join("+"), interventions.join("+"), mechanisms.join("+"));
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

/// Words in capitals that nothing explains: no term, no synonym, not written out on the same page.
fn abbreviations(corpus: &Corpus, report: &mut Report) {
    let mut known: HashSet<String> = HashSet::new();
    for entry in &corpus.entries {
        let words = entry.synonyms().iter().map(|text| text.text.as_str()).chain([entry.common.title.text.as_str()]);
        for word in words.flat_map(split_words) {
            known.insert(word.to_owned());
        }
        if let Data::Term(term) = &entry.data
            && let Some(abbreviation) = &term.abbreviation
        {
            known.extend(split_words(abbreviation).map(str::to_owned));
        }
    }
    for entry in &corpus.entries {
        let mut seen: HashMap<&str, ()> = HashMap::new();
        for word in split_words(&entry.body.text).filter(|word| is_abbreviation(word)) {
            let explained =
                entry.body.text.contains(&format!("({word})")) || entry.body.text.contains(&format!("{word} ("));
            if known.contains(word) || explained || seen.insert(word, ()).is_some() {
                continue;
            }
            report
                .push(Diagnostic::new(Code::UnknownAbbreviation, entry.place(entry.find(word))).arg("word", word));
        }
    }
}

fn split_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '&').filter(|word| !word.is_empty())
}

/// Three to six capitals: `BUIG`, `VCA`. Two capitals are too often something else.
fn is_abbreviation(word: &str) -> bool {
    (3..=6).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_and_mail_addresses_are_told_from_other_numbers() {
        let check = |text: &str, expected: &[&str]| {
            let spans = mail_addresses(text).into_iter().chain(phone_numbers(text));
            let found: Vec<&str> = spans.map(|s| &text[s.start as usize..s.end as usize]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Bel 06 12345678.", &["06 12345678"]);
        check("Bel 06-12345678, of 0612345678!", &["06-12345678", "0612345678"]);
        check("+31 6 12 34 56 78 en +31612345678 en 0031 6 12345678", &[
            "+31 6 12 34 56 78",
            "+31612345678",
            "0031 6 12345678",
        ]);
        check("+31 (0)6 12345678", &["+31 (0)6 12345678"]);
        check("tel. (073) 123 45 67 of 0413-123456", &["073) 123 45 67", "0413-123456"]);
        check("Mail jan.de-vries@gemeente.voorbeeld.nl.", &["jan.de-vries@gemeente.voorbeeld.nl"]);
        check("<p@x.nl>, @handle, a@b, é@ü.nl", &["p@x.nl", "é@ü.nl"]);
        for text in [
            "46.000 euro in 2021-2022 en 1.000.000 in 2023",
            "tussen 0 en 100, of 0,5 tot 0,7 van de 395",
            "ISBN 978-90-12345-67-8 en ISSN 0123-4567",
            "doi 10.1016/0123456789 en https://x.nl/0612345678?a=0612345678",
            "| 0 | 10 | 25 | 1234567 |",
            "nummer 00123456789012345",
            "0900-1234",
        ] {
            check(text, &[]);
        }
    }
}

//! A question as a page: does this intervention bring that outcome? The answer in words, as firm as the evidence is,
//! with every configuration that speaks for it, against it, or otherwise, and what tells the sides apart. And the
//! questions on an intervention or an outcome, as a short list for its own page. Knows no templates.

use std::cmp::Reverse;
use std::hash::Hash;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::{Page, Show, explore};
use crate::model::address;
use crate::model::corpus::EntryIndex;
use crate::model::entry::{Data, Entry};
use crate::model::insight::QuestionIndex;
use crate::model::insight::question::{Named, Question, Side};
use crate::model::kind::{Kind, Stage};
use crate::site::cmo;
use crate::site::keys::Keys;
use crate::site::scope::{Scope, file};
use crate::site::view::{ConfigurationCard, EffectCount, Link, Meta};

/// A question and its answer.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct QuestionView {
    /// What is done.
    pub intervention: Link,
    /// What should come of it.
    pub outcome: Link,
    /// `supported-strong`, `supported-fair`, `supported-first`, `supported`, `depends`, `contradicted`, `expected`, `open`.
    pub answer: &'static str,
    /// The answer in a sentence.
    pub answer_label: String,
    /// How well the claim is known that is known best.
    pub best: Option<BestView>,
    /// Circumstances that tell the sides apart; none when nobody saw anything.
    pub circumstances: Option<Circumstances>,
    /// The configurations, by the side that they take.
    pub sides: Vec<SideView>,
    /// Mechanisms that they name.
    pub mechanisms: Vec<NamedView>,
    /// Cases that they rest on.
    pub cases: Vec<Link>,
    /// Sources that they rest on.
    pub sources: Vec<Link>,
    /// The explorer with both picked.
    pub explore: Link,
}

/// The claim that is known best.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct BestView {
    /// `first`, `fair`, `strong`.
    pub level: &'static str,
    /// In words.
    pub label: String,
    /// `2 casussen en 1 bron`.
    pub counts: String,
    /// Through which mechanism.
    pub mechanism: Link,
}

/// Circumstances on one side only.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Circumstances {
    /// What to know about the comparison.
    pub note: Option<String>,
    /// Lists under a heading each.
    pub lists: Vec<CircumstanceList>,
}

/// Circumstances of one side.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct CircumstanceList {
    /// `for` or `against`.
    pub side: &'static str,
    /// The heading.
    pub label: String,
    /// The most named first.
    pub items: Vec<NamedView>,
}

/// A concept in a state, and how often it is named.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct NamedView {
    /// The concept.
    pub link: Link,
    /// Its state, unless it is the plain one.
    pub state: Option<String>,
    /// `2 configuraties`.
    pub times: String,
}

/// The configurations that take one side.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SideView {
    /// `for`, `against`, `mixed`, `expected`, `open`.
    pub side: &'static str,
    /// In words.
    pub label: String,
    /// How many.
    pub count: usize,
    /// The configurations, or the first of them.
    pub cards: Vec<ConfigurationCard>,
}

/// A question in a list, with its answer in a word.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct QuestionLine {
    /// The question, under the name of its outcome or of its intervention.
    pub link: Link,
    /// As in [`QuestionView::answer`].
    pub answer: &'static str,
    /// In words.
    pub answer_label: String,
    /// How many configurations take which side; sides without any are left out. `effect` holds the key of the side.
    pub sides: Vec<EffectCount>,
}

/// The questions on an intervention or an outcome.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Questions {
    /// What all of them ask.
    pub title: String,
    /// Those of which most was seen.
    pub lines: Vec<QuestionLine>,
    /// The explorer with it picked.
    pub explore: Link,
}

/// Most configurations of one side on the page.
const MOST: usize = 30;
/// Most questions on the page of an entry.
const MOST_LINES: usize = 10;
/// Most items in a list of concepts, cases or sources.
const MOST_ITEMS: usize = 60;

fn entries<'a>(scope: &Scope<'a>, question: &Question) -> Option<(&'a Entry, &'a Entry)> {
    Some((scope.entry(question.intervention)?, scope.entry(question.outcome)?))
}

/// Where the page of a question stands.
pub fn path(scope: &Scope<'_>, index: QuestionIndex) -> String {
    let question = scope.corpus.insight.questions.get(index);
    let Some((intervention, outcome)) = question.and_then(|question| entries(scope, question)) else {
        return String::new();
    };
    format!("{}{}/{}/", address::route("explore", scope.words), intervention.id, outcome.id)
}

/// Feeds what the page depends on.
pub fn key(scope: &Scope<'_>, keys: &Keys, index: QuestionIndex, hasher: &mut Xxh3) {
    let Some(question) = scope.corpus.insight.questions.get(index) else { return };
    question.hash(hasher);
    for entry in [question.intervention, question.outcome].into_iter().filter_map(|index| scope.entry(index)) {
        entry.face.hash(hasher);
    }
    question.rows.iter().for_each(|(row, _)| keys.cards(&[*row], hasher));
}

/// Feeds what the list of questions on the page of an entry depends on.
pub fn key_of_list(scope: &Scope<'_>, about: EntryIndex, hasher: &mut Xxh3) {
    for question in asked(scope, about).iter().filter_map(|index| scope.corpus.insight.questions.get(*index)) {
        question.hash(hasher);
        for entry in [question.intervention, question.outcome].into_iter().filter_map(|index| scope.entry(index)) {
            entry.face.hash(hasher);
        }
    }
}

fn asked<'a>(scope: &Scope<'a>, about: EntryIndex) -> &'a [QuestionIndex] {
    scope.corpus.insight.asked.get(&about).map_or(&[], Vec::as_slice)
}

fn is_unwanted(outcome: &Entry) -> bool {
    matches!(&outcome.data, Data::Outcome(data) if data.stage == Stage::Unwanted)
}

/// How a concept is called inside a question. That nobody wants an outcome is said by the question itself, so a remark
/// in brackets at the end of its title goes.
pub fn name_inside(entry: &Entry) -> String {
    let title = entry.title_inside();
    let bare = title.strip_suffix(')').and_then(|title| title.rsplit_once(" (")).map(|(bare, _)| bare);
    match bare {
        Some(bare) if is_unwanted(entry) && !bare.is_empty() => bare.to_owned(),
        _ => title.into_owned(),
    }
}

/// The question in words.
fn title(scope: &Scope<'_>, intervention: &Entry, outcome: &Entry) -> String {
    let key = if is_unwanted(outcome) { "ask.title_unwanted" } else { "ask.title" };
    scope.words.fill(key, &[("intervention", &name_inside(intervention)), ("outcome", &name_inside(outcome))])
}

/// A question in a list, under the name of its intervention or its outcome.
pub fn line(scope: &Scope<'_>, index: QuestionIndex, named: Kind) -> Option<QuestionLine> {
    let question = scope.corpus.insight.questions.get(index)?;
    let entry = scope.entry(if named == Kind::Intervention { question.intervention } else { question.outcome })?;
    let count = |side: Side| EffectCount {
        effect: side.word(),
        label: scope.word("side", side.word()),
        count: question.count(side),
    };
    Some(QuestionLine {
        link: Link { href: file(&path(scope, index)), label: entry.common.title.text.clone() },
        answer: question.verdict(),
        answer_label: scope.word("answer", question.verdict()),
        sides: Side::ALL.into_iter().map(count).filter(|side| side.count > 0).collect(),
    })
}

/// The questions on an intervention or an outcome, for its own page; none when there are none.
pub fn questions(scope: &Scope<'_>, about: EntryIndex, entry: &Entry) -> Option<Questions> {
    let (key, named) = match entry.kind {
        Kind::Intervention => ("intervention", Kind::Outcome),
        Kind::Outcome if is_unwanted(entry) => ("unwanted", Kind::Intervention),
        Kind::Outcome => ("outcome", Kind::Intervention),
        _ => return None,
    };
    let mut order = asked(scope, about).to_vec();
    order.sort_by_cached_key(|index| {
        let question = scope.corpus.insight.questions.get(*index);
        let seen = |question: &Question| {
            [Side::For, Side::Against, Side::Mixed].into_iter().map(|side| question.count(side)).sum::<usize>()
        };
        Reverse(question.map(|question| (seen(question), question.rows.len())))
    });
    let lines: Vec<_> = order.iter().take(MOST_LINES).filter_map(|index| line(scope, *index, named)).collect();
    let label = scope.words.fill("ask.all", &[("n", &order.len().to_string())]);
    let label = if order.len() > lines.len() { label } else { scope.word("ask", "explore") };
    (!lines.is_empty()).then(|| Questions {
        title: scope.word("ask", key),
        lines,
        explore: explore::link(scope, &[(entry.kind, &entry.id)], label),
    })
}

/// The page of a question.
pub fn page(scope: &Scope<'_>, index: QuestionIndex) -> Page {
    let question = &scope.corpus.insight.questions[index];
    let (intervention, outcome) =
        (&scope.corpus.entries[question.intervention], &scope.corpus.entries[question.outcome]);
    let answer_label = scope.word("question", question.verdict());
    let side = |side: Side| SideView {
        side: side.word(),
        label: scope.word("question", &format!("side_{}", side.word())),
        count: question.count(side),
        cards: question
            .rows
            .iter()
            .filter(|(_, one)| *one == side)
            .take(MOST)
            .filter_map(|(row, _)| scope.corpus.configurations.get(*row))
            .map(|home| cmo::card(scope, home))
            .collect(),
    };
    let links = |of: &[EntryIndex]| -> Vec<Link> {
        of.iter().take(MOST_ITEMS).filter_map(|index| scope.entry(*index)).map(|entry| scope.link(entry)).collect()
    };
    let picks = [(intervention.kind, intervention.id.as_str()), (outcome.kind, outcome.id.as_str())];
    let view = QuestionView {
        intervention: scope.link(intervention),
        outcome: scope.link(outcome),
        answer: question.verdict(),
        answer_label: answer_label.clone(),
        best: best(scope, question),
        circumstances: circumstances(scope, question),
        sides: Side::ALL.into_iter().map(side).filter(|side| side.count > 0).collect(),
        mechanisms: named(scope, "mechanism", &question.mechanisms),
        cases: links(&question.cases),
        sources: links(&question.sources),
        explore: explore::link(scope, &picks, scope.word("ask", "explore")),
    };
    let meta = Meta { title: title(scope, intervention, outcome), description: answer_label, ..Meta::default() };
    Page {
        path: path(scope, index),
        template: "question.html",
        words: "question",
        meta,
        parents: vec![scope.route("explore")],
        show: Show::Question(Box::new(view)),
    }
}

fn best(scope: &Scope<'_>, question: &Question) -> Option<BestView> {
    let best = question.best?;
    let counts = [(best.cases, "independent-case"), (best.sources, "independent-source")];
    let counts: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, key)| scope.count(count, key)).collect();
    Some(BestView {
        level: best.level.word(),
        label: scope.word("strength", best.level.word()),
        counts: scope.enumerate(&counts),
        mechanism: scope.link(scope.entry(best.mechanism)?),
    })
}

fn named(scope: &Scope<'_>, letter: &str, of: &[Named]) -> Vec<NamedView> {
    let one = |named: &Named| {
        let plain = matches!(named.state, "present" | "fires");
        Some(NamedView {
            link: scope.link(scope.entry(named.concept)?),
            state: (!plain).then(|| scope.state(letter, named.state)),
            times: scope.count(named.times, "configuration"),
        })
    };
    of.iter().take(MOST_ITEMS).filter_map(one).collect()
}

/// The circumstances of both sides, and what the comparison is worth.
fn circumstances(scope: &Scope<'_>, question: &Question) -> Option<Circumstances> {
    let [pro, con, mixed] = question.tried;
    if pro + con + mixed == 0 {
        return None;
    }
    let one_sided = (pro == 0 || con == 0) && mixed == 0;
    let way = if one_sided { "named" } else { "only" };
    let list = |side: Side, of: &[Named]| CircumstanceList {
        side: side.word(),
        label: scope.word("question", &format!("{way}_{}", side.word())),
        items: named(scope, "context", of),
    };
    let mut lists = vec![list(Side::For, &question.held), list(Side::Against, &question.failed)];
    lists.retain(|list| !list.items.is_empty());
    let note = match (one_sided, lists.is_empty()) {
        (true, true) => Some("circumstances_none"),
        (true, false) => Some("circumstances_one_sided"),
        (false, true) => Some("circumstances_same"),
        (false, false) => None,
    };
    Some(Circumstances { note: note.map(|key| scope.word("question", key)), lists })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::model::testing::{corpus, page as text};

    #[test]
    fn questions_read_as_sentences() {
        let check = |language: &str, intervention: &str, outcome: &str, stage: &str, expected: &str| {
            let cmo = "cmo: [{id: een, because: B, intervention: [doe], mechanism: [durf], outcome: [baan], effect: works, status: observed, evidence: [{source: x}]}]";
            let folders = if language == "nl" {
                ["instrumenten", "uitkomsten", "mechanismen", "bronnen"]
            } else {
                ["interventions", "outcomes", "mechanisms", "sources"]
            };
            let files = [
                (format!("{}/doe.md", folders[0]), format!("title: \"{intervention}\"")),
                (
                    format!("{}/baan.md", folders[1]),
                    format!("title: \"{outcome}\"\nlevel: participant\nstage: {stage}"),
                ),
                (format!("{}/durf.md", folders[2]), "levers: [supply]".to_owned()),
                (format!("{}/x.md", folders[3]), "type: report".to_owned()),
                ("methode.md".to_owned(), cmo.to_owned()),
            ];
            let texts: Vec<(String, String)> =
                files.iter().map(|(path, fields)| (path.clone(), text(path, fields, ""))).collect();
            let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let site = format!("title = 'T'\ndescription = 'D'\nlanguage = '{language}'\n");
            let (corpus, config, report) = corpus(&site, &files);
            let wrong = |d: &&crate::diagnostic::Diagnostic| d.code.severity() == crate::diagnostic::Severity::Error;
            assert!(!report.iter().any(|d| wrong(&d)), "{report:?}");
            let scope = Scope { corpus: &corpus, config: &config, words: config.language().words(), bodies: &[] };
            assert_eq!(page(&scope, 0).meta.title, expected);
        };
        let wanted = "final";
        check("nl", "Vaktaaltraining", "Taalvaardigheid", wanted, "Werkt ‘vaktaaltraining’ voor ‘taalvaardigheid’?");
        check("nl", "Vaste coach", "Uitval (ongewenst)", "unwanted", "Werkt ‘vaste coach’ tegen ‘uitval’?");
        check("nl", "BBL", "Kosten (per jaar)", wanted, "Werkt ‘BBL’ voor ‘kosten (per jaar)’?");
        check("en", "Job coach", "Drop-out (unwanted)", "unwanted", "Does ‘job coach’ work against ‘drop-out’?");
        check("en", "Wage subsidies", "Paid work", wanted, "Does ‘wage subsidies’ work for ‘paid work’?");
    }
}

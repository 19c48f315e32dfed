//! Does this intervention bring that outcome? What every configuration that names both says to it, and what that comes
//! to. Mechanisms play no part in the answer: why it works is another question. Knows no words.

use std::collections::{BTreeMap, BTreeSet};

use super::Ground;
use crate::model::cmo::{Configuration, Effect, InterventionState, OutcomeState, Status};
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::evidence::Level;

/// What a configuration says to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// It was seen to bring the wanted outcome, or the outcome stayed away where it was left out.
    For,
    /// It was used, and the wanted outcome stayed away or an unwanted one came.
    Against,
    /// Sometimes the one, sometimes the other.
    Mixed,
    /// Nobody saw it: expected, planned or advised.
    Expected,
    /// It leaves the question open.
    Open,
}

impl Side {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Side; 5] = [Side::For, Side::Against, Side::Mixed, Side::Expected, Side::Open];

    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Side::For => "for",
            Side::Against => "against",
            Side::Mixed => "mixed",
            Side::Expected => "expected",
            Side::Open => "open",
        }
    }
}

/// What the configurations on a question come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// All that was seen speaks for it.
    Supported,
    /// It was seen both ways: it depends.
    Depends,
    /// All that was seen speaks against it.
    Contradicted,
    /// Nobody looked yet; it is expected.
    Expected,
    /// Nothing can be said.
    Open,
}

impl Answer {
    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Answer::Supported => "supported",
            Answer::Depends => "depends",
            Answer::Contradicted => "contradicted",
            Answer::Expected => "expected",
            Answer::Open => "open",
        }
    }

    /// What these rows come to.
    pub fn of(rows: &[(ConfigurationIndex, Side)]) -> Self {
        let has = |side: Side| rows.iter().any(|(_, one)| *one == side);
        match (has(Side::For), has(Side::Against), has(Side::Mixed)) {
            (true, false, false) => Answer::Supported,
            (false, true, false) => Answer::Contradicted,
            (false, false, false) if has(Side::Expected) => Answer::Expected,
            (false, false, false) => Answer::Open,
            _ => Answer::Depends,
        }
    }
}

/// The claim of a question that is known best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Best {
    /// Through which mechanism.
    pub mechanism: EntryIndex,
    /// How well it is known: at least a first indication.
    pub level: Level,
    /// Independent cases.
    pub cases: usize,
    /// Independent sources.
    pub sources: usize,
}

/// A concept in a state, and how many configurations of a question name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// Which.
    pub concept: EntryIndex,
    /// The key of its state.
    pub state: &'static str,
    /// How many configurations.
    pub times: usize,
}

/// An intervention and an outcome, with all that was said of both together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// What is done.
    pub intervention: EntryIndex,
    /// What should come of it.
    pub outcome: EntryIndex,
    /// Every configuration that names both, in the order of the corpus.
    pub rows: Vec<(ConfigurationIndex, Side)>,
    /// What they come to.
    pub answer: Answer,
    /// The claim on both that is known best; none when nothing more than assumed is known of any.
    pub best: Option<Best>,
    /// How many configurations in which it was used speak for it, against it, and both ways.
    pub tried: [usize; 3],
    /// Circumstances that only those for it name, the most named first.
    pub held: Vec<Named>,
    /// Circumstances that only those against it name.
    pub failed: Vec<Named>,
    /// Mechanisms that are named, the most named first.
    pub mechanisms: Vec<Named>,
    /// Cases that the configurations rest on, in the order of the corpus.
    pub cases: Vec<EntryIndex>,
    /// Sources that they rest on.
    pub sources: Vec<EntryIndex>,
}

impl Question {
    /// How many configurations take this side.
    pub fn count(&self, side: Side) -> usize {
        self.rows.iter().filter(|(_, one)| *one == side).count()
    }

    /// The key of the answer in the locale: a yes is as firm as the evidence.
    pub fn verdict(&self) -> &'static str {
        match (self.answer, self.best.map(|best| best.level)) {
            (Answer::Supported, Some(Level::Strong)) => "supported-strong",
            (Answer::Supported, Some(Level::Fair)) => "supported-fair",
            (Answer::Supported, Some(Level::First)) => "supported-first",
            (answer, _) => answer.word(),
        }
    }
}

/// How a configuration is known. Evidence may say otherwise than the configuration that it belongs to.
pub fn statuses(configuration: &Configuration) -> BTreeSet<Status> {
    let own = configuration.status;
    let known: BTreeSet<Status> = configuration.evidence.iter().map(|one| one.status.unwrap_or(own)).collect();
    if known.is_empty() { BTreeSet::from([own]) } else { known }
}

/// Whether somebody saw or checked it.
pub fn is_seen(configuration: &Configuration) -> bool {
    let known = statuses(configuration);
    known.contains(&Status::Observed) || known.contains(&Status::Tested)
}

/// What a configuration says to the question whether the intervention brings the outcome; `wanted` is whether what
/// came is what one would want.
pub fn side(configuration: &Configuration, intervention: InterventionState, wanted: bool) -> Side {
    let seen = is_seen(configuration);
    let refuted = statuses(configuration).contains(&Status::Refuted);
    if !seen && !refuted {
        return Side::Expected;
    }
    match (configuration.effect, intervention, wanted) {
        // That all goes well without it says nothing of what it does.
        (_, InterventionState::Omitted, true) => Side::Open,
        // Checked and not found, whatever was said to come.
        _ if !seen => Side::Against,
        (Effect::Unknown, ..) => Side::Open,
        (Effect::Mixed, ..) => Side::Mixed,
        (_, InterventionState::Used, false) => Side::Against,
        // One piece of evidence saw it, another looked and did not find it.
        _ if refuted => Side::Mixed,
        (_, InterventionState::Used, true) | (_, InterventionState::Omitted, false) => Side::For,
    }
}

/// What a configuration says to each question that it speaks to: by intervention, then by outcome.
pub fn sides(configuration: &Configuration, is_unwanted: impl Fn(&str) -> bool) -> Vec<(&str, &str, Side)> {
    let mut sides = Vec::new();
    for intervention in &configuration.intervention {
        for outcome in &configuration.outcome {
            let wanted = (outcome.state.0 == OutcomeState::Occurs) != is_unwanted(&outcome.is.id);
            let side = side(configuration, intervention.state.0, wanted);
            sides.push((intervention.is.id.as_str(), outcome.is.id.as_str(), side));
        }
    }
    sides
}

/// All questions that some configuration speaks to, by intervention and outcome in the order of the corpus.
pub fn all(ground: Ground<'_>) -> Vec<Question> {
    let mut rows: BTreeMap<(EntryIndex, EntryIndex), Vec<(ConfigurationIndex, Side)>> = BTreeMap::new();
    for (index, home) in ground.frame.configurations.iter().enumerate() {
        for (intervention, outcome, side) in sides(&home.configuration, |id| ground.is_unwanted(id)) {
            let (Some((from, _)), Some((to, _))) = (ground.entry(intervention), ground.entry(outcome)) else {
                continue;
            };
            rows.entry((from, to)).or_default().push((index, side));
        }
    }
    let best = best(ground);
    rows.into_iter().map(|(pair, rows)| question(ground, pair, rows, best.get(&pair).copied())).collect()
}

/// Of each pair of intervention and outcome, the claim that is known best; the first by mechanism among equals.
fn best(ground: Ground<'_>) -> BTreeMap<(EntryIndex, EntryIndex), Best> {
    let mut best: BTreeMap<(EntryIndex, EntryIndex), Best> = BTreeMap::new();
    for (key, claim) in ground.frame.claims.iter().filter(|(_, claim)| claim.level >= Level::First) {
        let find = |id: &str| ground.entry(id).map(|(index, _)| index);
        let (Some(from), Some(mechanism), Some(to)) =
            (find(&key.intervention), find(&key.mechanism), find(&key.outcome))
        else {
            continue;
        };
        let this = Best { mechanism, level: claim.level, cases: claim.cases, sources: claim.sources };
        let weight = |one: &Best| (one.level, one.cases, one.sources);
        let known = best.entry((from, to)).or_insert(this);
        if weight(&this) > weight(known) {
            *known = this;
        }
    }
    best
}

fn question(
    ground: Ground<'_>,
    (intervention, outcome): (EntryIndex, EntryIndex),
    rows: Vec<(ConfigurationIndex, Side)>,
    best: Option<Best>,
) -> Question {
    let of = |taken: &[Side]| -> Vec<&Configuration> {
        let rows = rows.iter().filter(|(_, side)| taken.contains(side));
        rows.filter_map(|(index, _)| ground.frame.configurations.get(*index)).map(|home| &*home.configuration).collect()
    };
    // Circumstances in which it was left out say nothing of those in which it works.
    let tried = |taken: &[Side]| {
        let used = |one: &&Configuration| {
            let mut tags = one.intervention.iter().filter(|tag| tag.state.0 == InterventionState::Used);
            tags.any(|tag| ground.entry(&tag.is.id).is_some_and(|(index, _)| index == intervention))
        };
        of(taken).into_iter().filter(used).collect::<Vec<_>>()
    };
    let contexts = |taken: &[Side]| {
        let tags = tried(taken).into_iter().flat_map(|one| &one.context);
        count(ground, tags.map(|tag| (tag.is.id.as_str(), tag.state.0.word())))
    };
    let only = |mine: &[Side], others: &[Side]| {
        let others = contexts(others);
        let alone = |one: &Named| !others.iter().any(|other| (other.concept, other.state) == (one.concept, one.state));
        contexts(mine).into_iter().filter(alone).collect()
    };
    let all = of(&Side::ALL);
    let mechanisms = all.iter().flat_map(|one| &one.mechanism);
    let evidence = || all.iter().flat_map(|one| &one.evidence);
    let found = |ids: &mut dyn Iterator<Item = &str>| -> Vec<EntryIndex> {
        let found: BTreeSet<EntryIndex> = ids.filter_map(|id| ground.entry(id)).map(|(index, _)| index).collect();
        found.into_iter().collect()
    };
    Question {
        intervention,
        outcome,
        answer: Answer::of(&rows),
        best,
        tried: [Side::For, Side::Against, Side::Mixed].map(|side| tried(&[side]).len()),
        held: only(&[Side::For], &[Side::Against, Side::Mixed]),
        failed: only(&[Side::Against], &[Side::For, Side::Mixed]),
        mechanisms: count(ground, mechanisms.map(|tag| (tag.is.id.as_str(), tag.state.0.word()))),
        cases: found(&mut evidence().flat_map(|one| &one.cases).map(|case| case.is.id.as_str())),
        sources: found(&mut evidence().map(|one| one.source.id.as_str())),
        rows,
    }
}

/// How often each concept is named in each state, the most named first.
fn count<'a>(ground: Ground<'_>, tags: impl Iterator<Item = (&'a str, &'static str)>) -> Vec<Named> {
    let mut times: BTreeMap<(EntryIndex, &'static str), usize> = BTreeMap::new();
    for (id, state) in tags {
        if let Some((concept, _)) = ground.entry(id) {
            *times.entry((concept, state)).or_default() += 1;
        }
    }
    let mut named: Vec<Named> =
        times.into_iter().map(|((concept, state), times)| Named { concept, state, times }).collect();
    named.sort_by_key(|one| std::cmp::Reverse(one.times));
    named
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::super::fixtures::{corpus_of, id_of};
    use super::*;

    fn told(rows: &[&str], outcome: &str, look: impl FnOnce(&Question, &dyn Fn(&Named) -> String)) {
        let corpus = corpus_of(rows);
        let question = corpus.insight.questions.iter().find(|one| id_of(&corpus, one.outcome) == outcome);
        let named = |one: &Named| format!("{} {} {}", id_of(&corpus, one.concept), one.state, one.times);
        look(question.expect("the question is there"), &named);
    }

    #[test]
    fn a_configuration_takes_a_side() {
        let check = |row: &str, outcome: &str, side: Side, answer: Answer| {
            told(&[row], outcome, |question, _| {
                assert_eq!((question.rows[0].1, question.answer), (side, answer), "{row}");
            });
        };
        let without = "intervention: [{is: doe, state: omitted}]";
        let gone = "outcome: [{is: baan, state: absent}]";
        check("", "baan", Side::For, Answer::Supported);
        check("status: tested", "baan", Side::For, Answer::Supported);
        check(gone, "baan", Side::Against, Answer::Contradicted);
        check("status: assumed", "baan", Side::Expected, Answer::Expected);
        check(&format!("status: assumed, {gone}"), "baan", Side::Expected, Answer::Expected);
        check("status: refuted", "baan", Side::Against, Answer::Contradicted);
        check(&format!("{without}, {gone}"), "baan", Side::For, Answer::Supported);
        check(without, "baan", Side::Open, Answer::Open);
        check(&format!("status: refuted, {without}, {gone}"), "baan", Side::Against, Answer::Contradicted);
        check(&format!("status: refuted, {without}"), "baan", Side::Open, Answer::Open);
        check("outcome: [uitval]", "uitval", Side::Against, Answer::Contradicted);
        check("outcome: [{is: uitval, state: absent}]", "uitval", Side::For, Answer::Supported);
        check(&format!("{without}, outcome: [uitval]"), "uitval", Side::For, Answer::Supported);
        check("effect: mixed", "baan", Side::Mixed, Answer::Depends);
        check("effect: unknown", "baan", Side::Open, Answer::Open);
        // Evidence says otherwise than its configuration.
        check("status: assumed | {source: x, status: observed}", "baan", Side::For, Answer::Supported);
        check("| {source: x, status: assumed}", "baan", Side::Expected, Answer::Expected);
        check("status: assumed | {source: x, status: refuted}", "baan", Side::Against, Answer::Contradicted);
        check("| {source: x}, {source: y, status: refuted}", "baan", Side::Mixed, Answer::Depends);
        check("| {source: x}, {source: y, status: assumed}", "baan", Side::For, Answer::Supported);
    }

    #[test]
    fn what_is_only_expected_does_not_change_an_answer() {
        let check =
            |rows: &[&str], answer: Answer| told(rows, "baan", |question, _| assert_eq!(question.answer, answer));
        let gone = "outcome: [{is: baan, state: absent}]";
        check(&["", "status: assumed"], Answer::Supported);
        check(&["", "effect: unknown"], Answer::Supported);
        check(&[gone, "status: assumed"], Answer::Contradicted);
        check(&["", gone], Answer::Depends);
        check(&["effect: unknown", "status: assumed"], Answer::Expected);
    }

    #[test]
    fn a_yes_is_as_firm_as_its_best_claim() {
        let check = |rows: &[&str], verdict: &str, counts: Option<(&str, usize, usize)>| {
            let corpus = corpus_of(rows);
            let question = &corpus.insight.questions[0];
            let best = question.best.map(|best| (id_of(&corpus, best.mechanism), best.cases, best.sources));
            assert_eq!((question.verdict(), best), (verdict, counts), "{rows:?}");
        };
        let one = "{source: x, voices: [participant], cases: [a]}";
        let other = "{source: y, voices: [employer], cases: [b]}";
        check(&["mechanism: []"], "supported", None);
        check(&[&format!("| {one}")], "supported-first", Some(("durf", 1, 1)));
        check(&[&format!("| {one}, {other}")], "supported-fair", Some(("durf", 2, 2)));
        check(&[&format!("status: tested | {one}, {other}")], "supported-strong", Some(("durf", 2, 2)));
        // Two mechanisms: the one that is known best counts.
        check(
            &[&format!("mechanism: [durf] | {one}"), &format!("mechanism: [trots] | {one}, {other}")],
            "supported-fair",
            Some(("trots", 2, 2)),
        );
        check(&["status: assumed"], "expected", None);
        check(&["outcome: [{is: baan, state: absent}]"], "contradicted", None);
        check(&["effect: mixed"], "depends", Some(("durf", 0, 1)));
    }

    #[test]
    fn circumstances_tell_the_sides_apart() {
        let gone = "outcome: [{is: baan, state: absent}]";
        let both = [
            "context: [krap, steun]".to_owned(),
            "context: [krap]".to_owned(),
            format!("context: [{{is: krap, state: absent}}, steun], {gone}"),
            "context: [geld], effect: mixed".to_owned(),
            "context: [geld]".to_owned(),
            "context: [tijd], status: assumed".to_owned(),
        ];
        let both: Vec<&str> = both.iter().map(String::as_str).collect();
        told(&both, "baan", |question, named| {
            let list = |of: &[Named]| of.iter().map(named).collect::<Vec<_>>();
            assert_eq!(list(&question.held), ["krap present 2"]);
            assert_eq!(list(&question.failed), ["krap absent 1"]);
            assert_eq!(list(&question.mechanisms), ["durf fires 6"]);
        });
        told(
            &["context: [krap], intervention: [{is: doe, state: omitted}], outcome: [{is: baan, state: absent}]"],
            "baan",
            |question, _| {
                assert!(question.held.is_empty(), "left out");
                assert_eq!((question.tried, question.count(Side::For)), ([0, 0, 0], 1));
            },
        );
        told(&["context: [krap]", &format!("context: [krap], {gone}")], "baan", |question, _| {
            assert!(question.held.is_empty() && question.failed.is_empty());
        });
    }

    #[test]
    fn cases_and_sources_are_told_once() {
        let corpus = corpus_of(&["| {source: y, cases: [b, a]}, {source: x, cases: [a]}"]);
        let question = &corpus.insight.questions[0];
        let ids = |of: &[EntryIndex]| of.iter().map(|&index| id_of(&corpus, index)).collect::<Vec<_>>();
        assert_eq!((ids(&question.cases), ids(&question.sources)), (vec!["a", "b"], vec!["x", "y"]));
    }
}

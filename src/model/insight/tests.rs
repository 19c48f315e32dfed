//! What follows from small corpora where the right answer is known by hand.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;

use super::contradiction::Circumstance;
use super::grid::Axes;
use super::pair::Basis;
use super::question::Side;
use crate::model::corpus::{Corpus, EntryIndex};
use crate::model::testing::{corpus, page};

const SITE: &str = "title = 'T'\ndescription = 'D'\nlists = {sectors = {bouw = 'Bouw', zorg = 'Zorg'}}\n";

/// `kosten` is a final outcome that no row below names.
const WORLD: &[(&str, &str)] = &[
    ("contextfactoren/krapte.md", "type: environment\nlevel: macro\ninfluence: no"),
    ("contextfactoren/steun.md", "type: condition\nlevel: meso\ninfluence: yes"),
    ("contextfactoren/geld.md", "type: condition\nlevel: meso\ninfluence: yes"),
    ("instrumenten/doe.md", ""),
    ("instrumenten/laat.md", ""),
    ("mechanismen/durf.md", "levers: [supply]"),
    ("uitkomsten/baan.md", "level: participant\nstage: final"),
    ("uitkomsten/kosten.md", "level: system\nstage: final"),
    ("uitkomsten/uitval.md", "level: participant\nstage: unwanted"),
    ("doelgroepen/jongeren.md", ""),
    ("casussen/a.md", "sources: [{source: x}]"),
    ("casussen/b.md", "sources: [{source: y}]"),
    ("casussen/deel-van-a.md", "part_of: a"),
    ("bronnen/x.md", "type: report"),
    ("bronnen/y.md", "type: report"),
];

/// A row is a configuration: what it says beside `doe`, `durf`, `baan`, `works`, `observed`; a bar; its evidence.
fn world(rows: &[&str]) -> Corpus {
    let mut cmo = String::from("cmo:\n");
    for (number, row) in rows.iter().enumerate() {
        let (says, evidence) = row.split_once('|').expect("a row has a bar");
        let mut fields = says.trim().to_owned();
        for (key, value) in [
            ("intervention", "[doe]"),
            ("mechanism", "[durf]"),
            ("outcome", "[baan]"),
            ("effect", "works"),
            ("status", "observed"),
        ] {
            if !fields.contains(&format!("{key}:")) {
                let comma = if fields.is_empty() { "" } else { ", " };
                write!(fields, "{comma}{key}: {value}").unwrap();
            }
        }
        writeln!(cmo, "  - {{id: r-{number}, because: B, {fields}, evidence: [{evidence}]}}").unwrap();
    }
    let texts: Vec<(&str, String)> = WORLD
        .iter()
        .map(|(path, fields)| (*path, page(path, fields, "")))
        .chain([("methode.md", page("methode.md", if rows.is_empty() { "" } else { &cmo }, ""))])
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (corpus, _, report) = corpus(SITE, &files);
    assert!(report.is_empty(), "{report:?}");
    corpus
}

fn id(corpus: &Corpus, index: EntryIndex) -> &str {
    &corpus.entries[index].id
}

/// A circumstance as text: `krapte present`, `jongeren`, `bouw`.
fn told(corpus: &Corpus, circumstance: &Circumstance) -> String {
    match circumstance {
        Circumstance::Factor(index, state) => format!("{} {}", id(corpus, *index), state.word()),
        Circumstance::Audience(index) => id(corpus, *index).to_owned(),
        Circumstance::Sector(slug) => slug.clone(),
    }
}

const BLOCKED: &str = "outcome: [{is: baan, state: absent}], effect: fails";
const SILENT: &str = "mechanism: [{is: durf, state: absent}], outcome: [{is: baan, state: absent}], effect: fails";

#[test]
fn a_grid_counts_each_configuration_once_a_cell() {
    let corpus = world(&[
        "|{source: x}",
        "outcome: [baan, uitval]|{source: x}",
        "context: [krapte, {is: krapte, state: absent}]|{source: x}",
    ]);
    let cells = |axes: Axes| -> Vec<String> {
        let grid = corpus.insight.grid(axes).unwrap();
        let cell = |row: EntryIndex, (column, of): (&EntryIndex, &Vec<usize>)| {
            format!("{} {} {of:?}", id(&corpus, row), id(&corpus, *column))
        };
        grid.rows.iter().flat_map(|(row, cells)| cells.iter().map(|one| cell(*row, one))).collect()
    };
    assert_eq!(cells(Axes::MechanismOutcome), ["durf baan [0, 1, 2]", "durf uitval [1]"]);
    assert_eq!(cells(Axes::InterventionMechanism), ["doe durf [0, 1, 2]"]);
    assert_eq!(cells(Axes::InterventionOutcome), ["doe baan [0, 1, 2]", "doe uitval [1]"]);
    assert_eq!(cells(Axes::ContextMechanism), ["krapte durf [2]"]);
    let columns = corpus.insight.grid(Axes::InterventionOutcome).unwrap().columns();
    assert_eq!(columns.values().map(std::collections::BTreeSet::len).collect::<Vec<_>>(), [3, 1]);
}

/// Which sides mechanism and intervention take in a single row.
#[test]
fn a_mechanism_is_asked_as_an_intervention_is() {
    let check = |row: &str, intervention: Side, mechanism: Side| {
        let corpus = world(&[&format!("{row}|{{source: x}}")]);
        let ground = super::Ground { entries: &corpus.entries, frame: &corpus };
        let pairs = super::pair::all(ground, &corpus.insight.questions);
        let sides: Vec<(&str, Side)> = pairs.iter().map(|pair| (id(&corpus, pair.subject), pair.rows[0].1)).collect();
        assert_eq!(sides, [("doe", intervention), ("durf", mechanism)], "{row}");
    };
    check("", Side::For, Side::For);
    check(BLOCKED, Side::Against, Side::Against);
    // It was done and did not help, for the mechanism stayed away: that speaks against the one and for the other.
    check(SILENT, Side::Against, Side::For);
    check(&SILENT.replace("absent}], outcome", "reverses}], outcome"), Side::Against, Side::For);
    // The outcome came without the mechanism, which says nothing of what it would do.
    check("mechanism: [{is: durf, state: absent}]", Side::For, Side::Open);
    check(
        "intervention: [{is: doe, state: omitted}], outcome: [{is: baan, state: absent}], effect: fails",
        Side::For,
        Side::Against,
    );
    // An outcome that nobody wants counts the other way round.
    check("outcome: [uitval], effect: fails", Side::Against, Side::Against);
    check("outcome: [{is: uitval, state: absent}]", Side::For, Side::For);
    check("status: refuted", Side::Against, Side::Against);
    check("status: assumed", Side::Expected, Side::Expected);
    check("effect: mixed", Side::Mixed, Side::Mixed);
    check("effect: unknown", Side::Open, Side::Open);
}

/// What the contradiction on `doe` and `baan` says, one line each.
fn contradiction(rows: &[&str]) -> Vec<String> {
    let corpus = world(rows);
    let insight = &corpus.insight;
    let Some(one) = insight.contradictions.iter().find(|one| id(&corpus, one.subject) == "doe") else {
        return Vec::new();
    };
    let mut lines = vec![format!("{:?} against {:?}", one.holds.rows, one.fails.rows)];
    lines.extend(
        one.opposite.iter().map(|(factor, state)| format!("opposite {} {}", id(&corpus, *factor), state.word())),
    );
    lines.extend(one.single.iter().map(|(side, what, n)| format!("{} {} {n}", side.word(), told(&corpus, what))));
    lines.extend(one.shared.iter().map(|what| format!("shared {}", told(&corpus, what))));
    if one.holds.is_silent || one.fails.is_silent {
        lines.push(format!("silent {} {}", one.holds.is_silent, one.fails.is_silent));
    }
    lines
}

#[test]
fn a_contradiction_names_where_its_sides_differ() {
    let blocked = |more: &str| format!("{more}, {BLOCKED}|{{source: y, cases: [b]}}");
    let check = |holds: &[&str], fails: &str, expected: &[&str]| {
        let mut rows: Vec<String> = holds.iter().map(|row| format!("{row}|{{source: x, cases: [a]}}")).collect();
        rows.push(blocked(fails));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(contradiction(&rows), expected, "{holds:?} {fails}");
    };
    // The same factor in opposite states stands apart; what one side names is counted.
    check(
        &["context: [krapte, steun], audience: [jongeren]", "context: [steun], sectors: [bouw]"],
        "context: [{is: krapte, state: absent}, geld], sectors: [zorg]",
        &[
            "[0, 1] against [2]",
            "opposite krapte present",
            "for steun present 2",
            "for jongeren 1",
            "for bouw 1",
            "against geld present 1",
            "against zorg 1",
        ],
    );
    // A factor that one side names in both states is no difference, and what both name is shared.
    check(
        &["context: [krapte]", "context: [{is: krapte, state: absent}]"],
        "context: [krapte]",
        &["[0, 1] against [2]", "shared krapte present"],
    );
    check(&["context: [krapte]"], "context: [krapte]", &["[0] against [1]", "shared krapte present"]);
    // Who names nothing is silent, which is something else than being different.
    check(&["context: [krapte]"], "context: []", &["[0] against [1]", "for krapte present 1", "silent false true"]);
    // What was only expected contradicts nothing.
    assert_eq!(contradiction(&["|{source: x}", &format!("{BLOCKED}, status: assumed|{{source: y}}")]), [] as [&str; 0]);
    assert_eq!(contradiction(&["|{source: x}", "effect: mixed|{source: y}"]), [] as [&str; 0]);
}

#[test]
fn contradictions_of_which_both_sides_are_known_come_first() {
    let other = "intervention: [laat], mechanism: []";
    let corpus = world(&[
        "mechanism: []|{source: x, cases: [a]}",
        &format!("mechanism: [], {BLOCKED}|{{source: x, cases: [a]}}"),
        &format!("{other}|{{source: x, cases: [a]}}"),
        &format!("{other}|{{source: y, cases: [b]}}"),
        &format!("{other}, {BLOCKED}|{{source: x, cases: [deel-van-a]}}, {{source: y, cases: [b]}}"),
    ]);
    let all: Vec<(&str, Basis, Basis)> = corpus
        .insight
        .contradictions
        .iter()
        .map(|one| (id(&corpus, one.subject), one.holds.basis, one.fails.basis))
        .collect();
    let basis = |cases, sources, configurations| Basis { cases, sources, configurations };
    assert_eq!(all, [("laat", basis(2, 2, 2), basis(2, 2, 1)), ("doe", basis(1, 1, 1), basis(1, 1, 1))]);
}

#[test]
fn what_holds_was_seen_twice_and_never_otherwise() {
    let check = |rows: &[&str], expected: &[(&str, usize, usize, usize)]| {
        let corpus = world(rows);
        let held = corpus.insight.holding.iter();
        let held: Vec<_> = held
            .filter(|one| id(&corpus, one.outcome) == "baan")
            .map(|one| (id(&corpus, one.subject), one.basis.cases, one.basis.sources, one.circumstances))
            .collect();
        assert_eq!(held, expected, "{rows:?}");
    };
    let (a, b) = ("{source: x, cases: [a]}", "{source: y, cases: [b]}");
    check(&[&format!("|{a}")], &[]);
    check(&[&format!("|{a}"), &format!("|{b}")], &[("doe", 2, 2, 0), ("durf", 2, 2, 0)]);
    // A part of a case is no second case; a second set of circumstances is another test.
    check(&[&format!("|{a}"), "|{source: x, cases: [deel-van-a]}"], &[]);
    check(
        &[&format!("context: [krapte]|{a}"), &format!("context: [{{is: krapte, state: absent}}]|{a}")],
        &[("doe", 1, 1, 2), ("durf", 1, 1, 2)],
    );
    // Left out, and the outcome stayed away: that speaks for the intervention. Against the mechanism nothing was seen.
    let left_out = "intervention: [{is: doe, state: omitted}], mechanism: [{is: durf, state: absent}], outcome: [{is: baan, state: absent}], effect: fails";
    check(&[&format!("|{a}"), &format!("{left_out}|{b}")], &[("doe", 2, 2, 0), ("durf", 2, 2, 0)]);
    // Anything seen against it, or only sometimes, ends it; what was expected does not.
    check(&[&format!("|{a}"), &format!("|{b}"), &format!("{BLOCKED}|{b}")], &[]);
    check(&[&format!("|{a}"), &format!("|{b}"), &format!("effect: mixed|{b}")], &[]);
    check(
        &[&format!("|{a}"), &format!("|{b}"), &format!("{BLOCKED}, status: assumed|{b}")],
        &[("doe", 2, 2, 0), ("durf", 2, 2, 0)],
    );
}

/// Gaps as text: what is missing, of what, for which outcome.
fn gaps(rows: &[&str]) -> Vec<String> {
    let corpus = world(rows);
    let one = |gap: &super::gap::Gap| {
        let outcome = gap.outcome.map(|outcome| format!(" {}", id(&corpus, outcome))).unwrap_or_default();
        let state = gap.state.map(|state| format!(" {}", state.word())).unwrap_or_default();
        let Basis { cases, sources, configurations } = gap.basis;
        format!("{} {}{outcome}{state} {configurations}/{cases}/{sources}", gap.lack.word(), id(&corpus, gap.subject))
    };
    corpus.insight.gaps.iter().map(one).collect()
}

#[test]
fn gaps_are_what_the_sources_do_not_tell() {
    let (a, b) = ("{source: x, cases: [a]}", "{source: y, cases: [b]}");
    // Nothing known: everything is a gap, and of nothing that is named nowhere is anything else missing.
    let nothing = ["krapte", "geld", "steun", "doe", "laat", "durf", "baan", "kosten", "uitval", "jongeren"];
    let mut found = gaps(&[]);
    found.sort();
    let mut expected: Vec<String> = nothing.iter().map(|id| format!("name {id} 0/0/0")).collect();
    expected.sort();
    assert_eq!(found, expected);

    // `doe` and `durf` rest on two cases and two sources; `laat` is only expected, by two sources.
    let found = gaps(&[
        &format!("context: [krapte], audience: [jongeren]|{a}"),
        &format!("context: [{{is: krapte, state: absent}}, steun]|{b}"),
        "intervention: [laat], mechanism: [], status: assumed|{source: x}, {source: y}",
        &format!("outcome: [uitval], effect: fails|{a}"),
    ]);
    let expected = [
        "sight laat baan 1/0/2",
        "spread doe uitval 1/1/1",
        "spread durf uitval 1/1/1",
        "look doe kosten 0/0/0",
        "look laat kosten 0/0/0",
        "name geld 0/0/0",
        "name kosten 0/0/0",
        "state steun present 1/1/1",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_contradiction_without_a_contrast_is_a_gap() {
    let rows = |holds: &str, fails: &str| {
        let (a, b) =
            ("{source: x, cases: [a]}, {source: y, cases: [b]}", "{source: x, cases: [a]}, {source: y, cases: [b]}");
        let found = gaps(&[&format!("mechanism: [], {holds}|{a}"), &format!("mechanism: [], {fails}, {BLOCKED}|{b}")]);
        found.into_iter().filter(|gap| gap.starts_with("reason")).collect::<Vec<_>>()
    };
    assert_eq!(rows("context: [krapte]", "context: [krapte]"), ["reason doe baan 2/2/2"]);
    assert_eq!(rows("context: [krapte]", "context: [geld]"), ["reason doe baan 2/2/2"]);
    assert_eq!(rows("context: [krapte]", "context: [{is: krapte, state: absent}]"), [] as [&str; 0]);
}

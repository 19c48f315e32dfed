//! The rule of strength, line by line: a claim, the evidence on it, what comes out.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::model::testing::{corpus, page};

const SITE: &str = "title = \"T\"\ndescription = \"D\"\nlanguage = \"nl\"\n";

/// One claim can be made here: `doe` → `durf` → `baan`; and one on `uitval`, which nobody wants. Case `a` belongs to
/// source `x`, `b` to `y`, `c` to `z`.
const WORLD: &[(&str, &str)] = &[
    ("instrumenten/doe.md", ""),
    ("mechanismen/durf.md", "levers: [supply]"),
    ("uitkomsten/baan.md", "level: participant\nstage: final"),
    ("uitkomsten/uitval.md", "level: participant\nstage: unwanted"),
    ("casussen/a.md", "sources: [{source: x}]"),
    ("casussen/b.md", "sources: [{source: y}]"),
    ("casussen/c.md", "sources: [{source: z}]"),
    ("casussen/deel-van-a.md", "part_of: a"),
    ("casussen/deel-van-deel.md", "part_of: deel-van-a"),
    ("casussen/tweede-groep-van-a.md", "counts_with: [a]"),
    ("casussen/programma.md", "counts_with: [a, b, c]"),
    ("bronnen/x.md", "type: report"),
    ("bronnen/y.md", "type: report"),
    ("bronnen/z.md", "type: report"),
    ("bronnen/artikel-over-x.md", "type: article\nsame_study_as: x"),
    ("bronnen/boek-in-x.md", "type: book\ncited_through: x"),
    ("bronnen/boek-in-artikel.md", "type: book\ncited_through: artikel-over-x"),
    ("bronnen/heen.md", "type: report\nsame_study_as: weer"),
    ("bronnen/weer.md", "type: article\nsame_study_as: heen"),
];

/// A row is a configuration: what differs from an observed one that works, a bar, its pieces of evidence.
fn weigh_rows(rows: &[&str]) -> Claims {
    let mut cmo = String::from("cmo:\n");
    for (number, row) in rows.iter().enumerate() {
        let (differs, evidence) = row.split_once('|').expect("a row has a bar");
        let plain = [
            ("intervention", "[doe]"),
            ("mechanism", "[durf]"),
            ("outcome", "[baan]"),
            ("effect", "works"),
            ("status", "observed"),
        ];
        let plain = plain.into_iter().filter(|(key, _)| !differs.contains(&format!("{key}:")));
        let fields: Vec<String> = plain.map(|(key, value)| format!("{key}: {value}")).collect();
        let differs = if differs.trim().is_empty() { String::new() } else { format!("{}, ", differs.trim()) };
        cmo.push_str(&format!(
            "  - {{id: r-{number}, because: B, {differs}{}, evidence: [{evidence}]}}\n",
            fields.join(", ")
        ));
    }
    let home = page("methode.md", &cmo, "");
    let texts: Vec<(&str, String)> = WORLD.iter().map(|(path, fields)| (*path, page(path, fields, ""))).collect();
    let mut files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    files.push(("methode.md", &home));
    let (corpus, _, report) = corpus(SITE, &files);
    assert!(report.is_empty(), "{report:?}");
    corpus.claims.clone()
}

fn say(claims: &Claims, outcome: &str) -> String {
    let key = ClaimKey { intervention: "doe".into(), mechanism: "durf".into(), outcome: outcome.into() };
    let claim = claims.get(&key).expect("the claim is made");
    let tested = if claim.tested { " T" } else { "" };
    let remarks: String = claim.remarks.iter().map(|remark| format!(" {}", remark.word())).collect();
    format!("{} C{} Q{} S{}{tested}{remarks}", claim.level.word(), claim.cases, claim.sources, claim.voices)
}

fn check(rows: &[&str], expected: &str) {
    assert_eq!(say(&weigh_rows(rows), "baan"), expected, "{rows:#?}");
}

#[test]
fn strong() {
    // C ≥ 3, Q ≥ 2 and S ≥ 3
    check(
        &[
            "| {source: x, cases: [a], voices: [participant]}",
            "| {source: y, cases: [b], voices: [employer]}",
            "| {source: y, cases: [c], voices: [researcher]}",
        ],
        "strong C3 Q2 S3",
    );
    // C ≥ 2, Q ≥ 2 and T: voices do not matter
    check(
        &[
            "status: tested | {source: x, cases: [a], voices: [employer]}",
            "| {source: y, cases: [b], voices: [employer]}",
        ],
        "strong C2 Q2 S1 T",
    );
    // One source can never be enough, nor one kind of voice less.
    check(&["| {source: x, cases: [a, b, c], voices: [participant, employer, researcher]}"], "fair C3 Q1 S3");
    check(&["status: tested | {source: x, cases: [a, b, c], voices: [participant, employer]}"], "fair C3 Q1 S2 T");
    check(
        &["| {source: x, cases: [a], voices: [participant]}", "| {source: y, cases: [b, c], voices: [employer]}"],
        "fair C3 Q2 S2",
    );
}

#[test]
fn fair() {
    // C ≥ 2 and S ≥ 2
    check(&["| {source: x, cases: [a, b], voices: [participant, employer]}"], "fair C2 Q1 S2");
    check(&["| {source: x, cases: [a, b], voices: [employer]}"], "first C2 Q1 S1");
    // C = 1 and S ≥ 3
    check(&["| {source: x, cases: [a], voices: [participant, employer, trainer]}"], "fair C1 Q1 S3");
    check(&["| {source: x, cases: [a], voices: [participant, employer]}"], "first C1 Q1 S2");
    // Three kinds of voices about no case in particular
    check(&["| {source: x, voices: [participant, employer, trainer]}"], "first C0 Q1 S3");
    // T without a case of its own
    check(&["status: tested | {source: x, voices: [researcher]}"], "fair C0 Q1 S1 T");
    check(&["status: tested | {source: x, cases: [a], voices: [researcher]}"], "first C1 Q1 S1 T");
    check(&["status: tested | {source: x, collective: yes, voices: [researcher]}"], "first C1 Q1 S1 T");
    // and another row that has one takes nothing away from it.
    check(
        &["status: tested | {source: x, voices: [researcher]}", "| {source: y, cases: [b], voices: [researcher]}"],
        "fair C1 Q2 S1 T",
    );
}

#[test]
fn first_and_assumed() {
    check(&["| {source: x}"], "first C0 Q1 S0");
    check(&["status: assumed | {source: x, cases: [a, b, c], voices: [employer, participant]}"], "assumed C0 Q0 S0");
    check(&["|"], "assumed C0 Q0 S0");
    // What is assumed counts for nothing beside what was seen.
    check(
        &[
            "| {source: x, cases: [a], voices: [employer]}",
            "status: assumed | {source: y, cases: [b, c], voices: [participant, researcher]}",
        ],
        "first C1 Q1 S1",
    );
    // A piece of evidence may know it in another way than its configuration.
    check(
        &["| {source: x, cases: [a], voices: [employer]}, {source: y, cases: [b], voices: [plan], status: assumed}"],
        "first C1 Q1 S1",
    );
    check(
        &["status: assumed | {source: x, cases: [a], voices: [employer], status: tested}, {source: y, cases: [b]}"],
        "first C1 Q1 S1 T",
    );
}

#[test]
fn refuted_and_contradicted() {
    let against = "mechanism: [{is: durf, state: absent}], outcome: [{is: baan, state: absent}], effect: fails";
    check(&[&format!("{against} | {{source: x, cases: [a], voices: [employer]}}")], "contradicted C0 Q0 S0");
    check(&[&format!("{against}, status: assumed | {{source: x, cases: [a]}}")], "assumed C0 Q0 S0");
    // Refuted, whether the letters tell what was claimed or what was found.
    check(&["status: refuted | {source: x, cases: [a], voices: [researcher]}"], "refuted C0 Q0 S0");
    check(&[&format!("{against}, status: refuted | {{source: x, cases: [a]}}")], "refuted C0 Q0 S0");
    check(&["intervention: [{is: doe, state: omitted}], status: refuted | {source: x}"], "refuted C0 Q0 S0");
    // With observed support it is a contradiction like any other.
    let support = "| {source: x, cases: [a], voices: [employer, participant, researcher]}";
    check(&[support, "status: refuted | {source: y, cases: [b]}"], "first C1 Q1 S3 mixed");
    check(&[support, "status: refuted | {source: x, cases: [a]}"], "fair C1 Q1 S3");
    // An assumption supports nothing: nothing but what speaks against it was seen.
    check(
        &["status: assumed | {source: x}", &format!("{against} | {{source: y, cases: [b]}}")],
        "contradicted C0 Q0 S0",
    );
}

#[test]
fn independent_contradiction_takes_a_level() {
    let against = "mechanism: [{is: durf, state: reverses}], effect: fails";
    let strong =
        "status: tested | {source: x, cases: [a], voices: [employer]}, {source: y, cases: [b], voices: [participant]}";
    check(&[strong], "strong C2 Q2 S2 T");
    let with = |evidence: &str, expected: &str| check(&[strong, &format!("{against} | {evidence}")], expected);
    // Another case, or no case but another source, or several cases that nobody names: from elsewhere.
    with("{source: x, cases: [c]}", "fair C2 Q2 S2 T mixed");
    with("{source: z}", "fair C2 Q2 S2 T mixed");
    with("{source: x, collective: yes}", "fair C2 Q2 S2 T mixed");
    with("{source: x, cases: [a, c]}", "fair C2 Q2 S2 T mixed");
    // The same case, a part of it, its second group; the same source or study without a case: not from elsewhere.
    with("{source: z, cases: [a]}", "strong C2 Q2 S2 T");
    with("{source: z, cases: [deel-van-a, tweede-groep-van-a]}", "strong C2 Q2 S2 T");
    with("{source: x}", "strong C2 Q2 S2 T");
    with("{source: artikel-over-x}", "strong C2 Q2 S2 T");
    // An assumption contradicts nothing.
    with("{source: z, cases: [c], status: assumed}", "strong C2 Q2 S2 T");
    // Two contradictions take no second level, and a first indication stays one.
    with("{source: x, cases: [c]}, {source: z}", "fair C2 Q2 S2 T mixed");
    check(
        &["| {source: x, cases: [a], voices: [employer]}", &format!("{against} | {{source: y, cases: [b]}}")],
        "first C1 Q1 S1 mixed",
    );
}

#[test]
fn what_works_sometimes_contradicts_itself() {
    let evidence = "{source: x, cases: [a, b], voices: [employer, participant]}";
    check(&[&format!("| {evidence}")], "fair C2 Q1 S2");
    check(&[&format!("effect: mixed | {evidence}")], "first C2 Q1 S2 mixed");
    check(&[&format!("| {evidence}"), "effect: mixed | {source: y, cases: [c]}"], "first C3 Q2 S2 mixed");
    // not when that is only expected
    check(&[&format!("| {evidence}"), "effect: mixed, status: assumed | {source: y, cases: [c]}"], "fair C2 Q1 S2");
}

#[test]
fn caps() {
    let derived = "mechanism: [{is: durf, basis: derived}]";
    let two = "{source: x, cases: [a], voices: [employer]}, {source: y, cases: [b], voices: [participant]}";
    check(&[&format!("status: tested, {derived} | {two}")], "fair C2 Q2 S2 T all-derived");
    // One source that names the mechanism is enough, but an assumption is no source.
    check(&[&format!("status: tested, {derived} | {two}"), "| {source: z, cases: [c]}"], "strong C3 Q3 S2 T");
    check(
        &[&format!("status: tested, {derived} | {two}"), "status: assumed | {source: z, cases: [c]}"],
        "fair C2 Q2 S2 T all-derived",
    );
    let literature = "{source: x, cases: [a], voices: [literature]}, {source: y, cases: [b], voices: [literature]}";
    check(&[&format!("status: tested | {literature}")], "fair C2 Q2 S1 T literature-only");
    check(&["| {source: x, voices: [literature]}"], "first C0 Q1 S1 literature-only");
    check(&["status: tested | {source: x, voices: [literature, researcher]}"], "fair C0 Q1 S2 T");
    let leaders =
        "{source: x, cases: [a], voices: [project-leader]}, {source: y, cases: [b], voices: [project-leader, plan]}";
    check(&[&format!("status: tested | {leaders}")], "first C2 Q2 S1 T initiators-only");
    check(&["| {source: x, voices: [plan]}"], "first C0 Q1 S0 initiators-only");
    check(&["| {source: x, voices: [project-leader, trainer]}"], "first C0 Q1 S1");
    // First the level for contradiction, then the caps.
    let against = "outcome: [{is: baan, state: absent}], effect: fails | {source: z, cases: [c]}";
    check(&[&format!("status: tested, {derived} | {two}"), against], "fair C2 Q2 S2 T mixed all-derived");
    // Nothing is said of a claim that nobody saw.
    check(&[&format!("status: assumed, {derived} | {{source: x, voices: [literature]}}")], "assumed C0 Q0 S0");
}

#[test]
fn cases_that_count_as_one() {
    check(&["| {source: x, cases: [a, deel-van-a]}"], "first C1 Q1 S0");
    check(&["| {source: x, cases: [deel-van-a, deel-van-deel]}"], "first C1 Q1 S0");
    check(&["| {source: x, cases: [a, tweede-groep-van-a]}"], "first C1 Q1 S0");
    check(&["| {source: x, cases: [deel-van-deel, tweede-groep-van-a, b]}"], "first C2 Q1 S0");
    // A programme is no case beside its projects, but the projects are three.
    check(&["| {source: x, cases: [programma, a, b, c]}"], "first C3 Q1 S0");
    check(&["| {source: x, cases: [programma]}"], "first C1 Q1 S0");
    // Not named: one for each source, however often, and none when it is about no case.
    check(&["| {source: x, collective: yes}", "| {source: x, collective: yes}"], "first C1 Q1 S0");
    check(&["| {source: x, collective: yes}, {source: y, collective: yes}"], "first C2 Q2 S0");
    check(&["| {source: x, collective: yes}, {source: artikel-over-x, collective: yes}"], "first C1 Q1 S0");
    check(&["| {source: x, collective: yes, cases: [a]}"], "first C1 Q1 S0");
    check(&["| {source: x}, {source: y}"], "first C0 Q2 S0");
    // Concluded by us counts too.
    check(&["| {source: x, cases: [{is: a, basis: derived}]}"], "first C1 Q1 S0");
}

#[test]
fn sources_that_count_as_one() {
    check(&["| {source: x}, {source: artikel-over-x}"], "first C0 Q1 S0");
    check(&["| {source: x}, {source: boek-in-x}"], "first C0 Q1 S0");
    check(&["| {source: boek-in-x}, {source: boek-in-artikel}"], "first C0 Q1 S0");
    check(&["| {source: boek-in-x}, {source: y}"], "first C0 Q2 S0");
    // Two that each name the other
    check(&["| {source: heen}, {source: weer}"], "first C0 Q1 S0");
    // A source that only repeats a case of another brings nothing of its own,
    check(&["| {source: x, cases: [a]}, {source: y, cases: [a]}"], "first C1 Q1 S0");
    check(&["| {source: y, cases: [a]}, {source: z, cases: [a]}"], "first C1 Q1 S0");
    check(&["| {source: x, cases: [a]}, {source: y, cases: [deel-van-a]}"], "first C1 Q1 S0");
    // one that tells a case of its own as well does,
    check(&["| {source: x, cases: [a]}, {source: y, cases: [a, b]}"], "first C2 Q2 S0");
    // and so does the only one that tells it, wherever the case is at home.
    check(&["| {source: y, cases: [a]}"], "first C1 Q1 S0");
}

#[test]
fn kinds_of_voices() {
    let groups = [
        "participant",
        "employer, colleague, sector-body",
        "project-leader, case-manager, job-coach, trainer, civil-society",
        "executive, policy-adviser",
        "researcher, registry",
        "literature",
    ];
    for voices in groups {
        let claims = weigh_rows(&[&format!("| {{source: x, voices: [{voices}]}}")]);
        assert!(say(&claims, "baan").contains(" S1"), "{voices}");
    }
    let all = groups.join(", ");
    check(&[&format!("| {{source: x, voices: [{all}, plan]}}")], "first C0 Q1 S6");
    let named: usize = all.split(", ").count();
    assert_eq!(named + 1, Voice::ALL.len(), "every voice but a plan is of some kind");
}

#[test]
fn letters_decide_for_or_against() {
    use {Bearing::*, InterventionState as I, MechanismState as M};
    let table = [
        (I::Used, M::Fires, true, Supports),
        (I::Used, M::Fires, false, Contradicts),
        (I::Used, M::Absent, true, Contradicts),
        (I::Used, M::Absent, false, Contradicts),
        (I::Used, M::Reverses, true, Contradicts),
        (I::Used, M::Reverses, false, Contradicts),
        (I::Omitted, M::Fires, true, Neutral),
        (I::Omitted, M::Fires, false, Supports),
        (I::Omitted, M::Absent, true, Neutral),
        (I::Omitted, M::Absent, false, Supports),
        (I::Omitted, M::Reverses, true, Neutral),
        (I::Omitted, M::Reverses, false, Supports),
    ];
    for (intervention, mechanism, wanted, expected) in table {
        assert_eq!(bearing(intervention, mechanism, wanted), expected, "{intervention:?} {mechanism:?} {wanted}");
    }
}

#[test]
fn an_unwanted_outcome_is_good_news_when_it_stays_away() {
    let on = |row: &str| say(&weigh_rows(&[row]), "uitval");
    assert_eq!(on("outcome: [{is: uitval, state: absent}] | {source: x}"), "first C0 Q1 S0");
    assert_eq!(on("outcome: [uitval], effect: fails | {source: x}"), "contradicted C0 Q0 S0");
    let left_out = "intervention: [{is: doe, state: omitted}], mechanism: [{is: durf, state: absent}]";
    assert_eq!(on(&format!("{left_out}, outcome: [uitval], effect: fails | {{source: x}}")), "first C0 Q1 S0");
    // Evidence that leaves it open makes a claim, and nothing more.
    assert_eq!(
        on(&format!("{left_out}, outcome: [{{is: uitval, state: absent}}] | {{source: x}}")),
        "assumed C0 Q0 S0"
    );
}

#[test]
fn a_configuration_bears_on_every_claim_that_its_letters_make() {
    let claims =
        weigh_rows(&["outcome: [baan, {is: uitval, state: absent}] | {source: x}", "outcome: [uitval] | {source: y}"]);
    let told: Vec<String> = claims
        .iter()
        .map(|(key, claim)| {
            let rows: Vec<String> =
                claim.rows.iter().map(|(row, bearing)| format!("{row} {}", bearing.word())).collect();
            format!("{}: {}", key.outcome, rows.join(", "))
        })
        .collect();
    assert_eq!(told, ["baan: 0 supports", "uitval: 0 supports, 1 contradicts"]);
    // A refuted configuration is shown as what it is.
    let claims = weigh_rows(&["status: refuted | {source: x}"]);
    assert_eq!(claims.iter().next().unwrap().1.rows, [(0, Bearing::Contradicts)]);
}

/// The example at the end of the rule: planning for the season in Noordoost-Brabant, and haste in Glas 2.
#[test]
fn the_worked_example() {
    let files = [
        ("instrumenten/trajectplanning.md", ""),
        ("instrumenten/voorschakeltraject.md", ""),
        ("mechanismen/vaart.md", "levers: [supply]"),
        ("uitkomsten/betaald-werk.md", "level: participant\nstage: final"),
        ("bronnen/klimaatwerk-2025.md", "type: report"),
        (
            "casussen/noordoost-brabant-1.md",
            "cmo:
  - id: k-73
    intervention: [trajectplanning]
    mechanism: [vaart]
    outcome: [betaald-werk]
    effect: works
    status: observed
    because: B
    evidence:
      - source: klimaatwerk-2025
        voices: [project-leader, researcher]
        cases: [noordoost-brabant-1, noordoost-brabant-2]",
        ),
        ("casussen/noordoost-brabant-2.md", "counts_with: [noordoost-brabant-1]"),
        (
            "casussen/glas-2.md",
            "cmo:
  - id: k-74
    intervention: [trajectplanning, {is: voorschakeltraject, state: omitted}]
    mechanism: [{is: vaart, state: reverses}]
    outcome: [{is: betaald-werk, state: absent}]
    effect: fails
    status: observed
    because: B
    evidence: [{source: klimaatwerk-2025, voices: [policy-adviser, researcher], cases: [glas-2]}]",
        ),
    ];
    let texts: Vec<(&str, String)> = files.iter().map(|(path, fields)| (*path, page(path, fields, ""))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (corpus, _, report) = corpus(SITE, &files);
    assert!(report.is_empty(), "{report:?}");
    let key = |intervention: &str| ClaimKey {
        intervention: intervention.into(),
        mechanism: "vaart".into(),
        outcome: "betaald-werk".into(),
    };
    let claim = corpus.claims.get(&key("trajectplanning")).unwrap();
    assert_eq!((claim.level, claim.cases, claim.sources, claim.voices), (Level::First, 1, 1, 2));
    assert_eq!(claim.remarks, [Remark::Mixed]);
    assert_eq!(claim.rows.iter().map(|row| row.1).collect::<Vec<_>>(), [Bearing::Supports, Bearing::Contradicts]);
    // Leaving out what prepares people, and no job: that speaks for preparing them.
    let claim = corpus.claims.get(&key("voorschakeltraject")).unwrap();
    assert_eq!((claim.level, claim.cases), (Level::First, 1));
}

//! What refers to what, both ways; which old addresses lead where; who keeps an id that two files want.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::model::testing::{corpus, findings, page};

const SITE: &str = "title = 'T'\ndescription = 'D'\nlanguage = 'nl'\nlists = {themes = {t = 'T'}, roles = {r = 'R'}}\n";

fn read(files: &[(&str, &str, &str)]) -> (Corpus, Vec<String>) {
    let texts: Vec<(&str, String)> =
        files.iter().map(|(path, fields, body)| (*path, page(path, fields, body))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (corpus, _, report) = corpus(SITE, &files);
    let findings = findings(&report);
    (corpus, findings)
}

/// `from: sentence` for every page that refers to `id`.
fn backlinks(corpus: &Corpus, id: &str) -> Vec<String> {
    let (index, _) = corpus.entry(id).unwrap();
    told(corpus, &corpus.backlinks[index])
}

fn told(corpus: &Corpus, links: &[Backlink]) -> Vec<String> {
    let one = |link: &Backlink| {
        let from = &corpus.entries[link.from].id;
        corpus.sentence(link).map_or_else(|| from.clone(), |sentence| format!("{from}: {sentence}"))
    };
    links.iter().map(one).collect()
}

#[test]
fn a_page_knows_who_refers_to_it_and_in_which_sentence() {
    let (corpus, found) = read(&[
        ("casussen/a.md", "", ""),
        ("lessen/in-de-tekst.md", "", "Dit is een les. Zij komt uit [[a|die casus]] en meer. Klaar."),
        ("lessen/in-de-velden.md", "cases: [a]", ""),
        ("lessen/op-twee-plaatsen.md", "cases: [a]", "Zie [de casus](../casussen/a.md). Nog eens: [[a]]."),
        ("over.md", "related: [a]", ""),
        ("methode.md", "", "Niet naar zichzelf: [[methode]]. Wel naar [a](/casussen/a/)."),
    ]);
    assert_eq!(found, [""; 0]);
    assert_eq!(
        backlinks(&corpus, "a"),
        [
            "in-de-tekst: Zij komt uit die casus en meer.",
            "in-de-velden",
            "op-twee-plaatsen: Zie de casus.",
            "methode: Wel naar a.",
            "over",
        ]
    );
    assert_eq!(backlinks(&corpus, "methode"), [""; 0]);
}

#[test]
fn a_configuration_is_at_home_on_one_page_and_shown_on_others() {
    let (corpus, found) = read(&[
        (
            "casussen/a.md",
            "cmo:\n  - {id: k-1, context: [krapte], intervention: [doe], mechanism: [durf], outcome: [baan], effect: works, status: observed, because: B, evidence: [{source: x, cases: [a, b]}]}",
            "",
        ),
        ("casussen/b.md", "sources: [{source: x, at: \"§ 3\"}, {source: x, at: \"§ 4\"}]", ""),
        ("lessen/elders.md", "cmo: [k-1]", "Ook hier: [[k-1]]."),
        ("lessen/genoemd.md", "", "Zie [[k-1|die configuratie]]."),
        ("contextfactoren/krapte.md", "type: environment\nlevel: macro\ninfluence: no", ""),
        ("instrumenten/doe.md", "", ""),
        ("mechanismen/durf.md", "levers: [supply]", ""),
        ("uitkomsten/baan.md", "level: participant\nstage: final", ""),
        ("bronnen/x.md", "type: report", ""),
    ]);
    assert_eq!(found, [""; 0]);
    let (index, home) = corpus.configuration("k-1").unwrap();
    assert_eq!(corpus.entries[home.entry].id, "a");
    // On every page that it names, that it lives on and that takes it in; a mere mention is no use.
    let uses: Vec<&str> = corpus
        .entries
        .iter()
        .zip(&corpus.uses)
        .filter(|(_, uses)| uses.contains(&index))
        .map(|(entry, _)| entry.id.as_str())
        .collect();
    assert_eq!(uses, ["a", "b", "elders", "krapte", "doe", "durf", "baan", "x"]);
    assert_eq!(
        told(&corpus, &corpus.configuration_backlinks[index]),
        ["elders: Ook hier: k-1.", "genoemd: Zie die configuratie."]
    );
    let (source, _) = corpus.entry("x").unwrap();
    let drawn: Vec<(&str, &str)> =
        corpus.drawn[source].iter().map(|(from, at)| (corpus.entries[*from].id.as_str(), at.as_str())).collect();
    assert_eq!(drawn, [("b", "§ 3"), ("b", "§ 4")]);
}

#[test]
fn old_addresses_lead_to_the_page() {
    let (corpus, found) = read(&[
        ("casussen/a.md", "aliases: [/oud/, /nog/ouder/index.html, /zonder-streep]", ""),
        ("casussen/b.md", "aliases: [/eerder-b/]", ""),
    ]);
    assert_eq!(found, [""; 0]);
    let aliases: Vec<(&str, &str)> =
        corpus.aliases.iter().map(|(path, to)| (path.as_str(), corpus.entries[*to].id.as_str())).collect();
    assert_eq!(aliases, [("eerder-b/", "b"), ("nog/ouder/", "a"), ("oud/", "a"), ("zonder-streep/", "a")]);
}

#[test]
fn an_old_address_that_is_taken_leads_nowhere() {
    let check = |alias: &str, code: &str| {
        let (corpus, found) =
            read(&[("casussen/a.md", &format!("aliases: [{alias}]"), ""), ("casussen/b.md", "aliases: [/bezet/]", "")]);
        assert_eq!(found.first().map(|line| &line[..5]), Some(code), "{alias}: {found:?}");
        assert_eq!(corpus.aliases.len(), 1, "{alias}");
    };
    check("/casussen/b/", "E0403");
    check("/casussen/a/", "E0403");
    check("/casussen/", "E0403");
    check("/zoeken/", "E0403");
    check("/assets/", "E0403");
    check("/verkennen/a/b/", "E0403");
    check("oud", "E0407");
    check("/../oud/", "E0407");
    check("https://example.nl/oud/", "E0407");
    check("/oud//pad/", "E0407");
    // Claimed twice: the first file keeps it.
    let (corpus, found) = read(&[("casussen/a.md", "aliases: [/oud/]", ""), ("casussen/b.md", "aliases: [/oud/]", "")]);
    assert_eq!(found, ["E0403 casussen/b.md"]);
    assert_eq!(corpus.aliases, [("oud/".to_owned(), 0)]);
}

#[test]
fn a_ring_is_told_once() {
    let (_, found) = read(&[
        ("doelgroepen/a.md", "broader: b", ""),
        ("doelgroepen/b.md", "broader: c", ""),
        ("doelgroepen/c.md", "broader: a", ""),
        // leads to the ring and is no part of it
        ("doelgroepen/d.md", "broader: a", ""),
        ("casussen/deel.md", "part_of: heel", ""),
        ("casussen/heel.md", "part_of: deel", ""),
        // no ring: independence goes both ways
        ("casussen/een.md", "counts_with: [twee]", ""),
        ("casussen/twee.md", "counts_with: [een]", ""),
    ]);
    assert_eq!(found, ["E0406 casussen/heel.md", "E0406 doelgroepen/c.md"]);
    let (_, found) = read(&[("doelgroepen/a.md", "broader: a", "")]);
    assert_eq!(found, ["E0408 doelgroepen/a.md"]);
}

#[test]
fn the_first_file_keeps_an_id() {
    let (corpus, found) = read(&[
        ("lessen/start.md", "", ""),
        ("casussen/start.md", "title: De casus", ""),
        ("casussen/z.md", "id: start", ""),
        ("over.md", "", "Zie [[start]]."),
    ]);
    assert_eq!(found, ["E0401 casussen/z.md", "E0401 lessen/start.md"]);
    assert_eq!(corpus.entry("start").unwrap().1.common.title.text, "De casus");
    assert_eq!(corpus.entries.len(), 2);
    assert_eq!(backlinks(&corpus, "start").len(), 1);
}

#[test]
fn paths_are_seen_from_their_file() {
    let check = |file: &str, path: &str, expected: Option<&str>| {
        assert_eq!(join(file, path).as_deref(), expected, "{file} → {path}");
    };
    check("casussen/a.md", "b.md", Some("casussen/b.md"));
    check("casussen/a.md", "./b.md", Some("casussen/b.md"));
    check("casussen/a.md", "../lessen/b.md", Some("lessen/b.md"));
    check("over.md", "casussen/a.md", Some("casussen/a.md"));
    check("casussen/a.md", "../../b.md", None);
    check("over.md", "../b.md", None);
}

#[test]
fn a_link_without_words_shows_the_title_in_the_sentence_too() {
    let check = |text: &str, expected: &str| {
        let (corpus, found) = read(&[
            ("begrippen/vaktaal.md", "title: Vaktaal", ""),
            ("begrippen/uwv.md", "title: UWV", ""),
            ("casussen/a.md", "title: De Proef", ""),
            ("lessen/l.md", "title: L", text),
        ]);
        assert_eq!(found, [""; 0]);
        assert!(
            backlinks(&corpus, "vaktaal").contains(&format!("l: {expected}")),
            "{:?}",
            backlinks(&corpus, "vaktaal")
        );
    };
    check("Zij leren [[vaktaal]].", "Zij leren vaktaal.");
    check("[[vaktaal]] leren zij.", "Vaktaal leren zij.");
    check("Bij [[uwv]] en [[a]] is [[vaktaal]] nodig.", "Bij UWV en De Proef is vaktaal nodig.");
    check("De [[vaktaal|taal van het vak]], zie [[a]].", "De taal van het vak, zie De Proef.");
}

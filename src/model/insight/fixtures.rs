//! A small world for the tests of derivations: configurations are rows of what differs from a plain one. Knows no
//! derivation.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use crate::model::corpus::{Corpus, EntryIndex};
use crate::model::testing::{corpus, page};

const WORLD: &[(&str, &str)] = &[
    ("casussen/a.md", "sources: [{source: x}]"),
    ("casussen/b.md", "sources: [{source: y}]"),
    ("contextfactoren/geld.md", "type: condition\nlevel: meso\ninfluence: yes"),
    ("contextfactoren/krap.md", "type: environment\nlevel: macro\ninfluence: no"),
    ("contextfactoren/steun.md", "type: condition\nlevel: meso\ninfluence: yes"),
    ("contextfactoren/tijd.md", "type: condition\nlevel: meso\ninfluence: yes"),
    ("instrumenten/doe.md", ""),
    ("instrumenten/help.md", ""),
    ("mechanismen/durf.md", "levers: [supply]"),
    ("mechanismen/trots.md", "levers: [supply]"),
    ("uitkomsten/baan.md", "level: participant\nstage: final"),
    ("uitkomsten/taal.md", "level: participant\nstage: intermediate"),
    ("uitkomsten/uitval.md", "level: participant\nstage: unwanted"),
    ("bronnen/x.md", "type: report"),
    ("bronnen/y.md", "type: report"),
];

/// A corpus with these configurations: what differs from an observed one in which `doe` works for `baan` through
/// `durf`, then, behind a bar, its evidence. Without a bar there is one piece of evidence of its own.
pub(super) fn corpus_of(rows: &[&str]) -> Corpus {
    let mut cmo = String::from("cmo:\n");
    for (number, row) in rows.iter().enumerate() {
        let (differs, evidence) = row.split_once('|').unwrap_or((row, "{source: x}"));
        let plain = [
            ("intervention", "[doe]"),
            ("mechanism", "[durf]"),
            ("outcome", "[baan]"),
            ("effect", "works"),
            ("status", "observed"),
        ];
        let plain = plain.into_iter().filter(|(key, _)| !differs.contains(&format!("{key}:")));
        let mut fields: Vec<String> = plain.map(|(key, value)| format!("{key}: {value}")).collect();
        fields.extend(Some(differs.trim().to_owned()).filter(|text| !text.is_empty()));
        cmo.push_str(&format!("  - {{id: r-{number}, because: B, {}, evidence: [{evidence}]}}\n", fields.join(", ")));
    }
    let home = page("methode.md", &cmo, "");
    let texts: Vec<(&str, String)> = WORLD.iter().map(|(path, fields)| (*path, page(path, fields, ""))).collect();
    let mut files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
    files.push(("methode.md", &home));
    let (corpus, _, report) = corpus("title = 'T'\ndescription = 'D'\n", &files);
    assert!(report.is_empty(), "{report:?}");
    corpus
}

/// The id of an entry: what the tests compare.
pub(super) fn id_of(corpus: &Corpus, index: EntryIndex) -> &str {
    &corpus.entries[index].id
}

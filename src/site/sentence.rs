//! The als-dan-omdat sentence of a configuration, built from the clauses of the vocabulary. Knows the grammar of the
//! sentence, not the words: glue comes from the locale, clauses from the content.

use super::scope::Scope;
use super::view::{Sentence, SentencePart};
use crate::model::cmo::{Configuration, ContextState, Effect, InterventionState, MechanismState, OutcomeState, Status};
use crate::model::entry::{Data, Entry};

/// A clause: the words, the letter, the concept.
struct Clause {
    text: String,
    role: &'static str,
    href: Option<String>,
}

/// The sentence of a configuration.
pub fn sentence(scope: &Scope<'_>, configuration: &Configuration) -> Sentence {
    let glue = |key: &str| scope.words.get(&format!("sentence.{key}"));
    let contexts: Vec<Clause> =
        configuration.context.iter().map(|tag| clause(scope, &tag.is.id, "context", tag.state.0.word())).collect();
    let interventions: Vec<Clause> = configuration
        .intervention
        .iter()
        .map(|tag| clause(scope, &tag.is.id, "intervention", tag.state.0.word()))
        .collect();
    let outcomes: Vec<Clause> =
        configuration.outcome.iter().map(|tag| clause(scope, &tag.is.id, "outcome", tag.state.0.word())).collect();
    let mechanisms: Vec<Clause> =
        configuration.mechanism.iter().map(|tag| clause(scope, &tag.is.id, "mechanism", tag.state.0.word())).collect();

    let mut writer = Writer::default();
    let conditions = contexts.len() + interventions.len();
    let opening = match (configuration.status, configuration.effect) {
        (Status::Assumed, _) => "expected",
        (Status::Refuted, _) => "refuted",
        (_, Effect::Mixed) => "mixed",
        (_, Effect::Unknown) => "unknown",
        _ => "if",
    };
    if conditions == 0 {
        writer.glue(glue(&format!("always.{opening}")));
    } else {
        writer.turn(glue(opening));
    }
    let many = conditions;
    for (index, clause) in contexts.into_iter().chain(interventions).enumerate() {
        match index {
            0 => writer.glue(" "),
            i if i + 1 == many => writer.glue(glue("and")),
            _ => writer.glue(", "),
        }
        writer.clause(clause);
    }
    if !outcomes.is_empty() {
        if conditions == 0 {
            writer.glue(" ");
        } else {
            writer.turn(glue("then"));
        }
        writer.series(outcomes, glue("and"));
    }
    if !mechanisms.is_empty() {
        writer.turn(glue("because"));
        writer.series(mechanisms, glue("and"));
    }
    writer.glue(".");
    writer.finish()
}

#[derive(Default)]
struct Writer {
    parts: Vec<SentencePart>,
}

impl Writer {
    fn glue(&mut self, text: &str) {
        match self.parts.last_mut() {
            Some(last) if last.role == "glue" => last.text.push_str(text),
            _ => self.parts.push(SentencePart { text: text.to_owned(), role: "glue", href: None }),
        }
    }

    /// Glue at which the sentence takes a turn: its last word (als, dan, omdat) is marked.
    fn turn(&mut self, text: &str) {
        let end = text.trim_end().len();
        let start = text[..end].rfind(' ').map_or(0, |space| space + 1);
        if start > 0 {
            self.glue(&text[..start]);
        }
        self.parts.push(SentencePart { text: text[start..end].to_owned(), role: "marker", href: None });
        if end < text.len() {
            self.glue(&text[end..]);
        }
    }

    fn clause(&mut self, clause: Clause) {
        self.parts.push(SentencePart { text: clause.text, role: clause.role, href: clause.href });
    }

    fn series(&mut self, clauses: Vec<Clause>, and: &str) {
        let many = clauses.len();
        for (index, clause) in clauses.into_iter().enumerate() {
            match index {
                0 => {}
                i if i + 1 == many => self.glue(and),
                _ => self.glue(", "),
            }
            self.clause(clause);
        }
    }

    fn finish(self) -> Sentence {
        let text = self.parts.iter().map(|part| part.text.as_str()).collect();
        Sentence { text, parts: self.parts }
    }
}

/// The clause of a concept in a state; its title with the state in brackets when the content has no clause for it.
fn clause(scope: &Scope<'_>, id: &str, role: &'static str, state: &str) -> Clause {
    let Some((_, entry)) = scope.corpus.entry(id) else { return Clause { text: id.to_owned(), role, href: None } };
    let text = phrase(entry, state)
        .map_or_else(|| format!("{} ({})", entry.common.title.text, scope.state(role, state)), str::to_owned);
    Clause { text, role, href: Some(scope.link(entry).href) }
}

/// What the content says for a concept in a state.
pub fn phrase<'e>(entry: &'e Entry, state: &str) -> Option<&'e str> {
    let is = |word: &str| state == word;
    let text = match &entry.data {
        Data::ContextFactor(data) => {
            let phrases = data.phrases.as_ref()?;
            if is(ContextState::Present.word()) { &phrases.present } else { &phrases.absent }
        }
        Data::Intervention(data) => {
            let phrases = data.phrases.as_ref()?;
            if is(InterventionState::Used.word()) { &phrases.used } else { &phrases.omitted }
        }
        Data::Mechanism(data) => {
            let phrases = data.phrases.as_ref()?;
            if is(MechanismState::Fires.word()) {
                &phrases.fires
            } else if is(MechanismState::Absent.word()) {
                &phrases.absent
            } else {
                &phrases.reverses
            }
        }
        Data::Outcome(data) => {
            let phrases = data.phrases.as_ref()?;
            if is(OutcomeState::Occurs.word()) { &phrases.occurs } else { &phrases.absent }
        }
        _ => return None,
    };
    text.as_deref()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::model::testing::{corpus, page};

    const NL: [(&str, &str); 4] = [
        (
            "contextfactoren/krapte.md",
            "title: Krapte\ntype: environment\nlevel: macro\ninfluence: no\nphrases: {present: er krapte is, absent: er geen krapte is}",
        ),
        (
            "instrumenten/vroeg.md",
            "title: Vroeg betrekken\nphrases: {used: u werkgevers vroeg betrekt, omitted: u werkgevers pas laat betrekt}",
        ),
        (
            "mechanismen/vertrouwen.md",
            "title: Vertrouwen\nlevers: [demand]\nphrases: {fires: de werkgever het aandurft, absent: de werkgever het niet aandurft, reverses: de werkgever zich terugtrekt}",
        ),
        (
            "uitkomsten/meedoen.md",
            "title: Meedoen\nlevel: employer\nstage: final\nphrases: {occurs: doet de werkgever mee, absent: haakt de werkgever af}",
        ),
    ];
    const EN: [(&str, &str); 4] = [
        (
            "contexts/krapte.md",
            "title: Shortage\ntype: environment\nlevel: macro\ninfluence: no\nphrases: {present: workers are scarce, absent: workers are plenty}",
        ),
        (
            "interventions/vroeg.md",
            "title: Involve early\nphrases: {used: you involve employers early, omitted: you involve employers late}",
        ),
        (
            "mechanisms/vertrouwen.md",
            "title: Trust\nlevers: [demand]\nphrases: {fires: they dare, absent: they do not dare, reverses: they draw back}",
        ),
        (
            "outcomes/meedoen.md",
            "title: Taking part\nlevel: employer\nstage: final\nphrases: {occurs: they take part, absent: they drop out}",
        ),
    ];
    /// Of these the content has no clauses.
    const BARE: [(&str, &str); 4] = [
        ("contextfactoren/geld.md", "title: Geld\ntype: condition\nlevel: meso\ninfluence: yes"),
        ("instrumenten/laat.md", "title: Laat beginnen"),
        ("mechanismen/haast.md", "title: Haast\nlevers: [supply]"),
        ("uitkomsten/werk.md", "title: Werk\nlevel: participant\nstage: final"),
    ];

    fn written(language: &str, pages: &[(&str, &str)], fields: &str) -> Sentence {
        let site = format!("title = \"T\"\ndescription = \"D\"\nlanguage = \"{language}\"\n");
        let plain = [("effect", "works"), ("status", "observed")];
        let plain = plain.into_iter().filter(|(key, _)| !fields.contains(&format!("{key}:")));
        let plain: String = plain.map(|(key, value)| format!(", {key}: {value}")).collect();
        let home = page("methode.md", &format!("cmo:\n  - {{id: k-1, because: B, {fields}{plain}}}"), "");
        let texts: Vec<(&str, String)> = pages.iter().map(|(path, fields)| (*path, page(path, fields, ""))).collect();
        let mut files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        files.push(("methode.md", &home));
        let (corpus, config, report) = corpus(&site, &files);
        assert!(report.is_empty(), "{report:?}");
        let scope = Scope { corpus: &corpus, config: &config, words: config.language().words(), bodies: &[] };
        sentence(&scope, &corpus.configuration("k-1").unwrap().1.configuration)
    }

    #[test]
    fn every_opening_in_both_languages() {
        let check = |fields: &str, nl: &str, en: &str| {
            assert_eq!(written("nl", &NL, fields).text, nl, "{fields}");
            assert_eq!(written("en", &EN, fields).text, en, "{fields}");
        };
        let all = "context: [krapte], intervention: [vroeg], mechanism: [vertrouwen], outcome: [meedoen]";
        let nl =
            "er krapte is en u werkgevers vroeg betrekt, dan doet de werkgever mee, omdat de werkgever het aandurft.";
        let en = "workers are scarce and you involve employers early, then they take part, because they dare.";
        check(all, &format!("Als {nl}"), &format!("If {en}"));
        check(&format!("{all}, status: assumed"), &format!("Verwachting: als {nl}"), &format!("Expected: if {en}"));
        check(&format!("{all}, status: refuted"), &format!("Weerlegd: als {nl}"), &format!("Refuted: if {en}"));
        check(
            &format!("{all}, effect: mixed"),
            &format!("Soms wel, soms niet: als {nl}"),
            &format!("Sometimes: if {en}"),
        );
        check(
            &format!("{all}, effect: unknown"),
            &format!("Nog onbekend: als {nl}"),
            &format!("Not yet known: if {en}"),
        );
        // How it is known comes before what it says.
        check(
            &format!("{all}, effect: mixed, status: assumed"),
            &format!("Verwachting: als {nl}"),
            &format!("Expected: if {en}"),
        );
        check(
            "intervention: [{is: vroeg, state: omitted}], outcome: [{is: meedoen, state: absent}], effect: fails",
            "Als u werkgevers pas laat betrekt, dan haakt de werkgever af.",
            "If you involve employers late, then they drop out.",
        );
        check(
            "mechanism: [{is: vertrouwen, state: absent}], outcome: [{is: meedoen, state: absent}], effect: fails",
            "In het algemeen haakt de werkgever af, omdat de werkgever het niet aandurft.",
            "In general they drop out, because they do not dare.",
        );
        // Without circumstances the sentence is as careful as with them.
        let bare = "mechanism: [vertrouwen], outcome: [meedoen]";
        let (nl, en) =
            ("doet de werkgever mee, omdat de werkgever het aandurft.", "they take part, because they dare.");
        check(
            &format!("{bare}, status: assumed"),
            &format!("Verwachting: in het algemeen {nl}"),
            &format!("Expected: in general {en}"),
        );
        check(
            &format!("{bare}, status: refuted"),
            &format!("Weerlegd: in het algemeen {nl}"),
            &format!("Refuted: in general {en}"),
        );
        check(&format!("{bare}, effect: mixed"), &format!("Soms {nl}"), &format!("Sometimes {en}"));
        check(
            &format!("{bare}, effect: unknown"),
            &format!("Nog onbekend: in het algemeen {nl}"),
            &format!("Not yet known: in general {en}"),
        );
        check(
            "context: [{is: krapte, state: absent}], mechanism: [{is: vertrouwen, state: reverses}], effect: fails",
            "Als er geen krapte is, omdat de werkgever zich terugtrekt.",
            "If workers are plenty, because they draw back.",
        );
    }

    #[test]
    fn clauses_are_counted_up() {
        let pages: Vec<(&str, &str)> = NL.iter().chain(&BARE).copied().collect();
        let text = |fields: &str| written("nl", &pages, fields).text;
        assert_eq!(
            text(
                "context: [krapte, geld], intervention: [vroeg], outcome: [meedoen, werk], mechanism: [vertrouwen, {is: haast, state: reverses}]"
            ),
            "Als er krapte is, Geld (aanwezig) en u werkgevers vroeg betrekt, dan doet de werkgever mee en Werk (treedt op), omdat de werkgever het aandurft en Haast (keert om)."
        );
        assert_eq!(
            text("intervention: [{is: laat, state: omitted}], outcome: [{is: werk, state: absent}]"),
            "Als Laat beginnen (ontbreekt of te laat), dan Werk (blijft uit)."
        );
    }

    #[test]
    fn parts_know_their_letter_and_their_page() {
        let sentence = written("nl", &NL, "intervention: [vroeg], outcome: [meedoen]");
        let parts: Vec<(&str, &str, Option<&str>)> =
            sentence.parts.iter().map(|part| (part.role, part.text.as_str(), part.href.as_deref())).collect();
        let expected = [
            ("marker", "Als", None),
            ("glue", " ", None),
            ("intervention", "u werkgevers vroeg betrekt", Some("instrumenten/vroeg/index.html")),
            ("glue", ", ", None),
            ("marker", "dan", None),
            ("glue", " ", None),
            ("outcome", "doet de werkgever mee", Some("uitkomsten/meedoen/index.html")),
            ("glue", ".", None),
        ];
        assert_eq!(parts, expected);
    }
}

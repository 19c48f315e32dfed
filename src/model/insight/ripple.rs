//! Ripples: the outcome of one configuration is a circumstance of the next. Which outcome is which circumstance, the
//! vocabulary says (`becomes`); here the configurations on both sides are brought together. Knows no words.

use super::Ground;
use crate::model::cmo::{Configuration, ContextState, OutcomeState};
use crate::model::corpus::{ConfigurationIndex, EntryIndex};
use crate::model::entry::Data;

/// An outcome in a state that is a circumstance in a state.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ripple {
    /// What came of it, or stayed away.
    pub outcome: (EntryIndex, OutcomeState),
    /// What it is for the next.
    pub context: (EntryIndex, ContextState),
    /// The configurations that end with the outcome, in the order of the corpus.
    pub before: Vec<ConfigurationIndex>,
    /// The configurations that begin with the circumstance.
    pub after: Vec<ConfigurationIndex>,
}

/// Every outcome that is a circumstance and has configurations on both sides; outcomes in the order of the corpus,
/// first where they come, then where they stay away.
pub fn all(ground: Ground<'_>) -> Vec<Ripple> {
    let mut ripples = Vec::new();
    for (index, entry) in ground.entries.iter().enumerate() {
        let Data::Outcome(outcome) = &entry.data else { continue };
        for tag in &outcome.becomes {
            let Some((context, _)) = ground.entry(&tag.is.id) else { continue };
            for came in [OutcomeState::Occurs, OutcomeState::Absent] {
                let state = if came == OutcomeState::Occurs { tag.state.0 } else { opposite(tag.state.0) };
                let having = |has: &dyn Fn(&Configuration) -> bool| -> Vec<ConfigurationIndex> {
                    let homes = ground.frame.configurations.iter().enumerate();
                    homes.filter(|(_, home)| has(&home.configuration)).map(|(index, _)| index).collect()
                };
                let before = having(&|c| c.outcome.iter().any(|o| o.is.id == entry.id && o.state.0 == came));
                let after = having(&|c| c.context.iter().any(|c| c.is.id == tag.is.id && c.state.0 == state));
                if !before.is_empty() && !after.is_empty() {
                    ripples.push(Ripple { outcome: (index, came), context: (context, state), before, after });
                }
            }
        }
    }
    ripples
}

fn opposite(state: ContextState) -> ContextState {
    match state {
        ContextState::Present => ContextState::Absent,
        ContextState::Absent => ContextState::Present,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::model::testing::{corpus, page};

    /// The ripples of a small knowledge base in which `taal` becomes `taal-bij-start` and `verlies` takes `loont` away.
    fn ripples(configurations: &[(&str, &str, &str)]) -> Vec<String> {
        let own: String = configurations
            .iter()
            .map(|(id, context, outcome)| {
                format!(
                    "  - {{id: {id}, context: [{context}], intervention: [les], mechanism: [leren], \
                     outcome: [{outcome}], effect: works, status: observed, because: B}}\n"
                )
            })
            .collect();
        let files = [
            ("contextfactoren/taal-bij-start.md", "type: condition\nlevel: micro\ninfluence: partly"),
            ("contextfactoren/loont.md", "type: condition\nlevel: macro\ninfluence: no"),
            ("instrumenten/les.md", ""),
            ("mechanismen/leren.md", "levers: [supply]"),
            ("uitkomsten/taal.md", "level: participant\nstage: intermediate\nbecomes: [taal-bij-start]"),
            ("uitkomsten/verlies.md", "level: participant\nstage: unwanted\nbecomes: [{is: loont, state: absent}]"),
            ("uitkomsten/werk.md", "level: participant\nstage: final"),
        ];
        let mut texts: Vec<(&str, String)> =
            files.iter().map(|(path, fields)| (*path, page(path, fields, ""))).collect();
        texts.push(("methode.md", page("methode.md", &format!("cmo:\n{own}"), "")));
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let (corpus, _, report) = corpus("title = \"T\"\ndescription = \"D\"\n", &files);
        assert!(report.iter().all(|d| d.code.severity() != crate::diagnostic::Severity::Error), "{report:?}");
        let ids = |indexes: &[usize]| -> String {
            let ids = indexes.iter().map(|&index| corpus.configurations[index].configuration.id.id.as_str());
            ids.collect::<Vec<_>>().join(" ")
        };
        let one = |ripple: &Ripple| {
            let (outcome, came) = ripple.outcome;
            let (context, state) = ripple.context;
            format!(
                "{} | {} {} = {} {} | {}",
                ids(&ripple.before),
                corpus.entries[outcome].id,
                came.word(),
                corpus.entries[context].id,
                state.word(),
                ids(&ripple.after)
            )
        };
        corpus.insight.ripples.iter().map(one).collect()
    }

    #[test]
    fn an_outcome_is_a_circumstance_of_the_next() {
        let check = |configurations: &[(&str, &str, &str)], expected: &[&str]| {
            assert_eq!(ripples(configurations), expected, "{configurations:?}");
        };
        check(&[("a", "", "taal"), ("b", "taal-bij-start", "werk")], &["a | taal occurs = taal-bij-start present | b"]);
        // Both sides must be there.
        check(&[("a", "", "taal"), ("b", "loont", "werk")], &[]);
        check(&[("b", "taal-bij-start", "werk")], &[]);
        // What stayed away is the circumstance that is missing.
        check(
            &[("a", "", "{is: taal, state: absent}"), ("b", "{is: taal-bij-start, state: absent}", "werk")],
            &["a | taal absent = taal-bij-start absent | b"],
        );
        // States do not mix.
        check(&[("a", "", "{is: taal, state: absent}"), ("b", "taal-bij-start", "werk")], &[]);
        // An outcome may take a circumstance away; where it stays away, the circumstance stays.
        check(
            &[
                ("a", "", "verlies"),
                ("b", "{is: loont, state: absent}", "werk"),
                ("c", "", "{is: verlies, state: absent}"),
                ("d", "loont", "werk"),
            ],
            &["a | verlies occurs = loont absent | b", "c | verlies absent = loont present | d"],
        );
        // One configuration may stand on both sides: it sustains itself.
        check(&[("a", "taal-bij-start", "taal")], &["a | taal occurs = taal-bij-start present | a"]);
    }
}

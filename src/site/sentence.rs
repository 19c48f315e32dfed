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
    let opening = match (configuration.status, configuration.effect, conditions) {
        (_, _, 0) => "always",
        (Status::Assumed, ..) => "expected",
        (Status::Refuted, ..) => "refuted",
        (_, Effect::Mixed, _) => "mixed",
        (_, Effect::Unknown, _) => "unknown",
        _ => "if",
    };
    writer.glue(glue(opening));
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
        writer.glue(if conditions == 0 { " " } else { glue("then") });
        writer.series(outcomes, glue("and"));
    }
    if !mechanisms.is_empty() {
        writer.glue(glue("because"));
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

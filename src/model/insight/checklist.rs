//! What whoever takes a page to heart should arrange before the start, watch during and measure after: circumstances that
//! one can arrange, mechanisms, outcomes. Knows no words.

use std::cmp::Reverse;

use super::Ground;
use crate::model::cmo::{Configuration, Status};
use crate::model::corpus::EntryIndex;
use crate::model::entry::{Data, Entry};
use crate::model::kind::FactorType;

/// What to arrange, watch and measure: entries, what is named most often first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Checklist {
    /// Circumstances that one can arrange, before the start.
    pub arrange: Vec<EntryIndex>,
    /// Mechanisms, during.
    pub watch: Vec<EntryIndex>,
    /// Outcomes, after.
    pub measure: Vec<EntryIndex>,
}

/// The checklists of a corpus.
#[derive(Clone, Debug, Default)]
pub struct Checklists {
    /// Of every entry; empty for what only informs: sources, terms, audiences, free pages.
    pub entries: Vec<Checklist>,
    /// Of every configuration.
    pub configurations: Vec<Checklist>,
}

/// Derives all of them.
pub fn all(ground: Ground<'_>) -> Checklists {
    let configurations = &ground.frame.configurations;
    let entry = |(index, entry): (EntryIndex, &std::sync::Arc<Entry>)| of_entry(ground, index, entry);
    Checklists {
        entries: ground.entries.iter().enumerate().map(entry).collect(),
        configurations: configurations.iter().map(|home| of_configuration(ground, &home.configuration)).collect(),
    }
}

fn of_configuration(ground: Ground<'_>, configuration: &Configuration) -> Checklist {
    let mut counts = Counts::new(ground);
    counts.configuration(configuration);
    counts.sorted()
}

fn of_entry(ground: Ground<'_>, index: EntryIndex, entry: &Entry) -> Checklist {
    let mut counts = Counts::new(ground);
    match &entry.data {
        Data::ContextFactor(_) => counts.arrange(&entry.id),
        Data::Mechanism(_) => counts.watch(&entry.id),
        Data::Outcome(_) => counts.measure(&entry.id),
        Data::BuildingBlock(block) => {
            // What it says of itself comes before what configurations say of it.
            block.conditions.iter().for_each(|factor| counts.arrange(&factor.id));
            block.mechanisms.iter().for_each(|mechanism| counts.watch(&mechanism.id));
            block.steps.iter().flat_map(|step| &step.serves).for_each(|mechanism| counts.watch(&mechanism.id));
            counts.settle();
            counts.uses(index);
        }
        Data::CaseStudy(_) | Data::Lesson(_) | Data::Intervention(_) => counts.uses(index),
        Data::Audience(_) | Data::Source(_) | Data::Term(_) | Data::Page(_) => {}
    }
    counts.sorted()
}

/// How often each thing is named, in the order in which it first was.
struct Counts<'a> {
    ground: Ground<'a>,
    lists: [Vec<(EntryIndex, usize)>; 3],
}

impl<'a> Counts<'a> {
    fn new(ground: Ground<'a>) -> Self {
        Self { ground, lists: Default::default() }
    }

    fn add(&mut self, list: usize, id: &str, fits: impl Fn(&Data) -> bool) {
        let Some((index, _)) = self.ground.entry(id).filter(|(_, entry)| fits(&entry.data)) else { return };
        let Some(list) = self.lists.get_mut(list) else { return };
        match list.iter_mut().find(|(known, _)| *known == index) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => list.push((index, 1)),
        }
    }

    /// What is a given cannot be arranged.
    fn arrange(&mut self, id: &str) {
        self.add(0, id, |data| matches!(data, Data::ContextFactor(data) if data.factor_type == FactorType::Condition));
    }

    fn watch(&mut self, id: &str) {
        self.add(1, id, |data| matches!(data, Data::Mechanism(_)));
    }

    fn measure(&mut self, id: &str) {
        self.add(2, id, |data| matches!(data, Data::Outcome(_)));
    }

    fn configuration(&mut self, configuration: &Configuration) {
        configuration.context.iter().for_each(|tag| self.arrange(&tag.is.id));
        configuration.mechanism.iter().for_each(|tag| self.watch(&tag.is.id));
        configuration.outcome.iter().for_each(|tag| self.measure(&tag.is.id));
    }

    /// What was checked and not found is nothing to work towards.
    fn uses(&mut self, index: EntryIndex) {
        let frame = self.ground.frame;
        for home in frame.uses.get(index).into_iter().flatten().filter_map(|&index| frame.configurations.get(index)) {
            if home.configuration.status != Status::Refuted {
                self.configuration(&home.configuration);
            }
        }
    }

    /// Puts what was named so far before all that follows.
    fn settle(&mut self) {
        self.lists.iter_mut().flatten().for_each(|(_, count)| *count = usize::MAX);
    }

    fn sorted(self) -> Checklist {
        let sorted = |mut list: Vec<(EntryIndex, usize)>| {
            list.sort_by_key(|(_, count)| Reverse(*count));
            list.into_iter().map(|(index, _)| index).collect()
        };
        let [arrange, watch, measure] = self.lists.map(sorted);
        Checklist { arrange, watch, measure }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use crate::model::corpus::{Corpus, EntryIndex};
    use crate::model::testing::{corpus, page};

    fn told(corpus: &Corpus, list: &super::Checklist) -> String {
        let ids = |list: &[EntryIndex]| {
            list.iter().map(|&index| corpus.entries[index].id.as_str()).collect::<Vec<_>>().join(" ")
        };
        format!("{} | {} | {}", ids(&list.arrange), ids(&list.watch), ids(&list.measure))
    }

    #[test]
    fn a_checklist_holds_what_can_be_arranged_watched_and_measured() {
        let factor = |kind: &str| format!("type: {kind}\nlevel: meso\ninfluence: yes");
        let case = "cmo:
  - {id: one, context: [taal, krapte], mechanism: [moed], outcome: [baan], effect: works, status: observed, because: B.}
  - {id: two, context: [{is: tijd, state: absent}], mechanism: [{is: trouw, state: absent}, moed], outcome: [uitval],
     effect: fails, status: observed, because: B.}
  - {id: wrong, context: [geld], mechanism: [trots], outcome: [baan], effect: works, status: refuted, because: B.}";
        let block = "conditions: [rust, krapte]
mechanisms: [trots]
steps: [{do: D., serves: [trouw, trots]}]
cmo: [two]";
        let files = [
            ("casussen/a.md", case.to_owned()),
            ("bouwstenen/b.md", block.to_owned()),
            ("lessen/l.md", "cmo: [one]".to_owned()),
            ("lessen/zonder.md", String::new()),
            ("instrumenten/i.md", String::new()),
            ("contextfactoren/geld.md", factor("condition")),
            ("contextfactoren/krapte.md", factor("environment")),
            ("contextfactoren/rust.md", factor("condition")),
            ("contextfactoren/taal.md", factor("condition")),
            ("contextfactoren/tijd.md", factor("condition")),
            ("mechanismen/moed.md", "levers: [supply]".to_owned()),
            ("mechanismen/trots.md", "levers: [supply]".to_owned()),
            ("mechanismen/trouw.md", "levers: [supply]".to_owned()),
            ("uitkomsten/baan.md", "level: participant\nstage: final".to_owned()),
            ("uitkomsten/uitval.md", "level: participant\nstage: unwanted".to_owned()),
        ];
        let texts = files.map(|(path, fields)| (path, page(path, &fields, "")));
        let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let site = "title = 'T'\ndescription = 'D'\n[lists]\nthemes = {t = 'T'}\nroles = {r = 'R'}\n";
        let (corpus, _, report) = corpus(site, &files);
        assert!(report.iter().all(|d| d.code.severity() != crate::diagnostic::Severity::Error), "{report:?}");
        let lists = &corpus.insight.checklists;
        let check = |id: &str, expected: &str| {
            let list = match (corpus.entry(id), corpus.configuration(id)) {
                (Some((index, _)), _) => &lists.entries[index],
                (_, Some((index, _))) => &lists.configurations[index],
                _ => panic!("no {id}"),
            };
            assert_eq!(told(&corpus, list), expected, "{id}");
        };
        // A given is left out; states make no difference; a refuted configuration brings nothing to a page.
        check("one", "taal | moed | baan");
        check("two", "tijd | trouw moed | uitval");
        check("a", "taal tijd | moed trouw | baan uitval");
        check("l", "taal | moed | baan");
        // What a block says of itself comes first.
        check("b", "rust tijd | trots trouw moed | uitval");
        check("taal", "taal |  | ");
        check("krapte", " |  | ");
        check("moed", " | moed | ");
        check("baan", " |  | baan");
        check("i", " |  | ");
        check("zonder", " |  | ");
    }
}

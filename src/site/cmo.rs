//! Configurations as people see them: cards, strength with its counts, the chain diagram, the page of its own. Knows
//! no templates; how strong a claim is comes from the model.

use std::collections::BTreeMap;

use super::html::Html;
use super::scope::Scope;
use super::sentence::sentence;
use super::svg;
use super::view::{
    BacklinkView, Cell, ClaimView, Column, ConfigurationCard, ConfigurationLine, ConfigurationView, Diagram,
    EffectGroup, EvidenceView, Fact, FactValue, Letter, Link, Strength, Table, Tag,
};
use crate::model::cmo::{
    Basis, Configuration, ContextState, Effect, Evidence, InterventionState, MechanismState, OutcomeState,
};
use crate::model::corpus::{Backlink, ConfigurationIndex, Home};
use crate::model::entry::Entry;
use crate::model::evidence::{Claim, claims_of};

/// A configuration in a list.
pub fn card(scope: &Scope<'_>, home: &Home) -> ConfigurationCard {
    let configuration = &home.configuration;
    let strength = claims_of(configuration).first().and_then(|key| scope.corpus.claims.get(key));
    ConfigurationCard {
        href: scope.configuration_href(&configuration.id.id),
        id: configuration.id.id.clone(),
        title: title(scope, configuration),
        sentence: sentence(scope, configuration),
        because: configuration.because.text.clone(),
        effect: configuration.effect.word(),
        effect_label: scope.word("effect", configuration.effect.word()),
        status: configuration.status.word(),
        status_label: scope.word("status", configuration.status.word()),
        strength: strength.map(|claim| strength_of(scope, claim)),
        cases: cases(scope, &configuration.evidence),
    }
}

/// A configuration in a line.
pub fn line(scope: &Scope<'_>, home: &Home) -> ConfigurationLine {
    let configuration = &home.configuration;
    let claim = claims_of(configuration).first().and_then(|key| scope.corpus.claims.get(key));
    ConfigurationLine {
        link: Link { href: scope.configuration_href(&configuration.id.id), label: title(scope, configuration) },
        sentence: sentence(scope, configuration).text,
        effect: configuration.effect.word(),
        effect_label: scope.word("effect", configuration.effect.word()),
        strength: claim.map(|claim| scope.word("strength", claim.level.word())),
    }
}

/// The lines of these configurations, at most so many.
pub fn lines(scope: &Scope<'_>, indexes: &[ConfigurationIndex], most: usize) -> Vec<ConfigurationLine> {
    let homes = indexes.iter().take(most).filter_map(|&index| scope.corpus.configurations.get(index));
    homes.map(|home| line(scope, home)).collect()
}

/// The cases that evidence names, each once.
fn cases(scope: &Scope<'_>, evidence: &[Evidence]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for tag in evidence.iter().flat_map(|evidence| &evidence.cases) {
        let link = scope.link_to(&tag.is.id);
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// The strength of a claim, with its counts.
pub fn strength_of(scope: &Scope<'_>, claim: &Claim) -> Strength {
    let counts = [
        scope.count(claim.cases, "independent-case"),
        scope.count(claim.sources, "independent-source"),
        scope.count(claim.voices, "voice-kind"),
    ];
    Strength {
        level: claim.level.word(),
        label: scope.word("strength", claim.level.word()),
        counts: scope.enumerate(&counts),
        remarks: claim.remarks.iter().map(|remark| scope.word("remark", remark.word())).collect(),
    }
}

/// Configurations by effect, in the order in which effects are shown; empty groups are left out.
pub fn by_effect(scope: &Scope<'_>, indexes: &[ConfigurationIndex]) -> Vec<EffectGroup> {
    let one = |effect: Effect| {
        let homes = indexes.iter().filter_map(|&index| scope.corpus.configurations.get(index));
        let cards: Vec<ConfigurationCard> =
            homes.filter(|home| home.configuration.effect == effect).map(|home| card(scope, home)).collect();
        EffectGroup { effect: effect.word(), label: scope.word("effect", effect.word()), cards }
    };
    Effect::ALL.iter().copied().map(one).filter(|group| !group.cards.is_empty()).collect()
}

/// A short title: what is done and what comes of it.
pub fn title(scope: &Scope<'_>, configuration: &Configuration) -> String {
    let label = |id: &str| scope.link_to(id).label;
    let inside =
        |id: &str| scope.corpus.entry(id).map_or_else(|| id.to_owned(), |(_, entry)| entry.title_inside().into());
    let intervention = configuration
        .intervention
        .first()
        .map(|tag| with_state(scope, "intervention", label(&tag.is.id), tag.state.0.word()));
    let context =
        || configuration.context.first().map(|tag| with_state(scope, "context", label(&tag.is.id), tag.state.0.word()));
    let outcome =
        configuration.outcome.first().map(|tag| with_state(scope, "outcome", inside(&tag.is.id), tag.state.0.word()));
    let parts: Vec<String> = [intervention.or_else(context), outcome].into_iter().flatten().collect();
    if parts.is_empty() { configuration.id.id.clone() } else { parts.join(" → ") }
}

/// A concept with its state in brackets, unless that is the plain one.
pub fn with_state(scope: &Scope<'_>, letter: &str, label: String, state: &str) -> String {
    if is_plain(state) { label } else { format!("{label} ({})", scope.state(letter, state)) }
}

/// Whether a state is the one that goes without saying.
fn is_plain(state: &str) -> bool {
    matches!(state, "present" | "used" | "fires" | "occurs")
}

/// The page of a configuration.
pub fn page(scope: &Scope<'_>, index: ConfigurationIndex, home: &Home, entry: &Entry) -> ConfigurationView {
    let configuration = &*home.configuration;
    let mut facts = Vec::new();
    let mut fact = |key: &'static str, values: Vec<FactValue>| {
        if !values.is_empty() {
            facts.push(Fact { key, label: scope.word("fact", key), values });
        }
    };
    fact("audiences", scope.values(&configuration.audience));
    fact("sectors", scope.values(&configuration.sectors));
    fact("phases", scope.values(&configuration.phases));
    let card = card(scope, home);
    let title = title(scope, configuration);
    let citation = scope.words.fill(
        "text.citation",
        &[("site", &scope.config.settings.title), ("title", &title), ("id", &configuration.id.id)],
    );
    ConfigurationView {
        letters: letters(scope, configuration),
        diagram: chain(scope, &[home], &configuration.id.id),
        evidence: configuration.evidence.iter().map(|evidence| evidence_view(scope, configuration, evidence)).collect(),
        claims: claim_views(scope, index, configuration),
        backlinks: backlinks(scope, &scope.corpus.configuration_backlinks[index]),
        home: scope.card(entry),
        card,
        title,
        facts,
        citation,
    }
}

fn letters(scope: &Scope<'_>, configuration: &Configuration) -> Vec<Letter> {
    let tag = |letter: &str, id: &str, state: &'static str, derived: bool| Tag {
        link: scope.link_to(id),
        state,
        state_label: scope.state(letter, state),
        derived,
    };
    let letter = |letter: &'static str, tags: Vec<Tag>| Letter { letter, label: scope.word("letter", letter), tags };
    vec![
        letter(
            "context",
            configuration.context.iter().map(|t| tag("context", &t.is.id, t.state.0.word(), false)).collect(),
        ),
        letter(
            "intervention",
            configuration.intervention.iter().map(|t| tag("intervention", &t.is.id, t.state.0.word(), false)).collect(),
        ),
        letter(
            "mechanism",
            configuration
                .mechanism
                .iter()
                .map(|t| tag("mechanism", &t.is.id, t.state.0.word(), t.basis.0 == Basis::Derived))
                .collect(),
        ),
        letter(
            "outcome",
            configuration.outcome.iter().map(|t| tag("outcome", &t.is.id, t.state.0.word(), false)).collect(),
        ),
    ]
}

fn evidence_view(scope: &Scope<'_>, configuration: &Configuration, evidence: &Evidence) -> EvidenceView {
    let mut cases: Vec<FactValue> = Vec::new();
    for tag in &evidence.cases {
        let link = scope.link_to(&tag.is.id);
        let note = (tag.basis.0 == Basis::Derived).then(|| scope.word("text", "case_derived"));
        cases.push(FactValue { text: link.label, note, href: Some(link.href) });
    }
    if evidence.collective {
        cases.push(FactValue { text: scope.word("text", "collective"), ..FactValue::default() });
    }
    EvidenceView {
        source: scope.source(&evidence.source.id, evidence.at.as_deref()),
        voices: evidence.voices.iter().map(|voice| scope.word("voice", voice.word())).collect(),
        cases,
        status: scope.word("status", evidence.status.unwrap_or(configuration.status).word()),
        note: evidence.note.as_ref().map(|note| note.text.clone()),
    }
}

fn claim_views(scope: &Scope<'_>, own: ConfigurationIndex, configuration: &Configuration) -> Vec<ClaimView> {
    let mut views = Vec::new();
    for key in claims_of(configuration) {
        let Some(claim) = scope.corpus.claims.get(&key) else { continue };
        let Some((_, bearing)) = claim.rows.iter().find(|(index, _)| *index == own) else { continue };
        let others = claim.rows.iter().filter(|(index, _)| *index != own);
        let others = others.filter_map(|(index, bearing)| {
            let home = scope.corpus.configurations.get(*index)?;
            let label = format!("{} ({})", title(scope, &home.configuration), scope.word("bearing", bearing.word()));
            Some(Link { href: scope.configuration_href(&home.configuration.id.id), label })
        });
        views.push(ClaimView {
            intervention: scope.link_to(&key.intervention),
            mechanism: scope.link_to(&key.mechanism),
            outcome: scope.link_to(&key.outcome),
            bearing: bearing.word(),
            bearing_label: scope.word("bearing", bearing.word()),
            strength: strength_of(scope, claim),
            others: others.collect(),
        });
    }
    views
}

/// Who refers to something, with the sentence around the link.
pub fn backlinks(scope: &Scope<'_>, links: &[Backlink]) -> Vec<BacklinkView> {
    let one = |backlink: &Backlink| {
        let entry = scope.entry(backlink.from)?;
        Some(BacklinkView {
            link: scope.link(entry),
            kind_label: scope.kind_word(entry.kind, "singular"),
            sentence: scope.corpus.sentence(backlink).unwrap_or_else(|| entry.common.summary.text.clone()),
        })
    };
    links.iter().filter_map(one).collect()
}

/// Most boxes in a column of the diagram; the table has them all.
const MOST_NODES: usize = 7;
/// A node of a diagram: its column and its place in it.
type Spot = (usize, usize);

/// The chain diagram of some configurations: circumstances, interventions, mechanisms and outcomes, with a line where
/// a configuration joins two. The table beside it names every configuration.
pub fn chain(scope: &Scope<'_>, homes: &[&Home], id: &str) -> Diagram {
    const LETTERS: [&str; 4] = ["context", "intervention", "mechanism", "outcome"];
    let tags: Vec<[Vec<(&str, &'static str)>; 4]> = homes.iter().map(|home| states(&home.configuration)).collect();
    // Boxes by how often they occur, then by id: the same corpus gives the same picture.
    let mut counts: [BTreeMap<(&str, &'static str), u32>; 4] = std::array::from_fn(|_| BTreeMap::new());
    for letters in &tags {
        for (column, letter) in letters.iter().enumerate() {
            for tag in letter {
                *counts[column].entry(*tag).or_default() += 1;
            }
        }
    }
    let shown: [Vec<((&str, &'static str), u32)>; 4] = counts.map(|column| {
        let mut nodes: Vec<_> = column.into_iter().collect();
        nodes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        nodes.truncate(MOST_NODES);
        nodes
    });
    let mut links: BTreeMap<(Spot, Spot, &'static str), u32> = BTreeMap::new();
    for (home, letters) in homes.iter().zip(&tags) {
        let position =
            |column: usize, tag: &(&str, &'static str)| shown[column].iter().position(|(node, _)| node == tag);
        // A configuration without a letter is joined over the gap.
        let filled: Vec<usize> =
            (0..4).filter(|&column| letters[column].iter().any(|tag| position(column, tag).is_some())).collect();
        for pair in filled.windows(2) {
            for from in letters[pair[0]].iter().filter_map(|tag| position(pair[0], tag)) {
                for to in letters[pair[1]].iter().filter_map(|tag| position(pair[1], tag)) {
                    let key = ((pair[0], from), (pair[1], to), home.configuration.effect.word());
                    *links.entry(key).or_default() += 1;
                }
            }
        }
    }
    let columns = std::array::from_fn(|column| svg::Column {
        heading: scope.word("letter", LETTERS[column]),
        nodes: shown[column]
            .iter()
            .map(|((concept, state), count)| node(scope, LETTERS[column], concept, state, *count))
            .collect(),
    });
    let links =
        links.into_iter().map(|((from, to, effect), weight)| svg::Link { from, to, effect: effect_of(effect), weight });
    let caption = if homes.len() == 1 {
        scope.word("text", "diagram_one")
    } else {
        scope.words.fill("text.diagram_many", &[("n", &homes.len().to_string())])
    };
    let svg = svg::chain(&svg::Chain {
        title: scope.word("text", "diagram_title"),
        description: caption.clone(),
        id: id.to_owned(),
        columns,
        links: links.collect(),
        legend: legend(scope, homes.len() > 1),
    });
    Diagram { svg: Html::drawn(svg), caption, table: chain_table(scope, homes) }
}

/// The words under a diagram; of a single configuration all lines are equally thick.
pub fn legend(scope: &Scope<'_>, weighed: bool) -> svg::Legend {
    svg::Legend {
        effects: std::array::from_fn(|effect| scope.word("effect", Effect::ALL[effect].word())),
        weight: if weighed { scope.word("text", "diagram_weight") } else { String::new() },
    }
}

/// A concept in a state as a box of a diagram.
pub fn node(scope: &Scope<'_>, letter: &str, concept: &str, state: &'static str, weight: u32) -> svg::Node {
    let link = scope.link_to(concept);
    let drawn = match state {
        "absent" | "omitted" => svg::State::Absent,
        "reverses" => svg::State::Reversed,
        _ => svg::State::Plain,
    };
    let state_label = if is_plain(state) { String::new() } else { scope.state(letter, state) };
    svg::Node { key: concept.to_owned(), label: link.label, state: drawn, state_label, href: None, weight }
}

/// An effect as lines of a diagram show it, by its word.
pub fn effect_of(word: &str) -> svg::Effect {
    match word {
        "works" => svg::Effect::Works,
        "mixed" => svg::Effect::Mixed,
        "fails" => svg::Effect::Fails,
        _ => svg::Effect::Unknown,
    }
}

/// The tags of a configuration by letter: concept and state.
fn states(configuration: &Configuration) -> [Vec<(&str, &'static str)>; 4] {
    [
        configuration.context.iter().map(|tag| (tag.is.id.as_str(), ContextState::word(tag.state.0))).collect(),
        configuration
            .intervention
            .iter()
            .map(|tag| (tag.is.id.as_str(), InterventionState::word(tag.state.0)))
            .collect(),
        configuration.mechanism.iter().map(|tag| (tag.is.id.as_str(), MechanismState::word(tag.state.0))).collect(),
        configuration.outcome.iter().map(|tag| (tag.is.id.as_str(), OutcomeState::word(tag.state.0))).collect(),
    ]
}

fn chain_table(scope: &Scope<'_>, homes: &[&Home]) -> Table {
    let column = |key: &str| Column { label: scope.word("letter", key), numeric: false };
    let mut columns = vec![column("context"), column("intervention"), column("mechanism"), column("outcome")];
    columns.push(Column { label: scope.word("text", "effect"), numeric: false });
    let rows = homes.iter().map(|home| {
        let letters = states(&home.configuration);
        let names = ["context", "intervention", "mechanism", "outcome"];
        let mut row: Vec<Cell> = letters
            .iter()
            .zip(names)
            .map(|(tags, letter)| {
                let words: Vec<String> =
                    tags.iter().map(|(id, state)| with_state(scope, letter, scope.link_to(id).label, state)).collect();
                let text = if words.is_empty() { "–".to_owned() } else { words.join("; ") };
                Cell { text, ..Cell::default() }
            })
            .collect();
        row.push(Cell {
            text: scope.word("effect", home.configuration.effect.word()),
            href: Some(scope.configuration_href(&home.configuration.id.id)),
            sort: None,
        });
        row
    });
    Table { caption: scope.word("text", "diagram_table"), columns, rows: rows.collect() }
}

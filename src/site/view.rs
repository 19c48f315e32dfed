//! What a page shows, as plain data: the only thing that a template gets. A view holds everything and reaches
//! nothing, so that a page is a pure function of its view and the theme. Knows no templates and no corpus.
//!
//! Every `href` is a path below the root of the site; templates put [`PageView::root`] before it.

use std::sync::Arc;

use serde::Serialize;

use super::html::Html;
use super::tools::ToolView;
use super::tools::question::Questions;

/// One page.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct PageView {
    /// File below the root: `casussen/haarlemmermeer/index.html`.
    pub path: String,
    /// The template that fills it.
    pub template: &'static str,
    /// The way back to the root: `../../`, or nothing.
    pub root: String,
    /// For the head of the page.
    pub meta: Meta,
    /// The way from home to here; the page itself is the last.
    pub breadcrumbs: Vec<Link>,
    /// Which entrance of the menu is lit: the key of a kind or route.
    pub section: &'static str,
    /// What the page is about.
    pub content: Content,
}

/// What search engines, feeds and citation managers read.
#[derive(Debug, Clone, Default, Serialize, Hash)]
pub struct Meta {
    /// The title without the name of the site.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// The full address, when the site knows where it stands.
    pub canonical: Option<String>,
    /// The kind in words, for Dublin Core.
    pub kind: String,
    /// Last change, `YYYY-MM-DD`.
    pub modified: Option<String>,
    /// Words that the page is about.
    pub subjects: Vec<String>,
    /// Places that the page is about.
    pub places: Vec<String>,
    /// Sources that the page rests on, as references.
    pub references: Vec<String>,
    /// Search engines should leave it out.
    pub hidden: bool,
}

/// A link: where to, and the words.
#[derive(Debug, Clone, Default, Serialize, Hash, PartialEq, Eq)]
pub struct Link {
    /// Below the root.
    pub href: String,
    /// The words.
    pub label: String,
}

/// What a page is about, by template.
#[derive(Debug, Clone, Serialize, Hash)]
#[serde(untagged)]
pub enum Content {
    /// `home.html`
    Home(Home),
    /// `overview.html`
    Overview(Overview),
    /// `entry.html`
    Entry(Box<EntryView>),
    /// `configuration.html`
    Configuration(Box<ConfigurationView>),
    /// `glossary.html`
    Glossary(Glossary),
    /// `search.html`
    Search(Search),
    /// A page of a tool, each with a template of its own.
    Tool(Box<ToolView>),
    /// `redirect.html`
    Redirect(Link),
    /// `404.html` and other pages without data of their own.
    Plain {},
}

/// The front page.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Home {
    /// Ways in.
    pub entrances: Vec<Entrance>,
    /// Ways in that lay configurations beside each other.
    pub tools: Vec<Entrance>,
    /// Pages that lead through the site.
    pub reading_paths: Vec<Card>,
    /// The newest pages.
    pub newest: Vec<Card>,
    /// How many configurations say what.
    pub effects: EffectCounts,
    /// How many configurations.
    pub configurations: usize,
    /// One configuration as an example of what is here.
    pub example: Option<ConfigurationCard>,
}

/// The search page.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Search {
    /// The script that the index begins with, in the folder of the page.
    pub root: String,
    /// Ways in for who has no script, or finds nothing.
    pub entrances: Vec<Entrance>,
}

/// A way in.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Entrance {
    /// The key of the kind.
    pub kind: &'static str,
    /// Where to.
    pub link: Link,
    /// What is there.
    pub text: String,
    /// How many pages.
    pub count: usize,
}

/// A page in a list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Card {
    /// Where to.
    pub link: Link,
    /// The key of the kind.
    pub kind: &'static str,
    /// The kind in words.
    pub kind_label: String,
    /// One or two sentences.
    pub summary: String,
    /// Short facts.
    pub notes: Vec<String>,
    /// Last change as people write it.
    pub updated: Option<String>,
}

/// A list of all pages of a kind, or a part of it when there are many.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Overview {
    /// The key of the kind.
    pub kind: &'static str,
    /// The heading.
    pub title: String,
    /// What is here.
    pub intro: String,
    /// How many in all.
    pub count: usize,
    /// Groups with a heading; one group without a heading when there are none.
    pub groups: Vec<Group>,
    /// Cases as a table.
    pub table: Option<Table>,
    /// Configurations, when they are what is listed.
    pub configurations: Vec<ConfigurationCard>,
    /// Other parts of the list.
    pub pages: Option<Pages>,
}

/// A part of a list under a heading.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Group {
    /// Anchor.
    pub id: String,
    /// Heading; empty when there is one group only.
    pub title: String,
    /// The pages.
    pub cards: Vec<Card>,
}

/// Which part of a long list this is.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Pages {
    /// This part, from 1.
    pub current: usize,
    /// How many parts.
    pub total: usize,
    /// The part before.
    pub previous: Option<Link>,
    /// The part after.
    pub next: Option<Link>,
}

/// A table that reads without script.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Headings of the columns.
    pub columns: Vec<Column>,
    /// Rows; the first cell heads its row.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Column {
    /// Its heading.
    pub label: String,
    /// Numbers stand to the right and sort as numbers.
    pub numeric: bool,
}

/// A cell.
#[derive(Debug, Clone, Default, Serialize, Hash)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
    /// What it sorts by, when that is not the text.
    pub sort: Option<String>,
}

/// A page of content.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct EntryView {
    /// The key of the kind.
    pub kind: &'static str,
    /// The kind in words.
    pub kind_label: String,
    /// The id: what one cites.
    pub id: String,
    /// The heading.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// It is a draft.
    pub draft: bool,
    /// Facts, in the order of the field table.
    pub facts: Vec<Fact>,
    /// The text.
    pub body: Arc<Html>,
    /// Headings of the page, for its own contents list.
    pub contents: Vec<Link>,
    /// Figures.
    pub results: Option<ResultsView>,
    /// On an outcome: what cases counted of it.
    pub figures: Option<Table>,
    /// Question about the own situation.
    pub self_check: Option<SelfCheckView>,
    /// What to do.
    pub steps: Vec<StepView>,
    /// On a building block: what may change, as a summary.
    pub advice: Vec<AdviceView>,
    /// What goes wrong.
    pub pitfalls: Vec<String>,
    /// On an intervention or an outcome: the questions about it, with their answers.
    pub questions: Option<Questions>,
    /// Of a building block: what to arrange, watch and measure.
    pub checklist: Vec<CheckPart>,
    /// The chain diagram of its configurations.
    pub diagram: Option<Diagram>,
    /// Its configurations, by effect.
    pub configurations: Vec<EffectGroup>,
    /// How many of each effect.
    pub effects: EffectCounts,
    /// More of its configurations than are shown stand there.
    pub more_configurations: Option<Link>,
    /// Lists of other pages, each under a heading.
    pub lists: Vec<Group>,
    /// What it rests on.
    pub sources: Vec<SourceView>,
    /// Who refers to it.
    pub backlinks: Vec<BacklinkView>,
    /// Last change as people write it.
    pub updated: Option<String>,
    /// Last check as people write it.
    pub reviewed: Option<String>,
}

/// A fact: a label and values.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Fact {
    /// The key of its label.
    pub key: &'static str,
    /// What it is about.
    pub label: String,
    /// The values.
    pub values: Vec<FactValue>,
}

/// A value of a fact.
#[derive(Debug, Clone, Default, Serialize, Hash)]
pub struct FactValue {
    /// The value.
    pub text: String,
    /// A remark on it.
    pub note: Option<String>,
    /// Where it leads.
    pub href: Option<String>,
}

/// Figures as a picture and as a table.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ResultsView {
    /// The picture; none when no figure has a whole.
    pub chart: Option<Html>,
    /// The rows of the table.
    pub rows: Vec<ResultRow>,
}

/// A figure.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ResultRow {
    /// What was counted.
    pub label: String,
    /// `7 van de 10`.
    pub value: String,
    /// `70%`; none when there is no whole.
    pub share: Option<String>,
    /// When.
    pub date: Option<String>,
    /// What exactly counts.
    pub note: Option<String>,
    /// The outcome that it measures.
    pub outcome: Option<Link>,
    /// Where it stands.
    pub source: Option<SourceView>,
}

/// A question about the own situation.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SelfCheckView {
    /// The question.
    pub question: String,
    /// What yes means.
    pub yes: String,
    /// What no means.
    pub no: String,
}

/// Something to do.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct StepView {
    /// What.
    pub text: String,
    /// `core`, `adaptable` or nothing.
    pub part: Option<&'static str>,
    /// That in words.
    pub part_label: Option<String>,
    /// Mechanisms that it serves.
    pub serves: Vec<Link>,
    /// What its configurations say of it; none when they say nothing.
    pub carried: Option<CarriedView>,
}

/// Whether a step carries a mechanism.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct CarriedView {
    /// `keep`, `keep_after_all`, `core_unseen`, `change`.
    pub advice: &'static str,
    /// In words.
    pub label: String,
    /// How many configurations and cases: `3 configuraties, 2 casussen`.
    pub counts: String,
    /// The configurations that saw it, or else the ones that expect it.
    pub configurations: Vec<Link>,
    /// The cases that it was seen in.
    pub cases: Vec<Link>,
}

/// Steps with the same advice.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct AdviceView {
    /// The advice in words.
    pub label: String,
    /// The numbers of the steps, from 1: `stappen 1 en 4`; empty when it is said of all.
    pub steps: String,
}

/// A part of a checklist: before the start, during, after.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct CheckPart {
    /// `arrange`, `watch`, `measure`.
    pub part: &'static str,
    /// In words.
    pub label: String,
    /// What is in it.
    pub items: Vec<CheckItem>,
}

/// Something to arrange, watch or measure.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct CheckItem {
    /// The concept.
    pub link: Link,
    /// The question of the self-check, or how one recognises it.
    pub text: String,
}

/// A picture with its text.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Diagram {
    /// The picture.
    pub svg: Html,
    /// What it shows.
    pub caption: String,
    /// The same as a table.
    pub table: Table,
}

/// How many configurations say what.
#[derive(Debug, Clone, Default, Serialize, Hash)]
pub struct EffectCounts {
    /// By effect: works, mixed, fails, unknown.
    pub counts: Vec<EffectCount>,
    /// Together.
    pub total: usize,
}

/// One effect.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct EffectCount {
    /// `works`, `mixed`, `fails`, `unknown`.
    pub effect: &'static str,
    /// In words.
    pub label: String,
    /// How many.
    pub count: usize,
}

/// Configurations with one effect.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct EffectGroup {
    /// `works`, `mixed`, `fails`, `unknown`.
    pub effect: &'static str,
    /// In words.
    pub label: String,
    /// The configurations.
    pub cards: Vec<ConfigurationCard>,
}

/// A configuration in a list.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ConfigurationCard {
    /// Where to.
    pub href: String,
    /// Its id.
    pub id: String,
    /// What it is about in a few words; others may be called the same.
    pub title: String,
    /// The als-dan-omdat sentence.
    pub sentence: Sentence,
    /// The explanation.
    pub because: String,
    /// `works`, `mixed`, `fails`, `unknown`.
    pub effect: &'static str,
    /// In words.
    pub effect_label: String,
    /// `assumed`, `observed`, `tested`, `refuted`.
    pub status: &'static str,
    /// In words.
    pub status_label: String,
    /// How well the main claim is known; none when a letter is missing.
    pub strength: Option<Strength>,
    /// Cases that it was seen in.
    pub cases: Vec<Link>,
}

/// A configuration in a line: enough to know what it says and how well that is known.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ConfigurationLine {
    /// Its page, under its short title.
    pub link: Link,
    /// The als-dan-omdat sentence as plain text.
    pub sentence: String,
    /// `works`, `mixed`, `fails`, `unknown`.
    pub effect: &'static str,
    /// In words.
    pub effect_label: String,
    /// How well the main claim is known, in words; none when a letter is missing.
    pub strength: Option<String>,
}

/// The als-dan-omdat sentence.
#[derive(Debug, Clone, Default, Serialize, Hash)]
pub struct Sentence {
    /// As plain text.
    pub text: String,
    /// In parts, of which some lead to a concept.
    pub parts: Vec<SentencePart>,
}

/// A part of the sentence.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct SentencePart {
    /// The words.
    pub text: String,
    /// `glue`, `marker` (als, dan, omdat), `context`, `intervention`, `mechanism`, `outcome`.
    pub role: &'static str,
    /// The concept.
    pub href: Option<String>,
}

/// How well a claim is known, always with its counts.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Strength {
    /// `refuted`, `assumed`, `first`, `fair`, `strong`.
    pub level: &'static str,
    /// In words.
    pub label: String,
    /// `2 casussen, 1 bron, 2 soorten stemmen`.
    pub counts: String,
    /// What else to know.
    pub remarks: Vec<String>,
}

/// The page of a configuration.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ConfigurationView {
    /// What a list shows of it.
    pub card: ConfigurationCard,
    /// Short title.
    pub title: String,
    /// The page that it lives on.
    pub home: Card,
    /// Its letters.
    pub letters: Vec<Letter>,
    /// For whom, in which sectors and phases.
    pub facts: Vec<Fact>,
    /// The picture.
    pub diagram: Diagram,
    /// What it rests on.
    pub evidence: Vec<EvidenceView>,
    /// The claims that it bears on.
    pub claims: Vec<ClaimView>,
    /// How to cite it.
    pub citation: String,
    /// Who refers to it.
    pub backlinks: Vec<BacklinkView>,
}

/// A letter of a configuration with its tags.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Letter {
    /// `context`, `intervention`, `mechanism`, `outcome`.
    pub letter: &'static str,
    /// In words.
    pub label: String,
    /// The tags.
    pub tags: Vec<Tag>,
}

/// A concept in a state.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Tag {
    /// The concept.
    pub link: Link,
    /// `present`, `omitted`, …
    pub state: &'static str,
    /// In words.
    pub state_label: String,
    /// We concluded it ourselves.
    pub derived: bool,
}

/// A piece of evidence.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct EvidenceView {
    /// The source and the place.
    pub source: SourceView,
    /// Who speaks.
    pub voices: Vec<String>,
    /// About which cases.
    pub cases: Vec<FactValue>,
    /// How it is known.
    pub status: String,
    /// A doubt or limit.
    pub note: Option<String>,
}

/// A claim with its strength.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct ClaimView {
    /// Intervention.
    pub intervention: Link,
    /// Mechanism.
    pub mechanism: Link,
    /// Outcome.
    pub outcome: Link,
    /// `supports`, `contradicts`, `neutral`.
    pub bearing: &'static str,
    /// In words.
    pub bearing_label: String,
    /// How well it is known.
    pub strength: Strength,
    /// The other configurations on it.
    pub others: Vec<Link>,
}

/// A source with a place in it.
#[derive(Debug, Clone, Default, Serialize, Hash)]
pub struct SourceView {
    /// The page of the source.
    pub link: Link,
    /// The place.
    pub at: String,
}

/// Somebody who refers to the page.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct BacklinkView {
    /// Who.
    pub link: Link,
    /// The kind in words.
    pub kind_label: String,
    /// The sentence around the link, or the summary.
    pub sentence: String,
}

/// The glossary.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct Glossary {
    /// What is here.
    pub intro: String,
    /// By first letter.
    pub groups: Vec<GlossaryGroup>,
    /// How many words.
    pub count: usize,
}

/// Words with one first letter.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct GlossaryGroup {
    /// The letter.
    pub letter: String,
    /// Anchor.
    pub id: String,
    /// The words.
    pub items: Vec<GlossaryItem>,
}

/// A word.
#[derive(Debug, Clone, Serialize, Hash)]
pub struct GlossaryItem {
    /// Its page.
    pub link: Link,
    /// The kind in words.
    pub kind_label: String,
    /// What it means.
    pub meaning: String,
    /// Other words.
    pub synonyms: Vec<String>,
}

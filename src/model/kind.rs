//! The kinds of content and the fields of each: the field table as Rust types. Knows no HTML, no addresses and no
//! other file; what the words mean to people stands in the locale.

use super::record::{choice, record};
use super::value::{Count, Date, Id, OneOrMore, Or, PartialDate, Placed, Ref, Shape, Target, Text, Url, Wanted};
use crate::model::cmo::{CmoItem, ContextTag};

/// A kind of content. The order is the one in which the site shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A practice that was tried.
    CaseStudy,
    /// What can be learned from practices.
    Lesson,
    /// A part of a good trajectory.
    BuildingBlock,
    /// A circumstance.
    ContextFactor,
    /// What is done.
    Intervention,
    /// Why it works.
    Mechanism,
    /// What comes of it.
    Outcome,
    /// For whom.
    Audience,
    /// Where the evidence comes from.
    Source,
    /// A word and its meaning.
    Term,
    /// Any other page.
    Page,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 11] = [
        Kind::CaseStudy,
        Kind::Lesson,
        Kind::BuildingBlock,
        Kind::ContextFactor,
        Kind::Intervention,
        Kind::Mechanism,
        Kind::Outcome,
        Kind::Audience,
        Kind::Source,
        Kind::Term,
        Kind::Page,
    ];

    /// The key of the kind in the locale: `kind.<key>.…`, and its name for machines.
    pub fn key(self) -> &'static str {
        match self {
            Kind::CaseStudy => "case",
            Kind::Lesson => "lesson",
            Kind::BuildingBlock => "block",
            Kind::ContextFactor => "context",
            Kind::Intervention => "intervention",
            Kind::Mechanism => "mechanism",
            Kind::Outcome => "outcome",
            Kind::Audience => "audience",
            Kind::Source => "source",
            Kind::Term => "term",
            Kind::Page => "page",
        }
    }

    /// The key of its folder in the locale: the most asked-for word of all, so it is not put together each time.
    pub fn folder_key(self) -> &'static str {
        match self {
            Kind::CaseStudy => "kind.case.folder",
            Kind::Lesson => "kind.lesson.folder",
            Kind::BuildingBlock => "kind.block.folder",
            Kind::ContextFactor => "kind.context.folder",
            Kind::Intervention => "kind.intervention.folder",
            Kind::Mechanism => "kind.mechanism.folder",
            Kind::Outcome => "kind.outcome.folder",
            Kind::Audience => "kind.audience.folder",
            Kind::Source => "kind.source.folder",
            Kind::Term => "kind.term.folder",
            Kind::Page => "kind.page.folder",
        }
    }

    /// Whether it is a word of the shared vocabulary that configurations are made of.
    pub fn is_vocabulary(self) -> bool {
        matches!(self, Kind::ContextFactor | Kind::Intervention | Kind::Mechanism | Kind::Outcome | Kind::Audience)
    }
}

macro_rules! targets {
    ($($(#[$meta:meta])* $name:ident => $kinds:expr,)+) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name;
        impl Target for $name {
            const SHAPE: Shape = Shape::Reference($kinds);
            const WANTED: Wanted = Wanted::Entry($kinds);
        }
    )+};
}

targets! {
    /// Any entry.
    AnyEntry => &[],
    /// A case.
    ToCase => &[Kind::CaseStudy],
    /// A building block.
    ToBlock => &[Kind::BuildingBlock],
    /// A context factor.
    ToContext => &[Kind::ContextFactor],
    /// A mechanism.
    ToMechanism => &[Kind::Mechanism],
    /// An intervention.
    ToIntervention => &[Kind::Intervention],
    /// An outcome.
    ToOutcome => &[Kind::Outcome],
    /// An audience.
    ToAudience => &[Kind::Audience],
    /// A source.
    ToSource => &[Kind::Source],
}

macro_rules! lists {
    ($($(#[$meta:meta])* $name:ident => $list:literal,)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug)]
            pub struct $name;
            impl Target for $name {
                const SHAPE: Shape = Shape::Listed($list);
                const WANTED: Wanted = Wanted::Listed($list);
            }
        )+
        /// The closed lists that `site.toml` fills.
        pub const LISTS: &[&str] = &[$($list,)+];
    };
}

lists! {
    /// A theme of lessons.
    Theme => "themes",
    /// A role: for whom a lesson is.
    Role => "roles",
    /// A phase of a trajectory.
    Phase => "phases",
    /// A sector of the economy.
    Sector => "sectors",
    /// A group of context factors.
    ContextGroup => "context-groups",
    /// A group of interventions.
    InterventionGroup => "intervention-groups",
}

choice! {
    /// How a practice stands.
    CaseStatus { #[doc = "Not known."] Unknown = "unknown", #[doc = "Not begun."] Planned = "planned", #[doc = "Going on."] Running = "running",
        #[doc = "Done as planned."] Completed = "completed", #[doc = "Broken off."] Stopped = "stopped", #[doc = "Goes on in another form."] Continued = "continued", }
}
choice! {
    /// How much of a practice the sources tell.
    Depth { #[doc = "All parts."] Full = "full", #[doc = "The main facts."] Short = "short", #[doc = "Named only."] Mention = "mention", }
}
choice! {
    /// Whether a step of a building block may change.
    Part { #[doc = "Not said."] Unsaid = "unsaid", #[doc = "Carries the mechanism: keep."] Core = "core", #[doc = "May change."] Adaptable = "adaptable", }
}
choice! {
    /// What a context factor is.
    FactorType { #[doc = "One can arrange it."] Condition = "condition", #[doc = "It is given."] Environment = "environment", }
}
choice! {
    /// At what level a context factor plays.
    Level { #[doc = "Persons."] Micro = "micro", #[doc = "Organisations."] Meso = "meso", #[doc = "Society."] Macro = "macro", }
}
choice! {
    /// Whether a municipality can influence it.
    Influence { #[doc = "Yes."] Yes = "yes", #[doc = "In part."] Partly = "partly", #[doc = "No."] No = "no", }
}
choice! {
    /// Which state of a context factor usually helps.
    Favourable { #[doc = "That it is there."] Present = "present", #[doc = "That it is not there."] Absent = "absent", #[doc = "Neither."] Neutral = "neutral", }
}
choice! {
    /// On which side a mechanism takes hold.
    Lever { #[doc = "The participant."] Supply = "supply", #[doc = "The employer."] Demand = "demand", #[doc = "Between both."] Match = "match",
        #[doc = "Between organisations."] Collaboration = "collaboration", }
}
choice! {
    /// For whom an outcome is.
    OutcomeLevel { #[doc = "The participant."] Participant = "participant", #[doc = "The employer."] Employer = "employer",
        #[doc = "The partners."] Collaboration = "collaboration", #[doc = "The system."] System = "system", }
}
choice! {
    /// What an outcome is worth.
    Stage { #[doc = "On the way."] Intermediate = "intermediate", #[doc = "What it is for."] Final = "final", #[doc = "Not wanted."] Unwanted = "unwanted", }
}
choice! {
    /// What a source is.
    SourceType { #[doc = "A report."] Report = "report", #[doc = "An article."] Article = "article", #[doc = "A book."] Book = "book",
        #[doc = "A chapter."] Chapter = "chapter", #[doc = "A web page."] Webpage = "webpage", }
}

record! {
    /// The fields that every kind has.
    Common ("common") {
        /// The heading of the page.
        title: Text,
        /// One or two plain sentences.
        summary: Text,
        /// The id, when it is not the file's stem.
        id: Option<Id>,
        /// Old addresses.
        aliases: Vec<Text>,
        /// Last change that matters to readers.
        updated: Option<Date>,
        /// Last time that somebody checked it.
        reviewed: Option<Date>,
        /// Not to be published yet.
        draft: bool,
        /// What the page rests on.
        sources: Vec<Citation>,
        /// See also.
        related: Vec<Ref<AnyEntry>>,
        /// Configurations that live here, or ids of ones that live elsewhere.
        cmo: Vec<CmoItem>,
    }
}

record! {
    /// A source and the place in it.
    Citation ("citation") {
        /// Which source.
        source: Ref<ToSource>,
        /// Chapter, section, table or page.
        at: Option<Text>,
    }
}

record! {
    /// From when to when.
    Period ("period") {
        /// Beginning.
        from: Option<PartialDate>,
        /// End.
        to: Option<PartialDate>,
    }
}

record! {
    /// An organisation that takes part.
    Partner ("partner") {
        /// The organisation.
        name: Text,
        /// What it does.
        role: Option<Text>,
    }
}

record! {
    /// Who pays how much.
    Funding ("funding") {
        /// Who pays.
        from: Text,
        /// Whole euros.
        amount: Option<Count>,
        /// What for, from what pot, in which year.
        note: Option<Text>,
    }
}

record! {
    /// A figure.
    CaseResult ("result") {
        /// What was counted, in a few words.
        label: Text,
        /// How many.
        count: Count,
        /// Of how many.
        of: Option<Count>,
        /// How many were aimed at: no whole, for there may be more.
        target: Option<Count>,
        /// Which outcome of the vocabulary it measures.
        outcome: Option<Ref<ToOutcome>>,
        /// When it was counted.
        date: Option<PartialDate>,
        /// What exactly counts.
        note: Option<Text>,
        /// Where it stands.
        source: Option<Ref<ToSource>>,
        /// The place in that source.
        at: Option<Text>,
    }
}

record! {
    /// A practice that was tried.
    CaseStudy ("case") {
        /// How it stands.
        status: Or<CaseStatus>,
        /// When.
        period: Option<Placed<Period>>,
        /// Municipalities or towns.
        places: Vec<Text>,
        /// Region.
        region: Option<Text>,
        /// Sectors.
        sectors: Vec<Ref<Sector>>,
        /// For whom.
        audiences: Vec<Ref<ToAudience>>,
        /// With whom.
        partners: Vec<Partner>,
        /// What one must have or be able to do to start.
        entry_requirements: Vec<Text>,
        /// How long.
        duration: Option<Text>,
        /// Money.
        funding: Vec<Funding>,
        /// Figures.
        results: Vec<CaseResult>,
        /// Phases that the source describes.
        phases: Vec<Ref<Phase>>,
        /// Building blocks that it shows.
        building_blocks: Vec<Ref<ToBlock>>,
        /// How much the sources tell.
        depth: Depth,
        /// The case that it is a part of.
        part_of: Option<Ref<ToCase>>,
        /// Cases that it is not independent of.
        counts_with: Vec<Ref<ToCase>>,
    }
}

record! {
    /// What can be learned.
    Lesson ("lesson") {
        /// What it is about.
        themes: OneOrMore<Ref<Theme>>,
        /// For whom.
        roles: OneOrMore<Ref<Role>>,
        /// When.
        phases: Vec<Ref<Phase>>,
        /// From which cases.
        cases: Vec<Ref<ToCase>>,
        /// Which building blocks it belongs to.
        building_blocks: Vec<Ref<ToBlock>>,
    }
}

record! {
    /// Something to do.
    Step ("step") short action {
        /// What to do.
        action ("do"): Text,
        /// Whether it may change.
        part: Or<Part>,
        /// Which mechanisms it serves.
        serves: Vec<Ref<ToMechanism>>,
    }
}

record! {
    /// A part of a good trajectory.
    BuildingBlock ("block") {
        /// Place in the list.
        order: Option<Count>,
        /// What is done.
        interventions: Vec<Ref<ToIntervention>>,
        /// What it sets in motion.
        mechanisms: Vec<Ref<ToMechanism>>,
        /// What must be in place.
        conditions: Vec<Ref<ToContext>>,
        /// How to do it.
        steps: Vec<Step>,
        /// What goes wrong.
        pitfalls: Vec<Text>,
        /// Where it was seen.
        cases: Vec<Ref<ToCase>>,
    }
}

record! {
    /// A question that a reader can answer about the own situation.
    SelfCheck ("self-check") {
        /// The question.
        question: Text,
        /// What yes means.
        yes: Text,
        /// What no means.
        no: Text,
    }
}

record! {
    /// Clauses for the two states of a context factor.
    ContextPhrases ("context-phrases") {
        /// `er krapte is`.
        present: Option<Text>,
        /// `er geen krapte is`.
        absent: Option<Text>,
    }
}

record! {
    /// A circumstance.
    ContextFactor ("context") {
        /// Condition or environment.
        factor_type ("type"): FactorType,
        /// Micro, meso or macro.
        level: Level,
        /// Whether one can influence it.
        influence: Influence,
        /// Its group.
        group: Option<Ref<ContextGroup>>,
        /// Which state usually helps.
        favourable: Or<Favourable>,
        /// The question of the self-check.
        self_check: Option<SelfCheck>,
        /// Other words.
        synonyms: Vec<Text>,
        /// The wider concept.
        broader: Option<Ref<ToContext>>,
        /// Clauses.
        phrases: Option<ContextPhrases>,
    }
}

record! {
    /// Clauses for the states of a mechanism.
    MechanismPhrases ("mechanism-phrases") {
        /// `de werkgever het aandurft`.
        fires: Option<Text>,
        /// When it stays away.
        absent: Option<Text>,
        /// When it turns round.
        reverses: Option<Text>,
    }
}

record! {
    /// Why it works.
    Mechanism ("mechanism") {
        /// On which side it takes hold.
        levers: Vec<Lever>,
        /// What is offered.
        resource: Option<Text>,
        /// What people think or do in answer.
        reasoning: Option<Text>,
        /// How to see it.
        recognise: Option<Text>,
        /// Other words.
        synonyms: Vec<Text>,
        /// The wider concept.
        broader: Option<Ref<ToMechanism>>,
        /// Clauses.
        phrases: Option<MechanismPhrases>,
    }
}

record! {
    /// Clauses for the states of an intervention.
    InterventionPhrases ("intervention-phrases") {
        /// `u werkgevers vroeg betrekt`.
        used: Option<Text>,
        /// `u werkgevers pas laat betrekt`.
        omitted: Option<Text>,
    }
}

record! {
    /// What is done.
    Intervention ("intervention") {
        /// Its group.
        group: Option<Ref<InterventionGroup>>,
        /// Other words.
        synonyms: Vec<Text>,
        /// The wider concept.
        broader: Option<Ref<ToIntervention>>,
        /// Clauses.
        phrases: Option<InterventionPhrases>,
    }
}

record! {
    /// Clauses for the states of an outcome.
    OutcomePhrases ("outcome-phrases") {
        /// `doet de werkgever mee`.
        occurs: Option<Text>,
        /// `doet de werkgever niet mee`.
        absent: Option<Text>,
    }
}

record! {
    /// What comes of it.
    Outcome ("outcome") {
        /// For whom.
        level: OutcomeLevel,
        /// What it is worth.
        stage: Stage,
        /// The circumstance that it is for what comes after.
        becomes: Vec<ContextTag>,
        /// Other words.
        synonyms: Vec<Text>,
        /// The wider concept.
        broader: Option<Ref<ToOutcome>>,
        /// Clauses.
        phrases: Option<OutcomePhrases>,
    }
}

record! {
    /// For whom.
    Audience ("audience") {
        /// Other words.
        synonyms: Vec<Text>,
        /// The wider group.
        broader: Option<Ref<ToAudience>>,
    }
}

record! {
    /// Who wrote a source: a person or an organisation.
    Author ("author") {
        /// Family name.
        family: Option<Text>,
        /// Given name.
        given: Option<Text>,
        /// Name of an organisation.
        name: Option<Text>,
    }
}

record! {
    /// Where evidence comes from.
    Source ("source") {
        /// Report, article, …
        source_type ("type"): SourceType,
        /// Who wrote it.
        authors: Vec<Author>,
        /// Who published it.
        publisher: Option<Text>,
        /// Where.
        place: Option<Text>,
        /// When.
        issued: Option<PartialDate>,
        /// Journal or book that it is part of.
        container: Option<Text>,
        /// Volume of the journal.
        volume: Option<Text>,
        /// Issue of the journal.
        issue: Option<Text>,
        /// Pages.
        pages: Option<Text>,
        /// Address.
        url: Option<Url>,
        /// How the evidence was gathered.
        method: Option<Text>,
        /// What it cannot carry.
        limits: Vec<Text>,
        /// A source on the same study, so that both count as one.
        same_study_as: Option<Ref<ToSource>>,
        /// The source that we know it through.
        cited_through: Option<Ref<ToSource>>,
    }
}

record! {
    /// A word and its meaning.
    Term ("term") {
        /// Other words.
        synonyms: Vec<Text>,
        /// The short form.
        abbreviation: Option<Text>,
        /// Whether a search for one finds the other.
        search_synonym: bool,
    }
}

record! {
    /// Any other page: no fields of its own.
    Page ("page") {}
}

//! CMO configurations: in these circumstances this intervention sets that mechanism to work, with this outcome. Each
//! letter carries a state. Knows the shape of a record, not how evidence is weighed (that is `evidence`).

use std::sync::Arc;

use super::kind::{Phase, Sector, ToAudience, ToCase, ToContext, ToIntervention, ToMechanism, ToOutcome, ToSource};
use super::record::{Record as _, choice, record};
use super::value::{Id, MapReader, Or, Readable, Ref, Shape, Site, Target, Text, Wanted, wrong_type};
use crate::diagnostic::FileReport;
use crate::read::frontmatter::{Node, Value};
use crate::read::source::Span;

choice! {
    /// Whether a circumstance is there.
    ContextState { #[doc = "It is."] Present = "present", #[doc = "It is not."] Absent = "absent", }
}
choice! {
    /// Whether an intervention was used.
    InterventionState { #[doc = "It was."] Used = "used", #[doc = "Left out, too late or too light."] Omitted = "omitted", }
}
choice! {
    /// What a mechanism did.
    MechanismState { #[doc = "It fired."] Fires = "fires", #[doc = "It stayed away."] Absent = "absent", #[doc = "The same resource called up the opposite answer."] Reverses = "reverses", }
}
choice! {
    /// Whether an outcome came.
    OutcomeState { #[doc = "It came or grew."] Occurs = "occurs", #[doc = "It stayed away or shrank."] Absent = "absent", }
}
choice! {
    /// Who says so.
    Basis { #[doc = "The source."] Source = "source", #[doc = "We conclude it."] Derived = "derived", }
}
choice! {
    /// What the evidence says.
    Effect { #[doc = "The wanted outcome comes."] Works = "works", #[doc = "Sometimes."] Mixed = "mixed",
        #[doc = "It stays away, or an unwanted one comes."] Fails = "fails", #[doc = "Not known."] Unknown = "unknown", }
}
choice! {
    /// How it is known.
    Status { #[doc = "Expected, planned or advised."] Assumed = "assumed", #[doc = "Somebody saw it."] Observed = "observed",
        #[doc = "Checked by comparison."] Tested = "tested", #[doc = "Checked and not found."] Refuted = "refuted", }
}
choice! {
    /// Who speaks in the evidence.
    Voice { #[doc = "A participant."] Participant = "participant", #[doc = "An employer."] Employer = "employer", #[doc = "A colleague at work."] Colleague = "colleague",
        #[doc = "Who leads the project."] ProjectLeader = "project-leader", #[doc = "A municipal case manager."] CaseManager = "case-manager",
        #[doc = "A job coach."] JobCoach = "job-coach", #[doc = "A policy adviser."] PolicyAdviser = "policy-adviser", #[doc = "An alderman or director."] Executive = "executive",
        #[doc = "A trainer or school."] Trainer = "trainer", #[doc = "A sector body."] SectorBody = "sector-body", #[doc = "A civil organisation."] CivilSociety = "civil-society",
        #[doc = "A researcher's own observation."] Researcher = "researcher", #[doc = "A registration."] Registry = "registry", #[doc = "Literature."] Literature = "literature",
        #[doc = "A plan."] Plan = "plan", }
}

record! {
    /// A context factor in a state.
    ContextTag ("context-tag") short is {
        /// Which.
        is: Ref<ToContext>,
        /// In what state.
        state: Or<ContextState>,
    }
}
record! {
    /// An intervention in a state.
    InterventionTag ("intervention-tag") short is {
        /// Which.
        is: Ref<ToIntervention>,
        /// In what state.
        state: Or<InterventionState>,
    }
}
record! {
    /// A mechanism in a state.
    MechanismTag ("mechanism-tag") short is {
        /// Which.
        is: Ref<ToMechanism>,
        /// In what state.
        state: Or<MechanismState>,
        /// Whether the source names it.
        basis: Or<Basis>,
    }
}
record! {
    /// An outcome in a state.
    OutcomeTag ("outcome-tag") short is {
        /// Which.
        is: Ref<ToOutcome>,
        /// In what state.
        state: Or<OutcomeState>,
    }
}
record! {
    /// A case that the evidence is about.
    CaseTag ("case-tag") short is {
        /// Which.
        is: Ref<ToCase>,
        /// Whether the source names it.
        basis: Or<Basis>,
    }
}
record! {
    /// One piece of evidence: a source, a place, who speaks, about which cases.
    Evidence ("evidence") {
        /// Which source.
        source: Ref<ToSource>,
        /// Chapter, section, table or page.
        at: Option<Text>,
        /// Who speaks.
        voices: Vec<Voice>,
        /// About which cases.
        cases: Vec<CaseTag>,
        /// Several cases that the source does not name: counts as one.
        collective: bool,
        /// How this evidence knows it, when that differs from the configuration.
        status: Option<Status>,
        /// A doubt or limit.
        note: Option<Text>,
    }
}
record! {
    /// A configuration, defined once, on the page where its evidence lies.
    Configuration ("configuration") {
        /// Its id, unique over the site.
        id: Id,
        /// Circumstances.
        context: Vec<ContextTag>,
        /// What was done.
        intervention: Vec<InterventionTag>,
        /// Why it worked or not.
        mechanism: Vec<MechanismTag>,
        /// What came of it.
        outcome: Vec<OutcomeTag>,
        /// For whom.
        audience: Vec<Ref<ToAudience>>,
        /// In which sectors, where that makes the difference.
        sectors: Vec<Ref<Sector>>,
        /// In which phases, where that makes the difference.
        phases: Vec<Ref<Phase>>,
        /// What the evidence says.
        effect: Effect,
        /// How it is known.
        status: Status,
        /// The explanation in one or two sentences.
        because: Text,
        /// What it rests on.
        evidence: Vec<Evidence>,
    }
}

/// Marks a reference to a configuration.
#[derive(Debug)]
pub struct ToConfiguration;

impl Target for ToConfiguration {
    const SHAPE: Shape = Shape::ConfigurationId;
    const WANTED: Wanted = Wanted::Configuration;
}

/// An item of `cmo`: a configuration that lives here, or the id of one that lives elsewhere.
#[derive(Clone, Debug)]
pub enum CmoItem {
    /// Lives here.
    Own(Arc<Configuration>, Span),
    /// Lives elsewhere.
    Elsewhere(Ref<ToConfiguration>),
}

impl Default for CmoItem {
    fn default() -> Self {
        CmoItem::Elsewhere(Ref::default())
    }
}

impl Readable for CmoItem {
    const SHAPE: Shape =
        Shape::Either(&[Shape::Record(Configuration::NAME, Configuration::FIELDS), Shape::ConfigurationId]);

    fn read(node: &Node, field: &'static str, report: &mut FileReport) -> Option<Self> {
        match &node.value {
            Value::Map(pairs) => {
                let mut map = MapReader::new(pairs, node.span, Configuration::NAME, report);
                let configuration = Configuration::read_fields(&mut map);
                map.finish();
                Some(CmoItem::Own(Arc::new(configuration), node.span))
            }
            Value::Text(_) => Ref::read(node, field, report).map(CmoItem::Elsewhere),
            _ => {
                wrong_type(node, field, Self::SHAPE, report);
                None
            }
        }
    }

    fn sites<'a>(&'a self, field: &'static str, visit: &mut dyn FnMut(Site<'a>)) {
        match self {
            CmoItem::Own(configuration, _) => configuration.each_site(visit),
            CmoItem::Elsewhere(reference) => reference.sites(field, visit),
        }
    }
}

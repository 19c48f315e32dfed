//! How well a claim is known. A claim is intervention + mechanism + outcome; its strength is computed from every
//! configuration that names all three, by the published rule, and never typed by anybody. Knows no words: levels and
//! reasons are told by keys of the locale.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::cmo::{
    Basis, Configuration, Effect, Evidence, InterventionState, MechanismState, OutcomeState, Status, Voice,
};
use super::corpus::{ConfigurationIndex, Home, Thing};
use super::entry::{Data, Entry};
use super::kind::{CaseStudy, Stage};

/// Intervention, mechanism, outcome.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimKey {
    /// What is done.
    pub intervention: String,
    /// Why it works.
    pub mechanism: String,
    /// What comes of it.
    pub outcome: String,
}

/// How a configuration bears on a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearing {
    /// It speaks for it.
    Supports,
    /// It speaks against it.
    Contradicts,
    /// It leaves it open.
    Neutral,
}

impl Bearing {
    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Bearing::Supports => "supports",
            Bearing::Contradicts => "contradicts",
            Bearing::Neutral => "neutral",
        }
    }
}

/// How well a claim is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Checked and not found.
    Refuted,
    /// Nothing but evidence against it was seen.
    Contradicted,
    /// Only assumed.
    Assumed,
    /// A first indication.
    First,
    /// Fair.
    Fair,
    /// Strong.
    Strong,
}

impl Level {
    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Level::Refuted => "refuted",
            Level::Contradicted => "contradicted",
            Level::Assumed => "assumed",
            Level::First => "first",
            Level::Fair => "fair",
            Level::Strong => "strong",
        }
    }

    fn from_rank(rank: u8) -> Self {
        match rank {
            0 => Level::Assumed,
            1 => Level::First,
            2 => Level::Fair,
            _ => Level::Strong,
        }
    }
}

/// Why a level is lower than the counts alone would give, or what the reader must know beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remark {
    /// Independent evidence speaks against it: one level lower.
    Mixed,
    /// Every mechanism is our own conclusion: fair at most.
    AllDerived,
    /// Literature only: fair at most.
    LiteratureOnly,
    /// Only who began it speaks: a first indication at most.
    InitiatorsOnly,
}

impl Remark {
    /// The key in the locale.
    pub fn word(self) -> &'static str {
        match self {
            Remark::Mixed => "mixed",
            Remark::AllDerived => "all-derived",
            Remark::LiteratureOnly => "literature-only",
            Remark::InitiatorsOnly => "initiators-only",
        }
    }
}

/// A claim with all that bears on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The level.
    pub level: Level,
    /// Independent cases among the supporting evidence that was observed or tested.
    pub cases: usize,
    /// Independent sources.
    pub sources: usize,
    /// Kinds of voices.
    pub voices: usize,
    /// Whether some supporting evidence was tested.
    pub tested: bool,
    /// What else to know.
    pub remarks: Vec<Remark>,
    /// Every configuration on this claim, and how it bears on it.
    pub rows: Vec<(ConfigurationIndex, Bearing)>,
}

/// All claims, by key.
#[derive(Clone, Debug, Default)]
pub struct Claims(BTreeMap<ClaimKey, Claim>);

impl Claims {
    /// The claim with this key.
    pub fn get(&self, key: &ClaimKey) -> Option<&Claim> {
        self.0.get(key)
    }

    /// All claims in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&ClaimKey, &Claim)> {
        self.0.iter()
    }
}

/// The claims that a configuration bears on, the weightiest letters first.
pub fn claims_of(configuration: &Configuration) -> Vec<ClaimKey> {
    let mut keys = Vec::new();
    for intervention in &configuration.intervention {
        for mechanism in &configuration.mechanism {
            for outcome in &configuration.outcome {
                keys.push(ClaimKey {
                    intervention: intervention.is.id.clone(),
                    mechanism: mechanism.is.id.clone(),
                    outcome: outcome.is.id.clone(),
                });
            }
        }
    }
    keys
}

/// How a configuration bears on a claim: for it when the intervention was used, the mechanism fired and the wanted
/// outcome came, or when the intervention was left out and the wanted outcome stayed away; against it when the
/// intervention was used and the mechanism or the wanted outcome stayed away or turned round.
pub fn bearing(intervention: InterventionState, mechanism: MechanismState, wanted: bool) -> Bearing {
    match (intervention, mechanism, wanted) {
        (InterventionState::Used, MechanismState::Fires, true) => Bearing::Supports,
        (InterventionState::Used, _, _) => Bearing::Contradicts,
        (InterventionState::Omitted, _, false) => Bearing::Supports,
        (InterventionState::Omitted, _, true) => Bearing::Neutral,
    }
}

/// Weighs every claim of a corpus.
pub fn weigh(entries: &[Arc<Entry>], homes: &[Home], names: &HashMap<String, Thing>) -> Claims {
    let world = World::new(entries, names);
    let mut rows: BTreeMap<ClaimKey, Vec<(ConfigurationIndex, Bearing)>> = BTreeMap::new();
    for (index, home) in homes.iter().enumerate() {
        let configuration = &home.configuration;
        for intervention in &configuration.intervention {
            for mechanism in &configuration.mechanism {
                for outcome in &configuration.outcome {
                    let unwanted = world.unwanted(&outcome.is.id);
                    let wanted = (outcome.state.0 == OutcomeState::Occurs) != unwanted;
                    let key = ClaimKey {
                        intervention: intervention.is.id.clone(),
                        mechanism: mechanism.is.id.clone(),
                        outcome: outcome.is.id.clone(),
                    };
                    let bearing = bearing(intervention.state.0, mechanism.state.0, wanted);
                    rows.entry(key).or_default().push((index, bearing));
                }
            }
        }
    }
    let weighed = rows.into_iter().map(|(key, rows)| {
        let claim = world.claim(&key, &rows, homes);
        (key, claim)
    });
    Claims(weighed.collect())
}

/// The entries as they count: which cases belong together, and which publications are one study.
pub(super) struct World<'a> {
    entries: &'a [Arc<Entry>],
    names: &'a HashMap<String, Thing>,
    roots: HashMap<&'a str, &'a str>,
    kin: HashSet<(&'a str, &'a str)>,
}

/// One piece of evidence as it counts for one claim.
struct Row<'a> {
    configuration: &'a Configuration,
    evidence: &'a Evidence,
    status: Status,
    bearing: Bearing,
}

impl Row<'_> {
    /// Somebody saw it, or checked it and found it.
    fn is_seen(&self) -> bool {
        matches!(self.status, Status::Observed | Status::Tested)
    }

    /// It rests on no case, named or not.
    fn has_no_case(&self) -> bool {
        self.evidence.cases.is_empty() && !self.evidence.collective
    }
}

/// What was checked and not found speaks against the sentence that its letters make.
fn told(letters: Bearing, status: Status) -> Bearing {
    match (letters, status) {
        (Bearing::Supports, Status::Refuted) => Bearing::Contradicts,
        (bearing, _) => bearing,
    }
}

impl<'a> World<'a> {
    pub(super) fn new(entries: &'a [Arc<Entry>], names: &'a HashMap<String, Thing>) -> Self {
        let roots = roots(entries, names);
        Self { entries, names, kin: kin(entries, names, &roots), roots }
    }

    /// Independent cases and sources that these configurations rest on, whatever they say. What was only assumed
    /// counts when `assumed`.
    pub(super) fn count(
        &self,
        configurations: impl Iterator<Item = &'a Configuration>,
        assumed: bool,
    ) -> (usize, usize) {
        let all: Vec<Row<'a>> = configurations
            .flat_map(|configuration| {
                configuration.evidence.iter().map(move |evidence| Row {
                    configuration,
                    evidence,
                    status: evidence.status.unwrap_or(configuration.status),
                    bearing: Bearing::Neutral,
                })
            })
            .collect();
        let rows: Vec<&Row<'a>> = all.iter().filter(|row| assumed || row.status != Status::Assumed).collect();
        let cases = self.independent_cases(&rows);
        (cases.len(), self.independent_sources(&rows, &cases).len())
    }

    fn entry(&self, id: &str) -> Option<&'a Entry> {
        match self.names.get(id)? {
            Thing::Entry(index) => self.entries.get(*index).map(|entry| &**entry),
            Thing::Configuration(_) => None,
        }
    }

    fn unwanted(&self, outcome: &str) -> bool {
        matches!(self.entry(outcome).map(|entry| &entry.data), Some(Data::Outcome(data)) if data.stage == Stage::Unwanted)
    }

    /// The study behind a source: two publications on one study count as one, and literature counts through the
    /// report that cites it.
    fn study(&self, source: &'a str) -> &'a str {
        let mut way = vec![source];
        loop {
            let at = way[way.len() - 1];
            let Some(Data::Source(data)) = self.entry(at).map(|entry| &entry.data) else { return at };
            let Some(next) = data.same_study_as.as_ref().or(data.cited_through.as_ref()) else { return at };
            // Two sources that each name the other are one study: the first by id stands for both.
            if let Some(since) = way.iter().position(|id| *id == next.id) {
                return way[since..].iter().min().copied().unwrap_or(at);
            }
            way.push(&next.id);
        }
    }

    fn case(&self, id: &'a str) -> &'a str {
        self.roots.get(id).copied().unwrap_or(id)
    }

    fn claim(&self, key: &ClaimKey, letters: &[(ConfigurationIndex, Bearing)], homes: &'a [Home]) -> Claim {
        let configurations = || {
            letters.iter().filter_map(|(index, bearing)| Some((*index, *bearing, &*homes.get(*index)?.configuration)))
        };
        let evidence: Vec<Row<'a>> = configurations()
            .flat_map(|(_, bearing, configuration)| {
                configuration.evidence.iter().map(move |evidence| {
                    let status = evidence.status.unwrap_or(configuration.status);
                    Row { configuration, evidence, status, bearing: told(bearing, status) }
                })
            })
            .collect();
        let seen: Vec<&Row<'a>> =
            evidence.iter().filter(|row| row.bearing == Bearing::Supports && row.is_seen()).collect();
        let against: Vec<&Row<'a>> = evidence
            .iter()
            .filter(|row| row.bearing == Bearing::Contradicts && row.status != Status::Assumed)
            .collect();
        let cases = self.independent_cases(&seen);
        let sources = self.independent_sources(&seen, &cases);
        let voices: BTreeSet<Voice> = seen.iter().flat_map(|row| row.evidence.voices.iter().copied()).collect();
        let groups: BTreeSet<&str> = voices.iter().filter_map(|voice| group(*voice)).collect();
        let tested = seen.iter().any(|row| row.status == Status::Tested);
        let tested_alone = seen.iter().any(|row| row.status == Status::Tested && row.has_no_case());

        let (c, q, s) = (cases.len(), sources.len(), groups.len());
        let mut rank: u8 = if c >= 3 && q >= 2 && s >= 3 || c >= 2 && q >= 2 && tested {
            3
        } else if c >= 2 && s >= 2 || c == 1 && s >= 3 || tested_alone {
            2
        } else {
            u8::from(!seen.is_empty())
        };

        let mut remarks = Vec::new();
        // A configuration that works sometimes brings its own contradiction.
        let sometimes = seen.iter().any(|row| row.configuration.effect == Effect::Mixed);
        if !seen.is_empty() && (sometimes || self.independent_of(&against, &cases, &sources)) {
            remarks.push(Remark::Mixed);
            rank = rank.saturating_sub(1).max(1);
        }
        let mut cap = |remark: Remark, applies: bool, most: u8| {
            if applies && !seen.is_empty() {
                remarks.push(remark);
                rank = rank.min(most);
            }
        };
        let derived = seen.iter().all(|row| {
            let mut named = row.configuration.mechanism.iter().filter(|tag| tag.is.id == key.mechanism);
            named.all(|tag| tag.basis.0 == Basis::Derived)
        });
        cap(Remark::AllDerived, derived, 2);
        cap(Remark::LiteratureOnly, groups.iter().eq(["literature"].iter()), 2);
        let began = |voice: &Voice| matches!(voice, Voice::ProjectLeader | Voice::Plan);
        cap(Remark::InitiatorsOnly, !voices.is_empty() && voices.iter().all(began), 1);

        let refuted = evidence.iter().any(|row| row.status == Status::Refuted);
        let level = match (seen.is_empty(), refuted, against.is_empty()) {
            (true, true, _) => Level::Refuted,
            (true, false, false) => Level::Contradicted,
            _ => Level::from_rank(rank),
        };
        let rows = configurations().map(|(index, bearing, of)| (index, told(bearing, of.status))).collect();
        Claim { level, cases: c, sources: q, voices: s, tested, remarks, rows }
    }

    /// Cases that are not part of one another and not told as not independent; unnamed ones count as one a source.
    fn independent_cases(&self, rows: &[&Row<'a>]) -> BTreeSet<&'a str> {
        let named: BTreeSet<&str> =
            rows.iter().flat_map(|row| row.evidence.cases.iter().map(|tag| self.case(&tag.is.id))).collect();
        // As many as can stand beside each other: a programme gives way to the projects that it is made of.
        let mut order: Vec<&str> = named.iter().copied().collect();
        order.sort_by_key(|case| (named.iter().filter(|other| self.is_kin(case, other)).count(), *case));
        let mut cases: BTreeSet<&str> = BTreeSet::new();
        for case in order {
            if !cases.iter().any(|other| self.is_kin(case, other)) {
                cases.insert(case);
            }
        }
        let collective = rows.iter().filter(|row| row.evidence.collective && row.evidence.cases.is_empty());
        cases.extend(collective.map(|row| self.study(&row.evidence.source.id)));
        cases
    }

    fn is_kin(&self, a: &'a str, b: &'a str) -> bool {
        self.kin.contains(&(a, b))
    }

    /// Which of these independent cases a case counts as; itself when it is kin to none.
    fn counted_as(&self, case: &'a str, cases: &BTreeSet<&'a str>) -> &'a str {
        cases.iter().copied().find(|other| *other == case || self.is_kin(case, other)).unwrap_or(case)
    }

    /// Sources that bring something of their own: one that only repeats a case which belongs to another source of
    /// the same claim does not count.
    fn independent_sources(&self, rows: &[&Row<'a>], cases: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        let mut tellers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut own: BTreeSet<&str> = BTreeSet::new();
        for row in rows {
            let study = self.study(&row.evidence.source.id);
            if row.evidence.cases.is_empty() {
                own.insert(study);
            }
            for tag in &row.evidence.cases {
                tellers.entry(self.counted_as(self.case(&tag.is.id), cases)).or_default().insert(study);
            }
        }
        for (case, studies) in tellers {
            let home = self.entry(case).and_then(|entry| entry.common.sources.first());
            let home = home.map(|citation| self.study(&citation.source.id)).filter(|study| studies.contains(study));
            own.extend(home.or_else(|| studies.first().copied()));
        }
        own
    }

    /// Whether some evidence against a claim comes from elsewhere than the evidence for it.
    fn independent_of(&self, against: &[&Row<'a>], cases: &BTreeSet<&'a str>, sources: &BTreeSet<&str>) -> bool {
        against.iter().any(|row| {
            if row.evidence.cases.is_empty() {
                row.evidence.collective || !sources.contains(self.study(&row.evidence.source.id))
            } else {
                let elsewhere = |case: &'a str| !cases.contains(self.counted_as(case, cases));
                row.evidence.cases.iter().any(|tag| elsewhere(self.case(&tag.is.id)))
            }
        })
    }
}

/// Kind of voice: experience, demand, delivery, policy, research, literature. A plan is no voice.
fn group(voice: Voice) -> Option<&'static str> {
    Some(match voice {
        Voice::Participant => "experience",
        Voice::Employer | Voice::Colleague | Voice::SectorBody => "demand",
        Voice::ProjectLeader | Voice::CaseManager | Voice::JobCoach | Voice::Trainer | Voice::CivilSociety => {
            "delivery"
        }
        Voice::Executive | Voice::PolicyAdviser => "policy",
        Voice::Researcher | Voice::Registry => "research",
        Voice::Literature => "literature",
        Voice::Plan => return None,
    })
}

/// The case that each case counts as: the largest one that it is part of.
fn roots<'a>(entries: &'a [Arc<Entry>], names: &HashMap<String, Thing>) -> HashMap<&'a str, &'a str> {
    let mut root: HashMap<&str, &str> = HashMap::new();
    for (entry, case) in cases(entries) {
        let whole = case.part_of.as_ref().map(|whole| whole.id.as_str()).filter(|id| is_case(entries, names, id));
        if let Some(whole) = whole
            && find(&root, whole) != entry.id
        {
            root.insert(&entry.id, whole);
        }
    }
    let all: Vec<&str> = root.keys().copied().collect();
    all.into_iter().map(|id| (id, find(&root, id))).collect()
}

/// Pairs of cases that are told as not independent of each other, both ways.
fn kin<'a>(
    entries: &'a [Arc<Entry>],
    names: &HashMap<String, Thing>,
    roots: &HashMap<&'a str, &'a str>,
) -> HashSet<(&'a str, &'a str)> {
    let root = |id: &'a str| roots.get(id).copied().unwrap_or(id);
    let pairs = cases(entries).flat_map(|(entry, case)| {
        let others = case.counts_with.iter().map(|other| other.id.as_str());
        others.filter(|other| is_case(entries, names, other)).map(|other| (root(&entry.id), root(other)))
    });
    pairs.flat_map(|(a, b)| [(a, b), (b, a)]).collect()
}

fn cases(entries: &[Arc<Entry>]) -> impl Iterator<Item = (&Arc<Entry>, &CaseStudy)> {
    entries.iter().filter_map(|entry| match &entry.data {
        Data::CaseStudy(case) => Some((entry, &**case)),
        _ => None,
    })
}

fn is_case(entries: &[Arc<Entry>], names: &HashMap<String, Thing>, id: &str) -> bool {
    matches!(names.get(id), Some(Thing::Entry(index)) if matches!(entries[*index].data, Data::CaseStudy(_)))
}

fn find<'a>(root: &HashMap<&'a str, &'a str>, id: &'a str) -> &'a str {
    let mut at = id;
    while let Some(next) = root.get(at) {
        at = next;
    }
    at
}

#[cfg(test)]
mod tests;

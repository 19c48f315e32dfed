//! A knowledge base of any number of pages, with the shape of the real one: a vocabulary of fixed size, cases and
//! lessons of some 600 words with about a dozen links and one or two configurations each.

use werkzaam::read::source::Sources;

use super::Chance;

const SITE: &str = r#"title = "Proefsite"
description = "Een kennisbank om mee te meten."
base_url = "https://kennisbank.example.nl"

[lists.themes]
een = "Thema een"
twee = "Thema twee"
drie = "Thema drie"

[lists.roles]
beleidsadviseur = "Beleidsadviseur"
projectleider = "Projectleider"

[lists.phases]
voortraject = "Voortraject"
nazorg = "Nazorg"

[lists.sectors]
bouw = "Bouw"
zorg = "Zorg"

[lists.context-groups]
geld = "Geld"

[lists.intervention-groups]
taal = "Taal"
"#;

const WORDS: [&str; 48] = [
    "de",
    "het",
    "een",
    "gemeente",
    "werkgever",
    "statushouder",
    "deelnemer",
    "leert",
    "vaktaal",
    "werkplek",
    "begeleiding",
    "coach",
    "vertrouwen",
    "traject",
    "opleiding",
    "in",
    "op",
    "met",
    "zonder",
    "budget",
    "regio",
    "partners",
    "afspraken",
    "vooraf",
    "later",
    "vaak",
    "soms",
    "daardoor",
    "en",
    "maar",
    "omdat",
    "wie",
    "helpt",
    "kent",
    "start",
    "uitval",
    "baan",
    "stage",
    "taalles",
    "leermeester",
    "contract",
    "proefplaatsing",
    "wethouder",
    "opdracht",
    "planning",
    "bouwvak",
    "groep",
    "ervaring",
];

/// How many pages of each vocabulary there are.
const CONTEXTS: usize = 45;
const INTERVENTIONS: usize = 35;
const MECHANISMS: usize = 28;
const OUTCOMES: usize = 35;
const AUDIENCES: usize = 14;
const SOURCES: usize = 5;
/// Pages that are there whatever the size.
pub const VOCABULARY: usize = CONTEXTS + INTERVENTIONS + MECHANISMS + OUTCOMES + AUDIENCES + SOURCES;

/// About `pages` pages of about `words` words.
pub fn sources(pages: usize, words: usize, seed: u64) -> Sources {
    Sources::from_texts(files(pages, words, seed))
}

/// The same as paths and texts.
pub fn files(pages: usize, words: usize, seed: u64) -> Vec<(String, String)> {
    let mut chance = Chance::new(seed);
    let mut files = vec![("site.toml".to_owned(), SITE.to_owned())];
    vocabulary(&mut files, &mut chance);
    let rest = pages.saturating_sub(VOCABULARY);
    let cases = (rest * 3 / 10).max(1);
    let lessons = rest - cases.min(rest);
    for number in 0..cases {
        let mut front = head("Casus", number, &mut chance);
        front.push_str(&format!(
            "status: completed\nperiod: {{from: {}, to: {}}}\nplaces: [Plaats {}]\nsectors: [bouw]\ndepth: full\n",
            2018 + number % 4,
            2022 + number % 4,
            number % 300
        ));
        front.push_str(&format!(
            "results:\n  - {{label: Naar werk, count: {}, of: 20, outcome: uitkomst-{}, date: 2024, source: bron-0, at: \"tabel 1\"}}\n",
            number % 20,
            number % OUTCOMES
        ));
        configurations(&mut front, "casus", number, Some(number), &mut chance);
        files.push((format!("casussen/casus-{number}.md"), page(&front, words, cases, lessons, &mut chance)));
    }
    for number in 0..lessons {
        let mut front = head("Les", number, &mut chance);
        front.push_str(&format!(
            "themes: [{}]\nroles: [beleidsadviseur]\nphases: [voortraject]\ncases: [casus-{}]\n",
            chance.pick(&["een", "twee", "drie"]),
            chance.below(cases)
        ));
        if number % 2 == 0 {
            configurations(&mut front, "les", number, None, &mut chance);
        }
        files.push((format!("lessen/les-{number}.md"), page(&front, words, cases, lessons, &mut chance)));
    }
    files
}

fn head(kind: &str, number: usize, chance: &mut Chance) -> String {
    format!(
        "---\ntitle: {kind} {number} over {} en {}\nsummary: Dit is {} nummer {number}.\nupdated: 2026-{:02}-{:02}\nsources:\n  - {{source: bron-{}, at: \"§ {}\"}}\n",
        chance.pick(&WORDS),
        chance.pick(&WORDS),
        kind.to_lowercase(),
        1 + number % 12,
        1 + number % 28,
        number % SOURCES,
        number % 9 + 1
    )
}

fn vocabulary(files: &mut Vec<(String, String)>, chance: &mut Chance) {
    let mut add = |folder: &str, id: String, fields: String, chance: &mut Chance| {
        let text = sentence(chance, 20);
        let front = format!(
            "---\ntitle: {} {}\nsummary: {text}\n{fields}---\n\n## Wat het is\n\n",
            id.replace('-', " "),
            chance.pick(&WORDS)
        );
        files.push((format!("{folder}/{id}.md"), front + &paragraph(chance, 80)));
    };
    for i in 0..CONTEXTS {
        let fields = "type: condition\nlevel: meso\ninfluence: partly\ngroup: geld\nphrases: {present: er geld is, absent: er geen geld is}\n";
        add("contextfactoren", format!("context-{i}"), fields.to_owned(), chance);
    }
    for i in 0..INTERVENTIONS {
        let fields = "group: taal\nphrases: {used: u taalles geeft, omitted: u geen taalles geeft}\n";
        add("instrumenten", format!("instrument-{i}"), fields.to_owned(), chance);
    }
    for i in 0..MECHANISMS {
        let fields =
            "levers: [supply]\nphrases: {fires: mensen durven, absent: mensen niet durven, reverses: mensen afhaken}\n";
        add("mechanismen", format!("mechanisme-{i}"), fields.to_owned(), chance);
    }
    for i in 0..OUTCOMES {
        let fields = "level: participant\nstage: final\nphrases: {occurs: vinden mensen werk, absent: vinden mensen geen werk}\n";
        add("uitkomsten", format!("uitkomst-{i}"), fields.to_owned(), chance);
    }
    for i in 0..AUDIENCES {
        add("doelgroepen", format!("doelgroep-{i}"), String::new(), chance);
    }
    for i in 0..SOURCES {
        add("bronnen", format!("bron-{i}"), format!("type: report\nissued: {}\n", 2020 + i), chance);
    }
}

fn configurations(front: &mut String, prefix: &str, number: usize, case: Option<usize>, chance: &mut Chance) {
    front.push_str("cmo:\n");
    for part in 0..1 + chance.below(2) {
        let cases = case.map_or(String::new(), |case| format!("        cases: [casus-{case}]\n"));
        front.push_str(&format!(
            "  - id: {prefix}-{number}-cmo-{part}\n    context: [context-{}, {{is: context-{}, state: absent}}]\n    intervention: [instrument-{}]\n    mechanism: [{{is: mechanisme-{}, basis: derived}}]\n    outcome: [uitkomst-{}]\n    audience: [doelgroep-{}]\n    effect: {}\n    status: {}\n    because: Omdat {}\n    evidence:\n      - source: bron-{}\n        at: \"h. {}\"\n        voices: [{}]\n{cases}",
            chance.below(CONTEXTS / 2),
            CONTEXTS / 2 + chance.below(CONTEXTS / 2),
            chance.below(INTERVENTIONS),
            chance.below(MECHANISMS),
            chance.below(OUTCOMES),
            chance.below(AUDIENCES),
            chance.pick(&["works", "works", "mixed", "fails"]),
            chance.pick(&["observed", "observed", "assumed", "tested"]),
            sentence(chance, 12),
            chance.below(SOURCES),
            1 + chance.below(6),
            chance.pick(&["project-leader", "employer", "researcher", "participant"]),
        ));
    }
}

fn page(front: &str, words: usize, cases: usize, lessons: usize, chance: &mut Chance) -> String {
    let mut text = format!("{front}---\n");
    let paragraphs = (words / 75).max(1);
    for number in 0..paragraphs {
        if number % 2 == 0 {
            text.push_str(&format!("\n## Deel {}\n", number / 2 + 1));
        }
        text.push('\n');
        text.push_str(&paragraph(chance, 70));
        let link = match chance.below(4) {
            0 => format!("casus-{}", chance.below(cases)),
            1 if lessons > 0 => format!("les-{}", chance.below(lessons)),
            2 => format!("mechanisme-{}", chance.below(MECHANISMS)),
            _ => format!("instrument-{}", chance.below(INTERVENTIONS)),
        };
        text.push_str(&format!(" Zie ook [[{link}]] en [[context-{}|de omstandigheid]].\n", chance.below(CONTEXTS)));
    }
    text.push_str("\n| Onderdeel | Aantal |\n|---|---:|\n| Start | 20 |\n| Werk | 12 |\n");
    text
}

fn sentence(chance: &mut Chance, words: usize) -> String {
    let mut text: Vec<String> = (0..words).map(|_| (*chance.pick(&WORDS)).to_owned()).collect();
    // Compounds make the vocabulary as wide as that of real Dutch prose.
    text.push(format!("{}{}", chance.pick(&WORDS), chance.pick(&WORDS)));
    let joined = text.join(" ");
    let mut letters = joined.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn paragraph(chance: &mut Chance, words: usize) -> String {
    (0..words / 14).map(|_| sentence(chance, 13)).collect::<Vec<_>>().join(" ")
}

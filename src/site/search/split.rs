//! Compounds in parts, by the site's own words: `vaktaaltraining` → `vaktaal`, `vak`, `taal`, `training`. A part is a
//! word that stands somewhere by itself, in any of its forms; no dictionary is needed, and the larger the site, the
//! better it knows. Knows no pages.

use super::key::key;
use crate::locale::Language;

/// Shortest part, but for the few in [`SHORT`].
const PART: usize = 4;
/// Shortest word that is looked into.
const COMPOUND: usize = 7;
/// Longest word that is looked into: what is longer is no word.
const LONGEST: usize = 48;
/// Short words that do stand in compounds.
const SHORT: [&str; 8] = ["vak", "wet", "les", "rol", "dag", "job", "mbo", "hbo"];
/// What may stand between two parts.
const LINKS: [&str; 4] = ["", "s", "en", "e"];
/// Words that may open a compound and are no word to search by.
const OPENINGS: [&str; 5] = ["voor", "door", "mede", "tegen", "over"];
/// Endings and small words that look like parts and are none.
const NEVER: [&str; 66] = [
    "achtig", "alle", "atie", "baar", "bare", "beter", "best", "daar", "deel", "delen", "dien", "eind", "elijk",
    "ende", "ering", "even", "gang", "gave", "gelijk", "ging", "haal", "heid", "hoog", "houd", "ische", "isch", "keer",
    "kelijk", "klaar", "komen", "lang", "lijk", "lijke", "lijken", "laat", "loos", "loze", "maal", "maar", "meer",
    "midden", "naar", "neer", "nemen", "nemer", "niet", "onder", "rijk", "rijke", "samen", "schap", "stand", "staan",
    "stel", "stellen", "ster", "terug", "vast", "veel", "vorm", "vormen", "weer", "wijs", "wijze", "zaam", "zelf",
];

/// The parts that a word is found by, the larger ones with their own parts; none when it is no compound. `known` says
/// whether a key is that of a word that stands by itself.
pub fn parts(word: &str, language: Language, known: &impl Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if language == Language::Nl && word.len() <= LONGEST && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        collect(word, language, known, &mut found);
    }
    found
}

fn collect(word: &str, language: Language, known: &impl Fn(&str) -> bool, found: &mut Vec<String>) {
    for part in segments(word, language, known) {
        if !found.iter().any(|other| other == part) {
            found.push(part.to_owned());
            collect(part, language, known, found);
        }
    }
}

/// Whether a word may be a part at all.
fn may_be_part(part: &str) -> bool {
    (part.len() >= PART || SHORT.contains(&part)) && !NEVER.contains(&part) && !OPENINGS.contains(&part)
}

/// The fewest parts that the word consists of; among as few, those of which the first is longest.
fn segments<'w>(word: &'w str, language: Language, known: &impl Fn(&str) -> bool) -> Vec<&'w str> {
    let n = word.len();
    if n < COMPOUND {
        return Vec::new();
    }
    // Per place: how many parts there are from there on, where the first ends and where the next begins.
    let mut best: Vec<Option<(usize, usize, usize)>> = vec![None; n + 1];
    best[n] = Some((0, n, n));
    for from in (0..n).rev() {
        for to in (from + 3..=n).rev().filter(|to| to - from < n) {
            let part = &word[from..to];
            let rest = LINKS.iter().filter(|link| word[to..].starts_with(**link) && (link.is_empty() || to < n));
            let rest = rest.map(|link| to + link.len()).filter_map(|next| Some((best[next]?.0, next)));
            // A link at the very end would be an ending, which the key has dealt with.
            let Some((count, next)) = rest.filter(|(count, next)| *count > 0 || *next == to).min_by_key(|(n, _)| *n)
            else {
                continue;
            };
            if best[from].is_none_or(|(fewest, ..)| count + 1 < fewest)
                && may_be_part(part)
                && known(&key(part, language))
            {
                best[from] = Some((count + 1, to, next));
            }
        }
    }
    let mut at = 0;
    if best[0].is_none() {
        let opening = OPENINGS.iter().find(|opening| word.starts_with(**opening) && n - opening.len() > 5);
        let Some(opening) = opening else { return Vec::new() };
        at = opening.len();
        // What follows such an opening may be one word, or be a compound itself.
        let rest = &word[at..];
        if may_be_part(rest) && known(&key(rest, language)) {
            return vec![rest];
        }
    }
    let mut segments = Vec::new();
    while let Some((count, to, next)) = best[at].filter(|(count, ..)| *count > 0) {
        segments.push(&word[at..to]);
        at = next;
        if count == 1 {
            break;
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn compounds_fall_apart_into_words_that_stand_by_themselves() {
        let words = "vak taal training vaktaal werk werken ervaring werkervaring plaatsen proces regie energie transitie \
            status houders leer traject arbeid markt arbeidsmarkt regio begeleiding kosten subsidie gemeente bestuur \
            bestuurders school les klant manager partners inburgering achtergrond grond wegen best schakel voor";
        let known: HashSet<String> =
            words.split_whitespace().map(|word| key(word, Language::Nl).into_owned()).collect();
        let check = |word: &str, expected: &[&str]| {
            assert_eq!(parts(word, Language::Nl, &|key| known.contains(key)), expected, "{word}");
        };
        check("vaktaaltraining", &["vaktaal", "vak", "taal", "training"]);
        check("werkervaringsplaats", &["werkervarings", "werk", "ervarings", "plaats"]);
        check("procesregie", &["proces", "regie"]);
        check("energietransitie", &["energie", "transitie"]);
        check("statushouders", &["status", "houders"]);
        check("arbeidsmarktregio", &["arbeidsmarkt", "arbeid", "markt", "regio"]);
        check("inburgeringstraject", &["inburgerings", "traject"]);
        check("gemeentebestuurders", &["gemeente", "bestuurders"]);
        check("taalles", &["taal", "les"]);
        check("voortraject", &["traject"]);
        check("voorschakeltraject", &["schakel", "traject"]);
        // No word of the site, an ending, a word that is too short, a number.
        check("werkgever", &[]);
        check("gemeentelijke", &[]);
        check("school", &[]);
        check("les2021", &[]);
        check("loonkostensubsidie", &[]);
    }
}

//! Compounds in parts, by the site's own words: `vaktaaltraining` → `vaktaal`, `vak`, `taal`, `training`. A part is a
//! word that stands somewhere by itself, in any of its forms; no dictionary is needed, and the larger the site, the
//! better it knows. Knows no pages.

use std::collections::{HashMap, HashSet};

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

/// The keys of words that stand by themselves.
#[derive(Debug, Default)]
pub struct Known {
    keys: HashSet<Box<str>>,
    /// How many of them begin with these letters: most places in a word are no beginning of any.
    starts: HashMap<[u8; 4], u32>,
}

impl Known {
    /// Adds a key.
    pub fn learn(&mut self, key: &str) {
        if self.keys.insert(key.into())
            && let Some(start) = key.as_bytes().first_chunk()
        {
            *self.starts.entry(*start).or_default() += 1;
        }
    }

    /// Takes a key out.
    pub fn forget(&mut self, key: &str) {
        if self.keys.remove(key)
            && let Some(start) = key.as_bytes().first_chunk()
            && let Some(count) = self.starts.get_mut(start)
        {
            *count -= 1;
            if *count == 0 {
                self.starts.remove(start);
            }
        }
    }

    fn is_word(&self, part: &str, language: Language) -> bool {
        self.keys.contains(&*key(part, language))
    }

    fn begins(&self, rest: &str) -> bool {
        rest.as_bytes().first_chunk().is_some_and(|start| self.starts.contains_key(start))
    }
}

/// From this length on the first four letters of a word are those of its key.
const SURE: usize = 7;

/// The parts that a word is found by, the larger ones with their own parts; none when it is no compound.
pub fn parts(word: &str, language: Language, known: &Known) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if language == Language::Nl && word.len() <= LONGEST && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        collect(word, language, known, &mut found);
    }
    found
}

fn collect(word: &str, language: Language, known: &Known, found: &mut Vec<String>) {
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
fn segments<'w>(word: &'w str, language: Language, known: &Known) -> Vec<&'w str> {
    let n = word.len();
    if n < COMPOUND {
        return Vec::new();
    }
    // Per place: how many parts there are from there on, where the first ends and where the next begins.
    let mut best: Vec<Option<(usize, usize, usize)>> = vec![None; n + 1];
    best[n] = Some((0, n, n));
    for from in (0..n).rev() {
        let longest = if known.begins(&word[from..]) { n } else { n.min(from + SURE - 1) };
        for to in (from + 3..=longest).rev().filter(|to| to - from < n) {
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
                && known.is_word(part, language)
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
        if may_be_part(rest) && known.is_word(rest, language) {
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

    #[test]
    fn compounds_fall_apart_into_words_that_stand_by_themselves() {
        let words = "vak taal training vaktaal werk werken ervaring werkervaring plaatsen proces regie energie transitie \
            status houders leer traject arbeid markt arbeidsmarkt regio begeleiding kosten subsidie gemeente bestuur \
            bestuurders school les klant manager partners inburgering achtergrond grond wegen best schakel voor";
        let mut known = Known::default();
        words.split_whitespace().for_each(|word| known.learn(&key(word, Language::Nl)));
        fn check(word: &str, expected: &[&str], known: &Known) {
            assert_eq!(parts(word, Language::Nl, known), expected, "{word}");
        }
        check("vaktaaltraining", &["vaktaal", "vak", "taal", "training"], &known);
        check("werkervaringsplaats", &["werkervarings", "werk", "ervarings", "plaats"], &known);
        check("procesregie", &["proces", "regie"], &known);
        check("energietransitie", &["energie", "transitie"], &known);
        check("statushouders", &["status", "houders"], &known);
        check("arbeidsmarktregio", &["arbeidsmarkt", "arbeid", "markt", "regio"], &known);
        check("inburgeringstraject", &["inburgerings", "traject"], &known);
        check("gemeentebestuurders", &["gemeente", "bestuurders"], &known);
        check("taalles", &["taal", "les"], &known);
        check("voortraject", &["traject"], &known);
        check("voorschakeltraject", &["schakel", "traject"], &known);
        // No word of the site, an ending, a word that is too short, a number.
        check("werkgever", &[], &known);
        check("gemeentelijke", &[], &known);
        check("school", &[], &known);
        check("les2021", &[], &known);
        check("loonkostensubsidie", &[], &known);
        known.learn("loonkost");
        check("loonkostensubsidie", &["loonkosten", "subsidie"], &known);
        known.forget("loonkost");
        check("loonkostensubsidie", &[], &known);
    }
}

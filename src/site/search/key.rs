//! The light key: a handful of rules that give the forms of a word one key (`kansen`, `kans`; `talen`, `taal`). The
//! browser has the same rules (`key` in `themes/default/assets/search.js`); a test compares the two over the whole
//! vocabulary of the shipped site. What the rules miss, the stemmer mends when the index is made. Knows no index.

use std::borrow::Cow;

use pagefind_stem::{Algorithm, Stemmer};

use crate::locale::Language;

/// The key of a folded word.
pub fn key(word: &str, language: Language) -> Cow<'_, str> {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    match language {
        Language::Nl => Cow::Owned(dutch(word)),
        Language::En => english(word),
    }
}

/// Kraaij-Pohlmann, which Snowball calls `dutch` since version 3; for English Porter's second.
pub fn stem(word: &str, language: Language) -> String {
    let algorithm = match language {
        Language::Nl => Algorithm::Dutch,
        Language::En => Algorithm::English,
    };
    Stemmer::create(algorithm).stem(word).into_owned()
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

fn dutch(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("heden").filter(|stem| stem.len() > 1) {
        return format!("{stem}heid");
    }
    let mut w = plural_s(word);
    let bare = w.len();
    if bare > 4 {
        if let Some(stem) = w.strip_suffix("en").filter(|stem| stands(stem) || is_whole(stem)) {
            w = plural_s(stem);
        } else if let Some(stem) = w.strip_suffix('e').filter(|stem| stands(stem)) {
            w = stem;
        }
    }
    let mut letters = w.as_bytes().to_vec();
    if letters.len() < bare {
        close(&mut letters);
    }
    one_vowel(&mut letters);
    String::from_utf8(letters).unwrap_or_default()
}

/// `werkgevers` → `werkgever`, `collegas` → `collega`; not `kans`, `proces`, `taalles`.
fn plural_s(word: &str) -> &str {
    const PLURALS: [&str; 19] = [
        "els", "ems", "ers", "aars", "oors", "ies", "tes", "des", "jes", "ges", "as", "os", "ams", "obs", "ings",
        "ees", "ums", "ons", "chs",
    ];
    if word.len() < 5 {
        return word;
    }
    if word.ends_with("ches") {
        return &word[..word.len() - 2];
    }
    let singular = &word[..word.len() - 1];
    if PLURALS.iter().any(|ending| word.ends_with(ending)) || word.len() > 6 && word.ends_with("ens") {
        singular
    } else {
        word
    }
}

/// Long enough and ends in a consonant: what stood after it was an ending, as it was not in `steen` or `groen`.
fn stands(stem: &str) -> bool {
    stem.len() > 2 && !stem.ends_with(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// `idee` before `en`, `industrie` before `en`.
fn is_whole(stem: &str) -> bool {
    stem.len() > 2 && (stem.ends_with("ee") || stem.ends_with("ie"))
}

/// Spells what was left as a word of its own: `kanss` → `kans`, `huiz` → `huis`, `briev` → `brief`, `tal` → `taal`.
fn close(letters: &mut Vec<u8>) {
    let n = letters.len();
    let [.., before, last] = letters[..] else { return };
    if before == last && !is_vowel(last) {
        letters.pop();
        return;
    }
    match last {
        b'v' => letters[n - 1] = b'f',
        b'z' => letters[n - 1] = b's',
        _ => {}
    }
    // An open syllable closes, so its vowel doubles; not one that is part of `oe`, `ie`, `eu`.
    let open = matches!(before, b'a' | b'e' | b'o' | b'u') && !is_vowel(last) && !matches!(last, b'w' | b'x' | b'j');
    if open && n > 2 && !is_vowel(letters[n - 3]) {
        letters.insert(n - 1, before);
    }
}

/// Longer words lose the double vowel of a last syllable that may be toneless: `onderdeel`, `maatregeel` and `kantoor`
/// then meet `onderdelen`, `maatregel` and `kantoren`.
fn one_vowel(letters: &mut Vec<u8>) {
    let n = letters.len();
    let [.., a, b, last] = letters[..] else { return };
    let toneless = a == b && (a == b'e' && matches!(last, b'l' | b'm' | b'n' | b'r') || a == b'o' && last == b'r');
    if toneless && letters[..n - 3].iter().any(|byte| is_vowel(*byte)) {
        letters.remove(n - 2);
    }
}

fn english(word: &str) -> Cow<'_, str> {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Cow::Owned(format!("{stem}y"));
    }
    let plural = word.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    Cow::Borrowed(if plural { &word[..word.len() - 1] } else { word })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_key() {
        let check = |forms: &[&str]| {
            let keys: Vec<_> = forms.iter().map(|form| key(form, Language::Nl)).collect();
            assert!(keys.iter().all(|key| *key == keys[0]), "{forms:?} → {keys:?}");
        };
        check(&["kans", "kansen"]);
        check(&["taal", "talen"]);
        check(&["proces", "processen"]);
        check(&["gemeente", "gemeenten", "gemeentes"]);
        check(&["statushouder", "statushouders"]);
        check(&["mogelijkheid", "mogelijkheden"]);
        check(&["werkervaringsplaats", "werkervaringsplaatsen"]);
        check(&["vaktaaltraining", "vaktaaltrainingen"]);
        check(&["onderdeel", "onderdelen"]);
        check(&["maatregel", "maatregelen"]);
        check(&["kantoor", "kantoren"]);
        check(&["factor", "factoren"]);
        check(&["kandidaat", "kandidaten"]);
        check(&["huis", "huizen"]);
        check(&["brief", "brieven"]);
        check(&["bedrijf", "bedrijven"]);
        check(&["plek", "plekken"]);
        check(&["collega", "collegas"]);
        check(&["jobcoach", "jobcoaches"]);
        check(&["school", "scholen"]);
        check(&["boek", "boeken"]);
        check(&["wijk", "wijken"]);
        check(&["maatje", "maatjes"]);
        check(&["idee", "ideeen"]);
        check(&["industrie", "industrieen", "industries"]);
        check(&["groot", "grote"]);
        check(&["bouwsteen", "bouwstenen"]);
    }

    #[test]
    fn other_words_have_another() {
        let check = |one: &str, other: &str| assert_ne!(key(one, Language::Nl), key(other, Language::Nl));
        check("taal", "tallen");
        check("les", "lezen");
        check("taal", "taalles");
        check("baan", "bannen");
        check("plaats", "plaat");
        check("2021", "2022");
    }

    #[test]
    fn english_has_its_own_rules() {
        let check = |one: &str, other: &str| assert_eq!(key(one, Language::En), key(other, Language::En));
        check("policy", "policies");
        check("employer", "employers");
    }
}

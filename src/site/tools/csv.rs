//! Tables as files that spreadsheets open: RFC 4180, with the separator of the language and the mark by which they
//! know UTF-8. The scripts of the tools write the same (`Tools.csv` in themes/default/assets/tools.js). Knows no tool.

use crate::locale::Words;

/// Rows as the bytes of a file. No cell becomes a formula.
pub(super) fn file(rows: &[Vec<String>], words: Words) -> Vec<u8> {
    let separator = words.get("tools.separator");
    let mut text = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        text.push_str(&cells.join(separator));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if text.contains(['"', ',', ';', '\n', '\r']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn cells_are_quoted_where_they_must_and_never_become_formulas() {
        let check = |text: &str, expected: &str| {
            for (language, separator) in [(Language::Nl, ';'), (Language::En, ',')] {
                let rows = [vec!["a".to_owned(), text.to_owned()]];
                let expected = format!("\u{feff}a{separator}{expected}\r\n");
                assert_eq!(String::from_utf8_lossy(&file(&rows, language.words())), expected, "{text}");
            }
        };
        check("", "");
        check("12", "12");
        check("één", "één");
        check("a;b", "\"a;b\"");
        check("a,b", "\"a,b\"");
        check("zeg \"a\"", "\"zeg \"\"a\"\"\"");
        check("=1+1", "'=1+1");
        check("-a,b", "\"'-a,b\"");
        check("een\ntwee", "\"een\ntwee\"");
    }
}

//! A municipality's design tokens, cut down to those that our style sheet reads. Knows of CSS how custom properties
//! are declared and read, and nothing else: whatever is no such declaration stays out.

use std::collections::{BTreeMap, BTreeSet};

/// The custom properties of a token file that a style sheet reads, by itself or through one another, as one rule for
/// the root; none when there is none. A later declaration wins, as in CSS.
pub(super) fn trimmed(tokens: &str, css: &str) -> Option<String> {
    let declared: BTreeMap<&str, &str> = declarations(tokens).into_iter().collect();
    let mut wanted: Vec<&str> = read_by(css);
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if let Some((name, value)) = declared.get_key_value(name)
            && kept.insert(name)
        {
            wanted.extend(read_by(value));
        }
    }
    let lines: Vec<String> = kept.iter().map(|name| format!("{name}:{}", declared[name])).collect();
    (!lines.is_empty()).then(|| format!(":root{{{}}}", lines.join(";")))
}

/// The custom properties that a piece of CSS reads with `var()`.
fn read_by(css: &str) -> Vec<&str> {
    css.match_indices("var(").filter_map(|(at, open)| name_at(css[at + open.len()..].trim_start())).collect()
}

/// The name of a custom property at the start of a text.
fn name_at(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
    text.get(..end).filter(|name| name.len() > 2 && name.starts_with("--"))
}

/// What surrounds a declaration.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// A rule that holds always, or a layer of such rules.
    Plain,
    /// A rule for some cases only: a media query, a dark variant, a font.
    Special,
}

/// Every custom property that the file declares for all cases, in its order.
fn declarations(tokens: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut blocks: Vec<Block> = Vec::new();
    let mut start = 0;
    let mut scanner = Scanner { text: tokens, at: 0 };
    while let Some((at, end)) = scanner.next_end() {
        let part = tokens.get(start..at).unwrap_or_default();
        match end {
            '{' => blocks.push(block(part)),
            _ => {
                if !blocks.is_empty() && blocks.iter().all(|block| *block == Block::Plain) {
                    found.extend(declaration(part));
                }
                if end == '}' {
                    blocks.pop();
                }
            }
        }
        start = at + 1;
    }
    found
}

/// What a block is, by what stands before it.
fn block(prelude: &str) -> Block {
    let prelude = without_comments(prelude).to_ascii_lowercase();
    let at_rule = prelude.starts_with('@') && !prelude.starts_with("@layer");
    if at_rule || prelude.contains("dark") { Block::Special } else { Block::Plain }
}

/// Name and value, if this is a custom property with a value that may be published: one that fetches nothing.
fn declaration(part: &str) -> Option<(&str, &str)> {
    let (name, value) = without_comments(part).split_once(':')?;
    let name = name_at(name.trim_end()).filter(|found| *found == name.trim_end())?;
    let value = without_comments(value);
    let lower = value.to_ascii_lowercase();
    let fetches = ["url(", "image-set(", "src("].iter().any(|function| lower.contains(function));
    (!value.is_empty() && !fetches && !value.contains(['{', '}', '<', '\\']) && !value.contains("/*"))
        .then_some((name, value))
}

/// A text without the comments and the space at both its ends.
fn without_comments(text: &str) -> &str {
    let mut text = text.trim();
    while let Some((_, after)) = text.strip_prefix("/*").and_then(|rest| rest.split_once("*/")) {
        text = after.trim_start();
    }
    while let Some(at) = text.strip_suffix("*/").and_then(|rest| rest.rfind("/*")) {
        text = text[..at].trim_end();
    }
    text
}

/// Finds where declarations and blocks end, past comments, strings and parentheses.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    /// The next `{`, `}` or `;`, with its place.
    fn next_end(&mut self) -> Option<(usize, char)> {
        let mut depth = 0_usize;
        while let Some(c) = self.text[self.at..].chars().next() {
            let here = self.at;
            let rest = &self.text[here..];
            self.at += match c {
                '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
                '"' | '\'' => super::style::string_length(rest, c),
                _ => c.len_utf8(),
            };
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                '{' | '}' | ';' if depth == 0 => return Some((here, c)),
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str = "a{color:var(--nl-link-color,var( --utrecht-link-color , #00568b))}";

    #[track_caller]
    fn check(tokens: &str, expected: &str) {
        assert_eq!(trimmed(tokens, CSS).unwrap_or_default(), expected, "{tokens}");
    }

    #[test]
    fn what_the_style_sheet_reads_stays_and_the_rest_goes() {
        check(".x-theme { --nl-link-color: #123456; --nl-heading-color: red; }", ":root{--nl-link-color:#123456}");
        check(":root{--utrecht-link-color:navy}", ":root{--utrecht-link-color:navy}");
        check(":root { --other: red }", "");
        check("", "");
    }

    #[test]
    fn a_token_brings_the_tokens_that_it_reads() {
        check(
            ":root { --nl-link-color: var(--b, var(--c)); --b: var(--d); --d: teal; --e: red }",
            ":root{--b:var(--d);--d:teal;--nl-link-color:var(--b, var(--c))}",
        );
        check(
            ":root { --nl-link-color: var(--b); --b: var(--nl-link-color) }",
            ":root{--b:var(--nl-link-color);--nl-link-color:var(--b)}",
        );
    }

    #[test]
    fn only_declarations_that_always_hold_count() {
        let base = ":root { --nl-link-color: navy }";
        for special in [
            "@media (prefers-color-scheme: dark) { :root { --nl-link-color: white } }",
            ".x-theme--dark { --nl-link-color: white }",
            "@font-face { --nl-link-color: white; src: url(x.woff2) }",
            "/* :root { --nl-link-color: white } */",
            "--nl-link-color: white;",
        ] {
            check(&format!("{base}\n{special}"), ":root{--nl-link-color:navy}");
            check(&format!("{special}\n{base}"), ":root{--nl-link-color:navy}");
        }
        check("@layer tokens { .x { --nl-link-color: navy } }", ":root{--nl-link-color:navy}");
        check(&format!("{base} .x-theme {{ --nl-link-color: teal }}"), ":root{--nl-link-color:teal}");
    }

    #[test]
    fn nothing_that_fetches_or_breaks_out_is_published() {
        for value in ["url(https://example.nl/x)", "URL('x')", "image-set('x' 1x)", "", "a\\66 b", "</style>"] {
            check(&format!(":root {{ --nl-link-color: {value}; }}"), "");
        }
        check("@import url(x.css); :root { color: red; --nl-link-color: navy; }", ":root{--nl-link-color:navy}");
    }

    #[test]
    fn comments_strings_and_parentheses_do_not_confuse() {
        check(":root { /* a; } */ --nl-link-color /* b */ : /* c */ navy; /* d */ }", "");
        check(":root { /* a; } */ --nl-link-color: navy; /* [code-only] */ }", ":root{--nl-link-color:navy}");
        check(":root { --nl-link-color: 'a;b)' }", ":root{--nl-link-color:'a;b)'}");
        check(":root { --a: 'b}'; --nl-link-color: rgb(0 0 0 / 50%) }", ":root{--nl-link-color:rgb(0 0 0 / 50%)}");
        check(":root { --nl-link-color: navy", "");
    }
}

//! What becomes of Markdown. Every document `tests/markdown/<name>.md` has its HTML beside it (`<name>.html`) and what
//! was found in it (`<name>.txt`). `UPDATE=1 cargo test --test markdown` writes both anew; the difference is for you to
//! judge. The properties below hold for every text, also for one that no author would write.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, clippy::disallowed_macros)]

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use werkzaam::diagnostic::{FileReport, Report};
use werkzaam::locale::Language;
use werkzaam::read::markdown::{self, Body, MAX_DEPTH, Target};
use werkzaam::read::source::{Source, Span};
use werkzaam::site::html::{self, Href, Resolve};

/// A site in which every link leads somewhere.
struct Everything<'a>(&'a Body);

impl Resolve for Everything<'_> {
    fn link(&self, index: usize) -> Href {
        let anchor = |heading: &Option<String>| heading.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
        match &self.0.links[index].target {
            Target::Wiki { name, heading } => Href {
                href: format!("../casussen/{name}/{}", anchor(heading)),
                title: Some(format!("Titel van {name}")),
                inside: Some(format!("titel van {name}")),
                external: false,
                kind: Some("case".to_owned()),
            },
            Target::Path { path, heading } => Href { href: format!("../{path}{}", anchor(heading)), ..Href::default() },
            Target::Heading(id) => Href { href: format!("#{id}"), ..Href::default() },
            Target::External(url) => Href { href: url.clone(), external: true, ..Href::default() },
        }
    }

    fn image(&self, index: usize) -> Option<String> {
        let path = &self.0.images[index].path;
        (!path.starts_with("http")).then(|| format!("../{path}"))
    }
}

fn parse(text: &str, start: usize) -> (Body, Report) {
    let mut report = FileReport::new("a.md".into());
    let body = markdown::parse(text, start, &mut report);
    (body, report.report)
}

fn to_html(body: &Body) -> String {
    html::body(body, &Everything(body), Language::Nl.words()).as_str().to_owned()
}

// Documents

#[test]
fn documents_become_what_stands_beside_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/markdown");
    let mut documents: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    documents.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    documents.sort();
    assert!(!documents.is_empty());
    let mut wrong = Vec::new();
    for path in documents {
        let text = fs::read_to_string(&path).unwrap();
        let start = if text.starts_with("---\n") { text.find("\n---\n").map_or(0, |at| at + 5) } else { 0 };
        let (body, report) = parse(&text, start);
        let html = to_html(&body);
        check_html(&html);
        wrong.extend(differs(&path.with_extension("html"), &html));
        wrong.extend(differs(&path.with_extension("txt"), &summary(&text, &body, report)));
    }
    assert!(wrong.is_empty(), "{}\nJudge it, then: UPDATE=1 cargo test --test markdown", wrong.join("\n"));
}

fn differs(path: &Path, found: &str) -> Option<String> {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, found).unwrap();
        return None;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == found {
        return None;
    }
    let line = expected.lines().zip(found.lines()).take_while(|(a, b)| a == b).count();
    let at = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
    Some(format!("{}:{}\n  expected {}\n  found    {}", path.display(), line + 1, at(&expected), at(found)))
}

/// Findings, headings, links and pictures, one a line.
fn summary(text: &str, body: &Body, report: Report) -> String {
    let source = Source::new("a.md", text);
    let place = |span: Span| {
        let (line, column) = source.line_column(span.start);
        format!("{line}:{column} {:?}", &text[span.start as usize..span.end as usize])
    };
    let mut out = String::new();
    for finding in report.sorted() {
        write!(out, "{} {}", finding.code.number(), place(finding.place.span)).unwrap();
        finding.args.iter().for_each(|(name, value)| write!(out, " {name}={value}").unwrap());
        finding.related.iter().for_each(|(label, at)| write!(out, " {label}={}", place(at.span)).unwrap());
        finding.suggestions.iter().for_each(|word| write!(out, " suggests={word}").unwrap());
        out.push('\n');
    }
    for heading in &body.headings {
        writeln!(out, "h{} #{} {}", heading.level, heading.id, heading.text).unwrap();
    }
    for link in &body.links {
        writeln!(out, "{:?}\n  label    {}\n  sentence {}", link.target, link.label, link.sentence).unwrap();
    }
    for image in &body.images {
        writeln!(out, "Image {} {:?}", image.path, image.alt).unwrap();
    }
    out
}

// Properties

const VOID: [&str; 3] = ["br", "hr", "img"];
#[rustfmt::skip]
const BLOCKS: [&str; 22] = [
    "aside", "blockquote", "dd", "div", "dl", "dt", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "section",
    "table", "tbody", "td", "th", "thead", "tr",
];
const WORDS_ONLY: [&str; 11] = ["a", "dt", "h2", "h3", "h4", "h5", "h6", "p", "pre", "td", "th"];
const INLINES: [&str; 7] = ["a", "code", "em", "s", "strong", "sup", "ul"];
#[rustfmt::skip]
const ATTRIBUTES: [&str; 15] = [
    "alt", "aria-label", "class", "data-kind", "decoding", "href", "id", "loading", "rel", "role", "scope", "src",
    "start", "tabindex", "title",
];

/// Only elements and attributes that we mean to write; every element closed in its turn; no block in a paragraph, no
/// link in a link; every id once; no address that runs code.
fn check_html(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut ids = HashSet::new();
    let mut parts = html.split('<');
    assert!(parts.next().is_some_and(|text| !text.contains('>')), "{html}");
    for part in parts {
        let (tag, text) = part.split_once('>').expect("a tag ends");
        assert!(!text.contains(['>', '"']), "{text}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
            continue;
        }
        let (name, mut rest) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
        let block = BLOCKS.contains(&name) || name == "ul";
        assert!(block || INLINES.contains(&name) || VOID.contains(&name), "<{name}>");
        let words_only = open.iter().any(|outer| WORDS_ONLY.contains(outer));
        assert!(!block || !words_only, "<{name}> in {open:?}");
        assert!(name != "a" || !open.contains(&"a"), "{html}");
        while !rest.is_empty() {
            let (attribute, after) = rest.trim_start().split_once("=\"").expect("a quoted value");
            let (value, after) = after.split_once('"').expect("a closing quote");
            assert!(ATTRIBUTES.contains(&attribute), "{attribute} in <{tag}>");
            assert!(attribute != "id" || ids.insert(value), "{value} twice");
            if matches!(attribute, "href" | "src") {
                let address: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
                let scheme = address.find([':', '/', '?', '#']).filter(|&at| address[at..].starts_with(':'));
                assert!(scheme.is_none_or(|at| matches!(&address[..at], "http" | "https")), "{address}");
            }
            rest = after;
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} left open in {html}");
}

/// Whatever the text is: spans that can be shown, HTML that is safe, and the same again the second time.
fn check_any(markdown: &str) {
    let front = "---\ntitle: é\n---\n";
    let text = format!("{front}{markdown}");
    let (body, report) = parse(&text, front.len());
    let findings = report.iter().flat_map(|d| std::iter::once(&d.place).chain(d.related.iter().map(|(_, at)| at)));
    let mut spans: Vec<Span> = findings.map(|place| place.span).collect();
    spans.extend(body.headings.iter().map(|heading| heading.span));
    spans.extend(body.links.iter().map(|link| link.span));
    spans.extend(body.images.iter().map(|image| image.span));
    let borders = body.text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
    spans.extend(borders.windows(2).step_by(7).map(|pair| body.place(pair[0]..pair[1])));
    for span in spans {
        assert!(span.start as usize >= front.len(), "{span:?}");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
    }
    for link in &body.links {
        assert!(link.sentence.chars().count() <= 300, "{}", link.sentence);
    }
    assert!(body.headings.iter().all(|heading| (2..=6).contains(&heading.level)));
    check_html(&to_html(&body));
    assert_eq!((body, report), parse(&text, front.len()));
}

#[rustfmt::skip]
const PIECES: [&str; 60] = [
    "a", "Één. ", " ", "  ", "\n", "\n\n", "\r\n", "    ", "\t", "*", "**", "_", "~~", "`", "```\n", "~~~ x\n", "[", "]",
    "[[", "]]", "![", "![[", "](", ")", "|", "\\|", "\\", "| a | b |\n|:-|-:|\n", "|", "# ", "## ", "### A\n", " {#id}",
    "- ", "1. ", "7) ", "> ", "> [!NOTE]\n", "> [!FOO]\n", ": ", "[^1]", "[^1]: ", "[^a]", "[^a]: ", "[r]: /x\n", "[r]",
    "<", ">", "<b>", "</b>", "<!--", "-->", "<script>", "<https://x.nl>", "<a@b.nl>", "javascript:", "&Tab;", "&#x6A;",
    "[x](java\nscript:x)", "---\n",
];

fn markdownish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(PIECES.as_slice()).prop_map(str::to_owned),
        2 => "\\PC{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_text_gives_safe_html_and_honest_places(markdown in markdownish()) {
        check_any(&markdown);
    }
}

/// A parser that looks back over all that it has read would not get through these in a minute.
#[test]
fn hostile_texts_take_no_longer_than_others() {
    let n = 50_000;
    let nested = |open: &str| format!("{}a", open.repeat(n));
    let around = |open: &str, close: &str| format!("{}a{}", open.repeat(n), close.repeat(n));
    for text in [
        nested("["),
        nested("[["),
        nested("![["),
        nested("[a]("),
        nested("> "),
        nested("- "),
        nested("*a "),
        nested("[^1]"),
        nested("[^a]: "),
        nested("<b>"),
        nested("`a"),
        nested("a. "),
        nested("..."),
        nested("> [!FOO]\n"),
        nested("## A\n"),
        nested("## A {#a}\n"),
        nested("[^x]: y\n"),
        nested("[[a]] "),
        nested("a\n: b\n"),
        around("**", "**"),
        around("*_", "_*"),
        around("[", "](x)"),
        around("[[a|", "]]"),
        around("![", "](x)"),
        format!("|a|b|\n|-|-|\n|{}|x|", "[[a ".repeat(n)),
        format!("|a|b|\n|-|-|\n{}", "|[[a|b]]|\n".repeat(n)),
        format!("x{}\n\n[^1]: y", "[^1]".repeat(n)),
    ] {
        let (body, _) = parse(&text, 0);
        check_html(&to_html(&body));
    }
}

#[test]
fn what_is_too_deep_keeps_its_words() {
    let (body, report) = parse(&format!("{}diep *en* **meer**\n", "> ".repeat(MAX_DEPTH + 3)), 0);
    assert_eq!(report.iter().map(|d| d.code.number()).collect::<Vec<_>>(), ["E0316"]);
    assert_eq!(body.text.trim(), "diep en meer");
    let (_, report) = parse(&format!("{}precies goed\n", "> ".repeat(MAX_DEPTH)), 0);
    assert!(report.is_empty());
}

#[test]
fn a_stretch_of_the_text_is_found_in_the_file() {
    fn check(source: &str, words: &str, expected: &str) {
        let (body, _) = parse(source, 2);
        let at = body.text.find(words).unwrap();
        let span = body.place(at..at + words.len());
        assert_eq!(&source[span.start as usize..span.end as usize], expected);
    }
    check("é\nBel **020** 123.", "020", "020");
    check("é\nBel **020** 123.", "020 123", "020** 123");
    check("é\nEen mail\nvan iemand.", "mail van", "mail\nvan");
    check("é\nCaf&eacute; hier", "é", "&eacute;");
    check("é\nDe `code x` hier", "x", "`code x`");
    check("é\n- een\n- twee", "twee", "twee");
}

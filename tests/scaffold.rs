//! What follows from the field table: the skeletons of `new`, the JSON Schemas, the reference in the README, and an
//! explanation of every field in both languages. Prove that none of them can lag behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};
use werkzaam::config;
use werkzaam::diagnostic::{FileReport, Report, Severity};
use werkzaam::locale::{Language, Words};
use werkzaam::model::cmo::Configuration;
use werkzaam::model::entry;
use werkzaam::model::kind::{Common, Kind};
use werkzaam::model::record::Record as _;
use werkzaam::model::value::{Field, Shape};
use werkzaam::pipeline::{Options, Pipeline};
use werkzaam::read::frontmatter::{self, Node};
use werkzaam::read::source::{Source, Sources};
use werkzaam::{scaffold, schema};

/// The path and the text of a new file.
fn skeleton(kind: Kind, words: Words) -> (String, String) {
    let title = "De \"proef\": wat werkt? \\o/";
    let path = scaffold::place(kind, title, words);
    (
        path.to_str().expect("UTF-8").replace('\\', "/"),
        scaffold::text(kind, title, words, settings(words.language).lists()),
    )
}

/// The numbers of the errors, with the text that each points at: `E0213 ""`.
fn errors(source: &Source, report: &Report) -> BTreeSet<String> {
    let own = report.iter().filter(|d| d.place.file == source.path);
    let errors = own.filter(|d| d.code.severity() == Severity::Error);
    errors
        .map(|d| {
            let range = d.place.span.start as usize..d.place.span.end as usize;
            format!("{} {}", d.code.number(), source.text.get(range).unwrap_or_default())
        })
        .collect()
}

fn each_kind(mut check: impl FnMut(Kind, Words)) {
    for language in Language::ALL {
        Kind::ALL.into_iter().for_each(|kind| check(kind, language.words()));
    }
}

#[test]
fn a_fresh_skeleton_asks_for_what_only_its_author_can_say() {
    each_kind(|kind, words| {
        let (path, text) = skeleton(kind, words);
        let site = site_toml(words.language);
        let sources = Sources::from_texts([(config::FILE, &*site.text), (path.as_str(), text.as_str())]);
        let built = Pipeline::new(Options::default()).run(&sources, &Report::default(), false);
        let source = sources.text(&path).expect("the skeleton");
        // A summary, and of a lesson what it is about and for whom.
        let asked: &[&str] = if kind == Kind::Lesson { &["E0213 \"\"", "E0213 []"] } else { &["E0213 \"\""] };
        let asked: BTreeSet<String> = asked.iter().map(ToString::to_string).collect();
        assert_eq!(errors(source, &built.report), asked, "{path}");
        let (line, _) =
            source.line_column(built.report.iter().find(|d| d.code.number() == "E0213").unwrap().place.span.start);
        let summary = text.lines().nth(line as usize - 1).unwrap();
        assert!(summary.starts_with("summary:"), "{path}: {summary}");
    });
}

#[test]
fn a_skeleton_keeps_its_title() {
    each_kind(|kind, words| {
        let (path, text) = skeleton(kind, words);
        let entry = entry::read(&Source::new(path, text), words).0.expect("a kind");
        assert_eq!(entry.kind, kind);
        assert_eq!(entry.common.title.text, "De \"proef\": wat werkt? \\o/");
        assert_eq!(entry.id, "de-proef-wat-werkt-o");
    });
}

/// A bare `#` in the front matter hides a line that can be used; `# ` explains.
fn uncovered(text: &str) -> String {
    let hides = |line: &str| {
        let mut rest = line.chars();
        rest.next() == Some('#') && (!rest.as_str().starts_with(' ') || rest.as_str().starts_with("  "))
    };
    let (front, body) = text[4..].split_once("---\n").expect("the end of the front matter");
    let front = front.lines().map(|line| if hides(line) { &line[1..] } else { line });
    format!("---\n{}\n---\n{body}", front.collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_skeleton_without_comment_marks_has_every_field_and_no_unknown_one() {
    each_kind(|kind, words| {
        let (path, text) = skeleton(kind, words);
        let source = Source::new(path.as_str(), uncovered(&text));
        let (entry, report) = entry::read(&source, words);
        // Nothing but what is there to be filled in: empty texts and lists, an address that only begins.
        let found = errors(&source, &report);
        let allowed = BTreeSet::from(["E0213 \"\"".to_owned(), "E0213 []".to_owned(), "E0214 https://".to_owned()]);
        assert!(found.is_subset(&allowed), "{path}: {found:?}\n{}", source.text);
        let mut left = FileReport::new(source.path.clone());
        let map = frontmatter::read(&source.text, &mut left).map.expect("front matter");
        let keys = keys(&map);
        let has_cmo = kind != Kind::Term && kind != Kind::Page;
        let common = Common::FIELDS.iter().filter(|field| field.name != "cmo" || has_cmo);
        for field in common.chain(kind.fields()) {
            assert!(keys.contains(field.name), "{path} lacks `{}`", field.name);
        }
        if has_cmo {
            let entry = entry.expect("a kind");
            let configurations: Vec<_> = entry.configurations().collect();
            assert_eq!(configurations.len(), 1, "{path}");
            assert_eq!(configurations[0].evidence.len(), 1, "{path}");
        }
    });
}

fn keys(map: &Node) -> BTreeSet<String> {
    match &map.value {
        frontmatter::Value::Map(pairs) => pairs.iter().map(|(key, _)| key.name.clone()).collect(),
        _ => BTreeSet::new(),
    }
}

#[test]
fn a_long_title_gives_an_id_that_is_not_too_long() {
    let words = Language::Nl.words();
    let place = |title: &str| scaffold::place(Kind::Page, title, words).to_string_lossy().into_owned();
    assert_eq!(place("Één ‘proef’ – 2025"), "een-proef-2025.md");
    assert_eq!(place(&"woord ".repeat(40)), format!("{}woord.md", "woord-".repeat(15)));
    assert_eq!(place(&"x".repeat(300)), format!("{}.md", "x".repeat(100)));
    // Whoever ends exactly at the limit loses no word.
    assert_eq!(place(&format!("{} y", "x".repeat(98))), format!("{}-y.md", "x".repeat(98)));
    assert_eq!(place(&format!("{} y", "x".repeat(100))), format!("{}.md", "x".repeat(100)));
}

#[test]
fn a_kind_is_known_by_all_its_names() {
    let check = |language: Language, name: &str, expected: Option<Kind>| {
        assert_eq!(scaffold::kind_named(name, language.words()), expected, "{name}");
    };
    for name in ["casus", "Casus", "casussen", "Casussen", "case"] {
        check(Language::Nl, name, Some(Kind::CaseStudy));
    }
    for name in ["case", "cases", "Case"] {
        check(Language::En, name, Some(Kind::CaseStudy));
    }
    for name in ["pagina", "pagina's", "page"] {
        check(Language::Nl, name, Some(Kind::Page));
    }
    for name in ["", "!", "cas", "casus les"] {
        check(Language::Nl, name, None);
    }
    each_kind(|kind, words| {
        assert_eq!(scaffold::kind_named(kind.key(), words), Some(kind));
    });
    for language in Language::ALL {
        for name in scaffold::names(language.words()) {
            assert!(scaffold::kind_named(&name, language.words()).is_some(), "{name}");
        }
    }
}

/// Every record of the field table with its name in the locale, each once.
fn records() -> Vec<(&'static str, &'static [Field])> {
    let mut records = vec![
        (Common::NAME, Common::FIELDS),
        (Configuration::NAME, Configuration::FIELDS),
        (config::Settings::NAME, config::Settings::FIELDS),
    ];
    records.extend(Kind::ALL.map(|kind| (kind.key(), kind.fields())));
    let mut done = 0;
    while done < records.len() {
        for field in records[done].1 {
            parts(&field.shape, &mut records);
        }
        done += 1;
    }
    records
}

fn parts(shape: &Shape, records: &mut Vec<(&'static str, &'static [Field])>) {
    match shape {
        Shape::List(item) => parts(item, records),
        Shape::Either(shapes) => shapes.iter().for_each(|one| parts(one, records)),
        Shape::Record(name, fields) if !records.iter().any(|(known, _)| known == name) => records.push((name, fields)),
        _ => {}
    }
}

#[test]
fn every_field_is_explained_and_no_explanation_is_left_over() {
    let records = records();
    assert!(records.len() > 25, "{records:?}");
    for language in Language::ALL {
        let words = language.words();
        let mut known = BTreeSet::new();
        for (record, fields) in &records {
            for field in *fields {
                let key = format!("field.{record}.{}", field.name);
                assert!(words.find(&key).is_some_and(|text| text.len() > 10), "{key} in {}", language.tag());
                known.insert(key);
            }
        }
        let all: BTreeSet<String> = words.keys().filter(|key| key.starts_with("field.")).map(str::to_owned).collect();
        assert_eq!(all.difference(&known).collect::<Vec<_>>(), [""; 0], "explained, but no field");
    }
}

/// The text of the shipped `site.toml`, in another language where asked.
fn site_toml(language: Language) -> Source {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let text = std::fs::read_to_string(root.join(config::FILE)).unwrap();
    let own = "language = \"nl\"";
    assert!(text.contains(own));
    Source::new(config::FILE, text.replace(own, &format!("language = \"{}\"", language.tag())))
}

fn settings(language: Language) -> config::Config {
    config::read(Some(&std::sync::Arc::new(site_toml(language)))).0
}

/// The shipped pages.
fn pages() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap);
    let pages = files.filter(|file| file.path().extension().is_some_and(|end| end == "md"));
    let read = |file: walkdir::DirEntry| {
        let path = file.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        Source::new(path, std::fs::read_to_string(file.path()).unwrap())
    };
    pages.map(read).collect()
}

/// The keywords that our schemas use, and nothing else: what is wrong in them would go unseen otherwise.
fn check_shape(schema: &Value, at: &str) {
    let map = schema.as_object().unwrap_or_else(|| panic!("{at} is no schema: {schema}"));
    for (key, value) in map {
        let fine = match key.as_str() {
            "$schema" => value == "http://json-schema.org/draft-07/schema#" && at == "#",
            "title" | "description" => value.as_str().is_some_and(|text| !text.is_empty() && !text.contains('‹')),
            "type" => types(value)
                .iter()
                .all(|name| ["object", "array", "string", "integer", "boolean", "number", "null"].contains(name)),
            "properties" => value.as_object().is_some(),
            "required" => value.as_array().is_some_and(|names| {
                names.iter().all(|name| name.as_str().is_some_and(|name| schema["properties"].get(name).is_some()))
            }),
            "additionalProperties" => value.is_boolean(),
            "items" => value.is_object(),
            "enum" => value.as_array().is_some_and(|values| {
                !values.is_empty() && values.iter().enumerate().all(|(index, one)| !values[..index].contains(one))
            }),
            "pattern" => value.as_str().is_some_and(|pattern| matcher(pattern).is_some()),
            "minimum" | "minItems" => value.as_u64().is_some(),
            "anyOf" => value.as_array().is_some_and(|parts| !parts.is_empty()),
            _ => false,
        };
        assert!(fine, "{at}/{key}: {value}");
    }
    for (name, inner) in map.get("properties").and_then(Value::as_object).into_iter().flatten() {
        check_shape(inner, &format!("{at}/properties/{name}"));
    }
    if let Some(inner) = map.get("items") {
        check_shape(inner, &format!("{at}/items"));
    }
    for (index, inner) in map.get("anyOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
        check_shape(inner, &format!("{at}/anyOf/{index}"));
    }
}

fn types(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

/// What a pattern of ours means. A new pattern must be added here, or no schema passes.
fn matcher(pattern: &str) -> Option<fn(&str) -> bool> {
    match pattern {
        "^[a-z0-9]+(-[a-z0-9]+)*$" => Some(werkzaam::model::value::is_slug),
        r"^\d{4}-\d{2}-\d{2}$" => Some(|text| text.len() == 10 && is_dated(text)),
        r"^\d{4}(-\d{2}){0,2}$" => Some(is_dated),
        "^https?://" => Some(|text| text.starts_with("http://") || text.starts_with("https://")),
        _ => None,
    }
}

/// A year, and perhaps a month and a day.
fn is_dated(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let fits = |(part, length): (&&str, usize)| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() <= 3 && parts.iter().zip([4, 2, 2]).all(fits)
}

/// What is wrong with a value, for the part of JSON Schema that ours are made of.
fn validate(value: &Value, schema: &Value, at: &str, wrong: &mut Vec<String>) {
    let mut complain = |what: String| wrong.push(format!("{at}: {what}"));
    if let Some(names) = schema.get("type") {
        let name = match value {
            Value::Object(_) => "object",
            Value::Array(_) => "array",
            Value::String(_) => "string",
            Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
            Value::Number(_) => "number",
            Value::Bool(_) => "boolean",
            Value::Null => "null",
        };
        if !types(names).contains(&name) {
            return complain(format!("is {name}, must be {names}"));
        }
    }
    if let Some(allowed) = schema.get("enum").and_then(Value::as_array)
        && !allowed.contains(value)
    {
        complain(format!("{value} is none of {}", Value::Array(allowed.clone())));
    }
    if let (Some(pattern), Some(text)) = (schema.get("pattern").and_then(Value::as_str), value.as_str())
        && !matcher(pattern).expect("a known pattern")(text)
    {
        complain(format!("{text:?} does not match {pattern}"));
    }
    if let (Some(least), Some(number)) = (schema.get("minimum").and_then(Value::as_i64), value.as_i64())
        && number < least
    {
        complain(format!("{number} is below {least}"));
    }
    if let (Some(items), Some(least)) = (value.as_array(), schema.get("minItems").and_then(Value::as_u64))
        && (items.len() as u64) < least
    {
        complain(format!("has {} items, must have {least}", items.len()));
    }
    if let Some(fields) = value.as_object() {
        let none = Map::new();
        let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                complain(format!("lacks {name}"));
            }
        }
        for (name, inner) in fields {
            match known.get(name) {
                Some(schema) => validate(inner, schema, &format!("{at}/{name}"), wrong),
                None if schema.get("additionalProperties") == Some(&json!(false)) => {
                    wrong.push(format!("{at}: must not have {name}"));
                }
                None => {}
            }
        }
    }
    if let (Some(items), Some(schema)) = (value.as_array(), schema.get("items")) {
        for (index, item) in items.iter().enumerate() {
            validate(item, schema, &format!("{at}/{index}"), wrong);
        }
    }
    if let Some(parts) = schema.get("anyOf").and_then(Value::as_array) {
        let tried = parts.iter().map(|part| {
            let mut wrong = Vec::new();
            validate(value, part, at, &mut wrong);
            wrong
        });
        let tried: Vec<Vec<String>> = tried.collect();
        if tried.iter().all(|wrong| !wrong.is_empty()) {
            wrong.extend(tried.into_iter().flatten());
        }
    }
}

fn json_of(node: &Node) -> Value {
    match &node.value {
        frontmatter::Value::Null => Value::Null,
        frontmatter::Value::Bool(flag) => json!(flag),
        frontmatter::Value::Integer(number) => json!(number),
        frontmatter::Value::Float(number) => json!(number),
        frontmatter::Value::Text(text) => json!(text),
        frontmatter::Value::List(items) => items.iter().map(json_of).collect(),
        frontmatter::Value::Map(pairs) => {
            Value::Object(pairs.iter().map(|(key, value)| (key.name.clone(), json_of(value))).collect())
        }
    }
}

#[test]
fn schemas_are_made_of_what_draft_07_knows() {
    let config = settings(Language::Nl);
    each_kind(|kind, words| {
        let schema = schema::schema(kind, words, config.lists());
        check_shape(&schema, "#");
        assert_eq!(schema["type"], "object");
        let count = schema["properties"].as_object().unwrap().len();
        assert_eq!(count, Common::FIELDS.len() + kind.fields().len(), "two fields of one name in {}", kind.key());
    });
    // The closed lists of the site are enumerations; a site without them takes any slug.
    let themes =
        |lists| schema::schema(Kind::Lesson, Language::Nl.words(), lists)["properties"]["themes"]["items"].clone();
    assert!(themes(config.lists())["enum"].as_array().is_some_and(|slugs| slugs.contains(&json!("financiering"))));
    assert!(themes(&config::Lists::default())["pattern"].is_string());
}

#[test]
fn every_shipped_page_fits_its_schema() {
    let (config, pages) = (settings(Language::Nl), pages());
    let words = config.language().words();
    assert!(pages.len() > 100);
    for page in &pages {
        let kind = entry::kind_of(&page.path, words).unwrap_or_else(|| panic!("{}", page.path));
        let map = frontmatter::read(&page.text, &mut FileReport::new(page.path.clone())).map.expect("front matter");
        let mut wrong = Vec::new();
        validate(&json_of(&map), &schema::schema(kind, words, config.lists()), &page.path, &mut wrong);
        assert_eq!(wrong, [""; 0]);
    }
}

#[test]
fn a_page_that_does_not_fit_is_told_so() {
    let config = settings(Language::Nl);
    let schema = schema::schema(Kind::CaseStudy, Language::Nl.words(), config.lists());
    let check = |fields: &str, expected: &[&str]| {
        let text = format!("---\ntitle: T\nsummary: S\ndepth: short\n{fields}\n---\n");
        let map = frontmatter::read(&text, &mut FileReport::new("a.md".into())).map.expect("front matter");
        let mut wrong = Vec::new();
        validate(&json_of(&map), &schema, "", &mut wrong);
        assert_eq!(wrong, expected, "{fields}");
    };
    check("", &[]);
    check("draft: yes\nupdated: 2025-01-31\nperiod: {from: 2024, to: 2025-03}", &[]);
    check("cmo: [elders]\nresults: [{label: L, count: 3}]", &[]);
    check("colour: blue", &[": must not have colour"]);
    check(
        "status: gone",
        &["/status: \"gone\" is none of [\"unknown\",\"planned\",\"running\",\"completed\",\"stopped\",\"continued\"]"],
    );
    check("updated: 2025-01", &["/updated: \"2025-01\" does not match ^\\d{4}-\\d{2}-\\d{2}$"]);
    check("part_of: De Ander", &["/part_of: \"De Ander\" does not match ^[a-z0-9]+(-[a-z0-9]+)*$"]);
    check("results: [{label: L, count: -1}]", &["/results/0/count: -1 is below 0"]);
    check("results: [{label: L}]", &["/results/0: lacks count"]);
    check("places: Utrecht", &["/places: is string, must be \"array\""]);
}

/// `UPDATE=1 cargo test --test scaffold` writes it anew.
#[test]
fn the_readme_holds_the_reference() {
    const OPEN: &str = "<!-- reference -->\n";
    const CLOSE: &str = "<!-- /reference -->";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(OPEN).expect("an opening mark in the README");
    let (held, after) = rest.split_once(CLOSE).expect("a closing mark in the README");
    let reference = schema::reference(Language::En.words(), Language::Nl.words());
    assert!(!reference.contains('‹'), "a word is missing");
    let wanted = format!("\n{}\n\n", reference.trim());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{OPEN}{wanted}{CLOSE}{after}")).unwrap();
    } else {
        assert!(held == wanted, "the reference in the README lags behind: UPDATE=1 cargo test --test scaffold");
    }
}

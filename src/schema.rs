//! The field table for others than ourselves: the JSON Schema of the front matter of each kind, for editors, and the
//! reference table in Markdown for the README. Knows no pipeline.

use serde_json::{Map, Value, json};

use crate::config::Lists;
use crate::locale::Words;
use crate::model::kind::{Common, Kind};
use crate::model::record::Record as _;
use crate::model::value::{Field, Shape};

/// The JSON Schema of the front matter of a kind, in draft-07, which every editor reads. Closed lists become
/// enumerations.
pub fn schema(kind: Kind, words: Words, lists: &Lists) -> Value {
    let mut schema = object(&[(Common::NAME, Common::FIELDS), (kind.key(), kind.fields())], words, lists);
    if let Some(map) = schema.as_object_mut() {
        map.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        map.insert("title".to_owned(), json!(words.get(&format!("kind.{}.singular", kind.key()))));
    }
    schema
}

fn object(records: &[(&str, &[Field])], words: Words, lists: &Lists) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (record, fields) in records {
        for field in *fields {
            let mut property = shape(&field.shape, words, lists);
            if let Some(map) = property.as_object_mut() {
                if field.required && matches!(field.shape, Shape::List(_)) {
                    map.insert("minItems".to_owned(), json!(1));
                }
                map.insert("description".to_owned(), json!(words.get(&format!("field.{record}.{}", field.name))));
            }
            properties.insert(field.name.to_owned(), property);
            if field.required {
                required.push(field.name);
            }
        }
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn shape(shape_of: &Shape, words: Words, lists: &Lists) -> Value {
    const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
    match shape_of {
        Shape::Text => json!({ "type": ["string", "integer"] }),
        Shape::Integer => json!({ "type": "integer", "minimum": 0 }),
        Shape::YesNo => json!({ "enum": [true, false, "yes", "no"] }),
        Shape::Date => json!({ "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$" }),
        Shape::PartialDate => json!({ "type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}){0,2}$" }),
        Shape::Url => json!({ "type": "string", "pattern": "^https?://" }),
        Shape::Id | Shape::Reference(_) | Shape::ConfigurationId => json!({ "type": "string", "pattern": SLUG }),
        Shape::Listed(list) => {
            let slugs: Vec<&str> = lists.items(list).iter().map(|item| item.slug.as_str()).collect();
            if slugs.is_empty() { json!({ "type": "string", "pattern": SLUG }) } else { json!({ "enum": slugs }) }
        }
        Shape::Choice(choices) => json!({ "enum": choices }),
        Shape::List(item) => json!({ "type": "array", "items": shape(item, words, lists) }),
        Shape::Record(name, fields) => object(&[(name, fields)], words, lists),
        Shape::Either(shapes) => {
            json!({ "anyOf": shapes.iter().map(|one| shape(one, words, lists)).collect::<Vec<_>>() })
        }
    }
}

/// The front matter reference: a table per kind, and one per part. The folders are those of the site's language.
pub fn reference(words: Words, site: Words) -> String {
    let mut out = String::new();
    let mut parts: Vec<(&'static str, &'static [Field])> = Vec::new();
    table(&mut out, words.get("reference.common"), Common::NAME, Common::FIELDS, &mut parts, words);
    for kind in Kind::ALL.into_iter().filter(|kind| !kind.fields().is_empty()) {
        let folder = site.get(kind.folder_key());
        let heading = format!("{} (`{folder}/`)", words.get(&format!("kind.{}.singular", kind.key())));
        table(&mut out, &heading, kind.key(), kind.fields(), &mut parts, words);
    }
    let mut done = 0;
    while done < parts.len() {
        let (name, fields) = parts[done];
        let word = words.get(&format!("name.{name}"));
        table(&mut out, &words.fill("reference.part", &[("name", word)]), name, fields, &mut parts, words);
        done += 1;
    }
    out
}

fn table(
    out: &mut String,
    heading: &str,
    record: &str,
    fields: &'static [Field],
    parts: &mut Vec<(&'static str, &'static [Field])>,
    words: Words,
) {
    let head = ["field", "takes", "meaning"].map(|key| words.get(&format!("reference.{key}")));
    out.push_str(&format!("#### {heading}\n\n| {} |\n|---|---|---|\n", head.join(" | ")));
    for field in fields {
        let required = if field.required { words.get("reference.required") } else { "" };
        let meaning = words.get(&format!("field.{record}.{}", field.name));
        let takes = takes(&field.shape, words).replace('|', "\\|");
        out.push_str(&format!("| `{}`{required} | {takes} | {meaning} |\n", field.name));
        collect(&field.shape, parts);
    }
    out.push('\n');
}

fn collect(shape: &Shape, parts: &mut Vec<(&'static str, &'static [Field])>) {
    match shape {
        Shape::List(item) => collect(item, parts),
        Shape::Record(name, fields) if !fields.is_empty() && !parts.iter().any(|(known, _)| known == name) => {
            parts.push((name, fields));
        }
        Shape::Either(shapes) => shapes.iter().for_each(|one| collect(one, parts)),
        _ => {}
    }
}

fn takes(shape: &Shape, words: Words) -> String {
    let name = |key: &str| words.get(&format!("name.{key}")).to_owned();
    let id_of = |what: String| words.fill("reference.id-of", &[("what", &what)]);
    match shape {
        Shape::Reference([]) => id_of(name("any")),
        Shape::Reference(kinds) => id_of(kinds.iter().map(|kind| name(kind.key())).collect::<Vec<_>>().join(" / ")),
        Shape::ConfigurationId => id_of(name("configuration")),
        Shape::Listed(list) => words.fill("reference.listed", &[("list", list)]),
        Shape::Choice(choices) => choices.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" | "),
        Shape::List(item) => words.fill("reference.list-of", &[("what", &takes(item, words))]),
        Shape::Record(part, _) => name(part),
        Shape::Either(shapes) => {
            let parts: Vec<String> = shapes.iter().map(|one| takes(one, words)).collect();
            parts.join(&format!(" {} ", words.get("list.or")))
        }
        other => words.get(&format!("shape.{}", other.name())).to_owned(),
    }
}

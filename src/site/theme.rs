//! The theme: templates, style sheet and script of the binary, with the files that a site puts in their place, made
//! ready to turn views into HTML. Knows Tera; knows no corpus and no disk, and gives templates no function that
//! reaches either.

mod mistakes;
mod style;
mod tokens;

use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::globals::Globals;
use super::view::PageView;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::model::value::Text;
use crate::read::source::{Place, Sources, Span};

/// Where a site keeps its own files of the theme, below the content folder.
const OWN: &str = "theme/";
/// What stands before the name of a built-in template, so that one of the site can extend the one it replaces.
const BUILT_IN: &str = "@default/";

macro_rules! embedded {
    ($($name:literal,)+) => {
        /// The files of the built-in theme by name. Style sheets are published in this order.
        const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/", $name))),)+];
    };
}

embedded! {
    "404.html",
    "base.html",
    "compare.html",
    "comparison.html",
    "configuration.html",
    "configuration-card.html",
    "contradictions.html",
    "entry.html",
    "expectations.html",
    "explore.html",
    "gaps.html",
    "fit.html",
    "glossary.html",
    "home.html",
    "matrix.html",
    "matrix-row.html",
    "overview.html",
    "question.html",
    "redirect.html",
    "ripples.html",
    "robustness.html",
    "search.html",
    "selection.html",
    "tools.html",
    "partials/cards.html",
    "partials/compare.html",
    "partials/configurations.html",
    "partials/figures.html",
    "partials/head.html",
    "partials/lines.html",
    "partials/lists.html",
    "partials/questions.html",
    "assets/favicon.svg",
    "assets/logo.svg",
    "assets/search.js",
    "assets/search-page.js",
    "assets/state.js",
    "assets/site.js",
    "assets/collect.js",
    "assets/pick.js",
    "assets/tools.js",
    "assets/compare.js",
    "assets/selection.js",
    "assets/explore.js",
    "assets/fit.js",
    "assets/css/tokens.css",
    "assets/css/dark.css",
    "assets/css/base.css",
    "assets/css/layout.css",
    "assets/css/components.css",
    "assets/css/diagrams.css",
    "assets/css/search.css",
    "assets/css/tools.css",
    "assets/css/questions.css",
    "assets/css/explore.css",
    "assets/css/findings.css",
    "assets/css/fit.css",
    "assets/css/compare.css",
    "assets/css/selection.css",
    "assets/css/print.css",
    "assets/css/own.css",
}

/// The style sheet that a site with tokens of its own goes without: its tokens say nothing about the dark.
const DARK: &str = "assets/css/dark.css";

/// Style sheets of a single tool, which only its pages load.
const ALONE: [&str; 3] = ["assets/css/explore.css", "assets/css/fit.css", "assets/css/compare.css"];

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    assets: Vec<(String, Arc<[u8]>)>,
    /// Changes whenever the same view could give other HTML.
    pub hash: u128,
}

impl Theme {
    /// The theme of a site: the built-in files with those of the site in their place. With errors in the report it
    /// is the built-in theme, so that there always is one.
    pub fn load(sources: &Sources, config: &Config, globals: &Globals) -> (Self, Report) {
        let token_file = config.settings.theme.as_ref().and_then(|theme| theme.tokens.as_ref());
        let (files, mut report) = replaced(sources, token_file);

        let sheets = files.iter().filter(|(name, _)| name.ends_with(".css") && !ALONE.contains(name));
        let sheets = sheets.filter(|(name, _)| token_file.is_none() || *name != DARK).map(|(_, text)| *text);
        let mut css = style::joined(sheets);
        if let Some(path) = token_file {
            match sources.text(path).and_then(|source| tokens::trimmed(&source.text, &css)) {
                Some(rule) => css.insert_str(0, &rule),
                None => {
                    let place = Place { file: config.file.clone(), span: path.span };
                    report.push(Diagnostic::new(Code::BadTokenFile, place).arg("path", &**path));
                }
            }
        }
        let text = |name: &str| files.iter().find(|(file, _)| *file == name).map_or("", |(_, text)| text);
        let script = |names: &[&str]| -> String { names.iter().map(|name| without_remarks(text(name))).collect() };
        let sheet = |name: &str| style::joined([text(name)].into_iter());
        let [explore_sheet, fit_sheet, compare_sheet] = ALONE.map(sheet);
        let site = script(&["assets/state.js", "assets/site.js", "assets/collect.js"]);
        let search = script(&["assets/search.js", "assets/search-page.js"]);
        let explore = script(&["assets/tools.js", "assets/explore.js"]);
        let fit = script(&["assets/tools.js", "assets/fit.js"]);
        let pick = script(&["assets/pick.js"]);
        let compare = script(&["assets/tools.js", "assets/compare.js"]);
        let selection = script(&["assets/tools.js", "assets/selection.js"]);
        let published = [
            ("css", "site", "css", css.as_str()),
            ("js", "site", "js", &site),
            ("search", "search", "js", &search),
            ("explore", "explore", "js", &explore),
            ("exploresheet", "explore", "css", &explore_sheet),
            ("fit", "fit", "js", &fit),
            ("fitsheet", "fit", "css", &fit_sheet),
            ("pick", "pick", "js", &pick),
            ("compare", "compare", "js", &compare),
            ("comparesheet", "compare", "css", &compare_sheet),
            ("selection", "selection", "js", &selection),
            ("favicon", "favicon", "svg", text("assets/favicon.svg")),
            ("logo", "logo", "svg", text("assets/logo.svg")),
        ];
        let mut assets = Vec::new();
        let mut names = BTreeMap::new();
        for (key, stem, extension, text) in published {
            let path = format!("assets/{stem}-{:016x}.{extension}", xxh3_64(text.as_bytes()));
            names.insert(key, path.clone());
            assets.push((path, Arc::from(text.as_bytes())));
        }

        let (mut tera, findings) = compiled(sources, &files);
        report.extend(findings);
        let scheme = if token_file.is_some() { "light" } else { "light dark" };
        let shared = tera.global_context();
        shared.insert("site", &globals.site);
        shared.insert("w", &globals.w);
        shared.insert("asset", &names);
        shared.insert("color_scheme", scheme);

        let mut hasher = Xxh3::new();
        files.iter().filter(|(name, _)| is_template(name)).for_each(|file| file.hash(&mut hasher));
        (globals, names, scheme).hash(&mut hasher);
        (Self { tera, assets, hash: hasher.digest128() }, report)
    }

    /// The HTML of a page: a function of the view and this theme, and of nothing else.
    pub fn render(&self, view: &PageView) -> Result<String, Diagnostic> {
        let rendered = Value::try_from_serializable(view).and_then(|page| {
            let mut context = Context::new();
            context.insert_value("page", page);
            self.tera.render(view.template, &context)
        });
        rendered.map_err(|error| mistakes::rendering(&error, view.template).arg("page", &view.path))
    }

    /// A part of a page on its own, for scripts to put in place: `content` under the name that pages give theirs, and
    /// the way to the root that its links begin with.
    pub fn part(&self, template: &'static str, content: &impl Serialize, root: &str) -> Result<String, Diagnostic> {
        let part = Part { path: "", root, content };
        let rendered = Value::try_from_serializable(&part).and_then(|page| {
            let mut context = Context::new();
            context.insert_value("page", page);
            self.tera.render(template, &context)
        });
        rendered.map_err(|error| mistakes::rendering(&error, template).arg("page", template))
    }

    /// The files that pages refer to, by path below the root; their names change with their bytes.
    pub fn assets(&self) -> Vec<(String, Arc<[u8]>)> {
        self.assets.clone()
    }
}

/// What a part of a page may ask of the page that it will stand on.
#[derive(Serialize)]
struct Part<'a, T> {
    path: &'a str,
    root: &'a str,
    content: &'a T,
}

/// A script without the lines that are only there for who reads the source.
fn without_remarks(script: &str) -> String {
    let remark = |line: &&str| {
        let line = line.trim();
        line.starts_with("//") || line.starts_with("/**") && line.ends_with("*/")
    };
    script.split_inclusive('\n').filter(|line| !remark(line)).collect()
}

fn is_template(name: &str) -> bool {
    name.ends_with(".html")
}

/// The files of the theme with those of the site in their place.
fn replaced<'s>(sources: &'s Sources, token_file: Option<&Text>) -> (Vec<(&'static str, &'s str)>, Report) {
    let mut files: Vec<(&'static str, &'s str)> = FILES.to_vec();
    let mut report = Report::default();
    let own = sources.texts.iter().filter(|(path, _)| path.starts_with(OWN));
    for (path, source) in own.filter(|(path, _)| token_file.is_none_or(|tokens| **tokens != ***path)) {
        let name = &path[OWN.len()..];
        match files.iter_mut().find(|(file, _)| *file == name) {
            Some((_, text)) => *text = &source.text,
            None => {
                let place = Place { file: path.clone(), span: Span::default() };
                let known = FILES.iter().map(|(name, _)| *name);
                report.push(Diagnostic::new(Code::UselessThemeFile, place).arg("name", name).suggest(name, known));
            }
        }
    }
    (files, report)
}

/// The templates, compiled: every built-in one under its prefix, and those of the site under their own name. Tera
/// stops at the first syntax error, so each template of the site is tried on its own first.
fn compiled(sources: &Sources, files: &[(&'static str, &str)]) -> (Tera, Report) {
    let mut report = Report::default();
    let built_in = FILES.iter().filter(|(name, _)| is_template(name));
    let mut all: Vec<(String, &str)> = built_in.map(|(name, text)| (format!("{BUILT_IN}{name}"), *text)).collect();
    let plain = all.clone();
    for (name, text) in files.iter().filter(|(name, _)| is_template(name)) {
        if sources.text(&format!("{OWN}{name}")).is_none() {
            continue;
        }
        match mistakes::syntax(name, text) {
            Some(finding) => report.push(finding),
            None => all.push(((*name).to_owned(), text)),
        }
    }
    let mut tera = empty();
    if let Err(error) = tera.add_raw_templates(all.iter().cloned()) {
        report.extend(mistakes::linking(&error, &all));
        tera = empty();
        // The built-in theme alone is sound, which the tests hold.
        report.extend(
            tera.add_raw_templates(plain.iter().cloned()).err().iter().flat_map(|e| mistakes::linking(e, &plain)),
        );
    }
    (tera, report)
}

fn empty() -> Tera {
    let mut tera = Tera::new();
    // Refused only once there are templates, and there are none yet.
    let _ = tera.set_fallback_prefixes([BUILT_IN]);
    tera
}

#[cfg(test)]
mod tests;

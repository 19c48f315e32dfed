//! The theme from the outside: what a site may put in the place of what, and what it is told when that goes wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;
use crate::config;
use crate::locale::Language;
use crate::site::globals::SiteView;
use crate::site::view::{Content, Link, Meta};

fn sources(files: &[(&str, &str)]) -> Sources {
    Sources::from_texts(files.iter().copied())
}

fn shared(language: Language) -> Globals {
    let link = |href: &str, label: &str| Link { href: href.to_owned(), label: label.to_owned() };
    let site = SiteView {
        title: "Kennisbank <&>".to_owned(),
        description: String::new(),
        language: language.tag(),
        publisher: None,
        license: None,
        base_url: None,
        home: link("index.html", "Home"),
        nav: Vec::new(),
        footer: Vec::new(),
        feed: "feed.xml".to_owned(),
        search: link("zoeken/index.html", "Zoeken"),
        compare: Some(link("vergelijken/index.html", "Vergelijken")),
        selection: Some(link("mijn-selectie/index.html", "Mijn selectie")),
    };
    Globals { site, w: language.words().under("ui") }
}

fn load(sources: &Sources) -> (Theme, Report) {
    let (config, _) = config::read(sources.text(config::FILE));
    Theme::load(sources, &config, &shared(Language::Nl))
}

fn plain_page(template: &'static str) -> PageView {
    PageView {
        path: "weg/index.html".to_owned(),
        template,
        root: "../".to_owned(),
        meta: Meta { title: "Weg & \"kwijt\"".to_owned(), ..Meta::default() },
        breadcrumbs: Vec::new(),
        section: "",
        content: Content::Plain {},
    }
}

/// Each finding as `E0601 theme/base.html:1:4 reason`, or its other value.
fn told(sources: &Sources, report: impl IntoIterator<Item = Diagnostic>) -> Vec<String> {
    let line = |d: Diagnostic| {
        let (line, column) = sources.text(&d.place.file).map_or((0, 0), |s| s.line_column(d.place.span.start));
        let value = d.args.first().map_or("", |(_, value)| value);
        let suggestion = d.suggestions.first().map(|word| format!(" ({word}?)")).unwrap_or_default();
        format!("{} {}:{line}:{column} {value}{suggestion}", d.code.number(), d.place.file)
    };
    report.into_iter().map(line).collect()
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let sources = sources(files);
    let (_, report) = load(&sources);
    assert_eq!(told(&sources, report.sorted()), expected, "{files:?}");
}

#[test]
fn the_table_names_every_file_of_the_folder() {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let found: BTreeSet<String> =
        found.iter().map(|path| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/")).collect();
    assert_eq!(found, FILES.iter().map(|(name, _)| (*name).to_owned()).collect());
}

#[test]
fn the_built_in_theme_is_sound() {
    check(&[], &[]);
}

#[test]
fn templates_use_the_words_that_there_are_and_all_of_them() {
    let text: String = FILES.iter().filter(|(name, _)| is_template(name)).map(|(_, text)| *text).collect();
    let used: BTreeSet<&str> = text
        .match_indices("w.")
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.'))
        .map(|(at, _)| text[at + 2..].split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap())
        .collect();
    for language in Language::ALL {
        let known: BTreeSet<&str> = language.words().under("ui").into_keys().collect();
        assert_eq!(used, known, "{language:?}");
    }
}

#[test]
fn nothing_inline_that_a_strict_policy_refuses() {
    for (name, text) in FILES.iter().filter(|(name, _)| !name.ends_with(".css")) {
        for inline in [" style=", "<style", "onclick", "onload", "javascript:", "<script>"] {
            assert!(!text.contains(inline), "{name} has {inline}");
        }
    }
}

#[test]
fn a_file_of_the_site_replaces_the_one_of_the_same_name() {
    let sources = sources(&[("theme/404.html", "eigen: {{ page.meta.title }}, {{ site.title }}")]);
    let (theme, report) = load(&sources);
    assert!(report.is_empty());
    let html = theme.render(&plain_page("404.html")).unwrap();
    assert_eq!(html, "eigen: Weg &amp; &quot;kwijt&quot;, Kennisbank &lt;&amp;&gt;");
}

#[test]
fn a_template_of_the_site_can_build_on_the_one_that_it_replaces() {
    let sources =
        sources(&[("theme/base.html", "{% extends \"@default/base.html\" %}{% block search %}ZOEK{% endblock %}")]);
    let (theme, report) = load(&sources);
    assert!(report.is_empty());
    let html = theme.render(&plain_page("404.html")).unwrap();
    assert!(html.contains("ZOEK") && html.contains("<h1>Weg &amp;"), "{html}");
}

#[test]
fn a_component_of_the_site_replaces_the_one_of_the_same_name() {
    let own = "{% component cards(cards, level: integer = 3, kind: bool = true) %}EIGEN{% endcomponent cards %}";
    check(&[("theme/partials/cards.html", own)], &[]);
}

#[test]
fn a_file_that_replaces_nothing_is_told() {
    check(
        &[("theme/entri.html", ""), ("theme/assets/extra.css", ""), ("theme/huisstijl.txt", "")],
        &[
            "W0603 theme/assets/extra.css:1:1 assets/extra.css",
            "W0603 theme/entri.html:1:1 entri.html (entry.html?)",
            "W0603 theme/huisstijl.txt:1:1 huisstijl.txt",
        ],
    );
}

#[test]
fn all_syntax_errors_are_told_at_once_with_their_place() {
    check(
        &[("theme/404.html", "<p>\n{{ page. }}"), ("theme/home.html", "é {% if %}"), ("theme/matrix.html", "{{ 1 }}")],
        &[
            "E0601 theme/404.html:2:10 Found `}}` but expected identifier",
            "E0601 theme/home.html:1:9 Found `%}` but expected one of: integer, float, string, bool, ident, `-`, `not`, \
             `<`, `{`, `[` or `(`",
        ],
    );
}

#[test]
fn names_that_lead_nowhere_are_told_with_their_place() {
    check(
        &[
            ("theme/404.html", "<p>\n{{ page.path | groot }} {{ <kaart /> }}"),
            ("theme/home.html", "{% include \"weg.html\" %}"),
        ],
        &[
            "E0601 theme/404.html:2:16 Unknown filter `groot`",
            "E0601 theme/404.html:2:28 Unknown component `kaart`",
            "E0601 theme/home.html:1:12 Unknown template `weg.html`",
        ],
    );
    check(
        &[("theme/404.html", "{# é #}\n{% extends \"weg.html\" %}")],
        &[
            "E0601 theme/404.html:2:13 Template '404.html' is inheriting from 'weg.html', which doesn't exist or isn't loaded",
        ],
    );
    check(
        &[("theme/base.html", "{% extends \"base.html\" %}")],
        &["E0601 theme/base.html:1:4 Circular extends: base.html → base.html"],
    );
    check(
        &[
            ("theme/404.html", "{% component x() %}{% endcomponent x %}"),
            ("theme/home.html", "{% component x() %}{% endcomponent x %}"),
        ],
        &["E0601 theme/404.html:1:1 Component `x` is defined in both `404.html` and `home.html`"],
    );
}

#[test]
fn a_page_that_cannot_be_filled_in_is_told_with_the_place_in_the_template() {
    let sources = sources(&[("theme/404.html", "<p>\n{{ page.meta.titel }}")]);
    let (theme, report) = load(&sources);
    assert!(report.is_empty());
    let finding = theme.render(&plain_page("404.html")).unwrap_err();
    assert_eq!(finding.args.last().unwrap(), &("page", "weg/index.html".to_owned()));
    let [told] = told(&sources, [finding]).try_into().unwrap();
    assert!(told.starts_with("E0602 theme/404.html:2:14 Field `titel` is not defined. Available fields: "), "{told}");
}

const SITE: &str = "title = \"x\"\ndescription = \"x\"\nlanguage = \"nl\"\n[theme]\ntokens = \"huisstijl.css\"\n";

/// The published style sheet.
fn css(theme: &Theme) -> String {
    let (_, bytes) = theme.assets().into_iter().find(|(path, _)| path.ends_with(".css")).unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn tokens_stand_before_our_own_rules_and_turn_off_our_dark_colours() {
    let (plain, _) = load(&sources(&[]));
    assert!(css(&plain).contains("prefers-color-scheme:dark"));
    let files = [("site.toml", SITE), ("huisstijl.css", ".x { --nl-link-color: #123456; --x: 1px }")];
    let (theme, report) = load(&sources(&files));
    assert!(report.is_empty());
    assert!(css(&theme).starts_with(":root{--nl-link-color:#123456}:root{"));
    assert!(!css(&theme).contains("prefers-color-scheme:dark"));
    assert!(theme.render(&plain_page("404.html")).unwrap().contains("<meta name=\"color-scheme\" content=\"light\">"));
}

#[test]
fn a_token_file_without_use_is_told_where_it_is_named() {
    let expected = ["E0604 site.toml:5:10 huisstijl.css"];
    check(&[("site.toml", SITE)], &expected);
    check(&[("site.toml", SITE), ("huisstijl.css", "")], &expected);
    check(&[("site.toml", SITE), ("huisstijl.css", ":root { --ams-link-color: red }")], &expected);
    // It may stand in the theme, and is no useless file there.
    let site = SITE.replace("huisstijl.css", "theme/huisstijl.css");
    check(&[("site.toml", &site), ("theme/huisstijl.css", ":root { --nl-link-color: red }")], &[]);
}

#[test]
fn names_and_hash_change_with_what_is_in_them_and_only_then() {
    let names = |theme: &Theme| theme.assets().into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    let (first, _) = load(&sources(&[]));
    let (again, _) = load(&sources(&[("over.md", "# Over")]));
    assert_eq!((names(&first), first.hash), (names(&again), again.hash));
    for (file, changed) in
        [("theme/assets/css/own.css", ".site-css"), ("theme/assets/site.js", ".js"), ("theme/404.html", "")]
    {
        let (other, _) = load(&sources(&[(file, "a{}")]));
        assert_ne!(first.hash, other.hash, "{file}");
        let differ = names(&first).iter().zip(names(&other)).filter(|(a, b)| *a != b).count();
        assert_eq!(differ, usize::from(!changed.is_empty()), "{file}");
    }
    let (english, _) = Theme::load(&sources(&[]), &config::read(None).0, &shared(Language::En));
    assert_ne!(first.hash, english.hash);
}

#[test]
fn every_name_in_a_page_is_that_of_a_published_file() {
    let (theme, _) = load(&sources(&[]));
    let html = theme.render(&plain_page("404.html")).unwrap();
    let published = theme.assets();
    let everywhere = published.iter().filter(|(path, _)| html.contains(&format!("\"../{path}\""))).count();
    assert_eq!(everywhere, 4, "style sheet, script, icon and logo");
    // A script for one page is named by the template of that page, and by no name that stands for nothing.
    let names = FILES.iter().flat_map(|(_, text)| text.split("asset.").skip(1));
    let names: BTreeSet<&str> = names.filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase()).next()).collect();
    assert_eq!(names.len(), published.len(), "{names:?} {published:?}");
}

//! The pictures as numbers and as text: what must hold for any words (well-formed, no style, no script, nothing
//! overlaps, every line fits its box), and what two small pictures look like to the byte.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use quick_xml::events::{BytesStart, Event};

use super::lettering::Face;
use super::*;

/// An element of a picture, as a reader sees it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    /// Index of the element it stands in.
    parent: Option<usize>,
}

impl Element {
    fn new(start: &BytesStart<'_>, parent: Option<usize>) -> Self {
        let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
            let raw = attribute.value.as_ref();
            assert!(!raw.contains('<'), "{raw}");
            (attribute.key.as_ref().to_owned(), quick_xml::escape::unescape(raw).unwrap().into_owned())
        };
        let attributes = start.attributes().map(|found| attribute(found.unwrap())).collect();
        Self { name: start.name().as_ref().to_owned(), attributes, text: String::new(), parent }
    }

    fn number(&self, attribute: &str) -> f64 {
        self.attributes[attribute].parse().unwrap()
    }

    fn is(&self, class: &str) -> bool {
        self.attributes.get("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }

    /// Left, top, right, bottom.
    fn sides(&self) -> [f64; 4] {
        let (x, y) = (self.number("x"), self.number("y"));
        [x, y, x + self.number("width"), y + self.number("height")]
    }
}

/// Every element in the order of the text. Fails if the text is not well-formed.
fn read(svg: &str) -> Vec<Element> {
    let mut reader = quick_xml::Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut elements, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{svg}")) {
            Event::Start(start) => {
                elements.push(Element::new(&start, open.last().copied()));
                open.push(elements.len() - 1);
            }
            Event::Empty(start) => elements.push(Element::new(&start, open.last().copied())),
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => elements[*open.last().unwrap_or(&0)].text.push_str(&text),
            Event::GeneralRef(entity) => {
                let entity = format!("&{};", &*entity);
                let character = quick_xml::escape::unescape(&entity).unwrap().into_owned();
                elements[*open.last().unwrap()].text.push_str(&character);
            }
            Event::Eof => break,
            other => panic!("{other:?}\n{svg}"),
        }
    }
    assert!(open.is_empty(), "{svg}");
    elements
}

/// What holds for every picture.
fn check_picture(svg: &str) -> Vec<Element> {
    let elements = read(svg);
    let ids: Vec<&String> = elements.iter().filter_map(|element| element.attributes.get("id")).collect();
    for element in &elements {
        assert!(!matches!(element.name.as_str(), "script" | "style" | "foreignObject" | "image"), "{svg}");
        for (name, value) in &element.attributes {
            assert!(name != "style" && !name.starts_with("on"), "{name}\n{svg}");
            let mut wanted: Vec<&str> = Vec::new();
            if name == "aria-labelledby" {
                wanted.extend(value.split(' '));
            }
            wanted.extend(value.strip_prefix("url(#").and_then(|url| url.strip_suffix(')')));
            for id in wanted {
                assert_eq!(ids.iter().filter(|known| **known == id).count(), 1, "{id}\n{svg}");
            }
        }
        let size = element.attributes.get("font-size").map(|size| size.parse::<f64>().unwrap());
        assert!(size.is_none_or(|size| size >= 13.0), "{svg}");
    }
    let view: Vec<f64> = elements[0].attributes["viewBox"].split(' ').map(|n| n.parse().unwrap()).collect();
    for rect in elements.iter().filter(|element| element.name == "rect") {
        let [left, top, right, bottom] = rect.sides();
        assert!(left >= 0.0 && top >= 0.0 && right <= view[2] && bottom <= view[3], "{rect:?}\n{svg}");
    }
    for [line, _] in lines(&elements) {
        assert!(line[0] >= -0.1 && line[1] >= 0.0 && line[2] <= view[2] + 0.1 && line[3] <= view[3], "{line:?}\n{svg}");
    }
    elements
}

/// What holds for every diagram: boxes stand apart, and every line of text in a box stands within it.
fn check_chain(input: &Chain) -> String {
    let svg = chain(input);
    let elements = check_picture(&svg);
    let boxes: Vec<&Element> = elements.iter().filter(|element| element.is("node-box")).collect();
    assert_eq!(boxes.len(), input.columns.iter().map(|column| column.nodes.len()).sum::<usize>());
    for (index, a) in boxes.iter().enumerate() {
        for b in &boxes[index + 1..] {
            assert!(apart(a.sides(), b.sides()), "{a:?}\n{b:?}\n{svg}");
        }
    }
    let box_of = |group: usize| boxes.iter().find(|found| found.parent == Some(group)).map(|found| found.sides());
    for [line, group] in lines(&elements) {
        let Some(found) = box_of(group[0] as usize) else { continue };
        let inside = line[0] >= found[0] && line[1] >= found[1] && line[2] <= found[2] && line[3] <= found[3];
        assert!(inside, "{line:?} in {found:?}\n{svg}");
    }
    assert_eq!(svg, chain(input), "the same input gives the same bytes");
    svg
}

fn apart(a: [f64; 4], b: [f64; 4]) -> bool {
    a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1]
}

/// The sides of every line of text by the estimate, and in the first number beside it the group it stands in.
fn lines(elements: &[Element]) -> Vec<[[f64; 4]; 2]> {
    let spans = elements.iter().filter(|element| element.name == "tspan");
    let line = |span: &Element| {
        let text = &elements[span.parent.unwrap()];
        let size = text.number("font-size");
        let face = Face { size, leading: 0.0, bold: text.attributes.contains_key("font-weight") };
        let (x, y, width) = (span.number("x"), span.number("y"), face.width(&span.text));
        let left = if text.attributes.contains_key("text-anchor") { x - width } else { x };
        [[left, y - 0.8 * size, left + width, y + 0.25 * size], [text.parent.unwrap() as f64; 4]]
    };
    spans.map(line).collect()
}

fn node(label: &str) -> Node {
    Node { key: label.to_lowercase().replace(' ', "-"), label: label.to_owned(), weight: 1, ..Node::default() }
}

fn with_state(label: &str, state: State, state_label: &str) -> Node {
    Node { state, state_label: state_label.to_owned(), ..node(label) }
}

fn columns(nodes: [Vec<Node>; 4]) -> [Column; 4] {
    let mut headings = ["Context", "Instrument", "Mechanisme", "Uitkomst"].into_iter();
    nodes.map(|nodes| Column { heading: headings.next().unwrap_or_default().to_owned(), nodes })
}

fn link(from: (usize, usize), to: (usize, usize), effect: Effect) -> Link {
    Link { from, to, effect, weight: 1 }
}

fn dutch_legend() -> Legend {
    let effects = ["werkt", "wisselend", "werkt niet", "onbekend"].map(str::to_owned);
    Legend { effects, weight: "dikker: in meer configuraties".to_owned() }
}

/// One configuration of the shipped knowledge base.
fn one_configuration() -> Chain {
    Chain {
        title: "Werkgevers vroeg betrekken".to_owned(),
        description: "Krapte en een werkgever die de doelgroep niet kent; werkgevers vroeg betrekken.".to_owned(),
        id: "cmo-1".to_owned(),
        columns: columns([
            vec![
                node("Krapte op de arbeidsmarkt"),
                with_state("Werkgever kent de doelgroep", State::Absent, "ontbreekt"),
            ],
            vec![Node { href: Some("../werkgevers/".to_owned()), ..node("Werkgevers vroeg betrekken") }],
            vec![node("Vertrouwen van de werkgever (bewijs en ontzorging)")],
            vec![node("Werkgever doet mee")],
        ]),
        links: vec![
            link((0, 0), (1, 0), Effect::Works),
            link((0, 1), (1, 0), Effect::Works),
            link((1, 0), (2, 0), Effect::Works),
            link((2, 0), (3, 0), Effect::Works),
        ],
        legend: dutch_legend(),
    }
}

/// Eight boxes a column, all effects, all states, lines that skip a column.
fn many_configurations() -> Chain {
    use Effect::{Fails, Mixed, Unknown, Works};
    let mut links = Vec::new();
    for (ends, effect, weight) in [
        ([0, 3, 0, 1], Works, 3),
        ([1, 3, 0, 0], Works, 1),
        ([2, 0, 4, 2], Mixed, 1),
        ([3, 1, 2, 2], Works, 2),
        ([4, 6, 5, 4], Fails, 1),
        ([5, 2, 1, 3], Works, 1),
        ([6, 5, 7, 6], Unknown, 1),
        ([7, 7, 6, 7], Mixed, 1),
        ([0, 0, 1, 0], Works, 1),
        ([4, 4, 3, 5], Fails, 1),
    ] {
        for column in 0..3 {
            let (from, to) = ((column, ends[column]), (column + 1, ends[column + 1]));
            links.push(Link { from, to, effect, weight });
        }
    }
    links.push(link((1, 6), (3, 1), Effect::Fails));
    Chain {
        title: "Alle configuraties van Haarlemmermeer".to_owned(),
        description: "Acht contexten, instrumenten, mechanismen en uitkomsten.".to_owned(),
        id: "case".to_owned(),
        columns: columns([
            vec![
                node("Ruimte om te leren met behoud van uitkering"),
                node("Krapte op de arbeidsmarkt"),
                with_state("Meerjarig geld", State::Absent, "ontbreekt"),
                node("Tijd voor begeleiding op de werkvloer"),
                with_state("Domeinen verbonden", State::Absent, "ontbreekt"),
                node("Bestuurlijke steun"),
                node("Seizoensgebonden werk"),
                node("Regionale infrastructuur dichtbij"),
            ],
            vec![
                node("Resultaatfinanciering"),
                node("Training of voorlichting voor werkgever en collega's"),
                node("Bestuurlijk besluit of beleidsregel"),
                node("Proefplaatsing met behoud van uitkering"),
                node("Samenwerkingsafspraken en -structuur"),
                node("Loonkostensubsidie en andere regelingen"),
                with_state("Jobcoach en nazorg", State::Absent, "weggelaten"),
                node("Matchingsbijeenkomst of platform"),
            ],
            vec![
                node("Vertrouwen van de werkgever (bewijs en ontzorging)"),
                node("Rugdekking"),
                node("Waardering voor een inclusief team"),
                with_state("Eigenaarschap", State::Reversed, "keert om"),
                node("Wederkerig belang"),
                with_state("Veiligheid (vertrouwensband)", State::Absent, "blijft uit"),
                node("Doeloriëntatie (realistisch perspectief)"),
                node("Compensatie (stap minder duur of riskant)"),
            ],
            vec![
                node("Werkgever doet mee"),
                node("Betaald werk"),
                with_state("Structureel aanbod", State::Absent, "blijft uit"),
                node("Snelle start"),
                node("Teleurstelling en beschadigd vertrouwen (ongewenst)"),
                with_state("Uitval", State::Absent, "blijft uit"),
                node("Taalvaardigheid"),
                node("Draagvlak bij partners"),
            ],
        ]),
        links,
        legend: dutch_legend(),
    }
}

fn haarlemmermeer() -> Results {
    let row = |label: &str, value_label: &str, count, of| ResultRow {
        label: label.to_owned(),
        value_label: value_label.to_owned(),
        count,
        of,
    };
    Results {
        title: "Resultaten van Haarlemmermeer".to_owned(),
        description: "Vier cijfers.".to_owned(),
        id: "results".to_owned(),
        rows: vec![
            row("Deelnemers", "10", 10, None),
            row("Uitstroom naar werk", "7 van de 10", 7, Some(10)),
            row("Gestopt met de opleiding voordat het praktijkdeel bij de werkgever begon", "0 van de 10", 0, Some(10)),
            row("Nog in dienst na een jaar", "112 van de 1.340", 112, Some(1340)),
        ],
    }
}

#[test]
fn one_configuration_is_four_columns_with_solid_lines() {
    insta::assert_snapshot!(check_chain(&one_configuration()));
}

#[test]
fn results_are_bars_only_as_part_of_a_whole() {
    let svg = results(&haarlemmermeer());
    let elements = check_picture(&svg);
    let class = |class: &str| elements.iter().filter(|element| element.is(class)).count();
    assert_eq!((class("chart-row"), class("chart-track"), class("chart-bar")), (4, 3, 2));
    insta::assert_snapshot!(svg);
}

#[test]
fn eight_boxes_a_column_stand_apart() {
    let svg = check_chain(&many_configurations());
    for effect in Effect::ALL {
        assert!(svg.contains(effect.class()));
    }
}

#[test]
fn what_is_absent_or_reversed_is_seen_without_colour() {
    let node = |state| {
        let mut input = one_configuration();
        input.columns[1].nodes = vec![with_state("Jobcoach", state, "in woorden")];
        check_chain(&input)
    };
    let (plain, absent, reversed) = (node(State::Plain), node(State::Absent), node(State::Reversed));
    assert!(!plain.contains("in woorden") && absent.contains("in woorden") && reversed.contains("in woorden"));
    // The other absent box of this diagram has the one that is left.
    assert_eq!([&plain, &absent, &reversed].map(|svg| svg.matches("stroke-dasharray=\"6 4\"").count()), [1, 2, 1]);
    assert_eq!([&plain, &absent, &reversed].map(|svg| svg.matches("node-inner").count()), [0, 0, 1]);
}

#[test]
fn an_empty_column_collapses_and_lines_pass_it() {
    let mut input = one_configuration();
    input.columns[2].nodes.clear();
    input.links = vec![link((1, 0), (3, 0), Effect::Unknown)];
    let elements = check_picture(&check_chain(&input));
    let find = |class: &str| elements.iter().find(|element| element.is(class)).unwrap();
    let [left, top, right, bottom] = find("placeholder").sides();
    assert!(right - left < find("node-box").number("width"));
    // The straight piece of the line through the column lies above or below the placeholder.
    let path = &find("diagram-link").attributes["d"];
    let lane = path.split('L').nth(1).unwrap().split(['C', 'H']).next().unwrap().split(' ').nth(1).unwrap();
    let lane: f64 = lane.parse().unwrap();
    assert!(lane < top || lane > bottom, "{path}");
}

#[test]
fn links_that_lead_nowhere_are_left_out_and_equal_ones_are_drawn_once() {
    let check = |links: &[Link], lines: usize, thick: &str| {
        let input = Chain { links: links.to_vec(), legend: Legend::default(), ..one_configuration() };
        let svg = check_chain(&input);
        assert_eq!(svg.matches("class=\"diagram-link ").count(), lines, "{links:?}");
        assert!(svg.contains(&format!("stroke-width=\"{thick}\"")), "{links:?}\n{svg}");
    };
    let good = link((0, 0), (1, 0), Effect::Works);
    let back = link((2, 0), (1, 0), Effect::Works);
    let beside = link((0, 0), (0, 1), Effect::Works);
    let nowhere = link((0, 0), (1, 7), Effect::Works);
    let outside = link((0, 0), (9, 0), Effect::Works);
    check(&[good.clone(), back, beside, nowhere, outside], 1, "1.5");
    check(&[good.clone(), good.clone()], 1, "2.2");
    check(&[good.clone(), Link { effect: Effect::Mixed, ..good }], 2, "1.5");
}

#[test]
fn boxes_change_places_to_avoid_crossings() {
    let letters = |names: [&str; 3]| names.map(node).to_vec();
    let input = Chain {
        columns: columns([letters(["a", "b", "c"]), letters(["C", "B", "A"]), vec![], vec![]]),
        links: (0..3).map(|n| link((0, n), (1, 2 - n), Effect::Works)).collect(),
        ..Chain::default()
    };
    let elements = check_picture(&check_chain(&input));
    let keys: Vec<&str> = elements.iter().filter_map(|e| e.attributes.get("data-key")).map(String::as_str).collect();
    assert_eq!(keys, ["a", "b", "c", "a", "b", "c"]);
    assert!(
        elements.iter().filter(|e| e.is("diagram-link")).all(|e| e.attributes["d"].contains('H')),
        "all lines are level"
    );
}

#[test]
fn a_picture_with_links_is_a_group_and_names_them() {
    let role = |input: &Chain| check_picture(&chain(input))[0].attributes["role"].clone();
    let mut input = one_configuration();
    assert_eq!(role(&input), "group");
    let svg = chain(&input);
    assert!(svg.contains("<a href=\"../werkgevers/\" aria-label=\"Werkgevers vroeg betrekken\">"), "{svg}");
    input.columns[1].nodes[0].href = None;
    assert_eq!(role(&input), "img");
}

#[test]
fn the_strip_shows_what_there_is_in_proportion() {
    let labels = ["werkt", "wisselend", "werkt niet", "onbekend"];
    let check = |counts: [u32; 4], name: &str, widths: &[f64]| {
        let elements = check_picture(&effects(counts, labels, "nog niets bekend"));
        assert_eq!(elements[0].attributes["aria-label"], name);
        let found: Vec<f64> = elements.iter().filter(|e| e.name == "rect").map(|e| e.number("width") + 1.0).collect();
        assert_eq!(found, widths, "{counts:?}");
    };
    check([3, 1, 0, 0], "werkt: 3, wisselend: 1", &[88.5, 29.5]);
    check([0, 0, 2, 0], "werkt niet: 2", &[120.0]);
    check([500, 0, 1, 1], "werkt: 500, werkt niet: 1, onbekend: 1", &[100.0, 8.0, 8.0]);
    check([u32::MAX; 4], &labels.map(|label| format!("{label}: {}", u32::MAX)).join(", "), &[28.5; 4]);
    check([0; 4], "nog niets bekend", &[]);
}

#[test]
fn long_words_break_where_dutch_does() {
    let face = Face { size: 14.0, leading: 18.0, bold: false };
    let check = |word: &str, limit: f64, lines: &[&str]| assert_eq!(face.wrap(word, limit), lines);
    check("Samenwerkingsafspraken", 162.0, &["Samenwerkings-", "afspraken"]);
    check("Resultaatfinanciering", 120.0, &["Resultaatfinancie-", "ring"]);
    check("meewerkverklaring", 90.0, &["meewerkver-", "klaring"]);
    check("partijdigheidstoets", 90.0, &["partijdig-", "heidstoets"]);
    check("Een o-o-fonds in de regio", 60.0, &["Een o-o-", "fonds in", "de regio"]);
    check("1234567890", 40.0, &["1234", "5678", "90"]);
    check("  ", 40.0, &[]);
}

/// Words as people and mistakes write them.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zéë]{1,12}",
        1 => "[A-Za-z]{20,60}",
        1 => Just("<b onclick=\"x\" style='y'>&amp;</b>".to_owned()),
        1 => Just("]]>\u{0}\u{1b}\u{fffe}\n\t--".to_owned()),
        1 => "\\PC{1,8}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.join(" "))
}

prop_compose! {
    fn any_node()(key in words(), label in words(), state_label in words(), href in prop::option::of(words()),
                  state in prop::sample::select(vec![State::Plain, State::Absent, State::Reversed]),
                  weight in 0_u32..4) -> Node {
        Node { key, label, state, state_label, href, weight }
    }
}

prop_compose! {
    fn any_chain()(title in words(), description in words(), id in words(), heading in words(), legend in words(),
                   nodes in prop::array::uniform4(prop::collection::vec(any_node(), 0..5)),
                   links in prop::collection::vec(((0_usize..4, 0_usize..5), (0_usize..4, 0_usize..5),
                       prop::sample::select(Effect::ALL.to_vec()), any::<u32>()), 0..16)) -> Chain {
        let mut columns = columns(nodes);
        columns[1].heading = heading;
        let links = links.into_iter().map(|(from, to, effect, weight)| Link { from, to, effect, weight }).collect();
        let legend = Legend { effects: [legend.clone(), legend.clone(), legend.clone(), legend.clone()], weight: legend };
        Chain { title, description, id, columns, links, legend }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_diagram_is_well_formed_and_legible(input in any_chain()) {
        check_chain(&input);
    }

    #[test]
    fn any_chart_is_well_formed_and_legible(
        title in words(),
        rows in prop::collection::vec((words(), words(), any::<u64>(), prop::option::of(any::<u64>())), 0..6),
    ) {
        let row = |(label, value_label, count, of)| ResultRow { label, value_label, count, of };
        let rows: Vec<ResultRow> = rows.into_iter().map(row).collect();
        let svg = results(&Results { title: title.clone(), description: title.clone(), id: title, rows });
        if !svg.is_empty() {
            let elements = check_picture(&svg);
            let tracks: Vec<&Element> = elements.iter().filter(|element| element.is("chart-track")).collect();
            for pair in tracks.windows(2) {
                prop_assert!(apart(pair[0].sides(), pair[1].sides()));
            }
        }
    }

    #[test]
    fn any_strip_is_well_formed(counts in any::<[u32; 4]>(), label in words()) {
        check_picture(&effects(counts, [&label, &label, &label, &label], &label));
    }
}

/// What a theme does to the pictures: it sets `color`, and the fill of a box.
const LOOK: &str = "
:root { color-scheme: light dark; }
body { margin: 0 auto; padding: 1rem; max-width: 64rem; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#fff, #16191c); color: light-dark(#212529, #e6e8ea); }
.wide { overflow-x: auto; margin-block: 1.5rem; }
.diagram { min-width: 720px; }
.chart-results { max-width: 26rem; }
.diagram, .chart { font-family: inherit; }
.diagram-heading { color: light-dark(#4b5563, #a9b2bb); }
.node-box { fill: light-dark(#f6f8fa, #20262c); color: light-dark(#5b6b7b, #8b98a5); }
.node-absent .node-box { fill: none; }
.node-inner { color: light-dark(#5b6b7b, #8b98a5); }
.placeholder { color: light-dark(#767f88, #87919b); }
.effect-works { color: light-dark(#0b6e4f, #6fcf9f); }
.effect-mixed { color: light-dark(#8a5a00, #e0b050); }
.effect-fails { color: light-dark(#a3262a, #f08a8a); }
.effect-unknown { color: light-dark(#5b6b7b, #a0abb6); }
.chart-bar { color: light-dark(#00568b, #7cc0ee); }
.chart-track { color: light-dark(#5b6b7b, #8b98a5); }
";

/// Writes a page with the pictures on it, to look at: `cargo test --lib look_at -- --ignored`, then open
/// `svg.html` in the folder that `CARGO_TARGET_TMPDIR` or the system names for temporary files.
#[expect(clippy::disallowed_methods, reason = "writes a page for a person to look at")]
#[test]
#[ignore = "writes a page to look at"]
fn look_at_the_pictures() {
    let labels = ["werkt", "wisselend", "werkt niet", "onbekend"];
    let strips = [[3, 1, 0, 0], [5, 2, 2, 1], [0, 0, 2, 0], [12, 0, 1, 0], [0; 4]]
        .map(|counts| format!("<p>{}</p>", effects(counts, labels, "nog niets bekend")));
    let mut empty = one_configuration();
    empty.id = "empty".to_owned();
    empty.columns[2].nodes.clear();
    empty.links[2] = link((1, 0), (3, 0), Effect::Unknown);
    let mut fails = one_configuration();
    fails.id = "fails".to_owned();
    fails.columns[0].nodes.truncate(1);
    fails.links.remove(1);
    for (found, effect) in fails.links.iter_mut().zip([Effect::Fails, Effect::Fails, Effect::Mixed]) {
        found.effect = effect;
    }
    fails.columns[2].nodes[0] = with_state("Eigenaarschap", State::Reversed, "keert om");
    let pictures = [one_configuration(), fails, empty, many_configurations()].map(|input| chain(&input));
    let diagrams: String = pictures.iter().map(|svg| format!("<div class=wide>{svg}</div>")).collect();
    let (css, chart) = (LOOK, results(&haarlemmermeer()));
    let page = format!(
        "<!doctype html><html lang=nl><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <style>{css}</style><body><h1>Werkzaam</h1>{diagrams}{chart}{}",
        strips.concat()
    );
    let folder = option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, Into::into);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("svg.html"), page).unwrap();
}

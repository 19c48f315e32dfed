//! The diagram of one or more configurations: context, intervention, mechanism and outcome in four columns of boxes,
//! joined by lines that show the effect. Knows nothing of configurations: it gets boxes, lines and words.

use std::collections::BTreeMap;

use super::Effect;
use super::ink::{Attribute, Frame, Ink, Tenth, identifier};
use super::layers::{Edge, Layers};
use super::lettering::Face;

/// What a diagram shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Chain {
    /// Name of the picture.
    pub title: String,
    /// What it shows, in a sentence or more.
    pub description: String,
    /// What its ids begin with; no other picture on the page may have the same.
    pub id: String,
    /// Context, intervention, mechanism, outcome.
    pub columns: [Column; 4],
    /// Lines between the boxes. One that points to no box, or not to the right, is left out.
    pub links: Vec<Link>,
    /// What the lines mean.
    pub legend: Legend,
}

/// One column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Column {
    /// What stands in it: "Context".
    pub heading: String,
    /// Its boxes; without them the column shrinks to a placeholder.
    pub nodes: Vec<Node>,
}

/// One box.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Node {
    /// What it stands for, for scripts and tests (`data-key`).
    pub key: String,
    /// Its words.
    pub label: String,
    /// Whether it is there.
    pub state: State,
    /// The state in a word ("ontbreekt", "keert om"); shown unless the state is plain.
    pub state_label: String,
    /// Where the box leads to.
    pub href: Option<String>,
    /// How often it occurs: the boxes of a column start out heaviest first.
    pub weight: u32,
}

/// Whether what a box stands for is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum State {
    /// It is there, is used, fires, occurs.
    #[default]
    Plain,
    /// It is not: a dashed border and a struck circle.
    Absent,
    /// It turns into its opposite: a double border and an arrow that turns back.
    Reversed,
}

/// A line from a box to a box in a column further right.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// Column and box where it starts.
    pub from: (usize, usize),
    /// Column and box where it ends.
    pub to: (usize, usize),
    /// What it says.
    pub effect: Effect,
    /// How often it is found: the more, the thicker. Equal links are drawn as one, with the sum of their weights.
    pub weight: u32,
}

/// The words under the diagram; what is empty is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Legend {
    /// What each kind of line means, in the order of [`Effect::ALL`]; only the kinds that occur are shown.
    pub effects: [String; 4],
    /// What a thicker line means; shown if not all are equally thick.
    pub weight: String,
}

const LABEL: Face = Face { size: 14.0, leading: 18.0, bold: false };
const STATE: Face = Face { size: 13.0, leading: 18.0, bold: true };
const HEADING: Face = Face { size: 14.0, leading: 18.0, bold: true };
const LEGEND: Face = Face { size: 13.0, leading: 18.0, bold: false };

const WIDTH: f64 = 900.0;
/// Room around everything, so that no border is cut off.
const MARGIN: f64 = 2.0;
/// Between two columns: where the lines bend.
const CHANNEL: f64 = 54.0;
/// A column without boxes.
const COLLAPSED: f64 = 104.0;
/// Inside a box, left and right, and above and below.
const PADDING: (f64, f64) = (11.0, 10.0);
/// A box is no lower than this.
const LEAST_HEIGHT: f64 = 42.0;
const ROW_GAP: f64 = 16.0;
/// Room for a line that passes through a column.
const LANE: f64 = 10.0;
/// Between two lines at one side of a box, at least and at most.
const PORTS: (f64, f64) = (10.0, 14.0);
/// Length of an arrowhead.
const HEAD: f64 = 9.0;
/// The mark before a state, and the room after it.
const MARK: f64 = 16.0;

const COLUMN_CLASSES: [&str; 4] = ["column-context", "column-intervention", "column-mechanism", "column-outcome"];

/// The diagram as an `svg` element, 900 units wide and as high as it needs. It is an image to assistive technology,
/// or a group if there are links in it.
pub fn chain(input: &Chain) -> String {
    let id = identifier(&input.id);
    let drawing = Drawing::new(input, &id);
    let links = input.columns.iter().flat_map(|column| &column.nodes).any(|node| node.href.is_some());
    let frame = Frame {
        class: "diagram diagram-chain",
        id: &id,
        title: &input.title,
        description: &input.description,
        role: if links { "group" } else { "img" },
        size: (WIDTH, drawing.height()),
    };
    frame.around(|ink| drawing.draw(ink))
}

/// A place in a column: `x` of its left side and its width.
#[derive(Clone, Copy)]
struct Band {
    left: f64,
    width: f64,
}

/// A box with its lines broken.
struct Card<'a> {
    node: &'a Node,
    state: Vec<String>,
    label: Vec<String>,
    height: f64,
}

impl<'a> Card<'a> {
    fn new(node: &'a Node, width: f64, ports: usize) -> Self {
        let room = width - 2.0 * PADDING.0;
        let plain = node.state == State::Plain;
        let state = if plain { Vec::new() } else { STATE.wrap(&node.state_label, room - MARK) };
        let label = LABEL.wrap(&node.label, room);
        let text = STATE.height(state.len()) + LABEL.height(label.len());
        let lines = PORTS.0 * (ports.max(1) - 1) as f64 + 2.0 * PADDING.1;
        Self { node, state, label, height: (text + 2.0 * PADDING.1).max(lines).max(LEAST_HEIGHT) }
    }
}

/// A link on its way: the thing it goes through in each column from `column` on; the first and the last are boxes,
/// those between are lanes.
struct Route {
    column: usize,
    things: Vec<usize>,
    effect: Effect,
    weight: u32,
}

impl Route {
    fn edges(&self) -> impl Iterator<Item = Edge> + '_ {
        let steps = self.things.windows(2).enumerate();
        steps.filter_map(|(step, pair)| match pair {
            [from, to] => Some(Edge { column: self.column + step, from: *from, to: *to }),
            _ => None,
        })
    }
}

/// Everything measured and placed.
struct Drawing<'a> {
    id: &'a str,
    bands: Vec<Band>,
    headings: Vec<Vec<String>>,
    /// The boxes of each column; the lanes follow them in `heights` and `tops`.
    cards: Vec<Vec<Card<'a>>>,
    routes: Vec<Route>,
    heights: Vec<Vec<f64>>,
    tops: Vec<Vec<f64>>,
    /// Where the boxes end.
    bottom: f64,
    legend: Vec<Entry>,
}

impl<'a> Drawing<'a> {
    fn new(input: &'a Chain, id: &'a str) -> Self {
        let bands = bands(&input.columns);
        let (sorted, places) = by_weight(&input.columns);
        let links = merged(&input.links, &places);
        let cards = cards(&sorted, &bands, &links);
        let boxes = |cards: &Vec<Card<'_>>| match cards.is_empty() {
            true => vec![LEAST_HEIGHT],
            false => cards.iter().map(|card| card.height).collect(),
        };
        let mut heights: Vec<Vec<f64>> = cards.iter().map(boxes).collect();
        let routes = routes(&links, &mut heights);
        let headings: Vec<Vec<String>> =
            input.columns.iter().zip(&bands).map(|(column, band)| HEADING.wrap(&column.heading, band.width)).collect();
        let layers = Layers { heights, edges: routes.iter().flat_map(|route| route.edges()).collect(), gap: ROW_GAP };
        let (mut tops, height) = layers.tops();
        let rows = headings.iter().map(Vec::len).max().unwrap_or(0);
        let start = if rows == 0 { MARGIN } else { HEADING.height(rows) + 12.0 };
        tops.iter_mut().flatten().for_each(|top| *top += start);
        let legend = legend(&input.legend, &routes, start + height + 26.0);
        Self { id, bands, headings, cards, routes, heights: layers.heights, tops, bottom: start + height, legend }
    }

    fn height(&self) -> f64 {
        self.legend.iter().map(Entry::bottom).fold(self.bottom, f64::max) + MARGIN
    }

    fn draw(&self, ink: &mut Ink) {
        self.draw_markers(ink);
        for (band, (lines, class)) in self.bands.iter().zip(self.headings.iter().zip(COLUMN_CLASSES)) {
            let class = format!("diagram-heading {class}");
            ink.lines(lines, HEADING, (band.left, HEADING.baseline(0.0)), &[("class", &class)]);
        }
        ink.group("diagram-links", |ink| self.draw_links(ink));
        for (column, class) in COLUMN_CLASSES.iter().enumerate() {
            ink.group(&format!("diagram-column {class}"), |ink| {
                if self.cards[column].is_empty() {
                    self.draw_placeholder(column, ink);
                }
                let mut cards: Vec<(f64, &Card<'_>)> =
                    self.tops[column].iter().copied().zip(&self.cards[column]).collect();
                // In the order in which they are seen, for whoever steps through the links.
                cards.sort_by(|(a, _), (b, _)| a.total_cmp(b));
                for (top, card) in cards {
                    draw_card(card, self.bands[column], top, ink);
                }
            });
        }
        if !self.legend.is_empty() {
            ink.group("diagram-legend", |ink| self.legend.iter().for_each(|entry| entry.draw(self.id, ink)));
        }
    }

    /// The heads of the lines, for the effects that occur.
    fn draw_markers(&self, ink: &mut Ink) {
        for effect in Effect::ALL {
            if !self.routes.iter().any(|route| route.effect == effect) {
                continue;
            }
            // The line ends where its head begins, so that an open head stays open.
            let (path, fill) = match effect {
                Effect::Works => ("M-0.5 -4.5L9 0L-0.5 4.5z", "currentColor"),
                Effect::Mixed => ("M0.5 -4.2L8.3 0L0.5 4.2z", "none"),
                Effect::Fails => ("M0.5 -4L8.5 4M0.5 4L8.5 -4", "none"),
                Effect::Unknown => ("M2 -4.2L8.3 0L2 4.2", "none"),
            };
            let stroke = if effect == Effect::Works { "none" } else { "currentColor" };
            ink.open(
                "marker",
                &[
                    ("id", &marker(self.id, effect)),
                    ("viewBox", &"-1 -5 11 10"),
                    ("markerWidth", &"11"),
                    ("markerHeight", &"10"),
                    ("markerUnits", &"userSpaceOnUse"),
                    ("orient", &"auto"),
                ],
            );
            ink.shape(
                "path",
                &[
                    ("class", &effect.class()),
                    ("d", &path),
                    ("fill", &fill),
                    ("stroke", &stroke),
                    ("stroke-width", &"1.5"),
                ],
            );
            ink.close("marker");
        }
    }

    fn draw_links(&self, ink: &mut Ink) {
        let ports = self.ports();
        for (index, route) in self.routes.iter().enumerate() {
            let last = route.things.len() - 2;
            let mut path = String::new();
            for (step, edge) in route.edges().enumerate() {
                let (from, to) = (self.bands[edge.column], self.bands[edge.column + 1]);
                let start = (from.left + from.width, ports[&(index, step, Side::From)]);
                // A lane ends where the box would begin, the last step short of the box, to leave room for the head.
                let head = if step == last { HEAD + 1.0 } else { 0.0 };
                let end = (to.left - head, ports[&(index, step, Side::To)]);
                let bend = (end.0 - start.0) / 2.0;
                // The first point begins the path; later ones continue it straight through the lane.
                let pen = if step == 0 { 'M' } else { 'L' };
                path.push_str(&format!("{pen}{} {}", Tenth(start.0), Tenth(start.1)));
                if (start.1 - end.1).abs() < 0.05 {
                    path.push_str(&format!("H{}", Tenth(end.0)));
                } else {
                    path.push_str(&format!(
                        "C{} {} {} {} {} {}",
                        Tenth(start.0 + bend),
                        Tenth(start.1),
                        Tenth(end.0 - bend),
                        Tenth(end.1),
                        Tenth(end.0),
                        Tenth(end.1)
                    ));
                }
            }
            stroke(&path, route.effect, thickness(route.weight), self.id, ink);
        }
    }

    /// The height at which each step of each route leaves its box and arrives: spread over the side of the box, in
    /// the order in which the other ends stand, so that no two lines cross right at a box.
    fn ports(&self) -> BTreeMap<(usize, usize, Side), f64> {
        let middle = |column: usize, thing: usize| self.tops[column][thing] + self.heights[column][thing] / 2.0;
        let mut sides: BTreeMap<_, Vec<(f64, usize, usize)>> = BTreeMap::new();
        for (index, route) in self.routes.iter().enumerate() {
            for (step, edge) in route.edges().enumerate() {
                let (left, right) = (middle(edge.column, edge.from), middle(edge.column + 1, edge.to));
                sides.entry((edge.column, edge.from, Side::From)).or_default().push((right, index, step));
                sides.entry((edge.column + 1, edge.to, Side::To)).or_default().push((left, index, step));
            }
        }
        let mut ports = BTreeMap::new();
        for ((column, thing, side), mut lines) in sides {
            lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let steps = (lines.len() - 1) as f64;
            let room = self.heights[column][thing] - 2.0 * PADDING.1;
            let spacing = if steps > 0.0 { (room / steps).min(PORTS.1) } else { 0.0 };
            let mut y = middle(column, thing) - spacing * steps / 2.0;
            for (_, index, step) in lines {
                ports.insert((index, step, side), y);
                y += spacing;
            }
        }
        ports
    }

    /// An empty column says so with a dash where its box would have been.
    fn draw_placeholder(&self, column: usize, ink: &mut Ink) {
        let (band, top) = (self.bands[column], self.tops[column][0]);
        border("placeholder", (band.left, top, band.width, LEAST_HEIGHT), 3.0, Some("1 5"), ink);
        let dash = format!("M{} {}h12", Tenth(band.left + band.width / 2.0 - 6.0), Tenth(top + LEAST_HEIGHT / 2.0));
        ink.shape("path", &[("class", &"placeholder"), ("d", &dash), ("stroke", &"currentColor")]);
    }
}

/// The side of a line that a box sees.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    /// Where a line starts.
    From,
    /// Where it ends.
    To,
}

fn draw_card(card: &Card<'_>, band: Band, top: f64, ink: &mut Ink) {
    let (class, dash) = match card.node.state {
        State::Plain => ("node", None),
        State::Absent => ("node node-absent", Some("6 4")),
        State::Reversed => ("node node-reversed", None),
    };
    if let Some(href) = &card.node.href {
        let spoken = [card.state.join(" "), card.node.label.clone()].into_iter().filter(|words| !words.is_empty());
        let spoken = spoken.collect::<Vec<_>>().join(": ");
        ink.open("a", &[("href", href), ("aria-label", &spoken)]);
    }
    ink.open("g", &[("class", &class), ("data-key", &card.node.key)]);
    let (left, width, height) = (band.left, band.width, card.height);
    border("node-box", (left, top, width, height), 3.0, dash, ink);
    if card.node.state == State::Reversed {
        border("node-inner", (left + 3.5, top + 3.5, width - 7.0, height - 7.0), 1.5, None, ink);
    }
    let text = STATE.height(card.state.len()) + LABEL.height(card.label.len());
    let (x, mut y) = (left + PADDING.0, top + (height - text) / 2.0);
    if !card.state.is_empty() {
        draw_mark(card.node.state, (x, y + STATE.leading / 2.0), ink);
        ink.lines(&card.state, STATE, (x + MARK, STATE.baseline(y)), &[("class", &"node-state")]);
        y += STATE.height(card.state.len());
    }
    ink.lines(&card.label, LABEL, (x, LABEL.baseline(y)), &[("class", &"node-label")]);
    ink.close("g");
    if card.node.href.is_some() {
        ink.close("a");
    }
}

/// The sign of a state, from `x` on and around the height `y`.
fn draw_mark(state: State, (x, y): (f64, f64), ink: &mut Ink) {
    let path = match state {
        State::Plain => return,
        // A struck circle.
        State::Absent => {
            format!("M{} {}a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0m1.3 3.2l6.4 -6.4", Tenth(x + 0.8), Tenth(y))
        }
        // An arrow that turns back.
        State::Reversed => format!(
            "M{} {}h6.5a2.8 2.8 0 0 1 0 5.6h-4M{} {}l-2.8 2.8l2.8 2.8",
            Tenth(x + 1.0),
            Tenth(y - 2.8),
            Tenth(x + 3.8),
            Tenth(y - 5.6)
        ),
    };
    ink.shape(
        "path",
        &[
            ("class", &"node-mark"),
            ("d", &path),
            ("fill", &"none"),
            ("stroke", &"currentColor"),
            ("stroke-width", &"1.4"),
            ("stroke-linecap", &"round"),
        ],
    );
}

fn border(class: &str, (x, y, w, h): (f64, f64, f64, f64), radius: f64, dash: Option<&str>, ink: &mut Ink) {
    let (x, y, w, h, radius) = (Tenth(x), Tenth(y), Tenth(w), Tenth(h), Tenth(radius));
    let mut attributes: Vec<Attribute<'_>> = vec![
        ("class", &class),
        ("x", &x),
        ("y", &y),
        ("width", &w),
        ("height", &h),
        ("rx", &radius),
        ("fill", &"none"),
        ("stroke", &"currentColor"),
    ];
    if let Some(dash) = &dash {
        attributes.push(("stroke-dasharray", dash));
    }
    ink.shape("rect", &attributes);
}

/// A line with the pattern and the head of its effect.
fn stroke(path: &str, effect: Effect, thickness: f64, id: &str, ink: &mut Ink) {
    let class = format!("diagram-link {}", effect.class());
    // Dots are seen less well than a line of the same thickness.
    let thickness = Tenth(if effect == Effect::Fails { thickness + 0.5 } else { thickness });
    let head = format!("url(#{})", marker(id, effect));
    let (dash, cap) = match effect {
        Effect::Works => (None, "butt"),
        Effect::Mixed => (Some("8 5"), "butt"),
        Effect::Fails => (Some("0.1 5.5"), "round"),
        Effect::Unknown => (Some("9 4 1.5 4"), "butt"),
    };
    let mut attributes: Vec<Attribute<'_>> = vec![
        ("class", &class),
        ("d", &path),
        ("fill", &"none"),
        ("stroke", &"currentColor"),
        ("stroke-width", &thickness),
    ];
    if let Some(dash) = &dash {
        attributes.push(("stroke-dasharray", dash));
        attributes.push(("stroke-linecap", &cap));
    }
    attributes.push(("marker-end", &head));
    ink.shape("path", &attributes);
}

fn thickness(weight: u32) -> f64 {
    1.5 + 0.7 * f64::from(weight.clamp(1, 4) - 1)
}

fn marker(id: &str, effect: Effect) -> String {
    format!("{id}-{}", effect.class())
}

/// The place of each column: the empty ones give their room to the others.
fn bands(columns: &[Column; 4]) -> Vec<Band> {
    let empty = columns.iter().filter(|column| column.nodes.is_empty()).count();
    let room = WIDTH - 2.0 * MARGIN - 3.0 * CHANNEL;
    let collapsed = if empty == columns.len() { room / 4.0 } else { COLLAPSED };
    let wide = (room - collapsed * empty as f64) / (columns.len() - empty).max(1) as f64;
    let mut left = MARGIN;
    let band = |column: &Column| {
        let band = Band { left, width: if column.nodes.is_empty() { collapsed } else { wide } };
        left += band.width + CHANNEL;
        band
    };
    columns.iter().map(band).collect()
}

/// The boxes of each column, heaviest first, and per column the new place of each.
fn by_weight(columns: &[Column; 4]) -> (Vec<Vec<&Node>>, Vec<Vec<usize>>) {
    let sort = |column: &Column| {
        let mut order: Vec<usize> = (0..column.nodes.len()).collect();
        order.sort_by_key(|&index| std::cmp::Reverse(column.nodes[index].weight));
        order
    };
    let orders: Vec<Vec<usize>> = columns.iter().map(sort).collect();
    let place = |order: &Vec<usize>| {
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, &index)| places[index] = place);
        places
    };
    let places = orders.iter().map(place).collect();
    let nodes = columns.iter().zip(&orders);
    (nodes.map(|(column, order)| order.iter().map(|&index| &column.nodes[index]).collect()).collect(), places)
}

/// What makes two links equal; ends are (column, place in it).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    from: (usize, usize),
    to: (usize, usize),
    effect: Effect,
}

/// The links that can be drawn, equal ones as one, with the sum of their weights.
fn merged(links: &[Link], places: &[Vec<usize>]) -> BTreeMap<Key, u32> {
    let place = |(column, node): (usize, usize)| Some((column, *places.get(column)?.get(node)?));
    let mut merged = BTreeMap::new();
    for link in links {
        let (Some(from), Some(to)) = (place(link.from), place(link.to)) else { continue };
        if from.0 < to.0 {
            let weight: &mut u32 = merged.entry(Key { from, to, effect: link.effect }).or_default();
            *weight = weight.saturating_add(link.weight);
        }
    }
    merged
}

fn cards<'a>(columns: &[Vec<&'a Node>], bands: &[Band], links: &BTreeMap<Key, u32>) -> Vec<Vec<Card<'a>>> {
    // Where lines arrive or leave, a box must be high enough for them to stay apart.
    let lines = |at: (usize, usize)| {
        let leave = links.keys().filter(|link| link.from == at).count();
        leave.max(links.keys().filter(|link| link.to == at).count())
    };
    let column = |(column, nodes): (usize, &Vec<&'a Node>)| {
        let nodes = nodes.iter().enumerate();
        nodes.map(|(index, node)| Card::new(node, bands[column].width, lines((column, index)))).collect()
    };
    columns.iter().enumerate().map(column).collect()
}

/// The way of each link; where it passes a column, that gets a lane more.
fn routes(links: &BTreeMap<Key, u32>, heights: &mut [Vec<f64>]) -> Vec<Route> {
    let mut routes = Vec::new();
    for (link, &weight) in links {
        let mut things = vec![link.from.1];
        for column in &mut heights[link.from.0 + 1..link.to.0] {
            things.push(column.len());
            column.push(LANE);
        }
        things.push(link.to.1);
        routes.push(Route { column: link.from.0, things, effect: link.effect, weight });
    }
    routes
}

/// One explanation under the diagram: a piece of line and its meaning.
struct Entry {
    /// A kind of line, or none for the thickness.
    effect: Option<Effect>,
    words: Vec<String>,
    left: f64,
    top: f64,
}

/// The piece of line in the legend, and the room after it.
const SAMPLE: f64 = 44.0;
const SAMPLE_GAP: f64 = 8.0;

fn legend(legend: &Legend, routes: &[Route], top: f64) -> Vec<Entry> {
    let occurs = |effect: Effect| routes.iter().any(|route| route.effect == effect);
    let effects = Effect::ALL.into_iter().zip(&legend.effects).filter(|(effect, _)| occurs(*effect));
    let differ = routes.windows(2).any(|pair| thickness(pair[0].weight) != thickness(pair[1].weight));
    let all = effects.map(|(effect, words)| (Some(effect), words)).chain(differ.then_some((None, &legend.weight)));
    let mut next = (MARGIN, top);
    let mut bottom = top;
    let mut entries = Vec::new();
    for (effect, words) in all {
        let words = LEGEND.wrap(words, WIDTH - 2.0 * MARGIN - SAMPLE - SAMPLE_GAP);
        if words.is_empty() {
            continue;
        }
        let widest = words.iter().map(|line| LEGEND.width(line)).fold(0.0, f64::max);
        let width = SAMPLE + SAMPLE_GAP + widest;
        if next.0 > MARGIN && next.0 + width > WIDTH - MARGIN {
            next = (MARGIN, bottom + 6.0);
        }
        let entry = Entry { effect, words, left: next.0, top: next.1 };
        next.0 += width + 28.0;
        bottom = bottom.max(entry.bottom());
        entries.push(entry);
    }
    entries
}

impl Entry {
    fn bottom(&self) -> f64 {
        self.top + LEGEND.height(self.words.len())
    }

    fn draw(&self, id: &str, ink: &mut Ink) {
        let y = self.top + LEGEND.leading / 2.0;
        match self.effect {
            Some(effect) => {
                let path = format!("M{} {}h{}", Tenth(self.left), Tenth(y), Tenth(SAMPLE - HEAD - 1.0));
                stroke(&path, effect, thickness(1), id, ink);
            }
            None => {
                for (line, weight) in [(0.0, 1), (1.0, 4)] {
                    let path = format!("M{} {}h{}", Tenth(self.left), Tenth(y - 3.5 + 7.0 * line), Tenth(SAMPLE));
                    let width = Tenth(thickness(weight));
                    ink.shape("path", &[("d", &path), ("stroke", &"currentColor"), ("stroke-width", &width)]);
                }
            }
        }
        ink.lines(&self.words, LEGEND, (self.left + SAMPLE + SAMPLE_GAP, LEGEND.baseline(self.top)), &[]);
    }
}

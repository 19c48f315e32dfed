//! Bars: the figures of a case, and the strip that shows what the evidence says. A figure is only ever drawn as a
//! share of its own whole, never scaled against another figure. Knows nothing of cases.

use super::Effect;
use super::ink::{Attribute, Frame, Ink, Tenth, identifier};
use super::lettering::Face;

/// What a chart of results shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Results {
    /// Name of the picture.
    pub title: String,
    /// What it shows, in a sentence or more.
    pub description: String,
    /// What its ids begin with; no other picture on the page may have the same.
    pub id: String,
    /// The figures, from top to bottom.
    pub rows: Vec<ResultRow>,
}

/// One figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ResultRow {
    /// What is counted.
    pub label: String,
    /// The count in words: "7 van de 10".
    pub value_label: String,
    /// The count.
    pub count: u64,
    /// The whole that it is a part of; without it there is no bar.
    pub of: Option<u64>,
}

const LABEL: Face = Face { size: 15.0, leading: 20.0, bold: false };
const VALUE: Face = Face { size: 15.0, leading: 20.0, bold: true };
/// Narrow, so that a phone shows all of it: a bar that is cut off would lie.
const CHART_WIDTH: f64 = 360.0;
const BAR_HEIGHT: f64 = 12.0;

/// The figures of a case: what is counted, the count in words and, for a part of a whole, an outlined bar as long as
/// the whole with the part filled. No rows, no picture.
pub fn results(input: &Results) -> String {
    if input.rows.is_empty() {
        return String::new();
    }
    let rows: Vec<Row<'_>> = input.rows.iter().map(Row::new).collect();
    let between = 18.0;
    let height = rows.iter().map(|row| row.height + between).sum::<f64>() - between + 4.0;
    let frame = Frame {
        class: "chart chart-results",
        id: &identifier(&input.id),
        title: &input.title,
        description: &input.description,
        role: "img",
        size: (CHART_WIDTH, height),
    };
    frame.around(|ink| {
        let mut top = 2.0;
        for row in &rows {
            ink.group("chart-row", |ink| row.draw(top, ink));
            top += row.height + between;
        }
    })
}

/// A figure with its lines broken.
struct Row<'a> {
    figure: &'a ResultRow,
    label: Vec<String>,
    value: Vec<String>,
    text_height: f64,
    height: f64,
}

impl<'a> Row<'a> {
    fn new(figure: &'a ResultRow) -> Self {
        let value = VALUE.wrap(&figure.value_label, CHART_WIDTH * 0.4);
        let value_width = value.iter().map(|line| VALUE.width(line)).fold(0.0, f64::max);
        // Enough between the two for fonts that are wider than the estimate: nothing else keeps them apart.
        let label = LABEL.wrap(&figure.label, CHART_WIDTH - value_width - 40.0);
        let text_height = LABEL.height(label.len().max(value.len()).max(1));
        let bar = if figure.of.is_some() { 6.0 + BAR_HEIGHT } else { 0.0 };
        Self { figure, label, value, text_height, height: text_height + bar }
    }

    fn draw(&self, top: f64, ink: &mut Ink) {
        ink.lines(&self.label, LABEL, (0.0, LABEL.baseline(top)), &[("class", &"chart-label")]);
        let end: (f64, f64) = (CHART_WIDTH, VALUE.baseline(top));
        ink.lines(&self.value, VALUE, end, &[("class", &"chart-value"), ("text-anchor", &"end")]);
        let Some(of) = self.figure.of else { return };
        let count = self.figure.count.min(of);
        let (left, width) = (1.0, CHART_WIDTH - 2.0);
        let top = top + self.text_height + 6.0;
        if count > 0 {
            // However small the part, there is something to see.
            let part = (width * (count as f64 / of as f64)).max(2.0);
            bar("chart-bar", (left, top, part, BAR_HEIGHT), "currentColor", ink);
        }
        bar("chart-track", (left, top, width, BAR_HEIGHT), "none", ink);
    }
}

fn bar(class: &str, (x, y, width, height): (f64, f64, f64, f64), fill: &str, ink: &mut Ink) {
    ink.shape(
        "rect",
        &[
            ("class", &class),
            ("x", &Tenth(x)),
            ("y", &Tenth(y)),
            ("width", &Tenth(width)),
            ("height", &Tenth(height)),
            ("fill", &fill),
            ("stroke", &"currentColor"),
        ],
    );
}

/// Width and height of the strip of effects.
const STRIP: (f64, f64) = (120.0, 12.0);

/// A strip that shows how many configurations work, work in part, fail or are unknown, in the order of
/// [`Effect::ALL`]: filled, hatched, dotted, empty with a dashed border. `labels` are the words for the four and make
/// its name ("werkt: 3, werkt niet: 1"); `nothing` is its name if there is nothing to count. It has no ids, so that a
/// page may hold many.
pub fn effects(counts: [u32; 4], labels: [&str; 4], nothing: &str) -> String {
    let counted = || Effect::ALL.into_iter().zip(counts).zip(labels).filter(|((_, count), _)| *count > 0);
    let names: Vec<String> = counted().map(|((_, count), label)| format!("{label}: {count}")).collect();
    let name = if names.is_empty() { nothing.to_owned() } else { names.join(", ") };
    let mut ink = Ink::default();
    ink.open(
        "svg",
        &[
            ("xmlns", &"http://www.w3.org/2000/svg"),
            ("class", &"chart chart-effects"),
            ("viewBox", &format_args!("0 0 {} {}", Tenth(STRIP.0), Tenth(STRIP.1))),
            ("width", &Tenth(STRIP.0)),
            ("height", &Tenth(STRIP.1)),
            ("role", &"img"),
            ("aria-label", &name),
        ],
    );
    if names.is_empty() {
        ink.shape("path", &[("class", &"strip-empty"), ("d", &"M0 6h120"), ("stroke", &"currentColor")]);
    }
    let mut left = 0.0;
    let widths = strip_widths(&counted().map(|((_, count), _)| count).collect::<Vec<_>>());
    for (((effect, _), _), width) in counted().zip(widths) {
        segment(effect, left, width, &mut ink);
        left += width + STRIP_GAP;
    }
    ink.close("svg");
    ink.finish()
}

const STRIP_GAP: f64 = 2.0;

/// In proportion to the counts, but none so small that its pattern is lost.
fn strip_widths(counts: &[u32]) -> Vec<f64> {
    const LEAST: f64 = 8.0;
    let room = STRIP.0 - STRIP_GAP * counts.len().saturating_sub(1) as f64;
    let mut small = vec![false; counts.len()];
    loop {
        let taken = LEAST * small.iter().filter(|&&is| is).count() as f64;
        let total: f64 = counts.iter().zip(&small).filter(|(_, small)| !**small).map(|(&n, _)| f64::from(n)).sum();
        let width = |index: usize| {
            if small[index] { LEAST } else { (room - taken) * f64::from(counts[index]) / total }
        };
        let widths: Vec<f64> = (0..counts.len()).map(width).collect();
        let Some(narrow) = widths.iter().position(|&width| width < LEAST) else { return widths };
        small[narrow] = true;
    }
}

fn segment(effect: Effect, left: f64, width: f64, ink: &mut Ink) {
    let (x, y, w, h) = (left + 0.5, 0.5, width - 1.0, STRIP.1 - 1.0);
    let fill = if effect == Effect::Works { "currentColor" } else { "none" };
    let class = format!("strip-segment {}", effect.class());
    ink.open("g", &[("class", &class)]);
    let (x_, y_, w_, h_) = (Tenth(x), Tenth(y), Tenth(w), Tenth(h));
    let mut outline: Vec<Attribute<'_>> =
        vec![("x", &x_), ("y", &y_), ("width", &w_), ("height", &h_), ("fill", &fill), ("stroke", &"currentColor")];
    if effect == Effect::Unknown {
        outline.push(("stroke-dasharray", &"3 2"));
    }
    ink.shape("rect", &outline);
    let pattern = match effect {
        Effect::Mixed => hatching((x, y, w, h)),
        Effect::Fails => dots((x, y, w, h)),
        Effect::Works | Effect::Unknown => String::new(),
    };
    if !pattern.is_empty() {
        let cap = if effect == Effect::Fails { "round" } else { "butt" };
        let thick = if effect == Effect::Fails { "2" } else { "1.2" };
        ink.shape(
            "path",
            &[
                ("d", &pattern),
                ("fill", &"none"),
                ("stroke", &"currentColor"),
                ("stroke-width", &thick),
                ("stroke-linecap", &cap),
            ],
        );
    }
    ink.close("g");
}

/// Slanting lines, cut off at the edges: drawn, because a `pattern` would need an id.
fn hatching((x, y, w, h): (f64, f64, f64, f64)) -> String {
    let mut path = String::new();
    let mut foot = x - h + 4.0;
    while foot < x + w {
        // From (foot, bottom) up to (foot + h, top).
        let (from, to) = (foot.max(x), (foot + h).min(x + w));
        let (low, high) = (y + h - (from - foot), y + h - (to - foot));
        path.push_str(&format!("M{} {}L{} {}", Tenth(from), Tenth(low), Tenth(to), Tenth(high)));
        foot += 4.0;
    }
    path
}

/// Two rows of dots.
fn dots((x, y, w, h): (f64, f64, f64, f64)) -> String {
    let mut path = String::new();
    for (row, shift) in [(h * 0.3, 3.0), (h * 0.7, 5.0)] {
        let mut at = x + shift;
        while at < x + w - 1.5 {
            path.push_str(&format!("M{} {}h0", Tenth(at), Tenth(y + row)));
            at += 4.0;
        }
    }
    path
}

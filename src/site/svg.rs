//! Pictures of the site as SVG text, drawn when the site is built: the diagram of a configuration, the figures of a
//! case, the strip of effects. They hold no inline style and no script: shape, pattern and words carry the meaning,
//! `currentColor` makes them readable without a style sheet, classes let the theme colour them. Knows no corpus,
//! theme or locale: whoever asks for a picture gives it its words.

mod chain;
mod charts;
mod ink;
mod layers;
mod lettering;
#[cfg(test)]
mod tests;

pub use chain::{Chain, Column, Legend, Link, Node, State, chain};
pub use charts::{ResultRow, Results, effects, results};

/// What the evidence says. The order is that of every row of four: labels, counts, legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// It works: solid line, filled arrow.
    Works,
    /// It works for some or in part: dashed line, open arrow.
    Mixed,
    /// It does not work: dotted line that ends in a cross.
    Fails,
    /// Nobody knows yet: a line of dashes and dots, a thin arrow.
    Unknown,
}

impl Effect {
    /// All of them, in order.
    pub const ALL: [Effect; 4] = [Effect::Works, Effect::Mixed, Effect::Fails, Effect::Unknown];

    /// The class that the theme colours.
    pub fn class(self) -> &'static str {
        match self {
            Effect::Works => "effect-works",
            Effect::Mixed => "effect-mixed",
            Effect::Fails => "effect-fails",
            Effect::Unknown => "effect-unknown",
        }
    }
}

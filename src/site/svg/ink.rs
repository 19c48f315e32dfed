//! Writes SVG elements: the one place where text and attributes are escaped, numbers are rounded and ids are made.
//! Knows no picture.

use std::fmt::{self, Display, Write as _};

use quick_xml::escape::escape;

use super::lettering::Face;

/// A length with at most one decimal, so that the same picture has the same bytes everywhere.
#[derive(Clone, Copy)]
pub(super) struct Tenth(pub(super) f64);

impl Display for Tenth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whole tenths: what a picture measures is far below where this rounds differently from `{:.1}`.
        #[expect(clippy::cast_possible_truncation, reason = "lengths of a picture")]
        let tenths = (self.0 * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
        if rest == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{rest}") }
    }
}

/// One attribute: its name and whatever its value is made of.
pub(super) type Attribute<'a> = (&'static str, &'a dyn Display);

/// The text of a picture as far as it is drawn.
#[derive(Default)]
pub(super) struct Ink {
    text: String,
}

impl Ink {
    /// Begins an element.
    pub(super) fn open(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes, ">");
    }

    /// Ends an element, and the line.
    pub(super) fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    /// An element without content.
    pub(super) fn shape(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes, "/>\n");
    }

    /// An element that holds only words.
    pub(super) fn element(&mut self, name: &str, attributes: &[Attribute<'_>], words: &str) {
        self.open(name, attributes);
        self.words(words);
        self.close(name);
    }

    /// Lines of text from a first baseline on, each at the same `x`.
    pub(super) fn lines(&mut self, lines: &[String], face: Face, (x, y): (f64, f64), attributes: &[Attribute<'_>]) {
        if lines.is_empty() {
            return;
        }
        let size = Tenth(face.size);
        let mut all: Vec<Attribute<'_>> = attributes.to_vec();
        all.push(("font-size", &size));
        if face.bold {
            all.push(("font-weight", &"600"));
        }
        all.push(("fill", &"currentColor"));
        self.open("text", &all);
        for (row, line) in (0_u16..).zip(lines) {
            if row > 0 {
                // Between two lines there is a space for whoever reads or copies the text and does not see it.
                self.text.push(' ');
            }
            let down = y + f64::from(row) * face.leading;
            self.open("tspan", &[("x", &Tenth(x)), ("y", &Tenth(down))]);
            self.words(line);
            self.text.push_str("</tspan>");
        }
        self.close("text");
    }

    /// A group that holds what `draw` draws.
    pub(super) fn group(&mut self, class: &str, draw: impl FnOnce(&mut Self)) {
        self.open("g", &[("class", &class)]);
        self.text.push('\n');
        draw(self);
        self.close("g");
    }

    /// The picture.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn words(&mut self, words: &str) {
        self.text.push_str(&escape(readable(words)));
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>], end: &str) {
        self.text.push('<');
        self.text.push_str(name);
        for (attribute, value) in attributes {
            self.text.push(' ');
            self.text.push_str(attribute);
            self.text.push_str("=\"");
            let from = self.text.len();
            let _ = write!(self.text, "{value}"); // writing to a string cannot fail
            // Numbers and class names, which are nearly all, are fit as they are.
            if !self.text[from..].bytes().all(is_plain) {
                let value = self.text.split_off(from);
                self.text.push_str(&escape(readable(&value)));
            }
            self.text.push('"');
        }
        self.text.push_str(end);
    }
}

/// The frame of a picture: what every one of them has, its name and its description first.
pub(super) struct Frame<'a> {
    /// Classes of the `svg` element.
    pub(super) class: &'a str,
    /// What the ids of this picture begin with.
    pub(super) id: &'a str,
    /// Name of the picture.
    pub(super) title: &'a str,
    /// What it shows, in a sentence or more.
    pub(super) description: &'a str,
    /// `img`, or `group` if there are links in it: what stands in an `img` cannot be reached.
    pub(super) role: &'static str,
    /// Width and height in its own units.
    pub(super) size: (f64, f64),
}

impl Frame<'_> {
    /// Draws the frame around what `draw` draws.
    pub(super) fn around(&self, draw: impl FnOnce(&mut Ink)) -> String {
        let mut ink = Ink::default();
        let (title, description) = (format!("{}-title", self.id), format!("{}-desc", self.id));
        let named_by = if self.description.is_empty() { title.clone() } else { format!("{title} {description}") };
        ink.open(
            "svg",
            &[
                ("xmlns", &"http://www.w3.org/2000/svg"),
                ("class", &self.class),
                ("viewBox", &format_args!("0 0 {} {}", Tenth(self.size.0), Tenth(self.size.1))),
                ("role", &self.role),
                ("aria-labelledby", &named_by),
                ("font-family", &"sans-serif"),
            ],
        );
        ink.text.push('\n');
        ink.element("title", &[("id", &title)], self.title);
        if !self.description.is_empty() {
            ink.element("desc", &[("id", &description)], self.description);
        }
        draw(&mut ink);
        ink.close("svg");
        ink.finish()
    }
}

/// A prefix that is safe in an id, in a list of ids and in `url(#…)`.
pub(super) fn identifier(prefix: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' };
    let id: String = prefix.chars().map(safe).collect();
    // A digit may not begin a selector.
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) { id } else { format!("svg-{id}") }
}

/// A letter, digit or mark that stands for itself in any attribute.
fn is_plain(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte) && !b"<>&\"'".contains(&byte)
}

/// The text without the characters that XML does not allow; line breaks and tabs become spaces.
fn readable(text: &str) -> String {
    let plain = |c: char| if c.is_whitespace() { ' ' } else { c };
    text.chars().map(plain).filter(|&c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

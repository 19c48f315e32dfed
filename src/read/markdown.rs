//! stub
use crate::diagnostic::FileReport;
use crate::read::source::Span;
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Body {
    pub headings: Vec<Heading>,
    pub links: Vec<LinkSite>,
    pub images: Vec<ImageSite>,
    pub text: String,
}
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Heading {
    pub level: u8,
    pub id: String,
    pub text: String,
    pub span: Span,
}
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct LinkSite {
    pub target: Target,
    pub span: Span,
    pub label: String,
    pub sentence: String,
}
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Target {
    Wiki { name: String, heading: Option<String> },
    Path { path: String, heading: Option<String> },
    Heading(String),
    External(String),
}
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct ImageSite {
    pub path: String,
    pub alt: String,
    pub span: Span,
}
pub fn parse(_t: &str, _s: usize, _r: &mut FileReport) -> Body {
    Body::default()
}
pub fn sentences(t: &str) -> impl Iterator<Item = &str> {
    t.split(". ")
}

//! stub
use serde::Serialize;
use std::sync::Arc;
/// Safe HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Html(Arc<str>);
impl Html {
    pub(in crate::site) fn drawn(svg: String) -> Self {
        Self(svg.into())
    }
}
use crate::locale::Words;
use crate::read::markdown::Body;
pub struct Href {
    pub href: String,
    pub title: Option<String>,
    pub external: bool,
    pub kind: Option<String>,
}
pub trait Resolve {
    fn link(&self, index: usize) -> Href;
    fn image(&self, index: usize) -> Option<String>;
}
pub fn body(_b: &Body, _r: &dyn Resolve, _w: Words) -> Html {
    Html::default()
}

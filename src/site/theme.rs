//! stub
use super::globals::Globals;
use super::view::PageView;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Report};
use crate::read::source::Sources;
#[derive(Debug)]
pub struct Theme {
    pub hash: u128,
}
impl Theme {
    pub fn load(_s: &Sources, _c: &Config, _g: &Globals) -> (Self, Report) {
        (Self { hash: 1 }, Report::default())
    }
    pub fn render(&self, view: &PageView) -> Result<String, Diagnostic> {
        Ok(serde_json::to_string_pretty(view).unwrap_or_default())
    }
    pub fn assets(&self) -> Vec<(String, std::sync::Arc<[u8]>)> {
        Vec::new()
    }
}

//! stub
use serde::Serialize;
use std::sync::Arc;
/// Safe HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Html(Arc<str>);

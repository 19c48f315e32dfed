//! Werkzaam.

pub mod config;
pub mod diagnostic;
pub mod locale;
pub mod model;
pub mod publish;
pub mod read;
pub mod site;

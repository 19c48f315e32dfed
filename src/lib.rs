//! Werkzaam.

pub mod diagnostic;
pub mod locale;
pub mod publish;
pub mod read;
pub mod site;

//! The subject: kinds of content, CMO configurations, how evidence is weighed, and the corpus in which every
//! reference points somewhere. Knows no HTML, no templates, no disk.

pub mod address;
pub mod cmo;
pub mod corpus;
pub mod coverage;
pub mod entry;
pub mod evidence;
pub mod insight;
pub mod kind;
pub mod lint;
pub mod record;
#[cfg(test)]
pub(crate) mod testing;
pub mod value;
pub mod words;

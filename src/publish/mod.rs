//! From the site as a value to a folder on disk. Knows nothing of what the bytes mean.

pub mod tree;
pub mod write;

//! From a folder to values: files with their spans, front matter as a tree, Markdown as a tree. Per file and pure
//! but for [`scan`]; knows nothing of CMO, of URLs or of other files.

pub mod frontmatter;
pub mod markdown;
pub mod scan;
pub mod source;

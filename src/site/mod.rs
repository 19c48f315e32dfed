//! From the corpus as a value to the site as a value: pages, pictures, indexes. Each file here turns plain data into
//! text, and the same data into the same bytes. Knows no disk, no socket and no clock.

pub mod svg;

//! From the corpus to pages: which pages there are, what each shows, and how that becomes HTML. Knows no disk and no
//! sockets.

pub mod cmo;
pub mod entry;
pub mod feeds;
pub mod globals;
pub mod html;
pub mod keys;
pub mod lists;
pub mod plan;
pub mod scope;
pub mod search;
pub mod sentence;
pub mod svg;
pub mod theme;
pub mod tools;
pub mod view;

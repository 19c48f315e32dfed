//! From the corpus to pages: which pages there are, what each shows, and how that becomes HTML. Knows no disk and no
//! sockets.

pub mod html;
pub mod view;

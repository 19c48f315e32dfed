//! Where a page stands: its path below the root of the site, in the language of the site. Paths end in a slash and
//! do not begin with one; the root is the empty path. Knows no file names, no links and no HTML.

use super::kind::Kind;
use crate::locale::Words;

/// Pages that the generator makes itself, by the key of their segment in the locale (`route.<key>`).
pub const ROUTES: [&str; 5] = ["configurations", "matrix", "glossary", "search", "feed"];

/// The path of an entry: `casussen/haarlemmermeer/`.
pub fn entry(kind: Kind, id: &str, words: Words) -> String {
    match kind {
        Kind::Page => format!("{id}/"),
        _ => format!("{}{id}/", overview(kind, words)),
    }
}

/// The path of the overview of a kind: `casussen/`. Free pages have none.
pub fn overview(kind: Kind, words: Words) -> String {
    format!("{}/", words.get(&format!("kind.{}.folder", kind.key())))
}

/// The path of a configuration: `configuraties/klim-1/`.
pub fn configuration(id: &str, words: Words) -> String {
    format!("{}{id}/", route("configurations", words))
}

/// The path of a page that the generator makes itself.
pub fn route(key: &str, words: Words) -> String {
    format!("{}/", words.get(&format!("route.{key}")))
}

/// First segments that no free page may have, because pages of the generator stand there.
pub fn reserved(words: Words) -> Vec<String> {
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page).map(|kind| overview(kind, words));
    let routes = ROUTES.into_iter().map(|key| route(key, words));
    kinds.chain(routes).chain(["assets/".to_owned(), "404/".to_owned(), "index/".to_owned()]).collect()
}

/// An old address as a path: `/oud/pad/` → `oud/pad/`. `None` when it is no plain path.
pub fn alias(text: &str) -> Option<String> {
    let inner = text.strip_prefix('/')?;
    let inner = inner.strip_suffix("index.html").unwrap_or(inner);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    (!inner.is_empty() && inner.len() <= 200 && inner.split('/').all(plain)).then(|| format!("{inner}/"))
}

//! Where a page stands: its path below the root of the site, in the language of the site; and where a relative path
//! leads. Paths end in a slash and do not begin with one; the root is the empty path. Knows no corpus and no HTML.

use super::kind::Kind;
use crate::locale::Words;

/// Pages that the generator makes itself, by the key of their segment in the locale (`route.<key>`).
pub const ROUTES: &[&str] = &[
    "configurations",
    "glossary",
    "search",
    "feed",
    "tools",
    "explore",
    "fit",
    "compare",
    "matrix",
    "contradictions",
    "robustness",
    "gaps",
    "expectations",
    "ripples",
    "selection",
];

/// The path of an entry: `casussen/haarlemmermeer/`.
pub fn entry(kind: Kind, id: &str, words: Words) -> String {
    match kind {
        Kind::Page => format!("{id}/"),
        _ => format!("{}{id}/", overview(kind, words)),
    }
}

/// The path of the overview of a kind: `casussen/`. Free pages have none.
pub fn overview(kind: Kind, words: Words) -> String {
    format!("{}/", words.get(kind.folder_key()))
}

/// The path of a configuration: `configuraties/klim-1/`.
pub fn configuration(id: &str, words: Words) -> String {
    format!("{}{id}/", route("configurations", words))
}

/// The path of a page that the generator makes itself.
pub fn route(key: &str, words: Words) -> String {
    format!("{}/", words.get(&format!("route.{key}")))
}

/// Paths that no entry and no old address may have, because pages of the generator stand there.
pub fn reserved(words: Words) -> Vec<String> {
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Page).map(|kind| overview(kind, words));
    let routes = ROUTES.iter().map(|key| route(key, words));
    let others = ["assets/", "404/", "404.html/", "index/"].map(str::to_owned);
    kinds.chain(routes).chain(others).collect()
}

/// Whether the last part is a number: so are called the further parts of a long list (`casussen/2/`).
pub fn is_part(path: &str) -> bool {
    let mut parts = path.trim_end_matches('/').rsplit('/');
    parts.next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit())) && parts.next().is_some()
}

/// Whether a path lies below a page that the generator makes itself and that may have pages of its own below it, as the
/// tools have: which ones, only the configurations tell. What was a configuration may lead elsewhere.
pub fn is_below_route(path: &str, words: Words) -> bool {
    let open = ["configurations", "glossary"];
    ROUTES.iter().filter(|key| !open.contains(key)).any(|key| path.starts_with(&route(key, words)))
}

/// An old address as a path: `/oud/pad/` → `oud/pad/`. `None` when it is no plain path, or that of a file other than
/// a page.
pub fn alias(text: &str) -> Option<String> {
    const PAGES: [&str; 5] = ["html", "htm", "php", "asp", "aspx"];
    let inner = text.strip_prefix('/')?;
    let inner = inner.strip_suffix("/index.html").or_else(|| inner.strip_suffix('/')).unwrap_or(inner);
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    // A redirect is a folder with a page in it: it must not take the name of a picture or of `feed.xml`.
    let of_another_kind = |part: &str| {
        part.rsplit_once('.').is_some_and(|(_, ending)| {
            !ending.bytes().all(|b| b.is_ascii_digit()) && !PAGES.contains(&ending.to_ascii_lowercase().as_str())
        })
    };
    let good = !inner.is_empty()
        && inner != "index.html"
        && inner.len() <= 200
        && inner.split('/').all(|part| plain(part) && !of_another_kind(part) && part != "index.html");
    good.then(|| format!("{inner}/"))
}

/// Whether a link to this path means a file that is copied, and not a page.
pub fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, ending)| !matches!(ending, "md" | "html"))
}

/// A relative path as seen from a file, as a path below the content folder. `None` when it leads out of it.
pub fn join(file: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_is_a_plain_path() {
        let check = |text: &str, path: Option<&str>| assert_eq!(alias(text).as_deref(), path, "{text}");
        check("/oud/pad/", Some("oud/pad/"));
        check("/oud/pad", Some("oud/pad/"));
        check("/oud/pad/index.html", Some("oud/pad/"));
        check("/oud/Pagina_2.html", Some("oud/Pagina_2.html/"));
        check("/oud-index.html", Some("oud-index.html/"));
        check("/v1.2/pad/", Some("v1.2/pad/"));
        for text in [
            "",
            "/",
            "//",
            "oud/",
            "/index.html",
            "/oud//pad/",
            "/../x/",
            "/a/../b/",
            "/a/./b/",
            "/.werkzaam/",
            "/feed.xml",
            "/foto.png/",
            "/a?b",
            "/a#b",
            "/a b/",
            "/é/",
            "/a/index.html/index.html",
            "https://a.nl/b/",
        ] {
            check(text, None);
        }
    }
}

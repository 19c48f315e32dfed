//! From a request to its answer, as a pure function of the state: who may ask, which file is meant, which headers go
//! along. Knows no sockets and no HTTP library, and makes no path on the disk out of a request: a file is looked up in
//! the tree in memory or it does not exist.

use std::net::IpAddr;
use std::sync::Arc;

use super::state::Now;
use crate::locale::Words;
use crate::publish::tree::{Output, media_type};

/// The longest address that is looked at, in bytes.
const LONGEST_TARGET: usize = 8 * 1024;

/// The same policy as on the published site, so that what it forbids shows here first.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'self'";

const SCRIPT: &str = include_str!("reload.js");
const STYLE: &str = include_str!("overlay.css");

/// A request, stripped of its library.
pub(super) struct Ask<'a> {
    pub(super) method: &'a str,
    /// As in the request line: path and query, or an absolute address.
    pub(super) target: &'a str,
    pub(super) headers: Vec<(&'a str, &'a str)>,
}

impl Ask<'_> {
    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    fn first(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }
}

/// What to do with a request.
pub(super) enum Reply {
    /// Answer it and be done.
    Whole(Answer),
    /// Keep telling the state, after this head.
    Stream(Answer),
}

/// An answer, ready to be written.
pub(super) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    pub(super) body: Arc<[u8]>,
}

impl Answer {
    fn new(status: u16, media: &str, body: impl Into<Arc<[u8]>>) -> Self {
        Self { status, headers: vec![("Content-Type", media.to_owned())], body: body.into() }
    }

    fn text(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", text.as_bytes())
    }

    fn refusal(status: u16) -> Self {
        Self::text(status, reason(status))
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Status line and headers up to the empty line; `framing` tells where the body ends.
    ///
    /// The connection is always to be closed: the library cannot end one that is kept alive.
    pub(super) fn head(&self, framing: &str) -> String {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        let fixed = [
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            // No page elsewhere may embed a preview, or load its scripts to read the unpublished text in them.
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", "no-store"),
            ("Connection", "close"),
        ];
        for (name, value) in fixed.into_iter().chain(self.headers.iter().map(|(name, value)| (*name, value.as_str()))) {
            // Every value is ours, none is copied from a request; a line break in one would still never get out.
            if value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        head + framing + "\r\n"
    }

    /// Head and body as they go over the line.
    pub(super) fn into_bytes(self, head_only: bool) -> (String, Arc<[u8]>) {
        if self.status == 304 {
            return (self.head(""), Arc::default());
        }
        let head = self.head(&format!("Content-Length: {}\r\n", self.body.len()));
        (head, if head_only { Arc::default() } else { self.body })
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        304 => "Not Modified",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        414 => "URI Too Long",
        _ => "Service Unavailable",
    }
}

/// Answers one request. `host` is the address that the server listens on.
pub(super) fn reply(ask: &Ask, host: IpAddr, now: &Now, words: Words) -> Reply {
    Reply::Whole(match check(ask, host) {
        Err(Refused { status, allow: true }) => Answer::refusal(status).with("Allow", "GET, HEAD"),
        Err(Refused { status: 403, .. }) => Answer::text(403, words.get("serve.refused")),
        Err(Refused { status, .. }) => Answer::refusal(status),
        Ok(path) => match path.strip_prefix("__werkzaam/") {
            None => site(&path, ask, now, words),
            Some("reload.js") => Answer::new(200, media_type("reload.js"), SCRIPT.as_bytes()),
            Some("overlay.css") => Answer::new(200, media_type("overlay.css"), STYLE.as_bytes()),
            Some("state" | "events") if !is_same_origin(ask) => Answer::refusal(403),
            Some("state") => Answer::new(200, media_type("state.json"), now.told.as_bytes()),
            Some("events") if ask.method == "GET" => {
                return Reply::Stream(Answer::new(200, "text/event-stream", []));
            }
            Some(_) => Answer::refusal(404),
        },
    })
}

struct Refused {
    status: u16,
    allow: bool,
}

/// The path in the tree that a request means, if it may be asked at all.
fn check(ask: &Ask, host: IpAddr) -> Result<String, Refused> {
    let refused = |status| Refused { status, allow: false };
    if ask.target.len() > LONGEST_TARGET {
        return Err(refused(414));
    }
    // A page elsewhere can make its own name point to this machine (DNS rebinding) and read the preview as its own;
    // but then the browser says that name here.
    let mut hosts = ask.all("Host");
    match (hosts.next(), hosts.next()) {
        (Some(name), None) if is_own(name, host) => {}
        (Some(_), None) => return Err(refused(403)),
        _ => return Err(refused(400)),
    }
    if !matches!(ask.method, "GET" | "HEAD") {
        return Err(Refused { status: 405, allow: true });
    }
    let mut target = ask.target;
    if let Some(absolute) = target.strip_prefix("http://") {
        let (name, _) = absolute.split_once('/').ok_or_else(|| refused(400))?;
        if !is_own(name, host) {
            return Err(refused(403));
        }
        target = &absolute[name.len()..];
    }
    tree_path(target).ok_or_else(|| refused(400))
}

/// Whether a `Host` means this server. The port may be another one, as it is when an editor or ssh passes a port on:
/// only the name tells a foreign page from our own.
fn is_own(authority: &str, host: IpAddr) -> bool {
    let (name, port) = match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']').unwrap_or(("", "")),
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    if !port.is_empty() && port.strip_prefix(':').is_none_or(|digits| digits.parse::<u16>().is_err()) {
        return false;
    }
    match name.parse::<IpAddr>() {
        // Whoever listens on every address is reached by any of them; rebinding needs a name.
        Ok(address) => address.is_loopback() || address == host || host.is_unspecified(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

/// Whether the request comes from a page of ours, as far as the browser tells.
fn is_same_origin(ask: &Ask) -> bool {
    let origin = ask.first("Origin").is_none_or(|origin| {
        ask.first("Host").is_some_and(|host| origin.strip_prefix("http://").is_some_and(|name| name == host))
    });
    origin && ask.first("Sec-Fetch-Site").is_none_or(|site| matches!(site, "same-origin" | "none"))
}

/// The path in the tree that a target means: without query, decoded once. `None` when it is no plain path.
fn tree_path(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
            }
            byte => byte,
        });
    }
    let path = String::from_utf8(bytes).ok()?;
    let plain =
        !path.contains(|c: char| c.is_control() || c == '\\') && !path.split('/').any(|part| part.starts_with('.'));
    plain.then_some(path)
}

/// The answer out of the tree.
fn site(path: &str, ask: &Ask, now: &Now, words: Words) -> Answer {
    let Some(tree) = now.tree.as_deref() else {
        return page(503, &empty_page("no_build", words), now);
    };
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = if is_folder { format!("{path}index.html") } else { path.to_owned() };
    if let Some(output) = tree.get(&file) {
        return found(&file, output, ask, now);
    }
    if !is_folder && tree.get(&format!("{path}/index.html")).is_some() {
        // Without its query: nothing of a request gets into a header but a path that the tree has.
        return Answer::refusal(308).with("Location", format!("/{}/", encoded(path)));
    }
    match tree.get("404.html") {
        Some(output) => page(404, &output.bytes, now),
        None => page(404, &empty_page("no_page", words), now),
    }
}

fn found(file: &str, output: &Output, ask: &Ask, now: &Now) -> Answer {
    let media = media_type(file);
    let is_page = media.starts_with("text/html");
    // The build is part of what we add to a page, so it is part of its name.
    let tag =
        if is_page { format!("\"{:032x}-{}\"", output.hash, now.build) } else { format!("\"{:032x}\"", output.hash) };
    let known = ask.all("If-None-Match").flat_map(|list| list.split(',')).map(str::trim);
    if known.into_iter().any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag) {
        return Answer { status: 304, headers: Vec::new(), body: Arc::default() }.with("ETag", tag);
    }
    let answer = if is_page { page(200, &output.bytes, now) } else { Answer::new(200, media, output.bytes.clone()) };
    answer.with("ETag", tag)
}

/// A page with our script and style sheet in it, which the tree itself never has.
fn page(status: u16, html: &[u8], now: &Now) -> Answer {
    let added = format!(
        "<link rel=\"stylesheet\" href=\"/__werkzaam/overlay.css\">\
         <script src=\"/__werkzaam/reload.js\" data-build=\"{}\" defer></script>",
        now.build
    );
    let end = b"</head>";
    let at = html.windows(end.len()).position(|part| part.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    Answer::new(status, media_type("index.html"), [&html[..at], added.as_bytes(), &html[at..]].concat())
}

/// A page for when there is none, so that it can still show the overlay and go on to the right one later.
fn empty_page(key: &str, words: Words) -> Vec<u8> {
    let title = words.get(&format!("serve.empty.{key}"));
    let advice = words.get(&format!("serve.empty.{key}_advice"));
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body><main><h1>{title}</h1><p>{advice}</p></main></body>\n</html>\n",
        words.language.tag()
    )
    .into_bytes()
}

/// A path of the tree as it stands in an address.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn a_target_is_decoded_once_and_stays_in_the_tree() {
        let check = |target: &str, expected: Option<&str>| {
            assert_eq!(tree_path(target).as_deref(), expected, "{target:?}");
        };
        check("/", Some(""));
        check("/lessen/", Some("lessen/"));
        check("/lessen/een/?q=1#h", Some("lessen/een/"));
        check("/co%C3%B6peratie", Some("coöperatie"));
        check("/%252e%252e/", Some("%2e%2e/"));
        check("/a%2fb", Some("a/b"));
        check("//elders/", Some("/elders/"));
        check("/a..b/c.", Some("a..b/c."));
        for refused in [
            "",
            "*",
            "lessen",
            "/..",
            "/../a",
            "/a/..",
            "/a/../b",
            "/%2e%2e/a",
            "/.%2e/a",
            "/.",
            "/.git/config",
            "/a/.b",
            "/%2egit",
            "/a\\b",
            "/a%5Cb",
            "/a%00",
            "/a%0d%0ab",
            "/a\nb",
            "/%",
            "/%2",
            "/%zz",
            "/%+1",
            "/%ff",
            "/%c3",
        ] {
            check(refused, None);
        }
    }

    #[test]
    fn only_names_of_this_machine_are_our_own() {
        let check = |host: &str, listening: &str, expected: bool| {
            let listening = listening.parse().unwrap_or(IpAddr::from([0; 4]));
            assert_eq!(is_own(host, listening), expected, "{host:?} at {listening}");
        };
        for host in ["localhost", "LOCALHOST:4747", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:4747"] {
            check(host, "127.0.0.1", true);
        }
        for host in [
            "",
            ":",
            ":80",
            "localhost:",
            "localhost:x",
            "localhost:1:2",
            "localhost.",
            "localhost.elders.nl",
            "elders.nl:4747",
            "a@localhost",
            "10.0.0.5",
            "::1",
            "[::1",
            "[localhost]x",
            "[::1]80",
            "127.0.0.1, elders.nl",
        ] {
            check(host, "127.0.0.1", false);
        }
        check("10.0.0.5:4747", "10.0.0.5", true);
        check("10.0.0.6:4747", "10.0.0.5", false);
        check("10.0.0.6:4747", "0.0.0.0", true);
        check("elders.nl:4747", "0.0.0.0", false);
    }

    #[test]
    fn no_header_breaks_a_line() {
        let answer =
            Answer::refusal(404).with("X-Test", "a\r\nSet-Cookie: b").with("X-Other", "c\n").with("X-Good", "d");
        let head = answer.head("");
        assert!(!head.contains("Set-Cookie") && !head.contains("X-Other") && head.contains("X-Good: d\r\n"));
        assert_eq!(encoded("a\r\nb/één"), "a%0D%0Ab/%C3%A9%C3%A9n");
    }

    #[test]
    fn the_words_on_empty_pages_need_no_escaping() {
        for language in Language::ALL {
            for (key, text) in language.words().under("serve.empty") {
                assert!(!text.contains(['<', '>', '&']), "{key}");
            }
        }
    }
}

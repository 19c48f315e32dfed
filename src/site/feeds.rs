//! Files for machines: sitemap, robots and the Atom feed. Made of what the pages say of themselves.
//! Know no corpus and no disk.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::view::{Content, Meta, PageView};
use crate::config::Config;
use crate::locale::Words;

/// What feeds need to know of a page, so that its view can be forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Listing {
    path: String,
    title: String,
    description: String,
    kind: String,
    canonical: Option<String>,
    modified: Option<String>,
    hidden: bool,
    entry: bool,
}

impl Listing {
    /// The listing of a page.
    pub fn new(page: &PageView) -> Self {
        let Meta { title, description, kind, canonical, modified, hidden, .. } = page.meta.clone();
        let entry = matches!(page.content, Content::Entry(_));
        Self { path: page.path.clone(), title, description, kind, canonical, modified, hidden, entry }
    }
}

/// Newest pages in the feed.
const FEED_ENTRIES: usize = 30;

/// Every file for machines, by its path.
pub fn all(pages: &[&Listing], config: &Config, words: Words) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = vec![("robots.txt", robots(config)), ("feed.xml", atom(pages, config, words))];
    files.extend(sitemap(pages).map(|xml| ("sitemap.xml", xml)));
    files
}

/// `sitemap.xml`. None for a site that does not know where it stands: a sitemap has full addresses only.
fn sitemap(pages: &[&Listing]) -> Option<Vec<u8>> {
    let mut shown: Vec<(&str, Option<&str>)> = pages
        .iter()
        .filter(|page| !page.hidden)
        .filter_map(|page| Some((page.canonical.as_deref()?, page.modified.as_deref())))
        .collect();
    if shown.is_empty() {
        return None;
    }
    shown.sort_unstable();
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    for (address, modified) in shown {
        xml.open("url", &[]);
        xml.text("loc", address);
        if let Some(modified) = modified {
            xml.text("lastmod", modified);
        }
        xml.close("url");
    }
    xml.close("urlset");
    Some(xml.finish())
}

/// `robots.txt`.
fn robots(config: &Config) -> Vec<u8> {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(base) = config.base_url() {
        text.push_str(&format!("\nSitemap: {base}/sitemap.xml\n"));
    }
    text.into_bytes()
}

/// `feed.xml`: the pages that were last changed. Ids do not depend on where the site stands.
fn atom(pages: &[&Listing], config: &Config, words: Words) -> Vec<u8> {
    let mut dated: Vec<(&str, &Listing)> = pages
        .iter()
        .filter(|page| !page.hidden && page.entry)
        .filter_map(|page| Some((page.modified.as_deref()?, *page)))
        .collect();
    dated.sort_by(|a, b| b.0.cmp(a.0).then_with(|| a.1.path.cmp(&b.1.path)));
    dated.truncate(FEED_ENTRIES);
    let settings = &config.settings;
    let address = |path: &str| match config.base_url() {
        Some(base) => format!("{base}/{}", path.strip_suffix("index.html").unwrap_or(path)),
        None => path.to_owned(),
    };
    let moment = |date: &str| format!("{date}T00:00:00Z");
    let mut xml = Xml::new();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", words.language.tag())]);
    xml.text("title", &words.fill("text.feed_title", &[("site", &settings.title)]));
    xml.text("subtitle", &settings.description);
    xml.text("id", &id(&settings.title, ""));
    xml.empty("link", &[("href", &address("index.html"))]);
    xml.empty("link", &[("rel", "self"), ("href", &address("feed.xml"))]);
    xml.text("updated", &moment(dated.first().map_or("1970-01-01", |(date, _)| date)));
    xml.open("author", &[]);
    xml.text("name", settings.publisher.as_ref().map_or(&settings.title, |publisher| publisher));
    xml.close("author");
    for (date, page) in dated {
        xml.open("entry", &[]);
        xml.text("title", &page.title);
        xml.text("id", &id(&settings.title, &page.path));
        xml.empty("link", &[("href", &address(&page.path))]);
        xml.text("updated", &moment(date));
        xml.empty("category", &[("term", &page.kind)]);
        xml.text("summary", &page.description);
        xml.close("entry");
    }
    xml.close("feed");
    xml.finish()
}

fn id(site: &str, path: &str) -> String {
    let parts = path.trim_end_matches("index.html").split('/').filter(|part| !part.is_empty());
    let name = crate::model::value::slugify(site);
    std::iter::once(name.as_str()).chain(parts).fold("urn:werkzaam".to_owned(), |id, part| format!("{id}:{part}"))
}

/// A writer of small XML files in memory, where writing cannot fail.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn new() -> Self {
        let mut xml = Self(Writer::new_with_indent(Vec::new(), b' ', 1));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing to a vector has no errors.
        let _ = self.0.write_event(event);
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    fn text(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        self.event(Event::Text(BytesText::new(text)));
        self.close(name);
    }

    fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn finish(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        bytes
    }
}

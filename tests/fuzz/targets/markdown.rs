//! Any text as the body of a page: reading it, and writing it as HTML that can do no harm.
#![cfg_attr(fuzzing, no_main)]

use werkzaam::diagnostic::FileReport;
use werkzaam::locale::Language;
use werkzaam::read::markdown::{self, Body, Target};
use werkzaam::site::html::{self, Href, Resolve};

werkzaam_fuzz::target!(check);

fn check(text: &str) {
    let mut report = FileReport::new("any.md".into());
    let body = markdown::parse(text, 0, &mut report);
    werkzaam_fuzz::sound("any.md", text, &report.report);
    werkzaam_fuzz::harmless(html::body(&body, &Links(&body), Language::Nl.words()).as_str());
    markdown::sentences(text).for_each(drop);
}

/// Gives every link the address that the author wrote, so that an unsafe one would come out.
struct Links<'a>(&'a Body);

impl Resolve for Links<'_> {
    fn link(&self, index: usize) -> Href {
        let (href, external) = match &self.0.links[index].target {
            Target::External(url) => (url.clone(), true),
            Target::Path { path, .. } => (path.clone(), false),
            Target::Wiki { name, .. } => (format!("../{name}/index.html"), false),
            Target::Heading(id) => (format!("#{id}"), false),
        };
        Href { href, title: Some("\"<&>'".to_owned()), inside: None, external, kind: None }
    }

    fn image(&self, index: usize) -> Option<String> {
        Some(self.0.images[index].path.clone())
    }
}

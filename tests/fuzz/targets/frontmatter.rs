//! Any text as a file: cutting off its front matter and reading it as a tree.
#![cfg_attr(fuzzing, no_main)]

use werkzaam::diagnostic::FileReport;
use werkzaam::read::frontmatter;

werkzaam_fuzz::target!(check);

fn check(text: &str) {
    let mut report = FileReport::new("any.md".into());
    let parts = frontmatter::read(text, &mut report);
    assert!(text.get(parts.body..).is_some(), "the body begins at {}", parts.body);
    assert!(parts.map.is_some() || !report.report.is_empty(), "nothing was read and nothing is said");
    werkzaam_fuzz::sound("any.md", text, &report.report);
}

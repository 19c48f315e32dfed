//! Any text as a case: front matter decoded into its kind, with the checks that need no other file.
#![cfg_attr(fuzzing, no_main)]

use werkzaam::locale::Language;
use werkzaam::model::{entry, lint};
use werkzaam::read::source::Source;

werkzaam_fuzz::target!(check);

const PATH: &str = "casussen/any.md";

fn check(text: &str) {
    let source = Source::new(PATH, text);
    let (entry, report) = entry::read(&source, Language::Nl.words());
    werkzaam_fuzz::sound(PATH, text, &report);
    // A file that cannot be read yields a stub, so that nothing else falls over.
    let entry = entry.expect("a file in a known folder is an entry");
    werkzaam_fuzz::sound(PATH, text, &lint::entry(&entry, text));
}

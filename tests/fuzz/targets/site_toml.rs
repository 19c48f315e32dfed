//! Any text as `site.toml`.
#![cfg_attr(fuzzing, no_main)]

use std::sync::Arc;

use werkzaam::config;
use werkzaam::read::source::Source;

werkzaam_fuzz::target!(check);

fn check(text: &str) {
    let (config, report) = config::read(Some(&Arc::new(Source::new(config::FILE, text))));
    config.base_url();
    config.language();
    werkzaam_fuzz::sound(config::FILE, text, &report);
}

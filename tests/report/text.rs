use beian::render::{Style, json, text};
use beian::report::Manner;

use crate::support::report;

const QUOTING: Manner = Manner {
    lang: beian::text::Lang::Zh,
    unmask: false,
    quote: true,
};

#[test]
fn scratch() {
    for path in std::env::var("DRAFTS")
        .unwrap_or_default()
        .split_whitespace()
    {
        let draft = std::fs::read_to_string(path).unwrap();
        let name = path.rsplit('/').next().unwrap();
        let report = report(name, &draft, QUOTING);
        println!(
            "{}",
            text(
                &report,
                Style {
                    color: std::env::var("COLOR").is_ok(),
                    ..Style::default()
                }
            )
        );
        if std::env::var("EN").is_ok() {
            let r = crate::support::report(
                name,
                &draft,
                Manner {
                    lang: beian::text::Lang::En,
                    ..QUOTING
                },
            );
            println!("{}", text(&r, Style::default()));
        }
        if std::env::var("JSON").is_ok() {
            println!("{}", json(&report));
        }
    }
}

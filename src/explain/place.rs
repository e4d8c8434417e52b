//! Where a part of a ruleset is written: `rules/national/domain.toml:43`.

use crate::ruleset::{At, Origin, Ruleset};

/// File and line of a part.
pub fn place(ruleset: &Ruleset, origin: Origin) -> String {
    match ruleset.files.get(origin.file) {
        Some(file) => {
            let (line, _) = file.line_column(origin.span.start);
            format!("{}:{line}", file.name)
        }
        None => String::new(),
    }
}

/// Where findings are reported, as rules write it.
pub fn target(at: At) -> String {
    match at {
        At::Fact(fact) => fact.path(),
        At::Record(mount) => match mount.prefix() {
            "" => "filing".to_owned(),
            prefix => prefix.to_owned(),
        },
        At::List(mount, list) => match mount.prefix() {
            "" => list.key().to_owned(),
            prefix => format!("{prefix}.{}", list.key()),
        },
    }
}

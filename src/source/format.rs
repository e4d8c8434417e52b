//! Which format a text is in.

use std::path::Path;

use super::file::SourceFile;
use super::json::parse_json;
use super::problem::Parsed;
use super::toml::parse_toml;

/// A format that a draft or ruleset can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// TOML 1.1.
    Toml,
    /// Strict JSON.
    Json,
}

impl Format {
    /// The format that a path's ending names.
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        if ending.eq_ignore_ascii_case("toml") {
            Some(Self::Toml)
        } else if ending.eq_ignore_ascii_case("json") {
            Some(Self::Json)
        } else {
            None
        }
    }

    /// The format that a text looks like; a text that could be either counts as TOML.
    pub fn sniff(text: &str) -> Self {
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.starts_with('{') {
            return Self::Json;
        }
        // A TOML header holds a key on the same line; a list of drafts opens an object.
        let Some(rest) = text.strip_prefix('[') else {
            return Self::Toml;
        };
        let rest = rest.trim_start_matches([' ', '\t']);
        if rest.starts_with(['{', ']', '\n', '\r']) {
            Self::Json
        } else {
            Self::Toml
        }
    }
}

/// Parses a file in a known format.
pub fn parse(file: &SourceFile, format: Format) -> Parsed {
    match format {
        Format::Toml => parse_toml(file),
        Format::Json => parse_json(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_name_formats_in_any_case() {
        assert_eq!(Format::of_path(Path::new("a/b.TOML")), Some(Format::Toml));
        assert_eq!(Format::of_path(Path::new("草稿.json")), Some(Format::Json));
        assert_eq!(Format::of_path(Path::new("-")), None);
        assert_eq!(Format::of_path(Path::new("a.yaml")), None);
        assert_eq!(Format::of_path(Path::new(".json")), None);
    }

    #[test]
    fn texts_are_told_apart() {
        for json in [
            "{",
            " \n\t{\"a\":1}",
            "[{}]",
            "[ { ",
            "[]",
            "[\n{",
            "\u{feff}{",
        ] {
            assert_eq!(Format::sniff(json), Format::Json, "{json:?}");
        }
        for toml in [
            "",
            "format = 1",
            "[filing]",
            "[[r]]",
            "[ a ]",
            "# {\n",
            "[\"a\"]",
        ] {
            assert_eq!(Format::sniff(toml), Format::Toml, "{toml:?}");
        }
    }
}

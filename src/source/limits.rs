//! Refuses absurd nesting before a recursive parser or a recursive reader of the tree meets it.

use super::node::Span;
use super::problem::Problem;
use crate::text::Text;

/// How many levels of tables and lists a text may nest; a segment of a dotted key is a level.
pub const MAX_DEPTH: usize = 64;

/// What is told of a text that nests deeper.
pub(super) fn too_deep(span: Span) -> Problem {
    Problem::new(
        span,
        Text::new(
            format!("嵌套超过 {MAX_DEPTH} 层，后面的内容没有读"),
            format!("nested more than {MAX_DEPTH} levels deep; the rest is not read"),
        ),
    )
}

/// The first place of a TOML text that nests too deeply.
pub(super) fn toml_too_deep(text: &str) -> Option<Span> {
    scan(text.as_bytes(), Quotes::Toml)
}

/// The first place of a JSON text that nests too deeply.
pub(super) fn json_too_deep(text: &str) -> Option<Span> {
    scan(text.as_bytes(), Quotes::Json)
}

#[derive(Clone, Copy, PartialEq)]
enum Quotes {
    Toml,
    Json,
}

/// Depth as the text has it: open brackets, and the dots of the keys before each of them.
#[derive(Default)]
struct Depth {
    open: Vec<usize>,
    levels: usize,
    dots: usize,
    in_value: bool,
}

impl Depth {
    fn meet(&mut self, byte: u8, quotes: Quotes) {
        match byte {
            b'[' | b'{' => {
                let added = self.dots.saturating_add(1);
                self.open.push(added);
                self.levels = self.levels.saturating_add(added);
                self.restart_key();
            }
            b']' | b'}' => {
                let removed = self.open.pop().unwrap_or(0);
                self.levels = self.levels.saturating_sub(removed);
                self.restart_key();
            }
            b',' | b'\n' => self.restart_key(),
            b'=' => self.in_value = true,
            b'.' if quotes == Quotes::Toml && !self.in_value => {
                self.dots = self.dots.saturating_add(1);
            }
            _ => {}
        }
    }

    fn restart_key(&mut self) {
        self.dots = 0;
        self.in_value = false;
    }

    fn too_deep(&self) -> bool {
        self.levels.saturating_add(self.dots) > MAX_DEPTH
    }
}

fn scan(bytes: &[u8], quotes: Quotes) -> Option<Span> {
    let mut depth = Depth::default();
    let mut at = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        let next = at.saturating_add(1);
        at = match byte {
            b'"' | b'\'' if quotes == Quotes::Toml => toml_string_end(bytes, at, byte),
            b'"' => string_end(bytes, next, b'"', true, false),
            b'#' if quotes == Quotes::Toml => skip_line(bytes, next),
            _ => {
                depth.meet(byte, quotes);
                if depth.too_deep() {
                    return Some(Span::of(&(at..next)));
                }
                next
            }
        };
    }
    None
}

fn toml_string_end(bytes: &[u8], open: usize, quote: u8) -> usize {
    let escapes = quote == b'"';
    let triple = [quote; 3];
    let rest = bytes.get(open..).unwrap_or_default();
    if !rest.starts_with(&triple) {
        return string_end(bytes, open.saturating_add(1), quote, escapes, true);
    }
    let mut at = open.saturating_add(3);
    while let Some(&byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.starts_with(&triple) {
            return at.saturating_add(3);
        }
        at = at.saturating_add(if escapes && byte == b'\\' { 2 } else { 1 });
    }
    at
}

fn string_end(bytes: &[u8], mut at: usize, quote: u8, escapes: bool, one_line: bool) -> usize {
    while let Some(&byte) = bytes.get(at) {
        if byte == quote {
            return at.saturating_add(1);
        }
        if one_line && byte == b'\n' {
            return at;
        }
        at = at.saturating_add(if escapes && byte == b'\\' { 2 } else { 1 });
    }
    at
}

fn skip_line(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |line| from.saturating_add(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_dots_count_together() {
        let dots = |n: usize| vec!["a"; n].join(".");
        assert_eq!(toml_too_deep(&format!("{} = 1", dots(64))), None);
        assert!(toml_too_deep(&format!("{} = 1", dots(66))).is_some());
        assert!(toml_too_deep(&format!("{0} = {{ {0} = 1 }}", dots(40))).is_some());
        assert_eq!(
            toml_too_deep(&format!("{0} = {{ {0} = 1 }}", dots(30))),
            None
        );
        assert!(toml_too_deep(&format!("[{}]", dots(70))).is_some());
    }

    #[test]
    fn the_place_is_the_bracket_too_many() {
        let text = format!("a = {}", "[".repeat(80));
        let span = toml_too_deep(&text).unwrap();
        assert_eq!(span, Span { start: 68, end: 69 });
        assert_eq!(json_too_deep(&"[".repeat(64)), None);
        assert_eq!(json_too_deep(&"[".repeat(65)).unwrap().start, 64);
    }

    #[test]
    fn strings_comments_and_values_do_not_nest() {
        let many = "[".repeat(100);
        let dots = ".".repeat(100);
        for text in [
            format!("a = \"{many}\\\"{many}\""),
            format!("a = '{many}'"),
            format!("a = \"\"\"\n{many}\n\\\"{many}\"\"\""),
            format!("a = '''\n{many}\n'''"),
            format!("# {many}\na = 1"),
            format!("a = {dots}"),
            format!("a = \"unclosed\nb = [{}", "[],".repeat(100)),
        ] {
            assert_eq!(toml_too_deep(&text), None, "{text}");
        }
        assert_eq!(json_too_deep(&format!("[\"{many}\\\"{many}\"]")), None);
    }
}

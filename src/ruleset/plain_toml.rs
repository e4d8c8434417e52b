//! The few forms of TOML that evidence is mostly written in: keys on a line of their own, strings
//! without escapes, lists and inline tables of them. It is read much faster than TOML in general;
//! whatever has another form is left to the parser. What stands under a dotted key is passed over.

use crate::source::{Entry, Node, Span, Table, Value};

/// A table's text to its tree, without places; `None` where it has another form.
pub fn read(text: &str) -> Option<Table> {
    let mut reader = Reader { rest: text };
    let mut table = Table::default();
    loop {
        reader.space();
        if reader.rest.is_empty() {
            return Some(table);
        }
        let entry = reader.entry(0)?;
        if !entry.key.contains('.') {
            table.entries.push(entry);
        }
        reader.rest = reader.rest.trim_start_matches([' ', '\r']);
        if !reader.rest.is_empty() && !reader.eats('\n') {
            return None;
        }
    }
}

/// Deeper lists are nobody's evidence.
const DEEPEST: usize = 8;

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r']);
    }

    fn eats(&mut self, c: char) -> bool {
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What stands before the first of some characters, which is left.
    fn until(&mut self, ends: &[char]) -> Option<&'t str> {
        let (before, rest) = self.rest.split_at_checked(self.rest.find(ends)?)?;
        self.rest = rest;
        Some(before)
    }

    fn entry(&mut self, depth: usize) -> Option<Entry> {
        let key = self.until(&['='])?.trim_end();
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if key.is_empty() || !key.chars().all(bare) || !self.eats('=') {
            return None;
        }
        self.rest = self.rest.trim_start_matches(' ');
        Some(Entry {
            key: key.to_owned(),
            key_span: Span::default(),
            node: self.value(depth)?,
        })
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        let deeper = depth.checked_add(1).filter(|depth| *depth < DEEPEST)?;
        let value = if self.eats('"') {
            let text = self.until(&['"', '\\', '\n'])?;
            if !self.eats('"') || text.is_empty() && self.rest.starts_with('"') {
                return None;
            }
            Value::String(text.to_owned())
        } else if self.eats('[') {
            let mut nodes = Vec::new();
            self.items(']', |reader| {
                nodes.push(reader.value(deeper)?);
                Some(())
            })?;
            Value::Array(nodes)
        } else if self.eats('{') {
            let mut table = Table::default();
            self.items('}', |reader| {
                let entry = reader.entry(deeper)?;
                if !entry.key.contains('.') {
                    table.entries.push(entry);
                }
                Some(())
            })?;
            Value::Table(table)
        } else {
            match self.until(&[',', ' ', '\n', '\r', ']', '}'])? {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                number => Value::Integer(number.parse().ok()?),
            }
        };
        Some(Node {
            value,
            span: Span::default(),
        })
    }

    fn items(&mut self, end: char, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        loop {
            self.space();
            if self.eats(end) {
                return Some(());
            }
            item(self)?;
            self.space();
            if !self.eats(',') {
                return self.eats(end).then_some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceFile, parse_toml};

    /// The same without places.
    fn placeless(table: &Table) -> Table {
        fn node(of: &Node) -> Node {
            let value = match &of.value {
                Value::Array(nodes) => Value::Array(nodes.iter().map(node).collect()),
                Value::Table(table) => Value::Table(placeless(table)),
                other => other.clone(),
            };
            Node {
                value,
                span: Span::default(),
            }
        }
        let entry = |entry: &Entry| Entry {
            key: entry.key.clone(),
            key_span: Span::default(),
            node: node(&entry.node),
        };
        Table {
            entries: table.entries.iter().map(entry).collect(),
        }
    }

    #[test]
    fn plain_forms_are_read_as_the_parser_reads_them() {
        for text in [
            "",
            "a = \"一\"\nb = [ ]\n",
            "a = [\n  { b = \"c\", d = 1 },\n  { b = \"\" },\n]\r\n\r\ne-f = { g = true, h = [-1, 20] }",
        ] {
            let parsed = parse_toml(&SourceFile::new("", text)).root;
            assert_eq!(read(text), Some(placeless(&parsed)), "{text}");
        }
    }

    #[test]
    fn dotted_keys_are_passed_over() {
        assert_eq!(read("a.b = [1]\nc = {d.e = 2, f = 3}"), read("c = {f = 3}"));
    }

    #[test]
    fn other_forms_are_left_to_the_parser() {
        for text in [
            "a = 'b'\n",
            "a = \"b\\n\"\n",
            "a = \"\"\"b\"\"\"\n",
            "[a]\n",
            "a = 1 b = 2\n",
            "a = 1.5\n",
            "a = \"b\" # c\n",
            "a = [1\n",
            "a = \"b",
            "a =",
            "= 1\n",
            "a = 2026-01-01\n",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&format!("a = {}", "[".repeat(1000))), None);
    }
}

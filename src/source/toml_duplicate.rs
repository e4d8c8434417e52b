//! Where a key stands that is given a second time. The parser knows, but does not say.

use super::line::{first_visible, line_at};
use super::node::{Node, Span, Table, Value};

/// The offset of the first one, as far as it can be found.
pub(super) fn first_place(text: &str, root: &Table, second: Span) -> Option<u32> {
    let line = line_at(text, second.range().start);
    let start = first_visible(text, &line);
    let before_key = text.get(start..second.range().start)?;
    let key = text.get(second.range())?;
    if before_key.starts_with('[') {
        let header = header_path(text.get(start..line.end)?);
        let first = first_header(text, line.start, &header);
        let by_key = || key_in(root, header.split('.'), second);
        return first
            .or_else(by_key)
            .or_else(|| first_at_top(text, &header));
    }
    let mut home = Home {
        text,
        at: second.start,
        section: (0, root),
        inline: None,
    };
    home.visit(root);
    let table = home.inline.unwrap_or(home.section.1);
    let prefix = before_key.rsplit(['{', ',']).next().unwrap_or("");
    let path = prefix.split('.').filter(|part| !part.trim().is_empty());
    key_in(table, path.chain([key]), second)
}

fn key_in<'k>(table: &Table, path: impl Iterator<Item = &'k str>, second: Span) -> Option<u32> {
    let mut table = table;
    let mut found = None;
    for part in path {
        let entry = table.entry(part.trim().trim_matches(['"', '\'']))?;
        found = Some(entry.key_span.start);
        match &entry.node.value {
            Value::Table(inner) => table = inner,
            _ => break,
        }
    }
    found.filter(|&start| start < second.start)
}

fn header_path(line: &str) -> String {
    let inside = line.split(']').next().unwrap_or("");
    inside
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '[')
        .collect()
}

fn first_header(text: &str, before: usize, path: &str) -> Option<u32> {
    let mut offset = 0_usize;
    for line in text.get(..before)?.split_inclusive('\n') {
        let header = line.trim_start();
        if header.starts_with('[') && header_path(header) == path {
            return u32::try_from(offset).ok();
        }
        offset = offset.saturating_add(line.len());
    }
    None
}

/// A value of the top level that a header has taken the place of in the tree.
fn first_at_top(text: &str, path: &str) -> Option<u32> {
    let mut offset = 0_usize;
    for line in text.split_inclusive('\n') {
        let statement = line.trim_start();
        if statement.starts_with('[') {
            return None;
        }
        let after = statement.strip_prefix(path).map(str::trim_start);
        if after.is_some_and(|after| after.starts_with(['=', '.'])) {
            return u32::try_from(offset).ok();
        }
        offset = offset.saturating_add(line.len());
    }
    None
}

/// The table that a key belongs to by its place: the innermost inline table around it, else the
/// table of the last header above it.
struct Home<'a> {
    text: &'a str,
    at: u32,
    section: (u32, &'a Table),
    inline: Option<&'a Table>,
}

impl<'a> Home<'a> {
    fn visit(&mut self, table: &'a Table) {
        for entry in &table.entries {
            self.visit_node(&entry.node);
        }
    }

    fn visit_node(&mut self, node: &'a Node) {
        match &node.value {
            Value::Array(items) => items.iter().for_each(|item| self.visit_node(item)),
            Value::Table(table) => {
                self.consider(table, node.span);
                self.visit(table);
            }
            _ => {}
        }
    }

    fn consider(&mut self, table: &'a Table, span: Span) {
        if span.start > self.at {
            return;
        }
        let opener = self.text.as_bytes().get(span.range().start);
        if opener == Some(&b'[') && span.start >= self.section.0 {
            self.section = (span.start, table);
        }
        if opener == Some(&b'{') && self.at < span.end {
            // Inner tables are visited after those around them.
            self.inline = Some(table);
        }
    }
}

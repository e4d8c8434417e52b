//! From a place in a draft to its place in JSON text, without a tree: a record of a batch has few
//! findings, and stepping over what does not lead there costs a tenth of parsing it all.

use super::path::{Item, Node as RecordNode, Path};
use crate::source::Span;

/// Where a path stands in JSON text, as [`super::locate`] tells it of the tree of the same text.
/// The text is one that [`super::read_json`] has read. `None` where a key on the way is written in
/// escapes, so that the tree has to be asked.
pub fn locate_json(text: &str, path: &Path) -> Option<Span> {
    let bytes = text.as_bytes();
    let start = skip_space(bytes, 0);
    let mut at = Cursor {
        bytes,
        value: Some(start),
        span: span(start, start.saturating_add(1)),
        is_clear: true,
    };
    if path.place.previous {
        at.key("previous");
    }
    at.record(path.place.node);
    match path.item {
        Item::Whole => {}
        Item::Field(slot) => {
            if let Some(field) = path.place.kind().field(slot.into()) {
                for key in field.key.split('.') {
                    at.key(key);
                }
            }
        }
        Item::List(name) => at.key(name.key()),
    }
    at.is_clear.then_some(at.span)
}

/// The innermost thing found so far. Once something is missing, nothing further is found.
struct Cursor<'t> {
    bytes: &'t [u8],
    /// Where its value begins.
    value: Option<usize>,
    span: Span,
    is_clear: bool,
}

impl Cursor<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The value of a key.
    fn key(&mut self, key: &str) {
        let Some(open) = self.opened(b'{') else {
            return;
        };
        let mut at = skip_space(self.bytes, open);
        while self.byte(at) == Some(b'"') {
            let key_end = string_end(self.bytes, at);
            let name = self
                .bytes
                .get(at.saturating_add(1)..key_end.saturating_sub(1));
            let value = after(self.bytes, key_end, b':');
            self.is_clear &= !name.unwrap_or_default().contains(&b'\\');
            if name == Some(key.as_bytes()) {
                self.value = Some(value);
                // A table is pointed at by its key.
                self.span = match self.byte(value) {
                    Some(b'{') => span(at, key_end),
                    _ => span(value, value_end(self.bytes, value)),
                };
                return;
            }
            at = after(self.bytes, value_end(self.bytes, value), b',');
        }
    }

    fn element(&mut self, list: &str, index: u32) {
        self.key(list);
        let Some(open) = self.opened(b'[') else {
            return;
        };
        let mut at = skip_space(self.bytes, open);
        for _ in 0..index {
            at = after(self.bytes, value_end(self.bytes, at), b',');
        }
        match self.byte(at) {
            None | Some(b']') => {}
            Some(b'{') => {
                self.value = Some(at);
                self.span = span(at, at.saturating_add(1));
            }
            Some(_) => {
                self.value = Some(at);
                self.span = span(at, value_end(self.bytes, at));
            }
        }
    }

    /// Behind the bracket that the value opens; afterwards nothing is found until it is set anew.
    fn opened(&mut self, bracket: u8) -> Option<usize> {
        let value = self.value.take()?;
        (self.byte(value) == Some(bracket)).then(|| value.saturating_add(1))
    }

    fn record(&mut self, node: RecordNode) {
        match node {
            RecordNode::Order => {}
            RecordNode::LegalRepresentative => self.key("legal_representative"),
            RecordNode::Principal => self.key("principal"),
            RecordNode::Service(i) => self.element("services", i),
            RecordNode::ServicePrincipal(i) => {
                self.element("services", i);
                self.key("principal");
            }
            RecordNode::Domain(i, j) => self.part(i, "domains", j),
            RecordNode::Platform(i, j) => self.part(i, "platforms", j),
            RecordNode::PreApproval(i, j) => self.part(i, "pre_approvals", j),
            RecordNode::Attachment(i) => self.element("attachments", i),
        }
    }

    fn part(&mut self, service: u32, list: &str, index: u32) {
        self.element("services", service);
        self.element(list, index);
    }
}

/// Behind a mark and the spaces around it.
pub(super) fn after(bytes: &[u8], at: usize, mark: u8) -> usize {
    let at = skip_space(bytes, at);
    match bytes.get(at) {
        Some(byte) if *byte == mark => skip_space(bytes, at.saturating_add(1)),
        _ => at,
    }
}

pub(super) fn skip_space(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let spaces = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
    from.saturating_add(spaces.count())
}

/// Behind the string that opens at a quotation mark.
fn string_end(bytes: &[u8], open: usize) -> usize {
    let mut at = open.saturating_add(1);
    loop {
        match found_mark(bytes.get(at..).unwrap_or_default()) {
            None => return bytes.len(),
            Some(found) => {
                let found = at.saturating_add(found);
                if bytes.get(found) == Some(&b'"') {
                    return found.saturating_add(1);
                }
                at = found.saturating_add(2);
            }
        }
    }
}

/// Where the first quotation mark or backslash stands; most strings are so short that looking at many
/// bytes at once would cost more.
fn found_mark(text: &[u8]) -> Option<usize> {
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\');
    match text.split_at_checked(SHORT) {
        None => text.iter().position(is_mark),
        Some((head, rest)) => head.iter().position(is_mark).or_else(|| {
            memchr::memchr2(b'"', b'\\', rest).map(|found| found.saturating_add(SHORT))
        }),
    }
}

/// Most strings of a draft are shorter, in bytes.
const SHORT: usize = 24;

/// Behind the value that begins at an offset.
pub(super) fn value_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut depth = 0usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                if depth == 0 {
                    return at;
                }
                continue;
            }
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' if depth <= 1 => {
                // A bare value ends before the bracket that closes what it lies in.
                return at.saturating_add(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => return at,
            byte if depth == 0 && byte.is_ascii_whitespace() => return at,
            _ => {}
        }
        at = at.saturating_add(1);
    }
    at
}

fn span(start: usize, end: usize) -> Span {
    Span::of(&(start..end))
}

//! From a place in a draft to its place in the JSON text that it was read from, without a tree: what is
//! read borrows from the text and remembers where its records begin, so that little has to be stepped
//! over.

use super::json_scan::plain;
use super::model::{Draft, Slot};
use super::path::{Item, Node, Path, Place, Position};
use super::walk::Walk;
use crate::source::Span;

/// Where a path stands in JSON text, as [`super::locate`] tells it of the tree of the same text, of the
/// draft that [`super::read_json`] has read from it. `None` where a key on the way is written in
/// escapes, so that the tree has to be asked.
pub fn locate_json(text: &str, draft: &Draft<'_>, path: &Path) -> Option<Span> {
    let record = draft.record(path.place);
    if let (Some(record), Item::Field(slot)) = (record, path.item)
        && let Slot::Text(value) = record.slot(slot.into())
        && let Some(span) = borrowed(text, value.expose())
    {
        return Some(span);
    }
    let bytes = text.as_bytes();
    let start = record.and_then(|record| record.start());
    let known = start.and_then(|start| Cursor::known(bytes, path.place, start));
    let mut at = known.unwrap_or_else(|| Cursor::found(bytes, path.place));
    at.item(path);
    at.is_clear.then_some(at.span)
}

/// Where a string stands that borrows from the text.
fn borrowed(text: &str, value: &str) -> Option<Span> {
    let address = |text: &str| text.as_ptr().addr();
    let start = address(value).checked_sub(address(text))?.checked_sub(1)?;
    let end = start.checked_add(value.len())?.checked_add(2)?;
    // What was trimmed does not begin and end at the quotation marks.
    let quoted = text.as_bytes().get(start..end)?;
    (quoted.first() == Some(&b'"') && quoted.last() == Some(&b'"')).then(|| span(start, end))
}

/// The innermost thing found so far. Once something is missing, nothing further is found.
struct Cursor<'t> {
    bytes: &'t [u8],
    /// Where its value begins.
    value: Option<usize>,
    span: Span,
    is_clear: bool,
}

impl<'t> Cursor<'t> {
    /// At the record whose table opens at a byte.
    fn known(bytes: &'t [u8], place: Place, open: usize) -> Option<Self> {
        let key = match place.node {
            Node::Order => place.previous.then_some("previous"),
            Node::LegalRepresentative => Some("legal_representative"),
            Node::Principal | Node::ServicePrincipal(_) => Some("principal"),
            _ => None,
        };
        let span = match key {
            None => span(open, open.saturating_add(1)),
            // A table is pointed at by its key.
            Some(key) => {
                let before = bytes.get(..open)?.trim_ascii_end();
                let quoted = before.strip_suffix(b":")?.trim_ascii_end();
                let name = quoted.strip_suffix(b"\"")?;
                let start = name.strip_suffix(key.as_bytes())?.strip_suffix(b"\"")?;
                span(start.len(), quoted.len())
            }
        };
        Some(Self {
            bytes,
            value: Some(open),
            span,
            is_clear: true,
        })
    }

    /// At the record of a place, as far as it is there.
    fn found(bytes: &'t [u8], place: Place) -> Self {
        let start = skip_space(bytes, 0);
        let mut at = Self {
            bytes,
            value: Some(start),
            span: span(start, start.saturating_add(1)),
            is_clear: true,
        };
        at.record(place);
        at
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Behind the bracket that the value opens; afterwards nothing is found until it is set anew.
    fn opened(&mut self, bracket: u8) -> Option<usize> {
        let value = self.value.take()?;
        (self.byte(value) == Some(bracket)).then(|| value.saturating_add(1))
    }
}

impl Walk for Cursor<'_> {
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

    fn element(&mut self, list: &str, index: Position) {
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
}

/// Behind a mark and the spaces around it.
fn after(bytes: &[u8], at: usize, mark: u8) -> usize {
    let at = skip_space(bytes, at);
    match bytes.get(at) {
        Some(byte) if *byte == mark => skip_space(bytes, at.saturating_add(1)),
        _ => at,
    }
}

fn skip_space(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let spaces = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
    from.saturating_add(spaces.count())
}

/// Behind the string that opens at a quotation mark.
fn string_end(bytes: &[u8], open: usize) -> usize {
    let mut at = open.saturating_add(1);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        at = at.saturating_add(plain(rest));
        match bytes.get(at) {
            None => return bytes.len(),
            Some(b'"') => return at.saturating_add(1),
            // An escape has a character of its own behind it.
            Some(_) => at = at.saturating_add(2),
        }
    }
}

/// Behind the value that begins at an offset.
fn value_end(bytes: &[u8], start: usize) -> usize {
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

#[cfg(test)]
mod tests {
    use beian_drafts::Settings;

    use super::*;
    use crate::draft::{ListName, Overrides, locate, read_json};
    use crate::source::{SourceFile, parse_json};

    const NODES: [Node; 13] = [
        Node::Order,
        Node::Principal,
        Node::LegalRepresentative,
        Node::Service(0),
        Node::Service(1),
        Node::ServicePrincipal(0),
        Node::Domain(0, 0),
        Node::Domain(0, 1),
        Node::Platform(0, 0),
        Node::PreApproval(0, 0),
        Node::PreApproval(0, 1),
        Node::Attachment(0),
        Node::Attachment(1),
    ];

    const LISTS: [ListName; 6] = [
        ListName::Services,
        ListName::Attachments,
        ListName::Domains,
        ListName::Platforms,
        ListName::PreApprovals,
        ListName::Allow,
    ];

    /// Everything of a draft that can be pointed at, there or not.
    fn paths() -> impl Iterator<Item = Path> {
        let places = NODES.into_iter();
        let places = places.flat_map(|node| [Place::now(node), Place::previous(node)]);
        places.flat_map(|place| {
            let fields = 0..place.kind().fields().len();
            let lists = LISTS.into_iter().map(move |name| place.list(name));
            let own = fields.map(move |slot| place.field(slot));
            own.chain(lists).chain([place.whole()])
        })
    }

    /// How much of a text is found without its tree; all that is stands where it does in the tree.
    fn found(text: &str) -> usize {
        let given = Overrides {
            province: Some(140_000),
            ..Overrides::default()
        };
        let draft = read_json(text, &given).expect("a regular draft");
        let file = SourceFile::new("", text);
        let parsed = parse_json(&file);
        let known = paths().filter(|path| {
            let span = locate_json(text, &draft, path);
            let wanted = locate(&parsed.root, parsed.root_span, path);
            assert!(span.is_none_or(|span| span == wanted), "{path} in {text}");
            span.is_some()
        });
        known.count()
    }

    #[test]
    fn what_is_found_stands_where_the_tree_has_it() {
        for escaped in [false, true] {
            let settings = Settings {
                escaped,
                failing: 60,
                ..Settings::default()
            };
            for number in 0..200 {
                assert_eq!(found(&settings.line(number)), paths().count());
            }
        }
    }

    #[test]
    fn what_is_none_or_no_table_is_found() {
        for text in [
            r#"{"format":1,"filing":{"kind":"first"},"subject":{"certificate":"none"},
                "legal_representative":"none","principal" : {"certificate":"none"}}"#,
            r#" {"format":1,"services":[{"pre_approvals":["news" , {"kind":"education"}]} ],
                "filing":{"kind":"first"}, "previous" :{"principal":{"name":" a\" "}}}"#,
        ] {
            assert_eq!(found(text), paths().count());
        }
    }

    #[test]
    fn of_keys_in_escapes_the_tree_is_asked() {
        let text =
            r#"{"format":1,"filing":{"kind":"first"},"princip\u0061l":{"name":"a","mobile":"1"}}"#;
        let found = found(text);
        assert!(found > 0 && found < paths().count());
    }
}

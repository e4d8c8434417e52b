//! From a place in a draft to its place in the JSON text that it was read from, where that takes no
//! stepping through the text: what is read borrows from it, and some keys stand in it only once.

use super::locate_json::{after, skip_space, value_end};
use super::model::{Draft, Slot};
use super::path::{Item, Node, Path, Place};
use crate::fields::OrderField;
use crate::source::Span;

/// Where a field stands in JSON text, as [`super::locate_json`] tells it, of the draft that
/// [`super::read_json`] has read from the same text; `None` where stepping through the text has to
/// tell it.
pub fn locate_known(text: &str, draft: &Draft<'_>, path: &Path) -> Option<Span> {
    let Item::Field(slot) = path.item else {
        return None;
    };
    match draft.record(path.place)?.slot(slot.into()) {
        // What is none may be so for its whole table, and its key stand in another.
        Slot::Unknown | Slot::Unreadable | Slot::Present | Slot::None => None,
        Slot::Text(value) => borrowed(text, value.expose()),
        _ if may_be_given(path) => None,
        _ => {
            let key = path.place.kind().field(slot.into())?.key;
            only(text, key.rsplit('.').next()?)
        }
    }
}

/// Whether the command line may have given a field, so that another one of its key stands in the
/// text.
fn may_be_given(path: &Path) -> bool {
    const GIVEN: [OrderField; 3] = [
        OrderField::FilingKind,
        OrderField::FilingProvince,
        OrderField::FilingProvider,
    ];
    let is_it = |field: OrderField| path.item == Item::Field(field as u16);
    path.place == Place::now(Node::Order) && GIVEN.into_iter().any(is_it)
}

/// Where a string stands that borrows from the text.
fn borrowed(text: &str, value: &str) -> Option<Span> {
    let address = |text: &str| text.as_ptr().addr();
    let start = address(value).checked_sub(address(text))?.checked_sub(1)?;
    let end = start.checked_add(value.len())?.checked_add(2)?;
    // What was trimmed does not begin and end at the quotation marks.
    let quoted = text.as_bytes().get(start..end)?;
    (quoted.first() == Some(&b'"') && quoted.last() == Some(&b'"')).then(|| Span::of(&(start..end)))
}

/// The value of a key that stands in the text only once. The text has no other keys than drafts
/// have, so that it is the key of the field that the draft has.
fn only(text: &str, key: &str) -> Option<Span> {
    let bytes = text.as_bytes();
    // Another key might be the same one written in escapes.
    if memchr::memchr(b'\\', bytes).is_some() {
        return None;
    }
    let mut values = memchr::memmem::find_iter(bytes, key).filter_map(|at| {
        let end = at.checked_add(key.len())?;
        let is_string =
            bytes.get(at.checked_sub(1)?) == Some(&b'"') && bytes.get(end) == Some(&b'"');
        let colon = skip_space(bytes, end.checked_add(1)?);
        (is_string && bytes.get(colon) == Some(&b':')).then(|| after(bytes, colon, b':'))
    });
    let start = values.next()?;
    if values.next().is_some() || bytes.get(start) == Some(&b'{') {
        return None;
    }
    Some(Span::of(&(start..value_end(bytes, start))))
}

#[cfg(test)]
mod tests {
    use beian_drafts::Settings;

    use super::*;
    use crate::draft::{Overrides, locate_json, read_json};

    /// The fields of a draft that are there, with where they are known to stand.
    fn known(text: &str) -> Vec<(Path, Option<Span>)> {
        let given = Overrides {
            province: Some(140_000),
            ..Overrides::default()
        };
        let draft = read_json(text, &given).expect("a regular draft");
        let nodes = [
            Node::Order,
            Node::Principal,
            Node::LegalRepresentative,
            Node::Service(0),
            Node::ServicePrincipal(0),
            Node::Domain(0, 0),
            Node::Domain(0, 1),
            Node::Platform(0, 0),
            Node::PreApproval(0, 0),
            Node::Attachment(0),
            Node::Attachment(1),
        ];
        let places = nodes
            .into_iter()
            .flat_map(|node| [Place::now(node), Place::previous(node)]);
        let mut known = Vec::new();
        for place in places {
            let Some(record) = draft.record(place) else {
                continue;
            };
            for slot in 0..place.kind().fields().len() {
                if *record.slot(slot) != Slot::Unknown {
                    let path = place.field(slot);
                    known.push((path, locate_known(text, &draft, &path)));
                }
            }
        }
        known
    }

    #[test]
    fn what_is_known_stands_where_stepping_finds_it() {
        let (mut all, mut found) = (0, 0);
        for escaped in [false, true] {
            let settings = Settings {
                escaped,
                failing: 60,
                ..Settings::default()
            };
            for number in 0..200 {
                let line = settings.line(number);
                for (path, span) in known(&line) {
                    all += 1;
                    found += usize::from(span.is_some());
                    if span.is_some() {
                        assert_eq!(span, locate_json(&line, &path), "{path} in {line}");
                    }
                }
            }
        }
        assert!(found * 3 > all, "{found} of {all}");
    }

    #[test]
    fn fields_of_a_table_that_is_none_stand_there() {
        let text = r#"{"format":1,"filing":{"kind":"first"},
            "subject":{"certificate":{"type":"business-license"}},"principal":{"certificate":"none"}}"#;
        for (path, span) in known(text) {
            assert!(span.is_none() || span == locate_json(text, &path), "{path}");
        }
    }

    #[test]
    fn a_key_that_stands_elsewhere_is_none_of_the_field() {
        let text = r#"{"format":1,"filing":{"kind":"first"},"subject":{"address":{"province":"130000"}},
            "services":[{"kind":"website","domains":[{"name":" x.cn","expires":"2027-01-01"}]}],
            "previous":{"services":[{"domains":[{"name":"x.cn","expir\u0065s":"2027-01-01"}]}]}}"#;
        for (path, span) in known(text) {
            if let Some(span) = span {
                assert_eq!(Some(span), locate_json(text, &path), "{path}");
            }
        }
    }
}

//! The tolerant reader's leaves: values of fields, and lists.

use super::fault;
use super::model::{List, Slot};
use super::private::Private;
use super::reader::Reader;
use super::shape::Child;
use super::value::{self, Bad, MOST_ELEMENTS};
use crate::fields::{Field, Kind};
use crate::source::{Node, Value};

impl Reader {
    /// Reads a list, whatever its elements are.
    pub(super) fn list<T>(
        &mut self,
        node: &Node,
        mut read: impl FnMut(&mut Self, &Node) -> T,
    ) -> List<T> {
        let Value::Array(items) = &node.value else {
            let words = fault::not_a_list(self.trail.path(), node);
            self.note_here(node, words);
            return List::Unknown;
        };
        if items.len() > MOST_ELEMENTS {
            let words = fault::too_long(self.trail.path());
            self.note_here(node, words);
            return List::Unknown;
        }
        let mut elements = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let mark = self.trail.enter_element(index);
            elements.push(read(self, item));
            self.trail.leave(mark);
        }
        List::Known(elements)
    }

    /// Reads the value of a field.
    pub(super) fn field(
        &mut self,
        child: &'static Child,
        field: &'static Field,
        node: &Node,
    ) -> Slot<'static> {
        let read = match &node.value {
            Value::String(text) => value::from_text(field, child, text.clone()),
            Value::Integer(number) => value::from_int(field, *number),
            Value::Bool(flag) => value::from_bool(field, *flag),
            Value::Date(day) => value::from_day(field, *day),
            Value::Array(_) if matches!(field.kind, Kind::Set(_) | Kind::Texts(_)) => {
                return self.members(child, field, node);
            }
            _ => Err(Bad::Type),
        };
        read.unwrap_or_else(|bad| {
            let words = fault::bad_value(self.trail.path(), field, node, bad);
            self.note_here(node, words);
            Slot::Unreadable
        })
    }

    /// Reads the elements of a set or of a list of texts.
    fn members(
        &mut self,
        child: &'static Child,
        field: &'static Field,
        node: &Node,
    ) -> Slot<'static> {
        let elements = self.list(node, |reader, node| {
            let read = match (&node.value, field.kind) {
                (Value::String(id), Kind::Set(_)) => value::choice(child, id).map(Slot::Code),
                (Value::String(text), _) => Ok(Slot::Text(Private::new(text.clone()))),
                _ => Err(Bad::Type),
            };
            read.unwrap_or_else(|bad| {
                let path = reader.trail.path();
                let words = match bad {
                    Bad::Type => fault::not_text(path, node),
                    _ => fault::bad_value(path, field, node, bad),
                };
                reader.note_here(node, words);
                Slot::Unreadable
            })
        });
        let List::Known(elements) = elements else {
            return Slot::Unreadable;
        };
        let mut set = 0;
        let mut texts = Vec::new();
        for element in elements {
            match element {
                Slot::Code(member) => set = value::with_member(set, member),
                Slot::Text(text) => texts.push(text),
                _ => return Slot::Unreadable,
            }
        }
        match field.kind {
            Kind::Set(_) => Slot::Codes(set),
            _ => Slot::Texts(texts.into()),
        }
    }
}

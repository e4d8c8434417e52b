//! Which places of a draft's file hold what may not be shown. Every excerpt of the file is masked
//! by it, so it must also know values that no field accepts and tables whose keys are misspelt.

use super::model::{Draft, Slot};
use super::shape::{Child, Level, Part, shape};
use super::trail::nearest_key;
use super::value::{self, NONE};
use crate::fields::{Field, Kind, OrderField, Privacy, TextRole, choices};
use crate::identifiers::same_number;
use crate::source::{Node, Span, Table, Value};

/// All strings, dates and numbers of a file with how private they are, in the order of the tree.
///
/// A value of a known field has the field's privacy, [`Privacy::SubjectNumber`] and
/// [`Privacy::SubjectAddress`] being decided here: open where the subject is known to be a unit. A
/// value under a misspelt key has that of the nearest key. All else is [`Privacy::FreeText`].
pub fn personal_spans(root: &Table, draft: &Draft<'_>) -> Vec<(Span, Privacy)> {
    let mut walk = Walk {
        subject: Subject::of(draft),
        found: Vec::new(),
    };
    walk.table(shape(), root, draft);
    walk.found
}

/// What of the subject decides how private something is.
#[derive(Clone)]
struct Subject {
    is_unit: bool,
    /// Its certificate's number where it is a unit's and so public.
    number: Option<String>,
}

impl Subject {
    fn of(draft: &Draft<'_>) -> Self {
        let kind = draft.order.slot(OrderField::SubjectKind as usize);
        let is_unit = match kind {
            Slot::Code(code) => choices::SUBJECT_KINDS
                .get(usize::from(*code))
                .is_some_and(|kind| kind.id != "personal"),
            _ => false,
        };
        let number = draft
            .order
            .text(OrderField::SubjectCertificateNumber as usize);
        Self {
            is_unit,
            number: number
                .filter(|_| is_unit)
                .map(|number| number.expose().to_owned()),
        }
    }

    fn resolve(&self, privacy: Privacy, node: &Node) -> Privacy {
        match privacy {
            Privacy::SubjectNumber | Privacy::SubjectAddress if self.is_unit => Privacy::Open,
            Privacy::SubjectNumber => Privacy::PersonNumber,
            Privacy::SubjectAddress => Privacy::PersonAddress,
            Privacy::PersonNumber => match (node.as_str(), &self.number) {
                (Some(text), Some(number)) if same_number(text, number) => Privacy::Open,
                _ => privacy,
            },
            other => other,
        }
    }
}

struct Walk {
    subject: Subject,
    found: Vec<(Span, Privacy)>,
}

impl Walk {
    fn table(&mut self, level: &'static Level, table: &Table, draft: &Draft<'_>) {
        for entry in &table.entries {
            let known = level.child(&entry.key);
            // The misspelt name of a table or field hides no less than the right one.
            let child = known.or_else(|| level.child(nearest_key(level, &entry.key)?));
            match child {
                Some(child) => self.child(child, &entry.node, draft, known.is_some()),
                None => self.free(&entry.node, Privacy::FreeText),
            }
        }
    }

    fn child(&mut self, child: &'static Child, node: &Node, draft: &Draft<'_>, is_known: bool) {
        match (&child.part, &node.value) {
            (Part::Field(field, _), _) => {
                let privacy = self.subject.resolve(field.privacy, node);
                let privacy = match privacy {
                    Privacy::Open if !is_known || !is_value(field, child, node) => {
                        Privacy::FreeText
                    }
                    other => other,
                };
                self.free(node, privacy);
            }
            (Part::Previous(level), Value::Table(table)) => {
                // What is on record may be of another subject; of one that it does not describe,
                // nothing is known.
                let unknown = Draft::empty();
                let previous = draft.previous.as_deref().unwrap_or(&unknown);
                let now = std::mem::replace(&mut self.subject, Subject::of(previous));
                self.table(level, table, previous);
                self.subject = now;
            }
            (Part::Format | Part::Meta, _) => self.free(node, Privacy::FreeText),
            (part, value) => match (part.level(), value) {
                (Some(level), Value::Table(table)) => self.table(level, table, draft),
                (Some(level), Value::Array(items)) => {
                    for item in items {
                        match &item.value {
                            Value::Table(table) => self.table(level, table, draft),
                            _ => self.misplaced(level, item),
                        }
                    }
                }
                (Some(level), _) => self.misplaced(level, node),
                (None, _) => self.free(node, Privacy::FreeText),
            },
        }
    }

    /// Something else where a table is wanted: it is probably the value of one of its fields, so
    /// it is hidden like the first that is.
    fn misplaced(&mut self, level: &Level, node: &Node) {
        if node.as_str() == Some(NONE) {
            return;
        }
        let privacy = level
            .slots
            .iter()
            .filter_map(|slot| level.record.field(*slot))
            .map(|field| self.subject.resolve(field.privacy, node))
            .find(|privacy| *privacy != Privacy::Open)
            .unwrap_or(Privacy::FreeText);
        self.free(node, privacy);
    }

    /// Everything in a value, alike.
    fn free(&mut self, node: &Node, privacy: Privacy) {
        let mut left = vec![node];
        while let Some(node) = left.pop() {
            match &node.value {
                Value::Null | Value::Bool(_) => {}
                Value::Integer(_)
                | Value::Float(_)
                | Value::String(_)
                | Value::Date(_)
                | Value::DateTime(_) => self.found.push((node.span, privacy)),
                Value::Array(items) => left.extend(items.iter().rev()),
                Value::Table(table) => {
                    left.extend(table.entries.iter().rev().map(|entry| &entry.node));
                }
            }
        }
    }
}

/// Whether a value is one of an open field. Names, codes and the like may be any text; where a
/// closed form is wanted and something else stands, it may be anything.
fn is_value(field: &Field, child: &Child, node: &Node) -> bool {
    match (&node.value, field.kind) {
        (Value::String(_), Kind::Text(role)) => role != TextRole::Free,
        (Value::String(text), _) => value::from_text(field, child, text.as_str()).is_ok(),
        (Value::Integer(number), _) => value::from_int(field, *number).is_ok(),
        (Value::Date(day), _) => value::from_day(field, *day).is_ok(),
        (Value::Array(items), Kind::Set(_)) => items.iter().all(|item| {
            item.as_str()
                .is_some_and(|id| value::choice(child, id).is_ok())
        }),
        (Value::Array(_), Kind::Texts(_)) => true,
        _ => false,
    }
}

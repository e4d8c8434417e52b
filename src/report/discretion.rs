//! How private a value of a draft is, where its field alone does not tell: a unit's numbers and
//! addresses are public, a person's are not, and what a field's format refuses may be anything.

use chrono::NaiveDate;

use crate::draft::{Draft, Item, Path, Record, Slot};
use crate::fields::choices::SUBJECT_KINDS;
use crate::fields::{Field, Kind, OrderField, Privacy, TextRole};
use crate::identifiers::{
    check_credit_code, check_domain, check_filing_number, check_id_card, check_license_number,
    check_organization_code, same_number,
};

/// What of a draft decides how private its values are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Discretion<'a> {
    draft: &'a Draft<'a>,
}

impl<'a> Discretion<'a> {
    pub(super) fn new(draft: &'a Draft<'a>) -> Self {
        Self { draft }
    }

    /// How private a text is that stands at a field.
    pub(super) fn of(&self, path: Path, text: &str) -> Privacy {
        let Item::Field(slot) = path.item else {
            return Privacy::FreeText;
        };
        let Some(field) = path.place.kind().field(slot.into()) else {
            return Privacy::FreeText;
        };
        let draft = if path.place.previous {
            self.draft.previous.as_deref()
        } else {
            Some(self.draft)
        };
        let unit = draft.filter(|draft| is_unit(draft));
        match field.privacy {
            Privacy::SubjectNumber if unit.is_some() => unit_number(text),
            Privacy::SubjectNumber => Privacy::PersonNumber,
            Privacy::SubjectAddress if unit.is_some() => Privacy::FreeText,
            Privacy::SubjectAddress => Privacy::PersonAddress,
            Privacy::PersonNumber if unit.is_some_and(|unit| has_number(unit, text)) => {
                unit_number(text)
            }
            Privacy::Open => open(field, text),
            other => other,
        }
    }

    /// All texts of the draft that are given as they are.
    pub(super) fn open_texts(&self) -> Vec<&'a str> {
        let mut found = Vec::new();
        for draft in std::iter::once(self.draft).chain(self.draft.previous.as_deref()) {
            let place = |node| crate::draft::Place {
                previous: !std::ptr::eq(draft, self.draft),
                node,
            };
            super::places::each_record(draft, &mut |node, record| {
                self.open_texts_of(place(node), record, &mut found);
            });
        }
        found
    }

    fn open_texts_of(
        &self,
        place: crate::draft::Place,
        record: &'a Record<'a>,
        found: &mut Vec<&'a str>,
    ) {
        for slot in 0..record.kind().fields().len() {
            let texts = match record.slot(slot) {
                Slot::Text(text) => std::slice::from_ref(text),
                Slot::Texts(texts) => texts,
                _ => continue,
            };
            for text in texts.iter().map(|text| text.expose()) {
                if self.of(place.field(slot), text) == Privacy::Open {
                    found.push(text);
                }
            }
        }
    }
}

/// Whether a draft's subject is known to be a unit.
fn is_unit(draft: &Draft<'_>) -> bool {
    match draft.order.slot(OrderField::SubjectKind as usize) {
        Slot::Code(code) => SUBJECT_KINDS
            .get(usize::from(*code))
            .is_some_and(|kind| kind.id != "personal"),
        _ => false,
    }
}

fn has_number(unit: &Draft<'_>, text: &str) -> bool {
    unit.order
        .text(OrderField::SubjectCertificateNumber as usize)
        .is_some_and(|number| same_number(number.expose(), text))
}

/// How private the number of a subject's certificate is where the subject is a unit: anybody may see
/// what has the form of a unit's number, and no other, which may be a person's.
pub(crate) fn unit_number(text: &str) -> Privacy {
    let is_refused = check_credit_code(text).is_malformed()
        && check_organization_code(text).is_malformed()
        && check_license_number(text).is_malformed();
    // A person's number has now and then the check digits of a unit's as well.
    searched_if(is_refused || !check_id_card(text, NaiveDate::MAX).is_malformed())
}

/// A field that anybody may see: its codes and numbers as they are, unless its format refuses
/// them; names and free text only after a search.
pub(crate) fn open(field: &Field, text: &str) -> Privacy {
    match field.kind {
        Kind::Text(TextRole::Number) => searched_if(check_filing_number(text).is_malformed()),
        Kind::Text(TextRole::Domain) => searched_if(check_domain(text).is_malformed()),
        Kind::Text(TextRole::Id) | Kind::Texts(TextRole::Id) => Privacy::Open,
        Kind::Text(_) | Kind::Texts(_) => Privacy::FreeText,
        _ => Privacy::Open,
    }
}

fn searched_if(is_refused: bool) -> Privacy {
    if is_refused {
        Privacy::FreeText
    } else {
        Privacy::Open
    }
}

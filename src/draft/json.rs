//! The fast reader: straight from JSON text to a draft, borrowing every string that has no escape.
//!
//! It is one of two ways to the same draft. A batch reads thousands of records of which nearly all
//! are regular, and building a spanned tree first would cost several times the reading. So this
//! reader keeps no positions, explains nothing, and gives up at the first irregularity: an unknown
//! or repeated key, a wrong type, an unknown id, an impossible date, a missing required key. It then
//! answers nothing, and the caller takes the tree and the tolerant reader for that one record, which
//! find every fault and its place. Where this reader does answer, the tolerant one gives the same
//! draft and no faults: both take tables from [`shape`] and values from `value`, and tests compare
//! them on drafts made at random, whole and damaged. What it finds doubtful it may leave to the
//! tolerant reader; that costs time and nothing else.
//!
//! It knows at each place what may stand there, so it goes through the text without a general parser
//! in between: a quarter of the time of a draft went into finding where keys end and which they are.

use super::json_free::meta;
use super::json_order::KeyOrder;
use super::json_scan::Scanner;
use super::json_service::service;
use super::json_table::{Parts, Walk, is_complete, row, row_or_none, rows, table};
use super::json_value::format;
use super::model::{Draft, List, Record, Service};
use super::path::ListName;
use super::reader::Overrides;
use super::shape::{Level, Part, PersonKey, shape};
use crate::fields::AllowField;

/// Reads a regular draft from JSON text; nothing if it has any irregularity.
pub fn read_json<'t>(text: &'t str, given: &Overrides) -> Option<Draft<'t>> {
    KeyOrder::with(|order| read_after(order, text, given))
}

fn read_after<'t>(order: &mut KeyOrder, text: &'t str, given: &Overrides) -> Option<Draft<'t>> {
    let scanner = Scanner::new(text);
    let mut walk = Walk { scanner, order };
    let mut draft = Draft::empty();
    let mut has_format = false;
    read_draft(&mut walk, shape(), &mut draft, &mut has_format)?;
    if !walk.scanner.is_at_end() {
        return None;
    }
    given.apply(&mut draft.order);
    (has_format && is_complete(shape(), &draft.order)).then_some(draft)
}

fn read_draft<'t>(
    walk: &mut Walk<'t, '_>,
    level: &'static Level,
    draft: &mut Draft<'t>,
    has_format: &mut bool,
) -> Option<()> {
    let Draft {
        id,
        order,
        legal_representative,
        principal,
        services,
        attachments,
        allow,
        previous,
    } = draft;
    let mut parts = DraftParts {
        id,
        legal_representative,
        principal,
        services,
        attachments,
        allow,
        previous,
        has_format,
    };
    walk.scanner.peek()?;
    order.begins(walk.scanner.passed());
    table(walk, level, order, &mut parts)
}

struct DraftParts<'r, 't> {
    id: &'r mut Option<String>,
    legal_representative: &'r mut Option<Record<'t>>,
    principal: &'r mut Option<Record<'t>>,
    services: &'r mut List<Service<'t>>,
    attachments: &'r mut List<Record<'t>>,
    allow: &'r mut List<Record<'t>>,
    previous: &'r mut Option<Box<Draft<'t>>>,
    has_format: &'r mut bool,
}

impl<'t> Parts<'t> for DraftParts<'_, 't> {
    fn read(&mut self, part: &'static Part, walk: &mut Walk<'t, '_>) -> Option<()> {
        match part {
            Part::Person(PersonKey::Principal, level) => {
                *self.principal = Some(row(walk, level)?);
            }
            Part::Person(PersonKey::LegalRepresentative, level) => {
                *self.legal_representative = Some(row_or_none(walk, level)?);
            }
            Part::List(ListName::Attachments, level) => {
                *self.attachments = List::Known(rows(walk, |walk| row(walk, level))?);
            }
            Part::List(ListName::Allow, level) => {
                let allowances = rows(walk, |walk| row(walk, level))?;
                let reason = AllowField::Reason as usize;
                if allowances.iter().any(|own| own.has_blank(reason)) {
                    return None;
                }
                *self.allow = List::Known(allowances);
            }
            Part::List(_, level) => {
                *self.services = List::Known(rows(walk, |walk| service(walk, level))?);
            }
            Part::Previous(level) => {
                let mut draft = Box::new(Draft::empty());
                read_draft(walk, level, &mut draft, &mut false)?;
                *self.previous = Some(draft);
            }
            Part::Format => {
                format(&mut walk.scanner)?;
                *self.has_format = true;
            }
            Part::Meta => *self.id = meta(&mut walk.scanner)?,
            Part::Field(..) | Part::Table { .. } => return None,
        }
        Some(())
    }
}

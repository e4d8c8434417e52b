//! The fast reader's services, with the records in them.

use super::json_table::{Parts, Walk, is_complete, row, rows, table};
use super::model::{List, Record, Service};
use super::path::ListName;
use super::shape::{Level, Part};

struct ServiceParts<'r, 't> {
    principal: &'r mut Option<Record<'t>>,
    domains: &'r mut List<Record<'t>>,
    platforms: &'r mut List<Record<'t>>,
    pre_approvals: &'r mut List<Record<'t>>,
}

impl<'t> Parts<'t> for ServiceParts<'_, 't> {
    fn read(&mut self, part: &'static Part, walk: &mut Walk<'t, '_>) -> Option<()> {
        match part {
            Part::Person(_, level) => *self.principal = Some(row(walk, level)?),
            Part::List(name, level) => {
                let place = match name {
                    ListName::Domains => &mut *self.domains,
                    ListName::Platforms => &mut *self.platforms,
                    ListName::PreApprovals => &mut *self.pre_approvals,
                    ListName::Services | ListName::Attachments | ListName::Allow => return None,
                };
                *place = List::Known(rows(walk, |walk| row(walk, level))?);
            }
            _ => return None,
        }
        Some(())
    }
}

/// A service.
pub(super) fn service<'t>(walk: &mut Walk<'t, '_>, level: &'static Level) -> Option<Service<'t>> {
    let mut service = Service::empty();
    let Service {
        record,
        principal,
        domains,
        platforms,
        pre_approvals,
    } = &mut service;
    let mut parts = ServiceParts {
        principal,
        domains,
        platforms,
        pre_approvals,
    };
    walk.scanner.peek()?;
    record.begins(walk.scanner.passed());
    table(walk, level, record, &mut parts)?;
    is_complete(level, &service.record).then_some(service)
}

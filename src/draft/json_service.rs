//! The fast reader's services, with the records in them.

use serde::de::{DeserializeSeed, Deserializer, MapAccess};

use super::json_table::{Parts, TableSeed, is_complete, row};
use super::json_value::{ListSeed, gap};
use super::model::{List, Record, Service};
use super::path::ListName;
use super::shape::{Level, Part};

struct ServiceParts<'r, 'de> {
    principal: &'r mut Option<Record<'de>>,
    domains: &'r mut List<Record<'de>>,
    platforms: &'r mut List<Record<'de>>,
    pre_approvals: &'r mut List<Record<'de>>,
}

impl<'de> Parts<'de> for ServiceParts<'_, 'de> {
    fn read<A: MapAccess<'de>>(
        &mut self,
        part: &'static Part,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match part {
            Part::Person(_, level) => *self.principal = Some(map.next_value_seed(row(level))?),
            Part::List(name, level) => {
                let rows = List::Known(map.next_value_seed(ListSeed(row(level)))?);
                match name {
                    ListName::Domains => *self.domains = rows,
                    ListName::Platforms => *self.platforms = rows,
                    ListName::PreApprovals => *self.pre_approvals = rows,
                    ListName::Services | ListName::Attachments | ListName::Allow => {
                        return Err(gap());
                    }
                }
            }
            _ => return Err(gap()),
        }
        Ok(())
    }
}

/// A service.
#[derive(Clone, Copy)]
pub(super) struct ServiceSeed {
    pub(super) level: &'static Level,
}

impl<'de> DeserializeSeed<'de> for ServiceSeed {
    type Value = Service<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Service<'de>, D::Error> {
        let mut service = Service::empty();
        let Service {
            record,
            principal,
            domains,
            platforms,
            pre_approvals,
        } = &mut service;
        let rest = ServiceParts {
            principal,
            domains,
            platforms,
            pre_approvals,
        };
        TableSeed {
            level: self.level,
            row: record,
            rest,
            may_be_none: false,
        }
        .deserialize(deserializer)?;
        if is_complete(self.level, &service.record) {
            Ok(service)
        } else {
            Err(gap())
        }
    }
}

//! What an answer would most likely be: for telling how much is left to ask, and what need not be
//! asked if the rest turns out as it mostly does. Nothing of this is ever written into a draft.

use chrono::{Days, NaiveDate};

use super::survey::is_personal;
use crate::draft::{
    Draft, Item, List, ListName, Node, Path, Place, Position, Private, Record, Service, Slot,
};
use crate::fields::{
    DomainField, Field, Kind, OrderField, PersonField, PreApprovalField, RecordKind, ServiceField,
    TextRole, Unit,
};

/// Puts the likely answer at a place of a draft that says nothing there.
pub(super) fn assume(draft: &mut Draft<'static>, path: Path, day: NaiveDate) {
    match path.item {
        Item::List(list) => assume_list(draft, path.place.node, list),
        Item::Whole => {
            if path.place.previous && draft.previous.is_none() {
                draft.previous = Some(Box::new(Draft::empty()));
            }
        }
        Item::Field(slot) => {
            let Some(field) = path.place.kind().field(slot.into()) else {
                return;
            };
            let value = likely(draft, path.place, slot.into(), field, day);
            let is_none = value == Slot::None;
            let Some(record) = record_mut(draft, path.place) else {
                return;
            };
            if field.kind == Kind::Table && is_none {
                // Of what is not there nothing is left to ask.
                for (inner, other) in path.place.kind().fields().iter().enumerate() {
                    let inside = other.key.strip_prefix(field.key);
                    if inside.is_some_and(|rest| rest.starts_with('.')) {
                        record.put(inner, Slot::None);
                    }
                }
            }
            record.put(slot.into(), value);
            // A field of a table tells that the table is there.
            if let Some((table, _)) = field.key.split_once('.')
                && let Some(table) = path.place.kind().slot(table)
                && *record.slot(table) == Slot::Unknown
            {
                record.put(table, Slot::Present);
            }
        }
    }
}

/// One more element of a list, as somebody would add it.
pub(super) fn add(draft: &mut Draft<'static>, list: Path) {
    match (list.place.node, list.item) {
        (Node::Order, Item::List(ListName::Services)) => {
            let mut services = std::mem::take(&mut draft.services);
            match &mut services {
                List::Known(items) => items.push(Service::empty()),
                List::Unknown => services = List::Known(vec![Service::empty()]),
            }
            draft.services = services;
        }
        (Node::Service(index), Item::List(ListName::Domains)) => {
            if let Some(service) = service_mut(draft, index) {
                let row = Record::empty(RecordKind::Domain);
                match &mut service.domains {
                    List::Known(items) => items.push(row),
                    unknown => *unknown = List::Known(vec![row]),
                }
            }
        }
        _ => {}
    }
}

fn assume_list(draft: &mut Draft<'static>, node: Node, list: ListName) {
    match (node, list) {
        (Node::Order, ListName::Attachments) => draft.attachments = List::Known(Vec::new()),
        (Node::Service(index), ListName::Platforms) => {
            if let Some(service) = service_mut(draft, index) {
                service.platforms = List::Known(vec![Record::empty(RecordKind::Platform)]);
            }
        }
        (Node::Service(index), ListName::PreApprovals) => {
            if let Some(service) = service_mut(draft, index) {
                service.pre_approvals = List::Known(Vec::new());
            }
        }
        _ => add(draft, Place::now(node).list(list)),
    }
}

fn service_mut<'s>(
    draft: &'s mut Draft<'static>,
    index: Position,
) -> Option<&'s mut Service<'static>> {
    match &mut draft.services {
        List::Known(items) => items.get_mut(usize::from(index)),
        List::Unknown => None,
    }
}

fn record_mut<'r>(draft: &'r mut Draft<'static>, place: Place) -> Option<&'r mut Record<'static>> {
    let draft = if place.previous {
        draft
            .previous
            .get_or_insert_with(|| Box::new(Draft::empty()))
            .as_mut()
    } else {
        draft
    };
    let at = |list: &'r mut List<Record<'static>>, index: Position| match list {
        List::Known(items) => items.get_mut(usize::from(index)),
        List::Unknown => None,
    };
    let person = || Record::empty(RecordKind::Person);
    match place.node {
        Node::Order => Some(&mut draft.order),
        Node::LegalRepresentative => Some(draft.legal_representative.get_or_insert_with(person)),
        Node::Principal => Some(draft.principal.get_or_insert_with(person)),
        Node::Service(i) => service_mut(draft, i).map(|service| &mut service.record),
        Node::ServicePrincipal(i) => {
            service_mut(draft, i).map(|service| service.principal.get_or_insert_with(person))
        }
        Node::Domain(i, j) => at(&mut service_mut(draft, i)?.domains, j),
        Node::Platform(i, j) => at(&mut service_mut(draft, i)?.platforms, j),
        Node::PreApproval(i, j) => at(&mut service_mut(draft, i)?.pre_approvals, j),
        Node::Attachment(i) => at(&mut draft.attachments, i),
    }
}

fn text(text: impl Into<String>) -> Slot<'static> {
    Slot::Text(Private::new(text.into()))
}

/// The text of the subject's field, where it has one.
fn subjects(draft: &Draft<'_>, field: OrderField, otherwise: &str) -> Slot<'static> {
    let known = draft.order.text(field as usize);
    text(known.map_or(otherwise, |known| known.expose()))
}

/// The likely answer.
fn likely(
    draft: &Draft<'_>,
    place: Place,
    slot: usize,
    field: &Field,
    day: NaiveDate,
) -> Slot<'static> {
    let shifted = |years: u64| Days::new(years.saturating_mul(365));
    let past = |years| day.checked_sub_days(shifted(years)).unwrap_or(day);
    let future = |years| day.checked_add_days(shifted(years)).unwrap_or(day);
    let province = match draft.order.slot(OrderField::FilingProvince as usize) {
        Slot::Division(code) => *code,
        _ => 110_000,
    };
    match field.kind {
        Kind::Table => Slot::None,
        Kind::Bool => Slot::Bool(!is_rare(place.kind(), slot)),
        Kind::Int(Unit::Count) => Slot::Int(1),
        Kind::Int(_) => Slot::Int(36),
        Kind::DayOrLongTerm => Slot::LongTerm,
        Kind::Day
            if place.kind() == RecordKind::Domain && slot == DomainField::Expires as usize =>
        {
            Slot::Day(future(3))
        }
        Kind::Day
            if slot == PersonField::BirthDate as usize && place.kind() == RecordKind::Person =>
        {
            Slot::Day(past(36))
        }
        Kind::Day => Slot::Day(past(1)),
        Kind::Province => Slot::Division(province),
        Kind::City => Slot::Division(province.saturating_add(100)),
        Kind::Enum(choices) => {
            let unit = !is_personal(draft)
                && (field.key == "subject.certificate.type"
                    || field.key == "registrant.certificate_type");
            let wanted = if unit {
                choices
                    .iter()
                    .position(|choice| choice.id == "business-license")
            } else {
                Some(0)
            };
            Slot::Code(
                wanted
                    .and_then(|index| u8::try_from(index).ok())
                    .unwrap_or(0),
            )
        }
        Kind::Set(_) => match place.kind() {
            RecordKind::Service if slot == ServiceField::Content as usize => {
                // 博客 for persons, 单位门户网站 for units.
                Slot::Codes(if is_personal(draft) { 1 << 5 } else { 1 << 7 })
            }
            _ => Slot::Codes(0),
        },
        Kind::Text(role) => match (place.kind(), role) {
            (RecordKind::Domain, TextRole::Name)
                if slot == DomainField::RegistrantName as usize =>
            {
                subjects(draft, OrderField::SubjectName, "示例")
            }
            (RecordKind::Domain, TextRole::Number) => subjects(
                draft,
                OrderField::SubjectCertificateNumber,
                "110000199001010013",
            ),
            (RecordKind::PreApproval, _) if slot == PreApprovalField::Number as usize => text("1"),
            (_, TextRole::Name) => text("示例"),
            (_, TextRole::Phone) if slot == PersonField::EmergencyPhone as usize => {
                text("13900000002")
            }
            (_, TextRole::Phone) => text("13800000001"),
            (_, TextRole::Email) => text("a@example.cn"),
            (_, TextRole::Number) => text("110000199001010013"),
            (_, TextRole::Domain) => text("example.cn"),
            (RecordKind::Order, TextRole::Id) => text("ecs"),
            _ => text("示例"),
        },
        Kind::Texts(_) => {
            let likely = match field.key {
                "access.ips" => "203.0.113.10",
                "languages" => "zh-Hans",
                _ => "1",
            };
            Slot::Texts(vec![Private::new(likely)].into())
        }
    }
}

/// Whether a yes is the exception.
fn is_rare(record: RecordKind, slot: usize) -> bool {
    match record {
        RecordKind::Order => slot == OrderField::Abnormal as usize,
        RecordKind::Person => slot == PersonField::Student as usize,
        RecordKind::Service => slot == ServiceField::Resolved as usize,
        RecordKind::Domain => slot == DomainField::PrivacyProtection as usize,
        _ => false,
    }
}

/// Puts a value into a draft in memory.
pub(super) fn put(draft: &mut Draft<'static>, path: Path, value: Slot<'static>) {
    if let (Item::Field(slot), Some(record)) = (path.item, record_mut(draft, path.place)) {
        record.put(slot.into(), value);
    }
}

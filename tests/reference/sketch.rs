//! Drafts at random: few fields of few values, chosen so that the values lie on both sides of what
//! the rules of [`super::rules`] compare with; and the completions of what is left open.

use beian::draft::{
    Draft, Item, List, ListName, Node, Path, Place, Private, Record, Service, Slot,
};
use beian::fields::choices::{FILING_KINDS, PROVIDERS, SERVICE_KINDS, SUBJECT_CERTIFICATES};
use beian::fields::{
    Choice, Choices, DomainField, OrderField, PersonField, RecordKind, ServiceField,
};
use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

/// The day of submission of all tests.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

/// Numbers drawn one by one; those that are missing are 0, so that shrinking makes drafts plain.
pub struct Dice<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Dice<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % sides
    }

    pub fn pick<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.roll(values.len())].clone()
    }
}

/// Numbers to draw a draft by.
#[derive(Clone)]
pub struct Numbers(pub Vec<u8>);

impl std::fmt::Debug for Numbers {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("numbers")
    }
}

pub fn dice() -> impl Strategy<Value = Numbers> {
    prop::collection::vec(any::<u8>(), 200).prop_map(Numbers)
}

/// A draft with its values, for failures of tests: they are made up.
pub fn show(draft: &Draft<'_>) -> String {
    let mut unknown = String::new();
    let mut lines = String::new();
    let mut put = |place: Place, record: &Record<'_>| {
        for slot in 0..record.kind().fields().len() {
            let value = match record.slot(slot) {
                Slot::Unknown => continue,
                Slot::Text(text) => text.expose().to_owned(),
                Slot::Day(day) => day.to_string(),
                other => format!("{other:?}"),
            };
            lines.push_str(&format!("{} = {value}\n", place.field(slot)));
        }
    };
    put(Place::now(Node::Order), &draft.order);
    for (node, person) in [
        (Node::Principal, &draft.principal),
        (Node::LegalRepresentative, &draft.legal_representative),
    ] {
        if let Some(person) = person {
            put(Place::now(node), person);
        }
    }
    for (index, service) in (0u16..).zip(draft.services.items()) {
        put(Place::now(Node::Service(index)), &service.record);
        if let Some(person) = &service.principal {
            put(Place::now(Node::ServicePrincipal(index)), person);
        }
        for (inner, domain) in (0u16..).zip(service.domains.items()) {
            put(Place::now(Node::Domain(index, inner)), domain);
        }
        if !service.domains.is_known() {
            unknown.push_str(&format!("services[{index}].domains unknown\n"));
        }
    }
    if !draft.services.is_known() {
        unknown.push_str("services unknown\n");
    }
    lines + &unknown
}

pub fn text(text: &'static str) -> Slot<'static> {
    Slot::Text(Private::new(text))
}

fn texts(texts: &[&'static str]) -> Slot<'static> {
    Slot::Texts(texts.iter().map(|text| Private::new(*text)).collect())
}

fn after(days: i64) -> Slot<'static> {
    Slot::Day(as_of() + TimeDelta::days(days))
}

pub fn code(list: Choices, id: &str) -> u8 {
    let is = |choice: &Choice| choice.id == id;
    u8::try_from(list.iter().position(is).unwrap()).unwrap()
}

fn codes(list: Choices, ids: &[&str]) -> Vec<Slot<'static>> {
    ids.iter().map(|id| Slot::Code(code(list, id))).collect()
}

fn set(list: Choices, ids: &[&str]) -> Slot<'static> {
    Slot::Codes(ids.iter().map(|id| 1u64 << code(list, id)).sum())
}

fn bools() -> Vec<Slot<'static>> {
    vec![Slot::Bool(true), Slot::Bool(false)]
}

fn names() -> Vec<Slot<'static>> {
    vec![
        text("张三"),
        text("示例公司"),
        text("Ｅxample"),
        text("Example"),
    ]
}

fn with_none(mut values: Vec<Slot<'static>>) -> Vec<Slot<'static>> {
    values.push(Slot::None);
    values
}

fn phones() -> Vec<Slot<'static>> {
    vec![
        text("13800000001"),
        text("13900000002"),
        text("+86 138 0000 0001"),
        text("13700000003"),
        text("123"),
        Slot::None,
    ]
}

fn untils() -> Vec<Slot<'static>> {
    // Of these 200 days are six full months, 70 days two.
    vec![
        after(200),
        after(70),
        after(10),
        after(-1),
        Slot::LongTerm,
        Slot::None,
    ]
}

fn provinces() -> Vec<Slot<'static>> {
    vec![Slot::Division(140_000), Slot::Division(310_000), Slot::None]
}

fn numbers() -> Vec<Slot<'static>> {
    // Of somebody aged 36, of somebody aged 16, of no certificate of a resident.
    vec![
        text("140105199003070012"),
        text("140105201003070012"),
        text("E12345678"),
    ]
}

/// The values that a field of these drafts may have; none where it stays as the sketch has it.
pub fn values(kind: RecordKind, slot: usize) -> Vec<Slot<'static>> {
    match kind {
        RecordKind::Order => {
            use OrderField as F;
            let field = |field: F| field as usize == slot;
            if field(F::SubjectKind) {
                vec![Slot::Code(1), Slot::Code(0), Slot::Code(3)]
            } else if field(F::SubjectName) {
                names()
            } else if field(F::HasSeal) || field(F::AccessMainland) {
                bools()
            } else if field(F::SubjectCertificateUntil) {
                untils()
            } else if field(F::SubjectCertificateType) {
                codes(
                    SUBJECT_CERTIFICATES,
                    &["id-card", "passport", "business-license"],
                )
            } else if field(F::SubjectCertificateNumber) {
                numbers()
            } else if field(F::SubjectCertificateProvince) {
                provinces()
            } else if field(F::OnRecordDomains) || field(F::OnRecordServices) {
                vec![
                    Slot::Int(0),
                    Slot::Int(1),
                    Slot::Int(2),
                    Slot::Int(5),
                    Slot::Int(20),
                    Slot::None,
                ]
            } else if field(F::AccessMonths) {
                vec![Slot::Int(12), Slot::Int(2), Slot::Int(1)]
            } else if field(F::AccessIps) {
                vec![
                    texts(&["1.1.1.1"]),
                    texts(&[]),
                    texts(&["2.2.2.2", "1.1.1.1"]),
                ]
            } else {
                Vec::new()
            }
        }
        RecordKind::Person => {
            use PersonField as F;
            let field = |field: F| field as usize == slot;
            if field(F::Name) {
                names()
            } else if field(F::Mobile) || field(F::EmergencyPhone) {
                phones()
            } else if field(F::Student) || field(F::IsLegalRepresentative) {
                bools()
            } else if field(F::SocialSecurityMonths) {
                vec![Slot::Int(12), Slot::Int(2), Slot::Int(0), Slot::None]
            } else if field(F::CertificateType) {
                codes(
                    SUBJECT_CERTIFICATES,
                    &["id-card", "passport", "hk-macao-permit"],
                )
            } else if field(F::CertificateNumber) {
                numbers()
            } else if field(F::CertificateProvince) {
                provinces()
            } else if field(F::CertificateUntil) {
                untils()
            } else if field(F::ResidencePermit) {
                vec![Slot::Present, Slot::None]
            } else {
                Vec::new()
            }
        }
        RecordKind::Service => {
            use ServiceField as F;
            let field = |field: F| field as usize == slot;
            let contents = beian::fields::choices::CONTENTS;
            let approvals = beian::fields::choices::APPROVALS;
            if field(F::Kind) {
                codes(SERVICE_KINDS, &["website", "app"])
            } else if field(F::Name) {
                names()
            } else if field(F::Content) {
                vec![
                    set(contents, &["blog"]),
                    set(contents, &[]),
                    set(contents, &["blog", "news"]),
                    set(contents, &["shopping", "news"]),
                ]
            } else if field(F::Involves) {
                vec![
                    set(approvals, &[]),
                    set(approvals, &["news"]),
                    set(approvals, &["news", "games"]),
                ]
            } else if field(F::Resolved) {
                bools()
            } else {
                Vec::new()
            }
        }
        RecordKind::Domain => {
            use DomainField as F;
            let field = |field: F| field as usize == slot;
            if field(F::Name) {
                vec![
                    text("example.cn"),
                    text("ＥＸＡＭＰＬＥ.cn"),
                    text("beispiel.com"),
                ]
            } else if field(F::Registrar) {
                with_none(names())
            } else if field(F::RegistrantName) {
                names()
            } else if field(F::Registered) {
                vec![
                    after(10),
                    Slot::None,
                    after(400),
                    after(90),
                    after(89),
                    after(-1),
                ]
            } else if field(F::Expires) {
                vec![after(400), after(90), after(89), after(10), after(-1)]
            } else if field(F::Verified) || field(F::New) {
                bools()
            } else {
                Vec::new()
            }
        }
        _ => Vec::new(),
    }
}

fn record(kind: RecordKind, dice: &mut Dice<'_>) -> Record<'static> {
    let mut record = Record::empty(kind);
    for slot in 0..kind.fields().len() {
        let values = values(kind, slot);
        if !values.is_empty() {
            record.put(slot, dice.pick(&values));
        }
    }
    match kind {
        RecordKind::Order => {
            let filings = ["first", "add-service", "access", "change"];
            let mut put = |field: OrderField, slot| record.put(field as usize, slot);
            put(
                OrderField::FilingKind,
                Slot::Code(code(FILING_KINDS, dice.pick(&filings))),
            );
            put(OrderField::FilingProvince, Slot::Division(140_000));
            let provider = dice.pick(&["aliyun", "tencentcloud"]);
            put(
                OrderField::FilingProvider,
                Slot::Code(code(PROVIDERS, provider)),
            );
            put(OrderField::SubjectCertificate, Slot::Present);
            put(OrderField::OnRecord, Slot::Present);
            put(OrderField::Access, Slot::Present);
        }
        RecordKind::Person => {
            record.put(PersonField::Certificate as usize, Slot::Present);
            record.put(PersonField::BirthDate as usize, Slot::None);
        }
        _ => {}
    }
    record
}

fn domains(count: usize, dice: &mut Dice<'_>) -> List<Record<'static>> {
    List::Known(
        (0..count)
            .map(|_| record(RecordKind::Domain, dice))
            .collect(),
    )
}

fn service(dice: &mut Dice<'_>) -> Service<'static> {
    let mut service = Service::empty();
    service.record = record(RecordKind::Service, dice);
    service.principal = (dice.roll(3) == 2).then(|| record(RecordKind::Person, dice));
    let count = dice.roll(3);
    service.domains = domains(count, dice);
    service.platforms = List::Known(Vec::new());
    service.pre_approvals = List::Known(Vec::new());
    service
}

/// A service by numbers of its own.
pub fn drawn_service(bytes: &[u8]) -> Service<'static> {
    service(&mut Dice::new(bytes))
}

/// A draft in which every field that the rules read is known; a person may be absent.
pub fn draft(bytes: &[u8]) -> Draft<'static> {
    let dice = &mut Dice::new(bytes);
    let mut draft = Draft::empty();
    draft.order = record(RecordKind::Order, dice);
    draft.principal = (dice.roll(8) != 7).then(|| record(RecordKind::Person, dice));
    draft.legal_representative = match dice.roll(6) {
        0..=2 => Some(record(RecordKind::Person, dice)),
        3 => Some(Record::filled(RecordKind::Person, &Slot::None)),
        _ => None,
    };
    let count = dice.roll(3);
    draft.services = List::Known((0..count).map(|_| service(dice)).collect());
    draft.attachments = List::Known(Vec::new());
    draft
}

/// The record at a place, made where it is absent.
fn record_at<'r>(draft: &'r mut Draft<'static>, place: Place) -> Option<&'r mut Record<'static>> {
    let person = || Record::empty(RecordKind::Person);
    let services: &mut [Service<'static>] = match &mut draft.services {
        List::Known(services) => services,
        List::Unknown => &mut [],
    };
    Some(match place.node {
        Node::Order => &mut draft.order,
        Node::Principal => draft.principal.get_or_insert_with(person),
        Node::LegalRepresentative => draft.legal_representative.get_or_insert_with(person),
        Node::Service(index) => &mut services.get_mut(index as usize)?.record,
        Node::ServicePrincipal(index) => services
            .get_mut(index as usize)?
            .principal
            .get_or_insert_with(person),
        Node::Domain(index, inner) => match &mut services.get_mut(index as usize)?.domains {
            List::Known(domains) => domains.get_mut(inner as usize)?,
            List::Unknown => return None,
        },
        _ => return None,
    })
}

/// A value for what is open at a path: of a field, or a list.
#[derive(Debug, Clone)]
pub enum Filling {
    Field(Slot<'static>),
    /// So many elements, drawn by these numbers.
    List(Vec<u8>),
}

/// What may stand at a path. Of a list, some lists.
pub fn fillings(path: Path) -> Vec<Filling> {
    match path.item {
        Item::Field(slot) => values(path.place.kind(), slot.into())
            .into_iter()
            .map(Filling::Field)
            .collect(),
        Item::List(_) => {
            let mut drawn = vec![Filling::List(vec![0])];
            for (count, rest) in [(1, 0u8), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1)] {
                let bytes = std::iter::once(count).chain((0..60).map(|i| rest.wrapping_mul(i + 1)));
                drawn.push(Filling::List(bytes.collect()));
            }
            drawn
        }
        Item::Whole => Vec::new(),
    }
}

/// The same with none, also where the draft format has no none.
pub fn wide_fillings(path: Path) -> Vec<Filling> {
    let mut all = fillings(path);
    if matches!(path.item, Item::Field(_)) {
        all.push(Filling::Field(Slot::None));
    }
    all
}

/// Puts a value at a path.
pub fn fill(draft: &mut Draft<'static>, path: Path, filling: &Filling) {
    match (path.item, filling) {
        (Item::Field(slot), Filling::Field(value)) => {
            if let Some(record) = record_at(draft, path.place) {
                record.put(slot.into(), value.clone());
            }
        }
        (Item::List(ListName::Services), Filling::List(bytes)) => {
            let dice = &mut Dice::new(bytes);
            let count = dice.roll(3);
            let mut services: Vec<_> = (0..count).map(|_| service(dice)).collect();
            // Persons are those whom the draft names: see `docs/evaluation.md`.
            for service in &mut services {
                service.principal = None;
            }
            draft.services = List::Known(services);
        }
        (Item::List(ListName::Domains), Filling::List(bytes)) => {
            let dice = &mut Dice::new(bytes);
            let count = dice.roll(3);
            if let (Node::Service(index), List::Known(services)) =
                (path.place.node, &mut draft.services)
                && let Some(service) = services.get_mut(index as usize)
            {
                service.domains = domains(count, dice);
            }
        }
        _ => {}
    }
}

/// Takes out what stands at a path; false where there is nothing to take out.
pub fn blank(draft: &mut Draft<'static>, path: Path) -> bool {
    match path.item {
        Item::Field(slot) => {
            let there = draft
                .record(path.place)
                .is_some_and(|record| !record.is_none());
            if there && let Some(record) = record_at(draft, path.place) {
                record.put(slot.into(), Slot::Unknown);
            }
            there
        }
        Item::List(ListName::Services) => {
            draft.services = List::Unknown;
            true
        }
        Item::List(ListName::Domains) => {
            if let (Node::Service(index), List::Known(services)) =
                (path.place.node, &mut draft.services)
                && let Some(service) = services.get_mut(index as usize)
            {
                service.domains = List::Unknown;
                return true;
            }
            false
        }
        _ => false,
    }
}

/// Whether nothing is known at a path.
pub fn is_blank(draft: &Draft<'_>, path: Path) -> bool {
    match path.item {
        Item::Field(slot) => draft
            .record(path.place)
            .is_none_or(|record| *record.slot(slot.into()) == Slot::Unknown),
        Item::List(ListName::Services) => !draft.services.is_known(),
        Item::List(ListName::Domains) => match path.place.node {
            Node::Service(index) => draft
                .services
                .get(index)
                .is_none_or(|service| !service.domains.is_known()),
            _ => false,
        },
        _ => false,
    }
}

/// The fields that the draft format has a value for where they are absent: never open.
pub fn has_default(draft: &Draft<'_>, path: Path) -> bool {
    let filing = match draft.order.slot(OrderField::FilingKind as usize) {
        Slot::Code(code) => FILING_KINDS[usize::from(*code)].id,
        _ => "",
    };
    let Item::Field(slot) = path.item else {
        return false;
    };
    let slot = usize::from(slot);
    match path.place.node {
        Node::Order => {
            slot == OrderField::FilingProvider as usize
                || slot == OrderField::FilingKind as usize
                || slot == OrderField::FilingProvince as usize
                || slot == OrderField::SubmitOn as usize
                || filing == "first"
                    && [OrderField::OnRecordDomains, OrderField::OnRecordServices]
                        .iter()
                        .any(|field| *field as usize == slot)
        }
        Node::Service(_) => slot == ServiceField::Kind as usize,
        // In a change, what is on record may tell.
        Node::Domain(..) => {
            slot == DomainField::New as usize && (filing != "change" || draft.previous.is_some())
        }
        _ => false,
    }
}

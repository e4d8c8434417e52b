//! A draft as rules see it: the records behind each name, with the defaults of the draft format
//! applied, and where each value is held. Source: the draft format, "Unknown, none, known".

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::asked::Papers;
use super::domain::same_domain;
use super::element::Element;
use super::elsewhere::Elsewhere;
use super::fact::Fact;
use super::look::Files;
use super::once::{Known, Once};
use super::previous::OnRecord;
use super::repeated::FEW;
use super::trace::{Read, ReadState, Recorder};
use crate::calendar::Calendar;
use crate::draft::{Draft, List, ListName, Node, Path, Place, Position, Record, Service, Slot};
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::fields::{
    Choice, DomainField, FactItem, FactRef, Mount, OrderField, PersonField, Scope, ServiceField,
};
use crate::identifiers::same_name;

/// A draft, the day of submission and the calendar: everything that facts come from.
#[derive(Debug)]
pub struct Facts<'d> {
    pub(super) draft: &'d Draft<'d>,
    pub(super) as_of: NaiveDate,
    pub(super) calendar: &'d Calendar,
    pub(super) files: Option<&'d dyn Files>,
    pub(super) elsewhere: Option<&'d dyn Elsewhere>,
    pub(super) papers: Option<&'d dyn Papers>,
    persons: Vec<Place>,
    /// Whether the subject is a person.
    pub(super) personal: Option<bool>,
    pub(super) recorder: Recorder,
    pub(super) known: Known,
}

/// The groups of `filing.kind`, as rules name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilingGroup {
    /// first, add-service, add-service-elsewhere.
    New,
    /// access.
    Access,
    /// change, change-*, transfer-subject.
    Changes,
    /// cancel-*.
    Cancel,
}

impl FilingGroup {
    /// The group of a kind of filing, by its index in the closed list.
    pub fn of(code: u8) -> FilingGroup {
        // Asked of every draft.
        static GROUPS: LazyLock<Vec<FilingGroup>> =
            LazyLock::new(|| FILING_KINDS.iter().map(FilingGroup::of_choice).collect());
        let group = GROUPS.get(usize::from(code));
        group.copied().unwrap_or(FilingGroup::Changes)
    }

    fn of_choice(choice: &Choice) -> FilingGroup {
        match choice.id {
            "first" | "add-service" | "add-service-elsewhere" => FilingGroup::New,
            "access" => FilingGroup::Access,
            id if id.starts_with("cancel") => FilingGroup::Cancel,
            _ => FilingGroup::Changes,
        }
    }
}

impl<'d> Facts<'d> {
    /// The facts of a draft on a day.
    pub fn new(draft: &'d Draft<'d>, as_of: NaiveDate, calendar: &'d Calendar) -> Self {
        let mut facts = Self {
            draft,
            as_of,
            calendar,
            files: None,
            elsewhere: None,
            papers: None,
            persons: Vec::new(),
            personal: is_personal(draft),
            recorder: Recorder::default(),
            known: Known::default(),
        };
        facts.persons = facts.list_persons();
        facts
    }

    /// The same, with the files that attachments name looked at.
    pub fn looking_at(mut self, files: Option<&'d dyn Files>) -> Self {
        self.files = files;
        self
    }

    /// The same, with the drafts looked at that came before in the same run.
    pub fn looking_elsewhere(mut self, elsewhere: Option<&'d dyn Elsewhere>) -> Self {
        self.elsewhere = elsewhere;
        self
    }

    /// The same, with what is asked of attachments.
    pub fn asking(mut self, papers: &'d dyn Papers) -> Self {
        self.papers = Some(papers);
        self
    }

    /// The draft.
    pub fn draft(&self) -> &'d Draft<'d> {
        self.draft
    }

    /// The day of submission.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The calendar of working days.
    pub fn calendar(&self) -> &'d Calendar {
        self.calendar
    }

    /// Runs something and tells which fields it read.
    pub fn traced<T>(&self, run: impl FnOnce() -> T) -> (T, Vec<Read>) {
        self.recorder.start();
        let outcome = run();
        (outcome, self.recorder.stop())
    }

    /// Runs something without noting which fields it reads: what is asked of a paper is no value of
    /// the draft.
    pub(super) fn aside<T>(&self, run: impl FnOnce() -> T) -> T {
        if !self.recorder.is_on() {
            return run();
        }
        let kept = self.recorder.pause();
        let outcome = run();
        self.recorder.resume(kept);
        outcome
    }

    /// Notes a field that an outcome depends on (used where a list, not a field, is unknown).
    pub(crate) fn note(&self, path: Path, state: ReadState) {
        self.recorder.note(path, state);
    }

    /// Whether the subject is a person; `None` where its kind is unknown.
    pub fn is_personal(&self) -> Option<bool> {
        self.personal
    }

    /// What is found out of a record, looked for once. Where readings are noted it is looked for every
    /// time, so that what depends on it is known.
    pub(super) fn once<T: Copy>(
        &self,
        memory: &Once<T>,
        place: Place,
        find: impl FnOnce() -> T,
    ) -> T {
        match memory.get(place) {
            Some(known) if !self.recorder.is_on() => known,
            _ => {
                let found = find();
                memory.keep(place, found);
                found
            }
        }
    }

    /// The group of the filing's kind.
    pub fn filing_group(&self) -> Option<FilingGroup> {
        match self.draft.order.slot(OrderField::FilingKind as usize) {
            Slot::Code(code) => Some(FilingGroup::of(*code)),
            _ => None,
        }
    }

    /// The elements of a scope that lie in an element (all of the draft's for the order), and
    /// whether that list is complete. Notes the list where it is not.
    pub fn elements(&self, scope: Scope, within: Element) -> (Vec<Element>, bool) {
        let mut found = Vec::new();
        let complete = self.for_each_element(scope, within, &mut |element| {
            found.push(element);
            true
        });
        (found, complete)
    }

    /// Visits the elements as [`Facts::elements`] lists them until `visit` says false; true where
    /// the list is complete.
    pub fn for_each_element(
        &self,
        scope: Scope,
        within: Element,
        visit: &mut dyn FnMut(Element) -> bool,
    ) -> bool {
        match scope {
            Scope::Order => {
                visit(Element::Order);
                true
            }
            Scope::Person => {
                for place in &self.persons {
                    if !visit(Element::Person(*place)) {
                        break;
                    }
                }
                true
            }
            Scope::Attachment => {
                for index in indices(self.draft.attachments.items()) {
                    if !visit(Element::Attachment(index)) {
                        break;
                    }
                }
                true
            }
            Scope::Service => {
                if let Some(index) = within.service() {
                    visit(Element::Service(index));
                    return true;
                }
                for index in indices(self.draft.services.items()) {
                    if !visit(Element::Service(index)) {
                        break;
                    }
                }
                self.complete(&self.draft.services, Node::Order, ListName::Services)
            }
            Scope::Domain | Scope::Platform | Scope::PreApproval => {
                let mut complete = true;
                let all = self.draft.services.items();
                // Of a service's own only that one is looked at, however many there are.
                let (first, services) = match within.service() {
                    Some(only) => {
                        let at = usize::from(only);
                        (only, all.get(at..=at).unwrap_or_default())
                    }
                    None => {
                        let services = &self.draft.services;
                        complete = self.complete(services, Node::Order, ListName::Services);
                        (0, all)
                    }
                };
                for (index, service) in (first..).zip(services) {
                    let (list, name) = match scope {
                        Scope::Domain => (&service.domains, ListName::Domains),
                        Scope::Platform => (&service.platforms, ListName::Platforms),
                        _ => (&service.pre_approvals, ListName::PreApprovals),
                    };
                    let mut going = true;
                    for inner in indices(list.items()) {
                        let element = match scope {
                            Scope::Domain => Element::Domain(index, inner),
                            Scope::Platform => Element::Platform(index, inner),
                            _ => Element::PreApproval(index, inner),
                        };
                        going = visit(element);
                        if !going {
                            break;
                        }
                    }
                    complete &= self.complete(list, Node::Service(index), name);
                    if !going {
                        break;
                    }
                }
                complete
            }
        }
    }

    /// A fact, seen from an element.
    pub fn get(&self, fact: FactRef, element: Element) -> Fact<'d> {
        let Some(place) = self.place(fact.mount, element) else {
            return self.absent(fact.mount);
        };
        match fact.item {
            FactItem::Field(slot) => self.field(place, slot.into()),
            FactItem::Derived(id) => self.derive(id, place),
        }
    }

    /// Where a fact's value is held: the field itself, or the field that a derived fact speaks of.
    pub fn path(&self, fact: FactRef, element: Element) -> Path {
        let place = self
            .place(fact.mount, element)
            .unwrap_or(Place::now(Node::Order));
        match fact.item {
            FactItem::Field(slot) => self.held(place, slot.into()),
            FactItem::Derived(id) => self.about(id, place),
        }
    }

    /// The place of the record behind a name, seen from an element.
    pub fn place(&self, mount: Mount, element: Element) -> Option<Place> {
        self.located(mount, element).0
    }

    /// The record behind a name, seen from an element, and its place, whether the draft has it there or
    /// not.
    pub(super) fn located(
        &self,
        mount: Mount,
        element: Element,
    ) -> (Option<Place>, Option<&'d Record<'d>>) {
        let draft = self.draft;
        let before = draft.previous.as_deref();
        let now = |node, record| (Some(Place::now(node)), record);
        let previous = |node, record| (Some(Place::previous(node)), record);
        match mount {
            Mount::Order => now(Node::Order, Some(&draft.order)),
            Mount::Principal => now(Node::Principal, draft.principal.as_ref()),
            Mount::LegalRepresentative => {
                let (node, record) = legal_representative(Some(draft));
                now(node, record)
            }
            Mount::Service => match element.service() {
                Some(index) => {
                    let service = draft.services.get(index);
                    now(Node::Service(index), service.map(|own| &own.record))
                }
                None => (None, None),
            },
            Mount::ServicePrincipal => match element.service() {
                Some(index) => {
                    let service = draft.services.get(index);
                    match service.and_then(|own| own.principal.as_ref()) {
                        None => now(Node::Principal, draft.principal.as_ref()),
                        own => now(Node::ServicePrincipal(index), own),
                    }
                }
                None => (None, None),
            },
            Mount::Domain
            | Mount::Person
            | Mount::Platform
            | Mount::PreApproval
            | Mount::Attachment => {
                // What belongs to an element of another kind is not at hand.
                let is_at_hand = element.scope() == mount.needs();
                let place = is_at_hand.then(|| element.place());
                (place, place.and_then(|place| draft.record(place)))
            }
            Mount::PreviousOrder => previous(Node::Order, before.map(|own| &own.order)),
            Mount::PreviousPrincipal => {
                let record = before.and_then(|own| own.principal.as_ref());
                previous(Node::Principal, record)
            }
            Mount::PreviousLegalRepresentative => {
                let (node, record) = legal_representative(before);
                previous(node, record)
            }
            Mount::PreviousService | Mount::PreviousServicePrincipal => {
                let paired = element.service().and_then(|index| self.paired(index));
                let node = match mount {
                    Mount::PreviousService => Node::Service,
                    _ => Node::ServicePrincipal,
                };
                let place = paired.map(|index| Place::previous(node(index)));
                (place, place.and_then(|place| draft.record(place)))
            }
        }
    }

    /// The persons with a part in the filing, each place once.
    pub fn persons(&self) -> &[Place] {
        &self.persons
    }

    /// Where the person is told of whom a place of the draft speaks: somebody with no record of their
    /// own is the principal, as far as the draft's defaults go.
    pub fn person_of(&self, place: Place) -> Place {
        match place.node {
            Node::ServicePrincipal(service) if !place.previous => {
                let own = self.place(Mount::ServicePrincipal, Element::Service(service));
                own.unwrap_or(place)
            }
            Node::LegalRepresentative => {
                let mount = match place.previous {
                    false => Mount::LegalRepresentative,
                    true => Mount::PreviousLegalRepresentative,
                };
                self.place(mount, Element::Order).unwrap_or(place)
            }
            _ => place,
        }
    }

    /// The service on record that a service continues: by number, else by a common domain.
    fn paired(&self, service: Position) -> Option<Position> {
        let previous = self.draft.previous.as_deref()?;
        let own = self.draft.services.get(service)?;
        match self.on_record(previous) {
            Some(record) => record.continued_by(own),
            None => self.paired_by_comparing(previous, own),
        }
    }

    /// What is on record, to be looked up where it is much.
    pub(super) fn on_record(&self, previous: &Draft<'_>) -> Option<&OnRecord> {
        let is_much = previous.services.items().len() > usize::from(FEW);
        is_much.then(|| self.known.record.get_or_init(|| OnRecord::of(previous)))
    }

    /// The same, comparing each with each.
    pub(super) fn paired_by_comparing(
        &self,
        previous: &Draft<'_>,
        own: &Service<'_>,
    ) -> Option<Position> {
        let number = own.record.text(ServiceField::Number as usize);
        let by_number = (0u16..).zip(previous.services.items()).find(|(_, old)| {
            number.is_some_and(|number| {
                old.record
                    .text(ServiceField::Number as usize)
                    .is_some_and(|old| same_name(old.expose(), number.expose()))
            })
        });
        if let Some((index, _)) = by_number {
            return Some(index);
        }
        (0u16..)
            .zip(previous.services.items())
            .find_map(|(index, old)| {
                let common = own.domains.items().iter().any(|domain| {
                    let name = domain.text(DomainField::Name as usize);
                    old.domains.items().iter().any(|old| {
                        match (name, old.text(DomainField::Name as usize)) {
                            (Some(name), Some(old)) => same_domain(name.expose(), old.expose()),
                            _ => false,
                        }
                    })
                });
                common.then_some(index)
            })
    }

    /// A record that is not there: unknown, and the table would have to be asked for.
    pub(super) fn absent(&self, mount: Mount) -> Fact<'d> {
        let is_of_service = matches!(
            mount,
            Mount::PreviousService | Mount::PreviousServicePrincipal
        );
        if let (true, Some(previous)) = (is_of_service, self.draft.previous.as_deref())
            && previous.services.is_known()
        {
            // Nothing on record continues into this service.
            return Fact::None;
        }
        if mount.is_previous() {
            self.note(Place::previous(Node::Order).whole(), ReadState::Unknown);
        }
        Fact::Unknown
    }

    fn list_persons(&self) -> Vec<Place> {
        // `legal_representative = "none"` is nobody.
        let is_there = |person: &Option<Record<'_>>| person.as_ref().is_some_and(|p| !p.is_none());
        let mut persons = Vec::new();
        let personal = self.is_personal() == Some(true);
        if is_there(&self.draft.principal) || personal {
            persons.push(Place::now(Node::Principal));
        }
        if is_there(&self.draft.legal_representative) {
            persons.push(Place::now(Node::LegalRepresentative));
        }
        for (index, service) in (0u16..).zip(self.draft.services.items()) {
            if is_there(&service.principal) {
                persons.push(Place::now(Node::ServicePrincipal(index)));
            }
        }
        persons
    }

    /// Whether a list is there; notes it where it is not.
    pub(super) fn complete<T>(&self, list: &List<T>, node: Node, name: ListName) -> bool {
        if !list.is_known() {
            self.note(Place::now(node).list(name), ReadState::Unknown);
        }
        list.is_known()
    }
}

/// The legal representative: their own record, or the principal where that is them.
fn legal_representative<'d>(draft: Option<&'d Draft<'d>>) -> (Node, Option<&'d Record<'d>>) {
    let said = PersonField::IsLegalRepresentative as usize;
    let own = draft.and_then(|draft| draft.legal_representative.as_ref());
    let principal = draft.and_then(|draft| draft.principal.as_ref());
    let is_said = |record: &&Record<'_>| *record.slot(said) == Slot::Bool(true);
    match (own, principal.filter(is_said)) {
        (None, Some(principal)) => (Node::Principal, Some(principal)),
        _ => (Node::LegalRepresentative, own),
    }
}

fn is_personal(draft: &Draft<'_>) -> Option<bool> {
    match draft.order.slot(OrderField::SubjectKind as usize) {
        Slot::Code(code) => {
            let personal = SUBJECT_KINDS
                .iter()
                .position(|choice| choice.id == "personal");
            Some(personal == Some(usize::from(*code)))
        }
        _ => None,
    }
}

pub(super) fn domain_name<'d>(
    draft: &'d Draft<'_>,
    service: Position,
    index: Position,
) -> Option<&'d str> {
    let record = draft.record(Place::now(Node::Domain(service, index)))?;
    record
        .text(DomainField::Name as usize)
        .map(|name| name.expose())
}

pub(super) fn indices<T>(items: &[T]) -> std::ops::Range<Position> {
    0..Position::try_from(items.len()).unwrap_or(Position::MAX)
}

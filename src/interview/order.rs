//! What to ask next: everything that could be asked, in its natural order, and what of it has to be.

use std::cmp::Reverse;

use super::likely::field_beside;
use super::machine::{Ask, Interview};
use super::place::{Group, rank};
use super::survey::{Judge, Unknown, Weight, files, is_personal, is_unknown};
use super::typical;
use crate::draft::{Draft, Item, ListName, Node, Path, Place, Position, Slot};
use crate::fields::choices::SERVICE_KINDS;
use crate::fields::{OrderField, ServiceField};
use crate::which::{Decision, Missing};

/// Where a question stands in the order: its group, its record, and what it decides.
type Order = (Group, (u8, Position), Reverse<Weight>);

/// The weight of what comes before everything else of its record.
const FIRST: Weight = Weight {
    errors: u32::MAX,
    warnings: 0,
    documents: 0,
    notices: 0,
};

/// What comes next.
pub(super) enum Next {
    Ask(Ask),
    Nowhere(usize),
    Done,
}

impl Interview<'_> {
    /// What comes next.
    pub(super) fn next_ask(&self) -> Next {
        let order = Place::now(Node::Order);
        let field = |field: OrderField| order.field(field as usize);
        if !self.has_kind() {
            let direct = Next::Ask(Ask::Field(field(OrderField::FilingKind)));
            let open = |index| !self.skipped.contains(&Ask::Situation(index));
            // A kind that is there and cannot be read is asked for by itself.
            if !is_unknown(&self.draft, field(OrderField::FilingKind)) {
                return direct;
            }
            return match self.decision() {
                Some((Decision::Row(row), _)) => Next::Nowhere(row),
                Some((Decision::Missing(missing), _)) => match missing.first() {
                    Some(Missing::Answer(index)) if open(*index) => {
                        Next::Ask(Ask::Situation(*index))
                    }
                    Some(Missing::Province) => {
                        Next::Ask(Ask::Field(field(OrderField::FilingProvince)))
                    }
                    _ => direct,
                },
                _ => direct,
            };
        }
        for needed in [
            OrderField::FilingProvince,
            OrderField::FilingProvider,
            OrderField::SubjectKind,
        ] {
            let path = field(needed);
            let ask = Ask::Field(path);
            if !self.is_known(path) && !self.skipped.contains(&ask) {
                return Next::Ask(ask);
            }
        }
        let Some(judge) = self.bench.judge(&self.draft) else {
            return Next::Done;
        };
        let outcome = judge.outcome(&self.draft);
        let mut unknown = outcome.unknown;
        self.add_name(&mut unknown);
        let waiting = self.waiting(&judge, &self.draft, &unknown, &self.document.unfinished());
        // What is only asked where other answers turn out unlikely comes last of all.
        let certain = waiting
            .iter()
            .find(|ask| self.is_certain(&judge, **ask, &unknown));
        if let Some(ask) = certain.or(waiting.first()) {
            return Next::Ask(*ask);
        }
        let hand = Ask::AtHand;
        if !self.draft.attachments.is_known()
            && !self.skipped.contains(&hand)
            && !self.papers().is_empty()
        {
            return Next::Ask(hand);
        }
        Next::Done
    }

    /// Whoever files has a name, which rules ask for as soon as there is a domain: it comes before
    /// the certificate that it stands on. So does that certificate's number, which proposes where
    /// the address printed on it is.
    fn add_name(&self, unknown: &mut Unknown) {
        let order = Place::now(Node::Order);
        let name = order.field(OrderField::SubjectName as usize);
        let kind = order.field(OrderField::SubjectCertificateType as usize);
        let number = order.field(OrderField::SubjectCertificateNumber as usize);
        if !files(&self.draft) {
            return;
        }
        let mut add = |path: Path| {
            if is_unknown(&self.draft, path) {
                unknown.insert(path, FIRST);
            }
        };
        add(name);
        if has_website(&self.draft) && !is_unknown(&self.draft, kind) {
            add(number);
        }
    }

    /// Whether a field has a value that can be read.
    fn is_known(&self, path: Path) -> bool {
        let Item::Field(slot) = path.item else {
            return !is_unknown(&self.draft, path);
        };
        self.draft.record(path.place).is_some_and(|record| {
            !matches!(record.slot(slot.into()), Slot::Unknown | Slot::Unreadable)
        })
    }

    /// Everything that could be asked now, in order.
    ///
    /// Within a record, what decides most comes first; what is printed on one certificate, or belongs
    /// to one address, stays together.
    pub(super) fn waiting(
        &self,
        judge: &Judge<'_>,
        draft: &Draft<'static>,
        unknown: &Unknown,
        unfinished: &[String],
    ) -> Vec<Ask> {
        let personal = is_personal(draft);
        let mut asks: Vec<(Order, Ask)> = Vec::new();
        let heaviest = |path: &Path, own: Weight| {
            // The province has been asked for; its city is asked for next.
            if is_city(path) {
                return FIRST;
            }
            let together = unknown
                .iter()
                .filter(|(other, _)| belong_together(path, other))
                .map(|(_, weight)| *weight);
            together.max().unwrap_or_default().max(own)
        };
        let mut add = |path: Path, weight: Weight, ask: Ask| {
            let group = match ask {
                Ask::More(list) if list.item == Item::List(ListName::Services) => {
                    Group::MoreServices
                }
                _ => Group::of(path, personal),
            };
            let rank = match (ask, path.place.node) {
                (Ask::More(_), _) => (u8::MAX, 0),
                (Ask::Add(_), Node::Service(_)) => (6, 0),
                // One person, one conversation.
                (_, Node::Principal) if personal => (0, 0),
                _ => rank(path),
            };
            if !self.skipped.contains(&ask) {
                asks.push(((group, rank, Reverse(weight)), ask));
            }
        };
        for (path, weight) in unknown {
            let ask = match path.item {
                Item::Field(_) => Ask::Field(*path),
                Item::Whole => Ask::Previous,
                Item::List(ListName::Attachments | ListName::Allow) => continue,
                Item::List(_) if path.place.previous => Ask::Previous,
                Item::List(ListName::PreApprovals) => Ask::Approvals(*path),
                Item::List(ListName::Platforms) => Ask::Systems(*path),
                Item::List(ListName::Services | ListName::Domains) => Ask::Add(*path),
            };
            add(*path, heaviest(path, *weight), ask);
        }
        for path in unreadable(draft) {
            add(path, FIRST, Ask::Field(path));
        }
        for list in self.open_lists(judge, draft, unfinished) {
            add(list, Weight::default(), Ask::More(list));
        }
        asks.sort();
        let mut asks: Vec<Ask> = asks.into_iter().map(|(_, ask)| ask).collect();
        asks.dedup();
        asks
    }

    /// Lists that somebody may still want to add to: not where one more would be an error.
    fn open_lists(
        &self,
        judge: &Judge<'_>,
        draft: &Draft<'static>,
        unfinished: &[String],
    ) -> Vec<Path> {
        if unfinished.is_empty() {
            return Vec::new();
        }
        let before = judge.outcome(draft).errors.len();
        lists(draft)
            .into_iter()
            .filter(|list| unfinished.contains(&list.to_string()))
            .filter(|list| {
                let mut more = draft.clone();
                typical::add(&mut more, *list);
                judge.outcome(&more).errors.len() <= before
            })
            .collect()
    }

    /// Whether something has to be asked even if everything else turns out as it mostly does.
    fn is_certain(&self, judge: &Judge<'_>, ask: Ask, unknown: &Unknown) -> bool {
        let (Ask::Field(path) | Ask::Add(path) | Ask::Approvals(path) | Ask::Systems(path)) = ask
        else {
            return true;
        };
        if !unknown.contains_key(&path) {
            return true;
        }
        if unknown
            .get(&path)
            .is_some_and(|weight| weight.errors == u32::MAX)
        {
            return true;
        }
        let mut likely = self.draft.clone();
        let day = self.bench.day(&self.draft);
        for other in unknown.keys().filter(|other| **other != path) {
            if !self.skipped.contains(&Ask::Field(*other)) {
                typical::assume(&mut likely, *other, day);
            }
        }
        judge.outcome(&likely).unknown.contains_key(&path)
    }
}

fn is_city(path: &Path) -> bool {
    match path.item {
        Item::Field(slot) => field_beside(path.place, slot.into()).is_some(),
        _ => false,
    }
}

/// Whether a website is filed: it has a domain, whose owner is compared with the subject.
fn has_website(draft: &Draft<'_>) -> bool {
    let kind = ServiceField::Kind as usize;
    let mut services = (0u16..).zip(draft.services.items());
    services.any(|(index, _)| {
        let record = draft.record(Place::now(Node::Service(index)));
        // A service is a website unless it says otherwise.
        record.is_some_and(|record| match record.slot(kind) {
            Slot::Code(code) => SERVICE_KINDS
                .get(usize::from(*code))
                .is_some_and(|choice| choice.id == "website"),
            _ => true,
        })
    })
}

/// Whether two fields lie in one table of one record, such as a certificate's.
fn belong_together(left: &Path, right: &Path) -> bool {
    let table = |path: &Path| match path.item {
        Item::Field(slot) => {
            let key = path.place.kind().field(slot.into())?.key;
            Some((path.place, key.rsplit_once('.')?.0))
        }
        _ => None,
    };
    match (table(left), table(right)) {
        // The subject's own fields are too many to be one thing.
        (Some((_, "subject")), _) => false,
        (Some(left), Some(right)) => left == right,
        _ => false,
    }
}

/// Fields that say something which is no value of theirs.
fn unreadable(draft: &Draft<'_>) -> Vec<Path> {
    let mut found = Vec::new();
    for place in places(draft) {
        let Some(record) = draft.record(place) else {
            continue;
        };
        for (slot, field) in place.kind().fields().iter().enumerate() {
            let is_table = field.kind == crate::fields::Kind::Table;
            if !is_table && *record.slot(slot) == Slot::Unreadable {
                found.push(place.field(slot));
            }
        }
    }
    found
}

/// The records that a draft has.
pub(super) fn places(draft: &Draft<'_>) -> Vec<Place> {
    let mut places = vec![Place::now(Node::Order)];
    let indices = |length: usize| 0..Position::try_from(length).unwrap_or(0);
    let mut add = |node: Node| {
        let place = Place::now(node);
        if draft.record(place).is_some() {
            places.push(place);
        }
    };
    add(Node::Principal);
    add(Node::LegalRepresentative);
    for (i, service) in (0u16..).zip(draft.services.items()) {
        add(Node::Service(i));
        add(Node::ServicePrincipal(i));
        for j in indices(service.pre_approvals.items().len()) {
            add(Node::PreApproval(i, j));
        }
        for j in indices(service.platforms.items().len()) {
            add(Node::Platform(i, j));
        }
        for j in indices(service.domains.items().len()) {
            add(Node::Domain(i, j));
        }
    }
    for i in indices(draft.attachments.items().len()) {
        add(Node::Attachment(i));
    }
    places
}

/// The lists that elements can be added to.
pub(super) fn lists(draft: &Draft<'_>) -> Vec<Path> {
    let order = Place::now(Node::Order).list(ListName::Services);
    let services = draft.services.items().len();
    let domains = (0..Position::try_from(services).unwrap_or(0))
        .map(|index| Place::now(Node::Service(index)).list(ListName::Domains));
    std::iter::once(order).chain(domains).collect()
}

//! What of a draft may be at odds with other drafts: each value with whose it is, as keyed hashes.

use std::hash::{BuildHasher, RandomState};

use super::checker::Terms;
use super::reading::{Reader, Reading};
use super::record::{Place, Unread};
use super::rulebook::Rulebook;
use crate::casebook::choice_of;
use crate::draft::{Node, Path, Place as Spot};
use crate::facts::{Element, Fact, Facts, FilingGroup};
use crate::fields::choices::STATES;
use crate::fields::{
    DerivedId, DomainField, FactItem, FactRef, Mount, OrderField, PersonField, Scope, ServiceField,
    place_of,
};
use crate::identifiers::{Domain, check_domain, fold, fold_identifier, phone_digits};

/// A value that may be at odds with other drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    /// The value, with what it is, as a hash.
    pub value: u64,
    /// Whose it is, as a hash; `None`: this draft's, so that any other is at odds with it.
    ///
    /// Who is known by a number and who by a name only may be the same: `value` tells them apart,
    /// so that they are never held to be two.
    pub who: Option<u64>,
    /// Where it stands.
    pub path: Path,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Mobile,
    Email,
    Principal,
    DomainOfAnother,
    DomainAgain,
    Code,
    Person,
    Subject,
}

/// Somebody: by what they are known, and the hash of it.
#[derive(Debug, Clone, Copy)]
struct Somebody {
    /// 0 by the number of a certificate, 1 by the name.
    by: u64,
    who: u64,
}

/// Gathers the keys of drafts.
pub(super) struct Keys<'k> {
    pub rulebook: &'k Rulebook<'k>,
    pub terms: &'k Terms,
    pub state: &'k RandomState,
}

impl Reader for Keys<'_> {
    type Out = Vec<Key>;

    fn draft(&mut self, reading: &Reading<'_>) -> Vec<Key> {
        let draft = reading.draft;
        let Ok(sheet) = self.rulebook.sheet(choice_of(draft)) else {
            // The checking tells of the fault.
            return Vec::new();
        };
        let facts = Facts::new(draft, self.terms.day_of(draft), &sheet.ruleset.calendar);
        let mut found = Vec::new();
        let subject = self.subject(&facts);
        for place in facts.persons() {
            self.person(&facts, *place, subject, &mut found);
        }
        if matches!(
            facts.filing_group(),
            Some(FilingGroup::New | FilingGroup::Access)
        ) {
            self.domains(&facts, subject, &mut found);
            self.codes(&facts, &mut found);
        }
        found
    }

    fn unread(&mut self, _: &Place, _: &Unread) -> Vec<Key> {
        Vec::new()
    }
}

impl Keys<'_> {
    fn hash(&self, kind: Kind, parts: (&str, u64)) -> u64 {
        self.state.hash_one((kind, parts))
    }

    /// Whose filing it is: by the number of the certificate, else by the name.
    fn subject(&self, facts: &Facts<'_>) -> Option<Somebody> {
        let text = |field: OrderField| {
            let fact = facts.get(field_of(Mount::Order, field as usize), Element::Order);
            match fact {
                Fact::Text(text) => Some(text),
                _ => None,
            }
        };
        let number = text(OrderField::SubjectCertificateNumber)
            .filter(|_| is_sound(facts, DerivedId::SubjectNumberState, Element::Order));
        self.somebody(Kind::Subject, number, || text(OrderField::SubjectName))
    }

    fn somebody<'t>(
        &self,
        kind: Kind,
        number: Option<&'t str>,
        name: impl FnOnce() -> Option<&'t str>,
    ) -> Option<Somebody> {
        let known = |by: u64, text: &str| Somebody {
            by,
            who: self.hash(kind, (text, by)),
        };
        match number {
            Some(number) => Some(known(0, &fold_identifier(number))),
            None => name().map(|name| known(1, &fold(name))),
        }
    }

    fn person(
        &self,
        facts: &Facts<'_>,
        place: Spot,
        subject: Option<Somebody>,
        found: &mut Vec<Key>,
    ) {
        let element = Element::Person(place);
        let fact = |field: PersonField| field_of(Mount::Person, field as usize);
        let text = |field: PersonField| match facts.get(fact(field), element) {
            Fact::Text(text) => Some(text),
            _ => None,
        };
        let sound = |state: DerivedId| is_sound(facts, state, element);
        let number = text(PersonField::CertificateNumber).filter(|_| sound(DerivedId::NumberState));
        let who = self.somebody(Kind::Person, number, || text(PersonField::Name));
        let mut add = |kind: Kind, value: &str, who: Option<Somebody>, field: PersonField| {
            if let Some(Somebody { by, who }) = who
                && !value.is_empty()
            {
                found.push(Key {
                    value: self.hash(kind, (value, by)),
                    who: Some(who),
                    path: facts.path(fact(field), element),
                });
            }
        };
        if let Some(mobile) = text(PersonField::Mobile)
            && sound(DerivedId::MobileState)
        {
            add(
                Kind::Mobile,
                &phone_digits(mobile),
                who,
                PersonField::Mobile,
            );
        }
        if let Some(email) = text(PersonField::Email)
            && sound(DerivedId::EmailState)
        {
            let email = fold_identifier(email);
            add(Kind::Email, &email, who, PersonField::Email);
        }
        let is_principal = matches!(place.node, Node::Principal | Node::ServicePrincipal(_));
        if is_principal
            && facts.is_personal() == Some(false)
            && let Some(number) = number
        {
            let number = fold_identifier(number);
            let field = PersonField::CertificateNumber;
            add(Kind::Principal, &number, subject, field);
        }
    }

    fn domains(&self, facts: &Facts<'_>, subject: Option<Somebody>, found: &mut Vec<Key>) {
        let name_of = field_of(Mount::Domain, DomainField::Name as usize);
        let kind_of = field_of(Mount::Service, ServiceField::Kind as usize);
        facts.for_each_element(Scope::Domain, Element::Order, &mut |element| {
            if let Fact::Text(name) = facts.get(name_of, element)
                && is_sound(facts, DerivedId::DomainNameState, element)
                && let Some(Domain { ascii: name, .. }) = check_domain(name).value()
            {
                let path = facts.path(name_of, element);
                let kind = match facts.get(kind_of, element) {
                    Fact::Code(code) => u64::from(code),
                    _ => 0,
                };
                if let Some(Somebody { by, who }) = subject {
                    found.push(Key {
                        value: self.hash(Kind::DomainOfAnother, (name, by)),
                        who: Some(who),
                        path,
                    });
                }
                // One subject may file a site and an app with one domain, but neither twice.
                let own = subject.map_or(0, |subject| subject.who).rotate_left(8) ^ kind;
                found.push(Key {
                    value: self.hash(Kind::DomainAgain, (name, own)),
                    who: None,
                    path,
                });
            }
            true
        });
    }

    fn codes(&self, facts: &Facts<'_>, found: &mut Vec<Key>) {
        let fact = field_of(Mount::Order, OrderField::AccessCodes as usize);
        let provider = field_of(Mount::Order, OrderField::FilingProvider as usize);
        let provider = match facts.get(provider, Element::Order) {
            Fact::Code(code) => u64::from(code),
            _ => u64::MAX,
        };
        if let Fact::Texts(codes) = facts.get(fact, Element::Order) {
            for code in codes {
                found.push(Key {
                    value: self.hash(Kind::Code, (code.expose().trim(), provider)),
                    who: None,
                    path: facts.path(fact, Element::Order),
                });
            }
        }
    }
}

/// Whether a value has the form of what it should be, by the fact that tells: of another nothing is
/// said but that.
fn is_sound(facts: &Facts<'_>, state: DerivedId, element: Element) -> bool {
    const MALFORMED: u8 = place_of(STATES, "malformed");
    let mount = match element {
        Element::Person(_) => Mount::Person,
        Element::Domain(..) => Mount::Domain,
        _ => Mount::Order,
    };
    let state = FactRef {
        mount,
        item: FactItem::Derived(state),
    };
    !matches!(facts.get(state, element), Fact::Code(MALFORMED))
}

fn field_of(mount: Mount, slot: usize) -> FactRef {
    FactRef {
        mount,
        item: FactItem::Field(u16::try_from(slot).unwrap_or(u16::MAX)),
    }
}

//! Names of facts as rules write them (`domain.days_to_expiry`, `service.principal.mobile`), and
//! what stands behind each.

use serde::{Deserialize, Serialize};

use super::derived::{DERIVED, Derived, DerivedId};
use super::kind::{Kind, Privacy};
use super::table::{Field, RecordKind};
use crate::text::Text;

/// Where a rule finds a record, seen from the element that it is evaluated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mount {
    /// The filing as a whole.
    Order,
    /// The subject's principal (in a personal filing the subject itself).
    Principal,
    /// The legal representative (the principal where they are one).
    LegalRepresentative,
    /// The service at hand.
    Service,
    /// The service's principal (the subject's where the service has none of its own).
    ServicePrincipal,
    /// The domain at hand.
    Domain,
    /// The person at hand.
    Person,
    /// The app platform at hand.
    Platform,
    /// The pre-approval at hand.
    PreApproval,
    /// The attachment at hand.
    Attachment,
    /// What is on record of the filing as a whole.
    PreviousOrder,
    /// The principal on record.
    PreviousPrincipal,
    /// The legal representative on record.
    PreviousLegalRepresentative,
    /// The service on record that the service at hand continues.
    PreviousService,
    /// That service's principal on record, where it has one of its own there.
    PreviousServicePrincipal,
}

/// The elements that a rule can be evaluated for, one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// Once.
    Order,
    /// For each person with a part in the filing.
    Person,
    /// For each service.
    Service,
    /// For each domain.
    Domain,
    /// For each platform of an app.
    Platform,
    /// For each pre-approval.
    PreApproval,
    /// For each attachment.
    Attachment,
}

/// A fact as a rule names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FactRef {
    /// Where the record is found.
    pub mount: Mount,
    /// Which of the record's facts.
    pub item: FactItem,
}

/// A field or derived fact of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FactItem {
    /// A field, by its slot.
    Field(u16),
    /// A derived fact.
    Derived(DerivedId),
}

const MOUNTS: &[(Mount, &str)] = &[
    (Mount::PreviousPrincipal, "previous.principal"),
    (
        Mount::PreviousLegalRepresentative,
        "previous.legal_representative",
    ),
    (
        Mount::PreviousServicePrincipal,
        "previous.service.principal",
    ),
    (Mount::PreviousService, "previous.service"),
    (Mount::PreviousOrder, "previous"),
    (Mount::Principal, "principal"),
    (Mount::LegalRepresentative, "legal_representative"),
    (Mount::ServicePrincipal, "service.principal"),
    (Mount::Service, "service"),
    (Mount::Domain, "domain"),
    (Mount::Person, "person"),
    (Mount::Platform, "platform"),
    (Mount::PreApproval, "pre_approval"),
    (Mount::Attachment, "attachment"),
    (Mount::Order, ""),
];

const SCOPES: &[(Scope, &str)] = &[
    (Scope::Order, "order"),
    (Scope::Person, "person"),
    (Scope::Service, "service"),
    (Scope::Domain, "domain"),
    (Scope::Platform, "platform"),
    (Scope::PreApproval, "pre_approval"),
    (Scope::Attachment, "attachment"),
];

impl Mount {
    /// The record found there.
    pub const fn record(self) -> RecordKind {
        match self {
            Mount::Order | Mount::PreviousOrder => RecordKind::Order,
            Mount::Principal
            | Mount::LegalRepresentative
            | Mount::ServicePrincipal
            | Mount::Person
            | Mount::PreviousPrincipal
            | Mount::PreviousLegalRepresentative
            | Mount::PreviousServicePrincipal => RecordKind::Person,
            Mount::Service | Mount::PreviousService => RecordKind::Service,
            Mount::Domain => RecordKind::Domain,
            Mount::Platform => RecordKind::Platform,
            Mount::PreApproval => RecordKind::PreApproval,
            Mount::Attachment => RecordKind::Attachment,
        }
    }

    /// The name that a rule writes before the record's keys; empty for the filing as a whole.
    pub fn prefix(self) -> &'static str {
        MOUNTS
            .iter()
            .find(|(mount, _)| *mount == self)
            .map_or("", |(_, prefix)| prefix)
    }

    /// Whether what is on record is meant.
    pub const fn is_previous(self) -> bool {
        matches!(
            self,
            Mount::PreviousOrder
                | Mount::PreviousPrincipal
                | Mount::PreviousLegalRepresentative
                | Mount::PreviousService
                | Mount::PreviousServicePrincipal
        )
    }

    /// The innermost element that must be at hand for the record to be found.
    pub const fn needs(self) -> Scope {
        match self {
            Mount::Service
            | Mount::ServicePrincipal
            | Mount::PreviousService
            | Mount::PreviousServicePrincipal => Scope::Service,
            Mount::Domain => Scope::Domain,
            Mount::Person => Scope::Person,
            Mount::Platform => Scope::Platform,
            Mount::PreApproval => Scope::PreApproval,
            Mount::Attachment => Scope::Attachment,
            _ => Scope::Order,
        }
    }
}

impl Scope {
    /// How many scopes there are.
    pub const COUNT: usize = SCOPES.len();

    /// All scopes, in the order in which they are declared.
    pub fn all() -> impl Iterator<Item = Scope> {
        SCOPES.iter().map(|(scope, _)| *scope)
    }

    /// The scope of a name, as in `each = "domain"`.
    pub fn of_name(name: &str) -> Option<Scope> {
        SCOPES
            .iter()
            .find(|(_, text)| *text == name)
            .map(|(scope, _)| *scope)
    }

    /// The name, as in `each = "domain"`.
    pub fn name(self) -> &'static str {
        SCOPES
            .iter()
            .find(|(scope, _)| *scope == self)
            .map_or("", |(_, name)| name)
    }

    /// The scope that an element of this one lies in.
    pub const fn parent(self) -> Option<Scope> {
        match self {
            Scope::Order => None,
            Scope::Person | Scope::Service | Scope::Attachment => Some(Scope::Order),
            Scope::Domain | Scope::Platform | Scope::PreApproval => Some(Scope::Service),
        }
    }

    /// Whether a rule for each of this scope may read a record that needs another at hand.
    pub fn sees(self, needed: Scope) -> bool {
        self == needed || self.parent().is_some_and(|parent| parent.sees(needed))
    }
}

impl FactRef {
    /// The fact of a name, as rules write it: one of [`all_facts`].
    pub fn of_path(path: &str) -> Option<FactRef> {
        Self::of_place(path).filter(|fact| fact.kind() != Kind::Table)
    }

    /// The fact or the table of a name: where findings may be reported.
    pub fn of_place(path: &str) -> Option<FactRef> {
        MOUNTS.iter().find_map(|(mount, prefix)| {
            let key = if prefix.is_empty() {
                path
            } else {
                path.strip_prefix(prefix)?.strip_prefix('.')?
            };
            let item = item_of(*mount, key)?;
            Some(FactRef {
                mount: *mount,
                item,
            })
        })
    }

    /// The field, if it is one.
    pub fn field(&self) -> Option<&'static Field> {
        match self.item {
            FactItem::Field(slot) => self.mount.record().field(slot.into()),
            FactItem::Derived(_) => None,
        }
    }

    /// The derived fact's declaration, if it is one.
    pub fn derived(&self) -> Option<&'static Derived> {
        match self.item {
            FactItem::Field(_) => None,
            FactItem::Derived(id) => id.declaration(),
        }
    }

    /// Its type.
    pub fn kind(&self) -> Kind {
        self.field()
            .map(|field| field.kind)
            .or_else(|| self.derived().map(|derived| derived.kind))
            .unwrap_or(Kind::Bool)
    }

    /// How private it is.
    pub fn privacy(&self) -> Privacy {
        self.field()
            .map(|field| field.privacy)
            .or_else(|| self.derived().map(|derived| derived.privacy))
            .unwrap_or(Privacy::FreeText)
    }

    /// What it is called.
    pub fn label(&self) -> Text {
        self.field()
            .map(|field| field.label.clone())
            .or_else(|| self.derived().map(|derived| derived.label.clone()))
            .unwrap_or_default()
    }

    /// Its name, as rules write it.
    pub fn path(&self) -> String {
        let key = self
            .field()
            .map(|field| field.key)
            .or_else(|| self.derived().map(|derived| derived.key))
            .unwrap_or_default();
        match self.mount.prefix() {
            "" => key.to_owned(),
            prefix => format!("{prefix}.{key}"),
        }
    }
}

/// All facts under all names, for suggestions, documentation and the ruleset's schema.
pub fn all_facts() -> impl Iterator<Item = FactRef> {
    MOUNTS.iter().flat_map(|(mount, _)| {
        let record = mount.record();
        let fields = record
            .fields()
            .iter()
            .enumerate()
            .filter(|(_, field)| field.kind != Kind::Table)
            .filter_map(|(slot, _)| u16::try_from(slot).ok())
            .map(FactItem::Field);
        let derived = DERIVED
            .iter()
            .filter(|derived| is_told(derived, *mount))
            .map(|derived| FactItem::Derived(derived.id));
        fields.chain(derived).map(|item| FactRef {
            mount: *mount,
            item,
        })
    })
}

fn item_of(mount: Mount, key: &str) -> Option<FactItem> {
    if let Some(slot) = mount.record().slot(key) {
        return u16::try_from(slot).ok().map(FactItem::Field);
    }
    DERIVED
        .iter()
        .find(|derived| derived.key == key && is_told(derived, mount))
        .map(|derived| FactItem::Derived(derived.id))
}

/// Whether a derived fact is told of the record found there.
fn is_told(derived: &Derived, mount: Mount) -> bool {
    derived.record == mount.record() && (!mount.is_previous() || derived.id.is_of_record())
}

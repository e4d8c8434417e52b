//! The vocabulary: every field of the draft and every fact derived from it, declared once. It knows
//! nothing of files, rules or values.

pub mod choices;
mod derived;
mod kind;
mod situation;
mod suggest;
mod table;
mod vocabulary;

pub use derived::{DERIVED, Derived, DerivedId};
pub use kind::{Choice, Choices, Kind, Privacy, TextRole, Unit, place_of};
pub use situation::{AIMS, Answers, CHANGES, SITUATION, STOPS, Situation};
pub use suggest::nearest;
pub use table::{
    ALLOW_FIELDS, ATTACHMENT_FIELDS, AllowField, AttachmentField, DOMAIN_FIELDS, DomainField,
    Field, Need, ORDER_FIELDS, OrderField, PERSON_FIELDS, PLATFORM_FIELDS, PRE_APPROVAL_FIELDS,
    PersonField, PlatformField, PreApprovalField, RecordKind, SERVICE_FIELDS, ServiceField,
};
pub use vocabulary::{FactItem, FactRef, Mount, Scope, all_facts};

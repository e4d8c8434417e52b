//! Draft to facts: what rules may ask of a draft, computed on demand from its fields, the day of
//! submission and the calendar. It knows no rule.

mod access;
mod attachment;
mod check;
mod derive;
mod domain;
mod domain_name;
mod element;
mod elsewhere;
mod fact;
mod on_record;
mod order;
mod person;
mod registrant;
mod review;
mod service;
mod subject;
mod trace;
mod view;

pub use attachment::{FileState, Files};
pub use element::Element;
pub use elsewhere::Elsewhere;
pub use fact::Fact;
pub use trace::{Read, ReadState};
pub use view::{Facts, FilingGroup};

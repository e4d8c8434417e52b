//! Draft to facts: what rules may ask of a draft, computed on demand from its fields, the day of
//! submission and the calendar. It knows no rule.

mod access;
mod asked;
mod attachment;
mod check;
mod derive;
mod domain;
mod domain_name;
mod element;
mod elsewhere;
mod fact;
mod field;
mod look;
mod on_record;
mod once;
mod order;
mod people;
mod person;
mod previous;
mod reader;
mod registrant;
mod repeated;
mod review;
mod service;
mod subject;
mod trace;
mod view;

pub use asked::{Firmness, Papers, Part};
pub use attachment::{format_of_ending, is_of_file, owner};
pub use element::Element;
pub use elsewhere::Elsewhere;
pub use fact::Fact;
pub use field::is_plain;
pub use look::{FileFormat, FileState, Files, Hue, Look, Marking, Picture, Soundness};
pub use reader::Reader;
pub use trace::{Read, ReadState};
pub use view::{Facts, FilingGroup};

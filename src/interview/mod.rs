//! The interview: from nothing, or from half a draft, to a draft that says what the rules need. It
//! asks only for what some rule or document still depends on; the draft's text is its state, so that
//! a file that somebody wrote by hand goes on in the same way. It knows neither the terminal nor
//! files.

mod document;
mod estimate;
mod likely;
mod machine;
mod offers;
mod order;
mod place;
mod question;
mod remark;
mod review;
mod situation;
mod survey;
mod typical;
mod value;
mod wording;

pub use document::Document;
pub use machine::{Ask, Interview, Stage, Standing, Told};
pub use place::Group;
pub use question::{Entry, Form, Question};
pub use review::{Change, Entry as ReviewEntry, Section};
pub use survey::{Bench, Faulty, Paper};
pub use value::{Value, read_flag, read_typed};

#[cfg(test)]
mod property_tests;

//! When the steps of a filing fall, and on which days it can be submitted: facts and rules to days.
//! It knows no texts and no terminal; why a day is the last, the rules themselves say.

mod steps;
mod timeline;
mod window;

pub use steps::{Course, Variant, courses};
pub use timeline::{Moment, Planned, Timeline};
pub use window::{Edge, Mark, Outlook, Window};

//! A filing's plan for people and for calendars.

mod chart;
mod html;
mod ics;
mod outline;
mod text;
mod words;

pub use html::plan_html;
pub use ics::plan_ics;
pub use outline::plan_markdown;
pub use text::plan_text;

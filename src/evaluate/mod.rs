//! Facts and rules to outcomes: three-valued, compiled once, tracing only what fails or is open.
//! It knows neither text, files, the terminal nor the clock.

mod outcome;
mod truth;

pub use outcome::{Evaluation, Failure, Need, Open, Paper, Verdict};
pub use truth::Truth;

//! Measurements of `beian`, as ratios to what bare parsing of the same file costs.

pub mod floor;
pub mod rulesets;

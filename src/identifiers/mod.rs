//! Pure checks of identifiers.

pub mod check;
pub mod divisions;

pub use check::{Check, Detail, Problem};
pub use divisions::{
    DIVISIONS, Division, division, division_abbreviated, division_named, province_of,
};

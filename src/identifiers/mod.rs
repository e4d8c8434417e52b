//! Pure checks of identifiers.

pub mod check;
pub mod divisions;
pub mod phone;

pub use check::{Check, Detail, Problem};
pub use divisions::{
    DIVISIONS, Division, division, division_abbreviated, division_named, province_of,
};
pub use phone::{MobileKind, Phone, check_landline, check_mobile, check_phone, phone_digits};

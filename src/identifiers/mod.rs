//! Pure checks of identifiers.

mod check;
mod divisions;
mod domain;
mod email;
mod filing_number;
mod ip;
mod phone;
mod public_security;

pub use check::{Check, Detail, Problem};
pub use divisions::{
    DIVISIONS, Division, division, division_abbreviated, division_named, province_of,
};
pub use domain::{Domain, check_domain};
pub use email::check_email;
pub use filing_number::{
    FilingNumber, Holder, Service, ServiceKind, check_filing_number, check_service_number,
    check_subject_number,
};
pub use ip::{Block, IpClass, IpRange, check_ip};
pub use phone::{MobileKind, Phone, check_landline, check_mobile, check_phone};
pub use public_security::{PublicSecurityNumber, check_public_security_number};

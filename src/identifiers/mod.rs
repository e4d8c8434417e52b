//! Pure checks of identifiers: numbers of certificates, codes of units, and the comparison of
//! names and numbers after normalisation.
//!
//! A check takes a value as a person typed it, folds full-width forms and letter case, and answers
//! with a [`Check`]: well formed, readable but doubtful, or malformed. A [`Problem`] names the
//! failing part and what was expected, and never repeats the value, which is personal data. The
//! functions know nothing of drafts, files, the terminal or the clock: where today matters it is an
//! argument. A value that passes costs no allocation unless it had to be folded, and a right check
//! digit says only that the number is consistent, not that it was ever issued.

mod check;
mod checksum;
mod cities;
mod credit_code;
mod divisions;
mod domain;
mod eighteen;
mod email;
mod filing_number;
mod id_card;
mod ip;
mod license_number;
mod normalise;
mod organization_code;
mod passport;
mod permanent_resident;
mod phone;
mod public_security;
mod residence;
mod travel_permit;

pub use check::{Check, Detail, Problem};
pub use cities::{City, cities_named, cities_of, city, city_of, division_text};
pub use credit_code::{CreditCode, check_credit_code};
pub use divisions::{
    DIVISIONS, Division, declare_divisions, division, division_abbreviated, division_named,
    divisions, province_of,
};
pub use domain::{Domain, check_domain, is_under_any, lies_under, readable, readable_suffix};
pub use email::check_email;
pub use filing_number::{
    FilingNumber, Holder, Service, ServiceKind, check_filing_number, check_service_number,
    check_subject_number,
};
pub use id_card::{IdCard, check_id_card};
pub use ip::{Block, IpClass, IpRange, check_ip};
pub use license_number::{LicenseNumber, check_license_number};
pub use normalise::{
    fold, fold_close, fold_identifier, fold_lower, name_form, phone_digits, same_name, same_number,
    same_phone, usual_lower,
};
pub use organization_code::check_organization_code;
pub use passport::{Passport, check_passport};
pub use permanent_resident::{PermanentResident, check_permanent_resident};
pub use phone::{MobileKind, Phone, check_landline, check_mobile, check_phone};
pub use public_security::{PublicSecurityNumber, check_public_security_number};
pub use residence::{ResidencePermit, check_hk_macao_residence, check_taiwan_residence};
pub use travel_permit::{HkMacaoPermit, check_hk_macao_permit, check_taiwan_permit};

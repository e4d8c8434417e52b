//! How each derived fact is computed. A fact derived from a malformed value is withheld.

use chrono::{Datelike, NaiveDate};

use super::asked::{Firmness, Part};
use super::fact::Fact;
use super::view::Facts;
use super::{
    access, attachment, domain, domain_name, elsewhere, on_record, order, person, registrant,
    repeated, review, service, subject,
};
use crate::draft::{Item, Path, Place};
use crate::fields::{
    AttachmentField, DerivedId, DomainField, OrderField, PersonField, PreApprovalField,
};

impl<'d> Facts<'d> {
    /// A derived fact of a record.
    pub(super) fn derive(&self, id: DerivedId, place: Place) -> Fact<'d> {
        use DerivedId as Id;
        let asked = |part, firmness| attachment::asked_fact(self, place, part, firmness);
        let required = |part| asked(part, Firmness::Required);
        let advised = |part| asked(part, Firmness::Advised);
        match id {
            Id::AsOf => Fact::Day(self.as_of),
            Id::FileState => attachment::file_state(self, place),
            Id::MobileElsewhere
            | Id::EmailElsewhere
            | Id::PrincipalElsewhere
            | Id::DomainElsewhere
            | Id::CodeElsewhere => elsewhere::earlier(self, id, place),
            Id::Services => order::services(self),
            Id::NewServices => order::new_services(self),
            Id::NewDomains => order::new_domains(self),
            Id::ServicesAfter => order::services_after(self),
            Id::DomainsAfter => order::domains_after(self),
            Id::DistinctPhones => order::distinct_phones(self),
            Id::SubjectCertificateDaysLeft => order::certificate_days_left(self),
            Id::SubjectCertificateMonthsLeft => {
                let until = OrderField::SubjectCertificateUntil as usize;
                self.months_until(self.field(place, until))
            }
            Id::SubjectNumberState => order::number_check(self).state(),
            Id::SubjectNumberProblem => order::number_check(self).problem(),

            Id::SubjectNumberKind => subject::number_kind(self),
            Id::SubjectNumberOutdated => subject::number_outdated(self),
            Id::SubjectNumberContinues => subject::number_continues(self),
            Id::SubjectInCertificateCity => subject::in_certificate_city(self),

            Id::Role => person::role(place),
            Id::Age => person::age(self, place),
            Id::Origin => person::origin(self, place),
            Id::IsLocal => person::is_local(self, place),
            Id::HasPermit => person::has_permit(self, place),
            Id::PermitIsLocal => person::permit_is_local(self, place),
            Id::PermitDaysLeft => {
                self.days_until(self.field(place, PersonField::PermitUntil as usize))
            }
            Id::CertificateDaysLeft => {
                self.days_until(self.field(place, PersonField::CertificateUntil as usize))
            }
            Id::CertificateMonthsLeft => {
                self.months_until(self.field(place, PersonField::CertificateUntil as usize))
            }
            Id::NumberState => person::number_check(self, place).state(),
            Id::NumberProblem => person::number_check(self, place).problem(),
            Id::MobileState => person::mobile_check(self, place).state(),
            Id::MobileProblem => person::mobile_check(self, place).problem(),
            Id::EmergencyState => person::emergency_check(self, place).state(),
            Id::EmergencyProblem => person::emergency_check(self, place).problem(),
            Id::LandlineState => person::landline_check(self, place).state(),
            Id::LandlineProblem => person::landline_check(self, place).problem(),
            Id::EmailState => person::email_check(self, place).state(),
            Id::EmailProblem => person::email_check(self, place).problem(),
            Id::MobileIsLocal => person::mobile_is_local(self, place),
            Id::LandlineIsMobile => person::landline_is_mobile(self, place),
            Id::IsWoman => person::is_woman(self, place),
            Id::ActsAsServicePrincipal => person::acts_as_service_principal(self, place),
            Id::IsPreviousSubject => subject::is_previous(self, place),
            Id::IsLegalRepresentativeDerived => person::is_legal_representative(self, place),
            Id::IsPrincipal => person::is_principal(self, place),

            Id::DomainCount => domain::count_in_service(self, place),

            Id::DaysToExpiry => domain::days_to_expiry(self, place),
            Id::MonthsToExpiry => domain::months_to_expiry(self, place),
            Id::RegistrantRoles => domain::registrant_roles(self, place),

            Id::FilingNumberState => service::subject_number_check(self).state(),
            Id::FilingNumberProblem => service::subject_number_check(self).problem(),
            Id::ServiceNumberState => service::number_check(self, place).state(),
            Id::ServiceNumberProblem => service::number_check(self, place).problem(),
            Id::ServiceNumberKind => service::number_kind(self, place),
            Id::NameRelates => service::name_relates(self, place),
            Id::NameRepeated => repeated::name_repeated(self, place),

            Id::OrderDomains => on_record::domains(self),
            Id::DomainPrefixesAfter => on_record::prefixes_after(self),
            Id::ProvinceOnRecord => on_record::province(self),
            Id::AddressState => access::address_state(self),
            Id::WorstAddress => access::addresses(self).text(),
            Id::AddressProblem => access::addresses(self).problem(),
            Id::CodeCount => access::code_count(self),
            Id::RepeatedCode => access::repeated_code(self),
            Id::DomainNameState => domain_name::check(self, place).state(),
            Id::DomainNameProblem => domain_name::check(self, place).problem(),
            Id::DomainSuffix => domain_name::suffix(self, place),
            Id::DomainRegistrable => domain_name::registrable(self, place),
            Id::DomainPrefix => domain_name::prefix(self, place),
            Id::DomainIsRegistrable => domain_name::is_registrable(self, place),
            Id::DomainLevels => domain_name::levels(self, place),
            Id::RegistrantNumberMatches => registrant::number_matches(self, place),
            Id::RegistrantTypeMatches => registrant::type_matches(self, place),
            Id::WorkingDaysVerified => domain::working_days_verified(self, place),
            Id::DaysVerified => domain::days_verified(self, place),
            Id::WorkingDaysTransferred => domain::working_days_transferred(self, place),

            Id::DomainRepeated => repeated::domain_repeated(self, place),
            Id::DomainInPrevious => domain::in_previous(self, place),

            Id::ReviewEnds => Fact::Day(review::ends(self)),
            Id::ExpiryAfterReview => {
                review::days_left(self, self.field(place, DomainField::Expires as usize))
            }
            Id::SubjectCertificateAfterReview => review::days_left(
                self,
                self.field(place, OrderField::SubjectCertificateUntil as usize),
            ),
            Id::CertificateAfterReview => review::days_left(
                self,
                self.field(place, PersonField::CertificateUntil as usize),
            ),
            Id::PermitAfterReview => {
                review::days_left(self, self.field(place, PersonField::PermitUntil as usize))
            }
            Id::ApprovalAfterReview => {
                review::days_left(self, self.field(place, PreApprovalField::Until as usize))
            }
            Id::ApprovalBeforeReview => {
                self.days_until(self.field(place, PreApprovalField::Until as usize))
            }

            Id::FileBytes => attachment::bytes(self, place),
            Id::FileFormat => attachment::format(self, place),
            Id::FileEnding => attachment::file_ending(self, place),
            Id::NameFits => attachment::name_fits(self, place),
            Id::FormatAccepted => attachment::format_accepted(self, place, Firmness::Required),
            Id::FormatAdvised => attachment::format_accepted(self, place, Firmness::Advised),
            Id::Soundness => attachment::soundness(self, place),
            Id::Moves => attachment::moves(self, place),
            Id::Width => attachment::pixels(self, place, |width, _| width),
            Id::Height => attachment::pixels(self, place, |_, height| height),
            Id::ShortSide => attachment::pixels(self, place, u64::min),
            Id::Pixels => attachment::pixels(self, place, u64::saturating_mul),
            Id::Marking => attachment::marking(self, place),
            Id::Hue => attachment::hue(self, place),
            Id::TwinFile => attachment::of_twin(self, place, AttachmentField::File),
            Id::TwinDocument => attachment::of_twin(self, place, AttachmentField::Document),
            Id::OtherSide => attachment::other_side_file(self, place),
            Id::OtherWidth => attachment::other_side_pixels(self, place, |width, _| width),
            Id::OtherHeight => attachment::other_side_pixels(self, place, |_, height| height),
            Id::ShapeDifference => attachment::shape_difference(self, place),
            Id::SignedDaysAgo => attachment::signed_days_ago(self, place),
            Id::SignedMonthsAgo => attachment::signed_months_ago(self, place),
            Id::SignedMonthsAfterReview => attachment::signed_months_after_review(self, place),
            Id::SignedWorkingDaysAgo => attachment::signed_working_days_ago(self, place),
            Id::MediumAccepted => attachment::medium_accepted(self, place, Firmness::Required),
            Id::MediumAdvised => attachment::medium_accepted(self, place, Firmness::Advised),
            Id::AskedFormats => required(Part::Formats),
            Id::AskedMinBytes => required(Part::MinBytes),
            Id::AskedMaxBytes => required(Part::MaxBytes),
            Id::AskedColour => required(Part::Colour),
            Id::AskedOriginal => required(Part::Original),
            Id::AskedMedia => required(Part::Media),
            Id::AskedDays => required(Part::Days),
            Id::AskedWorkingDays => required(Part::WorkingDays),
            Id::AskedMonths => required(Part::Months),
            Id::AdvisedFormats => advised(Part::Formats),
            Id::AdvisedMinBytes => advised(Part::MinBytes),
            Id::AdvisedMaxBytes => advised(Part::MaxBytes),
            Id::AdvisedColour => advised(Part::Colour),
            Id::AdvisedMedia => advised(Part::Media),
            Id::AdvisedDays => advised(Part::Days),
            Id::AdvisedWorkingDays => advised(Part::WorkingDays),
            Id::AdvisedMonths => advised(Part::Months),
        }
    }

    /// The field that a derived fact speaks of, where findings on it are reported.
    pub(super) fn about(&self, id: DerivedId, place: Place) -> Path {
        if id == DerivedId::Age {
            return person::birth_path(self, place);
        }
        id.declaration()
            .and_then(|declaration| declaration.about)
            .and_then(|key| place.kind().slot(key))
            .map_or(place.whole(), |slot| match self.held(place, slot) {
                path @ Path {
                    item: Item::Field(_),
                    ..
                } => path,
                _ => place.field(slot),
            })
    }

    /// Days from the day of submission to a day; negative where it has passed.
    pub(super) fn days_until(&self, fact: Fact<'d>) -> Fact<'d> {
        match fact {
            Fact::Day(day) => Fact::Int(days_between(self.as_of, day)),
            other => other,
        }
    }

    /// Full calendar months from the day of submission to a day; 0 where it has passed.
    pub(super) fn months_until(&self, fact: Fact<'d>) -> Fact<'d> {
        match fact {
            Fact::Day(day) => Fact::Int(domain::full_months(self.as_of, day).into()),
            other => other,
        }
    }

    /// Calendar months from a day to the day of submission, one that has begun as a whole one; 0 where
    /// it is not earlier.
    pub(super) fn months_since(&self, fact: Fact<'d>) -> Fact<'d> {
        match fact {
            Fact::Day(day) => Fact::Int(domain::begun_months(day, self.as_of).into()),
            other => other,
        }
    }

    /// Working days from a day to the day of submission; 0 where it is not earlier.
    pub(super) fn working_days_since(&self, fact: Fact<'d>) -> Fact<'d> {
        match fact {
            Fact::Day(day) => Fact::Int(self.calendar.working_days_between(day, self.as_of)),
            other => other,
        }
    }

    /// Days from a day to the day of submission; negative where it is later.
    pub(super) fn days_since(&self, fact: Fact<'d>) -> Fact<'d> {
        match fact {
            Fact::Day(day) => Fact::Int(days_between(day, self.as_of)),
            other => other,
        }
    }
}

fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let number = |day: NaiveDate| i64::from(day.num_days_from_ce());
    number(to).saturating_sub(number(from))
}

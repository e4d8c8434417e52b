//! Every derived fact, declared once: what it is computed from the draft, the calendar and the day
//! of submission. How each is computed stands in `facts`; a fact derived from a malformed value is
//! withheld.

use serde::{Deserialize, Serialize};

use super::choices::{
    ADDRESS_STATES, FILE_FORMATS, FILE_STATES, HUES, MARKINGS, MEDIA, ORIGINS, PERSON_ROLES,
    REGISTRANT_ROLES, SERVICE_KINDS, SOUNDNESS, STATES, SUBJECT_KINDS,
};
use super::kind::{Kind, Privacy, TextRole, Unit};
use super::table::RecordKind;
use crate::text::Text;

/// A derived fact of a record.
#[derive(Debug, Clone)]
pub struct Derived {
    /// Which one.
    pub id: DerivedId,
    /// The record it is a fact of.
    pub record: RecordKind,
    /// Its key within the record, as in [`super::table::Field::key`].
    pub key: &'static str,
    /// Its type.
    pub kind: Kind,
    /// How private it is.
    pub privacy: Privacy,
    /// What it is called.
    pub label: Text,
    /// The field of the same record that it speaks of, where findings on it are reported.
    pub about: Option<&'static str>,
}

macro_rules! derived {
    ($($variant:ident $record:ident $key:literal $kind:expr, $privacy:ident, $about:expr, $zh:literal $en:literal;)*) => {
        /// Names of the derived facts.
        #[allow(missing_docs, reason = "each is described by its label in the table")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum DerivedId { $($variant),* }

        /// All derived facts, in the order of [`DerivedId`].
        pub const DERIVED: &[Derived] = &[$(Derived {
            id: DerivedId::$variant,
            record: RecordKind::$record,
            key: $key,
            kind: $kind,
            privacy: Privacy::$privacy,
            label: Text::fixed($zh, $en),
            about: $about,
        }),*];
    };
}

const NOTE: Kind = Kind::Text(TextRole::Note);

derived! {
    AsOf Order "order.as_of" Kind::Day, Open, None,
        "提交日" "day of submission";
    Services Order "order.services" Kind::Int(Unit::Count), Open, None,
        "本单的服务数" "services in the order";
    NewServices Order "order.new_services" Kind::Int(Unit::Count), Open, None,
        "本单新增的服务数" "new services in the order";
    NewDomains Order "order.new_domains" Kind::Int(Unit::Count), Open, None,
        "本单新增的域名数" "new domains in the order";
    DomainsAfter Order "order.domains_after" Kind::Int(Unit::Count), Open, None,
        "已备案加本单新增的域名数" "domains on record and new in the order";
    ServicesAfter Order "order.services_after" Kind::Int(Unit::Count), Open, None,
        "已备案加本单新增的服务数" "services on record and new in the order";
    DistinctPhones Order "order.distinct_phones" Kind::Int(Unit::Count), Open, None,
        "各负责人不同的手机和应急电话数" "distinct mobile and emergency phones of the persons";
    SubjectCertificateDaysLeft Order "subject.certificate.days_left" Kind::Int(Unit::Days), Open, Some("subject.certificate.valid_until"),
        "主体证件剩余天数" "days that the subject's certificate is still valid";
    SubjectCertificateMonthsLeft Order "subject.certificate.months_left" Kind::Int(Unit::Months), Open, Some("subject.certificate.valid_until"),
        "主体证件剩余整月数" "full calendar months that the subject's certificate is still valid";
    SubjectNumberState Order "subject.certificate.number_state" Kind::Enum(STATES), Open, Some("subject.certificate.number"),
        "主体证件号码的格式" "form of the subject's certificate number";
    SubjectNumberProblem Order "subject.certificate.number_problem" NOTE, Open, Some("subject.certificate.number"),
        "主体证件号码的问题" "what is wrong with the subject's certificate number";

    // The subject: its number, its address, and what it was.
    SubjectNumberKind Order "subject.certificate.number_kind" Kind::Enum(SUBJECT_KINDS), Open, Some("subject.certificate.number"),
        "证件号码对应的主办单位性质" "kind of subject that the number tells";
    SubjectNumberOutdated Order "subject.certificate.number_outdated" Kind::Bool, Open, Some("subject.certificate.number"),
        "证件号码是旧版执照的注册号" "the number is that of an outdated licence";
    SubjectNumberContinues Order "subject.number_continues" Kind::Bool, Open, Some("subject.certificate.number"),
        "证件号码与已备案的属同一主体" "the number is that of the subject on record";
    SubjectInCertificateCity Order "subject.address.in_certificate_city" Kind::Bool, Open, Some("subject.address.city"),
        "通信地址与证件住所同市" "the address is in the city of the certificate";

    Role Person "role" Kind::Enum(PERSON_ROLES), Open, None,
        "身份" "role";
    Age Person "age" Kind::Int(Unit::Years), Birth, Some("certificate.number"),
        "周岁" "age in full years";
    Origin Person "origin" Kind::Enum(ORIGINS), Open, Some("certificate.type"),
        "来源地" "origin";
    IsLocal Person "is_local" Kind::Bool, Open, Some("certificate.province"),
        "证件住址在备案省" "the certificate's address is in the filing's province";
    HasPermit Person "has_residence_permit" Kind::Bool, Open, Some("residence_permit"),
        "有居住证" "has a residence permit";
    PermitIsLocal Person "residence_permit.is_local" Kind::Bool, Open, Some("residence_permit.province"),
        "居住证是备案省的" "the residence permit is of the filing's province";
    PermitDaysLeft Person "residence_permit.days_left" Kind::Int(Unit::Days), Open, Some("residence_permit.valid_until"),
        "居住证剩余天数" "days that the residence permit is still valid";
    CertificateDaysLeft Person "certificate.days_left" Kind::Int(Unit::Days), Open, Some("certificate.valid_until"),
        "证件剩余天数" "days that the certificate is still valid";
    CertificateMonthsLeft Person "certificate.months_left" Kind::Int(Unit::Months), Open, Some("certificate.valid_until"),
        "证件剩余整月数" "full calendar months that the certificate is still valid";
    NumberState Person "certificate.number_state" Kind::Enum(STATES), Open, Some("certificate.number"),
        "证件号码的格式" "form of the certificate number";
    NumberProblem Person "certificate.number_problem" NOTE, Open, Some("certificate.number"),
        "证件号码的问题" "what is wrong with the certificate number";
    MobileState Person "mobile_state" Kind::Enum(STATES), Open, Some("mobile"),
        "手机号码的格式" "form of the mobile number";
    MobileProblem Person "mobile_problem" NOTE, Open, Some("mobile"),
        "手机号码的问题" "what is wrong with the mobile number";
    EmergencyState Person "emergency_phone_state" Kind::Enum(STATES), Open, Some("emergency_phone"),
        "应急电话的格式" "form of the emergency phone";
    EmergencyProblem Person "emergency_phone_problem" NOTE, Open, Some("emergency_phone"),
        "应急电话的问题" "what is wrong with the emergency phone";
    LandlineState Person "landline_state" Kind::Enum(STATES), Open, Some("landline"),
        "办公电话的格式" "form of the landline";
    LandlineProblem Person "landline_problem" NOTE, Open, Some("landline"),
        "办公电话的问题" "what is wrong with the landline";
    EmailState Person "email_state" Kind::Enum(STATES), Open, Some("email"),
        "电子邮箱的格式" "form of the e-mail address";
    EmailProblem Person "email_problem" NOTE, Open, Some("email"),
        "电子邮箱的问题" "what is wrong with the e-mail address";
    MobileIsLocal Person "mobile_is_local" Kind::Bool, Open, Some("mobile_province"),
        "手机号是备案省的" "the mobile number is of the filing's province";
    LandlineIsMobile Person "landline_is_mobile" Kind::Bool, Open, Some("landline"),
        "办公电话填的是手机号" "the landline is a mobile number";
    IsWoman Person "is_woman" Kind::Bool, Birth, Some("certificate.number"),
        "女性" "is a woman";
    ActsAsServicePrincipal Person "acts_as_service_principal" Kind::Bool, Open, None,
        "担任互联网信息服务负责人" "is the principal of a service";
    IsPreviousSubject Person "is_previous_subject" Kind::Bool, Open, Some("certificate.number"),
        "就是原备案的个人" "is the person on record as the subject";
    IsLegalRepresentativeDerived Person "acts_as_legal_representative" Kind::Bool, Open, Some("is_legal_representative"),
        "就是法定代表人" "is the legal representative";
    IsPrincipal Person "is_principal" Kind::Bool, Open, None,
        "就是主体负责人" "is the principal";

    DomainCount Service "domain_count" Kind::Int(Unit::Count), Open, None,
        "域名数" "number of domains";

    DaysToExpiry Domain "days_to_expiry" Kind::Int(Unit::Days), Open, Some("expires"),
        "域名剩余天数" "days until the domain expires";
    MonthsToExpiry Domain "months_to_expiry" Kind::Int(Unit::Months), Open, Some("expires"),
        "域名剩余整月数" "full calendar months until the domain expires";
    RegistrantRoles Domain "registrant_roles" Kind::Set(REGISTRANT_ROLES), Open, Some("registrant.name"),
        "持有者的身份" "who the registrant is";

    // Numbers and names of services.
    FilingNumberState Order "filing.number_state" Kind::Enum(STATES), Open, Some("filing.number"),
        "主体备案号的格式" "form of the subject's filing number";
    FilingNumberProblem Order "filing.number_problem" NOTE, Open, Some("filing.number"),
        "主体备案号的问题" "what is wrong with the subject's filing number";
    ServiceNumberState Service "number_state" Kind::Enum(STATES), Open, Some("number"),
        "服务备案号的格式" "form of the service's filing number";
    ServiceNumberProblem Service "number_problem" NOTE, Open, Some("number"),
        "服务备案号的问题" "what is wrong with the service's filing number";
    ServiceNumberKind Service "number_kind" Kind::Enum(SERVICE_KINDS), Open, Some("number"),
        "服务备案号后缀表示的服务类型" "kind of service by the suffix of its number";
    NameRelates Service "name_relates" Kind::Bool, Open, Some("name"),
        "服务名称与主体名称或经营范围有共同的字词" "the service's name has a word of the subject's name or scope";
    NameRepeated Service "name_repeated" Kind::Bool, Open, Some("name"),
        "与本单另一个同类服务同名" "another service of this kind in the order has the same name";

    // Domains, access and what is on record.
    OrderDomains Order "order.domains" Kind::Int(Unit::Count), Open, None,
        "本单的域名数" "domains in the order";
    DomainPrefixesAfter Order "order.domain_prefixes_after" Kind::Int(Unit::Count), Open, None,
        "已备案加本单不同的域名前缀数" "different domain prefixes on record and in the order";
    ProvinceOnRecord Order "filing.province_on_record" Kind::Province, Open, Some("filing.number"),
        "原备案省份" "province on record";
    AddressState Order "access.address_state" Kind::Enum(ADDRESS_STATES), Open, Some("access.ips"),
        "公网 IP 的种类" "kind of the addresses";
    WorstAddress Order "access.worst_address" Kind::Text(TextRole::Id), FreeText, Some("access.ips"),
        "有问题的 IP" "the address in question";
    AddressProblem Order "access.address_problem" NOTE, Open, Some("access.ips"),
        "IP 的问题" "what is wrong with the address";
    CodeCount Order "access.code_count" Kind::Int(Unit::Count), Open, Some("access.service_codes"),
        "服务号个数" "number of service codes";
    RepeatedCode Order "access.repeated_code" Kind::Text(TextRole::Id), Open, Some("access.service_codes"),
        "重复的服务号" "a service code given twice";
    DomainNameState Domain "name_state" Kind::Enum(STATES), Open, Some("name"),
        "域名的格式" "form of the domain";
    DomainNameProblem Domain "name_problem" NOTE, Open, Some("name"),
        "域名的问题" "what is wrong with the domain";
    DomainSuffix Domain "suffix" Kind::Text(TextRole::Domain), Open, Some("name"),
        "域名后缀" "suffix of the domain";
    DomainRegistrable Domain "registrable" Kind::Text(TextRole::Domain), Open, Some("name"),
        "主域名" "registrable domain";
    DomainPrefix Domain "prefix" Kind::Text(TextRole::Name), Open, Some("name"),
        "域名前缀" "prefix of the domain";
    DomainIsRegistrable Domain "is_registrable" Kind::Bool, Open, Some("name"),
        "是主域名" "is the registrable domain";
    DomainLevels Domain "levels" Kind::Int(Unit::Count), Open, Some("name"),
        "域名级数" "levels of the domain";
    RegistrantNumberMatches Domain "registrant.number_matches" Kind::Bool, Open, Some("registrant.certificate_number"),
        "持有者证件号码与其身份相符" "the registrant's number is that of the person or unit";
    RegistrantTypeMatches Domain "registrant.type_matches" Kind::Bool, Open, Some("registrant.certificate_type"),
        "持有者证件类型与其身份相符" "the registrant's type of certificate is that of the person or unit";
    WorkingDaysVerified Domain "working_days_verified" Kind::Int(Unit::WorkingDays), Open, Some("verified_on"),
        "实名认证后的工作日数" "working days since the verification";
    DaysVerified Domain "days_verified" Kind::Int(Unit::Days), Open, Some("verified_on"),
        "实名认证后的天数" "days since the verification";
    WorkingDaysTransferred Domain "working_days_transferred" Kind::Int(Unit::WorkingDays), Open, Some("transferred_on"),
        "过户后的工作日数" "working days since the transfer";

    DomainRepeated Domain "repeated" Kind::Bool, Open, Some("name"),
        "本单前面同类的服务有同一域名" "an earlier service of this kind in the order has the domain";
    DomainInPrevious Domain "in_previous" Kind::Bool, Open, Some("name"),
        "在原备案同类服务的域名里" "is among the domains on record of services of this kind";

    // What is left of a date when the review ends.
    ReviewEnds Order "order.review_ends" Kind::Day, Open, None,
        "审核最晚结束的日子" "day on which the review ends at the latest";
    ExpiryAfterReview Domain "days_to_expiry_after_review" Kind::Int(Unit::Days), Open, Some("expires"),
        "审核结束时域名剩余天数" "days until the domain expires when the review ends";
    SubjectCertificateAfterReview Order "subject.certificate.days_left_after_review" Kind::Int(Unit::Days), Open, Some("subject.certificate.valid_until"),
        "审核结束时主体证件剩余天数" "days that the subject's certificate is valid when the review ends";
    CertificateAfterReview Person "certificate.days_left_after_review" Kind::Int(Unit::Days), Open, Some("certificate.valid_until"),
        "审核结束时证件剩余天数" "days that the certificate is valid when the review ends";
    PermitAfterReview Person "residence_permit.days_left_after_review" Kind::Int(Unit::Days), Open, Some("residence_permit.valid_until"),
        "审核结束时居住证剩余天数" "days that the residence permit is valid when the review ends";
    ApprovalAfterReview PreApproval "days_left_after_review" Kind::Int(Unit::Days), Open, Some("valid_until"),
        "审核结束时批准文件剩余天数" "days that the approval is valid when the review ends";
    ApprovalBeforeReview PreApproval "days_left_at_submission" Kind::Int(Unit::Days), Open, Some("valid_until"),
        "提交时批准文件剩余天数" "days that the approval is valid at submission";

    // What stood in an earlier draft of the same run, where drafts are compared.
    MobileElsewhere Person "mobile_elsewhere" NOTE, Open, Some("mobile"),
        "前面另一个人用同一手机号的草稿" "earlier draft in which another person has the mobile";
    EmailElsewhere Person "email_elsewhere" NOTE, Open, Some("email"),
        "前面另一个人用同一邮箱的草稿" "earlier draft in which another person has the e-mail address";
    PrincipalElsewhere Person "principal_elsewhere" NOTE, Open, Some("certificate.number"),
        "前面同一人为另一个单位负责的草稿" "earlier draft in which the person answers for another unit";
    DomainElsewhere Domain "domain_elsewhere" NOTE, Open, Some("name"),
        "前面已有同一域名的草稿" "earlier draft that has the domain";
    CodeElsewhere Order "access.code_elsewhere" NOTE, Open, Some("access.service_codes"),
        "前面用过同一服务号的草稿" "earlier draft that uses one of the service codes";

    FileState Attachment "file_state" Kind::Enum(FILE_STATES), Open, Some("file"),
        "附件文件的状态" "state of the attachment's file";
    FileBytes Attachment "bytes" Kind::Int(Unit::Bytes), Open, Some("file"),
        "文件大小" "size of the file";
    FileFormat Attachment "format" Kind::Enum(FILE_FORMATS), Open, Some("file"),
        "文件内容的格式" "format of the file's contents";
    FileEnding Attachment "ending" Kind::Text(TextRole::Id), Open, Some("file"),
        "文件名的后缀" "ending of the file's name";
    NameFits Attachment "name_fits" Kind::Bool, Open, Some("file"),
        "后缀与内容一致" "the name says what the contents are";
    FormatAccepted Attachment "format_accepted" Kind::Bool, Open, Some("file"),
        "格式被接受" "the format is accepted";
    FormatAdvised Attachment "format_advised" Kind::Bool, Open, Some("file"),
        "格式符合建议" "the format is advised";
    Soundness Attachment "soundness" Kind::Enum(SOUNDNESS), Open, Some("file"),
        "图片的状态" "state of the picture";
    Moves Attachment "moves" Kind::Bool, Open, Some("file"),
        "是动图" "the picture moves";
    Width Attachment "width" Kind::Int(Unit::Count), Open, Some("file"),
        "图片宽（像素）" "width of the picture in pixels";
    Height Attachment "height" Kind::Int(Unit::Count), Open, Some("file"),
        "图片高（像素）" "height of the picture in pixels";
    ShortSide Attachment "short_side" Kind::Int(Unit::Count), Open, Some("file"),
        "图片短边（像素）" "shorter side of the picture in pixels";
    Pixels Attachment "pixels" Kind::Int(Unit::Count), Open, Some("file"),
        "图片像素数" "pixels of the picture";
    Marking Attachment "marking" Kind::Enum(MARKINGS), Open, Some("file"),
        "图片上的内容" "what is seen on the picture";
    Hue Attachment "hue" Kind::Enum(HUES), Open, Some("file"),
        "图片的颜色" "colours of the picture";
    TwinFile Attachment "same_file_as" Kind::Text(TextRole::Id), Open, Some("file"),
        "内容相同的另一附件" "another attachment with the same contents";
    TwinDocument Attachment "same_file_document" Kind::Text(TextRole::Id), Open, Some("file"),
        "内容相同的另一附件的材料" "document of the other attachment with the same contents";
    OtherSide Attachment "other_side" Kind::Text(TextRole::Id), Open, Some("file"),
        "另一面的文件" "file of the other side";
    OtherWidth Attachment "other_side_width" Kind::Int(Unit::Count), Open, Some("file"),
        "另一面图片宽（像素）" "width of the other side's picture in pixels";
    OtherHeight Attachment "other_side_height" Kind::Int(Unit::Count), Open, Some("file"),
        "另一面图片高（像素）" "height of the other side's picture in pixels";
    ShapeDifference Attachment "shape_difference" Kind::Int(Unit::Percent), Open, Some("file"),
        "与另一面长宽比的差别" "difference of shape from the other side";
    SignedDaysAgo Attachment "signed_days_ago" Kind::Int(Unit::Days), Open, Some("signed_on"),
        "签署至提交的天数" "days from the signature to submission";
    SignedWorkingDaysAgo Attachment "signed_working_days_ago" Kind::Int(Unit::WorkingDays), Open, Some("signed_on"),
        "签署至提交的工作日数" "working days from the signature to submission";
    SignedMonthsAgo Attachment "signed_months_ago" Kind::Int(Unit::Months), Open, Some("signed_on"),
        "签署距提交的月数（不满一月算一月）" "calendar months from signature to submission, one that has begun as a whole one";
    SignedMonthsAfterReview Attachment "signed_months_after_review" Kind::Int(Unit::Months), Open, Some("signed_on"),
        "签署距审核最晚结束的月数（不满一月算一月）" "calendar months from signature to the last day of the review, one that has begun as a whole one";
    MediumAccepted Attachment "medium_accepted" Kind::Bool, Open, Some("medium"),
        "形式被接受" "papers made so are accepted";
    MediumAdvised Attachment "medium_advised" Kind::Bool, Open, Some("medium"),
        "形式符合建议" "papers made so are advised";

    // What is asked of an attachment: firmly, and what may be turned back besides.
    AskedFormats Attachment "asked.formats" Kind::Set(FILE_FORMATS), Open, Some("file"),
        "接受的格式" "formats that are accepted";
    AskedMinBytes Attachment "asked.min_bytes" Kind::Int(Unit::Bytes), Open, Some("file"),
        "最小的文件" "smallest file that is accepted";
    AskedMaxBytes Attachment "asked.max_bytes" Kind::Int(Unit::Bytes), Open, Some("file"),
        "最大的文件" "largest file that is accepted";
    AskedColour Attachment "asked.colour" Kind::Bool, Open, Some("file"),
        "要求彩色" "colour is asked for";
    AskedOriginal Attachment "asked.original" Kind::Bool, Open, Some("medium"),
        "要求原件" "the original is asked for";
    AskedMedia Attachment "asked.media" Kind::Set(MEDIA), Open, Some("medium"),
        "接受的形式" "how it may have been made";
    AskedDays Attachment "asked.signed_within_days" Kind::Int(Unit::Days), Open, Some("signed_on"),
        "签署后最多天数" "days that the signature may be old";
    AskedWorkingDays Attachment "asked.signed_within_working_days" Kind::Int(Unit::WorkingDays), Open, Some("signed_on"),
        "签署后最多工作日数" "working days that the signature may be old";
    AskedMonths Attachment "asked.signed_within_months" Kind::Int(Unit::Months), Open, Some("signed_on"),
        "签署后最多几个月" "calendar months that the signature may be old";
    AdvisedFormats Attachment "advised.formats" Kind::Set(FILE_FORMATS), Open, Some("file"),
        "建议的格式" "formats that are advised";
    AdvisedMinBytes Attachment "advised.min_bytes" Kind::Int(Unit::Bytes), Open, Some("file"),
        "建议的最小文件" "smallest file that is advised";
    AdvisedMaxBytes Attachment "advised.max_bytes" Kind::Int(Unit::Bytes), Open, Some("file"),
        "建议的最大文件" "largest file that is advised";
    AdvisedColour Attachment "advised.colour" Kind::Bool, Open, Some("file"),
        "建议彩色" "colour is advised";
    AdvisedMedia Attachment "advised.media" Kind::Set(MEDIA), Open, Some("medium"),
        "建议的形式" "how it is advised to be made";
    AdvisedDays Attachment "advised.signed_within_days" Kind::Int(Unit::Days), Open, Some("signed_on"),
        "建议签署后最多天数" "days that the signature is advised to be old at most";
    AdvisedWorkingDays Attachment "advised.signed_within_working_days" Kind::Int(Unit::WorkingDays), Open, Some("signed_on"),
        "建议签署后最多工作日数" "working days that the signature is advised to be old at most";
    AdvisedMonths Attachment "advised.signed_within_months" Kind::Int(Unit::Months), Open, Some("signed_on"),
        "建议签署后最多几个月" "calendar months that the signature is advised to be old at most";
}

impl DerivedId {
    /// The declaration.
    pub fn declaration(self) -> Option<&'static Derived> {
        DERIVED.get(self as usize)
    }

    /// Whether it is told of what is on record as well: a person's or a service's own record tells it,
    /// the filing's province and the day of submission. What compares records, or is of the filing as
    /// a whole, looks at what is filed now.
    pub const fn is_of_record(self) -> bool {
        use DerivedId as Id;
        matches!(
            self,
            Id::Age
                | Id::Origin
                | Id::IsLocal
                | Id::HasPermit
                | Id::PermitIsLocal
                | Id::PermitDaysLeft
                | Id::CertificateDaysLeft
                | Id::CertificateMonthsLeft
                | Id::NumberState
                | Id::NumberProblem
                | Id::MobileState
                | Id::MobileProblem
                | Id::EmergencyState
                | Id::EmergencyProblem
                | Id::LandlineState
                | Id::LandlineProblem
                | Id::EmailState
                | Id::EmailProblem
                | Id::MobileIsLocal
                | Id::LandlineIsMobile
                | Id::IsWoman
                | Id::DomainCount
                | Id::ServiceNumberState
                | Id::ServiceNumberProblem
                | Id::ServiceNumberKind
        )
    }

    /// Whether it is told from the day of submission. All of these go one way as that day gets
    /// later: a number or day only up or only down, a state from one to another and not back.
    pub const fn follows_day(self) -> bool {
        use DerivedId as Id;
        matches!(
            self,
            Id::AsOf
                | Id::SubjectCertificateDaysLeft
                | Id::SubjectCertificateMonthsLeft
                | Id::SubjectNumberState
                | Id::SubjectNumberProblem
                | Id::Age
                | Id::PermitDaysLeft
                | Id::CertificateDaysLeft
                | Id::CertificateMonthsLeft
                | Id::NumberState
                | Id::NumberProblem
                | Id::DaysToExpiry
                | Id::MonthsToExpiry
                | Id::WorkingDaysVerified
                | Id::DaysVerified
                | Id::WorkingDaysTransferred
                | Id::ReviewEnds
                | Id::ExpiryAfterReview
                | Id::SubjectCertificateAfterReview
                | Id::CertificateAfterReview
                | Id::PermitAfterReview
                | Id::ApprovalAfterReview
                | Id::ApprovalBeforeReview
                | Id::SignedDaysAgo
                | Id::SignedWorkingDaysAgo
                | Id::SignedMonthsAgo
                | Id::SignedMonthsAfterReview
        )
    }
}

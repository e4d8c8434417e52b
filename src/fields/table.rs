//! Every field of the draft, declared once: key, type, privacy, names and the question that asks
//! for it. The draft reader, the rules' type check, the JSON Schema, the masking, the interview and
//! the spreadsheet headers come from here. Source: the draft format, and the filing systems' names.

use super::choices::{
    APPROVALS, CONTENTS, FILING_KINDS, MEDIA, PERSON_CERTIFICATES, PROVIDERS, REGISTRANT_ROLES,
    SERVICE_KINDS, SIDES, SUBJECT_CERTIFICATES, SUBJECT_KINDS, SYSTEMS,
};
use super::kind::{Kind, Privacy, TextRole, Unit};
use crate::text::Text;

/// The records that a draft is made of; a record is one flat row of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordKind {
    /// The filing as a whole: `filing`, `subject`, `access`.
    Order,
    /// `legal_representative`, `principal`, `services[i].principal`.
    Person,
    /// `services[i]`.
    Service,
    /// `services[i].domains[j]`.
    Domain,
    /// `services[i].platforms[j]`.
    Platform,
    /// `services[i].pre_approvals[j]`.
    PreApproval,
    /// `attachments[i]`.
    Attachment,
    /// `allow[i]`.
    Allow,
}

/// Whether a value must be there, and whether it may be said to be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it the draft is unreadable.
    Required,
    /// May be absent (not known yet), but is never "none".
    Firm,
    /// May be absent or `"none"`.
    Loose,
}

/// One field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// The record it belongs to.
    pub record: RecordKind,
    /// Its key within the record, dotted through nested tables.
    pub key: &'static str,
    /// Its type.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: Need,
    /// How private it is.
    pub privacy: Privacy,
    /// What it is called.
    pub label: Text,
    /// The question that asks for it.
    pub ask: Text,
}

macro_rules! record {
    ($(#[$doc:meta])* $record:ident $table:ident $name:ident {
        $($variant:ident $key:literal $kind:expr, $need:ident $privacy:ident,
          $zh:literal $en:literal, $ask_zh:literal $ask_en:literal;)*
    }) => {
        $(#[$doc])*
        #[allow(missing_docs, reason = "each is described by its label in the table")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum $name { $($variant),* }

        $(#[$doc])*
        pub const $table: &[Field] = &[$(Field {
            record: RecordKind::$record,
            key: $key,
            kind: $kind,
            need: Need::$need,
            privacy: Privacy::$privacy,
            label: Text::fixed($zh, $en),
            ask: Text::fixed($ask_zh, $ask_en),
        }),*];
    };
}

const FREE: Kind = Kind::Text(TextRole::Free);
const NAME: Kind = Kind::Text(TextRole::Name);
const PHONE: Kind = Kind::Text(TextRole::Phone);
const EMAIL: Kind = Kind::Text(TextRole::Email);
const NUMBER: Kind = Kind::Text(TextRole::Number);
const ID: Kind = Kind::Text(TextRole::Id);

record! {
    /// The fields of the filing as a whole.
    Order ORDER_FIELDS OrderField {
        FilingKind "filing.kind" Kind::Enum(FILING_KINDS), Required Open,
            "备案类型" "kind of filing", "要办哪一种备案？" "Which kind of filing is it?";
        FilingProvince "filing.province" Kind::Province, Required Open,
            "备案省份" "province", "在哪个省备案？" "In which province do you file?";
        FilingProvider "filing.provider" Kind::Enum(PROVIDERS), Firm Open,
            "接入商" "hosting provider", "通过哪个接入商备案？" "Through which hosting provider do you file?";
        FilingNumber "filing.number" NUMBER, Loose Open,
            "主体备案号" "filing number", "主体备案号是多少（如 晋ICP备2021000001号）？" "What is the subject's filing number?";
        SubmitOn "filing.submit_on" Kind::Day, Loose Open,
            "提交日期" "day of submission", "打算哪天提交？" "On which day will you submit?";
        SubjectKind "subject.kind" Kind::Enum(SUBJECT_KINDS), Firm Open,
            "主办单位性质" "kind of subject", "主办单位是什么性质？" "What kind of subject is it?";
        SubjectKindDetail "subject.kind_detail" FREE, Loose Open,
            "单位性质说明" "kind in detail", "是什么样的单位？" "What kind of unit exactly?";
        SubjectName "subject.name" NAME, Firm Open,
            "主办单位名称" "name of the subject", "主办单位（或个人）的名称，按证件填写？" "What is the subject's name, as on the certificate?";
        SubjectCertificate "subject.certificate" Kind::Table, Loose Open,
            "主体证件" "subject's certificate", "主体用什么证件？" "Which certificate has the subject?";
        SubjectCertificateType "subject.certificate.type" Kind::Enum(SUBJECT_CERTIFICATES), Firm Open,
            "主体证件类型" "type of the subject's certificate", "主体证件是哪一种？" "Of which type is the subject's certificate?";
        SubjectCertificateNumber "subject.certificate.number" NUMBER, Loose SubjectNumber,
            "主体证件号码" "number of the subject's certificate", "主体证件号码是多少？" "What is the number of the subject's certificate?";
        SubjectCertificateFrom "subject.certificate.valid_from" Kind::Day, Loose Open,
            "主体证件起始日期" "start of the certificate's validity", "主体证件从哪天起有效？" "From which day is the subject's certificate valid?";
        SubjectCertificateUntil "subject.certificate.valid_until" Kind::DayOrLongTerm, Loose Open,
            "主体证件有效期至" "end of the certificate's validity", "主体证件有效期到哪天（或长期）？" "Until when is the subject's certificate valid?";
        SubjectCertificateProvince "subject.certificate.province" Kind::Province, Loose Open,
            "主体证件住所所在省" "province of the certificate's address", "主体证件上的住所在哪个省？" "In which province is the address on the subject's certificate?";
        SubjectCertificateCity "subject.certificate.city" Kind::City, Loose Open,
            "主体证件住所所在市" "city of the certificate's address", "主体证件上的住所在哪个市？" "In which city is the address on the subject's certificate?";
        SubjectCertificateAddress "subject.certificate.address" FREE, Loose SubjectAddress,
            "主体证件住所" "address on the certificate", "主体证件上的住所怎么写？" "What is the address on the subject's certificate?";
        SubjectAddress "subject.address" Kind::Table, Loose Open,
            "通信地址" "address", "通信地址在哪里？" "At which address can the subject be reached?";
        SubjectAddressProvince "subject.address.province" Kind::Province, Loose Open,
            "通信地址所在省" "province of the address", "通信地址在哪个省？" "In which province can the subject be reached?";
        SubjectAddressCity "subject.address.city" Kind::City, Loose Open,
            "通信地址所在市" "city of the address", "通信地址在哪个市？" "In which city can the subject be reached?";
        SubjectAddressDetail "subject.address.detail" FREE, Loose SubjectAddress,
            "详细通信地址" "address in detail", "详细通信地址（写到门牌号）？" "What is the address, to the door number?";
        BusinessScope "subject.business_scope" FREE, Loose FreeText,
            "经营范围" "business scope", "执照上的经营范围怎么写？" "What is the business scope on the licence?";
        SubjectRemark "subject.remark" FREE, Loose FreeText,
            "主体备注" "remark on the subject", "主体备注写什么？" "What is the remark on the subject?";
        Superior "subject.superior" FREE, Loose FreeText,
            "投资者或上级主管单位" "investor or superior unit", "投资者或上级主管单位是谁？" "Who is the investor or superior unit?";
        HasSeal "subject.has_seal" Kind::Bool, Firm Open,
            "有公章" "has an official seal", "有公章吗？" "Is there an official seal?";
        HasTradeName "subject.has_trade_name" Kind::Bool, Firm Open,
            "有字号" "has a trade name", "执照上有字号吗？" "Is there a trade name on the licence?";
        Abnormal "subject.abnormal" Kind::Bool, Firm Open,
            "列入经营异常名录" "on the list of abnormal operation", "是否列入经营异常名录？" "Is it on the list of abnormal operation?";
        OnRecord "subject.on_record" Kind::Table, Loose Open,
            "已备案情况" "what is on record", "名下已有备案吗？" "Is anything on record already?";
        OnRecordServices "subject.on_record.services" Kind::Int(Unit::Count), Loose Open,
            "已备案的服务数" "services on record", "名下已备案几个网站或 App？" "How many services are on record?";
        OnRecordDomains "subject.on_record.domains" Kind::Int(Unit::Count), Loose Open,
            "已备案的域名数" "domains on record", "名下已备案几个域名？" "How many domains are on record?";
        SitesOpen "subject.on_record.sites_open" Kind::Bool, Firm Open,
            "已备案网站能访问" "sites on record are open", "已备案的网站都能打开吗？" "Are the sites on record open?";
        SitesShowNumber "subject.on_record.sites_show_number" Kind::Bool, Firm Open,
            "已备案网站标了备案号" "sites on record show their number", "已备案的网站都在底部标了备案号并链接工信部吗？" "Do the sites on record show their number with a link?";
        Access "access" Kind::Table, Loose Open,
            "接入资源" "hosting resource", "用什么接入资源？" "Which hosting resource is used?";
        AccessProduct "access.product" ID, Firm FreeText,
            "接入产品" "product", "买的是哪种产品？" "Which product is it?";
        AccessMonths "access.months" Kind::Int(Unit::Months), Firm Open,
            "购买月数（含续费）" "months bought, with renewals", "一共买了几个月（含续费）？" "How many months were bought, with renewals?";
        AccessMainland "access.mainland" Kind::Bool, Firm Open,
            "位于中国大陆节点" "in mainland China", "服务器在中国大陆吗？" "Is the server in mainland China?";
        AccessBandwidth "access.bandwidth" Kind::Bool, Firm Open,
            "有公网带宽" "has public bandwidth", "买了公网带宽吗？" "Is there public bandwidth?";
        AccessIps "access.ips" Kind::Texts(TextRole::Id), Firm FreeText,
            "公网 IP" "public addresses", "公网 IP 是哪些？" "Which are the public addresses?";
        AccessCodes "access.service_codes" Kind::Texts(TextRole::Id), Firm Open,
            "备案服务号或授权码" "service codes", "备案服务号（授权码）是哪些？" "Which are the service codes?";
    }
}

record! {
    /// The fields of a person.
    Person PERSON_FIELDS PersonField {
        Name "name" NAME, Firm Open,
            "姓名" "name", "姓名？" "What is the name?";
        Certificate "certificate" Kind::Table, Loose Open,
            "证件" "certificate", "用什么证件？" "Which certificate?";
        CertificateType "certificate.type" Kind::Enum(PERSON_CERTIFICATES), Firm Open,
            "证件类型" "type of certificate", "证件是哪一种？" "Of which type is the certificate?";
        CertificateNumber "certificate.number" NUMBER, Loose PersonNumber,
            "证件号码" "number of the certificate", "证件号码是多少？" "What is the number of the certificate?";
        CertificateFrom "certificate.valid_from" Kind::Day, Loose Open,
            "证件起始日期" "start of the certificate's validity", "证件从哪天起有效？" "From which day is the certificate valid?";
        CertificateUntil "certificate.valid_until" Kind::DayOrLongTerm, Loose Open,
            "证件有效期至" "end of the certificate's validity", "证件有效期到哪天（或长期）？" "Until when is the certificate valid?";
        CertificateProvince "certificate.province" Kind::Province, Loose Open,
            "证件住址所在省" "province of the certificate's address", "证件上的住址在哪个省？" "In which province is the address on the certificate?";
        CertificateCity "certificate.city" Kind::City, Loose Open,
            "证件住址所在市" "city of the certificate's address", "证件上的住址在哪个市？" "In which city is the address on the certificate?";
        CertificateAddress "certificate.address" FREE, Loose PersonAddress,
            "证件住址" "address on the certificate", "证件上的住址怎么写？" "What is the address on the certificate?";
        BirthDate "birth_date" Kind::Day, Loose Birth,
            "出生日期" "date of birth", "出生日期？" "What is the date of birth?";
        Mobile "mobile" PHONE, Loose Phone,
            "手机号码" "mobile number", "手机号码？" "What is the mobile number?";
        MobileProvince "mobile_province" Kind::Province, Loose Open,
            "手机归属地" "province of the mobile number", "手机号是哪个省的？" "To which province does the mobile number belong?";
        EmergencyPhone "emergency_phone" PHONE, Loose Phone,
            "应急联系电话" "emergency phone", "应急联系电话（别人的号码）？" "What is the emergency phone?";
        Landline "landline" PHONE, Loose Phone,
            "办公电话" "landline", "办公电话（座机）？" "What is the landline?";
        Email "email" EMAIL, Loose Email,
            "电子邮箱" "e-mail", "电子邮箱？" "What is the e-mail address?";
        ResidencePermit "residence_permit" Kind::Table, Loose Open,
            "居住证" "residence permit", "有居住证吗？" "Is there a residence permit?";
        PermitProvince "residence_permit.province" Kind::Province, Firm Open,
            "居住证所在省" "province of the residence permit", "居住证是哪个省的？" "Of which province is the residence permit?";
        PermitUntil "residence_permit.valid_until" Kind::DayOrLongTerm, Firm Open,
            "居住证有效期至" "end of the residence permit's validity", "居住证有效期到哪天？" "Until when is the residence permit valid?";
        SocialSecurityMonths "social_security_months" Kind::Int(Unit::Months), Loose Open,
            "在备案省缴纳社保的月数" "months of social security in the province", "在备案省交了几个月社保？" "For how many months was social security paid in the province?";
        Student "student" Kind::Bool, Firm Open,
            "在校学生" "is a student", "是在校学生吗？" "Is this person a student?";
        Remark "remark" FREE, Loose FreeText,
            "备注" "remark", "备注写什么？" "What is the remark?";
        IsLegalRepresentative "is_legal_representative" Kind::Bool, Firm Open,
            "主体负责人是法定代表人" "the principal is the legal representative", "主体负责人就是法定代表人吗？" "Is the principal the legal representative?";
    }
}

record! {
    /// The fields of a service.
    Service SERVICE_FIELDS ServiceField {
        Kind "kind" Kind::Enum(SERVICE_KINDS), Firm Open,
            "服务类型" "kind of service", "是网站还是 App？" "Is it a website or an app?";
        Number "number" NUMBER, Loose Open,
            "服务备案号" "service's filing number", "服务备案号是多少？" "What is the service's filing number?";
        Name "name" NAME, Firm Open,
            "服务名称" "name of the service", "网站或 App 叫什么？" "What is the service called?";
        Content "content" Kind::Set(CONTENTS), Firm Open,
            "服务内容" "content", "服务内容是哪些？" "What does the service offer?";
        Languages "languages" Kind::Texts(TextRole::Id), Firm FreeText,
            "语言类别" "languages", "用哪些语言？" "In which languages is it?";
        Involves "involves" Kind::Set(APPROVALS), Firm Open,
            "涉及前置审批的内容" "content that needs an approval", "内容涉及下列哪些须审批的领域（都不涉及就选无）？" "Which of the fields that need an approval does the content touch?";
        Remark "remark" FREE, Loose FreeText,
            "服务备注" "remark on the service", "服务备注写什么？" "What is the remark on the service?";
        Url "url" FREE, Loose Open,
            "首页网址" "home page", "首页网址？" "What is the home page's address?";
        Resolved "resolved" Kind::Bool, Firm Open,
            "域名已解析" "DNS is on", "域名解析已经打开了吗？" "Is the DNS resolution on already?";
        FiledOn "filed_on" Kind::Day, Loose Open,
            "备案日期" "day of the filing", "哪天备案成功的？" "On which day was it put on record?";
    }
}

record! {
    /// The fields of a domain.
    Domain DOMAIN_FIELDS DomainField {
        Name "name" Kind::Text(TextRole::Domain), Firm Open,
            "域名" "domain", "域名是什么？" "What is the domain?";
        Registrant "registrant" Kind::Table, Loose Open,
            "域名持有者" "registrant", "域名持有者是谁？" "Who is the registrant?";
        RegistrantName "registrant.name" NAME, Firm Open,
            "域名持有者名称" "registrant's name", "域名持有者（实名认证）的名称？" "What is the registrant's name?";
        RegistrantCertificateType "registrant.certificate_type" Kind::Enum(SUBJECT_CERTIFICATES), Loose Open,
            "域名持有者证件类型" "type of the registrant's certificate", "域名持有者用的是哪种证件？" "Of which type is the registrant's certificate?";
        RegistrantCertificateNumber "registrant.certificate_number" NUMBER, Loose PersonNumber,
            "域名持有者证件号码" "number of the registrant's certificate", "域名持有者的证件号码？" "What is the number of the registrant's certificate?";
        RegistrantRole "registrant.role" Kind::Enum(REGISTRANT_ROLES), Loose Open,
            "域名持有者身份" "registrant's role", "域名持有者是备案主体、法定代表人还是别人？" "Is the registrant the subject, the legal representative or somebody else?";
        Registrar "registrar" NAME, Loose Open,
            "域名注册商" "registrar", "域名在哪家注册商注册？" "With which registrar is the domain registered?";
        Registered "registered" Kind::Day, Loose Open,
            "域名注册日期" "day of registration", "域名哪天注册的？" "On which day was the domain registered?";
        Expires "expires" Kind::Day, Firm Open,
            "域名到期日" "day of expiry", "域名哪天到期？" "On which day does the domain expire?";
        Verified "verified" Kind::Bool, Firm Open,
            "域名已实名认证" "real-name verified", "域名实名认证通过了吗？" "Is the domain's real name verified?";
        VerifiedOn "verified_on" Kind::Day, Loose Open,
            "实名认证日期" "day of verification", "哪天通过实名认证的？" "On which day was it verified?";
        TransferredOn "transferred_on" Kind::Day, Loose Open,
            "过户日期" "day of transfer", "哪天过户的？" "On which day was the domain transferred?";
        PrivacyProtection "privacy_protection" Kind::Bool, Firm Open,
            "隐私保护" "privacy protection", "域名开了隐私保护吗？" "Is privacy protection on?";
        New "new" Kind::Bool, Firm Open,
            "本次新增" "new in this filing", "这个域名是本次新增的吗？" "Is this domain new in this filing?";
    }
}

record! {
    /// The fields of an app's platform.
    Platform PLATFORM_FIELDS PlatformField {
        Os "os" Kind::Enum(SYSTEMS), Firm Open,
            "操作系统" "operating system", "哪个操作系统？" "Which operating system?";
        Package "package" ID, Loose Open,
            "包名或 Bundle ID" "package name or bundle ID", "包名（Bundle ID）？" "What is the package name or bundle ID?";
        PublicKey "public_key" ID, Loose Open,
            "公钥" "public key", "公钥？" "What is the public key?";
        Fingerprint "fingerprint" ID, Loose Open,
            "证书指纹" "certificate fingerprint", "证书 MD5 或 SHA-1 指纹？" "What is the certificate's fingerprint?";
    }
}

record! {
    /// The fields of a pre-approval.
    PreApproval PRE_APPROVAL_FIELDS PreApprovalField {
        Kind "kind" Kind::Enum(APPROVALS), Required Open,
            "前置审批种类" "kind of approval", "哪一类前置审批？" "Which kind of approval?";
        Number "number" ID, Loose Open,
            "批准文号" "approval number", "批准文号？" "What is the approval's number?";
        Until "valid_until" Kind::DayOrLongTerm, Loose Open,
            "批准文件有效期至" "end of the approval's validity", "批准文件有效期到哪天？" "Until when is the approval valid?";
    }
}

record! {
    /// The fields of an attachment.
    Attachment ATTACHMENT_FIELDS AttachmentField {
        Document "document" ID, Required FreeText,
            "材料" "document", "是哪种材料？" "Which document is it?";
        Of "of" Kind::Text(TextRole::Path), Loose Open,
            "关于谁" "whom it concerns", "是谁的材料（如 subject、principal）？" "Whom does it concern?";
        File "file" Kind::Text(TextRole::Id), Loose FreeText,
            "文件" "file", "文件在哪里？" "Where is the file?";
        Held "held" Kind::Bool, Firm Open,
            "已备妥" "at hand", "材料已经备好了吗？" "Is the document at hand?";
        Side "side" Kind::Enum(SIDES), Loose Open,
            "哪一面" "side", "是正面还是反面？" "Which side is it?";
        SignedOn "signed_on" Kind::Day, Loose Open,
            "签署日期" "day of signature", "哪天签署的？" "On which day was it signed?";
        Medium "medium" Kind::Enum(MEDIA), Loose Open,
            "形式" "medium", "是拍照、扫描还是电子证照？" "Is it a photo, a scan or an electronic certificate?";
    }
}

record! {
    /// The fields of an allowance: which finding the user accepts, and why. No rule sees them.
    Allow ALLOW_FIELDS AllowField {
        Rule "rule" ID, Required FreeText,
            "允许的规则" "allowed rule", "允许哪条规则？" "Which rule is allowed to fail?";
        Path "path" ID, Required FreeText,
            "允许的位置" "allowed place", "在哪个字段（--format json 里的 path，如 services[0].domains[0].expires）？" "At which field (its path in --format json, such as services[0].domains[0].expires)?";
        Reason "reason" FREE, Required FreeText,
            "允许的理由" "reason for allowing it", "为什么可以？" "Why is it acceptable?";
        Until "until" Kind::Day, Loose Open,
            "允许到哪天" "allowed until", "允许到哪天（含当天）？" "Until which day, that day included?";
    }
}

impl RecordKind {
    /// The record's fields, in slot order.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            RecordKind::Order => ORDER_FIELDS,
            RecordKind::Person => PERSON_FIELDS,
            RecordKind::Service => SERVICE_FIELDS,
            RecordKind::Domain => DOMAIN_FIELDS,
            RecordKind::Platform => PLATFORM_FIELDS,
            RecordKind::PreApproval => PRE_APPROVAL_FIELDS,
            RecordKind::Attachment => ATTACHMENT_FIELDS,
            RecordKind::Allow => ALLOW_FIELDS,
        }
    }

    /// The most fields that a record has.
    pub const MOST_FIELDS: usize = {
        let mut most = 0;
        let mut tables: &[&[Field]] = &[
            ORDER_FIELDS,
            PERSON_FIELDS,
            SERVICE_FIELDS,
            DOMAIN_FIELDS,
            PLATFORM_FIELDS,
            PRE_APPROVAL_FIELDS,
            ATTACHMENT_FIELDS,
            ALLOW_FIELDS,
        ];
        while let [table, rest @ ..] = tables {
            if table.len() > most {
                most = table.len();
            }
            tables = rest;
        }
        most
    };

    /// A field by its slot.
    pub fn field(self, slot: usize) -> Option<&'static Field> {
        self.fields().get(slot)
    }

    /// A field's slot by its key.
    pub fn slot(self, key: &str) -> Option<usize> {
        self.fields().iter().position(|field| field.key == key)
    }
}

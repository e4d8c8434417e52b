//! A draft as people write it. All persons and numbers are made up.

use beian::draft::{Draft, List, Slot};
use beian::fields::{
    AttachmentField, DomainField, OrderField, PersonField, PreApprovalField, ServiceField,
};
use chrono::NaiveDate;

use super::read_toml;

pub const ENTERPRISE: &str = r#"format = 1

[meta]
id = "示例-1"
anything = { of = ["the", "user's", 0.5] }

[filing]
kind = "first"
province = "shanxi"
provider = "aliyun"

[subject]
kind = "enterprise"
name = "太原示例网络科技有限公司"
has_seal = true
on_record = "none"

[subject.certificate]
type = "business-license"
number = "91140100MA0EXAMP12"
valid_until = "long-term"
province = "山西"
city = "140100"

[principal]
name = " 张示例 "
is_legal_representative = true
mobile = "13800000001"
emergency_phone = "none"
residence_permit = "none"

[principal.certificate]
type = "id-card"
number = "140105199003070012"
valid_until = 2035-06-30

[access]
months = 12
ips = ["203.0.113.10"]
service_codes = []

[[services]]
content = ["organization-site", "blog", "blog"]
involves = []
pre_approvals = ["news", { kind = "games", number = "示例文号" }]

[[services.domains]]
name = "example-tech.cn"
expires = "2028-03-01"

[services.domains.registrant]
name = "太原示例网络科技有限公司"

[[attachments]]
document = "business-license"
held = true
"#;

fn order<'d>(draft: &'d Draft<'_>, field: OrderField) -> &'d Slot<'d> {
    draft.order.slot(field as usize)
}

#[test]
fn an_enterprise_is_read() {
    let reading = read_toml(ENTERPRISE);
    assert_eq!(reading.faults, []);
    let draft = reading.draft;
    assert_eq!(draft.id.as_deref(), Some("示例-1"));
    assert_eq!(order(&draft, OrderField::FilingKind), &Slot::Code(0));
    assert_eq!(
        order(&draft, OrderField::FilingProvince),
        &Slot::Division(140_000)
    );
    assert_eq!(order(&draft, OrderField::SubjectKind), &Slot::Code(1));
    assert_eq!(order(&draft, OrderField::OnRecord), &Slot::None);
    assert_eq!(order(&draft, OrderField::OnRecordDomains), &Slot::None);
    assert_eq!(order(&draft, OrderField::SitesOpen), &Slot::None);
    assert_eq!(
        order(&draft, OrderField::SubjectCertificate),
        &Slot::Present
    );
    assert_eq!(
        order(&draft, OrderField::SubjectCertificateUntil),
        &Slot::LongTerm
    );
    assert_eq!(
        order(&draft, OrderField::SubjectCertificateCity),
        &Slot::Division(140_100)
    );
    assert_eq!(order(&draft, OrderField::SubjectAddress), &Slot::Unknown);
    assert_eq!(order(&draft, OrderField::AccessMonths), &Slot::Int(12));
    assert_eq!(
        order(&draft, OrderField::AccessCodes),
        &Slot::Texts(Box::default())
    );

    let principal = draft.principal.as_ref().unwrap();
    let name = principal.text(PersonField::Name as usize).unwrap();
    assert_eq!(name.expose(), " 张示例 ");
    let slot = |field: PersonField| principal.slot(field as usize);
    assert_eq!(slot(PersonField::IsLegalRepresentative), &Slot::Bool(true));
    assert_eq!(slot(PersonField::EmergencyPhone), &Slot::None);
    assert_eq!(slot(PersonField::PermitProvince), &Slot::None);
    let until = NaiveDate::from_ymd_opt(2035, 6, 30).unwrap();
    assert_eq!(slot(PersonField::CertificateUntil), &Slot::Day(until));
    assert_eq!(draft.legal_representative, None);

    let service = draft.services.get(0).unwrap();
    let content = service.record.slot(ServiceField::Content as usize);
    assert_eq!(content, &Slot::Codes(1 << 7 | 1 << 5));
    assert_eq!(
        service.record.slot(ServiceField::Involves as usize),
        &Slot::Codes(0)
    );
    assert_eq!(service.platforms, List::Unknown);
    let expires = NaiveDate::from_ymd_opt(2028, 3, 1).unwrap();
    let domain = service.domains.get(0).unwrap();
    assert_eq!(
        domain.slot(DomainField::Expires as usize),
        &Slot::Day(expires)
    );
    let kind = |index| {
        let approval = service.pre_approvals.get(index).unwrap();
        approval.slot(PreApprovalField::Kind as usize).clone()
    };
    assert_eq!((kind(0), kind(1)), (Slot::Code(0), Slot::Code(7)));
    let held = draft.attachments.get(0).unwrap();
    assert_eq!(held.slot(AttachmentField::Held as usize), &Slot::Bool(true));
    assert!(draft.previous.is_none());
}

#[test]
fn what_is_on_record_needs_nothing() {
    let reading = read_toml(
        r#"
format = 1
[filing]
kind = "change"
province = "140000"
[previous]
[previous.filing]
number = "晋ICP备2021000001号"
[previous.principal]
mobile = "13800000001"
[[previous.services]]
pre_approvals = [{ number = "示例文号" }]
"#,
    );
    assert_eq!(reading.faults, []);
    let previous = reading.draft.previous.unwrap();
    assert!(
        previous
            .order
            .text(OrderField::FilingNumber as usize)
            .is_some()
    );
    assert!(previous.principal.is_some());
    assert!(previous.services.is_known());
}

#[test]
fn there_may_be_no_legal_representative() {
    let reading = read_toml(
        "format = 1\nfiling = { kind = \"first\", province = \"上海\" }\nlegal_representative = \"none\"\n",
    );
    assert_eq!(reading.faults, []);
    assert!(reading.draft.legal_representative.unwrap().is_none());
}

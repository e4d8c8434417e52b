//! Which columns a sheet of ours has, and in which order.

use std::sync::OnceLock;

use super::column::{Column, What, catalogue};
use super::write::Head;

/// The columns of the form besides those that its example fills in.
const FORM: &[&str] = &[
    "filing.number",
    "filing.submit_on",
    "subject.kind_detail",
    "subject.remark",
    "subject.on_record",
    "subject.on_record.services",
    "legal_representative.name",
    "legal_representative.certificate.type",
    "legal_representative.certificate.number",
    "legal_representative.certificate.valid_until",
    "legal_representative.mobile",
    "principal.certificate.type",
    "principal.certificate.city",
    "principal.certificate.address",
    "principal.birth_date",
    "principal.mobile",
    "principal.emergency_phone",
    "principal.landline",
    "principal.email",
    "principal.residence_permit",
    "principal.residence_permit.province",
    "principal.residence_permit.valid_until",
    "principal.social_security_months",
    "principal.remark",
    "services[].kind",
    "services[].number",
    "services[].name",
    "services[].content",
    "services[].languages",
    "services[].involves",
    "services[].url",
    "services[].resolved",
    "services[].remark",
    "services[].principal.name",
    "services[].principal.certificate.type",
    "services[].principal.certificate.number",
    "services[].principal.certificate.valid_until",
    "services[].principal.certificate.province",
    "services[].principal.mobile",
    "services[].principal.emergency_phone",
    "services[].principal.email",
    "services[].domains[].name",
    "services[].domains[].registrar",
    "services[].domains[].registrant.name",
    "services[].domains[].registrant.certificate_type",
    "services[].domains[].registrant.certificate_number",
    "services[].domains[].registrant.role",
    "services[].domains[].registered",
    "services[].domains[].expires",
    "services[].domains[].verified",
    "services[].domains[].verified_on",
    "services[].domains[].transferred_on",
    "services[].domains[].privacy_protection",
    "services[].platforms[].os",
    "services[].platforms[].package",
    "services[].platforms[].public_key",
    "services[].platforms[].fingerprint",
    "services[].pre_approvals[].kind",
    "services[].pre_approvals[].number",
    "services[].pre_approvals[].valid_until",
    "attachments[].document",
    "attachments[].of",
    "attachments[].held",
];

/// All columns in the order in which a sheet has them, the draft's first.
pub fn all_heads() -> &'static [Head<'static>] {
    static HEADS: OnceLock<Vec<Head<'static>>> = OnceLock::new();
    HEADS.get_or_init(|| {
        let mut columns: Vec<(usize, &Column)> = (0usize..).zip(catalogue().columns()).collect();
        // The sort is stable: within a part the vocabulary's order stays.
        columns.sort_by_key(|(_, column)| rank(column));
        let heads = columns.iter().map(|(index, _)| Head::Column(*index));
        std::iter::once(Head::Draft).chain(heads).collect()
    })
}

/// Puts columns in the order in which a sheet has them.
pub fn in_order<'t>(mut heads: Vec<Head<'t>>) -> Vec<Head<'t>> {
    let all = all_heads();
    let place = |head: &Head<'t>| all.iter().position(|known| known == head);
    heads.sort_by_key(|head| (place(head).unwrap_or(usize::MAX), *head));
    heads.dedup();
    heads
}

/// The columns of the form: those that most filings need, and those that its example fills in.
pub(super) fn form_heads(example: &[Head<'static>]) -> Vec<Head<'static>> {
    let wanted = |head: &&Head<'static>| {
        let path = head.column().map(|column| column.path.as_str());
        **head == Head::Draft
            || example.contains(head)
            || path.is_some_and(|path| FORM.contains(&path))
    };
    all_heads().iter().filter(wanted).copied().collect()
}

/// The part of a draft that a column belongs to, as a sheet orders them.
fn rank(column: &Column) -> (usize, bool) {
    const PARTS: &[&str] = &[
        "filing",
        "subject",
        "legal_representative",
        "principal",
        "access",
        "services[]",
        "services[].principal",
        "services[].domains[]",
        "services[].platforms[]",
        "services[].pre_approvals[]",
        "attachments[]",
        "allow[]",
        "previous",
        "meta",
        "format",
    ];
    let part = PARTS.iter().rposition(|part| {
        column
            .path
            .strip_prefix(part)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    });
    // Which element it is stands before what it is.
    (
        part.unwrap_or(usize::MAX),
        !matches!(column.what, What::Number),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_its_part_and_stands_there_once() {
        for column in catalogue().columns() {
            assert!(rank(column).0 < usize::MAX, "{}", column.path);
        }
        assert_eq!(all_heads().len(), catalogue().columns().len() + 1);
        for path in FORM {
            assert!(catalogue().of_path(path).is_some(), "{path}");
        }
    }
}

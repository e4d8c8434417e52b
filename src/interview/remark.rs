//! What a number tells the one who typed it.

use super::machine::Interview;
use crate::draft::{Item, Path, Slot};
use crate::fields::{OrderField, PersonField, RecordKind};
use crate::identifiers::check_id_card;
use crate::text::Text;

impl Interview<'_> {
    /// What a number tells, for the one who typed it.
    pub(super) fn remark(&self, path: Path) -> Option<Text> {
        let Item::Field(slot) = path.item else {
            return None;
        };
        let slot = usize::from(slot);
        let (number, kind) = match path.place.kind() {
            RecordKind::Order => (
                OrderField::SubjectCertificateNumber as usize,
                OrderField::SubjectCertificateType as usize,
            ),
            RecordKind::Person => (
                PersonField::CertificateNumber as usize,
                PersonField::CertificateType as usize,
            ),
            _ => return None,
        };
        let record = self.draft.record(path.place)?;
        let is_card = match record.slot(kind) {
            Slot::Code(code) => matches!(
                crate::fields::choices::SUBJECT_CERTIFICATES
                    .get(usize::from(*code))
                    .map(|choice| choice.id),
                Some("id-card" | "temporary-id-card")
            ),
            _ => false,
        };
        if slot != number || !is_card {
            return None;
        }
        let day = self.bench.day(&self.draft);
        let check = check_id_card(record.text(number)?.expose(), day);
        let card = check.value()?;
        let years = day.years_since(card.birth)?;
        let (zh, en) = if card.male {
            ("男", "male")
        } else {
            ("女", "female")
        };
        Some(Text::new(
            format!("校验通过；{years} 岁，{zh}"),
            format!("the check digit is right; {years} years old, {en}"),
        ))
    }
}

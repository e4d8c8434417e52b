//! The words of questions about fields: what is asked, and how an answer may be written.

use super::survey::{Bench, is_personal};
use crate::draft::{Draft, Node, Path, Place, Slot};
use crate::fields::{Field, Kind, OrderField, PersonField, RecordKind, Unit};
use crate::identifiers::{Division, division};
use crate::text::{Lang, Text};

impl Bench<'_> {
    /// The question's words. Of one person in a personal filing nobody need be told whose.
    pub(super) fn words_of(&self, place: Place, field: &Field, draft: &Draft<'_>) -> String {
        let personal = is_personal(draft);
        let order = |wanted: OrderField| {
            place == Place::now(Node::Order)
                && place.kind().slot(field.key) == Some(wanted as usize)
        };
        let slot = place.kind().slot(field.key);
        let permit = slot.and_then(|slot| permit_asked_for(draft, place.field(slot)));
        let text = if let Some(Division { short, en, .. }) = permit {
            Text::new(
                format!("有{short}居住证吗？"),
                format!("Is there a residence permit of {en}?"),
            )
        } else if personal && order(OrderField::SubjectName) {
            Text::fixed(
                "你的姓名（按证件）？",
                "What is your name, as on the certificate?",
            )
        } else if personal && order(OrderField::SubjectCertificateType) {
            Text::fixed("用哪种证件备案？", "Which certificate do you file with?")
        } else if personal && order(OrderField::SubjectCertificateNumber) {
            Text::fixed("证件号码是多少？", "What is the certificate's number?")
        } else if personal && order(OrderField::SubjectCertificateUntil) {
            Text::fixed(
                "证件有效期到哪天（或长期）？",
                "Until when is the certificate valid?",
            )
        } else if !personal && order(OrderField::SubjectName) {
            Text::fixed(
                "单位名称，按证件填写？",
                "What is the unit's name, as on its certificate?",
            )
        } else if personal && order(OrderField::SubjectCertificateProvince) {
            Text::fixed(
                "证件上印的住址在哪个省？",
                "In which province is the address printed on the certificate?",
            )
        } else if personal && order(OrderField::SubjectAddressProvince) {
            Text::fixed(
                "现在的通信地址在哪个省？",
                "In which province can you be reached?",
            )
        } else {
            field.ask.clone()
        };
        let words = text.get(self.lang());
        match (place.previous, self.lang()) {
            (false, _) => words.to_owned(),
            (true, Lang::Zh) => format!("现在备案的：{words}"),
            (true, Lang::En) => format!("On record now: {words}"),
        }
    }
}

/// Of which province a residence permit is asked for, where that is the question: who has it has
/// one of that province.
pub(super) fn permit_asked_for(draft: &Draft<'_>, path: Path) -> Option<&'static Division> {
    let permit = path.place.field(PersonField::ResidencePermit as usize);
    let is_asked = path.place.kind() == RecordKind::Person && path == permit;
    filing_province(draft).filter(|_| is_asked)
}

/// Where the filing is made, if that is known.
fn filing_province(draft: &Draft<'_>) -> Option<&'static Division> {
    match draft.order.slot(OrderField::FilingProvince as usize) {
        Slot::Division(code) => division(*code),
        _ => None,
    }
}

/// How an answer of a kind may be written.
pub(super) fn hint(kind: Kind) -> Option<Text> {
    Some(match kind {
        Kind::Day => Text::fixed("如 2026-11-21", "such as 2026-11-21"),
        Kind::DayOrLongTerm => {
            Text::fixed("如 2035-06-30，或 长期", "such as 2035-06-30, or long-term")
        }
        Kind::Int(Unit::Months) => Text::fixed("如 12，或 1年", "such as 12"),
        Kind::Int(_) => Text::fixed("一个整数", "a whole number"),
        Kind::City => Text::fixed(
            "写市名或拼音，如 太原、taiyuan；六位行政区划代码也行",
            "a city's name such as Taiyuan, or its six-digit division code",
        ),
        Kind::Texts(_) => Text::fixed("有几个就用空格分开", "several are separated by blanks"),
        _ => return None,
    })
}

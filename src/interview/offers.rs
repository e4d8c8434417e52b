//! Answers to choose from: those that a field has, and those that are likely enough to be chosen
//! instead of typed.

use super::likely::province_beside;
use super::question::{Entry, entry};
use super::survey::{Bench, is_personal};
use super::typical;
use super::value::Value;
use crate::draft::{Draft, Item, Node, Path, Place, Slot};
use crate::fields::choices::PERSON_CERTIFICATES;
use crate::fields::{DomainField, Field, Kind, OrderField, PersonField, Privacy, RecordKind};
use crate::identifiers::{cities_of, city, division_text, divisions, province_of, same_name};
use crate::report::Masker;
use crate::text::{Lang, Text};

/// Products of the draft format, in words; those of providers' layers go by their ids.
const PRODUCTS: &[(&str, Text)] = &[
    ("ecs", Text::fixed("云服务器", "cloud server")),
    (
        "light-server",
        Text::fixed("轻量应用服务器", "light server"),
    ),
    ("web-hosting", Text::fixed("云托管的网站", "web hosting")),
    ("virtual-host", Text::fixed("虚拟主机", "virtual host")),
];

impl Bench<'_> {
    /// Choices that fail no rule first. Of certificates of the subject, persons are offered those of
    /// persons, and units those that their kind may use.
    pub(super) fn suited(
        &self,
        draft: &Draft<'static>,
        path: Path,
        entries: Vec<Entry>,
    ) -> Vec<Entry> {
        let is_certificate = matches!(path.item, Item::Field(slot) if path
            .place
            .kind()
            .field(slot.into())
            .is_some_and(|field| field.key.ends_with("certificate.type")));
        if !is_certificate {
            return entries;
        }
        let personal = is_personal(draft);
        let of_subject = path.place == Place::now(Node::Order);
        let kind_known = matches!(
            draft.order.slot(OrderField::SubjectKind as usize),
            Slot::Code(_)
        );
        let mut entries: Vec<(usize, Entry)> = entries.into_iter().enumerate().collect();
        if of_subject && kind_known {
            // Certificates of persons are the head of the list.
            entries.retain(|(index, _)| (*index < PERSON_CERTIFICATES.len()) == personal);
        }
        let Some(judge) = self.judge(draft) else {
            return entries.into_iter().map(|(_, entry)| entry).collect();
        };
        let before = judge.outcome(draft).errors.len();
        let fails = |index: usize| {
            let mut trial = draft.clone();
            let code = u8::try_from(index).unwrap_or(u8::MAX);
            typical::put(&mut trial, path, Slot::Code(code));
            judge.outcome(&trial).errors.len() > before
        };
        let (mut failing, passing): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|(index, _)| fails(*index));
        // A person who has but a certificate that the province refuses has to be told so; a unit of
        // a kind always has one of those that suit.
        if of_subject && kind_known && !personal && !passing.is_empty() {
            failing.clear();
        }
        passing
            .into_iter()
            .chain(failing)
            .map(|(_, entry)| entry)
            .collect()
    }

    /// Answers that are likely enough to be chosen instead of typed.
    pub(super) fn offers(
        &self,
        draft: &Draft<'static>,
        place: Place,
        slot: usize,
        field: &Field,
    ) -> Vec<Entry> {
        let lang = self.lang();
        let masker = Masker {
            unmask: self.unmask(),
        };
        let mut offers: Vec<Entry> = Vec::new();
        let mut offer = |label: String, value: Value| {
            if !offers.iter().any(|known| known.value == value) {
                offers.push(entry(label, value));
            }
        };
        match (place.kind(), field.kind) {
            (RecordKind::Order, _) if slot == OrderField::AccessProduct as usize => {
                for product in self.words(draft, "access-product", "products") {
                    let gloss = PRODUCTS.iter().find(|(id, _)| *id == product);
                    let label = match gloss {
                        Some((id, text)) => format!("{} {id}", text.get(lang)),
                        None => product.clone(),
                    };
                    offer(label, Value::Text(product));
                }
            }
            (RecordKind::Domain, _) if slot == DomainField::RegistrantName as usize => {
                for (role, name, _) in parties(draft) {
                    let shown = masker.free(&name).into_owned();
                    offer(format!("{}：{shown}", role.get(lang)), Value::Text(name));
                }
            }
            (RecordKind::Domain, _)
                if slot == DomainField::RegistrantCertificateNumber as usize =>
            {
                let name = draft
                    .record(place)
                    .and_then(|record| record.text(DomainField::RegistrantName as usize));
                for (role, own, number) in parties(draft) {
                    let same = name.is_none_or(|name| same_name(name.expose(), &own));
                    if let Some((number, privacy)) = number.filter(|_| same) {
                        let shown = masker.hide(&number, privacy).into_owned();
                        offer(format!("{}：{shown}", role.get(lang)), Value::Text(number));
                    }
                }
            }
            (RecordKind::Person, _) if slot == PersonField::Name as usize => {
                for (role, name, _) in parties(draft) {
                    if role.en == "the subject" && !is_personal(draft) {
                        continue;
                    }
                    let shown = masker.free(&name).into_owned();
                    offer(format!("{}：{shown}", role.get(lang)), Value::Text(name));
                }
            }
            (_, Kind::City) => {
                let stored = draft.record(place).map(|record| record.slot(slot));
                if let Some(province) = province_beside(draft, place, slot) {
                    // A county's code is kept where the draft has one.
                    if let Some(Slot::Division(code)) = stored
                        && province_of(*code) == province
                        && city(*code).is_some_and(|city| city.code != *code)
                    {
                        let label = division_text(*code);
                        offer(label.get(lang).to_owned(), Value::Division(*code));
                    }
                    for city in cities_of(province) {
                        let label = match lang {
                            Lang::Zh => format!("{} {}", city.name, city.pinyin),
                            Lang::En => format!("{} {}", city.en(), city.name),
                        };
                        offer(label, Value::Division(city.code));
                    }
                }
            }
            _ => {}
        }
        offers
    }
}

/// The provinces; pinyin stands beside the name, so that typing it finds them.
pub(super) fn provinces(filing: bool, lang: Lang) -> Vec<Entry> {
    divisions()
        .filter(|division| !filing || division.has_administration())
        .map(|division| {
            let label = match lang {
                Lang::Zh => format!("{} {}", division.short, division.pinyin),
                Lang::En => format!("{} {}", division.en, division.short),
            };
            entry(label, Value::Division(division.code))
        })
        .collect()
}

type Party = (Text, String, Option<(String, Privacy)>);

/// Who may be somebody else too: the subject and the persons, with their numbers.
fn parties(draft: &Draft<'_>) -> Vec<Party> {
    let mut parties = Vec::new();
    let mut add = |role: Text, place: Place, name: usize, number: usize, privacy: Privacy| {
        let Some(record) = draft.record(place) else {
            return;
        };
        if let Some(name) = record.text(name) {
            let number = record
                .text(number)
                .map(|number| (number.expose().to_owned(), privacy));
            parties.push((role, name.expose().to_owned(), number));
        }
    };
    let privacy = if is_personal(draft) {
        Privacy::PersonNumber
    } else {
        Privacy::Open
    };
    add(
        Text::fixed("主体", "the subject"),
        Place::now(Node::Order),
        OrderField::SubjectName as usize,
        OrderField::SubjectCertificateNumber as usize,
        privacy,
    );
    let person = |node| Place::now(node);
    let (name, number) = (
        PersonField::Name as usize,
        PersonField::CertificateNumber as usize,
    );
    add(
        Text::fixed("主体负责人", "the principal"),
        person(Node::Principal),
        name,
        number,
        Privacy::PersonNumber,
    );
    add(
        Text::fixed("法定代表人", "the legal representative"),
        person(Node::LegalRepresentative),
        name,
        number,
        Privacy::PersonNumber,
    );
    parties
}

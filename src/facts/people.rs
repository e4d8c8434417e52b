//! Which persons of an order may be one. In an order of thousands, comparing each with each would take
//! minutes, so there they are looked up by what makes two places one person: a name or a number.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::fact::Fact;
use super::repeated::FEW;
use super::view::Facts;
use crate::draft::{Place, Position};
use crate::fields::PersonField;
use crate::identifiers::{fold_identifier, name_form};

/// The persons of an order, by their names and their certificates' numbers in the forms in which they
/// are compared.
pub(super) struct People {
    names: HashMap<String, Vec<Position>>,
    numbers: HashMap<String, Vec<Position>>,
}

impl People {
    fn of(facts: &Facts<'_>) -> Self {
        let mut own = Self {
            names: HashMap::new(),
            numbers: HashMap::new(),
        };
        for (index, place) in (0u16..).zip(facts.persons()) {
            let (name, number) = forms(facts, *place);
            if let Some(name) = name {
                own.names.entry(name).or_default().push(index);
            }
            if let Some(number) = number {
                own.numbers.entry(number).or_default().push(index);
            }
        }
        own
    }
}

/// What a person may be known by.
fn forms(facts: &Facts<'_>, place: Place) -> (Option<String>, Option<String>) {
    let text = |field: PersonField| match facts.peek(place, field as usize) {
        Fact::Text(text) => Some(text),
        _ => None,
    };
    let number = text(PersonField::CertificateNumber).map(fold_identifier);
    (
        text(PersonField::Name).map(name_form),
        number.map(Cow::into_owned),
    )
}

impl Facts<'_> {
    /// Persons of the filing among whom are all that are one with the person at a place, in the order
    /// of [`Facts::persons`]: all of them where they are few.
    pub fn persons_like(&self, place: Place) -> Cow<'_, [Place]> {
        let all = self.persons();
        if all.len() <= usize::from(FEW) {
            return Cow::Borrowed(all);
        }
        let people = self.known.people.get_or_init(|| People::of(self));
        let place = self.person_of(place);
        let (name, number) = forms(self, place);
        let named = name.and_then(|name| people.names.get(&name));
        let numbered = number.and_then(|number| people.numbers.get(&number));
        let like = named.into_iter().chain(numbered).flatten().copied();
        let mut like: Vec<Position> = like.collect();
        like.sort_unstable();
        like.dedup();
        let like = like.iter().filter_map(|at| all.get(usize::from(*at)));
        Cow::Owned(like.copied().collect())
    }
}

// What it holds is personal.
impl fmt::Debug for People {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("People")
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use crate::calendar::Calendar;
    use crate::draft::{Node, Overrides, Place, read_json};
    use crate::facts::Facts;

    /// Persons of whom some are one by name, some by number, and some of neither.
    fn principal(at: usize) -> serde_json::Value {
        let names = ["张示例", "Ｅxample", "李 示例", "李示例", "example"];
        let kinds = ["passport", "hk-macao-permit"];
        let spread = if at.is_multiple_of(3) { at } else { 0 };
        let number = ["E10000000", "e１0000000", "E10000001", "H10000000"][at % 4];
        let mut own = serde_json::json!({
            "name": format!("{}{spread}", names[at % 5]),
            "certificate": { "type": kinds[(at / 7) % 2], "number": number },
        });
        if at % 11 == 10 {
            own.as_object_mut().unwrap().remove("certificate");
        }
        if at % 13 == 12 {
            own.as_object_mut().unwrap().remove("name");
        }
        own
    }

    #[test]
    fn who_is_one_with_a_person_is_among_those_like_them() {
        let services = |count| -> serde_json::Value {
            let one = |at| serde_json::json!({ "principal": principal(at), "domains": [] });
            (0..count).map(one).collect()
        };
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let calendar = Calendar::default();
        for (kind, count) in [("enterprise", 5), ("enterprise", 90), ("personal", 90)] {
            let text = serde_json::json!({
                "format": 1,
                "filing": { "kind": "first", "province": "140000" },
                "subject": { "kind": kind },
                "principal": principal(2),
                "legal_representative": principal(4),
                "services": services(count),
            })
            .to_string();
            let draft = read_json(&text, &Overrides::default()).unwrap();
            let facts = Facts::new(&draft, day, &calendar);
            let (mut ones, mut fewest) = (0, usize::MAX);
            let absent = Place::now(Node::ServicePrincipal(9999));
            for one in facts.persons().iter().chain([&absent]) {
                let like = facts.persons_like(*one);
                fewest = fewest.min(like.len());
                let mut same = facts
                    .persons()
                    .iter()
                    .filter(|other| facts.is_same_owner(**other, *one));
                assert!(same.all(|other| like.contains(other)), "{one:?}");
                ones += like
                    .iter()
                    .filter(|other| facts.is_same_owner(**other, *one))
                    .count();
                assert!(like.is_sorted_by_key(|place| {
                    facts.persons().iter().position(|own| own == place)
                }));
            }
            let all = facts.persons().len();
            assert!(ones > all && ones < all * all, "{ones}");
            assert_eq!(fewest < all, count > 16, "all but a few are left out");
        }
    }
}

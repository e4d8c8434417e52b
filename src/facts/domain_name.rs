//! Facts of a domain's name: its form, its suffix, and what of it is registered. The parts are
//! given as they are written in the draft.

use super::check::{Checked, State};
use super::fact::Fact;
use super::view::Facts;
use crate::draft::Place;
use crate::fields::DomainField;
use crate::identifiers::{Check, Domain, check_domain};

/// What the check of a name told.
#[derive(Debug, Clone, Copy)]
pub(super) struct NameCheck {
    checked: Checked,
    /// Labels of the public suffix; 0 where the name is malformed.
    suffix_labels: usize,
    has_registrable: bool,
    is_registrable: bool,
}

/// The form of the name.
pub(super) fn check(facts: &Facts<'_>, place: Place) -> Checked {
    examine(facts, place).checked
}

fn examine(facts: &Facts<'_>, place: Place) -> NameCheck {
    facts.once(&facts.known.name, place, || examined(facts, place))
}

fn examined(facts: &Facts<'_>, place: Place) -> NameCheck {
    let name = facts.field(place, DomainField::Name as usize);
    let mut examined = NameCheck {
        checked: Checked::Open(!matches!(name, Fact::Withheld)),
        suffix_labels: 0,
        has_registrable: false,
        is_registrable: false,
    };
    examined.checked = match name {
        Fact::Text(text) => match check_domain(text) {
            Check::Ok(domain) => {
                examined.take(&domain);
                Checked::Value(State::Ok, None)
            }
            Check::Doubtful(domain, problem) => {
                examined.take(&domain);
                Checked::Value(State::Doubtful, Some(problem))
            }
            Check::Malformed(problem) => Checked::Value(State::Malformed, Some(problem)),
        },
        Fact::None => Checked::Nothing,
        _ => examined.checked,
    };
    examined
}

impl NameCheck {
    fn take(&mut self, domain: &Domain<'_>) {
        let dots = domain.suffix().bytes().filter(|byte| *byte == b'.');
        self.suffix_labels = dots.count().saturating_add(1);
        let registrable = domain.registrable();
        self.has_registrable = registrable.is_some();
        self.is_registrable = registrable == Some(&domain.ascii);
    }
}

/// The public suffix.
pub(super) fn suffix<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    part(facts, place, |name, examined| {
        last_labels(name, examined.suffix_labels)
    })
}

/// The suffix with one more label; none where the name is a public suffix.
pub(super) fn registrable<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    part(facts, place, registrable_part)
}

/// The label before the suffix; none where the name is a public suffix.
pub(super) fn prefix<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    part(facts, place, |name, examined| {
        registrable_part(name, examined)?.split(is_dot).next()
    })
}

/// Whether the name is the registrable domain, nothing in front.
pub(super) fn is_registrable(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    match usable(facts, place) {
        Ok(examined) => Fact::Bool(examined.is_registrable),
        Err(open) => open,
    }
}

/// How many levels the name has: `example.com` has two.
pub(super) fn levels(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    if let Err(open) = usable(facts, place) {
        return open;
    }
    match facts.field(place, DomainField::Name as usize) {
        Fact::Text(name) => {
            let labels = name.trim().split(is_dot).count();
            Fact::Int(i64::try_from(labels).unwrap_or(i64::MAX))
        }
        _ => Fact::Unknown,
    }
}

/// What is known of a well-formed name; what a malformed one tells is withheld.
fn usable(facts: &Facts<'_>, place: Place) -> Result<NameCheck, Fact<'static>> {
    let examined = examine(facts, place);
    match examined.checked {
        Checked::Value(State::Malformed, _) | Checked::Open(false) => Err(Fact::Withheld),
        Checked::Value(..) => Ok(examined),
        Checked::Open(true) => Err(Fact::Unknown),
        Checked::Nothing => Err(Fact::None),
    }
}

fn part<'d>(
    facts: &Facts<'d>,
    place: Place,
    take: impl FnOnce(&'d str, NameCheck) -> Option<&'d str>,
) -> Fact<'d> {
    let examined = match usable(facts, place) {
        Ok(examined) => examined,
        Err(open) => return open,
    };
    match facts.field(place, DomainField::Name as usize) {
        Fact::Text(name) => take(name.trim(), examined).map_or(Fact::None, Fact::Text),
        other => other,
    }
}

fn registrable_part(name: &str, examined: NameCheck) -> Option<&str> {
    if !examined.has_registrable {
        return None;
    }
    last_labels(name, examined.suffix_labels.saturating_add(1))
}

/// The last labels of a name, as they are written.
fn last_labels(name: &str, count: usize) -> Option<&str> {
    let before = name
        .char_indices()
        .rev()
        .filter(|(_, c)| is_dot(*c))
        .nth(count.checked_sub(1)?);
    match before {
        None => Some(name),
        Some((index, dot)) => name.get(index.saturating_add(dot.len_utf8())..),
    }
}

fn is_dot(c: char) -> bool {
    matches!(c, '.' | '。' | '．' | '｡')
}

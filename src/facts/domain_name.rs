//! Facts of a domain's name: its form, its suffix, and what of it is registered. The parts are
//! given as they are written in the draft.

use super::check::Checked;
use super::fact::Fact;
use super::view::Facts;
use crate::draft::Place;
use crate::fields::DomainField;
use crate::identifiers::{Domain, check_domain};

/// What the check of a name told.
#[derive(Debug, Clone, Copy)]
pub(super) struct NameCheck {
    checked: Checked,
    /// Where its parts stand in a well-formed name.
    parts: Option<Parts>,
}

/// Where parts of a name stand in it, as bytes of the text of the draft.
#[derive(Debug, Clone, Copy)]
struct Parts {
    suffix: usize,
    /// None where the name is a public suffix.
    registrable: Option<usize>,
    /// Where the name ends.
    end: usize,
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
    let mut parts = None;
    let checked = Checked::of(name, |text| {
        check_domain(text).map(|domain| parts = Some(Parts::of(text, &domain)))
    });
    NameCheck { checked, parts }
}

impl Parts {
    fn of(text: &str, domain: &Domain<'_>) -> Self {
        let ascii: &str = &domain.ascii;
        let registrable = domain.registrable();
        let is_registrable = registrable == Some(ascii);
        if ascii == text {
            // Nearly all names are written in their ASCII form.
            let start = |part: &str| text.len().saturating_sub(part.len());
            return Self {
                suffix: start(domain.suffix()),
                registrable: registrable.map(start),
                end: text.len(),
                is_registrable,
            };
        }
        let end = text.trim_end().len();
        let name = text.get(..end).unwrap_or_default();
        let first = name.len().saturating_sub(name.trim_start().len());
        let dots = domain.suffix().bytes().filter(|byte| *byte == b'.');
        let labels = dots.count().saturating_add(1);
        let start = |labels| last_labels(name, labels).unwrap_or(first);
        Self {
            suffix: start(labels),
            registrable: registrable.map(|_| start(labels.saturating_add(1))),
            end,
            is_registrable,
        }
    }
}

/// The public suffix.
pub(super) fn suffix<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    part(facts, place, |name, parts| name.get(parts.suffix..))
}

/// The suffix with one more label; none where the name is a public suffix.
pub(super) fn registrable<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    part(facts, place, |name, parts| name.get(parts.registrable?..))
}

/// The label before the suffix; none where the name is a public suffix.
pub(super) fn prefix<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    part(facts, place, |name, parts| {
        name.get(parts.registrable?..)?.split(is_dot).next()
    })
}

/// Whether the name is the registrable domain, nothing in front.
pub(super) fn is_registrable(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    match usable(facts, place) {
        Ok(parts) => Fact::Bool(parts.is_registrable),
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

/// Where the parts of a well-formed name stand; what a malformed one tells is withheld.
fn usable(facts: &Facts<'_>, place: Place) -> Result<Parts, Fact<'static>> {
    let examined = examine(facts, place);
    match (examined.parts, examined.checked) {
        (Some(parts), _) => Ok(parts),
        (None, Checked::Value(..) | Checked::Open(false)) => Err(Fact::Withheld),
        (None, Checked::Open(true)) => Err(Fact::Unknown),
        (None, Checked::Nothing) => Err(Fact::None),
    }
}

fn part<'d>(
    facts: &Facts<'d>,
    place: Place,
    take: impl FnOnce(&'d str, Parts) -> Option<&'d str>,
) -> Fact<'d> {
    let parts = match usable(facts, place) {
        Ok(parts) => parts,
        Err(open) => return open,
    };
    match facts.field(place, DomainField::Name as usize) {
        Fact::Text(text) => text
            .get(..parts.end)
            .and_then(|name| take(name, parts))
            .map_or(Fact::None, Fact::Text),
        other => other,
    }
}

/// Where the last labels of a name begin, as they are written; `None` where it has no more.
fn last_labels(name: &str, count: usize) -> Option<usize> {
    let mut dots = name.char_indices().rev().filter(|(_, c)| is_dot(*c));
    let (index, dot) = dots.nth(count.checked_sub(1)?)?;
    Some(index.saturating_add(dot.len_utf8()))
}

fn is_dot(c: char) -> bool {
    matches!(c, '.' | '。' | '．' | '｡')
}

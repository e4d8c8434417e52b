//! For which filings rulesets are compared: conditions that are settled by it are left out.

use crate::explain::Sheet;
use crate::fields::{FactItem, FactRef, Mount, OrderField};
use crate::ruleset::{ALL_FILINGS, Condition, Operand, SUBJECTS, Selection, Test, has_bit};

/// For which filings and subjects rulesets are compared.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Kinds of filing, a bit each.
    pub filings: u64,
    /// Kinds of subject, a bit each.
    pub subjects: u64,
}

impl Extent {
    /// All filings and subjects, or one kind of them, by its index.
    pub fn of(filing: Option<u8>, subject: Option<u8>) -> Self {
        let bit = |index: u8| 1u64.checked_shl(u32::from(index)).unwrap_or(0);
        Self {
            filings: filing.map_or(ALL_FILINGS, bit),
            subjects: subject.map_or(SUBJECTS, bit),
        }
    }

    /// A selection with what is settled left out; `None` where it never holds.
    pub fn selection(&self, selection: &Selection, sheet: &Sheet) -> Option<Selection> {
        let when = settled(&selection.when, sheet);
        let holds = selection.filings & self.filings != 0
            && selection.subjects & self.subjects != 0
            && !matches!(when, Condition::Constant(false));
        holds.then(|| Selection {
            filings: within(selection.filings, self.filings, ALL_FILINGS),
            subjects: within(selection.subjects, self.subjects, SUBJECTS),
            when,
            period: selection.period,
        })
    }
}

/// Of some kinds those that matter; all where none of these is missing, so that nothing is said.
pub(super) const fn within(mask: u64, extent: u64, all: u64) -> u64 {
    if mask & extent == extent {
        all
    } else {
        mask & extent
    }
}

/// A condition with what a sheet's province and provider settle.
pub(super) fn settled(condition: &Condition, sheet: &Sheet) -> Condition {
    let field = |field: OrderField| FactRef {
        mount: Mount::Order,
        item: FactItem::Field(field as u16),
    };
    match condition {
        Condition::All(parts) => {
            let parts = parts.iter().map(|part| settled(part, sheet));
            let parts: Vec<Condition> = parts.filter(|part| !part.is_always()).collect();
            if parts.iter().any(is_never) {
                Condition::Constant(false)
            } else {
                Condition::All(parts)
            }
        }
        Condition::Any(parts) => {
            let parts = parts.iter().map(|part| settled(part, sheet));
            let parts: Vec<Condition> = parts.filter(|part| !is_never(part)).collect();
            if parts.iter().any(Condition::is_always) {
                Condition::Constant(true)
            } else if parts.is_empty() {
                Condition::Constant(false)
            } else {
                Condition::Any(parts)
            }
        }
        Condition::Not(inner) => match settled(inner, sheet) {
            inner if inner.is_always() => Condition::Constant(false),
            Condition::Constant(false) => Condition::Constant(true),
            inner => Condition::Not(Box::new(inner)),
        },
        Condition::Fact { fact, test, .. } if *fact == field(OrderField::FilingProvider) => {
            let is_in = |mask: u64| {
                let provider = sheet.choice.provider?;
                Some(has_bit(mask, usize::from(provider)))
            };
            let settled = match test {
                Test::OneOf(Operand::Constant(mask)) => is_in(*mask),
                Test::NoneOf(Operand::Constant(mask)) => is_in(*mask).map(|found| !found),
                _ => None,
            };
            settled.map_or_else(|| condition.clone(), Condition::Constant)
        }
        Condition::Fact { fact, test, .. } if *fact == field(OrderField::FilingProvince) => {
            let is_in = |codes: &[u32]| Some(codes.contains(&sheet.choice.province?));
            let settled = match test {
                Test::Division(codes) => is_in(codes),
                Test::NotDivision(codes) => is_in(codes).map(|found| !found),
                _ => None,
            };
            settled.map_or_else(|| condition.clone(), Condition::Constant)
        }
        other => other.clone(),
    }
}

const fn is_never(condition: &Condition) -> bool {
    matches!(condition, Condition::Constant(false))
}

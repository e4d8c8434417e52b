//! For which filings and subjects something holds: sets of kinds as bits, and their groups.

use super::condition::Condition;
use super::keys::Keys;
use super::load_rule::read_severity;
use super::model::{FILINGS, Period, Selection, Severity};
use super::parse_condition::{Reach, read_condition};
use crate::facts::FilingGroup;
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::fields::nearest;
use crate::source::{Node, Value as Raw};
use crate::text::Text;

/// All kinds of subject.
pub const SUBJECTS: u64 = (1 << SUBJECT_KINDS.len()) - 1;

/// All kinds of subject but `personal`, which is the first.
pub const UNITS: u64 = SUBJECTS & !1;

/// All kinds of filing.
pub const ALL_FILINGS: u64 = (1 << FILINGS) - 1;

/// Groups of kinds of filing; none: all.
pub const GROUPS: &[(&str, Option<FilingGroup>)] = &[
    ("new", Some(FilingGroup::New)),
    ("changes", Some(FilingGroup::Changes)),
    ("cancel", Some(FilingGroup::Cancel)),
    ("all", None),
];

/// The filings that a word means: a kind, or a group. A kind is narrower than a group.
fn filings_of(word: &str) -> Option<(u64, bool)> {
    if let Some(index) = FILING_KINDS.iter().position(|choice| choice.id == word) {
        // `change` is a kind of its own; the group is called `changes`.
        return Some((1u64.checked_shl(u32::try_from(index).ok()?)?, true));
    }
    let (_, group) = GROUPS.iter().find(|(name, _)| *name == word)?;
    let mut mask = 0u64;
    for index in 0..u8::try_from(FILINGS).ok()? {
        if group.is_none_or(|group| FilingGroup::of(index) == group) {
            mask |= 1u64.checked_shl(u32::from(index))?;
        }
    }
    Some((mask, false))
}

fn bad_filing(node: &Node, word: &str, reach: Reach<'_>) {
    let names = FILING_KINDS
        .iter()
        .map(|choice| choice.id)
        .chain(GROUPS.iter().map(|(name, _)| *name));
    let help = nearest(word, names).map(|near| {
        Text::new(
            format!("是不是 {near}？"),
            format!("did you mean `{near}`?"),
        )
    });
    reach.faults.add_with_help(
        node.span,
        Text::new(
            format!("没有叫 {word} 的备案类型"),
            format!("no kind of filing is called `{word}`"),
        ),
        help,
    );
}

/// `filings = ["new", "access"]` as bits; absent: all.
pub fn read_filings(keys: &Keys<'_>, reach: Reach<'_>) -> Option<u64> {
    let node = keys.node("filings")?;
    let mut mask = 0u64;
    for item in node.as_array().unwrap_or_default() {
        let word = item.as_str().unwrap_or_default();
        match filings_of(word) {
            Some((filings, _)) => mask |= filings,
            None => bad_filing(item, word, reach),
        }
    }
    if mask == 0 {
        reach.faults.add(
            node.span,
            Text::fixed(
                "写备案类型的列表，如 [\"new\", \"access\"]",
                "write a list of kinds of filing, such as [\"new\", \"access\"]",
            ),
        );
    }
    Some(mask)
}

/// `filings = { new = "error", access = "warning" }`, or a list: the gravest severity by kind.
pub fn read_caps(keys: &Keys<'_>, reach: Reach<'_>) -> [Option<Severity>; FILINGS] {
    let mut caps = [None; FILINGS];
    let Some(node) = keys.node("filings") else {
        keys.missing("filings");
        return caps;
    };
    let table = match &node.value {
        Raw::Table(table) => table,
        _ => {
            let mask = read_filings(keys, reach).unwrap_or(0);
            put(&mut caps, mask, Severity::Error);
            return caps;
        }
    };
    // Groups first, so that a kind named beside its group wins.
    for narrow in [false, true] {
        for entry in &table.entries {
            let Some((mask, is_kind)) = filings_of(&entry.key) else {
                if !narrow {
                    bad_filing(&entry.node, &entry.key, reach);
                }
                continue;
            };
            if is_kind != narrow {
                continue;
            }
            if let Some(severity) = read_severity(&entry.node, reach) {
                put(&mut caps, mask, severity);
            }
        }
    }
    caps
}

fn put(caps: &mut [Option<Severity>; FILINGS], mask: u64, severity: Severity) {
    for (index, cap) in caps.iter_mut().enumerate() {
        if has_bit(mask, index) {
            *cap = Some(severity);
        }
    }
}

/// Whether a mask has a member.
pub fn has_bit(mask: u64, index: usize) -> bool {
    u32::try_from(index)
        .ok()
        .and_then(|index| mask.checked_shr(index))
        .is_some_and(|shifted| shifted & 1 == 1)
}

/// `subjects = ["unit"]` as bits; absent: all.
pub fn read_subjects(keys: &Keys<'_>, reach: Reach<'_>) -> u64 {
    let Some(node) = keys.node("subjects") else {
        return SUBJECTS;
    };
    let mut mask = 0u64;
    for item in node.as_array().unwrap_or_default() {
        match subjects_of(item.as_str().unwrap_or_default()) {
            Some(subjects) => mask |= subjects,
            None => {
                let names = SUBJECT_KINDS.iter().map(|choice| choice.id).chain(["unit"]);
                let help = nearest(item.as_str().unwrap_or_default(), names).map(|near| {
                    Text::new(
                        format!("是不是 {near}？"),
                        format!("did you mean `{near}`?"),
                    )
                });
                reach.faults.add_with_help(
                    item.span,
                    Text::fixed(
                        "没有这种主办单位性质（unit 是除个人外的全部）",
                        "there is no such kind of subject (`unit` is all but personal)",
                    ),
                    help,
                );
            }
        }
    }
    if mask == 0 {
        reach.faults.add(
            node.span,
            Text::fixed(
                "写主办单位性质的列表，如 [\"unit\"]",
                "write a list of kinds of subject, such as [\"unit\"]",
            ),
        );
    }
    mask
}

/// The kinds of subject that a word means.
pub fn subjects_of(word: &str) -> Option<u64> {
    if word == "unit" {
        return Some(UNITS);
    }
    let index = SUBJECT_KINDS.iter().position(|choice| choice.id == word)?;
    1u64.checked_shl(u32::try_from(index).ok()?)
}

/// `from` and `until`.
pub fn read_period(keys: &Keys<'_>) -> Period {
    let period = Period {
        from: keys.day("from"),
        until: keys.day("until"),
    };
    if let (Some(from), Some(until)) = (period.from, period.until)
        && until < from
    {
        keys.faults().add(
            keys.span(),
            Text::fixed(
                "until 早于 from，任何一天都不成立",
                "`until` is before `from`, so it holds on no day",
            ),
        );
    }
    period
}

/// `subjects`, `filings`, `when`, `from` and `until` together.
pub fn read_selection(keys: &Keys<'_>, reach: Reach<'_>) -> Selection {
    Selection {
        filings: read_filings(keys, reach).unwrap_or(ALL_FILINGS),
        subjects: read_subjects(keys, reach),
        when: keys.node("when").map_or(Condition::Constant(true), |node| {
            read_condition(node, reach)
        }),
        period: read_period(keys),
    }
}

//! Runs of characters in any text that look like a number of an identity card, a telephone number
//! or an e-mail address, and how each is hidden in place.

use unicode_width::UnicodeWidthChar;

/// A run of digits.
struct Group {
    start: usize,
    end: usize,
    /// What separates it from the group before, if they may be one number.
    joined: Option<char>,
}

/// What a run looks like.
enum Shape {
    Identity,
    Phone,
}

/// Hides every such run, keeping the number of characters and their widths.
pub(super) fn hide_runs(chars: &mut [char]) {
    hide_numbers(chars);
    hide_addresses(chars);
}

/// The digits of the shortest number that is hidden.
const LEAST_DIGITS: usize = 10;

/// Whether a text certainly has no such run: neither enough digits nor an address's sign.
pub(super) fn has_no_runs(text: &str) -> bool {
    let mut digits = 0usize;
    for c in text.chars() {
        digits = digits.saturating_add(is_digit(c).into());
        if digits >= LEAST_DIGITS || is_at(c) {
            return false;
        }
    }
    true
}

/// The character that stands for a hidden one: as wide, so that underlines stay true.
pub(super) fn star(c: char) -> char {
    match c.width() {
        Some(2) => '＊',
        Some(1) => '*',
        // Combining marks say nothing without their letter.
        _ => c,
    }
}

/// Hides all digits and letters but the last, as numbers of certificates are shown.
pub(super) fn hide_all_but_last(chars: &mut [char]) {
    let last = chars.iter().rposition(|c| c.is_alphanumeric());
    let count = chars.iter().filter(|c| c.is_alphanumeric()).count();
    for (index, c) in chars.iter_mut().enumerate() {
        if c.is_alphanumeric() && (Some(index) != last || count < 2) {
            *c = star(*c);
        }
    }
}

/// Hides the middle of a telephone number: three digits and the last four stay of a full one, less
/// of a shorter one. A prefix of the country stays.
pub(super) fn hide_phone(chars: &mut [char]) {
    let digits: Vec<usize> = chars
        .iter()
        .enumerate()
        .filter(|(_, c)| is_digit(**c))
        .map(|(index, _)| index)
        .collect();
    let values: Vec<Option<u32>> = digits
        .iter()
        .map(|index| chars.get(*index).copied().and_then(value))
        .collect();
    let country = country_length(&values);
    let national = digits.len().saturating_sub(country);
    let (head, tail) = match national {
        0..=4 => (0, 0),
        5..=10 => (0, national.saturating_sub(4).min(4)),
        11 | 12 => (3, 4),
        // Too long for a telephone: rather something else at the wrong place.
        _ => (0, 1),
    };
    let from = country.saturating_add(head);
    let to = digits.len().saturating_sub(tail);
    for (index, position) in digits.iter().enumerate() {
        if index >= from
            && index < to
            && let Some(c) = chars.get_mut(*position)
        {
            *c = star(*c);
        }
    }
}

/// Hides an e-mail address but for its first letter and the domain.
pub(super) fn hide_email(chars: &mut [char]) {
    let Some(at) = chars.iter().rposition(|c| is_at(*c)) else {
        for c in chars.iter_mut().filter(|c| c.is_alphanumeric()) {
            *c = star(*c);
        }
        return;
    };
    let (local, domain) = chars.split_at_mut(at);
    let first = local.iter().position(|c| c.is_alphanumeric());
    for (index, c) in local.iter_mut().enumerate() {
        if first.is_some_and(|first| index > first) && !c.is_whitespace() {
            *c = star(*c);
        }
    }
    hide_numbers(domain);
}

/// Whether a character is a digit in any script.
pub(super) fn is_digit(c: char) -> bool {
    match c {
        // Most of what drafts hold, which need not be looked up: Han characters are letters.
        '\0'..='\x7f' => c.is_ascii_digit(),
        '\u{4e00}'..='\u{9fff}' => false,
        _ => c.is_numeric(),
    }
}

fn is_at(c: char) -> bool {
    matches!(c, '@' | '＠' | '﹫')
}

/// The digit's value where it is one of those that a check folds to ASCII.
fn value(c: char) -> Option<u32> {
    let base = match c {
        '0'..='9' => '0',
        '０'..='９' => '０',
        _ => return None,
    };
    u32::from(c).checked_sub(u32::from(base))
}

/// How many digits at the start are China's prefix.
fn country_length(values: &[Option<u32>]) -> usize {
    let starts = |wanted: &[u32]| {
        wanted
            .iter()
            .enumerate()
            .all(|(index, digit)| values.get(index).copied().flatten() == Some(*digit))
    };
    if starts(&[0, 0, 8, 6]) && (14..=16).contains(&values.len()) {
        4
    } else if starts(&[8, 6]) && (12..=14).contains(&values.len()) {
        2
    } else {
        0
    }
}

fn hide_numbers(chars: &mut [char]) {
    let groups = groups(chars);
    let mut first = 0;
    while first < groups.len() {
        let mut next = first.saturating_add(1);
        if let Some((last, end, shape)) = longest(chars, &groups, first) {
            let start = groups.get(first).map_or(0, |group| group.start);
            if let Some(run) = chars.get_mut(start..end) {
                match shape {
                    Shape::Identity => hide_all_but_last(run),
                    Shape::Phone => hide_phone(run),
                }
            }
            next = last.saturating_add(1);
        }
        first = next;
    }
}

/// The longest number that begins with a group: its last group, where it ends, what it looks like.
fn longest(chars: &[char], groups: &[Group], first: usize) -> Option<(usize, usize, Shape)> {
    let mut values: Vec<Option<u32>> = Vec::new();
    let mut lengths = Vec::new();
    let mut separator = None;
    let mut found = None;
    for (index, group) in groups.iter().enumerate().skip(first) {
        if index > first {
            // A number is written with one separator throughout; dates in a row are not one.
            match (group.joined, separator) {
                (None, _) => break,
                (Some(joined), Some(before)) if joined != before => break,
                (joined, _) => separator = joined,
            }
        }
        let digits = chars.get(group.start..group.end).unwrap_or_default();
        values.extend(digits.iter().map(|c| value(*c)));
        lengths.push(digits.len());
        if values.len() > 18 && index > first {
            break;
        }
        let cross = is_cross(chars, group.end);
        let end = group.end.saturating_add(usize::from(cross));
        // Addresses of the internet have points too.
        if separator == Some('.') && lengths != [3, 4, 4] {
            continue;
        }
        if let Some(shape) = shape(&values, cross, index == first) {
            let end = match shape {
                Shape::Identity => end,
                Shape::Phone => group.end,
            };
            found = Some((index, end, shape));
        }
    }
    found
}

/// What digits look like; `alone`: nothing separates them.
fn shape(values: &[Option<u32>], cross: bool, alone: bool) -> Option<Shape> {
    let digit = |index: usize| values.get(index).copied().flatten();
    let country = country_length(values);
    let mobile = |from: usize| {
        values.len().saturating_sub(from) == 11
            && digit(from) == Some(1)
            && digit(from.saturating_add(1)).is_some_and(|second| second >= 3)
    };
    let landline = digit(0) == Some(0) && matches!(values.len(), 10..=12);
    if mobile(country) || mobile(0) || landline {
        return Some(Shape::Phone);
    }
    let identity = match values.len() {
        17 => cross,
        15 | 18 => true,
        _ => false,
    };
    // So many digits in one are no amount: a card's number, or one with a digit too many.
    (identity || (alone && values.len() >= 14)).then_some(Shape::Identity)
}

/// Whether the check character X ends a number here.
fn is_cross(chars: &[char], at: usize) -> bool {
    let cross = |c: &char| matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ');
    let after = chars.get(at.saturating_add(1));
    chars.get(at).is_some_and(cross) && !after.is_some_and(|c| c.is_ascii_alphanumeric())
}

fn groups(chars: &[char]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        let rest = chars.get(index..).unwrap_or_default();
        let length = rest.iter().take_while(|c| is_digit(**c)).count();
        if length == 0 {
            index = index.saturating_add(1);
            continue;
        }
        let between = groups
            .last()
            .and_then(|before| chars.get(before.end..index))
            .unwrap_or_default();
        groups.push(Group {
            start: index,
            end: index.saturating_add(length),
            joined: separator(between),
        });
        index = index.saturating_add(length);
    }
    groups
}

/// One or two of the same separator.
fn separator(between: &[char]) -> Option<char> {
    let class = |c: char| match c {
        '-' | '－' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        '.' => Some('.'),
        c if c.is_whitespace() => Some(' '),
        _ => None,
    };
    match between {
        [one] => class(*one),
        [one, two] => class(*one).filter(|first| class(*two) == Some(*first)),
        _ => None,
    }
}

fn hide_addresses(chars: &mut [char]) {
    let ats: Vec<usize> = chars
        .iter()
        .enumerate()
        .filter(|(_, c)| is_at(**c))
        .map(|(index, _)| index)
        .collect();
    for at in ats {
        let (before, after) = chars.split_at_mut(at);
        let host = after
            .iter()
            .skip(1)
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
        let is_host = host.enumerate().any(|(index, c)| *c == '.' && index > 0);
        if !is_host {
            continue;
        }
        let length = before
            .iter()
            .rev()
            .take_while(|c| c.is_ascii_alphanumeric() || "._%+-*".contains(**c))
            .count();
        for c in before.iter_mut().rev().take(length.saturating_sub(1)) {
            *c = star(*c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::hide_runs;

    fn hidden(text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        hide_runs(&mut chars);
        chars.into_iter().collect()
    }

    #[test]
    fn numbers_of_persons_are_hidden_however_they_are_spaced() {
        for (text, wanted) in [
            ("电话13800000001。", "电话138****0001。"),
            ("+86 138-0000-0001", "+86 138-****-0001"),
            ("+8613800000001", "+86138****0001"),
            ("008613800000001", "0086138****0001"),
            ("１３８０００００００１", "１３８＊＊＊＊０００１"),
            ("140105199003070012", "*****************2"),
            ("14010519900307001X）", "*****************X）"),
            ("140105 19900307 001x", "****** ******** ***x"),
            ("140105900307001", "**************1"),
            ("138.0000.0001", "138.****.0001"),
            ("0351-1234567", "035*-***4567"),
            ("mail zhang.san@example.cn", "mail z********@example.cn"),
            ("622202000000000000001", "********************1"),
        ] {
            assert_eq!(hidden(text), wanted);
        }
    }

    #[test]
    fn dates_addresses_and_counts_are_no_numbers_of_persons() {
        for text in [
            "2028-03-01 2024-03-05 2024-03-05",
            "138.100.200.10",
            "晋ICP备2021000001号",
            "12345678901",
            "版本 1.2.3，共 1000000 人",
            "a@b 与 @x.cn",
        ] {
            assert_eq!(hidden(text), text);
        }
    }
}

//! Facts of a service: the form of its filing number, and how its name stands to the
//! subject.

use unicode_script::UnicodeScript;

use super::check::{Checked, member};
use super::fact::Fact;
use super::view::Facts;
use crate::draft::{Node, Place};
use crate::fields::choices::SERVICE_KINDS;
use crate::fields::{OrderField, ServiceField};
use crate::identifiers::{ServiceKind, check_service_number, check_subject_number, fold_lower};

const ORDER: Place = Place::now(Node::Order);

/// The form of the subject's filing number.
pub(super) fn subject_number_check(facts: &Facts<'_>) -> Checked {
    let number = facts.field(ORDER, OrderField::FilingNumber as usize);
    Checked::of(number, check_subject_number)
}

/// The form of a service's filing number.
pub(super) fn number_check(facts: &Facts<'_>, place: Place) -> Checked {
    let number = facts.field(place, ServiceField::Number as usize);
    Checked::of(number, check_service_number)
}

/// The kind of service that the suffix of its number stands for.
pub(super) fn number_kind<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let text = match facts.field(place, ServiceField::Number as usize) {
        Fact::Text(text) => text,
        other => return other,
    };
    let check = check_service_number(text);
    match check.value().and_then(|number| number.service) {
        Some(service) => {
            const WEBSITE: u8 = member(SERVICE_KINDS, "website");
            const APP: u8 = member(SERVICE_KINDS, "app");
            const MINI_PROGRAM: u8 = member(SERVICE_KINDS, "mini-program");
            const QUICK_APP: u8 = member(SERVICE_KINDS, "quick-app");
            Fact::Code(match service.kind {
                ServiceKind::Website => WEBSITE,
                ServiceKind::App => APP,
                ServiceKind::MiniProgram => MINI_PROGRAM,
                ServiceKind::QuickApp => QUICK_APP,
            })
        }
        None => Fact::Withheld,
    }
}

/// Whether two Han characters or two Latin letters in a row of the name stand in the subject's name
/// or, as far as it is known, in its business scope.
pub(super) fn name_relates<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let name = match facts.field(place, ServiceField::Name as usize) {
        Fact::Text(name) => name,
        other => return other,
    };
    let subject = facts.field(ORDER, OrderField::SubjectName as usize);
    let scope = facts.field(ORDER, OrderField::BusinessScope as usize);
    let related = |fact: Fact<'_>| matches!(fact, Fact::Text(text) if shares_pair(name, text));
    if related(subject) || related(scope) {
        return Fact::Bool(true);
    }
    match subject {
        Fact::Text(_) | Fact::None => Fact::Bool(false),
        other => other,
    }
}

/// What a character of a name may pair with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Han,
    Other,
}

/// The script of a letter; none of what makes no word: digits, signs, blanks.
fn script(c: char) -> Option<Script> {
    match c {
        '\u{4e00}'..='\u{9fff}' => Some(Script::Han),
        '\0'..='\x7f' => c.is_ascii_alphabetic().then_some(Script::Other),
        _ if !c.is_alphanumeric() => None,
        _ if c.script() == unicode_script::Script::Han => Some(Script::Han),
        _ => Some(Script::Other),
    }
}

fn shares_pair(left: &str, right: &str) -> bool {
    let left = fold_lower(left);
    let right = fold_lower(right);
    let mut before = None;
    for (at, character) in left.char_indices() {
        let script = script(character);
        let end = at.saturating_add(character.len_utf8());
        if let Some((start, own)) = before
            && script == Some(own)
            && left
                .get(start..end)
                .is_some_and(|pair| right.contains(pair))
        {
            return true;
        }
        before = script.map(|own| (at, own));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::shares_pair;

    #[test]
    fn two_characters_in_a_row_relate_names() {
        assert!(shares_pair("示例小站", "太原示例网络科技有限公司"));
        assert!(shares_pair("Example 小站", "太原ＥＸＡＭＰＬＥ有限公司"));
        assert!(!shares_pair("示小例站", "太原示例网络科技有限公司"));
        assert!(!shares_pair("蓝莓小站", "太原示例网络科技有限公司"));
        assert!(!shares_pair("小站12", "太原12有限公司"));
        assert!(!shares_pair("", "太原"));
    }
}

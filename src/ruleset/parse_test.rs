//! Tests from their written form, by the type of what is tested.

use chrono::NaiveDate;

use super::condition::{CharClass, Compare, Operand, SetMatch, Test, WordMatch};
use super::parse_condition::{Reach, unknown_param};
use super::pattern::Pattern;
use super::value::{ParamKind, Value};
use crate::fields::{Choice, FactRef, Kind, TextRole, nearest};
use crate::identifiers::division_named;
use crate::source::{Entry, Node, Span, Table, Value as Raw};
use crate::text::Text;

/// All operators. No segment of a fact's name may be one of them.
pub const OPERATORS: &[&str] = &[
    "is",
    "is_not",
    "in",
    "not_in",
    "at_least",
    "at_most",
    "above",
    "below",
    "same_as",
    "differs_from",
    "has",
    "has_any",
    "has_all",
    "only",
    "is_empty",
    "contains_any",
    "written_with_any",
    "starts_with_any",
    "ends_with_any",
    "equals_any",
    "under_any",
    "matches",
    "min_han",
    "max_han",
    "min_chars",
    "max_chars",
    "known",
    "is_none",
    "or_none",
];

/// What is tested: the ids behind an enumeration's numbers, and the shape of values.
enum Tested<'k> {
    Fact(Kind),
    Param(&'k ParamKind),
}

/// Reads the tests on a fact: a bare value, a list, or a table of operators. Each comes with
/// whether none passes it.
pub fn read_test(node: &Node, kind: Kind, span: Span, reach: Reach<'_>) -> Vec<(Test, bool)> {
    read(node, &Tested::Fact(kind), span, reach)
}

/// Reads the tests on a parameter.
pub fn read_param_test(
    node: &Node,
    kind: &ParamKind,
    span: Span,
    reach: Reach<'_>,
) -> Vec<(Test, bool)> {
    read(node, &Tested::Param(kind), span, reach)
}

/// Reads the comparison in a table with other keys, as of a count.
pub fn read_compare(
    table: &Table,
    skip: &[&str],
    span: Span,
    reach: Reach<'_>,
) -> Option<(Compare, Operand<i64>)> {
    let mut found = None;
    for entry in &table.entries {
        if skip.contains(&entry.key.as_str()) {
            continue;
        }
        match compare_of(&entry.key) {
            Some(compare) => {
                found = int_operand(&entry.node, reach).map(|operand| (compare, operand));
            }
            None => unknown_operator(entry, reach),
        }
    }
    if found.is_none() {
        reach.faults.add(
            span,
            Text::fixed(
                "这里缺少比较，如 at_most = 3",
                "a comparison is missing here, such as at_most = 3",
            ),
        );
    }
    found
}

fn read(node: &Node, tested: &Tested<'_>, span: Span, reach: Reach<'_>) -> Vec<(Test, bool)> {
    match &node.value {
        Raw::Table(table) if table.entries.is_empty() => {
            reach.faults.add(
                span,
                Text::fixed("这里缺少比较", "a comparison is missing here"),
            );
            Vec::new()
        }
        Raw::Table(table) => {
            let or_none = table.get("or_none").and_then(Node::as_bool) == Some(true);
            table
                .entries
                .iter()
                .filter(|entry| entry.key != "or_none")
                .filter_map(|entry| operator(entry, tested, reach))
                .map(|test| (test, or_none))
                .collect()
        }
        Raw::Array(_) => one_of(node, tested, false, reach)
            .map(|test| (test, false))
            .into_iter()
            .collect(),
        _ => equal(node, tested, reach)
            .map(|test| (test, false))
            .into_iter()
            .collect(),
    }
}

fn operator(entry: &Entry, tested: &Tested<'_>, reach: Reach<'_>) -> Option<Test> {
    let node = &entry.node;
    match entry.key.as_str() {
        "known" => {
            return node
                .as_bool()
                .map(Test::Known)
                .or_else(|| wants_bool(node, reach));
        }
        "is_none" => {
            return node
                .as_bool()
                .map(Test::IsNone)
                .or_else(|| wants_bool(node, reach));
        }
        "same_as" | "differs_from" => {
            let Tested::Fact(kind) = tested else {
                return misfit(entry, tested, reach);
            };
            let other = reach.fact(node.as_str().unwrap_or_default(), node.span)?;
            if !comparable(*kind, other.kind()) {
                reach.faults.add(
                    node.span,
                    Text::new(
                        format!("{} 的类型不同，不能比较", other.path()),
                        format!("`{}` has another type and cannot be compared", other.path()),
                    ),
                );
                return None;
            }
            return Some(Test::SameAs(other, entry.key == "same_as"));
        }
        "is" => return equal(node, tested, reach),
        "is_not" => return unequal(node, tested, reach),
        "in" => return one_of(node, tested, false, reach),
        "not_in" => return one_of(node, tested, true, reach),
        _ => {}
    }
    if let Some(compare) = compare_of(&entry.key) {
        if let Some(fact) = node.as_table().and_then(|table| table.get("fact")) {
            let other = reach.fact(fact.as_str().unwrap_or_default(), fact.span)?;
            let fits = matches!(
                (tested, other.kind()),
                (Tested::Fact(Kind::Int(_)), Kind::Int(_))
                    | (
                        Tested::Fact(Kind::Day | Kind::DayOrLongTerm),
                        Kind::Day | Kind::DayOrLongTerm
                    )
            );
            return if fits {
                Some(Test::Versus(compare, other))
            } else {
                misfit(entry, tested, reach)
            };
        }
        return match tested {
            Tested::Fact(Kind::Int(_)) | Tested::Param(ParamKind::Int(_)) => {
                int_operand(node, reach).map(|with| Test::Int(compare, with))
            }
            Tested::Fact(Kind::Day | Kind::DayOrLongTerm) | Tested::Param(ParamKind::Day) => {
                day_operand(node, reach).map(|with| Test::Day(compare, with))
            }
            _ => misfit(entry, tested, reach),
        };
    }
    text_operator(entry, tested, reach)
}

/// Operators of texts, sets and lists.
fn text_operator(entry: &Entry, tested: &Tested<'_>, reach: Reach<'_>) -> Option<Test> {
    let node = &entry.node;
    let is_text = matches!(
        tested,
        Tested::Fact(Kind::Text(_)) | Tested::Param(ParamKind::Text)
    );
    let is_set = matches!(
        tested,
        Tested::Fact(Kind::Set(_)) | Tested::Param(ParamKind::SomeOf(_) | ParamKind::SomeOfFact(_))
    );
    let is_list = matches!(tested, Tested::Fact(Kind::Texts(_)));
    match entry.key.as_str() {
        "has" | "has_any" if is_list => words(node, reach).map(Test::ListHas),
        "has" | "has_any" if is_set => {
            members(node, tested, reach).map(|with| Test::Set(SetMatch::HasAny, with))
        }
        "has_all" if is_set => {
            members(node, tested, reach).map(|with| Test::Set(SetMatch::HasAll, with))
        }
        "only" if is_set => {
            members(node, tested, reach).map(|with| Test::Set(SetMatch::Only, with))
        }
        "is_empty" if is_set || is_list => node
            .as_bool()
            .map(Test::IsEmpty)
            .or_else(|| wants_bool(node, reach)),
        "contains_any" if is_text => word_test(WordMatch::Contains, node, reach),
        "starts_with_any" if is_text => word_test(WordMatch::StartsWith, node, reach),
        "ends_with_any" if is_text => word_test(WordMatch::EndsWith, node, reach),
        "equals_any" if is_text => word_test(WordMatch::Equals, node, reach),
        "written_with_any" if is_text => {
            words(node, reach).map(|with| Test::Words(WordMatch::Written, with))
        }
        "under_any" if matches!(tested, Tested::Fact(Kind::Text(TextRole::Domain))) => {
            words(node, reach).map(|with| Test::Words(WordMatch::Under, with))
        }
        "min_han" if is_text => {
            int_operand(node, reach).map(|with| Test::Han(Compare::AtLeast, with))
        }
        "max_han" if is_text => {
            int_operand(node, reach).map(|with| Test::Han(Compare::AtMost, with))
        }
        "min_chars" if is_text => {
            int_operand(node, reach).map(|with| Test::Chars(Compare::AtLeast, with))
        }
        "max_chars" if is_text => {
            int_operand(node, reach).map(|with| Test::Chars(Compare::AtMost, with))
        }
        "only" if is_text => char_class(node, reach).map(Test::OnlyChars),
        "matches" if is_text => {
            let pattern = Pattern::new(node.as_str().unwrap_or_default());
            if node.as_str().is_none_or(str::is_empty) || pattern.is_match("").is_none() {
                reach.faults.add(
                    node.span,
                    Text::fixed(
                        "不是可用的正则表达式（不支持环视和反向引用，也不能过大）",
                        "not a regular expression that can be used (no look-around, no back-references, not too large)",
                    ),
                );
                return None;
            }
            Some(Test::Matches(pattern))
        }
        key if OPERATORS.contains(&key) => misfit(entry, tested, reach),
        _ => {
            unknown_operator(entry, reach);
            None
        }
    }
}

/// Words, `{ words = …, not_in = "…" }`: those that the text of another fact does not hold, or
/// `{ fact = "…" }`: that text itself.
fn word_test(how: WordMatch, node: &Node, reach: Reach<'_>) -> Option<Test> {
    let key = |key| node.as_table().and_then(|table| table.get(key));
    match (key("fact"), key("words"), key("not_in")) {
        (Some(fact), None, None) => text_fact(fact, reach).map(|other| Test::WordOf(how, other)),
        (None, Some(list), Some(fact)) => {
            let with = words(list, reach)?;
            text_fact(fact, reach).map(|other| Test::WordsBut(how, with, other))
        }
        _ => words(node, reach).map(|with| Test::Words(how, with)),
    }
}

/// A fact that is a text, by its name.
fn text_fact(node: &Node, reach: Reach<'_>) -> Option<FactRef> {
    let fact = reach.fact(node.as_str().unwrap_or_default(), node.span)?;
    if matches!(fact.kind(), Kind::Text(_)) {
        Some(fact)
    } else {
        expected(node, "文字的事实", "a fact that is a text", reach)
    }
}

/// `x = v`.
fn equal(node: &Node, tested: &Tested<'_>, reach: Reach<'_>) -> Option<Test> {
    match tested {
        Tested::Fact(Kind::Bool) | Tested::Param(ParamKind::Bool) => {
            bool_operand(node, reach).map(Test::Bool)
        }
        Tested::Fact(Kind::Int(_)) | Tested::Param(ParamKind::Int(_)) => {
            int_operand(node, reach).map(|with| Test::Int(Compare::Is, with))
        }
        Tested::Fact(Kind::Day | Kind::DayOrLongTerm) | Tested::Param(ParamKind::Day) => {
            day_operand(node, reach).map(|with| Test::Day(Compare::Is, with))
        }
        _ => one_of(node, tested, false, reach),
    }
}

fn unequal(node: &Node, tested: &Tested<'_>, reach: Reach<'_>) -> Option<Test> {
    match tested {
        Tested::Fact(Kind::Bool) | Tested::Param(ParamKind::Bool) => {
            bool_operand(node, reach).map(Test::NotBool)
        }
        Tested::Fact(Kind::Int(_)) | Tested::Param(ParamKind::Int(_)) => {
            int_operand(node, reach).map(|with| Test::Int(Compare::IsNot, with))
        }
        Tested::Fact(Kind::Day | Kind::DayOrLongTerm) | Tested::Param(ParamKind::Day) => {
            day_operand(node, reach).map(|with| Test::Day(Compare::IsNot, with))
        }
        _ => one_of(node, tested, true, reach),
    }
}

/// `x = [..]`, `x.in = [..]`, and their negations; a single value is a list of one.
fn one_of(node: &Node, tested: &Tested<'_>, negate: bool, reach: Reach<'_>) -> Option<Test> {
    match tested {
        Tested::Fact(Kind::Enum(_)) | Tested::Param(ParamKind::OneOf(_)) => {
            let with = members(node, tested, reach)?;
            Some(if negate {
                Test::NoneOf(with)
            } else {
                Test::OneOf(with)
            })
        }
        Tested::Fact(Kind::Province | Kind::City) => {
            let mut codes = Vec::new();
            for item in items(node) {
                match item.as_str().and_then(division_named) {
                    Some(division) => codes.push(division.code),
                    None => {
                        return expected(
                            item,
                            "省份的代码或名称，如 \"140000\"",
                            "a province's code or name, such as \"140000\"",
                            reach,
                        );
                    }
                }
            }
            Some(if negate {
                Test::NotDivision(codes)
            } else {
                Test::Division(codes)
            })
        }
        Tested::Fact(Kind::Text(_)) | Tested::Param(ParamKind::Text) => {
            let with = words(node, reach)?;
            Some(if negate {
                Test::TextNotIn(with)
            } else {
                Test::TextIn(with)
            })
        }
        _ => expected(
            node,
            "这个类型可用的比较",
            "a comparison that fits this type",
            reach,
        ),
    }
}

/// Members of a closed list, as a mask, or a parameter that holds some.
fn members(node: &Node, tested: &Tested<'_>, reach: Reach<'_>) -> Option<Operand<u64>> {
    let choices: Option<&'static [Choice]> = match tested {
        Tested::Fact(kind) => kind.choices(),
        Tested::Param(ParamKind::SomeOfFact(choices)) => Some(choices),
        Tested::Param(_) => None,
    };
    let param = param_operand(
        node,
        reach,
        &|kind| matches!(kind, ParamKind::SomeOfFact(list) if choices == Some(*list)),
    );
    if let Some(index) = param {
        return Some(Operand::Param(index));
    }
    let ids: Vec<&str> = match tested {
        Tested::Fact(kind) => kind
            .choices()
            .unwrap_or_default()
            .iter()
            .map(|choice| choice.id)
            .collect(),
        Tested::Param(kind) => kind.ids(),
    };
    let mut mask = 0u64;
    for item in items(node) {
        mask |= member(item, &ids, reach)?;
    }
    if mask == 0 {
        return expected(node, "至少一项", "at least one of the list", reach);
    }
    Some(Operand::Constant(mask))
}

/// One member of a list of ids, as a bit. `unit` is all kinds of subject but `personal`.
fn member(node: &Node, ids: &[&str], reach: Reach<'_>) -> Option<u64> {
    let id = node.as_str().unwrap_or_default();
    if id == "unit" && ids.first() == Some(&"personal") {
        return Some(super::selection::UNITS);
    }
    let found = ids.iter().position(|known| *known == id);
    match found.and_then(|index| 1u64.checked_shl(u32::try_from(index).ok()?)) {
        Some(bit) => Some(bit),
        None => {
            let help = nearest(id, ids.iter().copied()).map(|near| {
                Text::new(
                    format!("是不是 {near}？"),
                    format!("did you mean `{near}`?"),
                )
            });
            reach.faults.add_with_help(
                node.span,
                Text::new(
                    format!("这里要写下列之一：{}", ids.join(" ")),
                    format!("one of these is expected here: {}", ids.join(" ")),
                ),
                help,
            );
            None
        }
    }
}

/// Words: a list, one word, a `"@list"`, or a parameter that holds words.
pub fn words(node: &Node, reach: Reach<'_>) -> Option<Operand<Vec<String>>> {
    if let Some(index) = param_operand(node, reach, &|kind| *kind == ParamKind::Words) {
        return Some(Operand::Param(index));
    }
    spell_out(node, reach).map(Operand::Constant)
}

/// Words with every `"@list"` spelt out.
pub fn spell_out(node: &Node, reach: Reach<'_>) -> Option<Vec<String>> {
    let mut words = Vec::new();
    for item in items(node) {
        let Some(word) = item.as_str() else {
            return expected(item, "文字", "a string", reach);
        };
        match word.strip_prefix('@') {
            None => words.push(word.to_owned()),
            Some(id) => match reach.lists.iter().find(|list| list.id == id) {
                Some(list) => words.extend(list.words.iter().cloned()),
                None => {
                    let ids = reach.lists.iter().map(|list| list.id.as_str());
                    let help = nearest(id, ids).map(|near| {
                        Text::new(
                            format!("是不是 @{near}？"),
                            format!("did you mean `@{near}`?"),
                        )
                    });
                    reach.faults.add_with_help(
                        item.span,
                        Text::new(
                            format!("没有叫 {id} 的词表"),
                            format!("no word list is called `{id}`"),
                        ),
                        help,
                    );
                    return None;
                }
            },
        }
    }
    if words.is_empty() || words.iter().any(String::is_empty) {
        return expected(node, "至少一个词", "at least one word", reach);
    }
    Some(words)
}

fn bool_operand(node: &Node, reach: Reach<'_>) -> Option<Operand<bool>> {
    match node.as_bool() {
        Some(flag) => Some(Operand::Constant(flag)),
        None => param_operand(node, reach, &|kind| *kind == ParamKind::Bool)
            .map(Operand::Param)
            .or_else(|| wants_bool(node, reach)),
    }
}

fn int_operand(node: &Node, reach: Reach<'_>) -> Option<Operand<i64>> {
    match node.value {
        Raw::Integer(number) => Some(Operand::Constant(number)),
        _ => param_operand(node, reach, &|kind| matches!(kind, ParamKind::Int(_)))
            .map(Operand::Param)
            .or_else(|| expected(node, "整数", "a whole number", reach)),
    }
}

fn day_operand(node: &Node, reach: Reach<'_>) -> Option<Operand<NaiveDate>> {
    match &node.value {
        Raw::Date(day) => Some(Operand::Constant(*day)),
        Raw::String(text) if !text.starts_with('$') => {
            match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
                Ok(day) => Some(Operand::Constant(day)),
                Err(_) => expected(
                    node,
                    "日期，如 2024-07-01",
                    "a date such as 2024-07-01",
                    reach,
                ),
            }
        }
        _ => param_operand(node, reach, &|kind| *kind == ParamKind::Day)
            .map(Operand::Param)
            .or_else(|| {
                expected(
                    node,
                    "日期，如 2024-07-01",
                    "a date such as 2024-07-01",
                    reach,
                )
            }),
    }
}

/// `"$name"`: the parameter, if it has a type that fits; told where it has not.
fn param_operand(
    node: &Node,
    reach: Reach<'_>,
    fits: &dyn Fn(&ParamKind) -> bool,
) -> Option<usize> {
    let name = node.as_str()?.strip_prefix('$')?;
    let index = reach.params.iter().position(|param| param.name == name);
    match index.and_then(|index| reach.params.get(index)) {
        None => unknown_param(name, node.span, reach),
        Some(param) if fits(&param.kind) => return index,
        Some(_) => reach.faults.add(
            node.span,
            Text::new(
                format!("参数 {name} 的类型和这里不合"),
                format!("parameter `{name}` has a type that does not fit here"),
            ),
        ),
    }
    None
}

fn char_class(node: &Node, reach: Reach<'_>) -> Option<CharClass> {
    Some(match node.as_str().unwrap_or_default() {
        "han" => CharClass::Han,
        "digits" => CharClass::Digits,
        "latin" => CharClass::Latin,
        "ascii" => CharClass::Ascii,
        "han-latin" => CharClass::HanLatin,
        "han-latin-digits" => CharClass::HanLatinDigits,
        _ => {
            return expected(
                node,
                "字符种类：han digits latin ascii han-latin han-latin-digits",
                "a class of characters: han digits latin ascii han-latin han-latin-digits",
                reach,
            );
        }
    })
}

fn compare_of(key: &str) -> Option<Compare> {
    Some(match key {
        "is" => Compare::Is,
        "is_not" => Compare::IsNot,
        "at_least" => Compare::AtLeast,
        "at_most" => Compare::AtMost,
        "above" => Compare::Above,
        "below" => Compare::Below,
        _ => return None,
    })
}

fn comparable(left: Kind, right: Kind) -> bool {
    match (left, right) {
        (Kind::Text(_), Kind::Text(_))
        | (Kind::Int(_), Kind::Int(_))
        | (Kind::Bool, Kind::Bool)
        | (Kind::Day | Kind::DayOrLongTerm, Kind::Day | Kind::DayOrLongTerm)
        | (Kind::Province, Kind::Province)
        | (Kind::City, Kind::City) => true,
        (Kind::Enum(left), Kind::Enum(right)) | (Kind::Set(left), Kind::Set(right)) => left
            .iter()
            .zip(right)
            .all(|(left, right)| left.id == right.id),
        _ => false,
    }
}

fn items(node: &Node) -> &[Node] {
    node.as_array().unwrap_or(std::slice::from_ref(node))
}

fn expected<T>(node: &Node, zh: &str, en: &str, reach: Reach<'_>) -> Option<T> {
    // A parameter that does not fit has been told where one may stand; elsewhere nothing was.
    if !reach.faults.tells_of(node.span) {
        reach.faults.add(
            node.span,
            Text::new(format!("这里要写{zh}"), format!("{en} is expected here")),
        );
    }
    None
}

fn wants_bool<T>(node: &Node, reach: Reach<'_>) -> Option<T> {
    expected(node, "true 或 false", "true or false", reach)
}

fn misfit<T>(entry: &Entry, tested: &Tested<'_>, reach: Reach<'_>) -> Option<T> {
    let what = match tested {
        Tested::Fact(kind) => kind.expectation(),
        Tested::Param(_) => Text::fixed("参数的值", "the parameter's value"),
    };
    reach.faults.add(
        entry.key_span,
        Text::new(
            format!("{} 不能用在这里；值是{}", entry.key, what.zh),
            format!(
                "`{}` does not fit here; the value is {}",
                entry.key, what.en
            ),
        ),
    );
    None
}

fn unknown_operator(entry: &Entry, reach: Reach<'_>) {
    let help = nearest(&entry.key, OPERATORS.iter().copied()).map(|near| {
        Text::new(
            format!("是不是 {near}？"),
            format!("did you mean `{near}`?"),
        )
    });
    reach.faults.add_with_help(
        entry.key_span,
        Text::new(
            format!("没有叫 {} 的比较", entry.key),
            format!("no comparison is called `{}`", entry.key),
        ),
        help,
    );
}

/// A parameter's value from its written form.
pub fn read_value(node: &Node, kind: &ParamKind, reach: Reach<'_>) -> Option<Value> {
    match kind {
        ParamKind::Int(_) => match node.value {
            Raw::Integer(number) => Some(Value::Int(number)),
            _ => expected(node, "整数", "a whole number", reach),
        },
        ParamKind::Bool => match node.as_bool() {
            Some(flag) => Some(Value::Bool(flag)),
            None => wants_bool(node, reach),
        },
        ParamKind::Day => match day_operand(
            node,
            Reach {
                params: &[],
                ..reach
            },
        ) {
            Some(Operand::Constant(day)) => Some(Value::Day(day)),
            _ => None,
        },
        ParamKind::Text => match node.as_str() {
            Some(text) => Some(Value::Text(text.to_owned())),
            None => expected(node, "文字", "a string", reach),
        },
        ParamKind::Words => match node.as_array() {
            Some([]) => Some(Value::Words(Vec::new())),
            _ => spell_out(node, reach).map(Value::Words),
        },
        ParamKind::OneOf(ids) => {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let bit = member(node, &ids, reach)?;
            u8::try_from(bit.trailing_zeros()).ok().map(Value::Code)
        }
        ParamKind::SomeOf(_) | ParamKind::SomeOfFact(_) => {
            let ids = kind.ids();
            let mut mask = 0u64;
            if node.as_array().is_none() {
                return expected(node, "列表", "a list", reach);
            }
            for item in items(node) {
                mask |= member(item, &ids, reach)?;
            }
            Some(Value::Codes(mask))
        }
        ParamKind::Documents => read_bundles(node, reach).map(Value::Bundles),
    }
}

/// Bundles of documents: `["a", "b"]` is two alternatives of one each, `[["a", "b"], ["c"]]` spells
/// them out.
pub fn read_bundles(node: &Node, reach: Reach<'_>) -> Option<Vec<Vec<String>>> {
    let mut bundles = Vec::new();
    for item in items(node) {
        let texts: Option<Vec<String>> = items(item)
            .iter()
            .map(|id| id.as_str().map(str::to_owned))
            .collect();
        match texts {
            Some(texts) => bundles.push(texts),
            None => {
                return expected(
                    item,
                    "材料号的列表，如 [[\"residence-permit\"], [\"a\", \"b\"]]",
                    "a list of document ids, such as [[\"residence-permit\"], [\"a\", \"b\"]]",
                    reach,
                );
            }
        }
    }
    Some(bundles)
}

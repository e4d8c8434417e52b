//! Tests in words: 「域名剩余天数 ≥ 最短剩余天数」.

use crate::facts::FilingGroup;
use crate::fields::choices::FILING_KINDS;
use crate::fields::{Choices, FactRef, Kind, Mount, Scope, Unit};
use crate::report::Names;
use crate::ruleset::{
    CharClass, Compare, FILINGS, Operand, Param, ParamKind, SUBJECTS, SetMatch, Severity, Test,
    Value, WordMatch, has_bit,
};
use crate::text::{Lang, Text};

/// More words of a list are counted, not named.
const MOST_WORDS: usize = 6;
/// Kinds of unit are told by those that are left out, if these are no more.
const MOST_MISSING: u32 = 3;

/// What puts the conditions of one rule, or of a requirement, in words.
#[derive(Clone, Copy)]
pub struct Phrases<'a> {
    /// What names things.
    pub(crate) names: Names<'a>,
    /// The rule's parameters.
    pub params: &'a [Param],
    /// Their values, where they are known: for one draft.
    pub values: Option<&'a [Option<&'a Value>]>,
    /// Whether all words of a list are named, however many there are.
    pub whole: bool,
}

/// What a test is put in words with: of a fact, or of a parameter.
struct Tested {
    label: String,
    choices: Choices,
    ids: Vec<String>,
    unit: &'static str,
}

impl<'a> Phrases<'a> {
    /// A fact's name, with the record that it is of where that is not the element at hand.
    pub fn fact(&self, fact: FactRef) -> String {
        let label = fact.label();
        let whose = match fact.mount {
            Mount::Principal => Text::fixed("主体负责人的", "the principal's "),
            Mount::LegalRepresentative => {
                Text::fixed("法定代表人的", "the legal representative's ")
            }
            Mount::ServicePrincipal => Text::fixed("服务负责人的", "the service principal's "),
            Mount::PreviousOrder => Text::fixed("已备案的", "(on record) "),
            Mount::PreviousPrincipal => {
                Text::fixed("已备案的主体负责人的", "the principal's (on record) ")
            }
            Mount::PreviousLegalRepresentative => Text::fixed(
                "已备案的法定代表人的",
                "the legal representative's (on record) ",
            ),
            Mount::PreviousService => Text::fixed("已备案的服务的", "the service's (on record) "),
            Mount::PreviousServicePrincipal => Text::fixed(
                "已备案的服务负责人的",
                "the service principal's (on record) ",
            ),
            _ => Text::default(),
        };
        let mut whose = whose.get(self.names.lang).to_owned();
        if fact.kind() == Kind::Bool && !whose.is_empty() {
            // Such a label is a sentence of its own.
            whose = match self.names.lang {
                Lang::Zh => whose.trim_end_matches('的').to_owned(),
                Lang::En => {
                    let who = whose.replace("'s ", " ");
                    format!("for {}, ", who.trim_end())
                }
            };
        }
        format!("{whose}{}", label.get(self.names.lang))
    }

    /// A test on a fact.
    pub fn fact_test(&self, fact: FactRef, test: &Test, or_none: bool) -> String {
        let kind = fact.kind();
        let tested = Tested {
            label: self.fact(fact),
            choices: kind.choices().unwrap_or(&[]),
            ids: Vec::new(),
            unit: match kind {
                Kind::Int(unit) => self.names.unit(unit),
                _ => "",
            },
        };
        let mut text = self.test(&tested, test);
        if or_none {
            text.push_str(self.say("（没有也可以）", " (or none)"));
        }
        text
    }

    /// A test on a parameter.
    pub fn param_test(&self, param: usize, test: &Test) -> String {
        let Some(own) = self.params.get(param) else {
            return "…".to_owned();
        };
        let tested = Tested {
            label: self.param(param),
            choices: match &own.kind {
                ParamKind::SomeOfFact(choices) => choices,
                _ => &[],
            },
            ids: self.names.members(own),
            unit: self.param_unit(&own.kind),
        };
        self.test(&tested, test)
    }

    /// A parameter's name, with its value where that is known.
    pub fn param(&self, index: usize) -> String {
        let Some(param) = self.params.get(index) else {
            return "…".to_owned();
        };
        let label = param.label.get(self.names.lang);
        let name = match self.names.lang {
            Lang::Zh => format!("「{label}」"),
            Lang::En => format!("[{label}]"),
        };
        match self.values.map(|values| values.get(index)) {
            Some(Some(Some(value))) => {
                let value = self.value(param, value);
                match self.names.lang {
                    Lang::Zh => format!("{name}（{value}）"),
                    Lang::En => format!("{name} ({value})"),
                }
            }
            _ => name,
        }
    }

    /// A value of a parameter, with its unit.
    pub fn value(&self, param: &Param, value: &Value) -> String {
        let text = match value {
            Value::Words(words) => self.words(words),
            _ => self.names.param(param, Some(value)),
        };
        format!("{text}{}", self.param_unit(&param.kind))
    }

    /// A comparison of how many elements there are.
    pub fn count(&self, what: &str, compare: Compare, with: &Operand<i64>) -> String {
        format!(
            "{what} {} {}",
            sign(compare),
            self.int(with, self.names.unit(Unit::Count))
        )
    }

    /// What the elements of a scope are called.
    pub fn elements(&self, scope: Scope) -> &'static str {
        self.say_text(&match scope {
            Scope::Order => Text::fixed("整单", "the order"),
            Scope::Person => Text::fixed("负责人", "person"),
            Scope::Service => Text::fixed("互联网信息服务", "service"),
            Scope::Domain => Text::fixed("域名", "domain"),
            Scope::Platform => Text::fixed("App 平台", "platform"),
            Scope::PreApproval => Text::fixed("前置审批", "approval"),
            Scope::Attachment => Text::fixed("材料附件", "attachment"),
        })
    }

    /// Kinds of subject in words; `None` where all are meant.
    pub fn subjects(&self, subjects: u64) -> Option<String> {
        if subjects & SUBJECTS == SUBJECTS {
            return None;
        }
        if subjects & SUBJECTS == SUBJECTS & !1 {
            return Some(
                self.names
                    .fixed("单位（个人以外）", "units (all but persons)"),
            );
        }
        let labels = |subjects: u64| {
            let all = crate::fields::choices::SUBJECT_KINDS;
            self.names.labels(all, subjects)
        };
        // Of units, all but a few are told by those few.
        let units = SUBJECTS & !1;
        let missing = units & !subjects;
        if subjects & 1 == 0 && missing.count_ones() <= MOST_MISSING {
            return Some(match self.names.lang {
                Lang::Zh => format!("单位（个人、{}以外）", labels(missing)),
                Lang::En => format!("units (all but persons, {})", labels(missing)),
            });
        }
        Some(labels(subjects))
    }

    /// Kinds of filing in words, whole groups by their name; `None` where all are meant.
    pub fn filings(&self, filings: u64) -> Option<String> {
        let groups = [
            (
                FilingGroup::New,
                Text::fixed("新办（首次、新增）", "new filings"),
            ),
            (FilingGroup::Access, Text::fixed("接入", "access")),
            (FilingGroup::Changes, Text::fixed("变更", "changes")),
            (FilingGroup::Cancel, Text::fixed("注销", "cancellations")),
        ];
        let mut words: Vec<String> = Vec::new();
        let mut all = true;
        for (group, label) in groups {
            let members: Vec<usize> = (0..FILINGS)
                .filter(|index| u8::try_from(*index).is_ok_and(|i| FilingGroup::of(i) == group))
                .collect();
            if members.iter().all(|index| has_bit(filings, *index)) {
                words.push(self.names.say(&label));
                continue;
            }
            all = false;
            for index in members {
                if has_bit(filings, index)
                    && let Some(choice) = FILING_KINDS.get(index)
                {
                    words.push(self.names.say(&choice.label));
                }
            }
        }
        (!all).then(|| self.names.join(words.iter().map(String::as_str)))
    }

    /// A severity in words.
    pub fn severity(&self, severity: Severity) -> &'static str {
        self.say_text(&match severity {
            Severity::Error => Text::fixed("错误", "error"),
            Severity::Warning => Text::fixed("警告", "warning"),
            Severity::Notice => Text::fixed("提示", "notice"),
        })
    }

    /// One of two constant forms.
    pub fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.names.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn say_text(&self, text: &Text) -> &'static str {
        let form = match self.names.lang {
            Lang::Zh => &text.zh,
            Lang::En => &text.en,
        };
        match form {
            std::borrow::Cow::Borrowed(form) => form,
            std::borrow::Cow::Owned(_) => "",
        }
    }

    fn param_unit(&self, kind: &ParamKind) -> &'static str {
        match kind {
            ParamKind::Int(unit) => self.names.unit(*unit),
            _ => "",
        }
    }

    fn int(&self, with: &Operand<i64>, unit: &str) -> String {
        match with {
            Operand::Constant(number) => format!("{number}{unit}"),
            Operand::Param(param) => self.param(*param),
        }
    }

    fn members(&self, with: &Operand<u64>, tested: &Tested) -> String {
        match with {
            Operand::Param(param) => self.param(*param),
            Operand::Constant(mask) if !tested.choices.is_empty() => {
                let held = tested
                    .choices
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| has_bit(*mask, *index));
                self.either(held.map(|(_, choice)| choice.label.get(self.names.lang)))
            }
            Operand::Constant(mask) => {
                let held = tested
                    .ids
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| has_bit(*mask, *index));
                self.either(held.map(|(_, id)| id.as_str()))
            }
        }
    }

    /// A list of which one is meant.
    fn either<'t>(&self, parts: impl Iterator<Item = &'t str>) -> String {
        let parts: Vec<&str> = parts.collect();
        let word = self.say("或", " or ");
        match parts.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, before)) => {
                let ascii = last.starts_with(|c: char| c.is_ascii_alphanumeric());
                let word = if ascii && word == "或" {
                    " 或 "
                } else {
                    word
                };
                format!("{}{word}{last}", self.names.join(before.iter().copied()))
            }
            None => self.names.fixed("无", "none"),
        }
    }

    fn texts(&self, with: &Operand<Vec<String>>) -> String {
        match with {
            Operand::Param(param) => self.param(*param),
            Operand::Constant(words) => self.words(words),
        }
    }

    /// Words in quotation marks; of many the first few and how many there are.
    fn words(&self, words: &[String]) -> String {
        let most = if self.whole { usize::MAX } else { MOST_WORDS };
        let named: Vec<String> = words
            .iter()
            .take(most)
            .map(|word| format!("“{word}”"))
            .collect();
        let mut text = self.names.join(named.iter().map(String::as_str));
        if words.len() > most {
            match self.names.lang {
                Lang::Zh => text.push_str(&format!("等 {} 个词", words.len())),
                Lang::En => text.push_str(&format!(" … ({} words)", words.len())),
            }
        }
        text
    }

    fn divisions(&self, codes: &[u32]) -> String {
        let names: Vec<String> = codes
            .iter()
            .map(|code| self.names.division(*code))
            .collect();
        self.either(names.iter().map(String::as_str))
    }

    fn test(&self, tested: &Tested, test: &Test) -> String {
        let label = &tested.label;
        match test {
            Test::Bool(Operand::Constant(flag)) => {
                let flag = self.names.flag(*flag);
                self.form(label, ("：", ": "), &flag)
            }
            Test::Bool(Operand::Param(param)) => {
                self.form(label, (" = ", " = "), &self.param(*param))
            }
            Test::NotBool(Operand::Constant(flag)) => {
                let flag = self.names.flag(*flag);
                self.form(label, ("不为：", " is not: "), &flag)
            }
            Test::NotBool(Operand::Param(param)) => {
                self.form(label, (" ≠ ", " ≠ "), &self.param(*param))
            }
            Test::Int(compare, with) => {
                format!("{label} {} {}", sign(*compare), self.int(with, tested.unit))
            }
            Test::Day(compare, with) => {
                let day = match with {
                    Operand::Constant(day) => day.to_string(),
                    Operand::Param(param) => self.param(*param),
                };
                format!("{label} {} {day}", self.of_days(*compare))
            }
            Test::OneOf(with) => self.is(label, true, &self.members(with, tested)),
            Test::NoneOf(with) => self.is(label, false, &self.members(with, tested)),
            Test::Division(codes) => self.is(label, true, &self.divisions(codes)),
            Test::NotDivision(codes) => self.is(label, false, &self.divisions(codes)),
            Test::TextIn(with) => self.is(label, true, &self.texts(with)),
            Test::TextNotIn(with) => self.is(label, false, &self.texts(with)),
            Test::Words(how, with) => self.form(label, word_match(*how), &self.texts(with)),
            Test::WordOf(how, other) => self.form(label, word_match(*how), &self.fact(*other)),
            Test::WordsBut(how, with, other) => {
                let words = self.form(label, word_match(*how), &self.texts(with));
                let other = self.fact(*other);
                match self.names.lang {
                    Lang::Zh => format!("{words}（{other}里也有的不算）"),
                    Lang::En => format!("{words} (leaving out what {other} has too)"),
                }
            }
            Test::Matches(pattern) => self.form(
                label,
                ("的写法符合 ", " has the form "),
                &format!("/{}/", pattern.source()),
            ),
            Test::Han(compare, with) => {
                let what = self.form(label, ("的汉字数", ", Han characters,"), "");
                self.count(&what, *compare, with)
            }
            Test::Chars(compare, with) => {
                let what = self.form(label, ("的字数", ", characters,"), "");
                self.count(&what, *compare, with)
            }
            Test::OnlyChars(class) => self.form(
                label,
                ("只由", " consists of "),
                self.say_text(&match class {
                    CharClass::Han => Text::fixed("汉字组成", "Han characters only"),
                    CharClass::Digits => Text::fixed("数字组成", "digits only"),
                    CharClass::Latin => Text::fixed("字母组成", "letters only"),
                    CharClass::Ascii => Text::fixed("英文字符组成", "ASCII characters only"),
                    CharClass::HanLatin => {
                        Text::fixed("汉字和字母组成", "Han characters and letters only")
                    }
                    CharClass::HanLatinDigits => Text::fixed(
                        "汉字、字母和数字组成",
                        "Han characters, letters and digits only",
                    ),
                }),
            ),
            Test::Set(how, with) => {
                let verb = match how {
                    SetMatch::HasAny => ("中有：", " has one of: "),
                    SetMatch::HasAll => ("中都有：", " has all of: "),
                    SetMatch::Only => ("中只有：", " has only: "),
                };
                self.form(label, verb, &self.members(with, tested))
            }
            Test::ListHas(with) => self.form(label, ("中有：", " has one of: "), &self.texts(with)),
            Test::IsEmpty(true) => self.form(label, ("为空", " is empty"), ""),
            Test::IsEmpty(false) => self.form(label, ("不为空", " is not empty"), ""),
            Test::Known(true) => self.form(label, ("已填写", " is given"), ""),
            Test::Known(false) => self.form(label, ("未填写", " is not given"), ""),
            Test::IsNone(true) => self.form(label, ("写明没有", " is said to be none"), ""),
            Test::IsNone(false) => self.form(label, ("是有的", " is there"), ""),
            Test::SameAs(other, same) => {
                let other = self.fact(*other);
                match (self.names.lang, same) {
                    (Lang::Zh, true) => format!("{label}与{other}相同"),
                    (Lang::Zh, false) => format!("{label}与{other}不同"),
                    (Lang::En, true) => format!("{label} is the same as {other}"),
                    (Lang::En, false) => format!("{label} differs from {other}"),
                }
            }
            Test::Versus(compare, other) => {
                format!("{label} {} {}", sign(*compare), self.fact(*other))
            }
        }
    }

    fn is(&self, label: &str, is: bool, what: &str) -> String {
        let verb = if is {
            ("是", " is ")
        } else {
            ("不是", " is not ")
        };
        self.form(label, verb, what)
    }

    fn form(&self, label: &str, verb: (&'static str, &'static str), what: &str) -> String {
        let verb = self.say(verb.0, verb.1);
        let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let apart =
            is_ascii(what.chars().next()) && verb.chars().last().is_some_and(|c| c.is_alphabetic());
        let gap = if apart && self.names.lang == Lang::Zh {
            " "
        } else {
            ""
        };
        format!("{label}{verb}{gap}{what}")
    }

    fn of_days(&self, compare: Compare) -> &'static str {
        match compare {
            Compare::Is => self.say("是", "is"),
            Compare::IsNot => self.say("不是", "is not"),
            Compare::AtLeast => self.say("不早于", "is not before"),
            Compare::AtMost => self.say("不晚于", "is not after"),
            Compare::Above => self.say("晚于", "is after"),
            Compare::Below => self.say("早于", "is before"),
        }
    }
}

const fn word_match(how: WordMatch) -> (&'static str, &'static str) {
    match how {
        WordMatch::Contains => ("含有", " contains "),
        WordMatch::StartsWith => ("开头是", " begins with "),
        WordMatch::EndsWith => ("结尾是", " ends with "),
        WordMatch::Equals => ("就是", " is just "),
        WordMatch::Under => ("在其下：", " lies under "),
        WordMatch::Written => ("原样写有", " has, as written, "),
    }
}

/// A comparison's sign.
pub const fn sign(compare: Compare) -> &'static str {
    match compare {
        Compare::Is => "=",
        Compare::IsNot => "≠",
        Compare::AtLeast => "≥",
        Compare::AtMost => "≤",
        Compare::Above => ">",
        Compare::Below => "<",
    }
}

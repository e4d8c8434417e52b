//! `[[which]]`: the table that tells which kind of filing a situation needs.

use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::load_rule::{need_facts, read_facts};
use super::model::{Origin, Period, Rule};
use super::parse_condition::Reach;
use super::selection::read_period;
use super::shared::Shared;
use super::value::ParamKind;
use crate::fields::choices::FILING_KINDS;
use crate::fields::{Answers, SITUATION, nearest};
use crate::source::{Entry, Node, Value as Raw};
use crate::text::Text;

/// A row of the table: where all its conditions hold, this is the answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WhichRow {
    /// Its id.
    pub id: String,
    /// Its conditions; all must hold.
    pub when: Vec<WhichTest>,
    /// The kind of filing that is needed, by its index; absent: none is to be made here.
    pub filing: Option<u8>,
    /// The answer in a few words.
    pub title: Text,
    /// Why.
    pub text: Text,
    /// What to do next.
    pub next: Option<Text>,
    /// The days on which it holds.
    pub period: Period,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// The layer that declares it; rows of later layers are looked at first.
    pub layer: usize,
    /// Where it is declared.
    pub origin: Origin,
}

/// A condition of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum WhichTest {
    /// The answer to a question, by its index, is one of these.
    Answer(usize, Wanted),
    /// A yes-or-no parameter of a rule has this value in the province.
    Param {
        /// The rule's id.
        rule: String,
        /// The parameter's name.
        param: String,
        /// The value.
        value: bool,
    },
}

/// What an answer must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// Yes or no.
    Flag(bool),
    /// This number.
    Count(i64),
    /// One of these members of the question's list, a bit each.
    Choice(u64),
}

/// Reads a row.
pub fn read_which(
    keys: &Keys<'_>,
    layer: usize,
    file: usize,
    rules: &[Shared<Rule>],
    reach: Reach<'_>,
) -> Option<WhichRow> {
    let id = keys.need_text("id")?;
    let filing = keys.node("filing").and_then(|node| {
        let word = node.as_str().unwrap_or_default();
        let found = FILING_KINDS.iter().position(|choice| choice.id == word);
        if found.is_none() {
            let ids = FILING_KINDS.iter().map(|choice| choice.id);
            unknown(node, "备案类型", "kind of filing", word, ids, reach);
        }
        u8::try_from(found?).ok()
    });
    let when = match keys.node("when") {
        None => Vec::new(),
        Some(node) => match node.as_table() {
            Some(table) => table
                .entries
                .iter()
                .filter_map(|entry| read_test(entry, rules, reach))
                .collect(),
            None => {
                reach.faults.add(
                    node.span,
                    Text::fixed("这里要写一张表", "a table is expected here"),
                );
                Vec::new()
            }
        },
    };
    let facts = read_facts(keys);
    let reason = keys.bilingual("reason");
    need_facts(keys, &facts, reason.as_ref(), reach);
    let row = WhichRow {
        id: id.to_owned(),
        when,
        filing,
        title: keys.need_bilingual("title"),
        text: keys.need_bilingual("text"),
        next: keys.bilingual("next"),
        period: read_period(keys),
        facts,
        layer,
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    keys.finish();
    Some(row)
}

/// A condition: a question with an answer, or `"RULE.PARAM"` with yes or no.
fn read_test(entry: &Entry, rules: &[Shared<Rule>], reach: Reach<'_>) -> Option<WhichTest> {
    if let Some((rule, param)) = entry.key.split_once('.') {
        let known = rules.iter().find(|own| own.id == rule).is_some_and(|own| {
            let mut params = own.params.iter();
            params.any(|own| own.name == param && own.kind == ParamKind::Bool)
        });
        let value = entry.node.as_bool();
        if !known || value.is_none() {
            reach.faults.add(
                entry.key_span,
                Text::new(
                    format!("{} 要是一条规则的是非参数，值写 true 或 false", entry.key),
                    format!(
                        "`{}` has to be a yes-or-no parameter of a rule, compared with true or false",
                        entry.key
                    ),
                ),
            );
            return None;
        }
        return Some(WhichTest::Param {
            rule: rule.to_owned(),
            param: param.to_owned(),
            value: value?,
        });
    }
    let found = SITUATION
        .iter()
        .position(|question| question.key == entry.key);
    let Some(index) = found else {
        let help = nearest(&entry.key, SITUATION.iter().map(|question| question.key));
        reach.faults.add_with_help(
            entry.key_span,
            Text::new(
                format!("没有叫 {} 的问题", entry.key),
                format!("no question is called `{}`", entry.key),
            ),
            help.map(did_you_mean),
        );
        return None;
    };
    let wanted = read_wanted(&entry.node, SITUATION.get(index)?.answers, reach)?;
    Some(WhichTest::Answer(index, wanted))
}

fn read_wanted(node: &Node, answers: Answers, reach: Reach<'_>) -> Option<Wanted> {
    let wanted = match answers {
        Answers::YesNo => node.as_bool().map(Wanted::Flag),
        Answers::Count => node.as_int().map(Wanted::Count),
        Answers::OneOf(choices) => {
            let words: Vec<&Node> = match &node.value {
                Raw::Array(items) => items.iter().collect(),
                _ => vec![node],
            };
            let mut mask = 0u64;
            for word in words {
                let id = word.as_str().unwrap_or_default();
                match choices.iter().position(|choice| choice.id == id) {
                    Some(index) => {
                        let bit = u32::try_from(index).ok()?;
                        mask |= 1u64.checked_shl(bit).unwrap_or(0);
                    }
                    None => {
                        let ids = choices.iter().map(|choice| choice.id);
                        unknown(word, "值", "value", id, ids, reach);
                        return None;
                    }
                }
            }
            (mask != 0).then_some(Wanted::Choice(mask))
        }
    };
    if wanted.is_none() {
        reach.faults.add(
            node.span,
            Text::fixed(
                "这不是这个问题的答案（是非写 true/false，数目写整数，其余写列表里的词）",
                "this is no answer to the question (true or false, a whole number, or words of its list)",
            ),
        );
    }
    wanted
}

fn unknown<'i>(
    node: &Node,
    zh: &str,
    en: &str,
    word: &str,
    ids: impl Iterator<Item = &'i str>,
    reach: Reach<'_>,
) {
    reach.faults.add_with_help(
        node.span,
        Text::new(
            format!("没有叫 {word} 的{zh}"),
            format!("no {en} is called `{word}`"),
        ),
        nearest(word, ids).map(did_you_mean),
    );
}

fn did_you_mean(near: &str) -> Text {
    Text::new(
        format!("是不是 {near}？"),
        format!("did you mean `{near}`?"),
    )
}

//! Rows below a header that are of no draft: totals, remarks, examples.

use super::cell::{Row, clean};
use super::layout::Layout;
use super::template::{EXAMPLE, EXAMPLE_SAYS};

/// Words that begin a row of totals.
const TOTALS: &[&str] = &[
    "合计", "总计", "小计", "共计", "total", "totals", "subtotal",
];

/// Words that begin a row that explains, with a colon behind them.
const REMARKS: &[&str] = &[
    "填表说明",
    "填写说明",
    "说明",
    "注",
    "备注",
    "填表人",
    "填报人",
    "制表人",
    "制表",
    "经办人",
    "审核人",
    "填表日期",
    "填报日期",
    "制表日期",
    "例",
    "例如",
    "如",
    "示例",
    "样例",
    "填写示例",
];

/// What is counted in a row of totals: 共 3 家.
const COUNTED: &[char] = &['条', '家', '个', '份', '项', '行'];

/// Whether a row is the form's example: named so, and not a client's in what it says of whose it is.
pub(super) fn is_example(layout: &Layout, name: &str, row: &Row) -> bool {
    let says_the_same = |(path, example): &(&str, &str)| {
        let Some(column) = layout.header.column_of(path) else {
            return true;
        };
        let shown = row.cell(column).shown().into_owned();
        let own = clean(&shown);
        own.is_empty() || own == *example
    };
    EXAMPLE.contains(&name) && EXAMPLE_SAYS.iter().all(says_the_same)
}

/// Whether a row adds up those above it, as its first cell says.
pub(super) fn is_total(row: &Row) -> bool {
    let words = row.cells.iter().map(|cell| cell.shown());
    let mut words = words.map(|word| clean(&word).into_owned());
    words
        .find(|word| !word.is_empty())
        .is_some_and(|word| is_total_word(&word))
}

/// Whether a word begins a row of totals.
pub(super) fn is_total_word(word: &str) -> bool {
    let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    let word = word.to_ascii_lowercase();
    let word = word.strip_prefix("以上").unwrap_or(&word);
    // 合计：3 家 is one, and 合计科技 is a name.
    let is_sum = |rest: &str| {
        rest.is_empty()
            || (rest.starts_with(|c: char| c.is_ascii_digit() || "：:共".contains(c))
                && rest.chars().count() <= 12)
    };
    // 共 3 家 counts them, and 共青城 is a place.
    let count = word
        .strip_prefix('共')
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let is_count = count.is_some_and(|rest| {
        rest.len() < word.len().saturating_sub('共'.len_utf8())
            && rest.starts_with(COUNTED)
            && rest.chars().count() < 6
    });
    let mut totals = TOTALS.iter().filter_map(|own| word.strip_prefix(own));
    let mut remarks = REMARKS.iter().filter_map(|own| word.strip_prefix(own));
    is_count || totals.any(is_sum) || remarks.any(|rest| rest.starts_with([':', '：']))
}

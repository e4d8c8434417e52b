//! The sheets and columns of ours that hold no drafts: what explains a form, and what sums up results.
//! Clients have sheets of the same names, so a name alone says nothing.

use super::book_write::{OWN, verdict_text};
use super::cell::Cell;
use super::guide::guide;
use super::headings::is_unread;
use super::template::{COLUMN_TITLES, is_list_title};
use crate::evaluate::Verdict;

/// A cell by its row and column, from 0.
pub(super) type Placed = (u32, u32, Cell);

/// What sheets of ours are called.
const NAMES: &[&str] = &[
    "填写说明",
    "全部列",
    "选项",
    "汇总",
    "guide",
    "columns",
    "choices",
    "summary",
];

/// What stands over a column that counts the rows.
const COUNTS: &[&str] = &["序号", "No", "No.", "NO", "NO."];

/// Whether a sheet is called like one of ours.
pub(super) fn may_be_ours(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Whether the first rows of a sheet that is called so are what we write there; an empty sheet is
/// nobody's.
pub(super) fn is_ours(cells: &[Placed]) -> bool {
    let first: Vec<String> = cells
        .iter()
        .filter(|(row, _, cell)| *row == 0 && !cell.is_blank())
        .map(|(_, _, cell)| cell.shown().into_owned())
        .collect();
    let columns = first.len() == COLUMN_TITLES.len()
        && first
            .iter()
            .zip(&COLUMN_TITLES)
            .all(|(text, title)| *text == title.zh || *text == title.en);
    // A client's sheet has columns of other kinds besides: names, numbers, domains.
    let lists = first.len() > 1 && first.iter().all(|text| is_list_title(text));
    let is_summary = first.first().is_some_and(|text| {
        let word = verdict_text(Verdict::Ready);
        *text == word.zh || *text == word.en
    });
    let is_guide = first
        .first()
        .zip(guide().first())
        .is_some_and(|(text, (_, own))| *text == own.zh || *text == own.en);
    cells.is_empty() || columns || lists || is_summary || is_guide
}

/// Which columns of a row of headers nobody misses: those of our own in a result workbook that is handed
/// in again, and those that only count the rows.
pub(super) fn goes_without_saying(texts: &[&str]) -> Vec<bool> {
    let has = |own: &str| texts.contains(&own);
    let is_result =
        OWN.iter().all(|(title, _)| has(&title.zh)) || OWN.iter().all(|(title, _)| has(&title.en));
    let is_own = |text: &str| {
        let mut titles = OWN.iter().map(|(title, _)| title);
        is_unread(text) || titles.any(|title| title.zh == text || title.en == text)
    };
    let is_told = |text: &&str| COUNTS.contains(text) || (is_result && is_own(text));
    texts.iter().map(is_told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(rows: &[&[&str]]) -> Vec<Placed> {
        let rows = (0u32..).zip(rows);
        rows.flat_map(|(row, texts)| {
            let texts = (0u32..).zip(*texts);
            texts.map(move |(column, text)| (row, column, Cell::Text((*text).to_owned())))
        })
        .collect()
    }

    #[test]
    fn only_what_we_write_is_ours() {
        for rows in [
            &[&["列名", "英文列名（草稿里的路径）", "怎么填"][..]][..],
            &[&["备案类型", "省份", "是否"], &["首次备案", "山西", "是"]],
            &[&["可提交", "1"], &["待补", "2"]],
            &[&[guide()[0].1.zh.as_ref()]],
            &[],
        ] {
            assert!(is_ours(&cells(rows)), "{rows:?}");
        }
        for rows in [
            &[&["备案类型", "主办单位名称", "域名"][..]][..],
            &[&["客户备案资料"], &["备案类型", "主办单位名称", "域名"]],
            &[&["域名"], &["example-a.cn"]],
            &[&["客户自己的说明"]],
        ] {
            assert!(!is_ours(&cells(rows)), "{rows:?}");
        }
    }
}

//! Words that stand for yes, no, none and not known, and for the members of closed lists.

use super::alias::{CHOICES, DOCUMENTS, OWNERS};
use crate::fields::{Choices, nearest};
use crate::identifiers::fold_close;

const YES: &[&str] = &[
    "是",
    "有",
    "已",
    "对",
    "√",
    "✓",
    "✔",
    "☑",
    "✅",
    "✔\u{fe0f}",
    "☑\u{fe0f}",
    "v",
    "y",
    "yes",
    "true",
    "t",
    "1",
    "on",
    "已有",
    "已办",
    "已完成",
    "已认证",
    "已实名",
    "已实名认证",
    "已通过",
    "已解析",
    "已开启",
    "已备妥",
    "已备好",
    "是的",
    "实名",
    "认证通过",
    "实名认证通过",
    "通过",
    "完成",
];
const NO: &[&str] = &[
    "否",
    "无",
    "没有",
    "没",
    "未",
    "不",
    "不是",
    "错",
    "×",
    "✗",
    "✘",
    "☒",
    "❌",
    "✖",
    "✖\u{fe0f}",
    "x",
    "n",
    "no",
    "false",
    "f",
    "0",
    "off",
    "未办",
    "未完成",
    "未认证",
    "未实名",
    "未实名认证",
    "未通过",
    "未解析",
    "未开启",
    "未备妥",
    "审核中",
    "认证中",
    "待认证",
    "待实名",
];
const NONE: &[&str] = &[
    "无",
    "没有",
    "没",
    "none",
    "暂无",
    "不适用",
    "不涉及",
    "未涉及",
    "没有涉及",
    "n/a",
    "/",
    "-",
    "--",
    "—",
    "——",
    "\\",
];
const UNKNOWN: &[&str] = &[
    "未知",
    "不知道",
    "不清楚",
    "不详",
    "待定",
    "待填",
    "待补",
    "待补充",
    "待确认",
    "待提供",
    "?",
    "??",
    "unknown",
    "tbd",
    // What databases write where there is nothing.
    "null",
    "(null)",
    "\\n",
    "(空)",
    "(空白)",
];

/// Words that mean another cell, which may have moved since.
const SAME: &[&str] = &[
    "同上",
    "同前",
    "同左",
    "同右",
    "〃",
    "″",
    "同主体",
    "同主体负责人",
    "同法人",
    "同法定代表人",
    "ditto",
];

/// Whether it only points at another cell.
pub(super) fn is_elsewhere(text: &str) -> bool {
    SAME.contains(&fold_close(text).as_str())
}

/// Yes or no, in the words and marks that people use.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    let text = fold_close(text);
    let is = |words: &[&str]| words.contains(&text.as_str());
    match (is(YES), is(NO)) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// Whether it says that there is none.
pub(super) fn is_none(text: &str) -> bool {
    NONE.contains(&fold_close(text).as_str())
}

/// Whether it says that it is not known yet.
pub(super) fn is_unknown(text: &str) -> bool {
    UNKNOWN.contains(&fold_close(text).as_str())
}

/// The id of a document that people call so.
pub(super) fn document(text: &str) -> Option<&'static str> {
    named(DOCUMENTS, text)
}

/// The path of whom a document concerns.
pub(super) fn owner(text: &str) -> Option<&'static str> {
    named(OWNERS, text)
}

fn named(known: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    let wanted = fold_close(text);
    let found = known.iter().find(|(word, _)| wanted == *word);
    found.map(|(_, meant)| *meant)
}

/// The member of a closed list: its id, what it is called, or another word for it.
pub(super) fn choice(choices: Choices, text: &str) -> Option<&'static str> {
    let wanted = fold_close(text);
    let by_name = choices.iter().find(|choice| {
        choice.id == wanted
            || fold_close(&choice.label.zh) == wanted
            || fold_close(&choice.label.en) == wanted
    });
    by_name.map(|choice| choice.id).or_else(|| {
        let others = CHOICES
            .iter()
            .filter(|(word, _)| fold_close(word) == wanted);
        others
            .filter_map(|(_, id)| choices.iter().find(|choice| choice.id == *id))
            .map(|choice| choice.id)
            .next()
    })
}

/// The label of a closed list that a text is most like.
pub(super) fn likely(choices: Choices, text: &str) -> Option<&'static str> {
    let text = fold_close(text);
    // Beyond this nothing is near, and likeness costs the product of the lengths.
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    let labels = || choices.iter().map(|choice| choice.label.zh.as_ref());
    nearest(&text, labels()).or_else(|| {
        let long_enough = text.chars().count() > 1;
        labels().find(|label| long_enough && (label.contains(&text) || text.contains(label)))
    })
}

/// The items of a cell that holds a list.
pub(super) fn items(text: &str, also_at_blanks: bool) -> Vec<&str> {
    let ends = |c: char| {
        matches!(c, '、' | ';' | '；' | ',' | '，' | '\n' | '\r' | '|' | '\t')
            || (also_at_blanks && c.is_whitespace())
    };
    let items = text.split(ends).map(str::trim);
    items.filter(|item| !item.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::choices::{
        APPROVALS, CONTENTS, FILING_KINDS, PROVIDERS, REGISTRANT_ROLES, SUBJECT_CERTIFICATES,
        SUBJECT_KINDS, SYSTEMS,
    };

    #[test]
    fn no_word_says_two_things() {
        for word in YES {
            assert!(!NO.contains(word) && !NONE.contains(word) && !UNKNOWN.contains(word));
        }
        for word in UNKNOWN {
            assert!(!NO.contains(word) && !NONE.contains(word));
        }
    }

    #[test]
    fn marks_and_words_are_read() {
        for text in ["是", "√", " Yes ", "TRUE", "１", "有", "已认证"] {
            assert_eq!(yes_no(text), Some(true), "{text}");
        }
        for text in ["否", "×", "Ｎ", "无", "未认证", "0"] {
            assert_eq!(yes_no(text), Some(false), "{text}");
        }
        assert_eq!(yes_no("大概"), None);
        assert!(is_none(" 无 ") && is_none("N/A") && is_none("／") && !is_none("无锡"));
        assert!(is_unknown("待定") && is_unknown("？") && !is_unknown("无"));
    }

    #[test]
    fn choices_are_known_by_every_name() {
        for (choices, text, id) in [
            (SUBJECT_KINDS, "企业", "enterprise"),
            (SUBJECT_KINDS, "公司", "enterprise"),
            (SUBJECT_KINDS, "Enterprise", "enterprise"),
            (FILING_KINDS, "首次备案", "first"),
            (FILING_KINDS, "add-service", "add-service"),
            (PROVIDERS, "阿里云", "aliyun"),
            (SUBJECT_CERTIFICATES, "身份证", "id-card"),
            (
                SUBJECT_CERTIFICATES,
                "营业执照（个人或企业）",
                "business-license",
            ),
            (CONTENTS, "博客／个人空间", "blog"),
            (APPROVALS, "新闻", "news"),
            (CONTENTS, "网络新闻", "news"),
            (REGISTRANT_ROLES, "法人", "legal-representative"),
            (SYSTEMS, "Android", "android"),
        ] {
            assert_eq!(choice(choices, text), Some(id), "{text}");
        }
        assert_eq!(choice(SUBJECT_KINDS, "身份证"), None);
        assert_eq!(likely(SUBJECT_KINDS, "个体工商"), Some("个体工商户"));
        assert_eq!(likely(SUBJECT_KINDS, "私人企业"), Some("企业"));
    }

    #[test]
    fn every_label_of_a_list_survives_being_one_of_several() {
        for choices in [CONTENTS, APPROVALS] {
            for choice in choices {
                assert_eq!(items(&choice.label.zh, false), [choice.label.zh.as_ref()]);
            }
        }
        assert_eq!(items("a、b;c\nd， e f", false), ["a", "b", "c", "d", "e f"]);
        assert_eq!(items("a b", true), ["a", "b"]);
        assert!(items(" 、", false).is_empty());
    }
}

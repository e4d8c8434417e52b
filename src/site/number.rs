//! Numbers in the text of a page, the misspelt ones too: what was meant as one is found, and checked
//! afterwards.

use std::sync::LazyLock;

use regex::Regex;

use crate::identifiers::{
    Check, FilingNumber, Problem, PublicSecurityNumber, check_filing_number,
    check_public_security_number,
};

/// A filing number, or a licence in its place, as it stands somewhere.
#[derive(Debug, Clone)]
pub struct Shown<T> {
    /// As it stands, white space folded.
    pub text: String,
    /// Put right as far as can be: half-width, without blanks.
    pub plain: String,
    /// What it is.
    pub number: Option<T>,
    /// What is wrong with it as it stands.
    pub problem: Option<Problem>,
    /// Where in the text it begins and ends.
    pub range: (usize, usize),
}

/// `ICP` with what stands before and behind it. Digits are asked for, so that “ICP备案号：” and
/// “ICP备案查询” are none.
static FILING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?: [(（] \s* \p{Han} \s* [)）] | \p{Han} )? \s{0,3}
        [IiＩｉ] \s? [CcＣｃ] \s? [PpＰｐ] \s{0,3}
        [备備证證] \s? 案? \s? 第? (?: 字 \s? 第? )? \s{0,3}
        [0-9０-９] [0-9０-９a-zA-Z]{0,19}
        (?: \s{0,2} [-－–—‐−_] \s{0,1} [0-9０-９]{1,4} [A-Za-z]? )?
        \s{0,3} [号號]?
        (?: \s{0,2} [-－–—‐−_] \s{0,1} [0-9０-９]{1,6} [A-Za-zＡＸＫ]? )?
        ",
    )
    .ok()
});

static LICENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:合字|\p{Han})?(?:A[12]\.)?(?:B1\.)?B2-[0-9]{8}(?:-[0-9]{1,6}[AXK]?)?").ok()
});

static POLICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        \p{Han}? \s? 公 \s? 网 \s? 安 \s? 备 \s{0,3} (?: 案 \s? )? (?: [号號] \s? [:：]? )? \s{0,3}
        [0-9０-９] [0-9０-９\ ]{0,22}
        (?: \s{0,3} [号號] (?: -[0-9]{1,3} )? )?
        ",
    )
    .ok()
});

/// The filing numbers of a text.
pub fn filing_numbers(text: &str) -> Vec<Shown<FilingNumber>> {
    let mut found = Vec::new();
    for (pattern, is_licence) in [(&FILING, false), (&LICENCE, true)] {
        let Some(pattern) = pattern.as_ref() else {
            continue;
        };
        for hit in pattern.find_iter(text) {
            let raw = hit.as_str();
            // White space before, and what stands before a licence and is no province.
            let lead = raw.len().saturating_sub(raw.trim_start().len());
            let start = hit.start().saturating_add(lead);
            let shown = raw.trim();
            let end = start.saturating_add(shown.len());
            let shown = fold_space(shown);
            let number = check_filing_number(&shown);
            if is_licence {
                let cut = shown.char_indices().nth(1).map_or(0, |(at, _)| at);
                let bare = shown.get(cut..).unwrap_or("");
                let (number, shown, start) = if number.is_malformed() {
                    let start = start.saturating_add(cut);
                    (check_filing_number(bare), bare.to_owned(), start)
                } else {
                    (number, shown, start)
                };
                if let Some(known) = number.value() {
                    found.push(Shown {
                        plain: shown.clone(),
                        text: shown,
                        number: Some(*known),
                        problem: None,
                        range: (start, end),
                    });
                }
                continue;
            }
            let plain = plain(&shown);
            let problem = number.problem();
            let number = number
                .value()
                .copied()
                .or_else(|| check_filing_number(&plain).value().copied());
            found.push(Shown {
                text: shown,
                plain,
                number,
                problem,
                range: (start, end),
            });
        }
    }
    found.sort_by_key(|shown| shown.range);
    found
}

/// The public-security numbers of a text.
pub fn police_numbers(text: &str) -> Vec<Shown<PublicSecurityNumber>> {
    let Some(pattern) = POLICE.as_ref() else {
        return Vec::new();
    };
    pattern
        .find_iter(text)
        .map(|hit| {
            let lead = hit
                .as_str()
                .len()
                .saturating_sub(hit.as_str().trim_start().len());
            let start = hit.start().saturating_add(lead);
            let shown = hit.as_str().trim();
            let end = start.saturating_add(shown.len());
            let shown = fold_space(shown);
            let checked: Check<PublicSecurityNumber> = check_public_security_number(&shown);
            let plain = plain(&shown);
            let again = check_public_security_number(&plain);
            Shown {
                problem: checked.problem(),
                number: checked.value().copied().or_else(|| again.value().copied()),
                text: shown,
                plain,
                range: (start, end),
            }
        })
        .collect()
}

/// White space as a browser shows it: any run of it one blank.
fn fold_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// The number that was meant: half-width, in simplified characters, nothing between.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let half = match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => u32::from(c)
                .checked_sub(0xfee0)
                .and_then(char::from_u32)
                .unwrap_or(c),
            '－' | '–' | '—' | '‐' | '−' | '_' => '-',
            '備' => '备',
            '證' => '证',
            '號' => '号',
            other => other,
        };
        let skipped = half.is_whitespace() || matches!(half, '(' | ')' | '（' | '）' | '第' | '字');
        if !skipped {
            out.push(half.to_ascii_uppercase());
        }
    }
    in_order(&out.replace("备案", "备"))
}

/// The number with 号 where it belongs: behind the digits, before the service's.
fn in_order(text: &str) -> String {
    let is_number = text.contains("ICP") || text.contains("公网安备");
    if !is_number || text.contains("号-") || (text.ends_with('号') && !text.contains('-')) {
        return text.to_owned();
    }
    let bare = text.trim_end_matches('号');
    match bare.split_once('-') {
        Some((holder, service)) => format!("{holder}号-{service}"),
        None => format!("{bare}号"),
    }
}

/// The subject's part of a plain number.
pub fn subject_part(plain: &str) -> &str {
    match plain.find("号-") {
        Some(at) => plain.get(..at.saturating_add("号".len())).unwrap_or(plain),
        // Of a licence the second hyphen begins the service.
        None => match plain.match_indices('-').nth(1) {
            Some((at, _)) => plain.get(..at).unwrap_or(plain),
            None => plain,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_as_sites_write_them() {
        for (text, wanted) in [
            ("备案号：京ICP备12345678号-1", "京ICP备12345678号-1"),
            ("ICP备案号:京ICP备12345678号", "京ICP备12345678号"),
            (
                "版权所有 粤ICP备2021000001号 | 京公网安备",
                "粤ICP备2021000001号",
            ),
            ("京 ICP 备 12345678 号-1", "京 ICP 备 12345678 号-1"),
            ("京ICP备12345678-1号", "京ICP备12345678-1号"),
            ("京ICP备12345678号－1", "京ICP备12345678号－1"),
            ("（京）ICP备12345678号", "（京）ICP备12345678号"),
            ("京ICP备案12345678号", "京ICP备案12345678号"),
            ("京icp備12345678號", "京icp備12345678號"),
            ("京ICP备12345678", "京ICP备12345678"),
            ("许可证：京B2-20000001", "京B2-20000001"),
            ("证号京ICP证000001号 ", "京ICP证000001号"),
        ] {
            let found = filing_numbers(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].text, wanted);
            assert!(found[0].number.is_some(), "{text} {:?}", found[0].plain);
            let (start, end) = found[0].range;
            assert_eq!(
                text.get(start..end).map(fold_space).as_deref(),
                Some(wanted)
            );
        }
    }

    #[test]
    fn words_about_filings_are_no_numbers() {
        for text in [
            "ICP备案查询",
            "工信部ICP备案号：",
            "ICP 2024",
            "京ICP备号",
            "B2-200",
        ] {
            assert!(filing_numbers(text).is_empty(), "{text}");
        }
        assert!(police_numbers("公安备案、京公网安备").is_empty());
    }

    #[test]
    fn police_numbers_are_found() {
        for text in [
            "京公网安备11000002000001号",
            "京公网安备 11000002000001 号",
            "京公网安备11000002000001",
            "京公网安备 11000002 000001号",
            "京公网安备１１000002000001号",
        ] {
            let found = police_numbers(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].text, text);
        }
    }

    #[test]
    fn the_subject_is_told_apart() {
        assert_eq!(subject_part("京ICP备12345678号-1"), "京ICP备12345678号");
        assert_eq!(subject_part("京ICP备12345678号"), "京ICP备12345678号");
        assert_eq!(subject_part("粤B2-20090059-16X"), "粤B2-20090059");
    }
}

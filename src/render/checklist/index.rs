//! The page that leads to the pages of many drafts. It is written in parts, since there may be more
//! drafts than memory holds.

use maud::{PreEscaped, html};

use super::html::{clean, styled};
use super::words::what;
use crate::evaluate::Verdict;
use crate::render::text::verdict_word;
use crate::report::DraftReport;
use crate::ruleset::Severity;
use crate::text::Lang;

/// Where the rows of the drafts stand; no text that is escaped holds it.
const ROWS: &str = "<!--rows-->";

const STYLE: &str = "table { border-collapse: collapse; width: 100%; margin: 1rem 0; } \
    th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; \
    border-bottom: 1px solid var(--line); }";

/// What stands before and behind the rows of a page over drafts, of which so many have which
/// verdict; `rules` says how old the rules are.
pub fn reports_index(lang: Lang, counts: &[(Verdict, u64)], rules: &str) -> (String, String) {
    let say = |zh: &'static str, en: &'static str| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let title = say("备案草稿检查", "Check of filing drafts");
    let heads = [
        say("草稿", "draft"),
        say("主体", "subject"),
        say("备案", "filing"),
        say("结论", "verdict"),
        say("错误", "errors"),
        say("缺的材料", "documents missing"),
    ];
    let body = html! {
        h1 { (title) }
        p {
            @for (index, (verdict, count)) in counts.iter().enumerate() {
                @if index > 0 { " · " }
                span.verdict.(verdict.id()) { (verdict_word(*verdict).get(lang)) }
                " " (count)
            }
        }
        table {
            thead { tr { @for head in heads { th { (head) } } } }
            tbody { (PreEscaped(ROWS)) }
        }
        footer { (clean(rules)) }
    };
    let page = styled(lang, title, STYLE, body).into_string();
    match page.split_once(ROWS) {
        Some((before, behind)) => (before.to_owned(), behind.to_owned()),
        None => (page, String::new()),
    }
}

/// The row of a draft, which leads to a file beside the page.
pub fn reports_index_row(draft: &DraftReport, file: &str) -> String {
    let errors = draft
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    let row = html! {
        tr {
            td { a href=(link(file)) { (clean(&draft.source)) } }
            td { (clean(draft.name.as_deref().or(draft.id.as_deref()).unwrap_or(""))) }
            td { (clean(&what(draft))) }
            td { span.verdict.(draft.verdict.id()) { (verdict_word(draft.verdict).get(draft.lang)) } }
            td { @if draft.verdict == Verdict::Unreadable { (draft.errors.len()) } @else { (errors) } }
            td { (draft.documents_missing) }
        }
    };
    let mut row = row.into_string();
    row.push('\n');
    row
}

/// The name of a file beside as a relative address: all but letters, digits and a few marks as
/// percent signs.
fn link(file: &str) -> String {
    let mut link = String::with_capacity(file.len());
    for byte in file.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link
}

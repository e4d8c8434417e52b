//! What no format may hold, whatever a draft holds.

use std::collections::BTreeSet;
use std::io::Cursor;

use beian::render::{
    Detail, Style, annotations, checklist_csv, checklist_html, checklist_markdown, checklist_text,
    checklist_xlsx, harmless, junit, markdown, report_html, text,
};
use beian::report::{FailOn, Report};
use beian::source::escape_control;
use calamine::{Reader, Xlsx};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::commands;
use crate::page::Page;
use crate::said::base;

/// Whether nothing in it steers a terminal, hides text or is no character.
fn is_steady(output: &str) -> bool {
    output
        .split('\n')
        .all(|line| escape_control(line) == line && !line.contains('\t'))
}

/// The text without the colours of the program.
fn without_colours(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        let end = after
            .find(|c: char| !c.is_ascii_digit() && c != ';')
            .unwrap();
        assert!(after[end..].starts_with('m'), "{after:?} is no colour");
        rest = &after[end + 1..];
    }
    out + rest
}

/// Elements and attributes that pages are made of.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("html", &["lang"]),
    ("head", &[]),
    ("meta", &["charset", "name", "content", "http-equiv"]),
    ("title", &[]),
    ("style", &[]),
    ("body", &[]),
    ("main", &[]),
    ("section", &["class", "id"]),
    ("article", &["class"]),
    ("details", &["class"]),
    ("summary", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("p", &["class"]),
    ("span", &["class"]),
    ("div", &["class"]),
    ("a", &["href"]),
    ("ul", &[]),
    ("ol", &[]),
    ("li", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("dd", &[]),
    ("pre", &[]),
    ("br", &[]),
    ("footer", &[]),
    ("label", &["for"]),
    (
        "input",
        &["type", "id", "checked", "disabled", "aria-label"],
    ),
];

fn assert_page(text: &str) {
    let page = Page::parse(text);
    assert_eq!(page.errors, [] as [&str; 0], "the page is faulty");
    for (name, attributes) in &page.tags {
        let Some((_, known)) = ELEMENTS.iter().find(|(own, _)| own == name) else {
            panic!("<{name}> in the page");
        };
        for attribute in attributes {
            assert!(known.contains(&attribute.as_str()), "<{name} {attribute}>");
        }
    }
    // A text is escaped in attributes too, so only the template's own look like this.
    let links = text.split("href=\"").skip(1);
    for link in links {
        assert!(link.starts_with("#draft-"), "{link:.40}");
    }
    assert_eq!(page.count("style"), 1);
}

fn assert_markdown(text: &str) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(text, options) {
        // What to type next; were it to end early, the rest would be something else.
        if matches!(&event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) if kind.is_empty())
        {
            continue;
        }
        let breaks_out = matches!(
            event,
            Event::InlineHtml(_)
                | Event::Code(_)
                | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_))
        );
        assert!(!breaks_out, "{event:?} in\n{text}");
        if let Event::Html(html) = event {
            let html = html.trim();
            let label = html.strip_prefix("<details><summary>");
            let label = label.and_then(|rest| rest.strip_suffix("</summary>"));
            let is_own = html == "</details>" || label.is_some_and(|label| !label.contains('<'));
            assert!(is_own, "{html}");
        }
    }
}

fn assert_no_formula(bytes: &[u8]) {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes);
    let mut widths = BTreeSet::new();
    for record in reader.records() {
        let record = record.unwrap();
        widths.insert(record.len());
        for cell in &record {
            let starts = cell
                .trim_start()
                .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
            assert!(!starts, "{cell:?}");
            assert!(is_steady(cell) && !cell.contains('\n'), "{cell:?}");
        }
    }
    assert_eq!(widths.len(), 1, "a cell breaks out");
}

/// No format of a report holds what would break out of it.
pub fn assert_clean(report: &Report) {
    let fail_on = FailOn::Error;
    for detail in [Detail::Quiet, Detail::Normal, Detail::Verbose] {
        for (color, width) in [(false, 80), (true, 40)] {
            let told = text(
                report,
                Style {
                    color,
                    width,
                    detail,
                },
            );
            let plain = without_colours(&told);
            assert!(is_steady(&plain), "{plain:?}");
            assert!(color || plain == told);
            for line in harmless(&told).lines() {
                assert_eq!(commands::read(line), None, "{line:?}");
            }
        }
    }
    let comment = markdown(report);
    assert_markdown(&comment);
    let page = report_html(report);
    assert_page(&page);
    for output in [
        annotations(report, fail_on, &base()),
        junit(report, fail_on),
        comment,
        page,
    ] {
        // The word that keeps a forge from making links is the program's own.
        assert!(is_steady(&output.replace('\u{2060}', "")), "{output:?}");
    }
    for draft in &report.drafts {
        let list = checklist_text(draft, &report.ruleset, Style::default());
        assert!(is_steady(&list), "{list:?}");
        assert_page(&checklist_html(draft, &report.ruleset));
        assert_markdown(&checklist_markdown(draft, &report.ruleset));
        assert_no_formula(&checklist_csv(draft).unwrap());
    }
}

/// Two reports of one shape make pages of the same elements in the same order.
pub fn assert_same_page(one: &Report, other: &Report) {
    let tags = |report: &Report| Page::parse(&report_html(report)).tags;
    assert_eq!(tags(one), tags(other));
    for draft in &other.drafts {
        let bytes = checklist_xlsx(draft, &other.ruleset).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        for name in book.sheet_names() {
            assert!(book.worksheet_formula(&name).unwrap().is_empty());
        }
    }
}

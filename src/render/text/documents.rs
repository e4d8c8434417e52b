//! The documents to prepare, as a table; below it those that may come to be needed.

use std::fmt::Write;

use comfy_table::{ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};

use super::{Detail, Writer, form};
use crate::fields::Choices;
use crate::fields::choices::{FILING_KINDS, PROVIDERS, SUBJECT_KINDS};
use crate::identifiers::division;
use crate::report::{AnyOf, DocumentReport, DocumentStatus, DraftReport};
use crate::source::escape_control;
use crate::text::Lang;

/// The narrowest and widest that the table is made.
const WIDTHS: (usize, usize) = (48, 100);
/// So many fields are named that a document depends on.
const MOST_FIELDS: usize = 2;

pub(super) fn documents(writer: &Writer<'_>) -> String {
    let (open, needed): (Vec<&DocumentReport>, Vec<&DocumentReport>) = writer
        .draft
        .documents
        .iter()
        .partition(|document| document.status == DocumentStatus::Undetermined);
    let mut out = String::new();
    if !needed.is_empty() {
        let heading = heading(writer.draft, writer.lang);
        let _ = writeln!(out, "{}", writer.paint.strong(&heading));
        let common = common_file(&needed, writer.lang);
        let _ = writeln!(out, "{}", table(writer, &needed, common.is_some()));
        if let Some(common) = common {
            let label = writer.say("上传的图片：", "pictures to upload: ");
            let _ = writeln!(out, "{label}{common}");
        }
        out.push('\n');
    }
    if !open.is_empty() {
        let heading = writer.say("可能需要的材料", "Documents that may be needed");
        let _ = writeln!(out, "{}", writer.paint.strong(heading));
        for document in open {
            let _ = writeln!(out, "  {}", perhaps(writer, document));
        }
        out.push('\n');
    }
    out
}

/// 「需要准备的材料（首次备案 · 企业 · 山西 · 阿里云）」.
pub(super) fn heading(draft: &DraftReport, lang: Lang) -> String {
    let label = |choices: Choices, id: Option<&str>| {
        let found = choices.iter().find(|choice| Some(choice.id) == id)?;
        Some(found.label.get(lang))
    };
    let province = draft
        .province
        .as_ref()
        .and_then(|code| division(code.parse().ok()?))
        .map(|division| match lang {
            Lang::Zh => division.short,
            Lang::En => division.en,
        });
    let parts: Vec<&str> = [
        label(FILING_KINDS, draft.filing),
        label(SUBJECT_KINDS, draft.subject),
        province,
        label(PROVIDERS, draft.provider),
    ]
    .into_iter()
    .flatten()
    .collect();
    let parts = parts.join(" · ");
    match lang {
        Lang::Zh => format!("需要准备的材料（{parts}）"),
        Lang::En => format!("Documents to prepare ({parts})"),
    }
}

fn table(writer: &Writer<'_>, documents: &[&DocumentReport], common: bool) -> String {
    let mut table = Table::new();
    let width = writer.style.width.clamp(WIDTHS.0, WIDTHS.1);
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(match writer.lang {
        Lang::Zh => ["材料", "谁的", "形式", "状态"],
        Lang::En => ["document", "whose", "form", "status"],
    });
    let mut before: Option<AnyOf> = None;
    for document in documents {
        let prefix = match (document.any_of, before) {
            (None, _) => String::new(),
            (Some(now), Some(before)) if now == before => {
                writer.say("　和　", "\u{a0}\u{a0}and\u{a0}").to_owned()
            }
            (Some(now), Some(before)) if now.group == before.group => {
                writer.say("　或　", "\u{a0}\u{a0}or\u{a0}").to_owned()
            }
            (Some(_), _) => {
                let group = writer.say("任选其一：", "one of these:").to_owned();
                table.add_row([group, String::new(), String::new(), String::new()]);
                // Ordinary blanks are lost where a cell is broken into lines.
                writer.say("　", "\u{a0}\u{a0}").to_owned()
            }
        };
        before = document.any_of;
        let name = escape_control(&document.name);
        table.add_row([
            format!("{prefix}{name}"),
            escape_control(&document.owner).into_owned(),
            escape_control(&form_cell(document, common, writer.lang)).into_owned(),
            status_word(document.status, document.stage, writer.lang).to_owned(),
        ]);
    }
    table.trim_fmt()
}

fn form_cell(document: &DocumentReport, common: bool, lang: Lang) -> String {
    match common {
        true => form::paper(&document.form, lang),
        false => form::form_words(&document.form, lang),
    }
}

/// What all pictures must be, where they must all be the same: it is said once.
fn common_file(documents: &[&DocumentReport], lang: Lang) -> Option<String> {
    let mut files = documents
        .iter()
        .map(|document| form::file(&document.form, lang))
        .filter(|file| !file.is_empty());
    let first = files.next()?;
    let mut others = 0usize;
    for file in files {
        if file != first {
            return None;
        }
        others = others.saturating_add(1);
    }
    (others > 0).then(|| escape_control(&first).into_owned())
}

/// How it stands; what is not uploaded says when it is due instead of being missing.
pub(in crate::render) fn status_word(
    status: DocumentStatus,
    stage: &str,
    lang: Lang,
) -> &'static str {
    let (zh, en) = match (status, stage) {
        (DocumentStatus::Provided, _) => ("✓", "✓"),
        (DocumentStatus::Invalid, _) => ("不合格", "invalid"),
        (DocumentStatus::Undetermined, _) => ("待定", "open"),
        (DocumentStatus::Missing, "prepare") => ("先备好", "prepare"),
        (DocumentStatus::Missing, "on-site") => ("现场办", "on site"),
        (DocumentStatus::Missing, "after-approval") => ("通过后", "after approval"),
        (DocumentStatus::Missing, _) => ("缺", "missing"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn perhaps(writer: &Writer<'_>, document: &DocumentReport) -> String {
    let shown = match writer.style.detail {
        Detail::Verbose => document.depends_on.len(),
        _ => MOST_FIELDS,
    };
    let some: Vec<_> = document
        .depends_on
        .iter()
        .take(shown)
        .map(|path| escape_control(path))
        .collect();
    let more = document.depends_on.len() > some.len();
    let name = escape_control(&document.name);
    let owner = escape_control(&document.owner);
    match writer.lang {
        Lang::Zh => {
            let rest = if more { " 等" } else { "" };
            let fields = some.join("、");
            match fields.is_empty() {
                true => format!("{name}（{owner}）"),
                false => format!("{name}（{owner}）：取决于 {fields}{rest}"),
            }
        }
        Lang::En => {
            let rest = if more { " and others" } else { "" };
            let fields = some.join(", ");
            match fields.is_empty() {
                true => format!("{name} ({owner})"),
                false => format!("{name} ({owner}): depends on {fields}{rest}"),
            }
        }
    }
}

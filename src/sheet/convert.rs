//! Drafts from one format to another, without loss.

use std::borrow::Cow;
use std::collections::HashSet;

use super::cell::{Cell, clean};
use super::record::{SheetDraft, is_nameless};
use super::remarks::is_total_word;
use super::template::{Form, LONGEST};
use super::write::{DraftRows, Manner, draft_rows};
use crate::draft::{FaultKind, Level, Overrides, Part, read_parsed, shape};
use crate::source::{Entry, Node, Parsed, SourceFile, Table, Value, to_json, write_toml};
use crate::text::{Lang, Text};

/// A draft to be written in another format.
#[derive(Debug, Clone)]
pub struct Convertible {
    /// Its tree.
    pub root: Table,
    /// `meta.id`, where it has one.
    pub id: Option<String>,
}

/// Why a draft cannot be written in another format: the line and column, and a sentence.
pub type Obstacle = (usize, usize, Text, Option<Text>);

/// A draft as it was read, if all of it could be. What it lacks it may lack.
///
/// # Errors
///
/// What of it could not be read, in the order of the file.
pub fn convertible(file: &SourceFile, parsed: &Parsed) -> Result<Convertible, Vec<Obstacle>> {
    let reading = read_parsed(parsed, &Overrides::default());
    let at = |span: crate::source::Span| file.line_column(span.start);
    let problems = parsed.problems.iter().map(|problem| {
        let (line, column) = at(problem.span);
        (line, column, problem.message.clone(), problem.help.clone())
    });
    let faults = reading
        .faults
        .iter()
        .filter(|fault| fault.kind != FaultKind::Missing)
        .map(|fault| {
            let (line, column) = at(fault.span);
            (line, column, fault.message.clone(), fault.help.clone())
        });
    let mut obstacles: Vec<Obstacle> = problems.chain(faults).collect();
    obstacles.sort_by_key(|(line, column, _, _)| (*line, *column));
    if obstacles.is_empty() {
        let mut root = parsed.root.clone();
        for entry in &mut root.entries {
            if entry.key == "meta" {
                drop_nulls(&mut entry.node);
            }
            end_lines(&mut entry.node);
        }
        Ok(Convertible {
            root,
            // As it stands in the tree: two that differ in how lines end are one.
            id: (reading.draft.id.as_ref()).map(|id| id.replace("\r\n", "\n")),
        })
    } else {
        Err(obstacles)
    }
}

/// What is the user's own may hold null, which says nothing and which only JSON can write.
fn drop_nulls(node: &mut Node) {
    match &mut node.value {
        Value::Table(table) => {
            table
                .entries
                .retain(|entry| entry.node.value != Value::Null);
            for entry in &mut table.entries {
                drop_nulls(&mut entry.node);
            }
        }
        Value::Array(items) => {
            items.retain(|item| item.value != Value::Null);
            items.iter_mut().for_each(drop_nulls);
        }
        _ => {}
    }
}

/// How lines end is a file's, not a value's.
fn end_lines(node: &mut Node) {
    match &mut node.value {
        Value::String(text) if text.contains('\r') => *text = text.replace("\r\n", "\n"),
        Value::Table(table) => {
            let entries = table.entries.iter_mut();
            entries.for_each(|entry| end_lines(&mut entry.node));
        }
        Value::Array(items) => items.iter_mut().for_each(end_lines),
        _ => {}
    }
}

/// The same of a draft from rows: its keys in the order of the draft format.
///
/// # Errors
///
/// What of it could not be read; lines are rows.
pub fn convertible_rows(draft: &SheetDraft) -> Result<Convertible, Vec<Obstacle>> {
    let first = usize::try_from(draft.first_row).unwrap_or(1);
    match convertible(&draft.file, &draft.parsed) {
        Ok(mut found) => {
            order(&mut found.root, shape());
            Ok(found)
        }
        Err(mut obstacles) => {
            for (line, ..) in &mut obstacles {
                *line = line.saturating_add(first).saturating_sub(1);
            }
            Err(obstacles)
        }
    }
}

impl Convertible {
    /// The draft in TOML.
    pub fn toml(&self) -> String {
        write_toml(&self.root)
    }

    /// The draft in JSON.
    pub fn json(&self) -> serde_json::Value {
        to_json(&self.root)
    }
}

/// Drafts as a sheet.
///
/// # Errors
///
/// The index of a draft that cannot be written as rows, and why.
pub fn sheet_of<'t>(drafts: &'t [Convertible], typed: bool) -> Result<Form<'t>, (usize, Text)> {
    let mut rows = Vec::new();
    let mut names: HashSet<Cow<'_, str>> = HashSet::new();
    for (index, draft) in (0usize..).zip(drafts) {
        // Of two drafts with one id the rows would become one; ids are compared as cells are.
        let id = draft.id.as_deref().map(clean);
        // What reads as something else than an id stands among what is the user's own.
        let reads_otherwise = |id: &str| is_total_word(id) || Cell::Text(id.to_owned()).is_lost();
        let is_taken = id.is_some_and(|id| reads_otherwise(&id) || !names.insert(id));
        let nameless = format!("#{}", index.saturating_add(1));
        let manner = Manner {
            typed,
            nameless: &nameless,
            id_is_taken: is_taken,
            meta_in_one: false,
        };
        let DraftRows { rows: own } =
            draft_rows(&draft.root, manner).map_err(|text| (index, text))?;
        let lost = own
            .iter()
            .flatten()
            .find(|(_, cell)| matches!(cell, Cell::Text(text) if text.chars().any(is_unkept)));
        if let Some((head, _)) = lost {
            let (zh, en) = (head.text(Lang::Zh), head.text(Lang::En));
            return Err((
                index,
                Text::new(
                    format!("{zh}里有控制字符，表格存不住；先去掉"),
                    format!(
                        "{en} holds a control character, which no sheet keeps; take it out first"
                    ),
                ),
            ));
        }
        // CSV takes a text of any length.
        let is_long = |cell: &Cell| cell.shown().chars().nth(LONGEST).is_some();
        if let Some((head, _)) = own
            .iter()
            .flatten()
            .find(|(_, cell)| typed && is_long(cell))
        {
            let (zh, en) = (head.text(Lang::Zh), head.text(Lang::En));
            return Err((
                index,
                Text::new(
                    format!("{zh}超过 {LONGEST} 个字，单元格放不下；写成 CSV、JSON 或 TOML"),
                    format!(
                        "{en} has more than {LONGEST} characters, which no cell holds; write CSV, JSON or TOML"
                    ),
                ),
            ));
        }
        rows.extend(own);
    }
    Ok(Form::of_drafts(rows))
}

/// Whether a character gets lost in a sheet's file.
fn is_unkept(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The name of a file for a draft: its id as far as file systems take it, else its number.
pub fn file_name(draft: &Convertible, index: usize, lang: Lang) -> String {
    let id = draft.id.as_deref().unwrap_or_default();
    let kept: String = id
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .take(60)
        .collect();
    let kept = kept.trim().trim_start_matches('.').trim_end_matches('.');
    let number = index.saturating_add(1);
    match (kept.is_empty() || is_nameless(kept), lang) {
        (false, _) => kept.to_owned(),
        (true, Lang::Zh) => format!("草稿{number}"),
        (true, Lang::En) => format!("draft{number}"),
    }
}

/// Puts the keys of a table in the order of the draft format.
fn order(table: &mut Table, level: &Level) {
    let place = |entry: &Entry| match entry.key.as_str() {
        "format" => 0,
        "meta" => 1,
        key => level
            .keys()
            .position(|known| known == key)
            .map_or(usize::MAX, |at| at.saturating_add(2)),
    };
    table.entries.sort_by_key(place);
    for entry in &mut table.entries {
        let Some(inner) = level
            .child(&entry.key)
            .and_then(|child: &crate::draft::Child| match &child.part {
                Part::Meta | Part::Format | Part::Field(..) => None,
                part => part.level(),
            })
        else {
            continue;
        };
        each_table(&mut entry.node, &mut |table| order(table, inner));
    }
}

fn each_table(node: &mut Node, visit: &mut dyn FnMut(&mut Table)) {
    match &mut node.value {
        Value::Table(table) => visit(table),
        Value::Array(items) => {
            for item in items {
                if let Value::Table(table) = &mut item.value {
                    visit(table);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::parse_toml;

    fn draft(id: &str, remark: &str) -> Convertible {
        let text = format!("format = 1\n[meta]\nid = \"{id}\"\n[subject]\nremark = \"{remark}\"\n");
        let root = parse_toml(&SourceFile::new("t", text)).root;
        Convertible {
            root,
            id: Some(id.to_owned()),
        }
    }

    #[test]
    fn a_text_that_no_cell_holds_is_refused() {
        let drafts = [draft("甲", &"字".repeat(LONGEST.saturating_add(1)))];
        let (index, why) = sheet_of(&drafts, true).unwrap_err();
        assert_eq!(index, 0);
        assert!(why.zh.contains("主体备注"), "{why:?}");
        assert!(sheet_of(&drafts, false).is_ok());
        assert!(sheet_of(&[draft("甲", &"字".repeat(LONGEST))], true).is_ok());
    }

    #[test]
    fn an_id_that_reads_otherwise_is_no_name_of_rows() {
        for id in ["合计", "总 计：", "Total", "#N/A"] {
            let drafts = [draft(id, "")];
            let form = sheet_of(&drafts, true).unwrap();
            let names = form
                .rows
                .iter()
                .filter_map(|row| row.get(&super::super::Head::Draft));
            let names: Vec<String> = names.map(|cell| cell.shown().into_owned()).collect();
            assert_eq!(names, ["#1"], "{id}");
        }
    }
}

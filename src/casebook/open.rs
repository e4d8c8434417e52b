//! Cases made ready: their drafts read, their rulesets built, each once.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::read::{Case, Casebook, Subject};
use super::run::{Miss, choice_of};
use crate::draft::{Draft, Overrides, Slot, read_tree};
use crate::evaluate::Key;
use crate::facts::{Elsewhere, Facts, Files};
use crate::fields::OrderField;
use crate::ruleset::{Choice, Library, Ruleset};
use crate::source::{Span, Table};
use crate::text::Text;

/// The rulesets that cases need, each by what it is built for.
pub type Rulesets = HashMap<Choice, Ruleset>;

/// A case whose draft has been read.
pub struct Sheet {
    /// The case, by its index in the book.
    pub case: usize,
    draft: Draft<'static>,
    choice: Choice,
    as_of: NaiveDate,
}

/// A case ready to be evaluated.
pub struct Ready<'b> {
    /// Its index in the book.
    pub index: usize,
    /// The case.
    pub case: &'b Case,
    /// The province and the provider.
    pub choice: Choice,
    /// The rules that hold for it.
    pub ruleset: &'b Ruleset,
    /// Its facts.
    pub facts: Facts<'b>,
    /// What its plan is made for.
    pub key: Key,
    /// What it is about, by its index in the ruleset.
    pub about: usize,
}

/// Reads the drafts of all cases; those that cannot be read are told.
pub fn sheets(book: &Casebook) -> (Vec<Sheet>, Vec<Miss>) {
    let mut sheets = Vec::new();
    let mut misses = Vec::new();
    for (index, case) in book.cases.iter().enumerate() {
        match sheet(book, index, case) {
            Ok(sheet) => sheets.push(sheet),
            Err(message) => misses.push(Miss {
                case: index,
                message,
            }),
        }
    }
    (sheets, misses)
}

/// Builds the rulesets that the cases need.
pub fn rulesets(library: &Library, sheets: &[Sheet]) -> Rulesets {
    let mut rulesets = Rulesets::new();
    for sheet in sheets {
        rulesets
            .entry(sheet.choice)
            .or_insert_with(|| library.ruleset(sheet.choice).0);
    }
    rulesets
}

/// Puts cases and rulesets together; cases that nothing can be said of are told.
pub fn ready<'b>(
    book: &'b Casebook,
    sheets: &'b [Sheet],
    rulesets: &'b Rulesets,
) -> (Vec<Ready<'b>>, Vec<Miss>) {
    let mut found = Vec::new();
    let mut misses = Vec::new();
    for sheet in sheets {
        let (Some(case), Some(ruleset)) = (book.cases.get(sheet.case), rulesets.get(&sheet.choice))
        else {
            continue;
        };
        match make_ready(case, sheet, ruleset) {
            Ok(ready) => found.push(ready),
            Err(message) => misses.push(Miss {
                case: sheet.case,
                message,
            }),
        }
    }
    (found, misses)
}

fn make_ready<'b>(
    case: &'b Case,
    sheet: &'b Sheet,
    ruleset: &'b Ruleset,
) -> Result<Ready<'b>, Text> {
    let about = match &case.subject {
        Subject::Rule(id) => ruleset
            .rules
            .iter()
            .position(|rule| rule.id == *id || rule.aliases.contains(id))
            .ok_or_else(|| {
                Text::new(
                    format!("没有叫 {id} 的规则"),
                    format!("no rule is called `{id}`"),
                )
            })?,
        Subject::Step(id) => ruleset
            .steps
            .iter()
            .position(|step| step.id == *id)
            .ok_or_else(|| {
                Text::new(
                    format!("没有叫 {id} 的步骤"),
                    format!("no step is called `{id}`"),
                )
            })?,
        Subject::Document(id) => ruleset
            .documents
            .iter()
            .position(|document| document.id == *id || document.aliases.contains(id))
            .ok_or_else(|| {
                Text::new(
                    format!("没有叫 {id} 的材料"),
                    format!("no document is called `{id}`"),
                )
            })?,
    };
    let files = case.files.as_ref().map(|files| files as &dyn Files);
    let elsewhere = case.elsewhere.as_ref().map(|own| own as &dyn Elsewhere);
    let facts = Facts::new(&sheet.draft, sheet.as_of, &ruleset.calendar)
        .looking_at(files)
        .looking_elsewhere(elsewhere)
        .asking(ruleset);
    let key = Key::of(&facts).ok_or(Text::fixed(
        "草稿没有备案类型",
        "the draft has no kind of filing",
    ))?;
    Ok(Ready {
        index: sheet.case,
        case,
        choice: sheet.choice,
        ruleset,
        facts,
        key,
        about,
    })
}

fn sheet(book: &Casebook, index: usize, case: &Case) -> Result<Sheet, Text> {
    let draft = read(&book.draft(case)?)?;
    let day = case.as_of.or(book.as_of).or_else(|| submit_on(&draft));
    let as_of = day.ok_or(Text::fixed(
        "没有提交日（as_of）",
        "there is no day of submission (`as_of`)",
    ))?;
    Ok(Sheet {
        case: index,
        choice: choice_of(&draft),
        draft,
        as_of,
    })
}

fn read(tree: &Table) -> Result<Draft<'static>, Text> {
    let reading = read_tree(tree, Span::default(), &Overrides::default());
    match reading.faults.into_iter().next() {
        None => Ok(reading.draft),
        Some(fault) => Err(Text::new(
            format!("草稿读不出：{}：{}", fault.path, fault.message.zh),
            format!(
                "the draft cannot be read: {}: {}",
                fault.path, fault.message.en
            ),
        )),
    }
}

fn submit_on(draft: &Draft<'_>) -> Option<NaiveDate> {
    match draft.order.slot(OrderField::SubmitOn as usize) {
        Slot::Day(day) => Some(*day),
        _ => None,
    }
}

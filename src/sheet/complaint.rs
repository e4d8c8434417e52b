//! What is wrong with a draft's rows beside what single cells hold.

use super::building::Building;
use super::cell::{Cell, Row, column_name};
use super::header::Meaning;
use super::record::Misplaced;
use super::tree::Conflict;
use super::value;
use crate::identifiers::fold_close;
use crate::source::{Problem, Span};
use crate::text::Text;

impl Building<'_> {
    /// What stands in columns of which nobody can say what they mean.
    pub(super) fn unsettled(&mut self) {
        for fault in &self.layout.header.faults {
            let place = (0usize..).zip(self.rows).find_map(|(index, row)| {
                let mut columns = fault.columns.iter();
                let column = columns.find(|column| !row.cell(**column).is_blank())?;
                Some(self.grid.span(index, *column))
            });
            if let Some(span) = place {
                let problem = Problem::new(span, fault.message.clone());
                self.problems
                    .push(problem.with_help(Some(fault.help.clone())));
            }
        }
    }

    /// What stands in a column that is not read because another is the same item, and differs from it.
    pub(super) fn unlike_twins(&mut self) {
        for (own, read) in &self.layout.header.twins {
            let heading = self.layout.header.headings.get(*read);
            let Some(Meaning::Known(known)) = heading.map(|heading| &heading.meaning) else {
                continue;
            };
            let value =
                |cell: &Cell| value::read(cell, known.column, self.layout.typed, Span::default());
            for (index, row) in (0usize..).zip(self.rows) {
                let cell = row.cell(*own);
                if cell.is_blank() || row.joined.contains(own) {
                    continue;
                }
                let own_value = value(cell);
                let says_the_same = |other: &Row| {
                    let other = other.cell(*read);
                    fold_close(&other.shown()) == fold_close(&cell.shown())
                        || value(other) == own_value
                };
                // What the draft says once it says of all its rows.
                if own_value == value::Read::Nothing
                    || self
                        .rows
                        .iter()
                        .take(index.saturating_add(1))
                        .any(says_the_same)
                {
                    continue;
                }
                let name = self.layout.called(*own);
                let (own_name, first) = (column_name(*own), column_name(*read));
                let message = Text::new(
                    format!("{}和 {first} 列是同一项，内容却不同，没有读", name.zh),
                    format!(
                        "{} is the same item as column {first}, holds something else, and was not read",
                        name.en
                    ),
                );
                let help = Text::new(
                    format!(
                        "只留一列；不是同一项就改列名，不用它就写 --map {own_name}=-；几个域名、几项服务写成几行"
                    ),
                    format!(
                        "keep one of them; if it is another item, call it otherwise, or write --map {own_name}=- if it does not count; several domains or services are several rows"
                    ),
                );
                let span = self.grid.span(index, *own);
                self.problems
                    .push(Problem::new(span, message).with_help(Some(help)));
            }
        }
    }

    pub(super) fn misplaced(&mut self, fault: Misplaced) {
        let span = self.grid.span(0, self.layout.first_column());
        let (message, help) = match fault {
            Misplaced::Scattered => (
                Text::fixed(
                    "这份草稿的行没有排在一起：上面别处有同样的草稿编号",
                    "the rows of this draft do not stand together: the same draft stands further up",
                ),
                Text::fixed(
                    "按草稿一列排序，或给另一份草稿另一个编号",
                    "sort by the draft column, or give the other draft another id",
                ),
            ),
            Misplaced::Elsewhere => (
                Text::fixed(
                    "另一张工作表里有同样的草稿编号：一份草稿的行要写在一张表里",
                    "another sheet has the same draft: the rows of a draft stand in one sheet",
                ),
                Text::fixed(
                    "是同一份就写到一张表里；是另一份就给它另一个编号，或用 --sheet 一张一张读",
                    "if it is the same, write it in one sheet; if it is another, give it another id, or read one sheet at a time with --sheet",
                ),
            ),
            Misplaced::TooMany => (
                Text::fixed(
                    "一份草稿的行太多，从这里起当作另一份",
                    "a draft cannot have so many rows; what follows is taken for another",
                ),
                Text::fixed(
                    "检查草稿一列：每份草稿写自己的编号",
                    "check the draft column: each draft has its own id",
                ),
            ),
        };
        self.problems
            .push(Problem::new(span, message).with_help(Some(help)));
    }

    /// Tells of a value that contradicts an earlier one. `numbered` is what calls them the same: the
    /// column of the element's number, and the number.
    pub(super) fn settle(
        &mut self,
        outcome: Result<(), Conflict>,
        index: usize,
        column: usize,
        numbered: Option<(&Text, u32)>,
    ) {
        if let Err(conflict) = outcome {
            let name = self.layout.called(column);
            self.contradiction(conflict, index, column, name, numbered);
        }
    }

    pub(super) fn contradiction(
        &mut self,
        conflict: Conflict,
        index: usize,
        column: usize,
        name: &Text,
        numbered: Option<(&Text, u32)>,
    ) {
        let earlier = self.grid.row_of(conflict.earlier.start);
        let number = self.rows.get(earlier).map_or(0, |row| row.number);
        let span = self.grid.span(index, column);
        if let Some((by, own)) = numbered.filter(|_| earlier != index) {
            let message = Text::new(
                format!("{}和第 {number} 行不同，{}却都是 {own}", name.zh, by.zh),
                format!(
                    "{} differs from row {number}, though {} is {own} in both",
                    name.en, by.en
                ),
            );
            let help = Text::new(
                format!(
                    "另一项写另一个{}；同一项的各行写同样的内容，或只在第一行写",
                    by.zh
                ),
                format!(
                    "another one has another {}; of the same one repeat it in all rows, or write it in the first only",
                    by.en
                ),
            );
            self.problems
                .push(Problem::new(span, message).with_help(Some(help)));
            return;
        }
        let message = match earlier == index {
            true => Text::new(
                format!("{}和同一行里另一处矛盾", name.zh),
                format!("{} contradicts another cell of the row", name.en),
            ),
            false => Text::new(
                format!(
                    "{}和第 {number} 行不同，它们是同一份草稿里的同一项",
                    name.zh
                ),
                format!(
                    "{} differs from row {number}, which says the same of the same draft",
                    name.en
                ),
            ),
        };
        let help = Text::fixed(
            "一份草稿的各行写同样的内容，或只在第一行写；另一份草稿写另一个草稿编号，另一项服务写另一个服务序号",
            "repeat it in all rows of a draft, or write it in the first only; another draft has another id, another service another number",
        );
        self.problems
            .push(Problem::new(span, message).with_help(Some(help)));
    }
}

//! The value of a cell, as the field of its column has it. What a spreadsheet has spoilt is told,
//! not guessed: a number of more than fifteen digits has lost its last ones for ever.

use super::cell::{Cell, clean, number_text};
use super::column::{Column, What};
use super::date::{NoDay, Part, Written, day};
use super::spoilt::{
    KEPT_DIGITS, ends_like_rounded, is_scientific, is_serial, is_wrong, unbroken, whole,
};
use super::words::{self, choice, items, yes_no};
use crate::fields::{Field, Kind, Need, Privacy, RecordKind, TextRole, Unit};
use crate::identifiers::{check_phone, fold};
use crate::source::{Node, Parsed, SourceFile, Span, Table, Value, parse_toml};
use crate::text::Text;

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    /// Nothing: it is empty, or says that it is not known.
    Nothing,
    /// A value.
    Value(Value),
    /// A value that had lost the zero or the plus sign it began with.
    Restored(Value),
    /// Nothing that the field can be, and what to do.
    Bad(Text, Option<Text>),
}

/// Which element of a list a row belongs to.
#[derive(Debug, Clone, PartialEq)]
pub enum Numbered {
    /// It does not say.
    Nothing,
    /// The list is empty.
    Empty,
    /// The element with this number.
    Element(u32),
    /// It cannot be read.
    Bad(Text, Option<Text>),
}

/// What makes a text literal, as spreadsheets have it.
pub const LITERAL: char = '\'';

/// Reads a cell of a column. `typed` says that the file keeps numbers and texts apart (CSV does
/// not); `span` is where its values stand.
pub fn read(cell: &Cell, column: &Column, typed: bool, span: Span) -> Read {
    read_within(cell, column, &column.label, typed, span, None)
}

/// Reads a cell of a column that the sheet calls so. Beside it a province may be written, in which its
/// city must lie: many cities share their name with a district of another province.
pub(super) fn read_within(
    cell: &Cell,
    column: &Column,
    name: &Text,
    typed: bool,
    span: Span,
    province: Option<u32>,
) -> Read {
    let reader = Reader {
        name,
        typed,
        span,
        province,
    };
    match cell {
        Cell::Empty => Read::Nothing,
        Cell::Error(name) => reader.bad(
            &format!("的单元格是错误值 {name}"),
            &format!(" holds the error value {name}"),
            Some(Text::fixed(
                "改正公式，或直接填写内容",
                "mend the formula, or write the value itself",
            )),
        ),
        Cell::Formula => reader.bad(
            "的单元格是公式，文件里没有它的结果",
            " is a formula whose result is not in the file",
            Some(Text::fixed(
                "用表格软件打开并保存一次，或粘贴为数值",
                "open the file in a spreadsheet and save it, or paste the values",
            )),
        ),
        Cell::Unclosed => reader.bad(
            "的单元格里引号没有配对",
            " begins with a quotation mark that is never closed",
            unclosed_help(),
        ),
        Cell::Text(text) if cell.is_lost() => reader.bad(
            &format!("的单元格是 {}，原来的内容没有读出", clean(text)),
            &format!(" holds {}, of which nothing can be read", clean(text)),
            Some(Text::fixed(
                "用原来的表，或直接填写内容",
                "use the table that you had, or write the value itself",
            )),
        ),
        Cell::Text(text) if text.contains('\u{fffd}') => reader.bad(
            "的单元格有乱码",
            " holds characters that could not be decoded",
            Some(Text::fixed(
                "原文件的编码不对：用 UTF-8 或 GBK 重新保存",
                "the file's encoding is wrong: save it as UTF-8 or GBK",
            )),
        ),
        _ => match column.what {
            What::Field(field) => reader.field(cell, field),
            What::Presence(need) => reader.presence(cell, need),
            What::Format => reader.format(cell),
            What::Meta => reader.meta(cell),
            What::Number => Read::Nothing,
        },
    }
}

/// Reads the number of a list's element, in a column that is called so.
pub fn number(cell: &Cell, name: &Text) -> Numbered {
    let text = cell.shown();
    let text = fold(clean(&text).as_ref()).into_owned();
    if text.is_empty() {
        return Numbered::Nothing;
    }
    match text.parse::<u32>() {
        Ok(number) if number > 0 => Numbered::Element(number),
        _ if words::is_none(&text) || text == "0" || text == "[]" => Numbered::Empty,
        _ => Numbered::Bad(
            Text::new(
                format!("{}应为序号，如 1、2", name.zh),
                format!("{} must be a number such as 1, 2", name.en),
            ),
            Some(Text::fixed(
                "同一份草稿里从 1 数起；一个也没有就写“无”",
                "count from 1 within a draft; write “none” if there are none",
            )),
        ),
    }
}

pub(super) struct Reader<'c> {
    name: &'c Text,
    typed: bool,
    span: Span,
    /// The province that is written beside the cell, by its code.
    pub(super) province: Option<u32>,
}

impl Reader<'_> {
    pub(super) fn bad(&self, zh: &str, en: &str, help: Option<Text>) -> Read {
        Read::Bad(
            Text::new(
                format!("{}{zh}", self.name.zh),
                format!("{}{en}", self.name.en),
            ),
            help,
        )
    }

    fn field(&self, cell: &Cell, field: &'static Field) -> Read {
        let text = match cell {
            Cell::Text(text) => match text.strip_prefix(LITERAL) {
                Some(literal) => return self.literal(literal, field),
                None => clean(text).into_owned(),
            },
            other => other.shown().into_owned(),
        };
        if text.is_empty() || words::is_unknown(&text) {
            return Read::Nothing;
        }
        if let (Kind::Texts(_), Cell::Text(raw)) = (field.kind, cell)
            && let Some(texts) = written_list(raw.trim())
        {
            let nodes = texts.into_iter().map(|text| self.node(Value::String(text)));
            return Read::Value(Value::Array(nodes.collect()));
        }
        let is_list = matches!(field.kind, Kind::Set(_) | Kind::Texts(_));
        let is_denied = matches!(field.kind, Kind::Set(_)) && yes_no(&text) == Some(false);
        if is_list && (words::is_none(&text) || text == "[]" || is_denied) {
            return Read::Value(Value::Array(Vec::new()));
        }
        if field.need == Need::Loose && words::is_none(&text) {
            return Read::Value(Value::String("none".to_owned()));
        }
        if words::is_elsewhere(&text) {
            return self.bad(
                &format!("写的是“{text}”"),
                &format!(" says “{text}”"),
                Some(Text::fixed(
                    "写出实际的内容；同一份草稿的下面几行可以空着",
                    "write what is meant; further rows of the same draft may leave it empty",
                )),
            );
        }
        let is_choice = |choices| choice(choices, &text).is_some();
        let may_say_so = matches!(field.kind, Kind::Bool)
            || matches!(field.kind, Kind::Enum(choices) if is_choice(choices));
        if words::is_none(&text) && !may_say_so {
            // Whoever has no permit marks the columns of its parts as well: they say nothing.
            return Read::Nothing;
        }
        let named = match (field.record, field.key) {
            (RecordKind::Attachment, "document") => words::document(&text),
            (RecordKind::Attachment, "of") => words::owner(&text),
            _ => None,
        };
        if let Some(named) = named {
            return Read::Value(Value::String(named.to_owned()));
        }
        match field.kind {
            Kind::Bool => self.flag(cell, &text),
            Kind::Int(unit) => self.count(cell, &text, unit),
            Kind::Day | Kind::DayOrLongTerm => self.day(cell, field),
            Kind::Province => self.province(&text),
            Kind::City => self.city(&text),
            Kind::Enum(choices) => self.member(&text, choices),
            Kind::Set(choices) => self.set(&text, choices),
            Kind::Texts(role) => self.texts(cell, &text, role),
            Kind::Text(role) => self.text(cell, text, field, role),
            Kind::Table => Read::Nothing,
        }
    }

    /// What stands behind an apostrophe is taken as it is.
    fn literal(&self, text: &str, field: &'static Field) -> Read {
        match field.kind {
            Kind::Text(_) => Read::Value(Value::String(text.to_owned())),
            // In other columns the apostrophe only kept a spreadsheet from making a number of it.
            _ if text.is_empty() => Read::Nothing,
            _ => self.field(
                &Cell::Text(text.trim_start_matches(LITERAL).to_owned()),
                field,
            ),
        }
    }

    fn flag(&self, cell: &Cell, text: &str) -> Read {
        let flag = match cell {
            Cell::Bool(flag) => Some(*flag),
            _ => yes_no(text),
        };
        match flag {
            Some(flag) => Read::Value(Value::Bool(flag)),
            None if words::is_none(text) => Read::Value(Value::Bool(false)),
            None => self.bad(
                "应为“是”或“否”",
                " must be yes or no",
                Some(Text::fixed(
                    "不知道就空着",
                    "leave it empty while it is not known",
                )),
            ),
        }
    }

    fn count(&self, cell: &Cell, text: &str, unit: Unit) -> Read {
        let folded = fold(text);
        let squeezed: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let squeezed = whole(&squeezed);
        let digits = squeezed.trim_end_matches(|c: char| !c.is_ascii_digit());
        let behind = squeezed.get(digits.len()..).unwrap_or("");
        let times = match behind {
            "" | "个" => Some(1),
            "个月" | "月" | "months" | "month" if unit == Unit::Months => Some(1),
            "年" | "years" | "year" if unit == Unit::Months => Some(12),
            _ => None,
        };
        let is_dated = matches!(cell, Cell::Day(_) | Cell::NoDay | Cell::Bool(_));
        let number = digits.parse::<i64>().ok().zip(times);
        match number.and_then(|(number, times)| number.checked_mul(times)) {
            Some(number) if !is_dated => Read::Value(Value::Integer(number)),
            _ => {
                let help = match unit {
                    Unit::Months => Text::fixed(
                        "写月数，如 12、12 个月、1 年",
                        "write the months, such as 12",
                    ),
                    _ => Text::fixed("写数字，如 3", "write a number such as 3"),
                };
                self.bad("应为整数", " must be a whole number", Some(help))
            }
        }
    }

    fn day(&self, cell: &Cell, field: &Field) -> Read {
        let usual = || {
            Some(Text::fixed(
                "写成 2026-11-21 的样子",
                "write it like 2026-11-21",
            ))
        };
        match day(cell, part_of_period(field)) {
            Ok(Written::Day(day)) => Read::Value(Value::Date(day)),
            Ok(Written::LongTerm) if field.kind == Kind::DayOrLongTerm => {
                Read::Value(Value::String("long-term".to_owned()))
            }
            Ok(Written::LongTerm) => self.bad("不能是长期", " cannot be without end", usual()),
            Err(NoDay::Impossible) => self.bad(
                "的日期不存在",
                " is a date that the calendar does not have",
                usual(),
            ),
            Err(NoDay::Ambiguous) => self.bad(
                "的日期分不清年、月、日",
                " is a date whose year, month and day cannot be told apart",
                usual(),
            ),
            Err(NoDay::Period) => self.bad(
                "是一段时间，要一个日期",
                " is a period, where one day is meant",
                usual(),
            ),
            Err(NoDay::Short) => self.bad("的日期不完整", " is not a full date", usual()),
            Err(NoDay::Other) if is_serial(cell) => self.bad(
                "是没有设成日期格式的日期",
                " is a date that was not shown as one",
                Some(Text::fixed(
                    "在表格软件里把这一列设成日期格式再保存",
                    "show the column as dates in the spreadsheet, and save it again",
                )),
            ),
            Err(NoDay::Other) => self.bad("应为日期", " must be a date", usual()),
        }
    }

    fn texts(&self, cell: &Cell, text: &str, role: TextRole) -> Read {
        if !matches!(cell, Cell::Text(_)) {
            return match self.plain(cell, role) {
                Ok(text) => Read::Value(Value::Array(vec![self.node(Value::String(text))])),
                Err(bad) => *bad,
            };
        }
        let mut nodes = Vec::new();
        for item in items(text, true) {
            if is_scientific(item) {
                return self.rounded();
            }
            let item = item.strip_prefix(LITERAL).unwrap_or(item);
            nodes.push(self.node(Value::String(item.to_owned())));
        }
        Read::Value(Value::Array(nodes))
    }

    fn text(&self, cell: &Cell, text: String, field: &'static Field, role: TextRole) -> Read {
        if matches!(cell, Cell::Number(number) | Cell::Number1904(number) if *number == 0.0) {
            return self.bad(
                "的单元格是数字 0",
                " is the number 0",
                Some(Text::fixed(
                    "多半是公式取到了空单元格：写出内容，没有就空着",
                    "most likely a formula found an empty cell: write what is meant, or leave it empty",
                )),
            );
        }
        let may_be_masked = !matches!(field.privacy, Privacy::Open | Privacy::FreeText);
        if may_be_masked && text.contains("***") {
            return self.bad(
                "是打了码的内容，不能当作数据",
                " is masked and cannot be used",
                Some(Text::fixed(
                    "用原来的表；或用 --unmask 重新生成结果再改",
                    "use the table that you had, or write the result again with --unmask",
                )),
            );
        }
        let is_text = matches!(cell, Cell::Text(_));
        let text = match is_text {
            true => text,
            false => match self.plain(cell, role) {
                Ok(text) => text,
                Err(bad) => return *bad,
            },
        };
        let text = match role {
            TextRole::Number => unbroken(&whole(&text)).into_owned(),
            TextRole::Phone => whole(&text).into_owned(),
            // A list of one.
            TextRole::Domain if field.record == RecordKind::Domain => match *items(&text, false) {
                [only] => only.to_owned(),
                _ => text,
            },
            _ => text,
        };
        match role {
            TextRole::Number => {
                let spoilt = is_scientific(&text)
                    || (ends_like_rounded(&text) && (!self.typed || is_wrong(&text)));
                if spoilt {
                    return self.rounded();
                }
            }
            TextRole::Phone => {
                if is_scientific(&text) {
                    return self.rounded();
                }
                // An area code has lost its zero, or a country code its plus sign, where that makes a
                // number of what is none.
                let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
                if all_digits && (!is_text || !self.typed) && check_phone(&text).is_malformed() {
                    let lost = ["0", "+"].map(|lost| format!("{lost}{text}"));
                    let mut lost = lost.into_iter();
                    if let Some(restored) = lost.find(|own| !check_phone(own).is_malformed()) {
                        return Read::Restored(Value::String(restored));
                    }
                }
            }
            TextRole::Domain
                if field.record == RecordKind::Domain && items(&text, true).len() > 1 =>
            {
                return self.bad(
                    "的单元格里有几个域名",
                    " holds several domains",
                    Some(Text::fixed(
                        "一行写一个域名：下面加行，草稿一列写同样的内容",
                        "one row a domain: add rows below with the same draft",
                    )),
                );
            }
            TextRole::Id if is_scientific(&text) => return self.rounded(),
            _ => {}
        }
        Read::Value(Value::String(text))
    }

    /// The text of a cell that is no text.
    fn plain(&self, cell: &Cell, role: TextRole) -> Result<String, Box<Read>> {
        match cell {
            Cell::Number(number) | Cell::Number1904(number) if number.abs() >= KEPT_DIGITS => {
                Err(Box::new(self.rounded()))
            }
            Cell::Number(number) | Cell::Number1904(number)
                if number.fract() != 0.0 && matches!(role, TextRole::Number | TextRole::Phone) =>
            {
                Err(Box::new(self.bad(
                    "的单元格是小数",
                    " is a number that is not whole",
                    as_text(),
                )))
            }
            Cell::Number(number) | Cell::Number1904(number) => Ok(number_text(*number)),
            Cell::Bool(_) => Err(Box::new(self.bad(
                "的单元格是 TRUE 或 FALSE",
                " is TRUE or FALSE, where a text is meant",
                Some(Text::fixed(
                    "多半是公式或勾选框的结果：写出内容，没有就空着",
                    "most likely the result of a formula or a box that is ticked: write what is meant, or leave it empty",
                )),
            ))),
            Cell::Day(_) | Cell::NoDay => Err(Box::new(self.bad(
                "的单元格被表格软件变成了日期",
                " was turned into a date by the spreadsheet",
                as_text(),
            ))),
            other => Ok(other.shown().into_owned()),
        }
    }

    fn rounded(&self) -> Read {
        self.bad(
            "被表格软件当成了数字：后面的几位已经丢失或变成 0，不能用",
            " was taken for a number by the spreadsheet: its last digits are lost or have become 0, so it cannot be used",
            as_text(),
        )
    }

    fn presence(&self, cell: &Cell, need: Need) -> Read {
        let text = cell.shown();
        let text = clean(&text);
        if text.is_empty() || words::is_unknown(&text) {
            return Read::Nothing;
        }
        if matches!(cell, Cell::Bool(true)) || yes_no(&text) == Some(true) {
            return Read::Value(Value::Table(Table::default()));
        }
        let is_no = words::is_none(&text) || yes_no(&text) == Some(false);
        match (is_no, need) {
            (true, Need::Loose) => Read::Value(Value::String("none".to_owned())),
            (true, _) => self.bad("不能是“无”", " cannot be none", None),
            _ => self.bad("应为“有”或“无”", " must be yes or none", None),
        }
    }

    fn format(&self, cell: &Cell) -> Read {
        let text = cell.shown();
        match fold(&text).parse::<i64>() {
            Ok(number) => Read::Value(Value::Integer(number)),
            Err(_) if clean(&text).is_empty() => Read::Nothing,
            Err(_) => self.bad("应为 1", " must be 1", None),
        }
    }

    /// A TOML table in one line, as `convert` writes it.
    fn meta(&self, cell: &Cell) -> Read {
        let text = cell.shown();
        if clean(&text).is_empty() {
            return Read::Nothing;
        }
        let text = text.trim();
        let file = SourceFile::new("", format!("meta = {text}"));
        let Parsed { root, problems, .. } = parse_toml(&file);
        let table = root.get("meta").and_then(Node::as_table);
        match table {
            Some(table) if problems.is_empty() => {
                let mut table = table.clone();
                place(&mut table, self.span);
                Read::Value(Value::Table(table))
            }
            _ => self.bad(
                "应为 TOML 表，如 { 经办人 = \"李示例\" }",
                " must be a TOML table such as { owner = \"李示例\" }",
                None,
            ),
        }
    }

    pub(super) fn node(&self, value: Value) -> Node {
        Node {
            value,
            span: self.span,
        }
    }
}

/// What of a period a field's day is.
fn part_of_period(field: &Field) -> Part {
    match field.key.rsplit('.').next() {
        Some("valid_until" | "expires" | "until") => Part::End,
        Some("valid_from" | "registered") => Part::Start,
        _ => Part::Whole,
    }
}

/// Gives everything in a table one place.
fn place(table: &mut Table, span: Span) {
    let mut nodes: Vec<&mut Node> = Vec::new();
    for entry in &mut table.entries {
        entry.key_span = span;
        nodes.push(&mut entry.node);
    }
    while let Some(node) = nodes.pop() {
        node.span = span;
        match &mut node.value {
            Value::Array(items) => nodes.extend(items),
            Value::Table(inner) => {
                for entry in &mut inner.entries {
                    entry.key_span = span;
                    nodes.push(&mut entry.node);
                }
            }
            _ => {}
        }
    }
}

/// What to do about a quotation mark without its fellow.
pub(super) fn unclosed_help() -> Option<Text> {
    Some(Text::fixed(
        "补上后一个引号，或去掉这一个；这一行后面的列都没有读",
        "close the quotation, or take the mark out; nothing of the row behind it was read",
    ))
}

fn as_text() -> Option<Text> {
    Some(Text::fixed(
        "把这一列设成“文本”格式，再按证件重新填写",
        "format the column as text, then write the value again from the document",
    ))
}

/// A list as JSON writes it, for items that hold what separates items.
fn written_list(text: &str) -> Option<Vec<String>> {
    text.starts_with('[')
        .then(|| serde_json::from_str(text).ok())
        .flatten()
}

#[cfg(test)]
#[path = "value_tests.rs"]
mod tests;

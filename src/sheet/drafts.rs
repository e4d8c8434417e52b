//! The rows of a file cut into drafts, in the file's order: header first, then adjacent rows of one
//! draft together.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::cell::{Cell, Row, clean, column_name};
use super::event::{Event, Events};
use super::header::{Header, Heading, Meaning, meaning, shown};
use super::headless::Headless;
use super::layout::Layout;
use super::lettered;
use super::map::Map;
use super::otherwise::is_upright;
use super::record::{Misplaced, Rows, is_nameless};
use super::remarks::{is_example, is_total};
use super::spoilt::is_rounded;
use crate::text::Text;

/// How many rows may stand above a header.
const ABOVE_HEADER: usize = 30;
/// How many columns without a header are told of.
const NAMELESS: usize = 10;
/// How many headers are kept.
const HEADERS: usize = 2000;
/// How many rows a draft may have.
const MOST_ROWS: usize = 10_000;
/// How many drafts are remembered to notice one whose rows do not stand together.
const REMEMBERED: usize = 1_000_000;

/// A sheet whose header was found.
#[derive(Debug)]
pub struct Sheet {
    /// Its name; CSV has none.
    pub name: Option<Arc<str>>,
    /// Its columns.
    pub layout: Layout,
}

/// What comes next in a file of rows.
#[derive(Debug, Clone)]
pub enum Piece {
    /// The rows of a draft.
    Draft(Arc<Sheet>, Rows),
    /// Something that is told once, and stops nothing.
    Note(Text),
    /// A place from which on nothing can be read.
    Broken {
        /// The sheet, where the file has several.
        sheet: Option<Arc<str>>,
        /// The row that would come next, from 1, where there is one.
        row: Option<u32>,
        /// Why.
        message: Text,
        /// What to do.
        help: Option<Text>,
    },
}

/// The drafts of a file of rows.
pub struct Drafts {
    events: Events,
    map: Map,
    typed: bool,
    sheet: Option<Arc<str>>,
    state: State,
    pending: Option<Rows>,
    ready: VecDeque<Piece>,
    /// The drafts that were read, and in which sheet, counted from 1.
    seen: HashMap<u64, usize>,
    sheets_read: usize,
    unread: Vec<(Option<Arc<str>>, Headless)>,
    /// The columns without a header that were told of in this sheet.
    nameless: HashSet<usize>,
    /// Whether it was told in this sheet that rows of one applicant are drafts of their own.
    split_told: bool,
    /// The headers of the file, to say which one is near to what the user wrote.
    headers: HashSet<String>,
    done: bool,
}

enum State {
    /// No sheet has begun, or the rest of it is left out.
    Idle,
    /// Rows that may be a header or stand above it.
    Searching(Vec<Row>),
    /// Rows of drafts.
    Reading(Arc<Sheet>),
}

impl Drafts {
    pub(super) fn new(events: Events, map: Map, typed: bool) -> Self {
        Self {
            events,
            map,
            typed,
            sheet: None,
            state: State::Idle,
            pending: None,
            ready: VecDeque::new(),
            seen: HashMap::new(),
            sheets_read: 0,
            unread: Vec::new(),
            nameless: HashSet::new(),
            split_told: false,
            headers: HashSet::new(),
            done: false,
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Sheet(name) => {
                self.end_of_sheet();
                self.state = State::Searching(Vec::new());
                self.sheet = name;
            }
            Event::Row(row) => match &mut self.state {
                State::Idle => {}
                State::Searching(rows) => {
                    rows.push(row);
                    if rows.len() >= ABOVE_HEADER {
                        self.find_header();
                    }
                }
                State::Reading(sheet) => {
                    let sheet = Arc::clone(sheet);
                    self.row(&sheet, row);
                }
            },
            Event::Note(text) => self.ready.push_back(Piece::Note(text)),
            Event::Broken { row, message, help } => {
                self.end_of_sheet();
                self.sheets_read = self.sheets_read.saturating_add(1);
                self.ready.push_back(Piece::Broken {
                    sheet: self.sheet.clone(),
                    row,
                    message,
                    help,
                });
            }
        }
    }

    /// Chooses the row with the most known headers among the first, and reads on behind it.
    fn find_header(&mut self) {
        let State::Searching(rows) = std::mem::replace(&mut self.state, State::Idle) else {
            return;
        };
        let mut best: Option<(usize, Header)> = None;
        let mut above: Option<Vec<String>> = None;
        for (index, row) in (0usize..).zip(&rows) {
            let found = Header::of_row(row, above.as_deref(), &self.map);
            let known = |found: &Option<(usize, Header)>| {
                found.as_ref().map_or(0, |(_, header)| header.named())
            };
            // Below a header and rows of drafts a longer one begins a further part; below a row of
            // groups or titles it is the header.
            let is_near = best
                .as_ref()
                .is_none_or(|(at, header)| header.known() < 3 || index.checked_sub(1) == Some(*at));
            if let Some(header) = found.filter(|header| is_near && header.named() > known(&best)) {
                best = Some((index, header));
            }
            above = Some(carried(row));
        }
        // In such a form every other cell is a value.
        let is_sparse = |(index, header): &(usize, Header)| {
            let filled = rows.get(*index).into_iter().flat_map(|row| &row.cells);
            let filled = filled.filter(|cell| !cell.is_blank()).count();
            header.known() < 3 || header.known().saturating_mul(2) <= filled
        };
        if best.as_ref().is_none_or(is_sparse)
            && Header::of_map(&self.map).is_none()
            && is_upright(&rows)
        {
            self.unread.push((self.sheet.clone(), Headless::Upright));
            return;
        }
        let found = best.or_else(|| {
            // Without a header the user can say by letters what the columns are.
            let (index, header) = lettered::header(&rows, &self.map)?;
            Some((index.unwrap_or(usize::MAX), header))
        });
        let Some((index, header)) = found else {
            let first = rows.iter().take(3).flat_map(|row| &row.cells);
            let words = first.map(|cell| clean(&cell.shown()).into_owned());
            let words = words.filter(|word| !word.is_empty()).take(8).collect();
            self.unread
                .push((self.sheet.clone(), Headless::Words(words)));
            return;
        };
        self.sheets_read = self.sheets_read.saturating_add(1);
        let row = rows.get(index);
        if row.is_some_and(|row| row.cells.contains(&Cell::Unclosed)) {
            self.ready.push_back(Piece::Broken {
                sheet: self.sheet.clone(),
                row: row.map(|row| row.number),
                message: Text::fixed(
                    "表头里引号没有配对，后面的列没有读",
                    "a quotation mark in the header is not closed; the columns behind it were not read",
                ),
                help: None,
            });
        }
        self.begin(header);
        let skipped = match index {
            usize::MAX => 0,
            index => index.saturating_add(1),
        };
        for row in rows.into_iter().skip(skipped) {
            // A further header may change the columns.
            if let State::Reading(sheet) = &self.state {
                let sheet = Arc::clone(sheet);
                self.row(&sheet, row);
            }
        }
    }

    /// Reads on under a header.
    fn begin(&mut self, header: Header) {
        for note in &header.notes {
            self.ready.push_back(Piece::Note(self.of_sheet(note)));
        }
        for (index, heading) in (0usize..).zip(&header.headings) {
            self.map.found(index, &heading.text);
            if self.headers.len() < HEADERS && !heading.text.is_empty() {
                self.headers.insert(heading.text.clone());
            }
        }
        self.nameless.clear();
        self.split_told = false;
        self.state = State::Reading(Arc::new(Sheet {
            name: self.sheet.clone(),
            layout: Layout::new(header, self.typed),
        }));
    }

    /// The header that a row is, where rows of drafts came already.
    fn further_header(&self, layout: &Layout, row: &Row) -> Option<Header> {
        let own = &layout.header;
        let is_known = |(_, cell): (usize, &Cell)| match cell {
            Cell::Text(text) if text.len() < 100 => {
                let text = clean(text);
                let said = self.map.by_header(&text);
                said.unwrap_or_else(|| meaning(&text)).is_of_use()
            }
            _ => false,
        };
        let cells = || (0usize..).zip(&row.cells);
        let mut first = cells().filter(|(_, cell)| !cell.is_blank()).take(3);
        // Most rows are none, which is soon seen.
        if own.row == 0 || !first.any(is_known) {
            return None;
        }
        let found = Header::of_row(row, None, &self.map)?;
        let filled = cells().filter(|(_, cell)| !cell.is_blank()).count();
        let known = found.named();
        let is_there = |heading: &&Heading| {
            let same = |other: &Heading| other.meaning == heading.meaning;
            heading.meaning.is_of_use() && own.headings.iter().any(same)
        };
        let shared = found.headings.iter().filter(is_there).count();
        // 身份证 and 法人 are values as well, of which a row may hold two.
        let enough = known >= own.known().min(3);
        let most = known.saturating_mul(2) > filled && shared.saturating_mul(2) >= known;
        // Nobody's values are headers all.
        let is_whole = known >= 3 && known == filled;
        ((enough && most) || is_whole).then_some(found)
    }

    /// Tells once of a column that holds something under no header.
    fn tell_of_nameless(&mut self, header: &Header, row: &Row) {
        if header.row == 0 {
            return;
        }
        for (index, cell) in (0usize..).zip(&row.cells) {
            let is_named = header.headings.get(index).is_some_and(|heading| {
                !heading.text.is_empty() || heading.meaning != Meaning::Unknown
            });
            if is_named
                || cell.is_blank()
                || row.joined.contains(&index)
                || self.nameless.len() >= NAMELESS
                || !self.nameless.insert(index)
            {
                continue;
            }
            let (column, number) = (column_name(index), row.number);
            let note = Text::new(
                format!("{column} 列没有列名，里面的内容没有读，如第 {number} 行"),
                format!(
                    "column {column} has no header; what stands in it, as in row {number}, was not read"
                ),
            );
            self.ready.push_back(Piece::Note(self.of_sheet(&note)));
        }
    }

    fn of_sheet(&self, note: &Text) -> Text {
        match &self.sheet {
            None => note.clone(),
            Some(name) => Text::new(
                format!("工作表“{name}”{}", note.zh),
                format!("sheet “{name}”, {}", note.en),
            ),
        }
    }

    fn row(&mut self, sheet: &Arc<Sheet>, row: Row) {
        let layout = &sheet.layout;
        if layout.is_header(&row) {
            return;
        }
        if let Some(header) = self.further_header(layout, &row) {
            let meanings = |header: &Header| {
                let meanings = header
                    .headings
                    .iter()
                    .map(|heading| heading.meaning.clone());
                let mut meanings: Vec<Meaning> = meanings.collect();
                while meanings.last().is_some_and(|last| !last.is_of_use()) {
                    meanings.pop();
                }
                meanings
            };
            if meanings(&header) != meanings(&layout.header) {
                self.finish(sheet);
                self.begin(header);
            }
            return;
        }
        self.tell_of_nameless(&layout.header, &row);
        if !layout.says_anything(&row) {
            return;
        }
        if is_total(&row) {
            let number = row.number;
            let note = Text::new(
                format!("第 {number} 行是合计、说明或示例，没有读"),
                format!("row {number} is a total, a remark or an example and was not read"),
            );
            let note = self.of_sheet(&note);
            self.ready.push_back(Piece::Note(note));
            return;
        }
        let draft = layout.header.draft;
        let name = draft.map(|column| row.cell(column).shown().into_owned());
        let name = name.map(|name| clean(&name).into_owned());
        let name = name.filter(|name| !name.is_empty());
        let before = self
            .pending
            .as_ref()
            .and_then(|pending| pending.rows.first());
        let name_before = before.and_then(|row| {
            let name = row.cell(draft?).shown().into_owned();
            Some(clean(&name).into_owned()).filter(|name| !name.is_empty())
        });
        if let Some(name) = &name
            && name_before.as_ref() != Some(name)
            && is_example(layout, name, &row)
        {
            let number = row.number;
            let note = Text::new(
                format!("第 {number} 行的草稿名是“{name}”，当作示例，没有读；要读它就改个草稿名"),
                format!(
                    "row {number} is of the draft “{name}”, which is the example, and was not read; to have it read name it otherwise"
                ),
            );
            let note = self.of_sheet(&note);
            self.ready.push_back(Piece::Note(note));
            return;
        }
        // What cannot be told from others is of no draft but its own.
        let is_lost = draft.is_some_and(|column| {
            let cell = row.cell(column);
            let is_lost = cell.is_lost() || is_rounded(cell, layout.typed);
            is_lost && !row.joined.contains(&column)
        });
        let goes_on = match (&name, &name_before) {
            _ if is_lost => false,
            (Some(name), Some(before)) => name == before,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (None, None) => before.is_some_and(|before| layout.goes_on(before, &row)),
        };
        let full = self
            .pending
            .as_ref()
            .is_some_and(|pending| pending.rows.len() >= MOST_ROWS);
        if goes_on && !full {
            if let Some(pending) = &mut self.pending {
                pending.rows.push(row);
            }
            return;
        }
        if let Some(before) = before
            && !self.split_told
            && layout.is_of_the_same(before, &row)
        {
            self.split_told = true;
            let (first, number) = (before.number, row.number);
            let heading = draft.and_then(|column| layout.header.headings.get(column));
            let (zh, en) = match heading.map(|heading| &heading.text) {
                Some(text) => (
                    format!("就在“{text}”一列写同样的编号"),
                    format!("write the same in column “{text}”"),
                ),
                None => (
                    "就加“草稿”一列，写同样的编号".to_owned(),
                    "add a column “draft” that says the same in both".to_owned(),
                ),
            };
            let note = Text::new(
                format!("第 {first} 行和第 {number} 行的主体相同，各算一份草稿；是同一份{zh}"),
                format!(
                    "rows {first} and {number} are of the same applicant and are drafts of their own; if they are one, {en}"
                ),
            );
            let note = self.of_sheet(&note);
            self.ready.push_back(Piece::Note(note));
        }
        let mut fault = None;
        if goes_on && full {
            if let Some(pending) = &mut self.pending {
                pending.fault = Some(Misplaced::TooMany);
            }
        } else if let Some(name) = &name
            && !is_lost
        {
            fault = self.known(sheet, name);
        }
        self.finish(sheet);
        self.pending = Some(Rows {
            rows: vec![row],
            fault,
        });
    }

    /// What is wrong where a draft of that name was read before; remembers it.
    fn known(&mut self, sheet: &Arc<Sheet>, name: &str) -> Option<Misplaced> {
        let mut hasher = DefaultHasher::new();
        // What only holds rows together does so in its sheet.
        let of_sheet = is_nameless(name).then_some(&sheet.name);
        (of_sheet, name).hash(&mut hasher);
        let key = hasher.finish();
        match self.seen.get(&key) {
            Some(at) if *at == self.sheets_read => Some(Misplaced::Scattered),
            Some(_) => Some(Misplaced::Elsewhere),
            None => {
                if self.seen.len() < REMEMBERED {
                    self.seen.insert(key, self.sheets_read);
                }
                None
            }
        }
    }

    fn finish(&mut self, sheet: &Arc<Sheet>) {
        if let Some(rows) = self.pending.take() {
            self.ready.push_back(Piece::Draft(Arc::clone(sheet), rows));
        }
    }

    fn end_of_sheet(&mut self) {
        if matches!(self.state, State::Searching(_)) {
            self.find_header();
        }
        if let State::Reading(sheet) = std::mem::replace(&mut self.state, State::Idle) {
            self.finish(&sheet);
        }
    }

    /// Says of sheets without a header that they were left out, or, where no sheet has one, that
    /// the file cannot be read.
    fn end(&mut self) {
        self.end_of_sheet();
        let unread = std::mem::take(&mut self.unread);
        let none = self.sheets_read == 0;
        let untold = if none { Vec::new() } else { self.map.untold() };
        for given in untold {
            let likeness = |header: &&String| {
                let likeness = strsim::normalized_damerau_levenshtein(&given, header);
                (likeness >= 0.5).then_some(likeness)
            };
            let alike = self.headers.iter();
            let alike = alike.filter_map(|header| Some((likeness(&header)?, header)));
            // Of two that are as near, always the same one.
            let near = alike.max_by(|(one, a), (other, b)| one.total_cmp(other).then(b.cmp(a)));
            let near = near.map(|(_, header)| shown(header));
            let (zh, en) = match near {
                Some(near) => (
                    format!("；是不是“{near}”？"),
                    format!("; did you mean “{near}”?"),
                ),
                None => (String::new(), String::new()),
            };
            self.ready.push_back(Piece::Note(Text::new(
                format!("--map 里的“{given}”不是哪一列的列名，没有用上{zh}"),
                format!("“{given}” of --map is no column's header and was of no use{en}"),
            )));
        }
        for (sheet, headless) in &unread {
            let Some((zh, en)) = headless.said(none) else {
                continue;
            };
            let of = match sheet {
                Some(name) => Text::new(format!("工作表“{name}”"), format!("sheet “{name}” ")),
                None => Text::fixed("文件", "the file "),
            };
            let message = Text::new(format!("{}{zh}", of.zh), format!("{}{en}", of.en));
            if !none {
                self.ready.push_back(Piece::Note(message));
                continue;
            }
            self.ready.push_back(Piece::Broken {
                sheet: sheet.clone(),
                row: None,
                message,
                help: Some(headless.help()),
            });
        }
        if none && unread.iter().all(|(_, headless)| headless.is_empty()) {
            self.ready.push_back(Piece::Broken {
                sheet: None,
                row: None,
                message: Text::fixed("文件是空的", "the file is empty"),
                help: None,
            });
        }
    }
}

/// A row's texts, each also over the empty cells to its right: the name of a group stands over the
/// first of its columns, whether its cells are merged or not.
fn carried(row: &Row) -> Vec<String> {
    let mut last = String::new();
    let mut texts = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        let text = clean(&cell.shown()).into_owned();
        if !text.is_empty() {
            last = text;
        }
        texts.push(last.clone());
    }
    // The last group may have columns beyond its own cell.
    texts.extend(std::iter::repeat_n(last, 16));
    texts
}

impl Iterator for Drafts {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Some(piece);
            }
            if self.done {
                return None;
            }
            match self.events.next() {
                Some(event) => self.take(event),
                None => {
                    self.done = true;
                    self.end();
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "drafts_tests.rs"]
mod tests;

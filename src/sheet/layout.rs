//! How the columns of a sheet fill a draft: which hold the filing itself, and which an element of
//! which list.

use super::cell::{Row, clean};
use super::choose::one_of;
use super::column::{List, What, catalogue};
use super::header::{Header, Heading, Known, Meaning};
use super::spelling::squeeze;
use crate::draft::{Fault, FaultKind, ListName};
use crate::fields::Kind;
use crate::text::Text;

/// The columns of a sheet by what they fill.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The columns in the sheet's order.
    pub header: Header,
    /// Whether the file keeps numbers and texts apart; CSV does not.
    pub typed: bool,
    /// The columns of the filing itself and of its persons, from 0.
    pub(super) roots: Vec<(usize, Known)>,
    /// The columns of what the user keeps in `meta`, from 0, with their keys.
    pub(super) metas: Vec<(usize, String)>,
    /// The columns of lists; those that hold others come before them.
    pub(super) groups: Vec<Group>,
    /// The column of whose filing it is, from 0, unless a column of ours parts the drafts.
    applicant: Option<usize>,
    /// What each column is called.
    names: Vec<Text>,
}

/// The columns that fill one element of a list.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The list.
    pub list: List,
    /// The number of the parent's element, where the headers name it.
    pub parent: Option<u32>,
    /// The number of the element, where the headers name it.
    pub own: Option<u32>,
    /// The columns, from 0.
    pub columns: Vec<(usize, Known)>,
    /// The column of the element's number, from 0.
    pub number: Option<(usize, Known)>,
}

impl Layout {
    /// The layout of a header.
    pub fn new(header: Header, typed: bool) -> Self {
        let mut layout = Layout {
            typed,
            roots: Vec::new(),
            metas: Vec::new(),
            groups: Vec::new(),
            applicant: match header.draft.and_then(|draft| header.headings.get(draft)) {
                // 编号 often only counts the rows.
                Some(heading) if !counts_rows(&heading.text) => None,
                _ => header.column_of("subject.name"),
            },
            names: header.headings.iter().map(name_of).collect(),
            header: Header::default(),
        };
        for (index, heading) in (0usize..).zip(&header.headings) {
            match &heading.meaning {
                Meaning::Known(known) => layout.add(index, *known),
                Meaning::Meta(key) => layout.metas.push((index, key.clone())),
                _ => {}
            }
        }
        layout.groups.sort_by_key(|group| {
            let depth = usize::from(group.list.parent().is_some());
            (depth, group.list, group.own.is_some(), group.own)
        });
        layout.header = header;
        layout
    }

    fn add(&mut self, index: usize, known: Known) {
        let Some(list) = known.column.list else {
            self.roots.push((index, known));
            return;
        };
        let found = self.groups.iter().position(|group| {
            group.list == list && group.parent == known.parent && group.own == known.own
        });
        let position = found.unwrap_or_else(|| {
            self.groups.push(Group {
                list,
                parent: known.parent,
                own: known.own,
                columns: Vec::new(),
                number: None,
            });
            self.groups.len().saturating_sub(1)
        });
        if let Some(group) = self.groups.get_mut(position) {
            match known.column.what {
                What::Number => group.number = Some((index, known)),
                _ => group.columns.push((index, known)),
            }
        }
    }

    /// What a column is called: as the sheet has it, and what it was read as where that is another name.
    pub(super) fn called(&self, index: usize) -> &Text {
        static NOTHING: Text = Text::fixed("", "");
        self.names.get(index).unwrap_or(&NOTHING)
    }

    /// Faults of a draft in words of the sheet: by its columns, not by the keys of a draft.
    pub fn retold(&self, faults: Vec<Fault>) -> Vec<Fault> {
        faults.into_iter().map(|own| self.told(own)).collect()
    }

    fn told(&self, mut fault: Fault) -> Fault {
        let Some(column) = catalogue().of_path(&unnumbered(&fault.path)) else {
            return fault;
        };
        let is_its = |heading: &Heading| match &heading.meaning {
            Meaning::Known(known) => known.column.path == column.path,
            _ => false,
        };
        let index = self.header.headings.iter().position(is_its);
        let name = index.map_or(&column.label, |at| self.called(at));
        let choices = column.field().and_then(|field| match field.kind {
            Kind::Enum(choices) => Some(choices),
            _ => None,
        });
        match (fault.kind, index) {
            (FaultKind::Missing, Some(_)) => {
                fault.message = Text::new(
                    format!("{}空着，必须填写", name.zh),
                    format!("{} is empty, and has to be filled in", name.en),
                );
                fault.help = choices.map(one_of);
            }
            (FaultKind::Missing, None) => {
                let (zh, en) = (&column.label.zh, &column.label.en);
                fault.message = Text::new(
                    format!("表里没有“{zh}”一列，必须填写"),
                    format!("the sheet has no column “{zh}” ({en}), which has to be filled in"),
                );
                fault.help = said_for_all(&fault.path).or_else(|| choices.map(one_of));
            }
            (FaultKind::Key, _) => {}
            _ => {
                let message = &fault.message;
                fault.message = Text::new(
                    message.zh.replace(&fault.path, &name.zh),
                    message.en.replace(&fault.path, &name.en),
                );
            }
        }
        fault
    }

    /// Whether a row says anything of a draft.
    pub(super) fn says_anything(&self, row: &Row) -> bool {
        (0..self.header.headings.len())
            .any(|index| !row.cell(index).is_blank() && self.header.is_of_use(index))
    }

    /// Whether a row says of its filing nothing that the row above does not say, and something of
    /// a list: so its domain belongs to the row above.
    pub(super) fn goes_on(&self, before: &Row, row: &Row) -> bool {
        let of_filing = self.roots.iter().map(|(index, _)| *index);
        let of_meta = self.metas.iter().map(|(index, _)| *index);
        // Under a merged name the rest may be repeated.
        let is_merged = (self.applicant).is_some_and(|column| row.joined.contains(&column));
        let adds_nothing = of_filing.chain(of_meta).all(|index| {
            let (cell, is_joined) = (row.cell(index), row.joined.contains(&index));
            cell.is_blank() || is_joined || (is_merged && cell == before.cell(index))
        });
        let is_of_list = |group: &Group| {
            let columns = group.columns.iter().chain(&group.number);
            columns
                .map(|(index, _)| *index)
                .any(|index| !row.cell(index).is_blank() && !row.joined.contains(&index))
        };
        adds_nothing && self.groups.iter().any(is_of_list)
    }

    /// Whether two drafts are of one applicant, though nothing but the rows says that they are two.
    pub(super) fn is_of_the_same(&self, before: &Row, row: &Row) -> bool {
        let named = |row: &Row| {
            let shown = row.cell(self.applicant?).shown().into_owned();
            Some(clean(&shown).into_owned()).filter(|name| !name.is_empty())
        };
        named(row).is_some_and(|name| named(before) == Some(name))
    }

    /// Whether a row is the header once more, as where several sheets were pasted into one.
    pub(super) fn is_header(&self, row: &Row) -> bool {
        let mut seen = 0usize;
        let headings = (0usize..).zip(&self.header.headings);
        for (index, heading) in headings.filter(|(_, h)| h.meaning.is_of_use()) {
            let cell = row.cell(index).shown();
            if cell.trim() != heading.text.trim() || heading.text.is_empty() {
                return false;
            }
            seen = seen.saturating_add(1);
        }
        seen > 0
    }

    /// The column to point at for a filing that says nothing: the draft's, else the first.
    pub(super) fn first_column(&self) -> usize {
        let known = (0usize..).zip(&self.header.headings);
        let mut known = known.filter(|(_, heading)| heading.meaning.is_of_use());
        self.header
            .draft
            .or_else(|| known.next().map(|(index, _)| index))
            .unwrap_or(0)
    }
}

/// The keys by which rows tell one service from another.
pub(super) fn tells_services_apart(known: &Known) -> bool {
    known
        .column
        .list
        .is_some_and(|list| list.name == ListName::Services)
        && matches!(known.column.keys.as_slice(), ["name" | "number" | "kind"])
}

/// The key that an element cannot do without, to point at where it lacks it.
pub(super) fn required_key(list: Option<List>) -> &'static [&'static str] {
    match list.map(|list| list.name) {
        None => &["filing", "kind"],
        Some(ListName::PreApprovals) => &["kind"],
        Some(ListName::Attachments) => &["document"],
        Some(ListName::Allow) => &["rule"],
        Some(_) => &["name"],
    }
}

/// How to say once, for all rows, what a sheet has no column for.
fn said_for_all(path: &str) -> Option<Text> {
    match path {
        "filing.kind" => Some(Text::fixed(
            "加这一列；各行都一样，也可以写 --filing，如 --filing first（首次备案）",
            "add the column; if it is the same in all rows, --filing says so, such as --filing first",
        )),
        "filing.province" => Some(Text::fixed(
            "加这一列；各行都一样，也可以写 --province，如 --province 山西",
            "add the column; if it is the same in all rows, --province says so, such as --province 140000",
        )),
        _ => None,
    }
}

/// Whether the draft column may only count the rows, as its header goes.
fn counts_rows(header: &str) -> bool {
    matches!(squeeze(header).as_str(), "编号" | "id")
}

fn name_of(heading: &Heading) -> Text {
    let text = heading.text.trim();
    let Meaning::Known(known) = &heading.meaning else {
        return Text::new(format!("“{text}”"), format!("“{text}”"));
    };
    let label = &known.column.label;
    if text.is_empty() || text == label.zh || text == known.column.path {
        return label.clone();
    }
    Text::new(
        format!("“{text}”（{}）", label.zh),
        format!("“{text}” ({})", label.en),
    )
}

/// A path without the numbers of its elements: `services[].domains[].name`.
pub(super) fn unnumbered(path: &str) -> String {
    let mut inside = false;
    let mut kept = String::with_capacity(path.len());
    for c in path.chars() {
        inside = (inside && c != ']') || c == '[';
        if c == '[' || !inside {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::column::catalogue;

    #[test]
    fn the_key_that_is_pointed_at_is_one() {
        let mut lists: Vec<Option<List>> = catalogue()
            .columns()
            .iter()
            .map(|column| column.list)
            .collect();
        lists.dedup();
        assert!(lists.len() > 9);
        for list in lists {
            let exists = |path: &str| catalogue().of_path(path).is_some();
            let key = required_key(list).join(".");
            let path = match list {
                Some(list) => format!("{}.{key}", list.path()),
                None => key,
            };
            // An app's platforms have no name; nothing is required of them.
            assert!(exists(&path) || path.contains("platforms"), "{path}");
        }
    }
}

//! Headers to columns: by label, by path, by what people call them, or as the user says.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use super::alias::{DRAFT, HEADERS};
use super::cell::{Row, clean, column_name, column_of};
use super::column::{Column, What, catalogue};
use super::lettered;
use super::map::Map;
use super::own::goes_without_saying;
use super::owner::is_name_of_another;
use super::spelling::{squeeze, without_remarks};
use super::whose::{self, Meant, Says};
use crate::fields::{Field, Kind, Privacy, nearest};
use crate::identifiers::fold;
use crate::report::Masker;
use crate::text::Text;

/// Beyond this length no header is near, and likeness costs the product of the lengths.
const LONGEST: usize = 100;

/// What the cells of a column mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The draft that the row belongs to.
    Draft,
    /// A column of the catalogue; where the header says so (`services[1].name`), of which service
    /// and of which element, from 1.
    Known(Known),
    /// A text that the user keeps in `meta`, by its key.
    Meta(String),
    /// Nothing that is known.
    Unknown,
    /// Nothing, as the user says.
    Ignored,
}

/// A column of the catalogue, and the elements that its header names.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// The column.
    pub column: &'static Column,
    /// The number of the element that holds the list, from 1.
    pub parent: Option<u32>,
    /// The number of the list's element, from 1.
    pub own: Option<u32>,
}

/// A column of a sheet.
#[derive(Debug, Clone)]
pub struct Heading {
    /// The header, as it stands there.
    pub text: String,
    /// What its cells mean.
    pub meaning: Meaning,
}

/// The columns of a sheet, in its order.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// The columns.
    pub headings: Vec<Heading>,
    /// The number of the row that they stand in, from 1; 0 where there is none.
    pub row: u32,
    /// The column of the draft, from 0.
    pub draft: Option<usize>,
    /// What is to be told of columns once.
    pub notes: Vec<Text>,
    /// Columns of which nobody can say what they mean, so that none is read.
    pub faults: Vec<Fault>,
    /// Columns, from 0, that are not read because another, which comes with them, is the same item.
    pub(super) twins: Vec<(usize, usize)>,
    /// The columns, from 0, that mean something by their letters only: the same in any row.
    pub(super) lettered: Vec<usize>,
}

/// Columns whose headers leave open what they mean.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The columns, from 0.
    pub columns: Vec<usize>,
    /// What is wrong with them.
    pub message: Text,
    /// What to call them.
    pub help: Text,
}

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.column, other.column)
            && self.parent == other.parent
            && self.own == other.own
    }
}

impl Eq for Known {}

impl Known {
    /// Its path with the numbers of the elements that it names, from 0 as drafts have them.
    pub(super) fn path(&self) -> String {
        let mut numbers = [self.parent, self.own].into_iter();
        let depth = self.column.path.matches("[]").count();
        if depth < 2 {
            numbers.next();
        }
        let mut path = String::new();
        let mut rest = self.column.path.as_str();
        while let Some((before, after)) = rest.split_once("[]") {
            path.push_str(before);
            match numbers.next().flatten() {
                Some(number) => path.push_str(&format!("[{}]", number.saturating_sub(1))),
                None => path.push_str("[]"),
            }
            rest = after;
        }
        path.push_str(rest);
        path
    }
}

impl Header {
    /// The header that a row is, if it is one: at least two of its cells are known, or its only
    /// one. `above` is the row before it, which may hold the names of groups (主体负责人) over
    /// headers that are short for it (姓名).
    pub fn of_row(row: &Row, above: Option<&[String]>, map: &Map) -> Option<Header> {
        let (meant, lettered) = meant(row, above, map);
        let filled = meant.iter().filter(|meant| !meant.text.is_empty()).count();
        let header = Header::new(meant.clone(), row.number, lettered.clone());
        let is_field =
            |heading: &Heading| heading.meaning.is_of_use() && heading.meaning != Meaning::Draft;
        let has_field = header.headings.iter().any(is_field) || !header.faults.is_empty();
        let enough = filled.min(2);
        // What a column means by its letters it means in rows of data as well.
        let is_header = header.named() >= enough
            || (header.named() > 0 && header.known() >= enough && !lettered::is_data(row, map));
        (has_field && is_header).then(|| match above.and_then(|above| completed(&meant, above)) {
            Some(all) => Header::new(all, row.number, lettered),
            None => header,
        })
    }

    /// The header that a row is where only the user knows, by letters, what its columns are.
    pub(super) fn under_letters(row: &Row, map: &Map) -> Header {
        let (meant, lettered) = meant(row, None, map);
        Header::new(meant, row.number, lettered)
    }

    /// How many of its columns are known by what stands over them.
    pub(super) fn named(&self) -> usize {
        (0..self.headings.len())
            .filter(|index| self.is_of_use(*index) && !self.lettered.contains(index))
            .count()
    }

    /// How many of its columns are known, be it that they leave open whose they are.
    pub fn known(&self) -> usize {
        (0..self.headings.len())
            .filter(|index| self.is_of_use(*index))
            .count()
    }

    /// Whether a column says anything of drafts.
    pub fn is_of_use(&self, index: usize) -> bool {
        let heading = self.headings.get(index);
        heading.is_some_and(|heading| heading.meaning.is_of_use())
            || (self.faults.iter()).any(|fault| fault.columns.contains(&index))
    }

    /// The header that the user's own words make where the sheet has none: columns by letters.
    pub fn of_map(map: &Map) -> Option<Header> {
        let width = map.width()?;
        let meant: Vec<Meant> = (0..width)
            .map(|index| Meant {
                text: String::new(),
                meaning: map.by_letters(index).unwrap_or(Meaning::Ignored),
                says: Says::User,
                group: None,
            })
            .collect();
        Some(Header::new(meant, 0, (0..width).collect()))
    }

    fn new(mut meant: Vec<Meant>, row: u32, lettered: Vec<usize>) -> Self {
        let (faults, notes) = whose::settle(&mut meant);
        let mut header = Header {
            row,
            faults,
            notes,
            lettered,
            ..Header::default()
        };
        let texts: Vec<&str> = meant.iter().map(|own| own.text.as_str()).collect();
        let untold = goes_without_saying(&texts);
        for (index, own) in (0usize..).zip(&meant) {
            // What says most is read; of two that say as much, the first.
            let mut read = index;
            for (other, that) in (0usize..).zip(&meant) {
                let best = meant.get(read).map_or(Says::All, |best| best.says);
                let is_better = that.says > best || (that.says == best && other < read);
                if own.meaning.is_of_use() && that.meaning == own.meaning && is_better {
                    read = other;
                }
            }
            let meaning = match read == index {
                true => own.meaning.clone(),
                false => {
                    header.notes.push(twice(index, &own.text, read));
                    let chosen = meant.get(read).is_some_and(|read| read.says == Says::User);
                    let is_field = matches!(own.meaning, Meaning::Known(_));
                    // What ends then is left open, and what the user chose is chosen.
                    if is_field && !chosen && own.says != Says::AnEnd {
                        header.twins.push((index, read));
                    }
                    Meaning::Ignored
                }
            };
            match meaning {
                Meaning::Draft => header.draft = Some(index),
                Meaning::Unknown if !own.text.is_empty() && untold.get(index) != Some(&true) => {
                    header.notes.push(unknown(index, own));
                }
                _ => {}
            }
            header.headings.push(Heading {
                text: own.text.clone(),
                meaning,
            });
        }
        header
    }

    /// The column that a path is filled in, from 0: the path of a value in a draft, as in
    /// `services[0].domains[1].expires`.
    pub fn column_of(&self, path: &str) -> Option<usize> {
        let (plain, numbers) = split_path(path);
        let wanted = |parent: Option<u32>, own: Option<u32>| {
            let mut numbers = numbers.iter().copied();
            let (first, second) = (numbers.next().flatten(), numbers.next().flatten());
            let (outer, inner) = match second {
                Some(_) => (first, second),
                None => (None, first),
            };
            (parent.is_none() || parent == outer) && (own.is_none() || own == inner)
        };
        self.headings
            .iter()
            .position(|heading| match &heading.meaning {
                Meaning::Known(known) => {
                    split_path(&known.column.path).0 == plain && wanted(known.parent, known.own)
                }
                Meaning::Meta(key) => plain.strip_prefix("meta.") == Some(key),
                Meaning::Draft => plain == "meta.id",
                _ => false,
            })
    }
}

impl Meaning {
    /// Whether the column says anything of drafts.
    pub fn is_of_use(&self) -> bool {
        !matches!(self, Meaning::Unknown | Meaning::Ignored)
    }

    fn is_yes_or_no(&self) -> bool {
        let Meaning::Known(known) = self else {
            return false;
        };
        let is_bool = |field: &Field| field.kind == Kind::Bool;
        matches!(known.column.what, What::Presence(_)) || known.column.field().is_some_and(is_bool)
    }
}

/// What a header means.
pub fn meaning(text: &str) -> Meaning {
    match of_one_language(text) {
        Meaning::Unknown => {
            in_two_languages(text).map_or(Meaning::Unknown, |plain| of_one_language(&plain))
        }
        found => found,
    }
}

/// The Chinese of a header that says the same in Chinese and in English: 手机 Mobile, 省份/Province.
pub(super) fn in_two_languages(text: &str) -> Option<String> {
    let chinese: String = text.chars().filter(|c| !c.is_ascii_alphabetic()).collect();
    let english: String = text.chars().filter(char::is_ascii).collect();
    if chinese.is_ascii() || chinese.len() == text.len() || text.len() > LONGEST {
        return None;
    }
    let found = of_one_language(&chinese);
    (found.is_of_use() && found == of_one_language(&english)).then_some(chinese)
}

fn of_one_language(text: &str) -> Meaning {
    let text = clean(text);
    of_path(&text)
        .or_else(|| table().get(&squeeze(&text)).cloned())
        .or_else(|| {
            let plain = squeeze(&without_remarks(&text));
            table().get(&plain).cloned().or_else(|| {
                // 是否法定代表人 asks something; it is no name.
                let asked = table().get(plain.strip_prefix("是否")?);
                asked.filter(|meaning| meaning.is_yes_or_no()).cloned()
            })
        })
        .unwrap_or(Meaning::Unknown)
}

/// A path in one of its spellings: `services[].domains[].name`, `services.domains.name`,
/// `services[1].name`, or as rules write it, `domain.name`.
pub fn of_path(text: &str) -> Option<Meaning> {
    if let Some(key) = text.strip_prefix("meta.").filter(|key| !key.is_empty()) {
        return Some(match key {
            "id" => Meaning::Draft,
            _ => Meaning::Meta(key.to_owned()),
        });
    }
    if !text.is_ascii() || text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (plain, mut numbers) = split_path(text);
    let index = paths().get(plain.as_str())?;
    let column = catalogue().columns().get(*index)?;
    // The two numbers are those of the list's parent and of the list; a list of the draft has one.
    let depth = match column.list {
        None => 0,
        Some(list) => 1usize.saturating_add(usize::from(list.parent().is_some())),
    };
    if numbers.len() > depth {
        return None;
    }
    while numbers.len() < depth {
        numbers.push(None);
    }
    let own = numbers.pop().flatten();
    let parent = numbers.pop().flatten();
    Some(Meaning::Known(Known {
        column,
        parent,
        own,
    }))
}

/// The path without brackets, and what stood in each pair, counted from 1.
fn split_path(path: &str) -> (String, Vec<Option<u32>>) {
    let mut plain = String::with_capacity(path.len());
    let mut numbers = Vec::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let (inside, behind) = after.split_once(']').unwrap_or((after, ""));
        let number = inside.parse::<u32>().ok();
        numbers.push(number.and_then(|number| number.checked_add(1)));
        rest = behind;
    }
    plain.push_str(rest);
    (plain, numbers)
}

/// The catalogue by paths without brackets.
fn paths() -> &'static HashMap<String, usize> {
    static PATHS: OnceLock<HashMap<String, usize>> = OnceLock::new();
    PATHS.get_or_init(|| {
        let mut paths = HashMap::new();
        for (index, column) in (0usize..).zip(catalogue().columns()) {
            let (plain, _) = split_path(&column.path);
            for (prefix, short) in [
                ("services.domains", "domain"),
                ("services.platforms", "platform"),
                ("services.pre_approvals", "pre_approval"),
                ("services", "service"),
                ("attachments", "attachment"),
            ] {
                // `domain` over a column is what a domain is called, not its number.
                if let Some(rest) = plain.strip_prefix(prefix)
                    && !rest.is_empty()
                {
                    paths.entry(format!("{short}{rest}")).or_insert(index);
                }
            }
            paths.insert(plain, index);
        }
        paths
    })
}

/// Meanings by squeezed headers.
fn table() -> &'static HashMap<String, Meaning> {
    static TABLE: OnceLock<HashMap<String, Meaning>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        let known = |column| {
            Meaning::Known(Known {
                column,
                parent: None,
                own: None,
            })
        };
        for text in DRAFT {
            table.insert(squeeze(text), Meaning::Draft);
        }
        // Of two labels that are alike the field is meant: 法定代表人 above names is a person's.
        for (text, path) in HEADERS {
            if let Some(column) = catalogue().of_path(path) {
                table.insert(squeeze(text), known(column));
            }
        }
        for (text, path) in whose::composed() {
            if let Some(column) = catalogue().of_path(&path) {
                let meaning = || known(column);
                table.entry(squeeze(&text)).or_insert_with(meaning);
            }
        }
        for column in catalogue().columns() {
            for label in [&column.label.zh, &column.label.en] {
                table.entry(squeeze(label)).or_insert_with(|| known(column));
            }
        }
        for column in catalogue().columns() {
            if let (What::Presence(_), Some(at)) = (column.what, column.label.zh.find('有')) {
                let (before, after) = column.label.zh.split_at(at);
                let plain = [before, after.trim_start_matches('有')].concat();
                table
                    .entry(squeeze(&plain))
                    .or_insert_with(|| known(column));
            }
        }
        table
    })
}

/// What the cells of a row mean as headers, and which of them do so by letters only.
fn meant(row: &Row, above: Option<&[String]>, map: &Map) -> (Vec<Meant>, Vec<usize>) {
    let groups = above.filter(|above| whose::are_groups(above));
    let mut lettered = Vec::new();
    let cells = (0usize..).zip(&row.cells);
    let meant = cells.map(|(index, cell)| {
        let text = clean(&cell.shown()).into_owned();
        let over = |above: Option<&'_ [String]>| above.and_then(|above| above.get(index)).cloned();
        let said = map.by_header(&text).map(|said| (said, Says::User));
        let plain = in_two_languages(&text);
        let plain = plain.as_deref().unwrap_or(&text);
        let own = said.or_else(|| {
            let found = grouped(&over(above)?, plain)?;
            Some((found, Says::All))
        });
        let own = own.unwrap_or_else(|| (meaning(plain), Says::of(plain)));
        let is_named = own.0.is_of_use() || own.1 == Says::User || own.1.is_short();
        let (meaning, says) = match map.by_letters(index) {
            Some(said) if own.1 != Says::User => {
                if !is_named {
                    lettered.push(index);
                }
                (said, Says::User)
            }
            _ => own,
        };
        Meant {
            group: over(groups).filter(|group| !group.is_empty() && *group != text),
            text,
            meaning,
            says,
        }
    });
    let meant = meant.collect();
    (meant, lettered)
}

/// The same headers, with those that stand in the row above over nothing: without merges a column
/// of one level has its header there. None where there are none.
fn completed(meant: &[Meant], above: &[String]) -> Option<Vec<Meant>> {
    let mut all = meant.to_vec();
    let mut found = false;
    let before = std::iter::once("").chain(above.iter().map(String::as_str));
    for (index, (text, before)) in (0usize..).zip(above.iter().zip(before)) {
        // A text that goes on from the left is a group's.
        let is_own = text != before;
        let is_free = meant.get(index).is_none_or(|own| own.text.is_empty());
        let meaning = meaning(text);
        if !is_own || !is_free || !meaning.is_of_use() {
            continue;
        }
        if all.len() <= index {
            let blank = Meant {
                text: String::new(),
                meaning: Meaning::Unknown,
                says: Says::All,
                group: None,
            };
            all.resize(index.saturating_add(1), blank);
        }
        if let Some(own) = all.get_mut(index) {
            *own = Meant {
                text: text.clone(),
                meaning,
                says: Says::of(text),
                group: None,
            };
            found = true;
        }
    }
    found.then_some(all)
}

/// A header below a group's name: 姓名 below 主体负责人.
fn grouped(group: &str, text: &str) -> Option<Meaning> {
    if group.is_empty() || text.is_empty() || group == text {
        return None;
    }
    let group = without_remarks(group);
    let group = group.trim_end_matches("信息").trim_end_matches("资料");
    let whole = format!("{group}{text}");
    match meaning(&whole) {
        Meaning::Unknown => whose::of_group(&meaning(group), text),
        found => Some(found),
    }
}

/// The paths of the columns that hold something, as they are compared; whether there is something is
/// rarely a column.
static NEAR: LazyLock<Vec<(String, &str)>> = LazyLock::new(|| {
    let columns = catalogue().columns().iter();
    columns
        .filter(|column| column.field().is_some())
        .map(|column| (squeeze(&split_path(&column.path).0), column.path.as_str()))
        .collect()
});

/// The header that a name is most like.
pub fn nearest_header(text: &str) -> Option<&'static str> {
    let text = squeeze(&without_remarks(text));
    let asked = text.strip_prefix("是否");
    let text = asked.unwrap_or(&text);
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if text.is_ascii() {
        let found = nearest(text, NEAR.iter().map(|(name, _)| name.as_str()))?;
        let (_, path) = NEAR.iter().find(|(name, _)| name == found)?;
        return Some(path);
    }
    let columns = catalogue().columns();
    let labels = columns
        .iter()
        .filter(|column| match column.field() {
            Some(field) => asked.is_none() || field.kind == Kind::Bool,
            None => false,
        })
        .map(|column| column.label.zh.as_ref());
    let found = nearest(text, labels.clone()).or_else(|| {
        // Likeness is in letters, of which Chinese words have few: one inside the other is near.
        let inside = |label: &&str| label.contains(text) || text.contains(label);
        let long_enough = text.chars().count() > 1;
        labels.filter(|_| long_enough).find(inside)
    })?;
    columns
        .iter()
        .map(|column| column.label.zh.as_ref())
        .find(|label| *label == found)
}

/// A header as it may be shown: what stands over a column may be a row of data.
pub(super) fn shown(text: &str) -> String {
    let masker = Masker::default();
    let text = match text.contains(['@', '＠']) {
        true => masker.hide(text, Privacy::Email),
        false => text.into(),
    };
    masker.free(&text).into_owned()
}

fn unknown(index: usize, own: &Meant) -> Text {
    let (column, text) = (column_name(index), &shown(&own.text));
    let group = own.group.as_deref().map(shown);
    // Below the name of a group a header is short for what it says with that.
    let whole = group.map(|group| nearest_header(&format!("{group}{text}")));
    let near = || whole.flatten().or_else(|| nearest_header(text));
    let (zh, en) = if let Some(path) = one_of_several(text) {
        (
            format!("；一行写一个域名、一项服务，或写 --map {column}={path}"),
            format!(
                "; write one domain and one service a row, or say so with --map {column}={path}"
            ),
        )
    } else if is_name_of_another(text) {
        (
            format!("；是主体负责人就写 --map {column}=principal.name"),
            format!("; if it is the principal, say so with --map {column}=principal.name"),
        )
    } else if let Some(near) = near().filter(|near| near != text) {
        (
            format!("；是不是“{near}”？"),
            format!("; did you mean “{near}”?"),
        )
    } else {
        (
            format!("；要用它就用 --map 说明是什么，如 --map {column}=subject.name"),
            format!(
                "; if it counts, say with --map what it is, such as --map {column}=subject.name"
            ),
        )
    };
    Text::new(
        format!("{column} 列“{text}”不知道是什么，没有读{zh}"),
        format!("column {column} “{text}” is not known and was not read{en}"),
    )
}

/// The path of which of several a header with a number behind it would be: 域名2. Which service it
/// belongs to is left open, and so it is not read as that.
fn one_of_several(text: &str) -> Option<String> {
    let folded = fold(text);
    let stem = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = folded.get(stem.len()..)?.parse::<u32>().ok()?;
    match meaning(stem) {
        Meaning::Known(known) if known.column.list.is_some() && number > 0 => Some(
            Known {
                own: Some(number),
                ..known
            }
            .path(),
        ),
        _ => None,
    }
}

fn twice(index: usize, text: &str, before: usize) -> Text {
    let (column, first) = (column_name(index), column_name(before));
    let text = &shown(text);
    Text::new(
        format!("{column} 列“{text}”和 {first} 列是同一项，只读 {first} 列"),
        format!("column {column} “{text}” means the same as column {first}; only {first} was read"),
    )
}

/// What `--map` may say on the right: a path, a label, or `-` for nothing.
pub(super) fn target(text: &str) -> Option<Meaning> {
    match text {
        "-" | "" => Some(Meaning::Ignored),
        _ => Some(meaning(text)).filter(|meaning| *meaning != Meaning::Unknown),
    }
}

/// The column that `--map` may name on the left by its letters.
pub(super) fn letters(text: &str) -> Option<usize> {
    column_of(text)
}

#[cfg(test)]
#[path = "header_tests.rs"]
mod tests;

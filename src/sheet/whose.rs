//! Headers that do not say whose they are: 手机号 is of the person whose name stands to its left, be
//! it one of whom nothing is read. Where that is left open nothing is read: a number of the wrong
//! person would go unnoticed.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::alias::{NAMES, OF_A_PERSON, OF_AN_END, OF_ANYBODY, PERSONS as CALLED};
use super::cell::column_name;
use super::column::catalogue;
use super::header::{Fault, Known, Meaning, meaning, shown};
use super::owner::{is_name_of_another, names_a_unit, names_another, tells_of_a_domain};
use super::spelling::{squeeze, without_remarks};
use crate::text::Text;

/// A header and what it was taken for.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    /// The header.
    pub text: String,
    /// What it means.
    pub meaning: Meaning,
    /// How much it says.
    pub says: Says,
    /// The name of the group that stands over it, where the row above holds such names.
    pub group: Option<String>,
}

/// How much a header says, from little to much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    /// That something ends, not what.
    AnEnd,
    /// Something of a person, by its key, not of whom.
    OfAPerson(&'static str),
    /// Whose it is.
    All,
    /// The user says what it is.
    User,
}

/// The persons of a filing, by their paths.
const PERSONS: [&str; 4] = [
    "legal_representative",
    "principal",
    REGISTRANT,
    "services[].principal",
];
/// The person that is meant where no other is named.
const USUAL: &str = "principal";
/// Whoever has a domain, of whom little is asked.
const REGISTRANT: &str = "services[].domains[].registrant";
/// What is a domain's.
const DOMAIN: &str = "services[].domains[].";
/// Where a domain's end is written.
const EXPIRES: &str = "services[].domains[].expires";
/// Whoever is above a unit may have numbers, of which none is asked.
const SUPERIOR: &str = "subject.superior";

impl Says {
    /// How much a header says.
    pub fn of(text: &str) -> Says {
        let plain = squeeze(&without_remarks(text));
        short().get(&plain).copied().unwrap_or(Says::All)
    }

    pub fn is_short(self) -> bool {
        matches!(self, Says::AnEnd | Says::OfAPerson(_))
    }
}

fn short() -> &'static HashMap<String, Says> {
    static SHORT: OnceLock<HashMap<String, Says>> = OnceLock::new();
    SHORT.get_or_init(|| {
        let of_a_person = OF_A_PERSON
            .iter()
            .chain(OF_ANYBODY)
            .map(|(text, key)| (squeeze(text), Says::OfAPerson(key)));
        let of_an_end = OF_AN_END.iter().map(|text| (squeeze(text), Says::AnEnd));
        of_a_person.chain(of_an_end).collect()
    })
}

/// Headers that are made of what a person is called and of what is asked of him, as 法人手机号 is, with
/// their paths; and the short ones that are of the principal where no other is named.
pub(super) fn composed() -> impl Iterator<Item = (String, String)> {
    let words = || OF_A_PERSON.iter().chain(OF_ANYBODY);
    let called =
        (CALLED.iter()).flat_map(|(person, names)| names.iter().map(move |own| (*person, *own)));
    let of_persons = called.flat_map(move |(person, own)| {
        let name = std::iter::once("").chain(NAMES.iter().copied());
        let name = name.map(|word| (word, "name"));
        let words = words().map(|(word, key)| (*word, *key));
        name.chain(words)
            .map(move |(word, key)| (format!("{own}{word}"), path_of(person, key)))
    });
    let of_the_usual = OF_A_PERSON
        .iter()
        .map(|(word, key)| ((*word).to_owned(), path_of(USUAL, key)));
    of_persons.chain(of_the_usual)
}

/// What a short header means below the name of a person.
pub(super) fn of_group(group: &Meaning, text: &str) -> Option<Meaning> {
    let Says::OfAPerson(key) = Says::of(text) else {
        return None;
    };
    let (known, person) = person_of(group)?;
    is_name(&known, person).then(|| key_of(&known, person, key))?
}

/// The person of whom a column is.
fn person_of(meaning: &Meaning) -> Option<(Known, &'static str)> {
    let Meaning::Known(known) = meaning else {
        return None;
    };
    let is_inside = |person: &&&str| {
        let rest = known.column.path.strip_prefix(**person);
        rest.is_some_and(|rest| rest.starts_with('.'))
    };
    let person = PERSONS.iter().find(is_inside)?;
    Some((*known, *person))
}

fn is_name(known: &Known, person: &str) -> bool {
    known.column.path.strip_prefix(person) == Some(".name")
}

/// The column of a person's key, in the same element of a list.
fn key_of(known: &Known, person: &str, key: &str) -> Option<Meaning> {
    let column = catalogue().of_path(&path_of(person, key))?;
    Some(Meaning::Known(Known { column, ..*known }))
}

/// Where a person's key is written.
fn path_of(person: &str, key: &str) -> String {
    match (person, key.split_once('.')) {
        (REGISTRANT, Some((table, inner))) => format!("{person}.{table}_{inner}"),
        _ => format!("{person}.{key}"),
    }
}

/// Whether the texts of a row, each also over the empty cells behind it, can be names of groups: a
/// title stands over all columns.
pub(super) fn are_groups(texts: &[String]) -> bool {
    let mut named = texts.iter().filter(|text| !text.is_empty());
    let first = named.next();
    let is_name = |text: &&String| text.chars().count() <= 12 && !text.contains([':', '：']);
    first.is_some_and(|first| named.any(|text| text != first)) && texts.iter().all(|t| is_name(&t))
}

/// Whom the columns so far were of.
#[derive(Clone, Copy)]
enum Whose {
    Nobody,
    /// A person, since that column; whether all columns since then were.
    Of(Known, &'static str, usize, bool),
    /// Several persons, the last in that column.
    Several(usize),
}

/// Gives each short header its meaning, or takes it away where it is left open, and says so: as a
/// fault where something may be missed, else as a note.
pub(super) fn settle(meant: &mut [Meant]) -> (Vec<Fault>, Vec<Text>) {
    let (mut faults, mut notes) = (Vec::new(), Vec::new());
    let says_end = |own: &Meant| own.says >= Says::All && path(&own.meaning) == EXPIRES;
    let has_end = meant.iter().any(says_end);
    let in_full = meant.iter().filter(|own| own.says >= Says::All);
    let in_full: HashSet<String> = in_full.map(|own| path(&own.meaning).to_owned()).collect();
    let is_another = |own: &Meant| own.meaning == Meaning::Unknown && names_another(&own.text);
    let others = meant
        .iter()
        .map(|own| is_another(own).then(|| own.text.clone()));
    let others: Vec<Option<String>> = others.collect();
    let is_person = |own: &Meant| {
        (own.text.is_empty() && !own.meaning.is_of_use()) || matches!(own.says, Says::OfAPerson(_))
    };
    let of_persons: Vec<bool> = meant.iter().map(is_person).collect();
    let names_person = |own: &Meant| own.says >= Says::All && person_of(&own.meaning).is_some();
    let is_alone = !meant.iter().any(names_person);
    let mut whose = Whose::Nobody;
    let mut before: Option<(usize, Meant)> = None;
    for (index, own) in (0usize..).zip(meant.iter_mut()) {
        // A column without a name is nobody's and parts nothing.
        if own.text.is_empty() && !own.meaning.is_of_use() {
            continue;
        }
        let is_further = (before.as_ref()).is_none_or(|(_, before)| before.group != own.group);
        if is_further {
            whose = whose.set_apart();
        }
        let said = match own.says {
            Says::OfAPerson(key) => match &own.group {
                Some(group) if is_of_another(group) => Err(None),
                _ => of_a_person(whose, &own.meaning, key).map_err(Some),
            },
            Says::AnEnd => of_an_end(before.as_ref(), own, is_further),
            Says::All if is_number_of(before.as_ref(), own) => Ok(Meaning::Unknown),
            Says::All | Says::User => Ok(own.meaning.clone()),
        };
        own.meaning = said.unwrap_or_else(|other| {
            // Whoever is called in an emergency is so for the principal.
            let other_name = other.and_then(|other| others.get(other)?.as_deref());
            if own.says == Says::OfAPerson("emergency_phone")
                && other_name.is_some_and(|name| name.contains("紧急") || name.contains("应急"))
            {
                return own.meaning.clone();
            }
            // Somebody else's number is not missed where the principal's is written in full, and is
            // his for certain where the sheet names nobody else and nothing stands between.
            if let Says::OfAPerson(key) = own.says
                && let Some(Some(name)) = match other {
                    Some(other) => others.get(other),
                    None => Some(&own.group),
                }
                && (in_full.contains(&path_of(USUAL, key))
                    || (is_alone
                        && is_name_of_another(name)
                        && other.is_none_or(|at| adjoins(&of_persons, at, index))))
            {
                notes.push(of_another(index, &own.text, name));
                return Meaning::Ignored;
            }
            // A domain's end that is written elsewhere leaves nothing open.
            if own.says == Says::AnEnd && has_end {
                return own.meaning.clone();
            }
            faults.push(open(index, &own.text, other, own.says));
            Meaning::Ignored
        });
        whose = whose.and(index, own);
        let is_domains = |(_, before): &(usize, Meant)| path(&before.meaning).starts_with(DOMAIN);
        let is_unread = !own.meaning.is_of_use() && own.says == Says::All;
        // What is a domain's though it is not read leaves the next column the domain's.
        let is_passed = is_unread && tells_of_a_domain(&own.text);
        if !(is_passed && before.as_ref().is_some_and(is_domains)) {
            before = Some((index, own.clone()));
        }
    }
    // Two short ones of one thing are of two persons or things, and nobody knows of which.
    for index in 0..meant.len() {
        let Some(own) = meant.get(index).cloned() else {
            break;
        };
        if !own.says.is_short() || !own.meaning.is_of_use() {
            continue;
        }
        let same = |(_, other): &(usize, &mut Meant)| other.meaning == own.meaning;
        let same: Vec<(usize, &mut Meant)> =
            (0usize..).zip(meant.iter_mut()).filter(same).collect();
        if same.len() < 2 || same.iter().any(|(_, other)| !other.says.is_short()) {
            continue;
        }
        let texts = same
            .iter()
            .map(|(at, other)| (*at, other.text.as_str()))
            .collect::<Vec<_>>();
        faults.push(alike(&texts, own.says));
        for (_, other) in same {
            other.meaning = Meaning::Ignored;
        }
    }
    (faults, notes)
}

impl Whose {
    fn and(self, index: usize, own: &Meant) -> Whose {
        let Meaning::Known(_) = own.meaning else {
            return match own.says {
                // Another name begins another person.
                Says::OfAPerson("name") => Whose::Several(index),
                Says::OfAPerson(_) | Says::AnEnd => self,
                _ if names_another(&own.text) => Whose::Several(index),
                _ if names_a_unit(&own.text) => self.set_apart(),
                _ => self,
            };
        };
        match (person_of(&own.meaning), self) {
            _ if path(&own.meaning) == SUPERIOR => Whose::Several(index),
            (Some((known, person)), _) if is_name(&known, person) => {
                Whose::Of(known, person, index, true)
            }
            (Some((_, person)), Whose::Of(_, so_far, ..)) if person == so_far => self,
            (Some((_, USUAL)), Whose::Nobody) => Whose::Nobody,
            (Some(_), _) => Whose::Several(index),
            (None, _) => self.set_apart(),
        }
    }

    /// The same, and what comes next stands apart from it.
    fn set_apart(self) -> Whose {
        match self {
            Whose::Of(known, person, since, _) => Whose::Of(known, person, since, false),
            other => other,
        }
    }
}

/// Whether only columns of a person stand between two.
fn adjoins(of_persons: &[bool], left: usize, right: usize) -> bool {
    let between = of_persons.get(left.saturating_add(1)..right);
    between.is_some_and(|between| between.iter().all(|is_persons| *is_persons))
}

/// Whether a group's name is that of somebody of whom a filing says nothing.
fn is_of_another(group: &str) -> bool {
    names_another(group) && meaning(group) == Meaning::Unknown
}

/// Whether `ID` stands beside a person's columns, where it is no draft's.
fn is_number_of(before: Option<&(usize, Meant)>, own: &Meant) -> bool {
    let is_person = |before: &Meant| {
        person_of(&before.meaning).is_some()
            || matches!(before.says, Says::OfAPerson(_))
            || names_another(&before.text)
    };
    own.meaning == Meaning::Draft
        && squeeze(&own.text) == "id"
        && before.is_some_and(|(_, before)| is_person(before))
}

/// What a header with a person's key means, else the column of another that it could be of.
fn of_a_person(whose: Whose, usual: &Meaning, key: &str) -> Result<Meaning, usize> {
    // 证件号码 may be a unit's as well, and so means nothing by itself.
    let is_anybodys = !usual.is_of_use() && key.starts_with("certificate.");
    match whose {
        Whose::Nobody => Ok(usual.clone()),
        Whose::Of(_, _, since, _) if key == "name" => Err(since),
        Whose::Of(known, person, since, adjoins) => {
            match key_of(&known, person, key) {
                Some(found) if adjoins || (person == USUAL && !is_anybodys) => Ok(found),
                // What means nothing by itself means nothing here either.
                None if !usual.is_of_use() => Ok(Meaning::Unknown),
                _ => Err(since),
            }
        }
        Whose::Several(_) if !usual.is_of_use() && !is_anybodys => Ok(Meaning::Unknown),
        Whose::Several(since) => Err(since),
    }
}

/// What a header of an end means behind the column before it, else the column that it could be of.
fn of_an_end(
    before: Option<&(usize, Meant)>,
    own: &Meant,
    is_further: bool,
) -> Result<Meaning, Option<usize>> {
    let is_domains = |group: &String| path(&meaning(group)).starts_with(DOMAIN);
    if own.group.as_ref().is_some_and(is_domains) {
        return Ok(own.meaning.clone());
    }
    let Some((at, before)) = before else {
        return match own.group {
            None => Ok(own.meaning.clone()),
            Some(_) => Err(None),
        };
    };
    let found = match person_of(&before.meaning) {
        Some((_, REGISTRANT)) if path(&before.meaning).ends_with(".name") => {
            Some(own.meaning.clone())
        }
        Some((_, REGISTRANT)) => None,
        Some((known, person)) => {
            let rest = known.column.path.strip_prefix(person).unwrap_or_default();
            let is_certificates = rest.starts_with(".certificate.");
            key_of(&known, person, "certificate.valid_until").filter(|_| is_certificates)
        }
        None => {
            let is_domains = path(&before.meaning).starts_with(DOMAIN);
            is_domains.then(|| own.meaning.clone())
        }
    };
    // The first column of another group goes with those behind it.
    let is_its = own.group.is_none() || !is_further;
    found.filter(|_| is_its).ok_or(Some(*at))
}

fn path(meaning: &Meaning) -> &str {
    match meaning {
        Meaning::Known(known) => &known.column.path,
        _ => "",
    }
}

fn of_another(index: usize, text: &str, name: &str) -> Text {
    let own = column_name(index);
    let name = shown(name);
    Text::new(
        format!("{own} 列“{text}”是“{name}”的，没有读"),
        format!("column {own} “{text}” is of “{name}” and was not read"),
    )
}

fn open(index: usize, text: &str, other: Option<usize>, says: Says) -> Fault {
    let own = column_name(index);
    let message = match other.map(column_name) {
        Some(before) => Text::new(
            format!("{own} 列“{text}”和 {before} 列分不清是不是一回事，没有读"),
            format!(
                "column {own} “{text}” may or may not go with column {before}; it was not read"
            ),
        ),
        None => Text::new(
            format!("{own} 列“{text}”分不清是谁的、什么的，没有读"),
            format!("column {own} “{text}”: nobody can say whose it is; it was not read"),
        ),
    };
    Fault {
        columns: vec![index],
        message,
        help: help(&own, says),
    }
}

fn alike(texts: &[(usize, &str)], says: Says) -> Fault {
    let named = |dash: &str, of: fn(&str, &str) -> String| {
        let all = texts.iter().map(|(at, text)| of(&column_name(*at), text));
        all.collect::<Vec<_>>().join(dash)
    };
    let zh = named("、", |column, text| format!("{column} 列“{text}”"));
    let en = named(", ", |column, text| format!("column {column} “{text}”"));
    let last = texts.last().map_or(0, |(at, _)| *at);
    Fault {
        columns: texts.iter().map(|(at, _)| *at).collect(),
        message: Text::new(
            format!("{zh}分不清各是谁的、什么的，都没有读"),
            format!("{en}: nobody can say which is whose; none was read"),
        ),
        help: help(&column_name(last), says),
    }
}

/// The headers that would leave nothing open.
fn help(column: &str, says: Says) -> Text {
    let paths: Vec<String> = match says {
        Says::OfAPerson(key) => PERSONS.iter().map(|own| path_of(own, key)).collect(),
        _ => ["subject.certificate.valid_until", EXPIRES]
            .map(str::to_owned)
            .to_vec(),
    };
    let columns = paths.iter().filter_map(|path| catalogue().of_path(path));
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for own in columns {
        zh.push(own.label.zh.as_ref());
        en.push(own.path.as_str());
    }
    // The one that is meant most often.
    let example = match says {
        Says::OfAPerson(key) => path_of(USUAL, key),
        _ => EXPIRES.to_owned(),
    };
    let (zh, en) = (zh.join("、"), en.join(", "));
    Text::new(
        format!(
            "列名写全：{zh}；或写 --map，如 --map {column}={example}，不用它就写 --map {column}=-"
        ),
        format!(
            "call it by its whole name: {en}; or say so with --map, such as --map {column}={example}, or --map {column}=- if it does not count"
        ),
    )
}

//! The small changes that cases must notice: of a parameter's value, of a form.

use crate::fields::Unit;
use crate::ruleset::{Form, ParamKind, Rule, Severity, Value};
use crate::text::Text;

/// A part of a rule that can be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A default of a parameter: both by index.
    Default(usize, usize),
    /// A value of a set: both by index.
    Value(usize, usize),
    /// The severity of a set.
    Cap(usize),
    /// An exception.
    Exception(usize),
}

/// What is otherwise.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// Another value.
    To(Value),
    /// It is not there.
    Gone,
}

/// A change, and how it is told.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// What is otherwise.
    pub change: Change,
    /// The member or the other value.
    pub id: String,
    /// How it is told.
    pub text: Text,
}

/// Another value, with what names it and how it is told.
type Other = (Value, String, Text);

/// All parts of a rule.
pub(super) fn parts(rule: &Rule) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, param) in rule.params.iter().enumerate() {
        parts.extend((0..param.defaults.len()).map(|own| Part::Default(index, own)));
    }
    for (index, set) in rule.sets.iter().enumerate() {
        parts.extend((0..set.values.len()).map(|own| Part::Value(index, own)));
        // A cap of `error` only says that the layer holds the rule too.
        if set.cap.is_some_and(|cap| cap < Severity::Error) {
            parts.push(Part::Cap(index));
        }
    }
    parts.extend((0..rule.exceptions.len()).map(Part::Exception));
    parts
}

/// The parameter of a part, by its index, and its value.
pub(super) fn value(rule: &Rule, part: Part) -> Option<(usize, &Value)> {
    match part {
        Part::Default(param, own) => {
            let (_, value) = rule.params.get(param)?.defaults.get(own)?;
            Some((param, value))
        }
        Part::Value(set, own) => {
            let (param, value) = rule.sets.get(set)?.values.get(own)?;
            Some((*param, value))
        }
        Part::Cap(_) | Part::Exception(_) => None,
    }
}

/// The changes of a part that must be noticed.
pub(super) fn changes(rule: &Rule, part: Part) -> Vec<Told> {
    match value(rule, part) {
        Some((param, value)) => rule
            .params
            .get(param)
            .map(|param| of_value(value, &param.kind))
            .unwrap_or_default()
            .into_iter()
            .map(|(value, id, text)| Told {
                change: Change::To(value),
                id,
                text,
            })
            .collect(),
        None => vec![Told {
            change: Change::Gone,
            id: String::new(),
            text: Text::fixed("去掉", "taken out"),
        }],
    }
}

/// The rule with a part changed.
pub(super) fn changed(rule: &Rule, part: Part, change: &Change) -> Rule {
    let mut rule = rule.clone();
    match (part, change) {
        (Part::Default(param, own), Change::To(value)) => {
            let param = rule.params.get_mut(param);
            if let Some((_, place)) = param.and_then(|param| param.defaults.get_mut(own)) {
                *place = value.clone();
            }
        }
        (Part::Value(set, own), Change::To(value)) => {
            let set = rule.sets.get_mut(set);
            if let Some((_, place)) = set.and_then(|set| set.values.get_mut(own)) {
                *place = value.clone();
            }
        }
        (Part::Cap(set), Change::Gone) => {
            if let Some(set) = rule.sets.get_mut(set) {
                set.cap = None;
            }
        }
        (Part::Exception(index), Change::Gone) => {
            let mut position = 0usize;
            rule.exceptions.retain(|_| {
                position = position.saturating_add(1);
                position != index.saturating_add(1)
            });
        }
        (Part::Default(..) | Part::Value(..), Change::Gone)
        | (Part::Cap(_) | Part::Exception(_), Change::To(_)) => {}
    }
    rule
}

/// The other values that a value must be told apart from.
fn of_value(value: &Value, kind: &ParamKind) -> Vec<Other> {
    let ids = kind.ids();
    match value {
        Value::Int(number) => [number.checked_sub(1), number.checked_add(1)]
            .into_iter()
            .flatten()
            // Nothing is counted below zero.
            .filter(|other| *other >= 0 || *kind == ParamKind::Int(Unit::Days))
            .map(|other| to(Value::Int(other), &other.to_string()))
            .collect(),
        Value::Bool(flag) => vec![to(Value::Bool(!flag), &(!flag).to_string())],
        Value::Day(day) => [day.pred_opt(), day.succ_opt()]
            .into_iter()
            .flatten()
            .map(|other| to(Value::Day(other), &other.to_string()))
            .collect(),
        Value::Text(text) => vec![to(Value::Text(format!("{text}*")), &format!("{text}*"))],
        Value::Words(words) => places(words.len())
            .into_iter()
            .filter_map(|place| {
                let word = words.get(place)?;
                let without = Value::Words(without(words, place));
                Some((without, word.clone(), less(word)))
            })
            .collect(),
        Value::Code(code) => (0u8..)
            .zip(&ids)
            .filter(|(other, _)| other != code)
            .map(|(other, id)| to(Value::Code(other), id))
            .collect(),
        Value::Codes(codes) => (0u32..)
            .zip(&ids)
            .filter_map(|(bit, id)| {
                let bit = 1u64.checked_shl(bit)?;
                let text = if codes & bit == 0 { more(id) } else { less(id) };
                Some((Value::Codes(codes ^ bit), (*id).to_owned(), text))
            })
            .collect(),
        Value::Bundles(bundles) => fewer_papers(bundles),
    }
}

/// Bundles with one document taken out, each in turn. A bundle of one goes with its document.
fn fewer_papers(bundles: &[Vec<String>]) -> Vec<Other> {
    let mut found = Vec::new();
    for (index, bundle) in bundles.iter().enumerate() {
        for (place, id) in bundle.iter().enumerate() {
            let mut other = bundles.to_vec();
            if let Some(own) = other.get_mut(index) {
                *own = without(bundle, place);
            }
            other.retain(|bundle| !bundle.is_empty());
            found.push((Value::Bundles(other), id.clone(), less(id)));
        }
    }
    found
}

/// First, middle and last place of a list.
pub(super) fn places(length: usize) -> Vec<usize> {
    let Some(last) = length.checked_sub(1) else {
        return Vec::new();
    };
    let mut places = vec![0, last / 2, last];
    places.dedup();
    places
}

/// A list without the element at a place.
pub(super) fn without(words: &[String], place: usize) -> Vec<String> {
    words
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != place)
        .map(|(_, word)| word.clone())
        .collect()
}

fn to(value: Value, id: &str) -> Other {
    let text = Text::new(format!("改成 {id}"), format!("changed to {id}"));
    (value, id.to_owned(), text)
}

/// How it is told that something is taken out of a list.
pub(super) fn less(id: &str) -> Text {
    Text::new(format!("去掉 {id}"), format!("without {id}"))
}

fn more(id: &str) -> Text {
    Text::new(format!("加上 {id}"), format!("with {id} added"))
}

/// The changes of a form that must be noticed: its key, the form, how it is told.
pub(super) fn of_form(form: &Form) -> Vec<(Form, Text)> {
    let mut found = Vec::new();
    let mut flag = |key: &str, own: Option<bool>, put: fn(&mut Form, Option<bool>)| {
        if let Some(own) = own {
            let mut other = form.clone();
            put(&mut other, Some(!own));
            found.push((other, keyed(key, &(!own).to_string())));
        }
    };
    flag("original", form.original, |form, value| {
        form.original = value
    });
    flag("colour", form.colour, |form, value| form.colour = value);
    flag("signed", form.signed, |form, value| form.signed = value);
    flag("stamped", form.stamped, |form, value| form.stamped = value);
    flag("fingerprint", form.fingerprint, |form, value| {
        form.fingerprint = value;
    });
    let mut number = |key: &str, own: Option<u64>, put: fn(&mut Form, Option<u64>)| {
        if let Some(next) = own.and_then(|own| own.checked_add(1)) {
            let mut other = form.clone();
            put(&mut other, Some(next));
            found.push((other, keyed(key, &next.to_string())));
        }
    };
    number("sides", form.sides, |form, value| form.sides = value);
    number("min_bytes", form.min_bytes, |form, value| {
        form.min_bytes = value
    });
    number("max_bytes", form.max_bytes, |form, value| {
        form.max_bytes = value
    });
    number(
        "signed_within_days",
        form.signed_within_days,
        |form, value| {
            form.signed_within_days = value;
        },
    );
    number(
        "signed_within_working_days",
        form.signed_within_working_days,
        |form, value| form.signed_within_working_days = value,
    );
    number(
        "signed_within_months",
        form.signed_within_months,
        |form, value| form.signed_within_months = value,
    );
    let mut list = |own: &Option<Vec<String>>, put: fn(&mut Form, Option<Vec<String>>)| {
        for (place, id) in own.iter().flatten().enumerate() {
            let mut other = form.clone();
            put(&mut other, own.as_ref().map(|own| without(own, place)));
            found.push((other, less(id)));
        }
    };
    list(&form.media, |form, value| form.media = value);
    list(&form.formats, |form, value| form.formats = value);
    list(&form.signed_by, |form, value| form.signed_by = value);
    found
}

fn keyed(key: &str, value: &str) -> Text {
    Text::new(
        format!("{key} 改成 {value}"),
        format!("{key} changed to {value}"),
    )
}

/// A value as rule files write it, near enough; a long one shortened.
pub(super) fn written(value: &Value, kind: &ParamKind) -> String {
    const MOST: usize = 60;
    let whole = whole(value, kind);
    if whole.chars().count() <= MOST {
        return whole;
    }
    let mut short: String = whole.chars().take(MOST).collect();
    short.push('…');
    short
}

fn whole(value: &Value, kind: &ParamKind) -> String {
    let ids = kind.ids();
    match value {
        Value::Int(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Text(text) => format!("{text:?}"),
        Value::Words(words) => format!("[{}]", words.join(" ")),
        Value::Code(code) => ids.get(usize::from(*code)).map_or("", |id| id).to_owned(),
        Value::Codes(codes) => {
            let held = |bit: usize| crate::ruleset::has_bit(*codes, bit);
            let names = ids.iter().enumerate().filter(|(bit, _)| held(*bit));
            let names: Vec<&str> = names.map(|(_, id)| *id).collect();
            format!("[{}]", names.join(" "))
        }
        Value::Bundles(bundles) => {
            let bundles: Vec<String> = bundles.iter().map(|bundle| bundle.join("+")).collect();
            format!("[{}]", bundles.join(" "))
        }
    }
}

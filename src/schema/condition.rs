//! Conditions of rule files: the names of facts as nested tables, and for each the tests that fit
//! its type.

use serde_json::{Map, Value, json};

use super::defs::Defs;
use super::table::{closed, day, extend, keys, members, reference, titled};
use crate::fields::{Choice, FactRef, Kind, Scope, TextRole, all_facts};
use crate::ruleset::OPERATORS;
use crate::text::Text;

/// A parameter of the rule.
const PARAMETER: &str = "^\\$[a-z_0-9]+$";

/// Operators that fit facts of every type.
const ALWAYS: &[&str] = &["known", "is_none", "or_none", "same_as", "differs_from"];

/// Operators of numbers and days.
const ORDERS: &[&str] = &["at_least", "at_most", "above", "below"];

/// The definition of a condition.
pub fn condition(defs: &mut Defs) -> Value {
    let name = "condition";
    if defs.has(name) {
        return reference(name);
    }
    // What refers to itself is named before it is made.
    defs.define(name, Value::Bool(true));
    let mut properties = words(defs);
    let mut tree = Tree::default();
    for fact in all_facts() {
        tree.put(&fact.path(), fact);
    }
    for (key, inner) in tree.children {
        properties.insert(key.clone(), inner.schema(&key, defs));
    }
    defs.replace(name, closed(properties, &[]));
    reference(name)
}

/// What is no fact: combinations, quantifiers, counts, tests on parameters.
fn words(defs: &mut Defs) -> Map<String, Value> {
    let own = reference("condition");
    let several = json!({ "type": "array", "items": own, "minItems": 1 });
    let number = number(&["is", "is_not"], defs);
    let facts = json!({ "type": "array", "items": { "type": "string" }, "minItems": 1 });
    let elements: Vec<&str> = Scope::all()
        .filter(|scope| *scope != Scope::Order)
        .map(Scope::name)
        .collect();
    let mut count = keys([("of", json!({ "enum": elements })), ("where", own.clone())]);
    count.extend(number.clone());
    let mut distinct = keys([("of", facts.clone())]);
    distinct.extend(number);
    let mut texts = keys([(
        "of",
        json!({ "anyOf": [facts, { "type": "string", "pattern": PARAMETER }] }),
    )]);
    texts.extend(operators(Kind::Text(TextRole::Free), defs));
    let mut words = keys([
        (
            "all",
            titled(&Text::fixed("全部成立", "all hold"), several.clone()),
        ),
        (
            "any",
            titled(&Text::fixed("有一个成立", "one holds"), several),
        ),
        (
            "not",
            titled(&Text::fixed("不成立", "it does not hold"), own.clone()),
        ),
        (
            "param",
            titled(
                &Text::fixed("规则的参数", "parameters of the rule"),
                json!({ "type": "object" }),
            ),
        ),
        (
            "count",
            titled(
                &Text::fixed("有几个", "how many there are"),
                closed(count, &["of"]),
            ),
        ),
        (
            "count_distinct",
            titled(
                &Text::fixed("有几个不同的值", "how many different values there are"),
                closed(distinct, &["of"]),
            ),
        ),
        (
            "all_same",
            titled(
                &Text::fixed("至多一个不同的值", "at most one different value"),
                json!({ "type": "array", "items": { "type": "string" }, "minItems": 1 }),
            ),
        ),
        (
            "any_text",
            titled(
                &Text::fixed("其中一个文字符合", "it holds of one of these texts"),
                closed(texts, &["of"]),
            ),
        ),
    ]);
    for (prefix, zh, en) in [
        ("any", "有一个", "one"),
        ("every", "每一个", "every one"),
        ("no", "没有一个", "none"),
    ] {
        for element in &elements {
            let text = Text::new(
                format!("{zh} {element} 符合"),
                format!("it holds of {en} ({element})"),
            );
            words.insert(format!("{prefix}_{element}"), titled(&text, own.clone()));
        }
    }
    words
}

/// Facts by the segments of their names.
#[derive(Default)]
struct Tree {
    fact: Option<FactRef>,
    children: Vec<(String, Tree)>,
}

impl Tree {
    fn put(&mut self, path: &str, fact: FactRef) {
        let (key, rest) = match path.split_once('.') {
            Some((key, rest)) => (key, Some(rest)),
            None => (path, None),
        };
        let position = self.children.iter().position(|(known, _)| known == key);
        let index = position.unwrap_or_else(|| {
            self.children.push((key.to_owned(), Tree::default()));
            self.children.len().saturating_sub(1)
        });
        if let Some((_, child)) = self.children.get_mut(index) {
            match rest {
                Some(rest) => child.put(rest, fact),
                None => child.fact = Some(fact),
            }
        }
    }

    fn schema(&self, name: &str, defs: &mut Defs) -> Value {
        if let Some(fact) = self.fact {
            return titled(&fact.label(), test(fact, defs));
        }
        let mut properties = Map::new();
        for (key, child) in &self.children {
            let schema = child.schema(&format!("{name}.{key}"), defs);
            properties.insert(key.clone(), schema);
        }
        let schema = closed(properties, &[]);
        defs.define_once(&format!("facts-{name}"), schema)
    }
}

/// The tests on a fact: a bare value, a list of values, or operators.
fn test(fact: FactRef, defs: &mut Defs) -> Value {
    let kind = fact.kind();
    let mut ways = Vec::new();
    match kind {
        Kind::Bool => ways.push(or_parameter(json!({ "type": "boolean" }))),
        Kind::Int(_) => ways.push(or_parameter(json!({ "type": "integer" }))),
        Kind::Day | Kind::DayOrLongTerm => ways.push(or_parameter(defs.define("day", day()))),
        Kind::Enum(_) | Kind::Province | Kind::City | Kind::Text(_) => {
            ways.push(values(kind, defs));
        }
        Kind::Set(_) | Kind::Texts(_) | Kind::Table => {}
    }
    ways.push(closed(operators(kind, defs), &[]));
    let schema = match ways.len() {
        1 => ways.pop().unwrap_or_default(),
        _ => json!({ "anyOf": ways }),
    };
    defs.define_once(&format!("test-{}", kind_name(fact)), schema)
}

/// A name for the definition of a fact's tests; closed lists are called after the first fact that
/// has them.
fn kind_name(fact: FactRef) -> String {
    match fact.kind() {
        Kind::Bool => "bool".to_owned(),
        Kind::Int(_) => "number".to_owned(),
        Kind::Day | Kind::DayOrLongTerm => "day".to_owned(),
        Kind::Province | Kind::City => "division".to_owned(),
        Kind::Text(_) => "text".to_owned(),
        Kind::Texts(_) => "texts".to_owned(),
        Kind::Enum(_) | Kind::Set(_) | Kind::Table => fact.path(),
    }
}

/// One value or several of a type, or a parameter.
fn values(kind: Kind, defs: &mut Defs) -> Value {
    let one = match kind {
        Kind::Enum(choices) | Kind::Set(choices) => {
            let mut members = members(choices);
            if choices.first().is_some_and(|first| first.id == "personal") {
                members.push(unit());
            }
            let id = |choice: Option<&Choice>| choice.map_or("", |choice| choice.id);
            let name = format!("one-of-{}-to-{}", id(choices.first()), id(choices.last()));
            defs.define_once(&name, json!({ "oneOf": members }))
        }
        Kind::Province | Kind::City => defs.province(),
        _ => json!({ "type": "string" }),
    };
    let list = json!({ "type": "array", "items": one, "minItems": 1 });
    match kind {
        // Any string may be a word, a parameter's name too.
        Kind::Text(_) | Kind::Texts(_) | Kind::Province | Kind::City => {
            json!({ "anyOf": [one, list] })
        }
        _ => json!({ "anyOf": [one, list, { "type": "string", "pattern": PARAMETER }] }),
    }
}

/// All kinds of subject but persons.
pub fn unit() -> Value {
    json!({ "const": "unit", "title": "单位（除个人外的全部）", "description": "all but personal" })
}

fn or_parameter(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "string", "pattern": PARAMETER }] })
}

/// A number to compare with.
fn number(more: &[&str], defs: &mut Defs) -> Map<String, Value> {
    let operand = defs.define("number", or_parameter(json!({ "type": "integer" })));
    more.iter()
        .chain(ORDERS)
        .map(|operator| ((*operator).to_owned(), operand.clone()))
        .collect()
}

/// The operators that fit a type.
fn operators(kind: Kind, defs: &mut Defs) -> Map<String, Value> {
    OPERATORS
        .iter()
        .filter_map(|operator| Some(((*operator).to_owned(), operand(operator, kind, defs)?)))
        .collect()
}

/// What an operator compares with, if it fits a type.
fn operand(operator: &str, kind: Kind, defs: &mut Defs) -> Option<Value> {
    let flag = || json!({ "type": "boolean" });
    let fact = || json!({ "type": "string", "title": "另一个事实 · another fact" });
    if ALWAYS.contains(&operator) {
        return Some(match operator {
            "same_as" | "differs_from" => fact(),
            _ => flag(),
        });
    }
    let is_text = matches!(kind, Kind::Text(_));
    let is_set = matches!(kind, Kind::Set(_));
    let is_list = matches!(kind, Kind::Texts(_));
    let with_fact =
        |value: Value| json!({ "anyOf": [value, closed(keys([("fact", fact())]), &["fact"])] });
    let ordered = |defs: &mut Defs| match kind {
        Kind::Int(_) => Some(defs.define("number", or_parameter(json!({ "type": "integer" })))),
        Kind::Day | Kind::DayOrLongTerm => Some(or_parameter(defs.define("day", day()))),
        _ => None,
    };
    match operator {
        _ if ORDERS.contains(&operator) => ordered(defs).map(with_fact),
        "is" | "is_not" => match kind {
            Kind::Bool => Some(flag()),
            Kind::Set(_) | Kind::Texts(_) | Kind::Table => None,
            Kind::Int(_) | Kind::Day | Kind::DayOrLongTerm => ordered(defs),
            _ => Some(values(kind, defs)),
        },
        "in" | "not_in" => {
            let fits = matches!(
                kind,
                Kind::Enum(_) | Kind::Province | Kind::City | Kind::Text(_)
            );
            fits.then(|| values(kind, defs))
        }
        "has" | "has_any" => (is_set || is_list).then(|| values(kind, defs)),
        "has_all" => is_set.then(|| values(kind, defs)),
        "only" if is_text => {
            let classes = [
                "han",
                "digits",
                "latin",
                "ascii",
                "han-latin",
                "han-latin-digits",
            ];
            Some(json!({ "enum": classes }))
        }
        "only" => is_set.then(|| values(kind, defs)),
        "is_empty" => (is_set || is_list).then(flag),
        "min_han" | "max_han" | "min_chars" | "max_chars" => {
            is_text.then(|| defs.define("number", or_parameter(json!({ "type": "integer" }))))
        }
        "matches" => is_text.then(|| json!({ "type": "string" })),
        // The rest compare texts with words, or with another text.
        _ => is_text.then(|| {
            let mut schema = Map::new();
            extend(&mut schema, values(kind, defs));
            if let Some(Value::Array(ways)) = schema.get_mut("anyOf") {
                let words = json!({ "anyOf": ways.clone() });
                let but = keys([("words", words), ("not_in", fact())]);
                ways.push(closed(keys([("fact", fact())]), &["fact"]));
                ways.push(closed(but, &["words", "not_in"]));
            }
            Value::Object(schema)
        }),
    }
}

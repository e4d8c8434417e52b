//! The draft's schema, from the tree of tables that the readers read by.

use serde_json::{Map, Value, json};

use super::defs::Defs;
use super::table::{DIALECT, closed, day, described, extend, members, one_of, titled};
use crate::draft::{Level, Part, shape};
use crate::fields::{AllowField, Field, Kind, Need, RecordKind};
use crate::text::Text;

/// A list holds at most so many elements.
const MOST_ELEMENTS: u64 = 10_000;

/// The largest number that a field counts to.
const LARGEST: i64 = 1_000_000;

/// A text with something else in it than white space, which Unicode and ECMAScript (`\\S`) do not say
/// the same of.
const NOT_BLANK: &str = "[^\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

/// The schema of a draft.
pub fn draft() -> Value {
    let mut defs = Defs::default();
    let root = table(shape(), Asked::Required, &mut defs);
    let mut schema = json!({
        "$schema": DIALECT,
        "title": "ICP 备案草稿 · draft of an ICP filing",
        "description": "写法见 README；不知道的键不写，确实没有的写 \"none\"（列表写 []）。\nLeave a key out while it is not known; where there is none, write \"none\" (for a list []).",
    });
    if let Value::Object(map) = &mut schema {
        extend(map, root);
        map.insert("$defs".to_owned(), defs.take().into());
    }
    schema
}

/// The schema of a part of a draft, as bases and cases write it: nothing is required.
pub fn partial(defs: &mut Defs) -> Value {
    let schema = table(shape(), Asked::Nothing, defs);
    defs.define("draft", schema)
}

/// Whether what a draft must have is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Required,
    Nothing,
}

fn table(level: &Level, asked: Asked, defs: &mut Defs) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for child in &level.children {
        let (schema, needed) = match &child.part {
            Part::Field(own, slot) => (field(own, defs), level.required.contains(slot)),
            Part::Table { slot, need, level } => {
                let declared = slot.and_then(|slot| level.record.field(slot));
                let inner = table(level, asked, defs);
                let schema = match need {
                    Need::Loose => or_none(inner),
                    Need::Required | Need::Firm => inner,
                };
                let schema = match declared {
                    Some(field) => described(&field.label, &field.ask, schema),
                    None => named(child.key, schema),
                };
                (schema, !level.required.is_empty())
            }
            Part::Person(_, level) => {
                let of_service = !level.children.iter().any(is_flag);
                let name = if of_service { "person" } else { "principal" };
                let person = table(level, asked, defs);
                let person = defs.define(name, person);
                let person = match child.key {
                    "legal_representative" => or_none(person),
                    _ => person,
                };
                (named(child.key, person), false)
            }
            Part::List(name, level) => {
                let element = table(level, asked, defs);
                let mut element = defs.define(record_name(level.record), element);
                if level.record == RecordKind::PreApproval {
                    let kinds = level
                        .children
                        .iter()
                        .find_map(|child| match child.part {
                            Part::Field(field, _) => field.kind.choices(),
                            _ => None,
                        })
                        .unwrap_or_default();
                    element = json!({ "anyOf": [element, one_of(kinds)] });
                }
                let list = json!({ "type": "array", "items": element, "maxItems": MOST_ELEMENTS });
                (named(name.key(), list), false)
            }
            Part::Previous(level) => {
                let inner = table(level, asked, defs);
                let inner = defs.define("previous", inner);
                (named(child.key, inner), false)
            }
            Part::Format => (named(child.key, json!({ "const": 1 })), true),
            Part::Meta => (named(child.key, json!({ "type": "object" })), false),
        };
        properties.insert(child.key.to_owned(), schema);
        if needed && asked == Asked::Required {
            required.push(child.key);
        }
    }
    closed(properties, &required)
}

fn is_flag(child: &crate::draft::Child) -> bool {
    child.key == "is_legal_representative"
}

fn or_none(schema: Value) -> Value {
    json!({ "anyOf": [schema, none()] })
}

fn none() -> Value {
    json!({ "const": "none", "title": "没有", "description": "there is none" })
}

/// The schema of a field's value.
fn field(field: &Field, defs: &mut Defs) -> Value {
    let loose = field.need == Need::Loose;
    let value = match field.kind {
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Int(_) => json!({ "type": "integer", "minimum": 0, "maximum": LARGEST }),
        Kind::Day => defs.define("day", day()),
        Kind::DayOrLongTerm => {
            let day = defs.define("day", day());
            let long = json!({
                "const": "long-term",
                "title": "长期有效",
                "description": "valid without end",
            });
            json!({ "anyOf": [day, long] })
        }
        Kind::Province => defs.province(),
        Kind::City => defs.city(),
        Kind::Enum(choices) => {
            let mut members = members(choices);
            if loose {
                members.push(none());
            }
            json!({ "type": "string", "oneOf": members })
        }
        Kind::Set(choices) => {
            json!({ "type": "array", "items": one_of(choices), "maxItems": MOST_ELEMENTS })
        }
        Kind::Text(_) if is_reason(field) => json!({
            "type": "string",
            "pattern": NOT_BLANK,
            "not": { "const": "none" },
        }),
        Kind::Text(_) if loose => json!({ "type": "string" }),
        Kind::Text(_) => json!({ "type": "string", "not": { "const": "none" } }),
        Kind::Texts(_) => {
            json!({ "type": "array", "items": { "type": "string" }, "maxItems": MOST_ELEMENTS })
        }
        Kind::Table => json!({ "type": "object" }),
    };
    let has_none = matches!(field.kind, Kind::Text(_) | Kind::Enum(_));
    let value = if loose && !has_none {
        or_none(value)
    } else {
        value
    };
    described(&field.label, &field.ask, value)
}

/// Why a finding is accepted: the one text that may not be blank.
fn is_reason(field: &Field) -> bool {
    field.record == RecordKind::Allow
        && field.record.slot(field.key) == Some(AllowField::Reason as usize)
}

/// The name of a record's definition.
fn record_name(record: RecordKind) -> &'static str {
    match record {
        RecordKind::Order => "draft",
        RecordKind::Person => "person",
        RecordKind::Service => "service",
        RecordKind::Domain => "domain",
        RecordKind::Platform => "platform",
        RecordKind::PreApproval => "pre-approval",
        RecordKind::Attachment => "attachment",
        RecordKind::Allow => "allow",
    }
}

/// What the tables and lists are called that are no fields themselves.
const NAMES: &[(&str, Text)] = &[
    ("filing", Text::fixed("本次备案", "the filing")),
    (
        "subject",
        Text::fixed("主体（主办单位或个人）", "the subject"),
    ),
    (
        "principal",
        Text::fixed(
            "负责人；服务里不写就是主体负责人",
            "the principal; absent in a service: the subject's",
        ),
    ),
    (
        "legal_representative",
        Text::fixed(
            "法定代表人；主体负责人就是的不写",
            "the legal representative; absent where the principal is the one",
        ),
    ),
    (
        "services",
        Text::fixed(
            "互联网信息服务（网站、App）",
            "the services (websites, apps)",
        ),
    ),
    ("domains", Text::fixed("域名", "the domains")),
    (
        "platforms",
        Text::fixed("App 的运行平台", "the app's platforms"),
    ),
    ("pre_approvals", Text::fixed("前置审批", "the approvals")),
    ("attachments", Text::fixed("材料", "the documents at hand")),
    (
        "allow",
        Text::fixed(
            "认可的问题：检查时移到一边，不影响退出码，结论不变",
            "findings that are accepted: set aside and without effect on the exit status; the verdict stays",
        ),
    ),
    (
        "previous",
        Text::fixed("变更前已备案的内容", "what is on record before a change"),
    ),
    (
        "format",
        Text::fixed("草稿格式的版本", "the version of the format"),
    ),
    (
        "meta",
        Text::fixed(
            "自己的记号，随意写；id 会原样写进结果",
            "anything of your own; `id` is repeated in results",
        ),
    ),
];

fn named(key: &str, schema: Value) -> Value {
    match NAMES.iter().find(|(known, _)| *known == key) {
        Some((_, text)) => titled(text, schema),
        None => schema,
    }
}

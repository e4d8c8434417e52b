//! The schema of rule files, and of the files of cases and evidence beside them.

mod case;
mod document;
mod process;
mod rule;

use serde_json::{Map, Value, json};

use super::condition::{condition, unit};
use super::defs::Defs;
use super::draft::partial;
use super::table::{DIALECT, closed, day, described, extend, keys, members, titled};
use crate::casebook::{DOCUMENT_OUTCOMES, RULE_OUTCOMES, STEP_OUTCOMES};
use crate::fields::choices::{
    FILE_FORMATS, FILE_STATES, FILING_KINDS, HUES, MARKINGS, MEDIA, PERSON_ROLES, PROVIDERS,
    SIGNERS, SOUNDNESS, SUBJECT_KINDS,
};
use crate::fields::{Answers, SITUATION, Scope};
use crate::identifiers::DIVISIONS;
use crate::ruleset::{
    Actor, GROUPS, PARAM_TYPES, Phase, RESERVED, Severity, SiteCheck, Stage, TimeUnit,
};
use crate::text::Text;

/// The schema of a file of a ruleset.
pub fn ruleset() -> Value {
    let mut maker = Maker::default();
    let root = maker.root();
    let mut schema = json!({
        "$schema": DIALECT,
        "title": "备案规则文件 · rule file of beian",
        "description": "写法见 docs/rulesets.md。\nThe language is described in docs/rulesets.md.",
    });
    if let Value::Object(map) = &mut schema {
        extend(map, root);
        map.insert("$defs".to_owned(), maker.defs.take().into());
    }
    schema
}

#[derive(Default)]
struct Maker {
    defs: Defs,
}

/// A key's title and schema.
fn key(zh: &'static str, en: &'static str, schema: Value) -> Value {
    titled(&Text::fixed(zh, en), schema)
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn texts() -> Value {
    json!({ "type": "array", "items": text() })
}

/// What a look at a file would give, as cases say it.
fn look() -> Value {
    let properties = keys([
        (
            "format",
            key(
                "内容的格式（默认 jpeg）",
                "format of its contents (default jpeg)",
                json!({ "oneOf": members(FILE_FORMATS) }),
            ),
        ),
        ("bytes", key("字节数", "bytes", count())),
        (
            "size",
            key(
                "宽和高（像素）",
                "columns and rows",
                json!({ "type": "array", "items": count(), "minItems": 2, "maxItems": 2 }),
            ),
        ),
        (
            "soundness",
            key(
                "是否完好",
                "whether it is sound",
                json!({ "oneOf": members(SOUNDNESS) }),
            ),
        ),
        ("moves", key("是动图", "whether it moves", flag())),
        (
            "marking",
            key(
                "图上有什么",
                "what is seen on it",
                json!({ "oneOf": members(MARKINGS) }),
            ),
        ),
        (
            "hue",
            key(
                "有没有颜色",
                "whether it has colours",
                json!({ "oneOf": members(HUES) }),
            ),
        ),
        (
            "digest",
            key(
                "内容的摘要，一样的就是同样的内容",
                "digest of its contents: where it is the same, so are they",
                text(),
            ),
        ),
    ]);
    closed(properties, &[])
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn ids<'i>(ids: impl IntoIterator<Item = &'i str>) -> Value {
    json!({ "enum": ids.into_iter().collect::<Vec<_>>() })
}

/// Anything that a parameter can have as its value.
fn value() -> Value {
    json!({ "type": ["integer", "boolean", "string", "array"] })
}

impl Maker {
    fn root(&mut self) -> Value {
        let month_or_day = json!({
            "type": "string",
            "pattern": "^[0-9]{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?$",
        });
        let properties = keys([
            ("version", key("规则的版本", "version of the rules", text())),
            (
                "as_of",
                key(
                    "规则截至的年月；用例文件里是用例的提交日",
                    "how recent the rules are; in a file of cases, their day of submission",
                    month_or_day,
                ),
            ),
            ("province", self.province()),
            ("provider", self.provider()),
            ("layer", json!({ "type": "object" })),
            ("rule", list(self.rule())),
            ("set", list(self.set())),
            ("except", list(self.except())),
            ("off", list(self.off())),
            ("document", list(self.document())),
            ("require", list(self.require(true))),
            ("form", list(self.form_change())),
            ("list", list(self.word_list())),
            ("guidance", list(self.guidance())),
            ("step", list(self.step())),
            ("which", list(self.which())),
            ("site", list(self.site())),
            ("fact", list(self.fact())),
            ("year", list(self.year())),
            (
                "review",
                key(
                    "审核最长多少个工作日",
                    "working days of the longest review",
                    closed(keys([("working_days", count())]), &["working_days"]),
                ),
            ),
            ("base", list(self.base())),
            ("case", list(self.case())),
            ("digest", list(self.digest())),
            ("indifferent", list(self.indifferent())),
            (
                "scope",
                key("出处的范围", "what the evidence is of", text()),
            ),
            ("name", key("名称", "name", text())),
        ]);
        closed(properties, &[])
    }

    fn province(&mut self) -> Value {
        let codes: Vec<Value> = DIVISIONS
            .iter()
            .filter(|division| division.has_administration())
            .map(|division| {
                json!({
                    "const": division.code.to_string(),
                    "title": division.short,
                    "description": division.en,
                })
            })
            .collect();
        let code = json!({ "type": "string", "oneOf": codes });
        let head = closed(
            keys([
                ("code", code.clone()),
                ("name", self.bilingual()),
                ("abbreviation", text()),
            ]),
            &["code"],
        );
        key(
            "这个文件只在这个省有效",
            "this file holds for this province only",
            json!({ "anyOf": [head, code] }),
        )
    }

    fn provider(&mut self) -> Value {
        let id = json!({ "type": "string", "oneOf": members(PROVIDERS) });
        let head = closed(
            keys([("id", id.clone()), ("name", self.bilingual())]),
            &["id"],
        );
        key(
            "这个文件只在这个接入商有效",
            "this file holds for this provider only",
            json!({ "anyOf": [head, id] }),
        )
    }

    /// A text in both languages.
    fn bilingual(&mut self) -> Value {
        let schema = closed(keys([("zh", text()), ("en", text())]), &["zh", "en"]);
        self.defs.define("bilingual", schema)
    }

    fn message(&mut self) -> Value {
        let mut schema = Map::new();
        schema.insert(
            "description".to_owned(),
            "文字里的 {事实} 和 {参数} 换成值；{日子 + 天数} 是推算的日子。\nA {fact} or {parameter} in the text stands for its value; {day + days} is a day reckoned from another.".into(),
        );
        extend(
            &mut schema,
            closed(keys([("zh", text()), ("en", text())]), &["zh", "en"]),
        );
        self.defs.define("message", Value::Object(schema))
    }

    fn severity(&mut self) -> Value {
        let ids = [
            (Severity::Error, "会被退回", "would be turned back"),
            (Severity::Warning, "可能被退回", "may be turned back"),
            (Severity::Notice, "值得知道", "worth knowing"),
        ];
        let members: Vec<Value> = ids
            .into_iter()
            .map(|(severity, zh, en)| {
                json!({ "const": severity.id(), "title": zh, "description": en })
            })
            .collect();
        self.defs.define("severity", json!({ "oneOf": members }))
    }

    fn filing_words(&mut self) -> Value {
        let mut words: Vec<Value> = GROUPS
            .iter()
            .map(|(name, _)| json!({ "const": name, "title": "一组备案类型" }))
            .collect();
        words.extend(members(FILING_KINDS));
        self.defs.define("filing", json!({ "oneOf": words }))
    }

    fn filings(&mut self) -> Value {
        let word = self.filing_words();
        key(
            "哪些备案类型",
            "which kinds of filing",
            json!({ "type": "array", "items": word, "minItems": 1 }),
        )
    }

    fn caps(&mut self) -> Value {
        let severity = self.severity();
        let word = self.filing_words();
        let table = json!({
            "type": "object",
            "propertyNames": word,
            "additionalProperties": severity,
        });
        let list = json!({ "type": "array", "items": word, "minItems": 1 });
        key(
            "在哪些备案类型有效，以及那里最重的级别",
            "the kinds of filing where it holds, and the gravest severity there",
            json!({ "anyOf": [table, list] }),
        )
    }

    fn subjects(&mut self) -> Value {
        let mut words = vec![unit()];
        words.extend(members(SUBJECT_KINDS));
        let word = self.defs.define("subject", json!({ "oneOf": words }));
        key(
            "哪些主办单位性质",
            "which kinds of subject",
            json!({ "type": "array", "items": word, "minItems": 1 }),
        )
    }

    fn condition(&mut self) -> Value {
        condition(&mut self.defs)
    }

    fn day(&mut self) -> Value {
        self.defs.define("day", day())
    }

    fn facts(&mut self) -> Value {
        key("依据的出处", "the evidence it rests on", texts())
    }

    /// `from` and `until`.
    fn period(&mut self) -> Map<String, Value> {
        let day = self.day();
        keys([
            ("from", key("从哪天起（含）", "first day", day.clone())),
            ("until", key("到哪天止（含）", "last day", day)),
        ])
    }

    /// Where and when something holds.
    fn selection(&mut self) -> Map<String, Value> {
        let mut selection = keys([
            ("filings", self.filings()),
            ("subjects", self.subjects()),
            ("when", key("条件", "the condition", self.condition())),
        ]);
        selection.extend(self.period());
        selection
    }

    /// `facts` and `reason`.
    fn sources(&mut self) -> Map<String, Value> {
        keys([
            ("facts", self.facts()),
            (
                "reason",
                key(
                    "没有出处时的理由",
                    "the reason where there is no evidence",
                    self.bilingual(),
                ),
            ),
        ])
    }

    fn each(&self) -> Value {
        key(
            "逐个看什么",
            "the elements it is evaluated for",
            ids(Scope::all().map(Scope::name)),
        )
    }

    fn word_list(&mut self) -> Value {
        let mut properties = keys([
            ("id", key("词表号", "id", text())),
            (
                "words",
                key(
                    "词；@另一表 是整个另一张表",
                    "the words; @other is a whole other list",
                    texts(),
                ),
            ),
            ("aliases", texts()),
        ]);
        properties.extend(self.sources());
        closed(properties, &["id", "words"])
    }

    fn fact(&mut self) -> Value {
        let source = json!({
            "type": "object",
            "properties": { "who": text(), "title": text(), "ref": text(), "as_of": text() },
        });
        json!({
            "type": "object",
            "properties": {
                "id": key("出处号", "id", text()),
                "topic": text(),
                "statement": key("说的是什么", "what it says", text()),
                "kind": text(),
                "confidence": key("可信度", "how sure it is", ids(["high", "medium", "low"])),
                "sources": list(source),
            },
            "required": ["id", "statement", "confidence"],
        })
    }

    fn year(&mut self) -> Value {
        let day = self.day();
        let pair = json!({ "type": "array", "items": day, "minItems": 2, "maxItems": 2 });
        closed(
            keys([
                ("year", json!({ "type": "integer" })),
                ("source", text()),
                ("notice_known", flag()),
                (
                    "holidays",
                    key("放假（首日、末日）", "first and last days off", list(pair)),
                ),
                (
                    "working_weekends",
                    key("调休上班的周末", "weekend days at work", list(day)),
                ),
            ]),
            &["year"],
        )
    }
}

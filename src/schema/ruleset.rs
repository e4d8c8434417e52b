//! The schema of rule files, and of the files of cases and evidence beside them.

mod case;
mod process;

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

    /// What a branch and a rule both have.
    fn saying(&mut self) -> Map<String, Value> {
        keys([
            ("message", key("说什么", "what is said", self.message())),
            ("help", key("怎么办", "what to do", self.message())),
            (
                "at",
                key("报告在哪个字段", "the field where it is reported", text()),
            ),
            (
                "waived_by",
                key("可代替的材料", "documents that stand in", self.waiver()),
            ),
            ("facts", self.facts()),
        ])
    }

    fn rule(&mut self) -> Value {
        let mut properties = keys([
            (
                "id",
                key(
                    "规则号",
                    "id",
                    json!({ "type": "string", "pattern": "^[a-z][a-z0-9-]*$" }),
                ),
            ),
            ("title", key("名称", "title", self.bilingual())),
            ("each", self.each()),
            ("filings", self.caps()),
            ("subjects", self.subjects()),
            (
                "when",
                key(
                    "条件；不成立就什么也不说",
                    "where it is false the rule says nothing",
                    self.condition(),
                ),
            ),
            ("params", self.params()),
        ]);
        for (name, zh, en) in [
            (
                "error_unless",
                "不成立就是错误",
                "an error where it does not hold",
            ),
            ("error_if", "成立就是错误", "an error where it holds"),
            (
                "warning_unless",
                "不成立就警告",
                "a warning where it does not hold",
            ),
            ("warning_if", "成立就警告", "a warning where it holds"),
            (
                "notice_unless",
                "不成立就提示",
                "a notice where it does not hold",
            ),
            ("notice_if", "成立就提示", "a notice where it holds"),
        ] {
            properties.insert(name.to_owned(), key(zh, en, self.condition()));
        }
        properties.extend(self.saying());
        properties.insert(
            "aliases".to_owned(),
            key("以前的规则号", "former ids", texts()),
        );
        properties.extend(self.period());
        properties.insert("branch".to_owned(), list(self.branch()));
        properties.insert("require".to_owned(), list(self.require(false)));
        closed(properties, &["id", "title", "filings", "facts"])
    }

    fn branch(&mut self) -> Value {
        let mut properties = keys([
            ("id", key("分支名", "name", text())),
            ("each", self.each()),
            ("severity", self.severity()),
            (
                "if",
                key("成立就不通过", "fails where it holds", self.condition()),
            ),
            (
                "unless",
                key(
                    "不成立就不通过",
                    "fails where it does not hold",
                    self.condition(),
                ),
            ),
        ]);
        properties.extend(self.saying());
        let branch = closed(properties, &["severity"]);
        self.defs.define("branch", branch)
    }

    fn waiver(&mut self) -> Value {
        let mut properties = self.papers();
        properties.extend(keys([
            ("of", self.owner()),
            (
                "when",
                key("什么时候接受", "when they are accepted", self.condition()),
            ),
        ]));
        let waiver = closed(properties, &[]);
        self.defs.define("waiver", waiver)
    }

    /// Which documents.
    fn papers(&mut self) -> Map<String, Value> {
        let bundles = json!({ "type": "array", "items": { "anyOf": [text(), texts()] } });
        let param = json!({ "type": "string", "pattern": "^\\$" });
        let several = json!({ "anyOf": [bundles, param] });
        let several = self.defs.define("documents", several);
        keys([
            ("document", key("材料号", "a document's id", text())),
            (
                "documents",
                key("这些材料都要", "all of these documents", several.clone()),
            ),
            ("any_of", key("任选一组", "any of these bundles", several)),
        ])
    }

    fn owner(&self) -> Value {
        let owners = [
            "order",
            "subject",
            "principal",
            "legal_representative",
            "service_principal",
            "person",
            "service",
            "domain",
            "platform",
            "pre_approval",
            "attachment",
        ];
        key("是谁的材料", "whose document it is", ids(owners))
    }

    fn params(&mut self) -> Value {
        let kinds = json!({ "anyOf": [
            ids(PARAM_TYPES.iter().map(|(name, _)| *name)),
            closed(keys([("one_of", texts())]), &["one_of"]),
            closed(
                keys([("some_of", json!({ "anyOf": [text(), texts()] }))]),
                &["some_of"],
            ),
        ] });
        let by_subject = json!({ "type": "object", "additionalProperties": value() });
        let label = closed(keys([("zh", text()), ("en", text())]), &["zh", "en"]);
        let labels = json!({ "type": "object", "additionalProperties": label });
        let param = closed(
            keys([
                ("type", key("类型", "type", kinds)),
                (
                    "default",
                    key(
                        "全国的值",
                        "the national value",
                        json!({ "anyOf": [value(), by_subject] }),
                    ),
                ),
                (
                    "like",
                    key(
                        "和这个参数同值（规则.参数）",
                        "as this parameter is (rule.parameter)",
                        text(),
                    ),
                ),
                (
                    "labels",
                    key(
                        "自己的列表里各个值的名称",
                        "what the members of its own list are called",
                        labels,
                    ),
                ),
                ("zh", text()),
                ("en", text()),
            ]),
            &["type", "zh", "en"],
        );
        let param = self.defs.define("param", param);
        key(
            "参数",
            "parameters",
            json!({
                "type": "object",
                "propertyNames": { "not": { "enum": RESERVED } },
                "additionalProperties": param,
            }),
        )
    }

    /// Keys besides the known ones are the rule's parameters.
    fn set(&mut self) -> Value {
        let mut properties = keys([
            ("rule", key("哪条规则", "the rule", text())),
            (
                "severity",
                key(
                    "有效时最重的级别",
                    "the gravest severity while it is in force",
                    self.severity(),
                ),
            ),
            ("note", text()),
        ]);
        properties.extend(self.selection());
        properties.extend(self.sources());
        json!({
            "type": "object",
            "properties": properties,
            "required": ["rule"],
            "additionalProperties": value(),
        })
    }

    fn except(&mut self) -> Value {
        let mut properties = keys([
            ("rule", key("哪条规则", "the rule", text())),
            ("branch", key("只对这个分支", "only this branch", text())),
        ]);
        properties.extend(self.selection());
        properties.extend(self.sources());
        closed(properties, &["rule"])
    }

    fn off(&mut self) -> Value {
        let mut properties = keys([
            (
                "rule",
                key("关掉哪条规则", "the rule that is switched off", text()),
            ),
            ("branch", key("只对这个分支", "only this branch", text())),
        ]);
        properties.extend(self.period());
        properties.extend(self.sources());
        closed(properties, &["rule"])
    }

    fn document(&mut self) -> Value {
        let stages = [
            Stage::Prepare,
            Stage::Upload,
            Stage::OnSite,
            Stage::AfterApproval,
        ];
        let mut properties = keys([
            ("id", key("材料号", "id", text())),
            ("aliases", key("其他写法", "other spellings", texts())),
            ("name", key("名称", "name", self.bilingual())),
            ("of", self.owner()),
            (
                "stage",
                key(
                    "什么时候用",
                    "when it is handed in",
                    ids(stages.map(Stage::id)),
                ),
            ),
            (
                "form",
                key("形式", "what it must look like", closed(self.form(), &[])),
            ),
            ("note", key("说明", "more about it", self.bilingual())),
            (
                "of_access",
                key(
                    "关于接入，不论是谁的",
                    "about the access to the provider, whoever's it is",
                    flag(),
                ),
            ),
        ]);
        properties.extend(self.sources());
        closed(properties, &["id", "name"])
    }

    fn form(&mut self) -> Map<String, Value> {
        keys([
            ("original", key("原件", "the original", flag())),
            ("colour", key("彩色", "in colour", flag())),
            ("sides", key("几面", "how many sides", count())),
            (
                "media",
                key(
                    "怎么来的",
                    "how it was made",
                    list(json!({ "oneOf": members(MEDIA) })),
                ),
            ),
            ("formats", key("图片格式", "picture formats", texts())),
            ("min_bytes", key("最少字节", "bytes at least", count())),
            ("max_bytes", key("最多字节", "bytes at most", count())),
            ("signed", key("亲笔签名", "signed by hand", flag())),
            ("stamped", key("盖公章", "stamped", flag())),
            ("fingerprint", key("按手印", "with a fingerprint", flag())),
            (
                "signed_by",
                key(
                    "谁签名",
                    "who signs it",
                    list(json!({ "oneOf": members(SIGNERS) })),
                ),
            ),
            (
                "signed_within_days",
                key(
                    "签名距今最多几天",
                    "days that a signature may be old",
                    count(),
                ),
            ),
            (
                "signed_within_working_days",
                key(
                    "签名距今最多几个工作日",
                    "working days that a signature may be old",
                    count(),
                ),
            ),
        ])
    }

    fn require(&mut self, alone: bool) -> Value {
        let mut properties = self.papers();
        properties.insert("of".to_owned(), self.owner());
        properties.insert(
            "unless_unknown".to_owned(),
            key("未定时不列", "left out while undecided", flag()),
        );
        let why = key("为什么要", "why it is needed", self.bilingual());
        properties.insert("why".to_owned(), why);
        let asks = key(
            "草稿看不出、由它决定要不要的问题",
            "the question that decides it and that no draft answers",
            self.bilingual(),
        );
        properties.insert("asks".to_owned(), asks);
        properties.extend(self.selection());
        if alone {
            properties.insert("each".to_owned(), self.each());
            properties.extend(self.sources());
        } else {
            properties.insert("facts".to_owned(), self.facts());
        }
        closed(properties, &[])
    }

    fn form_change(&mut self) -> Value {
        let mut properties = keys([
            (
                "document",
                key(
                    "哪种材料；不写是所有上传的图片",
                    "the document; absent: every uploaded picture",
                    text(),
                ),
            ),
            ("severity", self.severity()),
        ]);
        properties.extend(self.form());
        properties.extend(self.selection());
        properties.extend(self.sources());
        closed(properties, &[])
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

//! The schema of rules and of what layers set of them.

use super::*;

impl Maker {
    /// What a branch and a rule both have.
    pub(super) fn saying(&mut self) -> Map<String, Value> {
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

    pub(super) fn rule(&mut self) -> Value {
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

    pub(super) fn branch(&mut self) -> Value {
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

    pub(super) fn waiver(&mut self) -> Value {
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

    pub(super) fn params(&mut self) -> Value {
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
    pub(super) fn set(&mut self) -> Value {
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

    pub(super) fn except(&mut self) -> Value {
        let mut properties = keys([
            ("rule", key("哪条规则", "the rule", text())),
            ("branch", key("只对这个分支", "only this branch", text())),
        ]);
        properties.extend(self.selection());
        properties.extend(self.sources());
        closed(properties, &["rule"])
    }

    pub(super) fn off(&mut self) -> Value {
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
}

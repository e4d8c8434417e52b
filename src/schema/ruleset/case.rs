//! The schema of the files of cases.

use super::*;

impl Maker {
    pub(super) fn base(&mut self) -> Value {
        closed(
            keys([
                ("id", text()),
                (
                    "base",
                    key("叠在哪个 base 上", "the base it is laid over", text()),
                ),
                ("draft", partial(&mut self.defs)),
                ("drop", key("去掉的键", "keys taken out", texts())),
            ]),
            &["id"],
        )
    }

    pub(super) fn case(&mut self) -> Value {
        let outcomes: Vec<&str> = RULE_OUTCOMES
            .iter()
            .chain(DOCUMENT_OUTCOMES)
            .chain(
                STEP_OUTCOMES
                    .iter()
                    .filter(|word| !DOCUMENT_OUTCOMES.contains(word)),
            )
            .copied()
            .collect();
        closed(
            keys([
                ("rule", key("关于哪条规则", "the rule it is about", text())),
                (
                    "document",
                    key("或关于哪种材料", "or the document it is about", text()),
                ),
                (
                    "step",
                    key("或关于哪一步", "or the step it is about", text()),
                ),
                (
                    "ends",
                    key(
                        "这一步最早、最晚哪天完",
                        "when the step ends, at the earliest and at the latest",
                        json!({ "anyOf": [self.day(), list(self.day())] }),
                    ),
                ),
                (
                    "says",
                    key("说明里有什么字", "what the step's sentence says", text()),
                ),
                ("name", key("说明什么", "what it shows", text())),
                (
                    "base",
                    key("叠在哪个 base 上", "the base it is laid over", text()),
                ),
                ("province", self.defs.province()),
                ("provider", json!({ "oneOf": members(PROVIDERS) })),
                ("filing", json!({ "oneOf": members(FILING_KINDS) })),
                ("as_of", self.day()),
                ("draft", partial(&mut self.defs)),
                ("drop", key("去掉的键", "keys taken out", texts())),
                (
                    "expect",
                    key("应得的结果", "what is to come out", ids(outcomes)),
                ),
                ("at", key("在哪里", "where", text())),
                (
                    "elsewhere",
                    key(
                        "哪些值在前面的草稿里有过，在哪一份（不写就不比较）",
                        "which values stood in an earlier draft, and in which (absent: drafts are not compared)",
                        json!({
                            "type": "object",
                            "additionalProperties": { "type": "string" },
                        }),
                    ),
                ),
                (
                    "files",
                    key(
                        "附件的文件是什么样（不写就不看文件）",
                        "what the attachments' files are (absent: nobody looks)",
                        json!({
                            "type": "object",
                            "additionalProperties": {
                                "anyOf": [{ "oneOf": members(FILE_STATES) }, look()],
                            },
                        }),
                    ),
                ),
                (
                    "branch",
                    key("只看这个分支", "only this branch is looked at", text()),
                ),
                (
                    "only",
                    key(
                        "别的规则不得报错（默认）",
                        "no other rule reports an error (default)",
                        flag(),
                    ),
                ),
                (
                    "rejection",
                    key(
                        "它说明的驳回原因",
                        "the published reason for rejection that it shows",
                        text(),
                    ),
                ),
                (
                    "form",
                    key(
                        "材料应有的形式",
                        "what the document must look like",
                        closed(self.form(), &[]),
                    ),
                ),
            ]),
            &["expect"],
        )
    }

    pub(super) fn indifferent(&mut self) -> Value {
        closed(
            keys([
                ("rule", key("哪条规则", "the rule", text())),
                ("param", key("哪个参数", "its parameter", text())),
                ("subjects", self.subjects()),
                (
                    "within",
                    key(
                        "值写在哪个规则文件",
                        "the rule file where the value stands",
                        text(),
                    ),
                ),
                (
                    "values",
                    key(
                        "哪些成员或值；不写是全部",
                        "which members or values; absent: all",
                        texts(),
                    ),
                ),
                (
                    "reason",
                    key(
                        "为什么改了也一样",
                        "why a change makes no difference",
                        self.bilingual(),
                    ),
                ),
            ]),
            &["rule", "param", "reason"],
        )
    }

    pub(super) fn digest(&mut self) -> Value {
        closed(
            keys([
                ("list", key("哪张词表", "the word list", text())),
                (
                    "sha256",
                    key(
                        "它的摘要（beian rules test --update-digests 会改写）",
                        "its digest (rewritten by beian rules test --update-digests)",
                        json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
                    ),
                ),
            ]),
            &["list", "sha256"],
        )
    }
}

//! The schema of documents: which there are, what form they have, who needs them.

use super::*;

impl Maker {
    pub(super) fn document(&mut self) -> Value {
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

    pub(super) fn form(&mut self) -> Map<String, Value> {
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
            (
                "signed_within_months",
                key(
                    "签名距今最多几个月（按日历月）",
                    "calendar months that a signature may be old",
                    count(),
                ),
            ),
        ])
    }

    pub(super) fn require(&mut self, alone: bool) -> Value {
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

    pub(super) fn form_change(&mut self) -> Value {
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

    /// Which documents.
    pub(super) fn papers(&mut self) -> Map<String, Value> {
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

    pub(super) fn owner(&self) -> Value {
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
}

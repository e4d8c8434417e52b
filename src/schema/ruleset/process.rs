//! The schema of what a ruleset says of a filing around its draft: steps, pages, guidance, which
//! filing is needed.

use super::*;

impl Maker {
    pub(super) fn guidance(&mut self) -> Value {
        let mut properties = keys([
            ("id", key("编号", "id", text())),
            (
                "about",
                key(
                    "关于哪条规则或材料",
                    "the rule or document it is about",
                    text(),
                ),
            ),
            ("topic", key("话题", "topic", text())),
            ("severity", self.severity()),
            ("text", self.bilingual()),
        ]);
        properties.extend(self.selection());
        properties.extend(self.sources());
        let schema = closed(properties, &["text"]);
        key("草稿看不出、但要知道的", "what no draft can show", schema)
    }

    /// What pages have to show.
    pub(super) fn site(&mut self) -> Value {
        let ids: Vec<&str> = SiteCheck::ALL.iter().map(|check| check.id()).collect();
        let wants: Vec<&str> = SiteCheck::ALL
            .iter()
            .flat_map(|check| check.wants())
            .copied()
            .collect();
        let one = json!({ "enum": ids });
        let mut properties = keys([
            (
                "check",
                key(
                    "哪一项或几项网页检查",
                    "a check of pages, or several",
                    json!({ "anyOf": [one, list(one.clone())] }),
                ),
            ),
            ("title", key("名称", "what it is called", self.bilingual())),
            ("help", key("怎么办", "what to do", self.bilingual())),
            ("severity", self.severity()),
            (
                "wants",
                key("要什么", "what is wanted", json!({ "enum": wants })),
            ),
            (
                "hosts",
                key(
                    "链接可以指向的主机",
                    "hosts that the link may lead to",
                    texts(),
                ),
            ),
            (
                "former_hosts",
                key("已停用的主机", "hosts that are out of use", texts()),
            ),
        ]);
        properties.extend(self.period());
        properties.extend(self.sources());
        closed(properties, &["check"])
    }

    /// Steps of a filing.
    pub(super) fn step(&mut self) -> Value {
        let ids = |ids: Vec<&str>| json!({ "enum": ids });
        let span = |is_limit: bool| {
            let amount = match is_limit {
                true => count(),
                false => json!({ "anyOf": [count(), list(count())] }),
            };
            let units = TimeUnit::ALL
                .iter()
                .map(|unit| (unit.key(), amount.clone()));
            closed(
                units.map(|(key, value)| (key.to_owned(), value)).collect(),
                &[],
            )
        };
        let roles = PERSON_ROLES.iter().map(|role| role.id).collect();
        let mut properties = keys([
            ("id", key("编号", "id", text())),
            ("name", self.bilingual()),
            (
                "who",
                key(
                    "谁办",
                    "who does it",
                    ids(Actor::ALL.iter().map(|own| own.id()).collect()),
                ),
            ),
            (
                "phase",
                key(
                    "提交前、审核中、通过后",
                    "before, during or after the review",
                    ids(Phase::ALL.iter().map(|own| own.id()).collect()),
                ),
            ),
            (
                "after",
                key("在哪些步骤之后", "the steps it comes after", list(text())),
            ),
            (
                "takes",
                key(
                    "要多久；没有说法的写 unknown",
                    "how long it takes; `unknown` where nobody says",
                    json!({ "anyOf": [span(false), { "const": "unknown" }] }),
                ),
            ),
            ("within", key("时限", "time limit", span(true))),
            (
                "until_passes",
                key(
                    "到哪条规则通过为止",
                    "the rule that must pass before it ends",
                    text(),
                ),
            ),
            (
                "codes_to",
                key(
                    "谁的手机收到验证码",
                    "whose mobiles get a code",
                    list(ids(roles)),
                ),
            ),
            ("text", self.bilingual()),
            (
                "off",
                key("这里没有这一步", "there is no such step here", flag()),
            ),
        ]);
        properties.extend(self.selection());
        properties.extend(self.sources());
        let schema = closed(properties, &["id"]);
        key("办理的步骤", "a step of a filing", schema)
    }

    /// Rows of the table that tells which kind of filing is needed.
    pub(super) fn which(&mut self) -> Value {
        let mut answers = Map::new();
        for question in SITUATION {
            let schema = match question.answers {
                Answers::YesNo => flag(),
                Answers::Count => count(),
                Answers::OneOf(choices) => {
                    let one = json!({ "oneOf": members(choices) });
                    json!({ "anyOf": [one, list(one.clone())] })
                }
            };
            let schema = described(&question.label, &question.ask, schema);
            answers.insert(question.key.to_owned(), schema);
        }
        let mut when = closed(answers, &[]);
        if let Value::Object(map) = &mut when {
            // A yes-or-no parameter of a rule.
            map.insert(
                "patternProperties".to_owned(),
                json!({ r"^[a-z0-9-]+\.[a-z0-9_]+$": flag() }),
            );
        }
        let mut properties = keys([
            ("id", key("编号", "id", text())),
            (
                "when",
                key("回答是这样时", "where the answers are so", when),
            ),
            (
                "filing",
                key(
                    "要办的备案；不写是不在这里办",
                    "the filing to be made; absent: none here",
                    json!({ "oneOf": members(FILING_KINDS) }),
                ),
            ),
            ("title", self.bilingual()),
            ("text", self.bilingual()),
            (
                "next",
                key("接着做什么", "what to do next", self.bilingual()),
            ),
        ]);
        properties.extend(self.period());
        properties.extend(self.sources());
        closed(properties, &["id", "title", "text"])
    }
}

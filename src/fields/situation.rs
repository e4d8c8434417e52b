//! What is asked to tell which kind of filing is needed: facts of the situation, before there is a
//! draft. Which answers lead where stands in the rulesets.

use super::choices::SERVICE_KINDS;
use super::kind::{Choice, Choices, choice};
use crate::text::Text;

/// What an answer can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answers {
    /// Yes or no.
    YesNo,
    /// How many.
    Count,
    /// One of these.
    OneOf(Choices),
}

/// A question about the situation.
#[derive(Debug, Clone, PartialEq)]
pub struct Situation {
    /// Its key in rulesets; its option is the same with hyphens.
    pub key: &'static str,
    /// What an answer can be.
    pub answers: Answers,
    /// What it is called.
    pub label: Text,
    /// The question.
    pub ask: Text,
}

/// What somebody wants of their filing.
pub const AIMS: &[Choice] = &[
    choice(
        "file",
        "开办或接入网站、App",
        "put a website or app on record, or move it here",
    ),
    choice("change", "修改已备案的信息", "change what is on record"),
    choice("stop", "注销或取消", "cancel what is on record"),
];

/// What is changed.
pub const CHANGES: &[Choice] = &[
    choice(
        "subject",
        "主体信息（名称、证件、负责人、地址）",
        "the subject (name, certificate, principal, address)",
    ),
    choice(
        "service",
        "网站或 App 信息（名称、内容、负责人、删域名）",
        "a website or app (name, content, principal, domains taken out)",
    ),
    choice(
        "access",
        "接入信息（IP、接入方式）",
        "the access (addresses, kind of access)",
    ),
    choice("owner", "换成另一个主体", "its owner: another subject"),
];

/// What is stopped.
pub const STOPS: &[Choice] = &[
    choice(
        "subject",
        "整个主体和名下全部服务",
        "the subject with all its services",
    ),
    choice("service", "其中一个网站或 App", "one website or app"),
    choice(
        "access",
        "只取消在这家接入商的接入",
        "only its access with this provider",
    ),
];

/// Every question, in the order in which an interview would go through them.
pub const SITUATION: &[Situation] = &[
    Situation {
        key: "aim",
        answers: Answers::OneOf(AIMS),
        label: Text::fixed("要做什么", "what is wanted"),
        ask: Text::fixed("要做什么？", "What do you want to do?"),
    },
    Situation {
        key: "changing",
        answers: Answers::OneOf(CHANGES),
        label: Text::fixed("要改什么", "what is changed"),
        ask: Text::fixed("要改什么？", "What is to be changed?"),
    },
    Situation {
        key: "stopping",
        answers: Answers::OneOf(STOPS),
        label: Text::fixed("要停什么", "what is stopped"),
        ask: Text::fixed("要停什么？", "What is to be stopped?"),
    },
    Situation {
        key: "service_kind",
        answers: Answers::OneOf(SERVICE_KINDS),
        label: Text::fixed("服务类型", "kind of service"),
        ask: Text::fixed("是哪一种服务？", "What kind of service is it?"),
    },
    Situation {
        key: "mainland_server",
        answers: Answers::YesNo,
        label: Text::fixed("服务器在中国内地", "the server is on the mainland"),
        ask: Text::fixed(
            "服务器在中国内地（不含港澳台）吗？",
            "Is the server on the Chinese mainland (not in Hong Kong, Macao or Taiwan)?",
        ),
    },
    Situation {
        key: "subject_on_record",
        answers: Answers::YesNo,
        label: Text::fixed("主体已备案", "the subject is on record"),
        ask: Text::fixed(
            "这个个人或单位（同一证件号码）在工信部已有备案主体吗？",
            "Is the person or unit (by its certificate number) on record with the ministry?",
        ),
    },
    Situation {
        key: "domain_on_record",
        answers: Answers::YesNo,
        label: Text::fixed("域名或 App 已备案", "the domain or app is on record"),
        ask: Text::fixed(
            "这个域名（App 则指这个 App 本身）已有备案号吗？",
            "Is this domain (or, of an app, the app itself) on record already?",
        ),
    },
    Situation {
        key: "services_on_record",
        answers: Answers::Count,
        label: Text::fixed(
            "主体名下已备案的服务数",
            "services of the subject on record",
        ),
        ask: Text::fixed(
            "主体名下现有几个已备案的网站、App（没有写 0）？",
            "How many websites and apps of the subject are on record now (0 for none)?",
        ),
    },
    Situation {
        key: "with_this_provider",
        answers: Answers::YesNo,
        label: Text::fixed(
            "主体在这家接入商备过案",
            "the subject filed with this provider",
        ),
        ask: Text::fixed(
            "主体是在这家接入商（现在要用的这家）备案的吗？",
            "Did the subject file with this provider, the one to be used now?",
        ),
    },
];

impl Situation {
    /// The option of the command line that answers it.
    pub fn option(&self) -> String {
        format!("--{}", self.key.replace('_', "-"))
    }

    /// What may be answered, as an option takes it.
    pub fn values(&self) -> String {
        match self.answers {
            Answers::YesNo => "yes|no".to_owned(),
            Answers::Count => "N".to_owned(),
            Answers::OneOf(choices) => {
                let ids: Vec<&str> = choices.iter().map(|choice| choice.id).collect();
                ids.join("|")
            }
        }
    }
}

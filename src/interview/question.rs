//! A question as it is put: words, what may be answered, what is offered.

use super::likely::{Likely, likely};
use super::machine::Ask;
use super::offers::provinces;
use super::place::{Group, title};
use super::survey::{Bench, files, is_personal};
use super::value::Value;
use super::wording::hint;
use crate::draft::{Draft, Item, ListName, Node, Path, Place};
use crate::fields::choices::{APPROVALS, SERVICE_KINDS, SYSTEMS};
use crate::fields::{Answers, Choice, Kind, Need, OrderField, SITUATION, TextRole, Unit};
use crate::report::Masker;
use crate::text::{Lang, Text};

/// A question.
#[derive(Clone)]
pub struct Question {
    /// What it asks.
    pub ask: Ask,
    /// The group that it belongs to.
    pub group: Group,
    /// Whom or what it concerns, where that has a name.
    pub about: Option<String>,
    /// The question itself.
    pub prompt: String,
    /// What the answer decides, by the titles of rules.
    pub why: Vec<String>,
    /// How an answer may be written.
    pub hint: Option<String>,
    /// What may be answered.
    pub form: Form,
    /// What "none" is called, where that is an answer.
    pub none: Option<String>,
    /// Whether it may be left open.
    pub may_skip: bool,
    /// The answer that the draft has, or the one that a certificate's number proposes.
    pub default: Option<Value>,
    /// Whether a number proposes it.
    pub proposed: bool,
}

/// What may be answered.
#[derive(Clone)]
pub enum Form {
    /// One of these.
    OneOf(Vec<Entry>),
    /// Any of these.
    SomeOf(Vec<Entry>),
    /// Something typed, as a value of a kind; these are offered.
    Typed {
        /// What kind of value.
        kind: Kind,
        /// Of a span of two days, whether the last is meant.
        ends: bool,
        /// Answers that are likely.
        offers: Vec<Entry>,
    },
}

/// An answer to choose.
#[derive(Clone)]
pub struct Entry {
    /// What it is called.
    pub label: String,
    /// What it means.
    pub value: Value,
}

pub(super) fn entry(label: impl Into<String>, value: Value) -> Entry {
    Entry {
        label: label.into(),
        value,
    }
}

impl Question {
    /// What "none" means as an answer: of what may be several, an empty list.
    pub fn none_value(&self) -> Value {
        match (&self.form, self.ask) {
            (_, Ask::AtHand) => Value::Held(Vec::new()),
            (Form::SomeOf(_), _) => Value::Choices(Vec::new()),
            (
                Form::Typed {
                    kind: Kind::Texts(_),
                    ..
                },
                _,
            ) => Value::Texts(Vec::new()),
            _ => Value::None,
        }
    }
}

impl Bench<'_> {
    /// Puts a question about a draft into words.
    pub(super) fn question(&self, ask: Ask, draft: &Draft<'static>) -> Question {
        let lang = self.lang();
        let say = |text: &Text| text.get(lang).to_owned();
        let personal = is_personal(draft);
        let blank = |group: Group, prompt: String, form: Form| Question {
            ask,
            group,
            about: None,
            prompt,
            why: Vec::new(),
            hint: None,
            form,
            none: None,
            may_skip: true,
            default: None,
            proposed: false,
        };
        match ask {
            Ask::Situation(index) => {
                let form = match SITUATION.get(index).map(|question| question.answers) {
                    Some(Answers::OneOf(choices)) => Form::OneOf(members(choices, lang)),
                    Some(Answers::Count) => typed(Kind::Int(Unit::Count)),
                    _ => Form::OneOf(yes_no(lang)),
                };
                let prompt = SITUATION
                    .get(index)
                    .map(|question| say(&question.ask))
                    .unwrap_or_default();
                blank(Group::Filing, prompt, form)
            }
            Ask::Field(path) => self.field_question(ask, path, draft),
            Ask::Add(path) | Ask::More(path) => {
                let more = matches!(ask, Ask::More(_));
                let mut group = Group::of(path, personal);
                let services = path.item == Item::List(ListName::Services);
                let (prompt, form) = match (services, more) {
                    (true, more) => {
                        let mut kinds = members(SERVICE_KINDS, lang);
                        let files = files(draft);
                        let mut prompt = if files {
                            Text::fixed(
                                "要备案的是哪一种服务？",
                                "What kind of service is to be filed?",
                            )
                        } else {
                            // What is changed or cancelled is on record already.
                            Text::fixed(
                                "这次要办的是哪一种服务？",
                                "What kind of service is this about?",
                            )
                        };
                        if more {
                            group = Group::MoreServices;
                            kinds.insert(
                                0,
                                entry(say(&Text::fixed("没有了", "no, that is all")), Value::None),
                            );
                            prompt = if files {
                                Text::fixed(
                                    "还有别的网站或 App 要一起备案吗？",
                                    "Is another website or app to be filed with it?",
                                )
                            } else {
                                Text::fixed(
                                    "还有别的网站或 App 要一起办吗？",
                                    "Is this about another website or app too?",
                                )
                            };
                        }
                        (prompt, Form::OneOf(kinds))
                    }
                    (false, false) => (
                        Text::fixed(
                            "域名是什么（有几个先写一个）？",
                            "What is the domain (of several, one first)?",
                        ),
                        typed(Kind::Text(TextRole::Domain)),
                    ),
                    (false, true) => (
                        Text::fixed("还有别的域名吗？", "Is there another domain?"),
                        typed(Kind::Text(TextRole::Domain)),
                    ),
                };
                let mut question = blank(group, say(&prompt), form);
                question.about = self.about(draft, path.place);
                if !services {
                    let none = if more {
                        Text::fixed("没有了", "no more")
                    } else {
                        Text::fixed("没有", "none")
                    };
                    question.none = Some(say(&none));
                }
                question
            }
            Ask::Approvals(path) | Ask::Systems(path) => {
                let systems = matches!(ask, Ask::Systems(_));
                let (text, choices) = if systems {
                    (
                        Text::fixed(
                            "App 在哪些系统上运行？",
                            "On which systems does the app run?",
                        ),
                        SYSTEMS,
                    )
                } else {
                    (
                        Text::fixed(
                            "已经取得了哪些前置审批？",
                            "Which approvals are there already?",
                        ),
                        APPROVALS,
                    )
                };
                let group = Group::of(path, personal);
                let mut question = blank(group, say(&text), Form::SomeOf(members(choices, lang)));
                question.about = self.about(draft, path.place);
                question.none = Some(say(&Text::fixed("一项也没有", "none of them")));
                question
            }
            Ask::AtHand => {
                let papers = self.papers(draft);
                let entries = papers
                    .into_iter()
                    .map(|paper| entry(paper.label, Value::Held(vec![(paper.document, paper.of)])))
                    .collect();
                let prompt = Text::fixed(
                    "这些材料要准备，哪些已经备好了？",
                    "These documents are needed. Which are at hand?",
                );
                let mut question = blank(Group::Documents, say(&prompt), Form::SomeOf(entries));
                question.none = Some(say(&Text::fixed("都还没有", "none yet")));
                question
            }
            Ask::Previous => {
                let prompt = Text::fixed(
                    "手边有现在备案的信息吗（有就接着问其中要比对的几项）？",
                    "Do you have what is on record now at hand? Then the items to compare are asked for.",
                );
                let yes = entry(say(&Text::fixed("有", "yes")), Value::Present);
                blank(Group::Previous, say(&prompt), Form::OneOf(vec![yes]))
            }
        }
    }

    /// What a record is called in a heading; numbers that slipped into a name are hidden.
    pub(super) fn about(&self, draft: &Draft<'_>, place: Place) -> Option<String> {
        let masker = Masker {
            unmask: self.unmask(),
        };
        let title = title(draft, place, is_personal(draft))?;
        Some(masker.free(title.get(self.lang())).into_owned())
    }

    fn field_question(&self, ask: Ask, path: Path, draft: &Draft<'static>) -> Question {
        let lang = self.lang();
        let group = Group::of(path, is_personal(draft));
        let mut question = Question {
            ask,
            group,
            about: self.about(draft, path.place),
            prompt: String::new(),
            why: Vec::new(),
            hint: None,
            form: Form::OneOf(Vec::new()),
            none: None,
            may_skip: true,
            default: None,
            proposed: false,
        };
        let Item::Field(slot) = path.item else {
            return question;
        };
        let slot = usize::from(slot);
        let Some(field) = path.place.kind().field(slot) else {
            return question;
        };
        question.prompt = self.words_of(path.place, field, draft);
        question.why = self.reasons(draft, path);
        // What has to be said of this filing may be unknown of what is on record.
        question.may_skip = field.need != Need::Required || path.place.previous;
        question.hint = hint(field.kind).map(|text| text.get(lang).to_owned());
        let stored = draft.record(path.place).map(|record| record.slot(slot));
        question.default = stored.and_then(|stored| Value::of_slot(field.kind, stored));
        let likely = match question.default {
            None => likely(draft, path.place, slot),
            Some(_) => None,
        };
        if let Some(Likely::ByNumber(value)) = &likely {
            question.default = Some(value.clone());
            question.proposed = true;
        }
        if field.need == Need::Loose && field.kind != Kind::Table {
            question.none = Some(Text::fixed("没有", "none").get(lang).to_owned());
        }
        question.form = match field.kind {
            Kind::Bool => Form::OneOf(yes_no(lang)),
            Kind::Table => Form::OneOf(vec![
                entry(Text::fixed("有", "yes").get(lang), Value::Present),
                entry(Text::fixed("没有", "no").get(lang), Value::None),
            ]),
            Kind::Enum(choices) => Form::OneOf(self.suited(draft, path, members(choices, lang))),
            Kind::Set(choices) => {
                let none = Text::fixed("都没有", "none of them");
                question.none = Some(none.get(lang).to_owned());
                Form::SomeOf(members(choices, lang))
            }
            Kind::Province => {
                let filing =
                    path == Place::now(Node::Order).field(OrderField::FilingProvince as usize);
                Form::OneOf(provinces(filing, lang))
            }
            kind => Form::Typed {
                kind,
                ends: field.key.ends_with("valid_until") || field.key == "expires",
                offers: self.offers(draft, path.place, slot, field),
            },
        };
        if matches!(
            question.form,
            Form::Typed {
                kind: Kind::Texts(_),
                ..
            }
        ) {
            // None of them is an empty list.
            question.none = Some(Text::fixed("没有", "none").get(lang).to_owned());
        }
        if let Some(Likely::Usual(value)) = &likely
            && let Form::OneOf(entries)
            | Form::Typed {
                offers: entries, ..
            } = &mut question.form
        {
            // A stable sort: what is usual comes first, the others stay as they are.
            entries.sort_by_key(|entry| entry.value != *value);
        }
        question
    }
}

fn typed(kind: Kind) -> Form {
    Form::Typed {
        kind,
        ends: false,
        offers: Vec::new(),
    }
}

fn yes_no(lang: Lang) -> Vec<Entry> {
    vec![
        entry(Text::fixed("是", "yes").get(lang), Value::Flag(true)),
        entry(Text::fixed("否", "no").get(lang), Value::Flag(false)),
    ]
}

fn members(choices: &'static [Choice], lang: Lang) -> Vec<Entry> {
    choices
        .iter()
        .map(|choice| entry(choice.label.get(lang), Value::Choice(choice.id)))
        .collect()
}

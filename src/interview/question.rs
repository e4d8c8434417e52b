//! A question as it is put: words, what may be answered, what is offered.

use super::machine::Ask;
use super::place::{Group, title};
use super::survey::{Bench, is_personal};
use super::typical;
use super::value::Value;
use crate::draft::{Draft, Item, ListName, Node, Path, Place, Slot};
use crate::fields::choices::{APPROVALS, SERVICE_KINDS, SYSTEMS};
use crate::fields::{
    Answers, Choice, DomainField, Field, Kind, Need, OrderField, PersonField, RecordKind,
    SITUATION, ServiceField, TextRole, Unit,
};
use crate::identifiers::{check_id_card, division, divisions, province_of, same_name};
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
    /// The answer that is likely, or the one that the draft has.
    pub default: Option<Value>,
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

fn entry(label: impl Into<String>, value: Value) -> Entry {
    Entry {
        label: label.into(),
        value,
    }
}

/// Products of the draft format, in words; those of providers' layers go by their ids.
const PRODUCTS: &[(&str, Text)] = &[
    ("ecs", Text::fixed("云服务器", "cloud server")),
    (
        "light-server",
        Text::fixed("轻量应用服务器", "light server"),
    ),
    ("web-hosting", Text::fixed("云托管的网站", "web hosting")),
    ("virtual-host", Text::fixed("虚拟主机", "virtual host")),
];

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
                        let mut prompt = Text::fixed(
                            "要备案的是哪一种服务？",
                            "What kind of service is to be filed?",
                        );
                        if more {
                            group = Group::MoreServices;
                            kinds.insert(
                                0,
                                entry(say(&Text::fixed("没有了", "no, that is all")), Value::None),
                            );
                            prompt = Text::fixed(
                                "还有别的网站或 App 要一起备案吗？",
                                "Is another website or app to be filed with it?",
                            );
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
        question.may_skip = field.need != Need::Required;
        question.hint = hint(field.kind).map(|text| text.get(lang).to_owned());
        let stored = draft.record(path.place).map(|record| record.slot(slot));
        question.default = stored
            .and_then(|stored| Value::of_slot(field.kind, stored))
            .filter(|value| *value != Value::None)
            .or_else(|| likely(draft, path.place, slot));
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
        question
    }

    /// The question's words. Of one person in a personal filing nobody need be told whose.
    fn words_of(&self, place: Place, field: &Field, draft: &Draft<'_>) -> String {
        let personal = is_personal(draft);
        let order = |wanted: OrderField| {
            place == Place::now(Node::Order)
                && place.kind().slot(field.key) == Some(wanted as usize)
        };
        let text = if personal && order(OrderField::SubjectName) {
            Text::fixed(
                "你的姓名（按证件）？",
                "What is your name, as on the certificate?",
            )
        } else if personal && order(OrderField::SubjectCertificateType) {
            Text::fixed("用哪种证件备案？", "Which certificate do you file with?")
        } else if personal && order(OrderField::SubjectCertificateNumber) {
            Text::fixed("证件号码是多少？", "What is the certificate's number?")
        } else if personal && order(OrderField::SubjectCertificateUntil) {
            Text::fixed(
                "证件有效期到哪天（或长期）？",
                "Until when is the certificate valid?",
            )
        } else if !personal && order(OrderField::SubjectName) {
            Text::fixed(
                "单位名称，按证件填写？",
                "What is the unit's name, as on its certificate?",
            )
        } else if personal && order(OrderField::SubjectCertificateProvince) {
            Text::fixed(
                "证件上印的住址在哪个省？",
                "In which province is the address printed on the certificate?",
            )
        } else if personal && order(OrderField::SubjectAddressProvince) {
            Text::fixed(
                "现在的通信地址在哪个省？",
                "In which province can you be reached?",
            )
        } else {
            field.ask.clone()
        };
        let words = text.get(self.lang());
        match (place.previous, self.lang()) {
            (false, _) => words.to_owned(),
            (true, Lang::Zh) => format!("现在备案的：{words}"),
            (true, Lang::En) => format!("On record now: {words}"),
        }
    }

    /// Choices that fail no rule first.
    fn suited(&self, draft: &Draft<'static>, path: Path, entries: Vec<Entry>) -> Vec<Entry> {
        let is_certificate = matches!(path.item, Item::Field(slot) if path
            .place
            .kind()
            .field(slot.into())
            .is_some_and(|field| field.key.ends_with("certificate.type")));
        if !is_certificate {
            return entries;
        }
        let Some(judge) = self.judge(draft) else {
            return entries;
        };
        let before = judge.outcome(draft).errors.len();
        let fails = |index: usize| {
            let mut trial = draft.clone();
            let code = u8::try_from(index).unwrap_or(u8::MAX);
            typical::put(&mut trial, path, Slot::Code(code));
            judge.outcome(&trial).errors.len() > before
        };
        let (failing, passing): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .enumerate()
            .partition(|(index, _)| fails(*index));
        passing
            .into_iter()
            .chain(failing)
            .map(|(_, entry)| entry)
            .collect()
    }

    /// Answers that are likely enough to be chosen instead of typed.
    fn offers(
        &self,
        draft: &Draft<'static>,
        place: Place,
        slot: usize,
        field: &Field,
    ) -> Vec<Entry> {
        let lang = self.lang();
        let masker = Masker {
            unmask: self.unmask(),
        };
        let mut offers: Vec<Entry> = Vec::new();
        let mut offer = |label: String, value: Value| {
            if !offers.iter().any(|known| known.value == value) {
                offers.push(entry(label, value));
            }
        };
        match (place.kind(), field.kind) {
            (RecordKind::Order, _) if slot == OrderField::AccessProduct as usize => {
                for product in self.words(draft, "access-product", "products") {
                    let gloss = PRODUCTS.iter().find(|(id, _)| *id == product);
                    let label = match gloss {
                        Some((id, text)) => format!("{} {id}", text.get(lang)),
                        None => product.clone(),
                    };
                    offer(label, Value::Text(product));
                }
            }
            (RecordKind::Domain, _) if slot == DomainField::RegistrantName as usize => {
                for (role, name, _) in parties(draft) {
                    let shown = masker.free(&name).into_owned();
                    offer(format!("{}：{shown}", role.get(lang)), Value::Text(name));
                }
            }
            (RecordKind::Domain, _)
                if slot == DomainField::RegistrantCertificateNumber as usize =>
            {
                let name = draft
                    .record(place)
                    .and_then(|record| record.text(DomainField::RegistrantName as usize));
                for (role, own, number) in parties(draft) {
                    let same = name.is_none_or(|name| same_name(name.expose(), &own));
                    if let Some((number, privacy)) = number.filter(|_| same) {
                        let shown = masker.hide(&number, privacy).into_owned();
                        offer(format!("{}：{shown}", role.get(lang)), Value::Text(number));
                    }
                }
            }
            (RecordKind::Person, _) if slot == PersonField::Name as usize => {
                for (role, name, _) in parties(draft) {
                    if role.en == "the subject" && !is_personal(draft) {
                        continue;
                    }
                    let shown = masker.free(&name).into_owned();
                    offer(format!("{}：{shown}", role.get(lang)), Value::Text(name));
                }
            }
            (_, Kind::City) => {
                for code in cities(draft, place) {
                    let name = division(province_of(code)).map_or("", |division| match lang {
                        Lang::Zh => division.short,
                        Lang::En => division.en,
                    });
                    offer(format!("{code:06}（{name}）"), Value::Division(code));
                }
            }
            _ => {}
        }
        offers
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

/// The provinces; pinyin stands beside the name, so that typing it finds them.
fn provinces(filing: bool, lang: Lang) -> Vec<Entry> {
    divisions()
        .filter(|division| !filing || division.has_administration())
        .map(|division| {
            let label = match lang {
                Lang::Zh => format!("{} {}", division.short, division.pinyin),
                Lang::En => format!("{} {}", division.en, division.short),
            };
            entry(label, Value::Division(division.code))
        })
        .collect()
}

fn hint(kind: Kind) -> Option<Text> {
    Some(match kind {
        Kind::Day => Text::fixed("如 2026-11-21", "such as 2026-11-21"),
        Kind::DayOrLongTerm => {
            Text::fixed("如 2035-06-30，或 长期", "such as 2035-06-30, or long-term")
        }
        Kind::Int(Unit::Months) => Text::fixed("如 12，或 1年", "such as 12"),
        Kind::Int(_) => Text::fixed("一个整数", "a whole number"),
        Kind::City => Text::fixed(
            "六位行政区划代码，如 140100；就是身份证号码前四位加 00",
            "the six-digit division code, such as 140100",
        ),
        Kind::Texts(_) => Text::fixed("有几个就用空格分开", "several are separated by blanks"),
        _ => return None,
    })
}

/// The province or city that the certificate's number proposes, and other defaults to confirm.
fn likely(draft: &Draft<'_>, place: Place, slot: usize) -> Option<Value> {
    let order = Place::now(Node::Order);
    let filing = match draft.order.slot(OrderField::FilingProvince as usize) {
        Slot::Division(code) => Some(Value::Division(*code)),
        _ => None,
    };
    match place.kind() {
        _ if place.previous => None,
        RecordKind::Order => {
            if slot == OrderField::SubjectCertificateProvince as usize {
                let number = OrderField::SubjectCertificateNumber as usize;
                match region(draft, order.field(number)) {
                    Some(code) => Some(Value::Division(province_of(code))),
                    None => filing,
                }
            } else if slot == OrderField::SubjectAddressProvince as usize {
                filing
            } else {
                None
            }
        }
        RecordKind::Person => {
            if slot == PersonField::CertificateProvince as usize {
                let number = place.field(PersonField::CertificateNumber as usize);
                match region(draft, number) {
                    Some(code) => Some(Value::Division(province_of(code))),
                    None => filing,
                }
            } else if slot == PersonField::PermitProvince as usize
                || slot == PersonField::MobileProvince as usize
            {
                filing
            } else {
                None
            }
        }
        RecordKind::Service if slot == ServiceField::Kind as usize => {
            Some(Value::Choice("website"))
        }
        _ => None,
    }
}

/// Where an identity number was given; nothing where it is malformed or tells none.
fn region(draft: &Draft<'_>, number: Path) -> Option<u32> {
    let Item::Field(slot) = number.item else {
        return None;
    };
    let text = draft.record(number.place)?.text(slot.into())?;
    let far = chrono::NaiveDate::MAX;
    check_id_card(text.expose(), far)
        .value()
        .map(|card| card.region)
        .filter(|code| division(province_of(*code)).is_some())
}

/// Cities that are likely: those the draft has, and those that numbers tell.
fn cities(draft: &Draft<'_>, place: Place) -> Vec<u32> {
    let mut cities = Vec::new();
    let mut add = |code: u32| {
        if !cities.contains(&code) {
            cities.push(code);
        }
    };
    let order = Place::now(Node::Order);
    for slot in [
        OrderField::SubjectCertificateCity,
        OrderField::SubjectAddressCity,
    ] {
        if let Slot::Division(code) = draft.order.slot(slot as usize) {
            add(*code);
        }
    }
    let person = PersonField::CertificateNumber as usize;
    for path in [
        order.field(OrderField::SubjectCertificateNumber as usize),
        place.field(person),
        Place::now(Node::Principal).field(person),
    ] {
        if path.place.kind() == RecordKind::Order || path.place.kind() == RecordKind::Person {
            // The first four digits name the city; 00 stands for the whole of it.
            if let Some(code) = region(draft, path) {
                let city = code.saturating_sub(code % 100);
                add(if city % 10_000 == 0 {
                    city.saturating_add(100)
                } else {
                    city
                });
            }
        }
    }
    cities
}

type Party = (Text, String, Option<(String, crate::fields::Privacy)>);

/// Who may be somebody else too: the subject and the persons, with their numbers.
fn parties(draft: &Draft<'_>) -> Vec<Party> {
    use crate::fields::Privacy;
    let mut parties = Vec::new();
    let mut add = |role: Text, place: Place, name: usize, number: usize, privacy: Privacy| {
        let Some(record) = draft.record(place) else {
            return;
        };
        if let Some(name) = record.text(name) {
            let number = record
                .text(number)
                .map(|number| (number.expose().to_owned(), privacy));
            parties.push((role, name.expose().to_owned(), number));
        }
    };
    let privacy = if is_personal(draft) {
        Privacy::PersonNumber
    } else {
        Privacy::Open
    };
    add(
        Text::fixed("主体", "the subject"),
        Place::now(Node::Order),
        OrderField::SubjectName as usize,
        OrderField::SubjectCertificateNumber as usize,
        privacy,
    );
    let person = |node| Place::now(node);
    let (name, number) = (
        PersonField::Name as usize,
        PersonField::CertificateNumber as usize,
    );
    add(
        Text::fixed("主体负责人", "the principal"),
        person(Node::Principal),
        name,
        number,
        Privacy::PersonNumber,
    );
    add(
        Text::fixed("法定代表人", "the legal representative"),
        person(Node::LegalRepresentative),
        name,
        number,
        Privacy::PersonNumber,
    );
    parties
}

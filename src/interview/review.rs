//! What a draft says, group by group, to be read over and changed.

use super::machine::{Ask, Interview};
use super::order::{lists, places};
use super::place::Group;
use super::survey::{is_personal, is_unknown, may_be_absent};
use super::value::Value;
use crate::draft::{Draft, Item, ListName, Node, Path, Place, Position, Slot};
use crate::fields::{Field, Kind, Privacy};
use crate::identifiers::{division, division_text, province_of};
use crate::report::Masker;
use crate::text::{Lang, Text};

/// A group as it is.
pub struct Section {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub items: Vec<Entry>,
}

/// One thing that can be changed.
pub struct Entry {
    /// What it is called.
    pub label: String,
    /// What the draft says, numbers of persons masked; nothing where that is not known.
    pub value: Option<String>,
    /// What is done about it.
    pub change: Change,
}

/// What can be done about an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Ask it again.
    Ask(Ask),
    /// Take an element out of a list.
    Remove(Path, Position),
}

impl Interview<'_> {
    /// The draft, group by group.
    pub fn review(&self) -> Vec<Section> {
        let draft = self.draft();
        let lang = self.bench().lang();
        let personal = is_personal(draft);
        let mut entries: Vec<(Group, Entry)> = Vec::new();
        for place in places(draft) {
            self.fields_of(place, &mut entries);
        }
        if let Some(outcome) = self.bench().outcome(draft) {
            for path in outcome.unknown.keys() {
                let Item::Field(slot) = path.item else {
                    continue;
                };
                if let Some(field) = path.place.kind().field(slot.into())
                    && is_unknown(draft, *path)
                {
                    let entry = Entry {
                        label: self.label(path.place, field),
                        value: None,
                        change: Change::Ask(Ask::Field(*path)),
                    };
                    entries.push((Group::of(*path, personal), entry));
                }
            }
        }
        for list in lists(draft) {
            self.changes_of(list, &mut entries);
        }
        if draft.attachments.is_known() || !self.papers().is_empty() {
            let count = draft.attachments.items().len();
            let value = Text::new(format!("{count} 份已备好"), format!("{count} at hand"));
            let label = Text::fixed("备好的材料", "documents at hand");
            entries.push((
                Group::Documents,
                Entry {
                    label: label.get(lang).to_owned(),
                    value: draft
                        .attachments
                        .is_known()
                        .then(|| value.get(lang).to_owned()),
                    change: Change::Ask(Ask::AtHand),
                },
            ));
        }
        // The sort is stable: within a group, the draft's order.
        entries.sort_by_key(|(group, _)| *group);
        let mut sections: Vec<(Group, Section)> = Vec::new();
        for (group, entry) in entries {
            match sections.last_mut() {
                Some((last, section)) if *last == group => section.items.push(entry),
                _ => sections.push((
                    group,
                    Section {
                        title: group.label().get(lang).to_owned(),
                        items: vec![entry],
                    },
                )),
            }
        }
        sections.into_iter().map(|(_, section)| section).collect()
    }

    fn fields_of(&self, place: Place, entries: &mut Vec<(Group, Entry)>) {
        let draft = self.draft();
        let Some(record) = draft.record(place) else {
            return;
        };
        // Attachments are changed all at once.
        if matches!(place.node, Node::Attachment(_)) {
            return;
        }
        for (slot, field) in place.kind().fields().iter().enumerate() {
            let stored = record.slot(slot);
            if *stored == Slot::Unknown || (field.kind == Kind::Table && !may_be_absent(field.key))
            {
                continue;
            }
            let path = place.field(slot);
            let entry = Entry {
                label: self.label(place, field),
                value: self.shown(draft, field, stored),
                change: Change::Ask(Ask::Field(path)),
            };
            entries.push((Group::of(path, is_personal(draft)), entry));
        }
    }

    /// What can be added to a list, and taken out of it.
    fn changes_of(&self, list: Path, entries: &mut Vec<(Group, Entry)>) {
        let lang = self.bench().lang();
        let draft = self.draft();
        let services = list.item == Item::List(ListName::Services);
        let count = match list.place.node {
            Node::Service(index) => draft
                .services
                .get(index)
                .map_or(0, |service| service.domains.items().len()),
            _ => draft.services.items().len(),
        };
        if count == 0 && is_unknown(draft, list) {
            return;
        }
        let group = if services {
            Group::MoreServices
        } else {
            Group::of(list, is_personal(draft))
        };
        let add = if services {
            Text::fixed("＋ 加一项网站或 App", "+ add a website or app")
        } else {
            Text::fixed("＋ 加一个域名", "+ add a domain")
        };
        let mut push = |label: &str, change: Change| {
            let label = label.to_owned();
            let value = Some(String::new());
            entries.push((
                group,
                Entry {
                    label,
                    value,
                    change,
                },
            ));
        };
        push(add.get(lang), Change::Ask(Ask::More(list)));
        for index in 0..Position::try_from(count).unwrap_or(0) {
            let place = match list.place.node {
                Node::Service(service) => Place::now(Node::Domain(service, index)),
                _ => Place::now(Node::Service(index)),
            };
            let name = self.bench().about(draft, place).unwrap_or_default();
            let label = Text::new(format!("－ 去掉{name}"), format!("- take out {name}"));
            push(label.get(lang), Change::Remove(list, index));
        }
    }

    fn label(&self, place: Place, field: &Field) -> String {
        let lang = self.bench().lang();
        let label = field.label.get(lang);
        match self.bench().about(self.draft(), place) {
            Some(about) => format!("{about} · {label}"),
            None => label.to_owned(),
        }
    }

    /// A value in words, masked as everywhere.
    fn shown(&self, draft: &Draft<'_>, field: &Field, stored: &Slot<'_>) -> Option<String> {
        let lang = self.bench().lang();
        let masker = Masker {
            unmask: self.bench().unmask(),
        };
        let privacy = match field.privacy {
            Privacy::SubjectNumber | Privacy::SubjectAddress if !is_personal(draft) => {
                Privacy::Open
            }
            // A name that is a number after all is hidden like one.
            Privacy::Open => Privacy::FreeText,
            other => other,
        };
        let say = |zh, en| Text::fixed(zh, en).get(lang).to_owned();
        if *stored == Slot::Unreadable {
            return None;
        }
        let named = |id: &str| {
            let choices = field.kind.choices().unwrap_or(&[]);
            choices
                .iter()
                .find(|choice| choice.id == id)
                .map_or_else(|| id.to_owned(), |choice| choice.label.get(lang).to_owned())
        };
        Some(match Value::of_slot(field.kind, stored)? {
            Value::None => say("没有", "none"),
            Value::Present => say("有", "yes"),
            Value::Flag(true) => say("是", "yes"),
            Value::Flag(false) => say("否", "no"),
            Value::LongTerm => say("长期", "long-term"),
            Value::Number(number) => number.to_string(),
            Value::Day(day) => masker.day(day, privacy),
            Value::Choice(id) => named(id),
            Value::Choices(ids) if ids.is_empty() => say("都没有", "none of them"),
            Value::Choices(ids) => {
                let names: Vec<String> = ids.iter().map(|id| named(id)).collect();
                names.join("、")
            }
            Value::Division(code) => {
                let province = division(province_of(code)).filter(|own| own.code != code);
                let before = province.map_or("", |division| match lang {
                    Lang::Zh => division.short,
                    Lang::En => division.en,
                });
                format!("{before} {}", division_text(code).get(lang))
                    .trim_start()
                    .to_owned()
            }
            Value::Text(text) => masker.hide(&text, privacy).into_owned(),
            Value::Texts(texts) if texts.is_empty() => say("没有", "none"),
            Value::Texts(texts) => masker.hide(&texts.join(" "), privacy).into_owned(),
            Value::Held(_) | Value::Systems(_) => String::new(),
        })
    }
}

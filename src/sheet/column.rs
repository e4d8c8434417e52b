//! The columns that a sheet can have: one for each place of a draft, made from the vocabulary, so
//! that a field that is declared there has its column.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::draft::{Child, Level, ListName, Part, PersonKey, shape};
use crate::fields::{Field, Need};
use crate::text::Text;

/// A list of records of a draft that rows fill element by element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct List {
    /// Whether it lies under `previous`.
    pub previous: bool,
    /// Which list.
    pub name: ListName,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its path in a draft, lists with `[]`: `services[].domains[].name`.
    pub path: String,
    /// Its header in Chinese, and what it is called in English.
    pub label: Text,
    /// The list that it belongs to an element of.
    pub list: Option<List>,
    /// The keys that lead to it from the draft, or from the list's element.
    pub keys: Vec<&'static str>,
    /// What stands in it.
    pub what: What,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy)]
pub enum What {
    /// The value of a field.
    Field(&'static Field),
    /// Whether a table or person is there at all: `none`, or that it is.
    Presence(Need),
    /// Which element of its list the row belongs to; `none`: the list is empty.
    Number,
    /// The version of the draft format.
    Format,
    /// Of what the user keeps of his own: everything but the plain texts, as a table.
    Meta,
}

/// All columns.
#[derive(Debug)]
pub struct Catalogue {
    columns: Vec<Column>,
    by_path: HashMap<String, usize>,
}

/// The columns of the draft format.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(Catalogue::new)
}

impl List {
    /// The list `services` itself.
    pub const SERVICES: List = List::now(ListName::Services);

    /// A list of the draft itself.
    pub const fn now(name: ListName) -> Self {
        Self {
            previous: false,
            name,
        }
    }

    /// The list whose elements hold this one; none where the draft holds it.
    pub fn parent(self) -> Option<List> {
        match self.name {
            ListName::Services | ListName::Attachments | ListName::Allow => None,
            ListName::Domains | ListName::Platforms | ListName::PreApprovals => Some(List {
                name: ListName::Services,
                ..self
            }),
        }
    }

    /// The keys that lead to the list from the draft, or from its parent's element.
    pub fn keys(self) -> Vec<&'static str> {
        match (self.previous, self.parent()) {
            (true, None) => vec!["previous", self.name.key()],
            _ => vec![self.name.key()],
        }
    }

    /// Its path: `services[].domains[]`.
    pub fn path(self) -> String {
        let own = format!("{}[]", self.keys().join("."));
        match self.parent() {
            Some(parent) => format!("{}.{own}", parent.path()),
            None => own,
        }
    }
}

impl Catalogue {
    fn new() -> Self {
        let mut columns = Vec::new();
        let walk = Walk {
            list: None,
            keys: Vec::new(),
            zh: String::new(),
            en: String::new(),
        };
        walk.level(shape(), &mut columns);
        let by_path = columns
            .iter()
            .enumerate()
            .map(|(index, column)| (column.path.clone(), index))
            .collect();
        Self { columns, by_path }
    }

    /// All columns, in the order of the vocabulary.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of a path, as [`Column::path`] writes it.
    pub fn of_path(&self, path: &str) -> Option<&Column> {
        self.columns.get(*self.by_path.get(path)?)
    }
}

impl Column {
    /// The field, if it is one's.
    pub fn field(&self) -> Option<&'static Field> {
        match self.what {
            What::Field(field) => Some(field),
            _ => None,
        }
    }
}

/// Where the walk through the shape is.
#[derive(Clone)]
struct Walk {
    list: Option<List>,
    keys: Vec<&'static str>,
    /// Whose fields these are, where their names alone would not tell.
    zh: String,
    en: String,
}

impl Walk {
    fn level(&self, level: &'static Level, into: &mut Vec<Column>) {
        for child in &level.children {
            self.child(child, into);
        }
    }

    fn child(&self, child: &'static Child, into: &mut Vec<Column>) {
        let mut here = self.clone();
        here.keys.push(child.key);
        match &child.part {
            Part::Field(field, _) => into.push(here.column(&field.label, What::Field(field))),
            Part::Table { slot, need, level } => {
                let field = slot.and_then(|slot| level.record.field(slot));
                if let Some(field) = field {
                    into.push(here.presence(&field.label, *need));
                }
                here.level(level, into);
            }
            Part::Person(key, level) => {
                let (zh, en) = match (key, self.list) {
                    (PersonKey::LegalRepresentative, _) => ("法定代表人", "legal representative"),
                    (PersonKey::Principal, None) => ("主体负责人", "principal"),
                    (PersonKey::Principal, Some(_)) => ("服务负责人", "service principal"),
                };
                let need = match key {
                    PersonKey::LegalRepresentative => Need::Loose,
                    PersonKey::Principal => Need::Firm,
                };
                into.push(here.presence(&Text::fixed(zh, en), need));
                here.zh.push_str(zh);
                here.en = [&self.en, en, ": "].concat();
                here.level(level, into);
            }
            Part::List(name, level) => {
                let list = List {
                    previous: self.keys.first() == Some(&"previous")
                        || self.list.is_some_and(|list| list.previous),
                    name: *name,
                };
                let (number, own) = match name {
                    ListName::Services => (Text::fixed("服务序号", "number of the service"), ""),
                    ListName::Attachments => {
                        (Text::fixed("材料序号", "number of the document"), "材料")
                    }
                    ListName::Allow => (Text::fixed("例外序号", "number of the allowance"), ""),
                    ListName::Domains => (Text::fixed("域名序号", "number of the domain"), ""),
                    ListName::Platforms => (Text::fixed("平台序号", "number of the platform"), ""),
                    ListName::PreApprovals => (
                        Text::fixed("前置审批序号", "number of the pre-approval"),
                        "",
                    ),
                };
                let mut inside = self.clone();
                inside.list = Some(list);
                inside.keys = Vec::new();
                into.push(inside.column(&number, What::Number));
                inside.zh.push_str(own);
                inside.level(level, into);
            }
            Part::Previous(level) => {
                into.push(here.presence(&Text::fixed("原备案", "what is on record"), Need::Firm));
                here.zh = "原".to_owned();
                here.en = "on record: ".to_owned();
                here.level(level, into);
            }
            Part::Format => into.push(here.column(
                &Text::fixed("格式版本", "version of the format"),
                What::Format,
            )),
            Part::Meta => {
                into.push(here.column(&Text::fixed("自用内容", "the user's own"), What::Meta))
            }
        }
    }

    /// A column that says whether there is something at all; the header without 有 is that of a
    /// person's name, or of an address, as people write it.
    fn presence(&self, label: &Text, need: Need) -> Column {
        let label = Text::new(format!("有{}", label.zh), format!("has {}", label.en));
        self.column(&label, What::Presence(need))
    }

    fn column(&self, label: &Text, what: What) -> Column {
        let own = self.keys.join(".");
        let path = match self.list.map(List::path) {
            Some(list) if own.is_empty() => list,
            Some(list) => format!("{list}.{own}"),
            None => own,
        };
        // 主体负责人是法定代表人 says already whose it is, and so does 材料.
        let zh = match label.zh.starts_with(self.zh.as_str()) {
            true => label.zh.clone().into_owned(),
            false => [&self.zh, label.zh.as_ref()].concat(),
        };
        Column {
            path,
            label: Text::new(zh, [&self.en, label.en.as_ref()].concat()),
            list: self.list,
            keys: self.keys.clone(),
            what,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_two_columns_have_one_header_or_one_path() {
        let mut headers = HashMap::new();
        for column in catalogue().columns() {
            if let Some(other) = headers.insert(&column.label.zh, &column.path) {
                panic!("{}: {other} and {}", column.label.zh, column.path);
            }
        }
        assert_eq!(catalogue().by_path.len(), catalogue().columns().len());
    }

    #[test]
    fn columns_say_whose_they_are() {
        for (path, zh) in [
            ("subject.name", "主办单位名称"),
            ("principal.name", "主体负责人姓名"),
            (
                "principal.is_legal_representative",
                "主体负责人是法定代表人",
            ),
            ("principal.residence_permit", "主体负责人有居住证"),
            ("legal_representative", "有法定代表人"),
            ("services[]", "服务序号"),
            ("services[].name", "服务名称"),
            ("services[].principal.mobile", "服务负责人手机号码"),
            ("services[].domains[]", "域名序号"),
            (
                "services[].domains[].registrant.certificate_number",
                "域名持有者证件号码",
            ),
            ("attachments[].document", "材料"),
            ("attachments[].file", "材料文件"),
            ("previous.filing.number", "原主体备案号"),
            ("previous.services[].domains[].name", "原域名"),
            ("previous.services[].principal.name", "原服务负责人姓名"),
            ("format", "格式版本"),
        ] {
            let column = catalogue().of_path(path);
            assert_eq!(column.map(|column| column.label.zh.as_ref()), Some(zh));
        }
    }
}

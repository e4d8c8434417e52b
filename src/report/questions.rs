//! What is undecided, as questions: one for each field, with the rules that it would decide.

use std::collections::{BTreeMap, HashMap};

use super::finding::path_text;
use super::model::Question;
use super::speech::Speech;
use crate::draft::{Item, ListName, Node, Path, Place};
use crate::evaluate::Open;
use crate::fields::{Kind, RecordKind};
use crate::ruleset::{Ruleset, Severity};
use crate::text::{Lang, Text};

/// The questions: those that decide most rules first, then in the draft's order.
pub(super) fn questions(open: &[Open], ruleset: &Ruleset, speech: &Speech<'_>) -> Vec<Question> {
    if open.iter().all(|open| open.needs.is_empty()) {
        return Vec::new();
    }
    let mut asked: BTreeMap<Path, (Vec<usize>, Severity)> = BTreeMap::new();
    for open in open {
        for path in &open.needs {
            let (rules, severity) = asked
                .entry(*path)
                .or_insert_with(|| (Vec::new(), open.severity));
            *severity = (*severity).max(open.severity);
            if !rules.contains(&open.rule) {
                rules.push(open.rule);
            }
        }
    }
    fold_into_tables(&mut asked);
    let mut asked: Vec<_> = asked.into_iter().collect();
    // The sort is stable: of as many rules, the draft's order.
    asked.sort_by_key(|(_, (rules, _))| std::cmp::Reverse(rules.len()));
    asked
        .into_iter()
        .map(|(path, (rules, severity))| Question {
            path: path_text(&path),
            rules: rules
                .iter()
                .filter_map(|rule| ruleset.rules.get(*rule))
                .map(|rule| rule.id.clone())
                .collect(),
            label: speech.whose_label(&path),
            ask: speech.say(&ask(&path)),
            severity,
        })
        .collect()
}

/// Who is asked for a table is not asked for its fields apart.
fn fold_into_tables(asked: &mut BTreeMap<Path, (Vec<usize>, Severity)>) {
    let paths: Vec<Path> = asked.keys().copied().collect();
    // What a path may lie in: all that was on record, or something of the same place.
    let record = paths.iter().find(|path| is_record(path));
    let mut tables: HashMap<Place, Vec<&Path>> = HashMap::new();
    for path in paths.iter().filter(|path| is_table(path)) {
        tables.entry(path.place).or_default().push(path);
    }
    for path in &paths {
        let own = tables.get(&path.place).into_iter().flatten().copied();
        let candidates = record.into_iter().chain(own);
        let around = candidates
            .clone()
            .filter(|table| *table != path && contains(table, path))
            // The outermost stays.
            .find(|table| {
                !candidates
                    .clone()
                    .any(|outer| outer != *table && contains(outer, table))
            });
        let Some(around) = around else {
            continue;
        };
        let Some((rules, severity)) = asked.remove(path) else {
            continue;
        };
        if let Some((known, gravest)) = asked.get_mut(around) {
            *gravest = (*gravest).max(severity);
            for rule in rules {
                if !known.contains(&rule) {
                    known.push(rule);
                }
            }
        }
    }
}

/// Whether a path is all that was on record.
fn is_record(path: &Path) -> bool {
    path.item == Item::Whole && path.place.node == Node::Order && path.place.previous
}

/// Whether others may lie in a path.
fn is_table(path: &Path) -> bool {
    match path.item {
        Item::Whole => true,
        Item::List(_) => false,
        Item::Field(slot) => {
            let field = path.place.kind().field(slot.into());
            field.is_some_and(|field| field.kind == Kind::Table)
        }
    }
}

/// Whether a path is a table that another lies in.
fn contains(table: &Path, path: &Path) -> bool {
    match table.item {
        Item::Whole if table.place.node == Node::Order => {
            table.place.previous && path.place.previous
        }
        Item::Whole => table.place == path.place,
        Item::List(_) => false,
        Item::Field(slot) => {
            let key = |slot: u16| table.place.kind().field(slot.into());
            let (Some(outer), Item::Field(inner)) = (key(slot), path.item) else {
                return false;
            };
            table.place == path.place
                && outer.kind == Kind::Table
                && key(inner).is_some_and(|inner| {
                    inner
                        .key
                        .strip_prefix(outer.key)
                        .is_some_and(|rest| rest.starts_with('.'))
                })
        }
    }
}

/// The question that asks for a place.
pub(super) fn ask(path: &Path) -> Text {
    match path.item {
        Item::Field(slot) => path
            .place
            .kind()
            .field(slot.into())
            .map(|field| field.ask.clone())
            .unwrap_or_default(),
        Item::List(list) => match list {
            ListName::Services => Text::fixed(
                "本单办的是哪些网站或 App？",
                "Which websites or apps is the order about?",
            ),
            ListName::Attachments => {
                Text::fixed("备好了哪些材料？", "Which documents are at hand?")
            }
            ListName::Domains => Text::fixed(
                "这项服务用哪些域名？",
                "Which domains does the service use?",
            ),
            ListName::Platforms => Text::fixed(
                "App 在哪些系统上运行？",
                "On which systems does the app run?",
            ),
            ListName::PreApprovals => Text::fixed(
                "取得了哪些前置审批（没有就写 []）？",
                "Which approvals are there (none: [])?",
            ),
            ListName::Allow => Text::fixed("认可哪些问题？", "Which findings are accepted?"),
        },
        Item::Whole => match path.place {
            Place { previous: true, .. } => {
                Text::fixed("现在备案的信息是怎样的？", "What is on record now?")
            }
            Place { node, .. } => match node {
                Node::LegalRepresentative => {
                    Text::fixed("法定代表人是谁？", "Who is the legal representative?")
                }
                Node::Principal => Text::fixed("主体负责人是谁？", "Who is the principal?"),
                Node::ServicePrincipal(_) => {
                    Text::fixed("这项服务的负责人是谁？", "Who is the service's principal?")
                }
                _ => Text::fixed("请补全这一项", "Please complete this part"),
            },
        },
    }
}

impl Speech<'_> {
    /// What a place is called.
    pub(crate) fn label(&self, path: &Path) -> String {
        let text = match path.item {
            Item::Field(slot) => path
                .place
                .kind()
                .field(slot.into())
                .map(|field| field.label.clone())
                .unwrap_or_default(),
            Item::List(list) => match list {
                ListName::Services => Text::fixed("互联网信息服务", "services"),
                ListName::Attachments => Text::fixed("材料", "documents"),
                ListName::Domains => Text::fixed("域名", "domains"),
                ListName::Platforms => Text::fixed("App 平台", "platforms"),
                ListName::PreApprovals => Text::fixed("前置审批", "approvals"),
                ListName::Allow => Text::fixed("认可的问题", "accepted findings"),
            },
            Item::Whole if path.place.previous && path.place.node == Node::Order => {
                Text::fixed("已备案的信息", "what is on record")
            }
            Item::Whole => part(path.place.node).clone(),
        };
        if path.place.previous && path.item != Item::Whole {
            return match self.lang {
                Lang::Zh => format!("已备案的{}", text.zh),
                Lang::En => format!("{} on record", text.en),
            };
        }
        self.say(&text)
    }

    /// What a place is called where nothing else says whose it is: of a field of a person, with the part
    /// that he plays.
    fn whose_label(&self, path: &Path) -> String {
        let place = path.place;
        if place.kind() != RecordKind::Person || path.item == Item::Whole {
            return self.label(path);
        }
        let now = Place {
            previous: false,
            ..place
        };
        let label = self.label(&Path {
            place: now,
            ..*path
        });
        let part = part(place.node).get(self.lang);
        match (self.lang, place.previous) {
            (Lang::Zh, false) => format!("{part}的{label}"),
            (Lang::Zh, true) => format!("已备案的{part}的{label}"),
            (Lang::En, false) => format!("{part}: {label}"),
            (Lang::En, true) => format!("{part} on record: {label}"),
        }
    }
}

/// What a record is called by its part in the filing.
pub(super) fn part(node: Node) -> &'static Text {
    match node {
        Node::Order => const { &Text::fixed("主体", "subject") },
        Node::LegalRepresentative => const { &Text::fixed("法定代表人", "legal representative") },
        Node::Principal => const { &Text::fixed("主体负责人", "principal") },
        Node::Service(_) => const { &Text::fixed("互联网信息服务", "service") },
        Node::ServicePrincipal(_) => {
            const { &Text::fixed("互联网信息服务负责人", "service principal") }
        }
        Node::Domain(..) => const { &Text::fixed("域名", "domain") },
        Node::Platform(..) => const { &Text::fixed("App 平台", "platform") },
        Node::PreApproval(..) => const { &Text::fixed("前置审批", "approval") },
        Node::Attachment(_) => const { &Text::fixed("材料", "document") },
    }
}

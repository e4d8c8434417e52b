//! `[[rule]]` from its written form.

use super::condition::Condition;
use super::keys::Keys;
use super::load_document::read_papers;
use super::load_members::read_members;
use super::model::{At, Branch, Origin, Papers, Param, Require, Rule, Selection, Severity, Waiver};
use super::parse_condition::{Reach, read_condition};
use super::parse_test::read_value;
use super::selection::{
    ALL_FILINGS, SUBJECTS, read_caps, read_filings, read_period, read_subjects, subjects_of,
};
use super::template::{Message, Template};
use super::uses::condition_uses;
use super::value::ParamKind;
use crate::draft::ListName;
use crate::fields::{FactRef, Mount, Scope, Unit, nearest};
use crate::source::{Node, Span, Value as Raw};
use crate::text::Text;

/// Keys of rules and sets that no parameter may be called.
pub const RESERVED: &[&str] = &[
    "rule", "document", "when", "facts", "filings", "subjects", "from", "until", "severity",
    "reason", "note", "province", "provider",
];

/// Keys that are branches by themselves.
const SHORT: &[(&str, Severity, bool)] = &[
    ("error_unless", Severity::Error, true),
    ("error_if", Severity::Error, false),
    ("warning_unless", Severity::Warning, true),
    ("warning_if", Severity::Warning, false),
    ("notice_unless", Severity::Notice, true),
    ("notice_if", Severity::Notice, false),
];

/// Reads a rule of a layer.
pub fn read_rule(keys: &Keys<'_>, layer: usize, file: usize, reach: Reach<'_>) -> Option<Rule> {
    let origin = Origin {
        file,
        span: keys.span(),
    };
    let id = keys.need_text("id")?;
    check_id(id, keys, reach);
    let scope = read_scope(keys, reach);
    let reach = Reach { scope, ..reach };
    let params = read_params(keys, file, reach);
    let reach = Reach {
        params: &params,
        ..reach
    };
    let outer = Reach {
        scope: outer_scope(keys, scope),
        ..reach
    };
    let when = keys.node("when").map_or(Condition::Constant(true), |node| {
        read_condition(node, outer)
    });
    let at = keys.node("at").and_then(|node| read_at(node, reach));
    let shared = Shared {
        has_message: keys.node("message").is_some(),
        has_at: keys.node("at").is_some(),
        message: read_message(keys, "message", reach),
        help: read_message(keys, "help", reach),
        at,
    };
    let mut branches = Vec::new();
    for (key, severity, unless) in SHORT {
        if let Some(node) = keys.node(key) {
            let condition = read_condition(node, reach);
            let fails = if *unless {
                negated(condition)
            } else {
                condition
            };
            branches.extend(shared.branch(*severity, fails, node.span, file, keys, scope));
        }
    }
    if branches.len() > 1
        && let Some(node) = keys.node("waived_by")
    {
        reach.faults.add(
            node.span,
            Text::fixed(
                "有几个分支时，waived_by 要写在 [[rule.branch]] 里",
                "where there are several branches, `waived_by` belongs into [[rule.branch]]",
            ),
        );
    }
    let waiver = keys
        .node("waived_by")
        .and_then(|node| read_waiver(node, reach));
    if let (Some(waiver), Some(branch)) = (waiver, branches.first_mut()) {
        branch.waiver = Some(waiver);
    }
    for branch in keys.tables("branch") {
        branches.extend(read_branch(&branch, &shared, file, reach));
    }
    // Of equally grave branches the first written speaks.
    branches.sort_by_key(|branch| std::cmp::Reverse(branch.severity));
    number_places(&mut branches);
    let caps = read_caps(keys, reach);
    let subjects = read_subjects(keys, reach);
    let period = read_period(keys);
    let requires = keys
        .tables("require")
        .iter()
        .filter_map(|table| read_rule_require(table, &when, subjects, layer, file, reach))
        .collect::<Vec<_>>();
    let when = pushed_down(when, params.len(), &mut branches);
    if branches.is_empty() && requires.is_empty() && reach.faults.count() == 0 {
        reach.faults.add(
            keys.span(),
            Text::fixed(
                "这条规则没有分支，永远不会说什么（写 error_unless、error_if 或 [[rule.branch]]）",
                "this rule has no branch and would never say anything (write error_unless, error_if or [[rule.branch]])",
            ),
        );
    }
    let rule = Rule {
        id: id.to_owned(),
        aliases: owned(keys.texts("aliases")),
        title: keys.need_bilingual("title"),
        scope,
        reach: outer.scope,
        caps,
        subjects,
        when: when.into(),
        period,
        branches: branches.into(),
        facts: read_facts(keys),
        requires: requires.into(),
        sets: Vec::new(),
        exceptions: Vec::new(),
        layer,
        origin,
        params: Vec::new().into(),
    };
    keys.finish();
    tell_unused(&rule, &params, reach);
    Some(Rule {
        params: params.into(),
        ..rule
    })
}

/// The facts that something rests on.
pub fn read_facts(keys: &Keys<'_>) -> Vec<String> {
    owned(keys.texts("facts"))
}

/// Tells where something that needs a source has none. Layers of the user may give a reason.
pub fn need_facts(keys: &Keys<'_>, facts: &[String], reason: Option<&Text>, reach: Reach<'_>) {
    if facts.is_empty() && reason.is_none() {
        reach.faults.add(
            keys.span(),
            Text::fixed(
                "没有出处：写 facts = [\"…\"]（自己的规则可写 reason）",
                "no source: write facts = [\"…\"] (rules of your own may have a `reason`)",
            ),
        );
    }
}

/// A severity's id.
pub fn read_severity(node: &Node, reach: Reach<'_>) -> Option<Severity> {
    let severity = node.as_str().and_then(Severity::of_id);
    if severity.is_none() {
        reach.faults.add(
            node.span,
            Text::fixed(
                "写 error、warning 或 notice",
                "write error, warning or notice",
            ),
        );
    }
    severity
}

/// What a rule's branches share.
struct Shared {
    message: Option<Message>,
    help: Option<Message>,
    at: Option<At>,
    /// Whether they are written at all, faulty or not.
    has_message: bool,
    has_at: bool,
}

impl Shared {
    fn branch(
        &self,
        severity: Severity,
        fails: Condition,
        span: Span,
        file: usize,
        keys: &Keys<'_>,
        scope: Scope,
    ) -> Option<Branch> {
        // One that is there and faulty has been told.
        if keys.node("message").is_none() {
            keys.missing("message");
        }
        if keys.node("at").is_none() {
            keys.missing("at");
        }
        Some(Branch {
            id: None,
            scope,
            severity,
            fails,
            message: self.message.clone()?,
            help: self.help.clone(),
            at: self.at?,
            place: 0,
            facts: Vec::new(),
            waiver: None,
            origin: Origin { file, span },
        })
    }
}

fn read_branch(keys: &Keys<'_>, shared: &Shared, file: usize, reach: Reach<'_>) -> Option<Branch> {
    let Some(node) = keys.node("severity") else {
        keys.missing("severity");
        return None;
    };
    let severity = read_severity(node, reach)?;
    // What is evaluated for other elements cannot share what is said of the rule's.
    let nothing = Shared {
        message: None,
        has_message: false,
        help: None,
        at: None,
        has_at: false,
    };
    let (shared, reach) = match keys.node("each") {
        None => (shared, reach),
        Some(node) => {
            let scope = read_branch_scope(node, keys, reach);
            (&nothing, Reach { scope, ..reach })
        }
    };
    let mut parts = Vec::new();
    if let Some(node) = keys.node("if") {
        parts.push(read_condition(node, reach));
    }
    if let Some(node) = keys.node("unless") {
        parts.push(negated(read_condition(node, reach)));
    }
    if parts.is_empty() {
        keys.missing("unless");
    }
    let message = read_message(keys, "message", reach).or_else(|| shared.message.clone());
    if message.is_none() && keys.node("message").is_none() && !shared.has_message {
        keys.missing("message");
    }
    let at = keys
        .node("at")
        .map_or(shared.at, |node| read_at(node, reach));
    if at.is_none() && keys.node("at").is_none() && !shared.has_at {
        keys.missing("at");
    }
    let branch = Branch {
        id: keys.text("id").map(str::to_owned),
        scope: reach.scope,
        severity,
        fails: match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => only,
            (last, _) => Condition::All(parts.into_iter().chain(last).collect()),
        },
        message: message?,
        help: read_message(keys, "help", reach).or_else(|| shared.help.clone()),
        at: at?,
        place: 0,
        facts: read_facts(keys),
        waiver: keys
            .node("waived_by")
            .and_then(|node| read_waiver(node, reach)),
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    keys.finish();
    Some(branch)
}

/// `each` of a branch: the elements that it is evaluated for, without documents that stand in,
/// which are those of the rule's elements.
fn read_branch_scope(node: &Node, keys: &Keys<'_>, reach: Reach<'_>) -> Scope {
    if let Some(waiver) = keys.node("waived_by") {
        reach.faults.add(
            waiver.span,
            Text::fixed(
                "写了 each 的分支不能有 waived_by",
                "a branch with an `each` of its own cannot have `waived_by`",
            ),
        );
    }
    scope_named(node, reach)
}

/// What conditions of a rule outside its branches may read: where a branch is evaluated for other
/// elements, nothing of a single one.
fn outer_scope(keys: &Keys<'_>, scope: Scope) -> Scope {
    let branches = keys.node("branch").and_then(Node::as_array);
    let once = branches
        .unwrap_or_default()
        .iter()
        .filter_map(Node::as_table)
        .any(|branch| branch.get("each").is_some());
    if once { Scope::Order } else { scope }
}

fn read_waiver(node: &Node, reach: Reach<'_>) -> Option<Waiver> {
    let keys = Keys::of(node, reach.faults)?;
    let papers = read_papers(&keys, reach);
    let waiver = Waiver {
        papers: papers.unwrap_or(Papers::Fixed(Vec::new())),
        of: keys.node("of").and_then(|node| read_mount(node, reach)),
        when: keys.node("when").map_or(Condition::Constant(true), |node| {
            read_condition(node, reach)
        }),
    };
    keys.finish();
    Some(waiver)
}

/// A requirement inside a rule: it inherits where the rule holds, and may read its parameters.
fn read_rule_require(
    keys: &Keys<'_>,
    rule_when: &Condition,
    rule_subjects: u64,
    layer: usize,
    file: usize,
    reach: Reach<'_>,
) -> Option<Require> {
    let own = keys.node("when").map_or(Condition::Constant(true), |node| {
        read_condition(node, reach)
    });
    let require = Require {
        papers: read_papers(keys, reach)?,
        scope: reach.scope,
        of: keys.node("of").and_then(|node| read_mount(node, reach)),
        selection: Selection {
            filings: read_filings(keys, reach).unwrap_or(ALL_FILINGS),
            subjects: read_subjects(keys, reach) & rule_subjects,
            when: Condition::All(vec![rule_when.clone(), own]),
            period: read_period(keys),
        },
        silent: keys.bool("unless_unknown") == Some(true),
        layer,
        why: keys.bilingual("why"),
        asks: keys.bilingual("asks"),
        facts: read_facts(keys),
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    keys.finish();
    Some(require)
}

/// Where findings are reported: a fact, a record or a list.
fn read_at(node: &Node, reach: Reach<'_>) -> Option<At> {
    let path = node.as_str().unwrap_or_default();
    for (name, mount, list) in [
        ("services", Mount::Order, ListName::Services),
        ("attachments", Mount::Order, ListName::Attachments),
        ("service.domains", Mount::Service, ListName::Domains),
        ("service.platforms", Mount::Service, ListName::Platforms),
        (
            "service.pre_approvals",
            Mount::Service,
            ListName::PreApprovals,
        ),
    ] {
        if path == name && reach.scope.sees(mount.needs()) {
            return Some(At::List(mount, list));
        }
    }
    if FactRef::of_path(path).is_none()
        && let Some(mount) = mount_of(path)
        && reach.scope.sees(mount.needs())
    {
        return Some(At::Record(mount));
    }
    reach.fact(path, node.span).map(At::Fact)
}

fn mount_of(name: &str) -> Option<Mount> {
    [
        Mount::Principal,
        Mount::LegalRepresentative,
        Mount::Service,
        Mount::ServicePrincipal,
        Mount::Domain,
        Mount::Person,
        Mount::Platform,
        Mount::PreApproval,
        Mount::Attachment,
    ]
    .into_iter()
    .find(|mount| mount.prefix() == name)
}

/// Whose a document is: the name of a record, `subject` or `order`.
pub fn read_mount(node: &Node, reach: Reach<'_>) -> Option<Mount> {
    let name = match node.as_str().unwrap_or_default() {
        "subject" | "order" => return Some(Mount::Order),
        "service_principal" => "service.principal",
        name => name,
    };
    match mount_of(name) {
        Some(mount) => Some(mount),
        None => {
            reach.faults.add(
                node.span,
                Text::fixed(
                    "写 subject、principal、legal_representative、service_principal、person、service 或 domain",
                    "write subject, principal, legal_representative, service_principal, person, service or domain",
                ),
            );
            None
        }
    }
}

fn read_scope(keys: &Keys<'_>, reach: Reach<'_>) -> Scope {
    match keys.node("each") {
        Some(node) => scope_named(node, reach),
        None => Scope::Order,
    }
}

fn scope_named(node: &Node, reach: Reach<'_>) -> Scope {
    let name = node.as_str().unwrap_or_default();
    Scope::of_name(name).unwrap_or_else(|| {
        let help = nearest(name, Scope::all().map(Scope::name)).map(|near| {
            Text::new(
                format!("是不是 {near}？"),
                format!("did you mean `{near}`?"),
            )
        });
        reach.faults.add_with_help(
            node.span,
            Text::fixed(
                "写 order person service domain platform pre_approval attachment 之一",
                "write one of order person service domain platform pre_approval attachment",
            ),
            help,
        );
        Scope::Order
    })
}

fn read_params(keys: &Keys<'_>, file: usize, reach: Reach<'_>) -> Vec<Param> {
    let Some(node) = keys.node("params") else {
        return Vec::new();
    };
    let mut params = Vec::new();
    for entry in node
        .as_table()
        .map(|table| &table.entries)
        .into_iter()
        .flatten()
    {
        if RESERVED.contains(&entry.key.as_str()) {
            reach.faults.add(
                entry.key_span,
                Text::new(
                    format!("参数不能叫 {}，它另有用处", entry.key),
                    format!(
                        "no parameter may be called `{}`, which means something else",
                        entry.key
                    ),
                ),
            );
            continue;
        }
        let Some(inner) = Keys::of(&entry.node, reach.faults) else {
            continue;
        };
        let Some(kind) = inner.node("type").and_then(|node| read_kind(node, reach)) else {
            if inner.node("type").is_none() {
                inner.missing("type");
            }
            continue;
        };
        let defaults = inner
            .node("default")
            .map(|node| read_defaults(node, &kind, reach))
            .unwrap_or_default();
        params.push(Param {
            name: entry.key.clone(),
            defaults,
            label: inner.read_text_pair(),
            members: read_members(&inner, &kind, reach),
            like: inner.text("like").and_then(|like| {
                let (rule, param) = like.split_once('.')?;
                Some((rule.to_owned(), param.to_owned()))
            }),
            kind,
            origin: Origin {
                file,
                span: entry.key_span,
            },
        });
        inner.finish();
    }
    params
}

/// A default for all, or a table of them by kind of subject.
fn read_defaults(
    node: &Node,
    kind: &ParamKind,
    reach: Reach<'_>,
) -> Vec<(u64, super::value::Value)> {
    let Raw::Table(table) = &node.value else {
        return read_value(node, kind, reach)
            .map(|value| (SUBJECTS, value))
            .into_iter()
            .collect();
    };
    let mut defaults = Vec::new();
    // A kind named beside `unit` wins, so it comes first.
    for narrow in [true, false] {
        for entry in &table.entries {
            match subjects_of(&entry.key) {
                Some(subjects) if (entry.key != "unit") == narrow => {
                    if let Some(value) = read_value(&entry.node, kind, reach) {
                        defaults.push((subjects, value));
                    }
                }
                Some(_) => {}
                None if narrow => reach.faults.add(
                    entry.key_span,
                    Text::fixed(
                        "写 personal、unit 或一种主办单位性质",
                        "write personal, unit or a kind of subject",
                    ),
                ),
                None => {}
            }
        }
    }
    defaults
}

/// The types of parameters that are one word.
pub const PARAM_TYPES: &[(&str, ParamKind)] = &[
    ("days", ParamKind::Int(Unit::Days)),
    ("working-days", ParamKind::Int(Unit::WorkingDays)),
    ("months", ParamKind::Int(Unit::Months)),
    ("years", ParamKind::Int(Unit::Years)),
    ("count", ParamKind::Int(Unit::Count)),
    ("chars", ParamKind::Int(Unit::Chars)),
    ("bytes", ParamKind::Int(Unit::Bytes)),
    ("percent", ParamKind::Int(Unit::Percent)),
    ("bool", ParamKind::Bool),
    ("date", ParamKind::Day),
    ("text", ParamKind::Text),
    ("words", ParamKind::Words),
    ("documents", ParamKind::Documents),
];

fn read_kind(node: &Node, reach: Reach<'_>) -> Option<ParamKind> {
    if let Some(table) = node.as_table() {
        if let Some(list) = table.get("one_of").and_then(Node::as_array) {
            return ids(list).map(ParamKind::OneOf);
        }
        if let Some(some) = table.get("some_of") {
            if let Some(list) = some.as_array() {
                return ids(list).map(ParamKind::SomeOf);
            }
            let path = some.as_str().unwrap_or_default();
            // The list of a fact, wherever the fact is.
            match FactRef::of_path(path).and_then(|fact| fact.kind().choices()) {
                Some(choices) => return Some(ParamKind::SomeOfFact(choices)),
                None => {
                    reach.faults.add(
                        some.span,
                        Text::new(
                            format!("{path} 不是有选项的事实"),
                            format!("`{path}` is no fact with a closed list"),
                        ),
                    );
                    return None;
                }
            }
        }
    }
    let word = node.as_str().unwrap_or_default();
    let kind = match PARAM_TYPES.iter().find(|(name, _)| *name == word) {
        Some((_, kind)) => kind.clone(),
        None => {
            reach.faults.add(
                node.span,
                Text::fixed(
                    "参数的类型：days working-days months years count chars bool date text words documents，或 { one_of = […] }、{ some_of = […] }",
                    "a type of parameter: days working-days months years count chars bool date text words documents, or { one_of = […] }, { some_of = […] }",
                ),
            );
            return None;
        }
    };
    Some(kind)
}

fn ids(list: &[Node]) -> Option<Vec<String>> {
    list.iter()
        .map(|node| node.as_str().map(str::to_owned))
        .collect()
}

/// A message in both languages, with holes.
pub fn read_message(keys: &Keys<'_>, key: &'static str, reach: Reach<'_>) -> Option<Message> {
    let inner = Keys::of(keys.node(key)?, reach.faults)?;
    let read = |key: &'static str| -> Option<Template> {
        let source = inner.need_text(key)?;
        let node = inner.node(key)?;
        match Template::parse(source, reach.params, &|fact| reach.sees(fact)) {
            Ok(template) => Some(template),
            Err(bad) => {
                let names = crate::fields::all_facts()
                    .map(|fact| fact.path())
                    .collect::<Vec<_>>();
                let params = reach.params.iter().map(|param| param.name.as_str());
                let help = nearest(&bad.hole, names.iter().map(String::as_str).chain(params)).map(
                    |near| {
                        Text::new(
                            format!("是不是 {near}？"),
                            format!("did you mean `{near}`?"),
                        )
                    },
                );
                reach.faults.add_with_help(node.span, bad.message, help);
                None
            }
        }
    };
    let message = match (read("zh"), read("en")) {
        (Some(zh), Some(en)) => Some(Message::new(zh, en)),
        _ => None,
    };
    inner.finish();
    message
}

/// A rule's condition that turns on a parameter becomes part of its branches, since parameters have
/// their values only there.
fn pushed_down(when: Condition, params: usize, branches: &mut [Branch]) -> Condition {
    if !(0..params).any(|param| condition_uses(&when, param)) {
        return when;
    }
    for branch in branches {
        let fails = std::mem::replace(&mut branch.fails, Condition::Constant(true));
        branch.fails = Condition::All(vec![when.clone(), fails]);
    }
    Condition::Constant(true)
}

/// Branches that report at one place share an outcome.
fn number_places(branches: &mut [Branch]) {
    let mut places: Vec<At> = Vec::new();
    for branch in branches {
        branch.place = match places.iter().position(|at| *at == branch.at) {
            Some(place) => place,
            None => {
                places.push(branch.at);
                places.len().saturating_sub(1)
            }
        };
    }
}

fn tell_unused(rule: &Rule, params: &[Param], reach: Reach<'_>) {
    if reach.faults.count() > 0 {
        // What is misspelt looks unused as well.
        return;
    }
    for (index, param) in params.iter().enumerate() {
        if !super::uses::rule_uses(rule, index) {
            reach.faults.add(
                param.origin.span,
                Text::new(
                    format!("参数 {} 没有用到", param.name),
                    format!("parameter `{}` is not used", param.name),
                ),
            );
        }
    }
}

fn check_id(id: &str, keys: &Keys<'_>, reach: Reach<'_>) {
    let kebab = id
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && id.starts_with(|first: char| first.is_ascii_lowercase());
    if !kebab {
        reach.faults.add(
            keys.node("id").map_or(keys.span(), |node| node.span),
            Text::fixed(
                "id 用小写英文、数字和连字符，如 domain-validity",
                "an id has lower-case letters, digits and hyphens, such as domain-validity",
            ),
        );
    }
}

fn negated(condition: Condition) -> Condition {
    match condition {
        Condition::Not(inner) => *inner,
        other => Condition::Not(Box::new(other)),
    }
}

/// Owned copies; empty where the key is absent.
pub fn owned(texts: Option<Vec<&str>>) -> Vec<String> {
    texts
        .unwrap_or_default()
        .into_iter()
        .map(str::to_owned)
        .collect()
}

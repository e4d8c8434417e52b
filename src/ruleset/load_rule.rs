//! `[[rule]]` from its written form.

use super::condition::Condition;
use super::keys::Keys;
use super::load_document::read_papers;
use super::load_params::read_params;
use super::load_place::{read_at, read_mount, read_scope, scope_named};
use super::model::{At, Branch, Origin, Papers, Param, Require, Rule, Selection, Severity, Waiver};
use super::parse_condition::{Reach, read_condition};
use super::selection::{ALL_FILINGS, read_caps, read_filings, read_period, read_subjects};
use super::template::{Message, Template};
use super::uses::condition_uses;
use crate::fields::{Scope, nearest};
use crate::source::{Node, Span};
use crate::text::Text;

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

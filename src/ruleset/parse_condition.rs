//! Conditions from their written form: tables whose keys are walked until they name a fact, then a
//! test. Everything is checked against the vocabulary, with the place of what is wrong.

use super::condition::{Condition, Operand, Quantifier, SetMatch, Test};
use super::keys::Faults;
use super::model::{Param, WordList};
use super::parse_test::{OPERATORS, read_compare, read_test};
use super::value::ParamKind;
use crate::fields::{FactRef, Scope, all_facts, nearest};
use crate::source::{Entry, Node, Span, Table, Value};
use crate::text::Text;

/// Where a condition stands: what it may read.
#[derive(Clone, Copy)]
pub struct Reach<'r> {
    /// The element at hand.
    pub scope: Scope,
    /// The rule's parameters.
    pub params: &'r [Param],
    /// The word lists.
    pub lists: &'r [WordList],
    /// The collector of faults.
    pub faults: &'r Faults,
    /// What lies outside: inside a quantifier, the element that the quantifier is of.
    pub outer: Option<Scope>,
}

impl Reach<'_> {
    /// Whether a fact may be read here.
    pub fn sees(&self, fact: FactRef) -> bool {
        let needed = fact.mount.needs();
        self.scope.sees(needed) || self.outer.is_some_and(|outer| outer.sees(needed))
    }

    /// The reach inside a quantifier. Two quantifiers inside one another see the inner one and the
    /// rule's own element.
    fn inside(self, scope: Scope) -> Self {
        Self {
            scope,
            outer: self.outer.or(Some(self.scope)),
            ..self
        }
    }

    /// The fact of a name, told where there is none or it is out of reach.
    pub fn fact(&self, path: &str, span: Span) -> Option<FactRef> {
        self.within(FactRef::of_path(path), path, span)
    }

    /// The same of a table too: where findings may be reported.
    pub fn fact_or_table(&self, path: &str, span: Span) -> Option<FactRef> {
        self.within(FactRef::of_place(path), path, span)
    }

    fn within(&self, fact: Option<FactRef>, path: &str, span: Span) -> Option<FactRef> {
        match fact {
            Some(fact) if self.sees(fact) => Some(fact),
            Some(fact) => {
                self.out_of_reach(fact, span);
                None
            }
            None => {
                self.unknown_fact(path, span);
                None
            }
        }
    }

    fn out_of_reach(&self, fact: FactRef, span: Span) {
        let path = fact.path();
        let (here, needed) = (self.scope.name(), fact.mount.needs().name());
        self.faults.add(
            span,
            Text::new(
                format!("这里逐个看 {here}，读不到 {path}（它属于 {needed}）"),
                format!("this is evaluated for each {here} and cannot read `{path}`, which belongs to a {needed}"),
            ),
        );
    }

    fn unknown_fact(&self, path: &str, span: Span) {
        let names: Vec<String> = all_facts()
            .filter(|fact| self.sees(*fact))
            .map(|fact| fact.path())
            .collect();
        let help = nearest(path, names.iter().map(String::as_str)).map(|near| {
            Text::new(
                format!("是不是 {near}？"),
                format!("did you mean `{near}`?"),
            )
        });
        self.faults.add_with_help(
            span,
            Text::new(
                format!("没有叫 {path} 的事实"),
                format!("no field or derived fact is called `{path}`"),
            ),
            help,
        );
    }
}

/// Reads a condition.
pub fn read_condition(node: &Node, reach: Reach<'_>) -> Condition {
    match node.as_table() {
        Some(table) => all_of(table, reach, &mut Vec::new()),
        None => {
            reach.faults.add(
                node.span,
                Text::fixed(
                    "条件要写成一张表，如 { subject.kind = \"enterprise\" }",
                    "a condition is a table, such as { subject.kind = \"enterprise\" }",
                ),
            );
            Condition::Constant(true)
        }
    }
}

/// All entries of a table; `path` holds the keys walked so far.
fn all_of<'t>(table: &'t Table, reach: Reach<'_>, path: &mut Vec<&'t Entry>) -> Condition {
    let mut parts = Vec::new();
    for entry in &table.entries {
        if path.is_empty()
            && let Some(part) = read_word(entry, reach)
        {
            parts.push(part);
            continue;
        }
        path.push(entry);
        parts.push(read_path(entry, reach, path));
        path.pop();
    }
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    Condition::All(parts)
}

/// An entry whose key is a word of the language, not a fact.
fn read_word(entry: &Entry, reach: Reach<'_>) -> Option<Condition> {
    let node = &entry.node;
    Some(match entry.key.as_str() {
        "all" => Condition::All(read_list(node, reach)),
        "any" => Condition::Any(read_list(node, reach)),
        "not" => Condition::Not(Box::new(read_condition(node, reach))),
        "param" => read_params(node, reach),
        "count" => read_count(node, reach),
        "count_distinct" => read_distinct(node, reach),
        "all_same" => read_all_same(node, reach),
        "any_text" => read_any_text(node, reach),
        key => {
            let (quantifier, name) = [
                (Quantifier::Any, "any_"),
                (Quantifier::Every, "every_"),
                (Quantifier::No, "no_"),
            ]
            .into_iter()
            .find_map(|(quantifier, prefix)| Some((quantifier, key.strip_prefix(prefix)?)))?;
            let scope = read_inner_scope(name, entry.key_span, reach)?;
            let inner = reach.inside(scope);
            Condition::Each {
                scope,
                quantifier,
                condition: Box::new(read_condition(node, inner)),
            }
        }
    })
}

fn read_inner_scope(name: &str, span: Span, reach: Reach<'_>) -> Option<Scope> {
    let scope = Scope::of_name(name).filter(|scope| *scope != Scope::Order);
    if scope.is_none() {
        let help = nearest(name, Scope::all().map(Scope::name)).map(|near| {
            Text::new(
                format!("是不是 {near}？"),
                format!("did you mean `{near}`?"),
            )
        });
        reach.faults.add_with_help(
            span,
            Text::new(
                format!("没有叫 {name} 的对象，可用 person service domain platform pre_approval attachment"),
                format!("no element is called `{name}`; there are person service domain platform pre_approval attachment"),
            ),
            help,
        );
    }
    scope
}

fn read_list(node: &Node, reach: Reach<'_>) -> Vec<Condition> {
    match node.as_array() {
        Some([]) | None => {
            reach.faults.add(
                node.span,
                Text::fixed(
                    "这里要写条件的列表",
                    "a list of conditions is expected here",
                ),
            );
            Vec::new()
        }
        Some(items) => items
            .iter()
            .map(|item| read_condition(item, reach))
            .collect(),
    }
}

/// Walks on along a path until it names a fact.
fn read_path<'t>(entry: &'t Entry, reach: Reach<'_>, path: &mut Vec<&'t Entry>) -> Condition {
    let name = join(path);
    let span = span_of(path);
    if let Some(fact) = FactRef::of_path(&name) {
        if !reach.sees(fact) {
            reach.out_of_reach(fact, span);
            return Condition::Constant(true);
        }
        let tests = read_test(&entry.node, fact.kind(), span, reach);
        let mut parts: Vec<Condition> = tests
            .into_iter()
            .map(|(test, or_none)| Condition::Fact {
                fact,
                test,
                or_none,
            })
            .collect();
        return match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                parts.push(last);
                Condition::All(parts)
            }
            (None, _) => Condition::Constant(true),
        };
    }
    match entry.node.as_table() {
        Some(table) if !leads_to_operator(table) && !table.entries.is_empty() => {
            all_of(table, reach, path)
        }
        _ => {
            reach.unknown_fact(&name, span);
            Condition::Constant(true)
        }
    }
}

/// Whether a table holds operators, so that the path before it should have been a fact.
fn leads_to_operator(table: &Table) -> bool {
    table
        .entries
        .iter()
        .any(|entry| OPERATORS.contains(&entry.key.as_str()))
}

fn join(path: &[&Entry]) -> String {
    let keys: Vec<&str> = path.iter().map(|entry| entry.key.as_str()).collect();
    keys.join(".")
}

fn span_of(path: &[&Entry]) -> Span {
    match (path.first(), path.last()) {
        (Some(first), Some(last)) if first.key_span.start <= last.key_span.start => {
            first.key_span.to(last.key_span)
        }
        (_, Some(last)) => last.key_span,
        _ => Span::default(),
    }
}

/// `param.mode = "letter"`.
fn read_params(node: &Node, reach: Reach<'_>) -> Condition {
    let Some(table) = node.as_table() else {
        reach.faults.add(
            node.span,
            Text::fixed("写成 param.名字 = 值", "write param.NAME = VALUE"),
        );
        return Condition::Constant(true);
    };
    let mut parts = Vec::new();
    for entry in &table.entries {
        let Some(param) = reach
            .params
            .iter()
            .position(|param| param.name == entry.key)
        else {
            unknown_param(&entry.key, entry.key_span, reach);
            continue;
        };
        let Some(kind) = reach.params.get(param).map(|param| &param.kind) else {
            continue;
        };
        for (test, _) in
            super::parse_test::read_param_test(&entry.node, kind, entry.key_span, reach)
        {
            parts.push(Condition::Param { param, test });
        }
    }
    Condition::All(parts)
}

/// Tells that there is no such parameter.
pub fn unknown_param(name: &str, span: Span, reach: Reach<'_>) {
    let names = reach.params.iter().map(|param| param.name.as_str());
    let help = nearest(name, names).map(|near| {
        Text::new(
            format!("是不是 {near}？"),
            format!("did you mean `{near}`?"),
        )
    });
    reach.faults.add_with_help(
        span,
        Text::new(
            format!("这条规则没有叫 {name} 的参数"),
            format!("this rule has no parameter called `{name}`"),
        ),
        help,
    );
}

/// `any_text = { of = ["subject.name", "service.name"], contains_any = "@words" }`: the test holds
/// of one of these facts. `of` may be a parameter that has some of its own list of facts.
fn read_any_text(node: &Node, reach: Reach<'_>) -> Condition {
    let of = node.as_table().and_then(|table| table.get("of"));
    let (Some(table), Some(of)) = (node.as_table(), of) else {
        return bad_any_text(node.span, reach);
    };
    let tests = Node {
        value: Value::Table(Table {
            entries: table
                .entries
                .iter()
                .filter(|entry| entry.key != "of")
                .cloned()
                .collect(),
        }),
        span: node.span,
    };
    let of_fact = |path: &str, span: Span| match reach.fact(path, span) {
        Some(fact) => {
            let parts = read_test(&tests, fact.kind(), span, reach).into_iter();
            let parts = parts.map(|(test, or_none)| Condition::Fact {
                fact,
                test,
                or_none,
            });
            Condition::All(parts.collect())
        }
        None => Condition::Constant(true),
    };
    let name = of.as_str().and_then(|name| name.strip_prefix('$'));
    let mut parts = Vec::new();
    match name {
        None => {
            for item in of.as_array().unwrap_or_default() {
                parts.push(of_fact(item.as_str().unwrap_or_default(), item.span));
            }
        }
        Some(name) => {
            let found = reach.params.iter().position(|param| param.name == name);
            let Some((index, param)) = found.and_then(|at| Some((at, reach.params.get(at)?)))
            else {
                unknown_param(name, of.span, reach);
                return Condition::Constant(true);
            };
            if let ParamKind::SomeOf(paths) = &param.kind {
                for (bit, path) in (0u32..).zip(paths) {
                    let mask = 1u64.checked_shl(bit).unwrap_or(0);
                    let named = Condition::Param {
                        param: index,
                        test: Test::Set(SetMatch::HasAny, Operand::Constant(mask)),
                    };
                    parts.push(Condition::All(vec![named, of_fact(path, of.span)]));
                }
            }
        }
    }
    if parts.is_empty() {
        return bad_any_text(of.span, reach);
    }
    Condition::Any(parts)
}

fn bad_any_text(span: Span, reach: Reach<'_>) -> Condition {
    reach.faults.add(
        span,
        Text::fixed(
            "写成 any_text = { of = [\"subject.name\"], contains_any = […] }",
            "write any_text = { of = [\"subject.name\"], contains_any = […] }",
        ),
    );
    Condition::Constant(true)
}

/// `count = { of = "domain", where = {…}, at_most = 3 }`.
fn read_count(node: &Node, reach: Reach<'_>) -> Condition {
    let Some(table) = node.as_table() else {
        return bad_count(node, reach);
    };
    let Some(scope) = table
        .get("of")
        .and_then(|of| read_inner_scope(of.as_str()?, of.span, reach))
    else {
        return bad_count(node, reach);
    };
    let condition = table
        .get("where")
        .map_or(Condition::Constant(true), |inner| {
            read_condition(inner, reach.inside(scope))
        });
    match read_compare(table, &["of", "where"], node.span, reach) {
        Some((compare, with)) => Condition::Count {
            scope,
            condition: Box::new(condition),
            compare,
            with,
        },
        None => Condition::Constant(true),
    }
}

fn bad_count(node: &Node, reach: Reach<'_>) -> Condition {
    reach.faults.add(
        node.span,
        Text::fixed(
            "写成 count = { of = \"domain\", where = {…}, at_most = 3 }",
            "write count = { of = \"domain\", where = {…}, at_most = 3 }",
        ),
    );
    Condition::Constant(true)
}

/// `count_distinct = { of = ["principal.mobile", "any_person.mobile"], at_least = 3 }`.
fn read_distinct(node: &Node, reach: Reach<'_>) -> Condition {
    let facts = node
        .as_table()
        .and_then(|table| table.get("of"))
        .map(|of| read_spread(of, reach));
    match (node.as_table(), facts) {
        (Some(table), Some(facts)) => match read_compare(table, &["of"], node.span, reach) {
            Some((compare, with)) => Condition::Distinct {
                facts,
                compare,
                with,
            },
            None => Condition::Constant(true),
        },
        _ => bad_count(node, reach),
    }
}

/// `all_same = ["any_service.principal.name"]`.
fn read_all_same(node: &Node, reach: Reach<'_>) -> Condition {
    Condition::Distinct {
        facts: read_spread(node, reach),
        compare: super::condition::Compare::AtMost,
        with: Operand::Constant(1),
    }
}

/// Facts by name, where `any_E.x` is `E.x` spread over elements.
fn read_spread(node: &Node, reach: Reach<'_>) -> Vec<(Option<Scope>, FactRef)> {
    let items = node.as_array().unwrap_or_default();
    if items.is_empty() {
        reach.faults.add(
            node.span,
            Text::fixed(
                "这里要写事实名的列表",
                "a list of fact names is expected here",
            ),
        );
    }
    items
        .iter()
        .filter_map(|item| {
            let path = item.as_str().unwrap_or_default();
            match path.strip_prefix("any_").and_then(|rest| {
                let (name, _) = rest.split_once('.')?;
                Some((rest, read_inner_scope(name, item.span, reach)?))
            }) {
                Some((rest, scope)) => reach
                    .inside(scope)
                    .fact(rest, item.span)
                    .map(|fact| (Some(scope), fact)),
                None => reach.fact(path, item.span).map(|fact| (None, fact)),
            }
        })
        .collect()
}

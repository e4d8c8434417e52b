//! A second evaluator, as short and plain as can be: two-valued, straight from the rule's TOML as
//! the `toml` crate reads it, without the loader, plans, masks or any code of `evaluate`. It takes
//! the value of each fact from `facts` and the comparison of names and numbers from `identifiers`;
//! all that a rule is made of it does by itself. It answers only where every fact that it meets is
//! known; where one is not it says so and the caller looks at another draft.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use beian::draft::{Draft, Node, Path, Place};
use beian::facts::{Element, Fact, Facts};
use beian::fields::choices::{FILING_KINDS, SUBJECT_CERTIFICATES, SUBJECT_KINDS};
use beian::fields::{FactRef, Kind, OrderField, Scope, TextRole};
use beian::identifiers::{division_named, fold, same_name, same_number, same_phone};
use beian::ruleset::Severity;
use chrono::NaiveDate;
use toml::{Table, Value};

/// A fact that is not known: no answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Open;

type Answer<T> = Result<T, Open>;

/// A known value.
#[derive(Debug, Clone, PartialEq)]
enum Known {
    None,
    Bool(bool),
    Int(i64),
    Day(NaiveDate),
    Endless,
    Id(String),
    Ids(Vec<String>),
    Text(String),
    Texts(Vec<String>),
}

/// The gravest failures by element and where it is reported.
pub type Failures = BTreeMap<(String, String), Severity>;

/// The outcome of a rule at one place of an element, and of its documents.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    /// What fails.
    pub failures: Failures,
    /// The documents that are needed, with whose they are.
    pub papers: Vec<(String, Place)>,
}

/// All the tables of a ruleset, of two layers.
pub struct Reference<'d> {
    pub layers: &'d [Table],
    pub facts: &'d Facts<'d>,
    /// The fields that were read, once for each reading, with the rule's element.
    pub reads: RefCell<Vec<(Element, Path)>>,
    at: Cell<Element>,
}

/// What is in force of a rule for an element.
struct Scene<'s> {
    element: Element,
    /// Inside a quantifier: the scene around it.
    outer: Option<&'s Scene<'s>>,
    params: &'s BTreeMap<String, Value>,
}

impl<'s> Scene<'s> {
    fn new(element: Element, params: &'s BTreeMap<String, Value>) -> Self {
        Self {
            element,
            outer: None,
            params,
        }
    }

    /// The element that a fact is of: the one at hand, or one around it.
    fn reads(&self, fact: FactRef) -> Element {
        match self.outer {
            Some(outer) if !self.element.scope().sees(fact.mount.needs()) => outer.reads(fact),
            _ => self.element,
        }
    }
}

fn tables<'t>(table: &'t Table, key: &str) -> Vec<&'t Table> {
    table
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_table)
        .collect()
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        one => vec![one.clone()],
    }
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn day(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::Datetime(day) => day.to_string().parse().ok(),
        Value::String(day) => day.parse().ok(),
        _ => None,
    }
}

pub fn in_group(filing: &str, word: &str) -> bool {
    match word {
        "all" => true,
        "new" => ["first", "add-service", "add-service-elsewhere"].contains(&filing),
        "cancel" => filing.starts_with("cancel-"),
        "changes" => filing.starts_with("change") || filing == "transfer-subject",
        kind => kind == filing,
    }
}

fn severity(id: &str) -> Severity {
    match id {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => Severity::Notice,
    }
}

/// The elements of a scope that lie in another.
pub fn elements(draft: &Draft<'_>, scope: Scope, within: Element) -> Vec<Element> {
    let services = (0u16..).zip(draft.services.items());
    let inside = |index: u16| within.service().is_none_or(|own| own == index);
    match scope {
        Scope::Order => vec![Element::Order],
        Scope::Person => {
            let is_there = |record: &Option<beian::draft::Record<'_>>| {
                record.as_ref().is_some_and(|record| !record.is_none())
            };
            let kind = draft.order.slot(OrderField::SubjectKind as usize);
            let personal = *kind == beian::draft::Slot::Code(0);
            let mut persons = Vec::new();
            if personal || is_there(&draft.principal) {
                persons.push(Node::Principal);
            }
            if is_there(&draft.legal_representative) {
                persons.push(Node::LegalRepresentative);
            }
            persons.extend(
                services
                    .filter(|(_, service)| is_there(&service.principal))
                    .map(|(index, _)| Node::ServicePrincipal(index)),
            );
            persons
                .into_iter()
                .map(|node| Element::Person(Place::now(node)))
                .collect()
        }
        Scope::Service => services
            .map(|(index, _)| index)
            .filter(|index| inside(*index))
            .map(Element::Service)
            .collect(),
        Scope::Domain => services
            .filter(|(index, _)| inside(*index))
            .flat_map(|(index, service)| {
                (0u16..)
                    .zip(service.domains.items())
                    .map(move |(inner, _)| Element::Domain(index, inner))
            })
            .collect(),
        _ => panic!("not generated"),
    }
}

impl<'d> Reference<'d> {
    pub fn new(layers: &'d [Table], facts: &'d Facts<'d>) -> Self {
        Self {
            layers,
            facts,
            reads: RefCell::default(),
            at: Cell::new(Element::Order),
        }
    }

    /// Everything that a rule says of the draft; `require`s are those outside rules.
    pub fn rule(&self, rule: &Table) -> Answer<Outcome> {
        let mut outcome = Outcome::default();
        let scope =
            Scope::of_name(rule.get("each").map_or("order", |_| text(rule, "each"))).unwrap();
        let Some(cap) = self.filing_cap(rule) else {
            return Ok(outcome);
        };
        for element in elements(self.facts.draft(), scope, Element::Order) {
            self.at.set(element);
            let none = BTreeMap::new();
            let bare = Scene::new(element, &none);
            let (params, set_cap) = self.in_force(rule, &bare)?;
            let scene = Scene::new(element, &params);
            let lacks = |condition: &Table| {
                uses(condition)
                    .iter()
                    .any(|name| !params.contains_key(name))
            };
            // Without a value of a parameter that it turns on, a condition says nothing.
            if rule
                .get("when")
                .and_then(Value::as_table)
                .is_some_and(lacks)
            {
                continue;
            }
            let mut applies = self.selected(rule, &scene, true)?;
            for except in self.changes("except", rule) {
                if text(except, "branch").is_empty() {
                    applies &= !self.selected(except, &bare, false)?;
                }
            }
            for off in self.changes("off", rule) {
                applies &= !self.selected(off, &bare, false)?;
            }
            for branch in branches(rule) {
                let condition = branch.condition();
                if lacks(&condition) {
                    continue;
                }
                let mut excepted = false;
                for except in self.changes("except", rule) {
                    if !branch.id.is_empty() && text(except, "branch") == branch.id {
                        excepted |= self.selected(except, &bare, false)?;
                    }
                }
                let fails = self.holds(&condition, &scene)? && !excepted;
                let waived = match &branch.waiver {
                    Some(waiver) => {
                        let when = waiver.get("when").and_then(Value::as_table);
                        !when.is_some_and(lacks)
                            && when.map_or(Ok(true), |when| self.holds(when, &scene))?
                    }
                    None => false,
                };
                if applies && fails && waived {
                    let id = text(branch.waiver.as_ref().unwrap(), "document");
                    outcome
                        .papers
                        .push((id.to_owned(), self.whose(id, element)));
                }
                if applies && fails && !waived {
                    let severity = branch.severity.min(cap).min(set_cap);
                    let key = (format!("{element:?}"), branch.at.clone());
                    let known = outcome.failures.entry(key).or_insert(severity);
                    *known = severity.max(*known);
                }
            }
            for require in tables(rule, "require") {
                if lacks(require) {
                    continue;
                }
                if self.selected(require, &scene, false)? && applies {
                    let id = text(require, "document");
                    outcome
                        .papers
                        .push((id.to_owned(), self.whose(id, element)));
                }
            }
        }
        Ok(outcome)
    }

    /// The documents that the ruleset requires outside rules.
    pub fn required(&self) -> Answer<Vec<(String, Place)>> {
        let mut papers = Vec::new();
        for require in self
            .layers
            .iter()
            .flat_map(|layer| tables(layer, "require"))
        {
            let name = require
                .get("each")
                .map_or("order", |_| text(require, "each"));
            let scope = Scope::of_name(name).unwrap();
            for element in elements(self.facts.draft(), scope, Element::Order) {
                let none = BTreeMap::new();
                let scene = Scene::new(element, &none);
                if self.selected(require, &scene, false)? {
                    let id = text(require, "document");
                    papers.push((id.to_owned(), self.whose(id, element)));
                }
            }
        }
        Ok(papers)
    }

    /// A document is its declaration's `of`'s, else the element's.
    fn whose(&self, id: &str, element: Element) -> Place {
        let declared = self
            .layers
            .iter()
            .flat_map(|layer| tables(layer, "document"))
            .find(|document| text(document, "id") == id)
            .map_or("", |document| text(document, "of"));
        match declared {
            "principal" => Place::now(Node::Principal),
            "subject" => Place::now(Node::Order),
            _ => element.place(),
        }
    }

    fn filing(&self) -> &'static str {
        match self
            .facts
            .draft()
            .order
            .slot(OrderField::FilingKind as usize)
        {
            beian::draft::Slot::Code(code) => FILING_KINDS[usize::from(*code)].id,
            _ => panic!("a draft has a kind of filing"),
        }
    }

    /// The gravest severity of a rule in this kind of filing: a kind named wins over its group.
    fn filing_cap(&self, rule: &Table) -> Option<Severity> {
        let filing = self.filing();
        match rule.get("filings")? {
            Value::Array(words) => words
                .iter()
                .any(|word| in_group(filing, word.as_str().unwrap()))
                .then_some(Severity::Error),
            Value::Table(caps) => match caps.get(filing) {
                Some(own) => own.as_str().map(severity),
                None => caps
                    .iter()
                    .find(|(word, _)| in_group(filing, word))
                    .and_then(|(_, cap)| cap.as_str())
                    .map(severity),
            },
            _ => None,
        }
    }

    /// Whether `filings` (but of rules, where they are caps), `subjects`, `when` and the days hold.
    fn selected(&self, table: &Table, scene: &Scene<'_>, is_rule: bool) -> Answer<bool> {
        let today = self.facts.as_of();
        let mut holds = table
            .get("from")
            .and_then(day)
            .is_none_or(|from| from <= today)
            && table
                .get("until")
                .and_then(day)
                .is_none_or(|until| today <= until);
        if let Some(filings) = table.get("filings").filter(|_| !is_rule) {
            holds &= list(filings)
                .iter()
                .any(|word| in_group(self.filing(), word.as_str().unwrap()));
        }
        if let Some(subjects) = table.get("subjects") {
            let kind = FactRef::of_path("subject.kind").unwrap();
            holds &= match self.fetch(kind, scene.reads(kind))? {
                Known::Id(kind) => list(subjects).iter().any(|word| names_subject(word, &kind)),
                _ => false,
            };
        }
        if let Some(when) = table.get("when").and_then(Value::as_table) {
            holds &= self.holds(when, scene)?;
        }
        Ok(holds)
    }

    /// The changes of a rule, with the number of their layer.
    fn changes(&self, section: &str, rule: &Table) -> Vec<&Table> {
        let of_rule = |change: &&Table| text(change, "rule") == text(rule, "id");
        self.layers
            .iter()
            .flat_map(|layer| tables(layer, section))
            .filter(of_rule)
            .collect()
    }

    /// The values of a rule's parameters, and the cap of the sets that they come from: the later
    /// layer first, then the more specific, then the defaults.
    fn in_force(
        &self,
        rule: &Table,
        scene: &Scene<'_>,
    ) -> Answer<(BTreeMap<String, Value>, Severity)> {
        let mut holding: Vec<(usize, &Table)> = Vec::new();
        for (number, layer) in self.layers.iter().enumerate() {
            for set in tables(layer, "set") {
                if text(set, "rule") == text(rule, "id") && self.selected(set, scene, false)? {
                    holding.push((number, set));
                }
            }
        }
        let mut values = BTreeMap::new();
        let mut cap = Severity::Error;
        while let Some(next) = holding.iter().position(|one| {
            holding
                .iter()
                .all(|other| other == one || !goes_before(*other, *one))
        }) {
            let (_, set) = holding.remove(next);
            let own: Vec<(&String, &Value)> = set
                .iter()
                .filter(|(key, _)| {
                    ![
                        "rule", "when", "filings", "subjects", "severity", "facts", "from", "until",
                    ]
                    .contains(&key.as_str())
                })
                .collect();
            let mut decides = own.is_empty();
            for (name, value) in own {
                if !values.contains_key(name) {
                    values.insert(name.clone(), value.clone());
                    decides = true;
                }
            }
            if decides && set.contains_key("severity") {
                cap = cap.min(severity(text(set, "severity")));
            }
        }
        let params = rule.get("params").and_then(Value::as_table);
        for (name, param) in params.into_iter().flatten() {
            if values.contains_key(name) {
                continue;
            }
            match param.get("default") {
                Some(Value::Table(by_kind)) => {
                    let kind = FactRef::of_path("subject.kind").unwrap();
                    let Known::Id(kind) = self.fetch(kind, scene.reads(kind))? else {
                        continue;
                    };
                    let group = if kind == "personal" { "" } else { "unit" };
                    if let Some(value) = by_kind.get(&kind).or_else(|| by_kind.get(group)) {
                        values.insert(name.clone(), value.clone());
                    }
                }
                Some(value) => {
                    values.insert(name.clone(), value.clone());
                }
                None => {}
            }
        }
        Ok((values, cap))
    }

    /// Whether all entries of a condition hold. None is skipped, so that what is read does not
    /// depend on the order.
    fn holds(&self, condition: &Table, scene: &Scene<'_>) -> Answer<bool> {
        let parts: Vec<Answer<bool>> = condition
            .iter()
            .map(|(key, value)| self.entry(&[key], value, scene))
            .collect();
        all(parts)
    }

    fn entry(&self, path: &[&str], value: &Value, scene: &Scene<'_>) -> Answer<bool> {
        let key = path[0];
        if path.len() == 1 {
            match key {
                "all" => return all(self.each_of(value, scene)),
                "any" => return any(self.each_of(value, scene)),
                "not" => return Ok(!self.holds(value.as_table().unwrap(), scene)?),
                "param" => {
                    let tests = value.as_table().unwrap().iter().map(|(name, test)| {
                        let known = known_param(&scene.params[name]);
                        self.test(&known, None, test, scene)
                    });
                    return all(tests.collect());
                }
                "count" => return self.count(value.as_table().unwrap(), scene),
                "count_distinct" => {
                    let table = value.as_table().unwrap();
                    let count = self.distinct(&table["of"], scene)?;
                    return self.compare_count(count, table, scene);
                }
                "all_same" => return Ok(self.distinct(value, scene)? <= 1),
                _ => {}
            }
            let quantified = ["any_", "every_", "no_"]
                .into_iter()
                .find_map(|word| Some((word, Scope::of_name(key.strip_prefix(word)?)?)));
            if let Some((word, scope)) = quantified {
                let inner = value.as_table().unwrap();
                let passing = self.passing(scope, Some(inner), scene)?;
                let there = elements(self.facts.draft(), scope, scene.element).len();
                return Ok(match word {
                    "any_" => passing > 0,
                    "every_" => passing == there,
                    _ => passing == 0,
                });
            }
        }
        if let Some(fact) = FactRef::of_path(&path.join(".")).filter(|f| f.kind() != Kind::Table) {
            let known = self.fetch(fact, scene.reads(fact))?;
            return self.test(&known, Some(fact), value, scene);
        }
        let parts = value.as_table().unwrap().iter().map(|(key, value)| {
            let longer: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
            self.entry(&longer, value, scene)
        });
        all(parts.collect())
    }

    fn each_of(&self, value: &Value, scene: &Scene<'_>) -> Vec<Answer<bool>> {
        let parts = value.as_array().unwrap().iter();
        parts
            .map(|part| self.holds(part.as_table().unwrap(), scene))
            .collect()
    }

    /// How many elements pass.
    fn passing(&self, scope: Scope, condition: Option<&Table>, scene: &Scene<'_>) -> Answer<usize> {
        let mut passing = 0;
        let mut open = false;
        for element in elements(self.facts.draft(), scope, scene.element) {
            let inner = Scene {
                element,
                outer: Some(scene),
                params: scene.params,
            };
            match condition.map_or(Ok(true), |condition| self.holds(condition, &inner)) {
                Ok(passes) => passing += usize::from(passes),
                Err(Open) => open = true,
            }
        }
        if open { Err(Open) } else { Ok(passing) }
    }

    fn count(&self, table: &Table, scene: &Scene<'_>) -> Answer<bool> {
        let scope = Scope::of_name(text(table, "of")).unwrap();
        let condition = table.get("where").and_then(Value::as_table);
        let count = self.passing(scope, condition, scene)?;
        self.compare_count(count, table, scene)
    }

    fn compare_count(&self, count: usize, table: &Table, scene: &Scene<'_>) -> Answer<bool> {
        let known = Known::Int(count as i64);
        let tests = table
            .iter()
            .filter(|(key, _)| !["of", "where"].contains(&key.as_str()))
            .map(|(operator, operand)| self.operator(&known, None, operator, operand, scene));
        all(tests.collect())
    }

    /// How many different values; none is no value.
    fn distinct(&self, of: &Value, scene: &Scene<'_>) -> Answer<usize> {
        let mut seen: Vec<Known> = Vec::new();
        let mut open = false;
        for path in of.as_array().unwrap() {
            let path = path.as_str().unwrap();
            let (path, places) = match path.strip_prefix("any_") {
                Some(rest) => {
                    let scope = Scope::of_name(rest.split('.').next().unwrap()).unwrap();
                    (rest, elements(self.facts.draft(), scope, scene.element))
                }
                None => (path, vec![scene.reads(FactRef::of_path(path).unwrap())]),
            };
            let fact = FactRef::of_path(path).unwrap();
            for element in places {
                match self.fetch(fact, element) {
                    Ok(Known::None) => {}
                    Ok(known) if seen.iter().any(|other| same(other, &known, Some(fact))) => {}
                    Ok(known) => seen.push(known),
                    Err(Open) => open = true,
                }
            }
        }
        if open { Err(Open) } else { Ok(seen.len()) }
    }

    /// All that is said of one value.
    fn test(
        &self,
        known: &Known,
        fact: Option<FactRef>,
        test: &Value,
        scene: &Scene<'_>,
    ) -> Answer<bool> {
        match test {
            Value::Table(operators) => {
                let or_none = operators.get("or_none") == Some(&Value::Boolean(true));
                let tests = operators
                    .iter()
                    .filter(|(operator, _)| *operator != "or_none")
                    .map(|(operator, operand)| {
                        let passes = self.operator(known, fact, operator, operand, scene)?;
                        Ok(passes || or_none && *known == Known::None)
                    });
                all(tests.collect())
            }
            value => self.operator(known, fact, "in", value, scene),
        }
    }

    fn operator(
        &self,
        known: &Known,
        fact: Option<FactRef>,
        operator: &str,
        operand: &Value,
        scene: &Scene<'_>,
    ) -> Answer<bool> {
        // Words that another fact's text does not hold.
        if let Some(list) = operand.get("words") {
            let path = operand.get("not_in").and_then(Value::as_str).unwrap();
            let other = FactRef::of_path(path).unwrap();
            let held = match self.fetch(other, scene.reads(other))? {
                Known::Text(held) => fold(&held).to_lowercase(),
                _ => String::new(),
            };
            let list = match list.as_str().and_then(|text| text.strip_prefix('$')) {
                Some(name) => scene.params[name].clone(),
                None => list.clone(),
            };
            let words = self.words(&list).into_iter();
            let left = words.filter(|word| !held.contains(&fold(word).to_lowercase()));
            let left: Vec<Value> = left.map(Value::String).collect();
            return self.operator(known, fact, operator, &Value::Array(left), scene);
        }
        // Another fact as the operand.
        let named = match (operator, operand) {
            ("same_as" | "differs_from", Value::String(path)) => Some(path.as_str()),
            (_, Value::Table(table)) => Some(text(table, "fact")),
            _ => None,
        };
        if let Some(path) = named {
            let other_fact = FactRef::of_path(path).unwrap();
            let other = self.fetch(other_fact, scene.reads(other_fact))?;
            let is_phone = |fact: FactRef| fact.kind() == Kind::Text(TextRole::Phone);
            let by = fact.map(|own| {
                if is_phone(other_fact) {
                    other_fact
                } else {
                    own
                }
            });
            let is_same = *known != Known::None && other != Known::None && same(known, &other, by);
            return Ok(match operator {
                "same_as" => is_same,
                "differs_from" => !is_same,
                _ => compare(known, operator, &other),
            });
        }
        let operand = match operand.as_str().and_then(|text| text.strip_prefix('$')) {
            Some(name) => scene.params[name].clone(),
            None => operand.clone(),
        };
        let is_one_of = || list(&operand).iter().any(|item| is(known, item, fact));
        let words = || self.words(&operand);
        Ok(match (operator, known) {
            ("known", _) => operand == Value::Boolean(true),
            ("is_none", _) => operand == Value::Boolean(*known == Known::None),
            ("is" | "in", _) => *known != Known::None && is_one_of(),
            ("is_not" | "not_in", _) => *known == Known::None || !is_one_of(),
            ("is_empty", Known::None) => operand == Value::Boolean(true),
            (_, Known::None) => false,
            ("at_least" | "at_most" | "above" | "below", _) => match &operand {
                Value::Integer(number) => compare(known, operator, &Known::Int(*number)),
                other => compare(known, operator, &Known::Day(day(other).unwrap())),
            },
            ("is_empty", Known::Ids(ids)) => operand == Value::Boolean(ids.is_empty()),
            ("is_empty", Known::Texts(texts)) => operand == Value::Boolean(texts.is_empty()),
            ("has" | "has_any", Known::Ids(ids)) => list(&operand)
                .iter()
                .any(|id| ids.iter().any(|own| Some(own.as_str()) == id.as_str())),
            ("has_all", Known::Ids(ids)) => list(&operand)
                .iter()
                .all(|id| ids.iter().any(|own| Some(own.as_str()) == id.as_str())),
            ("only", Known::Ids(ids)) => ids.iter().all(|own| {
                list(&operand)
                    .iter()
                    .any(|id| Some(own.as_str()) == id.as_str())
            }),
            ("has" | "has_any", Known::Texts(texts)) => texts
                .iter()
                .any(|text| words().iter().any(|word| same_name(text, word))),
            (_, Known::Text(value)) => {
                let number = operand.as_integer().unwrap_or_default();
                let folded = fold(value).to_lowercase();
                let fits = |check: &dyn Fn(&str) -> bool| {
                    words().iter().any(|word| check(&fold(word).to_lowercase()))
                };
                match operator {
                    "contains_any" => fits(&|word| folded.contains(word)),
                    "starts_with_any" => fits(&|word| folded.starts_with(word)),
                    "ends_with_any" => fits(&|word| folded.ends_with(word)),
                    "equals_any" => fits(&|word| folded == word),
                    "under_any" => fits(&|word| {
                        let labels = |name: &str| -> Vec<String> {
                            let name = name.replace(['。', '．', '｡'], ".");
                            let readable = idna::domain_to_unicode(&name).0;
                            readable.split('.').map(str::to_owned).collect()
                        };
                        let (name, suffix) = (labels(&folded), labels(word));
                        name.len() > suffix.len() && name.ends_with(&suffix)
                    }),
                    "min_han" => han(value) >= number,
                    "max_han" => han(value) <= number,
                    "min_chars" => value.trim().chars().count() as i64 >= number,
                    "max_chars" => value.trim().chars().count() as i64 <= number,
                    "only" => {
                        !fold(value).is_empty()
                            && fold(value).chars().all(|c| {
                                let is_han = ('\u{4e00}'..='\u{9fff}').contains(&c);
                                match operand.as_str().unwrap() {
                                    "han" => is_han,
                                    "digits" => c.is_ascii_digit(),
                                    "latin" => c.is_ascii_alphabetic(),
                                    "ascii" => c.is_ascii(),
                                    "han-latin" => is_han || c.is_ascii_alphabetic(),
                                    _ => is_han || c.is_ascii_alphanumeric(),
                                }
                            })
                    }
                    "matches" => {
                        let pattern = operand.as_str().unwrap();
                        let whole = if pattern.starts_with('^') || pattern.ends_with('$') {
                            pattern.to_owned()
                        } else {
                            format!("^(?:{pattern})$")
                        };
                        regex::Regex::new(&whole).unwrap().is_match(&fold(value))
                    }
                    _ => panic!("no operator of texts: {operator}"),
                }
            }
            _ => panic!("{operator} on {known:?}"),
        })
    }

    /// Words, with `"@list"` spelt out.
    fn words(&self, operand: &Value) -> Vec<String> {
        let mut words = Vec::new();
        for word in list(operand) {
            let word = word.as_str().unwrap().to_owned();
            match word.strip_prefix('@') {
                Some(id) => {
                    for own in self.layers.iter().flat_map(|layer| tables(layer, "list")) {
                        if text(own, "id") == id {
                            words.extend(self.words(&own["words"]));
                        }
                    }
                }
                None => words.push(word),
            }
        }
        words
    }

    fn fetch(&self, fact: FactRef, element: Element) -> Answer<Known> {
        let (value, reads) = self.facts.traced(|| self.facts.get(fact, element));
        self.reads
            .borrow_mut()
            .extend(reads.into_iter().map(|read| (self.at.get(), read.path)));
        let id = |code: usize| {
            // In a personal filing a person's certificate may be one of a unit's, by mistake.
            let choices = fact.kind().choices().unwrap();
            choices
                .get(code)
                .unwrap_or(&SUBJECT_CERTIFICATES[code])
                .id
                .to_owned()
        };
        Ok(match value {
            Fact::Unknown | Fact::Withheld | Fact::Between(..) => return Err(Open),
            Fact::Set { maybe, .. } if maybe != 0 => return Err(Open),
            Fact::None => Known::None,
            Fact::Bool(flag) => Known::Bool(flag),
            Fact::Int(number) => Known::Int(number),
            Fact::Day(day) => Known::Day(day),
            Fact::Endless => Known::Endless,
            Fact::Code(code) => Known::Id(id(code.into())),
            Fact::Set { yes, .. } => {
                Known::Ids((0..64).filter(|bit| yes >> bit & 1 == 1).map(id).collect())
            }
            Fact::Division(code) => Known::Id(code.to_string()),
            Fact::Text(text) => Known::Text(text.to_owned()),
            Fact::Texts(texts) => {
                Known::Texts(texts.iter().map(|text| text.expose().to_owned()).collect())
            }
            Fact::Problem(_) => panic!("a problem is not for rules"),
        })
    }
}

fn all(parts: Vec<Answer<bool>>) -> Answer<bool> {
    let parts: Answer<Vec<bool>> = parts.into_iter().collect();
    Ok(parts?.into_iter().all(|part| part))
}

fn any(parts: Vec<Answer<bool>>) -> Answer<bool> {
    let parts: Answer<Vec<bool>> = parts.into_iter().collect();
    Ok(parts?.into_iter().any(|part| part))
}

fn han(text: &str) -> i64 {
    text.chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
        .count() as i64
}

fn names_subject(word: &Value, kind: &str) -> bool {
    match word.as_str() {
        Some("unit") => kind != SUBJECT_KINDS[0].id,
        word => word == Some(kind),
    }
}

/// A parameter's value, as a fact's.
fn known_param(value: &Value) -> Known {
    match value {
        Value::Boolean(flag) => Known::Bool(*flag),
        Value::Integer(number) => Known::Int(*number),
        Value::String(id) => Known::Id(id.clone()),
        Value::Array(ids) => Known::Ids(
            ids.iter()
                .map(|id| id.as_str().unwrap().to_owned())
                .collect(),
        ),
        value => Known::Day(day(value).unwrap()),
    }
}

/// Whether a known value is what is written.
fn is(known: &Known, written: &Value, fact: Option<FactRef>) -> bool {
    match known {
        Known::Bool(flag) => written.as_bool() == Some(*flag),
        Known::Int(number) => written.as_integer() == Some(*number),
        Known::Day(own) => day(written) == Some(*own),
        Known::Id(id) => {
            let text = written.as_str().unwrap();
            let is_kind = fact.is_some_and(|fact| fact.path() == "subject.kind");
            text == id
                || is_kind && names_subject(written, id)
                || fact.is_some_and(|fact| fact.kind() == Kind::Province)
                    && division_named(text)
                        .map(|own| own.code.to_string())
                        .as_ref()
                        == Some(id)
        }
        Known::Text(text) => {
            let other = Known::Text(written.as_str().unwrap().to_owned());
            same(&Known::Text(text.clone()), &other, fact)
        }
        _ => false,
    }
}

/// Whether two values are the same, texts as their field is compared.
fn same(left: &Known, right: &Known, by: Option<FactRef>) -> bool {
    match (left, right) {
        (Known::Text(left), Known::Text(right)) => match by.map(|fact| fact.kind()) {
            Some(Kind::Text(TextRole::Phone)) => same_phone(left, right),
            Some(Kind::Text(TextRole::Number)) => same_number(left, right),
            Some(Kind::Text(TextRole::Name)) => same_name(left, right),
            Some(Kind::Text(TextRole::Email | TextRole::Domain)) => {
                fold(left).eq_ignore_ascii_case(&fold(right))
            }
            _ => fold(left) == fold(right),
        },
        (left, right) => left == right,
    }
}

/// Compares numbers or days; what never ends is more than any.
fn compare(left: &Known, operator: &str, right: &Known) -> bool {
    let order = match (left, right) {
        (Known::None, _) | (_, Known::None) => return false,
        (Known::Endless, Known::Endless) => std::cmp::Ordering::Equal,
        (Known::Endless, _) => std::cmp::Ordering::Greater,
        (_, Known::Endless) => std::cmp::Ordering::Less,
        (Known::Int(left), Known::Int(right)) => left.cmp(right),
        (Known::Day(left), Known::Day(right)) => left.cmp(right),
        other => panic!("{other:?} cannot be compared"),
    };
    match operator {
        "at_least" => order.is_ge(),
        "at_most" => order.is_le(),
        "above" => order.is_gt(),
        "below" => order.is_lt(),
        "is" => order.is_eq(),
        _ => order.is_ne(),
    }
}

/// One way of a rule to fail.
struct Branch {
    id: String,
    severity: Severity,
    if_: Option<Table>,
    unless: Option<Table>,
    at: String,
    waiver: Option<Table>,
}

impl Branch {
    /// When it fails.
    fn condition(&self) -> Table {
        let mut condition = Table::new();
        if let Some(own) = &self.if_ {
            let parts = vec![Value::Table(own.clone())];
            condition.insert("all".to_owned(), Value::Array(parts));
        }
        if let Some(own) = &self.unless {
            condition.insert("not".to_owned(), Value::Table(own.clone()));
        }
        condition
    }
}

fn branches(rule: &Table) -> Vec<Branch> {
    let own = |table: &Table, key: &str| table.get(key).and_then(Value::as_table).cloned();
    let mut branches = Vec::new();
    for id in ["error", "warning", "notice"] {
        for word in ["unless", "if"] {
            if let Some(condition) = own(rule, &format!("{id}_{word}")) {
                let (if_, unless) = match word {
                    "if" => (Some(condition), None),
                    _ => (None, Some(condition)),
                };
                branches.push(Branch {
                    id: String::new(),
                    severity: severity(id),
                    if_,
                    unless,
                    at: text(rule, "at").to_owned(),
                    waiver: own(rule, "waived_by"),
                });
            }
        }
    }
    for branch in tables(rule, "branch") {
        branches.push(Branch {
            id: text(branch, "id").to_owned(),
            severity: severity(text(branch, "severity")),
            if_: own(branch, "if"),
            unless: own(branch, "unless"),
            at: match text(branch, "at") {
                "" => text(rule, "at").to_owned(),
                at => at.to_owned(),
            },
            waiver: own(branch, "waived_by"),
        });
    }
    branches
}

/// The parameters that a condition names: by `param.x` or as an operand `"$x"`.
fn uses(condition: &Table) -> Vec<String> {
    let mut names = Vec::new();
    for (key, value) in condition {
        if key == "param" {
            names.extend(value.as_table().unwrap().keys().cloned());
        }
        collect(value, &mut names);
    }
    names
}

fn collect(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::String(text) => names.extend(text.strip_prefix('$').map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        Value::Table(table) => names.extend(uses(table)),
        _ => {}
    }
}

/// Whether a set goes before another where both hold: by its layer, then by naming more.
fn goes_before(one: (usize, &Table), other: (usize, &Table)) -> bool {
    if one.0 != other.0 {
        return one.0 > other.0;
    }
    is_within(one.1, other.1) && !is_within(other.1, one.1)
}

fn is_within(one: &Table, other: &Table) -> bool {
    let narrower =
        |key: &str, spell: &dyn Fn(&str) -> Vec<&'static str>| match (one.get(key), other.get(key))
        {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(wide)) => {
                let spelt = |value: &Value| -> Vec<&'static str> {
                    list(value)
                        .iter()
                        .flat_map(|word| spell(word.as_str().unwrap()))
                        .collect()
                };
                let wide = spelt(wide);
                spelt(own).iter().all(|id| wide.contains(id))
            }
        };
    let filings = |word: &str| -> Vec<&'static str> {
        FILING_KINDS
            .iter()
            .map(|kind| kind.id)
            .filter(|id| in_group(id, word))
            .collect()
    };
    let subjects = |word: &str| -> Vec<&'static str> {
        let word = Value::String(word.to_owned());
        SUBJECT_KINDS
            .iter()
            .map(|kind| kind.id)
            .filter(|id| names_subject(&word, id))
            .collect()
    };
    let mut tests = (Vec::new(), Vec::new());
    flatten(one.get("when"), String::new(), &mut tests.0);
    flatten(other.get("when"), String::new(), &mut tests.1);
    let within_days = (other.get("from").is_none()
        || one.get("from").and_then(day) >= other.get("from").and_then(day))
        && (other.get("until").is_none()
            || one.get("until").is_some()
                && one.get("until").and_then(day) <= other.get("until").and_then(day));
    narrower("filings", &filings)
        && narrower("subjects", &subjects)
        && within_days
        && tests.1.iter().all(|(path, wide)| {
            tests.0.iter().any(|(own, narrow)| {
                let (narrow, wide) = (list(narrow), list(wide));
                own == path && narrow.iter().all(|item| wide.contains(item))
            })
        })
}

/// The tests of a condition by their paths.
fn flatten(value: Option<&Value>, path: String, found: &mut Vec<(String, Value)>) {
    match value {
        Some(Value::Table(table)) => {
            for (key, value) in table {
                flatten(Some(value), format!("{path}.{key}"), found);
            }
        }
        Some(value) => found.push((path, value.clone())),
        None => {}
    }
}

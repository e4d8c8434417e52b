//! Which documents are needed: by requirements, and by branches that a document stands in for.

use super::binding::{Binding, lacks_value};
use super::condition::View;
use super::outcome::{Ground, Lister, Need, Paper};
use super::plan::Plan;
use super::prepared::Prepared;
use super::quick::Target;
use super::run::{applies, exceptions_of};
use super::test::Values;
use super::truth::Truth;
use crate::draft::{Node, Path, Place};
use crate::facts::{Element, Facts};
use crate::fields::Mount;
use crate::ruleset::{Condition, Papers, Require, Value};

/// All documents that a draft needs or may need, in the order of the ruleset's documents.
pub(super) fn papers(plan: &Plan<'_>, facts: &Facts<'_>, open: &[Target]) -> Vec<Paper> {
    let mut list = List {
        plan,
        facts,
        papers: Vec::new(),
        groups: Vec::new(),
    };
    for target in open {
        match target {
            Target::Rule(_) => {}
            Target::Require(position) => {
                if let Some(asked) = plan.asked_at(*position) {
                    list.require(asked.require, &asked.condition, None);
                }
            }
            Target::Papers(position) => {
                let Some(prepared) = plan.rule_at(*position) else {
                    continue;
                };
                for (require, condition) in &prepared.requires {
                    list.require(require, condition, Some(prepared));
                }
                list.waivers(prepared);
            }
        }
    }
    let mut papers = list.papers;
    papers.sort_by_key(|paper| (paper.choice.map(|(group, _)| group), paper.document));
    papers
}

/// A list of documents being drawn up.
struct List<'p, 'r, 'd> {
    plan: &'p Plan<'r>,
    facts: &'p Facts<'d>,
    papers: Vec<Paper>,
    /// Alternatives already listed, with whose they are.
    groups: Vec<(Vec<Vec<usize>>, Place)>,
}

/// What makes a document needed.
struct Cause<'c> {
    papers: &'c Papers,
    of: Option<Mount>,
    ground: Ground,
    silent: bool,
    /// Whether something decides it that no draft tells.
    is_open: bool,
}

/// Conditions that hold together, some of them negated.
struct Together<'c>(Vec<(&'c Condition, bool)>);

impl Together<'_> {
    fn holds(&self, view: &View<'_, '_>) -> Truth {
        let mut whole = Truth::True;
        for (condition, negated) in &self.0 {
            let holds = view.holds(condition);
            whole = whole.and(if *negated { !holds } else { holds });
            if whole == Truth::False {
                break;
            }
        }
        whole
    }

    fn needs(&self, view: &View<'_, '_>, found: &mut Vec<Path>) {
        if self.holds(view) == Truth::Unknown {
            for (condition, _) in &self.0 {
                view.needs(condition, found);
            }
        }
    }

    /// Whether they turn on a parameter that has no value.
    fn lack_value(&self, values: &Values<'_>) -> bool {
        let lacks = |(condition, _): &(&Condition, bool)| lacks_value(condition, values);
        self.0.iter().any(lacks)
    }
}

impl List<'_, '_, '_> {
    fn require(&mut self, require: &Require, condition: &Condition, rule: Option<&Prepared<'_>>) {
        let facts = self.facts;
        facts.for_each_element(require.scope, Element::Order, &mut |element| {
            let view = View::new(facts, element, &[]);
            let cause = Cause {
                papers: &require.papers,
                of: require.of,
                ground: Ground {
                    by: Lister::Require(require.origin),
                    rule: rule.map(|prepared| (prepared.index, 0)),
                    tells: true,
                },
                silent: require.silent,
                is_open: require.asks.is_some(),
            };
            match rule {
                None => {
                    let truth = view.holds(condition);
                    let mut needs = Vec::new();
                    if truth == Truth::Unknown {
                        view.needs(condition, &mut needs);
                    }
                    self.add(&cause, truth, needs, &[], &view);
                }
                Some(prepared) => {
                    let when = Together(vec![(condition, false)]);
                    self.under_rule(prepared, &when, &cause, &view);
                }
            }
            true
        });
    }

    /// Adds documents that a condition inside a rule makes needed, with the rule's parameters as
    /// they are in force; where that is not known, as they may be: what is the same under all is
    /// sure.
    fn under_rule(
        &mut self,
        prepared: &Prepared<'_>,
        when: &Together<'_>,
        cause: &Cause<'_>,
        view: &View<'_, '_>,
    ) {
        let applies = applies(prepared, view);
        if applies == Truth::False {
            return;
        }
        let under = |binding: &Binding<'_>| {
            let inner = View {
                values: &binding.values,
                ..*view
            };
            let holds = applies.and(when.holds(&inner));
            if holds != Truth::False && when.lack_value(&binding.values) {
                return Truth::False;
            }
            holds
        };
        let possible: Vec<(usize, &Binding<'_>)> = prepared
            .bindings
            .possible(view)
            .filter_map(|index| Some((index, prepared.bindings.get(index)?)))
            .collect();
        let Some((_, first)) = possible.first() else {
            return;
        };
        let bundles = bundles_of(cause.papers, &first.values);
        let alike = possible.iter().skip(1).all(|(_, other)| {
            under(other) == under(first) && bundles_of(cause.papers, &other.values) == bundles
        });
        let mut needs = Vec::new();
        let used = if alike { 1 } else { possible.len() };
        for (index, binding) in possible.into_iter().take(used) {
            let truth = match under(binding) {
                Truth::True if !alike => Truth::Unknown,
                truth => truth,
            };
            // What is decided needs nothing.
            if truth == Truth::Unknown || !alike {
                if needs.is_empty() {
                    rule_needs(prepared, view, alike, &mut needs);
                }
                let inner = View {
                    values: &binding.values,
                    ..*view
                };
                when.needs(&inner, &mut needs);
            }
            let own = Cause {
                ground: Ground {
                    rule: Some((prepared.index, index)),
                    ..cause.ground
                },
                ..*cause
            };
            self.add(&own, truth, needs.clone(), &binding.values, view);
        }
    }

    /// Documents that stand in for passing a branch.
    fn waivers(&mut self, prepared: &Prepared<'_>) {
        let facts = self.facts;
        for (index, branch) in prepared.rule.branches.iter().enumerate() {
            let Some(waiver) = &branch.waiver else {
                continue;
            };
            let mut when = vec![(&waiver.when, false), (&branch.fails, false)];
            let exceptions = exceptions_of(prepared, index);
            when.extend(exceptions.map(|(_, exception)| (exception.as_ref(), true)));
            let when = Together(when);
            let (elements, _) = facts.elements(prepared.rule.scope, Element::Order);
            for element in elements {
                let view = View::new(facts, element, &[]);
                let cause = Cause {
                    papers: &waiver.papers,
                    of: waiver.of,
                    ground: Ground {
                        by: Lister::Branch(index),
                        rule: Some((prepared.index, 0)),
                        tells: true,
                    },
                    silent: false,
                    is_open: false,
                };
                self.under_rule(prepared, &when, &cause, &view);
            }
        }
    }

    fn add<'v>(
        &mut self,
        cause: &Cause<'v>,
        truth: Truth,
        needs: Vec<Path>,
        values: &Values<'v>,
        view: &View<'_, '_>,
    ) {
        let need = match truth {
            Truth::True if cause.is_open => Need::Open,
            Truth::True => Need::Certain,
            Truth::Unknown if !cause.silent => Need::Open,
            _ => return,
        };
        let depends_on = match need {
            Need::Open => needs,
            Need::Certain => Vec::new(),
        };
        let plan = self.plan;
        let documents = |bundle: &'v [String]| bundle.iter().filter_map(|id| plan.document(id));
        let bundles = bundles_of(cause.papers, values);
        if let [only] = bundles {
            for document in documents(only) {
                self.list(cause, (need, &depends_on), document, None, view);
            }
            return;
        }
        let bundles: Vec<Vec<usize>> = bundles
            .iter()
            .map(|bundle| documents(bundle).collect())
            .filter(|bundle: &Vec<usize>| !bundle.is_empty())
            .collect();
        let group = if bundles.len() > 1 {
            let of = self.whose(cause.of, None, view);
            let known = self
                .groups
                .iter()
                .position(|(known, place)| *known == bundles && *place == of);
            Some(known.unwrap_or_else(|| {
                self.groups.push((bundles.clone(), of));
                self.groups.len().saturating_sub(1)
            }))
        } else {
            None
        };
        for (bundle, documents) in bundles.iter().enumerate() {
            let choice = group.map(|group| (group, bundle));
            for document in documents {
                self.list(cause, (need, &depends_on), *document, choice, view);
            }
        }
    }

    /// Lists one document.
    fn list(
        &mut self,
        cause: &Cause<'_>,
        (need, depends_on): (Need, &[Path]),
        document: usize,
        choice: Option<(usize, usize)>,
        view: &View<'_, '_>,
    ) {
        let own = self.plan.ruleset.documents.get(document);
        let of = self.whose(cause.of, own.and_then(|own| own.of), view);
        self.put(Paper {
            document,
            of,
            choice,
            need,
            rules: cause
                .ground
                .rule
                .map(|(rule, _)| rule)
                .into_iter()
                .collect(),
            depends_on: depends_on.to_vec(),
            grounds: vec![cause.ground],
        });
    }

    /// Whose document it is: as the requirement says, else as the document says, else the
    /// element's.
    fn whose(&self, stated: Option<Mount>, own: Option<Mount>, view: &View<'_, '_>) -> Place {
        stated
            .or(own)
            .and_then(|mount| {
                let fits = view.element.scope().sees(mount.needs());
                fits.then(|| self.facts.place(mount, view.element))
                    .flatten()
            })
            .unwrap_or_else(|| view.element.place())
    }

    /// Lists a document once: certain goes before open, and what asks for it adds up.
    fn put(&mut self, paper: Paper) {
        let same = |known: &&mut Paper| {
            known.document == paper.document
                && known.choice == paper.choice
                && self.facts.is_same_owner(known.of, paper.of)
        };
        let Some(known) = self.papers.iter_mut().find(same) else {
            self.papers.push(paper);
            return;
        };
        if paper.need == Need::Certain && known.need == Need::Open {
            known.need = Need::Certain;
            known.depends_on.clear();
            for ground in &mut known.grounds {
                ground.tells = false;
            }
        } else if paper.need == known.need {
            for path in paper.depends_on {
                if !known.depends_on.contains(&path) {
                    known.depends_on.push(path);
                }
            }
        }
        for ground in paper.grounds {
            // Of what is certain, those that only may ask for it say nothing.
            let ground = Ground {
                tells: paper.need == known.need,
                ..ground
            };
            if !known.grounds.contains(&ground) {
                known.grounds.push(ground);
            }
        }
        for rule in paper.rules {
            if !known.rules.contains(&rule) {
                known.rules.push(rule);
            }
        }
    }
}

/// The fields that it depends on whether a rule says anything, and, unless all its bindings are
/// alike, which of them is in force.
fn rule_needs(prepared: &Prepared<'_>, view: &View<'_, '_>, alike: bool, needs: &mut Vec<Path>) {
    view.needs(&prepared.guard, needs);
    for exception in &prepared.exceptions {
        view.needs(exception, needs);
    }
    if !alike {
        prepared.bindings.needs(view, needs);
    }
}

fn bundles_of<'b>(papers: &'b Papers, values: &Values<'b>) -> &'b [Vec<String>] {
    match papers {
        Papers::Fixed(bundles) => bundles,
        Papers::Param(index) => match values.get(*index) {
            Some(Some(Value::Bundles(bundles))) => bundles,
            _ => &[],
        },
    }
}

impl Facts<'_> {
    /// Whether two places are one person, or one and the same record.
    pub fn is_same_owner(&self, left: Place, right: Place) -> bool {
        let (left, right) = (self.person_of(left), self.person_of(right));
        if left == right {
            return true;
        }
        let is_person = |place: Place| {
            matches!(
                place.node,
                Node::Principal | Node::LegalRepresentative | Node::ServicePrincipal(_)
            )
        };
        match (is_person(left), is_person(right)) {
            (true, true) => self.are_same_person(left, right) == Some(true),
            // In a personal filing the subject is the person.
            (true, false) if right.node == Node::Order => self.is_personal() == Some(true),
            (false, true) if left.node == Node::Order => self.is_personal() == Some(true),
            _ => false,
        }
    }
}

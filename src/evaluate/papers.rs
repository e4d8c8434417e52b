//! Which documents are needed: by requirements, and by branches that a document stands in for.

use std::collections::HashMap;

use super::binding::Binding;
use super::condition::View;
use super::outcome::{Ground, Need, Paper};
use super::plan::Plan;
use super::prepared::{Asked, Asking, Cause, Prepared};
use super::quick::Said;
use super::run::{applies, exceptions_of};
use super::screen::Target;
use super::test::Values;
use super::truth::Truth;
use crate::draft::{Node, Path, Place};
use crate::facts::Facts;
use crate::fields::Mount;
use crate::ruleset::{Condition, Papers, Value};

/// All documents that a draft needs or may need, in the order of the ruleset's documents.
pub(super) fn papers(plan: &Plan<'_>, facts: &Facts<'_>, all: &[Said]) -> Vec<Paper> {
    let mut list = List {
        plan,
        facts,
        papers: Vec::with_capacity(all.len()),
        listed: HashMap::new(),
        groups: Vec::new(),
    };
    for own in all {
        let view = View::new(facts, own.element, &[]);
        match own.target {
            Target::Rule(_) => {}
            Target::Require(position) => {
                if let Some(asked) = plan.asked_at(position) {
                    list.require(asked, own.is_sure, &view);
                }
            }
            Target::Papers(position, part) => {
                if let Some(prepared) = plan.rule_at(position)
                    && let Some(asking) = prepared.asking.get(usize::from(part))
                {
                    match prepared.bindings.all() {
                        [only] if own.is_sure => list.surely(prepared, asking, only, &view),
                        _ => list.under_rule(prepared, asking, &view),
                    }
                }
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
    /// Where papers are listed, once there are many: their number grows with that of services.
    listed: HashMap<(usize, Choice, Place), usize>,
    /// Alternatives already listed, with whose they are.
    groups: Vec<(Vec<Vec<usize>>, Place)>,
}

/// Behind so many papers they are looked up; before, comparing is quicker.
const FEW: usize = 24;

/// Which alternative of which group a paper is of.
type Choice = Option<(usize, usize)>;

/// What asks for documents here, and under which values.
struct Call<'c> {
    cause: &'c Cause<'c>,
    ground: Ground,
    values: &'c Values<'c>,
}

/// Where something in a rule asks for documents, each condition with whether it has to be false.
fn conditions<'p>(
    prepared: &'p Prepared<'_>,
    asking: &'p Asking<'_>,
) -> impl Iterator<Item = (&'p Condition, bool)> {
    let branch = asking.branch;
    let fails = branch.and_then(|branch| prepared.rule.branches.get(branch));
    let exceptions = branch.map(|branch| exceptions_of(prepared, branch));
    let exceptions = exceptions.into_iter().flatten();
    std::iter::once((&*asking.condition, false))
        .chain(fails.map(|branch| (&branch.fails, false)))
        .chain(exceptions.map(|(_, exception)| (&**exception, true)))
}

/// Whether conditions hold together.
fn together<'c>(
    conditions: impl Iterator<Item = (&'c Condition, bool)>,
    view: &View<'_, '_>,
) -> Truth {
    let mut whole = Truth::True;
    for (condition, negated) in conditions {
        let holds = view.holds(condition);
        whole = whole.and(if negated { !holds } else { holds });
        if whole == Truth::False {
            break;
        }
    }
    whole
}

impl List<'_, '_, '_> {
    /// Adds documents that a requirement of the ruleset asks for.
    fn require(&mut self, asked: &Asked<'_>, is_sure: bool, view: &View<'_, '_>) {
        let cause = &asked.cause;
        let truth = match is_sure {
            true => Truth::True,
            false => view.holds(&asked.condition),
        };
        let mut needs = Vec::new();
        if truth == Truth::Unknown && !cause.is_silent {
            view.needs(&asked.condition, &mut needs);
        }
        let ground = Ground {
            by: cause.by,
            rule: None,
            tells: true,
        };
        let call = Call {
            cause,
            ground,
            values: &[],
        };
        self.add(&call, truth, &needs, view);
    }

    /// Adds documents that something in a rule certainly asks for, whose parameters are never but so.
    fn surely(
        &mut self,
        prepared: &Prepared<'_>,
        asking: &Asking<'_>,
        only: &Binding<'_>,
        view: &View<'_, '_>,
    ) {
        let ground = Ground {
            by: asking.cause.by,
            rule: Some((prepared.index, 0)),
            tells: true,
        };
        let call = Call {
            cause: &asking.cause,
            ground,
            values: &only.values,
        };
        self.add(&call, Truth::True, &[], view);
    }

    /// Adds documents that something in a rule asks for, with the rule's parameters as they are in
    /// force; where that is not known, as they may be: what is the same under all is sure.
    fn under_rule(&mut self, prepared: &Prepared<'_>, asking: &Asking<'_>, view: &View<'_, '_>) {
        let applies = applies(prepared, view);
        if applies == Truth::False {
            return;
        }
        let cause = &asking.cause;
        let under = |(index, binding): (usize, &Binding<'_>)| {
            if asking.is_silent(index) {
                return Truth::False;
            }
            let inner = View {
                values: &binding.values,
                ..*view
            };
            applies.and(together(conditions(prepared, asking), &inner))
        };
        let possible = prepared.bindings.possible(view);
        let mut possible = possible.filter_map(|at| Some((at, prepared.bindings.get(at)?)));
        let Some(first) = possible.next() else {
            return;
        };
        let others: Vec<(usize, &Binding<'_>)> = possible.collect();
        let bundles = bundles_of(cause.papers, &first.1.values);
        let truth = under(first);
        let alike = others.iter().all(|other| {
            under(*other) == truth && bundles_of(cause.papers, &other.1.values) == bundles
        });
        let mut needs = Vec::new();
        let others = if alike { &[] } else { others.as_slice() };
        for (index, binding) in std::iter::once(&first).chain(others) {
            let truth = match if alike {
                truth
            } else {
                under((*index, *binding))
            } {
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
                if together(conditions(prepared, asking), &inner) == Truth::Unknown {
                    for (condition, _) in conditions(prepared, asking) {
                        inner.needs(condition, &mut needs);
                    }
                }
            }
            let ground = Ground {
                by: cause.by,
                rule: Some((prepared.index, *index)),
                tells: true,
            };
            let call = Call {
                cause,
                ground,
                values: &binding.values,
            };
            self.add(&call, truth, &needs, view);
        }
    }

    /// Adds the documents that something asks for.
    fn add(&mut self, call: &Call<'_>, truth: Truth, needs: &[Path], view: &View<'_, '_>) {
        let cause = call.cause;
        let (need, depends_on) = match truth {
            Truth::True if !cause.is_open => (Need::Certain, &[][..]),
            Truth::True => (Need::Open, needs),
            Truth::Unknown if !cause.is_silent => (Need::Open, needs),
            _ => return,
        };
        let plan = self.plan;
        let bundles = bundles_of(cause.papers, call.values);
        if let [only] = bundles {
            for document in only.iter().filter_map(|id| plan.document(id)) {
                self.list(call, (need, depends_on), document, None, view);
            }
            return;
        }
        let documents = |bundle: &Vec<String>| -> Vec<usize> {
            bundle.iter().filter_map(|id| plan.document(id)).collect()
        };
        let bundles: Vec<Vec<usize>> = bundles
            .iter()
            .map(documents)
            .filter(|bundle| !bundle.is_empty())
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
                self.list(call, (need, depends_on), *document, choice, view);
            }
        }
    }

    /// Lists one document.
    fn list(
        &mut self,
        call: &Call<'_>,
        (need, depends_on): (Need, &[Path]),
        document: usize,
        choice: Option<(usize, usize)>,
        view: &View<'_, '_>,
    ) {
        let own = self.plan.ruleset.documents.get(document);
        let of = self.whose(call.cause.of, own.and_then(|own| own.of), view);
        self.put(Paper {
            document,
            of,
            choice,
            need,
            depends_on: depends_on.to_vec(),
            ground: call.ground,
            more: Vec::new(),
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

    /// Under whom a paper is looked up; none in a personal filing where it is a person's or the
    /// subject's, who may be one.
    fn owner_of(&self, paper: &Paper) -> Option<Place> {
        let owner = self.facts.person_of(paper.of);
        let may_be_subject = is_person(owner) || owner.node == Node::Order;
        (!may_be_subject || self.facts.is_personal() != Some(true)).then_some(owner)
    }

    /// Where the same paper of an owner, whatever parts they have, is listed.
    fn place_of(&self, paper: &Paper, owner: Place) -> Option<usize> {
        let listed = |owner| self.listed.get(&(paper.document, paper.choice, owner));
        if !is_person(owner) {
            return listed(owner).copied();
        }
        let persons = self.facts.persons_like(owner);
        let others = persons.iter().filter_map(|other| {
            let at = listed(*other)?;
            self.facts.is_same_owner(*other, owner).then_some(at)
        });
        others.chain(listed(owner)).min().copied()
    }

    /// Lists a document once: certain goes before open, and what asks for it adds up.
    fn put(&mut self, paper: Paper) {
        let same = |known: &&mut Paper| {
            known.document == paper.document
                && known.choice == paper.choice
                && self.facts.is_same_owner(known.of, paper.of)
        };
        let owner = match self.papers.len() < FEW {
            true => None,
            false => self.owner_of(&paper),
        };
        let known = match owner {
            Some(owner) => {
                if self.listed.is_empty() {
                    self.listed = self
                        .papers
                        .iter()
                        .enumerate()
                        .rev()
                        .filter_map(|(at, own)| {
                            Some(((own.document, own.choice, self.owner_of(own)?), at))
                        })
                        .collect();
                }
                let at = self.place_of(&paper, owner);
                at.and_then(|at| self.papers.get_mut(at))
            }
            None => self.papers.iter_mut().find(same),
        };
        let Some(known) = known else {
            if let Some(owner) = owner {
                let key = (paper.document, paper.choice, owner);
                self.listed.insert(key, self.papers.len());
            }
            self.papers.push(paper);
            return;
        };
        if paper.need == Need::Certain && known.need == Need::Open {
            known.need = Need::Certain;
            known.depends_on.clear();
            known.ground.tells = false;
            for ground in &mut known.more {
                ground.tells = false;
            }
        } else if paper.need == known.need {
            for path in paper.depends_on {
                if !known.depends_on.contains(&path) {
                    known.depends_on.push(path);
                }
            }
        }
        // Of what is certain, those that only may ask for it say nothing.
        let ground = Ground {
            tells: paper.need == known.need,
            ..paper.ground
        };
        if known.ground != ground && !known.more.contains(&ground) {
            known.more.push(ground);
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

const fn is_person(place: Place) -> bool {
    matches!(
        place.node,
        Node::Principal | Node::LegalRepresentative | Node::ServicePrincipal(_)
    )
}

impl Facts<'_> {
    /// Whether two places are one person, or one and the same record.
    pub fn is_same_owner(&self, left: Place, right: Place) -> bool {
        let (left, right) = (self.person_of(left), self.person_of(right));
        if left == right {
            return true;
        }
        match (is_person(left), is_person(right)) {
            (true, true) => self.are_same_person(left, right) == Some(true),
            // In a personal filing the subject is the person.
            (true, false) if right.node == Node::Order => self.is_personal() == Some(true),
            (false, true) if left.node == Node::Order => self.is_personal() == Some(true),
            _ => false,
        }
    }
}

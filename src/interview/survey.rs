//! A draft on the bench: what the rules make of it, and of what it might become.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::likely::field_beside;
use crate::casebook::choice_of;
use crate::draft::{
    Draft, Item, ListName, Node, Overrides, Path, Place, Reading, Slot, read_parsed,
};
use crate::evaluate::{Evaluation, Key, Need, Plan, evaluate, owner_path};
use crate::facts::{Element, Facts};
use crate::fields::choices::{FILING_KINDS, SUBJECT_KINDS};
use crate::fields::{Kind, OrderField, PersonField};
use crate::report::{Checked, DraftReport, Manner, Origin};
use crate::ruleset::{
    Choice, Library, Ruleset, RulesetFault, SUBJECTS, Severity, Stage, Value, ordered,
};
use crate::source::{Format, Parsed, SourceFile, parse};
use crate::text::{Lang, Text};

/// The rules, by province and provider as they are needed.
pub struct Bench<'l> {
    library: &'l Library,
    rulesets: HashMap<Choice, Ruleset>,
    /// The day of submission that was given from outside.
    given: Option<NaiveDate>,
    /// Today.
    today: NaiveDate,
    lang: Lang,
    unmask: bool,
}

/// A ruleset that cannot be used.
#[derive(Debug)]
pub struct Faulty {
    /// What is wrong.
    pub faults: Vec<RulesetFault>,
    /// The ruleset, whose files the faults point into.
    pub ruleset: Box<Ruleset>,
}

/// How much an unknown field would decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Weight {
    /// Rules that could find an error.
    pub errors: u32,
    /// Rules that could warn.
    pub warnings: u32,
    /// Documents.
    pub documents: u32,
    /// Rules that could only note something.
    pub notices: u32,
}

/// Unknown fields and lists that something depends on.
pub(super) type Unknown = BTreeMap<Path, Weight>;

/// A document that is needed for certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its id.
    pub document: String,
    /// Whose it is, as attachments say it.
    pub of: String,
    /// What it is called, and whose.
    pub label: String,
    /// The alternative it belongs to.
    pub choice: Option<(usize, usize)>,
}

/// What came out of a draft.
pub(super) struct Outcome {
    pub unknown: Unknown,
    /// The rules that an unknown field would decide, the gravest first, by their index.
    pub reasons: BTreeMap<Path, Vec<usize>>,
    /// Errors, by rule and place.
    pub errors: Vec<(usize, Path)>,
}

/// The rules laid out for drafts of one kind, for trying out what a draft might become.
pub(super) struct Judge<'b> {
    plan: Plan<'b>,
    day: NaiveDate,
}

impl Judge<'_> {
    /// What is unknown of a draft and would decide something, and what fails. The draft is of the
    /// kind that the rules were laid out for.
    pub(super) fn outcome(&self, draft: &Draft<'_>) -> Outcome {
        let facts = Facts::new(draft, self.day, &self.plan.ruleset.calendar);
        outcome(&evaluate(&self.plan, &facts), draft)
    }
}

impl<'l> Bench<'l> {
    /// A bench with the rules of a library.
    pub fn new(
        library: &'l Library,
        given: Option<NaiveDate>,
        today: NaiveDate,
        lang: Lang,
    ) -> Self {
        Self {
            library,
            rulesets: HashMap::new(),
            given,
            today,
            lang,
            unmask: false,
        }
    }

    /// The same, with personal numbers in full in what is told of findings.
    pub fn unmasked(mut self, unmask: bool) -> Self {
        self.unmask = unmask;
        self
    }

    pub(super) fn unmask(&self) -> bool {
        self.unmask
    }

    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// The day of submission of a draft.
    pub(super) fn day(&self, draft: &Draft<'_>) -> NaiveDate {
        let stated = match draft.order.slot(OrderField::SubmitOn as usize) {
            Slot::Day(day) => Some(*day),
            _ => None,
        };
        self.given.or(stated).unwrap_or(self.today)
    }

    /// Builds the ruleset for a draft, once.
    pub(super) fn load(&mut self, draft: &Draft<'_>) -> Result<(), Faulty> {
        let choice = choice_of(draft);
        if self.rulesets.contains_key(&choice) {
            return Ok(());
        }
        let (ruleset, faults) = self.library.ruleset(choice);
        if !faults.is_empty() {
            return Err(Faulty {
                faults,
                ruleset: Box::new(ruleset),
            });
        }
        self.rulesets.insert(choice, ruleset);
        Ok(())
    }

    pub(super) fn ruleset(&self, draft: &Draft<'_>) -> Option<&Ruleset> {
        self.rulesets.get(&choice_of(draft))
    }

    /// The rules laid out for drafts of one kind; `None` where the kind or the province is not known.
    pub(super) fn judge(&self, draft: &Draft<'_>) -> Option<Judge<'_>> {
        choice_of(draft).province?;
        let ruleset = self.ruleset(draft)?;
        let day = self.day(draft);
        let facts = Facts::new(draft, day, &ruleset.calendar);
        let plan = Plan::new(ruleset, Key::of(&facts)?);
        Some(Judge { plan, day })
    }

    /// Evaluates a draft whose rules are loaded; `None` where its kind or province is not known.
    fn evaluation<T>(
        &self,
        draft: &Draft<'_>,
        run: impl FnOnce(&Plan<'_>, &Evaluation, &Facts<'_>) -> T,
    ) -> Option<T> {
        let judge = self.judge(draft)?;
        let facts = Facts::new(draft, judge.day, &judge.plan.ruleset.calendar);
        let evaluation = evaluate(&judge.plan, &facts);
        Some(run(&judge.plan, &evaluation, &facts))
    }

    /// What is unknown of a draft and would decide something, and what fails.
    pub(super) fn outcome(&self, draft: &Draft<'_>) -> Option<Outcome> {
        self.judge(draft).map(|judge| judge.outcome(draft))
    }

    /// What rules an unknown field would decide, by their titles: the gravest two.
    pub(super) fn reasons(&self, draft: &Draft<'_>, path: Path) -> Vec<String> {
        let Some(outcome) = self.outcome(draft) else {
            return Vec::new();
        };
        let rules = outcome.reasons.get(&path).map_or(&[][..], Vec::as_slice);
        let titles = rules.iter().take(2).filter_map(|rule| {
            let rule = self.ruleset(draft)?.rules.get(*rule)?;
            Some(rule.title.get(self.lang).to_owned())
        });
        titles.collect()
    }

    /// The documents to have ready that are needed for certain.
    pub(super) fn papers(&self, draft: &Draft<'_>) -> Vec<Paper> {
        self.evaluation(draft, |plan, evaluation, facts| {
            let mut papers: Vec<Paper> = Vec::new();
            for paper in &evaluation.papers {
                let Some(document) = plan.ruleset.documents.get(paper.document) else {
                    continue;
                };
                let due = matches!(document.stage, Stage::Prepare | Stage::Upload);
                if paper.need != Need::Certain || !due {
                    continue;
                }
                let of = owner_path(paper.of);
                let owner = owner(facts, paper.of);
                let mut label = match owner {
                    Some(owner) => format!("{}（{owner}）", document.name.get(self.lang)),
                    None => document.name.get(self.lang).to_owned(),
                };
                if paper.choice.is_some() {
                    label.push_str(Text::fixed("，几选一", ", one of several").get(self.lang));
                }
                let paper = Paper {
                    document: document.id.clone(),
                    of,
                    label,
                    choice: paper.choice,
                };
                if !papers
                    .iter()
                    .any(|known| known.document == paper.document && known.of == paper.of)
                {
                    papers.push(paper);
                }
            }
            papers
        })
        .unwrap_or_default()
    }

    /// The report of a text.
    pub(super) fn report(&self, name: &str, text: &str) -> DraftReport {
        let (file, parsed, reading) = read(name, text);
        let draft = &reading.draft;
        let empty = Ruleset::default();
        let ruleset = self.ruleset(draft).unwrap_or(&empty);
        let facts = Facts::new(draft, self.day(draft), &ruleset.calendar);
        let plan = Key::of(&facts)
            .filter(|_| choice_of(draft).province.is_some())
            .map(|key| Plan::new(ruleset, key));
        let evaluation = plan.as_ref().map(|plan| evaluate(plan, &facts));
        let checked = Checked {
            source: name,
            origin: Some(Origin {
                file: &file,
                root: &parsed.root,
                root_span: parsed.root_span,
            }),
            problems: &parsed.problems,
            faults: &reading.faults,
            facts: &facts,
            outcome: plan.as_ref().zip(evaluation.as_ref()),
            evidence: self.library,
        };
        let manner = Manner {
            lang: self.lang,
            unmask: self.unmask,
            quote: false,
        };
        DraftReport::new(&checked, manner)
    }

    /// The words that a rule's parameter has for a draft, wherever that depends on the kinds of
    /// filing and subject alone.
    pub(super) fn words(&self, draft: &Draft<'_>, rule: &str, param: &str) -> Vec<String> {
        let Some(rule) = self.ruleset(draft).and_then(|ruleset| ruleset.rule(rule)) else {
            return Vec::new();
        };
        let Some(index) = rule.params.iter().position(|own| own.name == param) else {
            return Vec::new();
        };
        let code = |field: OrderField, all: usize| match draft.order.slot(field as usize) {
            Slot::Code(code) => 1_u64.checked_shl((*code).into()).unwrap_or(0),
            _ => (0..all).fold(0, |mask, index| {
                mask | u32::try_from(index)
                    .ok()
                    .and_then(|index| 1_u64.checked_shl(index))
                    .unwrap_or(0)
            }),
        };
        let filing = code(OrderField::FilingKind, FILING_KINDS.len());
        let subject = code(OrderField::SubjectKind, SUBJECT_KINDS.len()) & SUBJECTS;
        let day = self.day(draft);
        let sets = ordered(&rule.sets).into_iter().filter_map(|set| {
            let set = rule.sets.get(set)?;
            let chosen = &set.selection;
            let holds = chosen.when.is_always()
                && subject & !chosen.subjects == 0
                && filing & !chosen.filings == 0
                && chosen.period.contains(day);
            let (_, value) = set.values.iter().find(|(own, _)| *own == index)?;
            holds.then_some(value)
        });
        let own = rule.params.get(index).into_iter();
        let default = own
            .flat_map(|param| &param.defaults)
            .map(|(_, value)| value);
        match sets.chain(default).next() {
            Some(Value::Words(words)) => words.clone(),
            _ => Vec::new(),
        }
    }
}

/// Reads a text as `beian check` does.
pub(super) fn read(name: &str, text: &str) -> (SourceFile, Parsed, Reading) {
    let file = SourceFile::new(name, text);
    let parsed = parse(&file, Format::Toml);
    let reading = read_parsed(&parsed, &Overrides::default());
    (file, parsed, reading)
}

fn outcome(evaluation: &Evaluation, draft: &Draft<'_>) -> Outcome {
    let mut seen: BTreeMap<Path, Vec<(usize, Option<Element>)>> = BTreeMap::new();
    let mut unknown = Unknown::new();
    for open in &evaluation.open {
        for path in &open.needs {
            let Some(path) = asked_instead(*path, draft) else {
                continue;
            };
            let rules = seen.entry(path).or_default();
            let instance = (open.rule, Some(open.element));
            if rules.contains(&instance) {
                continue;
            }
            rules.push(instance);
            let weight = unknown.entry(path).or_default();
            let count = match open.severity {
                Severity::Error => &mut weight.errors,
                Severity::Warning => &mut weight.warnings,
                Severity::Notice => &mut weight.notices,
            };
            *count = count.saturating_add(1);
        }
    }
    for paper in evaluation
        .papers
        .iter()
        .filter(|paper| paper.need == Need::Open)
    {
        for path in &paper.depends_on {
            if let Some(path) = asked_instead(*path, draft) {
                let weight = unknown.entry(path).or_default();
                weight.documents = weight.documents.saturating_add(1);
            }
        }
    }
    let errors = evaluation
        .failures
        .iter()
        .filter(|failure| failure.severity == Severity::Error)
        .map(|failure| (failure.rule, failure.at))
        .collect();
    let mut open: Vec<_> = evaluation.open.iter().collect();
    open.sort_by_key(|open| std::cmp::Reverse(open.severity));
    let mut reasons: BTreeMap<Path, Vec<usize>> = BTreeMap::new();
    for open in open {
        for path in &open.needs {
            if let Some(path) = asked_instead(*path, draft) {
                let rules = reasons.entry(path).or_default();
                if !rules.contains(&open.rule) {
                    rules.push(open.rule);
                }
            }
        }
    }
    Outcome {
        unknown,
        reasons,
        errors,
    }
}

/// What is asked where something is not known: of a table that always is there its first field, of a
/// person the name. `None` where the draft knows it after all.
fn asked_instead(path: Path, draft: &Draft<'_>) -> Option<Path> {
    let kind = path.place.kind();
    match path.item {
        Item::Field(slot) => {
            let field = kind.field(slot.into())?;
            if field.kind != Kind::Table {
                // A city is chosen among those of its province.
                if let Some(province) = field_beside(path.place, slot.into())
                    && is_unknown(draft, province)
                {
                    return Some(province);
                }
                // Before it is known that there is one, nobody is asked what it says.
                let table = field.key.rsplit_once('.').map_or("", |(table, _)| table);
                let table = kind.slot(table).filter(|_| is_asked_for(table));
                return Some(
                    table
                        .map(|table| path.place.field(table))
                        .filter(|table| is_unknown(draft, *table))
                        .unwrap_or(path),
                );
            }
            if is_asked_for(field.key) {
                return Some(path);
            }
            let inside = kind.fields().iter().position(|inner| {
                inner
                    .key
                    .strip_prefix(field.key)
                    .is_some_and(|rest| rest.starts_with('.'))
            })?;
            let first = path.place.field(inside);
            is_unknown(draft, first).then_some(first)
        }
        Item::Whole => match path.place.node {
            Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_) => {
                let name = path.place.field(PersonField::Name as usize);
                is_unknown(draft, name).then_some(name)
            }
            Node::Order if path.place.previous => Some(path),
            _ => None,
        },
        Item::List(_) => Some(path),
    }
}

/// Tables that some have and others do not; every other is there, whatever it says.
pub(super) fn may_be_absent(key: &str) -> bool {
    matches!(key, "residence_permit" | "subject.on_record")
}

/// Of those, the tables of which it is asked whether there is one. That something is on record goes
/// without saying in every filing that asks about it: a first one has none.
fn is_asked_for(key: &str) -> bool {
    may_be_absent(key) && key != "subject.on_record"
}

/// Whether a draft says nothing at a place.
pub(super) fn is_unknown(draft: &Draft<'_>, path: Path) -> bool {
    match path.item {
        Item::Field(slot) => draft
            .record(path.place)
            .is_none_or(|record| *record.slot(slot.into()) == Slot::Unknown),
        Item::List(list) => match (path.place.node, list) {
            (Node::Order, ListName::Services) => !draft.services.is_known(),
            (Node::Order, ListName::Attachments) => !draft.attachments.is_known(),
            (Node::Service(index), list) => {
                draft.services.get(index).is_none_or(|service| match list {
                    ListName::Domains => !service.domains.is_known(),
                    ListName::Platforms => !service.platforms.is_known(),
                    ListName::PreApprovals => !service.pre_approvals.is_known(),
                    _ => false,
                })
            }
            _ => false,
        },
        Item::Whole => draft.record(path.place).is_none(),
    }
}

/// The name of whoever a document concerns, where the draft has one.
fn owner(facts: &Facts<'_>, place: Place) -> Option<String> {
    let name = super::place::name_slot(place.node)?;
    let held = facts.held(place, name);
    let Item::Field(slot) = held.item else {
        return None;
    };
    let record = facts.draft().record(held.place)?;
    record
        .text(slot.into())
        .map(|text| text.expose().to_owned())
}

/// Whether the subject is a person.
pub(super) fn is_personal(draft: &Draft<'_>) -> bool {
    match draft.order.slot(OrderField::SubjectKind as usize) {
        Slot::Code(code) => SUBJECT_KINDS
            .get(usize::from(*code))
            .is_some_and(|choice| choice.id == "personal"),
        _ => false,
    }
}

/// Whether the kind of filing puts something new on record or moves it here.
pub(super) fn files(draft: &Draft<'_>) -> bool {
    const NEW: [&str; 4] = ["first", "add-service", "add-service-elsewhere", "access"];
    match draft.order.slot(OrderField::FilingKind as usize) {
        Slot::Code(code) => FILING_KINDS
            .get(usize::from(*code))
            .is_some_and(|choice| NEW.contains(&choice.id)),
        _ => false,
    }
}

//! The interview as a machine: the draft's text is its state, answers go in, the next question comes
//! out. It knows neither the terminal nor files.

use std::collections::BTreeSet;

use super::document::Document;
use super::order::{Next, lists};
use super::question::Question;
use super::situation;
use super::survey::{Bench, Faulty, Paper, files, is_unknown, read};
use super::value::{Value, systems};
use super::wording::permit_asked_for;
use crate::casebook::choice_of;
use crate::draft::{Draft, Fault, Item, List, ListName, Node, Path, Place, Position, Slot};
use crate::evaluate::Verdict;
use crate::fields::choices::FILING_KINDS;
use crate::fields::{DomainField, OrderField, PersonField, SITUATION, ServiceField};
use crate::report::{DraftReport, Finding};
use crate::text::Text;
use crate::which::{Decision, Known, Missing, decide, only_filing};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// A question that tells which filing is needed, by its index.
    Situation(usize),
    /// A field.
    Field(Path),
    /// The first element of a list.
    Add(Path),
    /// Whether there is another element.
    More(Path),
    /// The approvals of a service, all at once.
    Approvals(Path),
    /// The systems of an app, all at once.
    Systems(Path),
    /// The documents at hand.
    AtHand,
    /// Whether what is on record is known.
    Previous,
}

/// How it stands.
pub enum Stage {
    /// This is to be asked.
    Ask(Box<Question>),
    /// No filing is to be made here: why, and what to do instead.
    Nowhere(Vec<Text>),
    /// Nothing is left to ask.
    Done,
}

/// What an answer brought.
#[derive(Default)]
pub struct Told {
    /// What is good to know now.
    pub notes: Vec<Text>,
    /// What fails now and did not before; those at the field itself first.
    pub findings: Vec<Finding>,
    /// Whether some of them are about the very field that was answered.
    pub here: bool,
}

/// What is certain already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// About how many questions are left.
    pub left: u32,
    /// Errors found.
    pub errors: usize,
    /// Warnings found.
    pub warnings: usize,
    /// Documents that are needed for certain.
    pub documents: usize,
}

/// A state to go back to.
struct Past {
    text: String,
    skipped: BTreeSet<Ask>,
    ask: Ask,
}

/// An interview.
pub struct Interview<'l> {
    pub(super) bench: Bench<'l>,
    pub(super) document: Document,
    /// What was left open in this run; it is not asked again unless somebody wants to.
    pub(super) skipped: BTreeSet<Ask>,
    past: Vec<Past>,
    pub(super) draft: Draft<'static>,
    faults: Vec<Fault>,
    report: Option<DraftReport>,
}

impl<'l> Interview<'l> {
    /// An interview that goes on from a draft.
    pub fn new(bench: Bench<'l>, mut document: Document) -> Result<Self, Faulty> {
        document.mend_format();
        let mut interview = Self {
            bench,
            document,
            skipped: BTreeSet::new(),
            past: Vec::new(),
            draft: Draft::empty(),
            faults: Vec::new(),
            report: None,
        };
        interview.refresh()?;
        interview.settle()?;
        Ok(interview)
    }

    /// The draft's text as it is now.
    pub fn text(&self) -> String {
        self.document.text()
    }

    /// Goes on from another text, as when somebody changed the file meanwhile.
    pub fn replace(&mut self, document: Document) -> Result<(), Faulty> {
        self.document = document;
        self.past.clear();
        self.refresh()
    }

    /// What of the text could not be read.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The draft as it is now.
    pub(super) fn draft(&self) -> &Draft<'static> {
        &self.draft
    }

    pub(super) fn bench(&self) -> &Bench<'l> {
        &self.bench
    }

    /// What was left open.
    pub fn skipped(&self) -> usize {
        self.skipped.len()
    }

    /// Asks again what was left open.
    pub fn reconsider(&mut self) {
        self.skipped.clear();
    }

    /// The verdict, once there are rules to give one.
    pub fn verdict(&self) -> Option<Verdict> {
        self.report.as_ref().map(|report| report.verdict)
    }

    /// What fails now.
    pub fn findings(&self) -> &[Finding] {
        self.report
            .as_ref()
            .map_or(&[], |report| report.findings.as_slice())
    }

    /// How it stands.
    pub fn next(&self) -> Stage {
        let ask = match self.next_ask() {
            Next::Ask(ask) => ask,
            Next::Nowhere(row) => return Stage::Nowhere(self.row_words(row)),
            Next::Done => return Stage::Done,
        };
        Stage::Ask(Box::new(self.question(ask)))
    }

    /// A question in words.
    pub fn question(&self, ask: Ask) -> Question {
        let mut question = self.bench.question(ask, &self.draft);
        // What has to be known before there are rules cannot be left open; whoever does not know
        // which filing it is chooses one.
        if let Ask::Field(path) = ask
            && self.is_required(path)
        {
            question.may_skip = false;
        }
        question
    }

    pub(super) fn is_required(&self, path: Path) -> bool {
        let order = Place::now(Node::Order);
        path == order.field(OrderField::FilingKind as usize)
            || path == order.field(OrderField::FilingProvince as usize)
    }

    /// Takes an answer.
    pub fn answer(&mut self, ask: Ask, value: &Value) -> Result<Told, Faulty> {
        self.keep(ask);
        let known: Vec<(String, String)> = self.finding_keys();
        self.skipped.remove(&ask);
        self.apply(ask, value);
        self.refresh()?;
        let mut told = Told {
            notes: self.settle()?,
            ..Told::default()
        };
        if let Ask::Field(path) = ask {
            told.notes.extend(self.remark(path));
        }
        let here = match ask {
            Ask::Field(path) => path.to_string(),
            Ask::Add(list) | Ask::More(list) => list.to_string(),
            _ => String::new(),
        };
        if let Some(report) = &self.report {
            let fresh = report
                .findings
                .iter()
                .filter(|finding| {
                    !known
                        .iter()
                        .any(|(rule, path)| *rule == finding.rule && *path == finding.path)
                })
                .cloned();
            told.findings = fresh.collect();
            told.findings.sort_by_key(|finding| !is_at(finding, &here));
            told.here = told.findings.iter().any(|finding| is_at(finding, &here));
        }
        Ok(told)
    }

    /// Leaves something open. What the draft says of it is taken out.
    ///
    /// Gives what is to be told where the filing is certain nevertheless.
    pub fn leave_open(&mut self, ask: Ask) -> Result<Vec<Text>, Faulty> {
        self.keep(ask);
        if let Ask::Field(path) = ask
            && !self.is_required(path)
        {
            self.document.clear(&path);
        }
        self.skipped.insert(ask);
        self.refresh()?;
        self.settle()
    }

    /// Goes back to before the last answer; gives what was asked then.
    pub fn back(&mut self) -> Result<Option<Ask>, Faulty> {
        let Some(past) = self.past.pop() else {
            return Ok(None);
        };
        if let Ok(document) = Document::parse(&past.text) {
            self.document = document;
        }
        self.skipped = past.skipped;
        self.refresh()?;
        Ok(Some(past.ask))
    }

    /// Nothing more is to be added: takes out of the draft what only an interview that goes on has
    /// to know.
    pub fn finish(&mut self) -> Result<(), Faulty> {
        for list in lists(&self.draft) {
            self.document.set_unfinished(&list, false);
        }
        self.document.forget_lists_from(0);
        situation::forget(&mut self.document);
        self.refresh()
    }

    /// Whether there is anything to go back to.
    pub fn has_past(&self) -> bool {
        !self.past.is_empty()
    }

    /// What is certain, and about how much is left.
    pub fn standing(&self) -> Standing {
        let (errors, warnings, documents) = self.report.as_ref().map_or((0, 0, 0), |report| {
            use crate::report::DocumentStatus::{Missing, Provided};
            use crate::ruleset::Severity::{Error, Warning};
            let count = |severity| {
                let findings = report.findings.iter();
                findings.filter(|found| found.severity == severity).count()
            };
            let documents = report.documents.iter();
            (
                count(Error),
                count(Warning),
                documents
                    .filter(|paper| matches!(paper.status, Missing | Provided))
                    .count(),
            )
        });
        Standing {
            left: self.left(),
            errors,
            warnings,
            documents,
        }
    }

    /// The documents that are needed for certain.
    pub fn papers(&self) -> Vec<Paper> {
        self.bench.papers(&self.draft)
    }

    /// Takes an element out of a list.
    pub fn remove(&mut self, list: Path, index: Position) -> Result<(), Faulty> {
        self.keep(Ask::More(list));
        self.document.remove(&list, index);
        self.document.set_unfinished(&list, false);
        let services = match &self.draft.services {
            List::Known(items) => items.len().saturating_sub(1),
            List::Unknown => 0,
        };
        self.document
            .forget_lists_from(u32::try_from(services).unwrap_or(u32::MAX));
        self.skipped.clear();
        self.refresh()
    }

    fn keep(&mut self, ask: Ask) {
        self.past.push(Past {
            text: self.document.text(),
            skipped: self.skipped.clone(),
            ask,
        });
    }

    fn finding_keys(&self) -> Vec<(String, String)> {
        self.findings()
            .iter()
            .map(|finding| (finding.rule.clone(), finding.path.clone()))
            .collect()
    }

    /// Reads and evaluates the text anew.
    fn refresh(&mut self) -> Result<(), Faulty> {
        let text = self.document.text();
        let (_, _, reading) = read("", &text);
        self.draft = reading.draft;
        self.faults = reading.faults;
        self.bench.load(&self.draft)?;
        self.report = choice_of(&self.draft)
            .province
            .filter(|_| self.has_kind())
            .map(|_| self.bench.report("", &text));
        Ok(())
    }

    pub(super) fn has_kind(&self) -> bool {
        self.code(OrderField::FilingKind).is_some()
    }

    fn code(&self, field: OrderField) -> Option<u8> {
        match self.draft.order.slot(field as usize) {
            Slot::Code(code) => Some(*code),
            _ => None,
        }
    }

    fn apply(&mut self, ask: Ask, value: &Value) {
        match ask {
            Ask::Situation(index) => {
                situation::remember(&mut self.document, index, value);
            }
            Ask::Field(path) => {
                self.document.set(&path, value);
                if *value == Value::Present
                    && let Some(province) = permit_asked_for(&self.draft, path)
                {
                    let known = path.place.field(PersonField::PermitProvince as usize);
                    if is_unknown(&self.draft, known) {
                        self.document.set(&known, &Value::Division(province.code));
                    }
                }
            }
            Ask::Add(list) | Ask::More(list) => self.add(list, value, matches!(ask, Ask::Add(_))),
            Ask::Approvals(path) => {
                self.document.set(&path, value);
            }
            Ask::Systems(path) => {
                let value = match value {
                    Value::Choices(ids) => Value::Systems(systems(ids)),
                    other => other.clone(),
                };
                self.document.set(&path, &value);
            }
            Ask::AtHand => {
                if let Value::Held(held) = value {
                    self.document.set_attachments(held);
                }
            }
            Ask::Previous => {
                self.document
                    .set(&Place::previous(Node::Order).whole(), value);
            }
        }
    }

    /// Adds an element to a list, or says that there is none or no more.
    fn add(&mut self, list: Path, value: &Value, is_first: bool) {
        if *value == Value::None {
            if is_first {
                self.document.set(&list, &Value::Texts(Vec::new()));
            }
            self.document.set_unfinished(&list, false);
            return;
        }
        let Some(index) = self.document.push(&list) else {
            return;
        };
        let first = match (list.place.node, list.item) {
            (Node::Service(service), Item::List(ListName::Domains)) => {
                Place::now(Node::Domain(service, index)).field(DomainField::Name as usize)
            }
            _ => Place::now(Node::Service(index)).field(ServiceField::Kind as usize),
        };
        self.document.set(&first, value);
        self.document.set_unfinished(&list, true);
    }

    /// Where the answers tell which filing is needed, writes it into the draft with what of the
    /// answers a draft can hold.
    fn settle(&mut self) -> Result<Vec<Text>, Faulty> {
        let order = Place::now(Node::Order);
        if self.has_kind() {
            return Ok(Vec::new());
        }
        let (row, known) = match self.decision() {
            Some((Decision::Row(row), known)) => (row, known),
            Some((Decision::Missing(missing), known)) if self.is_left_open(&missing) => {
                let row = self
                    .bench
                    .ruleset(&self.draft)
                    .and_then(|ruleset| only_filing(ruleset, &known, self.bench.day(&self.draft)));
                match row {
                    Some(row) => (row, known),
                    None => return Ok(Vec::new()),
                }
            }
            _ => return Ok(Vec::new()),
        };
        let filing = self
            .bench
            .ruleset(&self.draft)
            .and_then(|ruleset| ruleset.which.get(row))
            .and_then(|row| row.filing);
        let Some(filing) = filing.and_then(|code| FILING_KINDS.get(usize::from(code))) else {
            return Ok(Vec::new());
        };
        let notes = self.row_words(row);
        let answered = |key: &str| {
            let index = SITUATION.iter().position(|question| question.key == key)?;
            known.get(index)
        };
        use crate::which::Answer;
        self.document.set(
            &order.field(OrderField::FilingKind as usize),
            &Value::Choice(filing.id),
        );
        situation::forget(&mut self.document);
        self.refresh()?;
        let on_record = order.field(OrderField::OnRecordServices as usize);
        match answered("services_on_record") {
            Some(Answer::Count(count)) if is_unknown(&self.draft, on_record) => {
                self.document.set(&on_record, &Value::Number(count));
                self.refresh()?;
            }
            Some(_) => {}
            // Who does not know it is not asked once more.
            None if situation_left_open(&self.skipped, "services_on_record") => {
                self.skipped.insert(Ask::Field(on_record));
            }
            None => {}
        }
        if files(&self.draft) {
            let mut put = |field: OrderField, value: Value| {
                let path = order.field(field as usize);
                if is_unknown(&self.draft, path) {
                    self.document.set(&path, &value);
                }
            };
            if let Some(Answer::Flag(mainland)) = answered("mainland_server") {
                put(OrderField::AccessMainland, Value::Flag(mainland));
            }
            let kind = match answered("service_kind") {
                Some(Answer::Choice(code)) => crate::fields::choices::SERVICE_KINDS
                    .get(usize::from(code))
                    .map(|choice| choice.id),
                _ => None,
            };
            if let Some(kind) = kind.filter(|_| !self.draft.services.is_known()) {
                self.add(order.list(ListName::Services), &Value::Choice(kind), true);
            }
            self.refresh()?;
        }
        Ok(notes)
    }

    /// Whether what would have to be known first was asked and left open.
    fn is_left_open(&self, missing: &[Missing]) -> bool {
        match missing.first() {
            Some(Missing::Answer(index)) => self.skipped.contains(&Ask::Situation(*index)),
            _ => false,
        }
    }

    /// What the answers about the situation tell, while the draft does not say the kind.
    pub(super) fn decision(&self) -> Option<(Decision, Known)> {
        let ruleset = self.bench.ruleset(&self.draft)?;
        let known = situation::known(&self.document, choice_of(&self.draft).province.is_some());
        let decision = decide(ruleset, &known, self.bench.day(&self.draft));
        Some((decision, known))
    }

    /// A row of the table in words.
    fn row_words(&self, row: usize) -> Vec<Text> {
        let row = self
            .bench
            .ruleset(&self.draft)
            .and_then(|ruleset| ruleset.which.get(row));
        let Some(row) = row else {
            return Vec::new();
        };
        let mut words = vec![row.title.clone(), row.text.clone()];
        words.extend(row.next.clone());
        words
    }
}

/// Whether a question about the situation was left open.
fn situation_left_open(skipped: &BTreeSet<Ask>, key: &str) -> bool {
    let index = SITUATION.iter().position(|question| question.key == key);
    index.is_some_and(|index| skipped.contains(&Ask::Situation(index)))
}

fn is_at(finding: &Finding, path: &str) -> bool {
    let beyond = finding.path.strip_prefix(path);
    // What is said of an element that was added is about the answer too.
    !path.is_empty() && beyond.is_some_and(|beyond| beyond.is_empty() || beyond.starts_with('['))
}

//! The interview as a machine: the draft's text is its state, answers go in, the next question comes
//! out. It knows neither the terminal nor files.

use std::collections::BTreeSet;

use super::document::Document;
use super::place::{Group, rank};
use super::question::Question;
use super::situation;
use super::survey::{Bench, Faulty, Paper, Unknown, Weight, files, is_personal, is_unknown, read};
use super::typical;
use super::value::{Value, systems};
use crate::casebook::choice_of;
use crate::draft::{Draft, Fault, Item, List, ListName, Node, Path, Place, Slot};
use crate::evaluate::Verdict;
use crate::fields::choices::FILING_KINDS;
use crate::fields::{DomainField, OrderField, PersonField, RecordKind, SITUATION, ServiceField};
use crate::identifiers::check_id_card;
use crate::report::{DraftReport, Finding};
use crate::text::Text;
use crate::which::{Decision, Known, Missing, decide};

/// More questions than this are not counted.
const MOST: u32 = 99;

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
    bench: Bench<'l>,
    document: Document,
    /// What was left open in this run; it is not asked again unless somebody wants to.
    skipped: BTreeSet<Ask>,
    past: Vec<Past>,
    draft: Draft<'static>,
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

    fn is_required(&self, path: Path) -> bool {
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
    pub fn leave_open(&mut self, ask: Ask) -> Result<(), Faulty> {
        self.keep(ask);
        if let Ask::Field(path) = ask
            && !self.is_required(path)
        {
            self.document.clear(&path);
        }
        self.skipped.insert(ask);
        self.refresh()
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
    pub fn remove(&mut self, list: Path, index: u32) -> Result<(), Faulty> {
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

    fn has_kind(&self) -> bool {
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
        let Some((Decision::Row(row), known)) = self.decision() else {
            return Ok(Vec::new());
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
            if let Some(Answer::Count(count)) = answered("services_on_record") {
                put(OrderField::OnRecordServices, Value::Number(count));
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

    /// What the answers about the situation tell, while the draft does not say the kind.
    fn decision(&self) -> Option<(Decision, Known)> {
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

    fn next_ask(&self) -> Next {
        let order = Place::now(Node::Order);
        let field = |field: OrderField| order.field(field as usize);
        if !self.has_kind() {
            let direct = Next::Ask(Ask::Field(field(OrderField::FilingKind)));
            let open = |index| !self.skipped.contains(&Ask::Situation(index));
            // A kind that is there and cannot be read is asked for by itself.
            if !is_unknown(&self.draft, field(OrderField::FilingKind)) {
                return direct;
            }
            return match self.decision() {
                Some((Decision::Row(row), _)) => Next::Nowhere(row),
                Some((Decision::Missing(missing), _)) => match missing.first() {
                    Some(Missing::Answer(index)) if open(*index) => {
                        Next::Ask(Ask::Situation(*index))
                    }
                    Some(Missing::Province) => {
                        Next::Ask(Ask::Field(field(OrderField::FilingProvince)))
                    }
                    _ => direct,
                },
                _ => direct,
            };
        }
        for needed in [
            OrderField::FilingProvince,
            OrderField::FilingProvider,
            OrderField::SubjectKind,
        ] {
            let path = field(needed);
            let ask = Ask::Field(path);
            if !self.is_known(path) && !self.skipped.contains(&ask) {
                return Next::Ask(ask);
            }
        }
        let Some(outcome) = self.bench.outcome(&self.draft) else {
            return Next::Done;
        };
        let mut unknown = outcome.unknown;
        self.add_name(&mut unknown);
        let waiting = self.waiting(&self.draft, &unknown, &self.document.unfinished());
        // What is only asked where other answers turn out unlikely comes last of all.
        let certain = waiting.iter().find(|ask| self.is_certain(**ask, &unknown));
        if let Some(ask) = certain.or(waiting.first()) {
            return Next::Ask(*ask);
        }
        let hand = Ask::AtHand;
        if !self.draft.attachments.is_known()
            && !self.skipped.contains(&hand)
            && !self.papers().is_empty()
        {
            return Next::Ask(hand);
        }
        Next::Done
    }

    /// Whoever files has a name, which rules ask for as soon as there is a domain: it comes before
    /// the certificate that it stands on.
    fn add_name(&self, unknown: &mut Unknown) {
        let name = Place::now(Node::Order).field(OrderField::SubjectName as usize);
        if files(&self.draft) && is_unknown(&self.draft, name) {
            let first = Weight {
                errors: u32::MAX,
                ..Weight::default()
            };
            unknown.insert(name, first);
        }
    }

    /// Whether a field has a value that can be read.
    fn is_known(&self, path: Path) -> bool {
        let Item::Field(slot) = path.item else {
            return !is_unknown(&self.draft, path);
        };
        self.draft.record(path.place).is_some_and(|record| {
            !matches!(record.slot(slot.into()), Slot::Unknown | Slot::Unreadable)
        })
    }

    /// Everything that could be asked now, in order.
    ///
    /// Within a record, what decides most comes first; what is printed on one certificate, or belongs
    /// to one address, stays together.
    fn waiting(
        &self,
        draft: &Draft<'static>,
        unknown: &Unknown,
        unfinished: &[String],
    ) -> Vec<Ask> {
        let personal = is_personal(draft);
        let mut asks: Vec<(Group, (u8, u32), std::cmp::Reverse<Weight>, Ask)> = Vec::new();
        let heaviest = |path: &Path, own: Weight| {
            let together = unknown
                .iter()
                .filter(|(other, _)| belong_together(path, other))
                .map(|(_, weight)| *weight);
            together.max().unwrap_or_default().max(own)
        };
        let mut add = |path: Path, weight: Weight, ask: Ask| {
            let group = match ask {
                Ask::More(list) if list.item == Item::List(ListName::Services) => {
                    Group::MoreServices
                }
                _ => Group::of(path, personal),
            };
            let rank = match (ask, path.place.node) {
                (Ask::More(_), _) => (u8::MAX, 0),
                (Ask::Add(_), Node::Service(_)) => (6, 0),
                // One person, one conversation.
                (_, Node::Principal) if personal => (0, 0),
                _ => rank(path),
            };
            if !self.skipped.contains(&ask) {
                asks.push((group, rank, std::cmp::Reverse(weight), ask));
            }
        };
        for (path, weight) in unknown {
            let ask = match path.item {
                Item::Field(_) => Ask::Field(*path),
                Item::Whole => Ask::Previous,
                Item::List(ListName::Attachments) => continue,
                Item::List(_) if path.place.previous => Ask::Previous,
                Item::List(ListName::PreApprovals) => Ask::Approvals(*path),
                Item::List(ListName::Platforms) => Ask::Systems(*path),
                Item::List(ListName::Services | ListName::Domains) => Ask::Add(*path),
            };
            add(*path, heaviest(path, *weight), ask);
        }
        let gravest = Weight {
            errors: u32::MAX,
            ..Weight::default()
        };
        for path in unreadable(draft) {
            add(path, gravest, Ask::Field(path));
        }
        for list in self.open_lists(draft, unfinished) {
            add(list, Weight::default(), Ask::More(list));
        }
        asks.sort();
        let mut asks: Vec<Ask> = asks.into_iter().map(|(.., ask)| ask).collect();
        asks.dedup();
        asks
    }

    /// Lists that somebody may still want to add to: not where one more would be an error.
    fn open_lists(&self, draft: &Draft<'static>, unfinished: &[String]) -> Vec<Path> {
        if unfinished.is_empty() {
            return Vec::new();
        }
        let before = self
            .bench
            .outcome(draft)
            .map_or(0, |outcome| outcome.errors.len());
        lists(draft)
            .into_iter()
            .filter(|list| unfinished.contains(&list.to_string()))
            .filter(|list| {
                let mut more = draft.clone();
                typical::add(&mut more, *list);
                self.bench
                    .outcome(&more)
                    .is_none_or(|outcome| outcome.errors.len() <= before)
            })
            .collect()
    }

    /// Whether something has to be asked even if everything else turns out as it mostly does.
    fn is_certain(&self, ask: Ask, unknown: &Unknown) -> bool {
        let (Ask::Field(path) | Ask::Add(path) | Ask::Approvals(path) | Ask::Systems(path)) = ask
        else {
            return true;
        };
        if !unknown.contains_key(&path) {
            return true;
        }
        if unknown
            .get(&path)
            .is_some_and(|weight| weight.errors == u32::MAX)
        {
            return true;
        }
        let mut likely = self.draft.clone();
        let day = self.bench.day(&self.draft);
        for other in unknown.keys().filter(|other| **other != path) {
            if !self.skipped.contains(&Ask::Field(*other)) {
                typical::assume(&mut likely, *other, day);
            }
        }
        self.bench
            .outcome(&likely)
            .is_none_or(|outcome| outcome.unknown.contains_key(&path))
    }

    /// About how many questions are left, if answers turn out as they mostly do.
    fn left(&self) -> u32 {
        let mut draft = self.draft.clone();
        let day = self.bench.day(&draft);
        let mut left: u32 = 0;
        let one = |left: &mut u32| *left = left.saturating_add(1);
        let order = Place::now(Node::Order);
        let is_set = |draft: &Draft<'_>, field: OrderField| {
            !matches!(
                draft.order.slot(field as usize),
                Slot::Unknown | Slot::Unreadable
            )
        };
        if !is_set(&draft, OrderField::FilingKind) {
            // A few questions tell the kind; a first filing is what most come for.
            left = 4_u32.saturating_sub(self.answered()).max(1);
            draft
                .order
                .put(OrderField::FilingKind as usize, Slot::Code(0));
        }
        for field in [OrderField::FilingProvince, OrderField::FilingProvider] {
            if !is_set(&draft, field)
                && !self
                    .skipped
                    .contains(&Ask::Field(order.field(field as usize)))
            {
                one(&mut left);
            }
        }
        if !is_set(&draft, OrderField::SubjectKind)
            && !self
                .skipped
                .contains(&Ask::Field(order.field(OrderField::SubjectKind as usize)))
        {
            one(&mut left);
            draft
                .order
                .put(OrderField::SubjectKind as usize, Slot::Code(1));
        }
        if choice_of(&draft).province.is_none() {
            // Without a province there are no rules to ask; this is what a first filing takes.
            return left.saturating_add(22);
        }
        let mut unfinished = self.document.unfinished();
        let name = order.field(OrderField::SubjectName as usize);
        if files(&draft) && is_unknown(&draft, name) && !self.skipped.contains(&Ask::Field(name)) {
            one(&mut left);
            typical::assume(&mut draft, name, day);
        }
        while left < MOST {
            let Some(outcome) = self.bench.outcome(&draft) else {
                break;
            };
            let waiting = self.waiting(&draft, &outcome.unknown, &unfinished);
            let Some(ask) = waiting.first() else {
                break;
            };
            one(&mut left);
            match ask {
                Ask::Field(path) | Ask::Add(path) | Ask::Approvals(path) | Ask::Systems(path) => {
                    typical::assume(&mut draft, *path, day);
                    if let Ask::Add(list) = ask
                        && matches!(list.place.node, Node::Service(_))
                    {
                        // The list is added to by its first domain's name.
                        let Node::Service(service) = list.place.node else {
                            continue;
                        };
                        let name = Place::now(Node::Domain(service, 0));
                        typical::assume(&mut draft, name.field(DomainField::Name as usize), day);
                    }
                }
                Ask::Previous => {
                    typical::assume(&mut draft, Place::previous(Node::Order).whole(), day);
                }
                Ask::More(list) => {
                    let done = list.to_string();
                    unfinished.retain(|list| *list != done);
                }
                Ask::Situation(_) | Ask::AtHand => break,
            }
        }
        let hand = !self.draft.attachments.is_known() && !self.skipped.contains(&Ask::AtHand);
        left.saturating_add(u32::from(hand))
    }

    /// How many questions about the situation have been answered.
    fn answered(&self) -> u32 {
        let answered = SITUATION
            .iter()
            .filter(|question| self.document.recalled(question.key).is_some());
        u32::try_from(answered.count()).unwrap_or(u32::MAX)
    }

    /// What a number tells, for the one who typed it.
    fn remark(&self, path: Path) -> Option<Text> {
        let Item::Field(slot) = path.item else {
            return None;
        };
        let slot = usize::from(slot);
        let (number, kind) = match path.place.kind() {
            RecordKind::Order => (
                OrderField::SubjectCertificateNumber as usize,
                OrderField::SubjectCertificateType as usize,
            ),
            RecordKind::Person => (
                PersonField::CertificateNumber as usize,
                PersonField::CertificateType as usize,
            ),
            _ => return None,
        };
        let record = self.draft.record(path.place)?;
        let is_card = match record.slot(kind) {
            Slot::Code(code) => matches!(
                crate::fields::choices::SUBJECT_CERTIFICATES
                    .get(usize::from(*code))
                    .map(|choice| choice.id),
                Some("id-card" | "temporary-id-card")
            ),
            _ => false,
        };
        if slot != number || !is_card {
            return None;
        }
        let day = self.bench.day(&self.draft);
        let check = check_id_card(record.text(number)?.expose(), day);
        let card = check.value()?;
        let years = day.years_since(card.birth)?;
        let (zh, en) = if card.male {
            ("男", "male")
        } else {
            ("女", "female")
        };
        Some(Text::new(
            format!("校验通过；{years} 岁，{zh}"),
            format!("the check digit is right; {years} years old, {en}"),
        ))
    }
}

/// What comes next.
enum Next {
    Ask(Ask),
    Nowhere(usize),
    Done,
}

/// Whether two fields lie in one table of one record, such as a certificate's.
fn belong_together(left: &Path, right: &Path) -> bool {
    let table = |path: &Path| match path.item {
        Item::Field(slot) => {
            let key = path.place.kind().field(slot.into())?.key;
            Some((path.place, key.rsplit_once('.')?.0))
        }
        _ => None,
    };
    match (table(left), table(right)) {
        // The subject's own fields are too many to be one thing.
        (Some((_, "subject")), _) => false,
        (Some(left), Some(right)) => left == right,
        _ => false,
    }
}

fn is_at(finding: &Finding, path: &str) -> bool {
    !path.is_empty() && finding.path == path
}

/// Fields that say something which is no value of theirs.
fn unreadable(draft: &Draft<'_>) -> Vec<Path> {
    let mut found = Vec::new();
    for place in places(draft) {
        let Some(record) = draft.record(place) else {
            continue;
        };
        for (slot, field) in place.kind().fields().iter().enumerate() {
            let is_table = field.kind == crate::fields::Kind::Table;
            if !is_table && *record.slot(slot) == Slot::Unreadable {
                found.push(place.field(slot));
            }
        }
    }
    found
}

/// The records that a draft has.
pub(super) fn places(draft: &Draft<'_>) -> Vec<Place> {
    let mut places = vec![Place::now(Node::Order)];
    let indices = |length: usize| 0..u32::try_from(length).unwrap_or(0);
    let mut add = |node: Node| {
        let place = Place::now(node);
        if draft.record(place).is_some() {
            places.push(place);
        }
    };
    add(Node::Principal);
    add(Node::LegalRepresentative);
    for (i, service) in (0u32..).zip(draft.services.items()) {
        add(Node::Service(i));
        add(Node::ServicePrincipal(i));
        for j in indices(service.pre_approvals.items().len()) {
            add(Node::PreApproval(i, j));
        }
        for j in indices(service.platforms.items().len()) {
            add(Node::Platform(i, j));
        }
        for j in indices(service.domains.items().len()) {
            add(Node::Domain(i, j));
        }
    }
    for i in indices(draft.attachments.items().len()) {
        add(Node::Attachment(i));
    }
    places
}

/// The lists that elements can be added to.
pub(super) fn lists(draft: &Draft<'_>) -> Vec<Path> {
    let order = Place::now(Node::Order).list(ListName::Services);
    let services = draft.services.items().len();
    let domains = (0..u32::try_from(services).unwrap_or(0))
        .map(|index| Place::now(Node::Service(index)).list(ListName::Domains));
    std::iter::once(order).chain(domains).collect()
}

//! The documents: whose each is, whether it is at hand, and how many are missing.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::finding::Finder;
use super::finding::path_text;
use super::form::form_of;
use super::model::{AnyOf, ConcernReport, DocumentReport, DocumentStatus, FormReport};
use super::places::Detail;
use super::questions::part;
use super::speech::Speech;
use super::why::Reasoner;
use crate::draft::{Item, Node, Place};
use crate::evaluate::{Evaluation, Need, Paper, Plan, is_provided, owner_path};
use crate::facts::{Facts, owner};
use crate::fields::{AttachmentField, DomainField, PersonField, ServiceField};
use crate::ruleset::{Document, Severity, Stage};

/// A document that is listed.
pub(super) struct Listed<'e> {
    pub paper: &'e Paper,
    pub status: DocumentStatus,
    /// Which alternative it belongs to; once one is at hand there is no choice left.
    pub any_of: Option<AnyOf>,
}

/// The documents that are listed, in the order of the ruleset, alternatives together, and how many
/// that are to be uploaded are missing.
pub(super) fn listed<'e>(
    evaluation: &'e Evaluation,
    plan: &Plan<'_>,
    facts: &Facts<'_>,
) -> (Vec<Listed<'e>>, usize) {
    let mut listed: Vec<Listed<'_>> = evaluation
        .papers
        .iter()
        .map(|paper| Listed {
            paper,
            status: status(plan, evaluation, facts, paper),
            any_of: paper.choice.map(|(group, bundle)| AnyOf { group, bundle }),
        })
        .collect();
    if listed.iter().any(|own| own.any_of.is_some()) {
        choose(&mut listed);
    }
    let missing = missing(plan, &listed);
    (listed, missing)
}

/// Leaves of each choice that is made what was chosen, and puts alternatives together.
fn choose(listed: &mut Vec<Listed<'_>>) {
    let chosen = chosen_bundles(listed);
    listed.retain_mut(|own| {
        let Some(choice) = own.any_of else {
            return true;
        };
        match chosen.get(&choice.group) {
            None => true,
            Some(chosen) => {
                own.any_of = None;
                *chosen == choice.bundle
            }
        }
    });
    // The sort is stable: what belongs to no choice keeps its order.
    listed.sort_by_key(|own| own.paper.choice);
}

/// The documents, as much of them as is wanted, and how many that are to be uploaded are missing.
pub(super) fn documents(
    evaluation: &Evaluation,
    finder: &Finder<'_, '_>,
    reasoner: &Reasoner<'_, '_>,
    detail: Detail,
) -> (Vec<DocumentReport>, usize) {
    let plan = reasoner.plan;
    let (listed, missing) = listed(evaluation, plan, reasoner.speech.facts);
    let mut parties = Parties::default();
    let documents = match detail {
        Detail::Compact => Vec::new(),
        Detail::Findings => listed
            .iter()
            .filter_map(|own| Some(missing_document(own, missing_upload(plan, own)?)))
            .collect(),
        Detail::Full | Detail::Guided => listed
            .iter()
            .filter_map(|own| document(finder, reasoner, &mut parties, own))
            .collect(),
    };
    (documents, missing)
}

fn status(
    plan: &Plan<'_>,
    evaluation: &Evaluation,
    facts: &Facts<'_>,
    paper: &Paper,
) -> DocumentStatus {
    if is_provided(plan.ruleset, facts, paper) {
        if has_bad_attachment(plan, evaluation, facts, paper) {
            return DocumentStatus::Invalid;
        }
        return DocumentStatus::Provided;
    }
    match paper.need {
        Need::Certain => DocumentStatus::Missing,
        Need::Open => DocumentStatus::Undetermined,
    }
}

/// Whether an error is reported at an attachment that is this paper.
fn has_bad_attachment(
    plan: &Plan<'_>,
    evaluation: &Evaluation,
    facts: &Facts<'_>,
    paper: &Paper,
) -> bool {
    let Some(document) = plan.ruleset.documents.get(paper.document) else {
        return false;
    };
    let draft = facts.draft();
    evaluation
        .failures
        .iter()
        .filter(|failure| failure.severity == Severity::Error)
        .filter_map(|failure| match failure.at.place.node {
            Node::Attachment(index) => draft.attachments.get(index),
            _ => None,
        })
        .any(|attachment| {
            let text =
                |field: AttachmentField| attachment.text(field as usize).map(|text| text.expose());
            let is_document =
                text(AttachmentField::Document).is_some_and(|id| document.is_called(id));
            let is_owner = text(AttachmentField::Of)
                .is_none_or(|of| owner(of).is_some_and(|of| facts.is_same_owner(of, paper.of)));
            is_document && is_owner
        })
}

/// Of each choice the first alternative that is wholly at hand, if one is.
fn chosen_bundles(listed: &[Listed<'_>]) -> BTreeMap<usize, usize> {
    let mut whole: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for own in listed {
        if let Some(choice) = own.paper.choice {
            let all = whole.entry(choice).or_insert(true);
            *all &= own.status == DocumentStatus::Provided;
        }
    }
    let mut chosen = BTreeMap::new();
    for ((group, bundle), all) in whole {
        if all {
            chosen.entry(group).or_insert(bundle);
        }
    }
    chosen
}

/// How many documents to upload are missing; of alternatives, those of the one that lacks fewest.
fn missing(plan: &Plan<'_>, listed: &[Listed<'_>]) -> usize {
    let mut plain = 0usize;
    let mut bundles: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for own in listed {
        let lacks = usize::from(missing_upload(plan, own).is_some());
        match own.paper.choice {
            None => plain = plain.saturating_add(lacks),
            Some((group, bundle)) => {
                let count = bundles.entry(group).or_default().entry(bundle).or_default();
                *count = count.saturating_add(lacks);
            }
        }
    }
    bundles
        .values()
        .filter_map(|bundles| bundles.values().min())
        .fold(plain, |sum, least| sum.saturating_add(*least))
}

/// A listed document, if it is to be uploaded and missing.
pub(super) fn missing_upload<'r>(plan: &Plan<'r>, own: &Listed<'_>) -> Option<&'r Document> {
    let document = plan.ruleset.documents.get(own.paper.document)?;
    (document.stage == Stage::Upload && own.status == DocumentStatus::Missing).then_some(document)
}

/// A document that is missing, in as few words as there are.
fn missing_document(own: &Listed<'_>, document: &Document) -> DocumentReport {
    DocumentReport {
        id: document.id.clone(),
        name: String::new(),
        of: owner_path(own.paper.of),
        stage: document.stage.id(),
        status: own.status,
        rules: Vec::new(),
        depends_on: Vec::new(),
        owner: String::new(),
        form: FormReport::default(),
        any_of: own.any_of,
        facts: Vec::new(),
        note: None,
        concerns: ConcernReport::default(),
        why: Vec::new(),
        sources: Vec::new(),
        confidence: None,
        asks: Vec::new(),
    }
}

/// Whose documents are and whom they concern: many are of the same.
#[derive(Default)]
pub(super) struct Parties {
    owners: HashMap<Place, String>,
    concerns: HashMap<(bool, Place), ConcernReport>,
}

impl Parties {
    fn owner(&mut self, speech: &Speech<'_>, of: Place) -> String {
        remembered(&mut self.owners, of, || owner_name(speech, of).into_owned())
    }

    fn concern(&mut self, speech: &Speech<'_>, document: &Document, of: Place) -> ConcernReport {
        let key = (document.of_access, of);
        remembered(&mut self.concerns, key, || {
            ConcernReport::new(speech, document, of)
        })
    }
}

fn remembered<K: Eq + Hash, T: Clone>(
    known: &mut HashMap<K, T>,
    key: K,
    find: impl FnOnce() -> T,
) -> T {
    known.entry(key).or_insert_with(find).clone()
}

/// All that is told of a document.
pub(super) fn document(
    finder: &Finder<'_, '_>,
    reasoner: &Reasoner<'_, '_>,
    parties: &mut Parties,
    own: &Listed<'_>,
) -> Option<DocumentReport> {
    let paper = own.paper;
    let (plan, speech) = (reasoner.plan, reasoner.speech);
    let document = plan.ruleset.documents.get(paper.document)?;
    let facts = reasoner.cited(paper);
    let mut evidence = reasoner.facts(paper, &facts);
    evidence.retain(|id| !finder.is_of_another_province(id));
    Some(DocumentReport {
        id: document.id.clone(),
        name: speech.say(&document.name),
        of: owner_path(paper.of),
        stage: document.stage.id(),
        status: own.status,
        rules: paper
            .rules()
            .filter_map(|rule| plan.ruleset.rules.get(rule))
            .map(|rule| rule.id.clone())
            .collect(),
        depends_on: paper.depends_on.iter().map(path_text).collect(),
        owner: parties.owner(speech, paper.of),
        form: form_of(plan, speech.facts, document, paper.of),
        any_of: own.any_of,
        facts,
        note: document.note.as_ref().map(|note| speech.say(note)),
        concerns: parties.concern(speech, document, paper.of),
        why: reasoner.why(paper),
        sources: finder.sources(&[], &evidence),
        confidence: finder.confidence(&evidence),
        asks: reasoner.asks(paper),
    })
}

/// What whose document it is is called: persons, services and domains by their names, where the
/// draft has them.
pub(crate) fn owner_name<'a>(speech: &Speech<'a>, place: Place) -> Cow<'a, str> {
    name_of(speech, place).unwrap_or_else(|| part(place.node).get(speech.lang).into())
}

/// The name that the draft has of a person, a service or a domain.
pub(super) fn name_of<'a>(speech: &Speech<'a>, place: Place) -> Option<Cow<'a, str>> {
    let slot = match place.node {
        Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_) => {
            PersonField::Name as usize
        }
        Node::Service(_) => ServiceField::Name as usize,
        Node::Domain(..) => DomainField::Name as usize,
        _ => return None,
    };
    let held = speech.facts.held(place, slot);
    let Item::Field(slot) = held.item else {
        return None;
    };
    let record = speech.facts.draft().record(held.place)?;
    let name = record.text(slot.into())?;
    Some(speech.free(name.expose()))
}

//! The documents: whose each is, whether it is at hand, and how many are missing.

use std::collections::BTreeMap;

use super::concern::concern;
use super::finding::Finder;
use super::finding::path_text;
use super::form::form_of;
use super::model::{AnyOf, ConcernReport, DocumentReport, DocumentStatus, FormReport};
use super::places::Detail;
use super::questions::part;
use super::speech::Speech;
use super::why::Reasoner;
use crate::draft::{Node, Place};
use crate::evaluate::{Evaluation, Need, Paper, Plan, is_provided, owner_path};
use crate::facts::owner;
use crate::fields::{AttachmentField, DomainField, PersonField, ServiceField};
use crate::ruleset::{Document, Severity, Stage};

/// The documents in the order of the ruleset, alternatives together, and how many that are to be
/// uploaded are missing.
pub(super) fn documents(
    evaluation: &Evaluation,
    finder: &Finder<'_>,
    reasoner: &Reasoner<'_, '_>,
    detail: Detail,
) -> (Vec<DocumentReport>, usize) {
    let (plan, speech) = (reasoner.plan, reasoner.speech);
    let statuses: Vec<DocumentStatus> = evaluation
        .papers
        .iter()
        .map(|paper| status(plan, evaluation, speech, paper))
        .collect();
    let papers: Vec<(&Paper, DocumentStatus)> = evaluation.papers.iter().zip(statuses).collect();
    let chosen = chosen_bundles(&papers);
    let mut kept: Vec<(&Paper, DocumentStatus)> = papers
        .into_iter()
        .filter(|(paper, _)| match paper.choice {
            Some((group, bundle)) => chosen.get(&group).is_none_or(|chosen| *chosen == bundle),
            None => true,
        })
        .collect();
    // The sort is stable: what belongs to no choice keeps its order.
    kept.sort_by_key(|(paper, _)| paper.choice);
    let missing = missing(plan, &kept);
    if detail < Detail::Full {
        let missing_ones = kept
            .iter()
            .filter(|(_, status)| detail == Detail::Findings && *status == DocumentStatus::Missing)
            .filter_map(|(paper, _)| {
                let is_chosen = paper
                    .choice
                    .is_some_and(|(group, _)| chosen.contains_key(&group));
                missing_document(plan, paper, is_chosen)
            })
            .collect();
        return (missing_ones, missing);
    }
    let mut parties = Parties::default();
    let documents = kept
        .iter()
        .filter_map(|(paper, status)| {
            let is_chosen = paper
                .choice
                .is_some_and(|(group, _)| chosen.contains_key(&group));
            document(finder, reasoner, &mut parties, paper, *status, is_chosen)
        })
        .collect();
    (documents, missing)
}

fn status(
    plan: &Plan<'_>,
    evaluation: &Evaluation,
    speech: &Speech<'_>,
    paper: &Paper,
) -> DocumentStatus {
    if is_provided(plan.ruleset, speech.facts, paper) {
        if has_bad_attachment(plan, evaluation, speech, paper) {
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
    speech: &Speech<'_>,
    paper: &Paper,
) -> bool {
    let Some(document) = plan.ruleset.documents.get(paper.document) else {
        return false;
    };
    let draft = speech.facts.draft();
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
            let is_document = text(AttachmentField::Document).is_some_and(|id| {
                document.id == id || document.aliases.iter().any(|alias| alias == id)
            });
            let is_owner = text(AttachmentField::Of).is_none_or(|of| {
                owner(of).is_some_and(|of| speech.facts.is_same_owner(of, paper.of))
            });
            is_document && is_owner
        })
}

/// Of each choice the first alternative that is wholly at hand, if one is.
fn chosen_bundles(papers: &[(&Paper, DocumentStatus)]) -> BTreeMap<usize, usize> {
    let mut whole: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for (paper, status) in papers {
        if let Some(choice) = paper.choice {
            let all = whole.entry(choice).or_insert(true);
            *all &= *status == DocumentStatus::Provided;
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
fn missing(plan: &Plan<'_>, papers: &[(&Paper, DocumentStatus)]) -> usize {
    let mut plain = 0usize;
    let mut bundles: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for (paper, status) in papers {
        let is_upload = plan
            .ruleset
            .documents
            .get(paper.document)
            .is_some_and(|document| document.stage == Stage::Upload);
        let lacks = usize::from(is_upload && *status == DocumentStatus::Missing);
        match paper.choice {
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

/// A document that is missing and to be uploaded, in as few words as there are.
fn missing_document(plan: &Plan<'_>, paper: &Paper, is_chosen: bool) -> Option<DocumentReport> {
    let document = plan.ruleset.documents.get(paper.document)?;
    (document.stage == Stage::Upload).then(|| DocumentReport {
        id: document.id.clone(),
        name: String::new(),
        of: owner_path(paper.of),
        stage: document.stage.id(),
        status: DocumentStatus::Missing,
        rules: Vec::new(),
        depends_on: Vec::new(),
        owner: String::new(),
        form: FormReport::default(),
        any_of: paper
            .choice
            .filter(|_| !is_chosen)
            .map(|(group, bundle)| AnyOf { group, bundle }),
        facts: Vec::new(),
        note: None,
        concerns: ConcernReport::default(),
        why: Vec::new(),
        sources: Vec::new(),
        confidence: None,
        asks: Vec::new(),
    })
}

/// Whose documents are and whom they concern: many are of the same.
#[derive(Default)]
struct Parties {
    owners: Vec<(Place, String)>,
    concerns: Vec<((bool, Place), ConcernReport)>,
}

impl Parties {
    fn owner(&mut self, speech: &Speech<'_>, of: Place) -> String {
        remembered(&mut self.owners, of, || owner_name(speech, of))
    }

    fn concern(&mut self, speech: &Speech<'_>, document: &Document, of: Place) -> ConcernReport {
        let key = (document.of_access, of);
        remembered(&mut self.concerns, key, || concern(speech, document, of))
    }
}

fn remembered<K: PartialEq, T: Clone>(known: &mut Vec<(K, T)>, key: K, find: impl Fn() -> T) -> T {
    if let Some((_, value)) = known.iter().find(|(own, _)| *own == key) {
        return value.clone();
    }
    let value = find();
    known.push((key, value.clone()));
    value
}

fn document(
    finder: &Finder<'_>,
    reasoner: &Reasoner<'_, '_>,
    parties: &mut Parties,
    paper: &Paper,
    status: DocumentStatus,
    is_chosen: bool,
) -> Option<DocumentReport> {
    let (plan, speech) = (reasoner.plan, reasoner.speech);
    let document = plan.ruleset.documents.get(paper.document)?;
    let mut evidence = reasoner.facts(paper);
    evidence.retain(|id| !finder.is_of_another_province(id));
    Some(DocumentReport {
        id: document.id.clone(),
        name: speech.say(&document.name),
        of: owner_path(paper.of),
        stage: document.stage.id(),
        status,
        rules: paper
            .rules
            .iter()
            .filter_map(|rule| plan.ruleset.rules.get(*rule))
            .map(|rule| rule.id.clone())
            .collect(),
        depends_on: paper.depends_on.iter().map(path_text).collect(),
        owner: parties.owner(speech, paper.of),
        form: form_of(plan, speech.facts, document, paper.of),
        // Once one alternative is at hand there is no choice left.
        any_of: paper
            .choice
            .filter(|_| !is_chosen)
            .map(|(group, bundle)| AnyOf { group, bundle }),
        facts: paper.facts.clone(),
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
pub(crate) fn owner_name(speech: &Speech<'_>, place: Place) -> String {
    let slot = match place.node {
        Node::LegalRepresentative | Node::Principal | Node::ServicePrincipal(_) => {
            Some(PersonField::Name as usize)
        }
        Node::Service(_) => Some(ServiceField::Name as usize),
        Node::Domain(..) => Some(DomainField::Name as usize),
        _ => None,
    };
    slot.and_then(|slot| {
        let held = speech.facts.held(place, slot);
        let crate::draft::Item::Field(slot) = held.item else {
            return None;
        };
        let record = speech.facts.draft().record(held.place)?;
        record
            .text(slot.into())
            .map(|name| speech.free(name.expose()))
    })
    .unwrap_or_else(|| speech.say(&part(place.node)))
}

//! The documents: what is said of them in this draft, and what many drafts have in common.

use std::io::Write;
use std::ops::Range;

use super::kept::{Kept, Part};
use super::object::{Object, list, plain};
use super::{Straight, Teller};
use crate::draft::{Node, Place};
use crate::evaluate::{Lister, Need, Plan, change_concerns, change_holds};
use crate::fields::OrderField;
use crate::report::build::choice_id;
use crate::report::concern::concern;
use crate::report::finding::path_text;
use crate::report::form::form_of;
use crate::report::papers::{self as report, Listed, missing_upload, owner_name};
use crate::ruleset::Document;

/// The layer of a provider's rules.
const PROVIDER: usize = 2;

/// Whose the documents of one draft are and whom they concern: many are of the same.
#[derive(Debug, Default)]
pub(super) struct Parties {
    json: Vec<u8>,
    known: Vec<((bool, Place), Party)>,
}

/// Where fields stand that tell of one of them.
#[derive(Debug, Clone)]
struct Party {
    of: Range<usize>,
    names: Range<usize>,
}

/// Writes the documents to upload that are missing, in as few words as there are.
pub(super) fn missing(plan: &Plan<'_>, listed: &[Listed<'_>], object: &mut Object<'_>) {
    let missing = listed
        .iter()
        .filter_map(|own| Some((own, missing_upload(plan, own)?)));
    list(object.key("documents"), missing, |out, (own, document)| {
        let mut object = Object::open(out);
        object.value("id", &document.id);
        owner(object.key("of"), own.paper.of);
        object.value("status", &own.status);
        object.some("any_of", own.any_of.as_ref());
        object.close();
    });
}

/// How a draft names the owner of a document.
fn owner(out: &mut Vec<u8>, of: Place) {
    match of.node {
        Node::Order => plain(out, "subject"),
        Node::Principal if !of.previous => plain(out, "principal"),
        _ => {
            // Bytes take everything.
            let _ = write!(out, "\"{of}\"");
        }
    }
}

impl<'r> Straight<'r> {
    /// Writes the documents.
    pub(super) fn documents(
        &mut self,
        teller: &Teller<'_, 'r>,
        listed: &[Listed<'_>],
        out: &mut Vec<u8>,
    ) {
        self.parties.known.clear();
        self.parties.json.clear();
        let ruleset = teller.usual.plan.ruleset;
        let listed = listed
            .iter()
            .filter_map(|own| Some((own, ruleset.documents.get(own.paper.document)?)));
        list(out, listed, |out, (own, document)| {
            self.document(teller, own, document, Object::open(out));
        });
    }

    fn document(
        &mut self,
        teller: &Teller<'_, 'r>,
        own: &Listed<'_>,
        document: &'r Document,
        mut object: Object<'_>,
    ) {
        let paper = own.paper;
        let Straight {
            parties,
            documents,
            forms,
            ..
        } = self;
        let party = parties.party(teller, document, paper.of);
        let parties = |range| parties.json.get(range).unwrap_or_default();
        let [name, standing, cause] = document_part(documents, teller, own, document).fields();
        object.written(name);
        object.written(parties(party.of));
        object.written(standing);
        list(object.key("depends_on"), &paper.depends_on, |out, path| {
            plain(out, &path_text(path));
        });
        object.written(parties(party.names));
        object.written(&form_part(forms, teller, document, paper.of).json);
        object.some("any_of", own.any_of.as_ref());
        object.written(cause);
        if paper.need == Need::Open {
            object.filled("asks", &teller.reasoner.asks(paper));
        }
        object.close();
    }
}

impl Parties {
    fn party(&mut self, teller: &Teller<'_, '_>, document: &Document, of: Place) -> Party {
        let Self { json, known } = self;
        let key = (document.of_access, of);
        if let Some((_, party)) = known.iter().find(|(own, _)| *own == key) {
            return party.clone();
        }
        let speech = teller.finder.speech;
        let start = json.len();
        owner(Object::fields(json).key("of"), of);
        let end = json.len();
        let mut object = Object::fields(json);
        object.value("owner", &owner_name(speech, of));
        let own = concern(speech, document, of);
        let mut concerns = Object::open(object.key("concerns"));
        concerns.plain("of", &own.of);
        concerns.value("label", &own.label);
        concerns.close();
        let party = Party {
            of: start..end,
            names: end..json.len(),
        };
        known.push((key, party.clone()));
        party
    }
}

/// What a document must look like.
fn form_part<'k, 'r>(
    forms: &'k mut Kept,
    teller: &Teller<'_, 'r>,
    document: &'r Document,
    of: Place,
) -> &'k Part {
    let (facts, plan) = (teller.usual.facts, teller.usual.plan);
    let mut key = forms.key();
    key.address(document);
    for change in &plan.ruleset.forms {
        if change_concerns(change, document) && change_holds(change, facts, of) {
            key.address(change);
        }
    }
    key.part(|part| {
        let form = form_of(plan, facts, document, of);
        if !form.is_empty() {
            Object::fields(&mut part.json).value("form", &form);
        }
    })
}

/// What a document is called, how it stands, and why it is listed on what evidence.
fn document_part<'k, 'r>(
    documents: &'k mut Kept,
    teller: &Teller<'_, 'r>,
    own: &Listed<'_>,
    document: &'r Document,
) -> &'k Part {
    let plan = teller.usual.plan;
    let rules = &plan.ruleset.rules;
    let mut key = documents.key();
    key.address(document);
    key.province(teller.province);
    key.number(own.status as usize);
    key.number(own.paper.rules.len());
    for rule in own.paper.rules.iter().filter_map(|rule| rules.get(*rule)) {
        key.address(&**rule);
    }
    for ground in &own.paper.grounds {
        key.number(ground.tells.into());
        match ground.by {
            Lister::Require(origin) => {
                if let Some((_, require)) = plan.require(origin) {
                    key.address(require);
                    if require.layer == PROVIDER {
                        let provider = choice_id(teller.usual.facts, OrderField::FilingProvider);
                        key.texts(provider.as_slice());
                    }
                }
            }
            Lister::Branch(branch) => key.number(branch),
        }
        if let Some((rule, binding)) = ground.rule {
            if let Some(rule) = rules.get(rule) {
                key.address(&**rule);
            }
            key.texts(plan.facts(rule, binding));
        }
    }
    key.part(|part| {
        let (finder, reasoner) = (&teller.finder, &teller.reasoner);
        let mut owners = report::Parties::default();
        let Some(report) = report::document(finder, reasoner, &mut owners, own) else {
            return;
        };
        let mut object = Object::fields(&mut part.json);
        object.value("id", &report.id);
        object.value("name", &report.name);
        let first = part.json.len();
        let mut object = Object::fields(&mut part.json);
        object.plain("stage", report.stage);
        object.value("status", &report.status);
        object.value("rules", &report.rules);
        part.ends = [first, part.json.len()];
        let mut object = Object::fields(&mut part.json);
        object.filled("facts", &report.facts);
        object.some("note", report.note.as_ref());
        object.filled("why", &report.why);
        object.filled("sources", &report.sources);
        object.some("confidence", report.confidence.as_ref());
    })
}

//! The documents: what is said of them in this draft, and what many drafts have in common.

use std::io::Write;
use std::ops::Range;

use super::kept::Kind;
use super::object::{Object, json, list, plain};
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

/// Whose the documents of one draft are and whom they concern, as fields: many are of the same.
#[derive(Debug, Default)]
pub(super) struct Parties {
    json: Vec<u8>,
    known: Vec<((bool, Place), Range<usize>)>,
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
    // Bytes take everything.
    let _ = match of.node {
        Node::Order => write!(out, "\"subject\""),
        _ => write!(out, "\"{of}\""),
    };
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
        let ruleset = teller.usual.plan.ruleset;
        self.name(document, &mut object);
        owner(object.key("of"), paper.of);
        object.plain("stage", document.stage.id());
        object.value("status", &own.status);
        let rules = paper.rules.iter();
        let rules = rules.filter_map(|rule| ruleset.rules.get(*rule));
        list(object.key("rules"), rules, |out, rule| {
            json(out, &rule.id);
        });
        list(object.key("depends_on"), &paper.depends_on, |out, path| {
            plain(out, &path_text(path));
        });
        self.party(teller, document, paper.of, &mut object);
        self.form(teller, document, paper.of, &mut object);
        object.some("any_of", own.any_of.as_ref());
        self.cause(teller, own, document, &mut object);
        if paper.need == Need::Open {
            object.filled("asks", &teller.reasoner.asks(paper));
        }
        object.close();
    }

    fn name(&mut self, document: &'r Document, object: &mut Object<'_>) {
        let lang = self.manner.lang;
        let mut key = self.kept.key(Kind::Name);
        key.address(document);
        let part = key.part(|part| {
            let mut object = Object::fields(&mut part.json);
            object.value("id", &document.id);
            object.value("name", document.name.get(lang));
        });
        object.written(&part.json);
    }

    /// Whose it is, and whom it concerns.
    fn party(
        &mut self,
        teller: &Teller<'_, 'r>,
        document: &Document,
        of: Place,
        object: &mut Object<'_>,
    ) {
        let Parties { json: text, known } = &mut self.parties;
        let key = (document.of_access, of);
        let range = match known.iter().find(|(own, _)| *own == key) {
            Some((_, range)) => range.clone(),
            None => {
                let speech = teller.finder.speech;
                let start = text.len();
                let mut object = Object::fields(text);
                object.value("owner", &owner_name(speech, of));
                object.value("concerns", &concern(speech, document, of));
                let range = start..text.len();
                known.push((key, range.clone()));
                range
            }
        };
        object.written(text.get(range).unwrap_or_default());
    }

    /// What it must look like.
    fn form(
        &mut self,
        teller: &Teller<'_, 'r>,
        document: &'r Document,
        of: Place,
        object: &mut Object<'_>,
    ) {
        let (facts, plan) = (teller.usual.facts, teller.usual.plan);
        let mut key = self.kept.key(Kind::Form);
        key.address(document);
        for change in &plan.ruleset.forms {
            if change_concerns(change, document) && change_holds(change, facts, of) {
                key.address(change);
            }
        }
        let part = key.part(|part| {
            let form = form_of(plan, facts, document, of);
            if !form.is_empty() {
                Object::fields(&mut part.json).value("form", &form);
            }
        });
        object.written(&part.json);
    }

    /// Why it is listed, and on what evidence.
    fn cause(
        &mut self,
        teller: &Teller<'_, 'r>,
        own: &Listed<'_>,
        document: &'r Document,
        object: &mut Object<'_>,
    ) {
        let plan = teller.usual.plan;
        let mut key = self.kept.key(Kind::Cause);
        key.address(document);
        key.province(teller.usual.province());
        key.number(own.paper.rules.len());
        let rules = &plan.ruleset.rules;
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
                            let provider =
                                choice_id(teller.usual.facts, OrderField::FilingProvider);
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
        let part = key.part(|part| {
            let (finder, reasoner) = (&teller.finder, &teller.reasoner);
            let mut owners = report::Parties::default();
            let Some(report) = report::document(finder, reasoner, &mut owners, own) else {
                return;
            };
            let mut object = Object::fields(&mut part.json);
            object.filled("facts", &report.facts);
            object.some("note", report.note.as_ref());
            object.filled("why", &report.why);
            object.filled("sources", &report.sources);
            object.some("confidence", report.confidence.as_ref());
        });
        object.written(&part.json);
    }
}

//! The documents: what is said of them in this draft, and what many drafts have in common.

use std::ops::Range;

use super::kept::{Kept, Part};
use super::object::{Bytes, Object, key, list, path, plain};
use super::{Straight, Teller};
use crate::draft::{Node, Place};
use crate::evaluate::{Lister, Need, Plan};
use crate::report::concern::{ACCESS, concern};
use crate::report::papers::{self as report, Listed, missing_upload, owner_name};
use crate::ruleset::Document;

/// The layer of a provider's rules.
const PROVIDER: usize = 2;

/// What many drafts have of a document in common: what it is called; how it stands; what it must look
/// like; why it is listed.
pub(super) type Documents = Kept<PIECES>;

/// How many pieces that is.
const PIECES: usize = 4;

/// Whose the documents of one draft are and whom they concern: many are of the same.
#[derive(Debug, Default)]
pub(super) struct Parties {
    json: Vec<u8>,
    known: Vec<((bool, Place), Party)>,
    /// What one of them is called.
    label: String,
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
    list(
        object.key(key!("documents")),
        missing,
        |out, (own, document)| {
            let mut object = Object::open(out);
            object.text(key!("id"), &document.id);
            owner(object.key(key!("of")), own.paper.of);
            object.value(key!("status"), &own.status);
            object.some(key!("any_of"), own.any_of.as_ref());
            object.close();
        },
    );
}

/// How a draft names the owner of a document.
fn owner(out: &mut Vec<u8>, of: Place) {
    match of.node {
        Node::Order => plain(out, "subject"),
        _ => {
            out.push(b'"');
            // Bytes take everything.
            let _ = of.write_to(&mut Bytes(out));
            out.push(b'"');
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
            self.document(teller, own, document, out);
        });
    }

    fn document(
        &mut self,
        teller: &Teller<'_, 'r>,
        own: &Listed<'_>,
        document: &'r Document,
        out: &mut Vec<u8>,
    ) {
        let paper = own.paper;
        let Straight {
            parties, documents, ..
        } = self;
        let party = parties.party(teller, document, paper.of);
        let parties = |range| parties.json.get(range).unwrap_or_default();
        let [name, standing, form, cause] = part(documents, teller, own, document).pieces();
        for piece in [name, parties(party.of), standing] {
            out.extend_from_slice(piece);
        }
        list(
            Object::more(out).key(key!("depends_on")),
            &paper.depends_on,
            path,
        );
        for piece in [parties(party.names), form] {
            out.extend_from_slice(piece);
        }
        if own.any_of.is_some() {
            Object::more(out).some(key!("any_of"), own.any_of.as_ref());
        }
        out.extend_from_slice(cause);
        let mut object = Object::more(out);
        if paper.need == Need::Open {
            object.filled(key!("asks"), &teller.reasoner.asks(paper));
        }
        object.close();
    }
}

impl Parties {
    fn party(&mut self, teller: &Teller<'_, '_>, document: &Document, of: Place) -> Party {
        let Self { json, known, label } = self;
        let key = (document.of_access, of);
        if let Some((_, party)) = known.iter().find(|(own, _)| *own == key) {
            return party.clone();
        }
        let speech = teller.finder.speech;
        let start = json.len();
        owner(Object::more(json).key(key!("of")), of);
        let end = json.len();
        let mut object = Object::more(json);
        object.text(key!("owner"), &owner_name(speech, of));
        label.clear();
        let own = concern(speech, document, of, label);
        let mut concerns = Object::open(object.key(key!("concerns")));
        match own.of {
            None => concerns.plain(key!("of"), ACCESS),
            Some(place) => owner(concerns.key(key!("of")), place),
        }
        concerns.text(key!("label"), label);
        concerns.close();
        let party = Party {
            of: start..end,
            names: end..json.len(),
        };
        known.push((key, party.clone()));
        party
    }
}

/// What many drafts have of a document in common.
fn part<'k, 'r>(
    documents: &'k mut Documents,
    teller: &Teller<'_, 'r>,
    own: &Listed<'_>,
    document: &'r Document,
) -> &'k Part<PIECES> {
    let plan = teller.usual.plan;
    let (paper, rules) = (own.paper, &plan.ruleset.rules);
    let mut key = documents.key();
    key.address(document);
    key.number(teller.province_number());
    key.number(own.status as usize);
    for ground in paper.grounds() {
        key.number(ground.tells.into());
        match ground.by {
            Lister::Require(origin) => {
                if let Some((_, require)) = plan.require(origin) {
                    key.address(require);
                    if require.layer == PROVIDER {
                        key.texts(teller.provider.as_slice());
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
    let facts = teller.usual.facts;
    for change in plan.form_changes(facts, paper.document, paper.of) {
        key.address(change);
    }
    key.part(|part| {
        let (finder, reasoner) = (&teller.finder, &teller.reasoner);
        let mut owners = report::Parties::default();
        let Some(report) = report::document(finder, reasoner, &mut owners, own) else {
            return;
        };
        let json = &mut part.json;
        let mut object = Object::open(json);
        object.text(key!("id"), &report.id);
        object.text(key!("name"), &report.name);
        let name = json.len();
        let mut object = Object::more(json);
        object.plain(key!("stage"), report.stage);
        object.value(key!("status"), &report.status);
        object.value(key!("rules"), &report.rules);
        let standing = json.len();
        if !report.form.is_empty() {
            Object::more(json).value(key!("form"), &report.form);
        }
        let form = json.len();
        let mut object = Object::more(json);
        object.filled(key!("facts"), &report.facts);
        object.some(key!("note"), report.note.as_ref());
        object.filled(key!("why"), &report.why);
        object.filled(key!("sources"), &report.sources);
        object.some(key!("confidence"), report.confidence.as_ref());
        part.ends = [name, standing, form, json.len()];
    })
}

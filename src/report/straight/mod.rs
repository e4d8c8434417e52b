//! The line of a draft of a batch, written straight from what came out, without a report. What is
//! the same in many drafts (names, evidence, what documents must look like, what is good to know)
//! becomes JSON once in a batch and is copied.
//!
//! Only usual drafts are written so; a report tells the others, and whatever is no line of JSON.
//! Both write the same bytes: a test holds one against the other.

mod findings;
mod guidance;
mod kept;
mod object;
mod papers;

use std::marker::PhantomData;

use self::guidance::Sentences;
use self::kept::Kept;
use self::object::{Object, key, list};
use self::papers::{Documents, Parties};
use super::build::{Manner, choice_id};
use super::evidence::{Evidence, Remembered};
use super::finding::{Finder, Told};
use super::mask::Masker;
use super::papers::listed;
use super::places::{Detail, Within};
use super::questions::questions;
use super::speech::Speech;
use super::status::Standing;
use super::why::Reasoner;
use crate::draft::{Draft, Slot};
use crate::evaluate::{Evaluation, Plan, Verdict};
use crate::facts::Facts;
use crate::fields::OrderField;
use crate::ruleset::Ruleset;

/// Writes lines of drafts, as [`json_record`](crate::render::json_record) writes those of their
/// reports. The evidence has to be the same for all of them.
#[derive(Debug)]
pub struct Straight<'r> {
    manner: Manner,
    detail: Detail,
    /// What failures rest on.
    grounds: Kept<0>,
    documents: Documents,
    sentences: Sentences,
    parties: Parties,
    /// What is kept is known by the addresses of what stands in rulesets.
    rulesets: PhantomData<&'r Ruleset>,
}

/// A usual draft: regular JSON, whose kind of filing is known, and which accepts no findings itself.
#[derive(Clone, Copy)]
pub struct Usual<'a, 'r> {
    /// Where it was read from, as the user calls it.
    pub source: &'a str,
    /// Its text.
    pub json: &'a str,
    /// Where its text begins in the input: line and column, both from 1.
    pub start: (usize, usize),
    /// The draft as rules see it.
    pub facts: &'a Facts<'a>,
    /// The rules that apply.
    pub plan: &'a Plan<'r>,
    /// What came out, as far as the detail needs it.
    pub evaluation: &'a Evaluation,
    /// Where sources are looked up.
    pub evidence: &'a dyn Evidence,
}

/// What the line of a draft is written with.
struct Teller<'a, 'r> {
    usual: Usual<'a, 'r>,
    province: Option<u32>,
    provider: Option<&'static str>,
    finder: Finder<'a, 'r>,
    reasoner: Reasoner<'a, 'r>,
}

impl Teller<'_, '_> {
    /// A number for the province.
    fn province_number(&self) -> usize {
        let code = self.province.unwrap_or(0);
        usize::try_from(code).unwrap_or(0)
    }
}

impl Usual<'_, '_> {
    /// Whether a draft that is regular JSON is a usual one.
    pub fn is_usual(draft: &Draft<'_>) -> bool {
        draft.allow.items().is_empty()
    }

    /// What counts of it, whatever is written.
    pub fn standing(&self, documents_missing: usize) -> Standing {
        let verdict = self.evaluation.verdict();
        let failures = self.evaluation.failures.iter();
        Standing {
            verdict,
            gravest: failures.map(|failure| failure.severity).max(),
            is_incomplete: verdict == Verdict::Incomplete,
            documents_missing,
        }
    }

    /// How many documents to upload are missing, where the evaluation has documents.
    pub fn documents_missing(&self) -> usize {
        listed(self.evaluation, self.plan, self.facts).1
    }

    /// The ids of the rules that fail, each once.
    pub fn failing_rules(&self) -> impl Iterator<Item = &str> {
        let failures = &self.evaluation.failures;
        // Those of one rule come one after another.
        let firsts = failures.iter().enumerate().filter(|(at, failure)| {
            let before = at.checked_sub(1).and_then(|at| failures.get(at));
            before.is_none_or(|before| before.rule != failure.rule)
        });
        firsts
            .filter_map(|(_, failure)| self.plan.ruleset.rules.get(failure.rule))
            .map(|rule| rule.id.as_str())
    }

    /// The code of the province that it is filed in, as reports have it; `None` where it is not known.
    pub fn province_code(&self) -> Option<[u8; 6]> {
        self.province().map(six_digits)
    }

    /// The province that it is filed in.
    fn province(&self) -> Option<u32> {
        // Nothing stands in for it where it is absent.
        match self
            .facts
            .draft()
            .order
            .slot(OrderField::FilingProvince as usize)
        {
            Slot::Division(code) => Some(*code),
            _ => None,
        }
    }
}

impl<'r> Straight<'r> {
    /// Nothing is kept yet.
    pub fn new(manner: Manner, detail: Detail) -> Self {
        Self {
            manner,
            detail,
            grounds: Kept::default(),
            documents: Documents::default(),
            sentences: Sentences::default(),
            parties: Parties::default(),
            rulesets: PhantomData,
        }
    }

    /// Adds the line of a draft; gives how many of its documents to upload are missing.
    pub fn line(&mut self, usual: &Usual<'_, 'r>, out: &mut Vec<u8>) -> usize {
        let speech = Speech {
            facts: usual.facts,
            ruleset: usual.plan.ruleset,
            masker: Masker {
                unmask: self.manner.unmask,
            },
            lang: self.manner.lang,
        };
        let evidence = Remembered::new(usual.evidence);
        let teller = Teller {
            usual: *usual,
            province: usual.province(),
            provider: choice_id(usual.facts, OrderField::FilingProvider),
            finder: Finder {
                speech: &speech,
                plan: usual.plan,
                evidence: &evidence,
                origin: None,
                within: Within {
                    start: usual.start,
                    json: Some(usual.json),
                    detail: self.detail,
                },
            },
            reasoner: Reasoner {
                speech: &speech,
                plan: usual.plan,
                evidence: &evidence,
            },
        };
        let missing = self.object(&teller, Object::open(out));
        out.push(b'\n');
        missing
    }

    fn object(&mut self, teller: &Teller<'_, 'r>, mut object: Object<'_>) -> usize {
        let usual = &teller.usual;
        let facts = usual.facts;
        let choice = |field| choice_id(facts, field);
        object.text(key!("source"), usual.source);
        object.text_or_null(key!("id"), facts.draft().id.as_deref());
        object.plain_or_null(key!("filing"), choice(OrderField::FilingKind));
        let province = teller.province.map(six_digits);
        let province = province.as_ref().map(|digits| digits.as_slice());
        let province = province.and_then(|digits| std::str::from_utf8(digits).ok());
        object.plain_or_null(key!("province"), province);
        object.plain_or_null(key!("provider"), teller.provider);
        object.plain_or_null(key!("subject"), choice(OrderField::SubjectKind));
        object.plain(key!("verdict"), usual.evaluation.verdict().id());
        let (documents, missing) = listed(usual.evaluation, usual.plan, facts);
        let told = teller.finder.told(&usual.evaluation.failures);
        match self.detail {
            Detail::Compact => self.brief_findings(&told, &mut object),
            Detail::Findings => {
                self.brief_findings(&told, &mut object);
                papers::missing(usual.plan, &documents, &mut object);
            }
            Detail::Full | Detail::Guided => {
                let old = self.findings(teller, &told, &mut object);
                let open = &usual.evaluation.open;
                let speech = teller.finder.speech;
                let questions = questions(open, usual.plan.ruleset, speech);
                if questions.is_empty() {
                    object.key(key!("questions")).extend_from_slice(b"[]");
                } else {
                    object.value(key!("questions"), &questions);
                }
                self.documents(teller, &documents, object.key(key!("documents")));
                object.number(key!("documents_missing"), Some(missing));
                object.key(key!("errors")).extend_from_slice(b"[]");
                object.day(key!("as_of"), facts.as_of());
                let old = teller.finder.old_sources(old.iter());
                object.some(key!("old_sources"), old.as_ref());
                self.guidance(teller, &mut object);
                object.close();
                return missing;
            }
        }
        object.number(key!("documents_missing"), Some(missing));
        object.key(key!("errors")).extend_from_slice(b"[]");
        object.close();
        missing
    }

    /// Failures without what they rest on.
    fn brief_findings(&self, told: &[Told<'_>], object: &mut Object<'_>) {
        let says = self.detail != Detail::Compact;
        list(object.key(key!("findings")), told, |out, told| {
            let mut object = Object::open(out);
            findings::head(told, &mut object);
            if says {
                object.text(key!("message"), &told.message);
                if let Some(help) = &told.help {
                    object.text(key!("help"), help);
                }
            }
            object.close();
        });
    }

    fn guidance(&mut self, teller: &Teller<'_, 'r>, object: &mut Object<'_>) {
        let guidance = &teller.usual.evaluation.guidance;
        if guidance.is_empty() {
            return;
        }
        let (ruleset, lang) = (teller.usual.plan.ruleset, self.manner.lang);
        self.sentences
            .write(ruleset, lang, guidance, object.key(key!("guidance")));
    }
}

/// The digits of the code of a province.
fn six_digits(code: u32) -> [u8; 6] {
    let mut digits = [b'0'; 6];
    let mut rest = code;
    for digit in digits.iter_mut().rev() {
        let last = u8::try_from(rest % 10).unwrap_or(0);
        *digit |= last;
        rest /= 10;
    }
    digits
}

//! Failures to findings: filled, placed, sourced, said once, in the reader's order.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use super::evidence::{Cited, Line, Remembered, YOUNG_YEARS, confidence};
use super::message::{Filling, names_hit};
use super::model::{Finding, OldSources, Related};
use super::places::{Detail, Mark, Origin, Within, json_mark};
use super::speech::Speech;
use crate::draft::{Item, Node, Path, Place, Slot};
use crate::evaluate::{Failure, Plan, View, evidence_asked};
use crate::fields::{OrderField, PersonField, RecordKind};
use crate::identifiers::{division_named, fold, fold_identifier};
use crate::ruleset::{Branch, Rule};

/// At most so many related fields are told.
const MOST_RELATED: usize = 4;

/// What findings are made with.
#[derive(Clone, Copy)]
pub(super) struct Finder<'a, 'r> {
    pub speech: &'a Speech<'a>,
    pub plan: &'a Plan<'r>,
    pub evidence: &'a Remembered<'a>,
    pub origin: Option<Origin<'a>>,
    pub within: Within<'a>,
}

/// A failure that is told.
pub(super) struct Told<'f> {
    pub failure: &'f Failure,
    pub rule: &'f Rule,
    pub branch: &'f Branch,
    /// Where it stands.
    pub mark: Option<Mark>,
    /// What is wrong; empty where nothing is said of failures.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

/// What a failure rests on.
pub(super) struct Ground {
    pub facts: Vec<String>,
    pub sources: Vec<String>,
    pub confidence: Option<&'static str>,
}

impl Finder<'_, '_> {
    /// All findings: gravest first, then by position, then by rule.
    pub fn findings(&self, failures: &[Failure]) -> Vec<Finding> {
        let told = self.told(failures).into_iter();
        told.map(|told| self.finding(told)).collect()
    }

    /// The failures that are told, in the order of the findings.
    pub fn told<'f>(&'f self, failures: &'f [Failure]) -> Vec<Told<'f>> {
        let mut said = HashSet::new();
        let mut told: Vec<Told<'f>> = failures
            .iter()
            .enumerate()
            .filter(|(index, failure)| {
                is_lonely(failures, *index) || said.insert(self.cause(failure))
            })
            .filter_map(|(_, failure)| self.tell(failure))
            .collect();
        told.sort_by(|left, right| {
            let place = |told: &Told<'_>| told.mark.map(|mark| (mark.line, mark.column));
            right
                .failure
                .severity
                .cmp(&left.failure.severity)
                .then_with(|| place(left).cmp(&place(right)))
                .then_with(|| left.failure.at.cmp(&right.failure.at))
                .then_with(|| left.rule.id.cmp(&right.rule.id))
        });
        // A rule for each service may speak of the one principal of them all.
        if !said.is_empty() {
            let mut said = HashSet::new();
            told.retain(|told| {
                let failure = told.failure;
                let message = told.message.clone();
                said.insert((
                    failure.rule,
                    failure.severity,
                    path_text(&failure.at),
                    message,
                ))
            });
        }
        told
    }

    /// What makes two failures one: the same rule and severity, and the same value of the same
    /// person. Other failures are one only with themselves.
    fn cause(&self, failure: &Failure) -> (usize, crate::ruleset::Severity, String) {
        let who = self.person_and_value(failure.at).unwrap_or_else(|| {
            // The element is part of it: two services may have one fault each at one place.
            format!("{:?} {}", failure.element, failure.at)
        });
        (failure.rule, failure.severity, who)
    }

    fn person_and_value(&self, path: Path) -> Option<String> {
        let Path {
            place: place @ Place {
                previous: false, ..
            },
            item: Item::Field(slot),
        } = path
        else {
            return None;
        };
        let draft = self.speech.facts.draft();
        let record = draft.record(place)?;
        let (name, number, key) = match place.kind() {
            RecordKind::Person => (
                PersonField::Name as usize,
                PersonField::CertificateNumber as usize,
                record.kind().field(slot.into())?.key,
            ),
            // In a personal filing the subject's fields are the principal's.
            RecordKind::Order if self.speech.facts.is_personal() == Some(true) => (
                OrderField::SubjectName as usize,
                OrderField::SubjectCertificateNumber as usize,
                record
                    .kind()
                    .field(slot.into())?
                    .key
                    .strip_prefix("subject.")?,
            ),
            _ => return None,
        };
        let text = |slot: usize| record.text(slot).map(|text| text.expose());
        let who = text(number)
            .map(|number| fold_identifier(number).into_owned())
            .or_else(|| text(name).map(|name| fold(name).into_owned()))?;
        let value = match record.slot(slot.into()) {
            Slot::Text(text) => fold(text.expose()).into_owned(),
            Slot::Day(day) => day.to_string(),
            other => format!("{other:?}"),
        };
        Some(format!("{who}\u{0}{key}\u{0}{value}"))
    }

    /// A failure with what is said of it, as much as is wanted.
    fn tell<'f>(&'f self, failure: &'f Failure) -> Option<Told<'f>> {
        let rule = &**self.plan.ruleset.rules.get(failure.rule)?;
        let branch = rule.branches.get(failure.branch)?;
        let mut told = Told {
            failure,
            rule,
            branch,
            mark: self.mark(&failure.at),
            message: String::new(),
            help: None,
        };
        if self.within.detail > Detail::Compact {
            let values = self.plan.values(failure.rule, failure.binding);
            let messages = std::iter::once(&branch.message).chain(&branch.help);
            let hit = messages
                .into_iter()
                .any(|message| names_hit(message, self.speech.lang))
                .then(|| View::new(self.speech.facts, failure.element, values).hit(&branch.fails));
            let hit = hit.flatten();
            let filling = Filling {
                speech: self.speech,
                element: failure.element,
                params: &rule.params,
                values,
                hit: hit.as_deref(),
            };
            told.message = filling.fill(&branch.message);
            told.help = branch.help.as_ref().map(|help| filling.fill(help));
        }
        Some(told)
    }

    fn finding(&self, told: Told<'_>) -> Finding {
        let Told { failure, rule, .. } = told;
        let mut finding = Finding {
            rule: rule.id.clone(),
            severity: failure.severity,
            path: path_text(&failure.at),
            line: told.mark.map(|mark| mark.line),
            column: told.mark.map(|mark| mark.column),
            facts: Vec::new(),
            sources: Vec::new(),
            title: String::new(),
            confidence: None,
            related: Vec::new(),
            end_column: None,
            own_severity: failure.own_severity,
            suppression: None,
            help: None,
            message: String::new(),
        };
        if self.within.detail >= Detail::Full {
            let asked = evidence_asked(
                self.plan.ruleset,
                self.speech.facts,
                told.branch,
                failure.element,
            );
            let ground = self.ground(&told, &asked);
            finding.facts = ground.facts;
            finding.sources = ground.sources;
            finding.confidence = ground.confidence;
            finding.title = self.speech.say(&rule.title);
            finding.related = self.related(failure);
            finding.end_column = told.mark.map(|mark| mark.end_column);
        }
        finding.message = told.message;
        finding.help = told.help;
        finding
    }

    /// The evidence of a failure; `asked` is that of what an attachment was compared with.
    pub fn ground(&self, told: &Told<'_>, asked: &[String]) -> Ground {
        let Told {
            failure,
            rule,
            branch,
            ..
        } = told;
        let in_force = self.plan.facts(failure.rule, failure.binding);
        let groups = [asked, in_force, &branch.facts, &rule.facts];
        let mut facts: Vec<String> = Vec::new();
        for id in groups.into_iter().flatten() {
            if !facts.contains(id) {
                facts.push(id.clone());
            }
        }
        // A national rule may rest on what single provinces say: another one's word is no reason here
        // while there is any else.
        if facts.iter().any(|id| !self.is_of_another_province(id)) {
            facts.retain(|id| !self.is_of_another_province(id));
        }
        Ground {
            sources: self.sources(in_force, &facts),
            facts,
            confidence: groups.into_iter().find_map(|ids| self.confidence(ids)),
        }
    }

    /// Where a path stands in the input.
    pub fn mark(&self, path: &Path) -> Option<Mark> {
        let own = match self.origin {
            Some(origin) => Some(origin.mark(path)),
            None => {
                let draft = self.speech.facts.draft();
                self.within.json.map(|text| json_mark(text, draft, path))
            }
        };
        own.map(|mark| self.within.shift(mark))
    }

    /// Known fields that decided it, where they stand in the file.
    pub fn related(&self, failure: &Failure) -> Vec<Related> {
        let related = related(failure).map(|path| {
            let mark = self.mark(path);
            Related {
                path: path_text(path),
                label: self.speech.label(path),
                line: mark.map(|mark| mark.line),
                column: mark.map(|mark| mark.column),
                end_column: mark.map(|mark| mark.end_column),
            }
        });
        related.collect()
    }

    /// Whether a fact is of a province (`370000-42`) that the draft is not filed in.
    pub fn is_of_another_province(&self, id: &str) -> bool {
        let code = id.split_once('-').map(|(code, _)| code);
        let province = code
            .filter(|code| code.len() == 6)
            .and_then(division_named)
            .filter(|division| division.has_administration());
        province.is_some_and(|division| Some(division.code) != self.speech.province())
    }

    /// Who says so: of the values in force first, then of the rest; each newest first.
    pub fn sources(&self, in_force: &[String], facts: &[String]) -> Vec<String> {
        let (first, rest): (Vec<&String>, Vec<&String>) =
            facts.iter().partition(|id| in_force.contains(id));
        let mut brief: Vec<String> = Vec::new();
        for group in [first, rest] {
            let cited: Vec<Arc<Cited>> = group
                .into_iter()
                .filter_map(|id| self.evidence.fact(id))
                .collect();
            let mut lines: Vec<&Line> = cited.iter().flat_map(|cited| &cited.lines).collect();
            // The sort is stable: of one month, the evidence's own order.
            lines.sort_by_key(|line| std::cmp::Reverse(line.date));
            for line in lines {
                let line = line.text.get(self.speech.lang);
                if !brief.iter().any(|known| known == line) {
                    brief.push(line.to_owned());
                }
            }
        }
        brief
    }

    pub fn confidence(&self, facts: &[String]) -> Option<&'static str> {
        let best = facts
            .iter()
            .filter_map(|id| self.evidence.fact(id)?.rank)
            .max()?;
        confidence(best)
    }

    /// Of the evidence that findings cite, what is old.
    pub fn old_sources<'i>(&self, cited: impl Iterator<Item = &'i String>) -> Option<OldSources> {
        let mut cited = cited.peekable();
        cited.peek()?;
        let year: i32 = self.plan.ruleset.as_of.get(..4)?.parse().ok()?;
        let before = year.checked_sub(YOUNG_YEARS)?;
        let is_old = |id: &&String| {
            let fact = self.evidence.fact(id);
            fact.is_some_and(|fact| is_old(&fact, before))
        };
        let mut facts: Vec<String> = cited.filter(is_old).cloned().collect();
        facts.sort_unstable();
        facts.dedup();
        (!facts.is_empty()).then_some(OldSources { before, facts })
    }
}

/// The known fields that decided a failure, as many as are told, each once.
pub(super) fn related(failure: &Failure) -> impl Iterator<Item = &Path> {
    let all = failure.related.iter().take(MOST_RELATED);
    let all = all.enumerate();
    all.filter(|(at, path)| {
        !failure
            .related
            .iter()
            .take(*at)
            .any(|before| before == *path)
    })
    .map(|(_, path)| path)
}

/// Whether no other failure is of the same rule; those of one rule come one after another.
fn is_lonely(failures: &[Failure], index: usize) -> bool {
    let rule = |index: Option<usize>| Some(failures.get(index?)?.rule);
    let own = rule(Some(index));
    rule(index.checked_sub(1)) != own && rule(index.checked_add(1)) != own
}

/// Whether the newest dated source is older than a year.
fn is_old(cited: &Cited, before: i32) -> bool {
    let lines = cited.lines.iter();
    lines
        .filter_map(|line| line.date)
        .map(|(year, _)| year)
        .max()
        .is_some_and(|newest| newest < before)
}

/// How reports write a path; the filing as a whole is `filing`.
pub(super) fn path_text(path: &Path) -> String {
    let mut text = String::new();
    // Text takes everything.
    let _ = write_path(path, &mut text);
    text
}

/// Writes a path as reports do.
pub(super) fn write_path(path: &Path, out: &mut impl fmt::Write) -> fmt::Result {
    match path {
        Path {
            place:
                Place {
                    previous: false,
                    node: Node::Order,
                },
            item: Item::Whole,
        } => out.write_str("filing"),
        _ => path.write_to(out),
    }
}

//! Parameters of a rule side by side, for every kind of filing and of subject; kinds that share
//! their values are told together.

use std::collections::BTreeMap;

use super::contrast::{Aspect, Manner};
use super::extent::within;
use super::rules::{Held, holds_for};
use super::terms::Terms;
use super::words::{Words, told};
use crate::explain::Scribe;
use crate::fields::choices::SUBJECT_KINDS;
use crate::ruleset::{ALL_FILINGS, FILINGS, Rule, SUBJECTS, has_bit};
use crate::text::Lang;

/// The parameters that differ; with [`Manner::only`], all.
pub(super) fn parameters(
    sides: &[Scribe<'_>],
    held: &Held<'_>,
    manner: &Manner<'_>,
) -> Vec<Aspect> {
    let mut names: Vec<&str> = Vec::new();
    for param in held.iter().flatten().flat_map(|rule| &rule.params) {
        // What has the values of another rule's parameter is told with that one.
        let is_told = param.like.is_some() && manner.only.is_none();
        if !is_told && !names.contains(&param.name.as_str()) {
            names.push(&param.name);
        }
    }
    names
        .into_iter()
        .flat_map(|name| parameter(sides, held, name, manner))
        .collect()
}

/// What each side says, as indices into what is said at all; `None`: the rule is not in force.
type Said = Vec<Option<usize>>;

fn parameter(
    sides: &[Scribe<'_>],
    held: &Held<'_>,
    name: &str,
    manner: &Manner<'_>,
) -> Vec<Aspect> {
    let mut label = String::new();
    let mut terms: Vec<Option<Terms<'_>>> = Vec::new();
    for (scribe, rule) in sides.iter().zip(held) {
        let found = rule.and_then(|rule| {
            let index = rule.params.iter().position(|own| own.name == name)?;
            Some((rule, index))
        });
        if let Some(param) = found.and_then(|(rule, index)| rule.params.get(index)) {
            label = param.label.get(manner.lang).to_owned();
        }
        terms.push(found.map(|(rule, index)| Terms::new(*scribe, rule, index)));
    }
    let (filings, subjects) = common(held, manner);
    let mut words: Vec<Words> = Vec::new();
    // Of each subject, the filings that share what the sides say.
    let mut groups: BTreeMap<Said, BTreeMap<u64, u64>> = BTreeMap::new();
    for subject in (0..SUBJECT_KINDS.len()).filter(|subject| has_bit(subjects, *subject)) {
        let mut own: BTreeMap<Said, u64> = BTreeMap::new();
        for filing in (0..FILINGS).filter(|filing| has_bit(filings, *filing)) {
            let said: Said = terms
                .iter_mut()
                .map(|terms| {
                    let says = terms.as_mut()?.words(filing, subject);
                    Some(match words.iter().position(|known| *known == says) {
                        Some(known) => known,
                        None => {
                            words.push(says);
                            words.len().saturating_sub(1)
                        }
                    })
                })
                .collect();
            *own.entry(said).or_default() |= bit(filing);
        }
        for (said, mask) in own {
            *groups.entry(said).or_default().entry(mask).or_default() |= bit(subject);
        }
    }
    let mut aspects = Vec::new();
    for (said, rectangles) in groups {
        let mut asked = said.iter().zip(held).filter(|(_, rule)| rule.is_some());
        let first = asked.next().map(|(said, _)| *said);
        if asked.all(|(said, _)| Some(*said) == first) && manner.only.is_none() {
            continue;
        }
        let says: Vec<Option<Words>> = said.iter().map(|own| words.get((*own)?).cloned()).collect();
        let values = told(says, manner.lang);
        for (own_filings, own_subjects) in rectangles {
            let scribe = sides.first();
            aspects.push(Aspect {
                aspect: "parameter",
                name: Some(name.to_owned()),
                label: label.clone(),
                scope: scribe.and_then(|scribe| {
                    let filings = within(own_filings, filings, ALL_FILINGS);
                    let subjects = within(own_subjects, subjects, SUBJECTS);
                    scope(*scribe, filings, subjects)
                }),
                values: values.clone(),
            });
        }
    }
    aspects
}

/// The kinds of filing and of subject that the rule holds for on all sides that have it.
fn common(held: &Held<'_>, manner: &Manner<'_>) -> (u64, u64) {
    let extent = &manner.extent;
    let (mut filings, mut subjects) = (ALL_FILINGS & extent.filings, extent.subjects);
    for rule in held.iter().flatten() {
        let rule: &Rule = rule;
        let own = (0..FILINGS).filter(|filing| holds_for(rule, *filing, extent));
        filings &= own.fold(0, |mask, filing| mask | bit(filing));
        subjects &= rule.subjects;
    }
    (filings, subjects)
}

/// Kinds of filing and of subject in words; `None`: all.
fn scope(scribe: Scribe<'_>, filings: u64, subjects: u64) -> Option<String> {
    let phrases = scribe.phrases(&[]);
    let parts: Vec<String> = [phrases.subjects(subjects), phrases.filings(filings)]
        .into_iter()
        .flatten()
        .collect();
    let separator = match scribe.lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    };
    (!parts.is_empty()).then(|| parts.join(separator))
}

fn bit(index: usize) -> u64 {
    u32::try_from(index)
        .ok()
        .and_then(|index| 1u64.checked_shl(index))
        .unwrap_or(0)
}

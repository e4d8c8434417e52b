//! What fails, in full: what is said of this draft, and what the failure rests on, which many
//! drafts have in common.

use super::object::{Object, list};
use super::{Straight, Teller};
use crate::evaluate::evidence_asked;
use crate::report::finding::{Told, path_text};

/// What every detail tells of a failure.
pub(super) fn head(told: &Told<'_>, object: &mut Object<'_>) {
    object.value("rule", &told.rule.id);
    object.plain("severity", told.failure.severity.id());
    object.plain("path", &path_text(&told.failure.at));
    object.value("line", &told.mark.map(|mark| mark.line));
    object.value("column", &told.mark.map(|mark| mark.column));
}

impl<'r> Straight<'r> {
    /// Writes the findings; gives what is old of the evidence that they cite.
    pub(super) fn findings(
        &mut self,
        teller: &Teller<'_, 'r>,
        told: &[Told<'_>],
        object: &mut Object<'_>,
    ) -> Vec<String> {
        let mut old = Vec::new();
        list(object.key("findings"), told, |out, told| {
            let mut object = Object::open(out);
            head(told, &mut object);
            object.value("message", &told.message);
            object.value("help", &told.help);
            self.ground(teller, told, &mut object, &mut old);
            object.filled("related", &teller.finder.related(told.failure));
            let end = told.mark.map(|mark| mark.end_column);
            object.some("end_column", end.as_ref());
            if let Some(severity) = told.failure.own_severity {
                object.plain("own_severity", severity.id());
            }
            object.close();
        });
        old
    }

    /// What a failure rests on.
    fn ground(
        &mut self,
        teller: &Teller<'_, 'r>,
        told: &Told<'_>,
        object: &mut Object<'_>,
        old: &mut Vec<String>,
    ) {
        let (finder, plan) = (&teller.finder, teller.usual.plan);
        let failure = told.failure;
        let asked = evidence_asked(
            plan.ruleset,
            teller.usual.facts,
            told.branch,
            failure.element,
        );
        let mut key = self.grounds.key();
        key.address(told.rule);
        key.number(failure.branch);
        key.province(teller.province);
        key.texts(&asked);
        key.texts(plan.facts(failure.rule, failure.binding));
        let part = key.part(|part| {
            let ground = finder.ground(told, &asked);
            let mut object = Object::fields(&mut part.json);
            object.value("facts", &ground.facts);
            object.value("sources", &ground.sources);
            object.value("title", told.rule.title.get(finder.speech.lang));
            object.some("confidence", ground.confidence.as_ref());
            let cited = ground.facts.iter();
            part.old = finder
                .old_sources(cited)
                .map_or_else(Vec::new, |old| old.facts);
        });
        object.written(&part.json);
        old.extend_from_slice(&part.old);
    }
}

//! What comes of the records of a chunk: rendered, and counted.

use std::collections::BTreeSet;

use super::checker::{Cost, Desk};
use super::pipeline::{Done, Run};
use super::record::Record;
use super::sink::{Form, Judged, Room};
use super::tally::Counted;
use crate::evaluate::Verdict;
use crate::report::{BaselineKey, Detail, DraftReport, FailOn, Straight, Usual};

/// Gathers the results of a chunk.
pub(super) struct Tray<'t, 'k, 'r, F: Form> {
    pub run: &'t Run<'k>,
    pub form: &'t F,
    pub straight: &'t mut Straight<'r>,
    /// The record, where it came alone.
    pub record: Option<&'t Record>,
    /// What a baseline accepts of it.
    pub known: Option<&'k BTreeSet<BaselineKey>>,
    pub done: Done<F::Piece>,
}

impl<F: Form> Tray<'_, '_, '_, F> {
    /// Whether a result is written.
    fn writes(&self, verdict: Verdict) -> bool {
        self.run.only.is_empty() || self.run.only.contains(&verdict)
    }

    /// Counts a result, with the rules that fail, and says whether to go on.
    fn count<'a>(&mut self, counted: &Counted, rules: impl IntoIterator<Item = &'a str>) -> bool {
        if let Room::Line(bundle) = self.form.room(&mut self.done.piece) {
            bundle.end_record();
        }
        let status = self.done.score.count(counted, rules, self.run.fail_on);
        self.done.last = self.run.fail_fast && status > 0;
        !self.done.last
    }
}

impl<'r, F: Form> Desk<'r> for Tray<'_, '_, 'r, F> {
    fn usual(&mut self, usual: &Usual<'_, 'r>, cost: Cost) -> Option<bool> {
        if self.known.is_some() {
            return None;
        }
        let writes = self.writes(usual.evaluation.verdict());
        let missing = match self.form.room(&mut self.done.piece) {
            Room::Report => return None,
            Room::Line(bundle) if writes => self.straight.line(usual, &mut bundle.bytes),
            _ if self.run.fail_on >= FailOn::Documents => usual.documents_missing(),
            _ => 0,
        };
        let counted = Counted {
            standing: usual.standing(missing),
            province: usual.province_code(),
            instances: cost.instances,
        };
        Some(self.count(&counted, usual.failing_rules()))
    }

    fn report(&mut self, report: DraftReport, cost: Cost) -> bool {
        let mut report = report;
        if let Some(keys) = self.known {
            report.set_aside_known(keys);
            // Whether an entry is stale is known by the questions, which a brief report has not.
            if self.form.detail() < Detail::Full {
                report.stale.clear();
            }
        }
        if self.writes(report.verdict) {
            let judged = Judged {
                report: &report,
                record: self.record,
            };
            self.form.render(&judged, &mut self.done.piece);
        }
        let mut rules: Vec<&str> = report.findings.iter().map(|own| &*own.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        self.count(&Counted::of(&report, cost.instances), rules)
    }
}

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

    /// Counts a result and says whether to go on.
    fn count(&mut self, counted: &Counted<'_>) -> bool {
        let status = self.done.tally.count(counted, self.run.fail_on);
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
            Room::Line(out) if writes => self.straight.line(usual, out),
            _ if self.run.fail_on >= FailOn::Documents => usual.documents_missing(),
            _ => 0,
        };
        let province = usual.province_code();
        let province = province.as_ref().map_or(&[][..], |digits| digits);
        Some(self.count(&Counted {
            standing: usual.standing(missing),
            province: std::str::from_utf8(province).unwrap_or(""),
            rules: usual.failing_rules(),
            instances: cost.instances,
        }))
    }

    fn report(&mut self, report: DraftReport, cost: Cost) -> bool {
        let mut report = report;
        if let Some(keys) = self.known {
            report.set_aside_known(keys);
            // Whether an entry is stale is known by the questions, which a brief report has not.
            if self.form.detail() != Detail::Full {
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
        self.count(&Counted::of(&report, cost.instances))
    }
}

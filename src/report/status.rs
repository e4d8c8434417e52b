//! The exit status of a run, decided from the report alone, so that it cannot depend on how the
//! report is rendered.

use super::model::{DraftReport, Report};
use crate::evaluate::Verdict;
use crate::ruleset::Severity;

/// From what on a run fails (`--fail-on`); each level has those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum FailOn {
    /// Never, but where something could not be read.
    Never,
    /// On an error.
    #[default]
    Error,
    /// On a warning.
    Warning,
    /// On data that is not known yet.
    Incomplete,
    /// On a document that is missing.
    Documents,
}

impl FailOn {
    /// All levels.
    pub const ALL: [FailOn; 5] = [
        FailOn::Error,
        FailOn::Warning,
        FailOn::Incomplete,
        FailOn::Documents,
        FailOn::Never,
    ];

    /// The name, as in `--fail-on`.
    pub const fn id(self) -> &'static str {
        match self {
            FailOn::Never => "never",
            FailOn::Error => "error",
            FailOn::Warning => "warning",
            FailOn::Incomplete => "incomplete",
            FailOn::Documents => "documents",
        }
    }

    /// The level of a name.
    pub fn of_id(id: &str) -> Option<FailOn> {
        Self::ALL.into_iter().find(|level| level.id() == id)
    }

    /// The exit status for one draft: 0, 1, or 2 where it could not be read.
    pub fn status_of(self, draft: &DraftReport) -> u8 {
        self.status_for(draft.standing())
    }

    /// The same by what counts of it.
    pub fn status_for(self, standing: Standing) -> u8 {
        if standing.verdict == Verdict::Unreadable {
            return 2;
        }
        let has = |severity: Severity| standing.gravest >= Some(severity);
        let fails = (self >= FailOn::Error && has(Severity::Error))
            || (self >= FailOn::Warning && has(Severity::Warning))
            || (self >= FailOn::Incomplete && standing.is_incomplete)
            || (self >= FailOn::Documents && standing.documents_missing > 0);
        u8::from(fails)
    }

    /// The exit status for a run: the gravest of its drafts'.
    pub fn status(self, report: &Report) -> u8 {
        report
            .drafts
            .iter()
            .map(|draft| self.status_of(draft))
            .max()
            .unwrap_or(0)
    }
}

/// What of a result counts for the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The verdict.
    pub verdict: Verdict,
    /// How grave the gravest finding is that nobody accepts.
    pub gravest: Option<Severity>,
    /// Whether incomplete data are what is left.
    pub is_incomplete: bool,
    /// How many documents to upload are missing.
    pub documents_missing: usize,
}

impl DraftReport {
    /// What of it counts.
    pub fn standing(&self) -> Standing {
        Standing {
            verdict: self.verdict,
            gravest: self.findings.iter().map(|finding| finding.severity).max(),
            is_incomplete: self.is_incomplete(),
            documents_missing: self.documents_missing,
        }
    }

    /// Whether incomplete data are what is left: the verdict says so, or would if the errors were
    /// not there that somebody accepts.
    pub fn is_incomplete(&self) -> bool {
        let is_error = |finding: &super::model::Finding| finding.severity == Severity::Error;
        match self.verdict {
            Verdict::Incomplete => true,
            Verdict::Blocked => self.lacks_data && !self.findings.iter().any(is_error),
            Verdict::Ready | Verdict::Unreadable => false,
        }
    }
}

//! The exit status by the report alone.

use beian::evaluate::Verdict;
use beian::report::FailOn;

use crate::support::{ENTERPRISE, QUOTING, report};

#[test]
fn each_level_has_those_before_it() {
    let ready = report("草稿.toml", ENTERPRISE, QUOTING);
    let mut draft = ready.drafts[0].clone();
    draft.verdict = Verdict::Ready;
    draft.findings.clear();
    draft.documents_missing = 0;
    let statuses = |draft: &beian::report::DraftReport| FailOn::ALL.map(|on| on.status_of(draft));
    assert_eq!(statuses(&draft), [0, 0, 0, 0, 0]);
    draft.documents_missing = 1;
    assert_eq!(statuses(&draft), [0, 0, 0, 1, 0]);
    draft.verdict = Verdict::Incomplete;
    assert_eq!(statuses(&draft), [0, 0, 1, 1, 0]);
    let blocked = report(
        "草稿.toml",
        &ENTERPRISE.replace("expires = 2028-03-01", "expires = 2026-12-31"),
        QUOTING,
    );
    assert_eq!(FailOn::ALL.map(|on| on.status(&blocked)), [1, 1, 1, 1, 0]);
    let broken = report("草稿.toml", &ENTERPRISE.replace("format = 1", ""), QUOTING);
    assert_eq!(FailOn::ALL.map(|on| on.status(&broken)), [2, 2, 2, 2, 2]);
    assert_eq!(broken.summary.unreadable, 1);
    for on in FailOn::ALL {
        assert_eq!(FailOn::of_id(on.id()), Some(on));
    }
}

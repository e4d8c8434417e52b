//! Any text as lines of a batch, under the embedded rules: `cargo +nightly fuzz run line`.
//!
//! A line written straight is that of the report.
#![no_main]

use std::sync::{Arc, LazyLock};

use beian::batch::{Checker, Cost, Desk, Lines, Plans, Rulebook, Terms};
use beian::draft::Overrides;
use beian::render::json_record;
use beian::report::{Detail, DraftReport, Manner, Straight, Usual};
use beian::ruleset::Library;
use beian::text::Lang;
use chrono::NaiveDate;
use libfuzzer_sys::fuzz_target;

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::embedded);
static RULEBOOK: LazyLock<Rulebook<'static>> = LazyLock::new(|| Rulebook::new(&LIBRARY));
static PLANS: LazyLock<Plans<'static>> = LazyLock::new(|| Plans::new(&RULEBOOK));

/// Has every usual draft written in both ways.
struct Both<'r> {
    straight: Straight<'r>,
    detail: Detail,
    line: Option<Vec<u8>>,
}

impl<'r> Desk<'r> for Both<'r> {
    fn usual(&mut self, usual: &Usual<'_, 'r>, _: Cost) -> Option<bool> {
        let mut line = Vec::new();
        self.straight.line(usual, &mut line);
        self.line = Some(line);
        // And the report too.
        None
    }

    fn report(&mut self, report: DraftReport, _: Cost) -> bool {
        if let Some(line) = self.line.take() {
            let mut wanted = Vec::new();
            json_record(&report, self.detail, &mut wanted);
            assert_eq!(
                String::from_utf8_lossy(&line),
                String::from_utf8_lossy(&wanted)
            );
        }
        true
    }
}

fuzz_target!(|bytes: &[u8]| {
    let lines = Lines::new(Arc::from("草稿.jsonl"), 1, 0, bytes.to_vec());
    for (detail, lang) in [
        (Detail::Compact, Lang::Zh),
        (Detail::Findings, Lang::En),
        (Detail::Guided, Lang::Zh),
    ] {
        let terms = Terms {
            given: Overrides::default(),
            as_of: None,
            today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default(),
            lang,
            unmask: false,
        };
        let manner = Manner {
            lang,
            unmask: false,
            quote: false,
        };
        let mut both = Both {
            straight: Straight::new(manner, detail),
            detail,
            line: None,
        };
        let checked = Checker::new(&PLANS, terms, detail).lines(&lines, &[], &mut both);
        assert!(checked.is_ok(), "the embedded rules have a fault");
    }
});

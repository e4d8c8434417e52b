//! Steps that could be missing, or take a day or an hour more or less, unnoticed.

use std::collections::HashSet;

use super::bench::{Address, Bench};
use crate::casebook::open::Ready;
use crate::casebook::read::Subject;
use crate::casebook::step::of_step;
use crate::plan::Variant;
use crate::ruleset::{Step, Takes};
use crate::text::Text;

/// Tells of them.
pub(super) fn tell(bench: &mut Bench<'_>) {
    let mut tried: HashSet<Address<'_>> = HashSet::new();
    for ruleset in bench.rulesets.clone() {
        for step in &ruleset.steps {
            let Some(at) = bench.address(ruleset, step.origin, 0) else {
                continue;
            };
            if !tried.insert(at) {
                continue;
            }
            for (takes, (zh, en)) in changes(step) {
                bench.tried = bench.tried.saturating_add(1);
                if !is_noticed(bench, at, takes) {
                    let message = Text::new(
                        format!("没有用例发现步骤 {} {zh}", step.id),
                        format!("no case notices the step `{}` {en}", step.id),
                    );
                    let help = Text::fixed(
                        "加一个 [[case]] step = …，写 ends 或 says",
                        "add a [[case]] with `step`, and `ends` or `says`",
                    );
                    bench.tell(ruleset, step.origin.file, step.origin.span, message, help);
                }
            }
        }
    }
}

type Change = (Option<Takes>, (&'static str, &'static str));

/// How an entry could be otherwise.
fn changes(step: &Step) -> Vec<Change> {
    let mut changes: Vec<Change> = vec![(None, ("少了这一处", "to lack this entry"))];
    if let Some(takes) = step.takes {
        let most = Takes {
            most: takes.most.saturating_add(1),
            ..takes
        };
        // Hours are told in days.
        if takes.unit != crate::ruleset::TimeUnit::Hours {
            changes.push((Some(most), ("最长多一", "to take one more at most")));
            let least = Takes {
                least: takes.least.saturating_add(1),
                ..takes
            };
            if !takes.is_limit {
                changes.push((Some(least), ("最短多一", "to take one more at least")));
            }
        } else {
            let most = Takes {
                most: takes.most.saturating_add(24),
                ..takes
            };
            changes.push((Some(most), ("最长多一天", "to take a day more at most")));
        }
    }
    changes
}

/// Whether a case comes out otherwise where an entry is otherwise.
fn is_noticed(bench: &Bench<'_>, at: Address<'_>, takes: Option<Takes>) -> bool {
    let fails = |ready: &Ready<'_>| {
        let Subject::Step(id) = &ready.case.subject else {
            return false;
        };
        let own = ready.ruleset.steps.iter().position(|step| {
            let file = ready.ruleset.files.get(step.origin.file);
            step.origin.span.start == at.1 && file.is_some_and(|file| file.name == at.0)
        });
        own.is_some_and(|entry| {
            let variant = Variant { entry, takes };
            !of_step(ready, id, Some(variant)).passes(ready.case)
        })
    };
    bench.cases.iter().any(fails)
}

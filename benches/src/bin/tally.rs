//! What comes out of a file of drafts: verdicts, rules that fail, rule instances. It tells whether
//! a set of drafts is what a measurement needs.

use std::collections::BTreeMap;

use beian::draft::JsonRecord;
use beian::evaluate::evaluate;
use beian_benches::rulesets::Plans;
use beian_drafts::Settings;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("a file of drafts")?;
    let text = std::fs::read_to_string(path)?;
    let plans = Plans::new(Settings::default().as_of);
    let (mut drafts, mut instances, mut found, mut open) = (0usize, 0usize, 0usize, 0usize);
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rules: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines() {
        let record = JsonRecord::read("-", line, &Default::default());
        if let JsonRecord::Irregular(irregular) = &record {
            let told = if irregular.is_unreadable() {
                "unreadable"
            } else {
                "irregular"
            };
            *verdicts.entry(told).or_default() += 1;
            continue;
        }
        let (facts, Some(plan)) = plans.facts(record.draft()) else {
            continue;
        };
        let evaluation = evaluate(&plan, &facts);
        drafts += 1;
        instances += evaluation.instances;
        found += evaluation.failures.len();
        open += evaluation.open.len();
        *verdicts.entry(evaluation.verdict().id()).or_default() += 1;
        for failure in &evaluation.failures {
            let rule = &plan.ruleset.rules[failure.rule];
            *rules.entry((failure.severity.id(), &rule.id)).or_default() += 1;
            if failure.severity.id() == "error" {
                let value: serde_json::Value = serde_json::from_str(line)?;
                let at = |path| {
                    value
                        .pointer(path)
                        .and_then(|v| v.as_str())
                        .unwrap_or("-")
                        .to_owned()
                };
                let key = format!(
                    "{} {} {} {} {}",
                    rule.id,
                    at("/subject/kind"),
                    at("/filing/kind"),
                    at("/filing/province"),
                    at("/filing/provider")
                );
                *kinds.entry(key).or_default() += 1;
            }
        }
    }
    let mean = |sum: usize| sum as f64 / drafts.max(1) as f64;
    println!(
        "drafts {drafts}, plans {}, mean bytes {:.0}",
        plans.count(),
        mean(text.len())
    );
    println!(
        "instances {:.1}, failures {:.2}, open {:.2} a draft",
        mean(instances),
        mean(found),
        mean(open)
    );
    println!("{verdicts:?}");
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for ((severity, rule), count) in rules.iter().take(45) {
        println!("{count:6} {severity:8} {rule}");
    }
    if std::env::args().nth(2).is_some() {
        for (key, count) in kinds {
            println!("{count:6} {key}");
        }
    }
    Ok(())
}

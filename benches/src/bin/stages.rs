//! What each step of checking a draft costs through the library, on one thread, as a ratio to bare
//! parsing of the same lines: all steps take turns in one process, so that a slow moment of the
//! machine falls on all of them.

use std::hint::black_box;
use std::time::{Duration, Instant};

use beian::draft::{JsonRecord, Overrides};
use beian::evaluate::{Extent, evaluate, evaluate_for};
use beian::report::{Archive, Checked, DraftReport, Manner};
use beian_benches::floor;
use beian_benches::rulesets::Plans;
use beian_drafts::Settings;
use clap::Parser;
use cpu_time::ThreadTime;

/// Measures the steps of checking drafts.
#[derive(Parser)]
struct Args {
    /// A file of drafts, one a line.
    file: std::path::PathBuf,
    /// How often every step takes its turn.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// Only this step, for a profile.
    #[arg(long)]
    only: Option<String>,
}

/// A step on one line.
type Step = fn(&mut Bench, &str);

const STEPS: &[(&str, Step)] = &[
    ("floor", Bench::floor),
    ("read", Bench::read),
    ("evaluate", Bench::evaluate),
    ("papers", Bench::papers),
    ("full", Bench::full),
];

struct Bench {
    plans: Plans,
    archive: Archive<'static>,
    given: Overrides,
    out: Vec<u8>,
    instances: usize,
    blocked: usize,
}

impl Bench {
    fn floor(&mut self, line: &str) {
        let draft: Result<floor::Draft<'_>, _> = serde_json::from_str(line);
        assert!(black_box(draft).is_ok());
    }

    fn read(&mut self, line: &str) {
        black_box(JsonRecord::read("-", line, &self.given));
    }

    fn evaluate(&mut self, line: &str) {
        let record = JsonRecord::read("-", line, &self.given);
        let (facts, plan) = self.plans.facts(record.draft());
        if let Some(plan) = plan {
            let evaluation = evaluate_for(&plan, &facts, Extent::Findings);
            self.instances += evaluation.instances;
            self.blocked += usize::from(evaluation.verdict().id() == "blocked");
            black_box(evaluation);
        }
    }

    fn papers(&mut self, line: &str) {
        let record = JsonRecord::read("-", line, &self.given);
        let (facts, plan) = self.plans.facts(record.draft());
        if let Some(plan) = plan {
            black_box(evaluate(&plan, &facts));
        }
    }

    fn full(&mut self, line: &str) {
        let record = JsonRecord::read("-", line, &self.given);
        let (facts, plan) = self.plans.facts(record.draft());
        let evaluation = plan.as_deref().map(|plan| evaluate(plan, &facts));
        let checked = Checked {
            source: "-",
            origin: None,
            problems: &[],
            faults: &[],
            facts: &facts,
            outcome: plan.as_deref().zip(evaluation.as_ref()),
            evidence: &self.archive,
        };
        let report = DraftReport::new(&checked, Manner::default());
        self.out.clear();
        assert!(serde_json::to_writer(&mut self.out, &report).is_ok());
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let text = std::fs::read_to_string(&args.file)?;
    let lines: Vec<&str> = text.lines().collect();
    let plans = Plans::new(Settings::default().as_of);
    let mut bench = Bench {
        archive: Archive::new(plans.library()),
        plans,
        given: Overrides::default(),
        out: Vec::new(),
        instances: 0,
        blocked: 0,
    };
    for line in &lines {
        bench.evaluate(line);
    }
    let drafts = lines.len() as f64;
    println!(
        "{drafts} drafts, mean {:.0} bytes, {:.1} % blocked, {:.1} rule instances a draft, {} plans",
        text.len() as f64 / drafts,
        100.0 * bench.blocked as f64 / drafts,
        bench.instances as f64 / drafts,
        bench.plans.count(),
    );
    let wanted = |name: &str| args.only.as_deref().is_none_or(|only| only == name);
    let steps: Vec<_> = STEPS.iter().filter(|(name, _)| wanted(name)).collect();
    let mut times: Vec<Vec<(Duration, Duration)>> = vec![Vec::new(); steps.len()];
    for _ in 0..args.rounds {
        for ((_, step), times) in steps.iter().zip(&mut times) {
            let (wall, cpu) = (Instant::now(), ThreadTime::now());
            for line in &lines {
                step(&mut bench, line);
            }
            times.push((wall.elapsed(), cpu.elapsed()));
        }
    }
    println!(
        "step       wall µs  cpu µs  ratio wall  ratio cpu  (medians of {})",
        args.rounds
    );
    for ((name, _), own) in steps.iter().zip(&times) {
        let per = |time: Duration| time.as_secs_f64() * 1e6 / drafts;
        let paired = |pick: fn(&(Duration, Duration)) -> Duration| {
            let floors = times[0].iter().map(pick);
            median(
                own.iter()
                    .map(pick)
                    .zip(floors)
                    .map(|(a, b)| a.as_secs_f64() / b.as_secs_f64()),
            )
        };
        println!(
            "{name:10} {:7.2} {:7.2} {:11.2} {:10.2}",
            median(own.iter().map(|(wall, _)| per(*wall))),
            median(own.iter().map(|(_, cpu)| per(*cpu))),
            paired(|(wall, _)| *wall),
            paired(|(_, cpu)| *cpu),
        );
    }
    Ok(())
}

fn median(of: impl Iterator<Item = f64>) -> f64 {
    let mut of: Vec<f64> = of.collect();
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(f64::NAN)
}

//! `beian` beside other engines on rules that they can express as well: fifteen for regorus, seven of
//! them for the jsonschema crate. The same drafts, one thread, processor time; every engine gets a
//! line of JSON and gives the set of rules that fail, which is compared before anything is timed.

mod drafts;
mod ours;
mod rego;
mod schema;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};
use beian::draft::{JsonRecord, Overrides};
use beian_benches::floor;
use beian_drafts::Settings;
use clap::Parser;
use cpu_time::ThreadTime;

/// The rules: first those that JSON Schema can express. A set of them is a number of as many bits.
const RULES: [&str; 15] = [
    "legal-representative",
    "id-pattern",
    "email-pattern",
    "mobile-pattern",
    "name-length",
    "required",
    "file-ending",
    "domain-days",
    "age",
    "emergency-phone",
    "registrant",
    "new-domains",
    "certificate-days",
    "social-security",
    "address-province",
];

/// How many of them JSON Schema can express.
const IN_SCHEMA: usize = 7;

/// The bit of a rule; none for one that is not compared.
fn bit(rule: &str) -> u16 {
    let place = RULES.iter().position(|own| *own == rule);
    place.map_or(0, |place| 1 << place)
}

/// Compares engines.
#[derive(Parser)]
struct Args {
    /// How many drafts.
    #[arg(long, default_value_t = 2000)]
    count: u64,
    /// How often every engine takes its turn.
    #[arg(long, default_value_t = 11)]
    rounds: usize,
}

/// A line of JSON to the rules that fail.
type Run = Box<dyn FnMut(&str) -> Result<u16>>;

/// What is timed.
struct Engine {
    name: &'static str,
    /// Which rules it has; 0: what it finds is not compared.
    rules: u16,
    run: Run,
}

fn engine(
    name: &'static str,
    rules: u16,
    run: impl FnMut(&str) -> Result<u16> + 'static,
) -> Engine {
    Engine {
        name,
        rules,
        run: Box::new(run),
    }
}

fn engines(settings: &Settings) -> Result<Vec<Engine>> {
    const ALL: u16 = (1 << RULES.len()) - 1;
    const SCHEMA: u16 = (1 << IN_SCHEMA) - 1;
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = home.join("rules");
    let more = home.join("more-rules");
    let policy = std::fs::read_to_string(home.join("policy.rego"))?;
    let document = std::fs::read_to_string(home.join("schema.json"))?;
    let mut fifteen = ours::Ours::of(&rules, Some(&more), settings.as_of)?;
    let mut seven = ours::Ours::of(&rules, None, settings.as_of)?;
    let mut real = ours::Ours::embedded(settings.as_of);
    let mut vm = rego::Vm::new(&policy, settings.as_of)?;
    let mut interpreter = rego::Interpreter::new(&policy, settings.as_of)?;
    let validator = schema::Schema::new(&document)?;
    let given = Overrides::default();
    Ok(vec![
        engine("bare parsing (serde_json, typed)", 0, |line| {
            let draft: floor::Draft<'_> = serde_json::from_str(line)?;
            black_box(draft);
            Ok(0)
        }),
        engine("beian: reading alone", 0, move |line| {
            black_box(JsonRecord::read("-", line, &given));
            Ok(0)
        }),
        engine("beian, 15 rules", ALL, move |line| Ok(fifteen.fails(line))),
        engine("regorus: parsing alone", 0, |line| {
            black_box(rego::parsed(line)?);
            Ok(0)
        }),
        engine("regorus VM, 15 rules", ALL, move |line| vm.fails(line)),
        engine("regorus interpreter, 15 rules", ALL, move |line| {
            interpreter.fails(line)
        }),
        engine("beian, 7 rules", SCHEMA, move |line| Ok(seven.fails(line))),
        engine("jsonschema: parsing alone", 0, |line| {
            black_box(serde_json::from_str::<serde_json::Value>(line)?);
            Ok(0)
        }),
        engine("jsonschema, 7 rules", SCHEMA, move |line| {
            validator.fails(line)
        }),
        engine("beian, all of its own rules", 0, move |line| {
            Ok(real.fails(line))
        }),
    ])
}

fn main() -> Result<()> {
    let args = Args::parse();
    let settings = Settings {
        failing: 30,
        incomplete: 10,
        ..Settings::default()
    };
    let lines = drafts::lines(&settings, args.count);
    let mut engines = engines(&settings)?;
    compare(&mut engines, &lines)?;
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); engines.len()];
    for _ in 0..args.rounds {
        for (engine, times) in engines.iter_mut().zip(&mut times) {
            let start = ThreadTime::now();
            for line in &lines {
                black_box((engine.run)(line)?);
            }
            times.push(start.elapsed());
        }
    }
    println!(
        "| medians of {} | µs a draft | to bare parsing |",
        args.rounds
    );
    println!("|---|---|---|");
    for (engine, own) in engines.iter().zip(&times) {
        let each = |time: &Duration| time.as_secs_f64() * 1e6 / lines.len() as f64;
        let ratio = |(a, b): (&Duration, &Duration)| a.as_secs_f64() / b.as_secs_f64();
        println!(
            "| {} | {:.1} | {:.2} |",
            engine.name,
            median(own.iter().map(each)),
            median(own.iter().zip(&times[0]).map(ratio)),
        );
    }
    Ok(())
}

/// Fails where two engines find different rules in a draft; shows how often each rule fails.
fn compare(engines: &mut [Engine], lines: &[String]) -> Result<()> {
    let mut counts = [0_usize; RULES.len()];
    let mut failing = 0;
    for (number, line) in lines.iter().enumerate() {
        let mut wanted: Option<u16> = None;
        for engine in &mut *engines {
            let found = (engine.run)(line)?;
            if engine.rules == 0 {
                continue;
            }
            // The first one has all rules.
            let wanted = *wanted.get_or_insert(found);
            ensure!(
                found == wanted & engine.rules,
                "draft {number}: {} finds {found:015b}, not {:015b}\n{line}",
                engine.name,
                wanted & engine.rules,
            );
        }
        let found = wanted.unwrap_or_default();
        failing += usize::from(found != 0);
        for (place, count) in counts.iter_mut().enumerate() {
            *count += usize::from(found & (1 << place) != 0);
        }
    }
    let bytes: usize = lines.iter().map(String::len).sum();
    println!(
        "{} drafts, mean {} bytes; {failing} fail a rule; every engine finds the same in every draft:",
        lines.len(),
        bytes / lines.len().max(1),
    );
    let told = RULES
        .iter()
        .zip(counts)
        .map(|(rule, count)| format!("{rule} {count}"));
    println!("{}\n", told.collect::<Vec<_>>().join(", "));
    ensure!(
        !counts.contains(&0),
        "a rule never fails: the drafts show nothing of it"
    );
    Ok(())
}

fn median(of: impl Iterator<Item = f64>) -> f64 {
    let mut of: Vec<f64> = of.collect();
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(f64::NAN)
}

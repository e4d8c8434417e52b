//! Whole runs of `beian batch` against whole runs of bare parsing, on one file: all take turns, and
//! what is told are medians of the ratios of runs that stood side by side.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::Parser;

/// Measures whole runs.
#[derive(Parser)]
struct Args {
    /// A file of drafts, one a line.
    file: PathBuf,
    /// How often every run takes its turn.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// Where results are written.
    #[arg(long, default_value = "/dev/shm")]
    scratch: PathBuf,
}

/// What a run took, in seconds.
#[derive(Clone, Copy)]
struct Took {
    wall: f64,
    cpu: f64,
}

/// A run: its name, the program beside this one, and what follows the file.
const RUNS: &[(&str, &str, &[&str])] = &[
    ("floor", "floor", &[]),
    ("nothing written", "beian", &["--format", "summary"]),
    ("compact", "beian", &["--detail", "compact"]),
    ("findings", "beian", &["--detail", "findings"]),
    ("full", "beian", &["--detail", "full"]),
    (
        "nothing, 2 threads",
        "beian",
        &["--format", "summary", "--jobs", "2"],
    ),
    (
        "findings, 2 threads",
        "beian",
        &["--detail", "findings", "--jobs", "2"],
    ),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args = Args::parse();
    let beside = std::env::current_exe()?;
    let folder = beside.parent().ok_or("no folder")?;
    let drafts = std::fs::read(&args.file)?
        .iter()
        .filter(|byte| **byte == b'\n')
        .count() as f64;
    let mut took: Vec<Vec<Took>> = vec![Vec::new(); RUNS.len()];
    for _ in 0..args.rounds {
        for ((name, program, options), took) in RUNS.iter().zip(&mut took) {
            let program = folder.join(program);
            took.push(run(name, &program, options, &args)?);
        }
    }
    println!("{drafts} drafts, medians of {}", args.rounds);
    println!("run                    cpu µs  wall µs  ratio cpu  ratio wall");
    for ((name, ..), own) in RUNS.iter().zip(&took) {
        let per = |pick: fn(&Took) -> f64| median(own.iter().map(pick)) * 1e6 / drafts;
        let ratio = |pick: fn(&Took) -> f64| {
            let floors = took[0].iter().map(pick);
            median(
                own.iter()
                    .map(pick)
                    .zip(floors)
                    .map(|(own, floor)| own / floor),
            )
        };
        println!(
            "{name:20} {:8.2} {:8.2} {:10.2} {:11.2}",
            per(|took| took.cpu),
            per(|took| took.wall),
            ratio(|took| took.cpu),
            ratio(|took| took.wall),
        );
    }
    Ok(())
}

fn run(
    name: &str,
    program: &Path,
    options: &[&str],
    args: &Args,
) -> Result<Took, Box<dyn std::error::Error>> {
    let mut command = Command::new(program);
    if name == "floor" {
        command.arg(&args.file);
    } else {
        command.arg("batch").arg(&args.file).args(options);
        if !options.contains(&"--jobs") {
            command.args(["--jobs", "1"]);
        }
        if options.contains(&"--detail") {
            let out = args
                .scratch
                .join(format!("beian-pairs-{}.jsonl", std::process::id()));
            let _ = std::fs::remove_file(&out);
            command.arg("--output").arg(out);
        }
    }
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (start, before) = (Instant::now(), children_cpu());
    let status = command.status()?;
    let took = Took {
        wall: start.elapsed().as_secs_f64(),
        cpu: children_cpu() - before,
    };
    if !matches!(status.code(), Some(0..=2)) {
        return Err(format!("{name}: {status}").into());
    }
    Ok(took)
}

/// Processor time of all children that have ended, from `/proc` in hundredths of a second.
fn children_cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name may have blanks in it; the fields are counted after it.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks: f64 = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

fn median(of: impl Iterator<Item = f64>) -> f64 {
    let mut of: Vec<f64> = of.collect();
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(f64::NAN)
}

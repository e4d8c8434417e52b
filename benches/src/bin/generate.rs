//! Writes synthetic drafts, one a line, to standard output.

use std::io::{BufWriter, Write};

use beian_drafts::Settings;
use clap::Parser;

/// Writes synthetic drafts, one a line.
#[derive(Parser)]
struct Args {
    /// How many.
    #[arg(long, default_value_t = 1000)]
    count: u64,
    /// The number of the first.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Two sets of different seeds have nothing in common.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// In so many of a hundred something is put wrong.
    #[arg(long, default_value_t = 30)]
    failing: u8,
    /// From so many of a hundred fields are taken out.
    #[arg(long, default_value_t = 0)]
    incomplete: u8,
    /// Han characters as `\u` escapes.
    #[arg(long)]
    escaped: bool,
}

fn main() -> std::io::Result<()> {
    let args = Args::parse();
    let settings = Settings {
        seed: args.seed,
        failing: args.failing,
        incomplete: args.incomplete,
        escaped: args.escaped,
        ..Settings::default()
    };
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    for number in args.from..args.from.saturating_add(args.count) {
        out.write_all(settings.line(number).as_bytes())?;
    }
    out.flush()
}

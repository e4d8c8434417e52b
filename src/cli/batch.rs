//! `beian batch`: many drafts in, one result for each out.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::args::{BatchArgs, Cli};
use super::output::Failure;
use super::{clock, setup};
use crate::batch::{Bytes, JsonLines, LineSource, Plans, Rulebook, Run, Stop, Tally, Terms};
use crate::draft::Overrides;
use crate::evaluate::Verdict;
use crate::report::FailOn;
use crate::text::Text;

/// Checks the drafts of a command line.
pub fn run(cli: &Cli, args: &BatchArgs) -> Result<u8, Failure> {
    let library = setup::library(cli, None)?;
    let terms = Terms {
        given: Overrides {
            province: setup::province(args.province.as_deref())?,
            provider: args.provider,
            filing: args.filing,
        },
        as_of: args.as_of,
        today: clock::today(),
        lang: cli.lang.into(),
        unmask: args.unmask,
    };
    let only: Vec<Verdict> = args.only.iter().map(|arg| (*arg).into()).collect();
    let batch = Run {
        terms,
        fail_on: FailOn::from(args.fail_on),
        fail_fast: args.fail_fast,
        only: &only,
        jobs: args.jobs.unwrap_or_else(processors),
        files: None,
    };
    let rulebook = Rulebook::new(&library);
    let plans = Plans::new(&rulebook);
    let mut tally = Tally::default();
    let Some(input) = args.inputs.first() else {
        return Ok(2);
    };
    let file = std::fs::File::open(input).map_err(|error| {
        Failure::Told(Text::new(
            format!("打不开 {}：{error}", input.display()),
            format!("cannot open {}: {error}", input.display()),
        ))
    })?;
    let size = file.metadata().ok().map(|metadata| metadata.len());
    let name = input.display().to_string();
    let mut source = LineSource::new(name.into(), Box::new(file), Vec::new(), size);
    let form = JsonLines {
        detail: args.detail.into(),
    };
    let mut sink = Bytes::new(io::stdout(), 0);
    crate::batch::run(
        &batch,
        &plans,
        &mut source,
        &form,
        &mut sink,
        &mut tally,
        &mut |_, _, _| Ok(()),
    )
    .map_err(|stop| stopped(stop, args.output.as_deref()))?;
    Ok(tally.status)
}

fn stopped(stop: Stop, file: Option<&Path>) -> Failure {
    match stop {
        Stop::Output(error) if error.kind() == ErrorKind::BrokenPipe => Failure::ClosedPipe,
        Stop::Output(error) => {
            let name = file.map_or_else(|| "-".to_owned(), |file| file.display().to_string());
            Failure::Told(Text::new(
                format!("写不了 {name}：{error}"),
                format!("cannot write {name}: {error}"),
            ))
        }
        Stop::Rules(_) | Stop::Worker => Failure::Told(Text::fixed("规则有问题", "faulty rules")),
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

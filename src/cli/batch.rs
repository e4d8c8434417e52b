//! `beian batch`: many drafts in, one result for each out.

use std::io::{self, IsTerminal};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::time::{Duration, Instant};

use super::args::Cli;
use super::baseline::Baseline;
use super::batch_args::{BatchArgs, BatchFormatArg};
use super::batch_results::{From, format_of, refuse_own_output};
use super::batch_template::template;
use super::checker::tell_unknown_severities;
use super::output::{Failure, tell, write_result};
use super::progress::Progress;
use super::{clock, setup};
use crate::attachments::DraftFiles;
use crate::batch::{
    Across, After, Faulty, Form, Inputs, JsonLines, Mark, Nothing, PagedSink, Pages, Plans, Rows,
    Rulebook, Run, Sink, Source, Stop, Strays, Tally, Terms, Totals, run as run_batch,
};
use crate::draft::Overrides;
use crate::evaluate::{Severities, Verdict};
use crate::facts::Files;
use crate::report::{Detail, FailOn, RulesetInfo};
use crate::ruleset::{Choice, Library};
use crate::text::{Lang, Text};

/// Checks the drafts of a command line.
pub fn run(cli: &Cli, args: &BatchArgs) -> Result<u8, Failure> {
    if let Some(path) = &args.template {
        return template(path, cli.lang.into());
    }
    survive_limits();
    let format = match args.format {
        Some(format) => format,
        None => format_of(args.output.as_deref())?,
    };
    if args.resume && args.output.is_none() {
        return Err(Failure::Told(Text::fixed(
            "标准输出没有可以接着写的文件；--resume 要同 -o 文件名一起用",
            "standard output cannot be resumed; --resume goes with -o FILE",
        )));
    }
    if args.guidance && (args.detail() < Detail::Guided || format != BatchFormatArg::Jsonl) {
        return Err(Failure::Told(Text::new(
            "--guidance 要同 --detail full 一起用，结果写成 jsonl",
            "--guidance goes with --detail full and results in jsonl",
        )));
    }
    // Never given back, as what is made of it: the process ends with the batch.
    let library = ManuallyDrop::new(setup::library(cli, None)?);
    let terms = Terms {
        given: Overrides {
            province: setup::province(args.how.province.as_deref())?,
            provider: args.how.provider,
            filing: args.how.filing,
            ..cli.settings.usual()
        },
        as_of: args.how.as_of,
        today: clock::today(),
        lang: cli.lang.into(),
        unmask: args.how.unmask,
    };
    let job = Job {
        args,
        format,
        lang: cli.lang.into(),
        library: &library,
        terms,
        only: args.only.iter().map(|arg| (*arg).into()).collect(),
        severities: cli.settings.severities(),
        baseline: match &args.baseline {
            Some(path) => Some(Baseline::read(path, false)?),
            None => None,
        },
        started: Instant::now(),
    };
    let inputs = job.inputs()?;
    refuse_own_output(&inputs, args)?;
    job.run(inputs)
}

/// A batch.
pub(super) struct Job<'j> {
    pub(super) args: &'j BatchArgs,
    pub(super) format: BatchFormatArg,
    pub(super) lang: Lang,
    pub(super) library: &'j Library,
    pub(super) terms: Terms,
    pub(super) only: Vec<Verdict>,
    pub(super) severities: Severities,
    pub(super) baseline: Option<Baseline>,
    pub(super) started: Instant,
}

impl Job<'_> {
    fn run(mut self, inputs: Inputs) -> Result<u8, Failure> {
        // The process ends when they are done with: giving them back piece by piece takes longer
        // than many drafts.
        let rulebook = ManuallyDrop::new(Rulebook::new(self.library));
        let plans = ManuallyDrop::new(Plans::new(&rulebook));
        let tally = match self.format {
            BatchFormatArg::Summary => {
                if self.args.resume {
                    return Err(Failure::Told(Text::fixed(
                        "汇总没有可以接着写的文件；--resume 用于 jsonl 和 csv",
                        "a summary cannot be resumed; --resume is for jsonl and csv",
                    )));
                }
                let mut sink = Nothing;
                let from = From::nothing();
                self.work(inputs, &plans, &Nothing, &mut sink, from, &mut |_, _, _| {
                    Ok(())
                })?
            }
            BatchFormatArg::Xlsx => self.workbook(inputs, &plans)?,
            BatchFormatArg::Jsonl => {
                let form = JsonLines {
                    detail: self.args.detail(),
                };
                self.bytes(inputs, &plans, &form, &[])?
            }
            BatchFormatArg::Csv => {
                let form = Rows {
                    detail: self.args.detail(),
                    lang: self.lang,
                };
                self.bytes(inputs, &plans, &form, &form.head())?
            }
        };
        tell_unknown_severities(&self.severities, rulebook.used(), self.lang);
        if let Some(baseline) = &self.baseline {
            baseline.tell_gone(self.lang);
        }
        self.conclude(&tally, &rulebook)
    }

    pub(super) fn work<F: Form, K: Sink<Piece = F::Piece>>(
        &self,
        inputs: Inputs,
        plans: &Plans<'_>,
        form: &F,
        sink: &mut K,
        from: From,
        after: After<'_, K>,
    ) -> Result<Tally, Failure> {
        let From {
            mut tally,
            mark,
            done,
        } = from;
        if done {
            return Ok(tally);
        }
        let before = tally.verdicts.total();
        let left = self.args.limit.map(|most| most.saturating_sub(before));
        let (size, starts) = (inputs.size(), inputs.starts());
        let notes = inputs.notes();
        let across = self.across(before, plans.rulebook())?;
        let pages = self.pages()?;
        let jobs = self.args.jobs.unwrap_or_else(processors);
        let window = form.window().checked_div(jobs).unwrap_or(0);
        let mut inputs = inputs.limited(left).windowed(window);
        if let Some(mark) = mark {
            inputs.resume(&mark)?;
        }
        let name = match self.args.inputs.as_slice() {
            [one] => one.display().to_string(),
            _ => String::new(),
        };
        let mut progress = Progress::new(&name, size, before, self.args.quiet, self.lang);
        let known = |path: &str| self.baseline.as_ref()?.known(path);
        let beside = |path: &str| Box::new(DraftFiles::beside(Path::new(path))) as Box<dyn Files>;
        let strays = Strays::default();
        let batch = Run {
            strays: Some(&strays),
            terms: self.terms,
            fail_on: FailOn::from(self.args.fail_on),
            fail_fast: self.args.fail_fast,
            only: &self.only,
            jobs,
            files: self.args.attachments.then_some(&beside),
            across: across.as_ref(),
            severities: (!self.severities.is_empty()).then_some(&self.severities),
            known: self.baseline.is_some().then_some(&known),
        };
        let mut each = |sink: &mut K, mark: &Mark, tally: &Tally| {
            let start = starts.get(mark.input).copied().unwrap_or(0);
            progress.tell(start.saturating_add(mark.offset), tally);
            after(sink, mark, tally)
        };
        let (from, out) = (&mut inputs, &mut tally);
        let outcome = match &pages {
            None => run_batch(&batch, plans, from, form, sink, out, &mut each),
            Some(pages) => {
                let mut sink = pages.sink(sink).map_err(|error| self.unwritten(&error))?;
                let mut each = |sink: &mut PagedSink<'_, K>, mark: &Mark, tally: &Tally| {
                    each(sink.results(), mark, tally)
                };
                let form = pages.form(form);
                run_batch(&batch, plans, from, &form, &mut sink, out, &mut each)
            }
        };
        progress.done();
        // What was not read is told to whoever wants no totals too.
        for note in notes.take() {
            tell(note.get(self.lang));
        }
        outcome.map_err(|stop| self.stopped(stop, &tally))?;
        for note in strays.sentences(self.args.quiet) {
            tell(note.get(self.lang));
        }
        Ok(tally)
    }

    /// What compares drafts, if they are to be compared; it knows the first `before` of them already.
    fn across(&self, before: u64, rulebook: &Rulebook<'_>) -> Result<Option<Across>, Failure> {
        if !self.args.across {
            return Ok(None);
        }
        // Beside the results there is room for more; the system's folder may be small.
        let folder = self.args.output.as_deref().and_then(Path::parent);
        let folder = folder.map(|folder| match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        });
        let across = Across::new(folder.filter(|folder| folder.is_dir()));
        if before > 0 {
            if self.args.inputs.iter().any(|path| path.as_os_str() == "-") {
                return Err(Failure::Told(Text::fixed(
                    "--across 接着做时要重读前面的草稿，标准输入读不了两遍；请先存成文件",
                    "going on with --across reads the earlier drafts again, which standard input cannot give twice; save it to a file",
                )));
            }
            let mut done = self.inputs()?.limited(Some(before));
            across
                .recall(&mut done, rulebook, &self.terms)
                .map_err(|error| temporary(&error))?;
        }
        Ok(Some(across))
    }

    /// The pages of the drafts, if they are wanted.
    fn pages(&self) -> Result<Option<Pages>, Failure> {
        let Some(folder) = &self.args.reports else {
            return Ok(None);
        };
        let (info, day) = self.basis()?;
        Ok(Some(Pages::new(folder, info, day, self.lang)?))
    }

    /// The rules, and the day on which drafts that do not say another are taken to be submitted.
    fn basis(&self) -> Result<(RulesetInfo, String), Failure> {
        let ruleset = setup::ruleset(self.library, Choice::NATIONAL, self.lang)?;
        let day = self.args.how.as_of.unwrap_or(self.terms.today);
        Ok((setup::info(self.library, &ruleset), day.to_string()))
    }

    fn inputs(&self) -> Result<Inputs, Failure> {
        let inputs = Inputs::new(&self.args.inputs, self.args.from.map(Into::into))?;
        Ok(inputs.with_sheets(self.args.sheets.options()?))
    }

    /// The totals, and the exit status.
    fn conclude(&self, tally: &Tally, rulebook: &Rulebook<'_>) -> Result<u8, Failure> {
        let sheet = rulebook.sheet(Choice::NATIONAL);
        let sheet = sheet.map_err(|faulty| self.refused(faulty))?;
        let totals = |time: Option<Duration>| Totals {
            tally,
            ruleset: &sheet.ruleset,
            time,
            lang: self.lang,
        };
        let time = Some(self.started.elapsed());
        if self.format == BatchFormatArg::Summary {
            let watched = self.args.output.is_none() && io::stdout().is_terminal();
            let text = totals(time.filter(|_| watched)).tables();
            self.write_whole(text.as_bytes())?;
        } else if !self.args.quiet {
            // Results on standard output leave a log one line; a file leaves room to say more.
            if io::stderr().is_terminal() {
                tell(&totals(time).tables());
            } else if self.args.output.is_some() {
                tell(&totals(None).tables());
            } else {
                tell(&totals(time).line());
            }
        }
        if let Some(path) = &self.args.summary_json {
            let (info, day) = self.basis()?;
            write_result(&totals(time).json(&info, &day), Some(path))?;
        }
        if tally.verdicts.total() == 0 && self.args.limit != Some(0) {
            return Err(Failure::Told(Text::fixed(
                "输入里没有草稿",
                "there is no draft in the input",
            )));
        }
        Ok(tally.status)
    }

    fn stopped(&self, stop: Stop, tally: &Tally) -> Failure {
        match stop {
            Stop::Output(error) => match self.unwritten(&error) {
                Failure::Told(text) if self.can_resume() => {
                    let count = tally.verdicts.total();
                    Failure::Told(Text::new(
                        format!("{}；已写 {count} 份，腾出地方后加 --resume 接着做", text.zh),
                        format!("{}; {count} drafts were written, --resume goes on", text.en),
                    ))
                }
                other => other,
            },
            Stop::Temporary(error) => temporary(&error),
            Stop::Rules(faulty) => self.refused(faulty),
            Stop::Worker => fault_of_ours(),
        }
    }

    /// What is wrong with a ruleset.
    fn refused(&self, Faulty(choice): Faulty) -> Failure {
        match setup::ruleset(self.library, choice, self.lang) {
            Err(failure) => failure,
            Ok(_) => fault_of_ours(),
        }
    }

    /// A word of the tool's own, unless it is to be quiet.
    pub(super) fn say(&self, text: &Text) {
        if !self.args.quiet {
            tell(text.get(self.lang));
        }
    }
}

fn temporary(error: &io::Error) -> Failure {
    Failure::Told(Text::new(
        format!("比较草稿用的临时文件写不了或读不了：{error}"),
        format!("the temporary file for comparing drafts cannot be written or read: {error}"),
    ))
}

fn fault_of_ours() -> Failure {
    Failure::Told(Text::fixed(
        "程序出错，没有做完；请报告这个问题",
        "the program failed before the end; please report it",
    ))
}

/// A file that may not grow is an error to be told, not the end of the program.
#[cfg(unix)]
fn survive_limits() {
    // Where it cannot be had, the program ends as it would have.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn survive_limits() {}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}

//! `beian batch`: many drafts in, one result for each out.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::args::Cli;
use super::baseline::Baseline;
use super::batch_args::{BatchArgs, BatchFormatArg};
use super::checker::tell_unknown_severities;
use super::output::{Failure, tell, why, write_bytes, write_result};
use super::progress::Progress;
use super::targets::ending;
use super::{clock, setup};
use crate::attachments::DraftFiles;
use crate::batch::{
    Across, After, Begun, Bundle, Bytes, Faulty, Form, Found, Inputs, JsonLines, Keeper, KeptTerms,
    Mark, Nothing, PagedSink, Pages, Plans, Rows, Rulebook, Run, Sink, Source, Stop, Tally, Terms,
    Totals, Workbook, WorkbookSink, beside, run as run_batch,
};
use crate::draft::Overrides;
use crate::evaluate::{Severities, Verdict};
use crate::facts::Files;
use crate::report::{FailOn, RulesetInfo};
use crate::ruleset::{Choice, Library};
use crate::sheet::Form as SheetForm;
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

/// Writes the empty form.
fn template(path: &Path, lang: Lang) -> Result<u8, Failure> {
    let form = SheetForm::template(lang);
    let ending = path.extension().and_then(|ending| ending.to_str());
    let is = |known: &str| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(known));
    let bytes = if is("csv") {
        form.csv(lang)
    } else if is("xlsx") {
        form.xlsx(lang).map_err(|error| {
            Text::new(
                format!("写不出工作簿：{error}"),
                format!("cannot make the workbook: {error}"),
            )
        })?
    } else {
        let name = path.display();
        return Err(Failure::Told(Text::new(
            format!("填写表只能是 .xlsx 或 .csv，不是 {name}"),
            format!("the form is .xlsx or .csv, not {name}"),
        )));
    };
    if path.exists() {
        let name = path.display();
        return Err(Failure::Told(Text::new(
            format!("{name} 已经有了，没有动它；换一个文件名"),
            format!("{name} is there already and was left as it is; choose another name"),
        )));
    }
    write_bytes(&bytes, Some(path))?;
    Ok(0)
}

/// The format that a file's name asks for. JSONL goes to standard output, to a name without an
/// ending and to devices and pipes, which no program opens by their names.
///
/// # Errors
///
/// Where the name promises a format that is not written.
fn format_of(path: Option<&Path>) -> Result<BatchFormatArg, Failure> {
    let Some((path, ending)) = path.and_then(|path| Some((path, ending(path)?))) else {
        return Ok(BatchFormatArg::Jsonl);
    };
    let device = path.exists() && !path.is_file();
    match ending.as_str() {
        "jsonl" | "ndjson" => Ok(BatchFormatArg::Jsonl),
        "csv" => Ok(BatchFormatArg::Csv),
        "xlsx" => Ok(BatchFormatArg::Xlsx),
        _ if device => Ok(BatchFormatArg::Jsonl),
        _ => {
            let name = path.display();
            Err(Failure::Told(Text::new(
                format!(
                    "写不出 .{ending}（{name}）：用 .xlsx、.csv、.jsonl 结尾，或加 --format；每份草稿一个网页用 --reports 目录"
                ),
                format!(
                    ".{ending} is not written ({name}): end it in .xlsx, .csv or .jsonl, or add --format; --reports DIR makes a page for each draft"
                ),
            )))
        }
    }
}

/// A batch.
struct Job<'j> {
    args: &'j BatchArgs,
    format: BatchFormatArg,
    lang: Lang,
    library: &'j Library,
    terms: Terms,
    only: Vec<Verdict>,
    severities: Severities,
    baseline: Option<Baseline>,
    started: Instant,
}

/// What a run goes on from.
struct From {
    tally: Tally,
    mark: Option<Mark>,
    /// Whether nothing is left to check.
    done: bool,
}

impl From {
    fn nothing() -> Self {
        Self {
            tally: Tally::default(),
            mark: None,
            done: false,
        }
    }
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
                    detail: self.args.detail.into(),
                };
                self.bytes(inputs, &plans, &form, &[])?
            }
            BatchFormatArg::Csv => {
                let form = Rows {
                    detail: self.args.detail.into(),
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

    /// Writes a workbook, which is whole only at its end.
    fn workbook(&self, inputs: Inputs, plans: &Plans<'_>) -> Result<Tally, Failure> {
        if self.args.resume {
            return Err(Failure::Told(Text::fixed(
                "工作簿不能接着写；--resume 用于 jsonl 和 csv",
                "a workbook cannot be resumed; --resume is for jsonl and csv",
            )));
        }
        if self.args.output.is_none() && io::stdout().is_terminal() {
            return Err(Failure::Told(Text::fixed(
                "工作簿不能写到终端；用 -o 结果.xlsx 写到文件",
                "a workbook cannot be written to a terminal; write it to a file with -o result.xlsx",
            )));
        }
        let as_of = setup::ruleset(self.library, Choice::NATIONAL, self.lang)?.as_of;
        let rules = Text::new(
            format!("规则截至 {as_of}；beian {}", env!("CARGO_PKG_VERSION")),
            format!("rules as of {as_of}; beian {}", env!("CARGO_PKG_VERSION")),
        );
        let form = Workbook::new(self.lang, self.terms.unmask);
        let mut sink = WorkbookSink::new(Vec::new(), self.lang, rules)
            .map_err(|error| self.unwritten(&error))?;
        let from = From::nothing();
        let tally = self.work(inputs, plans, &form, &mut sink, from, &mut |_, _, _| Ok(()))?;
        if let Some((place, said)) = sink.unread() {
            let count = tally.verdicts.unreadable;
            self.say(&Text::new(
                format!("{count} 份读不出（{place}：{said}）"),
                format!("{count} could not be read ({place}: {said})"),
            ));
        }
        write_bytes(&sink.into_out(), self.args.output.as_deref())?;
        Ok(tally)
    }

    /// Writes bytes to standard output or to a file.
    fn bytes<F: Form<Piece = Bundle>>(
        &mut self,
        inputs: Inputs,
        plans: &Plans<'_>,
        form: &F,
        head: &[u8],
    ) -> Result<Tally, Failure> {
        let whole = |path: &Path| path.exists() && !path.is_file();
        match &self.args.output {
            None => self.stream(inputs, plans, form, head, io::stdout()),
            // A device or a named pipe cannot be replaced, only written to.
            Some(path) if whole(path) => {
                if self.args.resume {
                    let name = path.display();
                    return Err(Failure::Told(Text::new(
                        format!("{name} 不是普通文件，不能接着写"),
                        format!("{name} is no ordinary file and cannot be resumed"),
                    )));
                }
                let file = File::options()
                    .write(true)
                    .open(path)
                    .map_err(|error| self.unwritten(&error))?;
                self.stream(inputs, plans, form, head, file)
            }
            Some(path) => self.file(inputs, plans, form, head, path),
        }
    }

    fn stream<F: Form<Piece = Bundle>, W: Write + Send>(
        &self,
        inputs: Inputs,
        plans: &Plans<'_>,
        form: &F,
        head: &[u8],
        out: W,
    ) -> Result<Tally, Failure> {
        let mut sink = Bytes::new(out, 0);
        sink.write(&mut head.to_vec().into())
            .map_err(|error| self.unwritten(&error))?;
        let from = From::nothing();
        self.work(inputs, plans, form, &mut sink, from, &mut |_, _, _| Ok(()))
    }

    /// Writes to a file that gets its name when it is complete.
    fn file<F: Form<Piece = Bundle>>(
        &mut self,
        inputs: Inputs,
        plans: &Plans<'_>,
        form: &F,
        head: &[u8],
        path: &Path,
    ) -> Result<Tally, Failure> {
        let (begun, from) = self.begin(&inputs, path)?;
        let Begun { mut keeper, file } = begun;
        let mut sink = Bytes::new(file, keeper.state().written);
        if sink.written() == 0 {
            sink.write(&mut head.to_vec().into())
                .map_err(|error| self.unwritten(&error))?;
        }
        let tally = self.work(
            inputs,
            plans,
            form,
            &mut sink,
            from,
            &mut |sink, mark, tally| {
                let written = sink.written();
                keeper.note(sink.out(), written, mark, tally)
            },
        )?;
        let written = sink.written();
        keeper
            .finish(sink.out(), written, &tally)
            .map_err(|error| self.unwritten(&error))?;
        Ok(tally)
    }

    /// Begins anew, or goes on with what was broken off, on the day that it took for today.
    fn begin(&mut self, inputs: &Inputs, path: &Path) -> Result<(Begun, From), Failure> {
        let kept = KeptTerms {
            rules: format!("{} {}", env!("CARGO_PKG_VERSION"), self.library.digest()),
            options: self.options(),
            inputs: inputs.stamps(),
        };
        if self.args.resume {
            match Keeper::find(path, &kept)? {
                Found::Unfinished(begun) => {
                    let state = begun.keeper.state();
                    self.terms.today = state.today;
                    let from = From {
                        tally: state.tally.clone(),
                        mark: (state.mark != Mark::default()).then_some(state.mark),
                        done: state.done,
                    };
                    let count = from.tally.verdicts.total();
                    self.say(&Text::new(
                        format!("接着上次：已有 {count} 份"),
                        format!("going on from {count} drafts"),
                    ));
                    return Ok((*begun, from));
                }
                Found::Nothing => self.say(&Text::fixed(
                    "没有未做完的，从头开始",
                    "nothing was left unfinished; starting anew",
                )),
            }
        } else if Keeper::is_unfinished(path) {
            let name = beside(path, "part");
            let name = name.display();
            self.say(&Text::new(
                format!("{name} 是上次没有做完的，现在从头开始（接着做用 --resume）"),
                format!("{name} was left unfinished; starting anew (--resume would go on)"),
            ));
        }
        let begun =
            Keeper::begin(path, kept, self.terms.today).map_err(|error| self.unwritten(&error))?;
        Ok((begun, From::nothing()))
    }

    /// The options that the bytes of the results depend on.
    fn options(&self) -> String {
        let args = self.args;
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            self.format,
            args.detail,
            self.only,
            args.limit,
            args.how.as_of,
            self.terms.given,
            args.fail_on,
            args.how.unmask,
            args.attachments,
            args.from,
            args.across,
            args.sheets,
            self.lang,
            self.severities,
            self.baseline.as_ref().map(Baseline::stamp),
        )
    }

    fn work<F: Form, K: Sink<Piece = F::Piece>>(
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
        let batch = Run {
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
        for note in notes.take() {
            self.say(&note);
        }
        outcome.map_err(|stop| self.stopped(stop, &tally))?;
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
            write_result(&text, self.args.output.as_deref())?;
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

    /// Whether what is written now can be gone on with later.
    fn can_resume(&self) -> bool {
        let formats = [BatchFormatArg::Jsonl, BatchFormatArg::Csv];
        let is_file = |path: &PathBuf| !path.exists() || path.is_file();
        formats.contains(&self.format)
            && !self.args.fail_fast
            && self.args.reports.is_none()
            && self.args.output.as_ref().is_some_and(is_file)
    }

    fn unwritten(&self, error: &io::Error) -> Failure {
        let name = match &self.args.output {
            Some(path) => path.display().to_string(),
            None => match self.lang {
                Lang::Zh => "标准输出".to_owned(),
                Lang::En => "standard output".to_owned(),
            },
        };
        match error.kind() {
            ErrorKind::BrokenPipe => Failure::ClosedPipe,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Failure::Told(Text::new(
                format!("磁盘满了，写不了 {name}"),
                format!("the disk is full: cannot write {name}"),
            )),
            ErrorKind::FileTooLarge => Failure::Told(Text::new(
                format!("文件大小到了系统允许的上限，写不了 {name}"),
                format!("files may not grow that large here: cannot write {name}"),
            )),
            _ => {
                let why = why(error);
                Failure::Told(Text::new(
                    format!("写不了 {name}：{}", why.zh),
                    format!("cannot write {name}: {}", why.en),
                ))
            }
        }
    }

    /// A word of the tool's own, unless it is to be quiet.
    fn say(&self, text: &Text) {
        if !self.args.quiet {
            tell(text.get(self.lang));
        }
    }
}

/// An output that is also an input would be read while it is written.
fn refuse_own_output(inputs: &Inputs, args: &BatchArgs) -> Result<(), Failure> {
    let targets = [args.output.as_deref(), args.summary_json.as_deref()];
    for target in targets.into_iter().flatten() {
        let Ok(whole) = target.canonicalize() else {
            continue;
        };
        let same = |path: &Path| path.canonicalize().is_ok_and(|path| path == whole);
        if whole.is_file() && inputs.paths().any(same) {
            let name = target.display();
            return Err(Failure::Told(Text::new(
                format!("{name} 是输入，不能又写结果"),
                format!("{name} is an input and cannot take the results"),
            )));
        }
    }
    Ok(())
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

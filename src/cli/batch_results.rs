//! Where the results of `beian batch` go: standard output, a file that is whole when it gets its name
//! and can be gone on with, or a workbook.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::baseline::Baseline;
use super::batch::Job;
use super::batch_args::{BatchArgs, BatchFormatArg};
use super::output::{Failure, is_standard_output, why, write_bytes};
use super::setup;
use super::targets::ending;
use super::until_closed::UntilClosed;
use crate::batch::{
    Begun, Bundle, Bytes, Form, Found, Inputs, Keeper, KeptTerms, Mark, Plans, Sink, Tally,
    Workbook, WorkbookSink, beside, own_files,
};
use crate::ruleset::Choice;
use crate::text::{Lang, Text};

/// An output that is also an input would be read while it is written; one that is two outputs would
/// hold only the later.
pub(super) fn refuse_own_output(inputs: &Inputs, args: &BatchArgs) -> Result<(), Failure> {
    let targets = [args.output.as_deref(), args.summary_json.as_deref()];
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    // Totals and results would stand among each other.
    if args.output.is_none() && args.summary_json.as_deref().is_some_and(is_standard_output) {
        return Err(Failure::Told(Text::fixed(
            "标准输出不能同时放结果和汇总，把一样写到文件",
            "standard output cannot take both the results and the totals; write one to a file",
        )));
    }
    let all = targets.into_iter().chain([args.reports.as_deref()]);
    let mut all: Vec<PathBuf> = all.flatten().map(whole).collect();
    all.sort_unstable();
    let twice = all.windows(2).find_map(|pair| match pair {
        [one, other] if one == other && (!one.exists() || one.is_file()) => Some(one.display()),
        _ => None,
    });
    if let Some(name) = twice {
        return Err(Failure::Told(Text::new(
            format!("{name} 不能同时放两样结果，换一个文件名"),
            format!("{name} cannot take two results; choose another name for one"),
        )));
    }
    let unfinished = args.output.as_deref().map(own_files).unwrap_or_default();
    let unfinished = unfinished.iter().map(PathBuf::as_path);
    for target in targets.into_iter().flatten().chain(unfinished) {
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

/// The format that a file's name asks for. JSONL goes to standard output, to a name without an
/// ending and to devices and pipes, which no program opens by their names.
///
/// # Errors
///
/// Where the name promises a format that is not written.
pub(super) fn format_of(path: Option<&Path>) -> Result<BatchFormatArg, Failure> {
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

/// What a run goes on from.
pub(super) struct From {
    pub tally: Tally,
    pub mark: Option<Mark>,
    /// Whether nothing is left to check.
    pub done: bool,
}

impl From {
    pub fn nothing() -> Self {
        Self {
            tally: Tally::default(),
            mark: None,
            done: false,
        }
    }
}

impl Job<'_> {
    /// Writes a workbook, which is whole only at its end.
    pub(super) fn workbook(&self, inputs: Inputs, plans: &Plans<'_>) -> Result<Tally, Failure> {
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
        self.write_whole(&sink.into_out())?;
        Ok(tally)
    }

    /// Writes bytes to standard output or to a file.
    pub(super) fn bytes<F: Form<Piece = Bundle>>(
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
        let mut sink = Bytes::new(UntilClosed::new(out, self.has_other_files()), 0);
        sink.write(&mut head.to_vec().into())
            .map_err(|error| self.unwritten(&error))?;
        let from = From::nothing();
        let tally = self.work(inputs, plans, form, &mut sink, from, &mut |_, _, _| Ok(()))?;
        if sink.out().is_closed() {
            self.tell_closed();
        }
        Ok(tally)
    }

    /// Whether something is written besides the results, for which all drafts are checked even where
    /// nobody reads the results to their end.
    fn has_other_files(&self) -> bool {
        self.args.summary_json.is_some() || self.args.reports.is_some()
    }

    /// Writes results that are whole; whoever has had enough of them takes no other file with him.
    pub(super) fn write_whole(&self, bytes: &[u8]) -> Result<(), Failure> {
        match write_bytes(bytes, self.args.output.as_deref()) {
            Err(Failure::ClosedPipe) if self.has_other_files() => {
                self.tell_closed();
                Ok(())
            }
            other => other,
        }
    }

    fn tell_closed(&self) {
        self.say(&Text::fixed(
            "结果没有读完就关了；全部都检查了，汇总和网页是完整的",
            "the results were not read to their end; all drafts were checked, and totals and pages are whole",
        ));
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
        }
        let was_unfinished = !self.args.resume && Keeper::is_unfinished(path);
        let begun =
            Keeper::begin(path, kept, self.terms.today).map_err(|error| self.unwritten(&error))?;
        if was_unfinished {
            let name = beside(path, "part");
            let name = name.display();
            self.say(&Text::new(
                format!("{name} 是上次没有做完的，现在从头开始（接着做用 --resume）"),
                format!("{name} was left unfinished; starting anew (--resume would go on)"),
            ));
        }
        Ok((begun, From::nothing()))
    }

    /// The options that the bytes of the results depend on.
    fn options(&self) -> String {
        let args = self.args;
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            self.format,
            args.detail(),
            self.only,
            args.limit,
            args.how.as_of,
            self.terms.given,
            args.fail_on,
            args.how.unmask,
            args.attachments,
            args.from,
            args.across,
            // A file of meanings may have changed under its name.
            args.sheets
                .options()
                .map(|own| (own.map.stamp(), own.sheet)),
            self.lang,
            self.severities,
            self.baseline.as_ref().map(Baseline::stamp),
        )
    }

    /// Whether what is written now can be gone on with later.
    pub(super) fn can_resume(&self) -> bool {
        let formats = [BatchFormatArg::Jsonl, BatchFormatArg::Csv];
        let is_file = |path: &PathBuf| !path.exists() || path.is_file();
        formats.contains(&self.format)
            && !self.args.fail_fast
            && self.args.reports.is_none()
            && self.args.output.as_ref().is_some_and(is_file)
    }

    pub(super) fn unwritten(&self, error: &io::Error) -> Failure {
        let name = match &self.args.output {
            Some(path) => path.display().to_string(),
            None => match self.lang {
                Lang::Zh => "标准输出".to_owned(),
                Lang::En => "standard output".to_owned(),
            },
        };
        // Of a page it is said where it was to stand.
        let reports = self.args.reports.as_ref();
        let reports = reports.map(|folder| folder.display().to_string());
        let is_page = |folder: &String| error.to_string().starts_with(folder.as_str());
        let name = reports.filter(is_page).unwrap_or(name);
        match error.kind() {
            ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => {
                let why = why(error);
                Failure::Told(Text::new(
                    format!("写不了 {name}：{}", why.zh),
                    format!("cannot write {name}: {}", why.en),
                ))
            }
        }
    }
}

//! The conversation: questions put, answers taken, checked and saved.

use super::keeper::Keeper;
use super::leave::Exit;
use super::terminal::{Stop, Terminal};
use crate::cli::output::Failure;
use crate::interview::{Faulty, Form, Interview, Question, Stage, Told, Value};
use crate::report::Finding;
use crate::ruleset::Severity;
use crate::text::{Lang, Text};

/// How a conversation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Everything was asked.
    Done,
    /// No filing is to be made.
    Nowhere,
    /// The applicant left.
    Left,
}

/// What was answered.
pub(super) enum Reply {
    Value(Value),
    Unknown,
    Back,
    Review,
    Leave,
}

/// A conversation.
pub struct Talk<'t, 'l> {
    pub interview: Interview<'l>,
    pub terminal: &'t mut dyn Terminal,
    pub keeper: Keeper,
    pub exit: Exit,
    pub lang: Lang,
    /// Whether answers are in memory only.
    pub unsaved: bool,
    /// What is asked of rules that turn out faulty.
    pub faulty: &'t dyn Fn(Faulty) -> Failure,
}

impl Talk<'_, '_> {
    pub(super) fn say(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        let text = Text::new(zh.into(), en.into());
        self.terminal.say(text.get(self.lang));
    }

    pub(super) fn pick<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.lang)
    }

    pub(super) fn check<T>(&self, outcome: Result<T, Faulty>) -> Result<T, Failure> {
        outcome.map_err(|faulty| (self.faulty)(faulty))
    }

    /// Leaves on Ctrl-C or a closed terminal.
    pub(super) fn answered<T>(&self, outcome: Result<T, Stop>) -> T {
        match outcome {
            Ok(answer) => answer,
            Err(Stop::Interrupted) => self.exit.leave(130),
            Err(Stop::Closed) => self.exit.leave(129),
        }
    }

    /// One of some ways to go on; Enter takes one of them.
    pub(super) fn choose(&mut self, items: &[Text], enter: usize) -> Option<usize> {
        let items: Vec<String> = items
            .iter()
            .map(|item| self.pick(item).to_owned())
            .collect();
        let chosen = self.terminal.choose(&items, Some(enter));
        self.answered(chosen)
    }

    /// Asks until nothing is left, or the applicant leaves.
    pub fn run(&mut self) -> Result<End, Failure> {
        loop {
            match self.interview.next() {
                Stage::Ask(question) => {
                    if !self.step(&question, true, None)? {
                        return Ok(End::Left);
                    }
                }
                Stage::Nowhere(words) => {
                    self.say("", "");
                    for text in &words {
                        let line = self.pick(text).to_owned();
                        self.terminal.say(&line);
                    }
                    let back = Text::fixed("改上一个回答", "change the last answer");
                    let stop = Text::fixed("知道了，结束", "I see, end here");
                    if self.choose(&[stop, back], 0) == Some(1) {
                        self.back()?;
                    } else {
                        return Ok(End::Nowhere);
                    }
                }
                Stage::Done => {
                    let finished = self.interview.finish();
                    self.check(finished)?;
                    self.save()?;
                    if let Some(end) = self.close()? {
                        return Ok(end);
                    }
                }
            }
        }
    }

    /// Puts a question and takes its answer; false where the applicant leaves.
    pub(super) fn step(
        &mut self,
        question: &Question,
        heading: bool,
        typed: Option<String>,
    ) -> Result<bool, Failure> {
        let mut typed = typed;
        loop {
            if heading {
                self.heading(question);
            }
            let (reply, text) = self.ask(question, typed.take());
            match reply {
                Reply::Value(value) => {
                    let told = self.interview.answer(question.ask, &value);
                    let told = self.check(told)?;
                    self.save()?;
                    if self.react(question, &told) {
                        // What is typed again replaces what was kept.
                        let back = self.interview.back();
                        self.check(back)?;
                        self.save()?;
                        typed = text;
                        continue;
                    }
                }
                Reply::Unknown => {
                    let left = self.interview.leave_open(question.ask);
                    let notes = self.check(left)?;
                    self.save()?;
                    self.note(&notes);
                }
                Reply::Back => self.back()?,
                Reply::Review => self.review()?,
                Reply::Leave => return Ok(false),
            }
            return Ok(true);
        }
    }

    fn back(&mut self) -> Result<(), Failure> {
        let back = self.interview.back();
        if self.check(back)?.is_none() {
            self.say(
                "已经是第一题；要改以前填的，选“看已填的内容”。",
                "This is the first question; to change what was there before, look at what is filled in.",
            );
        }
        self.save()
    }

    /// Says what an answer brought; true where it is to be typed again.
    fn react(&mut self, question: &Question, told: &Told) -> bool {
        self.note(&told.notes);
        for finding in &told.findings {
            self.tell(finding);
        }
        let doubtful = told.here
            && told
                .findings
                .iter()
                .any(|finding| finding.severity >= Severity::Warning);
        if !doubtful || !matches!(question.form, Form::Typed { .. }) {
            return false;
        }
        self.choose(
            &[
                Text::fixed("重新填", "type it again"),
                Text::fixed("就是这样，以后再说", "keep it as it is"),
            ],
            0,
        ) == Some(0)
    }

    fn note(&mut self, notes: &[Text]) {
        for note in notes {
            self.say(format!("✓ {}", note.zh), format!("✓ {}", note.en));
        }
    }

    fn tell(&mut self, finding: &Finding) {
        let (zh, en) = match finding.severity {
            Severity::Error => ("✗ 错误", "✗ error"),
            Severity::Warning => ("! 警告", "! warning"),
            Severity::Notice => ("· 提示", "· notice"),
        };
        let message = &finding.message;
        self.say(format!("{zh}：{message}"), format!("{en}: {message}"));
        if let Some(help) = &finding.help {
            self.say(format!("  怎么办：{help}"), format!("  what to do: {help}"));
        }
    }

    /// Everything was asked: the last look before the check.
    fn close(&mut self) -> Result<Option<End>, Failure> {
        let skipped = self.interview.skipped();
        self.say("", "");
        if skipped > 0 {
            self.say(
                format!("问完了，有 {skipped} 项还空着。"),
                format!("That is all; {skipped} left open."),
            );
        } else {
            self.say("问完了。", "That is all.");
        }
        let mut items = vec![
            Text::fixed(
                "看检查结果和材料清单",
                "show the findings and the checklist",
            ),
            Text::fixed(
                "先看一遍已填的内容、修改",
                "look at what is filled in, and change it",
            ),
        ];
        if skipped > 0 {
            items.push(Text::fixed(
                "再问空着的几项",
                "ask again what was left open",
            ));
        }
        match self.choose(&items, 0) {
            Some(1) => {
                self.review()?;
                Ok(None)
            }
            Some(2) => {
                self.interview.reconsider();
                Ok(None)
            }
            _ => Ok(Some(End::Done)),
        }
    }
}

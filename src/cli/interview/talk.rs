//! The conversation: questions put, answers taken, checked and saved.

use super::keeper::{Keeper, Unsaved};
use super::leave::Exit;
use super::terminal::{Stop, Terminal, width};
use crate::cli::output::Failure;
use crate::fields::Kind;
use crate::interview::{
    Ask, Change, Document, Entry, Faulty, Form, Interview, Question, Stage, Told, Value, read_typed,
};
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
enum Reply {
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
    fn say(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        let text = Text::new(zh.into(), en.into());
        self.terminal.say(text.get(self.lang));
    }

    fn pick<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.lang)
    }

    fn check<T>(&self, outcome: Result<T, Faulty>) -> Result<T, Failure> {
        outcome.map_err(|faulty| (self.faulty)(faulty))
    }

    /// Leaves on Ctrl-C or a closed terminal.
    fn answered<T>(&self, outcome: Result<T, Stop>) -> T {
        match outcome {
            Ok(answer) => answer,
            Err(Stop::Interrupted) => self.exit.leave(130),
            Err(Stop::Closed) => self.exit.leave(129),
        }
    }

    fn choose(&mut self, items: &[Text], default: usize) -> Option<usize> {
        let items: Vec<String> = items
            .iter()
            .map(|item| self.pick(item).to_owned())
            .collect();
        let chosen = self.terminal.choose(&items, default);
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
    fn step(
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
                    self.check(left)?;
                    self.save()?;
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

    /// Where the interview is, and what is certain.
    fn heading(&mut self, question: &Question) {
        let standing = self.interview.standing();
        let mut zh = vec![format!("大约还要问 {} 题", standing.left)];
        let mut en = vec![format!("about {} questions left", standing.left)];
        if self.interview.verdict().is_some() {
            match (standing.errors, standing.warnings) {
                (0, 0) => {
                    zh.push("到现在没发现错误".to_owned());
                    en.push("nothing wrong so far".to_owned());
                }
                (errors, warnings) => {
                    zh.push(format!("已发现 {errors} 个错误、{warnings} 个警告"));
                    en.push(format!("{errors} errors, {warnings} warnings"));
                }
            }
            if standing.documents > 0 {
                zh.push(format!("已确定要 {} 份材料", standing.documents));
                en.push(format!("{} documents needed", standing.documents));
            }
        }
        if self.unsaved {
            zh.push("没有存盘".to_owned());
            en.push("not saved".to_owned());
        }
        let group = question.group.label();
        let title = |group: &str| match &question.about {
            Some(about) => format!("{group} · {about}"),
            None => group.to_owned(),
        };
        let text = Text::new(
            format!("【{}】{}", title(&group.zh), zh.join("，")),
            format!("[{}] {}", title(&group.en), en.join(", ")),
        );
        self.terminal.say("");
        let line = self.pick(&text).to_owned();
        if width(&line) > 100 {
            // Long names are told elsewhere.
            let line = Text::new(
                format!("【{}】{}", group.zh, zh.join("，")),
                format!("[{}] {}", group.en, en.join(", ")),
            );
            self.terminal.say(line.get(self.lang));
        } else {
            self.terminal.say(&line);
        }
        self.terminal.say(&question.prompt);
        if !question.why.is_empty() {
            let (zh, en) = (question.why.join("、"), question.why.join(", "));
            self.say(format!("  关系到：{zh}"), format!("  it decides: {en}"));
        }
    }

    fn ask(&mut self, question: &Question, typed: Option<String>) -> (Reply, Option<String>) {
        loop {
            let (reply, text) = match &question.form {
                Form::OneOf(entries) => (self.one_of(question, entries, false), None),
                Form::SomeOf(entries) => (self.some_of(question, entries), None),
                Form::Typed { kind, ends, offers } => {
                    if offers.is_empty() || typed.is_some() {
                        self.typed(question, *kind, *ends, typed.clone())
                    } else {
                        match self.one_of(question, offers, true) {
                            Some(Reply::Value(Value::Present)) => {
                                self.typed(question, *kind, *ends, None)
                            }
                            other => (other, None),
                        }
                    }
                }
            };
            match reply.or_else(|| self.menu()) {
                Some(reply) => return (reply, text),
                None => {
                    let prompt = question.prompt.clone();
                    self.terminal.say(&prompt);
                }
            }
        }
    }

    /// One of a list. `None` asks for something else to do.
    fn one_of(&mut self, question: &Question, entries: &[Entry], other: bool) -> Option<Reply> {
        let mut items: Vec<String> = entries.iter().map(|entry| entry.label.clone()).collect();
        let mut replies: Vec<Option<Reply>> = entries
            .iter()
            .map(|entry| Some(Reply::Value(entry.value.clone())))
            .collect();
        let mut add = |text: Text, reply: Option<Reply>| {
            items.push(text.get(self.lang).to_owned());
            replies.push(reply);
        };
        if other {
            add(
                Text::fixed("填别的", "something else"),
                Some(Reply::Value(Value::Present)),
            );
        }
        if let Some(none) = &question.none {
            let value = question.none_value();
            let none = none.clone();
            add(Text::new(none.clone(), none), Some(Reply::Value(value)));
        }
        if question.may_skip {
            add(
                Text::fixed("不知道（先空着）", "I do not know yet"),
                Some(Reply::Unknown),
            );
        }
        add(
            Text::fixed("更多：返回、查看、退出", "more: back, review, leave"),
            None,
        );
        let default = question
            .default
            .as_ref()
            .and_then(|default| entries.iter().position(|entry| entry.value == *default))
            .unwrap_or(0);
        let chosen = self.terminal.choose(&items, default);
        let chosen = self.answered(chosen)?;
        replies.into_iter().nth(chosen).flatten()
    }

    /// Any of a list.
    fn some_of(&mut self, question: &Question, entries: &[Entry]) -> Option<Reply> {
        let items: Vec<String> = entries.iter().map(|entry| entry.label.clone()).collect();
        let marked: Vec<bool> = entries
            .iter()
            .map(|entry| match (&question.default, &entry.value) {
                (Some(Value::Choices(known)), Value::Choice(id)) => known.contains(id),
                _ => false,
            })
            .collect();
        loop {
            let chosen = self.terminal.mark(&items, &marked);
            let chosen = self.answered(chosen)?;
            if !chosen.is_empty() {
                return Some(Reply::Value(together(entries, &chosen)));
            }
            // Nothing marked may be a slip.
            let none = question.none.clone().unwrap_or_default();
            let chosen = self.choose(
                &[
                    Text::new(none.clone(), none),
                    Text::fixed("不知道（先空着）", "I do not know yet"),
                    Text::fixed("重新选", "choose again"),
                    Text::fixed("更多：返回、查看、退出", "more: back, review, leave"),
                ],
                0,
            );
            match chosen {
                Some(0) => return Some(Reply::Value(question.none_value())),
                Some(1) => return Some(Reply::Unknown),
                Some(2) => {}
                _ => return None,
            }
        }
    }

    /// Something typed. `None` asks for something else to do.
    fn typed(
        &mut self,
        question: &Question,
        kind: Kind,
        ends: bool,
        typed: Option<String>,
    ) -> (Option<Reply>, Option<String>) {
        let mut hints: Vec<String> = question.hint.clone().into_iter().collect();
        if question.may_skip {
            hints.push(
                Text::fixed("不知道按回车", "Enter if not known")
                    .get(self.lang)
                    .to_owned(),
            );
        }
        if let Some(none) = &question.none {
            let text = Text::new(format!("{none}写“无”"), format!("{none}: type none"));
            hints.push(text.get(self.lang).to_owned());
        }
        hints.push(Text::fixed("< 返回", "< back").get(self.lang).to_owned());
        hints.push(Text::fixed("/ 更多", "/ more").get(self.lang).to_owned());
        let hints = format!("  {}", hints.join(" · "));
        self.terminal.say(&hints);
        let mut initial = typed.unwrap_or_else(|| {
            let default = question.default.as_ref();
            default.map(Value::typed).unwrap_or_default()
        });
        loop {
            let line = self.terminal.line(&initial);
            let line = self.answered(line).trim().to_owned();
            match line.to_lowercase().as_str() {
                "" if question.may_skip => return (Some(Reply::Unknown), None),
                "?" | "？" | "不知道" | "不清楚" | "unknown" if question.may_skip => {
                    return (Some(Reply::Unknown), None);
                }
                "<" | "《" | "返回" | "back" => return (Some(Reply::Back), None),
                "/" | "、" | "更多" | "more" => return (None, None),
                "无" | "没有" | "没有了" | "none" if question.none.is_some() => {
                    return (Some(Reply::Value(question.none_value())), None);
                }
                _ => {}
            }
            match read_typed(kind, ends, &line) {
                Ok(value) => return (Some(Reply::Value(value)), Some(line)),
                Err(wrong) => {
                    self.say(format!("✗ {}", wrong.zh), format!("✗ {}", wrong.en));
                    initial = line;
                }
            }
        }
    }

    /// What else can be done. `None` goes on with the question.
    fn menu(&mut self) -> Option<Reply> {
        let chosen = self.choose(
            &[
                Text::fixed("继续这一题", "go on with this question"),
                Text::fixed("返回上一题", "back to the last question"),
                Text::fixed(
                    "看已填的内容、修改",
                    "look at what is filled in, and change it",
                ),
                Text::fixed("退出（已存好，可以接着填）", "leave (saved; go on later)"),
            ],
            0,
        );
        match chosen {
            Some(1) => Some(Reply::Back),
            Some(2) => Some(Reply::Review),
            Some(3) => Some(Reply::Leave),
            _ => None,
        }
    }

    /// Says what an answer brought; true where it is to be typed again.
    fn react(&mut self, question: &Question, told: &Told) -> bool {
        for note in &told.notes {
            self.say(format!("✓ {}", note.zh), format!("✓ {}", note.en));
        }
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

    /// What is filled in, group by group.
    fn review(&mut self) -> Result<(), Failure> {
        loop {
            let sections = self.interview.review();
            let mut items: Vec<String> = sections
                .iter()
                .map(|section| {
                    let open = section
                        .items
                        .iter()
                        .filter(|item| item.value.is_none())
                        .count();
                    let filled = section
                        .items
                        .iter()
                        .filter(|item| item.value.as_ref().is_some_and(|value| !value.is_empty()))
                        .count();
                    let text = Text::new(
                        format!("{}（{filled} 项，空着 {open} 项）", section.title),
                        format!("{} ({filled} filled in, {open} open)", section.title),
                    );
                    text.get(self.lang).to_owned()
                })
                .collect();
            items.push(
                Text::fixed("看完了，继续", "done, go on")
                    .get(self.lang)
                    .to_owned(),
            );
            let last = items.len().saturating_sub(1);
            self.say("", "");
            self.say("已填的内容：", "What is filled in:");
            let chosen = self.terminal.choose(&items, last);
            let chosen = self.answered(chosen);
            let Some(section) = chosen.and_then(|index| sections.get(index)) else {
                return Ok(());
            };
            let mut items: Vec<String> = section
                .items
                .iter()
                .map(|item| match &item.value {
                    Some(value) if value.is_empty() => item.label.clone(),
                    Some(value) => format!("{}：{value}", item.label),
                    None => {
                        let open = Text::fixed("（空着）", "(open)");
                        format!("{}：{}", item.label, open.get(self.lang))
                    }
                })
                .collect();
            items.push(Text::fixed("返回", "back").get(self.lang).to_owned());
            let last = items.len().saturating_sub(1);
            self.say(
                format!("{}：选一项来改", section.title),
                format!("{}: choose what to change", section.title),
            );
            let chosen = self.terminal.choose(&items, last);
            let chosen = self.answered(chosen);
            match chosen
                .and_then(|index| section.items.get(index))
                .map(|item| item.change)
            {
                Some(Change::Ask(ask)) => self.change(ask)?,
                Some(Change::Remove(list, index)) => {
                    let sure = [
                        Text::fixed("不去掉", "keep it"),
                        Text::fixed("去掉", "take it out"),
                    ];
                    if self.choose(&sure, 0) == Some(1) {
                        let removed = self.interview.remove(list, index);
                        self.check(removed)?;
                        self.save()?;
                    }
                }
                None => {}
            }
        }
    }

    fn change(&mut self, ask: Ask) -> Result<(), Failure> {
        let question = self.interview.question(ask);
        let prompt = question.prompt.clone();
        self.terminal.say(&prompt);
        self.step(&question, false, None)?;
        Ok(())
    }

    /// Saves the draft; asks what to do where that fails.
    pub fn save(&mut self) -> Result<(), Failure> {
        let exit = self.exit.clone();
        loop {
            let text = self.interview.text();
            let outcome = {
                let mut words = exit.hold();
                let outcome = self.keeper.save(&text);
                if outcome.is_ok() {
                    let saved = super::saved_words(&self.keeper);
                    words.clear();
                    words.push_str(saved.get(self.lang));
                    self.unsaved = false;
                } else {
                    let lost = super::unsaved_words(&self.keeper);
                    words.clear();
                    words.push_str(lost.get(self.lang));
                }
                outcome
            };
            let path = super::shown(self.keeper.path());
            match outcome {
                Ok(()) => return Ok(()),
                Err(Unsaved::Failed(_)) if self.unsaved => return Ok(()),
                Err(Unsaved::Failed(error)) => {
                    self.say(
                        format!("✗ 存不了 {path}：{error}。已答的都还在。"),
                        format!("✗ {path} cannot be saved: {error}. All answers are still here."),
                    );
                    match self.choose(
                        &[
                            Text::fixed("再试一次", "try again"),
                            Text::fixed("存到别处", "save it elsewhere"),
                            Text::fixed(
                                "先不存，继续答（每答一题再试）",
                                "go on without saving (it is tried again after each answer)",
                            ),
                        ],
                        1,
                    ) {
                        Some(0) => {}
                        Some(1) => self.elsewhere(),
                        _ => {
                            self.unsaved = true;
                            return Ok(());
                        }
                    }
                }
                Err(Unsaved::Changed(now)) => {
                    let what = if now.is_some() {
                        Text::fixed("在别处被改动了", "was changed by somebody else")
                    } else {
                        Text::fixed("不见了", "is gone")
                    };
                    self.say(
                        format!("! {path} {}。", what.zh),
                        format!("! {path} {}.", what.en),
                    );
                    let mut items = vec![
                        Text::fixed("存到别处", "save it elsewhere"),
                        Text::fixed(
                            "用这里的回答代替文件现在的内容",
                            "replace what is in the file now by the answers here",
                        ),
                    ];
                    if now.is_some() {
                        items.push(Text::fixed(
                            "用文件现在的内容接着填（丢掉这里没存的回答）",
                            "go on from the file as it is now (what is not saved here is dropped)",
                        ));
                    }
                    match self.choose(&items, 0) {
                        Some(1) => self.keeper.overrule(now),
                        Some(2) => {
                            let text = now.as_deref().and_then(|now| std::str::from_utf8(now).ok());
                            match text.map(Document::parse) {
                                Some(Ok(document)) => {
                                    let replaced = self.interview.replace(document);
                                    self.check(replaced)?;
                                    self.keeper.overrule(now);
                                }
                                _ => self.say(
                                    "✗ 文件现在的内容不是 TOML，读不了。",
                                    "✗ What is in the file now is no TOML.",
                                ),
                            }
                        }
                        _ => self.elsewhere(),
                    }
                }
            }
        }
    }

    /// Another file to save to.
    fn elsewhere(&mut self) {
        self.say("存到哪个文件？", "To which file?");
        let line = self.terminal.line("");
        let line = self.answered(line);
        let line = line.trim();
        if !line.is_empty() {
            self.keeper = Keeper::new(std::path::Path::new(line), None);
        }
    }
}

/// What was marked, as one value.
fn together(entries: &[Entry], chosen: &[usize]) -> Value {
    let mut ids = Vec::new();
    let mut held = Vec::new();
    for entry in chosen.iter().filter_map(|index| entries.get(*index)) {
        match &entry.value {
            Value::Choice(id) => ids.push(*id),
            Value::Held(papers) => held.extend(papers.iter().cloned()),
            _ => {}
        }
    }
    if held.is_empty() {
        Value::Choices(ids)
    } else {
        Value::Held(held)
    }
}

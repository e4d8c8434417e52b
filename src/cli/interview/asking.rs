//! One question put, and its answer taken: a list, boxes to mark, or a line to type.

use super::talk::{Reply, Talk};
use super::terminal::width;
use crate::fields::Kind;
use crate::interview::{Entry, Form, Question, Value, read_typed};
use crate::text::Text;

impl Talk<'_, '_> {
    /// Where the interview is, and what is certain.
    pub(super) fn heading(&mut self, question: &Question) {
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

    pub(super) fn ask(
        &mut self,
        question: &Question,
        typed: Option<String>,
    ) -> (Reply, Option<String>) {
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
        // Enter alone keeps what the draft has or what a number proposes; else it passes over.
        let enter = match &question.default {
            Some(default) => replies
                .iter()
                .position(|reply| matches!(reply, Some(Reply::Value(value)) if value == default))
                .or(other.then_some(entries.len())),
            None => replies
                .iter()
                .position(|reply| matches!(reply, Some(Reply::Unknown))),
        };
        if question.proposed
            && let Some(item) = enter.and_then(|enter| items.get(enter))
        {
            let (zh, en) = (
                format!("  按证件号码推测是{item}，可改"),
                format!("  by the number: {item}; change it if it is not"),
            );
            self.say(zh, en);
        }
        let chosen = self.terminal.choose(&items, enter);
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
            self.say("一项也没选，意思是：", "Nothing is marked; that means:");
            let none = question.none.clone().unwrap_or_default();
            let was_none = question.default == Some(question.none_value())
                || question.default == Some(Value::None);
            let chosen = self.choose(
                &[
                    Text::new(none.clone(), none),
                    Text::fixed("不知道（先空着）", "I do not know yet"),
                    Text::fixed("重新选", "choose again"),
                    Text::fixed("更多：返回、查看、退出", "more: back, review, leave"),
                ],
                usize::from(!was_none),
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
        let default = question.default.as_ref();
        let initial = default.map(Value::typed).unwrap_or_default();
        // What was typed before and would not do.
        let mut refused = typed;
        loop {
            let line = match &refused {
                None => self.terminal.line(&initial),
                Some(refused) => self.terminal.again(refused),
            };
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
                    refused = Some(line);
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

//! What is filled in, looked over group by group and changed.

use super::talk::Talk;
use crate::cli::output::Failure;
use crate::interview::{Ask, Change};
use crate::text::Text;

impl Talk<'_, '_> {
    /// What is filled in, group by group.
    pub(super) fn review(&mut self) -> Result<(), Failure> {
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
            let chosen = self.terminal.choose(&items, Some(last));
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
            let chosen = self.terminal.choose(&items, Some(last));
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
}

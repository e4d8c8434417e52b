//! The draft saved after each answer, and what is done where that fails.

use super::keeper::{Keeper, Unsaved};
use super::talk::Talk;
use crate::cli::output::{Failure, why};
use crate::interview::Document;
use crate::text::Text;

impl Talk<'_, '_> {
    /// Saves the draft; asks what to do where that fails.
    pub(super) fn save(&mut self) -> Result<(), Failure> {
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
                    let why = why(&error);
                    self.say(
                        format!("✗ 存不了 {path}：{}。已答的都还在。", why.zh),
                        format!(
                            "✗ {path} cannot be saved: {}. All answers are still here.",
                            why.en
                        ),
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

//! Asking on a terminal: lists to choose from, boxes to mark, lines to type.

use std::io::IsTerminal;

use dialoguer::console::{Term, measure_text_width, truncate_str};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{FuzzySelect, MultiSelect};
use rustyline::config::{Behavior, BellStyle};
use rustyline::error::ReadlineError;
use rustyline::history::MemHistory;
use rustyline::{Config, Editor};

use crate::source::escape_control;
use crate::text::{Lang, Text};

/// Why nothing was answered.
#[derive(Debug)]
pub enum Stop {
    /// Ctrl-C.
    Interrupted,
    /// The terminal is gone, or its input has ended.
    Closed,
}

/// A way of asking.
pub trait Terminal {
    /// Says a line.
    fn say(&mut self, line: &str);
    /// Lets one be chosen; `None` asks for something else to do. What Enter takes before anything
    /// is chosen is given; where nothing is, Enter alone does not answer.
    fn choose(&mut self, items: &[String], enter: Option<usize>) -> Result<Option<usize>, Stop>;
    /// Lets any be marked; `None` asks for something else to do.
    fn mark(&mut self, items: &[String], marked: &[bool]) -> Result<Option<Vec<usize>>, Stop>;
    /// Lets a line be typed; what stands there already can be edited.
    fn line(&mut self, initial: &str) -> Result<String, Stop>;
    /// Lets a line be typed in place of one that will not do, which nothing but asking brings back.
    fn again(&mut self, refused: &str) -> Result<String, Stop>;
}

/// Whether there is anybody to ask.
pub fn is_there() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Whether the terminal can move its cursor, and is wide enough for lists.
pub fn is_able() -> bool {
    let term = Term::stderr();
    let (_, columns) = term.size();
    std::env::var_os("TERM").is_some_and(|name| !name.is_empty() && name != "dumb") && columns >= 50
}

/// A terminal with a cursor to move.
pub struct Full {
    term: Term,
    lang: Lang,
    color: bool,
    editor: Option<Editor<(), MemHistory>>,
}

impl Full {
    /// The terminal at standard error; coloured or not.
    pub fn new(lang: Lang, color: bool) -> Self {
        // The line editor counts columns, not characters, which wide characters need. What is typed
        // is remembered nowhere.
        let config = Config::builder()
            .behavior(Behavior::PreferTerm)
            .bell_style(BellStyle::None)
            .auto_add_history(false)
            .build();
        let history = MemHistory::with_config(&config);
        let editor = Editor::with_history(config, history).ok();
        Self {
            term: Term::stderr(),
            lang,
            color,
            editor,
        }
    }

    fn theme(&self) -> Box<dyn Theme> {
        if self.color {
            Box::new(ColorfulTheme::default())
        } else {
            Box::new(SimpleTheme)
        }
    }

    /// Items in one line each, each another: the list finds them by their text.
    fn fitted(&self, items: &[String]) -> Vec<String> {
        let (_, columns) = self.term.size();
        let width = usize::from(columns).saturating_sub(8).max(10);
        let mut fitted: Vec<String> = Vec::new();
        for item in items {
            let clean = escape_control(item).into_owned();
            let mut short = truncate_str(&clean, width, "…").into_owned();
            while fitted.contains(&short) {
                short.push('·');
            }
            fitted.push(short);
        }
        fitted
    }

    /// How many items are shown at once: what was asked stays in sight.
    fn rows(&self) -> usize {
        let (rows, _) = self.term.size();
        usize::from(rows).saturating_sub(10).clamp(4, 12)
    }
}

impl Terminal for Full {
    fn say(&mut self, line: &str) {
        let _ = self.term.write_line(&escape_lines(line));
    }

    fn choose(&mut self, items: &[String], enter: Option<usize>) -> Result<Option<usize>, Stop> {
        let prompt = Text::fixed(
            "↑↓ 选，打字筛选（退格删），回车定",
            "arrows, type to filter (Backspace), Enter",
        );
        let fitted = self.fitted(items);
        // What Enter takes is the first line, in sight however long the list.
        let enter = enter.filter(|enter| *enter < fitted.len());
        let rest = (0..fitted.len()).filter(|index| Some(*index) != enter);
        let order: Vec<usize> = enter.into_iter().chain(rest).collect();
        let shown = order.iter().filter_map(|index| fitted.get(*index));
        let theme = self.theme();
        let mut list = FuzzySelect::with_theme(theme.as_ref())
            .with_prompt(prompt.get(self.lang))
            .items(shown)
            .max_length(self.rows())
            .report(false);
        if enter.is_some() {
            list = list.default(0);
        }
        let chosen = list
            .interact_on_opt(&self.term)
            .map_err(stopped)?
            .and_then(|row| order.get(row).copied());
        if let Some(item) = chosen.and_then(|index| fitted.get(index)) {
            self.say(&format!("  → {item}"));
        }
        Ok(chosen)
    }

    fn mark(&mut self, items: &[String], marked: &[bool]) -> Result<Option<Vec<usize>>, Stop> {
        let prompt = Text::fixed("↑↓ 移动，空格勾选，回车定", "arrows, blank to mark, Enter");
        let fitted = self.fitted(items);
        let theme = self.theme();
        let chosen = MultiSelect::with_theme(theme.as_ref())
            .with_prompt(prompt.get(self.lang))
            .items(&fitted)
            .defaults(marked)
            .max_length(self.rows())
            .report(false)
            .interact_on_opt(&self.term)
            .map_err(stopped)?;
        if let Some(chosen) = &chosen {
            let names: Vec<&str> = chosen
                .iter()
                .filter_map(|index| fitted.get(*index).map(String::as_str))
                .collect();
            if !names.is_empty() {
                self.say(&format!("  → {}", names.join("、")));
            }
        }
        Ok(chosen)
    }

    fn line(&mut self, initial: &str) -> Result<String, Stop> {
        let Some(editor) = &mut self.editor else {
            return Err(Stop::Closed);
        };
        match editor.readline_with_initial("› ", (initial, "")) {
            Ok(line) => Ok(line),
            Err(ReadlineError::Interrupted) => Err(Stop::Interrupted),
            Err(_) => Err(Stop::Closed),
        }
    }

    fn again(&mut self, refused: &str) -> Result<String, Stop> {
        let hint = Text::fixed(
            "  重新填；↑ 取回刚才写的来改",
            "  type it again; ↑ brings back what was typed, to be corrected",
        );
        self.say(hint.get(self.lang));
        let kept = self.editor.as_mut();
        if let Some(Err(_)) = kept.map(|editor| editor.add_history_entry(refused)) {
            return Err(Stop::Closed);
        }
        let line = self.line("");
        // For this line alone: a number shall not come back at another question.
        if let Some(editor) = &mut self.editor {
            let _ = editor.clear_history();
        }
        line
    }
}

fn stopped(error: dialoguer::Error) -> Stop {
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        std::io::ErrorKind::Interrupted => Stop::Interrupted,
        _ => Stop::Closed,
    }
}

/// A text without what could move the cursor.
pub fn escape_lines(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| escape_control(line).into_owned())
        .collect();
    lines.join("\n")
}

/// How wide a text is, for rules and headings.
pub fn width(text: &str) -> usize {
    measure_text_width(text)
}

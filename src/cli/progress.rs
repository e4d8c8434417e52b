//! How far a batch is, on standard error, where that is a terminal.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::batch::{Counts, Tally};
use crate::source::escape_control;
use crate::text::Lang;

/// The bar is brought up to date so often, in a second.
const RATE: u8 = 8;

/// A bar, or nothing where nobody watches.
pub struct Progress {
    bar: Option<ProgressBar>,
    since: Instant,
    /// How many records an earlier run had done.
    before: u64,
    shown: Option<Instant>,
    lang: Lang,
}

impl Progress {
    /// A bar for an input of so many bytes; `before` records are done already.
    pub fn new(name: &str, size: Option<u64>, before: u64, quiet: bool, lang: Lang) -> Self {
        let wanted = !quiet && std::io::stderr().is_terminal();
        let bar = wanted.then(|| {
            let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr_with_hz(RATE));
            let name = escape_control(name).into_owned();
            // How long it takes is not known before something is done.
            set_style(
                &bar,
                match size {
                    Some(_) => "{prefix} {bar:24} {percent}%\n{wide_msg}",
                    None => "{prefix} {spinner} {elapsed}\n{wide_msg}",
                },
            );
            bar.set_prefix(name);
            bar
        });
        Self {
            bar,
            since: Instant::now(),
            before,
            shown: None,
            lang,
        }
    }

    /// Tells how many bytes are read and what was counted.
    pub fn tell(&mut self, bytes: u64, tally: &Tally) {
        let Some(bar) = &self.bar else {
            return;
        };
        let pause = Duration::from_millis(100);
        if self.shown.is_some_and(|shown| shown.elapsed() < pause) {
            return;
        }
        if self.shown.is_none() {
            // What an earlier run did says nothing of this one's speed.
            bar.set_position(bytes);
            bar.reset_eta();
            if bar.length().is_some() {
                set_style(
                    bar,
                    match self.lang {
                        Lang::Zh => "{prefix} {bar:24} {percent}% 剩 {eta}\n{wide_msg}",
                        Lang::En => "{prefix} {bar:24} {percent}% {eta} left\n{wide_msg}",
                    },
                );
            }
        }
        self.shown = Some(Instant::now());
        bar.set_position(bytes);
        bar.set_message(self.message(tally));
    }

    fn message(&self, tally: &Tally) -> String {
        let Counts {
            ready,
            incomplete,
            blocked,
            unreadable,
        } = tally.verdicts;
        let total = tally.verdicts.total();
        let own = total.saturating_sub(self.before);
        let millis = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let rate = own
            .saturating_mul(1000)
            .checked_div(millis.max(1))
            .unwrap_or(0);
        match self.lang {
            Lang::Zh => format!(
                "{total} 份（{rate}/秒） 可提交 {ready} · 待补 {incomplete} · 有错 {blocked} · 读不出 {unreadable}"
            ),
            Lang::En => format!(
                "{total} ({rate}/s) ready {ready} · undecided {incomplete} · errors {blocked} · unreadable {unreadable}"
            ),
        }
    }

    /// Removes the bar.
    pub fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn set_style(bar: &ProgressBar, template: &str) {
    // The templates are right, which whoever changes one sees at once.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("█▌░"));
    }
}

//! Colours, where they are asked for.

use annotate_snippets::renderer::{AnsiColor, Effects, Style};

use crate::ruleset::Severity;

/// Paints text, or leaves it as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint(pub bool);

impl Paint {
    fn paint(self, style: Style, text: &str) -> String {
        if self.0 {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// The word for a severity.
    pub fn level(self, severity: Severity, text: &str) -> String {
        let color = match severity {
            Severity::Error => AnsiColor::BrightRed,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Notice => AnsiColor::BrightCyan,
        };
        self.paint(color.on_default().effects(Effects::BOLD), text)
    }

    /// What is good.
    pub fn good(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default().effects(Effects::BOLD), text)
    }

    /// What the eye should catch.
    pub fn strong(self, text: &str) -> String {
        self.paint(Style::new().effects(Effects::BOLD), text)
    }

    /// Lines and marks around the text.
    pub fn frame(self, text: &str) -> String {
        let color = AnsiColor::BrightBlue;
        self.paint(color.on_default().effects(Effects::BOLD), text)
    }
}

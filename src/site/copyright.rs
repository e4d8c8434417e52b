//! The copyright line of a page.

use super::hole::is_hole;
use super::judge::{Inquiry, Judge, Role, short};
use crate::identifiers::fold;
use crate::ruleset::{Severity, SiteCheck};
use crate::text::Text;

impl Judge<'_> {
    /// Judges the copyright line.
    pub(super) fn copyright(&mut self) {
        let Some(rule) = self.rules.get(SiteCheck::Copyright) else {
            return;
        };
        let with_name = match rule.wants.as_deref() {
            Some("shown") => false,
            Some("subject-name") => true,
            _ => return,
        };
        // Beside a home page, other pages need none of their own.
        if self.role == Role::Inner && !self.seen.has_number() {
            return;
        }
        let page = self.seen.page;
        let lines: Vec<_> = page
            .blocks
            .iter()
            .filter(|block| is_copyright(&block.text))
            .collect();
        let Some(line) = lines.last() else {
            if !page.is_whole || self.filling_hole().is_some() {
                return;
            }
            self.fault(
                SiteCheck::Copyright,
                (page.foot, page.foot),
                Text::fixed(
                    "页面上没有版权所有（如“版权所有 ○○公司”）",
                    "the page has no copyright line (such as 版权所有 with the name)",
                ),
            );
            return;
        };
        if !with_name {
            return;
        }
        let at = line.at(line.text.len().saturating_sub(line.text.trim_start().len()));
        let last = line.at(line.text.trim_end().len().saturating_sub(1));
        let span = (at, last.saturating_add(1));
        let Some(name) = &self.expected.name else {
            self.out.inquiries.push(Inquiry {
                check: SiteCheck::Copyright,
                severity: Severity::Warning,
                ask: Text::fixed(
                    "版权所有后面写的是备案主体的名称吗？（用 --draft 对照草稿）",
                    "is the name in the copyright line the subject's? (--draft compares it)",
                ),
                at,
            });
            return;
        };
        // The name may stand in the next block of the same foot.
        let near = lines.iter().any(|line| holds_name(&line.text, name));
        let after = page
            .blocks
            .iter()
            .skip_while(|block| !is_copyright(&block.text))
            .any(|block| holds_name(&block.text, name));
        if near || after {
            return;
        }
        if is_hole(&line.text) {
            self.ask(
                SiteCheck::Copyright,
                at,
                Text::new(
                    format!("版权所有由模板填写；填的是 {name} 吗？"),
                    format!("a template writes the copyright line; is it {name}?"),
                ),
            );
            return;
        }
        let text: String = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.fault(
            SiteCheck::Copyright,
            span,
            Text::new(
                format!(
                    "版权所有写的是“{}”，没有备案主体的名称 {name}",
                    short(&text)
                ),
                format!(
                    "the copyright line “{}” lacks the subject's name {name}",
                    short(&text)
                ),
            ),
        );
    }
}

/// Whether a text is a copyright line.
fn is_copyright(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "版权所有",
        "版權所有",
        "copyright",
        "©",
        "(c)",
        "（c）",
        "all rights reserved",
        "著作权",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Whether a name stands in a text, whatever the width of its brackets and blanks.
fn holds_name(text: &str, name: &str) -> bool {
    let folded = |text: &str| -> String {
        fold(text)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_lowercase()
    };
    folded(text).contains(&folded(name))
}

//! Where the filing number stands on a page and where it leads.

use super::address::{Lead, lead};
use super::found::Found;
use super::judge::Judge;
use crate::identifiers::FilingNumber;
use crate::ruleset::{Severity, SiteCheck};
use crate::text::Text;

/// Text behind the number longer than this is no foot, unless it is little of the page.
const FOOT_CHARS: usize = 400;
/// So much of a page, in percent, is its foot.
const FOOT_PERCENT: usize = 30;

impl Judge<'_> {
    /// Whether the number is seen, and at the foot.
    pub(super) fn seen_at_foot(
        &mut self,
        right: &[&Found<FilingNumber>],
        best: &Found<FilingNumber>,
    ) {
        let span = self.span(best);
        let text = &best.shown.text;
        if best.is_hidden {
            self.fault(
                SiteCheck::NumberHidden,
                span,
                Text::new(
                    format!("{text} 所在的元素用样式隐藏了，看页面的人看不到"),
                    format!("{text} stands in an element that its style hides"),
                ),
            );
        }
        if self.seen.page.is_whole && !self.is_at_foot(right) {
            self.fault(
                SiteCheck::NumberPlace,
                span,
                Text::new(
                    format!("{text} 后面还有很多内容，不在页面底部"),
                    format!("much follows {text}, so it is not at the foot of the page"),
                ),
            );
        }
    }

    /// Whether one of the numbers stands in what calls itself a foot, or little stands behind it.
    fn is_at_foot(&self, right: &[&Found<FilingNumber>]) -> bool {
        if right.iter().any(|found| found.in_foot) {
            return true;
        }
        let Some(last) = right.iter().map(|found| found.last_block).max() else {
            return false;
        };
        let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let blocks = &self.seen.page.blocks;
        let all: usize = blocks.iter().map(|block| count(&block.text)).sum();
        let behind = blocks.iter().skip(last.saturating_add(1));
        let after: usize = behind.map(|block| count(&block.text)).sum();
        after <= FOOT_CHARS || after.saturating_mul(100) <= all.saturating_mul(FOOT_PERCENT)
    }

    /// Whether it leads to the ministry.
    pub(super) fn linked(&mut self, right: &[&Found<FilingNumber>], best: &Found<FilingNumber>) {
        let Some(rule) = self.rules.get(SiteCheck::Link) else {
            return;
        };
        let page = self.seen.page;
        let follow = |index: &usize| {
            let href = page.links.get(*index).and_then(|link| link.href.as_deref());
            lead(href, &rule.hosts, &rule.former_hosts)
        };
        let leads: Vec<Lead> = right
            .iter()
            .flat_map(|found| &found.links)
            .map(follow)
            .collect();
        if leads.contains(&Lead::Wanted) {
            return;
        }
        let wanted = rule.hosts.first().map_or("", String::as_str);
        let text = &best.shown.text;
        let own: Vec<Lead> = best.links.iter().map(follow).collect();
        let span = match best.links.first().and_then(|index| page.links.get(*index)) {
            Some(link) => (link.at, link.at.saturating_add(2)),
            None => self.span(best),
        };
        if leads.contains(&Lead::Unknown) {
            self.ask(
                SiteCheck::Link,
                span.0,
                Text::new(
                    format!("{text} 的链接由脚本或模板决定；它指向 https://{wanted} 吗？"),
                    format!(
                        "a script or a template decides where {text} leads; is it https://{wanted}?"
                    ),
                ),
            );
            return;
        }
        let elsewhere = (0..page.links.len()).any(|index| follow(&index) == Lead::Wanted);
        let message = match own.first() {
            Some(Lead::Former(host)) => Text::new(
                format!("{text} 链接到已停用的 {host}，应为 https://{wanted}"),
                format!(
                    "{text} leads to {host}, which is out of use; it has to be https://{wanted}"
                ),
            ),
            Some(Lead::NoScheme(host)) => Text::new(
                format!("{text} 的链接写成 {host}，没有 https://，浏览器会当成本站的页面"),
                format!(
                    "the link of {text} is written {host} without https://, so browsers take it for a page of this site"
                ),
            ),
            Some(Lead::Other(host)) => Text::new(
                format!("{text} 链接到 {host}，应为 https://{wanted}"),
                format!("{text} leads to {host}; it has to be https://{wanted}"),
            ),
            Some(Lead::Local) => Text::new(
                format!("{text} 的链接没有离开本站，应为 https://{wanted}"),
                format!("the link of {text} stays on this site; it has to be https://{wanted}"),
            ),
            _ if elsewhere => Text::new(
                format!("页面上有到 {wanted} 的链接，但不在备案号 {text} 上"),
                format!("the page has a link to {wanted}, but not on the number {text}"),
            ),
            _ => Text::new(
                format!("{text} 没有链接到 https://{wanted}"),
                format!("{text} has no link to https://{wanted}"),
            ),
        };
        let most = if elsewhere {
            Severity::Warning
        } else {
            Severity::Error
        };
        self.milder(SiteCheck::Link, most, span, message);
    }
}

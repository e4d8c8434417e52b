//! Pages that show no filing number: whether there is one that nobody sees, or something puts it in
//! elsewhere.

use super::hole::Hole;
use super::judge::{Judge, Role, short};
use super::number::filing_numbers;
use super::page::AsideKind;
use crate::ruleset::{Severity, SiteCheck};
use crate::text::Text;

impl Judge<'_> {
    /// No number is shown: whether there is one nobody sees, or a template puts it in.
    pub(super) fn none_shown(&mut self) {
        let page = self.seen.page;
        let holds = |kinds: &[AsideKind]| {
            page.asides.iter().find(|aside| {
                kinds.contains(&aside.kind) && !filing_numbers(&aside.text).is_empty()
            })
        };
        if let Some(aside) = holds(&[AsideKind::Script]) {
            self.ask(
                SiteCheck::Number,
                aside.at,
                Text::fixed(
                    "备案号在脚本里；打开页面时底部看得到吗？",
                    "the filing number is in a script; is it seen at the foot when the page is opened?",
                ),
            );
            return;
        }
        if let Some(hole) = self.filling_hole() {
            let text: String = hole.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let at = hole.at;
            self.ask(
                SiteCheck::Number,
                at,
                Text::new(
                    format!("“{}”处显示什么，从源文件看不出；用生成后的页面再查", short(&text)),
                    format!("what “{}” puts in cannot be told from the source; check the page made from it", short(&text)),
                ),
            );
            return;
        }
        if page.is_redirect {
            self.ask(
                SiteCheck::Number,
                page.foot,
                Text::fixed(
                    "这一页会转到别的页面；转到的那一页底部有备案号吗？",
                    "this page sends browsers on to another; is the filing number at the foot of that one?",
                ),
            );
            return;
        }
        let visible: usize = page
            .blocks
            .iter()
            .map(|block| block.text.trim().len())
            .sum();
        if visible == 0 && (page.scripts > 0 || page.frames > 0) {
            self.ask(
                SiteCheck::Number,
                page.foot,
                Text::fixed(
                    "页面内容由脚本或框架生成，源文件里没有文字；打开页面时底部看得到备案号吗？",
                    "a script or a frame makes this page and its source has no text; is the filing number seen at the foot when it is opened?",
                ),
            );
            return;
        }
        if !page.is_whole && self.role == Role::Inner {
            return;
        }
        let message = if holds(&[AsideKind::Comment]).is_some() {
            Text::fixed(
                "页面上没有备案号：只在注释里有，注释不显示",
                "the page shows no filing number: there is one in a comment, which nobody sees",
            )
        } else if holds(&[AsideKind::Alternative]).is_some() {
            Text::fixed(
                "页面上没有文字写的备案号：只在图片的说明里有",
                "the page shows no filing number in text: there is one in the description of a picture",
            )
        } else if holds(&[AsideKind::Element]).is_some() {
            Text::fixed(
                "页面上没有备案号：只在标题或不显示的元素里有",
                "the page shows no filing number: there is one in the title or in an element that is not shown",
            )
        } else if page.images.is_empty() {
            Text::fixed("页面上没有备案号", "the page shows no filing number")
        } else {
            Text::fixed(
                "页面上没有文字写的备案号（图片里的字看不到）",
                "the page shows no filing number in text (pictures are not read)",
            )
        };
        let most = match self.role {
            Role::Home => Severity::Error,
            Role::Inner => Severity::Warning,
        };
        self.milder(SiteCheck::Number, most, (page.foot, page.foot), message);
    }

    /// The place of a template that may well put the number in: by its name, or at the foot.
    pub(super) fn filling_hole(&self) -> Option<&Hole> {
        let page = self.seen.page;
        // A number of which a part is put in: 京ICP备{{ number }}号.
        let speaks: Vec<bool> = page
            .blocks
            .iter()
            .map(|block| {
                let text = block.text.to_uppercase();
                text.contains("ICP") || text.contains("备案")
            })
            .collect();
        let in_number = |hole: &&Hole| speaks.get(hole.block) == Some(&true);
        let holes = &page.holes;
        let fills = |hole: &&Hole| hole.is_named() || hole.fills_foot() || in_number(hole);
        if let Some(hole) = holes.iter().rev().find(fills) {
            return Some(hole);
        }
        // An element that a script finds by its name.
        if page.scripts > 0
            && let Some(foot) = page.empty_feet.last()
        {
            return Some(foot);
        }
        let last_text = page
            .blocks
            .last()
            .map(|block| block.at(block.text.len().saturating_sub(1)));
        let near = last_text.unwrap_or(0).min(page.foot);
        // What is not named after the foot counts where it stands behind the text or in it.
        let no_day = |hole: &&Hole| !hole.fills_day();
        let last = holes.iter().rev().find(no_day);
        last.filter(|hole| hole.at >= near || page.blocks.len() < 2)
    }
}

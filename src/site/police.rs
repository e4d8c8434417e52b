//! The public-security number of a page, its link and its badge.

use super::address::{Lead, lead};
use super::found::Found;
use super::judge::{Judge, Role};
use super::page::Image;
use crate::identifiers::{PublicSecurityNumber, division};
use crate::ruleset::{Severity, SiteCheck};
use crate::text::Text;

/// Judges the public-security number.
pub(super) fn police(judge: &mut Judge<'_>) {
    let seen = judge.seen;
    let page = seen.page;
    let Some(first) = seen.police.whole.first() else {
        if let Some(split) = seen.police.split.first() {
            let text = &split.shown.text;
            let (at, _) = judge.span(split);
            judge.ask(
                SiteCheck::Police,
                at,
                Text::new(
                    format!("公安备案号分写在几处，连起来是 {text}；打开页面时看得出是一个号码吗？"),
                    format!("the public-security number stands in pieces, together {text}; is it seen as one number when the page is opened?"),
                ),
            );
            return;
        }
        if page.is_whole && seen.has_number() && judge.role == Role::Home {
            judge.fault(
                SiteCheck::Police,
                (page.foot, page.foot),
                Text::fixed(
                    "页面上没有公安备案号；网站开通 30 日内要办公安联网备案，办好后也挂在底部",
                    "the page shows no public-security number; that filing is due within 30 days after opening, and its number goes to the foot too",
                ),
            );
        }
        return;
    };
    number(judge, first);
    link(judge, first);
    let near = |image: &&Image| {
        let same_link = image.link.is_some_and(|link| first.links.contains(&link));
        // A picture before the text of a block is counted before the block is there.
        let reach = first.block..=first.last_block.saturating_add(1);
        same_link || reach.contains(&image.block)
    };
    let beside: Vec<&Image> = page.images.iter().filter(near).collect();
    let span = judge.span(first);
    let text = &first.shown.text;
    if beside.iter().any(|image| image.is_certain) {
        return;
    }
    if beside.is_empty() {
        judge.fault(
            SiteCheck::PoliceImage,
            span,
            Text::new(
                format!("{text} 旁边没有公安备案图标（用样式表放的背景图看不到）"),
                format!("there is no police badge beside {text} (backgrounds of style sheets are not seen)"),
            ),
        );
    } else {
        judge.ask(
            SiteCheck::PoliceImage,
            span.0,
            Text::new(
                format!("{text} 旁边的图标由样式表决定；显示出来的是公安备案图标吗？"),
                format!(
                    "a style sheet decides what is seen beside {text}; is it the police badge?"
                ),
            ),
        );
    }
}

fn number(judge: &mut Judge<'_>, found: &Found<PublicSecurityNumber>) {
    let span = judge.span(found);
    let text = &found.shown.text;
    if let Some(problem) = found.shown.problem {
        let why = problem.text();
        let (most, plain) = match found.shown.number {
            Some(_) => (Severity::Warning, Some(&found.shown.plain)),
            None => (Severity::Error, None),
        };
        let zh = plain.map_or(String::new(), |plain| format!("；应写 {plain}"));
        let en = plain.map_or(String::new(), |plain| format!("; write {plain}"));
        judge.milder(
            SiteCheck::PoliceNumber,
            most,
            span,
            Text::new(
                format!("公安备案号“{text}”不对：{}{zh}", why.zh),
                format!("the public-security number {text}: {}{en}", why.en),
            ),
        );
        return;
    }
    let own = found
        .shown
        .number
        .and_then(|number| division(number.province));
    let wanted = judge.expected.province.and_then(division);
    if let (Some(own), Some(wanted)) = (own, wanted)
        && own.code != wanted.code
    {
        // A site is filed with the police where its owner is, which may be elsewhere.
        judge.milder(
            SiteCheck::PoliceNumber,
            Severity::Warning,
            span,
            Text::new(
                format!(
                    "{text} 是{}的公安备案号，ICP 备案在{}，请核对",
                    own.short, wanted.short
                ),
                format!(
                    "{text} is a number of {}, the ICP filing is made in {}; check it",
                    own.en, wanted.en
                ),
            ),
        );
    }
}

fn link(judge: &mut Judge<'_>, found: &Found<PublicSecurityNumber>) {
    let Some(rule) = judge.rules.get(SiteCheck::PoliceLink) else {
        return;
    };
    let page = judge.seen.page;
    let mut leads = found.links.iter().map(|index| {
        let href = page.links.get(*index).and_then(|link| link.href.as_deref());
        lead(href, &rule.hosts, &rule.former_hosts)
    });
    let wanted = rule.hosts.first().map_or(String::new(), Clone::clone);
    let text = &found.shown.text;
    let span = judge.span(found);
    let message = match leads.next() {
        Some(Lead::Wanted | Lead::Former(_)) => return,
        Some(Lead::Unknown) => {
            let ask = Text::new(
                format!("{text} 的链接由脚本或模板决定；它指向 https://{wanted} 吗？"),
                format!(
                    "a script or a template decides where {text} leads; is it https://{wanted}?"
                ),
            );
            judge.ask(SiteCheck::PoliceLink, span.0, ask);
            return;
        }
        Some(Lead::Other(host) | Lead::NoScheme(host)) => Text::new(
            format!("{text} 链接到 {host}，应为 https://{wanted}"),
            format!("{text} leads to {host}; it has to be https://{wanted}"),
        ),
        Some(Lead::Local) | None => Text::new(
            format!("{text} 没有链接到 https://{wanted}"),
            format!("{text} has no link to https://{wanted}"),
        ),
    };
    judge.fault(SiteCheck::PoliceLink, span, message);
}

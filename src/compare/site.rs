//! What pages have to show, side by side. A check of pages is told like a rule.

use super::contrast::{Aspect, Draft, Manner, RuleContrast};
use super::extent::Extent;
use super::words::Words;
use crate::explain::{Scribe, severity_words, wants_words};
use crate::facts::FilingGroup;
use crate::ruleset::{FILINGS, SiteCheck, SiteRule, has_bit};
use crate::text::{Lang, Text};

/// The checks of pages that differ.
pub(super) fn site_checks(sides: &[Scribe<'_>], manner: &Manner<'_>) -> Vec<RuleContrast> {
    // What is cancelled has nothing to show afterwards.
    if !leaves_a_site(&manner.extent) {
        return Vec::new();
    }
    SiteCheck::ALL
        .into_iter()
        .filter(|check| manner.only.is_none_or(|only| only == check.id()))
        .filter_map(|check| {
            let rules: Vec<Option<SiteRule>> = sides
                .iter()
                .map(|scribe| scribe.sheet.ruleset.site_rule(check))
                .collect();
            contrast(check, &rules, manner)
        })
        .collect()
}

fn leaves_a_site(extent: &Extent) -> bool {
    (0..FILINGS).any(|filing| {
        let group = u8::try_from(filing).map(FilingGroup::of);
        has_bit(extent.filings, filing) && group.is_ok_and(|group| group != FilingGroup::Cancel)
    })
}

/// A check on all sides; `None` where none has it or nothing of it differs.
fn contrast(
    check: SiteCheck,
    rules: &[Option<SiteRule>],
    manner: &Manner<'_>,
) -> Option<RuleContrast> {
    let lang = manner.lang;
    let rule = rules.iter().rev().flatten().next()?;
    let held: Vec<bool> = rules.iter().map(Option::is_some).collect();
    let everywhere = held.iter().all(|held| *held);
    let aspects = aspects(rules, &held, manner);
    if everywhere && aspects.is_empty() && manner.only.is_none() {
        return None;
    }
    let holds = Text::fixed("网页（备案通过以后）", "pages, once the site is on record");
    Some(RuleContrast {
        id: check.id().to_owned(),
        former: None,
        title: rule.title.get(lang).to_owned(),
        held,
        holds: (!everywhere).then(|| holds.get(lang).to_owned()),
        says: Vec::new(),
        aspects,
    })
}

fn aspects(rules: &[Option<SiteRule>], held: &[bool], manner: &Manner<'_>) -> Vec<Aspect> {
    let lang = manner.lang;
    let all = |say: &dyn Fn(&SiteRule) -> Option<String>| -> Vec<Option<Words>> {
        let each = rules.iter();
        each.map(|rule| Some(Words::plain(say(rule.as_ref()?)?)))
            .collect()
    };
    let draft = |aspect, zh, en, say: &dyn Fn(&SiteRule) -> Option<String>| {
        Draft::new(aspect, &Text::fixed(zh, en), lang, all(say))
    };
    let asked = [
        draft("wants", "要什么", "what is wanted", &|rule| {
            let wants = rule.wants.as_deref()?;
            Some(wants_words(wants, lang))
        }),
        draft("severity", "不符时", "where it fails", &|rule| {
            Some(severity_words(rule.severity, lang).to_owned())
        }),
        draft("hosts", "链接到", "leads to", &|rule| {
            list(&rule.hosts, lang)
        }),
        draft(
            "former_hosts",
            "停用的地址",
            "hosts out of use",
            &|rule| list(&rule.former_hosts, lang),
        ),
    ];
    let texts = [
        draft("title", "名称", "title", &|rule| {
            Some(rule.title.get(lang).to_owned())
        }),
        draft("help", "怎么办", "what to do", &|rule| {
            rule.help.as_ref().map(|help| help.get(lang).to_owned())
        }),
    ];
    let told = |draft: Draft, same_too| draft.finish(held, same_too, lang);
    let asked = asked
        .into_iter()
        .filter_map(|draft| told(draft, manner.only.is_some()));
    // A text that all sides have alike is no news, even where all of a check is told.
    asked
        .chain(texts.into_iter().filter_map(|draft| told(draft, false)))
        .collect()
}

fn list(hosts: &[String], lang: Lang) -> Option<String> {
    let separator = match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    (!hosts.is_empty()).then(|| hosts.join(separator))
}

//! Lists of rules and merged rulesets, as people read them.

use super::explain::{brief, cited, colon, confidence, guidance, period, severity, with_period};
use super::page::Page;
use super::site::terms as site_terms;
use crate::explain::{Catalogue, Entry, Merged, MergedRule, MergedValue, PeriodWords, SiteEntry};
use crate::text::Lang;

/// A list of rules. `sets`: whether what layers set is listed with them.
pub fn catalogue_text(catalogue: &Catalogue, sets: bool, lang: Lang, width: usize) -> String {
    let mut page = Page::new(lang, width);
    let rows: Vec<Vec<String>> = catalogue
        .rules
        .iter()
        .flat_map(|entry| entry_rows(entry, sets, lang))
        .collect();
    if !rows.is_empty() {
        let head = match lang {
            Lang::Zh => ["规则", "适用", "可信度", "最新来源"],
            Lang::En => ["Rule", "Holds for", "Confidence", "Newest source"],
        };
        page.table(&head, rows);
    }
    let pages = &catalogue.site;
    if !pages.is_empty() {
        let head = match lang {
            Lang::Zh => ["网页检查", "要什么", "可信度", "最新来源"],
            Lang::En => ["Check of pages", "Wants", "Confidence", "Newest source"],
        };
        let rows = pages.iter().flat_map(|entry| site_rows(entry, sets, lang));
        page.table(&head, rows.collect());
    }
    let count = catalogue.rules.len();
    let summary = match (pages.len(), lang) {
        (0, Lang::Zh) => format!("{count} 条规则。规则截至 {}", catalogue.as_of),
        (0, Lang::En) => format!("{count} rules, read up to {}", catalogue.as_of),
        (pages, Lang::Zh) => format!(
            "{count} 条规则，{pages} 项网页检查。规则截至 {}",
            catalogue.as_of
        ),
        (pages, Lang::En) => format!(
            "{count} rules and {pages} checks of pages, read up to {}",
            catalogue.as_of
        ),
    };
    page.line(0, &summary);
    page.done()
}

fn site_rows(entry: &SiteEntry, sets: bool, lang: Lang) -> Vec<Vec<String>> {
    let mut rows = vec![vec![
        format!("{}\n{}", entry.id, entry.title),
        site_terms(&entry.terms, lang),
        sure(entry.standing.confidence.as_deref(), lang),
        newest(entry.standing.newest.as_deref(), lang),
    ]];
    let others = entry.provinces.iter();
    for own in others.filter(|own| sets && own.terms != entry.terms) {
        rows.push(vec![
            format!("  └ {}", own.name),
            site_terms(&own.terms, lang),
            String::new(),
            String::new(),
        ]);
    }
    rows
}

/// How sure evidence is.
fn sure(id: Option<&str>, lang: Lang) -> String {
    id.map_or_else(String::new, |id| confidence(id).get(lang).to_owned())
}

/// How new the newest source is.
fn newest(date: Option<&str>, lang: Lang) -> String {
    let undated = match lang {
        Lang::Zh => "无日期",
        Lang::En => "undated",
    };
    date.unwrap_or(undated).to_owned()
}

fn entry_rows(entry: &Entry, sets: bool, lang: Lang) -> Vec<Vec<String>> {
    let mut holds = brief(&entry.filings_brief, lang);
    if let Some(subjects) = &entry.subjects {
        holds = format!("{holds}\n{subjects}");
    }
    let title = match &entry.of {
        Some(of) => format!("{}\n{}（{of}）", entry.id, entry.title),
        None => format!("{}\n{}", entry.id, entry.title),
    };
    let mut rows = vec![if entry.listed {
        vec![
            title,
            holds,
            sure(entry.standing.confidence.as_deref(), lang),
            newest(entry.standing.newest.as_deref(), lang),
        ]
    } else {
        vec![title, holds, String::new(), String::new()]
    }];
    for own in entry.sets.iter().filter(|_| sets) {
        let values: Vec<String> = own
            .set
            .values
            .iter()
            .map(|value| format!("{}{}{}", value.label, colon(lang), value.value))
            .collect();
        let mut text = values.join("\n");
        if let Some(when) = &own.set.when {
            text = format!("{text}\n{when}");
        }
        let whose = match (&own.set.at.name, lang) {
            (Some(name), _) => name.clone(),
            (None, Lang::Zh) => "全国".to_owned(),
            (None, Lang::En) => "everywhere".to_owned(),
        };
        rows.push(vec![
            format!("  └ {whose}"),
            text,
            sure(own.standing.confidence.as_deref(), lang),
            newest(own.standing.newest.as_deref(), lang),
        ]);
    }
    rows
}

/// A merged ruleset.
pub fn merged_text(merged: &Merged, lang: Lang, width: usize) -> String {
    let mut page = Page::new(lang, width);
    let all = page.say("全国", "national").to_owned();
    let name = merged.name.clone().unwrap_or(all);
    page.line(
        0,
        &match lang {
            Lang::Zh => format!(
                "{name}的规则（版本 {}，截至 {}）",
                merged.version, merged.as_of
            ),
            Lang::En => format!(
                "The rules of {name} (version {}, read up to {})",
                merged.version, merged.as_of
            ),
        },
    );
    page.heading("规则", "Rules");
    for rule in &merged.rules {
        rule_words(&mut page, rule);
    }
    if !merged.requires.is_empty() {
        page.heading("什么时候要什么材料", "Which documents are needed when");
        for require in &merged.requires {
            page.hanging(2, "· ", &require.names);
            if let Some(when) = &require.when {
                let label = page.say("当：", "when: ");
                page.hanging(4, label, &with_period(when.clone(), &require.period, lang));
            }
            page.line(4, &cited(&require.facts, &require.at.place, lang));
        }
    }
    if !merged.forms.is_empty() {
        page.heading("对材料形式的要求", "What is asked of documents' forms");
        for form in &merged.forms {
            let every = page
                .say("上传的每张图片", "every uploaded picture")
                .to_owned();
            let name = form.name.clone().unwrap_or(every);
            page.hanging(
                2,
                "· ",
                &format!("{name}{}{}", colon(lang), form.limit.form),
            );
            if let Some(when) = &form.limit.when {
                let label = page.say("当：", "when: ");
                page.hanging(4, label, when);
            }
            page.line(4, &cited(&form.limit.facts, &form.limit.at.place, lang));
        }
    }
    if !merged.site.is_empty() {
        page.heading("备案通过以后的网页", "Pages, once the site is on record");
    }
    for check in &merged.site {
        page.hanging(2, "· ", &format!("{}  {}", check.id, check.title));
        let wants = site_terms(&check.terms, lang);
        page.hanging(4, "", &wants);
        page.line(4, &cited(&check.facts, &check.places.join(" "), lang));
    }
    guidance(&mut page, &merged.guidance);
    if !merged.steps.is_empty() {
        page.heading("步骤（beian plan）", "Steps (beian plan)");
    }
    for step in &merged.steps {
        let when = step.when.as_ref().map(|when| match lang {
            Lang::Zh => format!("（{when}）"),
            Lang::En => format!(" ({when})"),
        });
        let when = when.unwrap_or_default();
        let colon = colon(lang);
        page.hanging(2, "· ", &format!("{}{when}{colon}{}", step.id, step.text));
        page.line(4, &cited(&step.facts, &step.at.place, lang));
    }
    page.heading("材料", "Documents");
    for document in &merged.documents {
        page.hanging(
            2,
            "· ",
            &format!("{}  {}  {}", document.id, document.name, document.place),
        );
    }
    page.heading("读自", "Read from");
    for file in &merged.files {
        page.line(2, file);
    }
    page.done()
}

fn rule_words(page: &mut Page, rule: &MergedRule) {
    let lang = page.lang;
    page.line(0, &format!("{}  {}  {}", rule.id, rule.title, rule.place));
    if rule.off {
        let text = page.say("已关闭", "switched off");
        page.line(2, text);
    }
    let mut holds = brief(&rule.filings_brief, lang);
    if let Some(subjects) = &rule.subjects {
        holds = match lang {
            Lang::Zh => format!("{holds}；{subjects}"),
            Lang::En => format!("{holds}; {subjects}"),
        };
    }
    if rule.period != PeriodWords::default() {
        holds = with_period(holds, &rule.period, lang);
    }
    page.line(2, &holds);
    for param in &rule.parameters {
        let label = match lang {
            Lang::Zh => format!("{}（{}）", param.label, param.name),
            Lang::En => format!("{} ({})", param.label, param.name),
        };
        match param.values.as_slice() {
            [] => {
                let none = page.say(
                    "没有设定，要它的分支在此不判",
                    "not set; branches that need it say nothing here",
                );
                page.hanging(2, "· ", &format!("{label}{}{none}", colon(lang)));
            }
            [one] => {
                let text = format!("{label}{}{}", colon(lang), value_words(one, lang));
                page.hanging(2, "· ", &text);
            }
            many => {
                page.hanging(2, "· ", &label);
                for value in many {
                    page.hanging(4, "- ", &value_words(value, lang));
                }
            }
        }
    }
    for exception in &rule.exceptions {
        let label = page.say("例外：", "exception: ");
        let always = page.say("总是", "always");
        let when = exception.when.as_deref().unwrap_or(always);
        page.hanging(
            2,
            label,
            &with_period(when.to_owned(), &exception.period, lang),
        );
        if let Some(reason) = &exception.reason {
            page.line(4, reason);
        }
        page.line(4, &cited(&exception.facts, &exception.at.place, lang));
    }
    for require in &rule.documents {
        let label = page.say("要材料：", "asks for: ");
        page.hanging(2, label, &require.names);
        page.line(4, &cited(&require.facts, &require.at.place, lang));
    }
}

fn value_words(value: &MergedValue, lang: Lang) -> String {
    let mut parts = vec![value.value.clone()];
    if let Some(when) = &value.when {
        parts.push(match lang {
            Lang::Zh => format!("当{when}"),
            Lang::En => format!("when {when}"),
        });
    }
    if let Some(cap) = value.severity {
        parts.push(match lang {
            Lang::Zh => format!("至多{}", severity(cap).zh),
            Lang::En => format!("at most {}", severity(cap).en),
        });
    }
    let time = period(&value.period, lang);
    if !time.is_empty() {
        parts.push(time);
    }
    if value.default {
        parts.push(
            match lang {
                Lang::Zh => "缺省",
                Lang::En => "default",
            }
            .to_owned(),
        );
    }
    let text = parts.join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    });
    format!("{text}  {}", value.place)
}

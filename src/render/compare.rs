//! Provinces side by side, as people read them.

use super::compare_draft::faced;
use super::explain::colon;
use super::outline::{Markup, Outline};
use crate::compare::{Aspect, Comparison, Contrast, DocumentContrast, RuleContrast};
use crate::text::Lang;

/// Provinces side by side.
pub fn comparison_text(comparison: &Comparison, markup: Markup, lang: Lang) -> String {
    let mut outline = Outline::new(lang);
    let all: Vec<&str> = comparison.names();
    title(&mut outline, comparison, &all);
    match (&comparison.contrast, &comparison.rule) {
        (Some(contrast), Some(_)) => one_rule(&mut outline, comparison, contrast),
        (Some(contrast), None) => whole(&mut outline, contrast, &all),
        (None, _) => {}
    }
    if let Some(draft) = &comparison.draft {
        faced(&mut outline, comparison, draft);
    }
    without_rules(&mut outline, comparison);
    let age = match lang {
        Lang::Zh => format!("规则截至 {}；以管局审核为准。", comparison.as_of),
        Lang::En => format!("Rules as of {}; the authority decides.", comparison.as_of),
    };
    outline.paragraph(age);
    outline.write(markup)
}

fn title(outline: &mut Outline, comparison: &Comparison, all: &[&str]) {
    const MOST: usize = 6;
    let lang = outline.lang;
    let who = if all.len() > MOST {
        match lang {
            Lang::Zh => format!("{} 个省份", all.len()),
            Lang::En => format!("{} provinces", all.len()),
        }
    } else {
        join(all, lang)
    };
    let labels = [
        label_of(crate::fields::choices::PROVIDERS, comparison.provider, lang),
        label_of(
            crate::fields::choices::FILING_KINDS,
            comparison.filing,
            lang,
        ),
        label_of(
            crate::fields::choices::SUBJECT_KINDS,
            comparison.subject,
            lang,
        ),
        Some(match lang {
            Lang::Zh => format!("{} 的规则", comparison.day),
            Lang::En => format!("rules of {}", comparison.day),
        }),
    ];
    let labels: Vec<String> = labels.into_iter().flatten().collect();
    let what = match comparison.draft {
        Some(_) => outline.say("这份草稿会遇到什么", "what this draft faces"),
        None => outline.say("哪里不同", "what differs"),
    };
    outline.title(match lang {
        Lang::Zh => format!("{who}：{what}（{}）", labels.join(" · ")),
        Lang::En => format!("{who}: {what} ({})", labels.join(" · ")),
    });
}

/// The label of a member of a closed list, by its id.
fn label_of(
    choices: crate::fields::Choices,
    id: Option<&'static str>,
    lang: Lang,
) -> Option<String> {
    let choice = choices.iter().find(|choice| Some(choice.id) == id)?;
    Some(choice.label.get(lang).to_owned())
}

/// The rules of several provinces.
fn whole(outline: &mut Outline, contrast: &Contrast, all: &[&str]) {
    let lang = outline.lang;
    let (held, partly): (Vec<&RuleContrast>, Vec<&RuleContrast>) = contrast
        .rules
        .iter()
        .partition(|rule| rule.held.iter().all(|held| *held));
    let asked: Vec<(&DocumentContrast, &Aspect)> = of_documents(contrast, "asked");
    let others: Vec<(&DocumentContrast, &Aspect)> = contrast
        .documents
        .iter()
        .flat_map(|document| {
            document
                .aspects
                .iter()
                .map(move |aspect| (document, aspect))
        })
        .filter(|(_, aspect)| aspect.aspect != "asked")
        .collect();
    let same = contrast.same_rules;
    let none = held.is_empty() && partly.is_empty() && contrast.documents.is_empty();
    outline.paragraph(match (none, lang) {
        (true, Lang::Zh) => format!("没有不同：{same} 条规则和材料要求都一样。"),
        (true, Lang::En) => {
            format!("Nothing differs: all {same} rules and the documents are the same.")
        }
        (false, Lang::Zh) => format!(
            "{} 条规则要求不同，{} 条不是各省都有，{} 处材料要求不同；其余 {same} 条规则一样。",
            held.len(),
            partly.len(),
            asked.len().saturating_add(others.len()),
        ),
        (false, Lang::En) => format!(
            "Rules that ask for different things: {}; that not all have: {}; demands on documents \
             that differ: {}. Rules that are the same: {same}.",
            held.len(),
            partly.len(),
            asked.len().saturating_add(others.len()),
        ),
    });
    if !held.is_empty() {
        outline.heading(outline.say("要求不同的规则", "Rules that ask for different things"));
        for rule in held {
            rule_head(outline, rule);
            for aspect in &rule.aspects {
                outline.item(1, aspect_label(aspect, lang));
                values(outline, 2, aspect, all, &rule.held);
            }
        }
    }
    if !partly.is_empty() {
        outline.heading(outline.say("不是各省都有的规则", "Rules that not all have"));
        for rule in partly {
            rule_head(outline, rule);
            partly_held(outline, rule, all);
        }
    }
    if !asked.is_empty() {
        outline.heading(outline.say("材料：要不要，什么时候要", "Documents: whether and when"));
        for (document, aspect) in asked {
            outline.item(0, document_name(document, lang));
            let held = vec![true; all.len()];
            values(outline, 1, aspect, all, &held);
            if let Some(form) = &document.form {
                let label = outline.say("形式：", "form: ");
                outline.item(1, format!("{label}{form}"));
            }
        }
    }
    if !others.is_empty() {
        outline.heading(outline.say("材料：形式", "Documents: form"));
        for (document, aspect) in others {
            let name = document_name(document, lang);
            outline.item(
                0,
                match aspect.aspect {
                    "form" => name,
                    _ => format!("{name}{}{}", colon(lang), aspect.label),
                },
            );
            // Who does not ask for it has no say.
            let says: Vec<bool> = aspect.values.iter().map(Option::is_some).collect();
            values(outline, 1, aspect, all, &says);
        }
    }
    if !contrast.guidance.is_empty() {
        outline.heading(outline.say("须知", "Good to know"));
        for aspect in &contrast.guidance {
            outline.item(0, aspect.label.clone());
            let held = vec![true; all.len()];
            values(outline, 1, aspect, all, &held);
        }
    }
    outline.note(outline.say(
        "依据：beian explain 规则或材料；一个省的全部规则：beian rules show 省",
        "Sources: beian explain RULE|DOCUMENT; all rules of a province: beian rules show PROVINCE",
    ));
}

fn of_documents<'c>(
    contrast: &'c Contrast,
    aspect: &str,
) -> Vec<(&'c DocumentContrast, &'c Aspect)> {
    contrast
        .documents
        .iter()
        .flat_map(|document| document.aspects.iter().map(move |own| (document, own)))
        .filter(|(_, own)| own.aspect == aspect)
        .collect()
}

fn rule_head(outline: &mut Outline, rule: &RuleContrast) {
    let text = match outline.lang {
        Lang::Zh => format!("{}（{}）", rule.title, rule.id),
        Lang::En => format!("{} ({})", rule.title, rule.id),
    };
    outline.item(0, text);
}

fn document_name(document: &DocumentContrast, lang: Lang) -> String {
    match (&document.id, lang) {
        (None, _) => document.name.clone(),
        (Some(id), Lang::Zh) => format!("{}（{id}）", document.name),
        (Some(id), Lang::En) => format!("{} ({id})", document.name),
    }
}

/// What a thing is called, and for which filings and subjects it differs.
pub(super) fn aspect_label(aspect: &Aspect, lang: Lang) -> String {
    let label = &aspect.label;
    match (&aspect.scope, lang) {
        (None, _) => label.clone(),
        (Some(scope), Lang::Zh) => format!("{label}（{scope}）"),
        (Some(scope), Lang::En) => format!("{label} ({scope})"),
    }
}

/// Who has a rule, where it holds, what it says, and what those differ in who have it.
fn partly_held(outline: &mut Outline, rule: &RuleContrast, all: &[&str]) {
    let lang = outline.lang;
    let those = |wanted: bool| -> Vec<&str> {
        let zipped = all.iter().zip(&rule.held);
        zipped
            .filter(|(_, held)| **held == wanted)
            .map(|(name, _)| *name)
            .collect()
    };
    let (have, lack) = (those(true), those(false));
    let text = match lang {
        Lang::Zh => format!("{}有，{}没有", join(&have, lang), join(&lack, lang)),
        Lang::En => format!("in {}, not in {}", join(&have, lang), join(&lack, lang)),
    };
    outline.item(1, text);
    outline.item(1, rule.holds.clone().unwrap_or_default());
    for says in &rule.says {
        let label = outline.say("说：", "says: ");
        outline.item(1, format!("{label}{says}"));
    }
    for aspect in &rule.aspects {
        outline.item(1, aspect_label(aspect, lang));
        values(outline, 2, aspect, all, &rule.held);
    }
}

/// What each says; those that say the same together.
fn values(outline: &mut Outline, level: usize, aspect: &Aspect, all: &[&str], held: &[bool]) {
    let lang = outline.lang;
    let groups = grouped(aspect, held);
    let entries = groups
        .into_iter()
        .map(|(value, who)| {
            let who: Vec<&str> = who
                .into_iter()
                .filter_map(|index| all.get(index).copied())
                .collect();
            let value = value.unwrap_or_else(|| nothing(aspect, lang).to_owned());
            (join(&who, lang), value)
        })
        .collect();
    outline.labelled(level, entries);
}

/// What a thing is where nobody says anything of it.
pub(super) fn nothing(aspect: &Aspect, lang: Lang) -> &'static str {
    match (aspect.aspect, lang) {
        ("asked", Lang::Zh) => "不要",
        ("asked", Lang::En) => "not asked",
        (_, Lang::Zh) => "没有",
        (_, Lang::En) => "none",
    }
}

/// Values with the indices of those that say so.
pub(super) fn grouped(aspect: &Aspect, held: &[bool]) -> Vec<(Option<String>, Vec<usize>)> {
    let mut groups: Vec<(Option<String>, Vec<usize>)> = Vec::new();
    for (index, (value, held)) in aspect.values.iter().zip(held).enumerate() {
        if !held {
            continue;
        }
        match groups.iter_mut().find(|(known, _)| known == value) {
            Some((_, who)) => who.push(index),
            None => groups.push((value.clone(), vec![index])),
        }
    }
    groups
}

/// One rule over many provinces: for each thing that it says, a table by value.
fn one_rule(outline: &mut Outline, comparison: &Comparison, contrast: &Contrast) {
    let lang = outline.lang;
    let Some(rule) = contrast.rules.first() else {
        return;
    };
    outline.heading(match lang {
        Lang::Zh => format!("{}（{}）", rule.title, rule.id),
        Lang::En => format!("{} ({})", rule.title, rule.id),
    });
    if let Some(holds) = &rule.holds {
        outline.paragraph(holds.clone());
    }
    for says in &rule.says {
        outline.paragraph(says.clone());
    }
    let everywhere = rule.held.iter().all(|held| *held);
    if !everywhere {
        let who = |wanted: bool| {
            let which = rule.held.iter().enumerate();
            let which = which.filter(|(_, held)| **held == wanted);
            whose(
                comparison,
                &which.map(|(index, _)| index).collect::<Vec<_>>(),
                lang,
            )
        };
        let (have, lack) = (who(true), who(false));
        let head = match lang {
            Lang::Zh => ["这条规则", "省份"],
            Lang::En => ["This rule", "Provinces"],
        };
        let rows = vec![
            vec![outline.say("有", "in force").to_owned(), have],
            vec![outline.say("没有", "not in force").to_owned(), lack],
        ];
        outline.table(&head, rows);
    }
    if rule.aspects.is_empty() && everywhere {
        let text = outline.say("各省都一样。", "It is the same in all provinces.");
        outline.paragraph(text);
    }
    for aspect in &rule.aspects {
        let label = aspect_label(aspect, lang);
        let head = [label.as_str(), outline.say("省份", "Provinces")];
        let rows = grouped(aspect, &rule.held)
            .into_iter()
            .map(|(value, who)| {
                let none = outline.say("没有", "none");
                let value = value.unwrap_or_else(|| none.to_owned());
                vec![value, whose(comparison, &who, lang)]
            })
            .collect();
        outline.table(&head, rows);
    }
}

/// Provinces by their names; those without rules of their own together.
pub(super) fn whose(comparison: &Comparison, who: &[usize], lang: Lang) -> String {
    let provinces: Vec<_> = who
        .iter()
        .filter_map(|index| comparison.provinces.get(*index))
        .collect();
    let mut words: Vec<String> = provinces
        .iter()
        .filter(|province| province.own_rules)
        .map(|province| province.name.clone())
        .collect();
    let bare: Vec<_> = provinces.iter().filter(|own| !own.own_rules).collect();
    match bare.as_slice() {
        [] => {}
        [one] => words.push(format!("{}*", one.name)),
        many => words.push(match lang {
            Lang::Zh => format!("没有本省规则的 {} 个省份*", many.len()),
            Lang::En => format!("{} provinces without rules of their own*", many.len()),
        }),
    }
    // Cells are broken at blanks.
    words.join(match lang {
        Lang::Zh => " ",
        Lang::En => ", ",
    })
}

/// The provinces for which there are the national rules only.
fn without_rules(outline: &mut Outline, comparison: &Comparison) {
    let lang = outline.lang;
    let bare: Vec<&str> = comparison
        .provinces
        .iter()
        .filter(|province| !province.own_rules)
        .map(|province| province.name.as_str())
        .collect();
    if bare.is_empty() {
        return;
    }
    let names = join(&bare, lang);
    outline.note(match lang {
        Lang::Zh => format!("* 还没有本省的规则，按全国规则：{names}"),
        Lang::En => format!("* no rules of their own yet, the national ones: {names}"),
    });
}

pub(super) fn join(names: &[&str], lang: Lang) -> String {
    names.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

//! What changed between two versions of the rules, as people read it.

use super::checklist::words::status_word;
use super::compare::{aspect_label, nothing};
use super::compare_draft::paper_name;
use super::explain::{colon, severity};
use super::outline::{Markup, Outline};
use super::text::verdict_word;
use crate::compare::{
    Aspect, Diff, DocumentContrast, DraftDiff, DraftsDiff, LayerDiff, ListDiff, RuleContrast,
    Version,
};
use crate::text::{Lang, Text};

/// What changed between two versions of the rules.
pub fn diff_text(diff: &Diff, markup: Markup, lang: Lang) -> String {
    let mut outline = Outline::new(lang);
    let (old, new) = (version(&diff.old, lang), version(&diff.new, lang));
    outline.title(
        outline
            .say("规则的变化", "What changed in the rules")
            .to_owned(),
    );
    outline.labelled(
        0,
        vec![
            (outline.say("旧", "old").to_owned(), old),
            (outline.say("新", "new").to_owned(), new),
        ],
    );
    summary(&mut outline, diff);
    for layer in &diff.layers {
        let national = outline.say("全国", "National").to_owned();
        outline.heading(layer.name.clone().unwrap_or(national));
        layer_words(&mut outline, layer);
    }
    if let Some(drafts) = &diff.drafts {
        drafts_words(&mut outline, drafts);
    }
    outline.write(markup)
}

fn version(version: &Version, lang: Lang) -> String {
    let Version {
        name,
        version,
        as_of,
        day,
        ..
    } = version;
    let day = match (day, lang) {
        (None, _) => String::new(),
        (Some(day), Lang::Zh) => format!("，{day} 那天的规则"),
        (Some(day), Lang::En) => format!(", the rules of {day}"),
    };
    match lang {
        Lang::Zh => format!("{name}（版本 {version}，截至 {as_of}{day}）"),
        Lang::En => format!("{name} (version {version}, read up to {as_of}{day})"),
    }
}

/// How many rules and documents changed.
fn summary(outline: &mut Outline, diff: &Diff) {
    let lang = outline.lang;
    let rules: Vec<&RuleContrast> = diff
        .layers
        .iter()
        .flat_map(|layer| &layer.contrast.rules)
        .collect();
    let count = |held: [bool; 2]| rules.iter().filter(|rule| rule.held == held).count();
    let (added, removed, changed) = (
        count([false, true]),
        count([true, false]),
        count([true, true]),
    );
    let documents: usize = diff
        .layers
        .iter()
        .map(|layer| layer.contrast.documents.len())
        .sum();
    let layers = diff.layers.len();
    if layers == 0 {
        outline.paragraph(match lang {
            Lang::Zh => format!(
                "没有变化（比较了全国、各省和各接入商的 {} 份规则）。",
                diff.compared
            ),
            Lang::En => format!(
                "Nothing changed ({} rulesets compared: the nation, every province and provider).",
                diff.compared
            ),
        });
        return;
    }
    outline.paragraph(match lang {
        Lang::Zh => format!(
            "规则：新增 {added}，删除 {removed}，改动 {changed}；材料：{documents} 处。\
             涉及 {layers} 份规则（共比较 {} 份）；全国的变化各省不再重复。",
            diff.compared
        ),
        Lang::En => format!(
            "Rules: {added} added, {removed} removed, {changed} changed; documents: {documents}. \
             In {layers} of {} rulesets; what changed nationally is not repeated by province.",
            diff.compared
        ),
    });
}

fn layer_words(outline: &mut Outline, layer: &LayerDiff) {
    let lang = outline.lang;
    for rule in &layer.contrast.rules {
        let RuleContrast { id, title, .. } = rule;
        let kind = kind(&rule.held, rule.former.is_some()).get(lang).to_owned();
        let former = match (&rule.former, lang) {
            (None, _) => String::new(),
            (Some(former), Lang::Zh) => format!("（原名 {former}）"),
            (Some(former), Lang::En) => format!(" (formerly {former})"),
        };
        outline.item(0, format!("{kind} {id}{former}  {title}"));
        if let Some(holds) = &rule.holds {
            outline.item(1, holds.clone());
        }
        for says in &rule.says {
            let label = outline.say("说：", "says: ");
            outline.item(1, format!("{label}{says}"));
        }
        aspects(outline, &rule.aspects);
    }
    for document in &layer.contrast.documents {
        document_words(outline, document);
    }
    for list in &layer.lists {
        list_words(outline, list);
    }
    if layer.calendar {
        outline.item(
            0,
            outline.say("改动 工作日历", "changed calendar of working days"),
        );
    }
    for own in &layer.which {
        let head = match lang {
            Lang::Zh => format!(
                "改动 {}  beian which 的回答",
                own.name.as_deref().unwrap_or("")
            ),
            Lang::En => format!(
                "changed {}  answer of beian which",
                own.name.as_deref().unwrap_or("")
            ),
        };
        outline.item(0, head);
        change(outline, 1, "", own);
    }
    for own in &layer.contrast.guidance {
        let kind = kind(
            &own.values.iter().map(Option::is_some).collect::<Vec<_>>(),
            false,
        );
        let head = match lang {
            Lang::Zh => format!("{}须知：{}", kind.zh, own.label),
            Lang::En => format!("{} guidance: {}", kind.en, own.label),
        };
        outline.item(0, head);
        if own.values.iter().all(Option::is_some) {
            change(outline, 1, "", own);
        }
    }
}

/// What became of a thing that some versions have.
fn kind(held: &[bool], renamed: bool) -> Text {
    match held {
        [false, true] => Text::fixed("新增", "added"),
        [true, false] => Text::fixed("删除", "removed"),
        _ if renamed => Text::fixed("改名", "renamed"),
        _ => Text::fixed("改动", "changed"),
    }
}

fn document_words(outline: &mut Outline, document: &DocumentContrast) {
    let lang = outline.lang;
    let kind = kind(&document.held, false).get(lang).to_owned();
    let id = match &document.id {
        Some(id) => format!(" {id}"),
        None => String::new(),
    };
    let head = match lang {
        Lang::Zh => format!("{kind}材料{id}  {}", document.name),
        Lang::En => format!("{kind} document{id}  {}", document.name),
    };
    outline.item(0, head);
    aspects(outline, &document.aspects);
}

fn list_words(outline: &mut Outline, list: &ListDiff) {
    let lang = outline.lang;
    let kind = kind(&list.held, false).get(lang).to_owned();
    outline.item(
        0,
        match lang {
            Lang::Zh => format!("{kind}词表 {}", list.id),
            Lang::En => format!("{kind} word list {}", list.id),
        },
    );
    for (words, label) in [
        (&list.added, outline.say("多了：", "new: ")),
        (&list.removed, outline.say("少了：", "gone: ")),
    ] {
        if !words.is_empty() {
            let quoted: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
            let joined = quoted.join(match lang {
                Lang::Zh => "、",
                Lang::En => ", ",
            });
            outline.item(1, format!("{label}{joined}"));
        }
    }
}

fn aspects(outline: &mut Outline, aspects: &[Aspect]) {
    for aspect in aspects {
        let lang = outline.lang;
        let mut label = aspect_label(aspect, lang);
        if aspect.aspect == "branch"
            && let Some(name) = &aspect.name
        {
            label = format!("{label} {name}");
        }
        change(outline, 1, &label, aspect);
    }
}

/// Old and new: on one line where they are short.
fn change(outline: &mut Outline, level: usize, label: &str, aspect: &Aspect) {
    const SHORT: usize = 20;
    let lang = outline.lang;
    let value = |index: usize| -> String {
        let value = aspect.values.get(index).cloned().flatten();
        value.unwrap_or_else(|| nothing(aspect, lang).to_owned())
    };
    let (old, new) = (value(0), value(1));
    let label = match label {
        "" => String::new(),
        label => format!("{label}{}", colon(lang)),
    };
    if old.chars().count() <= SHORT && new.chars().count() <= SHORT {
        outline.item(level, format!("{label}{old} → {new}"));
        return;
    }
    let mut below = level;
    if !label.is_empty() {
        outline.item(level, label.trim_end().to_owned());
        below = level.saturating_add(1);
    }
    outline.labelled(
        below,
        vec![
            (outline.say("旧", "old").to_owned(), old),
            (outline.say("新", "new").to_owned(), new),
        ],
    );
}

fn drafts_words(outline: &mut Outline, drafts: &DraftsDiff) {
    let lang = outline.lang;
    outline.heading(outline.say("草稿", "Drafts"));
    let (read, same, changed) = (drafts.read, drafts.same, drafts.changed.len());
    outline.paragraph(match lang {
        Lang::Zh => format!("{read} 份草稿：{changed} 份结果有变化，{same} 份照旧。"),
        Lang::En => {
            format!("{read} drafts: {changed} come out otherwise, {same} as before.")
        }
    });
    for draft in &drafts.changed {
        draft_words(outline, draft);
    }
    for name in &drafts.unreadable {
        outline.item(
            0,
            match lang {
                Lang::Zh => format!("{name}  读不出"),
                Lang::En => format!("{name}  unreadable"),
            },
        );
    }
}

fn draft_words(outline: &mut Outline, draft: &DraftDiff) {
    let lang = outline.lang;
    let verdicts: Vec<String> = draft
        .contrast
        .outcomes
        .iter()
        .map(|outcome| verdict_word(outcome.verdict).get(lang).to_owned())
        .collect();
    let verdict = match verdicts.as_slice() {
        [old, new] if old != new => format!("{old} → {new}"),
        [old, ..] => old.clone(),
        [] => String::new(),
    };
    outline.item(0, format!("{}  {verdict}", draft.source));
    let both = |old: Option<String>, new: Option<String>| -> String {
        match (old, new) {
            (None, Some(new)) => match lang {
                Lang::Zh => format!("新出现 {new}"),
                Lang::En => format!("new: {new}"),
            },
            (Some(old), None) => match lang {
                Lang::Zh => format!("不再有 {old}"),
                Lang::En => format!("gone: {old}"),
            },
            (Some(old), Some(new)) => format!("{old} → {new}"),
            (None, None) => String::new(),
        }
    };
    for own in &draft.contrast.findings {
        let level = |index: usize| {
            let level = own.severities.get(index).copied().flatten()?;
            Some(severity(level).get(lang).to_owned())
        };
        let level = match (level(0), level(1)) {
            (Some(old), Some(new)) if old == new => old,
            (old, new) => both(old, new),
        };
        outline.item(1, format!("{level} {}  {}", own.rule, own.path));
        let message = own.messages.iter().flatten().next_back();
        if let Some(message) = message {
            outline.item(2, message.clone());
        }
    }
    for own in &draft.contrast.questions {
        let asked = |index: usize| {
            let asked = own.rules.get(index).and_then(Option::as_ref).is_some();
            asked.then(|| outline.say("问题", "question").to_owned())
        };
        let text = both(asked(0), asked(1));
        outline.item(1, format!("{text} {}  {}", own.path, own.ask));
    }
    for own in &draft.contrast.documents {
        let word = |index: usize| {
            let status = own.statuses.get(index).copied().flatten()?;
            Some(status_word(status, own.stage, lang).to_owned())
        };
        let asked = |index: usize| word(index).map(|_| outline.say("材料", "document").to_owned());
        let text = match (word(0), word(1)) {
            (Some(old), Some(new)) => {
                let label = outline.say("材料", "document");
                match old == new {
                    // Only what it must look like is another.
                    true => format!("{label} {}", outline.say("形式变了", "form changed")),
                    false => format!("{label} {old} → {new}"),
                }
            }
            _ => both(asked(0), asked(1)),
        };
        let ids = own.ids.join(" ");
        outline.item(1, format!("{text} {ids}  {}", paper_name(own, lang)));
    }
}

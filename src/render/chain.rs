//! What a draft makes of a rule, as a tree: each condition with how it came out and the value read.

use super::explain::severity;
use super::page::Page;
use crate::evaluate::Truth;
use crate::explain::{BranchChain, Clause, DraftChain, ElementChain, Join, ParamChain};
use crate::report::DocumentStatus;
use crate::text::Lang;

/// The part of a page that is about a draft.
pub(super) fn chain(page: &mut Page, draft: &DraftChain) {
    let lang = page.lang;
    page.heading("在这份草稿里", "In this draft");
    let day = match lang {
        Lang::Zh => format!("{}（按 {} 提交）", draft.source, draft.as_of),
        Lang::En => format!("{} (submitted on {})", draft.source, draft.as_of),
    };
    page.line(2, &day);
    if !draft.errors.is_empty() {
        let text = match lang {
            Lang::Zh => format!("草稿有 {} 处读不出，按未知处理", draft.errors.len()),
            Lang::En => format!(
                "{} parts of the draft cannot be read and are taken for unknown",
                draft.errors.len()
            ),
        };
        page.line(2, &text);
    }
    if let Some(why) = &draft.not_looked_at {
        page.line(2, why);
    }
    for element in &draft.elements {
        element_words(page, element);
    }
    for document in &draft.documents {
        let status = match (document.status, lang) {
            (DocumentStatus::Missing, Lang::Zh) => "要，还缺",
            (DocumentStatus::Missing, Lang::En) => "needed and missing",
            (DocumentStatus::Provided, Lang::Zh) => "要，已有",
            (DocumentStatus::Provided, Lang::En) => "needed and at hand",
            (DocumentStatus::Invalid, Lang::Zh) => "要，已有但不合格",
            (DocumentStatus::Invalid, Lang::En) => "needed, at hand, but not acceptable",
            (DocumentStatus::Undetermined, Lang::Zh) => "要不要还不能确定",
            (DocumentStatus::Undetermined, Lang::En) => "needed or not: not known yet",
        };
        let mut text = format!("{}（{}）：{status}", document.owner, document.of);
        if lang == Lang::En {
            text = format!("{} ({}): {status}", document.owner, document.of);
        }
        page.hanging(2, "· ", &text);
        if !document.depends_on.is_empty() {
            let label = page.say("取决于：", "depends on: ");
            page.hanging(4, label, &document.depends_on.join(" "));
        }
        if !document.rules.is_empty() {
            let label = page.say("由规则要求：", "asked for by: ");
            page.hanging(4, label, &document.rules.join(" "));
        }
    }
    for require in &draft.requirements {
        page.hanging(2, "─ ", &format!("{}  {}", require.element, require.place));
        tree(page, 4, &require.when);
    }
    if draft.elements.is_empty()
        && draft.documents.is_empty()
        && draft.requirements.is_empty()
        && draft.not_looked_at.is_none()
    {
        let text = page.say("这份草稿用不到它", "this draft does not need it");
        page.line(2, text);
    }
}

fn element_words(page: &mut Page, element: &ElementChain) {
    let lang = page.lang;
    let outcome = match (element.outcome, lang) {
        ("pass", Lang::Zh) => "✓ 通过".to_owned(),
        ("pass", Lang::En) => "✓ passes".to_owned(),
        ("silent", Lang::Zh) => "— 不适用".to_owned(),
        ("silent", Lang::En) => "— does not apply".to_owned(),
        (outcome, _) => {
            let level = element
                .severity
                .map_or_else(String::new, |level| severity(level).get(lang).to_owned());
            match (outcome, lang) {
                ("fail", Lang::Zh) => format!("✗ 不通过（{level}）"),
                ("fail", Lang::En) => format!("✗ fails ({level})"),
                (_, Lang::Zh) => format!("? 还不能确定（不通过时为{level}）"),
                (_, Lang::En) => format!("? not known yet (would be: {level})"),
            }
        }
    };
    page.blank();
    page.hanging(2, "■ ", &format!("{}  {outcome}", element.element));
    for message in &element.messages {
        page.line(4, message);
    }
    if !element.questions.is_empty() {
        let label = page.say("要先知道：", "to be known first: ");
        let questions: Vec<String> = element
            .questions
            .iter()
            .map(|asked| match lang {
                Lang::Zh => format!("{}（{}）", asked.path, asked.label),
                Lang::En => format!("{} ({})", asked.path, asked.label),
            })
            .collect();
        page.hanging(
            4,
            label,
            &questions.join(match lang {
                Lang::Zh => "、",
                Lang::En => ", ",
            }),
        );
    }
    if let Some(when) = &element.when {
        let label = page.say("前提", "when");
        page.line(4, label);
        tree(page, 6, when);
    }
    for exception in &element.exceptions {
        let label = page.say("例外", "exception");
        let branch = exception
            .branch
            .as_ref()
            .map_or_else(String::new, |branch| format!(" {branch}"));
        page.line(4, &format!("{label}{branch}  {}", exception.place));
        tree(page, 6, &exception.when);
    }
    if !element.parameters.is_empty() {
        let label = page.say("参数", "parameters");
        page.line(4, label);
        for param in &element.parameters {
            parameter(page, param);
        }
    }
    for branch in &element.branches {
        branch_words(page, branch);
    }
}

fn parameter(page: &mut Page, param: &ParamChain) {
    let lang = page.lang;
    let value = match (&param.value, lang) {
        (Some(value), _) => value.as_str(),
        (None, Lang::Zh) => "没有值",
        (None, Lang::En) => "no value",
    };
    let from = if param.national {
        page.say("全国缺省", "national")
    } else {
        page.say("由此设定", "set by")
    };
    let text = match lang {
        Lang::Zh => format!("{}：{value}（{from} {}）", param.label, param.place),
        Lang::En => format!("{}: {value} ({from} {})", param.label, param.place),
    };
    page.hanging(6, "· ", &text);
    for set in &param.undecided {
        let text = match lang {
            Lang::Zh => format!("也可能是 {}（{}），要看：", set.value, set.place),
            Lang::En => format!("or {} ({}), which depends on:", set.value, set.place),
        };
        page.line(8, &text);
        tree(page, 10, &set.when);
    }
}

fn branch_words(page: &mut Page, branch: &BranchChain) {
    let lang = page.lang;
    let level = severity(branch.severity).get(lang).to_owned();
    let id = branch
        .id
        .as_ref()
        .map_or_else(String::new, |id| format!(" {id}"));
    let fails = page.say("不通过，如果", "fails if");
    page.line(4, &format!("{level}{id}  {fails}  {}", branch.place));
    if branch.silent {
        let text = page.say(
            "它要的参数在这里没有值，所以不判",
            "a parameter that it needs has no value here, so it says nothing",
        );
        page.line(6, text);
        return;
    }
    tree(page, 6, &branch.fails);
    if let Some(waived) = &branch.waived {
        let text = page.say("可用材料代替，如果", "documents stand in if");
        page.line(6, text);
        tree(page, 8, waived);
    }
}

/// A clause and its parts, each with its mark.
fn tree(page: &mut Page, indent: usize, clause: &Clause) {
    let mark = match clause.truth {
        Some(Truth::True) => "✓ ",
        Some(Truth::False) => "✗ ",
        Some(Truth::Unknown) => "? ",
        Some(Truth::Withheld) => "! ",
        None => "· ",
    };
    let mut text = match (clause.join, page.lang) {
        (Join::All, Lang::Zh) if clause.parts.is_empty() => "总是".to_owned(),
        (Join::All, Lang::En) if clause.parts.is_empty() => "always".to_owned(),
        (Join::All, Lang::Zh) => "下面都成立".to_owned(),
        (Join::All, Lang::En) => "all of these hold".to_owned(),
        (Join::Any, Lang::Zh) => "下面至少一个成立".to_owned(),
        (Join::Any, Lang::En) => "one of these holds".to_owned(),
        (Join::Not, Lang::Zh) => "下面不成立".to_owned(),
        (Join::Not, Lang::En) => "this does not hold".to_owned(),
        (Join::Test | Join::Elements | Join::Element, _) => clause.text.clone(),
    };
    let read: Vec<String> = clause
        .read
        .iter()
        .map(|reading| match (reading.derived, page.lang) {
            (false, Lang::Zh) => format!("{} 是 {}", reading.path, reading.value),
            (false, Lang::En) => format!("{} is {}", reading.path, reading.value),
            (true, Lang::Zh) => format!("{}（看 {}）", reading.value, reading.path),
            (true, Lang::En) => format!("{} (by {})", reading.value, reading.path),
        })
        .collect();
    if !read.is_empty() {
        text.push_str(&match page.lang {
            Lang::Zh => format!("  ← {}", read.join("，")),
            Lang::En => format!("  ← {}", read.join(", ")),
        });
    }
    page.hanging(indent, mark, &text);
    for part in &clause.parts {
        tree(page, indent.saturating_add(2), part);
    }
}

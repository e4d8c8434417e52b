//! Rules and documents explained, as people read it.

use super::chain::chain;
use super::page::Page;
use crate::explain::{
    BranchWords, DocumentWords, DraftChain, FactWords, GuidanceWords, LayerWords, NeedWords,
    ParamWords, PeriodWords, RequireWords, RuleWords, SetWords,
};
use crate::ruleset::Severity;
use crate::text::{Lang, Text};

/// How a document comes about that stands in for passing a branch.
const STANDS_IN: &str = "stands-in";

/// A rule explained; with a draft, what it makes of the rule.
pub fn rule_text(rule: &RuleWords, draft: Option<&DraftChain>, lang: Lang, width: usize) -> String {
    let mut page = Page::new(lang, width);
    page.line(0, &format!("{}  {}", rule.id, rule.title));
    if let Some(asked) = &rule.asked {
        let now = match lang {
            Lang::Zh => format!("“{asked}” 是旧名，现在叫 {}", rule.id),
            Lang::En => format!("“{asked}” is a former id; it is called {} now", rule.id),
        };
        page.line(0, &now);
    }
    page.blank();
    head(&mut page, rule);
    if let Some(draft) = draft {
        chain(&mut page, draft);
    }
    page.heading("怎么判", "How it is decided");
    for branch in &rule.branches {
        branch_words(&mut page, branch);
    }
    parameters(&mut page, rule);
    if !rule.exceptions.is_empty() {
        page.heading("例外", "Exceptions");
        for exception in &rule.exceptions {
            let when = match (&exception.when, lang) {
                (Some(when), _) => when.clone(),
                (None, Lang::Zh) => "整条规则关闭".to_owned(),
                (None, Lang::En) => "the rule is switched off".to_owned(),
            };
            let whose = layer(&exception.at, lang);
            let branch = exception
                .branch
                .as_ref()
                .map_or_else(String::new, |branch| format!(" {branch}"));
            let text = format!("{whose}{branch}{}{when}", colon(lang));
            page.hanging(2, "· ", &with_period(text, &exception.period, lang));
            if let Some(reason) = &exception.reason {
                page.line(4, reason);
            }
            page.line(4, &cited(&exception.facts, &exception.at.place, lang));
        }
    }
    if !rule.documents.is_empty() {
        page.heading("要的材料", "Documents that it asks for");
        for require in &rule.documents {
            requirement(&mut page, require);
        }
    }
    guidance(&mut page, &rule.guidance);
    facts(&mut page, &rule.facts);
    page.done()
}

/// A document explained; with a draft, how it stands with it.
pub fn document_text(
    document: &DocumentWords,
    draft: Option<&DraftChain>,
    lang: Lang,
    width: usize,
) -> String {
    let mut page = Page::new(lang, width);
    page.line(0, &format!("{}  {}", document.id, document.name));
    if let Some(asked) = &document.asked {
        let now = match lang {
            Lang::Zh => format!("“{asked}” 是别名，正式叫 {}", document.id),
            Lang::En => format!("“{asked}” is another spelling of {}", document.id),
        };
        page.line(0, &now);
    }
    page.blank();
    if let Some(whose) = &document.whose {
        page.field("谁的", "Of", whose);
    }
    page.field("阶段", "Stage", &document.stage_label);
    if !document.form.is_empty() {
        page.field("形式", "Form", &document.form);
    }
    if let Some(note) = &document.note {
        page.field("说明", "Note", note);
    }
    page.field("写在", "Written in", &document.place);
    if let Some(draft) = draft {
        chain(&mut page, draft);
    }
    page.heading("什么时候要", "When it is needed");
    if document.needed.is_empty() {
        let nobody = page.say("没有规则要这份材料", "no rule asks for it");
        page.line(2, nobody);
    }
    for need in document.needed.iter().filter(|need| need.how != STANDS_IN) {
        need_words(&mut page, need);
    }
    let mut stands_in = document
        .needed
        .iter()
        .filter(|need| need.how == STANDS_IN)
        .peekable();
    if stands_in.peek().is_some() {
        page.heading(
            "可代替什么（有它，下面的情形不算错）",
            "What it stands in for (with it these do not fail)",
        );
    }
    for need in stands_in {
        need_words(&mut page, need);
    }
    if !document.limits.is_empty() {
        page.heading("各处对形式的要求", "What is asked of its form");
        let head = match lang {
            Lang::Zh => ["谁的要求", "条件", "要求", "依据"],
            Lang::En => ["Who", "When", "What", "Evidence"],
        };
        let rows = document
            .limits
            .iter()
            .map(|limit| {
                vec![
                    layer(&limit.at, lang),
                    limit.when.clone().unwrap_or_default(),
                    with_period(limit.form.clone(), &limit.period, lang),
                    limit.facts.join("\n"),
                ]
            })
            .collect();
        page.table(&head, rows);
    }
    guidance(&mut page, &document.guidance);
    facts(&mut page, &document.facts);
    page.done()
}

fn need_words(page: &mut Page, need: &NeedWords) {
    requirement(page, &need.require);
    if !need.named_by.is_empty() {
        let text = match page.lang {
            Lang::Zh => format!("在这些地方：{}", need.named_by.join("、")),
            Lang::En => format!("in: {}", need.named_by.join(", ")),
        };
        page.line(4, &text);
    }
}

fn head(page: &mut Page, rule: &RuleWords) {
    let lang = page.lang;
    if let Some(of) = &rule.of {
        page.field("只在", "Only in", of);
    }
    page.field("适用", "Holds for", &brief(&rule.filings_brief, lang));
    let all = page.say("全部", "all");
    let subjects = rule.subjects_label.as_deref().unwrap_or(all);
    page.field("主体", "Subjects", subjects);
    page.field("逐个看", "For each", rule.each_label);
    if let Some(when) = &rule.when {
        page.field("前提", "When", &when.phrase(lang));
    }
    if rule.period != PeriodWords::default() {
        page.field("时间", "Time", &period(&rule.period, lang));
    }
    if !rule.aliases.is_empty() {
        page.field("旧名", "Former ids", &rule.aliases.join(" "));
    }
    page.field("写在", "Written in", &rule.place);
}

fn branch_words(page: &mut Page, branch: &BranchWords) {
    let lang = page.lang;
    let level = severity(branch.severity).get(lang).to_owned();
    let id = branch
        .id
        .as_ref()
        .map_or_else(String::new, |id| format!(" {id}"));
    page.line(2, &format!("{level}{id}  {}", branch.place));
    let when = page.say("当：", "when: ");
    page.hanging(4, when, &branch.fails.phrase(lang));
    let message = page.say("说：", "says: ");
    page.hanging(4, message, &branch.message);
    if let Some(help) = &branch.help {
        let label = page.say("怎么办：", "help: ");
        page.hanging(4, label, help);
    }
    if let Some(waiver) = &branch.waived_by {
        let label = page.say("可用材料代替：", "documents that stand in: ");
        let text = match (&waiver.when, lang) {
            (None, _) => waiver.names.clone(),
            (Some(when), Lang::Zh) => format!("{}（当{when}）", waiver.names),
            (Some(when), Lang::En) => format!("{} (when {when})", waiver.names),
        };
        page.hanging(4, label, &text);
    }
}

fn parameters(page: &mut Page, rule: &RuleWords) {
    let lang = page.lang;
    if rule.parameters.is_empty() {
        return;
    }
    page.heading("参数与全国缺省", "Parameters and national values");
    for param in &rule.parameters {
        page.hanging(2, "· ", &parameter(param, lang));
    }
    if rule.sets.is_empty() {
        return;
    }
    page.heading("各省、各接入商的取值", "Values by province and provider");
    let head = match lang {
        Lang::Zh => ["地区或接入商", "条件", "取值", "依据"],
        Lang::En => ["Where", "When", "Values", "Evidence"],
    };
    page.table(&head, rows(&rule.sets, lang));
    let rest = page.say(
        "没有列出的按全国缺省。",
        "What is not listed has the national value.",
    );
    page.line(0, rest);
}

fn parameter(param: &ParamWords, lang: Lang) -> String {
    let values: Vec<String> = param
        .defaults
        .iter()
        .map(|default| match (&default.subjects, lang) {
            (None, _) => default.value.clone(),
            (Some(subjects), Lang::Zh) => format!("{}（{subjects}）", default.value),
            (Some(subjects), Lang::En) => format!("{} ({subjects})", default.value),
        })
        .collect();
    let value = match (values.is_empty(), lang) {
        (true, Lang::Zh) => "没有；未设定的省不适用".to_owned(),
        (true, Lang::En) => "none; it does not hold where no province sets it".to_owned(),
        (false, Lang::Zh) => values.join("；"),
        (false, Lang::En) => values.join("; "),
    };
    match lang {
        Lang::Zh => format!("{}（{}）：{value}", param.label, param.name),
        Lang::En => format!("{} ({}): {value}", param.label, param.name),
    }
}

/// The sets as rows; provinces that set the same are one row.
fn rows(sets: &[SetWords], lang: Lang) -> Vec<Vec<String>> {
    let mut rows: Vec<(Vec<String>, [String; 2], Vec<String>)> = Vec::new();
    for set in sets {
        let mut values: Vec<String> = set
            .values
            .iter()
            .map(|value| format!("{}{}{}", value.label, colon(lang), value.value))
            .collect();
        if let Some(cap) = set.severity {
            values.push(match lang {
                Lang::Zh => format!("至多{}", severity(cap).zh),
                Lang::En => format!("at most {}", severity(cap).en),
            });
        }
        let when = set.when.clone().unwrap_or_default();
        let key = [with_period(when, &set.period, lang), values.join("\n")];
        let whose = layer(&set.at, lang);
        match rows.iter_mut().find(|(_, known, _)| *known == key) {
            Some((who, _, facts)) => {
                who.push(whose);
                facts.extend(set.facts.iter().cloned());
            }
            None => rows.push((vec![whose], key, set.facts.clone())),
        }
    }
    // Cells are broken at blanks.
    let separator = match lang {
        Lang::Zh => " ",
        Lang::En => ", ",
    };
    rows.into_iter()
        .map(|(who, [when, values], facts)| {
            vec![who.join(separator), when, values, facts.join(" ")]
        })
        .collect()
}

fn requirement(page: &mut Page, require: &RequireWords) {
    let lang = page.lang;
    let whose = layer(&require.at, lang);
    page.hanging(2, "· ", &format!("{whose}{}{}", colon(lang), require.names));
    if let Some(when) = &require.when {
        let label = page.say("当：", "when: ");
        page.hanging(4, label, &with_period(when.clone(), &require.period, lang));
    } else if require.period != PeriodWords::default() {
        page.line(4, &period(&require.period, lang));
    }
    if let Some(asks) = &require.asks {
        let label = page.say("取决于：", "depends on: ");
        page.hanging(4, label, asks);
    }
    if let Some(why) = &require.why {
        let label = page.say("为什么：", "why: ");
        page.hanging(4, label, why);
    }
    if let Some(rule) = &require.rule {
        let label = page.say("规则：", "rule: ");
        page.hanging(4, label, rule);
    }
    page.line(4, &cited(&require.facts, &require.at.place, lang));
}

/// What is good to know.
pub(super) fn guidance(page: &mut Page, guidance: &[GuidanceWords]) {
    let lang = page.lang;
    if guidance.is_empty() {
        return;
    }
    page.heading("须知", "Good to know");
    for own in guidance {
        let whose = layer(&own.at, lang);
        page.hanging(2, "· ", &format!("{whose}{}{}", colon(lang), own.text));
        if let Some(when) = &own.when {
            let label = page.say("当：", "when: ");
            page.hanging(4, label, &with_period(when.clone(), &own.period, lang));
        }
        page.line(4, &cited(&own.facts, &own.at.place, lang));
    }
}

/// Facts with their sources.
pub(super) fn facts(page: &mut Page, facts: &[FactWords]) {
    let lang = page.lang;
    if facts.is_empty() {
        return;
    }
    page.heading("依据", "Evidence");
    for fact in facts {
        let mut tags = Vec::new();
        tags.extend(fact.of.clone());
        tags.push(match lang {
            Lang::Zh => format!("可信度{}", confidence(&fact.confidence).zh),
            Lang::En => format!("{} confidence", confidence(&fact.confidence).en),
        });
        if fact.old {
            tags.push(page.say("只有旧来源", "old sources only").to_owned());
        }
        let head = format!("{}（{}）", fact.id, tags.join(" · "));
        let head = match lang {
            Lang::Zh => head,
            Lang::En => format!("{} ({})", fact.id, tags.join(", ")),
        };
        page.line(2, &head);
        page.line(4, &fact.statement);
        for source in &fact.sources {
            let old = match (source.dated, source.old) {
                (true, true) => page.say("（旧）", " (old)"),
                _ => "",
            };
            page.hanging(4, "· ", &format!("{}{old}", source.brief));
        }
        if let Some(conflicts) = &fact.conflicts {
            let label = page.say("另有说法：", "disagreement: ");
            page.hanging(4, label, conflicts);
        }
    }
}

/// Severities with the filings that they hold for.
pub(super) fn brief(filings: &[(Severity, String)], lang: Lang) -> String {
    let parts: Vec<String> = filings
        .iter()
        .map(|(level, filings)| format!("{}{}{filings}", severity(*level).get(lang), colon(lang)))
        .collect();
    parts.join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    })
}

/// A severity in words.
pub(super) fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Error => Text::fixed("错误", "error"),
        Severity::Warning => Text::fixed("警告", "warning"),
        Severity::Notice => Text::fixed("提示", "notice"),
    }
}

/// A confidence in words.
pub(super) fn confidence(id: &str) -> Text {
    match id {
        "high" => Text::fixed("高", "high"),
        "medium" => Text::fixed("中", "medium"),
        "low" => Text::fixed("低", "low"),
        _ => Text::fixed("不明", "unknown"),
    }
}

pub(super) const fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    }
}

/// A layer by its name.
pub(super) fn layer(at: &LayerWords, lang: Lang) -> String {
    match (&at.name, lang) {
        (Some(name), _) => name.clone(),
        (None, Lang::Zh) => "全国".to_owned(),
        (None, Lang::En) => "everywhere".to_owned(),
    }
}

/// Evidence and place on one line.
pub(super) fn cited(facts: &[String], place: &str, lang: Lang) -> String {
    if facts.is_empty() {
        return place.to_owned();
    }
    match lang {
        Lang::Zh => format!("依据 {}  {place}", facts.join(" ")),
        Lang::En => format!("evidence {}  {place}", facts.join(" ")),
    }
}

/// Since when and until when.
pub(super) fn period(period: &PeriodWords, lang: Lang) -> String {
    period.phrase(lang)
}

pub(super) fn with_period(text: String, own: &PeriodWords, lang: Lang) -> String {
    own.after(text, lang)
}

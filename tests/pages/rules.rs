//! A page for each rule: what it asks, what is said where a filing does not keep to it, and the
//! provinces by what they ask.

use beian::explain::{RuleWords, Sheet, Sources, WaiverWords, explain_rule};
use beian::ruleset::{ParamKind, Rule};

use super::markdown::{Page, escape, link};
use super::notes::Notes;
use super::provinces::holes;
use super::world::{NOTHING, World, ZH, all_words};

/// The heading under which provinces stand by what they ask.
pub const PROVINCES: &str = "各省";
/// More provinces of one row are not linked.
const MOST_LINKS: usize = 10;

/// The page of a rule, and the facts that it cites.
pub fn page(world: &World, sources: &Sources<'_>, id: &str) -> (String, Vec<String>) {
    let (sheet, rule) = world.rule(id);
    let words = explain_rule(&world.atlas, sources, id, ZH).expect("it was found");
    let mut page = Page::new(&words.title);
    let of = match &words.of {
        Some(of) => format!("只在{of}"),
        None => "全国".to_owned(),
    };
    page.paragraph(&format!(
        "[所有问题与省份](../README.md) ·　{}　·　{of}　·　<sub>编号 `{id}`</sub>",
        escape(&world.section_of_rule(id).zh)
    ));
    let mut notes = Notes::new(sources);
    page.heading(2, "要求什么");
    let mut facts = rule.facts.clone();
    for branch in &rule.branches {
        for fact in &branch.facts {
            if !facts.contains(fact) {
                facts.push(fact.clone());
            }
        }
    }
    let statements = notes.statements(&facts);
    page.line(&statements);
    if let Some(conflicts) = notes.conflicts(&facts) {
        page.paragraph(&conflicts);
    }
    page.line("");
    page.list(&scope(&words));
    page.heading(2, "不符合时");
    page.list(&branches(&words));
    provinces(world, sheet, rule, &mut page);
    further(&words, &mut page, &mut notes);
    let cited = notes.cited.clone();
    notes.write(&mut page);
    (page.finish(), cited)
}

/// For which filings and subjects it holds, and when.
fn scope(words: &RuleWords) -> Vec<String> {
    let filings: Vec<String> = words
        .filings_brief
        .iter()
        .map(|(severity, filings)| {
            let level = match severity.id() {
                "error" => "会被退回",
                "warning" => "可能被退回",
                _ => "提醒",
            };
            format!("{filings}（不符合{level}）")
        })
        .collect();
    let mut items = vec![format!("哪些备案：{}", escape(&filings.join("；")))];
    let subjects = words.subjects_label.as_deref().unwrap_or("个人和单位");
    items.push(format!("谁：{}", escape(subjects)));
    if let Some(when) = &words.when {
        items.push(format!("只在这时：{}", escape(&when.phrase(ZH))));
    }
    let period = words.period.phrase(ZH);
    if !period.is_empty() {
        items.push(format!("时间：{}", escape(&period)));
    }
    items
}

/// What is said, and what to do.
fn branches(words: &RuleWords) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for branch in &words.branches {
        let level = match branch.severity.id() {
            "error" => "错误",
            "warning" => "警告",
            _ => "提示",
        };
        let mut item = format!("**{level}**　{}", escape(&holes(&branch.message)));
        if let Some(help) = &branch.help {
            item.push_str(&format!("\n  - 怎么办：{}", escape(&holes(help))));
        }
        if let Some(WaiverWords { names, when, .. }) = &branch.waived_by {
            let when = when
                .as_ref()
                .map_or_else(String::new, |when| format!("（{when}）"));
            item.push_str(&format!(
                "\n  - 可以用材料代替：{}",
                escape(&format!("{names}{when}"))
            ));
        }
        if !items.contains(&item) {
            items.push(item);
        }
    }
    items
}

/// The provinces by what they ask.
fn provinces(world: &World, sheet: &Sheet, rule: &Rule, page: &mut Page) {
    if sheet.choice.province.is_some() {
        return;
    }
    page.heading(2, PROVINCES);
    if rule.params.is_empty() {
        page.line("各省一样。");
    }
    let (mut same, mut lists) = (Vec::new(), Vec::new());
    for param in &rule.params {
        let label = param.label.get(ZH);
        if let Some((like, _)) = &param.like {
            let (_, other) = world.rule(like);
            let other = link(other.title.get(ZH), &format!("{like}.md#{PROVINCES}"));
            same.push(format!("{}：与{other}的相同", escape(label)));
            continue;
        }
        let grouped = groups(world, &rule.id, &param.name, None, None);
        let nation = world.value(0, &rule.id, &param.name, None, None);
        let nation = nation.unwrap_or_else(|| NOTHING.to_owned());
        match grouped.as_slice() {
            [(value, _)] => {
                same.push(format!("{}：{}", escape(label), escape(value)));
            }
            _ => {
                page.paragraph(&format!("**{}**", escape(label)));
                table(&grouped, &nation, "取值", page);
            }
        }
        let words = all_words(param);
        if matches!(param.kind, ParamKind::Words) && words.len() > 6 {
            lists.push(format!(
                "<details><summary>{}：全国的 {} 个词</summary>{}</details>",
                escape(label),
                words.len(),
                escape(&words.join("、"))
            ));
        }
    }
    if !same.is_empty() {
        page.paragraph("**各省一样的**");
        page.line("");
        page.list(&same);
    }
    for list in lists {
        page.paragraph(&list);
    }
}

/// Provinces by what they say of a parameter: what most say comes first.
pub fn groups(
    world: &World,
    rule: &str,
    param: &str,
    filing: Option<u8>,
    subject: Option<u8>,
) -> Vec<(String, Vec<(String, String)>)> {
    let mut groups: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for (index, sheet) in world.provinces() {
        let says = world.value(index, rule, param, filing, subject);
        let says = says.unwrap_or_else(|| NOTHING.to_owned());
        let name = sheet.province_name(ZH).unwrap_or_default();
        let code = sheet.province().unwrap_or_default();
        match groups.iter_mut().find(|(known, _)| *known == says) {
            Some((_, provinces)) => provinces.push((name, code)),
            None => groups.push((says, vec![(name, code)])),
        }
    }
    groups.sort_by_key(|(_, provinces)| std::cmp::Reverse(provinces.len()));
    groups
}

/// A table of groups.
pub fn table(
    groups: &[(String, Vec<(String, String)>)],
    nation: &str,
    head: &str,
    page: &mut Page,
) {
    let rows: Vec<Vec<String>> = groups
        .iter()
        .map(|(value, provinces)| {
            // Of many provinces the names are enough.
            let names: Vec<String> = provinces
                .iter()
                .map(|(name, code)| match provinces.len() {
                    0..=MOST_LINKS => link(name, &format!("../provinces/{code}.md")),
                    _ => escape(name),
                })
                .collect();
            let mark = if value == nation && !value.starts_with("没有") {
                "（全国一般）"
            } else {
                ""
            };
            vec![
                format!("{}{mark}", escape(value)),
                format!("{} 个：{}", names.len(), names.join(" ")),
            ]
        })
        .collect();
    page.table(&[head, "省份"], &rows);
}

/// Exceptions, documents and what is good to know.
fn further(words: &RuleWords, page: &mut Page, notes: &mut Notes<'_>) {
    let layer = |name: &Option<String>| name.clone().unwrap_or_else(|| "全国".to_owned());
    let when = |when: &Option<String>| match when {
        Some(when) => format!("（{when}）"),
        None => String::new(),
    };
    if !words.exceptions.is_empty() {
        page.heading(2, "例外");
        let items: Vec<String> = words
            .exceptions
            .iter()
            .map(|own| {
                let case = own
                    .period
                    .after(own.when.clone().unwrap_or_else(|| "总是".to_owned()), ZH);
                let reason = own
                    .reason
                    .as_ref()
                    .map_or_else(String::new, |text| format!("。{text}"));
                let text = format!("{}：{case}{reason}", layer(&own.at.name));
                format!("{}{}", escape(&text), notes.cite(&own.facts))
            })
            .collect();
        page.list(&items);
    }
    if !words.documents.is_empty() {
        page.heading(2, "要交的材料");
        let items: Vec<String> = words
            .documents
            .iter()
            .map(|own| {
                let text = format!("{}：{}{}", layer(&own.at.name), own.names, when(&own.when));
                format!("{}{}", escape(&text), notes.cite(&own.facts))
            })
            .collect();
        page.list(&items);
    }
    if !words.guidance.is_empty() {
        page.heading(2, "还要知道");
        let items: Vec<String> = words
            .guidance
            .iter()
            .map(|own| {
                let text = format!("{}：{}{}", layer(&own.at.name), own.text, when(&own.when));
                format!("{}{}", escape(&text), notes.cite(&own.facts))
            })
            .collect();
        page.list(&items);
    }
    let providers: Vec<String> = words
        .sets
        .iter()
        .filter(|set| set.at.provider.is_some())
        .map(|set| {
            let values: Vec<String> = set
                .values
                .iter()
                .map(|own| format!("{}：{}", own.label, own.value))
                .collect();
            let text = format!(
                "{}：{}{}",
                layer(&set.at.name),
                values.join("；"),
                when(&set.when)
            );
            format!("{}{}", escape(&text), notes.cite(&set.facts))
        })
        .filter(|line| !line.is_empty())
        .collect();
    if !providers.is_empty() {
        page.heading(2, "各接入商");
        page.list(&providers);
    }
}

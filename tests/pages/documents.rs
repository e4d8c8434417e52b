//! The documents: what each must look like, and who needs it where.

use beian::explain::{DocumentWords, NeedWords, Sources, explain_document, stage};
use beian::ruleset::Stage;

use super::markdown::{Page, anchor, escape, link};
use super::notes::Notes;
use super::world::{World, ZH};

/// Conditions of more characters are not told.
const LONG: usize = 80;

/// What is said of more documents is said once.
const MANY: usize = 20;

/// The page of the documents, and the facts that it cites.
pub fn page(world: &World, sources: &Sources<'_>) -> (String, Vec<String>) {
    let mut page = Page::new("备案的材料：谁要、在哪里要");
    page.paragraph(&format!(
        "[所有问题与省份](README.md) ·　按 {} 读到的公开资料整理，**以所在省通信管理局和接入商的答复为准**。下面按什么时候交分组；每份材料写明谁要、什么情况下要。",
        world.national().ruleset.as_of
    ));
    let mut notes = Notes::new(sources);
    let all: Vec<DocumentWords> = world
        .atlas
        .document_ids()
        .into_iter()
        .filter_map(|id| explain_document(&world.atlas, sources, id, ZH))
        .collect();
    let of_all = of_all(&all);
    page.heading(2, "所有上传的图片");
    for line in &of_all {
        page.line(line);
    }
    for own in [
        Stage::Prepare,
        Stage::Upload,
        Stage::OnSite,
        Stage::AfterApproval,
    ] {
        let documents: Vec<&DocumentWords> = all
            .iter()
            .filter(|document| document.stage == own.id())
            .collect();
        if documents.is_empty() {
            continue;
        }
        page.heading(2, stage(own).get(ZH));
        let names = documents
            .iter()
            .map(|own| link(&own.name, &format!("#{}", anchor(&own.name))));
        page.line(&names.collect::<Vec<_>>().join(" ·　"));
        for document in documents {
            one(world, document, &of_all, &mut notes, &mut page);
        }
    }
    let cited = notes.cited.clone();
    notes.write(&mut page);
    (page.finish(), cited)
}

fn one(
    world: &World,
    document: &DocumentWords,
    of_all: &[String],
    notes: &mut Notes<'_>,
    page: &mut Page,
) {
    page.heading(3, &document.name);
    let mut about: Vec<String> = Vec::new();
    if let Some(whose) = &document.whose {
        about.push(format!("谁的：{whose}"));
    }
    if !document.form.is_empty() {
        about.push(format!("形式：{}", document.form));
    }
    about.extend(document.note.clone());
    // What provinces ask is cited on their pages.
    let facts = document.facts.iter().filter(|fact| fact.of.is_none());
    let facts: Vec<String> = facts.map(|fact| fact.id.clone()).collect();
    let cited = notes.cite(&facts);
    let about = escape(&about.join("；"));
    page.line(&format!("{about}{cited}　<sub>`{}`</sub>", document.id));
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for need in &document.needed {
        let (text, layers) = needed(world, need);
        match lines.iter_mut().find(|(known, _)| *known == text) {
            Some((_, known)) => {
                for layer in layers {
                    if !known.contains(&layer) {
                        known.push(layer);
                    }
                }
            }
            None => lines.push((text, layers)),
        }
    }
    page.line("");
    for (text, layers) in lines {
        page.line(&format!("- **{}**　{text}", escape(&layers.join("、"))));
    }
    for line in limits(document) {
        if !of_all.contains(&line) {
            page.line(&line);
        }
    }
    for own in &document.guidance {
        let layer = own.at.name.clone().unwrap_or_else(|| "全国".to_owned());
        page.line(&format!(
            "- **{}**　还要知道：{}",
            escape(&layer),
            escape(&own.text)
        ));
    }
    if document.needed.is_empty() && document.limits.is_empty() {
        page.line("- 只在相应的情况下按接入商的提示交");
    }
}

/// What provinces and providers ask of a document's form, a line each.
fn limits(document: &DocumentWords) -> Vec<String> {
    let lines = document.limits.iter().map(|limit| {
        let layer = limit.at.name.clone().unwrap_or_else(|| "全国".to_owned());
        let when = limit.when.as_ref();
        let when = when.map_or_else(String::new, |when| format!("（{when}）"));
        let form = escape(&format!("{}{when}", limit.form));
        format!("- **{}**　形式：{form}", escape(&layer))
    });
    lines.collect()
}

/// What is asked of the form of many documents alike: of every picture.
fn of_all(documents: &[DocumentWords]) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for line in documents.iter().flat_map(limits) {
        match counts.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count += 1,
            None => counts.push((line, 1)),
        }
    }
    counts.retain(|(_, count)| *count > MANY);
    counts.into_iter().map(|(line, _)| line).collect()
}

/// When a document is needed, and where.
fn needed(world: &World, need: &NeedWords) -> (String, Vec<String>) {
    let require = &need.require;
    let layers = if need.named_by.is_empty() {
        vec![require.at.name.clone().unwrap_or_else(|| "全国".to_owned())]
    } else {
        need.named_by.clone()
    };
    let when = require
        .period
        .after(require.when.clone().unwrap_or_default(), ZH);
    // Long conditions are told in the words of the sources, where those are cited.
    let long = when.chars().count() > LONG;
    let mut text = match (need.how, when.is_empty()) {
        (_, false) if long && require.why.is_some() => {
            escape(require.why.as_deref().unwrap_or_default())
        }
        ("stands-in", _) if long => "在一定情况下可以用它代替".to_owned(),
        ("stands-in", _) => format!("可以用它代替：{}", escape(&when)),
        (_, true) => "都要".to_owned(),
        (_, false) if long => "在一定情况下".to_owned(),
        (_, false) => escape(&when),
    };
    if let Some(rule) = &require.rule {
        let title = world.rule(rule).1.title.get(ZH);
        text.push_str(&format!(
            "（见{}）",
            link(title, &format!("rules/{rule}.md"))
        ));
    } else if require.documents.len() > 1 {
        text.push_str(&format!("（{} 之一）", escape(&require.names)));
    }
    if let Some(asks) = &require.asks {
        text.push_str(&format!("（先看：{}）", escape(asks)));
    }
    if long && let (None, Some(code)) = (&require.rule, &require.at.province) {
        let name = require.at.name.as_deref().unwrap_or_default();
        text.push_str(&format!(
            "（见{}）",
            link(name, &format!("provinces/{code}.md"))
        ));
    }
    (text, layers)
}

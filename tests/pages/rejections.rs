//! The published reasons for which filings are turned back: what finds each in a draft, or why no
//! draft shows it.

use super::markdown::{Page, anchor, escape, link};
use super::world::{Rejection, World, ZH};

/// The page of the reasons.
pub fn page(world: &World) -> String {
    let mut page = Page::new("公开的驳回原因，哪些提交前就能查出来");
    let all = &world.rejections;
    let seen = all.iter().filter(|own| own.unseen.is_none()).count();
    page.paragraph(&format!(
        "[所有问题与省份](README.md) ·　各接入商公开的驳回和核查原因共 **{}** 条，其中 **{seen}** 条从一份填好的草稿里就能查出来；其余 **{}** 条要看网页、打电话或查工信部的记录，草稿里没有，下面写明原因。",
        all.len(),
        all.len() - seen
    ));
    for (stage, title) in [
        ("submission", "提交后被退回"),
        ("audit", "备案后核查不合格"),
    ] {
        let own: Vec<&Rejection> = all.iter().filter(|own| own.stage == stage).collect();
        let seen = own.iter().filter(|own| own.unseen.is_none()).count();
        page.heading(2, title);
        page.line(&format!("{} 条，能查出 {seen} 条。", own.len()));
        let rows: Vec<Vec<String>> = own.iter().map(|own| row(world, own)).collect();
        page.table(&["原因", "能不能提前查出", "来源"], &rows);
    }
    page.finish()
}

fn row(world: &World, own: &Rejection) -> Vec<String> {
    let mut by: Vec<String> = Vec::new();
    for id in &own.rules {
        if id.starts_with('*') {
            // Not of a rule, but of what every document must look like.
            by.push(link("材料的形式", "documents.md"));
            continue;
        }
        let title = world.rule(id).1.title.get(ZH);
        by.push(link(title, &format!("rules/{id}.md")));
    }
    for id in &own.documents {
        let sheets = world.atlas.sheets().iter();
        let document = sheets.filter_map(|sheet| sheet.ruleset.document(id)).next();
        let name = document
            .unwrap_or_else(|| panic!("no document {id}"))
            .name
            .get(ZH);
        by.push(link(name, &format!("documents.md#{}", anchor(name))));
    }
    let how = match &own.unseen {
        Some(why) => format!("不能：{}", escape(&why["zh"])),
        None => format!("能：{}", by.join("、")),
    };
    vec![escape(&own.reason["zh"]), how, escape(&own.source)]
}

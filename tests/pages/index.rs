//! The index: by question, by province, by rule.

use beian::explain::sheet_name;

use super::markdown::{Page, escape, link};
use super::questions::{address, of};
use super::world::{World, ZH};

/// The first digit of a province's code in GB/T 2260 is its region.
const REGIONS: [(char, &str); 6] = [
    ('1', "华北"),
    ('2', "东北"),
    ('3', "华东"),
    ('4', "中南"),
    ('5', "西南"),
    ('6', "西北"),
];

/// The index.
pub fn page(world: &World) -> String {
    let mut page = Page::new("ICP 备案：各省的规定和常问的问题");
    let ruleset = &world.national().ruleset;
    page.paragraph(&format!(
        "在中国大陆提供服务的网站和 App 要先备案，各省通信管理局的规定不一样。这里把公开资料里的规定按问题、按省份、按主题排好，每一条都有依据。资料读到 {}；规定会改，**以所在省通信管理局和接入商的答复为准**。",
        ruleset.as_of
    ));
    page.paragraph(
        "另见：[备案的材料：谁要、在哪里要](documents.md) ·　[公开的驳回原因，哪些提交前就能查出来](rejections.md)",
    );
    page.heading(2, "按问题看");
    for section in &world.outline.sections {
        let own = of(world, section);
        if own.is_empty() {
            continue;
        }
        page.line("");
        page.line(&format!(
            "**{}**",
            link(&section.zh, &format!("questions/{}.md", section.slug))
        ));
        page.line("");
        for question in own {
            page.line(&format!("- {}", link(&question.zh, &address(question))));
        }
    }
    page.heading(2, "按省份看");
    let rows: Vec<Vec<String>> = REGIONS
        .iter()
        .map(|(digit, region)| {
            let own = world.provinces().into_iter().filter_map(|(_, sheet)| {
                let code = sheet.province()?;
                let name = sheet_name(sheet, ZH);
                code.starts_with(*digit)
                    .then(|| link(&name, &format!("provinces/{code}.md")))
            });
            vec![(*region).to_owned(), own.collect::<Vec<_>>().join(" ")]
        })
        .collect();
    page.table(&["地区", "省份"], &rows);
    page.heading(2, "按主题看规则");
    page.line("只在个别省的规则，名称后写明省份。");
    let ids = world.atlas.rule_ids();
    for section in &world.outline.sections {
        let own: Vec<String> = ids
            .iter()
            .filter(|id| world.section_of_rule(id).slug == section.slug)
            .map(|id| {
                let (sheet, rule) = world.rule(id);
                let of = sheet
                    .name(ZH)
                    .map_or_else(String::new, |name| format!("（{name}）"));
                let target = format!("rules/{id}.md");
                format!("{}{}", link(rule.title.get(ZH), &target), escape(&of))
            })
            .collect();
        if !own.is_empty() {
            page.paragraph(&format!("**{}**：{}", escape(&section.zh), own.join("、")));
        }
    }
    page.paragraph(
        "<sub>这些页面由规则生成，不要手改；怎样更新见 [docs/rulesets.md](../rulesets.md)。</sub>",
    );
    page.finish()
}

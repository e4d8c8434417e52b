//! A check of pages explained, as people read it.

use super::explain::facts;
use super::page::Page;
use crate::explain::{SiteTerms, SiteWords};
use crate::text::{Lang, Text};

/// A check of pages, what provinces want of it, and its sources.
pub fn site_text(site: &SiteWords, lang: Lang) -> String {
    let mut page = Page::new(lang);
    page.line(0, &format!("{} · {}", site.id, site.title));
    page.field("全国", "everywhere", &terms(&site.terms, lang));
    if let Some(help) = &site.help {
        page.field("怎么办", "what to do", help);
    }
    if !site.provinces.is_empty() {
        page.heading("各省", "Provinces");
    }
    for province in &site.provinces {
        let terms = terms(&province.terms, lang);
        let line = format!("{} · {terms} · {}", province.name, province.facts.join(" "));
        page.hanging(2, "· ", &line);
    }
    facts(&mut page, &site.facts);
    page.done()
}

fn terms(terms: &SiteTerms, lang: Lang) -> String {
    let severity = match terms.severity {
        "error" => Text::fixed("不符为错误", "an error where it fails"),
        "warning" => Text::fixed("不符为警告", "a warning where it fails"),
        _ => Text::fixed("不符为提示", "a notice where it fails"),
    };
    let wants = match terms.wants.as_deref() {
        Some("service") => Text::fixed("标网站备案号", "the site's number"),
        Some("subject") => Text::fixed(
            "标主体备案号，不带序号",
            "the subject's number, without suffix",
        ),
        Some("none") => Text::fixed("不要求", "not asked for"),
        Some("shown") => Text::fixed("要有", "has to be there"),
        Some("subject-name") => Text::fixed(
            "要有，名称与备案主体一致",
            "has to be there, with the subject's name",
        ),
        _ => Text::default(),
    };
    let hosts = terms.hosts.join(" ");
    let parts = [wants.get(lang), hosts.as_str(), severity.get(lang)];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    })
}

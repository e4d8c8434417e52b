//! A check of pages explained, as people read it.

use super::explain::facts;
use super::page::Page;
use crate::explain::{SiteTerms, SiteWords, severity_words, wants_words};
use crate::text::Lang;

/// A check of pages, what provinces want of it, and its sources.
pub fn site_text(site: &SiteWords, lang: Lang, width: usize) -> String {
    let mut page = Page::new(lang, width);
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

/// What is wanted, where the link leads, and how grave a failure is.
pub(super) fn terms(terms: &SiteTerms, lang: Lang) -> String {
    let wants = terms.wants.as_deref();
    let wants = wants.map_or_else(String::new, |word| wants_words(word, lang));
    let hosts = terms.hosts.join(" ");
    // What is not asked for cannot fail.
    let is_asked = terms.wants.as_deref() != Some("none");
    let severity = if is_asked {
        severity_words(terms.severity, lang)
    } else {
        ""
    };
    let parts = [wants.as_str(), hosts.as_str(), severity];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    })
}

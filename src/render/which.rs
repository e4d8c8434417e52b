//! Which kind of filing is needed, as people read it.

use super::page::Page;
use crate::explain::WhichWords;
use crate::text::Lang;

/// The answer with its reason and where it comes from.
pub fn which_text(which: &WhichWords, lang: Lang, width: usize) -> String {
    let mut page = Page::new(lang, width);
    let title = match which.filing {
        Some(filing) => format!("{}  filing.kind = \"{filing}\"", which.title),
        None => which.title.clone(),
    };
    page.line(0, &title);
    page.line(2, &which.text);
    if let Some(next) = &which.next {
        let label = page.say("接着：", "next: ");
        page.hanging(2, label, next);
    }
    let (open, close) = (page.say("（", " ("), page.say("）", ")"));
    let sources: Vec<String> = which
        .facts
        .iter()
        .map(|fact| {
            let newest = fact
                .sources
                .first()
                .map_or_else(String::new, |source| source.brief.clone());
            format!("{newest}{open}{}{close}", fact.id)
        })
        .collect();
    let label = page.say("依据：", "evidence: ");
    page.hanging(2, label, &sources.join(" · "));
    page.done()
}

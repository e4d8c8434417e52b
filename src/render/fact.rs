//! A fact of the evidence explained, as people read it.

use super::explain::{facts, layer};
use super::page::Page;
use crate::explain::{FactPage, UseWords};
use crate::text::Lang;

/// A fact with its sources, and what of the rules expresses it.
pub fn fact_text(fact: &FactPage, lang: Lang, width: usize) -> String {
    let mut page = Page::new(lang, width);
    facts(&mut page, std::slice::from_ref(&fact.fact));
    page.heading("出处", "Where it was read");
    for source in &fact.fact.sources {
        page.hanging(2, "· ", &format!("{}  {}", source.as_of, source.place));
    }
    page.heading("写进了哪里", "Where the rules express it");
    if fact.expressed_by.is_empty() {
        let nowhere = page.say("没有规则或须知引用它", "no rule or guidance rests on it");
        page.line(2, nowhere);
    }
    for one in &fact.expressed_by {
        expression(&mut page, one);
    }
    page.done()
}

fn expression(page: &mut Page, one: &UseWords) {
    let lang = page.lang;
    let kind = match one.kind {
        "rule" => page.say("规则", "rule"),
        "branch" => page.say("规则的分支", "branch of the rule"),
        "set" => page.say("规则的参数", "parameters of the rule"),
        "except" => page.say("规则的例外", "exception of the rule"),
        "require" => page.say("要的材料", "documents needed"),
        "document" => page.say("材料", "document"),
        "form" => page.say("材料的形式", "form of the document"),
        "guidance" => page.say("须知", "good to know"),
        "site" => page.say("网页检查", "check of pages"),
        "list" => page.say("词表", "word list"),
        _ => page.say("备案类型", "kind of filing"),
    };
    let id = one
        .id
        .as_ref()
        .map_or_else(String::new, |id| format!(" {id}"));
    page.hanging(2, "· ", &format!("{} · {kind}{id}", layer(&one.at, lang)));
    if !one.text.is_empty() {
        page.line(4, &one.text);
    }
    if let Some(when) = &one.when {
        let label = page.say("当：", "when: ");
        page.hanging(4, label, when);
    }
    page.line(4, &one.at.place);
}

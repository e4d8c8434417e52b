//! The questions of applicants, a page for each section, with the provinces by what they answer.

use beian::explain::Sources;

use super::markdown::{Page, anchor, escape, link, sentence};
use super::notes::Notes;
use super::provinces::{document_link, rule_link};
use super::rules::{PROVINCES, groups, table};
use super::world::{NOTHING, Question, Section, World, ZH, filing, split, subject};

/// The questions of a section.
pub fn of<'w>(world: &'w World, section: &Section) -> Vec<&'w Question> {
    let all = world.outline.questions.iter();
    all.filter(|question| question.section == section.slug)
        .collect()
}

/// Where a question is answered, from the index.
pub fn address(question: &Question) -> String {
    format!("questions/{}.md#{}", question.section, anchor(&question.zh))
}

/// The page of a section's questions, and the facts that it cites.
pub fn page(world: &World, sources: &Sources<'_>, section: &Section) -> (String, Vec<String>) {
    let mut page = Page::new(&format!("常问：{}", section.zh));
    page.paragraph(&format!(
        "[所有问题与省份](../README.md) ·　按 {} 读到的公开资料整理，**以所在省通信管理局和接入商的答复为准**。表里各省的依据，在各省的页面。",
        world.national().ruleset.as_of
    ));
    let mut notes = Notes::new(sources);
    let own = of(world, section);
    page.line("");
    for question in &own {
        page.line(&format!(
            "- {}",
            link(&question.zh, &format!("#{}", anchor(&question.zh)))
        ));
    }
    for question in own {
        answer(world, &mut notes, question, &mut page);
    }
    let cited = notes.cited.clone();
    notes.write(&mut page);
    (page.finish(), cited)
}

fn answer(world: &World, notes: &mut Notes<'_>, question: &Question, page: &mut Page) {
    page.heading(2, &question.zh);
    page.line(&escape(&question.lead));
    let (of, with) = (
        subject(question.subject.as_deref()),
        filing(question.filing.as_deref()),
    );
    let mut see: Vec<String> = Vec::new();
    let mut further: Vec<(String, String)> = Vec::new();
    for (at, value) in question.values.iter().enumerate() {
        let (id, name) = split(value);
        let (_, rule) = world.rule(id);
        let param = rule.params.iter().find(|own| own.name == name);
        let param = param.unwrap_or_else(|| panic!("no parameter {value}"));
        let label = param.label.get(ZH);
        let mut grouped = groups(world, id, name, with, of);
        if let Some(word) = &question.further {
            if at == 0 {
                let asked = grouped.iter().filter(|(value, _)| value.contains(word));
                further = asked.flat_map(|(_, own)| own.clone()).collect();
                assert!(!further.is_empty(), "{}: no value has {word}", question.zh);
            } else {
                for (_, own) in &mut grouped {
                    own.retain(|province| further.contains(province));
                }
                grouped.retain(|(_, own)| !own.is_empty());
            }
        }
        let nation = world.value(0, id, name, with, of);
        let nation = nation.unwrap_or_else(|| NOTHING.to_owned());
        match grouped.as_slice() {
            [(value, own)] if own.len() == world.provinces().len() => {
                page.paragraph(&format!("{}：各省一样，{}。", escape(label), escape(value)));
            }
            _ => table(&grouped, &nation, &escape(label), page),
        }
        let target = format!("../rules/{id}.md#{PROVINCES}");
        let more = link(rule.title.get(ZH), &target);
        if !see.contains(&more) {
            see.push(more);
        }
    }
    if !question.facts.is_empty() {
        page.line("");
        for fact in &question.facts {
            let told = world.sources().fact(fact, None);
            let told = told.unwrap_or_else(|| panic!("no fact {fact}"));
            let notes = notes.cite(std::slice::from_ref(fact));
            page.line(&format!("- {}{notes}", escape(&sentence(&told.statement))));
        }
    }
    for id in &question.rules {
        let more = rule_link(world.rule(id).1);
        if !see
            .iter()
            .any(|known| known.starts_with(more.trim_end_matches(')')))
        {
            see.push(more);
        }
    }
    see.extend(
        question
            .documents
            .iter()
            .map(|id| document_link(world.national(), id)),
    );
    if !see.is_empty() {
        page.paragraph(&format!("详细：{}", see.join("、")));
    }
}

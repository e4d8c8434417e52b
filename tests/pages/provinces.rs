//! A page for each province: what is special there, then what is as in the nation.

use beian::explain::{PeriodWords, Sheet, Sources, form_words, period, sheet_name};
use beian::facts::FilingGroup;
use beian::fields::FactRef;
use beian::ruleset::{ALL_FILINGS, Condition, FILINGS, Papers, Rule, Selection, has_bit};

use super::markdown::{Page, anchor, escape, link};
use super::notes::Notes;
use super::world::{World, ZH, is_provincial, scribe, split, subject};

/// The section for guidance that belongs to none.
const OTHER: &str = "process";
/// A national value of more characters is not repeated.
const LONG: usize = 40;
/// Conditions of more characters are not told.
const LONG_CONDITION: usize = 80;

/// The page of a province, and the facts that it cites.
pub fn page(
    world: &World,
    sources: &Sources<'_>,
    index: usize,
    sheet: &Sheet,
) -> (String, Vec<String>) {
    let name = sheet_name(sheet, ZH);
    let ruleset = &sheet.ruleset;
    let mut page = Page::new(&format!("{name}备案：本省特别的和与全国相同的"));
    page.paragraph(&format!(
        "[所有问题与省份](../README.md) ·　按 {} 读到的公开资料整理。各省规定会改，资料也可能不全：**以{name}通信管理局和接入商的答复为准**。",
        ruleset.as_of
    ));
    page.paragraph(
        "每条先写资料怎么说，再写本省的要求是什么。没有注明可信度的，可信度高；〔〕里的数字是文末的依据。",
    );
    let mut notes = Notes::new(sources);
    let mut told = Told {
        world,
        index,
        sheet,
        notes: &mut notes,
    };
    let mut same = Vec::new();
    let mut parts: Vec<(usize, Vec<String>, Vec<String>)> = Vec::new();
    for at in 0..world.outline.sections.len() {
        let (items, confirmed) = told.section(at);
        same.extend(confirmed);
        let further = told.guidance(at);
        parts.push((at, items, further));
    }
    let something = parts
        .iter()
        .any(|(_, items, further)| !items.is_empty() || !further.is_empty());
    page.heading(2, "本省特别的");
    if !something {
        page.line("没有读到与全国不同的规定。");
    }
    for (at, items, further) in parts {
        if items.is_empty() && further.is_empty() {
            continue;
        }
        page.heading(3, &world.outline.sections[at].zh);
        for item in items {
            page.line(&item);
        }
        if !further.is_empty() {
            page.line("- 另外要知道");
            for line in further {
                page.line(&format!("  - {line}"));
            }
        }
    }
    page.heading(2, "与全国相同的");
    let rows = told.asked();
    page.table(&["常问", "本省（与全国相同）"], &rows);
    if !same.is_empty() {
        page.paragraph(&format!(
            "本省的资料也这样写、与全国一致的还有：{}。",
            same.join("；")
        ));
    }
    page.paragraph(
        "其余没有列出的，也按全国的规定办，见[按主题的规则](../README.md#按主题看规则)。",
    );
    let cited = notes.cited.clone();
    notes.write(&mut page);
    (page.finish(), cited)
}

/// What is told of a province.
struct Told<'t, 'n, 's> {
    world: &'t World,
    index: usize,
    sheet: &'t Sheet,
    notes: &'n mut Notes<'s>,
}

impl Told<'_, '_, '_> {
    /// What is special in a section, and the rules that are as in the nation.
    fn section(&mut self, at: usize) -> (Vec<String>, Vec<String>) {
        let world = self.world;
        let slug = &world.outline.sections[at].slug;
        let (mut items, mut same) = (Vec::new(), Vec::new());
        for rule in &self.sheet.ruleset.rules {
            if world.section_of_rule(&rule.id).slug != *slug {
                continue;
            }
            if is_provincial(&self.sheet.ruleset, rule.origin) {
                items.push(self.own_rule(rule));
                continue;
            }
            let mut facts = self.facts_of(rule);
            if facts.is_empty() {
                continue;
            }
            let lines = self.differences(rule);
            // What the province's own sources say; the nation's only where there are none.
            let own = self.is_own();
            if facts.iter().any(&own) {
                facts.retain(&own);
            }
            if lines.is_empty() {
                let notes = self.notes.cite(&facts);
                same.push(format!("{}{notes}", rule_link(rule)));
                continue;
            }
            items.push(self.item(
                &rule_link(rule),
                self.subjects(rule.subjects),
                &facts,
                &lines,
            ));
        }
        if slug == "documents" {
            items.extend(self.documents());
        }
        (items, same)
    }

    /// Whether a fact is of the province's own evidence.
    fn is_own(&self) -> impl Fn(&String) -> bool + use<> {
        let code = format!("{}-", self.sheet.province().unwrap_or_default());
        move |fact| fact.starts_with(&code)
    }

    /// A thing that is special: what sources say of it, and what is asked.
    fn item(
        &mut self,
        title: &str,
        scope: Option<String>,
        facts: &[String],
        lines: &[String],
    ) -> String {
        let scope = scope.map_or_else(String::new, |scope| format!("（{}）", escape(&scope)));
        let statements = self.notes.statements(facts);
        let mut item = if statements.is_empty() {
            format!("- **{title}**{scope}{}", self.notes.cite(facts))
        } else {
            format!("- **{title}**{scope}　{statements}")
        };
        let conflicts = self.notes.conflicts(facts);
        for line in lines.iter().cloned().chain(conflicts) {
            item.push_str(&format!("\n  - {line}"));
        }
        item
    }

    /// A rule that only this province has.
    fn own_rule(&mut self, rule: &Rule) -> String {
        let mut facts = rule.facts.clone();
        facts.extend(rule.branches.iter().flat_map(|own| own.facts.clone()));
        facts.extend(rule.requires.iter().flat_map(|own| own.facts.clone()));
        facts.extend(rule.exceptions.iter().flat_map(|own| own.facts.clone()));
        let mut lines: Vec<String> = Vec::new();
        for branch in &rule.branches {
            let words = scribe(self.sheet).branch(rule, branch);
            if let Some(help) = words.help {
                let line = format!("怎么办：{}", escape(&holes(&help)));
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        lines.extend(self.papers_of(rule));
        self.item(
            &rule_link(rule),
            self.subjects(rule.subjects),
            &facts,
            &lines,
        )
    }

    /// What the parts of the province's file that change a rule rest on.
    fn facts_of(&self, rule: &Rule) -> Vec<String> {
        let ruleset = &self.sheet.ruleset;
        // What is set of another rule's parameter is told with that.
        let is_told = |index: usize| rule.params[index].like.is_some();
        let sets = rule.sets.iter();
        let sets = sets.filter(|own| {
            own.values.is_empty() || own.values.iter().any(|(index, _)| !is_told(*index))
        });
        let sets = sets.map(|own| (own.origin, &own.facts));
        let exceptions = rule.exceptions.iter().map(|own| (own.origin, &own.facts));
        let requires = rule.requires.iter().map(|own| (own.origin, &own.facts));
        let mut facts: Vec<String> = Vec::new();
        for (origin, own) in sets.chain(exceptions).chain(requires) {
            if is_provincial(ruleset, origin) {
                for fact in own {
                    if !facts.contains(fact) {
                        facts.push(fact.clone());
                    }
                }
            }
        }
        facts
    }

    /// What of a national rule is not as in the nation.
    fn differences(&self, rule: &Rule) -> Vec<String> {
        let mut lines = Vec::new();
        for (what, own, nation) in self.world.differences(self.index, rule) {
            // A long list of the nation's stands on the rule's page.
            let nation = if nation.chars().count() > LONG {
                "全国的见规则页".to_owned()
            } else {
                format!("全国：{nation}")
            };
            lines.push(escape(&format!("{what}：{own}（{nation}）")));
        }
        let scribe = scribe(self.sheet);
        let ruleset = &self.sheet.ruleset;
        for set in rule
            .sets
            .iter()
            .filter(|set| is_provincial(ruleset, set.origin))
        {
            if let Some(cap) = set.cap.filter(|_| set.values.is_empty()) {
                let phrases = scribe.phrases(&rule.params);
                let when = self.when(rule, &set.selection);
                let when = when.map_or_else(String::new, |when| format!("{when}："));
                lines.push(escape(&format!(
                    "{when}不符合时至多{}",
                    phrases.severity(cap)
                )));
            }
        }
        for exception in rule
            .exceptions
            .iter()
            .filter(|own| is_provincial(ruleset, own.origin))
        {
            let words = scribe.exception(rule, exception);
            let when = self
                .when(rule, &exception.selection)
                .unwrap_or_else(|| "本省".to_owned());
            let reason = words
                .reason
                .map_or_else(String::new, |reason| format!("：{reason}"));
            lines.push(format!(
                "例外，不作要求：{}",
                escape(&format!("{when}{reason}"))
            ));
        }
        lines.extend(self.papers_of(rule));
        lines
    }

    /// The documents that the province's file asks for by a rule.
    fn papers_of(&self, rule: &Rule) -> Vec<String> {
        let ruleset = &self.sheet.ruleset;
        let own = rule
            .requires
            .iter()
            .filter(|own| is_provincial(ruleset, own.origin));
        own.map(|require| {
            let words = scribe(self.sheet).require(Some(rule), require);
            let when = self
                .when(rule, &require.selection)
                .map_or_else(String::new, |when| format!("（{when}）"));
            format!("要交：{}", escape(&format!("{}{when}", words.names)))
        })
        .collect()
    }

    /// The documents that the province's file asks for, and what it asks of their form.
    fn documents(&mut self) -> Vec<String> {
        let sheet = self.sheet;
        let ruleset = &sheet.ruleset;
        let mut items = Vec::new();
        for require in ruleset
            .requires
            .iter()
            .filter(|own| is_provincial(ruleset, own.origin))
        {
            let words = scribe(sheet).require(None, require);
            let title = match &require.papers {
                Papers::Fixed(bundles) => match bundles.as_slice() {
                    [bundle] => {
                        let names = bundle.iter().map(|id| document_link(sheet, id));
                        names.collect::<Vec<_>>().join("、")
                    }
                    _ => escape(&words.names),
                },
                Papers::Param(_) => escape(&words.names),
            };
            let when = selected(sheet, &require.selection);
            let when = when.map(|when| format!("什么时候要：{}", escape(&when)));
            let lines: Vec<String> = when.into_iter().collect();
            items.push(self.item(&title, None, &require.facts, &lines));
        }
        for change in ruleset
            .forms
            .iter()
            .filter(|own| is_provincial(ruleset, own.origin))
        {
            let title = match &change.document {
                Some(id) => format!("{}的形式", document_link(sheet, id)),
                None => "上传图片的形式".to_owned(),
            };
            let when = selected(sheet, &change.selection);
            let when = when.map_or_else(String::new, |when| format!("（{when}）"));
            let line = escape(&format!("{}{when}", form_words(&change.form, ZH)));
            items.push(self.item(&title, None, &change.facts, &[line]));
        }
        items
    }

    /// What is good to know, of a section.
    fn guidance(&mut self, at: usize) -> Vec<String> {
        let world = self.world;
        let slug = &world.outline.sections[at].slug;
        let ruleset = &self.sheet.ruleset;
        let mut lines = Vec::new();
        for own in ruleset
            .guidance
            .iter()
            .filter(|own| is_provincial(ruleset, own.origin))
        {
            let about = own.about.as_deref().filter(|id| ruleset.rule(id).is_some());
            let section = match (about, &own.topic) {
                (Some(rule), _) => world.section_of_rule(rule).slug.as_str(),
                (None, Some(topic)) => world.section_of_topic(topic).slug.as_str(),
                (None, None) => OTHER,
            };
            if section != slug {
                continue;
            }
            let when = selected(self.sheet, &own.selection);
            let when = when.map_or_else(String::new, |when| format!("（{}）", escape(&when)));
            let notes = self.notes.cite(&own.facts);
            lines.push(format!("{}{when}{notes}", escape(own.text.get(ZH))));
        }
        lines
    }

    /// The values most asked for that are those of the nation.
    fn asked(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for asked in &self.world.outline.asked {
            let (rule, param) = split(&asked.value);
            let of = subject(asked.subject.as_deref());
            let says = |sheet| self.world.value(sheet, rule, param, None, of);
            let (own, nation) = (says(self.index), says(0));
            if let (Some(own), true) = (&own, own == nation) {
                let target = format!("../rules/{rule}.md");
                rows.push(vec![link(&asked.zh, &target), escape(own)]);
            }
        }
        rows
    }

    fn subjects(&self, subjects: u64) -> Option<String> {
        scribe(self.sheet).phrases(&[]).subjects(subjects)
    }

    /// When a part of a rule holds; `None`: always.
    fn when(&self, rule: &Rule, selection: &Selection) -> Option<String> {
        let selection = trimmed(selection);
        let text = scribe(self.sheet).selection(&rule.params, &selection);
        with_period(text, &period(&selection.period))
    }
}

/// For whom and when something holds; that it is for all that is new is not said, nor is a long
/// condition, which the sources put in better words.
pub fn selected(sheet: &Sheet, selection: &Selection) -> Option<String> {
    let mut own = trimmed(selection);
    let scribe = scribe(sheet);
    let mut text = scribe.selection(&[], &own);
    if text
        .as_ref()
        .is_some_and(|text| text.chars().count() > LONG_CONDITION)
    {
        own.when = Condition::All(Vec::new());
        text = scribe.selection(&[], &own);
    }
    with_period(text, &period(&selection.period))
}

fn with_period(text: Option<String>, period: &PeriodWords) -> Option<String> {
    let text = period.after(text.unwrap_or_default(), ZH);
    (!text.is_empty()).then_some(text)
}

/// A selection without the kinds of filing where they are new filings, access and changes, as is
/// usual.
fn trimmed(selection: &Selection) -> Selection {
    let mut own = selection.clone();
    let is_usual = |index: usize| {
        let group = u8::try_from(index).map(FilingGroup::of);
        matches!(
            group,
            Ok(FilingGroup::New | FilingGroup::Access | FilingGroup::Changes)
        )
    };
    if (0..FILINGS).all(|index| !is_usual(index) || has_bit(own.filings, index)) {
        own.filings = ALL_FILINGS;
    }
    own
}

/// A rule by its title, linked to its page from another folder of pages.
pub fn rule_link(rule: &Rule) -> String {
    link(rule.title.get(ZH), &format!("../rules/{}.md", rule.id))
}

/// A document by its name, linked to where it is told.
pub fn document_link(sheet: &Sheet, id: &str) -> String {
    match sheet.ruleset.document(id) {
        Some(document) => {
            let name = document.name.get(ZH);
            link(name, &format!("../documents.md#{}", anchor(name)))
        }
        None => panic!("no document {id}"),
    }
}

/// A message for people who have no draft: holes in words, fields by their names, and no ids of
/// what is named already.
pub fn holes(message: &str) -> String {
    let text = message.replace('{', "〈").replace('}', "〉");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_lowercase()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !is_of_id(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        out.push_str(before);
        match after.strip_prefix('）') {
            // 「首次备案（first）」, after a name.
            Some(after) if before.ends_with('（') && FactRef::of_place(word).is_none() => {
                out.truncate(out.len() - '（'.len_utf8());
                rest = after;
            }
            // An address is no field.
            _ if before.ends_with(['@', '/']) || after.starts_with(['@', '/']) => {
                out.push_str(word);
                rest = after;
            }
            _ => match field(word) {
                Some(name) => {
                    out.truncate(out.trim_end().len());
                    out.push_str(&format!("「{name}」"));
                    rest = after.trim_start();
                }
                None => {
                    out.push_str(word);
                    rest = after;
                }
            },
        }
    }
    out.push_str(rest);
    out
}

const fn is_of_id(c: char) -> bool {
    c.is_ascii_lowercase() || matches!(c, '-' | '_' | '.')
}

/// What a field, or a field of approvals, is called that a message names as drafts write it.
fn field(word: &str) -> Option<String> {
    if word == "pre_approvals" {
        return Some("前置审批".to_owned());
    }
    let fields = FactRef::of_path("service.involves")?.kind().choices()?;
    if let Some(choice) = fields.iter().find(|choice| choice.id == word) {
        return Some(choice.label.get(ZH).to_owned());
    }
    let paths = [
        word.to_owned(),
        format!("access.{word}"),
        format!("service.{word}"),
    ];
    let mut paths = paths.iter().filter(|path| path.contains('.'));
    let fact = paths.find_map(|path| FactRef::of_place(path))?;
    Some(fact.label().get(ZH).to_owned())
}

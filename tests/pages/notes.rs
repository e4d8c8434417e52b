//! Where a page's statements come from: every source once, by its number.

use beian::explain::{FactWords, Sources};

use super::markdown::{Page, escape, sentence};

/// The sources that a page cites.
pub struct Notes<'s> {
    sources: &'s Sources<'s>,
    list: Vec<String>,
    /// The facts whose statements are told already.
    told: Vec<String>,
    /// All facts that are cited.
    pub cited: Vec<String>,
}

/// The heading under which the sources stand.
pub const HEADING: &str = "依据";

impl<'s> Notes<'s> {
    pub fn new(sources: &'s Sources<'s>) -> Self {
        Self {
            sources,
            list: Vec::new(),
            told: Vec::new(),
            cited: Vec::new(),
        }
    }

    fn fact(&mut self, id: &str) -> FactWords {
        let fact = self.sources.fact(id, None);
        let fact = fact.unwrap_or_else(|| panic!("no fact {id}"));
        if !self.cited.contains(&fact.id) {
            self.cited.push(fact.id.clone());
        }
        fact
    }

    /// The numbers of the sources of some facts, and how sure these are where that is not high.
    pub fn cite(&mut self, ids: &[String]) -> String {
        let mut numbers: Vec<usize> = Vec::new();
        let mut sure: Option<u8> = None;
        for id in ids {
            let fact = self.fact(id);
            sure = sure.max(Some(rank(&fact.confidence)));
            for source in &fact.sources {
                let mut text = escape(&source.brief);
                if source.old && source.dated && !text.ends_with("（旧）") {
                    text.push_str("（旧）");
                }
                let at = self.list.iter().position(|known| *known == text);
                let at = at.unwrap_or_else(|| {
                    self.list.push(text);
                    self.list.len() - 1
                });
                if !numbers.contains(&(at + 1)) {
                    numbers.push(at + 1);
                }
            }
        }
        numbers.sort_unstable();
        let sure = match sure {
            Some(0) => "（可信度低）",
            Some(1) => "（可信度中）",
            _ => "",
        };
        if numbers.is_empty() {
            return sure.to_owned();
        }
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        format!("{sure}[〔{}〕](#{HEADING})", numbers.join("、"))
    }

    /// What facts say, each with its sources, in one paragraph; those told before are left out.
    pub fn statements(&mut self, ids: &[String]) -> String {
        let mut parts = Vec::new();
        for id in ids {
            if self.told.contains(id) {
                continue;
            }
            self.told.push(id.clone());
            let fact = self.fact(id);
            let notes = self.cite(std::slice::from_ref(id));
            parts.push(format!("{}{notes}", escape(&sentence(&fact.statement))));
        }
        parts.join(" ")
    }

    /// What other sources say against facts.
    pub fn conflicts(&mut self, ids: &[String]) -> Option<String> {
        let mut parts = Vec::new();
        for id in ids {
            if let Some(conflicts) = self.fact(id).conflicts {
                let text = escape(&sentence(&conflicts));
                if !parts.contains(&text) {
                    parts.push(text);
                }
            }
        }
        (!parts.is_empty()).then(|| format!("另有说法：{}", parts.join(" ")))
    }

    /// Writes the sources below the page.
    pub fn write(self, page: &mut Page) {
        if self.list.is_empty() {
            return;
        }
        page.heading(2, HEADING);
        for (at, source) in self.list.iter().enumerate() {
            page.line(&format!("{}. {source}", at + 1));
        }
    }
}

fn rank(confidence: &str) -> u8 {
    match confidence {
        "high" => 2,
        "medium" => 1,
        _ => 0,
    }
}

//! Where rules come from, briefly: 「华为云《山西管局要求》2026-07」.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::text::{Lang, Text};

/// A fact of the evidence, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceFact {
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Where it was read.
    pub sources: Vec<EvidenceSource>,
    /// What it says.
    pub statement: String,
}

/// Where a fact was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceSource {
    /// Who says it.
    pub who: String,
    /// What the page is called.
    pub title: String,
    /// As of when, as the collectors wrote it.
    pub as_of: String,
}

/// A fact with what reports say of it, whatever the draft.
#[derive(Debug)]
pub struct Cited {
    /// The fact.
    pub fact: Arc<EvidenceFact>,
    /// How sure it is.
    pub(super) rank: Option<usize>,
    /// Its sources, in the evidence's order.
    pub(super) lines: Vec<Line>,
}

/// A source in a few words.
#[derive(Debug)]
pub(super) struct Line {
    /// The year and month that it is of, as far as they are known.
    pub date: Option<(i32, u32)>,
    /// The words.
    pub text: Text,
}

/// Looks up the evidence.
pub trait Evidence {
    /// The fact of an id.
    fn fact(&self, id: &str) -> Option<Arc<EvidenceFact>>;

    /// The fact of an id with what reports say of it.
    fn cited(&self, id: &str) -> Option<Arc<Cited>> {
        self.fact(id).map(|fact| Arc::new(Cited::new(fact)))
    }

    /// Whether looking something up again costs next to nothing.
    fn remembers(&self) -> bool {
        false
    }
}

/// What was looked up already.
type Known = HashMap<String, Option<Arc<Cited>>>;

/// Evidence that was looked up already; findings of one draft share most of it.
pub(super) struct Remembered<'a> {
    evidence: &'a dyn Evidence,
    known: RefCell<Known>,
}

/// Evidence that was looked up already, for the drafts of a batch.
pub struct Archive<'a> {
    evidence: &'a (dyn Evidence + Sync),
    known: RwLock<Known>,
}

impl Cited {
    fn new(fact: Arc<EvidenceFact>) -> Self {
        let lines = fact.sources.iter().map(|source| Line {
            date: source.date(),
            text: Text::new(source.brief(Lang::Zh), source.brief(Lang::En)),
        });
        Self {
            rank: rank(&fact.confidence),
            lines: lines.collect(),
            fact,
        }
    }
}

impl<'a> Remembered<'a> {
    pub fn new(evidence: &'a dyn Evidence) -> Self {
        Self {
            evidence,
            known: RefCell::default(),
        }
    }

    /// The fact of an id.
    pub fn fact(&self, id: &str) -> Option<Arc<Cited>> {
        if self.evidence.remembers() {
            return self.evidence.cited(id);
        }
        if let Some(known) = self.known.borrow().get(id) {
            return known.clone();
        }
        let fact = self.evidence.cited(id);
        self.known.borrow_mut().insert(id.to_owned(), fact.clone());
        fact
    }
}

impl<'a> Archive<'a> {
    /// An archive of evidence; nothing is looked up yet.
    pub fn new(evidence: &'a (dyn Evidence + Sync)) -> Self {
        Self {
            evidence,
            known: RwLock::default(),
        }
    }
}

impl std::fmt::Debug for Archive<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").finish_non_exhaustive()
    }
}

impl Evidence for Archive<'_> {
    fn fact(&self, id: &str) -> Option<Arc<EvidenceFact>> {
        self.cited(id).map(|cited| Arc::clone(&cited.fact))
    }

    fn remembers(&self) -> bool {
        true
    }

    fn cited(&self, id: &str) -> Option<Arc<Cited>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(fact) = known.get(id) {
            return fact.clone();
        }
        drop(known);
        let fact = self.evidence.cited(id);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(id.to_owned(), fact.clone());
        fact
    }
}

/// No evidence at hand.
impl Evidence for () {
    fn fact(&self, _id: &str) -> Option<Arc<EvidenceFact>> {
        None
    }
}

/// How many years evidence stays young.
pub(crate) const YOUNG_YEARS: i32 = 2;

const WHO: &[(&str, Text)] = &[
    ("aliyun", Text::fixed("阿里云", "Alibaba Cloud")),
    ("huaweicloud", Text::fixed("华为云", "Huawei Cloud")),
    ("tencentcloud", Text::fixed("腾讯云", "Tencent Cloud")),
    ("baiducloud", Text::fixed("百度智能云", "Baidu AI Cloud")),
    (
        "baidu ai cloud",
        Text::fixed("百度智能云", "Baidu AI Cloud"),
    ),
    ("baidu", Text::fixed("百度智能云", "Baidu AI Cloud")),
    ("volcengine", Text::fixed("火山引擎", "Volcano Engine")),
    ("ucloud", Text::fixed("UCloud", "UCloud")),
    ("xinnet", Text::fixed("新网", "Xinnet")),
    ("weixin", Text::fixed("微信", "WeChat")),
    ("miit", Text::fixed("工信部", "MIIT")),
    ("third-party", Text::fixed("第三方", "third party")),
];

impl EvidenceSource {
    /// The source in a few words.
    pub fn brief(&self, lang: Lang) -> String {
        let who = who(&self.who, lang);
        let when = self.when(lang);
        let title = self.title.trim();
        match lang {
            Lang::Zh => format!("{who}《{title}》{when}"),
            Lang::En => format!("{who} “{title}” {when}"),
        }
    }

    /// The year and month that it is of, as far as they are known.
    pub fn date(&self) -> Option<(i32, u32)> {
        if self.is_undated() {
            return None;
        }
        let (at, year) = self
            .as_of
            .char_indices()
            .find_map(|(at, _)| Some((at, number(self.as_of.get(at..at.checked_add(4)?)?)?)))?;
        let rest = self.as_of.get(at.saturating_add(4)..).unwrap_or("");
        let month = rest
            .strip_prefix('-')
            .and_then(|rest| number(rest.get(..2)?))
            .filter(|month| (1..=12).contains(month));
        let year = i32::try_from(year)
            .ok()
            .filter(|year| (1990..2200).contains(year))?;
        Some((year, month.unwrap_or(0)))
    }

    fn is_undated(&self) -> bool {
        let text = self.as_of.trim();
        text.is_empty() || text.starts_with("undated") || text.starts_with("无日期")
    }

    fn when(&self, lang: Lang) -> &str {
        match (self.is_undated(), lang) {
            (true, Lang::Zh) => "无日期",
            (true, Lang::En) => "undated",
            (false, _) => self.as_of.trim(),
        }
    }
}

/// A number of ASCII digits only.
fn number(text: &str) -> Option<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

/// Who says it; what stands in brackets after a known name stays.
fn who(text: &str, lang: Lang) -> String {
    let text = text.trim();
    let (name, rest) = match text.find(['(', '（']) {
        Some(at) => text.split_at_checked(at).unwrap_or((text, "")),
        None => (text, ""),
    };
    let known = WHO
        .iter()
        .find(|(id, _)| id.eq_ignore_ascii_case(name.trim()));
    match known {
        Some((_, label)) if rest.is_empty() => label.get(lang).to_owned(),
        Some((_, label)) => {
            let inside = rest.trim_matches(['(', ')', '（', '）']);
            match lang {
                Lang::Zh => format!("{}（{inside}）", label.zh),
                Lang::En => format!("{} ({inside})", label.en),
            }
        }
        None => text.to_owned(),
    }
}

/// The ids of confidence, from weak to sure.
const CONFIDENCE: &[&str] = &["low", "medium", "high"];

/// The rank of a confidence.
pub(super) fn rank(confidence: &str) -> Option<usize> {
    CONFIDENCE.iter().position(|known| *known == confidence)
}

/// The confidence of a rank.
pub(super) fn confidence(rank: usize) -> Option<&'static str> {
    CONFIDENCE.get(rank).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(who: &str, as_of: &str) -> EvidenceSource {
        EvidenceSource {
            who: who.to_owned(),
            title: "山西管局要求".to_owned(),
            as_of: as_of.to_owned(),
        }
    }

    #[test]
    fn a_source_is_told_briefly() {
        for (who, as_of, wanted) in [
            ("huaweicloud", "2026-07", "华为云《山西管局要求》2026-07"),
            ("Baidu AI Cloud", "≤2023", "百度智能云《山西管局要求》≤2023"),
            (
                "aliyun (kswsj.cn 转述)",
                "undated (c. 2018)",
                "阿里云（kswsj.cn 转述）《山西管局要求》无日期",
            ),
            (
                "finclip（转述腾讯云）",
                "2022",
                "finclip（转述腾讯云）《山西管局要求》2022",
            ),
        ] {
            assert_eq!(source(who, as_of).brief(Lang::Zh), wanted);
        }
        assert_eq!(
            source("miit", "无日期").brief(Lang::En),
            "MIIT “山西管局要求” undated"
        );
    }

    #[test]
    fn dates_are_read_as_far_as_they_are_known() {
        for (as_of, wanted) in [
            ("2026-07", Some((2026, 7))),
            ("2026-07-08", Some((2026, 7))),
            ("≤2023", Some((2023, 0))),
            ("约 2021 年", Some((2021, 0))),
            ("无日期 (约2024-2025)", None),
            ("undated", None),
            ("", None),
            ("近期", None),
        ] {
            assert_eq!(source("x", as_of).date(), wanted, "{as_of}");
        }
    }
}

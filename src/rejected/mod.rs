//! What a bureau's or provider's wording of a rejection means: the published reasons whose words it
//! holds. It says nothing that the wording does not say.

use serde::{Deserialize, Serialize};

use crate::identifiers::fold_close;
use crate::text::{Lang, Text};

/// The published reasons, with their words; what finds each in a draft is held by a test.
const TABLE: &str = include_str!("../../rules/accounts/rejections.toml");

/// At most so many reasons are offered for one sentence.
const MOST: usize = 3;

#[derive(Debug, Deserialize)]
struct Table {
    rejection: Vec<Reason>,
    topic: Vec<Topic>,
}

/// What a wording may be about, with the reasons of that matter.
#[derive(Debug, Clone, Deserialize)]
pub struct Topic {
    /// What it is called.
    #[serde(flatten)]
    pub name: Words,
    /// A wording is about it where it holds one of these.
    words: Vec<String>,
    /// The ids of its reasons.
    reasons: Vec<String>,
}

/// The published reasons, and what they are about.
#[derive(Debug, Clone)]
pub struct Reasons {
    /// In the order of the evidence.
    pub all: Vec<Reason>,
    topics: Vec<Topic>,
}

/// A published reason.
#[derive(Debug, Clone, Deserialize)]
pub struct Reason {
    /// Its id, as in the evidence.
    pub id: String,
    /// `submission`, or `audit` for what is found later.
    pub stage: String,
    /// What is wrong.
    pub reason: Words,
    /// Groups of words: a wording means it where it holds one of each.
    words: Vec<Vec<String>>,
    /// What to do.
    pub repair: Words,
    /// The field of the draft.
    pub field: String,
    /// The rules that find it in a draft.
    #[serde(default)]
    pub rules: Vec<String>,
    /// The documents that are missing then.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Why no draft shows it.
    pub unseen: Option<Words>,
    /// Who published it.
    pub source: String,
}

/// A sentence in two languages.
#[derive(Debug, Clone, Deserialize)]
pub struct Words {
    zh: String,
    en: String,
}

impl Words {
    /// The sentence in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A sentence of a wording, with the reasons that it may mean, the likeliest first.
#[derive(Debug, Clone)]
pub struct Meaning {
    /// The sentence, trimmed.
    pub sentence: String,
    /// What it is about, where it says of that only that something is not right; the reasons are
    /// then those of the matter, not those that the sentence gives.
    pub topic: Option<Words>,
    /// The reasons.
    pub reasons: Vec<Reason>,
}

/// A reason of a meaning, as scripts read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonWords {
    /// Its id.
    pub id: String,
    /// `submission` or `audit`.
    pub stage: String,
    /// What is wrong.
    pub reason: String,
    /// What to do.
    pub repair: String,
    /// The field of the draft.
    pub field: String,
    /// The rules that find it.
    pub rules: Vec<String>,
    /// The documents that are missing then.
    pub documents: Vec<String>,
    /// Why no draft shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unseen: Option<String>,
    /// Who published it.
    pub source: String,
}

impl Reason {
    /// The reason in a language.
    pub fn words(&self, lang: Lang) -> ReasonWords {
        ReasonWords {
            id: self.id.clone(),
            stage: self.stage.clone(),
            reason: self.reason.get(lang).to_owned(),
            repair: self.repair.get(lang).to_owned(),
            field: self.field.clone(),
            rules: self.rules.clone(),
            documents: self.documents.clone(),
            unseen: self
                .unseen
                .as_ref()
                .map(|unseen| unseen.get(lang).to_owned()),
            source: self.source.clone(),
        }
    }

    /// How well a sentence says it: the weights of the weightiest words of each group; absent where
    /// a group has none.
    fn likeness(&self, sentence: &str, all: &[Reason]) -> Option<usize> {
        self.words.iter().try_fold(0usize, |sum, group| {
            let weightiest = group
                .iter()
                .filter(|word| sentence.contains(fold_close(word).as_str()))
                .map(|word| weight(word, all))
                .max()?;
            sum.checked_add(weightiest)
        })
    }
}

/// How much a word tells: the longer it is, and the fewer reasons have it, the more.
fn weight(word: &str, all: &[Reason]) -> usize {
    let sharing = all
        .iter()
        .filter(|reason| reason.words.iter().flatten().any(|own| own == word))
        .count();
    let length = word.chars().count().saturating_mul(60);
    length.checked_div(sharing.max(1)).unwrap_or(0)
}

/// The published reasons. Fails only if the table were broken, which a test rules out.
pub fn reasons() -> Result<Reasons, Text> {
    toml::from_str::<Table>(TABLE)
        .map(|table| Reasons {
            all: table.rejection,
            topics: table.topic,
        })
        .map_err(|error| {
            Text::new(
                format!("内置的驳回原因表读不出：{error}"),
                format!("the built-in table of reasons cannot be read: {error}"),
            )
        })
}

/// What the sentences of a wording mean. A sentence that is about nothing known has no reasons.
pub fn meanings(reasons: &Reasons, wording: &str) -> Vec<Meaning> {
    sentences(wording)
        .map(|sentence| meaning(reasons, sentence))
        .collect()
}

fn meaning(reasons: &Reasons, sentence: &str) -> Meaning {
    let folded = fold_close(sentence);
    let said = reasons.said(&folded);
    let topic = match said.is_empty() {
        true => reasons.topic(&folded),
        false => None,
    };
    Meaning {
        sentence: sentence.to_owned(),
        reasons: topic.map_or(said, |topic| reasons.of(topic)),
        topic: topic.map(|topic| topic.name.clone()),
    }
}

impl Reasons {
    /// The reasons that a folded sentence gives, the likeliest first.
    fn said(&self, folded: &str) -> Vec<Reason> {
        let mut found: Vec<(usize, &Reason)> = self
            .all
            .iter()
            .filter_map(|reason| Some((reason.likeness(folded, &self.all)?, reason)))
            .collect();
        // What is asked about is mostly a submission. The sort is stable: of equally likely
        // reasons the table's order.
        found.sort_by_key(|(likeness, reason)| {
            std::cmp::Reverse((*likeness, reason.stage == "submission"))
        });
        let best = found.first().map_or(0, |(likeness, _)| *likeness);
        found
            .into_iter()
            .take_while(|(likeness, _)| likeness.saturating_mul(3) > best)
            .take(MOST)
            .map(|(_, reason)| reason.clone())
            .collect()
    }

    /// The first topic that a folded sentence names.
    fn topic(&self, folded: &str) -> Option<&Topic> {
        let names = |topic: &&Topic| {
            topic
                .words
                .iter()
                .any(|word| folded.contains(word.as_str()))
        };
        self.topics.iter().find(names)
    }

    /// The reasons of a topic.
    fn of(&self, topic: &Topic) -> Vec<Reason> {
        let of_id = |id: &String| self.all.iter().find(|reason| reason.id == *id).cloned();
        topic.reasons.iter().filter_map(of_id).collect()
    }
}

/// The sentences of a wording: bureaus number them, or end them with a stop.
fn sentences(wording: &str) -> impl Iterator<Item = &str> {
    wording
        .split(['。', '；', ';', '\n', '\r', '！', '!'])
        .map(|sentence| {
            let bare = sentence.trim();
            let after = bare.trim_start_matches(|c: char| c.is_ascii_digit());
            let numbered = after.len() < bare.len()
                && after.starts_with(['、', '.', '．', '）', ')', ':', '：']);
            if numbered {
                after.trim_start_matches(|c: char| !c.is_alphanumeric())
            } else {
                bare
            }
        })
        .filter(|sentence| !sentence.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_by_its_own_name() {
        let reasons = reasons().unwrap();
        let mut missed = Vec::new();
        for reason in &reasons.all {
            let found = meanings(&reasons, reason.reason.get(Lang::Zh));
            let ids: Vec<&str> = found
                .iter()
                .flat_map(|meaning| meaning.reasons.iter().map(|found| found.id.as_str()))
                .collect();
            if !ids.contains(&reason.id.as_str()) {
                missed.push(format!("{}: {ids:?}", reason.id));
            }
        }
        assert!(missed.is_empty(), "{}", missed.join("\n"));
    }

    #[test]
    fn topics_have_reasons_of_the_table() {
        let reasons = reasons().unwrap();
        for topic in &reasons.topics {
            assert!(!topic.words.is_empty(), "{topic:?}");
            assert_eq!(reasons.of(topic).len(), topic.reasons.len(), "{topic:?}");
            assert!(topic.words.iter().all(|word| fold_close(word) == *word));
        }
    }

    /// Wordings as bureaus and providers write them, each with the reason that it gives.
    #[test]
    fn wordings_give_their_reason_first() {
        let reasons = reasons().unwrap();
        let mut missed = Vec::new();
        for line in include_str!("../../tests/rejected/wordings.tsv").lines() {
            let (wording, id) = line.split_once('\t').unwrap();
            let found = meanings(&reasons, wording);
            let first = found.first().unwrap();
            let given = first.reasons.first().map(|reason| reason.id.as_str());
            if first.topic.is_some() || given != Some(id) {
                missed.push(format!("{wording}: {given:?} instead of {id}"));
            }
        }
        assert!(missed.is_empty(), "{}", missed.join("\n"));
    }

    #[test]
    fn what_says_nothing_has_a_topic_or_nothing() {
        let reasons = reasons().unwrap();
        let told = |wording: &str| {
            let found = meanings(&reasons, wording);
            let first = found.into_iter().next().unwrap();
            (
                first.topic.map(|topic| topic.get(Lang::Zh).to_owned()),
                first.reasons.len(),
            )
        };
        assert_eq!(told("网站名称不合格"), (Some("网站名称".to_owned()), 7));
        assert_eq!(told("天气很好"), (None, 0));
    }
}

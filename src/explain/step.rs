//! A step as a layer writes it, in words.

use serde::Serialize;

use super::scribe::Scribe;
use super::words::{LayerWords, PeriodWords, period};
use crate::ruleset::{Step, TimeUnit};
use crate::text::Lang;

/// What a layer says of a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepWords {
    /// The step.
    pub id: String,
    /// Where it holds.
    #[serde(flatten)]
    pub at: LayerWords,
    /// When; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Since when and until when.
    #[serde(flatten)]
    pub period: PeriodWords,
    /// What is said: name, who, how long, after what, and the sentence.
    pub text: String,
    /// What it rests on.
    pub facts: Vec<String>,
}

impl Scribe<'_> {
    /// What a layer says of a step.
    pub fn step(&self, step: &Step) -> StepWords {
        let lang = self.lang;
        let is_zh = lang == Lang::Zh;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(step.name.as_ref().map(|name| name.get(lang).to_owned()));
        parts.extend(step.who.map(|who| who.label().get(lang).to_owned()));
        parts.extend(step.takes.map(|takes| {
            let unit = match (takes.unit, is_zh) {
                (TimeUnit::WorkingDays, true) => "个工作日",
                (TimeUnit::Days, true) => "天",
                (TimeUnit::Hours, true) => "小时",
                (TimeUnit::WorkingDays, false) => "working days",
                (TimeUnit::Days, false) => "days",
                (TimeUnit::Hours, false) => "hours",
            };
            match (takes.is_limit, is_zh) {
                (true, true) => format!("{} {unit}内", takes.most),
                (true, false) => format!("within {} {unit}", takes.most),
                (false, _) => format!("{}–{} {unit}", takes.least, takes.most),
            }
        }));
        if step.is_open {
            let text = if is_zh {
                "多久没有说法"
            } else {
                "how long is not known"
            };
            parts.push(text.to_owned());
        }
        if let Some(rule) = &step.until_passes {
            parts.push(if is_zh {
                format!("到 {rule} 通过为止")
            } else {
                format!("until `{rule}` passes")
            });
        }
        if let Some(after) = step.after.as_ref().filter(|after| !after.is_empty()) {
            let after = after.join(" ");
            parts.push(if is_zh {
                format!("在 {after} 之后")
            } else {
                format!("after {after}")
            });
        }
        if step.off {
            let text = if is_zh {
                "这里没有这一步"
            } else {
                "there is no such step here"
            };
            parts.push(text.to_owned());
        }
        parts.extend(step.text.as_ref().map(|text| text.get(lang).to_owned()));
        StepWords {
            id: step.id.clone(),
            at: self.layer(step.origin),
            when: self.selection(&[], &step.selection),
            period: period(&step.selection.period),
            text: parts.join(if is_zh { "；" } else { "; " }),
            facts: step.facts.clone(),
        }
    }
}

//! What a batch came to, in tables for people and as JSON.

use std::time::Duration;

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};
use serde::Serialize;

use super::tally::{Counts, Tally};
use crate::identifiers::division;
use crate::report::{RulesetInfo, Tool};
use crate::ruleset::Ruleset;
use crate::source::escape_control;
use crate::text::Lang;

/// So many rules are named.
const MOST_RULES: usize = 10;
/// How wide tables are at most.
const WIDTH: u16 = 80;

/// A batch that is over.
#[derive(Debug, Clone, Copy)]
pub struct Totals<'a> {
    /// What was counted.
    pub tally: &'a Tally,
    /// The national rules, for the titles of rules.
    pub ruleset: &'a Ruleset,
    /// How long it took; `None`: that is not told.
    pub time: Option<Duration>,
    /// The language.
    pub lang: Lang,
}

/// The totals for programs.
#[derive(Serialize)]
struct Summary<'a> {
    format: u32,
    tool: Tool,
    ruleset: &'a RulesetInfo,
    as_of: &'a str,
    records: u64,
    summary: Counts,
    provinces: Vec<Province<'a>>,
    rules: Vec<Rule<'a>>,
    /// How many rule instances (a rule for an element) a draft that could be read has on average.
    instances_per_draft: f64,
    seconds: f64,
}

#[derive(Serialize)]
struct Province<'a> {
    province: Option<&'a str>,
    name: Option<&'static str>,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct Rule<'a> {
    rule: &'a str,
    title: Option<&'a str>,
    drafts: u64,
}

impl Totals<'_> {
    /// All in one line.
    pub fn line(&self) -> String {
        let Counts {
            ready,
            incomplete,
            blocked,
            unreadable,
        } = self.tally.verdicts;
        let total = self.tally.verdicts.total();
        match self.lang {
            Lang::Zh => format!(
                "共 {total} 份：可提交 {ready} · 待补 {incomplete} · 有错 {blocked} · 读不出 {unreadable}"
            ),
            Lang::En => format!(
                "{total} drafts: {ready} ready · {incomplete} undecided · {blocked} with errors · {unreadable} unreadable"
            ),
        }
    }

    /// Tables: verdicts by province, the most frequent rules, the time.
    pub fn tables(&self) -> String {
        let mut out = String::new();
        if self.tally.provinces.len() > 1 {
            out.push_str(&self.provinces());
            out.push('\n');
        }
        if !self.tally.rules.is_empty() {
            out.push_str(&self.rules());
            out.push('\n');
        }
        out.push_str(&self.line());
        out.push('\n');
        if let Some(time) = self.time {
            let (seconds, rate) = (time.as_secs_f64(), self.rate(time));
            out.push_str(&match self.lang {
                Lang::Zh => format!("用时 {seconds:.1} 秒，每秒 {rate:.0} 份\n"),
                Lang::En => format!("{seconds:.1} s, {rate:.0} drafts a second\n"),
            });
        }
        out
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "for showing, rounded far above the loss"
    )]
    fn rate(&self, time: Duration) -> f64 {
        self.tally.verdicts.total() as f64 / time.as_secs_f64().max(1e-6)
    }

    fn provinces(&self) -> String {
        let head = match self.lang {
            Lang::Zh => ["省份", "份数", "可提交", "待补", "有错", "读不出"],
            Lang::En => [
                "province",
                "drafts",
                "ready",
                "undecided",
                "errors",
                "unreadable",
            ],
        };
        let rows = self.tally.provinces.iter().map(|(code, counts)| {
            let name = province_name(code, self.lang).unwrap_or(match self.lang {
                Lang::Zh => "（不明）",
                Lang::En => "(unknown)",
            });
            let numbers = [
                counts.total(),
                counts.ready,
                counts.incomplete,
                counts.blocked,
                counts.unreadable,
            ];
            let mut row = vec![Cell::new(name)];
            row.extend(numbers.map(number));
            row
        });
        table(&head, rows)
    }

    fn rules(&self) -> String {
        let head = match self.lang {
            Lang::Zh => ["最常见的问题", "", "份数"],
            Lang::En => ["most frequent findings", "", "drafts"],
        };
        let rules = self.tally.most_frequent(MOST_RULES);
        let rows = rules.into_iter().map(|(id, count)| {
            let title = self.title(id).unwrap_or_default();
            vec![
                Cell::new(escape_control(id)),
                Cell::new(escape_control(title)),
                number(count),
            ]
        });
        table(&head, rows)
    }

    fn title(&self, id: &str) -> Option<&str> {
        self.ruleset.rule(id).map(|rule| rule.title.get(self.lang))
    }

    /// The totals as JSON.
    pub fn json(&self, ruleset: &RulesetInfo, as_of: &str) -> String {
        let read = self.tally.verdicts.total();
        let summary = Summary {
            format: 1,
            tool: Tool::this(),
            ruleset,
            as_of,
            records: read,
            summary: self.tally.verdicts,
            provinces: self
                .tally
                .provinces
                .iter()
                .map(|(code, counts)| Province {
                    province: (!code.is_empty()).then_some(code.as_str()),
                    name: province_name(code, self.lang),
                    counts: *counts,
                })
                .collect(),
            rules: self
                .tally
                .most_frequent(usize::MAX)
                .into_iter()
                .map(|(rule, drafts)| Rule {
                    rule,
                    title: self.title(rule),
                    drafts,
                })
                .collect(),
            instances_per_draft: self.mean_instances(),
            seconds: self.time.unwrap_or_default().as_secs_f64(),
        };
        // Nothing in it can fail to be written: its keys are strings, its numbers finite.
        let mut text = serde_json::to_string_pretty(&summary).unwrap_or_default();
        text.push('\n');
        text
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "for showing, rounded far above the loss"
    )]
    fn mean_instances(&self) -> f64 {
        let drafts = self.tally.verdicts.total().max(1) as f64;
        (self.tally.instances as f64 / drafts * 10.0).round() / 10.0
    }
}

fn province_name(code: &str, lang: Lang) -> Option<&'static str> {
    let division = division(code.parse().ok()?)?;
    Some(match lang {
        Lang::Zh => division.short,
        Lang::En => division.en,
    })
}

fn number(count: u64) -> Cell {
    Cell::new(count).set_alignment(CellAlignment::Right)
}

fn table(head: &[&str], rows: impl Iterator<Item = Vec<Cell>>) -> String {
    let mut table = Table::new();
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH)
        .set_header(head.iter().copied().map(Cell::new));
    for row in rows {
        table.add_row(row);
    }
    table.trim_fmt()
}

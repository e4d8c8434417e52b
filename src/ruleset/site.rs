//! `[[site]]`: what a page has to show once a site is on record, a row for each check or several.
//! The checks themselves are declared here; what a layer wants of them stands in its rows.

use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::load_rule::{need_facts, owned, read_facts, read_severity};
use super::model::{Origin, Period, Ruleset, Severity};
use super::parse_condition::Reach;
use super::selection::read_period;
use crate::fields::nearest;
use crate::source::{Node, Value as Raw};
use crate::text::Text;

/// A check of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SiteCheck {
    /// A filing number is shown.
    Number,
    /// It is well formed.
    NumberFormat,
    /// It is of the draft's province and subject.
    NumberMatch,
    /// It is the number that is wanted, the service's or the subject's.
    NumberForm,
    /// It stands at the foot.
    NumberPlace,
    /// Other subjects' numbers stand on the page.
    NumberOther,
    /// It can be seen.
    NumberHidden,
    /// It leads to the ministry's site.
    Link,
    /// There is a copyright line, with the name that is wanted.
    Copyright,
    /// A public-security number is shown.
    Police,
    /// It is well formed and of the province.
    PoliceNumber,
    /// It leads to the police's site.
    PoliceLink,
    /// The badge stands beside it.
    PoliceImage,
    /// The page is in the encoding that it declares.
    Encoding,
}

/// What may be wanted of a check that leaves it to the layers.
type Wants = &'static [&'static str];

impl SiteCheck {
    /// All of them, in the order in which they are told.
    pub const ALL: [SiteCheck; 14] = [
        SiteCheck::Number,
        SiteCheck::NumberFormat,
        SiteCheck::NumberMatch,
        SiteCheck::NumberForm,
        SiteCheck::NumberPlace,
        SiteCheck::NumberOther,
        SiteCheck::NumberHidden,
        SiteCheck::Link,
        SiteCheck::Copyright,
        SiteCheck::Police,
        SiteCheck::PoliceNumber,
        SiteCheck::PoliceLink,
        SiteCheck::PoliceImage,
        SiteCheck::Encoding,
    ];

    /// The id, as in rule files and reports.
    pub const fn id(self) -> &'static str {
        match self {
            SiteCheck::Number => "site-number",
            SiteCheck::NumberFormat => "site-number-format",
            SiteCheck::NumberMatch => "site-number-match",
            SiteCheck::NumberForm => "site-number-form",
            SiteCheck::NumberPlace => "site-number-place",
            SiteCheck::NumberOther => "site-number-other",
            SiteCheck::NumberHidden => "site-number-hidden",
            SiteCheck::Link => "site-link",
            SiteCheck::Copyright => "site-copyright",
            SiteCheck::Police => "site-police",
            SiteCheck::PoliceNumber => "site-police-number",
            SiteCheck::PoliceLink => "site-police-link",
            SiteCheck::PoliceImage => "site-police-image",
            SiteCheck::Encoding => "site-encoding",
        }
    }

    /// The check of an id.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.id() == id)
    }

    /// What may be wanted of it; empty where there is nothing to choose.
    pub const fn wants(self) -> Wants {
        match self {
            SiteCheck::NumberForm => &["service", "subject"],
            SiteCheck::Copyright => &["none", "shown", "subject-name"],
            _ => &[],
        }
    }

    /// Whether it looks at where a link leads.
    pub const fn has_hosts(self) -> bool {
        matches!(self, SiteCheck::Link | SiteCheck::PoliceLink)
    }
}

/// What a layer says of a check; what is absent stays as the layers below have it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SiteRow {
    /// The check.
    pub check: SiteCheck,
    /// How grave a failure is.
    pub severity: Option<Severity>,
    /// What the check is called.
    pub title: Option<Text>,
    /// What to do.
    pub help: Option<Text>,
    /// What is wanted, a word of [`SiteCheck::wants`].
    pub wants: Option<String>,
    /// The hosts that the link may lead to, the preferred one first.
    pub hosts: Vec<String>,
    /// Hosts that it used to lead to.
    pub former_hosts: Vec<String>,
    /// The days on which it holds.
    pub period: Period,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A check as all layers together have it.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteRule {
    /// The check.
    pub check: SiteCheck,
    /// How grave a failure is.
    pub severity: Severity,
    /// What the check is called.
    pub title: Text,
    /// What to do.
    pub help: Option<Text>,
    /// What is wanted.
    pub wants: Option<String>,
    /// The hosts that the link may lead to.
    pub hosts: Vec<String>,
    /// Hosts that it used to lead to.
    pub former_hosts: Vec<String>,
    /// The evidence, the last layer's first.
    pub facts: Vec<String>,
}

impl Ruleset {
    /// A check as the layers have it; `None` where none declares it.
    pub fn site_rule(&self, check: SiteCheck) -> Option<SiteRule> {
        let rows = self.site.iter().filter(|row| row.check == check);
        let mut found: Option<SiteRule> = None;
        for row in rows {
            let rule = found.get_or_insert_with(|| SiteRule {
                check,
                severity: Severity::Error,
                title: Text::default(),
                help: None,
                wants: None,
                hosts: Vec::new(),
                former_hosts: Vec::new(),
                facts: Vec::new(),
            });
            rule.severity = row.severity.unwrap_or(rule.severity);
            if let Some(title) = &row.title {
                rule.title = title.clone();
            }
            if row.help.is_some() {
                rule.help.clone_from(&row.help);
            }
            if row.wants.is_some() {
                rule.wants.clone_from(&row.wants);
            }
            if !row.hosts.is_empty() {
                rule.hosts.clone_from(&row.hosts);
            }
            if !row.former_hosts.is_empty() {
                rule.former_hosts.clone_from(&row.former_hosts);
            }
            let below = std::mem::take(&mut rule.facts);
            rule.facts.clone_from(&row.facts);
            rule.facts
                .extend(below.into_iter().filter(|id| !row.facts.contains(id)));
        }
        found
    }
}

/// Reads a table: a row for each of the checks that it names. `declared`: those that have a row.
pub fn read_site(
    keys: &Keys<'_>,
    file: usize,
    declared: &[SiteRow],
    reach: Reach<'_>,
) -> Vec<SiteRow> {
    let checks = match keys.node("check") {
        Some(node) => read_checks(node, reach),
        None => {
            keys.missing("check");
            Vec::new()
        }
    };
    let title = keys.bilingual("title");
    let wants = keys
        .node("wants")
        .and_then(|node| read_wants(node, &checks, reach));
    let hosts = owned(keys.texts("hosts"));
    let former_hosts = owned(keys.texts("former_hosts"));
    let names_hosts = !hosts.is_empty() || !former_hosts.is_empty();
    if names_hosts && !checks.iter().all(|check| check.has_hosts()) {
        reach.faults.add(
            keys.span(),
            Text::fixed(
                "hosts 只用于 site-link 和 site-police-link",
                "`hosts` is for site-link and site-police-link only",
            ),
        );
    }
    for check in &checks {
        if title.is_none() && !declared.iter().any(|row| row.check == *check) {
            reach.faults.add(
                keys.span(),
                Text::new(
                    format!("{} 第一次出现，要写 title", check.id()),
                    format!("`{}` is declared here and needs a `title`", check.id()),
                ),
            );
        }
    }
    let facts = read_facts(keys);
    let reason = keys.bilingual("reason");
    need_facts(keys, &facts, reason.as_ref(), reach);
    let severity = keys
        .node("severity")
        .and_then(|node| read_severity(node, reach));
    let help = keys.bilingual("help");
    let period = read_period(keys);
    keys.finish();
    checks
        .into_iter()
        .map(|check| SiteRow {
            check,
            severity,
            title: title.clone(),
            help: help.clone(),
            wants: wants.clone(),
            hosts: hosts.clone(),
            former_hosts: former_hosts.clone(),
            period,
            facts: facts.clone(),
            origin: Origin {
                file,
                span: keys.span(),
            },
        })
        .collect()
}

/// A check or a list of them.
fn read_checks(node: &Node, reach: Reach<'_>) -> Vec<SiteCheck> {
    let words: Vec<&Node> = match &node.value {
        Raw::Array(items) => items.iter().collect(),
        _ => vec![node],
    };
    let mut checks = Vec::new();
    for word in words {
        let id = word.as_str().unwrap_or_default();
        match SiteCheck::of_id(id) {
            Some(check) => checks.push(check),
            None => {
                let ids = SiteCheck::ALL.into_iter().map(SiteCheck::id);
                let near = nearest(id, ids).map(|near| {
                    Text::new(
                        format!("是不是 {near}？"),
                        format!("did you mean `{near}`?"),
                    )
                });
                reach.faults.add_with_help(
                    word.span,
                    Text::new(
                        format!("没有叫 {id} 的网页检查"),
                        format!("no check of pages is called `{id}`"),
                    ),
                    near,
                );
            }
        }
    }
    checks
}

fn read_wants(node: &Node, checks: &[SiteCheck], reach: Reach<'_>) -> Option<String> {
    let word = node.as_str().unwrap_or_default();
    let of_all = checks.iter().all(|check| check.wants().contains(&word));
    if of_all {
        return Some(word.to_owned());
    }
    let known: Vec<&str> = checks
        .iter()
        .flat_map(|check| check.wants())
        .copied()
        .collect();
    reach.faults.add(
        node.span,
        if known.is_empty() {
            Text::fixed(
                "这项检查没有 wants",
                "this check has nothing to be wanted of it",
            )
        } else {
            Text::new(
                format!("写 {} 之一", known.join("、")),
                format!("write one of {}", known.join(", ")),
            )
        },
    );
    None
}

//! `[[step]]`: what is done in a filing, by whom, after what, and how long it takes.

use serde::{Deserialize, Serialize};

use super::build::RulesetFault;
use super::keys::Keys;
use super::load_rule::{need_facts, read_facts};
use super::model::{Origin, Ruleset, Selection};
use super::parse_condition::Reach;
use super::selection::read_selection;
use crate::fields::choices::PERSON_ROLES;
use crate::fields::nearest;
use crate::source::{Node, Problem};
use crate::text::Text;

/// Who does a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// Whoever files.
    Applicant,
    /// The hosting provider.
    Provider,
    /// The ministry's system.
    Ministry,
    /// The provincial bureau.
    Bureau,
    /// The public security organ.
    Police,
}

impl Actor {
    /// All of them.
    pub const ALL: [Actor; 5] = [
        Actor::Applicant,
        Actor::Provider,
        Actor::Ministry,
        Actor::Bureau,
        Actor::Police,
    ];

    /// The id, as in rulesets and plans.
    pub const fn id(self) -> &'static str {
        match self {
            Actor::Applicant => "applicant",
            Actor::Provider => "provider",
            Actor::Ministry => "ministry",
            Actor::Bureau => "bureau",
            Actor::Police => "police",
        }
    }

    /// What people call it.
    pub const fn label(self) -> Text {
        match self {
            Actor::Applicant => Text::fixed("您", "you"),
            Actor::Provider => Text::fixed("接入商", "provider"),
            Actor::Ministry => Text::fixed("工信部", "ministry"),
            Actor::Bureau => Text::fixed("管局", "bureau"),
            Actor::Police => Text::fixed("公安", "police"),
        }
    }
}

/// Which part of a filing a step belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Phase {
    /// Before it is submitted.
    Prepare,
    /// From its submission to the notification.
    Review,
    /// Once it is through.
    After,
}

impl Phase {
    /// All of them, in their order.
    pub const ALL: [Phase; 3] = [Phase::Prepare, Phase::Review, Phase::After];

    /// The id, as in rulesets and plans.
    pub const fn id(self) -> &'static str {
        match self {
            Phase::Prepare => "prepare",
            Phase::Review => "review",
            Phase::After => "after",
        }
    }
}

/// What days are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeUnit {
    /// Days on which offices work.
    WorkingDays,
    /// Days of the calendar.
    Days,
    /// Hours round the clock.
    Hours,
}

impl TimeUnit {
    /// All of them.
    pub const ALL: [TimeUnit; 3] = [TimeUnit::WorkingDays, TimeUnit::Days, TimeUnit::Hours];

    /// The key, as in rulesets and plans.
    pub const fn key(self) -> &'static str {
        match self {
            TimeUnit::WorkingDays => "working_days",
            TimeUnit::Days => "days",
            TimeUnit::Hours => "hours",
        }
    }
}

/// How long a step takes, or within what time it must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Takes {
    /// What is counted.
    pub unit: TimeUnit,
    /// At least so many.
    pub least: u32,
    /// At most so many.
    pub most: u32,
    /// Whether it is a time limit for who does the step, not how long it takes.
    pub is_limit: bool,
}

/// A step as one layer writes it. Of several with one id, those of later layers lay what they say
/// over the earlier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Step {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Option<Text>,
    /// Who does it.
    pub who: Option<Actor>,
    /// The part of the filing that it belongs to.
    pub phase: Option<Phase>,
    /// The steps that must have ended before it begins; absent: none but the phase before.
    pub after: Option<Vec<String>>,
    /// How long it takes; absent: it is done at once, or where it is a preparation, in time.
    pub takes: Option<Takes>,
    /// Whether nobody says how long it takes (`takes = "unknown"`).
    pub is_open: bool,
    /// A rule: the step lasts until this rule has nothing to say.
    pub until_passes: Option<String>,
    /// Whose mobiles get a code (ids of `person.role`, a bit each).
    pub codes_to: Option<u64>,
    /// What is done.
    pub text: Option<Text>,
    /// Whether there is no such step here.
    pub off: bool,
    /// Where it holds.
    pub selection: Selection,
    /// The evidence it rests on.
    pub facts: Vec<String>,
    /// The layer that declares it.
    pub layer: usize,
    /// Where it is declared.
    pub origin: Origin,
}

/// No step is longer than this, whatever is counted.
const LONGEST: u32 = 3650;

/// Reads a step of a layer.
pub fn read_step(keys: &Keys<'_>, layer: usize, file: usize, reach: Reach<'_>) -> Option<Step> {
    let id = keys.need_text("id")?;
    let facts = read_facts(keys);
    let reason = keys.bilingual("reason");
    need_facts(keys, &facts, reason.as_ref(), reach);
    let is_open = keys.node("takes").and_then(Node::as_str) == Some("unknown");
    let takes = match is_open {
        true => None,
        false => read_span(keys, "takes", false),
    };
    let within = read_span(keys, "within", true);
    if (takes.is_some() || is_open) && within.is_some() {
        reach.faults.add(
            keys.span(),
            Text::fixed(
                "takes（要多久）和 within（时限）只能写一个",
                "write one of `takes` (how long) and `within` (time limit)",
            ),
        );
    }
    let step = Step {
        id: id.to_owned(),
        name: keys.bilingual("name"),
        who: word(keys, "who", &Actor::ALL, Actor::id),
        phase: word(keys, "phase", &Phase::ALL, Phase::id),
        after: keys
            .texts("after")
            .map(|ids| ids.into_iter().map(str::to_owned).collect()),
        takes: takes.or(within),
        is_open,
        until_passes: keys.text("until_passes").map(str::to_owned),
        codes_to: read_roles(keys),
        text: keys.bilingual("text"),
        off: keys.bool("off") == Some(true),
        selection: read_selection(keys, reach),
        facts,
        layer,
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    keys.finish();
    Some(step)
}

/// A word of a closed list.
fn word<T: Copy>(
    keys: &Keys<'_>,
    key: &'static str,
    all: &[T],
    id: impl Fn(T) -> &'static str,
) -> Option<T> {
    let word = keys.text(key)?;
    let found = all.iter().find(|one| id(**one) == word).copied();
    if found.is_none() {
        let ids: Vec<&str> = all.iter().map(|one| id(*one)).collect();
        let ids = ids.join(" ");
        keys.faults().add(
            keys.node(key).map_or(keys.span(), |node| node.span),
            Text::new(
                format!("{key} 写下列之一：{ids}"),
                format!("`{key}` is one of {ids}"),
            ),
        );
    }
    found
}

/// The key of a time limit, and that of a duration: `{ working_days = [1, 20] }`, `{ days = 30 }` or `{ hours = 24 }`. One number is the most; the
/// least then is 0.
fn read_span(keys: &Keys<'_>, key: &'static str, is_limit: bool) -> Option<Takes> {
    let node = keys.node(key)?;
    let inner = Keys::of(node, keys.faults())?;
    let mut found = None;
    for unit in TimeUnit::ALL {
        let Some(amount) = inner.node(unit.key()) else {
            continue;
        };
        let count = |node: &Node| {
            let number = u32::try_from(node.as_int()?).ok()?;
            (number <= LONGEST).then_some(number)
        };
        let bounds = match amount.as_array() {
            Some([least, most]) if !is_limit => count(least).zip(count(most)),
            Some(_) => None,
            None => count(amount).map(|most| (0, most)),
        };
        match bounds.filter(|(least, most)| least <= most && found.is_none()) {
            Some((least, most)) => {
                found = Some(Takes {
                    unit,
                    least,
                    most,
                    is_limit,
                });
            }
            None => keys.faults().add(
                amount.span,
                Text::new(
                    format!(
                        "这里写一个 0 到 {LONGEST} 的整数，takes 也可写 [最少, 最多]，单位只用一个"
                    ),
                    format!(
                        "one whole number up to {LONGEST}, or in `takes` [least, most], in one unit"
                    ),
                ),
            ),
        }
    }
    inner.finish();
    if found.is_none() {
        keys.faults().add(
            node.span,
            Text::fixed(
                "写 working_days、days 或 hours",
                "write working_days, days or hours",
            ),
        );
    }
    found
}

/// Roles of persons as bits.
fn read_roles(keys: &Keys<'_>) -> Option<u64> {
    let words = keys.texts("codes_to")?;
    let mut mask = 0u64;
    for word in words {
        match PERSON_ROLES.iter().position(|role| role.id == word) {
            Some(index) => {
                let bit = u32::try_from(index).ok()?;
                mask |= 1u64.checked_shl(bit).unwrap_or(0);
            }
            None => {
                let ids: Vec<&str> = PERSON_ROLES.iter().map(|role| role.id).collect();
                let ids = ids.join(" ");
                keys.faults().add(
                    keys.node("codes_to").map_or(keys.span(), |node| node.span),
                    Text::new(
                        format!("codes_to 写 {ids} 里的"),
                        format!("`codes_to` is some of {ids}"),
                    ),
                );
            }
        }
    }
    Some(mask)
}

/// What can only be seen of all steps: ids that name nothing, steps that lack what each needs, two
/// of one layer that can both hold, and circles.
pub(super) fn check_steps(ruleset: &Ruleset, faults: &mut Vec<RulesetFault>) {
    let mut tell = |step: &Step, message: Text, help: Option<Text>| {
        faults.push(RulesetFault {
            file: step.origin.file,
            problem: Problem::new(step.origin.span, message).with_help(help),
        });
    };
    let ids = || ruleset.steps.iter().map(|step| step.id.as_str());
    for (index, step) in ruleset.steps.iter().enumerate() {
        let below = || ruleset.steps.iter().take(index);
        let is_first = !below().any(|other| other.id == step.id);
        if is_first {
            let lacks = [
                ("name", step.name.is_none()),
                ("who", step.who.is_none()),
                ("phase", step.phase.is_none()),
                ("text", step.text.is_none()),
            ];
            for (key, _) in lacks.iter().filter(|(_, lacks)| *lacks) {
                tell(
                    step,
                    Text::new(
                        format!("新的步骤 {} 缺少 {key}", step.id),
                        format!("the new step `{}` lacks `{key}`", step.id),
                    ),
                    nearest(&step.id, below().map(|other| other.id.as_str())).map(near),
                );
            }
        }
        for id in step.after.iter().flatten() {
            if !ids().any(|own| own == id) {
                tell(
                    step,
                    Text::new(
                        format!("没有叫 {id} 的步骤"),
                        format!("no step is called `{id}`"),
                    ),
                    nearest(id, ids()).map(near),
                );
            }
        }
        if let Some(rule) = &step.until_passes
            && ruleset.rule(rule).is_none()
        {
            let rules = ruleset.rules.iter().map(|rule| rule.id.as_str());
            tell(
                step,
                Text::new(
                    format!("没有叫 {rule} 的规则"),
                    format!("no rule is called `{rule}`"),
                ),
                nearest(rule, rules).map(near),
            );
        }
        let both = below()
            .find(|other| other.id == step.id && other.layer == step.layer && overlap(other, step));
        if both.is_some() {
            tell(
                step,
                Text::new(
                    format!("同一层里有两处 {} 可能同时成立，分不出先后", step.id),
                    format!(
                        "two entries of `{}` in one layer can both hold, and neither goes first",
                        step.id
                    ),
                ),
                None,
            );
        }
        if is_first && leads_to(ruleset, &step.id, &step.id, 0) {
            tell(
                step,
                Text::new(
                    format!("步骤 {} 排在自己之后", step.id),
                    format!("the step `{}` comes after itself", step.id),
                ),
                None,
            );
        }
    }
}

/// Whether two entries may both hold while neither is the more specific: one without a condition
/// gives way to one that has any.
fn overlap(one: &Step, other: &Step) -> bool {
    let (left, right) = (&one.selection, &other.selection);
    left.filings & right.filings != 0
        && left.subjects & right.subjects != 0
        && left.period.overlaps(&right.period)
        && left.when.is_always() == right.when.is_always()
}

/// Whether a step comes, over others, after another.
fn leads_to(ruleset: &Ruleset, from: &str, wanted: &str, depth: usize) -> bool {
    // Longer chains than there are steps go in a circle that another step is told of.
    if depth > ruleset.steps.len() {
        return false;
    }
    let own = ruleset.steps.iter().filter(|step| step.id == from);
    own.flat_map(|step| step.after.iter().flatten())
        .any(|id| id == wanted || leads_to(ruleset, id, wanted, depth.saturating_add(1)))
}

fn near(id: &str) -> Text {
    Text::new(format!("是不是 {id}？"), format!("did you mean `{id}`?"))
}

//! `[[set]]`, `[[except]]` and `[[off]]`: what a layer changes of a rule.

use super::condition::Condition;
use super::keys::Keys;
use super::load_params::RESERVED;
use super::load_rule::{need_facts, read_facts, read_severity};
use super::model::{Exception, Origin, Rule, Selection, Set};
use super::parse_condition::{Reach, unknown_param};
use super::parse_test::read_value;
use super::selection::{ALL_FILINGS, SUBJECTS, read_selection};
use super::shared::Shared;
use crate::fields::nearest;
use crate::text::Text;

/// Finds the rule that a change names; tells where there is none.
fn target<'r>(
    keys: &Keys<'_>,
    rules: &'r mut [Shared<Rule>],
    reach: Reach<'_>,
) -> Option<&'r mut Rule> {
    let id = keys.need_text("rule")?;
    let found = rules
        .iter()
        .position(|rule| rule.id == id || rule.aliases.iter().any(|alias| alias == id));
    if found.is_none() {
        let help = nearest(id, rules.iter().map(|rule| rule.id.as_str())).map(|near| {
            Text::new(
                format!("是不是 {near}？"),
                format!("did you mean `{near}`?"),
            )
        });
        reach.faults.add_with_help(
            keys.node("rule").map_or(keys.span(), |node| node.span),
            Text::new(
                format!("没有叫 {id} 的规则"),
                format!("no rule is called `{id}`"),
            ),
            help,
        );
    }
    rules.get_mut(found?).map(|rule| &mut **rule)
}

/// Reads a `[[set]]` into its rule.
pub fn read_set(
    keys: &Keys<'_>,
    layer: usize,
    file: usize,
    rules: &mut [Shared<Rule>],
    reach: Reach<'_>,
) {
    let Some(rule) = target(keys, rules, reach) else {
        return;
    };
    let reach = Reach {
        scope: rule.reach,
        params: &rule.params,
        ..reach
    };
    let selection = read_selection(
        keys,
        Reach {
            params: &[],
            ..reach
        },
    );
    let facts = read_facts(keys);
    let reason = keys.bilingual("reason");
    let _ = keys.text("note");
    need_facts(keys, &facts, reason.as_ref(), reach);
    let cap = keys
        .node("severity")
        .and_then(|node| read_severity(node, reach));
    let mut values = Vec::new();
    for entry in keys.rest() {
        if RESERVED.contains(&entry.key.as_str()) {
            continue;
        }
        let Some(index) = rule.params.iter().position(|param| param.name == entry.key) else {
            unknown_param(&entry.key, entry.key_span, reach);
            continue;
        };
        if let Some(param) = rule.params.get(index)
            && let Some(value) = read_value(&entry.node, &param.kind, reach)
        {
            values.push((index, value));
        }
    }
    if values.is_empty() && cap.is_none() && facts.is_empty() && reach.faults.count() == 0 {
        reach.faults.add(
            keys.span(),
            Text::fixed("这个 set 什么也没有设定", "this `set` sets nothing"),
        );
    }
    let set = Set {
        layer,
        selection,
        values,
        cap,
        facts,
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    rule.sets.push(set.into());
}

/// Reads an `[[except]]` into its rule.
pub fn read_exception(
    keys: &Keys<'_>,
    layer: usize,
    file: usize,
    rules: &mut [Shared<Rule>],
    reach: Reach<'_>,
) {
    let Some(rule) = target(keys, rules, reach) else {
        return;
    };
    let reach = Reach {
        scope: rule.reach,
        ..reach
    };
    let selection = read_selection(keys, reach);
    push(keys, rule, selection, layer, file, reach);
}

/// Reads an `[[off]]` into its rule: an exception without a condition.
pub fn read_off(
    keys: &Keys<'_>,
    layer: usize,
    file: usize,
    rules: &mut [Shared<Rule>],
    reach: Reach<'_>,
) {
    let Some(rule) = target(keys, rules, reach) else {
        return;
    };
    let selection = Selection {
        filings: ALL_FILINGS,
        subjects: SUBJECTS,
        when: Condition::Constant(true),
        period: super::selection::read_period(keys),
    };
    push(keys, rule, selection, layer, file, reach);
}

fn push(
    keys: &Keys<'_>,
    rule: &mut Rule,
    selection: Selection,
    layer: usize,
    file: usize,
    reach: Reach<'_>,
) {
    let facts = read_facts(keys);
    let reason = keys.bilingual("reason");
    need_facts(keys, &facts, reason.as_ref(), reach);
    let branch = keys.text("branch").map(str::to_owned);
    if let Some(id) = &branch
        && !rule.branches.iter().any(|own| own.id.as_ref() == Some(id))
    {
        let ids = rule.branches.iter().filter_map(|own| own.id.as_deref());
        let help = nearest(id, ids).map(|near| {
            Text::new(
                format!("是不是 {near}？"),
                format!("did you mean `{near}`?"),
            )
        });
        reach.faults.add_with_help(
            keys.node("branch").map_or(keys.span(), |node| node.span),
            Text::new(
                format!("{} 没有叫 {id} 的分支", rule.id),
                format!("`{}` has no branch called `{id}`", rule.id),
            ),
            help,
        );
    }
    let exception = Exception {
        layer,
        branch,
        selection,
        facts,
        reason,
        origin: Origin {
            file,
            span: keys.span(),
        },
    };
    rule.exceptions.push(exception.into());
    keys.finish();
}

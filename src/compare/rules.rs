//! Rules side by side.

use super::contrast::{Aspect, Draft, Manner, RuleContrast, with_period};
use super::extent::{Extent, within};
use super::parameters::parameters;
use super::words::Words;
use crate::explain::{Scribe, filings_brief};
use crate::ruleset::{FILINGS, Rule, SUBJECTS, has_bit};
use crate::text::{Lang, Text};

/// A rule on each side; `None` where it is not in force.
pub(super) type Held<'a> = [Option<&'a Rule>];

/// The rules that differ, and how many are the same.
pub(super) fn rules(sides: &[Scribe<'_>], manner: &Manner<'_>) -> (Vec<RuleContrast>, usize) {
    let mut differing = Vec::new();
    let mut same = 0usize;
    for declared in pairs(sides, manner) {
        let held: Vec<Option<&Rule>> = declared
            .iter()
            .zip(sides)
            .map(|(rule, scribe)| rule.filter(|rule| in_force(rule, *scribe, &manner.extent)))
            .collect();
        if held.iter().all(Option::is_none) {
            continue;
        }
        match rule(sides, &held, manner) {
            Some(rule) => differing.push(rule),
            None => same = same.saturating_add(1),
        }
    }
    (differing, same)
}

/// The rules of all sides, each once, with what every side calls by its id or a former one.
fn pairs<'a>(sides: &[Scribe<'a>], manner: &Manner<'_>) -> Vec<Vec<Option<&'a Rule>>> {
    let mut pairs: Vec<Vec<Option<&'a Rule>>> = Vec::new();
    for (index, scribe) in sides.iter().enumerate() {
        for rule in &scribe.sheet.ruleset.rules {
            let is_named = |rule: &Rule, id: &str| {
                rule.id == id || rule.aliases.iter().any(|alias| alias == id)
            };
            let is_other = manner.only.is_some_and(|only| !is_named(rule, only));
            if is_other || manner.but.contains(&rule.id) {
                continue;
            }
            let known = pairs.iter().any(|pair| {
                let own = pair.get(index).copied().flatten();
                own.is_some_and(|own| own.id == rule.id)
            });
            if known {
                continue;
            }
            pairs.push(
                sides
                    .iter()
                    .map(|other| {
                        let ruleset = &other.sheet.ruleset;
                        // A later version may call it otherwise, and so may an earlier one.
                        let former = || rule.aliases.iter().find_map(|id| ruleset.rule(id));
                        ruleset.rule(&rule.id).or_else(former)
                    })
                    .collect(),
            );
        }
    }
    pairs
}

/// Whether a rule can say anything for the filings that are compared.
fn in_force(rule: &Rule, scribe: Scribe<'_>, extent: &Extent) -> bool {
    let off = rule.exceptions.iter().any(|exception| {
        let own = &exception.selection;
        let all = own.filings & extent.filings == extent.filings
            && own.subjects & extent.subjects == extent.subjects;
        let selection = extent.selection(own, scribe.sheet);
        exception.branch.is_none()
            && all
            && selection.is_some_and(|own| own.when.is_always() && own.period == Default::default())
    });
    let filing = (0..FILINGS).any(|filing| holds_for(rule, filing, extent));
    !off && filing && rule.subjects & extent.subjects != 0
}

/// Whether a rule holds for a kind of filing, by its index, that is compared.
pub(super) fn holds_for(rule: &Rule, filing: usize, extent: &Extent) -> bool {
    has_bit(extent.filings, filing) && rule.caps.get(filing).is_some_and(Option::is_some)
}

/// A rule on all sides; `None` where nothing of it differs.
fn rule(sides: &[Scribe<'_>], held: &Held<'_>, manner: &Manner<'_>) -> Option<RuleContrast> {
    let (scribe, rule) = sides
        .iter()
        .zip(held)
        .rev()
        .find_map(|(scribe, rule)| Some((*scribe, (*rule)?)))?;
    let former = held.iter().flatten().find(|own| own.id != rule.id);
    let everywhere = held.iter().all(Option::is_some);
    let aspects = aspects(sides, held, manner);
    let differs = !everywhere || former.is_some() || !aspects.is_empty();
    if !differs && manner.only.is_none() {
        return None;
    }
    let lang = manner.lang;
    Some(RuleContrast {
        id: rule.id.clone(),
        former: former.map(|own| own.id.clone()),
        title: rule.title.get(lang).to_owned(),
        held: held.iter().map(Option::is_some).collect(),
        holds: (!everywhere).then(|| holds(scribe, rule, &manner.extent)),
        says: if everywhere {
            Vec::new()
        } else {
            let mut says: Vec<String> = Vec::new();
            for branch in &rule.branches {
                let words = scribe.branch(rule, branch);
                if !says.contains(&words.message) {
                    says.push(words.message);
                }
            }
            says
        },
        aspects,
    })
}

/// Where a rule holds, for whom and when, in words.
fn holds(scribe: Scribe<'_>, rule: &Rule, extent: &Extent) -> String {
    let when = when(scribe, rule);
    let separator = match scribe.lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    };
    let parts: Vec<String> = [
        Some(filings(scribe, rule, extent)),
        subjects(scribe, rule, extent),
        when,
    ]
    .into_iter()
    .flatten()
    .collect();
    with_period(parts.join(separator), &rule.period, scribe.lang)
}

fn filings(scribe: Scribe<'_>, rule: &Rule, extent: &Extent) -> String {
    let phrases = scribe.phrases(&rule.params);
    let separator = match scribe.lang {
        Lang::Zh => ("：", "；"),
        Lang::En => (": ", "; "),
    };
    let parts: Vec<String> = filings_brief(rule, extent.filings, &phrases)
        .into_iter()
        .map(|(level, filings)| format!("{}{}{filings}", phrases.severity(level), separator.0))
        .collect();
    parts.join(separator.1)
}

fn subjects(scribe: Scribe<'_>, rule: &Rule, extent: &Extent) -> Option<String> {
    let own = within(rule.subjects, extent.subjects, SUBJECTS);
    scribe.phrases(&rule.params).subjects(own)
}

fn when(scribe: Scribe<'_>, rule: &Rule) -> Option<String> {
    let settled = super::extent::settled(&rule.when, scribe.sheet);
    let clause = scribe.phrases(&rule.params).clause(&settled, None);
    (!clause.is_empty()).then(|| match scribe.lang {
        Lang::Zh => format!("当{}", clause.phrase(scribe.lang)),
        Lang::En => format!("when {}", clause.phrase(scribe.lang)),
    })
}

/// What the sides say of a rule that differs.
fn aspects(sides: &[Scribe<'_>], held: &Held<'_>, manner: &Manner<'_>) -> Vec<Aspect> {
    let lang = manner.lang;
    let extent = &manner.extent;
    let has: Vec<bool> = held.iter().map(Option::is_some).collect();
    let all = |say: &dyn Fn(Scribe<'_>, &Rule) -> Option<String>| -> Vec<Option<Words>> {
        let zipped = sides.iter().zip(held);
        zipped
            .map(|(scribe, rule)| {
                let rule = (*rule)?;
                say(*scribe, rule)?;
                Some(Words::by(*scribe, |scribe| {
                    say(scribe, rule).unwrap_or_default()
                }))
            })
            .collect()
    };
    let every = Text::fixed("全部", "all");
    let always = Text::fixed("总是", "always");
    let heads = [
        Draft::new(
            "title",
            &Text::fixed("名称", "title"),
            lang,
            all(&|scribe, rule| Some(rule.title.get(scribe.lang).to_owned())),
        ),
        Draft::new(
            "filings",
            &Text::fixed("适用", "holds for"),
            lang,
            all(&|scribe, rule| Some(filings(scribe, rule, extent))),
        ),
        Draft::new(
            "subjects",
            &Text::fixed("主体", "subjects"),
            lang,
            all(&|scribe, rule| {
                let subjects = subjects(scribe, rule, extent);
                Some(subjects.unwrap_or_else(|| every.get(lang).to_owned()))
            }),
        ),
        Draft::new(
            "when",
            &Text::fixed("前提", "condition"),
            lang,
            all(&|scribe, rule| {
                let when = when(scribe, rule);
                Some(when.unwrap_or_else(|| always.get(lang).to_owned()))
            }),
        ),
        Draft::new(
            "period",
            &Text::fixed("时间", "time"),
            lang,
            all(&|scribe, rule| {
                let period = with_period(String::new(), &rule.period, lang);
                let period = Some(period).filter(|text| !text.is_empty());
                Some(period.unwrap_or_else(|| always.get(scribe.lang).to_owned()))
            }),
        ),
    ];
    // What every side says of a rule's head is no news, even where all of a rule is told.
    let mut aspects: Vec<Aspect> = heads
        .into_iter()
        .filter_map(|draft| draft.finish(&has, false, lang))
        .collect();
    aspects.extend(parameters(sides, held, manner));
    aspects.extend(exceptions(sides, held, manner));
    aspects.extend(branches(sides, held, manner));
    aspects
}

/// Where a rule says nothing after all, on some sides and not on others.
fn exceptions(sides: &[Scribe<'_>], held: &Held<'_>, manner: &Manner<'_>) -> Vec<Aspect> {
    let lang = manner.lang;
    let mut found: Vec<Words> = Vec::new();
    let mut says: Vec<Vec<Words>> = Vec::new();
    for (scribe, rule) in sides.iter().zip(held) {
        let mut own: Vec<Words> = Vec::new();
        for exception in rule.iter().flat_map(|rule| &rule.exceptions) {
            let Some(selection) = manner.extent.selection(&exception.selection, scribe.sheet)
            else {
                continue;
            };
            let Some(rule) = rule else { continue };
            let words = Words::by(*scribe, |scribe| {
                let when = scribe.selection(&rule.params, &selection);
                let always = Text::fixed("总是", "always");
                let when = when.unwrap_or_else(|| always.get(lang).to_owned());
                let text = with_period(when, &selection.period, lang);
                match &exception.branch {
                    Some(branch) => format!("{branch} {text}"),
                    None => text,
                }
            });
            if !found.contains(&words) {
                found.push(words.clone());
            }
            own.push(words);
        }
        says.push(own);
    }
    let label = Text::fixed("例外（不判）", "exception (says nothing)");
    let has: Vec<bool> = held.iter().map(Option::is_some).collect();
    found
        .into_iter()
        .filter_map(|one| {
            let says = says
                .iter()
                .map(|own| own.contains(&one).then(|| one.clone()))
                .collect();
            Draft::new("exception", &label, lang, says).finish(&has, manner.only.is_some(), lang)
        })
        .collect()
}

/// The ways for a rule to fail. Those with a name are told by it; of the others, those that not all
/// sides have are told in their order.
fn branches(sides: &[Scribe<'_>], held: &Held<'_>, manner: &Manner<'_>) -> Vec<Aspect> {
    let lang = manner.lang;
    let has: Vec<bool> = held.iter().map(Option::is_some).collect();
    let all: Vec<Vec<(Option<&str>, Words)>> = sides
        .iter()
        .zip(held)
        .map(|(scribe, rule)| {
            let rule = rule.iter().copied();
            rule.flat_map(|rule| rule.branches.iter().map(move |branch| (rule, branch)))
                .map(|(rule, branch)| {
                    let words = Words::by(*scribe, |scribe| branch_words(scribe, rule, branch));
                    (branch.id.as_deref(), words)
                })
                .collect()
        })
        .collect();
    let everywhere = |own: &(Option<&str>, Words)| {
        let mut asked = all.iter().zip(&has).filter(|(_, has)| **has);
        asked.all(|(branches, _)| branches.contains(own))
    };
    let mut names: Vec<&str> = Vec::new();
    let mut unnamed: Vec<Vec<&Words>> = Vec::new();
    for branches in &all {
        let differing = branches.iter().filter(|own| !everywhere(own));
        let mut own: Vec<&Words> = Vec::new();
        for (name, words) in differing {
            match name {
                Some(name) if !names.contains(name) => names.push(name),
                Some(_) => {}
                None => own.push(words),
            }
        }
        unnamed.push(own);
    }
    let label = Text::fixed("怎么判", "how it is decided");
    let named = names.into_iter().map(|name| Draft {
        name: Some(name.to_owned()),
        ..Draft::new(
            "branch",
            &label,
            lang,
            all.iter()
                .map(|branches| {
                    let found = branches.iter().find(|(own, _)| *own == Some(name));
                    found.map(|(_, words)| words.clone())
                })
                .collect(),
        )
    });
    let most = unnamed.iter().map(Vec::len).max().unwrap_or(0);
    let unnamed = (0..most).map(|index| {
        let says = unnamed
            .iter()
            .map(|own| own.get(index).map(|words| (*words).clone()))
            .collect();
        Draft::new("branch", &label, lang, says)
    });
    named
        .chain(unnamed)
        .filter_map(|draft| draft.finish(&has, false, lang))
        .collect()
}

/// A branch in a sentence: how grave, when, what is said, what to do, and what stands in for it.
fn branch_words(scribe: Scribe<'_>, rule: &Rule, branch: &crate::ruleset::Branch) -> String {
    let lang = scribe.lang;
    let phrases = scribe.phrases(&rule.params);
    let words = scribe.branch(rule, branch);
    let level = phrases.severity(words.severity);
    let fails = words.fails.phrase(lang);
    let mut text = match lang {
        Lang::Zh => format!("{level}，当{fails}；说“{}”", words.message),
        Lang::En => format!("{level} when {fails}; says “{}”", words.message),
    };
    if let Some(help) = &words.help {
        text.push_str(&match lang {
            Lang::Zh => format!("；怎么办：{help}"),
            Lang::En => format!("; help: {help}"),
        });
    }
    if let Some(waiver) = &words.waived_by {
        let when = match (&waiver.when, lang) {
            (None, _) => String::new(),
            (Some(when), Lang::Zh) => format!("（当{when}）"),
            (Some(when), Lang::En) => format!(" (when {when})"),
        };
        text.push_str(&match lang {
            Lang::Zh => format!("；可用材料代替：{}{when}", waiver.names),
            Lang::En => format!("; documents that stand in: {}{when}", waiver.names),
        });
    }
    // Where it is reported only tells branches apart that are otherwise alike.
    if scribe.whole {
        text.push_str(&words.at);
    }
    text
}

//! Documents side by side: who asks for them and when, and what they must look like.

use super::contrast::{Aspect, DocumentContrast, Draft, with_period};
use super::extent::Extent;
use super::words::Words;
use crate::explain::{Scribe, form_words, stage, whose};
use crate::fields::Scope;
use crate::ruleset::{Document, Papers, Require, Rule, Severity};
use crate::text::{Lang, Text};

/// What papers are asked for: a document, or alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Paper {
    /// A document, by its id.
    Single(String),
    /// One of several bundles.
    AnyOf(Vec<Vec<String>>),
    /// Those of a rule's parameter.
    Of(String, String),
}

/// When each side asks for a paper.
struct Asking {
    paper: Paper,
    name: String,
    when: Vec<Vec<Words>>,
}

/// The documents that differ.
pub(super) fn documents(sides: &[Scribe<'_>], extent: &Extent) -> Vec<DocumentContrast> {
    let mut asked = askings(sides, extent);
    let mut found = Vec::new();
    found.extend(every_picture(sides, extent));
    let mut ids: Vec<&str> = Vec::new();
    for document in sides
        .iter()
        .flat_map(|scribe| &scribe.sheet.ruleset.documents)
    {
        if !ids.contains(&document.id.as_str()) {
            ids.push(&document.id);
        }
    }
    for id in ids {
        let own = asked
            .iter()
            .position(|asking| asking.paper == Paper::Single(id.to_owned()))
            .map(|at| asked.remove(at));
        found.extend(document(sides, extent, id, own));
    }
    found.extend(asked.into_iter().filter_map(|asking| {
        let held = vec![true; sides.len()];
        let name = asking.name.clone();
        let aspect = asked_aspect(sides, &asking, &held)?;
        Some(DocumentContrast {
            id: None,
            name,
            form: None,
            held,
            aspects: vec![aspect],
        })
    }));
    found
}

/// A document on all sides; `None` where nothing differs.
fn document(
    sides: &[Scribe<'_>],
    extent: &Extent,
    id: &str,
    asking: Option<Asking>,
) -> Option<DocumentContrast> {
    let lang = sides.first().map_or(Lang::Zh, |scribe| scribe.lang);
    let own: Vec<Option<&Document>> = sides
        .iter()
        .map(|scribe| scribe.sheet.ruleset.document(id))
        .collect();
    let held: Vec<bool> = own.iter().map(Option::is_some).collect();
    let name = own.iter().flatten().next_back()?.name.get(lang).to_owned();
    let all = |say: &dyn Fn(&Document) -> String| -> Vec<Option<Words>> {
        let words = own.iter().map(|own| own.map(|own| Words::plain(say(own))));
        words.collect()
    };
    let nothing = Text::fixed("没有特别要求", "nothing in particular");
    let none = Text::fixed("没有", "none");
    let forms = sides
        .iter()
        .zip(&own)
        .map(|(scribe, own)| -> Option<Words> {
            let own = (*own)?;
            Some(Words::by(*scribe, |scribe| {
                let text = form(scribe, extent, Some(own));
                if text.is_empty() {
                    nothing.get(lang).to_owned()
                } else {
                    text
                }
            }))
        });
    let forms: Vec<Option<Words>> = forms.collect();
    let drafts = [
        Draft::new(
            "name",
            &Text::fixed("名称", "name"),
            lang,
            all(&|own| own.name.get(lang).to_owned()),
        ),
        Draft::new(
            "stage",
            &Text::fixed("阶段", "stage"),
            lang,
            all(&|own| stage(own.stage).get(lang).to_owned()),
        ),
        Draft::new("form", &Text::fixed("形式", "form"), lang, forms.clone()),
        Draft::new(
            "note",
            &Text::fixed("说明", "note"),
            lang,
            all(&|own| {
                let note = own.note.as_ref().unwrap_or(&none);
                note.get(lang).to_owned()
            }),
        ),
    ];
    // What a document must look like is nobody's concern where it is not asked.
    let asked: Vec<bool> = match &asking {
        Some(asking) => {
            let when = asking.when.iter().zip(&held);
            when.map(|(when, held)| *held && !when.is_empty()).collect()
        }
        None => held.clone(),
    };
    let mut aspects: Vec<Aspect> = Vec::new();
    let everywhere = vec![true; sides.len()];
    aspects.extend(asking.and_then(|asking| asked_aspect(sides, &asking, &everywhere)));
    let told = forms
        .iter()
        .zip(&asked)
        .filter(|(_, asked)| **asked)
        .find_map(|(form, _)| form.as_ref().map(|form| form.told().to_owned()));
    let partly = asked.contains(&false) && asked.contains(&true);
    aspects.extend(drafts.into_iter().filter_map(|draft| {
        let held = if draft.aspect == "form" {
            &asked
        } else {
            &held
        };
        draft.finish(held, false, lang)
    }));
    let differs = !aspects.is_empty() || held.contains(&false);
    differs.then(|| DocumentContrast {
        id: Some(id.to_owned()),
        name,
        form: told.filter(|form| partly && form != nothing.get(lang)),
        held,
        aspects,
    })
}

/// When each side asks for a paper. What all have in common is not repeated.
fn asked_aspect(sides: &[Scribe<'_>], asking: &Asking, held: &[bool]) -> Option<Aspect> {
    let lang = sides.first().map_or(Lang::Zh, |scribe| scribe.lang);
    let (separator, colon) = match lang {
        Lang::Zh => ("；或", "："),
        Lang::En => ("; or ", ": "),
    };
    let plain = |text: Text| Words::plain(text.get(lang).to_owned());
    let first = asking.when.first().map_or(&[] as &[Words], Vec::as_slice);
    let shared: Vec<&Words> = first
        .iter()
        .filter(|own| asking.when.iter().all(|when| when.contains(own)))
        .collect();
    let says = asking
        .when
        .iter()
        .map(|when| {
            let mut own: Vec<Words> = when
                .iter()
                .filter(|own| !shared.contains(own))
                .cloned()
                .collect();
            own.sort_by(|left, right| left.full().cmp(right.full()));
            own.dedup();
            let asked = plain(match shared.is_empty() {
                true => Text::fixed("要", "asked"),
                false => Text::fixed("共同的情形之外还要", "besides what is common, asked"),
            });
            // Who asks always asks nothing further.
            match own.iter().find(|own| own.told().is_empty()) {
                Some(always) => Some(Words::join(&[asked, always.clone()], "")),
                None if !own.is_empty() => {
                    let conditions = Words::join(&own, separator);
                    Some(Words::join(&[asked, conditions], colon))
                }
                None if shared.is_empty() => None,
                None => Some(plain(Text::fixed(
                    "只在共同的情形要",
                    "asked in the common cases only",
                ))),
            }
        })
        .collect();
    let label = Text::fixed("什么时候要", "when it is asked");
    Draft::new("asked", &label, lang, says).finish(held, false, lang)
}

/// What every side asks for.
fn askings(sides: &[Scribe<'_>], extent: &Extent) -> Vec<Asking> {
    let mut found: Vec<Asking> = Vec::new();
    for (index, scribe) in sides.iter().enumerate() {
        let ruleset = &scribe.sheet.ruleset;
        let of_rules = ruleset.rules.iter().flat_map(|rule| {
            let requires = rule.requires.iter();
            requires.map(move |require| (Some(&**rule), require))
        });
        let own = ruleset.requires.iter().map(|require| (None, &**require));
        for (rule, require) in own.chain(of_rules) {
            let Some(when) = when(*scribe, extent, rule, require) else {
                continue;
            };
            for (paper, name) in papers(*scribe, rule, &require.papers) {
                let at = found.iter().position(|known| known.paper == paper);
                let at = at.unwrap_or_else(|| {
                    found.push(Asking {
                        paper,
                        name,
                        when: vec![Vec::new(); sides.len()],
                    });
                    found.len().saturating_sub(1)
                });
                if let Some(own) = found.get_mut(at).and_then(|own| own.when.get_mut(index)) {
                    own.push(when.clone());
                }
            }
        }
    }
    found
}

/// The papers of a requirement, with their names.
fn papers(scribe: Scribe<'_>, rule: Option<&Rule>, papers: &Papers) -> Vec<(Paper, String)> {
    let names = |papers: &Papers| scribe.papers(&[], papers);
    match (papers, rule) {
        (Papers::Fixed(bundles), _) => match bundles.as_slice() {
            [one] => one
                .iter()
                .map(|id| {
                    let document = scribe.sheet.ruleset.document(id);
                    let id = document.map_or(id, |document| &document.id);
                    let name = names(&Papers::Fixed(vec![vec![id.clone()]]));
                    (Paper::Single(id.clone()), name)
                })
                .collect(),
            _ => vec![(Paper::AnyOf(bundles.clone()), names(papers))],
        },
        (Papers::Param(index), Some(rule)) => {
            let name = rule.params.get(*index).map(|param| param.name.clone());
            let label = rule.params.get(*index).map(|param| {
                let (title, label) = (rule.title.get(scribe.lang), param.label.get(scribe.lang));
                match scribe.lang {
                    Lang::Zh => format!("{title}的「{label}」"),
                    Lang::En => format!("[{label}] of {title}"),
                }
            });
            let paper = Paper::Of(rule.id.clone(), name.unwrap_or_default());
            vec![(paper, label.unwrap_or_default())]
        }
        (Papers::Param(_), None) => Vec::new(),
    }
}

/// When a requirement holds, in words; `None`: never, for the filings that are compared.
fn when(
    scribe: Scribe<'_>,
    extent: &Extent,
    rule: Option<&Rule>,
    require: &Require,
) -> Option<Words> {
    let selection = extent.selection(&require.selection, scribe.sheet)?;
    let lang = scribe.lang;
    Some(Words::by(scribe, |scribe| {
        let params = rule.map_or(&[] as &[_], |rule| rule.params.as_slice());
        let mut text = scribe.selection(params, &selection).unwrap_or_default();
        if let Some(rule) = rule {
            let title = rule.title.get(lang);
            text = match (text.is_empty(), lang) {
                (true, Lang::Zh) => format!("随规则“{title}”"),
                (true, Lang::En) => format!("with the rule “{title}”"),
                (false, Lang::Zh) => format!("{text}（规则“{title}”）"),
                (false, Lang::En) => format!("{text} (rule “{title}”)"),
            };
        }
        let of = require.of.map(|of| whose(of).get(lang).to_owned());
        let of = of.or_else(|| {
            let each = require.scope != Scope::Order;
            each.then(|| scribe.phrases(&[]).elements(require.scope).to_owned())
        });
        // Whose it is tells requirements apart that are otherwise alike.
        if let Some(of) = of.filter(|_| scribe.whole) {
            text.push_str(&of);
        }
        with_period(text, &selection.period, lang)
    }))
}

/// What a document must look like, or every uploaded picture, with what depends on conditions.
fn form(scribe: Scribe<'_>, extent: &Extent, document: Option<&Document>) -> String {
    let lang = scribe.lang;
    let phrases = scribe.phrases(&[]);
    let mut general = document.map_or_else(Default::default, |document| document.form.clone());
    let mut cap = Severity::Error;
    let mut parts: Vec<String> = Vec::new();
    let warns = |text: String, severity: Severity| match (severity, lang) {
        (Severity::Error, _) => text,
        (_, Lang::Zh) => format!("{text}（不符只给{}）", phrases.severity(severity)),
        (_, Lang::En) => format!("{text} (else a {})", phrases.severity(severity)),
    };
    for change in &scribe.sheet.ruleset.forms {
        let concerns = match (&change.document, document) {
            (Some(id), Some(document)) => document.id == *id || document.aliases.contains(id),
            (None, None) => true,
            _ => false,
        };
        let Some(selection) = extent
            .selection(&change.selection, scribe.sheet)
            .filter(|_| concerns)
        else {
            continue;
        };
        let when = scribe.selection(&[], &selection);
        let when = with_period(when.unwrap_or_default(), &selection.period, lang);
        if when.is_empty() {
            let changed = general.overlaid(&change.form);
            if changed != general {
                cap = cap.min(change.severity);
            }
            general = changed;
        } else {
            let text = warns(form_words(&change.form, lang), change.severity);
            parts.push(match lang {
                Lang::Zh => format!("当{when}：{text}"),
                Lang::En => format!("when {when}: {text}"),
            });
        }
    }
    let general = form_words(&general, lang);
    if !general.is_empty() {
        parts.insert(0, warns(general, cap));
    }
    parts.join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    })
}

/// What is asked of every uploaded picture.
fn every_picture(sides: &[Scribe<'_>], extent: &Extent) -> Option<DocumentContrast> {
    let lang = sides.first()?.lang;
    let says = sides
        .iter()
        .map(|scribe| {
            let words = Words::by(*scribe, |scribe| form(scribe, extent, None));
            (!words.full().is_empty()).then_some(words)
        })
        .collect();
    let held = vec![true; sides.len()];
    let label = Text::fixed("形式", "form");
    let aspect = Draft::new("form", &label, lang, says).finish(&held, false, lang)?;
    let name = Text::fixed("上传的每张图片", "every uploaded picture");
    Some(DocumentContrast {
        id: None,
        name: name.get(lang).to_owned(),
        form: None,
        held,
        aspects: vec![aspect],
    })
}

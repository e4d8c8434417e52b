//! What a draft faces in several provinces, as people read it.

use super::checklist::form::form_words;
use super::checklist::words::status_word;
use super::compare::{join, whose};
use super::explain::{colon, severity};
use super::outline::Outline;
use super::text::verdict_word;
use crate::compare::{Comparison, DraftContrast, Faced, FindingContrast, PaperContrast};
use crate::evaluate::Verdict;
use crate::text::Lang;

/// Of more provinces than this, those in which a draft comes out alike are told together.
const MOST_ROWS: usize = 6;

/// What a draft faces.
pub(super) fn faced(outline: &mut Outline, comparison: &Comparison, faced: &Faced) {
    let lang = outline.lang;
    let day = faced.as_of.as_deref().unwrap_or_default();
    let source = match faced.source.as_str() {
        "-" => outline.say("标准输入的草稿", "draft on standard input"),
        source => source,
    };
    outline.heading(match lang {
        Lang::Zh => format!("{source}，按 {day} 提交"),
        Lang::En => format!("{source}, if submitted on {day}"),
    });
    if let Some(rule) = &comparison.rule {
        of_rule(outline, comparison, faced, rule);
        return;
    }
    outcomes(outline, comparison, faced);
    let own = match (&faced.own_province, lang) {
        (Some(own), Lang::Zh) => format!("，草稿里写的是{own}"),
        (Some(own), Lang::En) => format!(", the draft itself says {own}"),
        (None, _) => String::new(),
    };
    outline.paragraph(match lang {
        Lang::Zh => format!("只换了备案省份{own}；地址、证件、域名都照草稿。"),
        Lang::En => format!(
            "Only the filing's province is changed{own}; addresses, certificates and domains are \
             the draft's."
        ),
    });
    differing(outline, comparison, &faced.contrast);
    common(outline, &faced.contrast);
}

/// How a draft came out, and in which provinces.
struct OutcomeRow {
    /// What rows are ordered by, the best first.
    key: [usize; 4],
    cells: Vec<String>,
    who: Vec<usize>,
}

/// How the draft came out, province by province; of many, those alike together, the best first.
fn outcomes(outline: &mut Outline, comparison: &Comparison, faced: &Faced) {
    let lang = outline.lang;
    let contrast = &faced.contrast;
    let mut rows: Vec<OutcomeRow> = Vec::new();
    for (index, outcome) in contrast.outcomes.iter().enumerate() {
        let rank = match outcome.verdict {
            Verdict::Ready => 0,
            Verdict::Incomplete => 1,
            Verdict::Blocked => 2,
            Verdict::Unreadable => 3,
        };
        let key = [
            rank,
            outcome.errors,
            outcome.warnings,
            outcome.documents_missing,
        ];
        let cells = vec![
            verdict_word(outcome.verdict).get(lang).to_owned(),
            outcome.errors.to_string(),
            outcome.warnings.to_string(),
            outcome.questions.to_string(),
            outcome.documents_missing.to_string(),
        ];
        let many = contrast.outcomes.len() > MOST_ROWS;
        match rows.iter_mut().find(|row| many && row.cells == cells) {
            Some(row) => row.who.push(index),
            None => rows.push(OutcomeRow {
                key,
                cells,
                who: vec![index],
            }),
        }
    }
    rows.sort_by_key(|row| row.key);
    let head = match lang {
        Lang::Zh => ["省份", "结论", "错误", "警告", "待答", "缺材料"],
        Lang::En => [
            "province",
            "verdict",
            "errors",
            "warnings",
            "questions",
            "missing",
        ],
    };
    let rows = rows
        .into_iter()
        .map(|mut row| {
            row.cells.insert(0, whose(comparison, &row.who, lang));
            row.cells
        })
        .collect();
    outline.table(&head, rows);
}

fn differing(outline: &mut Outline, comparison: &Comparison, contrast: &DraftContrast) {
    let lang = outline.lang;
    let findings: Vec<&FindingContrast> =
        contrast.findings.iter().filter(|own| !own.common).collect();
    let papers: Vec<&PaperContrast> = contrast
        .documents
        .iter()
        .filter(|own| !own.common)
        .collect();
    if !findings.is_empty() {
        outline.heading(outline.say("不同的问题", "Findings that differ"));
    }
    for own in findings {
        finding_head(outline, own);
        let says = said(own, lang);
        let nothing = outline.say("不报", "nothing");
        grouped(outline, comparison, &says, nothing);
    }
    let questions: Vec<_> = contrast
        .questions
        .iter()
        .filter(|own| !own.common)
        .collect();
    if !questions.is_empty() {
        let heading = outline.say("不同的待答问题", "Questions that differ");
        outline.heading(heading);
    }
    for own in questions {
        outline.item(0, format!("{}  {}", own.ask, own.path));
        let asked: Vec<Said> = own
            .rules
            .iter()
            .map(|rules| rules.as_ref().map(|rules| plain(rules.join(" "))))
            .collect();
        grouped(
            outline,
            comparison,
            &asked,
            outline.say("不问", "not asked"),
        );
    }
    if !papers.is_empty() {
        outline.heading(outline.say("不同的材料", "Documents that differ"));
    }
    for own in papers {
        outline.item(0, paper_name(own, lang));
        let same_status = own
            .statuses
            .iter()
            .all(|status| *status == own.statuses.first().copied().flatten());
        let says: Vec<Said> = own
            .statuses
            .iter()
            .zip(&own.forms)
            .map(|(own_status, form)| {
                let status = status_word((*own_status)?, own.stage, lang);
                let form = form.as_ref().map(|form| form_words(form, lang));
                Some(plain(match form.filter(|form| !form.is_empty()) {
                    Some(form) if same_status => form,
                    Some(form) => match lang {
                        Lang::Zh => format!("{status}（{form}）"),
                        Lang::En => format!("{status} ({form})"),
                    },
                    None => status.to_owned(),
                }))
            })
            .collect();
        grouped(outline, comparison, &says, outline.say("不要", "not asked"));
    }
    if !contrast.differs() {
        outline.paragraph(outline.say(
            "各省的问题和材料都一样。",
            "Findings and documents are the same everywhere.",
        ));
    }
}

/// What is said of a finding, severity first.
fn said(finding: &FindingContrast, lang: Lang) -> Vec<Said> {
    let messages = finding.nameless.iter().zip(&finding.messages);
    finding
        .severities
        .iter()
        .zip(messages)
        .map(|(level, (nameless, message))| {
            let level = severity((*level)?);
            let level = format!("{}{}", level.get(lang), colon(lang));
            let (nameless, message) = (nameless.as_ref()?, message.as_ref()?);
            Some((format!("{level}{nameless}"), format!("{level}{message}")))
        })
        .collect()
}

/// What is said alike wherever it is.
fn plain(text: String) -> (String, String) {
    (text.clone(), text)
}

/// Provinces by what is said in them. Of many, the most are told last, as the others.
fn grouped(outline: &mut Outline, comparison: &Comparison, says: &[Said], nothing: &'static str) {
    let lang = outline.lang;
    let mut groups: Vec<(Option<&Said>, Vec<usize>)> = Vec::new();
    for (index, own) in says.iter().enumerate() {
        let key = own.as_ref().map(|own| own.0.as_str());
        let known = groups.iter_mut().find(|(known, _)| {
            let known = known.and_then(|own| own.as_ref()).map(|own| own.0.as_str());
            known == key
        });
        match known {
            Some((_, who)) => who.push(index),
            None => groups.push((Some(own), vec![index])),
        }
    }
    let few = says.len() <= MOST_ROWS;
    if !few {
        groups.sort_by_key(|(_, who)| who.len());
    }
    let names = comparison.names();
    let last = groups.len().saturating_sub(1);
    let entries = groups
        .into_iter()
        .enumerate()
        .map(|(index, (own, who))| {
            let label = if few {
                let who: Vec<&str> = who
                    .iter()
                    .filter_map(|index| names.get(*index).copied())
                    .collect();
                join(&who, lang)
            } else if index == last && index > 0 {
                match lang {
                    Lang::Zh => format!("其余 {} 个", who.len()),
                    Lang::En => format!("the other {}", who.len()),
                }
            } else {
                whose(comparison, &who, lang)
            };
            let text = match own.and_then(|own| own.as_ref()) {
                None => nothing.to_owned(),
                // One province alone may be named.
                Some((_, named)) if who.len() == 1 => named.clone(),
                Some((nameless, _)) => nameless.clone(),
            };
            (label, text)
        })
        .collect();
    outline.labelled(1, entries);
}

/// What is said in a province: with the province unnamed, and as it is; nothing.
type Said = Option<(String, String)>;

fn common(outline: &mut Outline, contrast: &DraftContrast) {
    let lang = outline.lang;
    let findings: Vec<&FindingContrast> =
        contrast.findings.iter().filter(|own| own.common).collect();
    if !findings.is_empty() {
        outline.heading(outline.say("各省都有的问题", "Findings everywhere"));
    }
    for own in findings {
        finding_head(outline, own);
        if let Some(Some((says, _))) = said(own, lang).into_iter().next() {
            outline.item(1, says);
        }
    }
    let papers: Vec<&PaperContrast> = contrast.documents.iter().filter(|own| own.common).collect();
    if !papers.is_empty() {
        let heading = outline.say("各省都要的材料", "Documents that all ask for");
        outline.heading(heading);
    }
    let entries: Vec<(String, String)> = papers
        .into_iter()
        .map(|own| {
            let of = own.statuses.first().copied().flatten();
            let status = of.map_or_else(String::new, |of| status_word(of, own.stage, lang));
            (status.to_owned(), paper_name(own, lang))
        })
        .collect();
    outline.labelled(0, entries);
    let questions = contrast.questions.iter().filter(|own| own.common).count();
    if questions > 0 {
        outline.paragraph(match lang {
            Lang::Zh => format!("另有 {questions} 个问题各省都要回答（beian check 草稿）。"),
            Lang::En => {
                format!("{questions} more questions are to be answered everywhere (beian check).")
            }
        });
    }
}

/// What a draft faces of one rule: a table by outcome.
fn of_rule(outline: &mut Outline, comparison: &Comparison, faced: &Faced, rule: &str) {
    let lang = outline.lang;
    let contrast = &faced.contrast;
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for index in 0..comparison.provinces.len() {
        let mut says: Vec<String> = contrast
            .findings
            .iter()
            .filter_map(|own| Some(said(own, lang).into_iter().nth(index)??.0))
            .collect();
        let asked = contrast.questions.iter().filter(|own| {
            let rules = own.rules.get(index).and_then(Option::as_ref);
            rules.is_some_and(|rules| rules.iter().any(|own| own == rule))
        });
        says.extend(asked.map(|own| match lang {
            Lang::Zh => format!("还不能确定：{}", own.path),
            Lang::En => format!("undecided: {}", own.path),
        }));
        if says.is_empty() {
            says.push(
                outline
                    .say("这条规则不报问题", "the rule reports nothing")
                    .to_owned(),
            );
        }
        let says = says.join("\n");
        match groups.iter_mut().find(|(known, _)| *known == says) {
            Some((_, who)) => who.push(index),
            None => groups.push((says, vec![index])),
        }
    }
    let head = match lang {
        Lang::Zh => ["这份草稿", "省份"],
        Lang::En => ["This draft", "Provinces"],
    };
    let rows = groups
        .into_iter()
        .map(|(says, who)| vec![says, whose(comparison, &who, lang)])
        .collect();
    outline.table(&head, rows);
}

/// A rule and the field it speaks of.
fn finding_head(outline: &mut Outline, finding: &FindingContrast) {
    let lang = outline.lang;
    let FindingContrast {
        rule, title, path, ..
    } = finding;
    outline.item(
        0,
        match lang {
            Lang::Zh => format!("{title}（{rule}）  {path}"),
            Lang::En => format!("{title} ({rule})  {path}"),
        },
    );
}

pub(super) fn paper_name(paper: &PaperContrast, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}（{}）", paper.name, paper.owner),
        Lang::En => format!("{} ({})", paper.name, paper.owner),
    }
}

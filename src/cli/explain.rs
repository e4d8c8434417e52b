//! `beian explain`: what a rule or document says and where that comes from; with a draft, why it
//! came out as it did.

use std::path::Path;

use serde::Serialize;

use super::args::{Cli, ExplainArgs};
use super::evaluated::{DraftText, submitted_on};
use super::option_values::PlainFormatArg;
use super::output::{Failure, tell, width, write_result};
use super::setup;
use super::targets::spare;
use crate::casebook::choice_of;
use crate::draft::Overrides;
use crate::evaluate::{Key, Plan, evaluate};
use crate::explain::{
    DocumentWords, DraftChain, Explained, FactPage, RuleWords, Sources, explain_document,
    explain_fact, explain_rule, explain_site, near,
};
use crate::facts::Facts;
use crate::render::{document_text, fact_text, pretty, rule_text, site_text};
use crate::report::{Checked, DraftReport, Manner, Origin};
use crate::ruleset::{Choice, Library, SiteCheck};
use crate::text::{Lang, Text};

/// What is explained.
enum Subject {
    Rule(Box<RuleWords>),
    Document(Box<DocumentWords>),
    Fact(Box<FactPage>),
}

/// What is explained, with what a draft makes of it.
#[derive(Serialize)]
struct WithDraft<'w, T> {
    #[serde(flatten)]
    subject: &'w T,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<&'w DraftChain>,
}

/// Explains what a command line asks for.
pub fn run(cli: &Cli, args: &ExplainArgs) -> Result<u8, Failure> {
    if let Some(draft) = &args.draft {
        spare(&[args.output.as_deref()], &[draft])?;
    }
    let lang: Lang = cli.lang.into();
    let library = setup::library(cli, None)?;
    let province = setup::province(args.province.as_deref())?;
    let within = Choice {
        province,
        provider: args.provider,
    };
    let atlas = setup::atlas(&library, within, lang)?;
    let width = width(args.output.as_deref());
    let as_of = atlas.national().map_or("", |ruleset| &ruleset.as_of);
    let sources = Sources::new(&library, as_of, lang);
    if let Some(site) = explain_site(&atlas, &sources, &args.id, lang) {
        let text = match args.format {
            PlainFormatArg::Text => site_text(&site, lang, width),
            PlainFormatArg::Json => pretty(&site),
        };
        write_result(&text, args.output.as_deref())?;
        return Ok(0);
    }
    let called = |id: &str| {
        let rule = explain_rule(&atlas, &sources, id, lang);
        let rule = rule.map(|rule| Subject::Rule(Box::new(rule)));
        rule.or_else(|| {
            let document = explain_document(&atlas, &sources, id, lang)?;
            Some(Subject::Document(Box::new(document)))
        })
        .or_else(|| {
            let fact = explain_fact(&atlas, &sources, id, lang)?;
            Some(Subject::Fact(Box::new(fact)))
        })
    };
    // Reports give ids; who only has the title of a rule or the name of a document gives that.
    let titled = || {
        let ids = atlas.rule_ids().into_iter().chain(atlas.document_ids());
        ids.filter_map(called).find(|subject| match subject {
            Subject::Rule(rule) => rule.title == args.id.trim(),
            Subject::Document(document) => document.name == args.id.trim(),
            Subject::Fact(_) => false,
        })
    };
    let Some(subject) = called(&args.id).or_else(titled) else {
        return Err(unknown(&library, &args.id, lang)?);
    };
    let chain = match &args.draft {
        Some(path) => draft_chain(
            &library,
            args,
            (path, province),
            cli.settings.usual(),
            &subject,
            lang,
        )?,
        None => None,
    };
    let text = match (&subject, args.format) {
        (Subject::Rule(rule), PlainFormatArg::Text) => rule_text(rule, chain.as_ref(), lang, width),
        (Subject::Document(document), PlainFormatArg::Text) => {
            document_text(document, chain.as_ref(), lang, width)
        }
        (Subject::Fact(fact), PlainFormatArg::Text) => fact_text(fact, lang, width),
        (Subject::Fact(fact), PlainFormatArg::Json) => pretty(fact.as_ref()),
        (Subject::Rule(rule), PlainFormatArg::Json) => pretty(&WithDraft {
            subject: rule.as_ref(),
            draft: chain.as_ref(),
        }),
        (Subject::Document(document), PlainFormatArg::Json) => pretty(&WithDraft {
            subject: document.as_ref(),
            draft: chain.as_ref(),
        }),
    };
    write_result(&text, args.output.as_deref())?;
    // What could not be read of the draft is told in the result; scripts see it by the status.
    let unreadable = chain.is_some_and(|chain| !chain.errors.is_empty());
    Ok(if unreadable { 2 } else { 0 })
}

/// That nothing is called so, with the nearest ids of all provinces.
fn unknown(library: &Library, id: &str, lang: Lang) -> Result<Failure, Failure> {
    let everywhere = Choice::NATIONAL;
    let atlas = setup::atlas(library, everywhere, lang)?;
    let rules = atlas.rule_ids();
    let documents = atlas.document_ids();
    if rules.contains(&id) || documents.contains(&id) {
        return Ok(Failure::Told(Text::new(
            format!("{id} 只在别的省或接入商有；去掉 --province 和 --provider 再看"),
            format!(
                "`{id}` is of another province or provider; leave --province and --provider out"
            ),
        )));
    }
    let checks = SiteCheck::ALL.iter().map(|check| check.id());
    let ids: Vec<&str> = rules.into_iter().chain(documents).chain(checks).collect();
    let what = Text::fixed("规则或材料", "rule or document");
    Ok(setup::unknown_id(&what, id, &near(id, &ids)))
}

/// What a draft makes of the rule or document.
fn draft_chain(
    library: &Library,
    args: &ExplainArgs,
    (path, province): (&Path, Option<u32>),
    usual: Overrides,
    subject: &Subject,
    lang: Lang,
) -> Result<Option<DraftChain>, Failure> {
    let text = DraftText::read(path).map_err(|error| Failure::Told(error.text()))?;
    let given = Overrides {
        province,
        provider: args.provider,
        filing: args.filing,
        ..usual
    };
    let reading = text.reading(&given);
    let draft = &reading.draft;
    let choice = choice_of(draft);
    let ruleset = setup::ruleset(library, choice, lang)?;
    let as_of = submitted_on(draft, args.as_of);
    let facts = Facts::new(draft, as_of, &ruleset.calendar)
        .looking_at(text.files())
        .asking(&ruleset);
    let plan = Key::of(&facts)
        .filter(|_| choice.province.is_some())
        .map(|key| Plan::new(&ruleset, key));
    let evaluation = plan.as_ref().map(|plan| evaluate(plan, &facts));
    let outcome = plan.as_ref().zip(evaluation.as_ref());
    let report = DraftReport::new(
        &Checked {
            source: &text.file.name,
            origin: Some(Origin {
                file: &text.file,
                root: &text.parsed.root,
                root_span: text.parsed.root_span,
            }),
            problems: &text.parsed.problems,
            faults: &reading.faults,
            facts: &facts,
            outcome,
            evidence: library,
        },
        Manner {
            lang,
            unmask: args.unmask,
            quote: false,
        },
    );
    let explained = Explained {
        report: &report,
        facts: &facts,
        ruleset: &ruleset,
        outcome,
        unmask: args.unmask,
    };
    let chain = match subject {
        Subject::Rule(rule) => explained.rule(&rule.id),
        Subject::Document(document) => explained.document(&document.id),
        Subject::Fact(_) => return Ok(None),
    };
    if chain.is_none() {
        tell(
            Text::fixed(
                "这份草稿的省份和接入商没有这条规则或材料",
                "the province and provider of this draft have no such rule or document",
            )
            .get(lang),
        );
    }
    for error in &report.errors {
        let place = match (error.line, error.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column} ", report.source),
            _ => String::new(),
        };
        tell(&format!("{place}{}", error.message));
    }
    Ok(chain)
}

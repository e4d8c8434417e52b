//! `beian site`: pages in, findings out, in the formats and with the exit status of `check`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::args::{Cli, SiteArgs};
use super::check::{Look, written};
use super::evaluated::DraftText;
use super::output::{Failure, tell, write_result};
use super::request::plan;
use super::site_search::{PagePath, pages};
use super::{clock, setup};
use crate::casebook::choice_of;
use crate::draft::{List, Overrides};
use crate::evaluate::Severities;
use crate::fields::{OrderField, ServiceField};
use crate::report::{DraftReport, FailOn, PageFinding, PageManner, PageQuestion, Report};
use crate::ruleset::{Choice, Library, SiteCheck};
use crate::site::{Expected, Role, Seen, SiteRules, decode, read_page};
use crate::source::{ReadError, SourceFile, Span, read_bytes};
use crate::text::{Lang, Text};

/// How large a page may be: whole sites saved as one file have tens of megabytes.
const MAX_PAGE_BYTES: u64 = 64 * 1024 * 1024;

/// Checks the pages of a command line.
pub fn run(cli: &Cli, args: &SiteArgs) -> Result<u8, Failure> {
    let lang: Lang = cli.lang.into();
    let (pages, mut unread) = pages(&args.paths);
    let only = if pages.is_empty() { unread.pop() } else { None };
    for message in &unread {
        tell(message.get(lang));
    }
    if let Some(message) = only {
        return Err(Failure::Told(message));
    }
    let mut inputs: Vec<PathBuf> = pages.iter().map(|page| page.path.clone()).collect();
    inputs.extend(args.draft.clone());
    let requests = plan(&args.formats, args.output.as_deref(), &inputs)?;
    let library = setup::library(cli, None)?;
    let given = Overrides {
        province: setup::province(args.how.province.as_deref())?,
        provider: args.how.provider,
        filing: args.how.filing,
        ..cli.settings.usual()
    };
    let expected = match &args.draft {
        Some(path) => of_draft(path, &given, lang)?,
        None => Expected::new(given.province, None, std::iter::empty(), None),
    };
    let mut desk = Desk {
        library: &library,
        rules: HashMap::new(),
        expected,
        severities: cli.settings.severities(),
        args,
        lang,
    };
    let reports: Result<Vec<DraftReport>, Failure> =
        pages.iter().map(|page| desk.check(page)).collect();
    let report = desk.report(reports?)?;
    let fail_on = FailOn::from(args.fail_on);
    let look = Look {
        fail_on,
        quiet: args.quiet,
        verbose: args.verbose,
    };
    let mut failed = None;
    for request in &requests {
        let written = written(cli, look, &report, request);
        // As of `check`: where one file cannot be written the others still can.
        if let Err(failure) = write_result(&written, request.file.as_deref()) {
            match (&failed, failure) {
                (Some(_), Failure::Told(message)) => tell(message.get(lang)),
                (_, Failure::ClosedPipe) => {}
                (None, failure) => failed = Some(failure),
            }
        }
    }
    let status = fail_on.status(&report);
    // A part of a directory that could not be looked into goes before what was found elsewhere.
    failed.map_or(Ok(if unread.is_empty() { status } else { 2 }), Err)
}

/// What a draft tells of the filing.
fn of_draft(path: &Path, given: &Overrides, lang: Lang) -> Result<Expected, Failure> {
    let text = DraftText::read(path).map_err(|error| Failure::Told(error.text()))?;
    let reading = text.reading(given);
    let problem = text.parsed.problems.first();
    let fault = reading.faults.first();
    let first = problem
        .map(|problem| (problem.span, &problem.message))
        .or(fault.map(|fault| (fault.span, &fault.message)));
    if let Some((span, message)) = first {
        let (line, column) = text.file.line_column(span.start);
        let place = format!("{}:{line}:{column}", text.file.name);
        tell(&format!("{place} {}", message.get(lang)));
        return Err(Failure::Told(Text::fixed(
            "草稿读不出，先改好它（beian check）",
            "the draft cannot be read; mend it first (beian check)",
        )));
    }
    let draft = &reading.draft;
    let words = |slot: OrderField| draft.order.text(slot as usize).map(|text| text.expose());
    let services: Vec<String> = match &draft.services {
        List::Known(services) => services
            .iter()
            .filter_map(|service| service.record.text(ServiceField::Number as usize))
            .map(|number| number.expose().to_owned())
            .collect(),
        _ => Vec::new(),
    };
    Ok(Expected::new(
        choice_of(draft).province,
        words(OrderField::FilingNumber),
        services.into_iter(),
        words(OrderField::SubjectName),
    ))
}

/// What pages are checked with.
struct Desk<'d> {
    library: &'d Library,
    rules: HashMap<Option<u32>, SiteRules>,
    expected: Expected,
    /// The severities that the configuration gives checks.
    severities: Severities,
    args: &'d SiteArgs,
    lang: Lang,
}

impl Desk<'_> {
    fn check(&mut self, page: &PagePath) -> Result<DraftReport, Failure> {
        let name = page.path.display().to_string();
        let bytes = match read_bytes(&page.path, MAX_PAGE_BYTES) {
            Ok(bytes) => bytes,
            Err(error) => return Ok(DraftReport::unread_page(&name, &error, self.lang)),
        };
        let mut decoded = decode(&bytes);
        if decoded.is_binary(&bytes) {
            let shown = name.clone();
            let error = ReadError::NoPage { name };
            return Ok(DraftReport::unread_page(&shown, &error, self.lang));
        }
        drop(bytes);
        let file = SourceFile::new(name, std::mem::take(&mut decoded.text));
        let read = read_page(&file.text);
        let seen = Seen::new(&read);
        let province = self.expected.province.or(seen.province());
        let role = if page.is_inner {
            Role::Inner
        } else {
            Role::Home
        };
        self.load(province)?;
        let none = SiteRules::default();
        let rules = self.rules.get(&province).unwrap_or(&none);
        let judged = seen.judge(&decoded, &self.expected, rules, role);
        let severity =
            |check: SiteCheck, own| self.severities.get(check.id()).copied().unwrap_or(own);
        let words = |check: SiteCheck| rules.get(check).map(|rule| rule.title.get(self.lang));
        let findings: Vec<PageFinding<'_>> = judged
            .faults
            .iter()
            .filter_map(|fault| {
                let rule = rules.get(fault.check)?;
                Some(PageFinding {
                    rule: fault.check.id(),
                    title: rule.title.get(self.lang),
                    severity: severity(fault.check, fault.severity),
                    own_severity: Some(fault.severity)
                        .filter(|own| *own != severity(fault.check, *own)),
                    message: fault.message.get(self.lang),
                    help: rule.help.as_ref().map(|help| help.get(self.lang)),
                    facts: &rule.facts,
                    span: Span {
                        start: fault.span.0,
                        end: fault.span.1,
                    },
                })
            })
            .collect();
        let questions: Vec<PageQuestion<'_>> = judged
            .inquiries
            .iter()
            .map(|inquiry| PageQuestion {
                rule: inquiry.check.id(),
                label: words(inquiry.check).unwrap_or_default(),
                ask: inquiry.ask.get(self.lang),
                severity: severity(inquiry.check, inquiry.severity),
                span: Span {
                    start: inquiry.at,
                    end: inquiry.at,
                },
            })
            .collect();
        let public = seen.public_digits();
        let manner = PageManner {
            lang: self.lang,
            unmask: self.args.how.unmask,
            public: &public,
            evidence: self.library,
        };
        let mut report = DraftReport::of_page(&file, &findings, &questions, manner);
        report.province = province.map(|code| format!("{code:06}"));
        Ok(report)
    }

    /// The checks of a province, each read once.
    fn load(&mut self, province: Option<u32>) -> Result<(), Failure> {
        if self.rules.contains_key(&province) {
            return Ok(());
        }
        let choice = Choice {
            province,
            provider: None,
        };
        let day = self.args.how.as_of.unwrap_or_else(clock::today);
        let ruleset = setup::ruleset(self.library, choice, self.lang)?.on(day);
        let checks = SiteCheck::ALL.into_iter();
        let rules = checks
            .filter_map(|check| ruleset.site_rule(check))
            .collect();
        self.rules.insert(province, SiteRules(rules));
        Ok(())
    }

    fn report(&self, pages: Vec<DraftReport>) -> Result<Report, Failure> {
        let ruleset = setup::ruleset(self.library, Choice::NATIONAL, self.lang)?;
        let info = setup::info(self.library, &ruleset);
        let day = self.args.how.as_of.unwrap_or_else(clock::today);
        Ok(Report::new(info, day.to_string(), pages))
    }
}

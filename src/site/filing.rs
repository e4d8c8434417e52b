//! The filing numbers of a page: whether one is the filing's own, well formed and in the form that
//! the province wants.

use std::collections::HashSet;

use super::found::Found;
use super::judge::Judge;
use super::number::{Shown, subject_part};
use crate::identifiers::{Check, FilingNumber, Holder, check_filing_number, division};
use crate::ruleset::{Severity, SiteCheck};
use crate::text::Text;

impl Judge<'_> {
    /// Judges the filing numbers.
    pub(super) fn filing(&mut self) {
        let seen = self.seen;
        let numbers = &seen.numbers.whole;
        let split = seen.numbers.split.first();
        if numbers.is_empty() {
            match split {
                Some(split) => self.in_pieces(split),
                None => self.none_shown(),
            }
            return;
        }
        let right: Vec<&Found<FilingNumber>> = numbers
            .iter()
            .filter(|found| self.is_right(found))
            .collect();
        let others: Vec<&Found<FilingNumber>> = numbers
            .iter()
            .filter(|found| !self.is_right(found))
            .collect();
        for found in numbers {
            self.well_formed(found);
        }
        let mut told = HashSet::new();
        for found in &others {
            // A number of which a page is full is told once.
            if told.insert(found.shown.plain.as_str()) {
                self.not_ours(found, right.is_empty() && split.is_none());
            }
        }
        // The best of several that are right: what is seen goes before what is not.
        let Some(best) = right
            .iter()
            .min_by_key(|found| (found.is_hidden, found.shown.range))
        else {
            if let Some(split) = split {
                self.in_pieces(split);
            }
            return;
        };
        self.one_subject(&right, best);
        self.form(&right);
        self.seen_at_foot(&right, best);
        self.linked(&right, best);
    }

    /// Pieces that may be one number.
    fn in_pieces(&mut self, found: &Found<FilingNumber>) {
        let text = &found.shown.text;
        let (at, _) = self.span(found);
        self.ask(
            SiteCheck::Number,
            at,
            Text::new(
                format!("备案号分写在几处，连起来是 {text}；打开页面时看得出是一个号码吗？"),
                format!("the number stands in pieces, together {text}; is it seen as one number when the page is opened?"),
            ),
        );
    }

    /// Whether a number can be the filing's: of its province and subject as far as they are known.
    fn is_right(&self, found: &Found<FilingNumber>) -> bool {
        let Some(number) = found.shown.number else {
            // What cannot be read is told by its form alone.
            return self.expected.number.is_none();
        };
        let province = match (self.expected.province, number.province) {
            (Some(wanted), Some(own)) => wanted == own,
            _ => true,
        };
        let subject = self.expected.number.as_ref().is_none_or(|wanted| {
            subject_part(&found.shown.plain) == wanted
                // A licence is another number of the same subject.
                || number.holder != Holder::Filing
        });
        province && subject
    }

    fn well_formed(&mut self, found: &Found<FilingNumber>) {
        let Some(problem) = found.shown.problem else {
            return;
        };
        let Shown { text, plain, .. } = &found.shown;
        let is_traditional = found.shown.number.is_some() && text.contains(['備', '證', '號']);
        let why = if is_traditional {
            Text::fixed("用了繁体字", "traditional characters")
        } else {
            problem.text()
        };
        let span = self.span(found);
        if found.shown.number.is_some() {
            // Where spelling is not all that is wrong, what is wrong says what is right.
            let (zh, en) = match check_filing_number(plain) {
                Check::Ok(_) => (format!("；应写 {plain}"), format!("; write {plain}")),
                _ => Default::default(),
            };
            self.milder(
                SiteCheck::NumberFormat,
                Severity::Warning,
                span,
                Text::new(
                    format!("备案号“{text}”写法不对：{}{zh}", why.zh),
                    format!("the filing number {text}: {}{en}", why.en),
                ),
            );
        } else {
            self.fault(
                SiteCheck::NumberFormat,
                span,
                Text::new(
                    format!("备案号“{text}”不对：{}", why.zh),
                    format!("the filing number {text}: {}", why.en),
                ),
            );
        }
    }

    /// A number of another province or subject: grave where there is none of our own.
    fn not_ours(&mut self, found: &Found<FilingNumber>, grave: bool) {
        let span = self.span(found);
        let text = &found.shown.text;
        let wanted = self.expected.province.and_then(division);
        let own = found.shown.number.and_then(|number| number.province);
        let message = match (wanted, own.and_then(division), &self.expected.number) {
            (Some(wanted), Some(own), _) if wanted.code != own.code => Text::new(
                format!("{text} 是{}的备案号，这次备案在{}", own.short, wanted.short),
                format!(
                    "{text} is a number of {}, the filing is made in {}",
                    own.en, wanted.en
                ),
            ),
            (_, _, Some(number)) => Text::new(
                format!("{text} 不是本主体的备案号（{number}）"),
                format!("{text} is not the number of this subject ({number})"),
            ),
            _ => return,
        };
        let check = if grave {
            SiteCheck::NumberMatch
        } else {
            SiteCheck::NumberOther
        };
        self.fault(check, span, message);
    }

    /// Without a draft nobody can tell which of several subjects it is.
    fn one_subject(&mut self, right: &[&Found<FilingNumber>], best: &Found<FilingNumber>) {
        let filing = |found: &Found<FilingNumber>| {
            let number = found.shown.number?;
            let plain = &found.shown.plain;
            (number.holder == Holder::Filing).then(|| subject_part(plain).to_owned())
        };
        let first = filing(best);
        for other in right {
            let (Some(first), Some(second)) = (&first, filing(other)) else {
                continue;
            };
            if *first != second {
                let span = self.span(other);
                let text = &other.shown.text;
                self.fault(
                    SiteCheck::NumberOther,
                    span,
                    Text::new(
                        format!("页面上有两个主体的备案号：{first} 和 {text}"),
                        format!("the page shows the numbers of two subjects, {first} and {text}"),
                    ),
                );
                return;
            }
        }
    }

    /// Whether one of the numbers is in the form that the province wants.
    fn form(&mut self, right: &[&Found<FilingNumber>]) {
        let Some(rule) = self.rules.get(SiteCheck::NumberForm) else {
            return;
        };
        let wants_service = match rule.wants.as_deref() {
            Some("service") => true,
            Some("subject") => false,
            _ => return,
        };
        let is_filing = |found: &&&Found<FilingNumber>| {
            let number = found.shown.number;
            number.is_some_and(|number| number.holder == Holder::Filing)
        };
        let filings: Vec<_> = right.iter().filter(is_filing).collect();
        let has_service = |found: &Found<FilingNumber>| {
            found
                .shown
                .number
                .is_some_and(|number| number.service.is_some())
        };
        let Some(first) = filings.first() else {
            return;
        };
        let services = &self.expected.services;
        if filings.iter().any(|found| {
            has_service(found) == wants_service
                && (!wants_service || services.is_empty() || services.contains(&found.shown.plain))
        }) {
            return;
        }
        let span = self.span(first);
        let text = &first.shown.text;
        let plain = &first.shown.plain;
        let message = if !wants_service {
            let subject = subject_part(plain);
            Text::new(
                format!("{text} 带序号；这个省标主体备案号：{subject}"),
                format!(
                    "{text} has a service's number; this province wants the subject's: {subject}"
                ),
            )
        } else if has_service(first) {
            let known = services.join("、");
            Text::new(
                format!("{text} 不是草稿里的服务备案号（{known}）"),
                format!("{text} is none of the service numbers in the draft ({known})"),
            )
        } else {
            Text::new(
                format!("{text} 是主体备案号，应标带序号的网站备案号，如 {plain}-1"),
                format!(
                    "{text} is the subject's number; the site's has its own behind it, such as {plain}-1"
                ),
            )
        };
        self.fault(SiteCheck::NumberForm, span, message);
    }
}

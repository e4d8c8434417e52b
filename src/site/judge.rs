//! A page held against what the rules want of it.

use super::decode::Decoded;
use super::found::{Found, Numbers, found};
use super::number::{filing_numbers, plain, police_numbers, subject_part};
use super::page::Page;
use super::police::police;
use crate::identifiers::{FilingNumber, PublicSecurityNumber};
use crate::ruleset::{Severity, SiteCheck, SiteRule};
use crate::text::Text;

/// So many public-security numbers of a page are shown in full.
const PUBLIC: usize = 32;

/// What is known of the filing that a page belongs to.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// The province.
    pub province: Option<u32>,
    /// The subject's number, put in plain form.
    pub number: Option<String>,
    /// The numbers of its services.
    pub services: Vec<String>,
    /// The subject's name.
    pub name: Option<String>,
}

/// What a page is to its site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It has to show all itself: a home page, or a page that was named.
    Home,
    /// One of many beside a home page.
    Inner,
}

/// The checks as the layers of a province have them.
#[derive(Debug, Clone, Default)]
pub struct SiteRules(pub Vec<SiteRule>);

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The check.
    pub check: SiteCheck,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: Text,
    /// Where it stands in the source, in bytes.
    pub span: (u32, u32),
}

/// Something that the source does not tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Inquiry {
    /// The check that it decides.
    pub check: SiteCheck,
    /// How grave a failure would be.
    pub severity: Severity,
    /// What is to be looked at.
    pub ask: Text,
    /// Where it stands in the source.
    pub at: u32,
}

/// What came of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged {
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What is not known.
    pub inquiries: Vec<Inquiry>,
}

/// A page with the numbers that it shows.
pub struct Seen<'p> {
    pub(super) page: &'p Page,
    pub(super) numbers: Numbers<FilingNumber>,
    pub(super) police: Numbers<PublicSecurityNumber>,
}

impl SiteRules {
    /// A check as the layers have it.
    pub fn get(&self, check: SiteCheck) -> Option<&SiteRule> {
        self.0.iter().find(|rule| rule.check == check)
    }
}

/// What judges one page.
pub(super) struct Judge<'j> {
    pub seen: &'j Seen<'j>,
    pub expected: &'j Expected,
    pub rules: &'j SiteRules,
    pub role: Role,
    pub out: Judged,
}

impl<'p> Seen<'p> {
    /// Looks for the numbers of a page.
    pub fn new(page: &'p Page) -> Self {
        Self {
            page,
            numbers: found(&page.blocks, filing_numbers),
            police: found(&page.blocks, police_numbers),
        }
    }

    /// The province that the page's own numbers name.
    pub fn province(&self) -> Option<u32> {
        let number = |found: &Found<FilingNumber>| found.shown.number?.province;
        self.numbers.all().find_map(number)
    }

    /// Whether there is a filing number on it.
    pub fn has_number(&self) -> bool {
        self.numbers.all().next().is_some()
    }

    /// The digits of its public-security numbers, as they stand. They are shown to everybody and no
    /// secrets, though they look like numbers of persons.
    pub fn public_digits(&self) -> Vec<String> {
        let mut found = Vec::new();
        for number in self.police.all().take(PUBLIC) {
            let as_written: String = number
                .shown
                .text
                .chars()
                .filter(is_digit_of_any_width)
                .collect();
            let plain: String = number
                .shown
                .plain
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            for digits in [as_written, plain] {
                if !digits.is_empty() && !found.contains(&digits) {
                    found.push(digits);
                }
            }
        }
        found
    }

    /// Holds the page against the rules.
    pub fn judge(
        &self,
        decoded: &Decoded,
        expected: &Expected,
        rules: &SiteRules,
        role: Role,
    ) -> Judged {
        let mut judge = Judge {
            seen: self,
            expected,
            rules,
            role,
            out: Judged::default(),
        };
        judge.encoding(decoded);
        judge.filing();
        // A part of a page is put into one that has the rest.
        if self.page.is_whole || self.has_number() {
            judge.copyright();
            police(&mut judge);
        }
        judge.out
    }
}

impl Judge<'_> {
    pub(super) fn fault(&mut self, check: SiteCheck, span: (u32, u32), message: Text) {
        self.milder(check, Severity::Error, span, message);
    }

    /// A fault that is at most so grave.
    pub(super) fn milder(
        &mut self,
        check: SiteCheck,
        most: Severity,
        span: (u32, u32),
        message: Text,
    ) {
        if let Some(rule) = self.rules.get(check) {
            self.out.faults.push(Fault {
                check,
                severity: rule.severity.min(most),
                message,
                span,
            });
        }
    }

    pub(super) fn ask(&mut self, check: SiteCheck, at: u32, ask: Text) {
        if let Some(rule) = self.rules.get(check) {
            self.out.inquiries.push(Inquiry {
                check,
                severity: rule.severity,
                ask,
                at,
            });
        }
    }

    /// Where a number stands.
    pub(super) fn span<T>(&self, found: &Found<T>) -> (u32, u32) {
        let (start, end) = found.shown.range;
        let block = |index: usize| self.seen.page.blocks.get(index);
        let (Some(block), Some(ended)) = (block(found.block), block(found.last_block)) else {
            return (0, 0);
        };
        let last = ended.at(end.saturating_sub(1));
        let width = found
            .shown
            .text
            .chars()
            .next_back()
            .map_or(1, char::len_utf8);
        let width = u32::try_from(width).unwrap_or(1);
        (block.at(start), last.saturating_add(width))
    }

    fn encoding(&mut self, decoded: &Decoded) {
        let read = decoded.encoding;
        if let Some(declared) = decoded.declared {
            self.fault(
                SiteCheck::Encoding,
                (0, 0),
                Text::new(
                    format!("网页声明的编码是 {declared}，实际是 {read}，浏览器里会是乱码"),
                    format!(
                        "the page declares {declared} and is in {read}; browsers show it garbled"
                    ),
                ),
            );
        } else if decoded.is_damaged {
            self.fault(
                SiteCheck::Encoding,
                (0, 0),
                Text::new(
                    format!("按 {read} 读，有的字节读不出来"),
                    format!("some bytes cannot be read as {read}"),
                ),
            );
        }
    }
}

fn is_digit_of_any_width(c: &char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// The beginning of a text, as much as a sentence can hold.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(MOST).collect();
    out.push('…');
    out
}

impl Expected {
    /// What is expected, the numbers put in plain form.
    pub fn new(
        province: Option<u32>,
        number: Option<&str>,
        services: impl Iterator<Item = String>,
        name: Option<&str>,
    ) -> Self {
        Self {
            province,
            number: number.map(|number| subject_part(&plain(number)).to_owned()),
            services: services.map(|number| plain(&number)).collect(),
            name: name.map(str::to_owned),
        }
    }
}

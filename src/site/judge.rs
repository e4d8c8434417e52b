//! A page held against what the rules want of it.

use std::collections::HashSet;

use super::address::{Lead, lead};
use super::decode::Decoded;
use super::hole::{Hole, is_hole};
use super::number::{Found, Shown, filing_numbers, found, plain, police_numbers, subject_part};
use super::page::{AsideKind, Page};
use super::police::police;
use crate::identifiers::{FilingNumber, Holder, PublicSecurityNumber, division, fold};
use crate::ruleset::{Severity, SiteCheck, SiteRule};
use crate::text::Text;

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
    numbers: Vec<Found<FilingNumber>>,
    pub(super) police: Vec<Found<PublicSecurityNumber>>,
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

/// Text behind the number longer than this is no foot, unless it is little of the page.
const FOOT_CHARS: usize = 400;
/// So much of a page, in percent, is its foot.
const FOOT_PERCENT: usize = 30;

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
        self.numbers.iter().find_map(number)
    }

    /// Whether there is a filing number on it.
    pub fn has_number(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// The digits of its public-security numbers, as they stand. They are shown to everybody and no
    /// secrets, though they look like numbers of persons.
    pub fn public_digits(&self) -> Vec<String> {
        let mut found = Vec::new();
        for number in &self.police {
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
        let Some(block) = self.seen.page.blocks.get(found.block) else {
            return (0, 0);
        };
        let last = block.at(end.saturating_sub(1));
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

    fn filing(&mut self) {
        let numbers = &self.seen.numbers;
        if numbers.is_empty() {
            self.none_shown();
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
                self.not_ours(found, right.is_empty());
            }
        }
        // The best of several that are right: what is seen goes before what is not.
        let Some(best) = right
            .iter()
            .min_by_key(|found| (found.is_hidden, found.shown.range))
        else {
            return;
        };
        self.one_subject(&right, best);
        self.form(&right);
        self.seen_at_foot(&right, best);
        self.linked(&right, best);
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
            self.milder(
                SiteCheck::NumberFormat,
                Severity::Warning,
                span,
                Text::new(
                    format!("备案号“{text}”写法不对：{}；应写 {plain}", why.zh),
                    format!("the filing number {text}: {}; write {plain}", why.en),
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

    fn seen_at_foot(&mut self, right: &[&Found<FilingNumber>], best: &Found<FilingNumber>) {
        let span = self.span(best);
        let text = &best.shown.text;
        if best.is_hidden {
            self.fault(
                SiteCheck::NumberHidden,
                span,
                Text::new(
                    format!("{text} 所在的元素用样式隐藏了，看页面的人看不到"),
                    format!("{text} stands in an element that its style hides"),
                ),
            );
        }
        if self.seen.page.is_whole && !self.is_at_foot(right) {
            self.fault(
                SiteCheck::NumberPlace,
                span,
                Text::new(
                    format!("{text} 后面还有很多内容，不在页面底部"),
                    format!("much follows {text}, so it is not at the foot of the page"),
                ),
            );
        }
    }

    /// Whether one of the numbers stands in what calls itself a foot, or little stands behind it.
    fn is_at_foot(&self, right: &[&Found<FilingNumber>]) -> bool {
        if right.iter().any(|found| found.in_foot) {
            return true;
        }
        let Some(last) = right.iter().map(|found| found.block).max() else {
            return false;
        };
        let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let blocks = &self.seen.page.blocks;
        let all: usize = blocks.iter().map(|block| count(&block.text)).sum();
        let behind = blocks.iter().skip(last.saturating_add(1));
        let after: usize = behind.map(|block| count(&block.text)).sum();
        after <= FOOT_CHARS || after.saturating_mul(100) <= all.saturating_mul(FOOT_PERCENT)
    }

    fn linked(&mut self, right: &[&Found<FilingNumber>], best: &Found<FilingNumber>) {
        let Some(rule) = self.rules.get(SiteCheck::Link) else {
            return;
        };
        let page = self.seen.page;
        let follow = |index: &usize| {
            let href = page.links.get(*index).and_then(|link| link.href.as_deref());
            lead(href, &rule.hosts, &rule.former_hosts)
        };
        let leads: Vec<Lead> = right
            .iter()
            .flat_map(|found| &found.links)
            .map(follow)
            .collect();
        if leads.contains(&Lead::Wanted) {
            return;
        }
        let wanted = rule.hosts.first().map_or("", String::as_str);
        let text = &best.shown.text;
        let own: Vec<Lead> = best.links.iter().map(follow).collect();
        let span = match best.links.first().and_then(|index| page.links.get(*index)) {
            Some(link) => (link.at, link.at.saturating_add(2)),
            None => self.span(best),
        };
        if leads.contains(&Lead::Unknown) {
            self.ask(
                SiteCheck::Link,
                span.0,
                Text::new(
                    format!("{text} 的链接由脚本或模板决定；它指向 https://{wanted} 吗？"),
                    format!(
                        "a script or a template decides where {text} leads; is it https://{wanted}?"
                    ),
                ),
            );
            return;
        }
        let elsewhere = (0..page.links.len()).any(|index| follow(&index) == Lead::Wanted);
        let message = match own.first() {
            Some(Lead::Former(host)) => Text::new(
                format!("{text} 链接到已停用的 {host}，应为 https://{wanted}"),
                format!(
                    "{text} leads to {host}, which is out of use; it has to be https://{wanted}"
                ),
            ),
            Some(Lead::NoScheme(host)) => Text::new(
                format!("{text} 的链接写成 {host}，没有 https://，浏览器会当成本站的页面"),
                format!(
                    "the link of {text} is written {host} without https://, so browsers take it for a page of this site"
                ),
            ),
            Some(Lead::Other(host)) => Text::new(
                format!("{text} 链接到 {host}，应为 https://{wanted}"),
                format!("{text} leads to {host}; it has to be https://{wanted}"),
            ),
            Some(Lead::Local) => Text::new(
                format!("{text} 的链接没有离开本站，应为 https://{wanted}"),
                format!("the link of {text} stays on this site; it has to be https://{wanted}"),
            ),
            _ if elsewhere => Text::new(
                format!("页面上有到 {wanted} 的链接，但不在备案号 {text} 上"),
                format!("the page has a link to {wanted}, but not on the number {text}"),
            ),
            _ => Text::new(
                format!("{text} 没有链接到 https://{wanted}"),
                format!("{text} has no link to https://{wanted}"),
            ),
        };
        let most = if elsewhere {
            Severity::Warning
        } else {
            Severity::Error
        };
        self.milder(SiteCheck::Link, most, span, message);
    }

    /// No number is shown: whether there is one nobody sees, or a template puts it in.
    fn none_shown(&mut self) {
        let page = self.seen.page;
        let holds = |kinds: &[AsideKind]| {
            page.asides.iter().find(|aside| {
                kinds.contains(&aside.kind) && !filing_numbers(&aside.text).is_empty()
            })
        };
        if let Some(aside) = holds(&[AsideKind::Script]) {
            self.ask(
                SiteCheck::Number,
                aside.at,
                Text::fixed(
                    "备案号在脚本里；打开页面时底部看得到吗？",
                    "the filing number is in a script; is it seen at the foot when the page is opened?",
                ),
            );
            return;
        }
        if let Some(hole) = self.filling_hole() {
            let text: String = hole.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let at = hole.at;
            self.ask(
                SiteCheck::Number,
                at,
                Text::new(
                    format!("“{}”处显示什么，从源文件看不出；用生成后的页面再查", short(&text)),
                    format!("what “{}” puts in cannot be told from the source; check the page made from it", short(&text)),
                ),
            );
            return;
        }
        if page.is_redirect {
            self.ask(
                SiteCheck::Number,
                page.foot,
                Text::fixed(
                    "这一页会转到别的页面；转到的那一页底部有备案号吗？",
                    "this page sends browsers on to another; is the filing number at the foot of that one?",
                ),
            );
            return;
        }
        let visible: usize = page
            .blocks
            .iter()
            .map(|block| block.text.trim().len())
            .sum();
        if visible == 0 && (page.scripts > 0 || page.frames > 0) {
            self.ask(
                SiteCheck::Number,
                page.foot,
                Text::fixed(
                    "页面内容由脚本或框架生成，源文件里没有文字；打开页面时底部看得到备案号吗？",
                    "a script or a frame makes this page and its source has no text; is the filing number seen at the foot when it is opened?",
                ),
            );
            return;
        }
        if !page.is_whole && self.role == Role::Inner {
            return;
        }
        let message = if holds(&[AsideKind::Comment]).is_some() {
            Text::fixed(
                "页面上没有备案号：只在注释里有，注释不显示",
                "the page shows no filing number: there is one in a comment, which nobody sees",
            )
        } else if holds(&[AsideKind::Alternative]).is_some() {
            Text::fixed(
                "页面上没有文字写的备案号：只在图片的说明里有",
                "the page shows no filing number in text: there is one in the description of a picture",
            )
        } else if holds(&[AsideKind::Element]).is_some() {
            Text::fixed(
                "页面上没有备案号：只在标题或不显示的元素里有",
                "the page shows no filing number: there is one in the title or in an element that is not shown",
            )
        } else if page.images.is_empty() {
            Text::fixed("页面上没有备案号", "the page shows no filing number")
        } else {
            Text::fixed(
                "页面上没有文字写的备案号（图片里的字看不到）",
                "the page shows no filing number in text (pictures are not read)",
            )
        };
        let most = match self.role {
            Role::Home => Severity::Error,
            Role::Inner => Severity::Warning,
        };
        self.milder(SiteCheck::Number, most, (page.foot, page.foot), message);
    }

    /// The place of a template that may well put the number in: by its name, or at the foot.
    fn filling_hole(&self) -> Option<&Hole> {
        let page = self.seen.page;
        // A number of which a part is put in: 京ICP备{{ number }}号.
        let speaks: Vec<bool> = page
            .blocks
            .iter()
            .map(|block| {
                let text = block.text.to_uppercase();
                text.contains("ICP") || text.contains("备案")
            })
            .collect();
        let in_number = |hole: &&Hole| speaks.get(hole.block) == Some(&true);
        let holes = &page.holes;
        let fills = |hole: &&Hole| hole.is_named() || hole.fills_foot() || in_number(hole);
        if let Some(hole) = holes.iter().rev().find(fills) {
            return Some(hole);
        }
        // An element that a script finds by its name.
        if page.scripts > 0
            && let Some(foot) = page.empty_feet.last()
        {
            return Some(foot);
        }
        let last_text = page.blocks.last().and_then(|block| block.source.last());
        let near = last_text.copied().unwrap_or(0).min(page.foot);
        // What is not named after the foot counts where it stands behind the text or in it.
        holes
            .last()
            .filter(|hole| hole.at >= near || page.blocks.len() < 2)
    }

    fn copyright(&mut self) {
        let Some(rule) = self.rules.get(SiteCheck::Copyright) else {
            return;
        };
        let with_name = match rule.wants.as_deref() {
            Some("shown") => false,
            Some("subject-name") => true,
            _ => return,
        };
        // Beside a home page, other pages need none of their own.
        if self.role == Role::Inner && !self.seen.has_number() {
            return;
        }
        let page = self.seen.page;
        let lines: Vec<_> = page
            .blocks
            .iter()
            .filter(|block| is_copyright(&block.text))
            .collect();
        let Some(line) = lines.last() else {
            if !page.is_whole || self.filling_hole().is_some() {
                return;
            }
            self.fault(
                SiteCheck::Copyright,
                (page.foot, page.foot),
                Text::fixed(
                    "页面上没有版权所有（如“版权所有 ○○公司”）",
                    "the page has no copyright line (such as 版权所有 with the name)",
                ),
            );
            return;
        };
        if !with_name {
            return;
        }
        let at = line.at(line.text.len().saturating_sub(line.text.trim_start().len()));
        let last = line.at(line.text.trim_end().len().saturating_sub(1));
        let span = (at, last.saturating_add(1));
        let Some(name) = &self.expected.name else {
            self.out.inquiries.push(Inquiry {
                check: SiteCheck::Copyright,
                severity: Severity::Warning,
                ask: Text::fixed(
                    "版权所有后面写的是备案主体的名称吗？（用 --draft 对照草稿）",
                    "is the name in the copyright line the subject's? (--draft compares it)",
                ),
                at,
            });
            return;
        };
        // The name may stand in the next block of the same foot.
        let near = lines.iter().any(|line| holds_name(&line.text, name));
        let after = page
            .blocks
            .iter()
            .skip_while(|block| !is_copyright(&block.text))
            .any(|block| holds_name(&block.text, name));
        if near || after {
            return;
        }
        if is_hole(&line.text) {
            self.ask(
                SiteCheck::Copyright,
                at,
                Text::new(
                    format!("版权所有由模板填写；填的是 {name} 吗？"),
                    format!("a template writes the copyright line; is it {name}?"),
                ),
            );
            return;
        }
        let text: String = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.fault(
            SiteCheck::Copyright,
            span,
            Text::new(
                format!(
                    "版权所有写的是“{}”，没有备案主体的名称 {name}",
                    short(&text)
                ),
                format!(
                    "the copyright line “{}” lacks the subject's name {name}",
                    short(&text)
                ),
            ),
        );
    }
}

fn is_digit_of_any_width(c: &char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// Whether a text is a copyright line.
fn is_copyright(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "版权所有",
        "版權所有",
        "copyright",
        "©",
        "(c)",
        "（c）",
        "all rights reserved",
        "著作权",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Whether a name stands in a text, whatever the width of its brackets and blanks.
fn holds_name(text: &str, name: &str) -> bool {
    let folded = |text: &str| -> String {
        fold(text)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_lowercase()
    };
    folded(text).contains(&folded(name))
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

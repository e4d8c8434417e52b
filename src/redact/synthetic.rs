//! Values that stand in for others. One value has one stand-in, however it is written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use super::Manner;
use crate::identifiers::{
    Check, check_credit_code, check_domain, check_email, check_hk_macao_permit,
    check_hk_macao_residence, check_id_card, check_ip, check_landline, check_license_number,
    check_mobile, check_organization_code, check_passport, check_permanent_resident, check_phone,
    check_taiwan_permit, check_taiwan_residence, divisions, fold, fold_identifier, phone_digits,
};

/// Characters that no rule looks for.
const NEUTRAL: &str =
    "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥春夏秋冬松竹梅兰菊柏桐枫杉柳云霞露霜";
/// Family names of persons who do not exist.
const FAMILIES: &str = "张李王赵陈刘周吴郑孙钱冯褚卫蒋沈韩杨朱秦尤许何吕施孔曹严华金魏陶姜";
/// Words of names that tell what something is, not who.
const COMMON: &[&str] = &[
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "公司",
    "集团",
    "合伙企业",
    "个体工商户",
    "工作室",
    "事务所",
    "经营部",
    "商行",
    "科技",
    "网络",
    "网站",
    "平台",
    "官网",
    "博客",
    "商城",
    "论坛",
];
/// What the parts of an address are told by.
const ADDRESS_MARKS: &str = "省市区县旗乡镇村路街道巷弄里号楼栋幢座层室单元组";
/// Mail that anybody may have.
const PUBLIC_MAIL: &[&str] = &[
    "qq.com",
    "163.com",
    "126.com",
    "yeah.net",
    "sina.com",
    "sina.cn",
    "sohu.com",
    "139.com",
    "189.cn",
    "foxmail.com",
    "gmail.com",
    "outlook.com",
    "hotmail.com",
    "icloud.com",
    "aliyun.com",
    "example.cn",
    "example.com",
];
/// So many stand-ins are tried for one as valid as the original: of a credit code with two check
/// characters one in 341 is.
const MOST_TRIES: u32 = 40_000;

/// What a number is, beyond its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Number,
    Phone,
    Code,
    Person,
    Label,
}

/// Makes stand-ins.
pub(super) struct Synthetic<'m> {
    secret: Vec<u8>,
    /// The whole text: a stand-in must not occur in it, not even in a comment.
    text: String,
    as_of: NaiveDate,
    words: &'m [&'m str],
    made: BTreeMap<(Sort, String), String>,
    /// Originals, none of which may come out as a stand-in.
    known: BTreeSet<String>,
    taken: BTreeSet<String>,
}

impl<'m> Synthetic<'m> {
    pub fn new(text: &str, manner: &Manner<'m>, known: BTreeSet<String>) -> Self {
        let mut secret = Sha256::digest(text.as_bytes()).to_vec();
        secret.extend(manner.salt.to_be_bytes());
        Self {
            secret,
            text: text.to_owned(),
            as_of: manner.as_of,
            words: manner.words,
            made: BTreeMap::new(),
            known,
            taken: BTreeSet::new(),
        }
    }

    fn random(&self, what: &str, index: u32) -> u32 {
        let mut hash = Sha256::new();
        hash.update(&self.secret);
        hash.update(what.as_bytes());
        hash.update(index.to_be_bytes());
        let bytes = hash.finalize();
        bytes
            .iter()
            .take(4)
            .fold(0_u32, |sum, byte| sum.wrapping_shl(8) | u32::from(*byte))
    }

    fn pick(&self, pool: &str, what: &str, index: u32) -> char {
        let count = pool.chars().count().max(1);
        let at = usize::try_from(self.random(what, index)).unwrap_or(0);
        pool.chars()
            .nth(at.checked_rem(count).unwrap_or(0))
            .unwrap_or('甲')
    }

    /// The number of a certificate.
    pub fn number(&mut self, original: &str) -> String {
        let key = fold_identifier(original).into_owned();
        let made = match self.made.get(&(Sort::Number, key.clone())) {
            Some(made) => made.clone(),
            None => self.new_number(key),
        };
        written_like(original, &made)
    }

    fn new_number(&mut self, key: String) -> String {
        let chars: Vec<char> = key.chars().collect();
        let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
        // A unit's code and a permanent resident's number may both begin with 9.
        let is_of_person = chars.len() == 18
            && digits >= 17
            && (!key.starts_with('9') || check_credit_code(&key).is_malformed());
        let is_old_resident = (chars.len(), digits) == (15, 12)
            && chars.iter().take(3).all(char::is_ascii_alphabetic);
        // Where a date of birth stands, and how it is written.
        let birth_at = match (is_of_person, is_old_resident, chars.len()) {
            (true, ..) => Some((6, 8, "%Y%m%d")),
            // After the country and where it was issued.
            (_, true, _) => Some((7, 6, "%y%m%d")),
            // An ID number of the form before 1999.
            (_, _, 15) if digits == 15 => Some((6, 6, "%y%m%d")),
            _ => None,
        };
        let born = birth_at.and_then(|(from, length, form)| {
            let start: String = chars.iter().take(from).collect();
            let born = self.reborn(&chars, from, length, form)?;
            Some((format!("{start}{born}"), from.saturating_add(length)))
        });
        let (head, tail_from) = match (born, chars.len()) {
            (Some((head, tail_from)), _) => (head, tail_from),
            (None, length) => {
                let tail_from = match length {
                    // A malformed birth date stays malformed, in its year.
                    18 if is_of_person => 10,
                    // Of a unit's code the registration authority and its division stay.
                    18 => 8,
                    15 if is_old_resident => 7,
                    15 => 6,
                    _ => chars.iter().take_while(|c| c.is_ascii_alphabetic()).count(),
                };
                (chars.iter().take(tail_from).collect(), tail_from)
            }
        };
        let wanted = number_class(&key, self.as_of);
        let tail: Vec<char> = chars.iter().skip(tail_from).copied().collect();
        self.search(
            Sort::Number,
            key,
            |own, attempt, key| {
                let tail = own.substitute(&tail, key, attempt, true);
                format!("{head}{tail}")
            },
            |made, own| number_class(made, own.as_of) == wanted,
        )
    }

    /// The birth date in an identity number, moved; nothing where it is no date.
    fn reborn(&self, chars: &[char], from: usize, length: usize, form: &str) -> Option<String> {
        let digits: String = chars.iter().skip(from).take(length).collect();
        let birth = NaiveDate::parse_from_str(&digits, form).ok()?;
        Some(self.birth(birth).format(form).to_string())
    }

    /// A date of birth in the same year, as old on the day of submission and until a review ends.
    pub fn birth(&self, birth: NaiveDate) -> NaiveDate {
        let (now, month) = (self.as_of.month(), birth.month());
        let far = |month: u32| {
            month != now && month != now.checked_rem(12).unwrap_or(0).saturating_add(1)
        };
        let other = match month {
            1 => 2,
            _ => month.saturating_sub(1),
        };
        let moved = if far(month) && far(other) && (month < now) == (other < now) {
            other
        } else {
            month
        };
        let days = (1..=28).filter(|day| {
            let is_near = !far(moved);
            // Where the months are those of the submission, the sides of the day stay too.
            let side = |day: u32| day.cmp(&self.as_of.day());
            *day != birth.day() && (!is_near || side(*day) == side(birth.day()))
        });
        let days: Vec<u32> = days.collect();
        let at = usize::try_from(self.random("birth", birth.ordinal())).unwrap_or(0);
        let day = days
            .get(at.checked_rem(days.len().max(1)).unwrap_or(0))
            .copied()
            .unwrap_or(birth.day());
        NaiveDate::from_ymd_opt(birth.year(), moved, day).unwrap_or(birth)
    }

    /// A telephone number.
    pub fn phone(&mut self, original: &str) -> String {
        let key = phone_digits(original).into_owned();
        let made = match self.made.get(&(Sort::Phone, key.clone())) {
            Some(made) => made.clone(),
            None => {
                let chars: Vec<char> = key.chars().collect();
                let kept = match chars.len() {
                    0..=7 => 1,
                    8..=10 => 4,
                    _ => 5,
                };
                let head: String = chars.iter().take(kept).collect();
                let tail: Vec<char> = chars.iter().skip(kept).copied().collect();
                let wanted = phone_class(&key);
                self.search(
                    Sort::Phone,
                    key,
                    |own, attempt, key| {
                        format!("{head}{}", own.substitute(&tail, key, attempt, false))
                    },
                    |made, _| phone_class(made) == wanted,
                )
            }
        };
        written_like(original, &made)
    }

    /// An e-mail address: the name changes, of the domain what is not everybody's.
    pub fn email(&mut self, original: &str) -> String {
        let Some((local, domain)) = original.rsplit_once('@') else {
            return self.words_of(original, &[]);
        };
        let key = fold(local).to_lowercase();
        let wanted = check_email(original)
            .problem()
            .map(|problem| problem.code());
        let chars: Vec<char> = key.chars().collect();
        let domain = match PUBLIC_MAIL
            .iter()
            .any(|own| domain.eq_ignore_ascii_case(own))
        {
            true => domain.to_owned(),
            false => self.domain(domain),
        };
        let made = match self.made.get(&(Sort::Label, key.clone())) {
            Some(made) => made.clone(),
            None => self.search(
                Sort::Label,
                key,
                |own, attempt, key| own.substitute(&chars, key, attempt, false),
                |made, _| {
                    let whole = format!("{made}@{domain}");
                    check_email(&whole).problem().map(|problem| problem.code()) == wanted
                },
            ),
        };
        format!("{made}@{domain}")
    }

    /// A domain name: its suffix stays.
    pub fn domain(&mut self, original: &str) -> String {
        let checked = check_domain(original);
        let wanted = checked.problem().map(|problem| problem.code());
        let suffix = checked.value().map(|domain| domain.suffix().to_owned());
        let key = fold(original).to_lowercase();
        let labels: Vec<&str> = key.split('.').collect();
        let kept = suffix.map_or(1, |suffix| suffix.split('.').count());
        let own = labels.len().saturating_sub(kept).max(1);
        let mut out: Vec<String> = Vec::new();
        for (index, label) in labels.iter().enumerate() {
            if index >= own || *label == "www" || label.is_empty() {
                out.push((*label).to_owned());
                continue;
            }
            let chars: Vec<char> = label.chars().collect();
            let label_key = (*label).to_owned();
            let made = match self.made.get(&(Sort::Label, label_key.clone())) {
                Some(made) => made.clone(),
                None => self.search(
                    Sort::Label,
                    label_key,
                    |own, attempt, key| own.substitute(&chars, key, attempt, false),
                    |made, _| {
                        let probe = format!("{made}.cn");
                        wanted.is_some() || check_domain(&probe).problem().is_none()
                    },
                ),
            };
            out.push(made);
        }
        out.join(".")
    }

    /// A code: letters for letters, digits for digits.
    pub fn code(&mut self, original: &str) -> String {
        let key = original.to_owned();
        if let Some(made) = self.made.get(&(Sort::Code, key.clone())) {
            return made.clone();
        }
        let chars: Vec<char> = original.chars().collect();
        self.search(
            Sort::Code,
            key,
            |own, attempt, key| own.substitute(&chars, key, attempt, false),
            |_, _| true,
        )
    }

    /// What stands in for a text where an id or a path is meant; nothing where it is one: small
    /// letters, few digits and signs tell nobody.
    pub fn unless_id(&self, original: &str) -> Option<String> {
        let is_of_ids = original
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.[]".contains(c));
        let digits = original.split(|c: char| !c.is_ascii_digit());
        let longest = digits.map(str::len).max().unwrap_or(0);
        (!is_of_ids || longest > 3).then(|| self.words_of(original, &[]))
    }

    /// A filing number: the province, the year and the number of the service stay.
    pub fn filing_number(&mut self, original: &str) -> String {
        let Some(end) = original.rfind('号') else {
            return self.code(original);
        };
        let (subject, service) = original.split_at_checked(end).unwrap_or((original, ""));
        let digits: String = subject.chars().filter(char::is_ascii_digit).collect();
        let serial: String = digits.chars().skip(4).collect();
        let made = self.code(&serial);
        let kept: String = digits.chars().take(4).collect();
        format!(
            "{}{service}",
            written_like(subject, &format!("{kept}{made}"))
        )
    }

    /// An address of the network: its first half stays.
    pub fn ip(&mut self, original: &str) -> String {
        let kept: usize = original
            .match_indices(['.', ':'])
            .nth(1)
            .map_or(0, |(at, _)| at.saturating_add(1));
        let (head, tail) = original.split_at_checked(kept).unwrap_or(("", original));
        let chars: Vec<char> = tail.chars().collect();
        // What it is for, and whether it is one or a range.
        let class = |text: &str| match check_ip(text) {
            Check::Ok(range) | Check::Doubtful(range, _) => {
                format!("{:?} {}", range.class, range.first == range.last)
            }
            Check::Malformed(problem) => problem.code().to_owned(),
        };
        let wanted = class(original);
        if let Some(made) = self.made.get(&(Sort::Code, original.to_owned())) {
            return made.clone();
        }
        self.search(
            Sort::Code,
            original.to_owned(),
            |own, attempt, key| format!("{head}{}", own.substitute(&chars, key, attempt, false)),
            |made, _| class(made) == wanted,
        )
    }

    /// A person's name: as many characters.
    pub fn person(&mut self, original: &str) -> String {
        let key: String = fold(original)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        if let Some(made) = self.made.get(&(Sort::Person, key.clone())) {
            return made.clone();
        }
        let chars: Vec<char> = key.chars().collect();
        let is_han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
        let all_han = chars.iter().all(is_han);
        self.search(
            Sort::Person,
            key,
            |own, attempt, key| {
                if !all_han {
                    return chars
                        .iter()
                        .enumerate()
                        .map(|(index, c)| {
                            own.stand_in(
                                *c,
                                key,
                                attempt
                                    .wrapping_mul(97)
                                    .wrapping_add(u32::try_from(index).unwrap_or(0)),
                                false,
                            )
                        })
                        .collect();
                }
                let family = own.pick(FAMILIES, key, attempt);
                let mut name: String = [family]
                    .into_iter()
                    .chain("示例".chars())
                    .take(chars.len())
                    .collect();
                let more = chars.len().saturating_sub(name.chars().count());
                for index in 0..more {
                    let index = u32::try_from(index).unwrap_or(0);
                    name.push(own.pick(NEUTRAL, key, attempt.wrapping_add(index)));
                }
                // Few names of two characters are left after a while.
                if attempt > 30 {
                    name.pop();
                    name.push(own.pick(NEUTRAL, key, attempt));
                }
                name
            },
            |_, _| true,
        )
    }

    /// A name of a unit or a service, or free text: each character for itself, so that what
    /// contains what stays; words that rules look for, places and common words stay.
    pub fn words_of(&self, original: &str, more: &[(String, String)]) -> String {
        let mut out = String::new();
        let mut rest = original;
        while let Some(c) = rest.chars().next() {
            if let Some((from, to)) = more
                .iter()
                .find(|(from, _)| rest.starts_with(from.as_str()))
            {
                out.push_str(to);
                rest = rest.get(from.len()..).unwrap_or("");
                continue;
            }
            if let Some(word) = self.kept_word(rest) {
                out.push_str(word);
                rest = rest.get(word.len()..).unwrap_or("");
                continue;
            }
            out.push(self.stand_in(c, "text", u32::from(c), false));
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
        out
    }

    /// A text of which nothing stays but what is neither letter nor digit.
    pub fn plain(&self, original: &str) -> String {
        let chars = original.chars();
        chars
            .map(|c| self.stand_in(c, "text", u32::from(c), false))
            .collect()
    }

    /// An address: the marks of its parts stay besides.
    pub fn address(&self, original: &str) -> String {
        let marks: Vec<(String, String)> = ADDRESS_MARKS
            .chars()
            .map(|mark| (mark.to_string(), mark.to_string()))
            .collect();
        self.words_of(original, &marks)
    }

    /// The longest word at the start of a text that stays.
    fn kept_word<'t>(&self, text: &'t str) -> Option<&'t str> {
        let places = divisions().flat_map(|division| [division.name, division.short]);
        self.words
            .iter()
            .copied()
            .chain(COMMON.iter().copied())
            .chain(places)
            .filter(|word| word.chars().count() > 1)
            .filter(|word| !word.bytes().any(|byte| byte.is_ascii_digit()))
            .filter_map(|word| {
                text.get(..word.len())
                    .filter(|start| start.eq_ignore_ascii_case(word))
            })
            .max_by_key(|word| word.len())
    }

    /// Tries until a stand-in is as valid as the original, is none of the originals and is new.
    fn search(
        &mut self,
        sort: Sort,
        key: String,
        make: impl Fn(&Self, u32, &str) -> String,
        is_like: impl Fn(&str, &Self) -> bool,
    ) -> String {
        let mut last = String::new();
        for attempt in 0..MOST_TRIES {
            let made = make(self, attempt, &key);
            let is_long = made.chars().count() > 1;
            let stood_before = self.known.contains(&made)
                || self.taken.contains(&made)
                || (is_long && self.text.contains(&made));
            let is_new = !stood_before;
            if (is_new || made.is_empty()) && is_like(&made, self) {
                last = made;
                break;
            }
            if is_new {
                last = made;
            }
        }
        self.taken.insert(last.clone());
        self.made.insert((sort, key), last.clone());
        last
    }

    fn substitute(&self, chars: &[char], key: &str, attempt: u32, parity: bool) -> String {
        let is_hex = chars.len() >= 16
            && chars
                .iter()
                .all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '-'));
        chars
            .iter()
            .enumerate()
            .map(|(index, c)| {
                let index = u32::try_from(index).unwrap_or(0);
                let seed = attempt.wrapping_mul(101).wrapping_add(index);
                match c {
                    'a'..='f' if is_hex => self.pick("abcdef", key, seed),
                    'A'..='F' if is_hex => self.pick("ABCDEF", key, seed),
                    c => self.stand_in(*c, key, seed, parity),
                }
            })
            .collect()
    }

    /// A character of the same kind; an X at an end may be a check character.
    fn stand_in(&self, c: char, key: &str, seed: u32, parity: bool) -> char {
        match c {
            'X' if parity => self.pick("0123456789X", key, seed),
            '0' | '2' | '4' | '6' | '8' if parity => self.pick("02468", key, seed),
            '1' | '3' | '5' | '7' | '9' if parity => self.pick("13579", key, seed),
            '0'..='9' => self.pick("0123456789", key, seed),
            '０'..='９' => self.pick("０１２３４５６７８９", key, seed),
            'A'..='Z' => self.pick("ABCDEFGHJKLMNPQRTUWXY", key, seed),
            'a'..='z' => self.pick("abcdefghijkmnpqrstuwxyz", key, seed),
            c if c.is_alphabetic() && c > '\u{2e7f}' => self.pick(NEUTRAL, key, seed),
            c if c.is_alphabetic() => self.pick("abcdefghijkmnpqrstuwxyz", key, seed),
            c => c,
        }
    }
}

/// What the checks say of a number, without what of it is changed on purpose.
fn number_class(number: &str, today: NaiveDate) -> Vec<Option<&'static str>> {
    vec![
        check_id_card(number, today).problem().map(|own| own.code()),
        check_credit_code(number).problem().map(|own| own.code()),
        check_license_number(number).problem().map(|own| own.code()),
        check_organization_code(number)
            .problem()
            .map(|own| own.code()),
        check_passport(number).problem().map(|own| own.code()),
        check_permanent_resident(number, today)
            .problem()
            .map(|own| own.code()),
        check_hk_macao_permit(number)
            .problem()
            .map(|own| own.code()),
        check_taiwan_permit(number).problem().map(|own| own.code()),
        check_hk_macao_residence(number, today)
            .problem()
            .map(|own| own.code()),
        check_taiwan_residence(number, today)
            .problem()
            .map(|own| own.code()),
    ]
}

fn phone_class(number: &str) -> String {
    let of = |check: Check<crate::identifiers::Phone>| {
        let code = check.problem().map(|own| own.code());
        format!("{:?} {code:?}", check.value())
    };
    [check_phone, check_mobile, check_landline]
        .map(|check| of(check(number)))
        .join(" ")
}

/// Puts the letters and digits of a stand-in where the original has its own, from the end, in the
/// original's width and case; what comes before them, such as +86, stays.
fn written_like(original: &str, made: &str) -> String {
    let mut made = made.chars().rev().filter(|c| c.is_alphanumeric());
    let mut out: Vec<char> = original
        .chars()
        .rev()
        .map(|c| {
            if !c.is_alphanumeric() || (c > '\u{2e7f}' && !('０'..='ｚ').contains(&c)) {
                return c;
            }
            match made.next() {
                Some(new) if ('０'..='ｚ').contains(&c) => wide(new),
                Some(new) if c.is_ascii_lowercase() => new.to_ascii_lowercase(),
                Some(new) => new,
                None => c,
            }
        })
        .collect();
    out.reverse();
    out.into_iter().collect()
}

fn wide(c: char) -> char {
    u32::from(c)
        .checked_add(0xfee0)
        .filter(|_| c.is_ascii_alphanumeric())
        .and_then(char::from_u32)
        .unwrap_or(c)
}

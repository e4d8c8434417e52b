//! The only place where a private value becomes text. Nothing else of the report or the renderers
//! may call [`Private::expose`](crate::draft::Private::expose) and show what it gives.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::runs::{
    has_no_runs, hide_all_but_last, hide_email, hide_phone, hide_runs, is_digit, star,
};
use crate::fields::Privacy;

/// How private values are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Masker {
    /// Whether everything is shown in full (`--unmask`).
    pub unmask: bool,
}

impl Masker {
    /// A value with what is private of it hidden, character for character and as wide.
    ///
    /// [`Privacy::SubjectNumber`] and [`Privacy::SubjectAddress`] are taken for a person's: who
    /// knows that the subject is a unit says [`Privacy::Open`].
    pub fn hide<'t>(&self, text: &'t str, privacy: Privacy) -> Cow<'t, str> {
        if self.unmask || privacy == Privacy::Open {
            return Cow::Borrowed(text);
        }
        if privacy == Privacy::FreeText && has_no_runs(text) {
            return Cow::Borrowed(text);
        }
        let mut chars: Vec<char> = text.chars().collect();
        self.hide_chars(&mut chars, privacy);
        Cow::Owned(chars.into_iter().collect())
    }

    /// Text of any origin with the runs hidden that look like numbers of persons.
    pub fn free<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.hide(text, Privacy::FreeText)
    }

    /// The same, but for numbers that are known to be public.
    pub fn free_but(&self, text: &str, public: &[String]) -> String {
        let Some((first, others)) = public.split_first() else {
            return self.free(text).into_owned();
        };
        // As a part of longer digits it is another number.
        let is_digit = |c: char| c.is_ascii_digit();
        let mut out = String::with_capacity(text.len());
        let mut done = 0usize;
        for (at, hit) in text.match_indices(first.as_str()) {
            let end = at.saturating_add(hit.len());
            let before = text.get(..at).unwrap_or("");
            let after = text.get(end..).unwrap_or("");
            if at < done || before.ends_with(is_digit) || after.starts_with(is_digit) {
                continue;
            }
            out.push_str(&self.free_but(text.get(done..at).unwrap_or(""), others));
            out.push_str(hit);
            done = end;
        }
        out.push_str(&self.free_but(text.get(done..).unwrap_or(""), others));
        out
    }

    /// A day, hidden where it is one of birth.
    pub fn day(&self, day: NaiveDate, privacy: Privacy) -> String {
        self.hide(&day.to_string(), privacy).into_owned()
    }

    /// [`Masker::hide`] in place.
    pub(super) fn hide_chars(&self, chars: &mut [char], privacy: Privacy) {
        if self.unmask {
            return;
        }
        match privacy {
            Privacy::Open => {}
            Privacy::PersonNumber | Privacy::SubjectNumber => hide_all_but_last(chars),
            // What is no telephone number at all is something else at the wrong place.
            Privacy::Phone if chars.iter().any(|c| c.is_alphabetic() || *c == '@') => {
                hide_all_but_last(chars);
            }
            Privacy::Phone => hide_phone(chars),
            Privacy::Email => hide_email(chars),
            Privacy::Birth => replace(chars, |c| {
                is_digit(c) || (c.is_alphabetic() && !matches!(c, '年' | '月' | '日'))
            }),
            Privacy::PersonAddress | Privacy::SubjectAddress => {
                replace(chars, char::is_alphanumeric);
            }
            Privacy::FreeText => hide_runs(chars),
        }
    }
}

fn replace(chars: &mut [char], hides: impl Fn(char) -> bool) {
    for c in chars.iter_mut().filter(|c| hides(**c)) {
        *c = star(*c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Privacy::{Birth, Email, FreeText, Open, PersonAddress, PersonNumber, Phone};

    const MASKER: Masker = Masker { unmask: false };

    #[test]
    fn each_kind_of_value_is_hidden_in_its_way() {
        for (text, privacy, wanted) in [
            ("13800000001", Phone, "138****0001"),
            ("+86 13800000001", Phone, "+86 138****0001"),
            ("0086-138-0000-0001", Phone, "0086-138-****-0001"),
            ("1234567", Phone, "****567"),
            ("1234", Phone, "****"),
            ("140105199003070012", Phone, "*****************2"),
            ("张示例 13800000001", Phone, "＊＊＊ **********1"),
            ("140105199003070012", PersonNumber, "*****************2"),
            ("H1234567８", PersonNumber, "********８"),
            ("7", PersonNumber, "*"),
            ("zhang@example.cn", Email, "z****@example.cn"),
            ("13800000001@139.com", Email, "1**********@139.com"),
            ("zhang", Email, "*****"),
            ("1990-03-07", Birth, "****-**-**"),
            ("1990年3月7日", Birth, "****年*月*日"),
            ("示例路2号101室", PersonAddress, "＊＊＊*＊***＊"),
            ("找 13800000001", FreeText, "找 138****0001"),
            ("13800000001", Open, "13800000001"),
        ] {
            assert_eq!(MASKER.hide(text, privacy), wanted);
            assert_eq!(Masker { unmask: true }.hide(text, privacy), text);
        }
    }
}

//! The answer that every check gives.

use crate::text::Text;

/// How a value stands to its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check<T> {
    /// Well formed.
    Ok(T),
    /// Readable, but a reviewer would look twice.
    Doubtful(T, Problem),
    /// Not a value of this format.
    Malformed(Problem),
}

impl<T> Check<T> {
    /// What the value tells, unless it is malformed.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Ok(value) | Self::Doubtful(value, _) => Some(value),
            Self::Malformed(_) => None,
        }
    }

    /// What is wrong, unless the value is well formed.
    pub fn problem(&self) -> Option<Problem> {
        match self {
            Self::Ok(_) => None,
            Self::Doubtful(_, problem) | Self::Malformed(problem) => Some(*problem),
        }
    }

    /// Whether the value is not of this format at all.
    pub fn is_malformed(&self) -> bool {
        matches!(self, Self::Malformed(_))
    }

    /// The same answer with something else told by the value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Check<U> {
        match self {
            Self::Ok(value) => Check::Ok(f(value)),
            Self::Doubtful(value, problem) => Check::Doubtful(f(value), problem),
            Self::Malformed(problem) => Check::Malformed(problem),
        }
    }
}

/// The one thing that a [`Problem`] may repeat or expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    None,
    /// A character: an offending one, or the expected check digit.
    Char(char),
    /// A length or a code of a region.
    Number(u32),
    /// A constant word.
    Word(&'static str),
}

/// What is wrong with a value; says nothing of the value but a character or a small number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// Its name, and what is said of it in Chinese and in English. Behind one reference, so that a
    /// problem, and with it every fact that may be one, takes little room.
    said: &'static [&'static str; 3],
    detail: Detail,
}

impl Problem {
    /// A problem without a detail: a stable name, Chinese, English. `{}` in the texts stands for the
    /// detail.
    pub const fn new(said: &'static [&'static str; 3]) -> Self {
        Self {
            said,
            detail: Detail::None,
        }
    }

    /// The same problem with a detail.
    pub const fn with(self, detail: Detail) -> Self {
        Self { detail, ..self }
    }

    /// A stable name, such as `check-digit`.
    pub fn code(&self) -> &'static str {
        let [code, _, _] = self.said;
        code
    }

    /// One clause for people.
    pub fn text(&self) -> Text {
        let [_, zh, en] = self.said;
        let fill = |detail: &str| Text::new(zh.replace("{}", detail), en.replace("{}", detail));
        match self.detail {
            Detail::None => Text::fixed(zh, en),
            Detail::Char(c) => {
                let shown = visible(c);
                Text::new(zh.replace("{}", &shown.zh), en.replace("{}", &shown.en))
            }
            Detail::Number(n) => fill(&n.to_string()),
            Detail::Word(word) => fill(word),
        }
    }
}

/// A character as it can be shown: blanks by name, control and invisible characters by their code
/// point.
fn visible(c: char) -> Text {
    if matches!(c, ' ' | '\u{3000}') {
        return Text::fixed("空格", "a blank");
    }
    let shown = if c.is_ascii_graphic() || (!c.is_whitespace() && c.escape_debug().len() == 1) {
        c.to_string()
    } else {
        format!("U+{:04X}", u32::from(c))
    };
    Text::new(shown.clone(), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: Problem =
        Problem::new(&["length", "有 {} 位，应为 18 位", "{} characters, not 18"]);

    #[test]
    fn accessors() {
        assert_eq!(Check::Ok(1).value(), Some(&1));
        assert_eq!(Check::Ok(1).problem(), None);
        assert_eq!(Check::Doubtful(1, LENGTH).value(), Some(&1));
        assert_eq!(Check::Doubtful(1, LENGTH).problem(), Some(LENGTH));
        assert_eq!(Check::<u8>::Malformed(LENGTH).value(), None);
        assert!(Check::<u8>::Malformed(LENGTH).is_malformed());
        assert!(!Check::Doubtful(1, LENGTH).is_malformed());
        assert_eq!(Check::Ok(1).map(|n| n == 1), Check::Ok(true));
        assert_eq!(
            Check::Doubtful(1, LENGTH).map(|_| 'a'),
            Check::Doubtful('a', LENGTH)
        );
        assert_eq!(
            Check::<u8>::Malformed(LENGTH).map(|_| 'a'),
            Check::Malformed(LENGTH)
        );
    }

    #[test]
    fn detail_fills_the_text() {
        assert_eq!(LENGTH.code(), "length");
        let text = LENGTH.with(Detail::Number(17)).text();
        assert_eq!(
            (&*text.zh, &*text.en),
            ("有 17 位，应为 18 位", "17 characters, not 18")
        );
        assert_eq!(
            &*LENGTH.with(Detail::Char('X')).text().en,
            "X characters, not 18"
        );
        assert_eq!(
            &*LENGTH.with(Detail::Word("few")).text().en,
            "few characters, not 18"
        );
        assert_eq!(&*LENGTH.text().en, "{} characters, not 18");
    }

    #[test]
    fn invisible_characters_are_named() {
        for (c, shown) in [
            ('O', "O"),
            ('"', "\""),
            ('号', "号"),
            (' ', "空格"),
            ('\u{3000}', "空格"),
            ('\u{1b}', "U+001B"),
            ('\u{200b}', "U+200B"),
            ('\u{202d}', "U+202D"),
            ('\u{feff}', "U+FEFF"),
        ] {
            assert_eq!(visible(c).zh, shown);
        }
    }
}

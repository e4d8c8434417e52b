//! The answer that every check of an identifier gives, and the clause that explains it.

use crate::text::Text;

/// How a value stands to its format.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Check<T> {
    /// Well formed; what was read from it.
    Ok(T),
    /// Well formed, but unusual enough to be looked at again.
    Doubtful(T, Problem),
    /// Not of the format.
    Malformed(Problem),
}

impl<T> Check<T> {
    /// What was read, unless the value is malformed.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Ok(value) | Self::Doubtful(value, _) => Some(value),
            Self::Malformed(_) => None,
        }
    }

    /// What is wrong or doubtful.
    pub fn problem(&self) -> Option<Problem> {
        match self {
            Self::Ok(_) => None,
            Self::Doubtful(_, problem) | Self::Malformed(problem) => Some(*problem),
        }
    }

    /// Whether the value is not of the format.
    pub fn is_malformed(&self) -> bool {
        matches!(self, Self::Malformed(_))
    }

    /// The same answer about another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Check<U> {
        match self {
            Self::Ok(value) => Check::Ok(f(value)),
            Self::Doubtful(value, problem) => Check::Doubtful(f(value), problem),
            Self::Malformed(problem) => Check::Malformed(problem),
        }
    }
}

/// The one thing of a value that a problem may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    None,
    /// A character, offending or expected.
    Char(char),
    /// A small number.
    Number(u32),
    /// A constant word.
    Word(&'static str),
}

/// What is wrong with a value; says nothing of the value but a character or a small number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Problem {
    code: &'static str,
    zh: &'static str,
    en: &'static str,
    detail: Detail,
}

impl Problem {
    /// A problem with its clause in Chinese and English; `{}` stands for the detail.
    pub const fn new(code: &'static str, zh: &'static str, en: &'static str) -> Self {
        Self {
            code,
            zh,
            en,
            detail: Detail::None,
        }
    }

    /// The same problem with its detail.
    pub const fn with(self, detail: Detail) -> Self {
        Self { detail, ..self }
    }

    /// A stable name for the problem.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The clause that explains it.
    pub fn text(&self) -> Text {
        let detail = match self.detail {
            Detail::None => return Text::fixed(self.zh, self.en),
            Detail::Char(character) => character.to_string(),
            Detail::Number(number) => number.to_string(),
            Detail::Word(word) => word.to_owned(),
        };
        Text::new(
            self.zh.replace("{}", &detail),
            self.en.replace("{}", &detail),
        )
    }
}

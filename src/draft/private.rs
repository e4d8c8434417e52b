//! Text of a draft. All of it may be personal, so it has no way to be printed by accident: the only
//! ways out are comparison, and `expose`, which the computing of facts, the masking and the writers
//! of drafts use.

use std::borrow::Cow;

/// Text that formats as `‹hidden›`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Private<'a>(Cow<'a, str>);

impl<'a> Private<'a> {
    /// Text from a draft.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self(text.into())
    }

    /// The text itself. What shows it to somebody must mask it first.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The same, owned.
    pub fn into_owned(self) -> Private<'static> {
        Private(Cow::Owned(self.0.into_owned()))
    }
}

impl std::fmt::Debug for Private<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("‹hidden›")
    }
}

//! Kleene's three values; what is undecided knows whether asking could decide it.

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It does not.
    False,
    /// Undecided, since a value it rests on is malformed: no question.
    Withheld,
    /// Undecided, since a field is not known yet.
    Unknown,
    /// It does.
    True,
}

impl Truth {
    /// Whether it is decided.
    pub const fn is_decided(self) -> bool {
        matches!(self, Truth::False | Truth::True)
    }

    /// Both hold.
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
            (Truth::Withheld, _) | (_, Truth::Withheld) => Truth::Withheld,
            _ => Truth::True,
        }
    }

    /// One holds.
    pub fn or(self, other: Truth) -> Truth {
        !(!self).and(!other)
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::True => Truth::False,
            undecided => undecided,
        }
    }
}

impl From<bool> for Truth {
    fn from(flag: bool) -> Truth {
        if flag { Truth::True } else { Truth::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown, Withheld};

    #[test]
    fn laws() {
        let all = [False, Withheld, Unknown, True];
        for a in all {
            assert_eq!(!!a, a);
            assert_eq!(a.and(True), a);
            assert_eq!(a.or(False), a);
            assert_eq!(a.and(False), False);
            for b in all {
                assert_eq!(a.and(b), b.and(a));
                assert_eq!(!(a.and(b)), (!a).or(!b));
            }
        }
        assert_eq!(Withheld.and(Unknown), Unknown);
        assert_eq!(Truth::from(true), True);
    }
}

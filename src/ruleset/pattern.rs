//! Patterns. Compiling one costs more than the rest of a check, so the snapshot has automata of all
//! that the embedded rules use; others are compiled when they are first needed, and so are those
//! that are needed very often: what is compiled goes through a text several times as fast.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use regex::Regex;
use regex_automata::dfa::{Automaton, StartKind, dense, sparse};
use regex_automata::hybrid::dfa as hybrid;
use regex_automata::nfa::thompson;
use regex_automata::util::pool::Pool;
use regex_automata::{Input, MatchError};
use serde::{Deserialize, Serialize};

use super::snapshot;

/// A greater automaton is not kept; its pattern is compiled where it is needed.
const MOST_BYTES: usize = 1 << 18;
/// A pattern that texts are matched with more often than this is compiled, which takes as long as so
/// many uses of what is stored of it.
const OFTEN: u32 = 250;
/// The most bytes of what is compiled of a pattern.
const MOST_COMPILED: usize = 1 << 20;
/// The most memory that making one may take.
const MOST_MEMORY: usize = 1 << 24;

/// A pattern.
#[derive(Clone, Serialize, Deserialize)]
pub struct Pattern {
    // Conditions are many and few of them have a pattern; they should not all be as large as one.
    inner: Box<Inner>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Inner {
    source: String,
    #[serde(skip)]
    ready: OnceLock<Arc<Ready>>,
}

enum Ready {
    Stored(Box<Stored>),
    Regex(Regex),
    Faulty,
}

/// A stored automaton.
struct Stored {
    automaton: sparse::DFA<&'static [u8]>,
    uses: AtomicU32,
    /// What is compiled of its pattern.
    compiled: OnceLock<Option<Compiled>>,
}

/// An automaton that is made where texts lead, state by state.
struct Compiled {
    automaton: hybrid::DFA,
    /// The states that each of those who match at the same time has made.
    states: Pool<hybrid::Cache, Box<dyn Fn() -> hybrid::Cache + Send + Sync>>,
}

/// Patterns of the same source are the same.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.inner.source == other.inner.source
    }
}

impl Compiled {
    fn is_match(&self, text: &str) -> Result<bool, MatchError> {
        let mut states = self.states.get();
        let input = Input::new(text).earliest(true);
        let found = self.automaton.try_search_fwd(&mut states, &input)?;
        Ok(found.is_some())
    }
}

impl Pattern {
    /// A pattern from its source; it matches the whole text unless it has an anchor of its own.
    pub fn new(source: &str) -> Self {
        let anchored = source.starts_with('^') || source.ends_with('$');
        let source = if anchored {
            source.to_owned()
        } else {
            format!("^(?:{source})$")
        };
        Self {
            inner: Box::new(Inner {
                source,
                ready: OnceLock::new(),
            }),
        }
    }

    /// The pattern as it is matched.
    pub fn source(&self) -> &str {
        &self.inner.source
    }

    /// Whether a text matches; `None` where it is no pattern, which the loader refuses.
    pub fn is_match(&self, text: &str) -> Option<bool> {
        let stored = || snapshot::automaton(&self.inner.source).unwrap_or_default();
        let ready = || Arc::new(self.prepared(stored()));
        match &**self.inner.ready.get_or_init(ready) {
            Ready::Stored(stored) => self.is_match_stored(stored, text),
            Ready::Regex(regex) => Some(regex.is_match(text)),
            Ready::Faulty => None,
        }
    }

    fn is_match_stored(&self, stored: &Stored, text: &str) -> Option<bool> {
        if stored.uses.load(Ordering::Relaxed) > OFTEN {
            let compiled = stored.compiled.get_or_init(|| self.compiled());
            let found = compiled.as_ref().map(|compiled| compiled.is_match(text));
            if let Some(Ok(found)) = found {
                return Some(found);
            }
        } else {
            stored.uses.fetch_add(1, Ordering::Relaxed);
        }
        let found = stored
            .automaton
            .try_search_fwd(&Input::new(text).earliest(true));
        found.ok().map(|found| found.is_some())
    }

    fn prepared(&self, stored: &'static [u8]) -> Ready {
        if let Ok((automaton, _)) = sparse::DFA::from_bytes(stored) {
            return Ready::Stored(Box::new(Stored {
                automaton,
                uses: AtomicU32::new(0),
                compiled: OnceLock::new(),
            }));
        }
        let regex = regex::RegexBuilder::new(&self.inner.source)
            .size_limit(MOST_COMPILED)
            .build();
        regex.map_or(Ready::Faulty, Ready::Regex)
    }

    fn compiled(&self) -> Option<Compiled> {
        let states = thompson::Config::new()
            .which_captures(thompson::WhichCaptures::None)
            .nfa_size_limit(Some(MOST_COMPILED));
        let automaton = hybrid::DFA::builder()
            .thompson(states)
            .build(&self.inner.source)
            .ok()?;
        let own = automaton.clone();
        Some(Compiled {
            automaton,
            states: Pool::new(Box::new(move || own.create_cache())),
        })
    }

    /// The automaton to be stored; `None` where it would be too great, or none can do it.
    pub fn automaton(&self) -> Option<Vec<u8>> {
        let limits = dense::Config::new()
            .start_kind(StartKind::Unanchored)
            .minimize(true)
            .determinize_size_limit(Some(MOST_MEMORY))
            .dfa_size_limit(Some(MOST_MEMORY));
        let dense = dense::Builder::new()
            .configure(limits)
            .build(&self.inner.source)
            .ok()?;
        let bytes = dense.to_sparse().ok()?.to_bytes_little_endian();
        (bytes.len() <= MOST_BYTES).then_some(bytes)
    }
}

// Whether it was needed already is nobody's business: rules are compared by their written form.
impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.inner.source).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_automaton_matches_what_its_pattern_does() {
        for source in [
            r".*[A-Za-z].*",
            r"(?i)(https?://.*|www\..*)",
            r".*[^\p{L}\p{N}\s].*",
            "^示例",
            "网$",
            r"[0-9]{3}",
        ] {
            let compiled = Pattern::new(source);
            let automaton = compiled.automaton().unwrap().leak();
            let stored = Pattern::new(source);
            let ready = stored.prepared(automaton);
            assert!(matches!(ready, Ready::Stored(_)), "{source}");
            assert!(stored.inner.ready.set(Arc::new(ready)).is_ok());
            let texts = [
                "",
                "a",
                "示例",
                "示例网",
                "我的示例网",
                "WWW.a",
                "a.b",
                "123",
                "1234",
                "x\ny",
                "！",
                "🎉",
                "HTTPS://",
            ];
            // So often that it is compiled on the way.
            for text in texts.iter().cycle().take(400) {
                assert_eq!(
                    stored.is_match(text),
                    compiled.is_match(text),
                    "{source} {text}"
                );
            }
        }
    }

    #[test]
    fn what_no_automaton_can_do_is_compiled() {
        let pattern = Pattern::new(r"\bab\b");
        assert_eq!(pattern.automaton(), None);
        assert_eq!(pattern.is_match("ab"), Some(true));
        assert_eq!(Pattern::new("(").is_match(""), None);
    }
}

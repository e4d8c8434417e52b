//! The rulesets' evidence, as findings cite it.

use super::evidence::{Evidence, EvidenceFact, EvidenceSource};
use crate::ruleset::Library;

impl Evidence for Library {
    fn fact(&self, id: &str) -> Option<EvidenceFact> {
        let entry = self.evidence(id)?;
        Some(EvidenceFact {
            confidence: entry.confidence,
            sources: entry
                .sources
                .into_iter()
                .map(|source| EvidenceSource {
                    who: source.who,
                    title: source.title,
                    as_of: source.as_of,
                })
                .collect(),
            statement: entry.statement,
        })
    }
}

//! The rulesets' evidence, as findings cite it.

use std::sync::Arc;

use super::evidence::{Evidence, EvidenceFact, EvidenceSource};
use crate::ruleset::Library;

impl Evidence for Library {
    fn fact(&self, id: &str) -> Option<Arc<EvidenceFact>> {
        let entry = self.evidence(id)?;
        Some(Arc::new(EvidenceFact {
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
        }))
    }
}

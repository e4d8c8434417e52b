//! What makes a finding the same as one of an earlier run: never a value, which would let someone
//! guess at it.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::remark::Remark;

/// Tells remarks of one rule and path apart, of a draft.
#[derive(Debug, Default)]
pub(super) struct Ordinals<'d>(HashMap<(&'d str, &'d str), usize>);

impl<'d> Ordinals<'d> {
    /// The number of a remark among its like, from 1.
    pub fn next(&mut self, remark: &Remark<'d>) -> usize {
        let key = (remark.id, remark.path.unwrap_or_default());
        let ordinal = self.0.entry(key).or_default();
        *ordinal = ordinal.saturating_add(1);
        *ordinal
    }
}

/// The fingerprint of some names: of a rule and the path of a field, and where they must differ
/// between drafts, of the draft's file.
pub(super) fn fingerprint(names: &[&str]) -> String {
    let mut digest = Sha256::new();
    for name in names {
        digest.update(name.as_bytes());
        // No name holds it, so that no two lists of names look alike.
        digest.update([0]);
    }
    let bytes = digest.finalize();
    let mut out = String::new();
    for byte in bytes.iter().take(16) {
        out.push_str(&format!("{byte:02x}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_other_fingerprints() {
        assert_eq!(fingerprint(&["a", "b"]), fingerprint(&["a", "b"]));
        assert_ne!(fingerprint(&["ab", ""]), fingerprint(&["a", "b"]));
        assert_eq!(fingerprint(&["a"]).len(), 32);
    }
}

//! What makes a finding the same as one of an earlier run: never a value, which would let someone
//! guess at it.

use sha2::{Digest, Sha256};

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

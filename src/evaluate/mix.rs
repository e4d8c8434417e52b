//! A hash for keys that nobody chooses: addresses, and what stands in rulesets.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by such keys.
pub(crate) type Mixed<K, T> = HashMap<K, T, BuildHasherDefault<Mix>>;

/// The hash: eight bytes at a time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mix(u64);

impl Mix {
    fn add(&mut self, part: u64) {
        self.0 = (self.0.rotate_left(5) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        // What a map takes of it are its first and its last bits.
        self.0 ^ self.0.wrapping_shr(32)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (whole, rest) = bytes.as_chunks::<8>();
        for chunk in whole {
            self.add(u64::from_ne_bytes(*chunk));
        }
        for byte in rest {
            self.add(u64::from(*byte));
        }
    }

    fn write_u8(&mut self, part: u8) {
        self.add(u64::from(part));
    }

    fn write_u16(&mut self, part: u16) {
        self.add(u64::from(part));
    }

    fn write_u32(&mut self, part: u32) {
        self.add(u64::from(part));
    }

    fn write_u64(&mut self, part: u64) {
        self.add(part);
    }

    fn write_usize(&mut self, part: usize) {
        self.add(u64::try_from(part).unwrap_or(u64::MAX));
    }
}

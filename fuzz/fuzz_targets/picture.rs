//! Any bytes as a picture: `cargo +nightly fuzz run picture`.
#![no_main]

use beian::attachments::examine;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let whole = examine(bytes, length);
    let head = examine(bytes, length.saturating_add(1));
    assert_eq!(whole.format, head.format);
    assert_eq!(whole.picture.size, head.picture.size);
});

//! Files that are broken, or made to do harm: each gives an answer, soon and in little memory.

use std::io::Write;
use std::sync::LazyLock;

use beian::attachments::{MOST_FILE_BYTES, examine};
use beian::facts::{FileState, Look, Marking, Soundness};
use proptest::prelude::*;

use crate::paint::{Canvas, chunk, claiming};

fn look(bytes: &[u8]) -> Look {
    examine(bytes, bytes.len() as u64)
}

fn soundness(bytes: &[u8]) -> Option<Soundness> {
    look(bytes).picture.soundness
}

/// At least so many zeros, packed: every megabyte of them in about a kilobyte.
fn zeros(count: usize) -> Vec<u8> {
    const BLOCK: usize = 1 << 20;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut part = || {
        let before = encoder.get_ref().len();
        encoder.write_all(&[0; BLOCK]).unwrap();
        encoder.flush().unwrap();
        encoder.get_ref()[before..].to_vec()
    };
    // After the first block each is like the one before.
    let (first, second) = (part(), part());
    let more = count.div_ceil(BLOCK).saturating_sub(1);
    let last = b"\x03\0\0\0\0\0";
    [&first[..], &second.repeat(more), last].concat()
}

#[test]
fn a_file_cut_short_anywhere_is_not_taken_for_sound() {
    let card = Canvas::certificate(120, 80);
    for (name, bytes) in [
        ("jpeg", card.jpeg()),
        ("progressive", card.progressive_jpeg()),
        ("png", card.png()),
        ("gif", card.gif(1)),
    ] {
        // The last bytes of a GIF say no more than that it ends.
        let end = bytes.len() - if name == "gif" { 8 } else { 1 };
        for length in (16..end).step_by(37).chain([end / 2, end]) {
            let told = soundness(&bytes[..length]);
            assert_eq!(told, Some(Soundness::Damaged), "{name} cut at {length}");
        }
    }
}

#[test]
fn what_comes_after_a_picture_does_no_harm() {
    let card = Canvas::certificate(120, 80);
    for bytes in [card.jpeg(), card.png(), card.gif(1)] {
        let more = [&bytes[..], &[0u8; 5000], b"trailing text"].concat();
        assert_eq!(soundness(&more), Some(Soundness::Sound));
    }
}

#[test]
fn spoilt_data_are_noticed() {
    let mut png = Canvas::certificate(200, 100).png();
    let middle = png.len() / 2;
    png[middle] ^= 0x55;
    assert_eq!(soundness(&png), Some(Soundness::Damaged));
    let mut jpeg = Canvas::certificate(200, 100).jpeg();
    let middle = jpeg.len() / 2;
    // Ones alone are no code; in data a 0 goes after each byte of them.
    for pair in jpeg[middle..middle + 200].chunks_exact_mut(2) {
        pair.copy_from_slice(&[0xff, 0]);
    }
    assert_ne!(soundness(&jpeg), Some(Soundness::Sound));
}

#[test]
fn a_picture_that_claims_to_be_huge_is_told_by_its_header() {
    for (width, height) in [(60_000, 60_000), (u32::MAX, u32::MAX), (1_000_000, 1_000)] {
        let look = look(&claiming(width, height, &zeros(1000)));
        assert_eq!(look.picture.size, Some((width, height)));
        assert_eq!(look.picture.soundness, Some(Soundness::TooLarge));
        assert_eq!(look.picture.marking, None);
    }
    let mut jpeg = Canvas::page(16, 16, [9, 9, 9]).jpeg();
    let frame = jpeg
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    jpeg[frame + 5..frame + 9].fill(0xff);
    assert_eq!(soundness(&jpeg), Some(Soundness::TooLarge));
    let mut gif = Canvas::page(16, 16, [9, 9, 9]).gif(1);
    gif[6..10].fill(0xff);
    assert_eq!(soundness(&gif), Some(Soundness::TooLarge));
}

#[test]
fn no_pixels_are_no_picture() {
    for (width, height) in [(0, 0), (0, 9), (9, 0)] {
        assert_eq!(
            soundness(&claiming(width, height, &zeros(9))),
            Some(Soundness::Damaged)
        );
    }
}

#[test]
fn data_beyond_the_last_row_are_not_unpacked() {
    // A gigabyte of zeros behind a picture of ten by ten.
    let look = look(&claiming(10, 10, &zeros(1 << 30)));
    assert_eq!(look.picture.soundness, Some(Soundness::Sound));
    assert_eq!(look.picture.marking, Some(Marking::OneColour));
}

#[test]
fn packed_text_and_profiles_are_not_unpacked() {
    let bomb = [&b"x\0\0"[..], &zeros(1 << 28)].concat();
    let png = Canvas::certificate(80, 60).png();
    for name in [b"zTXt", b"iCCP", b"iTXt"] {
        let bytes = [&png[..33], &chunk(name, &bomb), &png[33..]].concat();
        assert_eq!(soundness(&bytes), Some(Soundness::Sound), "{name:?}");
    }
}

#[test]
fn a_large_even_picture_packed_small_is_measured_row_by_row() {
    // Six million pixels in about 6 KB.
    let row = 6001;
    let look = look(&claiming(6000, 1000, &zeros(row * 1000)));
    assert_eq!(look.picture.soundness, Some(Soundness::Sound));
    assert_eq!(look.picture.marking, Some(Marking::OneColour));
}

#[test]
fn frames_without_end_are_not_followed() {
    let gif = Canvas::certificate(60, 40).gif(2);
    let still = Canvas::certificate(60, 40).gif(1);
    // Everything between the first frame's end and the trailer, over and over.
    let frame = &gif[still.len() - 1..gif.len() - 1];
    let mut endless = still[..still.len() - 1].to_vec();
    while endless.len() < 4 << 20 {
        endless.extend_from_slice(frame);
    }
    let look = look(&endless);
    assert_eq!(look.picture.moves, Some(true));
    assert_eq!(look.picture.soundness, Some(Soundness::Sound));
}

#[test]
fn a_jpeg_of_scans_without_end_is_not_decoded() {
    let jpeg = Canvas::certificate(64, 64).progressive_jpeg();
    let scan = jpeg
        .windows(2)
        .rposition(|pair| pair == [0xff, 0xda])
        .unwrap();
    let last = jpeg[scan..jpeg.len() - 2].to_vec();
    let mut many = jpeg[..jpeg.len() - 2].to_vec();
    for _ in 0..20_000 {
        many.extend_from_slice(&last);
    }
    many.extend_from_slice(&[0xff, 0xd9]);
    assert_eq!(soundness(&many), Some(Soundness::Unusual));
}

#[test]
fn of_a_file_too_large_to_be_read_the_head_is_enough() {
    let card = Canvas::certificate(400, 300);
    for bytes in [card.jpeg(), card.png(), card.gif(1)] {
        let head = &bytes[..bytes.len().min(4096)];
        let look = examine(head, MOST_FILE_BYTES + 1);
        assert_eq!(look.state, FileState::Readable);
        assert_eq!(look.bytes, Some(MOST_FILE_BYTES + 1));
        assert_eq!(look.picture.size, Some((400, 300)));
        assert_eq!(look.picture.soundness, None);
        assert_eq!(look.digest, None);
    }
}

/// A small picture in every format.
static SMALL: LazyLock<[Vec<u8>; 4]> = LazyLock::new(|| {
    let card = Canvas::certificate(48, 32);
    [
        card.jpeg(),
        card.progressive_jpeg(),
        card.png(),
        card.gif(2),
    ]
});

/// A beginning that leads into a decoder, then anything.
fn anything() -> impl Strategy<Value = Vec<u8>> {
    let beginnings = prop::sample::select(vec![
        b"".to_vec(),
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec(),
        b"\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10\x03\x01\x22\0\x02\x11\x01\x03\x11\x01".to_vec(),
        b"\xff\xd8\xff\xe1\0\x40Exif\0\0II*\0\x08\0\0\0".to_vec(),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0".to_vec(),
        b"GIF89a\x10\0\x10\0\x91\0\0".to_vec(),
        b"GIF89a\x10\0\x10\0\0\0\0\x2c\0\0\0\0\x10\0\x10\0\0\x02".to_vec(),
        b"RIFF".to_vec(),
        b"\0\0\0\x18ftyp".to_vec(),
    ]);
    (beginnings, prop::collection::vec(any::<u8>(), 0..600))
        .prop_map(|(beginning, rest)| [beginning, rest].concat())
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer(bytes in anything(), more in 0u64..9) {
        let look = examine(&bytes, bytes.len() as u64 + more);
        prop_assert_eq!(look.state, FileState::Readable);
    }

    #[test]
    fn a_picture_with_any_bytes_changed_gives_an_answer(
        which in 0usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = SMALL.get(which).cloned().unwrap_or_default();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        prop_assert_eq!(look(&bytes).state, FileState::Readable);
    }
}

//! What the decoders of all formats share.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::grid::Grid;
use super::limits::{MOST_DECODED_BYTES, MOST_PIXELS};
use super::measure::{hue, marking};
use crate::facts::{Picture, Soundness};

/// Why a picture could not be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It ends early, or its data make no sense.
    Damaged,
    /// It is of a kind that the decoder does not know.
    Unusual,
}

/// What a picture says of itself before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outline {
    /// Columns and rows, as they are stored.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether it lies on its side.
    pub turned: bool,
    /// Whether it has several frames.
    pub moves: bool,
    /// Bytes that a pixel takes while it is decoded.
    pub cost: u64,
}

impl Outline {
    /// How many pixels it has.
    fn pixels(&self) -> u64 {
        u64::from(self.width).saturating_mul(self.height.into())
    }

    fn is_affordable(&self) -> bool {
        let pixels = self.pixels();
        pixels <= MOST_PIXELS && pixels.saturating_mul(self.cost) <= MOST_DECODED_BYTES
    }

    /// The picture with what the outline alone tells.
    fn picture(&self, soundness: Option<Soundness>) -> Picture {
        let (width, height) = (self.width, self.height);
        Picture {
            size: Some(if self.turned {
                (height, width)
            } else {
                (width, height)
            }),
            soundness,
            moves: Some(self.moves),
            marking: None,
            hue: None,
        }
    }
}

/// A picture of which not even the outline can be read.
pub(super) fn ruined() -> Picture {
    Picture {
        soundness: Some(Soundness::Damaged),
        ..Picture::default()
    }
}

/// Decodes and measures a picture where that can be afforded; `whole` says whether all of its bytes
/// are there.
pub(super) fn measured(
    outline: Outline,
    whole: bool,
    decode: impl FnOnce() -> Result<(Grid, Soundness), Fault>,
) -> Picture {
    if outline.pixels() == 0 {
        return ruined();
    }
    if !outline.is_affordable() {
        return outline.picture(Some(Soundness::TooLarge));
    }
    if !whole {
        return outline.picture(None);
    }
    // The decoders promise not to panic; a stranger's file is not to prove them wrong.
    match catch_unwind(AssertUnwindSafe(decode)) {
        Ok(Ok((grid, soundness))) => Picture {
            marking: Some(marking(&grid)),
            hue: Some(hue(&grid)),
            ..outline.picture(Some(soundness))
        },
        Ok(Err(Fault::Unusual)) => outline.picture(Some(Soundness::Unusual)),
        Ok(Err(Fault::Damaged)) | Err(_) => outline.picture(Some(Soundness::Damaged)),
    }
}

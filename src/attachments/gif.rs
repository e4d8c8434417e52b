//! GIF: its blocks, walked here; its first frame, decoded by gif. Source: GIF89a specification.

use std::io::Cursor;
use std::num::NonZeroU64;

use gif::{ColorOutput, DecodeOptions, MemoryLimit};

use super::decode::{Fault, Outline, measured, ruined};
use super::grid::{Grid, Layout};
use super::limits::MOST_DECODED_BYTES;
use crate::facts::{Picture, Soundness};

/// What the blocks tell.
#[derive(Debug, Default)]
struct Blocks {
    size: Option<(u16, u16)>,
    /// Columns and rows of the first frame.
    first: Option<(u16, u16)>,
    moves: bool,
}

/// Looks at a GIF file.
pub(super) fn picture(bytes: &[u8], whole: bool) -> Picture {
    let blocks = blocks(bytes).unwrap_or_default();
    let (Some((width, height)), Some((columns, rows))) = (blocks.size, blocks.first) else {
        return ruined();
    };
    // A frame may be larger than the picture that it is shown on; it is decoded all the same.
    let outline = Outline {
        width: width.max(columns).into(),
        height: height.max(rows).into(),
        turned: false,
        moves: blocks.moves,
        cost: 4,
    };
    measured(outline, whole, || Ok((decode(bytes)?, Soundness::Sound)))
}

/// The first frame; whatever follows it is not looked at.
fn decode(bytes: &[u8]) -> Result<Grid, Fault> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    if let Some(limit) = NonZeroU64::new(MOST_DECODED_BYTES) {
        options.set_memory_limit(MemoryLimit::Bytes(limit));
    }
    let mut decoder = options
        .read_info(Cursor::new(bytes))
        .map_err(|_| Fault::Damaged)?;
    let frame = match decoder.read_next_frame() {
        Ok(Some(frame)) => frame,
        Ok(None) | Err(_) => return Err(Fault::Damaged),
    };
    let mut grid = Grid::new(frame.width.into(), frame.height.into());
    let line = usize::from(frame.width).saturating_mul(Layout::Rgba.bytes());
    for row in frame.buffer.chunks_exact(line.max(1)) {
        grid.row(row, Layout::Rgba);
    }
    Ok(grid.finish())
}

/// Walks the blocks to the second frame, the end of the picture or of the bytes; `None` where not even
/// the header is there.
fn blocks(bytes: &[u8]) -> Option<Blocks> {
    let number = |from: &[u8], at: usize| -> Option<u16> {
        let pair = from.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(u16::from_le_bytes(pair))
    };
    let mut found = Blocks {
        size: Some((number(bytes, 6)?, number(bytes, 8)?)),
        ..Blocks::default()
    };
    let mut rest = skip_colours(bytes.get(13..)?, *bytes.get(10)?);
    while let Some((kind, tail)) = rest.split_first() {
        rest = match kind {
            0x21 => skip_blocks(tail.get(1..).unwrap_or_default()),
            0x2c => {
                if found.first.is_some() {
                    found.moves = true;
                    break;
                }
                found.first = number(tail, 4).zip(number(tail, 6));
                let Some(flags) = tail.get(8) else {
                    break;
                };
                let data = skip_colours(tail.get(9..).unwrap_or_default(), *flags);
                // The size of a code goes before the data.
                skip_blocks(data.get(1..).unwrap_or_default())
            }
            _ => break,
        };
    }
    Some(found)
}

/// What comes after a table of colours, where the flags say that there is one.
fn skip_colours(bytes: &[u8], flags: u8) -> &[u8] {
    if flags & 0x80 == 0 {
        return bytes;
    }
    let length = 6usize
        .checked_shl(u32::from(flags & 7))
        .unwrap_or(usize::MAX);
    bytes.get(length..).unwrap_or_default()
}

/// What comes after a chain of data blocks.
fn skip_blocks(mut bytes: &[u8]) -> &[u8] {
    while let Some((length, tail)) = bytes.split_first() {
        if *length == 0 {
            return tail;
        }
        bytes = tail.get(usize::from(*length)..).unwrap_or_default();
    }
    bytes
}

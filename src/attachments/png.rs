//! PNG: its chunks, walked here; its pixels, decoded row by row by png. Source: W3C PNG, third edition.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, DecodingError, Limits, Transformations};

use super::decode::{Fault, Outline, measured, ruined};
use super::exif::lies_on_its_side;
use super::grid::{Grid, Layout};
use super::limits::MOST_DECODED_BYTES;
use crate::facts::{Picture, Soundness};

/// What the chunks tell.
#[derive(Debug, Default)]
struct Chunks {
    size: Option<(u32, u32)>,
    interlaced: bool,
    turned: bool,
    moves: bool,
    /// Whether the end of the picture is there.
    complete: bool,
}

/// Looks at a PNG file.
pub(super) fn picture(bytes: &[u8], whole: bool) -> Picture {
    let chunks = chunks(bytes);
    let Some((width, height)) = chunks.size else {
        return ruined();
    };
    let outline = Outline {
        width,
        height,
        turned: chunks.turned,
        moves: chunks.moves,
        // Red, green, blue and opacity; what is not interlaced is decoded row by row.
        cost: if chunks.interlaced { 4 } else { 1 },
    };
    measured(outline, whole, || {
        if !chunks.complete {
            return Err(Fault::Damaged);
        }
        Ok((decode(bytes, outline)?, Soundness::Sound))
    })
}

fn decode(bytes: &[u8], outline: Outline) -> Result<Grid, Fault> {
    let limits = Limits {
        bytes: usize::try_from(MOST_DECODED_BYTES).map_err(|_| Fault::Damaged)?,
    };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(fault)?;
    let layout = match reader.output_color_type() {
        (ColorType::Grayscale, BitDepth::Eight) => Layout::Grey,
        (ColorType::GrayscaleAlpha, BitDepth::Eight) => Layout::GreyAlpha,
        (ColorType::Rgb, BitDepth::Eight) => Layout::Rgb,
        (ColorType::Rgba, BitDepth::Eight) => Layout::Rgba,
        _ => return Err(Fault::Unusual),
    };
    let mut grid = Grid::new(outline.width, outline.height);
    if reader.info().interlaced {
        let size = reader.output_buffer_size().ok_or(Fault::Damaged)?;
        let mut pixels = vec![0; size];
        let frame = reader.next_frame(&mut pixels).map_err(fault)?;
        for row in pixels.chunks_exact(frame.line_size.max(1)) {
            grid.row(row, layout);
        }
    } else {
        // Data beyond the last row are never unpacked.
        for _ in 0..outline.height {
            let row = reader.next_row().map_err(fault)?.ok_or(Fault::Damaged)?;
            grid.row(row.data(), layout);
        }
    }
    Ok(grid.finish())
}

fn fault(error: DecodingError) -> Fault {
    match error {
        DecodingError::LimitsExceeded => Fault::Unusual,
        _ => Fault::Damaged,
    }
}

/// Walks the chunks to the last one or the end of the bytes.
fn chunks(bytes: &[u8]) -> Chunks {
    let mut found = Chunks::default();
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((name, data, after)) = chunk(rest) {
        match name {
            b"IHDR" => {
                let number = |from: usize, to: usize| {
                    data.get(from..to)
                        .and_then(|bytes| bytes.try_into().ok())
                        .map(u32::from_be_bytes)
                };
                found.size = number(0, 4).zip(number(4, 8));
                found.interlaced = data.get(12) == Some(&1);
            }
            b"eXIf" => found.turned = lies_on_its_side(data),
            b"acTL" => found.moves = true,
            b"IEND" => {
                found.complete = true;
                break;
            }
            _ => {}
        }
        rest = after;
    }
    found
}

/// The name and data of a chunk, and what comes after it.
fn chunk(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let length = bytes.get(..4)?.try_into().ok().map(u32::from_be_bytes)?;
    let name = bytes.get(4..8)?.try_into().ok()?;
    let (data, after) = bytes
        .get(8..)?
        .split_at_checked(usize::try_from(length).ok()?)?;
    Some((name, data, after.get(4..)?))
}

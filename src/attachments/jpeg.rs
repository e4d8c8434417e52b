//! JPEG: its marker segments, read here; its pixels, decoded by zune-jpeg. Source: ITU-T T.81, annex B.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::decode::{Fault, Outline, measured, ruined};
use super::exif::lies_on_its_side;
use super::grid::{Grid, Layout};
use super::limits::MOST_SCANS;
use crate::facts::{Picture, Soundness};

/// What the marker segments tell.
#[derive(Debug, Default)]
struct Segments {
    frame: Option<Frame>,
    turned: bool,
    scans: usize,
    /// Whether the end of the picture is there.
    complete: bool,
}

/// What the frame header tells.
#[derive(Debug, Clone, Copy)]
struct Frame {
    width: u16,
    height: u16,
    components: u8,
    progressive: bool,
    /// Lossless, hierarchical, arithmetic, or of more than eight bits.
    unusual: bool,
}

/// Looks at a JPEG file.
pub(super) fn picture(bytes: &[u8], whole: bool) -> Picture {
    let segments = segments(bytes);
    let Some(frame) = segments.frame else {
        return ruined();
    };
    // Red, green and blue; while a picture is built up in passes, two bytes for each of them besides.
    let colours = if frame.components == 1 { 1 } else { 3 };
    let copies = if frame.progressive { 3 } else { 1 };
    let outline = Outline {
        width: frame.width.into(),
        height: frame.height.into(),
        turned: segments.turned,
        moves: false,
        cost: u64::from(frame.components.max(colours)).saturating_mul(copies),
    };
    measured(outline, whole, || {
        if frame.unusual || segments.scans > MOST_SCANS {
            return Err(Fault::Unusual);
        }
        if !segments.complete {
            return Err(Fault::Damaged);
        }
        let layout = if frame.components == 1 {
            Layout::Grey
        } else {
            Layout::Rgb
        };
        match decode(bytes, outline, layout, true) {
            Ok(grid) => Ok((grid, Soundness::Sound)),
            Err(_) => Ok((decode(bytes, outline, layout, false)?, Soundness::Suspect)),
        }
    })
}

fn decode(bytes: &[u8], outline: Outline, layout: Layout, strict: bool) -> Result<Grid, Fault> {
    let colours = match layout {
        Layout::Grey => ColorSpace::Luma,
        _ => ColorSpace::RGB,
    };
    let side = usize::from(u16::MAX);
    let options = DecoderOptions::default()
        .set_strict_mode(strict)
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(colours);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let pixels = decoder.decode().map_err(|_| Fault::Damaged)?;
    let mut grid = Grid::new(outline.width, outline.height);
    let line = usize::try_from(outline.width)
        .ok()
        .and_then(|width| width.checked_mul(layout.bytes()))
        .ok_or(Fault::Damaged)?;
    for row in pixels.chunks_exact(line) {
        grid.row(row, layout);
    }
    Ok(grid.finish())
}

/// Walks the marker segments, over the pixels' data, to the end of the picture or of the bytes.
fn segments(bytes: &[u8]) -> Segments {
    let mut found = Segments::default();
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let Some(at) = memchr::memchr(0xff, rest) {
        let Some((marker, tail)) = rest
            .get(at.saturating_add(1)..)
            .and_then(|tail| tail.split_first())
        else {
            break;
        };
        rest = match marker {
            // Fill bytes may go before a marker; within the data, a 0 after ff makes it no marker.
            0xff => rest.get(at.saturating_add(1)..).unwrap_or_default(),
            0x00 | 0x01 | 0xd0..=0xd8 => tail,
            0xd9 => {
                found.complete = true;
                break;
            }
            marker => {
                let Some((payload, after)) = payload(tail) else {
                    break;
                };
                found.take(*marker, payload);
                after
            }
        };
    }
    found
}

/// The contents of a segment, and what comes after it.
fn payload(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = bytes.get(..2)?.try_into().ok().map(u16::from_be_bytes)?;
    let (segment, after) = bytes.split_at_checked(length.into())?;
    Some((segment.get(2..)?, after))
}

impl Segments {
    fn take(&mut self, marker: u8, payload: &[u8]) {
        match marker {
            0xda => self.scans = self.scans.saturating_add(1),
            0xe1 => {
                if let Some(tiff) = payload.strip_prefix(b"Exif\0\0") {
                    self.turned = lies_on_its_side(tiff);
                }
            }
            // 0xc4, 0xc8 and 0xcc are tables.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf if self.frame.is_none() => {
                if let [precision, h1, h0, w1, w0, components, ..] = payload {
                    self.frame = Some(Frame {
                        width: u16::from_be_bytes([*w1, *w0]),
                        height: u16::from_be_bytes([*h1, *h0]),
                        components: *components,
                        progressive: marker == 0xc2,
                        unusual: *precision != 8 || !matches!(marker, 0xc0..=0xc2),
                    });
                }
            }
            _ => {}
        }
    }
}

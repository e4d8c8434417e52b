//! What is seen on a picture: whether anything is, and whether it has colours. The thresholds are
//! chosen so that in doubt a picture passes.

use super::grid::Grid;
use crate::facts::{Hue, Marking};

/// On a picture of one colour no pixel differs more from another: what compression may add.
const ONE_COLOUR: u8 = 12;

/// Where neighbouring cells differ by more, there is an edge; where the picture is noisy, the noise
/// decides, up to the second.
const EDGE: (u8, u8) = (24, 60);

/// Noise is so many times as large as its median at most, all but certainly.
const NOISE: u32 = 9;

/// An empty page has at most one edge in so many cells: a speck of dust, but no line of writing.
const CELLS_OF_AN_EDGE: usize = 32_768;

/// Fewer edges are a speck in any case.
const SPECKS: usize = 4;

/// Light and shadow of an empty page differ by no more.
const SHADOW: usize = 48;

/// A cell has a colour where its red, green and blue differ by more.
const COLOURED: u8 = 28;

/// A grey picture has at most one such cell in so many.
const CELLS_OF_A_COLOUR: usize = 5_000;

/// What is seen on a picture.
pub(super) fn marking(grid: &Grid) -> Marking {
    let spread = |(most, least): (&u8, &u8)| most.saturating_sub(*least);
    if grid.most.iter().zip(&grid.least).map(spread).max() <= Some(ONE_COLOUR) {
        return Marking::OneColour;
    }
    if shadow(grid) <= SHADOW && edges(grid) <= most_specks(grid) {
        Marking::Blank
    } else {
        Marking::Drawn
    }
}

fn most_specks(grid: &Grid) -> usize {
    let cells = grid.cells.len();
    cells.div_euclid(CELLS_OF_AN_EDGE).max(SPECKS)
}

/// Whether a picture has colours.
pub(super) fn hue(grid: &Grid) -> Hue {
    if grid.grey {
        return Hue::Grey;
    }
    let is_coloured = |cell: &&[u8; 3]| {
        let most = cell.iter().max().copied().unwrap_or(0);
        let least = cell.iter().min().copied().unwrap_or(0);
        most.saturating_sub(least) > COLOURED
    };
    let coloured = grid.cells.iter().filter(is_coloured).count();
    if coloured > grid.cells.len().div_euclid(CELLS_OF_A_COLOUR) {
        Hue::Colour
    } else {
        Hue::NearlyGrey
    }
}

/// By how much two cells differ, in the colour in which they differ most.
fn difference(one: &[u8; 3], other: &[u8; 3]) -> u8 {
    one.iter()
        .zip(other)
        .map(|(one, other)| one.abs_diff(*other))
        .max()
        .unwrap_or(0)
}

/// How much lighter the light parts are than the dark ones, but for one cell in a hundred at either
/// end.
fn shadow(grid: &Grid) -> usize {
    let mut counts = [0usize; 256];
    for [red, green, blue] in &grid.cells {
        let light = u16::from(*red)
            .saturating_add((*green).into())
            .saturating_add((*blue).into())
            .div_euclid(3);
        if let Some(count) = counts.get_mut(usize::from(light)) {
            *count = count.saturating_add(1);
        }
    }
    let hundredth = grid.cells.len().div_euclid(100);
    let mut seen = 0usize;
    let mut is_beyond = |count: &usize| {
        seen = seen.saturating_add(*count);
        seen > hundredth
    };
    let dark = counts.iter().position(&mut is_beyond).unwrap_or(0);
    seen = 0;
    let mut is_beyond = |count: &usize| {
        seen = seen.saturating_add(*count);
        seen > hundredth
    };
    let light = counts.iter().rposition(&mut is_beyond).unwrap_or(0);
    light.saturating_sub(dark)
}

/// How many cells differ from those beside or below them by more than noise.
fn edges(grid: &Grid) -> usize {
    let columns = grid.columns().max(1);
    let pairs = |distance: usize| {
        let below = columns.saturating_mul(distance);
        let beside = grid.cells.chunks(columns).flat_map(move |row| {
            let shifted = row.iter().skip(distance);
            row.iter().zip(shifted)
        });
        beside.chain(grid.cells.iter().zip(grid.cells.iter().skip(below)))
    };
    let mut counts = [0usize; 256];
    let mut compared = 0usize;
    for (one, other) in pairs(1) {
        compared = compared.saturating_add(1);
        if let Some(count) = counts.get_mut(usize::from(difference(one, other))) {
            *count = count.saturating_add(1);
        }
    }
    let mut seen = 0usize;
    let median = counts
        .iter()
        .position(|count| {
            seen = seen.saturating_add(*count);
            seen.saturating_mul(2) >= compared
        })
        .and_then(|median| u32::try_from(median).ok())
        .unwrap_or(0);
    let (least, most) = EDGE;
    let noise = u8::try_from(median.saturating_mul(NOISE)).unwrap_or(u8::MAX);
    let edge = noise.clamp(least, most);
    // An edge may be soft: cells next but one are compared too.
    [1, 2]
        .into_iter()
        .map(|distance| {
            pairs(distance)
                .filter(|(one, other)| difference(one, other) > edge)
                .count()
        })
        .max()
        .unwrap_or(0)
}

//! A picture made small: its pixels averaged in square cells, so that what is measured is neither the
//! noise of a camera nor that of compression, and costs the same for a large picture as for a small one.

/// A grid has at most so many cells on a side.
const MOST_CELLS: u32 = 1024;

/// A smaller picture is taken pixel by pixel: it is too small to have noise worth averaging away.
const SMALL: u32 = 64;

/// How the bytes of a row are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A byte of grey.
    Grey,
    /// Grey and opacity.
    GreyAlpha,
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue, opacity.
    Rgba,
}

impl Layout {
    /// Bytes of a pixel.
    pub const fn bytes(self) -> usize {
        match self {
            Layout::Grey => 1,
            Layout::GreyAlpha => 2,
            Layout::Rgb => 3,
            Layout::Rgba => 4,
        }
    }
}

/// A picture's cells, row by row, and what its single pixels have in common.
#[derive(Debug)]
pub(super) struct Grid {
    /// Pixels on the side of a cell.
    side: usize,
    /// Cells in a row.
    columns: usize,
    /// The cells of finished rows: red, green, blue.
    pub cells: Vec<[u8; 3]>,
    /// Sums over the cells of the row at hand, and how many pixels each has.
    open: Vec<([u32; 3], u32)>,
    /// Rows of pixels that went into it.
    rows: usize,
    /// The least of each colour of any pixel.
    pub least: [u8; 3],
    /// The most of each colour of any pixel.
    pub most: [u8; 3],
    /// Whether every pixel is grey.
    pub grey: bool,
}

impl Grid {
    /// An empty grid for a picture of so many columns and rows.
    pub fn new(width: u32, height: u32) -> Self {
        let longer = width.max(height);
        let side = if longer < SMALL {
            1
        } else {
            longer.div_ceil(MOST_CELLS).max(2)
        };
        let columns = usize::try_from(width.div_ceil(side)).unwrap_or(0);
        Self {
            side: usize::try_from(side).unwrap_or(1),
            columns,
            cells: Vec::new(),
            open: vec![Default::default(); columns],
            rows: 0,
            least: [u8::MAX; 3],
            most: [0; 3],
            grey: true,
        }
    }

    /// Cells in a row.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Adds a row of pixels.
    pub fn row(&mut self, row: &[u8], layout: Layout) {
        let bytes = layout.bytes();
        let chunk = self.side.saturating_mul(bytes);
        for (cell, pixels) in self.open.iter_mut().zip(row.chunks(chunk)) {
            for pixel in pixels.chunks_exact(bytes) {
                let rgb = colour(pixel);
                let [red, green, blue] = rgb;
                self.grey &= red == green && green == blue;
                for ((sum, value), (least, most)) in cell
                    .0
                    .iter_mut()
                    .zip(rgb)
                    .zip(self.least.iter_mut().zip(&mut self.most))
                {
                    *sum = sum.wrapping_add(value.into());
                    *least = (*least).min(value);
                    *most = (*most).max(value);
                }
                cell.1 = cell.1.wrapping_add(1);
            }
        }
        self.rows = self.rows.saturating_add(1);
        if self.rows.checked_rem(self.side) == Some(0) {
            self.close();
        }
    }

    /// The grid with its last row of cells.
    pub fn finish(mut self) -> Self {
        if self.rows.checked_rem(self.side) != Some(0) {
            self.close();
        }
        self
    }

    fn close(&mut self) {
        for (sums, count) in &mut self.open {
            let mean = |sum: u32| {
                sum.checked_div(*count)
                    .and_then(|mean| u8::try_from(mean).ok())
                    .unwrap_or(0)
            };
            self.cells.push(sums.map(mean));
            (*sums, *count) = Default::default();
        }
    }
}

/// The colour of a pixel; what can be seen through lies on white paper.
fn colour(pixel: &[u8]) -> [u8; 3] {
    match *pixel {
        [grey] => [grey; 3],
        [grey, alpha] => [on_white(grey, alpha); 3],
        [red, green, blue] => [red, green, blue],
        [red, green, blue, alpha] => [
            on_white(red, alpha),
            on_white(green, alpha),
            on_white(blue, alpha),
        ],
        _ => [0; 3],
    }
}

fn on_white(value: u8, alpha: u8) -> u8 {
    if alpha == u8::MAX {
        return value;
    }
    let clear = u16::from(u8::MAX.saturating_sub(value));
    let shade = clear.saturating_mul(alpha.into()).div_euclid(255);
    u8::MAX.saturating_sub(u8::try_from(shade).unwrap_or(u8::MAX))
}

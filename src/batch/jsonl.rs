//! Results as lines of JSON, and the sink of every form whose pieces are bytes.

use std::io::{self, Write};

use super::bundle::Bundle;
use super::sink::{Form, Judged, LARGE_WINDOW, MIDDLE_WINDOW, Room, SMALL_WINDOW, Sink};
use crate::render::json_record;
use crate::report::Detail;

/// One JSON object a line.
#[derive(Debug, Clone, Copy)]
pub struct JsonLines {
    /// How much of each report is written.
    pub detail: Detail,
}

impl Form for JsonLines {
    type Piece = Bundle;

    fn detail(&self) -> Detail {
        self.detail
    }

    fn room<'p>(&self, piece: &'p mut Bundle) -> Room<'p> {
        Room::Line(piece)
    }

    fn window(&self) -> usize {
        match self.detail {
            Detail::Compact | Detail::Findings => LARGE_WINDOW,
            Detail::Full => MIDDLE_WINDOW,
            // Each record is eight times what was read of it.
            Detail::Guided => SMALL_WINDOW,
        }
    }

    fn render(&self, judged: &Judged<'_>, piece: &mut Bundle) {
        json_record(judged.report, self.detail, &mut piece.bytes);
    }
}

/// Writes bytes to a file or standard output.
#[derive(Debug)]
pub struct Bytes<W> {
    out: W,
    written: u64,
}

impl<W: Write> Bytes<W> {
    /// A sink that has written so many bytes already.
    pub fn new(out: W, written: u64) -> Self {
        Self { out, written }
    }

    /// How many bytes were written.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// What it writes to.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }
}

impl<W: Write + Send> Sink for Bytes<W> {
    type Piece = Bundle;

    fn write(&mut self, piece: &mut Bundle) -> io::Result<()> {
        let length = piece.write_to(&mut self.out)?;
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        self.written = self.written.saturating_add(length);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

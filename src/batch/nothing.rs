//! No results, for runs that only count.

use std::io;

use super::sink::{Form, Judged, LARGE_WINDOW, Room, Sink};
use crate::report::Detail;

/// Renders nothing and writes nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nothing;

impl Form for Nothing {
    type Piece = ();

    fn detail(&self) -> Detail {
        Detail::Compact
    }

    fn room<'p>(&self, (): &'p mut ()) -> Room<'p> {
        Room::Nothing
    }

    fn window(&self) -> usize {
        LARGE_WINDOW
    }

    fn render(&self, _: &Judged<'_>, (): &mut ()) {}
}

impl Sink for Nothing {
    type Piece = ();

    fn write(&mut self, (): &mut ()) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

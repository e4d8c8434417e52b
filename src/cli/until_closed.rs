//! Results for a reader who may go away before the end, while totals or pages are still wanted.

use std::io::{self, ErrorKind, IoSlice, Write};

/// Writes until nobody reads any more; what comes then is dropped, where that is no reason to stop.
#[derive(Debug)]
pub struct UntilClosed<W> {
    out: W,
    goes_on: bool,
    closed: bool,
}

impl<W: Write> UntilClosed<W> {
    /// Writes there; `goes_on` says that a reader who has had enough ends nothing else.
    pub fn new(out: W, goes_on: bool) -> Self {
        Self {
            out,
            goes_on,
            closed: false,
        }
    }

    /// Whether the reader went away.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// What was done with some bytes, or that they are dropped.
    fn outcome(&mut self, done: io::Result<usize>, length: usize) -> io::Result<usize> {
        match done {
            Err(error) if self.goes_on && error.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(length)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let done = self.out.write(bytes);
        self.outcome(done, bytes.len())
    }

    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        let lengths = parts.iter().map(|part| part.len());
        let length = lengths.fold(0, usize::saturating_add);
        if self.closed {
            return Ok(length);
        }
        let done = self.out.write_vectored(parts);
        self.outcome(done, length)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let done = self.out.flush().map(|()| 0);
        self.outcome(done, 0).map(drop)
    }
}

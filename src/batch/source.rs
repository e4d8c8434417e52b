//! Where records come from.

use super::record::{Chunk, Mark};
use crate::text::Text;

/// An input that gives records in order. It is read by one thread at a time; whatever can be left
/// to the workers (decoding, parsing) is left to them.
pub trait Source: Send {
    /// The next records; `None` at the end. What cannot be read becomes a record that says so, and
    /// the reading goes on behind it where it can.
    fn next(&mut self) -> Option<Chunk>;

    /// Goes on from a mark that an earlier run was given by the same input. Sources that cannot
    /// jump read and drop what stands before.
    ///
    /// # Errors
    ///
    /// The input cannot be brought to that place again, in a sentence.
    fn resume(&mut self, mark: &Mark) -> Result<(), Text> {
        while let Some(chunk) = self.next() {
            if chunk.end == *mark {
                return Ok(());
            }
        }
        Err(Text::fixed(
            "输入比上次短，接不上；请不带 --resume 从头开始",
            "the input is shorter than before and cannot be resumed; start anew without --resume",
        ))
    }

    /// Takes back the room of lines that it gave: made anew, it would be memory that was never used.
    fn take_back(&mut self, _: Vec<u8>) {}

    /// How many bytes the whole input has, where that is known: for progress.
    fn size(&self) -> Option<u64> {
        None
    }
}

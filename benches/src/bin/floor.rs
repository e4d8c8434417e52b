//! Bare parsing as a program: a file or standard input read in blocks, every line parsed into typed
//! structs that borrow, and dropped.

use std::hint::black_box;
use std::io::Read;

use beian_benches::floor::Draft;

/// How much is read at once.
const BLOCK: usize = 1 << 20;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut input: Box<dyn Read> = match std::env::args().nth(1) {
        Some(path) => Box::new(std::fs::File::open(path)?),
        None => Box::new(std::io::stdin().lock()),
    };
    let mut block = vec![0u8; BLOCK];
    let mut kept = 0;
    let mut drafts = 0u64;
    loop {
        if kept == block.len() {
            block.resize(block.len() * 2, 0);
        }
        let read = input.read(&mut block[kept..])?;
        if read == 0 {
            break;
        }
        let filled = kept + read;
        let end = block[..filled]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        for line in std::str::from_utf8(&block[..end])?.lines() {
            let draft: Draft<'_> = serde_json::from_str(line)?;
            black_box(draft);
            drafts += 1;
        }
        block.copy_within(end..filled, 0);
        kept = filled - end;
    }
    println!("{drafts}");
    Ok(())
}

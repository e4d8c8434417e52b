//! The `beian` program.
fn main() {}

//! A library that panics, where its temporary file cannot be written or a stranger's file is unlike any it
//! knows, turned into an error.

use std::any::Any;
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is going to be told as an error.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does some work; a panic in it is an error, with the code of the system's where it names one.
///
/// # Errors
///
/// The work panicked. What it worked on is not to be used any more.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> io::Result<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                before(panic);
            }
        }));
    });
    GUARDED.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    outcome.map_err(|panic| error_of(panic.as_ref()))
}

/// What a panic says, such as `Couldn't write: Os { code: 28, kind: StorageFull, … }`.
fn error_of(panic: &(dyn Any + Send)) -> io::Error {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or_default();
    let code = said.split_once("code: ").and_then(|(_, rest)| {
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    });
    match code {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::other(said.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_the_thread_goes_on() {
        assert_eq!(guarded(|| 3).unwrap(), 3);
        let error = guarded(|| {
            panic!("Couldn't write: {:?}", io::Error::from_raw_os_error(28));
        });
        assert_eq!(error.unwrap_err().raw_os_error(), Some(28));
        let error = guarded(|| panic!("no more"));
        assert_eq!(error.unwrap_err().to_string(), "no more");
        assert_eq!(guarded(|| 4).unwrap(), 4);
    }
}

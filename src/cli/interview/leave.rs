//! Leaving in the middle: on Ctrl-C, a closed terminal or a request to end, the terminal is put
//! right and the applicant told how to go on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is said on leaving. Whoever holds the lock saves or leaves; nobody leaves in between.
#[derive(Debug, Clone, Default)]
pub struct Exit {
    words: Arc<Mutex<String>>,
    #[cfg(unix)]
    terminal: Arc<Option<rustix::termios::Termios>>,
}

impl Exit {
    /// Watches for signals from now on.
    pub fn watch() -> Self {
        let exit = Self {
            words: Arc::default(),
            #[cfg(unix)]
            terminal: Arc::new(rustix::termios::tcgetattr(std::io::stdin()).ok()),
        };
        #[cfg(unix)]
        {
            use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
            // A file that may grow no further is an error of writing, not the end.
            let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
            let watcher = exit.clone();
            // Where signals cannot be watched for they end the program as they always do; what was
            // answered is saved in any case.
            if let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])
            {
                std::thread::spawn(move || {
                    if let Some(signal) = signals.forever().next() {
                        watcher.leave(128_i32.saturating_add(signal));
                    }
                });
            }
        }
        exit
    }

    /// Holds off leaving while something is saved; what is said then may be changed.
    pub fn hold(&self) -> MutexGuard<'_, String> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the program.
    pub fn leave(&self, status: i32) -> ! {
        let words = self.hold();
        #[cfg(unix)]
        if let Some(terminal) = self.terminal.as_ref() {
            let _ = rustix::termios::tcsetattr(
                std::io::stdin(),
                rustix::termios::OptionalActions::Now,
                terminal,
            );
        }
        let term = dialoguer::console::Term::stderr();
        if super::terminal::is_able() {
            let _ = term.show_cursor();
        }
        // After a closed terminal nobody reads it.
        let _ = term.write_line("");
        let _ = term.write_line(&words);
        std::process::exit(status)
    }
}

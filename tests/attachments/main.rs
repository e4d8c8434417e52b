//! The examination of attachments: pictures made here, looked at by the library and by the program.

mod command;
mod hostile;
mod paint;
mod seen;

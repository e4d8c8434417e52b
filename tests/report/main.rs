//! Drafts to reports and their text, through the public interface.

mod support;
mod text;

//! Pure checks of identifiers.

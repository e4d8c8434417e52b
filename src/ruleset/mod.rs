//! Rule files to rules: reads the layers of a ruleset, checks them as a compiler would, and lays
//! them over one another. It knows the vocabulary, but no draft.

mod build;
mod condition;
mod keys;
mod load_change;
mod load_document;
mod load_rule;
mod model;
mod parse_condition;
mod parse_test;
mod precedence;
mod sanity;
mod selection;
mod template;
mod uses;
mod value;

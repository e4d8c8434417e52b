//! JSON text to the spanned tree.

use std::collections::HashMap;

use jsonc_parser::ast::{Array, NumberLit, Object, ObjectProp, StringLit, Value as Ast};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::escape::escape_control;
use super::file::SourceFile;
use super::json_message::{control_character, odd_spaces, syntax_problem};
use super::limits;
use super::node::{Entry, Node, Span, Table, Value};
use super::problem::{Parsed, Problem};
use super::toml_tree::number_too_large;
use crate::text::Text;

/// Parses strict JSON. A syntax error ends the parsing: it is told, and the tree is empty.
pub fn parse_json(file: &SourceFile) -> Parsed {
    let text: &str = &file.text;
    if let Some(span) = limits::json_too_deep(text) {
        return Parsed::refused(limits::too_deep(span));
    }
    let ast = match parse_to_ast(text, &CollectOptions::default(), &strict()) {
        Ok(result) => result.value,
        Err(error) => return Parsed::refused(syntax_problem(text, &error)),
    };
    let mut reader = Reader {
        file,
        problems: odd_spaces(text),
    };
    let Some(Ast::Object(object)) = ast else {
        let span = ast.map(|value| span(value.range())).unwrap_or_default();
        let message = Text::fixed(
            "最外层应该是一个对象 { … }",
            "the top level should be an object `{ … }`",
        );
        return Parsed::refused(Problem::new(span, message));
    };
    Parsed {
        root_span: first_byte(object.range),
        root: reader.table(object),
        problems: reader.problems,
        ..Parsed::default()
    }
    .finish(0)
}

fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

struct Reader<'t> {
    file: &'t SourceFile,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn table(&mut self, object: Object<'_>) -> Table {
        let mut entries = Vec::with_capacity(object.properties.len());
        let mut first = HashMap::new();
        for ObjectProp { name, value, .. } in object.properties {
            let key_span = span(name.range());
            let key = name.into_string();
            if let Some(&earlier) = first.get(&key) {
                self.duplicate(&key, key_span, earlier);
                continue;
            }
            first.insert(key.clone(), key_span);
            let node = self.node(value, Some(key_span));
            entries.push(Entry {
                key,
                key_span,
                node,
            });
        }
        Table { entries }
    }

    fn node(&mut self, value: Ast<'_>, key: Option<Span>) -> Node {
        let range = value.range();
        let whole = span(range);
        let (value, span) = match value {
            Ast::Object(object) => {
                let span = key.unwrap_or_else(|| first_byte(range));
                (Value::Table(self.table(object)), span)
            }
            Ast::Array(array) => (Value::Array(self.items(array)), whole),
            Ast::StringLit(literal) => (self.string(literal), whole),
            Ast::NumberLit(literal) => (self.number(&literal), whole),
            Ast::BooleanLit(literal) => (Value::Bool(literal.value), whole),
            Ast::NullKeyword(_) => (Value::Null, whole),
        };
        Node { value, span }
    }

    fn items(&mut self, array: Array<'_>) -> Vec<Node> {
        let items = array.elements.into_iter();
        items.map(|item| self.node(item, None)).collect()
    }

    fn string(&mut self, literal: StringLit<'_>) -> Value {
        // The parser lets a line run on inside a string; JSON does not.
        let raw = self.file.text.get(literal.range.start..literal.range.end);
        if let Some(problem) = control_character(raw.unwrap_or(""), literal.range.start) {
            self.problems.push(problem);
            return Value::Null;
        }
        Value::String(literal.value.into_owned())
    }

    fn number(&mut self, literal: &NumberLit<'_>) -> Value {
        let text = literal.value;
        let number = if text.contains(['.', 'e', 'E']) {
            let float = text.parse().ok().filter(|number: &f64| number.is_finite());
            float.map(Value::Float)
        } else {
            text.parse().ok().map(Value::Integer)
        };
        number.unwrap_or_else(|| {
            self.problems
                .push(Problem::new(span(literal.range), number_too_large()));
            Value::Null
        })
    }

    fn duplicate(&mut self, key: &str, second: Span, first: Span) {
        let key = escape_control(key);
        let (line, _) = self.file.line_column(first.start);
        let message = Text::new(
            format!("键 {key} 重复了"),
            format!("the key `{key}` is given twice"),
        );
        let help = Text::new(
            format!("第一次在第 {line} 行；两处只能留一处"),
            format!("the first one is in line {line}; keep one of them"),
        );
        self.problems
            .push(Problem::new(second, message).with_help(Some(help)));
    }
}

fn span(range: Range) -> Span {
    Span::of(&(range.start..range.end))
}

fn first_byte(range: Range) -> Span {
    Span::of(&(range.start..range.start.saturating_add(1)))
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;

//! One problem of a text with the lines it stands in, for rule files. Rule files hold nothing
//! private; drafts go through the report.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source::{Problem, SourceFile, escape_control};
use crate::text::Lang;

/// A problem as people read it: the sentence, the place, the line underlined, the advice.
pub fn problem_text(file: &SourceFile, problem: &Problem, lang: Lang, color: bool) -> String {
    let message = escape_control(problem.message.get(lang)).into_owned();
    let (line, _) = file.line_column(problem.span.start);
    let text = escape_same_length(file.line_text(line));
    let start = line_start(file, problem.span.start);
    let length = text.len();
    let from = usize::try_from(problem.span.start)
        .unwrap_or(usize::MAX)
        .saturating_sub(start)
        .min(length);
    let to = usize::try_from(problem.span.end)
        .unwrap_or(usize::MAX)
        .saturating_sub(start)
        .clamp(from, length);
    let (error, note) = match lang {
        Lang::Zh => ("错误", "提示"),
        Lang::En => ("error", "help"),
    };
    let snippet = Snippet::source(text)
        .line_start(line)
        .path(escape_control(&file.name).into_owned())
        .annotation(AnnotationKind::Primary.span(from..to));
    let mut group: Group<'_> = Level::ERROR
        .with_name(error)
        .primary_title(message)
        .element(snippet);
    if let Some(help) = &problem.help {
        let help = escape_control(help.get(lang)).into_owned();
        group = group.element(Level::HELP.with_name(note).message(help));
    }
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut out = renderer
        .decor_style(DecorStyle::Unicode)
        .render(&[group])
        .to_string();
    out.push('\n');
    out
}

/// Offset of the first byte of the line that an offset stands in.
fn line_start(file: &SourceFile, offset: u32) -> usize {
    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
    let before = file.text.get(..offset).unwrap_or(&file.text);
    before.rfind('\n').map_or(0, |at| at.saturating_add(1))
}

/// Control characters by one space each, so that spans stay true.
fn escape_same_length(line: &str) -> String {
    line.chars()
        .map(|c| if c.is_ascii_control() { ' ' } else { c })
        .collect()
}

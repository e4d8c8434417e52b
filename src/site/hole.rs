//! Places of a page whose text is put in elsewhere: by a template, a script or another file.

/// A place that is filled elsewhere.
#[derive(Debug)]
pub struct Hole {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub at: u32,
    /// The block that it stands in or before.
    pub block: usize,
    /// Whether something around it calls itself a foot.
    pub in_foot: bool,
}

/// The marks between which templates of common engines have their names.
const MARKS: &[(&str, &str)] = &[
    ("{{", "}}"),
    ("{%", "%}"),
    ("<%", "%>"),
    ("<#", ">"),
    ("<@", ">"),
    ("${", "}"),
    ("#{", "}"),
    ("[[", "]]"),
    ("[!--", "--]"),
    ("{$", "}"),
    ("{:", "}"),
    ("{include", "}"),
    ("{template", "}"),
    ("{dede:", "}"),
    ("{pboot:", "}"),
    ("{eyou:", "}"),
    ("#parse(", ")"),
    ("#include(", ")"),
    ("@include(", ")"),
    ("@extends(", ")"),
    ("@yield(", ")"),
];

/// What stands between marks is no longer than this, in bytes.
const LONGEST: usize = 1000;

/// Attributes by which frameworks fill an element.
pub const FILLING: &[&str] = &[
    "v-text",
    "v-html",
    "th:text",
    "th:utext",
    "th:replace",
    "th:insert",
    "th:include",
    "ng-bind",
    "ng-bind-html",
    "ng-include",
    "x-text",
    "x-html",
    "data-bind",
    "wx:if",
];

/// Elements that put another file in.
pub const INCLUDING: &[&str] = &[
    "include",
    "jsp:include",
    "slot",
    "router-view",
    "component",
    "block",
];

/// Words in the name of what puts a foot in.
const NAMES: &[&str] = &[
    "icp",
    "beian",
    "备案",
    "record",
    "foot",
    "copyright",
    "bottom",
    "licen",
    "include",
    "extend",
    "layout",
    "inherit",
    "parse",
];

/// Words in the name of what puts in a day, which stands in many a foot and is no number.
const DAYS: &[&str] = &["year", "date", "time", "now"];

impl Hole {
    /// Whether its name says that it puts a foot or a number in.
    pub fn is_named(&self) -> bool {
        let text = self.text.to_lowercase();
        NAMES.iter().any(|word| text.contains(word))
    }

    /// Whether it stands in a foot and may put a number in.
    pub fn fills_foot(&self) -> bool {
        let text = self.text.to_lowercase();
        self.in_foot && !DAYS.iter().any(|word| text.contains(word))
    }
}

/// Whether a text is filled by a template, at least in part.
pub fn is_hole(text: &str) -> bool {
    find_hole(text, 0).is_some() || text.contains("<?")
}

/// The first place from `from` on that a template fills, from the opening mark to behind the
/// closing one.
pub fn find_hole(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let candidates = rest
        .bytes()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b'{' | b'<' | b'$' | b'#' | b'[' | b'@'));
    for (start, _) in candidates {
        let here = rest.get(start..)?;
        let marks = MARKS.iter().filter(|(open, _)| here.starts_with(open));
        let ends = marks.filter_map(|(open, close)| {
            let inside = here.as_bytes().get(open.len()..)?;
            let most = inside.len().min(LONGEST);
            let inside = inside.get(..most)?;
            let mut windows = inside.windows(close.len());
            let length = windows.position(|window| window == close.as_bytes())?;
            open.len().checked_add(length)?.checked_add(close.len())
        });
        if let Some(length) = ends.min() {
            let start = from.checked_add(start)?;
            return Some((start, start.checked_add(length)?));
        }
    }
    None
}

/// Whether a script puts a foot in, as far as its text tells.
pub fn script_fills_foot(text: &str) -> bool {
    let writes = [
        ".load(",
        "fetch(",
        "document.write",
        "innerHTML",
        "XMLHttpRequest",
        "$.get(",
    ];
    let feet = ["foot", "beian", "copyright", "icp"];
    writes.iter().any(|word| text.contains(word)) && {
        let lower = text.to_ascii_lowercase();
        feet.iter().any(|word| lower.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_of_many_engines_are_known() {
        for (text, wanted) in [
            ("a {{ site.icp }} b", "{{ site.icp }}"),
            ("{% include 'foot.html' %}", "{% include 'foot.html' %}"),
            ("x<%= icp %>", "<%= icp %>"),
            ("<#include \"foot.ftl\">", "<#include \"foot.ftl\">"),
            ("备案${icp}号", "${icp}"),
            ("@include('layouts.footer')!", "@include('layouts.footer')"),
            ("{include file=\"foot\"}", "{include file=\"foot\"}"),
            ("{ {{a}}", "{{a}}"),
        ] {
            let (start, end) = find_hole(text, 0).unwrap();
            assert_eq!(text.get(start..end), Some(wanted));
        }
        for text in ["{ a }", "a < b", "100%", "{{ open", "user@example.com"] {
            assert_eq!(find_hole(text, 0), None, "{text}");
        }
    }
}

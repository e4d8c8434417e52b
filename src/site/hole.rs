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
        self.in_foot && !self.fills_day()
    }

    /// Whether its name says that it puts in a day.
    pub fn fills_day(&self) -> bool {
        let text = self.text.to_lowercase();
        DAYS.iter().any(|word| text.contains(word))
    }
}

/// Whether a text is filled by a template, at least in part.
pub fn is_hole(text: &str) -> bool {
    Holes::of(text).next().is_some() || text.contains("<?")
}

/// The places of a text that a template fills, each from the opening mark to behind the closing one.
pub struct Holes<'t> {
    text: &'t str,
    from: usize,
    /// For each of the marks the first closing one from some byte on, and that byte.
    closing: Vec<Option<(usize, Option<usize>)>>,
}

impl<'t> Holes<'t> {
    /// Those of a text.
    pub fn of(text: &'t str) -> Self {
        Self {
            text,
            from: 0,
            closing: Vec::new(),
        }
    }

    /// Where a mark is closed that ends at `from`. What was looked for is remembered: a text of
    /// nothing but opening marks would be searched again for each.
    fn close(&mut self, index: usize, close: &str, from: usize) -> Option<usize> {
        self.closing.resize(MARKS.len(), None);
        let known = self.closing.get_mut(index)?;
        let at = match known {
            Some((asked, at)) if *asked <= from && at.is_none_or(|at| at >= from) => *at,
            _ => {
                let rest = self.text.as_bytes().get(from..)?;
                let at = memchr::memmem::find(rest, close.as_bytes());
                let at = at.map(|at| from.saturating_add(at));
                *known = Some((from, at));
                at
            }
        }?;
        let end = at.checked_add(close.len())?;
        (end.saturating_sub(from) <= LONGEST).then_some(end)
    }
}

impl Iterator for Holes<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let rest = self.text.get(self.from..)?;
        let candidates = rest
            .bytes()
            .enumerate()
            .filter(|(_, byte)| matches!(byte, b'{' | b'<' | b'$' | b'#' | b'[' | b'@'));
        for (start, _) in candidates {
            let here = rest.get(start..)?;
            let start = self.from.checked_add(start)?;
            let mut end: Option<usize> = None;
            for (index, (open, close)) in MARKS.iter().enumerate() {
                if here.starts_with(open) {
                    let own = self.close(index, close, start.checked_add(open.len())?);
                    end = end.into_iter().chain(own).min();
                }
            }
            if let Some(end) = end {
                self.from = end;
                return Some((start, end));
            }
        }
        self.from = self.text.len();
        None
    }
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
            let (start, end) = Holes::of(text).next().unwrap();
            assert_eq!(text.get(start..end), Some(wanted));
        }
        for text in ["{ a }", "a < b", "100%", "{{ open", "user@example.com"] {
            assert_eq!(Holes::of(text).next(), None, "{text}");
        }
    }

    #[test]
    fn all_of_a_text_are_found() {
        let text = "{{a}} {{ x {{b}} ${c} {% d";
        let found: Vec<&str> = Holes::of(text)
            .filter_map(|(start, end)| text.get(start..end))
            .collect();
        assert_eq!(found, ["{{a}}", "{{ x {{b}}", "${c}"]);
    }
}

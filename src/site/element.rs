//! What elements and their attributes do to what is shown.

use super::page::Break;

/// Elements that style sheets make pictures of.
pub(super) const ICONS: &[&str] = &["i", "em", "b", "s", "span", "div", "ins"];

/// Elements that have no content.
pub(super) const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta",
    b"source", b"track", b"wbr",
];
/// Elements that do not break the flow of text: those in it, and those of which nothing is seen.
const INLINE: &[&[u8]] = &[
    b"a",
    b"abbr",
    b"acronym",
    b"area",
    b"b",
    b"bdi",
    b"bdo",
    b"big",
    b"button",
    b"cite",
    b"code",
    b"data",
    b"del",
    b"dfn",
    b"em",
    b"font",
    b"i",
    b"img",
    b"ins",
    b"kbd",
    b"label",
    b"link",
    b"map",
    b"mark",
    b"meta",
    b"nobr",
    b"noscript",
    b"output",
    b"picture",
    b"q",
    b"rb",
    b"ruby",
    b"s",
    b"samp",
    b"script",
    b"small",
    b"source",
    b"span",
    b"strike",
    b"strong",
    b"style",
    b"sub",
    b"sup",
    b"svg",
    b"template",
    b"time",
    b"tt",
    b"u",
    b"var",
    b"wbr",
];
/// Elements whose text is not shown.
pub(super) const UNSHOWN: &[&[u8]] = &[
    b"title",
    b"noscript",
    b"template",
    b"textarea",
    b"noembed",
    b"noframes",
    b"select",
    b"style",
];
/// Elements that end where the next of their kind begins.
pub(super) const ENDED_BY_NEXT: &[&[u8]] = &[
    b"p", b"li", b"td", b"th", b"tr", b"dt", b"dd", b"option", b"a",
];
/// Whether an address leads nowhere by itself.
pub(super) fn stays(href: &str) -> bool {
    let href = href.trim();
    href.is_empty() || href.starts_with('#') || is_script(href)
}

pub(super) fn is_script(href: &str) -> bool {
    let scheme = href.trim_start().get(.."javascript:".len());
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"))
}

/// The address that a script opens, where it stands in it as such.
pub(super) fn address_in(script: &str) -> Option<String> {
    let start = script.find("https://").or(script.find("http://"))?;
    let rest = script.get(start..)?;
    let end = rest.find(['\'', '"', '`', ')', ' ']).unwrap_or(rest.len());
    rest.get(..end).map(str::to_owned)
}

/// Whether an inline style takes the element out of sight.
pub(super) fn hides(style: &str) -> bool {
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_ascii_lowercase();
    style.split(';').any(|part| {
        matches!(
            part.trim_end_matches("!important"),
            "display:none"
                | "visibility:hidden"
                | "opacity:0"
                | "font-size:0"
                | "font-size:0px"
                | "width:0;height:0"
        ) || part.starts_with("text-indent:-9")
            || part.starts_with("left:-9")
    })
}

/// Whether an id or class calls an element the foot, or the place of the number.
pub(super) fn names_foot(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    ["foot", "bottom", "copyright", "beian", "icp", "contentinfo"]
        .iter()
        .any(|word| value.contains(word))
}

/// How an element breaks the flow of text, if it does. One with a hyphen in its name is a
/// framework's and in the flow unless a style says otherwise.
pub(super) fn breaks(name: &[u8]) -> Option<Break> {
    if name == b"br" {
        Some(Break::Line)
    } else if INLINE.contains(&name) || name.contains(&b'-') {
        None
    } else {
        Some(Break::Element)
    }
}

//! A page as a reader sees it: its text in blocks, the links and pictures in it, and apart from
//! these what is not shown. Parsed by the tokeniser of the HTML standard; of the tree only what
//! contains what is kept.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::text::align;

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// What is shown, in the order of the source.
    pub blocks: Vec<Block>,
    /// The links.
    pub links: Vec<Link>,
    /// The pictures.
    pub images: Vec<Image>,
    /// What is not shown.
    pub asides: Vec<Aside>,
    /// Where a template puts something in.
    pub holes: Vec<Hole>,
    /// Whether it is a whole page and no part to be put into one.
    pub is_whole: bool,
    /// Where its foot begins: the last `<footer>`, the end of `<body>`, or of the text.
    pub foot: u32,
    /// How many scripts there are.
    pub scripts: usize,
    /// How many frames there are, whose pages are not seen.
    pub frames: usize,
}

/// Text between two breaks of the flow.
#[derive(Debug, Default)]
pub struct Block {
    /// The text, entities resolved.
    pub text: String,
    /// For each of its bytes the offset in the source.
    pub source: Vec<u32>,
    /// Its parts.
    pub pieces: Vec<Piece>,
}

/// Text in one element.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// Where in the block it begins.
    pub start: usize,
    /// The link that it lies in.
    pub link: Option<usize>,
    /// Whether a style in the element or around it hides it.
    pub is_hidden: bool,
    /// Whether something around it calls itself a foot.
    pub in_foot: bool,
}

/// A link.
#[derive(Debug)]
pub struct Link {
    /// Where it leads, as written; absent where a script or a template decides.
    pub href: Option<String>,
    /// Where it stands.
    pub at: u32,
}

/// A picture.
#[derive(Debug)]
pub struct Image {
    /// The block that was open.
    pub block: usize,
    /// The link that it lies in.
    pub link: Option<usize>,
}

/// What stands in the source and is not shown.
#[derive(Debug)]
pub struct Aside {
    /// What it is.
    pub kind: AsideKind,
    /// Its text.
    pub text: String,
    /// Where it begins.
    pub at: u32,
}

/// Where text is that is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsideKind {
    /// A comment.
    Comment,
    /// A script; what it writes cannot be told.
    Script,
    /// `<title>`, `<noscript>`, `<template>` and other elements that are not shown.
    Element,
    /// The description of a picture.
    Alternative,
}

/// A place that a template fills.
#[derive(Debug)]
pub struct Hole {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub at: u32,
}

/// An element that is open.
struct Open {
    name: Vec<u8>,
    link: Option<usize>,
    is_hidden: bool,
    in_foot: bool,
}

const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta",
    b"source", b"track", b"wbr",
];
/// Elements that do not break the flow of text.
const INLINE: &[&[u8]] = &[
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"big", b"cite", b"code", b"data", b"del", b"em", b"font",
    b"i", b"img", b"ins", b"kbd", b"label", b"mark", b"nobr", b"q", b"s", b"samp", b"small",
    b"span", b"strike", b"strong", b"sub", b"sup", b"svg", b"time", b"tt", b"u", b"var", b"wbr",
];
/// Elements whose text is not shown.
const UNSHOWN: &[&[u8]] = &[
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
const ENDED_BY_NEXT: &[&[u8]] = &[
    b"p", b"li", b"td", b"th", b"tr", b"dt", b"dd", b"option", b"a",
];
/// Attributes by which frameworks fill an element.
const FILLING: &[&str] = &[
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
const INCLUDING: &[&str] = &[
    "include",
    "jsp:include",
    "slot",
    "router-view",
    "component",
    "block",
];

/// Reads a page.
pub fn read_page(text: &str) -> Page {
    // One byte for one byte, so that offsets stay: a carriage return is white space like others.
    let flat = text.replace('\r', " ");
    let mut reader = Reader {
        text: &flat,
        page: Page::default(),
        open: Vec::new(),
        fresh: true,
        body_end: None,
        footer: None,
    };
    let tokens = Tokenizer::new_with_emitter(&flat, DefaultEmitter::<usize>::new_with_span());
    for token in tokens {
        let Ok(token) = token;
        reader.take(token);
    }
    let end = offset(flat.trim_end().len());
    let mut page = reader.page;
    page.foot = reader.footer.or(reader.body_end).unwrap_or(end);
    page
}

struct Reader<'t> {
    text: &'t str,
    page: Page,
    open: Vec<Open>,
    /// Whether the next text begins a block.
    fresh: bool,
    body_end: Option<u32>,
    footer: Option<u32>,
}

impl Reader<'_> {
    fn take(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => self.start(&tag),
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if name == b"body" {
                    self.body_end = Some(offset(tag.span.start));
                }
                self.break_before(name);
                self.close(name);
            }
            Token::String(string) => {
                let shown = String::from_utf8_lossy(&string.value).into_owned();
                let raw = self.text.get(string.span.start..).unwrap_or("");
                // White space before the first tag has no start of its own.
                self.string(&shown, raw, string.span.start);
            }
            Token::Comment(comment) => {
                let text = String::from_utf8_lossy(&comment.value).into_owned();
                let at = self.begin(comment.span.start);
                let trimmed = text.trim_start();
                if trimmed.starts_with("?php")
                    || trimmed.starts_with("?=")
                    || trimmed.starts_with("#include")
                    || trimmed.starts_with("esi")
                {
                    self.page.holes.push(Hole { text, at });
                } else {
                    let kind = AsideKind::Comment;
                    self.page.asides.push(Aside { kind, text, at });
                }
            }
            Token::Doctype(_) => self.page.is_whole = true,
            Token::Error(_) => {}
        }
    }

    /// Where the `<` of a tag or comment stands.
    fn begin(&self, at: usize) -> u32 {
        let before = self.text.get(..at).unwrap_or(self.text);
        let next = self.text.as_bytes().get(at) == Some(&b'<');
        offset(if next {
            at
        } else {
            before.rfind('<').unwrap_or(at)
        })
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        let word = String::from_utf8_lossy(name).into_owned();
        let get = |key: &str| {
            let value = tag.attributes.get(key.as_bytes());
            value.map(|value| String::from_utf8_lossy(value).into_owned())
        };
        let at = self.begin(tag.span.start);
        self.break_before(name);
        match word.as_str() {
            "html" | "body" => self.page.is_whole = true,
            "footer" => self.footer = Some(at),
            "script" => self.page.scripts = self.page.scripts.saturating_add(1),
            "iframe" | "frame" | "frameset" => {
                self.page.frames = self.page.frames.saturating_add(1);
            }
            _ => {}
        }
        let filled = FILLING.iter().find_map(|key| Some((*key, get(key)?)));
        if let Some((key, value)) = filled {
            let text = format!("{key}=\"{value}\"");
            self.page.holes.push(Hole { text, at });
        } else if INCLUDING.contains(&word.as_str()) || word.contains('-') {
            let text = format!("<{word}>");
            self.page.holes.push(Hole { text, at });
        }
        if ENDED_BY_NEXT.contains(&name) && self.open.last().is_some_and(|open| open.name == name) {
            self.open.pop();
        }
        let outer = self.open.last();
        let mut link = outer.and_then(|open| open.link);
        if word == "a" || word == "area" {
            link = Some(self.page.links.len());
            let decided = [":href", "v-bind:href", "th:href", "ng-href", "onclick"];
            let decided_elsewhere = decided.iter().any(|key| get(key).is_some());
            let href = get("href").filter(|href| {
                let script = href.trim_start().to_ascii_lowercase();
                !(decided_elsewhere || is_hole(href) || script.starts_with("javascript:"))
            });
            let unknown = href.is_none() && (decided_elsewhere || get("href").is_some());
            self.page.links.push(Link {
                href: if unknown {
                    None
                } else {
                    Some(href.unwrap_or_default())
                },
                at,
            });
        }
        let is_hidden = outer.is_some_and(|open| open.is_hidden)
            || get("hidden").is_some()
            || get("style").is_some_and(|style| hides(&style));
        let in_foot = outer.is_some_and(|open| open.in_foot)
            || word == "footer"
            || ["id", "class", "role"]
                .iter()
                .any(|key| get(key).is_some_and(|value| names_foot(&value)));
        if word == "img" {
            let block = self.page.blocks.len();
            self.page.images.push(Image { block, link });
            for key in ["alt", "title"] {
                if let Some(text) = get(key).filter(|text| !text.trim().is_empty()) {
                    let kind = AsideKind::Alternative;
                    self.page.asides.push(Aside { kind, text, at });
                }
            }
        }
        if !VOID.contains(&name) && !tag.self_closing {
            self.open.push(Open {
                name: name.to_vec(),
                link,
                is_hidden,
                in_foot,
            });
        }
    }

    /// Closes the nearest element of a name with all in it.
    fn close(&mut self, name: &[u8]) {
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.open.truncate(at);
        }
    }

    fn break_before(&mut self, name: &[u8]) {
        if !INLINE.contains(&name) {
            self.fresh = true;
        }
    }

    fn string(&mut self, shown: &str, raw: &str, start: usize) {
        let aside = self.open.iter().rev().find_map(|open| {
            if open.name == b"script" {
                return Some(AsideKind::Script);
            }
            UNSHOWN
                .contains(&open.name.as_slice())
                .then_some(AsideKind::Element)
        });
        if let Some(kind) = aside {
            let text = shown.to_owned();
            let at = offset(start);
            self.page.asides.push(Aside { kind, text, at });
            return;
        }
        let places = align(raw, shown, start);
        self.holes(shown, &places);
        if self.fresh && shown.trim().is_empty() {
            return;
        }
        if self.fresh {
            self.page.blocks.push(Block::default());
            self.fresh = false;
        }
        let outer = self.open.last();
        let piece = |start: usize| Piece {
            start,
            link: outer.and_then(|open| open.link),
            is_hidden: outer.is_some_and(|open| open.is_hidden),
            in_foot: outer.is_some_and(|open| open.in_foot),
        };
        if let Some(block) = self.page.blocks.last_mut() {
            block.pieces.push(piece(block.text.len()));
            block.text.push_str(shown);
            block.source.extend(places);
        }
    }

    /// The places in a text that a template fills.
    fn holes(&mut self, shown: &str, places: &[u32]) {
        let mut from = 0;
        while let Some((start, end)) = find_hole(shown, from) {
            self.page.holes.push(Hole {
                text: shown.get(start..end).unwrap_or("").to_owned(),
                at: places.get(start).copied().unwrap_or(0),
            });
            from = end;
        }
    }
}

impl Block {
    /// The piece that a byte of the text lies in.
    pub fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.start <= at);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// Where a byte of the text stands in the source.
    pub fn at(&self, byte: usize) -> u32 {
        let last = self.source.last().copied().unwrap_or(0);
        self.source.get(byte).copied().unwrap_or(last)
    }

    /// The pieces that a stretch of the text lies in.
    pub fn pieces(&self, start: usize, end: usize) -> impl Iterator<Item = &Piece> {
        let first = self.pieces.partition_point(|piece| piece.start <= start);
        let first = first.saturating_sub(1);
        self.pieces
            .iter()
            .skip(first)
            .take_while(move |piece| piece.start < end.max(start.saturating_add(1)))
    }
}

/// The marks between which templates of common engines have their names.
const HOLES: &[(&str, &str)] = &[
    ("{{", "}}"),
    ("{%", "%}"),
    ("<%", "%>"),
    ("${", "}"),
    ("#{", "}"),
    ("[[", "]]"),
    ("{$", "}"),
    ("{dede:", "}"),
    ("{pboot:", "}"),
    ("{eyou:", "}"),
];

/// Whether a text is filled by a template, at least in part.
pub fn is_hole(text: &str) -> bool {
    find_hole(text, 0).is_some() || text.contains("<?")
}

fn find_hole(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let ends = HOLES.iter().filter_map(|(open, close)| {
        let start = rest.find(open)?;
        let inside = start.checked_add(open.len())?;
        let length = rest.get(inside..)?.find(close)?;
        let end = inside.checked_add(length)?.checked_add(close.len())?;
        Some((from.checked_add(start)?, from.checked_add(end)?))
    });
    ends.min()
}

/// Whether an inline style takes the element out of sight.
fn hides(style: &str) -> bool {
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
fn names_foot(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    ["foot", "bottom", "copyright", "beian", "icp", "contentinfo"]
        .iter()
        .any(|word| value.contains(word))
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

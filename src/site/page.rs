//! A page as a reader sees it: its text in blocks, the links and pictures in it, and apart from
//! these what is not shown. Parsed by the tokeniser of the HTML standard; of the tree only what
//! contains what is kept.

use std::borrow::Cow;
use std::collections::HashMap;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::hole::{FILLING, Hole, INCLUDING, find_hole, is_hole, script_fills_foot};
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
    /// Where something is put in elsewhere.
    pub holes: Vec<Hole>,
    /// Elements that call themselves a foot and have nothing in them.
    pub empty_feet: Vec<Hole>,
    /// Whether it is a whole page and no part to be put into one.
    pub is_whole: bool,
    /// Where its foot begins: the last `<footer>`, the end of `<body>`, or of the text.
    pub foot: u32,
    /// How many scripts there are.
    pub scripts: usize,
    /// How many frames there are, whose pages are not seen.
    pub frames: usize,
    /// Whether browsers are sent on to another page.
    pub is_redirect: bool,
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
    /// Whether it is one: an empty element with a class may have one by a style sheet.
    pub is_certain: bool,
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

/// An element that is open.
struct Open {
    name: Vec<u8>,
    link: Option<usize>,
    is_hidden: bool,
    in_foot: bool,
    /// Why its text is not shown, be it for an element around it.
    aside: Option<AsideKind>,
    /// What it is if nothing is in it.
    empty: Option<Empty>,
}

/// What an element is if nothing is in it.
struct Empty {
    /// A foot, with its tag and where that stands.
    foot: Option<(String, u32)>,
    /// A picture by a style sheet, perhaps.
    is_icon: bool,
    /// How much was shown before it.
    before: usize,
}

/// Elements that style sheets make pictures of.
const ICONS: &[&str] = &["i", "em", "b", "s", "span", "div", "ins"];

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
/// Reads a page.
pub fn read_page(text: &str) -> Page {
    // One byte for one byte, so that offsets stay: a carriage return is white space like others.
    let flat = text.replace('\r', " ");
    let mut reader = Reader {
        text: &flat,
        page: Page::default(),
        open: Vec::new(),
        names: HashMap::new(),
        shown: 0,
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
    /// How many elements of a name are open.
    names: HashMap<Vec<u8>, usize>,
    /// How many texts, pictures and holes there were so far.
    shown: usize,
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
                    let in_foot = self.open.last().is_some_and(|open| open.in_foot);
                    self.hole(text, at, in_foot);
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
            "meta" => {
                let sends_on = get("http-equiv")
                    .is_some_and(|key| key.eq_ignore_ascii_case("refresh"))
                    && get("content").is_some_and(|to| to.to_ascii_lowercase().contains("url"));
                self.page.is_redirect |= sends_on;
            }
            _ => {}
        }
        if ENDED_BY_NEXT.contains(&name) && self.open.last().is_some_and(|open| open.name == name) {
            self.shut(self.open.len().saturating_sub(1));
        }
        let outer = self.open.last();
        let style = get("style").unwrap_or_default();
        let is_hidden =
            outer.is_some_and(|open| open.is_hidden) || get("hidden").is_some() || hides(&style);
        let is_foot = word == "footer"
            || ["id", "class", "role"]
                .iter()
                .any(|key| get(key).is_some_and(|value| names_foot(&value)));
        let in_foot = is_foot || outer.is_some_and(|open| open.in_foot);
        let mut aside = outer.and_then(|open| open.aside);
        let outer_link = outer.and_then(|open| open.link);
        if name == b"script" {
            aside = Some(AsideKind::Script);
        } else if aside.is_none() && UNSHOWN.contains(&name) {
            aside = Some(AsideKind::Element);
        }
        let source = get("src").unwrap_or_default();
        let filled = FILLING.iter().find_map(|key| Some((*key, get(key)?)));
        if let Some((key, value)) = filled {
            self.hole(format!("{key}=\"{value}\""), at, in_foot);
        } else if INCLUDING.contains(&word.as_str()) || word.contains('-') {
            self.hole(format!("<{word}>"), at, in_foot);
        } else if (matches!(word.as_str(), "iframe" | "frame") && !is_hidden)
            || (word == "script" && names_foot(&source))
        {
            self.hole(format!("<{word} src=\"{source}\">"), at, in_foot);
        }
        let mut link = outer_link;
        if word == "a" || word == "area" {
            link = Some(self.page.links.len());
            let decided = [":href", "v-bind:href", "th:href", "ng-href"];
            let is_decided = decided.iter().any(|key| get(key).is_some());
            let own = get("href").or(get("xlink:href"));
            let leads = own.as_deref().is_some_and(|href| !stays(href));
            // Where the address leads somewhere, a script beside it counts visits and the like.
            let clicked = get("onclick").filter(|_| !leads);
            let is_unknown = is_decided || own.as_deref().is_some_and(is_hole);
            let href = match clicked {
                _ if is_unknown => None,
                Some(script) => address_in(&script),
                None if own.as_deref().is_some_and(is_script) => None,
                None => Some(own.unwrap_or_default()),
            };
            self.page.links.push(Link { href, at });
        } else if let Some(script) = ["onclick", "@click", "v-on:click"]
            .iter()
            .find_map(|key| get(key))
            && link.is_none()
            && word != "body"
        {
            link = Some(self.page.links.len());
            let href = address_in(&script);
            self.page.links.push(Link { href, at });
        }
        let is_picture = word == "svg" || word == "object" || style.contains("url(");
        if is_picture && aside.is_none() {
            self.image(link, true);
        }
        if word == "img" {
            self.image(link, true);
            for key in ["alt", "title"] {
                if let Some(text) = get(key).filter(|text| !text.trim().is_empty()) {
                    let kind = AsideKind::Alternative;
                    self.page.asides.push(Aside { kind, text, at });
                }
            }
        }
        if !VOID.contains(&name) && !tag.self_closing {
            let is_icon = ICONS.contains(&word.as_str()) && get("class").is_some();
            let label = || {
                let id = get("id").or(get("class")).unwrap_or_default();
                format!("<{word} … {id}>")
            };
            let empty = (is_foot || is_icon).then(|| Empty {
                foot: is_foot.then(|| (label(), at)),
                is_icon,
                before: self.shown,
            });
            let name = name.to_vec();
            let count = self.names.entry(name.clone()).or_default();
            *count = count.saturating_add(1);
            self.open.push(Open {
                name,
                link,
                is_hidden,
                in_foot,
                aside,
                empty,
            });
        }
    }

    fn hole(&mut self, text: String, at: u32, in_foot: bool) {
        let block = self.page.blocks.len();
        let block = block.saturating_sub(usize::from(!self.fresh));
        self.shown = self.shown.saturating_add(1);
        self.page.holes.push(Hole {
            text,
            at,
            block,
            in_foot,
        });
    }

    fn image(&mut self, link: Option<usize>, is_certain: bool) {
        let block = self.page.blocks.len();
        if is_certain {
            self.shown = self.shown.saturating_add(1);
        }
        self.page.images.push(Image {
            is_certain,
            block,
            link,
        });
    }

    /// Closes the nearest element of a name with all in it.
    fn close(&mut self, name: &[u8]) {
        // Without the count, tags that close nothing would each be looked for among all open ones.
        if self.names.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.shut(at);
        }
    }

    /// Closes the elements from a depth on.
    fn shut(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(open) = self.open.pop() else {
                return;
            };
            if let Some(count) = self.names.get_mut(&open.name) {
                *count = count.saturating_sub(1);
            }
            let Some(empty) = open.empty.filter(|empty| empty.before == self.shown) else {
                continue;
            };
            if let Some((text, at)) = empty.foot {
                let block = self.page.blocks.len();
                self.page.empty_feet.push(Hole {
                    text,
                    at,
                    block,
                    in_foot: true,
                });
            }
            if empty.is_icon {
                self.image(open.link, false);
            }
        }
    }

    fn break_before(&mut self, name: &[u8]) {
        if !INLINE.contains(&name) {
            self.fresh = true;
        }
    }

    fn string(&mut self, shown: &str, raw: &str, start: usize) {
        if let Some(kind) = self.open.last().and_then(|open| open.aside) {
            let text = shown.to_owned();
            let at = offset(start);
            if kind == AsideKind::Script && script_fills_foot(shown) {
                self.hole("<script>…foot…</script>".to_owned(), at, true);
            }
            self.page.asides.push(Aside { kind, text, at });
            return;
        }
        let mut places = align(raw, shown, start);
        let seen = without_invisible(shown, &mut places);
        let shown = seen.as_ref();
        let is_blank = shown.trim().is_empty();
        if self.fresh && is_blank {
            return;
        }
        if !is_blank {
            self.shown = self.shown.saturating_add(1);
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
            block.source.extend(&places);
        }
        self.holes(shown, &places);
    }

    /// The places in a text that a template fills.
    fn holes(&mut self, shown: &str, places: &[u32]) {
        let in_foot = self.open.last().is_some_and(|open| open.in_foot);
        let mut from = 0;
        while let Some((start, end)) = find_hole(shown, from) {
            let text = shown.get(start..end).unwrap_or("").to_owned();
            let at = places.get(start).copied().unwrap_or(0);
            self.hole(text, at, in_foot);
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

/// A text without the characters that take no room, with the places of the others.
fn without_invisible<'t>(shown: &'t str, places: &mut Vec<u32>) -> Cow<'t, str> {
    let is_invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    if !shown.contains(is_invisible) {
        return Cow::Borrowed(shown);
    }
    let mut text = String::with_capacity(shown.len());
    let mut kept = Vec::with_capacity(places.len());
    for (at, c) in shown.char_indices().filter(|(_, c)| !is_invisible(*c)) {
        text.push(c);
        let end = at.saturating_add(c.len_utf8());
        kept.extend(places.get(at..end).unwrap_or_default());
    }
    *places = kept;
    Cow::Owned(text)
}

/// Whether an address leads nowhere by itself.
fn stays(href: &str) -> bool {
    let href = href.trim();
    href.is_empty() || href.starts_with('#') || is_script(href)
}

fn is_script(href: &str) -> bool {
    let scheme = href.trim_start().get(.."javascript:".len());
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"))
}

/// The address that a script opens, where it stands in it as such.
fn address_in(script: &str) -> Option<String> {
    let start = script.find("https://").or(script.find("http://"))?;
    let rest = script.get(start..)?;
    let end = rest.find(['\'', '"', '`', ')', ' ']).unwrap_or(rest.len());
    rest.get(..end).map(str::to_owned)
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

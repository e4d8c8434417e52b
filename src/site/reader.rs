//! Reads a page by the tokeniser of the HTML standard; of the tree only what contains what is kept.

use std::borrow::Cow;
use std::collections::HashMap;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::element::{
    ENDED_BY_NEXT, ICONS, UNSHOWN, VOID, address_in, breaks, hides, is_script, names_foot, stays,
};
use super::hole::{FILLING, Hole, Holes, INCLUDING, is_hole, script_fills_foot};
use super::page::{Aside, AsideKind, Block, Break, Image, Link, Page, Piece};
use super::text::{Run, align, place, without_invisible};

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

/// Reads a page.
pub fn read_page(text: &str) -> Page {
    // One byte for one byte, so that offsets stay: a carriage return is white space like others.
    let flat = if text.contains('\r') {
        Cow::Owned(text.replace('\r', " "))
    } else {
        Cow::Borrowed(text)
    };
    let mut reader = Reader {
        text: &flat,
        page: Page::default(),
        open: Vec::new(),
        names: HashMap::new(),
        shown: 0,
        fresh: Some(Break::Element),
        body_end: None,
        footer: None,
    };
    let tokens =
        Tokenizer::new_with_emitter(flat.as_ref(), DefaultEmitter::<usize>::new_with_span());
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
    /// Whether the next text begins a block, and what breaks it off.
    fresh: Option<Break>,
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
        let block = block.saturating_sub(usize::from(self.fresh.is_none()));
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
        if let Some(own) = breaks(name) {
            let is_line = own == Break::Line && self.fresh != Some(Break::Element);
            self.fresh = Some(if is_line { Break::Line } else { Break::Element });
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
        let mut runs = align(raw, shown, start);
        let seen = without_invisible(shown, &mut runs);
        let shown = seen.as_ref();
        let is_blank = shown.trim().is_empty();
        if self.fresh.is_some() && is_blank {
            return;
        }
        if !is_blank {
            self.shown = self.shown.saturating_add(1);
        }
        if let Some(after) = self.fresh.take() {
            self.page.blocks.push(Block {
                after,
                ..Block::default()
            });
        }
        let outer = self.open.last();
        let piece = |start: usize| Piece {
            start,
            link: outer.and_then(|open| open.link),
            is_hidden: outer.is_some_and(|open| open.is_hidden),
            in_foot: outer.is_some_and(|open| open.in_foot),
        };
        if let Some(block) = self.page.blocks.last_mut() {
            let before = block.text.len();
            block.pieces.push(piece(before));
            block.text.push_str(shown);
            block.runs.extend(runs.iter().map(|run| Run {
                start: before.saturating_add(run.start),
                ..*run
            }));
        }
        self.holes(shown, &runs);
    }

    /// The places in a text that a template fills.
    fn holes(&mut self, shown: &str, runs: &[Run]) {
        let in_foot = self.open.last().is_some_and(|open| open.in_foot);
        for (start, end) in Holes::of(shown) {
            let text = shown.get(start..end).unwrap_or("").to_owned();
            self.hole(text, place(runs, start), in_foot);
        }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

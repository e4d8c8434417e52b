//! A page as a reader sees it: its text in blocks, the links and pictures in it, and apart from
//! these what is not shown.

use super::hole::Hole;
use super::text::{Run, place};
use crate::source::floor;

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
    /// Where it stands in the source.
    pub runs: Vec<Run>,
    /// What stands between it and the block before.
    pub after: Break,
    /// Its parts.
    pub pieces: Vec<Piece>,
}

/// What breaks the flow of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Break {
    /// Nothing but the end of a line.
    Line,
    /// Another element.
    #[default]
    Element,
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

impl Block {
    /// The piece that a byte of the text lies in.
    pub fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.start <= at);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// Where a byte of the text stands in the source.
    pub fn at(&self, byte: usize) -> u32 {
        place(&self.runs, floor(&self.text, byte))
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

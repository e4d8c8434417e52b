//! A page taken apart: its elements, their attributes and texts, and what a parser finds wrong.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements that have no end.
const VOID: &[&str] = &["meta", "br", "input"];

#[derive(Debug, Default)]
pub struct Page {
    /// Elements in their order, with the names of their attributes.
    pub tags: Vec<(String, Vec<String>)>,
    /// What is wrong.
    pub errors: Vec<String>,
    texts: Vec<(String, String)>,
    open: Vec<String>,
}

#[derive(Default)]
struct Sink(RefCell<Page>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.kind == TagKind::EndTag {
                    let open = page.open.pop();
                    if open.as_ref() != Some(&name) {
                        page.errors.push(format!("</{name}> ends {open:?}"));
                    }
                    return TokenSinkResult::Continue;
                }
                let attributes = tag.attrs.iter();
                let attributes = attributes.map(|own| own.name.local.to_string());
                page.tags.push((name.clone(), attributes.collect()));
                if !VOID.contains(&name.as_str()) {
                    page.open.push(name.clone());
                    page.texts.push((name.clone(), String::new()));
                }
                match name.as_str() {
                    "style" => return TokenSinkResult::RawData(RawKind::Rawtext),
                    "title" => return TokenSinkResult::RawData(RawKind::Rcdata),
                    _ => {}
                }
            }
            Token::CharacterTokens(text) => {
                let Page { texts, open, .. } = &mut *page;
                // Every element that is open holds the text.
                let mut open: Vec<&String> = open.iter().collect();
                for (name, own) in texts.iter_mut().rev() {
                    if open.last() == Some(&&*name) {
                        open.pop();
                        own.push_str(&text);
                    }
                }
            }
            Token::ParseError(error) => page.errors.push(error.to_string()),
            Token::NullCharacterToken => page.errors.push("a null".to_owned()),
            Token::CommentToken(_) => page.errors.push("a comment".to_owned()),
            Token::DoctypeToken(_) | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

impl Page {
    pub fn parse(text: &str) -> Page {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(text));
        let options = TokenizerOpts {
            exact_errors: true,
            ..TokenizerOpts::default()
        };
        let tokenizer = Tokenizer::new(Sink::default(), options);
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        let mut page = tokenizer.sink.0.into_inner();
        for open in std::mem::take(&mut page.open) {
            page.errors.push(format!("<{open}> has no end"));
        }
        page
    }

    /// The texts of all elements of a name.
    pub fn texts_of(&self, name: &str) -> Vec<&str> {
        let own = self.texts.iter().filter(|(tag, _)| tag == name);
        own.map(|(_, text)| text.as_str()).collect()
    }

    pub fn count(&self, name: &str) -> usize {
        self.tags.iter().filter(|(tag, _)| tag == name).count()
    }
}

//! The numbers of a page, also those that stand in several pieces: in two lines, in several elements.

use super::number::Shown;
use super::page::{Block, Break};

/// A number with where it stands on the page.
#[derive(Debug, Clone)]
pub struct Found<T> {
    /// The block that it begins in.
    pub block: usize,
    /// The block that it ends in; the end of its range is in this.
    pub last_block: usize,
    /// The number.
    pub shown: Shown<T>,
    /// The links that it lies in.
    pub links: Vec<usize>,
    /// Whether all of it is hidden.
    pub is_hidden: bool,
    /// Whether something around it calls itself a foot.
    pub in_foot: bool,
}

/// The numbers of a page.
#[derive(Debug)]
pub struct Numbers<T> {
    /// Those that are seen as one.
    pub whole: Vec<Found<T>>,
    /// Those of which the pieces may be one, or may not.
    pub split: Vec<Found<T>>,
}

impl<T> Numbers<T> {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Found<T>> {
        self.whole.iter().chain(&self.split)
    }
}

/// Finds numbers in a text.
type Reading<T> = fn(&str) -> Vec<Shown<T>>;

/// The numbers of a page's blocks.
pub fn found<T>(blocks: &[Block], read: Reading<T>) -> Numbers<T> {
    let mut plain = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        for shown in read(&block.text) {
            plain.push(Some(located(blocks, (index, index), shown)));
        }
    }
    let place = |part: &Option<Found<T>>| {
        let part = part.as_ref()?;
        Some((part.block, part.shown.range.0))
    };
    let mut split = Vec::new();
    let mut sure = Vec::new();
    let joined = Joined::of(blocks);
    // What is taken away keeps its place in the order until all are looked at.
    let places: Vec<Option<(usize, usize)>> = plain.iter().map(place).collect();
    for shown in read(&joined.text) {
        if shown.number.is_none() {
            continue;
        }
        let Some((seams, own)) = joined.located(blocks, shown) else {
            continue;
        };
        let (start, end) = own.shown.range;
        let first = places.partition_point(|place| *place < Some((own.block, start)));
        let behind = places.partition_point(|place| *place < Some((own.last_block, end)));
        let Some(parts) = plain.get_mut(first..behind) else {
            continue;
        };
        let is_sure = seams.iter().all(|seam| seam.is_sure);
        // A number that is one by itself goes on only where what follows cannot be anything else.
        let goes_on = is_sure && seams.iter().all(|seam| seam.ends_number);
        let is_own = |part: &Option<Found<T>>| {
            let part = part.as_ref();
            part.is_some_and(|part| part.shown.number.is_some())
        };
        if parts.iter().any(is_own) && !goes_on {
            continue;
        }
        parts.iter_mut().for_each(|part| *part = None);
        if is_sure {
            sure.push(own);
        } else {
            split.push(own);
        }
    }
    let mut whole: Vec<Found<T>> = plain.into_iter().flatten().chain(sure).collect();
    whole.sort_by_key(|found| (found.block, found.shown.range));
    Numbers { whole, split }
}

/// A number with what stands around it, from a block to another.
fn located<T>(blocks: &[Block], (block, last_block): (usize, usize), shown: Shown<T>) -> Found<T> {
    let (start, end) = shown.range;
    let pieces = || {
        let within = blocks.iter().enumerate().take(last_block.saturating_add(1));
        within.skip(block).flat_map(move |(index, own)| {
            let start = if index == block { start } else { 0 };
            let end = if index == last_block {
                end
            } else {
                own.text.len()
            };
            own.pieces(start, end)
        })
    };
    let mut links: Vec<usize> = pieces().filter_map(|piece| piece.link).collect();
    links.dedup();
    Found {
        block,
        last_block,
        links,
        is_hidden: pieces().all(|piece| piece.is_hidden),
        in_foot: pieces().any(|piece| piece.in_foot),
        shown,
    }
}

/// The text of a page without what stands between its pieces.
#[derive(Default)]
struct Joined {
    text: String,
    parts: Vec<Part>,
}

/// A piece, without the white space around it.
struct Part {
    /// Where it begins in the joined text.
    start: usize,
    /// The block that it is of.
    block: usize,
    /// Where in that it begins.
    byte: usize,
}

/// Where a number is put together.
struct Seam {
    /// Whether it is seen as going on there.
    is_sure: bool,
    /// Whether what follows only ends a number.
    ends_number: bool,
}

impl Joined {
    fn of(blocks: &[Block]) -> Self {
        let mut joined = Self::default();
        for (index, block) in blocks.iter().enumerate() {
            let ends = block.pieces.iter().skip(1).map(|piece| piece.start);
            let ends = ends.chain(std::iter::once(block.text.len()));
            for (piece, end) in block.pieces.iter().zip(ends) {
                let text = block.text.get(piece.start..end).unwrap_or("");
                let kept = text.trim_start();
                let lead = text.len().saturating_sub(kept.len());
                if !kept.is_empty() {
                    joined.parts.push(Part {
                        start: joined.text.len(),
                        block: index,
                        byte: piece.start.saturating_add(lead),
                    });
                    joined.text.push_str(kept.trim_end());
                }
            }
        }
        joined
    }

    /// A number that stands in several pieces, and where these meet; nothing if it is in one.
    fn located<T>(&self, blocks: &[Block], shown: Shown<T>) -> Option<(Vec<Seam>, Found<T>)> {
        let (start, end) = shown.range;
        let behind = |byte: usize| self.parts.partition_point(|part| part.start <= byte);
        let first = behind(start).checked_sub(1)?;
        let last = behind(end.checked_sub(1)?).checked_sub(1)?;
        if first == last {
            return None;
        }
        let (from, to) = (self.parts.get(first)?, self.parts.get(last)?);
        let pairs = self.parts.iter().zip(self.parts.iter().skip(1));
        let seams = pairs
            .take(last)
            .skip(first)
            .map(|(before, after)| self.seam(blocks, start, before, after))
            .collect();
        let place = |part: &Part, byte: usize| {
            let within = byte.saturating_sub(part.start);
            part.byte.saturating_add(within)
        };
        let range = (place(from, start), place(to, end));
        let between = (from.block, to.block);
        Some((seams, located(blocks, between, Shown { range, ..shown })))
    }

    fn seam(&self, blocks: &[Block], start: usize, before: &Part, after: &Part) -> Seam {
        let ahead = self.text.get(after.start..).unwrap_or("");
        let next = ahead.chars().next().unwrap_or(' ');
        let mut ended = self.text.get(..after.start).unwrap_or("").chars();
        let last = ended.next_back().unwrap_or(' ');
        let is_line = before.block == after.block
            || (before.block.checked_add(1) == Some(after.block)
                && blocks.get(after.block).map(|own| own.after) == Some(Break::Line));
        // Digits may be of something else, and so may be the end of a word: 北京 before ICP.
        let is_number = last.is_numeric() && next.is_numeric();
        let own = self.text.get(start..after.start).unwrap_or("");
        let is_word = own.chars().nth(1).is_none()
            && start > before.start
            && ended.next_back().is_some_and(char::is_alphabetic);
        Seam {
            is_sure: is_line && !is_number && !is_word,
            ends_number: matches!(next, '-' | '－' | '–' | '—' | '号' | '號'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::filing_numbers;
    use super::super::reader::read_page;
    use super::*;

    fn texts(html: &str) -> (Vec<String>, Vec<String>) {
        let page = read_page(html);
        let numbers = found(&page.blocks, filing_numbers);
        let texts = |all: &[Found<_>]| all.iter().map(|own| own.shown.text.clone()).collect();
        (texts(&numbers.whole), texts(&numbers.split))
    }

    #[test]
    fn numbers_in_pieces_are_put_together() {
        for (html, wanted) in [
            ("京ICP备<br>12345678号-1", "京ICP备12345678号-1"),
            ("京ICP备12345678<br>号-1", "京ICP备12345678号-1"),
            ("京ICP备12345678号<br/>\n -1", "京ICP备12345678号-1"),
            ("京<br>ICP备12345678号", "京ICP备12345678号"),
            (
                "<b>京</b>\n     <i>ICP备</i>\n      <u>12345678</u>\n    <s>号</s>",
                "京ICP备12345678号",
            ),
            ("京ICP备<script>x()</script>12345678号", "京ICP备12345678号"),
            ("京ICP备<my-tag>12345678</my-tag>号", "京ICP备12345678号"),
        ] {
            assert_eq!(texts(html), (vec![wanted.to_owned()], vec![]), "{html}");
        }
    }

    #[test]
    fn what_may_be_two_things_is_not_put_together() {
        for (html, wanted) in [
            ("京ICP备12345678<br>2024 示例", "京ICP备12345678"),
            ("<p>京ICP备12345678号<p>-1", "京ICP备12345678号"),
            ("京ICP备12345678号<br>2024", "京ICP备12345678号"),
            (
                "<p>京ICP备12345678号<p>沪ICP备12345678号",
                "京ICP备12345678号",
            ),
        ] {
            let (whole, split) = texts(html);
            assert_eq!(whole.first().map(String::as_str), Some(wanted), "{html}");
            assert!(split.is_empty());
        }
    }

    #[test]
    fn what_may_be_one_number_is_asked() {
        for html in [
            "<div>京ICP备</div><div>12345678号</div>",
            "<td>京ICP备1234<td>5678号",
            "京ICP备1234<br>5678号",
            "北京<br>ICP备12345678号",
        ] {
            let (whole, split) = texts(html);
            assert!(whole.is_empty(), "{html} {whole:?}");
            assert_eq!(split, ["京ICP备12345678号"], "{html}");
        }
    }
}

//! Text of a CSV file in whatever encoding it came: UTF-8 with or without a mark, UTF-16, GBK.

use std::cmp::Ordering;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{self, AtomicU64};

use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file is looked at to tell its encoding.
pub(super) const SAMPLE: usize = 64 * 1024;
/// How much is decoded at once.
const DECODED: usize = 64 * 1024;
/// How long a record may be; a quotation mark that is never closed makes one of the rest.
pub(super) const LONGEST_RECORD: u64 = 16 * 1024 * 1024;

/// The encoding of a file that begins so. `whole` says that there is nothing behind it.
pub(super) fn detect(sample: &[u8], whole: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return encoding;
    }
    if let Some(encoding) = unmarked_utf_16(sample) {
        return encoding;
    }
    match std::str::from_utf8(sample) {
        Ok(_) => UTF_8,
        // The sample may end inside a character.
        Err(error) if error.error_len().is_none() && !whole => UTF_8,
        Err(_)
            if GB18030
                .decode_without_bom_handling_and_without_replacement(sample)
                .is_some() =>
        {
            GB18030
        }
        // A sample of GBK may end inside a character as well, but a wrong byte decides nothing.
        Err(_) if mostly(sample, GB18030) => GB18030,
        Err(_) => UTF_8,
    }
}

/// The byte order of UTF-16 without a mark, where a sample is that. Zeros alone do not tell it: 一 and
/// 开 hold one where ASCII has none. What separates cells and lines is ASCII, and with its bytes
/// changed about it is no character that anybody writes.
fn unmarked_utf_16(sample: &[u8]) -> Option<&'static Encoding> {
    // UTF-16 of ASCII is UTF-8 too, every other character of it a zero.
    let zeros = sample.iter().filter(|byte| **byte == 0).count();
    let few = zeros.saturating_mul(4) < sample.len();
    let cut = |error: &std::str::Utf8Error| error.error_len().is_none();
    if zeros == 0
        || (few
            && std::str::from_utf8(sample)
                .as_ref()
                .map_or_else(cut, |_| true))
    {
        return None;
    }
    let separates = |byte: u8| matches!(byte, b',' | b'\t' | b';' | b'\n' | b'\r');
    let (mut little, mut big) = (0usize, 0usize);
    for unit in sample.chunks_exact(2) {
        match unit {
            [byte, 0] if separates(*byte) => little = little.saturating_add(1),
            [0, byte] if separates(*byte) => big = big.saturating_add(1),
            _ => {}
        }
    }
    let encoding = match little.cmp(&big) {
        Ordering::Greater => UTF_16LE,
        Ordering::Less => UTF_16BE,
        Ordering::Equal => return None,
    };
    // Text of other encodings in which zeros have strayed makes characters of all the world.
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let usual = |c: &char| matches!(c, '\0'..='\u{ff}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    let all = text.chars().count();
    let unusual = all.saturating_sub(text.chars().filter(usual).count());
    (unusual.saturating_mul(10) <= all).then_some(encoding)
}

/// Whether nearly all of a sample that is not ASCII decodes.
fn mostly(sample: &[u8], encoding: &'static Encoding) -> bool {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    let lost = text.chars().filter(|c| *c == '\u{fffd}').count();
    lost.saturating_mul(50) <= wide
}

/// Bytes of any encoding as UTF-8; what cannot be decoded becomes U+FFFD. Between two calls of
/// [`Gauge::reset`] it gives no more than a record may have.
pub(super) struct Decoding<R> {
    from: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    begin: usize,
    end: usize,
    at_end: bool,
    finished: bool,
    /// Text that was decoded and not fetched yet, from `fetched` on.
    text: Vec<u8>,
    fetched: usize,
    after_return: bool,
    ended: bool,
    gauge: Gauge,
}

/// How much was read since a record began.
#[derive(Debug, Clone, Default)]
pub(super) struct Gauge(Arc<AtomicU64>);

impl Gauge {
    /// A record begins.
    pub fn reset(&self) {
        self.0.store(0, atomic::Ordering::Relaxed);
    }
}

impl<R: Read> Decoding<R> {
    pub fn new(from: R, encoding: &'static Encoding) -> (Self, Gauge) {
        let gauge = Gauge::default();
        let decoding = Self {
            from,
            decoder: encoding.new_decoder_with_bom_removal(),
            bytes: vec![0; 32 * 1024],
            begin: 0,
            end: 0,
            at_end: false,
            finished: false,
            text: Vec::new(),
            fetched: 0,
            after_return: false,
            ended: true,
            gauge: gauge.clone(),
        };
        (decoding, gauge)
    }
}

impl<R: Read> Decoding<R> {
    /// Decodes some more; leaves the text empty at the end.
    fn decode(&mut self) -> io::Result<()> {
        self.fetched = 0;
        self.text.resize(DECODED, 0);
        let mut length = 0;
        while length == 0 && !self.finished {
            if self.begin == self.end && !self.at_end {
                self.end = self.from.read(&mut self.bytes)?;
                self.begin = 0;
                self.at_end = self.end == 0;
            }
            let input = self.bytes.get(self.begin..self.end).unwrap_or_default();
            let (outcome, used, written, _) =
                (self.decoder).decode_to_utf8(input, &mut self.text, self.at_end);
            self.begin = self.begin.saturating_add(used);
            self.finished = self.at_end && outcome == CoderResult::InputEmpty;
            length = written;
        }
        self.text.truncate(length);
        self.unify_line_ends();
        if let Some(last) = self.text.last() {
            self.ended = *last == b'\n';
        }
        if self.finished && !self.ended {
            // The last line has an end as well, so that lines can be counted by it.
            self.text.push(b'\n');
            self.ended = true;
        }
        let more = u64::try_from(length).unwrap_or(u64::MAX);
        if self.gauge.0.fetch_add(more, atomic::Ordering::Relaxed) > LONGEST_RECORD {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "record"));
        }
        Ok(())
    }
}

impl<R> Decoding<R> {
    /// Makes every line end a line feed, so that lines are counted alike in all files.
    fn unify_line_ends(&mut self) {
        let after_return = &mut self.after_return;
        if !*after_return && memchr::memchr(b'\r', &self.text).is_none() {
            return;
        }
        self.text.retain_mut(|byte| {
            let second = *byte == b'\n' && *after_return;
            *after_return = *byte == b'\r';
            if *after_return {
                *byte = b'\n';
            }
            !second
        });
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.fetched == self.text.len() {
            self.decode()?;
        }
        // Of a line feed behind a return nothing is left, which is not the end.
        while self.text.is_empty() && !self.finished {
            self.decode()?;
        }
        let ready = self.text.get(self.fetched..).unwrap_or_default();
        let length = ready.len().min(into.len());
        if let (Some(from), Some(to)) = (ready.get(..length), into.get_mut(..length)) {
            to.copy_from_slice(from);
        }
        self.fetched = self.fetched.saturating_add(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "草稿,主办单位名称\n甲,太原示例网络科技有限公司\n";

    #[test]
    fn line_ends_are_unified_wherever_a_block_ends() {
        struct Single(Vec<u8>);
        impl Read for Single {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                let some = usize::from(!self.0.is_empty());
                into[..some].copy_from_slice(&self.0[..some]);
                self.0.drain(..some);
                Ok(some)
            }
        }
        let mut text = String::new();
        let single = Single(b"a\r\n\r\nb\rc\n\r\n".to_vec());
        Decoding::new(single, UTF_8)
            .0
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "a\n\nb\nc\n\n");
    }

    fn decode(bytes: &[u8]) -> String {
        let encoding = detect(bytes, true);
        let mut text = String::new();
        Decoding::new(bytes, encoding)
            .0
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn every_usual_encoding_is_told_and_read() {
        let (gbk, _, _) = GB18030.encode(TEXT);
        let units = |mark: &str| -> Vec<u16> { format!("{mark}{TEXT}").encode_utf16().collect() };
        let little = |mark| {
            units(mark)
                .iter()
                .flat_map(|u| u.to_le_bytes())
                .collect::<Vec<u8>>()
        };
        let big = |mark| {
            units(mark)
                .iter()
                .flat_map(|u| u.to_be_bytes())
                .collect::<Vec<u8>>()
        };
        for bytes in [
            TEXT.as_bytes().to_vec(),
            format!("\u{feff}{TEXT}").into_bytes(),
            gbk.to_vec(),
            little("\u{feff}"),
            big("\u{feff}"),
        ] {
            assert_eq!(decode(&bytes), TEXT);
        }
    }

    #[test]
    fn the_order_of_utf_16_without_a_mark_is_told() {
        for text in [
            TEXT,
            // The first byte of each of these is zero, or the second.
            "草稿,主办单位名称,备案类型\n一,一一开发最笀公司,first\n",
            "主办单位名称,域名\r\n一一一一一一一一一一开开开开\t,example.cn\r\n",
            "format;filing.kind\n1;first\n",
        ] {
            let units = || text.encode_utf16();
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            let wanted = text.replace("\r\n", "\n");
            assert_eq!(decode(&little), wanted);
            assert_eq!(decode(&big), wanted);
            // A sample may end inside a character.
            for (bytes, encoding) in [(little, UTF_16LE), (big, UTF_16BE)] {
                assert_eq!(detect(&bytes[..bytes.len() - 1], false), encoding, "{text}");
            }
        }
    }

    #[test]
    fn a_stray_zero_makes_no_utf_16() {
        let spoilt = TEXT.replace("甲", "甲\0");
        assert_eq!(detect(spoilt.as_bytes(), true), UTF_8);
        let padded = TEXT.replace(',', "\0\0\0,");
        for spoilt in [spoilt, padded] {
            let (gbk, _, _) = GB18030.encode(&spoilt);
            assert_eq!(detect(&gbk, true), GB18030);
        }
    }

    #[test]
    fn a_sample_may_end_inside_a_character() {
        let bytes = TEXT.as_bytes();
        for end in 1..bytes.len() {
            assert_eq!(detect(&bytes[..end], false), UTF_8, "{end}");
        }
    }

    #[test]
    fn a_wrong_byte_is_seen() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.push(0xff);
        assert!(decode(&bytes).ends_with("\u{fffd}\n"));
    }

    #[test]
    fn a_record_without_an_end_is_given_up() {
        let endless = io::repeat(b'a');
        let (mut decoding, gauge) = Decoding::new(endless, UTF_8);
        let mut into = [0u8; 4096];
        let mut total = 0u64;
        let error = loop {
            match decoding.read(&mut into) {
                Ok(more) => total += more as u64,
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(total > LONGEST_RECORD && total < LONGEST_RECORD * 2);
        gauge.reset();
        assert!(decoding.read(&mut into).is_ok());
    }
}

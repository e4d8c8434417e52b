//! The bytes of a page to text, as a browser would read them, and better where it would read them
//! wrong: by the byte order mark, by `<meta charset>`, else by what the bytes are.

use std::sync::LazyLock;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::bytes::Regex;

/// A declaration has to stand so near the beginning; browsers look at 1,024 bytes.
const DECLARED_WITHIN: usize = 4096;

static DECLARATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:-]{1,40})"#).ok()
});

/// A page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark, a line feed for every carriage return that stands alone.
    pub text: String,
    /// What it was read as, by its usual name.
    pub encoding: &'static str,
    /// What it declares, where that is something else.
    pub declared: Option<&'static str>,
    /// Whether some bytes could not be read as anything.
    pub is_damaged: bool,
}

impl Decoded {
    /// Whether the bytes are those of a picture, an archive or the like and of no text.
    pub fn is_binary(&self, bytes: &[u8]) -> bool {
        self.is_damaged && bytes.contains(&0)
    }
}

/// Reads the bytes of a page.
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(length..).unwrap_or_default();
        return read(rest, encoding, None);
    }
    let declared = declared(bytes);
    let candidates = [declared, Some(UTF_8), utf_16(bytes), Some(GB18030)];
    for encoding in candidates.into_iter().flatten() {
        let decoded = read(bytes, encoding, declared);
        // Bytes of Chinese in UTF-8 are often legal GBK too, so what is legal UTF-8 is that.
        let rather_utf_8 = encoding != UTF_8
            && !bytes.is_ascii()
            && declared.is_some()
            && std::str::from_utf8(bytes).is_ok();
        if !decoded.is_damaged && !rather_utf_8 {
            return decoded;
        }
    }
    let mut decoded = read(bytes, declared.unwrap_or(UTF_8), declared);
    decoded.is_damaged = true;
    decoded
}

fn read(bytes: &[u8], encoding: &'static Encoding, declared: Option<&'static Encoding>) -> Decoded {
    let (text, is_damaged) = encoding.decode_without_bom_handling(bytes);
    // GBK is what pages declare, GB18030 what contains it.
    let same = |other: &'static Encoding| family(other) == family(encoding);
    Decoded {
        text: with_line_feeds(text.into_owned()),
        encoding: encoding.name(),
        declared: declared.filter(|other| !same(other)).map(Encoding::name),
        is_damaged,
    }
}

/// Old files end their lines with a carriage return, which nothing else counts.
fn with_line_feeds(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    let mut bytes = text.into_bytes();
    let mut after = None;
    for byte in bytes.iter_mut().rev() {
        let own = *byte;
        if own == b'\r' && after != Some(b'\n') {
            *byte = b'\n';
        }
        after = Some(own);
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn family(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "GBK" => "gb18030",
        other => other,
    }
}

/// What `<meta charset>` says; UTF-16 there cannot be true, and means UTF-8.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..DECLARED_WITHIN).unwrap_or(bytes);
    let label = DECLARATION.as_ref()?.captures(head)?.get(1)?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    Some(if encoding == UTF_16BE || encoding == UTF_16LE {
        UTF_8
    } else if encoding == WINDOWS_1252 {
        // `iso-8859-1` and the like are left over from an editor; any bytes are legal in it.
        UTF_8
    } else {
        encoding
    })
}

/// UTF-16 without a mark, by the zeros beside its ASCII characters; a zero beside anything else is
/// of no text.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..DECLARED_WITHIN).unwrap_or(bytes);
    let (pairs, _) = sample.as_chunks::<2>();
    let is_ascii = |byte: u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let many = pairs.len().checked_div(4).unwrap_or(0);
    let is_text = |zero_first: bool| {
        let beside = pairs.iter().filter_map(|[first, second]| {
            let (zero, beside) = if zero_first {
                (first, second)
            } else {
                (second, first)
            };
            (*zero == 0).then_some(*beside)
        });
        let (ascii, others): (Vec<u8>, Vec<u8>) = beside.partition(|byte| is_ascii(*byte));
        others.is_empty() && ascii.len() > many
    };
    if is_text(false) {
        Some(UTF_16LE)
    } else if is_text(true) {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_old_files_end_them() {
        let text = decode(b"a\rb\r\nc\r\rd\r").text;
        assert_eq!(text, "a\nb\r\nc\n\nd\n");
    }

    const FOOT: &str = "<p>晋ICP备2021000001号-1</p>";

    fn page(charset: &str) -> String {
        format!("<meta http-equiv=Content-Type content=\"text/html; charset={charset}\">{FOOT}")
    }

    #[test]
    fn a_page_is_read_as_it_declares() {
        for label in ["gbk", "GB2312", "gb18030", "big5", "utf-8"] {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let text = page(label).replace('备', if label == "big5" { "備" } else { "备" });
            let text = text.replace('号', if label == "big5" { "號" } else { "号" });
            let text = text.replace('晋', if label == "big5" { "晉" } else { "晋" });
            let (bytes, _, lost) = encoding.encode(&text);
            assert!(!lost, "{label}");
            let decoded = decode(&bytes);
            assert_eq!(decoded.text, text, "{label}");
            assert_eq!(decoded.declared, None, "{label}");
        }
    }

    #[test]
    fn what_is_not_as_declared_is_read_and_told() {
        let wrong = decode(page("gb2312").as_bytes());
        assert_eq!((wrong.encoding, wrong.declared), ("UTF-8", Some("GBK")));
        assert!(wrong.text.contains(FOOT));
        let (bytes, _, _) = GB18030.encode(FOOT);
        let silent = decode(&bytes);
        assert_eq!((silent.encoding, silent.declared), ("gb18030", None));
        let text = page("utf-8");
        let (bytes, _, _) = GB18030.encode(&text);
        let wrong = decode(&bytes);
        assert_eq!((wrong.encoding, wrong.declared), ("gb18030", Some("UTF-8")));
        assert!(wrong.text.contains(FOOT));
    }

    #[test]
    fn byte_order_marks_and_utf_16_are_understood() {
        let units: Vec<u16> = FOOT.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(decode(&little).text, FOOT);
        assert_eq!(decode(&big).text, FOOT);
        let marked = [&[0xef, 0xbb, 0xbf], FOOT.as_bytes()].concat();
        assert_eq!(decode(&marked).text, FOOT);
        assert!(decode(&[0x80, 0xff, 0x00, 0x99]).is_damaged);
    }
}

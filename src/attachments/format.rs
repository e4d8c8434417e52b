//! What the bytes of a file are, by their beginning.

use crate::facts::FileFormat;

/// A format and the bytes that it begins with.
const BEGINNINGS: &[(&[u8], FileFormat)] = &[
    (b"\xff\xd8\xff", FileFormat::Jpeg),
    (b"\x89PNG\r\n\x1a\n", FileFormat::Png),
    (b"GIF87a", FileFormat::Gif),
    (b"GIF89a", FileFormat::Gif),
    (b"II*\0", FileFormat::Tiff),
    (b"MM\0*", FileFormat::Tiff),
    (b"II+\0", FileFormat::Tiff),
    (b"MM\0+", FileFormat::Tiff),
    (b"8BPS", FileFormat::Psd),
    (b"\0\0\x01\0", FileFormat::Ico),
    (b"\xff\x0a", FileFormat::OtherJpeg),
    (b"\0\0\0\x0cJXL \r\n\x87\n", FileFormat::OtherJpeg),
    (b"\0\0\0\x0cjP  \r\n\x87\n", FileFormat::OtherJpeg),
    (b"\xff\x4f\xff\x51", FileFormat::OtherJpeg),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileFormat::Office),
    (b"{\\rtf", FileFormat::Office),
    (b"PK\x03\x04", FileFormat::Archive),
    (b"Rar!\x1a\x07", FileFormat::Archive),
    (b"7z\xbc\xaf\x27\x1c", FileFormat::Archive),
    (b"\x1f\x8b", FileFormat::Archive),
    (b"\x1a\x45\xdf\xa3", FileFormat::Video),
];

/// Brands of the ISO base media format that are still pictures.
const HEIC_BRANDS: &[&[u8]] = &[
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1",
];

/// So far into a file its header is looked for.
const HEADER: usize = 1024;

/// The format of a file's first bytes.
pub fn sniff(bytes: &[u8]) -> FileFormat {
    if let Some((_, format)) = BEGINNINGS
        .iter()
        .find(|(beginning, _)| bytes.starts_with(beginning))
    {
        return *format;
    }
    let at = |from: usize, to: usize| bytes.get(from..to).unwrap_or_default();
    if at(0, 4) == b"RIFF" {
        return match at(8, 12) {
            b"WEBP" => FileFormat::Webp,
            b"AVI " => FileFormat::Video,
            _ => FileFormat::Unknown,
        };
    }
    if at(4, 8) == b"ftyp" {
        return match at(8, 12) {
            b"avif" | b"avis" => FileFormat::Avif,
            brand if HEIC_BRANDS.contains(&brand) => FileFormat::Heic,
            _ => FileFormat::Video,
        };
    }
    // The letters alone would be those of any text that begins so: the size of the second header
    // stands after the first.
    if at(0, 2) == b"BM" && matches!(at(14, 18), [12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]) {
        return FileFormat::Bmp;
    }
    let head = bytes.get(..HEADER).unwrap_or(bytes);
    if memchr::memmem::find(head, b"%PDF-").is_some() {
        return FileFormat::Pdf;
    }
    of_text(head)
}

/// A text is told by being one: without control characters, and UTF-8 or plain letters to begin with.
fn of_text(head: &[u8]) -> FileFormat {
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c);
    if head.is_empty() || head.iter().any(is_control) {
        return FileFormat::Unknown;
    }
    let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    if has(b"<svg") {
        return FileFormat::Svg;
    }
    let is_text = match std::str::from_utf8(head) {
        Ok(_) => true,
        // A character may be cut in two where the head ends.
        Err(error) => error.error_len().is_none(),
    };
    if is_text {
        FileFormat::Text
    } else {
        FileFormat::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_their_first_bytes() {
        let webp = [&b"RIFF\x10\0\0\0WEBPVP8 "[..]].concat();
        let bmp = [&b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"[..]].concat();
        for (bytes, format) in [
            (&b"\xff\xd8\xff\xe0"[..], FileFormat::Jpeg),
            (b"\x89PNG\r\n\x1a\n", FileFormat::Png),
            (b"GIF89a", FileFormat::Gif),
            (&webp, FileFormat::Webp),
            (&bmp, FileFormat::Bmp),
            (b"BM is no picture", FileFormat::Text),
            (b"II*\0", FileFormat::Tiff),
            (b"\0\0\0\x18ftypheic", FileFormat::Heic),
            (b"\0\0\0\x18ftypavif", FileFormat::Avif),
            (b"\0\0\0\x18ftypmp42", FileFormat::Video),
            (b"\xef\xbb\xbf%PDF-1.7", FileFormat::Pdf),
            (b"PK\x03\x04", FileFormat::Archive),
            (b"<?xml version='1.0'?><svg>", FileFormat::Svg),
            ("一段文字".as_bytes(), FileFormat::Text),
            (b"\xff\xd8", FileFormat::Unknown),
            (b"", FileFormat::Unknown),
            (b"\0\0\0", FileFormat::Unknown),
        ] {
            assert_eq!(sniff(bytes), format, "{bytes:?}");
        }
    }
}

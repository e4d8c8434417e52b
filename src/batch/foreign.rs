//! What people hand in that holds no drafts whatever is done with it: documents and pictures.

use memchr::memmem;

use crate::text::Text;

/// How files begin that are neither text nor workbooks.
const STARTS: &[(&[u8], Text)] = &[
    (b"%PDF", Text::fixed(" PDF", "a PDF")),
    (b"{\\rtf", Text::fixed(" RTF 文档", "an RTF document")),
    (b"\x89PNG", Text::fixed("图片（PNG）", "a picture (PNG)")),
    (
        b"\xff\xd8\xff",
        Text::fixed("图片（JPEG）", "a picture (JPEG)"),
    ),
    (b"GIF8", Text::fixed("图片（GIF）", "a picture (GIF)")),
    (b"II*\0", Text::fixed("图片（TIFF）", "a picture (TIFF)")),
    (b"MM\0*", Text::fixed("图片（TIFF）", "a picture (TIFF)")),
    (b"Rar!", Text::fixed("压缩包", "an archive")),
    (b"7z\xbc\xaf", Text::fixed("压缩包", "an archive")),
];
/// What is found near the start of archives that are documents.
const PACKED: &[(&[u8], Text)] = &[
    (b"word/", Text::fixed(" Word 文档", "a Word document")),
    (b"ppt/", Text::fixed("演示文稿", "a presentation")),
    (
        b"opendocument.text",
        Text::fixed("文字文档（ODT）", "a text document (ODT)"),
    ),
];
/// The name of the part that an old document of Word has.
const OLD: &[u8] = b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0";

/// That a file which begins so is no draft, nor a sheet of drafts, and what to do.
pub fn foreign(head: &[u8]) -> Option<(Text, Text)> {
    let has = |part: &[u8]| memmem::find(head, part).is_some();
    let (zh, en) = if head.starts_with(b"PK\x03\x04") {
        let found = PACKED.iter().find(|(part, _)| has(part) && !has(b"xl/"));
        found.map(|(_, text)| (&text.zh, &text.en))?
    } else if head.starts_with(b"\xd0\xcf\x11\xe0") {
        let (_, text) = PACKED.first().filter(|_| has(OLD))?;
        (&text.zh, &text.en)
    } else {
        let found = STARTS.iter().find(|(start, _)| head.starts_with(start));
        found.map(|(_, text)| (&text.zh, &text.en))?
    };
    Some((
        Text::new(
            format!("文件是{zh}，不是草稿，也不是表格"),
            format!("the file is {en}, no draft and no spreadsheet"),
        ),
        Text::fixed(
            "用 beian new 一步步填；或把内容填到 beian batch --template 备案.xlsx 写出的填写表里",
            "fill in a draft with beian new, or the form that beian batch --template filing.xlsx writes",
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn documents_and_pictures_are_told_from_drafts() {
        for (head, wanted) in [
            (
                &b"PK\x03\x04..[Content_Types].xml..word/document.xml"[..],
                "Word",
            ),
            (b"{\\rtf1\\ansi", "RTF"),
            (b"\x89PNG\r\n", "PNG"),
            (b"%PDF-1.7", "PDF"),
        ] {
            assert!(foreign(head).unwrap().0.zh.contains(wanted));
        }
        for head in [
            &b"PK\x03\x04..xl/workbook.xml"[..],
            b"{\"format\": 1}",
            b"format = 1",
            b"",
        ] {
            assert!(foreign(head).is_none());
        }
    }
}

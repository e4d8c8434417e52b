//! Any text as a worksheet of an XLSX file: `cargo +nightly fuzz run sheet`.
//!
//! What is around it is well formed, so that it is the cells that are tried.
#![no_main]

use std::io::{Cursor, Write};

use beian::draft::{Overrides, read_parsed};
use beian::sheet::{Options, Piece, pipe};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;

const PARTS: [(&str, &str); 4] = [
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];

/// A workbook with one sheet.
fn book(sheet: &str) -> zip::result::ZipResult<Vec<u8>> {
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in PARTS
        .into_iter()
        .chain([("xl/worksheets/sheet1.xml", sheet)])
    {
        file.start_file(name, plain)?;
        file.write_all(text.as_bytes())?;
    }
    Ok(file.finish()?.into_inner())
}

fuzz_target!(|text: &str| {
    let Ok(pieces) =
        book(text).and_then(|bytes| Ok(pipe(Cursor::new(bytes), &Options::default())?))
    else {
        return;
    };
    for piece in pieces {
        if let Piece::Draft(sheet, rows) = piece {
            let draft = sheet.layout.draft("t.xlsx", &rows);
            let reading = read_parsed(&draft.parsed, &Overrides::default());
            for fault in &reading.faults {
                assert!(draft.file.text.get(fault.span.range()).is_some());
            }
        }
    }
});

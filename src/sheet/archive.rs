//! How much a workbook unpacks to, looked at before it is read: a small file may be made to hold more
//! than any memory. What it says is relied on: of a part that holds more, no more is unpacked.

use std::io::{Read, Seek};

use zip::ZipArchive;

use crate::text::Text;

/// Parts that are held in memory may be so large. Shared texts of a million drafts are smaller.
const HELD: u64 = 256 * 1024 * 1024;
/// Sheets that are read row by row may be larger, unless they are packed as no spreadsheet packs them.
const STREAMED: u64 = 512 * 1024 * 1024;
/// What spreadsheets write is packed less than so many times.
const PACKED: u64 = 100;

/// Looks at the parts of a workbook. A damaged archive is left to whoever reads it.
///
/// # Errors
///
/// A part is too large; in a sentence.
pub(super) fn check(from: impl Read + Seek) -> Result<(), Text> {
    let Ok(mut archive) = ZipArchive::new(from) else {
        return Ok(());
    };
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index_raw(index) else {
            continue;
        };
        let name = part.name().map(String::from).unwrap_or_default();
        let (size, packed) = (part.size(), part.compressed_size());
        drop(part);
        if size > most(&name, packed) {
            return Err(too_large(&name, size));
        }
    }
    Ok(())
}

/// How large a part may be that has so many bytes in the archive.
fn most(name: &str, packed: u64) -> u64 {
    let name = name.to_ascii_lowercase();
    let is_streamed = name.contains("worksheets/") && name.ends_with(".xml");
    // What nobody reads, unless the workbook calls it a sheet.
    let is_aside = name.contains("/media/") || name.contains("/embeddings/");
    match is_streamed || is_aside {
        true => packed.saturating_mul(PACKED).max(STREAMED),
        false => HELD,
    }
}

fn too_large(name: &str, size: u64) -> Text {
    let mebibytes = size.checked_div(1024 * 1024).unwrap_or(0);
    Text::new(
        format!("工作簿里的 {name} 解开后有 {mebibytes} MiB，太大，没有读"),
        format!(
            "{name} in the workbook unpacks to {mebibytes} MiB, which is too large and was not read"
        ),
    )
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::write::SimpleFileOptions;

    use super::*;

    /// A length that no other number of an archive is by chance.
    const LENGTH: u32 = 400_123;

    /// An archive of one part that can hardly be packed, and that says it has so many bytes.
    fn archive(name: &str, said: u32) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        let mut state = 1u32;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        let noise: Vec<u8> = noise.take(LENGTH as usize).collect();
        archive.write_all(&noise).unwrap();
        let mut bytes = archive.finish().unwrap().into_inner();
        let length = LENGTH.to_le_bytes();
        let places: Vec<usize> = memchr::memmem::find_iter(&bytes, &length).collect();
        assert_eq!(places.len(), 2, "at the part and in the directory");
        for at in places {
            bytes[at..][..4].copy_from_slice(&said.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn what_is_held_may_not_be_too_large() {
        let large = u32::try_from(HELD).unwrap() + 2 * 1024 * 1024;
        let check = |name: &str, said| check(Cursor::new(archive(name, said)));
        let told = check("xl/sharedStrings.xml", large).unwrap_err();
        assert!(told.zh.contains("258 MiB"), "{}", told.zh);
        assert_eq!(check("xl/sharedStrings.xml", LENGTH), Ok(()));
        assert_eq!(check("xl/media/image1.bin", large), Ok(()));
        // Sheets are read row by row, and those that people make are packed less.
        assert_eq!(check("xl/worksheets/sheet1.xml", large), Ok(()));
        assert_eq!(most("xl/worksheets/sheet1.xml", 1), STREAMED);
        assert_eq!(
            most("xl/worksheets/sheet1.xml", STREAMED),
            STREAMED * PACKED
        );
        assert_eq!(most("xl/worksheets/sheet1.bin", STREAMED), HELD);
    }

    #[test]
    fn no_more_is_unpacked_than_a_part_says() {
        for said in [1024, LENGTH - 1] {
            let bytes = archive("xl/sharedStrings.xml", said);
            let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
            let mut part = archive.by_index(0).unwrap();
            let read = std::io::copy(&mut part, &mut std::io::sink());
            assert!(read.is_err() || read.is_ok_and(|length| length <= said.into()));
        }
    }

    #[test]
    fn what_is_no_archive_is_left_to_its_reader() {
        assert_eq!(check(Cursor::new(b"PK\x03\x04".to_vec())), Ok(()));
    }
}

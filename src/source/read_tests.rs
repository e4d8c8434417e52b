use super::*;
use std::io::Write;

#[test]
fn a_file_is_read_with_its_line_endings() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all("\u{feff}a = 1\r\n".as_bytes()).unwrap();
    let read = read_path(file.path(), MAX_BYTES).unwrap();
    assert_eq!(read.text, "a = 1\r\n");
    assert!(read.has_byte_order_mark());
    assert_eq!(read.name, file.path().display().to_string());
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let error = read_path(folder.path(), MAX_BYTES).unwrap_err();
    assert!(matches!(error, ReadError::Directory { .. }), "{error}");
    assert!(error.text().zh.contains("是目录"));
    let error = read_path(&folder.path().join("没有.toml"), MAX_BYTES).unwrap_err();
    assert!(matches!(error, ReadError::NotFound { .. }), "{error}");
    let error = read_path(Path::new("a\0b"), MAX_BYTES).unwrap_err();
    assert!(error.text().zh.contains("a␀b"), "{}", error.text().zh);
}

#[test]
fn the_limit_holds_for_endless_input() {
    let error = finish("t".into(), read_limited(io::repeat(b'a'), 100), 100).unwrap_err();
    assert_eq!(
        error,
        ReadError::TooLarge {
            name: "t".into(),
            limit: 100
        }
    );
    assert!(error.to_string().contains("100 bytes"));
    assert!(finish("t".into(), read_limited(&[b'a'; 100][..], 100), 100).is_ok());
    let error = ReadError::TooLarge {
        name: "t".into(),
        limit: MAX_BYTES,
    };
    assert!(error.text().zh.contains("8 MiB"));
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_refused() {
    let error = read_path(Path::new("/dev/zero"), MAX_BYTES).unwrap_err();
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
}

#[test]
fn white_space_alone_is_empty() {
    for text in ["", " \n\t\r\n", "\u{feff}", "\u{3000}\n"] {
        let error = from_bytes("t", text.into()).unwrap_err();
        assert_eq!(error, ReadError::Empty { name: "t".into() });
    }
    assert!(from_bytes("t", b"# a comment".to_vec()).is_ok());
}

#[test]
fn the_first_byte_that_is_not_utf_8_is_placed() {
    let (bytes, _, _) = encoding_rs::GB18030.encode("a = 1\nname = \"运城\"\n");
    let error = from_bytes("t", bytes.into_owned()).unwrap_err();
    let expected = ReadError::NotUtf8 {
        name: "t".into(),
        line: 2,
        column: 9,
        offset: 14,
        looks_like: Some(Encoding::Gb18030),
    };
    assert_eq!(error, expected);
    assert!(
        error
            .text()
            .zh
            .contains("第 2 行第 9 列（字节偏移 14）；看起来是 GBK")
    );
    let error = from_bytes("t", b"\xef\xbb\xbf\xe5\xb1\xb1\xff".to_vec()).unwrap_err();
    let ReadError::NotUtf8 {
        column,
        offset,
        looks_like: None,
        ..
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!((column, offset), (2, 6));
}

#[test]
fn utf_16_and_binaries_are_told_apart() {
    let units = "\u{feff}[filing]\nkind = \"first\"\n".encode_utf16();
    let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    let error = from_bytes("t", bytes).unwrap_err();
    assert!(error.text().en.contains("UTF-16"), "{error}");
    let error = from_bytes("t", b"ab\ncd\0efghijkl".to_vec()).unwrap_err();
    assert_eq!(
        error,
        ReadError::Binary {
            name: "t".into(),
            line: 2,
            column: 3
        }
    );
}

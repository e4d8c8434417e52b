//! How a picture is to be turned before it is shown. Source: Exif 2.32, tag 0x0112.

/// Whether columns and rows change places, by the Exif data of a picture (a TIFF header and what
/// follows it).
pub fn lies_on_its_side(tiff: &[u8]) -> bool {
    matches!(orientation(tiff), Some(5..=8))
}

fn orientation(tiff: &[u8]) -> Option<u16> {
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let long = |at: usize| -> Option<usize> {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let number = if is_little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        };
        usize::try_from(number).ok()
    };
    let directory = long(4)?;
    let entries = short(directory)?;
    (0..usize::from(entries)).find_map(|index| {
        let at = directory
            .checked_add(2)?
            .checked_add(index.checked_mul(12)?)?;
        let is_orientation = short(at)? == 0x0112;
        is_orientation.then(|| short(at.checked_add(8)?)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_byte_orders() {
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        assert!(lies_on_its_side(little));
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0";
        assert!(!lies_on_its_side(big));
        assert_eq!(orientation(big), Some(3));
    }

    #[test]
    fn nonsense_is_no_orientation() {
        assert_eq!(orientation(b""), None);
        assert_eq!(orientation(b"II*\0\xff\xff\xff\xff"), None);
        assert_eq!(orientation(b"II*\0\x08\0\0\0\xff\xff\x12\x01"), None);
    }
}

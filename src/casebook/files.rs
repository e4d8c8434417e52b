//! The files of a case: what a look at each would give, so that rules on pictures need no pictures.

use std::rc::Rc;

use crate::facts::{FileFormat, FileState, Hue, Look, Marking, Picture, Soundness};
use crate::ruleset::Keys;
use crate::source::Node;
use crate::text::Text;

/// `files = { "a.jpg" = "missing", "b.jpg" = { format = "png", bytes = 1024, size = [800, 600] } }`:
/// a table is a file that can be read, a sound picture in colour as far as nothing else is said.
pub fn read_files(keys: &Keys<'_>) -> Option<Vec<(String, Rc<Look>)>> {
    let table = keys.node("files")?.as_table()?;
    let mut files = Vec::new();
    for entry in &table.entries {
        let look = match &entry.node {
            node if node.as_table().is_some() => read_look(node, keys),
            node => node.as_str().and_then(FileState::of_id).map(Look::of),
        };
        match look {
            Some(look) => files.push((entry.key.clone(), Rc::new(look))),
            None => keys.faults().add(
                entry.node.span,
                Text::fixed(
                    "写 readable、missing、outside、not-a-file、empty 或 unreadable，或写一张表：format bytes size soundness moves marking hue digest",
                    "write readable, missing, outside, not-a-file, empty or unreadable, or a table of format bytes size soundness moves marking hue digest",
                ),
            ),
        }
    }
    Some(files)
}

fn read_look(node: &Node, outer: &Keys<'_>) -> Option<Look> {
    let keys = Keys::of(node, outer.faults())?;
    let format = member(&keys, "format", FileFormat::of_id, FileFormat::Jpeg);
    let is_picture = matches!(format, FileFormat::Jpeg | FileFormat::Png | FileFormat::Gif);
    let picture = Picture {
        size: size(&keys).or(Some((1600, 1200))),
        soundness: Some(member(
            &keys,
            "soundness",
            Soundness::of_id,
            Soundness::Sound,
        )),
        moves: Some(keys.bool("moves") == Some(true)),
        marking: Some(member(&keys, "marking", Marking::of_id, Marking::Drawn)),
        hue: Some(member(&keys, "hue", Hue::of_id, Hue::Colour)),
    };
    let look = Look {
        state: FileState::Readable,
        bytes: Some(keys.count("bytes").unwrap_or(1024 * 1024)),
        format: Some(format),
        picture: if is_picture {
            picture
        } else {
            Picture::default()
        },
        digest: keys.text("digest").map(str::to_owned),
    };
    keys.finish();
    Some(look)
}

/// Columns and rows: `size = [800, 600]`.
fn size(keys: &Keys<'_>) -> Option<(u32, u32)> {
    let node = keys.node("size")?;
    let side = |item: &Node| u32::try_from(item.as_int()?).ok();
    let size = match node.as_array() {
        Some([width, height]) => side(width).zip(side(height)),
        _ => None,
    };
    if size.is_none() {
        keys.faults().add(
            node.span,
            Text::fixed(
                "写宽和高，如 [800, 600]",
                "write columns and rows, such as [800, 600]",
            ),
        );
    }
    size
}

/// A member of a closed list; one that is not named is the usual one.
fn member<T: Copy>(
    keys: &Keys<'_>,
    key: &'static str,
    of_id: fn(&str) -> Option<T>,
    usual: T,
) -> T {
    let Some(node) = keys.node(key) else {
        return usual;
    };
    node.as_str().and_then(of_id).unwrap_or_else(|| {
        keys.faults().add(
            node.span,
            Text::new(
                format!("{key} 没有这个值"),
                format!("`{key}` has no such value"),
            ),
        );
        usual
    })
}

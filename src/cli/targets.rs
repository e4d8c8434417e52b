//! Where results may be written: never over what they are made of, and under no name that promises
//! another format.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::output::Failure;
use crate::text::Text;

/// Endings of formats that programs open by name and that no text may be written under.
const FOREIGN: [&str; 8] = ["pdf", "doc", "docx", "xls", "xlsx", "ods", "png", "jpg"];

/// Refuses to write results over a draft.
///
/// # Errors
///
/// Where one of `targets` is one of `drafts`, by whatever name.
pub fn spare(targets: &[Option<&Path>], drafts: &[&Path]) -> Result<(), Failure> {
    let drafts: Vec<PathBuf> = drafts.iter().map(|draft| whole(draft)).collect();
    let taken = targets
        .iter()
        .flatten()
        .find(|target| drafts.contains(&whole(target)));
    taken.map_or(Ok(()), |target| Err(over_draft(target)))
}

/// Results would be written over a draft.
pub fn over_draft(target: &Path) -> Failure {
    let name = target.display();
    Failure::Told(Text::new(
        format!("{name} 是草稿，不能把结果写在上面；换一个文件名"),
        format!("{name} is a draft, which the result would overwrite; name another file"),
    ))
}

/// Refuses a file's name that promises a format that is not written.
///
/// # Errors
///
/// Where programs would take the file for what it is not.
pub fn refuse_foreign(target: Option<&Path>) -> Result<(), Failure> {
    let Some(ending) = target.and_then(ending) else {
        return Ok(());
    };
    if !FOREIGN.contains(&ending.as_str()) {
        return Ok(());
    }
    Err(Failure::Told(Text::new(
        format!("写不出 .{ending}；写成 .html，可以用浏览器打印或存成 PDF"),
        format!(".{ending} is not written; write .html, which a browser prints or saves as PDF"),
    )))
}

/// A file name's ending, in small letters.
pub fn ending(file: &Path) -> Option<String> {
    file.extension()
        .and_then(OsStr::to_str)
        .map(str::to_ascii_lowercase)
}

/// One name for each file: through links where it exists, through its directory's where it does not.
pub fn whole(file: &Path) -> PathBuf {
    if let Ok(whole) = file.canonicalize() {
        return whole;
    }
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match (folder.canonicalize(), file.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => file.to_path_buf(),
    }
}

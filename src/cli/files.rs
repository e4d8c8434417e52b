//! The files that a draft's attachments name, looked at on disk.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use crate::facts::{FileState, Files};

/// The directory tree of a draft: attachments lie in it, and nothing leads out of it.
#[derive(Debug)]
pub struct DraftFiles {
    root: PathBuf,
}

impl DraftFiles {
    /// The files beside a draft.
    pub fn beside(draft: &Path) -> Self {
        let root = draft
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        Self {
            root: root.unwrap_or(Path::new(".")).to_path_buf(),
        }
    }
}

impl Files for DraftFiles {
    fn state(&self, file: &str) -> FileState {
        let path = Path::new(file);
        let climbs =
            |part: Component<'_>| !matches!(part, Component::Normal(_) | Component::CurDir);
        if file.contains('\0') || path.components().any(climbs) {
            return FileState::Outside;
        }
        let path = self.root.join(path);
        // Links are followed before it is asked where they lead.
        let (Ok(root), Ok(real)) = (self.root.canonicalize(), path.canonicalize()) else {
            return if path.symlink_metadata().is_ok() {
                FileState::Unreadable
            } else {
                FileState::Missing
            };
        };
        if !real.starts_with(root) {
            return FileState::Outside;
        }
        if !real.is_file() {
            return FileState::NotAFile;
        }
        let mut byte = [0u8; 1];
        match File::open(real).and_then(|mut open| open.read(&mut byte)) {
            Ok(0) => FileState::Empty,
            Ok(_) => FileState::Readable,
            Err(_) => FileState::Unreadable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_draft_s_own_tree_are_read() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("draft");
        std::fs::create_dir_all(folder.join("scans")).unwrap();
        std::fs::write(folder.join("scans/a.jpg"), "x").unwrap();
        std::fs::write(folder.join("empty.jpg"), "").unwrap();
        std::fs::write(outer.path().join("secret"), "x").unwrap();
        let files = DraftFiles::beside(&folder.join("draft.toml"));
        assert_eq!(files.state("scans/a.jpg"), FileState::Readable);
        assert_eq!(files.state("./scans/a.jpg"), FileState::Readable);
        assert_eq!(files.state("scans/b.jpg"), FileState::Missing);
        assert_eq!(files.state("scans"), FileState::NotAFile);
        assert_eq!(files.state("empty.jpg"), FileState::Empty);
        assert_eq!(files.state("../secret"), FileState::Outside);
        assert_eq!(files.state("/etc/passwd"), FileState::Outside);
        #[cfg(unix)]
        {
            let link = |target: &Path, name: &str| {
                std::os::unix::fs::symlink(target, folder.join(name)).unwrap();
            };
            link(&outer.path().join("secret"), "out.jpg");
            link(Path::new("nowhere"), "dangling.jpg");
            link(Path::new("scans/a.jpg"), "in.jpg");
            assert_eq!(files.state("out.jpg"), FileState::Outside);
            assert_eq!(files.state("dangling.jpg"), FileState::Unreadable);
            assert_eq!(files.state("in.jpg"), FileState::Readable);
        }
    }
}

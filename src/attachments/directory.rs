//! The directory tree of a draft: attachments lie in it, and nothing leads out of it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use super::examine::examine;
use super::limits::{HEAD_BYTES, MOST_FILE_BYTES};
use crate::facts::{FileState, Files, Look};

/// The files beside a draft. Each is looked at when it is first asked for, and once.
#[derive(Debug)]
pub struct DraftFiles {
    root: PathBuf,
    looks: RefCell<HashMap<String, Rc<Look>>>,
}

impl DraftFiles {
    /// The files beside a draft, by the draft's path.
    pub fn beside(draft: &Path) -> Self {
        let root = draft
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        Self {
            root: root.unwrap_or(Path::new(".")).to_path_buf(),
            looks: RefCell::default(),
        }
    }

    fn look_anew(&self, file: &str) -> Look {
        let opened = match self.open(file) {
            Ok(opened) => opened,
            Err(state) => return Look::of(state),
        };
        let length = opened.metadata().map_or(0, |metadata| metadata.len());
        let wanted = if length > MOST_FILE_BYTES {
            HEAD_BYTES
        } else {
            // One more tells of a file that grows while it is read.
            MOST_FILE_BYTES.saturating_add(1)
        };
        let mut bytes = Vec::new();
        match opened.take(wanted).read_to_end(&mut bytes) {
            Ok(0) => Look::of(FileState::Empty),
            Ok(read) => {
                let read = u64::try_from(read).unwrap_or(u64::MAX);
                examine(&bytes, length.max(read))
            }
            Err(_) => Look::of(FileState::Unreadable),
        }
    }

    /// Opens an ordinary file of the tree, else tells what stands there.
    fn open(&self, file: &str) -> Result<File, FileState> {
        let path = Path::new(file);
        if file.contains('\0') || climbs_out(path) {
            return Err(FileState::Outside);
        }
        let path = self.root.join(path);
        let root = self.root.canonicalize().map_err(|_| FileState::Missing)?;
        // Links are followed before it is asked where they lead.
        let real = path.canonicalize().map_err(|error| {
            match (error.kind(), path.symlink_metadata()) {
                // What a name may not be is not there.
                (ErrorKind::NotFound | ErrorKind::NotADirectory, Err(_)) => FileState::Missing,
                _ if error.kind() == ErrorKind::InvalidFilename => FileState::Missing,
                _ => FileState::Unreadable,
            }
        })?;
        let inside = real.strip_prefix(&root).map_err(|_| FileState::Outside)?;
        // A pipe or a device is not even opened.
        let before = real.symlink_metadata().map_err(|error| state_of(&error))?;
        if !before.is_file() {
            return Err(FileState::NotAFile);
        }
        let opened = open_beneath(&root, inside)?;
        match opened.metadata() {
            Ok(after) if after.is_file() && is_same(&before, &after) => Ok(opened),
            Ok(_) => Err(FileState::NotAFile),
            Err(_) => Err(FileState::Unreadable),
        }
    }
}

impl Files for DraftFiles {
    fn look(&self, file: &str) -> Rc<Look> {
        if let Some(known) = self.looks.borrow().get(file) {
            return Rc::clone(known);
        }
        let look = Rc::new(self.look_anew(file));
        self.looks
            .borrow_mut()
            .insert(file.to_owned(), Rc::clone(&look));
        look
    }
}

/// Whether a path, as it is written, leads out of the directory that it starts in.
fn climbs_out(path: &Path) -> bool {
    let mut depth = 0usize;
    for part in path.components() {
        match part {
            Component::Normal(_) => depth = depth.saturating_add(1),
            Component::CurDir => {}
            Component::ParentDir => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return true,
            },
            Component::RootDir | Component::Prefix(_) => return true,
        }
    }
    false
}

fn state_of(error: &std::io::Error) -> FileState {
    match error.kind() {
        ErrorKind::NotFound => FileState::Missing,
        _ => FileState::Unreadable,
    }
}

/// Opens a file by its real path inside a directory, step by step and following no link: what was
/// swapped for one since it was looked at is refused. Nothing waits for the other end of a pipe.
#[cfg(unix)]
fn open_beneath(root: &Path, inside: &Path) -> Result<File, FileState> {
    use rustix::fs::{Mode, OFlags, open, openat};

    let step = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let refused = |_| FileState::Unreadable;
    let mut folder = open(root, step | OFlags::DIRECTORY, Mode::empty()).map_err(refused)?;
    let mut parts = inside.iter().peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            let file = openat(&folder, part, step | OFlags::NONBLOCK, Mode::empty());
            return Ok(File::from(file.map_err(refused)?));
        }
        folder = openat(&folder, part, step | OFlags::DIRECTORY, Mode::empty()).map_err(refused)?;
    }
    Err(FileState::NotAFile)
}

#[cfg(not(unix))]
fn open_beneath(root: &Path, inside: &Path) -> Result<File, FileState> {
    File::open(root.join(inside)).map_err(|_| FileState::Unreadable)
}

/// Whether what was opened is what was looked at.
#[cfg(unix)]
fn is_same(before: &Metadata, after: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;

    (before.dev(), before.ino()) == (after.dev(), after.ino())
}

#[cfg(not(unix))]
fn is_same(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(files: &DraftFiles, file: &str) -> FileState {
        files.look(file).state
    }

    #[test]
    fn only_files_of_the_draft_s_own_tree_are_read() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("draft");
        std::fs::create_dir_all(folder.join("scans")).unwrap();
        std::fs::write(folder.join("scans/a.jpg"), "x").unwrap();
        std::fs::write(folder.join("empty.jpg"), "").unwrap();
        std::fs::write(outer.path().join("secret"), "x").unwrap();
        let files = DraftFiles::beside(&folder.join("draft.toml"));
        assert_eq!(state(&files, "scans/a.jpg"), FileState::Readable);
        assert_eq!(state(&files, "./scans/a.jpg"), FileState::Readable);
        assert_eq!(state(&files, "scans/../scans/a.jpg"), FileState::Readable);
        assert_eq!(state(&files, "scans/b.jpg"), FileState::Missing);
        assert_eq!(state(&files, "scans/a.jpg/b.jpg"), FileState::Missing);
        assert_eq!(state(&files, &"长".repeat(3000)), FileState::Missing);
        assert_eq!(state(&files, "scans"), FileState::NotAFile);
        assert_eq!(state(&files, ""), FileState::NotAFile);
        assert_eq!(state(&files, "empty.jpg"), FileState::Empty);
        assert_eq!(state(&files, "../secret"), FileState::Outside);
        assert_eq!(state(&files, "../draft/scans/a.jpg"), FileState::Outside);
        assert_eq!(state(&files, "a/../../secret"), FileState::Outside);
        assert_eq!(state(&files, "/etc/passwd"), FileState::Outside);
        assert_eq!(state(&files, "a\0b"), FileState::Outside);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere_else() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("draft");
        std::fs::create_dir_all(folder.join("scans")).unwrap();
        std::fs::write(folder.join("scans/a.jpg"), "x").unwrap();
        std::fs::write(outer.path().join("secret"), "x").unwrap();
        let link = |target: &Path, name: &str| {
            std::os::unix::fs::symlink(target, folder.join(name)).unwrap();
        };
        link(&outer.path().join("secret"), "out.jpg");
        link(outer.path(), "up");
        link(Path::new("/dev/zero"), "device.jpg");
        link(Path::new("nowhere"), "dangling.jpg");
        link(Path::new("loop.jpg"), "loop.jpg");
        link(Path::new("scans/a.jpg"), "in.jpg");
        link(Path::new("scans"), "other");
        let files = DraftFiles::beside(&folder.join("draft.toml"));
        assert_eq!(state(&files, "out.jpg"), FileState::Outside);
        assert_eq!(state(&files, "up/secret"), FileState::Outside);
        assert_eq!(state(&files, "device.jpg"), FileState::Outside);
        assert_eq!(state(&files, "dangling.jpg"), FileState::Unreadable);
        assert_eq!(state(&files, "loop.jpg"), FileState::Unreadable);
        assert_eq!(state(&files, "in.jpg"), FileState::Readable);
        assert_eq!(state(&files, "other/a.jpg"), FileState::Readable);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.jpg");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &pipe,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        let files = DraftFiles::beside(&folder.path().join("draft.toml"));
        assert_eq!(state(&files, "pipe.jpg"), FileState::NotAFile);
        // Swapped in behind the first look, it is opened without waiting and refused then.
        let opened = open_beneath(folder.path(), Path::new("pipe.jpg")).unwrap();
        assert!(!opened.metadata().unwrap().is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_swapped_in_is_not_followed() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("draft");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(outer.path().join("secret"), "x").unwrap();
        std::os::unix::fs::symlink(outer.path().join("secret"), folder.join("a.jpg")).unwrap();
        std::os::unix::fs::symlink(outer.path(), folder.join("up")).unwrap();
        for inside in ["a.jpg", "up/secret"] {
            let opened = open_beneath(&folder, Path::new(inside));
            assert_eq!(opened.unwrap_err(), FileState::Unreadable);
        }
    }
}

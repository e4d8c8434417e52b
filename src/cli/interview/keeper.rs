//! The file of a draft that is being filled in: readable by nobody else, replaced as a whole, never
//! over what somebody else wrote there meanwhile.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file and what is known to stand in it.
#[derive(Debug)]
pub struct Keeper {
    path: PathBuf,
    /// What was last read or written; nothing where there was no file.
    on_disk: Option<Vec<u8>>,
}

/// Why a text could not be saved.
#[derive(Debug)]
pub enum Unsaved {
    /// The file is not what it was: its text now, or nothing where it is gone.
    Changed(Option<Vec<u8>>),
    /// It cannot be written.
    Failed(io::Error),
}

impl From<io::Error> for Unsaved {
    fn from(error: io::Error) -> Self {
        Unsaved::Failed(error)
    }
}

impl Keeper {
    /// A file with what has been read of it.
    pub fn new(path: &Path, read: Option<Vec<u8>>) -> Self {
        Self {
            path: path.to_path_buf(),
            on_disk: read,
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether anything is saved there.
    pub fn exists(&self) -> bool {
        self.on_disk.is_some()
    }

    /// Takes what stands there now for known, so that it is replaced.
    pub fn overrule(&mut self, now: Option<Vec<u8>>) {
        self.on_disk = now;
    }

    /// Replaces the file by a text. A failure leaves what was there.
    pub fn save(&mut self, text: &str) -> Result<(), Unsaved> {
        let target = followed(&self.path)?;
        let now = match fs::read(&target) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error.into()),
        };
        if now != self.on_disk {
            return Err(Unsaved::Changed(now));
        }
        if now.as_deref() == Some(text.as_bytes()) {
            return Ok(());
        }
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // Made for its owner alone, as the permissions of such files are.
        let mut part = tempfile::Builder::new()
            .prefix(".beian-")
            .suffix(".part")
            .tempfile_in(folder)?;
        part.write_all(text.as_bytes())?;
        part.as_file().sync_all()?;
        if now.is_some() {
            part.persist(&target).map_err(|error| error.error)?;
        } else {
            // Somebody may have made it since it was looked for.
            part.persist_noclobber(&target).map_err(|error| {
                if error.error.kind() == io::ErrorKind::AlreadyExists {
                    Unsaved::Changed(fs::read(&target).ok())
                } else {
                    Unsaved::Failed(error.error)
                }
            })?;
        }
        // The name lasts once the folder is written too; where that cannot be told, it is written
        // soon enough.
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
        self.on_disk = Some(text.as_bytes().to_vec());
        Ok(())
    }
}

/// The file that a path leads to: what a link points at is replaced, not the link.
fn followed(path: &Path) -> io::Result<PathBuf> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.file_type().is_symlink() => path.canonicalize(),
        Ok(about) if !about.is_file() => Err(io::Error::other("not a regular file")),
        _ => Ok(path.to_path_buf()),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn text(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn a_file_is_its_owner_s_alone_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("草稿.toml");
        let mut keeper = Keeper::new(&path, None);
        keeper.save("a").unwrap();
        keeper.save("b").unwrap();
        assert_eq!(text(&path), "b");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn nothing_of_others_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        let mut keeper = Keeper::new(&path, None);
        fs::write(&path, "theirs").unwrap();
        assert!(matches!(
            keeper.save("ours"),
            Err(Unsaved::Changed(Some(_)))
        ));
        assert_eq!(text(&path), "theirs");
        keeper.overrule(Some(b"theirs".to_vec()));
        keeper.save("ours").unwrap();
        fs::remove_file(&path).unwrap();
        assert!(matches!(keeper.save("more"), Err(Unsaved::Changed(None))));
        assert!(!path.exists());
    }

    #[test]
    fn links_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.toml"), folder.path().join("l.toml"));
        fs::write(&path, "old").unwrap();
        symlink(&path, &link).unwrap();
        let mut keeper = Keeper::new(&link, Some(b"old".to_vec()));
        keeper.save("new").unwrap();
        assert_eq!(text(&path), "new");
        assert!(
            fs::symlink_metadata(&link)
                .unwrap()
                .file_type()
                .is_symlink()
        );
        symlink("nowhere", folder.path().join("d.toml")).unwrap();
        let mut dangling = Keeper::new(&folder.path().join("d.toml"), None);
        assert!(matches!(dangling.save("x"), Err(Unsaved::Failed(_))));
        let mut folder_itself = Keeper::new(folder.path(), None);
        assert!(matches!(folder_itself.save("x"), Err(Unsaved::Failed(_))));
    }
}

//! Where drafts lie, as tools name it that know a repository: relative to its root, with slashes.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in the path of a URI as it is (RFC 3986, section 3.3). A colon would do but in the
/// first segment of a relative reference, so it never does here.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b'@');

/// The directories that paths are told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// Where the paths of a command line start.
    here: PathBuf,
    /// What they are told relative to.
    root: PathBuf,
}

impl Base {
    /// Paths as they are typed in a directory, told relative to another; both absolute.
    pub fn new(here: &Path, root: &Path) -> Self {
        Self {
            here: here.to_path_buf(),
            root: root.to_path_buf(),
        }
    }

    /// The path of a draft: relative to the root, but where it was named absolutely and lies
    /// elsewhere; with slashes. `None` for standard input.
    pub fn path(&self, source: &str) -> Option<String> {
        if source == "-" {
            return None;
        }
        let whole = names(&self.here.join(source));
        let root = names(&self.root);
        let shared = whole
            .iter()
            .zip(&root)
            .take_while(|(left, right)| left == right)
            .count();
        if shared < root.len() && Path::new(source).is_absolute() {
            return Some(source.replace('\\', "/"));
        }
        let up = root.len().saturating_sub(shared);
        let steps = std::iter::repeat_n("..", up);
        let rest = whole.iter().skip(shared).map(String::as_str);
        Some(steps.chain(rest).collect::<Vec<_>>().join("/"))
    }

    /// The same as a URI reference.
    pub fn uri(&self, source: &str) -> Option<String> {
        let path = self.path(source)?;
        let encoded = utf8_percent_encode(&path, ENCODED).to_string();
        Some(match Path::new(&path).is_absolute() {
            true => format!("file://{}{encoded}", lead(&encoded)),
            false => encoded,
        })
    }
}

/// The slash that a path with a drive letter lacks in a URI.
fn lead(path: &str) -> &'static str {
    if path.starts_with('/') { "" } else { "/" }
}

/// The names in a path, without steps that lead nowhere.
fn names(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir | Component::RootDir => {}
            Component::ParentDir => {
                names.pop();
            }
            Component::Prefix(prefix) => {
                names.push(prefix.as_os_str().to_string_lossy().into_owned());
            }
            Component::Normal(name) => names.push(name.to_string_lossy().into_owned()),
        }
    }
    names
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_the_root() {
        let base = Base::new(Path::new("/库/app"), Path::new("/库"));
        for (source, path) in [
            ("草稿.toml", "app/草稿.toml"),
            ("./a//b.toml", "app/a/b.toml"),
            ("../c.toml", "c.toml"),
            ("../../d.toml", "../d.toml"),
            ("/库/e.toml", "e.toml"),
            ("/别处/f.toml", "/别处/f.toml"),
        ] {
            assert_eq!(base.path(source).as_deref(), Some(path));
        }
        assert_eq!(base.path("-"), None);
    }

    #[test]
    fn uris_are_encoded() {
        let base = Base::new(Path::new("/库"), Path::new("/库"));
        for (source, uri) in [
            (
                "我的 备案.toml",
                "%E6%88%91%E7%9A%84%20%E5%A4%87%E6%A1%88.toml",
            ),
            ("a:b%0A#?.toml", "a%3Ab%250A%23%3F.toml"),
            ("a\nb.toml", "a%0Ab.toml"),
            ("/别处/f.toml", "file:///%E5%88%AB%E5%A4%84/f.toml"),
        ] {
            assert_eq!(base.uri(source).as_deref(), Some(uri));
        }
    }
}

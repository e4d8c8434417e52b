//! Parts of a snapshot that few runs need: they are decoded when they are asked for.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, Error as _};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::snapshot::lent;

/// A value, or where it lies in the embedded snapshot.
#[derive(Clone)]
pub struct Later<T> {
    stored: &'static [u8],
    ready: OnceLock<Box<T>>,
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self {
            stored: &[],
            ready: OnceLock::from(Box::new(value)),
        }
    }
}

impl<T: DeserializeOwned + Default> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // A snapshot is used only where it was written by this very program, so that it is in order
        // all through.
        self.ready
            .get_or_init(|| Box::new(postcard::from_bytes(self.stored).unwrap_or_default()))
    }
}

impl<T: DeserializeOwned + Default + fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: DeserializeOwned + Default + PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: DeserializeOwned + Default + Serialize> Serialize for Later<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_allocvec(&**self).map_err(S::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Later<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&[u8]>::deserialize(deserializer)?;
        match lent(bytes) {
            Some(stored) => Ok(Self {
                stored,
                ready: OnceLock::new(),
            }),
            None => postcard::from_bytes::<T>(bytes)
                .map(Self::from)
                .map_err(D::Error::custom),
        }
    }
}

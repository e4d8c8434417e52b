//! What a look at a file gives: the facts know no file system and decode no pictures, they are told.

use std::fmt::Debug;
use std::rc::Rc;

use super::fact::Fact;
use crate::fields::Choices;
use crate::fields::choices::{FILE_FORMATS, FILE_STATES, HUES, MARKINGS, SOUNDNESS};

/// Builds a type whose members are those of a closed list of the vocabulary, in its order.
macro_rules! members {
    ($(#[$about:meta])* $name:ident of $list:ident { $($(#[$what:meta])* $member:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$what])* $member),* }

        impl $name {
            /// Every member, in the order of the closed list.
            pub const ALL: &[$name] = &[$($name::$member),*];

            /// The closed list.
            pub const CHOICES: Choices = $list;

            /// The member of an id.
            pub fn of_id(id: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|member| member.id() == id)
            }

            /// The id.
            pub fn id(self) -> &'static str {
                $list.get(self as usize).map_or("", |choice| choice.id)
            }

            /// The fact that it is.
            pub(super) fn fact(self) -> Fact<'static> {
                Fact::Code(self as u8)
            }
        }
    };
}

members! {
    /// What stands where a file is said to be.
    FileState of FILE_STATES {
        /// A file that can be read.
        Readable,
        /// Nothing.
        Missing,
        /// Something outside the draft's directory.
        Outside,
        /// A directory, a pipe or a device.
        NotAFile,
        /// A file without a byte in it.
        Empty,
        /// Something that cannot be opened.
        Unreadable,
    }
}

members! {
    /// What the bytes of a file are.
    FileFormat of FILE_FORMATS {
        /// JPEG.
        Jpeg,
        /// PNG.
        Png,
        /// GIF.
        Gif,
        /// WebP.
        Webp,
        /// Windows bitmap.
        Bmp,
        /// TIFF.
        Tiff,
        /// HEIC or HEIF, as phones save photos.
        Heic,
        /// AVIF.
        Avif,
        /// JPEG XL or JPEG 2000.
        OtherJpeg,
        /// SVG.
        Svg,
        /// Photoshop.
        Psd,
        /// An icon.
        Ico,
        /// PDF.
        Pdf,
        /// An office document.
        Office,
        /// An archive; office documents of today are archives too.
        Archive,
        /// A web page or other text.
        Text,
        /// A film.
        Video,
        /// Nothing known.
        Unknown,
    }
}

members! {
    /// Whether a picture can be decoded.
    Soundness of SOUNDNESS {
        /// From beginning to end.
        Sound,
        /// It can, though it breaks the rules of its format.
        Suspect,
        /// It ends early, or its data make no sense.
        Damaged,
        /// It is of a kind that most programs cannot show.
        Unusual,
        /// It has more pixels than are looked at.
        TooLarge,
    }
}

members! {
    /// What is seen on a picture.
    Marking of MARKINGS {
        /// Something.
        Drawn,
        /// An empty page: nothing but light, shadow and noise.
        Blank,
        /// One and the same colour everywhere.
        OneColour,
    }
}

members! {
    /// Whether a picture has colours.
    Hue of HUES {
        /// It has.
        Colour,
        /// No more of them than a compressed grey picture has.
        NearlyGrey,
        /// None: every pixel is grey.
        Grey,
    }
}

/// A picture as far as it was looked at; absent: not looked at, or it could not be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Picture {
    /// Columns and rows as people see it, turned as the file asks for.
    pub size: Option<(u32, u32)>,
    /// Whether it can be decoded.
    pub soundness: Option<Soundness>,
    /// Whether it has several frames.
    pub moves: Option<bool>,
    /// What is seen on it.
    pub marking: Option<Marking>,
    /// Whether it has colours.
    pub hue: Option<Hue>,
}

/// What a look at a file gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// What stands there.
    pub state: FileState,
    /// How many bytes it has.
    pub bytes: Option<u64>,
    /// What its bytes are.
    pub format: Option<FileFormat>,
    /// What the picture is.
    pub picture: Picture,
    /// What tells its contents from others'.
    pub digest: Option<String>,
}

impl Look {
    /// A look that tells no more than what stands there.
    pub const fn of(state: FileState) -> Self {
        Self {
            state,
            bytes: None,
            format: None,
            picture: Picture {
                size: None,
                soundness: None,
                moves: None,
                marking: None,
                hue: None,
            },
            digest: None,
        }
    }
}

/// A look at the files that attachments name.
pub trait Files: Debug {
    /// What stands at a path, as the draft writes it. Asked again, it gives the same.
    fn look(&self, file: &str) -> Rc<Look>;
}

//! The fast reader's leaves: keys, values of fields, lists.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use super::model::Slot;
use super::private::Private;
use super::shape::{Child, Level};
use super::value::{self, Bad, MOST_ELEMENTS};
use crate::fields::{Field, Kind};

/// The end of the fast way. Nobody reads the text: the tolerant reader explains.
pub(super) fn gap<E: Error>() -> E {
    E::custom("irregular")
}

/// A key of a table, as its position among the table's children.
pub(super) struct KeySeed(pub(super) &'static Level);

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = u8;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u8, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = u8;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<u8, E> {
        let position = self.0.position(key);
        position
            .and_then(|position| u8::try_from(position).ok())
            .ok_or_else(gap)
    }
}

/// The value of a field.
pub(super) struct SlotSeed {
    pub(super) child: &'static Child,
    pub(super) field: &'static Field,
}

impl SlotSeed {
    fn text<'de, E: Error>(self, text: impl Into<Cow<'de, str>>) -> Result<Slot<'de>, E> {
        regular(value::from_text(self.field, self.child, text))
    }
}

fn regular<'de, E: Error>(read: Result<Slot<'de>, Bad>) -> Result<Slot<'de>, E> {
    read.map_err(|_| gap())
}

impl<'de> DeserializeSeed<'de> for SlotSeed {
    type Value = Slot<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Slot<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for SlotSeed {
    type Value = Slot<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Slot<'de>, E> {
        self.text(text)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Slot<'de>, E> {
        self.text(text.to_owned())
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Slot<'de>, E> {
        regular(value::from_bool(self.field, flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Slot<'de>, E> {
        regular(value::from_int(self.field, number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Slot<'de>, E> {
        let number = i64::try_from(number).map_err(|_| gap())?;
        regular(value::from_int(self.field, number))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Slot<'de>, A::Error> {
        let mut left = MOST_ELEMENTS;
        let mut count = || -> Result<(), A::Error> {
            left = left.checked_sub(1).ok_or_else(gap)?;
            Ok(())
        };
        match self.field.kind {
            Kind::Set(_) => {
                let mut set = 0;
                while let Some(member) = seq.next_element_seed(ChoiceSeed(self.child))? {
                    count()?;
                    set = value::with_member(set, member);
                }
                Ok(Slot::Codes(set))
            }
            Kind::Texts(_) => {
                let mut texts = Vec::new();
                while let Some(text) = seq.next_element_seed(TextSeed)? {
                    count()?;
                    texts.push(text);
                }
                Ok(Slot::Texts(texts.into()))
            }
            _ => Err(gap()),
        }
    }
}

struct ChoiceSeed(&'static Child);

impl<'de> DeserializeSeed<'de> for ChoiceSeed {
    type Value = u8;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u8, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for ChoiceSeed {
    type Value = u8;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an id")
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<u8, E> {
        value::choice(self.0, id).map_err(|_| gap())
    }
}

struct TextSeed;

impl<'de> DeserializeSeed<'de> for TextSeed {
    type Value = Private<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Private<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for TextSeed {
    type Value = Private<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Private<'de>, E> {
        Ok(Private::new(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Private<'de>, E> {
        Ok(Private::new(text.to_owned()))
    }
}

/// `format`.
pub(super) struct FormatSeed;

impl<'de> DeserializeSeed<'de> for FormatSeed {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for FormatSeed {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("1")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        if number == 1 { Ok(()) } else { Err(gap()) }
    }
}

/// A list of what another seed reads.
pub(super) struct ListSeed<S>(pub(super) S);

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for ListSeed<S> {
    type Value = Vec<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for ListSeed<S> {
    type Value = Vec<S::Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element_seed(self.0)? {
            if elements.len() == MOST_ELEMENTS {
                return Err(gap());
            }
            elements.push(element);
        }
        Ok(elements)
    }
}

//! Facts of an attachment: what its file is, where files are looked at, how it stands to what is
//! asked of it, and to the attachments before it.

use std::rc::Rc;

use super::asked::{Firmness, Part};
use super::fact::Fact;
use super::look::{FileFormat, Look};
use super::review;
use super::view::Facts;
use crate::draft::{Node, Place, Position, Record, Slot};
use crate::fields::{AttachmentField, DerivedId, FactItem, FactRef};

/// The record that `attachments[].of` names.
pub fn owner(path: &str) -> Option<Place> {
    let index = |text: &str| -> Option<Position> {
        let number: u32 = text.strip_prefix('[')?.strip_suffix(']')?.parse().ok()?;
        // No list is so long: beyond all of them is as good as beyond this one.
        Some(Position::try_from(number).unwrap_or(Position::MAX))
    };
    let path = path.trim();
    Some(Place::now(match path {
        "subject" | "主体" | "主办单位" | "主办者" => Node::Order,
        "principal" | "主体负责人" => Node::Principal,
        "legal_representative" | "法定代表人" | "法人" => Node::LegalRepresentative,
        _ => {
            let rest = path.strip_prefix("services")?;
            match rest.split_once('.') {
                None => Node::Service(index(rest)?),
                Some((service, "principal")) => Node::ServicePrincipal(index(service)?),
                Some((service, inner)) => {
                    let service = index(service)?;
                    if let Some(rest) = inner.strip_prefix("domains") {
                        Node::Domain(service, index(rest)?)
                    } else if let Some(rest) = inner.strip_prefix("platforms") {
                        Node::Platform(service, index(rest)?)
                    } else {
                        Node::PreApproval(service, index(inner.strip_prefix("pre_approvals")?)?)
                    }
                }
            }
        }
    }))
}

/// The endings of names that say a format.
const ENDINGS: &[(&str, FileFormat)] = &[
    ("jpg", FileFormat::Jpeg),
    ("jpeg", FileFormat::Jpeg),
    ("png", FileFormat::Png),
    ("gif", FileFormat::Gif),
];

/// The ending of a file's name, after its last dot; empty where it has none.
fn ending(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => ending,
        _ => "",
    }
}

/// The format that an ending says.
pub fn format_of_ending(ending: &str) -> Option<FileFormat> {
    ENDINGS
        .iter()
        .find(|(own, _)| own.eq_ignore_ascii_case(ending))
        .map(|(_, format)| *format)
}

/// What was seen of an attachment's file, or why nothing was.
enum Seen {
    Look(Rc<Look>),
    /// It names no file, or nobody looks at files.
    Nothing,
    Malformed,
}

/// Whether a fact is told by the file of an attachment alone: none where nobody looks at files.
pub fn is_of_file(fact: FactRef) -> bool {
    use DerivedId as Id;
    let FactItem::Derived(id) = fact.item else {
        return false;
    };
    matches!(
        id,
        Id::FileState
            | Id::FileBytes
            | Id::FileFormat
            | Id::NameFits
            | Id::FormatAccepted
            | Id::FormatAdvised
            | Id::Soundness
            | Id::Moves
            | Id::Width
            | Id::Height
            | Id::ShortSide
            | Id::Pixels
            | Id::Marking
            | Id::Hue
            | Id::TwinFile
            | Id::TwinDocument
            | Id::OtherWidth
            | Id::OtherHeight
            | Id::ShapeDifference
    )
}

impl Facts<'_> {
    /// Whether facts of files ([`is_of_file`]) may be anything but none: somebody looks at files, or
    /// the name of one is malformed.
    pub fn tells_of_files(&self) -> bool {
        let file = AttachmentField::File as usize;
        let mut attachments = self.draft.attachments.items().iter();
        self.files.is_some() || attachments.any(|own| *own.slot(file) == Slot::Unreadable)
    }
}

fn seen(facts: &Facts<'_>, place: Place) -> Seen {
    match (
        facts.field(place, AttachmentField::File as usize),
        facts.files,
    ) {
        (Fact::Text(file), Some(files)) => Seen::Look(files.look(file)),
        (Fact::Withheld, _) => Seen::Malformed,
        _ => Seen::Nothing,
    }
}

/// Something of what was seen; none where nothing was.
fn of_look<'d>(
    facts: &Facts<'d>,
    place: Place,
    tell: impl FnOnce(&Look) -> Option<Fact<'d>>,
) -> Fact<'d> {
    match seen(facts, place) {
        Seen::Look(look) => tell(&look).unwrap_or(Fact::None),
        Seen::Nothing => Fact::None,
        Seen::Malformed => Fact::Withheld,
    }
}

fn count(number: u64) -> Fact<'static> {
    Fact::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// What stands where the file is said to be.
pub(super) fn file_state(facts: &Facts<'_>, place: Place) -> Fact<'static> {
    match seen(facts, place) {
        Seen::Look(look) => look.state.fact(),
        Seen::Nothing => Fact::None,
        Seen::Malformed => Fact::Withheld,
    }
}

/// How many bytes the file has.
pub(super) fn bytes<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    of_look(facts, place, |look| look.bytes.map(count))
}

/// What the bytes of the file are.
pub(super) fn format<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    of_look(facts, place, |look| look.format.map(FileFormat::fact))
}

/// The ending of the file's name; none where it has none.
pub(super) fn file_ending<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    match facts.field(place, AttachmentField::File as usize) {
        Fact::Text(file) => match ending(file) {
            "" => Fact::None,
            ending => Fact::Text(ending),
        },
        Fact::Withheld => Fact::Withheld,
        _ => Fact::None,
    }
}

/// Whether the name says the format that the bytes are.
pub(super) fn name_fits<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let said = match facts.field(place, AttachmentField::File as usize) {
        Fact::Text(file) => format_of_ending(ending(file)),
        _ => None,
    };
    of_look(facts, place, |look| {
        look.format.map(|format| Fact::Bool(said == Some(format)))
    })
}

/// Whether the format is one of those that are asked for.
pub(super) fn format_accepted<'d>(facts: &Facts<'d>, place: Place, firmness: Firmness) -> Fact<'d> {
    of_look(facts, place, |look| {
        let bit = 1u64.checked_shl(u32::from(look.format? as u8))?;
        let accepted = asked(facts, place, Part::Formats, firmness);
        accepted.map(|accepted| Fact::Bool(accepted & bit != 0))
    })
}

/// Whether the picture can be decoded.
pub(super) fn soundness<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    of_look(facts, place, |look| {
        look.picture.soundness.map(|sound| sound.fact())
    })
}

/// Whether the picture has several frames.
pub(super) fn moves<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    of_look(facts, place, |look| look.picture.moves.map(Fact::Bool))
}

/// What is seen on the picture.
pub(super) fn marking<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    of_look(facts, place, |look| {
        look.picture.marking.map(|marking| marking.fact())
    })
}

/// Whether the picture has colours.
pub(super) fn hue<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    of_look(facts, place, |look| look.picture.hue.map(|hue| hue.fact()))
}

/// A number of pixels, from columns and rows.
pub(super) fn pixels<'d>(facts: &Facts<'d>, place: Place, of: fn(u64, u64) -> u64) -> Fact<'d> {
    of_look(facts, place, |look| {
        let (width, height) = look.picture.size?;
        Some(count(of(width.into(), height.into())))
    })
}

/// What is asked of the attachment.
fn asked(facts: &Facts<'_>, place: Place, part: Part, firmness: Firmness) -> Option<u64> {
    let papers = facts.papers?;
    let record = facts.draft().record(place)?;
    let document = facts.once(&facts.known.document, place, || papers.document_of(record))?;
    facts.aside(|| papers.asked(facts, document, record, part, firmness))
}

/// One of the things asked; none where it is not.
pub(super) fn asked_fact<'d>(
    facts: &Facts<'d>,
    place: Place,
    part: Part,
    firmness: Firmness,
) -> Fact<'d> {
    let Some(asked) = asked(facts, place, part, firmness) else {
        return Fact::None;
    };
    match part {
        Part::Formats | Part::Media => Fact::Set {
            yes: asked,
            maybe: 0,
        },
        Part::Original | Part::Colour => Fact::Bool(asked != 0),
        Part::MinBytes | Part::MaxBytes | Part::Days | Part::WorkingDays | Part::Months => {
            count(asked)
        }
    }
}

/// Whether the paper was made in a way that is asked for.
pub(super) fn medium_accepted<'d>(facts: &Facts<'d>, place: Place, firmness: Firmness) -> Fact<'d> {
    // What is asked is looked up only where there is something to hold it against.
    match facts.field(place, AttachmentField::Medium as usize) {
        Fact::Code(medium) => {
            let media = asked(facts, place, Part::Media, firmness);
            media.map_or(Fact::None, |media| {
                let bit = 1u64.checked_shl(medium.into()).unwrap_or(0);
                Fact::Bool(media & bit != 0)
            })
        }
        Fact::Withheld => Fact::Withheld,
        _ => Fact::None,
    }
}

/// Days from the signature to submission; none where no day of signature is said.
pub(super) fn signed_days_ago<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    said(facts.days_since(facts.field(place, AttachmentField::SignedOn as usize)))
}

/// The same in working days.
pub(super) fn signed_working_days_ago<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    said(facts.working_days_since(facts.field(place, AttachmentField::SignedOn as usize)))
}

/// The same in calendar months, one that has begun as a whole one.
pub(super) fn signed_months_ago<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    said(facts.months_since(facts.field(place, AttachmentField::SignedOn as usize)))
}

/// The same until the review ends.
pub(super) fn signed_months_after_review<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let signed = facts.field(place, AttachmentField::SignedOn as usize);
    said(review::months_since(facts, signed))
}

/// The day of signature is optional: what only it would decide passes.
fn said(fact: Fact<'_>) -> Fact<'_> {
    match fact {
        Fact::Unknown => Fact::None,
        known => known,
    }
}

/// The attachments before one, with their index.
fn earlier<'d>(
    facts: &Facts<'d>,
    place: Place,
) -> impl Iterator<Item = (Position, &'d Record<'d>)> {
    let end = match place.node {
        Node::Attachment(index) if !place.previous => index,
        _ => 0,
    };
    let draft = facts.draft();
    (0..end).filter_map(move |index| {
        let record = draft.record(Place::now(Node::Attachment(index)))?;
        Some((index, record))
    })
}

fn text<'d>(record: &'d Record<'d>, field: AttachmentField) -> Option<&'d str> {
    record.text(field as usize).map(|text| text.expose())
}

/// Whether two attachments are of the same document and owner, as far as they say.
fn is_same_paper(facts: &Facts<'_>, one: &Record<'_>, other: &Record<'_>) -> bool {
    let whose = |record| text(record, AttachmentField::Of);
    let same_owner = match (whose(one), whose(other)) {
        (Some(one), Some(other)) => match (owner(one), owner(other)) {
            (Some(one), Some(other)) => facts.is_same_owner(one, other),
            _ => one == other,
        },
        _ => true,
    };
    same_owner && text(one, AttachmentField::Document) == text(other, AttachmentField::Document)
}

fn side<'d>(record: &'d Record<'d>) -> &'d Slot<'d> {
    record.slot(AttachmentField::Side as usize)
}

/// The earlier attachment that stands for another paper, or another side, with the same contents.
fn twin<'d>(facts: &Facts<'d>, place: Place) -> Option<&'d Record<'d>> {
    let files = facts.files?;
    let own = facts.draft().record(place)?;
    let digest = |record: &'d Record<'d>| {
        let file = text(record, AttachmentField::File)?;
        files.look(file).digest.clone()
    };
    let contents = digest(own)?;
    earlier(facts, place)
        .map(|(_, record)| record)
        .filter(|record| digest(record).as_ref() == Some(&contents))
        .find(|record| !is_same_paper(facts, own, record) || side(own) != side(record))
}

/// Something of the twin of an attachment.
pub(super) fn of_twin<'d>(facts: &Facts<'d>, place: Place, field: AttachmentField) -> Fact<'d> {
    twin(facts, place)
        .and_then(|record| text(record, field))
        .map_or(Fact::None, Fact::Text)
}

/// The file of the other side: that of an earlier attachment of the same paper.
fn other_side<'d>(facts: &Facts<'d>, place: Place) -> Option<&'d Record<'d>> {
    let own = facts.draft().record(place)?;
    let has_side = |record: &Record<'_>| matches!(side(record), Slot::Code(_));
    if !has_side(own) {
        return None;
    }
    earlier(facts, place)
        .map(|(_, record)| record)
        .find(|record| {
            has_side(record) && side(record) != side(own) && is_same_paper(facts, own, record)
        })
}

/// The name of the other side's file.
pub(super) fn other_side_file<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    other_side(facts, place)
        .and_then(|record| text(record, AttachmentField::File))
        .map_or(Fact::None, Fact::Text)
}

/// By how many percent the shape (width by height) differs from that of the other side: 0 where
/// they are alike, 100 where one is twice as wide for its height.
pub(super) fn shape_difference<'d>(facts: &Facts<'d>, place: Place) -> Fact<'d> {
    let Some(files) = facts.files else {
        return Fact::None;
    };
    let size = |record: &'d Record<'d>| {
        let file = text(record, AttachmentField::File)?;
        files.look(file).picture.size
    };
    let own = facts.draft().record(place).and_then(size);
    let other = other_side(facts, place).and_then(size);
    match (own, other) {
        (Some((width, height)), Some((other_width, other_height))) => {
            let cross = |a: u32, b: u32| u64::from(a).saturating_mul(b.into());
            let (one, two) = (cross(width, other_height), cross(other_width, height));
            let (narrow, wide) = (one.min(two), one.max(two));
            let percent = wide.saturating_sub(narrow).saturating_mul(100);
            percent
                .checked_add(narrow.checked_div(2).unwrap_or(0))
                .and_then(|percent| percent.checked_div(narrow))
                .map_or(Fact::None, count)
        }
        _ => Fact::None,
    }
}

/// The other side's columns and rows: `1600×1200`.
pub(super) fn other_side_pixels<'d>(
    facts: &Facts<'d>,
    place: Place,
    of: fn(u64, u64) -> u64,
) -> Fact<'d> {
    let (Some(files), Some(record)) = (facts.files, other_side(facts, place)) else {
        return Fact::None;
    };
    text(record, AttachmentField::File)
        .and_then(|file| files.look(file).picture.size)
        .map_or(Fact::None, |(width, height)| {
            count(of(width.into(), height.into()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_beyond_every_list() {
        let last = Place::now(Node::Service(Position::MAX));
        assert_eq!(owner("services[65535]"), Some(last));
        assert_eq!(owner("services[65536]"), Some(last));
        assert_eq!(owner("services[4294967295]"), Some(last));
        assert_eq!(owner("services[4294967296]"), None);
        let domain = Place::now(Node::Domain(1, Position::MAX));
        assert_eq!(owner("services[1].domains[70000]"), Some(domain));
    }

    #[test]
    fn endings_of_names() {
        assert_eq!(ending("a/b.c/photo.JPG"), "JPG");
        assert_eq!(ending("身份证.正面.png"), "png");
        assert_eq!(ending("a.b/photo"), "");
        assert_eq!(ending(".jpg"), "");
        assert_eq!(format_of_ending("JPeG"), Some(FileFormat::Jpeg));
        assert_eq!(format_of_ending("jfif"), None);
    }
}

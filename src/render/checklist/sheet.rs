//! A draft's documents as a checklist has them: grouped by whom they concern, alternatives as
//! alternatives, and what is needed apart from what may be. Every document of the report stands in
//! it once.

use crate::report::{AnyOf, DocumentReport, DocumentStatus, DraftReport, GuidanceReport};
use crate::ruleset::Severity;

/// Guidance of these topics belongs on a checklist.
const TOPICS: [&str; 5] = ["document", "photo", "change", "cancel", "transfer"];

/// Guidance of this topic tells what was asked once.
const HISTORY: &str = "history";

/// A checklist.
#[derive(Debug)]
pub(in crate::render) struct Sheet<'d> {
    /// What is needed.
    pub needed: Vec<Group<'d>>,
    /// What may be needed.
    pub perhaps: Vec<Group<'d>>,
    /// What to read before anything is done.
    pub warnings: Vec<&'d GuidanceReport>,
    /// What is good to know about documents, but stands with none of them.
    pub notes: Vec<&'d GuidanceReport>,
    guidance: &'d [GuidanceReport],
}

/// The documents that concern somebody.
#[derive(Debug)]
pub(in crate::render) struct Group<'d> {
    /// Who it is.
    pub heading: &'d str,
    order: (u8, u32, u32),
    /// The same, as a path of the draft.
    pub of: &'d str,
    /// The documents.
    pub entries: Vec<Entry<'d>>,
}

/// A document, or several of which one suffices.
#[derive(Debug)]
pub(in crate::render) enum Entry<'d> {
    /// A document.
    Paper(&'d DocumentReport),
    /// Alternatives; of the one that is chosen all documents are needed.
    Choice(Vec<Vec<&'d DocumentReport>>),
}

impl<'d> Sheet<'d> {
    /// The checklist of a draft.
    pub fn of(draft: &'d DraftReport) -> Self {
        let mut sheet = Sheet {
            needed: Vec::new(),
            perhaps: Vec::new(),
            warnings: Vec::new(),
            notes: Vec::new(),
            guidance: &draft.guidance,
        };
        for entry in entries(&draft.documents) {
            let groups = match entry.is_open() {
                true => &mut sheet.perhaps,
                false => &mut sheet.needed,
            };
            put(groups, entry);
        }
        for groups in [&mut sheet.needed, &mut sheet.perhaps] {
            groups.sort_by_key(|group| group.order);
        }
        let is_listed = |id: &str| draft.documents.iter().any(|document| document.id == id);
        for guidance in &draft.guidance {
            if guidance.severity > Severity::Notice {
                sheet.warnings.push(guidance);
            } else if !guidance.about.as_deref().is_some_and(is_listed)
                && TOPICS
                    .iter()
                    .any(|topic| guidance.topic.as_deref() == Some(topic))
            {
                sheet.notes.push(guidance);
            }
        }
        sheet
    }

    /// What is good to know about a document.
    pub fn about(&self, document: &DocumentReport) -> Vec<&'d str> {
        self.guidance
            .iter()
            .filter(|guidance| {
                guidance.severity == Severity::Notice
                    && guidance.about.as_deref() == Some(&document.id)
                    && guidance.topic.as_deref() != Some(HISTORY)
            })
            .map(|guidance| guidance.text.as_str())
            .collect()
    }

    /// The documents of both parts in the order of the checklist.
    pub fn documents(&self) -> impl Iterator<Item = &'d DocumentReport> + '_ {
        self.needed
            .iter()
            .chain(&self.perhaps)
            .flat_map(|group| &group.entries)
            .flat_map(Entry::documents)
    }
}

impl<'d> Entry<'d> {
    /// The documents of it.
    pub fn documents(&self) -> Vec<&'d DocumentReport> {
        match self {
            Entry::Paper(document) => vec![document],
            Entry::Choice(bundles) => bundles.iter().flatten().copied().collect(),
        }
    }

    /// Whether it is open that it is needed.
    fn is_open(&self) -> bool {
        self.documents()
            .iter()
            .any(|document| document.status == DocumentStatus::Undetermined)
    }
}

impl Group<'_> {
    /// What a document of the group is called; of an alternative that concerns somebody else, with
    /// whom.
    pub fn name(&self, document: &DocumentReport) -> String {
        if document.concerns.of == self.of {
            return document.name.clone();
        }
        let (name, owner) = (&document.name, &document.owner);
        format!("{name}（{owner}）")
    }
}

/// The documents in the report's order; the report has alternatives together.
fn entries(documents: &[DocumentReport]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut before: Option<AnyOf> = None;
    for document in documents {
        match (document.any_of, entries.last_mut()) {
            (Some(now), Some(Entry::Choice(bundles)))
                if before.is_some_and(|before| before.group == now.group) =>
            {
                match bundles.last_mut() {
                    Some(bundle) if before == Some(now) => bundle.push(document),
                    _ => bundles.push(vec![document]),
                }
            }
            (Some(_), _) => entries.push(Entry::Choice(vec![vec![document]])),
            (None, _) => entries.push(Entry::Paper(document)),
        }
        before = document.any_of;
    }
    entries
}

/// Puts an entry to its group; a choice goes with the first of its documents.
fn put<'d>(groups: &mut Vec<Group<'d>>, entry: Entry<'d>) {
    let Some(concerns) = entry.documents().first().map(|first| &first.concerns) else {
        return;
    };
    match groups.iter_mut().find(|group| group.of == concerns.of) {
        Some(group) => group.entries.push(entry),
        None => groups.push(Group {
            heading: &concerns.label,
            order: concerns.order,
            of: &concerns.of,
            entries: vec![entry],
        }),
    }
}
